//! Words that stand nearly so: the occurrence with the fewest insertions, deletions and exchanges of letters.
//!
//! The algorithm is Myers' (1999, "A fast bit-vector algorithm for approximate string matching based on dynamic
//! programming"), 64 rows of the matrix at a time, in the blocks of Hyyrö (2003) with Ukkonen's cut-off (1985): rows that
//! cannot come under the limit any more are not computed. O(text · ⌈limit / 64⌉) for text unlike the words.

use rustc_hash::FxHashMap;

/// An occurrence, in bytes of the text, and how many letters differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FuzzyMatch {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Letters inserted, deleted or exchanged.
    pub edits: usize,
}

/// Rows in a block.
const ROWS: usize = 64;

/// Words made ready to be looked for.
pub struct FuzzyPattern {
    letters: Vec<char>,
    blocks: usize,
    /// For each letter of the words its number, from 1; others are 0.
    ascii: [u16; 128],
    others: FxHashMap<char, u16>,
    /// For each letter and block the rows that hold the letter.
    rows: Vec<u64>,
}

/// Sixty-four rows of the column in each of several stretches of the text that are read side by side: one stretch alone
/// would leave the processor waiting for each row's carry. Each bit says how a row differs from the one above it.
#[derive(Clone, Copy)]
struct DistanceBlock<const N: usize> {
    plus: [u64; N],
    minus: [u64; N],
}

/// What goes from one block into the next: one more, one less.
#[derive(Clone, Copy)]
struct BlockCarry<const N: usize> {
    plus: [u64; N],
    minus: [u64; N],
}

/// How many stretches are read side by side.
const SIDE_BY_SIDE: usize = 4;
/// Letters that are made ready at once.
const MAX_CHUNK: usize = 1 << 18;

impl FuzzyPattern {
    /// O(letters · different letters / 64).
    pub fn new(letters: impl Iterator<Item = char>) -> Self {
        let letters: Vec<char> = letters.collect();
        let blocks = letters.len().div_ceil(ROWS).max(1);
        let mut pattern =
            Self { blocks, ascii: [0; 128], others: FxHashMap::default(), rows: vec![0; blocks], letters: Vec::new() };
        let mut count = 0u16;
        for (row, letter) in letters.iter().enumerate() {
            let mut number = usize::from(pattern.number(*letter));
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
    pub(super) fn len(&self) -> usize {
        self.letters.len()
    }

    fn number(&self, letter: char) -> u16 {
        match self.ascii.get(letter as usize) {
            Some(number) => *number,
            None => self.others.get(&letter).copied().unwrap_or(0),
        }
    }

    /// The fewest edits that make the words the beginning of `letters`, wherever they end in it.
    pub fn begins(&self, letters: impl Iterator<Item = char>) -> usize {
        let mut column: Vec<DistanceBlock<1>> = vec![DistanceBlock::UNREACHED; self.blocks];
        let mut score = [self.len() as u64];
        let mut best = self.len();
        for letter in letters.take(self.len() + self.len() / 4 + 1) {
            let rows = usize::from(self.number(letter)) * self.blocks;
            // A letter passed over in front of the words is an edit like any other.
            let mut carry = BlockCarry { plus: [1], minus: [0] };
            for (n, block) in column.iter_mut().enumerate() {
                carry = block.step([self.rows.get(rows + n).copied().unwrap_or(0)], carry, self.height(n) as u32 - 1);
            }
            carry.add_to(&mut score);
            best = best.min(score[0] as usize);
        }
        best
    }

    /// Rows of a block that stand for letters.
    fn height(&self, block: usize) -> usize {
        if block + 1 == self.blocks { (self.len().max(1) - 1) % ROWS + 1 } else { ROWS }
    }

    /// The fewest edits, at most `limit`, with which the words end somewhere in `text`, and the bytes at which the
    /// letters begin that they end with, in order.
    pub fn ends(&self, text: &str, limit: usize) -> Option<(usize, Vec<usize>)> {
        if self.letters.is_empty() {
            return None;
        }
        let limit = limit.min(self.len());
        let mut best: Option<usize> = None;
        let mut ends: Vec<usize> = Vec::new();
        let mut numbers: Vec<u16> = Vec::with_capacity(text.len().min(MAX_CHUNK));
        let mut rest = text;
        let mut from = 0;
        // What ends in a piece begins at most so many letters before it.
        let reach = self.len() + limit;
        while !rest.is_empty() {
            let kept = numbers.len().min(reach);
            numbers.drain(..numbers.len() - kept);
            let room = MAX_CHUNK.max(4 * reach);
            let piece: &str = rest.char_indices().nth(room).map_or(rest, |(at, _)| rest.get(..at).unwrap_or(rest));
            rest = rest.get(piece.len()..).unwrap_or_default();
            numbers.extend(piece.chars().map(|c| self.number(c)));
            let (edits, mut found) = self.stretches(&numbers, kept, best.unwrap_or(limit));
            if edits.is_some() && edits != best {
                ends.clear();
                best = edits;
            }
            if edits.is_some() {
                found.sort_unstable();
                found.dedup();
                let mut letters = piece.char_indices().enumerate();
                let place = |end: usize| letters.find(|(n, _)| n + kept == end).map(|(_, (at, _))| from + at);
                ends.extend(found.into_iter().map_while(place));
            }
            from += piece.len();
        }
        best.map(|edits| (edits, ends))
    }

    /// Reads letters, given by their numbers, in several stretches side by side when there are enough of them. Ends
    /// before the letter `from` belong to somebody else.
    fn stretches(&self, letters: &[u16], from: usize, limit: usize) -> (Option<usize>, Vec<usize>) {
        let reach = self.len() + limit;
        if letters.len() < 2 * SIDE_BY_SIDE * reach {
            return self.scan([(0, letters)], from, limit);
        }
        let part = letters.len().div_ceil(SIDE_BY_SIDE);
        let stretch = |n: usize| {
            let begin = (part * n).saturating_sub(reach);
            let end = (part * (n + 1)).min(letters.len());
            (begin, letters.get(begin..end).unwrap_or_default())
        };
        self.scan::<SIDE_BY_SIDE>(std::array::from_fn(stretch), from, limit)
    }

    /// Reads stretches, each with the number of its first letter.
    fn scan<const N: usize>(
        &self,
        stretches: [(usize, &[u16]); N],
        from: usize,
        limit: usize,
    ) -> (Option<usize>, Vec<usize>) {
        let height = |block: usize| self.height(block);
        let top = |block: usize| height(block) as u32 - 1;
        let mut limit = limit as u64;
        // Rows up to here may come under the limit; at first those that only deletions reach.
        let mut last = ((limit as usize + 1).div_ceil(ROWS) - 1).min(self.blocks - 1);
        let mut column: Vec<DistanceBlock<N>> = vec![DistanceBlock::UNREACHED; self.blocks];
        // Of the last row in sight.
        let mut scores = [(last * ROWS + height(last)) as u64; N];
        let (mut best, mut ends) = (None, Vec::new());
        let longest = stretches.iter().map(|(_, letters)| letters.len()).max().unwrap_or(0);
        for at in 0..longest {
            // Past the end of a stretch come letters the words do not have.
            let rows = stretches.map(|(_, letters)| usize::from(letters.get(at).copied().unwrap_or(0)) * self.blocks);
            let equal = |block: usize| rows.map(|row| self.rows.get(row + block).copied().unwrap_or(0));
            let mut carry = BlockCarry { plus: [0; N], minus: [0; N] };
            for (n, block) in column.iter_mut().enumerate().take(last) {
                carry = block.step(equal(n), carry, ROWS as u32 - 1);
            }
            if let Some(block) = column.get_mut(last) {
                carry = block.step(equal(last), carry, top(last));
            }
            let above = scores;
            carry.add_to(&mut scores);
            let near = above.iter().any(|a| *a <= limit);
            if near && last + 1 < self.blocks {
                let next = equal(last + 1);
                let opens =
                    above.iter().zip(&next).zip(&carry.minus).any(|((a, n), m)| *a <= limit && (n & 1 | m) != 0);
                if opens {
                    last += 1;
                    let mut fresh = DistanceBlock::UNREACHED;
                    let out = fresh.step(next, carry, top(last));
                    scores = above.map(|a| a + height(last) as u64);
                    out.add_to(&mut scores);
                    if let Some(slot) = column.get_mut(last) {
                        *slot = fresh;
                    }
                }
            } else if !near {
                while last > 0 && scores.iter().all(|s| *s >= limit + height(last) as u64) {
                    if let Some(block) = column.get(last) {
                        block.take_from(&mut scores, height(last));
                    }
                    last -= 1;
                }
            }
            if last + 1 < self.blocks {
                continue;
            }
            for (score, (begin, letters)) in scores.iter().zip(&stretches) {
                if *score <= limit && at < letters.len() && begin + at >= from {
                    if best != Some(*score) {
                        ends.clear();
                        (best, limit) = (Some(*score), *score);
                    }
                    ends.push(begin + at);
                }
            }
        }
        (best.map(|b| b as usize), ends)
    }
}

impl<const N: usize> BlockCarry<N> {
    fn add_to(&self, scores: &mut [u64; N]) {
        for ((score, plus), minus) in scores.iter_mut().zip(&self.plus).zip(&self.minus) {
            *score = score.wrapping_add(*plus).wrapping_sub(*minus);
        }
    }
}

impl<const N: usize> DistanceBlock<N> {
    /// Rows that were not looked at yet: each is one more than the one above.
    const UNREACHED: Self = Self { plus: [!0; N], minus: [0; N] };

    /// From the scores of its last row to those of the row above it.
    fn take_from(&self, scores: &mut [u64; N], height: usize) {
        let rows = !0 >> (ROWS - height);
        for ((score, plus), minus) in scores.iter_mut().zip(&self.plus).zip(&self.minus) {
            let (plus, minus) = ((plus & rows).count_ones(), (minus & rows).count_ones());
            *score = score.wrapping_sub(u64::from(plus)).wrapping_add(u64::from(minus));
        }
    }

    /// One letter of each stretch: takes what comes in at the top, gives what goes out at the row `high`. The loop over
    /// the stretches is plain, so that it becomes a few wide instructions.
    #[inline]
    fn step(&mut self, equal: [u64; N], carry: BlockCarry<N>, high: u32) -> BlockCarry<N> {
        let mut out = BlockCarry { plus: [0; N], minus: [0; N] };
        for i in 0..N {
            let (p, m) = (self.plus[i], self.minus[i]);
            let vertical = equal[i] | m;
            let equal = equal[i] | carry.minus[i];
            let horizontal = ((equal & p).wrapping_add(p) ^ p) | equal;
            let plus = m | !(horizontal | p);
            let minus = p & horizontal;
            (out.plus[i], out.minus[i]) = (plus >> high & 1, minus >> high & 1);
            let (plus, minus) = (plus << 1 | carry.plus[i], minus << 1 | carry.minus[i]);
            self.plus[i] = minus | !(vertical | plus);
            self.minus[i] = plus & vertical;
        }
        out
    }
}

/// The best occurrence of `words` in `text` with at most `limit` edits: among equals the one whose end is nearest to the
/// byte `near`, and of that the longest.
pub fn search(words: &str, text: &str, limit: usize, near: usize) -> Option<FuzzyMatch> {
    let pattern = FuzzyPattern::new(words.chars());
    let (edits, ends) = pattern.ends(text, limit)?;
    let end = ends.into_iter().min_by_key(|at| at.abs_diff(near))?;
    let end = end + text.get(end..)?.chars().next()?.len_utf8();
    // Backwards from there, over the stretch that can belong to it.
    let backwards = FuzzyPattern::new(words.chars().rev());
    let before: String = text.get(..end)?.chars().rev().take(pattern.len() + edits).collect();
    let (_, starts) = backwards.ends(&before, edits)?;
    let longest = starts.last()? + before.get(*starts.last()?..)?.chars().next()?.len_utf8();
    Some(FuzzyMatch { start: end - longest, end, edits })
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
            let whole: String = text.iter().collect();
            let starts: Vec<usize> = whole.char_indices().map(|(at, _)| at).collect();
            let ends: Vec<usize> = ends.into_iter().map(|n| starts[n]).collect();
            let pattern = FuzzyPattern::new(words.iter().copied());
            let found = pattern.ends(&whole, limit);
            if text.is_empty() || best > limit.min(words.len()) {
                prop_assert!(found.is_none());
            } else {
                prop_assert_eq!(&found, &Some((best, ends)));
            }
            // Side by side, the stretches overlapping, it is the same.
            let limit = limit.min(words.len());
            let numbers: Vec<u16> = text.iter().map(|c| pattern.number(*c)).collect();
            let half = numbers.len() / 2;
            let from = half.saturating_sub(words.len() + limit);
            let (edits, mut two) = pattern.scan([(0, &numbers[..half]), (from, &numbers[from..])], 0, limit);
            two.sort_unstable();
            two.dedup();
            let two: Vec<usize> = two.into_iter().map(|n| starts[n]).collect();
            prop_assert_eq!(edits.map(|e| (e, two)), found);
        }
    }

    proptest! {
        /// Counted from the beginning, in a matrix whose first row grows.
        #[test]
        fn beginnings_agree(words in "[abé]{1,90}", text in "[abé]{0,120}") {
            let (words, text): (Vec<char>, Vec<char>) = (words.chars().collect(), text.chars().collect());
            let mut column: Vec<usize> = (0..=words.len()).collect();
            let mut best = words.len();
            for (n, letter) in text.iter().enumerate().take(words.len() + words.len() / 4 + 1) {
                let mut diagonal = std::mem::replace(&mut column[0], n + 1);
                for row in 1..=words.len() {
                    let here = (diagonal + usize::from(words[row - 1] != *letter)).min(column[row].min(column[row - 1]) + 1);
                    diagonal = std::mem::replace(&mut column[row], here);
                }
                best = best.min(column[words.len()]);
            }
            prop_assert_eq!(FuzzyPattern::new(words.iter().copied()).begins(text.iter().copied()), best);
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
