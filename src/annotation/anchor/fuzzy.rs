//! Words that stand nearly so: the occurrence with the fewest insertions, deletions and exchanges of letters.
//!
//! The algorithm is Myers' (1999, "A fast bit-vector algorithm for approximate string matching based on dynamic
//! programming"), 64 rows of the matrix at a time, in the blocks of Hyyrö (2003) with Ukkonen's cut-off (1985): rows that
//! cannot come under the limit any more are not computed. O(text · ⌈limit / 64⌉) for text unlike the words.

use rustc_hash::FxHashMap;

/// An occurrence, in bytes of the text, and how many letters differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Match {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Letters inserted, deleted or exchanged.
    pub edits: usize,
}

/// Rows in a block.
const ROWS: usize = 64;
/// The last row of a whole block.
const TOP: u64 = 1 << (ROWS - 1);

/// Words made ready to be looked for.
pub struct Pattern {
    letters: Vec<char>,
    blocks: usize,
    /// For each letter of the words its number, from 1; others are 0.
    ascii: [u16; 128],
    others: FxHashMap<char, u16>,
    /// For each letter and block the rows that hold the letter.
    rows: Vec<u64>,
    /// The last row of the last block.
    bottom: u64,
}

#[derive(Clone, Copy)]
struct Block {
    plus: u64,
    minus: u64,
    score: usize,
}

impl Pattern {
    /// O(letters · different letters / 64).
    pub fn new(letters: impl Iterator<Item = char>) -> Self {
        let letters: Vec<char> = letters.collect();
        let blocks = letters.len().div_ceil(ROWS).max(1);
        let mut pattern = Self {
            blocks,
            ascii: [0; 128],
            others: FxHashMap::default(),
            rows: vec![0; blocks],
            bottom: 1 << ((letters.len().max(1) - 1) % ROWS),
            letters: Vec::new(),
        };
        let mut count = 0u16;
        for (row, letter) in letters.iter().enumerate() {
            let mut number = pattern.number(*letter);
            if number == 0 {
                // 65,535 different letters are more than any language has.
                count = count.saturating_add(1);
                number = usize::from(count);
                match pattern.ascii.get_mut(*letter as usize) {
                    Some(slot) => *slot = count,
                    None => {
                        pattern.others.insert(*letter, count);
                    }
                }
                pattern.rows.resize((number + 1) * blocks, 0);
            }
            if let Some(bits) = pattern.rows.get_mut(number * blocks + row / ROWS) {
                *bits |= 1 << (row % ROWS);
            }
        }
        pattern.letters = letters;
        pattern
    }

    /// How many letters it has.
    fn len(&self) -> usize {
        self.letters.len()
    }

    fn number(&self, letter: char) -> usize {
        match self.ascii.get(letter as usize) {
            Some(number) => usize::from(*number),
            None => self.others.get(&letter).copied().map_or(0, usize::from),
        }
    }

    /// The fewest edits, at most `limit`, with which the words end somewhere in `letters`, and the places of the letters
    /// they end with, given as they came.
    pub fn ends<P: Copy>(&self, letters: impl Iterator<Item = (P, char)>, limit: usize) -> Option<(usize, Vec<P>)> {
        if self.letters.is_empty() {
            return None;
        }
        let height = |block: usize| if block + 1 == self.blocks { (self.len() - 1) % ROWS + 1 } else { ROWS };
        let high = |block: usize| if block + 1 == self.blocks { self.bottom } else { TOP };
        let fresh = |block: usize, above: usize| Block { plus: !0, minus: 0, score: above + height(block) };
        let mut limit = limit.min(self.len());
        // Rows up to here may come under the limit; at first those that only deletions reach.
        let mut last = ((limit + 1).div_ceil(ROWS) - 1).min(self.blocks - 1);
        let mut column: Vec<Block> = Vec::with_capacity(self.blocks);
        for block in 0..self.blocks {
            let above = column.last().map_or(0, |b| b.score);
            column.push(fresh(block, above));
        }
        let (mut best, mut ends) = (None, Vec::new());
        for (place, letter) in letters {
            let number = self.number(letter) * self.blocks;
            let rows = self.rows.get(number..number + self.blocks).unwrap_or_default();
            let mut carry = 0i32;
            for (block, equal) in column.iter_mut().zip(rows).take(last) {
                carry = block.step(*equal, carry, TOP);
            }
            if let (Some(block), Some(equal)) = (column.get_mut(last), rows.get(last)) {
                carry = block.step(*equal, carry, high(last));
            }
            let reached = column.get(last).map_or(usize::MAX, |b| b.score);
            let above = reached.wrapping_add_signed(-(carry as isize));
            if last + 1 < self.blocks && above <= limit && (rows.get(last + 1).is_some_and(|r| r & 1 != 0) || carry < 0)
            {
                last += 1;
                let mut next = fresh(last, above);
                next.step(rows.get(last).copied().unwrap_or_default(), carry, high(last));
                if let Some(slot) = column.get_mut(last) {
                    *slot = next;
                }
            } else {
                while last > 0 && column.get(last).is_some_and(|b| b.score >= limit + height(last)) {
                    last -= 1;
                }
            }
            let score = column.get(last).map_or(usize::MAX, |b| b.score);
            if last + 1 == self.blocks && score <= limit {
                if best != Some(score) {
                    ends.clear();
                    (best, limit) = (Some(score), score);
                }
                ends.push(place);
            }
        }
        best.map(|edits| (edits, ends))
    }
}

impl Block {
    /// One letter of the text: takes what comes in at the top, gives what goes out at the row `high`.
    fn step(&mut self, equal: u64, carry: i32, high: u64) -> i32 {
        let vertical = equal | self.minus;
        let equal = equal | u64::from(carry < 0);
        let horizontal = ((equal & self.plus).wrapping_add(self.plus) ^ self.plus) | equal;
        let mut plus = self.minus | !(horizontal | self.plus);
        let mut minus = self.plus & horizontal;
        let out = i32::from(plus & high != 0) - i32::from(minus & high != 0);
        plus = (plus << 1) | u64::from(carry > 0);
        minus = (minus << 1) | u64::from(carry < 0);
        self.plus = minus | !(vertical | plus);
        self.minus = plus & vertical;
        self.score = self.score.wrapping_add_signed(out as isize);
        out
    }
}

/// The best occurrence of `words` in `text` with at most `limit` edits: among equals the one whose end is nearest to the
/// byte `near`, and of that the longest.
pub fn search(words: &str, text: &str, limit: usize, near: usize) -> Option<Match> {
    let pattern = Pattern::new(words.chars());
    let (edits, ends) = pattern.ends(text.char_indices(), limit)?;
    let end = ends.into_iter().min_by_key(|at| at.abs_diff(near))?;
    let end = end + text.get(end..)?.chars().next()?.len_utf8();
    // Backwards from there, over the stretch that can belong to it.
    let backwards = Pattern::new(words.chars().rev());
    let before = text.get(..end)?.char_indices().rev().take(pattern.len() + edits);
    let (_, starts) = backwards.ends(before, edits)?;
    Some(Match { start: starts.into_iter().min()?, end, edits })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The whole matrix: what the bits stand for.
    fn plainly(words: &[char], text: &[char]) -> (usize, Vec<usize>) {
        let mut column: Vec<usize> = (0..=words.len()).collect();
        let mut bottom = Vec::new();
        for letter in text {
            let mut diagonal = column[0];
            for row in 1..=words.len() {
                let here =
                    (diagonal + usize::from(words[row - 1] != *letter)).min(column[row].min(column[row - 1]) + 1);
                diagonal = column[row];
                column[row] = here;
            }
            bottom.push(column[words.len()]);
        }
        let best = bottom.iter().copied().min().unwrap_or(words.len());
        (best, bottom.iter().enumerate().filter(|(_, s)| **s == best).map(|(at, _)| at).collect())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]
        #[test]
        fn bits_and_matrix_agree(
            words in proptest::collection::vec(prop_oneof![Just('a'), Just('b'), Just('é'), Just('😊')], 1..200),
            noise in proptest::collection::vec((0usize..400, 0u8..3, prop_oneof![Just('a'), Just('c')]), 0..30),
            around in "[abc]{0,80}", limit in 0usize..120,
        ) {
            let mut text: Vec<char> = words.clone();
            for (at, kind, letter) in noise {
                let at = at % (text.len() + 1);
                match kind {
                    0 => text.insert(at, letter),
                    1 if at < text.len() => { text.remove(at); }
                    _ if at < text.len() => text[at] = letter,
                    _ => {}
                }
            }
            text.extend(around.chars());
            let (best, ends) = plainly(&words, &text);
            let found = Pattern::new(words.iter().copied()).ends(text.iter().copied().enumerate(), limit);
            if text.is_empty() || best > limit.min(words.len()) {
                prop_assert!(found.is_none());
            } else {
                prop_assert_eq!(found, Some((best, ends)));
            }
        }
    }

    #[test]
    fn the_whole_occurrence_is_found() {
        let text = "He said “I do not recal it at all” and left.";
        let found = search("“I do not recall it at all”", text, 3, 0).unwrap();
        assert_eq!((text.get(found.start..found.end), found.edits), (Some("“I do not recal it at all”"), 1));
        assert!(search("entirely different words here", text, 5, 0).is_none());
    }
}
