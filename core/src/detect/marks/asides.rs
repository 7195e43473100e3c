//! What the narrator says in brackets inside a quotation.

use super::Segment;
use crate::span::Span;

/// Cuts the narrator's asides in brackets out of what is said: “Ah! (with a sigh) let me see.” O(length of the segments).
pub fn cut_asides(text: &str, segments: &mut Vec<Segment>, is_aside: fn(&str) -> bool) {
    if !segments.iter().any(|s| s.inner().of(text).contains('(')) {
        return;
    }
    let whole = std::mem::take(segments);
    for mut rest in whole {
        while let Some(aside) = first_aside(text, rest.inner(), is_aside) {
            let before = Span::new(rest.span.start, aside.start).trim(text, char::is_whitespace);
            let after = Span::new(aside.end, rest.span.end).trim(text, char::is_whitespace);
            if before.len() > u32::from(rest.open) {
                segments.push(Segment { span: before, closed: true, close: 0, ..rest });
            }
            rest = Segment { span: after, open: 0, ..rest };
        }
        if rest.inner().of(text).chars().any(char::is_alphanumeric) {
            segments.push(rest);
        }
    }
}

/// The first bracket in `words` that tells how something is said.
fn first_aside(text: &str, words: Span, is_aside: fn(&str) -> bool) -> Option<Span> {
    let mut from = words.start;
    while let Some(open) = Span::new(from, words.end).of(text).find('(') {
        let start = from + open as u32;
        let close = Span::new(start, words.end).of(text).find(')')? as u32;
        let inside = Span::new(start + 1, start + close).of(text);
        from = start + close + 1;
        if is_aside(inside) {
            return Some(Span::new(start, from));
        }
    }
    None
}
