//! The outline: headings, topics, speakers, turns or paragraphs. Looking without leaving, going there, coming back to the exact row.

mod draw;
mod state;

use super::{Layer, Mode, Response, Scope, Screen};
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::event::Effect;
use crate::ui::motion;
use crate::ui::widgets::browse::Browse;
use crate::ui::widgets::hints::{Hint, hints, hints_while_typing};
use crate::ui::widgets::listing::Drawn;
use crate::ui::widgets::page_layout::PageLayout;
use ratatui::buffer::Buffer;
use sayso_core::annotation::Stamp;

pub use state::OutlineView;

impl Screen for OutlineView {
    /// At what is on the screen.
    fn open(app: &mut App, _stamp: &Stamp) -> Vec<Effect> {
        if let Some(doc) = app.doc().filter(|d| !d.layout.is_empty()) {
            let view = Self::new(&doc.reading, doc.layout.byte_at(doc.view.top));
            app.mode = Mode::Outline(view);
        }
        Vec::new()
    }

    fn word(&self, _app: &App) -> &'static str {
        "OUTLINE"
    }

    fn hints(&self, app: &App, _page: &PageLayout) -> Vec<Hint> {
        if self.list.typing {
            return hints_while_typing(app, Scope::Outline);
        }
        let second = if self.tabs.len() > 1 { Action::NextField } else { Action::NextRow };
        let all = [Action::Accept, second, Action::Filter, Action::Open(Scope::Help), Action::Escape];
        let mut out = hints(app, Scope::Outline, &all);
        if let Some(next) = self.tabs.get((self.tab + 1) % self.tabs.len().max(1)).filter(|_| self.tabs.len() > 1) {
            out.iter_mut().skip(1).take(1).for_each(|hint| next.of.title().clone_into(&mut hint.word));
            return out;
        }
        if let Some(hint) = out.get_mut(1) {
            "look".clone_into(&mut hint.word);
        }
        out
    }

    fn draw(&self, app: &App, page: &PageLayout, buffer: &mut Buffer) -> Drawn {
        draw::outline(app, page, self, buffer)
    }

    fn layer(&self, page: &PageLayout) -> Layer {
        if draw::is_beside(page) { Layer::Sheet } else { Layer::Whole }
    }

    fn list(&self) -> Option<&Browse> {
        Some(&self.list)
    }

    fn list_mut(&mut self) -> Option<&mut Browse> {
        Some(&mut self.list)
    }

    /// The text follows the bar.
    fn moved(&mut self, app: &mut App) {
        let Some(block) = self.current() else { return };
        let start = app.doc().and_then(|d| d.reading.document().blocks().get(block)).map(|b| b.span.start);
        if let Some(start) = start {
            motion::to_top(app, start);
        }
    }

    fn act(&mut self, app: &mut App, action: Action, stamp: &Stamp) -> Response {
        if matches!(action, Action::NextField | Action::PreviousField) {
            let here = self.current();
            if let Some(doc) = app.doc() {
                let block = here.and_then(|block| doc.reading.document().blocks().get(block));
                let at = block.map_or(self.from, |block| block.span.start);
                self.turn(&doc.reading, action == Action::NextField, at);
            }
            return Response::stay();
        }
        if action != Action::Accept {
            return self.shared(app, action, stamp);
        }
        if let Some(doc) = app.doc_mut() {
            doc.view.trail.leave(self.from);
        }
        self.moved(app);
        Response::close()
    }

    /// Back to where the person was.
    fn leave(&mut self, app: &mut App) -> Response {
        motion::to_top(app, self.from);
        Response::close()
    }

    fn text_loaded(&mut self, app: &mut App) -> Response {
        Response::stay().with(Self::open(app, &Stamp::default()))
    }
}
