//! Where words may be broken with a hyphen, by the rules of their language.

use hypher::Lang;
use textwrap::WordSplitter;

/// The language by whose rules words are broken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Hyphenation {
    /// No word is broken.
    #[default]
    None,
    /// By the rules of English.
    English,
    /// By the rules of German.
    German,
    /// By the rules of French.
    French,
    /// By the rules of Spanish.
    Spanish,
    /// By the rules of Italian.
    Italian,
}

/// Shortest word that is broken, in letters.
const BREAKABLE: usize = 6;

impl Hyphenation {
    /// The rules of a language, by its tag (BCP 47); [`Hyphenation::None`] where they are not known.
    pub fn of(tag: &str) -> Self {
        match tag {
            "en" => Self::English,
            "de" => Self::German,
            "fr" => Self::French,
            "es" => Self::Spanish,
            "it" => Self::Italian,
            _ => Self::None,
        }
    }

    pub(super) const fn splitter(self) -> WordSplitter {
        match self {
            Self::None => WordSplitter::NoHyphenation,
            Self::English => WordSplitter::Custom(|word| breaks(word, Lang::English)),
            Self::German => WordSplitter::Custom(|word| breaks(word, Lang::German)),
            Self::French => WordSplitter::Custom(|word| breaks(word, Lang::French)),
            Self::Spanish => WordSplitter::Custom(|word| breaks(word, Lang::Spanish)),
            Self::Italian => WordSplitter::Custom(|word| breaks(word, Lang::Italian)),
        }
    }
}

/// Where a word may be broken, in bytes: at least two letters on either side.
fn breaks(word: &str, language: Lang) -> Vec<usize> {
    let letters = word.trim_matches(|c: char| !c.is_alphabetic());
    if letters.chars().count() < BREAKABLE || !letters.chars().all(char::is_alphabetic) {
        return Vec::new();
    }
    let before = word.find(letters).unwrap_or(0);
    let ends = hypher::hyphenate(letters, language).scan(before, |at, part| {
        *at += part.len();
        Some(*at)
    });
    ends.take_while(|at| *at < before + letters.len()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_breaks_its_own_words() {
        for (word, language, parts) in [
            ("„Bürgermeisterin“,", Lang::German, "„Bür-ger-meis-te-rin“,"),
            ("bibliothèque", Lang::French, "bi-blio-thèque"),
            ("ferrocarril", Lang::Spanish, "fe-rro-ca-rril"),
            ("presidente", Lang::Italian, "pre-si-den-te"),
            ("government", Lang::English, "gov-ern-ment"),
        ] {
            let ends = breaks(word, language);
            let mut shown = String::new();
            for (at, letter) in word.char_indices() {
                if ends.contains(&at) {
                    shown.push('-');
                }
                shown.push(letter);
            }
            assert_eq!(shown, parts);
        }
        assert_eq!((Hyphenation::of("de"), Hyphenation::of("da")), (Hyphenation::German, Hyphenation::None));
    }
}
