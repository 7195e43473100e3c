//! One note on two statements, side by side: kept in the document of the first, with the words and the place of the other.

use super::state::Marked;
use super::under::view;
use crate::project::note::NoteOnTwo;
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::decide;
use crate::ui::event::Effect;
use crate::ui::screens::{Input, Mode, Response, Scope, Screen};
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
use sayso_core::reading::quoted;

/// The sheet.
#[derive(Debug)]
pub struct NoteOnTwoSheet {
    two: Box<[Marked; 2]>,
    note: TextArea<'static>,
    /// Whether it was left once with something typed.
    is_asked: bool,
}

impl NoteOnTwoSheet {
    /// On two statements.
    pub fn new(first: Marked, second: Marked) -> Self {
        Self { two: Box::new([first, second]), note: note_field::area(""), is_asked: false }
    }

    /// The note as it is kept.
    pub fn kept(two: &[Marked; 2], typed: &str) -> NoteOnTwo {
        let [first, second] = two;
        let mut spans = first.wording.content.clone();
        let mut note = typed.trim().to_owned();
        if first.path == second.path {
            // Both have a place in one document.
            spans.extend(&second.wording.content);
        } else {
            note = format!("{note}\n\n≠ {}", second.quotation().in_line());
        }
        NoteOnTwo { spans, words: first.wording.words.clone(), note: note.trim().to_owned() }
    }
}

impl Screen for NoteOnTwoSheet {
    fn word(&self, _app: &App) -> &'static str {
        "NOTE"
    }

    fn hints(&self, app: &App, _page: &PageLayout) -> Vec<Hint> {
        hints(app, Scope::NoteOnTwo, &[Action::Accept, Action::AcceptOnce, Action::Escape])
    }

    fn draw(&self, app: &App, page: &PageLayout, buffer: &mut Buffer) -> Drawn {
        let rows = if page.is_tall() { 4 } else { 2 };
        let gap = u16::from(page.is_tall());
        let mut s = open(app, page, 2 + gap + rows, buffer);
        let room = s.right.saturating_sub(s.left);
        for marked in self.two.iter() {
            let place = format!("  {}, {} {}", marked.name, marked.document, marked.wording.place);
            let place = cut(&place, room / 2);
            let left = usize::from(room).saturating_sub(place.chars().count() + 4);
            let x = s.at(s.left, &format!("≠ {}", quoted(&marked.wording.words, left)), s.words(Role::Body));
            s.at(x, &place, s.words(Role::Quiet));
            s.y += 1;
        }
        s.y += gap;
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
        self.is_asked = false;
        Some(&mut self.note)
    }

    fn act(&mut self, app: &mut App, action: Action, stamp: &Stamp) -> Response {
        match action {
            Action::Accept => {
                let typed = self.note.lines().join("\n");
                match keep(app, &self.two, &typed, stamp) {
                    Kept::Here(effects) => Response::close().with(effects),
                    Kept::Asked(effects) => Response::stay().with(effects),
                }
            }
            Action::AcceptOnce => {
                self.note.insert_newline();
                Response::stay()
            }
            action => self.shared(app, action, stamp),
        }
    }

    fn leave(&mut self, app: &mut App) -> Response {
        let has_words = self.note.lines().iter().any(|line| !line.trim().is_empty());
        if has_words && !std::mem::replace(&mut self.is_asked, true) {
            let again = app.key_while_typing(Scope::NoteOnTwo, Action::Escape);
            app.say(format!("{again} again drops the note"));
            return Response::stay();
        }
        Response::close()
    }
}

/// What became of a note.
#[derive(Debug)]
pub enum Kept {
    /// It is one of the open document.
    Here(Vec<Effect>),
    /// It is asked to be kept in another one, or cannot be kept.
    Asked(Vec<Effect>),
}

/// Keeps a note: in the open document as any decision, in another one by its own writer.
pub fn keep(app: &mut App, two: &[Marked; 2], typed: &str, stamp: &Stamp) -> Kept {
    let kept = NoteOnTwoSheet::kept(two, typed);
    let path = two[0].path.clone();
    let is_open = app.path.as_ref() == Some(&path) && app.doc().is_some();
    if !is_open {
        return Kept::Asked(vec![Effect::NoteOnTwo(path, kept)]);
    }
    if !decide::may_decide(app, stamp) {
        return Kept::Asked(Vec::new());
    }
    let effects = decide::change(app, stamp, |decider| kept.change(decider));
    let text = format!("One note holds both; it is in {}", two[0].document);
    noted(app, Ok(text));
    Kept::Here(effects)
}

/// A note on two statements was kept, or not.
pub fn noted(app: &mut App, result: Result<String, String>) {
    match result {
        Ok(text) => {
            if let Mode::NoteOnTwo(_) = app.mode {
                app.mode = Mode::Read;
            }
            if let Some(view) = view(app) {
                view.marks.clear();
            }
            app.say(text);
        }
        Err(why) => app.warn(why),
    }
}
