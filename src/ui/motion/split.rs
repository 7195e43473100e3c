//! Two panes: putting something beside a document, going over to it, closing one, and doing something to the other one.
//!
//! The pane with the keyboard is the [`App`]'s own; the other waits in [`App::split`]. Going over exchanges the two in O(1).

pub mod tie;

use crate::config::Problem;
use crate::ui::action::Action;
use crate::ui::app::{App, Message, Stage};
use crate::ui::event::Effect;
use crate::ui::motion;
use crate::ui::open_document::OpenDocument;
use crate::ui::pane::{Neighbour, Other, OtherPlace, Pane, Split};
use crate::ui::scope::Scope;
use crate::ui::screens::{self, Mode, OriginsMenu};
use crate::ui::widgets::arrangement::Arrangement;
use sayso_core::annotation::Stamp;
use std::path::{Path, PathBuf};

/// Puts another place of the document beside it.
pub fn place_beside(app: &mut App) {
    let Some(doc) = app.doc() else { return };
    let other = Other::Place(Box::new(OtherPlace::of(doc)));
    app.split = Some(Split { other, is_second: false, tie: None, is_lent: false, choices: Vec::new() });
    app.last_beside = Some(Neighbour::Itself);
    motion::relayout(app);
    say_beside(app, "This document again");
}

/// Puts another document beside the one with the keyboard, in the place of what stood there.
pub fn document_beside(app: &mut App, pane: Pane) {
    let name = pane.name.clone();
    app.last_beside = pane.path.clone().map(Neighbour::Document);
    app.split = Some(Split {
        other: Other::Document(Box::new(pane)),
        is_second: false,
        tie: None,
        is_lent: false,
        choices: Vec::new(),
    });
    motion::relayout(app);
    say_beside(app, &name);
}

fn say_beside(app: &mut App, name: &str) {
    let key = app.key(Scope::Reader, Action::OtherPane);
    let (text, word) = match Arrangement::of(app.size) {
        Arrangement::Beside => (format!("{name} stands beside"), "goes over"),
        Arrangement::Stacked => (format!("{name} stands below"), "goes over"),
        Arrangement::Single => (format!("{name} lies behind"), "turns over"),
    };
    app.message = Some(Message { text, key: Some((key, word)), warns: false });
}

/// `|`: over to the other pane; where there is none, asks what stands beside.
pub fn other_pane(app: &mut App, stamp: &Stamp) -> Vec<Effect> {
    if app.split.is_none() {
        return screens::open(app, Scope::Beside, stamp);
    }
    turn_over(app);
    Vec::new()
}

/// Goes over to the other pane, if there is one.
pub fn turn_over(app: &mut App) {
    if let Some(doc) = app.doc_mut() {
        // What waits for the same key a second time waits no longer.
        (doc.review.delete_pending, doc.save.leaving, doc.undo.requested) = (None, false, false);
    }
    swap(app);
    if let Some(doc) = app.doc_mut() {
        doc.checks.sought = None;
    }
    // The two may differ by a cell or a row.
    motion::relayout(app);
    match_in_sight(app);
    let choices = app.split.as_mut().map(|split| &mut split.choices).map(std::mem::take).unwrap_or_default();
    if !choices.is_empty() {
        app.mode = Mode::Origins(OriginsMenu { rows: choices, at: 0 });
    }
}

/// Of two places of a document, `n` goes on from the match that is in sight where the keyboard is now.
fn match_in_sight(app: &mut App) {
    let height = app.page().map_or(1, |page| usize::from(page.text.height));
    let is_place = app.split.as_ref().is_some_and(|split| matches!(split.other, Other::Place(_)));
    let Some(doc) = app.doc_mut().filter(|_| is_place) else { return };
    let top = doc.layout.byte_at(doc.view.top);
    let Some(found) = &doc.search.found else { return };
    let is_in_sight = |at: usize| found.spans.get(at).is_some_and(|s| motion::wholly_in_sight(doc, *s, height));
    let near = found.spans.partition_point(|span| span.start < top);
    let at = if is_in_sight(found.at) || !is_in_sight(near) { found.at } else { near };
    if let Some(found) = &mut doc.search.found {
        found.at = at;
    }
}

/// Exchanges the two panes.
fn swap(app: &mut App) {
    let Some(mut split) = app.split.take() else { return };
    match &mut split.other {
        Other::Place(place) => {
            if let Some(doc) = app.doc_mut() {
                std::mem::swap(&mut doc.view, &mut place.view);
                std::mem::swap(&mut doc.layout, &mut place.layout);
                // These are of the document, wherever one is in it.
                std::mem::swap(&mut doc.view.marks, &mut place.view.marks);
                std::mem::swap(&mut doc.view.restore, &mut place.view.restore);
            }
        }
        Other::Document(pane) => {
            std::mem::swap(&mut app.desk, &mut pane.desk);
            std::mem::swap(&mut app.name, &mut pane.name);
            std::mem::swap(&mut app.path, &mut pane.path);
            std::mem::swap(&mut app.codebook, &mut pane.codebook);
            std::mem::swap(&mut app.stage, &mut pane.stage);
            std::mem::swap(&mut app.start_place, &mut pane.start_place);
        }
    }
    if let Some(tie) = &mut split.tie {
        tie.tops.reverse();
    }
    split.is_second = !split.is_second;
    app.split = Some(split);
}

/// Exchanges the two panes, each with what is open over it.
fn exchange(app: &mut App) {
    swap(app);
    let mut aside = app.aside.take().unwrap_or_default();
    std::mem::swap(&mut app.mode, &mut aside.mode);
    std::mem::swap(&mut app.underlying, &mut aside.underlying);
    std::mem::swap(&mut app.selected_for, &mut aside.selected_for);
    std::mem::swap(&mut app.key_sequence, &mut aside.key_sequence);
    std::mem::swap(&mut app.drag_from, &mut aside.drag_from);
    app.aside = Some(aside);
}

/// Does something to the other pane, as if it had the keyboard and nothing were open over it; within that, to the one with the
/// keyboard, with what is open over it. What it says begins with its name; what it would ask waits until the keyboard is there.
/// `None` when there is no other pane.
pub fn with_other<R>(app: &mut App, work: impl FnOnce(&mut App) -> R) -> Option<R> {
    let split = app.split.as_mut()?;
    let (tie, was_lent, is_document) = (split.tie.take(), split.is_lent, split.pane().is_some());
    split.is_lent = !was_lent;
    exchange(app);
    let (message, shown) = (app.message.take(), app.shown);
    let done = work(app);
    let (name, said) = (app.name.clone(), app.message.take());
    exchange(app);
    app.shown = shown;
    if let Some(split) = &mut app.split {
        (split.tie, split.is_lent) = (tie, was_lent);
    }
    let asked = if was_lent { None } else { app.aside.take().and_then(|aside| asked(app, aside.mode)) };
    let named = |said: Message| Message { text: format!("{name}: {}", said.text), ..said };
    let news = asked.or(said).map(|said| if is_document && !was_lent { named(said) } else { said });
    app.message = news.or(message);
    Some(done)
}

/// What the other pane would ask, and what is said of that.
fn asked(app: &mut App, mode: Mode) -> Option<Message> {
    match mode {
        // Mistakes in files are the program's: shown at once, unless something is being typed or decided.
        Mode::Settings(sheet) if matches!(app.mode, Mode::Read) && app.underlying.is_none() => {
            app.mode = Mode::Settings(sheet);
            None
        }
        Mode::Settings(sheet) => {
            let text = app.problems.get(sheet.at).map(Problem::in_one_line)?;
            Some(Message { text, key: None, warns: true })
        }
        Mode::Origins(menu) => {
            app.split.as_mut()?.choices = menu.rows;
            let key = app.key(Scope::Reader, Action::OtherPane);
            let text = "decisions in other places may belong to it".to_owned();
            Some(Message { text, key: Some((key, "goes over and asks")), warns: true })
        }
        _ => None,
    }
}

/// Closes the pane with the keyboard: the other one has the screen. Of two documents the one with the keyboard is closed by
/// the runner first.
pub fn close(app: &mut App) {
    swap(app);
    let choices = app.split.take().map(|split| split.choices).unwrap_or_default();
    if !choices.is_empty() {
        app.mode = Mode::Origins(OriginsMenu { rows: choices, at: 0 });
    }
    motion::relayout(app);
}

/// Of two places of a document, the other one becomes a pane of its own, so that the one with the keyboard can open another
/// document, at this desk. Whether there were two.
pub fn part(app: &mut App, desk: u64) -> bool {
    if !app.split.as_ref().is_some_and(|split| matches!(split.other, Other::Place(_))) {
        return false;
    }
    swap(app);
    let Some(split) = &mut app.split else { return false };
    let pane = Pane {
        desk: std::mem::replace(&mut app.desk, desk),
        name: std::mem::take(&mut app.name),
        path: app.path.take(),
        codebook: std::mem::take(&mut app.codebook),
        stage: std::mem::replace(&mut app.stage, Stage::Loading),
        start_place: None,
    };
    split.is_second = !split.is_second;
    (split.other, split.tie) = (Other::Document(Box::new(pane)), None);
    true
}

/// After every event: the other place of a document shows nothing in focus that is gone, and tied panes scroll together.
pub fn settle(app: &mut App) {
    let Some(split) = &mut app.split else { return };
    if let Other::Place(place) = &mut split.other {
        match &app.stage {
            Stage::Open(doc) if place.view.focus.as_ref().is_some_and(|focus| !doc.reading.is_shown(focus)) => {
                place.view.focus = None;
            }
            Stage::Open(_) | Stage::Loading => {}
            // Of a document that is no more there is no other place.
            Stage::Failed(_) | Stage::Library => app.split = None,
        }
    }
    tie::follow(app);
}

/// The document beside, where it is another, and its path.
pub fn beside(app: &App) -> Option<(&OpenDocument, &Path)> {
    let split = app.split.as_ref()?;
    Some((split.document()?, split.pane()?.path.as_deref()?))
}

/// The path of the document beside, where it is another.
pub fn path_beside(app: &App) -> Option<&Path> {
    app.split.as_ref()?.pane()?.path.as_deref()
}

/// Whether the document beside, another than that with the keyboard, satisfies something.
pub fn is_beside(app: &App, holds: impl FnOnce(&OpenDocument) -> bool) -> bool {
    app.split.as_ref().and_then(Split::document).is_some_and(holds)
}

/// Opens the document at a path where the keyboard is; one that stands beside gets the keyboard instead.
pub fn open_here(app: &mut App, path: PathBuf) -> Vec<Effect> {
    if path_beside(app) == Some(path.as_path()) {
        turn_over(app);
        return Vec::new();
    }
    vec![Effect::Open(path)]
}
