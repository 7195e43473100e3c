//! Where the own sentence of a record is, edited.

use super::super::Selector;
use super::super::context::FUZZY;
use super::super::edges;
use super::super::frame::{Frame, frames, holds};
use super::super::fuzzy::search;
use super::{AROUND, BUDGET, Lookup, Wanted, around};
use crate::span::Span;

/// Where a record's own sentence was, when other words stand there now.
pub struct OwnPlace {
    /// The words there; empty when nothing is left.
    pub span: Span,
    /// How far it moved, in code points.
    pub moved: i64,
    /// How like them and the words around they are, from 0 to 1.
    pub likeness: f32,
    /// Whether the words there are the record's, edited; else they are others, or nothing is left.
    pub edited: bool,
    /// Whether the words on both sides are the same.
    pub whole: bool,
}

/// Letters that a search for exact words passes in the time of one of approximate search.
const LETTERS_AT_ONCE: usize = 16;

impl Lookup<'_> {
    /// What stands between the words that stood around a selector, where its own words do not any more.
    pub fn own(&mut self, wanted: &Wanted, selector: &Selector, near: usize) -> Option<OwnPlace> {
        let text = self.folded.text();
        if let Some(frame) = self.frame_as_expected(wanted, selector, near) {
            // Where its own words stand among new ones, they stand as they were.
            return (!wanted.stands_in(text, frame)).then(|| self.own_place(frame, wanted, selector));
        }
        // It may have gone with its paragraph.
        let cost = text.len() / LETTERS_AT_ONCE;
        if self.spent + cost > BUDGET {
            return None;
        }
        self.spent += cost;
        let text = self.folded.text();
        let (prefix, suffix) = wanted.sides.words();
        let all = frames(text, (prefix, &wanted.exact, suffix), (true, true), near);
        let mut edited = all.into_iter().filter(|f| f.whole && f.is_edited());
        let (only, None) = (edited.next()?, edited.next()) else { return None };
        (!wanted.stands_in(text, only)).then(|| self.own_place(only, wanted, selector))
    }

    /// The frame of a selector where it is expected, in bytes of the folded text.
    fn frame_as_expected(&self, wanted: &Wanted, selector: &Selector, near: usize) -> Option<Frame> {
        let text = self.folded.text();
        let (prefix, suffix) = wanted.sides.words();
        let (from, to) = around(text, near, AROUND + 2 * wanted.exact.len());
        let ends = (from == 0, to == text.len());
        let found = frames(text.get(from..to)?, (prefix, &wanted.exact, suffix), ends, near.saturating_sub(from));
        let mut found = found.into_iter().map(|f| Frame { start: f.start + from, end: f.end + from, ..f });
        found.find(|f| {
            let moved = self.moved(selector, self.folded.source(f.start, f.end));
            self.known.agree(selector.start, moved)
        })
    }

    fn own_place(&self, frame: Frame, wanted: &Wanted, selector: &Selector) -> OwnPlace {
        OwnPlace {
            span: self.within(frame, wanted, selector),
            moved: self.moved(selector, self.folded.source(frame.start, frame.end)),
            likeness: f32::midpoint(frame.likeness, 1.0),
            edited: frame.is_edited(),
            whole: frame.whole,
        }
    }

    /// The words of a frame that are the record's: all of them, or those very like its own.
    fn within(&self, frame: Frame, wanted: &Wanted, selector: &Selector) -> Span {
        let words = self.folded.text().get(frame.start..frame.end).unwrap_or_default();
        // A quotation goes from mark to mark, however it was edited; what became a little longer is all of it.
        let marked = edges::is_marked(&wanted.exact) && edges::is_marked(words);
        let longer = words.len() > wanted.exact.len() * 3 / 2 + FUZZY;
        let close = (frame.whole && wanted.letters >= FUZZY && longer && !marked)
            .then(|| search(&wanted.exact, words, wanted.letters / 5, 0))
            .flatten();
        let (start, end) = close.map_or((frame.start, frame.end), |m| (frame.start + m.start, frame.start + m.end));
        let span = self.folded.source(start, end);
        if span.is_empty() { span } else { edges::whole_words(self.document.text(), &selector.exact, span) }
    }
}

impl Wanted {
    /// Whether the words stand as they were at one end of a frame.
    fn stands_in(&self, text: &str, frame: Frame) -> bool {
        holds(text.get(frame.start..frame.end).unwrap_or_default(), self.exact.trim())
    }
}
