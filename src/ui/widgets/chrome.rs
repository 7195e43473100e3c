//! Message row and footer: the fixed places below the text.

use super::canvas::{cut, fill, put, width};
use super::hints::Hint;
use super::margin;
use super::page_layout::PageLayout;
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::scope::Scope;
use crate::ui::screens::{Layer, Mode};
use crate::ui::theme::Role;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

/// Left edge of message and footer: that of the text, or of the rows of a view.
fn left(app: &App, page: &PageLayout) -> u16 {
    match page.dock {
        Some(_) => 0,
        None if app.mode.screen().layer(page) == Layer::Whole => 2,
        None => page.text.x,
    }
}

/// Right edge of message and footer.
fn right(app: &App, page: &PageLayout) -> u16 {
    match page.dock {
        Some(_) => page.size.width,
        None if app.mode.screen().layer(page) == Layer::Whole => page.size.width - 1,
        None => page.right(),
    }
}

/// The message row: what just happened, what is not saved yet, what keys wait for.
pub fn message(app: &App, page: &PageLayout, buffer: &mut Buffer) {
    let theme = &app.theme;
    let (left, right) = (left(app, page), right(app, page));
    let row = page.message;
    let room = right.saturating_sub(left);
    let ground = if app.mode.screen().layer(page) == Layer::Text { Role::Page } else { Role::Raised };
    let clear = |buffer: &mut Buffer| {
        fill(buffer, Rect::new(0, row, page.size.width, 1), theme.ground(ground).patch(theme.words(Role::Body)));
    };
    if let Some(message) = &app.message {
        clear(buffer);
        let role = if message.warns { Role::Warn } else { Role::Body };
        let text = if message.warns { format!("! {}", message.text) } else { message.text.clone() };
        let tail = message.key.as_ref().map_or(0, |(key, word)| width(key) + width(word) + 4);
        let after = put(buffer, left, row, room, &cut(&text, room.saturating_sub(tail)), theme.words(role));
        if let Some((key, word)) = &message.key {
            let after = put(buffer, after + 3, row, 12, key, theme.words(Role::Strong).add_modifier(Modifier::BOLD));
            put(buffer, after + 1, row, 12, word, theme.words(Role::Quiet));
        }
    } else if !app.key_sequence.is_empty() {
        clear(buffer);
        let keys = app.key_sequence.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        let next: Vec<String> = app
            .keymap
            .continued(app.mode.scope(), &app.key_sequence)
            .into_iter()
            .map(|(key, command)| format!("{key} {}", command.name.replace('-', " ")))
            .collect();
        let text = format!("{keys} …   {}   {} nothing", next.join("   "), app.key(app.mode.scope(), Action::Escape));
        put(buffer, left, row, room, &cut(&text, room), theme.words(Role::Body));
    } else if let (Mode::Read, Some(doc)) = (&app.mode, app.doc())
        && !doc.detecting
        && !doc.reading.has_items()
        && page.dock.is_none()
    {
        let selects = app.key(Scope::Reader, Action::Open(Scope::Select));
        let text = format!("No quotations or reported speech found. {selects} selects words to label yourself.");
        let text = if doc.layout.is_empty() { String::new() } else { text };
        put(buffer, left, row, room, &cut(&text, room), theme.words(Role::Quiet));
    } else if let (Mode::Read, Some(doc)) = (&app.mode, app.doc())
        && let Some(names) = margin::rest_of_card(app, &app.page().unwrap_or(*page), &doc.here())
    {
        let mut x = left;
        for (words, style) in names {
            x = put(buffer, x, row, right.saturating_sub(x), &cut(&words, right.saturating_sub(x)), style);
        }
    }
}

/// The last row: what can be done now.
pub fn footer(app: &App, page: &PageLayout, buffer: &mut Buffer) {
    let theme = &app.theme;
    let (left, right) = (left(app, page), right(app, page));
    let row = page.footer;
    let tail = app.mode.screen().position(app, page);
    let end = right.saturating_sub(width(&tail));
    put(buffer, end, row, width(&tail), &tail, theme.words(Role::Quiet));
    let (x, limit) = hint_room(app, page);
    let bold = Modifier::BOLD;
    if page.dock.is_none() {
        let style = theme.words(Role::Accent).add_modifier(bold);
        put(buffer, left, row, limit.saturating_sub(left), app.mode.screen().word(app), style);
    }
    for (at, Hint { key, word }) in placed(app, page, x, limit) {
        let next =
            put(buffer, at, row, limit.saturating_sub(at), &key, theme.words(Role::Strong).add_modifier(bold)) + 1;
        put(buffer, next, row, limit.saturating_sub(next), &word, theme.words(Role::Quiet));
    }
}

/// The last row of a screen that covers all of the text: on the ground of the page.
pub fn footer_again(app: &App, page: &PageLayout, buffer: &mut Buffer) {
    let row = Rect::new(0, page.footer, page.size.width, 1);
    fill(buffer, row, app.theme.ground(Role::Page).patch(app.theme.words(Role::Body)));
    footer(app, page, buffer);
}

/// Cells of a hint.
fn cells(hint: &Hint) -> u16 {
    width(&hint.key) + 1 + width(&hint.word)
}

/// Hints that fit between two columns, each with the column it begins at: dropped from the right, but never the help.
fn placed(app: &App, page: &PageLayout, from: u16, limit: u16) -> Vec<(u16, Hint)> {
    let mut hints = app.mode.screen().hints(app, page);
    let all = |hints: &[Hint]| hints.iter().map(|hint| cells(hint) + 2).sum::<u16>().saturating_sub(2);
    // What Enter does, the help and the way out are the last to go.
    let stays = |n: usize, word: &str| n == 0 || ["help", "quit", "back", "close"].contains(&word);
    while hints.len() > 1 && all(&hints) > limit.saturating_sub(from) {
        let last = hints.iter().enumerate().rposition(|(n, hint)| !stays(n, &hint.word));
        let out = || hints.iter().rposition(|hint| hint.word != "help").unwrap_or(hints.len() - 1);
        hints.remove(last.unwrap_or_else(out));
    }
    let mut x = from;
    let place = |hint: Hint| {
        let at = x;
        x += cells(&hint) + 2;
        (at, hint)
    };
    hints.into_iter().map(place).collect()
}

/// Where hints may stand in the footer.
fn hint_room(app: &App, page: &PageLayout) -> (u16, u16) {
    let (left, right) = (left(app, page), right(app, page));
    let tail = width(&app.mode.screen().position(app, page));
    let limit = if tail == 0 { right } else { right.saturating_sub(tail + 2) };
    let from = if page.dock.is_none() { left + width(app.mode.screen().word(app)) + 2 } else { left };
    (from.min(limit), limit)
}

/// The key of the hint at a column of the footer.
pub fn key_at(app: &App, page: &PageLayout, column: u16) -> Option<String> {
    let (from, limit) = hint_room(app, page);
    let hints = placed(app, page, from, limit);
    let hit = |(at, hint): &&(u16, Hint)| (*at..at + cells(hint)).contains(&column);
    hints.iter().find(hit).map(|(_, hint)| hint.key.clone())
}
