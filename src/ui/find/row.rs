//! A row of what was found: made from a document with its record, so that nothing of that is kept.

use crate::project::index::Found;
use crate::project::library::tidy;
use jiff::civil::Date;
use sayso_core::annotation::CLAIM;
use sayso_core::library::find::context;
use sayso_core::library::{DocumentRecord, Find, StatementRecord};
use sayso_core::reading::Likeness;
use sayso_core::sanitize::visible;
use sayso_core::span::{Span, hull};
use std::path::{Path, PathBuf};

/// Most characters of the words that are copied of a row.
const MAX_WORDS: usize = 2000;

/// How far a row is decided.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Decided {
    /// It is nobody's words.
    #[default]
    Nobody,
    /// A person decided.
    Yes,
    /// It is suggested.
    Suggested,
    /// It is hardly more than a guess.
    Guess,
}

/// A document with answers.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundDocument {
    /// Its path.
    pub path: PathBuf,
    /// What it is called below the folder.
    pub name: String,
    /// Its day.
    pub date: Option<Date>,
    /// The answers.
    pub rows: Vec<FindRow>,
}

/// One answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FindRow {
    /// Number of its document among those that were found.
    pub document: u32,
    /// Where in that, in bytes.
    pub span: Span,
    /// The same in a word.
    pub place: String,
    /// Who says it.
    pub speaker: Option<String>,
    /// How far that is decided.
    pub decided: Decided,
    /// Whether anybody says it.
    pub is_said: bool,
    /// Whether it is in a claim.
    pub is_claim: bool,
    /// How it stands to the quotation, where the same words are looked for.
    pub likeness: Option<Likeness>,
    /// Its sentence on one line, in parts, each with whether it is what was looked for, or differs from that.
    pub pieces: Vec<(String, bool)>,
    /// The words as they are copied.
    pub words: String,
    /// The words that were found, as they stand there.
    pub exact: String,
    /// The record they belong to.
    pub id: Option<String>,
}

/// The rows of a document. O(answers · their sentences).
pub fn of(found: &Found, folder: Option<&Path>) -> FoundDocument {
    let Found { path, record, text, finds } = found;
    let (path, folder) = (tidy(path), folder.map(tidy));
    let name = folder.and_then(|folder| path.strip_prefix(folder).ok()).unwrap_or(&path).display().to_string();
    let rows = finds.iter().map(|find| row(record, text, find)).collect();
    FoundDocument { path, name, date: record.date(), rows }
}

fn row(record: &DocumentRecord, text: &str, find: &Find) -> FindRow {
    let statement = find.statement.and_then(|n| record.statements.get(n as usize));
    let annotation = find.annotation.and_then(|n| record.annotations.get(n as usize));
    let speaker = statement.and_then(|s| record.speaker(s.speaker));
    let speaker = speaker.or_else(|| record.speaker(annotation?.speaker)).map(|s| s.name.clone());
    let decided = match statement {
        Some(s) if s.decided => Decided::Yes,
        Some(s) if s.is_guess() => Decided::Guess,
        Some(_) => Decided::Suggested,
        None if annotation.is_some() => Decided::Yes,
        None => Decided::Nobody,
    };
    let (around, lit) = match find.likeness {
        Some(_) => (find.span, find.differs.clone()),
        None => (context(record, text, find.span), vec![find.span]),
    };
    let mut pieces = pieces(text, around, &lit);
    // The head of a turn names its speaker once more.
    let head = speaker.as_ref().map(|name| format!("{name}: "));
    if let (Some((first, false)), Some(head)) = (pieces.first_mut(), head)
        && let Some(rest) = first.strip_prefix(&head)
    {
        *first = rest.to_owned();
    }
    FindRow {
        document: 0,
        span: find.span,
        place: record.place_in_short(find.span.start),
        speaker,
        decided,
        is_said: statement.is_some(),
        is_claim: annotation.is_some_and(|a| a.label == CLAIM),
        likeness: find.likeness,
        pieces,
        words: words(text, find, statement, around),
        exact: find.span.of(text).to_owned(),
        id: statement.and_then(|s| s.id.clone()).or_else(|| annotation.map(|a| a.id.clone())),
    }
}

/// The words that are copied: the sentence as far as it lies in its statement; of a quotation that is looked for all of it.
fn words(text: &str, find: &Find, statement: Option<&StatementRecord>, around: Span) -> String {
    let span = |(start, end): &(u32, u32)| Span::new(*start, *end);
    let own: Vec<Span> = statement.map(|s| s.content.iter().map(span).collect()).unwrap_or_default();
    let parts: Vec<Span> = match own.iter().find(|own| own.covers(find.span)) {
        Some(_) if find.likeness.is_some() => own,
        Some(own) => vec![own.intersection(around).unwrap_or(find.span)],
        None if find.likeness.is_some() && hull(&own).is_some_and(|hull| hull.covers(find.span)) => own,
        None => vec![around],
    };
    let parts: Vec<String> = parts.iter().map(|part| flat(part.of(text)).trim().to_owned()).collect();
    parts.join(" … ").chars().take(MAX_WORDS).collect()
}

/// A stretch on one line, in parts.
fn pieces(text: &str, around: Span, lit: &[Span]) -> Vec<(String, bool)> {
    let mut out: Vec<(String, bool)> = Vec::new();
    let mut at = around.start;
    let mut push = |span: Span, is_lit: bool| {
        let words = flat(span.of(text));
        let follows_blank = out.last().is_none_or(|(before, _)| before.ends_with(' '));
        let words = if follows_blank { words.trim_start() } else { &words };
        if !words.is_empty() {
            out.push((words.to_owned(), is_lit));
        }
    };
    for one in lit.iter().filter_map(|one| one.intersection(around)) {
        push(Span::new(at, one.start.max(at)), false);
        push(Span::new(one.start.max(at), one.end.max(at)), true);
        at = one.end.max(at);
    }
    push(Span::new(at, around.end.max(at)), false);
    out
}

/// Words on one line: white space as single blanks, also at the ends.
fn flat(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        if !c.is_whitespace() {
            out.push(c);
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    visible(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_in_parts_on_one_line() {
        let text = "We said\nthat the  bonus was paid.";
        let at = text.find("bonus").unwrap() as u32;
        let all = pieces(text, Span::new(0, text.len() as u32), &[Span::new(at, at + 5)]);
        let words: Vec<(&str, bool)> = all.iter().map(|(words, lit)| (words.as_str(), *lit)).collect();
        assert_eq!(words, [("We said that the ", false), ("bonus", true), (" was paid.", false)]);
    }
}
