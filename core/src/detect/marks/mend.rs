//! Quotations of which a mark is missing: the words of saying around them tell where they end.

use super::{MarkDamage, MarkRules, Segment};
use crate::detect::lang::Language;
use crate::detect::roles::Roles;
use crate::detect::tokens::{Token, TokenClass};
use crate::span::Span;

/// Most words of a name behind a word of saying.
const MAX_NAME_WORDS: usize = 6;

/// Most missing marks that are looked for in one block.
const MAX_MENDED: usize = 8;

/// Ends segments without a closing mark where a cue stands inside (`“The pump failed, said Ada Grey.`) and reads on behind
/// it, keeps those without an opening one where a cue follows, and drops the others that are damaged. `tokens` are those of
/// the block. O(length) where a segment has no closing mark, else nothing.
pub fn mend(
    (text, block): (&str, Span),
    tokens: &[Token],
    (rules, language): (MarkRules, &Language),
    hidden: &[Span],
    segments: &mut Vec<Segment>,
) {
    for _ in 0..MAX_MENDED {
        let ends = |s: &Segment| cue_inside(text, tokens, s.inner(), (rules, language));
        let mut open = segments.iter().enumerate().filter(|(_, s)| !s.closed);
        let Some((cut, (end, close))) = open.find_map(|(i, s)| Some((i, ends(s)?))) else { break };
        segments.truncate(cut + 1);
        if let Some(segment) = segments.last_mut() {
            segment.span.end = end;
            (segment.closed, segment.close) = (true, close);
            segment.damage = MarkDamage::Mended;
        }
        let mut behind = Vec::new();
        super::segments(text, Span::new(end, block.end), rules, hidden, &mut behind);
        // What has no opening mark there would begin with the cue.
        segments.extend(behind.into_iter().filter(|s| s.damage != MarkDamage::NeverOpened));
    }
    segments.retain_mut(|segment| match segment.damage {
        MarkDamage::NeverOpened => {
            segment.damage = MarkDamage::Mended;
            let behind = tokens.partition_point(|t| t.span.start < segment.span.end);
            is_cue(tokens.get(behind..).unwrap_or_default(), rules, language)
        }
        MarkDamage::NeverClosed => false,
        MarkDamage::Sound | MarkDamage::Mended => true,
    });
}

/// Where the words end before the first comma behind which a cue stands, and the bytes of a single mark there that was meant
/// to close (`“We left,' said Ada Grey.`).
fn cue_inside(
    text: &str,
    tokens: &[Token],
    words: Span,
    (rules, language): (MarkRules, &Language),
) -> Option<(u32, u8)> {
    let from = tokens.partition_point(|t| t.span.start < words.start);
    let to = tokens.partition_point(|t| t.span.start < words.end);
    let inside = tokens.get(from..to)?;
    // What is quoted inside has cues of its own.
    let marked = |t: &Token| matches!(t.class, TokenClass::Mark('‘' | '“' | '"' | '«' | '„'));
    let end = inside.iter().position(marked).unwrap_or(inside.len());
    let behind = |i: usize| inside.get(i).map_or(words.end, |t| t.span.end);
    let (stop, single) = (1..end).find_map(|i| {
        let stop = inside.get(i).filter(|t| t.is(',') || t.is('?') || t.is('!'))?;
        let mark =
            inside.get(i + 1).filter(|t| (t.is('\'') || t.is('’')) && t.span.start == stop.span.end && !rules.fiction);
        let single = usize::from(mark.is_some());
        is_cue(inside.get(i + 1 + single..)?, rules, language).then_some((i, single))
    })?;
    let last = behind(stop + single);
    let some = Span::new(words.start, last).of(text).chars().any(char::is_alphanumeric);
    some.then_some((last, (last - behind(stop)) as u8))
}

/// Whether `tokens` begin with a cue and somebody who says it, or the reverse, and the clause ends there.
fn is_cue(tokens: &[Token], rules: MarkRules, language: &Language) -> bool {
    let says = |i: usize| {
        tokens.get(i).is_some_and(|t| t.class == TokenClass::Lower && t.has(Roles::SAY) && !t.has(Roles::ING))
    };
    let adverbs =
        |i: usize| i + usize::from(tokens.get(i).is_some_and(|t| t.class == TokenClass::Lower && t.has(Roles::ADV)));
    // In a story he or she speaks of somebody in it.
    let pronoun = |i: usize| tokens.get(i).is_some_and(|t| t.has(Roles::PRONOUN));
    let first = adverbs(0);
    if rules.fiction && (pronoun(0) || pronoun(first + 1)) {
        return false;
    }
    if says(first) {
        return name_end(tokens, first + 1, language).is_some_and(|end| ends_clause(tokens, end));
    }
    let Some(end) = name_end(tokens, 0, language) else { return false };
    let verb = adverbs(end);
    says(verb) && ends_clause(tokens, verb + 1)
}

/// Whether a clause can end before token `i`.
fn ends_clause(tokens: &[Token], i: usize) -> bool {
    tokens.get(i).is_none_or(|t| match t.class {
        TokenClass::Mark(c) => ".,;:—–".contains(c),
        TokenClass::Lower => t.has(Roles::PREP.or(Roles::ADV).or(Roles::CONJ)),
        TokenClass::Capital => t.has(Roles::DAY),
        TokenClass::AllCaps | TokenClass::Number | TokenClass::Possessive | TokenClass::Handle => false,
    })
}

/// One past the name, he or she that begins at token `from`; its titles and a word for what somebody is belong to it.
fn name_end(tokens: &[Token], from: usize, language: &Language) -> Option<usize> {
    let get = |i: usize| tokens.get(i);
    let first = get(from)?;
    if language.grammar.third_person_singular.contains(&first.word) {
        return Some(from + 1);
    }
    let described = Roles::DET.or(Roles::POSS);
    let mut end = from;
    while let Some(token) = get(end).filter(|_| end < from + MAX_NAME_WORDS) {
        let goes_on = match token.class {
            TokenClass::Capital | TokenClass::AllCaps => {
                !token.has(Roles::NOT_NAME.or(Roles::DAY)) || token.has(Roles::TITLE)
            }
            TokenClass::Lower => {
                end == from && token.has(described)
                    || get(from).is_some_and(|f| f.has(described)) && token.has(Roles::ROLE.or(Roles::TITLE))
                    || end > from && token.has(Roles::PARTICLE) && get(end + 1).is_some_and(|t| t.is_capital())
            }
            TokenClass::Mark('.') => {
                end > from && get(end - 1).is_some_and(|t| t.has(Roles::ABBREV) || t.span.len() == 1)
            }
            TokenClass::Handle => end == from,
            TokenClass::Number | TokenClass::Possessive | TokenClass::Mark(_) => false,
        };
        if !goes_on {
            break;
        }
        end += 1;
    }
    // An article alone names nobody.
    let named = (from..end).any(|i| get(i).is_some_and(|t| t.is_capital() || t.has(Roles::ROLE.or(Roles::TITLE))));
    named.then_some(end)
}
