//! Is that what they said? Every quotation of an article beside its sources: which of twelve verdicts holds, where the words
//! are, who speaks there, which words differ.
//!
//! ```text
//! Reading of a source ─ index ─▶ IndexedSource ┐
//!                                              ├─▶ Verifier ─ check ─▶ Check
//! Reading of an article ─ quotations ─▶ Quotation ┘
//! ```
//!
//! ```
//! use sayso_core::annotation::Set;
//! use sayso_core::detect::{Detector, QuoteMarks};
//! use sayso_core::document::Document;
//! use sayso_core::reading::Reading;
//! use sayso_core::verify::{Article, IndexedSource, Kind, Verdict, Verifier};
//! use std::sync::Arc;
//!
//! let (detector, marks) = (Detector::new(), QuoteMarks::new());
//! let reading = |name: &str, text: &str| {
//!     let document = Arc::new(Document::from_text(text, name));
//!     let found = Arc::new(detector.extract(&document));
//!     Reading::new(document, found, Set::default())
//! };
//! let talk = reading("talk.txt", "INES VALE: The pump is 40 years old.\n\nOTTO RAHM: Who pays?\n\nINES VALE: The bank does.\n");
//! let sources = [IndexedSource::new("talk.txt", &talk, &marks)];
//! let draft = reading("draft.txt", "“The pump is 50 years old,” said Ines Vale.");
//! let article = Article::new("draft.txt", &draft, &marks, false, None);
//! let checks = Verifier::new(&sources, &[], &[], false).check_all(&article);
//! assert_eq!((checks[0].verdict, checks[0].kind), (Verdict::Altered, Some(Kind::Number)));
//! ```
//!
//! A source is indexed once; a quotation is checked against any number of them. It answers one question: are these words, said
//! by this person, in these files? Not whether a source is right, complete or fairly used. There are three kinds of answer:
//! sound, a finding, and *cannot check*, each with its reason. Words that carry the sense (numbers, negations, operators,
//! units, names) are guarded: a difference in one of them is never small, however much else is the same.

mod align;
mod allow;
mod article;
mod asked;
mod chains;
mod coverage;
mod cut;
mod decided;
mod diff;
mod differences;
mod en;
mod guard;
mod heard;
mod labels;
mod language;
mod letters;
mod misread;
mod numerals;
mod outcome;
mod people;
mod quotation;
mod regions;
mod sought;
mod source;
mod spelling;
mod spoken;
mod stream;
mod ties;
mod verifier;
mod word;
mod word_list;
mod words;

pub use allow::{Allow, AllowError};
pub use article::Article;
pub use coverage::{Coverage, QuotedPart, Quoting, coverage};
pub use decided::{MISQUOTES, accept, decided, decision_at, kept, misquoted, span_of, without_quotation};
pub use heard::Heard;
pub use outcome::{
    Attributed, Check, Compared, ComparedFolder, DiffPart, Differing, Fold, Kind, Note, OtherPlace, PageNumber, Piece,
    Place, Region, Side, Unreadable, UnreadableKind, Verdict, Verification,
};
pub use quotation::{Quotation, quotations};
pub use sought::{Goal, Sieve};
pub use source::IndexedSource;
pub use verifier::Verifier;

#[cfg(test)]
mod tests;
