//! Which part of a web page is the article.
//!
//! After an idea of Arc90's Readability (2009), which Mozilla's reader view goes on with: navigation and the like are
//! found by the names authors give to parts of a page and by how much of their text is links; running prose by
//! its long sentences. The article is the smallest part of the page that holds nearly all of the prose. Linear: each
//! element is looked at a bounded number of times.

use super::table_use;
use super::tree::{NO_NODE, NodeData, NodeId, ROOT, Tree};
use super::walk::is_unread;
use super::weights::NodeWeights;
use crate::document::xml::TableUse;
use std::collections::HashSet;

/// A part of a page.
pub struct ArticleBounds {
    /// Its first node: the headline where there is one.
    pub from: NodeId,
    /// The node behind its last.
    pub to: NodeId,
    /// What is in between and not part of it.
    pub dropped: HashSet<NodeId>,
    /// How many parts of the page with words are not shown.
    pub furniture: usize,
}

/// How much of the prose an article holds, of a hundred.
const MIN_PROSE_SHARE: usize = 80;
/// Least prose of a page that has an article at all.
const MIN_ARTICLE_PROSE: usize = 200;

/// Finds the article of a page; `None` where no part of it is one.
pub fn find(tree: &Tree) -> Option<ArticleBounds> {
    let body = tree.within(ROOT).find(|id| tree.node(*id).tag() == "body")?;
    let weights = NodeWeights::of(tree, body);
    let prose = weights.prose(body);
    if prose < MIN_ARTICLE_PROSE {
        return leftovers(tree, body, &weights);
    }
    let enough = |id: NodeId| weights.prose(id) * 100 >= prose * MIN_PROSE_SHARE;
    let mut root = body;
    while let Some(inner) = tree.children(root).find(|id| enough(*id) && !weights.is_dropped(*id)) {
        // A lone paragraph is no article: what stands around it is.
        if !tree.children(inner).any(|id| matches!(tree.node(id).data, NodeData::Element(..)) && weights.prose(id) > 0)
        {
            break;
        }
        // Nor is a row of a table: the others belong to it.
        if tree.node(inner).tag() == "table" && table_use::of(tree, inner) != TableUse::Prose {
            break;
        }
        root = inner;
    }
    root = declared(tree, body, &weights, prose).unwrap_or(root);
    let headline = headline(tree, body, root, &weights);
    let from = headline.filter(|h| *h < root && !tree.around(root).any(|a| a == *h)).unwrap_or(root);
    let to = tree.behind(root);
    let mut dropped = HashSet::new();
    let mut furniture = outside(tree, body, from, to, &weights);
    let mut at = from;
    // What is around the article stands before it.
    let mut reached = from == root;
    while at != to && at != NO_NODE {
        reached |= at == root;
        let around = !reached && tree.around(root).any(|a| a == at);
        if !around && at != root && Some(at) != headline && weights.is_dropped(at) {
            dropped.insert(at);
            furniture += usize::from(weights.letters(at) > 0);
            at = tree.behind(at);
        } else {
            at = tree.after(at);
        }
    }
    drop_duplicate_headlines(tree, headline, from, to, &mut dropped);
    Some(ArticleBounds { from, to, dropped, furniture })
}

/// A page without prose: all of it but what is plainly something else, when that leaves much of it.
fn leftovers(tree: &Tree, body: NodeId, weights: &NodeWeights) -> Option<ArticleBounds> {
    let mut dropped = HashSet::new();
    let (mut furniture, mut gone) = (0, 0);
    let to = tree.behind(body);
    let mut at = tree.node(body).first;
    while at != to && at != NO_NODE {
        if weights.is_dropped(at) {
            dropped.insert(at);
            gone += weights.letters(at);
            furniture += usize::from(weights.letters(at) > 0);
            at = tree.behind(at);
        } else {
            at = tree.after(at);
        }
    }
    (gone * 10 < weights.letters(body) * 7).then_some(ArticleBounds { from: body, to, dropped, furniture })
}

/// The part that says itself that it is the article, when it holds most of the prose.
fn declared(tree: &Tree, body: NodeId, weights: &NodeWeights, prose: usize) -> Option<NodeId> {
    let says = |id: &NodeId| {
        let node = tree.node(*id);
        node.attribute("itemprop").is_some_and(|p| p.eq_ignore_ascii_case("articleBody"))
            || node.tag() == "article"
            || node.attribute("role") == Some("article")
    };
    tree.within(body)
        .filter(|id| matches!(tree.node(*id).data, NodeData::Element(..)))
        .filter(says)
        .filter(|id| !weights.is_dropped(*id) && weights.prose(*id) * 2 >= prose)
        .min_by_key(|id| (weights.prose(*id) * 100 < prose * MIN_PROSE_SHARE, weights.letters(*id)))
}

/// The headline of the article: the last big heading before its prose, else the first in it.
fn headline(tree: &Tree, body: NodeId, root: NodeId, weights: &NodeWeights) -> Option<NodeId> {
    let end = tree.behind(root);
    let big = |id: &NodeId| tree.node(*id).tag() == "h1" && weights.letters(*id) > 0;
    let mut before = None;
    let mut at = body;
    while at != end && at != NO_NODE {
        if big(&at) && !weights.is_away(tree, at) {
            if tree.around(at).any(|a| a == root) {
                return Some(at);
            }
            before = Some(at);
        }
        at = tree.after(at);
    }
    before
}

/// Titles said again under the headline: the same words in another heading are furniture.
fn drop_duplicate_headlines(
    tree: &Tree,
    headline: Option<NodeId>,
    from: NodeId,
    to: NodeId,
    dropped: &mut HashSet<NodeId>,
) {
    let Some(headline) = headline else { return };
    let flat = |id: NodeId| tree.words(id).split_whitespace().collect::<Vec<_>>().join(" ").to_uppercase();
    let title = flat(headline);
    let mut at = from;
    while at != to && at != NO_NODE {
        let heading = matches!(tree.node(at).tag(), "h1" | "h2" | "h3");
        if heading && at != headline && flat(at) == title {
            dropped.insert(at);
        }
        at = tree.after(at);
    }
}

/// How many parts with words lie outside of the article.
fn outside(tree: &Tree, body: NodeId, from: NodeId, to: NodeId, weights: &NodeWeights) -> usize {
    let mut count = 0;
    let mut at = body;
    while at != NO_NODE {
        if at == from {
            at = to;
            continue;
        }
        let holds =
            from != body && tree.around(from).any(|a| a == at) || to != NO_NODE && tree.around(to).any(|a| a == at);
        if holds || at == body {
            at = tree.after(at);
        } else {
            let part = matches!(tree.node(at).data, NodeData::Element(..)) && weights.letters(at) > 0;
            count += usize::from(part && !is_unread(tree.node(at).tag()));
            at = tree.behind(at);
        }
    }
    count
}
