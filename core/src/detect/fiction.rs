//! Whether a text tells a story.

use crate::document::{Block, BlockKind};

/// Whether most paragraphs begin with a quotation mark, as in the dialogue of a novel. O(blocks).
pub fn is_fiction(text: &str, blocks: &[Block]) -> bool {
    let paragraphs = blocks.iter().filter(|b| matches!(b.kind, BlockKind::Paragraph(_)));
    let (mut n, mut open) = (0usize, 0usize);
    for block in paragraphs {
        n += 1;
        open += usize::from(block.span.of(text).starts_with(['“', '"', '‘', '\'', '«', '»', '„']));
    }
    n >= 8 && open * 5 >= n * 2
}
