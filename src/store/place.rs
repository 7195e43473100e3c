//! Where the sidecar of a document is.

use crate::annotation::is_annotator;
use crate::document::sha256;
use std::path::{Path, PathBuf};

/// A sidecar's path and why it is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The path.
    pub path: PathBuf,
    /// Whether it lies in the user's data folder, since the document's own cannot be written to.
    pub apart: bool,
}

/// Name of the sidecar of a file called `name`, of `annotator` when one is named.
fn sidecar_name(name: &str, annotator: Option<&str>) -> String {
    match annotator {
        Some(who) => format!("{name}.sayso.{who}.ron"),
        None => format!("{name}.sayso.ron"),
    }
}

/// Where the sidecar of `document` is, for `annotator`. Beside the document as its path was given; in `data` (the
/// user's data folder) when that folder cannot be written to and holds no sidecar yet.
pub fn place_of(document: &Path, annotator: Option<&str>, data: Option<&Path>) -> Place {
    let name = document.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let beside = document.with_file_name(sidecar_name(&name, annotator));
    let folder = document.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if beside.symlink_metadata().is_ok() || writable(folder) {
        return Place { path: beside, apart: false };
    }
    let Some(data) = data else { return Place { path: beside, apart: false } };
    let canonical = std::fs::canonicalize(document).unwrap_or_else(|_| document.to_owned());
    let hash = sha256(canonical.as_os_str().as_encoded_bytes());
    let start: String = hash.chars().take(16).collect();
    Place { path: data.join("documents").join(format!("{start}-{}", sidecar_name(&name, annotator))), apart: true }
}

/// Where the sidecar of bytes without a file (standard input) is.
pub fn place_of_bytes(file_hash: &str, annotator: Option<&str>, data: &Path) -> Place {
    Place { path: data.join("documents").join(sidecar_name(file_hash, annotator)), apart: true }
}

/// Whether files can be made in `folder`: tried, not guessed from its mode.
fn writable(folder: &Path) -> bool {
    tempfile::Builder::new().prefix(".sayso-").tempfile_in(folder).is_ok()
}

/// Whether a file name is that of a sidecar rather than a document.
pub fn is_sidecar_name(name: &str) -> bool {
    let Some(stem) = name.strip_suffix(".ron") else { return false };
    stem.strip_suffix(".sayso").is_some() || stem.rsplit_once(".sayso.").is_some_and(|(_, who)| is_annotator(who))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        let folder = tempfile::tempdir().unwrap();
        let document = folder.path().join("article.txt");
        let plain = place_of(&document, None, None);
        assert_eq!(plain.path, folder.path().join("article.txt.sayso.ron"));
        assert_eq!(place_of(&document, Some("ada"), None).path, folder.path().join("article.txt.sayso.ada.ron"));
        assert!(is_sidecar_name("a.txt.sayso.ron") && is_sidecar_name("a.txt.sayso.bo-2.ron"));
        assert!(!is_sidecar_name("sayso.ron") && !is_sidecar_name("a.ron"));
        assert!(is_annotator("bo-2") && !is_annotator("Bo") && !is_annotator("-bo") && !is_annotator(""));
    }

    #[test]
    fn a_folder_that_is_gone_sends_it_to_the_data_folder() {
        let folder = tempfile::tempdir().unwrap();
        let place = place_of(&folder.path().join("gone/a.txt"), None, Some(folder.path()));
        assert!(place.apart && place.path.starts_with(folder.path().join("documents")));
    }
}
