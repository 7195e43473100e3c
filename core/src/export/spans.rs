//! Formats of texts with labelled spans: doccano, Label Studio, spaCy and Prodigy. Offsets are code points.

use super::places::Aspect::{self, Evidence, Links, Names, Notes, Ratings, Scores, Values};
use super::places::{self, Part, Placed, counted};
use super::schema::label_studio;
use super::{Files, Options, Record, Selected, json, w3c};
use crate::annotation::Codebook;
use crate::span::Span;
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::{BTreeSet, HashMap};
use std::io;

/// A span with its number in the file.
struct Numbered<'a> {
    id: usize,
    placed: &'a Placed,
    /// Which piece of its record it is, from 0.
    piece: usize,
    span: Span,
    start: u32,
    end: u32,
}

/// Every span of every record by itself: these formats know no spans in pieces.
fn numbered<'a>(document: &'a Selected<'_>, placed: &'a [Placed]) -> impl Iterator<Item = Numbered<'a>> {
    let source = document.reading.document();
    let pieces = placed.iter().flat_map(|p| p.spans.iter().enumerate().map(move |(piece, s)| (p, piece, *s)));
    pieces.enumerate().map(|(n, (placed, piece, span))| {
        let (start, end) = source.in_chars(span);
        Numbered { id: n + 1, placed, piece, span, start, end }
    })
}

/// Who said what, as pairs of numbers: from content to the words that name who said it. O(n).
fn relations(placed: &[Placed]) -> Vec<(usize, usize, &'static str)> {
    let mut contents: HashMap<usize, Vec<usize>> = HashMap::new();
    let all = || placed.iter().flat_map(|p| p.spans.iter().map(move |_| p)).enumerate().map(|(n, p)| (n + 1, p));
    for (id, content) in all().filter(|(_, p)| p.part == Part::Content) {
        for number in &content.numbers {
            contents.entry(*number).or_default().push(id);
        }
    }
    let mut out = Vec::new();
    for (id, item) in all() {
        let role = match item.part {
            Part::Content => continue,
            Part::Source => "said_by",
            Part::Cue => "cued_by",
        };
        let said = item.numbers.iter().filter_map(|number| contents.get(number)).flatten();
        out.extend(said.map(|content| (*content, id, role)));
    }
    out
}

/// What none of these formats carries.
fn lost(documents: &[Selected<'_>], placed: &[Vec<Placed>], dropped: &[Aspect]) -> Vec<String> {
    let mut out: Vec<String> = places::without(documents).into_iter().collect();
    let pieces = placed.iter().flatten().filter(|p| p.spans.len() > 1).count();
    out.extend(
        counted(pieces, "annotation in several pieces is", "annotations in several pieces are")
            .map(|words| format!("{words} written as a span for each piece.")),
    );
    out.extend(places::dropped(documents, dropped));
    out
}

/// Who wrote it: what has no other mark is known by it again.
const EXPORTER: &str = "sayso";

#[derive(Serialize)]
struct Line<'a, E: Serialize, R: Serialize> {
    exporter: &'static str,
    text: &'a str,
    document: &'a str,
    entities: E,
    relations: R,
}

/// doccano's JSON lines for projects with relations.
pub fn doccano(documents: &[Selected<'_>], out: &mut dyn Files) -> io::Result<Vec<String>> {
    let placed: Vec<Vec<Placed>> = documents.iter().map(places::of).collect();
    let mut first = 0;
    for (document, placed) in documents.iter().zip(&placed) {
        let related = relations(placed);
        // Numbers are unique in the whole file.
        let id = |n: usize| first + n;
        let entity = |n: Numbered<'_>| {
            let label = n.placed.label(document);
            json!({"id": id(n.id), "start_offset": n.start, "end_offset": n.end, "label": label})
        };
        let relation = |(k, (from, to, kind)): (usize, &(usize, usize, &str))| json!({"id": id(k), "from_id": id(*from), "to_id": id(*to), "type": kind});
        let line = Line {
            exporter: EXPORTER,
            text: document.reading.document().text(),
            document: &document.name,
            entities: json::Each(|| numbered(document, placed).map(&entity)),
            relations: json::Each(|| related.iter().enumerate().map(&relation)),
        };
        json::line(out, &line)?;
        let spans: usize = placed.iter().map(|p| p.spans.len()).sum();
        first += spans.max(related.len()) + 1;
    }
    let dropped = [Names, Ratings, Notes, Evidence, Values, Scores, Links];
    let mut lost = lost(documents, &placed, &dropped);
    if documents.iter().any(|d| d.reading.document().text().chars().any(|c| u32::from(c) > 0xffff)) {
        lost.push("doccano counts emoji as two characters: spans behind one are shown shifted there.".to_owned());
    }
    Ok(lost)
}

#[derive(Serialize)]
struct Task<R: Serialize> {
    meta: Value,
    data: Value,
    annotations: [Regions<R>; 1],
}

#[derive(Serialize)]
struct Regions<R: Serialize> {
    result: R,
}

/// Label Studio's tasks, and the labelling config they need.
pub fn label_studio(documents: &[Selected<'_>], options: &Options, out: &mut dyn Files) -> io::Result<Vec<String>> {
    let placed: Vec<Vec<Placed>> = documents.iter().map(places::of).collect();
    let tasks = || documents.iter().zip(&placed).map(|(document, placed)| TaskOf { document, placed });
    json::line(out, &json::Each(tasks))?;
    out.beside("config.xml")?;
    out.write_all(config(&options.codebook, documents).as_bytes())?;
    Ok(lost(documents, &placed, &[Scores, Links]))
}

/// A task that is made while it is written.
struct TaskOf<'a> {
    document: &'a Selected<'a>,
    placed: &'a [Placed],
}

impl Serialize for TaskOf<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { document, placed } = self;
        let ids: Vec<String> = numbered(document, placed).map(|n| region_id(document, &n)).collect();
        let id = |n: usize| ids.get(n - 1).cloned().unwrap_or_default();
        let related = relations(placed);
        let result = json::Each(|| {
            let regions = numbered(document, placed).flat_map(|n| regions(document, &n, &id(n.id)));
            let arrows = related.iter().map(|(from, to, kind)| {
                json!({"type": "relation", "from_id": id(*from), "to_id": id(*to), "direction": "right", "labels": [kind]})
            });
            regions.chain(arrows)
        });
        let data = json!({"text": document.reading.document().text(), "document": document.name});
        Task { meta: json!({"exporter": EXPORTER}), data, annotations: [Regions { result }] }.serialize(serializer)
    }
}

/// The id of a region: of words that were said that of their record, so that it is known when it comes back.
fn region_id(document: &Selected<'_>, n: &Numbered<'_>) -> String {
    match document.record(n.placed.number()).filter(|_| n.placed.part == Part::Content) {
        None => format!("r{}", n.id),
        Some(record) if n.piece == 0 => w3c::id_of(document, &record),
        Some(record) => format!("{}.{}", w3c::id_of(document, &record), n.piece + 1),
    }
}

/// A region, and what is said of it.
fn regions(document: &Selected<'_>, n: &Numbered<'_>, id: &str) -> Vec<Value> {
    let words = document.reading.document().words(n.span);
    let value = json!({"start": n.start, "end": n.end, "text": words, "labels": [n.placed.label(document)]});
    let mut out = vec![json!({"id": id, "from_name": "label", "to_name": "text", "type": "labels", "value": value})];
    let record = document.record(n.placed.number()).filter(|_| n.placed.part == Part::Content && n.piece == 0);
    let Some(record) = record else { return out };
    let mut say = |name: &str, kind: &str, words: Option<&str>| {
        if let Some(words) = words.filter(|w| !w.is_empty()) {
            let mut value = json!({"start": n.start, "end": n.end});
            if let Some(map) = value.as_object_mut() {
                map.insert(if kind == "choices" { kind } else { "text" }.to_owned(), json!([words]));
            }
            out.push(json!({"id": id, "from_name": name, "to_name": "text", "type": kind, "value": value}));
        }
    };
    say("speaker", "textarea", record.speaker_word());
    say("note", "textarea", record.note.as_deref());
    say("evidence", "textarea", Some(&record.evidence.join("\n")));
    for (name, value) in chosen(&record) {
        say(&name, "choices", Some(&value));
    }
    out
}

/// What is chosen among a few values.
fn chosen(record: &Record) -> Vec<(String, String)> {
    let fixed =
        [("kind", record.kind), ("form", record.form), ("status", record.status), ("rating", record.rating.as_deref())];
    let fixed = fixed.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?.to_owned())));
    fixed.chain(record.attributes.iter().map(|(name, value)| (label_studio::control(name), value.clone()))).collect()
}

/// The labelling config: that of the codebook, with whatever else was written.
fn config(codebook: &Codebook, documents: &[Selected<'_>]) -> String {
    let mut labels: BTreeSet<&str> = BTreeSet::new();
    let mut codebook = codebook.clone();
    for document in documents {
        labels.extend((0..document.len()).map(|n| document.label(n)));
        for record in document.records() {
            codebook.learn(record.rating.as_deref(), &record.attributes);
        }
    }
    let labels: Vec<String> = labels.into_iter().map(places::capital).collect();
    label_studio::config(&codebook, labels.iter().map(String::as_str))
}

#[derive(Serialize)]
struct Example<'a, S: Serialize> {
    meta: Value,
    text: &'a str,
    spans: S,
    answer: &'static str,
}

/// JSON lines of texts with spans, as Prodigy keeps them and spaCy's own tools read them.
pub fn spacy(documents: &[Selected<'_>], out: &mut dyn Files) -> io::Result<Vec<String>> {
    let placed: Vec<Vec<Placed>> = documents.iter().map(places::of).collect();
    for (document, placed) in documents.iter().zip(&placed) {
        let span = |n: Numbered<'_>| {
            let mut value = json!({"start": n.start, "end": n.end, "label": n.placed.label(document)});
            let record = document.record(n.placed.number()).filter(|_| n.placed.part != Part::Cue);
            if let (Some(map), Some(id)) =
                (value.as_object_mut(), record.and_then(|r| r.speaker_id.filter(|id| id != super::record::NOBODY)))
            {
                map.insert("kb_id".to_owned(), id.into());
            }
            value
        };
        let example = Example {
            meta: json!({"document": document.name, "exporter": EXPORTER}),
            text: document.reading.document().text(),
            spans: json::Each(|| numbered(document, placed).map(&span)),
            answer: "accept",
        };
        json::line(out, &example)?;
    }
    Ok(lost(documents, &placed, &[Ratings, Notes, Evidence, Values, Scores, Links]))
}
