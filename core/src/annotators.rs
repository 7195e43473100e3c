//! What several people annotate: who has which documents ([`assignment`]), their records of one as answers that can be compared,
//! measures of these added up over documents, and what they differ in beside what a curator decided ([`adjudication`]).
//!
//! What counts as an answer is decided in [`Answers::of`]; what does not is counted with its reason ([`Exclusion`]). An annotator
//! who keeps nothing about a document has not read it, and is no part of what is said of it; one who keeps an empty list has.
//!
//! ```
//! use sayso_core::annotation::{Annotation, Selector, Set};
//! use sayso_core::annotators::{Answers, Measuring, SamePeople, Sums};
//! use sayso_core::{document::Document, span::Span};
//! use std::sync::Arc;
//!
//! let document = Document::from_text("“We will go,” said Ada Grey.", "a.txt");
//! let answers = |end| {
//!     let mut set = Set::default();
//!     let place = Selector::of(&document, Span::new(0, end));
//!     set.insert(Arc::new(Annotation::new("1".to_owned(), "quote", vec![place])));
//!     Answers::of(&document, &set, &SamePeople::default())
//! };
//! let mut sums = Sums::new(2);
//! sums.add(&[Some(&answers(17)), Some(&answers(18))], document.offsets().chars(), &Measuring::default());
//! let all = &sums.scores()[0];
//! assert_eq!((all.units, all.n), (2, 0)); // not one place of both
//! ```

pub mod adjudication;
pub mod assignment;
mod people;
mod scores;
mod sums;

pub use people::SamePeople;
pub use scores::{Collected, MIN_DOCUMENTS, Measure, Scores};
pub use sums::{Measuring, Sums};

use crate::agreement::comparison::Answer;
use crate::annotation::anchor;
use crate::annotation::merge::beside_of;
use crate::annotation::{Annotation, Set};
use crate::document::Document;
use crate::span::Span;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Why something that an annotator kept does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Exclusion {
    /// Its words have no place in the text.
    Lost,
    /// It is kept beside another version, and nobody chose yet: the other one counts.
    Version,
    /// It says that nothing is to be labelled there.
    Rejected,
    /// The same annotator gave the same place the same label already.
    Again,
    /// It overlaps a longer one of the same annotator and label: `α_U` is of the longer one.
    Overlapped,
    /// Its rating is not among those of the codebook, so it has no place in their order.
    Rating,
}

impl Exclusion {
    /// In a few words, after how many.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Lost => "without a place in the text",
            Self::Version => "kept beside another version that nobody chose from yet",
            Self::Rejected => "rejected: nothing is labelled there",
            Self::Again => "at a place that has the same label of them already",
            Self::Overlapped => "inside or across a longer one of the same label: not in α_U",
            Self::Rating => "with a rating that the codebook does not have: no rating",
        }
    }
}

/// What an annotator said about a document, in reading order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answers {
    /// The answers; places are code points.
    pub answers: Vec<Answer>,
    /// The record of each.
    pub records: Vec<Arc<Annotation>>,
    /// How many records are no answers, and why.
    pub excluded: BTreeMap<Exclusion, u64>,
}

impl Answers {
    /// Those of a set. A record counts where it is shown, also where the text around it has changed; suggestions that nobody
    /// decided are none of its records. Costs what [`anchor::anchor_all`] does.
    pub fn of(document: &Document, set: &Set, people: &SamePeople) -> Self {
        let mut out = Self::default();
        for (record, anchor) in anchor::anchor_all(document, set, &set.about.text) {
            let is_version = record.conflict && beside_of(&record.id).is_some_and(|first| set.get(first).is_some());
            let reason = if is_version {
                Some(Exclusion::Version)
            } else if anchor.spans().is_empty() {
                Some(if record.is_rejected() { Exclusion::Rejected } else { Exclusion::Lost })
            } else {
                None
            };
            if let Some(reason) = reason {
                *out.excluded.entry(reason).or_default() += 1;
                continue;
            }
            out.answers.push(answer(document, set, &record, anchor.spans(), people));
            out.records.push(record);
        }
        out
    }
}

/// A record of a set as an answer, where it stands.
fn answer(document: &Document, set: &Set, record: &Annotation, spans: &[Span], people: &SamePeople) -> Answer {
    let mut at: Vec<(u32, u32)> = spans.iter().map(|span| document.in_chars(*span)).collect();
    at.sort_unstable();
    Answer {
        at,
        label: record.label.clone(),
        speaker: record.speaker.as_ref().map(|speaker| people.name(set, speaker).to_owned()),
        rating: record.rating.clone(),
        is_rejection: record.is_rejected(),
    }
}

#[cfg(test)]
mod tests;
