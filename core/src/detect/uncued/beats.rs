//! Action beats: `Ann put down the cup. “The train leaves at six.”` Who acts beside a quotation without a cue speaks it.

use super::{UncuedQuotation, UncuedSource};
use crate::detect::Rule;
use crate::detect::item_row::ItemRow;
use crate::detect::roles::Roles;
use crate::detect::tokens::TokenClass;
use std::ops::Range;

/// How sure it is that whoever acts before the words speaks them.
const BEFORE_SCORE: f32 = 0.55;
/// The same of whoever acts behind them.
const BEHIND_SCORE: f32 = 0.45;
/// Fewest words of a quotation that is a sentence.
const MIN_WORDS: usize = 2;
/// Most items of the sentence that tells the action.
const MAX_BEAT_ITEMS: usize = 40;

impl UncuedQuotation<'_> {
    /// Who acts in the sentence right before the quotation, which is a sentence of its own; in that behind it when
    /// the quotation opens its block.
    pub fn beat(&self) -> Option<UncuedSource> {
        let (row, q) = (self.view.row, self.q);
        let inner = row.quote(q).map_or("", |s| s.inner().of(row.text));
        let sentence = inner.ends_with(['.', '!', '?', '…', '—', '-'])
            && inner.split_whitespace().take(MIN_WORDS).count() >= MIN_WORDS
            && inner.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
        if !sentence || q != self.view.start || q > 0 && row.quote(q - 1).is_some() {
            return None;
        }
        let found = |sure, actor: Range<usize>| {
            Some(UncuedSource { rule: Rule::Subject, sure, same_as: None, source: Some(row.hull(&actor)), cue: None })
        };
        if q == 0 {
            return actor(row, q + 1).and_then(|actor| found(BEHIND_SCORE, actor));
        }
        let from = (q.saturating_sub(MAX_BEAT_ITEMS)..q - 1).rev().find(|i| {
            row.quote(*i).is_some() || ['.', '!', '?'].iter().any(|c| row.is(*i, *c)) && !row.abbreviates(*i)
        });
        // The beginning of a longer sentence is not looked for.
        let start = from.map_or(0, |i| i + 1);
        let near = from.is_some() || q <= MAX_BEAT_ITEMS;
        near.then(|| actor(row, start)).flatten().and_then(|actor| found(BEFORE_SCORE, actor))
    }
}

/// Somebody named, he or she, with a verb right behind, from item `start` on.
fn actor(row: &ItemRow<'_>, start: usize) -> Option<Range<usize>> {
    let subject = row.noun_phrase_from(start)?;
    let named = row.word(start).is_some_and(|t| t.is_capital() && !t.has(Roles::DET.or(Roles::POSS)));
    let person = if row.has(start, Roles::PRONOUN) {
        row.among(start, row.language.grammar.third_person_singular)
    } else {
        named && row.is_somebody(&subject)
    };
    let grammar = Roles::PREP.or(Roles::CONJ).or(Roles::DET).or(Roles::POSS).or(Roles::PRONOUN).or(Roles::AUX);
    let verb = row.word(row.skip_manner(subject.end))?;
    let acts = verb.class == TokenClass::Lower && !verb.has(grammar);
    (person && acts).then_some(subject)
}
