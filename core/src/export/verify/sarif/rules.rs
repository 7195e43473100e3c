//! The rules: one for each verdict, or each kind of it.

use crate::export::verify::what_to_do;
use crate::verify::{Kind, Verdict};

/// How grave a rule is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    Error,
    Warning,
    Note,
    /// No failure: the words are sound, or cannot be checked.
    None,
}

impl Level {
    /// Of a verdict and its kind.
    pub const fn of(verdict: Verdict, kind: Option<Kind>) -> Self {
        match (verdict, kind) {
            (Verdict::Altered, Some(Kind::Spelling)) => Self::Note,
            (Verdict::Altered, Some(Kind::Words | Kind::Paraphrase)) | (Verdict::Reordered | Verdict::Elsewhere, _) => {
                Self::Warning
            }
            (Verdict::CannotCheck | Verdict::Verbatim | Verdict::Trimmed | Verdict::Cleaned, _) => Self::None,
            (
                Verdict::Altered
                | Verdict::Truncated
                | Verdict::Hidden
                | Verdict::Spliced
                | Verdict::WrongSpeaker
                | Verdict::NotFound,
                _,
            ) => Self::Error,
        }
    }

    /// As SARIF writes it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
            Self::None => "none",
        }
    }
}

/// A rule.
#[derive(Clone, Debug)]
pub struct Rule {
    /// `sayso/altered-number`.
    pub id: String,
    pub verdict: Verdict,
    pub level: Level,
    /// What it means.
    pub short: &'static str,
    /// What to do about it.
    pub help: &'static str,
}

const ALTERED: [Kind; 9] = [
    Kind::Negation,
    Kind::Number,
    Kind::Operator,
    Kind::Unit,
    Kind::Name,
    Kind::Question,
    Kind::Words,
    Kind::Paraphrase,
    Kind::Spelling,
];
const OPEN: [Kind; 6] =
    [Kind::Unreadable, Kind::NoText, Kind::Language, Kind::Inaudible, Kind::TooShort, Kind::NotCovered];

/// All rules, in the order of gravity.
pub fn all() -> Vec<Rule> {
    let kinds = |verdict: Verdict| -> Vec<Option<Kind>> {
        match verdict {
            Verdict::Altered => ALTERED.map(Some).to_vec(),
            Verdict::CannotCheck => OPEN.map(Some).to_vec(),
            _ => vec![None],
        }
    };
    let rules = Verdict::ALL.iter().flat_map(|verdict| kinds(*verdict).into_iter().map(|kind| rule(*verdict, kind)));
    rules.collect()
}

fn rule(verdict: Verdict, kind: Option<Kind>) -> Rule {
    let word = verdict.word();
    let id = kind.map_or_else(|| format!("sayso/{word}"), |kind| format!("sayso/{word}-{}", kind.word()));
    let short = meaning(verdict, kind);
    let help = match verdict {
        Verdict::CannotCheck => what_to_do(kind),
        _ => advice(verdict),
    };
    Rule { id, verdict, level: Level::of(verdict, kind), short, help }
}

/// What a verdict says, as far as its kind is known.
pub fn meaning(verdict: Verdict, kind: Option<Kind>) -> &'static str {
    kind.map_or_else(|| verdict.in_words(), meaning_of)
}

const fn meaning_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Negation => "A negation was put in, left out or turned.",
        Kind::Number => "A number, date or time differs from the source.",
        Kind::Operator => "A word that limits or weighs the rest (only, may, if, about) differs from the source.",
        Kind::Unit => "A measure or currency differs from the source.",
        Kind::Name => "A name differs from the source.",
        Kind::Question => "What the source asks stands as a statement.",
        Kind::Words => "Words differ from the source.",
        Kind::Paraphrase => "Most words differ from the nearest passage of the source.",
        Kind::Spelling => "The words are those of the source, written otherwise.",
        Kind::Unreadable => "A source is damaged, encrypted or of no known format.",
        Kind::NoText => "A source is pictures of pages.",
        Kind::Language => "The words, or what this person says in the source, are in a language that is not checked.",
        Kind::Inaudible => "The source has a gap where the article has words.",
        Kind::TooShort => "Too few words to tell.",
        Kind::NotCovered => "This person speaks in none of the sources.",
    }
}

/// What to do about a verdict.
const fn advice(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Truncated => "Quote the condition as well, or say it beside the quotation in your own words.",
        Verdict::Hidden => "Put the words back that were left out at the mark.",
        Verdict::Altered => "Put the words of the source back, or say it without quotation marks.",
        Verdict::Spliced => {
            "Quote each passage in marks of its own, or put an ellipsis between passages near each other."
        }
        Verdict::WrongSpeaker => "Name the person who says it in the source.",
        Verdict::NotFound => "Name the source that has the words, or take the quotation out.",
        Verdict::Elsewhere => "Name that file as the source, and say when the words are older.",
        Verdict::Reordered => "Quote the passages in the order of the source, or each in marks of its own.",
        Verdict::CannotCheck | Verdict::Verbatim | Verdict::Trimmed | Verdict::Cleaned => "Nothing is to be done.",
    }
}
