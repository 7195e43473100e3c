//! REFI-QDA projects (version 1.0): a ZIP of `project.qde` and the texts. Offsets are code points, the end one past the
//! last. Labels, speakers, ratings and the like are codes; every annotation is a selection with codings.

use super::places::{self, Aspect, Placed};
use super::w3c::{id_of, uuid};
use super::xml::{escaped, forbidden, replaced};
use super::{Files, Options, Record, Selected};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Groups of codes, and the codes in them; labels stand in none.
type Codes = BTreeMap<&'static str, BTreeSet<String>>;

/// Writes a project of all documents.
pub fn write(documents: &[Selected<'_>], options: &Options, out: &mut dyn Files) -> io::Result<Vec<String>> {
    let placed: Vec<Vec<Placed>> = documents.iter().map(places::contents).collect();
    let mut zip = ZipWriter::new_stream(out);
    let packed = SimpleFileOptions::default();
    zip.start_file("project.qde", packed)?;
    project(documents, &placed, options, &mut zip)?;
    for document in documents {
        zip.start_file(format!("sources/{}.txt", source_id(document)), packed)?;
        zip.write_all(document.reading.document().text().as_bytes())?;
    }
    zip.finish()?;
    let mut lost: Vec<String> = places::without(documents).into_iter().collect();
    let pieces = placed.iter().flatten().filter(|p| p.spans.len() > 1).count();
    let pieces = places::counted(pieces, "annotation in several pieces is", "annotations in several pieces are");
    lost.extend(pieces.map(|words| format!("{words} written as a selection for each piece.")));
    lost.extend(places::dropped(documents, &[Aspect::Sources, Aspect::Scores, Aspect::Links]));
    let controls =
        documents.iter().flat_map(Selected::records).map(|r| forbidden(r.note.as_deref().unwrap_or_default()));
    lost.extend(replaced(controls.sum()));
    Ok(lost)
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
    out.extend(record.attributes.iter().map(|(name, value)| ("Attribute", format!("{name}: {value}"))));
    out
}

fn project(
    documents: &[Selected<'_>],
    placed: &[Vec<Placed>],
    options: &Options,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut codes = Codes::new();
    let mut users: BTreeSet<String> = BTreeSet::new();
    for record in documents.iter().flat_map(Selected::records) {
        for (group, name) in codes_of(&record) {
            codes.entry(group).or_default().insert(name);
        }
        users.insert(user_of(&record).to_owned());
    }
    users.insert("sayso".to_owned());
    let name = documents.first().map_or("sayso", |d| d.title());
    write!(
        out,
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<Project xmlns=\"urn:QDA-XML:project:1.0\" name=\"{}\" origin=\"sayso {}\" creatingUserGUID=\"{}\"{}>\n<Users>\n",
        escaped(name),
        env!("CARGO_PKG_VERSION"),
        user_id("sayso"),
        time(Some(&options.now)),
    )?;
    for user in &users {
        writeln!(out, "<User guid=\"{}\" name=\"{}\"/>", user_id(user), escaped(user))?;
    }
    writeln!(out, "</Users>")?;
    if !codes.is_empty() {
        writeln!(out, "<CodeBook><Codes>")?;
    }
    for (group, names) in &codes {
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
    writeln!(out, "<Sources>")?;
    for (document, placed) in documents.iter().zip(placed) {
        let id = source_id(document);
        let user = user_id("sayso");
        writeln!(
            out,
            "<TextSource guid=\"{id}\" name=\"{}\" plainTextPath=\"internal://{id}.txt\" creatingUser=\"{user}\"{}>",
            escaped(&document.name),
            time(Some(&options.now)),
        )?;
        for item in placed {
            if let Some(record) = document.record(item.number()) {
                selections(document, item, &record, out)?;
            }
        }
        writeln!(out, "</TextSource>")?;
    }
    writeln!(out, "</Sources>\n</Project>")
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
    let note = record.note.iter().filter(|n| !n.trim().is_empty()).cloned();
    note.chain(record.evidence.iter().cloned()).collect::<Vec<_>>().join("\n")
}

fn user_of(record: &Record) -> &str {
    record.by.as_deref().unwrap_or("sayso")
}

fn time(at: Option<&String>) -> String {
    let valid = at.filter(|t| t.len() >= 19 && t.is_ascii() && t.as_bytes().get(10) == Some(&b'T'));
    valid.map(|t| format!(" creationDateTime=\"{}\"", escaped(t))).unwrap_or_default()
}
