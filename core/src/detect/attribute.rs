//! The statements of one block become drafts: quotations with the words that close them, reports the model finds, and
//! quotations that no cue governs, with what the paragraph and those above hand down.

use super::Rule;
use super::clause::Clause;
use super::evidence::{Evidence, after, stopped_short};
use super::lexicon::{Roles, number};
use super::model::{Judge, Options, Task};
use super::phrases::{Phrase, PhraseKind, phrases};
use super::report::{Report, may_report, reports};
use super::shape::View;
use super::tokens::Class;
use super::uncued::{self, Cover, Orphan};
use crate::kinds::{Form, Kind};
use crate::span::Span;
use smallvec::{SmallVec, smallvec};
use std::ops::Range;

/// Spans in reading order: hardly ever more than two.
pub type Spans = SmallVec<[Span; 2]>;

/// An attribution before its speaker is resolved.
#[derive(Clone, Debug)]
pub struct Draft {
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

/// What the blocks above hand down.
#[derive(Clone, Debug, Default)]
pub struct Carry {
    /// The last draft of direct speech, and its block.
    pub last: Option<(usize, usize)>,
    /// The one before it with another source.
    pub before_last: Option<(usize, usize)>,
    /// A draft whose last quotation was left open at the end of the block above.
    pub open: Option<(usize, usize)>,
    /// Cue and source of words that lead into what follows, and their block.
    pub lead_in: Option<(Option<Span>, Span, usize)>,
    /// Whether most of the document is dialogue, as in a novel.
    pub dialogue: bool,
}

/// Lowest probability at which quoted words count as said.
const SAID: f32 = 0.6;
/// Below this probability a few words in marks before a word of saying are a title, not what was said.
const TITLE: f32 = 0.25;
/// Lowest probability in a tale, where nearly all that stands in marks is said.
const TOLD: f32 = 0.4;

/// Lowest probability at which marks are believed to be round something said.
const fn least(task: Task) -> f32 {
    if matches!(task, Task::Told) { TOLD } else { SAID }
}

/// What is reused from block to block.
pub struct Scratch<'a> {
    /// Answers the questions.
    pub judge: &'a mut dyn Judge,
    /// The options of a question.
    pub options: Options,
    /// Noun phrases of a sentence.
    pub phrases: Vec<Phrase>,
}

/// Adds drafts for the statements of one block to `drafts`. O(length of the block).
pub fn statements(
    clause: &Clause<'_>,
    block: usize,
    carry: &mut Carry,
    scratch: &mut Scratch<'_>,
    drafts: &mut Vec<Draft>,
) {
    let (first_draft, tale) = (drafts.len(), carry.dialogue);
    let sentences = clause.sentences();
    let mut short = None;
    for sentence in &sentences {
        // Where nothing can be said nobody is looked for.
        if tale || sentence.clone().any(|i| clause.quote(i).is_some() || may_report(clause, i)) {
            phrases(clause, sentence, &mut scratch.phrases);
        } else {
            scratch.phrases.clear();
        }
        let listed = std::mem::take(&mut scratch.phrases);
        let view = View { clause, start: sentence.start, end: sentence.end, phrases: &listed };
        let mut maker = Maker { view: &view, block, first_draft, taken: Vec::new(), owners: Vec::new() };
        maker.carried(carry, drafts);
        if let Some(evidence) = short.take() {
            maker.led_in(&evidence, drafts);
        }
        maker.closed(carry.dialogue, scratch, drafts);
        if let Some((items, evidence)) = stopped_short(clause, sentence) {
            maker.taken.push(items);
            short = Some(evidence);
        }
        // In a tale only what may govern a quotation: the rest is the writer's own telling.
        let free = |q: usize| clause.quote(q).is_some() && !maker.taken.iter().any(|r| r.contains(&q));
        let found = if carry.dialogue && !sentence.clone().any(free) {
            Vec::new()
        } else {
            let mut found = reports(&view, &maker.taken, scratch.judge, &mut scratch.options);
            if carry.dialogue {
                let quoted = |c: &Range<usize>| c.clone().any(|i| clause.quote(i).is_some());
                found.retain(|r| r.content.is_empty() || r.content.iter().any(quoted));
            }
            found
        };
        for report in &found {
            maker.add_report(report, carry, drafts);
        }
        let reported = drafts.len();
        let mut last = None;
        for q in sentence.clone().filter(|q| clause.quote(*q).is_some()) {
            let index = match maker.owner(q) {
                Some(owner) if owner.sure => Some(owner.draft),
                owner => {
                    let task = if carry.dialogue { Task::Told } else { Task::Quoted };
                    let cover = owner.map(|_| maker.cover(q, &found));
                    let first = drafts.len() == first_draft;
                    let place = maker.place(q);
                    let said = !(task == Task::Quoted && place.is_a_name())
                        && place.said(task, cover, last, first, scratch) >= least(task);
                    last = Some(said);
                    match owner {
                        Some(owner) => {
                            if said && let Some(draft) = drafts.get_mut(owner.draft) {
                                draft.quotes.push(clause.span(q));
                                draft.quotes.sort_unstable();
                            }
                            said.then_some(owner.draft)
                        }
                        None if said => Some(maker.orphan(q, carry, scratch, drafts)),
                        None => None,
                    }
                }
            };
            let Some(index) = index else { continue };
            last = Some(true);
            remember(carry, drafts, index, block);
            if clause.quote(q).is_some_and(|s| !s.closed) && q + 1 == clause.items.len() {
                carry.open = Some((index, block));
            }
        }
        // What stood in marks was a title or a term: no words of the source's own.
        for draft in drafts.iter_mut().take(reported).skip(reported - found.len().min(reported)) {
            if draft.quotes.is_empty() && draft.form == Form::Quotation {
                draft.kind = Kind::Indirect;
            }
        }
        scratch.phrases = listed;
    }
    // The phrases are those of the last sentence.
    let led = lead_in(clause, sentences.last(), &scratch.phrases, block, carry.dialogue);
    carry.lead_in = led.or(carry.lead_in.take());
}

fn remember(carry: &mut Carry, drafts: &[Draft], index: usize, block: usize) {
    if let Some((last, at)) = carry.last
        && last != index
    {
        let source = |i: usize| drafts.get(i).map(|d| (d.same_as, d.source));
        if source(last) != source(index) && drafts.get(index).is_some_and(|d| d.same_as != Some(last)) {
            carry.before_last = Some((last, at));
        }
    }
    carry.last = Some((index, block));
}

/// A last sentence that ends with a colon, or in a tale with a comma or a dash, and names a speaker leads into the next
/// block.
fn lead_in(
    clause: &Clause<'_>,
    last: Option<&Range<usize>>,
    phrases: &[Phrase],
    block: usize,
    tale: bool,
) -> Option<(Option<Span>, Span, usize)> {
    let sentence = last?;
    let end = sentence.end - 1;
    let open = tale && (clause.is(end, ',') || clause.is_dash(end) || clause.is_verb(end, Roles::SAY));
    if !open && !clause.is(end, ':') {
        return None;
    }
    let verbs = Roles::SAY.or(Roles::THINK).or(Roles::STANCE);
    let cue = sentence.clone().rev().find(|i| clause.is_verb(*i, Roles::SAY));
    let cue = cue.or_else(|| sentence.clone().rev().find(|i| clause.is_verb(*i, verbs)));
    let beside = cue.and_then(|cue| clause.noun_phrase_before(cue, sentence.start));
    let subject =
        beside.or_else(|| if tale { subject(clause, phrases) } else { clause.noun_phrase_from(sentence.start) })?;
    Some((cue.map(|c| clause.span(c)), clause.hull(&subject), block))
}

/// "After a silence he came towards her, and thus began:": the first phrase that can speak and has a verb behind it.
fn subject(clause: &Clause<'_>, phrases: &[Phrase]) -> Option<Range<usize>> {
    let grammar = Roles::PREP.or(Roles::CONJ).or(Roles::DET).or(Roles::POSS).or(Roles::PRONOUN);
    let speaks = |p: &&Phrase| {
        let kind = matches!(p.kind, PhraseKind::Name | PhraseKind::Person | PhraseKind::Role | PhraseKind::First);
        let object = p.items.start > 0 && clause.has(p.items.start - 1, Roles::PREP);
        let verb = clause.word(clause.skip_adverbs(p.items.end));
        kind && !object && verb.is_some_and(|t| t.class == Class::Lower && !t.has(grammar))
    };
    phrases.iter().find(speaks).map(|p| p.items.clone())
}

/// Makes the drafts of one sentence.
struct Maker<'a> {
    view: &'a View<'a>,
    block: usize,
    /// Number of drafts before this block.
    first_draft: usize,
    /// Items that belong to a draft already.
    taken: Vec<Range<usize>>,
    /// The drafts that quotations belong to.
    owners: Vec<Owner>,
}

/// The draft a quotation stands in.
#[derive(Clone, Copy, Debug)]
struct Owner {
    /// Item of the quotation.
    q: usize,
    draft: usize,
    /// Whether it is speech without a doubt, not perhaps a title inside a report.
    sure: bool,
}

impl Maker<'_> {
    fn owner(&self, q: usize) -> Option<Owner> {
        self.owners.iter().find(|o| o.q == q).copied()
    }

    fn place(&self, q: usize) -> Orphan<'_> {
        Orphan { view: self.view, q, block: self.block, first_draft: self.first_draft }
    }

    /// The report of `found` that covers the quotation at `q`.
    fn cover(&self, q: usize, found: &[Report]) -> Cover {
        let covers = |c: &&Range<usize>| c.contains(&q);
        match found.iter().find_map(|r| r.content.iter().find(covers).map(|c| (r, c))) {
            Some((report, content)) => Cover {
                cue: self.view.word(report.cue),
                sure: report.cue_sure,
                begins: content.start == q,
                ends: content.end == q + 1,
            },
            None => Cover { cue: 1, sure: 0.9, begins: false, ends: false },
        }
    }

    fn quotes_in(&self, items: Range<usize>) -> impl Iterator<Item = usize> {
        items.filter(|i| self.view.clause.quote(*i).is_some())
    }

    /// A quotation left open in the block above goes on with the first words of this one.
    fn carried(&mut self, carry: &mut Carry, drafts: &mut [Draft]) {
        let clause = self.view.clause;
        let Some(segment) = clause.quote(0).filter(|_| self.view.start == 0) else { return };
        if let Some((open, above)) = carry.open.take()
            && above + 1 == self.block
            && let Some(draft) = drafts.get_mut(open)
        {
            draft.content.push(segment.span);
            draft.quotes.push(segment.span);
            self.taken.push(0..1);
            self.owners.push(Owner { q: 0, draft: open, sure: true });
        }
    }

    /// The quotation that the sentence before leads into opens this one.
    fn led_in(&mut self, evidence: &Evidence, drafts: &mut Vec<Draft>) {
        let q = self.view.start;
        if self.view.clause.quote(q).is_some() && self.owner(q).is_none() {
            let draft = self.add(q, evidence, drafts);
            self.taken.push(q..q + 1);
            self.owners.push(Owner { q, draft, sure: true });
        }
    }

    /// `“…,” the mayor said`: quotations closed by their cue.
    fn closed(&mut self, tale: bool, scratch: &mut Scratch<'_>, drafts: &mut Vec<Draft>) {
        let sentence = self.view.sentence();
        for q in self.quotes_in(sentence.clone()).collect::<SmallVec<[usize; 8]>>() {
            if self.taken.iter().any(|r| r.contains(&q)) {
                continue;
            }
            let Some(found) = after(self.view.clause, &sentence, q) else { continue };
            if !tale && self.may_be_a_title(q, &found) {
                let cue = found.cue.map_or(0, |c| self.view.word(self.items_over(c).start));
                let cover = Cover { cue, sure: 0.95, begins: found.clause.is_none(), ends: true };
                let first = drafts.len() == self.first_draft;
                let place = self.place(q);
                if place.looks_like_a_title() || place.said(Task::Quoted, Some(cover), None, first, scratch) < TITLE {
                    continue;
                }
            }
            let index = self.add(q, &found, drafts);
            let last = [found.cue, found.source].iter().flatten().map(|s| s.end).max().unwrap_or(0);
            let from = match found.clause {
                Some(words) => self.items_over(words).start,
                None => q,
            };
            let to = (q..sentence.end).take_while(|i| self.view.clause.span(*i).start < last).last().unwrap_or(q) + 1;
            // “The boats (turning to him) will not sail,” she said: one quotation that the teller broke in upon.
            let broken = tale && from < q && self.view.clause.quote(from).is_some();
            if broken && let Some(draft) = drafts.get_mut(index) {
                draft.kind = Kind::Direct;
                draft.quotes = self.quotes_in(from..to).map(|i| self.view.clause.span(i)).collect();
                draft.content = draft.quotes.clone();
            }
            for other in self.quotes_in(from..to).collect::<SmallVec<[usize; 8]>>() {
                if self.owner(other).is_none() {
                    self.owners.push(Owner { q: other, draft: index, sure: broken || other == q });
                }
            }
            self.taken.push(from..to);
        }
    }

    /// “In his book “The Harbour,” Mr. Grey said …”: a few words in marks at the end of a clause of their own.
    fn may_be_a_title(&self, q: usize, found: &Evidence) -> bool {
        let inner = self.view.clause.quote(q).map_or("", |s| s.inner().of(self.view.clause.text));
        found.clause.is_some() && inner.split_whitespace().take(9).count() < 9
    }

    /// The items that `span` covers.
    fn items_over(&self, span: Span) -> Range<usize> {
        let inside = |i: &usize| span.overlaps(self.view.clause.span(*i));
        let first = self.view.sentence().find(inside).unwrap_or(self.view.start);
        let last = self.view.sentence().rev().find(inside).unwrap_or(first);
        first..last + 1
    }

    fn add(&self, q: usize, found: &Evidence, drafts: &mut Vec<Draft>) -> usize {
        let span = self.view.clause.span(q);
        let content = found.clause.filter(|c| c.covers(span)).unwrap_or(span);
        drafts.push(Draft {
            kind: if content == span { Kind::Direct } else { Kind::Mixed },
            form: Form::Quotation,
            content: smallvec![content],
            quotes: smallvec![span],
            cue: found.cue,
            source: found.source,
            rule: found.rule,
            score: found.score,
            same_as: None,
            thread: None,
        });
        drafts.len() - 1
    }

    /// A draft for a report of the model's; one whose words follow below only hands its source down.
    fn add_report(&mut self, report: &Report, carry: &mut Carry, drafts: &mut Vec<Draft>) {
        let clause = self.view.clause;
        if report.content.is_empty() {
            if let Some(source) = report.source {
                carry.lead_in = Some((Some(report.cue_span), source, self.block));
            }
            return;
        }
        let content: Spans = report.content.iter().map(|r| clause.hull(r)).collect();
        let inside: SmallVec<[usize; 4]> = report.content.iter().flat_map(|r| self.quotes_in(r.clone())).collect();
        let marked: Spans = inside.iter().map(|q| clause.span(*q)).collect();
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
        let behind = report.content.first().is_some_and(|r| r.start < report.cue);
        let rule = if clause.is_word(report.cue, number("according")) {
            Rule::According
        } else if behind {
            Rule::After
        } else {
            Rule::Before
        };
        // Nobody named in the sentence: whoever spoke last in the paragraph.
        let same_as = (report.source.is_none() && drafts.len() > self.first_draft).then(|| drafts.len() - 1);
        drafts.push(Draft {
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
        self.owners.extend(inside.into_iter().map(|q| Owner { q, draft: index, sure: false }));
    }

    /// A quotation that no cue governs.
    fn orphan(&mut self, q: usize, carry: &Carry, scratch: &mut Scratch<'_>, drafts: &mut Vec<Draft>) -> usize {
        let place = self.place(q);
        let answer = if carry.dialogue { place.in_dialogue(carry, drafts) } else { place.ask(carry, scratch, drafts) };
        let span = self.view.clause.span(q);
        if let uncued::Answer { rule: Rule::Continues, same_as: Some(index), .. } = answer
            && let Some(draft) = drafts.get_mut(index)
            && draft.kind == Kind::Direct
            && draft.form == Form::Quotation
        {
            draft.content.push(span);
            draft.quotes.push(span);
            return index;
        }
        drafts.push(Draft {
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
