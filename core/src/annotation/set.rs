//! All records of one document, and changes to them: each change is one undo.

use super::notation::Notation as _;
use super::rules::merge as rules;
use super::table::record;
use super::{Annotation, CheckDecision, Review, Speaker, SpeakerRef, merge, slug};
use crate::document::Document;
use crate::kinds::SpeakerKind;
use rustc_hash::{FxBuildHasher, FxHashMap};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// The version of the grammar from which on a document has sources.
const SOURCES_SINCE: u32 = 4;

record! {
    /// What a sidecar says of its document.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct DocumentInfo {
        /// File name of the document.
        source: String        | kept | 1
        /// Its title.
        title: Option<String> | used | 1
        /// SHA-256 of its bytes.
        file: String          | kept | 1
        /// SHA-256 of its reading text.
        text: String          | kept | 1
        /// Loader and its number.
        loader: String        | kept | 1
        /// Code points of the reading text.
        chars: u32            | kept | 1
        /// What it quotes, in files only: read, they are [`Set::sources`].
        sources: Vec<String>  | used | 4
    }
}

impl DocumentInfo {
    /// What a sidecar says of `document`, as far as the document itself knows: not its file's name.
    pub fn of(document: &Document) -> Self {
        Self {
            source: String::new(),
            title: document.meta.title.clone(),
            file: document.origin.file_hash.clone(),
            text: document.origin.text_hash.clone(),
            loader: document.origin.format.loader().to_owned(),
            chars: document.offsets().chars(),
            sources: Vec::new(),
        }
    }
}

/// Records, speakers and reviews of one document. Cloning shares the records.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Set {
    /// The document as it was when last saved.
    pub about: DocumentInfo,
    /// Speakers in the order they were first used.
    pub speakers: Vec<Speaker>,
    /// Finished reviews.
    pub reviews: Vec<Review>,
    /// What the document quotes, in the order it was attached: paths relative to the document's folder.
    pub sources: Vec<String>,
    checks: Vec<CheckDecision>,
    annotations: FxHashMap<String, Arc<Annotation>>,
}

/// One record before and after; `None` when it did not or does not exist.
#[allow(clippy::large_enum_variant, reason = "speakers change rarely, and a change holds few ops")]
#[derive(Clone, Debug, PartialEq)]
pub enum Op {
    /// An annotation.
    Annotation {
        /// Before the change.
        before: Option<Arc<Annotation>>,
        /// After it.
        after: Option<Arc<Annotation>>,
    },
    /// A speaker.
    Speaker {
        /// Before the change.
        before: Option<Speaker>,
        /// After it.
        after: Option<Speaker>,
    },
    /// A finished review.
    Review {
        /// The one it takes the place of.
        before: Option<Review>,
        /// The new one.
        after: Option<Review>,
    },
    /// What the document quotes.
    Sources {
        /// Before the change.
        before: Vec<String>,
        /// After it.
        after: Vec<String>,
    },
    /// A decision about a quotation that was checked.
    Check {
        /// The one it takes the place of.
        before: Option<CheckDecision>,
        /// The new one.
        after: Option<CheckDecision>,
    },
}

/// Ops that belong together: one step of undo.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Change {
    /// In order.
    pub ops: Vec<Op>,
    /// What it did, for the message row: "Confirmed: Ada Grey, “I don’t think so.”"
    pub summary: String,
}

impl Change {
    /// Adds the op that puts `after` in the place of `before`.
    pub fn annotation(&mut self, before: Option<Arc<Annotation>>, after: Option<Annotation>) {
        self.ops.push(Op::Annotation { before, after: after.map(Arc::new) });
    }
}

impl Set {
    /// A set of records. A second record of one id is kept under a new id and marked as a conflict; an equal one is not.
    pub fn new(about: DocumentInfo, speakers: Vec<Speaker>, reviews: Vec<Review>, records: Vec<Annotation>) -> Self {
        Self::shared(about, speakers, reviews, records.into_iter().map(Arc::new).collect())
    }

    /// The same, of records that are shared already.
    pub fn shared(
        about: DocumentInfo,
        speakers: Vec<Speaker>,
        reviews: Vec<Review>,
        records: Vec<Arc<Annotation>>,
    ) -> Self {
        let annotations = FxHashMap::with_capacity_and_hasher(records.len(), FxBuildHasher);
        let speakers = merge::pair(speakers);
        let mut set = Self { about, speakers, reviews, annotations, ..Self::default() };
        set.sources = std::mem::take(&mut set.about.sources);
        for mut record in records {
            match set.annotations.get(&record.id) {
                Some(same) if *same == record => continue,
                Some(_) => {
                    let mut twin = (*record).clone();
                    twin.id = merge::beside(&record);
                    twin.conflict = true;
                    record = Arc::new(twin);
                }
                None => {}
            }
            set.insert(record);
        }
        set
    }

    /// Puts a record in, in the place of one of its id.
    pub fn insert(&mut self, record: Arc<Annotation>) {
        self.annotations.insert(record.id.clone(), record);
    }

    /// Takes a record out.
    pub fn remove(&mut self, id: &str) {
        self.annotations.remove(id);
    }

    /// The record of an id. O(1).
    pub fn get(&self, id: &str) -> Option<&Arc<Annotation>> {
        self.annotations.get(id)
    }

    /// All records, in no order.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Annotation>> {
        self.annotations.values()
    }

    /// What was decided about quotations that were checked, in the order of their words.
    pub fn checks(&self) -> &[CheckDecision] {
        &self.checks
    }

    /// Puts a decision about a quotation in, unless it is there. O(log n), and n to make room.
    pub fn put_check(&mut self, check: CheckDecision) {
        if let Err(at) = self.checks.binary_search_by(|known| known.order(&check)) {
            self.checks.insert(at, check);
        }
    }

    /// Whether a decision about a quotation is in it. O(log n).
    pub fn has_check(&self, check: &CheckDecision) -> bool {
        self.checks.binary_search_by(|known| known.order(check)).is_ok()
    }

    /// Takes one out. O(log n), and n to close the gap.
    pub fn take_check(&mut self, check: &CheckDecision) {
        if let Ok(at) = self.checks.binary_search_by(|known| known.order(check)) {
            self.checks.remove(at);
        }
    }

    /// How many records there are.
    pub fn len(&self) -> usize {
        self.annotations.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.annotations.is_empty()
    }

    /// All records in reading order: by stored place, then id. O(n log n).
    pub fn in_order(&self) -> Vec<&Arc<Annotation>> {
        // The places beside the records: sorting looks at them often.
        let mut all: Vec<(u32, &Arc<Annotation>)> = self.annotations.values().map(|a| (a.start(), a)).collect();
        all.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.id.cmp(&b.1.id)));
        all.into_iter().map(|(_, record)| record).collect()
    }

    /// Applies a change. O(ops).
    pub fn apply(&mut self, change: &Change) {
        for op in &change.ops {
            match op {
                Op::Annotation { before, after } => {
                    if let Some(before) = before {
                        self.annotations.remove(&before.id);
                    }
                    if let Some(after) = after {
                        self.annotations.insert(after.id.clone(), Arc::clone(after));
                    }
                }
                Op::Speaker { before, after } => {
                    let place = before.as_ref().and_then(|b| self.speakers.iter().position(|s| s.id == b.id));
                    match (place, after) {
                        (Some(at), Some(after)) => {
                            if let Some(slot) = self.speakers.get_mut(at) {
                                slot.clone_from(after);
                            }
                        }
                        (Some(at), None) => {
                            self.speakers.remove(at);
                        }
                        // Somebody else may have added the same one meanwhile.
                        (None, Some(after)) => match self.speakers.iter_mut().find(|s| s.id == after.id) {
                            Some(known) => known.clone_from(after),
                            None => self.speakers.push(after.clone()),
                        },
                        (None, None) => {}
                    }
                }
                Op::Review { before, after } => {
                    self.reviews.retain(|r| Some(r) != before.as_ref() && Some(r) != after.as_ref());
                    self.reviews.extend(after.clone());
                }
                Op::Sources { before, after } => self.sources = self.sources_after(before, after),
                Op::Check { before, after } => {
                    if let Some(before) = before {
                        self.take_check(before);
                    }
                    if let Some(after) = after {
                        self.put_check(after.clone());
                    }
                }
            }
        }
    }

    /// What takes `change` back, or with `again` does it again, on the set as it is now: fields that somebody else
    /// changed since stay. Its ops are empty when nothing of it is left. O(ops).
    pub fn step(&self, change: &Change, again: bool) -> Change {
        let mut records: HashMap<&str, Option<Arc<Annotation>>> = HashMap::new();
        let mut speakers: HashMap<&str, Option<Speaker>> = HashMap::new();
        let mut ops = Vec::with_capacity(change.ops.len());
        let order: Vec<&Op> = if again { change.ops.iter().collect() } else { change.ops.iter().rev().collect() };
        for op in order {
            match op {
                Op::Annotation { before, after } => {
                    let Some(id) = before.as_ref().or(after.as_ref()).map(|a| a.id.as_str()) else { continue };
                    let now = records.get(id).cloned().unwrap_or_else(|| self.get(id).cloned());
                    let (from, to) = if again { (before, after) } else { (after, before) };
                    let then = merge::step(from.as_deref(), to.as_deref(), now.as_deref()).map(Arc::new);
                    if then != now {
                        ops.push(Op::Annotation { before: now, after: then.clone() });
                        records.insert(id, then);
                    }
                }
                Op::Speaker { before, after } => {
                    let Some(id) = before.as_ref().or(after.as_ref()).map(|s| s.id.as_str()) else { continue };
                    let here = || self.speakers.iter().find(|s| s.id == id).cloned();
                    let now = speakers.get(id).cloned().unwrap_or_else(here);
                    let (from, to) = if again { (before, after) } else { (after, before) };
                    let mut then = merge::step_speaker(from.as_ref(), to.as_ref(), now.as_ref());
                    if then.is_none() && self.is_named(id, &change.ops) {
                        then.clone_from(&now);
                    }
                    if then != now {
                        ops.push(Op::Speaker { before: now, after: then.clone() });
                        speakers.insert(id, then);
                    }
                }
                Op::Review { before, after } => {
                    let (from, to) = if again { (before, after) } else { (after, before) };
                    let stands = |r: &Option<Review>| r.as_ref().is_some_and(|r| self.reviews.contains(r));
                    if (from.is_none() || stands(from)) && !stands(to) {
                        ops.push(Op::Review { before: from.clone(), after: to.clone() });
                    }
                }
                Op::Sources { before, after } => {
                    let (from, to) = if again { (before, after) } else { (after, before) };
                    let then = self.sources_after(from, to);
                    if then != self.sources {
                        ops.push(Op::Sources { before: self.sources.clone(), after: then });
                    }
                }
                Op::Check { before, after } => {
                    let (from, to) = if again { (before, after) } else { (after, before) };
                    let stands = |c: &Option<CheckDecision>| c.as_ref().is_some_and(|c| self.has_check(c));
                    if (from.is_none() || stands(from)) && !stands(to) {
                        ops.push(Op::Check { before: from.clone(), after: to.clone() });
                    }
                }
            }
        }
        Change { ops, summary: change.summary.clone() }
    }

    /// The sources after a change of them, on what they are now: those that somebody else attached stay.
    fn sources_after(&self, before: &Vec<String>, after: &Vec<String>) -> Vec<String> {
        rules::list(&[before, after], &self.sources, |list| list, &mut false)
    }

    /// Whether a record names the speaker, or a group has it as a member, those that `ops` are about left out. O(records + ops):
    /// for removals only.
    pub fn is_named(&self, id: &str, ops: &[Op]) -> bool {
        let ids = ops.iter().flat_map(|op| match op {
            Op::Annotation { before, after } => [before.as_ref(), after.as_ref()],
            Op::Speaker { .. } | Op::Review { .. } | Op::Sources { .. } | Op::Check { .. } => [None, None],
        });
        let about: HashSet<&str> = ids.flatten().map(|record| record.id.as_str()).collect();
        let names = |record: &Annotation| record.speaker.as_ref().and_then(SpeakerRef::id) == Some(id);
        self.groups_of(id, ops).next().is_some()
            || self.annotations.values().any(|record| names(record) && !about.contains(record.id.as_str()))
    }

    /// Version of the sidecar's grammar that is needed to read the set: that of the newest field used in it. O(n).
    pub fn version(&self) -> u32 {
        let sources = if self.sources.is_empty() { 1 } else { SOURCES_SINCE };
        let lists =
            [self.speakers.version(), self.reviews.version(), self.about.version(), self.checks.version(), sources];
        self.annotations.values().map(|record| record.version()).chain(lists).max().unwrap_or(1)
    }

    /// A speaker by id.
    pub fn speaker(&self, id: &str) -> Option<&Speaker> {
        self.speakers
            .iter()
            .find(|s| s.id == id)
            .or_else(|| self.speakers.iter().find(|s| s.merged.iter().any(|m| m == id)))
    }

    /// The name to show for a reference; an unknown id is shown as it is.
    pub fn name_of<'a>(&'a self, speaker: &'a SpeakerRef) -> &'a str {
        match speaker {
            SpeakerRef::Nobody => "nobody named",
            SpeakerRef::Id(id) => self.speaker(id).map_or(id, |s| s.name.as_str()),
        }
    }

    /// A new speaker of this name, with an id nobody has.
    pub fn new_speaker(&self, name: &str, kind: SpeakerKind) -> Speaker {
        let id = slug(name, |id| self.speakers.iter().any(|s| s.id == id || s.merged.iter().any(|m| m == id)));
        Speaker {
            id,
            name: name.to_owned(),
            kind,
            aliases: Vec::new(),
            roles: Vec::new(),
            merged: Vec::new(),
            note: None,
            members: Vec::new(),
        }
    }

    /// The groups that a speaker is a member of, those that `ops` are about left out. O(speakers).
    pub fn groups_of<'a>(&'a self, id: &'a str, ops: &'a [Op]) -> impl Iterator<Item = &'a Speaker> {
        let about = move |group: &Speaker| {
            ops.iter().any(|op| match op {
                Op::Speaker { before, after } => before.iter().chain(after).any(|s| s.id == group.id),
                Op::Annotation { .. } | Op::Review { .. } | Op::Sources { .. } | Op::Check { .. } => false,
            })
        };
        self.speakers.iter().filter(move |s| s.members.iter().any(|m| m == id) && !about(s))
    }

    /// The members of a group, as far as the file knows them.
    pub fn members_of<'a>(&'a self, group: &'a Speaker) -> impl Iterator<Item = &'a Speaker> {
        group.members.iter().filter_map(|id| self.speaker(id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::Selector;
    use proptest::prelude::*;

    fn record(id: &str, label: &str) -> Annotation {
        Annotation::new(id.to_owned(), label, Vec::new())
    }

    fn check(verdict: &str, start: u32) -> CheckDecision {
        let quote = Selector { start, end: start, exact: String::new(), prefix: String::new(), suffix: String::new() };
        let (source, reason, by, at) = (None, None, None, String::new());
        CheckDecision { quote, source, verdict: verdict.to_owned(), reason, by, at }
    }

    #[test]
    fn records_of_one_id_are_both_kept() {
        let records = vec![record("a", "x"), record("a", "y"), record("a", "x")];
        let set = Set::new(DocumentInfo::default(), Vec::new(), Vec::new(), records);
        assert_eq!(set.len(), 2);
        assert_eq!(set.iter().filter(|a| a.conflict && a.id.starts_with("a-") && a.label == "y").count(), 1);
    }

    proptest! {
        /// Random changes, all taken back, give the set at the start; redone, the set at the end.
        #[test]
        fn undo_takes_back_exactly(steps in proptest::collection::vec((0u8..6, 0u8..4, any::<bool>()), 1..40)) {
            let start = Set::default();
            let mut set = start.clone();
            let mut done = Vec::new();
            for (id, label, remove) in steps {
                let id = format!("r{id}");
                let before = set.get(&id).cloned();
                let after = (!remove).then(|| record(&id, &format!("l{label}")));
                let mut change = Change::default();
                change.annotation(before, after);
                if label == 3 {
                    let before = set.speaker("s").cloned();
                    let mut after = Set::default().new_speaker("s", SpeakerKind::Person);
                    after.note = Some(id.clone());
                    change.ops.push(Op::Speaker { before, after: Some(after) });
                    let mut after = set.sources.clone();
                    if remove {
                        after.retain(|source| *source != id);
                    } else if !after.contains(&id) {
                        after.push(id.clone());
                    }
                    change.ops.push(Op::Sources { before: set.sources.clone(), after });
                } else {
                    let known = set.checks().iter().find(|c| c.verdict == id).cloned();
                    let new = (!remove).then(|| check(&id, u32::from(label)));
                    change.ops.push(Op::Check { before: known, after: new });
                }
                set.apply(&change);
                done.push(change);
            }
            let end = set.clone();
            for change in done.iter().rev() {
                let back = set.step(change, false);
                set.apply(&back);
            }
            prop_assert_eq!(&set, &start);
            for change in &done {
                let forth = set.step(change, true);
                set.apply(&forth);
            }
            prop_assert_eq!(&set, &end);
        }
    }
}
