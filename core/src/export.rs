//! What leaves the program: one file a format or a family of formats, behind one table. A format is a [`Writer`]; everything
//! is written as it is made, so that what is held at once grows neither with the number of records nor with that of
//! documents.

pub mod agreement;
mod brat;
mod claims;
pub mod comparison;
mod conll;
pub mod detections;
pub mod figures;
mod html;
mod hypothesis;
pub mod json;
mod marks;
mod page;
pub(crate) mod places;
mod qdpx;
mod quotations;
mod record;
mod reference;
pub mod schema;
pub mod scratch;
mod selected;
pub(crate) mod spans;
mod tables;
mod tei;
mod template;
pub mod uima;
mod unsettled;
pub mod verify;
mod w3c;
mod web_page;
mod xmi;
pub(crate) mod xml;

use crate::annotation::Codebook;
use page::Markup;
use std::io;

pub use marks::is_export;
pub use quotations::{Quotation, list as list_of_quotations};
pub use record::{Record, link_to, link_to_document, without_marks};
pub use reference::decoded;
pub use selected::{Filter, FilterError, Selected};
pub use template::{Limit as TemplateLimit, RenderJob, RenderOrder, TEMPLATES, Template, TemplateError};
pub use unsettled::Unsettled;

/// Takes the files of one export, one after another: what is written goes to the main one until another is begun.
pub trait Files: io::Write {
    /// What follows goes to a file beside the main one, with this extension in the place of its own.
    ///
    /// # Errors
    /// Those of whatever the files are written to.
    fn beside(&mut self, extension: &str) -> io::Result<()>;
}

/// Writes one export, a document at a time. What the format cannot carry goes into [`Written::left_out`], usually by way of
/// `places::Tally`; text that a terminal may show goes through `sanitize`. Called as `begin` of a pass, `document` of each document, and so on for every pass, then
/// `end`. What is kept between documents does not grow with their texts.
pub trait Writer: Send {
    /// How often the documents are gone through; asked after each pass, since a pass may show that more are needed.
    fn passes(&self) -> usize {
        1
    }

    /// Begins a pass, counted from 0.
    ///
    /// # Errors
    /// Those of `out`.
    fn begin(&mut self, _pass: usize, _out: &mut dyn Files) -> io::Result<()> {
        Ok(())
    }

    /// Takes a document with the codebook of its folder. In every pass they are the same documents, in the same order.
    ///
    /// # Errors
    /// Those of `out`.
    fn document(
        &mut self,
        pass: usize,
        document: &Selected<'_>,
        codebook: &Codebook,
        out: &mut dyn Files,
    ) -> io::Result<()>;

    /// Ends the export.
    ///
    /// # Errors
    /// Those of `out`.
    fn end(&mut self, out: &mut dyn Files) -> io::Result<Written>;
}

/// What an export wrote.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// How many annotations are in it, suggestions included.
    pub annotations: usize,
    /// How many were left out since they have lost their place in the text.
    pub unplaced: usize,
    /// What else the format cannot carry, in whole sentences.
    pub left_out: Vec<String>,
}

/// A format that can be written.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// Its name on the command line.
    pub name: &'static str,
    /// Its letter in the export menu.
    pub key: char,
    /// One line about it.
    pub doc: &'static str,
    /// Extension of its main file. With `--force` an export replaces files that end so.
    pub extension: &'static str,
    /// Whether several documents go into one file.
    pub joins: bool,
    /// Whether its main file is no text.
    pub binary: bool,
    /// Makes what writes one export.
    pub writer: fn(&Options) -> Box<dyn Writer>,
}

impl Format {
    /// Writes documents that are at hand, all of one codebook. O(n).
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(
        &self,
        documents: &[Selected<'_>],
        codebook: &Codebook,
        options: &Options,
        out: &mut dyn Files,
    ) -> io::Result<Written> {
        let mut writer = (self.writer)(options);
        let mut pass = 0;
        while pass < writer.passes() {
            writer.begin(pass, out)?;
            for document in documents {
                writer.document(pass, document, codebook, out)?;
            }
            pass += 1;
        }
        writer.end(out)
    }

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
    /// Guard cells that a spreadsheet would take for formulas.
    pub spreadsheet: bool,
    /// The moment, RFC 3339, for formats that name it.
    pub now: String,
}

/// Every format, in the order shown. Names and keys are unique.
pub const FORMATS: &[Format] = &[
    Format {
        name: "markdown",
        key: 'm',
        doc: "a page to read: who said what, and the claims",
        extension: "md",
        joins: true,
        binary: false,
        writer: |_| Box::new(page::PageWriter::new(Markup::Markdown)),
    },
    Format {
        name: "html",
        key: 'h',
        doc: "one page with the text, its voices in the margin, and an index",
        extension: "html",
        joins: true,
        binary: false,
        writer: |_| Box::<html::HtmlWriter>::default(),
    },
    Format {
        name: "org",
        key: 'o',
        doc: "the page to read, for Org mode",
        extension: "org",
        joins: true,
        binary: false,
        writer: |_| Box::new(page::PageWriter::new(Markup::Org)),
    },
    Format {
        name: "text",
        key: 'x',
        doc: "the page to read, as plain text",
        extension: "report.txt",
        joins: true,
        binary: false,
        writer: |_| Box::new(page::PageWriter::new(Markup::Text)),
    },
    Format {
        name: "csv",
        key: 'c',
        doc: "a table for spreadsheets and statistics",
        extension: "csv",
        joins: true,
        binary: false,
        writer: |options| Box::new(tables::CsvWriter::new(options.spreadsheet)),
    },
    Format {
        name: "jsonl",
        key: 'j',
        doc: "one JSON object a line, for programs",
        extension: "jsonl",
        joins: true,
        binary: false,
        writer: |_| Box::<tables::JsonLinesWriter>::default(),
    },
    Format {
        name: "w3c",
        key: 'w',
        doc: "Web Annotations (JSON-LD), for annotation tools",
        extension: "jsonld",
        joins: true,
        binary: false,
        writer: |_| Box::<w3c::W3cWriter>::default(),
    },
    Format {
        name: "hypothesis",
        key: 'y',
        doc: "annotations to import in Hypothesis",
        extension: "hypothesis.json",
        joins: true,
        binary: false,
        writer: |options| Box::new(hypothesis::HypothesisWriter::new(&options.now)),
    },
    Format {
        name: "claims",
        key: 'f',
        doc: "Claim and ClaimReview of schema.org, for fact-checks",
        extension: "claims.jsonld",
        joins: true,
        binary: false,
        writer: |_| Box::<claims::ClaimsWriter>::default(),
    },
    Format {
        name: "tei",
        key: 't',
        doc: "the text in TEI P5, with said, speakers and cues",
        extension: "tei.xml",
        joins: false,
        binary: false,
        writer: |_| Box::new(SingleDocumentWriter::new(|document, _, out| tei::write(document, out))),
    },
    Format {
        name: "brat",
        key: 'b',
        doc: "brat standoff: .ann with its .txt",
        extension: "ann",
        joins: false,
        binary: false,
        writer: |_| Box::new(SingleDocumentWriter::new(|document, _, out| brat::write(document, out))),
    },
    Format {
        name: "xmi",
        key: 'u',
        doc: "UIMA CAS (XMI) with its type system, for INCEpTION",
        extension: "xmi",
        joins: false,
        binary: false,
        writer: |_| Box::new(SingleDocumentWriter::new(xmi::write)),
    },
    Format {
        name: "qdpx",
        key: 'q',
        doc: "a REFI-QDA project, for ATLAS.ti, MAXQDA, NVivo, QualCoder",
        extension: "qdpx",
        joins: true,
        binary: true,
        writer: |options| Box::new(qdpx::QdpxWriter::new(&options.now)),
    },
    Format {
        name: "doccano",
        key: 'd',
        doc: "JSON lines of texts with labelled spans and relations",
        extension: "jsonl",
        joins: true,
        binary: false,
        writer: |_| Box::new(spans::DoccanoWriter::new()),
    },
    Format {
        name: "label-studio",
        key: 'l',
        doc: "tasks with regions, and the labelling config",
        extension: "json",
        joins: true,
        binary: false,
        writer: |_| Box::new(spans::LabelStudioWriter::new()),
    },
    Format {
        name: "spacy",
        key: 's',
        doc: "texts with spans, for spaCy and Prodigy",
        extension: "jsonl",
        joins: true,
        binary: false,
        writer: |_| Box::new(spans::SpacyWriter::new()),
    },
    Format {
        name: "conll",
        key: 'n',
        doc: "CoNLL-2002: a token and a tag a line (IOB2)",
        extension: "conll",
        joins: true,
        binary: false,
        writer: |_| Box::new(conll::ConllWriter::new(conll::Columns::Two)),
    },
    Format {
        name: "conll2003",
        key: '3',
        doc: "CoNLL-2003: four columns (IOB1)",
        extension: "conll",
        joins: true,
        binary: false,
        writer: |_| Box::new(conll::ConllWriter::new(conll::Columns::Four)),
    },
];

/// Writes a document to a file of its own; gives what was left out.
type WriteSingle = fn(&Selected<'_>, &Codebook, &mut dyn Files) -> io::Result<Vec<String>>;

/// A format that has a file for each document: the only one is written when it comes.
struct SingleDocumentWriter {
    write: WriteSingle,
    written: Written,
}

impl SingleDocumentWriter {
    fn new(write: WriteSingle) -> Self {
        Self { write, written: Written::default() }
    }
}

impl Writer for SingleDocumentWriter {
    fn document(
        &mut self,
        _pass: usize,
        document: &Selected<'_>,
        codebook: &Codebook,
        out: &mut dyn Files,
    ) -> io::Result<()> {
        self.written.left_out.extend((self.write)(document, codebook, out)?);
        self.written.annotations += document.placed();
        self.written.unplaced += document.orphans();
        Ok(())
    }

    fn end(&mut self, _out: &mut dyn Files) -> io::Result<Written> {
        Ok(std::mem::take(&mut self.written))
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn names_and_keys_of_formats_are_unique() {
        let names: BTreeSet<_> = FORMATS.iter().map(|f| f.name).collect();
        let keys: BTreeSet<_> = FORMATS.iter().map(|f| f.key).collect();
        assert!(names.len() == FORMATS.len() && keys.len() == FORMATS.len());
    }
}
