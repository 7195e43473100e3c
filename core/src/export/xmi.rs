//! UIMA CAS in XMI, with the type system beside it: what `INCEpTION` and other UIMA programs read. Offsets are UTF-16
//! units, as Java counts.

use super::places::{self, Aspect, Part, Placed, Tally, counted};
use super::record::evidence_lines;
use super::uima::{feature_name, type_name, type_system};
use super::xml::{escaped, forbidden, replaced};
use super::{Files, Record, Selected, w3c};
use crate::annotation::{CHECK, Codebook};
use crate::span::Span;
use std::collections::{BTreeSet, HashMap};
use std::io;

/// The number of the text in the file.
const SOFA: usize = 1;

/// Writes one document.
pub fn write(document: &Selected<'_>, codebook: &Codebook, out: &mut dyn Files) -> io::Result<Vec<String>> {
    let source = document.reading.document();
    let placed = places::of(document);
    let end = source.offsets().to_utf16(source.text(), source.text().len() as u32);
    write!(
        out,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xmi:XMI xmlns:xmi=\"http://www.omg.org/XMI\" \
         xmlns:cas=\"http:///uima/cas.ecore\" xmlns:tcas=\"http:///uima/tcas.ecore\" \
         xmlns:sayso=\"http:///sayso.ecore\" xmi:version=\"2.0\">\n<cas:NULL xmi:id=\"0\"/>\n\
         <tcas:DocumentAnnotation xmi:id=\"2\" sofa=\"{SOFA}\" begin=\"0\" end=\"{end}\" language=\"x-unspecified\"/>\n"
    )?;
    let mut next = 3;
    // The first structure of each record: relations lead there.
    let mut contents: HashMap<usize, (usize, Span)> = HashMap::new();
    let mut names: Vec<(usize, &Placed)> = Vec::new();
    for item in &placed {
        let record = document.record(item.number()).filter(|_| item.part == Part::Content);
        for (piece, span) in item.spans.iter().enumerate() {
            structure(document, item, (next, piece, *span), record.as_ref(), out)?;
            if piece == 0 && item.part == Part::Content {
                contents.insert(item.number(), (next, *span));
            } else if item.part != Part::Content {
                names.push((next, item));
            }
            next += 1;
        }
    }
    for (governor, item) in names {
        let kind = if item.part == Part::Source { "SaidBy" } else { "CuedBy" };
        for (dependent, span) in item.numbers.iter().filter_map(|n| contents.get(n)) {
            let place = units(document, *span);
            writeln!(
                out,
                "<sayso:{kind} xmi:id=\"{next}\" sofa=\"{SOFA}\" {place} Governor=\"{governor}\" Dependent=\"{dependent}\"/>"
            )?;
            next += 1;
        }
    }
    write!(
        out,
        "<cas:Sofa xmi:id=\"{SOFA}\" sofaNum=\"1\" sofaID=\"_InitialView\" mimeType=\"text/plain\" sofaString=\""
    )?;
    out.write_all(escaped(source.text()).as_bytes())?;
    write!(out, "\"/>\n<cas:View sofa=\"{SOFA}\" members=\"2")?;
    for id in 3..next {
        write!(out, " {id}")?;
    }
    writeln!(out, "\"/>\n</xmi:XMI>")?;
    out.beside("types.xml")?;
    let known = codebook.all_labels();
    let labels: BTreeSet<&str> = (0..document.len()).map(|n| document.label(n)).collect();
    let mut codebook = codebook.clone();
    for record in document.records() {
        codebook.learn(None, &record.attributes);
    }
    let attributes = codebook.attributes.iter().map(|a| a.id.as_str());
    out.write_all(type_system(known.iter().map(|l| l.id.as_str()).chain(labels), attributes).as_bytes())?;
    let pieces = placed.iter().filter(|p| p.spans.len() > 1).count();
    let pieces = counted(pieces, "annotation in several pieces is", "annotations in several pieces are");
    let pieces = pieces.map(|words| format!("{words} written as an annotation for each piece, with one id."));
    let tally = Tally::of(document, &[Aspect::Links]);
    let lost = pieces.into_iter().chain(tally.dropped());
    Ok(lost.chain(replaced(forbidden(source.text()))).collect())
}

/// One annotation: its number in the file, which piece of its record it is, its place.
fn structure(
    document: &Selected<'_>,
    item: &Placed,
    (id, piece, span): (usize, usize, Span),
    record: Option<&Record>,
    out: &mut dyn Files,
) -> io::Result<()> {
    let name = match item.part {
        Part::Source => places::SPEAKER.to_owned(),
        Part::Cue => places::CUE.to_owned(),
        Part::Content => type_name(document.label(item.number())),
    };
    write!(out, "<sayso:{name} xmi:id=\"{id}\" sofa=\"{SOFA}\" {}", units(document, span))?;
    let mut feature = |name: &str, value: Option<&str>| match value {
        Some(value) => write!(out, " {name}=\"{}\"", escaped(value)),
        None => Ok(()),
    };
    if let Some(r) = record {
        feature("label", Some(&r.label))?;
        feature("id", Some(&w3c::id_of(document, r)))?;
        if item.spans.len() > 1 {
            feature("part", Some(&(piece + 1).to_string()))?;
        }
        feature("speaker", r.speaker_word())?;
        feature("speakerId", r.speaker_id.as_deref())?;
        let members = (!r.members.is_empty()).then(|| r.members.join("; "));
        feature("members", members.as_deref())?;
        feature("kind", r.kind)?;
        feature("form", r.form)?;
        feature("status", r.status)?;
        feature("rating", r.rating.as_deref())?;
        feature("note", r.note.as_deref())?;
        let evidence = (!r.evidence.is_empty()).then(|| evidence_lines(&r.evidence));
        feature("evidence", evidence.as_deref())?;
        feature("score", r.score.map(|s| s.to_string()).as_deref())?;
        feature(CHECK, r.check)?;
        feature("by", r.by.as_deref())?;
        feature("created", r.created.as_deref())?;
        feature("modified", r.modified.as_deref())?;
        for (name, value) in &r.attributes {
            feature(&feature_name(name), Some(value))?;
        }
    } else if item.part == Part::Source {
        feature("speaker", document.speaker(item.number()).as_deref())?;
    }
    writeln!(out, "/>")
}

fn units(document: &Selected<'_>, span: Span) -> String {
    let source = document.reading.document();
    let units = |byte: u32| source.offsets().to_utf16(source.text(), byte);
    format!("begin=\"{}\" end=\"{}\"", units(span.start), units(span.end))
}
