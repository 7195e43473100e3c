//! The other way round: which parts of a source were quoted, and by whom.

use super::outcome::{Check, Place, Verdict};
use super::source::IndexedSource;
use crate::span::Span;

/// A part of a source that articles quote.
#[derive(Clone, Debug, PartialEq)]
pub struct QuotedPart {
    /// From its first to its last word, in code points of the source's reading text.
    pub at: (u32, u32),
    /// The words, as they stand there.
    pub words: String,
    /// Who says them there.
    pub speaker: Option<String>,
    /// The place of the first word.
    pub place: Place,
    /// Who quotes them, in the order of the checks.
    pub quoted: Vec<Quoting>,
}

/// An article's quotation of words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quoting {
    /// Name of the article.
    pub article: String,
    /// From the first to the last word there, in code points of its reading text.
    pub at: (u32, u32),
    /// What the check says of the quotation.
    pub verdict: Verdict,
}

/// How much of a source was quoted.
#[derive(Clone, Debug, PartialEq)]
pub struct Coverage {
    /// Name of the source.
    pub source: String,
    /// How many words it has.
    pub words: u32,
    /// How many of them were quoted.
    pub quoted_words: u32,
    /// The parts, in reading order; quotations that overlap are of one part.
    pub parts: Vec<QuotedPart>,
}

/// The parts of `source` that the checks found quoted, wrongly or not. O(checks · log checks + parts · log text).
pub fn coverage(source: &IndexedSource, checks: &[&Check]) -> Coverage {
    let mut spans: Vec<((u32, u32), &Check)> = Vec::new();
    for check in checks.iter().copied() {
        let pieces = check.pieces.iter().filter(|piece| piece.source == source.name).map(|piece| piece.at);
        let whole = check.source_at.iter().copied().filter(|_| check.source.as_deref() == Some(&*source.name));
        let before = spans.len();
        spans.extend(pieces.map(|at| (at, check)));
        if spans.len() == before {
            spans.extend(whole.map(|at| (at, check)));
        }
    }
    spans.sort_by_key(|(at, _)| *at);
    let mut parts: Vec<((u32, u32), Vec<&Check>)> = Vec::new();
    for (at, check) in spans {
        match parts.last_mut().filter(|(known, _)| at.0 < known.1) {
            Some((known, by)) => {
                known.1 = known.1.max(at.1);
                by.push(check);
            }
            None => parts.push((at, vec![check])),
        }
    }
    let mut quoted_words = 0;
    let parts = parts.into_iter().filter_map(|(at, mut by)| {
        by.sort_by_key(|check| (&check.article, check.number));
        by.dedup_by_key(|check| (&check.article, check.number));
        let quoting = |check: &&Check| Quoting { article: check.article.clone(), at: check.at, verdict: check.verdict };
        let (part, words) = source.part(at, by.iter().map(quoting).collect())?;
        quoted_words += words;
        Some(part)
    });
    let parts = parts.collect();
    Coverage { source: source.name.clone(), words: source.words() as u32, quoted_words, parts }
}

impl IndexedSource {
    /// A part of the source, and how many words it has.
    fn part(&self, at: (u32, u32), quoted: Vec<Quoting>) -> Option<(QuotedPart, u32)> {
        let text = self.document.text();
        let span = self.document.offsets().span_to_bytes(text, at.0, at.1)?;
        let (first, last) = self.range(span);
        let inner = self.written.quoted(first, last.max(first + 1)).and_then(|inner| self.voice(inner.voice));
        let stretch = self.written.stretch(first);
        let voice = inner.or_else(|| self.voice(stretch.voice));
        let speaker = voice.map(|voice| voice.name.clone());
        let place = self.place(span.start, stretch.turn);
        let words = span.of(text).split_whitespace().collect::<Vec<_>>().join(" ");
        Some((QuotedPart { at, words, speaker, place, quoted }, last - first))
    }

    /// The words of a stretch of the text.
    fn range(&self, span: Span) -> (u32, u32) {
        // Behind these stand rows of statements that an article interrupts, once more.
        let row = self.written.tokens.get(..self.plain).unwrap_or(&self.written.tokens);
        let first = row.partition_point(|token| token.span.end <= span.start);
        let last = row.partition_point(|token| token.span.start < span.end);
        (first as u32, last.max(first) as u32)
    }
}
