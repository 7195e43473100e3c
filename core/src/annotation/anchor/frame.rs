//! The place between the words that stood around a record: where its own sentence still is when its words were edited.
//!
//! The same words elsewhere are no reason to leave it: an answer that was edited by a word is not the same answer given
//! to another question.

use super::context::{FUZZY, TELLING};
use super::fuzzy::{FuzzyPattern, search};
use memchr::memmem;

/// What stands between the words that stood around a record.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    /// Bytes of the text that was searched.
    pub start: usize,
    /// One past the last byte; equal to `start` when nothing is left.
    pub end: usize,
    /// How like the words there are to the record's, from 0 to 1.
    pub likeness: f32,
    /// Whether the words on both sides are the same.
    pub whole: bool,
}

/// Likeness from which words are the record's own, edited.
const EDITED: f32 = 0.5;
/// Likeness by letters from which two stretches are the same words with slips.
const ALIKE: f32 = 0.7;
/// Most occurrences of the words on one side that are looked at.
const MOST: usize = 32;
/// Bytes by which words may have become longer, beside twice their length.
const GROWTH: usize = 64;
/// Letters of marks and blanks between words and what is beside them.
const GAP: usize = 4;

impl Frame {
    /// Whether its words are the record's own, edited: enough of them are left.
    pub fn is_edited(&self) -> bool {
        self.start < self.end && self.likeness >= EDITED
    }
}

/// Frames of words in `text`: what stands between `prefix` and `suffix`, or, where only one of them is left, what is
/// like the words beside it. Where nothing stood on one side, the end of the text there is as good, if `ends` says that
/// `text` begins or ends where the document does. Nearest to the byte `near` first. O(text).
pub fn frames(text: &str, (prefix, exact, suffix): (&str, &str, &str), ends: (bool, bool), near: usize) -> Vec<Frame> {
    let reach = 2 * exact.len() + GROWTH;
    // A blank goes with the words that were taken out beside it.
    let (prefix, exact, suffix) = (prefix.trim_end(), exact.trim(), suffix.trim_start());
    let mut out: Vec<Frame> = Vec::new();
    let between = |start: usize, words: &str| {
        let from = start + words.len() - words.trim_start().len();
        let words = words.trim();
        Frame { start: from, end: from + words.len(), likeness: likeness(exact, words), whole: true }
    };
    let like = |from: usize, stretch: &str, at_beginning: bool| {
        beside(exact, stretch, at_beginning).map(|(a, b, likeness)| Frame {
            start: from + a,
            end: from + b,
            likeness,
            whole: false,
        })
    };
    for end in places(text, prefix).map(|at| at + prefix.len()) {
        let Some(behind) = stretch(text, end, end + reach + suffix.len()) else { continue };
        let length = if suffix.is_empty() {
            (ends.1 && end + behind.len() == text.len()).then_some(behind.len())
        } else {
            memmem::find(behind.as_bytes(), suffix.as_bytes())
        };
        match length.and_then(|n| behind.get(..n)) {
            Some(words) => out.push(between(end, words)),
            None => out.extend(like(end, behind, true)),
        }
    }
    if !out.iter().any(|f| f.whole) {
        for start in places(text, suffix) {
            let Some(before) = stretch(text, start.saturating_sub(reach), start) else { continue };
            let from = start - before.len();
            if prefix.is_empty() && ends.0 && from == 0 {
                out.push(between(0, before));
            } else {
                out.extend(like(from, before, false));
            }
        }
    }
    out.sort_by_key(|f| f.start.abs_diff(near));
    out
}

/// Whether words stand as they were at one end of what is between those around them, and not edited at the other.
pub fn holds(there: &str, exact: &str) -> bool {
    let letters = 2 * exact.chars().count();
    let edited = |rest: &str, at_beginning: bool| {
        let is_copy = if at_beginning { rest.starts_with(exact) } else { rest.ends_with(exact) };
        let is_like = || shared_words(exact, edge(rest, letters, at_beginning)) >= EDITED / 2.0;
        !is_copy && (beside(exact, rest, at_beginning).is_some() || is_like())
    };
    there.strip_prefix(exact).is_some_and(|rest| !edited(rest.trim_end(), false))
        || there.strip_suffix(exact).is_some_and(|rest| !edited(rest.trim_start(), true))
}

/// Where words that tell a place stand.
fn places<'a>(text: &'a str, words: &'a str) -> impl Iterator<Item = usize> + 'a {
    let telling = words.chars().count() >= TELLING;
    memmem::find_iter(text.as_bytes(), words.as_bytes()).take(if telling { MOST } else { 0 })
}

/// A stretch of the text on character boundaries, inwards.
fn stretch(text: &str, from: usize, to: usize) -> Option<&str> {
    text.get(text.ceil_char_boundary(from)..text.floor_char_boundary(to))
}

/// The first characters of a stretch, or its last.
fn edge(stretch: &str, count: usize, at_beginning: bool) -> &str {
    let cut = if at_beginning {
        stretch.char_indices().nth(count).and_then(|(at, _)| stretch.get(..at))
    } else {
        stretch.char_indices().rev().nth(count.saturating_sub(1)).and_then(|(at, _)| stretch.get(at..))
    };
    cut.unwrap_or(stretch)
}

/// What is like `exact` at the beginning (or else the end) of a stretch, from there on.
fn beside(exact: &str, stretch: &str, at_beginning: bool) -> Option<(usize, usize, f32)> {
    let letters = exact.chars().count();
    if letters < FUZZY / 2 {
        return None;
    }
    // Not as far as a copy behind it, which may be more like them.
    let whole = stretch.len();
    let stretch = edge(stretch, letters + 2 * (letters / 3) + GAP, at_beginning);
    let cut = if at_beginning { 0 } else { whole - stretch.len() };
    let found = search(exact, stretch, letters / 3, if at_beginning { 0 } else { stretch.len() })?;
    let gap = if at_beginning { found.start } else { stretch.len() - found.end };
    let likeness = 1.0 - found.edits as f32 / letters as f32;
    let (start, end) = if at_beginning {
        (stretch.len() - stretch.trim_start().len(), found.end)
    } else {
        (found.start, stretch.trim_end().len())
    };
    (gap <= letters / 3 && start < end).then_some((cut + start, cut + end, likeness))
}

/// How like two stretches of words are: by letters, where nearly all are the same, else by the words they share in order.
fn likeness(exact: &str, there: &str) -> f32 {
    let length = exact.chars().count().max(there.chars().count());
    if length == 0 {
        return 0.0;
    }
    // The words as the beginning of what is there, and what is left of it.
    let edits = FuzzyPattern::new(exact.chars()).begins(there.chars()) as f32;
    let rest = there.chars().count().saturating_sub(exact.chars().count()) as f32;
    let by_letters = 1.0 - (edits.max(rest) / exact.chars().count().max(1) as f32).min(1.0);
    if by_letters >= ALIKE { by_letters } else { shared_words(exact, there) }
}

/// Most words of each of two stretches that are compared.
const WORDS: usize = 64;

/// Words that both have in the same order, as a share of the longer. O(words · words), of at most 64 words each.
fn shared_words(a: &str, b: &str) -> f32 {
    let (a, b) = (words_of(a, WORDS), words_of(b, WORDS));
    f32::from(in_order(&a, &b)) / a.len().max(b.len()).max(1) as f32
}

/// Words of `exact` that stand in `there` in the same order, as a share of them. O(words · words), of at most 64 words of
/// `exact`.
pub fn recalled_words(exact: &str, there: &str) -> f32 {
    let exact = words_of(exact, WORDS);
    f32::from(in_order(&exact, &words_of(there, 4 * WORDS))) / exact.len().max(1) as f32
}

/// The first words of a stretch, folded to small letters.
fn words_of(stretch: &str, most: usize) -> Vec<String> {
    stretch
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .take(most)
        .map(|w| w.chars().flat_map(char::to_lowercase).collect())
        .collect()
}

/// The length of the longest common subsequence of words.
fn in_order(a: &[String], b: &[String]) -> u8 {
    let mut row = vec![0u8; b.len() + 1];
    for word in a {
        let mut diagonal = 0;
        for (at, other) in b.iter().enumerate() {
            let (left, above) = (row.get(at).copied().unwrap_or(0), row.get(at + 1).copied().unwrap_or(0));
            let best = if word == other { diagonal + 1 } else { left.max(above) };
            diagonal = above;
            if let Some(cell) = row.get_mut(at + 1) {
                *cell = best;
            }
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEARING: &str =
        "Q. Was the gate open? A. Yes, it was. Q. Was the lamp lit? A. Yes, it certainly was. Q. By whom?";

    #[test]
    fn what_stands_between_the_words_around() {
        let found = frames(HEARING, ("Q. Was the lamp lit? A. ", "Yes, it was.", " Q. By whom?"), (true, true), 60);
        let [frame] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!(HEARING.get(frame.start..frame.end), Some("Yes, it certainly was."));
        assert!(frame.is_edited() && frame.whole, "{frame:?}");
    }

    #[test]
    fn nothing_is_left_of_what_was_deleted() {
        let text = HEARING.replace("Yes, it certainly was. ", "");
        let found = frames(&text, ("Q. Was the lamp lit? A. ", "Yes, it was.", " Q. By whom?"), (true, true), 60);
        assert!(found.first().is_some_and(|f| f.start == f.end && !f.is_edited()), "{found:?}");
    }

    #[test]
    fn other_words_are_not_the_own_ones() {
        let text = HEARING.replace("Yes, it certainly was.", "I could not say from there.");
        let found = frames(&text, ("Q. Was the lamp lit? A. ", "Yes, it was.", " Q. By whom?"), (true, true), 60);
        assert!(found.first().is_some_and(|f| !f.is_edited()), "{found:?}");
    }

    #[test]
    fn one_side_is_enough_for_words_that_are_alike() {
        let text = HEARING.replace("Q. By whom?", "Q. And who was it?");
        let found = frames(&text, ("Q. Was the lamp lit? A. ", "Yes, it was.", " Q. By whom?"), (true, true), 60);
        assert!(found.is_empty() || found.iter().all(|f| !f.whole), "{found:?}");
        let text = text.replace("Yes, it certainly was.", "Yes, it wass.");
        let found = frames(&text, ("Q. Was the lamp lit? A. ", "Yes, it was.", " Q. By whom?"), (true, true), 60);
        assert!(found.first().is_some_and(Frame::is_edited), "{found:?}");
    }
}
