//! The small words of a language, which say little of what a sentence is about.

use super::lang::ENGLISH;
use super::lexicon::Lexicon;
use super::roles::Roles;

/// Pronouns, articles, auxiliaries, prepositions and conjunctions of the languages that detection knows.
#[derive(Debug)]
pub struct GrammarWords(Lexicon);

impl GrammarWords {
    /// Reads the word lists: a few thousand words, so made once and kept for a task.
    pub fn new() -> Self {
        Self(Lexicon::new(&ENGLISH))
    }

    /// Whether a word is one. Case is folded. O(length).
    pub fn has(&self, word: &str) -> bool {
        let grammar = Roles::PRONOUN.or(Roles::POSS).or(Roles::AUX).or(Roles::PREP).or(Roles::CONJ).or(Roles::DET);
        let is_numeral =
            || self.0.language().references.numerals.iter().any(|numeral| numeral.eq_ignore_ascii_case(word));
        self.0.roles(word).has(grammar) && !is_numeral()
    }
}

impl Default for GrammarWords {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_words_and_others() {
        let words = GrammarWords::new();
        assert!(["the", "The", "in", "we", "have", "and", "his", "some"].iter().all(|word| words.has(word)));
        assert!(["years", "ten", "two", "many", "harbour"].iter().all(|word| !words.has(word)));
    }
}
