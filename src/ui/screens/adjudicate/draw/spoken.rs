//! Places and answers read aloud.

use super::Row;
use crate::ui::adjudicating::{Adjudicated, PlaceKind};
use crate::ui::open_document::OpenDocument;
use sayso_core::agreement::comparison::Difference;
use sayso_core::reading::quoted;

/// Most characters of words read aloud.
const MAX_WORDS: usize = 200;

/// A place read aloud: its words, in what annotators differ, what was decided.
pub fn place_in_sentences(doc: &OpenDocument, found: &Adjudicated, at: usize) -> String {
    let Some(row) = Row::of(doc, found, at) else { return "There is nothing to settle.".to_owned() };
    let document = doc.reading.document();
    let span = document.offsets().span_to_bytes(document.text(), row.place.at.0, row.place.at.1);
    let words = span.map(|span| quoted(document.words(span), MAX_WORDS)).unwrap_or_default();
    let paragraph = span.map_or(0, |span| document.block_at(span.start) + 1);
    let differs = match PlaceKind::of(row.place) {
        PlaceKind::Versions => format!("kept in versions that differ in: {}", row.fields()),
        PlaceKind::Difference(Difference::Same) => "all agree".to_owned(),
        kind @ PlaceKind::Difference(_) => format!("they differ in: {}", kind.in_words()),
    };
    let state = match row.state().filter(|_| row.place.decision.is_some()) {
        Some((state, _)) => {
            let what = row.taken().map(|n| row.answer(n).0).or(row.third().map(|(text, _)| text));
            format!(" {}: {}.", capital(&state), what.unwrap_or_default())
        }
        None => String::new(),
    };
    let (differ, decided) = found.progress;
    format!("{decided} of {differ} decided. Paragraph {paragraph}: {words}, {differs}.{state}")
}

/// Its answers read aloud, with the digits that take them.
pub fn answers_in_sentences(doc: &OpenDocument, found: &Adjudicated, at: usize) -> String {
    let Some(row) = Row::of(doc, found, at) else { return String::new() };
    let all = row.place.choices.iter().enumerate().map(|(n, choice)| {
        let digit = found.digit_of(row.place, n).map_or("x".to_owned(), |digit| digit.to_string());
        let proposed = if row.proposal == Some(n) { ", proposed" } else { "" };
        format!("{digit}: {}, {}{proposed}.", row.answer(n).0, found.names_of(row.place, choice))
    });
    all.collect::<Vec<_>>().join(" ")
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
