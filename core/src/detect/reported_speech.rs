//! Reported speech in a sentence: cue, source, content. Rules list the options; the model chooses.
//!
//! `The mayor said that …`, `…, the mayor described us`, `Grey’s claim that …`, `according to the mayor, …`.

mod content;

use super::feature_templates::{CueFeature, SourceFeature};
use super::item_row::ItemRow;
use super::lang::WordEnding;
use super::model::{Classifier, ModelTask, Question};
use super::roles::Roles;
use super::sentence_view::{SentenceView, bucket};
use super::tokens::TokenClass;
use crate::span::Span;
use smallvec::SmallVec;
use std::ops::Range;

/// Ranges of items: hardly ever more than two.
pub type ItemRanges = SmallVec<[Range<usize>; 2]>;

/// A report found in one sentence.
#[derive(Clone, Debug)]
pub struct ReportedSpeech {
    /// Item of the cue.
    pub cue: usize,
    /// The cue's words.
    pub cue_span: Span,
    /// The words that name the source, when the sentence does.
    pub source: Option<Span>,
    /// What it reports, as ranges of items, in reading order; empty when that follows below.
    pub content: ItemRanges,
    /// Probability that the cue is one.
    pub cue_sure: f32,
    /// Probability that the source is right.
    pub source_sure: f32,
    /// Probability that the words reported are exactly these.
    pub content_sure: f32,
}

impl ReportedSpeech {
    /// Probability that somebody said about this: cue and source are right, and the words roughly.
    pub fn sure(&self) -> f32 {
        // Where exactly the words end matters less than that they are the right ones.
        self.cue_sure * self.source_sure * self.content_sure.sqrt().max(0.5)
    }
}

/// Lowest probability at which a word counts as a cue.
const MIN_CUE_PROBABILITY: f32 = 0.4;
/// Most phrases considered as a source.
const MAX_SOURCE_PHRASES: usize = 12;

const REPORTING_ROLES: Roles = Roles::SAY.or(Roles::SAY_OF).or(Roles::THINK).or(Roles::STANCE).or(Roles::NOUN_CUE);

/// The reports of a sentence, surest first; their contents never overlap, and no cue stands in the content of another.
/// `taken` are items that already belong to something. O(items), with a bounded number of options a cue.
pub fn reports(
    view: &SentenceView<'_>,
    taken: &[Range<usize>],
    classifier: &mut dyn Classifier,
    question: &mut Question,
) -> Vec<ReportedSpeech> {
    let mut found: Vec<ReportedSpeech> = Vec::new();
    if view.cues.is_empty() {
        return found;
    }
    let places = CuePositions::of(view);
    let is_taken = |i: usize| taken.iter().any(|r| r.contains(&i));
    for i in view.cues.iter().copied().filter(|i| !is_taken(*i)) {
        let Some((cue_span, after)) = cue_at(view, i) else { continue };
        let sure = is_cue(view, i, cue_span, &places, classifier, question);
        if sure < MIN_CUE_PROBABILITY {
            continue;
        }
        let (source, source_sure) = source(view, i, cue_span, classifier, question);
        let (content, content_sure) =
            content::content(view, i, after, cue_span, source.as_ref(), taken, &places, classifier, question);
        found.push(ReportedSpeech {
            cue: i,
            cue_span,
            source: source.map(|p| view.row.hull(&p)),
            content,
            cue_sure: sure,
            source_sure,
            content_sure,
        });
    }
    found.sort_by(|a, b| b.cue_sure.total_cmp(&a.cue_sure).then(a.cue.cmp(&b.cue)));
    let mut kept: Vec<ReportedSpeech> = Vec::with_capacity(found.len());
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
fn cue_at(view: &SentenceView<'_>, i: usize) -> Option<(Span, usize)> {
    let row = view.row;
    if row.is_word(i, row.language.grammar.according_to.0) {
        return Some((row.span(i).hull(row.span(i + 1)), i + 2));
    }
    // A colon that neither opens nor ends the sentence.
    let inside = i > view.start && i + 1 < view.end;
    (inside || !row.is(i, ':')).then(|| (row.span(i), i + 1))
}

/// Whether a word or mark that may report something stands at item `i`.
pub fn may_report(row: &ItemRow<'_>, i: usize) -> bool {
    row.word(i).is_some_and(|t| match t.class {
        TokenClass::Lower if t.has(REPORTING_ROLES) => !row.is_hearsay(i),
        TokenClass::Mark(c) => c == ':',
        _ => row.is_according_to(i),
    })
}

fn cue_roles(view: &SentenceView<'_>, i: usize) -> u32 {
    let Some(token) = view.row.word(i) else { return 0 };
    let one = |role: Roles, bit: u32| u32::from(token.has(role)) << bit;
    one(Roles::SAY, 0)
        | one(Roles::SAY_OF, 1)
        | one(Roles::THINK, 2)
        | one(Roles::STANCE, 3)
        | one(Roles::NOUN_CUE, 4)
        | one(Roles::STRONG, 5)
        | ((token.ending as u32) << 6)
}

fn kind_of(view: &SentenceView<'_>, phrase: Option<usize>) -> u32 {
    phrase.and_then(|n| view.phrases.get(n)).map_or(0, |p| p.kind as u32 + 1)
}

/// Where the quotations and the words of saying of a sentence stand, so that no cue has to look for them again.
struct CuePositions<'a> {
    quotes: &'a [usize],
    says: SmallVec<[usize; 8]>,
}

impl<'a> CuePositions<'a> {
    fn of(view: &SentenceView<'a>) -> Self {
        let says = |i: &usize| view.row.word(*i).is_some_and(|t| t.class == TokenClass::Lower && t.has(Roles::SAY));
        Self { quotes: view.quotes, says: view.cues.iter().copied().filter(says).collect() }
    }

    /// How many quotations stand in `items`.
    fn quotes_in(&self, items: Range<usize>) -> usize {
        let before = |i: usize| self.quotes.partition_point(|q| *q < i);
        before(items.end).saturating_sub(before(items.start))
    }

    /// How quotations stand to item `i`: right behind, a little later, later, before.
    fn quotes_near(&self, view: &SentenceView<'_>, i: usize) -> u32 {
        let first = self.quotes.partition_point(|q| *q <= i);
        let next = self.quotes.get(first).map_or(9, |q| q - i);
        let before = self.quotes.first().is_some_and(|q| *q < i);
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

    /// How many words of saying stand before item `i` and behind it, up to two.
    fn says_beside(&self, i: usize) -> (u32, u32) {
        let before = self.says.partition_point(|s| *s < i);
        let behind = self.says.len() - self.says.partition_point(|s| *s <= i);
        (before.min(2) as u32, behind.min(2) as u32)
    }
}

fn is_cue(
    view: &SentenceView<'_>,
    i: usize,
    span: Span,
    places: &CuePositions<'_>,
    classifier: &mut dyn Classifier,
    question: &mut Question,
) -> f32 {
    let row = view.row;
    let word = view.word(i);
    let (before, before2) = (view.shape(i.wrapping_sub(1)), view.shape(i.wrapping_sub(2)));
    let (next, next2) = (view.shape(i + 1), view.shape(i + 2));
    let cue_roles = cue_roles(view, i);
    let subject = view.phrase_before(i);
    let who = kind_of(view, subject);
    let opens = subject
        .and_then(|n| view.phrases.get(n))
        .map_or(0, |p| if p.items.start == view.start { 1 } else { 2 + view.shape(p.items.start - 1) });
    let quotes = places.quotes_near(view, i);
    let ends = u32::from(row.closes_report(i + 1) || i + 1 >= view.end);
    let comma_first = subject
        .and_then(|n| view.phrases.get(n))
        .is_some_and(|p| p.items.start > view.start && row.is(p.items.start - 1, ','));
    let inverted = i > view.start && row.is(i - 1, ',');
    let (earlier, later) = places.says_beside(i);
    question.begin(ModelTask::Cue);
    question.open(Span::default(), |_| {});
    question.open(span, |option| {
        option.put(CueFeature::Bias, 0);
        option.put(CueFeature::Word, u64::from(word));
        option.pair(CueFeature::WordNext, word, next);
        option.put(CueFeature::Previous, u64::from(before));
        option.put(CueFeature::Next, u64::from(next));
        option.put(CueFeature::Next2, u64::from(next2));
        option.put(CueFeature::Previous2, u64::from(before2));
        option.pair(CueFeature::RolesPrevious, cue_roles, before);
        option.pair(CueFeature::RolesNext, cue_roles, next);
        option.pair(CueFeature::NextNext2, next, next2);
        option.pair(CueFeature::Previous2Previous, before2, before);
        option.pair(CueFeature::WordQuotations, word, quotes);
        option.triple(CueFeature::WordEndsComma, word, ends, u32::from(comma_first || inverted));
        option.triple(CueFeature::SpeechVerbsRoles, earlier, later, cue_roles);
        option.pair(CueFeature::ClauseStartSubject, opens, who);
        option.pair(CueFeature::WordClauseStart, word, opens);
        option.triple(CueFeature::Position, bucket(i - view.start), bucket(view.end - i), 0);
        option.triple(CueFeature::WordSpeechVerbs, word, earlier, later);
    });
    let choice = classifier.choose(ModelTask::Cue, span, question);
    if choice.index == 1 { choice.probability } else { 1.0 - choice.probability }
}

/// The phrase that names the source of the cue at `i`.
fn source(
    view: &SentenceView<'_>,
    i: usize,
    about: Span,
    classifier: &mut dyn Classifier,
    question: &mut Question,
) -> (Option<Range<usize>>, f32) {
    let row = view.row;
    let word = view.word(i);
    let cue_roles = cue_roles(view, i);
    let middle = view.phrases.partition_point(|p| p.items.start < i);
    let from = middle.saturating_sub(MAX_SOURCE_PHRASES - 4);
    let to = (middle + 4).min(view.phrases.len());
    let candidates = view.phrases.get(from..to).unwrap_or_default();
    let next = view.shape(i + 1);
    let previous = view.shape(i.wrapping_sub(1));
    let passive = row.has(i.wrapping_sub(1), Roles::AUX) && row.word(i).is_some_and(|t| t.ending == WordEnding::Past);
    question.begin(ModelTask::Source);
    question.open(Span::default(), |option| {
        option.put(SourceFeature::NoneBias, 1);
        option.pair(SourceFeature::NoneWord, word, 0);
        option.pair(SourceFeature::NoneRolesPhrases, cue_roles, candidates.len().min(3) as u32);
        option.pair(SourceFeature::NonePreviousRoles, previous, cue_roles);
        option.pair(SourceFeature::NonePassiveNext, u32::from(passive), next);
    });
    for (n, phrase) in candidates.iter().enumerate() {
        let behind = phrase.items.start > i;
        let between = if behind { i + 1..phrase.items.start } else { phrase.items.end..i };
        let apart = (n + from).abs_diff(middle.saturating_sub(usize::from(!behind)));
        let side = u32::from(behind) * 16 + apart.min(6) as u32;
        let kind = phrase.kind as u32;
        let (mut commas, mut quoted, mut verbs, mut stops) = (0u32, 0u32, 0u32, 0u32);
        for j in between.clone() {
            let Some(token) = row.word(j) else {
                quoted = 1;
                continue;
            };
            commas += u32::from(token.is(','));
            stops += u32::from(token.has(Roles::CONJ));
            let verb = token.has(Roles::AUX.or(REPORTING_ROLES)) || token.ending == WordEnding::Past;
            verbs += u32::from(token.class == TokenClass::Lower && verb);
        }
        let (commas, verbs, stops) = (commas.min(3), verbs.min(3), stops.min(2));
        let flags = commas | quoted << 2 | verbs << 3 | stops << 5;
        let first = u32::from(phrase.items.start == view.start);
        let ahead = view.shape(phrase.items.start.wrapping_sub(1));
        let behind_it = view.shape(phrase.items.end);
        question.open(row.hull(&phrase.items), |option| {
            option.pair(SourceFeature::SideBetween, side, flags);
            option.triple(SourceFeature::KindRolesSide, kind, cue_roles, u32::from(behind));
            option.pair(SourceFeature::FollowingSide, behind_it, u32::from(behind));
            option.pair(SourceFeature::PrecedingSide, ahead, u32::from(behind));
            option.triple(SourceFeature::PrecedingKindSide, ahead, kind, side);
            option.triple(SourceFeature::SideNext, side, next, u32::from(behind));
            option.triple(SourceFeature::FirstKindCommas, first, kind, commas);
            option.triple(SourceFeature::WordSideCommas, word, side, flags & 3);
            option.triple(SourceFeature::PreviousSideKind, previous, side, kind);
            option.triple(SourceFeature::PassiveSidePreceding, u32::from(passive), side, ahead);
            option.triple(SourceFeature::FirstWordSide, view.word(phrase.items.start), u32::from(behind), 0);
            option.triple(SourceFeature::LastWordSide, view.word(phrase.items.end - 1), u32::from(behind), 0);
        });
    }
    let choice = classifier.choose(ModelTask::Source, about, question);
    let selected = choice.index.checked_sub(1).and_then(|n| candidates.get(n));
    let range = selected.map(|p| p.items.clone());
    (range, choice.probability)
}
