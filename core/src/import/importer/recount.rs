//! Places of a file that has no text of its own, held against the words it gives and the text of the document.

use crate::document::Document;
use crate::import::counting::{Basis, GivenPlace, GivenWords, Resolved, recognise};
use crate::import::indexed_text::{Counting, IndexedText};
use crate::import::{ImportedDocument, ImportedRecord, OffsetUnit, PartialSelector};

/// A batch in code points of the document's text, where its places count something else; and what that is.
pub struct Recounted {
    /// The batch.
    pub batch: ImportedDocument,
    /// What its places counted, where that is not what the format says.
    pub counted: Option<String>,
}

/// Looks whether the words of a batch stand where it says; `None` where they all do. O(n), and for each way of counting
/// one pass over the text where they do not.
pub fn recounted(batch: &ImportedDocument, document: &Document) -> Option<Recounted> {
    if batch.text.is_some() || batch.text_hash.is_some() {
        return None;
    }
    let standard = Counting { unit: batch.unit, ..Counting::default() };
    if batch.records.iter().flat_map(places).all(|place| place.exact.is_empty() || stands(place, batch.unit, document))
    {
        return None;
    }
    let text = IndexedText::of_document(document.text());
    let given: Vec<GivenPlace> = batch.records.iter().flat_map(places).map(given).collect();
    let said = given.iter().filter(|place| place.words != GivenWords::Unsaid).count();
    let recognised = recognise(&text, &given.iter().collect::<Vec<_>>(), standard, false);
    let fits = given.iter().zip(&recognised.places);
    let fits = fits.filter(|(g, r)| g.words != GivenWords::Unsaid && matches!(r, Resolved::At(_))).count();
    // Of an older text a few words stand anywhere by accident.
    let is_other = recognised.basis == Basis::Words && fits * 2 >= said;
    let mut resolved = recognised.places.into_iter();
    let mut out = ImportedDocument { records: Vec::new(), ..batch.clone() };
    for record in &batch.records {
        let mut now = record.clone();
        let mut is_there = true;
        for place in now.at.iter_mut().filter(|p| p.at.is_some()) {
            let found = resolved.next();
            is_there &= matches!(found, Some(Resolved::At(_)));
            if is_other {
                moved(place, found, &text);
            }
        }
        for part in [&mut now.source, &mut now.cue] {
            let Some(place) = part.as_mut().filter(|p| p.at.is_some()) else { continue };
            let found = resolved.next();
            if is_other {
                moved(place, found, &text);
            }
            // Without words it is wherever that is now.
            if !is_there && place.exact.is_empty() {
                *part = None;
            }
        }
        out.records.push(now);
    }
    if is_other {
        out.unit = OffsetUnit::Chars;
    }
    Some(Recounted { batch: out, counted: is_other.then(|| recognised.counting.to_string()) })
}

/// All places of a record that have positions.
fn places(record: &ImportedRecord) -> impl Iterator<Item = &PartialSelector> {
    record.at.iter().chain(&record.source).chain(&record.cue).filter(|place| place.at.is_some())
}

fn given(place: &PartialSelector) -> GivenPlace {
    let pieces = place.at.iter().map(|(start, end)| (u64::from(*start), u64::from(*end))).collect();
    let words = if place.exact.is_empty() { GivenWords::Unsaid } else { GivenWords::Whole(place.exact.clone()) };
    GivenPlace { pieces, words }
}

fn stands(place: &PartialSelector, unit: OffsetUnit, document: &Document) -> bool {
    let words = super::places::span_of(place, unit, document.text(), document.offsets()).map(|s| document.words(s));
    words.is_some_and(|words| crate::annotation::same_words(words, &place.exact))
}

fn moved(place: &mut PartialSelector, found: Option<Resolved>, text: &IndexedText) {
    place.at = match found {
        Some(Resolved::At(spans) | Resolved::OtherWords(spans)) => spans.first().and_then(|span| text.at(*span).at),
        Some(Resolved::Outside) | None => None,
    };
}
