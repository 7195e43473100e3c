//! The claim sheet: rating, evidence, note. Each field is saved when it is left.

mod draw;
mod keys;
mod unsaved;

use super::{Input, Mode, Response, Scope, Screen, drafts};
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::decide;
use crate::ui::event::Effect;
use crate::ui::keymap::Key;
use crate::ui::widgets::field::LineField;
use crate::ui::widgets::hints::{Hint, hints};
use crate::ui::widgets::listing::Drawn;
use crate::ui::widgets::note_field;
use crate::ui::widgets::page_layout::PageLayout;
use crossterm::event::KeyCode;
use ratatui::buffer::Buffer;
use ratatui_textarea::TextArea;
use sayso_core::annotation::{Draft, Stamp};

pub use keys::{open_focused, open_on};
pub use unsaved::open_again;

/// Which field of the claim sheet has the keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClaimField {
    /// The rating.
    Rating,
    /// The addresses; the number of the one being typed.
    Evidence(usize),
    /// The note.
    Note,
}

/// The claim sheet.
#[derive(Debug)]
pub struct ClaimSheet {
    /// Id of the claim.
    pub id: String,
    /// The field with the keys.
    pub field: ClaimField,
    /// Chosen rating: index into the codebook's.
    pub rating: Option<usize>,
    /// Addresses; the last one is empty, for one more.
    pub evidence: Vec<LineField>,
    /// The note.
    pub note: TextArea<'static>,
    /// The note as it was shown at first.
    pub was: String,
    /// Rating and addresses as they were shown or saved last: only what differs from them is news.
    pub kept: (Option<usize>, Vec<String>),
    /// Whether opening the sheet made the claim.
    pub fresh: bool,
}

impl Screen for ClaimSheet {
    /// For the focused statement; an existing claim on it is opened, not doubled.
    fn open(app: &mut App, stamp: &Stamp) -> Vec<Effect> {
        open_focused(app, stamp)
    }

    fn word(&self, _app: &App) -> &'static str {
        match self.field {
            ClaimField::Rating => "RATING",
            ClaimField::Evidence(_) => "EVIDENCE",
            ClaimField::Note => "NOTE",
        }
    }

    fn hints(&self, app: &App, _page: &PageLayout) -> Vec<Hint> {
        let table = |actions: &[Action]| hints(app, Scope::Claim, actions);
        let mut out = match self.field {
            ClaimField::Rating => {
                vec![Hint::new(format!("1–{}", app.codebook.ratings.len()), "rate"), Hint::new("0", "unrated")]
            }
            ClaimField::Evidence(_) => vec![Hint::of(app, Scope::Claim, Action::Accept, "one more")],
            ClaimField::Note => table(&[Action::Accept, Action::AcceptOnce]),
        };
        out.extend(table(&[Action::NextField]));
        if self.field == ClaimField::Rating {
            out.extend(table(&[Action::Accept]));
        }
        out.extend(table(&[Action::Escape]));
        out
    }

    fn draw(&self, app: &App, page: &PageLayout, buffer: &mut Buffer) -> Drawn {
        Drawn { caret: draw::claim_sheet(app, page, self, buffer), ..Drawn::default() }
    }

    fn position(&self, _app: &App, _page: &PageLayout) -> String {
        if self.field == ClaimField::Note { note_field::position(&self.note) } else { String::new() }
    }

    fn input(&self) -> Input {
        match self.field {
            ClaimField::Rating => Input::Keys,
            ClaimField::Evidence(_) => Input::Line,
            ClaimField::Note => Input::Lines,
        }
    }

    fn takes(&self, key: Key) -> bool {
        key.typed().is_some() || matches!(key.code(), KeyCode::Left | KeyCode::Right)
    }

    fn field(&mut self) -> Option<&mut LineField> {
        match self.field {
            ClaimField::Evidence(number) => self.evidence.get_mut(number),
            ClaimField::Rating | ClaimField::Note => None,
        }
    }

    fn note(&mut self) -> Option<&mut TextArea<'static>> {
        Some(&mut self.note).filter(|_| self.field == ClaimField::Note)
    }

    fn draft(&self, app: &App) -> Option<Draft> {
        self.unsaved(app)
    }

    fn typed(&mut self, app: &mut App, key: Key, stamp: &Stamp) -> Response {
        Response::stay().with(self.take_key(app, key, stamp))
    }

    fn act(&mut self, app: &mut App, action: Action, stamp: &Stamp) -> Response {
        match action {
            Action::Accept => self.accept(app, stamp),
            Action::AcceptOnce => {
                if let Some(note) = self.note() {
                    note.insert_newline();
                }
                Response::stay()
            }
            Action::NextField | Action::PreviousField => {
                Response::stay().with(self.turn(app, stamp, action == Action::NextField))
            }
            Action::Editor => {
                self.field = ClaimField::Note;
                self.shared(app, action, stamp)
            }
            action => self.shared(app, action, stamp),
        }
    }

    fn escape(&mut self, app: &mut App, stamp: &Stamp) -> Response {
        let mut draft = self.unsaved(app);
        let mut effects = Vec::new();
        if self.is_idle(app) {
            let spans = self.spans(app);
            let here = app.doc().map(|doc| (doc.view.top, doc.view.focus.clone()));
            effects = decide::undo(app, stamp);
            // Whoever selected the words has not moved.
            let here = here.filter(|_| app.selected_for.is_some());
            if let (Some(doc), Some(here)) = (app.doc_mut(), here) {
                (doc.view.top, doc.view.focus) = here;
            }
            app.say("No claim made");
            match &mut draft {
                // The claim is made anew when it is gone on with.
                Some(draft) => draft.records.clear(),
                None => effects.extend(drafts::words_left(app, &spans)),
            }
        }
        effects.extend(drafts::set_aside(app, draft));
        Response::back().with(effects)
    }
}
