//! What several people keep about one document: whose sidecars lie beside it, and what is in them.

use super::request::decided;
use super::{Error, Project, ProjectCodebook, Source};
use crate::store::disk::folder_of;
use crate::store::kind::file_of;
use crate::store::target::whose;
use crate::store::{self, Links, SidecarPath};
use sayso_core::annotation::{Effort, Review, Set};
use sayso_core::annotators::assignment::WorkState;
use sayso_core::document::Document;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// Whoever's name a sidecar does not bear: no annotator can be called so.
pub const UNNAMED: &str = "-";

/// By name of document, whose sidecars or journals lie beside it.
type Listed = BTreeMap<String, BTreeSet<String>>;

/// Whose sidecars there are in folders, each looked through once.
#[derive(Debug, Default)]
pub struct Annotators(Mutex<HashMap<PathBuf, Arc<Listed>>>);

impl Annotators {
    /// Those who keep something beside a document, by name. O(files of the folder) the first time, then O(log documents).
    pub fn of(&self, document: &Path) -> Vec<String> {
        let folder = folder_of(document).to_owned();
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let listed = known.entry(folder).or_insert_with_key(|folder| Arc::new(listed(folder)));
        let name = document.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
        listed.get(name.as_ref()).into_iter().flatten().cloned().collect()
    }
}

fn listed(folder: &Path) -> Listed {
    let mut out = Listed::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        if let Some((document, who)) = whose(&name.to_string_lossy()) {
            out.entry(document.to_owned()).or_default().insert(who.unwrap_or(UNNAMED).to_owned());
        }
    }
    out
}

/// A document with what several annotators keep about it.
#[derive(Debug)]
pub struct SharedDocument {
    /// The document.
    pub document: Arc<Document>,
    /// The codebook of its folder.
    pub codebook: Arc<ProjectCodebook>,
    /// Of each annotator who was asked for: what they keep; nothing of one who has never kept anything about it.
    pub sets: Vec<Option<Set>>,
}

impl Project {
    /// A document with what these annotators keep about it, each in the sidecar of their name with its journal, wherever it is.
    /// Nothing is locked, moved or written. O(n).
    ///
    /// # Errors
    /// When the document or one of the sidecars cannot be read, or several may be that of an annotator.
    pub fn open_shared(&self, source: &Source, annotators: &[&str]) -> Result<SharedDocument, Error> {
        let document = self.load(source)?;
        let sets = self.kept_by(source, &document.origin.file_hash, annotators)?;
        let codebook = self.codebooks.of_folder(folder_of(file_of(source.file())));
        Ok(SharedDocument { document: Arc::new(document), codebook, sets })
    }

    /// How far an annotator is with a document in a file, which is not read. O(annotations).
    ///
    /// # Errors
    /// When their sidecar cannot be read.
    pub fn work_of(&self, file: &Path, annotator: &str) -> Result<Work, Error> {
        let place = store::sidecar_of(file, Some(annotator), self.folders.data.as_deref(), &self.index);
        let stored = store::read_linked(&place.path, Links::Anywhere)?;
        let work = Work::of(&stored.set);
        Ok(Work { is_begun: !stored.is_nothing(), ..work })
    }

    /// What annotators keep about a document of which only the hash of its file is needed. O(what they keep).
    ///
    /// # Errors
    /// As [`Project::open_shared`].
    pub fn kept_by(&self, source: &Source, hash: &str, annotators: &[&str]) -> Result<Vec<Option<Set>>, Error> {
        let set = |annotator: &&str| {
            let place = self.sidecar_of(source, annotator, hash)?;
            let stored = decided(store::read_all(&place, hash)?, &source.name())?;
            Ok((!stored.is_nothing()).then_some(stored.set))
        };
        annotators.iter().map(set).collect()
    }

    fn sidecar_of(&self, source: &Source, annotator: &str, hash: &str) -> Result<SidecarPath, Error> {
        let who = (annotator != UNNAMED).then_some(annotator);
        let data = self.folders.data.as_deref();
        match source {
            Source::File(path) | Source::Member { path, .. } if path.as_os_str() != "-" => {
                Ok(store::sidecar_of(path, who, data, &self.index))
            }
            _ => data.map(|data| store::location::sidecar_of_bytes(hash, who, data)).ok_or(Error::NoHome),
        }
    }
}

/// How far an annotator is with a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// How many annotations they keep, without those rejected.
    pub annotations: usize,
    /// When they finished a review, RFC 3339.
    pub reviewed: Option<String>,
    /// Whether they keep anything.
    pub is_begun: bool,
    /// What that review took, where that is kept.
    pub effort: Option<Effort>,
}

impl Work {
    /// That of whoever keeps a set. O(annotations).
    pub fn of(set: &Set) -> Self {
        let last = set.reviews.iter().max_by(|a, b| a.done.cmp(&b.done));
        Self {
            annotations: set.iter().filter(|record| !record.is_rejected()).count(),
            reviewed: last.map(|review| review.done.clone()),
            is_begun: !set.is_empty(),
            effort: last.and_then(Review::effort),
        }
    }

    /// How far that is.
    pub const fn state(&self) -> WorkState {
        match (&self.reviewed, self.is_begun) {
            (Some(_), _) => WorkState::Reviewed,
            (None, true) => WorkState::Begun,
            (None, false) => WorkState::Open,
        }
    }
}

/// What is in a sidecar that somebody names, with its journal. O(n).
///
/// # Errors
/// When it cannot be read.
pub fn kept_in(sidecar: &Path) -> Result<Set, Error> {
    Ok(store::read_linked(sidecar, Links::Anywhere)?.set)
}

/// Whose annotations of a document are asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AskedAnnotators {
    /// They, in this order; nobody named is everybody who has a sidecar beside the document.
    pub of: Vec<String>,
    /// Who asks, and is none of everybody.
    pub except: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::disk;

    #[test]
    fn whoever_keeps_something_beside_a_document_is_listed() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let names =
            ["a.txt", "a.txt.sayso.bo.ron", "a.txt.sayso.ron", ".a.txt.sayso.ada.journal", ".a.txt.sayso.cy.lock"];
        for name in names {
            disk::replace(&at(name), b"").unwrap();
        }
        let annotators = Annotators::default();
        assert_eq!(annotators.of(&at("a.txt")), [UNNAMED, "ada", "bo"]);
        assert!(annotators.of(&at("b.txt")).is_empty());
    }
}
