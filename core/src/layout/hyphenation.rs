//! Where words may be broken with a hyphen.

/// Shortest word that is broken, in letters.
const BREAKABLE: usize = 6;

/// Where a word may be broken, in bytes: at least two letters on either side.
pub fn syllables(word: &str) -> Vec<usize> {
    let letters = word.trim_matches(|c: char| !c.is_alphabetic());
    if letters.chars().count() < BREAKABLE || !letters.chars().all(char::is_alphabetic) {
        return Vec::new();
    }
    let before = word.find(letters).unwrap_or(0);
    let ends = hypher::hyphenate(letters, hypher::Lang::English).scan(before, |at, part| {
        *at += part.len();
        Some(*at)
    });
    ends.take_while(|at| *at < before + letters.len()).collect()
}
