//! What goes into an index and comes out of it.

use crate::project::library::{NotRead, Summary};
use sayso_core::document::Format;
use sayso_core::library::Block;
use serde::{Deserialize, Serialize};

/// What tells one state of a document, and of what is kept of it, from another without reading it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamps {
    /// Bytes of the file.
    pub size: u64,
    /// When it was written last, nanoseconds since 1970; 0 for one that has to be read again.
    pub modified: u64,
    /// The same of its sidecar and journals as one number; 0 where there are none.
    pub kept: u64,
}

/// What a list shows of a document, and what it was made from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Number of its record.
    pub number: u32,
    /// Its state when it was read.
    pub stamps: Stamps,
    /// What read it, with its version; empty where nothing could.
    pub loader: String,
    /// What is known.
    pub known: Result<Summary, NotRead>,
}

impl Row {
    /// Whether it tells of the document as it is now.
    pub fn is_of(&self, stamps: Stamps) -> bool {
        let is_current = || self.loader.is_empty() || Format::all().any(|format| format.loader() == self.loader);
        self.stamps == stamps && stamps.modified > 0 && is_current()
    }
}

/// A document as it goes into an index.
#[derive(Debug)]
pub struct Entered {
    /// Its path in the folder.
    pub path: Vec<u8>,
    /// What a list shows.
    pub row: Row,
    /// Its record; none where it could not be read.
    pub record: Option<Vec<u8>>,
    /// Its compressed text, where the file is something else.
    pub text: Option<Vec<u8>>,
}

/// Documents that go into an index together.
#[derive(Debug, Default)]
pub struct Entries {
    /// The documents.
    pub documents: Vec<Entered>,
    /// Their words.
    pub blocks: Vec<Block>,
}

/// A document that may hold an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Its number.
    pub number: u32,
    /// Its path in the folder.
    pub path: Vec<u8>,
}

/// What is kept of a candidate.
#[derive(Debug)]
pub struct Kept {
    /// Its record as bytes.
    pub record: Vec<u8>,
    /// Its compressed text, where the file is something else.
    pub text: Option<Vec<u8>>,
}
