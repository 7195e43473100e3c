//! What the words near a statement call people whom they do not name: "the chairman", "my husband", "the man with the dog".

use super::lang::{ENGLISH, WordEnding};
use super::lexicon::Lexicon;
use super::roles::Roles;
use super::word_number::hash_of;
use crate::span::Span;

/// How far before and behind the statement is looked, in bytes: a few sentences.
const REACH: usize = 400;
/// Most words of a description before the noun for a person.
const MAX_WORDS_BEFORE_NOUN: usize = 3;
/// Most words of what goes on behind it: "the *town hall*".
const MAX_WORDS_BEHIND: usize = 2;

/// Nouns for people and bodies.
const PERSON: Roles = Roles::ROLE.or(Roles::GROUP).or(Roles::ORG);
/// Words that end a description before its noun, and those that end what goes on behind it.
const GRAMMAR: Roles = Roles::PRONOUN.or(Roles::DET).or(Roles::POSS).or(Roles::AUX).or(Roles::PREP).or(Roles::CONJ);
/// Verbs.
const VERB: Roles = Roles::SAY.or(Roles::SAY_OF).or(Roles::THINK).or(Roles::AUX).or(Roles::PAST);

/// Finds descriptions of people in the languages that detection knows.
#[derive(Debug)]
pub struct Descriptions(Lexicon);

/// A word with its place; what is no letter round it is left out.
#[derive(Clone, Copy)]
struct Word<'t> {
    text: &'t str,
    start: usize,
    /// A mark stands behind it, which ends what it belongs to.
    ends: bool,
}

impl Word<'_> {
    const fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

impl Descriptions {
    /// Reads the word lists: a few thousand words, so made once and kept where many statements are asked about.
    pub fn new() -> Self {
        Self(Lexicon::new(&ENGLISH))
    }

    /// The descriptions of people beside the words `said` of `paragraph`, without their articles, the nearest first; both
    /// in bytes of the paragraph. Those in the words themselves are not among them, nor are those of the sentences behind.
    /// O(1): a few sentences before and behind are looked at.
    pub fn near(&self, paragraph: &str, said: Span) -> Vec<Span> {
        let (start, end) = (said.start as usize, said.end as usize);
        let from = paragraph.ceil_char_boundary(start.saturating_sub(REACH));
        let to = paragraph.floor_char_boundary((end + REACH).min(paragraph.len()));
        let before = paragraph.get(from..start).unwrap_or_default();
        let behind = paragraph.get(end..to).unwrap_or_default();
        let sentence = behind.find(['.', '!', '?', '\n', '“', '"']).and_then(|at| behind.get(..at)).unwrap_or(behind);
        let mut found: Vec<(usize, Span)> = Vec::new();
        for span in self.all(before, from) {
            found.push((start - span.end as usize, span));
        }
        for span in self.all(sentence, end) {
            found.push((span.start as usize - end, span));
        }
        found.sort_by_key(|(distance, _)| *distance);
        found.into_iter().map(|(_, span)| span).collect()
    }

    /// The descriptions in `text`, which stands at byte `at` of its paragraph. O(length).
    fn all(&self, text: &str, at: usize) -> Vec<Span> {
        let words = words(text);
        let mut found = Vec::new();
        let mut i = 0;
        while i < words.len() {
            let noun =
                self.opens(words.get(i)).then(|| self.noun(&words, i + 1).or_else(|| self.title(&words, i))).flatten();
            let Some(noun) = noun else {
                i += 1;
                continue;
            };
            let last = self.goes_on(&words, noun);
            if let (Some(first), Some(end)) = (words.get(i + 1), words.get(last))
                && !is_named(text, end, words.get(last + 1))
            {
                found.push(Span::new((at + first.start) as u32, (at + end.end()) as u32));
            }
            i = last + 1;
        }
        found
    }

    /// Whether a description begins behind the word: an article, or whose somebody is.
    fn opens(&self, word: Option<&Word<'_>>) -> bool {
        word.is_some_and(|w| !w.ends && self.0.roles(w.text).has(Roles::DET.or(Roles::POSS)))
    }

    /// The noun for a person that ends the description of which `first` is the first word.
    fn noun(&self, words: &[Word<'_>], first: usize) -> Option<usize> {
        let mut noun = None;
        for (i, word) in words.iter().enumerate().skip(first).take(MAX_WORDS_BEFORE_NOUN + 1) {
            let roles = self.0.roles(word.text);
            // Names are found elsewhere, and "the chairman’s office" is no chairman.
            if !word.text.starts_with(char::is_lowercase) || word.text.contains(['’', '\'']) {
                break;
            }
            if roles.has(PERSON) {
                noun = Some(i);
            } else if roles.has(GRAMMAR) || noun.is_some() {
                break;
            }
            if word.ends {
                break;
            }
        }
        noun
    }

    /// The title that stands for whoever bears it behind a possessive: "my deputy". Behind an article such words mostly
    /// tell of something: "the general idea".
    fn title(&self, words: &[Word<'_>], opener: usize) -> Option<usize> {
        let (owner, word) = (words.get(opener)?, words.get(opener + 1)?);
        let epithets = self.0.language().references.epithets;
        let epithet = epithets.iter().any(|e| e.trim_end() == word.text);
        let title = self.0.roles(word.text).has(Roles::TITLE) && word.text.starts_with(char::is_lowercase);
        (title && !epithet && self.0.roles(owner.text).has(Roles::POSS)).then_some(opener + 1)
    }

    /// The last word of what goes on behind the noun: "the chairman *of the board*"; else the noun.
    fn goes_on(&self, words: &[Word<'_>], noun: usize) -> usize {
        let joins = self.0.language().grammar.joining_prepositions;
        let preposition = words.get(noun + 1).filter(|w| joins.contains(&hash_of(w.text)) && !w.ends);
        let (Some(_), Some(false)) = (preposition, words.get(noun).map(|w| w.ends)) else { return noun };
        if !self.opens(words.get(noun + 2)) {
            return noun;
        }
        let mut last = noun;
        for (i, word) in words.iter().enumerate().skip(noun + 3).take(MAX_WORDS_BEHIND) {
            let roles = self.0.roles(word.text);
            let past = (self.0.language().ending)(word.text) == WordEnding::Past;
            if roles.has(GRAMMAR.or(VERB)) || past {
                break;
            }
            // "the dog came in": a second word belongs to it only where a verb or a mark comes next.
            let next = words.get(i + 1);
            let closes =
                |w: &Word<'_>| self.0.roles(w.text).has(VERB) || (self.0.language().ending)(w.text) == WordEnding::Past;
            if last > noun && !word.ends && !next.is_none_or(closes) {
                break;
            }
            last = i;
            if word.ends {
                break;
            }
        }
        last
    }
}

impl Default for Descriptions {
    fn default() -> Self {
        Self::new()
    }
}

/// Whether a name follows a description, which is that of whoever bears it: "the duty officer, Nils Aker".
fn is_named(text: &str, last: &Word<'_>, next: Option<&Word<'_>>) -> bool {
    next.is_some_and(|next| {
        let between = text.get(last.end()..next.start).unwrap_or_default();
        next.text.starts_with(char::is_uppercase) && matches!(between.trim(), "" | ",")
    })
}

/// The words of a text.
fn words(text: &str) -> Vec<Word<'_>> {
    let mut found = Vec::new();
    for piece in text.split_whitespace() {
        let place = piece.as_ptr() as usize - text.as_ptr() as usize;
        let open = piece.trim_start_matches(|c: char| !c.is_alphanumeric());
        let word = open.trim_end_matches(|c: char| !c.is_alphanumeric());
        if !word.is_empty() {
            found.push(Word { text: word, start: place + piece.len() - open.len(), ends: word.len() < open.len() });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    /// What is found beside the words in ‹ ›.
    fn near(marked: &str) -> Vec<String> {
        let text = marked.replace(['‹', '›'], "");
        let start = marked.find('‹').unwrap();
        let end = marked.find('›').unwrap() - '‹'.len_utf8();
        let said = Span::new(start as u32, end as u32);
        Descriptions::new().near(&text, said).into_iter().map(|s| s.of(&text).to_owned()).collect()
    }

    #[test]
    fn whoever_is_described_beside_a_quotation_is_found_nearest_first() {
        for (text, found) in [
            ("At the end the chairman said, ‹“Thank you,”› and we went.", vec!["chairman"]),
            ("My husband says I should. He says, ‹“Come home dry.”›", vec!["husband"]),
            ("The shift leader came to see me. He said, ‹“It will hold.”›", vec!["shift leader"]),
            (
                "A nurse, a boy. The man with the dog has an opinion. ‹“Build it,”› he said.",
                vec!["man with the dog", "boy", "nurse"],
            ),
            ("I think so. The lady at the town hall said, ‹\"In March.\"›", vec!["lady at the town hall"]),
            ("As the old coach used to say, ‹\"A dry boat.\"›", vec!["old coach"]),
            ("The council says ‹the houses are unsafe›. The people say no.", vec!["council"]),
            ("The chairman of the board laughed. ‹“One seal,”› he said.", vec!["chairman of the board"]),
            ("‹“No,”› said her younger brother. The teacher wept.", vec!["younger brother"]),
            ("My deputy sent me a message. It said, ‹“A small problem.”›", vec!["deputy"]),
        ] {
            assert_eq!(near(text), found, "{text}");
        }
    }

    #[test]
    fn things_names_and_owners_are_nobody() {
        for text in [
            "The water in the cellar rose. ‹“Out,”› he said.",
            "My old car, and its noise. ‹“Out,”› he said.",
            "The chairman’s office disputes it. ‹“Never,”› it said.",
            "The Mayor said: ‹“No.”›",
            "I called the duty officer, Nils Aker. He said, ‹“We watch it.”›",
            "‹“The teacher is late,”› she said.",
            "‹“alone”›",
        ] {
            assert_eq!(near(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn a_long_paragraph_of_wide_letters_is_cut_between_them() {
        let text = format!("{}The doctor said: ‹“No.”›{}", "é – ".repeat(300), " – é".repeat(300));
        assert_eq!(near(&text), ["doctor"]);
    }
}
