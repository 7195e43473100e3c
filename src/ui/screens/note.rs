//! A note on a statement, or on words.

use super::{Input, Mode, Response, Scope, Screen, drafts};
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::decide;
use crate::ui::event::Effect;
use crate::ui::theme::Role;
use crate::ui::widgets::hints::{Hint, hints};
use crate::ui::widgets::listing::Drawn;
use crate::ui::widgets::note_field;
use crate::ui::widgets::page_layout::PageLayout;
use crate::ui::widgets::sheet::{note_area, open, words_of, words_of_item};
use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui_textarea::TextArea;
use sayso_core::annotation::{Draft, DraftKind, Op, Stamp};
use sayso_core::reading::ItemId;
use sayso_core::span::Span;
use std::sync::Arc;

/// The note sheet.
#[derive(Debug)]
pub struct NoteSheet {
    /// What the note is about.
    pub target: NoteTarget,
    /// The note.
    pub note: TextArea<'static>,
    /// The note as it was.
    pub was: String,
}

/// What a note is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoteTarget {
    /// A statement.
    Item(ItemId),
    /// Words.
    Words(Vec<Span>),
}

impl Screen for NoteSheet {
    /// On the focused statement. A note decides nothing: on a suggestion it is a record of its own.
    fn open(app: &mut App, stamp: &Stamp) -> Vec<Effect> {
        if !decide::may_decide(app, stamp) {
            return Vec::new();
        }
        let Some(doc) = app.doc() else { return Vec::new() };
        match doc.view.focus.clone() {
            Some(item) => {
                let spans = doc.reading.spans(&item).to_vec();
                open_for(app, Some(item), spans);
            }
            None => decide::nothing_to_label(app),
        }
        Vec::new()
    }

    fn word(&self, _app: &App) -> &'static str {
        "NOTE"
    }

    fn hints(&self, app: &App, _page: &PageLayout) -> Vec<Hint> {
        hints(app, Scope::Note, &[Action::Accept, Action::AcceptOnce, Action::Escape])
    }

    fn draw(&self, app: &App, page: &PageLayout, buffer: &mut Buffer) -> Drawn {
        let rows = if page.is_tall() { 5 } else { 2 };
        let mut s = open(app, page, 1 + rows, buffer);
        let x = s.at(s.left, "Note", s.bold()) + 2;
        let room = s.right.saturating_sub(x);
        let words = match &self.target {
            NoteTarget::Words(spans) => words_of(app, sayso_core::span::hull(spans).unwrap_or_default(), room),
            NoteTarget::Item(item) => words_of_item(app, item, room),
        };
        s.at(x, &words, s.words(Role::Quiet));
        s.y += 1;
        let left = s.left;
        let caret = note_area(&mut s, left, rows, &self.note, true).unwrap_or(Position::new(left, page.footer));
        Drawn::at(caret)
    }

    fn position(&self, _app: &App, _page: &PageLayout) -> String {
        note_field::position(&self.note)
    }

    fn input(&self) -> Input {
        Input::Lines
    }

    fn note(&mut self) -> Option<&mut TextArea<'static>> {
        Some(&mut self.note)
    }

    fn draft(&self, app: &App) -> Option<Draft> {
        let typed = self.note.lines().join("\n");
        if typed == self.was {
            return None;
        }
        let mut draft = drafts::begun(app, DraftKind::Note)?;
        let doc = app.doc()?;
        match &self.target {
            NoteTarget::Item(item) => drafts::about_items(&mut draft, doc, std::slice::from_ref(item)),
            NoteTarget::Words(spans) => draft.at = drafts::selectors(doc, spans),
        }
        let caret = Some(note_field::caret(&self.note));
        Some(Draft { typed: vec![typed], was: vec![self.was.clone()], caret, ..draft })
    }

    fn act(&mut self, app: &mut App, action: Action, stamp: &Stamp) -> Response {
        match action {
            Action::Accept => Response::close().with(self.save(app, stamp)),
            Action::AcceptOnce => {
                self.note.insert_newline();
                Response::stay()
            }
            action => self.shared(app, action, stamp),
        }
    }

    fn leave(&mut self, app: &mut App) -> Response {
        let draft = self.draft(app);
        let effects = match &self.target {
            NoteTarget::Words(spans) if draft.is_none() => drafts::words_left(app, spans),
            NoteTarget::Words(_) | NoteTarget::Item(_) => drafts::set_aside(app, draft),
        };
        Response::back().with(effects)
    }
}

impl NoteSheet {
    /// Whether it holds what is kept, and nothing was typed.
    pub fn is_unchanged(&self) -> bool {
        self.note.lines().join("\n") == self.was
    }

    fn save(&self, app: &mut App, stamp: &Stamp) -> Vec<Effect> {
        let note = self.note.lines().join("\n");
        decide::change(app, stamp, |decider| match &self.target {
            NoteTarget::Item(_) if note == self.was => None,
            NoteTarget::Item(item) => decider.note(item, &note),
            NoteTarget::Words(_) if note.trim().is_empty() => None,
            NoteTarget::Words(spans) => decider.label(spans, "note", None, None).map(|(mut change, _)| {
                for op in &mut change.ops {
                    if let Op::Annotation { after: Some(after), .. } = op {
                        Arc::make_mut(after).note = Some(note.trim().to_owned());
                    }
                }
                change
            }),
        })
    }
}

/// Opens the sheet for a new note on words.
pub fn open_on(app: &mut App, spans: Vec<Span>) {
    open_for(app, None, spans);
}

/// Opens the sheet for a record, or for a new note on words, with what was typed and not saved there.
pub fn open_for(app: &mut App, item: Option<ItemId>, spans: Vec<Span>) {
    let Some(doc) = app.doc() else { return };
    let record = item.as_ref().and_then(|item| doc.reading.record(item)).cloned();
    let shown = record.as_ref().and_then(|r| r.note.as_deref()).unwrap_or_default();
    let mut note = note_field::area(shown);
    let was = note.lines().join("\n");
    let id = record.as_ref().map(|r| r.id.as_str());
    if let Some(draft) = drafts::take_for(app, DraftKind::Note, id, &spans) {
        let before = draft.was.first().map(String::as_str).unwrap_or_default();
        let typed = draft.typed.first().map(String::as_str).unwrap_or_default();
        let (text, changed) = drafts::both(typed, before, &was);
        note = note_field::area_at(&text, draft.caret);
        drafts::say_resumed(app, changed);
    }
    let target = match item.filter(|_| record.is_some()) {
        Some(item) => NoteTarget::Item(item),
        None => NoteTarget::Words(spans),
    };
    app.mode = Mode::Note(NoteSheet { target, note, was });
}
