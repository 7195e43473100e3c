//! Who said what: everybody with their statements; going to them, renaming, merging, splitting.

mod draw;
mod keys;
mod state;

use super::{Layer, Mode, Response, Scope, Screen, sure};
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

pub use state::SpeakersView;

impl Screen for SpeakersView {
    /// The bar on whoever says what is in focus.
    fn open(app: &mut App, _stamp: &Stamp) -> Vec<Effect> {
        let Some(doc) = app.doc() else { return Vec::new() };
        if doc.detecting {
            app.say("Still looking for quotations; in a moment");
            return Vec::new();
        }
        let mut view = Self::new(&doc.reading);
        let name = doc.view.focus.as_ref().map(|f| doc.reading.speaker_name(f));
        if let Some(row) = name.and_then(|name| view.voices.iter().position(|v| v.name == name)) {
            view.list.select(row);
        }
        app.mode = Mode::Speakers(view);
        Vec::new()
    }

    fn word(&self, _app: &App) -> &'static str {
        "SPEAKERS"
    }

    fn hints(&self, app: &App, _page: &PageLayout) -> Vec<Hint> {
        if self.list.typing {
            return hints_while_typing(app, Scope::Speakers);
        }
        let all = [
            Action::Accept,
            Action::Open(Scope::EditSpeaker),
            Action::MergeSpeaker,
            Action::Open(Scope::Split),
            Action::Filter,
            Action::Copy,
            Action::Open(Scope::Help),
            Action::Escape,
        ];
        let mut out = hints(app, Scope::Speakers, &all);
        if let Some(hint) = out.first_mut().filter(|_| self.said.is_some()) {
            "go there".clone_into(&mut hint.word);
        }
        out.insert(1.min(out.len()), Hint::new("1–9", "their n-th"));
        out
    }

    fn draw(&self, app: &App, page: &PageLayout, buffer: &mut Buffer) -> Drawn {
        draw::speakers(app, page, self, buffer)
    }

    fn layer(&self, _page: &PageLayout) -> Layer {
        Layer::Whole
    }

    fn position(&self, app: &App, _page: &PageLayout) -> String {
        position_in(self.said.unwrap_or(self.list.at), self.rows(app))
    }

    fn list(&self) -> Option<&Browse> {
        Some(&self.list)
    }

    fn list_mut(&mut self) -> Option<&mut Browse> {
        Some(&mut self.list)
    }

    fn bar(&mut self) -> Option<&mut usize> {
        Some(self.said.as_mut().unwrap_or(&mut self.list.at))
    }

    fn clicked_bar(&mut self) -> Option<&mut usize> {
        self.said = None;
        Some(&mut self.list.at)
    }

    fn rows(&self, _app: &App) -> usize {
        match self.said {
            Some(_) => self.current().map_or(0, |v| v.items.len()),
            None => self.list.shown().len(),
        }
    }

    fn typed(&mut self, app: &mut App, key: Key, _stamp: &Stamp) -> Response {
        if self.list.typing {
            self.list.field.key(key);
            return Response::stay().with(self.edited(app));
        }
        let digit = key.typed().and_then(|c| c.to_digit(10)).and_then(|d| d.checked_sub(1));
        digit.map_or_else(Response::stay, |n| self.go_to(app, n as usize))
    }

    fn act(&mut self, app: &mut App, action: Action, stamp: &Stamp) -> Response {
        match action {
            Action::Accept
            | Action::NextField
            | Action::PreviousField
            | Action::Open(Scope::EditSpeaker | Scope::Split)
            | Action::MergeSpeaker
            | Action::Copy => self.act_on_current(app, action),
            Action::Open(Scope::Sure) => match self.current() {
                Some(voice) => {
                    let (name, items) = (voice.name.clone(), voice.items.clone());
                    sure::open_given(app, &name, &items, stamp)
                }
                None => Response::stay(),
            },
            action => self.shared(app, action, stamp),
        }
    }

    fn escape(&mut self, app: &mut App, _stamp: &Stamp) -> Response {
        if self.said.take().is_some() {
            return Response::stay();
        }
        if self.list.clear() {
            return Response::stay().with(self.edited(app));
        }
        self.leave(app)
    }

    fn refresh(&mut self, app: &App) {
        if let Some(doc) = app.doc() {
            self.update(&doc.reading);
        }
    }
}
