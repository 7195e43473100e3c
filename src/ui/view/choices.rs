//! Small sheets: names and role of a speaker, a name to split off, a rating for rows, marks, links.

use super::canvas::{cut, put};
use super::sheets::{field, open};
use super::signs;
use crate::ui::app::App;
use crate::ui::mode::OriginsMenu;
use crate::ui::page::Page;
use crate::ui::theme::Role;
use crate::ui::views::links::LinksSheet;
use crate::ui::views::speakers::{KINDS, SpeakerField, SpeakerSheet, SplitMenu};
use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use sayso_core::annotation::{Attribute, AttributeType};
use sayso_core::document::Target;
use sayso_core::reading::{ItemId, shortened};

/// Cells of the names of fields.
const FIELD: u16 = 8;

/// Names and role of a speaker; gives the caret.
pub fn speaker(app: &App, page: &Page, sheet: &SpeakerSheet, buffer: &mut Buffer) -> Option<Position> {
    let gap = u16::from(page.is_tall());
    let mut s = open(app, page, 1 + gap + 4, buffer);
    let (bold, quiet) = (s.bold(), s.words(Role::Quiet));
    let x = s.at(s.left, "Speaker", bold) + 2;
    let name = cut(&sheet.was.name, s.right.saturating_sub(x));
    s.at(x, &name, quiet);
    s.y += 1 + gap;
    let mut caret = None;
    for which in SpeakerField::ALL {
        let active = which == sheet.field;
        if active && s.left >= 2 {
            put(s.buffer, s.left - 2, s.y, 1, signs(app.glyphs).bar, s.words(Role::Accent));
        }
        let style = if active { s.bold() } else { s.words(Role::Quiet) };
        s.at(s.left, which.title(), style);
        let x = s.left + FIELD;
        let (text, hint) = match which {
            SpeakerField::Name => (Some(&sheet.name), "what to call them"),
            SpeakerField::Aliases => (Some(&sheet.aliases), "other names and handles, with ; between them"),
            SpeakerField::Roles => (Some(&sheet.roles), "what they are called in this document, with ; between"),
            SpeakerField::Kind => (None, ""),
        };
        match text {
            Some(text) if active => caret = Some(field(&mut s, x, text.text(), text.caret(), hint)),
            Some(text) if text.text().is_empty() => {
                let hint = cut(hint, s.right.saturating_sub(x));
                s.at(x, &hint, s.words(Role::Quiet));
            }
            Some(text) => {
                let text = cut(text.text(), s.right.saturating_sub(x));
                s.at(x, &text, s.words(Role::Body));
            }
            None => {
                let mut x = x;
                for (n, kind) in KINDS.iter().enumerate() {
                    let chosen = *kind == sheet.kind;
                    x = s.at(x, &(n + 1).to_string(), s.bold()) + 1;
                    let sign = if chosen { format!("{} ", signs(app.glyphs).decided) } else { String::new() };
                    let style = if chosen { s.bold() } else { s.words(Role::Quiet) };
                    x = s.at(x, &format!("{sign}{}", kind.word()), style) + 3;
                }
            }
        }
        s.y += 1;
    }
    caret
}

/// Rows to choose from: a title, what it is about, and the rows with their letters.
fn menu(
    app: &App,
    page: &Page,
    (title, about): (&str, &str),
    rows: &[(String, String)],
    at: usize,
    buffer: &mut Buffer,
) {
    let gap = u16::from(page.is_tall());
    let most = if page.is_tall() { 10 } else { 4 };
    let count = (rows.len() as u16).clamp(1, most);
    let mut s = open(app, page, 1 + gap + count, buffer);
    let x = s.at(s.left, title, s.bold()) + 2;
    let about = cut(about, s.right.saturating_sub(x));
    s.at(x, &about, s.words(Role::Quiet));
    s.y += 1 + gap;
    for row in super::listing::in_sight(at, rows.len(), usize::from(count)) {
        let Some((key, text)) = rows.get(row) else { continue };
        if row == at && s.left >= 2 {
            put(s.buffer, s.left - 2, s.y, 1, signs(app.glyphs).row, s.words(Role::Accent));
        }
        let x = if key.is_empty() { s.left } else { s.at(s.left, key, s.bold()) + 2 };
        let style = s.words(if row == at { Role::Strong } else { Role::Body });
        let text = cut(text, s.right.saturating_sub(x));
        s.at(x, &text, style);
        s.y += 1;
    }
}

/// Which name becomes somebody else.
pub fn split(app: &App, page: &Page, sheet: &SplitMenu, buffer: &mut Buffer) {
    let rows: Vec<(String, String)> = sheet.names.iter().map(|n| (String::new(), n.clone())).collect();
    let about = format!("which of these is not {}?", sheet.name);
    menu(app, page, ("Split off", &about), &rows, sheet.at, buffer);
}

/// Which decisions in other places belong to this document.
pub fn origins(app: &App, page: &Page, sheet: &OriginsMenu, buffer: &mut Buffer) {
    let rows: Vec<(String, String)> = sheet.rows.iter().map(|(_, words)| (String::new(), words.clone())).collect();
    let about = "which belong to this document?";
    menu(app, page, ("Decisions in other places", about), &rows, sheet.at, buffer);
}

/// A rating for several claims.
pub fn ratings(app: &App, page: &Page, count: usize, buffer: &mut Buffer) {
    let mut rows: Vec<(String, String)> =
        app.codebook.ratings.iter().enumerate().map(|(n, r)| ((n + 1).to_string(), r.replace('-', " "))).collect();
    rows.push(("0".to_owned(), "not rated".to_owned()));
    let about = if count == 1 { "1 claim".to_owned() } else { format!("{count} claims") };
    menu(app, page, ("Rating", &about), &rows, usize::MAX, buffer);
}

/// Which letter marks this place, or which mark to go to.
pub fn marks(app: &App, page: &Page, go: bool, buffer: &mut Buffer) {
    let Some(desk) = app.desk() else { return };
    let document = desk.reading.document();
    let words = |at: u32| {
        let block = document.block_at(at);
        let end = document.blocks().get(block).map_or(at, |b| b.span.end.min(at.saturating_add(400)));
        let end = document.text().floor_char_boundary(end as usize) as u32;
        format!("¶{}  {}", block + 1, shortened(document.words(sayso_core::span::Span::new(at, end.max(at))), 80))
    };
    let rows: Vec<(String, String)> = desk.marks.iter().map(|(m, at)| (m.to_string(), words(*at))).collect();
    let title = if go {
        ("Go to the mark", "a letter; ' goes back")
    } else {
        ("Mark this place", "with a letter; one that is taken moves here")
    };
    menu(app, page, title, &rows, usize::MAX, buffer);
}

/// Links and notes on the screen.
pub fn links(app: &App, page: &Page, sheet: &LinksSheet, buffer: &mut Buffer) {
    let target = |t: &Target| match t {
        Target::Web(address) => address.clone(),
        Target::File(name) => name.clone(),
        Target::Block(number) => format!("¶{}", number + 1),
    };
    let row = |(n, (words, to)): (usize, &(String, Target))| {
        let to = target(to);
        ((n + 1).to_string(), if *words == to { to } else { format!("{words}   {to}") })
    };
    let rows: Vec<(String, String)> = sheet.rows.iter().enumerate().map(row).collect();
    menu(app, page, ("Follow", "a number, or Enter"), &rows, sheet.at, buffer);
}

/// Attributes of annotations: each with the value it has.
pub fn attributes(app: &App, page: &Page, items: &[ItemId], buffer: &mut Buffer) {
    let record = items.first().and_then(|i| app.desk()?.reading.record(i));
    let row = |attribute: &Attribute| {
        let now = record.and_then(|r| r.attributes.get(&attribute.id));
        let AttributeType::Choice(values) = attribute.kind();
        let values: Vec<String> = values
            .iter()
            .map(|v| if Some(v) == now { format!("{} {v}", signs(app.glyphs).decided) } else { v.clone() })
            .collect();
        (attribute.key.to_string(), format!("{}   {}   {}", attribute.id, values.join("  "), attribute.doc))
    };
    let rows: Vec<(String, String)> = app.codebook.attributes.iter().map(row).collect();
    let about = match items.len() {
        1 => record.map(|r| shortened(&r.exact(), 60)).unwrap_or_default(),
        n => format!("{n} annotations"),
    };
    menu(app, page, ("Attributes", &about), &rows, usize::MAX, buffer);
}
