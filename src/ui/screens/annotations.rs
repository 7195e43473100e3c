//! Everything decided and suggested, in rows: going there, and changing one row or all marked ones as one step.

mod draw;
mod keys;
mod state;

use super::{Layer, Mode, Response, Scope, Screen};
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::event::Effect;
use crate::ui::widgets::browse::Browse;
use crate::ui::widgets::hints::{Hint, hints, hints_while_typing, position_in};
use crate::ui::widgets::listing::Drawn;
use crate::ui::widgets::page_layout::PageLayout;
use ratatui::buffer::Buffer;
use sayso_core::annotation::Stamp;

pub use state::AnnotationsView;

impl Screen for AnnotationsView {
    /// The bar at the statement in focus, else at what is on the screen.
    fn open(app: &mut App, _stamp: &Stamp) -> Vec<Effect> {
        let Some(doc) = app.doc() else { return Vec::new() };
        if doc.detecting {
            app.say("Still looking for quotations; in a moment");
            return Vec::new();
        }
        let mut view = Self::new(&doc.reading);
        let document = doc.reading.document();
        let focus = doc.view.focus.as_ref().and_then(|f| view.rows.iter().position(|r| r.item == *f));
        let at = document.offsets().to_chars(document.text(), doc.layout.byte_at(doc.view.top));
        let row = focus.unwrap_or_else(|| view.rows.partition_point(|r| r.start < at));
        view.list.select(row.min(view.rows.len().saturating_sub(1)));
        app.mode = Mode::Annotations(view);
        Vec::new()
    }

    fn word(&self, _app: &App) -> &'static str {
        "ANNOTATIONS"
    }

    fn hints(&self, app: &App, _page: &PageLayout) -> Vec<Hint> {
        if self.list.typing {
            return hints_while_typing(app, Scope::Annotations);
        }
        let all = [
            Action::Accept,
            Action::Open(Scope::Note),
            Action::Open(Scope::Ratings),
            Action::Open(Scope::Speaker),
            Action::Open(Scope::Label),
            Action::Reject,
            Action::NextField,
            Action::MarkRow,
            Action::Filter,
            Action::Arrange,
            Action::Open(Scope::Help),
            Action::Escape,
        ];
        hints(app, Scope::Annotations, &all)
    }

    fn draw(&self, app: &App, page: &PageLayout, buffer: &mut Buffer) -> Drawn {
        draw::annotations(app, page, self, buffer)
    }

    fn layer(&self, _page: &PageLayout) -> Layer {
        Layer::Whole
    }

    fn position(&self, _app: &App, _page: &PageLayout) -> String {
        if self.marked.is_empty() {
            position_in(self.list.at, self.list.shown().len())
        } else {
            format!("{} marked", self.marked.len())
        }
    }

    fn list(&self) -> Option<&Browse> {
        Some(&self.list)
    }

    fn list_mut(&mut self) -> Option<&mut Browse> {
        Some(&mut self.list)
    }

    fn edited(&mut self, app: &mut App) -> Vec<Effect> {
        if let Some(doc) = app.doc() {
            self.narrow(&doc.reading);
        }
        self.moved(app);
        Vec::new()
    }

    fn moved(&mut self, _app: &mut App) {
        self.delete_pending = false;
    }

    fn act(&mut self, app: &mut App, action: Action, stamp: &Stamp) -> Response {
        self.delete_pending &= action == Action::Reject;
        match action {
            Action::NextField | Action::PreviousField | Action::Arrange => {
                self.turn_or_arrange(app, action);
                Response::stay()
            }
            Action::MarkRow => {
                self.mark();
                Response::stay()
            }
            Action::MarkAll => {
                self.mark_all();
                Response::stay()
            }
            Action::Accept
            | Action::Copy
            | Action::AddToScratch
            | Action::Reject
            | Action::Open(
                Scope::Note
                | Scope::Guideline
                | Scope::Speaker
                | Scope::Ratings
                | Scope::Label
                | Scope::Attributes
                | Scope::Sure
                | Scope::WriteList,
            ) => self.act_on_rows(app, action, stamp),
            action => self.shared(app, action, stamp),
        }
    }

    fn leave(&mut self, _app: &mut App) -> Response {
        if self.marked.is_empty() {
            return Response::close();
        }
        self.marked.clear();
        Response::stay()
    }

    fn refresh(&mut self, app: &App) {
        if let Some(doc) = app.doc() {
            self.update(&doc.reading);
        }
    }
}
