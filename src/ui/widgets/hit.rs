//! From cells to words and back: what a click means, where a caret stands.

use super::margin;
use crate::ui::app::App;
use sayso_core::reading::ItemId;

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
    let doc = app.doc()?;
    let is_across = (page.area.left()..page.area.right()).contains(&column);
    if !is_across || row < page.text.top() || row >= page.text.bottom() {
        return None;
    }
    if page.margin.is_some_and(|m| column >= m.left()) {
        let line = margin::lines(app, &page, &doc.here()).into_iter().find(|l| l.row == row)?;
        return match line.digit {
            Some(digit) => Some(Hit::Choice(digit)),
            None => Some(Hit::Item(line.item)),
        };
    }
    let position = doc.layout.down(doc.view.top, usize::from(row - page.text.top()));
    let (wrapped, number) = doc.layout.row(position)?;
    let cell = column.saturating_sub(page.text.left() + wrapped.indent);
    Some(Hit::Word(wrapped.byte_at(number, cell)))
}
