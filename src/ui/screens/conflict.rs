//! What several people decided differently about one thing: by whom and when, field by field; a person takes a field of
//! each.

mod draw;
mod words;

pub use words::{title as field_in_words, value as value_in_words};

use super::{Mode, Response, Scope, Screen};
use crate::clock;
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::event::Effect;
use crate::ui::open_document::OpenDocument;
use crate::ui::widgets::hints::{Hint, hints};
use crate::ui::widgets::listing::Drawn;
use crate::ui::widgets::page_layout::PageLayout;
use crate::ui::{decide, motion};
use ratatui::buffer::Buffer;
use sayso_core::annotation::{Annotation, Change, Stamp};
use sayso_core::reading::{Decider, ItemId, VersionField, differing};
use sayso_core::span::Span;
use std::sync::Arc;

/// The sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct ConflictSheet {
    /// The id it was opened with: the one of a version.
    pub id: String,
    /// The versions: the one in its place first, then those beside it.
    pub versions: Vec<Arc<Annotation>>,
    /// In which order they are shown: one's own first.
    pub order: Vec<usize>,
    /// The fields that differ, each with the number of the version that is taken.
    pub chosen: Vec<(VersionField, usize)>,
    /// The field under the bar.
    pub at: usize,
    /// Whose each version is and since when, in the order of the versions.
    pub whose: Vec<(String, String)>,
    /// Whether the key that removes it was pressed once.
    pub delete_pending: bool,
}

impl Screen for ConflictSheet {
    /// At the first.
    fn open(app: &mut App, _stamp: &Stamp) -> Vec<Effect> {
        let Some(doc) = app.doc() else { return Vec::new() };
        match doc.reading.next_version(None, true).map(str::to_owned) {
            Some(id) => show(app, &id),
            None => app.say("Nobody decided anything differently"),
        }
        Vec::new()
    }

    fn word(&self, _app: &App) -> &'static str {
        "CONFLICT"
    }

    fn hints(&self, app: &App, _page: &PageLayout) -> Vec<Hint> {
        let mut all = vec![Action::Accept];
        if self.versions.len() > 1 {
            all.extend([Action::OtherVersion, Action::AllMine, Action::AllTheirs, Action::NextRow]);
        }
        all.extend([Action::NextField, Action::Open(Scope::Help), Action::Escape]);
        hints(app, Scope::Conflict, &all)
    }

    fn draw(&self, app: &App, page: &PageLayout, buffer: &mut Buffer) -> Drawn {
        draw::conflict(app, page, self, buffer);
        Drawn::default()
    }

    fn words(&self, doc: &OpenDocument) -> Option<Span> {
        doc.reading.hull(&ItemId::Record(self.versions.first()?.id.as_str().into()))
    }

    fn scrolls_text(&self) -> bool {
        true
    }

    fn bar(&mut self) -> Option<&mut usize> {
        Some(&mut self.at)
    }

    fn rows(&self, _app: &App) -> usize {
        self.chosen.len()
    }

    fn moved(&mut self, _app: &mut App) {
        self.delete_pending = false;
    }

    fn act(&mut self, app: &mut App, action: Action, stamp: &Stamp) -> Response {
        self.delete_pending &= action == Action::Reject;
        match action {
            Action::Accept => self.keep(app, stamp),
            Action::Choose(n) => {
                self.choose(app, usize::from(n) - 1);
                Response::stay()
            }
            Action::OtherVersion => {
                self.other();
                Response::stay()
            }
            Action::AllMine | Action::AllTheirs => {
                self.all(app, action == Action::AllMine);
                Response::stay()
            }
            Action::NextField | Action::PreviousField => {
                self.turn(app, action == Action::NextField);
                Response::stay()
            }
            Action::Reject => self.remove(app, stamp),
            action => self.shared(app, action, stamp),
        }
    }

    fn refresh(&mut self, app: &App) {
        if let Some(fresh) = app.doc().and_then(|doc| of(app, doc, &self.id)) {
            // What was chosen stays where the versions are the same.
            if fresh.versions != self.versions {
                *self = fresh;
            }
        }
    }
}

/// The sheet of a record of this id, when there is anything to decide.
fn of(app: &App, doc: &OpenDocument, id: &str) -> Option<ConflictSheet> {
    let versions = doc.reading.versions(id);
    if versions.is_empty() || !versions.iter().any(|v| v.conflict) {
        return None;
    }
    let (now, zone) = (clock::stamp().now, (app.zone)());
    let whose = versions.iter().map(|v| whose(v, app.annotator.as_deref(), &now, &zone)).collect();
    let mut order: Vec<usize> = (0..versions.len()).collect();
    let is_mine = |n: &usize| versions.get(*n).is_some_and(|v| v.by == app.annotator);
    order.sort_by_key(|n| !is_mine(n));
    let mine = order.first().copied().unwrap_or(0);
    let chosen = differing(&versions).into_iter().map(|field| (field, mine)).collect();
    Some(ConflictSheet { id: id.to_owned(), versions, order, chosen, at: 0, whose, delete_pending: false })
}

/// Whose a version is and since when: "you", "today 14:02".
fn whose(version: &Annotation, me: Option<&str>, now: &str, zone: &jiff::tz::TimeZone) -> (String, String) {
    let name = match version.by.as_deref() {
        by if by == me => "you",
        Some(by) => by,
        None => "somebody unnamed",
    };
    let at = version.modified.as_ref().or(version.created.as_ref());
    (name.to_owned(), at.map(|at| clock::in_words(at, now, zone)).unwrap_or_default())
}

/// How many there are, with the key that shows them.
pub fn in_words(app: &App) -> Option<String> {
    let shows = app.key(Scope::Reader, Action::Open(Scope::Conflict));
    match app.doc()?.reading.conflicts() {
        0 => None,
        1 => Some(format!("1 annotation was decided differently by several people: {shows} shows by whom")),
        n => Some(format!("{n} annotations were decided differently by several people: {shows} shows by whom")),
    }
}

/// Opens the sheet at the versions of a record, and brings its words into sight.
pub fn show(app: &mut App, id: &str) {
    let Some(sheet) = app.doc().and_then(|doc| of(app, doc, id)) else { return };
    let first = sheet.versions.first().map(|v| ItemId::Record(v.id.as_str().into()));
    let hull = first.as_ref().and_then(|item| app.doc()?.reading.hull(item));
    if let Some(doc) = app.doc_mut() {
        doc.view.focus = first.filter(|_| hull.is_some());
    }
    if let Some(hull) = hull {
        motion::show(app, hull);
    }
    app.mode = Mode::Conflict(sheet);
}

impl ConflictSheet {
    /// The number of the version that is taken of the field under the bar.
    fn current(&mut self) -> Option<&mut usize> {
        self.chosen.get_mut(self.at).map(|(_, n)| n)
    }

    /// Takes the field under the bar of the `n`th version shown, and goes to the next.
    fn choose(&mut self, app: &mut App, n: usize) {
        let Some(number) = self.order.get(n).copied() else {
            app.say(format!("No {} here", n + 1));
            return;
        };
        if let Some(taken) = self.current() {
            *taken = number;
            self.at = (self.at + 1).min(self.chosen.len() - 1);
        }
    }

    /// Takes the `field`th of the fields that differ of the `n`th version shown, both from 0; false when there is none.
    pub fn take(&mut self, field: usize, n: usize) -> bool {
        let Some((number, (_, taken))) = self.order.get(n).copied().zip(self.chosen.get_mut(field)) else {
            return false;
        };
        *taken = number;
        true
    }

    /// Takes all fields of the `n`th version shown, from 0; false when there is none.
    pub fn take_whole(&mut self, n: usize) -> bool {
        let Some(number) = self.order.get(n).copied() else { return false };
        self.chosen.iter_mut().for_each(|(_, taken)| *taken = number);
        true
    }

    /// Takes the field under the bar of the next version.
    fn other(&mut self) {
        let order = self.order.clone();
        if let Some(taken) = self.current() {
            let at = order.iter().position(|n| n == taken).unwrap_or(0);
            *taken = order.get((at + 1) % order.len().max(1)).copied().unwrap_or(0);
        }
    }

    /// Takes all fields of one's own version, or of somebody else's: of the next where one is taken already.
    fn all(&mut self, app: &mut App, mine: bool) {
        let is_mine = |n: &usize| self.versions.get(*n).is_some_and(|v| v.by == app.annotator);
        let fits: Vec<usize> = self.order.iter().copied().filter(|n| is_mine(n) == mine).collect();
        if fits.is_empty() {
            app.say(if mine { "None of these is yours" } else { "All of these are yours" });
            return;
        }
        let taken = fits.iter().position(|n| self.chosen.iter().all(|(_, taken)| taken == n));
        let next = taken.map_or(0, |at| (at + 1) % fits.len());
        let number = fits.get(next).copied().unwrap_or(0);
        for (_, n) in &mut self.chosen {
            *n = number;
        }
        let (whose, when) = self.whose.get(number).cloned().unwrap_or_default();
        app.say(format!("All of {whose}, {when}"));
    }

    /// Goes to the next conflict, or the one before.
    fn turn(&self, app: &mut App, forward: bool) {
        let Some(doc) = app.doc() else { return };
        let beside = self.versions.iter().filter(|v| v.conflict);
        let places = beside.map(|v| (v.start(), v.id.as_str()));
        // With several versions behind all of them, or in front of all.
        let here = if forward { places.max() } else { places.min() };
        let next = doc.reading.next_version(here, forward).map(str::to_owned);
        if let Some(id) = next {
            show(app, &id);
        }
    }

    /// Keeps what is marked.
    fn keep(&self, app: &mut App, stamp: &Stamp) -> Response {
        if !decide::may_decide(app, stamp) {
            return Response::stay();
        }
        let Some(doc) = app.doc() else { return Response::stay() };
        // Nothing that is not shown is decided.
        if doc.reading.versions(&self.id) != self.versions {
            app.ignore_key();
            return Response::stay();
        }
        let decider = Decider { reading: &doc.reading, by: app.annotator.as_deref(), stamp };
        let change = decider.keep_versions(&self.versions, &self.chosen);
        change.map_or_else(Response::stay, |change| done(app, change, stamp))
    }

    /// Asks, then removes all versions.
    fn remove(&mut self, app: &mut App, stamp: &Stamp) -> Response {
        if !decide::may_decide(app, stamp) {
            return Response::stay();
        }
        if !std::mem::replace(&mut self.delete_pending, true) {
            let removes = app.key(Scope::Conflict, Action::Reject);
            app.say(format!("{removes} again removes it, in all versions"));
            return Response::stay();
        }
        let items: Vec<ItemId> = self.versions.iter().map(|v| ItemId::Record(v.id.as_str().into())).collect();
        let Some(doc) = app.doc() else { return Response::stay() };
        let change = Decider { reading: &doc.reading, by: None, stamp }.remove_all(&items);
        change.map_or_else(Response::stay, |change| done(app, change, stamp))
    }
}

/// After a decision: the next conflict, or back to the page.
fn done(app: &mut App, change: Change, stamp: &Stamp) -> Response {
    let mut text = change.summary.clone();
    let effects = decide::apply(app, change, stamp);
    let effects = effects.into_iter().chain(ConflictSheet::open(app, stamp)).collect();
    if matches!(app.mode, Mode::Read) {
        text.push_str("   No conflict is left");
    }
    decide::message_with_undo(app, text);
    Response::close().with(effects)
}
