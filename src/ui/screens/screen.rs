//! What every screen can do, with defaults for what most of them share: a list with a bar, a line to type in, Esc.

use super::{Response, dispatch};
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::decide;
use crate::ui::event::Effect;
use crate::ui::keymap::Key;
use crate::ui::open_document::OpenDocument;
use crate::ui::widgets::browse::Browse;
use crate::ui::widgets::field::{LineField, MAX_LINE};
use crate::ui::widgets::hints::{Hint, position_in};
use crate::ui::widgets::listing::Drawn;
use crate::ui::widgets::note_field;
use crate::ui::widgets::page_layout::PageLayout;
use ratatui::buffer::Buffer;
use ratatui_textarea::TextArea;
use sayso_core::annotation::{Draft, Stamp};
use sayso_core::span::Span;

/// What pasted text is answered with where there is no field for it.
pub const PASTED: &str = "Pasted text decides nothing";

/// What a screen covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layer {
    /// Nothing but the last row: the text has the screen.
    Text,
    /// A part of the text.
    Sheet,
    /// All of the text.
    Whole,
}

/// What letters are on a screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// Keys with a meaning.
    Keys,
    /// Text on one line, kept only by a key of its own.
    Line,
    /// Text with line breaks, kept only by a key of its own.
    Lines,
}

/// What a screen shows on the words of the text.
#[derive(Debug, Default)]
pub struct TextMarks {
    /// Words that are selected.
    pub selected: Vec<Span>,
    /// Where the end that moves is.
    pub caret: Option<u32>,
    /// Places to choose from, each with its number beside it; they take the place of the matches of a search.
    pub candidates: Option<Vec<Vec<Span>>>,
    /// The place that would be taken.
    pub current: Option<Span>,
    /// What wears the ground of the focus in place of all words of the statement in focus.
    pub focus: Option<Vec<Span>>,
    /// Words that differ from those of another text, in order.
    pub lit: Vec<Span>,
    /// Further places with the numbers that are pressed for them.
    pub numbers: Vec<(usize, Vec<Span>)>,
}

/// Something that can have the keys.
///
/// Methods that take `&mut App` are called while the screen is taken out of the state: [`App::mode`] is then
/// [`Mode::Read`](super::Mode::Read), and setting it opens another screen. The [`Response`] says what becomes of this one.
pub trait Screen {
    /// The word at the left end of the last row.
    fn word(&self, app: &App) -> &'static str;

    /// What can be done now, most important first: keys and words for the last row.
    fn hints(&self, app: &App, page: &PageLayout) -> Vec<Hint>;

    /// Draws it over what lies under it; tells where the caret is, and which row of a list lies where.
    fn draw(&self, app: &App, page: &PageLayout, buffer: &mut Buffer) -> Drawn;

    /// Opens it from the page, or says why not. Nothing for a screen that only another one opens.
    fn open(_app: &mut App, _stamp: &Stamp) -> Vec<Effect>
    where
        Self: Sized,
    {
        Vec::new()
    }

    /// What it covers.
    fn layer(&self, _page: &PageLayout) -> Layer {
        Layer::Sheet
    }

    /// What stands at the right end of the last row: where in a list or field the person is.
    fn position(&self, _app: &App, _page: &PageLayout) -> String {
        self.list().map_or_else(String::new, |list| position_in(list.at, list.shown().len()))
    }

    /// What it shows on the words of the text.
    fn text_marks(&self, _doc: &OpenDocument) -> TextMarks {
        TextMarks::default()
    }

    /// What it shows on the words of the document beside, `there`.
    fn marks_beside(&self, _app: &App, _there: &OpenDocument) -> TextMarks {
        TextMarks::default()
    }

    /// What is half typed or selected in it, to be gone on with should it be left. O(length of it and of its words).
    fn draft(&self, _app: &App) -> Option<Draft> {
        None
    }

    /// The words it is about, which a sheet does not cover: those in focus.
    fn words(&self, doc: &OpenDocument) -> Option<Span> {
        doc.reading.hull(doc.view.focus.as_ref()?)
    }

    /// Whether the wheel scrolls the text under it rather than its own rows.
    fn scrolls_text(&self) -> bool {
        false
    }

    /// What letters are here.
    fn input(&self) -> Input {
        if self.list().is_some_and(|list| list.typing) { Input::Line } else { Input::Keys }
    }

    /// Whether a key goes to [`Screen::typed`] before the keymap is asked.
    fn takes(&self, key: Key) -> bool {
        self.input() != Input::Keys && key.typed().is_some()
    }

    /// The line that is typed in, if one is.
    fn field(&mut self) -> Option<&mut LineField> {
        self.list_mut().filter(|list| list.typing).map(|list| &mut list.field)
    }

    /// The note that is typed in, if one is.
    fn note(&mut self) -> Option<&mut TextArea<'static>> {
        None
    }

    /// What is typed changed.
    fn edited(&mut self, app: &mut App) -> Vec<Effect> {
        if let Some(list) = self.list_mut() {
            list.narrow(|_| true);
            self.moved(app);
        }
        Vec::new()
    }

    /// A key that types, or that the keymap does not know.
    fn typed(&mut self, app: &mut App, key: Key, _stamp: &Stamp) -> Response {
        if let Some(note) = self.note() {
            note_field::edit(note, key);
        } else if let Some(field) = self.field() {
            field.key(key);
        } else {
            return Response::stay();
        }
        Response::stay().with(self.edited(app))
    }

    /// Text that came all at once; `into_line` puts it into a line and tells whether it had room.
    fn insert(&mut self, app: &mut App, text: &str, into_line: fn(&mut LineField, &str) -> bool) -> Response {
        let (fits, room) = if let Some(note) = self.note() {
            (note_field::paste(note, text), note_field::MAX_NOTE)
        } else if let Some(field) = self.field() {
            (into_line(field, text), MAX_LINE)
        } else {
            app.say(PASTED);
            return Response::stay();
        };
        let effects = self.edited(app);
        if !fits {
            app.warn(format!("Not all of the pasted text is here: there is room for {room} characters"));
        }
        Response::stay().with(effects)
    }

    /// The list it narrows by typing, if it is one.
    fn list(&self) -> Option<&Browse> {
        None
    }

    /// The same, to change it.
    fn list_mut(&mut self) -> Option<&mut Browse> {
        None
    }

    /// The row under the bar.
    fn bar(&mut self) -> Option<&mut usize> {
        self.list_mut().map(|list| &mut list.at)
    }

    /// The row a click is compared with.
    fn clicked_bar(&mut self) -> Option<&mut usize> {
        self.bar()
    }

    /// A click on the row under the bar: takes it.
    fn row_clicked(&mut self, app: &mut App, stamp: &Stamp) -> Response {
        self.act(app, Action::Accept, stamp)
    }

    /// How many rows the bar can stand on.
    fn rows(&self, _app: &App) -> usize {
        self.list().map_or(0, |list| list.shown().len())
    }

    /// Whether the row after the last is the first.
    fn goes_round(&self) -> bool {
        self.list().is_none()
    }

    /// Rows of a page.
    fn page_rows(&self) -> i32 {
        10
    }

    /// The bar stands on another row.
    fn moved(&mut self, _app: &mut App) {}

    /// Moves the bar: by one, round where the rows go round; by more, as far as the ends.
    fn step(&mut self, app: &mut App, by: i32) {
        let (count, round) = (self.rows(app), by.abs() == 1 && self.goes_round());
        if let Some(at) = self.bar().filter(|_| count > 0) {
            *at = if round {
                (*at as i64 + i64::from(by)).rem_euclid(count as i64) as usize
            } else {
                at.saturating_add_signed(by as isize).min(count - 1)
            };
        }
        self.moved(app);
    }

    /// Does an action.
    fn act(&mut self, app: &mut App, action: Action, stamp: &Stamp) -> Response {
        self.shared(app, action, stamp)
    }

    /// Does what an action does on most screens.
    fn shared(&mut self, app: &mut App, action: Action, stamp: &Stamp) -> Response {
        match action {
            Action::NextRow => self.step(app, 1),
            Action::PreviousRow => self.step(app, -1),
            Action::PageDown => self.step(app, self.page_rows()),
            Action::PageUp => self.step(app, -self.page_rows()),
            Action::First => self.step(app, i32::MIN / 2),
            Action::Last => self.step(app, i32::MAX / 2),
            Action::Filter => {
                if let Some(list) = self.list_mut() {
                    list.typing = true;
                }
            }
            Action::Editor => {
                let words = self.note().map(|note| note.lines().join("\n"));
                return Response::stay().with(words.map(Effect::Edit).into_iter().collect());
            }
            Action::Undo | Action::Redo => {
                let effects = if action == Action::Redo { decide::redo(app, stamp) } else { decide::undo(app, stamp) };
                self.refresh(app);
                return Response::stay().with(effects);
            }
            Action::Escape => return self.escape(app, stamp),
            Action::Open(scope) => return Response::stay().with(dispatch::open(app, scope, stamp)),
            _ => {}
        }
        Response::stay()
    }

    /// Esc: stops typing and clears what was typed; then leaves.
    fn escape(&mut self, app: &mut App, _stamp: &Stamp) -> Response {
        if self.list_mut().is_some_and(Browse::clear) {
            return Response::stay().with(self.edited(app));
        }
        self.leave(app)
    }

    /// Leaves it.
    fn leave(&mut self, _app: &mut App) -> Response {
        Response::back()
    }

    /// Brings it up to date with what was decided meanwhile.
    fn refresh(&mut self, _app: &App) {}

    /// The whole text took the place of its head.
    fn text_loaded(&mut self, _app: &mut App) -> Response {
        Response::stay()
    }
}
