//! What keys are about: each mode owns its state, so that a sheet that is not open holds nothing.

use super::action::Scope;
use super::field::Field;
use super::search::Query;
use super::views::annotations::AnnotationsView;
use super::views::library::LibraryView;
use super::views::links::LinksSheet;
use super::views::outline::OutlineView;
use super::views::speakers::{SpeakerSheet, SpeakersView, SplitMenu};
use ratatui_textarea::TextArea;
use sayso_core::layout::Position;
use sayso_core::reading::{ItemId, SpeakerChoice};
use sayso_core::span::Span;
use std::path::PathBuf;

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
    /// Who said what.
    Speakers(Box<SpeakersView>),
    /// Names and role of a speaker.
    EditSpeaker(Box<SpeakerSheet>),
    /// Which name of a speaker becomes somebody else.
    Split(SplitMenu),
    /// Which decisions in other places belong to this document.
    Origins(OriginsMenu),
    /// Everything decided and suggested, in rows.
    Annotations(Box<AnnotationsView>),
    /// Choosing a rating for rows.
    Ratings(Vec<ItemId>),
    /// Every match in its context: the row under the bar.
    Results(usize),
    /// Headings, turns or paragraphs.
    Outline(Box<OutlineView>),
    /// The documents of a folder.
    Library(Box<LibraryView>),
    /// A letter is awaited: to set a mark, or to go to one.
    Mark(bool),
    /// Links and notes on the screen.
    Links(LinksSheet),
    /// Attributes of annotations: a letter turns one to its next value.
    Attributes(Vec<ItemId>),
}

/// Decisions in other places of which one may belong to this document.
#[derive(Debug)]
pub struct OriginsMenu {
    /// Path of each sidecar, and what is said of it.
    pub rows: Vec<(PathBuf, String)>,
    /// The row under the bar.
    pub at: usize,
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
            Self::Speakers(_) => Scope::Speakers,
            Self::EditSpeaker(_) => Scope::EditSpeaker,
            Self::Split(_) => Scope::Split,
            Self::Origins(_) => Scope::Origins,
            Self::Annotations(_) => Scope::Annotations,
            Self::Ratings(_) => Scope::Ratings,
            Self::Results(_) => Scope::Results,
            Self::Outline(_) => Scope::Outline,
            Self::Library(_) => Scope::Library,
            Self::Mark(_) => Scope::Mark,
            Self::Links(_) => Scope::Links,
            Self::Attributes(_) => Scope::Attributes,
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
    /// What belongs to the words, when they are selected for something that is there already.
    pub put: Option<ItemId>,
    /// Further stretches of the same statement, selected before.
    pub parts: Vec<Span>,
}

impl Selection {
    /// A selection of a span, the caret at its end.
    pub fn of(span: Span) -> Self {
        let (grown_from, parts) = (Vec::new(), Vec::new());
        Self { anchor: span.start, caret: span.end, grown_from, count: 0, put: None, parts }
    }

    /// Other words, selected for the same purpose.
    pub fn to(&self, span: Span) -> Self {
        Self { put: self.put.clone(), parts: self.parts.clone(), ..Self::of(span) }
    }

    /// All stretches selected, in reading order, overlaps joined; empty when there is none.
    pub fn spans(&self) -> Vec<Span> {
        let mut all: Vec<Span> = self.parts.iter().copied().chain([self.span()]).filter(|s| !s.is_empty()).collect();
        all.sort_unstable();
        all.dedup_by(|next, open| {
            let joins = next.start <= open.end;
            if joins {
                *open = open.hull(*next);
            }
            joins
        });
        all
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
    pub spans: Vec<Span>,
    /// Records whose label is changed instead.
    pub change: Vec<ItemId>,
    /// The row under the bar.
    pub at: usize,
}

/// One row of the speaker picker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PickerRow {
    /// Whom it chooses.
    pub who: SpeakerChoice,
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
    Person(Vec<Span>),
    /// Words to become a quotation.
    Quote(Vec<Span>),
    /// Several statements at once.
    Items(Vec<ItemId>),
    /// A speaker who is the same as somebody else.
    Merge(SpeakerChoice),
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
    Words(Vec<Span>),
}

/// The search line.
#[derive(Debug)]
pub struct SearchLine {
    /// What is typed.
    pub field: Field,
    /// Only whole words.
    pub word: bool,
    /// A regular expression.
    pub regex: bool,
    /// What is wrong with it.
    pub wrong: Option<String>,
    /// Where the search began: Esc comes back here.
    pub from: (Position, Option<ItemId>),
}

impl SearchLine {
    /// What it asks for.
    pub fn query(&self) -> Query {
        Query { text: self.field.text().to_owned(), word: self.word, regex: self.regex }
    }
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
