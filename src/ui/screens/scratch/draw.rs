//! Quotations with speaker, document and place, and what is written between them.

use super::ScratchView;
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::scratch::{ScratchDesk, Standing};
use crate::ui::screens::Scope;
use crate::ui::theme::Role;
use crate::ui::widgets::listing::{Drawn, Listing, in_sight_of};
use crate::ui::widgets::page_layout::PageLayout;
use crate::ui::widgets::signs::signs;
use ratatui::buffer::Buffer;
use ratatui::style::Modifier;
use sayso_core::export::scratch::between;
use sayso_core::reading::shortened;

/// Most rows of a quotation, and of what is written below it, on a tall and on a low screen.
const ROWS: [(usize, usize); 2] = [(8, 12), (2, 1)];
/// Most letters of either that are laid out.
const LETTERS: usize = 4000;

/// A line of a row.
enum Line {
    /// The words, and whether they are the first of them.
    Words(String, bool),
    Source,
    Note(String),
    Blank,
}

/// Draws it.
pub fn scratch(app: &App, page: &PageLayout, view: &ScratchView, buffer: &mut Buffer) -> Drawn {
    let Some(desk) = &app.scratch else { return Drawn::default() };
    let mut l = Listing::new(app, page, buffer);
    let parts: Vec<_> = desk.page.iter().rev().take(2).map(|part| part.to_string_lossy()).collect();
    let path = parts.into_iter().rev().collect::<Vec<_>>().join("/");
    let plural = |count: usize, what: &str| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
    let (count, documents) = (desk.entries.len(), desk.documents);
    let tail = match count {
        0 => String::new(),
        _ if page.size.width < 60 => count.to_string(),
        _ => format!("{}, {}", plural(count, "quotation"), plural(documents, "document")),
    };
    l.head("Scratch page", &sayso_core::sanitize::visible(&path), &tail);
    let mut y = l.top();
    let caret = l.filter(&view.list, y);
    let typed = caret.is_some() || !view.list.field.text().is_empty();
    y += if typed { 1 + u16::from(page.is_tall()) } else { 0 };
    if count == 0 {
        let brings = app.key(Scope::Reader, Action::AddToScratch);
        l.instead(y, &format!("{brings} on a statement brings it here"));
        let written = between(&desk.text, &desk.entries, None);
        notes(&l, written).iter().enumerate().for_each(|(n, line)| {
            let at = y + 2 + n as u16;
            if at < l.bottom() {
                l.instead(at, line);
            }
        });
    } else if view.list.shown().is_empty() {
        let clears = app.key_while_typing(Scope::Scratch, Action::Escape);
        l.instead(y, &format!("No quotation has all of these words. {clears} clears them."));
    } else {
        rows(&mut l, desk, view, y);
    }
    l.footer();
    l.done(caret)
}

fn rows(l: &mut Listing<'_, '_>, desk: &ScratchDesk, view: &ScratchView, top: u16) {
    let shown = view.list.shown();
    let number = |at: usize| shown.get(at).map_or(0, |n| *n as usize);
    let height = |at: usize| lines(l, desk, number(at)).len();
    // Where rows have no blank line behind them, none is left out behind the last one.
    let room = usize::from(l.bottom().saturating_sub(top)).saturating_sub(usize::from(!l.page.is_tall()));
    let sight = in_sight_of(view.list.at, shown.len(), room, height);
    let mut y = top;
    for at in sight {
        let number = number(at);
        let lines = lines(l, desk, number);
        let first = y;
        for line in &lines {
            if y >= l.bottom() {
                break;
            }
            let is_own = matches!(line, Line::Words(..) | Line::Source);
            if is_own && at == view.list.at {
                l.bar(0, y..y + 1);
            }
            draw(l, desk, number, line, y);
            y += 1;
        }
        l.shows(first..y, at);
        // The bar stands at the words; so do its marks.
        let own = lines.iter().position(|line| matches!(line, Line::Words(..))).unwrap_or(0) as u16;
        if desk.marked.contains(&number) && first + own < l.bottom() {
            let (left, accent) = (l.left, l.words(Role::Accent).add_modifier(Modifier::BOLD));
            l.at(left - 1, first + own, 1, signs(l.app.glyphs).row, accent);
        }
    }
}

fn draw(l: &mut Listing<'_, '_>, desk: &ScratchDesk, number: usize, line: &Line, y: u16) {
    let Some(entry) = desk.entries.get(number) else { return };
    let standing = desk.standing.get(number).copied().unwrap_or_default();
    let (left, room) = (l.left, l.right.saturating_sub(l.left));
    let (body, quiet, warn) = (l.words(Role::Body), l.words(Role::Quiet), l.words(Role::Warn));
    match line {
        Line::Blank => {}
        Line::Words(words, is_first) => {
            let indent = if trouble(standing).is_some() { 2 } else { 0 };
            if *is_first && indent > 0 {
                l.at(left, y, 1, "!", warn);
            }
            l.at(left + indent, y, room.saturating_sub(indent), words, body);
        }
        Line::Source => {
            let x = left + 2;
            let end = trouble(standing).map_or(l.right, |trouble| l.ending(l.right, y, trouble, warn));
            let name = entry.quotation.speaker.as_deref().unwrap_or_default();
            let colour = if name.is_empty() { quiet } else { l.colour(name) };
            let shown = sayso_core::sanitize::visible(name).into_owned();
            let x = l.at(x, y, end.saturating_sub(x + 1), &shown, colour);
            let comma = if name.is_empty() { "" } else { ", " };
            let place = format!("{comma}{}", sayso_core::sanitize::visible(&entry.quotation.place));
            l.at(x, y, end.saturating_sub(x + 1), &place, quiet);
        }
        Line::Note(words) => {
            l.at(left + 2, y, room.saturating_sub(2), words, l.words(Role::Body));
        }
    }
}

/// What is wrong with where a quotation is from.
const fn trouble(standing: Standing) -> Option<&'static str> {
    match standing {
        Standing::Gone => Some("those words are no longer there"),
        Standing::NoDocument => Some("that document is not there"),
        Standing::Here | Standing::Unknown => None,
    }
}

/// The lines of a quotation and what is written around it.
fn lines(l: &Listing<'_, '_>, desk: &ScratchDesk, number: usize) -> Vec<Line> {
    let is_tall = l.page.is_tall();
    let (most, _) = most(l);
    let Some(entry) = desk.entries.get(number) else { return Vec::new() };
    let mut out = Vec::new();
    if number == 0 {
        out.extend(notes(l, between(&desk.text, &desk.entries, None)).into_iter().map(Line::Note));
        if !out.is_empty() && is_tall {
            out.push(Line::Blank);
        }
    }
    let words = if entry.quotation.words.is_empty() { "…" } else { &entry.quotation.words };
    let indent = desk.standing.get(number).and_then(|standing| trouble(*standing)).map_or(0, |_| 2);
    let words = wrapped(words, l.right.saturating_sub(l.left + indent), most);
    out.extend(words.into_iter().enumerate().map(|(n, words)| Line::Words(words, n == 0)));
    out.push(Line::Source);
    let notes = notes(l, between(&desk.text, &desk.entries, Some(number)));
    if !notes.is_empty() {
        if is_tall {
            out.push(Line::Blank);
        }
        out.extend(notes.into_iter().map(Line::Note));
    }
    if is_tall {
        out.push(Line::Blank);
    }
    out
}

fn most(l: &Listing<'_, '_>) -> (usize, usize) {
    let [tall, low] = ROWS;
    if l.page.is_tall() { tall } else { low }
}

/// What is written between quotations, as lines.
fn notes(l: &Listing<'_, '_>, words: &str) -> Vec<String> {
    let (_, most) = most(l);
    let room = l.right.saturating_sub(l.left + 2);
    let mut out: Vec<String> = Vec::new();
    for line in words.lines() {
        if out.len() > most {
            break;
        }
        if line.trim().is_empty() && l.page.is_tall() {
            out.push(String::new());
        } else {
            out.extend(wrapped(line, room, most));
        }
    }
    if out.len() > most {
        out.truncate(most);
        if let Some(last) = out.last_mut() {
            last.push('…');
        }
    }
    out
}

/// Words in lines; with `…` where there are more than that.
fn wrapped(words: &str, room: u16, most: usize) -> Vec<String> {
    let words = shortened(words, LETTERS);
    let words = sayso_core::sanitize::visible(&words);
    // Room for the sign that there is more.
    let room = usize::from(room).saturating_sub(1).max(1);
    let mut out: Vec<String> = textwrap::wrap(&words, room).into_iter().map(std::borrow::Cow::into_owned).collect();
    if out.len() > most {
        out.truncate(most);
        if let Some(last) = out.last_mut() {
            last.push('…');
        }
    }
    out
}
