//! Rules for a cue and source right behind a quotation (`“…,” the mayor said`): the most reliable pattern, applied before the
//! model.

mod open_class;

use super::Rule;
use super::item_row::ItemRow;
use super::lang::WordEnding;
use super::roles::Roles;
use super::signatures;
use super::tokens::TokenClass;
use crate::span::Span;
use std::ops::Range;

pub use open_class::unknown_cue;

/// Most names and descriptions behind the first of those who speak together.
const MAX_JOINED: usize = 5;

/// Cue and source that a rule found for a quotation.
#[derive(Clone, Debug)]
pub struct CueMatch {
    pub rule: Rule,
    pub score: f32,
    pub cue: Option<Span>,
    pub source: Option<Span>,
    /// Place of the reported clause when it is more than the quotation.
    pub reported: Option<Span>,
}

/// `The mayor said. “…”`: a full stop where a comma was meant. The items that lead into the quotation which opens the
/// next sentence, and what they tell of it.
pub fn stopped_short(row: &ItemRow<'_>, sentence: &Range<usize>) -> Option<(Range<usize>, CueMatch)> {
    let q = sentence.end;
    let cue = q.checked_sub(2).filter(|i| *i > sentence.start)?;
    let quoted = sentence.clone().any(|i| row.quote(i).is_some());
    // "He wasted no time responding. “…”" tells of nobody's words, but "She was responding. “…”" does.
    let participle = row.has(cue, Roles::ING) && !row.has(cue.wrapping_sub(1), Roles::AUX);
    if row.quote(q).is_none() || quoted || participle || !row.is(q - 1, '.') || !row.is_verb(cue, Roles::SAY) {
        return None;
    }
    let phrase = row.noun_phrase_before(cue, sentence.start).filter(|p| speaks(row, p))?;
    // “…,” the mayor said. “…” is a quotation split in two, not this.
    if phrase.start > 0 && row.quote(phrase.start - 1).is_some() {
        return None;
    }
    let (words, source) = (Some(row.span(cue)), Some(row.hull(&phrase)));
    let cue_match = CueMatch { rule: Rule::Before, score: 0.8, cue: words, source, reported: None };
    Some((sentence.start..cue + 1, cue_match))
}

/// `Ann Cole, teacher` on the line above `“…”`.
pub fn name_above(row: &ItemRow<'_>, q: usize) -> Option<CueMatch> {
    let signature = signatures::above(row, q)?;
    let (score, source) = (signature.score(), Some(signature.source(row)));
    Some(CueMatch { rule: Rule::LeadIn, score, cue: None, source, reported: None })
}

/// Whether the word at `i` may close a quotation: a word of saying, or of thinking to oneself.
fn closes(row: &ItemRow<'_>, i: usize) -> bool {
    let thinks = row.among(i, row.language.grammar.inner_speech);
    row.is_verb(i, Roles::SAY) || thinks && row.is_verb(i, Roles::THINK)
}

/// “…,” Grey and Lind said · “…,” Grey, Lind and Orr said: all who speak, where an "and" closes their row.
fn joined(row: &ItemRow<'_>, first: &Range<usize>) -> Option<Range<usize>> {
    let joiner = row.language.turns.joiners.first()?;
    let mut end = first.end;
    for _ in 0..MAX_JOINED {
        let comma = row.is(end, ',');
        let at = end + usize::from(comma);
        let closes = row.str(at) == *joiner;
        if !closes && !comma {
            return None;
        }
        let next = row.noun_phrase_from(at + usize::from(closes)).filter(|next| speaks(row, next))?;
        end = next.end;
        if closes {
            return Some(first.start..end);
        }
    }
    None
}

fn ends_open(row: &ItemRow<'_>, q: usize) -> bool {
    let Some(segment) = row.quote(q) else { return false };
    let last = segment.inner().of(row.text).trim_end().chars().next_back().unwrap_or(' ');
    ",?!—–-…’'”".contains(last) || row.is(q + 1, ',') || row.is_dash(q + 1)
}

/// `“…,” the mayor said` · `“…,” said the mayor` · `“…,” according to the mayor` · `“…” — The Mayor`.
pub fn after(row: &ItemRow<'_>, sentence: &Range<usize>, q: usize) -> Option<CueMatch> {
    let mut i = q + 1;
    let comma = row.is(i, ',');
    if comma {
        i += 1;
    }
    if let Some(signature) = signatures::behind(row, q) {
        let (score, source) = (signature.score(), Some(signature.source(row)));
        return Some(CueMatch { rule: signature.rule(), score, cue: None, source, reported: None });
    }
    // “No” — cried Ann Cole, “No”--cried Ann Cole.
    let dashes = (i..i + 2).take_while(|i| row.is_dash(*i)).count();
    if dashes > 0 && closes(row, row.skip_adverbs(i + dashes)) {
        i += dashes;
    } else if row.is_dash(i) && row.quote(i + 1).is_none() {
        let phrase = row.noun_phrase_from(i + 1)?;
        if !closes(row, row.skip_adverbs(phrase.end)) {
            return None;
        }
        i += 1;
    }
    let open = ends_open(row, q);
    let left = sentence.start;
    // The reported clause begins with the sentence unless a cue stands before the quotation.
    let whole = |end: usize| {
        let starts = (left..q).any(|i| row.word(i).is_some_and(|t| t.is_word()));
        starts.then(|| row.span(left).hull(row.span(end)))
    };
    if row.is_according_to(i) {
        let phrase = row.noun_phrase_from(i + 2)?;
        let cue = row.span(i).hull(row.span(i + 1));
        let source = Some(row.hull(&phrase));
        return Some(CueMatch { rule: Rule::According, score: 0.88, cue: Some(cue), source, reported: whole(q) });
    }
    let mut verb = row.skip_adverbs(i);
    if verb > i + 2 {
        verb = i;
    }
    // “We won.” said Ann Cole: a full stop, or nothing, where a comma was meant.
    let short = !open && !comma && verb == q + 1 && q == left && row.has(verb, Roles::SAY);
    if (open || short) && closes(row, verb) && !row.has(verb, Roles::ING) {
        let start = row.skip_adverbs(verb + 1);
        if let Some(phrase) = row.noun_phrase_from(start).filter(|p| speaks(row, p) && (open || row.closes_cue(p.end)))
        {
            let (cue, source) = (Some(row.span(verb)), Some(row.hull(&phrase)));
            let score = if open { 0.97 } else { 0.9 };
            return Some(CueMatch { rule: Rule::AfterInverted, score, cue, source, reported: whole(q) });
        }
        if short {
            return None;
        }
        // “…,” said: the subject stands before the quotation.
        if let Some(phrase) = row.noun_phrase_from(left).filter(|p| p.end <= q && speaks(row, p)) {
            let (cue, source) = (Some(row.span(verb)), Some(row.hull(&phrase)));
            return Some(CueMatch { rule: Rule::Subject, score: 0.7, cue, source, reported: None });
        }
    }
    let one = row.noun_phrase_from(i)?;
    let all = joined(row, &one).filter(|all| closes(row, row.skip_adverbs(all.end)));
    let phrase = all.unwrap_or(one);
    let mut cue = row.skip_adverbs(phrase.end);
    if !closes(row, cue) {
        cue = past_aside(row, cue)?;
    }
    if row.has(cue, Roles::ING) && !row.has(cue.wrapping_sub(1), Roles::AUX) || !speaks(row, &phrase) {
        return None;
    }
    // A quotation that ends with a full stop is closed: "X said" behind it must close too.
    let ends =
        cue + 1 >= row.items.len() || row.is(cue + 1, '.') || row.is(cue + 1, ',') && row.quote(cue + 2).is_none();
    if !open && !comma && !ends {
        return None;
    }
    if !open && !comma && row.word(i).is_some_and(|t| !t.is_capital() && !t.has(Roles::PRONOUN)) {
        return None;
    }
    let (cue, source) = (Some(row.span(cue)), Some(row.hull(&phrase)));
    Some(CueMatch { rule: Rule::After, score: 0.95, cue, source, reported: whole(q) })
}

/// From the comma (or `who`) after a name, over an apposition, to the cue behind it.
fn past_aside(row: &ItemRow<'_>, from: usize) -> Option<usize> {
    if row.is_word(from, row.language.grammar.relative_subject) {
        let verb = row.skip_adverbs(from + 1);
        return row.is_verb(verb, Roles::SAY).then_some(verb);
    }
    if !(row.is(from, ',') || row.is(from, '(') || row.is_dash(from)) {
        return None;
    }
    for i in from + 1..(from + 28).min(row.items.len()) {
        if row.quote(i).is_some() || row.is(i, '.') && row.word(i + 1).is_some_and(|t| t.is_capital()) {
            return None;
        }
        if row.is(i, ',') || row.is(i, ')') || row.is_dash(i) {
            let verb = row.skip_adverbs(i + 1);
            if row.is_verb(verb, Roles::SAY) {
                return Some(verb);
            }
        }
    }
    None
}

/// Whether a phrase can speak: not "it" as a dummy, not a day, not a possessive alone.
fn speaks(row: &ItemRow<'_>, phrase: &Range<usize>) -> bool {
    // "…,” giving states more power: what the sentence goes on with.
    let goes_on =
        row.word(phrase.start).is_some_and(|t| t.class == TokenClass::Lower && t.ending == WordEnding::Progressive);
    let name = row.is_name_like_grammar(phrase.start);
    name || phrase.len() > 1 && !goes_on
        || !goes_on
            && !row.has(phrase.start, Roles::DAY)
            && !row.among(phrase.start, row.language.grammar.object_pronouns)
}

#[cfg(test)]
mod tests;
