//! Searching the places for words: of the text, of a name, of an answer; and copying what is found.

use super::{AdjudicateView, Response};
use crate::ui::action::Action;
use crate::ui::adjudicating::{Adjudicated, PlaceKind};
use crate::ui::app::App;
use crate::ui::clipboard;
use crate::ui::open_document::OpenDocument;
use crate::ui::screens::adjudicate::draw::stretch;
use crate::ui::widgets::browse::Browse;
use sayso_core::annotators::adjudication::AdjudicatedPlace;
use sayso_core::span::Span;

/// What can be found of a place: the words that are shown of it, who speaks, labels, ratings, notes, the kind.
fn words(doc: &OpenDocument, found: &Adjudicated, place: &AdjudicatedPlace) -> String {
    let shown = stretch(doc, place).map(|span| doc.reading.document().words(span));
    let mut out = vec![PlaceKind::of(place).in_words(), shown.unwrap_or_default()];
    for choice in &place.choices {
        if let Some(answer) = &choice.answer {
            out.push(&answer.label);
            out.extend([&answer.speaker, &answer.rating].into_iter().flatten().map(String::as_str));
        }
        out.extend(choice.record.as_ref().and_then(|record| record.note.as_deref()));
    }
    let whose = (0..place.versions.len()).map(|n| found.whose(place, n)).collect::<Vec<_>>().join(" ");
    out.push(&whose);
    out.join(" ").replace('\n', " ")
}

impl AdjudicateView {
    /// A line to type in; the bar follows it. O(letters of all places).
    pub(super) fn begin_search(&mut self, app: &App) {
        self.from = self.row;
        self.search = Self::all_words(app);
        self.search.typing = true;
    }

    fn all_words(app: &App) -> Browse {
        let known = app.doc().and_then(|doc| Some((doc, doc.adjudication.found.as_ref()?)));
        let all = known.map(|(doc, found)| found.all.places.iter().map(|place| words(doc, found, place)));
        Browse::new(all.into_iter().flatten())
    }

    /// Searches the same in places that are others now.
    pub(super) fn search_anew(&mut self, app: &App) {
        if !self.search.typing && self.search.field.text().is_empty() {
            return;
        }
        let fresh = Self::all_words(app);
        let before = std::mem::replace(&mut self.search, fresh);
        (self.search.field, self.search.typing) = (before.field, before.typing);
        self.search.narrow(|_| true);
    }

    /// Something was typed: the first place from where it began has all of it.
    pub(super) fn search_typed(&mut self, app: &mut App) {
        self.search.narrow(|_| true);
        self.row = self.matching(self.from, 0, true).unwrap_or(self.from);
        self.stand(app);
        self.remember(app);
    }

    /// The row from `row` on, `skip` further, or before it, whose place has what was typed; round at the ends.
    fn matching(&self, row: usize, skip: usize, forward: bool) -> Option<usize> {
        if self.search.field.text().trim().is_empty() {
            return None;
        }
        let count = self.order.len();
        let is_one = |row: &usize| {
            let place = self.order.get(*row).and_then(|n| u32::try_from(*n).ok());
            place.is_some_and(|place| self.search.shown().binary_search(&place).is_ok())
        };
        let rows = (skip..count + skip).map(|n| (if forward { row + n } else { row + 2 * count - n }) % count);
        rows.into_iter().find(is_one)
    }

    /// Goes to the next place with what was typed, or the one before.
    pub(super) fn next_match(&mut self, app: &mut App, forward: bool) {
        if self.search.field.text().trim().is_empty() {
            app.say("Nothing was searched here yet");
            return;
        }
        match self.matching(self.row, 1, forward) {
            Some(row) => {
                self.row = row;
                self.stand(app);
                self.remember(app);
            }
            None => app.say("No place has all of these words"),
        }
    }

    /// Does an action while something is typed.
    pub(super) fn searches(&mut self, app: &mut App, action: Action) -> Response {
        match action {
            Action::Accept => {
                self.search.typing = false;
                if self.matching(self.row, 0, true).is_none() {
                    let said = if self.search.field.text().trim().is_empty() {
                        "Nothing is searched"
                    } else {
                        "No place has all of these words"
                    };
                    app.say(said);
                    self.search.clear();
                }
            }
            Action::Escape => {
                self.search.clear();
                self.row = self.from;
                self.stand(app);
                self.remember(app);
            }
            Action::NextRow | Action::NextOpen => self.next_match(app, true),
            Action::PreviousRow | Action::PreviousOpen => self.next_match(app, false),
            _ => {}
        }
        Response::stay()
    }

    /// Copies the words of the answer in focus; with `place`, who said them and where.
    pub(super) fn copy(&self, app: &mut App, with_place: bool) -> Response {
        let spans: Vec<Span> = app
            .doc()
            .zip(self.place(app))
            .map(|(doc, (_, place))| {
                let document = doc.reading.document();
                let answer = place.choices.get(self.choice).and_then(|choice| choice.answer.as_ref());
                let at = answer.map_or_else(|| vec![place.at], |answer| answer.at.clone());
                let span = |(start, end)| document.offsets().span_to_bytes(document.text(), start, end);
                at.into_iter().filter_map(span).collect()
            })
            .unwrap_or_default();
        Response::stay().with(clipboard::copy_words(app, &spans, with_place))
    }
}
