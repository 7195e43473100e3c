//! Which of the words that a cue may report are taken.

use super::super::item_row::ItemRow;
use super::ItemRanges;
use crate::span::Span;
use smallvec::SmallVec;
use std::ops::Range;

/// What the likelihood of exactly these words counts beside that of roughly these.
const EXACT_SHARE: f32 = 0.3;

/// Words that a cue may report.
#[derive(Debug)]
pub struct Hypothesis {
    /// Those before the cue.
    pub before: Option<Range<usize>>,
    /// Those behind it.
    pub behind: Option<Range<usize>>,
    /// Probability that it is exactly these.
    pub sure: f32,
}

impl Hypothesis {
    fn spans(&self, row: &ItemRow<'_>) -> [Span; 2] {
        [&self.before, &self.behind].map(|r| r.as_ref().map_or(Span::default(), |r| row.hull(r)))
    }
}

/// The words that most of the likelihood agrees with, and how much: that more than half of theirs and of the right ones
/// together are the same. Where words end is often in doubt between a few places near each other, and the likeliest of
/// them may be the one farthest from all others (minimum Bayes risk: Kumar and Byrne, 2004).
pub fn best_of(row: &ItemRow<'_>, found: &[Hypothesis]) -> (ItemRanges, f32) {
    let spans: SmallVec<[[Span; 2]; 32]> = found.iter().map(|h| h.spans(row)).collect();
    let (best, rough) = most_agreed(&spans, |n| found.get(n).map_or(0.0, |h| h.sure));
    let content = found.get(best).map(|h| h.before.iter().chain(&h.behind).cloned().collect());
    (content.unwrap_or_default(), rough.min(1.0))
}

/// The number of the words that most agrees with, and how much does. O(n²) for a few dozen.
fn most_agreed(spans: &[[Span; 2]], sure: impl Fn(usize) -> f32) -> (usize, f32) {
    let agree = |a: &[Span; 2], b: &[Span; 2]| {
        let common: u32 = a.iter().flat_map(|x| b.iter().map(|y| x.intersection(*y).map_or(0, |c| c.len()))).sum();
        let all = a.iter().chain(b).map(|s| s.len()).sum::<u32>() - common;
        common * 2 >= all
    };
    let mut best = (0, 0.0f32, 0.0f32);
    for (n, own) in spans.iter().enumerate() {
        let rough: f32 = spans.iter().enumerate().filter(|(_, s)| agree(own, s)).map(|(other, _)| sure(other)).sum();
        let worth = rough + EXACT_SHARE * sure(n);
        if worth > best.1 {
            best = (n, worth, rough);
        }
    }
    (best.0, best.2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(found: &[(u32, u32, f32)]) -> (usize, f32) {
        let spans: Vec<[Span; 2]> = found.iter().map(|f| [Span::new(f.0, f.1), Span::default()]).collect();
        most_agreed(&spans, |n| found.get(n).map_or(0.0, |f| f.2))
    }

    #[test]
    fn words_that_others_agree_with_are_chosen() {
        // The likeliest end is the farthest from the two others, which are near each other.
        let (best, sure) = chosen(&[(0, 10, 0.4), (0, 60, 0.32), (0, 70, 0.28)]);
        assert_eq!(best, 1);
        assert!((sure - 0.6).abs() < 1e-5, "{sure}");
        assert_eq!(chosen(&[(0, 10, 0.8), (0, 60, 0.1), (0, 70, 0.1)]).0, 0);
        assert_eq!(chosen(&[]), (0, 0.0));
    }
}
