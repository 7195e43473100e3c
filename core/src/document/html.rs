//! Web pages: the article of a page saved from a news site, or all of it.

mod article;
mod declared;
mod table_use;
mod tags;
mod tree;
pub mod walk;
mod weights;

use super::builder::TextBuilder;
use super::{Limits, LoadError, Parsed};
use std::borrow::Cow;
use tree::{NO_NODE, NodeData, NodeId, Tree};
use walk::HtmlReader;

/// Reads a web page: with `whole` all of it, else its article, its headline first. O(n).
///
/// # Errors
/// When its elements are nested beyond reason, or have attributes without number.
pub fn read(source: &str, whole: bool, limits: &Limits) -> Result<Parsed, LoadError> {
    let tree = Tree::new(source, limits)?;
    let mut walk = HtmlReader::default();
    let article = if whole { None } else { article::find(&tree) };
    if let Some(article) = &article {
        pour(&tree, article.from, article.to, &article.dropped, &mut walk);
        walk.out.left.furniture = article.furniture;
    } else {
        pour(&tree, tree::ROOT, NO_NODE, &std::collections::HashSet::new(), &mut walk);
    }
    let mut read = std::mem::take(&mut walk.out).done();
    if read.text.is_empty() && !whole {
        return self::read(source, true, limits);
    }
    read.meta = declared::of(&tree, &read.text);
    Ok(read)
}

/// The words of a piece of HTML: the body of a message. O(n).
///
/// # Errors
/// When its elements are nested beyond reason, or have attributes without number.
pub fn pour_into(source: &str, out: TextBuilder, limits: &Limits) -> Result<TextBuilder, LoadError> {
    let tree = Tree::new(source, limits)?;
    let mut walk = HtmlReader::new(out, String::new());
    pour(&tree, tree::ROOT, NO_NODE, &std::collections::HashSet::new(), &mut walk);
    Ok(walk.out)
}

/// Walks from node `from` to before node `to`, without what is in `dropped`.
fn pour(tree: &Tree, from: NodeId, to: NodeId, dropped: &std::collections::HashSet<NodeId>, walk: &mut HtmlReader) {
    let mut open: Vec<NodeId> = Vec::new();
    let mut at = from;
    while at != to && at != NO_NODE {
        let node = tree.node(at);
        let mut inside = true;
        match &node.data {
            NodeData::Text(words) => walk.text(words),
            NodeData::Element(..) if dropped.contains(&at) => inside = false,
            NodeData::Element(name, _) => {
                let tag: &str = &name.local;
                if tag == "table" {
                    walk.table = table_use::of(tree, at);
                }
                walk.start(tag, &|name| node.attribute(name).map(Cow::Borrowed));
                open.push(at);
            }
            NodeData::Other => {}
        }
        // What is around ends when the next node stands outside of it.
        let next = if inside { tree.after(at) } else { tree.behind(at) };
        let parent = if next == NO_NODE { NO_NODE } else { tree.node(next).parent };
        while open.last().is_some_and(|last| *last != parent) {
            open.pop();
            walk.end();
        }
        at = next;
    }
    while open.pop().is_some() {
        walk.end();
    }
}
