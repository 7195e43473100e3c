//! An open document: its reading and layout, where the person is in it, what was done, and how far that is written.

use super::adjudicating::AdjudicationState;
use super::checks::CheckState;
use super::colours::SpeakerColours;
use super::drafts::Drafts;
use super::effort::EffortMeter;
use super::search::Matches;
use super::trail::Trail;
use crate::project::open::ReadOnly;
use crate::store::View;
use crate::store::journal::JournalLine;
use sayso_core::annotation::history::{History, JournalEntry};
use sayso_core::annotation::{Change, QUOTE};
use sayso_core::layout::{Layout, Position};
use sayso_core::reading::{ItemId, Reading, SpeakerChoice};
use sayso_core::search::Query;
use sayso_core::span::Span;
use sayso_core::verify::{Check, Side};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// An open document.
#[derive(Debug)]
pub struct OpenDocument {
    /// The document with suggestions and decisions.
    pub reading: Reading,
    /// Laid out to the width of the page.
    pub layout: Layout,
    /// Colour of each speaker's name, in order of first appearance.
    pub colours: SpeakerColours,
    /// Whether detection is still running.
    pub detecting: bool,
    /// Why nothing can be decided here, if so.
    pub read_only: Option<ReadOnly>,
    /// Whether the file is another by now.
    pub changed: bool,
    /// Format and path of the last export.
    pub exported: Option<(usize, PathBuf)>,
    /// Where the person is in it.
    pub view: ViewPosition,
    /// Every step, to undo and to redo.
    pub undo: UndoHistory,
    /// How far what was decided is written.
    pub save: SaveState,
    /// The searches in it.
    pub search: SearchState,
    /// How its suggestions are gone through.
    pub review: ReviewState,
    /// What was left unfinished.
    pub drafts: Drafts,
    /// Its quotations beside their sources.
    pub checks: CheckState,
    /// What others decided about it.
    pub adjudication: AdjudicationState,
    /// What work on it took so far.
    pub effort: EffortMeter,
}

/// Where the person is in a document.
#[derive(Debug, Default)]
pub struct ViewPosition {
    /// First row shown.
    pub top: Position,
    /// The statement in focus.
    pub focus: Option<ItemId>,
    /// The focus of the last frame: a decision counts only for what was on the screen.
    pub drawn: Option<ItemId>,
    /// Words the person looks at, a match or a word clicked, with what was in focus then.
    pub eye: Option<(Span, Option<ItemId>)>,
    /// Places jumps began at.
    pub trail: Trail,
    /// Marked places, in bytes.
    pub marks: BTreeMap<char, u32>,
    /// Whether the place of last time waits for more of the text.
    pub restore: bool,
}

/// Every step that was done to a document.
#[derive(Debug, Default)]
pub struct UndoHistory {
    /// The steps.
    pub steps: History<HistoryStep>,
    /// Whether the steps of earlier sessions are in it.
    pub complete: bool,
    /// Whether an undo was asked for before that: it is done once it can be.
    pub requested: bool,
}

/// How far what was decided is written.
#[derive(Debug)]
pub struct SaveState {
    /// Whether it is on the disk.
    pub state: Saving,
    /// Whether decisions are kept at all: not those of the tour.
    pub kept: bool,
    /// Where they are kept.
    pub sidecar: PathBuf,
    /// Why they stay in the journal and not in the sidecar, if they do.
    pub not_folded: Option<String>,
    /// Whether what moved with the text was written down.
    pub reanchored: bool,
    /// What goes to the writer before the next change.
    pub pending: Vec<JournalEntry>,
    /// Changes handed to the writer that no joined reading had yet, with their numbers.
    pub after_merge: Vec<(u64, Arc<Change>)>,
    /// Whether the annotations are being joined with what somebody else wrote.
    pub joining: bool,
    /// How often they were.
    pub joins: u64,
    /// Whether `q` was pressed once with something unsaved.
    pub leaving: bool,
}

impl SaveState {
    /// Nothing decided yet. With `kept` false nothing will be written; `sidecar` is where it belongs.
    pub const fn new(kept: bool, sidecar: PathBuf) -> Self {
        Self {
            state: Saving::Saved,
            kept,
            sidecar,
            not_folded: None,
            reanchored: false,
            pending: Vec::new(),
            after_merge: Vec::new(),
            joining: false,
            joins: 0,
            leaving: false,
        }
    }
}

/// The searches in a document.
#[derive(Debug, Default)]
pub struct SearchState {
    /// The one that is shown.
    pub found: Option<Matches>,
    /// What was searched last: Enter in an empty line searches it again.
    pub last: Option<Query>,
    /// Number of the last search handed to the worker: answers to earlier ones are late.
    pub number: u64,
}

/// How the suggestions of a document are gone through.
#[derive(Debug, Default)]
pub struct ReviewState {
    /// Open suggestions, least sure first, when the queue goes by doubt; and the place in it.
    pub queue: Option<(Vec<u32>, usize)>,
    /// Whether weak reported speech is hidden.
    pub hide_weak: bool,
    /// The parts of the statement that was cut last: digits choose their speakers, though they are decided.
    pub cut: Option<[ItemId; 2]>,
    /// Whether the suggestions too weak for the queue are being gone through.
    pub weak: bool,
    /// The record that `x` would remove when pressed again.
    pub delete_pending: Option<ItemId>,
}

/// A step of the history: made here, or read from a file when it is needed.
#[derive(Clone, Debug)]
pub enum HistoryStep {
    /// Made here.
    Change(Arc<Change>),
    /// A line of the history.
    Line(JournalLine),
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

/// A document as one pane shows it: from where, and laid out to which width.
#[derive(Clone, Copy, Debug)]
pub struct PaneView<'a> {
    /// The document.
    pub doc: &'a OpenDocument,
    /// Where the pane is in it.
    pub view: &'a ViewPosition,
    /// Its lines.
    pub layout: &'a Layout,
    /// Whether the pane has the keyboard: only then digits and the bar are about it.
    pub has_keys: bool,
}

impl OpenDocument {
    /// As the pane with the keyboard shows it.
    pub const fn here(&self) -> PaneView<'_> {
        PaneView { doc: self, view: &self.view, layout: &self.layout, has_keys: true }
    }

    /// Where the person is, to come back to.
    pub fn last_view(&self, now: &str) -> View {
        let document = self.reading.document();
        let chars = |at: u32| document.offsets().to_chars(document.text(), at);
        let at = if self.layout.is_empty() { 0 } else { chars(self.layout.byte_at(self.view.top)) };
        View {
            at,
            marks: self.view.marks.iter().map(|(m, at)| (*m, chars(*at))).collect(),
            opened: now.to_owned(),
            colours: self.colours.to_keep(),
            keys: self.effort.keys,
            millis: self.effort.millis,
        }
    }

    /// Whether loading is over: not only the beginning of a long text is here. What a limit cut off is not here either, see
    /// [`Self::is_truncated`].
    pub fn is_loaded(&self) -> bool {
        !self.reading.document().origin.partial
    }

    /// Whether a limit or the person ended the reading of the document: what is here is a part of it, to read only.
    pub fn is_truncated(&self) -> bool {
        matches!(self.read_only, Some(ReadOnly::Part(_)))
    }

    /// The speakers that digits choose for an item, from 2 on; at most eight.
    pub fn choices(&self, item: &ItemId) -> Vec<(SpeakerChoice, String)> {
        if let Some(attribution) = self.reading.suggestion(item) {
            return self.reading.others(attribution);
        }
        let other = match &self.review.cut {
            Some([one, other]) if item == one => Some(other),
            Some([one, other]) if item == other => Some(one),
            Some(_) | None => None,
        };
        self.reading.others_of_record(item, other)
    }

    /// What was found about the quotation that a statement is, and whether a person decided about it. O(log quotations).
    pub fn check_of(&self, item: &ItemId) -> Option<(&Check, bool)> {
        let found = self.checks.found.as_ref()?;
        // Claims and notes are no quotations.
        self.reading.record(item).is_none_or(|record| record.label == QUOTE).then_some(())?;
        let n = found.at(self.reading.hull(item)?)?;
        Some((found.checks.get(n)?, found.decision(&self.reading, n).is_some()))
    }

    /// The same, where it is wrong and nobody decided.
    pub fn wrong(&self, item: &ItemId) -> Option<&Check> {
        let (check, is_decided) = self.check_of(item)?;
        (check.verdict.side() == Side::Finding && !is_decided).then_some(check)
    }

    /// Whether an item is drawn in the margin.
    pub fn is_drawn(&self, item: &ItemId) -> bool {
        let weak = self.reading.suggestion(item).is_some() && !self.reading.is_open(item);
        !(self.review.hide_weak && weak)
    }
}
