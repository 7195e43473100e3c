//! Claims for fact-checks, in the words of schema.org (JSON-LD): a rated claim is a `ClaimReview`, one that nobody rated
//! yet a `Claim`.

use super::places::{Tally, counted};
use super::reference::reference;
use super::{Files, Record, Selected, Writer, Written, json, w3c};
use crate::annotation::{CLAIM, Codebook};
use crate::kinds::SpeakerKind;
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::io;

#[derive(Serialize)]
struct Graph<G: Serialize> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@graph")]
    graph: G,
}

/// The built-in ratings that are points of a scale, from 1 to 5.
const SCALE: [&str; 5] = ["false", "mostly-false", "mixed", "mostly-true", "true"];

/// Writes the claims of all documents.
#[derive(Default)]
pub struct ClaimsWriter {
    stream: json::Stream,
    written: usize,
    others: usize,
    tally: Tally,
}

impl Writer for ClaimsWriter {
    fn begin(&mut self, _pass: usize, out: &mut dyn Files) -> io::Result<()> {
        self.stream = json::Stream::open(out, &Graph { context: "https://schema.org", graph: [(); 0] })?;
        Ok(())
    }

    fn document(
        &mut self,
        _pass: usize,
        document: &Selected<'_>,
        _codebook: &Codebook,
        out: &mut dyn Files,
    ) -> io::Result<()> {
        self.tally.add(document);
        let claims: Vec<usize> = (0..document.placed()).filter(|n| document.label(*n) == CLAIM).collect();
        self.written += claims.len();
        self.others += document.placed() - claims.len();
        let nodes = claims.into_iter().filter_map(|n| Some(node(document, &document.record(n)?)));
        nodes.into_iter().try_for_each(|node| self.stream.push(out, &node))
    }

    fn end(&mut self, out: &mut dyn Files) -> io::Result<Written> {
        self.stream.close(out)?;
        let others = counted(self.others, "annotation that is no claim is", "annotations that are no claims are");
        let others = others.map(|words| format!("{words} left out."));
        let left_out = others.into_iter().chain(self.tally.dropped()).collect();
        Ok(Written { annotations: self.written, unplaced: self.tally.orphans(), left_out })
    }
}

fn node(document: &Selected<'_>, record: &Record) -> Value {
    let id = w3c::id_of(document, record);
    let Some(rating) = &record.rating else { return claim(document, record, &id, true) };
    let mut review = object(json!({
        "@type": "ClaimReview",
        "@id": format!("urn:uuid:{id}"),
        "claimReviewed": record.quoted,
        "reviewRating": rated(rating),
        "itemReviewed": claim(document, record, &w3c::uuid(&format!("claim of {id}")), false),
    }));
    let day = record.modified.as_ref().or(record.created.as_ref()).and_then(|t| t.split_once('T'));
    put(&mut review, "datePublished", day.map(|(day, _)| day.into()));
    put(&mut review, "author", record.by.as_ref().map(|by| json!({"@type": "Person", "name": by})));
    put(&mut review, "reviewBody", noted(record));
    put(&mut review, "citation", cited(record));
    Value::Object(review)
}

fn claim(document: &Selected<'_>, record: &Record, id: &str, alone: bool) -> Value {
    let meta = &document.reading.document().meta;
    let kind = record.speaker_id.as_ref().and_then(|id| document.reading.set().speaker(id)).map(|s| s.kind);
    let kind = if kind == Some(SpeakerKind::Organisation) { "Organization" } else { "Person" };
    let mut appearance = object(json!({
        "@type": "Article", "url": reference(&document.name), "headline": document.title(),
    }));
    put(&mut appearance, "author", meta.author.as_ref().map(|name| json!({"@type": "Person", "name": name})));
    put(&mut appearance, "publisher", meta.outlet.as_ref().map(|name| json!({"@type": "Organization", "name": name})));
    put(&mut appearance, "datePublished", meta.date.map(|day| day.to_string().into()));
    let mut out = object(json!({
        "@type": "Claim", "@id": format!("urn:uuid:{id}"), "text": record.exact, "appearance": appearance,
    }));
    put(&mut out, "author", record.claimant.as_ref().map(|name| json!({"@type": kind, "name": name})));
    if alone {
        put(&mut out, "comment", noted(record).map(|note| json!({"@type": "Comment", "text": note})));
        put(&mut out, "citation", cited(record));
    }
    Value::Object(out)
}

/// A rating by its name; as a number too where it is a point of the built-in scale.
fn rated(name: &str) -> Value {
    let mut out = object(json!({"@type": "Rating", "alternateName": name}));
    if let Some(at) = SCALE.iter().position(|s| *s == name) {
        put(&mut out, "ratingValue", Some((at + 1).into()));
        put(&mut out, "bestRating", Some(SCALE.len().into()));
        put(&mut out, "worstRating", Some(1.into()));
    }
    Value::Object(out)
}

fn noted(record: &Record) -> Option<Value> {
    record.note.as_ref().filter(|n| !n.trim().is_empty()).map(|n| n.as_str().into())
}

fn cited(record: &Record) -> Option<Value> {
    (!record.evidence.is_empty()).then(|| json!(record.evidence))
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

fn put(map: &mut Map<String, Value>, key: &str, value: Option<Value>) {
    if let Some(value) = value {
        map.insert(key.to_owned(), value);
    }
}
