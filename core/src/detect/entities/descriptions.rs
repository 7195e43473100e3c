//! Which of the words that were taken for a description of a speaker are one.

use super::super::lang::WordEnding;
use super::super::lexicon::Lexicon;
use super::super::roles::Roles;
use super::super::word_number::hash_of;
use super::is_grammar;
use crate::span::Span;

/// Verbs of all kinds.
const VERB: Roles = Roles::SAY.or(Roles::SAY_OF).or(Roles::THINK).or(Roles::STANCE);

/// Nouns of people, bodies and written things.
const NOUN: Roles =
    Roles::ROLE.or(Roles::GROUP).or(Roles::ORG).or(Roles::PUBLICATION).or(Roles::NOUN_CUE).or(Roles::TITLE);

/// The description of a speaker in `source`, without conjunctions, prepositions and adverbs before it and verbs behind:
/// "As the crowd", "newspaper took". Nothing when it measures something ("two weeks"). O(length).
pub fn description(text: &str, source: Span, lexicon: &Lexicon) -> Option<Span> {
    let mut span = source.trim(text, |c| !c.is_alphanumeric());
    let grammar = &lexicon.language().grammar;
    // "a lawyer who led them".
    let mut behind = 0;
    for word in span.of(text).split(char::is_whitespace) {
        if behind > 0 && grammar.relative_pronouns.contains(&hash_of(word)) {
            span = Span::new(span.start, span.start + behind).trim(text, |c| !c.is_alphanumeric());
            break;
        }
        behind += word.len() as u32 + 1;
    }
    loop {
        let words = span.of(text);
        let Some((first, rest)) = words.split_once(char::is_whitespace) else { break };
        let roles = lexicon.roles(first);
        let next = rest.split_whitespace().next().unwrap_or_default();
        let plural = (lexicon.language().ending)(next) == WordEnding::Plural || lexicon.roles(next).has(Roles::DET);
        let number = hash_of(first);
        let clause = grammar.clause_openers.contains(&number) && (number != grammar.complementizer || plural);
        let opens = clause
            || roles.has(Roles::CONJ.or(Roles::PREP).or(Roles::ADV))
                && !roles.has(Roles::DET.or(Roles::PRONOUN).or(NOUN));
        if !opens || rest.trim().is_empty() {
            break;
        }
        span = Span::new(span.end - rest.len() as u32, span.end).trim(text, |c| !c.is_alphanumeric());
    }
    loop {
        let words = span.of(text);
        let Some((rest, last)) = words.rsplit_once(char::is_whitespace) else { break };
        let before = rest.rsplit(char::is_whitespace).next().unwrap_or_default();
        let roles = lexicon.roles(last);
        let small = last.starts_with(char::is_lowercase);
        let finite = (lexicon.language().ending)(last) == WordEnding::Past || roles.has(VERB) && !roles.has(Roles::ING);
        // "the accused": behind an article or an adjective a participle is a noun.
        let relative = roles.has(Roles::PRONOUN.or(Roles::CONJ).or(Roles::PREP)) && !rest.trim().is_empty();
        // "a Harbour-based": what it says of somebody was cut off.
        let compound = last.contains('-') && (lexicon.language().ending)(last) == WordEnding::Past;
        if compound && rest.split_whitespace().count() == 1 {
            return None;
        }
        let noun = roles.has(NOUN) || is_grammar(lexicon.roles(before)) || rest.split_whitespace().count() == 0;
        if !(small && (relative || finite && !noun)) {
            break;
        }
        span = Span::new(span.start, span.start + rest.len() as u32).trim(text, |c| !c.is_alphanumeric());
    }
    let words = span.of(text);
    let first = words.split(char::is_whitespace).next().unwrap_or_default();
    let opens = lexicon.roles(first);
    // "served in the harbour", "whose boats": a clause, and nobody.
    let second = words.split_whitespace().nth(1).unwrap_or_default();
    let participle = matches!((lexicon.language().ending)(first), WordEnding::Past | WordEnding::Progressive)
        && first.starts_with(char::is_lowercase)
        && is_grammar(lexicon.roles(second));
    let alone = opens.has(Roles::PRONOUN) && grammar.relative_pronouns.contains(&hash_of(words));
    let clause = participle
        || alone
        || opens.has(Roles::PAST.or(Roles::AUX)) && first.starts_with(char::is_lowercase) && !opens.has(NOUN)
        || (opens.has(Roles::PRONOUN) || grammar.relative_pronouns.contains(&hash_of(first)))
            && words.len() > first.len();
    if clause || words.chars().nth(1).is_none() {
        return None;
    }
    let mut head = "";
    for word in words.split_whitespace() {
        if !head.is_empty() && lexicon.roles(word).has(Roles::PREP) {
            break;
        }
        head = word;
    }
    let measures = lexicon.language().names.measures;
    (!words.is_empty() && !measures.contains(&head.trim_matches(|c: char| !c.is_alphanumeric()))).then_some(span)
}
