//! Choosing which whole to select: word, sentence, quotation, paragraph, turn, name.

use super::{Mode, Response, Scope, Screen, Selection, TextMarks};
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::commands::COMMANDS;
use crate::ui::open_document::OpenDocument;
use crate::ui::theme::Role;
use crate::ui::widgets::hints::Hint;
use crate::ui::widgets::listing::Drawn;
use crate::ui::widgets::page_layout::PageLayout;
use crate::ui::widgets::sheet;
use ratatui::buffer::Buffer;
use sayso_core::annotation::{Draft, Stamp};
use sayso_core::kinds::Form;
use sayso_core::layout::text_objects;
use sayso_core::reading::ItemId;
use sayso_core::span::Span;

/// The menu, over a selection.
#[derive(Debug)]
pub struct WholeMenu {
    /// What is selected.
    pub selection: Selection,
}

impl Screen for WholeMenu {
    fn word(&self, app: &App) -> &'static str {
        self.selection.word(app)
    }

    fn hints(&self, app: &App, _page: &PageLayout) -> Vec<Hint> {
        vec![Hint::new("a letter", "selects"), Hint::of(app, Scope::Whole, Action::Escape, "back")]
    }

    fn draw(&self, app: &App, page: &PageLayout, buffer: &mut Buffer) -> Drawn {
        let mut s = sheet::open(app, page, 2, buffer);
        let (title, key, word) = (s.bold(), s.bold(), s.words(Role::Quiet));
        s.line(Scope::Whole.title(), title);
        let mut x = s.left;
        let all = [
            Action::WholeWord,
            Action::WholeSentence,
            Action::WholeQuotation,
            Action::WholeParagraph,
            Action::WholeTurn,
        ];
        for command in COMMANDS.iter().filter(|c| c.scope == Scope::Whole && all.contains(&c.action)) {
            x = s.at(x, app.keymap.shown(Scope::Whole, command.action), key) + 1;
            x = s.at(x, command.short, word) + 4;
        }
        Drawn::default()
    }

    fn position(&self, app: &App, page: &PageLayout) -> String {
        self.selection.position(app, page)
    }

    fn text_marks(&self, doc: &OpenDocument) -> TextMarks {
        self.selection.text_marks(doc)
    }

    fn words(&self, doc: &OpenDocument) -> Option<Span> {
        self.selection.words(doc)
    }

    fn draft(&self, app: &App) -> Option<Draft> {
        self.selection.draft(app)
    }

    fn act(&mut self, app: &mut App, action: Action, stamp: &Stamp) -> Response {
        match action {
            Action::WholeWord
            | Action::WholeSentence
            | Action::WholeQuotation
            | Action::WholeParagraph
            | Action::WholeName
            | Action::WholeTurn => {
                self.take(app, action);
                Response::close()
            }
            action => self.shared(app, action, stamp),
        }
    }

    fn leave(&mut self, app: &mut App) -> Response {
        app.mode = Mode::Select(self.selection.clone());
        Response::close()
    }
}

impl WholeMenu {
    fn take(&self, app: &mut App, action: Action) {
        let before = self.selection.span();
        let Some(doc) = app.doc() else { return };
        if let Some(span) = whole_at(doc, before, action) {
            app.mode = Mode::Select(Selection { grown_from: vec![before], ..self.selection.to(span) });
        } else {
            app.mode = Mode::Select(self.selection.to(before));
            app.say("There is none here");
        }
    }
}

/// The whole of a kind around words.
pub fn whole_at(doc: &OpenDocument, span: Span, action: Action) -> Option<Span> {
    let document = doc.reading.document();
    let at = span.start;
    match action {
        Action::WholeWord => Some(text_objects::word(document, at)),
        Action::WholeSentence => Some(text_objects::sentence(document, at)),
        Action::WholeParagraph => Some(text_objects::paragraph(document, at)),
        Action::WholeName => {
            let near = doc.reading.items_in(Span::new(at, span.end.max(at + 1)));
            near.iter().find_map(|i| source_of(doc, i))
        }
        Action::WholeQuotation | Action::WholeTurn => {
            let turn = action == Action::WholeTurn;
            let items = doc.reading.items_in(Span::new(at, span.end.max(at + 1)));
            items
                .iter()
                .filter(|i| !turn || matches!(doc.reading.nature(i).1, Form::Turn | Form::Post))
                .flat_map(|i| doc.reading.spans(i))
                .filter(|s| s.contains(at))
                .min_by_key(|s| s.len())
                .copied()
        }
        _ => None,
    }
}

/// The words that name the speaker of an item.
fn source_of(doc: &OpenDocument, item: &ItemId) -> Option<Span> {
    if let Some(attribution) = doc.reading.suggestion(item) {
        return doc.reading.found().named_by(attribution);
    }
    let document = doc.reading.document();
    let words = doc.reading.record(item)?.source.as_ref()?;
    document.offsets().span_to_bytes(document.text(), words.0, words.1)
}
