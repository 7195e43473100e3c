//! The outline: over the margin where there is room, so that the text follows the bar; else the whole screen.

use super::state::{OutlineKind, OutlineView};
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::open_document::OpenDocument;
use crate::ui::screens::Scope;
use crate::ui::theme::Role;
use crate::ui::widgets::canvas::{fill, put, width};
use crate::ui::widgets::item::sign;
use crate::ui::widgets::listing::{Drawn, Listing, in_sight};
use crate::ui::widgets::page_layout::PageLayout;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use sayso_core::document::BlockKind;
use sayso_core::reading::shortened;

/// Narrowest screen with the text beside it.
const BESIDE: u16 = 116;

/// Whether the text stays in sight.
pub const fn is_beside(page: &PageLayout) -> bool {
    page.size.width >= BESIDE && page.margin.is_some()
}

/// Draws it.
pub fn outline(app: &App, page: &PageLayout, view: &OutlineView, buffer: &mut Buffer) -> Drawn {
    let Some(doc) = app.doc() else { return Drawn::default() };
    let beside = is_beside(page);
    let mut l = Listing::new(app, page, buffer);
    let mut top = l.top();
    if let Some(margin) = page.margin.filter(|_| beside) {
        let area = Rect::new(margin.left(), page.text.top(), page.size.width - margin.left(), page.text.height);
        fill(l.buffer, area, app.theme.ground(Role::Page).patch(app.theme.words(Role::Body)));
        (l.left, l.right, top) = (margin.left() + 2, margin.right(), page.text.top());
    } else {
        let about = match view.of {
            OutlineKind::Headings => app.name.clone(),
            OutlineKind::Turns => format!("{} has no headings: its turns", app.name),
            OutlineKind::Paragraphs => format!("{} has no headings: its paragraphs", app.name),
        };
        l.head("Outline", &about, "");
    }
    let caret = l.filter(&view.list, top);
    if caret.is_some() || !view.list.field.text().is_empty() {
        top += 2;
    }
    let bottom = if beside { page.text.bottom() } else { l.bottom() };
    let height = usize::from(bottom.saturating_sub(top));
    let shown = view.list.shown();
    if shown.is_empty() {
        let clears = app.key_while_typing(Scope::Outline, Action::Escape);
        l.instead(top, &format!("Nothing here has these words. {clears} clears them."));
    }
    for (n, at) in in_sight(view.list.at, shown.len(), height).enumerate() {
        let Some(number) = shown.get(at).and_then(|row| view.blocks.get(*row as usize)) else { continue };
        let y = top + n as u16;
        l.shows(y..y + 1, at);
        if at == view.list.at {
            let x = l.left - 2;
            l.bar(x, y..y + 1);
        }
        one(&mut l, doc, view.of, *number as usize, y, at == view.list.at);
    }
    if !beside {
        l.footer();
    }
    l.done(caret)
}

fn one(l: &mut Listing<'_, '_>, doc: &OpenDocument, of: OutlineKind, number: usize, y: u16, under_bar: bool) {
    let document = doc.reading.document();
    let Some(block) = document.blocks().get(number) else { return };
    let (left, right) = (l.left, l.right);
    let body = l.words(if under_bar { Role::Strong } else { Role::Body });
    let who = if right - left >= 60 && of != OutlineKind::Headings { speaker(l, doc, block.span, y) } else { right };
    let x = match (of, block.kind) {
        (OutlineKind::Headings, BlockKind::Heading(level)) => left + 2 * u16::from(level.saturating_sub(1)),
        _ => {
            let place = format!("{:>3}", number + 1);
            put(l.buffer, left, y, width(&place), &place, l.words(Role::Quiet)) + 1
        }
    };
    let room = who.saturating_sub(x + 2);
    let words = shortened(document.words(block.span).get(..).map_or("", |w| head(w)), usize::from(room).max(1));
    l.at(x, y, room, &words, body);
}

/// The first letters of a paragraph, enough for any row.
fn head(words: &str) -> &str {
    words.char_indices().nth(400).map_or(words, |(at, _)| words.get(..at).unwrap_or(words))
}

/// Who speaks in a paragraph, at the right; gives where that begins.
fn speaker(l: &mut Listing<'_, '_>, doc: &OpenDocument, span: sayso_core::span::Span, y: u16) -> u16 {
    let room = (l.right - l.left) / 3;
    let start = l.right - room;
    let first = doc.reading.items_in(span).into_iter().find(|i| doc.is_drawn(i));
    if let Some(item) = first {
        let name = doc.reading.speaker_name(&item);
        let style = l.colour(&name);
        let x = l.at(start, y, 2, sign(l.app, doc, &item), style) + 1;
        l.at(x, y, room.saturating_sub(2), &name, style);
    }
    start
}
