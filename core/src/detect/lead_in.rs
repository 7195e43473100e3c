//! Lines that lead into what somebody says below: `Ann Cole wrote:`, `Statement from the mayor:`, `And from Ann Cole:`.

use super::draft::LeadIn;
use super::item_row::ItemRow;
use super::phrases::{NounPhrase, PhraseKind};
use super::roles::Roles;
use super::tokens::TokenClass;
use std::ops::Range;

/// Most items of a line that leads in without a verb.
const MAX_NOTICE_ITEMS: usize = 24;

/// A last sentence that ends with a colon, or in fiction with a comma or a dash, and names a speaker leads into the next
/// block.
pub fn lead_in(
    row: &ItemRow<'_>,
    last: Option<&Range<usize>>,
    phrases: &[NounPhrase],
    block: usize,
    fiction: bool,
) -> Option<LeadIn> {
    let sentence = last?;
    let end = sentence.end - 1;
    if let Some(subject) = sender(row, sentence) {
        return Some((None, row.hull(&subject), block));
    }
    let goes_on = fiction && (row.is(end, ',') || row.is_dash(end) || row.is_verb(end, Roles::SAY));
    if !goes_on && !row.is(end, ':') {
        return None;
    }
    let verbs = Roles::SAY.or(Roles::THINK).or(Roles::STANCE);
    let cue = sentence.clone().rev().find(|i| row.is_verb(*i, Roles::SAY));
    let cue = cue.or_else(|| sentence.clone().rev().find(|i| row.is_verb(*i, verbs)));
    let beside = cue.and_then(|cue| row.noun_phrase_before(cue, sentence.start));
    let first = || row.noun_phrase_from(sentence.start).filter(|p| !is_notice(row, p));
    let named = || phrases.iter().rev().find(|p| p.kind == PhraseKind::Name && !is_notice(row, &p.items));
    let subject = beside.or_else(|| {
        if fiction { subject(row, phrases) } else { first().or_else(|| named().map(|p| p.items.clone())) }
    })?;
    Some((cue.map(|c| row.span(c)), row.hull(&subject), block))
}

/// Whether a phrase is nothing but words for something written: "Statement", "a letter".
fn is_notice(row: &ItemRow<'_>, phrase: &Range<usize>) -> bool {
    phrase.clone().all(|i| row.has(i, Roles::NOUN_CUE.or(Roles::PUBLICATION).or(Roles::DET).or(Roles::POSS)))
}

/// "After a silence he came towards her, and thus began:": the first phrase that can speak and has a verb behind it.
fn subject(row: &ItemRow<'_>, phrases: &[NounPhrase]) -> Option<Range<usize>> {
    let grammar = Roles::PREP.or(Roles::CONJ).or(Roles::DET).or(Roles::POSS).or(Roles::PRONOUN);
    let speaks = |p: &&NounPhrase| {
        let kind = matches!(p.kind, PhraseKind::Name | PhraseKind::Person | PhraseKind::Role | PhraseKind::First);
        let object = p.items.start > 0 && row.has(p.items.start - 1, Roles::PREP);
        let verb = row.word(row.skip_adverbs(p.items.end));
        kind && !object && verb.is_some_and(|t| t.class == TokenClass::Lower && !t.has(grammar))
    };
    phrases.iter().find(speaks).map(|p| p.items.clone())
}

/// `Statement from Mayor Roth:`, `And from Ann Cole:`, `From the desk of Ann Cole, analyst.`: whom a line without a verb
/// says it comes from. It is all of its block.
fn sender(row: &ItemRow<'_>, sentence: &Range<usize>) -> Option<Range<usize>> {
    let end = sentence.end - 1;
    if sentence.start > 0 || sentence.len() > MAX_NOTICE_ITEMS {
        return None;
    }
    let grammar = &row.language.grammar;
    let colon = row.is(end, ':');
    let from = sentence.clone().find(|i| row.among(*i, grammar.sources))?;
    // What comes from somebody is named before it, unless the line begins with where it comes from.
    let opener = |i: usize| row.has(i, Roles::CONJ.or(Roles::ADV).or(Roles::NOT_NAME)) || row.is(i, ',');
    let begins = (0..from).all(opener);
    let notice = row.has(from.checked_sub(1).unwrap_or(from), Roles::NOUN_CUE.or(Roles::PUBLICATION));
    let quoted = sentence.clone().any(|i| row.quote(i).is_some());
    let verb = Roles::SAY.or(Roles::AUX);
    let says = |i: usize| row.is_verb(i, verb) && !row.has(i, Roles::NOUN_CUE.or(Roles::PUBLICATION));
    if quoted || !begins && !notice || sentence.clone().any(says) {
        return None;
    }
    // "From the desk of Ann Cole": she, not her desk.
    let place = row.has(from + 1, Roles::DET.or(Roles::POSS)) && row.among(from + 2, grammar.desks);
    let start = if place && row.is_word(from + 3, grammar.genitive) { from + 4 } else { from + 1 };
    let name = row.noun_phrase_from(start).filter(|n| row.is_somebody(n))?;
    // A line without a stop: "A letter from Ann Cole".
    let line = notice && name.end == sentence.end;
    (colon || line || start > from + 1).then_some(name)
}

/// `The keeper answered in a letter.` before words set off: a last sentence that says that somebody spoke, and not what.
pub fn told(row: &ItemRow<'_>, last: Option<&Range<usize>>, block: usize) -> Option<LeadIn> {
    let sentence = last?;
    let end = sentence.end - 1;
    let spoke = |i: usize| row.is_verb(i, Roles::SAY.or(Roles::DIALOGUE)) && !row.has(i, Roles::ING);
    let cue = sentence.clone().find(|i| spoke(*i)).filter(|_| row.is(end, '.'))?;
    let quoted = sentence.clone().any(|i| row.quote(i).is_some());
    let subject = row.noun_phrase_before(cue, sentence.start).filter(|s| row.is_somebody(s))?;
    (!quoted).then(|| (Some(row.span(cue)), row.hull(&subject), block))
}

#[cfg(test)]
mod tests;
