//! Near matches: places that hold most of the words searched for, in their order, with a few of them changed, left out or
//! put in. For quotations as people remember them: "twenty years" where the text has "ten years".
//!
//! What counts as near:
//! - words are compared folded (case, accents, what is not seen), one with a slip counts as nearly the same;
//! - what differs costs at most half of what the words searched for weigh: a word of grammar weighs one, any other two;
//! - at least half of the words that are no words of grammar are there, in order: a common word alone is never near;
//! - words of grammar change only into such words, others only into others.
//!
//! The algorithm is Sellers' (1980, "The theory and computation of evolutionary distances: pattern recognition"): the matrix
//! of Levenshtein's distance over words, whose first row is nought everywhere, so that a match may begin at any word. Each
//! cell carries where its match begins. The matrix is made only around words of the query, of at most [`MAX_WORDS`].

mod align;
pub mod same;
mod words;

use crate::detect::GrammarWords;
use crate::document::Document;
use crate::span::Span;
use words::{Classes, QueryWord, Word};

/// Most words of a query that is compared.
pub const MAX_WORDS: usize = 48;
/// Most near matches that are given.
pub const MAX_NEAR: usize = 100;
/// How many are gathered before the least like are dropped.
const MAX_GATHERED: usize = 8 * MAX_NEAR;
/// Bytes of a paragraph whose words are looked at together: bounds the memory in one of any length.
const PIECE: usize = 64 * 1024;

/// Words searched for, made ready to be compared.
#[derive(Debug)]
pub struct NearQuery {
    words: Vec<QueryWord>,
    grammar: GrammarWords,
    /// Most that may differ.
    limit: u16,
    /// How many words that are no words of grammar have to be there.
    needed: usize,
}

/// A place that is nearly the words searched for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NearMatch {
    /// From its first word to its last, in bytes.
    pub span: Span,
    /// What differs, in order: words that are others or more, and the white space where words are missing.
    pub differs: Vec<Span>,
    /// How much differs: less is more like.
    pub cost: u16,
}

/// Near matches, the most like first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Near {
    /// At most a hundred, apart from each other.
    pub matches: Vec<NearMatch>,
    /// Whether there are more.
    pub more: bool,
}

impl NearQuery {
    /// `None` where there is nothing to compare: no words, only one short one, or more than 48. O(words).
    pub fn new(typed: &str) -> Option<Self> {
        let grammar = GrammarWords::new();
        let words = words::of_query(typed, &grammar);
        let held = words.iter().filter(|word| !word.is_grammar).count();
        let weight: u16 = words.iter().map(QueryWord::weight).sum();
        // Of words of grammar alone, one may differ.
        let (limit, needed) = if held == 0 { (1, 0) } else { (weight / 2, held.div_ceil(2)) };
        let is_enough = if held == 0 { words.len() >= 3 } else { words.len() > 1 || weight > 1 };
        (is_enough && words.len() <= MAX_WORDS).then_some(Self { words, grammar, limit, needed })
    }

    /// The near matches in a document, or only `within` places of it; those that share a word with one of the `exact` matches
    /// (in order) are none. `None` as soon as they are not wanted any more: asked at every paragraph, and in long ones between. O(text + places with
    /// words of the query · words²).
    pub fn all(
        &self,
        document: &Document,
        within: Option<&[Span]>,
        exact: &[Span],
        is_wanted: impl Fn() -> bool,
    ) -> Option<Near> {
        let text = document.text();
        let mut classes = Classes::new(&self.words, &self.grammar, text);
        let (mut near, mut words) = (Near::default(), Vec::new());
        let everywhere = [Span::new(0, text.len() as u32)];
        for place in within.unwrap_or(&everywhere) {
            let first = document.block_at(place.start);
            let blocks = document.blocks().iter().skip(first).take_while(|block| block.span.start < place.end);
            for part in blocks.filter_map(|block| block.span.intersection(*place)) {
                words.clear();
                let mut found = Vec::new();
                for piece in pieces(part, text) {
                    if !is_wanted() {
                        return None;
                    }
                    classes.words_of(piece, text, &mut words);
                    self.words(&words, exact, &mut found);
                    // What begins at the end of a piece goes on in the next one.
                    words.drain(..words.len().saturating_sub(2 * self.room()));
                }
                near.matches.append(&mut found);
                if near.matches.len() > MAX_GATHERED {
                    near.keep(MAX_NEAR);
                }
            }
        }
        near.keep(MAX_NEAR);
        Some(near)
    }

    /// Most words that a match is longer than the query, or may be apart in it.
    fn room(&self) -> usize {
        self.words.len() + usize::from(self.limit)
    }

    /// Adds those among some words of a paragraph.
    fn words(&self, words: &[Word], exact: &[Span], found: &mut Vec<NearMatch>) {
        let room = self.room();
        let hits = words.iter().enumerate().filter(|(_, word)| word.is_hit()).map(|(at, _)| at);
        let mut hits = hits.peekable();
        while let Some(first) = hits.next() {
            let (mut last, mut count) = (first, 1);
            while let Some(next) = hits.next_if(|next| *next <= last + room) {
                (last, count) = (next, count + 1);
            }
            if count < self.needed.max(1) {
                continue;
            }
            let from = first.saturating_sub(room);
            let window = words.get(from..(last + room + 1).min(words.len())).unwrap_or_default();
            for aligned in align::matches(&self.words, window, self.limit) {
                if self.is_near(&aligned) && !touches(exact, aligned.matched.span) {
                    add(found, aligned.matched);
                }
            }
        }
        if found.len() > MAX_GATHERED {
            found.sort_by_key(|one| (one.cost, one.span.start));
            found.truncate(MAX_GATHERED / 2);
        }
    }

    /// Whether enough of the words are there.
    fn is_near(&self, found: &align::Aligned) -> bool {
        let all: u16 = self.words.iter().map(QueryWord::weight).sum();
        found.held >= self.needed && found.weight * 2 >= all && found.equal > usize::from(self.needed == 0)
    }
}

impl Near {
    /// Keeps the most like, in order.
    fn keep(&mut self, count: usize) {
        self.matches.sort_by_key(|found| (found.cost, found.span.start));
        self.more |= self.matches.len() > count;
        self.matches.truncate(count);
    }

    /// How many there are, in words: `2 near`, `100 near and more`.
    pub fn in_words(&self) -> String {
        format!("{} near{}", self.matches.len(), if self.more { " and more" } else { "" })
    }
}

/// Adds a match, unless one at the same place is as much like: then only that stays.
fn add(found: &mut Vec<NearMatch>, new: NearMatch) {
    let overlaps = |one: &NearMatch| one.span.start < new.span.end && new.span.start < one.span.end;
    if found.iter().any(|one| overlaps(one) && one.cost <= new.cost) {
        return;
    }
    found.retain(|one| !overlaps(one));
    found.push(new);
}

/// A paragraph in pieces of at most [`PIECE`] bytes, cut behind a blank where there is one.
fn pieces(part: Span, text: &str) -> impl Iterator<Item = Span> {
    let mut from = part.start as usize;
    std::iter::from_fn(move || {
        let end = part.end as usize;
        if from >= end {
            return None;
        }
        let mut to = text.floor_char_boundary((from + PIECE).min(end));
        if to < end {
            let blank = text.get(from..to).and_then(|words| words.rfind(' '));
            to = blank.filter(|at| *at > 0).map_or(to, |at| from + at + 1);
        }
        let piece = Span::new(from as u32, to as u32);
        from = to;
        Some(piece)
    })
}

/// Whether a place shares letters with one of several, which are in order.
fn touches(places: &[Span], span: Span) -> bool {
    let next = places.partition_point(|place| place.end <= span.start);
    places.get(next).is_some_and(|place| place.start < span.end)
}

#[cfg(test)]
mod tests;
