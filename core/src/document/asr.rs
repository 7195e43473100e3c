//! JSON that speech recognition writes: Whisper, `WhisperX`, whisper.cpp, Deepgram, `AssemblyAI`, Rev, AWS Transcribe,
//! Google. What they share are pieces of speech with a time and perhaps a speaker; how these are called differs.

use super::utterances::{UtteranceJoiner, clock, millis};
use super::{Limits, LoadError, Parsed, json};
use serde_json::Value;

/// Reads it. O(n).
///
/// # Errors
/// When it is no JSON, nothing in it is speech, or it holds more than the limits allow.
pub fn read(source: &str, limits: &Limits) -> Result<Parsed, LoadError> {
    json::within(source, limits)?;
    let value: Value =
        serde_json::from_str(source).map_err(|e| LoadError::Damaged("speech recognition", format!("{e}")))?;
    let mut joiner = UtteranceJoiner::default();
    let found = utterances(&value, &mut joiner)
        || monologues(&value, &mut joiner)
        || aws(&value, &mut joiner)
        || alternatives(&value, &mut joiner);
    if !found {
        return Err(LoadError::Damaged("speech recognition", "nothing in it is speech with times".to_owned()));
    }
    Ok(joiner.out.done())
}

/// Names of lists of whole utterances, the most telling first.
const LISTS: [&str; 6] = ["utterances", "segments", "transcription", "audio_segments", "phrases", "chunks"];

/// A list of objects with words and a time.
fn utterances(value: &Value, joiner: &mut UtteranceJoiner) -> bool {
    let places = [Some(value), value.get("results"), value.get("result"), value.get("transcript")];
    let lists = LISTS.iter().flat_map(|name| places.iter().flatten().filter_map(|v| v.get(*name)));
    let list = lists.chain([value]).filter_map(Value::as_array).find(|l| l.iter().any(|v| words(v).is_some()));
    let Some(list) = list else { return false };
    // Some count in milliseconds: nobody speaks for an hour in one breath.
    let whole = list.iter().filter_map(|v| v.get("start")).all(|s| s.is_u64() || s.is_i64());
    let long =
        list.iter().any(|v| matches!((number(v, "start"), number(v, "end")), (Some(a), Some(b)) if b - a > 3_600.0));
    let scale = if whole && (long || value.get("audio_duration").is_some()) { 0.001 } else { 1.0 };
    for piece in list {
        let Some(said) = words(piece) else { continue };
        let (start, end) = (time(piece, true, scale), time(piece, false, scale));
        joiner.say(speaker(piece).as_deref(), (start, end), said, false);
    }
    true
}

fn words(piece: &Value) -> Option<&str> {
    ["text", "transcript", "sentence"].iter().find_map(|k| piece.get(*k).and_then(Value::as_str))
}

fn number(piece: &Value, key: &str) -> Option<f64> {
    let value = piece.get(key)?;
    value.as_f64().or_else(|| value.as_str().and_then(|s| s.trim_end_matches('s').parse().ok()))
}

fn time(piece: &Value, begin: bool, scale: f64) -> u32 {
    let keys: [&str; 4] =
        if begin { ["start", "start_time", "startTime", "ts"] } else { ["end", "end_time", "endTime", "end_ts"] };
    if let Some(seconds) = keys.iter().find_map(|k| number(piece, k)) {
        return millis(seconds * scale);
    }
    let side = if begin { "from" } else { "to" };
    let offset = piece.get("offsets").and_then(|o| number(o, side)).map(|n| millis(n / 1000.0));
    let stamp = || piece.get("timestamps").and_then(|t| t.get(side)).and_then(Value::as_str).and_then(clock);
    let pair = || piece.get("timestamp").and_then(|t| t.get(usize::from(!begin))).and_then(Value::as_f64).map(millis);
    offset.or_else(stamp).or_else(pair).unwrap_or_default()
}

/// Who speaks, as it is written there.
fn speaker(piece: &Value) -> Option<String> {
    let value =
        ["speaker", "speaker_label", "speaker_id", "speakerTag", "speaker_name"].iter().find_map(|k| piece.get(*k))?;
    match value {
        Value::String(name) if !name.trim().is_empty() => Some(named(name)),
        Value::Number(n) => Some(format!("Speaker {n}")),
        Value::Object(map) => map.get("name").and_then(Value::as_str).map(str::to_owned),
        _ => None,
    }
}

/// A lone letter or number says little without the word before it.
fn named(name: &str) -> String {
    let name = name.trim();
    if name.chars().count() <= 2 { format!("Speaker {name}") } else { name.to_owned() }
}

/// Rev: monologues of elements.
fn monologues(value: &Value, joiner: &mut UtteranceJoiner) -> bool {
    let Some(list) = value.get("monologues").and_then(Value::as_array) else { return false };
    for monologue in list {
        let elements = monologue.get("elements").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let said: String = elements.iter().filter_map(|e| e.get("value").and_then(Value::as_str)).collect();
        let start = elements.iter().find_map(|e| number(e, "ts")).map_or(0, millis);
        let end = elements.iter().rev().find_map(|e| number(e, "end_ts")).map_or(start, millis);
        joiner.say(speaker(monologue).as_deref(), (start, end), &said, false);
    }
    true
}

/// AWS: words and punctuation one by one.
fn aws(value: &Value, joiner: &mut UtteranceJoiner) -> bool {
    let Some(items) = value.get("results").and_then(|r| r.get("items")).and_then(Value::as_array) else { return false };
    for item in items {
        let content =
            item.get("alternatives").and_then(|a| a.get(0)).and_then(|a| a.get("content")).and_then(Value::as_str);
        let Some(content) = content else { continue };
        if item.get("type").and_then(Value::as_str) == Some("punctuation") {
            joiner.out.push(content);
        } else {
            joiner.say(speaker(item).as_deref(), (time(item, true, 1.0), time(item, false, 1.0)), content, false);
        }
    }
    true
}

/// Deepgram and Google: the best alternative of each channel or result.
fn alternatives(value: &Value, joiner: &mut UtteranceJoiner) -> bool {
    let results = value.get("results");
    let list =
        results.and_then(Value::as_array).or_else(|| results.and_then(|r| r.get("channels")).and_then(Value::as_array));
    let Some(list) = list else { return false };
    let mut found = false;
    for result in list {
        let Some(best) = result.get("alternatives").and_then(|a| a.get(0)) else { continue };
        let timed = best.get("words").and_then(Value::as_array).filter(|w| !w.is_empty());
        if let Some(list) = timed {
            for word in list {
                let said = ["punctuated_word", "word"].iter().find_map(|k| word.get(*k).and_then(Value::as_str));
                let times = (time(word, true, 1.0), time(word, false, 1.0));
                joiner.say(speaker(word).as_deref(), times, said.unwrap_or_default(), false);
            }
            found = true;
        } else if let Some(said) = best.get("transcript").and_then(Value::as_str) {
            joiner.say(None, (0, 0), said, false);
            found = true;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(source: &str) -> Result<Parsed, LoadError> {
        super::read(source, &Limits::default())
    }

    #[test]
    fn the_shapes_people_meet() {
        let turns = "Speaker 0: Hello there.\n\nSpeaker 1: Hi.";
        let cases = [
            r#"{"text":"x","segments":[{"start":0.0,"end":1.5,"text":" Hello","speaker":0},{"start":1.5,"end":2.0,"text":" there.","speaker":0},{"start":2,"end":3,"text":"Hi.","speaker":1}]}"#,
            r#"[{"start":0,"end":2,"text":"Hello there.","speaker":0},{"start":2,"end":3,"text":"Hi.","speaker":1}]"#,
            r#"{"results":{"utterances":[{"start":0.1,"end":2,"transcript":"Hello there.","speaker":0},{"start":2,"end":3,"transcript":"Hi.","speaker":1}]}}"#,
            r#"{"monologues":[{"speaker":0,"elements":[{"type":"text","value":"Hello","ts":0.5},{"type":"punct","value":" "},{"type":"text","value":"there."}]},{"speaker":1,"elements":[{"type":"text","value":"Hi.","ts":2}]}]}"#,
            r#"{"results":{"items":[{"start_time":"0.1","type":"pronunciation","speaker_label":"0","alternatives":[{"content":"Hello"}]},{"start_time":"0.5","type":"pronunciation","speaker_label":"0","alternatives":[{"content":"there"}]},{"type":"punctuation","alternatives":[{"content":"."}]},{"start_time":"2.0","type":"pronunciation","speaker_label":"1","alternatives":[{"content":"Hi"}]},{"type":"punctuation","alternatives":[{"content":"."}]}]}}"#,
            r#"{"results":[{"alternatives":[{"words":[{"startTime":"0.1s","word":"Hello","speakerTag":0},{"startTime":"0.6s","word":"there.","speakerTag":0},{"startTime":"2s","word":"Hi.","speakerTag":1}]}]}]}"#,
        ];
        for case in cases {
            assert_eq!(read(case).unwrap().text, turns, "{case}");
        }
    }

    #[test]
    fn times_in_milliseconds_and_by_offsets() {
        let cpp = r#"{"transcription":[{"timestamps":{"from":"00:00:05,000","to":"00:00:06,000"},"offsets":{"from":5000,"to":6000},"text":" Hello."}]}"#;
        assert_eq!(read(cpp).unwrap().locators, [(0, crate::document::Locator::Time(5_000))]);
        let assembly = r#"{"audio_duration":9,"utterances":[{"speaker":"A","text":"Hello.","start":4000,"end":5000}]}"#;
        let found = read(assembly).unwrap();
        assert_eq!(found.text, "Speaker A: Hello.");
        assert_eq!(found.locators, [(0, crate::document::Locator::Time(4_000))]);
        assert!(read("{}").is_err() && read("{").is_err());
    }
}
