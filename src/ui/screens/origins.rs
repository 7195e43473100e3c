//! Which decisions in other places belong to this document.

use super::{Response, Scope, Screen};
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::event::Effect;
use crate::ui::widgets::hints::{Hint, hints};
use crate::ui::widgets::listing::Drawn;
use crate::ui::widgets::page_layout::PageLayout;
use crate::ui::widgets::sheet::menu;
use ratatui::buffer::Buffer;
use sayso_core::annotation::Stamp;
use std::path::PathBuf;

/// Decisions in other places of which one may belong to this document.
#[derive(Debug)]
pub struct OriginsMenu {
    /// Path of each sidecar, and what is said of it.
    pub rows: Vec<(PathBuf, String)>,
    /// The row under the bar.
    pub at: usize,
}

impl Screen for OriginsMenu {
    fn word(&self, _app: &App) -> &'static str {
        "CHOOSE"
    }

    fn hints(&self, app: &App, _page: &PageLayout) -> Vec<Hint> {
        hints(app, Scope::Origins, &[Action::Accept, Action::Escape])
    }

    fn draw(&self, app: &App, page: &PageLayout, buffer: &mut Buffer) -> Drawn {
        let rows: Vec<(String, String)> = self.rows.iter().map(|(_, words)| (String::new(), words.clone())).collect();
        menu(app, page, (Scope::Origins.title(), "which belong to this document?"), &rows, self.at, buffer);
        Drawn::default()
    }

    fn bar(&mut self) -> Option<&mut usize> {
        Some(&mut self.at)
    }

    fn rows(&self, _app: &App) -> usize {
        self.rows.len()
    }

    fn act(&mut self, app: &mut App, action: Action, stamp: &Stamp) -> Response {
        match action {
            Action::Accept => {
                let taken = self.rows.get(self.at).map(|(path, _)| Effect::Adopt(path.clone()));
                Response::close().with(taken.into_iter().collect())
            }
            action => self.shared(app, action, stamp),
        }
    }

    fn leave(&mut self, app: &mut App) -> Response {
        app.say("Nothing was taken from other places");
        Response::close()
    }
}
