//! Reports in a sentence: a cue, who its source is, and what it reports. Rules list what may be; the model chooses.
//!
//! `The mayor said that …`, `…, the mayor told us`, `Grey’s claim that …`, `according to the mayor, …`.

use super::lexicon::Roles;
use super::model::{Choice, Judge, MOST, Options, Task};
use super::phrases::{Phrase, PhraseKind};
use super::shape::{View, ending, step};
use super::tokens::Class;
use crate::span::Span;
use std::ops::Range;

/// A report found in one sentence.
#[derive(Clone, Debug)]
pub struct Report {
    /// Item of the cue.
    pub cue: usize,
    /// The cue's words.
    pub cue_span: Span,
    /// The words that name the source, when the sentence does.
    pub source: Option<Span>,
    /// What it reports, as ranges of items, in reading order; empty when that follows below.
    pub content: Vec<Range<usize>>,
    /// Probability of cue, source and content.
    pub cue_sure: f32,
    /// See above.
    pub source_sure: f32,
    /// See above.
    pub content_sure: f32,
}

/// Lowest probability at which a word counts as a cue.
const CUE: f32 = 0.4;
/// Most phrases considered as a source.
const SOURCES: usize = 16;

const REPORTS: Roles =
    Roles::SAY.or(Roles::SAY_OF).or(Roles::THINK).or(Roles::STANCE).or(Roles::NOUN_CUE);

/// The reports of a sentence, surest first; their contents never overlap, and no cue stands in the content of another.
/// `taken` are items that already belong to something. O(items), with a bounded number of options a cue.
pub fn reports(view: &View<'_>, taken: &[Range<usize>], judge: &mut dyn Judge, options: &mut Options) -> Vec<Report> {
    let mut found: Vec<Report> = Vec::new();
    let is_taken = |i: usize| taken.iter().any(|r| r.contains(&i));
    for i in view.sentence() {
        if is_taken(i) {
            continue;
        }
        let Some((cue_span, after)) = may_report(view, i) else { continue };
        let sure = is_cue(view, i, cue_span, taken, judge, options);
        if sure < CUE {
            continue;
        }
        let (source, source_sure) = source(view, i, cue_span, judge, options);
        let (content, content_sure) = content(view, i, after, cue_span, source.as_ref(), taken, judge, options);
        found.push(Report {
            cue: i,
            cue_span,
            source: source.map(|p| view.clause.hull(&p)),
            content,
            cue_sure: sure,
            source_sure,
            content_sure,
        });
    }
    found.sort_by(|a, b| b.cue_sure.total_cmp(&a.cue_sure).then(a.cue.cmp(&b.cue)));
    let mut kept: Vec<Report> = Vec::with_capacity(found.len());
    for report in found {
        let clash = kept.iter().any(|k| {
            let overlap = |r: &Range<usize>| k.content.iter().any(|c| c.start < r.end && r.start < c.end);
            k.content.iter().any(|c| c.contains(&report.cue))
                || report.content.iter().any(|c| c.contains(&k.cue) || overlap(c))
        });
        if !clash {
            kept.push(report);
        }
    }
    kept
}

/// The words of a cue that may stand at item `i`, and the item behind them.
fn may_report(view: &View<'_>, i: usize) -> Option<(Span, usize)> {
    let clause = view.clause;
    if clause.eq(i, "according") && clause.eq(i + 1, "to") {
        return Some((clause.span(i).hull(clause.span(i + 1)), i + 2));
    }
    let token = clause.word(i)?;
    if token.is(':') && i > view.start && i + 1 < view.end {
        return Some((token.span, i + 1));
    }
    (token.class == Class::Lower && token.has(REPORTS)).then(|| (token.span, i + 1))
}

fn bits(view: &View<'_>, i: usize) -> u32 {
    let Some(token) = view.clause.word(i) else { return 0 };
    let one = |role: Roles, bit: u32| u32::from(token.has(role)) << bit;
    one(Roles::SAY, 0)
        | one(Roles::SAY_OF, 1)
        | one(Roles::THINK, 2)
        | one(Roles::STANCE, 3)
        | one(Roles::NOUN_CUE, 4)
        | one(Roles::STRONG, 5)
        | (ending(token.span.of(view.clause.text)) << 6)
}

fn kind_of(view: &View<'_>, phrase: Option<usize>) -> u32 {
    phrase.and_then(|n| view.phrases.get(n)).map_or(0, |p| p.kind as u32 + 1)
}

/// How quotations stand to item `i`: right behind, a little later, later, before.
fn quotes_near(view: &View<'_>, i: usize) -> u32 {
    let next = (i + 1..view.end).find(|j| view.clause.quote(*j).is_some()).map_or(9, |j| j - i);
    let before = (view.start..i).any(|j| view.clause.quote(j).is_some());
    let next = match next {
        1 => 0,
        2 => 1,
        3..=4 => 2,
        5..=8 if i + 9 < view.end => 3,
        9 => 5,
        _ => 4,
    };
    next * 2 + u32::from(before)
}

fn is_cue(
    view: &View<'_>,
    i: usize,
    span: Span,
    taken: &[Range<usize>],
    judge: &mut dyn Judge,
    options: &mut Options,
) -> f32 {
    let clause = view.clause;
    let word = view.word(i);
    let (before, before2) = (view.shape(i.wrapping_sub(1)), view.shape(i.wrapping_sub(2)));
    let (next, next2) = (view.shape(i + 1), view.shape(i + 2));
    let bits = bits(view, i);
    let subject = view.phrase_before(i);
    let who = kind_of(view, subject);
    let adjacent = subject.and_then(|n| view.phrases.get(n)).is_some_and(|p| p.items.end == i);
    let opens = subject.and_then(|n| view.phrases.get(n)).map_or(0, |p| {
        if p.items.start == view.start { 1 } else { 2 + view.shape(p.items.start - 1) }
    });
    let object = kind_of(view, view.phrase_at(i + 1));
    let that = (i + 1..view.end.min(i + 8)).position(|j| clause.eq(j, "that")).map_or(9, |n| step(n));
    let quotes = quotes_near(view, i);
    let ends = u32::from(clause.closes_report(i + 1) || i + 1 >= view.end);
    let comma_first = subject
        .and_then(|n| view.phrases.get(n))
        .is_some_and(|p| p.items.start > view.start && clause.is(p.items.start - 1, ','));
    let inverted = i > view.start && clause.is(i - 1, ',');
    let other = |range: Range<usize>| {
        step(range.filter(|j| clause.has(*j, Roles::SAY) && clause.word(*j).is_some_and(|t| t.class == Class::Lower)).count().min(2))
    };
    let (earlier, later) = (other(view.start..i), other(i + 1..view.end));
    let spoken = u32::from(!taken.is_empty());
    let auxiliary = (view.start..i)
        .rev()
        .take(4)
        .find(|j| clause.has(*j, Roles::AUX) || clause.eq(*j, "to"))
        .map_or(0, |j| view.word(j));
    options.clear();
    options.open(Span::default());
    options.open(span);
    options.put(0, 0);
    options.put(1, u64::from(word));
    options.pair(2, word, before);
    options.pair(3, word, next);
    options.pair(4, before, next);
    options.put(5, u64::from(before));
    options.put(6, u64::from(next));
    options.put(7, u64::from(next2));
    options.put(8, u64::from(before2));
    options.put(9, u64::from(bits));
    options.pair(10, bits, before);
    options.pair(11, bits, next);
    options.pair(12, next, next2);
    options.pair(13, before2, before);
    options.triple(14, who, u32::from(adjacent), bits);
    options.pair(15, word, who);
    options.pair(16, object, bits);
    options.pair(17, word, object);
    options.pair(18, that, bits);
    options.pair(19, word, that.min(4));
    options.pair(20, quotes, bits);
    options.pair(21, word, quotes);
    options.triple(22, ends, u32::from(comma_first), u32::from(inverted));
    options.triple(23, word, ends, u32::from(comma_first || inverted));
    options.put(24, u64::from(auxiliary));
    options.pair(25, word, auxiliary);
    options.triple(26, earlier, later, bits);
    options.pair(27, spoken, bits);
    options.pair(28, opens, who);
    options.pair(29, word, opens);
    options.triple(30, view.word(i.wrapping_sub(1)), view.word(i + 1), 0);
    options.triple(31, word, next, next2);
    options.triple(32, step(i - view.start), step(view.end - i), 0);
    options.triple(33, word, earlier, later);
    options.triple(34, before, bits, next);
    let choice = judge.choose(Task::Cue, span, options);
    if choice.index == 1 { choice.probability } else { 1.0 - choice.probability }
}

/// The phrase that names the source of the cue at `i`.
fn source(
    view: &View<'_>,
    i: usize,
    about: Span,
    judge: &mut dyn Judge,
    options: &mut Options,
) -> (Option<Range<usize>>, f32) {
    let clause = view.clause;
    let word = view.word(i);
    let bits = bits(view, i);
    let middle = view.phrases.partition_point(|p| p.items.start < i);
    let from = middle.saturating_sub(SOURCES - 4);
    let to = (middle + 4).min(view.phrases.len());
    let candidates = view.phrases.get(from..to).unwrap_or_default();
    let next = view.shape(i + 1);
    let previous = view.shape(i.wrapping_sub(1));
    let closes = u32::from(clause.closes_report(i + 1) || i + 1 >= view.end);
    let passive = clause.has(i.wrapping_sub(1), Roles::AUX) && ending(clause.str(i)) == 2;
    options.clear();
    options.open(Span::default());
    options.put(0, 1);
    options.pair(1, word, 0);
    options.pair(2, bits, 0);
    options.pair(3, bits, candidates.len().min(3) as u32);
    options.pair(4, previous, bits);
    options.pair(5, u32::from(passive), next);
    options.pair(6, step(i - view.start), bits);
    for (n, phrase) in candidates.iter().enumerate() {
        let behind = phrase.items.start > i;
        let between = if behind { i + 1..phrase.items.start } else { phrase.items.end..i };
        let apart = (n + from).abs_diff(middle.saturating_sub(usize::from(!behind)));
        let side = u32::from(behind) * 16 + apart.min(6) as u32;
        let kind = phrase.kind as u32;
        let count = |test: &dyn Fn(usize) -> bool| between.clone().filter(|j| test(*j)).count();
        let commas = count(&|j| clause.is(j, ',')).min(3) as u32;
        let quoted = u32::from(count(&|j| clause.quote(j).is_some()) > 0);
        let verbs = count(&|j| {
            clause.word(j).is_some_and(|t| {
                t.class == Class::Lower && (t.has(Roles::AUX.or(REPORTS)) || matches!(ending(t.span.of(clause.text)), 2))
            })
        })
        .min(3) as u32;
        let stops = count(&|j| clause.has(j, Roles::CONJ)).min(2) as u32;
        let flags = commas | quoted << 2 | verbs << 3 | stops << 5;
        let first = u32::from(phrase.items.start == view.start);
        let ahead = view.shape(phrase.items.start.wrapping_sub(1));
        let behind_it = view.shape(phrase.items.end);
        options.open(clause.hull(&phrase.items));
        options.put(10, u64::from(side));
        options.pair(11, side, kind);
        options.pair(12, side, bits);
        options.pair(13, side, flags);
        options.triple(14, side, flags, kind);
        options.triple(15, kind, bits, u32::from(behind));
        options.pair(16, behind_it, u32::from(behind));
        options.pair(17, ahead, u32::from(behind));
        options.triple(18, ahead, kind, side);
        options.triple(19, behind_it, kind, side);
        options.triple(20, word, u32::from(behind), kind);
        options.triple(21, side, next, u32::from(behind));
        options.triple(22, first, bits, flags);
        options.triple(23, first, kind, commas);
        options.triple(24, word, side, flags & 3);
        options.triple(25, step(between.len()), u32::from(behind), bits);
        options.triple(26, previous, side, kind);
        options.triple(27, u32::from(passive), side, ahead);
        options.triple(28, closes, side, flags);
        options.triple(29, view.word(phrase.items.start), u32::from(behind), 0);
        options.triple(30, view.word(phrase.items.end - 1), u32::from(behind), 0);
        options.triple(31, phrase.items.len().min(6) as u32, side, 0);
    }
    let choice = judge.choose(Task::Source, about, options);
    let chosen = choice.index.checked_sub(1).and_then(|n| candidates.get(n));
    let range = chosen.map(|p| whole(view, p));
    (range, choice.probability)
}

/// `who` stands for the phrase before it.
fn whole(_view: &View<'_>, phrase: &Phrase) -> Range<usize> {
    phrase.items.clone()
}

/// A place where what is reported may begin.
struct Begin {
    /// First item.
    at: usize,
    /// One past the last item, for words before the cue.
    to: Option<usize>,
}

/// What the cue at `i` reports.
#[expect(clippy::too_many_arguments)]
fn content(
    view: &View<'_>,
    i: usize,
    after: usize,
    about: Span,
    source: Option<&Range<usize>>,
    taken: &[Range<usize>],
    judge: &mut dyn Judge,
    options: &mut Options,
) -> (Vec<Range<usize>>, f32) {
    let clause = view.clause;
    // The group of cue and source, which is no content.
    let mut core = i..after;
    if let Some(s) = source
        && s.start.abs_diff(i) < 12
    {
        core = core.start.min(s.start)..core.end.max(s.end);
    }
    let begins = begins(view, i, after, &core, taken);
    let (word, bits) = (view.word(i), bits(view, i));
    let behind = source.is_some_and(|s| s.start > i);
    options.clear();
    options.open(Span::default());
    options.put(0, 1);
    options.pair(1, word, 0);
    options.pair(2, bits, u32::from(after >= view.end));
    options.pair(3, view.shape(after), 0);
    for begin in &begins {
        let span = clause.hull(&(begin.at..begin.to.unwrap_or(begin.at + 1)));
        let side = u32::from(begin.to.is_some());
        let at = view.shape(begin.at);
        let ahead = view.shape(begin.at.wrapping_sub(1));
        let gap = begin.at.abs_diff(if begin.to.is_some() { begin.to.unwrap_or(i) } else { after });
        let phrase = view.phrase_at(begin.at).and_then(|n| view.phrases.get(n));
        let verb = phrase.map_or(0, |p| view.shape(p.items.end));
        let kind = phrase.map_or(0, |p| p.kind as u32 + 1);
        let in_source = u32::from(source.is_some_and(|s| s.contains(&begin.at)));
        let first = u32::from(begin.at == view.start);
        let quotes = (begin.at..begin.to.unwrap_or(view.end)).filter(|j| clause.quote(*j).is_some()).count().min(2) as u32;
        let shape = side | u32::from(behind) << 1 | first << 2 | in_source << 3;
        options.open(span);
        options.pair(10, side, step(gap));
        options.triple(11, side, step(gap), bits);
        options.triple(12, side, step(gap), word);
        options.triple(13, at, side, step(gap).min(2));
        options.triple(14, ahead, side, step(gap).min(2));
        options.triple(15, ahead, at, side);
        options.triple(16, word, at, side);
        options.triple(17, word, ahead, side);
        options.triple(18, bits, at, side);
        options.triple(19, kind, verb, side);
        options.triple(20, kind, bits, side);
        options.pair(21, shape, bits);
        options.triple(22, shape, word, 0);
        options.triple(23, quotes, shape, bits);
        options.triple(24, view.word(begin.at), view.word(begin.at + 1), side);
        options.triple(25, shape, view.shape(after), step(gap));
        options.triple(26, u32::from(after >= view.end || clause.closes_report(after)), shape, bits);
        options.triple(27, step(view.end - begin.at), side, 0);
    }
    let choice = judge.choose(Task::Start, about, options);
    let Some(begin) = choice.index.checked_sub(1).and_then(|n| begins.get(n)) else {
        return (Vec::new(), choice.probability);
    };
    let mut sure = choice.probability;
    let mut content = Vec::new();
    let mut go_on = begin.at;
    if let Some(to) = begin.to {
        content.push(begin.at..to);
        match more(view, i, core.end.max(after), about, judge, options) {
            (Some(at), p) => {
                go_on = at;
                sure *= p;
            }
            (None, p) => return (content, sure * p),
        }
    }
    // The word that opens a reported clause belongs to it.
    let opens = ["that", "how", "whether", "why", "what", "if"];
    if go_on > after && opens.iter().any(|w| clause.eq(go_on - 1, w)) {
        go_on -= 1;
    }
    let (end, p) = end(view, i, go_on, about, taken, judge, options);
    content.push(go_on..end);
    (content, sure * p)
}

fn begins(view: &View<'_>, i: usize, after: usize, core: &Range<usize>, taken: &[Range<usize>]) -> Vec<Begin> {
    let clause = view.clause;
    let free = |j: usize| !taken.iter().any(|r| r.contains(&j));
    let mut out: Vec<Begin> = Vec::new();
    let words = ["that", "how", "whether", "if", "why", "what", "who", "when", "where", "to", "for", "as"];
    for j in after..view.end.min(after + 16) {
        if out.len() >= 14 {
            break;
        }
        let mark = clause.word(j).is_some_and(|t| matches!(t.class, Class::Mark(_) | Class::Possessive));
        if mark && !clause.is(j, '[') && !clause.is(j, '$') && !clause.is(j, '#') {
            continue;
        }
        let here = j == after
            || clause.quote(j).is_some()
            || words.iter().any(|w| clause.eq(j, w))
            || view.phrase_at(j).is_some()
            || clause.has(j - 1, Roles::PREP)
            || clause.has(j, Roles::PREP)
            || clause.has(j, Roles::ING)
            || clause.word(j - 1).is_some_and(|t| matches!(t.class, Class::Mark(_)));
        if here && free(j) {
            out.push(Begin { at: j, to: None });
        }
    }
    // Before the cue: up to the comma before it or its source.
    let mut to = core.start;
    while to > view.start && clause.word(to - 1).is_some_and(|t| t.is(',') || t.is(';') || t.is(':') || clause.is_dash(to - 1)) {
        to -= 1;
    }
    let before_source = core.start < i;
    let targets = [Some(to), before_source.then(|| {
        let mut end = i;
        while end > view.start && clause.is(end - 1, ',') {
            end -= 1;
        }
        end
    })];
    for to in targets.into_iter().flatten() {
        if to <= view.start {
            continue;
        }
        let mut places = vec![view.start];
        let opening = ["but", "and", "so", "yet", "still", "however"].iter().any(|w| clause.eq(view.start, w));
        if opening {
            places.push(view.start + 1);
        }
        let mut inner: Vec<usize> = (view.start + 1..to)
            .rev()
            .filter(|j| {
                clause.quote(*j).is_some()
                    || clause.word(*j - 1).is_some_and(|t| matches!(t.class, Class::Mark(c) if ",;:—–-(".contains(c)))
                    || clause.has(*j - 1, Roles::CONJ)
                    || view.phrase_at(*j).is_some() && *j + 8 > to
            })
            .take(5)
            .collect();
        places.append(&mut inner);
        for at in places {
            if at < to && free(at) && free(to - 1) && out.len() < MOST - 1 && !out.iter().any(|b| b.at == at && b.to == Some(to)) {
                out.push(Begin { at, to: Some(to) });
            }
        }
    }
    out
}

/// Whether what is reported goes on behind the cue, and where.
fn more(
    view: &View<'_>,
    i: usize,
    from: usize,
    about: Span,
    judge: &mut dyn Judge,
    options: &mut Options,
) -> (Option<usize>, f32) {
    let clause = view.clause;
    let places: Vec<usize> = (from..view.end.min(from + 14))
        .filter(|j| {
            clause.quote(*j).is_some()
                || *j > from && (clause.is(*j - 1, ',') || clause.is(*j - 1, ':') || clause.is_dash(*j - 1))
        })
        .filter(|j| clause.quote(*j).is_some() || clause.word(*j).is_some_and(|t| t.is_word()))
        .take(6)
        .collect();
    if places.is_empty() {
        return (None, 1.0);
    }
    let word = view.word(i);
    options.clear();
    options.open(Span::default());
    options.put(0, 1);
    options.pair(1, view.shape(from), 0);
    options.pair(2, word, view.shape(from));
    for at in &places {
        options.open(clause.span(*at));
        options.put(10, u64::from(step(at - from)));
        options.pair(11, view.shape(*at), view.shape(at - 1));
        options.pair(12, view.shape(*at), 0);
        options.triple(13, view.shape(*at), view.shape(at + 1), 0);
        options.pair(14, word, u32::from(clause.quote(*at).is_some()));
        options.pair(15, view.shape(from), step(at - from));
        options.pair(16, step(view.end - at), 0);
        options.pair(17, u32::from(clause.quote(*at).is_some()), step(at - from));
    }
    let choice: Choice = judge.choose(Task::More, about, options);
    (choice.index.checked_sub(1).and_then(|n| places.get(n)).copied(), choice.probability)
}

/// One past the last item of what begins at `from`.
fn end(
    view: &View<'_>,
    i: usize,
    from: usize,
    about: Span,
    taken: &[Range<usize>],
    judge: &mut dyn Judge,
    options: &mut Options,
) -> (usize, f32) {
    let clause = view.clause;
    // What is taken by something else bounds it.
    let limit = taken.iter().map(|r| r.start).filter(|s| *s > from).min().unwrap_or(view.end).min(view.end);
    let mut last = limit;
    while last > from + 1
        && clause.word(last - 1).is_some_and(|t| matches!(t.class, Class::Mark(c) if !")]’'%".contains(c)))
    {
        last -= 1;
    }
    let mut places: Vec<usize> = Vec::new();
    for j in from + 1..last {
        if places.len() + 1 >= MOST {
            break;
        }
        let clause_mark = clause.is(j, ',') || clause.is(j, ';') || clause.is(j, ':') || clause.is_dash(j) || clause.is(j, '(') || clause.is(j, ')');
        let conjunction = clause.has(j, Roles::CONJ.or(Roles::PREP)) && !clause.is(j - 1, ',');
        if clause_mark || conjunction || clause.quote(j - 1).is_some() || clause.quote(j).is_some() && j > from + 2 {
            places.push(j);
        }
    }
    places.push(last);
    let (word, first) = (view.word(i), view.shape(from));
    let mut verb_seen = 0u32;
    let mut scanned = from;
    options.clear();
    for to in &places {
        while scanned < *to {
            if clause.word(scanned).is_some_and(|t| {
                t.class == Class::Lower && (t.has(Roles::AUX.or(Roles::SAY)) || ending(t.span.of(clause.text)) == 2)
            }) {
                verb_seen = 1;
            }
            scanned += 1;
        }
        let whole = u32::from(*to == last);
        let (next, next2, before) = (view.shape(*to), view.shape(to + 1), view.shape(to - 1));
        let length = step(to - from);
        let quote = u32::from(clause.quote(to - 1).is_some());
        let one_quote = u32::from(clause.quote(from).is_some() && *to == from + 1);
        let rest = step(last - to);
        let later_say = u32::from((*to..last).any(|j| clause.has(j, Roles::SAY)));
        let inner_commas = (from..*to).filter(|j| clause.is(*j, ',')).count().min(3) as u32;
        options.open(clause.hull(&(from..*to)));
        options.pair(10, whole, verb_seen);
        options.pair(11, next, verb_seen);
        options.triple(12, next, next2, 0);
        options.triple(13, before, next, 0);
        options.pair(14, length, whole);
        options.triple(15, word, whole, 0);
        options.triple(16, word, next, 0);
        options.triple(17, first, next, 0);
        options.triple(18, first, whole, length);
        options.triple(19, quote, next, one_quote);
        options.triple(20, one_quote, whole, word);
        options.triple(21, rest, next, 0);
        options.triple(22, later_say, next, whole);
        options.triple(23, inner_commas, next, whole);
        options.triple(24, kind_of(view, view.phrase_at(to + 1)), next, verb_seen);
        options.triple(25, bits(view, i), next, verb_seen);
        options.triple(26, bits(view, i), whole, step(places.len()));
        options.triple(27, view.word(*to), view.word(to + 1), 0);
        options.triple(28, next, view.shape(to + 2), next2);
        options.triple(29, first, length, verb_seen);
    }
    let choice = judge.choose(Task::End, about, options);
    (places.get(choice.index).copied().unwrap_or(last), choice.probability)
}

/// Whether a phrase kind can be the source of anything.
pub const fn may_speak(kind: PhraseKind) -> bool {
    !matches!(kind, PhraseKind::Object)
}
