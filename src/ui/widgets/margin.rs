//! The margin: who speaks, beside the words.
//!
//! A label sits on the row where its words begin. The focused card wins; a label it covers moves down within its own
//! paragraph, else it waits until the focus moves. Text is never pushed.

use super::canvas::{cut, put, width};
use super::card::{self, CardRoom};
use super::item_label::{MarginLine, label, one_line};
use super::page_layout::PageLayout;
use super::visible_rows::{paragraph_end, rows_of, view_span};
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::open_document::{OpenDocument, PaneView};
use crate::ui::scope::Scope;
use crate::ui::theme::Role;
use ratatui::buffer::Buffer;
use ratatui::style::{Modifier, Style};
use sayso_core::annotation::QUOTE;
use sayso_core::reading::ItemId;

/// Rows that a card takes at most where nothing else is near.
const MOST_ROWS: u16 = 6;

/// The margin's lines, top to bottom.
pub fn lines(app: &App, page: &PageLayout, pane: &PaneView<'_>) -> Vec<MarginLine> {
    let Some(margin) = page.margin else { return Vec::new() };
    let doc = pane.doc;
    // Only beside the keyboard the names of a card have digits that choose them.
    let focus = pane.view.focus.as_ref().filter(|_| pane.has_keys);
    let view = view_span(page, pane);
    let mut taken = vec![false; usize::from(page.text.height)];
    let mut out: Vec<MarginLine> = Vec::new();
    let items: Vec<ItemId> =
        doc.reading.items_in(view).into_iter().filter(|i| doc.is_drawn(i) && !app.bare || focus == Some(i)).collect();
    let room = margin.width;
    let place = |row: u16| usize::from(row - page.text.top());
    // Labels within the focused words stand in its card.
    let focused = focus.filter(|f| items.contains(f));
    let inside: Vec<ItemId> = focused.map_or_else(Vec::new, |f| labels_within(doc, &items, f));
    let others: Vec<&ItemId> = items.iter().filter(|i| focus != Some(*i) && !inside.contains(i)).collect();
    if let Some(focus) = focused
        && let Some((first, room)) = room_of_card(page, pane, focus, &others)
    {
        for line in card::card(app, page, doc, focus, &inside, room).lines {
            let line = MarginLine { row: first + line.row, ..line };
            if line.row < page.text.bottom() {
                if let Some(slot) = taken.get_mut(place(line.row)) {
                    *slot = true;
                }
                out.push(line);
            }
        }
        // What comes next is seen to be no part of it, where there is a row to spare.
        let after = out.last().map_or(first, |l| l.row) + 1;
        let begins = |item: &&&ItemId| rows_of(page, pane, item).first() == Some(&after);
        if out.len() > 1
            && !others.iter().any(|item| begins(&item) && paragraph_end(page, pane, item) == Some(after))
            && let Some(slot) = taken.get_mut(place(after))
        {
            *slot = true;
        }
    }
    for item in others {
        let own = rows_of(page, pane, item);
        let Some(first) = own.first().copied() else { continue };
        let paragraph_end = paragraph_end(page, pane, item).unwrap_or(first);
        let free = (first..=paragraph_end).find(|row| taken.get(place(*row)).is_some_and(|t| !t));
        match free {
            Some(row) => {
                if let Some(slot) = taken.get_mut(place(row)) {
                    *slot = true;
                }
                out.push(MarginLine { row, item: item.clone(), digit: None, parts: one_line(app, doc, item, room) });
            }
            None => {
                // No row is free: the line above says that there is more.
                let above = out
                    .iter_mut()
                    .filter(|l| l.digit.is_none() && (first..=paragraph_end).contains(&l.row))
                    .max_by_key(|l| l.row);
                if let Some(line) = above {
                    one_more(app, line, room);
                }
            }
        }
    }
    out.sort_by_key(|l| l.row);
    out
}

/// Where the card of the focused item begins, and its room: no label of another item, decided or not, is left without a row
/// of its paragraph. A card that would run out of the screen begins higher up: its words are there, whole.
fn room_of_card(page: &PageLayout, pane: &PaneView<'_>, focus: &ItemId, others: &[&ItemId]) -> Option<(u16, CardRoom)> {
    let width = page.margin?.width;
    let first = rows_of(page, pane, focus).first().copied()?;
    let begins = |item: &&&ItemId| rows_of(page, pane, item).first().copied().filter(|row| *row > first);
    let next = others.iter().filter_map(|item| begins(&item)).min();
    let last =
        others.iter().filter(|item| begins(item).is_some()).filter_map(|item| paragraph_end(page, pane, item)).min();
    let start = match last {
        Some(_) => first,
        None => first.min(page.text.bottom().saturating_sub(MOST_ROWS).max(page.text.top())),
    };
    let until = |row: Option<u16>| row.unwrap_or(page.text.bottom()).saturating_sub(start).max(1);
    Some((start, CardRoom { width, rows: until(last), before_next: until(next) }))
}

/// What the card in the margin has no room for, when it has not: every name in full.
pub fn rest_of_card(app: &App, page: &PageLayout, pane: &PaneView<'_>) -> Option<Vec<(String, Style)>> {
    let doc = pane.doc;
    let focus = pane.view.focus.as_ref()?;
    let items: Vec<ItemId> = doc.reading.items_in(view_span(page, pane));
    let drawn: Vec<ItemId> = items.into_iter().filter(|i| doc.is_drawn(i) && !app.bare || focus == i).collect();
    let inside = labels_within(doc, &drawn, focus);
    let others: Vec<&ItemId> = drawn.iter().filter(|i| *i != focus && !inside.contains(i)).collect();
    let (_, room) = room_of_card(page, pane, focus, &others)?;
    let is_whole = card::card(app, page, doc, focus, &inside, room).is_whole;
    (!is_whole).then(|| card::in_one_row(app, doc, focus))
}

/// Claims, notes and other labels that lie within an item's words.
fn labels_within(doc: &OpenDocument, items: &[ItemId], focus: &ItemId) -> Vec<ItemId> {
    let Some(hull) = doc.reading.hull(focus) else { return Vec::new() };
    let label = |i: &&ItemId| doc.reading.record(i).is_some_and(|r| r.label != QUOTE);
    let within = |i: &&ItemId| *i != focus && doc.reading.hull(i).is_some_and(|h| hull.covers(h));
    items.iter().filter(label).filter(within).cloned().collect()
}

/// Counts one more label that found no row: `+1`, `+2` …
fn one_more(app: &App, line: &mut MarginLine, room: u16) {
    let counted = line.parts.last().and_then(|(text, _)| text.strip_prefix("  +")).and_then(|n| n.parse::<u32>().ok());
    if counted.is_some() {
        line.parts.pop();
    }
    let text = format!("  +{}", counted.unwrap_or(0) + 1);
    let used: u16 = line.parts.iter().map(|(t, _)| width(t)).sum();
    if used + width(&text) > room {
        let (name, style) = line.parts.pop().unwrap_or_default();
        let rest: u16 = line.parts.iter().map(|(t, _)| width(t)).sum();
        line.parts.push((cut(&name, room.saturating_sub(rest + width(&text))), style));
    }
    line.parts.push((text, app.theme.words(Role::Quiet)));
}

/// Draws the margin.
pub fn draw(app: &App, page: &PageLayout, pane: &PaneView<'_>, buffer: &mut Buffer) {
    let Some(margin) = page.margin else { return };
    for line in lines(app, page, pane) {
        let mut x = margin.left();
        for (text, style) in &line.parts {
            x = put(buffer, x, line.row, margin.right().saturating_sub(x), text, *style);
        }
    }
}

/// The dock of narrow screens: the focused item in one row.
pub fn dock(app: &App, page: &PageLayout, pane: &PaneView<'_>, buffer: &mut Buffer) {
    let Some(row) = page.dock else { return };
    let (theme, doc, left, room) = (&app.theme, pane.doc, page.area.x, page.area.width);
    let area = ratatui::layout::Rect::new(left, row, room, 1);
    let ground = theme.ground(Role::Raised);
    super::canvas::fill(buffer, area, ground.patch(theme.words(Role::Body)));
    let Some(focus) = &pane.view.focus else {
        let text = match (doc.reading.has_items(), doc.is_truncated()) {
            (true, _) if pane.has_keys => format!("{} begins reviewing", app.key(Scope::Reader, Action::Confirm)),
            (true, _) => String::new(),
            (false, true) => "Not read to its end.".to_owned(),
            (false, false) => "Nobody speaks here.".to_owned(),
        };
        put(buffer, left, row, room, &text, theme.words(Role::Quiet).patch(ground));
        return;
    };
    let width_left = |x: u16| area.right().saturating_sub(x);
    let label = label(app, doc, focus);
    let mut x = put(buffer, left, row, 2, &format!("{} ", label.sign), label.sign_style.patch(ground));
    let name = cut(&label.name, room * 2 / 3);
    x = put(buffer, x, row, width_left(x), &name, label.name_style.patch(ground)) + 2;
    if !pane.has_keys {
        let at = doc.reading.hull(focus).map_or(0, |hull| hull.start);
        let place = doc.reading.document().place_in_short(at);
        put(buffer, x, row, width_left(x), &cut(&place, width_left(x)), theme.words(Role::Quiet).patch(ground));
        return;
    }
    let mut hints: Vec<(String, String)> = Vec::new();
    let others = doc.choices(focus);
    if doc.reading.suggestion(focus).is_some() || !others.is_empty() {
        hints.extend(others.into_iter().take(2).enumerate().map(|(i, (_, name))| ((i + 2).to_string(), name)));
        let key = app.key(Scope::Reader, Action::Open(Scope::Speaker));
        hints.push((key, "other".to_owned()));
    } else {
        hints.push((String::new(), label.about));
    }
    let count = hints.len();
    for (i, (key, word)) in hints.into_iter().enumerate() {
        let fits = width(&key) + 1 + width(&word) <= width_left(x);
        if !fits && (i + 1 < count || i == 0) {
            continue;
        }
        if !key.is_empty() {
            x = put(
                buffer,
                x,
                row,
                width_left(x),
                &key,
                theme.words(Role::Strong).add_modifier(Modifier::BOLD).patch(ground),
            ) + 1;
        }
        x = put(buffer, x, row, width_left(x), &word, theme.words(Role::Quiet).patch(ground)) + 2;
    }
}
