//! The text of a note: more than one line, wrapped, of a bounded length.

use crate::ui::keymap::Key;
use ratatui_textarea::{CursorMove, TextArea, WrapMode};
use sayso_core::sanitize;

/// Longest note, in characters.
pub const MAX_NOTE: usize = 20_000;

/// A text area that holds a note, the caret at its end.
pub fn area(text: &str) -> TextArea<'static> {
    let lines: Vec<String> = text.split('\n').map(|l| sanitize::visible(l).into_owned()).collect();
    let mut area = TextArea::new(lines);
    area.set_wrap_mode(WrapMode::WordOrGlyph);
    area.set_cursor_line_style(ratatui::style::Style::new());
    area.move_cursor(CursorMove::Bottom);
    area.move_cursor(CursorMove::End);
    area
}

/// A text area that holds a note, the caret at a row and column.
pub fn area_at(text: &str, caret: Option<(u32, u32)>) -> TextArea<'static> {
    let mut area = area(text);
    if let Some((row, column)) = caret {
        let cell = |n: u32| u16::try_from(n).unwrap_or(u16::MAX);
        area.move_cursor(CursorMove::Jump(cell(row), cell(column)));
    }
    area
}

/// Row and column of the caret.
pub fn caret(note: &TextArea<'_>) -> (u32, u32) {
    let at = note.cursor();
    (u32::try_from(at.0).unwrap_or(u32::MAX), u32::try_from(at.1).unwrap_or(u32::MAX))
}

/// Gives a key to a note, as long as there is room.
pub fn edit(note: &mut TextArea<'static>, key: Key) {
    let full = length(note) >= MAX_NOTE && key.typed().is_some();
    if !full {
        note.input(key.event());
    }
}

/// Characters of a note.
pub fn length(note: &TextArea<'_>) -> usize {
    note.lines().iter().map(|l| l.chars().count() + 1).sum::<usize>().saturating_sub(1)
}

/// Puts text into a note; whether all of it had room.
pub fn paste(note: &mut TextArea<'static>, text: &str) -> bool {
    let room = MAX_NOTE.saturating_sub(length(note));
    let text = text.replace("\r\n", "\n").replace('\r', "\n").replace('\t', " ");
    let mut letters = text.chars().filter(|c| *c == '\n' || !sanitize::is_hostile(*c));
    let kept: String = letters.by_ref().take(room).collect();
    note.insert_str(kept);
    letters.next().is_none()
}

/// How long a note is and may be, for the last row.
pub fn position(note: &TextArea<'_>) -> String {
    format!("{} of 20 000", length(note))
}
