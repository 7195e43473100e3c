//! Who speaks in the documents of the folder: one row a person over all of them, their words in order of time; who is one
//! person, and who is two.

mod draw;
mod keys;
mod note;
mod other;
mod pair;
mod state;
mod under;

use super::{Layer, Response, Scope, Screen};
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::event::Effect;
use crate::ui::keymap::Key;
use crate::ui::widgets::browse::Browse;
use crate::ui::widgets::hints::{Hint, hints, hints_while_typing, position_in};
use crate::ui::widgets::listing::Drawn;
use crate::ui::widgets::page_layout::PageLayout;
use ratatui::buffer::Buffer;
use sayso_core::annotation::Stamp;

pub use keys::{asked, come_back, decided, heard, open, progress, read};
pub use note::{Kept, NoteOnTwoSheet, keep, noted};
pub use other::OtherPersonSheet;
pub use pair::OnePersonSheet;
pub use state::{Marked, PeopleTab, PeopleView};

impl Screen for PeopleView {
    fn open(app: &mut App, _stamp: &Stamp) -> Vec<Effect> {
        open(app)
    }

    fn word(&self, _app: &App) -> &'static str {
        "PEOPLE"
    }

    fn hints(&self, app: &App, _page: &PageLayout) -> Vec<Hint> {
        if self.list.typing || self.words.list.typing {
            return hints_while_typing(app, Scope::People);
        }
        let in_list = [
            Action::Accept,
            Action::MergeSpeaker,
            Action::NextTab,
            Action::Filter,
            Action::Arrange,
            Action::Open(Scope::Help),
            Action::Escape,
        ];
        let in_words = [
            Action::Accept,
            Action::Filter,
            Action::MarkRow,
            Action::Open(Scope::NoteOnTwo),
            Action::Copy,
            Action::Open(Scope::Help),
            Action::Escape,
        ];
        let mut out = hints(app, Scope::People, if self.in_words { &in_words } else { &in_list });
        if self.in_words {
            let words = ["open", "about…"];
            out.iter_mut().zip(words).for_each(|(hint, word)| word.clone_into(&mut hint.word));
        }
        out
    }

    fn draw(&self, app: &App, page: &PageLayout, buffer: &mut Buffer) -> Drawn {
        draw::people(app, page, self, buffer)
    }

    fn layer(&self, _page: &PageLayout) -> Layer {
        Layer::Whole
    }

    fn position(&self, _app: &App, _page: &PageLayout) -> String {
        let list = self.active();
        position_in(list.at, list.shown().len())
    }

    fn list(&self) -> Option<&Browse> {
        Some(self.active())
    }

    fn list_mut(&mut self) -> Option<&mut Browse> {
        Some(if self.in_words { &mut self.words.list } else { &mut self.list })
    }

    fn clicked_bar(&mut self) -> Option<&mut usize> {
        self.in_words = false;
        Some(&mut self.list.at)
    }

    fn edited(&mut self, _app: &mut App) -> Vec<Effect> {
        if self.in_words {
            self.words.list.narrow(|_| true);
        } else {
            self.narrow();
        }
        Vec::new()
    }

    fn typed(&mut self, app: &mut App, key: Key, _stamp: &Stamp) -> Response {
        if let Some(field) = self.field() {
            field.key(key);
            return Response::stay().with(self.edited(app));
        }
        let digit = key.typed().and_then(|c| c.to_digit(10)).and_then(|d| d.checked_sub(1));
        digit.map_or_else(Response::stay, |n| self.go(app, n as usize))
    }

    fn act(&mut self, app: &mut App, action: Action, stamp: &Stamp) -> Response {
        self.does(app, action, stamp)
    }

    fn escape(&mut self, app: &mut App, _stamp: &Stamp) -> Response {
        let typed = self.active_mut().clear();
        if typed {
            return Response::stay().with(self.edited(app));
        }
        if std::mem::take(&mut self.in_words) {
            return Response::stay();
        }
        self.leave(app)
    }

    fn leave(&mut self, app: &mut App) -> Response {
        keys::leave(self, app)
    }
}

impl PeopleView {
    fn active(&self) -> &Browse {
        if self.in_words { &self.words.list } else { &self.list }
    }

    fn active_mut(&mut self) -> &mut Browse {
        if self.in_words { &mut self.words.list } else { &mut self.list }
    }
}
