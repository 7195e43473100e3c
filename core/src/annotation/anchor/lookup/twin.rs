//! A second place beside the one that was found: the words were repeated next to the record's own, which were edited.
//!
//! A copy takes one side of the words that stood around a record, and the edited words keep the other. Seen from either, the
//! side where other words stand now holds something like the words before what used to stand there.

use super::super::Selector;
use super::super::context::{FUZZY, TELLING};
use super::super::edges;
use super::super::frame::recalled_words;
use super::super::fuzzy::FuzzyMatch;
use super::{BESIDE, Lookup, Wanted};
use crate::span::Span;
use memchr::memmem;

/// Share of the words, in their order, from which other words are them, edited.
const RECALLED: f32 = 0.5;

/// The text on one side of a place as far as the record's own words may go.
struct Side {
    /// Bytes of the folded text.
    start: usize,
    end: usize,
    /// Whether what used to stand on that side follows.
    is_bounded: bool,
}

impl Lookup<'_> {
    /// What is like the words of a selector on a side of `span` where other words stand than stood there, and how like it
    /// is. O(words · words) on each side.
    pub fn twin(&mut self, selector: &Selector, wanted: &Wanted, span: Span) -> Option<(Span, f32)> {
        let place = (self.folded.at(span.start), self.folded.at(span.end));
        let (before, after) = self.changed_sides(wanted, place);
        let near = (before.map(|s| (s, place.0)), after.map(|s| (s, place.1)));
        [near.0, near.1].into_iter().flatten().find_map(|(side, near)| self.twin_within(selector, wanted, &side, near))
    }

    /// The sides of a place, in bytes of the folded text, where other words stand than stood there.
    fn changed_sides(&self, wanted: &Wanted, (start, end): (usize, usize)) -> (Option<Side>, Option<Side>) {
        let text = self.folded.text();
        let (before, after) = (text.get(..start).unwrap_or_default(), text.get(end..).unwrap_or_default());
        let (told_before, told_after) = self.context(wanted, start, end).telling_sides();
        let (prefix, suffix) = wanted.sides.words();
        let (prefix, suffix) = (prefix.trim(), suffix.trim());
        let reach = 2 * wanted.exact.len() + BESIDE as usize;
        let from = before.floor_char_boundary(start.saturating_sub(reach + prefix.len()));
        let to = after.ceil_char_boundary(reach + suffix.len());
        // Little is enough where that is all there is.
        let is_changed = |told: bool, kept: &str, there: &str| !told && kept != there.trim();
        let before = is_changed(told_before, prefix, before).then(|| {
            let found = memmem::rfind(before.as_bytes().get(from..).unwrap_or_default(), prefix.as_bytes());
            let found = found.filter(|_| prefix.len() >= TELLING / 2);
            Side {
                start: found.map_or(from, |at| from + at + prefix.len()),
                end: start,
                is_bounded: found.is_some() || (prefix.is_empty() && from == 0),
            }
        });
        let after = is_changed(told_after, suffix, after).then(|| {
            let found = memmem::find(after.as_bytes().get(..to).unwrap_or_default(), suffix.as_bytes());
            let found = found.filter(|_| suffix.len() >= TELLING / 2);
            Side {
                start: end,
                end: end + found.unwrap_or(to),
                is_bounded: found.is_some() || (suffix.is_empty() && to == after.len()),
            }
        });
        (before, after)
    }

    fn twin_within(&mut self, selector: &Selector, wanted: &Wanted, side: &Side, near: usize) -> Option<(Span, f32)> {
        // Few letters are like much: only what stands exactly where they stood can be told from chance.
        if !side.is_bounded && wanted.letters < FUZZY / 2 {
            return None;
        }
        let limit = if side.is_bounded { wanted.letters * 2 / 3 } else { wanted.letters / 3 };
        let whole = FuzzyMatch { start: side.start, end: side.end, edits: limit };
        let found = match self.search(wanted, side.start, side.end, limit, near) {
            None if side.is_bounded => whole,
            found => found?,
        };
        let words = if side.is_bounded { &whole } else { &found };
        if recalled_words(&wanted.exact, self.folded.text().get(words.start..words.end)?) < RECALLED {
            return None;
        }
        let span = self.folded.source(found.start, found.end);
        let span = edges::whole_words(self.document.text(), &selector.exact, span);
        let likeness = 1.0 - found.edits as f32 / wanted.letters.max(1) as f32;
        (!span.is_empty() && !self.known.is_taken(span, selector.start)).then_some((span, likeness))
    }
}
