//! A list of words that is asked for each word of a text: most are told not to be in it without being compared.

/// Bits of the table.
const BITS: usize = 4096;

/// Words separated by blanks, with a table made when the program is compiled: where no bit is set, no word of the list is.
#[derive(Debug)]
pub struct WordList {
    words: &'static str,
    table: [u64; BITS / 64],
}

impl WordList {
    /// Of words separated by single blanks.
    pub const fn new(words: &'static str) -> Self {
        let bytes = words.as_bytes();
        let mut table = [0; BITS / 64];
        let (mut at, mut hash) = (0, SEED);
        while at <= bytes.len() {
            if at == bytes.len() || bytes[at] == b' ' {
                let bit = hash as usize % BITS;
                table[bit / 64] |= 1 << (bit % 64);
                hash = SEED;
            } else {
                hash = step(hash, bytes[at]);
            }
            at += 1;
        }
        Self { words, table }
    }

    /// Whether a word is one of them. O(length of the word), of one that is in it O(list).
    pub fn has(&self, word: &str) -> bool {
        let hash = word.bytes().fold(SEED, step);
        let bit = hash as usize % BITS;
        let is_set = self.table.get(bit / 64).is_some_and(|bits| bits & (1 << (bit % 64)) != 0);
        is_set && self.words.split(' ').any(|known| known == word)
    }
}

/// Where the hash of a word begins: FNV-1a, its high bits folded by the multiplication.
const SEED: u32 = 0x811c_9dc5;

const fn step(hash: u32, byte: u8) -> u32 {
    let hash = (hash ^ byte as u32).wrapping_mul(0x0100_0193);
    hash ^ (hash >> 15)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_has_its_words_and_no_others() {
        const LIST: WordList = WordList::new("not ¤dollar 's #1 no");
        assert!(["not", "¤dollar", "'s", "#1", "no"].iter().all(|word| LIST.has(word)));
        assert!(["", " ", "n", "not ", "nota", "dollar", "not ¤dollar"].iter().all(|word| !LIST.has(word)));
    }
}
