//! Annotations without a place, with a doubtful one, or changed on two sides: one after the other, a person says.

use super::{Effect, decide, motion};
use crate::ui::app::{App, Message, Mode, OpenDocument, PlaceSheet, Selection};
use sayso_core::annotation::Stamp;
use sayso_core::reading::{Decider, ItemId};
use sayso_core::span::Span;

/// Opens the sheet at the first of them.
pub fn open(app: &mut App) {
    let Some(doc) = app.doc() else { return };
    let Some((_, id)) = doc.reading.doubtful().first() else {
        app.say("Every annotation has its place");
        return;
    };
    let id = id.clone();
    show(app, id, 1);
}

/// Opens the sheet at one of them.
pub fn open_at(app: &mut App, id: &str) {
    let Some(doc) = app.doc() else { return };
    let number = doc.reading.doubtful().iter().position(|(_, other)| other == id).map_or(1, |n| n + 1);
    show(app, id.to_owned(), number);
}

fn show(app: &mut App, id: String, number: usize) {
    app.mode = Mode::Place(PlaceSheet { id, number, at: 0, delete_pending: false });
    look(app);
}

/// Brings what the bar stands on into sight.
fn look(app: &mut App) {
    let Mode::Place(sheet) = &app.mode else { return };
    let Some(doc) = app.doc() else { return };
    let anchor = doc.reading.anchor_of(&sheet.id);
    let candidate = anchor.candidates().get(sheet.at).and_then(|c| c.spans.first());
    // Without any candidate: about where it was.
    let document = doc.reading.document();
    let was = doc.reading.set().get(&sheet.id).map_or(0, |r| r.start()).min(document.offsets().chars());
    let about = document.offsets().to_byte(document.text(), was).map(|at| Span::new(at, at));
    let here = candidate.or_else(|| anchor.spans().first()).copied().or(about);
    let focus = (!anchor.is_orphan()).then(|| ItemId::Record(sheet.id.as_str().into()));
    if let Some(doc) = app.doc_mut() {
        doc.view.focus = focus;
    }
    if let Some(span) = here {
        motion::show(app, span);
    }
}

/// How many places, or versions, there are to choose from.
pub fn choices(doc: &OpenDocument, sheet: &PlaceSheet) -> usize {
    match doc.reading.set().get(&sheet.id) {
        Some(record) if is_two(doc, sheet) => 1 + usize::from(doc.reading.rival(record).is_some()),
        _ => doc.reading.anchor_of(&sheet.id).candidates().len(),
    }
}

/// Whether the sheet is about two versions rather than about a place.
pub fn is_two(doc: &OpenDocument, sheet: &PlaceSheet) -> bool {
    let conflict = doc.reading.set().get(&sheet.id).is_some_and(|r| r.conflict);
    conflict && !doc.reading.anchor_of(&sheet.id).is_doubtful()
}

/// Moves the bar.
pub fn move_bar(app: &mut App, by: i32) {
    let App { stage, mode, .. } = app;
    let (crate::ui::app::Stage::Open(doc), Mode::Place(sheet)) = (stage, mode) else { return };
    let count = choices(doc, sheet);
    if count > 0 {
        sheet.at = (sheet.at as i64 + i64::from(by)).rem_euclid(count as i64) as usize;
        sheet.delete_pending = false;
    }
    look(app);
}

/// Goes to the next or the one before.
pub fn turn(app: &mut App, forward: bool) {
    let Mode::Place(sheet) = &app.mode else { return };
    let Some(doc) = app.doc() else { return };
    let all = doc.reading.doubtful();
    let start = doc.reading.set().get(&sheet.id).map_or(0, |r| r.start());
    let here = (start, sheet.id.clone());
    let other = if forward {
        all.range((std::ops::Bound::Excluded(here), std::ops::Bound::Unbounded)).next().map(|o| (o, sheet.number + 1))
    } else {
        all.range(..here).next_back().map(|o| (o, sheet.number.saturating_sub(1).max(1)))
    };
    let round = if forward { all.first().map(|o| (o, 1)) } else { all.last().map(|o| (o, all.len())) };
    match other.or(round).map(|((_, id), number)| (id.clone(), number)) {
        Some((id, number)) => show(app, id, number),
        None => app.mode = Mode::Read,
    }
}

/// Puts the record at the `n`th place, from 0, or keeps the `n`th version.
pub fn choose(app: &mut App, n: usize, stamp: &Stamp) -> Vec<Effect> {
    if !decide::may_decide(app, stamp) {
        return Vec::new();
    }
    let Mode::Place(sheet) = &app.mode else { return Vec::new() };
    let Some(doc) = app.doc() else { return Vec::new() };
    if n >= choices(doc, sheet) {
        app.say(format!("No {} here", n + 1));
        return Vec::new();
    }
    let change = if is_two(doc, sheet) {
        doc.reading.keep_version(&sheet.id, n > 0, stamp)
    } else {
        let spans = doc.reading.anchor_of(&sheet.id).candidates().get(n).map(|c| c.spans.clone());
        spans.and_then(|spans| doc.reading.put(&sheet.id, &spans, stamp))
    };
    change.map_or_else(Vec::new, |change| done(app, change, stamp))
}

/// Puts an item at words a person selected.
pub fn put(app: &mut App, item: &ItemId, spans: &[Span], stamp: &Stamp) -> Vec<Effect> {
    if !decide::may_decide(app, stamp) || spans.is_empty() {
        return Vec::new();
    }
    let Some(doc) = app.doc() else { return Vec::new() };
    let doubtful = match item {
        ItemId::Record(id) => doc.reading.anchor_of(id).is_doubtful(),
        ItemId::Suggestion(_) => false,
    };
    let decider = Decider { reading: &doc.reading, by: app.annotator.as_deref(), stamp };
    let Some(change) = decider.put(item, spans) else { return Vec::new() };
    if doubtful {
        return done(app, change, stamp);
    }
    app.mode = Mode::Read;
    let effects = decide::tell(app, change, stamp);
    let at = spans.first().copied().unwrap_or_default();
    let message = app.message.take();
    motion::focus_at(app, at);
    app.message = message;
    effects
}

/// Begins selecting the words the record belongs to.
pub fn select(app: &mut App) {
    let Mode::Place(sheet) = &app.mode else { return };
    let id = sheet.id.clone();
    let Some(doc) = app.doc() else { return };
    let at = doc.layout.byte_at(doc.view.top);
    let anchor = doc.reading.anchor_of(&id);
    let span = anchor.candidates().get(sheet.at).and_then(|c| c.spans.first().copied());
    let span = span.unwrap_or_else(|| sayso_core::layout::text_objects::word(doc.reading.document(), at));
    let item = ItemId::Record(id.as_str().into());
    app.mode = Mode::Select(Selection { put: Some(item), ..Selection::of(span) });
    app.say("Select the words it belongs to");
}

/// `x`: arms, `x` again removes the record.
pub fn remove(app: &mut App, stamp: &Stamp) -> Vec<Effect> {
    if !decide::may_decide(app, stamp) {
        return Vec::new();
    }
    let Mode::Place(sheet) = &mut app.mode else { return Vec::new() };
    if !std::mem::replace(&mut sheet.delete_pending, true) {
        app.say("x again removes it");
        return Vec::new();
    }
    let item = ItemId::Record(sheet.id.as_str().into());
    let Some(doc) = app.doc() else { return Vec::new() };
    let change = Decider { reading: &doc.reading, by: None, stamp }.remove(&item);
    change.map_or_else(Vec::new, |change| done(app, change, stamp))
}

/// After a decision: the next one, or back to the page.
fn done(app: &mut App, change: sayso_core::annotation::Change, stamp: &Stamp) -> Vec<Effect> {
    let mut text = change.summary.clone();
    let effects = decide::apply(app, change, stamp);
    let next = app.doc().and_then(|d| d.reading.doubtful().first().map(|(_, id)| id.clone()));
    match next {
        Some(id) => show(app, id, 1),
        None => {
            app.mode = Mode::Read;
            text.push_str("   Every annotation has its place");
        }
    }
    let undo = app.keymap.shown(crate::ui::action::Scope::Reader, crate::ui::action::Action::Undo).to_owned();
    app.message = Some(Message { text, key: Some((undo, "undo")), warns: false });
    effects
}
