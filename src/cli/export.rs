//! `sayso export`: decisions in a format other programs read.

use super::sources::{self, Source};
use super::{Common, Failure, print, talk};
use crate::detect::Detector;
use crate::diagnosis::meant;
use crate::export::record::{self, Choice};
use crate::export::{self, Document, FORMATS, Options, Written};
use crate::reading::Reading;
use crate::store::output::{self, Refused};
use std::path::{Path, PathBuf};

/// Arguments of `export`.
#[derive(Debug, clap::Args)]
pub struct Export {
    /// Documents and folders
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    #[arg(long, value_name = "FORMAT", help = format!("The format: {}", known()))]
    to: String,
    /// Write to this file, or one file a document into this folder
    #[arg(short, long, value_name = "FILE|DIR")]
    output: Option<PathBuf>,
    /// Open suggestions as well
    #[arg(long)]
    suggested: bool,
    /// Rejected suggestions as well
    #[arg(long)]
    rejected: bool,
    /// End with exit code 1 when an annotation has lost its place
    #[arg(long)]
    strict: bool,
    /// Only these labels, separated by commas
    #[arg(long, value_name = "LABELS", value_delimiter = ',')]
    only: Vec<String>,
    /// Replace files that exist
    #[arg(long)]
    force: bool,
    /// Guard cells a spreadsheet would take for formulas
    #[arg(long)]
    spreadsheet: bool,
}

impl Export {
    pub fn run(&self, common: &Common) -> Result<(), Failure> {
        let Some(format) = export::format(&self.to) else {
            let names = FORMATS.iter().map(|f| f.name);
            let close = meant(&self.to, names).map(|c| format!(" Did you mean {c}?")).unwrap_or_default();
            let message = format!("No format is called {}.{close} Known: {}.", self.to, known());
            return Err(Failure::Usage(message));
        };
        let sources = sources::expand(&self.paths, common)?;
        let choice = Choice { suggested: self.suggested, rejected: self.rejected, only: self.only.clone() };
        let detector = Detector::new();
        let mut readings: Vec<(String, Reading)> = Vec::new();
        let mut failed = None;
        for source in &sources {
            match sources::reading(source, common, &detector) {
                Ok(reading) => readings.push((source.name(), reading)),
                Err(failure) if sources.len() > 1 => {
                    talk(failure.message().unwrap_or_default());
                    failed = Some(Failure::Input(String::new()));
                }
                Err(failure) => return Err(failure),
            }
        }
        let documents: Vec<Document<'_>> = readings
            .iter()
            .map(|(name, reading)| Document {
                name: name.clone(),
                reading,
                records: record::records(reading, name, &choice),
            })
            .collect();
        let lost: usize = documents.iter().flat_map(|d| &d.records).filter(|r| r.at.is_none()).count();
        let options = Options { spreadsheet: self.spreadsheet };
        match &self.output {
            None if documents.len() > 1 && !format.joins => {
                return Err(Failure::Usage(format!(
                    "{} is one file a document: -o FOLDER, with a folder that exists.",
                    format.name
                )));
            }
            None => {
                let written = (format.write)(&documents, options);
                told(&written.lost);
                print(written.text.as_bytes())?;
            }
            Some(folder) if folder.is_dir() => {
                for document in &documents {
                    let flat = document.name.trim_start_matches("./").trim_start_matches('/').replace('/', "__");
                    let path = folder.join(format!("{flat}.{}", format.extension));
                    self.write(&path, &(format.write)(std::slice::from_ref(document), options), &sources)?;
                }
            }
            Some(path) if documents.len() > 1 && !format.joins => {
                let path = path.display();
                return Err(Failure::Usage(format!(
                    "{path}: {} is one file a document: make a folder of that name first.",
                    format.name
                )));
            }
            Some(path) => self.write(path, &(format.write)(&documents, options), &sources)?,
        }
        if lost > 0 {
            talk(&format!("{lost} annotations have lost their place; they are written without one."));
            if self.strict {
                return Err(Failure::Findings);
            }
        }
        failed.map_or(Ok(()), Err)
    }

    fn write(&self, path: &Path, written: &Written, sources: &[Source]) -> Result<(), Failure> {
        let documents: Vec<&Path> = sources.iter().map(Source::file).collect();
        output::write(&written.files(path), self.force, &documents).map_err(|refused| {
            Failure::Output(match refused {
                Refused::Precious(there) => {
                    format!("{} is a document or its sidecar: choose another name for -o.", there.display())
                }
                Refused::Exists(there) => format!("{} exists. Add --force to replace it.", there.display()),
                Refused::Failed(there, e) => format!("{}: it cannot be written: {e}.", there.display()),
            })
        })?;
        told(&written.lost);
        Ok(())
    }
}

/// The names of all formats.
fn known() -> String {
    FORMATS.map(|f| f.name).join(", ")
}

/// Says what a format could not carry.
fn told(lost: &[String]) {
    for sentence in lost {
        talk(sentence);
    }
}
