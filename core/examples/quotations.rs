//! Finds the quotations of a document and prints who said what.
//!
//! ```sh
//! cargo run -p sayso-core --example quotations -- samples/harbour-vote.txt
//! ```

use sayso_core::detect::Detector;
use sayso_core::document::{self, LoadOptions};
use std::error::Error;
use std::io::Write;

/// Reads the document at `path` and writes a line for each statement found in it: probability, speaker, words.
///
/// # Errors
/// When the file cannot be read or is not a document, and those of `out`.
pub fn run(path: &str, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let document = document::load(std::fs::read(path)?, path, &LoadOptions::default())?;
    let found = Detector::new().extract(&document);
    for attribution in found.attributions() {
        let speaker = found.speaker_of(attribution).unwrap_or("?");
        let words: Vec<&str> = attribution.content.iter().map(|span| document.words(*span)).collect();
        writeln!(out, "{:.2}  {speaker}: {}", attribution.score, words.join(" … "))?;
    }
    Ok(())
}

#[allow(dead_code, reason = "the test of the examples calls `run`")]
fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("usage: quotations FILE")?;
    run(&path, &mut std::io::stdout().lock())
}
