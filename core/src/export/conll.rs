//! Tokens with tags, a line each, as `CoNLL`'s shared tasks of 2002 (two columns, IOB2) and 2003 (four columns, IOB1) have
//! them. A token has one tag: what overlaps is left out, and stands in a file of its label alone.

use super::places::Aspect::{Evidence, Links, Names, Notes, Ratings, Scores, Values};
use super::places::{self, Tally, counted};
use super::{Files, Selected, Writer, Written};
use crate::annotation::Codebook;
use crate::sanitize::visible;
use crate::span::Span;
use std::collections::BTreeSet;
use std::io;
use unicode_segmentation::UnicodeSegmentation;

/// Which of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Columns {
    /// Token and tag; a span begins with `B-`.
    Two,
    /// Token, two fillers and tag; a span begins with `B-` only behind another of its kind.
    Four,
}

/// A span with its label.
struct Tagged {
    span: Span,
    label: String,
}

/// Writes the tokens of all documents; beside them, where spans overlap, those of each label that lost one, in a pass for
/// each such label.
pub struct ConllWriter {
    columns: Columns,
    crowded: BTreeSet<String>,
    dropped: usize,
    blank: usize,
    /// Spans that have no place even in the file of their label.
    still: usize,
    written: usize,
    tally: Tally,
}

impl ConllWriter {
    /// Tokens in these columns.
    pub fn new(columns: Columns) -> Self {
        let tally = Tally::new(&[Names, Ratings, Notes, Evidence, Values, Scores, Links]);
        Self { columns, crowded: BTreeSet::new(), dropped: 0, blank: 0, still: 0, written: 0, tally }
    }

    /// The label of a pass behind the first.
    fn label(&self, pass: usize) -> Option<&String> {
        self.crowded.iter().nth(pass.checked_sub(1)?)
    }
}

impl Writer for ConllWriter {
    fn passes(&self) -> usize {
        1 + self.crowded.len()
    }

    fn begin(&mut self, pass: usize, out: &mut dyn Files) -> io::Result<()> {
        let Some(label) = self.label(pass) else { return Ok(()) };
        out.beside(&format!("{}.conll", label.to_ascii_lowercase()))
    }

    fn document(
        &mut self,
        pass: usize,
        document: &Selected<'_>,
        _codebook: &Codebook,
        out: &mut dyn Files,
    ) -> io::Result<()> {
        if let Some(label) = self.label(pass) {
            let (taken, left) = apart(tagged(document, Some(label)));
            self.still += left.len();
            return tokens(document, &taken, self.columns, out);
        }
        let text = document.reading.document().text();
        let (empty, all) = tagged(document, None).into_iter().partition(|t| is_blank(text, t.span.start, t.span.end));
        self.blank += Vec::<Tagged>::len(&empty);
        let (taken, left) = apart(all);
        self.dropped += left.len();
        self.crowded.extend(left.into_iter().map(|t| t.label));
        self.written += document.placed();
        self.tally.add(document);
        tokens(document, &taken, self.columns, out)
    }

    fn end(&mut self, _out: &mut dyn Files) -> io::Result<Written> {
        let blank = counted(self.blank, "span of white space is left out.", "spans of white space are left out.");
        let mut lost: Vec<String> = blank.into_iter().collect();
        let names: Vec<&str> = self.crowded.iter().map(String::as_str).collect();
        let overlapping = counted(self.dropped, "span overlaps another and is", "spans overlap others and are");
        lost.extend(overlapping.map(|w| format!("{w} only in the files of their labels ({}).", names.join(", "))));
        let twice = counted(
            self.still,
            "span overlaps another of its label and is",
            "spans overlap others of their label and are",
        );
        lost.extend(twice.map(|words| format!("{words} left out.")));
        lost.extend(self.tally.without_rejected());
        lost.extend(self.tally.dropped());
        Ok(Written {
            annotations: self.written - self.tally.rejected(),
            unplaced: self.tally.orphans(),
            left_out: lost,
        })
    }
}

/// All spans, or those of one label; the longer of two that begin together first.
fn tagged(document: &Selected<'_>, only: Option<&str>) -> Vec<Tagged> {
    let mut out = Vec::new();
    for item in places::of_accepted(document) {
        let label = item.label(document).replace(char::is_whitespace, "_");
        if only.is_none_or(|only| only == label) {
            out.extend(item.spans.iter().map(|span| Tagged { span: *span, label: label.clone() }));
        }
    }
    out.sort_by_key(|t| (t.span.start, std::cmp::Reverse(t.span.end)));
    out
}

/// Those that leave the others room, and the rest.
fn apart(all: Vec<Tagged>) -> (Vec<Tagged>, Vec<Tagged>) {
    let mut end = 0;
    all.into_iter().partition(|t| {
        let free = t.span.start >= end;
        if free {
            end = t.span.end;
        }
        free
    })
}

/// The tokens of a document, a sentence after the other. O(n).
fn tokens(document: &Selected<'_>, tagged: &[Tagged], columns: Columns, out: &mut dyn Files) -> io::Result<()> {
    match columns {
        Columns::Two => writeln!(out, "-DOCSTART- O\n")?,
        Columns::Four => writeln!(out, "-DOCSTART- -X- -X- O\n")?,
    }
    let source = document.reading.document();
    let mut rest = tagged;
    let mut last: Option<&Tagged> = None;
    let mut any = false;
    for block in source.blocks() {
        let mut at = block.span.start;
        for sentence in source.words(block.span).split_sentence_bounds() {
            for word in sentence.split_word_bounds() {
                let end = at + word.len() as u32;
                while at < end {
                    while let Some((first, later)) = rest.split_first().filter(|(t, _)| t.span.end <= at) {
                        (last, rest) = (Some(first), later);
                    }
                    let over = rest.first().filter(|t| t.span.start <= at);
                    // A token ends where a span begins or ends.
                    let edge = rest.first().map_or(end, |t| if t.span.start > at { t.span.start } else { t.span.end });
                    let token = Span::new(at, edge.min(end));
                    at = token.end;
                    let words = source.words(token);
                    if is_blank(source.text(), token.start, token.end) {
                        continue;
                    }
                    let begins = over.is_some_and(|t| match columns {
                        Columns::Two => is_blank(source.text(), t.span.start, token.start),
                        // IOB1 marks a beginning only where it would not be seen.
                        Columns::Four => {
                            let behind = last.filter(|l| l.label == t.label && any);
                            behind.is_some_and(|l| is_blank(source.text(), l.span.end, token.start))
                        }
                    });
                    any = true;
                    line(out, columns, words, over, begins)?;
                }
            }
            // A reader ends a span with the sentence: one that goes on keeps the sentences together.
            if any && rest.first().is_none_or(|t| t.span.start >= at || t.span.end <= at) {
                writeln!(out)?;
                any = false;
            }
        }
    }
    if any { writeln!(out) } else { Ok(()) }
}

/// Whether there is nothing but white space between two places; what readers in Python take for it too.
fn is_blank(text: &str, from: u32, to: u32) -> bool {
    let is_space = |c: char| c.is_whitespace() || matches!(c, '\u{1c}'..='\u{1f}');
    Span::new(from, to.max(from)).of(text).chars().all(is_space)
}

fn line(out: &mut dyn Files, columns: Columns, words: &str, over: Option<&Tagged>, begins: bool) -> io::Result<()> {
    let words: String = visible(words).chars().filter(|c| !c.is_whitespace()).collect();
    match columns {
        Columns::Two => write!(out, "{words} ")?,
        Columns::Four => write!(out, "{words} -X- -X- ")?,
    }
    match over {
        None => writeln!(out, "O"),
        Some(tagged) => writeln!(out, "{}-{}", if begins { 'B' } else { 'I' }, tagged.label),
    }
}
