//! What a page says of itself: JSON-LD first, then `OpenGraph` and the like, then its title.

use super::tree::{NodeData, NodeId, ROOT, Tree};
use crate::document::meta::{self, Metadata};
use serde_json::Value;

/// Gathers title, author, outlet and day. `text` is what was read of the page.
pub fn of(tree: &Tree, text: &str) -> Metadata {
    let mut found = Metadata::default();
    let mut site_title = None;
    for id in tree.within(ROOT) {
        let node = tree.node(id);
        match node.tag() {
            "script"
                if node.attribute("type").is_some_and(|t| t.trim().eq_ignore_ascii_case("application/ld+json")) =>
            {
                if let Ok(value) = serde_json::from_str::<Value>(tree.words(id).trim()) {
                    from_json(&value, &mut found, 0);
                }
            }
            "meta" => from_meta(tree, id, &mut found),
            "title" if site_title.is_none() => site_title = Some(flat(&tree.words(id))),
            "time" if found.date.is_none() && (node.attribute("pubdate").is_some() || published(tree, id)) => {
                found.date = node.attribute("datetime").and_then(day);
            }
            _ => {}
        }
    }
    found.author = found.author.or_else(|| byline(tree));
    // The heading of the text is the title as people see it; the page's own has the name of the site behind it.
    found.title = found
        .title
        .filter(|t| !t.is_empty())
        .or_else(|| site_title.map(|t| without_site(&t, text, found.outlet.as_deref())));
    found
}

fn published(tree: &Tree, id: NodeId) -> bool {
    let names = [tree.node(id).attribute("class"), tree.node(id).attribute("itemprop")];
    names.into_iter().flatten().any(|n| n.contains("ublish"))
}

fn from_meta(tree: &Tree, id: NodeId, found: &mut Metadata) {
    let node = tree.node(id);
    let Some(content) = node.attribute("content").map(flat).filter(|c| !c.is_empty()) else { return };
    let name = node.attribute("property").or_else(|| node.attribute("name")).or_else(|| node.attribute("itemprop"));
    match name.unwrap_or_default().to_ascii_lowercase().as_str() {
        "og:title" | "twitter:title" | "dc.title" | "headline" if found.title.is_none() => found.title = Some(content),
        "author" | "article:author" | "dc.creator" | "byl" | "parsely-author" | "sailthru.author"
            if found.author.is_none() && !content.contains("://") =>
        {
            found.author = Some(person(&content));
        }
        "og:site_name" | "application-name" | "dc.publisher" if found.outlet.is_none() => found.outlet = Some(content),
        "article:published_time"
        | "date"
        | "dc.date"
        | "dcterms.created"
        | "pubdate"
        | "datepublished"
        | "parsely-pub-date"
        | "dcterms.date"
        | "dcterms.issued"
        | "dc.date.issued"
        | "sailthru.date"
        | "publish-date"
            if found.date.is_none() =>
        {
            found.date = day(&content);
        }
        _ => {}
    }
}

/// The first article in JSON-LD. Objects in objects are looked into, not deeper than eight.
fn from_json(value: &Value, found: &mut Metadata, depth: u8) {
    if depth > 8 {
        return;
    }
    match value {
        Value::Array(all) => all.iter().for_each(|v| from_json(v, found, depth + 1)),
        Value::Object(map) => {
            let kinds = |v: &Value| match v {
                Value::String(s) => s.contains("Article") || s.contains("Posting") || s == "Report",
                Value::Array(all) => all.iter().any(|v| v.as_str().is_some_and(|s| s.contains("Article"))),
                _ => false,
            };
            if map.get("@type").is_some_and(kinds) {
                let text = |key: &str| map.get(key).and_then(Value::as_str).map(flat).filter(|s| !s.is_empty());
                found.title = found.title.take().or_else(|| text("headline").or_else(|| text("name")));
                found.date = found.date.or_else(|| text("datePublished").as_deref().and_then(day));
                found.author = found.author.take().or_else(|| map.get("author").and_then(|v| names(v, true)));
                found.outlet = found.outlet.take().or_else(|| map.get("publisher").and_then(|v| names(v, false)));
            } else {
                map.values().for_each(|v| from_json(v, found, depth + 1));
            }
        }
        _ => {}
    }
}

/// `"Ada Grey"`, `{"name": "Ada Grey"}`, or several of either.
fn names(value: &Value, people: bool) -> Option<String> {
    let all: Vec<String> = match value {
        Value::String(s) => vec![flat(s)],
        Value::Object(map) => map.get("name").and_then(|n| names(n, people)).into_iter().collect(),
        Value::Array(all) => all.iter().filter_map(|v| names(v, people)).collect(),
        _ => Vec::new(),
    };
    let all: Vec<String> = all
        .into_iter()
        .filter(|n| !n.is_empty() && !n.contains("://"))
        .map(|n| if people { person(&n) } else { n })
        .collect();
    (!all.is_empty()).then(|| all.join(", "))
}

/// The words of a byline on the page.
fn byline(tree: &Tree) -> Option<String> {
    let is_byline = |id: &NodeId| {
        let node = tree.node(*id);
        let names = [node.attribute("class"), node.attribute("itemprop"), node.attribute("rel")];
        matches!(node.data, NodeData::Element(..))
            && names.into_iter().flatten().any(|n| {
                n.split(|c: char| !c.is_ascii_alphabetic()).any(|p| p.eq_ignore_ascii_case("byline") || p == "author")
            })
    };
    // A page has few; a hostile one may nest thousands.
    let words = tree.within(ROOT).filter(is_byline).take(32).map(|id| flat(&tree.words(id)));
    words.map(|w| person(&w)).find(|w| (3..=80).contains(&w.len()) && w.contains(' '))
}

/// A name without "By" before it.
fn person(words: &str) -> String {
    let words = words.trim();
    let bare = words.get(..3).filter(|w| w.eq_ignore_ascii_case("by ")).and_then(|_| words.get(3..)).unwrap_or(words);
    bare.trim().to_owned()
}

fn day(words: &str) -> Option<jiff::civil::Date> {
    words.get(..10).and_then(meta::date).or_else(|| meta::date(words))
}

fn flat(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `Harbour vote delayed | Tidewater Post` without the name of the site.
fn without_site(title: &str, text: &str, outlet: Option<&str>) -> String {
    for bar in [" | ", " — ", " – ", " - ", " :: ", " » "] {
        if let Some((head, tail)) = title.rsplit_once(bar) {
            let known = outlet.is_some_and(|o| o.eq_ignore_ascii_case(tail.trim())) || text.starts_with(head.trim());
            if known || bar == " | " {
                return head.trim().to_owned();
            }
        }
    }
    title.to_owned()
}
