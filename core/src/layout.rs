//! Text to rows: wrapping on demand, one piece of a block at a time.
//!
//! A block over 16 KB is cut into *pieces* at white space, so that no paragraph, however long, is ever wrapped whole.
//! A place on the screen is a [`Position`], never a global row number. Rows keep their byte ranges by pointer
//! arithmetic on text that is as long as the reading text and free of characters that could drive a terminal.

mod hyphenation;
pub mod pieces;
pub mod text_objects;

use crate::document::{BlockKind, Document, LineBreaks};
use crate::sanitize;
use crate::span::Span;
pub use hyphenation::Hyphenation;
use pieces::{LayoutPiece, LayoutPieces};
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;
use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// How many wrapped pieces are kept.
const KEPT: usize = 512;

/// A row of a piece: row `rows.len()` is the blank one after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Position {
    /// Number of the piece.
    pub piece: usize,
    /// Row in it.
    pub row: usize,
}

/// A wrapped piece.
#[derive(Debug, Default)]
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
    /// Rows that end in a hyphen that is drawn and not in the text.
    pub hyphens: Vec<usize>,
    /// Rows after which their line goes on: those may be spread.
    goes_on: Vec<bool>,
    /// Cells lines are spread to, when they are.
    spread: Option<u16>,
    /// Whether it is of a table, whose cells are drawn apart.
    table: bool,
}

/// What is drawn between the cells of a table, with a blank on either side: as long as the tab it stands for.
const CELL_RULE: &str = "|";

/// How lines are broken and drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LayoutStyle {
    /// Spread to the full width.
    pub justify: bool,
    /// By which rules words are broken with hyphens.
    pub hyphenation: Hyphenation,
}

/// Share of a row that may be blanks put in to spread it: a row with more stays as it is.
const MOST_SPREAD: u16 = 4;

impl Wrapped {
    /// Graphemes of a row, each with the byte of the text it begins at and the cell it is drawn at.
    pub fn cells(&self, row: usize) -> impl Iterator<Item = (u32, &str, u16)> {
        let words = self.words(row);
        let start = self.rows.get(row).map_or(0, |r| r.start);
        let blanks = words.matches(' ').count() as u16;
        let wanted = self.spread.filter(|_| self.goes_on.get(row) == Some(&true) && blanks > 0);
        let free = wanted.map_or(0, |width| width.saturating_sub(words.width() as u16));
        let free = if wanted.is_some_and(|width| free > width / MOST_SPREAD) { 0 } else { free };
        let (mut x, mut seen) = (0, 0);
        let table = self.table;
        words.grapheme_indices(true).map(move |(at, g)| {
            let rule = u16::from(table && g == CELL_RULE);
            let here = x + rule;
            x += g.width() as u16 + 2 * rule;
            if g == " " && free > 0 {
                // The blanks that do not divide evenly go to the last ones.
                x += free / blanks + u16::from(blanks - seen <= free % blanks);
                seen += 1;
            }
            (start + at as u32, g, here)
        })
    }

    /// Byte drawn at a cell of a row; the end of the row beyond it.
    pub fn byte_at(&self, row: usize, cell: u16) -> u32 {
        let Some(span) = self.rows.get(row) else { return self.start };
        let mut last = None;
        for (at, _, x) in self.cells(row) {
            if x > cell {
                return last.unwrap_or(at);
            }
            last = Some(at);
        }
        let end = self.cells(row).last().map_or(0, |(_, g, x)| x + g.width() as u16);
        last.filter(|_| cell < end).unwrap_or(span.end)
    }

    /// Cell at which a byte is drawn in its row.
    pub fn column_of(&self, row: usize, byte: u32) -> u16 {
        let mut end = 0;
        for (at, g, x) in self.cells(row) {
            if at >= byte {
                return x;
            }
            end = x + g.width() as u16;
        }
        end
    }

    /// The drawable words of a row.
    pub fn words(&self, row: usize) -> &str {
        self.rows.get(row).map_or("", |r| Span::new(r.start - self.start, r.end - self.start).of(&self.shown))
    }
}

/// A document laid out to a width.
#[derive(Debug)]
pub struct Layout {
    document: Arc<Document>,
    pieces: LayoutPieces,
    width: u16,
    style: LayoutStyle,
    cache: RefCell<HashMap<usize, Rc<Wrapped>>>,
}

impl Layout {
    /// Lays out a document whose long blocks were cut already. O(1).
    pub fn new(document: Arc<Document>, pieces: LayoutPieces, width: u16) -> Self {
        Self { document, pieces, width: width.max(4), style: LayoutStyle::default(), cache: RefCell::default() }
    }

    /// The same document to the same width, for another place of it; nothing is wrapped yet. O(long blocks).
    #[must_use]
    pub fn again(&self) -> Self {
        let (document, pieces) = (Arc::clone(&self.document), self.pieces.clone());
        Self { style: self.style, ..Self::new(document, pieces, self.width) }
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

    /// Breaks and draws lines otherwise; what was wrapped is forgotten.
    pub fn set_style(&mut self, style: LayoutStyle) {
        if self.style != style {
            self.style = style;
            self.cache.get_mut().clear();
        }
    }

    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.document.blocks().is_empty()
    }

    /// A piece.
    pub fn piece(&self, number: usize) -> Option<LayoutPiece> {
        self.pieces.get(&self.document, number)
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
        let piece = self.piece(number);
        let block = piece.and_then(|p| self.document.blocks().get(p.block as usize));
        let (Some(piece), Some(block)) = (piece, block) else {
            return Wrapped::default();
        };
        let keep = block.lines() == LineBreaks::Keep;
        let table = block.kind == BlockKind::Table;
        let words = self.document.words(piece.span);
        let words = if table { Cow::Owned(words.replace('\t', CELL_RULE)) } else { Cow::Borrowed(words) };
        let shown = sanitize::same_length(&words, keep);
        let first = piece.span.start == block.span.start;
        let (indent, marker) = furniture(block.kind, first);
        let width = usize::from(self.width.saturating_sub(indent).max(8));
        let (mut rows, mut hyphens, mut goes_on) = (Vec::new(), Vec::new(), Vec::new());
        let base = shown.as_ptr() as usize;
        for line in shown.split('\n') {
            let rules = if table { line.matches(CELL_RULE).count() } else { 0 };
            let width = width.saturating_sub(2 * rules).max(8);
            wrap_line(line, width, self.style.hyphenation, &mut |start, end, hyphen| {
                let at = piece.span.start + (line.as_ptr() as usize - base) as u32;
                if hyphen {
                    hyphens.push(rows.len());
                }
                rows.push(Span::new(at + start as u32, at + end as u32));
                goes_on.push(true);
            });
            if let Some(last) = goes_on.last_mut() {
                *last = false;
            }
        }
        let spread = (self.style.justify && matches!(block.kind, BlockKind::Paragraph(_))).then_some(width as u16);
        let start = piece.span.start;
        Wrapped { shown, rows, start, indent, marker, hyphens, goes_on, spread, table }
    }

    fn height(&self, number: usize) -> usize {
        let space = self.piece(number).is_some_and(|p| p.space_after);
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
            if at.piece + 1 >= self.pieces.count(&self.document) {
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
        let piece = self.pieces.count(&self.document).saturating_sub(1);
        Position { piece, row: self.height(piece).saturating_sub(1) }
    }

    /// The row that shows the byte `at`. O(log n) and one wrap.
    pub fn position_of(&self, at: u32) -> Position {
        let piece = self.pieces.at(&self.document, at);
        let wrapped = self.wrapped(piece);
        Position { piece, row: wrapped.rows.partition_point(|r| r.start <= at).saturating_sub(1) }
    }

    /// The row at a position: its wrapped piece and number; `None` for a blank row or past the end.
    pub fn row(&self, at: Position) -> Option<(Rc<Wrapped>, usize)> {
        self.piece(at.piece)?;
        let wrapped = self.wrapped(at.piece);
        (at.row < wrapped.rows.len()).then_some((wrapped, at.row))
    }

    /// First byte shown at or after a position.
    pub fn byte_at(&self, at: Position) -> u32 {
        let wrapped = self.wrapped(at.piece);
        wrapped.rows.get(at.row).map_or_else(
            || self.piece(at.piece + 1).or(self.piece(self.end().piece)).map_or(0, |p| p.span.start),
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
        BlockKind::Item(depth) => list_item(depth, "·".to_owned(), first),
        BlockKind::Numbered(depth, number) => list_item(depth, format!("{number}."), first),
        BlockKind::Quotation(depth) => (u16::from(depth.clamp(1, 6)) * 2, String::new()),
        BlockKind::Paragraph(_)
        | BlockKind::Heading(_)
        | BlockKind::Turn
        | BlockKind::UnnamedTurn
        | BlockKind::Continued
        | BlockKind::Aside
        | BlockKind::Literal
        | BlockKind::Table => (0, String::new()),
    }
}

/// Indent and marker of a list item's row.
fn list_item(depth: u8, marker: String, first: bool) -> (u16, String) {
    let depth = u16::from(depth.clamp(1, 6));
    let indent = (depth - 1) * 2 + (marker.width() as u16 + 1).max(2);
    (indent, if first { marker } else { String::new() })
}

/// Wraps one line, first fit, and gives each row's first byte, the one past its last, and whether a hyphen is drawn
/// behind it. An empty line is an empty row.
fn wrap_line(line: &str, width: usize, hyphenation: Hyphenation, give: &mut impl FnMut(usize, usize, bool)) {
    if line.trim().is_empty() {
        give(0, 0, false);
        return;
    }
    let splitter = hyphenation.splitter();
    let words = textwrap::WordSeparator::UnicodeBreakProperties.find_words(line);
    let words: Vec<textwrap::core::Word<'_>> = textwrap::word_splitters::split_words(words, &splitter).collect();
    let words = textwrap::core::break_words(words, width);
    let base = line.as_ptr() as usize;
    let count = words.len();
    let mut seen = 0;
    for row in textwrap::wrap_algorithms::wrap_first_fit(&words, &[width as f64]) {
        seen += row.len();
        let (Some(first), Some(last)) = (row.first(), row.last()) else { continue };
        let start = first.word.as_ptr() as usize - base;
        let end = last.word.as_ptr() as usize - base + last.word.len();
        give(start, end, seen < count && last.penalty == "-");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn layout(text: &str, width: u16) -> Layout {
        let document = Document::from_text(text, "a.txt");
        let pieces = LayoutPieces::of(&document);
        Layout::new(Arc::new(document), pieces, width)
    }

    fn count(l: &Layout) -> usize {
        l.pieces.count(&l.document)
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
    fn lines_are_spread_and_words_broken_without_touching_the_text() {
        let text = "The extraordinary harbourmaster remembered everything about the international conference.";
        let mut l = layout(text, 20);
        l.set_style(LayoutStyle { justify: true, hyphenation: Hyphenation::English });
        let wrapped = l.wrapped(0);
        assert!(!wrapped.hyphens.is_empty(), "{:?}", rows(&l, 0));
        let joined: String = rows(&l, 0).concat();
        assert_eq!(joined.replace(' ', ""), text.replace(' ', ""));
        let end = |row: usize| wrapped.cells(row).last().map_or(0, |(_, g, x)| x + g.width() as u16);
        let full = (0..wrapped.rows.len() - 1).filter(|r| end(*r) + u16::from(wrapped.hyphens.contains(r)) >= 19);
        assert!(full.count() >= 2);
        for row in 0..wrapped.rows.len() {
            for (at, _, x) in wrapped.cells(row) {
                assert_eq!((wrapped.byte_at(row, x), wrapped.column_of(row, at)), (at, x));
            }
        }
    }

    #[test]
    fn a_long_line_is_cut_into_pieces() {
        let text = "word ".repeat(20_000);
        let l = layout(&text, 72);
        let pieces: Vec<LayoutPiece> = (0..count(&l)).filter_map(|n| l.piece(n)).collect();
        assert!(pieces.len() > 5);
        assert!(pieces.iter().all(|p| p.span.len() as usize <= pieces::MAX_PIECE_BYTES));
        assert_eq!(pieces.iter().map(|p| p.span.len() as usize).sum::<usize>(), text.trim_end().len());
    }

    #[test]
    fn cells_of_a_table_are_drawn_apart() {
        let document = Document::from_text("| Day | Stops |\n|---|---|\n| Mon | 4 |", "a.md");
        let pieces = LayoutPieces::of(&document);
        let l = Layout::new(Arc::new(document), pieces, 40);
        let row = l.wrapped(0);
        assert_eq!(row.words(0), "Day|Stops");
        let drawn: Vec<(&str, u16)> = row.cells(0).map(|(_, g, x)| (g, x)).skip(2).take(3).collect();
        assert_eq!(drawn, [("y", 2), ("|", 4), ("S", 6)]);
        assert_eq!((row.column_of(0, 4), row.byte_at(0, 6)), (6, 4));
    }

    proptest! {
        #[test]
        fn rows_hold_every_visible_character_once(text in "([a-z]{1,12}|é|😊|日本語|—| |\t|\n|\u{1b}|\u{202e}){0,80}", width in 4u16..80) {
            let l = layout(&text, width);
            for piece in 0..count(&l) {
                let wrapped = l.wrapped(piece);
                let mut end = wrapped.start;
                let mut seen = String::new();
                for (r, row) in wrapped.rows.iter().enumerate() {
                    prop_assert!(row.start >= end || row.is_empty());
                    end = end.max(row.end);
                    seen.push_str(wrapped.words(r));
                    prop_assert!(!wrapped.words(r).chars().any(sanitize::is_hostile));
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
