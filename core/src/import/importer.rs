//! What was read from a file becomes records of a document: each is looked for in the current text and met with what is
//! there already, and its speaker with those who are known. Nothing that was decided here changes: what only the file
//! says is added, and where both say something and not the same, the record of the file is kept beside the one here.

mod existing;
mod ids;
mod meeting;
mod neighbours;
mod places;
mod recount;
mod report;
mod speakers;

use super::{ImportedDocument, ImportedRecord, OffsetUnit, PartialSelector};
use crate::annotation::anchor::{self, Anchor};
use crate::annotation::merge::beside_of;
use crate::annotation::set::DocumentInfo;
use crate::annotation::{
    AnchoredText, Annotation, Change, Codebook, Op, QUOTE, RecordLink, Set, SpeakerRef, Stamp, UNKNOWN_TEXT,
};
use crate::document::{Document, sha256};
use crate::reading::Reading;
use crate::sanitize;
use crate::span::Offsets;
use existing::ExistingRecords;
use ids::IdAllocator;
use meeting::Versions;
use neighbours::moved_with_neighbours;
use places::{ReferenceText, selector};
use recount::recounted;
use speakers::Speakers;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

pub use report::{Difference, ImportReport, ImportedItem, Outcome, Placement};

/// First letters of a hash, as records keep them.
const HASH_PREFIX: usize = 12;

/// Brings records into a document, in somebody's name at one moment.
#[derive(Clone, Copy, Debug)]
pub struct Importer<'a> {
    /// The document with what is known of it.
    pub reading: &'a Reading,
    /// The project's labels and speakers.
    pub codebook: &'a Codebook,
    /// Labels of the file, and what they are called here.
    pub renamed: &'a [(String, String)],
    /// Who imports: of new records that do not say whose they are.
    pub by: Option<&'a str>,
    /// Whose the file is: of records that do not say whose they are.
    pub theirs: Option<&'a str>,
    /// Ids of versions that an earlier import kept beside records, and that somebody has decided about since.
    pub settled: &'a HashSet<String>,
    /// The moment and its dice.
    pub stamp: &'a Stamp,
}

/// A record of the file on its way in.
struct Incoming<'a> {
    item: &'a ImportedRecord,
    record: Annotation,
    anchor: Anchor,
    /// The record here that it is.
    known: Option<String>,
    /// How sure its place is, where only what is beside it told that.
    placement: Option<Placement>,
}

impl Importer<'_> {
    /// A batch whose text is the document's without what could drive a terminal, as exports write it: its places are those
    /// of the document itself, and the words there are the document's. None where nothing was replaced.
    fn restored(&self, batch: &ImportedDocument) -> Option<ImportedDocument> {
        let ours = self.reading.document().text();
        let text = batch.text.as_deref()?;
        if text == ours || sanitize::lines(ours) != text {
            return None;
        }
        let place = |place: &PartialSelector| match place.at {
            Some(at) => PartialSelector { at: Some(at), ..PartialSelector::default() },
            None => place.clone(),
        };
        let item = |item: &ImportedRecord| ImportedRecord {
            at: item.at.iter().map(place).collect(),
            source: item.source.as_ref().map(place),
            cue: item.cue.as_ref().map(place),
            ..item.clone()
        };
        let records = batch.records.iter().map(item).collect();
        Some(ImportedDocument { text: None, unit: OffsetUnit::Chars, records, ..batch.clone() })
    }

    /// The change that brings a batch in. O(n log n), and what looking for moved words costs
    /// ([`anchor::anchor_all`]).
    pub fn import(&self, batch: &ImportedDocument) -> (Change, ImportReport) {
        let restored = self.restored(batch);
        let batch = restored.as_ref().unwrap_or(batch);
        let mut report = ImportReport::default();
        let recounted = if restored.is_some() { None } else { recounted(batch, self.reading.document()) };
        let batch = recounted.as_ref().map_or(batch, |recounted| &recounted.batch);
        report.counted = recounted.as_ref().and_then(|recounted| recounted.counted.clone());
        report.doubts = recounted.as_ref().map(|recounted| recounted.doubts.clone()).unwrap_or_default();
        let moved = moved_with_neighbours(batch, self.reading.document());
        let (batch, placements) = moved.as_ref().map_or((batch, &[][..]), |moved| (&moved.batch, &moved.placements));
        let is_bare = |item: &&ImportedRecord| item.at.iter().all(|place| place.exact.is_empty());
        report.unchecked = if restored.is_some() { 0 } else { batch.records.iter().filter(is_bare).count() };
        let mut speakers = Speakers::new(self.reading, self.codebook, &batch.speakers);
        let mut fresh = IdAllocator::new(self.stamp, batch.keeps_ids);
        let mut incoming = self.placed_records(batch, &mut speakers, &mut fresh, &mut report);
        if !placements.is_empty() {
            let by_item: HashMap<*const ImportedRecord, Option<Placement>> =
                batch.records.iter().map(std::ptr::from_ref).zip(placements.iter().copied()).collect();
            for one in &mut incoming {
                one.placement = by_item.get(&std::ptr::from_ref(one.item)).copied().flatten();
            }
        }
        ExistingRecords::new(self.reading, batch.keeps_pieces).pair(&mut incoming);
        let renamed = self.final_ids(&mut incoming, &mut fresh);
        let mut change = Change::default();
        let mut versions = Versions::new(self.reading.set());
        for one in &mut incoming {
            relink(&mut one.record, &renamed);
            let outcome = self.meet(one, batch, &speakers, &mut versions, &mut change);
            report.count(self.reported(one, outcome));
        }
        for review in batch.reviews.iter().filter(|r| !self.reading.set().reviews.contains(r)) {
            change.ops.push(Op::Review { before: None, after: Some(review.clone()) });
            report.reviews += 1;
        }
        for check in batch.checks.iter().filter(|c| !self.reading.set().has_check(c)) {
            change.ops.push(Op::Check { before: None, after: Some(check.clone()) });
            report.checks += 1;
        }
        let (ops, names) = speakers.done(named(&change));
        report.completed_speakers = ops.iter().filter_map(completed).collect();
        // Speakers come first: records refer to them.
        change.ops.splice(0..0, ops);
        report.speakers = names;
        change.summary = format!("Imported {}", report.imported + report.changed + report.conflicts);
        (change, report)
    }

    /// All records of a batch where they are in the current text, in reading order.
    fn placed_records<'a>(
        &self,
        batch: &'a ImportedDocument,
        speakers: &mut Speakers<'_>,
        fresh: &mut IdAllocator<'_>,
        report: &mut ImportReport,
    ) -> Vec<Incoming<'a>> {
        let document = self.reading.document();
        let same = batch.text.as_ref().is_none_or(|text| text == document.text());
        let hash = match (&batch.text_hash, &batch.text) {
            (Some(hash), _) => hash.clone(),
            (None, Some(text)) if !same => sha256(text.as_bytes()),
            (None, _) => document.origin.text_hash.clone(),
        };
        let source = batch.text.as_deref().filter(|_| !same).map(|text| (text, Offsets::new(text)));
        let (text, offsets) =
            source.as_ref().map_or((document.text(), document.offsets()), |(text, offsets)| (*text, offsets));
        let unit = if batch.text.is_some() { OffsetUnit::Chars } else { batch.unit };
        let source = ReferenceText { text, offsets, unit, is_stored: batch.text_hash.is_some() };
        let labels = self.labels();
        let attributes = self.attribute_names();
        let mut items: HashMap<String, &ImportedRecord> = HashMap::with_capacity(batch.records.len());
        let mut records = Vec::with_capacity(batch.records.len());
        for item in &batch.records {
            let label = self.label(&item.label, &labels);
            if !self.codebook.knows_label(&label) {
                *report.labels.entry(label.clone()).or_default() += 1;
            }
            if let Some(rating) = item.fields.rating.as_ref().filter(|r| !self.codebook.ratings.contains(r)) {
                *report.ratings.entry(rating.clone()).or_default() += 1;
            }
            let mut record = self.record(item, &label, fresh.id(item.id.as_deref()), source);
            record.attributes = known_attributes(record.attributes, &attributes);
            record.speaker = item.speaker.as_ref().map(|who| speakers.of(who, &item.members));
            items.insert(record.id.clone(), item);
            records.push(record);
        }
        let set = Set::new(DocumentInfo::default(), Vec::new(), Vec::new(), records);
        let placed = anchor::anchor_all(document, &set, &hash).into_iter().filter_map(|(record, anchor)| {
            let item = items.get(&record.id)?;
            let record = self.placed(&record, &anchor, &hash);
            Some(Incoming { item, record, anchor, known: None, placement: None })
        });
        placed.collect()
    }

    /// What labels are called here, by what is the same in all ways of writing them.
    fn labels(&self) -> HashMap<String, String> {
        let used = self.reading.set().iter().map(|record| (plain(&record.label), record.label.clone()));
        let known = self.codebook.all_labels().into_iter();
        let known = known.flat_map(|l| [(plain(l.shown()), l.id.clone()), (plain(&l.id), l.id)]);
        used.chain(known).collect()
    }

    /// What a label of the file is called here: as asked, by the name or id of a label that is known, else as it is.
    fn label(&self, given: &str, known: &HashMap<String, String>) -> String {
        let given = given.trim();
        if let Some((_, to)) = self.renamed.iter().find(|(from, _)| from == given) {
            return to.clone();
        }
        match (self.codebook.knows_label(given), known.get(&plain(given)), given) {
            (true, _, _) => given.to_owned(),
            (false, Some(label), _) => label.clone(),
            (false, None, "") => "highlight".to_owned(),
            (false, None, _) => given.to_owned(),
        }
    }

    /// Names of attributes here, by what is the same in all ways of writing them; a way of writing that is two names' tells
    /// nothing.
    fn attribute_names(&self) -> HashMap<String, Option<String>> {
        let used = self.reading.set().iter().flat_map(|record| record.attributes.keys());
        let all: BTreeSet<&String> = self.codebook.attributes.iter().map(|a| &a.id).chain(used).collect();
        let mut names: HashMap<String, Option<String>> = HashMap::with_capacity(all.len());
        for name in all {
            names.entry(plain(name)).and_modify(|known| *known = None).or_insert_with(|| Some(name.clone()));
        }
        names
    }

    fn record(&self, item: &ImportedRecord, label: &str, id: String, source: ReferenceText<'_>) -> Annotation {
        let is_quote = label == QUOTE || source.is_stored;
        let at = item.at.iter().map(|place| selector(place, source)).collect();
        let words = |place: &Option<PartialSelector>| {
            let selector = selector(place.as_ref()?, source);
            Some(selector).filter(|s| !s.exact.is_empty()).map(|s| AnchoredText(s.start, s.end, s.exact))
        };
        let given = item.fields.clone();
        Annotation {
            id,
            label: label.to_owned(),
            at,
            kind: given.kind.filter(|_| is_quote),
            form: given.form.filter(|_| is_quote),
            source: words(&item.source),
            cue: words(&item.cue),
            note: given.note.filter(|n| !n.trim().is_empty()),
            by: given.by.or_else(|| self.theirs.map(str::to_owned)),
            ..given
        }
    }

    /// A record with its place in the current text; one that has none keeps the place it had in another.
    fn placed(&self, record: &Annotation, anchor: &Anchor, hash: &str) -> Annotation {
        match anchor {
            Anchor::Exact(spans) | Anchor::Shifted(spans) => {
                let document = self.reading.document();
                let mut after = anchor::reanchored(document, record, spans);
                // Where other words stand around it now, it may be somebody else's: it is looked at as of the text it is about.
                if !anchor::stands_among_the_same(document, record, spans) {
                    for (now, then) in after.at.iter_mut().zip(&record.at) {
                        (now.prefix, now.suffix) = (then.prefix.clone(), then.suffix.clone());
                    }
                    // A file without its text is about the one here as far as it knows.
                    let hash = if hash == document.origin.text_hash { UNKNOWN_TEXT } else { hash };
                    after.text = Some(hash.chars().take(HASH_PREFIX).collect());
                }
                after
            }
            Anchor::Fuzzy(_) | Anchor::Ambiguous(_) | Anchor::Lost(_) => {
                let mut after = record.clone();
                after.text.get_or_insert_with(|| hash.chars().take(HASH_PREFIX).collect());
                after
            }
        }
    }

    /// Gives new records ids that nothing here has; the ids of the file, and what they are here.
    fn final_ids(&self, incoming: &mut [Incoming<'_>], fresh: &mut IdAllocator<'_>) -> HashMap<String, String> {
        let mut renamed = HashMap::new();
        for one in incoming.iter_mut() {
            let before = one.record.id.clone();
            if let Some(known) = &one.known {
                one.record.id.clone_from(known);
            } else if self.reading.set().get(&before).is_some() {
                one.record.id = fresh.id(None);
            }
            for given in one.item.id.iter().chain([&before]).filter(|given| **given != one.record.id) {
                renamed.insert(given.clone(), one.record.id.clone());
            }
        }
        // A second version goes with the first one.
        for one in incoming.iter_mut().filter(|one| one.record.conflict && one.known.is_none()) {
            if let Some(first) = beside_of(&one.record.id)
                && let Some(now) = renamed.get(first)
            {
                one.record.id = one.record.id.replacen(first, now, 1);
            }
        }
        renamed
    }
}

/// A label as letters and digits, small.
fn plain(label: &str) -> String {
    label.chars().flat_map(char::to_lowercase).map(|c| if c.is_alphanumeric() { c } else { '-' }).collect()
}

/// The name of the attribute of tags in files that know no attributes.
const TAG: &str = "tag";

/// Attributes by the names they have here: formats write blanks as other signs, or name and value as one tag.
fn known_attributes(
    given: BTreeMap<String, String>,
    names: &HashMap<String, Option<String>>,
) -> BTreeMap<String, String> {
    let known = |name: &str| names.get(&plain(name.trim())).cloned().flatten();
    let mut out = BTreeMap::new();
    for (name, value) in given {
        if name == TAG {
            let (fields, tags): (Vec<_>, Vec<_>) = value.split("; ").partition(|tag| {
                tag.split_once(':').is_some_and(|(name, value)| known(name).is_some() && !value.trim().is_empty())
            });
            for (name, value) in fields.iter().filter_map(|tag| tag.split_once(':')) {
                out.extend(known(name).map(|name| (name, value.trim().to_owned())));
            }
            if !tags.is_empty() {
                out.insert(name, tags.join("; "));
            }
        } else {
            out.insert(known(&name).unwrap_or(name), value);
        }
    }
    out
}

/// Links to records that have another id here.
fn relink(record: &mut Annotation, renamed: &HashMap<String, String>) {
    for RecordLink { to, .. } in &mut record.links {
        if let Some(now) = renamed.get(to) {
            to.clone_from(now);
        }
    }
}

/// The name of a speaker who was there before an op.
fn completed(op: &Op) -> Option<String> {
    match op {
        Op::Speaker { before: Some(before), .. } => Some(before.name.clone()),
        Op::Speaker { before: None, .. }
        | Op::Annotation { .. }
        | Op::Review { .. }
        | Op::Sources { .. }
        | Op::Check { .. } => None,
    }
}

/// Ids of the speakers that records of a change name.
fn named(change: &Change) -> HashSet<String> {
    let after = change.ops.iter().filter_map(|op| match op {
        Op::Annotation { after, .. } => after.as_ref(),
        Op::Speaker { .. } | Op::Review { .. } | Op::Sources { .. } | Op::Check { .. } => None,
    });
    after.filter_map(|record| record.speaker.as_ref().and_then(SpeakerRef::id)).map(str::to_owned).collect()
}

/// A document that a text of a file may be: whether the two are the same words.
pub fn is_text_of(document: &Document, text: &str) -> bool {
    let ours = document.text();
    ours == text || ours.trim() == text.replace("\r\n", "\n").trim() || sanitize::lines(ours) == text
}

#[cfg(test)]
mod tests;
