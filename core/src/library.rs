//! What is known of many documents without opening them, and how words are found in all of them.
//!
//! A [`DocumentRecord`] holds what a document with its suggestions and decisions tells. An index over many documents is made of
//! *segments*: for each of its [`terms`] the numbers of the documents that hold it ([`postings`]). A [`FindQuery`] becomes a
//! [`Plan`], which names the documents that may hold a match, and a [`Finder`], which looks into the text of each. Bytes come in
//! and go out: where they are kept is the program's affair. [`Figures`] are a sum over records.

pub mod agreement;
pub mod figures;
pub mod find;
pub mod people;
pub mod postings;
pub mod query;
pub mod record;
pub mod several;
pub mod terms;

pub use agreement::{Agreement, Outcome};
pub use figures::{Figures, Period, SharedNames};
pub use find::{Find, Finder};
pub use people::{Gathering, People, Person, Proposal, Reason, Said, Wording};
pub use postings::{Block, Damaged, SegmentBuilder};
pub use query::{FindQuery, Fit, Lookup, Need, Plan, QueryError, Within};
pub use record::{AnnotationRecord, DocumentRecord, SpeakerRecord, StatementRecord};
pub use several::Several;
pub use terms::{Namespace, Term, TermReader};
