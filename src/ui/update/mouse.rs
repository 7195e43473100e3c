//! The mouse: clicks on keys, rows, names and words; dragging a selection.

use super::{Effect, pace, pressed};
use crate::ui::app::App;
use crate::ui::keymap::Key;
use crate::ui::motion::split;
use crate::ui::screens::{self, Mode, Selection, check};
use crate::ui::widgets::{arrangement, chrome, hit};
use crate::ui::{decide, frame, motion, place};
use sayso_core::annotation::Stamp;
use sayso_core::layout::text_objects;
use sayso_core::span::Span;

/// How long after a click another one at the same cell belongs to it, in milliseconds.
const DOUBLE_CLICK_MS: u64 = 400;

/// How many clicks came in a row at this cell, this one included.
fn clicks_in_a_row(app: &mut App, column: u16, row: u16, stamp: &Stamp) -> u8 {
    let (x, y, before, at) = app.clicks;
    let again = (x, y) == (column, row) && stamp.millis.saturating_sub(at) <= DOUBLE_CLICK_MS;
    let count = if again { before % 3 + 1 } else { 1 };
    app.clicks = (column, row, count, stamp.millis);
    count
}

/// A click: on a key of the footer it presses it, on a row of a list it goes there, on a name of the card it chooses, on
/// words it focuses their statement; twice selects a word, three times a sentence.
pub fn click(app: &mut App, column: u16, row: u16, stamp: &Stamp) -> Vec<Effect> {
    let count = clicks_in_a_row(app, column, row, stamp);
    let Some(window) = app.window() else { return Vec::new() };
    if row == window.footer {
        let key = chrome::key_at(app, &window, column).and_then(|shown| Key::of_shown(&shown));
        return key.map_or_else(Vec::new, |key| pressed(app, key, stamp));
    }
    if let Some(at) = frame::row_at(app, row) {
        // The row may be another than the one that was clicked.
        if !app.shown {
            app.ignore_key();
            return Vec::new();
        }
        return screens::click(app, at, stamp);
    }
    if !matches!(app.mode, Mode::Read | Mode::Select(_)) {
        return Vec::new();
    }
    let mut effects = Vec::new();
    let went_over = is_beside(app, column, row);
    if went_over {
        // A click over there leaves a selection as Esc does.
        let left = app.mode.screen().draft(app);
        app.mode = Mode::Read;
        effects = screens::drafts::set_aside(app, left);
        split::turn_over(app);
        pace::behind(app);
    }
    let hit = hit::at(app, column, row);
    app.drag_from = match hit {
        Some(hit::Hit::Word(at)) => Some(at),
        _ => None,
    };
    match hit {
        Some(hit::Hit::Choice(_)) if went_over => {}
        Some(hit::Hit::Choice(_)) if !app.shown => app.ignore_key(),
        Some(hit::Hit::Choice(n)) => return decide::choose(app, n, stamp),
        Some(hit::Hit::Item(item)) => motion::focus(app, item),
        Some(hit::Hit::Word(at)) if count > 1 => {
            let Some(doc) = app.doc() else { return effects };
            let document = doc.reading.document();
            let span = if count == 2 { text_objects::word(document, at) } else { text_objects::sentence(document, at) };
            app.mode = Mode::Select(Selection::of(span));
        }
        Some(hit::Hit::Word(at)) => {
            // A click beside it leaves a selection as Esc does.
            let left = app.mode.screen().draft(app);
            app.mode = Mode::Read;
            motion::focus_at(app, Span::new(at, at + 1));
            let word = app.doc().map(|doc| text_objects::word(doc.reading.document(), at));
            if let Some(word) = word {
                place::look_at(app, word);
            }
            effects.extend(screens::drafts::set_aside(app, left));
        }
        None => {}
    }
    effects
}

/// Whether a cell belongs to the pane without the keyboard, where both are in sight.
pub fn is_beside(app: &App, column: u16, row: u16) -> bool {
    let Some(split) = &app.split else { return false };
    let page = arrangement::pane(app.size, app.width, !split.is_second);
    page.is_some_and(|page| page.is_part() && page.area.contains((column, row).into()))
}

/// A drag: selects from where it began.
pub fn drag(app: &mut App, column: u16, row: u16) {
    let Some(hit::Hit::Word(at)) = hit::at(app, column, row) else { return };
    match &mut app.mode {
        Mode::Select(selection) => selection.caret = at,
        Mode::Read => {
            let anchor = app.drag_from.unwrap_or(at);
            let sought = check::sought(app);
            app.mode = Mode::Select(Selection { anchor, caret: at, sought, ..Selection::of(Span::default()) });
        }
        _ => {}
    }
}
