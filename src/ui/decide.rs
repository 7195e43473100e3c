//! Deciding: confirm, choose, reject, take back. A decision counts only for what was on the screen before the key came.

use super::action::Action;
use super::app::{App, Message};
use super::event::Effect;
use super::motion::{self, queue};
use super::open_document::{HistoryStep, OpenDocument};
use super::scope::Scope;
use super::screens;
use sayso_core::annotation::history::{JournalEntry, UndoStep, Verb};
use sayso_core::annotation::{Change, Op, Stamp};
use sayso_core::annotators::adjudication;
use sayso_core::reading::{Decider, ItemId, SpeakerChoice, SpeakerNames};
use sayso_core::span::Span;
use std::sync::Arc;

/// Applies a change: to the reading, to the history, and to disk. The one that decides the last suggestion says so.
pub fn apply(app: &mut App, mut change: Change, stamp: &Stamp) -> Vec<Effect> {
    let annotator = app.annotator.clone();
    let is_timed = app.codebook.timing;
    let Some(doc) = app.doc_mut() else { return Vec::new() };
    let others = doc.adjudication.found.as_ref().map(|found| &found.all);
    adjudication::credit(others, doc.reading.set(), &mut change);
    doc.reading.apply(&change);
    let effort = is_timed.then(|| doc.effort.effort());
    if let Some(op) = doc.reading.finished(annotator.as_deref(), &stamp.now, effort) {
        doc.reading.apply(&Change { ops: vec![op.clone()], summary: String::new() });
        change.ops.push(op);
    }
    name_colours(doc, &change);
    doc.adjudication.follow(&doc.reading, &change);
    let entry = remember(doc, annotator.as_deref(), Verb::Did, change, stamp);
    keep(doc, entry)
}

/// Writes down what moved with the text as a step of its own, once: before the first decision, and to disk with it.
pub fn reanchor(app: &mut App, stamp: &Stamp) {
    let annotator = app.annotator.clone();
    let Some(doc) = app.doc_mut() else { return };
    if std::mem::replace(&mut doc.save.reanchored, true) {
        return;
    }
    if let Some(change) = doc.reading.settle() {
        doc.reading.apply(&change);
        doc.adjudication.follow(&doc.reading, &change);
        let entry = remember(doc, annotator.as_deref(), Verb::Did, change, stamp);
        doc.save.pending.push(entry);
    }
}

/// Puts a change into the history.
fn remember(doc: &mut OpenDocument, by: Option<&str>, verb: Verb, change: Change, stamp: &Stamp) -> JournalEntry {
    let change = Arc::new(change);
    let by = by.map(str::to_owned);
    let what = HistoryStep::Change(Arc::clone(&change));
    let step = UndoStep { at: stamp.now.clone(), by: by.clone(), summary: change.summary.clone(), what };
    doc.undo.steps.take(verb, step);
    JournalEntry { verb, at: stamp.now.clone(), by, change }
}

/// Hands a change to the writer, after what is pending.
fn keep(doc: &mut OpenDocument, entry: JournalEntry) -> Vec<Effect> {
    let pending = std::mem::take(&mut doc.save.pending);
    if doc.save.kept { pending.into_iter().chain([entry]).map(Effect::Keep).collect() } else { Vec::new() }
}

fn name_colours(doc: &mut OpenDocument, change: &Change) {
    doc.colours.add(change.ops.iter().filter_map(|op| match op {
        Op::Speaker { after: Some(speaker), .. } => Some(SpeakerNames::of(speaker)),
        Op::Speaker { after: None, .. }
        | Op::Annotation { .. }
        | Op::Review { .. }
        | Op::Sources { .. }
        | Op::Check { .. } => None,
    }));
}

/// Whether decisions may be made, and says why not. What moved with the text is then written down first.
pub fn may_decide(app: &mut App, stamp: &Stamp) -> bool {
    let may = is_writable(app);
    if may {
        reanchor(app, stamp);
    }
    may
}

/// Whether anything may be changed; says why not.
pub fn is_writable(app: &mut App) -> bool {
    let Some(doc) = app.doc() else { return false };
    if doc.detecting {
        app.say("Still looking for quotations; in a moment");
        return false;
    }
    match doc.read_only.clone() {
        Some(why) => {
            let take = app.key(Scope::Reader, Action::Reload);
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
    let doc = app.doc()?;
    let focus = doc.view.focus.clone()?;
    if doc.view.drawn.as_ref() != Some(&focus) {
        app.ignore_key();
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

/// Makes a change, applies it and says what it did; nothing where there is nothing to change.
pub fn change(app: &mut App, stamp: &Stamp, make: impl FnOnce(&Decider<'_>) -> Option<Change>) -> Vec<Effect> {
    let Some(doc) = app.doc() else { return Vec::new() };
    let change = make(&Decider { reading: &doc.reading, by: app.annotator.as_deref(), stamp });
    change.map_or_else(Vec::new, |change| tell(app, change, stamp))
}

/// Says that there is nothing to decide about, with the key that changes that.
pub fn nothing_in_focus(app: &mut App) {
    let begins = app.key(Scope::Reader, Action::Confirm);
    app.say(format!("Nothing in focus: {begins} begins reviewing"));
}

/// Says that there is nothing to label, with the keys that change that.
pub fn nothing_to_label(app: &mut App) {
    let (focuses, selects) =
        (app.key(Scope::Reader, Action::Confirm), app.key(Scope::Reader, Action::Open(Scope::Select)));
    app.say(format!("Nothing is in focus: {focuses} focuses a statement, {selects} selects words"));
}

/// Says something with the key that takes it back.
pub fn message_with_undo(app: &mut App, text: String) {
    let undo = app.key(Scope::Reader, Action::Undo);
    app.message = Some(Message { text, key: Some((undo, "undo")), warns: false });
}

/// After a decision: says what happened, moves to the next open statement.
fn decided(app: &mut App, item: &ItemId, change: Change, stamp: &Stamp) -> Vec<Effect> {
    let mut text = change.summary.clone();
    let at = app.doc().and_then(|d| d.reading.hull(item)).map_or(0, |h| h.start);
    let was_weak = app.doc().is_some_and(|d| d.reading.is_weak(item));
    let effects = apply(app, change, stamp);
    if let Some(more) = queue::go_on(app, at, Some(item), was_weak) {
        // Long words are cut at the end of the row, not this.
        text = format!("{more}.   {text}");
    }
    message_with_undo(app, text);
    effects
}

/// Enter: confirms exactly what is shown; on something decided, moves on; without a focus, begins.
pub fn confirm(app: &mut App, stamp: &Stamp) -> Vec<Effect> {
    let Some(doc) = app.doc() else { return Vec::new() };
    let Some(focus) = doc.view.focus.clone() else {
        begin(app);
        return finish(app, stamp);
    };
    if doc.reading.suggestion(&focus).is_none() {
        match other_part(doc, &focus) {
            Some(second) => motion::focus(app, second),
            None => motion::step(app, true, true),
        }
        return Vec::new();
    }
    let Some(item) = decidable(app, stamp) else { return Vec::new() };
    let Some(doc) = app.doc() else { return Vec::new() };
    let change = Decider { reading: &doc.reading, by: app.annotator.as_deref(), stamp }.confirm(&item);
    let before = proposals(doc);
    let effects = change.map_or_else(Vec::new, |change| decided(app, &item, change, stamp));
    tell_taught(app, &before);
    effects
}

/// In a document with nothing to decide, the second Enter says that a named annotator has looked through it: nothing else would,
/// and others wait for it.
fn finish(app: &mut App, stamp: &Stamp) -> Vec<Effect> {
    let (by, is_timed) = (app.annotator.clone(), app.codebook.timing);
    let again = app.key(Scope::Reader, Action::Confirm);
    let Some(doc) = app.doc_mut() else { return Vec::new() };
    let is_whole = !doc.detecting && !doc.is_truncated() && doc.read_only.is_none();
    if doc.view.focus.is_some() || by.is_none() || !is_whole {
        return Vec::new();
    }
    let effort = is_timed.then(|| doc.effort.effort());
    let Some(op) = doc.reading.looked_through(by.as_deref(), &stamp.now, effort) else { return Vec::new() };
    if !std::mem::replace(&mut doc.review.finish_pending, true) {
        app.say(format!("Nothing is to decide here. {again} again: you have looked through it"));
        return Vec::new();
    }
    doc.review.finish_pending = false;
    let change = Change { ops: vec![op], summary: "Looked through: nothing is to decide here".to_owned() };
    tell(app, change, stamp)
}

/// Focuses the first statement in view, else the next open one.
fn begin(app: &mut App) {
    let Some(page) = app.page() else { return };
    let Some(doc) = app.doc() else { return };
    let bottom = doc.layout.down(doc.view.top, usize::from(page.text.height).saturating_sub(1));
    let end = doc.layout.byte_at(doc.layout.down(bottom, 1)).max(doc.layout.byte_at(bottom) + 1);
    let view = Span::new(doc.layout.byte_at(doc.view.top), end);
    let items = doc.reading.items_in(view);
    let any_open = doc.reading.next_open(0, None).is_some();
    let first = items
        .iter()
        .find(|i| doc.reading.is_open(i))
        .or_else(|| items.iter().find(|i| doc.is_drawn(i)).filter(|_| !any_open));
    match first.cloned() {
        Some(item) => motion::focus(app, item),
        None => motion::step(app, true, true),
    }
}

/// A digit: takes the n-th proposed speaker.
pub fn choose(app: &mut App, n: u8, stamp: &Stamp) -> Vec<Effect> {
    let Some(doc) = app.doc() else { return Vec::new() };
    let Some(focus) = doc.view.focus.clone() else {
        let commands = app.key(Scope::Reader, Action::Open(Scope::Palette));
        app.say(format!("Digits choose a speaker. {commands}{n}0 goes to ¶{n}0"));
        return Vec::new();
    };
    let offered = doc.choices(&focus);
    let Some((who, _)) = offered.get(usize::from(n) - 2).cloned() else {
        app.say(format!("No {n} here"));
        return Vec::new();
    };
    let Some(item) = decidable(app, stamp) else { return Vec::new() };
    give(app, &item, &who, true, stamp)
}

/// Gives an item a speaker.
pub fn give(app: &mut App, item: &ItemId, who: &SpeakerChoice, teach: bool, stamp: &Stamp) -> Vec<Effect> {
    let Some(doc) = app.doc() else { return Vec::new() };
    let was_open = doc.reading.suggestion(item).is_some();
    let change = Decider { reading: &doc.reading, by: app.annotator.as_deref(), stamp }.choose(item, who, teach);
    let Some(change) = change else { return Vec::new() };
    let before = proposals(doc);
    let second = other_part(doc, item);
    let effects = if was_open { decided(app, item, change, stamp) } else { tell(app, change, stamp) };
    if let Some(second) = second {
        motion::focus(app, second);
    }
    tell_taught(app, &before);
    effects
}

/// The second part of a statement that was just cut, where `item` is the first: the queue goes there next.
fn other_part(doc: &OpenDocument, item: &ItemId) -> Option<ItemId> {
    let [first, second] = doc.review.cut.as_ref()?;
    (first == item && doc.reading.is_shown(second)).then(|| second.clone())
}

/// `J`: joins the statement in focus with the next of its paragraph.
pub fn join(app: &mut App, stamp: &Stamp) -> Vec<Effect> {
    if app.doc().is_some_and(|d| d.view.focus.is_none()) {
        nothing_in_focus(app);
        return Vec::new();
    }
    let Some(item) = decidable(app, stamp) else { return Vec::new() };
    let Some(doc) = app.doc() else { return Vec::new() };
    match (Decider { reading: &doc.reading, by: app.annotator.as_deref(), stamp }).join(&item) {
        Ok((change, id)) => {
            let effects = tell(app, change, stamp);
            motion::focus(app, ItemId::Record(id.as_str().into()));
            effects
        }
        Err(why) => {
            screens::cut::say_refused(app, &why);
            Vec::new()
        }
    }
}

/// Says how many open suggestions near now propose somebody else: what a decision changes besides its own statement.
fn tell_taught(app: &mut App, before: &[(ItemId, String)]) {
    let taught = app.doc().map_or(0, |d| changed(before, d));
    if taught > 0
        && let Some(message) = &mut app.message
    {
        message.text = format!("Also {taught} more.   {}", message.text);
    }
}

/// Names proposed for open suggestions near the focus, to say how many a decision changed. Bounded: a screenful or two.
fn proposals(doc: &OpenDocument) -> Vec<(ItemId, String)> {
    let at = doc.view.focus.as_ref().and_then(|f| doc.reading.hull(f)).map_or(0, |h| h.start);
    let mut out = Vec::new();
    let mut item = doc.reading.next_open(at, doc.view.focus.as_ref());
    while let Some(next) = item.take().filter(|n| out.len() < 64 && !out.iter().any(|(i, _)| i == n)) {
        let start = doc.reading.hull(&next).map_or(0, |h| h.start);
        out.push((next.clone(), doc.reading.speaker_name(&next)));
        item = doc.reading.next_open(start, Some(&next));
    }
    out
}

fn changed(before: &[(ItemId, String)], doc: &OpenDocument) -> usize {
    before.iter().filter(|(item, name)| doc.reading.is_open(item) && doc.reading.speaker_name(item) != *name).count()
}

/// `x`: rejects a suggestion; arms the removal of one's own work, `x` again removes.
pub fn reject(app: &mut App, stamp: &Stamp) -> Vec<Effect> {
    let Some(doc) = app.doc() else { return Vec::new() };
    if doc.view.focus.is_none() {
        nothing_in_focus(app);
        return Vec::new();
    }
    let Some(item) = decidable(app, stamp) else { return Vec::new() };
    let Some(doc) = app.doc() else { return Vec::new() };
    if doc.reading.suggestion(&item).is_some() {
        let change = Decider { reading: &doc.reading, by: app.annotator.as_deref(), stamp }.reject(&item);
        return change.map_or_else(Vec::new, |change| decided(app, &item, change, stamp));
    }
    if doc.review.delete_pending.as_ref() != Some(&item) {
        if let Some(doc) = app.doc_mut() {
            doc.review.delete_pending = Some(item);
        }
        let removes = app.key(Scope::Reader, Action::Reject);
        app.say(format!("{removes} again removes it"));
        return Vec::new();
    }
    let change = Decider { reading: &doc.reading, by: None, stamp }.remove(&item);
    let Some(change) = change else { return Vec::new() };
    let at = doc.reading.hull(&item).map_or(0, |h| h.start);
    let text = change.summary.clone();
    let effects = apply(app, change, stamp);
    if let Some(doc) = app.doc_mut() {
        doc.review.delete_pending = None;
    }
    queue::stay(app, at);
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
    let Some(doc) = app.doc_mut() else { return Vec::new() };
    let found = if again { doc.undo.steps.next() } else { doc.undo.steps.last() };
    let Some(found) = found else {
        doc.undo.requested = !again && !doc.undo.complete;
        let text = match (again, doc.undo.complete) {
            (false, false) => "Still reading what was done before; it is taken back in a moment",
            (false, true) => "Nothing to take back",
            (true, _) => "Nothing to do again",
        };
        app.say(text);
        return Vec::new();
    };
    let summary = found.summary.clone();
    let change = found.what.change().map(|c| doc.reading.set().step(&c, again)).unwrap_or_default();
    let change = doc.reading.as_of_their_text(change);
    let nothing = change.ops.is_empty();
    doc.reading.apply(&change);
    name_colours(doc, &change);
    doc.adjudication.follow(&doc.reading, &change);
    let verb = if again { Verb::Redid } else { Verb::Undid };
    let with_summary = Change { summary: summary.clone(), ..change.clone() };
    let entry = remember(doc, annotator.as_deref(), verb, with_summary, stamp);
    let effects = keep(doc, entry);
    show_what_changed(app, &change);
    let what = if again { "Done again" } else { "Taken back" };
    let left = if nothing { "   Nothing of it was left" } else { "" };
    if again {
        app.say(format!("{what}: {summary}{left}"));
    } else {
        let key = app.key(Scope::Reader, Action::Redo);
        let text = format!("{what}: {summary}{left}");
        app.message = Some(Message { text, key: Some((key, "again")), warns: false });
    }
    effects
}

/// Moves the focus to the place a change is about.
fn show_what_changed(app: &mut App, change: &Change) {
    let records = change.ops.iter().filter_map(|op| match op {
        Op::Annotation { before, after } => after.as_ref().or(before.as_ref()),
        Op::Speaker { .. } | Op::Review { .. } | Op::Sources { .. } | Op::Check { .. } => None,
    });
    // Of many the first in the text, whichever was written first.
    let Some(record) = records.min_by_key(|record| record.start()).map(Arc::clone) else { return };
    let Some(doc) = app.doc() else { return };
    let document = doc.reading.document();
    let selector = record.at.first();
    let span = selector.and_then(|s| document.offsets().span_to_bytes(document.text(), s.start, s.end));
    let Some(span) = span else { return };
    let items = doc.reading.items_in(span);
    let exact = ItemId::Record(record.id.as_str().into());
    let item = items
        .iter()
        .find(|i| **i == exact)
        .or_else(|| items.iter().find(|i| doc.reading.hull(i).is_some_and(|h| h.start == span.start)));
    match item.or(items.first()).cloned() {
        Some(item) => motion::focus(app, item),
        None => motion::show_unfocused(app, span),
    }
}
