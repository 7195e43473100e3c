//! The last rung: nearly the same words, where nothing better is known.

use super::super::Selector;
use super::super::context::{Context, FUZZY};
use super::super::edges;
use super::super::folded::fold;
use super::super::fuzzy::FuzzyMatch;
use super::{AROUND, Lookup, MAX_CANDIDATES, Placement, Wanted, around, piece};
use crate::span::Span;

/// A candidate must be better than the next by this much.
const MARGIN: f32 = 0.05;

impl Lookup<'_> {
    /// Looks for nearly the same words. Adds what it finds to the candidates when it does not decide.
    pub fn nearly(
        &mut self,
        selector: &Selector,
        wanted: &Wanted,
        near: usize,
        candidates: &mut Vec<(Span, f32)>,
    ) -> Option<Placement> {
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
                let span = self.folded.source(m.start, m.end);
                let span = edges::whole_words(self.document.text(), &selector.exact, span);
                (span, f32::midpoint(words, context.mean()), context)
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
        // The same words of somebody else, which only stand where others do.
        let repeated = self.places.get(piece(&wanted.exact)).is_some_and(|list| list.len() > 1);
        let moved = |span: Span| self.moved(selector, span);
        let elsewhere = |span: Span| {
            repeated
                && fold(self.document.words(span)) == wanted.exact
                && !self.known.agree(selector.start, moved(span))
        };
        let fitting: Vec<&(Span, f32, Context)> = scored.iter().filter(|(_, _, context)| context.agrees()).collect();
        match fitting.as_slice() {
            [] => None,
            [(span, best, _)] if !elsewhere(*span) => Some(Placement::Like(*span, *best)),
            [(span, best, _), (_, next, _), ..] if best - next >= MARGIN && !elsewhere(*span) => {
                Some(Placement::Like(*span, *best))
            }
            several => {
                Some(Placement::Several(several.iter().take(MAX_CANDIDATES).map(|(s, l, _)| (*s, *l)).collect()))
            }
        }
    }

    /// Looks near the expected place for words not like enough to be the ones meant, for a person to choose from.
    pub fn offer(&mut self, selector: &Selector, wanted: &Wanted, near: usize, candidates: &mut Vec<(Span, f32)>) {
        if wanted.letters < FUZZY / 2 || !candidates.is_empty() {
            return;
        }
        let (from, to) = around(self.folded.text(), near, AROUND / 4 + 2 * wanted.exact.len());
        let limit = wanted.letters * 9 / 20;
        let Some(found) = self.search(wanted, from, to, limit, near) else { return };
        let words = 1.0 - found.edits as f32 / wanted.letters as f32;
        let context = self.context(wanted, found.start, found.end).mean();
        let span = self.folded.source(found.start, found.end);
        let span = edges::whole_words(self.document.text(), &selector.exact, span);
        candidates.push((span, f32::midpoint(words, context)));
    }
}

/// Edits by which a runner-up may be worse and still be a rival.
fn margin(wanted: &Wanted) -> usize {
    // Half of the likeness are the words: a twentieth of the whole is a tenth of them.
    (wanted.letters / 10).max(1)
}
