//! Opening the sheet, choosing a place, selecting one, removing; from one to the next.

use super::{ALL_SOUND, AnchorSheet, Mode, Response, Scope, Selection};
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::open_document::OpenDocument;
use crate::ui::{decide, motion};
use sayso_core::annotation::{Change, Stamp};
use sayso_core::layout::text_objects;
use sayso_core::reading::{Concern, Decider, ItemId, SpeakerChoice};
use sayso_core::span::Span;
use std::ops::Bound;

/// Opens the sheet at one of them.
pub fn open_at(app: &mut App, id: &str) {
    let Some(doc) = app.doc() else { return };
    let places = doc.reading.doubtful().iter().filter(|(_, id)| is_about_place(doc, id));
    let number = places.take_while(|(_, other)| other != id).count() + 1;
    show(app, id.to_owned(), number);
}

/// Opens the sheet of the annotation `id`, the `number`th, and brings its place into sight.
pub fn show(app: &mut App, id: String, number: usize) {
    let sheet = AnchorSheet { id, number, at: 0, delete_pending: false };
    sheet.look(app);
    app.mode = Mode::Anchor(sheet);
}

impl AnchorSheet {
    /// Brings what the bar stands on into sight.
    pub(super) fn look(&self, app: &mut App) {
        let Some(doc) = app.doc() else { return };
        let anchor = doc.reading.anchor_of(&self.id);
        let candidate = anchor.candidates().get(self.at).and_then(|c| c.spans.first());
        // Without any candidate: about where it was.
        let document = doc.reading.document();
        let was = doc.reading.set().get(&self.id).map_or(0, |r| r.start()).min(document.offsets().chars());
        let about = document.offsets().to_byte(document.text(), was).map(|at| Span::new(at, at));
        let here = candidate.or_else(|| anchor.spans().first()).copied().or(about);
        let focus = (!anchor.is_orphan()).then(|| ItemId::Record(self.id.as_str().into()));
        if let Some(doc) = app.doc_mut() {
            doc.view.focus = focus;
        }
        if let Some(span) = here {
            motion::show(app, span);
        }
    }

    /// Whether its place is beyond doubt, and who says it is not.
    pub fn is_about_speaker(&self, doc: &OpenDocument) -> bool {
        let record = doc.reading.set().get(&self.id);
        record.is_some_and(|record| doc.reading.concern(record) == Some(Concern::Speaker))
    }

    /// Who can be chosen, where the question is who says it.
    pub(super) fn speakers(&self, doc: &OpenDocument) -> Vec<SpeakerChoice> {
        let record = doc.reading.set().get(&self.id);
        record.map_or_else(Vec::new, |record| doc.reading.speakers_to_choose(record))
    }

    /// How many places or speakers there are to choose from.
    pub fn choices(&self, doc: &OpenDocument) -> usize {
        if self.is_about_speaker(doc) {
            self.speakers(doc).len()
        } else {
            doc.reading.anchor_of(&self.id).candidates().len()
        }
    }

    /// Puts the record at the `n`th place, from 0, or gives it to the `n`th speaker.
    pub(super) fn choose(&self, app: &mut App, n: usize, stamp: &Stamp) -> Response {
        if !decide::may_decide(app, stamp) {
            return Response::stay();
        }
        let Some(doc) = app.doc() else { return Response::stay() };
        if n >= self.choices(doc) {
            app.say(format!("No {} here", n + 1));
            return Response::stay();
        }
        if self.is_about_speaker(doc) {
            let Some(who) = self.speakers(doc).get(n).cloned() else { return Response::stay() };
            let decider = Decider { reading: &doc.reading, by: app.annotator.as_deref(), stamp };
            let change = decider.choose(&ItemId::Record(self.id.as_str().into()), &who, true);
            return change.map_or_else(Response::stay, |change| done(app, change, stamp));
        }
        let spans = doc.reading.anchor_of(&self.id).candidates().get(n).map(|c| c.spans.clone());
        let change = spans.and_then(|spans| doc.reading.put(&self.id, &spans, stamp));
        change.map_or_else(Response::stay, |change| done(app, change, stamp))
    }

    /// Begins selecting the words the record belongs to.
    pub(super) fn select(&self, app: &mut App) {
        let id = self.id.clone();
        let Some(doc) = app.doc() else { return };
        let at = doc.layout.byte_at(doc.view.top);
        let anchor = doc.reading.anchor_of(&id);
        let span = anchor.candidates().get(self.at).and_then(|c| c.spans.first().copied());
        let span = span.unwrap_or_else(|| text_objects::word(doc.reading.document(), at));
        let item = ItemId::Record(id.as_str().into());
        app.mode = Mode::Select(Selection { put: Some(item), ..Selection::of(span) });
        app.say("Select the words it belongs to");
    }

    /// Asks, then removes the record.
    pub(super) fn remove(&mut self, app: &mut App, stamp: &Stamp) -> Response {
        if !decide::may_decide(app, stamp) {
            return Response::stay();
        }
        if !std::mem::replace(&mut self.delete_pending, true) {
            let removes = app.key(Scope::Anchor, Action::Reject);
            app.say(format!("{removes} again removes it"));
            return Response::stay();
        }
        let item = ItemId::Record(self.id.as_str().into());
        let Some(doc) = app.doc() else { return Response::stay() };
        let change = Decider { reading: &doc.reading, by: None, stamp }.remove(&item);
        change.map_or_else(Response::stay, |change| done(app, change, stamp))
    }
}

/// Whether a record is looked at for its place. One that has several versions is decided first.
fn is_about_place(doc: &OpenDocument, id: &str) -> bool {
    doc.reading.set().get(id).is_some_and(|r| !r.conflict)
}

/// The first of those without a place.
pub fn first(doc: &OpenDocument) -> Option<String> {
    doc.reading.doubtful().iter().map(|(_, id)| id).find(|id| is_about_place(doc, id)).cloned()
}

/// Goes to the next one, or the one before; false when there is none.
pub fn turn(app: &mut App, id: &str, forward: bool) -> bool {
    let Some(doc) = app.doc() else { return false };
    let is_one = |(_, id): &&(u32, String)| is_about_place(doc, id);
    let all = doc.reading.doubtful();
    let here = (doc.reading.set().get(id).map_or(0, |r| r.start()), id.to_owned());
    let other = if forward {
        all.range((Bound::Excluded(here), Bound::Unbounded)).find(is_one).or_else(|| all.iter().find(is_one))
    } else {
        all.range(..here).rfind(is_one).or_else(|| all.iter().rfind(is_one))
    };
    let Some(id) = other.map(|(_, id)| id.clone()) else { return false };
    open_at(app, &id);
    true
}

/// Puts an item at words a person selected.
pub fn put(app: &mut App, item: &ItemId, spans: &[Span], stamp: &Stamp) -> Response {
    let Some(doc) = app.doc() else { return Response::stay() };
    let doubtful = match item {
        ItemId::Record(id) => doc.reading.anchor_of(id).is_doubtful(),
        ItemId::Suggestion(_) => false,
    };
    let decider = Decider { reading: &doc.reading, by: app.annotator.as_deref(), stamp };
    let Some(change) = decider.put(item, spans) else { return Response::stay() };
    if doubtful {
        return done(app, change, stamp);
    }
    let effects = decide::tell(app, change, stamp);
    let at = spans.first().copied().unwrap_or_default();
    let message = app.message.take();
    motion::focus_at(app, at);
    app.message = message;
    Response::close().with(effects)
}

/// After a decision: the next one, or back to the page.
fn done(app: &mut App, change: Change, stamp: &Stamp) -> Response {
    let mut text = change.summary.clone();
    let effects = decide::apply(app, change, stamp);
    let next = app.doc().and_then(first);
    match next {
        Some(id) => show(app, id, 1),
        None => text.extend(["   ", ALL_SOUND]),
    }
    decide::message_with_undo(app, text);
    Response::close().with(effects)
}
