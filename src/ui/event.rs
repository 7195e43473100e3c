//! What reaches the program from outside, and what it asks of the world: two types, so that the state in between stays
//! pure.

use super::figures::FiguresOf;
use super::keymap::Key;
use super::scratch::{Pick, ScratchOutcome, ScratchStep, Standing, WordsAsked};
use super::start_place::StartPlace;
use crate::project::figures::{Counted, FoundWords};
use crate::project::{Library, LibraryUpdate};
use crate::store::Report;
use sayso_core::annotation::Set;
use sayso_core::annotation::history::JournalEntry;
use sayso_core::export::Written;
use sayso_core::export::scratch::Edit;
use sayso_core::library::Agreement;
use sayso_core::library::figures::behind::RowOf;
use sayso_core::reading::Near;
use sayso_core::search::Query;
use sayso_core::span::Span;
use std::path::PathBuf;

/// Why a note could not be edited in another program.
#[derive(Debug, thiserror::Error)]
pub enum EditError {
    /// There is no terminal that an editor could use.
    #[error("There is no terminal for an editor")]
    NoTerminal,
    /// The editor could not be started: its name.
    #[error("The editor {0} did not start: {1}")]
    NotStarted(String, std::io::Error),
    /// The editor ended with an error: its name.
    #[error("{0} ended with an error: nothing is taken over from it")]
    Failed(String),
    /// The note could not be handed over or read back.
    #[error("The note could not be edited in another program: {0}")]
    Io(#[from] std::io::Error),
}

/// Why nothing was exported, in a sentence that says what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NotExported(pub String);

/// What reaches the program from outside.
#[derive(Debug)]
pub enum Event {
    /// A key.
    Key(Key),
    /// Keys that came faster than a hand types, as text does that is pasted into a terminal that does not mark pastes.
    Burst(Vec<Key>),
    /// Pasted text.
    Paste(String),
    /// The wheel: rows down, negative up; at a cell.
    Wheel(i32, u16, u16),
    /// A click at a cell.
    Click(u16, u16),
    /// The pointer is dragged to a cell.
    Drag(u16, u16),
    /// Another size of the screen.
    Resize(u16, u16),
    /// The writer's report.
    Saved(Report),
    /// An export was written there, with how much is in it and what it could not carry; or why it was not.
    Exported(Result<(PathBuf, Written), NotExported>),
    /// The worker's matches of a search, by its number.
    Found(u64, Vec<Span>),
    /// The worker's near matches of a search, by its number.
    FoundNear(u64, Near),
    /// The scratch page at that path was read, or why not.
    ScratchRead(PathBuf, Result<String, String>),
    /// A step on the scratch page at that path was done, or why not.
    ScratchChanged(PathBuf, ScratchStep, Result<ScratchOutcome, String>),
    /// For quotations of the scratch page, whether their words are still there; by the number of the check.
    ScratchChecked(u64, Vec<(usize, Standing)>),
    /// A list was written there; or why not.
    ListWritten(Result<PathBuf, NotExported>),
    /// A note came back from the editor, or why not.
    Edited(Result<String, EditError>),
    /// The file of the open document is another now.
    Changed,
    /// The documents of the folder, to put one beside the open one.
    NeighboursListed(Vec<PathBuf>),
    /// The documents of the folder.
    FolderListed(Library),
    /// A folder has other documents now.
    Relisted(PathBuf, Vec<PathBuf>),
    /// What was found out about documents of the folder.
    Known(Vec<LibraryUpdate>),
    /// The figures asked for under a number, or how many documents are known so far.
    Counted(u64, Result<Box<Counted>, usize>),
    /// The words behind a row of the figures of a number.
    WordsBehind(u64, Vec<FoundWords>),
    /// How right suggestions were in the documents beside that one.
    HowRight(PathBuf, Agreement),
    /// The system asks to end.
    End,
}

/// What the shell is asked to do.
#[derive(Debug, PartialEq)]
pub enum Effect {
    /// Write a change.
    Keep(JournalEntry),
    /// Write what is unfinished, when it is news.
    KeepDrafts,
    /// Join the reading anew with what somebody else wrote, which has changes up to this number.
    Join(u64, Set),
    /// Put words on the clipboard.
    Copy(String),
    /// Write an export: path, number of the format, whether an existing file may be replaced.
    Export(PathBuf, usize, bool),
    /// Read the document again.
    Reload,
    /// Read it again with the decisions of that sidecar.
    Adopt(PathBuf),
    /// Read it no further.
    Stop,
    /// Search the text on the worker, under this number.
    Search(Query, u64),
    /// The same in the document beside.
    SearchBeside(Query, u64),
    /// Look on the worker for near matches of the search of this number, which is shown.
    SearchNear(u64),
    /// Bring words of the open document onto the scratch page; so many more have no place.
    AddToScratch(Vec<Pick>, usize),
    /// Read the scratch page, and show it.
    ReadScratch,
    /// Change the scratch page.
    ChangeScratch(PathBuf, Edit, ScratchStep),
    /// Look whether the words of quotations are still there: page, number of the check.
    CheckScratch(PathBuf, u64, Vec<WordsAsked>),
    /// Open the scratch page in the person's editor, at a line of it.
    EditScratch(PathBuf, Option<u32>),
    /// Go to a place of a document, whose path is relative to the folder of that scratch page.
    GoTo(PathBuf, String, StartPlace),
    /// Write a list of quotations: path, text, whether an existing file may be replaced.
    WriteList(PathBuf, String, bool),
    /// Count, under this number.
    Count(u64, FiguresOf),
    /// Find the words behind a row of the figures of this number.
    FindWordsBehind(u64, FiguresOf, RowOf),
    /// Look up how right suggestions were in the other documents of the folder.
    FindHowRight,
    /// Open another document at a place.
    OpenAt(PathBuf, StartPlace),
    /// Open another document.
    Open(PathBuf),
    /// Open another document beside this one.
    OpenBeside(PathBuf),
    /// Put another place of this document beside it, in the place of the one that is there.
    PlaceBeside,
    /// Close the pane with the keyboard, which is a document of its own.
    ClosePane,
    /// Find the documents of this one's folder, to put one beside it.
    ListNeighbours,
    /// Close the document; the library is shown.
    Close,
    /// List the documents of this one's folder.
    ListFolder,
    /// Show an address outside.
    Browse(String),
    /// Let the person edit words in their own editor.
    Edit(String),
    /// Open the file of the document in the person's editor, at a line of it.
    EditDocument(Option<u32>),
    /// Play the recording of the document, from so many milliseconds on.
    Play(u32),
    /// Stop until `fg`.
    Suspend,
    /// Leave.
    Quit,
}
