//! Words of a version of a sentence in a row of a sheet, those that differ from the other version standing out.

use super::canvas::{put, width};
use super::sheet::Sheet;
use crate::ui::app::App;
use crate::ui::theme::Role;
use ratatui::buffer::Buffer;
use ratatui::style::{Modifier, Style};

/// Most words that stay before the first changed one, where not all have room.
const LEAD: usize = 3;

/// Draws words from column `x` to `end` of the current row. Where they are longer, they begin a little before the first
/// change: the change is what the row is for.
pub fn draw(sheet: &mut Sheet<'_, '_>, x: u16, end: u16, words: &[(&str, bool)]) {
    let changed = sheet.words(Role::Warn).add_modifier(Modifier::BOLD);
    in_sheet(sheet, x, end, words, changed);
}

/// The same, lit as in the text: bold and underlined, on the ground of a match where there are colours.
pub fn draw_lit(sheet: &mut Sheet<'_, '_>, x: u16, end: u16, words: &[(&str, bool)]) {
    let changed = lit(sheet.app, sheet.words(Role::Body));
    in_sheet(sheet, x, end, words, changed);
}

fn in_sheet(sheet: &mut Sheet<'_, '_>, x: u16, end: u16, words: &[(&str, bool)], changed: Style) {
    if sheet.y < sheet.bottom {
        let styles = Styles { body: sheet.words(Role::Body), quiet: sheet.words(Role::Quiet), changed };
        words_at(sheet.buffer, (x, sheet.y), end, words, styles);
    }
}

/// Words that differ.
pub fn lit(app: &App, style: Style) -> Style {
    style.patch(app.theme.ground(Role::Match)).add_modifier(Modifier::BOLD | Modifier::UNDERLINED)
}

/// What words of a version wear.
#[derive(Clone, Copy, Debug)]
pub struct Styles {
    /// Those that stand on both sides.
    body: Style,
    /// The marks for what has no room.
    quiet: Style,
    /// Those of one side.
    changed: Style,
}

impl Styles {
    /// On the ground of the page, lit.
    pub fn of(app: &App) -> Self {
        let body = app.theme.words(Role::Body);
        Self { body, quiet: app.theme.words(Role::Quiet), changed: lit(app, body) }
    }
}

/// Draws words from a cell to column `end`.
pub fn words_at(buffer: &mut Buffer, (x, y): (u16, u16), end: u16, words: &[(&str, bool)], styles: Styles) {
    let from = first_shown(words, end.saturating_sub(x));
    let mut at = |x: u16, text: &str, style: Style| put(buffer, x, y, end.saturating_sub(x), text, style);
    let mut x = x;
    if from > 0 {
        x = at(x, "… ", styles.quiet);
    }
    for (n, (word, is_changed)) in words.iter().enumerate().skip(from) {
        let more = u16::from(n + 1 < words.len()) * 2;
        if x + width(word) + more > end {
            at(x, "…", styles.quiet);
            return;
        }
        x = at(x, word, if *is_changed { styles.changed } else { styles.body });
        x = at(x, " ", styles.body);
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
