//! Detections ⊕ decisions: what the screen and the exports show.
//!
//! A [`Reading`] holds a document, what was found in it and what a person decided, and keeps the three in step: every
//! change costs in proportion to what it touches, never to the document or the number of records.

mod bitset;
mod claims;
mod concerns;
mod decide;
mod index;
mod many;
mod naming;
mod near;
mod people;
mod project;
mod repair;
mod resolve;
mod said;
mod split;
mod versions;

use crate::annotation::anchor::{self, Anchor};
use crate::annotation::set::DocumentInfo;
use crate::annotation::{Annotation, Change, Op, QUOTE, Selector, Set, Status};
use crate::detect::{Attribution, Detections};
use crate::document::Document;
use crate::kinds::{Form, Kind};
use crate::span::{self, Span};
use rustc_hash::{FxBuildHasher, FxHashMap};
use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use index::ItemIndex;

pub use concerns::Concern;
pub use decide::{Claim, Decider};
pub use many::{Around, Batch, Gathered, Gleaned, section};
pub use near::same::{Likeness, QuotationCopy, SameWords};
pub use near::{Near, NearMatch, NearQuery};
pub use people::{SpeakerEdit, SpeakerEntry, SpeakerNames};
pub use resolve::{Doubt, Proposal, SpeakerChoice};
pub use said::{SaidIndex, SaidPlaces};
pub use split::{Cut, Part, Refusal};
pub use versions::{VersionField, differing};

/// Reported speech below this probability is not in the review queue; it is told with its number and gone through apart. From
/// here on it is right about as often as not, which is worth a look; a higher bound hid half of what is right.
pub const QUEUE_SCORE: f32 = 0.45;
/// Suggestions from here on are sure: of quotations as good as these 1.3 % are wrong, see the table in `docs/detection.md`.
pub const SURE_SCORE: f32 = 0.95;

/// A suggestion or a record.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ItemId {
    /// Number of an attribution.
    Suggestion(u32),
    /// Id of a record.
    Record(Arc<str>),
}

/// One document with its suggestions and records.
#[derive(Clone, Debug)]
pub struct Reading {
    document: Arc<Document>,
    found: Arc<Detections>,
    set: Set,
    /// Where each record is.
    anchors: FxHashMap<String, Anchor>,
    /// Selectors that do not stand where they say, and where the ladder put them.
    given: HashMap<String, (Vec<Selector>, Anchor)>,
    /// Records about which there is a [`Concern`], by stored place.
    doubtful: BTreeSet<(u32, String)>,
    /// What is to be decided about each of them.
    concerns: FxHashMap<String, Concern>,
    /// Versions kept beside others.
    versions: versions::VersionIndex,
    /// The document the selectors were last saved with.
    before: DocumentInfo,
    /// Suggestions and records by place.
    index: ItemIndex,
    /// For each attribution that is no suggestion any more, how many records stand in its place.
    hidden: FxHashMap<u32, u16>,
    /// Records that decide a detection.
    reviewed: usize,
    lost: usize,
    taught: resolve::Taught,
    called: resolve::NameIndex,
    /// Speakers of the project: who is one of them is called so.
    project: project::ProjectNames,
}

impl Reading {
    /// Brings the three together. The set says in `about` with which text it was last saved; records that do not stand
    /// there are placed anew. O(n log n) in attributions and records, and what [`anchor::anchor_all`] costs.
    ///
    /// ```
    /// use sayso_core::annotation::{Annotation, Selector, Set};
    /// use sayso_core::{detect::Detector, document::Document, reading::Reading, span::Span};
    /// use std::sync::Arc;
    ///
    /// let document = Document::from_text("“We will go,” said Ada Grey.", "a.txt");
    /// let found = Detector::new().extract(&document);
    /// let selector = Selector::of(&document, Span::new(0, 17));
    /// let mut set = Set::default();
    /// set.insert(Arc::new(Annotation::new("1".to_owned(), "highlight", vec![selector])));
    /// let reading = Reading::new(Arc::new(document), Arc::new(found), set);
    /// assert_eq!(reading.all().count(), 2); // the suggestion and the record
    /// ```
    pub fn new(document: Arc<Document>, found: Arc<Detections>, mut set: Set) -> Self {
        let placed = anchor::anchor_all(&document, &set, &set.about.text);
        let before = std::mem::replace(&mut set.about, DocumentInfo::of(&document));
        let mut reading = Self {
            hidden: FxHashMap::default(),
            index: ItemIndex::new(&found),
            document,
            found,
            anchors: FxHashMap::with_capacity_and_hasher(set.len(), FxBuildHasher),
            given: HashMap::new(),
            doubtful: BTreeSet::new(),
            concerns: FxHashMap::default(),
            versions: versions::VersionIndex::default(),
            before,
            reviewed: 0,
            lost: 0,
            taught: resolve::Taught::default(),
            called: resolve::NameIndex::new(&set),
            project: project::ProjectNames::default(),
            set,
        };
        for (record, anchor) in placed {
            if !matches!(anchor, Anchor::Exact(_)) {
                reading.given.insert(record.id.clone(), (record.at.clone(), anchor.clone()));
            }
            reading.enter(&record, anchor);
        }
        reading
    }

    /// The document.
    pub fn document(&self) -> &Arc<Document> {
        &self.document
    }

    /// What was found in it.
    pub fn found(&self) -> &Arc<Detections> {
        &self.found
    }

    /// What was decided.
    pub fn set(&self) -> &Set {
        &self.set
    }

    /// Applies a change. O(ops · log n).
    pub fn apply(&mut self, change: &Change) {
        for op in &change.ops {
            if let Op::Annotation { before: Some(before), .. } = op {
                self.leave(before);
            }
        }
        self.set.apply(change);
        if change.ops.iter().any(|op| matches!(op, Op::Speaker { .. })) {
            self.called = resolve::NameIndex::new(&self.set);
            self.find_firsts();
        }
        for op in &change.ops {
            if let Op::Annotation { after: Some(after), .. } = op {
                let place = self.place(after);
                self.enter(after, place);
            }
        }
        let renamed = |op: &Op| match op {
            Op::Speaker { before: Some(before), after: Some(after) } => before.name != after.name,
            Op::Speaker { before: None, .. } | Op::Speaker { after: None, .. } => false,
            Op::Annotation { .. } | Op::Review { .. } | Op::Sources { .. } | Op::Check { .. } => false,
        };
        if change.ops.iter().any(renamed) {
            resolve::teach_all(self);
        }
    }

    /// Where a record is: where the ladder put its selectors, else where they say.
    fn place(&self, record: &Annotation) -> Anchor {
        if let Some((_, anchor)) = self.given.get(&record.id).filter(|(at, _)| *at == record.at) {
            return anchor.clone();
        }
        anchor::verify(&self.document, &record.at).map_or_else(|| Anchor::Lost(Vec::new()), Anchor::Exact)
    }

    fn enter(&mut self, record: &Arc<Annotation>, place: Anchor) {
        if let Some(concern) = self.concern_at(record, &place) {
            self.doubtful.insert((record.start(), record.id.clone()));
            self.concerns.insert(record.id.clone(), concern);
        }
        self.versions.enter(record);
        if let Some(hull) = span::hull(place.spans()) {
            for number in self.in_its_place(record, place.spans()) {
                self.hide(number, 1);
            }
            if !record.is_rejected() {
                self.index.put(hull, record.id.as_str());
            }
            resolve::teach(self, record, place.spans());
        } else if !record.is_rejected() {
            self.lost += 1;
        }
        self.reviewed += usize::from(decides(record));
        self.anchors.insert(record.id.clone(), place);
    }

    fn leave(&mut self, record: &Arc<Annotation>) {
        let Some(place) = self.anchors.remove(&record.id) else { return };
        self.doubtful.remove(&(record.start(), record.id.clone()));
        self.concerns.remove(&record.id);
        self.versions.leave(record);
        if let Some(hull) = span::hull(place.spans()) {
            resolve::unteach(self, record, place.spans());
            self.index.take(hull, &record.id);
            for number in self.in_its_place(record, place.spans()) {
                self.hide(number, -1);
            }
        } else if !record.is_rejected() {
            self.lost -= 1;
        }
        self.reviewed -= usize::from(decides(record));
    }

    fn hide(&mut self, number: u32, by: i16) {
        let count = self.hidden.entry(number).or_default();
        *count = count.saturating_add_signed(by);
        let shown = *count == 0;
        if shown {
            self.hidden.remove(&number);
        }
        self.index.show(&self.found, number as usize, shown);
    }

    /// Attributions that are no suggestions while `record` stands: the core rule. The core is the content without
    /// marks, white space and `,.;:`; at least half of either core lies in the other, or, for a rejection, the two
    /// have a Jaccard index of a half. Only those of the record's form: a quotation inside a turn is a statement of its
    /// own. A record without a form, as other programs may write, stands for any.
    fn in_its_place(&self, record: &Annotation, spans: &[Span]) -> Vec<u32> {
        if record.label != QUOTE {
            return Vec::new();
        }
        let text = self.document.text();
        let ours: Vec<Span> = spans.iter().map(|s| core(text, *s)).collect();
        let size = |spans: &[Span]| spans.iter().map(|s| s.len()).sum::<u32>();
        let Some(hull) = span::hull(&ours) else { return Vec::new() };
        let stands = |number: &u32| {
            let found = self.found.get(*number as usize);
            let Some(a) = found.filter(|a| record.form.is_none_or(|form| form == a.form)) else { return false };
            let theirs: Vec<Span> = a.content.iter().map(|s| core(text, *s)).collect();
            let shared: u32 =
                theirs.iter().flat_map(|t| ours.iter().filter_map(|o| o.intersection(*t))).map(Span::len).sum();
            let (a, b) = (size(&ours), size(&theirs));
            if record.is_rejected() {
                shared * 2 >= a + b - shared
            } else {
                shared > 0 && (shared * 2 >= b || shared * 2 >= a)
            }
        };
        self.index.overlapping(&self.found, hull).filter(stands).collect()
    }

    /// The attribution a record decides, the one that shares most with it.
    fn decided_by(&self, record: &Annotation, spans: &[Span]) -> Option<u32> {
        record.status?;
        let hull = span::hull(spans)?;
        self.in_its_place(record, spans)
            .into_iter()
            .filter_map(|n| self.found.get(n as usize).map(|a| (n, a.hull())))
            .max_by_key(|(_, h)| h.intersection(hull).map_or(0, Span::len))
            .map(|(n, _)| n)
    }

    /// The detection that a record decided, where there still is one. O(log n).
    pub fn detection_of(&self, record: &Annotation) -> Option<Attribution<'_>> {
        let number = self.decided_by(record, self.anchor_of(&record.id).spans())?;
        self.found.get(number as usize)
    }

    /// How many of the items to decide are decided, and how many there are.
    pub fn progress(&self) -> (usize, usize) {
        (self.reviewed, self.reviewed + self.index.open())
    }

    /// How many records have no place.
    pub fn lost(&self) -> usize {
        self.lost
    }

    /// Ids of the records about which there is a [`Concern`], by stored place.
    pub fn doubtful(&self) -> &BTreeSet<(u32, String)> {
        &self.doubtful
    }

    /// Where a record is.
    pub fn anchor_of(&self, id: &str) -> &Anchor {
        const NOWHERE: &Anchor = &Anchor::Lost(Vec::new());
        self.anchors.get(id).unwrap_or(NOWHERE)
    }

    /// The record of an item, when it is one.
    pub fn record(&self, item: &ItemId) -> Option<&Arc<Annotation>> {
        match item {
            ItemId::Record(id) => self.set.get(id),
            ItemId::Suggestion(_) => None,
        }
    }

    /// The attribution of an item, when it is a suggestion.
    pub fn suggestion(&self, item: &ItemId) -> Option<Attribution<'_>> {
        match item {
            ItemId::Suggestion(number) => self.found.get(*number as usize),
            ItemId::Record(_) => None,
        }
    }

    /// The words of an item: its spans, in reading order; empty when lost.
    pub fn spans(&self, item: &ItemId) -> &[Span] {
        match item {
            ItemId::Suggestion(_) => self.suggestion(item).map_or(&[], |a| a.content),
            ItemId::Record(id) => self.anchor_of(id).spans(),
        }
    }

    /// The smallest span over an item.
    pub fn hull(&self, item: &ItemId) -> Option<Span> {
        span::hull(self.spans(item))
    }

    /// Whether an item is shown in the margin.
    pub fn is_shown(&self, item: &ItemId) -> bool {
        match item {
            ItemId::Suggestion(number) => self.index.is_shown(*number as usize),
            ItemId::Record(_) => self.record(item).is_some_and(|r| !r.is_rejected()) && self.hull(item).is_some(),
        }
    }

    /// Whether a suggestion belongs to the review queue and is open.
    pub fn is_open(&self, item: &ItemId) -> bool {
        matches!(item, ItemId::Suggestion(number) if self.index.is_open(*number as usize))
    }

    /// Items that overlap `span`, in reading order. O(log n + those found).
    pub fn items_in(&self, span: Span) -> Vec<ItemId> {
        self.index.items_in(&self.found, span)
    }

    /// The statement, decided or suggested, that covers most of `span`; of several the shortest, as a quotation inside a
    /// turn is. O(log n + those found).
    pub fn statement_around(&self, span: Span) -> Option<ItemId> {
        self.items_in(span).into_iter().filter(|item| self.is_statement(item)).max_by_key(|item| {
            let spans = self.spans(item);
            let shared = spans.iter().filter_map(|s| s.intersection(span)).map(Span::len).sum::<u32>();
            (shared, Reverse(spans.iter().map(|s| s.len()).sum::<u32>()))
        })
    }

    /// The turn, post or block that a quotation stands in: a statement of its own, whose words hold those of the quotation.
    /// O(log n + those found).
    pub fn statement_holding(&self, item: &ItemId) -> Option<ItemId> {
        let hull = self.hull(item).filter(|_| self.nature(item).1 == Form::Quotation && self.is_statement(item))?;
        let holds = |other: &ItemId| {
            self.is_statement(other)
                && self.nature(other).1 != Form::Quotation
                && self.spans(other).iter().any(|s| s.covers(hull))
        };
        self.items_in(hull).into_iter().find(holds)
    }

    /// Whether an item is what somebody says, not a claim, note or another label.
    fn is_statement(&self, item: &ItemId) -> bool {
        self.record(item).is_none_or(|r| r.label == QUOTE)
    }

    /// The next item after `at` (by place, then id), wrapping round to the first.
    pub fn next_item(&self, at: u32, item: Option<&ItemId>) -> Option<ItemId> {
        self.index.next(&self.found, at, item).or_else(|| self.index.next(&self.found, 0, None))
    }

    /// The item before `at`, wrapping round to the last.
    pub fn previous_item(&self, at: u32, item: Option<&ItemId>) -> Option<ItemId> {
        self.index.previous(&self.found, at, item).or_else(|| self.index.previous(&self.found, u32::MAX, None))
    }

    /// The next open suggestion after the place and number given, wrapping round.
    pub fn next_open(&self, at: u32, item: Option<&ItemId>) -> Option<ItemId> {
        let from = match item {
            Some(ItemId::Suggestion(n)) => *n as usize + 1,
            Some(ItemId::Record(_)) | None => self.found.first_from(at),
        };
        self.index.next_open(from)
    }

    /// The open suggestion before the place and number given, wrapping round.
    pub fn previous_open(&self, at: u32, item: Option<&ItemId>) -> Option<ItemId> {
        let before = match item {
            Some(ItemId::Suggestion(n)) => *n as usize,
            Some(ItemId::Record(_)) | None => self.found.first_from(at),
        };
        self.index.previous_open(before)
    }

    /// All shown items in reading order. O(n): for exports and lists, never for a frame.
    pub fn all(&self) -> impl Iterator<Item = ItemId> + '_ {
        let next = |item: &ItemId| self.index.next(&self.found, self.hull(item).map_or(0, |h| h.start), Some(item));
        std::iter::successors(self.index.next(&self.found, 0, None), next)
    }

    /// Open suggestions by number, in reading order.
    pub fn open(&self) -> impl Iterator<Item = u32> + '_ {
        self.index.all_open().map(|n| n as u32)
    }

    /// Whether anything is shown at all.
    pub fn has_items(&self) -> bool {
        self.index.next(&self.found, 0, None).is_some()
    }

    /// Open suggestions of at least [`SURE_SCORE`], in reading order. O(open).
    pub fn sure(&self) -> impl Iterator<Item = ItemId> + '_ {
        let sure = |n: &usize| self.found.get(*n).is_some_and(|a| a.score >= SURE_SCORE);
        self.index.all_open().filter(sure).map(|n| ItemId::Suggestion(n as u32))
    }

    /// What stands in quotation marks within `spans`, as detection found it.
    pub fn quotes_in(&self, spans: &[Span]) -> Vec<Span> {
        let Some(hull) = span::hull(spans) else { return Vec::new() };
        self.index
            .overlapping(&self.found, hull)
            .filter_map(|n| self.found.get(n as usize))
            .flat_map(|a| a.quotes)
            .filter(|q| spans.iter().any(|s| s.covers(**q)))
            .copied()
            .collect()
    }

    /// Kind and form of an item.
    pub fn nature(&self, item: &ItemId) -> (Kind, Form) {
        match (self.suggestion(item), self.record(item)) {
            (Some(a), _) => (a.kind, a.form),
            (_, Some(r)) => (r.kind.unwrap_or(Kind::Direct), r.form.unwrap_or(Form::Quotation)),
            (None, None) => (Kind::Direct, Form::Quotation),
        }
    }
}

/// Whether a record decides a detection. The second of two versions does not: a statement is counted once.
fn decides(record: &Annotation) -> bool {
    !record.conflict
        && record.label == QUOTE
        && matches!(record.status, Some(Status::Confirmed | Status::Edited | Status::Rejected))
}

/// A span without quotation marks, white space and stops at its ends.
fn core(text: &str, span: Span) -> Span {
    span.trim(text, |c| c.is_whitespace() || "“”\"'‘’«»„‹›「」,.;:…".contains(c))
}

/// `words` on one line, cut to `limit` characters with `…`.
pub fn shortened(words: &str, limit: usize) -> String {
    let flat = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if flat.chars().count() <= limit {
        return flat;
    }
    let mut out: String = flat.chars().take(limit.saturating_sub(1)).collect();
    out.truncate(out.trim_end().len());
    out.push('…');
    out
}

/// `words` as [`shortened`], in quotation marks unless they bring their own.
pub fn quoted(words: &str, limit: usize) -> String {
    let words = shortened(words, limit);
    if words.starts_with(['“', '"', '«', '»', '„', '‘', '\'', '‹', '「']) {
        words
    } else {
        format!("“{words}”")
    }
}

#[cfg(test)]
mod tests;
