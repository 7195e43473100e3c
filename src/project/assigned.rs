//! What is shared out among annotators (`sayso assign`), and how far everybody is with it.

use super::annotators::Work;
use super::index::ask::in_parallel;
use super::{Error, Project, source};
use crate::input::{self, MAX_CODEBOOK};
use crate::store::disk::folder_of;
use crate::store::kind::file_of;
use sayso_core::annotators::assignment::{Assignments, Workload};
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Name of the file in which it is kept.
pub const FILE_NAME: &str = "sayso.assigned.ron";

/// What is shared out in a folder; nothing where nothing is. O(length of the file).
///
/// # Errors
/// When the file cannot be read, or is none.
pub fn read(folder: &Path) -> Result<Option<Assignments>, Error> {
    let path = folder.join(FILE_NAME);
    match input::read_text(&path, MAX_CODEBOOK) {
        Ok(text) => Assignments::read(&text).map(Some).map_err(|error| Error::Assignments { path, error }),
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(source::unreadable(&path, error)),
    }
}

/// A document by its path from a folder above it, with / on every system.
pub fn name_in(folder: &Path, file: &Path) -> Option<String> {
    let parts = file.strip_prefix(folder).ok()?.components();
    let parts: Vec<_> = parts.map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
    Some(parts.join("/"))
}

/// Those who have a document, and how far each is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DocumentWork {
    /// The document.
    pub path: PathBuf,
    /// They, by name; nobody where it is not shared out.
    pub of: Vec<(Arc<str>, Work)>,
}

/// How far everybody is with documents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorkFound {
    /// Each document that was asked for.
    pub documents: Vec<DocumentWork>,
    /// What could not be read, in sentences.
    pub problems: Vec<String>,
}

impl WorkFound {
    /// What everybody has of it together, by name. O(documents and those who have them).
    pub fn sum(&self) -> BTreeMap<String, Workload> {
        let mut out: BTreeMap<String, Workload> = BTreeMap::new();
        for (name, work) in self.documents.iter().flat_map(|document| &document.of) {
            out.entry(name.to_string()).or_default().add(work.state(), work.annotations as u64, work.effort);
        }
        out
    }

    /// Whether nothing of it is shared out, and nothing went wrong.
    pub fn is_nothing(&self) -> bool {
        self.problems.is_empty() && self.documents.iter().all(|document| document.of.is_empty())
    }
}

/// What is shared out around documents: the file in the nearest folder that has one, in theirs or above it, is read once.
#[derive(Debug, Default)]
pub struct AssignedFolders {
    /// By folder of documents.
    known: HashMap<PathBuf, Option<Arc<InFolder>>>,
    /// By folder of the file.
    files: HashMap<PathBuf, Option<Arc<InFolder>>>,
    /// Files that cannot be read, in sentences.
    problems: Vec<String>,
}

/// What is shared out in a folder.
#[derive(Debug)]
struct InFolder {
    folder: PathBuf,
    /// The names of those who have each document, shared by all that they have.
    documents: HashMap<String, Vec<Arc<str>>>,
}

impl AssignedFolders {
    /// Those who have a document. O(depth of its folder) the first time for a folder, and the length of a file the first time for
    /// that, then O(length of the path).
    fn have(&mut self, document: &Path) -> Vec<Arc<str>> {
        let folder = folder_of(document);
        if !self.known.contains_key(folder) {
            let found = self.around(folder);
            self.known.insert(folder.to_owned(), found);
        }
        // Where nothing is shared out no document is looked at.
        let Some(Some(found)) = self.known.get(folder) else { return Vec::new() };
        let file = file_of(document);
        let absolute = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
        let name = name_in(&found.folder, &absolute);
        name.and_then(|name| found.documents.get(&name)).cloned().unwrap_or_default()
    }

    fn around(&mut self, folder: &Path) -> Option<Arc<InFolder>> {
        let absolute = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
        let nearest = absolute.ancestors().find(|folder| folder.join(FILE_NAME).symlink_metadata().is_ok())?;
        if let Some(known) = self.files.get(nearest) {
            return known.clone();
        }
        let found = match read(nearest) {
            Ok(found) => found.map(|all| Arc::new(InFolder::new(nearest, all))),
            Err(error) => {
                self.problems.push(error.to_string());
                None
            }
        };
        self.files.insert(nearest.to_owned(), found.clone());
        found
    }
}

impl InFolder {
    fn new(folder: &Path, all: Assignments) -> Self {
        let mut shared: HashMap<String, Arc<str>> = HashMap::new();
        let mut names = |names: Vec<String>| {
            let shared =
                names.into_iter().map(|name| Arc::clone(shared.entry(name).or_insert_with_key(|n| n.as_str().into())));
            shared.collect()
        };
        let documents = all.documents.into_iter().map(|(document, who)| (document, names(who))).collect();
        Self { folder: folder.to_owned(), documents }
    }
}

impl Project {
    /// How far everybody is with documents that are shared out among annotators; the documents are not read, what annotators keep
    /// about them is, by all cores. O(documents + what is kept about those that are shared out).
    pub fn work_on(&self, paths: &[PathBuf], folders: &mut AssignedFolders) -> WorkFound {
        let mut documents: Vec<DocumentWork> = Vec::with_capacity(paths.len());
        let mut asked: Vec<(usize, Arc<str>)> = Vec::new();
        for path in paths {
            asked.extend(folders.have(path).into_iter().map(|name| (documents.len(), name)));
            documents.push(DocumentWork { path: path.clone(), of: Vec::new() });
        }
        let mut problems = std::mem::take(&mut folders.problems);
        let work =
            in_parallel(&asked, |(n, name)| documents.get(*n).map(|document| self.work_of(&document.path, name)));
        for ((n, name), work) in asked.into_iter().zip(work) {
            match work {
                Some(Ok(work)) => {
                    if let Some(document) = documents.get_mut(n) {
                        document.of.push((Arc::clone(&name), work));
                    }
                }
                Some(Err(error)) => problems.push(error.to_string()),
                None => {}
            }
        }
        WorkFound { documents, problems }
    }
}

/// How many of the documents somebody has are left, and how many they have, in words: "6 yours, 4 left".
pub fn in_short(work: Workload) -> String {
    format!("{} yours, {} left", work.documents, work.left())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::disk;

    const DONE: &str = "(version: 1, document: (), speakers: [], annotations: [], reviews: [(by: \"ada\", detector: \"4\", text: \"x\", \
        done: \"2026-11-24T08:00:00Z\", items: 2)])";

    #[test]
    fn work_is_found_by_the_nearest_file_and_what_is_wrong_is_told_once() {
        let top = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let path = top.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            disk::replace(&path, text.as_bytes()).unwrap();
            path
        };
        let mut all = Assignments::new(1, 0.0, vec!["ada".to_owned(), "bo".to_owned()]);
        for (name, who) in [("a.txt", &["ada", "bo"][..]), ("in/b.txt", &["ada"]), ("in/c.txt", &["bo"])] {
            all.documents.insert(name.to_owned(), who.iter().map(|name| (*name).to_owned()).collect());
        }
        write(FILE_NAME, &all.print());
        let paths = ["a.txt", "in/b.txt", "in/c.txt", "in/d.txt"].map(|name| write(name, "Nothing."));
        write("a.txt.sayso.ada.ron", DONE);
        write("in/c.txt.sayso.bo.ron", "(");
        let found = Project::default().work_on(&paths, &mut AssignedFolders::default());
        let told: Vec<String> = found
            .documents
            .iter()
            .map(|d| {
                d.of.iter().map(|(name, work)| format!("{name} {}", work.state().word())).collect::<Vec<_>>().join(", ")
            })
            .collect();
        assert_eq!(told, ["ada reviewed, bo open", "ada open", "", ""]);
        assert!(found.problems.len() == 1 && found.problems[0].contains("c.txt.sayso.bo.ron"), "{:?}", found.problems);
        let sums = found.sum();
        assert_eq!((sums["ada"].documents, sums["ada"].left(), sums["bo"].documents), (2, 1, 1));
        // A folder below has a file of its own, with a mistake in it.
        write(&format!("in/{FILE_NAME}"), "(");
        let found = Project::default().work_on(&paths, &mut AssignedFolders::default());
        let whose: Vec<usize> = found.documents.iter().map(|d| d.of.len()).collect();
        assert_eq!(whose, [2, 0, 0, 0]);
        assert!(found.problems.len() == 1 && found.problems[0].contains("line 1, column"), "{:?}", found.problems);
        assert!(Project::default().work_on(&[], &mut AssignedFolders::default()).is_nothing());
    }
}
