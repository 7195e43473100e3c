//! Mistakes in files a person wrote: settings, keys, themes, annotations; one at a time.

use super::{Response, Scope, Screen};
use crate::config::Problem;
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::event::Effect;
use crate::ui::theme::Role;
use crate::ui::widgets::canvas::{cut, width};
use crate::ui::widgets::hints::{Hint, hints, position_in};
use crate::ui::widgets::listing::Drawn;
use crate::ui::widgets::page_layout::PageLayout;
use crate::ui::widgets::sheet::open;
use ratatui::buffer::Buffer;
use ratatui::style::Modifier;
use sayso_core::annotation::Stamp;

/// The sheet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SettingsSheet {
    /// The problem shown.
    pub at: usize,
}

impl Screen for SettingsSheet {
    fn word(&self, _app: &App) -> &'static str {
        "SETTINGS"
    }

    fn hints(&self, app: &App, _page: &PageLayout) -> Vec<Hint> {
        hints(app, Scope::Settings, &[Action::Accept, Action::NextRow, Action::Copy, Action::Escape])
    }

    fn draw(&self, app: &App, page: &PageLayout, buffer: &mut Buffer) -> Drawn {
        let Some(problem) = app.problems.get(self.at) else { return Drawn::default() };
        let gap = u16::from(page.is_tall());
        let rows = 1 + gap + problem.lines.len() as u16 + gap + 2 + u16::from(!problem.hint.is_empty());
        let mut s = open(app, page, rows, buffer);
        let count = format!("{} of {}", self.at + 1, app.problems.len());
        let count_at = s.right.saturating_sub(width(&count));
        s.at(count_at, &count, s.words(Role::Quiet));
        let place = format!("{}:{}:{}", problem.path.display(), problem.at.0, problem.at.1);
        let place = cut(&place, count_at.saturating_sub(s.left + 2));
        s.at(s.left, &place, s.words(Role::Warn));
        s.y += 1 + gap;
        for (line, text) in &problem.lines {
            s.at(s.left, &format!("{line:>3}"), s.words(Role::Quiet));
            let wrong = *line == problem.at.0;
            let style = s.words(if wrong { Role::Body } else { Role::Quiet });
            let before: String = text.chars().take(problem.at.1 - 1).collect();
            if wrong {
                let bad: String = text.chars().skip(problem.at.1 - 1).take(problem.length).collect();
                let after: String = text.chars().skip(problem.at.1 - 1 + problem.length).collect();
                let x = s.at(s.left + 5, &before, style);
                let x = s.at(x, &bad, s.words(Role::Warn).add_modifier(Modifier::UNDERLINED));
                s.at(x, &after, style);
            } else {
                s.at(s.left + 5, text, style);
            }
            s.y += 1;
        }
        s.y += gap;
        s.line(&problem.message, s.words(Role::Body));
        if !problem.hint.is_empty() {
            s.line(&problem.hint, s.words(Role::Body));
        }
        s.line(problem.meanwhile, s.words(Role::Quiet));
        Drawn::default()
    }

    fn position(&self, app: &App, _page: &PageLayout) -> String {
        position_in(self.at, app.problems.len())
    }

    fn bar(&mut self) -> Option<&mut usize> {
        Some(&mut self.at)
    }

    fn rows(&self, app: &App) -> usize {
        app.problems.len()
    }

    fn act(&mut self, app: &mut App, action: Action, stamp: &Stamp) -> Response {
        match action {
            Action::Accept => Response::close(),
            Action::Copy => {
                let text = app.problems.get(self.at).map(Problem::in_one_line).unwrap_or_default();
                app.say("Copied");
                Response::stay().with(vec![Effect::Copy(text)])
            }
            action => self.shared(app, action, stamp),
        }
    }
}
