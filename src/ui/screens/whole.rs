//! Choosing which whole to select: word, clause, sentence, quotation, turn, paragraph, name.

use super::{Mode, Response, Scope, Screen, Selection, TextMarks};
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::commands::COMMANDS;
use crate::ui::open_document::OpenDocument;
use crate::ui::theme::Role;
use crate::ui::widgets::canvas::width;
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

/// The wholes that are selected by one key.
pub const WHOLES: [Action; 6] = [
    Action::WholeWord,
    Action::WholeClause,
    Action::WholeSentence,
    Action::WholeQuotation,
    Action::WholeTurn,
    Action::WholeParagraph,
];

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
        let mut s = sheet::open(app, page, 4, buffer);
        let (title, key, word) = (s.bold(), s.bold(), s.words(Role::Quiet));
        s.line(Scope::Whole.title(), title);
        let mut x = s.left;
        for command in COMMANDS.iter().filter(|c| c.scope == Scope::Whole && c.action != Action::Escape) {
            let shown = app.keymap.shown(Scope::Whole, command.action);
            if x > s.left && x + width(shown) + 1 + width(command.short) > s.right {
                (x, s.y) = (s.left, s.y + 1);
            }
            x = s.at(x, shown, key) + 1;
            x = s.at(x, command.short, word) + 3;
        }
        s.y += 1;
        let direct: Vec<&str> = WHOLES.iter().map(|a| app.keymap.shown(Scope::Select, *a)).collect();
        let text = format!("at once, without this: {}", direct.join(" "));
        s.line(&text, s.words(Role::Quiet));
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
            | Action::WholeClause
            | Action::WholeSentence
            | Action::WholeQuotation
            | Action::WholeParagraph
            | Action::WholeName
            | Action::WholeTurn => {
                let mut selection = self.selection.clone();
                selection.take_whole(app, action);
                app.mode = Mode::Select(selection);
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

/// The whole of a kind around words.
pub fn whole_at(doc: &OpenDocument, span: Span, action: Action) -> Option<Span> {
    let document = doc.reading.document();
    let at = span.start;
    match action {
        Action::WholeWord => Some(text_objects::word(document, at)),
        Action::WholeSentence => {
            // One sentence of a quotation of several; the same key again takes the whole, with who says it.
            let inner =
                text_objects::quotation(document, at).and_then(|q| text_objects::sentence_within(document, q, at));
            inner.filter(|inner| *inner != span).or_else(|| Some(text_objects::sentence(document, at)))
        }
        Action::WholeClause => Some(text_objects::clause(document, at)),
        Action::WholeParagraph => Some(text_objects::paragraph(document, at)),
        Action::WholeName => {
            let near = doc.reading.items_in(Span::new(at, span.end.max(at + 1)));
            near.iter().find_map(|i| source_of(doc, i))
        }
        Action::WholeQuotation | Action::WholeTurn => {
            let turn = action == Action::WholeTurn;
            let items = doc.reading.items_in(Span::new(at, span.end.max(at + 1)));
            let found = items
                .iter()
                .filter(|i| !turn || matches!(doc.reading.nature(i).1, Form::Turn | Form::Post))
                .flat_map(|i| doc.reading.spans(i))
                .filter(|s| s.contains(at))
                .min_by_key(|s| s.len())
                .copied();
            // Words in marks that nobody was found to have said.
            found.or_else(|| text_objects::quotation(document, at).filter(|_| !turn))
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
