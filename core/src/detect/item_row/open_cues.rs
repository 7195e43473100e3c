//! Words that may be a cue by where they stand: verbs of dialogue are an open class, which no list holds.
//!
//! Only beside a quotation: anywhere else such a word is a verb like any other.

use super::{ItemRow, RowItem};
use crate::detect::lang::WordEnding;
use crate::detect::roles::Roles;
use crate::detect::tokens::TokenClass;
use std::ops::Range;

/// Shortest unknown word that counts as a verb, in bytes.
const MIN_VERB_BYTES: u32 = 4;

/// Who stands beside a quotation, and the cue.
#[derive(Clone, Debug)]
pub struct SubjectAndCue {
    /// The words for somebody.
    pub subject: Range<usize>,
    /// Item of the cue.
    pub cue: usize,
}

impl ItemRow<'_> {
    /// Whether the word at `i` may be a verb beside a quotation: a verb of dialogue, or an unknown word with the ending
    /// of a finite verb.
    pub fn may_be_a_cue(&self, i: usize) -> bool {
        let Some(token) = self.word(i).filter(|t| t.class == TokenClass::Lower && !t.has(Roles::ING)) else {
            return false;
        };
        let grammar = Roles::PREP.or(Roles::CONJ).or(Roles::DET).or(Roles::POSS).or(Roles::AUX).or(Roles::PRONOUN);
        let noun = Roles::ROLE.or(Roles::GROUP).or(Roles::ORG).or(Roles::DAY).or(Roles::ADV);
        let finite = matches!(token.ending, WordEnding::Past | WordEnding::Plural);
        token.has(Roles::DIALOGUE) || finite && token.span.len() >= MIN_VERB_BYTES && !token.has(grammar.or(noun))
    }

    /// Somebody and a word that may be a cue, from item `i` on: "Ann Cole", "she" or "the old keeper", then the verb.
    pub fn subject_and_cue(&self, i: usize) -> Option<SubjectAndCue> {
        let mut subject = self.noun_phrase_from(i)?;
        // "the old keeper plimmed": a described person goes on to the verb.
        if self.has(i, Roles::DET.or(Roles::POSS))
            && let Some(cut) = (i + 2..subject.end)
                .find(|j| self.may_be_a_cue(*j) && self.word(*j - 1).is_some_and(|t| t.class == TokenClass::Lower))
        {
            subject.end = cut;
        }
        let cue = self.skip_manner(subject.end);
        (self.may_be_a_cue(cue) && self.is_somebody(&subject)).then_some(SubjectAndCue { subject, cue })
    }

    /// First item at or after `i` that is no adverb; auxiliaries stay, for they make a passive.
    pub fn skip_manner(&self, i: usize) -> usize {
        let manner = |t: &super::Token| {
            t.class == TokenClass::Lower && !t.has(Roles::AUX) && (t.has(Roles::ADV) || self.is_adverb_of_manner(t))
        };
        (i..i + 3).find(|j| !self.word(*j).is_some_and(manner)).unwrap_or(i + 3)
    }

    /// Whether a phrase is a person: a name, he or she, somebody described by what they are.
    pub fn is_somebody(&self, phrase: &Range<usize>) -> bool {
        let grammar = &self.language.grammar;
        let first = phrase.start;
        if phrase.len() == 1 && self.has(first, Roles::PRONOUN.or(Roles::POSS)) {
            return !self.among(first, grammar.object_pronouns)
                && !self.among(first, grammar.impersonal_pronouns)
                && !self.among(first, grammar.relative_pronouns)
                && !self.has(first, Roles::POSS)
                || self.among(first, grammar.third_person_singular);
        }
        phrase.clone().any(|i| {
            self.word(i).is_some_and(|t| {
                t.is_capital() && !t.has(Roles::NOT_NAME.or(Roles::DAY))
                    || t.has(Roles::ROLE.or(Roles::GROUP).or(Roles::MALE).or(Roles::FEMALE))
            })
        })
    }

    /// Whether a clause of two words beside a quotation can end, or go on with how and where, at item `i`.
    pub fn closes_cue(&self, i: usize) -> bool {
        match self.items.get(i) {
            None => true,
            Some(RowItem::Quote(_)) => false,
            Some(RowItem::Word(t)) => {
                matches!(t.class, TokenClass::Mark(c) if ".,;:!?)…—–-".contains(c))
                    || t.class == TokenClass::Lower
                        && (t.has(Roles::ADV.or(Roles::PREP).or(Roles::CONJ)) && !t.has(Roles::AUX)
                            || self.is_adverb_of_manner(t))
            }
        }
    }
}
