//! What a word looks like to the model: its number, or a class when the word itself tells little.

use super::clause::{Clause, Item};
use super::lexicon::Roles;
use super::phrases::Phrase;
use super::tokens::{Class, Ending};
use std::ops::Range;

/// A sentence as questions see it.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// The block it stands in.
    pub clause: &'a Clause<'a>,
    /// First item.
    pub start: usize,
    /// One past the last item.
    pub end: usize,
    /// Its noun phrases, in order.
    pub phrases: &'a [Phrase],
}

const OUTSIDE: u32 = 3;
const QUOTE: u32 = 2;

impl View<'_> {
    /// Its items.
    pub const fn sentence(&self) -> Range<usize> {
        self.start..self.end
    }

    /// The number of the word at `i`; fixed numbers outside the sentence and for a quotation.
    pub fn word(&self, i: usize) -> u32 {
        if i < self.start || i >= self.end {
            return OUTSIDE;
        }
        match self.clause.items.get(i) {
            Some(Item::Quote(_)) => QUOTE,
            Some(Item::Word(t)) => t.word,
            None => OUTSIDE,
        }
    }

    /// The shape of the word at `i`; fixed numbers outside the sentence and for a quotation.
    pub fn shape(&self, i: usize) -> u32 {
        if i < self.start || i >= self.end {
            return OUTSIDE;
        }
        self.clause.word(i).map_or(QUOTE, |t| t.shape)
    }

    /// Number of the phrase that ends at item `end`, adverbs and auxiliaries before it stepped over.
    pub fn phrase_before(&self, mut end: usize) -> Option<usize> {
        while end > self.start
            && self.clause.word(end - 1).is_some_and(|t| {
                t.class == Class::Lower && t.has(Roles::AUX.or(Roles::ADV)) && !t.has(Roles::PRONOUN)
                    || t.class == Class::Lower && ["not", "to", "n’t"].contains(&t.span.of(self.clause.text))
                    || t.class == Class::Lower && t.ending == Ending::Ly
            })
        {
            end -= 1;
        }
        let next = self.phrases.partition_point(|p| p.items.end < end);
        let fits = |p: &Phrase| p.items.end == end;
        let first = self.phrases.get(next).filter(|p| fits(p)).map(|_| next);
        // The whole phrase comes behind its owner.
        first.map(|n| if self.phrases.get(n + 1).is_some_and(fits) { n + 1 } else { n })
    }

    /// Number of the phrase that begins at item `start`.
    pub fn phrase_at(&self, start: usize) -> Option<usize> {
        let n = self.phrases.partition_point(|p| p.items.start < start);
        self.phrases.get(n).filter(|p| p.items.start == start).map(|_| n)
    }
}

/// The number of a word that carries grammar or reports; for others a class made of case, ending and kind. O(1).
pub fn of(class: Class, roles: Roles, word: u32, ending: Ending) -> u32 {
    let grammar = Roles::PRONOUN.or(Roles::POSS).or(Roles::DET).or(Roles::AUX).or(Roles::PREP).or(Roles::CONJ);
    let noun = Roles::ROLE.or(Roles::GROUP).or(Roles::ORG).or(Roles::PAPER);
    match class {
        Class::Mark(_) | Class::Possessive => word,
        Class::Number => 10,
        Class::Handle => 11,
        _ if roles.has(grammar.or(Roles::SAY)) => word,
        Class::Capital | Class::Shout if roles.has(Roles::DAY) => 12,
        Class::Capital if roles.has(noun) => 13,
        Class::Capital => 14,
        Class::Shout => 15,
        Class::Lower => {
            let reports = Roles::THINK.or(Roles::SAY_OF).or(Roles::STANCE).or(Roles::NOUN_CUE);
            let base = if roles.has(noun) {
                20
            } else if roles.has(Roles::ADV) {
                30
            } else if roles.has(reports) {
                40
            } else {
                50
            };
            base + ending as u32
        }
    }
}

/// A number in one of a few steps: 0, 1, 2, 3, 4–5, 6–8, 9–14, 15–25, more.
pub const fn step(n: usize) -> u32 {
    match n {
        0..=3 => n as u32,
        4..=5 => 4,
        6..=8 => 5,
        9..=14 => 6,
        15..=25 => 7,
        _ => 8,
    }
}
