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

/// Blanks that stand for a word that only the other version has.
const BLANKS: &str = "                                        ";

/// Both versions with blanks put in, so that what is the same stands in the same column behind each change, as long as both
/// have room. O(words).
pub fn aligned<'a>(versions: &[Vec<(&'a str, bool)>; 2], room: u16) -> Option<[Vec<(&'a str, bool)>; 2]> {
    let [mut here, mut there] = versions.each_ref().map(|words| words.iter().copied().peekable());
    let (mut out, mut columns) = ([Vec::new(), Vec::new()], [0u16; 2]);
    let push = |out: &mut Vec<(&'a str, bool)>, column: &mut u16, word: (&'a str, bool)| {
        *column += width(word.0) + 1;
        out.push(word);
    };
    loop {
        let before = columns;
        while let Some(word) = here.next_if(|(_, changed)| *changed) {
            push(&mut out[0], &mut columns[0], word);
        }
        while let Some(word) = there.next_if(|(_, changed)| *changed) {
            push(&mut out[1], &mut columns[1], word);
        }
        let (mine, theirs) = match (here.next(), there.next()) {
            (Some(mine), Some(theirs)) => (mine, theirs),
            (None, None) => break,
            (Some(_), None) | (None, Some(_)) => return None,
        };
        if columns != before {
            let end = columns[0].max(columns[1]);
            for (out, column) in out.iter_mut().zip(&mut columns) {
                if *column < end {
                    push(out, column, (BLANKS.get(..usize::from(end - *column - 1))?, false));
                }
            }
        }
        push(&mut out[0], &mut columns[0], mine);
        push(&mut out[1], &mut columns[1], theirs);
    }
    columns.iter().all(|column| *column <= room + 1).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_the_same_stands_in_one_column() {
        let here = vec![("lost", false), ("two", true), ("boats,", false), ("nobody", false), ("was", false)];
        let there =
            vec![("lost", false), ("three", true), ("boats,", false), ("not", true), ("nobody", false), ("was", false)];
        let versions = [here, there];
        let shown = |room| {
            let lines = aligned(&versions, room)?.map(|words| words.iter().map(|w| w.0).collect::<Vec<_>>().join(" "));
            Some(lines)
        };
        assert_eq!(shown(40).unwrap(), ["lost two   boats,     nobody was", "lost three boats, not nobody was"]);
        assert_eq!(shown(31), None, "no room");
        assert_eq!(aligned(&[vec![("a", false)], vec![("b", true)]], 40), None, "not the same words");
    }

    #[test]
    fn the_first_change_is_always_seen() {
        let words = [("he", false), ("has", false), ("full", true), ("confidence", false), ("today", true)];
        assert_eq!([80, 20, 15, 9, 3].map(|room| first_shown(&words, room)), [0, 0, 1, 2, 2]);
    }
}
