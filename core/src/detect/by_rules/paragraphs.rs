//! What is read as one paragraph: a line of dialogue inside a block, and blocks over which one pair of marks runs.

use crate::span::Span;
use std::borrow::Cow;

/// Whether lines of a block are paragraphs: one behind the first opens with a dash or a mark.
fn has_lines_of_speech(words: &str) -> bool {
    words.split('\n').skip(1).any(|line| line.trim_start().starts_with(['—', '–', '―', '«', '»', '„']))
}

/// The lines of a block, where they are paragraphs.
fn lines_of(text: &str, block: Span) -> Vec<Span> {
    if !has_lines_of_speech(block.of(text)) {
        return vec![block];
    }
    let mut at = block.start;
    let line = |words: &str| {
        let span = Span::new(at, at + words.len() as u32).trim(text, char::is_whitespace);
        at += words.len() as u32 + 1;
        span
    };
    block.of(text).split('\n').map(line).filter(|span| !span.is_empty()).collect()
}

/// Blocks, and the lines of those whose lines are paragraphs. O(length).
pub fn lines<'a>(text: &str, blocks: &'a [Span]) -> Cow<'a, [Span]> {
    if blocks.iter().any(|b| has_lines_of_speech(b.of(text))) {
        blocks.iter().flat_map(|b| lines_of(text, *b)).collect::<Vec<_>>().into()
    } else {
        blocks.into()
    }
}

/// The marks of a text.
#[derive(Clone, Copy, Debug)]
pub struct OuterMarks {
    pub openers: &'static [char],
    pub closers: &'static [char],
}

/// Most paragraphs that one pair of marks runs over.
const MAX_PARAGRAPHS: usize = 16;

/// Paragraphs, those as one over which a pair of marks runs: it opens in the first, and the next mark closes in the last of them. Where
/// each begins with a mark of its own they stay apart. O(length).
pub fn joined<'a>(text: &str, paragraphs: Cow<'a, [Span]>, marks: OuterMarks) -> Cow<'a, [Span]> {
    let ends: Vec<usize> = (0..paragraphs.len()).map(|first| end_of_run(text, &paragraphs, first, marks)).collect();
    if ends.iter().enumerate().all(|(n, end)| n == *end) {
        return paragraphs;
    }
    let mut out = Vec::with_capacity(paragraphs.len());
    let mut next = 0;
    while let (Some(first), Some(end)) = (paragraphs.get(next), ends.get(next)) {
        // What opens behind the mark that closes may run on.
        let mut end = *end;
        while let Some(further) = ends.get(end).copied().filter(|further| *further > end) {
            end = further;
        }
        out.push(first.hull(paragraphs.get(end).copied().unwrap_or(*first)));
        next = end + 1;
    }
    out.into()
}

/// The number of the paragraph in which a mark closes that paragraph `first` leaves open; `first` where none does.
fn end_of_run(text: &str, paragraphs: &[Span], first: usize, marks: OuterMarks) -> usize {
    let words = |n: usize| paragraphs.get(n).map_or("", |span| span.of(text));
    let opens =
        words(first).rfind(marks.openers).is_some_and(|at| words(first).rfind(marks.closers).is_none_or(|c| c < at));
    if !opens {
        return first;
    }
    let last = paragraphs.len().min(first + 1 + MAX_PARAGRAPHS);
    for n in first + 1..last {
        let apart = paragraphs.get(n - 1).zip(paragraphs.get(n)).is_none_or(|(before, here)| {
            text.get(before.end as usize..here.start as usize).is_none_or(|between| !between.trim().is_empty())
        });
        if apart {
            return first;
        }
        let closes = words(n).find(marks.closers);
        match (words(n).find(marks.openers), closes) {
            (None, None) => {}
            (opener, Some(at)) if opener.is_none_or(|opener| opener > at) => {
                // A mark that closes stands behind words.
                let behind = words(n).get(..at).is_some_and(|before| before.ends_with(|c: char| !c.is_whitespace()));
                return if behind { n } else { first };
            }
            _ => return first,
        }
    }
    first
}

#[cfg(test)]
mod tests {
    use super::*;

    const MARKS: OuterMarks = OuterMarks { openers: &['»'], closers: &['«'] };

    fn read(text: &str) -> Vec<&str> {
        let mut blocks = Vec::new();
        let mut at = 0;
        for part in text.split("\n\n") {
            blocks.push(Span::new(at, at + part.len() as u32));
            at += part.len() as u32 + 2;
        }
        let lines = lines(text, &blocks).into_owned();
        joined(text, lines.into(), MARKS).iter().map(|span| span.of(text)).collect()
    }

    #[test]
    fn one_pair_of_marks_runs_over_paragraphs() {
        let text = "Er las: »Eins.\n\nZwei.\n\nDrei«, und ging.\n\nEnde.";
        assert_eq!(read(text), ["Er las: »Eins.\n\nZwei.\n\nDrei«, und ging.", "Ende."]);
        // And what opens in its last one runs on.
        assert_eq!(
            read("»Eins.\n\nZwei« und »drei\n\nvier«.\n\nEnde."),
            ["»Eins.\n\nZwei« und »drei\n\nvier«.", "Ende."]
        );
    }

    #[test]
    fn paragraphs_with_marks_of_their_own_stay_apart() {
        let apart = |text: &str| assert_eq!(read(text).len(), text.split("\n\n").count(), "{text}");
        apart("»Eins.\n\n»Zwei.\n\n»Drei.«");
        apart("»Eins.«\n\nZwei.\n\n»Drei.«");
        apart("»Eins.\n\nZwei.\n\nDrei.");
        apart("»Eins.\n\n« Zwei.");
    }
}
