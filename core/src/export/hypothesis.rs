//! Annotations as the Hypothesis client exports and imports them. Offsets are UTF-16 units, as its own are.

use super::places::{Aspect, Tally, counted};
use super::record::{is_address, noted};
use super::reference::reference;
use super::{Files, Record, Selected, Writer, Written, json, w3c};
use crate::annotation::anchor::Selector;
use crate::annotation::{CHECK, Codebook, QUOTE, UNSIGNED, name_beside_fields};
use serde::Serialize;
use serde_json::{Value, json};
use std::io;

#[derive(Serialize)]
struct HypothesisFile<'a, A: Serialize> {
    #[serde(rename = "export_date")]
    date: &'a str,
    #[serde(rename = "export_userid")]
    user: &'static str,
    client_version: &'static str,
    annotations: A,
}

/// Most characters a tag may have.
const TAG: usize = 1000;

/// Writes the records of all documents.
pub struct HypothesisWriter {
    now: String,
    stream: json::Stream,
    written: usize,
    pieces: usize,
    tally: Tally,
}

impl HypothesisWriter {
    /// An export of this moment, RFC 3339.
    pub fn new(now: &str) -> Self {
        let tally = Tally::new(&[Aspect::Sources, Aspect::Scores, Aspect::Links]);
        Self { now: now.to_owned(), stream: json::Stream::default(), written: 0, pieces: 0, tally }
    }
}

impl Writer for HypothesisWriter {
    fn begin(&mut self, _pass: usize, out: &mut dyn Files) -> io::Result<()> {
        let user = "acct:sayso@localhost";
        let export = HypothesisFile { date: &self.now, user, client_version: "sayso", annotations: [(); 0] };
        self.stream = json::Stream::open(out, &export)?;
        Ok(())
    }

    fn document(
        &mut self,
        _pass: usize,
        document: &Selected<'_>,
        _codebook: &Codebook,
        out: &mut dyn Files,
    ) -> io::Result<()> {
        for number in 0..document.placed() {
            if let Some(record) = document.record(number) {
                self.stream.push(out, &annotation(document, number, &record, &self.now))?;
            }
            self.pieces += usize::from(document.places(number).content.len() > 1);
        }
        self.written += document.placed();
        self.tally.add(document);
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Files) -> io::Result<Written> {
        self.stream.close(out)?;
        let pieces = counted(self.pieces, "annotation in several pieces has", "annotations in several pieces have");
        let pieces =
            pieces.map(|words| format!("{words} one place from the first to the last: Hypothesis knows no other."));
        let left_out = pieces.into_iter().chain(self.tally.dropped()).collect();
        Ok(Written { annotations: self.written, unplaced: self.tally.orphans(), left_out })
    }
}

/// One annotation; what nobody decided yet is of this moment.
fn annotation(document: &Selected<'_>, number: usize, record: &Record, now: &str) -> Value {
    let source = document.reading.document();
    let span = crate::span::hull(document.places(number).content).unwrap_or_default();
    let words = Selector::of(source, span);
    let units = |byte: u32| source.offsets().to_utf16(source.text(), byte);
    let uri = reference(&document.name);
    let user = format!("acct:{}@localhost", record.by.as_deref().unwrap_or(UNSIGNED));
    json!({
        "id": w3c::id_of(document, record),
        "created": record.created.as_deref().unwrap_or(now),
        "updated": record.modified.as_deref().or(record.created.as_deref()).unwrap_or(now),
        "user": user,
        "uri": uri,
        "document": {"title": [document.title()]},
        "text": said(record),
        "tags": tags(record),
        "group": "__world__",
        "permissions": {"read": [user], "admin": [user], "update": [user], "delete": [user]},
        "references": [],
        "target": [{"source": uri, "selector": [
            {"type": "TextPositionSelector", "start": units(span.start), "end": units(span.end)},
            {"type": "TextQuoteSelector", "exact": words.exact, "prefix": words.prefix, "suffix": words.suffix},
        ]}],
    })
}

/// The comment, which is Markdown: the note and the addresses.
fn said(record: &Record) -> String {
    let link = |words: String| if is_address(&words) { format!("<{words}>") } else { words };
    let note = record.note.iter().filter(|n| !n.trim().is_empty()).count();
    let words = noted(record).into_iter().enumerate().map(|(n, words)| if n < note { words } else { link(words) });
    words.collect::<Vec<_>>().join("\n\n")
}

fn tags(record: &Record) -> Vec<String> {
    let named = |name: &str, value: Option<&str>| value.map(|v| format!("{name}:{v}"));
    let mut out = vec![record.label.clone()];
    out.extend(named("speaker", record.speaker_word()));
    out.extend(named("rating", record.rating.as_deref()));
    out.extend(named("kind", record.kind).filter(|_| record.label == QUOTE));
    out.extend(named("form", record.form).filter(|_| record.label == QUOTE));
    out.extend(named("status", record.status));
    out.extend(named(CHECK, record.check));
    out.extend(record.attributes.iter().map(|(name, value)| format!("{}:{value}", name_beside_fields(name))));
    out.into_iter().map(|tag| tag.chars().take(TAG).collect()).collect()
}
