//! Words as they are compared: folded, and told apart by what they are to the query.

use crate::detect::GrammarWords;
use crate::reading::naming::is_misspelt;
use crate::span::Span;
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::Hasher as _;
use unicode_normalization::UnicodeNormalization as _;

/// A word searched for.
#[derive(Debug)]
pub struct QueryWord {
    /// Folded.
    pub word: String,
    /// Whether it is a word of grammar.
    pub is_grammar: bool,
    /// Whether a sentence ends before it.
    pub begins_sentence: bool,
}

impl QueryWord {
    /// What it weighs.
    pub const fn weight(&self) -> u16 {
        if self.is_grammar { 1 } else { 2 }
    }
}

/// A word of the text.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    /// Where.
    pub span: Span,
    /// What it is to the query.
    pub class: Class,
    /// Whether a sentence ends before it.
    pub begins_sentence: bool,
}

impl Word {
    /// Whether it may be one of the words searched for that are no words of grammar, or of any where there are no others.
    pub const fn is_hit(&self) -> bool {
        self.class.is_hit
    }
}

/// What words of a kind are to the query.
#[derive(Clone, Copy, Debug, Default)]
pub struct Class {
    /// For each word searched for a bit: it is that word.
    pub equal: u64,
    /// The same: it is that word with a slip.
    pub slips: u64,
    /// Whether it is a word of grammar.
    pub is_grammar: bool,
    is_hit: bool,
}

/// Bytes of the text from which the commonest short words are taken.
const SAMPLE: usize = 64 * 1024;
/// Most letters of such a word.
const SHORT: usize = 4;
/// Least of them among all words, one in so many, and how often at least.
const COMMON: (usize, usize) = (120, 6);
/// Most different words whose class is kept: bounds the memory in a text of nothing but different words.
const MAX_CLASSES: usize = 1 << 20;

/// The classes of the words of a text, each found out once.
pub struct Classes<'a> {
    query: &'a [QueryWord],
    grammar: &'a GrammarWords,
    known: FxHashMap<u64, Class>,
    /// Short words that this text has all the time, whatever its language.
    common: Vec<String>,
    folded: String,
}

/// The words of what was typed.
pub fn of_query(typed: &str, grammar: &GrammarWords) -> Vec<QueryWord> {
    let mut out = Vec::new();
    let (mut folded, mut last) = (String::new(), 0);
    each(typed, |start, end| {
        fold(typed.get(start..end).unwrap_or_default(), &mut folded);
        let begins_sentence = ends_sentence(typed, &mut last, start, end);
        out.push(QueryWord { word: folded.clone(), is_grammar: grammar.has(&folded), begins_sentence });
    });
    out
}

/// Whether a sentence ends between the word that ends at `last` and the one from `start`.
fn ends_sentence(text: &str, last: &mut usize, start: usize, end: usize) -> bool {
    let before = std::mem::replace(last, end);
    let between = text.get(before..start).unwrap_or_default();
    before > 0 && between.contains(['.', '!', '?', '…']) && between.contains(char::is_whitespace)
}

impl<'a> Classes<'a> {
    /// O([`SAMPLE`]).
    pub fn new(query: &'a [QueryWord], grammar: &'a GrammarWords, text: &str) -> Self {
        let sample = text.get(..text.floor_char_boundary(SAMPLE)).unwrap_or(text);
        let mut counts: FxHashMap<String, usize> = FxHashMap::default();
        let (mut all, mut folded) = (0, String::new());
        each(sample, |start, end| {
            all += 1;
            if end - start <= 2 * SHORT {
                fold(sample.get(start..end).unwrap_or_default(), &mut folded);
                if folded.chars().count() <= SHORT && !folded.chars().any(char::is_numeric) {
                    *counts.entry(folded.clone()).or_default() += 1;
                }
            }
        });
        let is_common = |count: usize| count >= COMMON.1 && count * COMMON.0 >= all;
        let common = counts.into_iter().filter(|(_, count)| is_common(*count)).map(|(word, _)| word).collect();
        Self { query, grammar, known: FxHashMap::default(), common, folded: String::new() }
    }

    /// Adds the words of a part of the text.
    pub fn words_of(&mut self, part: Span, text: &str, out: &mut Vec<Word>) {
        let inside = part.of(text);
        let mut last = 0;
        each(inside, |start, end| {
            let span = Span::new(part.start + start as u32, part.start + end as u32);
            let begins_sentence = ends_sentence(inside, &mut last, start, end);
            out.push(Word { span, class: self.class(inside.get(start..end).unwrap_or_default()), begins_sentence });
        });
    }

    fn class(&mut self, word: &str) -> Class {
        let mut folded = std::mem::take(&mut self.folded);
        fold(word, &mut folded);
        let mut hasher = FxHasher::default();
        hasher.write(folded.as_bytes());
        let number = hasher.finish();
        let class = self.known.get(&number).copied().unwrap_or_else(|| {
            let class = self.classify(&folded);
            if self.known.len() < MAX_CLASSES {
                self.known.insert(number, class);
            }
            class
        });
        self.folded = folded;
        class
    }

    fn classify(&self, word: &str) -> Class {
        let mut class = Class { is_grammar: self.grammar.has(word) || self.is_common(word), ..Class::default() };
        let only_grammar = self.query.iter().all(|q| q.is_grammar);
        for (n, query) in self.query.iter().enumerate() {
            if query.word == word {
                class.equal |= 1 << n;
                // Whatever it is elsewhere, the person meant it.
                class.is_grammar = query.is_grammar;
                class.is_hit |= !query.is_grammar || only_grammar;
            } else if !query.is_grammar && !class.is_grammar && is_slip(&query.word, word) {
                class.slips |= 1 << n;
                class.is_hit = true;
            }
        }
        class
    }

    fn is_common(&self, word: &str) -> bool {
        self.common.iter().any(|common| common == word)
    }
}

/// Whether one word is the other with a slip; the lengths are looked at first, since most words differ in these.
fn is_slip(a: &str, b: &str) -> bool {
    let (short, long) = (a.len().min(b.len()), a.len().max(b.len()));
    long <= short + short / 2 && !a.chars().chain(b.chars()).any(char::is_numeric) && is_misspelt(a, b)
}

/// What stands in a word and is not seen, or is a mark on a letter.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{300}'..='\u{36f}')
}

/// Scripts whose words are not parted by white space: each of their letters counts as a word.
fn stands_alone(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}

/// Hands out first byte and end of every word.
pub fn each(text: &str, mut take: impl FnMut(usize, usize)) {
    // Where a word began that is not over.
    let mut open: Option<(usize, usize)> = None;
    let mut letters = text.char_indices().peekable();
    while let Some((at, c)) = letters.next() {
        let end = at + c.len_utf8();
        if stands_alone(c) && c.is_alphanumeric() {
            if let Some((start, end)) = open.take() {
                take(start, end);
            }
            take(at, end);
        } else if c.is_alphanumeric() {
            open = Some((open.map_or(at, |(start, _)| start), end));
        } else if let Some((start, before)) = open {
            let joins = is_unseen(c)
                || matches!(c, '\'' | '’') && letters.peek().is_some_and(|(_, next)| next.is_alphanumeric());
            if joins {
                // What is not seen at the end of a word is no part of it.
                let marks = matches!(c, '\u{300}'..='\u{36f}');
                open = Some((start, if marks { end } else { before }));
            } else {
                take(start, before);
                open = None;
            }
        }
    }
    if let Some((start, end)) = open {
        take(start, end);
    }
}

/// A word as it is compared: case, accents and what is not seen folded.
pub fn fold(word: &str, out: &mut String) {
    out.clear();
    if word.is_ascii() {
        out.push_str(word);
        out.make_ascii_lowercase();
        return;
    }
    for c in word.nfkd().filter(|c| !is_unseen(*c)).flat_map(char::to_lowercase) {
        match c {
            '’' => out.push('\''),
            'ß' => out.push_str("ss"),
            c if is_unseen(c) => {}
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<String> {
        let mut folded = String::new();
        let mut out = Vec::new();
        each(text, |start, end| {
            fold(text.get(start..end).unwrap(), &mut folded);
            out.push(folded.clone());
        });
        out
    }

    #[test]
    fn words_are_parted_and_folded() {
        assert_eq!(of("Twenty-five years, isn’t it"), ["twenty", "five", "years", "isn't", "it"]);
        assert_eq!(of("har\u{ad}bour Jose\u{301} Núñez’ Straße"), ["harbour", "jose", "nunez", "strasse"]);
        assert_eq!(of("二十年 ok"), ["二", "十", "年", "ok"]);
        assert_eq!(of("’tis \u{ad}a\u{ad} "), ["tis", "a"]);
        assert!(of(" — … ").is_empty());
    }
}
