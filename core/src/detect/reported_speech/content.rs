//! What a cue reports: where it begins, whether it goes on behind the cue, and where it ends.

use super::super::feature_templates::{ContentEndFeature, ContentStartFeature, ContinuationFeature};
use super::super::item_row::ItemRow;
use super::super::lang::WordEnding;
use super::super::model::{Classifier, MAX_OPTIONS, ModelTask, Prediction, Question};
use super::super::roles::Roles;
use super::super::sentence_view::{SentenceView, bucket};
use super::super::tokens::{Token, TokenClass};
use super::hypotheses::{Hypothesis, best_of};
use super::{CuePositions, ItemRanges, clause_after, cue_roles, is_past_or_report, kind_of, opener_after, stem};
use crate::span::Span;
use smallvec::{SmallVec, smallvec};
use std::ops::Range;

/// A place where what is reported may begin.
struct ContentStart {
    /// First item.
    at: usize,
    /// One past the last item, for words before the cue.
    to: Option<usize>,
    /// Number of the phrase that begins there.
    phrase: Option<usize>,
}

/// What the cue at `i` reports. Where that cannot be likelier than `least`, nothing, and 0.
#[expect(clippy::too_many_arguments)]
pub fn content(
    view: &SentenceView<'_>,
    i: usize,
    after: usize,
    about: Span,
    least: f32,
    source: Option<&Range<usize>>,
    taken: &[Range<usize>],
    places: &CuePositions<'_>,
    classifier: &mut dyn Classifier,
    question: &mut Question,
) -> (ItemRanges, f32) {
    let row = view.row;
    // The group of cue and source, which is no content.
    let mut core = i..after;
    if let Some(s) = source
        && s.start.abs_diff(i) < 12
    {
        core = core.start.min(s.start)..core.end.max(s.end);
    }
    let mut begins = begins(view, i, after, &core, taken);
    // "I was at the quay when Ada Grey said": what stands before is no report that breaks off.
    begins.retain(|b| b.to.is_none_or(|to| !is_scrap(row, b.at, to, false)));
    let (word, cue_roles) = (view.word(i), cue_roles(view, i));
    let behind = source.is_some_and(|s| s.start > i);
    let stem = stem(view, i);
    let (after_shape, closed) = (view.shape(after), u32::from(after >= view.end || row.closes_report(after)));
    let first_phrase = view.phrases.partition_point(|p| p.items.start < after);
    let better = opener_after(view, after);
    question.begin(ModelTask::Start);
    question.open(Span::default(), |option| {
        option.put(ContentStartFeature::NoneBias, 1);
        option.pair(ContentStartFeature::NoneWordNext, word, after_shape);
        option.triple(ContentStartFeature::NoneRolesColon, cue_roles, u32::from(row.is(view.end - 1, ':')), closed);
        option.pair(ContentStartFeature::NoneOptions, begins.len().min(6) as u32, better);
    });
    for begin in &begins {
        let span = row.hull(&(begin.at..begin.to.unwrap_or(begin.at + 1)));
        let side = u32::from(begin.to.is_some());
        let at = view.shape(begin.at);
        let ahead = view.shape(begin.at.wrapping_sub(1));
        let gap = begin.at.abs_diff(if begin.to.is_some() { begin.to.unwrap_or(i) } else { after });
        let phrase = begin.phrase.and_then(|n| view.phrases.get(n));
        let verb = phrase.map_or(0, |p| view.shape(p.items.end));
        let kind = phrase.map_or(0, |p| p.kind as u32 + 1);
        let in_source = u32::from(source.is_some_and(|s| s.contains(&begin.at)));
        let first = u32::from(begin.at == view.start);
        let quotes = places.quotes_in(begin.at..begin.to.unwrap_or(view.end)).min(2) as u32;
        let shape = side | u32::from(behind) << 1 | first << 2 | in_source << 3;
        let crossed =
            view.phrases.partition_point(|p| p.items.start < begin.at).saturating_sub(first_phrase).min(4) as u32;
        let next = view.shape(begin.at + 1);
        let near = bucket(gap).min(3);
        let clause = match begin.to {
            None => clause_after(view, begin.at),
            Some(to) => u32::from((begin.at..to).any(|j| row.word(j).is_some_and(is_verb))),
        };
        // Whether a clearer opening follows.
        let better = if begin.to.is_some() { closed } else { opener_after(view, begin.at + 1) };
        question.open(span, |option| {
            option.triple(ContentStartFeature::AfterShapePrevious, after_shape, at, ahead);
            option.triple(ContentStartFeature::PhrasesShapeStem, crossed | side << 3, at, stem);
            option.triple(ContentStartFeature::PhrasesShapePrevious, crossed | side << 3, at, ahead);
            option.triple(ContentStartFeature::ShapeNextPrevious, at, next, ahead);
            option.triple(ContentStartFeature::ClauseShapeRoles, clause | side << 3, at, cue_roles);
            option.triple(ContentStartFeature::BetterShapeGap, better, at, near | side << 3);
            option.triple(ContentStartFeature::BetterStem, better, stem, near | side << 3);
            option.triple(ContentStartFeature::VerbPlaceRoles, clause, shape, near);
            option.triple(ContentStartFeature::StemShapeNext, stem, at, next);
            option.triple(ContentStartFeature::ShapeNextWord, at, view.word(begin.at + 1), side);
            option.pair(ContentStartFeature::SideGap, side, bucket(gap));
            option.triple(ContentStartFeature::SideGapWord, side, bucket(gap), word);
            option.triple(ContentStartFeature::ShapeSideGap, at, side, bucket(gap).min(2));
            option.triple(ContentStartFeature::PreviousSideGap, ahead, side, bucket(gap).min(2));
            option.triple(ContentStartFeature::PreviousShapeSide, ahead, at, side);
            option.triple(ContentStartFeature::WordShapeSide, word, at, side);
            option.triple(ContentStartFeature::WordPreviousSide, word, ahead, side);
            option.triple(ContentStartFeature::RolesShapeSide, cue_roles, at, side);
            option.triple(ContentStartFeature::PhraseVerbSide, kind, verb, side);
            option.pair(ContentStartFeature::PlaceRoles, shape, cue_roles);
            option.triple(ContentStartFeature::PlaceWord, shape, word, 0);
            option.triple(ContentStartFeature::QuotationsPlaceRoles, quotes, shape, cue_roles);
            option.triple(ContentStartFeature::FirstWordsSide, view.word(begin.at), view.word(begin.at + 1), side);
            option.triple(ContentStartFeature::PlaceAfterGap, shape, view.shape(after), bucket(gap));
            option.triple(ContentStartFeature::ClosedPlaceRoles, closed, shape, cue_roles);
        });
    }
    let odds = classifier.weigh(ModelTask::Start, about, question);
    let sure_of = |option: usize| odds.get(option).copied().unwrap_or(0.0);
    let mut order: SmallVec<[usize; MAX_OPTIONS]> = (0..odds.len()).collect();
    order.sort_by(|a, b| sure_of(*b).total_cmp(&sure_of(*a)).then(a.cmp(b)));
    let first = order.first().copied().unwrap_or(0);
    // Words that follow below.
    if first == 0 {
        return (ItemRanges::new(), sure_of(0));
    }
    let likely = |n: &&usize| **n > 0 && (**n == first || sure_of(**n) >= MIN_START_SHARE * sure_of(first));
    if order.iter().filter(likely).take(MAX_STARTS).map(|n| sure_of(*n)).sum::<f32>() < least {
        return (ItemRanges::new(), 0.0);
    }
    let mut found: SmallVec<[Hypothesis; 8]> = SmallVec::new();
    for option in order.iter().filter(likely).take(MAX_STARTS) {
        let Some(begin) = begins.get(*option - 1) else { continue };
        let mut sure = sure_of(*option);
        let mut go_on = begin.at;
        if let Some(to) = begin.to {
            match more(view, i, core.end.max(after), about, classifier, question) {
                (Some(at), p) => {
                    go_on = at;
                    sure *= p;
                }
                (None, p) => {
                    found.push(Hypothesis { before: Some(begin.at..to), behind: None, sure: sure * p });
                    continue;
                }
            }
        }
        // The word that opens a reported clause belongs to it.
        if go_on > after && row.among(go_on - 1, row.language.grammar.clause_openers) {
            go_on -= 1;
        }
        let before = begin.to.map(|to| begin.at..to);
        end(view, i, go_on, about, taken, classifier, question, |end, p| {
            found.push(Hypothesis { before: before.clone(), behind: Some(go_on..end), sure: sure * p });
        });
    }
    best_of(row, &found)
}

/// Most places where the content may begin that are followed up.
const MAX_STARTS: usize = 3;
/// A place is followed up that is this likely, as a share of the likeliest.
const MIN_START_SHARE: f32 = 0.15;
fn begins(
    view: &SentenceView<'_>,
    i: usize,
    after: usize,
    core: &Range<usize>,
    taken: &[Range<usize>],
) -> SmallVec<[ContentStart; MAX_OPTIONS]> {
    let row = view.row;
    let free = |j: usize| !taken.iter().any(|r| r.contains(&j));
    let mut out: SmallVec<[ContentStart; MAX_OPTIONS]> = SmallVec::new();
    let mut next = view.phrases.partition_point(|p| p.items.start < after);
    for j in after..view.end.min(after + 16) {
        if out.len() >= 14 {
            break;
        }
        while view.phrases.get(next).is_some_and(|p| p.items.start < j) {
            next += 1;
        }
        let phrase = view.phrases.get(next).filter(|p| p.items.start == j).map(|_| next);
        let mark = row.word(j).is_some_and(|t| matches!(t.class, TokenClass::Mark(_) | TokenClass::Possessive));
        if mark && !row.is(j, '[') && !row.is(j, '$') && !row.is(j, '#') {
            continue;
        }
        let here = j == after
            || phrase.is_some()
            || row.quote(j).is_some()
            || row.has(j, Roles::PREP.or(Roles::ING))
            || row.word(j - 1).is_some_and(|t| t.has(Roles::PREP) || matches!(t.class, TokenClass::Mark(_)))
            || row.among(j, row.language.grammar.content_openers);
        if here && free(j) {
            out.push(ContentStart { at: j, to: None, phrase });
        }
    }
    // Before the cue: up to the comma before it or its source.
    let mut to = core.start;
    // "Two of the men were identified as …": the auxiliary belongs to the cue.
    while to > view.start + 1
        && row.word(to - 1).is_some_and(|t| t.class == TokenClass::Lower && t.has(Roles::AUX.or(Roles::ADV)))
    {
        to -= 1;
    }
    while to > view.start
        && row.word(to - 1).is_some_and(|t| t.is(',') || t.is(';') || t.is(':') || row.is_dash(to - 1))
    {
        to -= 1;
    }
    let before_source = core.start < i;
    let targets = [
        Some(to),
        before_source.then(|| {
            let mut end = i;
            while end > view.start && row.is(end - 1, ',') {
                end -= 1;
            }
            end
        }),
    ];
    for to in targets.into_iter().flatten() {
        if to <= view.start {
            continue;
        }
        let mut places: SmallVec<[usize; 8]> = smallvec![view.start];
        let opening = row.among(view.start, row.language.grammar.connectors);
        if opening {
            places.push(view.start + 1);
        }
        let inner = (view.start + 1..to)
            .rev()
            .filter(|j| {
                row.quote(*j).is_some()
                    || row.word(*j - 1).is_some_and(|t| matches!(t.class, TokenClass::Mark(c) if ",;:—–-(".contains(c)))
                    || row.has(*j - 1, Roles::CONJ)
                    || view.phrase_at(*j).is_some() && *j + 8 > to
            })
            .take(5);
        places.extend(inner);
        for at in places {
            if at < to
                && free(at)
                && free(to - 1)
                && out.len() < MAX_OPTIONS - 1
                && !out.iter().any(|b| b.at == at && b.to == Some(to))
            {
                out.push(ContentStart { at, to: Some(to), phrase: view.phrase_at(at) });
            }
        }
    }
    out
}

/// Whether what is reported goes on behind the cue, and where.
fn more(
    view: &SentenceView<'_>,
    i: usize,
    from: usize,
    about: Span,
    classifier: &mut dyn Classifier,
    question: &mut Question,
) -> (Option<usize>, f32) {
    let row = view.row;
    let places: SmallVec<[usize; 8]> = (from..view.end.min(from + 14))
        .filter(|j| {
            row.quote(*j).is_some() || *j > from && (row.is(*j - 1, ',') || row.is(*j - 1, ':') || row.is_dash(*j - 1))
        })
        .filter(|j| row.quote(*j).is_some() || row.word(*j).is_some_and(|t| t.is_word()))
        .take(6)
        .collect();
    if places.is_empty() {
        return (None, 1.0);
    }
    let word = view.word(i);
    question.begin(ModelTask::More);
    question.open(Span::default(), |option| {
        option.put(ContinuationFeature::NoneBias, 1);
        option.pair(ContinuationFeature::NoneFrom, view.shape(from), 0);
        option.pair(ContinuationFeature::NoneWordFrom, word, view.shape(from));
    });
    for at in &places {
        question.open(row.span(*at), |option| {
            option.put(ContinuationFeature::Gap, u64::from(bucket(at - from)));
            option.pair(ContinuationFeature::ShapePrevious, view.shape(*at), view.shape(at - 1));
            option.pair(ContinuationFeature::Shape, view.shape(*at), 0);
            option.triple(ContinuationFeature::ShapeNext, view.shape(*at), view.shape(at + 1), 0);
            option.pair(ContinuationFeature::WordQuotation, word, u32::from(row.quote(*at).is_some()));
            option.pair(ContinuationFeature::FromGap, view.shape(from), bucket(at - from));
            option.pair(ContinuationFeature::Remaining, bucket(view.end - at), 0);
            option.pair(ContinuationFeature::QuotationGap, u32::from(row.quote(*at).is_some()), bucket(at - from));
        });
    }
    let choice: Prediction = classifier.choose(ModelTask::More, about, question);
    (choice.index.checked_sub(1).and_then(|n| places.get(n)).copied(), choice.probability)
}

/// Whether a word looks like a verb with a tense.
fn is_verb(token: &Token) -> bool {
    token.class == TokenClass::Lower && token.has(Roles::AUX) || is_past_or_report(token)
}

/// Whether the items from `from` to `to` are no words that anybody reports: they break off behind an article, a preposition
/// or an auxiliary, which no clause that is `closed` does, or are one small word alone.
fn is_scrap(row: &ItemRow<'_>, from: usize, to: usize, closed: bool) -> bool {
    let goes_on = Roles::POSS.or(Roles::CONJ).or(Roles::PREP).or(Roles::AUX).or(Roles::DET);
    let small = |i: usize| row.word(i).filter(|t| t.class == TokenClass::Lower);
    let breaks_off = !closed && small(to - 1).is_some_and(|t| t.has(goes_on) && !t.has(Roles::ADV));
    breaks_off || to == from + 1 && small(from).is_some()
}

/// Ends less likely than this are not followed up.
const MIN_END_PROBABILITY: f32 = 0.02;

/// Where what begins at `from` may end: one past its last item, and how likely, for `found`.
#[expect(clippy::too_many_arguments)]
fn end(
    view: &SentenceView<'_>,
    i: usize,
    from: usize,
    about: Span,
    taken: &[Range<usize>],
    classifier: &mut dyn Classifier,
    question: &mut Question,
    mut found: impl FnMut(usize, f32),
) {
    let row = view.row;
    // What is taken by something else bounds it.
    let limit = taken.iter().map(|r| r.start).filter(|s| *s > from).min().unwrap_or(view.end).min(view.end);
    // "said he would stay, following claims …": the circumstances are the writer's.
    let circumstances = (from + 1..limit).find(|j| row.among(*j, row.language.grammar.circumstance_openers));
    let limit = circumstances.unwrap_or(limit);
    let mut last = limit;
    while last > from + 1
        && row.word(last - 1).is_some_and(|t| matches!(t.class, TokenClass::Mark(c) if !")]’'%".contains(c)))
    {
        last -= 1;
    }
    let mut places: SmallVec<[usize; MAX_OPTIONS]> = SmallVec::new();
    for j in from + 1..last {
        if places.len() + 1 >= MAX_OPTIONS {
            break;
        }
        if is_scrap(row, from, j, false) {
            continue;
        }
        // "today", "Monday", "who": where words of the writer's may go on.
        let aside = row.has(j, Roles::ADV.or(Roles::DAY)) || row.is_word(j, row.language.grammar.relative_subject);
        let participle = row.has(j, Roles::ING) && !row.has(j - 1, Roles::AUX.or(Roles::PREP).or(Roles::DET));
        let clause_mark = aside
            || participle
            || row.is(j, ',')
            || row.is(j, ';')
            || row.is(j, ':')
            || row.is_dash(j)
            || row.is(j, '(')
            || row.is(j, ')');
        let conjunction = row.has(j, Roles::CONJ.or(Roles::PREP)) && !row.is(j - 1, ',');
        if clause_mark || conjunction || row.quote(j - 1).is_some() || row.quote(j).is_some() && j > from + 2 {
            places.push(j);
        }
    }
    let closed = last == view.end || row.word(last).is_some_and(|t| matches!(t.class, TokenClass::Mark(_)));
    if !is_scrap(row, from, last, closed) {
        places.push(last);
    }
    if places.is_empty() {
        return;
    }
    let (word, first) = (view.word(i), view.shape(from));
    let mut verb_seen = 0u32;
    let mut scanned = from;
    let mut inner_commas = 0u32;
    let last_say = (from..last).rev().find(|j| row.has(*j, Roles::SAY));
    let cue = cue_roles(view, i);
    let stem = stem(view, i);
    let behind = u32::from(from < i) | u32::from(view.phrase_at(from).is_some()) << 1;
    let verb_at = |j: &usize| row.word(*j).is_some_and(is_verb);
    let last_verb = (from..last).rev().find(verb_at);
    let last_comma = (from..last).rev().find(|j| row.is(*j, ','));
    let mut prepositions = 0u32;
    question.begin(ModelTask::End);
    for to in &places {
        while scanned < *to {
            if row.word(scanned).is_some_and(|t| {
                t.class == TokenClass::Lower && (t.has(Roles::AUX.or(Roles::SAY)) || t.ending == WordEnding::Past)
            }) {
                verb_seen = 1;
            }
            inner_commas += u32::from(row.is(scanned, ','));
            prepositions += u32::from(row.has(scanned, Roles::PREP));
            scanned += 1;
        }
        let whole = u32::from(*to == last);
        let (next, next2, before) = (view.shape(*to), view.shape(to + 1), view.shape(to - 1));
        let length = bucket(to - from);
        let one_quote = u32::from(row.quote(from).is_some() && *to == from + 1);
        let later_say = u32::from(last_say.is_some_and(|j| j >= *to));
        let inner_commas = inner_commas.min(3);
        let tail_verb = u32::from(last_verb.is_some_and(|j| j >= *to)) | verb_seen << 1;
        let paired = u32::from(last_comma.is_some_and(|j| j > *to)) | inner_commas << 1;
        let before2 = view.shape(to.wrapping_sub(2));
        let tail = bucket(last - to);
        question.open(row.hull(&(from..*to)), |option| {
            option.triple(ContentEndFeature::NextNext2, next, next2, 0);
            option.triple(ContentEndFeature::PreviousNext, before, next, 0);
            option.pair(ContentEndFeature::LengthWhole, length, whole);
            option.triple(ContentEndFeature::FirstNext, first, next, 0);
            option.triple(ContentEndFeature::QuotationWholeWord, one_quote, whole, word);
            option.triple(ContentEndFeature::LaterVerbNextWhole, later_say, next, whole);
            option.triple(ContentEndFeature::CommasNextWhole, inner_commas, next, whole);
            option.triple(ContentEndFeature::PhraseNextVerb, kind_of(view, view.phrase_at(to + 1)), next, verb_seen);
            option.triple(ContentEndFeature::RolesNextVerb, cue, next, verb_seen);
            option.triple(ContentEndFeature::NextWords, view.word(*to), view.word(to + 1), 0);
            option.triple(ContentEndFeature::NextThree, next, view.shape(to + 2), next2);
            option.triple(ContentEndFeature::FirstLengthVerb, first, length, verb_seen);
            option.triple(ContentEndFeature::StemNextVerb, stem, next, verb_seen);
            option.triple(ContentEndFeature::FirstNextNext2, first, next, next2);
            option.triple(ContentEndFeature::LengthNextVerb, length, next, verb_seen);
            option.triple(ContentEndFeature::PrepositionsNextVerb, prepositions.min(3), next, verb_seen);
            option.triple(ContentEndFeature::Previous2PreviousNext, before2, before, next);
            option.triple(ContentEndFeature::WholeStemLength, whole, stem, length);
            option.triple(ContentEndFeature::TailVerbNext, tail_verb, next, next2);
            option.triple(ContentEndFeature::TailLengthNext, tail, next, tail_verb);
            option.triple(ContentEndFeature::BehindNextVerb, behind, next, verb_seen);
            option.triple(ContentEndFeature::PairedNext, paired, next, next2);
            option.triple(ContentEndFeature::PreviousWords, view.word(to - 1), view.word(*to), 0);
            option.triple(ContentEndFeature::PhraseVerbNext, clause_after(view, to + 1), next, next2);
            option.triple(ContentEndFeature::StemNextWord, stem, view.word(*to), view.word(to + 1));
            option.triple(ContentEndFeature::FirstVerbWhole, first, verb_seen, whole | cue << 1);
        });
    }
    let odds = classifier.weigh(ModelTask::End, about, question);
    for (to, sure) in places.iter().zip(odds).filter(|(_, sure)| *sure >= MIN_END_PROBABILITY) {
        found(*to, sure);
    }
}
