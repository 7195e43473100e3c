//! An annotation to check in words: the question, what it was, where it may belong or who may say it.

use super::AnchorSheet;
use crate::ui::app::App;
use crate::ui::open_document::OpenDocument;
use sayso_core::annotation::anchor::Candidate;
use sayso_core::annotation::{Anchor, Annotation};
use sayso_core::reading::{quoted, shortened};

/// Longest words that are read out, in characters.
const MAX_WORDS: usize = 300;

impl AnchorSheet {
    /// The question and what can be chosen in sentences, one for each: for a reader without a screen.
    pub fn in_sentences(&self, app: &App) -> Vec<String> {
        let Some((doc, record)) = app.doc().and_then(|doc| Some((doc, doc.reading.set().get(&self.id)?))) else {
            return Vec::new();
        };
        let (words, about) = (quoted(&record.exact(), MAX_WORDS), described(app, doc, record).replace(" · ", ", "));
        let all = doc.reading.doubtful().len().saturating_sub(doc.reading.versions_beside());
        let mut out = vec![format!(
            "To check, {} of {all}. {} It was, {about}: {words}",
            self.number,
            question(doc, self, record)
        )];
        if self.is_about_speaker(doc) {
            let document = doc.reading.document();
            let here = doc.reading.anchor_of(&self.id).spans().first().map(|s| document.block_at(s.start));
            let sentence = here.and_then(|block| document.blocks().get(block)).map(|b| document.words(b.span));
            out.extend(sentence.map(|words| format!("The text says now: {}", shortened(words, MAX_WORDS))));
            let names = self.speakers(doc).into_iter().map(|who| doc.reading.name_of_choice(&who));
            out.extend((1..).zip(names).map(|(n, name)| format!("{n}: {name}.")));
            return out;
        }
        let place = |(n, candidate): (usize, &Candidate)| {
            let at = candidate.spans.first().map_or(0, |s| doc.reading.document().block_at(s.start)) + 1;
            let words = quoted(&words_of(doc, candidate), MAX_WORDS);
            format!("{}: paragraph {at}, {}: {words}", n + 1, in_words(candidate.likeness))
        };
        out.extend(doc.reading.anchor_of(&self.id).candidates().iter().enumerate().map(place));
        out.extend(somebody_else(doc, record).map(|name| format!("The text names {name} now.")));
        out
    }
}

/// What is asked about a record.
pub fn question(doc: &OpenDocument, sheet: &AnchorSheet, record: &Annotation) -> &'static str {
    match doc.reading.anchor_of(&sheet.id) {
        _ if sheet.is_about_speaker(doc) => "Who says it now?",
        Anchor::Fuzzy(place) if words_of(doc, place) == record.exact() => "The text around has changed: is this it?",
        Anchor::Fuzzy(_) => "Changed since you decided: is this it?",
        Anchor::Exact(_) | Anchor::Shifted(_) | Anchor::Ambiguous(_) | Anchor::Lost(_) => "Where does this belong now?",
    }
}

/// Whom the text means now, where that is not who was decided.
pub fn somebody_else(doc: &OpenDocument, record: &Annotation) -> Option<String> {
    let decided = record.speaker.as_ref().map(|speaker| doc.reading.name_of(speaker))?;
    let who = doc.reading.speakers_to_choose(record).into_iter().nth(1)?;
    Some(doc.reading.name_of_choice(&who)).filter(|name| name != decided)
}

/// Label, speaker, rating.
pub fn described(app: &App, doc: &OpenDocument, record: &Annotation) -> String {
    let label = app.codebook.shown(&record.label).to_owned();
    let speaker = record.speaker.as_ref().map(|s| doc.reading.name_of(s).to_owned());
    [Some(label), speaker, record.rating.clone()].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// The words at a place.
pub fn words_of(doc: &OpenDocument, candidate: &Candidate) -> String {
    let document = doc.reading.document();
    candidate.spans.iter().map(|s| document.words(*s)).collect::<Vec<_>>().join(" … ")
}

/// Likeness in words: the number says little.
pub const fn in_words(likeness: f32) -> &'static str {
    match likeness {
        l if l >= 0.85 => "very like it",
        l if l >= 0.65 => "like it",
        _ => "a little like it",
    }
}
