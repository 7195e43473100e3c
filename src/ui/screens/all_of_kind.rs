//! Taking all open answers of a kind of difference together: whose, and which.

use super::{Response, Scope, Screen, adjudicate};
use crate::ui::action::Action;
use crate::ui::adjudicating::{Adjudicated, PlaceKind};
use crate::ui::app::App;
use crate::ui::theme::Role;
use crate::ui::widgets::canvas::width;
use crate::ui::widgets::hints::{Hint, hints};
use crate::ui::widgets::listing::Drawn;
use crate::ui::widgets::page_layout::PageLayout;
use crate::ui::widgets::sheet::open;
use ratatui::buffer::Buffer;
use ratatui::style::Modifier;
use sayso_core::agreement::comparison::{Answer, Difference};
use sayso_core::annotation::Stamp;
use sayso_core::annotators::adjudication::AdjudicatedPlace;
use sayso_core::reading::quoted;

/// Most characters of the words of a place that are told.
const MAX_WORDS: usize = 28;

/// The sheet.
#[derive(Debug)]
pub struct KindSheet {
    /// The kind.
    kind: PlaceKind,
    /// How many places of it are open; of those all agree on, how many are not taken yet.
    count: usize,
    /// What can be taken of them, and what that comes to, by digit.
    all: Vec<(Whose, Taking)>,
    /// Which of these.
    whose: usize,
}

/// Which answers are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Whose {
    /// Those of an annotator, by number.
    Annotator(usize),
    /// As most have it.
    Most,
    /// Those with the fewest characters.
    Shortest,
    /// Those with the most.
    Longest,
    /// The versions of this number.
    Version(usize),
}

impl Whose {
    /// All there are for a kind, in the order of their digits.
    fn all(found: &Adjudicated, kind: PlaceKind) -> Vec<Self> {
        if kind == PlaceKind::Versions {
            return (0..found.columns.len()).map(Self::Version).collect();
        }
        let lengths = [Self::Shortest, Self::Longest].into_iter();
        let lengths = lengths.filter(|_| kind == PlaceKind::Difference(Difference::Boundary));
        (0..found.names.len()).map(Self::Annotator).chain([Self::Most]).chain(lengths).collect()
    }

    /// The choice of a place that it is; none where two are alike in it. O(annotators).
    fn choice(self, place: &AdjudicatedPlace) -> Option<usize> {
        match self {
            Self::Annotator(n) => place.choice_of(n),
            Self::Most => place.most(),
            Self::Shortest => only_least(place, |length| length),
            Self::Longest => only_least(place, |length| u32::MAX - length),
            Self::Version(n) => (n < place.versions.len()).then_some(n),
        }
    }
}

/// The choice whose answer is least by its length in code points, if that is one.
fn only_least(place: &AdjudicatedPlace, key: impl Fn(u32) -> u32) -> Option<usize> {
    let length = |answer: &Answer| answer.at.iter().map(|(start, end)| end - start).sum();
    let mut all: Vec<(u32, usize)> = place
        .choices
        .iter()
        .enumerate()
        .filter_map(|(n, choice)| Some((key(length(choice.answer.as_ref()?)), n)))
        .collect();
    all.sort_unstable();
    match all.as_slice() {
        [(least, _), (next, _), ..] if least == next => None,
        [(_, n), ..] => Some(*n),
        [] => None,
    }
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
    /// O(places · annotators).
    fn of(found: &Adjudicated, places: &[usize], whose: Whose) -> Self {
        let mut out = Self::default();
        for at in places {
            match found.place(*at).and_then(|place| whose.choice(place)) {
                Some(choice) => out.taken.push((*at, choice)),
                None => out.stays.push(*at),
            }
        }
        out
    }
}

impl KindSheet {
    /// Of all places of a kind that are not decided; nothing, and told, where there is none.
    pub fn of(app: &mut App, kind: PlaceKind) -> Option<Self> {
        let doc = app.doc()?;
        let found = doc.adjudication.found.as_ref()?;
        let is_wanted = |n: &usize| found.place(*n).is_some_and(|p| PlaceKind::of(p) == kind && p.decision.is_none());
        let places: Vec<usize> = (0..found.all.places.len()).filter(is_wanted).collect();
        if places.is_empty() {
            app.say(format!("All of this kind are decided: {}", kind.in_words()));
            return None;
        }
        let is_same = kind == PlaceKind::Difference(Difference::Same);
        let all = Whose::all(found, kind);
        let most = all.iter().position(|whose| *whose == Whose::Most).filter(|most| *most > 2 || is_same);
        let again = doc.adjudication.again.filter(|n| !is_same && all.contains(&Whose::Annotator(*n)));
        let whose = again.or(most).unwrap_or(0);
        let all = all.into_iter().map(|whose| (whose, Taking::of(found, &places, whose))).collect();
        Some(Self { kind, count: places.len(), all, whose })
    }

    /// Chooses what most have; false where that is nothing that can be chosen.
    pub fn choose_most(&mut self) -> bool {
        let most = self.all.iter().position(|(whose, _)| *whose == Whose::Most);
        self.whose = most.unwrap_or(self.whose);
        most.is_some()
    }

    fn taking(&self) -> Option<&Taking> {
        self.all.get(self.whose).map(|(_, taking)| taking)
    }

    fn whose_in_words(&self, found: &Adjudicated, (whose, taking): &(Whose, Taking)) -> String {
        match *whose {
            Whose::Annotator(n) => format!("{}’s", found.names.get(n).map_or("", String::as_str)),
            Whose::Most => format!("as most have it ({} of {})", taking.taken.len(), self.count),
            Whose::Shortest => "the shortest".to_owned(),
            Whose::Longest => "the longest".to_owned(),
            Whose::Version(n) => match found.columns.get(n).map(String::as_str) {
                Some("you") => "yours".to_owned(),
                Some(name) if !name.is_empty() => format!("{name}’s"),
                _ => format!("version {}", n + 1),
            },
        }
    }

    fn accept(&self, app: &mut App, stamp: &Stamp) -> Response {
        let Some((found, Taking { taken, stays })) = known(app).zip(self.taking()) else {
            return Response::close();
        };
        let whose = match self.all.get(self.whose) {
            Some((Whose::Most, _)) | None => "as most have it".to_owned(),
            Some((Whose::Annotator(n), _)) => format!("from {}", found.names.get(*n).map_or("", String::as_str)),
            Some(other) => self.whose_in_words(found, other),
        };
        let left = match stays.len() {
            0 => String::new(),
            n => format!(", {n} still open"),
        };
        let summary = format!("Taken {whose}: {} of a kind, {}{left}", taken.len(), self.kind.in_words());
        let Some(effects) = adjudicate::take(app, taken, summary, stamp) else {
            if taken.is_empty() {
                app.say("None of these has one answer of this kind");
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
            PlaceKind::Difference(Difference::Same) => format!("what all agree on: {} not taken yet", self.count),
            PlaceKind::Difference(Difference::Missing) => {
                format!("what not all have labelled: {} still open", self.count)
            }
            PlaceKind::Versions => format!("decided in versions: {} still open", self.count),
            kind @ PlaceKind::Difference(_) => {
                format!("differences in the {}: {} still open", kind.in_words(), self.count)
            }
        };
        s.at(x, &about, quiet);
        s.y += 1;
        let mut x = left;
        let texts: Vec<String> = self.all.iter().map(|whose| self.whose_in_words(found, whose)).collect();
        let (room, cells) = (s.right.saturating_sub(left), |text: &String| width(text) + 5);
        // What is chosen is always in sight.
        let fits = |first: &usize| texts.iter().take(self.whose + 1).skip(*first).map(cells).sum::<u16>() <= room + 3;
        let first = (0..self.whose).find(fits).unwrap_or(self.whose);
        for (whose, text) in texts.iter().enumerate().skip(first) {
            let is_chosen = whose == self.whose;
            let style = if is_chosen { bold.add_modifier(Modifier::UNDERLINED) } else { s.words(Role::Body) };
            let digit = if whose < 9 { format!("{} ", whose + 1) } else { String::new() };
            x = s.at(x, &digit, bold);
            x = s.at(x, text, style) + 3;
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
        let count = self.all.len().max(1);
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
