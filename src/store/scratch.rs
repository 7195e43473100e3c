//! The scratch page of a folder: read, and changed whole or not at all.
//!
//! A change is made to what stands there in that moment, under a lock against other windows; what a program that knows no
//! locks writes in between is noticed, and the change is made anew to that. The file may be a link to one below its folder.

use super::folder::FileStamp;
use super::site::{Links, Site};
use super::{Disk, Lock, paths};
use crate::input::InputError;
use sayso_core::export::scratch::{Edit, Splice, apply};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Largest page that is read, in bytes.
const MAX_PAGE: u64 = 16 * 1024 * 1024;
/// How often a change is made anew when somebody else writes at the same time.
const MAX_ATTEMPTS: usize = 8;
/// How long another window is waited for.
const PATIENCE: Duration = Duration::from_secs(2);

/// Why a page is not read or not changed.
#[derive(Debug, thiserror::Error)]
pub enum ScratchError {
    /// It cannot be read.
    #[error("{}: the scratch page cannot be read: {}", .0.display(), .1)]
    Unread(PathBuf, InputError),
    /// Its bytes are no text.
    #[error("{}: the scratch page is not UTF-8 text: save it as UTF-8 in your editor, or move it away", .0.display())]
    NotText(PathBuf),
    /// Something of the file system.
    #[error("{}: the scratch page cannot be written: {}", .0.display(), .1)]
    Unwritten(PathBuf, io::Error),
    /// Somebody else keeps writing it.
    #[error("{}: the scratch page is being written by another program: try again", .0.display())]
    Busy(PathBuf),
    /// It would be larger than is read.
    #[error("{}: the scratch page is full (16 MB): move it away to begin a new one", .0.display())]
    Full(PathBuf),
}

/// What became of a change.
#[derive(Debug, PartialEq, Eq)]
pub enum Changed {
    /// It was made: the page now, and what takes it back.
    Made(String, Splice),
    /// There was nothing to change: the page as it is.
    Same(String),
    /// What was to be changed is not there any more: the page as it is.
    Moved(String),
}

/// The text of a page; empty where there is none. O(bytes).
///
/// # Errors
/// When it is no ordinary file, no text, too large, or the system does not let it.
pub fn read(page: &Path) -> Result<String, ScratchError> {
    match Site::open(page, Links::Below) {
        Ok(site) => Ok(read_at(&site)?.0),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(String::new()),
        Err(e) => Err(ScratchError::Unread(page.to_owned(), e.into())),
    }
}

fn read_at(site: &Site) -> Result<(String, Option<FileStamp>), ScratchError> {
    let (folder, name) = site.sidecar();
    let read = folder.read(name, MAX_PAGE).map_err(|e| ScratchError::Unread(site.path().to_owned(), e))?;
    let Some((bytes, stamp)) = read else { return Ok((String::new(), None)) };
    let text = String::from_utf8(bytes).map_err(|_| ScratchError::NotText(site.path().to_owned()))?;
    Ok((text, Some(stamp)))
}

/// Makes a change to a page, which is made when it is not there. Waits a moment for other windows: for a thread of its own.
///
/// # Errors
/// When it cannot be read or written; what stood there then stands there still.
pub fn change(page: &Path, edit: &Edit, disk: &Disk) -> Result<Changed, ScratchError> {
    let unwritten = |e| ScratchError::Unwritten(page.to_owned(), e);
    let lock = lock(page)?;
    let site = lock.site();
    for _ in 0..MAX_ATTEMPTS {
        let (text, stamp) = read_at(site)?;
        let Some((new, back)) = apply(&text, edit) else { return Ok(Changed::Moved(text)) };
        if new == text {
            return Ok(Changed::Same(text));
        }
        if new.len() as u64 > MAX_PAGE {
            return Err(ScratchError::Full(page.to_owned()));
        }
        let (folder, name) = site.sidecar();
        let same = || site.stamp() == stamp;
        if disk.replace_if(folder, name, new.as_bytes(), same).map_err(unwritten)?.is_some() {
            return Ok(Changed::Made(new, back));
        }
    }
    Err(ScratchError::Busy(page.to_owned()))
}

/// The right to write a page.
fn lock(page: &Path) -> Result<Lock, ScratchError> {
    let unwritten = |e| ScratchError::Unwritten(page.to_owned(), e);
    let site = Site::open(page, Links::Below).map_err(unwritten)?;
    Lock::within(site, PATIENCE).map_err(unwritten)?.ok_or_else(|| ScratchError::Busy(page.to_owned()))
}

/// The scratch page of the documents in `folder`: the nearest one there is, in it or above, but not above the folder of its
/// codebook; else one beside the codebook, in the folder that is open as a library if it lies there, or in `folder` itself.
/// O(depth of the folder).
pub fn page_of(folder: &Path, codebook: &str, library: Option<&Path>) -> PathBuf {
    let real = |folder: &Path| {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        std::fs::canonicalize(folder).or_else(|_| std::path::absolute(folder)).unwrap_or_else(|_| folder.to_owned())
    };
    let folder = real(folder);
    let holds = |folder: &Path, name: &str| folder.join(name).symlink_metadata().is_ok();
    for above in folder.ancestors() {
        if holds(above, paths::SCRATCH) || holds(above, codebook) {
            return above.join(paths::SCRATCH);
        }
    }
    let library = library.map(real).filter(|library| folder.starts_with(library));
    library.unwrap_or(folder).join(paths::SCRATCH)
}

#[cfg(test)]
mod tests {
    use super::super::disk::{self, DiskStep, Fault};
    use super::*;
    use sayso_core::export::Quotation;
    use sayso_core::export::scratch::entries;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    fn added(words: &str) -> Edit {
        Edit::Append(vec![Quotation { words: words.to_owned(), place: "a.txt".to_owned(), ..Quotation::default() }])
    }

    #[test]
    fn a_page_is_made_and_grows_and_leaves_no_other_file() {
        let folder = tempfile::tempdir().unwrap();
        let page = folder.path().join(paths::SCRATCH);
        assert_eq!(read(&page).unwrap(), "");
        for words in ["one", "two"] {
            assert!(matches!(change(&page, &added(words), &Disk::default()).unwrap(), Changed::Made(..)));
        }
        assert_eq!(entries(&read(&page).unwrap()).len(), 2);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "no lock and no temporary file is left");
    }

    #[test]
    fn windows_that_add_at_the_same_time_lose_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let page = folder.path().join(paths::SCRATCH);
        std::thread::scope(|scope| {
            for window in 0..4 {
                let page = &page;
                scope.spawn(move || {
                    for n in 0..5 {
                        change(page, &added(&format!("{window} and {n}")), &Disk::default()).unwrap();
                    }
                });
            }
        });
        assert_eq!(entries(&read(&page).unwrap()).len(), 20);
    }

    #[test]
    fn what_an_editor_writes_in_the_last_moment_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let page = folder.path().join(paths::SCRATCH);
        disk::replace(&page, b"# Mine\n").unwrap();
        let (there, count) = (page.clone(), AtomicUsize::new(0));
        let editor = move |step| {
            if step == DiskStep::Rename && count.fetch_add(1, Ordering::Relaxed) == 0 {
                disk::replace(&there, b"# Mine, changed meanwhile\n").unwrap();
            }
            None
        };
        change(&page, &added("one"), &Disk::behind(Arc::new(editor))).unwrap();
        let text = read(&page).unwrap();
        assert!(text.starts_with("# Mine, changed meanwhile\n\n> one\n"), "{text}");
    }

    #[test]
    fn a_full_disk_and_bytes_that_are_no_text_leave_it_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let page = folder.path().join(paths::SCRATCH);
        disk::replace(&page, b"# Mine\n").unwrap();
        for step in [DiskStep::Open, DiskStep::Write, DiskStep::Sync, DiskStep::Rename] {
            let full = move |s| (s == step).then(|| Fault::Short(2, io::ErrorKind::StorageFull.into()));
            let error = change(&page, &added("one"), &Disk::behind(Arc::new(full))).unwrap_err().to_string();
            assert!(error.contains("cannot be written"), "{error}");
            assert_eq!(read(&page).unwrap(), "# Mine\n", "{step:?}");
        }
        disk::replace(&page, b"\xff\xfe# Mine").unwrap();
        let error = change(&page, &added("one"), &Disk::default()).unwrap_err().to_string();
        assert!(error.contains("not UTF-8") && std::fs::read(&page).unwrap() == b"\xff\xfe# Mine", "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_may_lead_below_its_folder_only() {
        let place = tempfile::tempdir().unwrap();
        let (folder, outside) = (place.path().join("desk"), place.path().join("notes.md"));
        std::fs::create_dir(&folder).unwrap();
        disk::replace(&outside, b"# Private\n").unwrap();
        let page = folder.join(paths::SCRATCH);
        std::os::unix::fs::symlink(&outside, &page).unwrap();
        assert!(change(&page, &added("one"), &Disk::default()).is_err() && read(&page).is_err());
        assert_eq!(std::fs::read(&outside).unwrap(), b"# Private\n");
    }

    #[test]
    fn the_page_is_the_nearest_one_then_beside_the_codebook_then_of_the_library() {
        let place = tempfile::tempdir().unwrap();
        let root = std::fs::canonicalize(place.path()).unwrap();
        let deep = root.join("desk/may");
        std::fs::create_dir_all(&deep).unwrap();
        let of = |library: Option<&str>| page_of(&deep, "sayso.ron", library.map(|l| root.join(l)).as_deref());
        assert_eq!(of(None), deep.join(paths::SCRATCH));
        assert_eq!(of(Some("desk")), root.join("desk").join(paths::SCRATCH));
        assert_eq!(of(Some("desk/june")), deep.join(paths::SCRATCH), "another folder’s library");
        disk::replace(&root.join("sayso.ron"), b"()").unwrap();
        assert_eq!(of(Some("desk")), root.join(paths::SCRATCH));
        disk::replace(&root.join("desk").join(paths::SCRATCH), b"").unwrap();
        assert_eq!(of(None), root.join("desk").join(paths::SCRATCH));
    }
}
