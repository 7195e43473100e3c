//! Figures: who says how much, where and when, what is labelled, how right suggestions were; of this document or of the folder.

mod draw;
mod keys;
mod state;

use super::{Layer, Mode, Response, Scope, Screen};
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::event::Effect;
use crate::ui::figures::FiguresOf;
use crate::ui::widgets::hints::{Hint, hints, position_in};
use crate::ui::widgets::listing::Drawn;
use crate::ui::widgets::page_layout::PageLayout;
use ratatui::buffer::Buffer;
use sayso_core::annotation::Stamp;

pub use keys::{counted, open_for_folder, words_found};
pub use state::FiguresView;

impl Screen for FiguresView {
    /// Of the open document.
    fn open(app: &mut App, _stamp: &Stamp) -> Vec<Effect> {
        let Some(doc) = app.doc() else { return Vec::new() };
        if doc.detecting {
            app.say("Still looking for quotations; in a moment");
            return Vec::new();
        }
        keys::open(app, FiguresOf::Document)
    }

    fn word(&self, _app: &App) -> &'static str {
        "FIGURES"
    }

    fn hints(&self, app: &App, _page: &PageLayout) -> Vec<Hint> {
        let all = [
            Action::Accept,
            Action::NextField,
            Action::Copy,
            Action::Open(Scope::WriteList),
            Action::Open(Scope::Help),
            Action::Escape,
        ];
        let first = usize::from(!self.has_words());
        let mut out = hints(app, Scope::Figures, all.get(first..).unwrap_or_default());
        if self.words.is_some() {
            out.retain(|hint| !matches!(hint.word.as_str(), "next tab" | "write…"));
            if let Some(hint) = out.first_mut() {
                "go there".clone_into(&mut hint.word);
            }
        } else if let Some(hint) = out.iter_mut().find(|hint| hint.word == "next tab") {
            self.next_title().clone_into(&mut hint.word);
        }
        out
    }

    fn draw(&self, app: &App, page: &PageLayout, buffer: &mut Buffer) -> Drawn {
        draw::figures(app, page, self, buffer)
    }

    fn layer(&self, _page: &PageLayout) -> Layer {
        Layer::Whole
    }

    fn position(&self, app: &App, _page: &PageLayout) -> String {
        let at = self.words.as_ref().map_or(self.at, |words| words.at);
        position_in(at, self.rows(app))
    }

    fn bar(&mut self) -> Option<&mut usize> {
        Some(self.words.as_mut().map_or(&mut self.at, |words| &mut words.at))
    }

    fn rows(&self, _app: &App) -> usize {
        match &self.words {
            Some(words) => words.found.as_ref().map_or(0, Vec::len),
            None => self.count(),
        }
    }

    fn goes_round(&self) -> bool {
        false
    }

    fn moved(&mut self, _app: &mut App) {
        self.tell_time();
    }

    fn act(&mut self, app: &mut App, action: Action, stamp: &Stamp) -> Response {
        match action {
            Action::Accept => self.take(app),
            Action::NextField | Action::PreviousField => {
                if self.words.is_none() {
                    self.turn(action == Action::NextField);
                }
                Response::stay()
            }
            Action::Arrange => {
                let text = self.arrange();
                app.say(text);
                Response::stay()
            }
            Action::Copy => Response::stay().with(self.copy(app)),
            Action::Open(Scope::WriteList) => self.write(app),
            action => self.shared(app, action, stamp),
        }
    }

    /// Back from the words to the row, from there to where it was opened.
    fn leave(&mut self, app: &mut App) -> Response {
        if self.words.take().is_some() {
            self.moved(app);
            return Response::stay();
        }
        Response::close()
    }
}

/// Shows the figures again that a document was opened from, once it is closed.
pub fn come_back(app: &mut App) {
    if let Some(view) = app.figures_left.take() {
        app.mode = Mode::Figures(*view);
    }
}
