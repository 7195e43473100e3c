//! Which words stand on which row of the screen.

use super::page_layout::PageLayout;
use crate::ui::app::App;
use crate::ui::open_document::PaneView;
use sayso_core::layout::Wrapped;
use sayso_core::reading::ItemId;
use sayso_core::span::Span;
use std::rc::Rc;

/// A row of the screen with what it shows.
pub struct Shown {
    /// Row of the screen.
    pub y: u16,
    /// The wrapped block it is a line of.
    pub wrapped: Rc<Wrapped>,
    /// Which line of the block.
    pub row: usize,
    /// The words on it, in bytes of the text.
    pub span: Span,
}

/// The rows of the screen that show text, top to bottom. O(rows).
pub fn shown(page: &PageLayout, pane: &PaneView<'_>) -> Vec<Shown> {
    let mut out = Vec::new();
    if pane.layout.is_empty() {
        return out;
    }
    let end = pane.layout.end();
    let mut at = pane.view.top;
    for y in page.text.top()..page.text.bottom() {
        if let Some((wrapped, row)) = pane.layout.row(at) {
            let span = wrapped.rows.get(row).copied().unwrap_or_default();
            out.push(Shown { y, wrapped, row, span });
        }
        if at >= end {
            break;
        }
        at = pane.layout.down(at, 1);
    }
    out
}

/// The stretch of text on the screen.
pub fn view_span(page: &PageLayout, pane: &PaneView<'_>) -> Span {
    let rows = shown(page, pane);
    match (rows.first(), rows.last()) {
        (Some(first), Some(last)) => Span::new(first.span.start, last.span.end),
        _ => Span::default(),
    }
}

/// Rows of the screen on which an item's words stand.
pub fn rows_of(page: &PageLayout, pane: &PaneView<'_>, item: &ItemId) -> Vec<u16> {
    let spans = pane.doc.reading.spans(item);
    shown(page, pane).iter().filter(|r| spans.iter().any(|s| s.overlaps(r.span))).map(|r| r.y).collect()
}

/// Last row of the screen of the paragraph an item begins in.
pub fn paragraph_end(page: &PageLayout, pane: &PaneView<'_>, item: &ItemId) -> Option<u16> {
    let hull = pane.doc.reading.hull(item)?;
    let document = pane.doc.reading.document();
    let block = document.blocks().get(document.block_at(hull.start))?.span;
    shown(page, pane).iter().rev().find(|r| block.overlaps(r.span)).map(|r| r.y)
}

/// First and last row of the screen of the focused words or the selection.
pub fn focused_rows(app: &App) -> Option<(u16, u16)> {
    let (page, doc) = (app.page()?, app.doc()?);
    let span = app.mode.screen().words(doc)?;
    let rows = shown(&page, &doc.here());
    let mut own = rows.iter().filter(|r| r.span.overlaps(span)).map(|r| r.y);
    let first = own.next()?;
    Some((first, own.next_back().unwrap_or(first)))
}
