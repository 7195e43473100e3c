//! Drafts get their places in the text of their file, once it is known what positions count.

use super::builder::ImportBuilder;
use super::counting::{Basis, Evidence, GivenPlace, GivenWords, Resolved, TELLING, beginning, recognise, solid};
use super::doubts::doubts;
use super::indexed_text::{Counting, IndexedText};
use super::partial_selector::PartialSelector;
use super::record_draft::RecordDraft;
use crate::span::Span;

/// Gives drafts their places in the text of their file, and tells what counts otherwise than the format says and what
/// stands nowhere. What has no place is left out. `called` is the document, for messages, or empty.
pub fn place_all<T: AsMut<RecordDraft>>(
    drafts: &mut Vec<T>,
    text: &IndexedText,
    standard: Counting,
    evidence: Evidence,
    called: &str,
    out: &mut ImportBuilder,
) {
    let given: Vec<Vec<GivenPlace>> = drafts.iter_mut().map(|d| std::mem::take(&mut d.as_mut().given)).collect();
    let places: Vec<&GivenPlace> = given.iter().flatten().collect();
    let recognised = recognise(text, &places, standard, evidence);
    let head = if called.is_empty() { String::new() } else { format!("{called}: ") };
    let counting = recognised.counting;
    if recognised.basis == Basis::Words {
        out.note(format!("{head}its positions count {counting}, as its own words show"));
    }
    if evidence != Evidence::Words {
        for doubt in doubts(text, &places, &recognised) {
            out.problem(format!("{head}{doubt}"));
        }
    }
    let mut solid_text = None;
    let mut resolved = recognised.places.into_iter();
    let mut keeps = Vec::with_capacity(drafts.len());
    for (draft, given) in drafts.iter_mut().zip(given) {
        let draft = draft.as_mut();
        let mut is_whole = true;
        for place in given {
            let found = match resolved.next().unwrap_or(Resolved::Outside) {
                Resolved::At(spans) => Ok(at(text, spans)),
                Resolved::OtherWords(spans) => match &place.words {
                    GivenWords::Whole(words) => Ok(by_words(&place, words)),
                    GivenWords::Name(name) => {
                        let text_of = solid_text.get_or_insert_with(|| solid(text.text()).collect::<String>());
                        named(text, text_of, name, spans)
                    }
                    GivenWords::Unsaid => Ok(at(text, spans)),
                },
                Resolved::Outside => match &place.words {
                    GivenWords::Whole(words) => Ok(by_words(&place, words)),
                    GivenWords::Name(_) | GivenWords::Unsaid => Err(outside(&place)),
                },
            };
            match found {
                Ok(places) => draft.record.at.extend(places),
                Err(why) => {
                    let comma = if called.is_empty() { "" } else { ", " };
                    out.problem(format!("{called}{comma}{}: {why}", draft.called));
                    is_whole = false;
                }
            }
        }
        keeps.push(is_whole && !draft.record.at.is_empty());
    }
    let mut keeps = keeps.into_iter();
    drafts.retain(|_| keeps.next().unwrap_or_default());
}

fn outside(place: &GivenPlace) -> String {
    let (start, end) = place.pieces.first().copied().unwrap_or_default();
    format!("the place {start} to {end} is not inside the text")
}

/// Spans with their words; those between which only white space stands are one, since some formats cut at line ends.
fn at(text: &IndexedText, mut spans: Vec<Span>) -> Vec<PartialSelector> {
    spans.sort_unstable();
    let mut joined: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match joined.last_mut() {
            Some(last)
                if last.end >= span.start || Span::new(last.end, span.start).of(text.text()).trim().is_empty() =>
            {
                *last = last.hull(span);
            }
            _ => joined.push(span),
        }
    }
    joined.into_iter().map(|span| text.at(span)).collect()
}

/// What has a name that stands at another place of the text. One that stands nowhere is only a name.
fn named(text: &IndexedText, solid_text: &str, name: &str, spans: Vec<Span>) -> Result<Vec<PartialSelector>, String> {
    let (words, is_cut) = beginning(name);
    let letters: String = solid(words).collect();
    let mut found = memchr::memmem::find_iter(solid_text.as_bytes(), letters.as_bytes());
    if letters.chars().count() < TELLING || found.next().is_none() {
        return Ok(at(text, spans));
    }
    match (is_cut, found.next()) {
        (false, None) => Ok(vec![PartialSelector::words(words)]),
        (true, _) | (false, Some(_)) => Err(format!("its words “{words}” do not stand at its place")),
    }
}

/// Words whose place is not known, cut as their pieces tell. One that begins a letter or two behind another goes on in the
/// next line.
pub fn by_words(place: &GivenPlace, words: &str) -> Vec<PartialSelector> {
    let mut pieces: Vec<String> = Vec::new();
    let (mut rest, mut before) = (words, None);
    for (start, end) in &place.pieces {
        let length = usize::try_from(end.saturating_sub(*start)).unwrap_or(usize::MAX);
        let cut = rest.char_indices().nth(length).map_or(rest.len(), |(at, _)| at);
        let (piece, behind) = rest.split_at(cut);
        match pieces.last_mut() {
            Some(last) if before.is_some_and(|b| (1..=2).contains(&start.saturating_sub(b))) => {
                *last = format!("{last} {piece}");
            }
            _ => pieces.push(piece.to_owned()),
        }
        before = Some(*end);
        rest = behind.strip_prefix(' ').unwrap_or(behind);
    }
    // Lengths that do not fit the words tell nothing.
    if !rest.is_empty() || pieces.iter().any(|p| p.trim().is_empty()) {
        pieces = vec![words.to_owned()];
    }
    pieces.iter().map(|p| PartialSelector::words(p.trim())).collect()
}
