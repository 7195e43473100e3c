//! The state of the program: one document on the desk, one mode that owns its own state.

use super::keymap::{Key, Keymap};
use super::page::Page;
use super::search::Query;
use super::theme::{Theme, Themes};
use crate::config::{Glyphs, Problem};
use crate::project::library::Library;
use crate::project::open::ReadOnly;
use crate::store::View;
use crate::store::journal::Line;
use ratatui::layout::Size;
use sayso_core::annotation::history::{History, JournalEntry};
use sayso_core::annotation::{Change, Codebook};
use sayso_core::layout::{Layout, Position};
use sayso_core::reading::{ItemId, Reading};
use sayso_core::span::Span;
use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::Arc;

pub use super::mode::*;
pub use super::trail::Trail;

/// Everything the screen shows and the keys change.
#[derive(Debug)]
pub struct App {
    /// The screen.
    pub size: Size,
    /// Preferred cells of the text column.
    pub width: u16,
    /// The theme in use.
    pub theme: Theme,
    /// All themes.
    pub themes: Themes,
    /// Signs to draw with.
    pub glyphs: Glyphs,
    /// What keys mean.
    pub keymap: Keymap,
    /// Labels and ratings of the project.
    pub codebook: Codebook,
    /// Who decides.
    pub annotator: Option<String>,
    /// Name of the document, for row 0.
    pub name: String,
    /// Where it is; none for standard input and the tour.
    pub path: Option<PathBuf>,
    /// How far opening it has come.
    pub stage: Stage,
    /// What keys are about.
    pub mode: Mode,
    /// What just happened.
    pub message: Option<Message>,
    /// Whether the last frame shows what is here now: until then keys move and type, and decide nothing.
    pub shown: bool,
    /// Keys pressed of a longer sequence.
    pub pending: Vec<Key>,
    /// Mistakes in files a person wrote.
    pub problems: Vec<Problem>,
    /// Where the mouse was pressed, in the text: a drag selects from there.
    pub pressed: Option<u32>,
    /// The label given last.
    pub last_label: Option<String>,
    /// The view a sheet lies over: it comes back when the sheet closes.
    pub beneath: Option<Box<Mode>>,
    /// The documents of a folder, when one is open.
    pub library: Option<Library>,
    /// Number of the last search handed to the worker: answers to earlier ones are late.
    pub searches: u64,
    /// Whether the margin is hidden: the words keep their colours.
    pub bare: bool,
    /// Whether lines are spread to the full width.
    pub justify: bool,
    /// Whether words may be broken at a hyphen.
    pub hyphenate: bool,
    /// Whether a document that changed on the disk is read again without asking.
    pub follow: bool,
    /// Last click: its cell, how many came in a row, and when the last did, in milliseconds.
    pub clicks: (u16, u16, u8, u64),
}

/// How far opening a document has come.
#[derive(Debug)]
pub enum Stage {
    /// None: the library is shown.
    Library,
    /// Being read.
    Loading,
    /// It cannot be shown: what and what to do, a sentence a line.
    Failed(Vec<String>),
    /// On the desk.
    Open(Box<OpenDocument>),
}

impl Stage {
    /// The open document.
    pub fn desk(&self) -> Option<&OpenDocument> {
        match self {
            Self::Open(desk) => Some(desk),
            Self::Library | Self::Loading | Self::Failed(_) => None,
        }
    }
}

/// An open document.
#[derive(Debug)]
pub struct OpenDocument {
    /// The document with suggestions and decisions.
    pub reading: Reading,
    /// Laid out to the width of the page.
    pub layout: Layout,
    /// First row shown.
    pub top: Position,
    /// The statement in focus.
    pub focus: Option<ItemId>,
    /// The focus of the last frame: a decision counts only for what was on the screen.
    pub drawn: Option<ItemId>,
    /// Whether detection is still running.
    pub detecting: bool,
    /// Every step, to take back and to do again.
    pub history: History<HistoryStep>,
    /// Whether the steps of earlier sessions are in it.
    pub remembered: bool,
    /// Whether a step back was asked for before that: it is done once it can be.
    pub undo_waits: bool,
    /// Changes handed to the writer that no joined reading had yet, with their numbers.
    pub after_merge: Vec<(u64, Arc<Change>)>,
    /// Whether the annotations are being joined with what somebody else wrote.
    pub joining: bool,
    /// How often they were.
    pub joins: u64,
    /// Whether what moved with the text was written down.
    pub settled: bool,
    /// What goes to the writer before the next change.
    pub owed: Vec<JournalEntry>,
    /// Why what was decided stays in the journal, if it does.
    pub held: Option<String>,
    /// Whether what was decided is on disk.
    pub saving: Saving,
    /// Why nothing can be decided here, if so.
    pub read_only: Option<ReadOnly>,
    /// Whether decisions are kept at all: not those of the tour.
    pub kept: bool,
    /// Where they are kept.
    pub sidecar: PathBuf,
    /// The last search that is shown.
    pub found: Option<Matches>,
    /// What was searched last: Enter in an empty line searches it again.
    pub searched: Option<Query>,
    /// Open suggestions, least sure first, when the queue goes by doubt; and the place in it.
    pub queue: Option<(Vec<u32>, usize)>,
    /// Format and path of the last export.
    pub exported: Option<(usize, PathBuf)>,
    /// Places jumps began at.
    pub trail: Trail,
    /// Marked places, in bytes.
    pub marks: BTreeMap<char, u32>,
    /// Whether the place of last time waits for more of the text.
    pub restore: bool,
    /// Whether the file is another by now.
    pub changed: bool,
    /// Colour of each speaker's name, in order of first appearance.
    pub colours: HashMap<String, usize>,
    /// Whether weak reported speech is hidden.
    pub hide_weak: bool,
    /// The record that `x` would remove when pressed again.
    pub armed: Option<ItemId>,
    /// Whether `q` was pressed once with something unsaved.
    pub leaving: bool,
}

/// A step of the history: made here, or read from a file when it is needed.
#[derive(Clone, Debug)]
pub enum HistoryStep {
    /// Made here.
    Change(Arc<Change>),
    /// A line of the history.
    Line(Line),
}

impl HistoryStep {
    /// The change; `None` when a later sayso wrote what this one does not know.
    pub fn change(&self) -> Option<Arc<Change>> {
        match self {
            Self::Change(change) => Some(Arc::clone(change)),
            Self::Line(line) => line.change().map(Arc::new),
        }
    }
}

/// Whether what was decided is on disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saving {
    /// Nothing was decided yet, or all is synced.
    Saved,
    /// Changes are on their way: the last one that is on the disk, the last one handed over, and whether it takes so
    /// long that the person should know.
    Waiting(u64, u64, bool),
    /// It is not; why, and the last change handed over.
    Failed(String, u64),
}

/// A line in the message row: leaves with the next key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// What it says.
    pub text: String,
    /// A key and its word at the end: `u undo`.
    pub key: Option<(String, &'static str)>,
    /// Whether it is a warning.
    pub warns: bool,
}

/// Matches of a search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matches {
    /// What was searched.
    pub query: Query,
    /// Where it stands, in order.
    pub spans: Vec<Span>,
    /// The current one.
    pub at: usize,
    /// Whether the worker is still counting: only the nearest match is known.
    pub counting: bool,
}

impl App {
    /// The open document.
    pub fn desk(&self) -> Option<&OpenDocument> {
        self.stage.desk()
    }

    /// The open document.
    pub fn desk_mut(&mut self) -> Option<&mut OpenDocument> {
        match &mut self.stage {
            Stage::Open(desk) => Some(desk),
            Stage::Library | Stage::Loading | Stage::Failed(_) => None,
        }
    }

    /// Where things are on the screen; `None` when it is too small.
    pub fn page(&self) -> Option<Page> {
        Page::new(self.size, self.width)
    }

    /// Says something in the message row.
    pub fn say(&mut self, text: impl Into<String>) {
        self.message = Some(Message { text: text.into(), key: None, warns: false });
    }

    /// Says something with a `!`.
    pub fn warn(&mut self, text: impl Into<String>) {
        self.message = Some(Message { text: text.into(), key: None, warns: true });
    }
}

impl OpenDocument {
    /// Colour number of a speaker's name; new names get the next.
    pub fn colour(&self, name: &str) -> usize {
        self.colours.get(name).copied().unwrap_or(self.colours.len())
    }

    /// Gives names that have none a colour, in the order given.
    pub fn give_colours(&mut self, names: impl IntoIterator<Item = String>) {
        for name in names {
            let next = self.colours.len();
            self.colours.entry(name).or_insert(next);
        }
    }

    /// Where the person is, to come back to.
    pub fn view(&self, now: &str) -> View {
        let document = self.reading.document();
        let chars = |at: u32| document.offsets().to_chars(document.text(), at);
        let at = if self.layout.is_empty() { 0 } else { chars(self.layout.byte_at(self.top)) };
        View { at, marks: self.marks.iter().map(|(m, at)| (*m, chars(*at))).collect(), opened: now.to_owned() }
    }

    /// Whether all of the text is here and was searched for voices.
    pub fn is_whole(&self) -> bool {
        !self.reading.document().origin.partial
    }

    /// Whether only a part of the document was read: nothing counts on its text.
    pub fn is_part(&self) -> bool {
        matches!(self.read_only, Some(ReadOnly::Part(_)))
    }

    /// Whether an item is drawn in the margin.
    pub fn is_drawn(&self, item: &ItemId) -> bool {
        let weak = self.reading.suggestion(item).is_some() && !self.reading.is_open(item);
        !(self.hide_weak && weak)
    }
}
