//! Which words stand on which row of the screen.

use super::page_layout::PageLayout;
use crate::ui::app::App;
use crate::ui::open_document::OpenDocument;
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
pub fn shown(page: &PageLayout, doc: &OpenDocument) -> Vec<Shown> {
    let mut out = Vec::new();
    if doc.layout.is_empty() {
        return out;
    }
    let end = doc.layout.end();
    let mut at = doc.view.top;
    for y in page.text.top()..page.text.bottom() {
        if let Some((wrapped, row)) = doc.layout.row(at) {
            let span = wrapped.rows.get(row).copied().unwrap_or_default();
            out.push(Shown { y, wrapped, row, span });
        }
        if at >= end {
            break;
        }
        at = doc.layout.down(at, 1);
    }
    out
}

/// The stretch of text on the screen.
pub fn view_span(page: &PageLayout, doc: &OpenDocument) -> Span {
    let rows = shown(page, doc);
    match (rows.first(), rows.last()) {
        (Some(first), Some(last)) => Span::new(first.span.start, last.span.end),
        _ => Span::default(),
    }
}

/// Rows of the screen on which an item's words stand.
pub fn rows_of(page: &PageLayout, doc: &OpenDocument, item: &ItemId) -> Vec<u16> {
    let spans = doc.reading.spans(item);
    shown(page, doc).iter().filter(|r| spans.iter().any(|s| s.overlaps(r.span))).map(|r| r.y).collect()
}

/// Last row of the screen of the paragraph an item begins in.
pub fn paragraph_end(page: &PageLayout, doc: &OpenDocument, item: &ItemId) -> Option<u16> {
    let hull = doc.reading.hull(item)?;
    let document = doc.reading.document();
    let block = document.blocks().get(document.block_at(hull.start))?.span;
    shown(page, doc).iter().rev().find(|r| block.overlaps(r.span)).map(|r| r.y)
}

/// First and last row of the screen of the focused words or the selection.
pub fn focused_rows(app: &App, page: &PageLayout) -> Option<(u16, u16)> {
    let doc = app.doc()?;
    let span = app.mode.screen().words(doc)?;
    let rows = shown(page, doc);
    let mut own = rows.iter().filter(|r| r.span.overlaps(span)).map(|r| r.y);
    let first = own.next()?;
    Some((first, own.next_back().unwrap_or(first)))
}
