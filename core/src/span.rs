//! Spans of the reading text, and the two other units the world counts in.
//!
//! Inside the program every place is a half-open range of **UTF-8 bytes** on character boundaries: it slices for free.
//! Files on disk and most exchange formats count **Unicode code points**; JavaScript tools count **UTF-16 units**.
//! [`Offsets`] converts, from checkpoints every KB, in time independent of the length of the text.

use std::ops::Range;

/// A half-open range of bytes of the reading text, on character boundaries.
///
/// ```
/// use sayso_core::span::{Offsets, Span};
///
/// let text = "naïve words";
/// let span = Span::new(7, 12);
/// assert_eq!(span.of(text), "words");
/// assert_eq!(Offsets::new(text).span_to_chars(text, span), (6, 11));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span from `start` to `end`; the two are exchanged when given the wrong way round.
    pub const fn new(start: u32, end: u32) -> Self {
        if start <= end { Self { start, end } } else { Self { start: end, end: start } }
    }

    /// A span over a range of `usize` offsets, as string searches give them.
    pub const fn from_range(range: &Range<usize>) -> Self {
        Self::new(range.start as u32, range.end as u32)
    }

    /// Length in bytes.
    pub const fn len(self) -> u32 {
        self.end - self.start
    }

    /// Whether nothing lies in it.
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `at` lies in it.
    pub const fn contains(self, at: u32) -> bool {
        self.start <= at && at < self.end
    }

    /// Whether all of `other` lies in it.
    pub const fn covers(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one byte.
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The bytes both have, if any.
    pub fn intersection(self, other: Self) -> Option<Self> {
        let (start, end) = (self.start.max(other.start), self.end.min(other.end));
        (start < end).then_some(Self { start, end })
    }

    /// The smallest span over both.
    pub fn hull(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// As a range of `usize`.
    pub const fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Its words; empty when the span does not fit the text.
    pub fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or_default()
    }

    /// Without the characters at both ends for which `drop` holds.
    pub fn trim(self, text: &str, drop: impl Fn(char) -> bool) -> Self {
        let words = self.of(text);
        let left = words.trim_start_matches(&drop);
        let start = self.start + (words.len() - left.len()) as u32;
        Self { start, end: start + left.trim_end_matches(&drop).len() as u32 }
    }
}

/// The smallest span over all of `spans`; `None` when there are none.
pub fn hull(spans: &[Span]) -> Option<Span> {
    spans.iter().copied().reduce(Span::hull)
}

/// Bytes between two checkpoints.
const STEP: usize = 1024;

/// Converts byte offsets of one text to code points and UTF-16 units, and back.
///
/// Built once in O(n); each conversion reads at most 1 KB, that of a span its own words too.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Offsets {
    /// For each step: (byte offset of the checkpoint, code points before it, UTF-16 units before it).
    points: Vec<(u32, u32, u32)>,
    total: (u32, u32),
}

impl Offsets {
    /// Reads `text` once.
    pub fn new(text: &str) -> Self {
        let mut points = vec![(0, 0, 0)];
        let (mut chars, mut units, mut last) = (0u32, 0u32, 0usize);
        while last < text.len() {
            let mut next = (last + STEP).min(text.len());
            while !text.is_char_boundary(next) {
                next += 1;
            }
            let (c, u) = count(text.get(last..next).unwrap_or_default());
            chars += c;
            units += u;
            points.push((next as u32, chars, units));
            last = next;
        }
        Self { points, total: (chars, units) }
    }

    /// Length of the text in code points.
    pub const fn chars(&self) -> u32 {
        self.total.0
    }

    fn before(&self, text: &str, byte: u32) -> (u32, u32) {
        let i = self.points.partition_point(|p| p.0 <= byte).saturating_sub(1);
        let (at, chars, units) = self.points.get(i).copied().unwrap_or_default();
        let (c, u) = count(Span::new(at, byte).of(text));
        (chars + c, units + u)
    }

    /// Code points before the byte offset `byte` of `text`.
    pub fn to_chars(&self, text: &str, byte: u32) -> u32 {
        let i = self.points.partition_point(|p| p.0 <= byte).saturating_sub(1);
        let (at, chars, _) = self.points.get(i).copied().unwrap_or_default();
        chars + Span::new(at, byte).of(text).chars().count() as u32
    }

    /// UTF-16 units before the byte offset `byte` of `text`.
    pub fn to_utf16(&self, text: &str, byte: u32) -> u32 {
        self.before(text, byte).1
    }

    /// The span in code points, half-open.
    pub fn span_to_chars(&self, text: &str, span: Span) -> (u32, u32) {
        let start = self.to_chars(text, span.start);
        // Most spans are shorter than the way from a checkpoint.
        let end = if (span.len() as usize) < STEP / 2 {
            start + span.of(text).chars().count() as u32
        } else {
            self.to_chars(text, span.end)
        };
        (start, end)
    }

    /// Byte offset of the code point `chars`, `None` beyond the end.
    pub fn to_byte(&self, text: &str, chars: u32) -> Option<u32> {
        if chars > self.total.0 {
            return None;
        }
        let i = self.points.partition_point(|p| p.1 <= chars).saturating_sub(1);
        let (at, before, _) = self.points.get(i).copied().unwrap_or_default();
        step(text, at, chars - before)
    }

    /// Byte offset of the UTF-16 unit `units`; `None` beyond the end and inside a letter of two units.
    pub fn utf16_to_byte(&self, text: &str, units: u32) -> Option<u32> {
        if units > self.total.1 {
            return None;
        }
        let i = self.points.partition_point(|p| p.2 <= units).saturating_sub(1);
        let (at, _, mut before) = self.points.get(i).copied().unwrap_or_default();
        let mut letters = text.get(at as usize..)?.chars();
        while before < units {
            before += letters.next()?.len_utf16() as u32;
        }
        (before == units).then(|| (text.len() - letters.as_str().len()) as u32)
    }

    /// The byte span of a half-open range of code points; `None` when it is not inside the text.
    pub fn span_to_bytes(&self, text: &str, start: u32, end: u32) -> Option<Span> {
        (start <= end).then_some(())?;
        let first = self.to_byte(text, start)?;
        // Most spans are shorter than the way from a checkpoint.
        let last = if end - start < STEP as u32 { step(text, first, end - start) } else { self.to_byte(text, end) };
        Some(Span::new(first, last?))
    }
}

/// Bytes whose code points are counted together.
const CHUNK: usize = 256;

/// The byte `count` code points after the byte `at`; `None` beyond the end. O(count), many bytes at a time.
fn step(text: &str, at: u32, count: u32) -> Option<u32> {
    let (mut at, mut left) = (at as usize, count as usize);
    while left > 0 {
        let next = text.floor_char_boundary(at + CHUNK);
        let here = text.get(at..next)?.chars().count();
        if next == at || here > left {
            break;
        }
        (at, left) = (next, left - here);
    }
    let rest = text.get(at..)?;
    let mut letters = rest.chars();
    if let Some(skip) = left.checked_sub(1) {
        letters.nth(skip)?;
    }
    Some((text.len() - letters.as_str().len()) as u32)
}

fn count(text: &str) -> (u32, u32) {
    if text.is_ascii() {
        return (text.len() as u32, text.len() as u32);
    }
    // Letters of four bytes are two units in UTF-16.
    let chars = text.chars().count();
    let most = text.bytes().fold(0, u8::max);
    let long = if most < 0xf0 { 0 } else { text.bytes().filter(|b| *b >= 0xf0).count() };
    (chars as u32, (chars + long) as u32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn units_of_the_shared_example() {
        let text = "“Taxes fell 😊 by 5%,” Jane Doe said.\nHe left.\n";
        let offsets = Offsets::new(text);
        let quote = text.find("Taxes").unwrap() as u32;
        let span = Span::new(quote, quote + "Taxes fell 😊 by 5%".len() as u32);
        assert_eq!(span, Span::new(3, 24));
        assert_eq!(offsets.span_to_chars(text, span), (1, 19));
        assert_eq!(offsets.to_utf16(text, span.end), 20);
        assert_eq!(offsets.span_to_bytes(text, 1, 19), Some(span));
        assert_eq!(offsets.span_to_bytes(text, 40, 4000), None);
    }

    #[test]
    fn trimming_keeps_boundaries() {
        let text = "x “é” ,y";
        let span = Span::new(1, text.len() as u32 - 1).trim(text, |c| " ,“”".contains(c));
        assert_eq!(span.of(text), "é");
    }

    proptest! {
        #[test]
        fn every_boundary_goes_there_and_back(text in "(\\PC|\n){0,60}", times in 1usize..300) {
            let text = text.repeat(times);
            let offsets = Offsets::new(&text);
            prop_assert_eq!(offsets.chars() as usize, text.chars().count());
            for (chars, (byte, _)) in text.char_indices().enumerate().step_by(97) {
                prop_assert_eq!(offsets.to_chars(&text, byte as u32) as usize, chars);
                prop_assert_eq!(offsets.to_byte(&text, chars as u32), Some(byte as u32));
                let units = offsets.to_utf16(&text, byte as u32);
                prop_assert_eq!(offsets.utf16_to_byte(&text, units), Some(byte as u32));
            }
        }
    }
}
