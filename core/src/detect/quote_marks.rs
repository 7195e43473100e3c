//! Words in quotation marks, whether or not they are somebody's speech: every outermost pair of a document.

use super::lang::ENGLISH;
use super::lexicon::Lexicon;
use super::marks::{self, MarkFamily, MarkRules};
use super::tokens;
use crate::document::{BlockKind, Document};
use crate::span::Span;

/// Finds pairs of quotation marks. Built once, holds the word tables, changes nothing.
#[derive(Debug)]
pub struct QuoteMarks(Lexicon);

/// Words in an outermost pair of marks, within one block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MarkedWords {
    /// Their place, marks included.
    pub span: Span,
    /// The same without the marks.
    pub inner: Span,
    /// Whether the closing mark is there; without it a quotation may go on in the next paragraph.
    pub closed: bool,
    /// Equal for marks of one style.
    pub style: u8,
    /// The block they stand in.
    pub block: usize,
}

impl QuoteMarks {
    /// Reads the word lists.
    pub fn new() -> Self {
        Self(Lexicon::new(&ENGLISH))
    }

    /// Every pair of a document in reading order; what stands in marks inside others belongs to these. O(length).
    pub fn find(&self, document: &Document) -> Vec<MarkedWords> {
        let (text, language) = (document.text(), self.0.language());
        let elisions = language.grammar.elisions;
        let singles_outer = marks::singles_are_outer(text, elisions);
        let rules = MarkRules { singles_outer, elisions, fiction: false };
        let (mut words, mut segments, mut nicknames, mut out) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for (number, block) in document.blocks().iter().enumerate() {
            if block.kind == BlockKind::Literal {
                continue;
            }
            tokens::tokenize(text, block.span, &self.0, &mut words);
            marks::nicknames(&words, language, &mut nicknames);
            marks::hide(&mut words, &nicknames);
            marks::segments(text, block.span, rules, &nicknames, &mut segments);
            marks::mend((text, block.span), &words, (rules, language), &nicknames, &mut segments);
            out.extend(segments.iter().map(|segment| MarkedWords {
                span: segment.span,
                inner: segment.inner(),
                closed: segment.closed,
                style: match segment.family {
                    MarkFamily::Double => 0,
                    MarkFamily::Guillemet => 1,
                    MarkFamily::Single => 2,
                    MarkFamily::Corner => 3,
                },
                block: number,
            }));
        }
        out
    }
}

impl Default for QuoteMarks {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pair_whoever_says_it() {
        let text = "The plan “remains the only one”, a ‘plan’.\n\n“He said ‘no’ to me,” she said, “at noon.”\n\n“It goes on.\n\n“And ends.”";
        let document = Document::from_text(text, "a.txt");
        let found = QuoteMarks::new().find(&document);
        let words: Vec<&str> = found.iter().map(|m| document.words(m.inner)).collect();
        assert_eq!(
            words,
            ["remains the only one", "plan", "He said ‘no’ to me,", "at noon.", "It goes on.", "And ends."]
        );
        assert_eq!(found.iter().map(|m| m.closed).collect::<Vec<_>>(), [true, true, true, true, false, true]);
    }
}
