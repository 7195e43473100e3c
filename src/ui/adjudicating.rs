//! What others decided about an open document, and versions of what one decided oneself, place by place, for whoever settles it.

use crate::project::AnnotatorSets;
use sayso_core::agreement::comparison::{Answer, Difference};
use sayso_core::annotation::{Annotation, Change, Op, QUOTE, Set};
use sayso_core::annotators::adjudication::{AdjudicatedPlace, Adjudication, Choice, Prefill};
use sayso_core::document::Document;
use sayso_core::reading::Reading;
use std::sync::Arc;

/// Most annotators that have a digit each; of more the answers have one.
pub const EACH: usize = 3;

/// How far settling a document has come.
#[derive(Debug, Default)]
pub struct AdjudicationState {
    /// Number of the newest question: answers to earlier ones are late.
    pub number: u64,
    /// Whether a record changed since that question was asked: its answer does not know of it.
    pub is_late: bool,
    /// Whose answers are asked for; everybody's where nobody is named.
    pub of: Vec<String>,
    /// What is proposed.
    pub prefill: Prefill,
    /// Whether what all agree on is taken once it is known.
    pub takes_agreed: bool,
    /// Whether the command line asked for it: then nothing is hidden from whoever settles.
    pub is_asked: bool,
    /// The newest answer.
    pub found: Option<Adjudicated>,
    /// The place that was looked at last.
    pub at: usize,
    /// The annotator whose answer was taken last, by number.
    pub again: Option<usize>,
}

impl AdjudicationState {
    /// What was asked for, of a document that is read again.
    pub fn anew(&self) -> Self {
        let Self { prefill, takes_agreed, is_asked, .. } = *self;
        Self { of: self.of.clone(), prefill, takes_agreed, is_asked, ..Self::default() }
    }

    /// Shows what became of decisions whose records a change is about, once it is made. O(records of the change · annotators).
    pub fn follow(&mut self, reading: &Reading, change: &Change) {
        self.is_late = true;
        let Some(found) = &mut self.found else { return };
        let (ids, spans) = (records_of(change), |id: &str| reading.anchor_of(id).spans().to_vec());
        let mut places: Vec<usize> = ids.iter().flat_map(|id| found.all.places_of(id)).collect();
        places.sort_unstable();
        places.dedup();
        for at in &places {
            found.tally(*at, false);
        }
        found.all.follow(reading.document(), reading.set(), ids.iter().map(String::as_str), spans);
        for at in places {
            found.tally(at, true);
        }
    }
}

/// The records that a change is about.
pub fn records_of(change: &Change) -> Vec<String> {
    let records = change.ops.iter().filter_map(|op| match op {
        Op::Annotation { before, after } => after.as_ref().or(before.as_ref()),
        Op::Speaker { .. } | Op::Review { .. } | Op::Sources { .. } | Op::Check { .. } => None,
    });
    records.map(|record| record.id.clone()).collect()
}

/// What annotators say of a document.
#[derive(Debug, Default)]
pub struct Adjudicated {
    /// The places.
    pub all: Adjudication,
    /// The annotators, by number.
    pub names: Vec<String>,
    /// Who was asked for and keeps nothing about it.
    pub missing: Vec<String>,
    /// Who settles it.
    by: Option<String>,
    /// Whose each version is, where the places of versions have them in one order.
    pub columns: Vec<String>,
    /// How many places differ and nobody decided, by kind; see [`KINDS`].
    pub open: [usize; KINDS.len()],
    /// How many differ, and how many of them are decided.
    pub progress: (usize, usize),
}

/// In what a place is to be settled: places of one kind are told and taken together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceKind {
    /// What annotators differ in.
    Difference(Difference),
    /// A record of one's own was changed apart.
    Versions,
}

/// The kinds, in the order in which they are told.
pub const KINDS: [PlaceKind; 6] = [
    PlaceKind::Versions,
    PlaceKind::Difference(Difference::Speaker),
    PlaceKind::Difference(Difference::Boundary),
    PlaceKind::Difference(Difference::Label),
    PlaceKind::Difference(Difference::Rating),
    PlaceKind::Difference(Difference::Missing),
];

impl PlaceKind {
    /// That of a place.
    pub const fn of(place: &AdjudicatedPlace) -> Self {
        if place.is_of_versions() { Self::Versions } else { Self::Difference(place.difference) }
    }

    /// As a person says it.
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Difference(Difference::Boundary) => "words",
            Self::Difference(other) => other.word(),
            Self::Versions => "versions",
        }
    }
}

impl Adjudicated {
    /// Of what annotators keep and what the curator, called `by`, has decided. Costs what [`Adjudication::new`] does.
    pub fn new(document: &Document, sets: AnnotatorSets, (curated, by): (&Set, Option<&str>)) -> Self {
        let missing = sets.iter().filter(|(_, set)| set.is_none()).map(|(name, _)| name.clone()).collect();
        let sets: Vec<(String, Arc<Set>)> =
            sets.into_iter().filter_map(|(name, set)| Some((name, Arc::new(set?)))).collect();
        let names = sets.iter().map(|(name, _)| name.clone()).collect();
        let all = Adjudication::new(document, sets, (curated, by));
        let mut found = Self { all, names, missing, by: by.map(str::to_owned), ..Self::default() };
        found.columns = found.columns_of_versions();
        for at in 0..found.all.places.len() {
            found.tally(at, true);
        }
        found
    }

    /// Who decided something else than before, by name. O(places · annotators).
    pub fn changed_since(&self, before: &Self) -> String {
        let records = |found: &Self, n: usize| -> Vec<Arc<Annotation>> {
            let of = |place: &AdjudicatedPlace| place.records.get(n).cloned().flatten();
            found.all.places.iter().filter(|place| !place.is_of_versions()).filter_map(of).collect()
        };
        let is_changed = |(n, name): &(usize, &String)| {
            let known = before.names.iter().position(|known| known == *name);
            known.is_none_or(|known| records(before, known) != records(self, *n))
        };
        let changed = self.names.iter().enumerate().filter(is_changed).map(|(_, name)| name.as_str());
        in_a_row(&changed.collect::<Vec<_>>())
    }

    /// Counts a place, or counts it no more. O(1).
    fn tally(&mut self, at: usize, counts: bool) {
        let Some(place) = self.all.places.get(at).filter(|place| place.is_in_question()) else { return };
        let open = KINDS.iter().zip(&mut self.open).find(|(kind, _)| **kind == PlaceKind::of(place));
        let (differ, decided) = &mut self.progress;
        let of_kind = open.filter(|_| place.is_open()).map(|(_, count)| count);
        let decided = Some(decided).filter(|_| !place.is_open());
        for count in [Some(differ), decided, of_kind].into_iter().flatten() {
            *count = if counts { *count + 1 } else { count.saturating_sub(1) };
        }
    }

    /// A place, by its number.
    pub fn place(&self, at: usize) -> Option<&AdjudicatedPlace> {
        self.all.places.get(at)
    }

    /// Whether each annotator has a digit, not each answer.
    pub fn is_by_annotator(&self) -> bool {
        self.names.len() <= EACH
    }

    /// The choice that a digit takes.
    pub fn of_digit(&self, place: &AdjudicatedPlace, digit: usize) -> Option<usize> {
        let n = digit.checked_sub(1)?;
        if self.is_by_annotator() || place.is_of_versions() {
            return place.choice_of(n);
        }
        let answered = place.choices.iter().enumerate().filter(|(_, choice)| choice.answer.is_some());
        answered.map(|(n, _)| n).nth(n)
    }

    /// The digit that takes a choice; of nothing there is none where answers have the digits.
    pub fn digit_of(&self, place: &AdjudicatedPlace, choice: usize) -> Option<usize> {
        let of = place.choices.get(choice)?;
        if self.is_by_annotator() || place.is_of_versions() {
            return of.by.first().map(|n| n + 1);
        }
        of.answer.as_ref()?;
        Some(place.choices.iter().take(choice + 1).filter(|choice| choice.answer.is_some()).count())
    }

    /// The digits that can be pressed at a place, in words: `1 or 2`.
    pub fn digits_in_words(&self, place: &AdjudicatedPlace) -> String {
        let mut digits: Vec<usize> = (0..place.choices.len()).filter_map(|n| self.digit_of(place, n)).collect();
        digits.sort_unstable();
        let words: Vec<String> = digits.iter().map(ToString::to_string).collect();
        words.join(" or ")
    }

    /// The open place behind `at`, or the one before; round at the ends, in the order of `rows`. O(places).
    pub fn open_beside(&self, rows: &[usize], row: usize, forward: bool) -> Option<usize> {
        let is_open = |n: usize| rows.get(n).and_then(|at| self.place(*at)).is_some_and(AdjudicatedPlace::is_open);
        let count = rows.len();
        (1..=count).map(|n| (if forward { row + n } else { row + count - n }) % count).find(|n| is_open(*n))
    }

    /// Whose an answer of a place is, by name.
    pub fn names_of(&self, place: &AdjudicatedPlace, choice: &Choice) -> String {
        if place.is_of_versions() {
            return choice.by.first().map(|n| self.whose(place, *n)).unwrap_or_default();
        }
        let names: Vec<&str> = choice.by.iter().filter_map(|n| self.names.get(*n)).map(String::as_str).collect();
        if names.is_empty() { "nobody".to_owned() } else { in_a_row(&names) }
    }

    /// Whose a version of a place is, by its number.
    pub fn whose(&self, place: &AdjudicatedPlace, version: usize) -> String {
        let Some(version) = place.versions.get(version) else { return String::new() };
        match version.by.as_deref() {
            by if by == self.by.as_deref() => "you".to_owned(),
            Some(by) => by.to_owned(),
            None => "unnamed".to_owned(),
        }
    }

    /// Whether a place is of versions of which several are by one person.
    pub fn is_by_one(&self, place: &AdjudicatedPlace) -> bool {
        let mut all: Vec<Option<&str>> = place.versions.iter().map(|version| version.by.as_deref()).collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        all.len() < count
    }

    /// What stands above the columns of versions: whose they are, where all places agree. O(places).
    fn columns_of_versions(&self) -> Vec<String> {
        let mut columns: Vec<String> = Vec::new();
        for place in self.all.places.iter().filter(|place| place.is_of_versions()) {
            for n in 0..place.versions.len() {
                let whose = self.whose(place, n);
                match columns.get_mut(n) {
                    None => columns.push(whose),
                    Some(known) if *known != whose => known.clear(),
                    Some(_) => {}
                }
            }
        }
        columns
    }

    /// How many columns there are: one for each annotator, or for each version.
    pub fn width(&self) -> usize {
        self.names.len().max(self.columns.len())
    }

    /// The letter that stands for an annotator where names have no room.
    pub fn letter(n: usize) -> char {
        char::from(b'a' + (n % 26) as u8)
    }
}

/// Names in a sentence.
fn in_a_row(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [others @ .., last] => format!("{} and {last}", others.join(", ")),
    }
}

/// An answer in a few words: who speaks, or what it is; what it differs in from others besides.
pub fn answer_in_words(answer: Option<&Answer>, document: &Document, kind: Difference) -> String {
    let Some(answer) = answer else { return "nothing here".to_owned() };
    let who = answer.speaker.clone();
    let label = (answer.label != QUOTE || kind == Difference::Label || who.is_none()).then(|| answer.label.clone());
    let words = (kind == Difference::Boundary).then(|| ends_in_words(answer, document));
    let rating = answer.rating.as_ref().map(|rating| rating.replace('-', " "));
    [words, who, label, rating].into_iter().flatten().collect::<Vec<_>>().join("  ")
}

/// The first and the last words of an answer.
pub fn ends_in_words(answer: &Answer, document: &Document) -> String {
    let (start, end) = answer.hull();
    let span = document.offsets().span_to_bytes(document.text(), start, end);
    let text = span.map(|span| document.words(span)).unwrap_or_default();
    let words: Vec<&str> = text.split_whitespace().collect();
    match words.as_slice() {
        [first, second, .., before, last] => format!("{first} {second} … {before} {last}"),
        few => few.join(" "),
    }
}
