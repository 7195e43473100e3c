//! The alignment of words searched for with a stretch of the text (Sellers 1980).

use super::NearMatch;
use super::words::{QueryWord, Word};
use crate::span::Span;
use std::cmp::Reverse;

/// A match with what it has of the query.
pub struct Aligned {
    /// The match.
    pub matched: NearMatch,
    /// How many of its words that are no words of grammar are there.
    pub held: usize,
    /// How many of all its words are there.
    pub equal: usize,
    /// What those weigh.
    pub weight: u16,
}

/// More than any match costs.
const NEVER: u16 = u16::MAX / 2;

/// What a step of the alignment costs.
fn exchange(query: &QueryWord, n: usize, word: &Word) -> u16 {
    let bit = 1 << n;
    if word.class.equal & bit != 0 {
        0
    } else if word.class.slips & bit != 0 {
        1
    } else if query.is_grammar == word.class.is_grammar {
        query.weight()
    } else {
        NEVER
    }
}

/// A word of the query that is not in the text: one that means something is missed more than one that is another.
const fn missing(query: &QueryWord) -> u16 {
    if query.is_grammar { 1 } else { 3 }
}

/// A word of the text that is not in the query.
const fn more(word: &Word) -> u16 {
    if word.class.is_grammar { 1 } else { 2 }
}

/// From one sentence into the next where the words searched for do not.
const fn crossing(query: Option<&QueryWord>, word: &Word) -> u16 {
    let asked = match query {
        Some(query) => query.begins_sentence,
        None => false,
    };
    if word.begins_sentence && !asked { 1 } else { 0 }
}

/// A cell: what it costs to come here, what weighs what is the same so far, and the word at which the match begins.
#[derive(Clone, Copy)]
struct Cell {
    cost: u16,
    same: u16,
    start: usize,
}

impl Cell {
    const fn at(start: usize) -> Self {
        Self { cost: 0, same: 0, start }
    }

    const fn plus(self, cost: u16) -> Self {
        Self { cost: self.cost.saturating_add(cost), ..self }
    }

    /// The cheaper one; among equals that with more of the same; then the one that begins earlier: a first word that is
    /// another is taken in.
    fn or(self, other: Self) -> Self {
        let is_better = (other.cost, self.same, other.start) < (self.cost, other.same, self.start);
        if is_better { other } else { self }
    }
}

/// The best matches in a stretch of words that differ by no more than `limit`, apart from each other. O(words · (query +
/// log words)).
pub fn matches(query: &[QueryWord], words: &[Word], limit: u16) -> Vec<Aligned> {
    let mut column: Vec<Cell> = Vec::with_capacity(query.len() + 1);
    column.push(Cell::at(0));
    for word in query {
        let above = column.last().copied().unwrap_or(Cell::at(0));
        column.push(above.plus(missing(word)));
    }
    // The last cell, and one past the last word.
    let mut ends: Vec<(Cell, usize)> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let mut diagonal = Cell::at(at);
        let mut above = Cell::at(at + 1);
        if let Some(first) = column.first_mut() {
            *first = above;
        }
        for (n, (asked, cell)) in query.iter().zip(column.iter_mut().skip(1)).enumerate() {
            let left = *cell;
            // Only inside a match.
            let crossed = |from: Cell, asked| if from.start < at { crossing(asked, word) } else { 0 };
            let differs = exchange(asked, n, word);
            let mut both = diagonal.plus(differs.saturating_add(crossed(diagonal, Some(asked))));
            both.same += if differs == 0 { asked.weight() } else { 0 };
            let best = both.or(left.plus(more(word) + crossed(left, None))).or(above.plus(missing(asked)));
            (diagonal, *cell, above) = (left, best, best);
        }
        if let Some(last) = column.last().filter(|last| last.cost <= limit && last.start <= at) {
            ends.push((*last, at + 1));
        }
    }
    // Of equals the one with as many words as are searched for.
    ends.sort_by_key(|(last, end)| {
        (last.cost, Reverse(last.same), (end - last.start).abs_diff(query.len()), last.start)
    });
    let mut taken = vec![false; words.len()];
    let mut out = Vec::new();
    for (Cell { start, .. }, end) in ends {
        let Some(own) = taken.get_mut(start..end).filter(|own| own.iter().all(|taken| !taken)) else { continue };
        own.fill(true);
        out.extend(words.get(start..end).and_then(|words| aligned(query, words)));
    }
    out
}

/// What a step of the way back does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Exchange,
    Missing,
    More,
}

/// Words of a match against all of the query: what differs. O(query · words).
fn aligned(query: &[QueryWord], words: &[Word]) -> Option<Aligned> {
    let width = words.len() + 1;
    let mut matrix: Vec<(u16, Step)> = vec![(NEVER, Step::More); width * (query.len() + 1)];
    let cost = |matrix: &[(u16, Step)], row: usize, column: usize| {
        matrix.get(row * width + column).map_or(NEVER, |(cost, _)| *cost)
    };
    for row in 0..=query.len() {
        for column in 0..width {
            let asked = row.checked_sub(1).and_then(|n| query.get(n).map(|q| (n, q)));
            let word = column.checked_sub(1).and_then(|n| words.get(n));
            let crossed = |asked| word.filter(|_| column > 1).map_or(0, |w| crossing(asked, w));
            let both = asked.zip(word).map(|((n, q), w)| {
                let differs = exchange(q, n, w).saturating_add(crossed(Some(q)));
                (cost(&matrix, row - 1, column - 1).saturating_add(differs), Step::Exchange)
            });
            let missing =
                asked.map(|(_, q)| (cost(&matrix, row - 1, column).saturating_add(missing(q)), Step::Missing));
            let more =
                word.map(|w| (cost(&matrix, row, column - 1).saturating_add(more(w) + crossed(None)), Step::More));
            let best = [both, missing, more].into_iter().flatten().min_by_key(|(cost, _)| *cost);
            if let Some(cell) = matrix.get_mut(row * width + column) {
                *cell = best.unwrap_or((0, Step::Exchange));
            }
        }
    }
    let total = cost(&matrix, query.len(), words.len());
    let (mut row, mut column) = (query.len(), words.len());
    let (mut differs, mut held, mut equal, mut weight) = (Vec::new(), 0, 0, 0);
    while row > 0 || column > 0 {
        let (_, step) = *matrix.get(row * width + column)?;
        match step {
            Step::Exchange => {
                let (asked, word) = (query.get(row - 1)?, words.get(column - 1)?);
                let differing = exchange(asked, row - 1, word);
                if differing > 0 {
                    differs.push(word.span);
                }
                if differing == 0 || word.class.slips >> (row - 1) & 1 == 1 {
                    held += usize::from(!asked.is_grammar);
                    equal += 1;
                    weight += asked.weight();
                }
                (row, column) = (row - 1, column - 1);
            }
            Step::Missing => {
                // The gap they left, where it lies between words.
                if let (Some(before), Some(after)) =
                    (column.checked_sub(1).and_then(|n| words.get(n)), words.get(column))
                {
                    differs.push(Span::new(before.span.end, after.span.start));
                }
                row -= 1;
            }
            Step::More => {
                differs.push(words.get(column - 1)?.span);
                column -= 1;
            }
        }
    }
    differs.reverse();
    differs.dedup();
    let span = words.first()?.span.hull(words.last()?.span);
    Some(Aligned { matched: NearMatch { span, differs, cost: total }, held, equal, weight })
}
