//! Every key of every screen, narrowed by typing.

use super::{Input, Layer, Mode, Response, Scope, Screen};
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::commands::{COMMANDS, Command};
use crate::ui::event::Effect;
use crate::ui::keymap::Keymap;
use crate::ui::theme::Role;
use crate::ui::widgets::canvas::{cut, put, width};
use crate::ui::widgets::chrome;
use crate::ui::widgets::field::LineField;
use crate::ui::widgets::hints::{Hint, hints, position_in};
use crate::ui::widgets::listing::Drawn;
use crate::ui::widgets::page_layout::PageLayout;
use crate::ui::widgets::signs::signs;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui::style::Modifier;
use sayso_core::annotation::Stamp;

/// The help.
#[derive(Debug)]
pub struct HelpView {
    /// What is typed.
    pub field: LineField,
    /// The row under the bar, among those that match.
    pub at: usize,
    /// The screen it was asked for on.
    pub scope: Scope,
}

impl Screen for HelpView {
    fn word(&self, _app: &App) -> &'static str {
        "HELP"
    }

    fn hints(&self, app: &App, _page: &PageLayout) -> Vec<Hint> {
        hints(app, Scope::Help, &[Action::Accept, Action::NextRow, Action::Escape])
    }

    fn draw(&self, app: &App, page: &PageLayout, buffer: &mut Buffer) -> Drawn {
        let theme = &app.theme;
        let bold = Modifier::BOLD;
        let (left, right) = (2, page.size.width - 1);
        let x = put(buffer, left, 0, right - left, "Help", theme.words(Role::Strong).add_modifier(bold));
        put(
            buffer,
            x + 3,
            0,
            right.saturating_sub(x + 3),
            if page.size.width < 60 { "type to narrow" } else { "every key of every screen; type to narrow" },
            theme.words(Role::Quiet),
        );
        let rows = self.found(&app.keymap);
        let field_row = 1 + u16::from(page.is_tall());
        let x = put(buffer, left, field_row, 2, "/ ", theme.words(Role::Accent).add_modifier(bold));
        let after =
            put(buffer, x, field_row, right.saturating_sub(x + 12), self.field.text(), theme.words(Role::Strong));
        let all = COMMANDS.iter().filter(|c| !matches!(c.action, Action::Choose(3..))).count();
        let count = format!("{} of {all}", rows.len());
        put(buffer, right.saturating_sub(width(&count)), field_row, width(&count), &count, theme.words(Role::Quiet));
        let caret = Position::new(after, field_row);
        if let Some(cell) = buffer.cell_mut(caret) {
            cell.set_style(theme.marked());
        }
        // Rows with a heading before each screen's first.
        let mut lines: Vec<Option<usize>> = Vec::new();
        let mut headings: Vec<(usize, Scope)> = Vec::new();
        let mut scope = None;
        for (i, row) in rows.iter().enumerate() {
            if scope != Some(row.scope) {
                if scope.is_some() {
                    lines.push(None);
                }
                headings.push((lines.len(), row.scope));
                lines.push(None);
                scope = Some(row.scope);
            }
            lines.push(Some(i));
        }
        let top = field_row + 1 + u16::from(page.is_tall());
        let bottom = page.footer.saturating_sub(if page.is_tall() { 3 } else { 0 });
        let height = usize::from(bottom.saturating_sub(top));
        let at = lines.iter().position(|l| *l == Some(self.at)).unwrap_or(0);
        let first = at.saturating_sub(height.saturating_sub(1)).max(at.saturating_sub(height / 2));
        let first = first.min(lines.len().saturating_sub(height));
        for (n, line) in lines.iter().enumerate().skip(first).take(height) {
            let y = top + (n - first) as u16;
            if let Some((_, scope)) = headings.iter().find(|(at, _)| *at == n) {
                put(buffer, left, y, right - left, scope.title(), theme.words(Role::Strong).add_modifier(bold));
            }
            let Some(row) = line.and_then(|i| rows.get(i)) else { continue };
            let selected = *line == Some(self.at);
            if selected {
                put(buffer, left - 2, y, 1, signs(app.glyphs).bar, theme.words(Role::Accent));
            }
            let digits = row.action == Action::Choose(2);
            let key = if digits { "2 … 9" } else { app.keymap.shown(row.scope, row.action) };
            put(buffer, left + 2, y, 10, key, theme.words(Role::Strong).add_modifier(bold));
            let name = if page.size.width >= 76 { row.name } else { "" };
            let name_at = right.saturating_sub(width(name));
            let room = name_at.saturating_sub(left + 14);
            let style = theme.words(if selected { Role::Strong } else { Role::Body });
            put(buffer, left + 13, y, room, &cut(row.doc, room), style);
            put(buffer, name_at, y, width(name), name, theme.words(Role::Quiet));
        }
        if rows.is_empty() {
            let clears = app.key_while_typing(Scope::Help, Action::Escape);
            let text = format!("No line has all of these words. {clears} clears them.");
            put(buffer, left, top, right - left, &text, theme.words(Role::Quiet));
        }
        if page.is_tall() {
            let s = signs(app.glyphs);
            let legend =
                format!("{} decided   {} suggested   ? a guess, look twice   ! lost its place", s.decided, s.open);
            put(buffer, left, page.footer - 2, right - left, &cut(&legend, right - left), theme.words(Role::Quiet));
        }
        chrome::footer_again(app, page, buffer);
        Drawn::at(caret)
    }

    fn layer(&self, _page: &PageLayout) -> Layer {
        Layer::Whole
    }

    fn position(&self, app: &App, _page: &PageLayout) -> String {
        position_in(self.at, self.found(&app.keymap).len())
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
        self.found(&app.keymap).len()
    }

    fn page_rows(&self) -> i32 {
        12
    }

    fn act(&mut self, app: &mut App, action: Action, stamp: &Stamp) -> Response {
        match action {
            Action::Accept => Response::close().with(self.run(app, stamp)),
            action => self.shared(app, action, stamp),
        }
    }

    fn leave(&mut self, _app: &mut App) -> Response {
        if self.field.text().is_empty() {
            return Response::close();
        }
        self.field.clear();
        self.at = 0;
        Response::stay()
    }
}

impl HelpView {
    /// Commands that match, those of the screen the help was asked for on first, the rest by screen.
    fn found(&self, keymap: &Keymap) -> Vec<&'static Command> {
        let query = self.field.text().trim();
        let mut commands: Vec<&'static Command> = COMMANDS.iter().filter(|c| c.scope == self.scope).collect();
        commands.extend(COMMANDS.iter().filter(|c| c.scope != self.scope));
        // The digits are one row.
        commands.retain(|c| !matches!(c.action, Action::Choose(3..)));
        let rows: Vec<String> =
            commands.iter().map(|c| format!("{} {} {}", c.doc, c.name, keymap.shown(c.scope, c.action))).collect();
        let found: Vec<usize> = if query.is_empty() {
            (0..rows.len()).collect()
        } else {
            // Words in any order; the order of the screens stays.
            let fold = |s: &str| s.chars().flat_map(char::to_lowercase).collect::<String>();
            let words: Vec<String> = query.split_whitespace().map(fold).collect();
            rows.iter()
                .enumerate()
                .filter(|(_, r)| words.iter().all(|w| fold(r).contains(w.as_str())))
                .map(|(i, _)| i)
                .collect()
        };
        found.into_iter().filter_map(|i| commands.get(i).copied()).collect()
    }

    /// Does what the line says, back where the help was asked for: keys of that screen do what they do there.
    fn run(&self, app: &mut App, stamp: &Stamp) -> Vec<Effect> {
        let found = self.found(&app.keymap).get(self.at).copied();
        if let Some(under) = app.underlying.take() {
            app.mode = *under;
            super::refresh(app);
        }
        let Some(command) = found else { return Vec::new() };
        if command.scope == Scope::Reader {
            app.mode = Mode::Read;
        }
        if command.scope == app.mode.scope() {
            return super::act(app, command.action, stamp);
        }
        app.say(format!("That is a key of the screen “{}”", command.scope.title()));
        Vec::new()
    }
}

/// Opens the help on the screen that has the keys, over it.
pub fn open_over(app: &mut App) {
    let scope = app.mode.scope();
    let under = std::mem::replace(&mut app.mode, Mode::Help(HelpView { field: LineField::default(), at: 0, scope }));
    if !matches!(under, Mode::Read) {
        app.underlying = Some(Box::new(under));
    }
}
