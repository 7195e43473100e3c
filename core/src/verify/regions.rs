//! Where quotations stand in a text file, in lines and columns: the reading text has other line ends and no markup.

use super::outcome::Region;
use super::quotation::Quotation;
use super::word::Word;
use super::words::read;
use crate::span::Span;

/// The region of each quotation, in order; none of those whose words are not found in the file. O(length).
pub fn of(file: &str, text: &str, quotations: &[Quotation]) -> Vec<Option<Region>> {
    let mut words: Vec<Word> = Vec::new();
    let end = u32::try_from(file.len()).unwrap_or(u32::MAX);
    read(file, Span::new(0, end), &mut words);
    let mut from = 0;
    let mut lines = Lines::new(file);
    let mut out = Vec::with_capacity(quotations.len());
    for quotation in quotations {
        let mut asked: Vec<Word> = Vec::new();
        for part in &quotation.parts {
            read(text, *part, &mut asked);
        }
        let (first, last) = (asked.first(), asked.last());
        let begins = |at: usize| {
            let beginning = asked.iter().take(6);
            beginning.zip(words.get(at..).unwrap_or_default()).filter(|(a, b)| a.key == b.key).count()
                == asked.len().min(6)
        };
        let found = first.and_then(|_| (from..words.len()).find(|at| begins(*at)));
        let region = found.and_then(|start| {
            let last = last?;
            let most = start + asked.len() * 2 + 60;
            let range = words.get(start..most.min(words.len()))?;
            // The last word: as far behind as there are words, or more where words of saying stand between.
            let at = range.iter().enumerate().skip(asked.len().saturating_sub(1)).find(|(_, w)| w.key == last.key);
            let end = at.map_or(start, |(n, _)| start + n);
            from = end;
            let (line, column) = lines.of(words.get(start)?.span.start);
            let (end_line, end_column) = lines.of(words.get(end)?.span.end);
            Some(Region { line, column, end_line, end_column })
        });
        out.push(region);
    }
    out
}

/// Lines of a text, gone through once.
struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    fn new(text: &'a str) -> Self {
        let starts = std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1)).collect();
        Self { text, starts }
    }

    /// Line and column of a byte, from 1, columns in code points.
    fn of(&mut self, at: u32) -> (u32, u32) {
        let line = self.starts.partition_point(|start| *start <= at as usize);
        let start = line.checked_sub(1).and_then(|n| self.starts.get(n)).copied().unwrap_or(0);
        let column = self.text.get(start..at as usize).map_or(0, |before| before.chars().count());
        (line as u32, column as u32 + 1)
    }
}
