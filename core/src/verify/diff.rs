//! Word by word: what a quotation and a passage share, and where the words stand that one side alone has.

use super::align::Alignment;
use super::asked::Asked;
use super::chains::MAX_LEFT_OUT;
use super::cut::Row;
use super::differences::Hunk;
use super::outcome::DiffPart;
use crate::span::Span;

/// A comparison.
#[derive(Debug, Default)]
pub struct Diff {
    /// In the order of the source.
    pub parts: Vec<DiffPart>,
    /// The words that the article alone has, in bytes of its reading text.
    pub here: Vec<Span>,
    /// Those that the source alone has, in bytes of its own.
    pub there: Vec<Span>,
}

impl Diff {
    /// Of words that are there in one run, or in pieces. `text` is that of the article. O(words).
    pub fn of_pieces(row: Row<'_>, asked: &Asked, pieces: &[(u32, u32)], text: &str) -> Self {
        let mut out = Self::default();
        let mut n = 0;
        let mut before: Option<u32> = None;
        for (start, end) in pieces {
            if let Some(gap) = before.filter(|b| *b < *start && *start - *b <= MAX_LEFT_OUT) {
                out.source(row, (gap, *start));
            }
            let mut same = *start;
            for at in *start..*end {
                let form = row.token(at).map_or("", |t| row.source.vocabulary.word(t.form));
                if asked.words.get(n).is_some_and(|w| w.form != form) {
                    out.same(row, (same, at));
                    out.source(row, (at, at + 1));
                    out.article(asked, (n, n + 1), text);
                    same = at + 1;
                }
                n += 1;
            }
            out.same(row, (same, *end));
            before = Some(*end);
        }
        out
    }

    /// Of a passage that is like the quotation. `text` is that of the article. O(words).
    pub fn of_passage(row: Row<'_>, alignment: &Alignment, hunks: &[Hunk], asked: &Asked, text: &str) -> Self {
        let mut out = Self::default();
        let mut at = alignment.start;
        for hunk in hunks {
            out.same(row, (at, hunk.there.0));
            out.source(row, hunk.there);
            out.article(asked, hunk.here, text);
            at = hunk.there.1;
        }
        out.same(row, (at, alignment.end));
        out
    }

    fn same(&mut self, row: Row<'_>, range: (u32, u32)) {
        self.push(DiffPart::Same(row.words(range)));
    }

    fn source(&mut self, row: Row<'_>, range: (u32, u32)) {
        self.push(DiffPart::Source(row.words(range)));
        self.there.extend(row.runs(range));
    }

    /// The words as the article writes them: `two`, where they are compared as `2`; of `don’t`, where *do* is the same, `not`.
    fn article(&mut self, asked: &Asked, (start, end): (usize, usize), text: &str) {
        let mut spans: Vec<Span> = Vec::new();
        let mut written: Vec<&str> = Vec::new();
        let is_shared = |span: Span| {
            let beside = [start.checked_sub(1), Some(end)].into_iter().flatten().filter_map(|n| asked.words.get(n));
            beside.into_iter().any(|word| word.span == span)
        };
        for word in asked.words.get(start..end).unwrap_or_default() {
            let is_new = spans.last().is_none_or(|last| last.end < word.span.end);
            if is_shared(word.span) {
                written.push(word.form.trim_end_matches(['’', '·']));
            } else if is_new {
                written.extend(word.span.of(text).split_whitespace());
            }
            match spans.last_mut().filter(|last| is_beside(text, last.end, word.span.start)) {
                Some(last) => *last = last.hull(word.span),
                None => spans.push(word.span),
            }
        }
        self.push(DiffPart::Article(written.join(" ")));
        self.here.extend(spans);
    }

    fn push(&mut self, part: DiffPart) {
        if !part.words().is_empty() {
            self.parts.push(part);
        }
    }
}

/// Whether no word stands between two places.
fn is_beside(text: &str, end: u32, start: u32) -> bool {
    start < end || text.get(end as usize..start as usize).is_some_and(|gap| !gap.contains(char::is_alphanumeric))
}
