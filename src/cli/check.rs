//! `sayso check`: are the sidecars sound, and does every annotation have its place.

use super::sources::{self, Source};
use super::{Common, Failure, print, talk};
use crate::annotation::{Codebook, QUOTE, Set, SpeakerRef, anchor};
use crate::config;
use crate::document::Document;
use crate::reading::shortened;
use crate::safe::visible;
use crate::store::{self, Found};
use std::fmt::Write as _;
use std::path::PathBuf;

/// Arguments of `check`.
#[derive(Debug, clap::Args)]
pub struct Check {
    /// Documents and folders
    #[arg(default_value = ".")]
    paths: Vec<PathBuf>,
}

/// What was found in one sidecar.
#[derive(Default)]
struct Findings {
    lines: Vec<String>,
    /// Lost, damaged or in conflict: the exit code is 1.
    grave: bool,
}

impl Findings {
    fn note(&mut self, line: String) {
        self.lines.push(line);
    }

    fn grave(&mut self, line: String) {
        self.lines.push(line);
        self.grave = true;
    }
}

impl Check {
    pub fn run(&self, common: &Common) -> Result<(), Failure> {
        let mut out = String::new();
        let mut grave = false;
        let mut failed = None;
        for source in sources::expand(&self.paths)? {
            let document = match sources::load(&source, common) {
                Ok(document) => document,
                // One that cannot be read hides nothing of the others.
                Err(failure) => {
                    talk(failure.message().unwrap_or_default());
                    failed = Some(Failure::Input(String::new()));
                    continue;
                }
            };
            let place = sources::place_of(&source, &document.origin.file_hash, common, common.annotator.as_deref())?;
            let (codebook, problems) = match &source {
                Source::File(path) => config::codebook(path),
                Source::Stdin => (Codebook::default(), Vec::new()),
            };
            let mut findings = Findings::default();
            for problem in problems {
                findings.grave(problem.in_one_line());
            }
            let state = match store::read(&place.path) {
                Found::Nothing => "no annotations yet".to_owned(),
                Found::Unreadable(error) => {
                    findings.grave(error.to_string());
                    "cannot be read".to_owned()
                }
                Found::Read(set, _) => {
                    examine(&document, &set, &codebook, &mut findings);
                    format!("{} annotations", set.len())
                }
            };
            let verdict = if findings.lines.is_empty() { "sound" } else { "see below" };
            let verdict = if state.starts_with("no ") { String::new() } else { format!(", {verdict}") };
            let _ = writeln!(out, "{}: {state}{verdict}", visible(&source.name()));
            for line in &findings.lines {
                let _ = writeln!(out, "  {}", visible(line));
            }
            grave |= findings.grave;
        }
        print(out.as_bytes())?;
        match failed {
            Some(failure) => Err(failure),
            None if grave => Err(Failure::Findings),
            None => Ok(()),
        }
    }
}

fn examine(document: &Document, set: &Set, codebook: &Codebook, findings: &mut Findings) {
    if !set.about.text.is_empty() && set.about.text != document.origin.text_hash {
        findings.note("The text has changed since the last save.".to_owned());
    }
    for record in set.in_order() {
        let what = || format!("{} “{}” ({})", record.label, shortened(&record.exact(), 40), record.id);
        if anchor::anchor(document, &record.at) == anchor::Anchor::Lost && !record.is_rejected() {
            let at = record.start();
            findings.grave(format!("lost its place: {}, was at character {at}. Open the document to see it.", what()));
        }
        if record.conflict {
            findings.grave(format!("in conflict: {}. Keep the right one and remove `conflict: true`.", what()));
        }
        if !codebook.knows_label(&record.label) {
            findings.note(format!("unknown label: {}. It is kept; add it to sayso.ron to use it.", what()));
        }
        if let Some(rating) = record.rating.as_ref().filter(|r| !codebook.ratings.contains(r)) {
            findings.note(format!("unknown rating {rating}: {}. Known: {}.", what(), codebook.ratings.join(", ")));
        }
        match &record.speaker {
            Some(SpeakerRef::Id(id)) if set.speaker(id).is_none() => {
                findings.note(format!("unknown speaker {id}: {}. Add it under speakers.", what()));
            }
            None if record.label == QUOTE && !record.is_rejected() => {
                findings.note(format!("no speaker: {}.", what()));
            }
            _ => {}
        }
        for link in record.links.iter().filter(|l| set.get(&l.to).is_none()) {
            findings.note(format!("a link leads nowhere: {} → {}.", what(), link.to));
        }
    }
}
