//! A page to read: what each speaker said, then the claims, then everything else. As Markdown, Org or plain text.

mod markup;

use super::marks::SECTIONS;
use super::places::{Aspect, Tally};
use super::{Files, Record, Selected, Writer, Written};
use crate::annotation::{CLAIM, Codebook, QUOTE};
use crate::kinds::Kind;
use std::collections::HashMap;
use std::io;

pub use markup::Markup;

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
        _codebook: &Codebook,
        out: &mut dyn Files,
    ) -> io::Result<()> {
        self.tally.add(document);
        self.written += document.len();
        page(document, self.markup, out)
    }

    fn end(&mut self, _out: &mut dyn Files) -> io::Result<Written> {
        Ok(Written { annotations: self.written, left_out: self.tally.dropped().into_iter().collect() })
    }
}

fn page(document: &Selected<'_>, markup: Markup, out: &mut dyn Files) -> io::Result<()> {
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
        for (number, record) in theirs.into_iter().filter_map(|n| Some((n, document.record(n)?))) {
            statement(out, markup, &record, document.paragraph(number))?;
        }
    }
    section(document, markup, out, CLAIMS, |label| label == CLAIM)?;
    section(document, markup, out, NOTES, |label| label != CLAIM && label != QUOTE)
}

/// Everybody with the numbers of what they said, in order of appearance.
fn voices(document: &Selected<'_>) -> Vec<(String, Vec<usize>)> {
    let mut out: Vec<(String, Vec<usize>)> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    for number in (0..document.len()).filter(|n| document.label(*n) == QUOTE) {
        let name = document.speaker(number).unwrap_or_else(|| "Nobody named".to_owned());
        let at = *known.entry(name.clone()).or_insert(out.len());
        match out.get_mut(at) {
            Some((_, theirs)) => theirs.push(number),
            None => out.push((name, vec![number])),
        }
    }
    out
}

fn section(
    document: &Selected<'_>,
    markup: Markup,
    out: &mut dyn Files,
    title: &str,
    belongs: impl Fn(&str) -> bool,
) -> io::Result<()> {
    let mut first = true;
    for number in (0..document.len()).filter(|n| belongs(document.label(*n))) {
        let Some(record) = document.record(number) else { continue };
        if first {
            markup.heading(out, 2, title)?;
            first = false;
        }
        statement(out, markup, &record, document.paragraph(number))?;
    }
    Ok(())
}

/// A record; `paragraph` is the number of the one it begins in, from 1.
fn statement(out: &mut dyn Files, markup: Markup, record: &Record, paragraph: Option<usize>) -> io::Result<()> {
    markup.quotation(out, &record.exact)?;
    let mut about: Vec<String> = Vec::new();
    if record.label != QUOTE && record.label != CLAIM {
        about.push(record.label.clone());
    }
    about.extend(record.claimant.as_ref().map(|c| format!("claimed by {c}")));
    about.extend(record.rating.clone());
    about.extend(record.kind.filter(|_| record.label == QUOTE).map(|kind| in_reporters_words(kind).to_owned()));
    about.extend(record.form.filter(|f| *f != "quotation").map(str::to_owned));
    about.extend(record.status.filter(|s| *s != "confirmed").map(str::to_owned));
    about.extend(record.attributes.iter().map(|(name, value)| format!("{name}: {value}")));
    about.extend(record.locator.clone());
    about.push(match paragraph {
        Some(number) => format!("paragraph {number}"),
        None => "lost its place".to_owned(),
    });
    about.extend((record.anchor == "fuzzy").then(|| "the text has changed here".to_owned()));
    markup.line(out, &about.join(" · "))?;
    for evidence in &record.evidence {
        markup.evidence(out, "Evidence", evidence)?;
    }
    match &record.note {
        Some(note) if !note.trim().is_empty() => markup.line(out, &format!("Note: {note}")),
        _ => Ok(()),
    }
}

fn in_reporters_words(kind: &'static str) -> &'static str {
    match Kind::of_word(kind) {
        Some(Kind::Indirect) => "reported",
        Some(Kind::Mixed) => "partly quoted",
        Some(Kind::Direct) | None => "quoted",
    }
}
