//! Every change ever made to a sidecar, in the user's state folder: undo survives a restart.

use super::disk::{Disk, folder_of, make_folder_of};
use super::folder::Folder;
use super::journal::JournalLine;
use crate::input::MAX_ANNOTATIONS;
use sayso_core::annotation::Op;
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

/// Ids of versions beside records that a step in effect removed: somebody chose what holds. O(bytes).
pub fn settled(history: &History<JournalLine>) -> HashSet<String> {
    let in_effect = history.steps().iter().take(history.done());
    let changes = in_effect.filter(|step| step.what.may_hold("conflict: true")).filter_map(|step| step.what.change());
    let removed = |op: Op| match op {
        Op::Annotation { before: Some(before), after: None } if before.conflict => Some(before.id.clone()),
        Op::Annotation { .. } | Op::Speaker { .. } | Op::Review { .. } | Op::Sources { .. } | Op::Check { .. } => None,
    };
    changes.flat_map(|change| change.ops).filter_map(removed).collect()
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

#[cfg(test)]
mod tests {
    use super::*;
    use sayso_core::annotation::history::{JournalEntry, Verb};
    use sayso_core::annotation::{Annotation, Change, Selector};
    use std::sync::Arc;

    fn line(verb: Verb, before: Option<Annotation>, after: Option<Annotation>) -> JournalLine {
        let mut change = Change::default();
        change.annotation(before.map(Arc::new), after);
        let entry = JournalEntry { verb, at: "2026-11-24T08:00:00Z".into(), by: None, change: Arc::new(change) };
        JournalLine::read(super::super::journal::line(1, &entry).trim_end().as_bytes()).unwrap()
    }

    #[test]
    fn a_version_that_somebody_decided_about_is_settled_until_that_is_undone() {
        let at = Selector { start: 0, end: 1, exact: "a".into(), prefix: String::new(), suffix: String::new() };
        let version = Annotation { conflict: true, ..Annotation::new("a-1".into(), "quote", vec![at.clone()]) };
        let plain = Annotation::new("b".into(), "quote", vec![at]);
        let mut history = History::default();
        let mut take = |line: JournalLine| {
            let step = UndoStep { at: line.at.clone(), by: None, summary: String::new(), what: line };
            history.take(step.what.verb, step);
            settled(&history)
        };
        assert!(take(line(Verb::Did, None, Some(version.clone()))).is_empty());
        assert!(take(line(Verb::Did, Some(plain), None)).is_empty());
        assert_eq!(take(line(Verb::Did, Some(version.clone()), None)), ["a-1".to_owned()].into());
        assert!(take(line(Verb::Undid, None, Some(version))).is_empty());
    }
}
