//! Blocks cut into pieces that are wrapped by themselves, numbered through the document.
//!
//! Nearly every block is one piece; only those over [`MAX_PIECE_BYTES`] are cut, and only their cuts are kept, so that a document
//! of millions of paragraphs costs nothing here.

use crate::document::{Block, Document};
use crate::span::Span;

/// Longest piece, in bytes.
pub const MAX_PIECE_BYTES: usize = 16 * 1024;

/// A part of a block that is wrapped by itself: nearly always the whole block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LayoutPiece {
    /// Number of its block.
    pub block: u32,
    /// Its words.
    pub span: Span,
    /// Whether a blank row follows it.
    pub space_after: bool,
}

/// Where the long blocks of a document are cut.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LayoutPieces {
    long: Vec<CutBlock>,
    /// First bytes of the second and later pieces of all long blocks.
    cuts: Vec<u32>,
}

/// A block of several pieces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct CutBlock {
    block: usize,
    /// Number of its first piece.
    first: usize,
    /// Its cuts: where they begin, and how many there are.
    cuts: usize,
    count: usize,
}

impl LayoutPieces {
    /// Cuts the long blocks at white space, or at any character where there is none. O(blocks), and a little a cut.
    pub fn of(document: &Document) -> Self {
        let mut out = Self::default();
        for (number, block) in document.blocks().iter().enumerate() {
            if block.span.len() as usize > MAX_PIECE_BYTES {
                let (first, cuts) = (number + out.cuts.len(), out.cuts.len());
                cut(document.text(), block, &mut out.cuts);
                out.long.push(CutBlock { block: number, first, cuts, count: out.cuts.len() - cuts });
            }
        }
        out
    }

    /// How many pieces there are.
    pub fn count(&self, document: &Document) -> usize {
        document.blocks().len() + self.cuts.len()
    }

    /// A piece. O(log long blocks).
    pub fn get(&self, document: &Document, number: usize) -> Option<LayoutPiece> {
        let before = self.long.partition_point(|l| l.first <= number).checked_sub(1).and_then(|n| self.long.get(n));
        let block = match before {
            Some(long) if number <= long.first + long.count => return self.part(document, *long, number - long.first),
            Some(long) => number - long.cuts - long.count,
            None => number,
        };
        let span = document.blocks().get(block)?.span;
        Some(LayoutPiece { block: block as u32, span, space_after: true })
    }

    fn part(&self, document: &Document, long: CutBlock, part: usize) -> Option<LayoutPiece> {
        let block = document.blocks().get(long.block)?;
        let cuts = self.cuts.get(long.cuts..long.cuts + long.count)?;
        let start = part.checked_sub(1).and_then(|n| cuts.get(n)).copied().unwrap_or(block.span.start);
        let end = cuts.get(part).copied().unwrap_or(block.span.end);
        Some(LayoutPiece { block: long.block as u32, span: Span::new(start, end), space_after: part == long.count })
    }

    /// Number of the piece that shows the byte `at`, or of the last one before it. O(log blocks).
    pub fn at(&self, document: &Document, at: u32) -> usize {
        let block = document.block_at(at);
        let later = self.long.partition_point(|l| l.block < block);
        let before = later.checked_sub(1).and_then(|n| self.long.get(n)).map_or(0, |l| l.cuts + l.count);
        let first = block + before;
        match self.long.get(later).filter(|l| l.block == block) {
            Some(long) => {
                let cuts = self.cuts.get(long.cuts..long.cuts + long.count).unwrap_or_default();
                first + cuts.partition_point(|c| *c <= at)
            }
            None => first,
        }
    }
}

/// Where a long block is cut.
fn cut(text: &str, block: &Block, out: &mut Vec<u32>) {
    let mut start = block.span.start;
    while (block.span.end - start) as usize > MAX_PIECE_BYTES {
        let limit = text.floor_char_boundary(start as usize + MAX_PIECE_BYTES);
        let words = text.get(start as usize..limit).unwrap_or_default();
        let end = words.rfind(char::is_whitespace).filter(|at| *at > MAX_PIECE_BYTES / 2).map_or(limit, |at| {
            start as usize + at + words.get(at..).and_then(|w| w.chars().next()).map_or(1, char::len_utf8)
        });
        out.push(end as u32);
        start = end as u32;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn pieces_follow_each_other_through_the_text(lengths in proptest::collection::vec(1usize..60_000, 1..9)) {
            let paragraphs: Vec<String> = lengths.iter().map(|n| "wörd, ".repeat(n / 7 + 1)).collect();
            let document = Document::from_text(&paragraphs.join("\n\n"), "a.txt");
            let pieces = LayoutPieces::of(&document);
            let all: Vec<LayoutPiece> = (0..pieces.count(&document)).filter_map(|n| pieces.get(&document, n)).collect();
            prop_assert_eq!(all.len(), pieces.count(&document));
            prop_assert!(pieces.get(&document, all.len()).is_none());
            for (number, block) in document.blocks().iter().enumerate() {
                let own: Vec<&LayoutPiece> = all.iter().filter(|p| p.block as usize == number).collect();
                prop_assert_eq!(own.first().map(|p| p.span.start), Some(block.span.start));
                prop_assert_eq!(own.last().map(|p| (p.span.end, p.space_after)), Some((block.span.end, true)));
                prop_assert!(own.windows(2).all(|w| w[0].span.end == w[1].span.start && !w[0].space_after));
            }
            for (number, piece) in all.iter().enumerate() {
                prop_assert!(piece.span.len() as usize <= MAX_PIECE_BYTES);
                prop_assert_eq!(pieces.at(&document, piece.span.start), number);
                prop_assert_eq!(pieces.at(&document, piece.span.end - 1), number);
            }
        }
    }
}
