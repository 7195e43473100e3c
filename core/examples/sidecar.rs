//! Reads a sidecar and prints its annotations: label, speaker, words.
//!
//! ```sh
//! cargo run -p sayso-core --example sidecar -- article.txt.sayso.ron
//! ```

use sayso_core::annotation::sidecar;
use std::error::Error;
use std::io::Write;

/// Writes a line for each annotation of the sidecar at `path`.
///
/// # Errors
/// When the file cannot be read, with line and column when its text is not a sidecar, and those of `out`.
pub fn run(path: &str, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let set = sidecar::parse(&std::fs::read(path)?)?;
    for record in set.in_order() {
        let speaker = record.speaker.as_ref().map_or("-", |speaker| set.name_of(speaker));
        let words: Vec<&str> = record.at.iter().map(|selector| selector.exact.as_str()).collect();
        writeln!(out, "{}  {speaker}: {}", record.label, words.join(" … "))?;
    }
    Ok(())
}

#[allow(dead_code, reason = "the test of the examples calls `run`")]
fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("usage: sidecar FILE.sayso.ron")?;
    run(&path, &mut std::io::stdout().lock())
}
