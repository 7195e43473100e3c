//! Reported speech in a sentence: cue, source, content. Rules list the options; the model chooses.
//!
//! `The mayor said that …`, `…, the mayor described us`, `Grey’s claim that …`, `according to the mayor, …`.

mod content;
mod hypotheses;
mod source;

use super::feature_templates::CueFeature;
use super::item_row::ItemRow;
use super::lang::WordEnding;
use super::model::{Classifier, ModelTask, Question};
use super::roles::Roles;
use super::sentence_view::{SentenceView, bucket};
use super::tokens::{Token, TokenClass};
use super::word_number::hash_of;
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
    /// Probability that the words reported are roughly these: more than half of both are the same.
    pub content_sure: f32,
}

impl ReportedSpeech {
    /// Probability that somebody said about this: cue and source are right, and the words roughly.
    pub fn sure(&self) -> f32 {
        self.cue_sure * self.source_sure * self.content_sure
    }
}

/// Lowest probability at which a cue tells that somebody is quoted below.
const MIN_LEADING_PROBABILITY: f32 = 0.4;
/// Lowest probability that words were reported, and roughly these, at which they are offered.
const MIN_REPORT_PROBABILITY: f32 = 0.28;

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
        if sure < MIN_REPORT_PROBABILITY {
            continue;
        }
        let (source, source_sure) = source::source(view, i, cue_span, &found, classifier, question);
        // "following claims that": theirs whose they are, not the subject's of the sentence.
        let behind_preposition = i > view.start && view.row.has(i, Roles::NOUN_CUE) && view.row.has(i - 1, Roles::PREP);
        if behind_preposition && source.as_ref().is_none_or(|s| s.start < i) {
            continue;
        }
        let (content, content_sure) = content::content(
            view,
            i,
            after,
            cue_span,
            MIN_REPORT_PROBABILITY / sure,
            source.as_ref(),
            taken,
            &places,
            classifier,
            question,
        );
        if is_moved(view.row, i, &content) {
            continue;
        }
        let least = if content.is_empty() { MIN_LEADING_PROBABILITY } else { MIN_REPORT_PROBABILITY };
        // Words that follow below are not in question; where nothing can be offered there is no report.
        let words_sure = if content.is_empty() { content_sure.ceil() } else { content_sure };
        if sure * words_sure < least {
            continue;
        }
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
    let rank = |r: &ReportedSpeech| r.cue_sure * r.content_sure;
    found.sort_by(|a, b| rank(b).total_cmp(&rank(a)).then(a.cue.cmp(&b.cue)));
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
        // “Mayor Says Ferry Will Stay”: a headline.
        TokenClass::Capital if t.has(REPORTING_ROLES) => reports_in_headline(row, i),
        TokenClass::Mark(c) => c == ':',
        _ => row.is_according_to(i),
    })
}

/// Whether a capitalised word of saying stands between capitalised words, as in a headline.
fn reports_in_headline(row: &ItemRow<'_>, i: usize) -> bool {
    let large = |j: usize| row.word(j).is_some_and(|t| t.is_capital() || t.class == TokenClass::Possessive);
    i > 0 && large(i - 1) && (large(i + 1) || row.quote(i + 1).is_some() || row.is(i + 1, ':'))
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
    let stem = stem(view, i);
    let next3 = view.shape(i + 3);
    let before3 = view.shape(i.wrapping_sub(3));
    let head = subject.and_then(|n| view.phrases.get(n)).map_or(0, |p| view.word(p.items.end - 1));
    let opener = opener_after(view, i + 1);
    let clause = clause_after(view, i + 1);
    let passive = u32::from(row.has(i.wrapping_sub(1), Roles::AUX));
    let ending = row.word(i).map_or(0, |t| t.ending as u32 * 2 + u32::from(t.is_capital()));
    let capitals = u32::from(row.word(i.wrapping_sub(1)).is_some_and(|t| t.is_capital()))
        + 2 * u32::from(row.word(i + 1).is_some_and(|t| t.is_capital()));
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
        option.put(CueFeature::Stem, u64::from(stem));
        option.pair(CueFeature::StemNext, stem, next);
        option.pair(CueFeature::StemPrevious, stem, before);
        option.triple(CueFeature::NextThree, next, next3, next2);
        option.triple(CueFeature::PreviousThree, before, before3, before2);
        option.triple(CueFeature::SubjectRolesNext, who, cue_roles, next);
        option.pair(CueFeature::SubjectHeadRoles, head, cue_roles);
        option.pair(CueFeature::SubjectHeadStem, head, stem);
        option.pair(CueFeature::OpenerRoles, opener, cue_roles);
        option.pair(CueFeature::OpenerStem, opener, stem);
        option.triple(CueFeature::ClauseNextRoles, clause, next, cue_roles);
        option.pair(CueFeature::ClauseStem, clause, stem);
        option.triple(CueFeature::PassiveEndingNext, passive, next, ending);
        option.triple(CueFeature::CapitalsWord, capitals, stem, ending);
        option.triple(CueFeature::StemNextNext2, stem, next, next2);
        option.triple(CueFeature::StemSubject, stem, who, passive);
    });
    let choice = classifier.choose(ModelTask::Cue, span, question);
    if choice.index == 1 { choice.probability } else { 1.0 - choice.probability }
}

/// "put down the cup": what is moved somewhere is no words, where there is neither a verb nor a mark among them.
fn is_moved(row: &ItemRow<'_>, cue: usize, content: &[Range<usize>]) -> bool {
    let [words] = content else { return false };
    let told = |i: usize| row.quote(i).is_some() || row.is_finite(i) || row.has(i, Roles::CONJ);
    let moved = row.among(words.start, row.language.grammar.particles);
    words.start == cue + 1 && moved && !words.clone().any(told)
}

/// Number of the stem of the word at item `i`: one for all forms of a regular verb.
fn stem(view: &SentenceView<'_>, i: usize) -> u32 {
    view.row.word(i).map_or(0, |t| match t.class {
        TokenClass::Lower | TokenClass::Capital | TokenClass::AllCaps => {
            hash_of((view.row.language.stem)(t.span.of(view.row.text)))
        }
        TokenClass::Number | TokenClass::Possessive | TokenClass::Handle | TokenClass::Mark(_) => t.word,
    })
}

/// Most items behind a cue that are looked over for what opens its content.
const MAX_OPENER_DISTANCE: usize = 9;

/// The word or mark that opens a reported clause within the items from `from` on, before a comma, and how far it stands.
fn opener_after(view: &SentenceView<'_>, from: usize) -> u32 {
    let row = view.row;
    for i in from..view.end.min(from + MAX_OPENER_DISTANCE) {
        let near = bucket(i - from).min(3);
        if row.quote(i).is_some() {
            return 1 + near;
        }
        let Some(token) = row.word(i) else { continue };
        if token.is(':') {
            return 5 + near;
        }
        if row.among(i, row.language.grammar.clause_openers) || row.is_word(i, row.language.grammar.infinitive_marker) {
            return token.word ^ near << 8;
        }
        if token.is(',') || token.is('.') || token.is(';') {
            return 10;
        }
    }
    11
}

/// Whether the items from `from` on are a clause: somebody, then a verb; 0 where no phrase begins there.
fn clause_after(view: &SentenceView<'_>, from: usize) -> u32 {
    let Some(phrase) = view.phrase_at(from).and_then(|n| {
        // The whole phrase comes behind its owner.
        let next = view.phrases.get(n + 1).filter(|p| p.items.start == from);
        next.or_else(|| view.phrases.get(n))
    }) else {
        return 0;
    };
    let Some(verb) = view.row.word(phrase.items.end).filter(|_| phrase.items.end < view.end) else { return 1 };
    2 + u32::from(verb.has(Roles::AUX)) + 2 * u32::from(is_past_or_report(verb))
}

/// Whether a word looks like a verb with a tense, by its ending or by what it can do.
fn is_past_or_report(token: &Token) -> bool {
    token.class == TokenClass::Lower && (token.ending == WordEnding::Past || token.has(REPORTING_ROLES.or(Roles::PAST)))
}
