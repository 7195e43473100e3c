//! Claims for fact-checks, in the words of schema.org (JSON-LD): a rated claim is a `ClaimReview`, one that nobody rated
//! yet a `Claim`.

use super::places::counted;
use super::{Files, Record, Selected, json, w3c};
use crate::annotation::CLAIM;
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
pub fn write(documents: &[Selected<'_>], out: &mut dyn Files) -> io::Result<Vec<String>> {
    let claims = |d: &Selected<'_>| (0..d.len() - d.orphans()).filter(|n| d.label(*n) == CLAIM).collect::<Vec<_>>();
    let graph = json::Each(|| {
        documents.iter().flat_map(|d| claims(d).into_iter().filter_map(|n| Some(node(d, &d.record(n)?))))
    });
    json::line(out, &Graph { context: "https://schema.org", graph })?;
    let others: usize = documents.iter().map(|d| d.len() - d.orphans() - claims(d).len()).sum();
    let others = counted(others, "record is no claim and", "records are no claims and");
    let others = others.map(|words| format!("{words} left out."));
    Ok(super::places::without(documents).into_iter().chain(others).collect())
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
        "@type": "Article", "url": w3c::reference(&document.name), "headline": document.title(),
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
