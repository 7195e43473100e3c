//! What all list views share: the first row, the line of the filter, the bar, the rows in sight.

use super::browse::Browse;
use super::canvas::{cut, put, width};
use super::chrome;
use super::page_layout::PageLayout;
use super::signs::signs;
use crate::ui::app::App;
use crate::ui::theme::Role;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui::style::{Modifier, Style};
use std::ops::Range;

/// A list view as it was drawn: where the caret is, and which row of the list lies where.
#[derive(Debug, Default)]
pub struct Drawn {
    /// The caret of the filter.
    pub caret: Option<Position>,
    /// Rows of the screen and the row of the list they show.
    pub rows: Vec<(Range<u16>, usize)>,
}

impl Drawn {
    /// Nothing but a caret.
    pub const fn at(caret: Position) -> Self {
        Self { caret: Some(caret), rows: Vec::new() }
    }
}

/// A list view being drawn.
pub struct Listing<'a, 'b> {
    /// What is drawn.
    pub app: &'a App,
    /// Where things are.
    pub page: &'a PageLayout,
    /// The cells.
    pub buffer: &'b mut Buffer,
    /// Left edge of words.
    pub left: u16,
    /// One past the right edge of words.
    pub right: u16,
    /// What was drawn where.
    rows: Vec<(Range<u16>, usize)>,
}

impl<'a, 'b> Listing<'a, 'b> {
    /// A list over the width of the screen.
    pub fn new(app: &'a App, page: &'a PageLayout, buffer: &'b mut Buffer) -> Self {
        Self { app, page, buffer, left: 2, right: page.size.width - 1, rows: Vec::new() }
    }

    /// The style of words.
    pub fn words(&self, role: Role) -> Style {
        self.app.theme.words(role)
    }

    /// The style of titles and keys.
    pub fn bold(&self) -> Style {
        self.words(Role::Strong).add_modifier(Modifier::BOLD)
    }

    /// Words in a speaker's colour, where words wear colours.
    pub fn colour(&self, name: &str) -> Style {
        let number = self.app.doc().map_or(0, |d| d.colours.number(name));
        if self.app.theme.tints_words() { self.words(Role::Speaker(number)) } else { self.words(Role::Body) }
    }

    /// Words at a place, cut where the room ends; gives the column after them.
    pub fn at(&mut self, x: u16, y: u16, room: u16, text: &str, style: Style) -> u16 {
        put(self.buffer, x, y, room, &cut(text, room), style)
    }

    /// Words that end at a column; gives the column where they begin.
    pub fn ending(&mut self, right: u16, y: u16, text: &str, style: Style) -> u16 {
        let start = right.saturating_sub(width(text));
        put(self.buffer, start, y, width(text), text, style);
        start
    }

    /// Row 0: what it is, of what, and how much.
    pub fn head(&mut self, title: &str, about: &str, tail: &str) {
        let end = self.ending(self.right, 0, tail, self.words(Role::Quiet));
        let (left, bold, quiet) = (self.left, self.bold(), self.words(Role::Quiet));
        let x = self.at(left, 0, end.saturating_sub(left + 1), title, bold) + 3;
        self.at(x, 0, end.saturating_sub(x + 2), about, quiet);
    }

    /// First row below the head.
    pub fn top(&self) -> u16 {
        1 + u16::from(self.page.is_tall())
    }

    /// One past the last row for rows of a list.
    pub fn bottom(&self) -> u16 {
        self.page.footer.saturating_sub(1)
    }

    /// The line of the filter, when something is or can be typed there; gives its caret.
    pub fn filter(&mut self, list: &Browse, y: u16) -> Option<Position> {
        if !list.typing && list.field.text().is_empty() {
            return None;
        }
        let accent = self.words(Role::Accent).add_modifier(Modifier::BOLD);
        let (left, strong, quiet) = (self.left, self.words(Role::Strong), self.words(Role::Quiet));
        let x = self.at(left, y, 2, "/ ", accent);
        let count = format!("{} of {}", list.shown().len(), list.all());
        let end = self.ending(self.right, y, &count, quiet);
        self.at(x, y, end.saturating_sub(x + 1), list.field.text(), strong);
        let caret = Position::new((x + list.field.caret()).min(end.saturating_sub(1)), y);
        if list.typing
            && let Some(cell) = self.buffer.cell_mut(caret)
        {
            cell.set_style(self.app.theme.marked());
        }
        list.typing.then_some(caret)
    }

    /// Notes that the row `at` of the list stands on these rows of the screen.
    pub fn shows(&mut self, rows: Range<u16>, at: usize) {
        self.rows.push((rows, at));
    }

    /// The view is drawn.
    pub fn done(self, caret: Option<Position>) -> Drawn {
        Drawn { caret, rows: self.rows }
    }

    /// The bar beside rows.
    pub fn bar(&mut self, x: u16, rows: Range<u16>) {
        let (bar, accent) = (signs(self.app.glyphs).bar, self.words(Role::Accent));
        for y in rows {
            put(self.buffer, x, y, 1, bar, accent);
        }
    }

    /// A sentence where the rows would be.
    pub fn instead(&mut self, y: u16, text: &str) {
        let (left, room, quiet) = (self.left, self.right - self.left, self.words(Role::Quiet));
        self.at(left, y, room, text, quiet);
    }

    /// The last row.
    pub fn footer(&mut self) {
        chrome::footer_again(self.app, self.page, self.buffer);
    }
}

/// Which of `count` rows are in sight, `height` at a time, so that row `at` is among them.
pub fn in_sight(at: usize, count: usize, height: usize) -> Range<usize> {
    let first = at.saturating_sub(height.saturating_sub(1)).max(at.saturating_sub(height / 2));
    let first = first.min(count.saturating_sub(height));
    first..(first + height).min(count)
}

/// The same for rows of different heights, the blank line after each counted but for the last.
pub fn in_sight_of(at: usize, count: usize, height: usize, of: impl Fn(usize) -> usize) -> Range<usize> {
    if count == 0 {
        return 0..0;
    }
    let (mut first, mut end, mut used) = (at, at + 1, of(at));
    while first > 0 && used + of(first - 1) <= height / 2 + 1 {
        first -= 1;
        used += of(first);
    }
    while end < count && used + of(end) <= height + 1 {
        used += of(end);
        end += 1;
    }
    while first > 0 && used + of(first - 1) <= height + 1 {
        first -= 1;
        used += of(first);
    }
    first..end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_different_heights_fit() {
        let of = |n: usize| 3 + n % 2;
        for count in 1..30usize {
            for height in 4..20usize {
                for at in 0..count {
                    let rows = in_sight_of(at, count, height, of);
                    assert!(rows.contains(&at), "{at} {count} {height}");
                    assert!(rows.len() == 1 || rows.clone().map(of).sum::<usize>() <= height + 1, "{at} {height}");
                }
            }
        }
    }

    #[test]
    fn the_bar_is_always_in_sight() {
        for count in 0..40usize {
            for height in 1..12usize {
                for at in 0..count {
                    let rows = in_sight(at, count, height);
                    assert!(rows.contains(&at) && rows.len() == height.min(count), "{at} {count} {height} {rows:?}");
                }
            }
        }
    }
}
