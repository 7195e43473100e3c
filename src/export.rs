//! What leaves the program: one file a format or a family of formats, behind one table.

mod brat;
pub mod detections;
mod html;
pub mod json;
mod markdown;
mod places;
pub mod record;
pub mod schema;
mod spans;
mod tables;
pub mod uima;
mod w3c;

use crate::reading::Reading;
pub use record::Record;
use std::path::{Path, PathBuf};

/// A format that can be written.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// Its name on the command line.
    pub name: &'static str,
    /// Its letter in the export menu.
    pub key: char,
    /// One line about it.
    pub doc: &'static str,
    /// Extension of its main file.
    pub extension: &'static str,
    /// Whether several documents go into one file.
    pub joins: bool,
    /// Writes the records of some documents: of one only where it does not join them.
    pub write: fn(&[Document<'_>], Options) -> Written,
}

/// What an export writes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// The main file.
    pub text: String,
    /// Files that belong beside it, each with its extension.
    pub beside: Vec<(&'static str, String)>,
    /// What the format cannot carry and was left out, in whole sentences.
    pub lost: Vec<String>,
}

impl Written {
    /// Where each file goes when the main one goes to `path`.
    pub fn files(&self, path: &Path) -> Vec<(PathBuf, &str)> {
        let beside = self.beside.iter().map(|(extension, text)| (path.with_extension(extension), text.as_str()));
        std::iter::once((path.to_owned(), self.text.as_str())).chain(beside).collect()
    }
}

impl From<String> for Written {
    fn from(text: String) -> Self {
        Self { text, ..Self::default() }
    }
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
pub const FORMATS: [Format; 9] = [
    Format {
        name: "markdown",
        key: 'm',
        doc: "a page to read: who said what, and the claims",
        extension: "md",
        joins: true,
        write: |documents, _| markdown::write(documents).into(),
    },
    Format {
        name: "html",
        key: 'h',
        doc: "one page with the text, its voices in the margin, and an index",
        extension: "html",
        joins: true,
        write: |documents, _| html::write(documents),
    },
    Format {
        name: "csv",
        key: 'c',
        doc: "a table for spreadsheets and statistics",
        extension: "csv",
        joins: true,
        write: |documents, options| tables::csv(documents, options).into(),
    },
    Format {
        name: "jsonl",
        key: 'j',
        doc: "one JSON object a line, for programs",
        extension: "jsonl",
        joins: true,
        write: |documents, _| tables::jsonl(documents).into(),
    },
    Format {
        name: "w3c",
        key: 'w',
        doc: "Web Annotations (JSON-LD), for annotation tools",
        extension: "jsonld",
        joins: true,
        write: |documents, _| w3c::write(documents).into(),
    },
    Format {
        name: "brat",
        key: 'b',
        doc: "brat standoff: .ann with its .txt",
        extension: "ann",
        joins: false,
        write: |documents, _| brat::write(documents),
    },
    Format {
        name: "doccano",
        key: 'd',
        doc: "JSON lines of texts with labelled spans and relations",
        extension: "jsonl",
        joins: true,
        write: |documents, _| spans::doccano(documents),
    },
    Format {
        name: "label-studio",
        key: 'l',
        doc: "tasks with regions, and the labelling config",
        extension: "json",
        joins: true,
        write: |documents, _| spans::label_studio(documents),
    },
    Format {
        name: "spacy",
        key: 's',
        doc: "texts with spans, for spaCy and Prodigy",
        extension: "jsonl",
        joins: true,
        write: |documents, _| spans::spacy(documents),
    },
];

/// The format of a name.
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|f| f.name == name)
}
