//! Drawing words on cells: cut where the space ends, never raw.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use sayso_core::sanitize;
use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// Longest grapheme that is drawn, in bytes: a letter under thousands of accents is shown as one mark.
const MAX_GRAPHEME: usize = 64;

/// Draws `text` at a cell, at most `width` cells wide, without a cut mark. Returns the column after it.
pub fn put(buffer: &mut Buffer, x: u16, y: u16, width: u16, text: &str, style: Style) -> u16 {
    let mut at = x;
    let end = x.saturating_add(width).min(buffer.area.right());
    if y >= buffer.area.bottom() {
        return x;
    }
    for g in sanitize::visible(text).graphemes(true) {
        let cells = g.width() as u16;
        if cells == 0 {
            continue;
        }
        if at + cells > end {
            break;
        }
        let g = if g.len() > MAX_GRAPHEME { "\u{fffd}" } else { g };
        if let Some(cell) = buffer.cell_mut((at, y)) {
            cell.set_symbol(g).set_style(style);
        }
        for covered in 1..cells {
            if let Some(cell) = buffer.cell_mut((at + covered, y)) {
                cell.reset();
                cell.set_style(style);
            }
        }
        at += cells;
    }
    at
}

/// `text` cut to `width` cells with `…`.
pub fn cut(text: &str, width: u16) -> String {
    let text = sanitize::visible(text);
    if text.width() <= usize::from(width) {
        return text.into_owned();
    }
    let mut out = String::new();
    let mut used = 0;
    for g in text.graphemes(true) {
        if used + g.width() + 1 > usize::from(width) {
            break;
        }
        used += g.width();
        out.push_str(g);
    }
    out.truncate(out.trim_end().len());
    if width > 0 {
        out.push('…');
    }
    out
}

/// Cells a text takes.
pub fn width(text: &str) -> u16 {
    sanitize::visible(text).width() as u16
}

/// Fills an area with blanks in a style.
pub fn fill(buffer: &mut Buffer, area: Rect, style: Style) {
    for y in area.top()..area.bottom().min(buffer.area.bottom()) {
        for x in area.left()..area.right().min(buffer.area.right()) {
            if let Some(cell) = buffer.cell_mut((x, y)) {
                cell.reset();
                cell.set_style(style);
            }
        }
    }
}

/// A horizontal rule.
pub fn rule(buffer: &mut Buffer, x: u16, y: u16, width: u16, symbol: &str, style: Style) {
    for x in x..x.saturating_add(width).min(buffer.area.right()) {
        if let Some(cell) = buffer.cell_mut((x, y)) {
            cell.set_symbol(symbol).set_style(style);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_letters_and_cuts() {
        assert_eq!(cut("a senior administration official", 13), "a senior adm…");
        assert_eq!(cut("日本語", 5), "日本…");
        let mut buffer = Buffer::empty(Rect::new(0, 0, 6, 1));
        let next = put(&mut buffer, 0, 0, 5, "日本語", Style::new());
        assert_eq!(next, 4);
        assert_eq!(put(&mut buffer, 0, 0, 6, "e\u{1b}[3", Style::new()), 4);
        assert_eq!(buffer.cell((1, 0)).unwrap().symbol(), "\u{fffd}");
    }
}
