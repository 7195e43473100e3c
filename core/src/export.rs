//! What leaves the program: one file a format or a family of formats, behind one table. A format is a [`Writer`]; everything
//! is written as it is made, so that what is held at once grows neither with the number of records nor with that of
//! documents.

pub mod agreement;
mod brat;
mod claims;
mod clic;
pub mod comparison;
mod conll;
mod convokit;
pub mod detections;
mod elan;
pub mod figures;
mod formats;
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
mod single;
pub(crate) mod spans;
mod tables;
mod tei;
mod template;
mod textgrid;
mod timed;
pub mod uima;
mod unsettled;
pub mod verify;
mod w3c;
mod web_page;
mod xmi;
pub(crate) mod xml;

use crate::annotation::Codebook;
use crate::document::Document;
use std::io;

pub use claims::FactCheckDesk;
pub use formats::FORMATS;
pub use marks::is_export;
pub use page::{NoteBlock, NoteError};
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

    /// What follows goes to a file in the folder of the main one that is called so, whatever that one is called.
    ///
    /// # Errors
    /// As [`Files::beside`].
    fn named(&mut self, name: &str) -> io::Result<()>;
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
    /// What its main file is called, where it is a folder of files with names of their own.
    pub folder: Option<&'static str>,
    /// Whether words have their place in it by when they are said: it takes no document without times of a recording.
    pub timed: bool,
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

    /// Why it takes no document like this one, in a sentence; `None` where it does. O(1).
    pub fn refuses(&self, document: &Document) -> Option<String> {
        let why = "has a place for words by when they are said, and the document has no times of a recording";
        (self.timed && !document.is_timed()).then(|| format!("{} {why}: choose another format.", self.name))
    }

    /// What its main file for a document of this name is called.
    pub fn file_name(&self, document: &str) -> String {
        // CLiC finds the regions of a text by its name without the ending.
        let stem = document.strip_suffix(".txt").filter(|stem| self.name == "clic" && !stem.is_empty());
        format!("{}.{}", stem.unwrap_or(document), self.extension)
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
    /// Who publishes fact-checks.
    pub fact_checks: FactCheckDesk,
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
    /// Files beside it, each with its extension or name.
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
        self.named(extension)
    }

    fn named(&mut self, name: &str) -> io::Result<()> {
        self.beside.push((name.to_owned(), Vec::new()));
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
