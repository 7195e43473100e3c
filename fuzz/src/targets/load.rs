//! Documents of every format: the first line is the name of the file, or `=` and the name of the format; the rest is the file.

use super::Target;
use crate::dice::Dice;
use crate::{documents, seeds, spans};
use sayso_core::document::collection::members;
use sayso_core::document::{Format, LineRule, LoadError, LoadOptions, Parsed, load_with, pdf};
use std::sync::Arc;

pub const TARGET: Target = Target {
    name: "load",
    doc: "a document of any format but PDF, behind a line with its name",
    run: |bytes| run(bytes, false),
    is_bounded: true,
    seeds: || seeds(false),
};

/// The program reads a PDF in a process of its own, with limits of time and memory.
pub const PDF: Target = Target {
    name: "pdf",
    doc: "a PDF, behind a line with its name",
    run: |bytes| run(bytes, true),
    is_bounded: false,
    seeds: || seeds(true),
};

fn run(bytes: &[u8], with_pdf: bool) -> bool {
    let (head, body) = Dice::line(bytes);
    let (format, name) = match head.strip_prefix('=') {
        Some(format) => (Format::all().find(|f| f.name() == format), "document"),
        None => (None, head.as_str()),
    };
    let lines = [LineRule::Auto, LineRule::Flow, LineRule::Keep, LineRule::Paragraphs];
    let lines = lines[if head.len() % 2 == 0 { 0 } else { head.len() / 2 % 4 }];
    let options = LoadOptions { format, lines, ..LoadOptions::default() };
    let read = |bytes: &[u8], limits: &_| -> Result<Parsed, LoadError> {
        if with_pdf { pdf::read(bytes, limits).map_err(LoadError::from) } else { Err(LoadError::Scan) }
    };
    let _ = members(body, name, &options);
    match load_with(body, name, &options, read) {
        Ok(document) => {
            spans::check_document(&document);
            let document = Arc::new(document);
            for width in [16, 40] {
                spans::check_layout(Arc::clone(&document), width);
            }
            if document.text().len() <= 2_000 {
                spans::check_detections(&document, &documents::DETECTOR.extract(&document));
            }
            true
        }
        Err(error) => {
            assert!(!error.to_string().is_empty());
            true
        }
    }
}

fn seeds(pdf: bool) -> Vec<(String, Vec<u8>)> {
    let all = seeds::documents().into_iter().filter(|(name, _)| name.ends_with(".pdf") == pdf);
    all.map(|(name, bytes)| (name.clone(), seeds::headed(&name, &bytes))).collect()
}
