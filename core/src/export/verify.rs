//! Reports of `sayso verify`, a file each: a function from a [`Verification`] to the text.
//!
//! To add one: its file here, its line in [`Report`].

mod jsonl;
mod text;

use crate::verify::Verification;

/// A form in which a verification is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Report {
    /// For people.
    Text,
    /// One JSON object a quotation.
    Jsonl,
}

impl Report {
    /// The report. Text of documents in it cannot drive a terminal. O(checks).
    pub fn write(self, verification: &Verification) -> Vec<u8> {
        match self {
            Self::Text => text::write(verification).into_bytes(),
            Self::Jsonl => jsonl::write(verification),
        }
    }
}

/// What no verdict answers.
pub const NOT_ANSWERED: &str = "This says whether these words, said by this person, are in these files. It does not say whether a \
     source is right, current, complete or fairly used.";
