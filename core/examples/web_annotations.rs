//! Exports the annotations of a document as W3C Web Annotations (JSON-LD).
//!
//! ```sh
//! cargo run -p sayso-core --example web_annotations -- article.txt article.txt.sayso.ron
//! ```

use sayso_core::annotation::sidecar;
use sayso_core::annotation::{Codebook, Set};
use sayso_core::detect::Detector;
use sayso_core::document::{self, LoadOptions};
use sayso_core::export::{self, Filter, Memory, Options, Selected};
use sayso_core::reading::Reading;
use std::error::Error;
use std::io::Write;
use std::sync::Arc;

/// Writes what was decided about the document at `path`, as the sidecar beside it says, and the open suggestions.
///
/// # Errors
/// When a file cannot be read or is not what it should be, and those of `out`.
pub fn run(path: &str, decisions: Option<&str>, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let document = document::load(std::fs::read(path)?, path, &LoadOptions::default())?;
    let decided = match decisions {
        Some(file) => sidecar::parse(&std::fs::read(file)?)?,
        None => Set::default(),
    };
    let found = Detector::new().extract(&document);
    // Annotations find their words again when the text was edited since.
    let reading = Reading::new(Arc::new(document), Arc::new(found), decided);
    let selected = Selected::new(path.to_owned(), &reading, &Filter::with(true, false));
    let format = export::format("w3c").ok_or("no such format")?;
    let mut files = Memory::default();
    let written = format.write(&[selected], &Codebook::default(), &Options::default(), &mut files)?;
    out.write_all(&files.main)?;
    written.left_out.iter().try_for_each(|sentence| writeln!(out, "{sentence}"))?;
    Ok(())
}

#[allow(dead_code, reason = "the test of the examples calls `run`")]
fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().ok_or("usage: web_annotations FILE [FILE.sayso.ron]")?;
    run(&path, arguments.next().as_deref(), &mut std::io::stdout().lock())
}
