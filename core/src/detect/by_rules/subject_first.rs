//! Cues of languages whose subject stands before its verb, and behind it after a quotation: "a déclaré Mme Durand".

use super::cues::{Cue, Strength};
use super::phrases::Phrase;
use super::row::Row;
use super::words::Uses;
use std::ops::Range;

/// Most words between an auxiliary and its participle.
const MAX_AUX_DISTANCE: usize = 4;
/// Most words of a parenthesis behind a verb: "aseguró, por su parte, …".
const MAX_PARENTHESIS: usize = 7;

const FINITE: Uses = Uses::SAY.or(Uses::THINK).or(Uses::REPORT);
const BASE: Uses = Uses::SAY_BASE.or(Uses::THINK_BASE).or(Uses::REPORT_BASE);
const PRONOUN: Uses = Uses::MALE.or(Uses::FEMALE).or(Uses::PLURAL).or(Uses::PRONOUN);
const NOUNS: Uses = Uses::PERSON.or(Uses::BODY).or(Uses::TITLE);

impl Row<'_> {
    /// The cue whose finite verb is item `i`.
    pub(super) fn cue_with_subject_first(&self, i: usize, sentence: &Range<usize>) -> Option<Cue> {
        let uses = self.item(i)?.uses;
        let strength = |uses: Uses, say: Uses, think: Uses| {
            if uses.has(say) {
                Strength::Say
            } else if uses.has(think) {
                Strength::Think
            } else {
                Strength::Report
            }
        };
        if uses.has(Uses::AUX) {
            let small = Uses::ADVERB.or(Uses::REFLEXIVE).or(PRONOUN);
            let base = (i + 1..sentence.end.min(i + 1 + MAX_AUX_DISTANCE))
                .find(|j| !self.has(*j, small) || self.has(*j, BASE))?;
            let found = self.item(base).filter(|x| x.uses.has(BASE) && !x.capital)?;
            let strength = strength(found.uses, Uses::SAY_BASE, Uses::THINK_BASE);
            return Some(self.cue_before_or_behind(i, base, strength, sentence));
        }
        let before = i.wrapping_sub(1);
        // "le juge", "de la lance": nouns.
        let noun = self.is_small(before)
            && self.has(before, Uses::ARTICLE.or(Uses::OBLIQUE).or(Uses::PREPOSITION))
            && !self.has(before, Uses::REFLEXIVE);
        if !uses.has(FINITE) || i > sentence.start && noun || uses.has(NOUNS) && self.is_capital(i + 1) {
            return None;
        }
        Some(self.cue_before_or_behind(i, i, strength(uses, Uses::SAY, Uses::THINK), sentence))
    }

    fn cue_before_or_behind(&self, verb: usize, says: usize, strength: Strength, sentence: &Range<usize>) -> Cue {
        let opener = (sentence.start..verb)
            .rev()
            .take(6)
            .take_while(|j| !self.is(*j, ',') && self.quote(*j).is_none())
            .find(|j| self.has(*j, Uses::AS));
        let (subject, inverted) = self.subject_of(verb, says, sentence);
        Cue { verb, says, end: says, strength, subject, inverted, opener }
    }

    /// The subject of a verb, and whether it stands behind it.
    fn subject_of(&self, verb: usize, says: usize, sentence: &Range<usize>) -> (Option<Phrase>, bool) {
        let mut first = verb;
        while first > sentence.start && self.is_small(first - 1) && self.has(first - 1, Uses::REFLEXIVE) {
            first -= 1;
        }
        let clause = self.main_clause(first, sentence);
        // "deux experts qui affirment": whoever is before the pronoun.
        if first > clause && self.has(first - 1, Uses::RELATIVE) {
            let end = if self.is(first.saturating_sub(2), ',') { first - 2 } else { first - 1 };
            return (self.subject_before(clause..end.max(clause)), false);
        }
        let start = (clause..first)
            .rev()
            .find(|j| self.has(*j, Uses::SUBORDINATOR) && self.is_small(*j))
            .map_or(clause, |j| j + 1);
        if start < first
            && let Some(subject) = self.subject_before(start..first)
        {
            return (Some(subject), false);
        }
        let joined =
            self.has(first.wrapping_sub(1), Uses::COORDINATOR) && clause == first && first > sentence.start + 1;
        if joined {
            return (self.subject_before(sentence.start..first - 1), false);
        }
        (self.subject_behind_verb(verb, says, sentence.end), true)
    }

    /// The subject behind a verb, or between its auxiliary and its participle.
    pub(super) fn subject_behind_verb(&self, verb: usize, says: usize, end: usize) -> Option<Phrase> {
        let clitic = (verb + 1..says).find(|j| self.has(*j, PRONOUN));
        if let Some(clitic) = clitic {
            return self.phrase_from(clitic);
        }
        if self.is(says + 1, ',')
            && let Some(close) = (says + 2..end.min(says + 2 + MAX_PARENTHESIS)).find(|j| self.is(*j, ','))
            && (close <= says + 3 || self.has(says + 2, Uses::PREPOSITION.or(Uses::ADVERB)))
        {
            return self.subject_behind(close, end);
        }
        self.subject_behind(says, end)
    }

    /// Whether a clause with a gerund begins: "en donnant", "cerrando".
    pub(super) fn is_gerund(&self, i: usize) -> bool {
        let is = |j: usize| self.is_small(j) && (self.words.language.is_gerund)(self.words_of(j));
        is(i) || self.has(i, Uses::PREPOSITION) && is(i + 1)
    }

    /// Whether a hyphen joins the pronoun behind item `i` to it: "dit-il".
    pub(super) fn has_clitic(&self, i: usize) -> bool {
        let (Some(verb), Some(clitic)) = (self.item(i), self.item(i + 1)) else { return false };
        self.has(i + 1, PRONOUN.or(Uses::REFLEXIVE))
            && self.text.get(verb.span.end as usize..clitic.span.start as usize) == Some("-")
    }
}
