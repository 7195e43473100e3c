//! Text with what does not matter to anchoring folded away, and the way back to where each letter came from.
//!
//! Folded are: canonical composition (NFC), runs of white space to one blank, quotation marks to `"` and `'`, and soft
//! hyphens to nothing.

use crate::span::Span;
use unicode_normalization::{UnicodeNormalization as _, is_nfc};
use unicode_segmentation::UnicodeSegmentation as _;

/// A stretch of the folded text and where it came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct FoldedRun {
    folded: u32,
    source: u32,
    source_end: u32,
}

/// Folded text with its origin. Bytes on both sides.
#[derive(Clone, Debug, Default)]
pub struct Folded {
    text: String,
    runs: Vec<FoldedRun>,
}

/// What a grapheme becomes; `None` when it stays.
fn folded(grapheme: &str) -> Option<String> {
    match grapheme {
        "“" | "”" | "„" | "‟" | "«" | "»" | "″" | "＂" => Some("\"".to_owned()),
        "‘" | "’" | "‚" | "‛" | "‹" | "›" | "′" | "`" => Some("'".to_owned()),
        "\u{ad}" => Some(String::new()),
        _ if grapheme.is_ascii() => None,
        _ if grapheme.contains('\u{ad}') => Some(grapheme.chars().filter(|c| *c != '\u{ad}').nfc().collect()),
        _ if is_nfc(grapheme) => None,
        _ => Some(grapheme.nfc().collect()),
    }
}

impl Folded {
    /// Folds `text`. O(n).
    pub fn new(text: &str) -> Self {
        let mut out = Self { text: String::with_capacity(text.len()), runs: Vec::new() };
        let mut graphemes = text.grapheme_indices(true).peekable();
        while let Some((at, grapheme)) = graphemes.next() {
            let mut end = at + grapheme.len();
            if grapheme.starts_with(char::is_whitespace) {
                while let Some((_, more)) = graphemes.next_if(|(_, g)| g.starts_with(char::is_whitespace)) {
                    end += more.len();
                }
                out.put(" ", at, end);
            } else if matches!(grapheme, "'" | "`") && graphemes.next_if(|(_, g)| *g == grapheme).is_some() {
                out.put("\"", at, end + 1);
            } else if let Some(other) = folded(grapheme) {
                out.put(&other, at, end);
            } else {
                out.put(grapheme, at, end);
            }
        }
        out
    }

    /// Adds what the bytes from `at` to `end` of the source became.
    fn put(&mut self, words: &str, at: usize, end: usize) {
        let here = self.text.len() as u32;
        self.text.push_str(words);
        if words.is_empty() {
            return;
        }
        let (source, source_end) = (at as u32, end as u32);
        let as_long = |run: &FoldedRun| run.source_end - run.source == here - run.folded;
        match self.runs.last_mut() {
            Some(run) if as_long(run) && run.source_end == source && words.len() == end - at => {
                run.source_end = source_end;
            }
            _ => self.runs.push(FoldedRun { folded: here, source, source_end }),
        }
    }

    /// The folded text.
    pub fn text(&self) -> &str {
        &self.text
    }

    fn run_at(&self, folded: u32) -> Option<(&FoldedRun, u32)> {
        let number = self.runs.partition_point(|r| r.folded <= folded).checked_sub(1)?;
        let run = self.runs.get(number)?;
        let end = self.runs.get(number + 1).map_or(self.text.len() as u32, |r| r.folded);
        Some((run, end - run.folded))
    }

    /// The span of the source that became the folded bytes from `start` to `end`. O(log n).
    pub fn source(&self, start: usize, end: usize) -> Span {
        let (start, end) = (start as u32, end as u32);
        let from = self.run_at(start).map_or(0, |(run, length)| {
            if run.source_end - run.source == length { run.source + (start - run.folded) } else { run.source }
        });
        let to = end.checked_sub(1).and_then(|last| self.run_at(last)).map_or(from, |(run, length)| {
            if run.source_end - run.source == length { run.source + (end - run.folded) } else { run.source_end }
        });
        Span::new(from, to.max(from))
    }

    /// Where the byte `source` of the source went. O(log n).
    pub fn at(&self, source: u32) -> usize {
        let Some(number) = self.runs.partition_point(|r| r.source <= source).checked_sub(1) else { return 0 };
        let Some(run) = self.runs.get(number) else { return 0 };
        let end = self.runs.get(number + 1).map_or(self.text.len() as u32, |r| r.folded);
        let mut at = (run.folded + (source - run.source)).min(end) as usize;
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }
}

/// Folds words that are looked for.
pub fn fold(words: &str) -> String {
    Folded::new(words).text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn marks_blanks_and_accents_fold() {
        assert_eq!(fold("“Le\u{301}a  said\n ''no''”"), "\"Léa said \"no\"\"");
        assert_eq!(fold("a\u{a0}b co\u{ad}op"), "a b coop");
        assert_eq!(fold("\u{1112}\u{1161}\u{11ab}"), "한");
    }

    #[test]
    fn the_way_back() {
        let source = "He  said “Le\u{301}a” twice";
        let folded = Folded::new(source);
        let at = folded.text().find("\"Léa\"").unwrap();
        let span = folded.source(at, at + "\"Léa\"".len());
        assert_eq!(span.of(source), "“Le\u{301}a”");
        assert_eq!(folded.at(span.start), at);
    }

    proptest! {
        #[test]
        fn every_stretch_comes_from_its_source(text in "[a-c “”'` \n\u{ad}é\u{301}e한😊]{0,40}", a in 0usize..60, b in 0usize..60) {
            let folded = Folded::new(&text);
            let edges: Vec<usize> = folded.text().char_indices().map(|(i, _)| i).chain([folded.text().len()]).collect();
            let (a, b) = (edges[a % edges.len()], edges[b % edges.len()]);
            let (a, b) = (a.min(b), a.max(b));
            let span = folded.source(a, b);
            prop_assert!(text.get(span.range()).is_some(), "{:?} cuts a letter of {:?}", span, text);
            // What was folded, folded again, holds what was asked for.
            prop_assert!(fold(span.of(&text)).contains(folded.text().get(a..b).unwrap()) || !is_whole(&text, span));
        }
    }

    /// Whether a span begins and ends with graphemes and with marks that stand alone.
    fn is_whole(text: &str, span: Span) -> bool {
        let edges: Vec<u32> = text.grapheme_indices(true).map(|(i, _)| i as u32).chain([text.len() as u32]).collect();
        let mark = |at: u32| text.get(at as usize..).is_some_and(|t| t.starts_with(['\'', '`']));
        edges.contains(&span.start)
            && edges.contains(&span.end)
            && !mark(span.end)
            && !(span.start > 0 && mark(span.start - 1) && text.is_char_boundary(span.start as usize - 1))
    }
}
