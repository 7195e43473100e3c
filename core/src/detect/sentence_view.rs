//! A sentence as the features of the model see it: words by their number, or by a class where the word itself says little.

use super::item_row::{ItemRow, RowItem};
use super::lang::WordEnding;
use super::phrases::NounPhrase;
use super::roles::Roles;
use super::tokens::TokenClass;
use std::ops::Range;

/// A sentence with its noun phrases.
#[derive(Clone, Copy, Debug)]
pub struct SentenceView<'a> {
    /// The block it stands in.
    pub row: &'a ItemRow<'a>,
    /// First item.
    pub start: usize,
    /// One past the last item.
    pub end: usize,
    /// Its noun phrases, in order.
    pub phrases: &'a [NounPhrase],
    /// Items of its quotations, in order.
    pub quotes: &'a [usize],
    /// Items at which a cue may stand, in order.
    pub cues: &'a [usize],
}

const OUTSIDE: u32 = 3;
const QUOTE: u32 = 2;

impl SentenceView<'_> {
    /// Its items.
    pub const fn sentence(&self) -> Range<usize> {
        self.start..self.end
    }

    /// The number of the word at `i`; fixed numbers outside the sentence and for a quotation.
    pub fn word(&self, i: usize) -> u32 {
        if i < self.start || i >= self.end {
            return OUTSIDE;
        }
        match self.row.items.get(i) {
            Some(RowItem::Quote(_)) => QUOTE,
            Some(RowItem::Word(t)) => t.word,
            None => OUTSIDE,
        }
    }

    /// The shape of the word at `i`; fixed numbers outside the sentence and for a quotation.
    pub fn shape(&self, i: usize) -> u32 {
        if i < self.start || i >= self.end {
            return OUTSIDE;
        }
        self.row.word(i).map_or(QUOTE, |t| t.shape)
    }

    /// Number of the phrase that ends at item `end`, adverbs and auxiliaries before it stepped over.
    pub fn phrase_before(&self, mut end: usize) -> Option<usize> {
        while end > self.start
            && self.row.word(end - 1).is_some_and(|t| {
                t.class == TokenClass::Lower && t.has(Roles::AUX.or(Roles::ADV)) && !t.has(Roles::PRONOUN)
                    || t.class == TokenClass::Lower
                        && self.row.language.grammar.before_verb.contains(&t.span.of(self.row.text))
                    || t.class == TokenClass::Lower && t.ending == WordEnding::Adverb
            })
        {
            end -= 1;
        }
        let next = self.phrases.partition_point(|p| p.items.end < end);
        let fits = |p: &NounPhrase| p.items.end == end;
        let first = self.phrases.get(next).filter(|p| fits(p)).map(|_| next);
        // The whole phrase comes behind its owner.
        first.map(|n| if self.phrases.get(n + 1).is_some_and(fits) { n + 1 } else { n })
    }

    /// What stands around a phrase, in a few classes: what kind of word before it, and what behind it.
    pub fn around(&self, phrase: &NounPhrase) -> u32 {
        let ahead = self.class(phrase.items.start.wrapping_sub(1));
        ahead | self.class(phrase.items.end) << 4
    }

    /// The class of the word at `i` by what it does in a sentence, below 16.
    fn class(&self, i: usize) -> u32 {
        if i < self.start || i >= self.end {
            return 0;
        }
        let Some(token) = self.row.word(i) else { return 1 };
        match token.class {
            TokenClass::Possessive => 2,
            TokenClass::Mark(',') => 3,
            TokenClass::Mark('.') => 4,
            TokenClass::Mark(_) => 5,
            TokenClass::Capital | TokenClass::AllCaps | TokenClass::Handle | TokenClass::Number => 6,
            TokenClass::Lower if token.has(Roles::AUX) => 7,
            TokenClass::Lower if token.has(Roles::PREP) => 8,
            TokenClass::Lower if token.has(Roles::CONJ) => 9,
            TokenClass::Lower if token.has(Roles::PRONOUN) => 10,
            TokenClass::Lower if token.has(Roles::SAY.or(Roles::SAY_OF).or(Roles::THINK).or(Roles::STANCE)) => {
                if token.has(Roles::ING) { 11 } else { 12 }
            }
            TokenClass::Lower if token.ending == WordEnding::Past => 13,
            TokenClass::Lower if token.ending == WordEnding::Progressive => 14,
            TokenClass::Lower => 15,
        }
    }

    /// Number of the phrase that begins at item `start`.
    pub fn phrase_at(&self, start: usize) -> Option<usize> {
        let n = self.phrases.partition_point(|p| p.items.start < start);
        self.phrases.get(n).filter(|p| p.items.start == start).map(|_| n)
    }
}

/// A number in one of a few steps: 0, 1, 2, 3, 4–5, 6–8, 9–14, 15–25, more.
pub const fn bucket(n: usize) -> u32 {
    match n {
        0..=3 => n as u32,
        4..=5 => 4,
        6..=8 => 5,
        9..=14 => 6,
        15..=25 => 7,
        _ => 8,
    }
}
