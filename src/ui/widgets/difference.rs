//! Words of a version of a sentence in a row of a sheet, those that differ from the other version standing out.

use super::canvas::width;
use super::sheet::Sheet;
use crate::ui::theme::Role;
use ratatui::style::Modifier;

/// Words that stay before the first changed one, where not all have room.
const LEAD: usize = 3;

/// Draws words from column `x` to `end` of the current row. Where they are longer, they begin a little before the first
/// change: the change is what the row is for.
pub fn draw(sheet: &mut Sheet<'_, '_>, x: u16, end: u16, words: &[(&str, bool)]) {
    let room = end.saturating_sub(x);
    let all: usize = words.iter().map(|(w, _)| usize::from(width(w)) + 1).sum();
    let first = words.iter().position(|(_, changed)| *changed).unwrap_or(0);
    let from = if all > usize::from(room) + 1 { first.saturating_sub(LEAD) } else { 0 };
    let (quiet, body) = (sheet.words(Role::Quiet), sheet.words(Role::Body));
    let changed = sheet.words(Role::Warn).add_modifier(Modifier::BOLD);
    let mut x = x;
    if from > 0 {
        x = sheet.at(x, "… ", quiet);
    }
    for (n, (word, is_changed)) in words.iter().enumerate().skip(from) {
        let more = u16::from(n + 1 < words.len()) * 2;
        if x + width(word) + more > end {
            sheet.at(x, "…", quiet);
            return;
        }
        x = sheet.at(x, word, if *is_changed { changed } else { body });
        x = sheet.at(x, " ", body);
    }
}
