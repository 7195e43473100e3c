//! Sounds and what the audience does, in brackets among the words of a turn: nobody says them.

use crate::detect::lang::TurnRules;
use crate::span::Span;
use smallvec::{SmallVec, smallvec};

/// Longest aside among words, in bytes, its brackets included.
const MAX_ASIDE_BYTES: usize = 42;

/// The parts of `words` that are said: `So we went. (Laughter.) And then …` are two. What stands in the place of words that were
/// not understood (`[inaudible]`) is kept with the words around it. O(length), one search where there are no brackets.
pub fn spoken(text: &str, words: Span, rules: &TurnRules) -> SmallVec<[Span; 1]> {
    let said = words.of(text);
    let mut opens = memchr::memchr2_iter(b'(', b'[', said.as_bytes()).peekable();
    if opens.peek().is_none() {
        return smallvec![words];
    }
    let mut out: SmallVec<[Span; 1]> = SmallVec::new();
    let mut from = 0;
    let mut add = |from: usize, to: usize| {
        let part = Span::new(words.start + from as u32, words.start + to as u32).trim(text, char::is_whitespace);
        if part.of(text).contains(char::is_alphanumeric) {
            out.push(part);
        }
    };
    for open in opens {
        if let Some(length) = said.get(open..).filter(|_| open >= from).and_then(|rest| aside(rest, rules)) {
            add(from, open);
            from = open + length;
        }
    }
    add(from, said.len());
    out
}

/// The length of the aside that `words` begin with: a sound in brackets.
fn aside(words: &str, rules: &TurnRules) -> Option<usize> {
    let close = if words.starts_with('[') { ']' } else { ')' };
    let near = words.get(..words.floor_char_boundary(words.len().min(MAX_ASIDE_BYTES)))?;
    let end = near.find(close)?;
    let inner = near.get(1..end)?;
    let is = |list: &[&str], word: &str| list.iter().any(|w| w.eq_ignore_ascii_case(word));
    let mut inner_words = inner.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|w| !w.is_empty());
    let is_sound = |w: &str| is(rules.sounds, w) && !is(rules.unheard, w);
    // What stands in parentheses may be said, too: "(my phone)".
    let sound = if close == ')' { inner_words.next().is_some_and(is_sound) } else { inner_words.any(is_sound) };
    (sound && !inner.contains('\n') && inner.split_whitespace().count() <= 4).then_some(end + 1)
}

#[cfg(test)]
mod tests {
    use super::spoken;
    use crate::detect::lang::ENGLISH;
    use crate::span::Span;

    #[test]
    fn sounds_are_left_out_and_words_stay() {
        let parts = |text: &str| -> Vec<String> {
            let found = spoken(text, Span::new(0, text.len() as u32), &ENGLISH.turns);
            found.iter().map(|s| s.of(text).to_owned()).collect()
        };
        for (text, expected) in [
            ("So we went. (Laughter.) And then it sank.", ["So we went.", "And then it sank."].as_slice()),
            ("[Applause] Thank you. [Audience laughs]", &["Thank you."]),
            ("We saw [inaudible] at the quay.", &["We saw [inaudible] at the quay."]),
            ("I left it (my phone) there [in May].", &["I left it (my phone) there [in May]."]),
            ("(Laughter and applause.)", &[]),
            ("No ( one ) bracket [ at all", &["No ( one ) bracket [ at all"]),
            ("It sank. (Laughter", &["It sank. (Laughter"]),
        ] {
            assert_eq!(parts(text), expected, "{text}");
        }
    }
}
