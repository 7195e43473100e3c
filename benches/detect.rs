//! How fast statements are found, on one core: articles and novels as documents of their own, and one long text of 1, 10
//! and 100 MB, with its growth. The pass over Unicode word boundaries stands beside it, so that two machines compare.
//! `cargo bench --bench detect -- [ARTICLES.jsonl [NOVELS.jsonl]]`: lines with a `text` each; without files the samples of
//! the project are repeated.

use anyhow::{Context as _, Result};
use sayso_core::detect::Detector;
use sayso_core::document::Document;
use std::hint::black_box;
use std::io::Write as _;
use std::time::{Duration, Instant};
use unicode_segmentation::UnicodeSegmentation as _;

const MB: usize = 1_000_000;
/// Bytes of documents read as news, and as novels.
const PILE: usize = 100 * MB;
/// Times each is done; the fastest counts, since whatever else the machine does only ever adds.
const TIMES: usize = 3;

#[derive(serde::Deserialize)]
struct Line {
    text: String,
}

fn say(line: &str) -> Result<()> {
    writeln!(std::io::stdout(), "{line}").context("standard output")
}

fn texts(path: &str) -> Result<Vec<String>> {
    let lines = std::fs::read_to_string(path).with_context(|| format!("cannot read {path}"))?;
    lines.lines().map(|l| Ok(serde_json::from_str::<Line>(l)?.text)).collect()
}

fn samples() -> Result<Vec<String>> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/samples");
    let mut paths: Vec<_> = std::fs::read_dir(folder)?.filter_map(|e| Some(e.ok()?.path())).collect();
    paths.sort();
    paths.iter().map(|p| std::fs::read_to_string(p).context("a sample cannot be read")).collect()
}

fn fastest(mut work: impl FnMut() -> usize) -> Duration {
    let took = (0..TIMES).map(|_| {
        let began = Instant::now();
        black_box(work());
        began.elapsed()
    });
    took.min().unwrap_or_default()
}

fn rate(bytes: usize, took: Duration) -> f64 {
    bytes as f64 / 1e6 / took.as_secs_f64()
}

/// Every document by itself, all of them as often as `PILE` holds.
fn pile(name: &str, detector: &Detector, texts: &[String]) -> Result<()> {
    let documents: Vec<Document> = texts.iter().map(|t| Document::verbatim(t)).collect();
    let bytes: usize = texts.iter().map(String::len).sum();
    let rounds = (PILE / bytes.max(1)).max(1);
    let words = fastest(|| texts.iter().map(|t| t.unicode_words().count()).sum());
    let took = fastest(|| (0..rounds).flat_map(|_| &documents).map(|d| detector.extract(d).len()).sum());
    let found: usize = documents.iter().map(|d| detector.extract(d).len()).sum();
    let (all, plain) = (bytes * rounds, rate(bytes, words));
    say(&format!(
        "{name}: {} documents, {:.1} MB in {:.2} s, {:.1} MB/s ({:.2} of the {plain:.0} MB/s of a pass over words); {:.1} statements a KB",
        documents.len() * rounds,
        all as f64 / 1e6,
        took.as_secs_f64(),
        rate(all, took),
        rate(all, took) / plain,
        found as f64 * 1000.0 / bytes as f64
    ))
}

/// One text of so many bytes.
fn long(texts: &[String], size: usize) -> Document {
    let mut text = String::with_capacity(size + MB);
    for part in texts.iter().cycle() {
        if text.len() >= size {
            break;
        }
        text.push_str(part);
        text.push_str("\n\n");
    }
    Document::verbatim(&text)
}

fn growth(detector: &Detector, texts: &[String]) -> Result<()> {
    let mut first = None;
    for size in [1, 10, 100] {
        let document = long(texts, size * MB);
        let bytes = document.text().len();
        let took = fastest(|| detector.extract(&document).len());
        let each = took.as_secs_f64() / bytes as f64;
        let one = *first.get_or_insert(each);
        let speed = rate(bytes, took);
        say(&format!(
            "one text of {size} MB: {speed:.1} MB/s, a byte costs {:.2} of what it costs at 1 MB",
            each / one
        ))?;
    }
    Ok(())
}

fn main() -> Result<()> {
    let mut paths = std::env::args().skip(1).filter(|a| !a.starts_with("--"));
    let detector = Detector::new();
    let news = match paths.next() {
        Some(path) => texts(&path)?,
        None => samples()?,
    };
    pile("articles", &detector, &news)?;
    if let Some(path) = paths.next() {
        pile("novels", &detector, &texts(&path)?)?;
    }
    growth(&detector, &news)
}
