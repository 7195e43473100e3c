//! All commands of the page by name; a number goes to a paragraph.

use super::{Input, Mode, Response, Scope, Screen};
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::commands::{COMMANDS, Command};
use crate::ui::event::Effect;
use crate::ui::keymap::Keymap;
use crate::ui::motion;
use crate::ui::theme::Role;
use crate::ui::widgets::canvas::{cut, width};
use crate::ui::widgets::field::LineField;
use crate::ui::widgets::fuzzy_rows::fuzzy;
use crate::ui::widgets::hints::{Hint, hints, position_in};
use crate::ui::widgets::listing::Drawn;
use crate::ui::widgets::page_layout::PageLayout;
use crate::ui::widgets::sheet::{field, open};
use crate::ui::widgets::signs::signs;
use ratatui::buffer::Buffer;
use ratatui::style::Modifier;
use sayso_core::annotation::Stamp;

/// The palette.
#[derive(Debug, Default)]
pub struct Palette {
    /// What is typed.
    pub field: LineField,
    /// The row under the bar, among those that match.
    pub at: usize,
}

impl Screen for Palette {
    fn open(app: &mut App, _stamp: &Stamp) -> Vec<Effect> {
        app.mode = Mode::Palette(Self::default());
        Vec::new()
    }

    fn word(&self, _app: &App) -> &'static str {
        "COMMAND"
    }

    fn hints(&self, app: &App, _page: &PageLayout) -> Vec<Hint> {
        hints(app, Scope::Palette, &[Action::Accept, Action::NextRow, Action::Escape])
    }

    fn draw(&self, app: &App, page: &PageLayout, buffer: &mut Buffer) -> Drawn {
        let most = if page.is_tall() { 8 } else { 3 };
        let gap = u16::from(page.is_tall());
        let rows = found(&self.field, &app.keymap);
        let mut s = open(app, page, 1 + gap + most, buffer);
        let x = s.at(s.left, ":", s.words(Role::Accent).add_modifier(Modifier::BOLD));
        let caret = field(&mut s, x, self.field.text(), self.field.caret(), "a command, or the number of a paragraph");
        s.y += 1 + gap;
        let first = self.at.saturating_sub(usize::from(most) - 1);
        for (i, row) in rows.iter().enumerate().skip(first).take(usize::from(most)) {
            if i == self.at {
                s.at(s.left, signs(app.glyphs).row, s.words(Role::Accent));
            }
            let style = if i == self.at { s.bold() } else { s.words(Role::Body) };
            s.at(s.left + 2, &row.command.name.replace('-', " "), style);
            let key_at = s.right.saturating_sub(width(&row.key));
            let doc = s.left + 24;
            if page.size.width >= 60 {
                let room = key_at.saturating_sub(doc + 2);
                s.at(doc, &cut(row.command.doc, room), s.words(Role::Quiet));
            }
            s.at(key_at, &row.key, s.bold());
            s.y += 1;
        }
        if rows.is_empty() {
            let goes = self.field.text().trim().trim_end_matches('%').parse::<u32>().is_ok();
            let takes = app.key_while_typing(Scope::Palette, Action::Accept);
            let text = if goes { format!("{takes} goes there.") } else { "No command is called that.".to_owned() };
            s.line(&text, s.words(Role::Quiet));
        }
        Drawn::at(caret)
    }

    fn position(&self, app: &App, _page: &PageLayout) -> String {
        position_in(self.at, self.rows(app))
    }

    fn input(&self) -> Input {
        Input::Line
    }

    fn field(&mut self) -> Option<&mut LineField> {
        Some(&mut self.field)
    }

    fn edited(&mut self, _app: &mut App) -> Vec<Effect> {
        self.at = 0;
        Vec::new()
    }

    fn bar(&mut self) -> Option<&mut usize> {
        Some(&mut self.at)
    }

    fn rows(&self, app: &App) -> usize {
        found(&self.field, &app.keymap).len()
    }

    fn act(&mut self, app: &mut App, action: Action, stamp: &Stamp) -> Response {
        match action {
            Action::Accept => Response::close().with(self.run(app, stamp)),
            action => self.shared(app, action, stamp),
        }
    }
}

impl Palette {
    /// Goes to the paragraph, or runs the command under the bar.
    fn run(&self, app: &mut App, stamp: &Stamp) -> Vec<Effect> {
        let typed = self.field.text().trim().to_owned();
        if motion::to_number(app, &typed) {
            return Vec::new();
        }
        match found(&self.field, &app.keymap).get(self.at).map(|row| row.command.action) {
            Some(action) => super::act(app, action, stamp),
            None => {
                app.say(format!("No command is called {typed}"));
                Vec::new()
            }
        }
    }
}

/// A row of the palette.
#[derive(Clone, Debug)]
struct PaletteRow {
    /// The command.
    command: &'static Command,
    /// Its key.
    key: String,
}

/// Commands of the reader that match what is typed, best first.
fn found(field: &LineField, keymap: &Keymap) -> Vec<PaletteRow> {
    let commands: Vec<&'static Command> =
        COMMANDS.iter().filter(|c| c.scope == Scope::Reader && !c.name.starts_with("choose-")).collect();
    let rows: Vec<String> = commands.iter().map(|c| format!("{} {}", c.name.replace('-', " "), c.doc)).collect();
    fuzzy(field.text(), &rows)
        .into_iter()
        .filter_map(|i| commands.get(i))
        .map(|command| PaletteRow { command, key: keymap.shown(command.scope, command.action).to_owned() })
        .collect()
}
