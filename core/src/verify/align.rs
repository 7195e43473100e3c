//! The passage most like a quotation, word by word.
//!
//! Places to look at come from groups of words that both have; each is a window in which the longest common sequence of words
//! is found. The window then takes as many words more at each end as the quotation has unmatched there: a changed first or last
//! word would lie outside it else and never be seen.

use super::asked::Asked;
use super::chains::MAX_LEFT_OUT;
use super::cut::Row;
use super::en;
use super::stream::{BARRIER, UNKNOWN, WordId};
use super::word::Word;

use rustc_hash::{FxHashMap, FxHashSet};

/// Words of a group that is looked for.
const SEED: usize = 3;
/// Most places at which a group is tried.
const MAX_PLACES: usize = 400;
/// Most windows of one source.
const MAX_WINDOWS: usize = 10;
/// Of so many words of a quotation at least one group stands in a passage that is like it.
const FEWEST: usize = 20;
/// Most words of a quotation that are aligned.
const MAX_WORDS: usize = 600;

/// What an equal word weighs; one that says little weighs less.
const CONTENT: i32 = 30;
const GRAMMAR: i32 = 12;
/// What a word of the source between costs.
const SKIP: i32 = 9;

/// A passage beside a quotation.
#[derive(Clone, Debug, PartialEq)]
pub struct Alignment {
    /// Its first word, those added at the end included.
    pub start: u32,
    /// One past its last.
    pub end: u32,
    /// Pairs of a word of the quotation and a word of the source that are the same.
    pub pairs: Vec<(usize, u32)>,
    /// 2 · equal words ÷ words of both.
    pub similarity: f64,
    /// How many equal words say something.
    pub content: usize,
}

/// A quotation by the numbers that a source gives its words.
struct Numbered<'a> {
    asked: &'a Asked,
    ids: &'a [WordId],
    /// The source's `'s` and `'d`, which may stand for other words.
    clitics: [WordId; 2],
    /// Words of the quotation that a clitic of either side may stand for, or that are one.
    is_open: Vec<bool>,
}

impl<'a> Numbered<'a> {
    fn new(row: Row<'_>, asked: &'a Asked, ids: &'a [WordId]) -> Self {
        let clitics = ["'s", "'d"].map(|clitic| row.source.vocabulary.find(clitic));
        let is_open = |word: &Word| {
            word.key.starts_with('\'') || ["'s", "'d"].iter().any(|clitic| en::stands_for(clitic, &word.key))
        };
        Self { asked, ids, clitics, is_open: asked.words.iter().map(is_open).collect() }
    }

    /// How like a passage can be at best that has at most so many of the words.
    fn at_best(&self, shared: usize) -> f64 {
        2.0 * shared as f64 / (self.ids.len() + shared) as f64
    }

    /// Most words of the quotation that a window has, in whatever order.
    fn shared(&self, row: Row<'_>, (from, to): (u32, u32)) -> usize {
        let there = row.stream.tokens.get(from as usize..to as usize).unwrap_or_default();
        let is_there: FxHashSet<WordId> = there.iter().map(|t| t.id).collect();
        self.ids.iter().enumerate().filter(|(n, id)| self.may_be_open(*n) || is_there.contains(id)).count()
    }

    fn may_be_open(&self, n: usize) -> bool {
        self.is_open.get(n).copied().unwrap_or(true)
    }
}

/// The best passages of a source for a quotation, the most like first; none of those that can only be less like it than `least`.
/// Bounded: at most ten windows are compared.
pub fn passages(row: Row<'_>, asked: &Asked, ids: &[WordId], least: f64) -> Vec<Alignment> {
    let ids = ids.get(..MAX_WORDS).unwrap_or(ids);
    let numbered = Numbered::new(row, asked, ids);
    let known = ids.iter().enumerate().filter(|(n, id)| **id != UNKNOWN || numbered.may_be_open(*n)).count();
    if numbered.at_best(known) < least {
        return Vec::new();
    }
    let windows = windows(row, ids).into_iter();
    let mut out: Vec<Alignment> = windows.filter_map(|at| align(row, &numbered, at, least)).collect();
    out.sort_by(|a, b| b.similarity.total_cmp(&a.similarity).then(a.start.cmp(&b.start)));
    out.dedup_by_key(|a| (a.start, a.end));
    out
}

/// Where the passage may begin, by words that both have, each with the place of such a word.
fn windows(row: Row<'_>, ids: &[WordId]) -> Vec<(i64, u32)> {
    let mut votes: FxHashMap<(u32, i64), (u32, i64, u32)> = FxHashMap::default();
    // A question and its answer stand close together and share words: each has its own.
    let mut vote = |at: i64, place: u32, weight: u32| {
        let run = row.stream.stretch(place).run;
        let entry = votes.entry((run, at.div_euclid(16))).or_insert((0, at, place));
        entry.0 += weight;
    };
    for size in [SEED, 2, 1] {
        let mut any = false;
        for (n, group) in ids.windows(size).enumerate() {
            if group.contains(&UNKNOWN) || group.iter().any(|id| *id >= BARRIER) {
                continue;
            }
            let rare =
                size > 1 || !en::is_stop_word(row.source.vocabulary.word(group.first().copied().unwrap_or(UNKNOWN)));
            if !rare {
                continue;
            }
            let places = row.stream.occurrences(group);
            let most = if size == 1 { MAX_PLACES / 8 } else { MAX_PLACES };
            for place in places.iter().take(most) {
                vote(i64::from(*place) - n as i64, *place, size as u32);
                any = true;
            }
        }
        if any && (size < SEED || votes_enough(ids.len())) {
            break;
        }
    }
    // Of a long quotation a passage that is like it has many groups.
    let least = (ids.len() / FEWEST * SEED) as u32;
    let mut all: Vec<(u32, i64, u32)> = votes.into_values().filter(|(count, ..)| *count >= least).collect();
    all.sort_by_key(|(count, at, place)| (std::cmp::Reverse(*count), *at, *place));
    all.truncate(MAX_WINDOWS);
    all.into_iter().map(|(_, at, place)| (at, place)).collect()
}

/// Whether groups of three words are enough to look for; of a few words one change breaks all of them.
const fn votes_enough(words: usize) -> bool {
    words > 7
}

/// Whether two words are the same, or written for each other.
fn is_same(row: Row<'_>, numbered: &Numbered<'_>, n: usize, at: u32) -> bool {
    let Some(token) = row.token(at).filter(|t| t.id < BARRIER) else { return false };
    if numbered.ids.get(n).is_some_and(|id| *id == token.id) {
        return true;
    }
    if !numbered.may_be_open(n) {
        return false;
    }
    let here = numbered.asked.words.get(n).map_or("", |w| w.key.as_str());
    let [s, d] = numbered.clitics;
    let there = || row.source.vocabulary.word(token.id);
    (token.id == s && en::stands_for("'s", here))
        || (token.id == d && en::stands_for("'d", here))
        || (here.starts_with('\'') && en::stands_for(here, there()))
}

fn align(row: Row<'_>, numbered: &Numbered<'_>, (at, place): (i64, u32), least: f64) -> Option<Alignment> {
    let Numbered { asked, ids, .. } = *numbered;
    let gaps = asked.pieces.len().saturating_sub(1).min(4) as u32;
    let (count, reach) = (ids.len() as u32, MAX_LEFT_OUT * gaps);
    let slack = count / 2 + 8 + reach;
    let last = (row.stream.tokens.len() as u32).checked_sub(1)?;
    // Where the passage begins; a word before the text is its first one.
    let first = u32::try_from(at.max(0)).unwrap_or(last).min(last);
    // Not over the end of what one person says.
    let run = row.stream.stretch(place).run;
    let inside = |p: u32| row.stream.stretch(p).run == run;
    let mut from = if inside(first.min(place)) { first.min(place) } else { place };
    while from > 0 && first.saturating_sub(from) < slack && inside(from - 1) {
        from -= 1;
    }
    let mut to = place;
    while to <= last && to < first + count + slack && inside(to) {
        to += 1;
    }
    let window = (from, to);
    if numbered.at_best(numbered.shared(row, window)) < least {
        return None;
    }
    let pairs = common(row, numbered, window);
    measure(asked, ids.len(), &pairs, window)
}

/// The longest common sequence of words, weighed. O(words · window).
fn common(row: Row<'_>, numbered: &Numbered<'_>, (from, to): (u32, u32)) -> Vec<(usize, u32)> {
    let Numbered { asked, ids, .. } = *numbered;
    let width = (to - from) as usize + 1;
    let cuts: Vec<bool> = (0..=ids.len()).map(|n| asked.pieces.iter().any(|(at, _)| *at == n && n > 0)).collect();
    let mut scores = vec![0i32; (ids.len() + 1) * width];
    let score = |scores: &[i32], n: usize, m: usize| scores.get(n * width + m).copied().unwrap_or(i32::MIN / 2);
    let weight = |n: usize| {
        let key = asked.words.get(n).map_or("", |w| w.key.as_str());
        if en::is_stop_word(key) { GRAMMAR } else { CONTENT }
    };
    let weights: Vec<i32> = (0..ids.len()).map(weight).collect();
    for n in 0..=ids.len() {
        for m in 0..width {
            let mut best = if n == 0 { 0 } else { score(&scores, n - 1, m) };
            if m > 0 {
                let free = n == 0 || n == ids.len() || cuts.get(n).copied().unwrap_or(false);
                best = best.max(score(&scores, n, m - 1) - if free { 0 } else { SKIP });
                if n > 0 && is_same(row, numbered, n - 1, from + m as u32 - 1) {
                    best = best.max(score(&scores, n - 1, m - 1) + weights.get(n - 1).copied().unwrap_or(0));
                }
            }
            if let Some(cell) = scores.get_mut(n * width + m) {
                *cell = best;
            }
        }
    }
    let (mut n, mut m) = (ids.len(), width - 1);
    let mut out = Vec::new();
    while n > 0 && m > 0 {
        let here = score(&scores, n, m);
        let free = n == ids.len() || cuts.get(n).copied().unwrap_or(false);
        let same = is_same(row, numbered, n - 1, from + m as u32 - 1);
        if same && here == score(&scores, n - 1, m - 1) + weights.get(n - 1).copied().unwrap_or(0) {
            out.push((n - 1, from + m as u32 - 1));
            (n, m) = (n - 1, m - 1);
        } else if here == score(&scores, n, m - 1) - if free { 0 } else { SKIP } {
            m -= 1;
        } else {
            n -= 1;
        }
    }
    out.reverse();
    out
}

fn measure(asked: &Asked, count: usize, pairs: &[(usize, u32)], (from, to): (u32, u32)) -> Option<Alignment> {
    let ((first, start), (last, end)) = (pairs.first().copied()?, pairs.last().copied()?);
    // As many words more at either end as the quotation has unmatched there.
    let head = (first as u32).min(start - from);
    let tail = ((count - 1 - last) as u32).min(to.saturating_sub(end + 1));
    let (start, end) = (start - head, end + 1 + tail);
    // What is left out at a mark is no difference.
    let left_out: u32 = asked
        .pieces
        .iter()
        .skip(1)
        .map(|(cut, _)| {
            let before = pairs.iter().rev().find(|(n, _)| n < cut);
            let behind = pairs.iter().find(|(n, _)| n >= cut);
            before.zip(behind).map_or(0, |(a, b)| {
                let unmatched = (b.0 - a.0 - 1) as u32;
                (b.1 - a.1 - 1).saturating_sub(unmatched)
            })
        })
        .sum();
    let length = (end - start).saturating_sub(left_out) as usize;
    let similarity = 2.0 * pairs.len() as f64 / (count + length) as f64;
    let says = |n: usize| asked.words.get(n).is_some_and(|w| !en::is_stop_word(&w.key));
    let content = pairs.iter().filter(|(n, _)| says(*n)).count();
    Some(Alignment { start, end, pairs: pairs.to_vec(), similarity, content })
}
