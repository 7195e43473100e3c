//! Measures of what was added up, with their intervals.

use super::sums::{LabelSums, Sums, sum};
use crate::agreement::coefficients::{Distance, Values};
use crate::agreement::sampling::intervals;
use crate::agreement::{Score, Undefined};
use std::cmp::Reverse;
use std::collections::HashMap;

/// Fewest documents of which there are intervals.
pub const MIN_DOCUMENTS: u64 = 10;
/// Most parts that documents are drawn in: of more documents several are drawn together.
const MAX_BLOCKS: usize = 100;
/// Fewest parts of many documents.
const MIN_BLOCKS: usize = 20;
/// About as many parts are kept of all that is collected at once.
const BLOCKS_TOGETHER: usize = 5_000;

/// A measure of agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// Cohen's κ of labels.
    Kappa,
    /// Scott's π, of more than two Fleiss' κ, of labels.
    Pi,
    /// Krippendorff's α of labels.
    Alpha,
    /// Krippendorff's α of places.
    AlphaU,
    /// F1 of equal places with equal labels.
    F1Exact,
    /// F1 of places that share words, with equal labels.
    F1Overlap,
    /// γ of places and labels.
    Gamma,
    /// Krippendorff's α of speakers, at equal places with equal labels.
    AlphaSpeaker,
    /// Krippendorff's α of ratings in their order, at equal places with equal labels.
    AlphaRating,
}

impl Measure {
    /// All, as they are told.
    pub const ALL: [Self; 9] = [
        Self::Kappa,
        Self::Pi,
        Self::Alpha,
        Self::AlphaU,
        Self::F1Exact,
        Self::F1Overlap,
        Self::Gamma,
        Self::AlphaSpeaker,
        Self::AlphaRating,
    ];

    /// Its name in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Kappa => "kappa",
            Self::Pi => "pi",
            Self::Alpha => "alpha",
            Self::AlphaU => "alpha_u",
            Self::F1Exact => "f1_exact",
            Self::F1Overlap => "f1_overlap",
            Self::Gamma => "gamma",
            Self::AlphaSpeaker => "alpha_speaker",
            Self::AlphaRating => "alpha_rating",
        }
    }

    /// Its sign, for people.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Kappa => "κ",
            Self::Pi => "π",
            Self::Alpha => "α",
            Self::AlphaU => "α_U",
            Self::F1Exact => "F1=",
            Self::F1Overlap => "F1~",
            Self::Gamma => "γ",
            Self::AlphaSpeaker => "α who",
            Self::AlphaRating => "α rat",
        }
    }
}

/// The measures of one label, or of all together.
#[derive(Clone, Debug, PartialEq)]
pub struct Scores {
    /// The label; none of all together.
    pub label: Option<String>,
    measures: [Score; 9],
    intervals: [Option<(f64, f64)>; 9],
    /// How many places two annotators or more gave a label, this one among them: those of κ, π and α.
    pub n: u64,
    /// How many of these everybody gave a label, whichever: those of κ and π.
    pub complete: u64,
    /// How many places anybody gave it.
    pub units: u64,
    /// How many places have a speaker from two or more.
    pub speakers: u64,
    /// How many places have a rating from two or more.
    pub ratings: u64,
    /// How many annotations each annotator has.
    pub given: Vec<u64>,
}

impl Scores {
    /// A measure.
    ///
    /// # Errors
    /// Where it has no meaning, and why.
    pub fn score(&self, measure: Measure) -> Score {
        self.measures.get(measure as usize).copied().unwrap_or(Err(Undefined::Nothing))
    }

    /// The 95 % interval of a measure: of drawing other documents, for γ of sampling.
    pub fn interval(&self, measure: Measure) -> Option<(f64, f64)> {
        self.intervals.get(measure as usize).copied().flatten()
    }
}

impl Sums {
    /// All together first, then each label, the one with most annotations first.
    pub fn scores(&self) -> Vec<Scores> {
        sorted(self.by_number())
    }

    /// Whether γ was measured.
    pub fn has_gamma(&self) -> bool {
        self.has_gamma
    }

    /// All together, then the labels by number.
    fn by_number(&self) -> Vec<Scores> {
        let each: HashMap<u32, Values> = self.items.each().into_iter().collect();
        let mut all = LabelSums { given: vec![0; self.annotators], gamma: self.gamma, ..LabelSums::default() };
        all.items = self.items.items();
        for of in &self.of {
            all.units += of.units;
            all.exact += of.exact;
            all.overlap += of.overlap;
            all.unitizing = sum(all.unitizing, of.unitizing);
            all.speakers.merge(&of.speakers, 1, &|person| person);
            all.ratings.merge(&of.ratings, 1, &|rating| rating);
            for (ours, theirs) in all.given.iter_mut().zip(&of.given) {
                *ours += theirs;
            }
        }
        let none = Values::default();
        let labels = (0..).zip(self.labels.all().iter().zip(&self.of));
        let labels = labels.map(|(number, (name, of))| scores_of(Some(name), of, each.get(&number).unwrap_or(&none)));
        std::iter::once(scores_of(None, &all, &self.items)).chain(labels).collect()
    }
}

fn scores_of(label: Option<&String>, of: &LabelSums, items: &Values) -> Scores {
    let gamma = of.gamma.gamma();
    let mut intervals = [None; 9];
    intervals[Measure::Gamma as usize] = gamma.ok().map(|(_, interval)| interval);
    Scores {
        label: label.cloned(),
        measures: Measure::ALL.map(|measure| match measure {
            Measure::Kappa => items.kappa(),
            Measure::Pi => items.pi(),
            Measure::Alpha => items.alpha(Distance::Nominal),
            Measure::AlphaU => of.unitizing.ok_or(Undefined::NoUnits).and_then(|d| d.alpha()),
            Measure::F1Exact => of.exact.f1(),
            Measure::F1Overlap => of.overlap.f1(),
            Measure::Gamma => gamma.map(|(gamma, _)| gamma),
            Measure::AlphaSpeaker => of.speakers.alpha(Distance::Nominal),
            Measure::AlphaRating => of.ratings.alpha(Distance::Ordinal),
        }),
        intervals,
        n: of.items,
        complete: items.complete_items(),
        units: of.units,
        speakers: of.speakers.items(),
        ratings: of.ratings.items(),
        given: of.given.clone(),
    }
}

fn sorted(mut scores: Vec<Scores>) -> Vec<Scores> {
    scores.sort_by_cached_key(|of| (of.label.is_some(), Reverse(of.given.iter().sum::<u64>()), of.label.clone()));
    scores
}

/// What was added up, and parts of it to draw from for intervals; bounded however many documents there are.
#[derive(Clone, Debug)]
pub struct Collected {
    /// All of it.
    pub all: Sums,
    blocks: Vec<Sums>,
    max_blocks: usize,
}

impl Collected {
    /// Nothing yet, of so many annotators; one of `together` that are collected at once, as the pairs of many annotators are:
    /// of many each is drawn in fewer parts, from a hundred down to twenty.
    pub fn new(annotators: usize, together: usize) -> Self {
        let max_blocks = (BLOCKS_TOGETHER / together.max(1)).clamp(MIN_BLOCKS, MAX_BLOCKS);
        Self { all: Sums::new(annotators), blocks: Vec::new(), max_blocks }
    }

    /// Adds what a document gave. The documents come in one order, or intervals of many differ. O(labels +
    /// speakers).
    pub fn add(&mut self, document: &Sums) {
        self.all.merge(document, 1);
        if document.documents == 0 {
            return;
        }
        let at = ((self.all.documents - 1) % self.max_blocks as u64) as usize;
        match self.blocks.get_mut(at) {
            Some(block) => block.merge(document, 1),
            None => self.blocks.push(document.clone()),
        }
    }

    /// The measures as [`Sums::scores`], with 95 % intervals where there are [`MIN_DOCUMENTS`] or more.
    /// O(samples · parts · (labels + speakers)).
    pub fn scores(&self, samples: u32, seed: u64) -> Vec<Scores> {
        let mut scores = self.all.by_number();
        if self.all.documents >= MIN_DOCUMENTS {
            let drawn = intervals(self.blocks.len(), samples, seed, |times| {
                let mut sums = self.all.emptied();
                for (block, times) in self.blocks.iter().zip(times).filter(|(_, times)| **times > 0) {
                    sums.merge(block, *times);
                }
                sums.by_number().iter().flat_map(|of| of.measures).collect()
            });
            for (of, drawn) in scores.iter_mut().zip(drawn.chunks(Measure::ALL.len())) {
                for (measure, interval) in Measure::ALL.into_iter().zip(drawn) {
                    // That of γ is of its samples.
                    if measure != Measure::Gamma && of.score(measure).is_ok() {
                        of.intervals[measure as usize] = *interval;
                    }
                }
            }
        }
        sorted(scores)
    }
}
