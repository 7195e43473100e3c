//! Transcripts as plain text, in the layouts that the manual names (`docs/formats.md`): who says what, and what is nobody's.

#![allow(clippy::unwrap_used)]

use sayso_core::detect::Detector;
use sayso_core::document::{Document, LoadOptions, load};
use sayso_core::kinds::Form;
use std::path::Path;

const FOLDER: &str = "tests/fixtures/transcripts";
const LOW_TIDE: &str = "It never stops when the tide is low";

fn read(name: &str) -> Document {
    load(std::fs::read(Path::new(FOLDER).join(name)).unwrap(), name, &LoadOptions::default()).unwrap()
}

/// Speaker and first words of every turn.
fn turns(document: &Document) -> Vec<(String, String)> {
    let found = Detector::new().extract(document);
    let all = found.attributions().filter(|a| a.form == Form::Turn).map(|a| {
        let words = document.words(a.content[0]).lines().next().unwrap_or_default().to_owned();
        (found.speaker_of(a).unwrap_or("?").to_owned(), words)
    });
    all.collect()
}

#[test]
fn every_layout_tells_its_speakers() {
    for (name, who) in [
        ("recorder.txt", ["Mira Holt", "Jonas Beck", "Mira Holt", "Jonas Beck"].as_slice()),
        ("chat.txt", &["Mira Holt", "Jonas", "Mira Holt"]),
        ("interview.txt", &["Mira Holt", "Jonas Beck", "Mira Holt", "Jonas Beck"]),
        ("play.txt", &["MIRA", "JONAS", "MIRA"]),
    ] {
        let found = turns(&read(name));
        let names: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, who, "{name}: {found:?}");
    }
}

#[test]
fn numbers_in_the_margin_of_a_deposition_are_layout() {
    let found = turns(&read("deposition.txt"));
    let said = |words: &str| found.iter().find(|(_, w)| w.starts_with(words)).map(|(name, _)| name.as_str());
    assert_eq!(said("Did the ferry"), Some("Q (MS. HOLT)"), "{found:?}");
    assert_eq!(said("It did not"), Some("A"));
    assert_eq!(said("Objection"), Some("BECK"));
    assert_eq!(said("Overruled"), Some("COURT"));
}

#[test]
fn words_of_a_recorder_have_the_time_beside_the_name() {
    let document = read("recorder.txt");
    let at = document.text().find(LOW_TIDE).unwrap();
    let place = document.locator_at(u32::try_from(at).unwrap()).map(|l| l.in_words());
    assert_eq!(place.as_deref(), Some("0:09"));
}

/// The place of the words in the document called `name`.
fn place(name: &str, words: &str) -> String {
    let document = read(name);
    let at = document.text().find(words).unwrap();
    document.place_in_words(u32::try_from(at).unwrap())
}

#[test]
fn words_of_a_message_have_its_time() {
    assert_eq!(
        place("chat.txt", "I asked the skipper"),
        "03/05/2026 08:13, ¶4",
        "the order of the date is not certain"
    );
    assert_eq!(place("chat.txt", "Then why"), "03/05/2026 08:15, ¶5");
}

#[test]
fn exports_give_the_time_of_a_message() {
    for format in ["jsonl", "csv", "w3c", "html", "markdown"] {
        let chat = Path::new(FOLDER).join("chat.txt");
        let run = std::process::Command::new(env!("CARGO_BIN_EXE_sayso"))
            .args(["export", "--to", format, "--suggested"])
            .arg(chat)
            .output()
            .unwrap();
        let written = String::from_utf8(run.stdout).unwrap();
        assert!(written.contains("03/05/2026 08:13"), "{format}: {written}{}", String::from_utf8_lossy(&run.stderr));
    }
}
