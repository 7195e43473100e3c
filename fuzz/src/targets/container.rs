//! What is in the archives of Word, OpenDocument, EPUB and REFI-QDA: lines that begin with `===` name the parts, which are put
//! into an archive as they stand, so that no checksum hides what is in them. The first line is the name of the file.

use super::Target;
use crate::dice::{Dice, parts};
use crate::{documents, seeds, spans};
use sayso_core::document::{LoadOptions, load};
use sayso_core::import::{self, ImportSource};
use std::io::{Cursor, Read as _, Write as _};
use std::sync::Arc;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

pub const TARGET: Target = Target {
    name: "container",
    doc: "the parts of a .docx, .odt, .epub, .zip or .qdpx, between lines ===NAME",
    run,
    is_bounded: true,
    seeds,
};

/// An archive of the parts, not packed.
fn packed(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, content) in parts {
        if out.start_file(name.as_str(), options).is_ok() {
            out.write_all(content).expect("into memory");
        }
    }
    out.finish().expect("into memory").into_inner()
}

fn run(bytes: &[u8]) -> bool {
    let (name, body) = Dice::line(bytes);
    let archive = packed(parts(body).get(1..).unwrap_or_default());
    if name.ends_with(".qdpx") {
        let qdpx = import::format("qdpx").expect("a format");
        let _ = (qdpx.read)(&ImportSource { name: &name, bytes: &archive, beside: &|_| None });
        return true;
    }
    let Ok(document) = load(archive, &name, &LoadOptions::default()) else { return true };
    spans::check_document(&document);
    let document = Arc::new(document);
    spans::check_layout(Arc::clone(&document), 40);
    if document.text().len() <= 2_000 {
        spans::check_detections(&document, &documents::DETECTOR.extract(&document));
    }
    true
}

/// Archives of the repository taken apart.
fn seeds() -> Vec<(String, Vec<u8>)> {
    let mut out = Vec::new();
    for (name, bytes) in seeds::documents().into_iter().chain(seeds::files("tests/fixtures/qdpx")) {
        if !bytes.starts_with(b"PK") {
            continue;
        }
        let mut text = format!("{name}\n").into_bytes();
        let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("an archive of ours");
        for number in 0..archive.len() {
            let mut part = archive.by_index(number).expect("a part");
            let mut content = Vec::new();
            part.read_to_end(&mut content).expect("a part");
            if content.len() < 16 << 10 {
                let name = part.name().expect("a name").into_owned();
                text.extend(format!("==={name}\n").into_bytes());
                text.extend(content);
                text.push(b'\n');
            }
        }
        out.push((name, text));
    }
    out
}
