//! Cutting the statement in focus in two: where, and who says each part.

mod draw;
mod keys;

use super::{Response, Scope, Screen, TextMarks};
use crate::ui::action::{Action, CaretMove};
use crate::ui::app::App;
use crate::ui::event::Effect;
use crate::ui::keymap::Key;
use crate::ui::open_document::OpenDocument;
use crate::ui::widgets::hints::{Hint, hints};
use crate::ui::widgets::listing::Drawn;
use crate::ui::widgets::page_layout::PageLayout;
use ratatui::buffer::Buffer;
use sayso_core::annotation::Stamp;
use sayso_core::reading::{Cut, ItemId, Part};
use sayso_core::span::Span;

pub use keys::say_refused;

/// The sheet: a statement, and where it would be cut.
#[derive(Debug)]
pub struct CutSheet {
    /// The statement.
    pub item: ItemId,
    /// The likely places, best first.
    pub places: Vec<Cut>,
    /// The cut as it would be made, with who says each part; none before a place was chosen.
    pub cut: Option<(Cut, [Part; 2])>,
}

impl Screen for CutSheet {
    /// For the statement in focus, at the likeliest place.
    fn open(app: &mut App, stamp: &Stamp) -> Vec<Effect> {
        keys::open(app, stamp);
        Vec::new()
    }

    fn word(&self, _app: &App) -> &'static str {
        "CUT"
    }

    fn hints(&self, app: &App, _page: &PageLayout) -> Vec<Hint> {
        let mut out = Vec::new();
        if self.cut.is_some() {
            out.extend(hints(app, Scope::Cut, &[Action::Accept]));
        }
        let pair = |caret: [CaretMove; 2], word: &str| {
            let keys = caret.map(|c| app.keymap.shown(Scope::Cut, Action::Extend(c)));
            Hint::new(keys.join(" "), word)
        };
        if let Some(n) = (1..=self.places.len()).find(|n| self.number() != Some(*n)) {
            out.push(Hint::new(n.to_string(), "other place"));
        }
        out.push(pair([CaretMove::Word, CaretMove::WordBack], "by a word"));
        out.push(pair([CaretMove::Sentence, CaretMove::SentenceBack], "by a sentence"));
        out.extend(hints(app, Scope::Cut, &[Action::Escape]));
        out
    }

    fn draw(&self, app: &App, page: &PageLayout, buffer: &mut Buffer) -> Drawn {
        draw::cut(app, page, self, buffer);
        Drawn::default()
    }

    /// The first part on the ground of the focus, the second on that of a selection, what lies between on neither.
    fn text_marks(&self, _doc: &OpenDocument) -> TextMarks {
        let Some((cut, _)) = &self.cut else { return TextMarks::default() };
        TextMarks {
            selected: cut.second.clone(),
            caret: Some(cut.start()),
            focus: Some(cut.first.clone()),
            ..TextMarks::default()
        }
    }

    fn words(&self, doc: &OpenDocument) -> Option<Span> {
        doc.reading.hull(&self.item)
    }

    fn typed(&mut self, app: &mut App, key: Key, _stamp: &Stamp) -> Response {
        if let Some(digit) = key.typed().and_then(|c| c.to_digit(10)) {
            self.choose(app, digit as usize);
        } else if key.typed() == Some('q') {
            return Response::back();
        }
        Response::stay()
    }

    fn act(&mut self, app: &mut App, action: Action, stamp: &Stamp) -> Response {
        match action {
            Action::Accept => self.accept(app, stamp),
            Action::Extend(caret) => {
                self.shift(app, caret);
                Response::stay()
            }
            action => self.shared(app, action, stamp),
        }
    }
}

impl CutSheet {
    /// Which of the likely places it is, from 1.
    pub fn number(&self) -> Option<usize> {
        let (cut, _) = self.cut.as_ref()?;
        self.places.iter().position(|place| place == cut).map(|n| n + 1)
    }
}
