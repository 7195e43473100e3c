//! What a draft is about: statements, speakers, and the words of both, in a text that may be another by then.

use super::{KeptDraft, selectors};
use crate::ui::app::App;
use crate::ui::open_document::OpenDocument;
use crate::ui::screens::PickerTarget;
use sayso_core::annotation::{Draft, DraftPurpose, SpeakerRef};
use sayso_core::detect::ClusterId;
use sayso_core::reading::{ItemId, SpeakerChoice};
use sayso_core::span::Span;

/// Puts into a draft which items it is about: records by id, suggestions by their words.
pub fn about_items(draft: &mut Draft, doc: &OpenDocument, items: &[ItemId]) {
    for item in items {
        match item {
            ItemId::Record(id) => {
                draft.records.push(id.to_string());
                // So that it can be said what it was about when the record is gone.
                draft.at.extend(doc.reading.record(item).map(|r| r.at.clone()).unwrap_or_default());
            }
            ItemId::Suggestion(_) => {
                let hull = doc.reading.hull(item);
                draft.suggestions.extend(selectors(doc, hull.as_slice()));
            }
        }
    }
}

/// The items a draft is about; `None` when one of them is not there any more.
pub fn items_of(doc: &OpenDocument, kept: &KeptDraft) -> Option<Vec<ItemId>> {
    let record = |id: &String| doc.reading.set().get(id).map(|_| ItemId::Record(id.as_str().into()));
    let statement = |span: &Span| {
        let on_them = |item: &ItemId| doc.reading.hull(item) == Some(*span);
        let near = doc.reading.items_in(*span).into_iter().filter(on_them);
        // Decided meanwhile it is a record, else still a suggestion; a label on the same words is neither.
        near.max_by_key(|item| {
            (doc.reading.suggestion(item).is_some(), doc.reading.record(item).is_some_and(|r| r.status.is_some()))
        })
    };
    let records = kept.draft.records.iter().map(record);
    let suggestions = kept.place.suggestions.as_ref()?;
    records.chain(suggestions.iter().map(statement)).collect()
}

/// Puts into a draft which speaker it is about.
pub fn about_speaker(draft: &mut Draft, doc: &OpenDocument, who: &SpeakerChoice) {
    draft.speaker = match who {
        SpeakerChoice::Known(SpeakerRef::Id(id)) => Some(id.clone()),
        SpeakerChoice::Known(SpeakerRef::Nobody)
        | SpeakerChoice::Found(_)
        | SpeakerChoice::Words(_)
        | SpeakerChoice::Unknown => None,
    };
    draft.name = Some(doc.reading.name_of_choice(who));
}

/// The speaker a draft is about; `None` when nobody is called so any more.
pub fn speaker_of(app: &App, draft: &Draft) -> Option<SpeakerChoice> {
    let reading = &app.doc()?.reading;
    if let Some(id) = &draft.speaker {
        return reading.set().speaker(id).map(|s| SpeakerChoice::Known(SpeakerRef::Id(s.id.clone())));
    }
    let name = draft.name.as_ref()?;
    if let Some(known) = reading.set().speakers.iter().find(|s| s.name == *name) {
        return Some(SpeakerChoice::Known(SpeakerRef::Id(known.id.clone())));
    }
    let found = reading.found().clusters.iter().position(|cluster| cluster.name == *name)?;
    Some(SpeakerChoice::Found(ClusterId(u32::try_from(found).ok()?)))
}

/// What a speaker was being named for; `None` when that is not there any more.
pub fn picker_target(app: &App, kept: &KeptDraft) -> Option<PickerTarget> {
    let doc = app.doc()?;
    let words = || kept.place.words.clone().filter(|words| !words.is_empty());
    match kept.draft.purpose? {
        DraftPurpose::Statement => items_of(doc, kept)?.into_iter().next().map(PickerTarget::Item),
        DraftPurpose::Statements => items_of(doc, kept).filter(|items| !items.is_empty()).map(PickerTarget::Items),
        DraftPurpose::Person => words().map(PickerTarget::Person),
        DraftPurpose::Quotation => words().map(PickerTarget::Quote),
        DraftPurpose::Merge => speaker_of(app, &kept.draft).map(PickerTarget::Merge),
    }
}
