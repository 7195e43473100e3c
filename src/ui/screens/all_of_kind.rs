//! Taking all open answers of a kind of difference together: whose, and which.

use super::{Response, Scope, Screen, adjudicate};
use crate::ui::action::Action;
use crate::ui::adjudicating::{Adjudicated, kind_in_words};
use crate::ui::app::App;
use crate::ui::theme::Role;
use crate::ui::widgets::canvas::width;
use crate::ui::widgets::hints::{Hint, hints};
use crate::ui::widgets::listing::Drawn;
use crate::ui::widgets::page_layout::PageLayout;
use crate::ui::widgets::sheet::open;
use ratatui::buffer::Buffer;
use ratatui::style::Modifier;
use sayso_core::agreement::comparison::Difference;
use sayso_core::annotation::Stamp;
use sayso_core::reading::quoted;

/// Most characters of the words of a place that are told.
const MAX_WORDS: usize = 28;

/// The sheet.
#[derive(Debug)]
pub struct KindSheet {
    /// The kind.
    kind: Difference,
    /// How many places of it are open; of those all agree on, how many are not taken yet.
    count: usize,
    /// What each annotator's answers come to, by number, and, behind them, what most have.
    all: Vec<Taking>,
    /// Which of these.
    whose: usize,
}

fn known(app: &App) -> Option<&Adjudicated> {
    app.doc()?.adjudication.found.as_ref()
}

/// What would be taken, and what stays open: places by their numbers, with the numbers of choices.
#[derive(Debug, Default)]
struct Taking {
    taken: Vec<(usize, usize)>,
    stays: Vec<usize>,
}

impl Taking {
    /// Of an annotator by number, or of most. O(places · annotators).
    fn of(found: &Adjudicated, places: &[usize], whose: usize) -> Self {
        let mut out = Self::default();
        for at in places {
            let choice = found.place(*at).and_then(|place| match whose {
                n if n < found.names.len() => place.choice_of(n),
                _ => place.most(),
            });
            match choice {
                Some(choice) => out.taken.push((*at, choice)),
                None => out.stays.push(*at),
            }
        }
        out
    }
}

impl KindSheet {
    /// Of all places of a kind that are not decided; nothing, and told, where there is none.
    pub fn of(app: &mut App, kind: Difference) -> Option<Self> {
        let doc = app.doc()?;
        let found = doc.adjudication.found.as_ref()?;
        let is_wanted = |n: &usize| found.place(*n).is_some_and(|p| p.difference == kind && p.decision.is_none());
        let places: Vec<usize> = (0..found.all.places.len()).filter(is_wanted).collect();
        let most = found.names.len();
        if places.is_empty() {
            app.say(format!("All of this kind are decided: {}", kind_in_words(kind)));
            return None;
        }
        let whose = if most > 2 || kind == Difference::Same { most } else { 0 };
        let all = (0..=most).map(|whose| Taking::of(found, &places, whose)).collect();
        let again = doc.adjudication.again.filter(|_| kind != Difference::Same);
        Some(Self { kind, count: places.len(), all, whose: again.unwrap_or(whose).min(most) })
    }

    fn taking(&self) -> Option<&Taking> {
        self.all.get(self.whose)
    }

    fn whose_in_words(&self, found: &Adjudicated, whose: usize) -> String {
        match found.names.get(whose) {
            Some(name) => format!("{name}’s"),
            None => {
                let count = self.all.get(whose).map_or(0, |taking| taking.taken.len());
                format!("as most have it ({count} of {})", self.count)
            }
        }
    }

    fn accept(&self, app: &mut App, stamp: &Stamp) -> Response {
        let Some((found, Taking { taken, stays })) = known(app).zip(self.taking()) else {
            return Response::close();
        };
        let whose = found.names.get(self.whose).map_or("as most have it".to_owned(), |name| format!("from {name}"));
        let left = match stays.len() {
            0 => String::new(),
            n => format!(", {n} still open"),
        };
        let summary = format!("Taken {whose}: {} of a kind, {}{left}", taken.len(), kind_in_words(self.kind));
        let Some(effects) = adjudicate::take(app, taken, summary, stamp) else {
            if taken.is_empty() {
                app.say("None of these has an answer that most give");
            }
            return Response::stay();
        };
        Response::close().with(effects)
    }

    /// The places that would be taken, as far as they have room, and those that stay.
    fn list(&self, app: &App, found: &Adjudicated, room: u16) -> (String, String) {
        let Some((doc, Taking { taken, stays })) = app.doc().zip(self.taking()) else { return Default::default() };
        let document = doc.reading.document();
        let told = |at: usize| {
            let span = found.place(at).and_then(|p| document.offsets().span_to_bytes(document.text(), p.at.0, p.at.1));
            let words = span.map(|span| quoted(document.words(span), MAX_WORDS)).unwrap_or_default();
            format!("¶{} {words}", span.map_or(0, |span| document.block_at(span.start) + 1))
        };
        let in_row = |count: usize, all: &mut dyn Iterator<Item = usize>| {
            let mut text = String::new();
            for (n, at) in all.enumerate() {
                let next = told(at);
                if n > 0 && width(&text) + width(&next) + 12 > room {
                    return format!("{text}   {} more", count - n);
                }
                text = if text.is_empty() { next } else { format!("{text}   {next}") };
            }
            text
        };
        let left = in_row(stays.len(), &mut stays.iter().copied());
        let left = if stays.is_empty() { String::new() } else { format!("stays open: {left}") };
        (in_row(taken.len(), &mut taken.iter().map(|(at, _)| *at)), left)
    }
}

impl Screen for KindSheet {
    fn word(&self, _app: &App) -> &'static str {
        "ALL OF A KIND"
    }

    fn hints(&self, app: &App, _page: &PageLayout) -> Vec<Hint> {
        hints(app, Scope::AllOfKind, &[Action::Accept, Action::NextField, Action::Escape])
    }

    fn draw(&self, app: &App, page: &PageLayout, buffer: &mut Buffer) -> Drawn {
        let Some(found) = known(app) else { return Drawn::default() };
        let gap = u16::from(page.is_tall());
        let mut s = open(app, page, 4 + 2 * gap, buffer);
        let (bold, quiet, left) = (s.bold(), s.words(Role::Quiet), s.left);
        let x = s.at(left, Scope::AllOfKind.title(), bold) + 3;
        let about = match self.kind {
            Difference::Same => format!("what all agree on: {} not taken yet", self.count),
            Difference::Missing => format!("what not all have labelled: {} still open", self.count),
            kind => format!("differences in the {}: {} still open", kind_in_words(kind), self.count),
        };
        s.at(x, &about, quiet);
        s.y += 1;
        let mut x = left;
        for whose in 0..=found.names.len() {
            let is_chosen = whose == self.whose;
            let text = self.whose_in_words(found, whose);
            let style = if is_chosen { bold.add_modifier(Modifier::UNDERLINED) } else { s.words(Role::Body) };
            let digit = if whose < 9 { format!("{} ", whose + 1) } else { String::new() };
            x = s.at(x, &digit, bold);
            x = s.at(x, &text, style) + 3;
        }
        s.y += 1 + gap;
        let (places, stays) = self.list(app, found, s.right.saturating_sub(left));
        let body = s.words(Role::Body);
        s.line(&places, body);
        s.line(&stays, quiet);
        Drawn::default()
    }

    fn position(&self, _app: &App, _page: &PageLayout) -> String {
        let taken = self.taking().map_or(0, |taking| taking.taken.len());
        format!("{taken} of {}", self.count)
    }

    fn act(&mut self, app: &mut App, action: Action, stamp: &Stamp) -> Response {
        let count = known(app).map_or(0, |found| found.names.len()) + 1;
        match action {
            Action::Accept => return self.accept(app, stamp),
            Action::Choose(digit) if usize::from(digit) <= count => self.whose = usize::from(digit).saturating_sub(1),
            Action::Choose(digit) => app.say(format!("No {digit} here")),
            Action::NextField => self.whose = (self.whose + 1) % count,
            Action::PreviousField => self.whose = (self.whose + count - 1) % count,
            action => return self.shared(app, action, stamp),
        }
        Response::stay()
    }
}
