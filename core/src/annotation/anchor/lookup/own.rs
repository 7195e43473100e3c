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

impl Lookup<'_> {
    /// What stands between the words that stood around a selector, where its own words do not any more.
    pub fn own(&mut self, wanted: &Wanted, selector: &Selector, near: usize) -> Option<OwnPlace> {
        let (prefix, suffix) = wanted.sides.words();
        let text = self.folded.text();
        let (from, to) = around(text, near, AROUND + 2 * wanted.exact.len());
        let words = (prefix, wanted.exact.as_str(), suffix);
        let mut found = frames(text.get(from..to)?, words, (from == 0, to == text.len()), near.saturating_sub(from));
        for frame in &mut found {
            (frame.start, frame.end) = (frame.start + from, frame.end + from);
        }
        // Where its own words stand among new ones, they stand as they were.
        let is_own = |f: &Frame| !holds(text.get(f.start..f.end).unwrap_or_default(), wanted.exact.trim());
        let place = |f: &Frame| {
            let span = self.within(f, wanted, selector);
            let moved = self.moved(selector, self.folded.source(f.start, f.end));
            OwnPlace { span, moved, likeness: f32::midpoint(f.likeness, 1.0), edited: f.is_edited(), whole: f.whole }
        };
        let agrees = |f: &&Frame| {
            let moved = self.moved(selector, self.folded.source(f.start, f.end));
            self.known.agree(selector.start, moved)
        };
        match found.iter().find(agrees) {
            Some(frame) if is_own(frame) => return Some(place(frame)),
            // Its own words stand there as they were.
            Some(_) => return None,
            None => {}
        }
        // It may have gone with its paragraph.
        if self.spent + text.len() / 16 > BUDGET {
            return None;
        }
        let mut elsewhere = frames(text, words, (true, true), near).into_iter().filter(|f| f.whole && f.is_edited());
        let (only, None) = (elsewhere.next()?, elsewhere.next()) else { return None };
        let own = is_own(&only).then(|| place(&only));
        self.spent += text.len() / 16;
        own
    }

    /// The words of a frame that are the record's: all of them, or those very like its own.
    fn within(&self, frame: &Frame, wanted: &Wanted, selector: &Selector) -> Span {
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
