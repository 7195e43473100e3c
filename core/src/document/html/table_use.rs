//! What the tables of a web page are for.

use super::tree::{NodeData, NodeId, Tree};
use crate::document::xml::TableUse;

/// What a table is for: pages without style sheets arranged prose by them. O(nodes in it).
pub fn of(tree: &Tree, table: NodeId) -> TableUse {
    let (mut letters, mut rows): (Vec<usize>, Vec<usize>) = (Vec::new(), Vec::new());
    let mut nested = false;
    for id in tree.within(table).skip(1) {
        match &tree.node(id).data {
            NodeData::Text(words) => {
                if let Some(cell) = letters.last_mut() {
                    *cell += words.trim_ascii().len();
                }
            }
            NodeData::Element(name, _) => match &*name.local {
                "tr" => rows.push(letters.len()),
                "td" | "th" => letters.push(0),
                "h1" | "blockquote" | "article" => return TableUse::Prose,
                "table" => nested = true,
                _ => {}
            },
            NodeData::Other => {}
        }
    }
    if nested || rows.is_empty() {
        return TableUse::of_rows(std::iter::once(letters.as_slice()));
    }
    let ends = rows.iter().copied().skip(1).chain([letters.len()]);
    TableUse::of_rows(rows.iter().zip(ends).filter_map(|(from, to)| letters.get(*from..to)))
}
