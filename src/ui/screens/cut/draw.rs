//! The sheet: the two parts, who says each, and what lies between.

use super::CutSheet;
use crate::ui::app::App;
use crate::ui::open_document::OpenDocument;
use crate::ui::theme::Role;
use crate::ui::widgets::canvas::{cut as shorten, width};
use crate::ui::widgets::page_layout::PageLayout;
use crate::ui::widgets::sheet::{Sheet, open};
use crate::ui::widgets::signs::signs;
use ratatui::buffer::Buffer;
use ratatui::style::Modifier;
use sayso_core::layout::text_objects::is_mark;
use sayso_core::reading::{Part, quoted, shortened};
use sayso_core::span::Span;

/// Draws it.
pub fn cut(app: &App, page: &PageLayout, sheet: &CutSheet, buffer: &mut Buffer) {
    let Some(doc) = app.doc() else { return };
    let gap = u16::from(page.is_tall());
    let mut s = open(app, page, 4 + 2 * gap, buffer);
    let start = doc.reading.hull(&sheet.item).map_or(0, |h| h.start);
    let x = s.at(s.left, "Two statements?", s.bold()) + 3;
    s.at(x, &doc.reading.document().place_in_short(start), s.words(Role::Quiet));
    let count = match (sheet.number(), sheet.places.len()) {
        (Some(n), all) => format!("{n} of {all}"),
        (None, 0) => String::new(),
        (None, 1) => "1 likely place".to_owned(),
        (None, all) => format!("{all} likely places"),
    };
    let x = s.right.saturating_sub(width(&count));
    s.at(x, &count, s.words(Role::Quiet));
    s.y += 1 + gap;
    let Some((cut, parts)) = &sheet.cut else {
        s.line("No likely place: the cut begins where you put it.", s.words(Role::Quiet));
        return;
    };
    let is_decided = doc.reading.record(&sheet.item).is_some();
    for (n, part) in parts.iter().enumerate() {
        row(app, doc, &mut s, (n, part), is_decided && part.keeps);
    }
    s.y += gap;
    let between = cut.between();
    let words = doc.reading.document().words(between).trim();
    if words.contains(char::is_alphanumeric) {
        let x = s.at(s.left, "Between them, in neither:", s.words(Role::Quiet)) + 2;
        let room = s.right.saturating_sub(x);
        s.at(x, &shortened(words, usize::from(room)), s.words(Role::Body));
    }
}

/// A part: its words from their beginning, for the second too, and who says it.
fn row(app: &App, doc: &OpenDocument, s: &mut Sheet<'_, '_>, (n, part): (usize, &Part), is_decided: bool) {
    let document = doc.reading.document();
    let words: Vec<&str> = part.spans.iter().map(|s| document.words(*s)).collect();
    let room = s.right.saturating_sub(s.left);
    let name_at = s.left + room * 11 / 20;
    let x = s.at(s.left, &(n + 1).to_string(), s.bold()) + 2;
    let (words, most) = (words.join(" … "), usize::from(name_at.saturating_sub(x + 3)));
    // Words with marks of their own need no others.
    let words = if words.contains(is_mark) { shortened(&words, most) } else { quoted(&words, most) };
    s.at(x, &shorten(&words, name_at.saturating_sub(x + 1)), s.words(Role::Body));
    let signs = signs(app.glyphs);
    let colour = s.words(Role::Speaker(doc.colours.number(&part.name)));
    let (sign, style) =
        if is_decided { (signs.decided, colour.add_modifier(Modifier::BOLD)) } else { (signs.open, colour) };
    let x = s.at(name_at, sign, style) + 1;
    let name = if part.name.is_empty() { "nobody yet" } else { part.name.as_str() };
    let x = s.at(x, &shorten(name, s.right.saturating_sub(x)), style) + 2;
    let why = [part.source, part.cue].into_iter().flatten().reduce(Span::hull);
    let why = why.map(|span| quoted(document.words(span), 40)).unwrap_or_default();
    if width(&why) <= s.right.saturating_sub(x) {
        s.at(x, &why, s.words(Role::Quiet));
    }
    s.y += 1;
}
