//! The outline: looking without leaving, going there, coming back to the exact row.

use super::{Effect, motion};
use crate::ui::action::Action;
use crate::ui::app::{App, Mode};
use crate::ui::views::outline::OutlineView;
use sayso_core::span::Span;

/// Opens it at what is on the screen.
pub fn open(app: &mut App) {
    let Some(doc) = app.doc().filter(|d| !d.layout.is_empty()) else { return };
    let view = OutlineView::new(&doc.reading, doc.layout.byte_at(doc.view.top));
    app.mode = Mode::Outline(Box::new(view));
}

/// The text follows the bar.
pub fn look(app: &mut App) {
    let Mode::Outline(view) = &app.mode else { return };
    let Some(block) = view.current() else { return };
    let Some(doc) = app.doc() else { return };
    if let Some(block) = doc.reading.document().blocks().get(block) {
        let start = block.span.start;
        motion::to_top(app, start);
    }
}

/// An action of the view.
pub fn act(app: &mut App, action: Action) -> Vec<Effect> {
    if action == Action::Accept
        && let Mode::Outline(view) = std::mem::replace(&mut app.mode, Mode::Read)
        && let Some(doc) = app.doc_mut()
    {
        doc.view.trail.leave(view.from);
        let block = view.current().and_then(|n| doc.reading.document().blocks().get(n));
        let span = block.map(|b| Span::new(b.span.start, b.span.start));
        if let Some(span) = span {
            motion::to_top(app, span.start);
        }
    }
    Vec::new()
}

/// Back to where the person was.
pub fn leave(app: &mut App, view: &OutlineView) {
    motion::to_top(app, view.from);
}
