//! The scratch page: quotations from the documents of the folder, with what a person writes between them.

mod draw;
mod keys;
pub mod steps;

use super::{Layer, Mode, Response, Scope, Screen};
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::event::Effect;
use crate::ui::scratch::ScratchDesk;
use crate::ui::widgets::browse::Browse;
use crate::ui::widgets::hints::{Hint, hints, hints_while_typing, position_in};
use crate::ui::widgets::listing::Drawn;
use crate::ui::widgets::page_layout::PageLayout;
use ratatui::buffer::Buffer;
use sayso_core::annotation::Stamp;
use sayso_core::export::scratch::note_of;

/// The view; what it shows is the [`ScratchDesk`] of the state.
#[derive(Debug, Default)]
pub struct ScratchView {
    /// Which quotations are shown.
    pub list: Browse,
    /// Whether `x` was pressed once on something with words of a person's own under it.
    pub remove_pending: bool,
}

impl ScratchView {
    /// Everything on a page, the bar where it was last. O(page).
    pub fn of(desk: &ScratchDesk) -> Self {
        let rows = desk.entries.iter().map(|entry| {
            let quotation = &entry.quotation;
            let name = quotation.speaker.as_deref().unwrap_or_default();
            // As in a search: @lindqvist is who speaks.
            let parts: Vec<String> = name.split_whitespace().map(|part| format!("@{part}")).collect();
            let (source, note) = (quotation.source(), note_of(&desk.text, entry));
            let words = format!("{} {source} {} {note}", quotation.words, parts.join(" "));
            words.replace('\n', " ")
        });
        let mut list = Browse::new(rows);
        list.select(desk.at);
        Self { list, remove_pending: false }
    }
}

/// The page was read: it is shown, unless the person went on to something else.
pub fn shown(app: &mut App) {
    let Some(desk) = &app.scratch else { return };
    let view = ScratchView::of(desk);
    match &mut app.mode {
        Mode::Scratch(open) => {
            let field = std::mem::take(&mut open.list.field);
            *open = view;
            open.list.field = field;
            open.list.narrow(|_| true);
        }
        Mode::Read | Mode::Library(_) => app.mode = Mode::Scratch(view),
        _ => {}
    }
}

/// The page cannot be read any more: what was shown of it is not it.
pub fn lost(app: &mut App) {
    if matches!(app.mode, Mode::Scratch(_)) {
        app.mode = Mode::Read;
    }
}

impl Screen for ScratchView {
    /// Reads the page first.
    fn open(_app: &mut App, _stamp: &Stamp) -> Vec<Effect> {
        vec![Effect::ReadScratch]
    }

    fn word(&self, _app: &App) -> &'static str {
        "SCRATCH"
    }

    fn hints(&self, app: &App, _page: &PageLayout) -> Vec<Hint> {
        if self.list.typing {
            return hints_while_typing(app, Scope::Scratch);
        }
        if app.scratch.as_ref().is_none_or(|desk| desk.entries.is_empty()) {
            return hints(app, Scope::Scratch, &[Action::Editor, Action::Open(Scope::Help), Action::Escape]);
        }
        let all = [
            Action::Accept,
            Action::Open(Scope::ScratchNote),
            Action::Reject,
            Action::Copy,
            Action::Open(Scope::WriteList),
            Action::RaiseRow,
            Action::Editor,
            Action::Open(Scope::Help),
            Action::Escape,
        ];
        hints(app, Scope::Scratch, &all)
    }

    fn draw(&self, app: &App, page: &PageLayout, buffer: &mut Buffer) -> Drawn {
        draw::scratch(app, page, self, buffer)
    }

    fn layer(&self, _page: &PageLayout) -> Layer {
        Layer::Whole
    }

    fn position(&self, app: &App, _page: &PageLayout) -> String {
        match app.scratch.as_ref().map_or(0, |desk| desk.marked.len()) {
            0 => position_in(self.list.at, self.list.shown().len()),
            marked => format!("{marked} marked"),
        }
    }

    fn list(&self) -> Option<&Browse> {
        Some(&self.list)
    }

    fn list_mut(&mut self) -> Option<&mut Browse> {
        Some(&mut self.list)
    }

    fn page_rows(&self) -> i32 {
        4
    }

    fn moved(&mut self, app: &mut App) {
        self.remove_pending = false;
        if let (Some(desk), Some(at)) = (&mut app.scratch, self.list.current()) {
            desk.at = at;
        }
    }

    fn act(&mut self, app: &mut App, action: Action, stamp: &Stamp) -> Response {
        self.remove_pending &= action == Action::Reject;
        match action {
            Action::Accept
            | Action::Copy
            | Action::Reject
            | Action::MarkRow
            | Action::RaiseRow
            | Action::LowerRow
            | Action::Open(Scope::ScratchNote | Scope::WriteList) => self.act_on_rows(app, action),
            Action::MarkAll => {
                self.mark_all(app);
                Response::stay()
            }
            Action::Undo | Action::Redo => Response::stay().with(steps::step_back(app, action == Action::Redo)),
            Action::Editor => Response::stay().with(self.edit(app)),
            action => self.shared(app, action, stamp),
        }
    }

    /// Drops the marks; then leaves.
    fn leave(&mut self, app: &mut App) -> Response {
        let marked = app.scratch.as_mut().map(|desk| std::mem::take(&mut desk.marked)).unwrap_or_default();
        if marked.is_empty() { Response::close() } else { Response::stay() }
    }

    fn refresh(&mut self, app: &App) {
        let Some(desk) = &app.scratch else { return };
        let mut fresh = Self::of(desk);
        (fresh.list.field, fresh.list.typing) = (std::mem::take(&mut self.list.field), self.list.typing);
        fresh.list.narrow(|_| true);
        fresh.list.select(desk.at);
        *self = fresh;
    }
}
