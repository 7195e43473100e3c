//! Quotations beside their sources: what is wrong, where the words stand there, and what a person decides about it.

mod draw;
mod keys;

use super::{Input, Response, Scope, Screen, TextMarks};
use crate::project::attached;
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::event::Effect;
use crate::ui::motion::split;
use crate::ui::open_document::OpenDocument;
use crate::ui::widgets::field::LineField;
use crate::ui::widgets::hints::{Hint, hints};
use crate::ui::widgets::listing::Drawn;
use crate::ui::widgets::page_layout::PageLayout;
use ratatui::buffer::Buffer;
use sayso_core::annotation::Stamp;
use sayso_core::span::Span;
use sayso_core::verify::{Check, OtherPlace, Side};
use std::path::PathBuf;

pub use keys::{after_opening, back_to, checked, open_at, sought, take_words};

/// Narrowest screen whose last row has room for more than words of one syllable.
const WIDE_FROM: u16 = 60;

/// The view: the sheet under the text, which the quotation stands in.
#[derive(Debug, Default)]
pub struct CheckView {
    /// Which quotation, of all that were checked.
    pub at: usize,
    /// Why the words stay as they are, while it is typed.
    pub reason: Option<LineField>,
    /// The place in the sources that a person took in the stead of the one that was found.
    pub chosen: Option<OtherPlace>,
}

impl CheckView {
    /// The view at a quotation, by its number.
    pub fn of(at: usize) -> Self {
        Self { at, ..Self::default() }
    }

    /// The quotation.
    pub fn check<'a>(&self, doc: &'a OpenDocument) -> Option<&'a Check> {
        doc.checks.found.as_ref()?.checks.get(self.at)
    }

    fn span(&self, doc: &OpenDocument) -> Option<Span> {
        doc.checks.found.as_ref()?.spans.get(self.at).copied()
    }

    /// The source with the words and their stretches in it, in code points: those that were found, or that a person chose.
    fn place<'a>(&'a self, doc: &'a OpenDocument) -> Option<(&'a str, &'a [(u32, u32)])> {
        match &self.chosen {
            Some(chosen) => Some((&chosen.source, &chosen.at)),
            None => {
                let check = self.check(doc)?;
                Some((check.source.as_deref()?, &check.source_at))
            }
        }
    }

    /// When the words are said, in seconds, where that is known.
    fn time(&self, doc: &OpenDocument) -> Option<f64> {
        let chosen = self.chosen.as_ref().map(|chosen| &chosen.place);
        chosen.or(self.check(doc)?.place.as_ref())?.time
    }

    /// The file of the source, and the stretch of it, in code points.
    fn there(&self, app: &App) -> Option<(PathBuf, (u32, u32))> {
        let (source, at) = self.place(app.doc()?)?;
        let path = attached::path(app.path.as_deref()?, source);
        let (first, last) = (at.first()?, at.last()?);
        Some((path, (first.0, last.1.max(first.1))))
    }
}

/// Stretches of a document, given in code points.
fn in_bytes(doc: &OpenDocument, at: &[(u32, u32)]) -> Vec<Span> {
    let document = doc.reading.document();
    at.iter().filter_map(|(start, end)| document.offsets().span_to_bytes(document.text(), *start, *end)).collect()
}

impl Screen for CheckView {
    /// Where nothing is attached, what can be is asked for first.
    fn open(app: &mut App, stamp: &Stamp) -> Vec<Effect> {
        keys::open(app, stamp)
    }

    fn word(&self, _app: &App) -> &'static str {
        if self.reason.is_some() { "REASON" } else { "CHECK" }
    }

    fn hints(&self, app: &App, page: &PageLayout) -> Vec<Hint> {
        let of = |action: Action, word: &str| Hint::of(app, Scope::Check, action, word);
        if self.reason.is_some() {
            return vec![of(Action::Accept, "keep it"), of(Action::Escape, "back")];
        }
        let fine = if page.size.width < WIDE_FROM { "fine" } else { "fine as it is…" };
        let doc = app.doc();
        let side = doc.and_then(|doc| self.check(doc)).map(|check| check.verdict.side());
        let decided = doc.and_then(|doc| doc.checks.found.as_ref()?.decision(&doc.reading, self.at));
        let first = match side {
            Some(Side::Finding) if decided.is_none_or(|d| d.reason.is_some()) => {
                vec![of(Action::Accept, "misquoted"), of(Action::Reject, fine)]
            }
            Some(Side::Open) if decided.is_none() && self.chosen.is_some() => {
                vec![of(Action::Accept, "misquoted"), of(Action::Reject, fine)]
            }
            Some(Side::Finding | Side::Open) => vec![of(Action::Accept, "go on"), of(Action::Reject, fine)],
            Some(Side::Sound) | None => vec![of(Action::Accept, "go on")],
        };
        let has_others = doc.and_then(|doc| self.check(doc)).is_some_and(|check| !check.others.is_empty());
        let others = has_others.then(|| of(Action::Choose(2), "other place"));
        let has_time = doc.is_some_and(|doc| self.time(doc).is_some());
        let play = has_time.then(|| of(Action::Play, "play"));
        let rest = [
            Action::NextOpen,
            Action::OtherPane,
            Action::Open(Scope::Checks),
            Action::Open(Scope::Select),
            Action::Open(Scope::Sources),
        ];
        let help = [Action::Open(Scope::Help), Action::Escape];
        first
            .into_iter()
            .chain(others)
            .chain(play)
            .chain(hints(app, Scope::Check, &rest))
            .chain(hints(app, Scope::Check, &help))
            .collect()
    }

    fn draw(&self, app: &App, page: &PageLayout, buffer: &mut Buffer) -> Drawn {
        draw::check(app, page, self, buffer)
    }

    fn position(&self, app: &App, _page: &PageLayout) -> String {
        let Some(found) = app.doc().and_then(|doc| doc.checks.found.as_ref()) else { return String::new() };
        let number = found.problems.partition_point(|n| *n < self.at);
        match found.problems.get(number) {
            Some(n) if *n == self.at => format!("{} of {}", number + 1, found.problems.len()),
            _ => String::new(),
        }
    }

    fn text_marks(&self, doc: &OpenDocument) -> TextMarks {
        let lit = self.check(doc).map(|check| in_bytes(doc, &check.differing.here)).unwrap_or_default();
        TextMarks { focus: self.span(doc).map(|span| vec![span]), lit, ..TextMarks::default() }
    }

    /// The words of the source, one span a piece, what differs in them, and the numbers of other places in it.
    fn marks_beside(&self, app: &App, there: &OpenDocument) -> TextMarks {
        let marks = || {
            let doc = app.doc()?;
            let (check, beside) = (self.check(doc)?, split::path_beside(app)?);
            let is_beside = |source: &str| app.path.as_deref().is_some_and(|p| attached::path(p, source) == beside);
            let focus = self.place(doc).filter(|(source, _)| is_beside(source)).map(|(_, at)| in_bytes(there, at));
            let is_found = self.chosen.is_none() && focus.is_some();
            let lit = if is_found { in_bytes(there, &check.differing.there) } else { Vec::new() };
            let others = check.others.iter().enumerate().filter(|(_, other)| is_beside(&other.source));
            let numbers = others.map(|(n, other)| (n + 2, in_bytes(there, &other.at))).collect();
            Some(TextMarks { focus, lit, numbers, ..TextMarks::default() })
        };
        marks().unwrap_or_default()
    }

    fn words(&self, doc: &OpenDocument) -> Option<Span> {
        self.span(doc)
    }

    fn scrolls_text(&self) -> bool {
        true
    }

    fn input(&self) -> Input {
        if self.reason.is_some() { Input::Line } else { Input::Keys }
    }

    fn field(&mut self) -> Option<&mut LineField> {
        self.reason.as_mut()
    }

    fn act(&mut self, app: &mut App, action: Action, stamp: &Stamp) -> Response {
        self.does(app, action, stamp)
    }

    fn refresh(&mut self, app: &App) {
        let count = app.doc().and_then(|doc| doc.checks.found.as_ref()).map_or(0, |found| found.checks.len());
        self.at = self.at.min(count.saturating_sub(1));
    }
}
