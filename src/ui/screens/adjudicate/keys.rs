//! Asking, going from place to place, taking answers.

use super::{AdjudicateView, Response, Scope};
use crate::project::codebook::FILE_NAME;
use crate::ui::action::Action;
use crate::ui::adjudicating::{Adjudicated, PlaceKind, answer_in_words, records_of};
use crate::ui::app::{App, Message};
use crate::ui::decide;
use crate::ui::event::Effect;
use crate::ui::motion;
use crate::ui::open_document::OpenDocument;
use crate::ui::screens::speaker::{self, PickerTarget};
use crate::ui::screens::{KindSheet, LabelMenu, Mode, NoteSheet, Screen as _, conflict, guideline, select};
use crate::ui::start_place::StartPlace;
use sayso_core::agreement::comparison::Difference;
use sayso_core::annotation::{Change, Stamp};
use sayso_core::annotators::adjudication::{AdjudicatedPlace, Adjudication, Curator, Prefill};
use sayso_core::document::Document;
use sayso_core::reading::ItemId;

/// What is said where there is nothing to settle.
const NOBODY_ELSE: &str = "Nobody else has decided anything here: each keeps a sidecar of their own with --as NAME";

/// Opens the view, and reads the annotators anew: what is known already is shown meanwhile.
pub fn open(app: &mut App) -> Vec<Effect> {
    let has_path = app.path.is_some();
    let Some(doc) = app.doc_mut() else {
        app.say("No document is open here yet");
        return Vec::new();
    };
    if doc.detecting || !has_path {
        let why = if has_path { "Still looking for quotations; in a moment" } else { "This page has no sidecars" };
        app.say(why);
        return Vec::new();
    }
    if let Some(text) = own_review_first(app) {
        app.say(text);
        return Vec::new();
    }
    let Some(doc) = app.doc_mut() else { return Vec::new() };
    let (at, effects) = (doc.adjudication.at, ask(doc));
    let mut view = AdjudicateView::default();
    view.look(app, at);
    app.mode = Mode::Adjudicate(view);
    effects
}

/// Opens the view on what is known already, at the place that was looked at last; false where nothing is.
pub fn open_known(app: &mut App) -> bool {
    if own_review_first(app).is_some() {
        return false;
    }
    let Some(doc) = app.doc().filter(|doc| doc.adjudication.found.is_some()) else { return false };
    let (at, mut view) = (doc.adjudication.at, AdjudicateView::default());
    view.look(app, at);
    app.mode = Mode::Adjudicate(view);
    true
}

/// Why what others decided about the open document is hidden still, where the codebook asks for that: who annotates is to decide
/// by themselves first. `sayso adjudicate` shows it all the same.
fn own_review_first(app: &App) -> Option<String> {
    let doc = app.doc().filter(|doc| app.codebook.blind && !doc.adjudication.is_asked)?;
    if doc.reading.is_reviewed(app.annotator.as_deref()) {
        return None;
    }
    let (decided, all) = doc.reading.progress();
    let left = match all - decided {
        0 => "nothing is annotated yet".to_owned(),
        left => format!("{left} left"),
    };
    let is_unread = app.problems.iter().any(|problem| problem.path.ends_with(FILE_NAME));
    let why = if is_unread {
        format!("a mistake in {FILE_NAME} hides others")
    } else {
        format!("blind: true in {FILE_NAME}")
    };
    Some(format!("Your own review comes first: {left} ({why})"))
}

/// Asks, under a number of its own.
fn ask(doc: &mut OpenDocument) -> Vec<Effect> {
    doc.adjudication.number += 1;
    doc.adjudication.is_late = false;
    vec![Effect::ReadAnnotators(doc.adjudication.number)]
}

/// What others decided, or what was decided here, may be otherwise by now: where it is known it is read again.
pub fn asked_anew(app: &mut App) -> Vec<Effect> {
    match app.doc_mut().filter(|doc| doc.adjudication.found.is_some() && !doc.detecting) {
        Some(doc) => ask(doc),
        None => Vec::new(),
    }
}

/// The document is open: where the command line asked for it, the view is.
pub fn after_opening(app: &mut App, _stamp: &Stamp) -> Vec<Effect> {
    let asked = app.start_place.take_if(|place| matches!(place, StartPlace::Adjudicated { .. }));
    let Some(StartPlace::Adjudicated { of, prefill }) = asked else { return Vec::new() };
    if let Some(doc) = app.doc_mut() {
        let state = &mut doc.adjudication;
        (state.of, state.prefill, state.takes_agreed, state.is_asked) = (of, prefill, true, true);
    }
    if matches!(app.mode, Mode::Read) { open(app) } else { Vec::new() }
}

/// What others decided is known: whoever looks stays at the place they look at. What all agree on is taken where that was asked
/// for.
pub fn came(app: &mut App, number: u64, found: Result<Box<Adjudicated>, String>, stamp: &Stamp) -> Vec<Effect> {
    let is_open = matches!(app.mode, Mode::Adjudicate(_));
    let is_under = matches!(app.underlying.as_deref(), Some(Mode::Adjudicate(_)));
    let is_shown = is_open || is_under;
    let Some(doc) = app.doc_mut().filter(|doc| doc.adjudication.number == number) else { return Vec::new() };
    if doc.adjudication.is_late {
        return ask(doc);
    }
    let found = match found {
        Ok(found) if found.width() > 0 => *found,
        Ok(_) | Err(_) if !is_open => return Vec::new(),
        // What is known is shown still.
        Err(why) if doc.adjudication.found.is_some() => {
            app.warn(why);
            return Vec::new();
        }
        other => {
            app.mode = Mode::Read;
            match other {
                Ok(_) => app.say(NOBODY_ELSE),
                Err(why) => app.warn(why),
            }
            return Vec::new();
        }
    };
    let missing = found.missing.join(", ");
    let changed = doc.adjudication.found.as_ref().map(|before| found.changed_since(before)).unwrap_or_default();
    let stood = doc.adjudication.found.as_ref().and_then(|before| Some(before.place(doc.adjudication.at)?.at));
    let places = &found.all.places;
    let stays = stood.and_then(|at| places.iter().position(|place| place.at == at));
    let first = || places.iter().position(AdjudicatedPlace::is_open);
    doc.adjudication.at = stays.or_else(first).unwrap_or(0);
    doc.adjudication.found = Some(found);
    let is_read_only = doc.read_only.is_some();
    let takes = is_open && !is_read_only && std::mem::take(&mut doc.adjudication.takes_agreed);
    // One agrees with nobody.
    let takes = takes && doc.adjudication.found.as_ref().is_some_and(|found| found.names.len() > 1);
    if matches!(app.mode, Mode::AllOfKind(_)) {
        // It is about places as they were numbered before.
        app.mode = Mode::Read;
    }
    let mut effects = Vec::new();
    if is_shown && !changed.is_empty() {
        app.say(format!("{changed} decided something meanwhile: read again"));
    }
    if takes {
        let found = app.doc().and_then(|doc| doc.adjudication.found.as_ref());
        let agreed = found.map(|found| found.all.agreed()).unwrap_or_default();
        let summary = format!("Taken: {} that all agree on", agreed.len());
        effects = take(app, &agreed, summary, stamp).unwrap_or_default();
    }
    if !missing.is_empty() {
        let said = app.message.take().map(|message| format!("   {}", message.text)).unwrap_or_default();
        app.warn(format!("Nothing is kept about this document by {missing}{said}"));
    }
    refresh(app);
    effects
}

/// Brings the open view up to date.
fn refresh(app: &mut App) {
    if let Mode::Adjudicate(mut view) = std::mem::replace(&mut app.mode, Mode::Read) {
        view.refresh(app);
        app.mode = Mode::Adjudicate(view);
    } else {
        crate::ui::screens::refresh(app);
    }
}

/// Makes a change of the curator's records out of what annotators say, as one step; `None` where nothing may be changed, or nothing
/// is.
fn settle(
    app: &mut App,
    stamp: &Stamp,
    summary: String,
    make: impl FnOnce(&mut Adjudication, &Document, &Curator<'_>) -> Option<Change>,
) -> Option<Vec<Effect>> {
    if !decide::may_decide(app, stamp) {
        return None;
    }
    let by = app.annotator.clone();
    let doc = app.doc_mut()?;
    let (reading, found) = (&doc.reading, doc.adjudication.found.as_mut()?);
    let curator = Curator { set: reading.set(), by: by.as_deref(), stamp };
    let change = make(&mut found.all, reading.document(), &curator)?;
    Some(decide::tell(app, Change { summary, ..change }, stamp))
}

/// Takes choices of places of one kind, each by its number, as one step; nothing where nothing may be changed, or all of it is
/// there.
pub fn take(app: &mut App, taken: &[(usize, usize)], summary: String, stamp: &Stamp) -> Option<Vec<Effect>> {
    let found = app.doc()?.adjudication.found.as_ref()?;
    if taken.iter().any(|(at, _)| found.place(*at).is_some_and(AdjudicatedPlace::is_of_versions)) {
        let taken: Vec<(usize, Option<usize>)> = taken.iter().map(|(at, choice)| (*at, Some(*choice))).collect();
        return keep(app, &taken, summary, stamp);
    }
    settle(app, stamp, summary, |all, document, curator| all.take(document, taken, curator))
}

/// Keeps versions, or nothing of them, as one step.
fn keep(app: &mut App, taken: &[(usize, Option<usize>)], summary: String, stamp: &Stamp) -> Option<Vec<Effect>> {
    if !decide::may_decide(app, stamp) {
        return None;
    }
    let doc = app.doc()?;
    let change = doc.adjudication.found.as_ref()?.all.keep(&doc.reading, taken, app.annotator.as_deref(), stamp)?;
    Some(decide::tell(app, Change { summary, ..change }, stamp))
}

impl AdjudicateView {
    /// Keeps the place under the bar, to come back to.
    pub(super) fn remember(&self, app: &mut App) {
        if let Some((doc, at)) = app.doc_mut().zip(self.at()) {
            doc.adjudication.at = at;
        }
    }

    /// The page shows the place under the bar.
    pub(super) fn to_page(&self, app: &mut App) {
        let span = app.doc().zip(self.place(app)).and_then(|(doc, (_, place))| {
            let document = doc.reading.document();
            document.offsets().span_to_bytes(document.text(), place.at.0, place.at.1)
        });
        if let Some(span) = span {
            motion::show(app, span);
            motion::focus_at(app, span);
        }
    }

    fn go(&mut self, app: &mut App, row: usize) {
        self.row = row;
        self.stand(app);
        self.remember(app);
    }

    /// Does an action.
    pub(super) fn does(&mut self, app: &mut App, action: Action, stamp: &Stamp) -> Response {
        let may_be = self.place(app).is_some();
        match action {
            Action::Escape | Action::Open(Scope::Help) => return self.shared(app, action, stamp),
            _ if !may_be => return Response::stay(),
            Action::Choose(digit) => {
                let choice = self.place(app).and_then(|(found, place)| found.of_digit(place, digit.into()));
                match choice {
                    Some(choice) => return self.take_choice(app, choice, Some(usize::from(digit) - 1), stamp),
                    None => app.say(format!("No {digit} here")),
                }
            }
            Action::LabelAgain => return self.again(app, stamp),
            Action::Accept => return self.accept(app, stamp),
            Action::Reject => return self.reject(app, stamp),
            Action::NextOpen | Action::PreviousOpen => {
                let forward = action == Action::NextOpen;
                let next = self.place(app).and_then(|(found, _)| found.open_beside(&self.order, self.row, forward));
                match next {
                    Some(row) => self.go(app, row),
                    None => app.say(self.all_decided(app)),
                }
            }
            Action::NextStatement | Action::PreviousStatement => {
                let count = self.place(app).map_or(0, |(_, place)| place.choices.len());
                let step = if action == Action::NextStatement { 1 } else { count.saturating_sub(1) };
                self.choice = (self.choice + step) % count.max(1);
            }
            Action::Arrange => {
                self.by_kind = !self.by_kind;
                let at = self.at().unwrap_or(0);
                self.look(app, at);
                app.say(if self.by_kind { "Places by kind of difference" } else { "Places as they stand in the text" });
            }
            Action::Filter => self.begin_search(app),
            Action::NextMatch | Action::PreviousMatch => self.next_match(app, action == Action::NextMatch),
            Action::Copy | Action::CopyWithPlace => return self.copy(app, action == Action::CopyWithPlace),
            Action::Open(Scope::Why) => app.say(self.who_is_who(app)),
            Action::Open(Scope::AllOfKind) => {
                let kind = self.place(app).map(|(_, place)| PlaceKind::of(place));
                if let Some(sheet) = kind.and_then(|kind| KindSheet::of(app, kind)) {
                    app.mode = Mode::AllOfKind(sheet);
                    return Response::under();
                }
            }
            Action::Open(Scope::Guideline) => {
                let choice = self.place(app).and_then(|(_, place)| place.choices.get(self.choice));
                let label = choice.and_then(|choice| Some(choice.answer.as_ref()?.label.clone()));
                guideline::about(app, label.as_deref());
                return Response::under();
            }
            Action::Open(Scope::Speaker | Scope::Label | Scope::Note) | Action::ChangeWords => {
                return self.change(app, action, stamp);
            }
            Action::Open(Scope::Annotations) => {
                self.to_page(app);
                let effects = crate::ui::screens::open(app, Scope::Annotations, stamp);
                return if matches!(app.mode, Mode::Read) { Response::stay() } else { Response::under() }.with(effects);
            }
            Action::Undo | Action::Redo => return self.step_back(app, action, stamp),
            action => return self.shared(app, action, stamp),
        }
        Response::stay()
    }

    /// Takes a choice and goes to the next difference.
    fn take_choice(&mut self, app: &mut App, choice: usize, by: Option<usize>, stamp: &Stamp) -> Response {
        let Some((at, (found, place))) = self.at().zip(self.place(app)) else { return Response::stay() };
        let Some((doc, taken)) = app.doc().zip(place.choices.get(choice)) else { return Response::stay() };
        let what = answer_in_words(taken.answer.as_ref(), doc.reading.document(), Difference::Speaker);
        let whose = found.names_of(place, taken);
        let is_version = place.is_of_versions();
        let summary = match whose.as_str() {
            "you" if is_version => format!("Kept version {}, yours: {what}", choice + 1),
            _ if is_version => format!("Kept version {}, of {whose}: {what}", choice + 1),
            _ => format!("Taken from {whose}: {what}"),
        };
        let by = if is_version {
            None
        } else if found.is_by_annotator() {
            by
        } else {
            taken.by.first().copied()
        };
        let is_there = place.decision.as_ref().is_some_and(|decision| decision.choice == Some(choice));
        let effects = if is_there { Some(Vec::new()) } else { take(app, &[(at, choice)], summary, stamp) };
        let Some(effects) = effects else { return Response::stay() };
        if let Some(doc) = app.doc_mut() {
            doc.adjudication.again = by.or(doc.adjudication.again);
        }
        self.on(app);
        Response::stay().with(effects)
    }

    /// On to the next difference; said where there is none.
    fn on(&mut self, app: &mut App) {
        let next = self.place(app).and_then(|(found, _)| found.open_beside(&self.order, self.row, true));
        match next {
            Some(row) => self.go(app, row),
            None => {
                self.stand(app);
                let (text, key) =
                    app.message.take().map_or((String::new(), None), |m| (format!("   {}", m.text), m.key));
                let text = format!("{}{text}", self.all_decided(app));
                app.message = Some(Message { text, key, warns: false });
            }
        }
    }

    fn all_decided(&self, app: &App) -> String {
        let Some((found, _)) = self.place(app) else { return String::new() };
        match found.progress.0 {
            0 => format!("All agree on all {}", found.all.places.len()),
            1 => "The only difference is decided".to_owned(),
            differ => format!("All {differ} differences are decided"),
        }
    }

    fn again(&mut self, app: &mut App, stamp: &Stamp) -> Response {
        let Some(by) = app.doc().and_then(|doc| doc.adjudication.again) else {
            app.say("Nobody’s answer was taken yet");
            return Response::stay();
        };
        if self.place(app).is_some_and(|(_, place)| place.is_of_versions()) {
            app.say("These are versions of yours: a digit keeps one");
            return Response::stay();
        }
        match self.place(app).and_then(|(_, place)| place.choice_of(by)) {
            Some(choice) => self.take_choice(app, choice, Some(by), stamp),
            None => Response::stay(),
        }
    }

    /// The proposal; what is decided is gone on from.
    fn accept(&mut self, app: &mut App, stamp: &Stamp) -> Response {
        let prefill = app.doc().map_or(Prefill::default(), |doc| doc.adjudication.prefill);
        let Some((found, place)) = self.place(app) else { return Response::stay() };
        if place.decision.is_some() {
            self.on(app);
            return Response::stay();
        }
        if let Some(version) = place.versions.first() {
            let id = version.id.clone();
            conflict::show(app, &id);
            return if matches!(app.mode, Mode::Read) { Response::stay() } else { Response::under() };
        }
        match prefill.of(place, found.names.len()) {
            Some(choice) => self.take_choice(app, choice, None, stamp),
            None => {
                let text = format!("{}?", found.digits_in_words(place));
                app.say(text);
                Response::stay()
            }
        }
    }

    fn reject(&mut self, app: &mut App, stamp: &Stamp) -> Response {
        let Some((at, (_, place))) = self.at().zip(self.place(app)) else { return Response::stay() };
        let summary = "Nothing here".to_owned();
        let effects = if place.is_of_versions() {
            keep(app, &[(at, None)], summary, stamp)
        } else {
            settle(app, stamp, summary, |all, document, curator| all.reject(document, at, curator))
        };
        let Some(effects) = effects else { return Response::stay() };
        self.on(app);
        Response::stay().with(effects)
    }

    /// Takes the answer in focus, unless one is taken already, and opens what changes it: the curator's is a third then.
    fn change(&mut self, app: &mut App, action: Action, stamp: &Stamp) -> Response {
        let Some((at, (found, place))) = self.at().zip(self.place(app)) else { return Response::stay() };
        let is_taken = place.decision.as_ref().is_some_and(|decision| !decision.record.is_rejected());
        let mut effects = Vec::new();
        if !is_taken {
            let answered = |n: &usize| place.choices.get(*n).is_some_and(|choice| choice.answer.is_some());
            let first = (0..place.choices.len()).find(answered);
            let Some(choice) = Some(self.choice).filter(answered).or(first) else { return Response::stay() };
            let names = place.choices.get(choice).map(|choice| found.names_of(place, choice)).unwrap_or_default();
            match take(app, &[(at, choice)], format!("Taken from {names}, to be changed"), stamp) {
                Some(done) => effects = done,
                None => return Response::stay(),
            }
        }
        let id = self.place(app).and_then(|(_, place)| Some(place.decision.as_ref()?.record.id.clone()));
        let Some(id) = id else { return Response::stay().with(effects) };
        let item = ItemId::Record(id.as_str().into());
        motion::focus(app, item.clone());
        match action {
            Action::Open(Scope::Speaker) => speaker::open_for(app, PickerTarget::Items(vec![item])),
            Action::Open(Scope::Label) => {
                app.mode = Mode::Label(LabelMenu { spans: Vec::new(), change: vec![item], at: 0 });
            }
            Action::Open(Scope::Note) => effects.extend(NoteSheet::open(app, stamp)),
            _ => {
                // Words are chosen in the text.
                select::change_words(app, stamp);
                return Response::close().with(effects);
            }
        }
        if matches!(app.mode, Mode::Read) { Response::stay() } else { Response::under() }.with(effects)
    }

    /// One step back, or again, with the bar on what it was about.
    fn step_back(&mut self, app: &mut App, action: Action, stamp: &Stamp) -> Response {
        let steps = app.doc().map(|doc| &doc.undo.steps);
        let step = steps.and_then(|steps| if action == Action::Redo { steps.next() } else { steps.last() });
        let ids = step.and_then(|step| step.what.change()).map(|change| records_of(&change)).unwrap_or_default();
        let effects = if action == Action::Redo { decide::redo(app, stamp) } else { decide::undo(app, stamp) };
        let all = app.doc().and_then(|doc| doc.adjudication.found.as_ref());
        let at = all.and_then(|found| ids.iter().find_map(|id| found.all.places_of(id).next()));
        if let Some(row) = at.and_then(|at| self.order.iter().position(|n| *n == at)) {
            self.go(app, row);
        }
        Response::stay().with(effects)
    }

    /// Who is who, and what was decided here.
    fn who_is_who(&self, app: &App) -> String {
        let Some((found, place)) = self.place(app) else { return String::new() };
        let names = found.names.iter().enumerate();
        let names: Vec<String> = names.map(|(n, name)| format!("{} {name}", Adjudicated::letter(n))).collect();
        let since = place.decision.as_ref().map(|decision| decision.since.as_slice()).unwrap_or_default();
        let later: Vec<&str> = since.iter().filter_map(|n| found.names.get(*n)).map(String::as_str).collect();
        let later =
            if later.is_empty() { String::new() } else { format!("   since then otherwise: {}", later.join(", ")) };
        let kind = PlaceKind::of(place).in_words();
        format!("{}   here: {kind}{later}", names.join(" · "))
    }
}
