//! Files of other programs: the first line is the name of the file, or `=` and the name of the format; behind a line `===`
//! stands the file beside it.

use super::Target;
use crate::dice::{Dice, parts};
use crate::documents::{self, SAMPLES, SHORT};
use crate::{seeds, spans};
use sayso_core::annotation::Codebook;
use sayso_core::annotation::sidecar::{parse, print};
use sayso_core::export::{self, Filter, Memory, Options, Selected};
use sayso_core::import::importer::Importer;
use sayso_core::import::{self, ImportSource};
use sayso_core::reading::Reading;
use std::collections::HashSet;
use std::sync::LazyLock;

pub const TARGET: Target = Target {
    name: "import",
    doc: "annotations of another program, behind a line with their name",
    run,
    is_bounded: true,
    seeds,
};

/// Documents that records may be about; one with decisions of its own.
static READINGS: LazyLock<[Reading; 2]> = LazyLock::new(|| {
    let mut decided = documents::reading(SHORT, "short.txt");
    documents::decide(&mut decided, &mut Dice(&[1; 40]), 3);
    [decided, documents::reading(SAMPLES[0].1, SAMPLES[0].0)]
});

fn run(bytes: &[u8]) -> bool {
    let (head, body) = Dice::line(bytes);
    let mut parts = parts(body).into_iter().map(|(_, part)| part);
    let (file, beside) = (parts.next().unwrap_or_default(), parts.next());
    let format = match head.strip_prefix('=') {
        Some(name) => import::format(name),
        None => import::guess(&head, &file),
    };
    let Some(format) = format else { return false };
    let source = ImportSource { name: &head, bytes: &file, beside: &|_| beside.clone() };
    let imported = match (format.read)(&source) {
        Ok(imported) => imported,
        Err(error) => {
            assert!(!error.to_string().is_empty());
            return true;
        }
    };
    let (codebook, stamp, settled) = (Codebook::default(), documents::stamp(7), HashSet::new());
    for document in imported.documents.iter().take(4) {
        for reading in READINGS.iter() {
            let importer = Importer {
                reading,
                codebook: &codebook,
                renamed: &[],
                by: Some("ada"),
                theirs: None,
                settled: &settled,
                stamp: &stamp,
            };
            let (change, _) = importer.import(document);
            let mut changed = reading.clone();
            changed.apply(&change);
            spans::check_reading(&changed);
            let printed = print(changed.set());
            let read =
                parse(printed.as_bytes()).unwrap_or_else(|e| panic!("what was imported is not read: {e}\n{printed}"));
            assert_eq!(print(&read), printed, "what was imported is another when it is read");
        }
    }
    true
}

/// Exports of our own in every format, and a project of another program.
fn seeds() -> Vec<(String, Vec<u8>)> {
    let mut out = Vec::new();
    for (name, text) in [SAMPLES[0], ("short.txt", SHORT)] {
        let mut reading = documents::reading(text, name);
        let numbers: Vec<u8> = (0..300_u32).map(|n| (n * n * 31 + n) as u8).collect();
        documents::decide(&mut reading, &mut Dice(&numbers), 9);
        let selected = Selected::new(name.to_owned(), &reading, &Filter::with(true, false));
        for format in export::FORMATS {
            let mut memory = Memory::default();
            let options = Options { now: "2026-11-24T08:00:00Z".into(), ..Options::default() };
            let written = format.write(std::slice::from_ref(&selected), &Codebook::default(), &options, &mut memory);
            written.expect("into memory");
            let file = format!("{name}.{}", format.extension);
            let mut seed = seeds::headed(&file, &memory.main);
            for (_, beside) in &memory.beside {
                seed.extend(b"\n===\n");
                seed.extend(beside);
            }
            out.push((file, seed));
        }
        out.push((format!("{name}.ron"), seeds::headed("a.sayso.ron", print(reading.set()).as_bytes())));
    }
    for (name, bytes) in seeds::files("tests/fixtures/qdpx") {
        out.push((name.clone(), seeds::headed(&name, &bytes)));
    }
    let relations = "=doccano\n{\"text\": \"“We go,” said Ada.\", \"entities\": [{\"id\": 1, \"label\": \"quote\", \"start_offset\": 0, \"end_offset\": 8}, {\"id\": 2, \"label\": \"speaker\", \"start_offset\": 14, \"end_offset\": 17}], \"relations\": [{\"from_id\": 1, \"to_id\": 2, \"type\": \"said-by\"}]}\n";
    let brat = "=brat\nT1\tquote 11 24;26 30\t“We will go 🚢,\nT2\tspeaker 32 40\tAda Grey\nR1\tsaid-by Arg1:T1 Arg2:T2\nA1\tkind T1 direct\n#1\tAnnotatorNotes T1\tnote\n";
    out.extend(seeds::texts(&[relations, brat]));
    out
}
