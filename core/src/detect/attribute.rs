//! The attributions of one block, before their speakers are resolved: quotations followed by their cue, reported speech that
//! the model finds, and quotations without a cue, which take their source from the paragraph or those above.

use super::Rule;
use super::cue_rules::{CueMatch, after, name_above, stopped_short, unknown_cue};
use super::draft::{AttributionDraft, BlockContext, Buffers, OpenQuotation, Spans};
use super::item_row::ItemRow;
use super::lead_in::{lead_in, told};
use super::marks::{MarkDamage, MarkFamily};
use super::model::ModelTask;
use super::open_quotation::{Continuation, continuation};
use super::phrases::phrases;
use super::reported_speech::{ReportedSpeech, may_report, reports};
use super::sentence_view::SentenceView;
use super::standing::{Standing, min_probability};
use super::uncued::{CoveringReport, UncuedQuotation, UncuedSource};
use crate::kinds::{Form, Kind};
use crate::span::Span;
use smallvec::{SmallVec, smallvec};
use std::ops::Range;

/// Most that is believed of words of which a mark is missing: where they end is a guess.
const MAX_MENDED_SCORE: f32 = 0.75;
/// Shortest report that tells what was said, in bytes.
const MIN_REPORT_BYTES: u32 = 24;
/// Below this probability a few words in marks before a word of saying are a title, not what was said.
const MAX_TITLE_PROBABILITY: f32 = 0.25;

/// Numbers of items of a sentence.
type ItemNumbers = SmallVec<[usize; 16]>;

/// Adds drafts for the statements of one block to `drafts`. O(length of the block).
pub fn attribute_block(
    row: &ItemRow<'_>,
    block: usize,
    context: &mut BlockContext,
    buffers: &mut Buffers<'_>,
    drafts: &mut Vec<AttributionDraft>,
) {
    let (first_draft, fiction) = (drafts.len(), context.fiction);
    let sentences = row.sentences();
    let (mut short, mut before_last) = (None, first_draft);
    let (mut quotes, mut cues): (ItemNumbers, ItemNumbers) = (SmallVec::new(), SmallVec::new());
    for sentence in &sentences {
        before_last = drafts.len();
        quotes.clear();
        cues.clear();
        for i in sentence.clone() {
            if row.quote(i).is_some() {
                quotes.push(i);
            } else if may_report(row, i) {
                cues.push(i);
            }
        }
        // Where nothing can be said nobody is looked for.
        if fiction || !quotes.is_empty() || !cues.is_empty() {
            phrases(row, sentence, &mut buffers.phrases);
        } else {
            buffers.phrases.clear();
        }
        let listed = std::mem::take(&mut buffers.phrases);
        let (start, end) = (sentence.start, sentence.end);
        let view = SentenceView { row, start, end, phrases: &listed, quotes: &quotes, cues: &cues };
        let mut attributor =
            SentenceAttributor { view: &view, block, first_draft, taken: Vec::new(), owners: Vec::new() };
        attributor.continue_open_quotation(context, drafts);
        if let Some(cue_match) = short.take() {
            attributor.led_in(&cue_match, drafts);
        }
        attributor.quotations_with_cue_after(context.fiction, buffers, drafts);
        if let Some((items, cue_match)) = stopped_short(row, sentence) {
            attributor.taken.push(items);
            short = Some(cue_match);
        }
        // In fiction only what may govern a quotation: the rest is narration.
        let free = |q: usize| !attributor.taken.iter().any(|r| r.contains(&q));
        let found = if context.fiction && !quotes.iter().copied().any(free) {
            Vec::new()
        } else {
            let mut found = reports(&view, &attributor.taken, buffers.classifier, &mut buffers.question);
            if context.fiction {
                let quoted = |c: &Range<usize>| c.clone().any(|i| row.quote(i).is_some());
                found.retain(|r| r.content.is_empty() || r.content.iter().any(quoted));
            }
            found
        };
        for report in &found {
            attributor.add_report(report, context, drafts);
        }
        let reported = drafts.len();
        let mut last = None;
        for q in quotes.iter().copied() {
            let index = match attributor.owner(q) {
                Some(owner) if owner.sure => Some(owner.draft),
                owner => {
                    let task = if context.fiction { ModelTask::FictionQuoted } else { ModelTask::Quoted };
                    let cover = owner.map(|_| attributor.cover(q, &found));
                    let first = drafts.len() == first_draft;
                    let place = attributor.place(q);
                    // In single marks: a paragraph that goes on in the next, or what goes on behind its cue.
                    let single = row.quote(q).filter(|s| s.family == MarkFamily::Single);
                    let whole = single.is_some_and(|s| {
                        !s.closed && row.items.len() == 1 || last == Some(true) && q > 0 && row.is(q - 1, ',')
                    });
                    let standing = match (owner, q > view.start) {
                        (Some(_), _) => Standing::Reported,
                        (None, true) => Standing::Inside,
                        (None, false) if place.is_a_sentence() => Standing::Whole,
                        (None, false) => Standing::First,
                    };
                    let said = whole
                        || !context.fiction && place.leader(context).is_some()
                        || !(task == ModelTask::Quoted && place.is_a_name())
                            && place.said(task, cover, last, first, buffers) >= min_probability(task, standing)
                        || !context.fiction && last == Some(true) && place.broken_off().is_some();
                    last = Some(said);
                    match owner {
                        Some(owner) => {
                            // What stands between the name above and the words is none of them.
                            let holds = |d: &&mut AttributionDraft| d.content.iter().any(|c| c.covers(row.span(q)));
                            if said && let Some(draft) = drafts.get_mut(owner.draft).filter(holds) {
                                draft.quotes.push(row.span(q));
                                draft.quotes.sort_unstable();
                            }
                            said.then_some(owner.draft)
                        }
                        None if said => Some(attributor.uncued(q, context, buffers, drafts)),
                        None => None,
                    }
                }
            };
            let Some(index) = index else { continue };
            last = Some(true);
            remember(context, drafts, index, block);
            if let Some(open) = row.quote(q).filter(|s| !s.closed && q + 1 == row.items.len()) {
                let interrupted = open.span.of(row.text).trim_end().ends_with(['-', '—', '–']);
                context.open_quotation = Some(OpenQuotation { draft: index, block, family: open.family, interrupted });
            }
        }
        // What stood in marks was a title or a term: no words of the source's own.
        for draft in drafts.iter_mut().take(reported).skip(reported - found.len().min(reported)) {
            if draft.quotes.is_empty() && draft.form == Form::Quotation {
                draft.kind = Kind::Indirect;
            }
        }
        buffers.phrases = listed;
    }
    // The phrases are those of the last sentence.
    let led = lead_in(row, sentences.last(), &buffers.phrases, block, context.fiction);
    context.lead_in = led.or(context.lead_in.take());
    context.told_above = None;
    // "She answered in a letter." reports no words of hers.
    let wordless = |d: &AttributionDraft| {
        d.kind == Kind::Indirect && d.content.iter().map(|c| c.len()).sum::<u32>() < MIN_REPORT_BYTES
    };
    if context.before_quotation && drafts.get(before_last..).unwrap_or_default().iter().all(wordless) {
        context.told_above = told(row, sentences.last(), block);
    }
    let alone = (0..row.items.len().min(2)).find(|i| row.quote(*i).is_some()).filter(|q| row.is_alone(*q));
    let unsaid = alone.filter(|_| drafts.len() == first_draft);
    context.whole_quotation = unsaid.map(|q| (row.span(q), block));
}

fn remember(context: &mut BlockContext, drafts: &[AttributionDraft], index: usize, block: usize) {
    if let Some((last, at)) = context.last
        && last != index
    {
        let source = |i: usize| drafts.get(i).map(|d| (d.same_as, d.source));
        if source(last) != source(index) && drafts.get(index).is_some_and(|d| d.same_as != Some(last)) {
            context.before_last = Some((last, at));
        }
    }
    context.last = Some((index, block));
}

/// Makes the drafts of one sentence.
struct SentenceAttributor<'a> {
    view: &'a SentenceView<'a>,
    block: usize,
    /// Number of drafts before this block.
    first_draft: usize,
    /// Items that belong to a draft already.
    taken: Vec<Range<usize>>,
    /// The drafts that quotations belong to.
    owners: Vec<QuoteOwner>,
}

/// The draft a quotation stands in.
#[derive(Clone, Copy, Debug)]
struct QuoteOwner {
    /// Item of the quotation.
    q: usize,
    draft: usize,
    /// Whether it is speech without a doubt, not perhaps a title inside a report.
    sure: bool,
}

impl SentenceAttributor<'_> {
    fn owner(&self, q: usize) -> Option<QuoteOwner> {
        self.owners.iter().find(|o| o.q == q).copied()
    }

    fn place(&self, q: usize) -> UncuedQuotation<'_> {
        UncuedQuotation { view: self.view, q, block: self.block, first_draft: self.first_draft }
    }

    /// The report of `found` that covers the quotation at `q`.
    fn cover(&self, q: usize, found: &[ReportedSpeech]) -> CoveringReport {
        let covers = |c: &&Range<usize>| c.contains(&q);
        match found.iter().find_map(|r| r.content.iter().find(covers).map(|c| (r, c))) {
            Some((report, content)) => CoveringReport {
                cue: self.view.word(report.cue),
                sure: report.cue_sure,
                begins: content.start == q,
                ends: content.end == q + 1,
            },
            None => CoveringReport { cue: 1, sure: 0.9, begins: false, ends: false },
        }
    }

    fn quotes_in(&self, items: Range<usize>) -> impl Iterator<Item = usize> {
        items.filter(|i| self.view.row.quote(*i).is_some())
    }

    /// A quotation left open in the block above goes on with the first words of this one.
    fn continue_open_quotation(&mut self, context: &mut BlockContext, drafts: &mut Vec<AttributionDraft>) {
        let row = self.view.row;
        let Some(segment) = row.quote(0).filter(|_| self.view.start == 0) else { return };
        let Some(open) = context.open_quotation.take().filter(|o| o.block + 1 == self.block) else { return };
        let end = |found: &CueMatch| {
            let words = found.cue.into_iter().chain(found.source).reduce(Span::hull);
            words.map_or(1, |words| self.items_over(words).end)
        };
        let (index, end) = match continuation(row, &self.view.sentence(), open, drafts) {
            Continuation::Apart => return,
            Continuation::Words => (open.draft, 1),
            Continuation::Named(found) => {
                if let Some(draft) = drafts.get_mut(open.draft) {
                    (draft.source, draft.cue, draft.rule) = (found.source, found.cue, found.rule);
                    (draft.score, draft.same_as) = (found.score, None);
                }
                (open.draft, end(&found))
            }
            Continuation::Statement(found) => {
                let index = self.add(0, &found, drafts);
                if let Some(draft) = drafts.get_mut(index) {
                    draft.same_as = Some(open.draft);
                }
                (index, end(&found))
            }
        };
        if let Some(draft) = drafts.get_mut(index).filter(|_| index == open.draft) {
            draft.content.push(segment.span);
            draft.quotes.push(segment.span);
        }
        self.taken.push(0..end);
        self.owners.push(QuoteOwner { q: 0, draft: index, sure: true });
        context.goes_on = Some((index, self.block));
    }

    /// The quotation that the sentence before leads into opens this one.
    fn led_in(&mut self, cue_match: &CueMatch, drafts: &mut Vec<AttributionDraft>) {
        let q = self.view.start;
        if self.view.row.quote(q).is_some() && self.owner(q).is_none() {
            let draft = self.add(q, cue_match, drafts);
            self.taken.push(q..q + 1);
            self.owners.push(QuoteOwner { q, draft, sure: true });
        }
    }

    /// `“…,” the mayor said`: quotations closed by their cue.
    fn quotations_with_cue_after(
        &mut self,
        fiction: bool,
        buffers: &mut Buffers<'_>,
        drafts: &mut Vec<AttributionDraft>,
    ) {
        let sentence = self.view.sentence();
        let view = self.view;
        for q in view.quotes.iter().copied() {
            if self.taken.iter().any(|r| r.contains(&q)) {
                continue;
            }
            // “If it closes,” said Tom Bell, “I stay.” His wife laughed.: hers is a sentence of its own.
            let stopped = view.row.quote(q).is_some_and(|s| s.inner().of(view.row.text).trim_end().ends_with('.'));
            if !fiction && stopped && self.place(q).broken_off().is_some_and(|i| self.owner(i).is_some()) {
                continue;
            }
            // “Low Tide” — Ann Cole: a song and who sings it.
            let known =
                after(self.view.row, &sentence, q).filter(|found| found.cue.is_some() || self.place(q).may_be_signed());
            let unknown = || {
                let place = self.place(q);
                unknown_cue(self.view.row, &sentence, q).filter(|_| {
                    // Only the place tells that such a verb reports: what may be a title is left to the model.
                    fiction || !place.looks_like_a_title() && !place.is_announced() && place.is_clause()
                })
            };
            let Some(found) = known.or_else(|| name_above(self.view.row, q)).or_else(unknown) else { continue };
            if !fiction && self.may_be_a_title(q, &found) {
                let cue = found.cue.map_or(0, |c| self.view.word(self.items_over(c).start));
                let cover = CoveringReport { cue, sure: 0.95, begins: found.reported.is_none(), ends: true };
                let first = drafts.len() == self.first_draft;
                let place = self.place(q);
                if place.looks_like_a_title()
                    || place.said(ModelTask::Quoted, Some(cover), None, first, buffers) < MAX_TITLE_PROBABILITY
                {
                    continue;
                }
            }
            let index = self.add(q, &found, drafts);
            let last = [found.cue, found.source].iter().flatten().map(|s| s.end).max().unwrap_or(0);
            // The name above belongs to no other report.
            let name = found.source.filter(|_| found.rule == Rule::LeadIn);
            let from = found.reported.or(name).map_or(q, |words| self.items_over(words).start.min(q));
            let to = (q..sentence.end).take_while(|i| self.view.row.span(*i).start < last).last().unwrap_or(q) + 1;
            // “The boats (turning to him) will not sail,” she said: one quotation that the narrator interrupted.
            let broken = fiction && from < q && self.view.row.quote(from).is_some();
            if broken && let Some(draft) = drafts.get_mut(index) {
                draft.kind = Kind::Direct;
                draft.quotes = self.quotes_in(from..to).map(|i| self.view.row.span(i)).collect();
                draft.content = draft.quotes.clone();
            }
            for other in self.quotes_in(from..to).collect::<SmallVec<[usize; 8]>>() {
                if self.owner(other).is_none() {
                    self.owners.push(QuoteOwner { q: other, draft: index, sure: broken || other == q });
                }
            }
            self.taken.push(from..to);
        }
    }

    /// “In his book “The Harbour,” Mr. Grey said …”: a few words in marks at the end of a clause of their own.
    fn may_be_a_title(&self, q: usize, found: &CueMatch) -> bool {
        let inner = self.view.row.quote(q).map_or("", |s| s.inner().of(self.view.row.text));
        found.reported.is_some() && inner.split_whitespace().take(9).count() < 9
    }

    /// The items that `span` covers.
    fn items_over(&self, span: Span) -> Range<usize> {
        let inside = |i: &usize| span.overlaps(self.view.row.span(*i));
        let first = self.view.sentence().find(inside).unwrap_or(self.view.start);
        let last = self.view.sentence().rev().find(inside).unwrap_or(first);
        first..last + 1
    }

    fn add(&self, q: usize, found: &CueMatch, drafts: &mut Vec<AttributionDraft>) -> usize {
        let span = self.view.row.span(q);
        let content = found.reported.filter(|c| c.covers(span)).unwrap_or(span);
        let mended = self.view.row.quote(q).is_some_and(|s| s.damage != MarkDamage::Sound);
        drafts.push(AttributionDraft {
            kind: if content == span { Kind::Direct } else { Kind::Mixed },
            form: Form::Quotation,
            content: smallvec![content],
            quotes: smallvec![span],
            cue: found.cue,
            source: found.source,
            rule: found.rule,
            score: if mended { found.score.min(MAX_MENDED_SCORE) } else { found.score },
            same_as: None,
            thread: None,
        });
        drafts.len() - 1
    }

    /// A draft for a report of the model's; one whose words follow below only hands its source down.
    fn add_report(&mut self, report: &ReportedSpeech, context: &mut BlockContext, drafts: &mut Vec<AttributionDraft>) {
        let row = self.view.row;
        if report.content.is_empty() {
            if let Some(source) = report.source {
                context.lead_in = Some((Some(report.cue_span), source, self.block));
            }
            return;
        }
        let content: Spans = report.content.iter().map(|r| row.hull(r)).collect();
        let inside: SmallVec<[usize; 4]> = report.content.iter().flat_map(|r| self.quotes_in(r.clone())).collect();
        let marked: Spans = inside.iter().map(|q| row.span(*q)).collect();
        if content.iter().map(|c| c.len()).sum::<u32>() < 3 {
            return;
        }
        let kind = if marked.is_empty() {
            Kind::Indirect
        } else if content.iter().all(|c| marked.contains(c)) {
            Kind::Direct
        } else {
            Kind::Mixed
        };
        // "tell Bram": one word that nobody says.
        let bare = |c: &Span| !c.of(row.text).trim().contains(char::is_whitespace);
        if kind == Kind::Indirect && report.source.is_none() && content.iter().all(bare) {
            return;
        }
        let behind = report.content.first().is_some_and(|r| r.start < report.cue);
        let rule = if row.is_word(report.cue, row.language.grammar.according_to.0) {
            Rule::According
        } else if behind {
            Rule::After
        } else {
            Rule::Before
        };
        // Nobody named in the sentence: whoever spoke last in the paragraph.
        let same_as = (report.source.is_none() && drafts.len() > self.first_draft).then(|| drafts.len() - 1);
        drafts.push(AttributionDraft {
            kind,
            form: Form::Quotation,
            content,
            quotes: Spans::new(),
            cue: Some(report.cue_span),
            source: report.source,
            rule,
            score: report.sure(),
            same_as,
            thread: None,
        });
        let index = drafts.len() - 1;
        self.owners.extend(inside.into_iter().map(|q| QuoteOwner { q, draft: index, sure: false }));
    }

    /// A quotation that no cue governs.
    fn uncued(
        &mut self,
        q: usize,
        context: &mut BlockContext,
        buffers: &mut Buffers<'_>,
        drafts: &mut Vec<AttributionDraft>,
    ) -> usize {
        let place = self.place(q);
        let span = self.view.row.span(q);
        // Whoever goes on from the paragraph above goes on in this one.
        if let Some((index, _)) = context.goes_on.filter(|(_, block)| *block == self.block)
            && drafts.len() == self.first_draft
            && let Some(draft) = drafts.get_mut(index)
        {
            draft.content.push(span);
            draft.quotes.push(span);
            return index;
        }
        let broken = place.broken_off().filter(|_| !context.fiction).and_then(|i| self.owner(i)).map(|o| o.draft);
        let whole = |d: &AttributionDraft| d.kind == Kind::Direct && d.form == Form::Quotation;
        if let Some(index) = broken.filter(|i| drafts.get(*i).is_some_and(whole))
            && let Some(draft) = drafts.get_mut(index)
        {
            draft.content.push(span);
            draft.quotes.push(span);
            return index;
        }
        let answer =
            if context.fiction { place.in_fiction(context, drafts) } else { place.ask(context, buffers, drafts) };
        // Behind a signature somebody else speaks.
        let signed = |i: usize| drafts.get(i).is_some_and(|d| matches!(d.rule, Rule::Caption | Rule::Signature));
        let next = answer.rule == Rule::Continues && answer.same_as.is_some_and(signed);
        let answer = if next { UncuedSource::NOBODY } else { answer };
        let unknown = matches!(answer.rule, Rule::Nobody | Rule::Previous | Rule::TakesTurns);
        let led = if unknown { place.leader(context) } else { None };
        if led.is_some_and(|l| context.name_above.is_some_and(|(name, ..)| l.source == Some(name))) {
            context.names_above = Some(true);
        }
        let answer = led.unwrap_or(answer);
        // Whoever acts speaks, unless a cue says who goes on.
        let guessed = |i: usize| drafts.get(i).is_some_and(|d| d.cue.is_none());
        let open = answer.rule == Rule::Nobody || answer.rule == Rule::Continues && answer.same_as.is_some_and(guessed);
        let answer = if open && !context.fiction { place.beat().unwrap_or(answer) } else { answer };
        let spoke = answer.same_as.and_then(|i| drafts.get(i)).and_then(|d| d.source);
        let other = spoke.filter(|_| answer.rule == Rule::Continues && !context.fiction);
        let answer = other.and_then(|speaker| place.beat_of_another(speaker)).unwrap_or(answer);
        if let UncuedSource { rule: Rule::Continues, same_as: Some(index), .. } = answer
            && let Some(draft) = drafts.get_mut(index)
            && draft.kind == Kind::Direct
            && draft.form == Form::Quotation
        {
            draft.content.push(span);
            draft.quotes.push(span);
            return index;
        }
        drafts.push(AttributionDraft {
            kind: Kind::Direct,
            form: Form::Quotation,
            content: smallvec![span],
            quotes: smallvec![span],
            cue: answer.cue,
            source: answer.source,
            rule: answer.rule,
            score: answer.sure,
            same_as: answer.same_as,
            thread: None,
        });
        drafts.len() - 1
    }
}
