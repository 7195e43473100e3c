//! The documents of a folder: what is known of each, filled in while they are read.

use super::{Project, Source};
use crate::store::disk::folder_of;
use crate::store::paths::{self, StateFiles};
use crate::store::{self, folder};
use sayso_core::detect::Detector;
use sayso_core::document::civil_in_words;
use sayso_core::reading::Reading;
use std::collections::{HashMap, HashSet};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// What is known of a document that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Items decided, and all.
    pub progress: (usize, usize),
    /// Claims.
    pub claims: usize,
    /// Annotations without a place.
    pub lost: usize,
    /// Its title.
    pub title: Option<String>,
    /// Words, about.
    pub words: usize,
    /// Outlet and day, or author.
    pub about: String,
    /// Who speaks most, and how often.
    pub voices: Vec<(String, usize)>,
}

/// Most people named for a document.
const MAX_SPEAKERS: usize = 4;

/// Letters of an average word with its blank.
pub const WORD: usize = 6;

impl Summary {
    /// What a reading tells. O(items).
    pub fn of(reading: &Reading) -> Self {
        let document = reading.document();
        let meta = &document.meta;
        let day = meta.date.map(civil_in_words);
        let about: Vec<String> = meta.outlet.clone().or_else(|| meta.author.clone()).into_iter().chain(day).collect();
        let mut voices: Vec<(String, usize)> =
            reading.voices().into_iter().filter(|v| !v.items.is_empty()).map(|v| (v.name, v.items.len())).collect();
        let more = voices.len().saturating_sub(MAX_SPEAKERS);
        voices.truncate(MAX_SPEAKERS);
        if more > 0 {
            voices.push((format!("{more} more"), 0));
        }
        Self {
            progress: reading.progress(),
            claims: reading.set().iter().filter(|r| r.label == sayso_core::annotation::CLAIM).count(),
            lost: reading.lost(),
            title: meta.title.clone(),
            words: document.text().len() / WORD,
            about: about.join(" · "),
            voices,
        }
    }

    /// Whether something is left to decide.
    pub const fn is_unfinished(&self) -> bool {
        self.progress.0 < self.progress.1
    }
}

/// One document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LibraryEntry {
    /// Its path.
    pub path: PathBuf,
    /// How it is shown: relative to the folder.
    pub name: String,
    /// What is known; nothing until it was read.
    pub known: Option<Result<Summary, NotRead>>,
    /// When it was last open, RFC 3339; empty when never.
    pub opened: String,
}

impl LibraryEntry {
    /// What it is called in its row: of a document among others in one file the title says more than the name.
    pub fn shown(&self) -> &str {
        let title = match &self.known {
            Some(Ok(summary)) if self.name.contains('#') => summary.title.as_deref(),
            _ => None,
        };
        title.unwrap_or(&self.name)
    }

    /// Whether something is left to decide.
    pub fn is_unfinished(&self) -> bool {
        matches!(&self.known, Some(Ok(summary)) if summary.is_unfinished())
    }
}

/// Why a document of a library is not read, in a sentence for its row.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NotRead(pub String);

/// What was found out about a document of a library.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LibraryUpdate {
    /// Its path.
    pub path: PathBuf,
    /// What is known of it.
    pub known: Result<Summary, NotRead>,
    /// When it was last open, RFC 3339; empty when never.
    pub opened: String,
}

/// A path without `./` in front: one document has one path.
pub fn tidy(path: &Path) -> PathBuf {
    path.strip_prefix(".").unwrap_or(path).to_owned()
}

/// The documents of a folder. What is known of them changes by [`Library::know`] alone, which keeps the counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Library {
    /// The folder, or what the documents have in common.
    pub name: String,
    /// The folder itself; empty for several documents that were named.
    pub folder: PathBuf,
    /// The documents, by name.
    pub entries: Vec<LibraryEntry>,
    /// Where each path stands among the entries.
    positions: HashMap<PathBuf, usize>,
    /// How many were read, or could not be.
    known: usize,
    /// Items decided and all, of those that were read.
    progress: (usize, usize),
}

impl Library {
    /// Documents nothing is known of yet. O(n).
    pub fn new(name: String, folder: &Path, paths: Vec<PathBuf>) -> Self {
        let (folder, given) = (tidy(folder), folder.to_owned());
        let entry = |path: PathBuf| {
            let path = tidy(&path);
            let name = path.strip_prefix(&folder).unwrap_or(&path).display().to_string();
            LibraryEntry { path, name, known: None, opened: String::new() }
        };
        let entries: Vec<LibraryEntry> = paths.into_iter().map(entry).collect();
        // Of a path that is named twice the first entry is meant.
        let positions = entries.iter().enumerate().rev().map(|(n, entry)| (entry.path.clone(), n)).collect();
        Self { name, folder: given, entries, positions, known: 0, progress: (0, 0) }
    }

    /// Where a document stands among the entries. O(1).
    pub fn position(&self, path: &Path) -> Option<usize> {
        self.positions.get(path).copied()
    }

    /// How many documents were read, or could not be. O(1).
    pub const fn known(&self) -> usize {
        self.known
    }

    /// Items decided and all, of what was read so far. O(1).
    pub const fn progress(&self) -> (usize, usize) {
        self.progress
    }

    /// The next document with something to decide behind the one at `path`, round; not that one itself. O(n).
    pub fn next_unfinished(&self, path: Option<&Path>) -> Option<&LibraryEntry> {
        let start = path.and_then(|path| self.position(path)).map_or(0, |here| here + 1);
        let count = self.entries.len();
        (0..count)
            .filter_map(|n| self.entries.get((start + n) % count.max(1)))
            .find(|entry| Some(entry.path.as_path()) != path && entry.is_unfinished())
    }

    /// Notes what is known of a document. O(1).
    pub fn know(&mut self, path: &Path, known: Result<Summary, NotRead>) {
        let Some(entry) = self.position(path).and_then(|at| self.entries.get_mut(at)) else { return };
        let items = |known: &Result<Summary, NotRead>| known.as_ref().map_or((0, 0), |summary| summary.progress);
        let before = entry.known.as_ref().map_or((0, 0), items);
        let now = items(&known);
        self.progress = (self.progress.0 + now.0 - before.0, self.progress.1 + now.1 - before.1);
        self.known += usize::from(entry.known.is_none());
        entry.known = Some(known);
    }

    /// Notes when a document was last open. O(1).
    pub fn note_opened(&mut self, path: &Path, opened: String) {
        if let Some(entry) = self.position(path).and_then(|at| self.entries.get_mut(at)) {
            entry.opened = opened;
        }
    }
}

/// Longest what was found out is kept back before it is told: a screen need not be drawn for each document.
const BATCH_TIME: Duration = Duration::from_millis(50);

/// Reads documents one after the other; `tell` gets what was found out in batches, and says whether anybody still wants to
/// know.
pub fn read(project: &Project, paths: &[PathBuf], tell: &mut dyn FnMut(Vec<LibraryUpdate>) -> bool) {
    let detector = Detector::new();
    let mut folders = FolderCache::of(project);
    let mut batch = Vec::new();
    // The first is told at once: what there is to see of a short folder is there with its first frame.
    let mut sent: Option<Instant> = None;
    for path in paths {
        let read = std::panic::AssertUnwindSafe(|| summary(project, &mut folders, &detector, path));
        let (known, opened) = std::panic::catch_unwind(read)
            .unwrap_or_else(|_| (Err(NotRead("Reading it failed.".to_owned())), String::new()));
        batch.push(LibraryUpdate { path: path.clone(), known, opened });
        if sent.is_none_or(|sent| sent.elapsed() >= BATCH_TIME) {
            if !tell(std::mem::take(&mut batch)) {
                return;
            }
            sent = Some(Instant::now());
        }
    }
    if !batch.is_empty() {
        tell(batch);
    }
}

/// What a document tells, and when it was last open.
fn summary(
    project: &Project,
    folders: &mut FolderCache,
    detector: &Detector,
    path: &Path,
) -> (Result<Summary, NotRead>, String) {
    let not_read = |error: &dyn std::fmt::Display| NotRead(error.to_string());
    let source = project.member(path).unwrap_or_else(|| Source::File(path.to_owned()));
    // Of most documents of a folder nothing is kept: then nothing is looked for, and nothing is asked of the system.
    let request = if folders.may_keep(project, &source) {
        project.request_of_path(path).map_err(|e| not_read(&e))
    } else {
        project.request_without_sidecar(&source).map_err(|e| not_read(&e))
    };
    let request = match request {
        Ok(request) => request,
        Err(why) => return (Err(why), String::new()),
    };
    let opened = folders.view_of(path).and_then(|file| store::view::read(&file)).map(|v| v.opened).unwrap_or_default();
    let read = || -> Result<Summary, NotRead> {
        let document = request.load_whole().map_err(|e| not_read(&e))?;
        let set = request.stored(&document.origin.file_hash, None).map_err(|e| not_read(&e))?.set;
        let found = detector.extract(&document);
        Ok(Summary::of(&Reading::new(Arc::new(document), Arc::new(found), set)))
    };
    (read(), opened)
}

/// What lies in the folders of documents and in the user's, looked through once for many documents.
struct FolderCache {
    annotator: Option<String>,
    /// The folder of the last document.
    folder: PathBuf,
    /// Its canonical path.
    canonical: PathBuf,
    /// The names in it.
    names: HashSet<OsString>,
    is_writable: bool,
    /// Whether annotations may lie in the user's data folder.
    may_be_elsewhere: bool,
    state: Option<PathBuf>,
    /// The names of the views that are kept in the state folder.
    views: HashSet<OsString>,
}

impl FolderCache {
    fn of(project: &Project) -> Self {
        let state = project.folders.state.clone();
        let views = state.as_ref().map(|state| names_in(&StateFiles::views(state))).unwrap_or_default();
        let documents = project.folders.data.as_ref().map(|data| names_in(&paths::documents(data)));
        Self {
            annotator: project.annotator.clone(),
            folder: PathBuf::new(),
            canonical: PathBuf::new(),
            names: HashSet::new(),
            is_writable: false,
            may_be_elsewhere: documents.is_some_and(|names| !names.is_empty()),
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
            self.is_writable = folder::is_writable(folder);
        }
    }

    /// The name of the sidecar of a document.
    fn sidecar_name(&self, path: &Path) -> OsString {
        paths::sidecar_name(path.file_name().unwrap_or_default(), self.annotator.as_deref())
    }

    /// Whether anything may be kept of a document; certain only when not.
    fn may_keep(&mut self, project: &Project, source: &Source) -> bool {
        let (Source::File(path) | Source::Member { path, .. }) = source else { return true };
        self.enter(path);
        if self.may_be_elsewhere || !self.is_writable || project.sidecar.is_some() {
            return true;
        }
        let sidecar = PathBuf::from(self.sidecar_name(path));
        store::files_of(&sidecar).any(|file| self.names.contains(file.as_os_str()))
    }

    /// The file that says when a document was last open, where there is one.
    fn view_of(&mut self, path: &Path) -> Option<PathBuf> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_unfinished_one_is_found_round() {
        let paths = ["d/a.txt", "d/b.txt", "d/c.txt"].map(PathBuf::from).to_vec();
        let mut library = Library::new("d".into(), Path::new("d"), paths);
        assert_eq!(library.entries[1].name, "b.txt");
        assert!(library.next_unfinished(None).is_none());
        let summary = |done, all| Ok(Summary { progress: (done, all), ..Summary::default() });
        library.know(Path::new("d/a.txt"), summary(0, 3));
        library.know(Path::new("d/b.txt"), summary(2, 2));
        library.know(Path::new("d/c.txt"), Err(NotRead("no".to_owned())));
        assert_eq!(library.next_unfinished(Some(Path::new("d/b.txt"))).map(|s| s.name.as_str()), Some("a.txt"));
        assert!(library.next_unfinished(Some(Path::new("d/a.txt"))).is_none());
        assert_eq!((library.progress(), library.known()), ((2, 5), 3));
        // What is known anew takes the place of what was known.
        library.know(Path::new("d/a.txt"), summary(3, 3));
        library.know(Path::new("d/nowhere.txt"), summary(9, 9));
        assert_eq!((library.progress(), library.known()), ((5, 5), 3));
    }

    /// The index and the counts stay right for many documents.
    #[test]
    fn documents_are_found_by_their_paths() {
        let paths: Vec<PathBuf> = (0..20_000).map(|n| PathBuf::from(format!("d/{n}.txt"))).collect();
        let mut library = Library::new("d".into(), Path::new("d"), paths.clone());
        for (n, path) in paths.iter().enumerate() {
            assert_eq!(library.position(path), Some(n));
            library.know(path, Ok(Summary { progress: (1, 2), ..Summary::default() }));
        }
        assert_eq!((library.progress(), library.known()), ((20_000, 40_000), 20_000));
    }

    /// What is told comes in few batches, in order, whatever is kept of the documents.
    #[test]
    fn documents_are_read_in_batches_with_what_is_kept_of_them() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let text = "“We will vote on Monday,” said Ada Grey, the mayor.\n";
        let paths: Vec<PathBuf> = (0..30).map(|n| at(&format!("{n:02}.txt"))).collect();
        for path in &paths {
            store::disk::replace(path, text.as_bytes()).unwrap();
        }
        let rejected = "(version: 1, document: (source: \"07.txt\", file: \"\", text: \"\", loader: \"txt/1\", chars: 51), \
            annotations: [(id: \"01970000-0000-7000-8000-000000000001\", label: \"quote\", kind: direct, form: quotation, \
            status: rejected, at: [(start: 0, end: 25, exact: \"“We will vote on Monday,”\")], by: \"ada\", \
            created: \"2026-11-24T08:00:00Z\")])";
        store::disk::replace(&at("07.txt.sayso.ron"), rejected.as_bytes()).unwrap();
        store::disk::replace(&at("08.txt.sayso.ron"), b"(version: 1,").unwrap();
        let folders = crate::config::Folders { data: Some(at("data")), state: Some(at("state")), config: None };
        let view = StateFiles::of(&at("09.txt.sayso.ron"), &at("state")).view;
        store::view::write(&view, &store::View { opened: "2026-11-24T08:00:00Z".to_owned(), ..Default::default() })
            .unwrap();
        let project = Project { folders, ..Project::default() };
        let (mut all, mut batches) = (Vec::new(), 0);
        read(&project, &paths, &mut |batch| {
            batches += 1;
            all.extend(batch);
            true
        });
        assert!(batches > 1 && all.iter().map(|u| &u.path).eq(&paths));
        for (n, update) in all.iter().enumerate() {
            match (n, &update.known) {
                (8, known) => assert!(known.as_ref().unwrap_err().to_string().contains("08.txt.sayso.ron")),
                (7, known) => assert_eq!(known.as_ref().unwrap().progress, (1, 1)),
                (_, known) => assert_eq!(known.as_ref().unwrap().progress, (0, 1)),
            }
            assert_eq!(!update.opened.is_empty(), n == 9);
        }
        // Whoever wants no more gets no more.
        let mut batches = 0;
        read(&project, &paths, &mut |_| {
            batches += 1;
            false
        });
        assert_eq!(batches, 1);
    }
}
