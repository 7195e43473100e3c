//! Moving about: scrolling, paragraphs, statements, matches. Nothing moves the text but these.

use crate::layout::Position;
use crate::reading::ItemId;
use crate::span::Span;
use crate::ui::app::{App, Desk, Mode};

/// Rows of text on the screen.
fn rows(app: &App) -> usize {
    app.page().map_or(1, |p| usize::from(p.text.height))
}

/// Scrolls by rows; the focus is dropped when it leaves the screen.
pub fn scroll(app: &mut App, by: i32) {
    let height = rows(app);
    let Some(desk) = app.desk_mut() else { return };
    let steps = by.unsigned_abs() as usize;
    desk.top = if by < 0 {
        desk.layout.up(desk.top, steps)
    } else {
        let furthest = desk.layout.last_top(height);
        desk.layout.down(desk.top, steps).min(furthest.max(desk.top))
    };
    drop_focus_out_of_sight(desk, height);
}

/// Scrolls by half pages.
pub fn scroll_pages(app: &mut App, halves: i32) {
    let height = rows(app) as i32;
    let step = if halves.abs() > 1 { (height - 2).max(1) } else { (height / 2).max(1) };
    scroll(app, step * halves.signum());
}

fn drop_focus_out_of_sight(desk: &mut Desk, height: usize) {
    let gone = desk.focus.as_ref().is_some_and(|item| !in_sight(desk, item, height));
    if gone {
        desk.focus = None;
    }
}

/// Whether a row of an item is on the screen.
pub fn in_sight(desk: &Desk, item: &ItemId, height: usize) -> bool {
    let Some(hull) = desk.reading.hull(item) else { return false };
    let (first, last) = (desk.layout.position_of(hull.start), desk.layout.position_of(hull.end.saturating_sub(1)));
    let bottom = desk.layout.down(desk.top, height.saturating_sub(1));
    last >= desk.top && first <= bottom
}

/// Wholly on the screen, the words of saying and the speaker's with it.
fn wholly_in_sight(desk: &Desk, span: Span, height: usize) -> bool {
    let (first, last) = (desk.layout.position_of(span.start), desk.layout.position_of(span.end.saturating_sub(1)));
    first >= desk.top && desk.layout.distance(desk.top, last, height.saturating_sub(1)).is_some()
}

/// To the beginning or the end.
pub fn to_end(app: &mut App, end: bool) {
    let height = rows(app);
    let Some(desk) = app.desk_mut() else { return };
    leave_trail(desk);
    desk.top = if end { desk.layout.last_top(height) } else { Position::default() };
    drop_focus_out_of_sight(desk, height);
}

/// To the next or previous paragraph.
pub fn paragraph(app: &mut App, forward: bool) {
    let height = rows(app);
    let Some(desk) = app.desk_mut() else { return };
    let top = desk.top;
    let at = if forward {
        Position { piece: top.piece + 1, row: 0 }
    } else if top.row > 0 {
        Position { piece: top.piece, row: 0 }
    } else {
        Position { piece: top.piece.saturating_sub(1), row: 0 }
    };
    if desk.layout.piece(at.piece).is_some() {
        desk.top = at.min(desk.layout.last_top(height).max(top));
    }
    drop_focus_out_of_sight(desk, height);
}

/// Shows the byte `at`: its row at one third of the height, unless it is on the screen already.
pub fn show(app: &mut App, span: Span) {
    let height = rows(app);
    let Some(desk) = app.desk_mut() else { return };
    if wholly_in_sight(desk, span, height) {
        return;
    }
    let first = desk.layout.position_of(span.start);
    let last = desk.layout.position_of(span.end.saturating_sub(1));
    let long = desk.layout.distance(first, last, height * 2 / 3).is_none();
    let above = if long { 1 } else { height / 3 };
    desk.top = desk.layout.up(first, above).min(desk.layout.last_top(height));
    // The whole statement, and the first row always.
    if desk.layout.distance(desk.top, first, height.saturating_sub(1)).is_none() {
        desk.top = first;
    }
}

/// Remembers where a jump begins.
pub fn leave_trail(desk: &mut Desk) {
    if desk.trail.last() != Some(&desk.top) {
        desk.trail.push(desk.top);
        if desk.trail.len() > 100 {
            desk.trail.remove(0);
        }
    }
}

/// Back to where the last jump began.
pub fn back(app: &mut App) {
    let height = rows(app);
    let place = app.desk_mut().and_then(|d| d.trail.pop());
    match (app.desk_mut(), place) {
        (Some(desk), Some(place)) => {
            // The width may be another than when the jump began.
            desk.top = place.min(desk.layout.last_top(height));
            drop_focus_out_of_sight(desk, height);
        }
        _ => app.say("No jump to go back from"),
    }
}

/// Puts an item in focus and shows it.
pub fn focus(app: &mut App, item: ItemId) {
    let Some(desk) = app.desk_mut() else { return };
    let Some(hull) = desk.reading.hull(&item) else { return };
    let whole = with_context(desk, &item).unwrap_or(hull);
    desk.focus = Some(item);
    let height = app.page().map_or(1, |p| usize::from(p.text.height));
    let Some(desk) = app.desk_mut() else { return };
    let span = if wholly_in_sight(desk, whole, height) { whole } else { hull };
    show(app, span);
}

/// An item with the words that name its speaker.
pub fn with_context(desk: &Desk, item: &ItemId) -> Option<Span> {
    let mut hull = desk.reading.hull(item)?;
    if let Some(attribution) = desk.reading.suggestion(item) {
        let document = desk.reading.document();
        let own = [document.block_at(hull.start), document.block_at(hull.end.saturating_sub(1))];
        let near = |span: Span| own.contains(&document.block_at(span.start));
        let source = desk.reading.found().mention_of(attribution).map(|m| m.span).filter(|s| near(*s));
        for span in [source, attribution.cue.filter(|c| near(*c))].into_iter().flatten() {
            hull = hull.hull(span);
        }
    } else if let Some(record) = desk.reading.record(item) {
        let document = desk.reading.document();
        for words in [&record.source, &record.cue].into_iter().flatten() {
            let span = document.offsets().span_to_bytes(document.text(), words.0, words.1);
            if let Some(span) = span.filter(|s| {
                document.words(*s) == words.2 && document.block_at(s.start) == document.block_at(hull.start)
            }) {
                hull = hull.hull(span);
            }
        }
    }
    Some(hull)
}

/// To the next or previous statement; with `open`, to one nobody decided.
pub fn step(app: &mut App, forward: bool, open: bool) {
    let Some(desk) = app.desk() else { return };
    let focus = desk.focus.clone();
    let (at, from) = match &focus {
        Some(item) => (desk.reading.hull(item).map_or(0, |h| h.start), Some(item)),
        None => (desk.layout.byte_at(desk.top), None),
    };
    let reading = &desk.reading;
    let mut item = match (forward, open) {
        (true, true) => reading.next_open(at, from),
        (false, true) => reading.previous_open(at, from),
        (true, false) => reading.next_item(at, from),
        (false, false) => reading.previous_item(at, from),
    };
    // Weak ones that are hidden are stepped over.
    let mut turns = 0;
    while let Some(next) = item.clone().filter(|i| !open && !desk.is_drawn(i) && turns < 2_000) {
        let at = reading.hull(&next).map_or(0, |h| h.start);
        item = if forward { reading.next_item(at, Some(&next)) } else { reading.previous_item(at, Some(&next)) };
        turns += 1;
    }
    match item {
        Some(item) => focus_from(app, item, focus.is_some()),
        None if open && desk.reading.progress().1 > 0 => app.say("All reviewed"),
        None => app.say("Nobody speaks here. v selects words to label yourself."),
    }
}

fn focus_from(app: &mut App, item: ItemId, stepping: bool) {
    if !stepping && let Some(desk) = app.desk_mut() {
        leave_trail(desk);
    }
    focus(app, item);
}

/// To the next or previous match.
pub fn match_step(app: &mut App, forward: bool) {
    let Some(desk) = app.desk_mut() else { return };
    let Some(found) = &mut desk.found else {
        app.say("Nothing was searched yet: / searches");
        return;
    };
    let count = found.spans.len();
    if count == 0 {
        let text = format!("no “{}” here", found.query);
        app.say(text);
        return;
    }
    let last = found.at;
    found.at = if forward { (last + 1) % count } else { (last + count - 1) % count };
    let wrapped = if forward && found.at < last {
        ", from the top"
    } else if !forward && found.at > last {
        ", from the end"
    } else {
        ""
    };
    let text = format!("{} of {count}{wrapped}", found.at + 1);
    let span = found.spans.get(found.at).copied().unwrap_or_default();
    leave_trail(desk);
    show(app, span);
    let height = rows(app);
    if let Some(desk) = app.desk_mut() {
        drop_focus_out_of_sight(desk, height);
    }
    app.say(text);
}

/// Weak reported speech out of the margin, or in again.
pub fn toggle_weak(app: &mut App) {
    let Some(desk) = app.desk_mut() else { return };
    desk.hide_weak = !desk.hide_weak;
    let text =
        if desk.hide_weak { "Weak reported speech is hidden   I shows it" } else { "Weak reported speech is shown" };
    app.say(text);
}

/// Another width of the column; the first row keeps its words.
pub fn widen(app: &mut App, by: i16) {
    let width = app.width.saturating_add_signed(by).clamp(40, 100);
    app.width = width;
    relayout(app);
    let shown = app.page().map_or(width, |p| p.text.width);
    app.say(format!("Column: {shown} cells"));
}

/// Another size of the screen.
pub fn resized(app: &mut App, width: u16, height: u16) {
    app.size = ratatui::layout::Size::new(width, height);
    relayout(app);
}

/// Lays out to the page as it is now, the first words kept at the top and the focus on the screen.
pub fn relayout(app: &mut App) {
    let Some(page) = app.page() else { return };
    let width = page.text.width;
    let Some(desk) = app.desk_mut() else { return };
    if desk.layout.width() != width {
        let at = desk.layout.byte_at(desk.top);
        desk.layout.set_width(width);
        desk.top = desk.layout.position_of(at);
    }
    let height = usize::from(page.text.height);
    desk.top = desk.top.min(desk.layout.last_top(height));
    if let Some(item) = desk.focus.clone()
        && !in_sight(desk, &item, height)
        && let Some(hull) = desk.reading.hull(&item)
    {
        show(app, hull);
    }
}

/// To a paragraph (`120`) or a share of the text (`60%`).
pub fn to_number(app: &mut App, typed: &str) -> bool {
    let Some(desk) = app.desk_mut() else { return false };
    let text_end = desk.reading.document().text().len() as u64;
    let at = if let Some(share) = typed.strip_suffix('%').and_then(|n| n.trim().parse::<u64>().ok()) {
        (text_end * share.min(100) / 100) as u32
    } else if let Ok(number) = typed.parse::<usize>() {
        let blocks = desk.reading.document().blocks();
        let block = blocks.get(number.max(1) - 1).or(blocks.last());
        block.map_or(0, |b| b.span.start)
    } else {
        return false;
    };
    leave_trail(desk);
    desk.focus = None;
    app.mode = Mode::Read;
    show(app, Span::new(at, at));
    true
}
