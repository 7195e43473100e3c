//! The noun phrases beside a cue: read forward from an item, or back from one.

use super::{ItemRow, RowItem};
use crate::detect::roles::Roles;
use crate::detect::tokens::TokenClass;
use std::ops::Range;

/// Longest stretch a rule looks at, in items.
const MAX_LOOKBACK_ITEMS: usize = 40;

impl ItemRow<'_> {
    /// The noun phrase that begins at item `i`: a name with its titles, a pronoun, or a described person or body.
    pub fn noun_phrase_from(&self, i: usize) -> Option<Range<usize>> {
        let first = self.word(i)?;
        // "accused Grey of lying, that Grey …": a clause begins, no phrase.
        if self.is_word(i, self.language.grammar.complementizer) && self.word(i + 1).is_some_and(|t| t.is_capital()) {
            return None;
        }
        // "May I go?", "in May 2016": the verb and the month, no name.
        let asks = first.has(Roles::AUX) && first.is_capital();
        if asks
            && self.word(i + 1).is_some_and(|t| t.has(Roles::PRONOUN.or(Roles::DET)) || t.class == TokenClass::Number)
        {
            return None;
        }
        let name = self.is_name_like_grammar(i);
        if !name && first.has(Roles::PRONOUN) && !first.has(Roles::POSS)
            || (first.has(Roles::PRONOUN) && self.is_word(i, self.language.grammar.object_or_possessive))
        {
            if self.is_word(i, self.language.grammar.object_or_possessive)
                && self.word(i + 1).is_some_and(|t| t.class == TokenClass::Lower && !t.has(Roles::PREP))
            {
                // "her spokesman": a possessive, read below.
            } else {
                return Some(i..i + 1);
            }
        }
        let limit = (i + 14).min(self.items.len());
        let mut end = i;
        let mut head = false;
        while end < limit {
            let Some(token) = self.word(end) else { break };
            match token.class {
                TokenClass::Capital | TokenClass::AllCaps | TokenClass::Handle => {
                    if token.has(Roles::DAY) && head {
                        break;
                    }
                    head = head || !token.has(Roles::NOT_NAME) || name && end == i;
                }
                TokenClass::Possessive => head = false,
                TokenClass::Number => {}
                TokenClass::Lower => {
                    if token.has(Roles::DET.or(Roles::POSS)) {
                        if end > i && head {
                            break;
                        }
                    } else if token.has(Roles::PREP) {
                        let joins = self.among(end, self.language.grammar.joining_prepositions);
                        let noun_follows = self.word(end + 1).is_some_and(|t| {
                            (t.is_capital() && !t.has(Roles::DAY)) || t.has(Roles::DET.or(Roles::POSS))
                        });
                        // "the child in a moment" is no phrase, "officials in the Grey administration" is one.
                        let loose = self.among(end, self.language.grammar.loose_prepositions)
                            && !(end + 1..end + 3).any(|j| self.word(j).is_some_and(|t| t.is_capital()));
                        let tight = self.is_word(end, self.language.grammar.genitive)
                            || !self.word(end.saturating_sub(1)).is_some_and(|t| t.is_capital());
                        if !(joins && noun_follows && head && tight) || loose || end == i {
                            break;
                        }
                        head = false;
                    } else if token.has(Roles::PARTICLE) && end > i && self.is_name_behind_particle(end) {
                    } else if token.has(Roles::AUX.or(Roles::CONJ).or(Roles::ADV))
                        || head && self.is_adverb_of_manner(token)
                    {
                        break;
                    } else if (head || end > i + 1) && self.is_verb(end, Roles::SAY.or(Roles::THINK).or(Roles::SAY_OF))
                    {
                        if !token.has(Roles::ROLE.or(Roles::ORG)) {
                            break;
                        }
                    } else if end > i
                        && self.word(end - 1).is_some_and(|t| t.is_capital() && !t.has(Roles::DEMONYM))
                        && head
                    {
                        // A lower-case word after a name: a verb unless it names a role ("White House officials").
                        if !token.has(Roles::ROLE.or(Roles::GROUP).or(Roles::ORG).or(Roles::PUBLICATION)) {
                            break;
                        }
                    } else {
                        head = true;
                    }
                }
                TokenClass::Mark('.') => {
                    let short = end > i
                        && (self.has(end - 1, Roles::ABBREV)
                            || self.span(end - 1).len() == 1
                            || self.str(end - 1).contains('.'));
                    let particle = end > i
                        && self.has(end - 1, Roles::TITLE)
                        && self.word(end + 1).is_some_and(|t| t.has(Roles::PARTICLE));
                    if !short || !particle && !self.word(end + 1).is_some_and(|t| t.is_capital()) {
                        break;
                    }
                }
                TokenClass::Mark('&') => {}
                TokenClass::Mark(',') => {
                    if !(self.among(end + 1, self.language.names.suffix_words)) {
                        break;
                    }
                }
                TokenClass::Mark(_) => break,
            }
            end += 1;
        }
        if self.is(end, '.') && (self.among(end.wrapping_sub(1), self.language.names.suffix_words)) {
            end += 1;
        }
        while end > i
            && !self.word(end - 1).is_some_and(|t| t.is_word() && !t.has(Roles::PREP.or(Roles::DET)) || t.is('.'))
        {
            end -= 1;
        }
        (head && end > i).then_some(i..end)
    }

    /// The noun phrase that ends just before item `i`, adverbs and auxiliaries between them skipped, never reaching
    /// before item `from`. An apposition or aside between commas is stepped over.
    pub fn noun_phrase_before(&self, i: usize, from: usize) -> Option<Range<usize>> {
        let from = from.max(i.saturating_sub(MAX_LOOKBACK_ITEMS));
        let mut end = i;
        while end > from
            && self.word(end - 1).is_some_and(|t| {
                t.class == TokenClass::Lower && (t.has(Roles::AUX) || t.has(Roles::ADV) || self.is_adverb_of_manner(t))
                    || t.has(Roles::DAY)
                    || t.class == TokenClass::Lower && self.language.grammar.before_verb.contains(&t.span.of(self.text))
            })
        {
            end -= 1;
        }
        if end > from && (self.is(end - 1, ',') || self.is_dash(end - 1) || self.is(end - 1, ')')) {
            return self.before_aside(end - 1, from);
        }
        self.phrase_ending(end, from)
    }

    /// Whether a name goes on behind the particle at `at`: "Piet van Dyke", "Piet van der Berg".
    fn is_name_behind_particle(&self, at: usize) -> bool {
        let behind = if self.has(at + 1, Roles::PARTICLE) { at + 2 } else { at + 1 };
        [at + 1, behind].into_iter().any(|i| self.word(i).is_some_and(|t| t.is_capital()))
    }

    /// `close` is the comma that ends an aside; the phrase before the comma that opens it.
    fn before_aside(&self, close: usize, from: usize) -> Option<Range<usize>> {
        let mut best = None;
        for open in (from + 1..close).rev().take(30) {
            if (self.is(open, ',') || self.is_dash(open) || self.is(open, '('))
                && let Some(phrase) = self.phrase_ending(open, from)
            {
                let first = phrase.start == from || self.is(phrase.start - 1, ',') || self.opens_clause(phrase.start);
                best = Some(phrase);
                if first {
                    break;
                }
            }
        }
        best
    }

    /// Whether a clause can begin at `i`: after a mark, a conjunction, a quotation or at the start.
    pub fn opens_clause(&self, i: usize) -> bool {
        if i == 0 {
            return true;
        }
        match self.items.get(i - 1) {
            None | Some(RowItem::Quote(_)) => true,
            Some(RowItem::Word(_)) => {
                self.has(i - 1, Roles::CONJ) || self.word(i - 1).is_some_and(|t| matches!(t.class, TokenClass::Mark(_)))
            }
        }
    }

    fn phrase_ending(&self, end: usize, from: usize) -> Option<Range<usize>> {
        if end <= from {
            return None;
        }
        let last = self.word(end - 1)?;
        if last.has(Roles::PRONOUN) && last.class != TokenClass::Possessive {
            return Some(end - 1..end);
        }
        if !last.is_word() && !last.is('.') {
            return None;
        }
        let mut start = end;
        let mut lower = 0;
        while start > from {
            let i = start - 1;
            let Some(token) = self.word(i) else { break };
            match token.class {
                TokenClass::Capital | TokenClass::AllCaps | TokenClass::Handle => {
                    if token.has(Roles::NOT_NAME) && !token.has(Roles::DET.or(Roles::POSS)) || token.has(Roles::DAY) {
                        break;
                    }
                    start = i;
                    if token.has(Roles::DET.or(Roles::POSS)) {
                        break;
                    }
                    continue;
                }
                TokenClass::Possessive | TokenClass::Number => {}
                TokenClass::Mark('.') => {
                    let short = i > from
                        && (self.has(i - 1, Roles::ABBREV)
                            || self.span(i - 1).len() == 1
                            || self.str(i - 1).contains('.'));
                    if !short {
                        break;
                    }
                }
                TokenClass::Mark(_) => break,
                TokenClass::Lower => {
                    if self.is_word(i, self.language.grammar.complementizer)
                        && self.word(start).is_some_and(|t| t.is_capital())
                    {
                        break;
                    }
                    if token.has(Roles::DET.or(Roles::POSS)) {
                        start = i;
                        break;
                    }
                    let names = self.word(start).is_some_and(|t| t.is_capital()) && start < end;
                    let joins = token.has(Roles::PREP)
                        && self.among(i, self.language.grammar.joining_prepositions)
                        && i > from
                        && start < end
                        && self
                            .word(i - 1)
                            .is_some_and(|t| t.has(Roles::ROLE.or(Roles::GROUP).or(Roles::ORG).or(Roles::TITLE)));
                    if joins || (token.has(Roles::PARTICLE) && names) {
                    } else {
                        let noun = token.has(Roles::ROLE.or(Roles::ORG).or(Roles::GROUP));
                        let grammar = Roles::AUX.or(Roles::CONJ).or(Roles::ADV).or(Roles::PREP).or(Roles::PRONOUN);
                        let verb = token.has(Roles::SAY.or(Roles::THINK).or(Roles::SAY_OF));
                        // "interview Trump said": the name alone.
                        let before_name = names && !noun && !token.has(Roles::TITLE) && lower == 0;
                        if token.has(grammar) || verb && !noun && !token.has(Roles::PUBLICATION) || before_name {
                            break;
                        }
                        lower += 1;
                        if lower > 6 {
                            break;
                        }
                    }
                }
            }
            start = i;
        }
        // "an official at the State Department": one more phrase to the left.
        if start > from + 1
            && self.has(start, Roles::DET.or(Roles::POSS))
            && self.among(start - 1, self.language.grammar.joining_prepositions)
            && self
                .word(start - 2)
                .is_some_and(|t| t.has(Roles::ROLE.or(Roles::GROUP).or(Roles::ORG).or(Roles::PUBLICATION)))
            && let Some(left) = self.phrase_ending(start - 1, from)
        {
            start = left.start;
        }
        while start < end
            && self.word(start).is_some_and(|t| matches!(t.class, TokenClass::Possessive | TokenClass::Mark(_)))
        {
            start += 1;
        }
        let phrase = start..end;
        let names_somebody = phrase.clone().any(|i| {
            self.word(i).is_some_and(|t| {
                t.is_capital() && !t.has(Roles::NOT_NAME.or(Roles::DAY))
                    || t.has(Roles::ROLE.or(Roles::GROUP).or(Roles::ORG).or(Roles::PUBLICATION))
            })
        });
        let described = self.has(start, Roles::DET.or(Roles::POSS)) && phrase.len() > 1;
        (start < end && (names_somebody || described)).then_some(phrase)
    }
}
