//! The versions side by side, one below the other where there is little room.

use super::ConflictSheet;
use super::words::{title, value};
use crate::ui::app::App;
use crate::ui::open_document::OpenDocument;
use crate::ui::theme::Role;
use crate::ui::widgets::canvas::{cut, put, width};
use crate::ui::widgets::page_layout::PageLayout;
use crate::ui::widgets::sheet::{Sheet, open};
use crate::ui::widgets::signs::signs;
use ratatui::buffer::Buffer;
use sayso_core::annotation::Annotation;
use sayso_core::reading::{VersionField, shortened};

/// Cells of the names of fields.
const FIELD: u16 = 10;
/// Least cells of a version beside others.
const LEAST: u16 = 18;
/// Most rows of the field under the bar.
const MOST_ROWS: usize = 4;

/// Draws it.
pub fn conflict(app: &App, page: &PageLayout, sheet: &ConflictSheet, buffer: &mut Buffer) {
    let Some(doc) = app.doc() else { return };
    let count = sheet.versions.len() as u16;
    let room = if page.dock.is_some() { page.size.width - 2 } else { page.right().saturating_sub(page.text.left()) };
    let beside = room >= FIELD + count.max(1) * LEAST && page.size.width >= 60;
    let gap = u16::from(page.is_tall());
    if beside {
        let rows = rows(doc, sheet, (room - FIELD) / count.max(1), page.is_tall());
        let lines: u16 = rows.iter().map(|(_, lines)| *lines as u16).sum();
        let mut s = open(app, page, 4 + gap + lines.max(1) + 2 * gap, buffer);
        head(app, doc, &mut s, sheet);
        s.y += gap;
        columns(app, doc, &mut s, sheet, &rows);
        s.y += gap;
        if page.is_tall() {
            let stays = if sheet.versions.len() < 2 { "it stays as it is" } else { "all versions stay" };
            s.line(&format!("Nothing is written until you keep it; left alone {stays}."), s.words(Role::Quiet));
        }
    } else {
        let mut s = open(app, page, 1 + 2 * count, buffer);
        below(app, doc, &mut s, sheet);
    }
}

/// How many there are to look at, at the right end of a row; gives the column where it begins.
fn counter(doc: &OpenDocument, s: &mut Sheet<'_, '_>) -> u16 {
    let all = doc.reading.conflicts();
    let counter = if all == 1 { "1 conflict".to_owned() } else { format!("{all} conflicts") };
    let at = s.right.saturating_sub(width(&counter));
    s.at(at, &counter, s.words(Role::Quiet));
    at
}

/// The question, and the words.
fn head(app: &App, doc: &OpenDocument, s: &mut Sheet<'_, '_>, sheet: &ConflictSheet) {
    let end = counter(doc, s);
    let question = if sheet.versions.len() < 2 {
        "! The other version was removed"
    } else {
        "! Decided differently: take of each"
    };
    let question = cut(question, end.saturating_sub(s.left + 1));
    s.at(s.left, &question, s.words(Role::Warn));
    s.y += 1;
    if let Some(first) = sheet.versions.first() {
        let x = s.at(s.left, app.codebook.shown(&first.label), s.words(Role::Quiet)) + 2;
        let words = shortened(&first.exact(), usize::from(s.right.saturating_sub(x)));
        s.at(x, &words, s.words(Role::Body));
        s.y += 1;
    }
}

/// How many rows each field takes.
fn rows(doc: &OpenDocument, sheet: &ConflictSheet, cells: u16, tall: bool) -> Vec<(usize, usize)> {
    let lines = |(n, (field, _)): (usize, &(VersionField, usize))| {
        let most = if n == sheet.at && tall { MOST_ROWS } else { 1 };
        let of = |v: &std::sync::Arc<Annotation>| {
            textwrap::wrap(&value(doc, &sheet.versions, field, v), usize::from(cells.saturating_sub(4)).max(1)).len()
        };
        (n, sheet.versions.iter().map(of).max().unwrap_or(1).clamp(1, most))
    };
    sheet.chosen.iter().enumerate().map(lines).collect()
}

fn columns(app: &App, doc: &OpenDocument, s: &mut Sheet<'_, '_>, sheet: &ConflictSheet, rows: &[(usize, usize)]) {
    let count = sheet.order.len().max(1) as u16;
    let cells = s.right.saturating_sub(s.left + FIELD) / count;
    let column = |n: usize, left: u16| left + FIELD + n as u16 * cells;
    for (shown, number) in sheet.order.iter().enumerate() {
        let (whose, when) = sheet.whose.get(*number).cloned().unwrap_or_default();
        let x = s.at(column(shown, s.left), &(shown + 1).to_string(), s.bold()) + 1;
        let name = cut(&whose, cells.saturating_sub(4));
        s.at(x, &name, s.bold());
        s.y += 1;
        let when = cut(&when, cells.saturating_sub(4));
        s.at(x, &when, s.words(Role::Quiet));
        s.y -= 1;
    }
    s.y += 2;
    if sheet.chosen.is_empty() {
        let only = sheet.versions.len() < 2;
        let text = if only { "This one is left." } else { "They say the same; only who says it differs." };
        s.line(text, s.words(Role::Quiet));
        return;
    }
    for (n, lines) in rows {
        let Some((field, taken)) = sheet.chosen.get(*n) else { continue };
        let is_here = *n == sheet.at;
        if is_here && s.left >= 2 {
            put(s.buffer, s.left - 2, s.y, 1, signs(app.glyphs).row, s.words(Role::Accent));
        }
        let name = cut(&title(field), FIELD - 1);
        s.at(s.left, &name, if is_here { s.bold() } else { s.words(Role::Quiet) });
        let top = s.y;
        for (shown, number) in sheet.order.iter().enumerate() {
            s.y = top;
            let Some(version) = sheet.versions.get(*number) else { continue };
            let is_taken = number == taken;
            let x = column(shown, s.left);
            let sign = if is_taken { signs(app.glyphs).decided } else { signs(app.glyphs).open };
            s.at(x, sign, s.words(if is_taken { Role::Accent } else { Role::Quiet }));
            let style = s.words(if is_taken { Role::Strong } else { Role::Body });
            let room = cells.saturating_sub(4);
            let text = value(doc, &sheet.versions, field, version);
            let wrapped = textwrap::wrap(&text, usize::from(room).max(1));
            for (line, words) in wrapped.iter().take(*lines).enumerate() {
                // What does not fit is seen to go on.
                let is_cut = line + 1 == *lines && wrapped.len() > *lines;
                let words = if is_cut { cut(&format!("{words} …………"), room) } else { cut(words, room) };
                s.at(x + 2, &words, style);
                s.y += 1;
            }
        }
        s.y = top + *lines as u16;
    }
}

/// Narrow screens: the field under the bar, one version below the other.
fn below(app: &App, doc: &OpenDocument, s: &mut Sheet<'_, '_>, sheet: &ConflictSheet) {
    let Some((field, taken)) = sheet.chosen.get(sheet.at) else {
        s.line("! The other version was removed", s.words(Role::Warn));
        let (whose, when) = sheet.whose.first().cloned().unwrap_or_default();
        s.line(&format!("{whose}, {when}"), s.words(Role::Body));
        return;
    };
    let end = counter(doc, s);
    let x = s.at(s.left, "! ", s.words(Role::Warn));
    let x = s.at(x, &cut(&title(field), end.saturating_sub(x + 2)), s.bold()) + 2;
    let which = cut(&format!("{} of {} that differ", sheet.at + 1, sheet.chosen.len()), end.saturating_sub(x + 1));
    s.at(x, &which, s.words(Role::Quiet));
    s.y += 1;
    let room_below = s.bottom.saturating_sub(s.y);
    let both = room_below >= 2 * sheet.order.len() as u16;
    for (shown, number) in sheet.order.iter().enumerate() {
        let Some(version) = sheet.versions.get(*number) else { continue };
        let is_taken = number == taken;
        let sign = if is_taken { signs(app.glyphs).decided } else { signs(app.glyphs).open };
        let x = s.at(s.left, &(shown + 1).to_string(), s.bold()) + 1;
        let x = s.at(x, sign, s.words(if is_taken { Role::Accent } else { Role::Quiet })) + 1;
        let style = s.words(if is_taken { Role::Strong } else { Role::Body });
        let (name, when) = sheet.whose.get(*number).cloned().unwrap_or_default();
        let text = value(doc, &sheet.versions, field, version);
        let room = s.right.saturating_sub(x);
        if both {
            let whose = cut(&format!("{name}, {when}"), room);
            s.at(x, &whose, s.words(Role::Quiet));
            s.y += 1;
            let text = cut(&text, room);
            s.at(x, &text, style);
        } else {
            let text = cut(&format!("{name}: {text}"), room);
            s.at(x, &text, style);
        }
        s.y += 1;
    }
}
