//! What measures are made of, added up over documents: nothing in it grows with them but the names of labels and speakers.

use super::{Answers, Exclusion};
use crate::agreement::coefficients::Values;
use crate::agreement::comparison::Answer;
use crate::agreement::gamma::{self, GammaSum, LabelledUnit};
use crate::agreement::overlap::{Match, SpanMatches};
use crate::agreement::unitizing::{Disagreement, Unit, Units};
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

/// How answers are measured.
#[derive(Clone, Copy, Debug, Default)]
pub struct Measuring<'a> {
    /// The ratings of the codebook, in their order.
    pub ratings: &'a [String],
    /// How many samples γ is measured with, and their seed; none where it is not measured.
    pub gamma: Option<(u32, u64)>,
}

/// Names by number, in the order they came.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    names: Vec<String>,
    numbers: HashMap<String, u32>,
}

impl Names {
    fn number(&mut self, name: &str) -> u32 {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let number = self.names.len() as u32;
        self.names.push(name.to_owned());
        self.numbers.insert(name.to_owned(), number);
        number
    }

    /// The numbers here of the names there.
    fn numbers_of(&mut self, others: &Self) -> Vec<u32> {
        let number = |(at, name): (usize, &String)| {
            if self.names.get(at) == Some(name) { at as u32 } else { self.number(name) }
        };
        others.names.iter().enumerate().map(number).collect()
    }

    pub(super) fn all(&self) -> &[String] {
        &self.names
    }
}

/// What there is of one label.
#[derive(Clone, Debug, Default)]
pub(super) struct LabelSums {
    /// How many places have it from somebody.
    pub(super) units: u64,
    /// How many places that two annotated or more have it from somebody.
    pub(super) items: u64,
    pub(super) exact: SpanMatches,
    pub(super) overlap: SpanMatches,
    /// None where nobody marked anything.
    pub(super) unitizing: Option<Disagreement>,
    /// Who speaks, of places where two gave this label.
    pub(super) speakers: Values,
    pub(super) ratings: Values,
    pub(super) gamma: GammaSum,
    /// How many each annotator gave.
    pub(super) given: Vec<u64>,
}

/// Answers of the same annotators about documents, added up. Nothing depends on the order of documents.
#[derive(Clone, Debug)]
pub struct Sums {
    pub(super) annotators: usize,
    /// Documents that two annotators read, or more.
    pub documents: u64,
    /// Documents that fewer read: they tell nothing.
    pub alone: u64,
    /// For each annotator how many of the documents they have not read.
    pub unread: Vec<u64>,
    /// What does not count, by annotator and reason.
    pub excluded: BTreeMap<(usize, Exclusion), u64>,
    /// Whether γ was measured.
    pub(super) has_gamma: bool,
    pub(super) labels: Names,
    people: Names,
    /// Labels of the same places.
    pub(super) items: Values,
    pub(super) of: Vec<LabelSums>,
    pub(super) gamma: GammaSum,
}

/// An annotation that counts.
#[derive(Clone, Copy)]
struct Given<'a> {
    /// The number of its label.
    label: u32,
    annotator: usize,
    answer: &'a Answer,
}

impl<'a> Given<'a> {
    fn at(&self) -> &'a [(u32, u32)] {
        &self.answer.at
    }
}

/// What one annotator gave one label.
#[derive(Clone, Default)]
struct Marked {
    /// Whole places.
    hulls: Vec<(u32, u32)>,
    /// Their pieces.
    pieces: Vec<Unit>,
}

impl Sums {
    /// Nothing yet, of so many annotators.
    pub fn new(annotators: usize) -> Self {
        Self {
            annotators,
            documents: 0,
            alone: 0,
            unread: vec![0; annotators],
            excluded: BTreeMap::new(),
            has_gamma: false,
            labels: Names::default(),
            people: Names::default(),
            items: Values::default(),
            of: Vec::new(),
            gamma: GammaSum::default(),
        }
    }

    /// Nothing, of the same annotators, labels and speakers.
    pub(super) fn emptied(&self) -> Self {
        let mut out = Self::new(self.annotators);
        (out.labels, out.people) = (self.labels.clone(), self.people.clone());
        out.of =
            self.of.iter().map(|_| LabelSums { given: vec![0; self.annotators], ..LabelSums::default() }).collect();
        out
    }

    /// Adds a document of `length` code points: for each annotator their answers, none of one who has not read it. O(n log n), and
    /// pairs of annotators times what [`SpanMatches::of`] and [`Units::disagreement`] cost; γ costs what [`gamma::gamma`] does.
    pub fn add(&mut self, answers: &[Option<&Answers>], length: u32, how: &Measuring<'_>) {
        let present: Vec<(usize, &Answers)> =
            answers.iter().enumerate().filter_map(|(n, theirs)| Some((n, (*theirs)?))).collect();
        if present.len() < 2 {
            self.alone += 1;
            return;
        }
        self.documents += 1;
        for (annotator, theirs) in answers.iter().enumerate() {
            if theirs.is_none()
                && let Some(unread) = self.unread.get_mut(annotator)
            {
                *unread += 1;
            }
        }
        let mut given: Vec<Given<'_>> = Vec::new();
        for (annotator, theirs) in &present {
            let annotator = *annotator;
            for (reason, many) in &theirs.excluded {
                self.exclude(annotator, *reason, *many);
            }
            for answer in &theirs.answers {
                if answer.is_rejection {
                    self.exclude(annotator, Exclusion::Rejected, 1);
                } else {
                    given.push(Given { label: self.label(&answer.label), annotator, answer });
                }
            }
        }
        let place = |one: &Given<'_>| (one.label, one.annotator);
        given.sort_by(|a, b| a.at().cmp(b.at()).then_with(|| place(a).cmp(&place(b))));
        let mut before: Option<Given<'_>> = None;
        given.retain(|one| {
            let is_new = before.is_none_or(|last| last.at() != one.at() || place(&last) != place(one));
            if !is_new {
                *self.excluded.entry((one.annotator, Exclusion::Again)).or_default() += 1;
            }
            before = Some(*one);
            is_new
        });
        for place in given.chunk_by(|a, b| a.at() == b.at()) {
            let groups: Vec<&[Given<'_>]> = place.chunk_by(|a, b| a.label == b.label).collect();
            for group in &groups {
                self.add_unit(group, how.ratings);
            }
            self.add_items(groups);
        }
        let readers: Vec<usize> = present.iter().map(|(annotator, _)| *annotator).collect();
        self.add_spans(&given, &readers, length);
        if let Some(sampling) = how.gamma {
            self.has_gamma = true;
            self.add_gamma(&given, &readers, length, sampling);
        }
    }

    /// Adds what was added up elsewhere of the same annotators, `times` over; γ once. O(labels + speakers).
    pub fn merge(&mut self, other: &Self, times: u32) {
        let many = u64::from(times);
        self.documents += other.documents * many;
        self.alone += other.alone * many;
        for (ours, theirs) in self.unread.iter_mut().zip(&other.unread) {
            *ours += theirs * many;
        }
        for (what, count) in &other.excluded {
            *self.excluded.entry(*what).or_default() += count * many;
        }
        self.has_gamma |= other.has_gamma;
        self.gamma.merge(&other.gamma);
        let labels = self.labels.numbers_of(&other.labels);
        let people = self.people.numbers_of(&other.people);
        let of = |numbers: &[u32], n: u32| numbers.get(n as usize).copied().unwrap_or_default();
        self.items.merge(&other.items, times, &|label| of(&labels, label));
        for (theirs, number) in other.of.iter().zip(&labels) {
            let ours = self.of_label(*number);
            ours.units += theirs.units * many;
            ours.items += theirs.items * many;
            ours.exact += theirs.exact.times(times);
            ours.overlap += theirs.overlap.times(times);
            let added = theirs.unitizing.filter(|_| times > 0).map(|d| d.weighted(f64::from(times)));
            ours.unitizing = sum(ours.unitizing, added);
            ours.speakers.merge(&theirs.speakers, times, &|person| of(&people, person));
            ours.ratings.merge(&theirs.ratings, times, &|rating| rating);
            ours.gamma.merge(&theirs.gamma);
            for (ours, theirs) in ours.given.iter_mut().zip(&theirs.given) {
                *ours += theirs * many;
            }
        }
    }

    fn exclude(&mut self, annotator: usize, reason: Exclusion, many: u64) {
        if many > 0 {
            *self.excluded.entry((annotator, reason)).or_default() += many;
        }
    }

    fn label(&mut self, name: &str) -> u32 {
        let number = self.labels.number(name);
        self.of_label(number);
        number
    }

    fn of_label(&mut self, number: u32) -> &mut LabelSums {
        let (at, annotators) = (number as usize, self.annotators);
        while self.of.len() <= at {
            self.of.push(LabelSums { given: vec![0; annotators], ..LabelSums::default() });
        }
        &mut self.of[at]
    }

    /// Adds a label that these gave one place.
    fn add_unit(&mut self, group: &[Given<'_>], ratings: &[String]) {
        let Some(label) = group.first().map(|one| one.label) else { return };
        let mut speakers = vec![None; self.annotators];
        let mut rated = vec![None; self.annotators];
        for Given { annotator, answer, .. } in group {
            if let Some(speaker) = speakers.get_mut(*annotator) {
                *speaker = answer.speaker.as_deref().map(|name| self.people.number(name));
            }
            let known = answer.rating.as_ref().map(|rating| ratings.iter().position(|known| known == rating));
            if known == Some(None) {
                self.exclude(*annotator, Exclusion::Rating, 1);
            }
            if let Some(rating) = rated.get_mut(*annotator) {
                *rating = known.flatten().map(|rating| rating as u32);
            }
        }
        let many = group.len() as u64;
        let of = self.of_label(label);
        of.units += 1;
        of.exact.pairs += many * (many - 1) / 2;
        of.speakers.add(&speakers);
        of.ratings.add(&rated);
        for one in group {
            if let Some(given) = of.given.get_mut(one.annotator) {
                *given += 1;
            }
        }
    }

    /// Adds the labels of one place as items: those with one label together, the most first; then, where no annotator gave both,
    /// labels beside each other.
    fn add_items(&mut self, mut groups: Vec<&[Given<'_>]>) {
        let names = &self.labels.names;
        groups.sort_by_key(|group| (Reverse(group.len()), group.first().and_then(|one| names.get(one.label as usize))));
        let mut items: Vec<Vec<Option<u32>>> = Vec::new();
        for group in groups {
            let is_free = |item: &&mut Vec<Option<u32>>| group.iter().all(|one| item.get(one.annotator) == Some(&None));
            let item = match items.iter_mut().find(is_free) {
                Some(item) => item,
                None => {
                    items.push(vec![None; self.annotators]);
                    let Some(item) = items.last_mut() else { continue };
                    item
                }
            };
            for one in group {
                if let Some(value) = item.get_mut(one.annotator) {
                    *value = Some(one.label);
                }
            }
        }
        for item in items {
            self.items.add(&item);
            if item.iter().flatten().count() > 1 {
                let mut labels: Vec<u32> = item.into_iter().flatten().collect();
                labels.sort_unstable();
                labels.dedup();
                for label in labels {
                    self.of_label(label).items += 1;
                }
            }
        }
    }

    /// Adds what is measured of the places of each label, pair by pair of those who read the text.
    fn add_spans(&mut self, given: &[Given<'_>], readers: &[usize], length: u32) {
        // By label and reader.
        let mut marked: BTreeMap<u32, Vec<Marked>> = BTreeMap::new();
        for one in given {
            let of = marked.entry(one.label).or_insert_with(|| vec![Marked::default(); readers.len()]);
            if let Some(theirs) = readers.binary_search(&one.annotator).ok().and_then(|n| of.get_mut(n)) {
                theirs.hulls.push(one.answer.hull());
                theirs.pieces.extend_from_slice(one.at());
            }
        }
        for (label, theirs) in marked {
            let pieces: Vec<Vec<Unit>> = theirs.iter().map(|of| of.pieces.clone()).collect();
            let units = Units::new(&pieces, length);
            for (annotator, dropped) in readers.iter().zip(units.dropped()) {
                self.exclude(*annotator, Exclusion::Overlapped, *dropped as u64);
            }
            let disagreement = units.disagreement().ok().map(|d| d.weighted(f64::from(length).powi(2)));
            let mut overlap = SpanMatches::default();
            for (n, ours) in theirs.iter().enumerate() {
                for others in theirs.iter().skip(n + 1) {
                    overlap += SpanMatches::of(&ours.hulls, &others.hulls, Match::Overlap);
                }
            }
            let of = self.of_label(label);
            of.unitizing = sum(of.unitizing, disagreement);
            // Pairs at equal places were counted place by place.
            of.exact.spans += overlap.spans;
            of.overlap += overlap;
        }
    }

    fn add_gamma(&mut self, given: &[Given<'_>], readers: &[usize], length: u32, (samples, seed): (u32, u64)) {
        let of = |wanted: Option<u32>| {
            let mut units: Vec<Vec<LabelledUnit>> = vec![Vec::new(); readers.len()];
            for one in given.iter().filter(|one| wanted.is_none_or(|wanted| wanted == one.label)) {
                let (start, end) = one.answer.hull();
                if let Some(theirs) = readers.binary_search(&one.annotator).ok().and_then(|n| units.get_mut(n)) {
                    theirs.push(LabelledUnit { start, end, label: one.label });
                }
            }
            let many = units.iter().map(Vec::len).sum::<usize>();
            Some((gamma::gamma(&units, length, samples, seed).ok()?, many))
        };
        if let Some((gamma, many)) = of(None) {
            self.gamma.add(&gamma, many);
        }
        let mut labels: Vec<u32> = given.iter().map(|one| one.label).collect();
        labels.sort_unstable();
        labels.dedup();
        for label in labels {
            if let Some((gamma, many)) = of(Some(label)) {
                self.of_label(label).gamma.add(&gamma, many);
            }
        }
    }
}

/// Disagreements added up, where there are any.
pub(super) fn sum(one: Option<Disagreement>, other: Option<Disagreement>) -> Option<Disagreement> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one + other),
        (one, other) => one.or(other),
    }
}
