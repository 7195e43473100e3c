//! The state of the program: one document on the desk, one mode that owns its own state.

use super::action::Scope;
use super::field::Field;
use super::keymap::{Key, Keymap};
use super::page::Page;
use super::theme::{Theme, Themes};
use crate::annotation::history::{Entry, History};
use crate::annotation::{Change, Codebook};
use crate::config::{Glyphs, Problem};
use crate::layout::{Layout, Position};
use crate::reading::{Choice, ItemId, Reading};
use crate::span::Span;
use crate::store::Holder;
use crate::store::journal::Line;
use ratatui::layout::Size;
use ratatui_textarea::TextArea;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

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
    /// How far opening it has come.
    pub stage: Stage,
    /// What keys are about.
    pub mode: Mode,
    /// What just happened.
    pub message: Option<Message>,
    /// Keys pressed of a longer sequence.
    pub pending: Vec<Key>,
    /// Mistakes in files a person wrote.
    pub problems: Vec<Problem>,
    /// Where the mouse was pressed, in the text: a drag selects from there.
    pub pressed: Option<u32>,
    /// The label given last.
    pub last_label: Option<String>,
}

/// How far opening a document has come.
#[derive(Debug)]
pub enum Stage {
    /// Being read.
    Loading,
    /// It cannot be shown: what and what to do, a sentence a line.
    Failed(Vec<String>),
    /// On the desk.
    Open(Box<Desk>),
}

/// An open document.
#[derive(Debug)]
pub struct Desk {
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
    pub history: History<Held>,
    /// Whether the steps of earlier sessions are in it.
    pub remembered: bool,
    /// Changes handed to the writer that no joined reading had yet, with their numbers.
    pub after_merge: Vec<(u64, Arc<Change>)>,
    /// Whether the annotations are being joined with what somebody else wrote.
    pub joining: bool,
    /// How often they were.
    pub joins: u64,
    /// Whether what moved with the text was written down.
    pub settled: bool,
    /// What goes to the writer before the next change.
    pub owed: Vec<Entry>,
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
    /// The last search.
    pub found: Option<Matches>,
    /// Places jumps began at.
    pub trail: Vec<Position>,
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
pub enum Held {
    /// Made here.
    Change(Arc<Change>),
    /// A line of the history.
    Line(Line),
}

impl Held {
    /// The change; `None` when a later sayso wrote what this one does not know.
    pub fn change(&self) -> Option<Arc<Change>> {
        match self {
            Self::Change(change) => Some(Arc::clone(change)),
            Self::Line(line) => line.change().map(Arc::new),
        }
    }
}

/// Why nothing can be decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadOnly {
    /// `--read-only`.
    AsAsked,
    /// The sidecar cannot be read.
    Unreadable,
    /// Nothing can be written where it belongs; why.
    CannotWrite(String),
    /// Another window has it.
    Elsewhere(Box<Holder>),
    /// Another window had it and has left: it can be taken over.
    Left,
}

impl ReadOnly {
    /// A few words, for row 0.
    pub fn in_short(&self) -> &str {
        match self {
            Self::AsAsked => "as asked",
            Self::Unreadable => "its annotations cannot be read",
            Self::CannotWrite(why) => why,
            Self::Elsewhere(_) => "open elsewhere",
            Self::Left => "the other window has left",
        }
    }

    /// The whole sentence; `take` is the key that takes over.
    pub fn in_words(&self, take: &str) -> String {
        match self {
            Self::Elsewhere(holder) if holder.pid > 0 => {
                let who = if holder.user.is_empty() { "Somebody" } else { holder.user.as_str() };
                let clock = holder.since.get(11..16).unwrap_or(&holder.since);
                let host = if holder.host.is_empty() { String::new() } else { format!(" on {}", holder.host) };
                format!("{who} has it open (process {}{host}, since {clock} UTC)", holder.pid)
            }
            Self::Elsewhere(_) => "Another window has it open".to_owned(),
            Self::Left => format!("The other window has left: {take} takes over"),
            Self::AsAsked | Self::Unreadable | Self::CannotWrite(_) => self.in_short().to_owned(),
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
    pub query: String,
    /// Where it stands, in order.
    pub spans: Vec<Span>,
    /// The current one.
    pub at: usize,
}

/// What keys are about; each mode owns its state.
#[derive(Debug)]
pub enum Mode {
    /// Reading, and reviewing when something is in focus.
    Read,
    /// Selecting words.
    Select(Selection),
    /// Choosing which whole to select.
    Whole(Selection),
    /// Choosing a label for words.
    Label(LabelMenu),
    /// Choosing a speaker.
    Speaker(Box<Picker>),
    /// Rating, evidence and note of a claim.
    Claim(Box<ClaimSheet>),
    /// A note on a statement.
    Note(Box<NoteSheet>),
    /// Typing a search.
    Search(SearchLine),
    /// Help.
    Help(List),
    /// All commands.
    Palette(List),
    /// Why this speaker.
    Why(ItemId),
    /// The sure suggestions, listed before they are confirmed.
    Sure(Vec<ItemId>),
    /// Mistakes in the settings: the one shown.
    Settings(usize),
    /// Choosing a format, then a path.
    Export(ExportSheet),
    /// Saying where an annotation belongs.
    Place(PlaceSheet),
    /// Every step, newest first: the row under the bar.
    History(usize),
}

impl Mode {
    /// Which keys apply.
    pub const fn scope(&self) -> Scope {
        match self {
            Self::Read => Scope::Reader,
            Self::Select(_) => Scope::Select,
            Self::Whole(_) => Scope::Whole,
            Self::Label(_) => Scope::Label,
            Self::Speaker(_) => Scope::Speaker,
            Self::Claim(_) => Scope::Claim,
            Self::Note(_) => Scope::Note,
            Self::Search(_) => Scope::Search,
            Self::Help(_) => Scope::Help,
            Self::Palette(_) => Scope::Palette,
            Self::Why(_) => Scope::Why,
            Self::Sure(_) => Scope::Sure,
            Self::Settings(_) => Scope::Settings,
            Self::Export(_) => Scope::Export,
            Self::Place(_) => Scope::Place,
            Self::History(_) => Scope::History,
        }
    }
}

/// Words being selected: from the anchor to the caret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    /// The end that stays.
    pub anchor: u32,
    /// The end that moves.
    pub caret: u32,
    /// Smaller selections it grew from.
    pub grown_from: Vec<Span>,
    /// A count being typed.
    pub count: u32,
    /// Id of the record that belongs to the words, when that is what they are selected for.
    pub put: Option<String>,
}

impl Selection {
    /// A selection of a span, the caret at its end.
    pub const fn of(span: Span) -> Self {
        Self { anchor: span.start, caret: span.end, grown_from: Vec::new(), count: 0, put: None }
    }

    /// Other words, selected for the same purpose.
    pub fn to(&self, span: Span) -> Self {
        Self { put: self.put.clone(), ..Self::of(span) }
    }

    /// The words selected.
    pub const fn span(&self) -> Span {
        Span::new(self.anchor, self.caret)
    }
}

/// The label menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelMenu {
    /// The words to label.
    pub span: Span,
    /// The row under the bar.
    pub at: usize,
}

/// One row of the speaker picker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PickerRow {
    /// Whom it chooses.
    pub who: Choice,
    /// The name.
    pub name: String,
    /// Role, other names.
    pub detail: String,
    /// Everything they are called: what typing is matched with.
    pub called: String,
    /// How many statements are theirs.
    pub said: usize,
}

/// The speaker picker.
#[derive(Debug)]
pub struct Picker {
    /// The statement, or words, it is for.
    pub target: Target,
    /// What is typed.
    pub field: Field,
    /// Everybody.
    pub all: Vec<PickerRow>,
    /// Those that match, best first.
    pub rows: Vec<PickerRow>,
    /// The row under the bar.
    pub at: usize,
}

/// What a speaker is picked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A statement.
    Item(ItemId),
    /// Words that name somebody.
    Person(Span),
    /// Words to become a quotation.
    Quote(Span),
}

/// Which field of the claim sheet has the keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClaimField {
    /// The rating.
    Rating,
    /// The addresses; the number of the one being typed.
    Evidence(usize),
    /// The note.
    Note,
}

/// The claim sheet.
#[derive(Debug)]
pub struct ClaimSheet {
    /// Id of the claim.
    pub id: String,
    /// The field with the keys.
    pub field: ClaimField,
    /// Chosen rating: index into the codebook's.
    pub rating: Option<usize>,
    /// Addresses; the last one is empty, for one more.
    pub evidence: Vec<Field>,
    /// The note.
    pub note: TextArea<'static>,
    /// Whether Esc was pressed once with unsaved words.
    pub armed: bool,
    /// The note as it was shown at first.
    pub was: String,
    /// Rating and addresses as they were shown or saved last: only what differs from them is news.
    pub kept: (Option<usize>, Vec<String>),
    /// Whether opening the sheet made the claim.
    pub fresh: bool,
}

/// The note sheet.
#[derive(Debug)]
pub struct NoteSheet {
    /// The statement.
    pub target: NoteTarget,
    /// The note.
    pub note: TextArea<'static>,
    /// The note as it was.
    pub was: String,
    /// Whether Esc was pressed once with unsaved words.
    pub armed: bool,
}

/// What a note is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoteTarget {
    /// A statement.
    Item(ItemId),
    /// Words.
    Words(Span),
}

/// The search line.
#[derive(Debug)]
pub struct SearchLine {
    /// What is typed.
    pub field: Field,
    /// Where the search began: Esc comes back here.
    pub from: (Position, Option<ItemId>),
}

/// A list narrowed by typing.
#[derive(Debug)]
pub struct List {
    /// What is typed.
    pub field: Field,
    /// The row under the bar, among those that match.
    pub at: usize,
    /// Where it was opened.
    pub scope: Scope,
}

/// The export sheet: a format, then a path.
#[derive(Debug)]
pub struct ExportSheet {
    /// The format under the bar.
    pub at: usize,
    /// The path, once a format is taken.
    pub path: Option<Field>,
    /// Whether the file exists and was asked about.
    pub asked: bool,
}

/// The sheet of an annotation without a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceSheet {
    /// Its id.
    pub id: String,
    /// Which one it is, from 1, of those to look at.
    pub number: usize,
    /// The place, or version, under the bar.
    pub at: usize,
    /// Whether `x` was pressed once.
    pub armed: bool,
}

impl App {
    /// The open document.
    pub fn desk(&self) -> Option<&Desk> {
        match &self.stage {
            Stage::Open(desk) => Some(desk),
            Stage::Loading | Stage::Failed(_) => None,
        }
    }

    /// The open document.
    pub fn desk_mut(&mut self) -> Option<&mut Desk> {
        match &mut self.stage {
            Stage::Open(desk) => Some(desk),
            Stage::Loading | Stage::Failed(_) => None,
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

impl Desk {
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

    /// Whether an item is drawn in the margin.
    pub fn is_drawn(&self, item: &ItemId) -> bool {
        let weak = self.reading.suggestion(item).is_some() && !self.reading.is_open(item);
        !(self.hide_weak && weak)
    }
}
