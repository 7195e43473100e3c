//! What work beside the loop comes back with.

use crate::project::LibraryUpdate;
use crate::project::assigned::WorkFound;
use crate::project::figures::{Counted, FoundWords};
use crate::project::index::ReadPeople;
use crate::project::open::Opened;
use crate::store::{Lock, Report};
use crate::ui::adjudicating::Adjudicated;
use crate::ui::checks::Checked;
use crate::ui::event::{ExamplesEdited, NotExported, PeopleDecided};
use crate::ui::find::FindNews;
use crate::ui::scratch::{ScratchOutcome, ScratchStep, Standing};
use sayso_core::export::Written;
use sayso_core::library::{Agreement, Wording};
use sayso_core::reading::Near;
use sayso_core::span::Span;
use std::path::PathBuf;
use std::sync::Arc;

/// What comes back from work that goes on beside the loop.
#[derive(Debug)]
pub enum Answer {
    /// A step of opening the document opened as the n-th: answers about one that was closed are late.
    Opened(u64, Opened),
    /// The report of the writer of the document opened as the n-th.
    Saved(u64, Report),
    /// Another window has left a sidecar: which, and the right to write.
    Free(PathBuf, Lock),
    /// The matches of a search, by its number.
    Found(u64, Vec<Span>),
    /// The near matches of a search, by its number.
    FoundNear(u64, Near),
    /// What was found about the quotations of the document opened as the n-th, by the number of the question.
    Checked(u64, u64, Box<Checked>),
    /// What others decided about the document opened as the n-th, by the number of the question; or why it was not read.
    Adjudicated(u64, u64, Result<Box<Adjudicated>, String>),
    /// Others wrote what they decided about the document opened as the n-th.
    AnnotatorsChanged(u64),
    /// A step on a scratch page was done, or why not.
    ScratchChanged(PathBuf, ScratchStep, Result<ScratchOutcome, String>),
    /// Whether words of quotations are still there, by the number of the check.
    ScratchChecked(u64, Vec<(usize, Standing)>),
    /// A list was written there, or why not.
    ListWritten(Result<PathBuf, NotExported>),
    /// What was found out about documents of the folder.
    Known(Vec<LibraryUpdate>),
    /// How far annotators are with documents of the folder.
    Worked(WorkFound),
    /// So many documents of the folder of this name are known, of so many.
    PeopleKnown(String, usize, usize),
    /// Who speaks in the documents of the folder of this name.
    PeopleRead(String, Box<ReadPeople>),
    /// Words of statements, by the number of the question.
    WordsRead(u64, Vec<Wording>),
    /// A decision about people was kept or taken back, or why not.
    PeopleDecided(Result<PeopleDecided, String>),
    /// The examples of the codebook are others now, or why not.
    ExamplesEdited(Result<ExamplesEdited, String>),
    /// A note on two statements was kept, or why not.
    NotedOnTwo(Result<String, String>),
    /// A folder has other documents now.
    Relisted(PathBuf, Vec<PathBuf>),
    /// The figures asked for under a number, or how many documents are known so far.
    Counted(u64, Result<Box<Counted>, usize>),
    /// The words behind a row of the figures of a number.
    WordsBehind(u64, Vec<FoundWords>),
    /// How right suggestions were in the documents beside that one.
    HowRight(PathBuf, Agreement),
    /// The index of a folder has what was read of it.
    Indexed(PathBuf),
    /// What came of a question to all documents.
    Finding(FindNews),
    /// How many documents of the folder that is asked were read, and all.
    FindProgress(usize, usize),
    /// For what is typed of a name, the names that begin so.
    FindNames(String, Vec<String>),
    /// An export of the document of a desk was written there, with how much is in it; or why it was not.
    Exported(u64, Result<(PathBuf, Written), NotExported>),
    /// The documents of the open one's folder.
    Neighbours(Vec<PathBuf>),
    /// The file of the document opened as the n-th has other bytes.
    Changed(u64),
    /// The program that plays recordings ended with an error, as a sentence.
    PlayerFailed(String),
}

/// Takes answers, from any thread; false when nobody wants them any more.
pub type Tell = Arc<dyn Fn(Answer) -> bool + Send + Sync>;
