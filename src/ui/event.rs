//! What reaches the program from outside, and what it asks of the world: two types, so that the state in between stays
//! pure.

use super::adjudicating::Adjudicated;
use super::checks::Checked;
use super::figures::FiguresOf;
use super::find::{FindAsked, FindNews};
use super::keymap::Key;
use super::scratch::{Pick, ScratchOutcome, ScratchStep, Standing, WordsAsked};
use super::start_place::StartPlace;
use crate::project::assigned::WorkFound;
use crate::project::figures::{Counted, FoundWords};
use crate::project::index::{PeopleFound, ReadPeople, WordsWanted};
use crate::project::note::NoteOnTwo;
use crate::project::{Library, LibraryUpdate, Narrowing};
use crate::store::Report;
use crate::store::codebook::CodebookUndo;
use sayso_core::annotation::history::JournalEntry;
use sayso_core::annotation::{Example, ExampleChange, Set, SpeakerDecision};
use sayso_core::export::Written;
use sayso_core::export::scratch::Edit;
use sayso_core::library::Agreement;
use sayso_core::library::Wording;
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

/// What became of a change to the examples of the codebook.
#[derive(Debug)]
pub struct ExamplesEdited {
    /// What was done, in a sentence.
    pub text: String,
    /// What takes it back; none when it was taken back, or said so already.
    pub back: Option<CodebookUndo>,
}

/// What became of a decision about people of many documents.
#[derive(Debug)]
pub struct PeopleDecided {
    /// The codebook it is kept in.
    pub path: PathBuf,
    /// Everybody by its speakers now.
    pub read: Box<ReadPeople>,
    /// What takes it back; none when it was taken back, or said so already.
    pub back: Option<CodebookUndo>,
    /// What was done, in a sentence.
    pub text: String,
}

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
    /// What was found about the quotations of the document, by the number of the question.
    Checked(u64, Box<Checked>),
    /// What others decided about the document was read, by the number of the question; or why not.
    Adjudicated(u64, Result<Box<Adjudicated>, String>),
    /// Others wrote what they decided.
    AnnotatorsChanged,
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
    /// How far annotators are with documents of the folder.
    Worked(WorkFound),
    /// The figures asked for under a number, or how many documents are known so far.
    Counted(u64, Result<Box<Counted>, usize>),
    /// The words behind a row of the figures of a number.
    WordsBehind(u64, Vec<FoundWords>),
    /// How right suggestions were in the documents beside that one.
    HowRight(PathBuf, Agreement),
    /// So many of the documents of the folder of this name are known, of so many.
    PeopleKnown(String, usize, usize),
    /// Who speaks in the documents of the folder of this name.
    PeopleRead(String, Box<ReadPeople>),
    /// Words of statements, by the number of the question.
    WordsRead(u64, Vec<Wording>),
    /// A decision about people was kept or taken back; or why not.
    PeopleDecided(Result<PeopleDecided, String>),
    /// The examples of the codebook are others now, or why not.
    ExamplesEdited(Result<ExamplesEdited, String>),
    /// A note on two statements was kept: what is said of it; or why not.
    NotedOnTwo(Result<String, String>),
    /// What came of a question to all documents.
    Finding(FindNews),
    /// How many documents of the folder that is asked were read, and all.
    FindProgress(usize, usize),
    /// For what is typed of a name, the names that begin so.
    FindNames(String, Vec<String>),
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
    /// Hold the quotations of the document beside its sources, under this number.
    Check(u64),
    /// Read what others decided about the document, under this number.
    ReadAnnotators(u64),
    /// Put the document at a path beside this one, unless it is there, and show these code points of it.
    LeadBeside(PathBuf, (u32, u32)),
    /// Close the document beside this one.
    CloseBeside,
    /// Play the recording of the document at a path, from so many milliseconds on.
    PlayOf(PathBuf, u32),
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
    /// Make ready to ask the documents of the folder of the view that finds.
    BeginFind,
    /// Ask them.
    Find(Box<FindAsked>),
    /// Find names that begin as what is typed.
    FindNames(Narrowing, String),
    /// Bring words of documents that were found onto the scratch page.
    FoundToScratch(Vec<(PathBuf, Pick)>),
    /// Open a document at a place.
    OpenAt(PathBuf, StartPlace),
    /// Write a list of quotations: path, text, whether an existing file may be replaced.
    WriteList(PathBuf, String, bool),
    /// Count, under this number.
    Count(u64, FiguresOf),
    /// Find the words behind a row of the figures of this number.
    FindWordsBehind(u64, FiguresOf, RowOf),
    /// Look up how right suggestions were in the other documents of the folder.
    FindHowRight,
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
    /// Find out who speaks in the documents of the folder.
    ReadPeople,
    /// Read the words of statements, under this number: earlier questions need no answer any more.
    ReadWords(u64, WordsWanted),
    /// Keep a decision about people of the folder in its codebook.
    DecidePeople(SpeakerDecision, PeopleFound),
    /// Take such a decision back.
    TakeBackPeople(CodebookUndo, PeopleFound),
    /// Change the examples in the codebook of the open document.
    EditExamples(ExampleChange),
    /// Take such a change back.
    TakeBackExample(CodebookUndo),
    /// Go to the annotation of an example.
    GoToExample(Example),
    /// Keep a note in the sidecar of a document that is not open.
    NoteOnTwo(PathBuf, NoteOnTwo),
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
