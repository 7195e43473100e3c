//! Cues that no list knows: a quotation with somebody and a verb in the places where a cue stands.

use super::{CueMatch, ends_open};
use crate::detect::Rule;
use crate::detect::item_row::ItemRow;
use crate::detect::item_row::open_cues::SubjectAndCue;
use crate::detect::lang::WordEnding;
use crate::detect::roles::Roles;
use crate::detect::tokens::TokenClass;
use std::ops::Range;

/// How sure a verb of dialogue is as a cue.
const DIALOGUE_SCORE: f32 = 0.9;
/// How sure any other verb in its place is.
const UNKNOWN_SCORE: f32 = 0.75;
/// Most items between such a verb and the quotation it leads into.
const MAX_LEAD_ITEMS: usize = 5;
/// Most items of the owner of a reply.
const MAX_OWNER_ITEMS: usize = 5;

/// `“…,” she plimmed` · `“…,” plimmed Ann Cole` · `Ann Cole plimmed, “…”`, where the verb is no word of saying.
pub fn unknown_cue(row: &ItemRow<'_>, sentence: &Range<usize>, q: usize) -> Option<CueMatch> {
    behind(row, q).or_else(|| owned_reply(row, q)).or_else(|| before(row, sentence, q))
}

fn score(row: &ItemRow<'_>, cue: usize) -> f32 {
    if row.has(cue, Roles::DIALOGUE) { DIALOGUE_SCORE } else { UNKNOWN_SCORE }
}

fn behind(row: &ItemRow<'_>, q: usize) -> Option<CueMatch> {
    if !ends_open(row, q) || !row.quote(q).is_some_and(|s| s.closed) {
        return None;
    }
    let mut i = q + 1;
    if row.is(i, ',') || row.is_dash(i) {
        i += 1;
    }
    let matched = |rule, cue, subject: &Range<usize>| {
        let (words, source) = (Some(row.span(cue)), Some(row.hull(subject)));
        CueMatch { rule, score: score(row, cue), cue: words, source, reported: None }
    };
    let verb = row.skip_manner(i);
    if let Some(end) = phrasal(row, verb) {
        let subject = row.noun_phrase_from(row.skip_manner(end))?;
        let fits = row.is_somebody(&subject) && row.closes_cue(subject.end);
        return fits.then(|| matched(Rule::AfterInverted, verb, &subject));
    }
    let named = || {
        let subject = row.noun_phrase_from(i).filter(|s| row.is_somebody(s))?;
        let verb = row.skip_manner(subject.end);
        let end = phrasal(row, verb)?;
        row.closes_cue(end).then(|| matched(Rule::After, verb, &subject))
    };
    if let Some(found) = named() {
        return Some(found);
    }
    if row.may_be_a_cue(verb) {
        let subject = row.noun_phrase_from(row.skip_manner(verb + 1))?;
        let fits = row.is_somebody(&subject) && row.closes_cue(subject.end);
        return fits.then(|| matched(Rule::AfterInverted, verb, &subject));
    }
    let SubjectAndCue { subject, cue } = row.subject_and_cue(i)?;
    row.closes_cue(cue + 1).then(|| matched(Rule::After, cue, &subject))
}

/// `put in`, `went on`: the item behind a verb that reports together with its particle.
fn phrasal(row: &ItemRow<'_>, verb: usize) -> Option<usize> {
    let grammar = &row.language.grammar;
    let both = row.among(verb, grammar.phrasal_verbs) && row.among(verb + 1, grammar.phrasal_particles);
    both.then_some(verb + 2)
}

/// `“…,” was Ann Cole’s reply`: what was said is the subject, and the owner of the noun said it.
fn owned_reply(row: &ItemRow<'_>, q: usize) -> Option<CueMatch> {
    let verb = q + 1 + usize::from(row.is(q + 1, ','));
    if !ends_open(row, q) || !row.among(verb, row.language.grammar.was) {
        return None;
    }
    let owner = (verb + 2..verb + 2 + MAX_OWNER_ITEMS)
        .find(|i| row.word(*i).is_some_and(|t| t.class == TokenClass::Possessive))?;
    let subject = verb + 1..owner;
    let all_words = subject.clone().all(|i| row.word(i).is_some_and(|t| t.is_word() || t.is('.')));
    let noun = (owner + 1..owner + 4).find(|i| row.word(*i).is_some_and(|t| t.class == TokenClass::Lower));
    if !all_words || !row.is_somebody(&subject) || noun.is_none() {
        return None;
    }
    let source = Some(row.hull(&subject));
    Some(CueMatch { rule: Rule::After, score: DIALOGUE_SCORE, cue: Some(row.span(verb)), source, reported: None })
}

fn before(row: &ItemRow<'_>, sentence: &Range<usize>, q: usize) -> Option<CueMatch> {
    let comma = q.checked_sub(1).filter(|c| *c > sentence.start && (row.is(*c, ',') || row.is(*c, ':')))?;
    let known = Roles::SAY.or(Roles::SAY_OF).or(Roles::THINK).or(Roles::STANCE);
    let from = sentence.start.max(comma.saturating_sub(MAX_LEAD_ITEMS));
    let within = from..comma;
    if within.clone().any(|i| row.has(i, known))
        || sentence.clone().take_while(|i| *i < q).any(|i| row.quote(i).is_some())
    {
        return None;
    }
    // "the followers, “…”": in this place an s ends a noun more often than a verb.
    let verb = |i: usize| row.may_be_a_cue(i) && row.word(i).is_some_and(|t| t.ending != WordEnding::Plural);
    let cue = within.rev().find(|i| verb(*i))?;
    let how = Roles::PREP.or(Roles::ADV).or(Roles::PRONOUN);
    let next = row.word(cue + 1).is_some_and(|t| t.has(how) || row.is_adverb_of_manner(t));
    if cue == sentence.start || cue + 1 < comma && !next || row.has(cue - 1, Roles::AUX) {
        return None;
    }
    if !(cue + 1..comma).all(|i| row.word(i).is_some_and(|t| t.is_word())) {
        return None;
    }
    // "Ann Cole leaned over and plimmed, “…”": the subject of the verb before.
    let joins = row.has(cue - 1, Roles::CONJ) && !row.has(cue - 1, Roles::PRONOUN.or(Roles::DET));
    let shared = || row.noun_phrase_from(sentence.start).filter(|s| joins && s.end < cue);
    let subject = row.noun_phrase_before(cue, sentence.start).or_else(shared)?;
    if subject.end > cue || !row.is_somebody(&subject) {
        return None;
    }
    let (words, source) = (Some(row.span(cue)), Some(row.hull(&subject)));
    Some(CueMatch { rule: Rule::Before, score: score(row, cue) - 0.05, cue: words, source, reported: None })
}
