//! Detections as data: the JSON of `sayso detect --format jsonl`, and rows for text and CSV.

use crate::detect::{Attribution, ClusterId, DETECTOR, Detections, ForeignPassage, language_name};
use crate::document::Document;
use crate::kinds::{Form, Kind};
use serde::Serialize;

/// All detections of one document: one JSON line.
#[derive(Debug, Serialize)]
pub struct Line<'a> {
    /// The document: its path, or the id of the input line.
    pub id: serde_json::Value,
    /// Number of the detector.
    pub detector: &'static str,
    /// What was found, in reading order.
    pub attributions: Vec<Record<'a>>,
    /// The language of most of it (BCP 47).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<&'static str>,
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
    /// The names of those who said it together, where they are known.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<&'a str>,
    /// The language of these words (BCP 47), where it is one whose speakers are not read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<&'static str>,
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
    Line { id, detector: DETECTOR, attributions, lang: found.language() }
}

/// What is said of passages in languages that are not read: "Paragraphs 3–9 are in German: …"; nothing where there are none.
pub fn in_other_languages(document: &Document, found: &Detections) -> Option<String> {
    const MAX_NAMED: usize = 3;
    let last = document.blocks().len();
    let paragraphs = |passage: &ForeignPassage| {
        let first = document.block_at(passage.span.start) + 1;
        (first, document.block_at(passage.span.end.saturating_sub(1)) + 1)
    };
    let (first, rest) = found.foreign.split_first()?;
    let mut out = match (paragraphs(first), language_name(first.tag)) {
        ((1, end), language) if end == last => format!("This document is in {language}"),
        ((start, end), language) if start == end => format!("Paragraph {start} is in {language}"),
        ((start, end), language) => format!("Paragraphs {start}–{end} are in {language}"),
    };
    for passage in rest.iter().take(MAX_NAMED - 1) {
        let place = match paragraphs(passage) {
            (start, end) if start == end => format!("{start}"),
            (start, end) => format!("{start}–{end}"),
        };
        out.push_str(&format!(", {place} in {}", language_name(passage.tag)));
    }
    if rest.len() >= MAX_NAMED {
        out.push_str(", and others");
    }
    out.push_str(": quotations are shown, speakers are not proposed");
    Some(out)
}

/// A probability rounded to 0.01.
pub fn rounded(score: f32) -> f64 {
    (f64::from(score) * 100.0).round() / 100.0
}
