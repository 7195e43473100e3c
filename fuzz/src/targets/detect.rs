//! Detection in any text: the first line names a language, or none, and the format after a blank.

use super::Target;
use crate::dice::Dice;
use crate::documents::{self, DETECTOR};
use crate::{seeds, spans};
use sayso_core::detect::language_tag;
use sayso_core::document::{Format, LoadOptions, load};
use sayso_core::export::detections;

pub const TARGET: Target =
    Target { name: "detect", doc: "a text, behind a line with its language and format", run, is_bounded: true, seeds };

fn run(bytes: &[u8]) -> bool {
    let (head, body) = Dice::line(bytes);
    let (tag, format) = head.split_once(' ').unwrap_or((&head, "txt"));
    let format = [Format::Text, Format::Markdown, Format::Fountain].into_iter().find(|f| f.name() == format);
    let text = String::from_utf8_lossy(body);
    let options = LoadOptions {
        format: Some(format.unwrap_or(Format::Text)),
        language: language_tag(tag),
        ..LoadOptions::default()
    };
    let Ok(document) = load(text.as_bytes(), "document", &options) else { return false };
    let found = DETECTOR.extract(&document);
    spans::check_detections(&document, &found);
    let mut line = Vec::new();
    detections::line(serde_json::Value::Null, &document, &found).write(&mut line);
    serde_json::from_slice::<serde_json::Value>(&line).expect("a line of JSON");
    if text.len() < 4_000 {
        let mut again = Vec::new();
        let found = DETECTOR.extract(&document);
        detections::line(serde_json::Value::Null, &document, &found).write(&mut again);
        assert_eq!(String::from_utf8(line), String::from_utf8(again), "the same text, other detections");
    }
    true
}

fn seeds() -> Vec<(String, Vec<u8>)> {
    let mut out: Vec<(String, Vec<u8>)> = Vec::new();
    for (name, text) in documents::SAMPLES {
        for (number, paragraphs) in text.split("\n\n").collect::<Vec<_>>().chunks(6).enumerate() {
            let part = paragraphs.join("\n\n");
            out.push((format!("{number}-{name}"), seeds::headed(" txt", part.as_bytes())));
        }
    }
    // Annotated sentences of every language that is read by rules.
    let sets =
        seeds::files("core/tests/fixtures/languages").into_iter().chain(seeds::files("tests/fixtures/languages"));
    for (file, bytes) in sets {
        let tag = file.split('.').next().unwrap_or_default().to_owned();
        for (number, line) in bytes.split(|b| *b == b'\n').enumerate() {
            let Ok(value) = serde_json::from_slice::<serde_json::Value>(line) else { continue };
            if let Some(text) = value["text"].as_str() {
                out.push((format!("{tag}-{number}"), seeds::headed(&format!("{tag} txt"), text.as_bytes())));
            }
        }
    }
    for (name, bytes) in seeds::files("tests/fixtures/transcripts") {
        out.push((name, seeds::headed(" txt", &bytes)));
    }
    let more = [
        "de txt\n„Wir gehen“, sagte Ada Grau. Er erklärte, dass niemand komme.\n\n— Nein, antwortete Bo.\n",
        "fr txt\n« Nous partirons », a dit Ada Gris.\n\n— Non, répondit-elle.\n\nSelon Bo, rien ne va.\n",
        "es txt\n—No —dijo Ada Gris—. Nos vamos.\n\nSegún Bo, «nada» cambia.\n",
        "it txt\n«Partiremo», ha detto Ada Grigi. Secondo Bo, niente cambia.\n\n— No, rispose.\n",
        " md\n> We will go.\n>\n> — Ada Grey\n\n**ADA:** No.\n\n| who | what |\n|---|---|\n| Bo | “Yes” |\n",
        " txt\nINT. QUAY - NIGHT\n\n          ADA\n     We go.\n\nQ. Who?\n\nA. Me.\n",
        " txt\nOn Mon, Ada Grey wrote:\n> We go.\n> > No.\n\n@ada: we go 🚢\n\n[10:02] Bo: yes\n",
    ];
    out.extend(seeds::texts(&more));
    out
}
