//! Asking, going from quotation to quotation, leading the source beside them, deciding.

use super::{CheckView, Response, Scope};
use crate::project::attached;
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::checks::Checked;
use crate::ui::decide;
use crate::ui::event::Effect;
use crate::ui::motion::{self, split};
use crate::ui::screens::{self, CheckList, Mode, Selection};
use crate::ui::widgets::arrangement::Arrangement;
use crate::ui::widgets::field::LineField;
use sayso_core::annotation::{Change, CheckDecision, Stamp};
use sayso_core::reading::Decider;
use sayso_core::span::Span;
use sayso_core::verify::{Check, OtherPlace, Place, Side, kept, misquoted};
use std::path::PathBuf;
use std::time::Duration;

/// Opens the view at the first problem from here on, and asks anew: what is known already is shown meanwhile.
pub fn open(app: &mut App, stamp: &Stamp) -> Vec<Effect> {
    let Some(doc) = app.doc() else {
        app.say("No document is open here yet");
        return Vec::new();
    };
    if doc.detecting {
        app.say("Still looking for quotations; in a moment");
        return Vec::new();
    }
    if doc.reading.set().sources.is_empty() {
        return screens::open(app, Scope::Sources, stamp);
    }
    let at = first(app);
    let mut view = CheckView::of(at);
    if let Some(doc) = app.doc_mut() {
        doc.checks.sought = None;
    }
    let mut effects = ask(app);
    effects.extend(view.show(app));
    app.mode = Mode::Check(view);
    effects
}

/// Opens the view at a quotation, by its number.
pub fn open_at(app: &mut App, at: usize) -> Vec<Effect> {
    let mut view = CheckView::of(at);
    let effects = view.show(app);
    app.mode = Mode::Check(view);
    effects
}

/// The quotation of the document beside whose words are looked for in the one with the keyboard.
pub fn sought(app: &App) -> Option<usize> {
    split::beside(app)?.0.checks.sought
}

/// From the source, where words were looked for, back to the quotation.
pub fn back_to(app: &mut App, at: usize) -> Response {
    split::turn_over(app);
    let effects = open_at(app, at);
    Response::close().with(effects)
}

/// Takes words of the source with the keyboard for those that the quotation is held beside, and goes back to it.
pub fn take_words(app: &mut App, at: usize, spans: &[Span]) -> Response {
    let Some(chosen) = chosen(app, spans) else {
        app.say("No words are selected");
        return Response::stay();
    };
    split::turn_over(app);
    let mut view = CheckView { chosen: Some(chosen), ..CheckView::of(at) };
    let effects = view.show(app);
    app.mode = Mode::Check(view);
    Response::close().with(effects)
}

/// Selected words as a place of the source, under the name that the article attaches it by.
fn chosen(app: &App, spans: &[Span]) -> Option<OtherPlace> {
    let (doc, path) = (app.doc()?, app.path.as_deref()?);
    let (first, last) = (spans.first()?, spans.last()?);
    let (article, name) = split::beside(app)?;
    let names = &article.reading.set().sources;
    let source = names.iter().find(|source| attached::path(name, source) == path).cloned();
    let document = doc.reading.document();
    let speaker = doc.reading.statement_around(first.hull(*last)).map(|item| doc.reading.speaker_name(&item));
    let words = spans.iter().map(|span| document.words(*span).split_whitespace().collect::<Vec<_>>().join(" "));
    Some(OtherPlace {
        source: source.unwrap_or_else(|| path.display().to_string()),
        place: Place::of(document, first.start),
        speaker_there: speaker.filter(|name| !name.is_empty()),
        at: spans.iter().map(|span| document.in_chars(*span)).collect(),
        there: words.collect::<Vec<_>>().join(" … "),
    })
}

/// The document is open: what is wrong is found out for the margin, where sources are attached.
pub fn after_opening(app: &mut App) -> Vec<Effect> {
    let has_sources = app.doc().is_some_and(|doc| !doc.reading.set().sources.is_empty());
    if has_sources { ask(app) } else { Vec::new() }
}

/// Asks for what is right and wrong, under a number of its own.
fn ask(app: &mut App) -> Vec<Effect> {
    let Some(doc) = app.doc_mut() else { return Vec::new() };
    doc.checks.number += 1;
    doc.checks.is_running = true;
    vec![Effect::Check(doc.checks.number)]
}

/// The problem to begin with: in focus or behind it, else the first one that is not above the screen.
fn first(app: &App) -> usize {
    let Some(doc) = app.doc() else { return 0 };
    let focus = doc.view.focus.as_ref().and_then(|focus| doc.reading.hull(focus)).map(|hull| hull.start);
    let top = || if doc.layout.is_empty() { 0 } else { doc.layout.byte_at(doc.view.top) };
    let at = focus.unwrap_or_else(top);
    doc.checks.found.as_ref().and_then(|found| found.first_from(at)).unwrap_or(0)
}

/// The answer is there: whoever looks stays at the quotation they look at.
pub fn checked(app: &mut App, number: u64, found: Checked) -> Vec<Effect> {
    let is_open = matches!(app.mode, Mode::Check(_));
    let Some(doc) = app.doc_mut().filter(|doc| doc.checks.number == number) else { return Vec::new() };
    doc.checks.is_running = false;
    let before = doc.checks.found.replace(found);
    if matches!(app.mode, Mode::Checks(_)) {
        screens::refresh(app);
        return Vec::new();
    }
    let Mode::Check(view) = &app.mode else { return Vec::new() };
    let span = before.as_ref().and_then(|before| before.spans.get(view.at)).copied();
    let now = app.doc().and_then(|doc| doc.checks.found.as_ref());
    let stays = span.and_then(|span| now?.spans.iter().position(|other| *other == span));
    let at = stays.unwrap_or_else(|| first(app));
    let Mode::Check(view) = std::mem::replace(&mut app.mode, Mode::Read) else { return Vec::new() };
    let mut view = CheckView { at, ..view };
    let effects = if is_open { view.show(app) } else { Vec::new() };
    app.mode = Mode::Check(view);
    effects
}

impl CheckView {
    /// Brings the quotation into sight, and the words of the source beside it where there is room.
    fn show(&mut self, app: &mut App) -> Vec<Effect> {
        if let Some(span) = app.doc().and_then(|doc| self.span(doc)) {
            motion::show(app, span);
            motion::focus_at(app, span);
        }
        match self.there(app) {
            Some((path, place)) if Arrangement::of(app.size) == Arrangement::Beside => {
                vec![Effect::LeadBeside(path, place)]
            }
            Some(_) | None => Vec::new(),
        }
    }

    fn go(&mut self, app: &mut App, to: Option<usize>) -> Response {
        match to {
            Some(at) => {
                self.at = at;
                self.chosen = None;
                Response::stay().with(self.show(app))
            }
            None => Response::stay(),
        }
    }

    /// Does an action.
    pub(super) fn does(&mut self, app: &mut App, action: Action, stamp: &Stamp) -> Response {
        if self.reason.is_some() {
            return match action {
                Action::Accept => self.keep(app, stamp),
                Action::Escape => {
                    self.reason = None;
                    Response::stay()
                }
                _ => Response::stay(),
            };
        }
        let found = app.doc().and_then(|doc| doc.checks.found.as_ref());
        let count = found.map_or(0, |found| found.checks.len());
        match action {
            Action::Accept => self.accept(app, stamp),
            Action::Reject => {
                self.ask_reason(app, stamp);
                Response::stay()
            }
            Action::NextOpen | Action::PreviousOpen => {
                let to = found.and_then(|found| found.problem_beside(self.at, action == Action::NextOpen));
                self.go(app, to)
            }
            Action::NextStatement => {
                let to = Some(self.at + 1).filter(|at| *at < count);
                self.go(app, to)
            }
            Action::PreviousStatement => {
                let to = self.at.checked_sub(1);
                self.go(app, to)
            }
            Action::Down => {
                motion::scroll(app, 1);
                Response::stay()
            }
            Action::Up => {
                motion::scroll(app, -1);
                Response::stay()
            }
            Action::Play => self.play(app),
            Action::OtherPane => self.source(app),
            Action::Open(Scope::Select) => self.look_in_source(app),
            Action::Choose(n) => self.choose(app, usize::from(n)),
            Action::Open(Scope::Checks) => match CheckList::of(app, self.at) {
                Some(list) => {
                    app.mode = Mode::Checks(list);
                    Response::close()
                }
                None => {
                    app.say("Nothing was checked yet");
                    Response::stay()
                }
            },
            action => self.shared_here(app, action, stamp),
        }
    }

    fn shared_here(&mut self, app: &mut App, action: Action, stamp: &Stamp) -> Response {
        use crate::ui::screens::Screen as _;
        if action == Action::Escape {
            // What was put beside for the view goes with it.
            let is_led = self.there(app).is_some_and(|(path, _)| split::path_beside(app) == Some(path.as_path()));
            return Response::close().with(if is_led { vec![Effect::CloseBeside] } else { Vec::new() });
        }
        self.shared(app, action, stamp)
    }

    /// What was found is misquoted; what is right, cannot be told, or is decided is gone on from.
    fn accept(&mut self, app: &mut App, stamp: &Stamp) -> Response {
        let Some(doc) = app.doc() else { return Response::stay() };
        let is_finding = self.check(doc).is_some_and(|check| match check.verdict.side() {
            Side::Finding => true,
            Side::Open => self.chosen.is_some(),
            Side::Sound => false,
        });
        let known = doc.checks.found.as_ref().and_then(|found| found.decision(&doc.reading, self.at));
        let is_decided = known.is_some_and(|decision| decision.reason.is_none());
        let effects = if is_finding && !is_decided {
            let chosen = self.chosen.as_ref();
            match self.decide(app, stamp, |decider, check, known| misquoted(decider, check, known, chosen)) {
                Some(effects) => effects,
                None => return Response::stay(),
            }
        } else {
            Vec::new()
        };
        self.on(app, effects)
    }

    /// Asks why the words stay as they are.
    pub fn ask_reason(&mut self, app: &mut App, stamp: &Stamp) {
        let Some(doc) = app.doc() else { return };
        if self.check(doc).is_none_or(|check| check.verdict.side() == Side::Sound) {
            app.say("These words are right as they stand");
            return;
        }
        let known = doc.checks.found.as_ref().and_then(|found| found.decision(&doc.reading, self.at));
        let was = known.and_then(|decision| decision.reason.clone()).unwrap_or_default();
        if decide::may_decide(app, stamp) {
            self.reason = Some(LineField::new(&was));
        }
    }

    fn keep(&mut self, app: &mut App, stamp: &Stamp) -> Response {
        match self.keep_typed(app, stamp) {
            Some(effects) => self.on(app, effects),
            None => Response::stay(),
        }
    }

    /// Keeps the words for the reason that was typed; `None`, and told, where there is none.
    pub fn keep_typed(&mut self, app: &mut App, stamp: &Stamp) -> Option<Vec<Effect>> {
        let reason = self.reason.as_ref().map(|field| field.text().trim().to_owned()).unwrap_or_default();
        if reason.is_empty() {
            app.say("A reason is needed: it stands in every report");
            return None;
        }
        let done = self.decide(app, stamp, |decider, check, known| kept(decider, check, known, &reason));
        self.reason = None;
        Some(done.unwrap_or_default())
    }

    /// Makes a change about the quotation; `None` where nothing may be changed, or nothing is.
    fn decide(
        &self,
        app: &mut App,
        stamp: &Stamp,
        make: impl FnOnce(&Decider<'_>, &Check, Option<&CheckDecision>) -> Option<Change>,
    ) -> Option<Vec<Effect>> {
        if !decide::may_decide(app, stamp) {
            return None;
        }
        let doc = app.doc()?;
        let known = doc.checks.found.as_ref()?.decision(&doc.reading, self.at);
        let decider = Decider { reading: &doc.reading, by: app.annotator.as_deref(), stamp };
        let change = make(&decider, self.check(doc)?, known)?;
        Some(decide::tell(app, change, stamp))
    }

    /// Goes to the next problem, after effects.
    fn on(&mut self, app: &mut App, mut effects: Vec<Effect>) -> Response {
        let next = app.doc().and_then(|doc| doc.checks.found.as_ref()?.problem_beside(self.at, true));
        let said = app.message.take();
        effects.extend(self.go(app, next).effects);
        app.message = said.or(app.message.take());
        Response::stay().with(effects)
    }

    /// Plays what the source says from the time of its words.
    fn play(&self, app: &mut App) -> Response {
        let time = app.doc().and_then(|doc| self.time(doc));
        let millis = time.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
        let millis = millis.and_then(|time| u32::try_from(time.as_millis()).ok());
        match millis.zip(self.there(app)) {
            Some((millis, (path, _))) => Response::stay().with(vec![Effect::PlayOf(path, millis)]),
            None => {
                app.warn("No time is known for these words, so that nothing can be played");
                Response::stay()
            }
        }
    }

    /// The first of the places is the one that was found, the next ones are others with the words.
    fn choose(&mut self, app: &mut App, number: usize) -> Response {
        let others = app.doc().and_then(|doc| self.check(doc)).map(|check| check.others.as_slice()).unwrap_or_default();
        let chosen = number.checked_sub(2).map(|n| others.get(n));
        match chosen {
            Some(None) => {
                let count = others.len() + 1;
                app.say(if count == 1 { "There is one place only".to_owned() } else { format!("No {number} here") });
                Response::stay()
            }
            place => {
                self.chosen = place.flatten().cloned();
                Response::stay().with(self.show(app))
            }
        }
    }

    /// The source to go over to, and a stretch of it: where the words are, or the first source where none has them.
    fn source_to_see(&self, app: &App) -> Option<(PathBuf, (u32, u32))> {
        let first = || {
            let source = app.doc()?.reading.set().sources.first()?;
            Some((attached::path(app.path.as_deref()?, source), (0, 0)))
        };
        self.there(app).or_else(first)
    }

    /// Over to the source to select the right words there; where it is not read yet, that comes first.
    fn look_in_source(&self, app: &mut App) -> Response {
        let Some((path, place)) = self.source_to_see(app) else {
            app.say("No source is attached");
            return Response::stay();
        };
        let is_read = split::beside(app).is_some_and(|(doc, beside)| beside == path && !doc.detecting);
        if !is_read {
            let is_beside = split::path_beside(app) == Some(path.as_path());
            app.say("Still reading the source; in a moment");
            return Response::stay().with(if is_beside { Vec::new() } else { vec![Effect::LeadBeside(path, place)] });
        }
        split::turn_over(app);
        let found = || {
            let document = app.doc()?.reading.document();
            let span = document.offsets().span_to_bytes(document.text(), place.0, place.1)?;
            (!span.is_empty()).then(|| Selection::of(span))
        };
        match found().or_else(|| Selection::at_hand(app)) {
            Some(selection) => app.mode = Mode::Select(Selection { sought: Some(self.at), ..selection }),
            None => app.say("No words are in this source"),
        }
        Response::close()
    }

    /// Over to the source; where it is not beside yet, it is put there. Words selected there are those of the quotation.
    fn source(&self, app: &mut App) -> Response {
        let Some((path, place)) = self.source_to_see(app) else {
            app.say("No source is attached");
            return Response::stay();
        };
        if let Some(doc) = app.doc_mut() {
            doc.checks.sought = Some(self.at);
        }
        if split::path_beside(app) == Some(path.as_path()) {
            split::turn_over(app);
            return Response::close();
        }
        Response::close().with(vec![Effect::LeadBeside(path, place)])
    }
}
