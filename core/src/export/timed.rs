//! Records by when their words are said, on tiers as programs for recordings have them: one for each speaker, and one for each
//! other label of a speaker. Nothing on a tier overlaps.

use super::Selected;
use super::places::counted;
use crate::annotation::{Codebook, QUOTE};
use crate::document::{Document, Heard};
use crate::span::{Span, hull};
use std::collections::{HashMap, HashSet};

/// Code points that are spoken in a second, about: what is behind the last time code has no end in the document.
const CHARS_A_SECOND: u64 = 15;
/// Shortest time of words whose end is estimated, in milliseconds.
const MIN_MILLIS: u64 = 1_000;
/// The tier of what nobody is named for.
const NOBODY_NAMED: &str = "Nobody named";

/// A record from one time to another, in milliseconds from the beginning of the recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    /// The number of the record among those of its document.
    pub number: usize,
    /// When its words begin.
    pub start: u32,
    /// When they end: later.
    pub end: u32,
    /// From the first of them to the last, in bytes.
    words: Span,
}

/// Intervals in the order of time, none of which overlap.
#[derive(Clone, Debug)]
pub struct Tier {
    /// Its name, on one line; no other tier has it.
    pub name: String,
    /// Who speaks, on one line; `None` where nobody is named.
    pub speaker: Option<String>,
    /// The label of its records.
    pub label: String,
    /// The records.
    pub intervals: Vec<Interval>,
}

/// The label of records, and who speaks.
type Whose<'a> = (&'a str, Option<String>);

/// The tiers of a document.
#[derive(Clone, Debug, Default)]
pub struct Timed {
    /// Those of statements in order of appearance, then those of the other labels.
    pub tiers: Vec<Tier>,
    /// When all has ended that is known, in milliseconds.
    pub end: u32,
    /// How many records have a place in the text, and none in time.
    pub untimed: usize,
    /// How many stand on a further tier, since they overlap others.
    overlapping: usize,
    /// How many boundaries within one time code were estimated.
    estimated: usize,
    /// Whether the end of the last words was estimated.
    is_open: bool,
}

impl Timed {
    /// Those of the records that nobody rejected. O(n log n).
    pub fn of(document: &Selected<'_>, codebook: &Codebook) -> Self {
        let source = document.reading.document();
        let mut out = Self { end: end_of(source), ..Self::default() };
        let mut tiers: Vec<(Whose<'_>, Vec<Interval>)> = Vec::new();
        let mut known: HashMap<Whose<'_>, usize> = HashMap::new();
        for number in (0..document.placed()).filter(|n| !document.is_rejected(*n)) {
            let Some(interval) = out.interval(source, number, document.places(number).content) else {
                out.untimed += 1;
                continue;
            };
            let key = (document.label(number), document.speaker(number).map(|name| one_line(&name)));
            let at = *known.entry(key.clone()).or_insert(tiers.len());
            match tiers.get_mut(at) {
                Some((_, intervals)) => intervals.push(interval),
                None => tiers.push((key, vec![interval])),
            }
        }
        tiers.sort_by_key(|((label, _), _)| *label != QUOTE);
        let mut names = Names::default();
        for ((label, speaker), mut intervals) in tiers {
            intervals.sort_by_key(|i| (i.start, i.words.start, i.words.end));
            let whose = speaker.as_deref().unwrap_or(if label == QUOTE { NOBODY_NAMED } else { "" });
            let label_name = one_line(codebook.shown(label));
            let name = match (label, whose) {
                (QUOTE, whose) => whose.to_owned(),
                (_, "") => label_name,
                (_, whose) => format!("{label_name}@{whose}"),
            };
            for intervals in out.layers(source, intervals) {
                out.end = intervals.iter().map(|i| i.end).fold(out.end, u32::max);
                let (name, speaker) = (names.unique(&name), speaker.clone());
                out.tiers.push(Tier { name, speaker, label: label.to_owned(), intervals });
            }
        }
        out
    }

    /// When the words of a record are said; `None` for what stands before the first time code.
    fn interval(&mut self, source: &Document, number: usize, spans: &[Span]) -> Option<Interval> {
        let words = hull(spans).filter(|words| !words.is_empty())?;
        let start = source.heard_at(words.start)?.begins;
        let last = source.heard_at(words.end - 1)?;
        self.is_open |= last.ends.is_none();
        let end = last.ends.unwrap_or_else(|| time_in(source, &last, words.end)).max(start + 1);
        Some(Interval { number, start, end, words })
    }

    /// Intervals in the order of time as rows in which none overlap. Where two share a time code and none of their words, it
    /// is cut between them as their words divide it.
    fn layers(&mut self, source: &Document, intervals: Vec<Interval>) -> Vec<Vec<Interval>> {
        let mut layers: Vec<Vec<Interval>> = Vec::new();
        for mut interval in intervals {
            let mut placed = false;
            for layer in &mut layers {
                if let Some(last) = layer.last_mut()
                    && last.end > interval.start
                {
                    let apart = last.words.end <= interval.words.start;
                    let heard = source.heard_at(interval.words.start).filter(|_| apart);
                    let Some(between) = heard.map(|heard| time_in(source, &heard, interval.words.start)) else {
                        continue;
                    };
                    if !(last.start < between && between < interval.end) {
                        continue;
                    }
                    (last.end, interval.start) = (between, between);
                    self.estimated += 1;
                }
                layer.push(interval);
                placed = true;
                break;
            }
            if !placed {
                self.overlapping += usize::from(!layers.is_empty());
                layers.push(vec![interval]);
            }
        }
        layers
    }

    /// What a person should know of the times, in whole sentences.
    pub fn told(&self) -> Vec<String> {
        let untimed = counted(self.untimed, "annotation stands", "annotations stand");
        let untimed = untimed.map(|words| format!("{words} before the first time code: left out."));
        let overlapping = counted(self.overlapping, "annotation overlaps", "annotations overlap");
        let overlapping =
            overlapping.map(|words| format!("{words} others of the same speaker in time: on a further tier."));
        let estimated = counted(self.estimated, "boundary", "boundaries");
        let estimated =
            estimated.map(|words| format!("{words} within one time code estimated by the length of the words."));
        let open = "When the last words end is not in the document: estimated by their length.";
        let open = self.is_open.then(|| open.to_owned());
        [untimed, overlapping, estimated, open].into_iter().flatten().collect()
    }
}

/// When the byte `at` is said, if the words between two time codes take as long as they are; where the second is missing, as
/// long as people speak.
fn time_in(source: &Document, heard: &Heard, at: u32) -> u32 {
    let length = u64::from(heard.words.len().max(1));
    let millis = heard.ends.map_or_else(
        || {
            let (start, end) = source.in_chars(heard.words);
            (u64::from(end - start) * 1_000 / CHARS_A_SECOND).max(MIN_MILLIS)
        },
        |ends| u64::from(ends - heard.begins),
    );
    let part = millis * u64::from(at.saturating_sub(heard.words.start)).min(length) / length;
    heard.begins.saturating_add(u32::try_from(part).unwrap_or(u32::MAX))
}

/// When a document has ended: behind its last time code by the shortest time.
fn end_of(source: &Document) -> u32 {
    let last = source.heard_at(u32::MAX).map_or(0, |heard| heard.begins);
    last.saturating_add(MIN_MILLIS as u32)
}

/// Words on one line, as names and values of intervals are.
pub fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Names that are given away.
#[derive(Debug, Default)]
pub struct Names(HashSet<String>);

impl Names {
    /// `wanted`, with a number behind it where it is given away.
    pub fn unique(&mut self, wanted: &str) -> String {
        let mut name = wanted.to_owned();
        let mut number = 2;
        while !self.0.insert(name.clone()) {
            name = format!("{wanted} {number}");
            number += 1;
        }
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::Set;
    use crate::detect::Detector;
    use crate::export::Filter;
    use crate::reading::Reading;
    use proptest::prelude::*;
    use std::fmt::Write as _;
    use std::sync::Arc;

    fn timed(name: &str, text: &str) -> Timed {
        let document = Arc::new(Document::from_text(text, name));
        let found = Arc::new(Detector::new().extract(&document));
        let reading = Reading::new(document, found, Set::default());
        Timed::of(&Selected::new("a".to_owned(), &reading, &Filter::with(true, false)), &Codebook::default())
    }

    fn times(timed: &Timed) -> Vec<(&str, Vec<(u32, u32)>)> {
        let intervals = |t: &Tier| t.intervals.iter().map(|i| (i.start, i.end)).collect();
        timed.tiers.iter().map(|t| (t.name.as_str(), intervals(t))).collect()
    }

    #[test]
    fn a_tier_for_each_speaker_with_turns_at_their_times() {
        let captions = "1\n00:00:01,000 --> 00:00:04,200\nADA GREY: The mill pond was\n\n2\n00:00:04,300 --> 00:00:07,000\n\
            never drained.\n\n3\n00:00:20,000 --> 00:00:22,000\nBO LIND: Who asked?\n\n4\n00:00:22,500 --> 00:00:24,000\nADA GREY: Nobody.\n";
        let timed = timed("a.srt", captions);
        let wanted = [("ADA GREY", vec![(1_000, 7_000), (22_500, 23_633)]), ("BO LIND", vec![(20_000, 22_500)])];
        assert_eq!(times(&timed), wanted);
        assert!(timed.told().concat().contains("When the last words end"), "{:?}", timed.told());
    }

    #[test]
    fn statements_of_one_time_code_divide_it() {
        let text = "[00:00:02] GREY: We came.\n\n[00:01:00] Later Ada Grey said: “We will vote on Monday.” Ada Grey said: “We will not wait.”\n\n\
            [00:02:00] LIND: Why?";
        let timed = timed("a.txt", text);
        for tier in &timed.tiers {
            for pair in tier.intervals.windows(2) {
                assert!(pair[0].end <= pair[1].start, "{:?}", times(&timed));
            }
        }
    }

    #[test]
    fn names_are_given_away_once() {
        let mut names = Names::default();
        assert_eq!(["a", "a 2", "a", "a"].map(|n| names.unique(n)), ["a", "a 2", "a 3", "a 4"]);
    }

    proptest! {
        #[test]
        fn nothing_on_a_tier_overlaps(
            turns in prop::collection::vec((0u32..90, 0u8..3, "“?[A-Z][a-z]{1,9} [a-z]{1,9}[.?]”?"), 3..12),
        ) {
            let (mut at, mut text) = (0, String::new());
            for (step, who, words) in turns {
                at += step;
                let name = ["ADA GREY", "BO LIND", "KIM"][usize::from(who)];
                let _ = writeln!(text, "[00:{:02}:{:02}] {name}: {words}\n", at / 60, at % 60);
            }
            let timed = timed("a.txt", &text);
            for tier in &timed.tiers {
                prop_assert!(tier.intervals.iter().all(|i| i.start < i.end && i.end <= timed.end));
                prop_assert!(tier.intervals.windows(2).all(|p| p[0].end <= p[1].start));
            }
        }
    }
}
