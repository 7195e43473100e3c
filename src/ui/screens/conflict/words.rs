//! Versions in words: what a field is called, what each says in it, and all of it in sentences.

use super::ConflictSheet;
use crate::ui::open_document::OpenDocument;
use sayso_core::annotation::{Annotation, Status};
use sayso_core::kinds::{Form, Kind, in_words};
use sayso_core::reading::{VersionField, quoted, shortened};
use std::sync::Arc;

/// Longest words of the record that are read out, in characters.
const MAX_WORDS: usize = 300;

impl ConflictSheet {
    /// The versions in sentences, one for each, with what is taken of them: for a reader without a screen.
    pub fn in_sentences(&self, doc: &OpenDocument) -> Vec<String> {
        let words = self.versions.first().map(|v| quoted(&v.exact(), MAX_WORDS)).unwrap_or_default();
        let mut out = vec![format!("Decided differently, {} to decide: {words}", doc.reading.conflicts())];
        for (shown, number) in self.order.iter().enumerate() {
            let Some(version) = self.versions.get(*number) else { continue };
            let (whose, when) = self.whose.get(*number).cloned().unwrap_or_default();
            let fields = self.chosen.iter().map(|(field, taken)| {
                let taken = if taken == number { " (taken)" } else { "" };
                format!(
                    "{}: {}{taken}",
                    title(field),
                    shortened(&value(doc, &self.versions, field, version), MAX_WORDS)
                )
            });
            let fields = fields.collect::<Vec<_>>().join(". ");
            let fields = if fields.is_empty() { "this one is left".to_owned() } else { fields };
            out.push(format!("{}, {whose}, {when}: {fields}.", shown + 1));
        }
        out
    }
}

/// What a field is called.
pub fn title(field: &VersionField) -> String {
    match field {
        VersionField::Decision => "Decision".to_owned(),
        VersionField::Words => "Words".to_owned(),
        VersionField::Label => "Label".to_owned(),
        VersionField::Kind => "Kind".to_owned(),
        VersionField::Speaker => "Speaker".to_owned(),
        VersionField::Rating => "Rating".to_owned(),
        VersionField::Evidence => "Evidence".to_owned(),
        VersionField::Note => "Note".to_owned(),
        VersionField::Attribute(name) => name.clone(),
        VersionField::Links => "Links".to_owned(),
    }
}

/// What a version says in a field, on one line.
pub fn value(doc: &OpenDocument, versions: &[Arc<Annotation>], field: &VersionField, version: &Annotation) -> String {
    let nothing = || "nothing".to_owned();
    let text = match field {
        VersionField::Decision => match version.status {
            Some(Status::Rejected) => "not a quotation".to_owned(),
            Some(Status::Confirmed | Status::Edited) => "a quotation".to_owned(),
            None => "made by hand".to_owned(),
        },
        VersionField::Words => version.exact(),
        VersionField::Label => version.label.clone(),
        VersionField::Kind => {
            let (kind, form) = (version.kind.unwrap_or(Kind::Direct), version.form.unwrap_or(Form::Quotation));
            in_words(kind, form).to_owned()
        }
        VersionField::Speaker => {
            let name = version.speaker.as_ref().map_or_else(nothing, |s| doc.reading.name_of(s).to_owned());
            let once = if version.only_this { ", only here" } else { "" };
            // The words that name somebody tell versions apart only where the name does not.
            let same = versions.iter().all(|v| v.speaker == version.speaker && v.only_this == version.only_this);
            match &version.source {
                Some(source) if same => format!("{name}{once} (“{}”)", source.2),
                Some(_) | None => format!("{name}{once}"),
            }
        }
        VersionField::Rating => version.rating.as_ref().map_or_else(nothing, |r| r.replace('-', " ")),
        VersionField::Evidence if version.evidence.is_empty() => nothing(),
        VersionField::Evidence => version.evidence.join("; "),
        VersionField::Note => version.note.clone().unwrap_or_else(nothing),
        VersionField::Attribute(name) => version.attributes.get(name).cloned().unwrap_or_else(nothing),
        VersionField::Links if version.links.is_empty() => nothing(),
        VersionField::Links => {
            let words = |id: &str| doc.reading.set().get(id).map_or_else(|| id.to_owned(), |r| quoted(&r.exact(), 30));
            version.links.iter().map(|l| format!("{} {}", l.role, words(&l.to))).collect::<Vec<_>>().join("; ")
        }
    };
    sayso_core::sanitize::visible(&text.split_whitespace().collect::<Vec<_>>().join(" ")).into_owned()
}
