//! A corpus for `ConvoKit`: what somebody said is an utterance, a document a conversation. A folder of five files with names of
//! their own, in ASCII, since they are read in whatever encoding the system has.

use super::places::{Aspect, Tally, counted};
use super::{Files, Record, Selected, Writer, Written, json};
use crate::annotation::{Codebook, QUOTE};
use crate::document::Locator;
use jiff::civil::DateTime;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::io;

/// The main file.
pub const UTTERANCES: &str = "utterances.jsonl";
/// The speaker of what nobody was found for.
const UNKNOWN: &str = "unknown";
/// What more is known of utterances, conversations and speakers: each name with its type in Python.
const UTTERANCE: [(&str, &str); 14] = [
    ("label", STR),
    ("kind", STR),
    ("form", STR),
    ("status", STR),
    ("score", "<class 'float'>"),
    ("at", LIST),
    ("cue", LIST),
    ("mention", STR),
    ("rating", STR),
    ("note", STR),
    ("evidence", LIST),
    ("locator", STR),
    ("by", STR),
    ("attributes", "<class 'dict'>"),
];
const CONVERSATION: [(&str, &str); 6] =
    [("title", STR), ("author", STR), ("outlet", STR), ("date", STR), ("recording", STR), ("utterances", INT)];
const SPEAKER: [(&str, &str); 2] = [("kind", STR), ("utterances", INT)];
const STR: &str = "<class 'str'>";
const INT: &str = "<class 'int'>";
const LIST: &str = "<class 'list'>";

/// Writes the statements of all documents as one corpus. Kept between documents is what is said of each and of everybody.
pub struct ConvoKitWriter {
    now: String,
    speakers: BTreeMap<String, (Option<&'static str>, usize)>,
    conversations: Vec<(String, Value)>,
    written: usize,
    others: usize,
    untimed: usize,
    tally: Tally,
}

impl ConvoKitWriter {
    /// Nothing written yet. `now`: the moment, RFC 3339.
    pub fn new(now: &str) -> Self {
        Self {
            now: now.to_owned(),
            speakers: BTreeMap::new(),
            conversations: Vec::new(),
            written: 0,
            others: 0,
            untimed: 0,
            tally: Tally::new(&[Aspect::Links]),
        }
    }
}

impl Writer for ConvoKitWriter {
    fn document(
        &mut self,
        _pass: usize,
        document: &Selected<'_>,
        _codebook: &Codebook,
        out: &mut dyn Files,
    ) -> io::Result<()> {
        self.tally.add(document);
        // The turn or post before, which the next one answers.
        let mut last: Option<String> = None;
        let mut utterances = 0;
        for number in (0..document.placed()).filter(|n| !document.is_rejected(*n)) {
            let Some(record) = document.record(number).filter(|record| record.label == QUOTE) else {
                self.others += 1;
                continue;
            };
            let own = if record.id.is_empty() { super::w3c::id_of(document, &record) } else { record.id.clone() };
            let id = format!("{}#{own}", document.name);
            let speaker = record.speaker_word().unwrap_or(UNKNOWN).to_owned();
            let answers = matches!(record.form, Some("turn" | "post"));
            let before = if answers { last.replace(id.clone()) } else { None };
            let timestamp = document.places(number).content.first().and_then(|s| timestamp(document, s.start));
            self.untimed += usize::from(timestamp.is_none());
            let known = self.speakers.entry(speaker.clone()).or_default();
            *known = (known.0.or(record.speaker_kind), known.1 + 1);
            utterances += 1;
            json::ascii_line(
                out,
                &Utterance {
                    id: &id,
                    conversation_id: &document.name,
                    reply_to: before.as_deref(),
                    speaker: &speaker,
                    timestamp,
                    text: &record.quoted,
                    meta: About::of(&record),
                    vectors: [],
                },
            )?;
        }
        self.written += utterances;
        let meta = &document.reading.document().meta;
        let about = json!({
            "title": document.title(),
            "author": meta.author,
            "outlet": meta.outlet,
            "date": meta.date.map(|day| day.to_string()),
            "recording": document.recording,
            "utterances": utterances,
        });
        self.conversations.push((document.name.clone(), about));
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Files) -> io::Result<Written> {
        let object = |about: Value| json!({"meta": about, "vectors": []});
        let speakers = std::mem::take(&mut self.speakers).into_iter();
        let speakers: Map<String, Value> =
            speakers.map(|(name, (kind, count))| (name, object(json!({"kind": kind, "utterances": count})))).collect();
        let conversations = std::mem::take(&mut self.conversations).into_iter();
        let conversations: Map<String, Value> = conversations.map(|(name, about)| (name, object(about))).collect();
        let types = |all: &[(&str, &str)]| -> Map<String, Value> {
            all.iter().map(|(name, kind)| ((*name).to_owned(), json!([kind]))).collect()
        };
        let index = json!({
            "utterances-index": types(&UTTERANCE),
            "speakers-index": types(&SPEAKER),
            "conversations-index": types(&CONVERSATION),
            "overall-index": types(&[("exporter", STR), ("exported", STR)]),
            "version": 1,
            "vectors": [],
        });
        let corpus = json!({"exporter": "sayso", "exported": self.now});
        for (name, value) in [
            ("speakers.json", Value::Object(speakers)),
            ("conversations.json", Value::Object(conversations)),
            ("corpus.json", corpus),
            ("index.json", index),
        ] {
            out.named(name)?;
            json::ascii_line(out, &value)?;
        }
        let others =
            counted(self.others, "annotation that is no statement is", "annotations that are no statements are");
        let others = others.map(|words| format!("{words} left out."));
        let untimed = counted(self.untimed, "utterance has no timestamp", "utterances have no timestamps");
        let untimed = untimed.map(|words| format!("{words}, since the document says none."));
        let left_out =
            [others, untimed, self.tally.without_rejected()].into_iter().flatten().chain(self.tally.dropped());
        Ok(Written { annotations: self.written, unplaced: self.tally.orphans(), left_out: left_out.collect() })
    }
}

/// A line. By the order of its fields the file is known again.
#[derive(serde::Serialize)]
struct Utterance<'a> {
    id: &'a str,
    conversation_id: &'a str,
    #[serde(rename = "reply-to")]
    reply_to: Option<&'a str>,
    speaker: &'a str,
    timestamp: Option<f64>,
    text: &'a str,
    meta: About<'a>,
    vectors: [u8; 0],
}

/// What is known of an utterance besides its words: the names of [`UTTERANCE`].
#[derive(serde::Serialize)]
struct About<'a> {
    label: &'a str,
    kind: Option<&'static str>,
    form: Option<&'static str>,
    status: Option<&'static str>,
    score: Option<f64>,
    at: &'a Option<Vec<(u32, u32)>>,
    cue: Option<(u32, u32)>,
    mention: Option<&'a str>,
    rating: Option<&'a str>,
    note: Option<&'a str>,
    evidence: &'a [String],
    locator: Option<&'a str>,
    by: Option<&'a str>,
    attributes: &'a BTreeMap<String, String>,
}

impl<'a> About<'a> {
    fn of(r: &'a Record) -> Self {
        Self {
            label: &r.label,
            kind: r.kind,
            form: r.form,
            status: r.status,
            score: r.score,
            at: &r.at,
            cue: r.cue,
            mention: r.mention.as_deref(),
            rating: r.rating.as_deref(),
            note: r.note.as_deref(),
            evidence: &r.evidence,
            locator: r.locator.as_deref(),
            by: r.by.as_deref(),
            attributes: &r.attributes,
        }
    }
}

/// When the byte `at` is said: seconds from the beginning of the recording; of a message of a chat, whose clock is read as
/// UTC, seconds since 1970, where the order of day and month is certain.
fn timestamp(document: &Selected<'_>, at: u32) -> Option<f64> {
    let source = document.reading.document();
    if let Some(millis) = source.time_at(at) {
        return Some(f64::from(millis) / 1_000.0);
    }
    let Some(Locator::Clock(clock)) = source.locator_at(at) else { return None };
    let time: DateTime = clock.replacen(' ', "T", 1).parse().ok()?;
    Some(time.duration_since(DateTime::constant(1970, 1, 1, 0, 0, 0, 0)).as_secs() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::Set;
    use crate::detect::Detector;
    use crate::document::Document;
    use crate::export::{Filter, Memory};
    use crate::reading::Reading;
    use std::sync::Arc;

    fn exported(name: &str, text: &str) -> (Vec<Value>, Memory) {
        let document = Arc::new(Document::from_text(text, name));
        let found = Arc::new(Detector::new().extract(&document));
        let reading = Reading::new(document, found, Set::default());
        let document = Selected::new(name.to_owned(), &reading, &Filter::with(true, false));
        let (mut out, mut writer) = (Memory::default(), ConvoKitWriter::new("2026-11-29T08:00:00Z"));
        writer.document(0, &document, &Codebook::default(), &mut out).unwrap();
        writer.end(&mut out).unwrap();
        assert!(out.main.is_ascii());
        let lines = std::str::from_utf8(&out.main).unwrap().lines();
        (lines.map(|line| serde_json::from_str(line).unwrap()).collect(), out)
    }

    #[test]
    fn a_turn_answers_the_one_before() {
        let (lines, out) = exported("a.txt", "ADA GREY: We came.\n\nBO LIND: Why?\n\nADA GREY: To see 🌊.\n");
        assert_eq!(lines.len(), 3, "{lines:?}");
        assert!(lines[0]["reply-to"].is_null());
        assert_eq!([&lines[1]["reply-to"], &lines[2]["reply-to"]], [&lines[0]["id"], &lines[1]["id"]]);
        assert_eq!((&lines[2]["text"], &lines[2]["speaker"]), (&json!("To see 🌊."), &json!("ADA GREY")));
        assert!(lines.iter().all(|l| l["timestamp"].is_null() && l["conversation_id"] == "a.txt"));
        // What is said of utterances is in the index, and nothing else.
        let index: Value = serde_json::from_slice(&out.beside.last().unwrap().1).unwrap();
        for line in &lines {
            let keys = line["meta"].as_object().unwrap().keys().collect::<Vec<_>>();
            assert_eq!(keys, index["utterances-index"].as_object().unwrap().keys().collect::<Vec<_>>());
        }
        let names: Vec<&str> = out.beside.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["speakers.json", "conversations.json", "corpus.json", "index.json"]);
    }

    #[test]
    fn times_are_those_of_the_recording_or_of_the_clock() {
        let (lines, _) = exported("a.txt", "[00:07] ADA: a b\n\n[00:12] BO: c d\n\n[00:19] ADA: e f");
        let times: Vec<&Value> = lines.iter().map(|l| &l["timestamp"]).collect();
        assert_eq!(times, [&json!(7.0), &json!(12.0), &json!(19.0)]);
        let chat = "12/05/2024, 14:05 - Ada Grey: We will vote.\n13/05/2024, 14:07 - Bo Lind: When?\n";
        let (lines, _) = exported("chat.txt", chat);
        assert_eq!(lines[0]["timestamp"], json!(1_715_522_700.0), "{lines:?}");
    }

    #[test]
    fn quotations_answer_nothing() {
        let (lines, _) = exported("a.txt", "“We will vote,” said Ada Grey. “No,” said Bo Lind.\n");
        assert!(lines.len() == 2 && lines.iter().all(|l| l["reply-to"].is_null()), "{lines:?}");
    }
}
