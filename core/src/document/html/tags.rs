//! How many attributes a tag may have at most: a bound found without knowing where tags begin.
//!
//! Whether `<a` begins a tag or is part of a script only the parser knows. So every `<` before a letter is followed as if it did, all
//! at once: readings that are in the same state go on alike, and only the one with most attributes is kept.

/// Where in a tag a reading is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TagState {
    TagName,
    Between,
    Name,
    AfterName,
    BeforeValue,
    DoubleQuoted,
    SingleQuoted,
    Unquoted,
}

const STATES: [TagState; 8] = [
    TagState::TagName,
    TagState::Between,
    TagState::Name,
    TagState::AfterName,
    TagState::BeforeValue,
    TagState::DoubleQuoted,
    TagState::SingleQuoted,
    TagState::Unquoted,
];

impl TagState {
    /// The state behind `byte`, and whether an attribute began with it; `None` where the tag ends.
    const fn after(self, byte: u8) -> Option<(Self, bool)> {
        let white = matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0c);
        Some(match (self, byte) {
            (Self::DoubleQuoted, b'"') | (Self::SingleQuoted, b'\'') => (Self::Between, false),
            (Self::DoubleQuoted | Self::SingleQuoted, _) => (self, false),
            (_, b'>') => return None,
            (Self::TagName, _) => (if white || byte == b'/' { Self::Between } else { Self::TagName }, false),
            (Self::Between, b'/') => (Self::Between, false),
            (Self::Between, _) => {
                if white {
                    (Self::Between, false)
                } else {
                    (Self::Name, true)
                }
            }
            (Self::Name | Self::AfterName, b'=') => (Self::BeforeValue, false),
            (Self::Name | Self::AfterName, b'/') => (Self::Between, false),
            (Self::Name, _) => (if white { Self::AfterName } else { Self::Name }, false),
            (Self::AfterName, _) => {
                if white {
                    (Self::AfterName, false)
                } else {
                    (Self::Name, true)
                }
            }
            (Self::BeforeValue, b'"') => (Self::DoubleQuoted, false),
            (Self::BeforeValue, b'\'') => (Self::SingleQuoted, false),
            (Self::BeforeValue, _) => (if white { Self::BeforeValue } else { Self::Unquoted }, false),
            (Self::Unquoted, _) => (if white { Self::Between } else { Self::Unquoted }, false),
        })
    }
}

/// The bound, as far as the source was read.
#[derive(Debug, Default)]
pub struct AttributeBound {
    /// For each state, the most attributes of the readings in it.
    readings: [Option<usize>; STATES.len()],
    /// Whether the last byte was `<`.
    opens: bool,
}

impl AttributeBound {
    /// Goes on with the next bytes. Gives the most attributes that a tag which is open somewhere in them can have there.
    /// O(n).
    pub fn read(&mut self, bytes: &[u8]) -> usize {
        let mut most = self.readings.iter().flatten().copied().max().unwrap_or_default();
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            if !self.opens && self.readings == [None; STATES.len()] {
                // Outside of everything that can be a tag.
                let Some(next) = memchr::memchr(b'<', bytes.get(at..).unwrap_or_default()) else { break };
                (self.opens, at) = (true, at + next + 1);
                continue;
            }
            let mut after = [None; STATES.len()];
            let mut keep = |state: TagState, count: usize| {
                if let Some(slot) = after.get_mut(state as usize) {
                    *slot = (*slot).max(Some(count));
                }
            };
            for (state, count) in STATES.iter().zip(self.readings) {
                if let (Some(count), Some((state, begins))) = (count, state.after(byte)) {
                    most = most.max(count + usize::from(begins));
                    keep(state, count + usize::from(begins));
                }
            }
            if self.opens && byte.is_ascii_alphabetic() {
                keep(TagState::TagName, 0);
            }
            self.readings = after;
            self.opens = byte == b'<' || self.opens && byte == b'/';
            at += 1;
        }
        most
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn most(source: &str) -> usize {
        AttributeBound::default().read(source.as_bytes())
    }

    #[test]
    fn attributes_are_counted_whatever_is_in_their_values() {
        assert_eq!(most("words <p a=1 b='x > y z' c = \"a b c d e\"d e/f>g h i j"), 6);
        assert_eq!(most("<svg d=\"M 0 0 L 1 1 L 2 2 L 3 3\"/> a b c"), 1);
        assert_eq!(most("a < b c d e f g"), 0);
        assert_eq!(most("</p a b>"), 2);
        assert_eq!(most("<a href=x/y/z?a=b>"), 1);
    }

    #[test]
    fn a_quotation_mark_that_is_none_hides_nothing() {
        let tag = format!("<p {}>", "a ".repeat(700));
        assert!(most(&format!("<script>1<a=\"</script>{tag}")) >= 700);
        assert!(most(&format!("<!-- <a b=' -->{tag}")) >= 700);
    }

    proptest::proptest! {
        /// In pieces as in one.
        #[test]
        fn pieces_make_no_difference(source in "[<>/a-c =\"'!-]{0,60}", at in 0usize..60) {
            let (first, second) = source.split_at(at.min(source.len()));
            let mut pieces = AttributeBound::default();
            let most_in_pieces = pieces.read(first.as_bytes()).max(pieces.read(second.as_bytes()));
            proptest::prop_assert_eq!(most_in_pieces, most(&source));
        }
    }
}
