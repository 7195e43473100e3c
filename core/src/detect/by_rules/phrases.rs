//! Noun phrases that name somebody who may speak.

use super::row::Row;
use super::words::{Uses, ends_with};
use crate::detect::MentionKind;
use std::ops::Range;

/// A noun phrase that can be a subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// Its items, with the article.
    pub items: Range<usize>,
    pub kind: MentionKind,
    /// The words of the name; empty for a role or a pronoun.
    pub name: Range<usize>,
}

/// Most adjectives before a noun.
const MAX_ADJECTIVES: usize = 6;
/// Most words of a name with all that stands between them: a paragraph in capitals is none.
const MAX_CAPITALS: usize = 60;

impl Row<'_> {
    /// The phrase that begins at item `i`, where it can be a subject. O(its words).
    pub fn phrase_from(&self, i: usize) -> Option<Phrase> {
        self.item(i).filter(|_| self.is_word(i))?;
        let pronoun = Uses::MALE.or(Uses::FEMALE).or(Uses::PLURAL).or(Uses::PRONOUN);
        let uses = self.words.uses(self.words_of(i));
        if uses.has(Uses::ARTICLE.or(Uses::OBLIQUE))
            && let Some(phrase) = self.nouns(i, i + 1)
        {
            // An oblique article opens no subject.
            return (uses.has(Uses::ARTICLE) && !self.is_dative(&phrase)).then_some(phrase);
        }
        // "ein anderer", "die Erste".
        if uses.has(Uses::ARTICLE)
            && self.has(i + 1, Uses::NOMINAL)
            && self.is_small(i + 1)
            && !self.is_adjective(i + 2)
        {
            return Some(Phrase { items: i..i + 2, kind: MentionKind::Role, name: i..i });
        }
        if uses.has(pronoun) {
            return Some(Phrase { items: i..i + 1, kind: MentionKind::Pronoun, name: i..i });
        }
        if uses.has(Uses::ARTICLE.or(Uses::OBLIQUE)) || i == 0 && self.is_adverb_by_ending(i) {
            return None;
        }
        self.nouns(i, i)
    }

    /// "der englischen Zeitung", "der Behörde": the masculine article before a feminine noun, or an adjective that is not in the
    /// nominative: no subject.
    fn is_dative(&self, phrase: &Phrase) -> bool {
        let first = phrase.items.start;
        if !self.has(first, Uses::MALE_ARTICLE) || !self.has(first, Uses::DEFINITE) {
            return false;
        }
        let language = self.words.language;
        let declined = |i: usize| {
            let word = self.words_of(i);
            self.is_small(i) && language.dative_endings.iter().any(|e| word.ends_with(e))
        };
        let noun = (first + 1..phrase.items.end).find(|i| self.is_capital(*i));
        let female = noun.is_some_and(|i| {
            let word = self.words_of(i);
            language.female_noun_endings.iter().any(|e| ends_with(word, e))
        });
        female || (first + 1..noun.unwrap_or(first)).any(declined)
    }

    /// The nouns from item `from` on, adjectives before them; the phrase begins at `start`.
    fn nouns(&self, start: usize, from: usize) -> Option<Phrase> {
        let mut i = from;
        // Without an article nothing small stands before a noun that is a subject, but numbers and adjectives in the plural do.
        let bare = start == from;
        while i < from + MAX_ADJECTIVES
            && (self.is_number(i) || self.is_adjective(i) && (!bare || self.is_bare_adjective(i)))
        {
            i += 1;
        }
        let first = i;
        i = self.capitals(i);
        if i == first {
            return None;
        }
        let mut end = i;
        // Die Zeitung „Morgenruf“.
        if self.quote(end).is_some() && self.is_name_in_marks(end) {
            end += 1;
        }
        let last = self.last_noun(first..i);
        // „Sonia und Willy Bogner“.
        if self.has(end, Uses::COORDINATOR) && self.is_small(end) && !self.has(end, Uses::NO_JOIN) {
            let more = self.capitals(end + 1);
            let name_behind = more > end + 1
                && self.item(end + 1).is_some_and(|w| w.uses.has(Uses::GIVEN_MALE.or(Uses::GIVEN_FEMALE)));
            if name_behind && more > end + 2 {
                end = more;
            }
        }
        let name = match last {
            // The name stands behind the last noun for a person.
            Some(noun) if noun + 1 < i => noun + 1..i,
            Some(_) => first..first,
            None => first..i,
        };
        // A name by itself has no article and no adjective: "die Bremer" are people, "das Gesetz" is none.
        let named = !name.is_empty() && (last.is_some() || start == first && self.may_be_a_name(&name));
        let kind = if named { MentionKind::Name } else { MentionKind::Role };
        let name = if named { name } else { first..first };
        Some(Phrase { items: start..end, kind, name })
    }

    /// Whether words in marks are a name: few, with capitals.
    pub fn is_name_in_marks(&self, i: usize) -> bool {
        let Some(segment) = self.quote(i) else { return false };
        let words = segment.inner().of(self.text).trim();
        let count = words.split_whitespace().count();
        let capital =
            words.split_whitespace().filter(|w| w.starts_with(|c: char| c.is_uppercase() || c.is_numeric())).count();
        count <= 5
            && capital * 2 >= count
            && words.starts_with(|c: char| c.is_uppercase() || c.is_numeric())
            && !words.ends_with(['.', '!', '?', '…', ','])
    }

    /// Whether words with capitals look like a name: two of them, or one that is in no list.
    fn may_be_a_name(&self, items: &Range<usize>) -> bool {
        let uses = |i: usize| self.item(i).map(|w| w.uses).unwrap_or_default();
        let common = Uses::BODY.or(Uses::ACCOUNT).or(Uses::NO_NAME).or(Uses::NAMING);
        items.len() > 1 || !uses(items.start).has(common)
    }

    /// The last noun for a person, or title, in a run of capitals.
    fn last_noun(&self, items: Range<usize>) -> Option<usize> {
        items.rev().find(|i| self.has(*i, Uses::PERSON.or(Uses::TITLE)))
    }

    /// Whether a word ends like an adverb: "relativierend".
    fn is_adverb_by_ending(&self, i: usize) -> bool {
        let word = self.words_of(i);
        !self.is_capital(i + 1) && self.words.language.adverb_endings.iter().any(|e| word.ends_with(e))
    }

    fn is_number(&self, i: usize) -> bool {
        self.item(i).is_some_and(|item| item.kind == super::row::ItemKind::Number)
    }

    /// Whether a small word may stand between an article and its noun.
    fn is_adjective(&self, i: usize) -> bool {
        let verb = Uses::SAY.or(Uses::AUX).or(Uses::MODAL);
        let other = Uses::PREPOSITION
            .or(Uses::SUBORDINATOR)
            .or(Uses::COORDINATOR)
            .or(Uses::REFLEXIVE)
            .or(Uses::OBLIQUE)
            .or(Uses::ARTICLE);
        self.is_small(i)
            && !self.has(i, other)
            && (!self.has(i, verb) || (self.words.language.is_participle)(self.words_of(i)))
    }

    /// Whether a small word may begin a phrase without an article: an adjective by its ending.
    fn is_bare_adjective(&self, i: usize) -> bool {
        let (word, language) = (self.words_of(i), self.words.language);
        language.adjective_endings.iter().any(|e| word.ends_with(e))
            && !language.not_adjective_endings.iter().any(|e| word.ends_with(e))
    }

    /// Behind the run of words with capitals from item `i` on, small words of names inside it included. O(1).
    fn capitals(&self, mut i: usize) -> usize {
        let first = i;
        loop {
            if i >= first + MAX_CAPITALS {
                return i;
            }
            let small = i > first && self.is_small(i) && self.has(i, Uses::NAME_PARTICLE);
            let abbreviated = i > first && self.is(i, '.') && self.has(i - 1, Uses::ABBREVIATION.or(Uses::TITLE));
            let initial =
                i > first && self.is(i, '.') && self.words_of(i - 1).chars().count() == 1 && self.is_capital(i - 1);
            if self.is_name_word(i) || (abbreviated || initial) && self.is_capital(i + 1) {
                i += 1;
            } else if small && self.is_name_word(i + 1) && !self.has(i, Uses::NO_JOIN) && !self.is_role_run(first..i) {
                i += 2;
            } else if small
                && self.is_small(i + 1)
                && self.has(i + 1, Uses::NAME_PARTICLE)
                && self.is_name_word(i + 2)
                && !self.is_role_run(first..i)
            {
                i += 3;
            } else {
                return i;
            }
        }
    }

    /// "Sprecher von X" names nobody.
    fn is_role_run(&self, items: Range<usize>) -> bool {
        items.clone().next_back().is_some_and(|i| self.has(i, Uses::PERSON.or(Uses::BODY)) && !self.has(i, Uses::TITLE))
    }

    /// A word with a capital that is no word of grammar at the beginning of a sentence.
    fn is_name_word(&self, i: usize) -> bool {
        let grammar = Uses::PREPOSITION
            .or(Uses::SUBORDINATOR)
            .or(Uses::COORDINATOR)
            .or(Uses::ADVERB)
            .or(Uses::OBLIQUE)
            .or(Uses::ARTICLE)
            .or(Uses::REFLEXIVE)
            .or(Uses::NO_NAME)
            .or(Uses::MALE)
            .or(Uses::FEMALE)
            .or(Uses::PRONOUN);
        // "Will" may be somebody.
        let verb = self.has(i, Uses::AUX.or(Uses::MODAL)) && !self.has(i, Uses::GIVEN_MALE.or(Uses::GIVEN_FEMALE));
        self.is_capital(i) && !self.has(i, grammar) && !verb
    }

    /// The phrase that begins at item `i`, a subject or not: for who is named.
    pub fn phrase_anywhere(&self, i: usize) -> Option<Phrase> {
        let oblique = self.is_word(i) && self.has(i, Uses::OBLIQUE) && !self.is_capital(i);
        if oblique { self.nouns(i, i + 1) } else { self.phrase_from(i).filter(|p| p.kind != MentionKind::Pronoun) }
    }

    /// Nouns for what somebody is, behind the name and a comma, or before it.
    pub fn apposition(&self, phrase: &Phrase) -> Vec<usize> {
        let mut out = Vec::new();
        if self.is(phrase.items.end, ',')
            && let Some(behind) = self.phrase_anywhere(phrase.items.end + 1)
            && behind.name.is_empty()
        {
            out.extend(behind.items.filter(|i| self.is_capital(*i) && self.has(*i, Uses::PERSON)));
        }
        let comma = phrase.items.start.wrapping_sub(1);
        if self.is(comma, ',') && phrase.name.start == phrase.items.start {
            let run = (0..comma).rev().take(4).filter(|i| self.is_capital(*i) && self.has(*i, Uses::PERSON));
            out.extend(run);
        }
        out
    }
}
