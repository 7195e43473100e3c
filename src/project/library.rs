//! The documents of a folder: what is known of each, filled in while they are read.

use sayso_core::annotators::assignment::{WorkState, Workload};
use sayso_core::document::civil_in_words;
use sayso_core::library::DocumentRecord;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What is known of a document that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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

impl Summary {
    /// What a record tells. O(speakers).
    pub fn of(record: &DocumentRecord) -> Self {
        let day = record.date().map(civil_in_words);
        let about: Vec<String> = record.outlet.iter().chain(&record.author).take(1).cloned().chain(day).collect();
        let speaks = record.speakers.iter().filter(|s| s.statements > 0);
        let mut voices: Vec<(String, usize)> = speaks.map(|s| (s.name.clone(), s.statements as usize)).collect();
        let unknown = record.statements.iter().filter(|s| s.speaker.is_none() && !s.is_nobodys).count();
        if unknown > 0 {
            let at = voices.partition_point(|(_, count)| *count >= unknown);
            voices.insert(at, ("unknown speaker".to_owned(), unknown));
        }
        let more = voices.len().saturating_sub(MAX_SPEAKERS);
        voices.truncate(MAX_SPEAKERS);
        if more > 0 {
            voices.push((format!("{more} more"), 0));
        }
        let (decided, all) = record.progress;
        Self {
            progress: (decided as usize, all as usize),
            claims: record.claims as usize,
            lost: record.lost as usize,
            title: record.title.clone(),
            words: record.words as usize,
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
    /// Who has it, and how far each is, where it is shared out.
    pub work: Vec<(Arc<str>, WorkState)>,
}

impl LibraryEntry {
    /// How far somebody is with it; none where they do not have it. O(those who have it).
    pub fn work_of(&self, annotator: Option<&str>) -> Option<WorkState> {
        let annotator = annotator?;
        self.work.iter().find(|(name, _)| **name == *annotator).map(|(_, state)| *state)
    }

    /// Whether somebody has it, and has not reviewed it.
    pub fn is_left_for(&self, annotator: Option<&str>) -> bool {
        self.work_of(annotator).is_some_and(|state| state != WorkState::Reviewed)
    }

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
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
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

/// The documents of a folder. What is known of them changes by [`Library::know`] and [`Library::note_work`] alone, which keep the
/// counts.
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
    /// What everybody has of it, by name.
    work: BTreeMap<Arc<str>, Workload>,
}

impl Library {
    /// Documents nothing is known of yet. O(n).
    pub fn new(name: String, folder: &Path, paths: Vec<PathBuf>) -> Self {
        let (folder, given) = (tidy(folder), folder.to_owned());
        let entry = |path: PathBuf| {
            let path = tidy(&path);
            let name = path.strip_prefix(&folder).unwrap_or(&path).display().to_string();
            LibraryEntry { path, name, known: None, opened: String::new(), work: Vec::new() }
        };
        let entries: Vec<LibraryEntry> = paths.into_iter().map(entry).collect();
        // Of a path that is named twice the first entry is meant.
        let positions = entries.iter().enumerate().rev().map(|(n, entry)| (entry.path.clone(), n)).collect();
        Self { name, folder: given, entries, positions, known: 0, progress: (0, 0), work: BTreeMap::new() }
    }

    /// Where a document stands among the entries. O(1).
    pub fn position(&self, path: &Path) -> Option<usize> {
        self.positions.get(path).copied()
    }

    /// How the document at a path is shown; by its path where it is not among them. O(1).
    pub fn name_of(&self, path: &Path) -> String {
        let entry = self.position(path).and_then(|at| self.entries.get(at));
        entry.map_or_else(|| path.display().to_string(), |entry| entry.shown().to_owned())
    }

    /// How many documents were read, or could not be. O(1).
    pub const fn known(&self) -> usize {
        self.known
    }

    /// Items decided and all, of what was read so far. O(1).
    pub const fn progress(&self) -> (usize, usize) {
        self.progress
    }

    /// What everybody has of the documents that are shared out, by name.
    pub const fn work(&self) -> &BTreeMap<Arc<str>, Workload> {
        &self.work
    }

    /// Whether anything of it is shared out. O(annotators).
    pub fn is_shared_out(&self) -> bool {
        self.work.values().any(|work| work.documents > 0)
    }

    /// What somebody has; nothing where nothing is shared out to them. O(log annotators).
    pub fn work_of(&self, annotator: Option<&str>) -> Option<Workload> {
        self.work.get(annotator?).copied().filter(|work| work.documents > 0)
    }

    /// The next document with something to decide behind the one at `path`, round; not that one itself. For whoever has documents
    /// of their own it is the next of those that they have not reviewed. O(n).
    pub fn next_unfinished(&self, path: Option<&Path>, annotator: Option<&str>) -> Option<&LibraryEntry> {
        let has_some = self.work_of(annotator).is_some();
        let is_left =
            |entry: &LibraryEntry| if has_some { entry.is_left_for(annotator) } else { entry.is_unfinished() };
        let start = path.and_then(|path| self.position(path)).map_or(0, |here| here + 1);
        let count = self.entries.len();
        (0..count)
            .filter_map(|n| self.entries.get((start + n) % count.max(1)))
            .find(|entry| Some(entry.path.as_path()) != path && is_left(entry))
    }

    /// Lists other documents; what is known of those that stay, stays. O(n).
    pub fn list_again(&mut self, paths: Vec<PathBuf>) {
        let mut before: HashMap<PathBuf, LibraryEntry> =
            std::mem::take(&mut self.entries).into_iter().map(|entry| (entry.path.clone(), entry)).collect();
        let folder = std::mem::take(&mut self.folder);
        *self = Self::new(std::mem::take(&mut self.name), &folder, paths);
        let kept: Vec<LibraryEntry> = self.entries.iter().filter_map(|entry| before.remove(&entry.path)).collect();
        for LibraryEntry { path, known, opened, work, .. } in kept {
            let Some(at) = self.position(&path) else { continue };
            self.note_work_at(at, work);
            if let Some(known) = known {
                self.know_at(at, known);
            }
            self.note_opened_at(at, opened);
        }
    }

    /// Notes what is known of a document. O(1).
    pub fn know(&mut self, path: &Path, known: Result<Summary, NotRead>) {
        if let Some(at) = self.position(path) {
            self.know_at(at, known);
        }
    }

    /// The same of the document at a position.
    pub fn know_at(&mut self, at: usize, known: Result<Summary, NotRead>) {
        let Some(entry) = self.entries.get_mut(at) else { return };
        let items = |known: &Result<Summary, NotRead>| known.as_ref().map_or((0, 0), |summary| summary.progress);
        let before = entry.known.as_ref().map_or((0, 0), items);
        let now = items(&known);
        self.progress = (self.progress.0 + now.0 - before.0, self.progress.1 + now.1 - before.1);
        self.known += usize::from(entry.known.is_none());
        entry.known = Some(known);
    }

    /// Notes who has a document, and how far each is. O(those).
    pub fn note_work(&mut self, path: &Path, work: Vec<(Arc<str>, WorkState)>) {
        if let Some(at) = self.position(path) {
            self.note_work_at(at, work);
        }
    }

    /// Notes how far somebody is with a document that they have. O(those who have it).
    pub fn note_state(&mut self, path: &Path, annotator: Option<&str>, state: WorkState) {
        let Some(at) = self.position(path) else { return };
        let mut work = self.entries.get(at).map(|entry| entry.work.clone()).unwrap_or_default();
        if let Some((_, known)) = work.iter_mut().find(|(name, _)| annotator.is_some_and(|by| **name == *by)) {
            *known = state;
            self.note_work_at(at, work);
        }
    }

    fn note_work_at(&mut self, at: usize, work: Vec<(Arc<str>, WorkState)>) {
        let Some(entry) = self.entries.get_mut(at) else { return };
        for (name, state) in std::mem::take(&mut entry.work) {
            self.work.entry(name).or_default().remove(state, 0, None);
        }
        for (name, state) in &work {
            self.work.entry(Arc::clone(name)).or_default().add(*state, 0, None);
        }
        entry.work = work;
    }

    /// Notes when the document at a position was last open. O(1).
    pub fn note_opened_at(&mut self, at: usize, opened: String) {
        if let Some(entry) = self.entries.get_mut(at) {
            entry.opened = opened;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_unfinished_one_is_found_round() {
        let paths = ["d/a.txt", "d/b.txt", "d/c.txt"].map(PathBuf::from).to_vec();
        let mut library = Library::new("d".into(), Path::new("d"), paths);
        assert_eq!(library.entries[1].name, "b.txt");
        assert!(library.next_unfinished(None, None).is_none());
        let summary = |done, all| Ok(Summary { progress: (done, all), ..Summary::default() });
        library.know(Path::new("d/a.txt"), summary(0, 3));
        library.know(Path::new("d/b.txt"), summary(2, 2));
        library.know(Path::new("d/c.txt"), Err(NotRead("no".to_owned())));
        assert_eq!(library.next_unfinished(Some(Path::new("d/b.txt")), None).map(|s| s.name.as_str()), Some("a.txt"));
        assert!(library.next_unfinished(Some(Path::new("d/a.txt")), None).is_none());
        assert_eq!((library.progress(), library.known()), ((2, 5), 3));
        // What is known anew takes the place of what was known.
        library.know(Path::new("d/a.txt"), summary(3, 3));
        library.know(Path::new("d/nowhere.txt"), summary(9, 9));
        assert_eq!((library.progress(), library.known()), ((5, 5), 3));
    }

    #[test]
    fn what_is_known_stays_when_the_list_changes() {
        let paths = |names: &[&str]| names.iter().map(|n| PathBuf::from(format!("d/{n}.txt"))).collect::<Vec<_>>();
        let mut library = Library::new("d".into(), Path::new("d"), paths(&["a", "b", "c"]));
        library.know(Path::new("d/b.txt"), Ok(Summary { progress: (1, 2), ..Summary::default() }));
        library.know(Path::new("d/c.txt"), Ok(Summary { progress: (5, 5), ..Summary::default() }));
        library.note_opened_at(1, "2026-11-24".into());
        library.list_again(paths(&["0", "b", "d"]));
        assert_eq!((library.name.as_str(), library.folder.as_path()), ("d", Path::new("d")));
        assert_eq!((library.progress(), library.known(), library.entries.len()), ((1, 2), 1, 3));
        assert_eq!(library.entries[1].opened, "2026-11-24");
        assert_eq!(library.position(Path::new("d/d.txt")), Some(2));
    }

    #[test]
    fn whoever_has_documents_of_their_own_goes_on_in_them() {
        let paths = ["d/a.txt", "d/b.txt", "d/c.txt"].map(PathBuf::from);
        let mut library = Library::new("d".into(), Path::new("d"), paths.to_vec());
        library.know(Path::new("d/a.txt"), Ok(Summary { progress: (0, 3), ..Summary::default() }));
        let note = |library: &mut Library, path: &Path, who: &[&str]| {
            library.note_work(path, who.iter().map(|name| (Arc::from(*name), WorkState::Open)).collect());
        };
        note(&mut library, &paths[1], &["ada", "bo"]);
        note(&mut library, &paths[2], &["ada"]);
        let next = |library: &Library, by| library.next_unfinished(None, by).map(|entry| entry.name.clone());
        assert_eq!(next(&library, Some("ada")), Some("b.txt".to_owned()));
        assert_eq!(next(&library, Some("cy")), Some("a.txt".to_owned()), "who has none goes on in all");
        library.note_state(&paths[1], Some("ada"), WorkState::Reviewed);
        library.note_state(&paths[1], Some("cy"), WorkState::Reviewed);
        assert_eq!(next(&library, Some("ada")), Some("c.txt".to_owned()));
        assert_eq!(library.work_of(Some("ada")).map(|work| (work.documents, work.left())), Some((2, 1)));
        assert_eq!(library.entries[1].work_of(Some("bo")), Some(WorkState::Open));
        // It stays as long as the document does.
        library.list_again(vec![paths[1].clone()]);
        assert_eq!(library.work_of(Some("ada")).map(|work| (work.documents, work.left())), Some((1, 0)));
        assert_eq!(next(&library, Some("ada")), None);
        note(&mut library, &paths[1], &[]);
        assert_eq!((library.work_of(Some("ada")), library.work_of(Some("bo"))), (None, None));
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
}
