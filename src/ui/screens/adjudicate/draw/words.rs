//! The words of a place: its sentence in rows, with what only some of the annotators labelled lit.

use crate::ui::open_document::OpenDocument;
use crate::ui::theme::Role;
use crate::ui::widgets::canvas::{put, width};
use crate::ui::widgets::difference;
use crate::ui::widgets::listing::Listing;
use sayso_core::agreement::comparison::Difference;
use sayso_core::annotators::adjudication::AdjudicatedPlace;
use sayso_core::layout::text_objects;
use sayso_core::span::Span;

/// Most bytes of a sentence that are looked at before and behind the beginning of the place.
const MOST_BEFORE: u32 = 600;
const MOST_BEHIND: u32 = 1_200;

/// Fewer bytes than these are shown with the sentence before.
const SHORT: u32 = 60;

/// What a word is of its sentence.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    /// Not labelled.
    Outside,
    /// Labelled.
    Inside,
    /// Labelled by some, where that is the difference.
    Lit,
}

/// The words in rows.
pub struct Words<'a> {
    /// The rows, each with its words.
    pub rows: Vec<Vec<Word<'a>>>,
}

/// A word of a row.
pub struct Word<'a> {
    text: &'a str,
    look: Look,
}

impl<'a> Words<'a> {
    /// Those of a place, in rows of `room` cells, at most so many. O(length of its sentence), within bounds.
    pub fn of(doc: &'a OpenDocument, place: &AdjudicatedPlace, room: u16, most: usize) -> Self {
        let document = doc.reading.document();
        let text = document.text();
        let in_bytes = |(start, end): (u32, u32)| document.offsets().span_to_bytes(text, start, end);
        let Some(Span { start, end }) = stretch(doc, place) else { return Self { rows: Vec::new() } };
        let answers = place.choices.iter().filter_map(|choice| choice.answer.as_ref());
        let spans: Vec<Vec<Span>> =
            answers.map(|answer| answer.at.iter().filter_map(|at| in_bytes(*at)).collect()).collect();
        let look = |word: Span| {
            let count = spans.iter().filter(|spans| spans.iter().any(|span| span.overlaps(word))).count();
            match count {
                0 => Look::Outside,
                n if n < spans.len() && place.difference == Difference::Boundary => Look::Lit,
                _ => Look::Inside,
            }
        };
        let stretch = text.get(start as usize..end as usize).unwrap_or_default();
        let (mut rows, mut row, mut used, mut at) = (Vec::new(), Vec::new(), 0u16, 0usize);
        for word in stretch.split_whitespace() {
            at += stretch.get(at..).and_then(|rest| rest.find(word)).unwrap_or_default();
            let span = Span::new(start + at as u32, start + (at + word.len()) as u32);
            at += word.len();
            if used > 0 && used + 1 + width(word) > room {
                rows.push(std::mem::take(&mut row));
                used = 0;
            }
            used += u16::from(used > 0) + width(word);
            row.push(Word { text: word, look: look(span) });
        }
        rows.push(row);
        // Of more than there is room for, from the row on where the place begins.
        let begins = rows.iter().position(|row| row.iter().any(|word| word.look != Look::Outside)).unwrap_or(0);
        if begins >= most || rows.len() > most && begins > 0 && most == 1 {
            rows.drain(..begins);
        }
        if rows.len() > most {
            rows.truncate(most);
            if let Some(word) = rows.last_mut().and_then(|row| row.last_mut()) {
                word.text = "…";
            }
        }
        Self { rows }
    }

    /// Draws them from a cell on, above row `end`; those of a place that recedes all alike.
    pub fn draw(&self, l: &mut Listing<'_, '_>, (x, y): (u16, u16), end: u16, stands_out: bool) {
        let (body, quiet) = (l.words(Role::Body), l.words(Role::Quiet));
        let lit = difference::lit(l.app, body);
        for (row, y) in self.rows.iter().zip(y..end) {
            let mut at = x;
            for word in row {
                let style = match word.look {
                    _ if !stands_out => quiet,
                    Look::Outside => quiet,
                    Look::Inside => body,
                    Look::Lit => lit,
                };
                let room = l.right.saturating_sub(at);
                at = put(l.buffer, at, y, room, word.text, style) + 1;
            }
        }
    }
}

/// The stretch of the text that is shown of a place: its sentence, and the one before where that tells little, within bounds.
pub fn stretch(doc: &OpenDocument, place: &AdjudicatedPlace) -> Option<Span> {
    let document = doc.reading.document();
    let text = document.text();
    let hull = document.offsets().span_to_bytes(text, place.at.0, place.at.1)?;
    let first = text_objects::sentence(document, hull.start).start.min(hull.start);
    let last = text_objects::sentence(document, hull.end.max(hull.start + 1) - 1).end.max(hull.end);
    // A few words tell little without those before them.
    let block = text_objects::paragraph(document, hull.start).start;
    let is_short = last.saturating_sub(first) < SHORT && block < first;
    let first = if is_short { text_objects::previous_sentence(document, first).max(block) } else { first };
    let start = on_boundary(text, first.max(hull.start.saturating_sub(MOST_BEFORE)));
    let end = on_boundary(text, last.min(hull.start + MOST_BEHIND));
    Some(Span::new(start, end))
}

/// The last place up to `at` where a letter begins.
fn on_boundary(text: &str, at: u32) -> u32 {
    let at = (at as usize).min(text.len());
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0) as u32
}
