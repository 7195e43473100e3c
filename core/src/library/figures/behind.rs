//! The words behind a row of a table.

use super::names::SharedNames;
use super::timeline::Unit;
use crate::annotation::CLAIM;
use crate::kinds::in_words;
use crate::library::record::DocumentRecord;
use crate::reading::Doubt;
use crate::span::Span;
use jiff::civil::Date;

/// A row of a table, by what it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowOf {
    /// Somebody, as the table calls them.
    Speaker(String),
    /// An outlet.
    Outlet(String),
    /// A stretch of time, by its first day.
    Stretch(Unit, Date),
    /// A label.
    Label(String),
    /// A rating of claims; those without one.
    Rating(Option<String>),
    /// Suggestions of a level of doubt that were wrong.
    Wrong(Doubt),
    /// Suggestions of a kind that were wrong.
    WrongKind(String),
}

/// Words of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Where, in bytes.
    pub span: Span,
    /// Who says them, where that is known.
    pub speaker: Option<String>,
    /// Whether a person decided.
    pub decided: bool,
}

impl RowOf {
    /// Where they are in a document. O(statements + annotations + length of the names).
    pub fn passages(&self, record: &DocumentRecord, names: &SharedNames) -> Vec<Passage> {
        let key = |name: &str| SharedNames::default().resolve(name).0;
        let name = |number: Option<u32>| record.speaker(number).map(|s| names.resolve(&s.name).1.name);
        match self {
            Self::Speaker(wanted) => {
                let wanted = key(wanted);
                let is_theirs: Vec<bool> =
                    record.speakers.iter().map(|speaker| names.resolve(&speaker.name).0 == wanted).collect();
                let is_one = |number: &u32| is_theirs.get(*number as usize).is_some_and(|is_theirs| *is_theirs);
                let says = |number: Option<u32>| {
                    number.is_some_and(|n| is_one(&n))
                        || record.speaker(number).is_some_and(|group| group.members.iter().any(is_one))
                };
                Self::statements(record, &name, says)
            }
            Self::Outlet(wanted) => {
                let is_there = record.outlet.as_deref().is_some_and(|outlet| key(outlet) == key(wanted));
                if is_there { Self::statements(record, &name, |_| true) } else { Vec::new() }
            }
            Self::Stretch(unit, start) => {
                let is_then = record.date().is_some_and(|day| unit.holds(*start, day));
                if is_then { Self::statements(record, &name, |_| true) } else { Vec::new() }
            }
            Self::Label(label) if label == crate::annotation::QUOTE => {
                let mut all = Self::statements(record, &name, |_| true);
                all.retain(|passage| passage.decided);
                all
            }
            Self::Label(label) => {
                let labelled = record.annotations.iter().filter(|a| a.label == *label && !a.spans.is_empty());
                let passage = |a: &_| Self::annotated(a, &name);
                labelled.map(passage).collect()
            }
            Self::Rating(rating) => {
                let rated = record.annotations.iter().filter(|a| a.label == CLAIM && a.rating == *rating);
                rated.filter(|a| !a.spans.is_empty()).map(|a| Self::annotated(a, &name)).collect()
            }
            Self::Wrong(doubt) => {
                Self::wrong(record, |outcome| Doubt::of_score(f32::from(outcome.score) / 100.0) == *doubt)
            }
            Self::WrongKind(kind) => Self::wrong(record, |outcome| in_words(outcome.kind, outcome.form) == kind),
        }
    }

    fn statements(
        record: &DocumentRecord,
        name: &dyn Fn(Option<u32>) -> Option<String>,
        says: impl Fn(Option<u32>) -> bool,
    ) -> Vec<Passage> {
        let counted = record.statements.iter().filter(|s| s.is_queued && says(s.speaker));
        counted.map(|s| Passage { span: s.hull(), speaker: name(s.speaker), decided: s.decided }).collect()
    }

    fn annotated(
        annotation: &crate::library::AnnotationRecord,
        name: &dyn Fn(Option<u32>) -> Option<String>,
    ) -> Passage {
        Passage { span: annotation.hull(), speaker: name(annotation.speaker), decided: true }
    }

    fn wrong(record: &DocumentRecord, is_one: impl Fn(&crate::library::Outcome) -> bool) -> Vec<Passage> {
        let wrong = record.outcomes.iter().filter(|outcome| !outcome.is_right && is_one(outcome));
        let passage = |(start, end)| Passage { span: Span::new(start, end), speaker: None, decided: true };
        let mut all: Vec<Passage> = wrong.filter_map(|outcome| outcome.at).map(passage).collect();
        all.sort_by_key(|passage| passage.span);
        all
    }
}
