//! How like the words around a place are to those a selector keeps.

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

/// Folded words on both sides, as a selector keeps them.
#[derive(Clone, Copy)]
pub struct Sides<'a> {
    /// Before it.
    pub prefix: &'a str,
    /// After it.
    pub suffix: &'a str,
}

impl Sides<'_> {
    /// Compares with what stands before and after a place.
    pub fn likeness(self, before: &str, after: &str) -> Context {
        let known = |words: &str| !words.trim().is_empty();
        let telling = |words: &str| words.chars().count() >= TELLING;
        let backwards = |words: &str| words.chars().rev().collect::<Vec<char>>();
        let forwards = |words: &str| words.chars().collect::<Vec<char>>();
        Context {
            before: known(self.prefix).then(|| alike(&backwards(self.prefix), &backwards(before))),
            after: known(self.suffix).then(|| alike(&forwards(self.suffix), &forwards(after))),
            telling: (telling(self.prefix), telling(self.suffix)),
        }
    }
}

/// How much of `words` stands at the beginning of `text`: 1 less the edits over the letters, of the best end.
fn alike(words: &[char], text: &[char]) -> f32 {
    if words.is_empty() || text.starts_with(words) {
        return 1.0;
    }
    let reach = text.len().min(words.len() + words.len() / 4 + 1);
    let mut row: Vec<usize> = (0..=words.len()).collect();
    let mut best = words.len();
    for (n, letter) in text.iter().take(reach).enumerate() {
        let mut diagonal = n;
        if let Some(first) = row.first_mut() {
            *first = n + 1;
        }
        for (m, word) in words.iter().enumerate() {
            let (above, left) = (row.get(m + 1).copied().unwrap_or(0), row.get(m).copied().unwrap_or(0));
            let here = (diagonal + usize::from(word != letter)).min(above.min(left) + 1);
            diagonal = above;
            if let Some(slot) = row.get_mut(m + 1) {
                *slot = here;
            }
        }
        best = best.min(row.last().copied().unwrap_or(best));
    }
    1.0 - best as f32 / words.len() as f32
}
