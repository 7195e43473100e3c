//! Selecting words: by letter, word, sentence, paragraph; whole things; by mouse.

use super::{Effect, decide, motion};
use crate::ui::action::Action;
use crate::ui::app::{App, Mode, OpenDocument, Selection};
use crate::ui::keymap::Key;
use crate::ui::view::{self, hit};
use sayso_core::annotation::Stamp;
use sayso_core::kinds::Form;
use sayso_core::layout::text_objects;
use sayso_core::reading::shortened;
use sayso_core::span::Span;

/// Begins a selection: the first word of the focused statement, or of the page.
pub fn begin(app: &mut App) {
    let Some(doc) = app.doc() else { return };
    if doc.layout.is_empty() {
        return;
    }
    let document = doc.reading.document();
    let top = doc.layout.byte_at(doc.view.top);
    let height = app.page().map_or(1, |p| usize::from(p.text.height));
    let bottom = doc.layout.byte_at(doc.layout.down(doc.view.top, height));
    let found = doc.search.found.as_ref().and_then(|f| f.spans.get(f.at)).map(|s| s.start);
    let found = found.filter(|at| top <= *at && (*at < bottom || bottom <= top));
    // The statement in focus, else the match of a search, else the page.
    let focus = doc.view.focus.as_ref().and_then(|f| doc.reading.hull(f)).map(|h| h.start);
    let at = focus.or(found).unwrap_or(top);
    app.mode = Mode::Select(Selection::of(text_objects::word(document, at)));
}

/// Begins a selection for other words of the statement in focus: its words are selected, Enter puts it there.
pub fn change_words(app: &mut App, stamp: &Stamp) {
    if !decide::may_decide(app, stamp) {
        return;
    }
    let Some(doc) = app.doc() else { return };
    let Some(item) = doc.view.focus.clone() else {
        app.say("Nothing is in focus: Enter focuses a statement");
        return;
    };
    let spans = doc.reading.spans(&item).to_vec();
    let Some((last, parts)) = spans.split_last() else { return };
    let selection = Selection { put: Some(item), parts: parts.to_vec(), ..Selection::of(*last) };
    app.mode = Mode::Select(selection);
    app.say("Move either end (o changes ends), then Enter");
}

/// Keeps what is selected and begins one more stretch behind it.
pub fn add_part(app: &mut App) {
    let App { stage, mode, .. } = app;
    let (crate::ui::app::Stage::Open(doc), Mode::Select(selection)) = (stage, mode) else { return };
    if selection.span().is_empty() {
        return;
    }
    selection.parts.push(selection.span());
    let next = text_objects::next_word(doc.reading.document(), selection.span().end);
    let word = text_objects::word(doc.reading.document(), next);
    (selection.anchor, selection.caret) = (word.start, word.end);
    selection.grown_from.clear();
    let count = selection.parts.len() + 1;
    app.say(format!("{count} stretches: move to the next one, Enter labels them together"));
}

/// Moves the caret.
pub fn extend(app: &mut App, action: Action) {
    if !matches!(app.mode, Mode::Select(_)) {
        begin(app);
    }
    let App { stage, mode, .. } = app;
    let (crate::ui::app::Stage::Open(doc), Mode::Select(selection)) = (stage, mode) else { return };
    let document = doc.reading.document();
    let times = selection.count.clamp(1, 500);
    selection.count = 0;
    selection.grown_from.clear();
    for _ in 0..times {
        let at = selection.caret;
        selection.caret = match action {
            Action::ExtendRight => text_objects::next_letter(document, at),
            Action::ExtendLeft => text_objects::previous_letter(document, at),
            Action::ExtendDown => row_step(doc, at, true),
            Action::ExtendUp => row_step(doc, at, false),
            Action::ExtendWord => text_objects::next_word(document, at),
            Action::ExtendWordEnd => text_objects::word_end(document, at),
            Action::ExtendWordBack => text_objects::previous_word(document, at),
            Action::ExtendSentence => text_objects::next_sentence(document, at),
            Action::ExtendSentenceBack => text_objects::previous_sentence(document, at),
            Action::ExtendParagraph => paragraph_edge(doc, at, true),
            Action::ExtendParagraphBack => paragraph_edge(doc, at, false),
            _ => at,
        };
    }
    let caret = selection.caret;
    motion::show(app, Span::new(caret, caret));
}

fn paragraph_edge(doc: &OpenDocument, at: u32, end: bool) -> u32 {
    let document = doc.reading.document();
    let here = text_objects::paragraph(document, at);
    let blocks = document.blocks();
    let number = document.block_at(at);
    if end {
        if at < here.end { here.end } else { blocks.get(number + 1).map_or(here.end, |b| b.span.end) }
    } else if at > here.start {
        here.start
    } else {
        number.checked_sub(1).and_then(|n| blocks.get(n)).map_or(here.start, |b| b.span.start)
    }
}

/// The place a row below or above, in the same column.
fn row_step(doc: &OpenDocument, at: u32, down: bool) -> u32 {
    let layout = &doc.layout;
    let here = layout.position_of(at);
    let column = layout.row(here).map_or(0, |(w, r)| w.column_of(r, at));
    let mut target = here;
    for _ in 0..3 {
        target = if down { layout.down(target, 1) } else { layout.up(target, 1) };
        if let Some((wrapped, row)) = layout.row(target) {
            return if target == here { at } else { wrapped.byte_at(row, column) };
        }
    }
    at
}

/// Grows to the next larger whole.
pub fn grow(app: &mut App) {
    let App { stage, mode, .. } = app;
    let (crate::ui::app::Stage::Open(doc), Mode::Select(selection)) = (stage, mode) else { return };
    let now = selection.span();
    let mut wholes: Vec<Span> =
        [Action::WholeWord, Action::WholeQuotation, Action::WholeSentence, Action::WholeParagraph]
            .into_iter()
            .filter_map(|a| whole_at(doc, now, a))
            .filter(|w| w.covers(now) && *w != now)
            .collect();
    wholes.sort_by_key(|w| w.len());
    let Some(next) = wholes.first().copied() else {
        app.say("The selection is the whole paragraph");
        return;
    };
    let mut history = std::mem::take(&mut selection.grown_from);
    history.push(now);
    *selection = Selection { grown_from: history, ..selection.to(next) };
}

/// Shrinks to what it grew from.
pub fn shrink(app: &mut App) {
    if let Mode::Select(selection) = &mut app.mode
        && let Some(before) = selection.grown_from.pop()
    {
        let history = std::mem::take(&mut selection.grown_from);
        *selection = Selection { grown_from: history, ..selection.to(before) };
    }
}

/// Opens the sheet of wholes.
pub fn choose_whole(app: &mut App) {
    if let Mode::Select(selection) = &app.mode {
        app.mode = Mode::Whole(selection.clone());
    }
}

/// Moves the other end from now on.
pub fn other_end(app: &mut App) {
    if let Mode::Select(selection) = &mut app.mode {
        std::mem::swap(&mut selection.anchor, &mut selection.caret);
    }
}

/// Selects a whole.
pub fn whole(app: &mut App, action: Action) {
    let Mode::Whole(selection) = &app.mode else { return };
    let before = selection.span();
    let Some(doc) = app.doc() else { return };
    if let Some(span) = whole_at(doc, before, action) {
        app.mode = Mode::Select(Selection { grown_from: vec![before], ..selection.to(span) });
    } else {
        app.mode = Mode::Select(selection.to(before));
        app.say("There is none here");
    }
}

fn whole_at(doc: &OpenDocument, span: Span, action: Action) -> Option<Span> {
    let document = doc.reading.document();
    let at = span.start;
    match action {
        Action::WholeWord => Some(text_objects::word(document, at)),
        Action::WholeSentence => Some(text_objects::sentence(document, at)),
        Action::WholeParagraph => Some(text_objects::paragraph(document, at)),
        Action::WholeName => {
            let near = doc.reading.items_in(Span::new(at, span.end.max(at + 1)));
            near.iter().find_map(|i| source_of(doc, i))
        }
        Action::WholeQuotation | Action::WholeTurn => {
            let turn = action == Action::WholeTurn;
            let items = doc.reading.items_in(Span::new(at, span.end.max(at + 1)));
            items
                .iter()
                .filter(|i| !turn || matches!(doc.reading.nature(i).1, Form::Turn | Form::Post))
                .flat_map(|i| doc.reading.spans(i))
                .find(|s| s.contains(at))
                .copied()
        }
        _ => None,
    }
}

/// The words that name the speaker of an item.
fn source_of(doc: &OpenDocument, item: &sayso_core::reading::ItemId) -> Option<Span> {
    if let Some(attribution) = doc.reading.suggestion(item) {
        return doc.reading.found().mention_of(attribution).map(|m| m.span);
    }
    let document = doc.reading.document();
    let words = doc.reading.record(item)?.source.as_ref()?;
    document.offsets().span_to_bytes(document.text(), words.0, words.1)
}

/// Copies the selected or focused words; with `place`, who said them and where.
pub fn copy(app: &mut App, place: bool) -> Vec<Effect> {
    if let Mode::Settings(number) = app.mode {
        let text = app.problems.get(number).map(crate::config::Problem::in_one_line).unwrap_or_default();
        app.say("Copied");
        return vec![Effect::Copy(text)];
    }
    if let Some(address) = super::places::address(app) {
        app.say(format!("Copied: {}", shortened(&address, 48)));
        return vec![Effect::Copy(address)];
    }
    let Some(doc) = app.doc() else { return Vec::new() };
    let document = doc.reading.document();
    let (words, item) = match (&app.mode, &doc.view.focus) {
        (Mode::Select(selection), _) => {
            let parts: Vec<&str> = selection.spans().iter().map(|s| document.words(*s)).collect();
            (parts.join(" … "), None)
        }
        (_, Some(item)) => {
            let parts: Vec<&str> = doc.reading.spans(item).iter().map(|s| document.words(*s)).collect();
            (parts.join(" … "), Some(item))
        }
        _ => {
            app.say("Nothing to copy: Enter focuses a statement, v selects words");
            return Vec::new();
        }
    };
    let mut text = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if place && let Some(item) = item {
        let place = doc.reading.hull(item).map_or(String::new(), |h| document.place_in_words(h.start));
        text = format!("{text} — {}, {} {place}", doc.reading.speaker_name(item), app.name);
    }
    let shown = shortened(&text, 48);
    if matches!(app.mode, Mode::Select(_)) {
        app.mode = Mode::Read;
    }
    app.say(format!("Copied: {shown}"));
    vec![Effect::Copy(text)]
}

/// How long after a click another one at the same cell belongs to it, in milliseconds.
const TOGETHER: u64 = 400;

/// How many clicks came in a row at this cell, this one included.
fn clicks_in_a_row(app: &mut App, column: u16, row: u16, stamp: &Stamp) -> u8 {
    let (x, y, before, at) = app.clicks;
    let again = (x, y) == (column, row) && stamp.millis.saturating_sub(at) <= TOGETHER;
    let count = if again { before % 3 + 1 } else { 1 };
    app.clicks = (column, row, count, stamp.millis);
    count
}

/// A click: on a key of the footer it presses it, on a row of a list it goes there, on a name of the card it chooses, on
/// words it focuses their statement; twice selects a word, three times a sentence.
pub fn click(app: &mut App, column: u16, row: u16, stamp: &Stamp) -> Vec<Effect> {
    let count = clicks_in_a_row(app, column, row, stamp);
    let Some(page) = app.page() else { return Vec::new() };
    if row == page.footer {
        let key = view::key_at(app, &page, column).and_then(|shown| Key::of_shown(&shown));
        return key.map_or_else(Vec::new, |key| super::pressed(app, key, stamp));
    }
    if let Some(at) = view::row_at(app, row) {
        // The row may be another than the one that was clicked.
        if !app.shown {
            return super::pace::ignore(app);
        }
        return super::views::click(app, at, stamp);
    }
    if !matches!(app.mode, Mode::Read | Mode::Select(_)) {
        return Vec::new();
    }
    let hit = hit::at(app, column, row);
    app.drag_from = match hit {
        Some(hit::Hit::Word(at)) => Some(at),
        _ => None,
    };
    match hit {
        Some(hit::Hit::Choice(_)) if !app.shown => return super::pace::ignore(app),
        Some(hit::Hit::Choice(n)) => return decide::choose(app, n, stamp),
        Some(hit::Hit::Item(item)) => motion::focus(app, item),
        Some(hit::Hit::Word(at)) if count > 1 => {
            let Some(doc) = app.doc() else { return Vec::new() };
            let document = doc.reading.document();
            let span = if count == 2 { text_objects::word(document, at) } else { text_objects::sentence(document, at) };
            app.mode = Mode::Select(Selection::of(span));
        }
        Some(hit::Hit::Word(at)) => {
            app.mode = Mode::Read;
            motion::focus_at(app, Span::new(at, at + 1));
        }
        None => {}
    }
    Vec::new()
}

/// A drag: selects from where it began.
pub fn drag(app: &mut App, column: u16, row: u16) {
    let Some(hit::Hit::Word(at)) = hit::at(app, column, row) else { return };
    match &mut app.mode {
        Mode::Select(selection) => selection.caret = at,
        Mode::Read => {
            let anchor = app.drag_from.unwrap_or(at);
            app.mode = Mode::Select(Selection { anchor, caret: at, ..Selection::of(Span::default()) });
        }
        _ => {}
    }
}
