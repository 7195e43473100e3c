//! Quotations and the verbs beside them.

use super::cues::{Cue, Strength};
use super::phrases::Phrase;
use super::row::{Row, inner};
use super::scores;
use super::words::{Uses, Words};
use crate::detect::marks::Segment;
use crate::detect::{MentionKind, Rule};
use crate::span::Span;
use std::ops::Range;

/// What governs a quotation.
#[derive(Clone, Debug)]
pub enum Governed {
    /// A verb, or a word like one.
    By { cue: Option<Span>, subject: Option<Phrase>, rule: Rule, score: f32 },
    /// What governs an earlier one of the sentence.
    Same(usize),
}

/// Fewest words of a quotation that is a sentence without a stop at its end.
const MIN_SENTENCE_WORDS: usize = 5;
/// Longest quotation that is looked through for clauses of the narrator's, in bytes.
const MAX_ASIDE_BYTES: u32 = 16 << 10;
/// How many items a source has, with titles and initials.
const MAX_SOURCE_DISTANCE: usize = 16;
/// How many words stand between a verb and the words it governs.
const MAX_BEFORE_DISTANCE: usize = 8;

/// What governs quotation `q` of a sentence. O(items of the sentence).
pub fn governed(row: &Row<'_>, q: usize, sentence: &Range<usize>, cues: &[Cue]) -> Option<Governed> {
    let found = according(row, q, sentence).or_else(|| behind(row, q, sentence, cues));
    found.or_else(|| before(row, q, sentence, cues))
}

/// "… womit man laut Klinikdirektor Grau „jetzt helfen kann“": a source right before the words, inside a clause.
fn according(row: &Row<'_>, q: usize, sentence: &Range<usize>) -> Option<Governed> {
    let nearest = (sentence.start..q).rev().take(MAX_SOURCE_DISTANCE).find(|i| row.has(*i, Uses::ACCORDING))?;
    let subject = row.phrase_anywhere(nearest + 1).filter(|p| p.items.end == q && row.is_somebody(p))?;
    let speech = is_speech(row, q, true) && !row.is_name_in_marks(q);
    let cue = Some(row.hull(&(nearest..nearest + 1)));
    let by = Governed::By { cue, subject: Some(subject), rule: Rule::Before, score: scores::BEFORE };
    speech.then_some(by)
}

/// A verb and its subject behind the words.
fn behind(row: &Row<'_>, q: usize, sentence: &Range<usize>, cues: &[Cue]) -> Option<Governed> {
    let segment = row.quote(q)?;
    let mut i = q + 1;
    let mut apart = inner(row.text, segment).ends_with(['.', '!', '?', '…', ',', '-', '—', '–']);
    while row.is(i, ',') || row.is_dash(i) {
        apart = true;
        i += 1;
    }
    if i >= sentence.end || !row.is_small(i) {
        return None;
    }
    if row.has(i, Uses::SO) {
        if let Some(subject) = row.phrase_from(i + 1) {
            let cue = Some(row.hull(&(i..i + 1)));
            let by = Governed::By { cue, subject: Some(subject), rule: Rule::AfterInverted, score: scores::AFTER };
            return apart.then_some(by);
        }
        // "so charakterisierte ihn der Trainer".
        i += 1;
        if row.has(i, Uses::AUX.or(Uses::MODAL)) {
            return None;
        }
    }
    // "Unter dem Motto „…“, wird gefeiert".
    let title = row.has(q.wrapping_sub(1), Uses::NAMING) && row.is_capital(q.wrapping_sub(1));
    let known = cues.iter().find(|c| c.verb == i && c.opener.is_none() && (!title || c.strength == Strength::Say));
    if let Some(cue) = known.filter(|c| apart || c.strength >= Strength::Think && q == sentence.start) {
        let named = if row.has(i, Uses::SO_IT_SAYS) { cue.subject.clone() } else { None };
        let subject = named.or_else(|| row.subject_behind(i, sentence.end));
        // „…“, sagte er: the phrase stands right behind.
        let sure = cue.strength == Strength::Say && !row.has(i, Uses::SO_IT_SAYS);
        let score = if sure { scores::AFTER } else { scores::AFTER_OTHER };
        let rule = if subject.is_some() { Rule::AfterInverted } else { Rule::Nobody };
        let rule = if cue.strength == Strength::Say || subject.is_some() { rule } else { return None };
        return Some(Governed::By { cue: Some(cue.span(row)), subject, rule, score });
    }
    // In the clause behind a quotation the verb comes first: what stands before a subject there is one.
    let unknown = apart && !title && may_be_a_verb(row, i);
    let subject = row.subject_behind(i, (i + 8).min(sentence.end)).filter(|_| unknown)?;
    let near = (i + 1..subject.items.start).all(|j| row.has(j, Uses::REFLEXIVE.or(Uses::ADVERB)));
    let somebody = row.is_somebody(&subject);
    let cue = Some(row.hull(&(i..i + 1)));
    (near && somebody).then_some(Governed::By {
        cue,
        subject: Some(subject),
        rule: Rule::AfterInverted,
        score: scores::AFTER_OTHER,
    })
}

/// Whether a small word that is in no list may be a finite verb.
fn may_be_a_verb(row: &Row<'_>, i: usize) -> bool {
    let uses = row.item(i).map(|x| x.uses).unwrap_or_default();
    let known =
        Uses::REPORT.or(Uses::REPORT_SPLIT).or(Uses::SAY_SPLIT).or(Uses::THINK_SPLIT).or(Uses::AUX).or(Uses::MODAL);
    let word = row.words_of(i);
    uses.has(known)
        || (uses.is_unknown() || uses.has(Uses::MOOD))
            && !row.words.language.not_verb_endings.iter().any(|e| word.ends_with(e))
}

/// A colon or a verb before the words.
fn before(row: &Row<'_>, q: usize, sentence: &Range<usize>, cues: &[Cue]) -> Option<Governed> {
    let last = q.checked_sub(1).filter(|i| *i >= sentence.start)?;
    if row.is(last, ':') {
        // "Wie der Sender berichtet, sagte Grau: …": what leads in is no clause beside the main one.
        let says = |c: &&Cue| c.end < q && c.strength >= Strength::Think;
        let main = cues.iter().rev().find(|c| says(c) && c.opener.is_none());
        let cue = main.or_else(|| cues.iter().rev().find(says)).or_else(|| cues.iter().rev().find(|c| c.end < q));
        let found = cue.and_then(|c| c.subject.clone()).or_else(|| row.first_subject(sentence.start, q));
        let says = cue.is_some_and(|c| c.strength >= Strength::Think);
        let subject = found.filter(|p| says || cue.is_some() || row.is_somebody(p) || p.items.start == sentence.start);
        // "Auf der Tribüne hing ein Banner: „Aufwachen“.", "kurz: „Morgenruf“", "(Motto: „Wir kommen wieder“)".
        if !says && (row.is_name_in_marks(q) || row.has(last.wrapping_sub(1), Uses::NAMING)) {
            return None;
        }
        if !says && cue.is_none() && !is_sentence(row, q) && subject.as_ref().is_none_or(|p| !row.is_somebody(p)) {
            return None;
        }
        // "Anna Grau sagte: „…“": nothing between the two that could be the subject.
        let beside = |c: &Cue| subject.as_ref().is_some_and(|p| p.items.end == c.verb || p.items.start == c.verb + 1);
        let score = match (says, cue.is_some_and(|c| beside(c) && c.opener.is_none())) {
            (true, true) => scores::COLON,
            (true, false) => scores::COLON_APART,
            (false, _) => scores::COLON_OTHER,
        };
        let rule = if subject.is_some() { Rule::Before } else { Rule::Nobody };
        return Some(Governed::By { cue: cue.map(|c| c.span(row)), subject, rule, score });
    }
    // „A“, sagte X, „B“.
    let comma = row.is(last, ',')
        || row.is(last, ';')
        || row.is_dash(last)
        || row.is_small(last) && row.has(last, Uses::COORDINATOR);
    let earlier = (sentence.start..last).rev().find(|i| row.quote(*i).is_some());
    if let Some(earlier) = earlier.filter(|_| comma) {
        let direct = cues.iter().any(|c| {
            c.verb > earlier && c.verb < q && c.opener.is_none() && (row.is(c.verb - 1, ',') || c.verb == earlier + 1)
        });
        let so = row.is(earlier + 1, ',') && row.has(earlier + 2, Uses::SO);
        if direct || so || last == earlier + 1 && row.has(last, Uses::COORDINATOR) {
            return Some(Governed::Same(earlier));
        }
        let verb = (earlier + 1..=earlier + 2).find(|i| row.is_small(*i));
        if verb.is_some_and(|v| may_be_a_verb(row, v) && row.subject_behind(v, q).is_some()) {
            return Some(Governed::Same(earlier));
        }
    }
    let cue = cues.iter().rev().find(|c| c.verb < q && c.strength >= Strength::Think && c.opener.is_none())?;
    // "meldet die Agentur „Morgenruf“", "laut „anzeiger.de“".
    let exclaims = inner(row.text, row.quote(q)?).ends_with(['.', '!', '?', '…', ',']);
    if !is_speech(row, q, true) && (row.has(last, Uses::NAMING.or(Uses::ACCORDING)) || !exclaims && cue.verb < last)
        || row.is_name_in_marks(q)
            && (row.is_capital(last)
                || row.has(last, Uses::ARTICLE.or(Uses::OBLIQUE).or(Uses::PREPOSITION))
                || cue.verb == last)
    {
        return None;
    }
    let between = cue.verb + 1..q;
    let near = between.len() <= MAX_BEFORE_DISTANCE && !between.clone().any(|i| row.is(i, ',') && i + 1 < q);
    // "sagte, das sei „…“" is a reported clause; "sagte „Nein“" governs the words.
    let whole = is_sentence(row, q) && inner(row.text, row.quote(q)?).split_whitespace().count() > 1;
    let phrases_only = between.clone().all(|i| {
        cue.subject.as_ref().is_some_and(|p| p.items.contains(&i))
            || row.is(i, ',')
            || row.has(i, Uses::ADVERB.or(Uses::REFLEXIVE).or(Uses::PARTICLE))
    });
    (near && (phrases_only || whole)).then(|| Governed::By {
        cue: Some(cue.span(row)),
        subject: cue.subject.clone(),
        rule: Rule::Before,
        score: scores::BEFORE,
    })
}

/// The cue that a few words in marks belong to: the nearest before them, else the nearest behind.
pub fn cue_of_fragment<'a>(row: &Row<'_>, q: usize, sentence: &Range<usize>, cues: &'a [Cue]) -> Option<&'a Cue> {
    let somebody = |c: &&Cue| c.subject.as_ref().is_some_and(|p| row.is_somebody(p) || c.strength >= Strength::Think);
    let boundary = |from: usize, to: usize| (from..to).filter(|i| row.is(*i, ';') || row.is_stop(*i)).count();
    let _ = sentence;
    let before = cues.iter().rev().filter(somebody).find(|c| c.verb < q && boundary(c.verb, q) == 0);
    before.or_else(|| cues.iter().filter(somebody).find(|c| c.verb > q && boundary(q, c.verb) == 0 && c.end < q + 12))
}

/// Whether words in marks are a sentence: with a stop at their end, or long and with a word written small at the beginning.
pub fn is_sentence(row: &Row<'_>, q: usize) -> bool {
    let Some(segment) = row.quote(q) else { return false };
    let words = inner(row.text, segment);
    let stops = words.ends_with(['.', '!', '?', '…']) && !words.ends_with(" .");
    let count = words.split_whitespace().count();
    let capital = words.starts_with(|c: char| c.is_uppercase() || c.is_numeric() || "…¿¡".contains(c));
    let small = words.split_whitespace().skip(1).filter(|w| w.starts_with(char::is_lowercase)).count();
    stops && (count > 1 || capital) || capital && count >= MIN_SENTENCE_WORDS && small * 3 >= count
}

/// Whether words in marks inside a report are somebody's own: no name, no title.
pub fn is_speech(row: &Row<'_>, q: usize, reported: bool) -> bool {
    is_speech_of(row, q, reported, None)
}

/// Whether words in marks inside a reported clause are part of what is reported, not a name that the writer sets in marks.
pub fn is_reported(row: &Row<'_>, q: usize) -> bool {
    let before = q.wrapping_sub(1);
    let small = row.is_small(before) && !row.has(before, Uses::SO_CALLED.or(Uses::ACCORDING)) || row.is(before, ',');
    let one = row.quote(q).is_some_and(|s| !inner(row.text, s).contains(['.', '-']));
    let compound =
        row.quote(q).is_some_and(|s| row.item(q + 1).is_some_and(|n| n.span.start == s.span.end)) && row.is_dash(q + 1);
    is_speech(row, q, true) || small && one && !compound
}

/// The same beside a cue: what is called "eine „Schande“" is somebody's own word too.
pub fn is_speech_of(row: &Row<'_>, q: usize, reported: bool, cue: Option<&Cue>) -> bool {
    let Some(segment) = row.quote(q) else { return false };
    let titled = row.has(q.wrapping_sub(1), Uses::NAMING)
        && row.is_capital(q.wrapping_sub(1))
        && !inner(row.text, segment).ends_with(['.', '!', '?', '…']);
    if is_sentence(row, q) && !titled {
        return true;
    }
    let words = inner(row.text, segment);
    let list: Vec<&str> = words.split_whitespace().collect();
    let before = q.wrapping_sub(1);
    let capital = words.starts_with(|c: char| c.is_uppercase() || c.is_numeric());
    let small = list.iter().filter(|w| w.starts_with(char::is_lowercase)).count();
    let called = row.has(before, Uses::SO_CALLED);
    // Zeitung „Morgenruf“, die „Morgenruf“-Leser.
    let behind_a_name = row.is_capital(before) && capital && !row.has(before, Uses::ADVERB);
    let compound = row.item(q + 1).is_some_and(|n| n.span.start == segment.span.end) && row.is_dash(q + 1);
    let named = row.has(before, Uses::NAMING) && capital
        || row.has(before, Uses::ARTICLE.or(Uses::OBLIQUE))
            && row.is_name_in_marks(q)
            && !row.has(before, Uses::INDEFINITE);
    if called || behind_a_name || compound || named {
        return false;
    }
    let judged = cue.is_some_and(|c| {
        row.has(c.says, Uses::JUDGE) && c.verb < q + 8 && c.subject.as_ref().is_some_and(|p| row.is_somebody(p))
    }) && row.has(before, Uses::INDEFINITE);
    let quality = row.has(before, Uses::INDEFINITE) && list.len() <= 3 && reported;
    // An address of the web.
    if list.len() == 1 && words.contains('.') || row.has(before, Uses::ACCORDING) && row.is_name_in_marks(q) {
        return false;
    }
    // "skandierten Sprüche wie „Freie Wahlen“".
    let example = row.has(before, Uses::AS) && cue.is_some_and(|c| c.strength == Strength::Say && c.verb < q);
    judged || quality || example || reported && (!capital || small > 0 && list.len() >= 3 && !row.is_name_in_marks(q))
}

/// Cuts out of what is said the clauses of the narrator's that stand inside the marks: „Wir haben, sagte Anna Grau, nichts.“
pub fn cut_asides(text: &str, words: &Words, segments: &mut Vec<Segment>) {
    let has_cue = |segment: &Segment| {
        segment.inner().of(text).split([',', '!', '?', '–', '—']).skip(1).any(|part| {
            let first = part.split_whitespace().next().unwrap_or_default();
            words.uses(first).has(Uses::SAY) && first.starts_with(char::is_lowercase)
        })
    };
    if !segments.iter().any(has_cue) {
        return;
    }
    let whole = std::mem::take(segments);
    for segment in whole {
        match aside(text, words, &segment) {
            Some(clause) => {
                let before = Span::new(segment.span.start, clause.start).trim(text, char::is_whitespace);
                let after = Span::new(clause.end, segment.span.end).trim(text, |c| c.is_whitespace() || c == ',');
                segments.push(Segment { span: before, closed: true, close: 0, ..segment });
                if after.len() > u32::from(segment.close) {
                    segments.push(Segment { span: after, open: 0, ..segment });
                }
            }
            None => segments.push(segment),
        }
    }
}

/// The clause of the narrator's inside a quotation: between commas, a verb of saying and whoever says it.
fn aside(text: &str, words: &Words, segment: &Segment) -> Option<Span> {
    if segment.span.len() > MAX_ASIDE_BYTES {
        return None;
    }
    let row = Row::new(text, segment.inner(), words, &[]);
    let all = 0..row.items.len();
    for i in 1..row.items.len() {
        let opened = [',', '!', '?', '–', '—'].iter().any(|c| row.is(i - 1, *c));
        if !opened || !row.is_small(i) || !row.has(i, Uses::SAY) {
            continue;
        }
        let Some(subject) = row.phrase_from(i + 1).filter(|p| row.is_somebody(p)) else { continue };
        let object =
            row.has(subject.items.end, Uses::REFLEXIVE) || (row.words.language.is_plural_verb)(row.words_of(i));
        if object {
            continue;
        }
        let first_person = subject.kind == MentionKind::Pronoun && !row.has(i + 1, Uses::MALE.or(Uses::FEMALE));
        let end =
            (subject.items.end..all.end).take(10).find(|j| [',', '.', ':', '–', '—'].iter().any(|c| row.is(*j, *c)))?;
        if first_person || (row.words.language.is_mood)(row.words_of(i)) {
            continue;
        }
        let from = if row.is(i - 1, ',') || row.is_dash(i - 1) { i - 1 } else { i };
        return Some(row.hull(&(from..end + 1)));
    }
    None
}
