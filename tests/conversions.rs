//! The same articles through converters that others wrote: the same quotations with the same speakers come out of every
//! format. Needs pandoc, and Chromium for PDF:
//!
//!     cargo test --test conversions -- --ignored --nocapture

// Scratch files; names of files that are written right here.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::disallowed_methods)]
#![allow(clippy::case_sensitive_file_extension_comparisons)]

use sayso_core::detect::Detector;
use sayso_core::document::{BlockKind, Document, LoadOptions, load};
use std::path::Path;
use std::process::{Command, Stdio};

const SAMPLES: [&str; 6] = [
    "harbour-vote.txt",
    "press-release.txt",
    "quay-scene.txt",
    "posts-bridge.txt",
    "opinion-clever-machines.md",
    "lighthouse-interview.md",
];

/// Kind, words, speaker of every attribution, white space apart.
fn said(document: &Document, detector: &Detector) -> Vec<String> {
    let found = detector.extract(document);
    let flat = |words: &str| words.split_whitespace().collect::<Vec<_>>().join(" ");
    found
        .attributions()
        .map(|a| {
            let words: Vec<String> = a.content.iter().map(|s| flat(document.words(*s))).collect();
            let speaker = found.speaker_of(a).unwrap_or("-").to_owned();
            format!("{}: {} [{}]", speaker, words.join(" … "), a.kind.word())
        })
        .collect()
}

fn run(program: &str, arguments: &[&str]) {
    let status = Command::new(program).args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).status();
    assert!(status.is_ok_and(|s| s.success()), "{program} {arguments:?} failed: is it installed?");
}

#[test]
#[ignore = "needs pandoc and Chromium"]
fn every_format_says_the_same() {
    let detector = Detector::new();
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    let mut differences = 0;
    for sample in SAMPLES {
        let path = Path::new("samples").join(sample);
        let text = std::fs::read_to_string(&path).unwrap();
        let original = load(text.as_bytes(), sample, &LoadOptions::default()).unwrap();
        let expected = said(&original, &detector);
        assert!(!expected.is_empty(), "{sample}");
        // Without smart punctuation: the marks stay as they are. Line ends that were meant stay as well.
        let from = "markdown-smart+hard_line_breaks-citations-auto_identifiers-yaml_metadata_block-pandoc_title_block-fancy_lists";
        // What is a title by its place in a text has to be told to pandoc.
        let title = original.blocks().first().filter(|b| matches!(b.kind, BlockKind::Heading(1)));
        let marked = if sample.ends_with(".txt") && title.is_some() { format!("# {text}") } else { text.clone() };
        let source = at("source.md");
        std::fs::write(&source, marked).unwrap();
        for format in ["md", "html", "epub", "docx", "odt", "rtf", "org", "tei.xml", "pdf"] {
            let out = at(&format!("{sample}.{format}"));
            if format == "pdf" {
                let page = at(&format!("{sample}.html"));
                let to = format!("--print-to-pdf={out}");
                run("chromium", &["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", &to, &page]);
            } else {
                let to = match format {
                    "md" => "markdown-smart",
                    "tei.xml" => "tei",
                    "org" => "org-smart",
                    other => other,
                };
                run("pandoc", &["-s", "-f", from, "-t", to, "--wrap=none", &source, "-o", &out]);
            }
            let mut bytes = std::fs::read(&out).unwrap();
            if format == "org" {
                // pandoc's writer of org takes apostrophes, dashes and ellipses apart: its doing, undone here.
                let org = String::from_utf8(bytes).unwrap();
                bytes = org.replace('\'', "’").replace("---", "—").replace("...", "…").into_bytes();
            }
            let document = load(bytes, &out, &LoadOptions::default()).unwrap();
            let found = said(&document, &detector);
            let missing: Vec<_> = expected.iter().filter(|e| !found.contains(e)).collect();
            let more: Vec<_> = found.iter().filter(|f| !expected.contains(f)).collect();
            println!(
                "{sample} as {format}: {} of {} the same, {} others",
                expected.len() - missing.len(),
                expected.len(),
                more.len()
            );
            for (sign, list) in [("-", &missing), ("+", &more)] {
                for line in list {
                    println!("    {sign} {line}");
                }
            }
            differences += missing.len() + more.len();
        }
    }
    println!("{differences} differences");
    assert_eq!(differences, 0);
}
