//! Noun phrases of languages whose nouns are written small: "la ministre de l’Équipement Camille Roussel".

use super::phrases::Phrase;
use super::row::{ItemKind, Row};
use super::words::Uses;
use crate::detect::MentionKind;
use std::ops::Range;

/// Most words of a noun with its adjectives.
const MAX_NOUN_WORDS: usize = 5;
/// Most nouns joined to one: "le chef de file de la gauche".
const MAX_JOINED: usize = 3;

/// What a word of a noun phrase is none of.
const GRAMMAR: Uses = Uses::PREPOSITION
    .or(Uses::SUBORDINATOR)
    .or(Uses::COORDINATOR)
    .or(Uses::REFLEXIVE)
    .or(Uses::RELATIVE)
    .or(Uses::ARTICLE)
    .or(Uses::OBLIQUE)
    .or(Uses::AUX)
    .or(Uses::MODAL)
    .or(Uses::MALE)
    .or(Uses::FEMALE)
    .or(Uses::PLURAL)
    .or(Uses::PRONOUN)
    .or(Uses::ADVERB);
const VERBS: Uses = Uses::SAY.or(Uses::THINK).or(Uses::REPORT).or(Uses::MOOD);
const NOUNS: Uses =
    Uses::PERSON.or(Uses::BODY).or(Uses::TITLE).or(Uses::ACCOUNT).or(Uses::MALE_WORD).or(Uses::FEMALE_WORD);

impl Row<'_> {
    /// Whether a word may be a noun.
    pub fn is_noun(&self, i: usize) -> bool {
        if self.words.language.capital_nouns { self.is_capital(i) } else { self.is_word(i) }
    }

    /// The phrase that begins at item `i`.
    pub(super) fn small_phrase(&self, i: usize) -> Option<Phrase> {
        let uses = self.item(i)?.uses;
        if self.is_name(i) {
            return Some(self.name_phrase(i, i));
        }
        if uses.has(Uses::ARTICLE) && !self.is_clitic_object(i) {
            // "un des hommes", "l’autre".
            let part = || self.joined(i + 1).filter(|_| !self.is_capital(i + 2)).map(|end| i..end);
            let alone = || (self.has(i + 1, Uses::NOMINAL) && self.is_small(i + 1)).then_some(i..i + 2);
            let role = |items: Range<usize>| Phrase { name: items.start..items.start, items, kind: MentionKind::Role };
            return self.noun_phrase(i).or_else(|| part().or_else(alone).map(role));
        }
        // "maître Ancelin", "don Anselmo".
        if uses.has(Uses::TITLE) && self.is_small(i) && self.is_name(i + 1) {
            return Some(self.name_phrase(i, i + 1));
        }
        // "oncle meunier", "papa".
        if uses.has(Uses::TITLE) && self.is_small(i) && uses.has(Uses::MALE_WORD.or(Uses::FEMALE_WORD)) {
            let end = i + 1 + usize::from(self.is_small(i + 1) && self.has(i + 1, Uses::PERSON));
            return Some(Phrase { items: i..end, kind: MentionKind::Role, name: i..i });
        }
        let pronoun = Uses::MALE.or(Uses::FEMALE).or(Uses::PLURAL).or(Uses::PRONOUN);
        uses.has(pronoun).then(|| Phrase { items: i..i + 1, kind: MentionKind::Pronoun, name: i..i })
    }

    /// "l’a dit": no article.
    fn is_clitic_object(&self, i: usize) -> bool {
        self.has(i + 1, Uses::AUX.or(Uses::MODAL)) && self.is_small(i + 1) && !self.has(i + 1, NOUNS)
    }

    /// Whether a name begins at item `i`: a capital that is no word of grammar.
    fn is_name(&self, i: usize) -> bool {
        self.is_capital(i)
            && !self.has(i, GRAMMAR.or(Uses::NO_NAME).or(Uses::OBLIQUE))
            && !(self.begins_sentence(i) && (self.has(i, VERBS) || (self.words.language.is_past)(self.words_of(i))))
    }

    fn begins_sentence(&self, i: usize) -> bool {
        i == 0 || self.is_stop(i - 1) || self.is_dash(i - 1) || self.quote(i - 1).is_some()
    }

    /// Behind a name that begins at item `i`.
    fn name_end(&self, mut i: usize) -> usize {
        let first = i;
        loop {
            let abbreviated = i > first
                && self.is(i, '.')
                && (self.has(i - 1, Uses::ABBREVIATION.or(Uses::TITLE)) || self.words_of(i - 1).chars().count() == 1);
            if self.is_capital(i) && (i == first || !self.has(i, Uses::NO_NAME))
                || abbreviated && self.is_capital(i + 1)
            {
                i += 1;
            } else if i > first && self.has(i, Uses::NAME_PARTICLE) && self.is_small(i) {
                let next = if self.has(i + 1, Uses::NAME_PARTICLE) && self.is_small(i + 1) { i + 2 } else { i + 1 };
                if !self.is_capital(next) {
                    return i;
                }
                i = next;
            } else {
                return i;
            }
        }
    }

    fn name_phrase(&self, start: usize, from: usize) -> Phrase {
        let mut end = self.name_end(from);
        // "Sonia et Paul Durand".
        if self.has(end, Uses::COORDINATOR)
            && self.is_small(end)
            && !self.has(end, Uses::NO_JOIN)
            && self.has(end + 1, Uses::GIVEN_MALE.or(Uses::GIVEN_FEMALE))
            && self.is_capital(end + 1)
        {
            end = self.name_end(end + 1);
        }
        let title = (from..end).take_while(|i| self.has(*i, Uses::TITLE) || self.is(*i, '.')).count();
        let name = (from + title).min(end)..end;
        let kind = if name.is_empty() { MentionKind::Role } else { MentionKind::Name };
        Phrase { items: start..end, kind, name }
    }

    /// A noun behind an article, with adjectives, what is joined to it, and the name behind it.
    fn noun_phrase(&self, i: usize) -> Option<Phrase> {
        let from = i + 1;
        if self.is_name(from) {
            let phrase = self.name_phrase(i, from);
            return Some(phrase);
        }
        let mut end = from;
        let mut noun = None;
        while end < from + MAX_NOUN_WORDS && self.may_be_in_noun(end, noun.is_some()) {
            if self.has(end, NOUNS) {
                noun = Some(end);
            }
            end += 1;
        }
        if end == from {
            // "le vieux", "l’autre".
            return None;
        }
        let mut name = end..end;
        for _ in 0..MAX_JOINED {
            if self.is_name(end) {
                let run = end..self.name_end(end);
                let given = run.clone().skip(1).find(|j| self.has(*j, Uses::GIVEN_MALE.or(Uses::GIVEN_FEMALE)));
                let joined = self.has(end - 1, Uses::GENITIVE.or(Uses::ARTICLE));
                name = match (joined, given) {
                    (false, _) => run.clone(),
                    (true, Some(given)) => given..run.end,
                    (true, None) => run.end..run.end,
                };
                end = run.end;
                break;
            }
            let Some(next) = self.joined(end) else { break };
            end = next;
        }
        // Le journal « Le Matin ».
        if self.quote(end).is_some() && self.is_name_in_marks(end) && self.has(end - 1, Uses::NAMING) {
            end += 1;
        }
        let kind = if name.is_empty() { MentionKind::Role } else { MentionKind::Name };
        Some(Phrase { items: i..end, kind, name })
    }

    /// Whether a word may belong to a noun phrase: a noun, or an adjective beside it.
    fn may_be_in_noun(&self, i: usize, has_noun: bool) -> bool {
        let Some(item) = self.item(i).filter(|x| x.kind == ItemKind::Word && !x.capital || x.kind == ItemKind::Number)
        else {
            return false;
        };
        let noun = item.uses.has(NOUNS.or(Uses::NOMINAL));
        let verb = item.uses.has(VERBS) && !noun;
        (noun || !item.uses.has(GRAMMAR))
            && !(verb && (has_noun || self.has(i.wrapping_sub(1), NOUNS)))
            && !(item.uses.has(VERBS) && has_noun)
    }

    /// Behind what "of" joins to a noun.
    fn joined(&self, end: usize) -> Option<usize> {
        if !self.has(end, Uses::GENITIVE) || !self.is_small(end) {
            return None;
        }
        let mut at = end + 1;
        if self.has(at, Uses::ARTICLE) && self.is_small(at) {
            at += 1;
        }
        if self.is_name(at) {
            return Some(at);
        }
        let first = at;
        while at < first + 3 && self.may_be_in_noun(at, at > first && self.has(at - 1, NOUNS)) {
            at += 1;
        }
        (at > first).then_some(at)
    }

    /// Behind a preposition with its noun.
    pub(super) fn past_small_phrase(&self, i: usize) -> usize {
        let mut at = i + 1;
        while self.has(at, Uses::PREPOSITION.or(Uses::GENITIVE)) && self.is_small(at) {
            at += 1;
        }
        if let Some(phrase) = self.small_phrase(at) {
            // "de son côté Luc Martin": no noun that a name belongs to.
            let apart = !phrase.name.is_empty()
                && phrase.name.start > phrase.items.start + 1
                && !(phrase.items.start..phrase.name.start).any(|j| self.has(j, NOUNS));
            return if apart { phrase.name.start } else { phrase.items.end };
        }
        let first = at;
        while at < first + 3 && self.may_be_in_noun(at, false) {
            at += 1;
        }
        match self.joined(at) {
            Some(end) if self.is_name(end) => self.name_end(end),
            Some(end) => end,
            None => at.max(i + 1),
        }
    }

    /// The phrase right before a verb, clitics and adverbs between them left out, and an apposition in commas.
    pub(super) fn subject_before(&self, range: Range<usize>) -> Option<Phrase> {
        let (start, verb) = (range.start, range.end);
        let mut all: Vec<Phrase> = Vec::new();
        let mut i = start;
        while i < verb {
            if self.has(i, Uses::PREPOSITION) && !self.is_capital_name(i) {
                i = self.past_small_phrase(i).max(i + 1);
                continue;
            }
            match self.small_phrase(i).filter(|p| p.items.end <= verb) {
                Some(phrase) => {
                    i = phrase.items.end;
                    all.push(phrase);
                }
                None => i += 1,
            }
        }
        let between = |p: &Phrase| {
            (p.items.end..verb)
                .all(|j| self.has(j, Uses::REFLEXIVE.or(Uses::ADVERB).or(Uses::ARTICLE)) && self.is_small(j))
        };
        let near = all.iter().rev().find(|p| between(p));
        if let Some(near) = near {
            // "Le président, Étienne Mauduit, a écrit" has a comma before the verb; this one has none.
            return Some(near.clone());
        }
        let comma = (start..verb).rev().take(4).any(|j| self.is(j, ',') || self.is(j, ')'));
        let first = all.iter().find(|p| self.is_somebody(p)).or(all.first());
        if comma { first.cloned() } else { all.iter().rev().find(|p| self.is_somebody(p)).or(first).cloned() }
    }

    fn is_capital_name(&self, i: usize) -> bool {
        self.is_name(i)
    }
}
