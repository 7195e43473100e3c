//! One block as a row of words and quotations, its sentences, and the noun phrases around a cue.
//!
//! Quotations are single items, so that rules look across them: `“…,” the mayor said` is quotation, comma, noun phrase,
//! cue. Everything here is bounded by the length of a sentence.

mod noun_phrases;
pub mod open_cues;

use super::lang::Language;
use super::lang::WordEnding;
use super::marks::Segment;
use super::roles::Roles;
use super::tokens::{Token, TokenClass};
use crate::span::Span;
use std::ops::Range;

/// A word or a whole quotation.
#[derive(Clone, Copy, Debug)]
pub enum RowItem {
    /// A word outside quotations.
    Word(Token),
    /// Index of a segment.
    Quote(u32),
}

/// One block prepared for the rules.
#[derive(Clone, Copy, Debug)]
pub struct ItemRow<'a> {
    /// The reading text.
    pub text: &'a str,
    /// Its language.
    pub language: &'a Language,
    /// Its segments.
    pub segments: &'a [Segment],
    /// Words and quotations in order.
    pub items: &'a [RowItem],
}

/// Most items of a sentence.
const MAX_SENTENCE_ITEMS: usize = 400;

/// Lays tokens and segments out as items, into `out`. O(length).
pub fn items(tokens: &[Token], segments: &[Segment], out: &mut Vec<RowItem>) {
    out.clear();
    let mut next = 0usize;
    // The segment laid out last, so that each is one item.
    let mut laid = usize::MAX;
    for token in tokens {
        while let Some(segment) = segments.get(next) {
            if token.span.start < segment.span.start {
                break;
            }
            if laid != next {
                out.push(RowItem::Quote(next as u32));
                laid = next;
            }
            if token.span.start < segment.span.end {
                break;
            }
            next += 1;
        }
        let inside = segments.get(next).is_some_and(|s| s.span.contains(token.span.start));
        if !inside {
            out.push(RowItem::Word(*token));
        }
    }
}

impl<'a> ItemRow<'a> {
    /// The word at item `i`, `None` at a quotation or outside.
    pub fn word(&self, i: usize) -> Option<&'a Token> {
        match self.items.get(i)? {
            RowItem::Word(t) => Some(t),
            RowItem::Quote(_) => None,
        }
    }

    /// The segment at item `i`.
    pub fn quote(&self, i: usize) -> Option<&'a Segment> {
        match self.items.get(i)? {
            RowItem::Quote(s) => self.segments.get(*s as usize),
            RowItem::Word(_) => None,
        }
    }

    /// Place of item `i`.
    pub fn span(&self, i: usize) -> Span {
        self.word(i).map(|t| t.span).or_else(|| self.quote(i).map(|s| s.span)).unwrap_or_default()
    }

    /// Place of a range of items; empty when the range is.
    pub fn hull(&self, range: &Range<usize>) -> Span {
        if range.is_empty() { Span::default() } else { self.span(range.start).hull(self.span(range.end - 1)) }
    }

    /// The words of item `i`.
    pub fn str(&self, i: usize) -> &'a str {
        self.word(i).map_or("", |t| t.span.of(self.text))
    }

    /// Whether item `i` is the mark `c`.
    pub fn is(&self, i: usize, c: char) -> bool {
        self.word(i).is_some_and(|t| t.is(c))
    }

    /// Whether item `i` is the word of this number, whatever its case.
    pub fn is_word(&self, i: usize, number: u32) -> bool {
        self.word(i).is_some_and(|t| t.word == number)
    }

    /// Whether item `i` is one of the words.
    pub fn among(&self, i: usize, numbers: &[u32]) -> bool {
        self.word(i).is_some_and(|t| numbers.contains(&t.word))
    }

    /// Whether item `i` is a word with one of the roles.
    pub fn has(&self, i: usize, roles: Roles) -> bool {
        self.word(i).is_some_and(|t| t.has(roles))
    }

    /// Whether nothing but marks stands beside the quotation at item `q` in its block.
    pub fn is_alone(&self, q: usize) -> bool {
        self.quote(q).is_some()
            && self.items.len() <= q + 3
            && (0..self.items.len())
                .all(|i| i == q || self.word(i).is_some_and(|t| matches!(t.class, TokenClass::Mark(_))))
    }

    /// Whether a line begins at item `i`, not the first of the block.
    pub fn begins_line(&self, i: usize) -> bool {
        i > 0 && Span::new(self.span(i - 1).end, self.span(i).start).of(self.text).contains('\n')
    }

    /// Whether the full stop at item `stop` belongs to an abbreviation or an initial.
    pub fn abbreviates(&self, stop: usize) -> bool {
        stop > 0
            && (self.has(stop - 1, Roles::ABBREV) || self.span(stop - 1).len() == 1 || self.str(stop - 1).contains('.'))
    }

    /// Whether a word that is grammar when written small stands at `i` as a name: "Mr. Grey and Will said", "US officials".
    pub fn is_name_like_grammar(&self, i: usize) -> bool {
        let Some(token) = self.word(i).filter(|t| t.has(Roles::AUX.or(Roles::PRONOUN))) else { return false };
        let next = self.word(i + 1);
        match token.class {
            // In a headline of capitals it is what it always is.
            TokenClass::AllCaps => {
                let capitals = |t: Option<&Token>| t.is_some_and(|t| t.class == TokenClass::AllCaps);
                token.has(Roles::PRONOUN) && !capitals(next) && !(i > 0 && capitals(self.word(i - 1)))
            }
            TokenClass::Capital if i > 0 && token.has(Roles::AUX) && !token.has(Roles::PRONOUN) => {
                let inside = self.word(i - 1).is_none_or(|t| t.is_word() && !t.is_capital() || t.is(','));
                let month = token.has(Roles::DAY)
                    && (self.has(i - 1, Roles::PREP.or(Roles::ADV).or(Roles::DET)) || !self.is_finite(i + 1));
                let asks = next.is_none_or(|t| {
                    t.class != TokenClass::Lower && t.class != TokenClass::Possessive
                        || t.has(Roles::PRONOUN.or(Roles::DET).or(Roles::POSS))
                });
                inside && !month && !asks
            }
            TokenClass::Capital
            | TokenClass::Lower
            | TokenClass::Number
            | TokenClass::Possessive
            | TokenClass::Handle
            | TokenClass::Mark(_) => false,
        }
    }

    /// Whether a word at `i` is a verb by what is known of it.
    pub fn is_finite(&self, i: usize) -> bool {
        let verbs = Roles::AUX.or(Roles::SAY).or(Roles::SAY_OF).or(Roles::THINK).or(Roles::STANCE);
        self.word(i).is_some_and(|t| {
            t.class == TokenClass::Lower && !t.has(Roles::ING) && (t.has(verbs) || t.ending == WordEnding::Past)
        })
    }

    /// Whether item `i` opens its sentence with a participle: "Holding signs", "Citing the report".
    pub fn opens_with_participle(&self, i: usize) -> bool {
        let Some(token) = self.word(i).filter(|t| t.class == TokenClass::Capital) else { return false };
        let opens = i == 0 || self.word(i - 1).is_none_or(|t| matches!(t.class, TokenClass::Mark(_)) && !t.is(','));
        let progressive = token.ending == WordEnding::Progressive;
        let grammar = Roles::DET.or(Roles::POSS).or(Roles::PREP).or(Roles::PRONOUN);
        opens
            && progressive
            && self.word(i + 1).is_some_and(|t| {
                // "Holding signs that called": what looks like a verb has a clause of its own.
                let finite = self.is_finite(i + 1)
                    && !(self.is_word(i + 2, self.language.grammar.complementizer) && self.is_finite(i + 3));
                let noun = t.class == TokenClass::Lower && !finite && !t.has(Roles::ADV.or(Roles::CONJ));
                t.class == TokenClass::Number || t.has(grammar) || noun
            })
    }

    /// Whether item `i` is a dash between words.
    pub fn is_dash(&self, i: usize) -> bool {
        ['—', '–', '―', '-'].iter().any(|d| self.is(i, *d))
    }

    /// Whether a verb of the roles stands at `i`, written as a verb is: not a name, not after an article.
    pub fn is_verb(&self, i: usize, roles: Roles) -> bool {
        let Some(token) = self.word(i) else { return false };
        let after_article = i > 0
            && self.has(i - 1, Roles::DET.or(Roles::POSS))
            && !self.is_word(i - 1, self.language.grammar.complementizer);
        // "following claims that …": a noun, unless an infinitive or a participle.
        let after_preposition = i > 0
            && self.has(i - 1, Roles::PREP)
            && !self.has(i - 1, Roles::CONJ.or(Roles::ADV))
            && !self.is_word(i - 1, self.language.grammar.infinitive_marker)
            && !token.has(Roles::ING);
        let verb = token.class == TokenClass::Lower && token.has(roles) && !after_article && !after_preposition;
        verb && !self.is_hearsay(i)
    }

    /// Whether the word at `i` adds what nobody says: "boots, said to be good". With a verb before it ("it is said to have
    /// sunk") it may still be a report.
    pub fn is_hearsay(&self, i: usize) -> bool {
        let grammar = &self.language.grammar;
        self.is_word(i, grammar.said)
            && self.is_word(i + 1, grammar.infinitive_marker)
            && self.has(i + 2, Roles::AUX)
            && !self.has(i.wrapping_sub(1), Roles::AUX.or(Roles::ADV))
    }

    /// Whether a lower-case word looks like an adverb of manner.
    pub fn is_adverb_of_manner(&self, token: &Token) -> bool {
        token.ending == WordEnding::Adverb
            && token.span.len() > 4
            && !self.language.grammar.not_adverbs.contains(&token.span.of(self.text))
    }

    /// Whether the cue of two words ("according to") stands at item `i`.
    pub fn is_according_to(&self, i: usize) -> bool {
        let (first, second) = self.language.grammar.according_to;
        self.is_word(i, first) && self.is_word(i + 1, second)
    }

    /// Item ranges of the sentences of the block, in order, covering every item.
    pub fn sentences(&self) -> Vec<Range<usize>> {
        let mut out = Vec::new();
        let mut start = 0;
        for i in 0..self.items.len() {
            // A text without full stops must not be one sentence: rules look over all of it.
            if self.ends_sentence(i) || i - start >= MAX_SENTENCE_ITEMS {
                out.push(start..i + 1);
                start = i + 1;
            }
        }
        if start < self.items.len() {
            out.push(start..self.items.len());
        }
        out
    }

    fn ends_sentence(&self, i: usize) -> bool {
        if let Some(segment) = self.quote(i) {
            let stopped = segment.inner().of(self.text).trim_end().ends_with(['.', '?', '!', '…']);
            return stopped && self.starts_sentence(i + 1) && !self.speaks_after(i);
        }
        if self.is(i, '.') {
            let glued = self.span(i).end == self.span(i + 1).start && self.word(i + 1).is_some();
            let initial = i > 0 && self.word(i - 1).is_some_and(|t| t.is_capital() && t.span.len() == 1);
            let abbreviation = i > 0 && (self.has(i - 1, Roles::ABBREV) || initial || self.str(i - 1).contains('.'));
            let inside = glued || abbreviation && self.word(i + 1).is_some() && !self.opens_with_grammar(i + 1);
            return !inside && self.starts_sentence(i + 1);
        }
        (self.is(i, '?') || self.is(i, '!') || self.is(i, '…')) && self.starts_sentence(i + 1)
    }

    /// "in the U.S. He says": a pronoun or an article with a capital belongs to no name, so a sentence begins.
    fn opens_with_grammar(&self, i: usize) -> bool {
        let grammar = &self.language.grammar;
        let pronoun = self.among(i, grammar.third_person_singular) || self.among(i, grammar.third_person_plural);
        self.word(i).is_some_and(|t| t.class == TokenClass::Capital)
            && (pronoun || self.is_word(i, grammar.definite_article))
    }

    fn starts_sentence(&self, i: usize) -> bool {
        match self.items.get(i) {
            None | Some(RowItem::Quote(_)) => true,
            Some(RowItem::Word(_)) => {
                self.word(i).is_some_and(|t| !matches!(t.class, TokenClass::Lower | TokenClass::Possessive))
            }
        }
    }

    /// Whether the words after the quotation at `i` say who spoke it.
    fn speaks_after(&self, i: usize) -> bool {
        let known = self.noun_phrase_from(i + 1).is_some_and(|np| {
            let cue = self.skip_adverbs(np.end);
            self.is_verb(cue, Roles::SAY) && self.closes_report(cue + 1) && !self.reports_more(cue + 1)
        });
        // “Who?” Ann Cole plimmed. With more behind the verb it is a sentence about her.
        known
            || !self.quote(i).is_some_and(|s| s.inner().of(self.text).trim_end().ends_with('.'))
                && self.subject_and_cue(i + 1).is_some_and(|found| {
                    let end = self.skip_manner(found.cue + 1);
                    end >= self.items.len() || self.is(end, '.') || self.is(end, ',')
                })
    }

    /// “… no substance.” She added on Monday that …: whether what a cue reports follows at item `i` or a little later.
    fn reports_more(&self, i: usize) -> bool {
        let complementizer = self.language.grammar.complementizer;
        (i..(i + 12).min(self.items.len()))
            .take_while(|j| !self.is(*j, '.'))
            .any(|j| self.quote(j).is_some() || self.is_word(j, complementizer) || self.is(j, ':'))
    }

    /// Whether a report that ends with its cue can end at item `i`: nothing, a stop, or a short tail follows.
    pub fn closes_report(&self, i: usize) -> bool {
        match self.items.get(i) {
            None => true,
            Some(RowItem::Quote(_)) => false,
            Some(RowItem::Word(_)) => {
                self.is(i, '.')
                    || self.is(i, ';')
                    || (self.is(i, ',') && self.quote(i + 1).is_none())
                    || self.has(i, Roles::ADV.or(Roles::PREP).or(Roles::CONJ))
            }
        }
    }

    /// First item at or after `i` that is no adverb or auxiliary.
    pub fn skip_adverbs(&self, mut i: usize) -> usize {
        let limit = i + 6;
        while i < limit
            && self.word(i).is_some_and(|t| {
                t.class == TokenClass::Lower && (t.has(Roles::ADV.or(Roles::AUX)) || self.is_adverb_of_manner(t))
                    || t.has(Roles::DAY) && t.has(Roles::ADV)
            })
        {
            i += 1;
        }
        i
    }
}
