//! Where the sidecar of a document is, and where else something may be kept about the document.

use super::elsewhere::{self, DataFolderIndex, OtherSidecar, OtherSidecars, SidecarOrigin};
use super::site::Links;
use super::{disk, folder, paths};
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

    /// Where it would lie in the user's data folder, for one that does not.
    pub fn data_folder_twin(&self) -> Option<PathBuf> {
        let owner = self.owner.as_ref().filter(|_| !self.in_data_folder)?;
        let twin = owner.documents.join(elsewhere::name_of(&owner.document, &owner.name));
        super::drafts::is_there(&twin).then_some(twin)
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
    let name = paths::sidecar_name(document.file_name().unwrap_or_default(), annotator);
    let beside = document.with_file_name(&name);
    let Some(data) = data else { return SidecarPath::new(beside) };
    let documents = paths::documents(data);
    let is_here = beside.symlink_metadata().is_ok() || folder::is_writable(disk::folder_of(document));
    let path = if is_here { beside } else { documents.join(elsewhere::name_of(document, &name)) };
    let owner = SidecarOwner {
        document: document.to_owned(),
        name,
        annotator: annotator.map(str::to_owned),
        documents,
        index: Arc::clone(index),
    };
    SidecarPath { path, in_data_folder: !is_here, owner: Some(owner), ..SidecarPath::default() }
}

/// Where the sidecar of bytes without a file (standard input) is.
pub fn sidecar_of_bytes(file_hash: &str, annotator: Option<&str>, data: &Path) -> SidecarPath {
    let path = paths::documents(data).join(paths::sidecar_name(OsStr::new(file_hash), annotator));
    SidecarPath { path, in_data_folder: true, ..SidecarPath::default() }
}

/// Whether anything at all could be in other places: only then the hash of the file is needed.
pub fn may_be_elsewhere(place: &SidecarPath) -> bool {
    place.owner.as_ref().is_some_and(|owner| owner.documents.is_dir())
}

/// What there is about the document at `place` in other places. `hash` is that of its file.
pub fn others(place: &SidecarPath, hash: &str) -> OtherSidecars {
    let mut out = OtherSidecars::default();
    let Some(owner) = place.owner.as_ref().filter(|_| place.links == Links::Below) else { return out };
    let own = owner.documents.join(elsewhere::name_of(&owner.document, &owner.name));
    if own != place.path && elsewhere::is_there(&own) {
        // Of a link the document is elsewhere, and its decisions stay there.
        let real = std::fs::canonicalize(&owner.document).ok();
        let beside = std::fs::canonicalize(disk::folder_of(&owner.document)).ok();
        let is_here = real.is_none() || real == beside.zip(owner.document.file_name()).map(|(f, name)| f.join(name));
        out.joined.push(OtherSidecar {
            path: own,
            origin: if is_here { SidecarOrigin::Here } else { SidecarOrigin::Copied(real) },
        });
        return out;
    }
    if elsewhere::is_there(&place.path) {
        return out;
    }
    let mut found = owner.index.find(&owner.documents, owner.annotator.as_deref(), hash, &own);
    if let Some(selected) = &place.selected {
        found.retain(|other| other.path == *selected);
    }
    if found.len() > 1 {
        out.choices = found;
    } else {
        out.joined = found;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::paths::{is_sidecar_name, journal, lock};
    use super::*;
    use sayso_core::annotation::is_annotator;

    #[test]
    fn names() {
        let folder = tempfile::tempdir().unwrap();
        let document = folder.path().join("article.txt");
        let index = Arc::default();
        let without_data = |path: &Path, who| sidecar_of(path, who, None, &index);
        let plain = without_data(&document, None);
        assert_eq!(plain.path, folder.path().join("article.txt.sayso.ron"));
        assert_eq!(without_data(&document, Some("ada")).path, folder.path().join("article.txt.sayso.ada.ron"));
        assert!(is_sidecar_name("a.txt.sayso.ron") && is_sidecar_name("a.txt.sayso.bo-2.ron"));
        assert!(!is_sidecar_name("sayso.ron") && !is_sidecar_name("a.ron"));
        assert_eq!(journal(Path::new("d/a.txt.sayso.bo.ron"), 1), Path::new("d/.a.txt.sayso.bo.journal"));
        assert_eq!(journal(Path::new("a.txt.sayso.ron"), 3), Path::new(".a.txt.sayso.journal-3"));
        assert_eq!(lock(Path::new("d/own")), Path::new("d/.own.lock"));
        assert!(is_annotator("bo-2") && !is_annotator("Bo") && !is_annotator("-bo") && !is_annotator(""));
    }

    #[test]
    fn a_folder_that_is_gone_sends_it_to_the_data_folder() {
        let folder = tempfile::tempdir().unwrap();
        let place = sidecar_of(&folder.path().join("gone/a.txt"), None, Some(folder.path()), &Arc::default());
        assert!(place.in_data_folder && place.path.starts_with(folder.path().join("documents")));
    }
}
