//! Every export of any text with any decisions about it: a byte says how many numbers of decisions come, the rest is the text.

use super::Target;
use crate::dice::Dice;
use crate::documents::{self, SAMPLES, SHORT};
use crate::spans;
use quick_xml::Reader;
use quick_xml::events::Event;
use sayso_core::annotation::Codebook;
use sayso_core::export::{self, FactCheckDesk, Filter, Memory, Options, Selected};
use sayso_core::library::DocumentRecord;
use sayso_core::sanitize::is_driving;
use std::io::{Cursor, Read as _};

pub const TARGET: Target =
    Target { name: "export", doc: "a text and decisions about it, in every format", run, is_bounded: true, seeds };

fn run(bytes: &[u8]) -> bool {
    let mut dice = Dice(bytes);
    let length = usize::from(dice.byte()).min(dice.0.len());
    let (numbers, text) = dice.0.split_at(length);
    let name = if length % 2 == 0 { "a & b.txt" } else { "ü <c>.md" };
    let mut reading = documents::reading(&String::from_utf8_lossy(text), name);
    documents::decide(&mut reading, &mut Dice(numbers), 20);
    spans::check_reading(&reading);
    let record = DocumentRecord::of(&reading);
    assert_eq!(DocumentRecord::decode(&record.encode()).ok(), Some(record), "an index reads another record");
    let selected = Selected::new(name.to_owned(), &reading, &Filter::with(true, true));
    for format in export::FORMATS {
        let mut memory = Memory::default();
        let desk = FactCheckDesk {
            name: Some("Desk & <Sons>".into()),
            url: Some("https://desk.example/?a=1&b=\"2\"".into()),
            page: Some("https://desk.example/{id}".into()),
        };
        let fact_checks = if length % 5 == 0 { desk } else { FactCheckDesk::default() };
        let options = Options { now: "2026-11-24T08:00:00Z".into(), spreadsheet: length % 3 == 0, fact_checks };
        let written = format.write(std::slice::from_ref(&selected), &Codebook::default(), &options, &mut memory);
        written.expect("into memory");
        check(format.name, format.extension, &memory.main);
        for (extension, file) in &memory.beside {
            check(format.name, extension, file);
        }
    }
    true
}

/// A file is what its name says it is, and drives no terminal.
fn check(format: &str, extension: &str, bytes: &[u8]) {
    if extension == "qdpx" {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
        for number in 0..archive.len() {
            let mut part = archive.by_index(number).expect("a part");
            let name = part.name().expect("a name").into_owned();
            let mut content = Vec::new();
            part.read_to_end(&mut content).expect("a part");
            if name.ends_with(".qde") {
                check_xml(format, &content);
            }
        }
        return;
    }
    let text = std::str::from_utf8(bytes).unwrap_or_else(|e| panic!("{format}: no UTF-8: {e}"));
    let last = extension.rsplit('.').next().unwrap_or_default();
    match last {
        "xml" | "xmi" | "eaf" => check_xml(format, bytes),
        "json" | "jsonld" => {
            serde_json::from_str::<serde_json::Value>(text)
                .unwrap_or_else(|e| panic!("{format}: no JSON: {e}\n{text}"));
        }
        "jsonl" => {
            for line in text.lines() {
                serde_json::from_str::<serde_json::Value>(line)
                    .unwrap_or_else(|e| panic!("{format}: no JSON: {e}\n{line}"));
            }
        }
        _ => {}
    }
    // CSV has carriage returns, and for spreadsheets a byte-order mark.
    let text = if last == "csv" { text.trim_start_matches('\u{feff}') } else { text };
    let driving = text.chars().find(|c| is_driving(*c) && *c != '\r');
    assert_eq!(driving, None, "{format}.{extension} drives a terminal");
}

fn check_xml(format: &str, bytes: &[u8]) {
    let text = std::str::from_utf8(bytes).unwrap_or_else(|e| panic!("{format}: no UTF-8: {e}"));
    let allowed =
        |c: char| matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    assert!(text.chars().all(allowed), "{format}: a character that no XML has");
    let mut reader = Reader::from_reader(bytes);
    let mut buffer = Vec::new();
    loop {
        match reader.read_event_into(&mut buffer).unwrap_or_else(|e| panic!("{format}: no XML: {e}\n{text}")) {
            Event::Eof => break,
            Event::Start(tag) | Event::Empty(tag) => {
                for attribute in tag.attributes() {
                    attribute.unwrap_or_else(|e| panic!("{format}: {e}\n{text}"));
                }
            }
            _ => {}
        }
        buffer.clear();
    }
}

fn seeds() -> Vec<(String, Vec<u8>)> {
    let seed = |(number, (name, text)): (usize, (&str, &str))| {
        let numbers = (0..120_usize).map(|n| (n * n * 13 + n * number + number) as u8);
        let text = text.get(..text.floor_char_boundary(1_200)).unwrap_or_default();
        (name.to_owned(), std::iter::once(120).chain(numbers).chain(text.bytes()).collect())
    };
    let odd = "]]> <b> & \u{1b}[31m \u{0} \u{202e}\n\n“A &amp; <i>b</i> ]]>”, said Ada <Grey>.\n\n=1+1: “x”\n";
    SAMPLES.into_iter().chain([("short.txt", SHORT), ("odd.txt", odd)]).enumerate().map(seed).collect()
}
