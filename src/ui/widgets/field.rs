//! One-line text fields: the editing of `tui-input` behind our keys.

use crate::ui::keymap::Key;
use crossterm::event::{KeyCode, KeyModifiers};
use tui_input::{Input, InputRequest as R};

/// Longest line a field takes, in characters.
pub const MAX_LINE: usize = 2_000;

/// A line being typed.
#[derive(Clone, Debug, Default)]
pub struct LineField {
    input: Input,
}

impl LineField {
    /// A field that holds `text`.
    pub fn new(text: &str) -> Self {
        Self { input: Input::new(text.to_owned()) }
    }

    /// A field that holds `text`, the caret behind so many characters.
    pub fn with_caret(text: &str, at: usize) -> Self {
        Self { input: Input::new(text.to_owned()).with_cursor(at) }
    }

    /// Characters before the caret.
    pub fn caret_at(&self) -> usize {
        self.input.cursor()
    }

    /// What it holds.
    pub fn text(&self) -> &str {
        self.input.value()
    }

    /// Cells before the caret.
    pub fn caret(&self) -> u16 {
        self.input.visual_cursor() as u16
    }

    /// Empties it.
    pub fn clear(&mut self) {
        self.input.reset();
    }

    /// Takes a key; whether the text changed.
    pub fn key(&mut self, key: Key) -> bool {
        let event = key.event();
        let control = event.modifiers.contains(KeyModifiers::CONTROL);
        let alt = event.modifiers.contains(KeyModifiers::ALT);
        let request = match (key.code(), control, alt) {
            (KeyCode::Char(c), false, false) if self.input.value().chars().count() < MAX_LINE => R::InsertChar(c),
            (KeyCode::Backspace, false, false) => R::DeletePrevChar,
            (KeyCode::Delete, false, false) => R::DeleteNextChar,
            (KeyCode::Left, false, false) => R::GoToPrevChar,
            (KeyCode::Right, false, false) => R::GoToNextChar,
            (KeyCode::Left, ..) | (KeyCode::Char('b'), _, true) => R::GoToPrevWord,
            (KeyCode::Right, ..) | (KeyCode::Char('f'), _, true) => R::GoToNextWord,
            (KeyCode::Home, ..) | (KeyCode::Char('a'), true, _) => R::GoToStart,
            (KeyCode::End, ..) | (KeyCode::Char('e'), true, _) => R::GoToEnd,
            (KeyCode::Char('w'), true, _) | (KeyCode::Backspace, ..) => R::DeletePrevWord,
            (KeyCode::Char('u'), true, _) => R::DeleteFromStart,
            (KeyCode::Char('k'), true, _) => R::DeleteTillEnd,
            _ => return false,
        };
        self.input.handle(request).is_some_and(|s| s.value)
    }

    /// Takes pasted text: blanks around it and controls are left out, line ends and tabs within it become blanks; whether all
    /// of it had room.
    pub fn paste(&mut self, text: &str) -> bool {
        self.insert(&text.trim().replace("\r\n", " ").replace(['\r', '\n', '\t'], " "))
    }

    /// Takes text typed all at once: line ends at its end are left out, others and tabs become blanks; whether all of it
    /// had room.
    pub fn take(&mut self, text: &str) -> bool {
        self.insert(&text.trim_end_matches('\n').replace(['\n', '\t'], " "))
    }

    fn insert(&mut self, text: &str) -> bool {
        let mut room = MAX_LINE.saturating_sub(self.input.value().chars().count());
        for c in text.chars().filter(|c| !sayso_core::sanitize::is_hostile(*c)) {
            if room == 0 {
                return false;
            }
            room -= 1;
            self.input.handle(R::InsertChar(c));
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_are_pasted_do_not_run_together() {
        for text in ["one\ntwo", " one\r\ntwo\n", "one\ttwo", "one\rtwo"] {
            let mut field = LineField::default();
            assert!(field.paste(text));
            assert_eq!(field.text(), "one two", "{text:?}");
        }
    }
}
