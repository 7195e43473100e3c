//! A block as a row of items: words, marks, and quotations as one each; and its sentences.

use super::words::{Uses, Words};
use crate::detect::lang::WordOrder;
use crate::detect::marks::Segment;
use crate::span::Span;
use std::ops::Range;

/// What an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemKind {
    Word,
    Number,
    Mark(char),
    /// A segment, by its number.
    Quote(usize),
}

/// A word, a mark or a quotation.
#[derive(Clone, Copy, Debug)]
pub struct Item {
    pub span: Span,
    pub kind: ItemKind,
    /// What a word can be.
    pub uses: Uses,
    /// Whether it begins with a capital.
    pub capital: bool,
}

/// The items of a block.
#[derive(Debug)]
pub struct Row<'a> {
    pub text: &'a str,
    pub words: &'a Words,
    pub segments: &'a [Segment],
    pub items: Vec<Item>,
}

/// Most items of a sentence: what has no stops is cut, so that nothing takes longer than its length.
pub const MAX_SENTENCE_ITEMS: usize = 400;
/// Marks that end a sentence.
const STOPS: [char; 4] = ['.', '!', '?', '…'];

/// Most bytes of words that are written as one.
const MAX_CUT: usize = 64;

impl<'a> Row<'a> {
    /// Cuts a block into items. O(length).
    pub fn new(text: &'a str, span: Span, words: &'a Words, segments: &'a [Segment]) -> Self {
        let mut row = Self { text, words, segments, items: Vec::with_capacity(span.len() as usize / 5) };
        let mut at = span.start;
        for (number, segment) in segments.iter().enumerate() {
            row.cut(Span::new(at, segment.span.start));
            row.items.push(Item {
                span: segment.span,
                kind: ItemKind::Quote(number),
                uses: Uses::default(),
                capital: segment.inner().of(text).trim_start().starts_with(char::is_uppercase),
            });
            at = segment.span.end;
        }
        row.cut(Span::new(at.min(span.end), span.end));
        row
    }

    fn cut(&mut self, span: Span) {
        let words = span.of(self.text);
        let mut rest = words.char_indices().peekable();
        while let Some((from, c)) = rest.next() {
            if c.is_whitespace() {
                continue;
            }
            let place = |to: usize| Span::new(span.start + from as u32, span.start + to as u32);
            if !c.is_alphanumeric() {
                let (kind, uses) = (ItemKind::Mark(c), Uses::default());
                self.items.push(Item { span: place(from + c.len_utf8()), kind, uses, capital: false });
                continue;
            }
            let mut end = from + c.len_utf8();
            while let Some((at, next)) = rest.peek().copied() {
                let behind = words.get(at + next.len_utf8()..).and_then(|t| t.chars().next()).unwrap_or(' ');
                let joins = match next {
                    '\'' | '’' | '-' | '‑' => behind.is_alphanumeric(),
                    '.' | ',' | ':' => {
                        words.get(from..at).is_some_and(|w| w.ends_with(|d: char| d.is_ascii_digit()))
                            && behind.is_ascii_digit()
                            || next == '.' && behind.is_alphabetic() && at - from <= 2
                            || next == '.'
                                && behind.is_lowercase()
                                && self.is_shortened(words.get(from..).unwrap_or_default())
                    }
                    // Sprecher/innen, Politiker*innen.
                    '*' | '/' | '_' => behind.is_lowercase(),
                    _ => next.is_alphanumeric(),
                };
                if !joins {
                    break;
                }
                end = at + next.len_utf8();
                rest.next();
            }
            self.add_word(place(end));
            // "Dr. Eva Holm": the full stop of an abbreviation is part of it.
            let dotted = self.words.language.order.is_verb_second()
                && self.items.last().is_some_and(|w| w.uses.has(Uses::ABBREVIATION));
            if dotted
                && rest.next_if(|(_, c)| *c == '.').is_some()
                && let Some(word) = self.items.last_mut()
            {
                word.span.end += 1;
            }
        }
    }

    /// Whether words begin with one that has a full stop inside: "prof.ssa".
    fn is_shortened(&self, words: &str) -> bool {
        let end = words.find(|c: char| !c.is_alphanumeric() && c != '.').unwrap_or(words.len());
        let word = words.get(..end.min(words.floor_char_boundary(MAX_CUT))).unwrap_or_default();
        !self.words.uses(word.trim_end_matches('.')).is_unknown()
    }

    /// Adds a word, or the words that are written as one.
    fn add_word(&mut self, span: Span) {
        let word = span.of(self.text);
        let capital = word.starts_with(char::is_uppercase);
        let uses = match self.words.language.order {
            WordOrder::VerbSecond if capital => self.words.noun(word),
            WordOrder::VerbSecond => self.words.uses(word),
            WordOrder::SubjectFirst(language) => {
                let uses = self.words.with_hyphen(word);
                if uses.is_unknown()
                    && word.len() <= MAX_CUT
                    && let Some((end, start)) = (language.cut_word)(word).filter(|(_, start)| *start < word.len())
                {
                    self.add_word(Span::new(span.start, span.start + end as u32));
                    self.add_word(Span::new(span.start + start as u32, span.end));
                    return;
                }
                uses
            }
        };
        let number = word.starts_with(char::is_numeric) && !word.contains(char::is_alphabetic);
        let kind = if number { ItemKind::Number } else { ItemKind::Word };
        self.items.push(Item { span, kind, uses, capital });
    }

    pub fn item(&self, i: usize) -> Option<&Item> {
        self.items.get(i)
    }

    pub fn is(&self, i: usize, mark: char) -> bool {
        self.item(i).is_some_and(|item| item.kind == ItemKind::Mark(mark))
    }

    pub fn is_dash(&self, i: usize) -> bool {
        ['–', '—', '-', '―'].iter().any(|dash| self.is(i, *dash))
    }

    pub fn is_stop(&self, i: usize) -> bool {
        self.item(i).is_some_and(|item| matches!(item.kind, ItemKind::Mark(c) if STOPS.contains(&c)))
    }

    pub fn has(&self, i: usize, uses: Uses) -> bool {
        self.item(i).is_some_and(|item| item.uses.has(uses))
    }

    pub fn is_word(&self, i: usize) -> bool {
        self.item(i).is_some_and(|item| item.kind == ItemKind::Word)
    }

    /// Whether it is a word written small.
    pub fn is_small(&self, i: usize) -> bool {
        self.item(i).is_some_and(|item| item.kind == ItemKind::Word && !item.capital)
    }

    /// Whether it is a word with a capital.
    pub fn is_capital(&self, i: usize) -> bool {
        self.item(i).is_some_and(|item| item.kind == ItemKind::Word && item.capital)
    }

    pub fn quote(&self, i: usize) -> Option<&'a Segment> {
        match self.item(i)?.kind {
            ItemKind::Quote(number) => self.segments.get(number),
            ItemKind::Word | ItemKind::Number | ItemKind::Mark(_) => None,
        }
    }

    pub fn words_of(&self, i: usize) -> &'a str {
        self.item(i).map_or("", |item| item.span.of(self.text))
    }

    /// The place of some items.
    pub fn hull(&self, items: &Range<usize>) -> Span {
        let first = self.item(items.start).map_or(0, |i| i.span.start);
        let last = self.item(items.end.wrapping_sub(1)).map_or(first, |i| i.span.end);
        Span::new(first, last.max(first))
    }

    /// The sentences: ranges of items.
    pub fn sentences(&self) -> Vec<Range<usize>> {
        let mut out = Vec::new();
        let mut start = 0;
        for i in 0..self.items.len() {
            if self.ends_sentence(i) || i + 1 - start >= MAX_SENTENCE_ITEMS {
                out.push(start..i + 1);
                start = i + 1;
            }
        }
        if start < self.items.len() {
            out.push(start..self.items.len());
        }
        out
    }

    /// Whether a sentence ends behind item `i`.
    fn ends_sentence(&self, i: usize) -> bool {
        let Some(next) = self.item(i + 1) else { return false };
        let begins = match next.kind {
            ItemKind::Word => next.capital,
            ItemKind::Number | ItemKind::Quote(_) => true,
            ItemKind::Mark(c) => ['–', '—', '¿', '¡', '('].contains(&c),
        };
        if let Some(segment) = self.quote(i) {
            let inner = segment.inner().of(self.text).trim_end();
            // „…!“ Anna rief: a verb behind it is small, a name may stand there only in front of one.
            return segment.closed && inner.ends_with(STOPS) && begins && !matches!(next.kind, ItemKind::Mark(_));
        }
        if !self.is_stop(i) {
            return self.hull(&(i..i + 2)).of(self.text).contains('\n') && begins;
        }
        let before = i.wrapping_sub(1);
        if self.is(i, '.') {
            let number = self.item(before).filter(|b| b.kind == ItemKind::Number);
            // "am 31. Oktober", "im 19. Jahrhundert".
            if number.is_some_and(|n| n.span.len() <= 2 && self.item(i).is_some_and(|x| n.span.end == x.span.start))
                && next.kind == ItemKind::Word
            {
                return false;
            }
            let initial = self.is_capital(before) && self.words_of(before).chars().count() == 1;
            if initial || self.has(before, Uses::ABBREVIATION) {
                return false;
            }
        }
        begins
    }
}

/// What a segment holds, without the blanks at its ends.
pub fn inner<'a>(text: &'a str, segment: &Segment) -> &'a str {
    segment.inner().of(text).trim()
}
