//! Records that several people changed apart from each other: which versions there are, in what they differ, and one
//! record made of them, field by field.

use super::{Decider, Reading};
use crate::annotation::merge::beside_of;
use crate::annotation::{Annotation, Change, Status};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Bound;
use std::sync::Arc;

/// A field of two versions as a person decides about it: what belongs together is decided together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum VersionField {
    /// Whether the detection is a statement at all.
    Decision,
    /// The words it stands on.
    Words,
    /// The label.
    Label,
    /// Direct, reported or mixed; quotation, post or turn.
    Kind,
    /// Who speaks, and the words that say so.
    Speaker,
    /// The rating.
    Rating,
    /// What bears on a claim.
    Evidence,
    /// The note.
    Note,
    /// The attribute of this name.
    Attribute(String),
    /// Links to other records.
    Links,
}

/// Versions by the id of the record they were kept beside, and how many there are. O(log n) for each change.
#[derive(Clone, Debug, Default)]
pub(super) struct VersionIndex(BTreeMap<String, BTreeSet<String>>, usize);

impl VersionIndex {
    pub(super) fn enter(&mut self, record: &Annotation) {
        if record.conflict {
            let first = beside_of(&record.id).unwrap_or(&record.id);
            let is_new = self.0.entry(first.to_owned()).or_default().insert(record.id.clone());
            self.1 += usize::from(is_new);
        }
    }

    pub(super) fn leave(&mut self, record: &Annotation) {
        let first = beside_of(&record.id).unwrap_or(&record.id);
        let Some(all) = self.0.get_mut(first) else { return };
        self.1 -= usize::from(all.remove(&record.id));
        if all.is_empty() {
            self.0.remove(first);
        }
    }

    /// Ids of those kept beside a record.
    fn beside(&self, id: &str) -> impl Iterator<Item = &str> {
        self.0.get(id).into_iter().flatten().map(String::as_str)
    }
}

impl Reading {
    /// The first of the versions kept beside a record. O(log n).
    pub(super) fn first_version(&self, id: &str) -> Option<&Arc<Annotation>> {
        self.versions.beside(id).find_map(|id| self.set.get(id))
    }

    /// Whether versions of a record are kept beside it. O(log n).
    pub fn has_versions(&self, id: &str) -> bool {
        self.versions.beside(id).next().is_some()
    }
}

/// Puts a field of one version into another.
fn take(field: &VersionField, from: &Annotation, into: &mut Annotation) {
    match field {
        VersionField::Decision => {
            (into.status, into.score) = (from.status, from.score);
            into.was.clone_from(&from.was);
            into.proposed.clone_from(&from.proposed);
        }
        VersionField::Words => {
            into.at.clone_from(&from.at);
            into.text.clone_from(&from.text);
        }
        VersionField::Label => into.label.clone_from(&from.label),
        VersionField::Kind => (into.kind, into.form) = (from.kind, from.form),
        VersionField::Speaker => {
            into.speaker.clone_from(&from.speaker);
            into.source.clone_from(&from.source);
            into.cue.clone_from(&from.cue);
            into.only_this = from.only_this;
        }
        VersionField::Rating => into.rating.clone_from(&from.rating),
        VersionField::Evidence => into.evidence.clone_from(&from.evidence),
        VersionField::Note => into.note.clone_from(&from.note),
        VersionField::Attribute(name) => match from.attributes.get(name) {
            Some(value) => {
                into.attributes.insert(name.clone(), value.clone());
            }
            None => {
                into.attributes.remove(name);
            }
        },
        VersionField::Links => into.links.clone_from(&from.links),
    }
}

/// The fields there are of a record, without asking whether they are set.
fn fields_of(record: &Annotation) -> Vec<VersionField> {
    // A new field of a record belongs to one of those above: one that is in none would be lost without a word.
    let Annotation {
        id: _,
        label: _,
        kind: _,
        form: _,
        status: _,
        at: _,
        speaker: _,
        source: _,
        cue: _,
        score: _,
        rating: _,
        evidence: _,
        note: _,
        links: _,
        attributes,
        was: _,
        text: _,
        conflict: _,
        by: _,
        created: _,
        modified: _,
        only_this: _,
        proposed: _,
    } = record;
    let mut fields = vec![
        VersionField::Decision,
        VersionField::Words,
        VersionField::Label,
        VersionField::Kind,
        VersionField::Speaker,
        VersionField::Rating,
        VersionField::Evidence,
        VersionField::Note,
    ];
    fields.extend(attributes.keys().cloned().map(VersionField::Attribute));
    fields.push(VersionField::Links);
    fields
}

fn is_same(field: &VersionField, a: &Annotation, b: &Annotation) -> bool {
    if *field == VersionField::Decision {
        // Confirmed or edited follows from what is taken.
        return a.is_rejected() == b.is_rejected() && a.status.is_some() == b.status.is_some();
    }
    let mut after = b.clone();
    take(field, a, &mut after);
    after == *b
}

/// In which fields versions differ, in the order shown. O(length).
pub fn differing(versions: &[Arc<Annotation>]) -> Vec<VersionField> {
    let Some((first, others)) = versions.split_first() else { return Vec::new() };
    let mut fields: Vec<VersionField> = versions.iter().flat_map(|version| fields_of(version)).collect();
    fields.sort();
    fields.dedup();
    fields.retain(|field| others.iter().any(|other| !is_same(field, first, other)));
    fields
}

impl Reading {
    /// All versions of a record: the one in its place, then those kept beside it, each once; the record alone where nobody
    /// changed it apart. O(versions · log n).
    pub fn versions(&self, id: &str) -> Vec<Arc<Annotation>> {
        let mut root = id;
        while let Some(first) = self.set.get(root).filter(|r| r.conflict).and_then(|r| beside_of(&r.id)) {
            root = first;
            if self.set.get(root).is_none() {
                break;
            }
        }
        let mut ids = vec![root];
        let mut at = 0;
        while let Some(next) = ids.get(at).copied() {
            ids.extend(self.versions.beside(next).filter(|id| *id != next));
            at += 1;
        }
        ids.into_iter().filter_map(|id| self.set.get(id)).cloned().collect()
    }

    /// How many records were changed by several people apart from each other. O(1).
    pub fn conflicts(&self) -> usize {
        self.versions.0.len()
    }

    /// How many versions are kept beside others. O(1).
    pub fn versions_beside(&self) -> usize {
        self.versions.1
    }

    /// The first version beside another, and the one after `id` in reading order, round. O(log n) for each that is no version.
    pub fn next_version(&self, after: Option<(u32, &str)>, forward: bool) -> Option<&str> {
        let is_one = |(_, id): &&(u32, String)| self.set.get(id).is_some_and(|r| r.conflict);
        let all = &self.doubtful;
        let (first, last) = (all.iter().find(is_one), all.iter().rfind(is_one));
        let here = after.map(|(start, id)| (start, id.to_owned()));
        let found = match (here, forward) {
            (Some(here), true) => all.range((Bound::Excluded(here), Bound::Unbounded)).find(is_one).or(first),
            (Some(here), false) => all.range(..here).rfind(is_one).or(last),
            (None, true) => first,
            (None, false) => last,
        };
        found.map(|(_, id)| id.as_str())
    }

    /// Whether it is a version beside others, or has others beside it. O(log n).
    pub fn is_in_conflict(&self, record: &Annotation) -> bool {
        record.conflict || self.versions.beside(&record.id).next().is_some()
    }
}

impl Decider<'_> {
    /// One record of several versions: of each field that differs the version chosen, by its number; the versions beside it
    /// go. One change. O(n), for links that lead to them.
    pub fn keep_versions(&self, versions: &[Arc<Annotation>], chosen: &[(VersionField, usize)]) -> Option<Change> {
        let (first, beside) = versions.split_first()?;
        let version = |n: usize| versions.get(n).unwrap_or(first);
        let number = chosen.first().map_or(0, |(_, n)| *n);
        let is_whole = chosen.iter().all(|(_, n)| *n == number);
        let mut after = if is_whole { (**version(number)).clone() } else { (**first).clone() };
        if !is_whole {
            for (field, n) in chosen {
                take(field, version(*n), &mut after);
            }
            decide(&mut after, first, chosen, |n| version(n));
            after.by = self.by.map(str::to_owned).or(after.by);
        }
        after.id.clone_from(&first.id);
        after.created = versions.iter().filter_map(|v| v.created.clone()).min();
        after.conflict = false;
        after.modified = Some(self.stamp.now.clone());
        let gone: HashMap<&str, &str> = beside.iter().map(|v| (v.id.as_str(), first.id.as_str())).collect();
        let relink = |record: &mut Annotation| {
            for link in &mut record.links {
                if let Some(now) = gone.get(link.to.as_str()) {
                    (*now).clone_into(&mut link.to);
                }
            }
        };
        relink(&mut after);
        let mut change =
            Change { summary: self.kept_in_words(versions, is_whole.then_some(number)), ..Change::default() };
        for version in beside {
            change.annotation(Some(Arc::clone(version)), None);
        }
        change.annotation(Some(Arc::clone(first)), Some(after));
        let leads = |r: &&Arc<Annotation>| r.links.iter().any(|link| gone.contains_key(link.to.as_str()));
        let is_version = |r: &Arc<Annotation>| versions.iter().any(|v| v.id == r.id);
        let mut concerned: Vec<&Arc<Annotation>> =
            self.reading.set.iter().filter(leads).filter(|r| !is_version(r)).collect();
        concerned.sort_by(|a, b| a.id.cmp(&b.id));
        for record in concerned {
            let mut moved = (**record).clone();
            relink(&mut moved);
            change.annotation(Some(Arc::clone(record)), Some(moved));
        }
        Some(change)
    }

    fn kept_in_words(&self, versions: &[Arc<Annotation>], number: Option<usize>) -> String {
        let Some(version) = number.and_then(|n| versions.get(n)) else {
            return "Kept one of all versions, field by field".to_owned();
        };
        match version.by.as_deref() {
            _ if versions.len() < 2 => "Kept the only version".to_owned(),
            by if by == self.by => "Kept your version".to_owned(),
            Some(by) => format!("Kept the version of {by}"),
            None => "Kept the version of somebody unnamed".to_owned(),
        }
    }
}

/// What became of the detection, when fields of several versions were taken: edited where other words or another speaker
/// than the detection's were.
fn decide<'a>(
    after: &mut Annotation,
    first: &Annotation,
    chosen: &[(VersionField, usize)],
    version: impl Fn(usize) -> &'a Annotation,
) {
    if after.is_rejected() || after.status.is_none() {
        return;
    }
    let tells = |field: &VersionField| {
        matches!(field, VersionField::Speaker | VersionField::Words | VersionField::Label | VersionField::Kind)
    };
    let telling: Vec<&Annotation> = chosen
        .iter()
        .filter(|(field, _)| tells(field))
        .map(|(_, n)| version(*n))
        .filter(|v| !v.is_rejected())
        .collect();
    let edited = telling.iter().find(|v| v.status == Some(Status::Edited));
    let sources = edited.copied().or(telling.first().copied()).unwrap_or(first);
    if sources.status.is_some() && !sources.is_rejected() {
        after.status = sources.status;
        after.was.clone_from(&sources.was);
    }
}

#[cfg(test)]
mod tests;
