//! Which name of a speaker becomes somebody else.

use super::{Response, Scope, Screen};
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::decide;
use crate::ui::widgets::hints::{Hint, hints};
use crate::ui::widgets::listing::Drawn;
use crate::ui::widgets::page_layout::PageLayout;
use crate::ui::widgets::sheet::menu;
use ratatui::buffer::Buffer;
use sayso_core::annotation::Stamp;
use sayso_core::reading::SpeakerChoice;

/// Which name of a speaker becomes somebody else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SplitMenu {
    /// Whose.
    pub who: SpeakerChoice,
    /// Their name.
    pub name: String,
    /// Names that can go.
    pub names: Vec<String>,
    /// The row under the bar.
    pub at: usize,
}

impl Screen for SplitMenu {
    fn word(&self, _app: &App) -> &'static str {
        "SPLIT"
    }

    fn hints(&self, app: &App, _page: &PageLayout) -> Vec<Hint> {
        hints(app, Scope::Split, &[Action::Accept, Action::Escape])
    }

    fn draw(&self, app: &App, page: &PageLayout, buffer: &mut Buffer) -> Drawn {
        let rows: Vec<(String, String)> = self.names.iter().map(|n| (String::new(), n.clone())).collect();
        let about = format!("which of these is not {}?", self.name);
        menu(app, page, (Scope::Split.title(), &about), &rows, self.at, buffer);
        Drawn::default()
    }

    fn bar(&mut self) -> Option<&mut usize> {
        Some(&mut self.at)
    }

    fn rows(&self, _app: &App) -> usize {
        self.names.len()
    }

    fn act(&mut self, app: &mut App, action: Action, stamp: &Stamp) -> Response {
        match action {
            Action::Accept => {
                let name = self.names.get(self.at).filter(|_| decide::may_decide(app, stamp));
                let effects = name.map(|name| decide::change(app, stamp, |decider| decider.split(&self.who, name)));
                Response::close().with(effects.unwrap_or_default())
            }
            action => self.shared(app, action, stamp),
        }
    }
}
