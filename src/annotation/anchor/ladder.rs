//! The ladder: every record of a set to its place in a text, in one go.

use super::folded::{Folded, fold};
use super::fuzzy::{Match, search};
use super::{Anchor, Candidate, Selector, verify};
use crate::annotation::{Annotation, Set};
use crate::document::Document;
use crate::span::Span;
use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Where each record is, by its id.
pub type Placed = FxHashMap<String, Anchor>;

/// Context is the same from here on.
const SAME: f32 = 0.8;
/// Context is not against it from here on.
const LIKE: f32 = 0.5;
/// A candidate must be better than the next by this much.
const MARGIN: f32 = 0.05;
/// Letters of context that tell one place from another by one side alone.
const TELLING: usize = 16;
/// Exact words as long as this speak for themselves, if they stand only once.
const LONG: usize = 64;
/// The fewest letters that are looked for approximately.
const FUZZY: usize = 16;
/// Bytes on each side of the expected place that are searched first.
const AROUND: usize = 8 * 1024;
/// Occurrences of the same words that are looked at, the nearest ones.
const NEAREST: usize = 64;
/// Most occurrences of the same words that are remembered.
const REMEMBERED: usize = 20_000;
/// Longest piece of words in the one search for all.
const PIECE: usize = 32;
/// Letters times blocks that may be spent on approximate search, in all: about three seconds.
const BUDGET: usize = 1 << 30;
/// Candidates kept for a person to choose from.
const OFFERED: usize = 5;

/// Finds the place of every record. `before` is the hash of the text the set was last saved with. Records whose words
/// stand where they were cost O(their length); the others one search of the text for all, and approximate search within
/// a fixed budget.
pub fn anchor_all(document: &Document, set: &Set, before: &str) -> Placed {
    let same_text = before == document.origin.text_hash && !before.is_empty();
    let mut placed = Placed::default();
    let mut rest: Vec<(&Arc<Annotation>, i64)> = Vec::new();
    let mut shift = 0i64;
    for record in set.in_order() {
        if same_text
            && record.text.is_none()
            && let Some(spans) = verify(document, &record.at)
        {
            placed.insert(record.id.clone(), Anchor::Exact(spans));
            continue;
        }
        match at_shift(document, record, shift).or_else(|| close_by(document, record, shift)) {
            Some((spans, moved)) => {
                shift = moved;
                let anchor = if moved == 0 { Anchor::Exact(spans) } else { Anchor::Shifted(spans) };
                placed.insert(record.id.clone(), anchor);
            }
            None => rest.push((record, shift)),
        }
    }
    if !rest.is_empty() {
        let mut search = Search::new(document, &rest);
        for (record, shift) in rest {
            placed.insert(record.id.clone(), search.place(record, shift));
        }
    }
    placed
}

/// The words at their offsets moved by `shift`, or where they were, among the same words.
fn at_shift(document: &Document, record: &Annotation, shift: i64) -> Option<(Vec<Span>, i64)> {
    let at = |by: i64| {
        let stands = |s: &Selector| {
            let moved = |at: u32| u32::try_from(i64::from(at) + by).ok();
            let span = document.offsets().span_to_bytes(document.text(), moved(s.start)?, moved(s.end)?)?;
            (!span.is_empty() && document.words(span) == s.exact && surrounded(document.text(), s, span))
                .then_some(span)
        };
        let spans = record.at.iter().map(stands).collect::<Option<Vec<Span>>>()?;
        (!spans.is_empty()).then_some((spans, by))
    };
    at(shift).or_else(|| if shift == 0 { None } else { at(0) })
}

/// Whether the words on one side of a span are the selector's.
fn surrounded(text: &str, selector: &Selector, span: Span) -> bool {
    let before = text.get(..span.start as usize).unwrap_or_default();
    let after = text.get(span.end as usize..).unwrap_or_default();
    // Nothing before and nothing after was all there was.
    if selector.prefix.is_empty() && selector.suffix.is_empty() {
        return before.is_empty() || after.is_empty();
    }
    let known = |words: &str| words.chars().count() >= TELLING;
    (known(&selector.prefix) && before.ends_with(&selector.prefix))
        || (known(&selector.suffix) && after.starts_with(&selector.suffix))
        || (before.ends_with(&selector.prefix) && after.starts_with(&selector.suffix))
        || {
            let (before, after) = (sides(before, true), sides(after, false));
            let (prefix, suffix) = (fold(&selector.prefix), fold(&selector.suffix));
            let sides = Sides { prefix: &prefix, suffix: &suffix };
            sides.likeness(&before, &after).speaks(selector.exact.chars().count())
        }
}

/// The folded words on one side of a place, a little more than a context.
fn sides(text: &str, before: bool) -> String {
    let take = 4 * super::CONTEXT;
    let near: String = if before {
        let letters: Vec<char> = text.chars().rev().take(take).collect();
        letters.into_iter().rev().collect()
    } else {
        text.chars().take(take).collect()
    };
    fold(&near)
}

/// The same words near the expected place, among exactly the same words on both sides.
fn close_by(document: &Document, record: &Annotation, shift: i64) -> Option<(Vec<Span>, i64)> {
    let text = document.text();
    let first = record.at.first()?;
    if first.exact.is_empty() || first.prefix.chars().count() + first.suffix.chars().count() < TELLING {
        return None;
    }
    let expected = u32::try_from(i64::from(first.start) + shift).unwrap_or(0);
    let expected = document.offsets().to_byte(text, expected).map_or(text.len(), |b| b as usize);
    let (from, to) = around(text, expected, AROUND + first.exact.len());
    let whole = format!("{}{}{}", first.prefix, first.exact, first.suffix);
    let mut found = text.get(from..to)?.match_indices(&whole).map(|(at, _)| from + at + first.prefix.len());
    let at = found.next()?;
    if found.next().is_some() {
        return None;
    }
    let moved = i64::from(document.offsets().to_chars(text, at as u32)) - i64::from(first.start);
    at_shift(document, record, moved).filter(|(_, by)| *by == moved)
}

/// A stretch of `text` around a byte, on character boundaries.
fn around(text: &str, at: usize, reach: usize) -> (usize, usize) {
    let (mut from, mut to) = (at.saturating_sub(reach), at.saturating_add(reach).min(text.len()));
    while !text.is_char_boundary(from) {
        from -= 1;
    }
    while !text.is_char_boundary(to) {
        to += 1;
    }
    (from, to)
}

/// How like the words on both sides of a place are; `None` where none were kept.
#[derive(Clone, Copy, Debug)]
struct Context {
    before: Option<f32>,
    after: Option<f32>,
    /// Whether each side is long enough to tell a place by itself.
    telling: (bool, bool),
}

impl Context {
    /// Whether it says that exact words of this many letters are the ones meant.
    fn speaks(self, letters: usize) -> bool {
        let same = |side: Option<f32>| side.is_some_and(|s| s >= SAME);
        match (self.before, self.after) {
            (Some(_), Some(_)) if same(self.before) && same(self.after) => true,
            // One side alone must be long, or the words themselves.
            _ => {
                (same(self.before) && (self.telling.0 || letters >= FUZZY))
                    || (same(self.after) && (self.telling.1 || letters >= FUZZY))
            }
        }
    }

    /// Whether neither known side speaks against it.
    fn agrees(self) -> bool {
        let like = |side: Option<f32>| side.is_none_or(|s| s >= LIKE);
        (self.before.is_some() || self.after.is_some()) && like(self.before) && like(self.after)
    }

    fn mean(self) -> f32 {
        let known: Vec<f32> = self.before.into_iter().chain(self.after).collect();
        if known.is_empty() { 0.0 } else { known.iter().sum::<f32>() / known.len() as f32 }
    }
}

/// Folded words on both sides, as a selector keeps them.
#[derive(Clone, Copy)]
struct Sides<'a> {
    prefix: &'a str,
    suffix: &'a str,
}

impl Sides<'_> {
    /// Compares with what stands before and after a place.
    fn likeness(self, before: &str, after: &str) -> Context {
        let known = |words: &str| !words.trim().is_empty();
        let telling = |words: &str| words.chars().count() >= TELLING;
        let backwards = |words: &str| words.chars().rev().collect::<Vec<char>>();
        let forwards = |words: &str| words.chars().collect::<Vec<char>>();
        Context {
            before: known(self.prefix).then(|| alike(&backwards(self.prefix), &backwards(before))),
            after: known(self.suffix).then(|| alike(&forwards(self.suffix), &forwards(after))),
            telling: (telling(self.prefix), telling(self.suffix)),
        }
    }
}

/// How much of `words` stands at the beginning of `text`: 1 less the edits over the letters, of the best end.
fn alike(words: &[char], text: &[char]) -> f32 {
    if words.is_empty() || text.starts_with(words) {
        return 1.0;
    }
    let reach = text.len().min(words.len() + words.len() / 4 + 1);
    let mut row: Vec<usize> = (0..=words.len()).collect();
    let mut best = words.len();
    for (n, letter) in text.iter().take(reach).enumerate() {
        let mut diagonal = n;
        if let Some(first) = row.first_mut() {
            *first = n + 1;
        }
        for (m, word) in words.iter().enumerate() {
            let (above, left) = (row.get(m + 1).copied().unwrap_or(0), row.get(m).copied().unwrap_or(0));
            let here = (diagonal + usize::from(word != letter)).min(above.min(left) + 1);
            diagonal = above;
            if let Some(slot) = row.get_mut(m + 1) {
                *slot = here;
            }
        }
        best = best.min(row.last().copied().unwrap_or(best));
    }
    1.0 - best as f32 / words.len() as f32
}

/// One selector's words, folded.
struct Wanted {
    exact: String,
    letters: usize,
    prefix: String,
    suffix: String,
}

impl Wanted {
    fn of(selector: &Selector) -> Self {
        let exact = fold(&selector.exact);
        let letters = exact.chars().count();
        Self { exact, letters, prefix: fold(&selector.prefix), suffix: fold(&selector.suffix) }
    }

    const fn sides(&self) -> Sides<'_> {
        Sides { prefix: self.prefix.as_str(), suffix: self.suffix.as_str() }
    }
}

/// What became of one selector.
enum Found {
    Same(Span),
    Like(Span, f32),
    Several(Vec<(Span, f32)>),
    None(Vec<(Span, f32)>),
}

/// A search of one text for many records.
struct Search<'a> {
    document: &'a Document,
    folded: Folded,
    /// Where each wanted piece of words stands in the folded text.
    places: FxHashMap<String, Vec<u32>>,
    spent: usize,
}

impl<'a> Search<'a> {
    fn new(document: &'a Document, rest: &[(&Arc<Annotation>, i64)]) -> Self {
        let folded = Folded::new(document.text());
        let mut places: FxHashMap<String, Vec<u32>> = FxHashMap::default();
        for (record, _) in rest {
            for selector in &record.at {
                places.entry(piece(&fold(&selector.exact)).to_owned()).or_default();
            }
        }
        places.remove("");
        let pieces: Vec<String> = places.keys().cloned().collect();
        let all = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(&pieces);
        // It fails only beyond four thousand million states; then nothing is found, and nothing is put anywhere.
        if let Ok(all) = all {
            for found in all.find_overlapping_iter(folded.text()) {
                if let Some(list) = pieces.get(found.pattern().as_usize()).and_then(|p| places.get_mut(p))
                    && list.len() < REMEMBERED
                {
                    list.push(found.start() as u32);
                }
            }
        }
        Self { document, folded, places, spent: 0 }
    }

    fn place(&mut self, record: &Annotation, shift: i64) -> Anchor {
        let mut spans = Vec::with_capacity(record.at.len());
        let (mut exact, mut likeness) = (true, 1.0f32);
        let mut shift = shift;
        for selector in &record.at {
            match self.find(selector, shift) {
                Found::Same(span) => {
                    shift = i64::from(self.document.in_chars(span).0) - i64::from(selector.start);
                    spans.push(span);
                }
                Found::Like(span, how) => {
                    exact = false;
                    likeness = likeness.min(how);
                    spans.push(span);
                }
                Found::Several(all) => return Anchor::Ambiguous(self.whole(record, &spans, all)),
                Found::None(all) => return Anchor::Lost(self.whole(record, &spans, all)),
            }
        }
        // Parts of one statement follow one another.
        let in_order = spans.windows(2).all(|w| matches!(w, [a, b] if a.end <= b.start));
        match (exact, in_order) {
            _ if spans.is_empty() => Anchor::Lost(Vec::new()),
            (true, true) => Anchor::Shifted(spans),
            (_, true) => Anchor::Fuzzy(Candidate { spans, likeness }),
            (_, false) => Anchor::Ambiguous(vec![Candidate { spans, likeness: likeness.min(LIKE) }]),
        }
    }

    /// Candidates of one selector as candidates of the record: what was found of the others belongs to each.
    fn whole(&self, record: &Annotation, found: &[Span], all: Vec<(Span, f32)>) -> Vec<Candidate> {
        let later: Vec<Span> = record
            .at
            .iter()
            .skip(found.len() + 1)
            .filter_map(|s| {
                let list = self.places.get(piece(&fold(&s.exact)))?;
                let [at] = list.as_slice() else { return None };
                self.stands(&fold(&s.exact), *at as usize)
            })
            .collect();
        let candidate = |(span, likeness): (Span, f32)| {
            let mut spans = found.to_vec();
            spans.push(span);
            spans.extend(later.iter().filter(|l| !l.overlaps(span)));
            spans.sort_unstable();
            Candidate { spans, likeness }
        };
        all.into_iter().map(candidate).collect()
    }

    /// The span of folded words at a folded byte, if they stand there whole.
    fn stands(&self, exact: &str, at: usize) -> Option<Span> {
        let there = self.folded.text().get(at..)?.starts_with(exact);
        there.then(|| self.folded.source(at, at + exact.len()))
    }

    fn context(&self, wanted: &Wanted, start: usize, end: usize) -> Context {
        let text = self.folded.text();
        let reach = 2 * super::CONTEXT * 4;
        let (from, _) = around(text, start, reach);
        let (_, to) = around(text, end, reach);
        wanted.sides().likeness(text.get(from..start).unwrap_or_default(), text.get(end..to).unwrap_or_default())
    }

    fn find(&mut self, selector: &Selector, shift: i64) -> Found {
        let wanted = Wanted::of(selector);
        if wanted.exact.trim().is_empty() {
            return Found::None(Vec::new());
        }
        let expected = u32::try_from(i64::from(selector.start) + shift).unwrap_or(0);
        let document = self.document;
        let byte = document.offsets().to_byte(document.text(), expected).unwrap_or(document.text().len() as u32);
        let near = self.folded.at(byte);
        let exact = self.exact(&wanted, near);
        let mut candidates: Vec<(Span, f32)> = Vec::new();
        let mut speaking: Vec<(Span, f32)> = Vec::new();
        for (at, context) in &exact {
            let Some(span) = self.stands(&wanted.exact, *at) else { continue };
            let likeness = context.mean();
            candidates.push((span, 0.5 + likeness / 2.0));
            if context.speaks(wanted.letters) {
                speaking.push((span, likeness));
            }
        }
        speaking.sort_by(|a, b| b.1.total_cmp(&a.1));
        candidates.sort_by(|a, b| b.1.total_cmp(&a.1));
        candidates.truncate(OFFERED);
        match speaking.as_slice() {
            [(span, _)] => return Found::Same(*span),
            [(span, best), (_, next), ..] if best - next >= MARGIN => return Found::Same(*span),
            [_, _, ..] => {
                let all = speaking.iter().take(OFFERED).map(|(s, l)| (*s, 0.5 + l / 2.0)).collect();
                return Found::Several(all);
            }
            [] => {}
        }
        // Nearly the same words among the same words are better than the same words among others.
        if let Some(found) = self.nearly(&wanted, near, &mut candidates) {
            return found;
        }
        match (candidates.as_slice(), exact.len()) {
            // Long words that stand once are shown where they stand, for a person to say so.
            ([(span, likeness), ..], 1) if wanted.letters >= LONG => Found::Like(*span, *likeness),
            _ => Found::None(candidates),
        }
    }

    /// Where exactly the words stand, the nearest places first, with what stands around.
    fn exact(&self, wanted: &Wanted, near: usize) -> Vec<(usize, Context)> {
        let Some(list) = self.places.get(piece(&wanted.exact)) else { return Vec::new() };
        let middle = list.partition_point(|at| (*at as usize) < near);
        let before = list.get(..middle).unwrap_or_default().iter().rev().take(NEAREST);
        let after = list.get(middle..).unwrap_or_default().iter().take(NEAREST);
        before
            .chain(after)
            .map(|at| *at as usize)
            .filter(|at| self.folded.text().get(*at..).is_some_and(|t| t.starts_with(&wanted.exact)))
            .map(|at| (at, self.context(wanted, at, at + wanted.exact.len())))
            .collect()
    }

    /// The last rung. Adds what it finds to the candidates when it does not decide.
    fn nearly(&mut self, wanted: &Wanted, near: usize, candidates: &mut Vec<(Span, f32)>) -> Option<Found> {
        if wanted.letters < FUZZY {
            return None;
        }
        let limit = (wanted.letters / 5).max(2);
        let reach = AROUND + 2 * wanted.exact.len();
        let (from, to) = around(self.folded.text(), near, reach);
        let close = self.search(wanted, from, to, limit, near);
        // One that is found near its place bounds what has to be looked for elsewhere.
        let bound = close.map_or(limit, |m| (m.edits + margin(wanted)).min(limit));
        let mut others: Vec<Match> = close.into_iter().collect();
        let pieces = match close {
            None => vec![(0, self.folded.text().len())],
            Some(m) => vec![(0, m.start), (m.end, self.folded.text().len())],
        };
        for (from, to) in pieces {
            if let Some(first) = self.search(wanted, from, to, bound, near) {
                others.push(first);
                if close.is_none() {
                    let bound = (first.edits + margin(wanted)).min(limit);
                    let rest = [(0, first.start), (first.end, self.folded.text().len())];
                    others.extend(rest.into_iter().filter_map(|(from, to)| self.search(wanted, from, to, bound, near)));
                }
            }
        }
        let mut scored: Vec<(Span, f32, Context)> = others
            .into_iter()
            .map(|m| {
                let context = self.context(wanted, m.start, m.end);
                let words = 1.0 - m.edits as f32 / wanted.letters as f32;
                (self.folded.source(m.start, m.end), f32::midpoint(words, context.mean()), context)
            })
            .collect();
        scored.sort_by(|a, b| b.1.total_cmp(&a.1));
        let offers = scored.iter().map(|(span, likeness, _)| (*span, *likeness));
        for (span, likeness) in offers {
            if !candidates.iter().any(|(s, _)| s.overlaps(span)) {
                candidates.push((span, likeness));
            }
        }
        candidates.sort_by(|a, b| b.1.total_cmp(&a.1));
        candidates.truncate(OFFERED);
        let fitting: Vec<&(Span, f32, Context)> = scored.iter().filter(|(_, _, context)| context.agrees()).collect();
        match fitting.as_slice() {
            [] => None,
            [(span, best, _)] => Some(Found::Like(*span, *best)),
            [(span, best, _), (_, next, _), ..] if best - next >= MARGIN => Some(Found::Like(*span, *best)),
            several => Some(Found::Several(several.iter().take(OFFERED).map(|(s, l, _)| (*s, *l)).collect())),
        }
    }

    /// Approximate search of a stretch of the folded text, as long as the budget lasts.
    fn search(&mut self, wanted: &Wanted, from: usize, to: usize, limit: usize, near: usize) -> Option<Match> {
        let cost = (to - from) * (limit / 32 + 1);
        if self.spent + cost > BUDGET {
            return None;
        }
        self.spent += cost;
        let stretch = self.folded.text().get(from..to)?;
        let found = search(&wanted.exact, stretch, limit, near.saturating_sub(from))?;
        Some(Match { start: from + found.start, end: from + found.end, edits: found.edits })
    }
}

/// Edits by which a runner-up may be worse and still be a rival.
fn margin(wanted: &Wanted) -> usize {
    // Half of the likeness are the words: a twentieth of the whole is a tenth of them.
    (wanted.letters / 10).max(1)
}

/// The beginning of words, as much as the one search for all takes.
fn piece(words: &str) -> &str {
    let mut end = words.len().min(PIECE);
    while !words.is_char_boundary(end) {
        end -= 1;
    }
    words.get(..end).unwrap_or_default()
}
