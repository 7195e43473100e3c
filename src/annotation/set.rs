//! All records of one document, and changes to them: each change is one undo.

use super::{Annotation, Review, Speaker, SpeakerRef, slug};
use crate::statement::SpeakerKind;
use std::collections::HashMap;
use std::sync::Arc;

/// What a sidecar says of its document.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct About {
    /// File name of the document.
    pub source: String,
    /// Its title.
    pub title: Option<String>,
    /// SHA-256 of its bytes.
    pub file: String,
    /// SHA-256 of its reading text.
    pub text: String,
    /// Loader and its number.
    pub loader: String,
    /// Code points of the reading text.
    pub chars: u32,
}

/// Records, speakers and reviews of one document. Cloning shares the records.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Set {
    /// The document as it was when last saved.
    pub about: About,
    /// Speakers in the order they were first used.
    pub speakers: Vec<Speaker>,
    /// Finished reviews.
    pub reviews: Vec<Review>,
    annotations: HashMap<String, Arc<Annotation>>,
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
}

impl Op {
    /// The op that takes this one back.
    fn inverse(&self) -> Self {
        match self.clone() {
            Self::Annotation { before, after } => Self::Annotation { before: after, after: before },
            Self::Speaker { before, after } => Self::Speaker { before: after, after: before },
        }
    }
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
    /// The change that takes this one back.
    pub fn inverse(&self) -> Self {
        Self { ops: self.ops.iter().rev().map(Op::inverse).collect(), summary: self.summary.clone() }
    }

    /// Adds the op that puts `after` in the place of `before`.
    pub fn annotation(&mut self, before: Option<Arc<Annotation>>, after: Option<Annotation>) {
        self.ops.push(Op::Annotation { before, after: after.map(Arc::new) });
    }
}

impl Set {
    /// A set of records. A second record of one id is kept under a new id and marked as a conflict; an equal one is not.
    pub fn new(about: About, speakers: Vec<Speaker>, reviews: Vec<Review>, records: Vec<Annotation>) -> Self {
        let mut set = Self { about, speakers, reviews, annotations: HashMap::with_capacity(records.len()) };
        for mut record in records {
            match set.annotations.get(&record.id) {
                Some(same) if **same == record => {}
                Some(_) => {
                    let taken = |id: &str| set.annotations.contains_key(id);
                    record.id =
                        (2..=u32::MAX).map(|n| format!("{}-{n}", record.id)).find(|id| !taken(id)).unwrap_or_default();
                    record.conflict = true;
                    set.annotations.insert(record.id.clone(), Arc::new(record));
                }
                None => {
                    set.annotations.insert(record.id.clone(), Arc::new(record));
                }
            }
        }
        set
    }

    /// The record of an id. O(1).
    pub fn get(&self, id: &str) -> Option<&Arc<Annotation>> {
        self.annotations.get(id)
    }

    /// All records, in no order.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Annotation>> {
        self.annotations.values()
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
        let mut all: Vec<_> = self.annotations.values().collect();
        all.sort_by(|a, b| (a.start(), &a.id).cmp(&(b.start(), &b.id)));
        all
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
            }
        }
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
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn record(id: &str, label: &str) -> Annotation {
        Annotation::new(id.to_owned(), label, Vec::new())
    }

    #[test]
    fn records_of_one_id_are_both_kept() {
        let records = vec![record("a", "x"), record("a", "y"), record("a", "x")];
        let set = Set::new(About::default(), Vec::new(), Vec::new(), records);
        assert_eq!(set.len(), 2);
        assert!(set.get("a-2").unwrap().conflict);
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
                    after.note = Some(id);
                    change.ops.push(Op::Speaker { before, after: Some(after) });
                }
                set.apply(&change);
                done.push(change);
            }
            let end = set.clone();
            for change in done.iter().rev() {
                set.apply(&change.inverse());
            }
            prop_assert_eq!(&set, &start);
            for change in &done {
                set.apply(change);
            }
            prop_assert_eq!(&set, &end);
        }
    }
}
