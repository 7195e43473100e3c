//! Places of a file as records keep them.

use super::super::{OffsetUnit, PartialSelector};
use crate::annotation::{Selector, same_words};
use crate::span::{Offsets, Span};

/// The text places are of.
#[derive(Clone, Copy)]
pub struct ReferenceText<'a> {
    pub text: &'a str,
    pub offsets: &'a Offsets,
    pub unit: OffsetUnit,
    /// Whether the file is a sidecar: its selectors are whole, and of a text that need not be this one.
    pub is_stored: bool,
}

/// The bytes of a place of a text, where it is inside it.
pub fn span_of(place: &PartialSelector, unit: OffsetUnit, text: &str, offsets: &Offsets) -> Option<Span> {
    let (start, end) = place.at?;
    match unit {
        OffsetUnit::Chars => offsets.span_to_bytes(text, start, end),
        OffsetUnit::Utf16 => {
            let byte = |units| offsets.utf16_to_byte(text, units);
            byte(start).zip(byte(end)).filter(|(start, end)| start <= end).map(|(start, end)| Span::new(start, end))
        }
        OffsetUnit::Bytes => text.get(start as usize..end as usize).map(|_| Span::new(start, end)),
    }
}

/// A place as records keep it. Of words alone it is where they stand, if that is one place.
pub fn selector(place: &PartialSelector, source: ReferenceText<'_>) -> Selector {
    let ReferenceText { text, offsets, unit, is_stored } = source;
    let PartialSelector { at, exact, prefix, suffix } = place.clone();
    if let Some((start, end)) = at {
        if is_stored {
            return Selector { start, end, exact, prefix, suffix };
        }
        let stands = span_of(place, unit, text, offsets).filter(|s| exact.is_empty() || same_words(s.of(text), &exact));
        return match stands {
            Some(span) => Selector::within(text, offsets, span),
            None => Selector { start, end, exact, prefix, suffix },
        };
    }
    let mut found = memchr::memmem::find_iter(text.as_bytes(), exact.as_bytes());
    if let (Some(at), None) = (found.next(), found.next())
        && !exact.is_empty()
    {
        return Selector::within(text, offsets, Span::new(at as u32, (at + exact.len()) as u32));
    }
    let length = exact.chars().count() as u32;
    Selector { start: 0, end: length, exact, prefix, suffix }
}

/// Spans in reading order without white space at their ends, those between which only white space stands as one: how a
/// record is cut at line ends is no part of what it says.
pub fn joined(text: &str, spans: &[Span]) -> Vec<Span> {
    let trimmed = spans.iter().map(|span| span.trim(text, char::is_whitespace)).filter(|span| !span.is_empty());
    let mut spans: Vec<Span> = trimmed.collect();
    spans.sort_unstable();
    let mut out: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match out.last_mut() {
            Some(last) if last.end >= span.start || Span::new(last.end, span.start).of(text).trim().is_empty() => {
                *last = last.hull(span);
            }
            _ => out.push(span),
        }
    }
    out
}
