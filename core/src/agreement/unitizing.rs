//! Krippendorff's `α_U`: whether annotators cut the same units out of a text, place and length together ("On the reliability of
//! unitizing continuous data", Sociological Methodology 25, 1995).

use super::{Score, Undefined};

/// A unit: a half-open range, not empty, in whatever the length of the text counts.
pub type Unit = (u32, u32);

/// What annotators marked with one label in one text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Units {
    /// Of each annotator, in reading order, without overlap.
    annotators: Vec<Vec<Unit>>,
    length: u64,
    /// Of each annotator, how many count nothing.
    dropped: Vec<usize>,
}

/// Disagreement, observed and expected by chance.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Disagreement {
    /// As it is.
    pub observed: f64,
    /// As it would be if the units of all annotators lay anywhere.
    pub expected: f64,
}

impl Units {
    /// Those of annotators in a text of `length`. Empty ones and those beyond the end count nothing; of two of one annotator that
    /// overlap the longer one counts, the first of equals. O(n log n).
    pub fn new(annotators: &[Vec<Unit>], length: u32) -> Self {
        let mut out =
            Self { annotators: Vec::with_capacity(annotators.len()), length: u64::from(length), dropped: Vec::new() };
        for given in annotators {
            let kept = longest(given, length);
            out.dropped.push(given.len() - kept.len());
            out.annotators.push(kept);
        }
        out
    }

    /// How many units of each annotator count nothing.
    pub fn dropped(&self) -> &[usize] {
        &self.dropped
    }

    /// The disagreement; of several labels that of all together is the sum of each. O(annotators² · units · log units).
    ///
    /// # Errors
    /// When there are fewer than two annotators, or nobody marked anything.
    pub fn disagreement(&self) -> Result<Disagreement, Undefined> {
        if self.annotators.len() < 2 || self.length == 0 {
            return Err(Undefined::Nothing);
        }
        if self.annotators.iter().all(Vec::is_empty) {
            return Err(Undefined::NoUnits);
        }
        Ok(Disagreement { observed: self.observed(), expected: self.expected() })
    }

    fn observed(&self) -> f64 {
        let mut sum = 0.0;
        for (n, ours) in self.annotators.iter().enumerate() {
            for theirs in self.annotators.iter().skip(n + 1) {
                sum += shared(ours, theirs) + alone(ours, theirs) + alone(theirs, ours);
            }
        }
        let (annotators, length) = (self.annotators.len() as f64, self.length as f64);
        2.0 * sum / (annotators * (annotators - 1.0) * length * length)
    }

    fn expected(&self) -> f64 {
        let all = || self.annotators.iter().flatten().map(|(start, end)| f64::from(end - start));
        let many = all().count() as f64;
        let mut gaps: Vec<u64> = self.annotators.iter().flat_map(|units| gaps(units, self.length)).collect();
        gaps.sort_unstable();
        // The sum of the gaps from each one on.
        let mut after: Vec<f64> = vec![0.0; gaps.len() + 1];
        for (n, gap) in gaps.iter().enumerate().rev() {
            let next = after.get(n + 1).copied().unwrap_or_default();
            if let Some(sum) = after.get_mut(n) {
                *sum = next + *gap as f64;
            }
        }
        let of_unit = |length: f64| {
            let first = gaps.partition_point(|gap| (*gap as f64) < length);
            let room = after.get(first).copied().unwrap_or_default() - (gaps.len() - first) as f64 * (length - 1.0);
            let meeting = 2.0 * length.powi(3) - 3.0 * length.powi(2) + length;
            (many - 1.0) / 3.0 * meeting + length.powi(2) * room
        };
        let places = self.annotators.len() as f64 * self.length as f64;
        let pairs = places * (places - 1.0) - all().map(|length| length * (length - 1.0)).sum::<f64>();
        if pairs <= 0.0 {
            return 0.0;
        }
        2.0 / self.length as f64 * all().map(of_unit).sum::<f64>() / pairs
    }
}

impl Disagreement {
    /// That of a text that counts so much: of several texts together each counts the square of its length, as the squared
    /// differences do of which a disagreement is a share.
    pub fn weighted(self, weight: f64) -> Self {
        Self { observed: self.observed * weight, expected: self.expected * weight }
    }

    /// `α_U`.
    ///
    /// # Errors
    /// When chance leaves nothing to disagree about.
    pub fn alpha(self) -> Score {
        if self.expected <= 0.0 { Err(Undefined::NoChance) } else { Ok(1.0 - self.observed / self.expected) }
    }
}

impl std::ops::Add for Disagreement {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { observed: self.observed + other.observed, expected: self.expected + other.expected }
    }
}

/// Units in reading order, without those that overlap a longer one.
fn longest(given: &[Unit], length: u32) -> Vec<Unit> {
    let mut units: Vec<Unit> = given.iter().copied().filter(|(start, end)| start < end && *end <= length).collect();
    units.sort_unstable_by_key(|(start, end)| (std::cmp::Reverse(end - start), *start));
    // By their starts; none that are kept overlap.
    let mut kept = std::collections::BTreeMap::new();
    for (start, end) in units {
        let before = kept.range(..end).next_back();
        if before.is_none_or(|(_, last)| *last <= start) {
            kept.insert(start, end);
        }
    }
    kept.into_iter().collect()
}

/// The stretches without a unit.
fn gaps(units: &[Unit], length: u64) -> impl Iterator<Item = u64> + '_ {
    let ends = std::iter::once(0).chain(units.iter().map(|(_, end)| u64::from(*end)));
    let starts = units.iter().map(|(start, _)| u64::from(*start)).chain([length]);
    ends.zip(starts).map(|(end, start)| start - end).filter(|gap| *gap > 0)
}

/// What the ends of units that meet differ by.
fn shared(ours: &[Unit], theirs: &[Unit]) -> f64 {
    let (mut sum, mut first) = (0.0, 0);
    for (start, end) in ours {
        while theirs.get(first).is_some_and(|(_, last)| last <= start) {
            first += 1;
        }
        for (other, last) in theirs.get(first..).unwrap_or_default().iter().take_while(|(other, _)| other < end) {
            sum += f64::from(start.abs_diff(*other)).powi(2) + f64::from(end.abs_diff(*last)).powi(2);
        }
    }
    sum
}

/// The squared lengths of units where the others have none.
fn alone(ours: &[Unit], theirs: &[Unit]) -> f64 {
    let is_alone = |(start, end): &&Unit| {
        let first = theirs.partition_point(|(_, last)| last <= start);
        theirs.get(first).is_none_or(|(other, _)| other >= end)
    };
    ours.iter().filter(is_alone).map(|(start, end)| f64::from(end - start).powi(2)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// One long unit against three short ones in a text of ten: 91/100 observed, 289/540 expected, worked out by hand. Tests of
    /// other programs have it as 0.5351, cut after four places, and `α_U` as −0.7003.
    #[test]
    fn the_example_that_others_test_with() {
        let units = Units::new(&[vec![(1, 9)], vec![(2, 3), (4, 5), (6, 7)]], 10);
        let found = units.disagreement().unwrap();
        assert!((found.observed - 0.91).abs() < 5e-7, "{found:?}");
        assert!((found.expected - 289.0 / 540.0).abs() < 5e-7, "{found:?}");
        assert!(found.alpha().is_ok_and(|alpha| (alpha + 0.700_346).abs() < 5e-7), "{found:?}");
    }

    #[test]
    fn what_has_no_meaning_is_no_number_and_the_longer_one_counts() {
        assert_eq!(Units::new(&[vec![], vec![]], 10).disagreement(), Err(Undefined::NoUnits));
        assert_eq!(Units::new(&[vec![(0, 3)]], 10).disagreement(), Err(Undefined::Nothing));
        let units = Units::new(&[vec![(0, 3), (2, 8), (8, 8), (9, 12)], vec![(2, 8)]], 10);
        assert_eq!((units.dropped(), units.disagreement().unwrap().observed), (&[3, 0][..], 0.0));
        assert_eq!(units.disagreement().unwrap().alpha(), Ok(1.0));
    }

    fn units() -> impl Strategy<Value = Vec<Unit>> {
        prop::collection::vec((0u32..40, 1u32..8).prop_map(|(start, length)| (start, start + length)), 0..12)
    }

    /// The difference as the definition has it, pair by pair.
    fn by_pairs(ours: &[Unit], theirs: &[Unit]) -> f64 {
        let meet = |a: &Unit, b: &Unit| a.0 < b.1 && b.0 < a.1;
        let mut sum = 0.0;
        for a in ours {
            for b in theirs.iter().filter(|b| meet(a, b)) {
                sum += f64::from(a.0.abs_diff(b.0)).powi(2) + f64::from(a.1.abs_diff(b.1)).powi(2);
            }
        }
        for (one, other) in [(ours, theirs), (theirs, ours)] {
            let alone = one.iter().filter(|a| !other.iter().any(|b| meet(a, b)));
            sum += alone.map(|a| f64::from(a.1 - a.0).powi(2)).sum::<f64>();
        }
        sum
    }

    proptest! {
        #[test]
        fn it_is_symmetric_and_what_the_definition_says(a in units(), b in units()) {
            let one = Units::new(&[a.clone(), b.clone()], 50);
            if let Ok(found) = one.disagreement() {
                let turned = Units::new(&[b, a], 50).disagreement().unwrap();
                prop_assert!((found.observed - turned.observed).abs() < 1e-9);
                prop_assert!((found.expected - turned.expected).abs() < 1e-9);
                let sum = by_pairs(&one.annotators[0], &one.annotators[1]);
                prop_assert!((found.observed - sum / 2500.0).abs() < 1e-9);
                prop_assert!(found.alpha().is_ok_and(|alpha| alpha <= 1.0 && alpha.is_finite()));
            }
        }
    }
}
