//! Views that take the whole screen: help, the list of sure suggestions.

use super::canvas::{cut, fill, put, width};
use super::{chrome, signs};
use crate::ui::action::{Action, Scope};
use crate::ui::app::{App, List};
use crate::ui::commands::COMMANDS;
use crate::ui::lists;
use crate::ui::page::Page;
use crate::ui::theme::Role;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Modifier;
use sayso_core::reading::{ItemId, shortened};

/// Every key of every screen, narrowed by typing.
pub fn help(app: &App, page: &Page, list: &List, buffer: &mut Buffer) -> Position {
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
    let rows = lists::help(list, &app.keymap);
    let field_row = 1 + u16::from(page.is_tall());
    let x = put(buffer, left, field_row, 2, "/ ", theme.words(Role::Accent).add_modifier(bold));
    let after = put(buffer, x, field_row, right.saturating_sub(x + 12), list.field.text(), theme.words(Role::Strong));
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
        if scope != Some(row.command.scope) {
            if scope.is_some() {
                lines.push(None);
            }
            headings.push((lines.len(), row.command.scope));
            lines.push(None);
            scope = Some(row.command.scope);
        }
        lines.push(Some(i));
    }
    let top = field_row + 1 + u16::from(page.is_tall());
    let bottom = page.footer.saturating_sub(if page.is_tall() { 3 } else { 0 });
    let height = usize::from(bottom.saturating_sub(top));
    let at = lines.iter().position(|l| *l == Some(list.at)).unwrap_or(0);
    let first = at.saturating_sub(height.saturating_sub(1)).max(at.saturating_sub(height / 2));
    let first = first.min(lines.len().saturating_sub(height));
    for (n, line) in lines.iter().enumerate().skip(first).take(height) {
        let y = top + (n - first) as u16;
        if let Some((_, scope)) = headings.iter().find(|(at, _)| *at == n) {
            put(buffer, left, y, right - left, scope.title(), theme.words(Role::Strong).add_modifier(bold));
        }
        let Some(row) = line.and_then(|i| rows.get(i)) else { continue };
        let chosen = *line == Some(list.at);
        if chosen {
            put(buffer, left - 2, y, 1, signs(app.glyphs).bar, theme.words(Role::Accent));
        }
        let digits = row.command.action == Action::Choose(2);
        let key = if digits { "2 … 9" } else { app.keymap.shown(row.command.scope, row.command.action) };
        put(buffer, left + 2, y, 10, key, theme.words(Role::Strong).add_modifier(bold));
        let name = if page.size.width >= 76 { row.command.name } else { "" };
        let name_at = right.saturating_sub(width(name));
        let room = name_at.saturating_sub(left + 14);
        let style = theme.words(if chosen { Role::Strong } else { Role::Body });
        put(buffer, left + 13, y, room, &cut(row.command.doc, room), style);
        put(buffer, name_at, y, width(name), name, theme.words(Role::Quiet));
    }
    if rows.is_empty() {
        put(
            buffer,
            left,
            top,
            right - left,
            "No line has all of these words. Esc clears them.",
            theme.words(Role::Quiet),
        );
    }
    if page.is_tall() {
        let s = signs(app.glyphs);
        let legend = format!("{} decided   {} suggested   ? a guess, look twice   ! lost its place", s.decided, s.open);
        put(buffer, left, page.footer - 2, right - left, &cut(&legend, right - left), theme.words(Role::Quiet));
    }
    footer(app, page, buffer);
    caret
}

/// The sure suggestions, before they are confirmed together.
pub fn sure(app: &App, page: &Page, items: &[ItemId], buffer: &mut Buffer) -> Option<Position> {
    let theme = &app.theme;
    let (left, right) = (2, page.size.width - 1);
    let doc = app.doc()?;
    let x = put(buffer, left, 0, right - left, "The sure ones", theme.words(Role::Strong).add_modifier(Modifier::BOLD));
    let about = format!("{} beyond doubt; one undo takes them all back", items.len());
    put(
        buffer,
        x + 3,
        0,
        right.saturating_sub(x + 3),
        &cut(&about, right.saturating_sub(x + 3)),
        theme.words(Role::Quiet),
    );
    let top = 1 + u16::from(page.is_tall());
    let height = page.footer.saturating_sub(top + 1);
    for (i, item) in items.iter().take(usize::from(height)).enumerate() {
        let y = top + i as u16;
        let name = doc.reading.speaker_name(item);
        let colour =
            if theme.tints_words() { theme.words(Role::Speaker(doc.colour(&name))) } else { theme.words(Role::Body) };
        let x = put(buffer, left, y, 2, signs(app.glyphs).open, colour) + 1;
        let name_width = (right - left) / 3;
        put(buffer, x, y, name_width, &cut(&name, name_width), colour);
        let words = doc.reading.hull(item).map(|h| doc.reading.document().words(h)).unwrap_or_default();
        let from = x + name_width + 2;
        let room = right.saturating_sub(from);
        put(buffer, from, y, room, &shortened(words, usize::from(room)), theme.words(Role::Body));
    }
    if items.len() > usize::from(height) {
        let more = format!("and {} more", items.len() - usize::from(height));
        put(buffer, left, page.footer - 1, right - left, &more, theme.words(Role::Quiet));
    }
    footer(app, page, buffer);
    None
}

/// Every step that was done, newest first, and the beginning. O(rows on the screen).
pub fn history(app: &App, page: &Page, row: usize, buffer: &mut Buffer) {
    let theme = &app.theme;
    let Some(doc) = app.doc() else { return };
    let (left, right) = (2, page.size.width - 1);
    let steps = doc.undo.steps.steps();
    let x = put(buffer, left, 0, right - left, "History", theme.words(Role::Strong).add_modifier(Modifier::BOLD));
    let about = format!("{} of {} steps stand", doc.undo.steps.done(), steps.len());
    put(buffer, x + 3, 0, right.saturating_sub(x + 3), &about, theme.words(Role::Quiet));
    let top = 1 + u16::from(page.is_tall());
    let height = usize::from(page.footer.saturating_sub(top + u16::from(page.is_tall())));
    let first = row.saturating_sub(height.saturating_sub(1)).max(row.saturating_sub(height / 2));
    let first = first.min((steps.len() + 1).saturating_sub(height));
    for (n, y) in (first..=steps.len()).zip(top..top + height as u16) {
        if n == row {
            put(buffer, left - 2, y, 1, signs(app.glyphs).bar, theme.words(Role::Accent));
        }
        let number = steps.len() - n;
        let stands = number <= doc.undo.steps.done();
        let sign = if stands { signs(app.glyphs).decided } else { signs(app.glyphs).open };
        let style = theme.words(if n == row { Role::Strong } else { Role::Body });
        let Some(step) = number.checked_sub(1).and_then(|at| steps.get(at)) else {
            put(buffer, left, y, right - left, "  the beginning", theme.words(Role::Quiet));
            continue;
        };
        let x = put(buffer, left, y, 2, sign, theme.words(Role::Quiet)) + 1;
        let when = format!("{} {}", step.at.get(..10).unwrap_or_default(), step.at.get(11..16).unwrap_or_default());
        let by = step.by.as_ref().map(|by| format!("{by}  ")).unwrap_or_default();
        let tail = if page.size.width < 60 { step.at.get(11..16).unwrap_or_default().to_owned() } else { by + &when };
        let tail_at = right.saturating_sub(width(&tail));
        let room = tail_at.saturating_sub(x + 2);
        put(buffer, x, y, room, &cut(&sayso_core::sanitize::visible(&step.summary), room), style);
        put(buffer, tail_at, y, width(&tail), &tail, theme.words(Role::Quiet));
    }
    footer(app, page, buffer);
}

fn footer(app: &App, page: &Page, buffer: &mut Buffer) {
    let row = Rect::new(0, page.footer, page.size.width, 1);
    fill(buffer, row, app.theme.ground(Role::Page).patch(app.theme.words(Role::Body)));
    chrome::footer(app, page, buffer);
}
