//! Work that was not finished: a note, a claim, a name or a selection as somebody left it, with the words it is about.
//!
//! A draft decides nothing and stands in no sidecar. It is kept so that what was typed can be gone on with, also in a text
//! that is another by then: its words are looked for like those of a record, and never put on others.

use super::anchor::{self, Anchor};
use super::notation::{Notation, Rest, notation_of_words};
use super::table::record;
use super::{Annotation, Selector, Set};
use crate::document::Document;
use crate::kinds::{SpeakerKind, worded};
use crate::span::Span;
use serde::{Deserialize, Serialize};

/// What was being made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DraftKind {
    /// A note.
    Note,
    /// A claim: what was typed of its fields and not kept yet.
    Claim,
    /// The name of a speaker.
    Speaker,
    /// Names and role of a speaker.
    Names,
    /// A selection of words.
    Selection,
}

worded!(DraftKind { Note = "note", Claim = "claim", Speaker = "speaker", Names = "names", Selection = "selection" });

/// What a speaker was being named for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DraftPurpose {
    /// A statement.
    Statement,
    /// Several statements.
    Statements,
    /// Words that name somebody.
    Person,
    /// Words that become a quotation.
    Quotation,
    /// A speaker who is somebody else.
    Merge,
}

worded!(DraftPurpose {
    Statement = "statement",
    Statements = "statements",
    Person = "person",
    Quotation = "quotation",
    Merge = "merge",
});

notation_of_words!(DraftKind: |_| 1, DraftPurpose: |_| 1);

record! {
    /// Work that was not finished.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Draft {
        /// What was being made.
        kind: DraftKind                         | always | 1
        /// What a speaker was being named for.
        purpose: Option<DraftPurpose>           | used   | 1
        /// Ids of the records it is about.
        records: Vec<String>                    | used   | 1
        /// The words it is about; of a selection all stretches, the one that moves last.
        at: Vec<Selector>                       | used   | 1
        /// The suggestions it is about, a selector each.
        suggestions: Vec<Selector>              | used   | 1
        /// Id of the speaker it is about.
        speaker: Option<String>                 | used   | 1
        /// Name of the speaker it is about.
        name: Option<String>                    | used   | 1
        /// The field that had the keys.
        focus: Option<String>                   | used   | 1
        /// Where the caret was in it: row and column in characters; of a selection which end moves, 0 or 1.
        caret: Option<(u32, u32)>               | used   | 1
        /// What stood in the fields, in their order.
        typed: Vec<String>                      | used   | 1
        /// What they held when it was begun.
        was: Vec<String>                        | used   | 1
        /// The kind of speaker that was chosen.
        speaker_kind: Option<SpeakerKind>       | used   | 1
        /// Whose it is.
        by: Option<String>                      | used   | 1
        /// First letters of the hash of the text it was made on.
        text: Option<String>                    | used   | 1
    }
}

/// First letters of a hash.
const HASH_PREFIX: usize = 12;

/// Where a draft belongs in the present text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DraftPlace {
    /// The words it is about; `None` where they do not stand in the text any more, or not beyond doubt.
    pub words: Option<Vec<Span>>,
    /// The suggestions it is about; `None` likewise.
    pub suggestions: Option<Vec<Span>>,
    /// Where the words may belong, when they are in doubt.
    pub candidate: Option<Vec<Span>>,
}

impl Draft {
    /// An empty draft of a kind, on a document.
    pub fn new(kind: DraftKind, document: &Document) -> Self {
        Self {
            kind,
            purpose: None,
            records: Vec::new(),
            at: Vec::new(),
            suggestions: Vec::new(),
            speaker: None,
            name: None,
            focus: None,
            caret: None,
            typed: Vec::new(),
            was: Vec::new(),
            speaker_kind: None,
            by: None,
            text: Some(document.origin.text_hash.chars().take(HASH_PREFIX).collect()),
        }
    }

    /// Whether both are about one thing: one of them takes the place of the other.
    pub fn is_about_the_same(&self, other: &Self) -> bool {
        let about = |d: &Self| (d.kind, d.purpose, d.speaker.clone(), d.name.clone());
        about(self) == about(other)
            && if self.records.is_empty() || other.records.is_empty() {
                self.at == other.at && self.suggestions == other.suggestions && self.records == other.records
            } else {
                self.records == other.records
            }
    }

    /// Looks for its words. O(length of the words) in the text it was made on, else what [`anchor::anchor_all`] costs.
    pub fn place(&self, document: &Document) -> DraftPlace {
        let mut set = Set::default();
        let mut add = |id: String, at: &[Selector]| {
            if !at.is_empty() {
                set.insert(std::sync::Arc::new(Annotation::new(id, "note", at.to_vec())));
            }
        };
        add("words".to_owned(), &self.at);
        for (n, suggestion) in self.suggestions.iter().enumerate() {
            add(n.to_string(), std::slice::from_ref(suggestion));
        }
        let hash = &document.origin.text_hash;
        let same = self.text.as_ref().is_some_and(|text| !text.is_empty() && hash.starts_with(text.as_str()));
        let placed = anchor::anchor_all(document, &set, if same { hash } else { "" });
        let spans_of = |id: &str| {
            let anchor = placed.iter().find(|(record, _)| record.id == id).map(|(_, anchor)| anchor)?;
            matches!(anchor, Anchor::Exact(_) | Anchor::Shifted(_)).then(|| anchor.spans().to_vec())
        };
        let words = if self.at.is_empty() { Some(Vec::new()) } else { spans_of("words") };
        let suggestions: Option<Vec<Vec<Span>>> =
            (0..self.suggestions.len()).map(|n| spans_of(&n.to_string())).collect();
        let doubtful = placed.iter().find(|(record, _)| record.id == "words").map(|(_, anchor)| anchor.candidates());
        let candidate = doubtful.and_then(|all| all.first()).map(|c| c.spans.clone());
        DraftPlace { words, suggestions: suggestions.map(|all| all.concat()), candidate }
    }

    /// The words it is about, as they were: for sentences.
    pub fn words(&self) -> String {
        let words: Vec<&str> = self.at.iter().chain(&self.suggestions).map(|s| s.exact.as_str()).collect();
        words.join(" … ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::notation;

    fn draft(text: &str, words: &str) -> Draft {
        let document = Document::from_text(text, "a.txt");
        let at = text.find(words).unwrap() as u32;
        let span = Span::new(at, at + words.len() as u32);
        Draft {
            at: vec![Selector::of(&document, span)],
            typed: vec!["Look\nagain at “this” \\ \"that\"".into()],
            caret: Some((1, 3)),
            ..Draft::new(DraftKind::Note, &document)
        }
    }

    #[test]
    fn it_is_read_as_it_was_printed() {
        let text = "The harbour was closed on Monday. Nobody knows why it was.";
        let full = Draft {
            purpose: Some(DraftPurpose::Statements),
            records: vec!["a".into(), "b-1".into()],
            speaker: Some("ada".into()),
            name: Some("Ada".into()),
            focus: Some("note".into()),
            was: vec![String::new()],
            speaker_kind: Some(SpeakerKind::Group),
            by: Some("bo".into()),
            ..draft(text, "closed")
        };
        let options = ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
        for draft in [full, draft(text, "Nobody"), Draft::new(DraftKind::Selection, &Document::from_text("", "a.txt"))]
        {
            let printed = notation::print(&draft);
            assert!(!printed.contains('\n'), "{printed}");
            assert_eq!(notation::read::<Draft>(&printed).as_ref(), Some(&draft));
            assert_eq!(options.from_str::<Draft>(&printed).as_ref(), Ok(&draft));
        }
    }

    #[test]
    fn its_words_are_found_where_the_text_moved_and_never_elsewhere() {
        let text = "The harbour was closed on Monday. “Yes, I did,” said Ada.\n\n“Yes, I did,” said Bo.";
        let kept = draft(text, "“Yes, I did,” said Ada.");
        let place = |text: &str| kept.place(&Document::from_text(text, "a.txt"));
        assert_eq!(place(text).words.unwrap().len(), 1);
        let moved = format!("Rain.\n\n{text}");
        let span = place(&moved).words.unwrap()[0];
        assert_eq!(span.of(&moved), "“Yes, I did,” said Ada.");
        for gone in [
            text.replace("“Yes, I did,” said Ada.", ""),
            text.replace("“Yes, I did,” said Ada.", "“Yes, I do,” said Ada."),
            "Nothing of it.".to_owned(),
            String::new(),
        ] {
            assert_eq!(place(&gone).words, None, "{gone}");
        }
    }
}
