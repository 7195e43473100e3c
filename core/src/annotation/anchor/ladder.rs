//! The ladder: every record of a set to its place in a text, in one go.

use super::context::TELLING;
use super::frame::{Frame, frames};
use super::labels::ReplacedLabels;
use super::lookup::{AROUND, Lookup, around};
use super::shifts::Shifts;
use super::{Anchor, Selector, verify};
use crate::annotation::{Annotation, Set};
use crate::document::Document;
use crate::span::Span;
use std::sync::Arc;

/// Records in reading order, each with where it is.
type AnchoredRecords = Vec<(Arc<Annotation>, Anchor)>;

/// Finds the place of every record. `before` is the hash of the text the set was last saved with. Records whose words
/// stand where they were, among the same words, cost O(their length); the others one search of the text for all, and
/// approximate search within a fixed budget.
///
/// Exact words count as found without a question only where the words around them are the same and they moved about as
/// far as what is next to them, annotations or the ends of the text: a look-alike elsewhere has not.
pub fn anchor_all(document: &Document, set: &Set, before: &str) -> AnchoredRecords {
    let is_same = before == document.origin.text_hash && !before.is_empty();
    let mended = if is_same { None } else { ReplacedLabels::of(document, set).applied(set) };
    let Some(mended) = mended else { return climb(document, set, before) };
    let as_it_was = |(record, anchor): (Arc<Annotation>, Anchor)| {
        let record = set.get(&record.id).map_or(record, Arc::clone);
        (record, anchor)
    };
    climb(document, &mended, before).into_iter().map(as_it_was).collect()
}

/// The same with the words around the records as they are kept.
fn climb(document: &Document, set: &Set, before: &str) -> AnchoredRecords {
    let same_text = before == document.origin.text_hash && !before.is_empty();
    let mut placed: AnchoredRecords = Vec::with_capacity(set.len());
    let mut rest: Vec<usize> = Vec::new();
    let mut known = Shifts::new(document, set);
    for record in set.in_order() {
        let verified = if same_text && record.text.is_none() { verify(document, &record.at) } else { None };
        let anchor = if let Some(spans) = verified {
            Anchor::Exact(spans)
        } else if let Some((spans, moved)) =
            at_shift(document, record, known.last()).or_else(|| close_by(document, record, &known))
        {
            known.learn(record.start(), moved, &spans);
            if moved == 0 { Anchor::Exact(spans) } else { Anchor::Shifted(spans) }
        } else {
            rest.push(placed.len());
            Anchor::Lost(Vec::new())
        };
        placed.push((Arc::clone(record), anchor));
    }
    if !rest.is_empty() {
        let records: Vec<Arc<Annotation>> =
            rest.iter().filter_map(|at| placed.get(*at)).map(|(record, _)| Arc::clone(record)).collect();
        let mut lookup = Lookup::new(document, &records, known);
        lookup.learn(&records);
        for (at, record) in rest.into_iter().zip(&records) {
            if let Some((_, anchor)) = placed.get_mut(at) {
                *anchor = lookup.place(record);
            }
        }
    }
    placed
}

/// The words at their offsets moved by `shift`, or where they were, among the same words on both sides.
fn at_shift(document: &Document, record: &Annotation, shift: i64) -> Option<(Vec<Span>, i64)> {
    let at = |by: i64| {
        let stands = |s: &Selector| {
            let moved = |at: u32| u32::try_from(i64::from(at) + by).ok();
            let span = document.offsets().span_to_bytes(document.text(), moved(s.start)?, moved(s.end)?)?;
            // A hand that wrote no context can only have meant the place itself.
            let bare = by == 0 && s.prefix.is_empty() && s.suffix.is_empty();
            let stands = !span.is_empty() && document.words(span) == s.exact;
            (stands && (bare || surrounded(document.text(), s, span))).then_some(span)
        };
        let spans = record.at.iter().map(stands).collect::<Option<Vec<Span>>>()?;
        (!spans.is_empty()).then_some((spans, by))
    };
    at(shift).or_else(|| if shift == 0 { None } else { at(0) })
}

/// Whether the words on both sides of a span are the selector's.
fn surrounded(text: &str, selector: &Selector, span: Span) -> bool {
    let before = text.get(..span.start as usize).unwrap_or_default();
    let after = text.get(span.end as usize..).unwrap_or_default();
    let has_context = selector.prefix.chars().count() + selector.suffix.chars().count() >= TELLING;
    // Where the text ended, it must still end: what was put there may be the own words, edited.
    let is_same = |kept: &str, there: &str, stands: bool| {
        stands && (kept.chars().count() >= TELLING || there.trim().len() == kept.trim().len())
    };
    // Little before and little after is enough where that is all there is.
    let whole = selector.prefix.len() == before.len() && selector.suffix.len() == after.len();
    (has_context || whole)
        && is_same(&selector.prefix, before, before.ends_with(&selector.prefix))
        && is_same(&selector.suffix, after, after.starts_with(&selector.suffix))
}

/// The same words near the expected place, among exactly the same words on both sides.
fn close_by(document: &Document, record: &Annotation, known: &Shifts) -> Option<(Vec<Span>, i64)> {
    let shift = known.last();
    let text = document.text();
    let first = record.at.first()?;
    if first.exact.is_empty() || first.prefix.chars().count() + first.suffix.chars().count() < TELLING {
        return None;
    }
    let expected = u32::try_from(i64::from(first.start) + shift).unwrap_or(0);
    let expected = document.offsets().to_byte(text, expected).map_or(text.len(), |b| b as usize);
    // A short way: what is further off is found by the one search for all.
    let (from, to) = around(text, expected, AROUND / 4 + first.exact.len());
    let whole = format!("{}{}{}", first.prefix, first.exact, first.suffix);
    let mut found = text.get(from..to)?.match_indices(&whole).map(|(at, _)| from + at + first.prefix.len());
    let at = found.next()?;
    // The own sentence may stand nearer, edited, between the same words.
    let near = text.get(from..to).unwrap_or_default();
    let around = (first.prefix.as_str(), first.exact.as_str(), first.suffix.as_str());
    let own = |f: &Frame| f.whole && from + f.start != at;
    if found.next().is_some()
        || frames(near, around, (from == 0, to == text.len()), expected.saturating_sub(from)).iter().any(own)
    {
        return None;
    }
    let moved = i64::from(document.offsets().to_chars(text, at as u32)) - i64::from(first.start);
    at_shift(document, record, moved).filter(|(_, by)| *by == moved && known.plausible(first.start, moved))
}
