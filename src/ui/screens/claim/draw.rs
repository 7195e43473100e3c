//! The claim sheet: rating, evidence, note; one field at a time where there is little room.

use super::{ClaimField, ClaimSheet};
use crate::ui::app::App;
use crate::ui::theme::Role;
use crate::ui::widgets::canvas::{cut, put, width};
use crate::ui::widgets::page_layout::PageLayout;
use crate::ui::widgets::sheet::{Sheet, field, note_area, open, words_of_item};
use crate::ui::widgets::signs::signs;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui::style::Modifier;
use sayso_core::reading::ItemId;

/// Draws the sheet; gives the cell of the caret.
pub fn claim_sheet(app: &App, page: &PageLayout, claim: &ClaimSheet, buffer: &mut Buffer) -> Option<Position> {
    let doc = app.doc()?;
    let record = doc.reading.set().get(&claim.id)?;
    let item = ItemId::Record(claim.id.as_str().into());
    let tall = page.size.height >= 24;
    if page.size.width < 60 || !tall {
        return claim_field(app, page, claim, buffer);
    }
    let note_rows = if page.size.height >= 30 { 4 } else { 2 };
    let evidence = (claim.evidence.len() as u16).min(3);
    let ratings = rating_rows(app, page);
    let mut s = open(app, page, 2 + 1 + ratings + 1 + evidence + 1 + note_rows, buffer);
    let name = record.speaker.as_ref().map(|r| doc.reading.name_of(r).to_owned());
    let mut x = s.at(s.left, "Claim", s.bold());
    if let Some(name) = name {
        let colour = s.words(Role::Speaker(doc.colours.number(&name)));
        let colour = if app.theme.tints_words() { colour } else { s.words(Role::Body) };
        x = s.at(x + 2, &format!("by {name}"), colour);
    }
    let place = doc.reading.hull(&item).map(|h| doc.reading.document().place_in_short(h.start)).unwrap_or_default();
    s.at(x + 3, &place, s.words(Role::Quiet));
    s.y += 1;
    let words = words_of_item(app, &item, s.right - s.left);
    s.line(&words, s.words(Role::Body));
    s.y += 1;
    let column = s.left + 10;
    let head = |s: &mut Sheet<'_, '_>, text: &str, active: bool| {
        let style = if active { s.bold() } else { s.words(Role::Quiet) };
        s.at(s.left, text, style);
        if active && s.left >= 2 {
            put(s.buffer, s.left - 2, s.y, 1, signs(app.glyphs).bar, s.words(Role::Accent));
        }
    };
    head(&mut s, "Rating", claim.field == ClaimField::Rating);
    let mut caret = rating(&mut s, column, claim);
    s.y += 2;
    head(&mut s, "Evidence", matches!(claim.field, ClaimField::Evidence(_)));
    let skip = claim.evidence.len().saturating_sub(usize::from(evidence));
    for (i, address) in claim.evidence.iter().enumerate().skip(skip) {
        if claim.field == ClaimField::Evidence(i) {
            caret = Some(field(&mut s, column, address.text(), address.caret(), "+ paste or type an address"));
        } else if address.text().is_empty() {
            s.at(column, "+ paste or type an address", s.words(Role::Quiet));
        } else {
            let text = cut(address.text(), s.right.saturating_sub(column));
            s.at(column, &text, s.words(Role::Body));
        }
        s.y += 1;
    }
    s.y += 1;
    let active = claim.field == ClaimField::Note;
    head(&mut s, "Note", active);
    let note = note_area(&mut s, column, note_rows, &claim.note, active);
    if active { note } else { caret }
}

fn rating_rows(app: &App, page: &PageLayout) -> u16 {
    let cells: usize = app.codebook.ratings.iter().map(|r| r.len() + 7).sum();
    if cells as u16 + 12 > page.size.width { 2 } else { 1 }
}

fn rating(s: &mut Sheet<'_, '_>, column: u16, claim: &ClaimSheet) -> Option<Position> {
    let mut x = column;
    let mut caret = None;
    let ratings = s.app.codebook.ratings.clone();
    for (i, name) in ratings.iter().enumerate() {
        let selected = claim.rating == Some(i);
        let shown = name.replace('-', " ");
        if x + width(&shown) + 4 > s.right {
            x = column;
            s.y += 1;
        }
        let digit = s.bold();
        if claim.field == ClaimField::Rating && (selected || (claim.rating.is_none() && i == 0)) {
            caret = Some(Position::new(x, s.y));
        }
        x = s.at(x, &(i + 1).to_string(), digit) + 1;
        if selected {
            let accent = s.words(Role::Accent).add_modifier(Modifier::BOLD);
            x = s.at(x, signs(s.app.glyphs).decided, accent) + 1;
            x = s.at(x, &shown, accent) + 3;
        } else {
            x = s.at(x, &shown, s.words(Role::Quiet)) + 3;
        }
    }
    caret
}

/// Narrow or low screens: one field at a time.
fn claim_field(app: &App, page: &PageLayout, claim: &ClaimSheet, buffer: &mut Buffer) -> Option<Position> {
    let mut s = open(app, page, 4.min(page.text.height), buffer);
    let (title, number) = match claim.field {
        ClaimField::Rating => ("Rating", 1),
        ClaimField::Evidence(_) => ("Evidence", 2),
        ClaimField::Note => ("Note", 3),
    };
    let x = s.at(s.left, &format!("Claim · {title}"), s.bold());
    s.at(x + 2, &format!("{number} of 3"), s.words(Role::Quiet));
    s.y += 1;
    let left = s.left;
    match claim.field {
        ClaimField::Rating => rating(&mut s, left, claim),
        ClaimField::Evidence(n) => {
            let address = claim.evidence.get(n)?;
            Some(field(&mut s, left, address.text(), address.caret(), "+ paste or type an address"))
        }
        ClaimField::Note => note_area(&mut s, left, 3, &claim.note, true),
    }
}
