//! Deciding: confirm, choose, reject, take back. A decision counts only for what was on the screen before the key came.

use super::{Effect, motion};
use crate::ui::action::{Action, Scope};
use crate::ui::app::{App, HistoryStep, Message, Mode, OpenDocument};
use sayso_core::annotation::history::{JournalEntry, UndoStep, Verb};
use sayso_core::annotation::{Annotation, Change, Op, Stamp};
use sayso_core::reading::{Decider, ItemId, SpeakerChoice};
use std::sync::Arc;

/// Applies a change: to the reading, to the history, and to disk. The one that decides the last suggestion says so.
pub fn apply(app: &mut App, mut change: Change, stamp: &Stamp) -> Vec<Effect> {
    let annotator = app.annotator.clone();
    let Some(desk) = app.desk_mut() else { return Vec::new() };
    desk.reading.apply(&change);
    if let Some(op) = desk.reading.finished(annotator.as_deref(), &stamp.now) {
        desk.reading.apply(&Change { ops: vec![op.clone()], summary: String::new() });
        change.ops.push(op);
    }
    name_colours(desk, &change);
    let entry = remember(desk, annotator.as_deref(), Verb::Did, change, stamp);
    keep(desk, entry)
}

/// Writes down what moved with the text as a step of its own, once: before the first decision, and to disk with it.
pub fn settle(app: &mut App, stamp: &Stamp) {
    let annotator = app.annotator.clone();
    let Some(desk) = app.desk_mut() else { return };
    if std::mem::replace(&mut desk.settled, true) {
        return;
    }
    if let Some(change) = desk.reading.settle() {
        desk.reading.apply(&change);
        let entry = remember(desk, annotator.as_deref(), Verb::Did, change, stamp);
        desk.owed.push(entry);
    }
}

/// Puts a change into the history.
fn remember(desk: &mut OpenDocument, by: Option<&str>, verb: Verb, change: Change, stamp: &Stamp) -> JournalEntry {
    let change = Arc::new(change);
    let by = by.map(str::to_owned);
    let what = HistoryStep::Change(Arc::clone(&change));
    let step = UndoStep { at: stamp.now.clone(), by: by.clone(), summary: change.summary.clone(), what };
    desk.history.take(verb, step);
    JournalEntry { verb, at: stamp.now.clone(), by, change }
}

/// Hands a change to the writer, after what is owed.
fn keep(desk: &mut OpenDocument, entry: JournalEntry) -> Vec<Effect> {
    let owed = std::mem::take(&mut desk.owed);
    if desk.kept { owed.into_iter().chain([entry]).map(Effect::Keep).collect() } else { Vec::new() }
}

fn name_colours(desk: &mut OpenDocument, change: &Change) {
    let names: Vec<String> = change
        .ops
        .iter()
        .filter_map(|op| match op {
            Op::Speaker { after: Some(speaker), .. } => Some(speaker.name.clone()),
            Op::Speaker { after: None, .. } | Op::Annotation { .. } | Op::Review { .. } => None,
        })
        .collect();
    desk.give_colours(names);
}

/// Whether decisions may be made, and says why not. What moved with the text is then written down first.
pub fn may_decide(app: &mut App, stamp: &Stamp) -> bool {
    let may = is_writable(app);
    if may {
        settle(app, stamp);
    }
    may
}

/// Whether anything may be changed; says why not.
pub fn is_writable(app: &mut App) -> bool {
    let Some(desk) = app.desk() else { return false };
    if desk.detecting {
        app.say("Still looking for quotations; in a moment");
        return false;
    }
    match desk.read_only.clone() {
        Some(why) => {
            let take = app.keymap.shown(Scope::Reader, Action::Reload).to_owned();
            app.warn(format!("Read only: {}", why.in_words(&take)));
            false
        }
        None => true,
    }
}

/// The focused item, when it was drawn before the key came.
fn decidable(app: &mut App, stamp: &Stamp) -> Option<ItemId> {
    if !may_decide(app, stamp) {
        return None;
    }
    let desk = app.desk()?;
    let focus = desk.focus.clone()?;
    if desk.drawn.as_ref() != Some(&focus) {
        super::pace::ignore(app);
        return None;
    }
    Some(focus)
}

/// Applies a change and says what it did, with the key that takes it back.
pub fn tell(app: &mut App, change: Change, stamp: &Stamp) -> Vec<Effect> {
    let text = change.summary.clone();
    let effects = apply(app, change, stamp);
    message_with_undo(app, text);
    effects
}

/// Says something with the key that takes it back.
pub fn message_with_undo(app: &mut App, text: String) {
    let undo = app.keymap.shown(Scope::Reader, Action::Undo).to_owned();
    app.message = Some(Message { text, key: Some((undo, "undo")), warns: false });
}

/// After a decision: says what happened, moves to the next open statement.
fn decided(app: &mut App, item: &ItemId, change: Change, stamp: &Stamp) -> Vec<Effect> {
    let mut text = change.summary.clone();
    let at = app.desk().and_then(|d| d.reading.hull(item)).map_or(0, |h| h.start);
    let effects = apply(app, change, stamp);
    let Some(desk) = app.desk_mut() else { return effects };
    if let Some(next) = motion::next_open(desk, at, Some(item), true) {
        motion::focus(app, next);
    } else {
        desk.focus = None;
        text.push_str("   All reviewed");
    }
    message_with_undo(app, text);
    effects
}

/// Enter: confirms exactly what is shown; on something decided, moves on; without a focus, begins.
pub fn confirm(app: &mut App, stamp: &Stamp) -> Vec<Effect> {
    let Some(desk) = app.desk() else { return Vec::new() };
    let Some(focus) = desk.focus.clone() else {
        begin(app);
        return Vec::new();
    };
    if desk.reading.suggestion(&focus).is_none() {
        motion::step(app, true, true);
        return Vec::new();
    }
    let Some(item) = decidable(app, stamp) else { return Vec::new() };
    let Some(desk) = app.desk() else { return Vec::new() };
    let change = Decider { reading: &desk.reading, by: app.annotator.as_deref(), stamp }.confirm(&item);
    change.map_or_else(Vec::new, |change| decided(app, &item, change, stamp))
}

/// Focuses the first statement in view, else the next open one.
fn begin(app: &mut App) {
    let Some(page) = app.page() else { return };
    let Some(desk) = app.desk() else { return };
    let bottom = desk.layout.down(desk.top, usize::from(page.text.height).saturating_sub(1));
    let end = desk.layout.byte_at(desk.layout.down(bottom, 1)).max(desk.layout.byte_at(bottom) + 1);
    let view = sayso_core::span::Span::new(desk.layout.byte_at(desk.top), end);
    let items = desk.reading.items_in(view);
    let any_open = desk.reading.next_open(0, None).is_some();
    let first = items
        .iter()
        .find(|i| desk.reading.is_open(i))
        .or_else(|| items.iter().find(|i| desk.is_drawn(i)).filter(|_| !any_open));
    match first.cloned() {
        Some(item) => motion::focus(app, item),
        None => motion::step(app, true, true),
    }
}

/// A digit: takes the n-th proposed speaker.
pub fn choose(app: &mut App, n: u8, stamp: &Stamp) -> Vec<Effect> {
    let Some(desk) = app.desk() else { return Vec::new() };
    let Some(focus) = desk.focus.clone() else {
        app.say(format!("Digits choose a speaker. :{n}0 goes to ¶{n}0"));
        return Vec::new();
    };
    let offered = desk.reading.suggestion(&focus).map(|a| desk.reading.others(a)).unwrap_or_default();
    let Some((who, _)) = offered.get(usize::from(n) - 2).cloned() else {
        app.say(format!("No {n} here"));
        return Vec::new();
    };
    let Some(item) = decidable(app, stamp) else { return Vec::new() };
    give(app, &item, &who, true, stamp)
}

/// Gives an item a speaker.
pub fn give(app: &mut App, item: &ItemId, who: &SpeakerChoice, teach: bool, stamp: &Stamp) -> Vec<Effect> {
    let Some(desk) = app.desk() else { return Vec::new() };
    let was_open = desk.reading.suggestion(item).is_some();
    let change = Decider { reading: &desk.reading, by: app.annotator.as_deref(), stamp }.choose(item, who, teach);
    let Some(change) = change else { return Vec::new() };
    let before = proposals(desk);
    if was_open {
        let effects = decided(app, item, change, stamp);
        let taught = app.desk().map_or(0, |d| changed(&before, d));
        if taught > 0
            && let Some(message) = &mut app.message
        {
            let plural = if taught == 1 { "1 more now suggests" } else { "more now suggest" };
            let count = if taught == 1 { String::new() } else { format!("{taught} ") };
            message.text = format!("{count}{plural} the same.   {}", message.text);
        }
        return effects;
    }
    tell(app, change, stamp)
}

/// Names proposed for open suggestions near the focus, to say how many a decision changed. Bounded: a screenful or two.
fn proposals(desk: &OpenDocument) -> Vec<(ItemId, String)> {
    let at = desk.focus.as_ref().and_then(|f| desk.reading.hull(f)).map_or(0, |h| h.start);
    let mut out = Vec::new();
    let mut item = desk.reading.next_open(at, desk.focus.as_ref());
    while let Some(next) = item.take().filter(|n| out.len() < 64 && !out.iter().any(|(i, _)| i == n)) {
        let start = desk.reading.hull(&next).map_or(0, |h| h.start);
        out.push((next.clone(), desk.reading.speaker_name(&next)));
        item = desk.reading.next_open(start, Some(&next));
    }
    out
}

fn changed(before: &[(ItemId, String)], desk: &OpenDocument) -> usize {
    before.iter().filter(|(item, name)| desk.reading.is_open(item) && desk.reading.speaker_name(item) != *name).count()
}

/// `x`: rejects a suggestion; arms the removal of one's own work, `x` again removes.
pub fn reject(app: &mut App, stamp: &Stamp) -> Vec<Effect> {
    let Some(desk) = app.desk() else { return Vec::new() };
    if desk.focus.is_none() {
        app.say("Nothing in focus: Enter begins reviewing");
        return Vec::new();
    }
    let Some(item) = decidable(app, stamp) else { return Vec::new() };
    let Some(desk) = app.desk() else { return Vec::new() };
    if desk.reading.suggestion(&item).is_some() {
        let change = Decider { reading: &desk.reading, by: app.annotator.as_deref(), stamp }.reject(&item);
        return change.map_or_else(Vec::new, |change| decided(app, &item, change, stamp));
    }
    if desk.armed.as_ref() != Some(&item) {
        if let Some(desk) = app.desk_mut() {
            desk.armed = Some(item);
        }
        app.say("x again removes it");
        return Vec::new();
    }
    let change = Decider { reading: &desk.reading, by: None, stamp }.remove(&item);
    let Some(change) = change else { return Vec::new() };
    let text = change.summary.clone();
    let effects = apply(app, change, stamp);
    if let Some(desk) = app.desk_mut() {
        desk.focus = None;
        desk.armed = None;
    }
    message_with_undo(app, text);
    effects
}

/// Takes back the last step and shows what it was about.
pub fn undo(app: &mut App, stamp: &Stamp) -> Vec<Effect> {
    step(app, stamp, false)
}

/// Does the last step again.
pub fn redo(app: &mut App, stamp: &Stamp) -> Vec<Effect> {
    step(app, stamp, true)
}

fn step(app: &mut App, stamp: &Stamp, again: bool) -> Vec<Effect> {
    if !is_writable(app) {
        return Vec::new();
    }
    let annotator = app.annotator.clone();
    let Some(desk) = app.desk_mut() else { return Vec::new() };
    let found = if again { desk.history.next() } else { desk.history.last() };
    let Some(found) = found else {
        desk.undo_waits = !again && !desk.remembered;
        let text = match (again, desk.remembered) {
            (false, false) => "Still reading what was done before; it is taken back in a moment",
            (false, true) => "Nothing to take back",
            (true, _) => "Nothing to do again",
        };
        app.say(text);
        return Vec::new();
    };
    let summary = found.summary.clone();
    let change = found.what.change().map(|c| desk.reading.set().step(&c, again)).unwrap_or_default();
    let nothing = change.ops.is_empty();
    desk.reading.apply(&change);
    name_colours(desk, &change);
    let verb = if again { Verb::Redid } else { Verb::Undid };
    let told = Change { summary: summary.clone(), ..change.clone() };
    let entry = remember(desk, annotator.as_deref(), verb, told, stamp);
    let effects = keep(desk, entry);
    show_what_changed(app, &change);
    let what = if again { "Done again" } else { "Taken back" };
    let left = if nothing { "   Nothing of it was left" } else { "" };
    if again {
        app.say(format!("{what}: {summary}{left}"));
    } else {
        let key = app.keymap.shown(Scope::Reader, Action::Redo).to_owned();
        let text = format!("{what}: {summary}{left}");
        app.message = Some(Message { text, key: Some((key, "again")), warns: false });
    }
    effects
}

/// Moves the focus to the place a change is about.
fn show_what_changed(app: &mut App, change: &Change) {
    let record: Option<Arc<Annotation>> = change.ops.iter().find_map(|op| match op {
        Op::Annotation { before, after } => after.clone().or_else(|| before.clone()),
        Op::Speaker { .. } | Op::Review { .. } => None,
    });
    let Some(record) = record else { return };
    let Some(desk) = app.desk() else { return };
    let document = desk.reading.document();
    let selector = record.at.first();
    let span = selector.and_then(|s| document.offsets().span_to_bytes(document.text(), s.start, s.end));
    let Some(span) = span else { return };
    let items = desk.reading.items_in(span);
    let exact = ItemId::Record(record.id.as_str().into());
    let item = items
        .iter()
        .find(|i| **i == exact)
        .or_else(|| items.iter().find(|i| desk.reading.hull(i).is_some_and(|h| h.start == span.start)));
    match item.or(items.first()).cloned() {
        Some(item) => motion::focus(app, item),
        None => motion::show(app, span),
    }
}

/// Lists the sure suggestions before they are confirmed together.
pub fn list_sure(app: &mut App, stamp: &Stamp) {
    if !may_decide(app, stamp) {
        return;
    }
    // Nothing not drawn is decided: what does not fit waits for the next E.
    let rows = app.page().map_or(1, |p| usize::from(p.footer.saturating_sub(4)).max(1));
    let Some(desk) = app.desk() else { return };
    let sure: Vec<ItemId> = desk.reading.sure().take(rows).collect();
    if sure.is_empty() {
        app.say("No suggestion is sure enough to confirm unseen");
    } else {
        app.mode = Mode::Sure(sure);
    }
}

/// Confirms the listed ones as one step.
pub fn confirm_sure(app: &mut App, items: &[ItemId], stamp: &Stamp) -> Vec<Effect> {
    let Some(desk) = app.desk() else { return Vec::new() };
    let change = Decider { reading: &desk.reading, by: app.annotator.as_deref(), stamp }.confirm_all(items);
    let Some(change) = change else { return Vec::new() };
    let text = change.summary.clone();
    let effects = apply(app, change, stamp);
    if let Some(desk) = app.desk_mut() {
        desk.focus = None;
    }
    motion::step(app, true, true);
    message_with_undo(app, text);
    effects
}
