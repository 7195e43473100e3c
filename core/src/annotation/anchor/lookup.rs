//! Finding the records whose words do not stand where they are expected: the same words elsewhere, the record's own
//! words edited, nearly the same words.

mod nearly;
mod own;
mod parts;
mod twin;

use super::context::{Context, FUZZY, LIKE, Sides};
use super::edges;
use super::folded::{Folded, fold};
use super::fuzzy::{FuzzyMatch, search};
use super::shifts::Shifts;
use super::{Anchor, Candidate, Selector};
use crate::annotation::Annotation;
use crate::document::Document;
use crate::span::Span;
use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use own::OwnPlace;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Code points between an edited sentence and the same words that may be where it went.
const BESIDE: i64 = 200;
/// Exact words as long as this speak for themselves, if they stand only once.
const MIN_UNIQUE_LENGTH: usize = 64;
/// Bytes on each side of the expected place that are searched first.
pub const AROUND: usize = 8 * 1024;
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

/// One selector's words, folded.
pub struct Wanted {
    exact: String,
    letters: usize,
    sides: Sides,
    /// Whether it begins and ends inside a word.
    inside: (bool, bool),
}

impl Wanted {
    fn of(selector: &Selector) -> Self {
        let exact = fold(&selector.exact);
        let letters = exact.chars().count();
        let inside = edges::inside_words(&selector.prefix, &selector.exact, &selector.suffix);
        Self { exact, letters, sides: Sides::new(fold(&selector.prefix), fold(&selector.suffix)), inside }
    }
}

/// What became of one selector.
pub enum Placement {
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

impl Exact {
    /// The place and how much speaks for it.
    fn offer(&self) -> (Span, f32) {
        (self.span, 0.5 + self.context.mean() / 2.0)
    }
}

/// Several places to choose from, the record's own first.
fn several_places(places: &[&Exact], own: Option<&OwnPlace>) -> Placement {
    let own = own.filter(|o| !o.span.is_empty()).map(|o| (o.span, o.likeness));
    Placement::Several(own.into_iter().chain(places.iter().map(|e| e.offer())).take(MAX_CANDIDATES).collect())
}

/// A search of one text for many records.
pub struct Lookup<'a> {
    document: &'a Document,
    folded: Folded,
    /// Where each wanted piece of words stands in the folded text.
    places: FxHashMap<String, Vec<u32>>,
    known: Shifts,
    spent: usize,
}

impl<'a> Lookup<'a> {
    /// Looks for the words of all records at once. O(text).
    pub fn new(document: &'a Document, rest: &[Arc<Annotation>], known: Shifts) -> Self {
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
    pub fn learn(&mut self, rest: &[Arc<Annotation>]) {
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

    /// Where a record is.
    pub fn place(&mut self, record: &Annotation) -> Anchor {
        let mut spans = Vec::with_capacity(record.at.len());
        let (mut exact, mut likeness) = (true, 1.0f32);
        for selector in &record.at {
            let found = match self.find(selector) {
                Placement::Several(all) | Placement::None(all) if !spans.is_empty() => {
                    // The very words, where they went with the part before them: only what stands between is another.
                    match self.behind_the_part_before(record, selector, &spans, &all) {
                        Some(span) => Placement::Like(span, LIKE),
                        None => Placement::None(all),
                    }
                }
                other => other,
            };
            match found {
                // What grew over the end of a paragraph may be somebody else's words as well.
                Placement::Like(span, how) if self.crosses(span, selector) => {
                    return Anchor::Ambiguous(self.whole(record, &spans, vec![(span, how)]));
                }
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
        let found = self.likeliest(selector, &wanted);
        let (span, how) = match &found {
            Placement::Same(span) => (*span, 1.0),
            Placement::Like(span, how) => (*span, *how),
            // The very words have a place, though not enough speaks for it alone.
            Placement::None(all) => match all.first() {
                Some((span, how)) if fold(self.document.words(*span)) == wanted.exact => (*span, *how),
                _ => return found,
            },
            Placement::Several(_) => return found,
        };
        match self.twin(selector, &wanted, span) {
            Some(twin) => Placement::Several(vec![(span, how), twin]),
            None => found,
        }
    }

    /// The place that most speaks for.
    fn likeliest(&mut self, selector: &Selector, wanted: &Wanted) -> Placement {
        let near = self.expected(selector);
        let mut all: Vec<Exact> = self.exact(wanted, near);
        let count = all.len();
        all.sort_by(|a, b| b.context.mean().total_cmp(&a.context.mean()));
        let own = self.own(wanted, selector, near);
        if let Some(found) = self.among_the_same(selector, &all, own.as_ref()) {
            return found;
        }
        if let Some(found) = self.beside_the_same(selector, wanted, &all, own.as_ref()) {
            return found;
        }
        let mut candidates: Vec<(Span, f32)> = all.iter().take(MAX_CANDIDATES).map(Exact::offer).collect();
        match own {
            Some(own) if own.edited => return Placement::Like(own.span, own.likeness),
            // Nothing of it is left in its place: what is like it elsewhere is for a person to choose.
            Some(own) if own.whole => {
                candidates.extend((!own.span.is_empty()).then_some((own.span, own.likeness)));
                candidates.truncate(MAX_CANDIDATES);
                return Placement::None(candidates);
            }
            _ => {}
        }
        // Nearly the same words among the same words are better than the same words among others.
        if let Some(found) = self.nearly(selector, wanted, near, &mut candidates) {
            return found;
        }
        match (candidates.as_slice(), count) {
            // Long words that stand once are shown where they stand, for a person to say so.
            ([(span, likeness), ..], 1) if wanted.letters >= MIN_UNIQUE_LENGTH => Placement::Like(*span, *likeness),
            _ => {
                self.offer(selector, wanted, near, &mut candidates);
                Placement::None(candidates)
            }
        }
    }

    /// How far a place is from where a selector was.
    fn moved(&self, selector: &Selector, span: Span) -> i64 {
        i64::from(self.document.in_chars(span).0) - i64::from(selector.start)
    }

    /// The words, with the same words on both sides.
    fn among_the_same(&self, selector: &Selector, all: &[Exact], own: Option<&OwnPlace>) -> Option<Placement> {
        let free = |e: &Exact| !self.known.is_taken(e.span, selector.start);
        let moved = |e: &Exact| self.moved(selector, e.span);
        let expected = self.known.expected(selector.start);
        // A place with other words that is nearer to where the record was is the record's own.
        let nearest = |e: &Exact| own.is_none_or(|o| (moved(e) - expected).abs() < (o.moved - expected).abs());
        let equal: Vec<&Exact> = all.iter().filter(|e| e.context.is_equal()).collect();
        match equal.as_slice() {
            [] => None,
            [one] if free(one) && nearest(one) && self.known.plausible(selector.start, moved(one)) => {
                Some(Placement::Same(one.span))
            }
            [one] if nearest(one) => {
                let stayed = |e: &&Exact| e.span != one.span && self.known.agree(selector.start, moved(e));
                Some(match all.iter().find(stayed) {
                    Some(other) if !self.known.agree(selector.start, moved(one)) => several_places(&[other, one], own),
                    _ => Placement::Like(one.span, one.offer().1),
                })
            }
            several => {
                let mut there = several.iter().filter(|e| free(e) && self.known.follows(selector.start, moved(e)));
                Some(match (there.next(), there.next()) {
                    (Some(one), None) if nearest(one) => Placement::Same(one.span),
                    _ => several_places(several, own),
                })
            }
        }
    }

    /// The words, with the same words on one side.
    fn beside_the_same(
        &self,
        selector: &Selector,
        wanted: &Wanted,
        all: &[Exact],
        own: Option<&OwnPlace>,
    ) -> Option<Placement> {
        let speaking: Vec<&Exact> = all.iter().filter(|e| e.context.speaks(wanted.letters)).collect();
        let free = |e: &Exact| !self.known.is_taken(e.span, selector.start);
        let moved = |e: &Exact| self.moved(selector, e.span);
        match (speaking.as_slice(), own) {
            ([], _) => None,
            // Its own sentence still stands, edited: the same words elsewhere are somebody else's, unless they stand
            // right beside it, or more speaks for them than one side, or for both no more than one.
            (others, Some(own)) if own.edited => {
                let reach = 2 * wanted.letters as i64 + BESIDE;
                let rival = |e: &&Exact| {
                    (moved(e) - own.moved).abs() <= reach
                        || (e.context.agrees() && e.context.mean() >= own.likeness)
                        || (!own.whole && e.context.has_an_equal_side())
                };
                let rivals = others.iter().any(rival);
                Some(if rivals { several_places(others, Some(own)) } else { Placement::Like(own.span, own.likeness) })
            }
            (_, Some(own)) if own.whole => None,
            // The very words, moved like what is beside them, one side letter for letter the same.
            ([one], _)
                if free(one)
                    && self.known.agree(selector.start, moved(one))
                    && one.context.has_an_equal_side()
                    && self.document.words(one.span) == selector.exact =>
            {
                Some(Placement::Same(one.span))
            }
            // Short or repeated words with one side the same are somebody else's if they are not where these went.
            ([one], _)
                if self.known.plausible(selector.start, moved(one)) || (all.len() == 1 && wanted.letters >= FUZZY) =>
            {
                Some(Placement::Like(one.span, one.offer().1))
            }
            ([_], _) => None,
            // Exactly where they went, one side the same: most likely the ones, but for a person to say.
            (several, _) => {
                let expected = self.known.expected(selector.start);
                let mut equal = several.iter().filter(|e| e.context.has_an_equal_side());
                Some(match (equal.next(), equal.next()) {
                    (Some(one), None) if moved(one) == expected => Placement::Like(one.span, one.offer().1),
                    _ => several_places(several, None),
                })
            }
        }
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
            let (first, last) = edges::cuts_word(self.document.text(), span);
            if (first && !wanted.inside.0) || (last && !wanted.inside.1) {
                return None;
            }
            Some(Exact { span, context: self.context(wanted, at, at + wanted.exact.len()) })
        };
        before.chain(after).filter_map(place).collect()
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

/// The beginning of words, as much as the one search for all takes.
fn piece(words: &str) -> &str {
    words.get(..words.floor_char_boundary(PIECE)).unwrap_or_default()
}

/// A stretch of `text` around a byte, on character boundaries.
pub fn around(text: &str, at: usize, reach: usize) -> (usize, usize) {
    (text.floor_char_boundary(at.saturating_sub(reach)), text.ceil_char_boundary(at.saturating_add(reach)))
}
