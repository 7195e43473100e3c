//! Attributions before their speakers are resolved, and what is carried from block to block while they are made.

use super::Rule;
use super::marks::MarkFamily;
use super::model::{Classifier, Question};
use super::phrases::NounPhrase;
use crate::kinds::{Form, Kind};
use crate::span::Span;
use smallvec::SmallVec;

/// Spans in reading order: hardly ever more than two.
pub type Spans = SmallVec<[Span; 2]>;

/// An attribution before its speaker is resolved.
#[derive(Clone, Debug)]
pub struct AttributionDraft {
    pub kind: Kind,
    pub form: Form,
    pub content: Spans,
    pub quotes: Spans,
    pub cue: Option<Span>,
    pub source: Option<Span>,
    pub rule: Rule,
    pub score: f32,
    /// The draft whose speaker this one inherits.
    pub same_as: Option<usize>,
    pub thread: Option<u32>,
}

/// Cue and source of words that lead into what follows, and their block.
pub type LeadIn = (Option<Span>, Span, usize);

/// What is known from the blocks above.
#[derive(Clone, Debug, Default)]
pub struct BlockContext {
    /// The last draft of direct speech, and its block.
    pub last: Option<(usize, usize)>,
    /// The one before it with another source.
    pub before_last: Option<(usize, usize)>,
    /// A quotation left open at the end of the block above.
    pub open_quotation: Option<OpenQuotation>,
    /// A draft that goes on with the first words of a block, and that block.
    pub goes_on: Option<(usize, usize)>,
    /// Cue and source of words that lead into what follows, and their block.
    pub lead_in: Option<LeadIn>,
    /// The same of a sentence with a full stop that tells that somebody spoke, before words set off.
    pub told_above: Option<LeadIn>,
    /// Whether the next block is set off as a quotation.
    pub before_quotation: bool,
    /// A quotation that is all of its block and was not taken for speech.
    pub whole_quotation: Option<(Span, usize)>,
    /// Whether names on lines of their own stand above what their owners say, once one did.
    pub names_above: Option<bool>,
    /// A name that is a line of its own, its block, and how sure it is that it names who speaks below.
    pub name_above: Option<(Span, usize, f32)>,
    /// Whether the document is fiction: most of it is dialogue.
    pub fiction: bool,
    /// Who asks the questions of a hearing, from a place on.
    pub askers: Vec<(u32, Span)>,
}

/// A quotation without a closing mark at the end of its block.
#[derive(Clone, Copy, Debug)]
pub struct OpenQuotation {
    /// The draft it belongs to.
    pub draft: usize,
    /// Its block.
    pub block: usize,
    /// The kind of its marks: it goes on in marks of this kind alone.
    pub family: MarkFamily,
    /// Whether it ends with a dash: somebody else may have interrupted it.
    pub interrupted: bool,
}

/// What is reused from block to block.
pub struct Buffers<'a> {
    /// Answers the questions.
    pub classifier: &'a mut dyn Classifier,
    /// The options of a question.
    pub question: Question,
    /// Noun phrases of a sentence.
    pub phrases: Vec<NounPhrase>,
}

/// Sorts drafts by place and renumbers what refers to their order.
pub fn drafts_in_order(drafts: &mut Vec<AttributionDraft>) {
    drafts.iter_mut().for_each(merge_overlaps);
    let mut sorted: Vec<(usize, AttributionDraft)> = std::mem::take(drafts).into_iter().enumerate().collect();
    // A turn comes before the quotations in it.
    let place = |d: &AttributionDraft| d.content.first().map(|s| (s.start, d.form == Form::Quotation, s.end));
    sorted.sort_by_key(|(_, d)| (place(d), d.content.last().copied()));
    let mut new_index = vec![0; sorted.len()];
    for (new, (old, _)) in sorted.iter().enumerate() {
        if let Some(slot) = new_index.get_mut(*old) {
            *slot = new;
        }
    }
    let renumbered = sorted.into_iter().map(|(_, mut draft)| {
        draft.same_as = draft.same_as.and_then(|i| new_index.get(i).copied());
        draft.thread = draft.thread.and_then(|i| new_index.get(i as usize).map(|i| *i as u32));
        draft
    });
    drafts.extend(renumbered);
}

/// Content and quotations in reading order, overlaps joined.
fn merge_overlaps(draft: &mut AttributionDraft) {
    for spans in [&mut draft.content, &mut draft.quotes] {
        if spans.len() < 2 {
            continue;
        }
        spans.sort_unstable();
        let mut out = Spans::with_capacity(spans.len());
        for span in spans.drain(..) {
            match out.last_mut() {
                Some(last) if last.overlaps(span) => *last = last.hull(span),
                _ => out.push(span),
            }
        }
        *spans = out;
    }
}
