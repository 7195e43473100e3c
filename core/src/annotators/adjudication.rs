//! Settling what annotators differ in: their answers place by place, what a curator decided about each, and decisions as changes
//! of the curator's own records.
//!
//! A curator's record at a place is the decision about it, whoever's answer it takes; one that rejects says that nothing is there.
//! Nothing that was decided is decided again: answers that came later are told beside it. Records of the curator's own that were
//! changed apart are places too, with a choice for each version.

mod credit;
mod versions;

pub use credit::credit;

use super::{Answers, SamePeople, answer};
use crate::agreement::comparison::{Answer, Difference, compare, difference};
use crate::annotation::{Annotation, Change, Op, Set, Speaker, SpeakerRef, Stamp, Status, anchor, same_name};
use crate::document::Document;
use crate::span::Span;
use std::collections::HashMap;
use std::sync::Arc;

/// What some of the annotators say about a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// Who they are, by number, in order.
    pub by: Vec<usize>,
    /// Their answer; `None` where they say that nothing is there, or nothing at all.
    pub answer: Option<Answer>,
    /// The record of the first of them, where there is an answer.
    pub record: Option<Arc<Annotation>>,
}

impl Choice {
    /// Whether an answer of the curator is this one.
    fn is_said(&self, answer: &Answer) -> bool {
        match &self.answer {
            Some(said) => !answer.is_rejection && said == answer,
            None => answer.is_rejection,
        }
    }
}

/// What a curator decided about a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// The curator's record.
    pub record: Arc<Annotation>,
    /// The choice it is equal to; `None` of a third.
    pub choice: Option<usize>,
    /// Annotators, by number, who said something else since.
    pub since: Vec<usize>,
}

/// A place that annotators labelled.
#[derive(Clone, Debug, PartialEq)]
pub struct AdjudicatedPlace {
    /// The hull of what was labelled, in code points.
    pub at: (u32, u32),
    /// In what the annotators differ.
    pub difference: Difference,
    /// What they say, what most say first; of as many, what the first of them says.
    pub choices: Vec<Choice>,
    /// The record of each annotator, by number, where there is one; also one that says that nothing is there.
    pub records: Vec<Option<Arc<Annotation>>>,
    /// What was decided.
    pub decision: Option<Decision>,
    /// Versions of one record of the curator, where the place is about these: they stand in the place of annotators, by number.
    pub versions: Vec<Arc<Annotation>>,
}

impl AdjudicatedPlace {
    /// Whether there is anything to decide: annotators differ, or there are versions.
    pub fn is_in_question(&self) -> bool {
        self.difference != Difference::Same || self.is_of_versions()
    }

    /// Whether somebody has to decide.
    pub fn is_open(&self) -> bool {
        self.is_in_question() && self.decision.is_none()
    }

    /// The choice of an annotator, by number.
    pub fn choice_of(&self, annotator: usize) -> Option<usize> {
        self.choices.iter().position(|choice| choice.by.contains(&annotator))
    }

    /// The choice that more annotators have than any other.
    pub fn most(&self) -> Option<usize> {
        if self.is_of_versions() {
            return None;
        }
        let count = |n: usize| self.choices.get(n).map_or(0, |choice| choice.by.len());
        (count(0) > count(1)).then_some(0)
    }
}

/// What is proposed where annotators differ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Prefill {
    /// What all say.
    #[default]
    Unanimous,
    /// What more than half of them say.
    Majority,
    /// What anybody labelled, where those who did agree.
    Union,
    /// What the first of them says.
    First,
}

impl Prefill {
    /// The choice that is proposed for a place of so many annotators.
    pub fn of(self, place: &AdjudicatedPlace, annotators: usize) -> Option<usize> {
        match self {
            // What one person decided twice says nothing of what is right.
            _ if place.is_of_versions() => None,
            Self::Unanimous => (place.difference == Difference::Same).then_some(0),
            Self::Majority => place.choices.iter().position(|choice| choice.by.len() * 2 > annotators),
            Self::Union => {
                let mut labelled = place.choices.iter().enumerate().filter(|(_, choice)| choice.answer.is_some());
                labelled.next().filter(|_| labelled.next().is_none()).map(|(n, _)| n)
            }
            Self::First => place.choice_of(0),
        }
    }
}

/// Who decides, and when.
#[derive(Clone, Copy, Debug)]
pub struct Curator<'a> {
    /// What the curator keeps about the document.
    pub set: &'a Set,
    /// The curator.
    pub by: Option<&'a str>,
    /// The moment and its dice.
    pub stamp: &'a Stamp,
}

/// The places of a document that annotators labelled, in reading order.
#[derive(Clone, Debug, Default)]
pub struct Adjudication {
    /// The places.
    pub places: Vec<AdjudicatedPlace>,
    annotators: Vec<(String, Arc<Set>)>,
    people: SamePeople,
    /// By id of a record of the curator, the place it is about.
    about: HashMap<String, usize>,
    /// By id of a version, the place of its versions.
    apart: HashMap<String, usize>,
}

impl Adjudication {
    /// Of what annotators keep, by name, each with their number from 0, and what the curator keeps, called `by`. Costs what
    /// [`compare`] does.
    pub fn new(document: &Document, annotators: Vec<(String, Arc<Set>)>, (curator, by): (&Set, Option<&str>)) -> Self {
        let all = annotators.iter().map(|(_, set)| set.as_ref()).chain([curator]);
        let people = SamePeople::new(all.clone().map(|set| set.speakers.as_slice()));
        let answers: Vec<Answers> = all.map(|set| Answers::of(document, set, &people)).collect();
        let plain: Vec<Vec<Answer>> = answers.iter().map(|answers| answers.answers.clone()).collect();
        let places = compare(&plain).into_iter().filter_map(|place| {
            let (curated, theirs) = place.answers.split_last()?;
            let given: Vec<Option<(&Answer, &Arc<Annotation>)>> = theirs
                .iter()
                .zip(&answers)
                .map(|(n, answers)| Some((answers.answers.get((*n)?)?, answers.records.get((*n)?)?)))
                .collect();
            let labelled: Vec<Option<&Answer>> = given.iter().map(|one| Some(one.as_ref()?.0)).collect();
            // What the curator alone labelled is nobody's difference.
            let difference = difference(&labelled)?;
            let choices = choices(&given);
            let records: Vec<Option<Arc<Annotation>>> =
                given.iter().map(|one| one.map(|(_, record)| Arc::clone(record))).collect();
            let curated = answers.last().zip(*curated);
            let decision = curated.and_then(|(answers, n)| {
                Some(decision(answers.answers.get(n)?, answers.records.get(n)?, &choices, &records))
            });
            Some(AdjudicatedPlace { at: place.at, difference, choices, records, decision, versions: Vec::new() })
        });
        let mut places: Vec<AdjudicatedPlace> = places.collect();
        places.extend(versions::places(document, curator, by, &people));
        places.sort_by_key(|place| place.at);
        let decided = places.iter().enumerate();
        let about = decided.filter_map(|(n, place)| Some((place.decision.as_ref()?.record.id.clone(), n))).collect();
        let versions = places.iter().enumerate().flat_map(|(n, place)| place.versions.iter().map(move |v| (v, n)));
        let apart = versions.map(|(version, n)| (version.id.clone(), n)).collect();
        Self { places, annotators, people, about, apart }
    }

    /// Their names, in order of their numbers.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.annotators.iter().map(|(name, _)| name.as_str())
    }

    /// The places that a record of the curator is about, by their numbers: that of its versions first.
    pub fn places_of(&self, id: &str) -> impl Iterator<Item = usize> {
        self.apart.get(id).into_iter().chain(self.about.get(id)).copied()
    }

    /// What all annotators agree on and the curator has not yet: each with its only choice.
    pub fn agreed(&self) -> Vec<(usize, usize)> {
        let agreed = |place: &AdjudicatedPlace| !place.is_in_question() && place.decision.is_none();
        self.places.iter().enumerate().filter(|(_, place)| agreed(place)).map(|(n, _)| (n, 0)).collect()
    }

    /// Takes choices of places, each by its number, as one change of the curator's records: a copy with who said so beside who
    /// decides. A record of the curator there is changed, none is added. Nothing where all of them are there as they are. Versions
    /// are for [`Adjudication::keep`].
    pub fn take(&mut self, document: &Document, taken: &[(usize, usize)], curator: &Curator<'_>) -> Option<Change> {
        let mut change = Change::default();
        for (n, (at, choice)) in taken.iter().enumerate() {
            let Some(place) = self.places.get(*at).filter(|place| !place.is_of_versions()) else { continue };
            let Some(choice) = place.choices.get(*choice) else { continue };
            if let Some(id) = self.take_one(document, (place, choice), curator, n as u32, &mut change) {
                self.about.insert(id, *at);
            }
        }
        (!change.ops.is_empty()).then_some(change)
    }

    /// Decides that nothing is at a place, whoever said so.
    pub fn reject(&mut self, document: &Document, at: usize, curator: &Curator<'_>) -> Option<Change> {
        let place = self.places.get(at).filter(|place| !place.is_of_versions())?;
        let nobodys = Choice { by: Vec::new(), answer: None, record: None };
        let choice = place.choices.iter().find(|choice| choice.answer.is_none()).unwrap_or(&nobodys);
        let mut change = Change::default();
        let id = self.take_one(document, (place, choice), curator, 0, &mut change);
        self.about.extend(id.map(|id| (id, at)));
        (!change.ops.is_empty()).then_some(change)
    }

    /// Brings what was decided up to date with records of the curator that changed, as they are in `set`; `spans` tells where a
    /// record stands. One that was never a decision here is passed over: [`Adjudication::new`] finds its place.
    /// O(records that changed · annotators).
    pub fn follow<'a>(
        &mut self,
        document: &Document,
        set: &Set,
        changed: impl IntoIterator<Item = &'a str>,
        spans: impl Fn(&str) -> Vec<Span>,
    ) {
        for id in changed {
            if let Some(place) = self.apart.get(id).and_then(|at| self.places.get_mut(*at)) {
                place.follow_versions(document, set, &spans, &self.people);
            }
            let place = self.about.get(id).and_then(|at| self.places.get_mut(*at));
            let Some(place) = place else { continue };
            place.decision = set.get(id).map(|record| {
                let answer = answer(document, set, record, &spans(id), &self.people);
                decision(&answer, record, &place.choices, &place.records)
            });
        }
    }

    /// Puts a change of one record of a place together; gives its id.
    fn take_one(
        &self,
        document: &Document,
        (place, choice): (&AdjudicatedPlace, &Choice),
        curator: &Curator<'_>,
        n: u32,
        change: &mut Change,
    ) -> Option<String> {
        // As it is now: the text may have moved it since it was read.
        let before = place.decision.as_ref().and_then(|decision| curator.set.get(&decision.record.id));
        // What nobody wants is the record of whoever has one, rejected.
        let model = choice.record.is_none().then(|| place.choices.iter().find(|other| other.record.is_some()));
        let model = model.flatten().unwrap_or(choice);
        let (record, answer, first) = (model.record.as_ref()?, model.answer.as_ref()?, model.by.first()?);
        let spans: Vec<Span> =
            answer.at.iter().filter_map(|at| document.offsets().span_to_bytes(document.text(), at.0, at.1)).collect();
        let mut after = anchor::reanchored(document, record, &spans);
        (after.links, after.was, after.text, after.conflict) = (Vec::new(), None, None, false);
        after.speaker = record.speaker.as_ref().map(|speaker| self.speaker(*first, speaker, curator.set, change));
        if choice.record.is_none() {
            after.status = Some(Status::Rejected);
        }
        after.proposed = choice.by.iter().filter_map(|n| Some(self.annotators.get(*n)?.0.clone())).collect();
        after.by = curator.by.map(str::to_owned);
        match before {
            Some(before) => {
                (after.id, after.created) = (before.id.clone(), before.created.clone());
                after.modified.clone_from(&before.modified);
                if after == **before {
                    return None;
                }
                after.modified = Some(curator.stamp.now.clone());
            }
            None => {
                after.id = curator.stamp.id(n);
                (after.created, after.modified) = (Some(curator.stamp.now.clone()), None);
            }
        }
        let id = after.id.clone();
        change.annotation(before.cloned(), Some(after));
        Some(id)
    }

    /// Somebody of an annotator's file as one of the curator's, who is added where nobody there has the name.
    fn speaker(&self, annotator: usize, speaker: &SpeakerRef, curator: &Set, change: &mut Change) -> SpeakerRef {
        let (SpeakerRef::Id(id), Some((_, set))) = (speaker, self.annotators.get(annotator)) else {
            return SpeakerRef::Nobody;
        };
        let name = self.people.name(set, speaker);
        let is_called = |known: &Speaker| same_name(&known.name, name) || known.is_called(name);
        let added = change.ops.iter().find_map(|op| match op {
            Op::Speaker { after: Some(after), .. } if is_called(after) => Some(after.id.clone()),
            _ => None,
        });
        let known = || curator.speakers.iter().find(|known| is_called(known)).map(|known| known.id.clone());
        if let Some(id) = added.or_else(known) {
            return SpeakerRef::Id(id);
        }
        let Some(theirs) = set.speaker(id) else { return SpeakerRef::Nobody };
        let is_taken = |id: &str| {
            curator.speaker(id).is_some()
                || change.ops.iter().any(|op| matches!(op, Op::Speaker { after: Some(a), .. } if a.id == id))
        };
        let id = crate::annotation::slug(name, is_taken);
        let new = Speaker { id: id.clone(), name: name.to_owned(), members: Vec::new(), ..theirs.clone() };
        change.ops.push(Op::Speaker { before: None, after: Some(new) });
        SpeakerRef::Id(id)
    }
}

/// What is said of a place, equal answers together: what most say first, and of as many what the first of them says.
fn choices(given: &[Option<(&Answer, &Arc<Annotation>)>]) -> Vec<Choice> {
    let mut out: Vec<Choice> = Vec::new();
    for (annotator, said) in given.iter().enumerate() {
        let said = said.filter(|(answer, _)| !answer.is_rejection);
        let answer = said.map(|(answer, _)| answer);
        match out.iter_mut().find(|choice| choice.answer.as_ref() == answer) {
            Some(choice) => choice.by.push(annotator),
            None => {
                let record = said.map(|(_, record)| Arc::clone(record));
                out.push(Choice { by: vec![annotator], answer: answer.cloned(), record });
            }
        }
    }
    out.sort_by_key(|choice| std::cmp::Reverse(choice.by.len()));
    out
}

/// The curator's record at a place beside what the annotators say.
fn decision(
    answer: &Answer,
    record: &Arc<Annotation>,
    choices: &[Choice],
    records: &[Option<Arc<Annotation>>],
) -> Decision {
    let is_later = |theirs: &Annotation| last_change(theirs) > last_change(record);
    let says_so = |n: usize| choices.iter().any(|choice| choice.by.contains(&n) && choice.is_said(answer));
    let since =
        records.iter().enumerate().filter_map(|(n, theirs)| (is_later(theirs.as_ref()?) && !says_so(n)).then_some(n));
    Decision {
        record: Arc::clone(record),
        choice: choices.iter().position(|choice| choice.is_said(answer)),
        since: since.collect(),
    }
}

/// When a record was last changed, RFC 3339, where that is known.
fn last_change(record: &Annotation) -> Option<&str> {
    record.modified.as_deref().or(record.created.as_deref())
}

#[cfg(test)]
mod tests;
