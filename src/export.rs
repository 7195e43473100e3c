//! What leaves the program: one file a format, behind one table.

pub mod detections;
pub mod json;
mod markdown;
pub mod record;
mod tables;

use crate::reading::Reading;
pub use record::Record;

/// A format that can be written.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// Its name on the command line.
    pub name: &'static str,
    /// Its letter in the export menu.
    pub key: char,
    /// One line about it.
    pub doc: &'static str,
    /// Extension of its files.
    pub extension: &'static str,
    /// Writes the records of some documents.
    pub write: fn(&[Document<'_>], Options) -> String,
}

/// A document with the records to write.
pub struct Document<'a> {
    /// Its path as given.
    pub name: String,
    /// What it is read as.
    pub reading: &'a Reading,
    /// The chosen records, in reading order.
    pub records: Vec<Record>,
}

/// How to write.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Guard cells that a spreadsheet would take for formulas.
    pub spreadsheet: bool,
}

/// Every format, in the order shown.
pub const FORMATS: [Format; 3] = [
    Format {
        name: "markdown",
        key: 'm',
        doc: "a page to read: who said what, and the claims",
        extension: "md",
        write: markdown::write,
    },
    Format {
        name: "csv",
        key: 'c',
        doc: "a table for spreadsheets and statistics",
        extension: "csv",
        write: tables::csv,
    },
    Format {
        name: "jsonl",
        key: 'j',
        doc: "one JSON object a line, for programs",
        extension: "jsonl",
        write: tables::jsonl,
    },
];

/// The format of a name.
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|f| f.name == name)
}
