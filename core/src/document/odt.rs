//! `OpenDocument`: the paragraphs of `content.xml`, with what styles, lists and notes say about them.

use super::archive::Archive;
use super::builder::{TextBuilder, UnresolvedTarget};
use super::xml::{self, XmlAttributes, XmlEvent};
use super::{Limits, LoadError, Parsed, bytes};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

/// What the file is called in messages.
const KIND: &str = "OpenDocument";

/// Reads it. O(n).
///
/// # Errors
/// When the archive is damaged, locked, or unpacks to too much.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Parsed, LoadError> {
    let mut archive = Archive::new(bytes, KIND, limits)?;
    let manifest = archive.read("META-INF/manifest.xml")?.unwrap_or_default();
    if memchr::memmem::find(&manifest, b"encryption-data").is_some() {
        return Err(LoadError::Locked(KIND));
    }
    let Some(content) = archive.read("content.xml")? else {
        return Err(LoadError::Damaged(KIND, "content.xml is not in it".to_owned()));
    };
    let mut part = |name: &str| archive.read(name).ok().flatten().map(|b| bytes::in_utf8(&b)).unwrap_or_default();
    let (named, about) = (part("styles.xml"), part("meta.xml"));
    let content = bytes::in_utf8(&content);
    let mut words = OdtReader::default();
    words.learn_styles(&named);
    words.learn_styles(&content);
    let broken = words.pour(&content).err();
    // A note stands where its mark does; read it is behind everything else.
    for (label, note) in std::mem::take(&mut words.notes) {
        words.out.note(&label);
        for paragraph in note.split('\n').filter(|p| !p.trim().is_empty()) {
            words.out.push(paragraph);
            words.out.finish();
        }
    }
    declared(&about, &mut words.out);
    let mut read = words.out.done();
    read.damage = broken.map(|error| error.to_string());
    Ok(read)
}

#[derive(Default)]
struct OdtReader {
    out: TextBuilder,
    /// What each style stands on.
    parents: HashMap<String, String>,
    /// Styles and sections whose words are hidden.
    hidden: HashSet<String>,
    /// Whether each level of each list is numbered.
    numbered: HashMap<String, Vec<bool>>,
    /// The style of each list around us, shared with those in it.
    lists: Vec<Rc<str>>,
    /// For each table around us, whether it is one of figures, whose cells stay in their rows.
    tables: Vec<bool>,
    skipped: usize,
    /// The note being read, and those read.
    note: Option<(String, String)>,
    notes: Vec<(String, String)>,
    ends: Vec<OpenElement>,
    inside: bool,
}

/// What has to be undone at the end of a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum OpenElement {
    Paragraph,
    Quotation,
    Literal,
    Heading,
    Author,
    Day,
}

/// Elements of which nothing is read.
const SKIPPED_ELEMENTS: [&str; 9] = [
    "office:annotation",
    "text:tracked-changes",
    "text:note-citation",
    "text:table-of-content",
    "office:scripts",
    "office:forms",
    "text:sequence-decls",
    "svg:title",
    "svg:desc",
];

impl OdtReader {
    fn learn_styles(&mut self, source: &str) {
        let mut list = None;
        let mut style = String::new();
        let _ = xml::read(source, |piece| {
            let XmlEvent::Start(name, attributes) = piece else { return true };
            match name {
                "style:style" => {
                    list = None;
                    let own = attributes.get("style:name").unwrap_or_default().into_owned();
                    style.clone_from(&own);
                    if let Some(parent) = attributes.get("style:parent-style-name") {
                        self.parents.insert(own, parent.into_owned());
                    }
                }
                "text:list-style" => list = attributes.get("style:name").map(|n| n.into_owned()),
                "text:list-level-style-number" | "text:list-level-style-bullet" => {
                    if let Some(list) = &list {
                        let numbered = name.ends_with("number")
                            && attributes.get("style:num-format").is_some_and(|f| !f.is_empty());
                        self.numbered.entry(list.clone()).or_default().push(numbered);
                    }
                }
                "style:text-properties" if attributes.get("text:display").as_deref() == Some("none") => {
                    self.hidden.insert(style.clone());
                }
                "office:body" => return false,
                _ => {}
            }
            true
        });
    }

    fn pour(&mut self, source: &str) -> Result<(), xml::XmlError> {
        let mut tables = xml::TableClassifier::default();
        xml::read(source, |piece| {
            match piece {
                XmlEvent::Start(name, attributes) => {
                    if name == "table:table" && self.skipped == 0 {
                        let names = (name, "table:table-row", ["table:table-cell"].as_slice());
                        let table = tables.use_of(source, attributes.behind(), names);
                        let rows = self.note.is_none() && self.out.begin_table(table);
                        self.tables.push(rows);
                    }
                    self.start(name, attributes);
                }
                XmlEvent::End(name) => self.end(name),
                XmlEvent::Text(words) if self.inside && self.skipped == 0 => match &mut self.note {
                    Some((_, note)) => note.push_str(words),
                    None => self.out.flow(words),
                },
                XmlEvent::Text(_) => {}
            }
            true
        })
    }

    fn in_figures(&self) -> bool {
        self.tables.contains(&true)
    }

    /// Whether a style or one it stands on is called so.
    fn is(&self, style: &str, names: &[&str]) -> bool {
        let mut style = style;
        for _ in 0..16 {
            if names.iter().any(|n| n.eq_ignore_ascii_case(style)) {
                return true;
            }
            let Some(parent) = self.parents.get(style) else { return false };
            style = parent;
        }
        false
    }

    /// Whether an element holds words that a writer hid.
    fn is_hidden(&self, name: &str, attributes: &XmlAttributes<'_>) -> bool {
        match name {
            "text:section" => attributes.get("text:display").as_deref() == Some("none"),
            "text:hidden-text" => attributes.get("text:is-hidden").as_deref() == Some("true"),
            "text:span" | "text:p" | "text:h" if !self.hidden.is_empty() => {
                attributes.get("text:style-name").is_some_and(|s| self.hidden.contains(&*s))
            }
            _ => false,
        }
    }

    fn start(&mut self, name: &str, attributes: XmlAttributes<'_>) {
        if self.skipped > 0 || SKIPPED_ELEMENTS.contains(&name) {
            if self.skipped == 0 {
                self.out.left.comments += usize::from(name == "office:annotation");
                self.out.left.deletions += usize::from(name == "text:tracked-changes");
            }
            self.skipped += 1;
            return;
        }
        if self.is_hidden(name, &attributes) {
            self.out.left.hidden += 1;
            self.skipped += 1;
            return;
        }
        match name {
            "office:text" => self.inside = true,
            "text:p" | "text:h" if self.note.is_some() || self.in_figures() => {
                if self.note.is_none() {
                    self.out.cell_goes_on();
                }
                self.ends.push(OpenElement::Paragraph);
            }
            "text:p" => {
                let style = attributes.get("text:style-name").unwrap_or_default();
                let end = if self.is(&style, &["Quotations", "Quote", "Block_20_Text", "Block_20_Quotation"]) {
                    self.out.quotation(true);
                    OpenElement::Quotation
                } else if self.is(&style, &["Preformatted_20_Text", "Source_20_Code"]) {
                    self.out.literal(true);
                    OpenElement::Literal
                } else if self.is(&style, &["Title"]) {
                    self.out.heading(Some(1));
                    OpenElement::Heading
                } else if self.is(&style, &["Subtitle"]) {
                    self.out.heading(Some(2));
                    OpenElement::Heading
                } else if self.is(&style, &["Author"]) {
                    OpenElement::Author
                } else if self.is(&style, &["Date"]) {
                    OpenElement::Day
                } else {
                    self.out.finish();
                    OpenElement::Paragraph
                };
                self.ends.push(end);
            }
            "text:h" => {
                let level = attributes.get("text:outline-level").and_then(|l| l.parse().ok()).unwrap_or(1);
                self.out.heading(Some(level));
                self.ends.push(OpenElement::Heading);
            }
            "text:list" if self.note.is_none() => {
                let outer = self.lists.last().map_or_else(|| Rc::from(""), Rc::clone);
                let style = attributes.get("text:style-name").map_or(outer, |s| Rc::from(&*s));
                let numbered = self.numbered.get(&*style).and_then(|l| l.get(self.lists.len()).or(l.last()));
                self.out.list(numbered.copied().unwrap_or_default().then_some(1));
                self.lists.push(style);
            }
            "text:list-item" if self.note.is_none() => self.out.item(),
            "text:s" => {
                let count = attributes.get("text:c").and_then(|c| c.parse::<usize>().ok()).unwrap_or(1);
                self.out.push(&" ".repeat(count.min(80)));
            }
            "text:tab" if self.in_figures() => self.out.blank(),
            "text:tab" if self.out.is_open() => self.out.push("\t"),
            "text:line-break" if self.in_figures() => self.out.cell_goes_on(),
            "text:line-break" => self.out.line_break(),
            "text:note" => {
                let label = attributes.get("text:id").unwrap_or_default().into_owned();
                self.out.note_mark(UnresolvedTarget::Note(label.clone()));
                self.note = Some((label, String::new()));
            }
            "text:a" if self.note.is_none() => self.out.link(&attributes.get("xlink:href").unwrap_or_default()),
            "text:bookmark" | "text:bookmark-start" => {
                if let Some(name) = attributes.get("text:name") {
                    self.out.name(&name);
                }
            }
            "table:table-row" if self.in_figures() => self.out.row(),
            "table:table-cell" if self.in_figures() => self.out.cell(),
            "draw:image" | "draw:object" => self.out.picture(""),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        match name {
            "text:p" | "text:h" => {
                if let Some((_, note)) = &mut self.note {
                    note.push('\n');
                }
                match self.ends.pop() {
                    Some(OpenElement::Quotation) => self.out.quotation(false),
                    Some(OpenElement::Literal) => self.out.literal(false),
                    Some(OpenElement::Heading) => self.out.heading(None),
                    Some(OpenElement::Author) => self.out.author(),
                    Some(OpenElement::Day) => self.out.day(),
                    Some(OpenElement::Paragraph) if !self.in_figures() && self.note.is_none() => self.out.finish(),
                    Some(OpenElement::Paragraph) | None => {}
                }
            }
            "text:list" if self.note.is_none() => {
                self.lists.pop();
                self.out.list_end();
            }
            "text:note" => self.notes.extend(self.note.take()),
            "text:a" if self.note.is_none() => self.out.link_end(),
            "table:table" if self.tables.pop() == Some(true) => self.out.table(false),
            _ => {}
        }
    }
}

/// Title and author of `meta.xml`.
fn declared(source: &str, out: &mut TextBuilder) {
    let mut initial = None;
    xml::fields(source, |field, words| match field {
        "title" => out.meta.title = Some(words.to_owned()),
        "initial-creator" => initial = Some(words.to_owned()),
        "creator" => {
            out.meta.author.get_or_insert_with(|| words.to_owned());
        }
        _ => {}
    });
    out.meta.author = out.meta.author.take().or(initial);
}
