//! Nicknames in marks: `Daniel “Dutch” Grey`, `a woman known as “Birdie”`. The marks, and the nickname inside a name, are
//! part of the name and quote nobody.

use crate::detect::lang::Language;
use crate::detect::roles::Roles;
use crate::detect::tokens::{Token, TokenClass};
use crate::span::Span;

/// Most words of a nickname.
const MAX_NICKNAME_WORDS: usize = 4;

/// How far behind a word of saying somebody is given a name, in tokens.
const MAX_CUE_DISTANCE: usize = 12;

/// Finds nicknames among the tokens of a block. Into `out` (cleared first) goes what is no text for names and speech: the
/// nickname between two words of a name with its marks, and of one behind "known as" the marks alone. O(tokens).
pub fn nicknames(tokens: &[Token], language: &Language, out: &mut Vec<Span>) {
    out.clear();
    let get = |i: usize| tokens.get(i);
    let mut next = 0;
    for (i, token) in tokens.iter().enumerate() {
        let TokenClass::Mark(mark) = token.class else { continue };
        if i < next {
            continue;
        }
        // “Dutch”, but also (“Dutch”).
        let (bracket, open) = match (mark, get(i + 1).map(|t| t.class)) {
            ('(' | '[', Some(TokenClass::Mark(inner))) => (Some(closing(mark)), inner),
            ('(' | '[' | '“' | '"' | '‘' | '\'' | '«' | '„', _) => (None, mark),
            _ => continue,
        };
        let Some(before) = i.checked_sub(1).and_then(get).filter(|b| b.span.end < token.span.start) else { continue };
        let first = i + 1 + usize::from(bracket.is_some());
        let Some(close) =
            (first..=first + MAX_NICKNAME_WORDS + 1).find(|j| get(*j).is_some_and(|t| t.is(closing(open))))
        else {
            continue;
        };
        let words = tokens.get(first..close).unwrap_or_default();
        let end = close + usize::from(bracket.is_some());
        // “Birdie.”: the stop is the writer's.
        let bare = words.split_last().filter(|(last, _)| last.is('.') || last.is(',')).map(|(_, bare)| bare);
        let stopped = bare.is_some();
        if bracket.is_some_and(|b| !get(end).is_some_and(|t| t.is(b))) || !is_nickname(bare.unwrap_or(words), open) {
            continue;
        }
        let Some(last) = get(end) else { continue };
        if !stopped && may_be_named(before) && goes_on(last, get(end + 1)) {
            out.push(token.span.hull(last.span));
            next = end + 1;
        } else if bracket.is_none()
            && !matches!(open, '(' | '[')
            && names(tokens, i, language)
            && words.first().is_some_and(|w| w.class == TokenClass::Capital)
        {
            out.push(token.span);
            out.push(last.span);
            next = end + 1;
        }
    }
}

/// Whether `span` is inside one of the spans, which are in order. O(log n).
pub fn hides(hidden: &[Span], span: Span) -> bool {
    let next = hidden.partition_point(|h| h.start <= span.start);
    next.checked_sub(1).and_then(|n| hidden.get(n)).is_some_and(|h| h.covers(span))
}

/// Takes the tokens inside `hidden` out. O(tokens).
pub fn hide(tokens: &mut Vec<Token>, hidden: &[Span]) {
    if !hidden.is_empty() {
        tokens.retain(|t| !hides(hidden, t.span));
    }
}

/// Whether the word before token `i` gives somebody the name that follows: "known as", "nicknamed".
fn names(tokens: &[Token], i: usize, language: &Language) -> bool {
    let word = |back: usize| i.checked_sub(back).and_then(|at| tokens.get(at)).map_or(0, |t| t.word);
    let (known, as_word) = language.grammar.known_as;
    let named = language.names.naming_words.contains(&word(1)) || word(1) == as_word && word(2) == known;
    // Where a cue stands: elsewhere it may be a title or a term.
    let cue = |at: &usize| {
        let says = tokens.get(*at).is_some_and(|t| t.class == TokenClass::Lower && t.has(Roles::SAY));
        says && at.checked_sub(1).and_then(|b| tokens.get(b)).is_some_and(|b| matches!(b.class, TokenClass::Mark(_)))
    };
    named && (i.saturating_sub(MAX_CUE_DISTANCE)..i).rev().any(|at| cue(&at))
}

const fn closing(open: char) -> char {
    match open {
        '“' => '”',
        '‘' => '’',
        '«' => '»',
        '„' => '“',
        '(' => ')',
        '[' => ']',
        other => other,
    }
}

/// Whether words between marks can be what somebody is called: no stop among them, and in brackets names alone.
fn is_nickname(words: &[Token], open: char) -> bool {
    let bracket = matches!(open, '(' | '[');
    let word = |t: &Token| match t.class {
        TokenClass::Capital => !t.has(Roles::DAY.or(Roles::PRONOUN)),
        TokenClass::AllCaps => !bracket,
        TokenClass::Lower => !bracket && !t.has(Roles::PRONOUN.or(Roles::AUX).or(Roles::SAY)),
        TokenClass::Number | TokenClass::Possessive | TokenClass::Handle | TokenClass::Mark(_) => false,
    };
    (1..=MAX_NICKNAME_WORDS).contains(&words.len())
        && words.iter().all(word)
        && words.iter().any(|t| t.class != TokenClass::Lower)
}

/// Whether a name may go on behind this word.
fn may_be_named(word: &Token) -> bool {
    let other =
        Roles::NOT_NAME.or(Roles::DAY).or(Roles::PRONOUN).or(Roles::PREP).or(Roles::CONJ).or(Roles::DET).or(Roles::AUX);
    matches!(word.class, TokenClass::Capital | TokenClass::AllCaps) && !word.has(other)
}

/// Whether a name goes on with `word`, right behind a closing mark.
fn goes_on(mark: &Token, word: Option<&Token>) -> bool {
    word.is_some_and(|w| w.span.start == mark.span.end + 1 && may_be_named(w))
}
