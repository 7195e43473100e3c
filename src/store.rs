//! The only writer of what people made: sidecars, read strictly, written whole or not at all, and the journal that holds
//! each change from the moment the screen calls it saved.

pub mod codebook;
pub mod disk;
pub mod drafts;
pub mod elsewhere;
pub mod folder;
pub mod growing;
pub mod history;
pub mod journal;
pub mod kind;
pub mod location;
pub mod lock;
pub mod output;
pub mod paths;
pub mod scratch;
pub mod sidecar;
pub mod site;
pub mod target;
pub mod view;
pub mod writer;

pub use disk::Disk;
pub use elsewhere::{OtherSidecar, OtherSidecars};
pub use journal::Holder;
pub use location::{SidecarPath, sidecar_of};
pub use lock::{Attempt, Lock};
pub use sidecar::{ReadError, parse};
pub use site::{Links, Site};
pub use view::View;
pub use writer::{Ending, Report, Writer};

use crate::input::MAX_ANNOTATIONS;
use folder::{FileStamp, Folder};
use paths::StateFiles;
use sayso_core::annotation::{Change, Set, merge};
use sayso_core::document::sha256;
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What stands on the disk: the sidecar with its journal laid over it.
#[derive(Debug, Default)]
pub struct Stored {
    /// Records, speakers, reviews.
    pub set: Set,
    /// The sidecar alone, to notice changes by others; `None` when there is none.
    pub sidecar: Option<FileVersion>,
    /// The journal.
    pub journal: journal::Content,
    /// Records both the sidecar's and the journal's last writer changed.
    pub clashes: usize,
    /// What there is in other places, and the changes that brought it in here.
    pub others: OtherSidecars,
    joined: Vec<Arc<Change>>,
    /// What each of the others held when it was read.
    read: Vec<String>,
    /// Whether there is no sidecar, and a full copy of it was read instead.
    pub from_copy: bool,
    /// What was left unfinished: read only for those who may write.
    pub drafts: drafts::Content,
}

impl Stored {
    /// Whether nobody ever kept anything here.
    pub fn is_nothing(&self) -> bool {
        self.sidecar.is_none()
            && !self.from_copy
            && self.set.is_empty()
            && self.journal.entries.is_empty()
            && self.journal.is_whole()
    }
}

/// A file as it was when last looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileVersion {
    /// SHA-256 of its bytes.
    pub hash: String,
    stamp: Option<FileStamp>,
}

/// Most times a sidecar that is being replaced is read again.
const MAX_ATTEMPTS: usize = 5;

/// Reads what stands at `path`, without a lock and without writing. O(n).
///
/// # Errors
/// When the sidecar or its journal cannot be read: the document then opens read-only towards it.
pub fn read(path: &Path) -> Result<Stored, ReadError> {
    read_linked(path, Links::Below)
}

/// The same, where it is said what a sidecar that is a link may lead to.
///
/// # Errors
/// As [`read`].
pub fn read_linked(path: &Path, links: Links) -> Result<Stored, ReadError> {
    match Site::open(path, links) {
        Ok(site) => read_at(&site),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(Stored::default()),
        Err(e) => Err(ReadError::site(path, &e)),
    }
}

/// What stands at a place and what was decided about the same document in others; `hash` is that of its file. Nothing is
/// moved. O(n).
///
/// # Errors
/// As [`read`].
pub fn read_all(place: &SidecarPath, hash: &str) -> Result<Stored, ReadError> {
    let mut stored = read_linked(&place.path, place.links)?;
    stored.join(place, hash)?;
    Ok(stored)
}

impl Stored {
    /// What tells this state of a sidecar and its journal from another.
    fn fingerprint(&self) -> String {
        let sidecar = self.sidecar.as_ref().map(|seen| seen.hash.as_str()).unwrap_or_default();
        sha256(format!("{sidecar} {} {}", self.from_copy, self.journal.lines).as_bytes())
    }

    /// Lays over what was decided about the document in other places.
    ///
    /// # Errors
    /// When one of them cannot be read.
    pub fn join(&mut self, place: &SidecarPath, hash: &str) -> Result<(), ReadError> {
        self.others = location::others(place, hash);
        for other in &self.others.joined {
            let theirs = read(&other.path)?;
            let change = merge::joining(&self.set, &theirs.set);
            if self.sidecar.is_none() && self.set.is_empty() {
                self.set.about.clone_from(&theirs.set.about);
            }
            self.clashes += merge::replay(&mut self.set, [&change]);
            self.joined.push(Arc::new(change));
            self.read.push(theirs.fingerprint());
        }
        self.clashes += merge::pair_decisions(&mut self.set);
        Ok(())
    }
}

/// The same in a folder that is held.
///
/// # Errors
/// As [`read`].
pub fn read_at(site: &Site) -> Result<Stored, ReadError> {
    let mut stored = read_once(site)?;
    for _ in 1..MAX_ATTEMPTS {
        // Folded between the two: the journal is empty, and the sidecar we have is not the one it went into. Or read
        // while a line was being written.
        let folded = stored.sidecar.as_ref().and_then(|s| s.stamp.clone()) != site.stamp();
        if !folded && stored.journal.is_whole() {
            break;
        }
        stored = read_once(site)?;
    }
    Ok(stored)
}

fn read_once(site: &Site) -> Result<Stored, ReadError> {
    let mut stored = Stored::default();
    match read_sidecar(site) {
        Ok(Some((set, seen))) => (stored.set, stored.sidecar) = (set, Some(seen)),
        Ok(None) => {
            if let Some(set) = read_copy(site)? {
                (stored.set, stored.from_copy) = (set, true);
            }
        }
        Err(mut error) => {
            if site.folder().entry(&site.copy()).is_ok_and(|e| e.is_some()) {
                let copy = site.path_of(&site.copy());
                error.hint =
                    format!("{} A full copy is in {}: move this file away to use it.", error.hint, copy.display());
            }
            return Err(error);
        }
    }
    stored.journal = journal::read(site)?;
    stored.clashes = merge::replay(&mut stored.set, stored.journal.entries.iter().map(|e| &*e.change));
    stored.clashes += merge::pair_decisions(&mut stored.set);
    Ok(stored)
}

/// Reads the sidecar alone.
fn read_sidecar(site: &Site) -> Result<Option<(Set, FileVersion)>, ReadError> {
    let read = site.read().map_err(|e| ReadError::input(site.path(), &e))?;
    let Some((bytes, stamp)) = read else { return Ok(None) };
    let set = parse(&bytes, site.path())?;
    Ok(Some((set, FileVersion { hash: sha256(&bytes), stamp: Some(stamp) })))
}

/// Reads the copy that was kept when the sidecar could not be read any more.
fn read_copy(site: &Site) -> Result<Option<Set>, ReadError> {
    let path = site.path_of(&site.copy());
    let read = site.folder().read(&site.copy(), MAX_ANNOTATIONS).map_err(|e| ReadError::input(&path, &e))?;
    read.map(|(bytes, _)| parse(&bytes, &path)).transpose()
}

/// All files in which something is kept that is decided: a sidecar, its journals and its copy.
pub fn files_of(sidecar: &Path) -> impl Iterator<Item = PathBuf> + '_ {
    let journals = (1..=journal::MAX_JOURNALS).map(|n| paths::journal(sidecar, n));
    [sidecar.to_owned(), paths::copy(sidecar)].into_iter().chain(journals)
}

/// The names of all files beside a sidecar.
fn beside(site: &Site) -> impl Iterator<Item = OsString> + '_ {
    (1..=journal::MAX_JOURNALS).map(|n| site.journal(n)).chain([site.lock(), site.copy()])
}

/// What keeps the reader from writing beside a sidecar, as far as it can be told without writing anything.
///
/// # Errors
/// As [`refusal`].
pub fn refusal_at_sight(site: &Site) -> io::Result<()> {
    // What is open in a window belongs to whoever has it open.
    if lock::is_held(site) {
        return Ok(());
    }
    beside(site).try_for_each(|name| site.folder().refusal_at_sight(&name))
}

/// Why nothing of a sidecar can be written: something that is no file of ours stands where one would be.
///
/// # Errors
/// A sentence that names it.
pub fn refusal(site: &Site, state: Option<&StateFiles>) -> io::Result<()> {
    for name in beside(site) {
        site.folder().refusal(&name)?;
    }
    for path in state.iter().flat_map(|s| [&s.history, &s.previous, &s.damaged, &s.view]) {
        // A folder that is not there, or cannot be opened, is no way to write anything.
        if let Ok(folder) = Folder::open(disk::folder_of(path)) {
            folder.refusal(path.file_name().unwrap_or_default())?;
        }
    }
    Ok(())
}
