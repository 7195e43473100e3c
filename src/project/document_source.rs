//! What the reader opens documents and folders with.

use super::annotators::{Annotators, AskedAnnotators};
use super::assigned::{AssignedFolders, DocumentWork, WorkFound};
use super::figures::{self, Counted, FoundWords, Wanted};
use super::index::people;
use super::index::{self, Answer, Ask, IndexFile, PeopleFound, Refresh, WordsWanted};
use super::library::LibraryUpdate;
use super::request::Request;
use super::{Error, Project, Source, error, source};
use crate::store::kind::file_of;
use crate::store::target::annotates;
use sayso_core::annotation::Set;
use sayso_core::detect::Detector;
use sayso_core::library::figures::behind::RowOf;
use sayso_core::library::{Agreement, DocumentRecord, FindQuery, Namespace, Period, Plan, Wording};
use sayso_core::reading::Reading;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Finds documents and says how each is opened.
pub trait DocumentSource: Send + Sync {
    /// How the document at a path is opened.
    ///
    /// # Errors
    /// When there is none, or it is no ordinary file.
    fn request(&self, path: &Path) -> Result<Request, Error>;

    /// The documents in a folder and those below it.
    fn list(&self, folder: &Path) -> Listed;

    /// The whole text of the document at a path; `None` when it cannot be read.
    fn text(&self, path: &Path) -> Option<String>;

    /// Whether nothing may be changed in this run.
    fn is_read_only(&self) -> bool;

    /// Finds out what is known of documents, all those of `folder` where one is given; `tell` gets it in batches, and says
    /// whether anybody still wants to know.
    fn read_library(&self, folder: Option<&Path>, paths: &[PathBuf], tell: &mut dyn FnMut(Vec<LibraryUpdate>) -> bool);

    /// The same of some documents of a folder, and only of what changed.
    fn read_again(&self, folder: &Path, paths: &[PathBuf], tell: &mut dyn FnMut(Vec<LibraryUpdate>) -> bool);

    /// Figures of documents, all those of `folder` where one is given; `tell` gets how many are known, and says whether anybody
    /// still wants to know.
    fn count(&self, folder: Option<&Path>, paths: &[PathBuf], tell: &mut dyn FnMut(usize) -> bool) -> Counted;

    /// The words behind a row of such figures, in order of the documents, at most so many.
    fn words_behind(&self, folder: Option<&Path>, paths: &[PathBuf], row: &RowOf, limit: usize) -> Vec<FoundWords>;

    /// How right suggestions were in the documents of a folder but for one, as far as that is known without reading them.
    fn agreement(&self, folder: &Path, except: &Path) -> Agreement;

    /// Asks documents, all those of `folder` where one is given, as far as its index has come; those whose numbers are in `seen`
    /// are passed over. `tell` gets the answers and says whether more are wanted.
    ///
    /// # Errors
    /// Why nothing can be asked, in a sentence without its full stop.
    fn ask(
        &self,
        documents: AskedDocuments<'_>,
        query: &FindQuery,
        seen: &mut BTreeSet<u32>,
        tell: &mut dyn FnMut(Answer) -> bool,
    ) -> Result<(), String>;

    /// The words by which a question to a folder can be narrowed: in the order of their letters; none without an index.
    fn names(&self, folder: &Path, of: Narrowing) -> BTreeSet<String>;

    /// The document that a file of ours holds annotations of; `None` for any other file.
    fn document_of(&self, path: &Path) -> Option<PathBuf>;

    /// What annotators keep about the document at a path, whose file has that hash; nothing of one who keeps nothing.
    ///
    /// # Errors
    /// When a sidecar cannot be read.
    fn annotations(&self, _path: &Path, _hash: &str, asked: &AskedAnnotators) -> Result<AnnotatorSets, Error> {
        Ok(asked.of.iter().map(|name| (name.clone(), None)).collect())
    }

    /// How far annotators are with documents that are shared out among them.
    fn work(&self, paths: &[PathBuf], _folders: &mut AssignedFolders) -> WorkFound {
        let nobody = |path: &PathBuf| DocumentWork { path: path.clone(), of: Vec::new() };
        WorkFound { documents: paths.iter().map(nobody).collect(), problems: Vec::new() }
    }

    /// What is known of the document at a path, by what it and its sidecar hold, and its text; `None` when it cannot be read.
    fn record(&self, path: &Path) -> Option<(DocumentRecord, String)> {
        let request = self.request(path).ok()?;
        let document = Arc::new(request.load_whole().ok()?);
        let stored = request.stored(&document.origin.file_hash, None).ok()?;
        let found = Arc::new(Detector::new().extract(&document));
        let record = DocumentRecord::of(&Reading::new(Arc::clone(&document), found, stored.set));
        Some((record, document.text().to_owned()))
    }

    /// Who speaks in documents, all those of `folder` where one is given; `tell` gets how many are known, and says whether
    /// anybody still wants to know.
    fn people(&self, _folder: Option<&Path>, paths: &[PathBuf], tell: &mut dyn FnMut(usize) -> bool) -> PeopleFound {
        people::one_by_one(paths, |path| Some(self.record(path)?.0), tell)
    }

    /// The words of statements, in the order that is wanted; `tell` says whether more are.
    fn words(&self, wanted: &WordsWanted, tell: &mut dyn FnMut(Vec<Wording>) -> bool) {
        people::words(|path| self.record(path), wanted, tell);
    }
}

/// Annotators by name, with what each keeps about a document.
pub type AnnotatorSets = Vec<(String, Option<Set>)>;

/// Documents that are asked.
#[derive(Clone, Copy)]
pub struct AskedDocuments<'a> {
    /// The folder they are all of.
    pub folder: Option<&'a Path>,
    /// They themselves; nobody needs them where the folder has an index.
    pub paths: &'a [PathBuf],
    /// Most answers of one.
    pub limit: usize,
    /// Whether anybody still wants to know.
    pub is_wanted: &'a (dyn Fn() -> bool + Sync),
}

/// What a question is narrowed by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Narrowing {
    /// Words of the names of speakers.
    Speaker,
    /// Labels.
    Label,
    /// Ratings.
    Rating,
    /// Folders.
    Folder,
}

/// The documents of a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// Their paths, by name.
    pub paths: Vec<PathBuf>,
    /// What was left out, in words.
    pub left_out: Option<String>,
}

impl DocumentSource for Project {
    fn request(&self, path: &Path) -> Result<Request, Error> {
        if self.sidecar.is_some() {
            return Err(Error::OneSidecar);
        }
        if source::is_member(path) && self.member(path).is_none() {
            // Of a file of many nobody looked into yet.
            self.members(file_of(path))?;
        }
        self.request_of_path(path)
    }

    fn text(&self, path: &Path) -> Option<String> {
        let document = self.request(path).and_then(|request| request.load_whole()).ok()?;
        Some(document.text().to_owned())
    }

    fn is_read_only(&self) -> bool {
        self.read_only
    }

    fn annotations(&self, path: &Path, hash: &str, asked: &AskedAnnotators) -> Result<AnnotatorSets, Error> {
        let source = self.member(path).unwrap_or_else(|| Source::File(path.to_owned()));
        let mut names = asked.of.clone();
        if names.is_empty() {
            // Whoever began meanwhile is among them.
            names = Annotators::default().of(path);
            names.retain(|name| *name != asked.except);
        }
        let all: Vec<&str> = names.iter().map(String::as_str).collect();
        let sets = self.kept_by(&source, hash, &all)?;
        Ok(names.into_iter().zip(sets).collect())
    }

    fn work(&self, paths: &[PathBuf], folders: &mut AssignedFolders) -> WorkFound {
        self.work_on(paths, folders)
    }

    fn people(&self, folder: Option<&Path>, paths: &[PathBuf], tell: &mut dyn FnMut(usize) -> bool) -> PeopleFound {
        people::of_index(self, folder, paths, tell)
    }

    fn list(&self, folder: &Path) -> Listed {
        let found = source::documents_in(folder);
        Listed { paths: self.listed(found.documents), left_out: error::left_out(found.exports) }
    }

    fn read_library(&self, folder: Option<&Path>, paths: &[PathBuf], tell: &mut dyn FnMut(Vec<LibraryUpdate>) -> bool) {
        let wanted = Refresh { folder, paths, is_all: true, tell_known: true };
        // What cannot be kept is known all the same.
        let _ = index::refresh(self, &wanted, tell);
    }

    fn read_again(&self, folder: &Path, paths: &[PathBuf], tell: &mut dyn FnMut(Vec<LibraryUpdate>) -> bool) {
        let wanted = Refresh { folder: Some(folder), paths, is_all: false, tell_known: false };
        let _ = index::refresh(self, &wanted, tell);
    }

    fn count(&self, folder: Option<&Path>, paths: &[PathBuf], tell: &mut dyn FnMut(usize) -> bool) -> Counted {
        let mut counted = figures::count(self, &Wanted { folder, paths, period: Period::default() }, tell);
        // Whoever reads may annotate; `sayso stats` tells everybody's.
        counted.figures.told_to = counted.is_blind.then(|| self.annotator.clone().unwrap_or_default());
        counted
    }

    fn words_behind(&self, folder: Option<&Path>, paths: &[PathBuf], row: &RowOf, limit: usize) -> Vec<FoundWords> {
        figures::words_behind(self, folder, paths, row, limit)
    }

    fn agreement(&self, folder: &Path, except: &Path) -> Agreement {
        figures::agreement(self, folder, except)
    }

    fn ask(
        &self,
        documents: AskedDocuments<'_>,
        query: &FindQuery,
        seen: &mut BTreeSet<u32>,
        tell: &mut dyn FnMut(Answer) -> bool,
    ) -> Result<(), String> {
        let ask = Ask::new(self, query, documents.limit).map_err(|e| e.to_string())?;
        let ask = ask.while_wanted(documents.is_wanted);
        if let Some(index) = documents.folder.and_then(|folder| IndexFile::of(self, folder)) {
            return ask.index(&index, seen, tell).map_err(|e| e.to_string());
        }
        // Without an index each is read, once for a question.
        if seen.insert(u32::MAX) {
            match documents.folder.filter(|_| documents.paths.is_empty()) {
                Some(folder) => ask.documents(&self.list(folder).paths, tell),
                None => ask.documents(documents.paths, tell),
            }
        }
        Ok(())
    }

    fn names(&self, folder: &Path, of: Narrowing) -> BTreeSet<String> {
        let Some(index) = IndexFile::of(self, folder) else { return BTreeSet::new() };
        let namespace = match of {
            Narrowing::Speaker => Namespace::Speaker,
            Narrowing::Label => Namespace::Label,
            Narrowing::Rating => Namespace::Rating,
            Narrowing::Folder => {
                let all = index.candidates(&Plan::default()).unwrap_or_default();
                let folders = all.iter().filter_map(|c| {
                    let path = String::from_utf8_lossy(&c.path);
                    path.rsplit_once('/').map(|(folders, _)| folders.to_owned())
                });
                return folders.collect();
            }
        };
        // What cannot be asked names nobody.
        index.terms(namespace).unwrap_or_default()
    }

    fn document_of(&self, path: &Path) -> Option<PathBuf> {
        let name = annotates(&path.file_name()?.to_string_lossy())?;
        Some(path.with_file_name(name))
    }
}
