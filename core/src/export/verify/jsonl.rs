//! One JSON object a quotation, as VERIFY has them: new fields only at the end.

use crate::export::json;
use crate::verify::{Check, DiffPart, Fold, Kind, Note, OtherPlace, Piece, Place, UnreadableKind, Verification};
use serde::Serialize;

/// A source that cannot be read.
#[derive(Serialize)]
struct Unread<'a> {
    source: &'a str,
    error: &'static str,
    message: &'a str,
}

#[derive(Serialize)]
struct Line<'a> {
    article: &'a str,
    n: u32,
    at: (u32, u32),
    place_in_article: String,
    quote: &'a str,
    speaker: Option<&'a str>,
    speaker_score: Option<f64>,
    verdict: &'static str,
    kind: Option<&'static str>,
    kinds: Vec<&'static str>,
    allowed: bool,
    similarity: Option<f64>,
    folded: Vec<&'static str>,
    notes: Vec<&'static str>,
    source: Option<&'a str>,
    source_at: &'a [(u32, u32)],
    place: Option<&'a Place>,
    speaker_there: Option<&'a str>,
    speaker_ok: Option<bool>,
    there: Option<&'a str>,
    left_out: Option<&'a str>,
    diff: Vec<(&'static str, &'a str)>,
    others: &'a [OtherPlace],
    why: &'a str,
    reason: Option<&'a str>,
    through: Option<&'a str>,
    pieces: Vec<PieceLine<'a>>,
}

#[derive(Serialize)]
struct PieceLine<'a> {
    words: &'a str,
    source: &'a str,
    at: (u32, u32),
    place: &'a Place,
    speaker_there: Option<&'a str>,
    number: u32,
}

impl<'a> PieceLine<'a> {
    fn of(piece: &'a Piece) -> Self {
        let Piece { words, source, at, place, speaker_there, number } = piece;
        Self { words, source, at: *at, place, speaker_there: speaker_there.as_deref(), number: *number }
    }
}

fn line(check: &Check) -> Line<'_> {
    Line {
        article: &check.article,
        n: check.number,
        at: check.at,
        place_in_article: check.place_in_article(),
        quote: &check.quote,
        speaker: check.speaker.as_ref().map(|s| s.name.as_str()),
        speaker_score: check.speaker.as_ref().map(|s| s.score),
        verdict: check.verdict.word(),
        kind: check.kind.map(Kind::word),
        kinds: check.kinds.iter().map(|k| k.word()).collect(),
        allowed: check.allowed.is_some(),
        similarity: check.similarity,
        folded: check.folded.iter().copied().map(Fold::word).collect(),
        notes: check.notes.iter().copied().map(Note::word).collect(),
        source: check.source.as_deref(),
        source_at: &check.source_at,
        place: check.place.as_ref(),
        speaker_there: check.speaker_there.as_deref(),
        speaker_ok: check.speaker_ok,
        there: check.there.as_deref(),
        left_out: check.left_out.as_deref(),
        diff: check.diff.iter().map(|part: &DiffPart| (part.sign(), part.words())).collect(),
        others: &check.others,
        why: &check.why,
        reason: check.allowed.as_deref(),
        through: check.through.as_deref(),
        pieces: check.pieces.iter().map(PieceLine::of).collect(),
    }
}

/// A line for each source that cannot be read, then one for each quotation.
pub fn write(verification: &Verification) -> Vec<u8> {
    let mut out = Vec::new();
    for unread in &verification.unreadable {
        let error = UnreadableKind::word(unread.kind);
        // Memory takes all that is written.
        let _ = json::line(&mut out, &Unread { source: &unread.source, error, message: &unread.message });
    }
    for check in &verification.checks {
        let _ = json::line(&mut out, &line(check));
    }
    out
}
