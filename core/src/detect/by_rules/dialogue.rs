//! What is said without a pair of marks: behind a dash at the beginning of a paragraph, and what goes on from the paragraph above.

use super::paragraphs::OuterMarks;
use super::words::{Uses, Words};
use crate::detect::marks::{self, MarkDamage, MarkFamily, MarkRules, Segment};
use crate::span::Span;

/// How the speech of a text is marked.
#[derive(Clone, Copy, Debug)]
pub struct Dialogue {
    /// Whether dashes open speech.
    dashes: bool,
    marks: OuterMarks,
    /// Whether the text has such an opening mark.
    openers_known: bool,
    /// Whether the block above ended inside a quotation; at the beginning of a text it may have.
    open: bool,
}

/// Fewest paragraphs that begin with a dash in a text of dialogue.
const MIN_DASHES: usize = 2;

impl Dialogue {
    /// Looks at the beginnings of blocks. O(length).
    pub fn of(text: &str, blocks: &[Span], words: &Words) -> Self {
        let lines = || blocks.iter().filter_map(|b| behind_dash(b.of(text)));
        let says = |line: &str| {
            line.split([',', '!', '?', '…', '.', '—', '–']).skip(1).any(|part| {
                let first = part.split_whitespace().next().unwrap_or_default();
                first.starts_with(char::is_lowercase) && words.uses(first).has(Uses::SAY)
            })
        };
        let lively = |line: &str| line.contains(['?', '!']) || says(line);
        let dashes = lines().count() >= MIN_DASHES && lines().filter(|l| lively(l)).count() * 4 >= lines().count()
            || lines().count() == 1 && lines().any(says) && blocks.len() <= 4;
        let count = |mark: char| {
            text.match_indices(mark)
                .filter(|(at, _)| {
                    text.get(at + mark.len_utf8()..).is_some_and(|t| t.starts_with(char::is_alphanumeric))
                })
                .count()
        };
        let (closers, openers): (&[char], &[char]) = match [count('»'), count('«'), count('„')] {
            [right, left, low] if right > left && right > low => (&['«'], &['»']),
            [_, left, low] if left > low => (&['»'], &['«']),
            [_, _, low] if low > 0 => (&['“', '”'], &['„']),
            _ => (&['”'], &['“']),
        };
        let openers_known = count('»') + count('„') > count('«');
        Self { dashes, marks: OuterMarks { openers, closers }, openers_known, open: true }
    }

    /// The marks that open and close what is said.
    pub const fn marks(&self) -> OuterMarks {
        self.marks
    }

    /// Adds to the segments of a block what has no opening mark.
    pub fn segments(&mut self, text: &str, block: Span, segments: &mut Vec<Segment>) {
        let words = block.of(text);
        let was_open = std::mem::replace(&mut self.open, segments.last().is_some_and(|s| !s.closed));
        if let Some(said) = behind_dash(words).filter(|_| self.dashes) {
            let start = block.end - said.len() as u32;
            segments.clear();
            segments.push(segment(Span::new(start, block.end), 0));
            self.open = false;
            return;
        }
        self.spaced(text, block, segments);
        // "» Mon grand-père …": a paragraph of a long quotation begins with the mark that closes.
        let again = words.strip_prefix(self.marks.closers).filter(|_| was_open && !self.openers_known);
        if let Some(said) = again {
            let open = (words.len() - said.len()) as u8;
            let end = said.find(self.marks.closers).filter(|at| said.find(self.marks.openers).is_none_or(|o| o > *at));
            let mark = end.and_then(|at| said.get(at..)).and_then(|t| t.chars().next()).map_or(0, char::len_utf8);
            let to = end.map_or(block.end, |at| block.start + u32::from(open) + (at + mark) as u32);
            segments.retain(|s| s.span.start >= to);
            segments
                .insert(0, Segment { open, closed: end.is_some(), ..segment(Span::new(block.start, to), mark as u8) });
            self.open = end.is_none();
            return;
        }
        if !was_open || words.starts_with(self.marks.openers) {
            return;
        }
        // A closing mark before any opening one.
        let closer = words.find(self.marks.closers).filter(|at| words.find(self.marks.openers).is_none_or(|o| o > *at));
        let Some(at) = closer else { return };
        let mark = words.get(at..).and_then(|t| t.chars().next()).map_or(0, char::len_utf8);
        let end = block.start + (at + mark) as u32;
        segments.retain(|s| s.span.start >= end);
        segments.insert(0, segment(Span::new(block.start, end), mark as u8));
    }

    /// The segments of a block. A mark that closes in this text opens nothing.
    pub fn pairs(&self, text: &str, block: Span, rules: MarkRules, segments: &mut Vec<Segment>) {
        marks::segments(text, block, rules, &[], segments);
        let mut rest = Vec::new();
        for _ in 0..MAX_WRONG {
            let wrong = segments
                .iter()
                .position(|s| s.open > 0 && s.span.of(text).starts_with(self.marks.closers) && self.openers_known);
            let Some(wrong) = wrong else { return };
            let from = segments.get(wrong).map_or(block.end, |s| s.span.start + u32::from(s.open));
            segments.truncate(wrong);
            marks::segments(text, Span::new(from, block.end), rules, &[], &mut rest);
            segments.append(&mut rest);
        }
    }

    /// `» Was nun?«`: marks with a blank behind the opening one.
    fn spaced(&self, text: &str, block: Span, segments: &mut Vec<Segment>) {
        let words = block.of(text);
        for (at, mark) in words.match_indices(self.marks.openers).take(MAX_SPACED) {
            let start = block.start + at as u32;
            let behind = words.get(at + mark.len()..).unwrap_or_default();
            if !behind.starts_with(' ') || segments.iter().any(|s| s.span.contains(start)) {
                continue;
            }
            let closer =
                behind.find(self.marks.closers).filter(|c| behind.find(self.marks.openers).is_none_or(|o| o > *c));
            let Some(closer) = closer else { continue };
            let close = behind.get(closer..).and_then(|t| t.chars().next()).map_or(0, char::len_utf8);
            let span = Span::new(start, start + (mark.len() + closer + close) as u32);
            if segments.iter().any(|s| s.span.overlaps(span)) {
                continue;
            }
            let place = segments.partition_point(|s| s.span.start < start);
            segments.insert(place, Segment { open: mark.len() as u8, ..segment(span, close as u8) });
        }
    }
}

/// Most opening marks that are looked at for a blank behind them in one block.
const MAX_SPACED: usize = 256;
/// Most wrong openings that are mended in one block.
const MAX_WRONG: usize = 16;

fn segment(span: Span, close: u8) -> Segment {
    Segment { span, closed: true, open: 0, close, family: MarkFamily::Double, damage: MarkDamage::Sound }
}

/// The words behind a dash that opens a paragraph.
pub fn behind_dash(words: &str) -> Option<&str> {
    let start = words.trim_start();
    let rest = start
        .strip_prefix(['—', '–', '―'])
        .or_else(|| start.strip_prefix("--"))
        .or_else(|| start.strip_prefix("- "))?;
    let rest = rest.trim_start();
    rest.starts_with(|c: char| c.is_alphabetic() || "¿¡…„“«»\"".contains(c)).then_some(rest)
}
