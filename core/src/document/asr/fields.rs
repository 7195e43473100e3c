//! Times, words and speakers of a piece of speech, whatever their keys are called.

use crate::document::utterances::{clock, millis};
use serde_json::Value;

/// Keys of a begin and their unit in seconds; 0 where the file decides between seconds and milliseconds.
const STARTS: [(&str, f64); 18] = [
    ("start", 0.0),
    ("start_time", 0.0),
    ("startTime", 0.0),
    ("startOffset", 1.0),
    ("start_offset", 1.0),
    ("ts", 1.0),
    ("time_begin", 1.0),
    ("begin", 1.0),
    ("from", 1.0),
    ("offsetInTicks", 1e-7),
    ("offsetMilliseconds", 1e-3),
    ("BeginOffsetMillis", 1e-3),
    ("tStartMs", 1e-3),
    ("start_ms", 1e-3),
    ("startMs", 1e-3),
    ("offset", 1.0),
    ("Offset", 1e-7),
    ("time", 1.0),
];
const ENDS: [(&str, f64); 14] = [
    ("end", 0.0),
    ("end_time", 0.0),
    ("endTime", 0.0),
    ("endOffset", 1.0),
    ("end_offset", 1.0),
    ("end_ts", 1.0),
    ("time_end", 1.0),
    ("to", 1.0),
    ("EndOffsetMillis", 1e-3),
    ("end_ms", 1e-3),
    ("endMs", 1e-3),
    ("stop", 1.0),
    ("stop_time", 1.0),
    ("endSeconds", 1.0),
];
const DURATIONS: [(&str, f64); 6] = [
    ("durationInTicks", 1e-7),
    ("durationMilliseconds", 1e-3),
    ("dDurationMs", 1e-3),
    ("duration", 1.0),
    ("Duration", 1e-7),
    ("dur", 1.0),
];
/// Keys of the words of an utterance, and of a word.
const UTTERANCE: [&str; 8] =
    ["text", "transcript", "sentence", "body", "Content", "transcription", "display", "Display"];
const WORD: [&str; 7] = ["punctuated_word", "word", "text", "displayText", "Content", "content", "Word"];
const SPEAKERS: [&str; 14] = [
    "speaker",
    "speaker_label",
    "speaker_id",
    "speakerTag",
    "speaker_tag",
    "speakerLabel",
    "speaker_name",
    "speakerName",
    "speakerDisplayName",
    "speakerId",
    "ParticipantRole",
    "ParticipantId",
    "participant",
    "Speaker",
];

/// A time as its writers write it, in seconds: `1.3`, `"1.3s"`, `"PT1M2.5S"`, `"00:01:02.5"`, `{"seconds": "1", "nanos": 5}`.
fn seconds(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::String(words) => {
            let words = words.trim();
            if let Some(iso) = words.strip_prefix("PT") {
                return iso_seconds(iso);
            }
            if words.contains(':') {
                return clock(words).map(|millis| f64::from(millis) / 1000.0);
            }
            words.trim_end_matches('s').parse().ok()
        }
        Value::Object(map) => {
            let whole = map.get("seconds").and_then(seconds);
            let nanos = map.get("nanos").and_then(Value::as_f64).map(|n| n / 1e9);
            (whole.is_some() || nanos.is_some()).then(|| whole.unwrap_or_default() + nanos.unwrap_or_default())
        }
        Value::Null | Value::Bool(_) | Value::Array(_) => None,
    }
}

/// `1H2M3.5S` in seconds.
fn iso_seconds(iso: &str) -> Option<f64> {
    let mut sum = 0.0;
    let mut rest = iso;
    while let Some(at) = rest.find(|c: char| c.is_ascii_alphabetic()) {
        let (number, unit) = rest.split_at(at);
        let unit_seconds = match unit.get(..1)? {
            "H" => 3600.0,
            "M" => 60.0,
            _ => 1.0,
        };
        sum += number.parse::<f64>().ok()? * unit_seconds;
        rest = unit.get(1..)?;
    }
    Some(sum)
}

fn timed(piece: &Value, keys: &[(&str, f64)], scale: f64) -> Option<f64> {
    keys.iter().find_map(|(key, unit)| {
        let found = piece.get(*key)?;
        let factor = if *unit == 0.0 && found.is_number() {
            scale
        } else if *unit == 0.0 {
            1.0
        } else {
            *unit
        };
        // `"PT1S"` says its own unit.
        let factor = if found.is_string() && *unit < 1.0 && *unit > 1e-4 { *unit } else { factor };
        seconds(found).map(|s| s * factor)
    })
}

/// When a piece begins, in milliseconds. `scale`: what a plain number counts, in seconds.
pub fn start(piece: &Value, scale: f64) -> Option<u32> {
    let side = |key: &str, side: &str| piece.get(key).and_then(|v| v.get(side));
    let pair = || piece.get("timestamp").and_then(|t| t.get(0)).and_then(seconds);
    let offset = || side("offsets", "from").and_then(seconds).map(|n| n / 1000.0);
    let stamp = || side("timestamps", "from").and_then(seconds);
    timed(piece, &STARTS, scale).or_else(offset).or_else(stamp).or_else(pair).map(millis)
}

/// When it ends; when it begins where that is not said.
pub fn end(piece: &Value, scale: f64) -> Option<u32> {
    let side = |key: &str, side: &str| piece.get(key).and_then(|v| v.get(side));
    let pair = || piece.get("timestamp").and_then(|t| t.get(1)).and_then(seconds);
    let offset = || side("offsets", "to").and_then(seconds).map(|n| n / 1000.0);
    let stamp = || side("timestamps", "to").and_then(seconds);
    let found = timed(piece, &ENDS, scale).or_else(offset).or_else(stamp).or_else(pair).map(millis);
    found.or_else(|| {
        let lasts = timed(piece, &DURATIONS, scale).map_or(0, millis);
        start(piece, scale).map(|s| s.saturating_add(lasts))
    })
}

/// What plain numbers of a list count, in seconds: whole numbers that would make a word last half a minute, or an utterance an
/// hour, are milliseconds. `declared`: whether the file is of a service that counts in them.
pub fn scale(list: &[Value], declared: bool) -> f64 {
    let numbers =
        |piece: &Value, keys: [&str; 3]| keys.iter().find_map(|k| piece.get(*k).filter(|v| v.is_number()).cloned());
    let (mut whole, mut long) = (true, false);
    for piece in list {
        let begin = numbers(piece, ["start", "start_time", "startTime"]);
        let end = numbers(piece, ["end", "end_time", "endTime"]);
        let (Some(begin), Some(end)) = (begin, end) else { continue };
        whole &= begin.is_u64() && end.is_u64();
        let lasts = end.as_f64().unwrap_or_default() - begin.as_f64().unwrap_or_default();
        let words = words(piece).or_else(|| word(piece)).unwrap_or_default();
        // Nobody says a word for half a minute.
        let most = if words.contains(' ') { (words.len() as f64 * 3.0).max(60.0) } else { 30.0 };
        long |= lasts > most;
    }
    if whole && (long || declared) { 0.001 } else { 1.0 }
}

/// The words of an utterance.
pub fn words(piece: &Value) -> Option<&str> {
    UTTERANCE.iter().find_map(|k| piece.get(*k).and_then(Value::as_str))
}

/// A word.
pub fn word(piece: &Value) -> Option<&str> {
    WORD.iter().find_map(|k| piece.get(*k).and_then(Value::as_str))
}

/// Who speaks, as it is written there, without brackets; `None` where it says that nobody knows.
pub fn speaker(piece: &Value) -> Option<String> {
    SPEAKERS.iter().find_map(|k| piece.get(*k)).and_then(speaker_of)
}

/// The same of the value of such a key.
pub fn speaker_of(value: &Value) -> Option<String> {
    match value {
        Value::String(name) => named(name),
        Value::Number(n) => n.as_f64().filter(|n| *n >= 0.0).map(|n| format!("Speaker {n}")),
        Value::Object(map) => ["name", "label", "id"].iter().find_map(|k| map.get(*k)).and_then(|v| match v {
            Value::String(name) => named(name),
            Value::Number(n) => Some(format!("Speaker {n}")),
            Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
        }),
        Value::Null | Value::Bool(_) | Value::Array(_) => None,
    }
}

/// A lone letter or number says little without the word before it.
fn named(name: &str) -> Option<String> {
    let name = name.trim().trim_start_matches(['[', '(']).trim_end_matches([']', ')', ':']).trim();
    let unknown = ["UU", "unknown", "?", "-1", "none", "null"].iter().any(|u| u.eq_ignore_ascii_case(name));
    if name.is_empty() || unknown {
        return None;
    }
    let bare = name.chars().count() == 1 || name.bytes().all(|b| b.is_ascii_digit());
    Some(if bare { format!("Speaker {name}") } else { name.to_owned() })
}
