//! What is told of places that have no words to check them by.

use super::counting::{Basis, CUT, GivenPlace, GivenWords, Recognised, Resolved, cuts};
use super::indexed_text::IndexedText;
use crate::span::Span;

/// Letters of words that are told.
const MAX_TOLD: usize = 40;

/// Sentences about places without words that may be wrong: those of a file that seems to count otherwise than its format
/// says, those that begin or end inside a word, and those of a file that has others outside the text. O(places).
pub fn doubts(text: &IndexedText, places: &[&GivenPlace], recognised: &Recognised) -> Vec<String> {
    let found = || places.iter().copied().zip(&recognised.places);
    match recognised.basis {
        // Words of the same file tell what it counts.
        Basis::Words => Vec::new(),
        Basis::Edges => vec![format!(
            "its positions seem to count {}, since they cut words otherwise. It has no words to check them by: look at \
             some of them",
            recognised.counting
        )],
        Basis::Standard => cut_words(text, found()).into_iter().chain(among_outside(found())).collect(),
    }
}

/// Places without words that begin or end inside a word: somebody chose so, or the file counts in a way that nobody knows.
fn cut_words<'a>(text: &IndexedText, places: impl Iterator<Item = (&'a GivenPlace, &'a Resolved)>) -> Option<String> {
    let is_cut = |span: &Span| cuts(text.text(), *span) >= CUT;
    let of = |(place, found): (&GivenPlace, &'a Resolved)| {
        let is_bare = match place.words {
            GivenWords::Unsaid => true,
            // A name that is none of its words.
            GivenWords::Name(_) => matches!(found, Resolved::OtherWords(_)),
            GivenWords::Whole(_) => false,
        };
        match found {
            Resolved::At(spans) | Resolved::OtherWords(spans) if is_bare => spans.as_slice(),
            Resolved::At(_) | Resolved::OtherWords(_) | Resolved::Outside => &[],
        }
    };
    let cut: Vec<Span> = places.flat_map(of).copied().filter(is_cut).collect();
    let words: String = cut.first()?.of(text.text()).chars().take(MAX_TOLD).collect();
    let many = match cut.len() {
        1 => "1 place begins or ends".to_owned(),
        n => format!("{n} places begin or end"),
    };
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(format!("{many} inside a word, as “{words}”, and there are no words to check them by: look at some of them"))
}

/// Places without words in a file that has others outside the text: whoever counted those counted these.
fn among_outside<'a>(places: impl Iterator<Item = (&'a GivenPlace, &'a Resolved)>) -> Option<String> {
    let is_backwards = |place: &GivenPlace| place.pieces.iter().any(|(start, end)| start >= end);
    let (mut inside, mut outside) = (0usize, 0usize);
    for (_, found) in places.filter(|(place, _)| place.words == GivenWords::Unsaid && !is_backwards(place)) {
        match found {
            Resolved::At(_) | Resolved::OtherWords(_) => inside += 1,
            Resolved::Outside => outside += 1,
        }
    }
    (inside > 0 && outside > 0).then(|| {
        let others = if inside == 1 { "1 other has".to_owned() } else { format!("{inside} others have") };
        let are = if outside == 1 { "1 place is".to_owned() } else { format!("{outside} places are") };
        format!("{are} not inside the text, and {others} no words to check them by either: look at them")
    })
}
