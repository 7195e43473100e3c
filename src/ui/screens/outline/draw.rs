//! The outline: over the margin where there is room, so that the text follows the bar; else the whole screen.

use super::state::{OutlineKind, OutlineView};
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::open_document::OpenDocument;
use crate::ui::screens::Scope;
use crate::ui::theme::Role;
use crate::ui::widgets::canvas::{fill, put, width};
use crate::ui::widgets::item::sign;
use crate::ui::widgets::listing::{Drawn, Listing, in_sight};
use crate::ui::widgets::page_layout::PageLayout;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use sayso_core::document::BlockKind;
use sayso_core::kinds::Form;
use sayso_core::reading::shortened;
use sayso_core::span::Span;

/// Cells of a time.
const TIME: u16 = 7;
/// Cells of how long a topic is, with the gap before it.
const LENGTH: u16 = 9;
/// Bytes in which the speakers of a topic are looked for.
const VOICES: u32 = 20_000;
/// Narrowest screen with the text beside it.
const BESIDE: u16 = 116;

/// Whether the text stays in sight.
pub const fn is_beside(page: &PageLayout) -> bool {
    page.size.width >= BESIDE && page.margin.is_some()
}

/// Draws it.
pub fn outline(app: &App, page: &PageLayout, view: &OutlineView, buffer: &mut Buffer) -> Drawn {
    let Some(doc) = app.doc() else { return Drawn::default() };
    let beside = is_beside(page);
    let mut l = Listing::new(app, page, buffer);
    let mut top = l.top();
    if let Some(margin) = page.margin.filter(|_| beside) {
        let area = Rect::new(margin.left(), page.text.top(), page.size.width - margin.left(), page.text.height);
        fill(l.buffer, area, app.theme.ground(Role::Page).patch(app.theme.words(Role::Body)));
        (l.left, l.right, top) = (margin.left() + 2, margin.right(), page.text.top());
    } else {
        let about = match view.shown().map(|tab| tab.of) {
            Some(OutlineKind::Turns) if view.tabs.len() == 1 => format!("{} has no headings: its turns", app.name),
            Some(OutlineKind::Paragraphs) => format!("{} has no headings: its paragraphs", app.name),
            _ => app.name.clone(),
        };
        l.head("Outline", &about, "");
    }
    if view.tabs.len() > 1 {
        tabs(&mut l, view, top);
        top += 2;
    }
    let caret = l.filter(&view.list, top);
    if caret.is_some() || !view.list.field.text().is_empty() {
        top += 2;
    }
    let bottom = if beside { page.text.bottom() } else { l.bottom() };
    let height = usize::from(bottom.saturating_sub(top));
    let shown = view.list.shown();
    if shown.is_empty() {
        let clears = app.key_while_typing(Scope::Outline, Action::Escape);
        l.instead(top, &format!("Nothing here has these words. {clears} clears them."));
    }
    for (n, at) in in_sight(view.list.at, shown.len(), height).enumerate() {
        let Some(tab) = view.shown() else { continue };
        let Some((row, number)) = shown.get(at).and_then(|row| Some((*row as usize, tab.blocks.get(*row as usize)?)))
        else {
            continue;
        };
        let y = top + n as u16;
        l.shows(y..y + 1, at);
        if at == view.list.at {
            let x = l.left - 2;
            l.bar(x, y..y + 1);
        }
        if tab.of == OutlineKind::Topics {
            let end = tab.blocks.get(row + 1).map(|next| *next as usize);
            topic(&mut l, doc, (*number as usize, end), y, at == view.list.at);
        } else {
            one(&mut l, doc, tab.of, *number as usize, y, at == view.list.at);
        }
    }
    if !beside {
        l.footer();
    }
    l.done(caret)
}

/// What can be listed, with how many rows each has.
fn tabs(l: &mut Listing<'_, '_>, view: &OutlineView, y: u16) {
    let mut x = l.left;
    for (n, tab) in view.tabs.iter().enumerate() {
        let style = if n == view.tab { l.bold().add_modifier(Modifier::UNDERLINED) } else { l.words(Role::Quiet) };
        let room = l.right.saturating_sub(x);
        if room < 4 {
            break;
        }
        x = l.at(x, y, room, &format!("{} {}", tab.of.title(), tab.count), style) + 3;
    }
}

/// When it begins, its first words, how long it is and who speaks in it.
fn topic(l: &mut Listing<'_, '_>, doc: &OpenDocument, (first, end): (usize, Option<usize>), y: u16, under_bar: bool) {
    let document = doc.reading.document();
    let start = |number: usize| document.blocks().get(number).map(|b| b.span.start);
    let Some(from) = start(first) else { return };
    let to = end.and_then(start).unwrap_or(document.text().len() as u32);
    let quiet = l.words(Role::Quiet);
    let place = document.place_in_short(from);
    let place_at = l.left + TIME.saturating_sub(width(&place));
    put(l.buffer, place_at, y, width(&place), &place, quiet);
    let mut right = l.right;
    // Who speaks is looked for in the beginning of it: a topic may be hours long.
    let head = Span::new(from, to.min(from + VOICES));
    let mut names: Vec<String> = Vec::new();
    for item in doc.reading.items_in(head).iter().filter(|i| doc.reading.nature(i).1 == Form::Turn) {
        let name = doc.reading.speaker_name(item);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let room = right - l.left;
    if room >= 60 {
        let at = right - room / 3;
        let names = shortened(&names.join(", "), usize::from(room / 3));
        l.at(at, y, room / 3, &names, quiet);
        right = at.saturating_sub(2);
    }
    let until = document.time_at(to.saturating_sub(1));
    if let Some(millis) = until.zip(document.time_at(from)).map(|(until, from)| until.saturating_sub(from)) {
        let length = if millis < 60_000 { format!("{} s", millis / 1000) } else { format!("{} min", millis / 60_000) };
        l.ending(right, y, &length, quiet);
        right = right.saturating_sub(LENGTH);
    }
    let x = l.left + TIME + 2;
    let body = l.words(if under_bar { Role::Strong } else { Role::Body });
    let room = right.saturating_sub(x);
    let words = document.blocks().get(first).map_or("", |block| head_of(document.words(block.span)));
    let words = shortened(words, usize::from(room).max(1));
    l.at(x, y, room, &words, body);
}

fn one(l: &mut Listing<'_, '_>, doc: &OpenDocument, of: OutlineKind, number: usize, y: u16, under_bar: bool) {
    let document = doc.reading.document();
    let Some(block) = document.blocks().get(number) else { return };
    let (left, right) = (l.left, l.right);
    let body = l.words(if under_bar { Role::Strong } else { Role::Body });
    let who = if right - left >= 60 && of != OutlineKind::Headings { speaker(l, doc, block.span, y) } else { right };
    let x = match (of, block.kind) {
        (OutlineKind::Headings, BlockKind::Heading(level)) => left + 2 * u16::from(level.saturating_sub(1)),
        _ => {
            let time = document.time_at(block.span.start).map(|_| document.place_in_short(block.span.start));
            let place = time.map_or_else(|| format!("{:>3}", number + 1), |time| format!("{time:>7}"));
            put(l.buffer, left, y, width(&place), &place, l.words(Role::Quiet)) + 1
        }
    };
    let room = who.saturating_sub(x + 2);
    let words = shortened(head_of(document.words(block.span)), usize::from(room).max(1));
    l.at(x, y, room, &words, body);
}

/// The first letters of a paragraph, enough for any row.
fn head_of(words: &str) -> &str {
    words.char_indices().nth(400).map_or(words, |(at, _)| words.get(..at).unwrap_or(words))
}

/// Who speaks in a paragraph, at the right; gives where that begins.
fn speaker(l: &mut Listing<'_, '_>, doc: &OpenDocument, span: Span, y: u16) -> u16 {
    let room = (l.right - l.left) / 3;
    let start = l.right - room;
    let first = doc.reading.items_in(span).into_iter().find(|i| doc.is_drawn(i));
    if let Some(item) = first {
        let name = doc.reading.speaker_name(&item);
        let style = l.colour(&name);
        let x = l.at(start, y, 2, sign(l.app, doc, &item), style) + 1;
        l.at(x, y, room.saturating_sub(2), &name, style);
    }
    start
}
