//! The weights by which names are typed: a small file of its own.
//!
//! | bytes | what |
//! |---|---|
//! | 8 | the letters `saysoENT` |
//! | 4 | number of the format, [`FORMAT`] |
//! | 4 | the step of a weight (`f32`) |
//! | 8 a row | a weight (`i8`) for each type of [`EntityType::ALL`], zeros behind them |
//!
//! All numbers are little-endian.

use super::entity_type::EntityType;

/// Weights of one row.
pub const LANES: usize = 8;

/// Rows: features share them by hash.
pub const WEIGHT_ROWS: usize = 1 << 13;

/// Number of the format; raised when features change, so that old weights do not compile.
pub const FORMAT: u32 = 1;

const MAGIC: [u8; 8] = *b"saysoENT";
const STEP_AT: usize = 12;
const HEADER: usize = 16;

/// Weights as they are embedded.
#[derive(Clone, Copy)]
pub struct EntityWeights(&'static [u8]);

impl std::fmt::Debug for EntityWeights {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("EntityWeights").finish_non_exhaustive()
    }
}

impl EntityWeights {
    /// The weights in `bytes`. For constants: a file that does not fit the code must not compile.
    ///
    /// # Panics
    /// When the file is none of this build.
    pub const fn new(bytes: &'static [u8]) -> Self {
        assert!(bytes.len() == HEADER + WEIGHT_ROWS * LANES, "the weights of names have another size");
        let mut i = 0;
        while i < MAGIC.len() {
            assert!(bytes[i] == MAGIC[i], "these are no weights of names");
            i += 1;
        }
        assert!(bytes[8] == FORMAT as u8, "the weights of names are of another format");
        Self(bytes)
    }

    /// The file of weights, one row after the other, with this step. O(weights).
    pub fn file(step: f32, rows: &[[i8; LANES]]) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        out.extend(FORMAT.to_le_bytes());
        out.extend(step.to_le_bytes());
        out.extend(rows.iter().flatten().map(|w| w.cast_unsigned()));
        out
    }

    fn step(self) -> f32 {
        let bytes = self.0.get(STEP_AT..HEADER).and_then(|b| b.try_into().ok()).unwrap_or_default();
        f32::from_le_bytes(bytes)
    }

    /// The sum of the weights of each type. O(features).
    pub fn sums(self, features: &[(u16, f32)]) -> [f32; LANES] {
        let mut sums = [0.0; LANES];
        for (row, value) in features {
            let at = HEADER + usize::from(*row) * LANES;
            let Some(weights) = self.0.get(at..at + LANES) else { continue };
            for (sum, weight) in sums.iter_mut().zip(weights) {
                *sum += f32::from(weight.cast_signed()) * value;
            }
        }
        let step = self.step();
        sums.map(|s| s * step)
    }

    /// How much the likeliest type leads over `one`, or `one` over the next, as a logarithm of odds. O(features).
    pub fn lead_over(self, features: &[(u16, f32)], one: EntityType) -> f32 {
        let sums = self.sums(features);
        let of = |t: EntityType| sums.get(t.index()).copied().unwrap_or_default();
        let others = EntityType::ALL.into_iter().filter(|t| *t != one).map(of);
        (others.fold(f32::MIN, f32::max) - of(one)).abs()
    }

    /// The likeliest type. O(features).
    pub fn best(self, features: &[(u16, f32)]) -> EntityType {
        let sums = self.sums(features);
        let likelier = |best: EntityType, other: &EntityType| {
            let of = |t: EntityType| sums.get(t.index()).copied().unwrap_or_default();
            if of(*other) > of(best) { *other } else { best }
        };
        EntityType::ALL.iter().fold(EntityType::Person, likelier)
    }
}
