//! Where the sidecar of a document is.

use super::data_folder::{self, DataFolderIndex};
use super::file_names::sidecar_name;
use super::folder;
use super::site::Links;
use sayso_core::document::sha256;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A sidecar's path and why it is there.
#[derive(Clone, Debug, Default)]
pub struct SidecarPath {
    /// The path.
    pub path: PathBuf,
    /// Whether it lies in the user's data folder, since the document's own cannot be written to.
    pub in_data_folder: bool,
    /// Where it may lead when it is a link.
    pub links: Links,
    /// What it is about, to find decisions in other places; `None` where there are no others.
    pub owner: Option<SidecarOwner>,
    /// Of several others the one a person chose.
    pub selected: Option<PathBuf>,
}

/// The document a sidecar is about.
#[derive(Clone, Debug)]
pub struct SidecarOwner {
    /// Its path.
    pub document: PathBuf,
    /// What its sidecar is called.
    pub name: OsString,
    /// Whose decisions.
    pub annotator: Option<String>,
    /// The folder of sidecars that do not lie beside their documents.
    pub documents: PathBuf,
    /// What is in that.
    pub index: Arc<DataFolderIndex>,
}

impl SidecarPath {
    /// A sidecar and nothing else, below its folder.
    pub fn new(path: PathBuf) -> Self {
        Self { path, ..Self::default() }
    }

    /// A sidecar that a person named: it may be a link to anywhere.
    pub fn given(path: PathBuf) -> Self {
        Self { path, links: Links::Anywhere, ..Self::default() }
    }
}

/// Where the sidecar of `document` is, for `annotator`. Beside the document as its path was given; in `data` (the
/// user's data folder) when that folder cannot be written to and holds no sidecar yet. Nothing is written to find out.
pub fn sidecar_of(
    document: &Path,
    annotator: Option<&str>,
    data: Option<&Path>,
    index: &Arc<DataFolderIndex>,
) -> SidecarPath {
    let name = sidecar_name(document.file_name().unwrap_or_default(), annotator);
    let beside = document.with_file_name(&name);
    let Some(data) = data else { return SidecarPath::new(beside) };
    let documents = documents(data);
    let is_here = beside.symlink_metadata().is_ok() || folder::is_writable(super::disk::folder_of(document));
    let path = if is_here { beside } else { documents.join(data_folder::name_of(document, &name)) };
    let owner = SidecarOwner {
        document: document.to_owned(),
        name,
        annotator: annotator.map(str::to_owned),
        documents,
        index: Arc::clone(index),
    };
    SidecarPath { path, in_data_folder: !is_here, owner: Some(owner), ..SidecarPath::default() }
}

/// The folder of sidecars that do not lie beside their documents, in the user's data folder.
pub fn documents(data: &Path) -> PathBuf {
    data.join("documents")
}

/// Where the sidecar of bytes without a file (standard input) is.
pub fn sidecar_of_bytes(file_hash: &str, annotator: Option<&str>, data: &Path) -> SidecarPath {
    let path = documents(data).join(sidecar_name(OsStr::new(file_hash), annotator));
    SidecarPath { path, in_data_folder: true, ..SidecarPath::default() }
}

/// Files about a sidecar in the user's state folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateFiles {
    /// Every change ever made.
    pub history: PathBuf,
    /// The sidecar as it was before this run.
    pub previous: PathBuf,
    /// Lines of a journal that could not be read.
    pub damaged: PathBuf,
    /// Where the person was in the document.
    pub view: PathBuf,
}

impl StateFiles {
    /// Those of `sidecar` in the folder `state`.
    pub fn of(sidecar: &Path, state: &Path) -> Self {
        let folder = std::fs::canonicalize(super::disk::folder_of(sidecar));
        let name = sidecar.file_name().unwrap_or_default();
        let full = folder.map_or_else(|_| sidecar.to_owned(), |folder| folder.join(name));
        Self::of_canonical(&full, state)
    }

    /// The folder of the views.
    pub fn views(state: &Path) -> PathBuf {
        state.join("view")
    }

    /// Those of a sidecar whose path is canonical.
    pub fn of_canonical(full: &Path, state: &Path) -> Self {
        let name = full.file_name().unwrap_or_default();
        let hash = sha256(full.as_os_str().as_encoded_bytes());
        let start: String = hash.chars().take(16).collect();
        let file = |folder: &str, ending: &str| {
            let mut whole = OsString::from(format!("{start}-"));
            whole.push(name);
            whole.push(ending);
            state.join(folder).join(whole)
        };
        Self {
            history: file("history", ".history"),
            previous: file("previous", ""),
            damaged: file("damaged", ".journal"),
            view: file("view", ""),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        let folder = tempfile::tempdir().unwrap();
        let document = folder.path().join("article.txt");
        let index = Arc::default();
        let without_data = |path: &Path, who| sidecar_of(path, who, None, &index);
        let plain = without_data(&document, None);
        assert_eq!(plain.path, folder.path().join("article.txt.sayso.ron"));
        assert_eq!(without_data(&document, Some("ada")).path, folder.path().join("article.txt.sayso.ada.ron"));
    }

    #[test]
    fn a_folder_that_is_gone_sends_it_to_the_data_folder() {
        let folder = tempfile::tempdir().unwrap();
        let place = sidecar_of(&folder.path().join("gone/a.txt"), None, Some(folder.path()), &Arc::default());
        assert!(place.in_data_folder && place.path.starts_with(folder.path().join("documents")));
    }
}
