//! Words, sentences and paragraphs as places: what the keys of selection move by.

use crate::document::Document;
use crate::span::Span;
use unicode_segmentation::UnicodeSegmentation as _;

/// Longest stretch looked at around a place, in bytes: bounds the work in a block of any length.
const WINDOW: u32 = 8 * 1024;

/// Abbreviations after which a full stop ends no sentence.
const ABBREVIATIONS: [&str; 22] = [
    "Mr.", "Mrs.", "Ms.", "Dr.", "Sen.", "Rep.", "Gov.", "Gen.", "Lt.", "Col.", "Sgt.", "Capt.", "Prof.", "Rev.",
    "St.", "Jr.", "Sr.", "Inc.", "Co.", "vs.", "No.", "etc.",
];

/// The paragraph that holds `at`.
pub fn paragraph(document: &Document, at: u32) -> Span {
    document.blocks().get(document.block_at(at)).map_or(Span::default(), |b| b.span)
}

/// The part of the paragraph around `at` that is looked at.
fn window(document: &Document, at: u32) -> Span {
    let block = paragraph(document, at);
    let text = document.text();
    let at = at.min(text.len() as u32);
    let mut start = block.start.max(at.saturating_sub(WINDOW));
    let mut end = block.end.min(at.saturating_add(WINDOW)).max(start);
    while !text.is_char_boundary(start as usize) {
        start += 1;
    }
    while !text.is_char_boundary(end as usize) {
        end -= 1;
    }
    Span::new(start, end)
}

/// The word at `at`, or the next one in the paragraph.
pub fn word(document: &Document, at: u32) -> Span {
    let window = window(document, at);
    let words = window.of(document.text()).unicode_word_indices();
    let mut last = None;
    for (i, word) in words {
        let span = Span::new(window.start + i as u32, window.start + (i + word.len()) as u32);
        if span.end > at {
            return span;
        }
        last = Some(span);
    }
    last.unwrap_or_else(|| Span::new(at, next_letter(document, at)))
}

/// The sentence at `at`, within its paragraph.
pub fn sentence(document: &Document, at: u32) -> Span {
    let window = window(document, at);
    let text = document.text();
    let mut current: Option<Span> = None;
    for (i, piece) in window.of(text).split_sentence_bound_indices() {
        let span = Span::new(window.start + i as u32, window.start + (i + piece.len()) as u32);
        let joined = match current {
            Some(open) if goes_on(open.of(text), piece) => open.hull(span),
            _ => span,
        };
        if current.is_some_and(|open| open.contains(at) && joined.start != open.start) {
            break;
        }
        current = Some(joined);
    }
    current.unwrap_or(window).trim(text, char::is_whitespace)
}

/// Whether `next` still belongs to the sentence `open`: after an abbreviation or an initial, before a small letter,
/// or inside quotation marks.
fn goes_on(open: &str, next: &str) -> bool {
    let before = open.trim_end();
    let last = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    let dotted = last.ends_with('.') && (last.len() <= 3 || last.trim_end_matches('.').contains('.'));
    let initial = dotted && last.chars().next().is_some_and(char::is_uppercase);
    let opened = before.matches('“').count() > before.matches('”').count();
    let small = next.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_lowercase);
    ABBREVIATIONS.contains(&last) || initial || opened || small
}

/// The place one letter (grapheme) after `at`.
pub fn next_letter(document: &Document, at: u32) -> u32 {
    let rest = document.text().get(at as usize..).unwrap_or_default();
    let end = rest.char_indices().nth(64).map_or(rest.len(), |(i, _)| i);
    rest.get(..end).and_then(|r| r.graphemes(true).next()).map_or(at, |g| at + g.len() as u32)
}

/// The place one letter before `at`.
pub fn previous_letter(document: &Document, at: u32) -> u32 {
    let before = document.text().get(..at as usize).unwrap_or_default();
    let start = before.char_indices().rev().nth(63).map_or(0, |(i, _)| i);
    before.get(start..).and_then(|b| b.graphemes(true).next_back()).map_or(at, |g| at - g.len() as u32)
}

/// The beginning of the next word after `at`.
pub fn next_word(document: &Document, at: u32) -> u32 {
    let here = word(document, at);
    let after = word(document, here.end);
    if after.start > at && after.start >= here.end {
        return after.start;
    }
    next_block(document, at).unwrap_or(here.end.max(at))
}

/// The end of the word at or after `at`.
pub fn word_end(document: &Document, at: u32) -> u32 {
    let here = word(document, at);
    if here.end > at { here.end } else { next_block(document, at).map_or(at, |next| word(document, next).end) }
}

/// The beginning of the word before `at`.
pub fn previous_word(document: &Document, at: u32) -> u32 {
    let window = window(document, at);
    let words = window.of(document.text()).unicode_word_indices();
    let before = words.map(|(i, _)| window.start + i as u32).take_while(|start| *start < at).last();
    before.unwrap_or_else(|| {
        let block = document.block_at(at);
        let above = block.checked_sub(1).and_then(|b| document.blocks().get(b));
        above.map_or(at, |b| word(document, previous_letter(document, b.span.end)).start)
    })
}

fn next_block(document: &Document, at: u32) -> Option<u32> {
    document.blocks().get(document.block_at(at) + 1).map(|b| b.span.start)
}

/// The beginning of the sentence after the one at `at`.
pub fn next_sentence(document: &Document, at: u32) -> u32 {
    let here = sentence(document, at);
    let block = paragraph(document, at);
    let rest = Span::new(here.end.min(block.end), block.end).trim(document.text(), char::is_whitespace);
    if rest.is_empty() || here.end <= at { next_block(document, at).unwrap_or(block.end) } else { rest.start }
}

/// The beginning of the sentence at `at`, or of the one before when `at` is there.
pub fn previous_sentence(document: &Document, at: u32) -> u32 {
    let here = sentence(document, at);
    if here.start < at {
        return here.start;
    }
    let before = previous_letter(document, previous_word(document, at));
    sentence(document, before.min(previous_word(document, at))).start
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TEXT: &str = "Mr. Lind of the U.S. Senate left. “Is it late?” he asked. It was.\n\nNext one.";

    fn doc() -> Document {
        Document::from_text(TEXT, "a.txt")
    }

    #[test]
    fn sentences_keep_abbreviations_and_questions_together() {
        let d = doc();
        assert_eq!(d.words(sentence(&d, 5)), "Mr. Lind of the U.S. Senate left.");
        let asked = TEXT.find("late").unwrap() as u32;
        assert_eq!(d.words(sentence(&d, asked)), "“Is it late?” he asked.");
    }

    #[test]
    fn words_and_letters() {
        let d = doc();
        assert_eq!(d.words(word(&d, 4)), "Lind");
        assert_eq!(next_word(&d, 4), TEXT.find("of").unwrap() as u32);
        assert_eq!(previous_word(&d, 4), 0);
        let last = TEXT.rfind("was").unwrap() as u32;
        assert_eq!(next_word(&d, last), TEXT.find("Next").unwrap() as u32);
        assert_eq!(previous_letter(&d, next_letter(&d, 4)), 4);
    }

    proptest! {
        #[test]
        fn every_place_has_its_wholes(text in "([a-zA-Z“”.é😊]{1,8}[ .?\n]){0,40}", pick in 0usize..300) {
            let d = Document::from_text(&text, "a.txt");
            let edges: Vec<usize> = d.text().char_indices().map(|(i, _)| i).collect();
            prop_assume!(!edges.is_empty() && !d.blocks().is_empty());
            let at = edges[pick % edges.len()] as u32;
            for span in [word(&d, at), sentence(&d, at), paragraph(&d, at)] {
                prop_assert!(span.end as usize <= d.text().len() && d.text().get(span.range()).is_some());
            }
            for place in [next_word(&d, at), previous_word(&d, at), word_end(&d, at), next_sentence(&d, at), previous_sentence(&d, at)] {
                prop_assert!(d.text().is_char_boundary(place as usize));
            }
        }
    }
}
