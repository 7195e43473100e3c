//! Records with their places in the text, as formats of spans need them: labels, speakers and cues as spans of their own.

use super::{Document, Record};
use crate::span::Span;
use std::collections::HashMap;

/// What a span is to the record it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// The words themselves.
    Content,
    /// The words that name who said them.
    Source,
    /// The words of saying.
    Cue,
}

/// One span, or several that belong together.
#[derive(Clone, Debug)]
pub struct Placed<'a> {
    /// The record; of words that name who said several things, the first.
    pub record: &'a Record,
    /// The numbers of the records it belongs to, among those of its document.
    pub numbers: Vec<usize>,
    /// What these words are to it.
    pub part: Part,
    /// Where they stand, in bytes; never empty.
    pub spans: Vec<Span>,
}

impl Placed<'_> {
    /// The label as other tools know it: a word beginning with a capital.
    pub fn label(&self) -> String {
        match self.part {
            Part::Source => "Speaker".to_owned(),
            Part::Cue => "Cue".to_owned(),
            Part::Content => capital(&self.record.label),
        }
    }
}

/// A word beginning with a capital.
pub fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// All spans of a document, in reading order, and how many records have lost their place. O(n log n).
pub fn of<'a>(document: &'a Document<'_>) -> (Vec<Placed<'a>>, usize) {
    let source = document.reading.document();
    let span = |(start, end): (u32, u32)| source.offsets().span_to_bytes(source.text(), start, end);
    let mut out: Vec<Placed<'a>> = Vec::new();
    // One name may stand for several statements: it is one span all the same.
    let mut known: HashMap<(Part, Span), usize> = HashMap::new();
    let mut lost = 0;
    for (number, record) in document.records.iter().enumerate() {
        let spans: Vec<Span> =
            record.at.iter().flatten().filter_map(|at| span(*at)).filter(|s| !s.is_empty()).collect();
        if spans.is_empty() {
            lost += 1;
            continue;
        }
        out.push(Placed { record, numbers: vec![number], part: Part::Content, spans });
        for (part, at) in [(Part::Source, record.source), (Part::Cue, record.cue)] {
            let Some(span) = at.and_then(span).filter(|s| !s.is_empty()) else { continue };
            let place = *known.entry((part, span)).or_insert(out.len());
            match out.get_mut(place) {
                Some(same) => same.numbers.push(number),
                None => out.push(Placed { record, numbers: vec![number], part, spans: vec![span] }),
            }
        }
    }
    out.sort_by_key(|p| p.spans.first().map_or(0, |s| s.start));
    (out, lost)
}

/// The sentence about records without a place.
pub fn without(lost: usize) -> Option<String> {
    match lost {
        0 => None,
        1 => Some("1 annotation has lost its place and is left out.".to_owned()),
        n => Some(format!("{n} annotations have lost their place and are left out.")),
    }
}
