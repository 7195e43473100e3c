//! Two who may be one person: with what speaks for it and against it, one pair after the other.

use super::state::PeopleView;
use super::under::last_undo;
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::event::Effect;
use crate::ui::screens::{Layer, Mode, Response, Scope, Screen};
use crate::ui::theme::Role;
use crate::ui::widgets::canvas::{cut, put, width};
use crate::ui::widgets::hints::{Hint, hints, position_in};
use crate::ui::widgets::listing::Drawn;
use crate::ui::widgets::page_layout::PageLayout;
use crate::ui::widgets::sheet::open;
use ratatui::buffer::Buffer;
use sayso_core::annotation::{SpeakerDecision, Stamp};
use sayso_core::library::{Person, Proposal, Said, Wording};
use sayso_core::reading::quoted;

/// The sheet.
#[derive(Debug, Default)]
pub struct OnePersonSheet {
    /// The pairs.
    pairs: Vec<Proposal>,
    /// The two of the pair that is shown.
    two: Option<Box<[Person; 2]>>,
    /// Which pair is shown.
    at: usize,
    /// Whether it was asked about this one pair, rather than all that are proposed.
    is_asked_for: bool,
    /// Whether a decision is on its way.
    pub waits: bool,
    /// Words of each of the two.
    examples: Vec<Wording>,
    /// Number of the question for them.
    asked: Option<u64>,
}

impl OnePersonSheet {
    /// All pairs that are proposed; none when there are none.
    pub fn all(view: &PeopleView) -> Option<Self> {
        Self::of(view, view.people()?.proposals.clone(), 0, false)
    }

    /// The same, at one of them.
    pub fn proposed(view: &PeopleView, number: usize) -> Option<Self> {
        Self::of(view, view.people()?.proposals.clone(), number, false)
    }

    /// One pair that a person asks about: the name of `first` would be kept.
    pub fn asked_for(view: &PeopleView, first: u32, second: u32) -> Option<Self> {
        let proposal = view.people()?.pair(first, second)?;
        Self::of(view, vec![proposal], 0, true)
    }

    fn of(view: &PeopleView, pairs: Vec<Proposal>, at: usize, is_asked_for: bool) -> Option<Self> {
        let mut sheet = Self { pairs, at, is_asked_for, ..Self::default() };
        sheet.show(view).then_some(sheet)
    }

    /// Shows the pair it is at; false when there is none.
    fn show(&mut self, view: &PeopleView) -> bool {
        self.at = self.at.min(self.pairs.len().saturating_sub(1));
        let person = |n: u32| view.person(n as usize).cloned();
        let two = self.pairs.get(self.at).and_then(|p| Some([person(p.first)?, person(p.second)?]));
        (self.two, self.waits) = (two.map(Box::new), false);
        (self.examples, self.asked) = (Vec::new(), None);
        self.two.is_some()
    }

    /// After a decision: the pairs that are left; false when there is none.
    pub fn update(&mut self, view: &PeopleView) -> bool {
        if self.is_asked_for {
            return false;
        }
        self.pairs = view.people().map(|people| people.proposals.clone()).unwrap_or_default();
        self.show(view)
    }

    /// Statements of which words are wanted: one of each.
    pub fn wanted(&self) -> Vec<Said> {
        if self.asked.is_some() {
            return Vec::new();
        }
        self.two.iter().flat_map(|two| two.iter()).filter_map(|person| person.said.first().copied()).collect()
    }

    /// They are asked for under a number.
    pub const fn asks(&mut self, number: u64) {
        self.asked = Some(number);
    }

    /// Words were read.
    pub fn heard(&mut self, number: u64, words: &[Wording]) {
        if self.asked == Some(number) {
            self.examples.extend_from_slice(words);
        }
    }

    /// The pair that is shown, and its two.
    pub fn shown(&self) -> Option<(&Proposal, &[Person; 2])> {
        Some((self.pairs.get(self.at)?, self.two.as_deref()?))
    }

    fn decide(&mut self, app: &mut App, action: Action) -> Response {
        if self.waits {
            app.say("Key ignored: the last decision is being kept");
            return Response::stay();
        }
        let Some((_, [first, second])) = self.shown() else { return Response::close() };
        let (first, second) = (first.known_as(), second.known_as());
        let decision = match action {
            Action::Choose(2) => SpeakerDecision::One(second, first),
            Action::Reject => SpeakerDecision::Two(first, second),
            _ => SpeakerDecision::One(first, second),
        };
        let Some(Mode::People(view)) = app.underlying.as_deref() else { return Response::close() };
        let found = view.found();
        self.waits = true;
        Response::stay().with(vec![Effect::DecidePeople(decision, found)])
    }

    /// Another pair.
    fn turn(&mut self, app: &mut App, back: bool) {
        let count = self.pairs.len();
        if count < 2 {
            app.say("No other two look like one person");
            return;
        }
        self.at = if back { (self.at + count - 1) % count } else { (self.at + 1) % count };
        let under = app.underlying.take();
        if let Some(Mode::People(view)) = under.as_deref() {
            self.show(view);
        }
        app.underlying = under;
    }
}

impl Screen for OnePersonSheet {
    fn word(&self, _app: &App) -> &'static str {
        if self.is_asked_for { "ONE PERSON" } else { "PERHAPS THE SAME" }
    }

    fn hints(&self, app: &App, _page: &PageLayout) -> Vec<Hint> {
        let all = [
            Action::Accept,
            Action::Choose(2),
            Action::Reject,
            Action::NextField,
            Action::Open(Scope::Help),
            Action::Escape,
        ];
        hints(app, Scope::OnePerson, &all)
    }

    fn layer(&self, _page: &PageLayout) -> Layer {
        Layer::Sheet
    }

    fn position(&self, _app: &App, _page: &PageLayout) -> String {
        position_in(self.at, self.pairs.len())
    }

    fn draw(&self, app: &App, page: &PageLayout, buffer: &mut Buffer) -> Drawn {
        let gap = u16::from(page.is_tall());
        let mut s = open(app, page, 5 + 2 * gap, buffer);
        let Some((pair, two)) = self.shown() else { return Drawn::default() };
        let x = s.at(s.left, "Perhaps one person?", s.bold()) + 3;
        let reasons = cut(&pair.reasons_in_words(), s.right.saturating_sub(x));
        s.at(x, &reasons, s.words(Role::Quiet));
        s.y += 1 + gap;
        let room = s.right.saturating_sub(s.left);
        let names = two.iter().map(|p| width(&p.name)).max().unwrap_or(0).min(room / 3);
        for (n, person) in two.iter().enumerate() {
            let x = s.at(s.left, &(n + 1).to_string(), s.bold()) + 2;
            put(s.buffer, x, s.y, names, &cut(&person.name, names), s.words(Role::Strong));
            let x = x + names + 3;
            let documents = if person.documents.len() == 1 { "document" } else { "documents" };
            let mut parts =
                vec![format!("{} {documents}", person.documents.len()), format!("{} said", person.said.len())];
            parts.extend(Some(person.period()).filter(|p| !p.is_empty()));
            let text = cut(&parts.join("   "), s.right.saturating_sub(x));
            let x = s.at(x, &text, s.words(Role::Quiet)) + 3;
            let example = self.examples.iter().find(|wording| person.said.first() == Some(&wording.said));
            let room = s.right.saturating_sub(x);
            if let Some(example) = example.filter(|_| room > 20) {
                let place = format!(" {}", example.place);
                let words = quoted(&example.words, usize::from(room.saturating_sub(width(&place) + 3)));
                s.at(x, &format!("{words}{place}"), s.words(Role::Body));
            }
            s.y += 1;
        }
        s.y += gap;
        let against =
            if pair.against.is_empty() { "nothing: no document has both".to_owned() } else { pair.against_in_words() };
        let x = s.at(s.left, "against it", s.words(Role::Quiet)) + 3;
        let against = cut(&against, s.right.saturating_sub(x));
        s.at(x, &against, s.words(Role::Body));
        s.y += 1;
        let undo = app.key(Scope::People, Action::Undo);
        let kept = format!("Kept in sayso.ron with both names; no sidecar is changed; {undo} takes it back.");
        s.line(&kept, s.words(Role::Quiet));
        Drawn::default()
    }

    fn act(&mut self, app: &mut App, action: Action, stamp: &Stamp) -> Response {
        match action {
            Action::Accept | Action::Choose(1 | 2) | Action::Reject => self.decide(app, action),
            Action::NextField | Action::PreviousField => {
                self.turn(app, action == Action::PreviousField);
                Response::stay()
            }
            Action::Undo => match last_undo(app) {
                Some((undo, found)) => Response::stay().with(vec![Effect::TakeBackPeople(undo, found)]),
                None => {
                    app.say("Nothing was decided about people here that could be taken back");
                    Response::stay()
                }
            },
            action => self.shared(app, action, stamp),
        }
    }

    fn leave(&mut self, _app: &mut App) -> Response {
        Response::close()
    }
}
