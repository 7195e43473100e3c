//! Words of a source that a scanner may have read wrongly: `cornmittee`, `govern ment`, `l2`.
//!
//! Letters that scanners take for each other are written as one, spaces are left out, and what an article quotes is looked for
//! in that. Where it stands there, and each difference is one of a word that the source has nowhere else, nobody can say that
//! the article is wrong, nor that it is right.

use super::asked::Asked;
use super::cut::Row;
use super::en;
use super::stream::{BARRIER, Stream, Token, Vocabulary};
use super::word::Word;
use memchr::memmem;

/// Fewest letters of a piece that is looked for.
const FEWEST: usize = 8;
/// Most places at which a piece is looked at.
const MAX_PLACES: usize = 50;

/// The letters of a source in one row, those that are taken for each other made one.
#[derive(Clone, Debug, Default)]
pub struct Letters {
    text: String,
    /// Where each word begins, and the end.
    starts: Vec<u32>,
}

impl Letters {
    /// Those of a row of words. O(length).
    pub fn of(stream: &Stream, vocabulary: &Vocabulary) -> Self {
        let mut out = Self::default();
        for token in &stream.tokens {
            out.starts.push(out.text.len() as u32);
            if token.id >= BARRIER {
                out.text.push('\n');
            } else {
                plain(vocabulary.word(token.form)).for_each(|c| fold(c, &mut out.text));
            }
        }
        out.starts.push(out.text.len() as u32);
        out
    }

    /// Ranges of words that have these letters, none of them cut.
    fn places<'a>(&'a self, letters: &'a str, from: u32) -> impl Iterator<Item = (u32, u32)> + 'a {
        let begin = self.starts.get(from as usize).copied().unwrap_or(u32::MAX) as usize;
        let rest = self.text.as_bytes().get(begin..).unwrap_or_default();
        memmem::find_iter(rest, letters.as_bytes()).take(MAX_PLACES).filter_map(move |at| {
            let start = (begin + at) as u32;
            let first = self.starts.binary_search(&start).ok()?;
            let end = self.starts.binary_search(&(start + letters.len() as u32)).ok()?;
            Some((first as u32, end as u32))
        })
    }
}

/// Letters and figures of a word as it is written.
fn plain(form: &str) -> impl Iterator<Item = char> + '_ {
    form.chars().filter(|c| c.is_alphanumeric())
}

/// Writes a letter as all that look like it are written.
fn fold(c: char, out: &mut String) {
    match c {
        'm' => out.push_str("rn"),
        'd' => out.push_str("cl"),
        'w' => out.push_str("vv"),
        '0' => out.push('o'),
        '1' | 'i' => out.push('l'),
        '5' => out.push('s'),
        c => out.push(c),
    }
}

/// Where a source has the words of a quotation as a scanner may have read them: a range for each piece of it.
pub fn places(row: Row<'_>, asked: &Asked) -> Option<Vec<(u32, u32)>> {
    let bounds: Vec<usize> =
        asked.pieces.iter().map(|(start, _)| *start).chain(std::iter::once(asked.words.len())).collect();
    let (mut out, mut from, mut any) = (Vec::new(), 0, false);
    for piece in bounds.windows(2) {
        let [start, end] = piece else { continue };
        let words = asked.words.get(*start..*end).unwrap_or_default();
        let mut letters = String::new();
        words.iter().flat_map(|w| plain(&w.form)).for_each(|c| fold(c, &mut letters));
        if letters.len() < FEWEST {
            return None;
        }
        let found = row.source.letters.places(&letters, from);
        let (place, misread) = found.filter_map(|at| Some((at, is_misread(row, words, at)?))).next()?;
        any |= misread;
        from = place.1;
        out.push(place);
    }
    any.then_some(out)
}

/// Whether words of the source are misread; `None` where one of those that differ is a word of its own.
fn is_misread(row: Row<'_>, words: &[Word], (start, end): (u32, u32)) -> Option<bool> {
    let tokens: Vec<Token> = (start..end).filter_map(|at| row.token(at).copied()).collect();
    let form = |token: &Token| row.source.vocabulary.word(token.form).to_owned();
    let length = |form: &str| {
        let mut letters = String::new();
        plain(form).for_each(|c| fold(c, &mut letters));
        letters.len()
    };
    let (mut here, mut there) = (0, 0);
    let mut any = false;
    while here < words.len() || there < tokens.len() {
        let (first, begin) = (here, there);
        let (mut ours, mut theirs) = (0, 0);
        // The fewest words of both sides that have the same letters.
        loop {
            if ours <= theirs && here < words.len() {
                ours += length(&words.get(here)?.form);
                here += 1;
            } else {
                theirs += length(&form(tokens.get(there)?));
                there += 1;
            }
            if ours == theirs && ours > 0 || here == words.len() && there == tokens.len() {
                break;
            }
        }
        let (ours, theirs) = (words.get(first..here)?, tokens.get(begin..there)?);
        let same = ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(w, t)| w.form == form(t));
        if !same {
            if !may_be_misread(row, ours, theirs) {
                return None;
            }
            any = true;
        }
    }
    Some(any)
}

/// Whether words of the source are none that somebody wrote so.
fn may_be_misread(row: Row<'_>, ours: &[Word], theirs: &[Token]) -> bool {
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
