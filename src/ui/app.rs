//! The state of the program: one open document, one mode that owns its own state.

use super::action::Action;
use super::commands::command;
use super::find::FindDesk;
use super::keymap::{Key, Keymap};
use super::scope::Scope;
use super::scratch::ScratchDesk;
use super::screens::{FiguresView, Mode, Selection};
use super::start_place::StartPlace;
use super::theme::{Theme, Themes};
use super::widgets::arrangement;
use super::widgets::page_layout::PageLayout;
use crate::config::{Glyphs, Problem};
use crate::project::library::Library;
use ratatui::layout::Size;
use sayso_core::annotation::Codebook;
use sayso_core::export::FactCheckDesk;
use sayso_core::library::Agreement;
use std::path::PathBuf;

use super::open_document::OpenDocument;
use super::pane::{Neighbour, Pane, Split};

pub use super::pane::Stage;

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
    /// Number of what the runner keeps for it.
    pub desk: u64,
    /// What stands beside it, if anything does.
    pub split: Option<Split>,
    /// What was put beside a document last.
    pub last_beside: Option<Neighbour>,
    /// What is open over the pane with the keyboard, while the other one is acted on in its place.
    pub aside: Option<Box<Aside>>,
    /// What keys are about.
    pub mode: Mode,
    /// What just happened.
    pub message: Option<Message>,
    /// Whether the last frame shows what is here now: until then keys move and type, and decide nothing.
    pub shown: bool,
    /// Keys pressed of a longer sequence.
    pub key_sequence: Vec<Key>,
    /// Mistakes in files a person wrote.
    pub problems: Vec<Problem>,
    /// Where the mouse was pressed, in the text: a drag selects from there.
    pub drag_from: Option<u32>,
    /// The label given last.
    pub last_label: Option<String>,
    /// The view a sheet lies over: it comes back when the sheet closes.
    pub underlying: Option<Box<Mode>>,
    /// The selection that a sheet was opened on: whoever leaves the sheet is back at it.
    pub selected_for: Option<Box<Selection>>,
    /// The view that the open document was opened from, as it was left.
    pub left: Option<LeftView>,
    /// The documents of a folder, when one is open.
    pub library: Option<Library>,
    /// Whether it shows only what is left for whoever annotates.
    pub only_left: bool,
    /// The scratch page, once it was looked at or something was brought onto it.
    pub scratch: Option<ScratchDesk>,
    /// The question to all documents, once somebody asked one, with what was found.
    pub find: Option<FindDesk>,
    /// Number of the last search handed to the worker: answers to earlier ones are late.
    pub searches: u64,
    /// Number of the last figures asked for: answers to earlier ones are late.
    pub counts: u64,
    /// The figures that the open document was opened from: they come back once it is closed.
    pub figures_left: Option<Box<FiguresView>>,
    /// How right suggestions were in the documents beside one, as far as that was looked up.
    pub others_right: Option<(PathBuf, Agreement)>,
    /// Number of the last question for words of statements of other documents.
    pub words_asked: u64,
    /// Whether the margin is hidden: the words keep their colours.
    pub bare: bool,
    /// Whether times and numbers of pages above paragraphs are hidden.
    pub places_hidden: bool,
    /// Whether lines are spread to the full width.
    pub justify: bool,
    /// Whether words may be broken at a hyphen.
    pub hyphenate: bool,
    /// Whether a document that changed on the disk is read again without asking.
    pub follow: bool,
    /// The program that plays recordings, with its arguments; empty when none is set.
    pub player: Vec<String>,
    /// Who publishes fact-checks.
    pub fact_checks: FactCheckDesk,
    /// The zone in which times are told.
    pub zone: fn() -> jiff::tz::TimeZone,
    /// Where to begin in the document that is being opened; taken once it is there.
    pub start_place: Option<StartPlace>,
    /// Last click: its cell, how many came in a row, and when the last did, in milliseconds.
    pub clicks: (u16, u16, u8, u64),
}

/// A view that a document was opened from: leaving that document comes back to it.
#[derive(Debug)]
pub struct LeftView {
    /// The view, with its sheet and bar.
    pub mode: Box<Mode>,
    /// The document.
    pub document: PathBuf,
}

/// What is open over a pane, and what is half pressed there.
#[derive(Debug)]
pub struct Aside {
    /// What keys are about.
    pub mode: Mode,
    /// The view a sheet lies over.
    pub underlying: Option<Box<Mode>>,
    /// The selection that a sheet was opened on.
    pub selected_for: Option<Box<Selection>>,
    /// Keys pressed of a longer sequence.
    pub key_sequence: Vec<Key>,
    /// Where the mouse was pressed.
    pub drag_from: Option<u32>,
}

impl Default for Aside {
    fn default() -> Self {
        let (underlying, selected_for, key_sequence, drag_from) = (None, None, Vec::new(), None);
        Self { mode: Mode::Read, underlying, selected_for, key_sequence, drag_from }
    }
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

impl App {
    /// The open document.
    pub fn doc(&self) -> Option<&OpenDocument> {
        self.stage.doc()
    }

    /// The open document.
    pub fn doc_mut(&mut self) -> Option<&mut OpenDocument> {
        self.stage.doc_mut()
    }

    /// Every open document: that with the keyboard first.
    pub fn documents(&self) -> impl Iterator<Item = &OpenDocument> {
        self.doc().into_iter().chain(self.split.as_ref().and_then(Split::document))
    }

    /// The same, to change them.
    pub fn documents_mut(&mut self) -> impl Iterator<Item = &mut OpenDocument> {
        self.stage.doc_mut().into_iter().chain(self.split.as_mut().and_then(Split::document_mut))
    }

    /// Labels and ratings of the project of an open document.
    pub fn codebook_of(&self, doc: &OpenDocument) -> &Codebook {
        let beside = self.split.as_ref().and_then(Split::pane);
        let is_beside = |pane: &&Pane| pane.stage.doc().is_some_and(|other| std::ptr::eq(other, doc));
        beside.filter(is_beside).map_or(&self.codebook, |pane| &pane.codebook)
    }

    /// Back to the page: whatever is open is closed, and nothing comes back.
    pub fn close_screens(&mut self) {
        (self.mode, self.underlying, self.selected_for) = (Mode::Read, None, None);
    }

    /// The keys of an action as a person reads them, for a message; where none is bound, how the palette calls it.
    pub fn key(&self, scope: Scope, action: Action) -> String {
        match self.keymap.shown(scope, action) {
            "" => command(scope, action).map_or_else(String::new, |c| format!(":{}", c.name.replace('-', " "))),
            keys => keys.to_owned(),
        }
    }

    /// The same while text is typed: a key that is no text.
    pub fn key_while_typing(&self, scope: Scope, action: Action) -> String {
        match self.keymap.shown_while_typing(scope, action) {
            "" => self.key(scope, action),
            keys => keys.to_owned(),
        }
    }

    /// Where the document with the keyboard is on the screen; `None` when that is too small.
    pub fn page(&self) -> Option<PageLayout> {
        match &self.split {
            Some(split) => arrangement::pane(self.size, self.width, split.is_second),
            None => PageLayout::new(self.size, self.width),
        }
    }

    /// Where footer, message, sheets and views are; `None` when the screen is too small.
    pub fn window(&self) -> Option<PageLayout> {
        match &self.split {
            Some(_) => arrangement::window(self.size, self.width),
            None => PageLayout::new(self.size, self.width),
        }
    }

    /// Says something in the message row.
    pub fn say(&mut self, text: impl Into<String>) {
        self.message = Some(Message { text: text.into(), key: None, warns: false });
    }

    /// Drops a key that may not decide yet, with the keys of its sequence, and says so.
    pub fn ignore_key(&mut self) {
        self.key_sequence.clear();
        self.say("Key ignored: the screen had not been drawn yet");
    }

    /// Says something with a `!`.
    pub fn warn(&mut self, text: impl Into<String>) {
        self.message = Some(Message { text: text.into(), key: None, warns: true });
    }
}
