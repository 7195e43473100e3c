//! What is done with the row under the bar, or with all marked ones.

use super::{AnnotationsView, Mode, Response, Scope, Screen as _};
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::event::Effect;
use crate::ui::screens::label::LabelMenu;
use crate::ui::screens::ratings::RatingMenu;
use crate::ui::screens::scratch::steps;
use crate::ui::screens::speaker::{self, PickerTarget};
use crate::ui::screens::{NoteSheet, anchor, attributes, claim, conflict, guideline, sure, write_list};
use crate::ui::{clipboard, decide, motion};
use sayso_core::annotation::{CLAIM, Stamp};
use sayso_core::reading::ItemId;

/// What is said about suggestions that have to be decided first.
fn decide_first(app: &mut App) {
    let goes = app.key(Scope::Annotations, Action::Accept);
    app.say(format!("A suggestion is decided first: {goes} goes there"));
}

impl AnnotationsView {
    /// Another tab, or another order.
    pub(super) fn turn_or_arrange(&mut self, app: &mut App, action: Action) {
        let Some(doc) = app.doc() else { return };
        if action == Action::Arrange {
            self.order = self.order.next();
            self.narrow(&doc.reading);
            let title = self.order.title();
            app.say(format!("Rows {title}"));
        } else {
            self.turn(&doc.reading, action == Action::NextField);
        }
    }

    /// An action on the marked rows, or the one under the bar.
    pub(super) fn act_on_rows(&mut self, app: &mut App, action: Action, stamp: &Stamp) -> Response {
        let Some(item) = self.current().map(|r| r.item.clone()) else {
            app.say("No row is here");
            return Response::stay();
        };
        let selected = self.selected();
        match action {
            Action::Accept => return Response::close().with(go(app, item, stamp)),
            Action::Copy => {
                focus(app, item);
                let quotations = clipboard::quotations(app, &selected);
                let left = selected.len() - quotations.len();
                return Response::stay().with(clipboard::copy_list(app, &quotations, left));
            }
            Action::AddToScratch => {
                focus(app, item);
                return Response::stay().with(steps::add_items(app, &selected));
            }
            Action::Open(Scope::WriteList) => {
                focus(app, item);
                let quotations = clipboard::quotations(app, &selected);
                return write_list::open_over(app, "Quotations", &quotations);
            }
            Action::Open(Scope::Guideline) => {
                guideline::over(app, Some(&item));
                return Response::under();
            }
            Action::Open(Scope::Note) => {
                focus(app, item);
                return Response::under().with(NoteSheet::open(app, stamp));
            }
            Action::Open(Scope::Sure) => {
                let title = if self.marked.is_empty() { "these rows" } else { "marked rows" };
                let items = if self.marked.is_empty() { self.shown_items() } else { selected };
                return sure::open_given(app, title, &items, stamp);
            }
            _ if !decide::may_decide(app, stamp) => {}
            Action::Open(Scope::Speaker) => {
                focus(app, item);
                speaker::open_for(app, PickerTarget::Items(selected));
                return Response::under();
            }
            Action::Open(Scope::Ratings) => {
                let claims: Vec<ItemId> = selected.into_iter().filter(|i| is_claim(app, i)).collect();
                if !claims.is_empty() {
                    app.mode = Mode::Ratings(RatingMenu { claims });
                    return Response::under();
                }
                let makes = app.key(Scope::Reader, Action::Open(Scope::Claim));
                app.say(format!("Only claims are rated: {makes} in the text makes one"));
            }
            Action::Open(Scope::Label) => {
                let change = records(selected);
                if !change.is_empty() {
                    app.mode = Mode::Label(LabelMenu { spans: Vec::new(), change, at: 0 });
                    return Response::under();
                }
                decide_first(app);
            }
            Action::Open(Scope::Attributes) => {
                focus(app, item);
                attributes::open_for(app, records(selected));
                return Response::under();
            }
            Action::Reject => return Response::stay().with(self.remove(app, &selected, stamp)),
            _ => {}
        }
        Response::stay()
    }

    /// Asks, then removes records and rejects suggestions, all as one step.
    fn remove(&mut self, app: &mut App, items: &[ItemId], stamp: &Stamp) -> Vec<Effect> {
        if !std::mem::replace(&mut self.delete_pending, true) {
            let what = match items.len() {
                1 => "it, its note included".to_owned(),
                n => format!("{n} rows, their notes included"),
            };
            let removes = app.key(Scope::Annotations, Action::Reject);
            app.say(format!("{removes} again removes {what}"));
            return Vec::new();
        }
        self.delete_pending = false;
        self.marked.clear();
        let effects = decide::change(app, stamp, |decider| decider.remove_all(items));
        self.refresh(app);
        effects
    }
}

fn records(items: Vec<ItemId>) -> Vec<ItemId> {
    items.into_iter().filter(|i| matches!(i, ItemId::Record(_))).collect()
}

fn is_claim(app: &App, item: &ItemId) -> bool {
    app.doc().and_then(|d| d.reading.record(item)).is_some_and(|r| r.label == CLAIM)
}

fn focus(app: &mut App, item: ItemId) {
    if let Some(doc) = app.doc_mut() {
        doc.view.focus = Some(item);
    }
}

/// Shows an item in the text; a record without a place, in its sheet; a claim, with its sheet open.
fn go(app: &mut App, item: ItemId, stamp: &Stamp) -> Vec<Effect> {
    let Some(doc) = app.doc() else { return Vec::new() };
    if doc.reading.record(&item).is_some_and(|r| doc.reading.is_in_conflict(r)) {
        let id = doc.reading.record(&item).map(|r| r.id.clone()).unwrap_or_default();
        conflict::show(app, &id);
        return Vec::new();
    }
    if let Some(record) = doc.reading.record(&item).filter(|record| doc.reading.concern(record).is_some()) {
        let id = record.id.clone();
        anchor::open_at(app, &id);
        return Vec::new();
    }
    if doc.reading.record(&item).is_some_and(|r| r.is_rejected()) {
        if let Some(hull) = doc.reading.hull(&item) {
            motion::jump(app, hull);
        }
        let history = app.key(Scope::Reader, Action::Open(Scope::History));
        app.say(format!("You rejected this quotation: the history ({history}) takes it back"));
        return Vec::new();
    }
    let is_claim = is_claim(app, &item);
    motion::go(app, item);
    if is_claim { claim::open_focused(app, stamp) } else { Vec::new() }
}
