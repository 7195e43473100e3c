//! Chance that is the same every time: numbers from a seed, and intervals by drawing again from what was seen.

use super::Score;

/// Numbers that look random and come from a seed: Steele, Lea and Flood's `SplitMix64`.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// Those of a seed.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next, of all that fit.
    pub const fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// The next below `end`; 0 where nothing is.
    pub fn below(&mut self, end: u64) -> u64 {
        // The upper half of the product: each is as likely as any, but for one in 2⁶⁴ divided by `end`.
        ((u128::from(self.draw()) * u128::from(end)) >> 64) as u64
    }
}

/// The 95 % intervals of scores by the bootstrap: the scores of as many of the `many` things (documents, units), drawn with
/// repetition, `samples` times. How often each thing was drawn is handed to `scores`, which gives as many every time. Where fewer
/// than half of the draws have a score, there is no interval. O(samples · (many + the cost of the scores)).
pub fn intervals(
    many: usize,
    samples: u32,
    seed: u64,
    mut scores: impl FnMut(&[u32]) -> Vec<Score>,
) -> Vec<Option<(f64, f64)>> {
    let mut random = Random::new(seed);
    let mut drawn: Vec<Vec<f64>> = Vec::new();
    let mut times = vec![0_u32; many];
    for _ in 0..samples {
        times.fill(0);
        for _ in 0..many {
            if let Some(times) = times.get_mut(random.below(many as u64) as usize) {
                *times += 1;
            }
        }
        let scores = scores(&times);
        drawn.resize_with(drawn.len().max(scores.len()), Vec::new);
        for (all, score) in drawn.iter_mut().zip(scores) {
            all.extend(score);
        }
    }
    let interval = |mut scores: Vec<f64>| {
        if scores.is_empty() || scores.len() * 2 < samples as usize {
            return None;
        }
        scores.sort_unstable_by(f64::total_cmp);
        // In thousandths: the nearest rank.
        let at = |share: usize| scores.get(((scores.len() - 1) * share + 500) / 1000).copied();
        at(25).zip(at(975))
    };
    drawn.into_iter().map(interval).collect()
}

#[cfg(test)]
mod tests {
    use super::super::Undefined;
    use super::*;

    #[test]
    fn numbers_of_a_seed_are_spread_and_the_same_every_time() {
        // The first of seed 0, as its authors' program prints it.
        assert_eq!(Random::new(0).draw(), 0xe220_a839_7b1d_cdaf);
        let mut random = Random::new(7);
        let mut counts = [0; 10];
        for _ in 0..10_000 {
            counts[random.below(10) as usize] += 1;
        }
        assert!(counts.iter().all(|n| (850..1150).contains(n)), "{counts:?}");
        assert_eq!(random.below(0), 0);
    }

    #[test]
    fn an_interval_holds_the_mean_and_narrows_with_more() {
        let share = |times: &[u32]| {
            let right: u32 = times.iter().step_by(2).sum();
            vec![Ok(f64::from(right) / f64::from(times.iter().sum::<u32>())), Err(Undefined::OneValue)]
        };
        let both = intervals(100, 1000, 1, share);
        let (low, high) = both[0].unwrap();
        assert_eq!(both[1], None);
        assert!((0.38..0.43).contains(&low) && (0.57..0.62).contains(&high), "{low} {high}");
        let (closer, _) = intervals(10_000, 200, 1, share)[0].unwrap();
        assert!(closer > 0.48);
    }
}
