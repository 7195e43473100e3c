//! Places as files of other programs give them: offsets of one unit or another, words, or both.

use super::counting::{Counting, LineEnds};
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
    /// Bytes of UTF-8.
    Bytes,
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

/// A text that offsets of a file refer to, as our documents are: ends of lines are LF, no byte-order mark is before it.
#[derive(Clone, Debug)]
pub struct IndexedText {
    text: String,
    offsets: Offsets,
    /// Bytes of the ends of lines that were CR LF, in order.
    double_ends: Vec<u32>,
    may_have_mark: bool,
}

impl IndexedText {
    /// Reads a text with whatever ends of lines it has. O(n).
    pub fn new(written: &str) -> Self {
        let (written, may_have_mark) =
            written.strip_prefix('\u{feff}').map_or((written, false), |behind| (behind, true));
        let mut double_ends = Vec::new();
        let text = if written.contains('\r') {
            let mut text = String::with_capacity(written.len());
            for line in written.split_inclusive(['\n', '\r']) {
                match (line.strip_suffix('\r'), line) {
                    (Some(words), _) => {
                        text.push_str(words);
                        text.push('\n');
                    }
                    // The second half of an end.
                    (None, "\n") if is_behind_return(written, line) => {
                        double_ends.push((text.len() - 1) as u32);
                    }
                    (None, line) => text.push_str(line),
                }
            }
            text
        } else {
            written.to_owned()
        };
        let offsets = Offsets::new(&text);
        Self { text, offsets, double_ends, may_have_mark }
    }

    /// The text of a document, of which is not known what it was as a file.
    pub fn of_document(text: &str) -> Self {
        Self { may_have_mark: true, ..Self::new(text) }
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How many ends of lines were CR LF.
    pub fn double_ends(&self) -> usize {
        self.double_ends.len()
    }

    /// Whether positions may count a byte-order mark.
    pub const fn may_have_mark(&self) -> bool {
        self.may_have_mark
    }

    /// The place of a span of bytes, with its surroundings.
    pub fn at(&self, span: Span) -> PartialSelector {
        let Selector { start, end, exact, prefix, suffix } = Selector::within(&self.text, &self.offsets, span);
        PartialSelector { at: Some((start, end)), exact, prefix, suffix }
    }

    /// Bytes of `positions`, sorted and each once, under a way of counting; none of one that is not inside the text or
    /// inside a character. Between CR and LF is before the end of the line. O(n).
    pub fn located(&self, counting: Counting, positions: &[u64]) -> Vec<Option<u32>> {
        let width = |c: char| match counting.unit {
            OffsetUnit::Chars => 1,
            OffsetUnit::Utf16 => c.len_utf16() as u64,
            OffsetUnit::Bytes => c.len_utf8() as u64,
        };
        let mut out = vec![None; positions.len()];
        let mut wanted = positions.iter().copied().zip(out.iter_mut()).peekable();
        let mut double = self.double_ends.iter().copied().peekable();
        let mut at = if counting.mark { width('\u{feff}') } else { 0 };
        while let Some((position, slot)) = wanted.next_if(|(position, _)| *position < at) {
            *slot = (position == 0).then_some(0);
        }
        for (byte, c) in self.text.char_indices() {
            let is_double = c == '\n' && double.next_if_eq(&(byte as u32)).is_some();
            while let Some((_, slot)) = wanted.next_if(|(position, _)| *position == at) {
                *slot = Some(byte as u32);
            }
            if wanted.peek().is_none() {
                break;
            }
            at += match (c, counting.ends) {
                ('\n', LineEnds::AsWritten) if is_double => 2,
                ('\n', LineEnds::Two) => 2,
                ('\n', LineEnds::AsWritten | LineEnds::One) => 1,
                (c, _) => width(c),
            };
            while let Some((_, slot)) = wanted.next_if(|(position, _)| *position < at) {
                *slot = (c == '\n').then_some(byte as u32);
            }
        }
        while let Some((_, slot)) = wanted.next_if(|(position, _)| *position == at) {
            *slot = Some(self.text.len() as u32);
        }
        out
    }
}

/// Whether a part of a text begins behind a carriage return.
fn is_behind_return(whole: &str, part: &str) -> bool {
    let at = (part.as_ptr() as usize).saturating_sub(whole.as_ptr() as usize);
    at.checked_sub(1).and_then(|before| whole.as_bytes().get(before)) == Some(&b'\r')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_become_one_and_are_remembered() {
        let text = IndexedText::new("\u{feff}a\r\nb\rc\n\r\n");
        assert_eq!(
            (text.text(), text.double_ends.as_slice(), text.may_have_mark()),
            ("a\nb\nc\n\n", &[1, 6][..], true)
        );
        let at = |ends, mark, position| {
            text.located(Counting { ends, mark, ..Counting::default() }, &[position]).pop().unwrap()
        };
        assert_eq!(at(LineEnds::AsWritten, false, 3), Some(2));
        assert_eq!(at(LineEnds::One, false, 2), Some(2));
        assert_eq!(at(LineEnds::Two, true, 4), Some(2));
        assert_eq!((at(LineEnds::AsWritten, false, 2), at(LineEnds::One, false, 7)), (Some(1), Some(7)));
        assert_eq!((at(LineEnds::One, false, 8), at(LineEnds::One, true, 0)), (None, Some(0)));
    }

    #[test]
    fn half_a_letter_is_no_place() {
        let text = IndexedText::new("a😊b");
        let at = |unit, position| text.located(Counting { unit, ..Counting::default() }, &[position]).pop().unwrap();
        assert_eq!((at(OffsetUnit::Utf16, 2), at(OffsetUnit::Utf16, 3)), (None, Some(5)));
        assert_eq!((at(OffsetUnit::Bytes, 3), at(OffsetUnit::Bytes, 6)), (None, Some(6)));
        assert_eq!(at(OffsetUnit::Chars, 2), Some(5));
    }
}
