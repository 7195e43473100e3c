//! What leaves the program: one file a format or a family of formats, behind one table. Everything is written as it is
//! made, so that what is held at once does not grow with the number of records.

mod brat;
mod claims;
mod conll;
pub mod detections;
mod html;
mod hypothesis;
pub mod json;
mod marks;
mod page;
mod places;
mod qdpx;
mod record;
pub mod schema;
mod selected;
mod spans;
mod tables;
mod tei;
mod template;
pub mod uima;
mod w3c;
mod xmi;
mod xml;

use crate::annotation::Codebook;
use page::Markup;
use std::io;

pub use marks::is_export;
pub use record::{Record, without_marks};
pub use selected::{Filter, FilterError, Selected};
pub use template::{Job, Limit as TemplateLimit, Order, TEMPLATES, Template, TemplateError};

/// Takes the files of one export, one after another: what is written goes to the main one until another is begun.
pub trait Files: io::Write {
    /// What follows goes to a file beside the main one, with this extension in the place of its own.
    ///
    /// # Errors
    /// Those of whatever the files are written to.
    fn beside(&mut self, extension: &str) -> io::Result<()>;
}

/// Writes the records of some documents: of one only where the format does not join them. Gives what the format cannot
/// carry and was left out, in whole sentences.
pub type Write = fn(&[Selected<'_>], &Options, &mut dyn Files) -> io::Result<Vec<String>>;

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
    /// Whether its main file is no text.
    pub binary: bool,
    /// Writes it.
    pub write: Write,
}

impl Format {
    /// How names of its main files end: its extension, or another that people give such files.
    pub fn endings(&self) -> Vec<String> {
        let usual = self.extension.rsplit_once('.').map_or(self.extension, |(_, last)| last);
        let more: &[&str] = match usual {
            "md" => &["markdown"],
            "html" => &["htm"],
            "jsonl" => &["ndjson"],
            "jsonld" => &["json"],
            "xml" => &["tei"],
            "xmi" => &["xml"],
            _ => &[],
        };
        std::iter::once(usual).chain(more.iter().copied()).map(str::to_owned).collect()
    }
}

/// How to write.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The project's codebook, for formats that bring a schema.
    pub codebook: Codebook,
    /// Guard cells that a spreadsheet would take for formulas.
    pub spreadsheet: bool,
    /// The moment, RFC 3339, for formats that name it.
    pub now: String,
}

/// Every format, in the order shown.
pub const FORMATS: [Format; 18] = [
    Format {
        name: "markdown",
        key: 'm',
        doc: "a page to read: who said what, and the claims",
        extension: "md",
        joins: true,
        binary: false,
        write: |documents, _, out| page::write(documents, Markup::Markdown, out),
    },
    Format {
        name: "html",
        key: 'h',
        doc: "one page with the text, its voices in the margin, and an index",
        extension: "html",
        joins: true,
        binary: false,
        write: |documents, _, out| html::write(documents, out),
    },
    Format {
        name: "org",
        key: 'o',
        doc: "the page to read, for Org mode",
        extension: "org",
        joins: true,
        binary: false,
        write: |documents, _, out| page::write(documents, Markup::Org, out),
    },
    Format {
        name: "text",
        key: 'x',
        doc: "the page to read, as plain text",
        extension: "report.txt",
        joins: true,
        binary: false,
        write: |documents, _, out| page::write(documents, Markup::Text, out),
    },
    Format {
        name: "csv",
        key: 'c',
        doc: "a table for spreadsheets and statistics",
        extension: "csv",
        joins: true,
        binary: false,
        write: tables::csv,
    },
    Format {
        name: "jsonl",
        key: 'j',
        doc: "one JSON object a line, for programs",
        extension: "jsonl",
        joins: true,
        binary: false,
        write: |documents, _, out| tables::jsonl(documents, out),
    },
    Format {
        name: "w3c",
        key: 'w',
        doc: "Web Annotations (JSON-LD), for annotation tools",
        extension: "jsonld",
        joins: true,
        binary: false,
        write: |documents, _, out| w3c::write(documents, out),
    },
    Format {
        name: "hypothesis",
        key: 'y',
        doc: "annotations to import in Hypothesis",
        extension: "hypothesis.json",
        joins: true,
        binary: false,
        write: hypothesis::write,
    },
    Format {
        name: "claims",
        key: 'f',
        doc: "Claim and ClaimReview of schema.org, for fact-checks",
        extension: "claims.jsonld",
        joins: true,
        binary: false,
        write: |documents, _, out| claims::write(documents, out),
    },
    Format {
        name: "tei",
        key: 't',
        doc: "the text in TEI P5, with said, speakers and cues",
        extension: "tei.xml",
        joins: false,
        binary: false,
        write: |documents, _, out| tei::write(documents, out),
    },
    Format {
        name: "brat",
        key: 'b',
        doc: "brat standoff: .ann with its .txt",
        extension: "ann",
        joins: false,
        binary: false,
        write: |documents, _, out| brat::write(documents, out),
    },
    Format {
        name: "xmi",
        key: 'u',
        doc: "UIMA CAS (XMI) with its type system, for INCEpTION",
        extension: "xmi",
        joins: false,
        binary: false,
        write: |documents, options, out| xmi::write(documents, &options.codebook, out),
    },
    Format {
        name: "qdpx",
        key: 'q',
        doc: "a REFI-QDA project, for ATLAS.ti, MAXQDA, NVivo, QualCoder",
        extension: "qdpx",
        joins: true,
        binary: true,
        write: qdpx::write,
    },
    Format {
        name: "doccano",
        key: 'd',
        doc: "JSON lines of texts with labelled spans and relations",
        extension: "jsonl",
        joins: true,
        binary: false,
        write: |documents, _, out| spans::doccano(documents, out),
    },
    Format {
        name: "label-studio",
        key: 'l',
        doc: "tasks with regions, and the labelling config",
        extension: "json",
        joins: true,
        binary: false,
        write: spans::label_studio,
    },
    Format {
        name: "spacy",
        key: 's',
        doc: "texts with spans, for spaCy and Prodigy",
        extension: "jsonl",
        joins: true,
        binary: false,
        write: |documents, _, out| spans::spacy(documents, out),
    },
    Format {
        name: "conll",
        key: 'n',
        doc: "CoNLL-2002: a token and a tag a line (IOB2)",
        extension: "conll",
        joins: true,
        binary: false,
        write: |documents, _, out| conll::write(documents, conll::Columns::Two, out),
    },
    Format {
        name: "conll2003",
        key: '3',
        doc: "CoNLL-2003: four columns (IOB1)",
        extension: "conll",
        joins: true,
        binary: false,
        write: |documents, _, out| conll::write(documents, conll::Columns::Four, out),
    },
];

/// The format of a name.
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|f| f.name == name)
}

/// An export in memory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Memory {
    /// The main file.
    pub main: Vec<u8>,
    /// Files beside it, each with its extension.
    pub beside: Vec<(String, Vec<u8>)>,
}

impl io::Write for Memory {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.beside.last_mut().map_or(&mut self.main, |(_, file)| file).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Files for Memory {
    fn beside(&mut self, extension: &str) -> io::Result<()> {
        self.beside.push((extension.to_owned(), Vec::new()));
        Ok(())
    }
}
