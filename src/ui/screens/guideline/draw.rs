//! The rows: what is said, then the examples.

use super::GuidelineView;
use super::lines::{self, Line};
use crate::ui::app::App;
use crate::ui::theme::Role;
use crate::ui::widgets::listing::{Drawn, Listing, in_sight};
use crate::ui::widgets::page_layout::PageLayout;
use ratatui::buffer::Buffer;
use ratatui::style::Modifier;
use std::borrow::Cow;

/// Draws it.
pub fn guideline(app: &App, page: &PageLayout, view: &GuidelineView, buffer: &mut Buffer) -> Drawn {
    let mut l = Listing::new(app, page, buffer);
    let label = view.label(&app.codebook);
    let tail = match view.examples(&app.codebook).len() {
        0 => String::new(),
        1 => "1 example".to_owned(),
        n => format!("{n} examples"),
    };
    l.head("Guideline", &lines::title(label.as_ref()), &tail);
    let width = lines::width_of(page.size.width);
    // Until the next key after the screen became another size.
    let rows: Cow<'_, [Line]> = if width == view.width {
        Cow::Borrowed(&view.lines)
    } else {
        Cow::Owned(lines::of(&app.codebook, label.as_ref(), width))
    };
    let (top, bottom) = (l.top(), l.bottom());
    let sight = in_sight(view.at, rows.len(), usize::from(bottom.saturating_sub(top)));
    let first = sight.start;
    for (n, row) in rows.iter().enumerate().skip(first).take(sight.len()) {
        let y = top + (n - first) as u16;
        let (text, style) = match row {
            Line::Words(text) => (text, l.words(Role::Body)),
            Line::Heading(text) => (text, l.bold()),
            Line::Example(_, text) => (text, l.words(Role::Strong)),
            Line::From(_, text) => (text, l.words(Role::Quiet).add_modifier(Modifier::ITALIC)),
        };
        let (left, room) = (l.left, l.right.saturating_sub(l.left));
        l.at(left, y, room, text, style);
        if n == view.at {
            l.bar(0, y..y + 1);
        }
        l.shows(y..y + 1, n);
    }
    l.footer();
    l.done(None)
}
