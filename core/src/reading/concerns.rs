//! What a person is asked about a record: where it belongs, which version holds, who says it now.

use super::naming::{Naming, is_misspelt};
use super::{Decider, Reading, SpeakerChoice};
use crate::annotation::anchor::{
    Anchor, reanchored, source_has_changed, source_is_gone, stands_among_the_same, words_now,
};
use crate::annotation::{AnchoredText, Annotation, Selector, Speaker, same_name};
use crate::detect::lang::{denials, title_of};
use crate::detect::{Attribution, MentionKind};
use crate::document::Document;
use crate::span::Span;
use std::collections::HashSet;

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
    /// What is to be decided about a record. O(1).
    pub fn concern(&self, record: &Annotation) -> Option<Concern> {
        self.concerns.get(&record.id).copied()
    }

    /// The same, found out. O(words near), and where a name was spelled otherwise O(text).
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

    /// Whether the text may say a record at `spans` of somebody else than was decided, or of nobody: another's name stands where
    /// the speaker's stood, or other words round it; no name, and the words are gone; a pronoun that means another now; they deny
    /// it now. A name that is spelled otherwise throughout, or in full, is still theirs.
    pub(super) fn names_another(&self, record: &Annotation, spans: &[Span]) -> bool {
        let document = &self.document;
        if record.is_rejected() {
            return false;
        }
        let Some(source) = record.source.as_ref() else { return self.names_another_beside(record, spans) };
        let is_replaced = source_has_changed(document, record, spans);
        let is_earlier = self.is_of_earlier_text(record);
        if spans.is_empty() || !is_replaced && !is_earlier {
            return false;
        }
        if is_denied_now(document, record, spans) {
            return true;
        }
        if self.is_several_now(record, spans) {
            return true;
        }
        let found = self.statement_of(record, spans);
        let naming = found.and_then(|attribution| Naming::of_attribution(self, attribution));
        let speaker = record.speaker_id().and_then(|id| self.set.speaker(id));
        let (Some(naming), Some(speaker)) = (naming, speaker) else {
            return is_replaced && source_is_gone(document, record, spans);
        };
        // Who was chosen against the text is chosen against it still, as long as it says the same.
        let refused = record.was.as_ref().and_then(|was| was.speaker.as_deref());
        if naming.cluster.zip(refused).is_some_and(|(cluster, refused)| same_name(&cluster.name, refused)) {
            return false;
        }
        let is_changed =
            || is_replaced || !stands_among_the_same(document, record, spans) || goes_on(document, record, spans);
        match naming.kind {
            MentionKind::Pronoun => match naming.cluster {
                Some(cluster) => is_earlier && !is_name_of(&cluster.name, speaker),
                None => is_replaced && source_is_gone(document, record, spans),
            },
            MentionKind::Name | MentionKind::Role if naming.words == source.2 => false,
            MentionKind::Name => is_changed() && !self.is_still_named(&naming, &source.2, speaker),
            // Whom a description means is a guess, unless they were called so before.
            MentionKind::Role => is_changed() && !speaker.is_called(naming.words),
        }
    }

    /// The same of a record that does not say which words named its speaker, as other programs leave it: whether other words
    /// stand around it than then, and name somebody else.
    fn names_another_beside(&self, record: &Annotation, spans: &[Span]) -> bool {
        let speaker = record.speaker_id().and_then(|id| self.set.speaker(id));
        let Some(speaker) = speaker.filter(|_| !spans.is_empty() && self.is_of_earlier_text(record)) else {
            return false;
        };
        if stands_among_the_same(&self.document, record, spans) {
            return false;
        }
        if is_denied_now(&self.document, record, spans) {
            return true;
        }
        let found = self.statement_of(record, spans);
        let Some(naming) = found.and_then(|attribution| Naming::of_attribution(self, attribution)) else {
            return false;
        };
        let refused = record.was.as_ref().and_then(|was| was.speaker.as_deref());
        let is_refused =
            naming.cluster.zip(refused).is_some_and(|(cluster, refused)| same_name(&cluster.name, refused));
        let is_named = speaker.is_called(naming.words) || naming.cluster.is_some_and(|c| is_name_of(&c.name, speaker));
        naming.kind == MentionKind::Name && !is_refused && !is_named
    }

    /// Whether the pieces of a statement are several statements by now: somebody else's words may have come between them.
    fn is_several_now(&self, record: &Annotation, spans: &[Span]) -> bool {
        if spans.len() < 2 || record.status.is_none() || stands_among_the_same(&self.document, record, spans) {
            return false;
        }
        let mut pieces = spans.iter().map(|span| self.index.overlapping(&self.found, *span).collect::<HashSet<u32>>());
        let Some(first) = pieces.next().filter(|first| !first.is_empty()) else { return false };
        pieces.fold(first, |shared, piece| shared.intersection(&piece).copied().collect()).is_empty()
    }

    /// The detection a record decided, or, of words labelled by hand, the one they stand in.
    fn statement_of(&self, record: &Annotation, spans: &[Span]) -> Option<Attribution<'_>> {
        if let Some(number) = self.decided_by(record, spans) {
            return self.found.get(number as usize);
        }
        if record.status.is_some() {
            return None;
        }
        self.suggestion(&self.statement_around(*spans.first()?)?)
    }

    /// Whether a record was written down on another text than this one.
    fn is_of_earlier_text(&self, record: &Annotation) -> bool {
        match &record.text {
            Some(hash) => !self.document.origin.text_hash.starts_with(hash.as_str()),
            None => self.text_changed(),
        }
    }

    /// Whether words that name somebody now still name `speaker`, whom `before` named: they are one of the names, end with it,
    /// or mend a slip in it. Another's name, another first name and another title do not.
    fn is_still_named(&self, naming: &Naming<'_>, before: &str, speaker: &Speaker) -> bool {
        let (words, cluster) = (naming.words, naming.cluster.map(|c| c.name.as_str()));
        if title_of(words).zip(title_of(before)).is_some_and(|(now, before)| now != before) {
            return false;
        }
        if speaker.is_called(words) {
            return true;
        }
        let another =
            |s: &&Speaker| s.id != speaker.id && (s.is_called(words) || cluster.is_some_and(|c| s.is_called(c)));
        if self.set.speakers.iter().any(|s| another(&s)) {
            return false;
        }
        if cluster.is_some_and(|name| is_name_of(name, speaker)) {
            return true;
        }
        let parts = |name: &str| name.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let (now, was) = (parts(words), parts(before));
        let is_slip =
            now.len() == was.len() && now.iter().zip(&was).all(|(now, was)| now == was || is_misspelt(now, was));
        let of_others = |word: &String| {
            let others = self.set.speakers.iter().filter(|s| s.id != speaker.id);
            others.flat_map(|s| s.name.split_whitespace()).any(|other| other == word)
        };
        is_slip && !now.iter().any(of_others) && !self.document.text().contains(before)
    }

    /// Where the words stand that name the source of a record: those of the decision, or as they are spelled by now. None where
    /// another's name stands in their place. O(words near).
    pub fn source_now(&self, record: &Annotation) -> Option<Span> {
        let (words, spans) = (record.source.as_ref()?, self.anchor_of(&record.id).spans());
        if self.concern(record) == Some(Concern::Speaker) {
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
    /// Writes a record down where it stands now that somebody said who says it, with the words that name the speaker beside it;
    /// a pronoun that means another than was chosen names nobody.
    pub(super) fn named_anew(&self, record: &Annotation, who: &SpeakerChoice) -> Annotation {
        let reading = self.reading;
        let mut after = reanchored(reading.document(), record, reading.anchor_of(&record.id).spans());
        let found = reading.detection_of(record);
        let words = |span| AnchoredText::of(reading.document(), span);
        let is_another = found.and_then(|a| reading.found().mention_of(a)).is_some_and(|mention| {
            let cluster = reading.found().cluster(mention.cluster);
            let chosen = reading.name_of_choice(who);
            mention.kind == MentionKind::Pronoun && cluster.is_some_and(|c| !same_name(&c.name, &chosen))
        });
        after.source = found.filter(|_| !is_another).and_then(|a| reading.found().named_by(a)).map(words);
        after.cue = found.and_then(|a| a.cue).map(words);
        after
    }
}

/// Whether `name` is one of a speaker's names, or the first of them with more in front: "Ida Harker" of "Harker". A surname among
/// the others is not theirs alone.
fn is_name_of(name: &str, speaker: &Speaker) -> bool {
    speaker.is_called(name) || name.strip_suffix(speaker.name.as_str()).is_some_and(|front| front.ends_with(' '))
}

/// Whether words that deny came in between a record at `spans` and those that name its speaker, or behind these: "Grey denied
/// saying that …". As far as the words go that a record keeps of what stood around it.
fn is_denied_now(document: &Document, record: &Annotation, spans: &[Span]) -> bool {
    let clause_before = |words: &str| denials(words.rsplit(ENDS).next().unwrap_or_default());
    let clause_behind = |words: &str| denials(words.split(ENDS).next().unwrap_or_default());
    record.at.iter().zip(spans).enumerate().any(|(number, (then, span))| {
        let now = Selector::of(document, *span);
        // What stands before a further piece is what is told of the one before it, full stop or not.
        let told = |words: &str| match number {
            0 => clause_before(words),
            _ => clause_before(words.trim_end_matches(|c: char| !c.is_alphanumeric())),
        };
        let stands_before = record.source.as_ref().is_none_or(|source| source.1 <= then.start);
        let stands_behind = record.source.as_ref().is_none_or(|source| source.0 >= then.end);
        stands_before && told(&now.prefix) > told(&then.prefix)
            || stands_behind && clause_behind(&now.suffix) > clause_behind(&then.suffix)
    })
}

/// Whether the text goes on behind the words that were kept behind a record at `spans` because it ended there.
fn goes_on(document: &Document, record: &Annotation, spans: &[Span]) -> bool {
    let last = record.at.last().zip(spans.last());
    last.is_some_and(|(then, span)| {
        let now = Selector::of(document, *span).suffix;
        let is_cut = !then.suffix.is_empty() && then.suffix.chars().count() < now.chars().count();
        is_cut && now.trim_end().len() > then.suffix.trim_end().len()
    })
}

/// What ends a sentence.
const ENDS: [char; 4] = ['.', '!', '?', '\n'];

#[cfg(test)]
mod tests;
