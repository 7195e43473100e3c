//! W3C Web Annotation (JSON-LD, Recommendation of 2017-02-23): one collection, its annotations with quote and position
//! selectors in code points. What the model has no word for stands under `sayso:`.

use super::record::is_address;
use super::reference::{address, reference};
use super::{Files, Record, Selected, Writer, Written, json};
use crate::annotation::anchor::Selector;
use crate::annotation::{CLAIM, Codebook, QUOTE};
use crate::document::sha256;
use serde::Serialize;
use serde_json::{Value, json};
use std::io;

#[derive(Serialize)]
struct Collection<I: Serialize> {
    #[serde(rename = "@context")]
    context: Value,
    id: String,
    #[serde(rename = "type")]
    kind: &'static str,
    label: &'static str,
    total: usize,
    first: AnnotationPage<I>,
}

#[derive(Serialize)]
struct AnnotationPage<I: Serialize> {
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(rename = "startIndex")]
    start_index: u32,
    items: I,
}

/// Writes all records of all documents as one collection, whose name and size come from a first pass.
#[derive(Default)]
pub struct W3cWriter {
    names: Vec<String>,
    total: usize,
    stream: json::Stream,
}

impl Writer for W3cWriter {
    fn passes(&self) -> usize {
        2
    }

    fn begin(&mut self, pass: usize, out: &mut dyn Files) -> io::Result<()> {
        if pass == 0 {
            return Ok(());
        }
        let collection = Collection {
            context: json!(["http://www.w3.org/ns/anno.jsonld", {"sayso": "urn:sayso:"}]),
            id: urn(&self.names.join("\n")),
            kind: "AnnotationCollection",
            label: "sayso annotations",
            total: self.total,
            first: AnnotationPage { kind: "AnnotationPage", start_index: 0, items: [(); 0] },
        };
        self.stream = json::Stream::open(out, &collection)?;
        Ok(())
    }

    fn document(
        &mut self,
        pass: usize,
        document: &Selected<'_>,
        _codebook: &Codebook,
        out: &mut dyn Files,
    ) -> io::Result<()> {
        if pass == 0 {
            self.names.push(document.name.clone());
            self.total += document.len();
            return Ok(());
        }
        document.records().try_for_each(|record| self.stream.push(out, &annotation(document, &record)))
    }

    fn end(&mut self, out: &mut dyn Files) -> io::Result<Written> {
        self.stream.close(out)?;
        Ok(Written { annotations: self.total, ..Written::default() })
    }
}

/// A name for what has none, made from what it is: the same at every export.
fn urn(of: &str) -> String {
    format!("urn:uuid:{}", uuid(of))
}

/// A UUID made from what it stands for: version 8, variant 2, of one's own making (RFC 9562).
pub fn uuid(of: &str) -> String {
    let hash = sha256(of.as_bytes());
    let part = |from: usize, to: usize| hash.get(from..to).unwrap_or_default();
    format!("{}-{}-8{}-a{}-{}", part(0, 8), part(8, 12), part(13, 16), part(17, 20), part(20, 32))
}

/// The id of a record as a UUID.
pub fn id_of(document: &Selected<'_>, record: &Record) -> String {
    if record.id.is_empty() {
        uuid(&format!("{}\n{:?}\n{}", document.name, record.at, record.exact))
    } else if uuid::Uuid::try_parse(&record.id).is_ok() {
        record.id.clone()
    } else {
        uuid(&record.id)
    }
}

fn annotation(document: &Selected<'_>, record: &Record) -> Value {
    let mut out = json!({
        "id": format!("urn:uuid:{}", id_of(document, record)),
        "type": "Annotation",
        "motivation": motivation(&record.label),
        "body": bodies(record),
        "target": targets(document, record),
    });
    let mut set = |key: &str, value: Option<Value>| {
        if let (Some(map), Some(value)) = (out.as_object_mut(), value) {
            map.insert(key.to_owned(), value);
        }
    };
    set("created", record.created.clone().map(Value::from));
    set("modified", record.modified.clone().map(Value::from));
    set("creator", record.by.clone().map(|by| json!({"type": "Person", "nickname": by})));
    set("sayso:kind", record.kind.map(Value::from));
    set("sayso:form", record.form.map(Value::from));
    set("sayso:status", record.status.map(Value::from));
    set("sayso:score", record.score.map(Value::from));
    set("sayso:locator", record.locator.clone().map(Value::from));
    let speaker = record.speaker_word().map(|name| {
        let mut speaker = json!({"sayso:name": name, "sayso:id": record.speaker_id});
        if let Some(fields) = speaker.as_object_mut() {
            fields.extend(record.speaker_kind.map(|kind| ("sayso:kind".to_owned(), kind.into())));
            let members = (!record.members.is_empty()).then(|| json!({"@list": record.members}));
            fields.extend(members.map(|members| ("sayso:members".to_owned(), members)));
        }
        speaker
    });
    set("sayso:speaker", speaker);
    let attributes: serde_json::Map<String, Value> =
        record.attributes.iter().map(|(name, value)| (format!("sayso:{name}"), Value::from(value.clone()))).collect();
    set("sayso:attributes", (!attributes.is_empty()).then(|| Value::from(attributes)));
    let links: Vec<Value> =
        record.links.iter().map(|l| json!({"sayso:role": l.role, "sayso:to": format!("urn:uuid:{}", l.to)})).collect();
    set("sayso:links", (!links.is_empty()).then(|| Value::from(links)));
    set("sayso:reason", record.reason.clone().map(Value::from));
    set("sayso:chain", (!record.chain.is_empty()).then(|| json!({"@list": record.chain})));
    set("sayso:check", record.check.map(Value::from));
    set("sayso:source", record.source.map(|at| selection(document, at)));
    set("sayso:cue", record.cue.map(|at| selection(document, at)));
    out
}

pub fn motivation(label: &str) -> &'static str {
    match label {
        QUOTE | CLAIM => "classifying",
        "highlight" => "highlighting",
        "note" => "commenting",
        "person" => "identifying",
        _ => "tagging",
    }
}

fn bodies(record: &Record) -> Vec<Value> {
    let text = |value: &str, purpose: &str| json!({"type": "TextualBody", "value": value, "purpose": purpose, "format": "text/plain"});
    let mut out = vec![text(&record.label, "tagging")];
    out.extend(record.speaker.as_deref().map(|name| text(name, "identifying")));
    out.extend(record.rating.as_deref().map(|rating| text(&format!("rating:{rating}"), "tagging")));
    out.extend(record.evidence.iter().map(|e| {
        if is_address(e) {
            json!({"type": "SpecificResource", "source": address(e), "purpose": "linking"})
        } else {
            text(e, "linking")
        }
    }));
    out.extend(record.note.as_deref().filter(|n| !n.is_empty()).map(|note| text(note, "commenting")));
    out
}

/// The words with their places; of an orphan the words alone.
fn targets(document: &Selected<'_>, record: &Record) -> Value {
    let places = record.at.as_deref().unwrap_or_default();
    let mut all: Vec<Value> = places.iter().map(|at| selection(document, *at)).collect();
    if all.is_empty() {
        let selector = json!({"type": "TextQuoteSelector", "exact": record.exact});
        all.push(json!({"type": "SpecificResource", "source": reference(&document.name), "selector": selector}));
    }
    if all.len() == 1 { all.remove(0) } else { Value::Array(all) }
}

fn selection(document: &Selected<'_>, (start, end): (u32, u32)) -> Value {
    let source = document.reading.document();
    let span = source.offsets().span_to_bytes(source.text(), start, end).unwrap_or_default();
    let words = Selector::of(source, span);
    json!({
        "type": "SpecificResource",
        "source": reference(&document.name),
        "selector": [
            {"type": "TextQuoteSelector", "exact": words.exact, "prefix": words.prefix, "suffix": words.suffix},
            {"type": "TextPositionSelector", "start": start, "end": end},
        ],
        "sayso:text": source.origin.text_hash,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_the_same_at_every_export() {
        assert_eq!(urn("a"), urn("a"));
        assert_ne!(urn("a"), urn("b"));
        assert_eq!(urn("a").len(), "urn:uuid:".len() + 36);
    }
}
