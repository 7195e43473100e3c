//! Agreement about the values of items, all by counts of values: nothing grows with pairs of annotators.

use super::{Score, Undefined};
use std::collections::BTreeMap;

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

/// The values of items: for each item how many annotators gave each value. Values are numbers, in their order where they have one.
///
/// ```
/// use sayso_core::agreement::coefficients::{Distance, Values};
///
/// let mut values = Values::default();
/// for pair in [[0, 0], [0, 1], [1, 1]] {
///     values.add(&pair.map(Some));
/// }
/// assert_eq!(values.items(), 3);
/// assert!(values.alpha(Distance::Nominal).is_ok_and(|alpha| (alpha - 4.0 / 9.0).abs() < 1e-9));
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Values {
    /// Pairs of values within an item, each item's weighted so that its values count once.
    coincidences: Coincidences,
    /// How many items have two values or more.
    items: u64,
    /// The items that everybody gave a value.
    complete: Complete,
    /// Items with one value or none, which tell nothing.
    left_out: u64,
}

/// How often two values met; both orders of two are there.
type Coincidences = BTreeMap<(u32, u32), f64>;

/// The items that everybody gave a value, for coefficients that know no missing ones.
#[derive(Clone, Debug, Default, PartialEq)]
struct Complete {
    items: u64,
    /// Pairs of values within an item, each item's shares of one.
    shares: Coincidences,
    /// How often each value was given.
    totals: BTreeMap<u32, u64>,
    /// Of two annotators: how often each of them gave each value.
    of_two: Option<BTreeMap<u32, [u64; 2]>>,
}

impl Values {
    /// Adds an item: the value each annotator gave it, always in the same order of annotators. O(annotators + different values²).
    pub fn add(&mut self, given: &[Option<u32>]) {
        let mut counts: BTreeMap<u32, u64> = BTreeMap::new();
        for value in given.iter().flatten() {
            *counts.entry(*value).or_default() += 1;
        }
        let many: u64 = counts.values().sum();
        if many < 2 {
            self.left_out += 1;
            return;
        }
        self.items += 1;
        let is_complete = many as usize == given.len();
        let others = (many - 1) as f64;
        for (value, count) in &counts {
            for (other, theirs) in &counts {
                let pairs = (count * if value == other { theirs - 1 } else { *theirs }) as f64;
                if pairs > 0.0 {
                    *self.coincidences.entry((*value, *other)).or_default() += pairs / others;
                    if is_complete {
                        *self.complete.shares.entry((*value, *other)).or_default() += pairs / (many as f64 * others);
                    }
                }
            }
        }
        if is_complete {
            self.complete.add(&counts, given);
        }
    }

    /// Adds the items of others, `times` over, whose values have other numbers: those that `numbers` gives. O(values²).
    pub fn merge(&mut self, other: &Self, times: u32, numbers: &impl Fn(u32) -> u32) {
        let weight = f64::from(times);
        let many = u64::from(times);
        for ((a, b), count) in &other.coincidences {
            *self.coincidences.entry((numbers(*a), numbers(*b))).or_default() += count * weight;
        }
        self.items += other.items * many;
        self.left_out += other.left_out * many;
        let (ours, theirs) = (&mut self.complete, &other.complete);
        if theirs.items == 0 || times == 0 {
            return;
        }
        for ((a, b), share) in &theirs.shares {
            *ours.shares.entry((numbers(*a), numbers(*b))).or_default() += share * weight;
        }
        for (value, count) in &theirs.totals {
            *ours.totals.entry(numbers(*value)).or_default() += count * many;
        }
        if ours.items == 0 {
            ours.of_two = theirs.of_two.as_ref().map(|_| BTreeMap::new());
        }
        ours.items += theirs.items * many;
        ours.of_two = ours.of_two.take().zip(theirs.of_two.as_ref()).map(|(mut ours, theirs)| {
            for (value, [a, b]) in theirs {
                let counts = ours.entry(numbers(*value)).or_default();
                *counts = [counts[0] + a * many, counts[1] + b * many];
            }
            ours
        });
    }

    /// For each value the items with this value, 1, or any other, 0. O(values²).
    pub fn each(&self) -> Vec<(u32, Self)> {
        let (met, met_in_complete) = (sums(&self.coincidences), sums(&self.complete.shares));
        let all: f64 = met.values().sum();
        let complete = &self.complete;
        let given: u64 = complete.totals.values().sum();
        let of_two: Option<[u64; 2]> = complete
            .of_two
            .as_ref()
            .map(|of_two| of_two.values().fold([0, 0], |sum, counts| [sum[0] + counts[0], sum[1] + counts[1]]));
        let one = |value: &u32| {
            let count = complete.totals.get(value).copied().unwrap_or_default();
            let by = complete.of_two.as_ref().and_then(|of_two| of_two.get(value)).copied().unwrap_or_default();
            let complete = Complete {
                items: complete.items,
                shares: against_others(&complete.shares, *value, &met_in_complete, complete.items as f64),
                totals: BTreeMap::from([(0, given - count), (1, count)]),
                of_two: of_two.map(|all| BTreeMap::from([(0, [all[0] - by[0], all[1] - by[1]]), (1, by)])),
            };
            let coincidences = against_others(&self.coincidences, *value, &met, all);
            (*value, Self { coincidences, items: self.items, complete, left_out: self.left_out })
        };
        met.keys().map(one).collect()
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
        let Complete { items, of_two, .. } = &self.complete;
        if *items == 0 {
            return Err(Undefined::Nothing);
        }
        let of_two = of_two.as_ref().ok_or(Undefined::NotTwo)?;
        let n = *items as f64;
        let chance = of_two.values().map(|[a, b]| (*a as f64 / n) * (*b as f64 / n)).sum();
        above_chance(self.complete.agreeing() / n, chance)
    }

    /// Scott's π of two annotators, Fleiss' κ of more, of the items everybody gave a value; the distribution is that of all
    /// together. O(values).
    ///
    /// # Errors
    /// When there is nothing to compare, or one value only.
    pub fn pi(&self) -> Score {
        let Complete { items, totals, .. } = &self.complete;
        if *items == 0 {
            return Err(Undefined::Nothing);
        }
        let all: f64 = totals.values().sum::<u64>() as f64;
        let chance = totals.values().map(|n| (*n as f64 / all).powi(2)).sum();
        above_chance(self.complete.agreeing() / *items as f64, chance)
    }

    /// Krippendorff's α; values may be missing. O(values) where they are nominal, O(values²) in an order.
    ///
    /// # Errors
    /// When there is nothing to compare, or one value only.
    pub fn alpha(&self, distance: Distance) -> Score {
        if self.items == 0 {
            return Err(Undefined::Nothing);
        }
        let totals = sums(&self.coincidences);
        let all: f64 = totals.values().sum();
        let differing = || self.coincidences.iter().filter(|((a, b), _)| a < b);
        let (observed, expected) = if distance == Distance::Nominal {
            let alike: f64 = totals.values().map(|n| n * n).sum();
            (differing().map(|(_, count)| count).sum::<f64>(), (all * all - alike) / 2.0)
        } else {
            // How many values there are up to each, itself left out.
            let mut before = BTreeMap::new();
            let mut sum = 0.0;
            for (value, count) in &totals {
                before.insert(*value, sum);
                sum += count;
            }
            let of = |map: &BTreeMap<u32, f64>, value: u32| map.get(&value).copied().unwrap_or_default();
            let between = |a: u32, b: u32| of(&before, b) - of(&before, a) + (of(&totals, b) - of(&totals, a)) / 2.0;
            let apart = |a: u32, b: u32| apart(distance, a, b, &between);
            let observed = differing().map(|((a, b), count)| count * apart(*a, *b)).sum::<f64>();
            let pairs = totals.iter().flat_map(|a| totals.iter().filter(move |b| a.0 < b.0).map(move |b| (a, b)));
            (observed, pairs.map(|((a, of_a), (b, of_b))| of_a * of_b * apart(*a, *b)).sum())
        };
        // Sums of shares that are equal may be a rounding away from it.
        if expected <= 1e-9 {
            return Err(Undefined::OneValue);
        }
        Ok(1.0 - (all - 1.0) * observed / expected)
    }
}

impl Complete {
    fn add(&mut self, counts: &BTreeMap<u32, u64>, given: &[Option<u32>]) {
        self.items += 1;
        for (value, count) in counts {
            *self.totals.entry(*value).or_default() += count;
        }
        if let [Some(a), Some(b)] = given {
            let of_two = self.of_two.get_or_insert_with(BTreeMap::new);
            of_two.entry(*a).or_default()[0] += 1;
            of_two.entry(*b).or_default()[1] += 1;
        }
    }

    /// Shares of pairs that agree, added up.
    fn agreeing(&self) -> f64 {
        self.shares.iter().filter(|((a, b), _)| a == b).map(|(_, share)| share).sum()
    }
}

/// How often each value met any.
fn sums(met: &Coincidences) -> BTreeMap<u32, f64> {
    let mut sums = BTreeMap::new();
    for ((value, _), count) in met {
        *sums.entry(*value).or_default() += count;
    }
    sums
}

/// How often a value, 1, met itself and any other, 0; `sums` are those of all, together `all`.
fn against_others(met: &Coincidences, value: u32, sums: &BTreeMap<u32, f64>, all: f64) -> Coincidences {
    let itself = met.get(&(value, value)).copied().unwrap_or_default();
    let others = sums.get(&value).copied().unwrap_or_default() - itself;
    let cells = [((0, 0), all - itself - 2.0 * others), ((0, 1), others), ((1, 0), others), ((1, 1), itself)];
    // What is a rounding away from nothing is nothing.
    cells.into_iter().filter(|(_, count)| *count > 1e-9).collect()
}

/// How much of what chance leaves open agrees.
fn above_chance(observed: f64, chance: f64) -> Score {
    // Sums of shares that are 1 may be a rounding away from it.
    if 1.0 - chance < 1e-12 { Err(Undefined::OneValue) } else { Ok((observed - chance) / (1.0 - chance)) }
}

/// The squared difference of two values, the first below the second. Of ordinal values it is how many were given from one to the
/// other, half of those at both ends: what `between` tells.
fn apart(distance: Distance, a: u32, b: u32, between: &impl Fn(u32, u32) -> f64) -> f64 {
    let (low, high) = (f64::from(a), f64::from(b));
    match distance {
        Distance::Nominal => 1.0,
        Distance::Ordinal => between(a, b).powi(2),
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

    fn of(items: &[Vec<Option<u32>>]) -> Values {
        let mut values = Values::default();
        for item in items {
            values.add(item);
        }
        values
    }

    #[test]
    fn two_annotators_of_ten_items() {
        let value = |c: char| Some(u32::from(c == 'C'));
        let items: Vec<_> =
            "CCNCNCNNCC".chars().zip("CNNCNCNCCN".chars()).map(|(a, b)| vec![value(a), value(b)]).collect();
        let values = of(&items);
        near(values.kappa(), 0.4);
        near(values.pi(), 0.393_939_4);
        near(values.alpha(Distance::Nominal), 0.424_242_4);
    }

    /// The example of Krippendorff, "Computing Krippendorff's Alpha-Reliability": four observers, twelve units, some missing.
    #[test]
    fn four_annotators_with_missing_values() {
        // Values that are missing are blanks.
        let given = ["123321412   ", "1233224125 3", " 3332342251 ", "12332441251 "];
        let item = |n: usize| -> Vec<Option<u32>> {
            given.iter().map(|row| row.chars().nth(n).and_then(|c| c.to_digit(10))).collect()
        };
        let items: Vec<_> = (0..12).map(item).collect();
        let values = of(&items);
        near(values.alpha(Distance::Nominal), 0.743_421_1);
        near(values.alpha(Distance::Ordinal), 0.815_387_5);
        near(values.alpha(Distance::Interval), 0.849_107_1);
        near(values.alpha(Distance::Ratio), 0.797_402_8);
        assert_eq!((values.items(), values.left_out()), (11, 1));
    }

    #[test]
    fn what_has_no_meaning_is_no_number() {
        let one = of(&[vec![Some(1), Some(1)], vec![Some(1), Some(1)]]);
        let all = [one.kappa(), one.pi(), one.alpha(Distance::Nominal), one.alpha(Distance::Ordinal)];
        assert_eq!(all, [Err(Undefined::OneValue); 4]);
        let none = of(&[vec![Some(0), None], vec![None, None]]);
        assert_eq!([none.kappa(), none.pi(), none.alpha(Distance::Nominal)], [Err(Undefined::Nothing); 3]);
        assert_eq!(of(&[vec![Some(0), Some(1), Some(1)]]).kappa(), Err(Undefined::NotTwo));
    }

    fn tables() -> impl Strategy<Value = Vec<Vec<Option<u32>>>> {
        (2usize..5).prop_flat_map(|n| prop::collection::vec(prop::collection::vec(prop::option::of(0u32..4), n), 1..20))
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
            let plain = of(&items);
            let turned: Vec<Vec<_>> = items.iter().map(|item| item.iter().rev().copied().collect()).collect();
            prop_assert!(are_same(&all(&plain), &all(&of(&turned))));
            let relabelled: Vec<Vec<_>> = items.iter().map(|i| i.iter().map(|v| v.map(|v| (v + 1) % 4)).collect()).collect();
            prop_assert!(are_same(&all(&plain), &all(&of(&relabelled))));
            for distance in [Distance::Nominal, Distance::Ordinal, Distance::Interval, Distance::Ratio] {
                let score = plain.alpha(distance);
                prop_assert!(are_same(&[score], &[of(&turned).alpha(distance)]));
                prop_assert!(score.is_err() || score.is_ok_and(|s| s.is_finite() && s <= 1.0 + 1e-9));
            }
            prop_assert!(all(&plain).iter().flatten().all(|score| (-1.0 - 1e-9..=1.0 + 1e-9).contains(score)));
        }

        #[test]
        fn added_up_it_is_the_same_and_so_is_one_value_against_the_others(items in tables(), at in 0usize..20) {
            let whole = of(&items);
            let (first, second) = items.split_at(at.min(items.len()));
            let renumbered: Vec<Vec<_>> = second.iter().map(|i| i.iter().map(|v| v.map(|v| 9 - v)).collect()).collect();
            let mut sum = of(first);
            sum.merge(&of(&renumbered), 1, &|value| 9 - value);
            prop_assert!(are_same(&all(&whole), &all(&sum)));
            let twice: Vec<_> = [items.clone(), items.clone()].concat();
            let mut doubled = Values::default();
            doubled.merge(&whole, 2, &|value| value);
            prop_assert!(are_same(&all(&of(&twice)), &all(&doubled)));
            for (value, one) in whole.each() {
                let binary: Vec<Vec<_>> =
                    items.iter().map(|i| i.iter().map(|v| v.map(|v| u32::from(v == value))).collect()).collect();
                prop_assert!(are_same(&all(&of(&binary)), &all(&one)), "{:?} {:?}", all(&of(&binary)), all(&one));
            }
        }

        #[test]
        fn everybody_alike_is_one(values in prop::collection::vec(0u32..4, 2..20), annotators in 2usize..5) {
            let items: Vec<Vec<_>> = values.iter().map(|v| vec![Some(*v); annotators]).collect();
            for score in all(&of(&items)).into_iter().flatten() {
                prop_assert!((score - 1.0).abs() < 1e-9);
            }
        }
    }
}
