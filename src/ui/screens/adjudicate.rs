//! What annotators say of a document, place by place, and what a curator takes of it.

mod draw;
mod keys;
mod search;

use super::{Input, Layer, Response, Scope, Screen};
use crate::ui::action::Action;
use crate::ui::adjudicating::{Adjudicated, KINDS, PlaceKind};
use crate::ui::app::App;
use crate::ui::event::Effect;
use crate::ui::widgets::browse::Browse;
use crate::ui::widgets::field::LineField;
use crate::ui::widgets::hints::{Hint, hints, position_in};
use crate::ui::widgets::listing::Drawn;
use crate::ui::widgets::page_layout::PageLayout;
use ratatui::buffer::Buffer;
use sayso_core::annotation::Stamp;
use sayso_core::annotators::adjudication::{AdjudicatedPlace, Prefill};

pub use draw::{answers_in_sentences, place_in_sentences};
pub use keys::{after_opening, asked_anew, came, open_known, take};

/// The view.
#[derive(Debug, Default)]
pub struct AdjudicateView {
    /// The places in the order in which they are shown, by number.
    order: Vec<usize>,
    /// Whether that is by kind of difference.
    by_kind: bool,
    /// The row under the bar.
    row: usize,
    /// The answer of its place that would be changed, by number of the choice.
    choice: usize,
    /// What is searched, in the words and answers of all places, by number.
    search: Browse,
    /// The row where the search began.
    from: usize,
}

impl AdjudicateView {
    /// The number of the place under the bar.
    pub fn at(&self) -> Option<usize> {
        self.order.get(self.row).copied()
    }

    /// What is known, and the place under the bar.
    fn place<'a>(&self, app: &'a App) -> Option<(&'a Adjudicated, &'a AdjudicatedPlace)> {
        let found = app.doc()?.adjudication.found.as_ref()?;
        Some((found, found.place(self.at()?)?))
    }

    /// Finds the rows anew, with the bar on a place. O(places · log places).
    fn look(&mut self, app: &App, at: usize) {
        let found = app.doc().and_then(|doc| doc.adjudication.found.as_ref());
        let places = found.map_or(&[][..], |found| &found.all.places);
        self.order = (0..places.len()).collect();
        if self.by_kind {
            let rank = |n: &usize| {
                let kind = places.get(*n).map(PlaceKind::of);
                KINDS.iter().position(|known| Some(*known) == kind).unwrap_or(KINDS.len())
            };
            self.order.sort_by_key(rank);
        }
        self.row = self.order.iter().position(|n| *n == at).unwrap_or(0);
        self.stand(app);
        self.search_anew(app);
    }

    /// The bar stands on another place: the answer that would be changed is what was taken, what is proposed, or the first.
    fn stand(&mut self, app: &App) {
        let prefill = app.doc().map_or(Prefill::default(), |doc| doc.adjudication.prefill);
        let Some((found, place)) = self.place(app) else { return };
        let taken = place.decision.as_ref().and_then(|decision| decision.choice);
        let first = || place.choices.iter().position(|choice| choice.answer.is_some());
        self.choice = taken.or_else(|| prefill.of(place, found.names.len())).or_else(first).unwrap_or(0);
    }
}

impl Screen for AdjudicateView {
    fn open(app: &mut App, _stamp: &Stamp) -> Vec<Effect> {
        keys::open(app)
    }

    fn word(&self, _app: &App) -> &'static str {
        "ADJUDICATE"
    }

    fn hints(&self, app: &App, _page: &PageLayout) -> Vec<Hint> {
        let of = |action: Action, word: &str| Hint::of(app, Scope::Adjudicate, action, word);
        let mut out = Vec::new();
        if self.search.typing {
            return vec![of(Action::Accept, "stay"), of(Action::NextRow, "next"), of(Action::Escape, "back")];
        }
        let Some((found, place)) = self.place(app) else {
            return hints(app, Scope::Adjudicate, &[Action::Open(Scope::Help), Action::Escape]);
        };
        if place.is_of_versions() {
            let whose = (0u8..).take(place.versions.len().min(9));
            out.extend(whose.map(|n| of(Action::Choose(n + 1), &found.whose(place, n.into()))));
        } else if found.is_by_annotator() {
            let names = found.names.iter().zip(1..);
            out.extend(names.map(|(name, n)| of(Action::Choose(n), name)));
        } else if let Some(last) = (0..place.choices.len()).filter_map(|n| found.digit_of(place, n)).max() {
            let first = app.keymap.shown(Scope::Adjudicate, Action::Choose(1));
            out.push(Hint::new(if last > 1 { format!("{first}–{last}") } else { first.to_owned() }, "take"));
        }
        let prefill = app.doc().map_or(Prefill::default(), |doc| doc.adjudication.prefill);
        if place.decision.is_some() {
            out.push(of(Action::Accept, "go on"));
        } else if prefill.of(place, found.names.len()).is_some() {
            out.push(of(Action::Accept, "proposal"));
        } else if place.is_of_versions() {
            out.push(of(Action::Accept, "field by field…"));
        }
        let again = app.doc().and_then(|doc| found.names.get(doc.adjudication.again?));
        out.extend(hints(app, Scope::Adjudicate, &[Action::Reject]));
        out.extend(again.map(|name| of(Action::LabelAgain, &format!("{name} again"))));
        let rest = [
            Action::Open(Scope::AllOfKind),
            Action::Open(Scope::Speaker),
            Action::ChangeWords,
            Action::NextOpen,
            Action::Open(Scope::Why),
            Action::Open(Scope::Help),
            Action::Escape,
        ];
        out.extend(hints(app, Scope::Adjudicate, &rest));
        out
    }

    fn draw(&self, app: &App, page: &PageLayout, buffer: &mut Buffer) -> Drawn {
        draw::view(app, page, self, buffer)
    }

    fn layer(&self, _page: &PageLayout) -> Layer {
        Layer::Whole
    }

    fn input(&self) -> Input {
        if self.search.typing { Input::Line } else { Input::Keys }
    }

    fn field(&mut self) -> Option<&mut LineField> {
        Some(&mut self.search).filter(|search| search.typing).map(|search| &mut search.field)
    }

    fn edited(&mut self, app: &mut App) -> Vec<Effect> {
        self.search_typed(app);
        Vec::new()
    }

    fn position(&self, _app: &App, _page: &PageLayout) -> String {
        position_in(self.row, self.order.len())
    }

    fn bar(&mut self) -> Option<&mut usize> {
        Some(&mut self.row)
    }

    fn rows(&self, _app: &App) -> usize {
        self.order.len()
    }

    fn goes_round(&self) -> bool {
        false
    }

    fn page_rows(&self) -> i32 {
        4
    }

    fn moved(&mut self, app: &mut App) {
        self.stand(app);
        self.remember(app);
    }

    /// A click on the place under the bar decides nothing.
    fn row_clicked(&mut self, _app: &mut App, _stamp: &Stamp) -> Response {
        Response::stay()
    }

    fn act(&mut self, app: &mut App, action: Action, stamp: &Stamp) -> Response {
        if self.search.typing { self.searches(app, action) } else { self.does(app, action, stamp) }
    }

    fn leave(&mut self, app: &mut App) -> Response {
        self.to_page(app);
        Response::close()
    }

    fn refresh(&mut self, app: &App) {
        let at = app.doc().map_or(0, |doc| doc.adjudication.at);
        self.look(app, at);
    }
}
