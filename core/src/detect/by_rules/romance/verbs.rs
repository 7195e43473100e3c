//! Verbs that say or report something: in the narrator's clause behind the words, or in a sentence of their own.

use super::Line;
use super::phrases::GRAMMAR;
use crate::detect::MentionKind;
use crate::detect::by_rules::cues::Strength;
use crate::detect::by_rules::phrases::Phrase;
use crate::detect::by_rules::words::Uses;
use crate::span::Span;
use std::ops::Range;

/// A clause of the narrator's that begins with its verb: "a-t-elle ajouté", "lui dit Anna".
#[derive(Clone, Debug)]
pub struct Incise {
    /// The first of its verbs.
    pub verb: usize,
    /// The one that tells what is done.
    pub says: usize,
    /// Behind verb and subject.
    pub end: usize,
    pub subject: Option<Phrase>,
    /// [`Strength::Report`] for a verb in no list.
    pub strength: Strength,
}

/// A verb in a sentence.
#[derive(Clone, Debug)]
pub struct Verb {
    /// The one with its subject.
    pub at: usize,
    /// The one that tells what is done.
    pub says: usize,
    pub strength: Strength,
    pub subject: Option<Phrase>,
    /// Whether it is an infinitive: "pour me dire :".
    pub infinitive: bool,
}

const SAYS: Uses = Uses::SAY.or(Uses::SAY_BASE);
const BASE: Uses = Uses::SAY_BASE.or(Uses::THINK_BASE).or(Uses::REPORT_BASE);
const FINITE: Uses = Uses::SAY.or(Uses::THINK).or(Uses::REPORT);
/// What a verb in no list of verbs of saying may be besides.
const OTHER: Uses = Uses::REPORT.or(Uses::JUDGE);

fn strength(uses: Uses) -> Strength {
    if uses.has(SAYS) {
        Strength::Say
    } else if uses.has(Uses::THINK.or(Uses::THINK_BASE)) {
        Strength::Think
    } else {
        Strength::Report
    }
}

impl Incise {
    /// The place of its verb.
    pub fn cue(&self, line: &Line<'_>) -> Span {
        line.hull(&(self.says..self.says + 1))
    }
}

impl Line<'_> {
    fn hanging(&self, verb: usize) -> Option<Phrase> {
        let i = verb + 1;
        (self.carries(verb) && self.has(i, Uses::HANGS)).then(|| Phrase {
            items: i..i + 1,
            kind: MentionKind::Pronoun,
            name: i..i,
        })
    }

    /// Whether a phrase behind a verb of saying may be its subject: "disse senza alzare la testa" has none.
    fn may_act(&self, phrase: &Phrase) -> bool {
        !self.is_thing(phrase)
    }

    /// The narrator's clause that begins at item `i`; `known` where its verb must be in a list. O(1).
    pub fn incise(&self, i: usize, known: bool) -> Option<Incise> {
        let mut verb = i;
        while self.is_small(verb) && self.has(verb, Uses::REFLEXIVE) && !self.has(verb, Uses::SAY) && verb < i + 3 {
            verb += 1;
        }
        let uses = self.item(verb).filter(|_| self.is_small(verb))?.uses;
        if uses.has(Uses::AUX.or(Uses::MODAL)) && !uses.has(Uses::SAY) {
            let hanging = self.hanging(verb);
            let mut says = verb + 1 + usize::from(hanging.is_some());
            while self.is_small(says) && self.has(says, Uses::ADVERB) {
                says += 1;
            }
            if self.has(says, Uses::TO) {
                says += 1;
            }
            let base = self.item(says).filter(|_| self.is_small(says))?.uses;
            let listed = base.has(Uses::SAY_BASE.or(Uses::THINK_BASE));
            if !listed && (known || !(self.words.language.is_participle)(self.words_of(says))) {
                return None;
            }
            let strength = if listed { strength(base) } else { Strength::Report };
            let subject = hanging.or_else(|| self.subject_after(says)).filter(|p| self.may_act(p));
            let end = subject.as_ref().map_or(0, |p| p.items.end).max(says + 1);
            return Some(Incise { verb, says, end, subject, strength });
        }
        let listed = uses.has(Uses::SAY.or(Uses::THINK));
        if !listed && (known || uses.has(GRAMMAR) || !uses.without(OTHER).is_unknown()) {
            return None;
        }
        let strength = if listed { strength(uses) } else { Strength::Report };
        let hanging = self.hanging(verb);
        let apart = hanging.is_none();
        let subject = hanging.or_else(|| self.subject_after(verb)).filter(|p| self.may_act(p));
        if !listed && apart && subject.as_ref().is_some_and(|p| p.items.start > verb + 2) {
            return None;
        }
        let end = subject.as_ref().map_or(0, |p| p.items.end).max(verb + 1);
        Some(Incise { verb, says: verb, end, subject, strength })
    }

    /// The verbs of a sentence that say or report, in order. O(its items, for each verb a bounded number).
    pub fn verbs(&self, sentence: &Range<usize>) -> Vec<Verb> {
        let mut out = Vec::new();
        let mut j = sentence.start;
        while j < sentence.end {
            j = self.verb_at(j, sentence, &mut out);
        }
        out
    }

    /// Adds the verb at item `j`; where to go on.
    fn verb_at(&self, j: usize, sentence: &Range<usize>, out: &mut Vec<Verb>) -> usize {
        let uses = self.item(j).map(|x| x.uses).unwrap_or_default();
        // "Añadió:".
        let first = self.is_capital(j)
            && j == sentence.start
            && uses.has(Uses::SAY.or(Uses::AUX))
            && !uses.has(super::phrases::GIVEN);
        if !self.is_small(j) && !first {
            return j + 1;
        }
        let start = sentence.start;
        let mut add = |says: usize, strength, subject, infinitive| {
            out.push(Verb { at: j, says, strength, subject, infinitive });
        };
        // "décrit par le musicien".
        if uses.has(Uses::REPORT.or(Uses::REPORT_BASE).or(Uses::SAY_BASE)) && self.has(j + 1, Uses::BY) {
            let agent = self
                .joined(j + 1)
                .or_else(|| self.phrase(j + 2, false))
                .filter(|p| self.is_someone(p) && !self.is_thing(p));
            if let Some(agent) = agent {
                let end = agent.items.end;
                add(j, Strength::Report, Some(self.with_name(agent)), false);
                return end;
            }
        }
        let word = self.words_of(j);
        if uses.has(Uses::SAY_BASE) && !uses.has(Uses::SAY) && (self.language.is_infinitive)(word) {
            let mut k = j;
            while k > start && self.is_small(k - 1) && self.has(k - 1, Uses::REFLEXIVE) {
                k -= 1;
            }
            let opens = k > start && self.is_small(k - 1) && self.has(k - 1, Uses::INFINITIVE);
            let subject = if opens { self.acting(start, k - 1).or_else(|| self.opening(start, k - 1)) } else { None };
            if subject.is_some() {
                add(j, Strength::Say, subject, true);
            }
            return j + 1;
        }
        if uses.has(Uses::AUX.or(Uses::MODAL)) {
            let mut k = j + 1;
            while k < sentence.end && (self.has(k, Uses::ADVERB.or(Uses::REFLEXIVE)) || self.carries(k - 1)) {
                k += 1;
            }
            // "tiene a dire".
            if self.has(k, Uses::TO) && (self.language.is_infinitive)(self.words_of(k + 1)) {
                k += 1;
            }
            let base = self.item(k).map(|x| x.uses).filter(|u| k < sentence.end && self.is_small(k) && u.has(BASE));
            let Some(base) = base else { return j + 1 };
            // "fut proclamée", not "s'est emporté".
            let passive = uses.has(Uses::BEING) && !self.has(j.wrapping_sub(1), Uses::REFLEXIVE);
            let strength = strength(base);
            if !passive || strength == Strength::Think {
                add(k, strength, self.subject_of((j, k), start), false);
            }
            return k + 1;
        }
        if !uses.has(FINITE) {
            if (self.language.is_gerund)(word) && uses.has(Uses::SAY_BASE.or(Uses::REPORT_BASE)) {
                let subject = self.acting(start, j).or_else(|| self.opening(start, sentence.end));
                add(j, strength(uses), subject, false);
            }
            return j + 1;
        }
        // "la demande", "sur la note".
        let before = j.wrapping_sub(1);
        let article = Uses::ARTICLE.or(Uses::PREPOSITION);
        let noun = j > start
            && self.has(before, article)
            && (self.has(before, Uses::NOUN_BEHIND) || !self.has(before, Uses::REFLEXIVE.or(Uses::ADVERB)));
        if !noun {
            add(j, strength(uses), self.subject_of((j, j), start), false);
        }
        j + 1
    }

    /// The subject of a verb: before it, hanging on it, or behind it.
    fn subject_of(&self, (verb, says): (usize, usize), start: usize) -> Option<Phrase> {
        let left_out = self.language.leaves_out_subject;
        self.hanging(verb).or_else(|| self.subject_ahead(start, verb)).or_else(|| {
            let behind = self.subject_after(says).filter(|p| match p.kind {
                MentionKind::Pronoun => left_out && p.items.start <= says + 2,
                MentionKind::Role => !left_out || self.is_someone(p),
                MentionKind::Name => true,
            });
            behind.or_else(|| self.acting(start, verb).filter(|_| left_out))
        })
    }
}
