//! What is said and what is told in one paragraph of dialogue between dashes.

use crate::detect::Rule;
use crate::detect::item_row::ItemRow;
use crate::detect::lang::WordEnding;
use crate::detect::roles::Roles;
use crate::detect::tokens::{Token, TokenClass};
use crate::span::Span;
use smallvec::SmallVec;
use std::ops::Range;

/// How sure a word of saying beside the words is.
const SAY_SCORE: f32 = 0.88;
/// The same of a verb nobody knows.
const UNKNOWN_VERB_SCORE: f32 = 0.65;

/// The words said, and who is told to have said them.
#[derive(Clone, Debug)]
pub struct DialogueParts {
    /// Items of what is said.
    pub said: SmallVec<[Range<usize>; 2]>,
    pub source: Option<Span>,
    pub cue: Option<Span>,
    pub rule: Rule,
    pub score: f32,
}

/// A clause of the narrator's.
struct Clause {
    subject: Option<Range<usize>>,
    verb: usize,
    rule: Rule,
    score: f32,
    /// Item behind it.
    end: usize,
}

/// Reads a paragraph that begins with a dash. O(items).
pub fn parts(row: &ItemRow<'_>, items: Range<usize>) -> DialogueParts {
    let mut out = DialogueParts { said: SmallVec::new(), source: None, cue: None, rule: Rule::Nobody, score: 0.0 };
    let mut at = (items.start..items.end).find(|i| !row.is_dash(*i)).unwrap_or(items.end);
    let mut from = at;
    while at < items.end {
        let before = at.wrapping_sub(1);
        let dash = row.is_dash(before) && at > items.start + 1;
        let stop = [',', '?', '!', '…', '.', ';'].iter().any(|c| row.is(before, *c));
        let clause = (at > from && (dash || stop)).then(|| clause(row, at, items.end, dash)).flatten();
        let Some(clause) = clause else {
            at += 1;
            continue;
        };
        push(&mut out.said, row, from..at);
        if out.source.is_none() {
            out.source = clause.subject.as_ref().map(|s| row.hull(s));
            out.cue = Some(row.span(clause.verb));
            (out.rule, out.score) = (clause.rule, clause.score);
        }
        from = resumes(row, &clause, items.end, dash);
        at = from;
    }
    push(&mut out.said, row, from..items.end);
    out
}

/// Adds a stretch of what is said, without the dashes at its ends.
fn push(said: &mut SmallVec<[Range<usize>; 2]>, row: &ItemRow<'_>, mut range: Range<usize>) {
    while range.end > range.start && row.is_dash(range.end - 1) {
        range.end -= 1;
    }
    while range.start < range.end && (row.is_dash(range.start) || row.is(range.start, '.') || row.is(range.start, ','))
    {
        range.start += 1;
    }
    if range.clone().any(|i| row.word(i).is_none_or(|t| t.is_word())) {
        said.push(range);
    }
}

/// The clause of the narrator's that begins at item `at`: `said Martha`, `she said`, behind a dash with any verb.
fn clause(row: &ItemRow<'_>, at: usize, end: usize, dash: bool) -> Option<Clause> {
    let says = |i: usize| is_finite_cue(row, i);
    let full_stop = row.is(at.wrapping_sub(1), '.') || row.is(at.wrapping_sub(1), ';');
    let first = row.word(at)?;
    let score = |verb: usize| if row.has(verb, Roles::SAY) { SAY_SCORE } else { UNKNOWN_VERB_SCORE };
    if says(at) || finite(row, at) && row.may_be_a_cue(at) || is_unknown(row, at) {
        let subject = row.noun_phrase_from(row.skip_manner(at + 1)).filter(|s| row.is_somebody(s) && s.end <= end);
        let known = says(at);
        let named = subject.as_ref().is_some_and(|s| row.word(s.start).is_some_and(|t| t.is_capital()));
        let closed = subject.as_ref().is_some_and(|s| s.end >= end || row.closes_cue(s.end));
        let fits = if known { subject.is_some() } else { named && closed && !full_stop };
        if fits || dash && first.class == TokenClass::Lower && !first.has(Roles::PRONOUN) {
            let clause_end = subject.as_ref().map_or(at + 1, |s| s.end);
            return Some(Clause { subject, verb: at, rule: Rule::AfterInverted, score: score(at), end: clause_end });
        }
        return None;
    }
    if full_stop {
        return None;
    }
    let subject = row.noun_phrase_from(at).filter(|s| row.is_somebody(s))?;
    let person = !row.among(at, row.language.grammar.second_person);
    let verb = row.skip_manner(subject.end);
    let unknown = dash && row.word(verb).is_some_and(|t| t.class == TokenClass::Lower);
    // A sentence of what is said may begin with a name behind a question.
    let sure = says(verb) && (row.closes_cue(verb + 1) || row.has(verb + 1, Roles::PRONOUN) || verb + 1 >= end);
    (person && verb < end && (sure || unknown)).then(|| Clause {
        score: score(verb),
        subject: Some(subject),
        verb,
        rule: Rule::After,
        end: verb + 1,
    })
}

/// Whether a word is a verb in the past or the third person: "ask Paul" is what somebody says, "asked Paul" is not.
fn finite(row: &ItemRow<'_>, i: usize) -> bool {
    let ending = row.word(i).map(|t| t.ending);
    row.has(i, Roles::PAST) || matches!(ending, Some(WordEnding::Past | WordEnding::Plural))
}

fn is_finite_cue(row: &ItemRow<'_>, i: usize) -> bool {
    row.is_verb(i, Roles::SAY.or(Roles::DIALOGUE)) && !row.has(i, Roles::ING) && finite(row, i)
}

/// Whether a lower-case word has no use the word list knows: a verb of some other language.
fn is_unknown(row: &ItemRow<'_>, i: usize) -> bool {
    row.word(i).is_some_and(|t| {
        t.class == TokenClass::Lower && t.roles == Roles::default() && t.span.len() >= 4 && !row.is_adverb_of_manner(t)
    })
}

/// Where speech goes on behind a clause of the narrator's: behind the next dash, else behind the sentence, else at once.
fn resumes(row: &ItemRow<'_>, clause: &Clause, end: usize, dash: bool) -> usize {
    if dash {
        return (clause.end..end).find(|i| row.is_dash(*i)).map_or(end, |i| i + 1);
    }
    let mut i = clause.end;
    if row.is(i, ',') {
        // “…, said Martha, closing the door.” goes on telling; “…, said Martha, leaves at six.” goes on speaking.
        let tells = row.word(i + 1).is_some_and(|t| {
            t.has(Roles::ING.or(Roles::CONJ).or(Roles::PREP).or(Roles::POSS))
                || row.is_adverb_of_manner(t)
                || row.language.grammar.relative_pronouns.contains(&t.word)
        }) || is_progressive(row, i + 1);
        if !tells {
            return i + 1;
        }
    }
    let stops = |i: usize| row.is(i, '.') || row.is(i, '!') || row.is(i, '?') || row.is(i, ':');
    while i < end && !stops(i) {
        i += 1;
    }
    while i + 1 < end && tells_on(row, i + 1, clause) {
        i += 1;
        while i < end && !stops(i) {
            i += 1;
        }
    }
    // A dash behind a full stop opens what is said again.
    let again = (i..end).find(|j| row.is_dash(*j) && stops(j.wrapping_sub(1)));
    again.unwrap_or(i + 1).min(end)
}

fn is_progressive(row: &ItemRow<'_>, i: usize) -> bool {
    row.word(i).is_some_and(|t| t.ending == WordEnding::Progressive)
}

/// Whether a sentence behind the narrator's clause is the narrator's too: "he said. He stood up."
fn tells_on(row: &ItemRow<'_>, i: usize, clause: &Clause) -> bool {
    let Some(subject) = clause.subject.clone() else { return false };
    let same = row.word(i).is_some_and(|t| subject.clone().any(|j| row.is_word(j, t.word)));
    // "answered Ann. He went an hour ago." is what she says.
    let gender = |male, given| row.has(i, male) && subject.clone().any(|j| row.has(j, male.or(given)));
    let pronoun = row.among(i, row.language.grammar.third_person_singular)
        && (gender(Roles::MALE, Roles::GIVEN_MALE) || gender(Roles::FEMALE, Roles::GIVEN_FEMALE));
    let verb = row.word(row.skip_manner(i + 1));
    // "He is not here." is said, "He stood up." is told.
    let told = |t: &Token| t.class == TokenClass::Lower && !t.has(Roles::AUX) && t.ending != WordEnding::Plural;
    (same || pronoun) && verb.is_some_and(told)
}
