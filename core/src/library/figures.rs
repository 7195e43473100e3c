//! Figures over many documents: who says how much and when, in which outlets, under which labels, and how often suggestions were
//! right.
//!
//! [`Figures`] is a sum over [`DocumentRecord`]s: they come one by one and in any order, and sums that were made apart become
//! one. What is kept grows with people, outlets, labels and days, not with statements or documents. [`tables`] makes of it what
//! is shown, printed and written.

pub mod behind;
mod names;
pub mod tables;
mod timeline;

use super::agreement::Agreement;
use super::record::{DocumentRecord, StatementRecord};
use crate::annotation::{CLAIM, QUOTE};
use crate::annotators::assignment::Workload;
use crate::detect::Gender;
use crate::kinds::SpeakerKind;
use jiff::civil::Date;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

pub use names::SharedNames;
pub use timeline::{Days, Stretch, Timeline, Unit};

use names::Spelling;

/// From when on and up to when documents are counted; those without a date only where neither is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub since: Option<Date>,
    /// The last day.
    pub until: Option<Date>,
}

impl Period {
    /// Whether a document of this day is in it.
    pub fn holds(&self, day: Option<Date>) -> bool {
        let since = self.since.is_none_or(|since| day.is_some_and(|day| day >= since));
        since && self.until.is_none_or(|until| day.is_some_and(|day| day <= until))
    }
}

/// How many were decided, and how many are open suggestions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// By a person.
    pub decided: u64,
    /// By nobody yet.
    pub suggested: u64,
}

impl Count {
    const fn of(count: u64, is_decided: bool) -> Self {
        if is_decided { Self { decided: count, suggested: 0 } } else { Self { decided: 0, suggested: count } }
    }

    /// Both.
    pub const fn all(self) -> u64 {
        self.decided + self.suggested
    }

    fn add(&mut self, other: Self) {
        self.decided += other.decided;
        self.suggested += other.suggested;
    }
}

/// What is not in the figures, or not in some of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Documents of another time than was asked for.
    pub of_other_times: u64,
    /// Documents without a date, where a time was asked for.
    pub undated_documents: u64,
    /// Statements in documents without a date: not over time.
    pub undated: u64,
    /// Statements in documents of no known outlet: not among the outlets.
    pub without_outlet: u64,
    /// Statements of nobody who is known: not among the speakers.
    pub without_speaker: u64,
    /// Weak suggestions of reported speech, which the review passes by: counted nowhere.
    pub weak: u64,
    /// Statements that several made together: each of them made it.
    pub joint: u64,
}

impl LeftOut {
    fn add(&mut self, other: Self) {
        self.of_other_times += other.of_other_times;
        self.undated_documents += other.undated_documents;
        self.undated += other.undated;
        self.without_outlet += other.without_outlet;
        self.without_speaker += other.without_speaker;
        self.weak += other.weak;
        self.joint += other.joint;
    }
}

/// What somebody said, in one document or in all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Said {
    statements: Count,
    /// Statements with words of their own.
    quotes: u64,
    /// Those words.
    words: Count,
    claims: u64,
    documents: u64,
}

impl Said {
    fn statement(&mut self, statement: &StatementRecord) {
        self.statements.add(Count::of(1, statement.decided));
        self.quotes += u64::from(!statement.own_words().is_empty());
        self.words.add(Count::of(u64::from(statement.words), statement.decided));
    }

    fn add(&mut self, other: Self) {
        self.statements.add(other.statements);
        self.quotes += other.quotes;
        self.words.add(other.words);
        self.claims += other.claims;
        self.documents += other.documents;
    }

    const fn is_nothing(&self) -> bool {
        self.statements.all() == 0 && self.claims == 0
    }
}

/// Somebody who speaks, or an outlet, in all documents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Entry {
    spelling: Spelling,
    said: Said,
    days: Days,
    is_male: bool,
    is_female: bool,
    /// Whether any document takes them for a person; else a body, a group, something written.
    is_person: bool,
}

impl Entry {
    fn merge(&mut self, other: Self) {
        self.spelling.meet(other.spelling);
        self.said.add(other.said);
        self.days.merge(other.days);
        self.is_male |= other.is_male;
        self.is_female |= other.is_female;
        self.is_person |= other.is_person;
    }

    const fn gender(&self) -> Gender {
        match (self.is_male, self.is_female) {
            (true, false) => Gender::Male,
            (false, true) => Gender::Female,
            // Nothing is known, or documents say different things.
            (false, false) | (true, true) => Gender::Unknown,
        }
    }
}

/// Annotations of a label, or claims of a rating.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Labelled {
    annotations: u64,
    documents: u64,
}

/// Figures over documents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    period: Period,
    /// Documents that are counted.
    pub documents: u64,
    /// Their statements.
    pub statements: Count,
    /// Words of speakers' own in them: what stands in quotation marks; of a turn, post or block all of it.
    pub words: Count,
    /// What is not in the figures.
    pub left_out: LeftOut,
    /// How often suggestions were right.
    pub agreement: Agreement,
    /// How far everybody is with the documents that are shared out, by name.
    pub work: BTreeMap<String, Workload>,
    /// Who alone is told how much they annotated, where annotators work blind.
    pub told_to: Option<String>,
    people: FxHashMap<String, Entry>,
    outlets: FxHashMap<String, Entry>,
    days: Days,
    labels: BTreeMap<String, Labelled>,
    ratings: BTreeMap<Option<String>, Labelled>,
}

impl Figures {
    /// Nothing yet, of documents of a period.
    pub fn new(period: Period) -> Self {
        Self { period, ..Self::default() }
    }

    /// Adds a document; `names` are the speakers of its project. O(statements + annotations + speakers · length of a name).
    pub fn add(&mut self, record: &DocumentRecord, names: &SharedNames) {
        let day = record.date();
        if !self.period.holds(day) {
            match day {
                Some(_) => self.left_out.of_other_times += 1,
                None => self.left_out.undated_documents += 1,
            }
            return;
        }
        self.documents += 1;
        let (here, theirs) = self.said_in(record);
        self.statements.add(here.statements);
        self.words.add(here.words);
        match day {
            Some(day) if here.statements.all() > 0 => self.days.add(day, here.statements),
            Some(_) => {}
            None => self.left_out.undated += here.statements.all(),
        }
        match record.outlet.as_deref().map(str::trim).filter(|outlet| !outlet.is_empty()) {
            Some(outlet) => {
                let (key, spelling) = SharedNames::default().resolve(outlet);
                let entry = Entry { spelling, said: Said { documents: 1, ..here }, ..Entry::default() };
                meet(&mut self.outlets, key, entry, day);
            }
            None => self.left_out.without_outlet += here.statements.all(),
        }
        self.enter_people(record, &theirs, names, day);
        self.enter_labels(record, here.statements.decided);
        for outcome in &record.outcomes {
            self.agreement.add(*outcome);
        }
    }

    /// What was said in a document: by all, and by each speaker, by number.
    fn said_in(&mut self, record: &DocumentRecord) -> (Said, Vec<Said>) {
        let (mut here, mut theirs) = (Said::default(), vec![Said::default(); record.speakers.len()]);
        for statement in &record.statements {
            if !statement.is_queued {
                self.left_out.weak += 1;
                continue;
            }
            here.statement(statement);
            let Some(speaker) = record.speaker(statement.speaker) else {
                self.left_out.without_speaker += 1;
                continue;
            };
            self.left_out.joint += u64::from(!speaker.members.is_empty());
            // What several say together each of them says.
            for number in statement.speaker.iter().chain(&speaker.members) {
                if let Some(said) = theirs.get_mut(*number as usize) {
                    said.statement(statement);
                }
            }
        }
        for claim in record.annotations.iter().filter(|a| a.label == CLAIM) {
            here.claims += 1;
            if let Some(said) = claim.speaker.and_then(|number| theirs.get_mut(number as usize)) {
                said.claims += 1;
            }
        }
        (here, theirs)
    }

    /// Adds what each speaker of a document said to what they said elsewhere.
    fn enter_people(&mut self, record: &DocumentRecord, theirs: &[Said], names: &SharedNames, day: Option<Date>) {
        // Two of a document may be one person of the project: it is one document of theirs.
        let mut seen: BTreeSet<String> = BTreeSet::new();
        for (speaker, said) in record.speakers.iter().zip(theirs).filter(|(_, said)| !said.is_nothing()) {
            let (key, spelling) = names.resolve(&speaker.name);
            let documents = u64::from(seen.insert(key.clone()));
            let entry = Entry {
                spelling,
                said: Said { documents, ..*said },
                days: Days::default(),
                is_male: speaker.gender == Gender::Male,
                is_female: speaker.gender == Gender::Female,
                is_person: speaker.kind == SpeakerKind::Person,
            };
            meet(&mut self.people, key, entry, day);
        }
    }

    fn enter_labels(&mut self, record: &DocumentRecord, decided: u64) {
        let mut labels: BTreeMap<&str, u64> = BTreeMap::new();
        let mut ratings: BTreeMap<Option<&str>, u64> = BTreeMap::new();
        if decided > 0 {
            labels.insert(QUOTE, decided);
        }
        for annotation in &record.annotations {
            *labels.entry(&annotation.label).or_default() += 1;
            if annotation.label == CLAIM {
                *ratings.entry(annotation.rating.as_deref()).or_default() += 1;
            }
        }
        for (label, annotations) in labels {
            let all = self.labels.entry(label.to_owned()).or_default();
            (all.annotations, all.documents) = (all.annotations + annotations, all.documents + 1);
        }
        for (rating, claims) in ratings {
            let all = self.ratings.entry(rating.map(str::to_owned)).or_default();
            (all.annotations, all.documents) = (all.annotations + claims, all.documents + 1);
        }
    }

    /// Adds figures that were made apart, of the same period. O(people + outlets + labels + days of the other).
    pub fn merge(&mut self, other: Self) {
        self.documents += other.documents;
        self.statements.add(other.statements);
        self.words.add(other.words);
        self.left_out.add(other.left_out);
        self.agreement.merge(&other.agreement);
        self.told_to = self.told_to.take().or(other.told_to);
        for (annotator, work) in other.work {
            self.work.entry(annotator).or_default().merge(work);
        }
        self.days.merge(other.days);
        for (key, entry) in other.people {
            self.people.entry(key).or_default().merge(entry);
        }
        for (key, entry) in other.outlets {
            self.outlets.entry(key).or_default().merge(entry);
        }
        for (label, more) in other.labels {
            let all = self.labels.entry(label).or_default();
            (all.annotations, all.documents) = (all.annotations + more.annotations, all.documents + more.documents);
        }
        for (rating, more) in other.ratings {
            let all = self.ratings.entry(rating).or_default();
            (all.annotations, all.documents) = (all.annotations + more.annotations, all.documents + more.documents);
        }
    }

    /// Whether there is nothing to show: nothing was decided, found or shared out.
    pub fn is_empty(&self) -> bool {
        self.statements.all() == 0 && self.labels.is_empty() && self.agreement.decided() == 0 && self.work.is_empty()
    }

    /// The period whose documents are counted.
    pub const fn period(&self) -> Period {
        self.period
    }

    /// How many people speak.
    pub fn people(&self) -> usize {
        self.people.len()
    }

    /// Statements over time: of all, or of somebody as they are called in the table of speakers. O(days).
    pub fn timeline(&self, speaker: Option<&str>) -> Timeline {
        match speaker {
            None => self.days.timeline(),
            Some(name) => {
                let theirs = self.people.get(&SharedNames::default().resolve(name).0);
                theirs.map_or_else(|| Days::default().timeline(), |entry| entry.days.timeline())
            }
        }
    }
}

/// Adds an entry of a document to that of all.
fn meet(all: &mut FxHashMap<String, Entry>, key: String, entry: Entry, day: Option<Date>) {
    let statements = entry.said.statements;
    let all = all.entry(key).or_default();
    all.merge(entry);
    if let Some(day) = day {
        all.days.add(day, statements);
    }
}

#[cfg(test)]
mod tests;
