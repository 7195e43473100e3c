//! A table of what is said when: `start`, `end`, `text` and perhaps `speaker`, in milliseconds or as clock times, as Whisper and
//! its kin write it.

use super::Parsed;
use super::cues::{Cue, CueFlow, LineVoice, read as joined};
use super::utterances::{clock, millis};

/// Where the columns stand.
#[derive(Clone, Copy, Debug)]
struct Columns {
    start: usize,
    end: usize,
    text: usize,
    speaker: Option<usize>,
}

impl Columns {
    /// Those of a first line; `None` when it names none of such a table.
    fn of(line: &str) -> Option<Self> {
        let names: Vec<&str> = line.trim_start_matches('\u{feff}').split('\t').map(str::trim).collect();
        let at = |name: &str| names.iter().position(|n| n.eq_ignore_ascii_case(name));
        Some(Self { start: at("start")?, end: at("end")?, text: at("text")?, speaker: at("speaker") })
    }
}

/// Whether a first line names the columns of such a table.
pub fn is_header(line: &str) -> bool {
    Columns::of(line).is_some()
}

/// Reads it. O(n).
pub fn read(source: &str) -> Parsed {
    let mut lines = source.lines();
    let Some(columns) = lines.next().and_then(Columns::of) else { return Parsed::default() };
    let mut cues: Vec<Cue> = Vec::new();
    for line in lines {
        let fields: Vec<&str> = line.split('\t').collect();
        let field = |at: usize| fields.get(at).map(|f| f.trim().trim_matches('"')).unwrap_or_default();
        let name = columns.speaker.map(field).unwrap_or_default();
        let voice = match (columns.speaker, name) {
            (None, _) => LineVoice::Untold,
            (Some(_), "") => LineVoice::Unnamed,
            (Some(_), name) => LineVoice::Named(name.to_owned()),
        };
        cues.push(Cue::new(time(field(columns.start)), time(field(columns.end)), &voice, field(columns.text)));
    }
    joined(&cues, CueFlow::Joined).done()
}

/// Whole numbers are milliseconds, broken ones seconds.
fn time(words: &str) -> u32 {
    words.parse().ok().or_else(|| words.parse().ok().map(millis)).or_else(|| clock(words)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Locator;

    #[test]
    fn with_speakers_and_without() {
        let plain = read("start\tend\ttext\n1000\t2500\tWe came.\n3400\t4900\tAt noon.\n");
        assert_eq!(plain.text, "We came. At noon.");
        assert_eq!(plain.locators.first().map(|l| l.1.clone()), Some(Locator::Time(1_000)));
        let named = read("start\tend\tspeaker\ttext\n1.5\t2\tAda Grey\tWe came.\n0:00:03\t0:00:04\tBo\t\"Why?\"\n5\n");
        assert_eq!(named.text, "Ada Grey: We came.\n\nBo: Why?");
        assert_eq!(named.locators.last().map(|l| l.1.clone()), Some(Locator::Time(3_000)));
        assert!(is_header("start\tend\ttext") && !is_header("text\tdate") && read("x").text.is_empty());
    }
}
