//! Who is to annotate which documents: shared out evenly, a share of them to two, the same every time for a seed.
//!
//! What was shared out stays: documents that came later are shared out among all, whoever has the fewest first.

use crate::annotation::Effort;
use crate::annotation::notation::quote;
use crate::document::sha256;
use crate::ron_errors::explain;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Version of the file.
const VERSION: u32 = 1;

/// How far somebody is with a document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum WorkState {
    /// They keep nothing about it.
    #[default]
    Open,
    /// They keep something, and have finished no review.
    Begun,
    /// They have finished a review of it.
    Reviewed,
}

impl WorkState {
    /// open, begun, reviewed.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Begun => "begun",
            Self::Reviewed => "reviewed",
        }
    }
}

/// How far somebody is with the documents they have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Workload {
    /// How many they have.
    pub documents: u64,
    /// How many of them they have reviewed.
    pub reviewed: u64,
    /// How many they have begun, and not reviewed.
    pub begun: u64,
    /// Annotations they keep about them, without those rejected.
    pub annotations: u64,
    /// How many of their reviews kept what they took.
    pub timed: u64,
    /// Seconds of work these took together.
    pub seconds: u64,
    /// Keys these took together.
    pub keys: u64,
}

impl Workload {
    /// One more document, with what its review took where that is known. O(1).
    pub fn add(&mut self, state: WorkState, annotations: u64, effort: Option<Effort>) {
        self.merge(Self::of(state, annotations, effort));
    }

    /// Takes a document out that was added so. O(1).
    pub fn remove(&mut self, state: WorkState, annotations: u64, effort: Option<Effort>) {
        let Self { documents, reviewed, begun, annotations, timed, seconds, keys } =
            Self::of(state, annotations, effort);
        *self = Self {
            documents: self.documents.saturating_sub(documents),
            reviewed: self.reviewed.saturating_sub(reviewed),
            begun: self.begun.saturating_sub(begun),
            annotations: self.annotations.saturating_sub(annotations),
            timed: self.timed.saturating_sub(timed),
            seconds: self.seconds.saturating_sub(seconds),
            keys: self.keys.saturating_sub(keys),
        };
    }

    fn of(state: WorkState, annotations: u64, effort: Option<Effort>) -> Self {
        Self {
            documents: 1,
            reviewed: u64::from(state == WorkState::Reviewed),
            begun: u64::from(state == WorkState::Begun),
            annotations,
            timed: u64::from(effort.is_some()),
            seconds: effort.map_or(0, |effort| effort.seconds.into()),
            keys: effort.map_or(0, |effort| effort.keys.into()),
        }
    }

    /// Adds what was summed up apart. O(1).
    pub const fn merge(&mut self, other: Self) {
        let Self { documents, reviewed, begun, annotations, timed, seconds, keys } = other;
        self.documents += documents;
        self.reviewed += reviewed;
        self.begun += begun;
        self.annotations += annotations;
        self.timed += timed;
        self.seconds += seconds;
        self.keys += keys;
    }

    /// How many they have not reviewed.
    pub const fn left(&self) -> u64 {
        self.documents.saturating_sub(self.reviewed)
    }
}

/// Which documents of a folder who is to annotate.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assignments {
    version: u32,
    /// The seed of chance.
    pub seed: u64,
    /// The share of documents that two annotators have, 0 to 1.
    pub overlap: f64,
    /// The annotators among whom new documents are shared out.
    pub annotators: Vec<String>,
    /// For each document, by its path from the folder, its annotators.
    pub documents: BTreeMap<String, Vec<String>>,
}

/// A file of assignments that cannot be read.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum AssignmentError {
    /// It is damaged.
    #[error("line {line}, column {column}: {what} {hint}")]
    Damaged {
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
        /// What is wrong.
        what: String,
        /// What to do.
        hint: String,
    },
    /// A later build wrote it.
    #[error("it is of version {0}, which only a newer sayso reads")]
    Newer(u32),
}

impl Assignments {
    /// Nothing shared out yet.
    pub const fn new(seed: u64, overlap: f64, annotators: Vec<String>) -> Self {
        Self { version: VERSION, seed, overlap, annotators, documents: BTreeMap::new() }
    }

    /// Reads the text of a file. O(length).
    ///
    /// # Errors
    /// When it is none.
    pub fn read(text: &str) -> Result<Self, AssignmentError> {
        let found: Self = ron::from_str(text).map_err(|error| {
            let (what, hint) = explain(&error.code);
            let start = error.span.start;
            AssignmentError::Damaged { line: start.line, column: start.col, what, hint }
        })?;
        if found.version > VERSION { Err(AssignmentError::Newer(found.version)) } else { Ok(found) }
    }

    /// The text of a file, a document a line. O(documents).
    pub fn print(&self) -> String {
        let list = |names: &[String]| names.iter().map(|name| quote(name)).collect::<Vec<_>>().join(", ");
        let mut out =
            String::from("// sayso assign: who annotates which documents, one a line. They may be changed by hand.\n");
        let _ = writeln!(out, "(\n  version: {VERSION},\n  seed: {},\n  overlap: {:?},", self.seed, self.overlap);
        let _ = writeln!(out, "  annotators: [{}],\n  documents: {{", list(&self.annotators));
        for (document, names) in &self.documents {
            let _ = writeln!(out, "    {}: [{}],", quote(document), list(names));
        }
        out.push_str("  },\n)\n");
        out
    }

    /// Shares out documents that are not shared out yet, by chance; tells how many. O((documents + new ones · annotators²) · log).
    pub fn share_out(&mut self, documents: impl IntoIterator<Item = String>) -> usize {
        let new = documents.into_iter().filter(|document| !self.documents.contains_key(document));
        let mut new: Vec<(String, String)> = new.map(|document| (drawn(self.seed, &document), document)).collect();
        new.sort_unstable();
        new.dedup();
        let mut load: BTreeMap<String, usize> = BTreeMap::new();
        let mut met: BTreeMap<(String, String), usize> = BTreeMap::new();
        let mut doubled = 0_u32;
        for names in self.documents.values() {
            count_in(names, &mut load, &mut met);
            doubled += u32::from(names.len() > 1);
        }
        let count = new.len();
        for (_, document) in new {
            let of = |name: &String| load.get(name).copied().unwrap_or_default();
            let is_due = self.overlap * (self.documents.len() + 1) as f64 >= f64::from(doubled) + 0.5;
            // Few documents and few meetings count alike: work stays even, and everybody can be compared with everybody.
            let pairs = self
                .annotators
                .iter()
                .enumerate()
                .flat_map(|(n, one)| self.annotators.iter().skip(n + 1).map(move |other| [one, other]));
            let times = |[one, other]: [&String; 2]| met.get(&pair(one, other)).copied().unwrap_or_default();
            let both = pairs
                .min_by_key(|both| (both.map(of).iter().sum::<usize>() + times(*both), times(*both)))
                .filter(|_| is_due);
            let names: Vec<String> = match both {
                Some(both) => both.map(Clone::clone).into(),
                None => self.annotators.iter().min_by_key(|name| of(name)).cloned().into_iter().collect(),
            };
            doubled += u32::from(names.len() > 1);
            count_in(&names, &mut load, &mut met);
            self.documents.insert(document, names);
        }
        count
    }

    /// How many documents two or more have.
    pub fn doubled(&self) -> usize {
        self.documents.values().filter(|names| names.len() > 1).count()
    }
}

/// Counts the annotators of a document, and the pair they are.
fn count_in(names: &[String], load: &mut BTreeMap<String, usize>, met: &mut BTreeMap<(String, String), usize>) {
    for name in names {
        *load.entry(name.clone()).or_default() += 1;
    }
    if let [one, other, ..] = names {
        *met.entry(pair(one, other)).or_default() += 1;
    }
}

fn pair(one: &str, other: &str) -> (String, String) {
    (one.min(other).to_owned(), one.max(other).to_owned())
}

/// The place of a document in the order of chance.
fn drawn(seed: u64, document: &str) -> String {
    sha256(format!("{seed} {document}").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn folder(count: usize) -> Vec<String> {
        (0..count).map(|n| format!("talks/{n:03}.txt")).collect()
    }

    fn shared(count: usize, seed: u64, overlap: f64, names: &[&str]) -> Assignments {
        let mut all = Assignments::new(seed, overlap, names.iter().map(|name| (*name).to_owned()).collect());
        all.share_out(folder(count));
        all
    }

    #[test]
    fn what_was_added_is_taken_out_again() {
        let mut sum = Workload::default();
        sum.add(WorkState::Begun, 2, None);
        let before = sum;
        sum.add(WorkState::Reviewed, 5, Some(Effort { seconds: 90, keys: 40 }));
        assert_eq!((sum.documents, sum.reviewed, sum.begun, sum.left(), sum.annotations), (2, 1, 1, 1, 7));
        assert_eq!((sum.timed, sum.seconds, sum.keys), (1, 90, 40));
        sum.remove(WorkState::Reviewed, 5, Some(Effort { seconds: 90, keys: 40 }));
        assert_eq!(sum, before);
    }

    fn load(all: &Assignments, name: &str) -> usize {
        all.documents.values().filter(|names| names.iter().any(|n| n == name)).count()
    }

    #[test]
    fn work_is_even_and_a_share_is_for_two() {
        let all = shared(200, 1, 0.2, &["ada", "bo", "cy"]);
        assert_eq!((all.documents.len(), all.doubled()), (200, 40));
        let loads = ["ada", "bo", "cy"].map(|name| load(&all, name));
        assert!(loads.iter().max().unwrap() - loads.iter().min().unwrap() <= 1, "{loads:?}");
        assert_eq!(all, shared(200, 1, 0.2, &["ada", "bo", "cy"]));
        assert_ne!(all.documents, shared(200, 2, 0.2, &["ada", "bo", "cy"]).documents);
        let mut met: BTreeMap<&[String], usize> = BTreeMap::new();
        for names in all.documents.values().filter(|names| names.len() > 1) {
            *met.entry(names.as_slice()).or_default() += 1;
        }
        assert!(met.len() == 3 && met.values().all(|times| *times >= 13), "every pair meets: {met:?}");
    }

    #[test]
    fn what_was_shared_out_stays() {
        let mut all = shared(100, 7, 0.1, &["ada", "bo"]);
        let before = all.documents.clone();
        all.annotators.push("cy".to_owned());
        assert_eq!(all.share_out(folder(130)), 30);
        assert!(before.iter().all(|(document, names)| all.documents.get(document) == Some(names)));
        assert_eq!((load(&all, "cy"), all.doubled()), (30, 13), "who comes new has the fewest");
        assert_eq!(all.share_out(folder(130)), 0);
    }

    #[test]
    fn a_file_is_read_as_it_was_written() {
        let all = shared(3, 1, 0.5, &["ada", "bo"]);
        let text = all.print();
        assert_eq!(Assignments::read(&text), Ok(all));
        assert!(text.contains("\n    \"talks/001.txt\": ["), "{text}");
        let newer = text.replace("version: 1", "version: 9");
        assert_eq!(Assignments::read(&newer), Err(AssignmentError::Newer(9)));
        let told = Assignments::read(&text.replace("seed:", "sed:")).unwrap_err().to_string();
        assert!(told.contains("line 4") && told.contains("Did you mean seed?"), "{told}");
    }

    proptest! {
        #[test]
        fn nobody_has_much_more_than_others(
            count in 0..60usize,
            seed in any::<u64>(),
            overlap in 0.0..1.0f64,
            people in 1..6usize,
        ) {
            let names: Vec<String> = (0..people).map(|n| format!("a{n}")).collect();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let all = shared(count, seed, overlap, &names);
            prop_assert_eq!(all.documents.len(), count);
            let due = if people > 1 { overlap * count as f64 } else { 0.0 };
            prop_assert!((all.doubled() as f64 - due).abs() <= 0.5);
            let loads: Vec<usize> = names.iter().map(|name| load(&all, name)).collect();
            prop_assert!(loads.iter().max().unwrap() - loads.iter().min().unwrap() <= 2, "{:?}", loads);
        }
    }
}
