//! What tests of all readers share, and that none of them panics whatever it is given.

use super::*;

/// A text with a letter outside the basic plane.
pub const SHARED: &str = "“Taxes fell 😊 by 5%,” Jane Doe said.\nHe left.\n";

/// The files beside one: a text at most.
pub fn beside(txt: Option<&str>) -> impl Fn(&str) -> Option<Vec<u8>> {
    let txt = txt.map(|t| t.as_bytes().to_vec());
    move |extension| txt.clone().filter(|_| extension == "txt")
}

/// Reads bytes by one reader.
pub fn read_with(
    read: fn(&ImportSource<'_>) -> Result<ImportedFile, ImportError>,
    name: &str,
    bytes: &[u8],
    beside: &dyn Fn(&str) -> Option<Vec<u8>>,
) -> Result<ImportedFile, ImportError> {
    read(&ImportSource { name, bytes, beside })
}

/// Reads a file that has none beside it.
pub fn read_alone(read: fn(&ImportSource<'_>) -> Result<ImportedFile, ImportError>, source: &str) -> ImportedFile {
    read_with(read, "a", source.as_bytes(), &beside(None)).unwrap()
}
