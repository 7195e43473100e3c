//! One annotation as every record format writes it.

use crate::annotation::{Annotation, CLAIM, QUOTE, Words};
use crate::detect::Attribution;
use crate::document::Locator;
use crate::reading::{ItemId, Reading};
use crate::span::Span;
use serde::Serialize;

/// The fields of the jsonl and csv exports, in their order. Offsets are code points of the current reading text.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Record {
    /// Path of the document.
    pub document: String,
    /// Id of the record; empty for a suggestion.
    pub id: String,
    /// Label.
    pub label: String,
    /// direct, indirect, mixed.
    pub kind: Option<&'static str>,
    /// quotation, post, turn, block.
    pub form: Option<&'static str>,
    /// confirmed, edited, rejected, suggested; none for hand-made records.
    pub status: Option<&'static str>,
    /// State of the anchor.
    pub anchor: &'static str,
    /// Where; none for an orphan.
    pub at: Option<Vec<(u32, u32)>>,
    /// The words.
    pub exact: String,
    /// The words without outer quotation marks.
    pub quoted: String,
    /// Name of the speaker.
    pub speaker: Option<String>,
    /// Id of the speaker.
    pub speaker_id: Option<String>,
    /// The words that name the speaker.
    pub mention: Option<String>,
    /// Where they are.
    pub source: Option<(u32, u32)>,
    /// Where the words of saying are.
    pub cue: Option<(u32, u32)>,
    /// Of a claim.
    pub rating: Option<String>,
    /// Who claims it.
    pub claimant: Option<String>,
    /// Addresses.
    pub evidence: Vec<String>,
    /// Free words.
    pub note: Option<String>,
    /// Probability of the detection.
    pub score: Option<f64>,
    /// Who decided.
    pub by: Option<String>,
    /// When made.
    pub created: Option<String>,
    /// When last changed.
    pub modified: Option<String>,
    /// Page or time in the source, where it has them.
    pub locator: Option<String>,
}

/// Which records to take.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// Open suggestions as well.
    pub suggested: bool,
    /// Rejected suggestions as well.
    pub rejected: bool,
    /// Only these labels; all when empty.
    pub only: Vec<String>,
}

/// The records of a reading, in reading order; orphans last. O(n log n).
pub fn records(reading: &Reading, document: &str, choice: &Choice) -> Vec<Record> {
    let mut placed: Vec<(u32, Record)> = Vec::new();
    let mut orphans: Vec<Record> = Vec::new();
    let wanted = |label: &str| choice.only.is_empty() || choice.only.iter().any(|l| l == label);
    for annotation in reading.set().in_order() {
        if (annotation.is_rejected() && !choice.rejected) || !wanted(&annotation.label) {
            continue;
        }
        let record = of_annotation(reading, document, annotation);
        match reading.anchor_of(&annotation.id).spans().first() {
            Some(span) => placed.push((span.start, record)),
            None => orphans.push(record),
        }
    }
    if choice.suggested && wanted(QUOTE) {
        for item in reading.all() {
            if let Some(attribution) = reading.suggestion(&item) {
                placed.push((attribution.start(), of_suggestion(reading, document, &item, attribution)));
            }
        }
    }
    placed.sort_by_key(|(start, _)| *start);
    placed.into_iter().map(|(_, r)| r).chain(orphans).collect()
}

fn of_annotation(reading: &Reading, document: &str, a: &Annotation) -> Record {
    let anchor = reading.anchor_of(&a.id);
    let spans = anchor.spans();
    let name = a.speaker.as_ref().and_then(|s| s.id().map(|_| reading.set().name_of(s).to_owned()));
    let is_claim = a.label == CLAIM;
    let exact = if spans.is_empty() { a.exact() } else { joined(reading, spans) };
    Record {
        document: document.to_owned(),
        id: a.id.clone(),
        label: a.label.clone(),
        kind: a.kind.map(crate::statement::Kind::word),
        form: a.form.map(crate::statement::Form::word),
        status: a.status.map(crate::annotation::Status::word),
        anchor: anchor.word(),
        at: (!spans.is_empty()).then(|| spans.iter().map(|s| reading.document().in_chars(*s)).collect()),
        quoted: without_marks(&exact).to_owned(),
        exact,
        speaker: name.clone(),
        speaker_id: a.speaker.as_ref().and_then(|s| s.id().map(str::to_owned)),
        mention: a.source.as_ref().map(|w| w.2.clone()),
        source: a.source.as_ref().filter(|w| stands(reading, w)).map(|w| (w.0, w.1)),
        cue: a.cue.as_ref().filter(|w| stands(reading, w)).map(|w| (w.0, w.1)),
        rating: a.rating.clone(),
        claimant: name.filter(|_| is_claim),
        evidence: a.evidence.clone(),
        note: a.note.clone(),
        score: a.score,
        by: a.by.clone(),
        created: a.created.clone(),
        modified: a.modified.clone(),
        locator: spans.first().and_then(|s| reading.document().locator_at(s.start)).map(Locator::in_words),
    }
}

fn of_suggestion(reading: &Reading, document: &str, item: &ItemId, a: Attribution<'_>) -> Record {
    let found = reading.found();
    let place = |span: Span| reading.document().in_chars(span);
    let mention = found.mention_of(a);
    let proposal = reading.proposal(a);
    let known = matches!(&proposal.who, crate::reading::Choice::Known(s) if s.id().is_some());
    let named = known || matches!(proposal.who, crate::reading::Choice::Found(_));
    let speaker_id = match &proposal.who {
        crate::reading::Choice::Known(s) => s.id().map(str::to_owned),
        _ => None,
    };
    let exact = joined(reading, reading.spans(item));
    Record {
        document: document.to_owned(),
        id: String::new(),
        label: QUOTE.to_owned(),
        kind: Some(a.kind.word()),
        form: Some(a.form.word()),
        status: Some("suggested"),
        anchor: "exact",
        at: Some(a.content.iter().map(|s| place(*s)).collect()),
        quoted: without_marks(&exact).to_owned(),
        exact,
        speaker: named.then_some(proposal.name),
        speaker_id,
        mention: mention.map(|m| reading.document().words(m.span).to_owned()),
        source: mention.map(|m| place(m.span)),
        cue: a.cue.map(place),
        rating: None,
        claimant: None,
        evidence: Vec::new(),
        note: None,
        score: Some(super::detections::rounded(a.score)),
        by: None,
        created: None,
        modified: None,
        locator: reading.document().locator_at(a.start()).map(Locator::in_words),
    }
}

/// Whether words still stand at their place.
fn stands(reading: &Reading, words: &Words) -> bool {
    let document = reading.document();
    let span = document.offsets().span_to_bytes(document.text(), words.0, words.1);
    span.is_some_and(|s| document.words(s) == words.2)
}

fn joined(reading: &Reading, spans: &[Span]) -> String {
    spans.iter().map(|s| reading.document().words(*s)).collect::<Vec<_>>().join(" … ")
}

/// Words without the marks round them.
pub fn without_marks(words: &str) -> &str {
    let pairs = [
        ("“", "”"),
        ("\"", "\""),
        ("''", "''"),
        ("«", "»"),
        ("»", "«"),
        ("„", "“"),
        ("‘", "’"),
        ("'", "'"),
        ("「", "」"),
        ("‹", "›"),
    ];
    for (open, close) in pairs {
        let inner = words.strip_prefix(open).and_then(|w| w.strip_suffix(close));
        if let Some(inner) = inner.filter(|i| !i.contains(open)) {
            return inner;
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::without_marks;

    #[test]
    fn only_outer_marks_go() {
        assert_eq!(without_marks("“I don’t.”"), "I don’t.");
        assert_eq!(without_marks("''No,''"), "No,");
        assert_eq!(without_marks("“One,” … “two.”"), "“One,” … “two.”");
        assert_eq!(without_marks("plain"), "plain");
    }
}
