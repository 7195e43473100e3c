//! What the files about a document are called: its sidecar, and those named after that.

use sayso_core::annotation::is_annotator;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

/// Name of the sidecar of a file called `name`, of `annotator` when one is named.
pub fn sidecar_name(name: &OsStr, annotator: Option<&str>) -> OsString {
    let mut whole = name.to_owned();
    whole.push(annotator.map_or_else(|| ".sayso.ron".to_owned(), |who| format!(".sayso.{who}.ron")));
    whole
}

/// Whether a file name is that of a sidecar rather than a document.
pub fn is_sidecar_name(name: &str) -> bool {
    let Some(stem) = name.strip_suffix(".ron") else { return false };
    stem.strip_suffix(".sayso").is_some() || stem.rsplit_once(".sayso.").is_some_and(|(_, who)| is_annotator(who))
}

/// The name of a sidecar with the ending `.ron` exchanged, hidden: `.article.txt.sayso.journal`.
pub fn hidden(sidecar: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(match sidecar.extension() {
        Some(extension) if extension == "ron" => sidecar.file_stem().unwrap_or_default(),
        _ => sidecar.file_name().unwrap_or_default(),
    });
    name.push(ending);
    sidecar.with_file_name(name)
}

/// The journal of a sidecar; a later one, numbered from 2, when the first cannot be trusted any more.
pub fn journal(sidecar: &Path, number: u32) -> PathBuf {
    if number < 2 { hidden(sidecar, ".journal") } else { hidden(sidecar, &format!(".journal-{number}")) }
}

/// The lock of a sidecar.
pub fn lock(sidecar: &Path) -> PathBuf {
    hidden(sidecar, ".lock")
}

/// The full copy that stands in for a sidecar that cannot be read any more.
pub fn copy(sidecar: &Path) -> PathBuf {
    hidden(sidecar, ".copy")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        assert!(is_sidecar_name("a.txt.sayso.ron") && is_sidecar_name("a.txt.sayso.bo-2.ron"));
        assert!(!is_sidecar_name("sayso.ron") && !is_sidecar_name("a.ron"));
        assert_eq!(journal(Path::new("d/a.txt.sayso.bo.ron"), 1), Path::new("d/.a.txt.sayso.bo.journal"));
        assert_eq!(journal(Path::new("a.txt.sayso.ron"), 3), Path::new(".a.txt.sayso.journal-3"));
        assert_eq!(lock(Path::new("d/own")), Path::new("d/.own.lock"));
        assert!(is_annotator("bo-2") && !is_annotator("Bo") && !is_annotator("-bo") && !is_annotator(""));
    }
}
