//! Agreement about the values of items, all by counts of values: nothing grows with pairs of annotators.

use super::{Score, Undefined};

/// How far two values are apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Distance {
    /// Another value is another value.
    Nominal,
    /// Values are in an order.
    Ordinal,
    /// Values are numbers with equal steps.
    Interval,
    /// Values are amounts with a zero.
    Ratio,
}

/// The values of items: for each item how many annotators gave each value. Values are numbered from 0, in their order where they
/// have one.
///
/// ```
/// use sayso_core::agreement::coefficients::{Distance, Values};
///
/// let mut values = Values::new(2);
/// for pair in [[0, 0], [0, 1], [1, 1]] {
///     values.add(&pair.map(Some));
/// }
/// assert_eq!(values.items(), 3);
/// assert!(values.alpha(Distance::Nominal).is_ok_and(|alpha| (alpha - 4.0 / 9.0).abs() < 1e-9));
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Values {
    /// How many values there are.
    size: usize,
    /// Pairs of values within an item, each item's weighted so that its values count once: row by row.
    coincidences: Vec<f64>,
    /// How many items have two values or more.
    items: u64,
    /// The items that everybody gave a value.
    complete: Complete,
    /// Items with one value or none, which tell nothing.
    left_out: u64,
}

/// The items that everybody gave a value, for coefficients that know no missing ones.
#[derive(Clone, Debug, Default, PartialEq)]
struct Complete {
    items: u64,
    /// Shares of pairs that agree, added up.
    agreeing: f64,
    /// How often each value was given.
    totals: Vec<u64>,
    /// Of two annotators: how often each of them gave each value.
    of_two: Option<Vec<[u64; 2]>>,
}

impl Values {
    /// No items yet, of values below `size`.
    pub fn new(size: usize) -> Self {
        let complete = Complete { totals: vec![0; size], ..Complete::default() };
        Self { size, coincidences: vec![0.0; size * size], items: 0, complete, left_out: 0 }
    }

    /// Adds an item: the value each annotator gave it, always in the same order of annotators. O(annotators + different values²).
    pub fn add(&mut self, given: &[Option<usize>]) {
        let mut counts = vec![0_u64; self.size];
        for value in given.iter().flatten() {
            if let Some(count) = counts.get_mut(*value) {
                *count += 1;
            }
        }
        let many: u64 = counts.iter().sum();
        if many < 2 {
            self.left_out += 1;
            return;
        }
        self.items += 1;
        let present: Vec<(usize, u64)> = counts.iter().copied().enumerate().filter(|(_, n)| *n > 0).collect();
        let others = (many - 1) as f64;
        let mut agreeing = 0.0;
        for (value, count) in &present {
            for (other, theirs) in &present {
                let pairs = (count * if value == other { theirs - 1 } else { *theirs }) as f64;
                if let Some(cell) = self.coincidences.get_mut(value * self.size + other) {
                    *cell += pairs / others;
                }
                if value == other {
                    agreeing += pairs / (many as f64 * others);
                }
            }
        }
        if many as usize == given.len() {
            self.complete.add(&present, agreeing, given);
        }
    }

    /// How many items two annotators or more gave a value.
    pub fn items(&self) -> u64 {
        self.items
    }

    /// How many items everybody gave a value: those of κ and π.
    pub fn complete_items(&self) -> u64 {
        self.complete.items
    }

    /// How many items fewer than two annotators gave a value.
    pub fn left_out(&self) -> u64 {
        self.left_out
    }

    /// Cohen's κ, of the items both gave a value; each annotator has a distribution of their own. O(values).
    ///
    /// # Errors
    /// When there are more or fewer than two annotators, nothing to compare, or one value only.
    pub fn kappa(&self) -> Score {
        let Complete { items, agreeing, of_two, .. } = &self.complete;
        if *items == 0 {
            return Err(Undefined::Nothing);
        }
        let of_two = of_two.as_ref().ok_or(Undefined::NotTwo)?;
        let n = *items as f64;
        let chance = of_two.iter().map(|[a, b]| (*a as f64 / n) * (*b as f64 / n)).sum();
        above_chance(agreeing / n, chance)
    }

    /// Scott's π of two annotators, Fleiss' κ of more, of the items everybody gave a value; the distribution is that of all
    /// together. O(values).
    ///
    /// # Errors
    /// When there is nothing to compare, or one value only.
    pub fn pi(&self) -> Score {
        let Complete { items, agreeing, totals, .. } = &self.complete;
        if *items == 0 {
            return Err(Undefined::Nothing);
        }
        let all: f64 = totals.iter().sum::<u64>() as f64;
        let chance = totals.iter().map(|n| (*n as f64 / all).powi(2)).sum();
        above_chance(agreeing / *items as f64, chance)
    }

    /// Krippendorff's α; values may be missing. O(values²).
    ///
    /// # Errors
    /// When there is nothing to compare, or one value only.
    pub fn alpha(&self, distance: Distance) -> Score {
        if self.items == 0 {
            return Err(Undefined::Nothing);
        }
        let row = |value: usize| self.coincidences.get(value * self.size..(value + 1) * self.size).unwrap_or_default();
        let totals: Vec<f64> = (0..self.size).map(|value| row(value).iter().sum()).collect();
        let all: f64 = totals.iter().sum();
        let (mut observed, mut expected) = (0.0, 0.0);
        for (a, of_a) in totals.iter().enumerate() {
            for (b, of_b) in totals.iter().enumerate().skip(a + 1) {
                let apart = apart(distance, &totals, a, b);
                observed += row(a).get(b).copied().unwrap_or_default() * apart;
                expected += of_a * of_b * apart;
            }
        }
        if expected <= 0.0 {
            return Err(Undefined::OneValue);
        }
        Ok(1.0 - (all - 1.0) * observed / expected)
    }
}

impl Complete {
    fn add(&mut self, present: &[(usize, u64)], agreeing: f64, given: &[Option<usize>]) {
        self.items += 1;
        self.agreeing += agreeing;
        for (value, count) in present {
            if let Some(total) = self.totals.get_mut(*value) {
                *total += count;
            }
        }
        if let [Some(a), Some(b)] = given {
            let of_two = self.of_two.get_or_insert_with(|| vec![[0; 2]; self.totals.len()]);
            for (annotator, value) in [a, b].into_iter().enumerate() {
                if let Some(count) = of_two.get_mut(*value).and_then(|counts| counts.get_mut(annotator)) {
                    *count += 1;
                }
            }
        }
    }
}

/// How much of what chance leaves open agrees.
fn above_chance(observed: f64, chance: f64) -> Score {
    // Sums of shares that are 1 may be a rounding away from it.
    if 1.0 - chance < 1e-12 { Err(Undefined::OneValue) } else { Ok((observed - chance) / (1.0 - chance)) }
}

/// The squared difference of two values, the first below the second. Of ordinal values it is how many were given from one to the
/// other, half of those at both ends.
fn apart(distance: Distance, totals: &[f64], a: usize, b: usize) -> f64 {
    let (low, high) = (a as f64, b as f64);
    match distance {
        Distance::Nominal => 1.0,
        Distance::Ordinal => {
            let between: f64 = totals.get(a..=b).unwrap_or_default().iter().sum();
            let ends = totals.get(a).zip(totals.get(b)).map_or(0.0, |(first, last)| (first + last) / 2.0);
            (between - ends).powi(2)
        }
        Distance::Interval => (high - low).powi(2),
        Distance::Ratio if high + low > 0.0 => ((high - low) / (high + low)).powi(2),
        Distance::Ratio => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn near(score: Score, expected: f64) {
        assert!(score.is_ok_and(|score| (score - expected).abs() < 5e-7), "{score:?} is not {expected}");
    }

    fn of(size: usize, items: &[Vec<Option<usize>>]) -> Values {
        let mut values = Values::new(size);
        for item in items {
            values.add(item);
        }
        values
    }

    #[test]
    fn two_annotators_of_ten_items() {
        let value = |c: char| Some(usize::from(c == 'C'));
        let items: Vec<_> =
            "CCNCNCNNCC".chars().zip("CNNCNCNCCN".chars()).map(|(a, b)| vec![value(a), value(b)]).collect();
        let values = of(2, &items);
        near(values.kappa(), 0.4);
        near(values.pi(), 0.393_939_4);
        near(values.alpha(Distance::Nominal), 0.424_242_4);
    }

    /// The example of Krippendorff, "Computing Krippendorff's Alpha-Reliability": four observers, twelve units, some missing.
    #[test]
    fn four_annotators_with_missing_values() {
        // Values that are missing are blanks.
        let given = ["123321412   ", "1233224125 3", " 3332342251 ", "12332441251 "];
        let item = |n: usize| -> Vec<Option<usize>> {
            given.iter().map(|row| row.chars().nth(n).and_then(|c| c.to_digit(10)).map(|d| d as usize)).collect()
        };
        let items: Vec<_> = (0..12).map(item).collect();
        let values = of(6, &items);
        near(values.alpha(Distance::Nominal), 0.743_421_1);
        near(values.alpha(Distance::Ordinal), 0.815_387_5);
        near(values.alpha(Distance::Interval), 0.849_107_1);
        near(values.alpha(Distance::Ratio), 0.797_402_8);
        assert_eq!((values.items(), values.left_out()), (11, 1));
    }

    #[test]
    fn what_has_no_meaning_is_no_number() {
        let one = of(2, &[vec![Some(1), Some(1)], vec![Some(1), Some(1)]]);
        let all = [one.kappa(), one.pi(), one.alpha(Distance::Nominal), one.alpha(Distance::Ordinal)];
        assert_eq!(all, [Err(Undefined::OneValue); 4]);
        let none = of(2, &[vec![Some(0), None], vec![None, None]]);
        assert_eq!([none.kappa(), none.pi(), none.alpha(Distance::Nominal)], [Err(Undefined::Nothing); 3]);
        assert_eq!(of(2, &[vec![Some(0), Some(1), Some(1)]]).kappa(), Err(Undefined::NotTwo));
    }

    fn tables() -> impl Strategy<Value = Vec<Vec<Option<usize>>>> {
        (2usize..5)
            .prop_flat_map(|n| prop::collection::vec(prop::collection::vec(prop::option::of(0usize..4), n), 1..20))
    }

    fn all(values: &Values) -> Vec<Score> {
        vec![values.kappa(), values.pi(), values.alpha(Distance::Nominal)]
    }

    fn are_same(a: &[Score], b: &[Score]) -> bool {
        a.iter().zip(b).all(|(a, b)| match (a, b) {
            (Ok(a), Ok(b)) => (a - b).abs() < 1e-9,
            (a, b) => a == b,
        })
    }

    proptest! {
        #[test]
        fn neither_order_of_annotators_nor_numbers_of_values_matter(items in tables()) {
            let plain = of(4, &items);
            let turned: Vec<Vec<_>> = items.iter().map(|item| item.iter().rev().copied().collect()).collect();
            prop_assert!(are_same(&all(&plain), &all(&of(4, &turned))));
            let relabelled: Vec<Vec<_>> = items.iter().map(|i| i.iter().map(|v| v.map(|v| (v + 1) % 4)).collect()).collect();
            prop_assert!(are_same(&all(&plain), &all(&of(4, &relabelled))));
            for distance in [Distance::Nominal, Distance::Ordinal, Distance::Interval, Distance::Ratio] {
                let score = plain.alpha(distance);
                prop_assert!(are_same(&[score], &[of(4, &turned).alpha(distance)]));
                prop_assert!(score.is_err() || score.is_ok_and(|s| s.is_finite() && s <= 1.0 + 1e-9));
            }
            prop_assert!(all(&plain).iter().flatten().all(|score| (-1.0 - 1e-9..=1.0 + 1e-9).contains(score)));
        }

        #[test]
        fn everybody_alike_is_one(values in prop::collection::vec(0usize..4, 2..20), annotators in 2usize..5) {
            let items: Vec<Vec<_>> = values.iter().map(|v| vec![Some(*v); annotators]).collect();
            for score in all(&of(4, &items)).into_iter().flatten() {
                prop_assert!((score - 1.0).abs() < 1e-9);
            }
        }
    }
}
