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
use sayso_core::verify::{Check, Side};
use std::path::PathBuf;

pub use keys::{after_opening, checked, open_at};

/// Narrowest screen whose last row has room for more than words of one syllable.
const WIDE_FROM: u16 = 60;

/// The view: the sheet under the text, which the quotation stands in.
#[derive(Debug, Default)]
pub struct CheckView {
    /// Which quotation, of all that were checked.
    pub at: usize,
    /// Why the words stay as they are, while it is typed.
    pub reason: Option<LineField>,
}

impl CheckView {
    /// The quotation.
    pub fn check<'a>(&self, doc: &'a OpenDocument) -> Option<&'a Check> {
        doc.checks.found.as_ref()?.checks.get(self.at)
    }

    fn span(&self, doc: &OpenDocument) -> Option<Span> {
        doc.checks.found.as_ref()?.spans.get(self.at).copied()
    }

    /// The source with its words: where that is, and the stretch of it, in code points.
    fn there(&self, app: &App) -> Option<(PathBuf, (u32, u32))> {
        let check = self.check(app.doc()?)?;
        let path = attached::path(app.path.as_deref()?, check.source.as_deref()?);
        let (first, last) = (check.source_at.first()?, check.source_at.last()?);
        Some((path, (first.0, last.1.max(first.1))))
    }
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
            Some(Side::Finding | Side::Open) => vec![of(Action::Accept, "go on"), of(Action::Reject, fine)],
            Some(Side::Sound) | None => vec![of(Action::Accept, "go on")],
        };
        let rest = [
            Action::Play,
            Action::NextOpen,
            Action::OtherPane,
            Action::Open(Scope::Checks),
            Action::Open(Scope::Sources),
        ];
        let help = [Action::Open(Scope::Help), Action::Escape];
        first.into_iter().chain(hints(app, Scope::Check, &rest)).chain(hints(app, Scope::Check, &help)).collect()
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
        TextMarks { focus: self.span(doc).map(|span| vec![span]), ..TextMarks::default() }
    }

    /// The words of the source, one span a piece.
    fn marks_beside(&self, app: &App, there: &OpenDocument) -> TextMarks {
        let shown = || {
            let (path, _) = self.there(app)?;
            (split::path_beside(app)? == path).then_some(())?;
            let document = there.reading.document();
            let span = |at: &(u32, u32)| document.offsets().span_to_bytes(document.text(), at.0, at.1);
            Some(self.check(app.doc()?)?.source_at.iter().filter_map(span).collect())
        };
        TextMarks { focus: shown(), ..TextMarks::default() }
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
