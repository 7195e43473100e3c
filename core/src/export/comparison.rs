//! What several annotators say of the same places, side by side: for people, as JSON lines, as a table, as a page. Each document is
//! written as it comes; what is true of all stands at the end.

mod html;
mod text;

use super::json;
use crate::agreement::comparison::{Answer, Difference, Place, compare};
use crate::annotation::Annotation;
use crate::annotators::Answers;
use crate::document::Document;
use crate::sanitize::visible;
use crate::span::Span;
use serde::ser::{Serialize, SerializeMap as _, Serializer};
use std::borrow::Cow;

/// A form in which a comparison is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ComparisonReport {
    /// For people, in lines of at most so many cells; with all places, or those that differ.
    Text {
        /// Cells of a line.
        width: usize,
        /// Whether places are told that are the same.
        all: bool,
    },
    /// One JSON object a place.
    Jsonl,
    /// A table (RFC 4180), a row for each place and annotator.
    Csv,
    /// One page that needs nothing else.
    Html,
}

/// The answers of annotators about one document, place by place.
#[derive(Debug)]
pub struct ComparedDocument<'a> {
    /// What it is called.
    pub name: &'a str,
    /// The document.
    pub document: &'a Document,
    /// Those who have read it.
    pub annotators: Vec<&'a str>,
    answers: Vec<&'a Answers>,
    places: Vec<Place>,
}

/// How many places there are of each kind, and in how many documents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Differences {
    /// Documents that two annotators read, or more.
    pub documents: u64,
    counts: [u64; 6],
}

/// All kinds, the same first.
const KINDS: [Difference; 6] = [
    Difference::Same,
    Difference::Missing,
    Difference::Boundary,
    Difference::Label,
    Difference::Speaker,
    Difference::Rating,
];

impl Differences {
    /// Adds others.
    pub fn add(&mut self, other: &Self) {
        self.documents += other.documents;
        for (ours, theirs) in self.counts.iter_mut().zip(other.counts) {
            *ours += theirs;
        }
    }

    /// How many places there are of a kind.
    pub fn count(&self, kind: Difference) -> u64 {
        self.counts.get(kind as usize).copied().unwrap_or_default()
    }

    /// How many places differ.
    pub fn differing(&self) -> u64 {
        self.counts.iter().sum::<u64>() - self.count(Difference::Same)
    }

    /// In a sentence: "12 places in 3 documents: 7 same, 2 missing, 3 label".
    fn in_words(&self) -> String {
        let all = self.counts.iter().sum::<u64>();
        let places = if all == 1 { "1 place".to_owned() } else { format!("{all} places") };
        let documents = if self.documents > 1 { format!(" in {} documents", self.documents) } else { String::new() };
        let kinds = KINDS.into_iter().map(|kind| (self.count(kind), kind.word())).filter(|(count, _)| *count > 0);
        let kinds: Vec<String> = kinds.map(|(count, word)| format!("{count} {word}")).collect();
        let colon = if kinds.is_empty() { "" } else { ": " };
        format!("{places}{documents}{colon}{}", kinds.join(", "))
    }
}

impl<'a> ComparedDocument<'a> {
    /// Compares what annotators say; costs what [`compare`] does.
    pub fn new(name: &'a str, document: &'a Document, by: &[(&'a str, &'a Answers)]) -> Self {
        let answers: Vec<Vec<Answer>> = by.iter().map(|(_, theirs)| theirs.answers.clone()).collect();
        let places = compare(&answers);
        let (annotators, answers) = by.iter().copied().unzip();
        Self { name, document, annotators, answers, places }
    }

    /// How many places there are of each kind.
    pub fn differences(&self) -> Differences {
        let mut out = Differences { documents: 1, ..Differences::default() };
        for place in &self.places {
            if let Some(count) = out.counts.get_mut(place.difference as usize) {
                *count += 1;
            }
        }
        out
    }

    /// What each annotator says of a place.
    fn by(&self, place: &'a Place) -> impl Iterator<Item = (&'a str, Option<Said<'a>>)> + '_ {
        let said = |(answers, number): (&&'a Answers, &Option<usize>)| {
            let (number, answers) = ((*number)?, *answers);
            Some(Said { answer: answers.answers.get(number)?, record: answers.records.get(number)? })
        };
        self.annotators.iter().copied().zip(self.answers.iter().zip(&place.answers).map(said))
    }

    /// The words of places in code points, parts joined by `…`.
    fn words(&self, at: &[(u32, u32)]) -> String {
        let words = at.iter().filter_map(|(start, end)| self.span(*start, *end)).map(|span| self.document.words(span));
        words.collect::<Vec<_>>().join(" … ")
    }

    fn span(&self, start: u32, end: u32) -> Option<Span> {
        self.document.offsets().span_to_bytes(self.document.text(), start, end)
    }

    /// Where a place is: the time of a recording, else the paragraph.
    fn locator(&self, place: &Place) -> String {
        let at = self.span(place.at.0, place.at.1).map_or(0, |span| span.start);
        self.document.place_in_short(at)
    }
}

/// An answer with its record.
#[derive(Clone, Copy)]
struct Said<'a> {
    answer: &'a Answer,
    record: &'a Annotation,
}

impl Said<'_> {
    fn status(&self) -> Option<&'static str> {
        self.record.status.map(|status| status.word())
    }
}

impl ComparisonReport {
    /// What stands before all documents.
    pub fn head(self, annotators: &[String]) -> Vec<u8> {
        match self {
            Self::Text { .. } | Self::Jsonl => Vec::new(),
            Self::Csv => csv(|rows| rows.write_record(COLUMNS)),
            Self::Html => html::head(annotators).into_bytes(),
        }
    }

    /// A document. Text of documents in it cannot drive a terminal. O(places).
    pub fn document(self, compared: &ComparedDocument<'_>) -> Vec<u8> {
        match self {
            Self::Text { width, all } => text::document(compared, width, all).into_bytes(),
            Self::Jsonl => jsonl(compared),
            Self::Csv => rows(compared),
            Self::Html => html::document(compared).into_bytes(),
        }
    }

    /// What stands behind them.
    pub fn foot(self, all: &Differences) -> Vec<u8> {
        match self {
            // Of nothing there is nothing to say; why is told beside it.
            Self::Text { .. } if all.documents == 0 => Vec::new(),
            Self::Text { .. } => format!("{}\n", all.in_words()).into_bytes(),
            Self::Jsonl | Self::Csv => Vec::new(),
            Self::Html => html::foot(all).into_bytes(),
        }
    }
}

struct Line<'a>(&'a ComparedDocument<'a>, &'a Place);

impl Serialize for Line<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (compared, place) = (self.0, self.1);
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("document", compared.name)?;
        map.serialize_entry("at", &place.at)?;
        map.serialize_entry("state", place.difference.word())?;
        map.serialize_entry("by", &By(compared, place))?;
        map.serialize_entry("words", &compared.words(&[place.at]))?;
        map.serialize_entry("locator", &compared.locator(place))?;
        map.end()
    }
}

struct By<'a>(&'a ComparedDocument<'a>, &'a Place);

impl Serialize for By<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.by(self.1))
    }
}

impl Serialize for Said<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(6))?;
        map.serialize_entry("label", &self.answer.label)?;
        map.serialize_entry("speaker", &self.answer.speaker)?;
        map.serialize_entry("rating", &self.answer.rating)?;
        map.serialize_entry("status", &self.status())?;
        map.serialize_entry("at", &self.answer.at)?;
        map.serialize_entry("id", &self.record.id)?;
        map.end()
    }
}

fn jsonl(compared: &ComparedDocument<'_>) -> Vec<u8> {
    let mut out = Vec::new();
    for place in &compared.places {
        // Memory takes all that is written.
        let _ = json::line(&mut out, &Line(compared, place));
    }
    out
}

const COLUMNS: [&str; 11] = [
    "document",
    "at",
    "state",
    "annotator",
    "label",
    "speaker",
    "rating",
    "status",
    "annotator_at",
    "words",
    "locator",
];

fn csv(write: impl FnOnce(&mut ::csv::Writer<Vec<u8>>) -> Result<(), ::csv::Error>) -> Vec<u8> {
    let mut rows = ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(Vec::new());
    // Into memory nothing fails.
    let _ = write(&mut rows);
    rows.into_inner().unwrap_or_default()
}

fn rows(compared: &ComparedDocument<'_>) -> Vec<u8> {
    let places = |at: &[(u32, u32)]| at.iter().map(|(s, e)| format!("{s}-{e}")).collect::<Vec<_>>().join("; ");
    csv(|rows| {
        for place in &compared.places {
            for (annotator, said) in compared.by(place) {
                let answer = said.map(|said| said.answer);
                let of = |field: fn(&Answer) -> Option<&str>| answer.and_then(field).unwrap_or_default();
                let cells: [Cow<'_, str>; 11] = [
                    compared.name.into(),
                    places(&[place.at]).into(),
                    place.difference.word().into(),
                    annotator.into(),
                    of(|answer| Some(&answer.label)).into(),
                    of(|answer| answer.speaker.as_deref()).into(),
                    of(|answer| answer.rating.as_deref()).into(),
                    said.and_then(|said| said.status()).unwrap_or_default().into(),
                    answer.map(|answer| places(&answer.at)).unwrap_or_default().into(),
                    answer.map(|answer| compared.words(&answer.at)).unwrap_or_default().into(),
                    compared.locator(place).into(),
                ];
                rows.write_record(cells.map(|cell| visible(&cell).into_owned()))?;
            }
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests;
