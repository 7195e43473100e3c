//! REFI-QDA projects (version 1.0): a ZIP of `project.qde` and the texts. Offsets are code points of the text in the archive,
//! whose lines end in LF and which has no byte-order mark, so that nobody can count them otherwise; the end is one past the
//! last. The standard (1.5, section 10.2) has the first and the last character; `QualCoder`, which reads what `NVivo`, MAXQDA
//! and ATLAS.ti write, takes and gives the one past it. The name of each selection is its words, by which a reader can tell. Labels, speakers, ratings and the like are codes; every annotation is a selection with codings.

use super::places::{self, Aspect, Placed, Tally};
use super::record::noted;
use super::w3c::{id_of, uuid};
use super::xml::{escaped, forbidden, replaced};
use super::{Files, Record, Selected, Writer, Written};
use crate::annotation::{Codebook, UNSIGNED};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};
use zip::ZipWriter;
use zip::write::{SimpleFileOptions, StreamWriter};

/// Groups of codes, and the codes in them; labels stand in none.
type Codes = BTreeMap<&'static str, BTreeSet<String>>;

/// Writes a project of all documents: codes and users come from a first pass, selections from a second, the texts from a
/// third.
pub struct QdpxWriter {
    now: String,
    /// The title of the first document.
    name: Option<String>,
    codes: Codes,
    users: BTreeSet<String>,
    packed: Buffer,
    zip: Option<ZipWriter<StreamWriter<Buffer>>>,
    written: usize,
    pieces: usize,
    controls: usize,
    tally: Tally,
}

impl QdpxWriter {
    /// A project made at this moment, RFC 3339.
    pub fn new(now: &str) -> Self {
        let packed = Buffer::default();
        Self {
            now: now.to_owned(),
            name: None,
            codes: Codes::new(),
            users: BTreeSet::from([UNSIGNED.to_owned()]),
            zip: Some(ZipWriter::new_stream(packed.clone())),
            packed,
            written: 0,
            pieces: 0,
            controls: 0,
            tally: Tally::new(&[Aspect::Sources, Aspect::Scores, Aspect::Links]),
        }
    }

    fn zip(&mut self) -> io::Result<&mut ZipWriter<StreamWriter<Buffer>>> {
        self.zip.as_mut().ok_or_else(|| io::ErrorKind::Other.into())
    }

    /// Hands over what is packed.
    fn drain(&self, out: &mut dyn Files) -> io::Result<()> {
        out.write_all(&self.packed.take())
    }

    fn survey(&mut self, document: &Selected<'_>) {
        self.name.get_or_insert_with(|| document.title().to_owned());
        for record in document.records() {
            for (group, name) in codes_of(&record) {
                self.codes.entry(group).or_default().insert(name);
            }
            self.users.insert(user_of(&record).to_owned());
            self.controls += forbidden(record.note.as_deref().unwrap_or_default());
        }
        self.tally.add(document);
        self.written += document.placed();
    }
}

/// What is packed and not handed over yet.
#[derive(Clone, Debug, Default)]
struct Buffer(Arc<Mutex<Vec<u8>>>);

impl Buffer {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Buffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Writer for QdpxWriter {
    fn passes(&self) -> usize {
        3
    }

    fn begin(&mut self, pass: usize, _out: &mut dyn Files) -> io::Result<()> {
        match pass {
            0 => Ok(()),
            1 => {
                let mut head = Vec::new();
                head_of(self, &mut head)?;
                let zip = self.zip()?;
                zip.start_file("project.qde", SimpleFileOptions::default())?;
                zip.write_all(&head)
            }
            _ => writeln!(self.zip()?, "</Sources>\n</Project>"),
        }
    }

    fn document(
        &mut self,
        pass: usize,
        document: &Selected<'_>,
        _codebook: &Codebook,
        out: &mut dyn Files,
    ) -> io::Result<()> {
        match pass {
            0 => self.survey(document),
            1 => {
                let placed = places::contents(document);
                self.pieces += placed.iter().filter(|p| p.spans.len() > 1).count();
                let now = self.now.clone();
                text_source(document, &placed, &now, self.zip()?)?;
            }
            _ => {
                let zip = self.zip()?;
                zip.start_file(format!("sources/{}.txt", source_id(document)), SimpleFileOptions::default())?;
                zip.write_all(document.reading.document().text().as_bytes())?;
            }
        }
        self.drain(out)
    }

    fn end(&mut self, out: &mut dyn Files) -> io::Result<Written> {
        if let Some(zip) = self.zip.take() {
            zip.finish()?;
        }
        self.drain(out)?;
        let pieces =
            places::counted(self.pieces, "annotation in several pieces is", "annotations in several pieces are");
        let pieces = pieces.map(|words| format!("{words} written as a selection for each piece."));
        let mut left_out: Vec<String> = pieces.into_iter().collect();
        left_out.extend(self.tally.dropped());
        left_out.extend(replaced(self.controls));
        Ok(Written { annotations: self.written, unplaced: self.tally.orphans(), left_out })
    }
}

fn source_id(document: &Selected<'_>) -> String {
    uuid(&format!("source {}", document.name))
}

fn code_id(group: &str, name: &str) -> String {
    uuid(&format!("code {group} {name}"))
}

fn user_id(name: &str) -> String {
    uuid(&format!("user {name}"))
}

/// The codes of a record: groups and names.
fn codes_of(record: &Record) -> Vec<(&'static str, String)> {
    let mut out = vec![("", places::capital(&record.label))];
    let mut group = |name, value: Option<&str>| out.extend(value.map(|v| (name, v.to_owned())));
    group("Speaker", record.speaker_word());
    group("Kind", record.kind);
    group("Form", record.form.filter(|f| *f != "quotation"));
    group("Status", record.status);
    group("Rating", record.rating.as_deref());
    group("Check", record.check);
    out.extend(record.attributes.iter().map(|(name, value)| ("Attribute", format!("{name}: {value}"))));
    out
}

/// The project up to its sources: users and codes.
fn head_of(project: &QdpxWriter, out: &mut Vec<u8>) -> io::Result<()> {
    let QdpxWriter { codes, users, .. } = project;
    write!(
        out,
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<Project xmlns=\"urn:QDA-XML:project:1.0\" name=\"{}\" origin=\"sayso {}\" creatingUserGUID=\"{}\"{}>\n<Users>\n",
        escaped(project.name.as_deref().unwrap_or("sayso")),
        env!("CARGO_PKG_VERSION"),
        user_id(UNSIGNED),
        time(Some(&project.now)),
    )?;
    for user in users {
        writeln!(out, "<User guid=\"{}\" name=\"{}\"/>", user_id(user), escaped(user))?;
    }
    writeln!(out, "</Users>")?;
    if !codes.is_empty() {
        writeln!(out, "<CodeBook><Codes>")?;
    }
    for (group, names) in codes {
        if !group.is_empty() {
            writeln!(out, "<Code guid=\"{}\" name=\"{group}\" isCodable=\"false\">", code_id("group", group))?;
        }
        for name in names {
            writeln!(out, "<Code guid=\"{}\" name=\"{}\" isCodable=\"true\"/>", code_id(group, name), escaped(name))?;
        }
        if !group.is_empty() {
            writeln!(out, "</Code>")?;
        }
    }
    if !codes.is_empty() {
        writeln!(out, "</Codes></CodeBook>")?;
    }
    writeln!(out, "<Sources>")
}

/// The selections of a document.
fn text_source(document: &Selected<'_>, placed: &[Placed], now: &String, out: &mut dyn Write) -> io::Result<()> {
    let id = source_id(document);
    let user = user_id(UNSIGNED);
    writeln!(
        out,
        "<TextSource guid=\"{id}\" name=\"{}\" plainTextPath=\"internal://{id}.txt\" creatingUser=\"{user}\"{}>",
        escaped(&document.name),
        time(Some(now)),
    )?;
    for item in placed {
        if let Some(record) = document.record(item.number()) {
            selections(document, item, &record, out)?;
        }
    }
    writeln!(out, "</TextSource>")
}

fn selections(document: &Selected<'_>, item: &Placed, record: &Record, out: &mut dyn Write) -> io::Result<()> {
    let source = document.reading.document();
    let id = id_of(document, record);
    let by = format!(" creatingUser=\"{}\"{}", user_id(user_of(record)), time(record.created.as_ref()));
    for (n, span) in item.spans.iter().enumerate() {
        let guid = if n == 0 { id.clone() } else { uuid(&format!("{id} piece {n}")) };
        let (start, end) = source.in_chars(*span);
        let name = crate::reading::shortened(source.words(*span), 60);
        writeln!(
            out,
            "<PlainTextSelection guid=\"{guid}\" name=\"{}\" startPosition=\"{start}\" endPosition=\"{end}\"{by}>",
            escaped(&name),
        )?;
        let said = if n == 0 { described(record) } else { String::new() };
        if !said.is_empty() {
            writeln!(out, "<Description>{}</Description>", super::xml::content(&said))?;
        }
        for (group, name) in codes_of(record) {
            writeln!(
                out,
                "<Coding guid=\"{}\"{by}><CodeRef targetGUID=\"{}\"/></Coding>",
                uuid(&format!("coding {guid} {group} {name}")),
                code_id(group, &name),
            )?;
        }
        writeln!(out, "</PlainTextSelection>")?;
    }
    Ok(())
}

/// The note, and the addresses below it.
fn described(record: &Record) -> String {
    noted(record).join("\n")
}

fn user_of(record: &Record) -> &str {
    record.by.as_deref().unwrap_or(UNSIGNED)
}

fn time(at: Option<&String>) -> String {
    let valid = at.filter(|t| t.len() >= 19 && t.is_ascii() && t.as_bytes().get(10) == Some(&b'T'));
    valid.map(|t| format!(" creationDateTime=\"{}\"", escaped(t))).unwrap_or_default()
}
