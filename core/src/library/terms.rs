//! Words as an index keeps them: folded as the search folds, so that whatever a search for a word can match holds the word's
//! term.
//!
//! A term is a run of letters and ASCII digits without case, accents and what is not seen; `æ`, `ß`, `ﬁ` are the letters people
//! write for them. Writing without blanks (Han, kana, Thai …) and other numerals are terms of one character each. What stands for
//! something else than a word of the text begins with a character that no word has ([`Namespace`]).

mod short;

pub use short::ShortTerm;

use crate::search::{is_mark, is_unseen, written_otherwise};
use unicode_normalization::UnicodeNormalization as _;

/// Most letters of a term; a longer run is kept in pieces of so many that overlap by half.
pub const MAX_LETTERS: usize = 64;

/// What a term is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Namespace {
    /// A word of the text.
    Word,
    /// A word of the text with something unseen inside (a soft hyphen), joined; its parts are words too.
    Joined,
    /// A word of the name of somebody who speaks.
    Speaker,
    /// A label of a record.
    Label,
    /// A rating of a record.
    Rating,
}

impl Namespace {
    /// What its terms begin with.
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::Word => "",
            Self::Joined => "\u{1}",
            Self::Speaker => "\u{2}",
            Self::Label => "\u{3}",
            Self::Rating => "\u{4}",
        }
    }

    /// The term of some letters.
    pub fn term(self, letters: &str) -> String {
        format!("{}{letters}", self.prefix())
    }
}

/// A term, as it is met in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Term<'a> {
    /// Of a few bytes.
    Short(ShortTerm),
    /// Of more.
    Long(&'a str),
}

impl<'a> From<&'a str> for Term<'a> {
    fn from(letters: &'a str) -> Self {
        ShortTerm::of(letters).map_or(Self::Long(letters), Self::Short)
    }
}

/// A run of letters, as it is met in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Run<'a> {
    /// A word of a few letters in ASCII, folded.
    Short(ShortTerm),
    /// Folded; where something unseen stands between its letters, the bytes at which.
    Word(&'a str, &'a [usize]),
    /// A character that is a term by itself.
    Alone(&'a str),
}

/// Reads terms; keeps its room from one text to the next.
#[derive(Debug, Default)]
pub struct TermReader {
    word: String,
    breaks: Vec<usize>,
    joined: String,
}

impl TermReader {
    /// Tells every term of the words of a text, in order, each as often as it stands there. O(length).
    pub fn words(&mut self, text: &str, mut tell: impl FnMut(Term<'_>)) {
        let mut joined = std::mem::take(&mut self.joined);
        self.runs(text, &mut |run| match run {
            Run::Short(term) => tell(Term::Short(term)),
            Run::Alone(one) => tell(one.into()),
            Run::Word(word, []) => pieces(word, &mut |piece| tell(piece.into())),
            Run::Word(word, breaks) => {
                joined.clear();
                pieces(word, &mut |piece| {
                    joined.clear();
                    joined.extend([Namespace::Joined.prefix(), piece]);
                    tell(joined.as_str().into());
                });
                let starts = std::iter::once(0).chain(breaks.iter().copied());
                let ends = breaks.iter().copied().chain([word.len()]);
                for part in starts.zip(ends).filter_map(|(start, end)| word.get(start..end)) {
                    pieces(part, &mut |piece| tell(piece.into()));
                }
            }
        });
        self.joined = joined;
    }

    /// The runs of a text: of those in ASCII only the case is folded.
    fn runs(&mut self, text: &str, tell: &mut impl FnMut(Run<'_>)) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(first) = bytes.get(at) {
            let passed = separator(*first, bytes, at);
            if passed > 0 {
                at += passed;
                continue;
            }
            let start = at;
            let (mut end, mut ascii) = (at, true);
            while let Some(b) = bytes.get(end) {
                if separator(*b, bytes, end) > 0 {
                    break;
                }
                ascii &= b.is_ascii();
                end += 1;
            }
            at = end;
            if ascii && let Some(term) = ShortTerm::of_ascii(bytes, start, end) {
                tell(Run::Short(term));
                continue;
            }
            let part = text.get(start..end).unwrap_or_default();
            self.word.clear();
            if ascii {
                self.word.push_str(part);
                self.word.make_ascii_lowercase();
                tell(Run::Word(&self.word, &[]));
            } else {
                self.folded(part, tell);
            }
        }
    }

    /// The runs of a stretch with other than ASCII in it.
    fn folded(&mut self, part: &str, tell: &mut dyn FnMut(Run<'_>)) {
        self.breaks.clear();
        for c in part.chars() {
            if c.is_ascii() {
                self.letter(c.to_ascii_lowercase(), tell);
            } else if is_unseen(c) {
                // What joins letters is one of them: a word goes on behind it.
                let parts = !matches!(c, '\u{200c}' | '\u{200d}') && !self.word.is_empty();
                if parts && self.breaks.last() != Some(&self.word.len()) {
                    self.breaks.push(self.word.len());
                }
            } else {
                for c in std::iter::once(c).nfd() {
                    match written_otherwise(c) {
                        Some(letters) => letters.chars().for_each(|c| self.letter(c.to_ascii_lowercase(), tell)),
                        // Twice, for letters that differ and have the same capital.
                        None => {
                            for c in c.to_uppercase().flat_map(char::to_lowercase) {
                                self.letter(c, tell);
                            }
                        }
                    }
                }
            }
        }
        self.flush(tell);
    }

    fn letter(&mut self, c: char, tell: &mut dyn FnMut(Run<'_>)) {
        if is_mark(c) {
            return;
        }
        let is_letter = c.is_ascii_alphanumeric() || c.is_alphabetic();
        if is_letter && !is_alone(c) {
            self.word.push(c);
            return;
        }
        self.flush(tell);
        if is_letter || c.is_numeric() {
            tell(Run::Alone(c.encode_utf8(&mut [0; 4])));
        }
    }

    fn flush(&mut self, tell: &mut dyn FnMut(Run<'_>)) {
        if self.breaks.last() == Some(&self.word.len()) {
            self.breaks.pop();
        }
        if !self.word.is_empty() {
            tell(Run::Word(&self.word, &self.breaks));
        }
        self.word.clear();
        self.breaks.clear();
    }
}

/// A word that is searched for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SoughtTerm {
    /// Its letters, folded.
    pub letters: String,
    /// Whether it is a character that is a term by itself.
    pub alone: bool,
}

/// The terms of typed words, in order, what is not seen in them left out. O(length).
pub fn sought(words: &str) -> Vec<SoughtTerm> {
    let mut out = Vec::new();
    TermReader::default().runs(words, &mut |run| {
        let mut bytes = [0; 16];
        let (letters, alone) = match run {
            Run::Short(term) => (term.letters(&mut bytes), false),
            Run::Alone(one) => (one, true),
            Run::Word(word, _) => (word, false),
        };
        out.push(SoughtTerm { letters: letters.to_owned(), alone });
    });
    out
}

/// A run, or overlapping pieces of one that is too long.
fn pieces(word: &str, tell: &mut impl FnMut(&str)) {
    if word.len() <= MAX_LETTERS || word.chars().count() <= MAX_LETTERS {
        tell(word);
        return;
    }
    let mut edges: Vec<usize> = word.char_indices().map(|(at, _)| at).step_by(MAX_LETTERS / 2).collect();
    edges.push(word.len());
    for n in 0..edges.len().saturating_sub(2).max(1) {
        let end = edges.get(n + 2).copied().unwrap_or(word.len());
        tell(edges.get(n).and_then(|start| word.get(*start..end)).unwrap_or_default());
    }
}

/// How many bytes at a place part words without being looked at further: a byte of ASCII that is no letter or digit, or a dash,
/// quotation mark, bullet or ellipsis (U+2010 to U+2027), which are met in every text. 0 where what stands there has to be
/// looked at.
fn separator(first: u8, bytes: &[u8], at: usize) -> usize {
    if first.is_ascii() {
        usize::from(!first.is_ascii_alphanumeric())
    } else if first == 0xe2 && matches!(bytes.get(at + 1..at + 3), Some([0x80, 0x90..=0xa7])) {
        3
    } else {
        0
    }
}

/// Whether a letter belongs to a writing that puts no blanks between words.
const fn is_alone(c: char) -> bool {
    matches!(c as u32,
        0xe00..=0xeff | 0xf00..=0xfff | 0x1000..=0x109f | 0x1780..=0x17ff | 0x3005..=0x3007 | 0x3040..=0x30ff
        | 0x31f0..=0x31ff | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xf900..=0xfaff | 0x20000..=0x3ffff)
}

#[cfg(test)]
mod tests {
    use super::super::query::{Fit, Lookup, lookups};
    use super::*;
    use crate::search::Query;
    use proptest::prelude::*;

    fn terms(text: &str) -> Vec<String> {
        let mut out = Vec::new();
        TermReader::default().words(text, |term| {
            out.push(match term {
                Term::Short(term) => term.letters(&mut [0; 16]).to_owned(),
                Term::Long(letters) => letters.to_owned(),
            });
        });
        out
    }

    #[test]
    fn words_are_folded() {
        assert_eq!(terms("The “Mayor’s” plan—2,000 pages."), ["the", "mayor", "s", "plan", "2", "000", "pages"]);
        assert_eq!(
            terms("José Łódź Straße Ænima o\u{fb03}ce ſo Ω"),
            ["jose", "lodz", "strasse", "aenima", "office", "so", "ω"]
        );
        assert_eq!(terms("har\u{ad}bour"), ["\u{1}harbour", "har", "bour"]);
        assert_eq!(terms("end\u{ad} \u{feff}begin a\u{200d}b"), ["end", "begin", "ab"]);
        assert_eq!(terms("東京tower x²"), ["東", "京", "tower", "x", "²"]);
        let long = "ab".repeat(50);
        let found = terms(&long);
        assert!(found.iter().all(|term| term.len() <= MAX_LETTERS) && found.len() == 3, "{found:?}");
        assert!(terms(" — … “”").is_empty());
        assert_eq!(terms("“Non\u{2010}stop”\u{2028}a\u{200b}b\u{2027}c"), ["non", "stop", "\u{1}ab", "a", "b", "c"]);
    }

    /// Whether the terms of a text answer every look-up of what is searched for.
    fn may_hold(text: &str, wanted: &[Lookup]) -> bool {
        let all = terms(text);
        let fits = |lookup: &Lookup| all.iter().any(|term| lookup.accepts(term));
        wanted.iter().all(fits)
    }

    #[test]
    fn parts_of_words_are_looked_for() {
        let wanted = lookups("bonus pl", false);
        assert_eq!(wanted.iter().map(|l| l.fit).collect::<Vec<_>>(), [Fit::Ends, Fit::Begins]);
        assert!(may_hold("The superbonus plan", &wanted) && !may_hold("bonuses plan", &wanted));
        assert!(may_hold("two bonuses", &lookups("bonus", false)) && !may_hold("two bonuses", &lookups("bonus", true)));
        assert!(may_hold("the har\u{ad}bour", &lookups("harbour", true)));
        assert!(lookups("—", false).is_empty());
    }

    proptest! {
        /// Whatever the search finds, the index finds: words and parts of words, in any writing.
        #[test]
        fn what_is_matched_is_looked_up(
            text in "([a-cA-C ]|[éßøæﬁſİıK“’.-]|\u{ad}|\u{301}|\u{200b}|\u{200d}|[東京]|[α-ωΑ-Ω]|[²½٣]|[가각]){1,60}",
            a in 0usize..60, b in 0usize..60, word: bool, upper: bool, plain: bool,
        ) {
            let edges: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
            let (a, b) = (edges[a % edges.len()], edges[b % edges.len()]);
            let part = text.get(a.min(b)..a.max(b)).unwrap();
            let mut typed: String = if upper { part.chars().flat_map(char::to_uppercase).collect() } else { part.to_owned() };
            if plain {
                typed = typed.nfd().filter(|c| !is_mark(*c) && !is_unseen(*c)).collect();
            }
            let query = Query { text: typed.clone(), word, ..Query::default() };
            if let Ok(Some(pattern)) = query.pattern()
                && pattern.first(&text).is_some()
            {
                prop_assert!(may_hold(&text, &lookups(&typed, word)), "{typed:?} in {text:?}: {:?}", terms(&text));
            }
        }

        #[test]
        fn long_runs_are_found(text in "[a-d]{1,200}", from in 0usize..200, length in 1usize..90) {
            let part: String = text.chars().skip(from % text.len()).take(length).collect();
            prop_assert!(may_hold(&text, &lookups(&part, false)));
            prop_assert!(may_hold(&text, &lookups(&text, true)));
        }
    }
}
