//! Reports of what `verify` found out, a file each: pure functions of a [`Verification`].

mod page;
mod sarif;
mod table;

use crate::verify::{Check, DiffPart, Kind, Side, Verification};

pub use page::html;
pub use sarif::sarif;
pub use table::csv;

/// What no report answers: its last line.
pub const NOT_ANSWERED: &str = "Checked is whether these words are in these files, said by this person: not whether a source is \
    right, current, complete or fairly used.";

/// A comparison in one line: `We are [-not-] {+all+} against it`, words of the source alone behind `-`, of the article alone
/// behind `+`.
pub fn diff_in_words(diff: &[DiffPart]) -> String {
    let part = |part: &DiffPart| match part {
        DiffPart::Same(words) => words.clone(),
        DiffPart::Source(words) => format!("[-{words}-]"),
        DiffPart::Article(words) => format!("{{+{words}+}}"),
    };
    diff.iter().map(part).collect::<Vec<_>>().join(" ")
}

/// What a person can do about a quotation that cannot be checked.
pub const fn what_to_do(kind: Kind) -> &'static str {
    match kind {
        Kind::Unreadable => "Give the source in a form that can be opened, or another copy of it.",
        Kind::NoText => "Let a program for text recognition (OCR) add a text to the source.",
        Kind::Language => "Compare by hand: only English is checked.",
        Kind::Inaudible => "Listen to the recording at this place.",
        Kind::TooShort => "Compare by hand: so few words may stand anywhere.",
        Kind::NotCovered => "Name a source in which this person speaks.",
        _ => "Compare by hand.",
    }
}

/// Numbers of the checks of each answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Counts {
    findings: usize,
    open: usize,
    allowed: usize,
    sound: usize,
}

impl Counts {
    fn of(found: &Verification) -> Self {
        let mut counts = Self::default();
        for check in &found.checks {
            match check.verdict.side() {
                Side::Sound => counts.sound += 1,
                Side::Finding | Side::Open if check.allowed.is_some() => counts.allowed += 1,
                Side::Finding => counts.findings += 1,
                Side::Open => counts.open += 1,
            }
        }
        counts
    }
}

/// Checks in the order of gravity; of equal ones the first of an article stays the first. O(n log n).
fn by_gravity(found: &Verification, belongs: impl Fn(&Check) -> bool) -> Vec<&Check> {
    let mut checks: Vec<&Check> = found.checks.iter().filter(|check| belongs(check)).collect();
    checks.sort_by_key(|check| (check.verdict, check.kind));
    checks
}

#[cfg(test)]
mod tests;
