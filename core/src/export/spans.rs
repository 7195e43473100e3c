//! Formats of texts with labelled spans: doccano, Label Studio, spaCy and Prodigy. Offsets are code points.

use super::places::Aspect::{self, Evidence, Links, Names, Notes, Ratings, Scores, Values};
use super::places::{self, Part, Placed, Tally, counted};
use super::record::{SUGGESTED, evidence_lines};
use super::schema::label_studio;
use super::{Files, Record, Selected, Writer, Written, json, w3c};
use crate::annotation::{CHECK, Codebook};
use crate::detect::DETECTOR;
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

/// What none of these formats carries, counted as documents are written.
struct SpanTally {
    written: usize,
    pieces: usize,
    tally: Tally,
    /// Whether the format says that a record was rejected.
    says_rejected: bool,
}

impl SpanTally {
    fn new(dropped: &'static [Aspect], says_rejected: bool) -> Self {
        Self { written: 0, pieces: 0, tally: Tally::new(dropped), says_rejected }
    }

    fn add(&mut self, document: &Selected<'_>, placed: &[Placed]) {
        self.written += document.placed();
        self.pieces += placed.iter().filter(|p| p.spans.len() > 1).count();
        self.tally.add(document);
    }

    fn written(&self) -> Written {
        let pieces = counted(self.pieces, "annotation in several pieces is", "annotations in several pieces are");
        let pieces = pieces.map(|words| format!("{words} written as a span for each piece."));
        let rejected = if self.says_rejected { None } else { self.tally.without_rejected() };
        let left_out = pieces.into_iter().chain(rejected.clone()).chain(self.tally.dropped()).collect();
        let written = self.written - rejected.map_or(0, |_| self.tally.rejected());
        Written { annotations: written, unplaced: self.tally.orphans(), left_out }
    }
}

/// Who wrote it: what has no other mark is known by it again.
const EXPORTER: &str = "sayso";

#[derive(Serialize)]
struct DoccanoLine<'a, E: Serialize, R: Serialize> {
    exporter: &'static str,
    text: &'a str,
    document: &'a str,
    entities: E,
    relations: R,
}

/// Writes doccano's JSON lines for projects with relations.
pub struct DoccanoWriter {
    /// Numbers that are given away: they are unique in the whole file.
    first: usize,
    has_emoji: bool,
    left: SpanTally,
}

impl DoccanoWriter {
    /// Nothing written yet.
    pub fn new() -> Self {
        let left = SpanTally::new(&[Names, Ratings, Notes, Evidence, Values, Scores, Links], false);
        Self { first: 0, has_emoji: false, left }
    }
}

impl Writer for DoccanoWriter {
    fn document(
        &mut self,
        _pass: usize,
        document: &Selected<'_>,
        _codebook: &Codebook,
        out: &mut dyn Files,
    ) -> io::Result<()> {
        let placed = places::of_accepted(document);
        let related = relations(&placed);
        let id = |n: usize| self.first + n;
        let entity = |n: Numbered<'_>| {
            let label = n.placed.label(document);
            json!({"id": id(n.id), "start_offset": n.start, "end_offset": n.end, "label": label})
        };
        let relation = |(k, (from, to, kind)): (usize, &(usize, usize, &str))| json!({"id": id(k), "from_id": id(*from), "to_id": id(*to), "type": kind});
        let line = DoccanoLine {
            exporter: EXPORTER,
            text: document.reading.document().text(),
            document: &document.name,
            entities: json::Each(|| numbered(document, &placed).map(&entity)),
            relations: json::Each(|| related.iter().enumerate().map(&relation)),
        };
        json::line(out, &line)?;
        let spans: usize = placed.iter().map(|p| p.spans.len()).sum();
        self.first += spans.max(related.len()) + 1;
        self.has_emoji |= document.reading.document().text().chars().any(|c| u32::from(c) > 0xffff);
        self.left.add(document, &placed);
        Ok(())
    }

    fn end(&mut self, _out: &mut dyn Files) -> io::Result<Written> {
        let mut written = self.left.written();
        if self.has_emoji {
            written
                .left_out
                .push("doccano counts emoji as two characters: spans behind one are shown shifted there.".to_owned());
        }
        Ok(written)
    }
}

#[derive(Serialize)]
struct LabelStudioTask<D: Serialize, S: Serialize> {
    meta: Value,
    data: Value,
    annotations: Vec<Regions<D>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    predictions: Vec<Prediction<S>>,
}

/// Finished work.
#[derive(Serialize)]
struct Regions<R: Serialize> {
    result: R,
}

/// What a person has yet to look at.
#[derive(Serialize)]
struct Prediction<R: Serialize> {
    model_version: String,
    /// The mean of its regions.
    score: f64,
    result: R,
}

/// Writes Label Studio's tasks, and the labelling config they need: that of all codebooks, with whatever else was written.
pub struct LabelStudioWriter {
    stream: json::Stream,
    labels: BTreeSet<String>,
    codebook: Option<Codebook>,
    left: SpanTally,
}

impl LabelStudioWriter {
    /// Nothing written yet.
    pub fn new() -> Self {
        let left = SpanTally::new(&[Links], true);
        Self { stream: json::Stream::default(), labels: BTreeSet::new(), codebook: None, left }
    }
}

impl Writer for LabelStudioWriter {
    fn begin(&mut self, _pass: usize, out: &mut dyn Files) -> io::Result<()> {
        self.stream = json::Stream::open(out, &[(); 0])?;
        Ok(())
    }

    fn document(
        &mut self,
        _pass: usize,
        document: &Selected<'_>,
        codebook: &Codebook,
        out: &mut dyn Files,
    ) -> io::Result<()> {
        let decided = places::of_those(document, |n| !document.is_suggested(n));
        let suggested = places::of_those(document, |n| document.is_suggested(n));
        self.stream.push(out, &TaskOf { document, decided: &decided, suggested: &suggested })?;
        self.labels.extend((0..document.len()).map(|n| document.label(n).to_owned()));
        let all = self.codebook.get_or_insert_with(|| codebook.clone());
        all.join(codebook);
        for record in document.records() {
            all.learn(record.rating.as_deref(), &record.attributes);
        }
        self.left.add(document, &[decided, suggested].concat());
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Files) -> io::Result<Written> {
        self.stream.close(out)?;
        out.beside("config.xml")?;
        let labels: Vec<String> = self.labels.iter().map(|label| places::capital(label)).collect();
        let codebook = self.codebook.take().unwrap_or_default();
        out.write_all(label_studio::config(&codebook, labels.iter().map(String::as_str)).as_bytes())?;
        Ok(self.left.written())
    }
}

/// Hands over what was found in a document and nobody decided yet, as regions of Label Studio, each followed by what is said of it,
/// and then their relations, one at a time; gives the mean of their scores. O(n log n).
pub fn predicted(document: &Selected<'_>, take: impl FnMut(Value)) -> f64 {
    let placed = places::of_those(document, |n| document.is_suggested(n));
    let list = RegionList::new(document, &placed, 'p');
    list.values(&relations(&placed)).for_each(take);
    mean_score(document)
}

/// The mean of the scores of suggestions.
fn mean_score(document: &Selected<'_>) -> f64 {
    let scores = (0..document.len()).filter(|n| document.is_suggested(*n));
    let scores: Vec<f64> = scores.filter_map(|n| document.record(n)?.score).collect();
    super::detections::rounded_mean(&scores)
}

/// A task that is made while it is written.
struct TaskOf<'a> {
    document: &'a Selected<'a>,
    decided: &'a [Placed],
    suggested: &'a [Placed],
}

impl Serialize for TaskOf<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { document, decided, suggested } = *self;
        let predictions = (!suggested.is_empty()).then(|| Prediction {
            model_version: model_version(),
            score: mean_score(document),
            result: RegionList::new(document, suggested, 'p'),
        });
        let annotations = (!decided.is_empty()).then(|| Regions { result: RegionList::new(document, decided, 'r') });
        let data = json!({"text": document.reading.document().text(), "document": document.name});
        LabelStudioTask {
            meta: json!({"exporter": EXPORTER}),
            data,
            annotations: annotations.into_iter().collect(),
            predictions: predictions.into_iter().collect(),
        }
        .serialize(serializer)
    }
}

/// Who predicted: Label Studio compares versions by it.
fn model_version() -> String {
    format!("{EXPORTER} detector {DETECTOR}")
}

/// Regions with what is said of them, and relations between them, made while they are written.
struct RegionList<'a> {
    document: &'a Selected<'a>,
    placed: &'a [Placed],
    ids: Vec<String>,
}

impl<'a> RegionList<'a> {
    /// Regions whose own ids begin with `letter`.
    fn new(document: &'a Selected<'a>, placed: &'a [Placed], letter: char) -> Self {
        let ids = numbered(document, placed).map(|n| region_id(document, &n, letter)).collect();
        Self { document, placed, ids }
    }
}

impl RegionList<'_> {
    /// The regions with what is said of each, then the relations.
    fn values(&self, related: &[(usize, usize, &'static str)]) -> impl Iterator<Item = Value> {
        let id = |n: usize| self.ids.get(n - 1).map(String::as_str).unwrap_or_default();
        let regions = numbered(self.document, self.placed).flat_map(move |n| regions(self.document, &n, id(n.id)));
        let arrows = related.iter().map(move |(from, to, kind)| {
            json!({"type": "relation", "from_id": id(*from), "to_id": id(*to), "direction": "right", "labels": [kind]})
        });
        regions.chain(arrows)
    }
}

impl Serialize for RegionList<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let related = relations(self.placed);
        json::Each(|| self.values(&related)).serialize(serializer)
    }
}

/// The id of a region: of words that were said that of their record, so that it is known when it comes back.
fn region_id(document: &Selected<'_>, n: &Numbered<'_>, letter: char) -> String {
    match document.record(n.placed.number()).filter(|_| n.placed.part == Part::Content) {
        None => format!("{letter}{}", n.id),
        Some(record) if n.piece == 0 => w3c::id_of(document, &record),
        Some(record) => format!("{}.{}", w3c::id_of(document, &record), n.piece + 1),
    }
}

/// A region, and what is said of it.
fn regions(document: &Selected<'_>, n: &Numbered<'_>, id: &str) -> Vec<Value> {
    let words = document.reading.document().words(n.span);
    let value = json!({"start": n.start, "end": n.end, "text": words, "labels": [n.placed.label(document)]});
    let mut region = json!({"id": id, "from_name": "label", "to_name": "text", "type": "labels", "value": value});
    let record = document.record(n.placed.number()).filter(|_| n.placed.part == Part::Content && n.piece == 0);
    if let (Some(map), Some(score)) = (region.as_object_mut(), record.as_ref().and_then(|r| r.score)) {
        map.insert("score".to_owned(), score.into());
    }
    let mut out = vec![region];
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
    say("evidence", "textarea", Some(&evidence_lines(&record.evidence)));
    for (name, value) in choices(&record) {
        say(&name, "choices", Some(&value));
    }
    out
}

/// What is chosen among a few values.
fn choices(record: &Record) -> Vec<(String, String)> {
    // Of a prediction the status is not said: whoever accepts it would say “suggested” as well.
    let status = record.status.filter(|s| *s != SUGGESTED);
    let fixed = [
        ("kind", record.kind),
        ("form", record.form),
        ("status", status),
        ("rating", record.rating.as_deref()),
        (CHECK, record.check),
    ];
    let fixed = fixed.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?.to_owned())));
    fixed.chain(record.attributes.iter().map(|(name, value)| (label_studio::control(name), value.clone()))).collect()
}

#[derive(Serialize)]
struct Example<'a, S: Serialize> {
    meta: Value,
    text: &'a str,
    spans: S,
    answer: &'static str,
}

/// Writes JSON lines of texts with spans, as Prodigy keeps them and spaCy's own tools read them.
pub struct SpacyWriter {
    left: SpanTally,
}

impl SpacyWriter {
    /// Nothing written yet.
    pub fn new() -> Self {
        Self { left: SpanTally::new(&[Ratings, Notes, Evidence, Values, Scores, Links], false) }
    }
}

impl Writer for SpacyWriter {
    fn document(
        &mut self,
        _pass: usize,
        document: &Selected<'_>,
        _codebook: &Codebook,
        out: &mut dyn Files,
    ) -> io::Result<()> {
        let placed = places::of_accepted(document);
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
            spans: json::Each(|| numbered(document, &placed).map(&span)),
            answer: "accept",
        };
        json::line(out, &example)?;
        self.left.add(document, &placed);
        Ok(())
    }

    fn end(&mut self, _out: &mut dyn Files) -> io::Result<Written> {
        Ok(self.left.written())
    }
}
