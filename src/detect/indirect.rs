//! Reported speech without quotation marks: `the mayor said that …`, `…, the mayor said`, `according to the mayor, …`.

use super::Rule;
use super::attribute::Draft;
use super::clause::Clause;
use super::evidence::{clause_end, is_verb_like, main_subject, relative};
use super::lexicon::Roles;
use super::tokens::{Class, Token};
use crate::span::Span;
use crate::statement::{Form, Kind};
use std::ops::Range;

/// Adds a draft for every reported statement of the block whose words no draft from `first` on covers. O(length).
pub fn statements(clause: &Clause<'_>, first: usize, drafts: &mut Vec<Draft>) {
    for sentence in clause.sentences() {
        // A cue that closes the whole sentence wins over one inside it.
        let closed = sentence.clone().filter_map(|i| {
            if clause.eq(i, "according") && clause.eq(i + 1, "to") {
                according(clause, &sentence, i)
            } else {
                closing(clause, &sentence, i)
            }
        });
        let opened = sentence
            .clone()
            .filter(|i| clause.is_verb(*i, Roles::SAY.or(Roles::THINK)))
            .filter_map(|i| object_clause(clause, &sentence, i));
        for found in closed.chain(opened) {
            let used = drafts.iter().skip(first).any(|d| {
                d.cue.is_some_and(|c| found.cue.overlaps(c))
                    || d.content
                        .iter()
                        .any(|c| c.intersection(found.content).is_some_and(|x| x.len() * 2 > found.content.len()))
            });
            let quoted = sentence.clone().any(|j| clause.quote(j).is_some_and(|s| found.content.overlaps(s.span)));
            if used || quoted || found.content.len() < 8 {
                continue;
            }
            drafts.push(Draft {
                kind: Kind::Indirect,
                form: Form::Quotation,
                content: vec![found.content],
                quotes: Vec::new(),
                cue: Some(found.cue),
                source: Some(found.source),
                rule: found.rule,
                score: found.score,
                same_as: None,
                thread: None,
            });
        }
    }
}

struct Found {
    rule: Rule,
    score: f32,
    cue: Span,
    source: Span,
    content: Span,
}

/// `According to the mayor, …` and `…, according to the mayor`.
fn according(clause: &Clause<'_>, sentence: &Range<usize>, i: usize) -> Option<Found> {
    let phrase = clause.noun_phrase_from(i + 2)?;
    let cue = clause.span(i).hull(clause.span(i + 1));
    let content = if i == sentence.start {
        let from = if clause.is(phrase.end, ',') { phrase.end + 1 } else { return None };
        stretch(clause, from, clause_end(clause, sentence, from))?
    } else {
        let to = if clause.is(i - 1, ',') { i - 1 } else { i };
        stretch(clause, clause_start(clause, sentence, to), to)?
    };
    Some(Found { rule: Rule::According, score: 0.86, cue, source: clause.hull(&phrase), content })
}

fn stretch(clause: &Clause<'_>, from: usize, to: usize) -> Option<Span> {
    (from < to).then(|| clause.span(from).hull(clause.span(to - 1)))
}

/// `The mayor said (that) …`: a subject before the cue, a clause after it.
fn object_clause(clause: &Clause<'_>, sentence: &Range<usize>, i: usize) -> Option<Found> {
    let participle = clause.has(i, Roles::ING) && !clause.has(i - usize::from(i > 0), Roles::AUX);
    let subject = if participle {
        main_subject(clause, sentence.start, i)
    } else {
        clause.noun_phrase_before(i, sentence.start).map(|phrase| relative(clause, phrase, sentence.start))
    }?;
    let strong = clause.has(i, Roles::STRONG);
    let say = clause.has(i, Roles::SAY);
    let mut from = i + 1;
    // "told us, how", "told reporters that", "announced Thursday", "argued however that", "said in a statement that".
    if ["told", "tell", "tells", "telling", "asked", "assured", "informed", "reminded", "warned", "advised"]
        .iter()
        .any(|w| clause.eq(i, w))
        && let Some(listener) = clause.noun_phrase_from(from).filter(|p| p.end < sentence.end)
        && opens_report(clause, listener.end, sentence.end).is_some()
    {
        from = listener.end;
    }
    let mut opening = opens_report(clause, from, sentence.end);
    if opening.is_none() {
        // An adverbial between the cue and "that"; after "after a meeting" the clause belongs to the meeting.
        let elsewhere = ["after", "before", "of", "about", "over", "from", "with", "by", "at"];
        opening = (from..sentence.end.min(from + 9))
            .take_while(|j| clause.word(*j).is_some_and(|t| t.is_word()) && !clause.is_verb(*j, Roles::AUX))
            .take_while(|j| !elsewhere.iter().any(|w| clause.eq(*j, w)))
            .find(|j| clause.eq(*j, "that") && *j > from && !clause.has(j - 1, Roles::DET))
            .map(|j| Opening { at: j, marked: true });
    }
    let opening = opening?;
    let end = clause_end(clause, sentence, opening.at);
    let mut content = opening.at..end;
    while content.end > content.start
        && clause.word(content.end - 1).is_some_and(|t| matches!(t.class, Class::Mark(c) if !")’'%".contains(c)))
    {
        content.end -= 1;
    }
    if content.len() < 3 {
        return None;
    }
    let clean = clause.noun_phrase_before(i, sentence.start).is_some_and(|p| p.end == i || p.end + 2 >= i);
    let score = match (strong, say, opening.marked) {
        (true, _, true) => 0.93,
        (true, _, false) => 0.86,
        (false, true, true) => 0.85,
        (false, true, false) => 0.7,
        (false, false, true) => 0.68,
        (false, false, false) => 0.45,
    } - if participle { 0.1 } else { 0.0 }
        - if clean { 0.0 } else { 0.06 };
    (score >= 0.5).then(|| Found {
        rule: Rule::Before,
        score,
        cue: clause.span(i),
        source: clause.hull(&subject),
        content: clause.hull(&content),
    })
}

struct Opening {
    /// First item of the reported clause.
    at: usize,
    /// Whether a word such as "that" or "how" opens it.
    marked: bool,
}

/// Whether a reported clause opens at `from`, adverbs, days and a comma before a question word stepped over.
fn opens_report(clause: &Clause<'_>, from: usize, end: usize) -> Option<Opening> {
    let mut at = from;
    while at < end && at < from + 4 && clause.word(at).is_some_and(|t| t.has(Roles::ADV) || t.has(Roles::DAY)) {
        at += 1;
    }
    // "said on Friday he …"
    if clause.eq(at, "on") && clause.has(at + 1, Roles::DAY) {
        at += 2;
    }
    let mut marker = at;
    if clause.is(marker, ',') || clause.is(marker, ':') {
        marker += 1;
    }
    if ["that", "how", "whether", "why", "what", "if"].iter().any(|w| clause.eq(marker, w)) {
        return Some(Opening { at: marker, marked: true });
    }
    if marker != at {
        return None;
    }
    // "said he’ll …", "said it’s …": subject and verb in one.
    let contracted =
        clause.str(at).split(['’', '\'']).next().is_some_and(is_subject) && clause.str(at).contains(['’', '\'']);
    let split = is_subject(clause.str(at)) && clause.word(at + 1).is_some_and(|t| t.class == Class::Possessive);
    if contracted || split {
        return Some(Opening { at, marked: false });
    }
    // No marker: a noun phrase and a verb must follow.
    let phrase = clause.noun_phrase_from(at).filter(|p| p.end < end)?;
    let verb = clause.skip_adverbs(phrase.end);
    let auxiliary = (phrase.end..verb.max(phrase.end + 1)).any(|j| clause.has(j, Roles::AUX));
    let subject_pronoun = phrase.len() == 1 && is_subject(clause.str(phrase.start));
    let finite = auxiliary
        || clause.word(verb).is_some_and(|t| {
            let word = t.span.of(clause.text);
            t.class == Class::Lower
                && !t.has(Roles::PREP.or(Roles::CONJ).or(Roles::DET))
                && (subject_pronoun || is_verb_like(word) || t.has(Roles::THINK))
        });
    finite.then_some(Opening { at, marked: false })
}

/// Whether a word is a pronoun that begins a clause.
fn is_subject(word: &str) -> bool {
    ["he", "she", "they", "it", "we", "i", "there", "you"].iter().any(|w| word.eq_ignore_ascii_case(w))
}

/// `…, the mayor said.` and `…, said the mayor.`: the clause before the comma.
fn closing(clause: &Clause<'_>, sentence: &Range<usize>, i: usize) -> Option<Found> {
    if !clause.is_verb(i, Roles::SAY) || clause.has(i, Roles::ING) {
        return None;
    }
    let (comma, source) = if i > sentence.start && clause.is(i - 1, ',') {
        let phrase = clause.noun_phrase_from(i + 1).filter(|_| !clause.eq(i + 1, "that"))?;
        (i - 1, phrase)
    } else {
        let phrase = clause.noun_phrase_before(i, sentence.start)?;
        if phrase.start == sentence.start
            || clause.eq(phrase.start, "who")
            || clause.eq(phrase.start, "which")
            || !clause.is(phrase.start - 1, ',')
            || !clause.closes_report(i + 1)
            || ["that", "how", "whether", "why", "what", "which"].iter().any(|w| clause.eq(i + 1, w))
        {
            return None;
        }
        (phrase.start - 1, phrase)
    };
    let content = stretch(clause, clause_start(clause, sentence, comma), comma)?;
    let words = (sentence.start..comma).filter(|j| clause.word(*j).is_some_and(|t: &Token| t.is_word())).count();
    let verb = (sentence.start..comma).any(|j| {
        clause.word(j).is_some_and(|t| {
            t.class == Class::Lower && (t.has(Roles::AUX.or(Roles::SAY)) || t.span.of(clause.text).ends_with("ed"))
        })
    });
    let score = if words >= 5 && verb { 0.9 } else { 0.6 };
    Some(Found { rule: Rule::After, score, cue: clause.span(i), source: clause.hull(&source), content })
}

/// Where a report that ends before item `to` begins: the sentence, after an opening conjunction.
fn clause_start(clause: &Clause<'_>, sentence: &Range<usize>, to: usize) -> usize {
    let mut start = sentence.start;
    while start < to && clause.word(start).is_some_and(|t| matches!(t.class, Class::Mark(_))) {
        start += 1;
    }
    if ["but", "and", "so", "yet"].iter().any(|w| clause.eq(start, w)) { start + 1 } else { start }
}
