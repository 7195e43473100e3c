//! Where a place that is only nearly right begins and ends: never inside a word, and with its outer quotation marks.

use crate::span::Span;

/// Longest part of a word, in bytes, that is added to a place.
const MAX_PART_OF_WORD: u32 = 64;

/// Whether a place between two letters is inside a word.
fn splits_word(before: Option<char>, after: Option<char>) -> bool {
    before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric)
}

/// Whether a selector's own words begin or end inside a word, as those of somebody who marked half of one do.
pub fn inside_words(prefix: &str, exact: &str, suffix: &str) -> (bool, bool) {
    (
        splits_word(prefix.chars().next_back(), exact.chars().next()),
        splits_word(exact.chars().next_back(), suffix.chars().next()),
    )
}

/// Whether a span of `text` begins or ends inside a word.
pub fn cuts_word(text: &str, span: Span) -> (bool, bool) {
    let before = text.get(..span.start as usize).unwrap_or_default();
    let after = text.get(span.end as usize..).unwrap_or_default();
    inside_words(before, span.of(text), after)
}

const fn is_mark(letter: char) -> bool {
    matches!(letter, '"' | '“' | '”' | '„' | '«' | '»' | '‘' | '’' | '‚' | '‹' | '›' | '\'')
}

/// Whether words stand between outer quotation marks.
pub fn is_marked(words: &str) -> bool {
    words.chars().next().is_some_and(is_mark) && words.chars().next_back().is_some_and(is_mark)
}

/// `span` with the words it cuts made whole and with outer quotation marks if, and only if, `exact` has them.
pub fn whole_words(text: &str, exact: &str, span: Span) -> Span {
    let mut span = trimmed(text, span);
    let letter_before = |at: u32| text.get(..at as usize).and_then(|t| t.chars().next_back());
    let letter_after = |at: u32| text.get(at as usize..).and_then(|t| t.chars().next());
    let (first, last) = (span.start.saturating_sub(MAX_PART_OF_WORD), span.end.saturating_add(MAX_PART_OF_WORD));
    while splits_word(letter_before(span.start), letter_after(span.start)) && span.start > first {
        span.start -= letter_before(span.start).map_or(1, |c| c.len_utf8() as u32);
    }
    while splits_word(letter_before(span.end), letter_after(span.end)) && span.end < last {
        span.end += letter_after(span.end).map_or(1, |c| c.len_utf8() as u32);
    }
    let opens = exact.chars().next().is_some_and(is_mark);
    let closes = exact.chars().next_back().is_some_and(is_mark);
    let mark = |letter: Option<char>| letter.filter(|c| is_mark(*c)).map_or(0, |c| c.len_utf8() as u32);
    if opens && mark(letter_after(span.start)) == 0 {
        span.start = mark_near(text.get(..span.start as usize).unwrap_or_default().char_indices().rev())
            .map_or(span.start, |(at, _)| at);
    } else if !opens && span.end > span.start {
        span.start += mark(letter_after(span.start)).min(span.end - span.start);
    }
    if closes && mark(letter_before(span.end)) == 0 {
        let behind = text.get(span.end as usize..).unwrap_or_default();
        span.end += mark_near(behind.char_indices()).map_or(0, |(at, length)| at + length);
    } else if !closes && span.end > span.start {
        span.end -= mark(letter_before(span.end)).min(span.end - span.start);
    }
    span
}

/// Letters that may stand between a place that was found by letters and its outer mark.
const MAX_LETTERS_TO_MARK: usize = 24;

/// The first quotation mark among the next few letters of a paragraph: its byte and length.
fn mark_near(mut letters: impl Iterator<Item = (usize, char)>) -> Option<(u32, u32)> {
    letters
        .by_ref()
        .take(MAX_LETTERS_TO_MARK)
        .take_while(|(_, c)| *c != '\n')
        .find(|(_, c)| is_mark(*c))
        .map(|(at, c)| (at as u32, c.len_utf8() as u32))
}

/// A span without the white space at its edges; itself when it is all white space.
fn trimmed(text: &str, span: Span) -> Span {
    let words = span.of(text);
    if words.trim().is_empty() {
        return span;
    }
    let (start, end) = (words.len() - words.trim_start().len(), words.trim_end().len());
    Span::new(span.start + start as u32, span.start + end as u32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(text: &str, exact: &str, from: &str) -> String {
        let at = text.find(from).unwrap() as u32;
        whole_words(text, exact, Span::new(at, at + from.len() as u32)).of(text).to_owned()
    }

    #[test]
    fn words_are_made_whole() {
        assert_eq!(of("they sold chinese vases", "linus", "ines"), "chinese");
        assert_eq!(of("She said “no more of it” again", "“no more”", "o more of it"), "“no more of it”");
        assert_eq!(of("She said “no more” again", "no more", "“no more”"), "no more");
        assert_eq!(of("She said “no more of it” again", "“more”", "more of "), "“no more of it”");
        assert_eq!(of("the house", "the house", "the house"), "the house");
    }

    proptest! {
        #[test]
        fn an_edge_is_never_inside_a_word(text in "[ab é“”.]{1,40}", a in 0usize..40, b in 0usize..40, exact in "“?[ab ]{1,8}”?") {
            let edges: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
            let (a, b) = (edges[a % edges.len()], edges[b % edges.len()]);
            let span = whole_words(&text, &exact, Span::new(a.min(b) as u32, a.max(b) as u32));
            prop_assert!(text.get(span.range()).is_some());
            prop_assert_eq!(cuts_word(&text, span), (false, false));
        }
    }
}
