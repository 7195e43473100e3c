//! Changes of a scratch page, each in one place, so that they can be made to a text that somebody else changed elsewhere.

use super::{Entry, TITLE, entries, line_end};
use crate::export::quotations::Quotation;
use std::ops::Range;

/// A change of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Quotations at the end.
    Append(Vec<Quotation>),
    /// Other words in one place.
    Splice(Splice),
}

/// Other words in one place of a text, with what stands around it, by which the place is found again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Splice {
    at: usize,
    before: String,
    old: String,
    new: String,
    after: String,
}

/// Bytes on either side by which a place is known again.
const CONTEXT: usize = 120;

impl Splice {
    /// Other words in the place of the bytes `range` of a text.
    fn new(text: &str, range: Range<usize>, new: String) -> Self {
        let from = text.floor_char_boundary(range.start.saturating_sub(CONTEXT));
        let to = text.ceil_char_boundary((range.end + CONTEXT).min(text.len()));
        let part = |range: Range<usize>| text.get(range).unwrap_or_default().to_owned();
        Self { at: range.start, before: part(from..range.start), after: part(range.end..to), old: part(range), new }
    }

    /// Where it belongs in a text: where it was, else the one place with the same words around it, else the one with the
    /// words it changes. O(length).
    fn place(&self, text: &str) -> Option<usize> {
        let fits = |at: usize| {
            let behind = text.get(at..).and_then(|rest| rest.strip_prefix(self.old.as_str()));
            behind.is_some_and(|rest| rest.starts_with(&self.after))
                && text.get(..at).is_some_and(|head| head.ends_with(&self.before))
        };
        if fits(self.at) {
            return Some(self.at);
        }
        let whole = format!("{}{}{}", self.before, self.old, self.after);
        let one = |words: &str| {
            let mut found = text.match_indices(words).filter(|_| !words.is_empty()).map(|(at, _)| at);
            found.next().filter(|_| found.next().is_none())
        };
        // White space alone says nothing of a place.
        let by_itself = || one(&self.old).filter(|_| !self.old.trim().is_empty());
        one(&whole).map(|at| at + self.before.len()).or_else(by_itself)
    }
}

/// A text with a change made, and what takes it back; `None` where the place of the change is not there any more. What was
/// taken away and has no place any more comes back at the end. O(length).
pub fn apply(text: &str, edit: &Edit) -> Option<(String, Splice)> {
    let splice = match edit {
        Edit::Append(quotations) => appended(text, quotations),
        Edit::Splice(splice) => splice.clone(),
    };
    let (at, old, new) = match splice.place(text) {
        Some(at) => (at, splice.old, splice.new),
        None if splice.old.is_empty() => (text.len(), String::new(), format!("{}{}", gap(text), splice.new)),
        None => return None,
    };
    let (head, behind) = (text.get(..at)?, text.get(at + old.len()..)?);
    let changed = format!("{head}{new}{behind}");
    let back = Splice::new(&changed, at..at + new.len(), old);
    Some((changed, back))
}

/// What has to stand between the end of a text and a paragraph.
fn gap(text: &str) -> String {
    let end = line_end(text);
    let lines = text.replace("\r\n", "\n");
    match () {
        () if text.trim_start_matches('\u{feff}').is_empty() || lines.ends_with("\n\n") => String::new(),
        () if lines.ends_with('\n') => end.to_owned(),
        () => format!("{end}{end}"),
    }
}

/// Text with the line ends of a page.
fn with_line_ends(words: &str, page: &str) -> String {
    let plain = words.replace("\r\n", "\n");
    if line_end(page) == "\n" { plain } else { plain.replace('\n', "\r\n") }
}

fn appended(text: &str, quotations: &[Quotation]) -> Splice {
    // What is there already is not brought once more.
    let there: Vec<Quotation> = entries(text).into_iter().map(|entry| entry.quotation).collect();
    let is_there = |one: &Quotation| there.iter().any(|other| other.words == one.words && other.link == one.link);
    let blocks: Vec<String> =
        quotations.iter().filter(|quotation| !is_there(quotation)).map(Quotation::block).collect();
    if blocks.is_empty() {
        return Splice::new(text, text.len()..text.len(), String::new());
    }
    let is_new = text.trim_start_matches('\u{feff}').trim().is_empty();
    let title = if is_new { format!("{TITLE}\n\n") } else { String::new() };
    let words = with_line_ends(&format!("{title}{}", blocks.join("\n")), text);
    Splice::new(text, text.len()..text.len(), format!("{}{words}", gap(text)))
}

/// Without some quotations, by their numbers in order, and what is written under them. `None` where none of them is there.
pub fn removed(text: &str, all: &[Entry], numbers: &[usize]) -> Option<Splice> {
    let taken: Vec<&Entry> = numbers.iter().filter_map(|n| all.get(*n)).collect();
    let range = taken.first()?.block.start..taken.last()?.notes.end;
    let mut kept = String::new();
    let mut from = range.start;
    for entry in taken {
        kept.push_str(text.get(from..entry.block.start)?);
        from = entry.notes.end;
    }
    Some(Splice::new(text, range, kept))
}

/// What is written under a quotation.
pub fn note_of<'a>(text: &'a str, entry: &Entry) -> &'a str {
    text.get(entry.notes.clone()).unwrap_or_default().trim()
}

/// With another note under a quotation.
pub fn noted(text: &str, entry: &Entry, note: &str) -> Splice {
    let end = line_end(text);
    // The last line of a page may have no end.
    let above = text.get(..entry.notes.start).is_some_and(|head| head.ends_with('\n'));
    let open = if above { "" } else { end };
    let below = if entry.notes.end < text.len() { end } else { "" };
    let new = match with_line_ends(note.trim(), text) {
        note if note.is_empty() => format!("{open}{below}"),
        note => format!("{open}{end}{note}{end}{below}"),
    };
    Splice::new(text, entry.notes.clone(), new)
}

/// With a quotation and what is written under it above the one before, or below the next one; over a heading it goes only to
/// the other side of that. `None` at the ends.
pub fn moved(text: &str, all: &[Entry], n: usize, up: bool) -> Option<Splice> {
    let other = if up { n.checked_sub(1)? } else { n + 1 };
    let (first, second) = (all.get(n.min(other))?, all.get(n.max(other))?);
    let range = first.block.start..second.notes.end;
    let part = |range: Range<usize>| text.get(range);
    let one = part(first.block.start..first.notes.end)?;
    let between = part(first.notes.end..second.block.start)?;
    let two = part(second.block.start..second.notes.end)?;
    let parts = match (between.is_empty(), up) {
        (true, _) => [two, one, ""],
        (false, true) => [one, two, between],
        (false, false) => [between, one, two],
    };
    let mut new = String::new();
    for part in parts.into_iter().filter(|part| !part.is_empty()) {
        if !new.is_empty() {
            // A page that has been empty so far would take anything.
            new.push_str(&gap_behind(&new, text));
        }
        new.push_str(part);
    }
    // No more blank lines at the end of the page than there were.
    if range.end == text.len() && !two.ends_with("\n\n") && !two.ends_with("\n\r\n") {
        let end = line_end(text);
        new.truncate(new.trim_end().len());
        new.push_str(end);
    }
    Some(Splice::new(text, range, new))
}

/// What has to stand behind a part of a page before the next paragraph.
fn gap_behind(part: &str, page: &str) -> String {
    let end = line_end(page);
    let lines = part.replace("\r\n", "\n");
    match (lines.ends_with("\n\n"), lines.ends_with('\n')) {
        (true, _) => String::new(),
        (_, true) => end.to_owned(),
        _ => format!("{end}{end}"),
    }
}
