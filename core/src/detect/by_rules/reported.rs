//! Reported speech without marks: clauses behind a verb of saying, sources named with "laut", sentences in the mood of
//! reported speech.

use super::cues::{Cue, Strength};
use super::phrases::Phrase;
use super::row::{ItemKind, Row};
use super::scores;
use super::words::Uses;
use crate::detect::{MentionKind, Rule};
use crate::span::Span;
use std::ops::Range;

/// What somebody is told to have said.
#[derive(Clone, Debug)]
pub struct Report {
    pub cue: Option<Span>,
    pub subject: Option<Phrase>,
    /// Whether somebody named before says it, where nobody is named here.
    pub says_who: bool,
    pub content: Vec<Range<usize>>,
    pub rule: Rule,
    pub score: f32,
}

/// Fewest words of a reported clause.
const MIN_WORDS: usize = 3;

/// The reports of a sentence; `taken` are quotations that a verb governs. O(items of the sentence, for each cue).
pub fn reports(row: &Row<'_>, sentence: &Range<usize>, cues: &[Cue], taken: &[usize]) -> Vec<Report> {
    let so = so_clause(row, sentence).filter(|r| !r.content.iter().any(|c| taken.iter().any(|q| c.contains(q))));
    let mut out: Vec<Report> = so.or_else(|| according(row, sentence)).into_iter().collect();
    for cue in cues {
        let found = as_clause(row, sentence, cue)
            .or_else(|| clause_behind(row, sentence, cue))
            .or_else(|| clause_before(row, sentence, cue));
        let Some(report) = found else { continue };
        let overlaps = |a: &Range<usize>, b: &Range<usize>| a.start < b.end && b.start < a.end;
        let known = out.iter().any(|r| r.content.iter().any(|a| report.content.iter().any(|b| overlaps(a, b))));
        let quoted = report.content.iter().any(|c| taken.iter().any(|q| c.contains(q)));
        if !known && !quoted && report.content.iter().map(Range::len).sum::<usize>() >= MIN_WORDS {
            out.push(report);
        }
    }
    out
}

/// Whether a sentence stands in the mood of reported speech: its first finite verb does.
pub fn in_mood(row: &Row<'_>, sentence: &Range<usize>) -> bool {
    let finite = Uses::AUX.or(Uses::MODAL).or(Uses::SAY).or(Uses::THINK).or(Uses::REPORT).or(Uses::MOOD);
    let first = sentence.clone().find(|i| row.is_small(*i) && row.has(*i, finite));
    // "Das sehe ich anders": the first person has the same form.
    let own = |i: usize| [i + 1, i.wrapping_sub(1)].iter().any(|j| row.has(*j, Uses::FIRST_PERSON));
    first.is_some_and(|i| row.has(i, Uses::MOOD) && !own(i) && !row.is(sentence.end - 1, '?'))
        && sentence.clone().filter(|i| row.is_small(*i) && row.has(*i, Uses::MOOD)).count() > 0
}

/// Without the stop at the end.
fn trimmed(row: &Row<'_>, mut items: Range<usize>) -> Range<usize> {
    while items.end > items.start && (row.is_stop(items.end - 1) || row.is(items.end - 1, ',')) {
        items.end -= 1;
    }
    while items.start < items.end && (row.is(items.start, ',') || row.is(items.start, ':')) {
        items.start += 1;
    }
    items
}

/// What stands around some items of a sentence.
fn around(row: &Row<'_>, sentence: &Range<usize>, hole: Range<usize>) -> Vec<Range<usize>> {
    let parts = [sentence.start..hole.start, hole.end..sentence.end];
    parts
        .into_iter()
        .map(|p| trimmed(row, p))
        .filter(|p| p.clone().any(|i| row.is_word(i) || row.quote(i).is_some()))
        .collect()
}

/// "Laut X …", "nach Angaben von X …", "X zufolge …", "demnach …".
fn according(row: &Row<'_>, sentence: &Range<usize>) -> Option<Report> {
    for i in sentence.clone() {
        let first = i == sentence.start;
        if first && row.has(i, Uses::ACCORDINGLY) {
            let content = around(row, sentence, i..i + 1);
            let cue = Some(row.hull(&(i..i + 1)));
            return Some(Report {
                cue,
                subject: None,
                says_who: true,
                content,
                rule: Rule::According,
                score: scores::MOOD,
            });
        }
        let lead = row.has(i, Uses::ACCORDING);
        let account = row.has(i, Uses::OF_ACCOUNT) && opens_account(row, i);
        if (lead || account) && row.is_word(i) && !(lead && row.is_small(i) && first) {
            let Some(items) = noun_behind(row, i) else { continue };
            // "laut einem Bericht der Zeitung": what belongs to the noun.
            let end = genitive(row, items.end);
            let phrase =
                Phrase { items: items.start..end, kind: MentionKind::Role, name: name_in(row, items.start..end) };
            let hole = i..end + usize::from(row.is(end, ','));
            return Some(by_account(row, sentence, (i, phrase), hole));
        }
        if row.is_small(i)
            && i > sentence.start
            && (row.has(i, Uses::POSTPOSITION) || row.has(i, Uses::BEHIND_ACCOUNT) && row.has(i - 1, Uses::ACCOUNT))
        {
            let start = noun_before(row, sentence.start, i);
            if start == i {
                continue;
            }
            let phrase = Phrase { items: start..i, kind: MentionKind::Role, name: name_in(row, start..i) };
            return Some(by_account(row, sentence, (i, phrase), start..i + 1));
        }
    }
    None
}

/// What a sentence says by the account of somebody, whom the word at `at` brings in; without the words in the hole.
fn by_account(row: &Row<'_>, sentence: &Range<usize>, (at, who): (usize, Phrase), hole: Range<usize>) -> Report {
    Report {
        cue: Some(row.hull(&(at..at + 1))),
        subject: Some(named(who)),
        says_who: false,
        content: around(row, sentence, hole),
        rule: Rule::According,
        score: scores::REPORTED,
    }
}

fn named(phrase: Phrase) -> Phrase {
    let kind = if phrase.name.is_empty() { MentionKind::Role } else { MentionKind::Name };
    Phrase { kind, ..phrase }
}

/// The name at the end of some items.
fn name_in(row: &Row<'_>, items: Range<usize>) -> Range<usize> {
    let mut start = items.end;
    while start > items.start
        && row.is_capital(start - 1)
        && !row.has(start - 1, Uses::PERSON.or(Uses::BODY).or(Uses::ACCOUNT).or(Uses::TITLE))
    {
        start -= 1;
    }
    let given = row.has(start, Uses::GIVEN_MALE.or(Uses::GIVEN_FEMALE)) && items.end > start + 1;
    let behind = start > items.start && row.has(start - 1, Uses::PERSON.or(Uses::TITLE)) && start < items.end;
    if given || behind { start..items.end } else { items.end..items.end }
}

/// Whether a preposition stands before a noun of what somebody tells: "nach Angaben", "nach den Worten", "nach eigenen Angaben".
fn opens_account(row: &Row<'_>, i: usize) -> bool {
    let last = (i + 1..i + 6).find(|j| row.is_capital(*j) || !row.is_word(*j));
    last.is_some_and(|j| row.is_capital(j) && row.has(j, Uses::ACCOUNT))
}

/// The noun phrase behind a preposition.
fn noun_behind(row: &Row<'_>, i: usize) -> Option<Range<usize>> {
    let mut j = i + 1;
    while row.is_small(j)
        && j < i + 6
        && !row.has(j, Uses::PREPOSITION.or(Uses::AUX).or(Uses::MODAL).or(Uses::SUBORDINATOR))
    {
        j += 1;
    }
    let first = j;
    while row.is_capital(j) || row.is_name_in_marks(j) {
        j += 1;
    }
    (j > first).then_some(i + 1..j)
}

/// Behind what belongs to a noun: "der Polizei", "des Ministers Karl Grau", "von Karl Grau", "(BBC)".
fn genitive(row: &Row<'_>, mut end: usize) -> usize {
    for _ in 0..3 {
        if row.is(end, '(') {
            match (end..end + 6).find(|j| row.is(*j, ')')) {
                Some(close) => end = close + 1,
                None => return end,
            }
            continue;
        }
        let joins = row.has(end, Uses::GENITIVE);
        let list = row.has(end, Uses::COORDINATOR) && row.is_capital(end + 1);
        if !(joins || list) || !row.is_small(end) {
            return end;
        }
        match noun_behind(row, end) {
            Some(items) => end = items.end,
            None => return end,
        }
    }
    end
}

/// Where the noun phrase begins that ends before item `i`.
fn noun_before(row: &Row<'_>, from: usize, i: usize) -> usize {
    let mut start = i;
    while start > from && (row.is_capital(start - 1) || row.is_name_in_marks(start - 1)) {
        start -= 1;
    }
    if start == i {
        return i;
    }
    while start > from
        && row.is_small(start - 1)
        && !row.has(start - 1, Uses::PREPOSITION.or(Uses::SUBORDINATOR).or(Uses::AUX).or(Uses::MODAL).or(Uses::ADVERB))
        && i - start < 8
    {
        start -= 1;
        if row.has(start, Uses::ARTICLE.or(Uses::OBLIQUE)) {
            // "den Angaben des Ministers zufolge".
            let genitive = row.has(start, Uses::GENITIVE) && start > from && row.is_capital(start - 1);
            if !genitive {
                break;
            }
            while start > from && row.is_capital(start - 1) {
                start -= 1;
            }
        }
    }
    start
}

/// "Wie X berichtet, …" and "…, wie X berichtet, …".
fn as_clause(row: &Row<'_>, sentence: &Range<usize>, cue: &Cue) -> Option<Report> {
    let opener = cue.opener.filter(|o| row.has(*o, Uses::AS))?;
    if cue.strength == Strength::Report && cue.subject.is_none() {
        return None;
    }
    let end = row.clause_end(cue.says, sentence);
    let starts = opener == sentence.start || row.is(opener - 1, ',') || row.is_dash(opener - 1);
    if !starts {
        return None;
    }
    let content = around(row, sentence, opener..(end + 1).min(sentence.end));
    let (cue_span, subject) = (Some(cue.span(row)), cue.subject.clone());
    Some(Report { cue: cue_span, subject, says_who: false, content, rule: Rule::According, score: scores::REPORTED })
}

/// "X sagte, …", "X teilte mit, dass …", "X forderte Y auf, … zu …".
fn clause_behind(row: &Row<'_>, sentence: &Range<usize>, cue: &Cue) -> Option<Report> {
    if cue.subject.is_none()
        && !row.has(cue.verb + 1, Uses::NOBODY)
        && cue.opener.is_none()
        && cue.strength == Strength::Report
    {
        return None;
    }
    let start = cue.end.max(cue.verb);
    let mut comma =
        (start + 1..sentence.end).find(|i| row.is(*i, ',') || row.is(*i, ':') || row.quote(*i).is_some())?;
    if cue.end > cue.verb && row.is(comma, ':') {
        return None;
    }
    // "sagte der Minister, ein Freund des Hauses, das Gesetz sei gut".
    if let Some(next) = apposition_end(row, comma, sentence) {
        comma = next;
    }
    if row.quote(comma).is_some() || comma + 2 >= sentence.end {
        return None;
    }
    let content = trimmed(row, comma + 1..sentence.end);
    let first = content.start;
    let conjunction = row.has(first, Uses::OPENS_REPORT);
    let relative = row.has(first, Uses::RELATIVE) && !row.is_capital(first + 1) && verb_last(row, &content);
    let mood = content.clone().any(|i| row.is_small(i) && row.has(i, Uses::MOOD));
    let infinitive = content.clone().any(|i| row.has(i, Uses::INFINITIVE));
    let strong = cue.strength >= Strength::Think;
    let joined = row.has(first, Uses::COORDINATOR);
    let fits = !relative
        && !joined
        && (conjunction && (strong || row.has(first, Uses::THAT))
            || strong && (mood || infinitive)
            || !strong && mood && !relative);
    // "sagte, er komme": a main clause in any mood behind a verb of saying.
    let plain = cue.strength == Strength::Say
        && !relative
        && !joined
        && !conjunction
        && row.phrase_from(first).is_some()
        && !row.has(first, Uses::SUBORDINATOR)
        && row.is(comma, ',');
    (fits || plain).then(|| Report {
        cue: Some(cue.span(row)),
        subject: cue.subject.clone(),
        says_who: false,
        content: vec![content],
        rule: Rule::Before,
        score: scores::REPORTED,
    })
}

/// Whether the last word of a clause is its verb.
fn verb_last(row: &Row<'_>, items: &Range<usize>) -> bool {
    let end = (items.start + 1..items.end).find(|i| row.is(*i, ',')).unwrap_or(items.end);
    row.is_small(end.wrapping_sub(1))
}

/// The comma behind an apposition that begins behind a comma.
fn apposition_end(row: &Row<'_>, comma: usize, sentence: &Range<usize>) -> Option<usize> {
    let phrase = row.phrase_from(comma + 1)?;
    let end = genitive(row, phrase.items.end);
    (row.is(end, ',') && end + 2 < sentence.end && phrase.kind != MentionKind::Pronoun).then_some(end)
}

/// "…, sagte X." and "…, so X."
fn clause_before(row: &Row<'_>, sentence: &Range<usize>, cue: &Cue) -> Option<Report> {
    let before = cue.verb.checked_sub(1).filter(|i| *i > sentence.start)?;
    if !row.is(before, ',') && !row.is_dash(before)
        || !cue.inverted
        || cue.opener.is_some()
        || cue.strength == Strength::Report
    {
        return None;
    }
    let subject = cue.subject.clone()?;
    // "Als er kam, sagte er": the clause before is no report.
    if row.has(sentence.start, Uses::SUBORDINATOR)
        || row.has(sentence.start, Uses::PREPOSITION) && !sentence.clone().any(|i| i < before && row.has(i, Uses::MOOD))
    {
        return None;
    }
    let content = trimmed(row, sentence.start..before);
    Some(Report {
        cue: Some(cue.span(row)),
        subject: Some(subject),
        says_who: false,
        content: vec![content],
        rule: Rule::AfterInverted,
        score: scores::REPORTED,
    })
}

/// "…, so X": a source behind what it says.
fn so_clause(row: &Row<'_>, sentence: &Range<usize>) -> Option<Report> {
    let i = sentence
        .clone()
        .skip(2)
        .find(|i| row.has(*i, Uses::SO) && row.is_small(*i) && (row.is(i - 1, ',') || row.is_dash(i - 1)))?;
    let subject = row.phrase_from(i + 1)?;
    let mut end = genitive(row, subject.items.end);
    while row.has(end, Uses::ADVERB) && row.is_small(end) {
        end += 1;
    }
    let closes = end >= sentence.end
        || row.is_stop(end)
        || row.is(end, ',')
        || row.is_dash(end)
        || matches!(row.item(end).map(|x| x.kind), Some(ItemKind::Word)) && row.has(end, Uses::PREPOSITION);
    if !closes {
        return None;
    }
    let behind = if row.is(end, ',') || row.is_dash(end) { end + 1 } else { sentence.end };
    let content = around(row, sentence, i - 1..behind.min(sentence.end));
    let cue = Some(row.hull(&(i..i + 1)));
    Some(Report {
        cue,
        subject: Some(subject),
        says_who: false,
        content,
        rule: Rule::AfterInverted,
        score: scores::REPORTED,
    })
}
