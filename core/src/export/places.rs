//! Records with their places in the text, as formats of spans need them: labels, speakers and cues as spans of their own.

use super::{Record, Selected};
use crate::span::Span;
use smallvec::{SmallVec, smallvec};
use std::collections::HashMap;

/// What a span is to the record it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// The words themselves.
    Content,
    /// The words that name who said them.
    Source,
    /// The words of saying.
    Cue,
}

/// One span, or several that belong together.
#[derive(Clone, Debug)]
pub struct Placed {
    /// The numbers of the records it belongs to, among those of its document; of words that name who said several
    /// things, more than one.
    pub numbers: SmallVec<[usize; 1]>,
    /// What these words are to them.
    pub part: Part,
    /// Where they stand, in bytes; never empty.
    pub spans: SmallVec<[Span; 1]>,
}

impl Placed {
    /// The number of its record, or of the first.
    pub fn number(&self) -> usize {
        self.numbers.first().copied().unwrap_or_default()
    }

    /// The label as other tools know it: a word beginning with a capital.
    pub fn label(&self, document: &Selected<'_>) -> String {
        match self.part {
            Part::Source => SPEAKER.to_owned(),
            Part::Cue => CUE.to_owned(),
            Part::Content => capital(document.label(self.number())),
        }
    }
}

/// The label of words that name a speaker.
pub const SPEAKER: &str = "Speaker";
/// The label of words of saying.
pub const CUE: &str = "Cue";

/// A label with a capital.
pub fn capital(label: &str) -> String {
    let mut chars = label.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// All spans of a document, in reading order. O(n log n).
pub fn of(document: &Selected<'_>) -> Vec<Placed> {
    of_those(document, |_| true)
}

/// Those of the records that nobody rejected, for formats that cannot say it.
pub fn of_accepted(document: &Selected<'_>) -> Vec<Placed> {
    of_those(document, |number| !document.is_rejected(number))
}

/// Those of the records whose numbers `takes` takes.
pub fn of_those(document: &Selected<'_>, takes: impl Fn(usize) -> bool) -> Vec<Placed> {
    let mut out: Vec<Placed> = Vec::new();
    // One name may stand for several statements: it is one span all the same.
    let mut known: HashMap<(Part, Span), usize> = HashMap::new();
    for number in (0..document.len()).filter(|n| takes(*n)) {
        let places = document.places(number);
        let spans: SmallVec<[Span; 1]> = places.content.iter().copied().filter(|s| !s.is_empty()).collect();
        if spans.is_empty() {
            continue;
        }
        out.push(Placed { numbers: smallvec![number], part: Part::Content, spans });
        for (part, span) in [(Part::Source, places.source), (Part::Cue, places.cue)] {
            let Some(span) = span.filter(|s| !s.is_empty()) else { continue };
            let place = *known.entry((part, span)).or_insert(out.len());
            match out.get_mut(place) {
                Some(same) => same.numbers.push(number),
                None => out.push(Placed { numbers: smallvec![number], part, spans: smallvec![span] }),
            }
        }
    }
    out.sort_by_key(|p| p.spans.first().map_or(0, |s| s.start));
    out
}

/// Those whose words they are: the words alone, without names and cues.
pub fn contents(document: &Selected<'_>) -> Vec<Placed> {
    let mut all = of(document);
    all.retain(|p| p.part == Part::Content);
    all
}

/// What may be known of a record besides its words, label and place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aspect {
    Names,
    Sources,
    Ratings,
    Notes,
    Evidence,
    Values,
    Scores,
    Links,
}

impl Aspect {
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Names => ("name of a speaker", "names of speakers"),
            Self::Sources => ("mark on the words that name a speaker", "marks on the words that name speakers"),
            Self::Ratings => ("rating", "ratings"),
            Self::Notes => ("note", "notes"),
            Self::Evidence => ("piece of evidence", "pieces of evidence"),
            Self::Values => ("attribute", "attributes"),
            Self::Scores => ("probability of a suggestion", "probabilities of suggestions"),
            Self::Links => ("link between a claim and its quotation", "links between claims and their quotations"),
        }
    }

    fn of(self, record: &Record) -> usize {
        match self {
            Self::Names => usize::from(record.speaker.is_some()),
            Self::Sources => usize::from(record.source.is_some()),
            Self::Ratings => usize::from(record.rating.is_some()),
            Self::Notes => usize::from(record.note.as_ref().is_some_and(|n| !n.trim().is_empty())),
            Self::Evidence => record.evidence.len(),
            Self::Values => record.attributes.len(),
            Self::Scores => usize::from(record.score.is_some()),
            Self::Links => record.links.len(),
        }
    }
}

/// What of the records is left out of an export, counted as documents are written.
#[derive(Debug, Default)]
pub struct Tally {
    aspects: &'static [Aspect],
    counts: Vec<usize>,
    orphans: usize,
    /// Records with a place that somebody rejected.
    rejected: usize,
}

impl Tally {
    /// Counts what is known of records and has no place in a format.
    pub fn new(aspects: &'static [Aspect]) -> Self {
        Self { aspects, counts: vec![0; aspects.len()], orphans: 0, rejected: 0 }
    }

    /// The tally of one document.
    pub fn of(document: &Selected<'_>, aspects: &'static [Aspect]) -> Self {
        let mut tally = Self::new(aspects);
        tally.add(document);
        tally
    }

    /// Adds the records of a document. O(n).
    pub fn add(&mut self, document: &Selected<'_>) {
        self.orphans += document.orphans();
        self.rejected += (0..document.placed()).filter(|n| document.is_rejected(*n)).count();
        for record in document.records().filter(|_| !self.aspects.is_empty()) {
            for (aspect, count) in self.aspects.iter().zip(&mut self.counts) {
                *count += aspect.of(&record);
            }
        }
    }

    /// How many records have no place.
    pub const fn orphans(&self) -> usize {
        self.orphans
    }

    /// How many records with a place were rejected.
    pub const fn rejected(&self) -> usize {
        self.rejected
    }

    /// The sentence about rejected records, for a format that cannot say what they are.
    pub fn without_rejected(&self) -> Option<String> {
        let words = counted(self.rejected, "rejected annotation is", "rejected annotations are");
        words.map(|words| format!("{words} left out, since this format cannot say that they are none."))
    }

    /// The sentence about what is known and has no place in the format.
    pub fn dropped(&self) -> Option<String> {
        let parts = self.aspects.iter().zip(&self.counts).filter_map(|(aspect, count)| {
            let (one, several) = aspect.words();
            counted(*count, one, several)
        });
        let parts: Vec<String> = parts.collect();
        (!parts.is_empty()).then(|| format!("Left out, since this format has no place for it: {}.", parts.join(", ")))
    }
}

/// A number with the words for one and for several; nothing for none.
pub fn counted(number: usize, one: &str, several: &str) -> Option<String> {
    match number {
        0 => None,
        1 => Some(format!("1 {one}")),
        n => Some(format!("{n} {several}")),
    }
}
