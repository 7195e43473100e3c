//! Lists of utterances or words, which most services write in one form or another.

use super::fields::{self, scale};
use super::{Join, Piece};
use serde_json::Value;

/// Names of lists of whole utterances, the most telling first, then of words.
const LISTS: [&str; 17] = [
    "utterances",
    "speakers",
    "segments",
    "transcription",
    "prediction",
    "phrases",
    "Transcript",
    "entries",
    "sentences",
    "events",
    "audio_segments",
    "chunks",
    "captions",
    "cues",
    "words",
    "Words",
    "result",
];

/// The first list in `value` of objects with words and times.
pub fn read(value: &Value) -> Option<Vec<Piece<'_>>> {
    let list = LISTS.iter().filter_map(|name| value.get(*name)).chain([value]).filter_map(Value::as_array);
    let mut list = list.filter(|l| l.iter().any(|p| said(p).is_some() && fields::start(p, 1.0).is_some()));
    let list = list.next()?;
    // AssemblyAI counts in milliseconds, and says more of its file than the words.
    let milliseconds = ["audio_duration", "audio_url"].iter().any(|k| value.get(*k).is_some());
    Some(pieces(list, milliseconds))
}

fn said(piece: &Value) -> Option<&str> {
    fields::words(piece).or_else(|| fields::word(piece))
}

/// The pieces of a list.
pub fn pieces(list: &[Value], milliseconds: bool) -> Vec<Piece<'_>> {
    let scale = scale(list, milliseconds);
    // Where some pieces begin with a blank, those that do not go on with a word.
    let spaced = list.iter().filter_map(said).filter(|w| w.starts_with(' ')).count();
    let blanks = list.iter().any(|p| kind(p) == "spacing");
    let attaches = blanks || spaced * 3 > list.len();
    let mut out: Vec<Piece<'_>> = Vec::with_capacity(list.len());
    let (mut after_blank, mut anew) = (true, false);
    for piece in list {
        let Some(words) = said(piece) else { continue };
        if kind(piece) == "spacing" {
            after_blank = true;
            continue;
        }
        let start = fields::start(piece, scale).unwrap_or_else(|| out.last().map_or(0, |p: &Piece<'_>| p.end));
        let timed =
            ["words", "Items", "tokens", "displayWords"].iter().find_map(|k| piece.get(*k).and_then(Value::as_array));
        let speaker = fields::speaker(piece);
        let other = out.last().is_some_and(|p| p.speaker != speaker);
        let short = !words.trim().contains(' ');
        let join = if matches!(kind(piece), "audio_event" | "sound") {
            Join::Sound
        } else if is_attached(piece)
            || attaches && short && !other && !after_blank && !words.starts_with(' ') && !out.is_empty()
        {
            Join::Attached
        } else if std::mem::take(&mut anew) {
            Join::Anew
        } else {
            Join::Blank
        };
        // Whisper's small model for two voices says where somebody else begins, and not who.
        let (words, turn) = match words.trim_end().strip_suffix("[SPEAKER_TURN]") {
            Some(words) => (words, true),
            None => (words, piece.get("speaker_turn_next").and_then(Value::as_bool) == Some(true)),
        };
        anew = turn;
        out.push(Piece {
            speaker,
            start,
            end: fields::end(piece, scale).unwrap_or(start),
            words,
            timed: timed.map(Vec::as_slice).unwrap_or_default(),
            scale,
            join,
        });
        after_blank = !blanks;
        if !blanks {
            after_blank = words.ends_with(' ');
        }
    }
    out
}

fn kind(piece: &Value) -> &str {
    piece.get("type").and_then(Value::as_str).unwrap_or_default()
}

/// Whether a piece is a mark that belongs to the word before it.
pub fn is_attached(piece: &Value) -> bool {
    matches!(kind(piece), "punctuation" | "punct" | "PUNCTUATION")
        || piece.get("attaches_to").and_then(Value::as_str) == Some("previous")
}
