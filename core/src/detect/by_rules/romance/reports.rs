//! Reported speech without marks: "X a dit que …", "Selon X, …", and sentences in the conditional of what is only told.

use super::Line;
use super::governed::Who;
use crate::detect::by_rules::cues::Strength;
use crate::detect::by_rules::scores;
use crate::detect::by_rules::words::Uses;
use crate::detect::{MentionKind, Rule};
use crate::span::Span;
use smallvec::{SmallVec, smallvec};
use std::ops::Range;

/// What somebody is told to have said.
#[derive(Clone, Debug)]
pub struct Report {
    pub who: Who,
    /// Whether it is of whoever was reported before.
    pub goes_on: bool,
    pub cue: Option<Span>,
    pub sentence: Range<usize>,
    pub content: SmallVec<[Range<usize>; 2]>,
    pub rule: Rule,
    pub score: f32,
}

/// How far behind a verb its clause opens.
const MAX_BETWEEN: usize = 8;
/// Fewest items of a reported clause.
const MIN_ITEMS: usize = 3;

/// Whether a word opens a clause that is what somebody says: "che", and "di" before an infinitive.
fn opens(line: &Line<'_>, i: usize) -> bool {
    let mut next = i + 1;
    while line.is_small(next) && line.has(next, Uses::ADVERB.or(Uses::REFLEXIVE)) {
        next += 1;
    }
    let infinitive = || line.is_small(next) && (line.language.is_infinitive)(line.words_of(next));
    line.has(i, Uses::THAT) || line.has(i, Uses::THAT_INFINITIVE) && infinitive()
}

/// Where what a source says begins: behind its comma, and behind what stands beside it between commas, "Selon M. Petit, directeur
/// de l'agence, …".
fn behind_source(line: &Line<'_>, end: usize) -> usize {
    if !line.is(end, ',') {
        return end;
    }
    let beside = || {
        let named = line.phrase(end + 1, false).filter(|p| p.kind == MentionKind::Role && line.is_someone(p));
        let noun = line.is_small(end + 1) && line.has(end + 1, Uses::PERSON);
        let from = named.map(|p| p.items.end).or_else(|| noun.then_some(end + 2))?;
        let close = line.next(from, from + MAX_BETWEEN, &[','])?;
        let verb =
            Uses::AUX.or(Uses::MODAL).or(Uses::SAY).or(Uses::THINK).or(Uses::REPORT).or(Uses::MOOD).or(Uses::BEING);
        let acts = (from..close).any(|j| line.is_small(j) && (line.has(j, verb) || line.is_past(j)));
        (!acts).then_some(close + 1)
    };
    beside().unwrap_or(end + 1)
}

/// What a sentence without quotations reports; `reported` where one before it of the same paragraph does. O(its items).
pub fn report(line: &Line<'_>, sentence: &Range<usize>, fiction: bool, reported: bool) -> Option<Report> {
    let end = sentence.end - usize::from(line.is_stop(sentence.end - 1));
    if let Some((at, phrase)) = line.according(&(sentence.start..end)) {
        let behind = behind_source(line, phrase.items.end);
        let before = if line.is(at.wrapping_sub(1), ',') { at - 1 } else { at };
        let content = [sentence.start..before, behind..end];
        let content: SmallVec<_> = content.into_iter().filter(|c| c.len() >= MIN_ITEMS).collect();
        return (!content.is_empty()).then(|| Report {
            who: Who::Named(phrase),
            goes_on: false,
            cue: Some(line.hull(&(at..at + 1))),
            sentence: sentence.clone(),
            content,
            rule: Rule::According,
            score: scores::REPORTED,
        });
    }
    for verb in line.verbs(sentence).into_iter().filter(|v| v.strength >= Strength::Think && !v.infinitive) {
        // Nothing but adverbs and whom it is told between the verb and the word that opens the clause.
        let that = (verb.says + 1..end.min(verb.says + MAX_BETWEEN))
            .find(|j| opens(line, *j) || *j == verb.says + 1 && line.has(*j, Uses::WHETHER));
        let Some(that) = that else { continue };
        let subject = verb.subject.filter(|p| line.is_someone(p) && !line.is_thing(p));
        let left_out = line.language.leaves_out_subject;
        let who = match subject {
            Some(subject) => Who::Named(subject),
            None if left_out => Who::Topic,
            None => continue,
        };
        let stops = (verb.says + 1..that).any(|j| line.is_stop(j) || line.is(j, ':') || line.is(j, ';'));
        if stops || end - that < MIN_ITEMS {
            continue;
        }
        let content = smallvec![that..end];
        let cue = Some(line.hull(&(verb.says..verb.says + 1)));
        let (rule, score) = (Rule::Before, scores::REPORTED);
        return Some(Report { who, goes_on: false, cue, sentence: sentence.clone(), content, rule, score });
    }
    // "L'homme aurait quitté le pays."
    let told = sentence.clone().any(|j| line.is_small(j) && line.has(j, Uses::MOOD))
        && !sentence.clone().any(|j| line.has(j, Uses::IF));
    (told && reported && !fiction && end - sentence.start >= MIN_ITEMS).then(|| Report {
        who: Who::Nobody,
        goes_on: true,
        cue: None,
        sentence: sentence.clone(),
        content: smallvec![sentence.start..end],
        rule: Rule::Continues,
        score: scores::MOOD,
    })
}
