//! What is asked of the file system: replacing a file whole, adding to one, and making sure that it is on the disk.
//!
//! A reader of a replaced file sees the old bytes or the new ones, never a part, and a crash loses neither. Tests put a
//! gate in front, which makes any step fail as a full or broken disk would.

use super::folder::{self, EntryKind, FileStamp, Folder};
use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Read as _, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// One thing asked of the file system.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DiskStep {
    /// Making or opening a file.
    Open,
    /// Writing bytes.
    Write,
    /// Waiting until a file's bytes are on the disk.
    Sync,
    /// Giving a file the name of another.
    Rename,
    /// Waiting until a folder's names are on the disk.
    SyncFolder,
    /// Cutting a file to a length, or emptying it.
    Cut,
    /// Removing a file.
    Remove,
}

/// How a step fails.
#[derive(Debug)]
pub enum Fault {
    /// It does nothing.
    Fails(io::Error),
    /// It writes so many bytes and then fails.
    Short(usize, io::Error),
}

/// Decides for each step whether it fails.
pub type Gate = Arc<dyn Fn(DiskStep) -> Option<Fault> + Send + Sync>;

/// The file system.
#[derive(Clone, Default)]
pub struct Disk {
    gate: Option<Gate>,
}

impl Disk {
    /// A file system with a gate in front.
    pub fn behind(gate: Gate) -> Self {
        Self { gate: Some(gate) }
    }

    fn ask(&self, step: DiskStep) -> io::Result<()> {
        match self.gate.as_ref().and_then(|gate| gate(step)) {
            None => Ok(()),
            Some(Fault::Fails(error) | Fault::Short(_, error)) => Err(error),
        }
    }

    /// Opens a file of ours to add to it, made when it is not there.
    ///
    /// # Errors
    /// Those of the file system, and when what is there is no file of ours.
    pub fn open(&self, folder: &Folder, name: &OsStr) -> io::Result<File> {
        self.ask(DiskStep::Open)?;
        folder.open_to_append(name)
    }

    /// Adds bytes at the end of a file.
    ///
    /// # Errors
    /// Those of the file system; a part may have been written.
    pub fn append(&self, file: &mut File, bytes: &[u8]) -> io::Result<()> {
        match self.gate.as_ref().and_then(|gate| gate(DiskStep::Write)) {
            None => file.write_all(bytes),
            Some(Fault::Fails(error)) => Err(error),
            Some(Fault::Short(count, error)) => {
                file.write_all(bytes.get(..count.min(bytes.len())).unwrap_or_default())?;
                Err(error)
            }
        }
    }

    /// Waits until the bytes of a file are on the disk.
    ///
    /// # Errors
    /// Those of the file system; nothing is then known about bytes written since the last time.
    pub fn sync(&self, file: &File) -> io::Result<()> {
        self.ask(DiskStep::Sync)?;
        file.sync_data()
    }

    /// Cuts a file to a length.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn cut(&self, file: &File, length: u64) -> io::Result<()> {
        self.ask(DiskStep::Cut)?;
        file.set_len(length)
    }

    /// Removes a file; one that is gone is removed.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn remove(&self, folder: &Folder, name: &OsStr) -> io::Result<()> {
        self.ask(DiskStep::Remove)?;
        folder.remove(name)
    }

    /// Waits until the names in a folder are on the disk.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn sync_folder(&self, folder: &Folder) -> io::Result<()> {
        self.ask(DiskStep::SyncFolder)?;
        folder.sync()
    }

    /// Writes `bytes` to a temporary file in the folder, syncs it, gives it the name and syncs the folder. The mode of an
    /// existing file is kept; a link is replaced, not followed.
    ///
    /// # Errors
    /// Those of the file system; what had the name is then as it was, or has the new bytes when only the folder was not
    /// synced.
    pub fn replace(&self, folder: &Folder, name: &OsStr, bytes: &[u8]) -> io::Result<()> {
        self.replace_if(folder, name, bytes, || true).map(|_| ())
    }

    /// The same, if `still` holds in the last moment before the file is replaced; else `None`, and nothing is changed.
    /// Gives the state of the new file.
    ///
    /// # Errors
    /// As [`Disk::replace`].
    pub fn replace_if(
        &self,
        folder: &Folder,
        name: &OsStr,
        bytes: &[u8],
        still: impl Fn() -> bool,
    ) -> io::Result<Option<FileStamp>> {
        let stamp = self.put(folder, name, bytes, still)?;
        if stamp.is_some() {
            self.sync_folder(folder)?;
        }
        Ok(stamp)
    }

    /// Leaves of a file only its new head.
    ///
    /// # Errors
    /// As [`Disk::replace`].
    pub fn empty(&self, folder: &Folder, name: &OsStr, head: &[u8]) -> io::Result<()> {
        self.ask(DiskStep::Cut)?;
        self.replace(folder, name, head)
    }

    fn put(
        &self,
        folder: &Folder,
        name: &OsStr,
        bytes: &[u8],
        still: impl Fn() -> bool,
    ) -> io::Result<Option<FileStamp>> {
        self.ask(DiskStep::Open)?;
        let existing = folder.entry(name)?.filter(|e| e.kind == EntryKind::File);
        let temporary = folder::temporary_name()?;
        // What only its owner may read is never readable by others, not for a moment.
        let mut file = folder.create_new(&temporary, existing.is_some())?;
        let mut write = || {
            self.append(&mut file, bytes)?;
            if let Some(existing) = &existing {
                folder::copy_permissions(existing, &file)?;
            }
            self.ask(DiskStep::Sync)?;
            file.sync_all()?;
            self.ask(DiskStep::Rename)?;
            // Taken before others can find the file and change it.
            let stamp = folder::entry_of(&file)?.stamp();
            if !still() {
                return Ok(None);
            }
            folder.rename(&temporary, name)?;
            Ok(Some(stamp))
        };
        let done = write();
        if !matches!(done, Ok(Some(_))) {
            // Left over, `check` names it.
            let _ = folder.remove(&temporary);
        }
        done
    }
}

/// Replaces a file whole.
///
/// # Errors
/// Those of the file system; see [`Disk::replace`].
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = Folder::open(folder_of(path))?;
    Disk::default().replace(&folder, path.file_name().unwrap_or_default(), bytes)
}

/// A file that gets its name when it is whole.
pub struct DraftFile {
    target: PathBuf,
    file: tempfile::NamedTempFile,
}

impl DraftFile {
    /// Begins what will be the file at `path`. A symbolic link is followed, the mode of an existing file is kept.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn new(path: &Path) -> io::Result<Self> {
        let target = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let folder = folder_of(&target);
        let file = tempfile::Builder::new().prefix(".sayso-").tempfile_in(folder)?;
        let permissions = match std::fs::metadata(&target) {
            Ok(existing) => existing.permissions(),
            Err(_) => usual_permissions(folder)?,
        };
        file.as_file().set_permissions(permissions)?;
        Ok(Self { target, file })
    }

    /// Whether the file whose name it will get has the same bytes. O(bytes).
    ///
    /// # Errors
    /// Those of the file system.
    pub fn is_same_as_before(&self) -> io::Result<bool> {
        let (new, old) = (self.file.reopen()?, File::open(&self.target)?);
        if new.metadata()?.len() != old.metadata()?.len() {
            return Ok(false);
        }
        let (mut new, mut old) = (io::BufReader::new(new).bytes(), io::BufReader::new(old).bytes());
        loop {
            match (new.next().transpose()?, old.next().transpose()?) {
                (None, None) => return Ok(true),
                (a, b) if a != b => return Ok(false),
                _ => {}
            }
        }
    }

    /// Makes sure that its bytes are on the disk and gives it its name.
    ///
    /// # Errors
    /// Those of the file system; what was there stays.
    pub fn keep(self) -> io::Result<()> {
        self.file.as_file().sync_all()?;
        self.file.persist(&self.target).map_err(|e| e.error)?;
        sync_folder(folder_of(&self.target))
    }
}

impl Write for DraftFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Whether two paths lead to one file that is there.
pub fn is_same(a: &Path, b: &Path) -> bool {
    std::fs::canonicalize(a).ok().zip(std::fs::canonicalize(b).ok()).is_some_and(|(a, b)| a == b)
}

/// The folder a path lies in.
pub fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// What a newly made file gets here: temporary files are private, a sidecar need not be.
fn usual_permissions(folder: &Path) -> io::Result<std::fs::Permissions> {
    let probe = tempfile::Builder::new().prefix(".sayso-").make_in(folder, |path: &Path| File::create_new(path))?;
    Ok(probe.as_file().metadata()?.permissions())
}

#[cfg(unix)]
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
#[allow(clippy::unnecessary_wraps, reason = "the form of the other systems")]
pub(super) fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Makes the folder of `path` when it is not there.
///
/// # Errors
/// Those of the file system.
pub fn make_folder_of(path: &Path) -> io::Result<PathBuf> {
    let folder = folder_of(path);
    if !folder.is_dir() {
        std::fs::create_dir_all(folder)?;
    }
    Ok(folder.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replaces_the_name_and_keeps_the_mode() {
        let folder = tempfile::tempdir().unwrap();
        let real = folder.path().join("real");
        replace(&real, b"one").unwrap();
        let mut mode = std::fs::metadata(&real).unwrap().permissions();
        assert!(!mode.readonly());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            mode.set_mode(0o640);
            std::fs::set_permissions(&real, mode).unwrap();
            replace(&real, b"two").unwrap();
            assert_eq!(std::fs::read(&real).unwrap(), b"two");
            assert_eq!(std::fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
            let link = folder.path().join("link");
            std::os::unix::fs::symlink(&real, &link).unwrap();
            replace(&link, b"three").unwrap();
            assert_eq!(std::fs::read(&real).unwrap(), b"two", "a link is not followed");
            assert_eq!(std::fs::read(&link).unwrap(), b"three");
        }
        assert!(std::fs::read_dir(folder.path()).unwrap().count() <= 2, "no temporary file is left");
    }

    #[test]
    fn a_failing_step_leaves_the_old_file() {
        for step in [DiskStep::Open, DiskStep::Write, DiskStep::Sync, DiskStep::Rename] {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("a");
            replace(&path, b"old").unwrap();
            let full = move |s| (s == step).then(|| Fault::Short(2, io::ErrorKind::StorageFull.into()));
            let held = Folder::open(folder.path()).unwrap();
            assert!(Disk::behind(Arc::new(full)).replace(&held, OsStr::new("a"), b"new and long").is_err());
            assert_eq!(std::fs::read(&path).unwrap(), b"old", "{step:?}");
            assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "{step:?}");
        }
    }
}
