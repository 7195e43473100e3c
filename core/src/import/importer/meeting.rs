//! One record of a file met with the one that is here.

use super::places::joined;
use super::speakers::Speakers;
use super::{Difference, ImportedItem, Importer, Incoming, Outcome, Placement};
use crate::annotation::fields::MetRecord;
use crate::annotation::{Anchor, AnchoredText, Annotation, Change, Set, Status, merge, same_words};
use crate::import::{ImportedDocument, Naming};
use crate::reading::shortened;
use crate::span::{self, Span};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Letters of a value that are told.
const MAX_TOLD: usize = 60;

/// Versions that are kept beside records, by the ids of those; and the ones that came in.
pub struct Versions {
    beside: HashMap<String, Vec<String>>,
    added: HashSet<String>,
    /// Records that the file completed, as they are since.
    changed: HashMap<String, Arc<Annotation>>,
}

/// What became of a version that says something else.
#[derive(PartialEq, Eq)]
enum Beside {
    /// It was put beside the record.
    Now,
    /// One that says the same is there already.
    Already,
    /// Somebody has chosen between the two before.
    Settled,
}

impl Versions {
    /// Those that are there. O(n).
    pub fn new(set: &Set) -> Self {
        let mut beside: HashMap<String, Vec<String>> = HashMap::new();
        for version in set.iter().filter(|record| record.conflict) {
            if let Some(first) = merge::beside_of(&version.id) {
                beside.entry(first.to_owned()).or_default().push(version.id.clone());
            }
        }
        for ids in beside.values_mut() {
            ids.sort_unstable();
        }
        Self { beside, added: HashSet::new(), changed: HashMap::new() }
    }

    /// A record as it is by now.
    fn now(&self, id: &str, set: &Set) -> Option<Arc<Annotation>> {
        self.changed.get(id).or_else(|| set.get(id)).cloned()
    }

    fn of(&self, id: &str) -> &[String] {
        self.beside.get(id).map_or(&[], Vec::as_slice)
    }
}

impl Importer<'_> {
    /// Adds to a change what one record brings.
    pub(super) fn meet(
        &self,
        one: &Incoming<'_>,
        batch: &ImportedDocument,
        speakers: &Speakers<'_>,
        versions: &mut Versions,
        change: &mut Change,
    ) -> Outcome {
        let known = one.known.as_ref().and_then(|id| versions.now(id, self.reading.set()));
        let Some(known) = known else {
            // A second version comes to the first one where that is, whatever it is called here.
            if one.record.conflict {
                return self.second_version(one, batch, speakers, versions, change);
            }
            change.annotation(None, Some(self.signed(one.record.clone())));
            return Outcome::Added;
        };
        self.laid_over(&known, one, batch, speakers, versions, change)
    }

    /// Lays a record over the one that is here.
    fn laid_over(
        &self,
        known: &Arc<Annotation>,
        one: &Incoming<'_>,
        batch: &ImportedDocument,
        speakers: &Speakers<'_>,
        versions: &mut Versions,
        change: &mut Change,
    ) -> Outcome {
        let met = self.met(known, one, batch);
        if met.different.is_empty() {
            if met.added.is_empty() {
                return Outcome::Present;
            }
            self.complete(known, met.ours, versions, change);
            return Outcome::Completed(met.added.iter().map(|field| (*field).to_owned()).collect());
        }
        // What else the file says belongs to its version: whoever takes a field of that takes it from there.
        let fields = differences(known, &met, speakers);
        match self.beside(&known.id, met.theirs, one, batch, versions, change) {
            Beside::Settled => Outcome::Settled,
            kept => Outcome::Conflict { fields, is_kept_already: kept == Beside::Already },
        }
    }

    /// A record of somebody who signed nothing is from now, and whoever brings it in signs.
    fn signed(&self, mut record: Annotation) -> Annotation {
        record.by = record.by.or_else(|| self.by.map(str::to_owned));
        record.created = record.created.or_else(|| Some(self.stamp.now.clone()));
        record
    }

    /// Puts what the file adds into a record; another of the file may add to it too.
    fn complete(&self, known: &Arc<Annotation>, mut ours: Annotation, versions: &mut Versions, change: &mut Change) {
        ours.modified = Some(self.stamp.now.clone());
        change.annotation(Some(Arc::clone(known)), Some(ours.clone()));
        versions.changed.insert(ours.id.clone(), Arc::new(ours));
    }

    /// The second of two versions that the file holds.
    fn second_version(
        &self,
        one: &Incoming<'_>,
        batch: &ImportedDocument,
        speakers: &Speakers<'_>,
        versions: &mut Versions,
        change: &mut Change,
    ) -> Outcome {
        let first = merge::beside_of(&one.record.id);
        let first = first.and_then(|id| versions.now(id, self.reading.set()));
        let Some(known) = first else {
            change.annotation(None, Some(self.signed(one.record.clone())));
            return Outcome::Added;
        };
        self.laid_over(&known, one, batch, speakers, versions, change)
    }

    /// Keeps the file's version beside a record, once.
    fn beside(
        &self,
        id: &str,
        mut theirs: Annotation,
        one: &Incoming<'_>,
        batch: &ImportedDocument,
        versions: &mut Versions,
        change: &mut Change,
    ) -> Beside {
        let set = self.reading.set();
        let known: Vec<Arc<Annotation>> = versions.of(id).iter().filter_map(|id| versions.now(id, set)).collect();
        for version in &known {
            let met = self.met(version, one, batch);
            if !met.different.is_empty() {
                continue;
            }
            if met.added.is_empty() {
                return Beside::Already;
            }
            if version.by == one.record.by {
                self.complete(version, met.ours, versions, change);
                return Beside::Already;
            }
        }
        id.clone_into(&mut theirs.id);
        theirs.conflict = false;
        theirs.id = merge::beside(&theirs);
        theirs.conflict = true;
        if set.get(&theirs.id).is_some() {
            return Beside::Already;
        }
        if self.settled.contains(&theirs.id) {
            return Beside::Settled;
        }
        if !versions.added.insert(theirs.id.clone()) {
            return Beside::Already;
        }
        change.annotation(None, Some(theirs));
        Beside::Now
    }

    /// Both records, field by field. What differs only because the format cannot say it otherwise is the same.
    fn met(&self, known: &Annotation, one: &Incoming<'_>, batch: &ImportedDocument) -> MetRecord {
        let mut theirs = one.record.clone();
        let text = self.reading.document().text();
        if self.same_place(known, one, batch.keeps_pieces) {
            theirs.at.clone_from(&known.at);
            theirs.text.clone_from(&known.text);
        }
        // Whom words mean that stand here as well was decided here, also where nobody was chosen.
        let is_same_mention =
            known.source.as_ref().zip(theirs.source.as_ref()).is_some_and(|(a, b)| same_mention(a, b));
        let is_decided = match one.item.naming {
            Naming::OfRecord => false,
            Naming::OfMention => known.speaker.is_none(),
            Naming::ByWords => true,
        };
        if is_same_mention && is_decided {
            theirs.speaker = None;
        }
        for (known, theirs) in [(&known.source, &mut theirs.source), (&known.cue, &mut theirs.cue)] {
            if known.as_ref().zip(theirs.as_ref()).is_some_and(|(known, theirs)| same_mention(known, theirs)) {
                theirs.clone_from(known);
            }
        }
        let (ours_rejected, theirs_rejected) = (known.is_rejected(), theirs.is_rejected());
        if ours_rejected && theirs_rejected {
            // What was rejected has no value that anybody chose.
            (theirs.kind, theirs.form, theirs.speaker) = (None, None, None);
            (theirs.source, theirs.cue) = (None, None);
            theirs.at.clone_from(&known.at);
            theirs.text.clone_from(&known.text);
        }
        let mut met = known.met(&theirs);
        if ours_rejected != theirs_rejected {
            // Nothing of what is said of a statement belongs to one that is none.
            met.ours = known.clone();
            met.added.clear();
            met.different.retain(|field| *field == "status");
        }
        if met.different.is_empty() && met.added == ["score"] {
            met.added.clear();
            met.ours = known.clone();
        }
        let own = joined(text, self.reading.anchor_of(&known.id).spans());
        let is_place = met.different.contains(&"at") && own.is_empty() && is_firm(&one.anchor);
        if is_place && same_words(&known.exact(), &theirs.exact()) {
            // The file knows where the words are.
            met.ours.at.clone_from(&theirs.at);
            met.ours.text = None;
            met.different.retain(|field| *field != "at");
            met.added.push("at");
        }
        met
    }

    /// Whether the file says no other place than the record has.
    fn same_place(&self, known: &Annotation, one: &Incoming<'_>, keeps_pieces: bool) -> bool {
        let text = self.reading.document().text();
        let anchor = self.reading.anchor_of(&known.id);
        let (ours, theirs) = (joined(text, anchor.spans()), joined(text, one.anchor.spans()));
        if !is_firm(&one.anchor) || ours.is_empty() {
            let firm = is_firm(&one.anchor) && ours.is_empty();
            return !firm && same_words(&known.exact(), &one.record.exact());
        }
        if ours == theirs || !is_firm(anchor) && same_words(&known.exact(), &one.record.exact()) {
            return true;
        }
        let is_piece = |span: &Span| ours.contains(span) || anchor.spans().contains(span);
        let is_whole = span::hull(&ours).is_some_and(|hull| theirs == [hull]);
        !keeps_pieces && (theirs.iter().all(is_piece) || is_whole)
    }

    /// What is told of a record.
    pub(super) fn reported(&self, one: &Incoming<'_>, outcome: Outcome) -> ImportedItem {
        let paragraph = one.anchor.spans().first().map(|s| self.reading.document().block_at(s.start) + 1);
        ImportedItem {
            label: one.record.label.clone(),
            is_rejected: one.record.is_rejected(),
            words: one.record.exact(),
            paragraph,
            outcome,
            placement: match (&one.anchor, one.placement) {
                (anchor, Some(placement)) if !anchor.is_doubtful() => placement,
                (Anchor::Exact(_), _) => Placement::Exact,
                (Anchor::Shifted(_), _) => Placement::Moved,
                (Anchor::Fuzzy(_) | Anchor::Ambiguous(_), _) => Placement::Uncertain,
                (Anchor::Lost(_), _) => Placement::NotFound,
            },
            by: one.record.by.clone(),
            when: one.record.modified.clone().or_else(|| one.record.created.clone()),
        }
    }
}

/// In what two records differ, in words.
fn differences(known: &Annotation, met: &MetRecord, speakers: &Speakers<'_>) -> Vec<Difference> {
    let mut out = Vec::new();
    for field in &met.different {
        if *field != "attributes" {
            let told = |record: &Annotation| told(field, record, speakers);
            out.push(difference(named(field), &told(known), &told(&met.theirs)));
            continue;
        }
        for (name, theirs) in &met.theirs.attributes {
            if let Some(ours) = known.attributes.get(name).filter(|ours| !same_words(ours, theirs)) {
                out.push(difference(name, ours, theirs));
            }
        }
    }
    out
}

/// Whether a place is beyond doubt.
fn is_firm(anchor: &Anchor) -> bool {
    !anchor.is_doubtful()
}

/// Whether words that name somebody, or words of saying, are one mention: the machine may have taken more or fewer.
fn same_mention(known: &AnchoredText, theirs: &AnchoredText) -> bool {
    known.0 < theirs.1 && theirs.0 < known.1 || same_words(&known.2, &theirs.2)
}

/// A field as people call it.
fn named(field: &str) -> &str {
    match field {
        "at" => "words",
        "source" => "mention",
        "status" => "decision",
        other => other,
    }
}

/// The value of a field, in words.
fn told(field: &str, record: &Annotation, speakers: &Speakers<'_>) -> String {
    let words = |words: &Option<AnchoredText>| words.as_ref().map(|w| w.2.clone());
    let said = match field {
        "label" => Some(record.label.clone()),
        "kind" => record.kind.map(|kind| kind.word().to_owned()),
        "form" => record.form.map(|form| form.word().to_owned()),
        "status" => Some(record.status.map_or("made by hand", Status::word).to_owned()),
        "at" => Some(record.exact()),
        "speaker" => record.speaker.as_ref().map(|who| speakers.name_of(who)),
        "source" => words(&record.source),
        "cue" => words(&record.cue),
        "rating" => record.rating.clone(),
        "note" => record.note.clone(),
        _ => None,
    };
    said.unwrap_or_default()
}

/// A difference with the beginnings of both values, or with what is around the first letter that is not the same.
fn difference(field: &str, ours: &str, theirs: &str) -> Difference {
    let told = |ours: &str, theirs: &str| Difference {
        field: field.to_owned(),
        ours: shortened(ours, MAX_TOLD),
        theirs: shortened(theirs, MAX_TOLD),
    };
    let whole = told(ours, theirs);
    if whole.ours != whole.theirs {
        return whole;
    }
    let same = ours.chars().zip(theirs.chars()).take_while(|(a, b)| a == b).count();
    let from = same.saturating_sub(MAX_TOLD / 2);
    let rest = |words: &str| format!("…{}", words.chars().skip(from).collect::<String>());
    told(&rest(ours), &rest(theirs))
}
