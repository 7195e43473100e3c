//! Finding an annotation's place: offsets are a hint, the words are the truth.
//!
//! Only the first rung of the ladder stands here: the words at the stored offsets. A record whose words are not there
//! is *lost*: kept, listed, never moved to a look-alike.

use crate::document::Document;
use crate::span::Span;
use serde::Deserialize;
use unicode_segmentation::UnicodeSegmentation;

/// A place by position and by words (W3C `TextPositionSelector` and `TextQuoteSelector` in one).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Selector {
    /// First code point.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
    /// The words.
    pub exact: String,
    /// Up to 32 graphemes before them.
    #[serde(default)]
    pub prefix: String,
    /// Up to 32 graphemes after them.
    #[serde(default)]
    pub suffix: String,
}

/// Graphemes of context kept on each side.
const CONTEXT: usize = 32;

impl Selector {
    /// The selector of a span of `document`.
    pub fn of(document: &Document, span: Span) -> Self {
        let (start, end) = document.in_chars(span);
        let text = document.text();
        let before = text.get(..span.start as usize).unwrap_or_default();
        let after = text.get(span.end as usize..).unwrap_or_default();
        let prefix = before.grapheme_indices(true).rev().take(CONTEXT).last().map_or(before.len(), |(i, _)| i);
        let suffix = after.grapheme_indices(true).nth(CONTEXT).map_or(after.len(), |(i, _)| i);
        Self {
            start,
            end,
            exact: span.of(text).to_owned(),
            prefix: before.get(prefix..).unwrap_or_default().to_owned(),
            suffix: after.get(..suffix).unwrap_or_default().to_owned(),
        }
    }
}

/// Where an annotation is in the current text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// Every selector's words stand at its offsets.
    Exact(Vec<Span>),
    /// They do not.
    Lost,
}

impl Anchor {
    /// The word in exports.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Exact(_) => "exact",
            Self::Lost => "lost",
        }
    }

    /// The spans; none when lost.
    pub fn spans(&self) -> &[Span] {
        match self {
            Self::Exact(spans) => spans,
            Self::Lost => &[],
        }
    }
}

/// Verifies selectors against the text. O(length of the words).
pub fn anchor(document: &Document, selectors: &[Selector]) -> Anchor {
    let place = |s: &Selector| {
        let span = document.offsets().span_to_bytes(document.text(), s.start, s.end)?;
        (!span.is_empty() && document.words(span) == s.exact).then_some(span)
    };
    match selectors.iter().map(place).collect::<Option<Vec<Span>>>() {
        Some(spans) if !spans.is_empty() => Anchor::Exact(spans),
        _ => Anchor::Lost,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn changed_words_are_lost_not_moved() {
        let before = Document::from_text("He said “no” twice.\n\nHe said “no” twice.", "a.txt");
        let at = before.text().rfind("“no”").unwrap() as u32;
        let selector = Selector::of(&before, Span::new(at, at + 8));
        assert_eq!(anchor(&before, std::slice::from_ref(&selector)).spans(), [Span::new(at, at + 8)]);
        let after = Document::from_text("He said “no” twice.\n\nHe said “yes” once.", "a.txt");
        assert_eq!(anchor(&after, &[selector]), Anchor::Lost);
    }

    proptest! {
        #[test]
        fn what_is_described_is_found(text in "[a-z “”é😊\u{301}]{1,80}", a in 0usize..80, b in 0usize..80) {
            let document = Document::verbatim(&text);
            let edges: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
            let (a, b) = (edges[a % edges.len()], edges[b % edges.len()]);
            let span = Span::new(a as u32, b as u32);
            prop_assume!(!span.is_empty());
            let selector = Selector::of(&document, span);
            prop_assert_eq!(anchor(&document, &[selector]), Anchor::Exact(vec![span]));
        }
    }
}
