//! The blocks of a document as they are read: tables as their cells, the long ones in pieces, the text of many megabytes in parts.

use super::lang::TableRules;
use super::tables::{self, Cells};
use crate::document::{Block, BlockKind, Document};
use crate::span::Span;
use std::borrow::Cow;

/// A paragraph longer than this is read in pieces: its words are held in memory while it is read.
const MAX_BLOCK_BYTES: u32 = 128 << 10;

/// The blocks of a document, tables as the cells that may hold something said, the long ones cut at white space.
pub fn blocks<'a>(document: &'a Document, rules: &TableRules) -> (Cow<'a, [Block]>, Cells) {
    let (text, blocks) = (document.text(), document.blocks());
    if blocks.iter().any(|b| b.kind == BlockKind::Table) {
        let (blocks, cells) = tables::with_cells(text, blocks, rules);
        return (Cow::Owned(short_blocks(text, &blocks).into_owned()), cells);
    }
    (short_blocks(text, blocks), Cells::default())
}

fn short_blocks<'a>(text: &str, blocks: &'a [Block]) -> Cow<'a, [Block]> {
    if blocks.iter().all(|b| b.span.len() <= MAX_BLOCK_BYTES) {
        return Cow::Borrowed(blocks);
    }
    let mut out = Vec::with_capacity(blocks.len() + text.len() / MAX_BLOCK_BYTES as usize);
    for block in blocks {
        let (mut rest, mut kind) = (block.span, block.kind);
        while rest.len() > MAX_BLOCK_BYTES {
            let limit = text.floor_char_boundary((rest.start + MAX_BLOCK_BYTES) as usize);
            let words = text.get(rest.start as usize..limit).unwrap_or_default();
            let end = words.rfind(char::is_whitespace).map_or(limit, |at| rest.start as usize + at) as u32;
            let end = if end > rest.start { end } else { limit as u32 };
            out.push(Block { span: Span::new(rest.start, end), kind });
            if kind == BlockKind::Turn {
                kind = BlockKind::Continued;
            }
            rest = Span::new(end, rest.end).trim(text, char::is_whitespace);
        }
        out.push(Block { span: rest, kind });
    }
    Cow::Owned(out)
}

/// Blocks in parts of about `size` bytes.
pub fn parts(blocks: &[Block], size: u32) -> impl Iterator<Item = &[Block]> {
    let mut rest = blocks;
    std::iter::from_fn(move || {
        let start = rest.first()?.span.start;
        let count = rest.partition_point(|b| b.span.start - start < size);
        let (part, more) = rest.split_at(count);
        rest = more;
        Some(part)
    })
}
