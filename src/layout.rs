//! Text to rows: wrapping on demand, one piece of a block at a time.
//!
//! A block over 16 KB is cut into *pieces* at white space, so that no paragraph, however long, is ever wrapped whole.
//! A place on the screen is a [`Position`], never a global row number. Rows keep their byte ranges by pointer
//! arithmetic on text that is as long as the reading text and free of characters that could drive a terminal.

pub mod wholes;

use crate::document::{Block, BlockKind, Document, Lines};
use crate::safe;
use crate::span::Span;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;
use unicode_width::UnicodeWidthStr as _;

/// Longest piece, in bytes.
const PIECE: usize = 16 * 1024;
/// How many wrapped pieces are kept.
const KEPT: usize = 512;

/// A part of a block that is wrapped by itself: nearly always the whole block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Number of its block.
    pub block: u32,
    /// Its words.
    pub span: Span,
    /// Whether a blank row follows it.
    pub space_after: bool,
}

/// A row of a piece: row `rows.len()` is the blank one after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Position {
    /// Number of the piece.
    pub piece: usize,
    /// Row in it.
    pub row: usize,
}

/// A wrapped piece.
#[derive(Debug)]
pub struct Wrapped {
    /// The words as they may be drawn: as long as the piece, byte for byte.
    pub shown: String,
    /// Its rows, in bytes of the reading text, without the white space they were broken at.
    pub rows: Vec<Span>,
    /// First byte of the piece.
    pub start: u32,
    /// Cells to indent.
    pub indent: u16,
    /// What stands before the first row: a bullet, a number.
    pub marker: String,
}

impl Wrapped {
    /// The drawable words of a row.
    pub fn words(&self, row: usize) -> &str {
        self.rows.get(row).map_or("", |r| Span::new(r.start - self.start, r.end - self.start).of(&self.shown))
    }
}

/// A document laid out to a width.
#[derive(Debug)]
pub struct Layout {
    document: Arc<Document>,
    pieces: Vec<Piece>,
    width: u16,
    cache: RefCell<HashMap<usize, Rc<Wrapped>>>,
}

impl Layout {
    /// Cuts the blocks into pieces. O(blocks), plus the length of blocks over 16 KB.
    pub fn new(document: Arc<Document>, width: u16) -> Self {
        let mut pieces = Vec::with_capacity(document.blocks().len());
        for (number, block) in document.blocks().iter().enumerate() {
            cut(document.text(), number as u32, block, &mut pieces);
        }
        Self { document, pieces, width: width.max(4), cache: RefCell::default() }
    }

    /// The document.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// Cells of the column.
    pub const fn width(&self) -> u16 {
        self.width
    }

    /// Lays out to another width; what was wrapped is forgotten.
    pub fn set_width(&mut self, width: u16) {
        if self.width != width.max(4) {
            self.width = width.max(4);
            self.cache.get_mut().clear();
        }
    }

    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// A piece.
    pub fn piece(&self, number: usize) -> Option<&Piece> {
        self.pieces.get(number)
    }

    /// A piece, wrapped. O(piece) the first time.
    pub fn wrapped(&self, number: usize) -> Rc<Wrapped> {
        if let Some(wrapped) = self.cache.borrow().get(&number) {
            return Rc::clone(wrapped);
        }
        let wrapped = Rc::new(self.wrap(number));
        let mut cache = self.cache.borrow_mut();
        if cache.len() >= KEPT {
            cache.clear();
        }
        cache.insert(number, Rc::clone(&wrapped));
        wrapped
    }

    fn wrap(&self, number: usize) -> Wrapped {
        let (Some(piece), Some(block)) = (
            self.pieces.get(number),
            self.pieces.get(number).and_then(|p| self.document.blocks().get(p.block as usize)),
        ) else {
            return Wrapped { shown: String::new(), rows: Vec::new(), start: 0, indent: 0, marker: String::new() };
        };
        let keep = block.lines == Lines::Keep;
        let shown = safe::same_length(self.document.words(piece.span), keep);
        let first = piece.span.start == block.span.start;
        let (indent, marker) = furniture(block.kind, first);
        let width = usize::from(self.width.saturating_sub(indent).max(8));
        let mut rows = Vec::new();
        let base = shown.as_ptr() as usize;
        for line in shown.split('\n') {
            wrap_line(line, width, &mut |range| {
                let at = piece.span.start + (line.as_ptr() as usize - base) as u32;
                rows.push(Span::new(at + range.0 as u32, at + range.1 as u32));
            });
        }
        Wrapped { shown, rows, start: piece.span.start, indent, marker }
    }

    fn height(&self, number: usize) -> usize {
        let space = self.pieces.get(number).is_some_and(|p| p.space_after);
        self.wrapped(number).rows.len() + usize::from(space)
    }

    /// The position `rows` further down, as far as the end.
    pub fn down(&self, from: Position, rows: usize) -> Position {
        let (mut at, mut left) = (from, rows);
        while left > 0 {
            let height = self.height(at.piece);
            if at.row + left < height {
                return Position { piece: at.piece, row: at.row + left };
            }
            if at.piece + 1 >= self.pieces.len() {
                return Position { piece: at.piece, row: height.saturating_sub(1).max(at.row) };
            }
            left -= height.saturating_sub(at.row).min(left);
            at = Position { piece: at.piece + 1, row: 0 };
        }
        at
    }

    /// The position `rows` further up, as far as the beginning.
    pub fn up(&self, from: Position, rows: usize) -> Position {
        let (mut at, mut left) = (from, rows);
        while left > 0 {
            if at.row >= left {
                return Position { piece: at.piece, row: at.row - left };
            }
            if at.piece == 0 {
                return Position::default();
            }
            left -= at.row + 1;
            at = Position { piece: at.piece - 1, row: self.height(at.piece - 1).saturating_sub(1) };
        }
        at
    }

    /// The last row.
    pub fn end(&self) -> Position {
        let piece = self.pieces.len().saturating_sub(1);
        Position { piece, row: self.height(piece).saturating_sub(1) }
    }

    /// The row that shows the byte `at`. O(log n) and one wrap.
    pub fn position_of(&self, at: u32) -> Position {
        let piece = self.pieces.partition_point(|p| p.span.start <= at).saturating_sub(1);
        let wrapped = self.wrapped(piece);
        Position { piece, row: wrapped.rows.partition_point(|r| r.start <= at).saturating_sub(1) }
    }

    /// The row at a position: its wrapped piece and number; `None` for a blank row or past the end.
    pub fn row(&self, at: Position) -> Option<(Rc<Wrapped>, usize)> {
        self.pieces.get(at.piece)?;
        let wrapped = self.wrapped(at.piece);
        (at.row < wrapped.rows.len()).then_some((wrapped, at.row))
    }

    /// First byte shown at or after a position.
    pub fn byte_at(&self, at: Position) -> u32 {
        let wrapped = self.wrapped(at.piece);
        wrapped.rows.get(at.row).map_or_else(
            || self.pieces.get(at.piece + 1).or(self.pieces.last()).map_or(0, |p| p.span.start),
            |r| r.start,
        )
    }

    /// How many rows `to` lies below `from`, `None` when it is not within `limit`. O(limit).
    pub fn distance(&self, from: Position, to: Position, limit: usize) -> Option<usize> {
        if to < from {
            return None;
        }
        let mut at = from;
        let mut rows = 0;
        while at.piece < to.piece {
            rows += self.height(at.piece).saturating_sub(at.row);
            at = Position { piece: at.piece + 1, row: 0 };
            if rows > limit {
                return None;
            }
        }
        rows += to.row - at.row;
        (rows <= limit).then_some(rows)
    }

    /// The topmost position that still shows the last row of text at the bottom of `height` rows.
    pub fn last_top(&self, height: usize) -> Position {
        if self.is_empty() {
            return Position::default();
        }
        self.up(self.end(), height.saturating_sub(1))
    }
}

/// Indent and marker of a block.
fn furniture(kind: BlockKind, first: bool) -> (u16, String) {
    match kind {
        BlockKind::Item { depth, number } => {
            let depth = u16::from(depth.clamp(1, 6));
            let marker = match number {
                Some(n) => format!("{n}."),
                None => "·".to_owned(),
            };
            let indent = (depth - 1) * 2 + (marker.width() as u16 + 1).max(2);
            (indent, if first { marker } else { String::new() })
        }
        BlockKind::Quotation(depth) => (u16::from(depth.clamp(1, 6)) * 2, String::new()),
        BlockKind::Paragraph | BlockKind::Heading(_) | BlockKind::Literal => (0, String::new()),
    }
}

/// Cuts a block at white space every 16 KB, or at any character where there is none.
fn cut(text: &str, number: u32, block: &Block, out: &mut Vec<Piece>) {
    let mut start = block.span.start;
    while (block.span.end - start) as usize > PIECE {
        let mut limit = start as usize + PIECE;
        while !text.is_char_boundary(limit) {
            limit -= 1;
        }
        let words = text.get(start as usize..limit).unwrap_or_default();
        let end = words.rfind(char::is_whitespace).filter(|at| *at > PIECE / 2).map_or(limit, |at| {
            start as usize + at + words.get(at..).and_then(|w| w.chars().next()).map_or(1, char::len_utf8)
        });
        out.push(Piece { block: number, span: Span::new(start, end as u32), space_after: false });
        start = end as u32;
    }
    let last = block.span;
    out.push(Piece { block: number, span: Span::new(start, last.end), space_after: true });
}

/// Wraps one line, first fit, and gives each row's byte range. An empty line is an empty row.
fn wrap_line(line: &str, width: usize, give: &mut impl FnMut((usize, usize))) {
    if line.trim().is_empty() {
        give((0, 0));
        return;
    }
    let words: Vec<textwrap::core::Word<'_>> =
        textwrap::WordSeparator::UnicodeBreakProperties.find_words(line).collect();
    let words = textwrap::core::break_words(words, width);
    let base = line.as_ptr() as usize;
    for row in textwrap::wrap_algorithms::wrap_first_fit(&words, &[width as f64]) {
        let (Some(first), Some(last)) = (row.first(), row.last()) else { continue };
        let start = first.word.as_ptr() as usize - base;
        let end = last.word.as_ptr() as usize - base + last.word.len();
        give((start, end));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn layout(text: &str, width: u16) -> Layout {
        Layout::new(Arc::new(Document::from_text(text, "a.txt")), width)
    }

    fn rows(layout: &Layout, piece: usize) -> Vec<String> {
        let wrapped = layout.wrapped(piece);
        (0..wrapped.rows.len()).map(|r| wrapped.words(r).to_owned()).collect()
    }

    #[test]
    fn words_wrap_and_lines_are_kept() {
        let l = layout("one two three\n\nkeep\nthese lines", 8);
        assert_eq!(rows(&l, 0), ["one two", "three"]);
        assert_eq!(rows(&l, 1), ["keep", "these", "lines"]);
    }

    #[test]
    fn moving_down_and_up_again() {
        let l = layout("one two three\n\nfour\n\nfive", 8);
        let top = Position::default();
        let at = l.down(top, 3);
        assert_eq!(at, Position { piece: 1, row: 0 });
        assert_eq!(l.up(at, 3), top);
        assert_eq!(l.distance(top, at, 10), Some(3));
        assert_eq!(l.down(top, 99), l.end());
        assert_eq!(l.position_of(4), Position { piece: 0, row: 0 });
        assert_eq!(l.position_of(9), Position { piece: 0, row: 1 });
    }

    #[test]
    fn a_long_line_is_cut_into_pieces() {
        let text = "word ".repeat(20_000);
        let l = layout(&text, 72);
        assert!(l.pieces.len() > 5);
        assert!(l.pieces.iter().all(|p| p.span.len() as usize <= PIECE));
        assert_eq!(l.pieces.iter().map(|p| p.span.len() as usize).sum::<usize>(), text.trim_end().len());
    }

    proptest! {
        #[test]
        fn rows_hold_every_visible_character_once(text in "([a-z]{1,12}|é|😊|日本語|—| |\t|\n|\u{1b}|\u{202e}){0,80}", width in 4u16..80) {
            let l = layout(&text, width);
            for piece in 0..l.pieces.len() {
                let wrapped = l.wrapped(piece);
                let mut end = wrapped.start;
                let mut seen = String::new();
                for (r, row) in wrapped.rows.iter().enumerate() {
                    prop_assert!(row.start >= end || row.is_empty());
                    end = end.max(row.end);
                    seen.push_str(wrapped.words(r));
                    prop_assert!(!wrapped.words(r).chars().any(safe::is_hostile));
                }
                let bare = |s: &str| s.chars().filter(|c| !c.is_whitespace()).collect::<String>();
                prop_assert_eq!(bare(&seen), bare(&wrapped.shown));
            }
        }

        #[test]
        fn positions_go_down_and_up(text in "([a-z]{1,9} |\n\n){1,60}", steps in 0usize..40) {
            let l = layout(&text, 12);
            prop_assume!(!l.is_empty());
            let at = l.down(Position::default(), steps);
            if l.down(Position::default(), steps + 1) != at {
                prop_assert_eq!(l.up(at, steps), Position::default());
            }
            prop_assert_eq!(l.distance(Position::default(), at, 1000), l.distance(Position::default(), at, steps));
        }
    }
}
