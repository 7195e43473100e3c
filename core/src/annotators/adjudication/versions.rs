//! Records of a curator that were changed apart, as branches do: places with a choice for each version, which are settled like others.

use super::{AdjudicatedPlace, Choice, Decision};
use crate::agreement::comparison::{Answer, Difference, difference};
use crate::annotation::merge::beside_of;
use crate::annotation::{Annotation, Change, Op, Set, Stamp, Status, anchor};
use crate::annotators::{SamePeople, answer};
use crate::document::Document;
use crate::reading::{Decider, Reading, differing};
use crate::span::Span;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The id of the record whose version one is.
fn root<'a>(set: &'a Set, id: &'a str) -> &'a str {
    let mut root = id;
    while let Some(first) = set.get(root).filter(|r| r.conflict).and_then(|r| beside_of(&r.id)) {
        root = first;
    }
    root
}

/// The versions of each record that was changed apart: that of the curator first, else the one in its place. O(records).
fn apart(set: &Set, by: Option<&str>) -> Vec<Vec<Arc<Annotation>>> {
    let mut all: BTreeMap<&str, Vec<Arc<Annotation>>> = BTreeMap::new();
    for version in set.iter().filter(|record| record.conflict) {
        let root = root(set, &version.id);
        let versions = all.entry(root).or_default();
        if versions.is_empty() && root != version.id {
            versions.extend(set.get(root).cloned());
        }
        versions.push(Arc::clone(version));
    }
    let mut all: Vec<_> = all.into_values().collect();
    for versions in &mut all {
        versions.sort_by_key(|version| (version.by.as_deref() != by, version.conflict, version.id.clone()));
    }
    all
}

/// The places of records that were changed apart. Versions without a place in the text are in none. Costs what
/// [`anchor::anchor_all`] does where there are any.
pub(super) fn places(document: &Document, set: &Set, by: Option<&str>, people: &SamePeople) -> Vec<AdjudicatedPlace> {
    let all = apart(set, by);
    if all.is_empty() {
        return Vec::new();
    }
    let anchors = anchor::anchor_all(document, set, &set.about.text);
    let spans: BTreeMap<String, Vec<Span>> =
        anchors.into_iter().map(|(record, anchor)| (record.id.clone(), anchor.spans().to_vec())).collect();
    let spans_of = |id: &str| spans.get(id).cloned().unwrap_or_default();
    all.into_iter().filter_map(|versions| place(document, set, versions, &spans_of, people)).collect()
}

fn place(
    document: &Document,
    set: &Set,
    versions: Vec<Arc<Annotation>>,
    spans_of: &dyn Fn(&str) -> Vec<Span>,
    people: &SamePeople,
) -> Option<AdjudicatedPlace> {
    let answers: Vec<Answer> =
        versions.iter().map(|version| answer(document, set, version, &spans_of(&version.id), people)).collect();
    let hulls = answers.iter().filter(|answer| !answer.at.is_empty()).map(Answer::hull);
    let at = hulls.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))?;
    let given: Vec<Option<&Answer>> = answers.iter().map(Some).collect();
    let difference = difference(&given).unwrap_or(Difference::Same);
    let choice = |(n, (version, answer)): (usize, (&Arc<Annotation>, &Answer))| Choice {
        by: vec![n],
        answer: Some(answer.clone()).filter(|answer| !answer.is_rejection),
        record: Some(Arc::clone(version)),
    };
    let choices = versions.iter().zip(&answers).enumerate().map(choice).collect();
    let records = versions.iter().cloned().map(Some).collect();
    Some(AdjudicatedPlace { at, difference, choices, records, decision: None, versions })
}

/// What a version says, without what tells it from another of the same record.
fn said(version: &Annotation) -> Annotation {
    let mut said = version.clone();
    (said.id, said.conflict, said.created, said.modified) = (String::new(), false, None, None);
    (said.by, said.links, said.text, said.proposed) = (None, Vec::new(), None, Vec::new());
    // Where it stands, whatever stood around it when that was written.
    for place in &mut said.at {
        (place.prefix, place.suffix) = (String::new(), String::new());
    }
    said
}

impl AdjudicatedPlace {
    /// Whether it is about versions of one record of the curator, not about what annotators say.
    pub const fn is_of_versions(&self) -> bool {
        !self.versions.is_empty()
    }

    /// The id of the record whose versions these are: the one that is left.
    fn record_of_versions(&self) -> Option<&str> {
        let first = self.versions.iter().find(|version| !version.conflict).or(self.versions.first())?;
        let id = first.id.as_str();
        Some(if first.conflict { beside_of(id).unwrap_or(id) } else { id })
    }

    /// Brings a place of versions up to date with the records as they are.
    pub(super) fn follow_versions(
        &mut self,
        document: &Document,
        set: &Set,
        spans: &dyn Fn(&str) -> Vec<Span>,
        people: &SamePeople,
    ) {
        let now: Vec<Option<&Arc<Annotation>>> = self.versions.iter().map(|version| set.get(&version.id)).collect();
        if now.iter().flatten().any(|version| version.conflict) {
            let versions: Vec<Arc<Annotation>> =
                self.versions.iter().zip(&now).map(|(before, now)| Arc::clone(now.unwrap_or(before))).collect();
            if let Some(fresh) = place(document, set, versions, spans, people) {
                *self = Self { at: self.at, ..fresh };
            }
            self.decision = None;
            return;
        }
        let left = self.record_of_versions().and_then(|id| set.get(id));
        // Where all were removed, nothing is there.
        let gone = || {
            let mut gone = Annotation::clone(self.versions.first()?);
            gone.status = Some(Status::Rejected);
            Some(Arc::new(gone))
        };
        self.decision = left.cloned().or_else(gone).map(|record| {
            let choice = self.versions.iter().position(|version| said(version) == said(&record));
            Decision { record, choice, since: Vec::new() }
        });
    }

    /// One record of the versions, saying what the one of this number says; the others go. Nothing where it does already.
    fn kept(&self, choice: usize, decider: &Decider<'_>) -> Option<Change> {
        let version = self.versions.get(choice)?;
        let (id, set) = (self.record_of_versions()?, decider.reading.set());
        let versions = decider.reading.versions(&version.id);
        if let Some(n) = versions.iter().position(|other| other.id == version.id)
            && versions.iter().any(|version| version.conflict)
        {
            let fields: Vec<_> = differing(&versions).into_iter().map(|field| (field, n)).collect();
            return decider.keep_versions(&versions, &fields);
        }
        // It was chosen before, and another is now.
        let before = set.get(id);
        let mut after = Annotation::clone(version);
        (after.id, after.conflict) = (id.to_owned(), false);
        after.created = before.and_then(|before| before.created.clone()).or(after.created);
        if before.is_some_and(|before| said(before) == said(&after)) {
            return None;
        }
        after.modified = Some(decider.stamp.now.clone());
        let mut change = Change::default();
        change.annotation(before.cloned(), Some(after));
        Some(change)
    }

    /// That nothing is there, whatever the versions say.
    fn refused(&self, decider: &Decider<'_>) -> Option<Change> {
        let id = self.record_of_versions()?;
        let is_refused = || decider.reading.set().get(id).is_some_and(|record| record.is_rejected());
        let mut change = match self.kept(0, decider) {
            Some(change) => change,
            None if is_refused() => return None,
            None => {
                let mut change = Change::default();
                let before = decider.reading.set().get(id)?;
                change.annotation(Some(Arc::clone(before)), Some(Annotation::clone(before)));
                change
            }
        };
        for op in &mut change.ops {
            if let Op::Annotation { after: Some(after), .. } = op
                && after.id == id
            {
                let mut refused = Annotation::clone(after);
                (refused.status, refused.by) = (Some(Status::Rejected), decider.by.map(str::to_owned));
                refused.modified = Some(decider.stamp.now.clone());
                *after = Arc::new(refused);
            }
        }
        Some(change)
    }
}

impl super::Adjudication {
    /// Keeps versions of places of versions, each by its number, as one change of the curator's records; `None` as a choice says
    /// that nothing is there. Nothing where all of it is so already. O(records) for each.
    pub fn keep(
        &self,
        reading: &Reading,
        taken: &[(usize, Option<usize>)],
        by: Option<&str>,
        stamp: &Stamp,
    ) -> Option<Change> {
        let mut all = Change::default();
        // As it is after those before: links may lead from one to the other.
        let mut now: Option<Reading> = None;
        for (at, choice) in taken {
            let Some(place) = self.places.get(*at).filter(|place| place.is_of_versions()) else { continue };
            let decider = Decider { reading: now.as_ref().unwrap_or(reading), by, stamp };
            let one = match choice {
                Some(choice) => place.kept(*choice, &decider),
                None => place.refused(&decider),
            };
            let Some(one) = one else { continue };
            if taken.len() > 1 {
                now.get_or_insert_with(|| reading.clone()).apply(&one);
            }
            all.ops.extend(one.ops);
        }
        (!all.ops.is_empty()).then_some(all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::merge::three_way;
    use crate::annotation::{QUOTE, RecordLink, Selector};
    use crate::annotators::adjudication::Adjudication;
    use crate::detect::Detections;

    const TEXT: &str = "“The pump is old,” said Ines Vale. “Nobody wants to replace it,” said Otto Rahm, the mayor.";
    const WORDS: [&str; 2] = ["“The pump is old,”", "“Nobody wants to replace it,”"];

    fn stamp(minute: u32) -> Stamp {
        Stamp { now: format!("2026-11-02T08:{minute:02}:00Z"), millis: u64::from(minute), random: [7; 10] }
    }

    /// A record about each words, changed on two branches by the same person or by two, and merged.
    fn merged(change: impl Fn(usize, &str, &mut Annotation)) -> Reading {
        let document = Arc::new(Document::from_text(TEXT, "a.txt"));
        let mut base = Set::default();
        for (n, words) in WORDS.iter().enumerate() {
            let start = TEXT.find(words).unwrap() as u32;
            let place = Selector::of(&document, Span::new(start, start + words.len() as u32));
            base.insert(Arc::new(Annotation::new(format!("r{n}"), QUOTE, vec![place])));
        }
        let side = |name: &str| {
            let mut side = base.clone();
            for n in 0..WORDS.len() {
                let mut record = Annotation::clone(side.get(&format!("r{n}")).unwrap());
                record.by = Some(name.to_owned());
                record.modified = Some(format!("2026-11-01T08:00:00Z {name}"));
                change(n, name, &mut record);
                side.insert(Arc::new(record));
            }
            side
        };
        let set = three_way(&base, &side("ada"), &side("bo")).set;
        Reading::new(document, Arc::new(Detections::default()), set)
    }

    fn adjudicated(reading: &Reading, by: &str) -> Adjudication {
        Adjudication::new(reading.document(), Vec::new(), (reading.set(), Some(by)))
    }

    fn apply(all: &mut Adjudication, reading: &mut Reading, change: &Change) {
        reading.apply(change);
        let ids: Vec<String> = change
            .ops
            .iter()
            .filter_map(|op| match op {
                Op::Annotation { before, after } => Some(after.as_ref().or(before.as_ref())?.id.clone()),
                _ => None,
            })
            .collect();
        let spans = |id: &str| reading.anchor_of(id).spans().to_vec();
        all.follow(reading.document(), reading.set(), ids.iter().map(String::as_str), spans);
    }

    #[test]
    fn a_version_is_kept_like_an_answer_and_the_mark_is_gone() {
        let mut reading = merged(|_, name, record| record.note = Some(format!("so says {name}")));
        let before = reading.set().clone();
        let mut all = adjudicated(&reading, "bo");
        assert_eq!(all.places.len(), 2);
        assert!(all.places.iter().all(|place| place.is_open() && place.is_of_versions()), "{:?}", all.places);
        assert_eq!(all.places[0].at, (0, 18));
        assert_eq!(all.places[0].difference, Difference::Same, "they differ in what is no answer");
        assert_eq!(all.places[0].versions[0].by.as_deref(), Some("bo"), "one's own is first");
        assert!(all.agreed().is_empty());
        let change = all.keep(&reading, &[(0, Some(1))], Some("bo"), &stamp(0)).unwrap();
        apply(&mut all, &mut reading, &change);
        assert_eq!((reading.conflicts(), reading.set().len()), (1, 3));
        let kept = reading.set().get("r0").unwrap();
        assert_eq!((kept.note.as_deref(), kept.conflict), (Some("so says ada"), false));
        let decision = all.places[0].decision.clone().unwrap();
        assert_eq!((decision.choice, decision.record.id.as_str()), (Some(1), "r0"));
        assert_eq!(all.keep(&reading, &[(0, Some(1))], Some("bo"), &stamp(1)), None, "it says so already");
        // Another one after all, then none.
        let other = all.keep(&reading, &[(0, Some(0))], Some("bo"), &stamp(2)).unwrap();
        apply(&mut all, &mut reading, &other);
        assert_eq!(reading.set().get("r0").unwrap().note.as_deref(), Some("so says bo"));
        assert_eq!(all.places[0].decision.as_ref().unwrap().choice, Some(0));
        let none = all.keep(&reading, &[(0, None)], Some("bo"), &stamp(3)).unwrap();
        apply(&mut all, &mut reading, &none);
        assert!(all.places[0].decision.as_ref().unwrap().record.is_rejected());
        for change in [none, other, change] {
            let back = reading.set().step(&change, false);
            apply(&mut all, &mut reading, &back);
        }
        assert_eq!(*reading.set(), before);
        assert_eq!(all.places, adjudicated(&reading, "bo").places);
    }

    #[test]
    fn all_of_them_are_one_change() {
        let mut reading = merged(|n, name, record| {
            record.rating = Some(if name == "ada" { "true" } else { "false" }.to_owned());
            record.links = vec![RecordLink { role: "answers".to_owned(), to: format!("r{}", 1 - n) }];
        });
        let before = reading.set().clone();
        let mut all = adjudicated(&reading, "ada");
        assert_eq!(all.places[0].difference, Difference::Rating);
        let change = all.keep(&reading, &[(0, Some(1)), (1, Some(1))], Some("ada"), &stamp(0)).unwrap();
        apply(&mut all, &mut reading, &change);
        assert_eq!((reading.conflicts(), reading.set().len()), (0, 2));
        assert!(
            reading.set().iter().all(|record| record.rating.as_deref() == Some("false") && record.links.len() == 1)
        );
        assert!(all.places.iter().all(|place| !place.is_open()));
        let back = reading.set().step(&change, false);
        apply(&mut all, &mut reading, &back);
        assert_eq!(*reading.set(), before);
        let none = all.keep(&reading, &[(0, None), (1, None)], Some("ada"), &stamp(0)).unwrap();
        apply(&mut all, &mut reading, &none);
        assert!(reading.set().iter().all(|record| record.is_rejected()) && reading.set().len() == 2);
    }

    #[test]
    fn a_version_whose_record_is_gone_is_kept_or_not() {
        let mut reading = merged(|_, name, record| record.note = Some(name.to_owned()));
        let mut change = Change::default();
        change.annotation(reading.set().get("r1").cloned(), None);
        reading.apply(&change);
        let mut all = adjudicated(&reading, "cy");
        let lone = all.places.iter().position(|place| place.versions.len() == 1).unwrap();
        let change = all.keep(&reading, &[(lone, Some(0))], Some("cy"), &stamp(0)).unwrap();
        apply(&mut all, &mut reading, &change);
        assert!(!all.places[lone].is_open() && reading.conflicts() == 1, "{:?}", reading.set());
    }
}
