//! Terms of a few bytes as numbers: compared, hashed and sorted without following a pointer. Nearly all words are so short.

/// Bytes of the longest.
const MAX_BYTES: usize = 15;

/// A term of at most fifteen bytes: its bytes from the highest on, zeros, and in the lowest how many they are. No term
/// holds a zero byte, so that numbers stand in the order of the terms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ShortTerm(u128);

/// A byte in each of sixteen places.
const fn everywhere(byte: u8) -> u128 {
    u128::from_ne_bytes([byte; 16])
}

impl ShortTerm {
    /// That of some letters, where they are few enough.
    pub fn of(letters: &str) -> Option<Self> {
        let mut all = [0; 16];
        all.get_mut(..letters.len())?.copy_from_slice(letters.as_bytes());
        Self::checked(all, letters.len())
    }

    /// That of the ASCII letters and digits at some bytes of a text, without case.
    pub fn of_ascii(text: &[u8], start: usize, end: usize) -> Option<Self> {
        let length = end - start;
        // What follows the letters is cut off, for sixteen bytes are read faster than a few.
        let all = match text.get(start..start + 16).and_then(|bytes| <[u8; 16]>::try_from(bytes).ok()) {
            Some(all) => all,
            None => {
                let mut all = [0; 16];
                all.get_mut(..length)?.copy_from_slice(text.get(start..end)?);
                all
            }
        };
        Self::checked(lower_case(all), length)
    }

    fn checked(bytes: [u8; 16], length: usize) -> Option<Self> {
        let behind = 128_u32.checked_sub(8 * u32::try_from(length).ok()?)?;
        // Of no letters nothing is kept; of fifteen there is room for the length.
        let kept = u128::MAX.checked_shl(behind).unwrap_or_default();
        (length <= MAX_BYTES).then(|| Self(u128::from_be_bytes(bytes) & kept | length as u128))
    }

    /// Its bytes, of which the first [`Self::length`] count.
    pub const fn bytes(self) -> [u8; 16] {
        self.0.to_be_bytes()
    }

    /// How many bytes it has.
    pub const fn length(self) -> usize {
        (self.0 & 0xff) as usize
    }

    /// Its letters, in bytes that hold them.
    pub fn letters(self, bytes: &mut [u8; 16]) -> &str {
        *bytes = self.bytes();
        bytes.get(..self.length()).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default()
    }

    /// All its bits in a few that differ from one term to another.
    pub const fn mixed(self) -> u64 {
        (self.0 as u64 ^ (self.0 >> 64) as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }
}

/// Letters in ASCII without case, sixteen at once: to those from `A` to `Z` the bit is added that makes them small.
/// The additions carry into no other byte, as only seven bits of each take part.
const fn lower_case(bytes: [u8; 16]) -> [u8; 16] {
    let all = u128::from_ne_bytes(bytes);
    let seven = all & everywhere(0x7f);
    let from_a = seven + everywhere(0x80 - b'A');
    let behind_z = seven + everywhere(0x7f - b'Z');
    let capitals = (from_a ^ behind_z) & !all & everywhere(0x80);
    (all | capitals >> 2).to_ne_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_short_term_is_its_letters() {
        for letters in ["", "a", "é", "\u{1}harbour", "fifteen-letters", "Ωμέγα"] {
            let term = ShortTerm::of(letters).unwrap();
            assert_eq!((term.letters(&mut [0; 16]), term.length()), (letters, letters.len()));
        }
        assert_eq!((ShortTerm::of("sixteen--letters"), ShortTerm::of(&"x".repeat(300))), (None, None));
    }

    proptest! {
        #[test]
        fn ascii_is_folded_wherever_it_stands(before in "[ -~é]{0,20}", word in "[A-Za-z0-9]{0,20}", behind in "[ -~é]{0,20}") {
            let text = format!("{before}{word}{behind}");
            let made = ShortTerm::of_ascii(text.as_bytes(), before.len(), before.len() + word.len());
            prop_assert_eq!(made, ShortTerm::of(&word.to_ascii_lowercase()));
        }

        #[test]
        fn they_stand_in_the_order_of_their_letters(a in "[a-zé\u{1}]{0,9}", b in "[a-zé\u{1}]{0,9}") {
            if let (Some(one), Some(other)) = (ShortTerm::of(&a), ShortTerm::of(&b)) {
                prop_assert_eq!(one.cmp(&other), a.cmp(&b));
            }
        }
    }
}
