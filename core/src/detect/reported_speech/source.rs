//! Which noun phrase names the source of a cue.

use super::super::feature_templates::SourceFeature;
use super::super::lang::WordEnding;
use super::super::model::{Classifier, ModelTask, Question};
use super::super::phrases::NounPhrase;
use super::super::roles::Roles;
use super::super::sentence_view::{SentenceView, bucket};
use super::super::tokens::TokenClass;
use super::{REPORTING_ROLES, ReportedSpeech, cue_roles, kind_of};
use crate::span::Span;
use std::ops::Range;

/// Most phrases considered as a source.
const MAX_SOURCE_PHRASES: usize = 12;

/// The phrases that a cue's grammar points at.
struct SubjectPlaces {
    /// Where the phrase right before the cue ends, adverbs stepped over.
    before: Option<usize>,
    /// The same with an apposition or aside stepped over.
    over_aside: Option<usize>,
    /// Where the phrase right behind the cue begins.
    behind: Option<usize>,
}

impl SubjectPlaces {
    fn of(view: &SentenceView<'_>, i: usize) -> Self {
        let row = view.row;
        let before = view.phrase_before(i).and_then(|n| view.phrases.get(n)).map(|p| p.items.end);
        Self {
            before,
            over_aside: row.noun_phrase_before(i, view.start).map(|p| p.end),
            behind: view.phrase_at(row.skip_adverbs(i + 1)).and_then(|n| view.phrases.get(n)).map(|p| p.items.start),
        }
    }

    /// How a phrase stands to the cue at `i`: right before, before over an aside, right behind, before, behind.
    fn place(&self, phrase: &NounPhrase, i: usize) -> u32 {
        let Range { start, end } = phrase.items;
        match () {
            () if self.before == Some(end) => 1,
            () if self.over_aside == Some(end) => 2,
            () if self.behind == Some(start) => 3,
            () if end <= i => 4,
            () => 5,
        }
    }
}

/// The phrase that names the source of the cue at `i`; `earlier` are the reports of the sentence found before it.
pub fn source(
    view: &SentenceView<'_>,
    i: usize,
    about: Span,
    earlier: &[ReportedSpeech],
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
    let places = SubjectPlaces::of(view, i);
    let subject = kind_of(view, view.phrase_before(i));
    let last = earlier.last().and_then(|r| r.source);
    question.begin(ModelTask::Source);
    question.open(Span::default(), |option| {
        option.put(SourceFeature::NoneBias, 1);
        option.pair(SourceFeature::NoneWord, word, 0);
        option.pair(SourceFeature::NoneRolesPhrases, cue_roles, candidates.len().min(3) as u32);
        option.pair(SourceFeature::NonePreviousRoles, previous, cue_roles);
        option.pair(SourceFeature::NonePassiveNext, u32::from(passive), next);
        option.pair(SourceFeature::NoneSubjectRoles, subject, cue_roles);
        option.triple(SourceFeature::NoneSubjectPlaces, subject, u32::from(places.over_aside.is_some()), next);
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
        let place = places.place(phrase, i);
        let around = view.around(phrase);
        let persons = candidates
            .iter()
            .filter(|p| p.kind.speaks() && p.items.start >= between.start && p.items.end <= between.end);
        let persons = persons.count().min(3) as u32 | u32::from(behind) << 2;
        let hull = row.hull(&phrase.items);
        let spoke = last.map_or(0, |source| 1 + u32::from(source.overlaps(hull)));
        question.open(hull, |option| {
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
            option.pair(SourceFeature::PlaceKind, place, kind);
            option.triple(SourceFeature::PlaceRolesPassive, place, cue_roles, u32::from(passive));
            option.triple(SourceFeature::PlaceAroundKind, place, around, kind);
            option.triple(SourceFeature::PersonsKindPlace, persons, kind, place);
            option.triple(SourceFeature::AroundVerbsBehind, around, verbs, u32::from(behind));
            option.triple(SourceFeature::SpokePlaceStops, spoke, place, stops);
            option.triple(SourceFeature::LengthKindPlace, bucket(phrase.items.len()), kind, place);
            option.triple(SourceFeature::PlaceQuotedPrevious, place, quoted, previous);
        });
    }
    let choice = classifier.choose(ModelTask::Source, about, question);
    let selected = choice.index.checked_sub(1).and_then(|n| candidates.get(n));
    let range = selected.map(|p| p.items.clone());
    (range, choice.probability)
}
