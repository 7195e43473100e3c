//! Moving about: scrolling, paragraphs, statements, matches. Nothing moves the text but these.

pub mod queue;
pub mod split;

use super::action::Action;
use super::app::App;
use super::decide;
use super::open_document::OpenDocument;
use super::scope::Scope;
use super::screens::Mode;
use sayso_core::detect::language_name;
use sayso_core::layout::{Hyphenation, LayoutStyle, Position, text_objects};
use sayso_core::reading::ItemId;
use sayso_core::span::Span;

/// Rows of text on the screen.
fn rows(app: &App) -> usize {
    app.page().map_or(1, |p| usize::from(p.text.height))
}

/// Rows of what follows that stay in sight below a statement in focus.
const ROWS_BELOW: usize = 3;

/// Scrolls by rows; the focus is dropped when it leaves the screen.
pub fn scroll(app: &mut App, by: i32) {
    let height = rows(app);
    let Some(doc) = app.doc_mut() else { return };
    let steps = by.unsigned_abs() as usize;
    doc.view.top = if by < 0 {
        doc.layout.up(doc.view.top, steps)
    } else {
        let furthest = doc.layout.last_top(height);
        doc.layout.down(doc.view.top, steps).min(furthest.max(doc.view.top))
    };
    drop_focus_out_of_sight(doc, height);
}

/// Scrolls by half pages.
pub fn scroll_pages(app: &mut App, halves: i32) {
    let height = rows(app) as i32;
    let step = if halves.abs() > 1 { (height - 2).max(1) } else { (height / 2).max(1) };
    scroll(app, step * halves.signum());
}

fn drop_focus_out_of_sight(doc: &mut OpenDocument, height: usize) {
    let gone = doc.view.focus.as_ref().is_some_and(|item| !in_sight(doc, item, height));
    if gone {
        doc.view.focus = None;
    }
}

/// Whether a row of an item is on the screen.
pub fn in_sight(doc: &OpenDocument, item: &ItemId, height: usize) -> bool {
    let Some(hull) = doc.reading.hull(item) else { return false };
    let (first, last) = (doc.layout.position_of(hull.start), doc.layout.position_of(hull.end.saturating_sub(1)));
    let bottom = doc.layout.down(doc.view.top, height.saturating_sub(1));
    last >= doc.view.top && first <= bottom
}

/// Whether words are wholly on the screen.
pub fn wholly_in_sight(doc: &OpenDocument, span: Span, height: usize) -> bool {
    let (first, last) = (doc.layout.position_of(span.start), doc.layout.position_of(span.end.saturating_sub(1)));
    first >= doc.view.top && doc.layout.distance(doc.view.top, last, height.saturating_sub(1)).is_some()
}

/// To the beginning or the end.
pub fn to_end(app: &mut App, end: bool) {
    let height = rows(app);
    let Some(doc) = app.doc_mut() else { return };
    if end && !doc.is_loaded() {
        app.say("Still reading; in a moment");
        return;
    }
    leave_trail(doc);
    doc.view.top = if end { doc.layout.last_top(height) } else { Position::default() };
    drop_focus_out_of_sight(doc, height);
}

/// To the next or previous paragraph.
pub fn paragraph(app: &mut App, forward: bool) {
    let height = rows(app);
    let Some(doc) = app.doc_mut() else { return };
    let top = doc.view.top;
    let at = if forward {
        Position { piece: top.piece + 1, row: 0 }
    } else if top.row > 0 {
        Position { piece: top.piece, row: 0 }
    } else {
        Position { piece: top.piece.saturating_sub(1), row: 0 }
    };
    if doc.layout.piece(at.piece).is_some() {
        doc.view.top = at.min(doc.layout.last_top(height).max(top));
    }
    drop_focus_out_of_sight(doc, height);
}

/// Shows the byte `at`: its row at one third of the height, unless it is on the screen already.
pub fn show(app: &mut App, span: Span) {
    let height = rows(app);
    let Some(doc) = app.doc_mut() else { return };
    if wholly_in_sight(doc, span, height) {
        show_what_follows(doc, span, height);
        return;
    }
    let first = doc.layout.position_of(span.start);
    let last = doc.layout.position_of(span.end.saturating_sub(1));
    let long = doc.layout.distance(first, last, height * 2 / 3).is_none();
    let above = if long { 1 } else { height / 3 };
    doc.view.top = doc.layout.up(first, above).min(doc.layout.last_top(height));
    // The whole statement, and the first row always.
    if doc.layout.distance(doc.view.top, first, height.saturating_sub(1)).is_none() {
        doc.view.top = first;
    }
}

/// Scrolls by what is missing for [`ROWS_BELOW`] rows below words in sight, as long as their first row stays.
fn show_what_follows(doc: &mut OpenDocument, span: Span, height: usize) {
    let first = doc.layout.position_of(span.start);
    let last = doc.layout.position_of(span.end.saturating_sub(1));
    let below = ROWS_BELOW.min(height / 4);
    let Some(row) = doc.layout.distance(doc.view.top, last, height) else { return };
    let missing = (row + below + 1).saturating_sub(height);
    let top = doc.layout.down(doc.view.top, missing).min(doc.layout.last_top(height));
    if missing > 0 && top <= first {
        doc.view.top = top.max(doc.view.top);
    }
}

/// The line, from 1, of a plain text at which the statement in focus begins, or what is at the top. O(text before it).
pub fn line_in_sight(app: &App) -> Option<u32> {
    let doc = app.doc()?;
    let document = doc.reading.document();
    let focus = doc.view.focus.as_ref().and_then(|item| doc.reading.hull(item)).map(|hull| hull.start);
    let at = focus.unwrap_or_else(|| doc.layout.byte_at(doc.view.top));
    document.line_of(at)
}

/// Remembers where a jump begins.
pub fn leave_trail(doc: &mut OpenDocument) {
    let here = doc.layout.byte_at(doc.view.top);
    doc.view.trail.leave(here);
}

/// Whether a jump began that can be gone back from.
pub fn may_go_back(app: &App) -> bool {
    app.doc().is_some_and(|doc| doc.view.trail.may_go_back())
}

/// Back to where the last jump began.
pub fn back(app: &mut App) {
    let place = app.doc_mut().and_then(|d| {
        let here = d.layout.byte_at(d.view.top);
        d.view.trail.back(here)
    });
    match place {
        Some(place) => to_top(app, place),
        None => app.say("No jump to go back from"),
    }
}

/// Whether the document was opened from a view and nothing was jumped to in it since but the place that was asked for.
pub fn is_at_arrival(app: &App) -> bool {
    let is_left = app.left.as_ref().is_some_and(|left| app.path.as_ref() == Some(&left.document));
    is_left && app.split.is_none() && app.doc().is_some_and(|doc| doc.view.trail.behind() <= 1)
}

/// Forward again.
pub fn forward(app: &mut App) {
    match app.doc_mut().and_then(|d| d.view.trail.forward()) {
        Some(place) => to_top(app, place),
        None => {
            let back = app.key(Scope::Reader, Action::Back);
            app.say(format!("Nothing lies ahead: {back} goes back first"));
        }
    }
}

/// Puts the row of the byte `at` at the top.
pub fn to_top(app: &mut App, at: u32) {
    if let Some(top) = app.doc().map(|doc| doc.layout.position_of(at)) {
        put_at_top(app, top);
    }
}

/// Goes to words, so that `^O` comes back.
pub fn jump(app: &mut App, span: Span) {
    if let Some(doc) = app.doc_mut() {
        leave_trail(doc);
    }
    show_unfocused(app, span);
}

/// Shows words that are nobody's statement: what was in focus stays so only where it is in sight.
pub fn show_unfocused(app: &mut App, span: Span) {
    show(app, span);
    let height = rows(app);
    if let Some(doc) = app.doc_mut() {
        drop_focus_out_of_sight(doc, height);
    }
}

/// Goes to an item and puts it in focus.
pub fn go(app: &mut App, item: ItemId) {
    if let Some(doc) = app.doc_mut() {
        leave_trail(doc);
    }
    focus(app, item);
}

/// Puts what is said at `span` in focus, or nothing.
pub fn focus_at(app: &mut App, span: Span) {
    let Some(doc) = app.doc_mut() else { return };
    // A quotation inside a turn is nearer than the turn.
    let length = |item: &ItemId| doc.reading.hull(item).map_or(0, Span::len);
    let drawn = doc.reading.items_in(span).into_iter().filter(|i| doc.is_drawn(i));
    let item = drawn.min_by_key(length);
    doc.view.focus.clone_from(&item);
    if let Some(item) = item {
        focus(app, item);
    }
}

/// The beginning of the next or previous sentence comes to the top.
pub fn sentence(app: &mut App, forward: bool) {
    let Some(doc) = app.doc() else { return };
    let document = doc.reading.document();
    let top = doc.layout.byte_at(doc.view.top);
    let here = doc.layout.position_of(top);
    let mut at = top;
    // Sentences of one row count as one.
    for _ in 0..64 {
        at = if forward {
            text_objects::next_sentence(document, at)
        } else {
            text_objects::previous_sentence(document, at)
        };
        if doc.layout.position_of(at) != here {
            break;
        }
    }
    to_top(app, at);
}

/// The queue by doubt, or by place.
pub fn queue_order(app: &mut App) {
    let next = app.key(Scope::Reader, Action::NextOpen);
    let Some(doc) = app.doc_mut() else { return };
    if doc.review.queue.take().is_some() {
        app.say(format!("{next} goes through the text in order"));
        return;
    }
    let reading = &doc.reading;
    let score = |n: &u32| reading.found().get(*n as usize).map_or(2.0, |a| a.score);
    let mut open: Vec<u32> = reading.open().collect();
    open.sort_by(|a, b| score(a).total_cmp(&score(b)).then(a.cmp(b)));
    doc.review.queue = Some((open, 0));
    app.say(format!("{next} goes through the least sure first"));
}

/// The next open suggestion, or the one before: by place, or by doubt when the queue goes so.
pub fn next_open(doc: &mut OpenDocument, at: u32, item: Option<&ItemId>, forward: bool) -> Option<ItemId> {
    let Some((queue, place)) = &mut doc.review.queue else {
        let reading = &doc.reading;
        return if forward { reading.next_open(at, item) } else { reading.previous_open(at, item) };
    };
    let count = queue.len();
    let open = |n: usize| {
        let number = *queue.get(n)?;
        let found = ItemId::Suggestion(number);
        (doc.reading.is_open(&found) && Some(&found) != item).then_some(found)
    };
    let on_it = queue.get(*place).is_some_and(|n| Some(&ItemId::Suggestion(*n)) == item);
    let begin = usize::from(on_it);
    for by in begin..=count {
        let n = (*place + if forward { by } else { 2 * count - by }) % count.max(1);
        if let Some(found) = open(n) {
            *place = n;
            return Some(found);
        }
    }
    // What became open since the order was made comes last.
    let late = if forward { doc.reading.next_open(at, item) } else { doc.reading.previous_open(at, item) };
    late.filter(|found| Some(found) != item)
}

/// Puts an item in focus and shows it.
pub fn focus(app: &mut App, item: ItemId) {
    let Some(doc) = app.doc_mut() else { return };
    let Some(hull) = doc.reading.hull(&item) else { return };
    let whole = with_context(doc, &item).unwrap_or(hull);
    doc.view.focus = Some(item);
    let height = app.page().map_or(1, |p| usize::from(p.text.height));
    let Some(doc) = app.doc_mut() else { return };
    let span = if wholly_in_sight(doc, whole, height) { whole } else { hull };
    show(app, span);
}

/// An item with the words that name its speaker.
pub fn with_context(doc: &OpenDocument, item: &ItemId) -> Option<Span> {
    let mut hull = doc.reading.hull(item)?;
    if let Some(attribution) = doc.reading.suggestion(item) {
        let document = doc.reading.document();
        let own = [document.block_at(hull.start), document.block_at(hull.end.saturating_sub(1))];
        let near = |span: Span| own.contains(&document.block_at(span.start));
        let source = doc.reading.found().named_by(attribution).filter(|s| near(*s));
        for span in [source, attribution.cue.filter(|c| near(*c))].into_iter().flatten() {
            hull = hull.hull(span);
        }
    } else if let Some(record) = doc.reading.record(item) {
        let document = doc.reading.document();
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
    let Some(doc) = app.doc_mut() else { return };
    doc.review.weak &= !open;
    let focus = doc.view.focus.clone();
    let (at, from) = match &focus {
        Some(item) => (doc.reading.hull(item).map_or(0, |h| h.start), Some(item)),
        None => (doc.layout.byte_at(doc.view.top), None),
    };
    let mut item = match (forward, open) {
        (_, true) => next_open(doc, at, from, forward),
        (true, false) => doc.reading.next_item(at, from),
        (false, false) => doc.reading.previous_item(at, from),
    };
    let reading = &doc.reading;
    // Weak ones that are hidden are stepped over.
    let mut turns = 0;
    while let Some(next) = item.clone().filter(|i| !open && !doc.is_drawn(i) && turns < 2_000) {
        let at = reading.hull(&next).map_or(0, |h| h.start);
        item = if forward { reading.next_item(at, Some(&next)) } else { reading.previous_item(at, Some(&next)) };
        turns += 1;
    }
    match item {
        Some(item) => focus_from(app, item, focus.is_some()),
        None if open && doc.reading.progress().1 + doc.reading.weak() > 0 => queue::all_reviewed(app),
        None if doc.detecting => app.say("Still looking for quotations; in a moment"),
        None if doc.is_truncated() => {
            decide::is_writable(app);
        }
        None => {
            let selects = app.key(Scope::Reader, Action::Open(Scope::Select));
            app.say(format!("Nobody speaks here. {selects} selects words to label yourself."));
        }
    }
}

fn focus_from(app: &mut App, item: ItemId, stepping: bool) {
    if !stepping && let Some(doc) = app.doc_mut() {
        leave_trail(doc);
    }
    focus(app, item);
}

/// Weak reported speech out of the margin, or in again.
pub fn toggle_weak(app: &mut App) {
    let Some(doc) = app.doc_mut() else { return };
    doc.review.hide_weak = !doc.review.hide_weak;
    let is_hidden = doc.review.hide_weak;
    let key = app.key(Scope::Reader, Action::ToggleReported);
    app.say(if is_hidden {
        format!("Weak reported speech is hidden   {key} shows it")
    } else {
        "Weak reported speech is shown".to_owned()
    });
}

/// The margin hidden, or shown.
pub fn toggle_margin(app: &mut App) {
    app.bare = !app.bare;
    let key = app.key(Scope::Reader, Action::ToggleMargin);
    app.say(if app.bare { format!("The margin is hidden   {key} shows it") } else { "The margin is shown".to_owned() });
}

/// Shows or hides times and numbers of pages above paragraphs.
pub fn toggle_places(app: &mut App) {
    app.places_hidden = !app.places_hidden;
    let key = app.key(Scope::Reader, Action::TogglePlaces);
    let has_any = app.doc().is_some_and(|doc| doc.reading.document().locator_at(u32::MAX).is_some());
    app.say(match (has_any, app.places_hidden) {
        (false, _) => "This document has no times and no pages".to_owned(),
        (true, true) => format!("Times and pages are hidden   {key} shows them"),
        (true, false) => "Times and pages are shown".to_owned(),
    });
}

/// Lines spread to the full width, or not.
pub fn toggle_justify(app: &mut App) {
    app.justify = !app.justify;
    relayout(app);
    app.say(if app.justify { "Lines are spread to the full width" } else { "Lines end where their words do" });
}

/// Words broken at hyphens, or not.
pub fn toggle_hyphens(app: &mut App) {
    app.hyphenate = !app.hyphenate;
    relayout(app);
    let language = app.doc().and_then(|doc| doc.reading.found().language()).unwrap_or("en");
    match (app.hyphenate, Hyphenation::of(language)) {
        (true, Hyphenation::None) => {
            app.say(format!("Words are kept whole: how {} breaks them is not known", language_name(language)));
        }
        (true, _) => app.say("Long words are broken at hyphens"),
        (false, _) => app.say("Words are kept whole"),
    }
}

/// Another width of the column; the first row keeps its words.
pub fn widen(app: &mut App, by: i16) {
    let width = app.width.saturating_add_signed(by).clamp(40, 100);
    app.width = width;
    relayout(app);
    let shown = app.page().map_or(width, |p| p.text.width);
    let limit = if by > 0 && shown < width { ", as wide as this screen allows" } else { "" };
    app.say(format!("Column: {shown} cells{limit}"));
}

/// Another size of the screen.
pub fn resized(app: &mut App, width: u16, height: u16) {
    app.size = ratatui::layout::Size::new(width, height);
    relayout(app);
}

/// Lays out to the page as it is now, the first words kept at the top and the focus on the screen; what stands beside too.
pub fn relayout(app: &mut App) {
    fit(app);
    split::with_other(app, fit);
    split::tie::keep(app);
}

/// Lays out one pane.
fn fit(app: &mut App) {
    let Some(page) = app.page() else { return };
    let width = page.text.width;
    let (justify, hyphenates) = (app.justify, app.hyphenate);
    let Some(doc) = app.doc_mut() else { return };
    // English until it is known.
    let language = doc.reading.found().language().unwrap_or("en");
    let hyphenation = if hyphenates { Hyphenation::of(language) } else { Hyphenation::None };
    let style = LayoutStyle { justify, hyphenation };
    let at = doc.layout.byte_at(doc.view.top);
    doc.layout.set_style(style);
    if doc.layout.width() != width || hyphenates {
        doc.layout.set_width(width);
        doc.view.top = doc.layout.position_of(at);
    }
    let height = usize::from(page.text.height);
    doc.view.top = doc.view.top.min(doc.layout.last_top(height));
    if let Some(item) = doc.view.focus.clone()
        && !in_sight(doc, &item, height)
        && let Some(hull) = doc.reading.hull(&item)
    {
        show(app, hull);
    }
}

/// Puts a row at the top, as far as the end; the focus is dropped when it leaves the screen.
pub fn put_at_top(app: &mut App, top: Position) {
    let height = rows(app);
    let Some(doc) = app.doc_mut() else { return };
    doc.view.top = top.min(doc.layout.last_top(height));
    drop_focus_out_of_sight(doc, height);
}

/// To a paragraph (`120`), a share of the text (`60%`), a time (`4:35`) or a page (`p. 12`).
pub fn to_number(app: &mut App, typed: &str) -> bool {
    let Some(doc) = app.doc_mut() else { return false };
    let text_end = doc.reading.document().text().len() as u64;
    let at = if let Some(share) = typed.strip_suffix('%').and_then(|n| n.trim().parse::<u64>().ok()) {
        (text_end * share.min(100) / 100) as u32
    } else if let Ok(number) = typed.parse::<usize>() {
        let blocks = doc.reading.document().blocks();
        let block = blocks.get(number.max(1) - 1).or(blocks.last());
        block.map_or(0, |b| b.span.start)
    } else if let Some(at) = doc.reading.document().named_place(typed) {
        at
    } else {
        return false;
    };
    leave_trail(doc);
    doc.view.focus = None;
    app.mode = Mode::Read;
    show(app, Span::new(at, at));
    true
}
