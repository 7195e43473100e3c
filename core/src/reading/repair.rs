//! Records and the text they belong to: written down anew where they stand now, put in their place by a person, one of
//! two versions kept; and what was finished with which detector.

use super::{Concern, Reading, shortened};
use crate::annotation::anchor::{self, Anchor};
use crate::annotation::merge::beside_of;
use crate::annotation::{Annotation, Change, Effort, Op, Review, Stamp, UNKNOWN_TEXT};
use crate::detect::DETECTOR;
use crate::span::Span;
use std::sync::Arc;

/// First letters of a hash, as records and reviews keep them.
const HASH_PREFIX: usize = 12;

fn short(hash: &str) -> String {
    hash.chars().take(HASH_PREFIX).collect()
}

impl Reading {
    /// The change that writes down where records are: those that moved get their new place, those in doubt the text
    /// their words were last seen in. `None` when all is written already. O(records that do not stand where they say).
    pub fn settle(&self) -> Option<Change> {
        let mut change = Change::default();
        let mut moved = 0;
        let mut ids: Vec<&String> = self.given.keys().collect();
        ids.sort();
        for id in ids {
            let is_named = |r: &&Arc<Annotation>| self.concern(r) != Some(Concern::Speaker);
            let Some(record) =
                self.set.get(id).filter(is_named).filter(|r| self.given.get(id).is_some_and(|(at, _)| *at == r.at))
            else {
                continue;
            };
            let after = match self.anchor_of(id) {
                Anchor::Exact(spans) | Anchor::Shifted(spans) => {
                    moved += 1;
                    anchor::reanchored(&self.document, record, spans)
                }
                Anchor::Fuzzy(_) | Anchor::Ambiguous(_) | Anchor::Lost(_) => {
                    let mut after = (**record).clone();
                    if after.text.is_none() && !self.before.text.is_empty() {
                        after.text = Some(short(&self.before.text));
                    }
                    after
                }
            };
            if after != **record {
                change.annotation(Some(Arc::clone(record)), Some(after));
            }
        }
        // What may be said by somebody else keeps the text it was decided on, until a person looked.
        let hash = short(&self.before.text);
        for (_, id) in &self.doubtful {
            let record = self.set.get(id).filter(|r| r.text.is_none() && self.concern(r) == Some(Concern::Speaker));
            if let Some(record) = record.filter(|_| self.text_changed()) {
                change.annotation(
                    Some(Arc::clone(record)),
                    Some(Annotation { text: Some(hash.clone()), ..(**record).clone() }),
                );
            }
        }
        change.summary =
            if moved == 0 { "Kept what lost its place".to_owned() } else { format!("Re-anchored {moved}") };
        (!change.ops.is_empty()).then_some(change)
    }

    /// A change that takes a step back, or does it again, with the records it brings back as what they are: of an earlier text,
    /// where other words stand around them than then. Otherwise a step taken back would say that they were seen in this one.
    pub fn as_of_their_text(&self, mut change: Change) -> Change {
        let earlier = if self.text_changed() { short(&self.before.text) } else { UNKNOWN_TEXT.to_owned() };
        for op in &mut change.ops {
            let Op::Annotation { after: Some(after), .. } = op else { continue };
            if after.text.is_none() && !anchor::stands_as_it_was(&self.document, after) {
                *after = Arc::new(Annotation { text: Some(earlier.clone()), ..(**after).clone() });
            }
        }
        change
    }

    /// Whether the text is another than the one the records were last saved with.
    pub fn text_changed(&self) -> bool {
        !self.before.text.is_empty() && self.before.text != self.document.origin.text_hash
    }

    /// Whether the file is the one the records were last saved with, so that only our reading of it can have changed.
    pub fn is_same_file(&self) -> bool {
        self.before.file == self.document.origin.file_hash && !self.before.file.is_empty()
    }

    /// Puts a record at a place a person chose.
    pub fn put(&self, id: &str, spans: &[Span], stamp: &Stamp) -> Option<Change> {
        let record = self.set.get(id)?;
        let mut after = anchor::reanchored(&self.document, record, spans);
        // Who says the words there is another question, where other words name somebody beside them.
        if anchor::source_has_changed(&self.document, record, spans) {
            after.source.clone_from(&record.source);
            after.text = Some(UNKNOWN_TEXT.to_owned());
        }
        after.modified = Some(stamp.now.clone());
        let words = spans.first().map(|s| shortened(self.document.words(*s), 44)).unwrap_or_default();
        let mut change = Change { summary: format!("Put at: {words}"), ..Change::default() };
        change.annotation(Some(Arc::clone(record)), Some(after));
        Some(change)
    }

    /// The version that stands for a record which several people changed apart from each other: the one in its place, or,
    /// where that was removed, the first of those kept beside it. `None` for that one itself. O(log n).
    pub fn rival(&self, record: &Annotation) -> Option<&Arc<Annotation>> {
        let root = beside_of(&record.id).filter(|_| record.conflict)?;
        let first = self.set.get(root).or_else(|| self.first_version(root));
        first.filter(|first| first.id != record.id)
    }

    /// What says that `by` has decided everything there is, when that is so and not said yet; with what it took where that is kept.
    pub fn finished(&self, by: Option<&str>, now: &str, effort: Option<Effort>) -> Option<Op> {
        let by = by.unwrap_or_default();
        let text = short(&self.document.origin.text_hash);
        let (decided, all) = self.progress();
        let mine = self.set.reviews.iter().find(|r| r.by == by);
        let said = mine.is_some_and(|r| r.detector == DETECTOR && r.text == text);
        if all == 0 || decided < all || said {
            return None;
        }
        let (by, detector, done) = (by.to_owned(), DETECTOR.to_owned(), now.to_owned());
        let (seconds, keys) = (effort.map(|effort| effort.seconds), effort.map(|effort| effort.keys));
        let after = Review { by, detector, text, done, items: u32::try_from(all).unwrap_or(u32::MAX), seconds, keys };
        Some(Op::Review { before: mine.cloned(), after: Some(after) })
    }

    /// Whether `by` finished a review, whatever came since, or has nothing left to decide. O(reviews).
    pub fn is_reviewed(&self, by: Option<&str>) -> bool {
        let (decided, all) = self.progress();
        self.set.reviews.iter().any(|r| r.by == by.unwrap_or_default()) || (all > 0 && decided == all)
    }

    /// How many suggestions are open although `by` had finished: the text or the detector is another since.
    pub fn new_since_finished(&self, by: Option<&str>) -> Option<(usize, &Review)> {
        let review = self.set.reviews.iter().find(|r| r.by == by.unwrap_or_default())?;
        let other = review.detector != DETECTOR || review.text != short(&self.document.origin.text_hash);
        (other && self.index.open() > 0).then_some((self.index.open(), review))
    }
}
