//! What a person writes under a quotation of the scratch page.

use super::{Input, Mode, Response, Scope, Screen};
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::event::Effect;
use crate::ui::scratch::ScratchStep;
use crate::ui::theme::Role;
use crate::ui::widgets::canvas::cut;
use crate::ui::widgets::hints::{Hint, hints};
use crate::ui::widgets::listing::Drawn;
use crate::ui::widgets::note_field;
use crate::ui::widgets::page_layout::PageLayout;
use crate::ui::widgets::sheet::{note_area, open};
use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui_textarea::TextArea;
use sayso_core::annotation::Stamp;
use sayso_core::export::scratch::{Edit, Entry, note_of, noted};

/// The sheet.
#[derive(Debug)]
pub struct ScratchNoteSheet {
    /// The number of the quotation, and the quotation as it was when the sheet was opened.
    at: usize,
    entry: Entry,
    /// What is typed.
    note: TextArea<'static>,
    /// What stood there.
    was: String,
}

impl Screen for ScratchNoteSheet {
    fn word(&self, _app: &App) -> &'static str {
        "WRITE"
    }

    fn hints(&self, app: &App, _page: &PageLayout) -> Vec<Hint> {
        hints(app, Scope::ScratchNote, &[Action::Accept, Action::AcceptOnce, Action::Editor, Action::Escape])
    }

    fn draw(&self, app: &App, page: &PageLayout, buffer: &mut Buffer) -> Drawn {
        let rows = if page.is_tall() { 5 } else { 2 };
        let mut s = open(app, page, 1 + rows, buffer);
        let x = s.at(s.left, "Under", s.bold()) + 1;
        let words = sayso_core::sanitize::visible(&self.entry.quotation.words).into_owned();
        let words = cut(&words, s.right.saturating_sub(x));
        s.at(x, &words, s.words(Role::Quiet));
        s.y += 1;
        let left = s.left;
        Drawn::at(note_area(&mut s, left, rows, &self.note, true).unwrap_or(Position::new(left, page.footer)))
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

    fn act(&mut self, app: &mut App, action: Action, stamp: &Stamp) -> Response {
        match action {
            Action::Accept => Response::close().with(self.save(app)),
            Action::AcceptOnce => {
                self.note.insert_newline();
                Response::stay()
            }
            action => self.shared(app, action, stamp),
        }
    }

    /// What was typed stays, and the same key goes on with it.
    fn leave(&mut self, app: &mut App) -> Response {
        let typed = self.words_typed();
        if typed == self.was {
            // Nothing of it is to be written any more.
            if let Some(desk) = &mut app.scratch {
                desk.unsaved.take_if(|(words, _)| *words == self.entry.quotation.words);
            }
        } else {
            self.keep(app, typed);
            let goes = app.key(Scope::Scratch, Action::Open(Scope::ScratchNote));
            app.say(format!("Not saved: {goes} goes on with it"));
        }
        Response::close()
    }
}

impl ScratchNoteSheet {
    fn words_typed(&self) -> String {
        self.note.lines().join("\n")
    }

    fn keep(&self, app: &mut App, typed: String) {
        if let Some(desk) = &mut app.scratch {
            desk.unsaved = Some((self.entry.quotation.words.clone(), typed));
            desk.leaving = false;
        }
    }

    /// Writes it under the quotation. Until it is written, it is kept as what is not saved.
    pub fn save(&self, app: &mut App) -> Vec<Effect> {
        let typed = self.words_typed();
        if typed == self.was {
            return Vec::new();
        }
        self.keep(app, typed.clone());
        let Some(desk) = &app.scratch else { return Vec::new() };
        // The page may have been read again meanwhile.
        let is_it = |entry: &&Entry| entry.quotation == self.entry.quotation;
        let same = desk.entries.get(self.at).filter(is_it).or_else(|| desk.entries.iter().find(is_it));
        let Some(entry) = same else {
            let goes = app.key(Scope::Scratch, Action::Open(Scope::ScratchNote));
            app.warn(format!(
                "Not saved: the quotation is not on the page any more; {goes} on another goes on with it"
            ));
            return Vec::new();
        };
        let edit = Edit::Splice(noted(&desk.text, entry, &typed));
        vec![Effect::ChangeScratch(desk.page.clone(), edit, ScratchStep::Note)]
    }
}

/// Opens the sheet over the page for the quotation of a number, with what was typed there and not saved.
pub fn open_on(app: &mut App, at: usize) -> Response {
    let Some((desk, entry)) = app.scratch.as_ref().and_then(|desk| Some((desk, desk.entries.get(at)?.clone()))) else {
        return Response::stay();
    };
    let was = note_field::area(&note_of(&desk.text, &entry).replace("\r\n", "\n")).lines().join("\n");
    let is_there = |words: &String| desk.entries.iter().any(|entry| entry.quotation.words == *words);
    // What was typed under a quotation that is gone is offered under any other.
    let unsaved = desk.unsaved.as_ref().filter(|(words, _)| *words == entry.quotation.words || !is_there(words));
    let shown = unsaved.map_or_else(|| was.clone(), |(_, typed)| typed.clone());
    if unsaved.is_some() {
        app.say("This was not saved yet");
    }
    app.mode = Mode::ScratchNote(ScratchNoteSheet { at, entry, note: note_field::area(&shown), was });
    Response::under()
}
