//! Formats of texts with labelled spans: doccano, Label Studio, spaCy and Prodigy. Offsets are code points.

use super::places::{self, Part, Placed};
use super::schema::label_studio;
use super::{Document, Written, json};
use crate::annotation::Codebook;
use crate::span::Span;
use serde_json::{Value, json};
use std::collections::{BTreeSet, HashMap};

/// A span with its number in the file.
struct Numbered<'a> {
    id: usize,
    placed: &'a Placed<'a>,
    span: Span,
    start: u32,
    end: u32,
}

/// Every span of every record by itself: these formats know no spans in pieces. Gives how many pieces there were.
fn numbered<'a>(document: &Document<'_>, placed: &'a [Placed<'a>]) -> (Vec<Numbered<'a>>, usize) {
    let source = document.reading.document();
    let pieces = placed.iter().flat_map(|p| p.spans.iter().map(move |s| (p, *s)));
    let all = pieces.enumerate().map(|(n, (placed, span))| {
        let (start, end) = source.in_chars(span);
        Numbered { id: n + 1, placed, span, start, end }
    });
    (all.collect(), placed.iter().filter(|p| p.spans.len() > 1).count())
}

/// Who said what, as pairs of numbers: from content to the words that name who said it. O(n).
fn relations(all: &[Numbered<'_>]) -> Vec<(usize, usize, &'static str)> {
    let mut contents: HashMap<usize, Vec<usize>> = HashMap::new();
    for content in all.iter().filter(|n| n.placed.part == Part::Content) {
        for number in &content.placed.numbers {
            contents.entry(*number).or_default().push(content.id);
        }
    }
    let mut out = Vec::new();
    for n in all {
        let role = match n.placed.part {
            Part::Content => continue,
            Part::Source => "said_by",
            Part::Cue => "cued_by",
        };
        let said = n.placed.numbers.iter().filter_map(|number| contents.get(number)).flatten();
        out.extend(said.map(|content| (*content, n.id, role)));
    }
    out
}

fn lines(values: &[Value]) -> String {
    let mut out = Vec::new();
    for value in values {
        // Writing to memory does not fail.
        let _ = json::line(&mut out, value);
        out.push(b'\n');
    }
    String::from_utf8(out).unwrap_or_default()
}

/// What none of these formats carries.
fn lost(orphans: usize, pieces: usize, notes: usize) -> Vec<String> {
    let mut out: Vec<String> = places::without(orphans).into_iter().collect();
    if pieces > 0 {
        out.push(format!("{pieces} annotations in several pieces are written as a span for each piece."));
    }
    if notes > 0 {
        out.push(format!("{notes} notes are left out."));
    }
    out
}

fn notes(documents: &[Document<'_>]) -> usize {
    documents.iter().flat_map(|d| &d.records).filter(|r| r.note.as_ref().is_some_and(|n| !n.is_empty())).count()
}

/// doccano's JSON lines for projects with relations.
pub fn doccano(documents: &[Document<'_>]) -> Written {
    let (mut orphans, mut pieces, mut first) = (0, 0, 0);
    let mut all = Vec::new();
    for document in documents {
        let (placed, without) = places::of(document);
        let (spans, broken) = numbered(document, &placed);
        (orphans, pieces) = (orphans + without, pieces + broken);
        // Numbers are unique in the whole file.
        let id = |n: usize| first + n;
        let entities: Vec<Value> = spans
            .iter()
            .map(|n| json!({"id": id(n.id), "start_offset": n.start, "end_offset": n.end, "label": n.placed.label()}))
            .collect();
        let relations: Vec<Value> = relations(&spans)
            .into_iter()
            .enumerate()
            .map(|(k, (from, to, kind))| json!({"id": id(k), "from_id": id(from), "to_id": id(to), "type": kind}))
            .collect();
        first += spans.len().max(relations.len()) + 1;
        let text = document.reading.document().text();
        all.push(json!({"text": text, "document": document.name, "entities": entities, "relations": relations}));
    }
    let mut lost = lost(orphans, pieces, notes(documents));
    if documents.iter().any(|d| d.reading.document().text().chars().any(|c| u32::from(c) > 0xffff)) {
        lost.push("doccano counts emoji as two characters: spans behind one are shown shifted there.".to_owned());
    }
    Written { text: lines(&all), beside: Vec::new(), lost }
}

/// Label Studio's tasks, and the labelling config they need.
pub fn label_studio(documents: &[Document<'_>]) -> Written {
    let (mut orphans, mut pieces) = (0, 0);
    let mut labels: BTreeSet<String> = BTreeSet::new();
    let mut tasks = Vec::new();
    for document in documents {
        let source = document.reading.document();
        let (placed, without) = places::of(document);
        let (spans, broken) = numbered(document, &placed);
        (orphans, pieces) = (orphans + without, pieces + broken);
        let mut result = Vec::new();
        for n in &spans {
            let label = n.placed.label();
            let words = source.words(n.span);
            let region = format!("r{}", n.id);
            let value = json!({"start": n.start, "end": n.end, "text": words, "labels": [label]});
            result
                .push(json!({"id": region, "from_name": "label", "to_name": "text", "type": "labels", "value": value}));
            if n.placed.part == Part::Content {
                for (name, words) in [("speaker", &n.placed.record.speaker), ("note", &n.placed.record.note)] {
                    if let Some(words) = words.as_ref().filter(|w| !w.is_empty()) {
                        let value = json!({"start": n.start, "end": n.end, "text": [words]});
                        result.push(json!({"id": region, "from_name": name, "to_name": "text", "type": "textarea", "value": value}));
                    }
                }
            }
            labels.insert(label);
        }
        for (from, to, kind) in relations(&spans) {
            let (from, to) = (format!("r{from}"), format!("r{to}"));
            result.push(
                json!({"type": "relation", "from_id": from, "to_id": to, "direction": "right", "labels": [kind]}),
            );
        }
        tasks.push(
            json!({"data": {"text": source.text(), "document": document.name}, "annotations": [{"result": result}]}),
        );
    }
    let mut out = Vec::new();
    let _ = json::line(&mut out, &tasks);
    out.push(b'\n');
    Written {
        text: String::from_utf8(out).unwrap_or_default(),
        beside: vec![("config.xml", label_studio::config(&Codebook::default(), labels.iter().map(String::as_str)))],
        lost: lost(orphans, pieces, 0),
    }
}

/// JSON lines of texts with spans, as Prodigy keeps them and spaCy's own tools read them.
pub fn spacy(documents: &[Document<'_>]) -> Written {
    let (mut orphans, mut pieces) = (0, 0);
    let mut all = Vec::new();
    for document in documents {
        let (placed, without) = places::of(document);
        let (spans, broken) = numbered(document, &placed);
        (orphans, pieces) = (orphans + without, pieces + broken);
        let values: Vec<Value> = spans
            .iter()
            .map(|n| {
                let mut value = json!({"start": n.start, "end": n.end, "label": n.placed.label()});
                let speaker = n.placed.record.speaker_id.clone().filter(|_| n.placed.part != Part::Cue);
                if let (Some(map), Some(id)) = (value.as_object_mut(), speaker) {
                    map.insert("kb_id".to_owned(), id.into());
                }
                value
            })
            .collect();
        let text = document.reading.document().text();
        all.push(json!({"text": text, "spans": values, "meta": {"document": document.name}, "answer": "accept"}));
    }
    Written { text: lines(&all), beside: Vec::new(), lost: lost(orphans, pieces, notes(documents)) }
}
