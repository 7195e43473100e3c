//! Detections as data: the JSON of `sayso detect --format jsonl`, and rows for text and CSV.

use crate::detect::{Attribution, ClusterId, DETECTOR, Detections, ForeignPassage, language_name};
use crate::document::Document;
use crate::export::json;
use crate::kinds::{Form, Kind};
use serde::Serialize;

/// All detections of one document: one JSON line.
#[derive(Debug, Serialize)]
pub struct Line<'a> {
    /// The document: its path, or the id of the input line.
    pub id: serde_json::Value,
    /// Number of the detector.
    pub detector: &'static str,
    /// The language of most of it (BCP 47).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<&'static str>,
    /// Whether that is one of which only the marks of quotations are read.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub marks_only: bool,
    /// What was found, in reading order.
    pub attributions: Vec<Record<'a>>,
}

/// One attribution; offsets are code points, half-open.
#[derive(Debug, Serialize)]
pub struct Record<'a> {
    /// direct, indirect, mixed.
    #[serde(rename = "type")]
    pub kind: Kind,
    /// quotation, post, turn, block.
    pub form: Form,
    /// What was said, marks included.
    pub content: Vec<(u32, u32)>,
    /// The parts inside quotation marks.
    pub quotes: Vec<(u32, u32)>,
    /// The words of saying.
    pub cue: Option<(u32, u32)>,
    /// The words that name the speaker.
    pub source: Option<(u32, u32)>,
    /// The same, as text.
    pub mention: Option<&'a str>,
    /// Who that is.
    pub speaker: Option<&'a str>,
    /// Probability, rounded to 0.01.
    pub score: f64,
    /// Other names, best first.
    pub candidates: Vec<&'a str>,
    /// Why.
    pub reason: String,
    /// Number, in this list, of the first post of a broken-up statement.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thread: Option<u32>,
    /// The language of these words (BCP 47), where it is not English.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<&'static str>,
    /// The names of those who said it together, where they are known.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<&'a str>,
}

/// The record of one attribution.
pub fn record<'a>(document: &'a Document, found: &'a Detections, attribution: Attribution<'_>) -> Record<'a> {
    let mention = found.named_by(attribution);
    Record {
        kind: attribution.kind,
        form: attribution.form,
        content: attribution.content.iter().map(|s| document.in_chars(*s)).collect(),
        quotes: attribution.quotes.iter().map(|s| document.in_chars(*s)).collect(),
        cue: attribution.cue.map(|s| document.in_chars(s)),
        source: mention.map(|span| document.in_chars(span)),
        mention: mention.map(|span| document.words(span)),
        speaker: found.speaker_of(attribution),
        score: rounded(attribution.score),
        candidates: attribution.candidates.iter().filter_map(|c| found.cluster(*c)).map(|c| c.name.as_str()).collect(),
        reason: found.reason(attribution, document.text()),
        thread: attribution.thread,
        members: members(found, attribution),
        lang: found.foreign_at(attribution.start()),
    }
}

/// The names of those who said it together.
fn members<'a>(found: &'a Detections, attribution: Attribution<'_>) -> Vec<&'a str> {
    let group = found.mention_of(attribution).map_or(ClusterId::NONE, |m| m.cluster);
    found.members_of(group).iter().filter_map(|m| found.cluster(*m)).map(|c| c.name.as_str()).collect()
}

/// The line of one document.
pub fn line<'a>(id: serde_json::Value, document: &'a Document, found: &'a Detections) -> Line<'a> {
    let attributions = found.attributions().map(|a| record(document, found, a)).collect();
    Line { id, detector: DETECTOR, attributions, lang: found.language(), marks_only: found.is_marks_only() }
}

/// What is said of passages in languages that are not read: "Danish: …", "Paragraphs 3–9 are in Danish: …"; nothing where there
/// are none.
pub fn in_other_languages(document: &Document, found: &Detections) -> Option<String> {
    const MAX_NAMED: usize = 3;
    let last = document.blocks().len();
    let paragraphs = |passage: &ForeignPassage| {
        let first = document.block_at(passage.span.start) + 1;
        (first, document.block_at(passage.span.end.saturating_sub(1)) + 1)
    };
    let unread: Vec<&ForeignPassage> = found.foreign.iter().filter(|passage| !passage.is_read).collect();
    let (first, rest) = unread.split_first()?;
    let mut out = match (paragraphs(first), language_name(first.tag)) {
        ((1, end), language) if end == last => language.to_owned(),
        ((start, end), language) if start == end => format!("Paragraph {start} is in {language}"),
        ((start, end), language) => format!("Paragraphs {start}–{end} are in {language}"),
    };
    for passage in rest.iter().take(MAX_NAMED - 1) {
        let place = match paragraphs(passage) {
            (start, end) if start == end => format!("{start}"),
            (start, end) => format!("{start}–{end}"),
        };
        out = format!("{out}, {place} in {}", language_name(passage.tag));
    }
    if rest.len() >= MAX_NAMED {
        out.push_str(", and others");
    }
    out.push_str(": quotations by their marks only");
    Some(out)
}

impl Line<'_> {
    /// Adds the line to `out` as [`json::line`] writes it, in a third of the time: a long file has a record for every other
    /// sentence.
    pub fn write(&self, out: &mut Vec<u8>) {
        let Self { id, detector, attributions, lang, marks_only } = self;
        out.reserve(attributions.len() * RECORD_BYTES);
        field(out, "{\"id\":");
        value(out, id);
        field(out, ",\"detector\":");
        json::string(out, detector);
        language(out, *lang);
        if *marks_only {
            field(out, ",\"marks_only\":true");
        }
        field(out, ",\"attributions\":");
        list(out, attributions, |out, record| record.write(out));
        out.extend_from_slice(b"}\n");
    }
}

/// Room for a record.
const RECORD_BYTES: usize = 320;

impl Record<'_> {
    fn write(&self, out: &mut Vec<u8>) {
        let Self {
            kind,
            form,
            content,
            quotes,
            cue,
            source,
            mention,
            speaker,
            score,
            candidates,
            reason,
            thread,
            members,
            lang,
        } = self;
        field(out, "{\"type\":");
        json::string(out, kind.word());
        field(out, ",\"form\":");
        json::string(out, form.word());
        field(out, ",\"content\":");
        list(out, content, |out, range| place(out, Some(*range)));
        field(out, ",\"quotes\":");
        list(out, quotes, |out, range| place(out, Some(*range)));
        field(out, ",\"cue\":");
        place(out, *cue);
        field(out, ",\"source\":");
        place(out, *source);
        field(out, ",\"mention\":");
        words(out, *mention);
        field(out, ",\"speaker\":");
        words(out, *speaker);
        field(out, ",\"score\":");
        value(out, score);
        field(out, ",\"candidates\":");
        list(out, candidates, |out, name| json::string(out, name));
        field(out, ",\"reason\":");
        json::string(out, reason);
        if let Some(thread) = thread {
            field(out, ",\"thread\":");
            value(out, thread);
        }
        language(out, *lang);
        if !members.is_empty() {
            field(out, ",\"members\":");
            list(out, members, |out, name| json::string(out, name));
        }
        out.push(b'}');
    }
}

/// The field of a language, where there is something to say.
fn language(out: &mut Vec<u8>, lang: Option<&str>) {
    if let Some(tag) = lang {
        field(out, ",\"lang\":");
        json::string(out, tag);
    }
}

/// The name of a field with what stands before it.
fn field(out: &mut Vec<u8>, name: &str) {
    out.extend_from_slice(name.as_bytes());
}

fn list<T>(out: &mut Vec<u8>, items: &[T], mut write: impl FnMut(&mut Vec<u8>, &T)) {
    out.push(b'[');
    for (i, item) in items.iter().enumerate() {
        if i > 0 {
            out.push(b',');
        }
        write(out, item);
    }
    out.push(b']');
}

fn place(out: &mut Vec<u8>, range: Option<(u32, u32)>) {
    let Some((start, end)) = range else { return field(out, "null") };
    out.push(b'[');
    value(out, &start);
    out.push(b',');
    value(out, &end);
    out.push(b']');
}

fn words(out: &mut Vec<u8>, text: Option<&str>) {
    match text {
        Some(text) => json::string(out, text),
        None => field(out, "null"),
    }
}

/// Any other value.
fn value(out: &mut Vec<u8>, value: &impl Serialize) {
    let from = out.len();
    // Memory takes all that is written; the line end is not part of the value.
    let _ = json::line(out, value);
    if out.len() > from {
        out.pop();
    }
}

/// A probability rounded to 0.01.
pub fn rounded(score: f32) -> f64 {
    (f64::from(score) * 100.0).round() / 100.0
}

/// The mean of probabilities, rounded to 0.01; 0 of none.
pub fn rounded_mean(scores: &[f64]) -> f64 {
    let count = scores.len().max(1) as f64;
    (scores.iter().sum::<f64>() / count * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::Detector;

    #[test]
    fn a_line_is_written_as_its_value_is() {
        let text = "Ada Grey (@ada): the boats stay.\n\n“We “will” go\u{202e}\u{7f},” said Ada \\ Grey.\n\n“No,” he said. The \
                    mayor claimed that nobody would sail.";
        let document = Document::verbatim(text);
        let found = Detector::new().extract(&document);
        let mut whole = line(serde_json::json!({"a\n": [1, "“”\u{9b}"]}), &document, &found);
        assert!(whole.attributions.len() >= 2);
        if let Some(first) = whole.attributions.first_mut() {
            (first.thread, first.mention, first.cue) = (Some(7), Some("a \"b\" \u{7f} é"), None);
            first.candidates = vec!["x", "Ægir\t"];
            first.members = vec!["a", "b"];
        }
        let (mut out, mut expected) = (Vec::new(), Vec::new());
        whole.write(&mut out);
        json::line(&mut expected, &whole).unwrap();
        assert_eq!(String::from_utf8(out), String::from_utf8(expected));
        let mut empty = Vec::new();
        Line {
            id: serde_json::Value::Null,
            detector: "0",
            attributions: Vec::new(),
            lang: Some("da"),
            marks_only: true,
        }
        .write(&mut empty);
        assert_eq!(
            empty,
            b"{\"id\":null,\"detector\":\"0\",\"lang\":\"da\",\"marks_only\":true,\"attributions\":[]}\n"
        );
    }
}
