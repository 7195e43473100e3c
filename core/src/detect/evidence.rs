//! Words that close a quotation and name its speaker: the surest evidence there is, so these rules go before the model.

use super::Rule;
use super::clause::Clause;
use super::lexicon::{Roles, number};
use crate::span::Span;
use std::ops::Range;

/// A speaker found for one quotation.
#[derive(Clone, Debug)]
pub struct Evidence {
    pub rule: Rule,
    pub score: f32,
    pub cue: Option<Span>,
    pub source: Option<Span>,
    /// Place of the reported clause when it is more than the quotation.
    pub clause: Option<Span>,
}

/// `The mayor said. “…”`: a full stop where a comma was meant. The items that lead into the quotation which opens the
/// next sentence, and what they tell of it.
pub fn stopped_short(clause: &Clause<'_>, sentence: &Range<usize>) -> Option<(Range<usize>, Evidence)> {
    let q = sentence.end;
    let cue = q.checked_sub(2).filter(|i| *i > sentence.start)?;
    let quoted = sentence.clone().any(|i| clause.quote(i).is_some());
    if clause.quote(q).is_none() || quoted || !clause.is(q - 1, '.') || !clause.is_verb(cue, Roles::SAY) {
        return None;
    }
    let phrase = clause.noun_phrase_before(cue, sentence.start).filter(|p| speaks(clause, p))?;
    // “…,” the mayor said. “…” is a quotation split in two, not this.
    if phrase.start > 0 && clause.quote(phrase.start - 1).is_some() {
        return None;
    }
    let (words, source) = (Some(clause.span(cue)), Some(clause.hull(&phrase)));
    let evidence = Evidence { rule: Rule::Before, score: 0.8, cue: words, source, clause: None };
    Some((sentence.start..cue + 1, evidence))
}

/// Whether the word at `i` may close a quotation: a word of saying, or of thinking to oneself.
fn closes(clause: &Clause<'_>, i: usize) -> bool {
    let thinks = clause.among(i, &[number("thought"), number("thinks"), number("reflected"), number("mused")]);
    clause.is_verb(i, Roles::SAY) || thinks && clause.is_verb(i, Roles::THINK)
}

fn ends_open(clause: &Clause<'_>, q: usize) -> bool {
    let Some(segment) = clause.quote(q) else { return false };
    let last = segment.inner().of(clause.text).trim_end().chars().next_back().unwrap_or(' ');
    ",?!—–-…’'”".contains(last) || clause.is(q + 1, ',') || clause.is_dash(q + 1)
}

/// `“…,” the mayor said` · `“…,” said the mayor` · `“…,” according to the mayor` · `“…” — The Mayor`.
pub fn after(clause: &Clause<'_>, sentence: &Range<usize>, q: usize) -> Option<Evidence> {
    let mut i = q + 1;
    let comma = clause.is(i, ',');
    if comma {
        i += 1;
    }
    if clause.is_dash(i) && clause.quote(i + 1).is_none() {
        let phrase = clause.noun_phrase_from(i + 1)?;
        if closes(clause, clause.skip_adverbs(phrase.end)) {
            i += 1;
        } else if ends_line(clause, phrase.end) && clause.word(i + 1).is_some_and(|t| t.is_capital()) {
            let source = Some(clause.hull(&phrase));
            return Some(Evidence { rule: Rule::Caption, score: 0.85, cue: None, source, clause: None });
        } else {
            return None;
        }
    }
    let open = ends_open(clause, q);
    let left = sentence.start;
    // The reported clause begins with the sentence unless a cue stands before the quotation.
    let whole = |end: usize| {
        let starts = (left..q).any(|i| clause.word(i).is_some_and(|t| t.is_word()));
        starts.then(|| clause.span(left).hull(clause.span(end)))
    };
    if clause.is_word(i, number("according")) && clause.is_word(i + 1, number("to")) {
        let phrase = clause.noun_phrase_from(i + 2)?;
        let cue = clause.span(i).hull(clause.span(i + 1));
        let source = Some(clause.hull(&phrase));
        return Some(Evidence { rule: Rule::According, score: 0.88, cue: Some(cue), source, clause: whole(q) });
    }
    let mut verb = clause.skip_adverbs(i);
    if verb > i + 2 {
        verb = i;
    }
    if open && closes(clause, verb) && !clause.has(verb, Roles::ING) {
        let start = clause.skip_adverbs(verb + 1);
        if let Some(phrase) = clause.noun_phrase_from(start).filter(|p| speaks(clause, p)) {
            let (cue, source) = (Some(clause.span(verb)), Some(clause.hull(&phrase)));
            return Some(Evidence { rule: Rule::AfterInverted, score: 0.97, cue, source, clause: whole(q) });
        }
        // “…,” said: the subject stands before the quotation.
        if let Some(phrase) = clause.noun_phrase_from(left).filter(|p| p.end <= q && speaks(clause, p)) {
            let (cue, source) = (Some(clause.span(verb)), Some(clause.hull(&phrase)));
            return Some(Evidence { rule: Rule::Subject, score: 0.7, cue, source, clause: None });
        }
    }
    let phrase = clause.noun_phrase_from(i)?;
    let mut cue = clause.skip_adverbs(phrase.end);
    if !closes(clause, cue) {
        cue = past_aside(clause, cue)?;
    }
    if clause.has(cue, Roles::ING) && !clause.has(cue.wrapping_sub(1), Roles::AUX) || !speaks(clause, &phrase) {
        return None;
    }
    // A quotation that ends with a full stop is closed: "X said" behind it must close too.
    let ends = cue + 1 >= clause.items.len()
        || clause.is(cue + 1, '.')
        || clause.is(cue + 1, ',') && clause.quote(cue + 2).is_none();
    if !open && !comma && !ends {
        return None;
    }
    if !open && !comma && clause.word(i).is_some_and(|t| !t.is_capital() && !t.has(Roles::PRONOUN)) {
        return None;
    }
    let (cue, source) = (Some(clause.span(cue)), Some(clause.hull(&phrase)));
    Some(Evidence { rule: Rule::After, score: 0.95, cue, source, clause: whole(q) })
}

/// Whether the line ends at item `i`, a stop or two aside: a name behind a dash stands alone.
fn ends_line(clause: &Clause<'_>, i: usize) -> bool {
    if i + 1 >= clause.items.len() {
        return true;
    }
    let gap = Span::new(clause.span(i.saturating_sub(1)).end, clause.span(i).start);
    let gap_behind = Span::new(clause.span(i).end, clause.span(i + 1).start);
    gap.of(clause.text).contains('\n') || clause.is(i, '.') && gap_behind.of(clause.text).contains('\n')
}

/// From the comma (or `who`) after a name, over an apposition, to the cue behind it.
fn past_aside(clause: &Clause<'_>, from: usize) -> Option<usize> {
    if clause.is_word(from, number("who")) {
        let verb = clause.skip_adverbs(from + 1);
        return clause.is_verb(verb, Roles::SAY).then_some(verb);
    }
    if !(clause.is(from, ',') || clause.is(from, '(') || clause.is_dash(from)) {
        return None;
    }
    for i in from + 1..(from + 28).min(clause.items.len()) {
        if clause.quote(i).is_some() || clause.is(i, '.') && clause.word(i + 1).is_some_and(|t| t.is_capital()) {
            return None;
        }
        if clause.is(i, ',') || clause.is(i, ')') || clause.is_dash(i) {
            let verb = clause.skip_adverbs(i + 1);
            if clause.is_verb(verb, Roles::SAY) {
                return Some(verb);
            }
        }
    }
    None
}

/// Pronouns that are no subject.
const OBJECTS: [u32; 7] =
    [number("him"), number("me"), number("them"), number("us"), number("himself"), number("herself"), number("what")];

/// Whether a phrase can speak: not "it" as a dummy, not a day, not a possessive alone.
fn speaks(clause: &Clause<'_>, phrase: &Range<usize>) -> bool {
    phrase.len() > 1 || !clause.has(phrase.start, Roles::DAY) && !clause.among(phrase.start, &OBJECTS)
}
