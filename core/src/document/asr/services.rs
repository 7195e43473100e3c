//! Services whose JSON is more than a list of utterances or words.

use super::fields::{self, end, speaker, start};
use super::{Join, Piece, lists};
use serde_json::Value;
use std::collections::HashMap;

type Reader = fn(&Value) -> Option<Vec<Piece<'_>>>;

/// Those that look for one form each; where several fit, the first is read.
pub const READERS: [Reader; 9] = [
    monologues,
    recognized_phrases,
    amazon,
    channels,
    content_results,
    results,
    transcripts,
    many_results,
    lists::read,
];

fn array<'a>(value: &'a Value, key: &str) -> Option<&'a Vec<Value>> {
    value.get(key).and_then(Value::as_array)
}

fn best(result: &Value) -> Option<&Value> {
    result.get("alternatives").and_then(|a| a.get(0))
}

/// Rev and Vosk's program: monologues of elements or terms.
fn monologues(value: &Value) -> Option<Vec<Piece<'_>>> {
    let mut out: Vec<Piece<'_>> = Vec::new();
    for monologue in array(value, "monologues")? {
        let who = speaker(monologue);
        let parts =
            array(monologue, "elements").or_else(|| array(monologue, "terms")).map(Vec::as_slice).unwrap_or_default();
        // Rev writes the blanks, too.
        let blanks = parts.iter().any(|p| p.get("value").and_then(Value::as_str) == Some(" "));
        let mut first = true;
        let mut blank = true;
        for part in parts {
            let Some(words) = part.get("value").or_else(|| part.get("text")).and_then(Value::as_str) else { continue };
            if words.trim().is_empty() {
                blank = true;
                continue;
            }
            let before = out.last().map_or(0, |p| p.end);
            let from = start(part, 1.0).unwrap_or(before);
            let attached = !first && (blanks && !blank || !blanks && lists::is_attached(part));
            let join = if attached { Join::Attached } else { Join::Blank };
            out.push(Piece {
                speaker: who.clone(),
                start: from,
                end: end(part, 1.0).unwrap_or(from),
                words,
                join,
                ..Piece::default()
            });
            (first, blank) = (false, words.ends_with(' '));
        }
    }
    Some(out)
}

/// Azure, in batches.
fn recognized_phrases(value: &Value) -> Option<Vec<Piece<'_>>> {
    let list = array(value, "recognizedPhrases")?;
    let several = list.iter().any(|p| p.get("channel").and_then(Value::as_u64).unwrap_or_default() > 0);
    let phrase = |phrase: &'_ Value| -> Option<(Option<String>, u32, u32)> {
        let channel = phrase.get("channel").and_then(Value::as_u64).filter(|_| several);
        let who = speaker(phrase).or_else(|| channel.map(|n| format!("Channel {n}")));
        let from = start(phrase, 1.0)?;
        Some((who, from, end(phrase, 1.0).unwrap_or(from)))
    };
    let mut out: Vec<Piece<'_>> = Vec::new();
    for one in list {
        let Some((best, (speaker, start, end))) = one.get("nBest").and_then(|n| n.get(0)).zip(phrase(one)) else {
            continue;
        };
        let Some(words) = fields::words(best) else { continue };
        let timed = array(best, "displayWords")
            .or_else(|| array(best, "displayPhraseElements"))
            .or_else(|| array(best, "words"));
        let timed = timed.map(Vec::as_slice).unwrap_or_default();
        out.push(Piece { speaker, start, end, words, timed, scale: 1.0, join: Join::Blank });
    }
    out.sort_by_key(|p| p.start);
    Some(out)
}

/// Amazon: words and punctuation one by one, the speakers with them or in a list of their own.
fn amazon(value: &Value) -> Option<Vec<Piece<'_>>> {
    let items = array(value, "items").filter(|items| items.iter().any(|i| best(i).is_some()))?;
    let labels = value.get("speaker_labels").and_then(|l| array(l, "segments"));
    let mut by_start: HashMap<&str, String> = HashMap::new();
    for item in labels.into_iter().flatten().filter_map(|s| array(s, "items")).flatten() {
        if let (Some(at), Some(who)) = (item.get("start_time").and_then(Value::as_str), speaker(item)) {
            by_start.insert(at, who);
        }
    }
    // Where neither the words nor the lists of the segments say it, the times of the segments do.
    let mut segments: Vec<(u32, u32, String)> = labels
        .into_iter()
        .flatten()
        .filter_map(|s| Some((start(s, 1.0)?, end(s, 1.0).unwrap_or(u32::MAX), speaker(s)?)))
        .collect();
    segments.sort_by_key(|s| s.0);
    let at_time = |at: u32| {
        let last = segments.partition_point(|(from, ..)| *from <= at).checked_sub(1)?;
        segments.get(last).filter(|(_, to, _)| at <= *to).map(|(.., who)| who.clone())
    };
    let mut out: Vec<Piece<'_>> = Vec::with_capacity(items.len());
    for item in items {
        let Some(words) = best(item).and_then(fields::word) else { continue };
        let label = || item.get("start_time").and_then(Value::as_str).and_then(|at| by_start.get(at).cloned());
        let who = speaker(item).or_else(label).or_else(|| at_time(start(item, 1.0)?));
        out.push(word(item, words, who, out.last()));
    }
    Some(out)
}

/// A word of a list, behind the last.
fn word<'a>(item: &Value, words: &'a str, who: Option<String>, last: Option<&Piece<'_>>) -> Piece<'a> {
    let from = start(item, 1.0).unwrap_or_else(|| last.map_or(0, |p| p.end));
    let join = if lists::is_attached(item) && last.is_some() { Join::Attached } else { Join::Blank };
    Piece { speaker: who, start: from, end: end(item, 1.0).unwrap_or(from), words, join, ..Piece::default() }
}

/// Speechmatics: results that are a word or a mark each.
fn content_results(value: &Value) -> Option<Vec<Piece<'_>>> {
    let list =
        array(value, "results").filter(|l| l.iter().any(|r| best(r).is_some_and(|b| b.get("content").is_some())))?;
    let mut channels = list.iter().filter_map(|r| r.get("channel").and_then(Value::as_str));
    let first = channels.next();
    let several = channels.any(|c| Some(c) != first);
    let mut out: Vec<Piece<'_>> = Vec::with_capacity(list.len());
    for result in list {
        let Some(best) = best(result) else { continue };
        let Some(words) = fields::word(best) else { continue };
        let channel = || result.get("channel").and_then(fields::speaker_of).filter(|_| several);
        let who = speaker(best).or_else(|| speaker(result)).or_else(channel);
        out.push(word(result, words, who, out.last()));
    }
    Some(out)
}

/// Deepgram: channels of words.
fn channels(value: &Value) -> Option<Vec<Piece<'_>>> {
    let channels = array(value, "channels")?;
    let mut out: Vec<Piece<'_>> = Vec::new();
    for (number, channel) in channels.iter().enumerate() {
        let Some(best) = best(channel) else { continue };
        let channel = || (channels.len() > 1).then(|| format!("Channel {number}"));
        let words = array(best, "words").filter(|w| !w.is_empty());
        let paragraphs = best.get("paragraphs").and_then(|p| array(p, "paragraphs"));
        if let Some(words) = words {
            for one in words {
                if let Some(said) = fields::word(one) {
                    out.push(word(one, said, speaker(one).or_else(channel), None));
                }
            }
        } else if let Some(paragraphs) = paragraphs {
            for paragraph in paragraphs {
                for sentence in array(paragraph, "sentences").into_iter().flatten() {
                    if let Some(said) = fields::words(sentence) {
                        out.push(word(sentence, said, speaker(paragraph).or_else(channel), None));
                    }
                }
            }
        }
    }
    if out.is_empty() && array(value, "utterances").is_none_or(Vec::is_empty) {
        let said = channels.iter().filter_map(best).filter_map(fields::words);
        out.extend(said.map(|words| Piece { words, ..Piece::default() }));
    }
    if channels.len() > 1 {
        // Channels run beside each other.
        out.sort_by_key(|p| p.start);
    }
    (!out.is_empty()).then_some(out)
}

/// Google: the best alternative of each result. Told speakers apart, it says all words once more in the last.
fn results(value: &Value) -> Option<Vec<Piece<'_>>> {
    let list = array(value, "results").filter(|l| l.iter().any(|r| best(r).is_some()))?;
    let words = |result: &'_ Value| best(result).and_then(|b| array(b, "words").map(Vec::len)).unwrap_or_default();
    let tags = |result: &Value| {
        best(result)
            .and_then(|b| array(b, "words"))
            .is_some_and(|w| w.iter().any(|w| speaker(w).is_some_and(|s| s != "Speaker 0")))
    };
    let before =
        list.split_last().map(|(last, rest)| (last, rest.iter().map(words).sum::<usize>(), rest.iter().any(tags)));
    let list = match before {
        Some((last, sum, tagged)) if sum > 0 && words(last) >= sum && tags(last) && !tagged => {
            std::slice::from_ref(last)
        }
        _ => list.as_slice(),
    };
    let channels = |r: &Value| r.get("channelTag").and_then(Value::as_u64).unwrap_or_default();
    let several = list.iter().any(|r| channels(r) > 1);
    // IBM tells speakers in a list beside the words.
    let labels: Vec<(u32, String)> = array(value, "speaker_labels")
        .into_iter()
        .flatten()
        .filter_map(|l| Some((start(l, 1.0)?, speaker(l)?)))
        .collect();
    let label = |at: u32| {
        labels.partition_point(|(from, _)| *from <= at).checked_sub(1).and_then(|n| labels.get(n)).map(|l| l.1.clone())
    };
    let mut out: Vec<Piece<'_>> = Vec::new();
    for result in list {
        let Some(best) = best(result) else { continue };
        let channel = || several.then(|| format!("Channel {}", channels(result)));
        let stamps = array(best, "timestamps").map(Vec::as_slice).unwrap_or_default();
        if let Some(list) = array(best, "words").filter(|w| !w.is_empty()) {
            for one in list {
                if let Some(said) = fields::word(one) {
                    out.push(word(one, said.trim_start_matches('▁'), speaker(one).or_else(channel), None));
                }
            }
        } else if !stamps.is_empty() {
            for stamp in stamps {
                let time = |n: usize| stamp.get(n).and_then(Value::as_f64).map(crate::document::utterances::millis);
                if let (Some(words), Some(start), Some(end)) = (stamp.get(0).and_then(Value::as_str), time(1), time(2))
                {
                    out.push(Piece { speaker: label(start), start, end, words, ..Piece::default() });
                }
            }
        } else if let Some(words) = best.get("transcript").and_then(Value::as_str) {
            // When a result ends is all that is known of its time: the next begins there.
            let start = out.last().map_or(0, |p| p.end);
            let end = result.get("resultEndTime").or_else(|| result.get("resultEndOffset"));
            let end = end.and_then(|e| fields::end(&serde_json::json!({"endOffset": e}), 1.0)).unwrap_or(start);
            out.push(Piece { speaker: channel(), start, end, words, ..Piece::default() });
        }
    }
    if several {
        out.sort_by_key(|p| p.start);
    }
    Some(out)
}

/// `ElevenLabs`, a transcript for each channel.
fn transcripts(value: &Value) -> Option<Vec<Piece<'_>>> {
    let list = array(value, "transcripts").filter(|l| l.iter().any(|t| array(t, "words").is_some()))?;
    let mut out: Vec<Piece<'_>> = Vec::new();
    for transcript in list {
        let channel = transcript.get("channel_index").and_then(Value::as_u64).filter(|_| list.len() > 1);
        for mut piece in array(transcript, "words").map(|w| lists::pieces(w, false)).unwrap_or_default() {
            piece.speaker = piece.speaker.or_else(|| channel.map(|n| format!("Channel {n}")));
            out.push(piece);
        }
    }
    out.sort_by_key(|p| p.start);
    Some(out)
}

/// Vosk: an object with its words for each utterance.
fn many_results(value: &Value) -> Option<Vec<Piece<'_>>> {
    let list = value.as_array().filter(|l| l.iter().any(|o| array(o, "result").is_some()))?;
    Some(list.iter().filter_map(|o| array(o, "result")).flat_map(|words| lists::pieces(words, false)).collect())
}
