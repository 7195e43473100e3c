//! A page to read: what each speaker said, then the claims, then everything else. As Markdown, Org or plain text.

mod markup;
mod note;

use super::marks::SECTIONS;
use super::places::{Aspect, Tally};
use super::{Files, Record, Selected, Writer, Written};
use crate::annotation::{CLAIM, Codebook, QUOTE};
use crate::kinds::Kind;
use std::collections::HashMap;
use std::io;

pub use markup::Markup;
pub(super) use markup::markdown;
pub use note::{NoteBlock, NoteError};

/// Its headings.
const WHO: &str = SECTIONS[0];
const CLAIMS: &str = SECTIONS[1];
const NOTES: &str = SECTIONS[2];

/// Writes a page for each document, one behind the other.
pub struct PageWriter {
    markup: Markup,
    tally: Tally,
    written: usize,
}

impl PageWriter {
    /// Pages in a language.
    pub fn new(markup: Markup) -> Self {
        Self { markup, tally: Tally::new(&[Aspect::Links]), written: 0 }
    }
}

impl Writer for PageWriter {
    fn document(
        &mut self,
        _pass: usize,
        document: &Selected<'_>,
        codebook: &Codebook,
        out: &mut dyn Files,
    ) -> io::Result<()> {
        self.tally.add(document);
        self.written += document.len();
        Page { document, codebook, markup: self.markup }.write(out)
    }

    fn end(&mut self, _out: &mut dyn Files) -> io::Result<Written> {
        Ok(Written { annotations: self.written, unplaced: 0, left_out: self.tally.dropped().into_iter().collect() })
    }
}

/// The page of a document.
struct Page<'a> {
    document: &'a Selected<'a>,
    codebook: &'a Codebook,
    markup: Markup,
}

impl Page<'_> {
    fn write(&self, out: &mut dyn Files) -> io::Result<()> {
        let Self { document, markup, .. } = *self;
        markup.heading(out, 1, document.title())?;
        if let Some(byline) = document.byline() {
            markup.line(out, &byline)?;
        }
        let voices = voices(document);
        if !voices.is_empty() {
            markup.heading(out, 2, WHO)?;
        }
        for (name, theirs) in voices {
            markup.heading(out, 3, &name)?;
            for number in theirs {
                self.record(out, number)?;
            }
        }
        self.section(out, CLAIMS, |label| label == CLAIM)?;
        self.section(out, NOTES, |label| label != CLAIM && label != QUOTE)
    }

    fn section(&self, out: &mut dyn Files, title: &str, belongs: impl Fn(&str) -> bool) -> io::Result<()> {
        let mut numbers = (0..self.document.len()).filter(|n| belongs(self.document.label(*n))).peekable();
        if numbers.peek().is_some() {
            self.markup.heading(out, 2, title)?;
        }
        numbers.try_for_each(|number| self.record(out, number))
    }

    /// The words of a record, and below them what is known of it.
    fn record(&self, out: &mut dyn Files, number: usize) -> io::Result<()> {
        let Some(record) = self.document.record(number) else { return Ok(()) };
        self.markup.quotation(out, &record.exact)?;
        let mut about: Vec<String> = Vec::new();
        if record.label != QUOTE && record.label != CLAIM {
            about.push(self.codebook.shown(&record.label).to_owned());
            about.extend(record.speaker.clone());
        }
        self.about(out, number, &record, about)
    }

    /// The same with what is known first, who says it in front, and the words last.
    fn entry(&self, out: &mut dyn Files, number: usize, record: &Record) -> io::Result<()> {
        let who = if record.label == QUOTE { Some(nobody_or(record.speaker.clone())) } else { None };
        let first = who.unwrap_or_else(|| self.codebook.shown(&record.label).to_owned());
        let mut about = vec![first];
        if record.label != QUOTE && record.label != CLAIM {
            about.extend(record.speaker.clone());
        }
        self.about(out, number, record, about)?;
        self.markup.quotation(out, &record.exact)
    }

    /// What is known of a record, behind what is known `about` it already.
    fn about(&self, out: &mut dyn Files, number: usize, record: &Record, mut about: Vec<String>) -> io::Result<()> {
        about.extend(record.claimant.as_ref().map(|c| format!("claimed by {c}")));
        about.extend(record.rating.clone());
        about.extend(record.kind.filter(|_| record.label == QUOTE).map(|kind| in_reporters_words(kind).to_owned()));
        about.extend(record.form.filter(|f| *f != "quotation").map(str::to_owned));
        about.extend(record.decided_in_words());
        about.extend(record.attributes.iter().map(|(name, value)| format!("{name}: {value}")));
        about.extend(record.locator.clone());
        let place = match self.document.paragraph(number) {
            Some(number) => format!("paragraph {number}"),
            None => "lost its place".to_owned(),
        };
        let doubts: Vec<&str> = record.doubts().map(|doubt| doubt.in_words()).collect();
        self.markup.line_with_link(out, &about, (&place, record.link.as_deref()), &doubts)?;
        for evidence in &record.evidence {
            self.markup.evidence(out, "Evidence", evidence)?;
        }
        match &record.note {
            Some(note) if !note.trim().is_empty() => self.markup.line(out, &format!("Note: {note}")),
            _ => Ok(()),
        }
    }
}

/// The name of somebody, or that nobody is named.
fn nobody_or(name: Option<String>) -> String {
    name.unwrap_or_else(|| "Nobody named".to_owned())
}

/// Everybody with the numbers of what they said, in order of appearance.
fn voices(document: &Selected<'_>) -> Vec<(String, Vec<usize>)> {
    let mut out: Vec<(String, Vec<usize>)> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    for number in (0..document.len()).filter(|n| document.label(*n) == QUOTE) {
        let name = nobody_or(document.speaker(number));
        let at = *known.entry(name.clone()).or_insert(out.len());
        match out.get_mut(at) {
            Some((_, theirs)) => theirs.push(number),
            None => out.push((name, vec![number])),
        }
    }
    out
}

fn in_reporters_words(kind: &'static str) -> &'static str {
    match Kind::of_word(kind) {
        Some(Kind::Indirect) => "reported",
        Some(Kind::Mixed) => "partly quoted",
        Some(Kind::Direct) | None => "quoted",
    }
}
