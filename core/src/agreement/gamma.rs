//! The γ of Mathet, Widlöcher and Métivier ("The Unified and Holistic Method Gamma (γ) for Inter-Annotator Agreement Measure and
//! Alignment", Computational Linguistics 41, 2015): places and labels in one measure, after the alignment that fits best.
//!
//! The best alignment of two annotators is found exactly. That of more would take time exponential in their number: disorder is
//! then the mean over pairs of annotators, each pair aligned at its best. It is never above the disorder of the best joint
//! alignment, for each of that alignment's pairs is one that could have been chosen; what is expected is taken in the same way.

use super::Undefined;
use super::sampling::Random;

/// A unit with its label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LabelledUnit {
    /// Where it begins.
    pub start: u32,
    /// One past its last place: above `start`.
    pub end: u32,
    /// The number of its label.
    pub label: u32,
}

/// γ with what it was made of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gamma {
    /// 1 where all agree, 0 where they agree as much as by chance.
    pub gamma: f64,
    /// Its 95 % interval, as far as chance in sampling goes: not that of other texts or annotators.
    pub interval: (f64, f64),
    /// Disorder of the best alignment.
    pub observed: f64,
    /// Mean disorder of the samples.
    pub expected: f64,
    /// Standard error of that mean.
    pub error: f64,
    /// How many samples there were.
    pub samples: u32,
}

/// γ of several texts together: what is observed and expected in each, weighted by its units.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct GammaSum {
    observed: f64,
    expected: f64,
    /// Of the mean that is expected.
    variance: f64,
    /// How many texts have one.
    pub texts: u64,
}

impl GammaSum {
    /// Adds a text in which annotators have so many units together.
    pub fn add(&mut self, gamma: &Gamma, units: usize) {
        let units = units as f64;
        self.observed += gamma.observed * units;
        self.expected += gamma.expected * units;
        self.variance += (gamma.error * units).powi(2);
        self.texts += 1;
    }

    /// Adds other texts.
    pub fn merge(&mut self, other: &Self) {
        self.observed += other.observed;
        self.expected += other.expected;
        self.variance += other.variance;
        self.texts += other.texts;
    }

    /// γ, with its 95 % interval as far as chance in sampling goes.
    ///
    /// # Errors
    /// Without a text that has one.
    pub fn gamma(&self) -> Result<(f64, (f64, f64)), Undefined> {
        if self.expected <= 0.0 {
            return Err(Undefined::NoUnits);
        }
        let gamma = 1.0 - self.observed / self.expected;
        let error = ERRORS * self.variance.sqrt() * self.observed / self.expected.powi(2);
        Ok((gamma, (gamma - error, gamma + error)))
    }
}

/// What a unit costs for which the other annotator has none (Δ∅); also how far apart two labels are.
const ALONE: f64 = 1.0;
/// Standard errors on either side of a mean in its 95 % interval.
const ERRORS: f64 = 1.96;
/// Most times a shift is drawn again that is too near to another.
const MAX_DRAWS: usize = 64;

/// γ of what annotators marked in a text of `length`. Expected disorder is that of `samples` texts in which each annotator is
/// one of those here, drawn at random, with all units moved by a random shift, around the end to the beginning. The same seed gives
/// the same result. O(samples · pairs · n log n), and cubic in the units of a stretch in which all overlap.
///
/// # Errors
/// With fewer than two annotators or no units, and where samples show no disorder at all.
pub fn gamma(annotators: &[Vec<LabelledUnit>], length: u32, samples: u32, seed: u64) -> Result<Gamma, Undefined> {
    let is_unit = |unit: &LabelledUnit| unit.start < unit.end && unit.end <= length;
    let kept: Vec<Vec<LabelledUnit>> =
        annotators.iter().map(|units| units.iter().copied().filter(is_unit).collect()).collect();
    if kept.len() < 2 {
        return Err(Undefined::Nothing);
    }
    let observed = disorder(&kept).ok_or(Undefined::NoUnits)?;
    let mut random = Random::new(seed);
    let drawn: Vec<f64> = (0..samples).filter_map(|_| disorder(&shuffled(&kept, length, &mut random))).collect();
    let many = drawn.len() as f64;
    let expected = drawn.iter().sum::<f64>() / many;
    if drawn.is_empty() || expected <= 0.0 {
        return Err(Undefined::NoChance);
    }
    let spread = drawn.iter().map(|one| (one - expected).powi(2)).sum::<f64>() / (many - 1.0).max(1.0);
    let gamma = 1.0 - observed / expected;
    let error = (spread / many).sqrt();
    let around = ERRORS * error * observed / expected.powi(2);
    let interval = (gamma - around, gamma + around);
    Ok(Gamma { gamma, interval, observed, expected, error, samples: drawn.len() as u32 })
}

/// The disorder of annotators' units: of the best alignment of each pair, in units of an annotator. `None` without units.
/// O(pairs · n log n), and cubic in the units of a stretch in which all overlap.
pub fn disorder(annotators: &[Vec<LabelledUnit>]) -> Option<f64> {
    let units = annotators.iter().map(Vec::len).sum::<usize>() as f64;
    if units <= 0.0 {
        return None;
    }
    let (mut sum, mut pairs) = (0.0, 0.0);
    for (n, ours) in annotators.iter().enumerate() {
        for theirs in annotators.iter().skip(n + 1) {
            sum += of_best_alignment(ours, theirs);
            pairs += 1.0;
        }
    }
    Some(sum / pairs / (units / annotators.len() as f64))
}

/// How unlike two units are.
fn apart(a: &LabelledUnit, b: &LabelledUnit) -> f64 {
    let length = f64::from(a.end - a.start) + f64::from(b.end - b.start);
    let moved = f64::from(a.start.abs_diff(b.start)) + f64::from(a.end.abs_diff(b.end));
    let label = if a.label == b.label { 0.0 } else { ALONE };
    (moved / length).powi(2) * ALONE + label
}

/// A text in which the annotators are drawn from these, each with units moved by a shift of their own.
fn shuffled(annotators: &[Vec<LabelledUnit>], length: u32, random: &mut Random) -> Vec<Vec<LabelledUnit>> {
    let all = annotators.iter().flatten();
    let many = annotators.iter().map(Vec::len).sum::<usize>().max(1) as f64;
    let nearest = all.map(|unit| f64::from(unit.end - unit.start)).sum::<f64>() / many / 2.0;
    loop {
        let mut shifts: Vec<u32> = Vec::with_capacity(annotators.len());
        let mut out = Vec::with_capacity(annotators.len());
        for _ in annotators {
            let mut shift = 0;
            for _ in 0..MAX_DRAWS {
                shift = random.below(u64::from(length)) as u32;
                if shifts.iter().all(|other| f64::from(shift.abs_diff(*other)) > nearest) {
                    break;
                }
            }
            shifts.push(shift);
            let of =
                annotators.get(random.below(annotators.len() as u64) as usize).map(Vec::as_slice).unwrap_or_default();
            let moved = |unit: &LabelledUnit| {
                let start = (u64::from(unit.start) + u64::from(shift)) % u64::from(length);
                LabelledUnit {
                    start: start as u32,
                    end: (start as u32).saturating_add(unit.end - unit.start),
                    label: unit.label,
                }
            };
            out.push(of.iter().map(moved).collect::<Vec<_>>());
        }
        // One of them at least has units, so this ends.
        if out.iter().any(|units| !units.is_empty()) {
            return out;
        }
    }
}

/// Units of one annotator that could go with units of the other, and what that saves.
type Edges = Vec<Vec<(usize, f64)>>;

/// The disorder of the best alignment of two annotators, added up: every unit alone, less what going together saves.
fn of_best_alignment(ours: &[LabelledUnit], theirs: &[LabelledUnit]) -> f64 {
    let (few, many) = if ours.len() <= theirs.len() { (ours, theirs) } else { (theirs, ours) };
    let edges = edges(few, many);
    let alone = ALONE * (ours.len() + theirs.len()) as f64;
    let mut of_column: Vec<Vec<usize>> = vec![Vec::new(); many.len()];
    for (row, columns) in edges.iter().enumerate() {
        for (column, _) in columns {
            if let Some(rows) = of_column.get_mut(*column) {
                rows.push(row);
            }
        }
    }
    let (mut is_seen, mut saved) = (vec![false; few.len()], 0.0);
    for first in 0..few.len() {
        let rows = stretch(first, &edges, &of_column, &mut is_seen);
        if !rows.is_empty() {
            saved += most_saved(&rows, &edges);
        }
    }
    (alone - saved).max(0.0)
}

/// For each unit of the first those of the second it is better with than alone.
fn edges(few: &[LabelledUnit], many: &[LabelledUnit]) -> Edges {
    let mut order: Vec<usize> = (0..many.len()).collect();
    let start = |n: &usize| many.get(*n).map(|unit| unit.start);
    order.sort_unstable_by_key(start);
    let longest = many.iter().map(|unit| unit.end - unit.start).max().unwrap_or_default();
    let of = |unit: &LabelledUnit| {
        // Beyond, the beginnings alone are too far from each other.
        // √2 times the lengths of both, and a little more.
        let lengths = u64::from(unit.end - unit.start) + u64::from(longest);
        let reach = u32::try_from(lengths * 142 / 100 + 1).unwrap_or(u32::MAX);
        let from = order.partition_point(|n| start(n) < Some(unit.start.saturating_sub(reach)));
        let near = order.iter().skip(from).filter_map(|n| Some((*n, many.get(*n)?)));
        let near = near.take_while(|(_, other)| other.start <= unit.start.saturating_add(reach));
        let saved = near.map(|(n, other)| (n, 2.0 * ALONE - apart(unit, other)));
        saved.filter(|(_, saved)| *saved > 0.0).collect()
    };
    few.iter().map(of).collect()
}

/// The rows that hang together with one by columns they share; none where that one was in an earlier stretch.
fn stretch(first: usize, edges: &Edges, of_column: &[Vec<usize>], is_seen: &mut [bool]) -> Vec<usize> {
    let (mut rows, mut open) = (Vec::new(), vec![first]);
    while let Some(row) = open.pop() {
        match is_seen.get_mut(row) {
            Some(seen) if !*seen => *seen = true,
            _ => continue,
        }
        rows.push(row);
        let columns = edges.get(row).map(Vec::as_slice).unwrap_or_default();
        open.extend(columns.iter().flat_map(|(column, _)| of_column.get(*column).into_iter().flatten()));
    }
    rows
}

/// The most that pairs of these rows with columns save, each in one pair at most: the Hungarian method with potentials, row by
/// row. Columns are numbered from 1; behind those of the stretch stands one for each row to be alone in.
fn most_saved(rows: &[usize], edges: &Edges) -> f64 {
    let of = |row: usize| edges.get(row).map(Vec::as_slice).unwrap_or_default();
    let mut columns: Vec<usize> = rows.iter().flat_map(|row| of(*row).iter().map(|(column, _)| *column)).collect();
    columns.sort_unstable();
    columns.dedup();
    let width = columns.len() + rows.len();
    let (mut of_rows, mut of_columns) = (vec![0.0; rows.len() + 1], vec![0.0; width + 1]);
    // The row each column goes with; column 0 is that of the row that is placed.
    let (mut goes_with, mut from) = (vec![0_usize; width + 1], vec![0_usize; width + 1]);
    let mut costs = vec![0.0; width + 1];
    for number in 1..=rows.len() {
        goes_with[0] = number;
        let mut column = 0;
        let (mut least, mut is_used) = (vec![f64::INFINITY; width + 1], vec![false; width + 1]);
        while goes_with[column] != 0 {
            is_used[column] = true;
            let row = goes_with[column];
            costs.fill(0.0);
            for (other, saved) in of(rows[row - 1]) {
                if let Ok(at) = columns.binary_search(other) {
                    costs[at + 1] = -saved;
                }
            }
            let (mut step, mut next) = (f64::INFINITY, 0);
            for other in (1..=width).filter(|n| !is_used[*n]) {
                let reduced = costs[other] - of_rows[row] - of_columns[other];
                if reduced < least[other] {
                    (least[other], from[other]) = (reduced, column);
                }
                if least[other] < step {
                    (step, next) = (least[other], other);
                }
            }
            for other in 0..=width {
                if is_used[other] {
                    of_rows[goes_with[other]] += step;
                    of_columns[other] -= step;
                } else {
                    least[other] -= step;
                }
            }
            column = next;
        }
        while column != 0 {
            goes_with[column] = goes_with[from[column]];
            column = from[column];
        }
    }
    let saved = |(at, column): (usize, &usize)| {
        let row = goes_with[at + 1].checked_sub(1)?;
        of(rows[row]).iter().find(|(other, _)| other == column).map(|(_, saved)| *saved)
    };
    columns.iter().enumerate().filter_map(saved).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn unit(start: u32, end: u32, label: u32) -> LabelledUnit {
        LabelledUnit { start, end, label }
    }

    /// Worked out by hand: 0 for the equal one, (4/20)² for the moved one, 2 alone, in three units of an annotator.
    #[test]
    fn disorder_of_a_small_text() {
        let ada = vec![unit(0, 5, 0), unit(10, 20, 0), unit(40, 45, 1)];
        let bo = vec![unit(0, 5, 0), unit(12, 22, 0), unit(80, 85, 1)];
        let found = disorder(&[ada.clone(), bo]).unwrap();
        assert!((found - 2.04 / 3.0).abs() < 1e-9, "{found}");
        assert_eq!(disorder(&[ada.clone(), ada]), Some(0.0));
    }

    #[test]
    fn the_same_seed_gives_the_same_and_what_has_no_meaning_no_number() {
        let ada: Vec<_> = (0..20).map(|n| unit(50 * n, 50 * n + 20, n % 3)).collect();
        let bo: Vec<_> = (0..20).map(|n| unit(50 * n + 3, 50 * n + 22, n * n % 3)).collect();
        let both = [ada.clone(), bo];
        let one = gamma(&both, 1000, 30, 1).unwrap();
        assert_eq!(gamma(&both, 1000, 30, 1), Ok(one));
        assert_ne!(gamma(&both, 1000, 30, 2), Ok(one));
        let mut sum = GammaSum::default();
        assert_eq!(sum.gamma(), Err(Undefined::NoUnits));
        sum.add(&one, 40);
        sum.add(&one, 40);
        let (together, interval) = sum.gamma().unwrap();
        // Two alike are as one of twice the samples.
        assert!((together - one.gamma).abs() < 1e-9 && interval.0 > one.interval.0, "{together} {interval:?}");
        assert!(one.interval.0 <= one.gamma && one.gamma <= one.interval.1 && one.gamma > 0.0, "{one:?}");
        assert!(gamma(&[ada.clone(), ada.clone()], 1000, 30, 1).is_ok_and(|g| (g.gamma - 1.0).abs() < 1e-9));
        assert_eq!(gamma(&[ada], 1000, 30, 1), Err(Undefined::Nothing));
        assert_eq!(gamma(&[vec![], vec![unit(3, 3, 0)]], 1000, 30, 1), Err(Undefined::NoUnits));
        assert_eq!(gamma(&both, 1000, 0, 1), Err(Undefined::NoChance));
    }

    /// The least disorder, by trying every way.
    fn least(ours: &[LabelledUnit], theirs: &[LabelledUnit], used: &mut Vec<bool>) -> f64 {
        let Some((first, rest)) = ours.split_first() else {
            return used.iter().filter(|used| !**used).count() as f64;
        };
        let mut best = 1.0 + least(rest, theirs, used);
        for n in 0..theirs.len() {
            if !used[n] {
                used[n] = true;
                best = best.min(apart(first, &theirs[n]) + least(rest, theirs, used));
                used[n] = false;
            }
        }
        best
    }

    fn units() -> impl Strategy<Value = Vec<LabelledUnit>> {
        prop::collection::vec((0u32..40, 1u32..12, 0u32..2).prop_map(|(s, l, label)| unit(s, s + l, label)), 0..6)
    }

    proptest! {
        #[test]
        fn the_alignment_is_the_best_and_the_order_of_annotators_is_none(a in units(), b in units()) {
            let found = of_best_alignment(&a, &b);
            let expected = least(&a, &b, &mut vec![false; b.len()]);
            prop_assert!((found - expected).abs() < 1e-9, "{} is not {}", found, expected);
            prop_assert!((found - of_best_alignment(&b, &a)).abs() < 1e-9);
        }
    }
}
