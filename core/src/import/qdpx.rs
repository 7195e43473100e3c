//! REFI-QDA projects, as ATLAS.ti, MAXQDA, `NVivo` and `QualCoder` write them: a ZIP of `project.qde` and texts, or the first
//! alone. Offsets are code points, the end one past the last, as most programs have it; what a project counts instead is
//! recognised. A code is a label, unless it stands under `Speaker`, `Rating` or another group that says what it is.

use super::ImportError;
use super::builder::ImportBuilder;
use super::counting::{Evidence, GivenPlace, GivenWords};
use super::indexed_text::{Counting, IndexedText};
use super::placing::place_all;
use super::record_draft::RecordDraft;
use super::text::{self, unescaped};
use super::{ImportSource, ImportedFile};
use crate::annotation::{QUOTE, UNSIGNED};
use crate::document::archive::Archive;
use crate::document::xml::{self, XmlAttributes, XmlEvent, local};
use crate::document::{Limits, bytes};
use std::borrow::Cow;
use std::collections::HashMap;

/// Groups of codes that are fields of a record.
const FIELDS: [&str; 6] = ["Speaker", "Rating", "Kind", "Form", "Status", "Check"];
/// The group of further values, `name: value`.
const ATTRIBUTE: &str = "Attribute";
/// Most groups within groups that are looked at.
const MAX_CODE_DEPTH: usize = 100;

/// Reads it. O(n).
///
/// # Errors
/// When it is no project.
pub fn read(file: &ImportSource<'_>) -> Result<ImportedFile, ImportError> {
    if !file.bytes.starts_with(b"PK") {
        let mut out = ImportBuilder::of_single_pieces();
        project(&bytes::in_utf8(file.bytes), &mut |_| None, &mut out)?;
        return Ok(out.finish());
    }
    let mut archive = Archive::new(file.bytes, "REFI-QDA project", &Limits::default())?;
    let names = archive.names();
    // The standard has one name for it; not every program keeps to that.
    let is_project = |n: &&String| n.rsplit_once('.').is_some_and(|(_, end)| end.eq_ignore_ascii_case("qde"));
    let main = names.iter().find(|n| n.eq_ignore_ascii_case("project.qde")).or_else(|| names.iter().find(is_project));
    let main = main.ok_or(ImportError::WrongFormat("it holds no project.qde, as a REFI-QDA project does"))?;
    let source = archive.read(main)?.unwrap_or_default();
    let mut out = ImportBuilder::of_single_pieces();
    let mut text = |path: &str| {
        let name = path.strip_prefix("internal://").unwrap_or(path).trim_start_matches('/');
        if name.contains("://") {
            return None;
        }
        let name = unescaped(name);
        // Some programs write the folder too, some no scheme.
        let wanted = [format!("sources/{name}"), name];
        let listed = wanted.iter().find_map(|wanted| names.iter().find(|n| n.eq_ignore_ascii_case(wanted)))?;
        archive.read(listed).ok().flatten()
    };
    project(&bytes::in_utf8(&source), &mut text, &mut out)?;
    Ok(out.finish())
}

fn project(
    source: &str,
    text: &mut dyn FnMut(&str) -> Option<Vec<u8>>,
    out: &mut ImportBuilder,
) -> Result<(), ImportError> {
    let mut found = QdpxProject::default();
    let end = xml::read(source, |piece| found.take(&piece));
    if !found.is_project {
        let element = "<Project>, as a REFI-QDA project does";
        return Err(ImportError::WrongRoot { element, cause: end.err() });
    }
    if let Err(why) = end {
        out.problem(format!("{why}: what follows is not read"));
    }
    found.put(text, out);
    Ok(())
}

/// A code with the groups it stands in.
#[derive(Debug, Default)]
struct QdpxCode {
    name: String,
    groups: Vec<String>,
}

/// A text with what was selected in it.
#[derive(Debug, Default)]
struct QdpxText {
    name: String,
    path: Option<String>,
    /// The same with styles, whose text is another program's business.
    rich_path: Option<String>,
    content: Option<String>,
    selections: Vec<QdpxSelection>,
}

#[derive(Debug, Default)]
struct QdpxSelection {
    guid: String,
    name: String,
    at: Option<(u64, u64)>,
    by: Option<String>,
    created: Option<String>,
    described: String,
    codes: Vec<QdpxCoding>,
    notes: Vec<String>,
}

/// A code that somebody gave a selection.
#[derive(Debug, Default)]
struct QdpxCoding {
    code: String,
    by: Option<String>,
    created: Option<String>,
}

#[derive(Debug, Default)]
struct QdpxNote {
    path: Option<String>,
    content: String,
}

/// What was found so far.
#[derive(Debug, Default)]
struct QdpxProject {
    is_project: bool,
    codes: HashMap<String, QdpxCode>,
    /// Codes that are open, outermost first.
    open: Vec<String>,
    users: HashMap<String, String>,
    notes: HashMap<String, QdpxNote>,
    note: Option<String>,
    texts: Vec<QdpxText>,
    /// Whether a text is open: selections of other media are not read.
    in_text: bool,
    selection: Option<QdpxSelection>,
    /// Who gave the code that is open, and when.
    coding: (Option<String>, Option<String>),
    words: String,
    /// The name of the PDF that is open.
    pdf: Option<String>,
    /// Selections on pages.
    areas: usize,
    other: usize,
}

impl QdpxProject {
    fn take(&mut self, piece: &XmlEvent<'_, '_>) -> bool {
        match *piece {
            XmlEvent::Start(name, attributes) => {
                self.words.clear();
                self.begin(local(name), attributes);
            }
            XmlEvent::Text(words) => self.words.push_str(words),
            XmlEvent::End(name) => self.end(local(name)),
        }
        true
    }

    fn begin(&mut self, name: &str, attributes: XmlAttributes<'_>) {
        let get = |key: &str| attributes.get(key).map(|v| v.into_owned());
        let guid = || get("guid").unwrap_or_default();
        match name {
            "Project" => self.is_project = true,
            "User" => {
                self.users.insert(guid(), get("name").unwrap_or_default());
            }
            "Code" => {
                let called = get("name").unwrap_or_default();
                let groups = self.open.iter().take(MAX_CODE_DEPTH).cloned().collect();
                self.codes.insert(guid(), QdpxCode { name: called.clone(), groups });
                self.open.push(called);
            }
            "TextSource" | "Representation" => {
                self.in_text = true;
                // The text of a PDF goes by the name of that.
                let name = self.pdf.clone().or_else(|| get("name")).unwrap_or_default();
                let (path, rich_path) = (get("plainTextPath"), get("richTextPath"));
                self.texts.push(QdpxText { name, path, rich_path, ..QdpxText::default() });
            }
            "PDFSource" => self.pdf = Some(get("name").unwrap_or_default()),
            "PDFSelection" => self.areas += 1,
            "PictureSource" | "AudioSource" | "VideoSource" => self.other += 1,
            "PlainTextSelection" if self.in_text => {
                let number = |key: &str| get(key).and_then(|v| v.trim().parse().ok());
                self.selection = Some(QdpxSelection {
                    guid: guid(),
                    name: get("name").unwrap_or_default(),
                    at: number("startPosition").zip(number("endPosition")),
                    by: get("creatingUser"),
                    created: get("creationDateTime"),
                    ..QdpxSelection::default()
                });
            }
            "Coding" => self.coding = (get("creatingUser"), get("creationDateTime")),
            "CodeRef" => {
                if let (Some(selection), Some(target)) = (&mut self.selection, get("targetGUID")) {
                    let (by, created) = std::mem::take(&mut self.coding);
                    selection.codes.push(QdpxCoding { code: target, by, created });
                }
            }
            "NoteRef" => {
                if let (Some(selection), Some(target)) = (&mut self.selection, get("targetGUID")) {
                    selection.notes.push(target);
                }
            }
            "Note" => {
                let id = guid();
                self.notes.insert(id.clone(), QdpxNote { path: get("plainTextPath"), content: String::new() });
                self.note = Some(id);
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        let words = std::mem::take(&mut self.words);
        match name {
            "Code" => {
                self.open.pop();
            }
            "TextSource" | "Representation" => self.in_text = false,
            "PDFSource" => self.pdf = None,
            "PlainTextContent" => {
                if let Some(note) = self.note.as_ref().and_then(|id| self.notes.get_mut(id)) {
                    note.content = words;
                } else if let Some(text) = self.texts.last_mut().filter(|_| self.in_text) {
                    text.content = Some(words);
                }
            }
            "Description" => {
                if let Some(selection) = &mut self.selection {
                    selection.described = words;
                }
            }
            "Note" => self.note = None,
            "PlainTextSelection" => {
                if let (Some(selection), Some(text)) = (self.selection.take(), self.texts.last_mut()) {
                    text.selections.push(selection);
                }
            }
            _ => {}
        }
    }

    fn put(mut self, text: &mut dyn FnMut(&str) -> Option<Vec<u8>>, out: &mut ImportBuilder) {
        let mut file = |path: &Option<String>| text(path.as_deref()?).map(|bytes| written(&bytes));
        for note in self.notes.values_mut().filter(|n| n.content.is_empty()) {
            note.content = file(&note.path).unwrap_or_default();
        }
        for source in std::mem::take(&mut self.texts) {
            let Some(words) = source.content.clone().or_else(|| file(&source.path)) else {
                if !source.selections.is_empty() {
                    out.problem(missing(&source));
                }
                continue;
            };
            let counted = IndexedText::new(&words);
            let mut drafts: Vec<RecordDraft> = Vec::new();
            for selection in &source.selections {
                let given = GivenPlace { pieces: selection.at.into_iter().collect(), words: named(&selection.name) };
                for mut draft in self.drafts(selection) {
                    draft.given.push(given.clone());
                    draft.called = format!("selection {}", selection.guid);
                    drafts.push(draft);
                }
            }
            place_all(&mut drafts, &counted, Counting::default(), Evidence::EdgesAndEnds, &source.name, out);
            out.add_document(Some(source.name), Some(counted.text().to_owned()), drafts);
        }
        for _ in 0..self.areas {
            out.unsupported("areas of pages");
        }
        for _ in 0..self.other {
            out.unsupported("sources that are no text");
        }
    }

    /// A record for each label of a selection, each with all that is said of it.
    fn drafts(&self, selection: &QdpxSelection) -> Vec<RecordDraft> {
        let mut labels: Vec<(&str, Option<&QdpxCoding>)> = Vec::new();
        let mut whole = RecordDraft::default();
        for (coding, code) in selection.codes.iter().filter_map(|coding| Some((coding, self.codes.get(&coding.code)?)))
        {
            let group = code.groups.iter().rev().find(|g| FIELDS.contains(&g.as_str()) || *g == ATTRIBUTE);
            match (group, code.name.split_once(": ")) {
                (Some(group), Some((name, value))) if group == ATTRIBUTE => whole.attribute(name, value),
                (Some(group), None) if group == ATTRIBUTE => whole.attribute(ATTRIBUTE, &code.name),
                (Some(group), _) => whole.set(group, &code.name),
                (None, _) if FIELDS.contains(&code.name.as_str()) => {}
                (None, _) => labels.push((code.name.as_str(), Some(coding))),
            }
        }
        if labels.is_empty() {
            let label = if whole.name.is_some() { QUOTE } else { "highlight" };
            labels.push((label, selection.codes.first()));
        }
        whole.note_or_evidence(&selection.described);
        for note in selection.notes.iter().filter_map(|id| self.notes.get(id)) {
            whole.note(&note.content);
        }
        if labels.len() == 1 {
            whole.set("id", &selection.guid);
        }
        let of = |(label, coding): (&str, Option<&QdpxCoding>)| {
            let mut draft = whole.clone();
            label.clone_into(&mut draft.record.label);
            // Several people may have coded one selection.
            let by = coding.and_then(|coding| coding.by.as_ref()).or(selection.by.as_ref());
            let by = by.and_then(|id| self.users.get(id)).filter(|name| *name != UNSIGNED);
            draft.set("by", by.map_or("", String::as_str));
            let created = coding.and_then(|coding| coding.created.as_ref()).or(selection.created.as_ref());
            draft.set("created", created.map_or("", String::as_str));
            draft
        };
        labels.into_iter().map(of).collect()
    }
}

/// A text as it is written, with its byte-order mark and its ends of lines, which positions may count.
fn written(bytes: &[u8]) -> String {
    let text = text::decoded(bytes).map_or_else(|_| bytes::in_utf8(bytes), Cow::into_owned);
    let has_mark = encoding_rs::Encoding::for_bom(bytes).is_some() && !text.starts_with('\u{feff}');
    if has_mark { format!("\u{feff}{text}") } else { text }
}

/// What the name of a selection tells of its words. Some programs number them: `line:6`, `209,263`.
fn named(name: &str) -> GivenWords {
    let is_number = !name.contains(char::is_alphabetic) || name.starts_with("line:");
    if is_number { GivenWords::Unsaid } else { GivenWords::Name(name.to_owned()) }
}

/// Why nothing of a text is read.
fn missing(source: &QdpxText) -> String {
    let many = source.selections.len();
    let selections = if many == 1 { "1 selection is".to_owned() } else { format!("{many} selections are") };
    let why = match (&source.path, &source.rich_path) {
        (None, Some(rich)) => format!("its text is only in {rich}, of which positions tell nothing"),
        (Some(path), _) if path.contains("://") && !path.starts_with("internal:") => {
            format!("its text is not in the project but in {path}")
        }
        (_, _) => "its text is not in the project".to_owned(),
    };
    format!("{}: {why}; {selections} left out", source.name)
}

#[cfg(test)]
mod tests {
    use super::super::tests::read_alone;
    use super::*;

    fn qde(selection: &str) -> String {
        format!(
            "<Project xmlns=\"urn:QDA-XML:project:1.0\" name=\"x\"><Users><User guid=\"u\" name=\"ada\"/></Users>\
             <CodeBook><Codes><Code guid=\"q\" name=\"Quote\"/><Code guid=\"s\" name=\"Speaker\"><Code guid=\"j\" name=\"Jane Doe\"/></Code>\
             <Code guid=\"a\" name=\"Attribute\"><Code guid=\"w\" name=\"weight: high\"/></Code></Codes></CodeBook>\
             <Sources><TextSource guid=\"t\" name=\"a.txt\"><PlainTextContent>“Taxes fell 😊 by 5%,” Jane Doe said.</PlainTextContent>\
             {selection}</TextSource><PictureSource/></Sources></Project>"
        )
    }

    #[test]
    fn codes_are_labels_speakers_and_values() {
        let source = qde(
            "<PlainTextSelection guid=\"x\" startPosition=\"0\" endPosition=\"21\" creatingUser=\"u\"><Description>look\nhttps://e.org</Description>\
             <Coding guid=\"1\"><CodeRef targetGUID=\"q\"/></Coding><Coding guid=\"2\"><CodeRef targetGUID=\"j\"/></Coding>\
             <Coding guid=\"3\"><CodeRef targetGUID=\"w\"/></Coding></PlainTextSelection>",
        );
        let read = read_alone(read, &source);
        let batch = &read.documents[0];
        assert_eq!(batch.document.as_deref(), Some("a.txt"));
        let item = &batch.records[0];
        assert_eq!((item.label.as_str(), item.at[0].exact.as_str()), ("Quote", "“Taxes fell 😊 by 5%,”"));
        assert_eq!(item.speaker, Some(super::super::ImportedSpeaker::named("Jane Doe")));
        assert_eq!(item.fields.attributes.get("weight").map(String::as_str), Some("high"));
        assert_eq!((item.fields.note.as_deref(), item.fields.by.as_deref()), (Some("look"), Some("ada")));
        assert_eq!(item.fields.evidence, ["https://e.org"]);
        assert_eq!(read.problems.len(), 1, "the picture: {:?}", read.problems);
    }

    #[test]
    fn what_lies_outside_is_told() {
        let read = read_alone(read, &qde("<PlainTextSelection guid=\"x\" startPosition=\"5\" endPosition=\"500\"/>"));
        assert!(read.documents[0].records.is_empty() && read.problems.iter().any(|p| p.contains("not inside")));
        let none = super::read(&ImportSource { name: "a", bytes: b"<x/>", beside: &|_| None });
        assert!(none.unwrap_err().to_string().contains("<Project>"));
    }
}
