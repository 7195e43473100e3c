//! Transcripts in tiers, as ELAN and Praat have them: a tier for each speaker, and beside it tiers of words, sounds,
//! translations. One tier of each speaker is read; the others are counted.

use super::builder::TextBuilder;
use super::cues::{Cue, CueFlow, LineVoice, read as joined};
use std::collections::HashMap;

/// Intervals with words.
#[derive(Clone, Debug, Default)]
pub struct Tier {
    /// Its name.
    pub name: String,
    /// Who speaks in it, where that is said apart from the name.
    pub participant: String,
    /// Whether it annotates another tier.
    pub depends: bool,
    /// When each interval begins and ends, in milliseconds, and its words.
    pub intervals: Vec<(u32, u32, String)>,
}

/// What programs and schemes call tiers of whole speech.
const SPEECH: [&str; 26] = [
    "utterance",
    "utterances",
    "utt",
    "transcription",
    "transcript",
    "trans",
    "text",
    "txt",
    "tx",
    "orthography",
    "orth",
    "ortho",
    "ort",
    "default",
    "speech",
    "sentence",
    "sentences",
    "phrase",
    "phrases",
    "ipu",
    "ipus",
    "turn",
    "turns",
    "translit",
    "verbatim",
    "transkript",
];
/// … of single words …
const WORDS: [&str; 10] = ["word", "words", "token", "tokens", "wrd", "mots", "mot", "wörter", "palabras", "wort"];
/// … and of what is no speech, or says it once more.
const BESIDE: [&str; 44] = [
    "phone",
    "phones",
    "phoneme",
    "phonemes",
    "segment",
    "segments",
    "syllable",
    "syllables",
    "syll",
    "mau",
    "kan",
    "ipa",
    "ref",
    "id",
    "mb",
    "mp",
    "mph",
    "ge",
    "gls",
    "gloss",
    "glosses",
    "ps",
    "pos",
    "ft",
    "fte",
    "lt",
    "translation",
    "trad",
    "translit",
    "note",
    "notes",
    "nt",
    "comment",
    "comments",
    "com",
    "gesture",
    "gestures",
    "gaze",
    "head",
    "hands",
    "morph",
    "lemma",
    "intonation",
    "tones",
];
/// Labels of intervals in which nobody says anything, as aligners write them.
const SILENCE: [&str; 9] = ["sil", "sp", "<eps>", "<p:>", "<sil>", "<p>", "_", "#", "<>"];

/// How well a tier shows what is said: the lowest is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Speech,
    DependentSpeech,
    Words,
    /// Never read.
    Beside,
}

/// The text of the best tier of each speaker, in the order of time. O(n log n).
pub fn read(tiers: Vec<Tier>) -> TextBuilder {
    let participants = tiers.iter().any(|t| !t.participant.trim().is_empty());
    let mut best: HashMap<String, (Level, usize, usize)> = HashMap::new();
    let judged: Vec<(Level, String)> = tiers.iter().map(|t| judge(t, participants)).collect();
    for (number, (tier, (level, speaker))) in tiers.iter().zip(&judged).enumerate() {
        let letters = tier.intervals.iter().map(|i| i.2.len()).sum::<usize>();
        if *level == Level::Beside || letters == 0 {
            continue;
        }
        let known = best.entry(speaker.clone()).or_insert((*level, letters, number));
        if *level < known.0 || *level == known.0 && letters > known.1 {
            *known = (*level, letters, number);
        }
    }
    // Where nothing has the name of a speech tier, what there is is better than nothing.
    if best.is_empty()
        && let Some((number, _)) =
            tiers.iter().enumerate().find(|(_, t)| t.intervals.iter().any(|i| !i.2.trim().is_empty()))
    {
        best.insert(String::new(), (Level::Beside, 0, number));
    }
    // A tier without the name of anybody beside tiers of speakers says the same once more, or what nobody says.
    if best.len() > 1 {
        best.remove("");
    }
    let chosen: Vec<usize> = best.values().map(|(_, _, number)| *number).collect();
    let (mut cues, mut left) = (Vec::new(), 0usize);
    for (number, (tier, (_, speaker))) in tiers.into_iter().zip(judged).enumerate() {
        let said = |words: &str| !words.trim().is_empty() && !SILENCE.contains(&words.trim());
        if !chosen.contains(&number) {
            left += tier.intervals.iter().filter(|i| !i.2.trim().is_empty()).count();
            continue;
        }
        let voice = if speaker.is_empty() { LineVoice::Untold } else { LineVoice::Named(speaker) };
        let spoken = tier.intervals.iter().filter(|i| said(&i.2));
        cues.extend(spoken.map(|(start, end, words)| Cue::new(*start, *end, &voice, words)));
    }
    cues.sort_by_key(|c| c.start);
    let mut out = joined(&cues, CueFlow::Joined);
    out.left.annotations += left;
    out
}

/// What a tier shows, and whose it is. `participants`: whether tiers name theirs.
fn judge(tier: &Tier, participants: bool) -> (Level, String) {
    let (level, speaker) = named(&tier.name);
    let level = match level {
        Some(Level::Speech) if tier.depends => Level::DependentSpeech,
        Some(level) => level,
        None if tier.depends => Level::Beside,
        None => Level::Speech,
    };
    // Between what is said stand intervals without a label; one whose labels are mostly figures counts something.
    let labelled = tier.intervals.iter().filter(|i| !i.2.trim().is_empty()).count();
    let wordless = labelled - tier.intervals.iter().filter(|i| i.2.contains(char::is_alphabetic)).count();
    let participant = tier.participant.trim();
    let level = if wordless * 2 > labelled || participants && participant.is_empty() { Level::Beside } else { level };
    (level, if participants { participant } else { speaker }.to_owned())
}

/// What the name of a tier says of its kind, and the rest of it: `Ada - words`, `tx@Bo`.
fn named(name: &str) -> (Option<Level>, &str) {
    let separates = |c: char| c.is_whitespace() || "-_@/:.()|".contains(c);
    let kind = |word: &str| {
        let is = |list: &[&str]| list.iter().any(|w| w.eq_ignore_ascii_case(word));
        if is(&SPEECH) {
            Some(Level::Speech)
        } else if is(&WORDS) {
            Some(Level::Words)
        } else if is(&BESIDE) {
            Some(Level::Beside)
        } else {
            None
        }
    };
    let (mut rest, mut level) = (name.trim_matches(separates), None);
    loop {
        let last = rest.rsplit(separates).next().unwrap_or_default();
        let first = rest.split(separates).next().unwrap_or_default();
        let (found, shorter) = if let Some(found) = kind(last) {
            (found, rest.get(..rest.len() - last.len()))
        } else if let Some(found) = kind(first) {
            (found, rest.get(first.len()..))
        } else {
            return (level, rest);
        };
        level = level.max(Some(found));
        rest = shorter.unwrap_or_default().trim_matches(separates);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tier(name: &str, participant: &str, depends: bool, intervals: &[(u32, &str)]) -> Tier {
        let intervals = intervals.iter().map(|(at, words)| (*at, at + 900, (*words).to_owned())).collect();
        Tier { name: name.to_owned(), participant: participant.to_owned(), depends, intervals }
    }

    #[test]
    fn one_tier_of_each_speaker_in_the_order_of_time() {
        let found = read(vec![
            tier("Ada", "", false, &[(0, "We came."), (4_000, "At noon.")]),
            tier("Bo", "", false, &[(0, ""), (2_000, "Why?"), (2_900, " ")]),
            tier("Ada_translation", "", true, &[(0, "Nous sommes venus.")]),
            tier("notes", "", false, &[(1_000, "wind")]),
        ]);
        assert_eq!(found.left.annotations, 2);
        assert_eq!(found.done().text, "Ada: We came.\n\nBo: Why?\n\nAda: At noon.");
    }

    #[test]
    fn aligners_and_schemes() {
        let aligned = vec![
            tier("Ada - words", "", false, &[(0, "we"), (900, "came"), (1_800, "sil")]),
            tier("Ada - phones", "", false, &[(0, "w"), (400, "i")]),
            tier("Bo - words", "", false, &[(3_000, "why")]),
        ];
        assert_eq!(read(aligned).done().text, "Ada: we came\n\nBo: why");
        let single = vec![
            tier("utterances", "", false, &[(0, "We came.")]),
            tier("words", "", false, &[(0, "We"), (400, "came.")]),
        ];
        assert_eq!(read(single).done().text, "We came.");
        let scheme = vec![
            tier("ref@A", "Ada Grey", false, &[(0, "001"), (900, "002")]),
            tier("tx@A", "Ada Grey", true, &[(0, "We came"), (900, "at noon.")]),
            tier("ft@A", "Ada Grey", true, &[(0, "Nous sommes venus a midi, tous.")]),
        ];
        assert_eq!(read(scheme).done().text, "Ada Grey: We came at noon.");
    }
}
