//! Word: the paragraphs of `word/document.xml`, with what styles, lists, links and notes say about them. Words under
//! tracked changes are read as if all were accepted.

use super::archive::Archive;
use super::builder::{TextBuilder, UnresolvedTarget};
use super::xml::{self, XmlAttributes, XmlEvent, local};
use super::{Limits, LoadError, Parsed, bytes};
use std::collections::{HashMap, HashSet};

/// What the file is called in messages.
const KIND: &str = "Word";

/// Reads it. O(n).
///
/// # Errors
/// When the archive is damaged, locked, or unpacks to too much.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Parsed, LoadError> {
    let mut archive = Archive::new(bytes, KIND, limits)?;
    let main = archive.read("word/document.xml")?;
    let Some(main) = main.or(archive.read("word/document2.xml")?) else {
        return Err(LoadError::Damaged(KIND, "word/document.xml is not in it".to_owned()));
    };
    let mut part = |name: &str| archive.read(name).ok().flatten().map(|b| bytes::in_utf8(&b)).unwrap_or_default();
    let (styles, hidden_styles) = styles(&part("word/styles.xml"));
    let lists = lists(&part("word/numbering.xml"));
    let links = links(&part("word/_rels/document.xml.rels"));
    let (footnotes, endnotes) = (part("word/footnotes.xml"), part("word/endnotes.xml"));
    let core = part("docProps/core.xml");
    let mut words = DocxReader { styles, lists, links, hidden_styles, ..DocxReader::default() };
    let main = bytes::in_utf8(&main);
    let broken = words.pour(&main).err();
    for (kind, source) in [("footnote", footnotes), ("endnote", endnotes)] {
        words.notes(&source, kind);
    }
    declared(&core, &mut words.out);
    let mut read = words.out.done();
    read.damage = broken.map(|error| error.to_string());
    Ok(read)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ParagraphStyle {
    Heading(u8),
    Quotation,
    Literal,
    /// Author, date: known, and no part of what is read.
    Author,
    Day,
}

#[derive(Default)]
struct DocxReader {
    out: TextBuilder,
    styles: HashMap<String, ParagraphStyle>,
    /// Whether the levels of a list are numbered.
    lists: HashMap<String, Vec<bool>>,
    links: HashMap<String, String>,
    /// The next number of each list and level.
    counts: HashMap<(String, usize), u16>,
    paragraph: OpenParagraph,
    /// How deep we are in what is not read.
    skipped: usize,
    text: bool,
    /// Whether we are in what is said of a paragraph, and in what is said of a run or of the mark of a paragraph.
    of_paragraph: bool,
    of_run: bool,
    /// Whether the run being read is hidden.
    hidden: bool,
    /// Styles whose words are hidden.
    hidden_styles: HashSet<String>,
    /// For each table around us, whether it is one of figures, whose cells stay in their rows.
    tables: Vec<bool>,
}

#[derive(Default)]
struct OpenParagraph {
    style: Option<ParagraphStyle>,
    list: Option<(String, usize)>,
    outline: Option<u8>,
    begun: bool,
    /// Whether it goes on in the next: it is the large first letter of it, or its end was deleted.
    goes_on: bool,
    /// Whether its words are hidden.
    hidden: bool,
}

/// Elements of which nothing is read.
const SKIPPED_ELEMENTS: [&str; 10] = [
    "del",
    "moveFrom",
    "Fallback",
    "instrText",
    "delText",
    "sectPr",
    "tblPr",
    "rPrChange",
    "pPrChange",
    "sectPrChange",
];

impl DocxReader {
    fn pour(&mut self, source: &str) -> Result<(), xml::XmlError> {
        let mut tables = xml::TableClassifier::default();
        xml::read(source, |piece| {
            match piece {
                XmlEvent::Start(name, attributes) => {
                    if local(name) == "tbl" && self.skipped == 0 {
                        let (row, cell) = (name.replace("tbl", "tr"), name.replace("tbl", "tc"));
                        let table = tables.use_of(source, attributes.behind(), (name, &row, &[&cell]));
                        self.tables.push(self.out.begin_table(table));
                    }
                    self.start(local(name), attributes);
                }
                XmlEvent::End(name) => self.end(local(name)),
                XmlEvent::Text(words) => self.words(words),
            }
            true
        })
    }

    fn words(&mut self, words: &str) {
        if !self.text || self.skipped > 0 || self.hidden {
            return;
        }
        self.begin();
        self.out.push(words);
    }

    /// What is said of a run, or of the mark that ends a paragraph.
    fn property(&mut self, name: &str, attributes: &XmlAttributes<'_>) {
        let value = attributes.get("w:val");
        let on = !matches!(value.as_deref(), Some("0" | "false" | "off"));
        match (name, self.of_paragraph) {
            ("vanish", false) => self.hidden = on,
            ("rStyle", false) => self.hidden |= value.is_some_and(|v| self.hidden_styles.contains(&*v)),
            ("del" | "moveFrom", true) => {
                self.paragraph.goes_on = true;
                self.out.left.deletions += 1;
            }
            _ => {}
        }
    }

    fn in_figures(&self) -> bool {
        self.tables.contains(&true)
    }

    /// What is known of a paragraph takes effect when its first words come.
    fn begin(&mut self) {
        if std::mem::replace(&mut self.paragraph.begun, true) {
            return;
        }
        let heading = match (self.paragraph.style, self.paragraph.outline) {
            (Some(ParagraphStyle::Heading(level)), _) | (None, Some(level)) => Some(level),
            _ => None,
        };
        if self.in_figures() {
            return;
        }
        match self.paragraph.list.take() {
            Some((list, level)) if heading.is_none() => {
                let numbered = self.lists.get(&list).and_then(|l| l.get(level)).copied().unwrap_or_default();
                let count = self.counts.entry((list, level)).or_insert(0);
                *count = count.saturating_add(1);
                let number = numbered.then_some(*count);
                self.out.item_at(level + 1, number);
            }
            _ => self.out.item_at(0, None),
        }
        if heading.is_some() {
            self.out.heading(heading);
        }
        match self.paragraph.style {
            Some(ParagraphStyle::Quotation) => self.out.quotation(true),
            Some(ParagraphStyle::Literal) => self.out.literal(true),
            _ => {}
        }
    }

    fn start(&mut self, name: &str, attributes: XmlAttributes<'_>) {
        if self.of_run && self.skipped == 0 && !name.ends_with("Change") {
            self.property(name, &attributes);
            return;
        }
        if self.skipped > 0 || SKIPPED_ELEMENTS.contains(&name) {
            if name == "del" && self.skipped == 0 {
                self.out.left.deletions += 1;
            }
            self.skipped += 1;
            return;
        }
        let value = || attributes.get("w:val").unwrap_or_default();
        match name {
            "p" => {
                if self.paragraph.goes_on {
                    // The words it begins come now.
                } else if !self.in_figures() {
                    self.out.finish();
                } else {
                    self.out.cell_goes_on();
                }
                // What goes on here has begun already.
                let begun = self.paragraph.goes_on && self.paragraph.begun;
                let style = self.paragraph.style.filter(|_| begun);
                self.paragraph = OpenParagraph { style, begun, ..OpenParagraph::default() };
            }
            "pPr" => self.of_paragraph = true,
            "rPr" => self.of_run = true,
            "r" => self.hidden = self.paragraph.hidden,
            "framePr" => self.paragraph.goes_on = attributes.get("w:dropCap").is_some_and(|c| c != "none"),
            "pStyle" => {
                self.paragraph.hidden = self.hidden_styles.contains(&*value());
                if !self.paragraph.begun {
                    self.paragraph.style = self.styles.get(&*value()).copied();
                }
            }
            "outlineLvl" => self.paragraph.outline = value().parse::<u8>().ok().filter(|l| *l < 6).map(|l| l + 1),
            "ilvl" => {
                let level = value().parse().unwrap_or_default();
                let list = self.paragraph.list.take().map_or(String::new(), |l| l.0);
                self.paragraph.list = Some((list, level));
            }
            "numId" if value() == "0" => self.paragraph.list = None,
            "numId" => {
                let level = self.paragraph.list.take().map_or(0, |l| l.1);
                self.paragraph.list = Some((value().into_owned(), level));
            }
            "t" => {
                self.text = true;
                self.out.left.hidden += usize::from(self.hidden);
            }
            "tab" | "br" | "cr" | "noBreakHyphen" if self.hidden => {}
            // A tab in a cell would begin another.
            "tab" if self.in_figures() => self.out.blank(),
            "tab" if self.out.is_open() => self.out.push("\t"),
            "br" | "cr" if self.in_figures() => self.out.cell_goes_on(),
            "br" | "cr" => self.out.line_break(),
            "noBreakHyphen" => self.out.push("\u{2011}"),
            "tr" if self.in_figures() => self.out.row(),
            "tc" if self.in_figures() => self.out.cell(),
            "hyperlink" => {
                let outside = attributes.get("r:id").and_then(|id| self.links.get(&*id).cloned());
                let inside = attributes.get("w:anchor").map(|a| format!("#{a}"));
                self.begin();
                self.out.link(&outside.or(inside).unwrap_or_default());
            }
            "bookmarkStart" => {
                if let Some(name) = attributes.get("w:name") {
                    self.out.name(&name);
                }
            }
            "footnoteReference" | "endnoteReference" => {
                let kind = name.trim_end_matches("Reference");
                let id = attributes.get("w:id").unwrap_or_default();
                self.out.note_mark(UnresolvedTarget::Note(format!("{kind}{id}")));
            }
            "drawing" | "pict" => self.out.picture(""),
            "docPr" => self.out.describe_picture(&attributes.get("descr").unwrap_or_default()),
            "commentReference" => self.out.left.comments += 1,
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        match name {
            "rPr" => self.of_run = false,
            "pPr" => self.of_paragraph = false,
            "r" => self.hidden = false,
            _ if self.of_run => {}
            "t" => self.text = false,
            "p" if !self.in_figures() => self.paragraph_ends(),
            "hyperlink" => self.out.link_end(),
            "tbl" if self.tables.pop() == Some(true) => self.out.table(false),
            _ => {}
        }
    }

    fn paragraph_ends(&mut self) {
        if self.paragraph.goes_on {
            return;
        }
        let style = self.paragraph.style.take();
        if !std::mem::take(&mut self.paragraph.begun) {
            return;
        }
        match style {
            Some(ParagraphStyle::Quotation) => self.out.quotation(false),
            Some(ParagraphStyle::Literal) => self.out.literal(false),
            Some(ParagraphStyle::Author) => self.out.author(),
            Some(ParagraphStyle::Day) => self.out.day(),
            _ => {}
        }
        self.out.heading(None);
    }

    fn notes(&mut self, source: &str, kind: &str) {
        // The first two only draw a line above the notes.
        let mut real = false;
        let _ = xml::read(source, |piece| {
            match piece {
                XmlEvent::Start(name, attributes) if local(name) == kind => {
                    real = attributes.get("w:type").is_none();
                    if real {
                        self.out.item_at(0, None);
                        let id = attributes.get("w:id").unwrap_or_default();
                        self.out.note(&format!("{kind}{id}"));
                    }
                }
                XmlEvent::Start(name, attributes) if real => self.start(local(name), attributes),
                XmlEvent::End(name) if local(name) == kind => real = false,
                XmlEvent::End(name) if real => self.end(local(name)),
                XmlEvent::Text(words) if real => self.words(words),
                _ => {}
            }
            true
        });
        self.skipped = 0;
    }
}

/// What styles mean, by the names that Word and others give them, and those that hide words.
fn styles(source: &str) -> (HashMap<String, ParagraphStyle>, HashSet<String>) {
    let (mut out, mut hidden) = (HashMap::new(), HashSet::new());
    let mut id = String::new();
    let _ = xml::read(source, |piece| {
        if let XmlEvent::Start(name, attributes) = piece {
            match local(name) {
                "style" => id = attributes.get("w:styleId").unwrap_or_default().into_owned(),
                "name" => {
                    let name = attributes.get("w:val").unwrap_or_default().to_ascii_lowercase();
                    if let Some(style) = style_of(&name) {
                        out.insert(id.clone(), style);
                    }
                }
                "vanish" if !id.is_empty() && !matches!(attributes.get("w:val").as_deref(), Some("0" | "false")) => {
                    hidden.insert(id.clone());
                }
                _ => {}
            }
        }
        true
    });
    (out, hidden)
}

fn style_of(name: &str) -> Option<ParagraphStyle> {
    match name {
        "title" => Some(ParagraphStyle::Heading(1)),
        "subtitle" => Some(ParagraphStyle::Heading(2)),
        "quote" | "intense quote" | "block text" | "block quotation" | "blockquote" | "quotations" => {
            Some(ParagraphStyle::Quotation)
        }
        "source code" | "html preformatted" | "preformatted text" => Some(ParagraphStyle::Literal),
        "author" => Some(ParagraphStyle::Author),
        "date" => Some(ParagraphStyle::Day),
        other => other.strip_prefix("heading ").and_then(|n| n.parse().ok()).map(ParagraphStyle::Heading),
    }
}

/// Whether each level of each list is numbered.
fn lists(source: &str) -> HashMap<String, Vec<bool>> {
    let mut kinds: HashMap<String, Vec<bool>> = HashMap::new();
    let mut out = HashMap::new();
    let mut id = String::new();
    let _ = xml::read(source, |piece| {
        if let XmlEvent::Start(name, attributes) = piece {
            match local(name) {
                "abstractNum" => id = attributes.get("w:abstractNumId").unwrap_or_default().into_owned(),
                "numFmt" => {
                    let numbered = !matches!(attributes.get("w:val").as_deref(), Some("bullet" | "none") | None);
                    let levels = kinds.entry(id.clone()).or_default();
                    // Word has nine.
                    if levels.len() < 9 {
                        levels.push(numbered);
                    }
                }
                "num" => id = attributes.get("w:numId").unwrap_or_default().into_owned(),
                "abstractNumId" => {
                    let kind = attributes.get("w:val").and_then(|k| kinds.get(&*k).cloned());
                    out.insert(id.clone(), kind.unwrap_or_default());
                }
                _ => {}
            }
        }
        true
    });
    out
}

fn links(source: &str) -> HashMap<String, String> {
    let mut out = HashMap::new();
    let _ = xml::read(source, |piece| {
        if let XmlEvent::Start("Relationship", attributes) = piece
            && let (Some(id), Some(target)) = (attributes.get("Id"), attributes.get("Target"))
            && attributes.get("TargetMode").as_deref() == Some("External")
        {
            out.insert(id.into_owned(), target.into_owned());
        }
        true
    });
    out
}

/// Title and author of `docProps/core.xml`.
fn declared(source: &str, out: &mut TextBuilder) {
    xml::fields(source, |field, words| match field {
        "title" => out.meta.title = Some(words.to_owned()),
        "creator" => {
            out.meta.author.get_or_insert_with(|| words.to_owned());
        }
        _ => {}
    });
}
