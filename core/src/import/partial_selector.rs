//! Places as files of other programs give them: offsets of one unit or another, words, or both.

use super::error::RecordError;
use crate::annotation::Selector;
use crate::span::{Offsets, Span};

/// What offsets count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OffsetUnit {
    /// Code points.
    #[default]
    Chars,
    /// UTF-16 units.
    Utf16,
}

/// Words with what is known of where they stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PartialSelector {
    /// Code points of the text of the batch, half-open; none where only the words are known.
    pub at: Option<(u32, u32)>,
    /// The words. Empty only where the file gives nothing but offsets and has no text of its own: then they are the words
    /// of the current text at that place.
    pub exact: String,
    /// What stands before them, as far as it is known.
    pub prefix: String,
    /// What stands after them.
    pub suffix: String,
}

impl PartialSelector {
    /// Words whose place is not known.
    pub fn words(exact: &str) -> Self {
        Self { exact: exact.to_owned(), ..Self::default() }
    }

    /// Words and offsets as a file gives them that has no text of its own; none where it gives neither. Offsets that
    /// run backwards or are beyond any text are as good as none.
    pub fn given(at: Option<(u64, u64)>, exact: &str) -> Option<Self> {
        let fits = |(start, end): (u64, u64)| Some((u32::try_from(start).ok()?, u32::try_from(end).ok()?));
        let at = at.filter(|(start, end)| start < end).and_then(fits);
        (at.is_some() || !exact.is_empty()).then(|| Self { at, ..Self::words(exact) })
    }
}

/// A text that offsets of a file refer to.
#[derive(Clone, Debug)]
pub struct IndexedText<'a> {
    text: &'a str,
    offsets: Offsets,
}

impl<'a> IndexedText<'a> {
    /// Reads `text` once.
    pub fn new(text: &'a str) -> Self {
        Self { text, offsets: Offsets::new(text) }
    }

    /// The text.
    pub const fn text(&self) -> &'a str {
        self.text
    }

    /// The place of a half-open range of `unit`s. Where the file gives the words too they are believed: when the other
    /// unit gives them that one is meant, and when none does the words stand without a place. O(length).
    ///
    /// # Errors
    /// When there are no words and the range is empty, runs backwards or lies outside the text.
    pub fn place(
        &self,
        start: u64,
        end: u64,
        unit: OffsetUnit,
        words: Option<&str>,
    ) -> Result<PartialSelector, RecordError> {
        let words = words.filter(|w| !w.is_empty());
        let other = if unit == OffsetUnit::Chars { OffsetUnit::Utf16 } else { OffsetUnit::Chars };
        let fits = |unit: OffsetUnit| {
            let span = self.bytes(start, end, unit)?;
            words.is_none_or(|w| w == span.of(self.text)).then_some(span)
        };
        if let Some(span) = fits(unit).or_else(|| words.and_then(|_| fits(other))) {
            return Ok(self.at(span));
        }
        match words {
            Some(words) => Ok(PartialSelector::words(words)),
            None => Err(format!("the place {start} to {end} is not inside the text").into()),
        }
    }

    /// The place of a span of bytes, with its surroundings.
    pub fn at(&self, span: Span) -> PartialSelector {
        let Selector { start, end, exact, prefix, suffix } = Selector::within(self.text, &self.offsets, span);
        PartialSelector { at: Some((start, end)), exact, prefix, suffix }
    }

    /// The bytes of a half-open range of `unit`s; none where it is empty, runs backwards or lies outside the text.
    pub fn bytes(&self, start: u64, end: u64, unit: OffsetUnit) -> Option<Span> {
        self.span(start, end, unit).filter(|s| !s.is_empty())
    }

    fn span(&self, start: u64, end: u64, unit: OffsetUnit) -> Option<Span> {
        let (start, end) = (u32::try_from(start).ok()?, u32::try_from(end).ok()?);
        match unit {
            OffsetUnit::Chars => self.offsets.span_to_bytes(self.text, start, end),
            OffsetUnit::Utf16 => {
                let byte = |units| self.offsets.utf16_to_byte(self.text, units);
                (start <= end).then(|| Some(Span::new(byte(start)?, byte(end)?)))?
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_decide_which_unit_was_meant() {
        let counted = IndexedText::new("“Taxes fell 😊 by 5%,” Jane Doe said.");
        let place = |start, end, unit, words| counted.place(start, end, unit, words).unwrap();
        assert_eq!(place(22, 30, OffsetUnit::Chars, None).exact, "Jane Doe");
        assert_eq!(place(23, 31, OffsetUnit::Utf16, None).at, Some((22, 30)));
        assert_eq!(place(23, 31, OffsetUnit::Chars, Some("Jane Doe")).at, Some((22, 30)));
        let elsewhere = place(0, 8, OffsetUnit::Chars, Some("Jane Doe"));
        assert_eq!((elsewhere.at, elsewhere.exact.as_str()), (None, "Jane Doe"));
        for (start, end) in [(3, 3), (5, 4), (0, 99), (0, u64::MAX)] {
            assert!(counted.place(start, end, OffsetUnit::Chars, None).is_err());
        }
        assert!(counted.place(13, 14, OffsetUnit::Utf16, None).is_err(), "half an emoji is no place");
    }
}
