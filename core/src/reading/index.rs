//! Suggestions and records by place: what is shown, what is open, what overlaps a stretch of the text.
//!
//! Suggestions stay where detection put them, in order, so a bit each says whether they are shown; records come and go
//! and stand in a tree. Both are looked up by place in logarithmic time, however long single ones are.

use super::ItemId;
use super::bitset::BitSet;
use super::many::is_queued;
use crate::detect::Detections;
use crate::span::Span;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Suggestions longer than this are looked up apart, so that one of them does not make every look-up long.
const MAX_INDEXED_LENGTH: u32 = 64 * 1024;

/// Suggestions that share one bound.
const GROUP: usize = 32;

/// Where everything is.
#[derive(Clone, Debug, Default)]
pub struct ItemIndex {
    /// Suggestions that no record stands in the place of.
    shown: BitSet,
    /// Those of them that are in the review queue.
    open: BitSet,
    /// For each [`GROUP`] of suggestions, the largest end up to its last, long ones left out: bounds the search for
    /// overlaps.
    reach: Vec<u32>,
    /// Long suggestions.
    long: Vec<u32>,
    /// Records by place.
    records: BTreeSet<(u32, Arc<str>)>,
    /// Ends of records by length, as a power of two, then place.
    sized: BTreeMap<(u32, u32, Arc<str>), u32>,
}

impl ItemIndex {
    /// All attributions shown. O(n).
    pub fn new(found: &Detections) -> Self {
        let count = found.len();
        let mut index = Self {
            shown: BitSet::new(count),
            open: BitSet::new(count),
            reach: Vec::with_capacity(count / GROUP + 1),
            ..Self::default()
        };
        let mut furthest = 0;
        for (number, attribution) in found.attributions().enumerate() {
            let hull = attribution.hull();
            if hull.len() > MAX_INDEXED_LENGTH {
                index.long.push(number as u32);
            } else {
                furthest = hull.end.max(furthest);
            }
            match index.reach.get_mut(number / GROUP) {
                Some(end) => *end = furthest,
                None => index.reach.push(furthest),
            }
            index.show(found, number, true);
        }
        index
    }

    /// Shows a suggestion, or hides it.
    pub fn show(&mut self, found: &Detections, number: usize, shown: bool) {
        let queued = found.get(number).is_some_and(|a| is_queued(a.kind, a.score));
        self.shown.set(number, shown);
        self.open.set(number, shown && queued);
    }

    /// Puts a record in.
    pub fn put(&mut self, hull: Span, id: &str) {
        let id: Arc<str> = id.into();
        self.sized.insert((size(hull), hull.start, Arc::clone(&id)), hull.end);
        self.records.insert((hull.start, id));
    }

    /// Takes a record out.
    pub fn take(&mut self, hull: Span, id: &str) {
        let id: Arc<str> = id.into();
        self.sized.remove(&(size(hull), hull.start, Arc::clone(&id)));
        self.records.remove(&(hull.start, id));
    }

    /// How many suggestions are open.
    pub const fn open(&self) -> usize {
        self.open.len()
    }

    /// Whether a suggestion is shown.
    pub fn is_shown(&self, number: usize) -> bool {
        self.shown.has(number)
    }

    /// Whether a suggestion is in the queue and open.
    pub fn is_open(&self, number: usize) -> bool {
        self.open.has(number)
    }

    /// How many suggestions are shown and not in the queue.
    pub const fn weak(&self) -> usize {
        self.shown.len() - self.open.len()
    }

    /// The first suggestion from number `from` on that is shown and not in the queue, wrapping round.
    pub fn next_weak(&self, from: usize) -> Option<ItemId> {
        let next = |from| self.shown.next_without(&self.open, from);
        next(from).or_else(|| next(0)).map(|n| ItemId::Suggestion(n as u32))
    }

    /// All shown suggestions, in order.
    pub fn all_shown(&self) -> impl Iterator<Item = usize> + '_ {
        self.shown.iter()
    }

    /// All open suggestions, in order.
    pub fn all_open(&self) -> impl Iterator<Item = usize> + '_ {
        self.open.iter()
    }

    /// The first open suggestion from number `from` on, wrapping round.
    pub fn next_open(&self, from: usize) -> Option<ItemId> {
        self.open.next(from).or_else(|| self.open.next(0)).map(|n| ItemId::Suggestion(n as u32))
    }

    /// The last open suggestion before number `before`, wrapping round.
    pub fn previous_open(&self, before: usize) -> Option<ItemId> {
        self.open.previous(before).or_else(|| self.open.previous(usize::MAX)).map(|n| ItemId::Suggestion(n as u32))
    }

    /// Attributions, shown or not, whose words overlap `span`, by number.
    pub fn overlapping<'a>(&'a self, found: &'a Detections, span: Span) -> impl Iterator<Item = u32> + 'a {
        let to = found.first_from(span.end);
        let from = self.reach.partition_point(|end| *end <= span.start) * GROUP;
        let overlaps = move |n: &u32| found.get(*n as usize).is_some_and(|a| a.hull().overlaps(span));
        let long = self.long.iter().copied().filter(move |n| (*n as usize) < to);
        let is_long = |n: &u32| self.long.binary_search(n).is_ok();
        long.chain((from as u32..to.max(from) as u32).filter(move |n| !is_long(n))).filter(overlaps)
    }

    /// What is shown and overlaps `span`, in reading order.
    pub fn items_in(&self, found: &Detections, span: Span) -> Vec<ItemId> {
        let suggestions = self.overlapping(found, span).filter(|n| self.shown.has(*n as usize));
        let mut out: Vec<(u32, ItemId)> =
            suggestions.map(|n| (found.start(n as usize), ItemId::Suggestion(n))).collect();
        let mut class = self.sized.first_key_value().map(|((size, ..), _)| *size);
        while let Some(size) = class {
            let least: Arc<str> = "".into();
            let from = (size, span.start.saturating_sub(1 << size.min(31)), Arc::clone(&least));
            let near = self.sized.range(from..(size, span.end, Arc::clone(&least)));
            // All of a size are at least half as long as the longest: few of those near do not overlap.
            let close = near.filter(|(_, end)| **end > span.start);
            out.extend(close.map(|((_, start, id), _)| (*start, ItemId::Record(Arc::clone(id)))));
            class = self.sized.range((size + 1, 0, least)..).next().map(|((size, ..), _)| *size);
        }
        out.sort_unstable();
        out.into_iter().map(|(_, item)| item).collect()
    }

    /// The item after one at `at`; without one, the first that begins at `at` or behind it.
    pub fn next(&self, found: &Detections, at: u32, item: Option<&ItemId>) -> Option<ItemId> {
        let (number, record) = match item {
            None => (found.first_from(at), (at, "".into())),
            Some(ItemId::Suggestion(n)) => (*n as usize + 1, (at, "".into())),
            Some(ItemId::Record(id)) => (found.first_from(at.saturating_add(1)), (at, Arc::clone(id))),
        };
        let suggestion = self.shown.next(number).map(|n| (found.start(n), ItemId::Suggestion(n as u32)));
        let is_same = |(_, id): &&(u32, Arc<str>)| matches!(item, Some(ItemId::Record(own)) if own == id);
        let mut records = self.records.range(record..).skip_while(is_same);
        let record = records.next().map(|(at, id)| (*at, ItemId::Record(Arc::clone(id))));
        suggestion.into_iter().chain(record).min().map(|(_, item)| item)
    }

    /// The item before one at `at`; without one, the last that begins before `at`.
    pub fn previous(&self, found: &Detections, at: u32, item: Option<&ItemId>) -> Option<ItemId> {
        let (number, record) = match item {
            None => (found.first_from(at), (at, "".into())),
            Some(ItemId::Suggestion(n)) => (*n as usize, (at, "".into())),
            Some(ItemId::Record(id)) => (found.first_from(at.saturating_add(1)), (at, Arc::clone(id))),
        };
        let suggestion = self.shown.previous(number).map(|n| (found.start(n), ItemId::Suggestion(n as u32)));
        let record = self.records.range(..record).next_back();
        let record = record.map(|(at, id)| (*at, ItemId::Record(Arc::clone(id))));
        suggestion.into_iter().chain(record).max().map(|(_, item)| item)
    }
}

/// The power of two a length is below.
fn size(hull: Span) -> u32 {
    u32::BITS - hull.len().leading_zeros()
}
