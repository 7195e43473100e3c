//! Words of a source that a scanner may have read wrongly: `cornmittee`, `govern ment`, `l2`.
//!
//! Letters that scanners take for each other are written as one, spaces are left out, and what an article quotes is looked for
//! in that. Where it stands there, and each difference is one of a word that the source has nowhere else, nobody can say that
//! the article is wrong, nor that it is right.

use super::align::Alignment;
use super::asked::Asked;
use super::cut::Row;
use super::en;
use super::letters::{folded, plain};
use super::stream::Token;
use super::word::Word;

/// Fewest letters of a piece that is looked for.
const FEWEST: usize = 8;

/// The letters of each piece of a quotation; none where one has too few.
pub fn letters_of(asked: &Asked) -> Option<Vec<String>> {
    let words = |(start, end): (usize, usize)| asked.words.get(start..end).unwrap_or_default();
    let letters = asked.ranges().into_iter().map(|range| folded(words(range).iter().map(|w| w.form.as_str())));
    letters.map(|letters| (letters.len() >= FEWEST).then_some(letters)).collect()
}

/// Where a source has the words of a quotation as a scanner may have read them, whose pieces have these letters: a range for
/// each piece of it, and the words beside each other.
pub fn places(row: Row<'_>, asked: &Asked, letters: &[String]) -> Option<(Vec<(u32, u32)>, Alignment)> {
    let count = asked.words.len();
    let mut pieces: Vec<(u32, u32)> = Vec::new();
    let mut pairs = Vec::new();
    for ((start, end), letters) in asked.ranges().iter().zip(letters) {
        let words = asked.words.get(*start..*end).unwrap_or_default();
        let from = pieces.last().map_or(0, |piece| piece.1);
        let mut found = row.source.letters.places(letters, from);
        let (place, same) = found.find_map(|at| Some((at, same_words(row, words, at)?)))?;
        pairs.extend(same.into_iter().map(|(n, at)| (n + start, at)));
        pieces.push(place);
    }
    let there: u32 = pieces.iter().map(|(start, end)| end - start).sum();
    if pairs.len() == count && there as usize == count {
        return None;
    }
    let (start, end) = (pieces.first()?.0, pieces.last()?.1);
    let similarity = 2.0 * pairs.len() as f64 / (count + there as usize) as f64;
    let content = pairs.iter().filter(|(n, _)| asked.words.get(*n).is_some_and(|w| !en::is_stop_word(&w.key))).count();
    Some((pieces, Alignment { start, end, pairs, similarity, content }))
}

/// Pairs of words that are the same, where all others of the source may be misread; `None` where one is a word of its own.
fn same_words(row: Row<'_>, words: &[Word], (start, end): (u32, u32)) -> Option<Vec<(usize, u32)>> {
    let form = |at: u32| row.token(at).map_or("", |token| row.source.vocabulary.word(token.form));
    let mut pairs = Vec::new();
    let (mut here, mut there) = (0, start);
    while here < words.len() || there < end {
        let (first, begin) = (here, there);
        let (mut ours, mut theirs) = (0, 0);
        // The fewest words of both sides that have the same letters.
        while ours != theirs || ours == 0 {
            if ours <= theirs {
                ours += folded([words.get(here)?.form.as_str()]).len();
                here += 1;
            } else if there < end {
                theirs += folded([form(there)]).len();
                there += 1;
            } else {
                return None;
            }
        }
        let ours = words.get(first..here)?;
        if let ([word], 1) = (ours, there - begin)
            && word.form == form(begin)
        {
            pairs.push((first, begin));
        } else if !may_be_misread(row, ours, (begin, there)) {
            return None;
        }
    }
    Some(pairs)
}

/// Whether words of the source are none that somebody wrote so.
fn may_be_misread(row: Row<'_>, ours: &[Word], (start, end): (u32, u32)) -> bool {
    let theirs: Vec<&Token> = (start..end).filter_map(|at| row.token(at)).collect();
    let vocabulary = &row.source.vocabulary;
    let letters: String = theirs.iter().flat_map(|t| plain(vocabulary.word(t.form))).collect();
    let figures = letters.chars().filter(char::is_ascii_digit).count();
    if figures > 0 {
        // A number is what it is; of letters and figures in one word nobody knows.
        return figures < letters.chars().count();
    }
    let count = |id| row.stream.occurrences(&[id]).len();
    let usual = ours.iter().map(|w| count(vocabulary.find(&w.key))).max().unwrap_or(0);
    // Words of grammar are in every text: what looks like one and is none is misread however often.
    let is_grammar = ours.iter().all(|w| en::is_stop_word(&w.key));
    theirs.iter().any(|t| {
        let (word, times) = (vocabulary.word(t.id), count(t.id));
        let is_torn = theirs.len() > ours.len() && word.chars().count() == 1 && !matches!(word, "a" | "i" | "o");
        is_torn || !en::is_stop_word(word) && (times <= 1 || times < usual || is_grammar || word.contains("vv"))
    })
}
