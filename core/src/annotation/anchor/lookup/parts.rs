//! Parts of one record, and where one place ends.

use super::super::Selector;
use super::{BESIDE, Lookup};
use crate::annotation::Annotation;
use crate::span::Span;

impl Lookup<'_> {
    /// The place of a further part of a record among its candidates: its very words, moved as the part before was, give or
    /// take a sentence.
    pub fn behind_the_part_before(
        &self,
        record: &Annotation,
        selector: &Selector,
        spans: &[Span],
        all: &[(Span, f32)],
    ) -> Option<Span> {
        let (last, before) = (spans.last()?, record.at.get(spans.len() - 1)?);
        let shift = self.moved(before, *last);
        let follows = |span: &Span| {
            self.document.words(*span) == selector.exact
                && span.start >= last.end
                && (self.moved(selector, *span) - shift).abs() <= BESIDE
        };
        let mut there = all.iter().map(|(span, _)| *span).filter(follows);
        match (there.next(), there.next()) {
            (Some(only), None) => Some(only),
            _ => None,
        }
    }

    /// Whether a place goes over the end of a paragraph that the words did not go over.
    pub fn crosses(&self, span: Span, selector: &Selector) -> bool {
        self.document.words(span).contains("\n\n") && !selector.exact.contains("\n\n")
    }
}
