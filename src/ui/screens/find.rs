//! Find in all documents: what is typed is the question, what is found stands below, the document of a row opens at its place
//! and leads back. The same words elsewhere is the same view with a quotation for a question.

mod draw;
mod keys;

use super::{Input, Layer, Response, Scope, Screen};
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::event::Effect;
use crate::ui::find::FindTab;
use crate::ui::widgets::field::LineField;
use crate::ui::widgets::hints::{Hint, hints, position_in};
use crate::ui::widgets::listing::Drawn;
use crate::ui::widgets::page_layout::PageLayout;
use ratatui::buffer::Buffer;
use sayso_core::annotation::Stamp;

pub use keys::{came, come_back, elsewhere, leads_back, names_came, open_over, open_with, typed};

/// The view; what was found is the `App`'s, so that it is there when a document that was opened from here is left.
#[derive(Debug, Default)]
pub struct FindView {
    /// What is typed.
    pub field: LineField,
    /// Whether keys go to it.
    pub typing: bool,
    /// The row under the bar.
    pub at: usize,
}

impl Screen for FindView {
    fn open(app: &mut App, _stamp: &Stamp) -> Vec<Effect> {
        open_with(app, "")
    }

    fn word(&self, _app: &App) -> &'static str {
        "FIND"
    }

    fn hints(&self, app: &App, _page: &PageLayout) -> Vec<Hint> {
        let next = app.find.as_ref().and_then(|desk| {
            let at = FindTab::ALL.iter().position(|tab| *tab == desk.tab)?;
            FindTab::ALL.iter().cycle().skip(at + 1).take(3).find(|tab| desk.count(**tab) > 0)
        });
        let word = |action: Action, word: &str| {
            let keys = if self.typing {
                app.keymap.shown_while_typing(Scope::Find, action)
            } else {
                app.keymap.shown(Scope::Find, action)
            };
            Hint::new(keys, word)
        };
        let tab = next.map(|tab| word(Action::NextField, tab.title()));
        if self.typing {
            let mut out = vec![word(Action::Accept, "into the list")];
            out.extend(tab);
            out.push(word(Action::Escape, if self.field.text().is_empty() { "back" } else { "leave the words" }));
            return out;
        }
        let mut out = vec![word(Action::Accept, "open"), word(Action::Filter, "change words")];
        out.extend(tab);
        if app.find.as_ref().is_some_and(|desk| desk.late() > 0) {
            out.push(word(Action::Arrange, "in order"));
        }
        let rest =
            [Action::MarkRow, Action::Copy, Action::Open(Scope::WriteList), Action::Open(Scope::Help), Action::Escape];
        out.extend(hints(app, Scope::Find, &rest));
        out
    }

    fn draw(&self, app: &App, page: &PageLayout, buffer: &mut Buffer) -> Drawn {
        draw::find(app, page, self, buffer)
    }

    fn layer(&self, _page: &PageLayout) -> Layer {
        Layer::Whole
    }

    fn input(&self) -> Input {
        if self.typing { Input::Line } else { Input::Keys }
    }

    fn position(&self, app: &App, _page: &PageLayout) -> String {
        match app.find.as_ref().map_or(0, |desk| desk.marked.len()) {
            0 => position_in(self.at, self.rows(app)),
            marked => format!("{marked} marked"),
        }
    }

    fn field(&mut self) -> Option<&mut LineField> {
        self.typing.then_some(&mut self.field)
    }

    fn edited(&mut self, app: &mut App) -> Vec<Effect> {
        self.ask(app)
    }

    fn bar(&mut self) -> Option<&mut usize> {
        Some(&mut self.at)
    }

    fn rows(&self, app: &App) -> usize {
        app.find.as_ref().map_or(0, |desk| desk.shown().len())
    }

    fn goes_round(&self) -> bool {
        false
    }

    fn page_rows(&self) -> i32 {
        8
    }

    fn act(&mut self, app: &mut App, action: Action, stamp: &Stamp) -> Response {
        match action {
            Action::Accept | Action::NextRow if self.typing => {
                self.typing = self.rows(app) == 0;
                Response::stay()
            }
            Action::Accept => self.go(app),
            Action::Filter => {
                self.typing = true;
                Response::stay()
            }
            Action::NextField if self.typing => match self.begun_name() {
                Some((of, typed)) => Response::stay().with(vec![Effect::FindNames(of, typed)]),
                None => self.turn(app, true),
            },
            Action::NextField => self.turn(app, true),
            Action::PreviousField => self.turn(app, false),
            Action::MarkRow | Action::MarkAll => {
                self.mark(app, action == Action::MarkAll);
                Response::stay()
            }
            Action::Arrange => {
                if let Some(desk) = &mut app.find {
                    self.at = desk.arrange(self.at);
                }
                Response::stay()
            }
            Action::Copy => self.copy(app),
            Action::AddToScratch => self.bring(app),
            Action::Open(Scope::WriteList) => self.write(app),
            action => self.shared(app, action, stamp),
        }
    }

    /// Stops typing; drops the marks; then goes back to where the question was asked.
    fn leave(&mut self, app: &mut App) -> Response {
        if self.typing && !self.field.text().is_empty() {
            self.typing = false;
            return Response::stay();
        }
        keys::back(app)
    }
}
