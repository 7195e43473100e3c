//! Annotations whose text changed, one after the other: a person says where each belongs, and who says it where the words
//! that named the speaker are gone.

mod draw;
mod keys;
mod words;

use super::speaker::{self, PickerTarget};
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
use sayso_core::reading::ItemId;
use sayso_core::span::Span;

pub use keys::{open_at, put};

/// What is said when nothing is left to check.
const ALL_SOUND: &str = "Every annotation has its place";

/// The sheet of an annotation to check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnchorSheet {
    /// Its id.
    pub id: String,
    /// Which one it is, from 1, of those to look at.
    pub number: usize,
    /// The place, or speaker, under the bar.
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
            None if app.doc().is_some() => app.say(ALL_SOUND),
            None => {}
        }
        Vec::new()
    }

    fn word(&self, app: &App) -> &'static str {
        if app.doc().is_some_and(|doc| self.is_about_speaker(doc)) { "SPEAKER" } else { "PLACE" }
    }

    fn hints(&self, app: &App, _page: &PageLayout) -> Vec<Hint> {
        let is_about_speaker = app.doc().is_some_and(|doc| self.is_about_speaker(doc));
        let mut all = vec![Action::Accept, Action::Choose(2)];
        all.truncate(self.rows(app));
        all.push(Action::Open(if is_about_speaker { Scope::Speaker } else { Scope::Select }));
        all.extend([Action::Reject, Action::NextField, Action::Escape]);
        let mut all = hints(app, Scope::Anchor, &all);
        if is_about_speaker {
            all.iter_mut()
                .zip(["take", "the other"])
                .take(self.rows(app))
                .for_each(|(hint, word)| hint.word = word.into());
        }
        all
    }

    fn draw(&self, app: &App, page: &PageLayout, buffer: &mut Buffer) -> Drawn {
        draw::anchor(app, page, self, buffer);
        Drawn::default()
    }

    fn text_marks(&self, doc: &OpenDocument) -> TextMarks {
        if self.is_about_speaker(doc) {
            return TextMarks { current: self.words(doc), ..TextMarks::default() };
        }
        let candidates = doc.reading.anchor_of(&self.id).candidates();
        TextMarks {
            candidates: Some(candidates.iter().map(|c| c.spans.clone()).collect()),
            current: candidates.get(self.at).and_then(|c| c.spans.first().copied()),
            ..TextMarks::default()
        }
    }

    fn words(&self, doc: &OpenDocument) -> Option<Span> {
        let anchor = doc.reading.anchor_of(&self.id);
        let spans = anchor.candidates().get(self.at).map_or_else(|| anchor.spans(), |candidate| &candidate.spans);
        spans.first().copied()
    }

    fn scrolls_text(&self) -> bool {
        true
    }

    fn bar(&mut self) -> Option<&mut usize> {
        Some(&mut self.at)
    }

    /// How many places or speakers there are to choose from.
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
            Action::Open(Scope::Speaker) if app.doc().is_none_or(|doc| !self.is_about_speaker(doc)) => {
                app.say("First say where it belongs");
                Response::stay()
            }
            Action::Open(Scope::Speaker) => {
                let item = ItemId::Record(self.id.as_str().into());
                speaker::open_for(app, PickerTarget::Item(item));
                Response::close()
            }
            action => self.shared(app, action, stamp),
        }
    }
}
