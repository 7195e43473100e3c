//! What a person is asked about a record: where it belongs, which version holds, who says it now.

use super::naming::Naming;
use super::{Decider, Reading, SpeakerChoice};
use crate::annotation::anchor::{Anchor, source_has_changed, source_is_gone, words_now};
use crate::annotation::{AnchoredText, Annotation};
use crate::detect::MentionKind;
use crate::span::Span;

/// What about a record a person should decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Concern {
    /// It is a version beside another.
    Version,
    /// It has no place, or a doubtful one.
    Place,
    /// Its words stand, those that named the speaker do not.
    Speaker,
}

impl Reading {
    /// What is to be decided about a record. O(words near).
    pub fn concern(&self, record: &Annotation) -> Option<Concern> {
        self.concern_at(record, self.anchor_of(&record.id))
    }

    pub(super) fn concern_at(&self, record: &Annotation, place: &Anchor) -> Option<Concern> {
        if record.conflict {
            return Some(Concern::Version);
        }
        // Of a rejection without a place nothing is missed.
        if record.is_rejected() {
            return None;
        }
        if place.is_doubtful() {
            return Some(Concern::Place);
        }
        self.names_another(record, place.spans()).then_some(Concern::Speaker)
    }

    /// Whether the text may say a record at `spans` of somebody else than was decided: another's name stands where the
    /// speaker's stood, or no name and the words are gone. A name that is spelled otherwise, or in full, is still theirs.
    /// O(words near).
    pub(super) fn names_another(&self, record: &Annotation, spans: &[Span]) -> bool {
        if !source_has_changed(&self.document, record, spans) {
            return false;
        }
        let found = self.decided_by(record, spans).and_then(|n| self.found.get(n as usize));
        let naming = found.and_then(|attribution| Naming::of_attribution(self, attribution));
        let speaker = record.speaker_id().and_then(|id| self.set.speaker(id));
        match naming.filter(|naming| naming.kind == MentionKind::Name && speaker.is_some()) {
            Some(naming) => !naming.teaches(speaker),
            None => source_is_gone(&self.document, record, spans),
        }
    }

    /// Where the words stand that name the source of a record: those of the decision, or as they are spelled by now. None where
    /// another's name stands in their place. O(words near).
    pub fn source_now(&self, record: &Annotation) -> Option<Span> {
        let (words, spans) = (record.source.as_ref()?, self.anchor_of(&record.id).spans());
        if self.names_another(record, spans) {
            return None;
        }
        let respelled = || self.found.named_by(self.detection_of(record)?);
        words_now(&self.document, record, spans, words).or_else(respelled)
    }

    /// Whom a record can be given to when the words that named its speaker were replaced: who was decided, and whom the text
    /// names now, where that is somebody else. O(log decisions).
    pub fn speakers_to_choose(&self, record: &Annotation) -> Vec<SpeakerChoice> {
        let decided = record.speaker.clone().map(SpeakerChoice::Known);
        let named = self.detection_of(record).map(|attribution| self.proposal(attribution).who);
        let named = named.filter(|who| *who != SpeakerChoice::Unknown && decided.as_ref() != Some(who));
        decided.into_iter().chain(named).collect()
    }
}

impl Decider<'_> {
    /// Takes the words that name the speaker, and those that say "said", from what stands beside the statement now.
    pub(super) fn name_anew(&self, record: &mut Annotation) {
        let found = self.reading.detection_of(record);
        let words = |span| AnchoredText::of(self.reading.document(), span);
        record.source = found.and_then(|a| self.reading.found().named_by(a)).map(words);
        record.cue = found.and_then(|a| a.cue).map(words);
    }
}

#[cfg(test)]
mod tests;
