//! Languages whose subject stands before the verb, and behind it where words said stand before both: French, Spanish, Italian. Roles are
//! written small there, and the narrator's words stand inside the marks: « Oui, dit Anna, demain. »
//!
//! The narrator's clauses are cut out of what is said first ([`pieces`]); then each quotation is given the verb beside it and its
//! subject ([`verbs`], [`reader`]). Who is named, called or meant is kept in a [`cast`].

mod blocks;
mod cast;
mod governed;
mod phrases;
mod pieces;
mod reader;
mod reports;
mod said_so;
mod subjects;
mod uncued;
mod verbs;

use super::row::{Item, ItemKind, MAX_SENTENCE_ITEMS, Row};
use super::words::{Uses, Words};
use crate::detect::lang::SubjectFirst;
use crate::detect::marks::Segment;
use crate::span::Span;
use rustc_hash::FxHashSet;
use std::ops::{Deref, Range};

pub use reader::read;

/// The items of a block, or of some words of it, in such a language.
#[derive(Debug)]
struct Line<'a> {
    row: Row<'a>,
    language: &'static SubjectFirst,
    /// Numbers of words that have a capital inside a sentence.
    names: &'a FxHashSet<u32>,
}

impl<'a> Deref for Line<'a> {
    type Target = Row<'a>;

    fn deref(&self) -> &Row<'a> {
        &self.row
    }
}

/// What reading needs beside the text.
#[derive(Clone, Copy, Debug)]
struct Knowledge<'a> {
    text: &'a str,
    words: &'a Words,
    language: &'static SubjectFirst,
    names: &'a FxHashSet<u32>,
}

impl<'a> Knowledge<'a> {
    /// Cuts words of the text into items. O(length).
    fn line(self, span: Span, segments: &'a [Segment]) -> Line<'a> {
        let row = Row::new(self.text, span, self.words, segments);
        Line { row, language: self.language, names: self.names }
    }
}

impl Line<'_> {
    fn len(&self) -> usize {
        self.row.items.len()
    }

    fn is_quote(&self, i: usize) -> bool {
        self.quote(i).is_some()
    }

    fn is_number(&self, i: usize) -> bool {
        self.item(i).is_some_and(|item| item.kind == ItemKind::Number)
    }

    fn is_any(&self, i: usize, marks: &[char]) -> bool {
        self.item(i).is_some_and(|item| matches!(item.kind, ItemKind::Mark(c) if marks.contains(&c)))
    }

    /// Whether it is a mark with a blank on each side.
    fn is_spaced(&self, i: usize, mark: char) -> bool {
        let (before, behind) = (self.item(i.wrapping_sub(1)), self.item(i + 1));
        let apart = |item: &Item| {
            before.is_some_and(|b| b.span.end < item.span.start) && behind.is_some_and(|b| item.span.end < b.span.start)
        };
        self.is(i, mark) && self.item(i).is_some_and(apart)
    }

    /// Whether the next item is a pronoun that hangs on this one: `dit-il`, `a-t-elle`.
    fn carries(&self, i: usize) -> bool {
        let between =
            self.item(i).zip(self.item(i + 1)).map(|(a, b)| Span::new(a.span.end, b.span.start).of(self.text));
        self.is_word(i + 1) && between.is_some_and(|b| b.starts_with(['-', '‑']))
    }

    /// The words of a quotation without its marks.
    fn said(&self, i: usize) -> &str {
        self.quote(i).map_or("", |s| s.inner().of(self.text).trim())
    }

    /// Whether a quotation has no marks of its own: behind a dash, or behind the narrator's words inside marks.
    fn is_bare(&self, i: usize) -> bool {
        self.quote(i).is_some_and(|s| s.open == 0)
    }

    fn next(&self, from: usize, to: usize, marks: &[char]) -> Option<usize> {
        (from..to.min(self.len())).find(|j| self.is_any(*j, marks))
    }

    /// Whether a word ends like those of a list.
    fn ends(&self, i: usize, endings: &[&str]) -> bool {
        let word = self.words_of(i);
        endings.iter().any(|e| word.ends_with(e))
    }

    /// Whether a small word in no list may be a verb in the past, by its form.
    fn is_past(&self, i: usize) -> bool {
        self.is_small(i) && (self.language.is_past)(self.words_of(i))
    }

    /// The sentences: ranges of items.
    fn parts(&self) -> Vec<Range<usize>> {
        let mut out = Vec::new();
        let mut start = 0;
        for i in 0..self.len() {
            if self.ends_part(i) || i + 1 - start >= MAX_SENTENCE_ITEMS {
                out.push(start..i + 1);
                start = i + 1;
            }
        }
        if start < self.len() {
            out.push(start..self.len());
        }
        out
    }

    fn ends_part(&self, i: usize) -> bool {
        let Some(next) = self.item(i + 1) else { return false };
        let begins = match next.kind {
            ItemKind::Word => next.capital,
            ItemKind::Number | ItemKind::Quote(_) => true,
            ItemKind::Mark(c) => ['–', '—', '¿', '¡'].contains(&c),
        };
        if self.is_quote(i) {
            let dash = matches!(next.kind, ItemKind::Mark(_));
            return self.quote(i).is_some_and(|s| s.closed) && self.said(i).ends_with(STOPS) && begins && !dash;
        }
        let before = i.wrapping_sub(1);
        let initial = self.is_capital(before) && self.words_of(before).chars().count() == 1;
        let shortened = self.is(i, '.') && (initial || self.has(before, Uses::ABBREVIATION));
        self.is_stop(i) && begins && !shortened
    }
}

/// Marks that end a sentence.
const STOPS: [char; 4] = ['.', '!', '?', '…'];
/// Dashes.
const DASHES: [char; 4] = ['—', '–', '―', '-'];
