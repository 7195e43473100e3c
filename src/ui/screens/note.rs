//! A note on a statement, or on words.

use super::{Input, Mode, Response, Scope, Screen};
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::decide;
use crate::ui::event::Effect;
use crate::ui::theme::Role;
use crate::ui::widgets::hints::{Hint, hints};
use crate::ui::widgets::listing::Drawn;
use crate::ui::widgets::note_field;
use crate::ui::widgets::page_layout::PageLayout;
use crate::ui::widgets::sheet::{note_area, open, words_of};
use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui_textarea::TextArea;
use sayso_core::annotation::{Op, Stamp};
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
    /// Whether Esc was pressed once with unsaved words.
    pub discard_pending: bool,
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
            Some(item) => match doc.reading.record(&item).cloned() {
                Some(record) => show(app, NoteTarget::Item(item), record.note.as_deref().unwrap_or_default()),
                None => {
                    let spans = doc.reading.spans(&item).to_vec();
                    open_on(app, spans);
                }
            },
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
        let span = match (&self.target, app.doc()) {
            (NoteTarget::Words(spans), _) => sayso_core::span::hull(spans).unwrap_or_default(),
            (NoteTarget::Item(item), Some(doc)) => doc.reading.hull(item).unwrap_or_default(),
            (NoteTarget::Item(_), None) => Span::default(),
        };
        let x = s.at(s.left, "Note", s.bold()) + 2;
        let words = words_of(app, span, s.right.saturating_sub(x));
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

    fn edited(&mut self, _app: &mut App) -> Vec<Effect> {
        self.discard_pending = false;
        Vec::new()
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
        let changed = self.note.lines().join("\n") != self.was;
        if changed && !std::mem::replace(&mut self.discard_pending, true) {
            let letters = note_field::length(&self.note);
            let (drops, saves) = (app.key(Scope::Note, Action::Escape), app.key(Scope::Note, Action::Accept));
            app.say(format!("{drops} again drops {letters} letters   {saves} saves"));
            return Response::stay();
        }
        Response::close()
    }
}

impl NoteSheet {
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
    show(app, NoteTarget::Words(spans), "");
}

fn show(app: &mut App, target: NoteTarget, was: &str) {
    let note = note_field::area(was);
    let was = note.lines().join("\n");
    app.mode = Mode::Note(NoteSheet { target, note, was, discard_pending: false });
}
