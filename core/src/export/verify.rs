//! Reports of `sayso verify`, a file each: a function from a [`Verification`] to the text.
//!
//! To add one: its file here, its line in [`Report`].

mod coverage;
mod csv;
mod html;
mod jsonl;
mod sarif;
mod text;

use crate::verify::{Check, Compared, ComparedFolder, DiffPart, Kind, Side, Unreadable, Verification};
use std::collections::HashSet;

pub use coverage::CoverageReport;

/// A form in which a verification is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Report {
    /// For people.
    Text,
    /// One JSON object a quotation.
    Jsonl,
    /// A table (RFC 4180), a row for each quotation.
    Csv,
    /// One page that needs nothing else.
    Html,
    /// SARIF 2.1.0, for builds and code hosts.
    Sarif {
        /// Whether sound quotations are results too.
        all: bool,
    },
}

impl Report {
    /// The report. Text of documents in it cannot drive a terminal. O(checks), but for sorting them by gravity.
    pub fn write(self, verification: &Verification) -> Vec<u8> {
        match self {
            Self::Text => text::write(verification).into_bytes(),
            Self::Jsonl => jsonl::write(verification),
            Self::Csv => csv::write(verification),
            Self::Html => html::write(verification).into_bytes(),
            Self::Sarif { all } => sarif::write(verification, all),
        }
    }
}

/// What no report answers: its last line.
pub const NOT_ANSWERED: &str = "Checked is whether these words are in these files, said by this person: not whether a source is \
    right, current, complete or fairly used.";

/// A comparison in one line: `We are [-not-] {+all+} against it`, words of the source alone behind `-`, of the article alone
/// behind `+`.
fn diff_in_words(diff: &[DiffPart]) -> String {
    let part = |part: &DiffPart| match part {
        DiffPart::Same(words) => words.clone(),
        DiffPart::Source(words) => format!("[-{words}-]"),
        DiffPart::Article(words) => format!("{{+{words}+}}"),
    };
    diff.iter().filter(|part| !part.words().is_empty()).map(part).collect::<Vec<_>>().join(" ")
}

/// Why a source cannot be read, without its name.
fn reason(source: &Unreadable) -> &str {
    let rest = source.message.strip_prefix(source.source.as_str()).and_then(|rest| rest.strip_prefix(": "));
    rest.unwrap_or(&source.message)
}

/// What a person can do about a quotation that cannot be checked.
const fn what_to_do(kind: Option<Kind>) -> &'static str {
    match kind {
        Some(Kind::TooShort) => "Look at the place yourself: so few words stand anywhere.",
        Some(Kind::Language) => "Ask somebody who reads it; a translation is never the words themselves.",
        Some(Kind::Inaudible) => "Listen to the recording at this place.",
        Some(Kind::NoText) => "Let a program for text recognition (OCR) add the text, then check again.",
        Some(Kind::Unreadable) => "Get a whole and clean copy of the source, then check again.",
        _ => "Name a source in which this speaker is heard: --against FILE.",
    }
}

/// Of a folder with more documents only those are listed of which something is told; the others are counted.
const FEW: usize = 20;

/// The names of files of which a report tells something.
fn told(found: &Verification) -> HashSet<&str> {
    let mut out: HashSet<&str> = found.unreadable.iter().map(|unread| unread.source.as_str()).collect();
    for check in &found.checks {
        out.extend(check.source.as_deref());
        out.extend(check.pieces.iter().map(|piece| piece.source.as_str()));
        out.extend(check.others.iter().map(|other| other.source.as_str()));
    }
    out
}

/// What was compared, as a report for people lists it.
struct Listed<'a> {
    files: Vec<&'a Compared>,
    /// Folders, each with how many more of its documents were compared.
    rest: Vec<(&'a ComparedFolder, usize)>,
}

impl<'a> Listed<'a> {
    /// The sources, or what was looked into for what no source has. O(files).
    fn of(found: &'a Verification, is_elsewhere: bool) -> Self {
        let told = told(found);
        let folders = || found.folders.iter().filter(|folder| folder.is_elsewhere == is_elsewhere);
        let large: HashSet<&str> = folders().filter(|f| f.documents > FEW).map(|f| f.name.as_str()).collect();
        let is_of_large = |file: &Compared| file.folder.as_deref().is_some_and(|folder| large.contains(folder));
        let all = if is_elsewhere { &found.elsewhere } else { &found.sources };
        let files = all.iter().filter(|file| !is_of_large(file) || told.contains(file.name.as_str()));
        let files: Vec<&Compared> = files.collect();
        let mut rest = Vec::new();
        for folder in folders().filter(|folder| large.contains(folder.name.as_str())) {
            let shown = files.iter().filter(|file| file.folder.as_ref() == Some(&folder.name)).count();
            rest.extend(folder.documents.checked_sub(shown).filter(|more| *more > 0).map(|more| (folder, more)));
        }
        Self { files, rest }
    }

    /// How many more documents of a folder were compared.
    fn in_words(more: usize) -> String {
        if more == 1 { "1 more document".to_owned() } else { format!("{more} more documents") }
    }
}

/// What a person has to do with a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    /// To be mended.
    Finding,
    /// To be compared by hand.
    Open,
    /// Let pass, though not sound.
    Allowed,
    /// Nothing.
    Sound,
}

impl Standing {
    fn of(check: &Check) -> Self {
        match check.verdict.side() {
            // What is trimmed or cleaned, where that was not allowed.
            Side::Sound if check.is_problem() => Self::Finding,
            Side::Sound => Self::Sound,
            Side::Finding | Side::Open if check.allowed.is_some() => Self::Allowed,
            Side::Finding => Self::Finding,
            Side::Open => Self::Open,
        }
    }
}

/// Checks that stand so, in the order of gravity; of equal ones the first of an article stays the first. O(n log n).
fn by_gravity(found: &Verification, standing: Standing) -> Vec<&Check> {
    let mut checks: Vec<&Check> = found.checks.iter().filter(|check| Standing::of(check) == standing).collect();
    checks.sort_by_key(|check| (check.verdict, check.kind));
    checks
}

#[cfg(test)]
mod tests;
