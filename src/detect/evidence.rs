//! The rules for one quotation in its sentence, best evidence first.
//!
//! Each rule's score is the share of its proposals that were right on news articles; see the README for the figures.

use super::Rule;
use super::clause::{Clause, is_ly};
use super::lexicon::Roles;
use super::tokens::Class;
use crate::span::Span;
use std::ops::Range;

/// A speaker found for one quotation.
#[derive(Clone, Debug)]
pub struct Evidence {
    pub rule: Rule,
    pub score: f32,
    pub cue: Option<Span>,
    pub source: Option<Span>,
    /// Place of the reported clause when it is more than the quotation.
    pub clause: Option<Span>,
}

/// The speaker named in the same sentence as the quotation at item `q`.
pub fn beside(clause: &Clause<'_>, sentence: &Range<usize>, q: usize) -> Option<Evidence> {
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
    // A quotation that ends with a full stop is closed: "X said" behind it must close too.
    let closes = cue + 1 >= clause.items.len()
        || clause.is(cue + 1, '.')
        || clause.is(cue + 1, ',') && clause.quote(cue + 2).is_none();
    if !open && !comma && !closes {
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
    let objects = ["him", "me", "them", "us", "himself", "herself", "what"];
    phrase.len() > 1 || !clause.has(phrase.start, Roles::DAY) && !objects.iter().any(|w| clause.eq(phrase.start, w))
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
            let content = Some(reported(clause, sentence, phrase.end, q));
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
        // "a series called “…”" names a thing.
        if i + 1 == q
            && clause.has(i, Roles::TITLE_CUE)
            && (clause.eq(phrase.start, "a") || clause.eq(phrase.start, "an"))
        {
            return None;
        }
        let direct = directly_before(clause, i + 1, q) && !noun;
        let whole_quote = clause.quote(q).is_some_and(|s| {
            s.inner().of(clause.text).chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_uppercase)
        });
        let content = if direct && whole_quote { None } else { Some(reported(clause, sentence, i + 1, q)) };
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
        && clause.closes_report(i + 1)
        && !clause.is(i + 1, ',')
        && !clause.eq(i + 1, "that")
        && q > i + 2;
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
        && (i == from || clause.is(i - 1, ',') || clause.quote(i - 1).is_some())
        && let Some(phrase) = clause.noun_phrase_from(i + 1).filter(|p| p.end <= q)
    {
        return Some(phrase);
    }
    // A participle or a second verb: the subject of the sentence.
    main_subject(clause, from, i)
}

/// `who` stands for the phrase before it.
pub fn relative(clause: &Clause<'_>, phrase: Range<usize>, from: usize) -> Range<usize> {
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

/// Whether a word looks like a finite verb: by its ending, or one of the commonest irregular ones.
pub fn is_verb_like(word: &str) -> bool {
    (word.len() > 3 && (word.ends_with("ed") || word.ends_with('s')))
        || is_ly(word)
        || [
            "took", "made", "went", "came", "gave", "got", "ran", "began", "stood", "sat", "held", "left", "put",
            "kept", "threw", "drew", "shook", "turned", "met", "spoke", "won", "lost", "met", "wrote", "had", "saw",
            "knew", "thought", "found", "told", "heard", "felt", "paid", "sent", "spent", "built", "bought", "sold",
            "led", "rose", "fell", "grew", "won’t",
        ]
        .contains(&word)
}

/// Whose claim it is: `Mr. Trump’s claim that “…”`, `the claim by …`.
fn owner(clause: &Clause<'_>, i: usize, from: usize) -> Option<Range<usize>> {
    let mut j = i;
    while j > from
        && clause
            .word(j - 1)
            .is_some_and(|t| t.class == Class::Lower && !t.has(Roles::POSS.or(Roles::PREP).or(Roles::CONJ)))
    {
        j -= 1;
    }
    if j > from && clause.has(j - 1, Roles::POSS) {
        return Some(j - 1..j);
    }
    if j > from + 1 && clause.word(j - 1).is_some_and(|t| t.class == Class::Possessive) {
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
fn reported(clause: &Clause<'_>, sentence: &Range<usize>, from: usize, q: usize) -> Span {
    let mut start = from;
    while start < q && clause.word(start).is_some_and(|t| t.is(',') || t.is(':') || t.has(Roles::DAY)) {
        start += 1;
    }
    let end = clause_end(clause, sentence, q);
    clause.span(start).hull(clause.span(end - 1))
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
