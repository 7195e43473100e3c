//! How far annotations moved with the text around them.

use crate::annotation::Set;
use crate::document::Document;
use crate::span::Span;
use rustc_hash::FxHashMap;

/// How far records moved that were placed beyond doubt, by where they were, and where they are now. The beginning of a
/// text does not move; its end moved by what the text became longer.
pub struct Shifts {
    moved: Vec<(u32, i64)>,
    end: (u32, i64),
    /// Of records not placed yet that stand among the same words in one place only.
    pub likely: Vec<(u32, i64)>,
    /// Places of records, and where those were before.
    pub taken: FxHashMap<Span, u32>,
}

impl Shifts {
    /// Nothing is known but the two ends.
    pub fn new(document: &Document, set: &Set) -> Self {
        let (old, new) = (set.about.chars, document.offsets().chars());
        let end = if old == 0 { (new, 0) } else { (old, i64::from(new) - i64::from(old)) };
        Self { moved: Vec::new(), end, likely: Vec::new(), taken: FxHashMap::default() }
    }

    /// Records come in the order they had.
    pub fn learn(&mut self, start: u32, shift: i64, spans: &[Span]) {
        self.moved.push((start, shift));
        self.taken.extend(spans.first().map(|s| (*s, start)));
    }

    /// The shift of the last record learnt.
    pub fn last(&self) -> i64 {
        self.moved.last().map_or(0, |(_, shift)| *shift)
    }

    /// The shifts of what is before and after a place.
    pub fn around(&self, start: u32) -> [(u32, i64); 2] {
        let at = self.moved.partition_point(|(s, _)| *s < start);
        let before = at.checked_sub(1).and_then(|n| self.moved.get(n)).copied().unwrap_or((0, 0));
        [before, self.moved.get(at).copied().unwrap_or(self.end)]
    }

    /// Where something at `start` is expected to have gone.
    pub fn expected(&self, start: u32) -> i64 {
        self.around(start)[0].1
    }

    /// Whether a shift is that of something beside it, but for small edits between the two.
    pub fn agree(&self, start: u32, shift: i64) -> bool {
        self.around(start).into_iter().any(|other| close(start, shift, other))
    }

    /// Whether a shift is that of a record beside it: the ends of the text do not tell two equal places apart.
    pub fn follows(&self, start: u32, shift: i64) -> bool {
        let at = self.moved.partition_point(|(s, _)| *s < start);
        let mut beside = at.checked_sub(1).into_iter().chain([at]).filter_map(|n| self.moved.get(n));
        beside.any(|other| close(start, shift, *other))
    }

    /// Whether a shift lies between those of what is beside it, or not far from them, or the next record that is not
    /// placed yet says the same: a paragraph that was moved takes all of its records along.
    pub fn plausible(&self, start: u32, shift: i64) -> bool {
        let at = self.likely.partition_point(|(s, _)| *s < start);
        let before = at.checked_sub(1).and_then(|n| self.likely.get(n));
        let after = self.likely.iter().skip(at).find(|(s, _)| *s != start);
        if before.into_iter().chain(after).any(|other| close(start, shift, *other)) {
            return true;
        }
        let [(before, low), (after, high)] = self.around(start);
        let slack = 64 + i64::from(start.abs_diff(before).min(start.abs_diff(after))) / 10;
        low.min(high) - slack <= shift && shift <= low.max(high) + slack
    }

    /// Whether a place is that of a record which was elsewhere before.
    pub fn is_taken(&self, span: Span, start: u32) -> bool {
        self.taken.get(&span).is_some_and(|other| *other != start)
    }
}

/// Whether two shifts are the same but for small edits between the places.
fn close(start: u32, shift: i64, (other, by): (u32, i64)) -> bool {
    (shift - by).abs() <= 8 + i64::from(start.abs_diff(other)) / 50
}
