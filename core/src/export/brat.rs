//! brat standoff: the text, and beside it a line for every span, relation, attribute and note. Offsets are code points.
//! A span never holds a line end: brat shows one as several fragments, so it is written as several.

use super::places::{self, Aspect, Part, Tally};
use super::record::noted;
use super::{Files, Record, Selected};
use crate::annotation::name_beside_fields;
use crate::sanitize::{is_driving, lines, visible};
use crate::span::Span;
use std::io;

/// Writes one document: `.ann` with its `.txt`.
pub fn write(document: &Selected<'_>, out: &mut dyn Files) -> io::Result<Vec<String>> {
    let source = document.reading.document();
    let placed = places::of(document);
    // The number of the content of each record.
    let mut contents = vec![0usize; document.len()];
    let mut blank = 0;
    for (n, item) in placed.iter().enumerate() {
        let id = n + 1;
        if item.spans.iter().all(|s| fragments(source.text(), *s).is_empty()) {
            blank += 1;
            continue;
        }
        if item.part == Part::Content
            && let Some(slot) = contents.get_mut(item.number())
        {
            *slot = id;
        }
        let pieces: Vec<Span> = item.spans.iter().flat_map(|s| fragments(source.text(), *s)).collect();
        let at: Vec<String> = pieces
            .iter()
            .map(|s| {
                let (start, end) = source.in_chars(*s);
                format!("{start} {end}")
            })
            .collect();
        // The same words as in the text beside.
        let words: Vec<String> = pieces.iter().map(|s| lines(source.words(*s))).collect();
        writeln!(out, "T{id}\t{} {}\t{}", kind(&item.label(document)), at.join(";"), words.join(" "))?;
    }
    let (mut relations, mut attributes, mut notes, mut joined) = (0, 0, 0, 0);
    for (n, item) in placed.iter().enumerate() {
        let id = n + 1;
        match item.part {
            Part::Source | Part::Cue => {
                let role = if item.part == Part::Source { "said_by" } else { "cued_by" };
                for content in item.numbers.iter().filter_map(|n| contents.get(*n)).filter(|c| **c > 0) {
                    relations += 1;
                    writeln!(out, "R{relations}\t{role} Arg1:T{content} Arg2:T{id}")?;
                }
            }
            Part::Content => {
                let written = contents.get(item.number()) == Some(&id);
                let Some(record) = document.record(item.number()).filter(|_| written) else { continue };
                for (name, value) in said_of(&record) {
                    attributes += 1;
                    writeln!(out, "A{attributes}\t{name} T{id} {value}")?;
                }
                for note in noted(&record) {
                    notes += 1;
                    joined += usize::from(note.trim().contains(is_break));
                    writeln!(out, "#{notes}\tAnnotatorNotes T{id}\t{}", one_line(&note))?;
                }
            }
        }
    }
    out.beside("txt")?;
    // One for one, so that offsets stay.
    out.write_all(lines(source.text()).as_bytes())?;
    let controls = source.text().chars().filter(|c| is_driving(*c)).count();
    let controls = places::counted(controls, "control character is", "control characters are");
    let controls = controls.map(|words| format!("{words} written as \u{fffd} or a blank."));
    let blank = places::counted(blank, "span of white space is left out.", "spans of white space are left out.");
    let joined = places::counted(joined, "note of several lines is", "notes of several lines are");
    let joined = joined.map(|words| format!("{words} written as one line."));
    let tally = Tally::of(document, &[Aspect::Scores, Aspect::Links]);
    Ok(blank.into_iter().chain(tally.dropped()).chain(controls).chain(joined).collect())
}

/// A type as brat allows one: letters, digits, `-` and `_`.
pub fn kind(label: &str) -> String {
    label.chars().map(|c| if c.is_alphanumeric() || c == '-' { c } else { '_' }).collect()
}

/// Kind, form, status, speaker, rating and further values; values hold no line end.
fn said_of(r: &Record) -> Vec<(String, String)> {
    let named = |name: &str, value: Option<&str>| value.map(|v| (name.to_owned(), one_line(v)));
    let fixed = [
        named("Kind", r.kind),
        named("Form", r.form),
        named("Status", r.status),
        named("SpeakerName", r.speaker_word()),
        named("SpeakerMembers", (!r.members.is_empty()).then(|| r.members.join("; ")).as_deref()),
        named("Rating", r.rating.as_deref()),
        named("Check", r.check),
    ];
    let own =
        r.attributes.iter().map(|(name, value)| (kind(&places::capital(&name_beside_fields(name))), one_line(value)));
    fixed.into_iter().flatten().chain(own).filter(|(_, value)| !value.is_empty()).collect()
}

fn one_line(words: &str) -> String {
    visible(&words.split(is_break).map(str::trim).filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")).into_owned()
}

/// What brat takes for the end of a line (Python's `splitlines`).
const fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// The parts of a span between line ends, without white space at their ends.
fn fragments(text: &str, span: Span) -> Vec<Span> {
    let mut out = Vec::new();
    let mut at = span.start;
    for part in span.of(text).split_inclusive(is_break) {
        let piece = Span::new(at, at + part.len() as u32).trim(text, |c| c.is_whitespace() || is_break(c));
        out.extend((!piece.is_empty()).then_some(piece));
        at += part.len() as u32;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_cut_at_every_line_end() {
        let text = "one \n\n two\u{2028}three\u{a0}x";
        let all = Span::new(0, text.len() as u32);
        let words: Vec<&str> = fragments(text, all).into_iter().map(|s| s.of(text)).collect();
        assert_eq!(words, ["one", "two", "three\u{a0}x"]);
        assert_eq!(kind("Who said"), "Who_said");
        assert_eq!(one_line("a\n\tb\u{85}c"), "a b c");
    }
}
