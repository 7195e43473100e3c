//! What lies in the folders of documents and in the user's, looked through once for many documents: whether anything is kept of
//! one, when it was last open, and in which state it is.

use super::store::Stamps;
use crate::project::{Project, Source};
use crate::store::disk::folder_of;
use crate::store::kind::file_of;
use crate::store::paths::{self, StateFiles};
use crate::store::{self, elsewhere, folder};
use std::collections::HashSet;
use std::ffi::OsString;
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// What was written so short a time ago may be written again with the same stamp.
const TICK: Duration = Duration::from_millis(20);

/// What lies in the folders of documents and in the user's, looked through once for many documents.
#[derive(Debug)]
pub struct FolderCache {
    annotator: Option<String>,
    /// The folder of the last document.
    folder: PathBuf,
    /// Its canonical path.
    canonical: PathBuf,
    /// The names in it that files of ours can have: few or none in most folders.
    names: HashSet<OsString>,
    is_writable: bool,
    /// The names of what lies in the user's folder of annotations.
    elsewhere: HashSet<OsString>,
    /// That folder.
    documents: Option<PathBuf>,
    state: Option<PathBuf>,
    /// The names of the views that are kept in the state folder.
    views: HashSet<OsString>,
}

impl FolderCache {
    /// For the documents of a run.
    pub fn of(project: &Project) -> Self {
        let state = project.folders.state.clone();
        let views = state.as_ref().map(|state| names_in(&StateFiles::views(state))).unwrap_or_default();
        let documents = project.folders.data.as_ref().map(|data| paths::documents(data));
        Self {
            annotator: project.annotator.clone(),
            folder: PathBuf::new(),
            canonical: PathBuf::new(),
            names: HashSet::new(),
            is_writable: false,
            elsewhere: documents.as_ref().map(|folder| names_in(folder)).unwrap_or_default(),
            documents,
            state,
            views,
        }
    }

    /// Makes the folder of a document the last one.
    fn enter(&mut self, path: &Path) {
        let folder = folder_of(path);
        if self.folder != folder {
            folder.clone_into(&mut self.folder);
            self.canonical = std::fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
            self.names = names_in(folder);
            self.names.retain(|name| {
                let name = name.as_encoded_bytes();
                name.starts_with(b".") || name.ends_with(b".ron")
            });
            self.is_writable = folder::is_writable(folder);
        }
    }

    /// The name of the sidecar of a document.
    fn sidecar_name(&self, path: &Path) -> OsString {
        paths::sidecar_name(path.file_name().unwrap_or_default(), self.annotator.as_deref())
    }

    /// Whether anything may be kept of a document; certain only when not.
    pub fn may_keep(&mut self, project: &Project, source: &Source) -> bool {
        let (Source::File(path) | Source::Member { path, .. }) = source else { return true };
        self.enter(path);
        if !self.elsewhere.is_empty() || !self.is_writable || project.sidecar.is_some() {
            return true;
        }
        let sidecar = PathBuf::from(self.sidecar_name(path));
        store::files_of(&sidecar).any(|file| self.names.contains(file.as_os_str()))
    }

    /// The state of a document and of what is kept of it; nothing where it cannot be looked at. A few calls of the system.
    pub fn stamps(&mut self, path: &Path) -> Option<Stamps> {
        let meta = std::fs::metadata(path).or_else(|_| std::fs::metadata(file_of(path))).ok()?;
        self.enter(path);
        let (size, modified_at) = (meta.len(), modified(&meta));
        if self.names.is_empty() && self.elsewhere.is_empty() {
            return Some(Stamps { size, modified: modified_at, kept: 0 });
        }
        let sidecar = self.sidecar_name(path);
        let mut kept = 0_u64;
        let mut add = |meta: &Metadata| {
            for part in [meta.len(), modified(meta)] {
                // Order matters, equal parts do not cancel each other.
                kept = kept.rotate_left(23).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ part.wrapping_add(1);
            }
        };
        // Beside the document, and in the user's folder under its path.
        let beside = path.with_file_name(&sidecar);
        let there = self.documents.as_ref().filter(|_| !self.elsewhere.is_empty());
        let there = there.map(|folder| folder.join(elsewhere::name_of(path, &sidecar)));
        for (names, sidecar) in [(&self.names, Some(beside)), (&self.elsewhere, there)] {
            let files = sidecar.iter().flat_map(|sidecar| store::files_of(sidecar));
            let files = files.filter(|file| file.file_name().is_some_and(|name| names.contains(name)));
            files.filter_map(|file| std::fs::metadata(file).ok()).for_each(|meta| add(&meta));
        }
        Some(Stamps { size, modified: modified_at, kept })
    }

    /// The file that says when a document was last open, where there is one.
    pub fn view_of(&mut self, path: &Path) -> Option<PathBuf> {
        if self.views.is_empty() {
            return None;
        }
        self.enter(path);
        let sidecar = self.canonical.join(self.sidecar_name(path));
        let view = StateFiles::of_canonical(&sidecar, self.state.as_ref()?).view;
        self.views.contains(view.file_name()?).then_some(view)
    }
}

/// The names in a folder; none when it cannot be looked into.
fn names_in(folder: &Path) -> HashSet<OsString> {
    std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.file_name()).collect()
}

/// When a file was written last, in nanoseconds since 1970; 0 for a moment ago.
fn modified(meta: &Metadata) -> u64 {
    let Ok(time) = meta.modified() else { return 0 };
    if SystemTime::now().duration_since(time).is_ok_and(|age| age < TICK) {
        return 0;
    }
    time.duration_since(UNIX_EPOCH).ok().and_then(|since| u64::try_from(since.as_nanos()).ok()).unwrap_or_default()
}
