//! Words as numbers: equal words, however they are written, have one number, and rules compare numbers.

/// The number of a word in small ASCII letters, as [`hash_of`] gives it, for constants.
pub const fn number(word: &str) -> u32 {
    let bytes = word.as_bytes();
    let mut folding = Folding::new();
    let mut i = 0;
    while i < bytes.len() {
        folding = folding.eat(bytes[i]);
        i += 1;
    }
    folding.end()
}

/// The number of a word: case folded, `’` read as `'`. Two words of a document share it with a probability too small to
/// matter. O(length), eight bytes at a time.
#[inline]
pub fn hash_of(word: &str) -> u32 {
    let mut folding = Folding::new();
    let mut rest = word.as_bytes();
    while let Some((eight, more)) = rest.split_first_chunk::<8>() {
        let chunk = u64::from_le_bytes(*eight);
        if chunk & HIGH_BITS != 0 {
            return hash_folded(word);
        }
        folding = folding.take(lower(chunk), 8);
        rest = more;
    }
    let chunk = few(rest);
    if chunk & HIGH_BITS != 0 {
        return hash_folded(word);
    }
    folding.take(lower(chunk), rest.len() as u64).end()
}

#[cold]
fn hash_folded(word: &str) -> u32 {
    let folded = word.chars().map(|c| if c == '’' { '\'' } else { c }).flat_map(char::to_lowercase);
    let eat = |folding: Folding, c: char| c.encode_utf8(&mut [0; 4]).bytes().fold(folding, Folding::eat);
    folded.fold(Folding::new(), eat).end()
}

/// Fewer than eight bytes as a number, the first one lowest.
fn few(bytes: &[u8]) -> u64 {
    if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        let four = |b: &[u8; 4]| u64::from(u32::from_le_bytes(*b));
        return four(first) | four(last) << (8 * (bytes.len() - 4));
    }
    // Of one, two or three bytes the first, the middle and the last are all, each at its place.
    let at = |i: usize| bytes.get(i).map_or(0, |b| u64::from(*b) << (8 * i));
    at(0) | at(bytes.len() / 2) | at(bytes.len().saturating_sub(1))
}

/// The top bit of each byte: set in none of ASCII.
const HIGH_BITS: u64 = 0x8080_8080_8080_8080;

/// Eight bytes of ASCII with the capitals made small.
const fn lower(chunk: u64) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let above_z = chunk + (0x7f - b'Z' as u64) * ONES;
    let from_a = chunk + (0x80 - b'A' as u64) * ONES;
    chunk | ((from_a & !above_z & HIGH_BITS) >> 2)
}

/// A word being hashed: a multiplication for each eight bytes, in the manner of `FxHash`.
#[derive(Clone, Copy)]
struct Folding {
    state: u64,
    chunk: u64,
    length: u64,
}

impl Folding {
    const fn new() -> Self {
        Self { state: 0x9e37_79b9_7f4a_7c15, chunk: 0, length: 0 }
    }

    /// Takes `n` bytes of which none stands in `chunk` yet.
    const fn take(self, chunk: u64, n: u64) -> Self {
        if n == 8 {
            return Self { state: Self::mixed(self.state, chunk), chunk: 0, length: self.length + 8 };
        }
        Self { chunk, length: self.length + n, ..self }
    }

    const fn eat(self, byte: u8) -> Self {
        let at = self.length % 8;
        let chunk = self.chunk | (byte as u64) << (8 * at);
        if at == 7 {
            return Self { state: Self::mixed(self.state, chunk), chunk: 0, length: self.length + 1 };
        }
        Self { chunk, length: self.length + 1, ..self }
    }

    const fn mixed(state: u64, chunk: u64) -> u64 {
        let product = (state ^ chunk).wrapping_mul(0xd6e8_feb8_6659_fd93);
        product ^ (product >> 32)
    }

    const fn end(self) -> u32 {
        (Self::mixed(Self::mixed(self.state, self.chunk), self.length) >> 16) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_has_one_number_however_it_is_written() {
        for (one, other) in [
            ("That", "that"),
            ("DON’T", "don't"),
            ("Émile", "émile"),
            ("administration", "ADMINISTRATION"),
            ("abcdefgh", "AbCdEfGh"),
            ("abcdefghi’s", "Abcdefghi's"),
        ] {
            assert_eq!(hash_of(one), hash_of(other), "{one}");
        }
        for word in ["", "a", "that", "abcdefg", "abcdefgh", "abcdefghi", "@[`{z", "x'y-z.1,2/3"] {
            assert_eq!(hash_of(word), number(word), "{word}");
        }
        assert_ne!(number("abc"), number("abcd"));
    }
}
