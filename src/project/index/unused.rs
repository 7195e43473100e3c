//! Indexes that nobody asks any more: of folders that were removed or renamed, or read in another way since. What is in an index can be
//! made again from the documents, so that age is reason enough.

use std::fs::File;
use std::path::Path;
use std::time::{Duration, SystemTime};

/// How long an index stays that nobody asks.
const KEPT: Duration = Duration::from_hours(90 * 24);
/// How exactly it is known when an index was asked last.
const NOTED: Duration = Duration::from_hours(24);

/// How long ago a file was used, by its time of change; nothing when that lies in the future.
fn age(path: &Path, now: SystemTime) -> Option<Duration> {
    now.duration_since(path.metadata().ok()?.modified().ok()?).ok()
}

/// Notes that an index is in use, once a day at most. It may fail: the index is made again then, some day.
pub fn note_use(index: &Path, now: SystemTime) {
    if age(index, now).is_some_and(|age| age > NOTED)
        && let Ok(file) = File::options().write(true).open(index)
    {
        let _ = file.set_modified(now);
    }
}

/// Removes the indexes of a folder of the program's own that nobody asked for three months. O(indexes).
pub fn remove_old(folder: &Path, now: SystemTime) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let is_index = path.extension().is_some_and(|e| e == "redb") && entry.file_type().is_ok_and(|t| t.is_file());
        if is_index && age(&path, now).is_some_and(|age| age > KEPT) {
            let _ = std::fs::remove_file(&path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::disk;

    #[test]
    fn what_nobody_asked_for_three_months_goes() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let now = SystemTime::now();
        for (name, days) in [("old.redb", 91), ("used.redb", 91), ("new.redb", 89), ("old.txt", 400)] {
            disk::replace(&at(name), b"x").unwrap();
            let file = File::options().write(true).open(at(name)).unwrap();
            file.set_modified(now - Duration::from_hours(days * 24)).unwrap();
        }
        note_use(&at("used.redb"), now);
        remove_old(folder.path(), now);
        assert!(!at("old.redb").exists());
        assert!(["used.redb", "new.redb", "old.txt"].iter().all(|name| at(name).exists()));
        remove_old(&at("nowhere"), now);
    }
}
