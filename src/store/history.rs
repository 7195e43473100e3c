//! Every change ever made to a sidecar, in the user's state folder: undo survives a restart.

use super::disk::{Disk, folder_of, make_folder_of};
use super::folder::Folder;
use super::journal::JournalLine;
use crate::input::MAX_ANNOTATIONS;
use sayso_core::annotation::history::{History, UndoStep};
use std::collections::HashSet;
use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::Path;

/// The history of a sidecar, with the lines of its journal that are not in it yet. What cannot be read is left out: the
/// history is a comfort, the sidecar is the truth. O(bytes).
pub fn read(path: &Path, journal: &str) -> History<JournalLine> {
    let mut history = History::default();
    let bytes = bytes_of(path).unwrap_or_default();
    // A crash between writing the history and emptying the journal leaves lines in both.
    let mut recent: HashSet<&[u8]> = HashSet::new();
    let pending: HashSet<&[u8]> = journal.as_bytes().split_inclusive(|b| *b == b'\n').collect();
    let written = bytes.split_inclusive(|b| *b == b'\n').filter(|l| !pending.contains(l));
    for whole in written.chain(journal.as_bytes().split_inclusive(|b| *b == b'\n')) {
        let Some(line) = whole.strip_suffix(b"\n").and_then(JournalLine::read) else { continue };
        if recent.insert(whole) {
            let step = UndoStep { at: line.at.clone(), by: line.by.clone(), summary: line.summary.clone(), what: line };
            history.take(step.what.verb, step);
        }
    }
    history
}

/// What stands in a history; a link is not followed.
fn bytes_of(path: &Path) -> Option<Vec<u8>> {
    let read = Folder::open(folder_of(path)).ok()?.read(path.file_name()?, MAX_ANNOTATIONS);
    read.ok().flatten().map(|(bytes, _)| bytes)
}

/// Adds lines of the journal to a file in the state folder, each on a line of its own whatever happened before.
///
/// # Errors
/// Those of the file system.
pub fn append(disk: &Disk, path: &Path, lines: &[u8]) -> io::Result<()> {
    if lines.is_empty() {
        return Ok(());
    }
    make_folder_of(path)?;
    let folder = Folder::open(folder_of(path))?;
    let name = path.file_name().unwrap_or_default();
    let fresh = folder.entry(name)?.is_none();
    let mut file = disk.open(&folder, name)?;
    // A line that was torn earlier must not take the next one with it.
    if !ends_a_line(&mut file)? {
        disk.append(&mut file, b"\n")?;
    }
    disk.append(&mut file, lines)?;
    disk.sync(&file)?;
    if fresh { disk.sync_folder(&folder) } else { Ok(()) }
}

/// Whether a file is empty or its last line has its end.
fn ends_a_line(file: &mut File) -> io::Result<bool> {
    if file.metadata()?.len() == 0 {
        return Ok(true);
    }
    let mut last = [0];
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut last)?;
    Ok(last == *b"\n")
}
