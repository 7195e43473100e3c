//! Names as keys of tables: numbers, so that looking one up allocates nothing.

use crate::detect::lang::WordForms;
use smallvec::SmallVec;

/// A word or several, case, full stops and the style of apostrophes aside: equal for equal names, and for others with a
/// probability too small to matter (64 bits).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NameKey(u64);

impl NameKey {
    const EMPTY: Self = Self(0xcbf2_9ce4_8422_2325);

    /// The key of one word.
    pub fn of(word: &str) -> Self {
        Self::EMPTY.and(word)
    }

    /// The key of several words.
    pub fn of_all<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        let mut words = words.into_iter();
        let first = words.next().map_or(Self::EMPTY, Self::of);
        words.fold(first, |key, word| key.eat(b' ').and(word))
    }

    /// The key of somebody of the same name who is somebody else.
    pub const fn other(self) -> Self {
        self.eat(b'+')
    }

    const fn eat(self, byte: u8) -> Self {
        // FNV-1a.
        Self((self.0 ^ byte as u64).wrapping_mul(0x0000_0100_0000_01b3))
    }

    /// Goes on with `word`.
    pub fn and(self, word: &str) -> Self {
        let bytes = |key: Self, c: char| c.encode_utf8(&mut [0; 4]).bytes().fold(key, Self::eat);
        if word.is_ascii() {
            return word.bytes().filter(|b| *b != b'.').fold(self, |key, b| key.eat(b.to_ascii_lowercase()));
        }
        let folded = word.chars().filter(|c| *c != '.').flat_map(char::to_lowercase);
        folded.fold(self, |key, c| bytes(key, if c == '’' { '\'' } else { c }))
    }
}

const fn is_gap(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\t' | b',')
}

/// Whether a name has several words.
pub fn is_several(name: &str) -> bool {
    name.bytes().any(is_gap)
}

/// The surname of a name of several words, suffixes aside.
pub fn last_name(name: &str, suffixes: WordForms) -> Option<&str> {
    name.rsplit([' ', '\n', '\t', ',']).map(|w| w.trim_matches('.')).find(|w| !w.is_empty() && !suffixes.contains(w))
}

/// Words of a name without full stops; suffixes kept. O(length), byte by byte: the gaps are ASCII.
pub fn parts(name: &str) -> SmallVec<[&str; 6]> {
    let mut words = SmallVec::new();
    let mut from = 0;
    let ends = name.bytes().enumerate().filter(|(_, b)| is_gap(*b)).map(|(at, _)| at);
    for end in ends.chain([name.len()]) {
        let mut word = name.get(from..end).unwrap_or_default();
        while let Some(rest) = word.strip_prefix('.') {
            word = rest;
        }
        while let Some(rest) = word.strip_suffix('.') {
            word = rest;
        }
        if !word.is_empty() {
            words.push(word);
        }
        from = end + 1;
    }
    words
}

/// Takes the nickname in marks out of the words of a name: `Daniel “Dutch” Grey`. Gives it when it is one word.
pub fn take_nickname<'a>(words: &mut SmallVec<[&'a str; 6]>) -> Option<&'a str> {
    let marks = ['“', '”', '"', '‘', '’', '\'', '«', '»', '„', '(', ')', '[', ']'];
    let first = words.iter().skip(1).position(|w| w.starts_with(marks))? + 1;
    let last = words.iter().skip(first).position(|w| w.ends_with(marks))? + first;
    let nickname = words.get(first).filter(|_| first == last).map(|w| w.trim_matches(marks));
    words.drain(first..=last);
    nickname
}

/// The last word that is no suffix.
pub fn surname<'a>(words: &[&'a str], suffixes: WordForms) -> Option<&'a str> {
    words.iter().rev().find(|w| !suffixes.contains(w)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::lang::ENGLISH;

    #[test]
    fn names_written_alike_have_one_key() {
        assert_eq!(NameKey::of("O’Hara"), NameKey::of("o'hara"));
        assert_eq!(NameKey::of("J.R"), NameKey::of("jr"));
        assert_eq!(NameKey::of_all(["Ada", "Grey"]), NameKey::of("ada grey"));
        assert_ne!(NameKey::of_all(["Ada", "Grey"]), NameKey::of_all(["Ada", "Grey", ""]));
        assert_ne!(NameKey::of("Ada"), NameKey::of("Ada").other());
        let mut nicknamed = parts("Ada “Bo” Grey");
        assert_eq!((take_nickname(&mut nicknamed), nicknamed.as_slice()), (Some("Bo"), ["Ada", "Grey"].as_slice()));
        let mut nicknamed = parts("Ada (“the Old Boot”) Grey");
        assert_eq!((take_nickname(&mut nicknamed), nicknamed.as_slice()), (None, ["Ada", "Grey"].as_slice()));
        assert_eq!(parts("J. Grey, Jr.").as_slice(), ["J", "Grey", "Jr"]);
        assert_eq!(surname(&["J", "Grey", "Jr"], ENGLISH.names.generations), Some("Grey"));
    }
}
