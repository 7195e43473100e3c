//! The review queue: where the focus goes after a decision, and what is said when nothing open is left.
//!
//! The queue holds every open suggestion; those too weak for it are told with their number and gone through by a key of their
//! own. So "all reviewed" never hides anything.

use crate::ui::action::Action;
use crate::ui::app::{App, Message};
use crate::ui::effort;
use crate::ui::motion;
use crate::ui::open_document::OpenDocument;
use crate::ui::scope::Scope;
use sayso_core::annotation::Review;
use sayso_core::reading::ItemId;

/// Most items stepped over when something in sight is looked for.
const MAX_STEPS: usize = 2_000;

/// "3 weak suggestions".
pub fn weak_in_words(count: usize) -> String {
    if count == 1 { "1 weak suggestion".to_owned() } else { format!("{count} weak suggestions") }
}

/// After a decision about an item that began at `at`: the focus goes on to the next item to decide, else it stays in sight.
/// Gives what is to be said about that, if anything.
pub fn go_on(app: &mut App, at: u32, item: Option<&ItemId>, was_weak: bool) -> Option<String> {
    let height = app.page().map_or(1, |p| usize::from(p.text.height));
    let doc = app.doc_mut()?;
    if was_weak && let Some(next) = after_weak(doc, at, item, height) {
        motion::focus(app, next);
        return None;
    }
    if let Some(next) = motion::next_open(doc, at, item, true) {
        let is_before = doc.review.queue.is_none() && doc.reading.hull(&next).is_some_and(|h| h.start < at);
        doc.review.weak = false;
        motion::focus(app, next);
        return is_before.then(|| "On from the top".to_owned());
    }
    let stays = in_sight_from(doc, at, item, height);
    doc.view.focus.clone_from(&stays);
    if let Some(item) = stays {
        motion::focus(app, item);
    }
    Some(finished(app))
}

/// After something was removed that began at `at`: the focus stays in sight, at what stands there now if anything does.
pub fn stay(app: &mut App, at: u32) {
    let height = app.page().map_or(1, |p| usize::from(p.text.height));
    let Some(doc) = app.doc_mut() else { return };
    let here = doc.reading.next_item(at, None).filter(|i| is_same_place(doc, i, at) && doc.is_drawn(i));
    let item = here.or_else(|| in_sight_from(doc, at, None, height));
    doc.view.focus.clone_from(&item);
    if let Some(item) = item {
        motion::focus(app, item);
    }
}

/// After a decision about a weak suggestion: the next of them while these are gone through, else what is next in sight and
/// not decided.
fn after_weak(doc: &OpenDocument, at: u32, item: Option<&ItemId>, height: usize) -> Option<ItemId> {
    if doc.review.weak {
        return doc.reading.next_weak(at, item);
    }
    let undecided = |i: &ItemId| doc.reading.suggestion(i).is_some() && doc.is_drawn(i);
    let next = doc.reading.next_open(at, item).filter(|_| doc.review.queue.is_none());
    let near = first_from(doc, at, item, height, undecided);
    near.or_else(|| next.or_else(|| doc.reading.next_weak(at, item)))
}

/// What is on the screen behind a place: the next statement, else the last before it.
fn in_sight_from(doc: &OpenDocument, at: u32, item: Option<&ItemId>, height: usize) -> Option<ItemId> {
    let behind = first_from(doc, at, item, height, |i| doc.is_drawn(i) && !is_same_place(doc, i, at));
    behind.or_else(|| {
        let here = doc.reading.next_item(at, None)?;
        (is_same_place(doc, &here, at) && motion::in_sight(doc, &here, height)).then_some(here)
    })
}

fn is_same_place(doc: &OpenDocument, item: &ItemId, at: u32) -> bool {
    doc.reading.hull(item).is_some_and(|hull| hull.start == at)
}

/// The first item behind a place that is on the screen and wanted, without going round.
fn first_from(
    doc: &OpenDocument,
    at: u32,
    item: Option<&ItemId>,
    height: usize,
    wanted: impl Fn(&ItemId) -> bool,
) -> Option<ItemId> {
    let (mut at, mut item) = (at, item.cloned());
    for _ in 0..MAX_STEPS {
        let next = doc.reading.next_item(at, item.as_ref())?;
        let start = doc.reading.hull(&next)?.start;
        if start < at || !motion::in_sight(doc, &next, height) {
            return None;
        }
        if wanted(&next) {
            return Some(next);
        }
        (at, item) = (start, Some(next));
    }
    None
}

/// What is left, in a sentence: "All reviewed", with the number of weak suggestions and the key that shows them.
fn finished(app: &App) -> String {
    let Some(doc) = app.doc() else { return String::new() };
    let ((done, all), weak) = (doc.reading.progress(), doc.reading.weak());
    let key = app.key(Scope::Reader, Action::NextWeak);
    match (all - done, all, weak) {
        (0, 0, 0) => "Nobody speaks here".to_owned(),
        (0, 0, weak) => format!("Nothing but {} here: {key}", weak_in_words(weak)),
        (0, _, 0) => format!("All reviewed{}{}", effort_of(app), to_check(app)),
        (0, _, weak) => {
            format!("All reviewed{} but {}: {key}{}", effort_of(app), weak_in_words(weak), to_check(app))
        }
        // Never said while anything is open.
        (open, ..) => format!("{open} to review"),
    }
}

/// What the review took, where that is kept: nobody is timed without being told.
fn effort_of(app: &App) -> String {
    let by = app.annotator.as_deref().unwrap_or_default();
    let reviews = app.doc().map_or(&[][..], |doc| &doc.reading.set().reviews);
    let effort = reviews.iter().find(|review| review.by == by).and_then(Review::effort);
    effort.map(|effort| format!(" in {}", effort::in_words(effort))).unwrap_or_default()
}

/// What was reviewed before and is to be looked at again, with the key that goes through it.
fn to_check(app: &App) -> String {
    let count = app.doc().map_or(0, |doc| doc.reading.doubtful().len() - doc.reading.versions_beside());
    let key = app.key(Scope::Reader, Action::Open(Scope::Anchor));
    match count {
        0 => String::new(),
        1 => format!(", 1 annotation to check: {key}"),
        n => format!(", {n} annotations to check: {key}"),
    }
}

/// Says that nothing is left, and where there is more.
pub fn all_reviewed(app: &mut App) {
    let text = finished(app);
    let next = app
        .library
        .as_ref()
        .and_then(|l| l.next_unfinished(app.path.as_deref(), app.annotator.as_deref()))
        .map(|s| s.name.clone());
    match next {
        Some(name) => {
            let key = app.key(Scope::Reader, Action::NextDocument);
            let text = format!("{text}. Next: {name}");
            app.message = Some(Message { text, key: Some((key, "open it")), warns: false });
        }
        None => app.say(text),
    }
}

/// To the next suggestion too weak for the queue, shown if they were hidden.
pub fn next_weak(app: &mut App) {
    let Some(doc) = app.doc_mut() else { return };
    let at = doc.view.focus.as_ref().and_then(|f| doc.reading.hull(f)).map_or(0, |h| h.start);
    let at = if doc.view.focus.is_some() { at } else { doc.layout.byte_at(doc.view.top) };
    let Some(item) = doc.reading.next_weak(at, doc.view.focus.as_ref()) else {
        let text = if doc.detecting { "Still looking for quotations; in a moment" } else { "No weak suggestions here" };
        app.say(text);
        return;
    };
    let (weak, were_hidden) = (doc.reading.weak(), doc.review.hide_weak);
    doc.review.hide_weak = false;
    if !std::mem::replace(&mut doc.review.weak, true) || were_hidden {
        motion::leave_trail(doc);
        let next = app.key(Scope::Reader, Action::NextOpen);
        let shown = if were_hidden { ", shown again" } else { "" };
        app.say(format!("{}{shown}; {next} goes back to the queue", weak_in_words(weak)));
    }
    motion::focus(app, item);
}
