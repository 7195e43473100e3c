//! TEI, and any other XML: running text by the elements that hold it. Of TEI it is known what is a heading, a speech,
//! a verse, a note; of others, that an element which begins where no words stand is a block.

use super::builder::{TextBuilder, UnresolvedTarget};
use super::parsed::Locator;
use super::xml::{self, XmlAttributes, XmlEvent, local};
use super::{Parsed, meta};

/// Reads it, as far as it is XML. O(n).
pub fn read(source: &str) -> Parsed {
    let mut words = TeiReader::default();
    let broken = xml::read(source, |piece| {
        match piece {
            XmlEvent::Start(name, attributes) => words.start(local(name), attributes),
            XmlEvent::End(name) => words.end(local(name)),
            XmlEvent::Text(text) => words.text(text),
        }
        true
    });
    for (label, note) in std::mem::take(&mut words.notes) {
        words.out.note(&label);
        words.out.flow(&note);
        words.out.finish();
    }
    let mut read = words.out.done();
    read.damage = broken.err().map(|error| error.to_string());
    read
}

/// What an element began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TeiElement {
    Nothing,
    /// A block known by its place alone: others may be in it.
    Block,
    /// A paragraph: what is in it is part of its sentence.
    Paragraph,
    Heading,
    Division,
    Quotation,
    Marks,
    Literal,
    List,
    Verse,
    Speech,
    Name,
    Note,
    Skipped,
    Header,
}

#[derive(Default)]
struct TeiReader {
    out: TextBuilder,
    open: Vec<TeiElement>,
    skipped: usize,
    depth: u8,
    /// In the header: the element being read.
    header: Option<String>,
    note: Option<(String, String)>,
    notes: Vec<(String, String)>,
    /// The name of who speaks next.
    speaker: String,
    speaking: bool,
    /// Whether a quotation begins with the next words: in marks, unless they bring their own.
    opening: bool,
}

impl TeiReader {
    fn start(&mut self, name: &str, attributes: XmlAttributes<'_>) {
        if self.skipped > 0 {
            self.skipped += 1;
            self.open.push(TeiElement::Skipped);
            return;
        }
        if self.header.is_some() {
            self.header = Some(name.to_owned());
            if name == "date" {
                self.day(attributes.get("when").as_deref());
            }
            self.open.push(TeiElement::Nothing);
            return;
        }
        if let Some(id) = attributes.get("xml:id").or_else(|| attributes.get("id")) {
            self.out.name(&id);
        }
        let opened = self.opens(name, attributes);
        if opened == TeiElement::Skipped {
            self.skipped += 1;
        }
        self.open.push(opened);
    }

    fn opens(&mut self, name: &str, attributes: XmlAttributes<'_>) -> TeiElement {
        let out = &mut self.out;
        match name {
            "teiHeader" | "metadata" => {
                self.header = Some(String::new());
                TeiElement::Header
            }
            "fw" | "sic" | "orig" | "abbr" | "del" | "figDesc" | "graphic" | "formula" | "standOff" | "facsimile"
            | "sourceDoc" | "script" | "style" | "tei-style" => {
                out.left.pictures += usize::from(name == "graphic");
                TeiElement::Skipped
            }
            "note" | "footnote" if out.is_open() => {
                let label = format!("note {}", self.notes.len() + 1);
                out.note_mark(UnresolvedTarget::Note(label.clone()));
                self.note = Some((label, String::new()));
                TeiElement::Note
            }
            _ if self.note.is_some() => TeiElement::Nothing,
            "div" | "div1" | "div2" | "div3" | "div4" | "chapter" | "section" => {
                out.finish();
                self.depth = self.depth.saturating_add(1);
                TeiElement::Division
            }
            "head" | "title" | "titlePart" | "docTitle" | "hl1" if !self.open.contains(&TeiElement::Paragraph) => {
                out.heading(Some(self.depth.clamp(1, 6)));
                TeiElement::Heading
            }
            "pb" => {
                if let Some(page) = attributes.get("n").filter(|n| n.len() <= 12) {
                    out.locate(Locator::Page(page.trim().into()));
                }
                TeiElement::Nothing
            }
            "lb" if attributes.get("break").as_deref() == Some("no") => {
                if out.words().ends_with(['-', '\u{ad}']) {
                    out.unpush(1);
                }
                TeiElement::Nothing
            }
            "lb" => {
                out.blank();
                TeiElement::Nothing
            }
            "br" => {
                out.line_break();
                TeiElement::Nothing
            }
            "l" => {
                if out.is_open() && !out.words().ends_with(": ") {
                    out.line_break();
                }
                TeiElement::Verse
            }
            "lg" | "p" | "ab" | "para" | "stage" | "opener" | "closer" | "salute" | "signed" | "dateline"
            | "byline" | "epigraph" | "docAuthor" | "docDate" | "docImprint" | "trailer" => {
                if !self.speaking {
                    out.finish();
                }
                TeiElement::Paragraph
            }
            "quote" | "cit" | "floatingText" | "disp-quote" | "blockquote" if !out.is_open() => {
                out.quotation(true);
                TeiElement::Quotation
            }
            "q" | "said" if !marked(out.words()) => {
                self.opening = true;
                TeiElement::Marks
            }
            "rt" | "rp" => TeiElement::Skipped,
            "sp" | "u" => {
                out.finish();
                self.speaker = attributes.get("who").map(|w| w.trim_start_matches('#').to_owned()).unwrap_or_default();
                if name == "u" {
                    self.speak();
                }
                TeiElement::Speech
            }
            "speaker" => {
                self.speaker.clear();
                TeiElement::Name
            }
            "list" => {
                let numbered = attributes.get("rend").or_else(|| attributes.get("type"));
                out.list(numbered.is_some_and(|r| r.contains("number") || r.contains("ordered")).then_some(1));
                TeiElement::List
            }
            "item" => {
                out.item();
                TeiElement::Paragraph
            }
            "table" => {
                out.literal(true);
                TeiElement::Literal
            }
            "row" | "tr" => {
                out.line_break();
                TeiElement::Nothing
            }
            "cell" | "td" | "th" => {
                out.cell();
                TeiElement::Nothing
            }
            // An element that begins where no words stand is a block of its own.
            _ if !out.is_open() && !self.open.contains(&TeiElement::Paragraph) => TeiElement::Block,
            _ => TeiElement::Nothing,
        }
    }

    /// The name before the words of a speech.
    fn speak(&mut self) {
        let name = self.speaker.split_whitespace().collect::<Vec<_>>().join(" ");
        let name = name.trim_end_matches(['.', ':']);
        if !name.is_empty() {
            self.out.turn(true);
            self.out.flow(name);
            self.out.push(": ");
            self.speaking = true;
        }
        self.speaker.clear();
    }

    fn end(&mut self, name: &str) {
        match self.open.pop() {
            Some(TeiElement::Skipped) => self.skipped = self.skipped.saturating_sub(1),
            Some(TeiElement::Header) => self.header = None,
            Some(TeiElement::Heading) => self.out.heading(None),
            Some(TeiElement::Division) => {
                self.out.finish();
                self.depth = self.depth.saturating_sub(1);
            }
            Some(TeiElement::Quotation) => self.out.quotation(false),
            Some(TeiElement::Marks) if self.opening => self.opening = false,
            Some(TeiElement::Marks) => self.out.push("”"),
            Some(TeiElement::Literal) => self.out.literal(false),
            Some(TeiElement::List) => self.out.list_end(),
            Some(TeiElement::Note) => self.notes.extend(self.note.take()),
            Some(TeiElement::Name) => self.speak(),
            Some(TeiElement::Speech) => {
                self.out.turn(false);
                self.speaking = false;
            }
            Some(TeiElement::Block | TeiElement::Paragraph) => {
                self.out.finish();
                // The second paragraph of a speech has no name before it.
                if std::mem::take(&mut self.speaking) {
                    self.out.turn(false);
                }
            }
            Some(TeiElement::Nothing) if self.header.is_some() && name != "date" => self.header = Some(String::new()),
            Some(TeiElement::Nothing | TeiElement::Verse) | None => {}
        }
    }

    fn text(&mut self, words: &str) {
        if self.skipped > 0 {
            return;
        }
        if let Some(field) = &self.header {
            let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
            let meta = &mut self.out.meta;
            match field.as_str() {
                _ if words.is_empty() => {}
                "title" if meta.title.is_none() => meta.title = Some(words),
                "author" | "persName" if meta.author.is_none() => meta.author = Some(words),
                "publisher" if meta.outlet.is_none() => meta.outlet = Some(words),
                "date" if meta.date.is_none() => self.day(Some(&words)),
                _ => {}
            }
        } else if let Some((_, note)) = &mut self.note {
            note.push_str(words);
        } else if self.open.last() == Some(&TeiElement::Name) {
            self.speaker.push_str(words);
        } else {
            if self.opening && !words.trim().is_empty() {
                self.opening = false;
                if words.trim_start().starts_with(['“', '"', '«', '„', '‘', '\'']) {
                    let last = self.open.iter_mut().rev().find(|o| **o == TeiElement::Marks);
                    if let Some(open) = last {
                        *open = TeiElement::Nothing;
                    }
                } else {
                    self.out.flow("“");
                }
            }
            self.out.flow(words);
        }
    }

    fn day(&mut self, words: Option<&str>) {
        let found = words.and_then(|w| w.get(..10).and_then(meta::date).or_else(|| meta::date(w)));
        self.out.meta.date = self.out.meta.date.or(found);
    }
}

/// Whether the text has quotation marks of its own: elements then only name what the marks show.
fn marked(before: &str) -> bool {
    before.trim_end().ends_with(['“', '"', '«', '„', '‘', '\''])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{BlockKind, LineBreaks, Target};

    #[test]
    fn a_play_a_poem_and_a_note() {
        let source = "<TEI><teiHeader><titleStmt><title>On Tides</title><author>Ada Grey</author></titleStmt>\
            <date when='1901-02-03'/></teiHeader><text><body><div><head>One</head><pb n='7'/>\
            <p><hi>He</hi> came<note>At noon.</note> and <q>spoke</q>.</p><sp><speaker>BO.</speaker><p>Why?</p><p>Say.</p></sp>\
            <lg><l>High tide</l><l>low tide</l></lg><quote><p>Set off.</p></quote></div></body></text></TEI>";
        let read = read(source);
        let blocks: Vec<(&str, BlockKind)> = read.blocks.iter().map(|b| (b.span.of(&read.text), b.kind)).collect();
        let paragraph = BlockKind::Paragraph(LineBreaks::Keep);
        let expected = [
            ("One", BlockKind::Heading(1)),
            ("He came and “spoke”.", paragraph),
            ("BO: Why?", BlockKind::Turn),
            ("Say.", paragraph),
            ("High tide\nlow tide", paragraph),
            ("Set off.", BlockKind::Quotation(1)),
            ("At noon.", paragraph),
        ];
        assert_eq!(blocks, expected);
        assert_eq!(read.meta.title.as_deref(), Some("On Tides"));
        assert_eq!(read.meta.author.as_deref(), Some("Ada Grey"));
        assert_eq!(read.locators, [(5, Locator::Page("7".into()))]);
        assert_eq!(read.links[0].target, Target::Block(6));
    }

    #[test]
    fn what_stands_inside_a_sentence_does_not_break_it() {
        let source = "<TEI><text><p><hi>Th</hi>at is a hy-<lb break='no'/>phen in <title>Hamlet</title>, <said>“Bye,”</said> \
            <q>he</q> said.</p></text></TEI>";
        assert_eq!(read(source).text, "That is a hyphen in Hamlet, “Bye,” “he” said.");
    }

    #[test]
    fn other_xml_is_read_by_where_words_stand() {
        let source =
            "<nitf><body><hl1>Head</hl1><block><para>One <em>two</em> three.</para><x>Four.</x></block></body></nitf>";
        assert_eq!(read(source).text, "Head\n\nOne two three.\n\nFour.");
        assert_eq!(read("no xml").text, "no xml");
        assert!(read("<a><b>cut").damage.is_some());
    }
}
