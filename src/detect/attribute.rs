//! The quotations of one block become drafts: with the evidence beside them, or with what the paragraph and those above
//! hand down.

use super::Rule;
use super::clause::Clause;
use super::evidence::{Evidence, beside, main_subject};
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
                Some(found) => place.add(&found, drafts),
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
    fn add(&self, found: &Evidence, drafts: &mut Vec<Draft>) -> Option<usize> {
        // "I have read “…”" with capitals throughout names a thing, unless the cue leaves no doubt.
        let weak = found.rule == Rule::Before && !self.strong_cue(found.cue);
        if (found.clause.is_some() || weak) && self.looks_like_a_title() || self.is_nickname() {
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
            if words <= 3 && !self.cue_before() {
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
            if words <= 4 && !self.cue_before() {
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
            // The second voice of a scene: somebody named near, not the one who just spoke.
            if carry.last.is_some_and(|(_, above)| above + 1 == self.block) {
                return Some(self.push(drafts, Rule::TakesTurns, 0.45, None, None));
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

    /// A word of saying, judging or thinking anywhere before it in the sentence.
    fn cue_before(&self) -> bool {
        let cues = Roles::SAY.or(Roles::SAY_OF).or(Roles::THINK);
        (self.sentence.start..self.q).any(|i| self.clause.is_verb(i, cues))
    }

    fn strong_cue(&self, cue: Option<Span>) -> bool {
        cue.is_some_and(|cue| {
            self.sentence.clone().any(|i| self.clause.span(i) == cue && self.clause.has(i, Roles::STRONG))
        })
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
