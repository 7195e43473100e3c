//! The documents of a folder that may hold what is quoted, and what is known of the others, without reading them.

use super::ask::{in_parallel, text_of};
use super::build::{Refresh, refresh};
use super::entries::Candidate;
use super::store::{IndexError, IndexFile};
use crate::project::Project;
use crate::project::library::tidy;
use sayso_core::library::{DocumentRecord, Plan, Several};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// Records and texts that are read at once.
const TOGETHER: usize = 1024;
/// Texts that one thread looks into before it takes more.
const SHARE: usize = 32;

/// A folder with its index, brought up to date.
#[derive(Debug)]
pub struct IndexedFolder {
    index: IndexFile,
    /// Its documents as they are named, by what the index calls them.
    paths: HashMap<Vec<u8>, PathBuf>,
    /// Those that could not be read.
    unread: Vec<PathBuf>,
}

impl IndexedFolder {
    /// Reads what is new in a folder with these `files`, files of many documents among them; `None` where no index can be kept.
    ///
    /// # Errors
    /// When an index that could be kept cannot be read or written.
    pub fn open(project: &Project, folder: &Path, files: &[PathBuf]) -> Result<Option<Self>, IndexError> {
        let Some(index) = IndexFile::of(project, folder) else { return Ok(None) };
        // A document is called as it is elsewhere in this command, and found in the index by its tidy path.
        let named: HashMap<PathBuf, PathBuf> = files.iter().map(|file| (tidy(file), file.clone())).collect();
        let listed = project.listed(files.iter().map(|file| tidy(file)).collect());
        let mut unread = Vec::new();
        let wanted = Refresh { folder: Some(folder), paths: &listed, is_all: true, tell_known: false };
        let refreshed = refresh(project, &wanted, &mut |updates| {
            unread.extend(updates.into_iter().filter(|update| update.known.is_err()).map(|update| update.path));
            true
        })?;
        let name = |path: &PathBuf| named.get(path).unwrap_or(path).clone();
        let paths = listed.iter().map(|path| (index.key(path), name(path))).collect();
        Ok(refreshed.map(|index| Self { index, paths, unread: unread.iter().map(name).collect() }))
    }

    /// All documents, in order of their paths.
    pub fn documents(&self) -> Vec<PathBuf> {
        let mut all: Vec<PathBuf> = self.paths.values().cloned().collect();
        all.sort_unstable();
        all
    }

    /// Those that could not be read.
    pub fn unread(&self) -> &[PathBuf] {
        &self.unread
    }

    /// Those that hold as many of some words as is asked, of any of several such questions, and whose text may hold what is
    /// sought, in order of their paths; `may_hold` gets the room of one thread. All cores. O(documents of the words and their
    /// texts).
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn holding<T: Default>(
        &self,
        wanted: Option<&[Several]>,
        may_hold: impl Fn(&mut T, &str) -> bool + Sync,
    ) -> Result<Vec<PathBuf>, IndexError> {
        let candidates = match wanted {
            Some(wanted) => self.index.holding(wanted)?,
            None => self.index.candidates(&Plan::default())?,
        };
        let mut out = Vec::new();
        for some in candidates.chunks(TOGETHER) {
            let texts = self.index.texts(&some.iter().map(|candidate| candidate.number).collect::<Vec<u32>>())?;
            let all: Vec<(&Candidate, Option<Vec<u8>>)> = some.iter().zip(texts).collect();
            let held = in_parallel(&all.chunks(SHARE).collect::<Vec<_>>(), |share| {
                let mut room = T::default();
                let look = |(candidate, text): &(&Candidate, Option<Vec<u8>>)| {
                    let path = self.paths.get(&candidate.path)?;
                    // What cannot be looked into is read, and tells why.
                    let is_held = text_of(path, text.as_deref()).is_none_or(|text| may_hold(&mut room, &text));
                    is_held.then(|| path.clone())
                };
                share.iter().filter_map(look).collect::<Vec<PathBuf>>()
            });
            out.extend(held.into_iter().flatten());
        }
        Ok(out)
    }

    /// What `make` makes of what is known of each document that was read, on all cores. O(records).
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn records<T: Send>(
        &self,
        make: impl Fn(&DocumentRecord) -> T + Sync,
    ) -> Result<Vec<(PathBuf, T)>, IndexError> {
        let mut out = Vec::with_capacity(self.paths.len());
        for some in self.index.candidates(&Plan::default())?.chunks(TOGETHER) {
            let numbers: Vec<u32> = some.iter().map(|candidate| candidate.number).collect();
            let records = self.index.records(&numbers)?;
            let made = in_parallel(&records, |bytes| Some(make(&DocumentRecord::decode(bytes.as_ref()?).ok()?)));
            for (candidate, made) in some.iter().zip(made) {
                out.extend(self.paths.get(&candidate.path).cloned().zip(made));
            }
        }
        Ok(out)
    }
}
