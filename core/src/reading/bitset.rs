//! Which of many numbered things are in a set, a bit each: half a million suggestions take 64 KB, and the next one is
//! found by words of 64.

/// A set of numbers below a fixed count.
#[derive(Clone, Debug, Default)]
pub struct BitSet {
    words: Vec<u64>,
    count: usize,
}

impl BitSet {
    /// An empty set of numbers below `below`.
    pub fn new(below: usize) -> Self {
        Self { words: vec![0; below.div_ceil(64)], count: 0 }
    }

    /// How many are in it.
    pub const fn len(&self) -> usize {
        self.count
    }

    /// Whether `n` is in it.
    pub fn has(&self, n: usize) -> bool {
        self.words.get(n / 64).is_some_and(|w| w >> (n % 64) & 1 == 1)
    }

    /// Puts `n` in, or takes it out.
    pub fn set(&mut self, n: usize, is_in: bool) {
        if self.has(n) == is_in {
            return;
        }
        if let Some(word) = self.words.get_mut(n / 64) {
            *word ^= 1 << (n % 64);
            self.count = if is_in { self.count + 1 } else { self.count - 1 };
        }
    }

    /// The first from `n` on. O(gap / 64).
    pub fn next(&self, n: usize) -> Option<usize> {
        let first = self.words.get(n / 64)? & (u64::MAX << (n % 64));
        let rest = self.words.iter().enumerate().skip(n / 64 + 1).map(|(i, w)| (i, *w));
        let (at, word) = std::iter::once((n / 64, first)).chain(rest).find(|(_, w)| *w != 0)?;
        Some(at * 64 + word.trailing_zeros() as usize)
    }

    /// The first from `n` on that is in this set and not in `other`, which is below the same count. O(gap / 64).
    pub fn next_without(&self, other: &Self, n: usize) -> Option<usize> {
        let left = |at: usize| self.words.get(at).map(|w| w & !other.words.get(at).copied().unwrap_or(0));
        let first = left(n / 64)? & (u64::MAX << (n % 64));
        let rest = (n / 64 + 1..self.words.len()).filter_map(|at| left(at).map(|w| (at, w)));
        let (at, word) = std::iter::once((n / 64, first)).chain(rest).find(|(_, w)| *w != 0)?;
        Some(at * 64 + word.trailing_zeros() as usize)
    }

    /// The last before `n`. O(gap / 64).
    pub fn previous(&self, n: usize) -> Option<usize> {
        let n = n.min(self.words.len() * 64).checked_sub(1)?;
        let last = self.words.get(n / 64)? & (u64::MAX >> (63 - n % 64));
        let before = self.words.iter().enumerate().take(n / 64).rev().map(|(i, w)| (i, *w));
        let (at, word) = std::iter::once((n / 64, last)).chain(before).find(|(_, w)| *w != 0)?;
        Some(at * 64 + 63 - word.leading_zeros() as usize)
    }

    /// All of it, in order.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(self.next(0), |n| self.next(n + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn it_is_a_set_of_numbers(steps in proptest::collection::vec((0usize..200, any::<bool>()), 0..80), at in 0usize..260) {
            let (mut bits, mut set) = (BitSet::new(200), BTreeSet::new());
            for (n, is_in) in steps {
                bits.set(n, is_in);
                if is_in { set.insert(n); } else { set.remove(&n); }
            }
            prop_assert_eq!(bits.len(), set.len());
            prop_assert_eq!(bits.iter().collect::<BTreeSet<_>>(), set.clone());
            prop_assert_eq!(bits.next(at), set.range(at..).next().copied());
            prop_assert_eq!(bits.previous(at), set.range(..at).next_back().copied());
            prop_assert_eq!(bits.has(at), set.contains(&at));
            let mut other = BitSet::new(200);
            set.iter().filter(|n| *n % 3 == 0).for_each(|n| other.set(*n, true));
            prop_assert_eq!(bits.next_without(&other, at), set.range(at..).find(|n| *n % 3 != 0).copied());
        }
    }
}
