//! The words of a source in one row, each with its place, its speaker and its turn, and where each word stands in it.

use super::word::{After, Word};
use crate::span::Span;
use rustc_hash::FxHashMap;

/// Number of a word in a [`Vocabulary`].
pub type WordId = u32;

/// The number of a word that no text has: it is like nothing.
pub const UNKNOWN: WordId = u32::MAX;
/// What nobody could make out.
pub const UNHEARD: WordId = u32::MAX - 1;
/// Between stretches that are no neighbours in the text.
pub const BARRIER: WordId = u32::MAX - 2;

/// The words of a source by number.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    numbers: FxHashMap<Box<str>, WordId>,
    words: Vec<Box<str>>,
}

impl Vocabulary {
    /// The number of a word, a new one where it is new.
    pub fn enter(&mut self, word: &str) -> WordId {
        if let Some(id) = self.numbers.get(word) {
            return *id;
        }
        let id = self.words.len() as WordId;
        self.numbers.insert(word.into(), id);
        self.words.push(word.into());
        id
    }

    /// The number of a word; [`UNKNOWN`] where the source does not have it.
    pub fn find(&self, word: &str) -> WordId {
        self.numbers.get(word).copied().unwrap_or(UNKNOWN)
    }

    /// A word by its number.
    pub fn word(&self, id: WordId) -> &str {
        self.words.get(id as usize).map_or("", |word| word)
    }

    /// How many words there are.
    pub fn len(&self) -> usize {
        self.words.len()
    }
}

/// A word of a source.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// Its place in the reading text.
    pub span: Span,
    /// What it is found by.
    pub id: WordId,
    /// What it is written as.
    pub form: WordId,
    /// What stands behind it.
    pub after: After,
    /// Whether a quotation begins or ends behind it.
    pub edge: bool,
    /// Whether it is written with a capital inside a sentence.
    pub name: bool,
    /// Whether it was broken off.
    pub broken: bool,
}

/// A stretch of words with one speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Its first word.
    pub start: u32,
    /// Who speaks; none where nobody is told apart.
    pub voice: Option<u32>,
    /// Number of the turn, from 1.
    pub turn: Option<u32>,
    /// What may be quoted in one: stretches with the same number, and none between.
    pub run: u32,
}

/// Words quoted inside a stretch, with who says them.
#[derive(Clone, Copy, Debug)]
pub struct Inner {
    /// The first word.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// Who says them.
    pub voice: Option<u32>,
    /// Whether that is as good as certain.
    pub sure: bool,
}

/// Words in a row, with an index of them.
#[derive(Clone, Debug, Default)]
pub struct Stream {
    /// The words.
    pub tokens: Vec<Token>,
    /// Who speaks, by first word.
    pub stretches: Vec<Stretch>,
    /// Quotations in it, by first word.
    pub inner: Vec<Inner>,
    /// Where the places of each word begin in `places`.
    offsets: Vec<u32>,
    /// Where each word stands, in order.
    places: Vec<u32>,
}

impl Stream {
    /// Words without an index yet.
    pub fn new(tokens: Vec<Token>, stretches: Vec<Stretch>, inner: Vec<Inner>) -> Self {
        Self { tokens, stretches, inner, ..Self::default() }
    }

    /// Makes the index. O(words).
    pub fn index(&mut self, vocabulary: usize) {
        let mut counts = vec![0u32; vocabulary + 1];
        let real = |id: WordId| id < BARRIER;
        for token in self.tokens.iter().filter(|t| real(t.id)) {
            if let Some(count) = counts.get_mut(token.id as usize + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for count in &mut counts {
            sum += *count;
            *count = sum;
        }
        self.places = vec![0; sum as usize];
        let mut next = counts.clone();
        for (at, token) in self.tokens.iter().enumerate().filter(|(_, t)| real(t.id)) {
            let Some(slot) = next.get_mut(token.id as usize) else { continue };
            if let Some(place) = self.places.get_mut(*slot as usize) {
                *place = at as u32;
            }
            *slot += 1;
        }
        self.offsets = counts;
    }

    /// Where a word stands, in order.
    pub fn places(&self, id: WordId) -> &[u32] {
        let at = |n: usize| self.offsets.get(n).map(|o| *o as usize);
        let range = at(id as usize).zip(at(id as usize + 1).filter(|_| id < BARRIER));
        range.and_then(|(from, to)| self.places.get(from..to)).unwrap_or_default()
    }

    /// A word.
    pub fn token(&self, at: usize) -> Option<&Token> {
        self.tokens.get(at)
    }

    /// The stretch that holds a word.
    pub fn stretch(&self, at: u32) -> Stretch {
        let behind = self.stretches.partition_point(|s| s.start <= at);
        let none = Stretch { start: 0, voice: None, turn: None, run: 0 };
        behind.checked_sub(1).and_then(|n| self.stretches.get(n)).copied().unwrap_or(none)
    }

    /// Whether all words of a range may be quoted in one.
    pub fn is_one_run(&self, start: u32, end: u32) -> bool {
        end > start
            && self.stretch(start).run == self.stretch(end - 1).run
            && self.stretches_in(start, end).iter().all(|s| s.run == self.stretch(start).run)
    }

    /// The stretches that begin inside a range.
    pub fn stretches_in(&self, start: u32, end: u32) -> &[Stretch] {
        let from = self.stretches.partition_point(|s| s.start <= start);
        let to = self.stretches.partition_point(|s| s.start < end);
        self.stretches.get(from..to.max(from)).unwrap_or_default()
    }

    /// The quotation that holds all words of a range.
    pub fn quoted(&self, start: u32, end: u32) -> Option<Inner> {
        let behind = self.inner.partition_point(|i| i.start <= start);
        let found = behind.checked_sub(1).and_then(|n| self.inner.get(n)).copied();
        found.filter(|inner| inner.end >= end)
    }

    /// Where all of `words` stand one behind the other, in order of the text. O(places of the rarest word · words).
    pub fn occurrences(&self, words: &[WordId]) -> Vec<u32> {
        let rarest = words.iter().enumerate().min_by_key(|(_, id)| self.places(**id).len());
        let Some((offset, id)) = rarest else { return Vec::new() };
        let offset = offset as u32;
        let fits = |start: u32| {
            let here = self.tokens.get(start as usize..start as usize + words.len());
            here.is_some_and(|here| here.iter().zip(words).all(|(token, id)| token.id == *id))
        };
        let starts = self.places(*id).iter().filter_map(|at| at.checked_sub(offset)).filter(|start| fits(*start));
        starts.filter(|start| self.is_one_run(*start, start + words.len() as u32)).collect()
    }
}

/// A word of a text as a token of a stream.
pub fn token(word: &Word, vocabulary: &mut Vocabulary) -> Token {
    let (id, form) = if word.flags.unheard {
        (UNHEARD, UNHEARD)
    } else {
        (vocabulary.enter(&word.key), vocabulary.enter(&word.form))
    };
    Token {
        span: word.span,
        id,
        form,
        after: word.after,
        edge: false,
        name: word.flags.capital && !word.flags.first,
        broken: word.flags.broken,
    }
}
