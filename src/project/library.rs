//! The documents of a folder: what is known of each, filled in while they are read.

use super::DocumentSource;
use crate::store;
use sayso_core::detect::Detector;
use sayso_core::document::civil_in_words;
use sayso_core::reading::Reading;
use std::path::{Path, PathBuf};
use std::sync::Arc;

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
const NAMED: usize = 4;

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
        let more = voices.len().saturating_sub(NAMED);
        voices.truncate(NAMED);
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
    /// What is known; nothing until it was read, a sentence when it cannot be.
    pub known: Option<Result<Summary, String>>,
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

/// A path without `./` in front: one document has one path.
pub fn tidy(path: &Path) -> PathBuf {
    path.strip_prefix(".").unwrap_or(path).to_owned()
}

/// The documents of a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Library {
    /// The folder, or what the documents have in common.
    pub name: String,
    /// The documents, by name.
    pub entries: Vec<LibraryEntry>,
}

impl Library {
    /// Documents nothing is known of yet.
    pub fn new(name: String, folder: &Path, paths: Vec<PathBuf>) -> Self {
        let entry = |path: PathBuf| {
            let (path, folder) = (tidy(&path), tidy(folder));
            let name = path.strip_prefix(folder).unwrap_or(&path).display().to_string();
            LibraryEntry { path, name, known: None, opened: String::new() }
        };
        Self { name, entries: paths.into_iter().map(entry).collect() }
    }

    /// Items decided and all, of what was read so far.
    pub fn progress(&self) -> (usize, usize) {
        let known = self.entries.iter().filter_map(|s| s.known.as_ref()?.as_ref().ok());
        known.fold((0, 0), |sum, s| (sum.0 + s.progress.0, sum.1 + s.progress.1))
    }

    /// The next document with something to decide behind the one at `path`, round; not that one itself.
    pub fn next_unfinished(&self, path: Option<&Path>) -> Option<&LibraryEntry> {
        let here = path.and_then(|p| self.entries.iter().position(|s| s.path == p));
        let start = here.map_or(0, |h| h + 1);
        let count = self.entries.len();
        (0..count)
            .filter_map(|n| self.entries.get((start + n) % count.max(1)))
            .find(|s| Some(s.path.as_path()) != path && s.is_unfinished())
    }

    /// Notes what is known of a document.
    pub fn know(&mut self, path: &Path, known: Result<Summary, String>) {
        if let Some(entry) = self.entries.iter_mut().find(|s| s.path == path) {
            entry.known = Some(known);
        }
    }
}

/// What a document of a folder tells, and when it was last open.
pub fn summary(source: &dyn DocumentSource, detector: &Detector, path: &Path) -> (Result<Summary, String>, String) {
    let request = match source.request(path) {
        Ok(request) => request,
        Err(why) => return (Err(why.to_string()), String::new()),
    };
    let opened = request.state_files().and_then(|s| store::view::read(&s.view)).map(|v| v.opened).unwrap_or_default();
    let read = || -> Result<Summary, String> {
        let document = request.load_whole().map_err(|e| e.to_string())?;
        let set = request.stored(&document.origin.file_hash, None).map_err(|e| e.to_string())?.set;
        let found = detector.extract(&document);
        Ok(Summary::of(&Reading::new(Arc::new(document), Arc::new(found), set)))
    };
    (read(), opened)
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
        library.know(Path::new("d/c.txt"), Err("no".into()));
        assert_eq!(library.next_unfinished(Some(Path::new("d/b.txt"))).map(|s| s.name.as_str()), Some("a.txt"));
        assert!(library.next_unfinished(Some(Path::new("d/a.txt"))).is_none());
        assert_eq!(library.progress(), (2, 5));
    }
}
