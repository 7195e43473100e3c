//! A letter is awaited: to mark this place, or to go to a marked one.

use super::{Mode, Response, Scope, Screen};
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::keymap::Key;
use crate::ui::motion;
use crate::ui::widgets::hints::Hint;
use crate::ui::widgets::listing::Drawn;
use crate::ui::widgets::page_layout::PageLayout;
use crate::ui::widgets::sheet::menu;
use ratatui::buffer::Buffer;
use sayso_core::annotation::Stamp;
use sayso_core::reading::shortened;
use sayso_core::span::Span;

/// The prompt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MarkPrompt {
    /// Whether the letter is one to go to; else it is set.
    pub go: bool,
}

impl Screen for MarkPrompt {
    fn word(&self, _app: &App) -> &'static str {
        "MARK"
    }

    fn hints(&self, app: &App, _page: &PageLayout) -> Vec<Hint> {
        let does = if self.go { "goes there" } else { "marks" };
        vec![Hint::new("a letter", does), Hint::of(app, Scope::Mark, Action::Escape, "nothing")]
    }

    fn draw(&self, app: &App, page: &PageLayout, buffer: &mut Buffer) -> Drawn {
        let Some(doc) = app.doc() else { return Drawn::default() };
        let document = doc.reading.document();
        let words = |at: u32| {
            let block = document.block_at(at);
            let end = document.blocks().get(block).map_or(at, |b| b.span.end.min(at.saturating_add(400)));
            let end = document.text().floor_char_boundary(end as usize) as u32;
            format!("¶{}  {}", block + 1, shortened(document.words(Span::new(at, end.max(at))), 80))
        };
        let rows: Vec<(String, String)> = doc.view.marks.iter().map(|(m, at)| (m.to_string(), words(*at))).collect();
        let title = if self.go {
            ("Go to the mark", "a letter; ' goes back")
        } else {
            ("Mark this place", "with a letter; one that is taken moves here")
        };
        menu(app, page, title, &rows, usize::MAX, buffer);
        Drawn::default()
    }

    fn takes(&self, key: Key) -> bool {
        key.typed().is_some()
    }

    fn typed(&mut self, app: &mut App, key: Key, _stamp: &Stamp) -> Response {
        let letter = key.typed().filter(|c| c.is_alphanumeric() || *c == '\'');
        if let Some(letter) = letter {
            self.take(app, letter);
        }
        Response::close()
    }
}

impl MarkPrompt {
    fn take(self, app: &mut App, letter: char) {
        let Some(doc) = app.doc_mut() else { return };
        if !self.go {
            let at = doc.view.focus.as_ref().and_then(|f| doc.reading.hull(f)).map(|h| h.start);
            let at = at.unwrap_or_else(|| doc.layout.byte_at(doc.view.top));
            doc.view.marks.insert(letter, at);
            app.say(format!("Marked {letter}"));
        } else if letter == '\'' {
            motion::back(app);
        } else if let Some(at) = doc.view.marks.get(&letter).copied() {
            motion::jump(app, Span::new(at, at));
            motion::focus_at(app, Span::new(at, at + 1));
        } else {
            app.say(format!("No place is marked {letter}"));
        }
    }
}

/// Awaits the letter of a mark.
pub fn await_letter(app: &mut App, go: bool) {
    let Some(doc) = app.doc() else { return };
    if go && doc.view.marks.is_empty() {
        let marks = app.key(Scope::Reader, Action::SetMark);
        app.say(format!("No place is marked yet: {marks} and a letter marks this one"));
    } else {
        app.mode = Mode::Mark(MarkPrompt { go });
    }
}
