//! What an export is written as: a format, or the page of a template.

use super::super::render::Rendering;
use sayso_core::annotation::Codebook;
use sayso_core::document::Document;
use sayso_core::export::{Files, Format, Options, Selected, Template, Writer, Written};
use std::io;

/// What is asked for.
pub enum ExportTarget {
    /// A format.
    Format(&'static Format),
    /// A template.
    Template(Box<Template>),
}

impl ExportTarget {
    /// Its name in messages.
    pub fn name(&self) -> &str {
        match self {
            Self::Format(format) => format.name,
            Self::Template(_) => "the template",
        }
    }

    /// Extension of the file.
    pub fn extension(&self) -> &str {
        match self {
            Self::Format(format) => format.extension,
            Self::Template(template) => template.extension(),
        }
    }

    /// What its main file for a document of this name is called.
    pub fn file_name(&self, document: &str) -> String {
        match self {
            Self::Format(format) => format.file_name(document),
            Self::Template(template) => format!("{document}.{}", template.extension()),
        }
    }

    /// How names of its files end.
    pub fn endings(&self) -> Vec<String> {
        match self {
            Self::Format(format) => format.endings(),
            Self::Template(template) => vec![template.extension().to_owned()],
        }
    }

    /// Whether several documents go into one file.
    pub const fn joins(&self) -> bool {
        match self {
            Self::Format(format) => format.joins,
            Self::Template(_) => true,
        }
    }

    /// Whether what a document adds to the file depends on nothing before it.
    pub fn grows(&self) -> bool {
        match self {
            Self::Format(format) => matches!(format.name, "jsonl" | "csv"),
            Self::Template(_) => false,
        }
    }

    /// What its main file is called, where it is a folder of files with names of their own.
    pub const fn folder(&self) -> Option<&'static str> {
        match self {
            Self::Format(format) => format.folder,
            Self::Template(_) => None,
        }
    }

    /// Whether the file is not text.
    pub const fn is_binary(&self) -> bool {
        match self {
            Self::Format(format) => format.binary,
            Self::Template(_) => false,
        }
    }

    /// Why a document cannot be written, in a sentence; `None` where it can.
    pub fn refuses(&self, document: &Document) -> Option<String> {
        match self {
            Self::Format(format) => format.refuses(document),
            Self::Template(_) => None,
        }
    }

    /// Whether the recording of a transcript is named in it.
    pub const fn names_recording(&self) -> bool {
        match self {
            Self::Format(format) => format.timed || format.folder.is_some(),
            Self::Template(_) => false,
        }
    }

    /// Makes what writes one export.
    pub fn writer<'a>(&'a self, options: &'a Options) -> Box<dyn Writer + 'a> {
        match self {
            Self::Format(format) => (format.writer)(options),
            Self::Template(template) => {
                Box::new(TemplatePage { template, now: &options.now, rendering: None, written: 0 })
            }
        }
    }
}

/// A page that a template makes.
struct TemplatePage<'a> {
    template: &'a Template,
    now: &'a str,
    rendering: Option<Rendering>,
    written: usize,
}

impl Writer for TemplatePage<'_> {
    fn begin(&mut self, _pass: usize, _out: &mut dyn Files) -> io::Result<()> {
        self.rendering = Some(Rendering::begin(self.template, self.now)?);
        Ok(())
    }

    fn document(
        &mut self,
        _pass: usize,
        document: &Selected<'_>,
        _codebook: &Codebook,
        _out: &mut dyn Files,
    ) -> io::Result<()> {
        self.written += document.len();
        if let Some(rendering) = &mut self.rendering {
            rendering.document(document);
        }
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Files) -> io::Result<Written> {
        if let Some(rendering) = self.rendering.take() {
            out.write_all(&rendering.end()?)?;
        }
        Ok(Written { annotations: self.written, ..Written::default() })
    }
}
