//! The codebook in the schemas of other tools: what annotators there may say, with the words our exports use.

mod brat;
mod inception;
pub mod label_studio;

use crate::annotation::{Codebook, Status};
use crate::kinds::{Form, Kind};
use std::collections::HashSet;

/// A tool whose schema can be written.
#[derive(Clone, Copy, Debug)]
pub struct Schema {
    /// Its name on the command line.
    pub name: &'static str,
    /// One line about what is written.
    pub doc: &'static str,
    /// Writes the files.
    pub write: fn(&Codebook) -> Vec<File>,
}

/// One file of a schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its name.
    pub name: String,
    /// What is in it.
    pub text: String,
}

impl File {
    fn new(name: &str, text: String) -> Self {
        Self { name: name.to_owned(), text }
    }
}

/// Every schema, in the order shown.
pub const SCHEMAS: [Schema; 3] = [
    Schema { name: "brat", doc: "annotation.conf and visual.conf", write: brat::write },
    Schema { name: "label-studio", doc: "the labelling config", write: label_studio::write },
    Schema { name: "inception", doc: "a UIMA type system, tag sets, the guideline", write: inception::write },
];

/// The schema of a name.
pub fn schema(name: &str) -> Option<&'static Schema> {
    SCHEMAS.iter().find(|s| s.name == name)
}

/// What a codebook asks for that none of these tools has a word for, as it stands there.
pub fn left_out(codebook: &Codebook) -> Vec<&'static str> {
    let asked = [(codebook.blind, "blind: true"), (codebook.timing, "timing: true")];
    asked.into_iter().filter_map(|(is_asked, words)| is_asked.then_some(words)).collect()
}

/// What a record can be besides its label, with the values exports write.
const KINDS: &[&str] = Kind::WORDS;
const FORMS: &[&str] = Form::WORDS;

/// The same of a status.
fn statuses() -> Vec<&'static str> {
    Status::WORDS.iter().copied().chain(["suggested"]).collect()
}

/// Labels of the codebook by id, each once.
fn labels(codebook: &Codebook) -> Vec<crate::annotation::Label> {
    let mut seen = HashSet::new();
    codebook.all_labels().into_iter().filter(|l| seen.insert(l.id.clone())).collect()
}

/// Lines of the guideline, without those that are blank at its ends.
fn guideline(codebook: &Codebook) -> impl Iterator<Item = &str> {
    codebook.guideline.trim().lines().map(str::trim_end)
}
