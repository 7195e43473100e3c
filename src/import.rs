//! What comes in from other programs: one file a format behind one table, and one way from there into the records of a
//! document ([`bring`]).

mod brat;
mod doccano;
mod draft;
mod folded;
mod gathered;
mod hypothesis;
mod json;
mod label_studio;
pub mod place;
mod records;
#[cfg(test)]
mod tests;
mod text;
mod w3c;
mod xmi;

use crate::statement::{Form, Kind, SpeakerKind};
use std::collections::BTreeMap;

pub use crate::annotation::Status;
pub use place::{Counted, Place, Unit};

/// The label of words that name somebody, in formats where speakers are spans of their own.
pub const SPEAKER: &str = "speaker";

/// A file to read.
pub struct File<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
    /// The bytes of the file beside it that has this extension instead.
    pub beside: &'a dyn Fn(&str) -> Option<Vec<u8>>,
}

/// What was read from a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Incoming {
    /// The records, a batch for each document.
    pub batches: Vec<Batch>,
    /// What could not be read, a sentence each, with the line or the name of the thing.
    pub problems: Vec<String>,
}

/// The records of one document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Batch {
    /// What the file calls the document: a path, a name, an address.
    pub document: Option<String>,
    /// The text that places are of, where the file has it; without it they are places of the current text.
    pub text: Option<String>,
    /// The records.
    pub items: Vec<Item>,
}

/// Who said it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// Nobody who can be named.
    Nobody,
    /// Somebody.
    Somebody {
        /// The name.
        name: String,
        /// The id it had where it was exported.
        id: Option<String>,
        /// What kind of speaker, where the file tells.
        kind: Option<SpeakerKind>,
    },
}

impl Who {
    /// Somebody of whom only the name is known.
    pub fn named(name: &str) -> Self {
        Self::Somebody { name: name.to_owned(), id: None, kind: None }
    }
}

/// One record.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Item {
    /// Its id, where it may be one of ours: a UUID.
    pub id: Option<String>,
    /// The label as the file has it.
    pub label: String,
    /// Where: one place for each piece, in reading order, never empty.
    pub at: Vec<Place>,
    /// Who said it.
    pub speaker: Option<Who>,
    /// The words that name the speaker.
    pub source: Option<Place>,
    /// The words of saying.
    pub cue: Option<Place>,
    /// direct, indirect, mixed.
    pub kind: Option<Kind>,
    /// quotation, post, turn, block.
    pub form: Option<Form>,
    /// confirmed, edited, rejected.
    pub status: Option<Status>,
    /// The detection's probability.
    pub score: Option<f64>,
    /// Of a claim.
    pub rating: Option<String>,
    /// Addresses.
    pub evidence: Vec<String>,
    /// Free words.
    pub note: Option<String>,
    /// Further values, by name.
    pub attributes: BTreeMap<String, String>,
    /// Who decided.
    pub by: Option<String>,
    /// When made, RFC 3339.
    pub created: Option<String>,
    /// When last changed, RFC 3339.
    pub modified: Option<String>,
}
