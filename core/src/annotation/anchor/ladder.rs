//! The ladder: every record of a set to its place in a text, in one go.

use super::context::{Context, FUZZY, LIKE, Sides, TELLING};
use super::folded::{Folded, fold};
use super::fuzzy::{FuzzyMatch, search};
use super::shifts::Shifts;
use super::{Anchor, Candidate, Selector, verify};
use crate::annotation::{Annotation, Set};
use crate::document::Document;
use crate::span::Span;
use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Records in reading order, each with where it is.
type AnchoredRecords = Vec<(Arc<Annotation>, Anchor)>;

/// A candidate must be better than the next by this much.
const MARGIN: f32 = 0.05;
/// Exact words as long as this speak for themselves, if they stand only once.
const MIN_UNIQUE_LENGTH: usize = 64;
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
const MAX_CANDIDATES: usize = 5;

/// Finds the place of every record. `before` is the hash of the text the set was last saved with. Records whose words
/// stand where they were, among the same words, cost O(their length); the others one search of the text for all, and
/// approximate search within a fixed budget.
///
/// Exact words count as found without a question only where the words around them are the same and they moved about as
/// far as what is next to them, annotations or the ends of the text: a look-alike elsewhere has not.
pub fn anchor_all(document: &Document, set: &Set, before: &str) -> AnchoredRecords {
    let same_text = before == document.origin.text_hash && !before.is_empty();
    let mut placed: AnchoredRecords = Vec::with_capacity(set.len());
    let mut rest: Vec<usize> = Vec::new();
    let mut known = Shifts::new(document, set);
    for record in set.in_order() {
        let verified = if same_text && record.text.is_none() { verify(document, &record.at) } else { None };
        let anchor = if let Some(spans) = verified {
            Anchor::Exact(spans)
        } else if let Some((spans, moved)) =
            at_shift(document, record, known.last()).or_else(|| close_by(document, record, &known))
        {
            known.learn(record.start(), moved, &spans);
            if moved == 0 { Anchor::Exact(spans) } else { Anchor::Shifted(spans) }
        } else {
            rest.push(placed.len());
            Anchor::Lost(Vec::new())
        };
        placed.push((Arc::clone(record), anchor));
    }
    if !rest.is_empty() {
        let records: Vec<Arc<Annotation>> =
            rest.iter().filter_map(|at| placed.get(*at)).map(|(record, _)| Arc::clone(record)).collect();
        let mut search = Search::new(document, &records, known);
        search.learn(&records);
        for (at, record) in rest.into_iter().zip(&records) {
            if let Some((_, anchor)) = placed.get_mut(at) {
                *anchor = search.place(record);
            }
        }
    }
    placed
}

/// The words at their offsets moved by `shift`, or where they were, among the same words on both sides.
fn at_shift(document: &Document, record: &Annotation, shift: i64) -> Option<(Vec<Span>, i64)> {
    let at = |by: i64| {
        let stands = |s: &Selector| {
            let moved = |at: u32| u32::try_from(i64::from(at) + by).ok();
            let span = document.offsets().span_to_bytes(document.text(), moved(s.start)?, moved(s.end)?)?;
            // A hand that wrote no context can only have meant the place itself.
            let bare = by == 0 && s.prefix.is_empty() && s.suffix.is_empty();
            let stands = !span.is_empty() && document.words(span) == s.exact;
            (stands && (bare || surrounded(document.text(), s, span))).then_some(span)
        };
        let spans = record.at.iter().map(stands).collect::<Option<Vec<Span>>>()?;
        (!spans.is_empty()).then_some((spans, by))
    };
    at(shift).or_else(|| if shift == 0 { None } else { at(0) })
}

/// Whether the words on both sides of a span are the selector's.
fn surrounded(text: &str, selector: &Selector, span: Span) -> bool {
    let before = text.get(..span.start as usize).unwrap_or_default();
    let after = text.get(span.end as usize..).unwrap_or_default();
    let has_context = selector.prefix.chars().count() + selector.suffix.chars().count() >= TELLING;
    // Little before and little after is enough where that is all there is.
    let whole = selector.prefix.len() == before.len() && selector.suffix.len() == after.len();
    (has_context || whole) && before.ends_with(&selector.prefix) && after.starts_with(&selector.suffix)
}

/// The same words near the expected place, among exactly the same words on both sides.
fn close_by(document: &Document, record: &Annotation, known: &Shifts) -> Option<(Vec<Span>, i64)> {
    let shift = known.last();
    let text = document.text();
    let first = record.at.first()?;
    if first.exact.is_empty() || first.prefix.chars().count() + first.suffix.chars().count() < TELLING {
        return None;
    }
    let expected = u32::try_from(i64::from(first.start) + shift).unwrap_or(0);
    let expected = document.offsets().to_byte(text, expected).map_or(text.len(), |b| b as usize);
    // A short way: what is further off is found by the one search for all.
    let (from, to) = around(text, expected, AROUND / 4 + first.exact.len());
    let whole = format!("{}{}{}", first.prefix, first.exact, first.suffix);
    let mut found = text.get(from..to)?.match_indices(&whole).map(|(at, _)| from + at + first.prefix.len());
    let at = found.next()?;
    if found.next().is_some() {
        return None;
    }
    let moved = i64::from(document.offsets().to_chars(text, at as u32)) - i64::from(first.start);
    at_shift(document, record, moved).filter(|(_, by)| *by == moved && known.plausible(first.start, moved))
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

/// One selector's words, folded.
struct Wanted {
    exact: String,
    letters: usize,
    sides: Sides,
}

impl Wanted {
    fn of(selector: &Selector) -> Self {
        let exact = fold(&selector.exact);
        let letters = exact.chars().count();
        Self { exact, letters, sides: Sides::new(fold(&selector.prefix), fold(&selector.suffix)) }
    }
}

/// What became of one selector.
enum Placement {
    Same(Span),
    Like(Span, f32),
    Several(Vec<(Span, f32)>),
    None(Vec<(Span, f32)>),
}

/// A place where exactly the words stand.
struct Exact {
    span: Span,
    context: Context,
}

/// A search of one text for many records.
struct Search<'a> {
    document: &'a Document,
    folded: Folded,
    /// Where each wanted piece of words stands in the folded text.
    places: FxHashMap<String, Vec<u32>>,
    known: Shifts,
    spent: usize,
}

impl<'a> Search<'a> {
    fn new(document: &'a Document, rest: &[Arc<Annotation>], known: Shifts) -> Self {
        let folded = Folded::new(document.text());
        let mut places: FxHashMap<String, Vec<u32>> = FxHashMap::default();
        for record in rest {
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
        Self { document, folded, places, known, spent: 0 }
    }

    /// Notes how far records seem to have moved before any of them is placed.
    fn learn(&mut self, rest: &[Arc<Annotation>]) {
        let likely = |record: &Arc<Annotation>| {
            let selector = record.at.first()?;
            let wanted = Wanted::of(selector);
            let near = self.expected(selector);
            let all = self.exact(&wanted, near);
            let mut equal = all.iter().filter(|e| e.context.is_equal());
            let (only, None) = (equal.next()?, equal.next()) else { return None };
            Some((selector.start, i64::from(self.document.in_chars(only.span).0) - i64::from(selector.start)))
        };
        self.known.likely = rest.iter().filter_map(likely).collect();
    }

    /// Where a selector's words are expected in the folded text.
    fn expected(&self, selector: &Selector) -> usize {
        let at = i64::from(selector.start) + self.known.expected(selector.start);
        let text = self.document.text();
        let byte = self.document.offsets().to_byte(text, u32::try_from(at).unwrap_or(0));
        self.folded.at(byte.unwrap_or(text.len() as u32))
    }

    fn place(&mut self, record: &Annotation) -> Anchor {
        let mut spans = Vec::with_capacity(record.at.len());
        let (mut exact, mut likeness) = (true, 1.0f32);
        for selector in &record.at {
            match self.find(selector) {
                Placement::Same(span) => {
                    self.known.taken.insert(span, selector.start);
                    spans.push(span);
                }
                Placement::Like(span, how) => {
                    exact = false;
                    likeness = likeness.min(how);
                    spans.push(span);
                }
                Placement::Several(all) => return Anchor::Ambiguous(self.whole(record, &spans, all)),
                Placement::None(all) => return Anchor::Lost(self.whole(record, &spans, all)),
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
        if all.is_empty() && !found.is_empty() {
            return vec![Candidate { spans: found.to_vec(), likeness: LIKE }];
        }
        all.into_iter().map(candidate).collect()
    }

    /// The span of folded words at a folded byte, if they stand there whole.
    fn stands(&self, exact: &str, at: usize) -> Option<Span> {
        let there = self.folded.text().get(at..)?.starts_with(exact);
        there.then(|| self.folded.source(at, at + exact.len()))
    }

    fn context(&self, wanted: &Wanted, start: usize, end: usize) -> Context {
        let text = self.folded.text();
        wanted.sides.likeness(text.get(..start).unwrap_or_default(), text.get(end..).unwrap_or_default())
    }

    fn find(&mut self, selector: &Selector) -> Placement {
        let wanted = Wanted::of(selector);
        if wanted.exact.trim().is_empty() {
            return Placement::None(Vec::new());
        }
        let document = self.document;
        let near = self.expected(selector);
        let mut all: Vec<Exact> = self.exact(&wanted, near);
        let count = all.len();
        all.sort_by(|a, b| b.context.mean().total_cmp(&a.context.mean()));
        let moved = |e: &Exact| i64::from(document.in_chars(e.span).0) - i64::from(selector.start);
        let free = |e: &Exact| !self.known.is_taken(e.span, selector.start);
        let as_expected = |e: &Exact| free(e) && self.known.agree(selector.start, moved(e));
        let plausible = |e: &Exact| free(e) && self.known.plausible(selector.start, moved(e));
        let offer = |e: &Exact| (e.span, 0.5 + e.context.mean() / 2.0);
        let equal: Vec<&Exact> = all.iter().filter(|e| e.context.is_equal()).collect();
        match equal.as_slice() {
            [] => {}
            [one] if plausible(one) => return Placement::Same(one.span),
            [one] => return Placement::Like(one.span, offer(one).1),
            several => {
                let mut there = several.iter().filter(|e| free(e) && self.known.follows(selector.start, moved(e)));
                return match (there.next(), there.next()) {
                    (Some(one), None) => Placement::Same(one.span),
                    _ => Placement::Several(several.iter().take(MAX_CANDIDATES).map(|e| offer(e)).collect()),
                };
            }
        }
        let speaking: Vec<&Exact> = all.iter().filter(|e| e.context.speaks(wanted.letters)).collect();
        match speaking.as_slice() {
            [] => {}
            // The very words, moved like what is beside them, one side letter for letter the same.
            [one]
                if as_expected(one)
                    && one.context.has_an_equal_side()
                    && document.words(one.span) == selector.exact =>
            {
                return Placement::Same(one.span);
            }
            [one] => return Placement::Like(one.span, offer(one).1),
            several => return Placement::Several(several.iter().take(MAX_CANDIDATES).map(|e| offer(e)).collect()),
        }
        let mut candidates: Vec<(Span, f32)> = all.iter().take(MAX_CANDIDATES).map(offer).collect();
        // Nearly the same words among the same words are better than the same words among others.
        if let Some(found) = self.nearly(&wanted, near, &mut candidates) {
            return found;
        }
        match (candidates.as_slice(), count) {
            // Long words that stand once are shown where they stand, for a person to say so.
            ([(span, likeness), ..], 1) if wanted.letters >= MIN_UNIQUE_LENGTH => Placement::Like(*span, *likeness),
            _ => {
                self.offer(&wanted, near, &mut candidates);
                Placement::None(candidates)
            }
        }
    }

    /// Looks near the expected place for words not like enough to be the ones meant, for a person to choose from.
    fn offer(&mut self, wanted: &Wanted, near: usize, candidates: &mut Vec<(Span, f32)>) {
        if wanted.letters < FUZZY / 2 || !candidates.is_empty() {
            return;
        }
        let (from, to) = around(self.folded.text(), near, AROUND / 4 + 2 * wanted.exact.len());
        let limit = wanted.letters * 9 / 20;
        let Some(found) = self.search(wanted, from, to, limit, near) else { return };
        let words = 1.0 - found.edits as f32 / wanted.letters as f32;
        let context = self.context(wanted, found.start, found.end).mean();
        let span = self.folded.source(found.start, found.end);
        candidates.push((span, f32::midpoint(words, context)));
    }

    /// Where exactly the words stand, the places nearest to the expected one, with what stands around.
    fn exact(&self, wanted: &Wanted, near: usize) -> Vec<Exact> {
        let Some(list) = self.places.get(piece(&wanted.exact)) else { return Vec::new() };
        let middle = list.partition_point(|at| (*at as usize) < near);
        let before = list.get(..middle).unwrap_or_default().iter().rev().take(NEAREST);
        let after = list.get(middle..).unwrap_or_default().iter().take(NEAREST);
        let place = |at: &u32| {
            let at = *at as usize;
            let span = self.stands(&wanted.exact, at)?;
            Some(Exact { span, context: self.context(wanted, at, at + wanted.exact.len()) })
        };
        before.chain(after).filter_map(place).collect()
    }

    /// The last rung. Adds what it finds to the candidates when it does not decide.
    fn nearly(&mut self, wanted: &Wanted, near: usize, candidates: &mut Vec<(Span, f32)>) -> Option<Placement> {
        if wanted.letters < FUZZY {
            return None;
        }
        let limit = (wanted.letters / 5).max(2);
        let reach = AROUND + 2 * wanted.exact.len();
        let (from, to) = around(self.folded.text(), near, reach);
        let close = self.search(wanted, from, to, limit, near);
        // One that is found near its place bounds what has to be looked for elsewhere.
        let bound = close.map_or(limit, |m| (m.edits + margin(wanted)).min(limit));
        let mut others: Vec<FuzzyMatch> = close.into_iter().collect();
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
        candidates.truncate(MAX_CANDIDATES);
        let fitting: Vec<&(Span, f32, Context)> = scored.iter().filter(|(_, _, context)| context.agrees()).collect();
        match fitting.as_slice() {
            [] => None,
            [(span, best, _)] => Some(Placement::Like(*span, *best)),
            [(span, best, _), (_, next, _), ..] if best - next >= MARGIN => Some(Placement::Like(*span, *best)),
            several => {
                Some(Placement::Several(several.iter().take(MAX_CANDIDATES).map(|(s, l, _)| (*s, *l)).collect()))
            }
        }
    }

    /// Approximate search of a stretch of the folded text, as long as the budget lasts.
    fn search(&mut self, wanted: &Wanted, from: usize, to: usize, limit: usize, near: usize) -> Option<FuzzyMatch> {
        let cost = (to - from) * (limit / 32 + 1);
        if self.spent + cost > BUDGET {
            return None;
        }
        self.spent += cost;
        let stretch = self.folded.text().get(from..to)?;
        let found = search(&wanted.exact, stretch, limit, near.saturating_sub(from))?;
        Some(FuzzyMatch { start: from + found.start, end: from + found.end, edits: found.edits })
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
