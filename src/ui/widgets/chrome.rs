//! Header, message row and footer: the fixed places round the text.

use super::canvas::{cut, fill, put, rule, width};
use super::hints::Hint;
use super::margin;
use super::page_layout::PageLayout;
use super::signs::signs;
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::motion::queue;
use crate::ui::open_document::{OpenDocument, Saving};
use crate::ui::scope::Scope;
use crate::ui::screens::{Layer, Mode, drafts};
use crate::ui::theme::Role;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use sayso_core::document::{Format, civil_in_words};

/// Left edge of header and footer: that of the text, or of the rows of a view.
fn left(app: &App, page: &PageLayout) -> u16 {
    match page.dock {
        Some(_) => 0,
        None if app.mode.screen().layer(page) == Layer::Whole => 2,
        None => page.text.x,
    }
}

/// Right edge of header and footer.
fn right(app: &App, page: &PageLayout) -> u16 {
    match page.dock {
        Some(_) => page.size.width,
        None if app.mode.screen().layer(page) == Layer::Whole => page.size.width - 1,
        None => page.right(),
    }
}

/// What stands behind the name: a condition that lasts, else outlet and day.
fn subtitle(app: &App) -> (String, bool) {
    let Some(doc) = app.doc() else { return (String::new(), false) };
    if let Saving::Failed(why, _) = &doc.save.state {
        return (format!("! NOT SAVED: {why}"), true);
    }
    if doc.is_truncated() {
        let key = app.key(Scope::Reader, Action::Reload);
        return (format!("! read only, not read to its end: {key} reads it again"), true);
    }
    if let Some(why) = &doc.read_only {
        return (format!("! read only: {}", why.in_short()), true);
    }
    if let Some(why) = &doc.save.not_folded {
        return (format!("! kept in the journal: {why}"), true);
    }
    if doc.changed {
        let key = app.key(Scope::Reader, Action::Reload);
        return (format!("! the file was changed: {key} reads it again"), true);
    }
    if let Some(text) = doubts(app, doc) {
        return (text, true);
    }
    if let Saving::Waiting(saved, last, true) = doc.save.state {
        return (format!("saving {}…", last - saved), false);
    }
    if let Some(text) = drafts::in_short(app) {
        return (text, false);
    }
    let document = doc.reading.document();
    let meta = &document.meta;
    let mut parts: Vec<String> = Vec::new();
    if !doc.save.kept {
        parts.push("a page to try things on".to_owned());
    }
    parts.extend(meta.outlet.clone());
    parts.extend(meta.author.clone().filter(|_| meta.outlet.is_none()));
    parts.extend(meta.date.map(civil_in_words));
    if !matches!(document.origin.format, Format::Text | Format::Markdown) {
        parts.push(document.origin.format.short().to_owned());
    }
    if document.origin.guessed || document.origin.encoding != "UTF-8" {
        let guessed = if document.origin.guessed { "read as " } else { "" };
        parts.push(format!("{guessed}{}", document.origin.encoding));
    }
    (parts.join(" · "), false)
}

/// What a person should look at: places lost or doubtful, versions in conflict.
fn doubts(app: &App, doc: &OpenDocument) -> Option<String> {
    // Of several versions of one annotation there is one question.
    let all = doc.reading.doubtful().len() + doc.reading.conflicts();
    let (lost, all) = (doc.reading.lost(), all.saturating_sub(doc.reading.versions_beside()));
    // Where there is little room, what is to do is said before why.
    let is_wide = app.page().is_some_and(|page| page.size.width >= 100);
    let changed = if doc.reading.text_changed() && is_wide { "the document changed: " } else { "" };
    match (lost, all.saturating_sub(lost)) {
        (0, 0) => None,
        (0, 1) => Some(format!("! {changed}1 annotation to check")),
        (0, n) => Some(format!("! {changed}{n} annotations to check")),
        (1, 0) => Some(format!("! {changed}1 annotation lost its place")),
        (n, 0) => Some(format!("! {changed}{n} annotations lost their place")),
        (lost, more) => Some(format!("! {changed}{lost} without a place, {more} to check")),
    }
}

/// Row 0: what and how far.
pub fn header(app: &App, page: &PageLayout, buffer: &mut Buffer) {
    let theme = &app.theme;
    let (left, right) = (left(app, page), right(app, page));
    let mut end = right;
    if let Some(doc) = app.doc() {
        end = progress(app, page, doc, right, buffer);
    }
    let room = end.saturating_sub(left + 2);
    let name = cut(&app.name, room);
    let after = put(buffer, left, 0, room, &name, theme.words(Role::Strong).add_modifier(Modifier::BOLD));
    let (text, warns) = subtitle(app);
    let role = if warns { Role::Warn } else { Role::Quiet };
    let rest = end.saturating_sub(after + 5);
    if rest > 3 {
        put(buffer, after + 3, 0, rest, &cut(&text, rest), theme.words(role));
    }
}

/// Progress at the right; gives the column where it begins.
fn progress(app: &App, page: &PageLayout, doc: &OpenDocument, right: u16, buffer: &mut Buffer) -> u16 {
    let theme = &app.theme;
    let signs = signs(app.glyphs);
    let (done, all) = doc.reading.progress();
    let narrow = page.dock.is_some();
    let text = if !doc.is_loaded() {
        "reading…".to_owned()
    } else if doc.detecting {
        "looking for quotations…".to_owned()
    } else if all == 0 {
        match doc.reading.weak() {
            _ if doc.layout.is_empty() || doc.is_truncated() => String::new(),
            0 => "nobody speaks here".to_owned(),
            weak => queue::weak_in_words(weak),
        }
    } else if narrow {
        format!("{done} of {all}")
    } else if done == all && doc.reading.weak() > 0 {
        // The queue is through; what it did not show is told.
        format!("{done} of {all} reviewed, {} weak", doc.reading.weak())
    } else {
        format!("{done} of {all} reviewed")
    };
    let bar = if narrow || all == 0 || doc.detecting { 0 } else { 10 };
    let gap = if bar > 0 { 2 } else { 0 };
    let start = right.saturating_sub(width(&text) + gap + bar);
    put(buffer, start, 0, width(&text), &text, theme.words(Role::Quiet));
    if bar > 0 {
        let filled = if done == all { bar } else { (done * usize::from(bar) / all.max(1)) as u16 };
        rule(buffer, right - bar, 0, filled, signs.thick, theme.words(Role::Accent));
        rule(buffer, right - bar + filled, 0, bar - filled, signs.thin, theme.words(Role::Faint));
    }
    start
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
        && let Some(names) = margin::rest_of_card(app, page, doc)
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
