//! Spans cut at the ends of blocks, and which of them can be elements: those that lie within one another or apart.

use crate::document::Block;
use crate::export::places::Placed;
use crate::span::Span;

/// A part of a span within one block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Where it is, in bytes.
    pub span: Span,
    /// Number of what it belongs to.
    pub item: usize,
    /// Which piece of it this is, from 0, among those that can be elements.
    pub nth: u32,
    /// Whether another piece follows.
    pub more: bool,
    /// Whether it can be an element.
    pub inline: bool,
}

/// All pieces in reading order, the longer of two that begin together first. O(n log n).
pub fn pieces(blocks: &[Block], placed: &[Placed]) -> Vec<Piece> {
    let mut out = Vec::new();
    for (item, placed) in placed.iter().enumerate() {
        for span in &placed.spans {
            let from = blocks.partition_point(|b| b.span.end <= span.start);
            let here = blocks.iter().skip(from).take_while(|b| b.span.start < span.end);
            let parts = here.filter_map(|b| b.span.intersection(*span)).filter(|s| !s.is_empty());
            out.extend(parts.map(|span| Piece { span, item, nth: 0, more: false, inline: true }));
        }
    }
    out.sort_by_key(|p| (p.span.start, std::cmp::Reverse(p.span.end), p.item));
    let mut open: Vec<u32> = Vec::new();
    let mut counts = vec![0u32; placed.len()];
    for piece in &mut out {
        while open.last().is_some_and(|end| *end <= piece.span.start) {
            open.pop();
        }
        piece.inline = open.last().is_none_or(|end| piece.span.end <= *end);
        if piece.inline {
            open.push(piece.span.end);
            if let Some(count) = counts.get_mut(piece.item) {
                piece.nth = *count;
                *count += 1;
            }
        }
    }
    for piece in out.iter_mut().filter(|p| p.inline) {
        piece.more = counts.get(piece.item).is_some_and(|count| piece.nth + 1 < *count);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::export::places::Part;
    use smallvec::smallvec;

    #[test]
    fn what_lies_across_is_no_element() {
        let text = "one two three\n\nfour five";
        let document = Document::from_text(text, "a.txt");
        let item =
            |start, end| Placed { numbers: smallvec![0], part: Part::Content, spans: smallvec![Span::new(start, end)] };
        let found = pieces(document.blocks(), &[item(0, 7), item(4, 13), item(4, 7), item(8, 19)]);
        let words: Vec<(&str, u32, bool, bool)> =
            found.iter().map(|p| (p.span.of(text), p.nth, p.more, p.inline)).collect();
        let expected = [
            ("one two", 0, false, true),
            ("two three", 0, false, false),
            ("two", 0, false, true),
            ("three", 0, true, true),
            ("four", 1, false, true),
        ];
        assert_eq!(words, expected);
    }
}
