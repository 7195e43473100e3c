//! A sidecar of our own: what somebody else decided about the same document.

use super::partial_selector::PartialSelector;
use super::{ImportError, ImportSource, ImportedDocument, ImportedFile, ImportedRecord, ImportedSpeaker};
use crate::annotation::{AnchoredText, Annotation, Selector, Set, SpeakerRef, is_annotator, merge, sidecar};

/// Reads it. O(n).
///
/// # Errors
/// As [`sidecar::parse`].
pub fn read(file: &ImportSource<'_>) -> Result<ImportedFile, ImportError> {
    let mut set = sidecar::parse(file.bytes)?;
    merge::pair_decisions(&mut set);
    Ok(of_sidecar(&set))
}

/// What a sidecar holds, as any other file that comes in. O(n).
pub fn of_sidecar(set: &Set) -> ImportedFile {
    let records: Vec<ImportedRecord> = set.in_order().into_iter().map(|record| record_of(set, record)).collect();
    let document = ImportedDocument {
        document: Some(set.about.source.clone()).filter(|name| !name.is_empty()),
        text_hash: Some(set.about.text.clone()),
        keeps_ids: true,
        keeps_pieces: true,
        speakers: set.speakers.clone(),
        reviews: set.reviews.clone(),
        checks: set.checks().to_vec(),
        records,
        ..ImportedDocument::default()
    };
    ImportedFile { documents: vec![document], ..ImportedFile::default() }
}

/// The annotator whose sidecar a file is by its name: `ada` of `article.txt.sayso.ada.ron`.
///
/// ```
/// use sayso_core::import::annotator_of;
///
/// assert_eq!(annotator_of("article.txt.sayso.ada.ron"), Some("ada"));
/// assert_eq!(annotator_of("article.txt.sayso.ron"), None);
/// ```
pub fn annotator_of(name: &str) -> Option<&str> {
    let (_, annotator) = name.strip_suffix(".ron")?.rsplit_once(".sayso.")?;
    Some(annotator).filter(|name| is_annotator(name))
}

fn record_of(set: &Set, record: &Annotation) -> ImportedRecord {
    let place = |s: &Selector| PartialSelector {
        at: Some((s.start, s.end)),
        exact: s.exact.clone(),
        prefix: s.prefix.clone(),
        suffix: s.suffix.clone(),
    };
    let words =
        |words: &AnchoredText| PartialSelector { at: Some((words.0, words.1)), ..PartialSelector::words(&words.2) };
    let speaker = record.speaker.as_ref().map(|who| match who {
        SpeakerRef::Nobody => ImportedSpeaker::Nobody,
        // Under an id that was merged into another it is the other.
        SpeakerRef::Id(id) => ImportedSpeaker::Listed(set.speaker(id).map_or(id, |s| &s.id).clone()),
    });
    ImportedRecord {
        id: Some(record.id.clone()),
        label: record.label.clone(),
        at: record.at.iter().map(place).collect(),
        speaker,
        source: record.source.as_ref().map(words),
        cue: record.cue.as_ref().map(words),
        fields: record.clone(),
        ..ImportedRecord::default()
    }
}
