//! Who is named beside a quotation: rules over one block, best evidence first.
//!
//! Each rule's score is the share of its proposals that were right on news articles; see the README for the figures.

use super::Rule;
use super::clause::{Clause, is_ly};
use super::lexicon::Roles;
use crate::span::Span;
use crate::statement::{Form, Kind};
use std::ops::Range;

/// An attribution before its speaker is resolved.
#[derive(Clone, Debug)]
pub struct Draft {
    pub kind: Kind,
    pub form: Form,
    pub content: Vec<Span>,
    pub quotes: Vec<Span>,
    pub cue: Option<Span>,
    pub source: Option<Span>,
    pub rule: Rule,
    pub score: f32,
    /// The draft whose speaker this one inherits.
    pub same_as: Option<usize>,
    pub thread: Option<u32>,
}

/// A speaker found for one quotation.
#[derive(Clone, Debug)]
struct Evidence {
    rule: Rule,
    score: f32,
    cue: Option<Span>,
    source: Option<Span>,
    /// Place of the reported clause when it is more than the quotation.
    clause: Option<Span>,
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
    /// Cue and source of a line that ends with a colon, and its block.
    pub lead_in: Option<(Option<Span>, Span, usize)>,
    /// Whether most of the document is dialogue, as in a novel.
    pub dialogue: bool,
}

/// Adds drafts for the quotations of one block to `drafts`. O(length of the block).
pub fn quotations(clause: &Clause<'_>, block: usize, carry: &mut Carry, drafts: &mut Vec<Draft>) {
    let first_draft = drafts.len();
    let sentences = clause.sentences();
    for sentence in &sentences {
        for q in sentence.clone() {
            let Some(segment) = clause.quote(q) else { continue };
            let span = segment.span;
            if q == 0
                && let Some((open, above)) = carry.open.take()
                && above + 1 == block
            {
                if let Some(draft) = drafts.get_mut(open) {
                    draft.content.push(span);
                    draft.quotes.push(span);
                }
                carry.last = Some((open, block));
                if !segment.closed {
                    carry.open = Some((open, block));
                }
                continue;
            }
            let evidence = beside(clause, sentence, q);
            let place = Place { clause, sentence, q, block, first_draft };
            let index = match evidence {
                Some(found) => place.add(found, drafts),
                None => place.inherit(carry, drafts),
            };
            let Some(index) = index else { continue };
            remember(carry, drafts, index, block);
            if !segment.closed && q + 1 == clause.items.len() {
                carry.open = Some((index, block));
            }
        }
    }
    carry.lead_in = lead_in(clause, sentences.last(), block).or(carry.lead_in.take());
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

/// A last sentence that ends with a colon and names a speaker leads into the next block.
fn lead_in(clause: &Clause<'_>, last: Option<&Range<usize>>, block: usize) -> Option<(Option<Span>, Span, usize)> {
    let sentence = last?;
    if !clause.is(sentence.end - 1, ':') {
        return None;
    }
    let cue = sentence.clone().rev().find(|i| clause.is_verb(*i, Roles::SAY));
    let subject = cue.and_then(|cue| clause.noun_phrase_before(cue, sentence.start));
    let subject = subject.or_else(|| clause.noun_phrase_from(sentence.start))?;
    Some((cue.map(|c| clause.span(c)), clause.hull(&subject), block))
}

/// The speaker named in the same sentence as the quotation at item `q`.
fn beside(clause: &Clause<'_>, sentence: &Range<usize>, q: usize) -> Option<Evidence> {
    after(clause, sentence, q)
        .or_else(|| before(clause, sentence, q))
        .or_else(|| at_the_end(clause, sentence, q))
        .or_else(|| stopped_short(clause, sentence, q))
}

/// `The mayor said. “…”`: a full stop where a comma was meant.
fn stopped_short(clause: &Clause<'_>, sentence: &Range<usize>, q: usize) -> Option<Evidence> {
    if q != sentence.start || q < 3 || !clause.is(q - 1, '.') || !clause.is_verb(q - 2, Roles::SAY) {
        return None;
    }
    let cue = q - 2;
    // “…,” the mayor said. “…” is a quotation split in two, not this.
    let phrase = clause.noun_phrase_before(cue, 0).filter(|p| speaks(clause, p))?;
    if phrase.start > 0 && clause.quote(phrase.start - 1).is_some() {
        return None;
    }
    let (cue, source) = (Some(clause.span(cue)), Some(clause.hull(&phrase)));
    Some(Evidence { rule: Rule::Before, score: 0.8, cue, source, clause: None })
}

fn ends_open(clause: &Clause<'_>, q: usize) -> bool {
    let Some(segment) = clause.quote(q) else { return false };
    let last = segment.inner().of(clause.text).trim_end().chars().next_back().unwrap_or(' ');
    ",?!—–-…’'”".contains(last) || clause.is(q + 1, ',') || clause.is_dash(q + 1)
}

/// `“…,” the mayor said` · `“…,” said the mayor` · `“…,” according to the mayor` · `“…” — The Mayor`.
fn after(clause: &Clause<'_>, sentence: &Range<usize>, q: usize) -> Option<Evidence> {
    let mut i = q + 1;
    let comma = clause.is(i, ',');
    if comma {
        i += 1;
    }
    if clause.is_dash(i) && clause.quote(i + 1).is_none() {
        let phrase = clause.noun_phrase_from(i + 1)?;
        if clause.is_verb(clause.skip_adverbs(phrase.end), Roles::SAY) {
            i += 1;
        } else if phrase.end + 2 >= clause.items.len() && clause.word(i + 1).is_some_and(|t| t.is_capital()) {
            let source = Some(clause.hull(&phrase));
            return Some(Evidence { rule: Rule::Caption, score: 0.85, cue: None, source, clause: None });
        } else {
            return None;
        }
    }
    let open = ends_open(clause, q);
    let left = sentence.start;
    // The reported clause begins with the sentence unless a cue stands before the quotation.
    let whole = |end: usize| {
        let starts = (left..q).any(|i| clause.word(i).is_some_and(|t| t.is_word()));
        starts.then(|| clause.span(left).hull(clause.span(end)))
    };
    if clause.eq(i, "according") && clause.eq(i + 1, "to") {
        let phrase = clause.noun_phrase_from(i + 2)?;
        let cue = clause.span(i).hull(clause.span(i + 1));
        let source = Some(clause.hull(&phrase));
        return Some(Evidence { rule: Rule::According, score: 0.88, cue: Some(cue), source, clause: whole(q) });
    }
    let mut verb = clause.skip_adverbs(i);
    if verb > i + 2 {
        verb = i;
    }
    if open && clause.is_verb(verb, Roles::SAY) && !clause.has(verb, Roles::ING) {
        let start = clause.skip_adverbs(verb + 1);
        if let Some(phrase) = clause.noun_phrase_from(start).filter(|p| speaks(clause, p)) {
            let (cue, source) = (Some(clause.span(verb)), Some(clause.hull(&phrase)));
            return Some(Evidence { rule: Rule::AfterInverted, score: 0.97, cue, source, clause: whole(q) });
        }
        // “…,” said: the subject stands before the quotation.
        if let Some(phrase) = clause.noun_phrase_from(left).filter(|p| p.end <= q && speaks(clause, p)) {
            let (cue, source) = (Some(clause.span(verb)), Some(clause.hull(&phrase)));
            return Some(Evidence { rule: Rule::Subject, score: 0.7, cue, source, clause: None });
        }
    }
    let phrase = clause.noun_phrase_from(i)?;
    let mut cue = clause.skip_adverbs(phrase.end);
    if !clause.is_verb(cue, Roles::SAY) {
        cue = past_aside(clause, cue)?;
    }
    if clause.has(cue, Roles::ING) && !clause.has(cue.wrapping_sub(1), Roles::AUX) || !speaks(clause, &phrase) {
        return None;
    }
    if !open && !comma && !clause.closes_report(cue + 1) {
        return None;
    }
    if !open && !comma && clause.word(i).is_some_and(|t| !t.is_capital() && !t.has(Roles::PRONOUN)) {
        return None;
    }
    let (cue, source) = (Some(clause.span(cue)), Some(clause.hull(&phrase)));
    Some(Evidence { rule: Rule::After, score: 0.95, cue, source, clause: whole(q) })
}

/// From the comma (or `who`) after a name, over an apposition, to the cue behind it.
fn past_aside(clause: &Clause<'_>, from: usize) -> Option<usize> {
    if clause.eq(from, "who") {
        let verb = clause.skip_adverbs(from + 1);
        return clause.is_verb(verb, Roles::SAY).then_some(verb);
    }
    if !(clause.is(from, ',') || clause.is(from, '(') || clause.is_dash(from)) {
        return None;
    }
    for i in from + 1..(from + 28).min(clause.items.len()) {
        if clause.quote(i).is_some() || clause.is(i, '.') && clause.word(i + 1).is_some_and(|t| t.is_capital()) {
            return None;
        }
        if clause.is(i, ',') || clause.is(i, ')') || clause.is_dash(i) {
            let verb = clause.skip_adverbs(i + 1);
            if clause.is_verb(verb, Roles::SAY) {
                return Some(verb);
            }
        }
    }
    None
}

/// Whether a phrase can speak: not "it" as a dummy, not a day, not a possessive alone.
fn speaks(clause: &Clause<'_>, phrase: &Range<usize>) -> bool {
    let single = phrase.len() == 1;
    !(single && clause.has(phrase.start, Roles::DAY))
        && !(single
            && ["him", "me", "them", "us", "himself", "herself", "what"].iter().any(|w| clause.eq(phrase.start, w)))
}

/// `The mayor said “…”` and everything between that still belongs to what was said.
fn before(clause: &Clause<'_>, sentence: &Range<usize>, q: usize) -> Option<Evidence> {
    let floor = q.saturating_sub(60).max(sentence.start);
    for i in (floor..q).rev() {
        if clause.is(i, ';') {
            return None;
        }
        if clause.eq(i, "to") && i > floor && clause.eq(i - 1, "according") {
            let phrase = clause.noun_phrase_from(i + 1).filter(|p| p.end <= q)?;
            let (cue, source) = (Some(clause.span(i - 1).hull(clause.span(i))), Some(clause.hull(&phrase)));
            let content = reported(clause, sentence, phrase.end, q);
            return Some(Evidence { rule: Rule::According, score: 0.85, cue, source, clause: content });
        }
        let strong = clause.is_verb(i, Roles::SAY.or(Roles::SAY_OF));
        let weak = !strong && clause.is_verb(i, Roles::THINK);
        let noun = !strong && !weak && clause.has(i, Roles::NOUN_CUE) && q - i <= 3;
        if !(strong || weak || noun) || !governs(clause, i, q) {
            continue;
        }
        let subject = if noun { owner(clause, i, sentence.start) } else { subject(clause, i, sentence.start, q) };
        let Some(phrase) = subject.filter(|p| speaks(clause, p)) else { continue };
        let direct = directly_before(clause, i + 1, q) && !noun;
        let whole_quote = clause.quote(q).is_some_and(|s| {
            s.inner().of(clause.text).chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_uppercase)
        });
        let content = if direct && whole_quote { None } else { reported(clause, sentence, i + 1, q) };
        let score = if weak {
            0.62
        } else if noun {
            0.75
        } else if content.is_none() {
            0.94
        } else if clause.is_verb(i, Roles::SAY) {
            0.85
        } else {
            0.72
        };
        let (cue, source) = (Some(clause.span(i)), Some(clause.hull(&phrase)));
        return Some(Evidence { rule: Rule::Before, score, cue, source, clause: content });
    }
    None
}

/// Whether the cue at `i` can govern the quotation at `q`: it does not close an earlier report.
fn governs(clause: &Clause<'_>, i: usize, q: usize) -> bool {
    // “…,” he said as he “…”: the words after a closed report are the writer's.
    let closes_earlier = i > 1
        && clause.noun_phrase_before(i, 0).is_some_and(|p| p.start > 0 && clause.quote(p.start - 1).is_some())
        && !clause.is(i + 1, ',')
        && !clause.is(i + 1, ':')
        && q > i + 6;
    !closes_earlier
}

/// The noun phrase that does what the verb at `i` says.
fn subject(clause: &Clause<'_>, i: usize, from: usize, q: usize) -> Option<Range<usize>> {
    // "said Mr. Gunnels, “…”": inverted, at the start of a sentence or after a comma.
    if !clause.has(i, Roles::ING)
        && let Some(direct) = clause.noun_phrase_before(i, from)
    {
        return Some(relative(clause, direct, from));
    }
    if !clause.has(i, Roles::ING)
        && (i == from || clause.is(i - 1, ','))
        && let Some(phrase) = clause.noun_phrase_from(i + 1).filter(|p| p.end <= q)
    {
        return Some(phrase);
    }
    // A participle or a second verb: the subject of the sentence.
    main_subject(clause, from, i)
}

/// `who` stands for the phrase before it.
fn relative(clause: &Clause<'_>, phrase: Range<usize>, from: usize) -> Range<usize> {
    if phrase.len() == 1 && (clause.eq(phrase.start, "who") || clause.eq(phrase.start, "which")) {
        let end = if phrase.start > from && clause.is(phrase.start - 1, ',') { phrase.start - 1 } else { phrase.start };
        if let Some(before) = clause.noun_phrase_before(end, from) {
            return before;
        }
    }
    phrase
}

/// The first noun phrase of the sentence that a verb follows, before item `to`.
pub fn main_subject(clause: &Clause<'_>, from: usize, to: usize) -> Option<Range<usize>> {
    let mut i = from;
    while i < to {
        if clause.opens_clause(i) || i == from {
            let skip = if clause.has(i, Roles::CONJ.or(Roles::ADV))
                && clause.word(i).is_some_and(|t| !t.is_capital() || t.has(Roles::NOT_NAME))
            {
                i + 1
            } else {
                i
            };
            if let Some(phrase) = clause.noun_phrase_from(skip).filter(|p| p.end <= to) {
                let next = clause.word(phrase.end);
                let verb_follows = next.is_some_and(|t| {
                    t.is(',')
                        || t.has(
                            Roles::AUX.or(Roles::SAY).or(Roles::THINK).or(Roles::SAY_OF).or(Roles::ADV).or(Roles::CONJ),
                        )
                        || is_verb_like(t.span.of(clause.text))
                });
                let person = phrase.clone().any(|j| {
                    clause.word(j).is_some_and(|t| {
                        t.is_capital() && !t.has(Roles::NOT_NAME.or(Roles::DAY))
                            || t.has(Roles::ROLE.or(Roles::GROUP).or(Roles::PRONOUN).or(Roles::ORG).or(Roles::PAPER))
                    })
                });
                if verb_follows && person && speaks(clause, &phrase) && !clause.has(i, Roles::PREP) {
                    return Some(phrase);
                }
            }
        }
        i += 1;
    }
    None
}

fn is_verb_like(word: &str) -> bool {
    (word.len() > 3 && (word.ends_with("ed") || word.ends_with('s')))
        || is_ly(word)
        || [
            "took", "made", "went", "came", "gave", "got", "ran", "began", "stood", "sat", "held", "left", "put",
            "kept", "threw", "drew", "shook", "turned", "met", "spoke", "won", "lost",
        ]
        .contains(&word)
}

/// Whose claim it is: `Mr. Trump’s claim that “…”`, `the claim by …`.
fn owner(clause: &Clause<'_>, i: usize, from: usize) -> Option<Range<usize>> {
    let mut j = i;
    while j > from
        && clause.word(j - 1).is_some_and(|t| {
            t.class == super::tokens::Class::Lower && !t.has(Roles::POSS.or(Roles::PREP).or(Roles::CONJ))
        })
    {
        j -= 1;
    }
    if j > from && clause.has(j - 1, Roles::POSS) {
        return Some(j - 1..j);
    }
    if j > from + 1 && clause.word(j - 1).is_some_and(|t| t.class == super::tokens::Class::Possessive) {
        return clause.noun_phrase_before(j - 1, from);
    }
    None
}

/// Whether only a comma, a colon, a listener or a place of saying stands between the cue and the quotation.
fn directly_before(clause: &Clause<'_>, from: usize, q: usize) -> bool {
    if from >= q {
        return true;
    }
    if clause.is(q - 1, ':') {
        return true;
    }
    if !clause.is(q - 1, ',') {
        return from + 1 == q && clause.word(from).is_some_and(|t| t.is('.') || t.has(Roles::PRONOUN));
    }
    // "told reporters,", "said in a statement,", "said Thursday,"
    q - from <= 9 && !(from..q - 1).any(|i| clause.is(i, ',') || clause.has(i, Roles::CONJ))
}

/// The reported clause from item `from` over the quotation at `q` to its end.
fn reported(clause: &Clause<'_>, sentence: &Range<usize>, from: usize, q: usize) -> Option<Span> {
    let mut start = from;
    while start < q && clause.word(start).is_some_and(|t| t.is(',') || t.is(':') || t.has(Roles::DAY)) {
        start += 1;
    }
    let end = clause_end(clause, sentence, q);
    Some(clause.span(start).hull(clause.span(end - 1)))
}

/// One past the last item of the reported clause that holds item `q`.
pub fn clause_end(clause: &Clause<'_>, sentence: &Range<usize>, q: usize) -> usize {
    let mut end = q + 1;
    for i in q + 1..sentence.end {
        let stop = clause.is(i, ';')
            || (clause.is_dash(i) && !clause.is(i, '-'))
            || (clause.is(i, ',') && leaves_report(clause, i, sentence.end))
            || clause.eq(i, "following")
            || clause.eq(i, "amid");
        if stop {
            return end;
        }
        if !(clause.is(i, '.') || clause.is(i, '?') || clause.is(i, '!')) || i + 1 < sentence.end {
            end = i + 1;
        }
    }
    end
}

/// Whether the comma at `i` is followed by who said it, or by a new main clause of the writer's.
fn leaves_report(clause: &Clause<'_>, i: usize, end: usize) -> bool {
    if clause.eq(i + 1, "according") {
        return true;
    }
    if clause.is_verb(i + 1, Roles::SAY) && (clause.has(i + 1, Roles::ING) || clause.noun_phrase_from(i + 2).is_some())
    {
        return true;
    }
    let skip = if clause.eq(i + 1, "and") || clause.eq(i + 1, "but") || clause.eq(i + 1, "as") { i + 2 } else { i + 1 };
    clause.noun_phrase_from(skip).is_some_and(|p| {
        let cue = clause.skip_adverbs(p.end);
        cue < end && clause.is_verb(cue, Roles::SAY)
    })
}

/// `The plan is “crazy” and will fail, the mayor said.`
fn at_the_end(clause: &Clause<'_>, sentence: &Range<usize>, q: usize) -> Option<Evidence> {
    for i in q + 1..sentence.end.min(q + 60) {
        if !clause.is(i, ',') {
            continue;
        }
        if clause.eq(i + 1, "according") && clause.eq(i + 2, "to") {
            let phrase = clause.noun_phrase_from(i + 3)?;
            let cue = Some(clause.span(i + 1).hull(clause.span(i + 2)));
            let content = Some(clause.span(sentence.start).hull(clause.span(i - 1)));
            return Some(Evidence {
                rule: Rule::According,
                score: 0.85,
                cue,
                source: Some(clause.hull(&phrase)),
                clause: content,
            });
        }
        let inverted = clause.is_verb(i + 1, Roles::SAY) && !clause.has(i + 1, Roles::ING);
        let (cue, phrase) = if inverted {
            (i + 1, clause.noun_phrase_from(i + 2)?)
        } else {
            let Some(phrase) = clause.noun_phrase_from(i + 1) else { continue };
            let cue = clause.skip_adverbs(phrase.end);
            if !clause.is_verb(cue, Roles::SAY) || clause.has(cue, Roles::ING) || !clause.closes_report(cue + 1) {
                continue;
            }
            (cue, phrase)
        };
        let content = Some(clause.span(sentence.start).hull(clause.span(i - 1)));
        let (cue, source) = (Some(clause.span(cue)), Some(clause.hull(&phrase)));
        return Some(Evidence { rule: Rule::After, score: 0.85, cue, source, clause: content });
    }
    None
}

/// One quotation in its sentence and block.
struct Place<'a, 'b> {
    clause: &'a Clause<'b>,
    sentence: &'a Range<usize>,
    q: usize,
    block: usize,
    /// Number of drafts before this block.
    first_draft: usize,
}

impl Place<'_, '_> {
    fn span(&self) -> Span {
        self.clause.span(self.q)
    }

    /// Adds the quotation under the evidence found, to the draft of the same cue when there is one.
    fn add(&self, found: Evidence, drafts: &mut Vec<Draft>) -> Option<usize> {
        if found.clause.is_some() && self.looks_like_a_title() || self.is_nickname() {
            return None;
        }
        let span = self.span();
        let same_cue = drafts.iter().skip(self.first_draft).position(|d| d.cue.is_some() && d.cue == found.cue);
        if let Some(offset) = same_cue {
            let index = self.first_draft + offset;
            let draft = drafts.get_mut(index)?;
            draft.quotes.push(span);
            match found.clause {
                Some(clause) if draft.content.iter().any(|c| c.overlaps(clause)) => {
                    for content in &mut draft.content {
                        if content.overlaps(clause) {
                            *content = content.hull(clause);
                        }
                    }
                    draft.kind = Kind::Mixed;
                }
                _ if draft.content.iter().any(|c| c.covers(span)) => {}
                _ => draft.content.push(span),
            }
            settle(draft);
            return Some(index);
        }
        let content = found.clause.filter(|c| c.covers(span)).unwrap_or(span);
        drafts.push(Draft {
            kind: if content == span { Kind::Direct } else { Kind::Mixed },
            form: Form::Quotation,
            content: vec![content],
            quotes: vec![span],
            cue: found.cue,
            source: found.source,
            rule: found.rule,
            score: found.score,
            same_as: None,
            thread: None,
        });
        Some(drafts.len() - 1)
    }

    /// No speaker in the sentence: what the paragraph and those above tell.
    fn inherit(&self, carry: &Carry, drafts: &mut Vec<Draft>) -> Option<usize> {
        let (clause, span) = (self.clause, self.span());
        let words = clause.quote(self.q).map_or(0, |s| s.inner().of(clause.text).split_whitespace().count());
        let alone = self.sentence.clone().all(|i| i == self.q || !clause.word(i).is_some_and(|t| t.is_word()));
        let opens = self.sentence.start == self.q;
        if !alone && (self.looks_like_a_title() || self.is_nickname()) {
            return None;
        }
        // The same speaker goes on in this paragraph.
        if drafts.len() > self.first_draft {
            let index = drafts.len() - 1;
            if alone || (opens && words > 3) {
                let draft = drafts.get_mut(index)?;
                if draft.kind == Kind::Direct && draft.form == Form::Quotation {
                    draft.content.push(span);
                    draft.quotes.push(span);
                    return Some(index);
                }
                return Some(self.push(drafts, Rule::Continues, 0.9, Some(index), None));
            }
            if words <= 3 && !self.verb_before() {
                return None;
            }
            let subject = main_subject(clause, self.sentence.start, self.q).map(|p| clause.hull(&p));
            return Some(match subject {
                Some(subject) => self.push(drafts, Rule::Subject, 0.55, None, Some(subject)),
                None => self.push(drafts, Rule::Continues, 0.7, Some(index), None),
            });
        }
        if let Some((cue, source, above)) = carry.lead_in
            && above + 1 == self.block
        {
            let index = self.push(drafts, Rule::LeadIn, 0.87, None, Some(source));
            if let Some(draft) = drafts.get_mut(index) {
                draft.cue = cue;
            }
            return Some(index);
        }
        if !alone {
            if words <= 4 {
                return None;
            }
            let subject = main_subject(clause, self.sentence.start, self.q).map(|p| clause.hull(&p));
            if let Some(subject) = subject {
                return Some(self.push(drafts, Rule::Subject, 0.45, None, Some(subject)));
            }
        }
        let starts_block = self.q == 0;
        if starts_block && carry.dialogue {
            // A name in the words after the quotation, else turns.
            let next = self.sentence.end;
            if let Some(phrase) = clause.noun_phrase_from(next).filter(|_| next < clause.items.len()) {
                return Some(self.push(drafts, Rule::Subject, 0.5, None, Some(clause.hull(&phrase))));
            }
            if let (Some((_, above)), Some((other, earlier))) = (carry.last, carry.before_last)
                && above + 1 == self.block
                && earlier + 3 >= self.block
            {
                return Some(self.push(drafts, Rule::TakesTurns, 0.6, Some(other), None));
            }
        }
        if !carry.dialogue
            && let Some((last, above)) = carry.last
            && above + 1 == self.block
            && (starts_block || words > 4)
        {
            return Some(self.push(drafts, Rule::Previous, 0.55, Some(last), None));
        }
        (words > 4 || (starts_block && carry.dialogue)).then(|| self.push(drafts, Rule::Nobody, 0.2, None, None))
    }

    fn push(
        &self,
        drafts: &mut Vec<Draft>,
        rule: Rule,
        score: f32,
        same_as: Option<usize>,
        source: Option<Span>,
    ) -> usize {
        let span = self.span();
        drafts.push(Draft {
            kind: Kind::Direct,
            form: Form::Quotation,
            content: vec![span],
            quotes: vec![span],
            cue: None,
            source,
            rule,
            score,
            same_as,
            thread: None,
        });
        drafts.len() - 1
    }

    /// A verb of saying or calling directly before.
    fn verb_before(&self) -> bool {
        self.q > 0 && self.clause.is_verb(self.q - 1, Roles::SAY.or(Roles::SAY_OF))
    }

    /// Titles and terms: announced as one, or every long word of it has a capital.
    fn looks_like_a_title(&self) -> bool {
        let (clause, q) = (self.clause, self.q);
        let Some(segment) = clause.quote(q) else { return false };
        let inner = segment.inner().of(clause.text);
        let words: Vec<&str> = inner.split_whitespace().collect();
        if words.len() > 10 || inner.ends_with(['?', '!']) {
            return false;
        }
        let announced = q > 0 && clause.has(q - 1, Roles::TITLE_CUE)
            || q > 1 && clause.is(q - 1, ',') && clause.has(q - 2, Roles::TITLE_CUE);
        let long = words.iter().filter(|w| w.chars().filter(|c| c.is_alphabetic()).count() > 3);
        let (mut n, mut capital) = (0, 0);
        for word in long {
            n += 1;
            capital += usize::from(word.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase));
        }
        let all_capital = n > 0 && n == capital && words.first().is_some_and(|w| w.starts_with(char::is_uppercase));
        let in_phrase = q > 0
            && (clause.has(q - 1, Roles::DET.or(Roles::POSS).or(Roles::PREP))
                || clause.word(q - 1).is_some_and(|t| t.class == super::tokens::Class::Possessive));
        let verb = self.verb_before() || q > 0 && (clause.is(q - 1, ',') || clause.is(q - 1, ':'));
        (announced && words.len() <= 6) || (all_capital && (words.len() >= 2 || in_phrase) && !verb)
    }

    /// `Robert C. “Bobby” Scott`.
    fn is_nickname(&self) -> bool {
        let (clause, q) = (self.clause, self.q);
        let short = clause.quote(q).is_some_and(|s| s.inner().of(clause.text).split_whitespace().count() <= 2);
        let name = |i: usize| clause.word(i).is_some_and(|t| t.is_capital() && !t.has(Roles::NOT_NAME));
        short
            && q > 0
            && (name(q - 1) || clause.is(q - 1, '.') && q > 1 && name(q - 2))
            && name(q + 1)
            && clause.quote(q).is_some_and(|s| !s.inner().of(clause.text).ends_with([',', '.', '!', '?']))
    }
}

/// Content in reading order, overlaps joined.
fn settle(draft: &mut Draft) {
    draft.content.sort_unstable();
    let mut out: Vec<Span> = Vec::with_capacity(draft.content.len());
    for span in draft.content.drain(..) {
        match out.last_mut() {
            Some(last) if last.overlaps(span) => *last = last.hull(span),
            _ => out.push(span),
        }
    }
    draft.content = out;
    draft.quotes.sort_unstable();
    draft.quotes.dedup();
}
