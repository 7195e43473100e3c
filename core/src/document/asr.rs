//! JSON that speech recognition writes. What its writers share are pieces of speech, long or a word each, with a time and perhaps a
//! speaker; how these are called and nested differs. The list of words with the best times is read, whoever wrote it.

mod fields;
mod lists;
mod services;

use super::cues::{self, Cue, CueFlow, LineVoice};
use super::utterances::{UtteranceJoiner, Voice};
use super::{Limits, LoadError, Parsed, json};
use serde_json::Value;
use std::collections::VecDeque;

/// Objects that are looked into for a list of speech, and how deep.
const MAX_OBJECTS: usize = 500;
const MAX_DEPTH: usize = 5;

/// A piece of speech: a word, or an utterance.
#[derive(Clone, Debug, Default)]
struct Piece<'a> {
    speaker: Option<String>,
    /// Milliseconds.
    start: u32,
    end: u32,
    words: &'a str,
    /// Words inside of it with times of their own.
    timed: &'a [Value],
    /// Times of those words in seconds by this factor.
    scale: f64,
    join: Join,
}

/// How a piece stands to the one before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Join {
    /// With a blank.
    #[default]
    Blank,
    /// Without: punctuation, the rest of a word.
    Attached,
    /// It is a sound, and nobody's speech.
    Sound,
    /// Somebody else begins with it.
    Anew,
}

/// Reads it. O(n).
///
/// # Errors
/// When it is no JSON, nothing in it is speech, or it holds more than the limits allow.
pub fn read(source: &str, limits: &Limits) -> Result<Parsed, LoadError> {
    json::within(source, limits)?;
    // Some write one object for each utterance, one behind the other.
    let values: Result<Vec<Value>, _> = serde_json::Deserializer::from_str(source).into_iter().collect();
    let mut values = values.map_err(|e| LoadError::Damaged("speech recognition", format!("{e}")))?;
    let value = if values.len() == 1 { values.pop().unwrap_or_default() } else { Value::Array(values) };
    let Some(pieces) = find(&value) else {
        return Err(LoadError::Damaged("speech recognition", "nothing in it is speech with times".to_owned()));
    };
    let mut parsed = put_together(&pieces);
    // Services say from where they took the recording.
    parsed.meta.media =
        ["audio_url", "source"].iter().find_map(|k| value.get(*k)).and_then(Value::as_str).map(str::to_owned);
    Ok(parsed)
}

/// The pieces of the first object, from outside in, that holds any.
fn find(value: &Value) -> Option<Vec<Piece<'_>>> {
    let mut waiting: VecDeque<(&Value, usize)> = VecDeque::from([(value, 0)]);
    for _ in 0..MAX_OBJECTS {
        let (value, depth) = waiting.pop_front()?;
        let found = services::READERS
            .iter()
            .find_map(|read| read(value).filter(|p| p.iter().any(|p| !p.words.trim().is_empty())));
        if found.is_some() {
            return found;
        }
        if depth < MAX_DEPTH
            && let Value::Object(map) = value
        {
            waiting.extend(map.values().filter(|v| v.is_object()).map(|v| (v, depth + 1)));
        }
    }
    None
}

fn put_together(pieces: &[Piece<'_>]) -> Parsed {
    let named = pieces.iter().any(|p| p.speaker.is_some());
    let whole = pieces.iter().all(|p| p.timed.is_empty() && p.join == Join::Blank && p.words.contains(' '));
    if !named && whole {
        // Names may stand before the words, as in captions.
        let cue = |p: &Piece<'_>| Cue::new(p.start, p.end, &LineVoice::Untold, p.words);
        return cues::read(&pieces.iter().map(cue).collect::<Vec<_>>(), CueFlow::Joined).done();
    }
    let mut joiner = UtteranceJoiner::default();
    for piece in pieces {
        let voice = match (&piece.speaker, piece.join) {
            (_, Join::Sound) => Voice::Nobody,
            (Some(name), _) => Voice::Named(name),
            (None, Join::Anew) => Voice::Unnamed { anew: true },
            (None, _) if named => Voice::Unnamed { anew: false },
            (None, _) => Voice::Same,
        };
        let times = (piece.start, piece.end);
        let words = piece.speaker.as_deref().map_or(piece.words, |name| without_name(piece.words, name));
        if piece.join == Join::Attached {
            joiner.attach(words.trim());
        } else {
            let timed = piece.timed.iter().filter_map(|w| Some((fields::word(w)?, fields::start(w, piece.scale)?)));
            joiner.say_timed(voice, times, words, timed);
        }
    }
    joiner.out.done()
}

/// Words without `[SPEAKER_00]:` before them, of somebody who is known.
fn without_name<'w>(words: &'w str, name: &str) -> &'w str {
    let rest = words.trim_start();
    let bare = rest.strip_prefix('[').and_then(|r| r.strip_prefix(name)).and_then(|r| r.strip_prefix(']'));
    bare.map_or(words, |r| r.strip_prefix(':').unwrap_or(r))
}

#[cfg(test)]
mod tests;
