//! Quotations over several paragraphs: each paragraph opens, the last one closes, and any of them may name who speaks.

use super::Rule;
use super::cue_rules::{CueMatch, after};
use super::draft::{AttributionDraft, OpenQuotation};
use super::item_row::ItemRow;
use super::marks::MarkFamily;
use super::word_number::hash_of;
use crate::span::Span;
use std::ops::Range;

/// Below this probability the subject of a sentence is a guess at who speaks in a quotation that it leaves open.
const MIN_SUBJECT_PROBABILITY: f32 = 0.75;

/// How a paragraph that begins with a quotation stands to the quotation left open above it.
#[derive(Clone, Debug)]
pub enum Continuation {
    /// Somebody else speaks: a closing mark was forgotten above.
    Apart,
    /// The words go on.
    Words,
    /// They go on, and the cue behind them names who spoke above too.
    Named(CueMatch),
    /// The same speaker, with a cue of its own: a statement of its own.
    Statement(CueMatch),
}

/// How the quotation that opens the block `row`, in its first sentence, goes on with the one left open above.
pub fn continuation(
    row: &ItemRow<'_>,
    sentence: &Range<usize>,
    open: OpenQuotation,
    drafts: &[AttributionDraft],
) -> Continuation {
    let family = row.quote(0).map(|s| s.family);
    // Single marks may open inside double ones that are still open.
    let inside = open.family == MarkFamily::Double && family == Some(MarkFamily::Single);
    if family != Some(open.family) && !inside {
        return Continuation::Apart;
    }
    // "I said" inside a long story is part of it.
    let tells = |source: Span| row.language.grammar.first_person.contains(&hash_of(source.of(row.text)));
    let Some((cue, source)) = after(row, sentence, 0).and_then(|c| c.source.map(|s| (c, s))).filter(|c| !tells(c.1))
    else {
        return Continuation::Words;
    };
    if names_speaker(drafts, open.draft) {
        if is_name(row, source) { Continuation::Apart } else { Continuation::Statement(cue) }
    } else if open.interrupted {
        Continuation::Apart
    } else {
        Continuation::Named(cue)
    }
}

/// Whether somebody is named as the speaker of `draft`, and not by a guess.
fn names_speaker(drafts: &[AttributionDraft], mut draft: usize) -> bool {
    for _ in 0..8 {
        let Some(found) = drafts.get(draft) else { return false };
        match (found.source, found.same_as) {
            (Some(_), _) => return found.rule != Rule::Subject || found.score >= MIN_SUBJECT_PROBABILITY,
            (None, Some(earlier)) if found.rule == Rule::Continues => draft = earlier,
            (None, _) => return false,
        }
    }
    false
}

/// Whether a source is a name, not a pronoun or a description.
fn is_name(row: &ItemRow<'_>, source: Span) -> bool {
    let words = source.of(row.text);
    words.starts_with(char::is_uppercase) && !row.language.grammar.third_person_singular.contains(&hash_of(words))
}

#[cfg(test)]
mod tests;
