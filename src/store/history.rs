//! Every change ever made to a sidecar, in the user's state folder: undo survives a restart.

use super::disk::{Disk, folder_of, make_folder_of};
use super::journal::Line;
use crate::annotation::history::{History, Step};
use std::collections::HashSet;
use std::io;
use std::path::Path;

/// The history of a sidecar, with the lines of its journal that are not in it yet. What cannot be read is left out: the
/// history is a comfort, the sidecar is the truth. O(bytes).
pub fn read(path: &Path, journal: &str) -> History<Line> {
    let mut history = History::default();
    let bytes = if path.is_file() { std::fs::read(path).unwrap_or_default() } else { Vec::new() };
    // A crash between writing the history and emptying the journal leaves lines in both.
    let mut recent: HashSet<&[u8]> = HashSet::new();
    let pending: HashSet<&[u8]> = journal.as_bytes().split_inclusive(|b| *b == b'\n').collect();
    let written = bytes.split_inclusive(|b| *b == b'\n').filter(|l| !pending.contains(l));
    for whole in written.chain(journal.as_bytes().split_inclusive(|b| *b == b'\n')) {
        let Some(line) = whole.strip_suffix(b"\n").and_then(Line::read) else { continue };
        if recent.insert(whole) {
            let step = Step { at: line.at.clone(), by: line.by.clone(), summary: line.summary.clone(), what: line };
            history.take(step.what.verb, step);
        }
    }
    history
}

/// Adds lines of the journal to the history.
///
/// # Errors
/// Those of the file system.
pub fn append(disk: &Disk, path: &Path, lines: &str) -> io::Result<()> {
    make_folder_of(path)?;
    let fresh = !path.exists();
    let mut file = disk.open(path)?;
    // A line that was torn earlier must not take the next one with it.
    let torn = std::fs::read(path)?.last().is_some_and(|last| *last != b'\n');
    disk.append(&mut file, format!("{}{lines}", if torn { "\n" } else { "" }).as_bytes())?;
    disk.sync(&file)?;
    if fresh { disk.sync_folder(folder_of(path)) } else { Ok(()) }
}
