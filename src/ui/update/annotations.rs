//! The annotations view: going there, and changing one row or all marked ones as one step.

use super::{Effect, claim, decide, label, motion, select, views};
use crate::ui::action::Action;
use crate::ui::app::{App, LabelMenu, Mode, Target};
use sayso_core::annotation::{CLAIM, Stamp};
use sayso_core::reading::{Decider, ItemId, SpeakerChoice};

/// An action of the view.
pub fn act(app: &mut App, action: Action, stamp: &Stamp) -> Vec<Effect> {
    let App { stage, mode, .. } = app;
    let (crate::ui::app::Stage::Open(desk), Mode::Annotations(view)) = (stage, mode) else { return Vec::new() };
    match action {
        Action::NextField => view.turn(&desk.reading, true),
        Action::PreviousField => view.turn(&desk.reading, false),
        Action::Arrange => {
            view.order = view.order.next();
            view.narrow(&desk.reading);
            let title = view.order.title();
            app.say(format!("Rows {title}"));
        }
        Action::MarkRow => view.mark(),
        Action::MarkAll => view.mark_all(),
        action => {
            let Some(item) = view.current().map(|r| r.item.clone()) else {
                app.say("No row is here");
                return Vec::new();
            };
            return on_rows(app, action, item, stamp);
        }
    }
    Vec::new()
}

/// An action on the marked rows, or the one under the bar.
fn on_rows(app: &mut App, action: Action, item: ItemId, stamp: &Stamp) -> Vec<Effect> {
    let Mode::Annotations(view) = &mut app.mode else { return Vec::new() };
    let chosen = view.chosen();
    match action {
        Action::Accept => {
            app.mode = Mode::Read;
            go(app, item, stamp)
        }
        Action::Copy => {
            if let Some(desk) = app.desk_mut() {
                desk.focus = Some(item);
            }
            select::copy(app, true)
        }
        Action::Note => {
            with_focus(app, item, |app| label::note(app, stamp));
            Vec::new()
        }
        Action::PickSpeaker if decide::may_decide(app, stamp) => {
            with_focus(app, item, |app| label::open_picker(app, Target::Items(chosen)));
            Vec::new()
        }
        Action::Rate if decide::may_decide(app, stamp) => {
            let claims: Vec<ItemId> = chosen.into_iter().filter(|i| is_claim(app, i)).collect();
            if claims.is_empty() {
                app.say("Only claims are rated: c in the text makes one");
            } else {
                views::over(app, Mode::Ratings(claims));
            }
            Vec::new()
        }
        Action::Label if decide::may_decide(app, stamp) => {
            let change: Vec<ItemId> = chosen.into_iter().filter(|i| matches!(i, ItemId::Record(_))).collect();
            if change.is_empty() {
                app.say("A suggestion is decided first: Enter goes there");
            } else {
                views::over(app, Mode::Label(LabelMenu { spans: Vec::new(), change, at: 0 }));
            }
            Vec::new()
        }
        Action::Attributes if decide::may_decide(app, stamp) => {
            let items: Vec<ItemId> = chosen.into_iter().filter(|i| matches!(i, ItemId::Record(_))).collect();
            with_focus(app, item, |app| label::open_attributes(app, items));
            Vec::new()
        }
        Action::Reject if decide::may_decide(app, stamp) => remove(app, &chosen, stamp),
        _ => Vec::new(),
    }
}

fn is_claim(app: &App, item: &ItemId) -> bool {
    app.desk().and_then(|d| d.reading.record(item)).is_some_and(|r| r.label == CLAIM)
}

/// Opens a sheet about an item over the view.
fn with_focus(app: &mut App, item: ItemId, open: impl FnOnce(&mut App)) {
    let view = std::mem::replace(&mut app.mode, Mode::Read);
    if let Some(desk) = app.desk_mut() {
        desk.focus = Some(item);
    }
    app.beneath = Some(Box::new(view));
    open(app);
}

/// Shows an item in the text; a record without a place, in its sheet; a claim, with its sheet open.
fn go(app: &mut App, item: ItemId, stamp: &Stamp) -> Vec<Effect> {
    let Some(desk) = app.desk() else { return Vec::new() };
    let (id, placeless) = match &item {
        ItemId::Record(id) => (Some(id.to_string()), desk.reading.anchor_of(id).is_doubtful()),
        ItemId::Suggestion(_) => (None, false),
    };
    if let Some(id) = id.filter(|_| placeless) {
        super::place::open_at(app, &id);
        return Vec::new();
    }
    if desk.reading.record(&item).is_some_and(|r| r.is_rejected()) {
        if let Some(hull) = desk.reading.hull(&item) {
            motion::jump(app, hull);
        }
        app.say("You said this is no quotation: u in the history takes it back");
        return Vec::new();
    }
    let claim = is_claim(app, &item);
    motion::go(app, item);
    if claim { claim::open(app, stamp) } else { Vec::new() }
}

/// `x`: asks, then removes records and rejects suggestions, all as one step.
fn remove(app: &mut App, items: &[ItemId], stamp: &Stamp) -> Vec<Effect> {
    let Mode::Annotations(view) = &mut app.mode else { return Vec::new() };
    if !std::mem::replace(&mut view.armed, true) {
        let what = match items.len() {
            1 => "it, its note included".to_owned(),
            n => format!("{n} rows, their notes included"),
        };
        app.say(format!("x again removes {what}"));
        return Vec::new();
    }
    view.armed = false;
    view.marked.clear();
    let Some(desk) = app.desk() else { return Vec::new() };
    let change = Decider { reading: &desk.reading, by: app.annotator.as_deref(), stamp }.remove_all(items);
    let effects = change.map_or_else(Vec::new, |change| decide::tell(app, change, stamp));
    views::refresh(app);
    effects
}

/// Gives several items a speaker as one step.
pub fn give_speaker(app: &mut App, items: &[ItemId], who: &SpeakerChoice, stamp: &Stamp) -> Vec<Effect> {
    let Some(desk) = app.desk() else { return Vec::new() };
    let change = Decider { reading: &desk.reading, by: app.annotator.as_deref(), stamp }.choose_all(items, who);
    change.map_or_else(Vec::new, |change| decide::tell(app, change, stamp))
}

/// A digit in the rating sheet: rates the claims as one step, 0 takes ratings away.
pub fn rate(app: &mut App, claims: &[ItemId], digit: u32, stamp: &Stamp) -> Vec<Effect> {
    let rating = match digit.checked_sub(1) {
        None => None,
        Some(n) => match app.codebook.ratings.get(n as usize) {
            Some(rating) => Some(rating.clone()),
            None => {
                app.say(format!("No {digit} here"));
                return Vec::new();
            }
        },
    };
    app.mode = Mode::Read;
    let Some(desk) = app.desk() else { return Vec::new() };
    let decider = Decider { reading: &desk.reading, by: app.annotator.as_deref(), stamp };
    let change = decider.rate_all(claims, rating.as_deref());
    change.map_or_else(Vec::new, |change| decide::tell(app, change, stamp))
}
