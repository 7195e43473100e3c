//! Annotations without a place or with a doubtful one, one after the other: a person says where each belongs.

mod draw;
mod keys;

use super::{ConflictSheet, Mode, Response, Scope, Screen, Selection, TextMarks};
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::event::Effect;
use crate::ui::open_document::OpenDocument;
use crate::ui::widgets::hints::{Hint, hints};
use crate::ui::widgets::listing::Drawn;
use crate::ui::widgets::page_layout::PageLayout;
use ratatui::buffer::Buffer;
use sayso_core::annotation::Stamp;
use sayso_core::span::Span;

pub use keys::{open_at, put};

/// The sheet of an annotation without a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnchorSheet {
    /// Its id.
    pub id: String,
    /// Which one it is, from 1, of those to look at.
    pub number: usize,
    /// The place under the bar.
    pub at: usize,
    /// Whether the key that removes it was pressed once.
    pub delete_pending: bool,
}

impl Screen for AnchorSheet {
    /// At the first of them; where there are only versions to decide, at those.
    fn open(app: &mut App, stamp: &Stamp) -> Vec<Effect> {
        let first = app.doc().and_then(keys::first);
        match first {
            Some(id) => keys::show(app, id, 1),
            None if app.doc().is_some_and(|doc| doc.reading.versions_beside() > 0) => {
                return ConflictSheet::open(app, stamp);
            }
            None if app.doc().is_some() => app.say("Every annotation has its place"),
            None => {}
        }
        Vec::new()
    }

    fn word(&self, _app: &App) -> &'static str {
        "PLACE"
    }

    fn hints(&self, app: &App, _page: &PageLayout) -> Vec<Hint> {
        let mut all = vec![Action::Accept, Action::Choose(2)];
        all.truncate(self.rows(app));
        all.extend([Action::Open(Scope::Select), Action::Reject, Action::NextField, Action::Escape]);
        hints(app, Scope::Anchor, &all)
    }

    fn draw(&self, app: &App, page: &PageLayout, buffer: &mut Buffer) -> Drawn {
        draw::anchor(app, page, self, buffer);
        Drawn::default()
    }

    fn text_marks(&self, doc: &OpenDocument) -> TextMarks {
        let candidates = doc.reading.anchor_of(&self.id).candidates();
        TextMarks {
            candidates: Some(candidates.iter().map(|c| c.spans.clone()).collect()),
            current: candidates.get(self.at).and_then(|c| c.spans.first().copied()),
            ..TextMarks::default()
        }
    }

    fn words(&self, doc: &OpenDocument) -> Option<Span> {
        doc.reading.anchor_of(&self.id).candidates().get(self.at)?.spans.first().copied()
    }

    fn scrolls_text(&self) -> bool {
        true
    }

    fn bar(&mut self) -> Option<&mut usize> {
        Some(&mut self.at)
    }

    /// How many places there are to choose from.
    fn rows(&self, app: &App) -> usize {
        app.doc().map_or(0, |doc| self.choices(doc))
    }

    fn moved(&mut self, app: &mut App) {
        self.delete_pending = false;
        self.look(app);
    }

    fn act(&mut self, app: &mut App, action: Action, stamp: &Stamp) -> Response {
        match action {
            Action::Accept => self.choose(app, self.at, stamp),
            Action::Choose(n) => self.choose(app, usize::from(n) - 1, stamp),
            Action::Reject => self.remove(app, stamp),
            Action::NextField | Action::PreviousField => {
                if keys::turn(app, &self.id, action == Action::NextField) {
                    Response::stay()
                } else {
                    Response::close()
                }
            }
            Action::Open(Scope::Select) => {
                self.select(app);
                Response::close()
            }
            action => self.shared(app, action, stamp),
        }
    }
}
