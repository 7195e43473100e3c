//! What belongs to a document in the reader, and what stands beside it.
//!
//! The [`App`](super::app::App) holds the pane with the keyboard field by field, so that whatever keys do can only reach that
//! one; the other lies in its [`Split`] until the person goes over, when the two change places.

use super::open_document::{OpenDocument, ViewPosition};
use super::start_place::StartPlace;
use sayso_core::annotation::Codebook;
use sayso_core::layout::{Layout, Position};
use std::path::PathBuf;

/// How far opening a document has come.
#[derive(Debug)]
pub enum Stage {
    /// None: the library is shown.
    Library,
    /// Being read.
    Loading,
    /// It cannot be shown: what and what to do, a sentence a line.
    Failed(Vec<String>),
    /// It is open.
    Open(Box<OpenDocument>),
}

impl Stage {
    /// The open document.
    pub fn doc(&self) -> Option<&OpenDocument> {
        match self {
            Self::Open(doc) => Some(doc),
            Self::Library | Self::Loading | Self::Failed(_) => None,
        }
    }

    /// The same, to change it.
    pub fn doc_mut(&mut self) -> Option<&mut OpenDocument> {
        match self {
            Self::Open(doc) => Some(doc),
            Self::Library | Self::Loading | Self::Failed(_) => None,
        }
    }
}

/// A document of its own in the reader: the fields of the same names of the [`App`](super::app::App) while it has the
/// keyboard.
#[derive(Debug)]
pub struct Pane {
    /// Number of what the runner keeps for it: its writer, its lock, its watch.
    pub desk: u64,
    /// Its name, for row 0.
    pub name: String,
    /// Where it is.
    pub path: Option<PathBuf>,
    /// Labels and ratings of its project.
    pub codebook: Codebook,
    /// How far opening it has come.
    pub stage: Stage,
    /// Where to begin in it.
    pub start_place: Option<StartPlace>,
}

/// Another place of the document with the keyboard.
#[derive(Debug)]
pub struct OtherPlace {
    /// Where it is.
    pub view: ViewPosition,
    /// Its lines.
    pub layout: Layout,
}

/// What stands beside the pane with the keyboard.
#[derive(Debug)]
pub enum Other {
    /// Another place of the same document: one reading, one journal, one history.
    Place(Box<OtherPlace>),
    /// Another document.
    Document(Box<Pane>),
}

/// What makes two panes scroll together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tie {
    /// First rows, after the last event: of the pane with the keyboard, and of the other.
    pub tops: [Position; 2],
    /// What matches of them.
    pub by: Matching,
}

/// What of two tied panes stays beside each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matching {
    /// Paragraphs with the same words.
    Words,
    /// What is said at the same time.
    Times,
    /// As many rows from where they were tied.
    Rows,
}

/// Two panes.
#[derive(Debug)]
pub struct Split {
    /// What stands beside.
    pub other: Other,
    /// Whether the keyboard is in the second pane: the right or the lower one.
    pub is_second: bool,
    /// What makes them scroll together, if they do.
    pub tie: Option<Tie>,
    /// Whether the other pane is being acted on in the place of the one with the keyboard.
    pub is_lent: bool,
    /// Decisions in other places of which one may belong to the document beside: asked about once the keyboard is there.
    pub choices: Vec<(PathBuf, String)>,
}

/// What was put beside a document last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Neighbour {
    /// Another place of it.
    Itself,
    /// The document at a path.
    Document(PathBuf),
}

impl OtherPlace {
    /// A second view of an open document from where its first is.
    pub fn of(doc: &OpenDocument) -> Self {
        let layout = doc.layout.again();
        let view = ViewPosition { top: doc.view.top, focus: doc.view.focus.clone(), ..ViewPosition::default() };
        Self { view, layout }
    }

    /// The same place once the document was read again.
    pub fn reread(&mut self, layout: Layout) {
        let at = if self.layout.is_empty() { 0 } else { self.layout.byte_at(self.view.top) };
        let top = if layout.is_empty() { Position::default() } else { layout.position_of(at) };
        let trail = std::mem::take(&mut self.view.trail);
        (self.view, self.layout) = (ViewPosition { top, trail, ..ViewPosition::default() }, layout);
    }
}

impl Split {
    /// The document of the other pane, where that is another than that of the pane with the keyboard.
    pub fn document(&self) -> Option<&OpenDocument> {
        match &self.other {
            Other::Document(pane) => pane.stage.doc(),
            Other::Place(_) => None,
        }
    }

    /// The same, to change it.
    pub fn document_mut(&mut self) -> Option<&mut OpenDocument> {
        match &mut self.other {
            Other::Document(pane) => pane.stage.doc_mut(),
            Other::Place(_) => None,
        }
    }

    /// The pane beside, where it is a document of its own.
    pub fn pane(&self) -> Option<&Pane> {
        match &self.other {
            Other::Document(pane) => Some(pane),
            Other::Place(_) => None,
        }
    }
}
