//! What the writer tells while it works, and how it ends.

use sayso_core::annotation::Set;

/// What the writer says.
#[derive(Clone, Debug, PartialEq)]
pub enum Report {
    /// All changes up to this number are on the disk and synced.
    Saved(u64),
    /// They are not; why, in a sentence.
    Failed(String),
    /// Somebody else changed the sidecar; theirs and ours, up to this number, were brought together into this, with so
    /// many records that both changed.
    Merged(u64, Box<Set>, usize),
    /// Changes are safe in the journal but cannot go into the sidecar; why, in a sentence.
    NotFolded(String),
    /// They went into it after all.
    Folded,
    /// Something the person should know.
    Notice(String),
}

/// How the last write went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Everything is in the sidecar.
    Folded,
    /// Everything is on the disk, some of it in the journal: the next opening folds it.
    InJournal,
    /// Something is not on the disk.
    Lost,
}
