//! The documents of a folder: how far each is; opening one, the next unfinished one, coming back.

mod draw;
mod keys;
mod state;

use super::{Layer, Mode, Response, Scope, Screen, figures, find};
use crate::ui::action::Action;
use crate::ui::app::{App, Stage};
use crate::ui::commands::ONLY_MINE;
use crate::ui::event::Effect;
use crate::ui::widgets::browse::Browse;
use crate::ui::widgets::hints::{Hint, hints, hints_while_typing};
use crate::ui::widgets::listing::Drawn;
use crate::ui::widgets::page_layout::PageLayout;
use ratatui::buffer::Buffer;
use sayso_core::annotation::Stamp;

pub use keys::{known, next, note_open_one, relisted, show, worked};
pub use state::LibraryView;

impl Screen for LibraryView {
    /// Of a library that is known; asks for it else.
    fn open(app: &mut App, _stamp: &Stamp) -> Vec<Effect> {
        if app.library.is_none() {
            return vec![Effect::ListFolder];
        }
        note_open_one(app);
        show(app);
        Vec::new()
    }

    fn word(&self, _app: &App) -> &'static str {
        "LIBRARY"
    }

    fn hints(&self, app: &App, _page: &PageLayout) -> Vec<Hint> {
        if self.list.typing {
            return hints_while_typing(app, Scope::Library);
        }
        let all = [
            Action::Accept,
            Action::NextField,
            Action::Filter,
            Action::Open(Scope::Find),
            Action::Arrange,
            Action::OnlyMine,
            Action::Open(Scope::Figures),
            Action::Open(Scope::Help),
            Action::Escape,
        ];
        let mut out = hints(app, Scope::Library, &all);
        let has_some = app.library.as_ref().is_some_and(|library| library.work_of(app.annotator.as_deref()).is_some());
        if !has_some {
            out.retain(|hint| hint.word != ONLY_MINE);
        }
        if let Some(hint) = out.last_mut().filter(|_| matches!(app.stage, Stage::Library)) {
            "quit".clone_into(&mut hint.word);
        }
        out
    }

    fn draw(&self, app: &App, page: &PageLayout, buffer: &mut Buffer) -> Drawn {
        draw::library(app, page, self, buffer)
    }

    fn layer(&self, _page: &PageLayout) -> Layer {
        Layer::Whole
    }

    fn list(&self) -> Option<&Browse> {
        Some(&self.list)
    }

    fn list_mut(&mut self) -> Option<&mut Browse> {
        Some(&mut self.list)
    }

    fn edited(&mut self, app: &mut App) -> Vec<Effect> {
        if let Some(library) = &app.library {
            self.narrow(library, app.annotator.as_deref().filter(|_| app.only_left));
        }
        Vec::new()
    }

    fn act(&mut self, app: &mut App, action: Action, stamp: &Stamp) -> Response {
        match action {
            Action::Accept => self.take(app),
            Action::Open(Scope::Find) => find::open_over(app),
            Action::NextField => {
                self.go_to_next_unfinished(app);
                Response::stay()
            }
            Action::Arrange => {
                self.order = self.order.next();
                if let Some(library) = &app.library {
                    self.arrange(library);
                }
                let title = self.order.title();
                app.say(format!("Documents {title}"));
                Response::stay()
            }
            Action::OnlyMine => {
                self.turn_to_left(app);
                Response::stay()
            }
            Action::Open(Scope::Figures) => figures::open_for_folder(app),
            action => self.shared(app, action, stamp),
        }
    }

    /// Back to the document, if one is open; else the program ends.
    fn leave(&mut self, app: &mut App) -> Response {
        if matches!(app.stage, Stage::Library) && super::scratch::steps::holds_back(app) {
            return Response::stay();
        }
        if matches!(app.stage, Stage::Library) {
            return Response::stay().with(vec![Effect::Quit]);
        }
        Response::close()
    }
}
