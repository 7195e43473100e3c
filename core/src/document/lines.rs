//! The lines of a document, as those who look for heads read them.

use super::{Block, BlockKind};
use crate::span::Span;

/// A line of a block.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// Its words, without white space at either end.
    pub span: Span,
    /// Number of its block.
    pub block: u32,
    /// Whether it begins its block.
    pub first: bool,
    /// Whether it ends its block.
    pub last: bool,
    /// Whether its block is a heading.
    pub heading: bool,
}

/// Calls `take` with every line of the blocks that may hold speech, in reading order. O(length of the text).
pub fn each(text: &str, blocks: &[Block], mut take: impl FnMut(Line)) {
    for (number, block) in blocks.iter().enumerate() {
        if matches!(block.kind, BlockKind::Literal | BlockKind::Table) {
            continue;
        }
        let heading = matches!(block.kind, BlockKind::Heading(_));
        let mut start = block.span.start;
        let mut first = true;
        while start < block.span.end {
            let rest = Span::new(start, block.span.end);
            let end = memchr::memchr(b'\n', rest.of(text).as_bytes()).map_or(rest.end, |at| start + at as u32);
            let span = Span::new(start, end).trim(text, char::is_whitespace);
            start = end + 1;
            if !span.is_empty() {
                take(Line { span, block: number as u32, first, last: start >= block.span.end, heading });
                first = false;
            }
        }
    }
}
