//! Places of a file that has no text of its own, held against the words it gives and the text of the document.

use crate::document::Document;
use crate::import::counting::{Basis, Evidence, GivenPlace, GivenWords, Resolved, recognise};
use crate::import::doubts::doubts;
use crate::import::indexed_text::{Counting, IndexedText};
use crate::import::{ImportedDocument, ImportedRecord, OffsetUnit, PartialSelector};

/// A batch in code points of the document's text, where its places count something else; and what that is.
pub struct Recounted {
    /// The batch.
    pub batch: ImportedDocument,
    /// What its places counted, where that is not what the format says.
    pub counted: Option<String>,
    /// Sentences about places that have no words to check them by and may be wrong.
    pub doubts: Vec<String>,
}

/// Looks whether the words of a batch stand where it says; `None` where they all do and each place has some. O(n), and for each way of counting
/// one pass over the text where they do not.
pub fn recounted(batch: &ImportedDocument, document: &Document) -> Option<Recounted> {
    if batch.text.is_some() || batch.text_hash.is_some() {
        return None;
    }
    let standard = Counting { unit: batch.unit, ..Counting::default() };
    let is_bare = |place: &PartialSelector| place.at.is_some() && place.exact.is_empty();
    let has_bare = batch.records.iter().flat_map(|record| &record.at).any(is_bare);
    let fits = |place: &PartialSelector| place.exact.is_empty() || stands(place, batch.unit, document);
    if !has_bare && batch.records.iter().flat_map(places).all(fits) {
        return None;
    }
    let text = IndexedText::of_document(document.text());
    let given: Vec<GivenPlace> = batch.records.iter().flat_map(places).map(given).collect();
    let given: Vec<&GivenPlace> = given.iter().collect();
    let evidence = if has_bare { Evidence::Edges } else { Evidence::Words };
    let said = given.iter().filter(|place| place.words != GivenWords::Unsaid).count();
    let recognised = recognise(&text, &given, standard, evidence);
    let fits = given.iter().zip(&recognised.places);
    let fits = fits.filter(|(g, r)| g.words != GivenWords::Unsaid && matches!(r, Resolved::At(_))).count();
    // Of an older text a few words stand anywhere by accident.
    let is_other = match recognised.basis {
        Basis::Standard => false,
        Basis::Words => fits * 2 >= said,
        Basis::Edges => fits == said,
    };
    let is_told = has_bare && (is_other || recognised.basis != Basis::Edges);
    let doubts = if is_told { doubts(&text, &given, &recognised) } else { Vec::new() };
    let by_words = is_other && recognised.basis == Basis::Words;
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
    Some(Recounted { batch: out, counted: by_words.then(|| recognised.counting.to_string()), doubts })
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
