//! The history: every step, newest first, and back to any of them.

use super::{Layer, Mode, Response, Scope, Screen};
use crate::clock;
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::decide;
use crate::ui::event::Effect;
use crate::ui::theme::Role;
use crate::ui::widgets::canvas::{cut, put, width};
use crate::ui::widgets::chrome;
use crate::ui::widgets::hints::{Hint, hints, position_in};
use crate::ui::widgets::listing::Drawn;
use crate::ui::widgets::page_layout::PageLayout;
use crate::ui::widgets::signs::signs;
use ratatui::buffer::Buffer;
use ratatui::style::Modifier;
use sayso_core::annotation::Stamp;

/// The list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HistoryView {
    /// The row under the bar; the last one is the beginning.
    pub at: usize,
}

impl Screen for HistoryView {
    /// At the step that stands last.
    fn open(app: &mut App, _stamp: &Stamp) -> Vec<Effect> {
        let Some(doc) = app.doc() else { return Vec::new() };
        let (done, all) = (doc.undo.steps.done(), doc.undo.steps.steps().len());
        if !doc.undo.complete {
            app.say("Still reading what was done before; in a moment");
        } else if all == 0 {
            app.say("Nothing was done here yet");
        } else {
            app.mode = Mode::History(Self { at: all - done });
        }
        Vec::new()
    }

    fn word(&self, _app: &App) -> &'static str {
        "HISTORY"
    }

    fn hints(&self, app: &App, _page: &PageLayout) -> Vec<Hint> {
        let all = [Action::Accept, Action::NextRow, Action::PreviousRow, Action::Escape];
        hints(app, Scope::History, &all)
    }

    /// O(rows on the screen).
    fn draw(&self, app: &App, page: &PageLayout, buffer: &mut Buffer) -> Drawn {
        let theme = &app.theme;
        let Some(doc) = app.doc() else { return Drawn::default() };
        let (left, right) = (2, page.size.width - 1);
        let steps = doc.undo.steps.steps();
        let x = put(
            buffer,
            left,
            0,
            right - left,
            Scope::History.title(),
            theme.words(Role::Strong).add_modifier(Modifier::BOLD),
        );
        let about = format!("{} of {} steps in effect", doc.undo.steps.done(), steps.len());
        put(buffer, x + 3, 0, right.saturating_sub(x + 3), &about, theme.words(Role::Quiet));
        let top = 1 + u16::from(page.is_tall());
        let height = usize::from(page.footer.saturating_sub(top + u16::from(page.is_tall())));
        let first = self.at.saturating_sub(height.saturating_sub(1)).max(self.at.saturating_sub(height / 2));
        let first = first.min((steps.len() + 1).saturating_sub(height));
        let zone = (app.zone)();
        for (n, y) in (first..=steps.len()).zip(top..top + height as u16) {
            if n == self.at {
                put(buffer, left - 2, y, 1, signs(app.glyphs).bar, theme.words(Role::Accent));
            }
            let number = steps.len() - n;
            let stands = number <= doc.undo.steps.done();
            let sign = if stands { signs(app.glyphs).decided } else { signs(app.glyphs).open };
            let style = theme.words(if n == self.at { Role::Strong } else { Role::Body });
            let Some(step) = number.checked_sub(1).and_then(|at| steps.get(at)) else {
                put(buffer, left, y, right - left, "  the beginning", theme.words(Role::Quiet));
                continue;
            };
            let x = put(buffer, left, y, 2, sign, theme.words(Role::Quiet)) + 1;
            let when = clock::in_digits(&step.at, &zone);
            let by = step.by.as_ref().map(|by| format!("{by}  ")).unwrap_or_default();
            let hour = when.rsplit(' ').next().unwrap_or_default();
            let tail = if page.size.width < 60 { hour.to_owned() } else { by + &when };
            let tail_at = right.saturating_sub(width(&tail));
            let room = tail_at.saturating_sub(x + 2);
            put(buffer, x, y, room, &cut(&sayso_core::sanitize::visible(&step.summary), room), style);
            put(buffer, tail_at, y, width(&tail), &tail, theme.words(Role::Quiet));
        }
        chrome::footer_again(app, page, buffer);
        Drawn::default()
    }

    fn layer(&self, _page: &PageLayout) -> Layer {
        Layer::Whole
    }

    fn position(&self, app: &App, _page: &PageLayout) -> String {
        position_in(self.at, self.rows(app))
    }

    fn bar(&mut self) -> Option<&mut usize> {
        Some(&mut self.at)
    }

    fn rows(&self, app: &App) -> usize {
        app.doc().map_or(0, |d| d.undo.steps.steps().len() + 1)
    }

    fn goes_round(&self) -> bool {
        false
    }

    fn page_rows(&self) -> i32 {
        12
    }

    fn act(&mut self, app: &mut App, action: Action, stamp: &Stamp) -> Response {
        match action {
            Action::Accept => Response::close().with(self.go(app, stamp)),
            action => self.shared(app, action, stamp),
        }
    }
}

impl HistoryView {
    /// Goes to the state after the step under the bar, or to the beginning: step by step, so that each can be redone.
    fn go(self, app: &mut App, stamp: &Stamp) -> Vec<Effect> {
        if !decide::is_writable(app) {
            return Vec::new();
        }
        let Some(doc) = app.doc() else { return Vec::new() };
        let (done, all) = (doc.undo.steps.done(), doc.undo.steps.steps().len());
        let target = all.saturating_sub(self.at);
        if target == done {
            app.say("That is the current state");
            return Vec::new();
        }
        let again = target > done;
        let mut effects = Vec::new();
        for _ in 0..target.abs_diff(done) {
            effects.extend(if again { decide::redo(app, stamp) } else { decide::undo(app, stamp) });
        }
        app.say(format!("As it was after step {target} of {all}"));
        effects
    }
}
