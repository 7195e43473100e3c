//! brat standoff: the text, and beside it a line for every span, relation, attribute and note. Offsets are code points.
//! A span never holds a line end: brat shows one as several fragments, so it is written as several.

use super::places::{self, Part, Placed};
use super::{Document, Written};
use crate::safe::visible;
use crate::span::Span;
use std::fmt::Write as _;

/// Writes one document: `.ann` with its `.txt`.
pub fn write(documents: &[Document<'_>]) -> Written {
    let Some(document) = documents.first() else { return Written::default() };
    let source = document.reading.document();
    let (placed, lost) = places::of(document);
    let mut out = String::new();
    // The number of the content of each record.
    let mut contents = vec![0usize; document.records.len()];
    let (mut relations, mut attributes, mut notes) = (0, 0, 0);
    let mut rest = String::new();
    for (n, item) in placed.iter().enumerate() {
        let id = n + 1;
        if item.part == Part::Content {
            for number in &item.numbers {
                if let Some(slot) = contents.get_mut(*number) {
                    *slot = id;
                }
            }
        }
        let pieces: Vec<Span> = item.spans.iter().flat_map(|s| fragments(source.text(), *s)).collect();
        let at: Vec<String> = pieces
            .iter()
            .map(|s| {
                let (start, end) = source.in_chars(*s);
                format!("{start} {end}")
            })
            .collect();
        let words: Vec<&str> = pieces.iter().map(|s| source.words(*s)).collect();
        let _ = writeln!(out, "T{id}\t{} {}\t{}", kind(&item.label()), at.join(";"), words.join(" "));
    }
    for (n, item) in placed.iter().enumerate() {
        let id = n + 1;
        match item.part {
            Part::Source | Part::Cue => {
                let role = if item.part == Part::Source { "said_by" } else { "cued_by" };
                for content in item.numbers.iter().filter_map(|n| contents.get(*n)).filter(|c| **c > 0) {
                    relations += 1;
                    let _ = writeln!(rest, "R{relations}\t{role} Arg1:T{content} Arg2:T{id}");
                }
            }
            Part::Content => {
                for (name, value) in said_of(item) {
                    attributes += 1;
                    let _ = writeln!(rest, "A{attributes}\t{name} T{id} {value}");
                }
                for note in noted(item) {
                    notes += 1;
                    let _ = writeln!(rest, "#{notes}\tAnnotatorNotes T{id}\t{}", one_line(&note));
                }
            }
        }
    }
    out.push_str(&rest);
    Written {
        text: out,
        beside: vec![("txt", source.text().to_owned())],
        lost: places::without(lost).into_iter().collect(),
    }
}

/// A type as brat allows one: letters, digits, `-` and `_`.
pub fn kind(label: &str) -> String {
    label.chars().map(|c| if c.is_alphanumeric() || c == '-' { c } else { '_' }).collect()
}

/// Kind, form, status and rating; values hold no line end.
fn said_of(item: &Placed<'_>) -> Vec<(&'static str, String)> {
    let r = item.record;
    let mut out: Vec<(&'static str, String)> = Vec::new();
    out.extend(r.kind.map(|k| ("Kind", k.to_owned())));
    out.extend(r.form.map(|f| ("Form", f.to_owned())));
    out.extend(r.status.map(|s| ("Status", s.to_owned())));
    out.extend(r.speaker.as_deref().map(|s| ("SpeakerName", one_line(s))));
    out.extend(r.rating.as_deref().map(|s| ("Rating", one_line(s))));
    out
}

/// What a person wrote: the note, the evidence.
fn noted(item: &Placed<'_>) -> Vec<String> {
    let note = item.record.note.clone().filter(|n| !n.trim().is_empty());
    note.into_iter().chain(item.record.evidence.iter().cloned()).collect()
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
