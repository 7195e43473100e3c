//! How like the words around a place are to those a selector keeps.

use super::fuzzy::FuzzyPattern;

/// Context says that it is the place from here on, when the place is the expected one.
const SAME: f32 = 0.8;
/// Context is letter for letter the same, a blank more or less.
const EQUAL: f32 = 0.97;
/// Context is not against it from here on.
pub const LIKE: f32 = 0.5;
/// Letters of context that tell one place from another by one side alone.
pub const TELLING: usize = 16;
/// The fewest letters that are looked for approximately.
pub const FUZZY: usize = 16;

/// How like the words on both sides of a place are; `None` where none were kept.
#[derive(Clone, Copy, Debug)]
pub struct Context {
    before: Option<f32>,
    after: Option<f32>,
    /// Whether each side is long enough to tell a place by itself.
    telling: (bool, bool),
}

impl Context {
    /// Whether the same words stand on both sides, or on the only side that is known, if it is long enough.
    pub fn is_equal(self) -> bool {
        match (self.before, self.after) {
            (Some(before), Some(after)) => before >= EQUAL && after >= EQUAL && (self.telling.0 || self.telling.1),
            (Some(before), None) => before >= EQUAL && self.telling.0,
            (None, Some(after)) => after >= EQUAL && self.telling.1,
            (None, None) => false,
        }
    }

    /// Whether the words before and after are the same, and enough to tell a place.
    pub fn telling_sides(self) -> (bool, bool) {
        let equal = |side: Option<f32>| side.is_some_and(|s| s >= EQUAL);
        (self.telling.0 && equal(self.before), self.telling.1 && equal(self.after))
    }

    /// Whether the words on one side are the same.
    pub fn has_an_equal_side(self) -> bool {
        self.before.into_iter().chain(self.after).any(|side| side >= EQUAL)
    }

    /// Whether it says, for a place that is expected, that exact words of this many letters are the ones meant.
    pub fn speaks(self, letters: usize) -> bool {
        let same = |side: Option<f32>| side.is_some_and(|s| s >= SAME);
        // One side alone must be long, or the words themselves.
        (same(self.before) && same(self.after))
            || (same(self.before) && (self.telling.0 || letters >= FUZZY))
            || (same(self.after) && (self.telling.1 || letters >= FUZZY))
    }

    /// Whether neither known side speaks against it.
    pub fn agrees(self) -> bool {
        let like = |side: Option<f32>| side.is_none_or(|s| s >= LIKE);
        (self.before.is_some() || self.after.is_some()) && like(self.before) && like(self.after)
    }

    /// The mean of the known sides; 0 when none is known.
    pub fn mean(self) -> f32 {
        let known: Vec<f32> = self.before.into_iter().chain(self.after).collect();
        if known.is_empty() { 0.0 } else { known.iter().sum::<f32>() / known.len() as f32 }
    }
}

/// Folded words on both sides, as a selector keeps them, ready to be compared with many places.
pub struct Sides {
    prefix: Side,
    suffix: Side,
}

/// One side.
struct Side {
    words: String,
    /// Read from the place outwards.
    pattern: FuzzyPattern,
}

impl Side {
    /// How like the words are to those outwards from a place; `None` where none were kept.
    fn likeness(&self, same: bool, outwards: impl Iterator<Item = char>) -> Option<f32> {
        if self.words.trim().is_empty() {
            return None;
        }
        if same {
            return Some(1.0);
        }
        Some(1.0 - self.pattern.begins(outwards) as f32 / self.pattern.len() as f32)
    }

    fn is_telling(&self) -> bool {
        self.pattern.len() >= TELLING
    }
}

impl Sides {
    /// Of folded words. O(letters).
    pub fn new(prefix: String, suffix: String) -> Self {
        let (before, after) = (FuzzyPattern::new(prefix.chars().rev()), FuzzyPattern::new(suffix.chars()));
        Self { prefix: Side { words: prefix, pattern: before }, suffix: Side { words: suffix, pattern: after } }
    }

    /// The words on both sides, folded.
    pub fn words(&self) -> (&str, &str) {
        (&self.prefix.words, &self.suffix.words)
    }

    /// Compares with what stands before and after a place. O(letters).
    pub fn likeness(&self, before: &str, after: &str) -> Context {
        Context {
            before: self.prefix.likeness(before.ends_with(&self.prefix.words), before.chars().rev()),
            after: self.suffix.likeness(after.starts_with(&self.suffix.words), after.chars()),
            telling: (self.prefix.is_telling(), self.suffix.is_telling()),
        }
    }
}
