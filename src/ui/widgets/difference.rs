//! Words of a version of a sentence in a row of a sheet, those that differ from the other version standing out.

use super::canvas::width;
use super::sheet::Sheet;
use crate::ui::theme::Role;
use ratatui::style::Modifier;

/// Most words that stay before the first changed one, where not all have room.
const LEAD: usize = 3;

/// Draws words from column `x` to `end` of the current row. Where they are longer, they begin a little before the first
/// change: the change is what the row is for.
pub fn draw(sheet: &mut Sheet<'_, '_>, x: u16, end: u16, words: &[(&str, bool)]) {
    let from = first_shown(words, end.saturating_sub(x));
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

/// The first word that is shown in so many cells: the first of all where all have room, else one from which the first change
/// is seen, with as many words before it as that leaves.
fn first_shown(words: &[(&str, bool)], room: u16) -> usize {
    let cells = |from: usize, to: usize| -> usize {
        words.iter().take(to).skip(from).map(|(word, _)| usize::from(width(word)) + 1).sum()
    };
    if cells(0, words.len()) <= usize::from(room) + 1 {
        return 0;
    }
    let first = words.iter().position(|(_, changed)| *changed).unwrap_or(0);
    // A mark on either side.
    (first.saturating_sub(LEAD)..first).find(|from| cells(*from, first + 1) + 4 <= usize::from(room)).unwrap_or(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_change_is_always_seen() {
        let words = [("he", false), ("has", false), ("full", true), ("confidence", false), ("today", true)];
        assert_eq!([80, 20, 15, 9, 3].map(|room| first_shown(&words, room)), [0, 0, 1, 2, 2]);
    }
}
