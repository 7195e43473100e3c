//! From cells to words and back: what a click means, where a caret stands.

use super::margin;
use crate::layout::Wrapped;
use crate::reading::ItemId;
use crate::ui::app::App;
use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// What lies at a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hit {
    /// A byte of the text.
    Word(u32),
    /// A label of the margin.
    Item(ItemId),
    /// A proposed speaker of the card, by its digit.
    Choice(u8),
}

/// What lies at a cell of the screen.
pub fn at(app: &App, column: u16, row: u16) -> Option<Hit> {
    let page = app.page()?;
    let desk = app.desk()?;
    if row < page.text.top() || row >= page.text.bottom() {
        return None;
    }
    if page.margin.is_some_and(|m| column >= m.left()) {
        let line = margin::lines(app, &page, desk).into_iter().find(|l| l.row == row)?;
        return match line.digit {
            Some(digit) => Some(Hit::Choice(digit)),
            None => Some(Hit::Item(line.item)),
        };
    }
    let position = desk.layout.down(desk.top, usize::from(row - page.text.top()));
    let (wrapped, number) = desk.layout.row(position)?;
    let cell = column.saturating_sub(page.text.left() + wrapped.indent);
    Some(Hit::Word(byte_of(&wrapped, number, cell)))
}

/// Byte of the reading text drawn at a cell of a row; the end of the row beyond it.
pub fn byte_of(wrapped: &Wrapped, row: usize, cell: u16) -> u32 {
    let Some(span) = wrapped.rows.get(row) else { return wrapped.start };
    let mut x = 0;
    for (i, g) in wrapped.words(row).grapheme_indices(true) {
        let width = g.width() as u16;
        if x + width > cell {
            return span.start + i as u32;
        }
        x += width;
    }
    span.end
}

/// Cell at which a byte is drawn in its row.
pub fn column_of(wrapped: &Wrapped, row: usize, byte: u32) -> u16 {
    let Some(span) = wrapped.rows.get(row) else { return 0 };
    let before = byte.saturating_sub(span.start) as usize;
    wrapped.words(row).grapheme_indices(true).take_while(|(i, _)| *i < before).map(|(_, g)| g.width() as u16).sum()
}
