//! The only writer of what people made: sidecars, read strictly, written whole or not at all, and the journal that holds
//! each change from the moment the screen calls it saved.

pub mod codebook;
pub mod disk;
pub mod history;
pub mod journal;
pub mod kind;
pub mod lock;
pub mod output;
pub mod place;
pub mod sidecar;
pub mod target;
pub mod view;
pub mod writer;

pub use disk::Disk;
pub use journal::Holder;
pub use lock::{Attempt, Lock};
pub use place::{Place, place_of};
pub use sidecar::{ReadError, parse, print};
pub use view::View;
pub use writer::{Ending, Report, Writer};

use crate::annotation::{Set, merge};
use crate::document::sha256;
use disk::Stamp;
use std::path::Path;

/// What stands on the disk: the sidecar with its journal laid over it.
#[derive(Debug, Default)]
pub struct Stored {
    /// Records, speakers, reviews.
    pub set: Set,
    /// The sidecar alone, to notice changes by others; `None` when there is none.
    pub sidecar: Option<Seen>,
    /// The journal.
    pub journal: journal::Content,
    /// Records both the sidecar's and the journal's last writer changed.
    pub clashes: usize,
}

impl Stored {
    /// Whether nobody ever kept anything here.
    pub fn is_nothing(&self) -> bool {
        self.sidecar.is_none() && self.journal.entries.is_empty() && self.journal.damaged.is_empty()
    }
}

/// A file as it was when last looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// SHA-256 of its bytes.
    pub hash: String,
    stamp: Option<Stamp>,
}

/// Most times a sidecar that is being replaced is read again.
const PATIENCE: usize = 5;

/// Reads what stands at `path`, without a lock and without writing. O(n).
///
/// # Errors
/// When the sidecar or its journal cannot be read: the document then opens read-only towards it.
pub fn read(path: &Path) -> Result<Stored, ReadError> {
    let mut stored = read_once(path)?;
    for _ in 1..PATIENCE {
        // Folded between the two: the journal is empty, and the sidecar we have is not the one it went into.
        if stored.sidecar.as_ref().and_then(|s| s.stamp.clone()) == Stamp::of(path) {
            break;
        }
        stored = read_once(path)?;
    }
    Ok(stored)
}

fn read_once(path: &Path) -> Result<Stored, ReadError> {
    let mut stored = Stored::default();
    if let Some((set, seen)) = read_sidecar(path)? {
        (stored.set, stored.sidecar) = (set, Some(seen));
    }
    stored.journal = journal::read(path)?;
    stored.clashes = merge::replay(&mut stored.set, stored.journal.entries.iter().map(|e| &*e.change));
    Ok(stored)
}

/// Reads the sidecar alone.
fn read_sidecar(path: &Path) -> Result<Option<(Set, Seen)>, ReadError> {
    match std::fs::symlink_metadata(path) {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(ReadError::file(path, &e)),
        Ok(_) => {}
    }
    match std::fs::metadata(path) {
        // A link to nowhere, or round in circles.
        Err(e) => return Err(ReadError::file(path, &e)),
        Ok(meta) if !meta.is_file() => return Err(ReadError::not_a_file(path)),
        Ok(_) => {}
    }
    let stamp = Stamp::of(path);
    let bytes = std::fs::read(path).map_err(|e| ReadError::file(path, &e))?;
    let set = parse(&bytes, path)?;
    Ok(Some((set, Seen { hash: sha256(&bytes), stamp })))
}
