//! XML with running text: TEI and `ParlaMint`, Akoma Ntoso, the files of parlparse, `DocBook`, JATS, and any other by the
//! places where its words stand: an element which begins where no words stand is a block.

mod elements;
mod header;
mod people;
mod speech;
#[cfg(test)]
mod tests;

use super::Parsed;
use super::builder::{TextBuilder, UnresolvedTarget};
use super::parsed::Locator;
use super::xml::{self, XmlAttributes, XmlEvent, local};
use crate::span::Span;
use elements::{LeftElement, Meaning, Parent, Surroundings, Vocabulary};
use header::Header;
use people::People;
use speech::{MarksState, OPENING, OpenMarks, OpenQuotation, OpenSpeech, printed};
use std::borrow::Cow;

/// Reads it, as far as it is XML. O(n).
pub fn read(source: &str) -> Parsed {
    // Notes of a file with utterances are remarks of whoever wrote them down.
    let is_record = memchr::memmem::find(source.as_bytes(), b"<u who=").is_some();
    let mut reader = XmlReader { people: People::of(source), is_record, ..XmlReader::default() };
    let broken = xml::read(source, |piece| {
        match piece {
            XmlEvent::Start(name, attributes) => reader.start(local(name), attributes),
            XmlEvent::End(name) => reader.end(local(name)),
            XmlEvent::Text(text) => reader.text(text),
        }
        true
    });
    let mut read = reader.done();
    read.damage = broken.err().map(|error| error.to_string());
    read
}

/// What has to be undone where an element ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Open {
    Nothing,
    /// A block known by its place alone: others may be in it.
    Block,
    /// A paragraph: what is in it is part of its sentence.
    Paragraph,
    Heading,
    Division,
    Quotation,
    /// Quotation marks, by their number among those open.
    Marks,
    Literal,
    Table,
    List,
    Verse,
    Speech,
    SpeechName,
    QuotationSource,
    Aside,
    Note,
    Link,
    Token,
    /// Not read.
    Skipped,
    Header,
    /// Words to read in the header.
    Pause,
}

/// Attributes that hold the target of a link.
const LINKS: [&str; 5] = ["target", "url", "xlink:href", "l:href", "href"];

#[derive(Default)]
struct XmlReader {
    out: TextBuilder,
    people: People,
    vocabulary: Vocabulary,
    is_record: bool,
    /// In the notes of a book.
    is_notes: bool,
    open: Vec<Open>,
    /// The elements around, as far as rules ask for them.
    around: Vec<Parent>,
    paragraphs: usize,
    skipped: usize,
    depth: u8,
    header: Option<Header>,
    paused: usize,
    note: Option<(String, String)>,
    notes: Vec<(String, String)>,
    speeches: Vec<OpenSpeech>,
    marks: Vec<OpenMarks>,
    /// How many of the marks wait for words.
    waiting: usize,
    /// Whether a paragraph ended within marks: the next one has opening marks again.
    reopen: bool,
    quotations: Vec<OpenQuotation>,
    asides: usize,
    /// How many tables we are in.
    tables: usize,
    /// Where the name of who said a quotation begins.
    source_start: Option<u32>,
    /// Whether white space between this token and the next is none.
    glued: bool,
}

impl XmlReader {
    fn start(&mut self, name: &str, attributes: XmlAttributes<'_>) {
        if self.open.is_empty() {
            self.vocabulary = Vocabulary::of(name, attributes);
        }
        let opened = self.opens(name, attributes);
        self.paragraphs += usize::from(opened == Open::Paragraph);
        self.skipped += usize::from(opened == Open::Skipped);
        self.open.push(opened);
        self.around.push(Parent::of(name));
    }

    const fn in_header(&self) -> bool {
        self.header.is_some() && self.paused == 0
    }

    fn opens(&mut self, name: &str, attributes: XmlAttributes<'_>) -> Open {
        if self.skipped > 0 {
            return Open::Skipped;
        }
        if self.in_header() {
            if matches!(name, "abstract" | "trans-abstract") {
                self.paused += 1;
                self.division();
                return Open::Pause;
            }
            if let Some(header) = &mut self.header {
                header.start(name, attributes, &mut self.out.meta);
            }
            return Open::Nothing;
        }
        if let Some(id) = attributes.get("xml:id").or_else(|| attributes.get("id")) {
            self.out.name(&id);
        }
        if name == "body" && self.vocabulary == Vocabulary::FictionBook {
            self.is_notes = attributes.get("name").is_some();
        }
        let around = Surroundings {
            parent: self.around.last().copied().unwrap_or(Parent::Other),
            in_paragraph: self.paragraphs > 0,
            in_speech: !self.speeches.is_empty(),
            in_words: self.out.is_open(),
            is_record: self.is_record,
        };
        let meaning = elements::meaning(self.vocabulary, name, attributes, around);
        if self.note.is_some() {
            return self.opens_in_note(meaning);
        }
        self.means(meaning, name, attributes)
    }

    fn opens_in_note(&mut self, meaning: Meaning) -> Open {
        let Some((_, note)) = &mut self.note else { return Open::Nothing };
        match meaning {
            Meaning::Alternative | Meaning::Left(_) => Open::Skipped,
            Meaning::Marks => {
                note.push('“');
                Open::Marks
            }
            Meaning::Paragraph | Meaning::PageLine | Meaning::Line | Meaning::Verse => {
                note.push(' ');
                Open::Nothing
            }
            _ => Open::Nothing,
        }
    }

    fn means(&mut self, meaning: Meaning, name: &str, attributes: XmlAttributes<'_>) -> Open {
        if self.tables > 0 && meaning.is_block() {
            // A cell is words, however its words are arranged.
            self.out.blank();
            return Open::Nothing;
        }
        let out = &mut self.out;
        match meaning {
            Meaning::Header => {
                self.header.get_or_insert_default();
                return Open::Header;
            }
            Meaning::Alternative => return Open::Skipped,
            Meaning::Left(what) => {
                let count = match what {
                    LeftElement::Deletion => &mut out.left.deletions,
                    LeftElement::RunningHead => &mut out.left.headers_footers,
                    LeftElement::Formula => &mut out.left.formulas,
                    LeftElement::Part => &mut out.left.parts,
                };
                *count += 1;
                return Open::Skipped;
            }
            Meaning::Picture => {
                out.picture("");
                return Open::Skipped;
            }
            Meaning::NoteMark => {
                let note = attributes.get("rid").map(|id| format!("#{id}"));
                let target = note.or_else(|| LINKS.iter().find_map(|key| attributes.get(key)).map(Cow::into_owned));
                out.note_mark(UnresolvedTarget::To(target.unwrap_or_default()));
                return Open::Skipped;
            }
            Meaning::Note => {
                let label = format!("note {}", self.notes.len() + 1);
                out.note_mark(UnresolvedTarget::Note(label.clone()));
                self.note = Some((label, String::new()));
                return Open::Note;
            }
            Meaning::Division => {
                self.division();
                return Open::Division;
            }
            // A note of a book is headed by its number, which its mark has in the text.
            Meaning::Heading(_) if self.is_notes && self.depth > 0 => return Open::Skipped,
            Meaning::Heading(level) => {
                self.end_block();
                self.out.heading(Some(if level > 0 { level } else { self.depth.clamp(1, 6) }));
                return Open::Heading;
            }
            Meaning::Page => {
                let page = attributes.get("n").filter(|n| n.len() <= 12);
                if let Some(page) = page {
                    out.locate(Locator::Page(page.trim().into()));
                }
            }
            Meaning::PageLine if attributes.get("break").as_deref() == Some("no") => {
                if out.words().ends_with(['-', '\u{ad}']) {
                    out.unpush(1);
                }
            }
            Meaning::PageLine => out.blank(),
            Meaning::Line => out.line_break(),
            Meaning::Verse => {
                if out.is_open() && !out.words().ends_with(": ") {
                    out.line_break();
                }
                return Open::Verse;
            }
            Meaning::Paragraph => {
                self.end_block();
                return Open::Paragraph;
            }
            Meaning::Quotation => {
                self.end_block();
                self.out.quotation(true);
                let who = self.who(attributes);
                self.quotations.push(OpenQuotation { who, ..OpenQuotation::default() });
                return Open::Quotation;
            }
            Meaning::Marks => {
                let own = out.words().trim_end().ends_with(OPENING);
                let state = if own { MarksState::Own } else { MarksState::Waiting };
                self.waiting += usize::from(!own);
                let (who, start) = (self.who(attributes), self.out.len() as u32);
                self.marks.push(OpenMarks { state, start, who });
                return Open::Marks;
            }
            Meaning::QuotationSource if !self.quotations.is_empty() => {
                self.end_block();
                self.source_start = Some(self.out.end());
                return Open::QuotationSource;
            }
            Meaning::QuotationSource => {}
            Meaning::Speech => {
                self.end_block();
                self.out.turn(false);
                let who = self.who(attributes);
                self.speeches.push(OpenSpeech { who, ..OpenSpeech::default() });
                if let Some(start) = attributes.get("start").and_then(|s| super::utterances::clock(&s)) {
                    self.out.locate(Locator::Time(start));
                }
                return Open::Speech;
            }
            Meaning::SpeechName => {
                if let Some(speech) = self.speeches.last_mut().filter(|s| !s.begun) {
                    speech.printed.clear();
                    return Open::SpeechName;
                }
            }
            Meaning::Aside => {
                self.end_block();
                self.asides += 1;
                self.out.aside(true);
                return Open::Aside;
            }
            Meaning::List(numbered) => {
                self.end_block();
                self.out.list(numbered.then_some(1));
                return Open::List;
            }
            Meaning::Item => {
                self.end_block();
                self.out.item();
                return Open::Block;
            }
            Meaning::Table => {
                self.end_block();
                self.out.table(true);
                self.tables += 1;
                return Open::Table;
            }
            Meaning::Literal => {
                self.end_block();
                self.out.literal(true);
                return Open::Literal;
            }
            Meaning::Row => out.row(),
            Meaning::Cell => out.cell(),
            Meaning::Link => {
                let target = LINKS.iter().find_map(|key| attributes.get(key));
                if let Some(target) = target {
                    out.link(&target);
                    return Open::Link;
                }
            }
            Meaning::Token => {
                let glued = attributes.get("join").is_some_and(|j| j == "right" || j == "both");
                return if glued { Open::Token } else { Open::Nothing };
            }
            Meaning::Unknown => {
                // An element that begins where no words stand is a block of its own.
                let block = !self.out.is_open() && self.paragraphs == 0 && name != "hi" && name != "emphasis";
                return if block { Open::Block } else { Open::Nothing };
            }
        }
        Open::Nothing
    }

    fn division(&mut self) {
        self.end_block();
        self.depth = self.depth.saturating_add(1);
    }

    /// Ends the block being read.
    fn end_block(&mut self) {
        self.reopen |= self.out.is_open() && self.marks.iter().any(|m| m.state == MarksState::Written);
        self.out.finish();
    }

    fn end(&mut self, name: &str) {
        self.around.pop();
        let ended = self.open.pop();
        match ended {
            Some(Open::Skipped) => self.skipped = self.skipped.saturating_sub(1),
            Some(Open::Header) => {
                if let Some(header) = self.header.take() {
                    header.done(&mut self.out.meta);
                }
            }
            Some(Open::Pause) => {
                self.end_block();
                self.paused = self.paused.saturating_sub(1);
                self.depth = self.depth.saturating_sub(1);
            }
            Some(Open::Heading) => self.out.heading(None),
            Some(Open::Division) => {
                self.end_block();
                self.depth = self.depth.saturating_sub(1);
            }
            Some(Open::Quotation) => self.end_quotation(),
            Some(Open::Marks) => self.end_marks(),
            Some(Open::Literal) => self.out.literal(false),
            Some(Open::Table) => {
                self.tables = self.tables.saturating_sub(1);
                self.out.table(false);
            }
            Some(Open::List) => self.out.list_end(),
            Some(Open::Note) => self.notes.extend(self.note.take()),
            Some(Open::Link) => self.out.link_end(),
            Some(Open::Token) => self.glued = true,
            Some(Open::Speech) => self.end_speech(),
            Some(Open::SpeechName) => {
                if let Some(speech) = self.speeches.last_mut() {
                    speech.printed = printed(&speech.printed);
                }
            }
            Some(Open::QuotationSource) => {
                let start = self.source_start.take();
                let span = start.map(|start| self.since(start)).filter(|s| !s.is_empty());
                self.end_block();
                if let Some(quotation) = self.quotations.last_mut() {
                    quotation.source = quotation.source.or(span);
                }
            }
            Some(Open::Aside) => {
                self.asides = self.asides.saturating_sub(1);
                self.out.aside(self.asides > 0);
            }
            Some(Open::Block | Open::Paragraph) => {
                self.paragraphs -= usize::from(ended == Some(Open::Paragraph) && self.paragraphs > 0);
                self.end_block();
            }
            Some(Open::Nothing) if self.in_header() => {
                let title = self.header.as_mut().and_then(|h| h.end(name, &mut self.out.meta));
                // Elsewhere the title stands in the text as well.
                let printed = matches!(self.vocabulary, Vocabulary::DocBook | Vocabulary::Jats);
                if let Some(title) = title.filter(|_| printed) {
                    self.out.heading(Some(self.depth.clamp(1, 6)));
                    self.out.flow(&title);
                    self.out.heading(None);
                }
            }
            Some(Open::Nothing | Open::Verse) | None => {}
        }
    }

    /// The words read since byte `start`, without the blank line before them.
    fn since(&self, start: u32) -> Span {
        Span::new(start, self.out.end().max(start)).trim(self.out.all(), char::is_whitespace)
    }

    fn text(&mut self, words: &str) {
        if self.skipped > 0 {
            return;
        }
        let blank = words.trim().is_empty();
        if self.in_header() {
            if let Some(header) = &mut self.header {
                header.text(words);
            }
            return;
        }
        if let Some((_, note)) = &mut self.note {
            note.push_str(words);
            return;
        }
        if self.open.contains(&Open::SpeechName) {
            if let Some(speech) = self.speeches.last_mut() {
                speech.printed.push_str(words);
            }
            return;
        }
        if blank && self.glued {
            return;
        }
        if !blank {
            self.glued = false;
            if self.asides == 0 && !self.is_heading() {
                self.begin_speech();
            }
            self.write_marks(words);
        }
        let begins = !blank && self.quotations.last().is_some_and(|q| q.start.is_none()) && self.source_start.is_none();
        let before = self.out.end();
        if self.out.is_literal() && self.tables == 0 {
            // The line end behind the start tag is layout of the source.
            self.out.push(if self.out.is_open() { words } else { words.trim_start_matches('\n') });
        } else {
            self.out.flow(words);
        }
        if begins && let Some(quotation) = self.quotations.last_mut() {
            quotation.start = Some(before);
        }
    }

    fn is_heading(&self) -> bool {
        self.open.contains(&Open::Heading)
    }

    fn done(mut self) -> Parsed {
        for (label, note) in std::mem::take(&mut self.notes) {
            self.out.note(&label);
            self.out.flow(&note);
            self.out.finish();
        }
        self.out.done()
    }
}
