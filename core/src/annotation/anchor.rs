//! Finding an annotation's place: offsets are a hint, the words are the truth.
//!
//! A ladder, each rung for what the one before did not place: the words at their offsets, moved by what the annotation
//! before was moved by; the same words elsewhere, letter forms folded, told apart by the words around them; what stands
//! between the words that stood around it, edited, which comes before a copy elsewhere; nearly the same words. What is left
//! has no place: it is kept and shown, never put at a look-alike.
//!
//! Before the ladder, the words kept around records are read with the names that took the places of others in front of all
//! turns (`labels`). Behind it, a place with something like its words beside it is a question with both places (`twin`).

mod context;
mod difference;
mod edges;
mod folded;
mod frame;
mod fuzzy;
mod labels;
mod ladder;
mod lookup;
mod shifts;

use super::table::record;
use super::{AnchoredText, Annotation};
use crate::document::Document;
use crate::span::{self, Offsets, Span};
use unicode_segmentation::UnicodeSegmentation;

pub use difference::{ComparedWord, compare_words};
pub use fuzzy::{FuzzyMatch, FuzzyPattern, search};
pub use ladder::anchor_all;

record! {
    /// A place by position and by words (W3C `TextPositionSelector` and `TextQuoteSelector` in one).
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Selector {
        /// First code point.
        start: u32     | always | 1
        /// One past the last code point.
        end: u32       | always | 1
        /// The words.
        exact: String  | always | 1
        /// Up to 32 graphemes before them.
        prefix: String | kept   | 1
        /// Up to 32 graphemes after them.
        suffix: String | kept   | 1
    }
}

/// Graphemes of context kept on each side.
const CONTEXT: usize = 32;

impl Selector {
    /// The selector of a span of `document`.
    pub fn of(document: &Document, span: Span) -> Self {
        Self::within(document.text(), document.offsets(), span)
    }

    /// The selector of a span of `text`.
    pub fn within(text: &str, offsets: &Offsets, span: Span) -> Self {
        let (start, end) = offsets.span_to_chars(text, span);
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

/// A place where an annotation may belong.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The words there, one span a selector.
    pub spans: Vec<Span>,
    /// How like they and the words around them are, from 0 to 1.
    pub likeness: f32,
}

/// Where an annotation is in the current text.
#[derive(Clone, Debug, PartialEq)]
pub enum Anchor {
    /// Every selector's words stand at its offsets.
    Exact(Vec<Span>),
    /// The same words, letter forms aside, stand elsewhere among the same words.
    Shifted(Vec<Span>),
    /// Nearly the same words stand among the same words; or the same words among others.
    Fuzzy(Candidate),
    /// Several places are as good.
    Ambiguous(Vec<Candidate>),
    /// None is good enough; the likeliest, best first.
    Lost(Vec<Candidate>),
}

impl Anchor {
    /// The word in exports.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Exact(_) => "exact",
            Self::Shifted(_) => "shifted",
            Self::Fuzzy(_) => "fuzzy",
            Self::Ambiguous(_) => "ambiguous",
            Self::Lost(_) => "lost",
        }
    }

    /// The spans; none of an orphan.
    pub fn spans(&self) -> &[Span] {
        match self {
            Self::Exact(spans) | Self::Shifted(spans) => spans,
            Self::Fuzzy(candidate) => &candidate.spans,
            Self::Ambiguous(_) | Self::Lost(_) => &[],
        }
    }

    /// Where it may belong, best first; for one that is placed beyond doubt nothing.
    pub fn candidates(&self) -> &[Candidate] {
        match self {
            Self::Exact(_) | Self::Shifted(_) => &[],
            Self::Fuzzy(candidate) => std::slice::from_ref(candidate),
            Self::Ambiguous(candidates) | Self::Lost(candidates) => candidates,
        }
    }

    /// Whether a person should say where it belongs.
    pub const fn is_doubtful(&self) -> bool {
        matches!(self, Self::Fuzzy(_) | Self::Ambiguous(_) | Self::Lost(_))
    }

    /// Whether it has no place.
    pub const fn is_orphan(&self) -> bool {
        matches!(self, Self::Ambiguous(_) | Self::Lost(_))
    }
}

/// The spans of selectors whose words all stand at their offsets. O(length of the words).
pub fn verify(document: &Document, selectors: &[Selector]) -> Option<Vec<Span>> {
    let place = |s: &Selector| {
        let span = document.offsets().span_to_bytes(document.text(), s.start, s.end)?;
        (!span.is_empty() && document.words(span) == s.exact).then_some(span)
    };
    let spans = selectors.iter().map(place).collect::<Option<Vec<Span>>>()?;
    (!spans.is_empty()).then_some(spans)
}

/// Whether a record's words stand at their offsets, among the words that stood around them. O(length of the words).
pub fn stands_as_it_was(document: &Document, record: &Annotation) -> bool {
    verify(document, &record.at).is_some_and(|spans| stands_among_the_same(document, record, &spans))
}

/// Whether the words around a record at `spans` are those it was written down with. O(length of the words).
pub fn stands_among_the_same(document: &Document, record: &Annotation, spans: &[Span]) -> bool {
    let same = |(then, span): (&Selector, &Span)| {
        let now = Selector::of(document, *span);
        now.prefix.ends_with(&then.prefix) && now.suffix.starts_with(&then.suffix)
    };
    spans.len() == record.at.len() && record.at.iter().zip(spans).all(same)
}

/// How far from its content, in bytes, the words that name a speaker or say "said" are looked for.
const NEARBY: u32 = 1000;

/// Code points that an edit may put between a statement and the words that name its speaker, which are still the same.
const NEW_WORDS: u32 = 60;
/// The same, where "said Grey" behind a statement became "Grey said" before it.
const TURNED: u32 = 12;

/// Where the source or cue of a placed record is: at its offsets moved as the content was, else the same words nearest to
/// there.
pub fn words_near(document: &Document, words: &AnchoredText, shift: i64, content: &[Span]) -> Option<Span> {
    let text = document.text();
    let hull = span::hull(content)?;
    let mut from = hull.start.saturating_sub(NEARBY) as usize;
    let mut to = (hull.end.saturating_add(NEARBY) as usize).min(text.len());
    while !text.is_char_boundary(from) {
        from -= 1;
    }
    while !text.is_char_boundary(to) {
        to += 1;
    }
    let moved = |at: u32| u32::try_from(i64::from(at) + shift).ok();
    let there = moved(words.0)
        .zip(moved(words.1))
        .and_then(|(start, end)| document.offsets().span_to_bytes(text, start, end))
        .filter(|s| document.words(*s) == words.2 && s.start as usize >= from && s.end as usize <= to);
    if there.is_some() || words.2.is_empty() {
        return there;
    }
    let expected = moved(words.0).and_then(|start| document.offsets().to_byte(text, start)).unwrap_or(hull.start);
    let is_whole = |s: &Span| {
        let joins = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let (before, after) = (text.get(..s.start as usize), text.get(s.end as usize..));
        !joins(before.and_then(|t| t.chars().next_back())) && !joins(after.and_then(|t| t.chars().next()))
    };
    let near = text.get(from..to)?;
    near.match_indices(&words.2)
        .map(|(at, found)| Span::new((from + at) as u32, (from + at + found.len()) as u32))
        .filter(is_whole)
        .min_by_key(|s| expected.abs_diff(s.start))
}

/// Where the words that name the source of a record, or its cue, are now that its content is at `spans`: moved with it, else
/// near it. `None` without a place, and for words that are gone. O(words near).
pub fn words_now(document: &Document, record: &Annotation, spans: &[Span], words: &AnchoredText) -> Option<Span> {
    let shift = shift_of(document, record, spans)?;
    moved_words(document, record, spans, words).or_else(|| words_near(document, words, shift, spans))
}

/// The same words where they are if they moved just as their record did: nothing between the two has changed. O(words).
pub fn moved_words(document: &Document, record: &Annotation, spans: &[Span], words: &AnchoredText) -> Option<Span> {
    let shift = shift_of(document, record, spans)?;
    let moved = |at: u32| u32::try_from(i64::from(at) + shift).ok();
    moved(words.0)
        .zip(moved(words.1))
        .and_then(|(start, end)| document.offsets().span_to_bytes(document.text(), start, end))
        .filter(|span| !span.is_empty() && document.words(*span) == words.2)
}

/// How many code points a record at `spans` moved since it was stored.
fn shift_of(document: &Document, record: &Annotation, spans: &[Span]) -> Option<i64> {
    Some(i64::from(document.in_chars(*spans.first()?).0) - i64::from(record.start()))
}

/// Whether the words that named the speaker of a record at `spans` are gone: the text may say it of somebody else now. A name
/// is often written more than once: only where the edit could have moved it to is it the same one. O(words near).
pub fn source_is_gone(document: &Document, record: &Annotation, spans: &[Span]) -> bool {
    let Some(words) = record.source.as_ref().filter(|_| source_has_changed(document, record, spans)) else {
        return false;
    };
    let Some(hull) = span::hull(spans) else { return false };
    let Some(now) = words_now(document, record, spans, words) else { return true };
    let (start, end) = document.in_chars(hull);
    let (source_start, source_end) = document.in_chars(now);
    let record_end = record.at.iter().map(|s| s.end).max().unwrap_or_default();
    let was = gap((record.start(), record_end), (words.0, words.1));
    let far = gap((start, end), (source_start, source_end));
    let is_same_side = (source_start < start) == (words.0 < record.start());
    let is_beside = document.block_at(now.start) == document.block_at(if now < hull { hull.start } else { hull.end });
    let reach = if is_same_side { was.saturating_mul(2).saturating_add(NEW_WORDS) } else { was.saturating_add(TURNED) };
    far > reach || !is_beside && was <= NEW_WORDS
}

/// Whether the words that named the speaker of a record at `spans`, or something between the two, are others now. O(words).
pub fn source_has_changed(document: &Document, record: &Annotation, spans: &[Span]) -> bool {
    let named = record.source.as_ref().filter(|words| !words.2.trim().is_empty());
    let is_placed = !spans.is_empty() && !record.is_rejected();
    is_placed && named.is_some_and(|words| moved_words(document, record, spans, words).is_none())
}

/// Code points between two stretches; none where they touch or overlap.
fn gap(a: (u32, u32), b: (u32, u32)) -> u32 {
    a.0.saturating_sub(b.1).max(b.0.saturating_sub(a.1))
}

/// A record that says where it is now: selectors, source and cue of the place given, and no older text.
pub fn reanchored(document: &Document, record: &Annotation, spans: &[Span]) -> Annotation {
    let mut after = record.clone();
    after.at = spans.iter().map(|s| Selector::of(document, *s)).collect();
    after.text = None;
    let shift = i64::from(after.start()) - i64::from(record.start());
    for words in [&mut after.source, &mut after.cue].into_iter().flatten() {
        if let Some(span) = words_near(document, words, shift, spans) {
            *words = AnchoredText::of(document, span);
        }
    }
    after
}

#[cfg(test)]
mod tests;
