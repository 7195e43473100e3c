//! A text that positions of a file refer to, and what they count in it.

use super::partial_selector::{OffsetUnit, PartialSelector};
use crate::annotation::Selector;
use crate::span::{Offsets, Span};
use std::fmt;

/// What positions count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counting {
    /// The unit.
    pub unit: OffsetUnit,
    /// What an end of a line is.
    pub ends: LineEnds,
    /// Whether the byte-order mark is counted.
    pub mark: bool,
    /// Whether the end is the last character and not one past it.
    pub is_last: bool,
}

/// What an end of a line is to positions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LineEnds {
    /// What it is in the text: CR LF two, the others one.
    #[default]
    AsWritten,
    /// One.
    One,
    /// Two, as CR LF, also where the text has another.
    Two,
}

impl fmt::Display for Counting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.unit {
            OffsetUnit::Chars => "code points",
            OffsetUnit::Utf16 => "UTF-16 units",
            OffsetUnit::Bytes => "bytes",
        })?;
        match self.ends {
            LineEnds::AsWritten => {}
            LineEnds::One => f.write_str(", an end of a line as one")?,
            LineEnds::Two => f.write_str(", an end of a line as two")?,
        }
        if self.mark {
            f.write_str(", the byte-order mark too")?;
        }
        if self.is_last {
            f.write_str(", up to the last character and not one past it")?;
        }
        Ok(())
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
