//! What was read from a file becomes records of a document: each is looked for in the current text, brought together
//! with what is there already, and its speaker with those who are known.

mod speakers;

use super::{ImportedDocument, ImportedRecord, OffsetUnit, PartialSelector};
use crate::annotation::anchor::{self, Anchor};
use crate::annotation::set::DocumentInfo;
use crate::annotation::{AnchoredText, Annotation, Change, Codebook, QUOTE, Selector, Set, Stamp};
use crate::document::{Document, sha256};
use crate::reading::Reading;
use crate::sanitize::{self, is_hostile};
use crate::span::{Offsets, Span};
use speakers::Speakers;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

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
    /// Who imports: of records that do not say whose they are.
    pub by: Option<&'a str>,
    /// The moment and its dice.
    pub stamp: &'a Stamp,
}

/// What became of the records of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportReport {
    /// New records.
    pub imported: usize,
    /// Records that were there, and of which the file knows more or other things.
    pub changed: usize,
    /// Records that were there just so.
    pub unchanged: usize,
    /// Of the new ones, those whose words stand elsewhere than the file says.
    pub moved: usize,
    /// Of the new ones, those of which a person must say where they belong.
    pub doubtful: usize,
    /// Of the new ones, those whose words are nowhere.
    pub lost: usize,
    /// Names of new speakers.
    pub speakers: Vec<String>,
    /// Labels the codebook does not know, and how many records have them.
    pub labels: BTreeMap<String, usize>,
    /// Ratings the codebook does not know.
    pub ratings: BTreeMap<String, usize>,
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
        Some(ImportedDocument { text: None, unit: OffsetUnit::Chars, records, document: batch.document.clone() })
    }

    /// The change that brings a batch in. O(n log n), and what looking for moved words costs
    /// ([`anchor::anchor_all`]).
    pub fn import(&self, batch: &ImportedDocument) -> (Change, ImportReport) {
        let restored = self.restored(batch);
        let batch = restored.as_ref().unwrap_or(batch);
        let (mut change, mut report) = (Change::default(), ImportReport::default());
        let mut speakers = Speakers::new(self.reading, self.codebook);
        let mut fresh = IdAllocator { stamp: self.stamp, taken: HashSet::new(), next: 0 };
        let document = self.reading.document();
        let same = batch.text.as_ref().is_none_or(|text| text == document.text());
        let hash = match &batch.text {
            Some(text) if !same => sha256(text.as_bytes()),
            _ => document.origin.text_hash.clone(),
        };
        let source = batch.text.as_deref().filter(|_| !same).map(|text| (text, Offsets::new(text)));
        let (text, offsets) =
            source.as_ref().map_or((document.text(), document.offsets()), |(text, offsets)| (*text, offsets));
        let unit = if batch.text.is_some() { OffsetUnit::Chars } else { batch.unit };
        let source = ReferenceText { text, offsets, unit };
        let mut records = Vec::with_capacity(batch.records.len());
        for item in &batch.records {
            let label = self.label(&item.label);
            if !self.codebook.knows_label(&label) {
                *report.labels.entry(label.clone()).or_default() += 1;
            }
            if let Some(rating) = item.fields.rating.as_ref().filter(|r| !self.codebook.ratings.contains(r)) {
                *report.ratings.entry(rating.clone()).or_default() += 1;
            }
            let mut record = self.record(item, &label, fresh.id(item.id.as_deref()), source);
            record.speaker = item.speaker.as_ref().map(|who| speakers.of(who, &item.members));
            records.push(record);
        }
        let set = Set::new(DocumentInfo::default(), Vec::new(), Vec::new(), records);
        let mut here = ExistingRecords::new(self.reading);
        for (record, anchor) in anchor::anchor_all(document, &set, &hash) {
            let record = self.placed(&record, &anchor, &hash);
            match here.take(&record, anchor.spans()).and_then(|id| self.reading.set().get(&id)) {
                Some(known) => {
                    let both = self.over(known, &record);
                    if both == **known {
                        report.unchanged += 1;
                    } else {
                        report.changed += 1;
                        change.annotation(Some(Arc::clone(known)), Some(both));
                    }
                }
                None => {
                    report.imported += 1;
                    report.moved += usize::from(matches!(anchor, Anchor::Shifted(_)));
                    report.doubtful += usize::from(matches!(anchor, Anchor::Fuzzy(_) | Anchor::Ambiguous(_)));
                    report.lost += usize::from(matches!(anchor, Anchor::Lost(_)));
                    change.annotation(None, Some(record));
                }
            }
        }
        let (ops, names) = speakers.done();
        // Speakers come first: records refer to them.
        change.ops.splice(0..0, ops);
        report.speakers = names;
        change.summary = format!("Imported {}", report.imported + report.changed);
        (change, report)
    }

    /// What a label of the file is called here: as asked, by the name or id of a label that is known, else as it is.
    fn label(&self, given: &str) -> String {
        let given = given.trim();
        if let Some((_, to)) = self.renamed.iter().find(|(from, _)| from == given) {
            return to.clone();
        }
        let plain = |words: &str| -> String {
            words.chars().flat_map(char::to_lowercase).map(|c| if c.is_alphanumeric() { c } else { '-' }).collect()
        };
        let wanted = plain(given);
        let known = self.codebook.all_labels().into_iter();
        let mut known = known.filter(|l| plain(&l.id) == wanted || plain(l.shown()) == wanted);
        match (known.next(), given) {
            (Some(label), _) => label.id,
            // Words that name somebody are what we call a person.
            (None, "") => "highlight".to_owned(),
            (None, _) => given.to_owned(),
        }
    }

    fn record(&self, item: &ImportedRecord, label: &str, id: String, source: ReferenceText<'_>) -> Annotation {
        let is_quote = label == QUOTE;
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
            by: given.by.or_else(|| self.by.map(str::to_owned)),
            created: given.created.or_else(|| Some(self.stamp.now.clone())),
            ..given
        }
    }

    /// A record with its place in the current text; one that has none keeps the place it had in another.
    fn placed(&self, record: &Annotation, anchor: &Anchor, hash: &str) -> Annotation {
        match anchor {
            Anchor::Exact(spans) | Anchor::Shifted(spans) => anchor::reanchored(self.reading.document(), record, spans),
            Anchor::Fuzzy(_) | Anchor::Ambiguous(_) | Anchor::Lost(_) => {
                let mut after = record.clone();
                after.text = Some(hash.chars().take(HASH_PREFIX).collect());
                after
            }
        }
    }

    /// A record that is there with what the file says of it: what the file does not say stays.
    fn over(&self, known: &Annotation, brought: &Annotation) -> Annotation {
        let mut out = known.with_imported(brought);
        if out != *known {
            out.modified = Some(self.stamp.now.clone());
        }
        out
    }
}

/// The text places are of.
#[derive(Clone, Copy)]
struct ReferenceText<'a> {
    text: &'a str,
    offsets: &'a Offsets,
    unit: OffsetUnit,
}

/// A place as records keep it. Of words alone it is where they stand, if that is one place.
fn selector(place: &PartialSelector, source: ReferenceText<'_>) -> Selector {
    let ReferenceText { text, offsets, unit } = source;
    let PartialSelector { at, exact, prefix, suffix } = place.clone();
    if let Some((start, end)) = at {
        let span = match unit {
            OffsetUnit::Chars => offsets.span_to_bytes(text, start, end),
            OffsetUnit::Utf16 => {
                let byte = |units| offsets.utf16_to_byte(text, units);
                byte(start).zip(byte(end)).map(|(start, end)| Span::new(start, end))
            }
        };
        let stands = span.filter(|s| exact.is_empty() || is_same(s.of(text), &exact));
        return match stands {
            Some(span) => Selector::within(text, offsets, span),
            None => Selector { start, end, exact, prefix, suffix },
        };
    }
    let mut found = memchr::memmem::find_iter(text.as_bytes(), exact.as_bytes());
    if let (Some(at), None) = (found.next(), found.next())
        && !exact.is_empty()
    {
        return Selector::within(text, offsets, Span::new(at as u32, (at + exact.len()) as u32));
    }
    let length = exact.chars().count() as u32;
    Selector { start: 0, end: length, exact, prefix, suffix }
}

/// Whether words are the same but for characters that not every format can hold.
fn is_same(ours: &str, theirs: &str) -> bool {
    let plain = |c: char| if is_hostile(c) || c == '\u{fffd}' { ' ' } else { c };
    ours == theirs || ours.chars().map(plain).eq(theirs.chars().map(plain))
}

/// Ids for what has none, and for what has one that another has.
struct IdAllocator<'a> {
    stamp: &'a Stamp,
    taken: HashSet<String>,
    next: u32,
}

impl IdAllocator<'_> {
    fn id(&mut self, given: Option<&str>) -> String {
        if let Some(given) = given.filter(|id| uuid::Uuid::try_parse(id).is_ok())
            && self.taken.insert(given.to_owned())
        {
            return given.to_owned();
        }
        loop {
            let id = self.stamp.id(self.next);
            self.next += 1;
            if self.taken.insert(id.clone()) {
                return id;
            }
        }
    }
}

/// Records that are there, to be found by what they are.
struct ExistingRecords<'a> {
    reading: &'a Reading,
    by_place: HashMap<(String, Vec<Span>), Vec<String>>,
    /// Those that something of the file stands for already.
    taken: HashSet<String>,
}

impl<'a> ExistingRecords<'a> {
    fn new(reading: &'a Reading) -> Self {
        let mut by_place: HashMap<(String, Vec<Span>), Vec<String>> = HashMap::new();
        for record in reading.set().in_order() {
            let spans = reading.anchor_of(&record.id).spans();
            if !spans.is_empty() {
                by_place.entry((record.label.clone(), spans.to_vec())).or_default().push(record.id.clone());
            }
        }
        Self { reading, by_place, taken: HashSet::new() }
    }

    /// The id of the record that is there for this one: by its id, else by its label and place, each once; for one
    /// without a place by its label and words.
    fn take(&mut self, record: &Annotation, spans: &[Span]) -> Option<String> {
        let known = self.reading.set().get(&record.id).filter(|known| known.label == record.label);
        let id = known.map(|known| known.id.clone()).or_else(|| {
            let same = self.by_place.get(&(record.label.clone(), spans.to_vec()))?;
            same.iter().find(|id| !self.taken.contains(*id)).cloned()
        });
        let id = id.or_else(|| {
            let lost = |r: &&Arc<Annotation>| self.reading.anchor_of(&r.id).is_orphan();
            let mut orphans = self.reading.set().iter().filter(lost).filter(|_| spans.is_empty());
            orphans.find(|r| r.label == record.label && r.exact() == record.exact()).map(|r| r.id.clone())
        })?;
        self.taken.insert(id.clone());
        Some(id)
    }
}

/// A document that a text of a file may be: whether the two are the same words.
pub fn is_text_of(document: &Document, text: &str) -> bool {
    let ours = document.text();
    ours == text || ours.trim() == text.replace("\r\n", "\n").trim() || sanitize::lines(ours) == text
}

#[cfg(test)]
mod tests;
