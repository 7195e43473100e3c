//! The scratch page as the reader knows it: what stands on it and what was done to it here.

use sayso_core::export::Quotation;
use sayso_core::export::scratch::{self, Entry, Splice};
use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;

/// Words that are to go onto the page: its folder, by which it is named there, is known only to the runner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pick {
    /// The words on one line.
    pub words: String,
    /// Who said them.
    pub speaker: Option<String>,
    /// The place in the document, as people say it.
    pub place: String,
    /// The record they belong to.
    pub id: Option<String>,
}

/// Whether the words of a quotation are where they were taken from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    /// Not looked up yet, or nobody can tell.
    #[default]
    Unknown,
    /// They are there.
    Here,
    /// The document has other words now.
    Gone,
    /// The document is not there.
    NoDocument,
}

/// A quotation whose words are looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordsAsked {
    /// Its number on the page.
    pub entry: usize,
    /// Its document, from the folder of the page.
    pub document: String,
    /// Its words.
    pub words: String,
}

/// What was done to the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScratchStep {
    /// Quotations were added at the end; so many more could not be, for they have no place in the text.
    Add(usize),
    /// So many were removed.
    Remove(usize),
    /// One was moved: to this number.
    Move(usize),
    /// What is written under one was changed.
    Note,
    /// The last step was taken back.
    Undo,
    /// It was done again.
    Redo,
}

/// What became of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScratchOutcome {
    /// It is on the disk: the page now, and what takes the step back.
    Made(String, Splice),
    /// There was nothing to change: the page as it is.
    Same(String),
    /// What was to be changed is another by now: the page as it is.
    Moved(String),
}

/// A page, with what was done to it since it was first looked at.
#[derive(Debug, Default)]
pub struct ScratchDesk {
    /// Where it is.
    pub page: PathBuf,
    /// What stands in it.
    pub text: String,
    /// The quotations in it.
    pub entries: Vec<Entry>,
    /// For each whether its words are still there.
    pub standing: Vec<Standing>,
    /// How many documents they are from.
    pub documents: usize,
    /// The number of the quotation that was under the bar last.
    pub at: usize,
    /// Quotations that are marked.
    pub marked: BTreeSet<usize>,
    /// What was typed under a quotation and not saved: its words, and the note.
    pub unsaved: Option<(String, String)>,
    /// Whether it was said that leaving drops that.
    pub leaving: bool,
    undo: Vec<Splice>,
    redo: Vec<Splice>,
    /// How often words were asked for: earlier answers are late.
    checks: u64,
}

impl ScratchDesk {
    /// The page at a path, of which nothing is known.
    pub fn new(page: PathBuf) -> Self {
        Self { page, ..Self::default() }
    }

    /// Takes in what stands in the page now; what is known of quotations that are still on it stays.
    pub fn take(&mut self, text: String) {
        if text == self.text && self.entries.len() == self.standing.len() {
            return;
        }
        let known: HashMap<&Quotation, Standing> =
            self.entries.iter().map(|entry| &entry.quotation).zip(self.standing.iter().copied()).collect();
        let entries = scratch::entries(&text);
        let standing = entries.iter().map(|e| known.get(&e.quotation).copied().unwrap_or_default()).collect();
        let documents = entries.iter().filter_map(|e| e.target.as_ref().map(|(path, _)| path));
        self.documents = documents.collect::<BTreeSet<_>>().len();
        (self.text, self.entries, self.standing) = (text, entries, standing);
        self.marked.clear();
        self.at = self.at.min(self.entries.len().saturating_sub(1));
    }

    /// The quotations whose words nobody looked up yet, with the number of this question.
    pub fn check(&mut self) -> Option<(u64, Vec<WordsAsked>)> {
        let unknown = self.entries.iter().zip(&self.standing).enumerate().filter_map(|(n, (entry, standing))| {
            let (document, _) = entry.target.as_ref().filter(|_| *standing == Standing::Unknown)?;
            Some(WordsAsked { entry: n, document: document.clone(), words: entry.quotation.words.clone() })
        });
        let unknown: Vec<WordsAsked> = unknown.collect();
        if unknown.is_empty() {
            return None;
        }
        self.checks += 1;
        Some((self.checks, unknown))
    }

    /// Takes in what came of the question of a number.
    pub fn checked(&mut self, number: u64, all: Vec<(usize, Standing)>) {
        if number != self.checks {
            return;
        }
        for (n, standing) in all {
            if let Some(known) = self.standing.get_mut(n) {
                *known = standing;
            }
        }
    }

    /// The step to take back, or to do again.
    pub fn step(&mut self, forward: bool) -> Option<Splice> {
        if forward { self.redo.pop() } else { self.undo.pop() }
    }

    /// A step was done, and this takes it back.
    pub fn done(&mut self, step: ScratchStep, back: Splice) {
        match step {
            ScratchStep::Undo => self.redo.push(back),
            ScratchStep::Redo => self.undo.push(back),
            ScratchStep::Add(_) | ScratchStep::Remove(_) | ScratchStep::Move(_) | ScratchStep::Note => {
                self.undo.push(back);
                self.redo.clear();
            }
        }
    }

    /// The marked quotations, or the one of the number.
    pub fn chosen(&self, at: Option<usize>) -> Vec<usize> {
        if self.marked.is_empty() { at.into_iter().collect() } else { self.marked.iter().copied().collect() }
    }
}
