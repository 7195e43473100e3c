//! F1 of spans: what share of what annotators marked the others marked too. Neither annotator is taken for the right one.

use super::{Score, Undefined};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// When two spans are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Match {
    /// They begin and end at the same places.
    Exact,
    /// They share something.
    Overlap,
}

/// Counts that make an F1, to be added over labels, documents and pairs of annotators.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SpanMatches {
    /// Pairs of spans that are the same, each span in one pair at most.
    pub pairs: u64,
    /// Spans of both annotators.
    pub spans: u64,
}

impl SpanMatches {
    /// Those of two annotators' spans (half-open ranges, in any order). As many pairs as there can be: nobody's order of marking
    /// decides. O(n log n).
    pub fn of(ours: &[(u32, u32)], theirs: &[(u32, u32)], rule: Match) -> Self {
        let pairs = match rule {
            Match::Exact => equal(ours, theirs),
            Match::Overlap => overlapping(ours, theirs),
        };
        Self { pairs, spans: (ours.len() + theirs.len()) as u64 }
    }

    /// The counts of so many texts like this.
    pub fn times(self, times: u32) -> Self {
        Self { pairs: self.pairs * u64::from(times), spans: self.spans * u64::from(times) }
    }

    /// The F1, from 0 to 1: the harmonic mean of the share of either's spans that the other has.
    ///
    /// # Errors
    /// When nobody marked anything.
    pub fn f1(self) -> Score {
        if self.spans == 0 { Err(Undefined::NoUnits) } else { Ok(2.0 * self.pairs as f64 / self.spans as f64) }
    }
}

impl std::ops::AddAssign for SpanMatches {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl std::ops::Add for SpanMatches {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { pairs: self.pairs + other.pairs, spans: self.spans + other.spans }
    }
}

fn equal(ours: &[(u32, u32)], theirs: &[(u32, u32)]) -> u64 {
    let sorted = |spans: &[(u32, u32)]| {
        let mut spans = spans.to_vec();
        spans.sort_unstable();
        spans
    };
    let (ours, theirs) = (sorted(ours), sorted(theirs));
    let (mut a, mut b, mut pairs) = (0, 0, 0);
    while let (Some(one), Some(other)) = (ours.get(a), theirs.get(b)) {
        pairs += u64::from(one == other);
        let order = one.cmp(other);
        a += usize::from(order.is_le());
        b += usize::from(order.is_ge());
    }
    pairs
}

/// Spans are gone through by their ends. All that the one that ends first can be paired with hold its last place, so they can all
/// be paired with whatever one of them can be: it is given the one of them that ends first, which leaves the most.
fn overlapping(ours: &[(u32, u32)], theirs: &[(u32, u32)]) -> u64 {
    let mut ends: Vec<(u32, u32, usize, usize)> = Vec::with_capacity(ours.len() + theirs.len());
    for (side, spans) in [ours, theirs].into_iter().enumerate() {
        let full = spans.iter().enumerate().filter(|(_, (start, end))| start < end);
        ends.extend(full.map(|(n, (start, end))| (*end, *start, side, n)));
    }
    ends.sort_unstable();
    let mut starts = [Vec::new(), Vec::new()];
    for (place, (_, start, side, _)) in ends.iter().enumerate() {
        if let Some(side) = starts.get_mut(*side) {
            side.push((*start, place));
        }
    }
    for side in &mut starts {
        side.sort_unstable();
    }
    let (mut next, mut pairs) = ([0, 0], 0);
    let mut begun: [BinaryHeap<Reverse<usize>>; 2] = [BinaryHeap::new(), BinaryHeap::new()];
    let mut is_done = vec![false; ends.len()];
    for (place, (end, _, side, _)) in ends.iter().enumerate() {
        if is_done.get(place).copied().unwrap_or(true) {
            continue;
        }
        let other = 1 - side;
        let (Some(next), Some(begun), Some(starts)) = (next.get_mut(other), begun.get_mut(other), starts.get(other))
        else {
            continue;
        };
        while let Some((_, theirs)) = starts.get(*next).filter(|(start, _)| start < end) {
            begun.push(Reverse(*theirs));
            *next += 1;
        }
        // Those that ended before this one were paired or could not be.
        while let Some(Reverse(theirs)) = begun.pop() {
            if theirs > place && !is_done.get(theirs).copied().unwrap_or(true) {
                if let Some(done) = is_done.get_mut(theirs) {
                    *done = true;
                }
                pairs += 1;
                break;
            }
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn equal_ones_and_those_that_share_something() {
        let (a, b) = ([(0, 5), (10, 20), (30, 40)], [(0, 5), (12, 25), (50, 60)]);
        assert_eq!(SpanMatches::of(&a, &b, Match::Exact), SpanMatches { pairs: 1, spans: 6 });
        assert_eq!(SpanMatches::of(&a, &b, Match::Overlap).f1(), Ok(2.0 / 3.0));
        assert_eq!(SpanMatches::of(&[(0, 5)], &[(5, 9)], Match::Overlap).f1(), Ok(0.0));
        assert_eq!(SpanMatches::of(&[], &[], Match::Exact).f1(), Err(Undefined::NoUnits));
        // A long span pairs with one of two short ones, and leaves the other to its neighbour.
        assert_eq!(SpanMatches::of(&[(0, 10), (8, 9)], &[(1, 3), (7, 10)], Match::Overlap).pairs, 2);
    }

    fn spans() -> impl Strategy<Value = Vec<(u32, u32)>> {
        prop::collection::vec((0u32..30, 0u32..10).prop_map(|(start, length)| (start, start + length)), 0..9)
    }

    /// The most pairs, by trying another partner for whoever stands in the way.
    fn most(a: &[(u32, u32)], b: &[(u32, u32)]) -> u64 {
        fn try_one(n: usize, a: &[(u32, u32)], b: &[(u32, u32)], seen: &mut [bool], of: &mut [Option<usize>]) -> bool {
            for m in 0..b.len() {
                if a[n].0.max(b[m].0) < a[n].1.min(b[m].1) && !std::mem::replace(&mut seen[m], true) {
                    let is_free = match of[m] {
                        None => true,
                        Some(other) => try_one(other, a, b, seen, of),
                    };
                    if is_free {
                        of[m] = Some(n);
                        return true;
                    }
                }
            }
            false
        }
        let mut of = vec![None; b.len()];
        (0..a.len()).filter(|n| try_one(*n, a, b, &mut vec![false; b.len()], &mut of)).count() as u64
    }

    proptest! {
        #[test]
        fn as_many_as_there_can_be_and_symmetric(a in spans(), b in spans()) {
            let found = SpanMatches::of(&a, &b, Match::Overlap);
            prop_assert_eq!(found.pairs, most(&a, &b));
            prop_assert_eq!(found, SpanMatches::of(&b, &a, Match::Overlap));
            let exact = SpanMatches::of(&a, &b, Match::Exact);
            prop_assert_eq!(exact, SpanMatches::of(&b, &a, Match::Exact));
            prop_assert!(found.f1().is_err() || found.f1().is_ok_and(|f1| (0.0..=1.0).contains(&f1)));
        }
    }
}
