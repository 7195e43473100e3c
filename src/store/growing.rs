//! A file that grows for hours: under a name of its own, `OUT.part`, until it is whole, so that what stands under `OUT` is never
//! half of something; it can be gone on with after its writer was ended.

use super::disk::{self, folder_of};
use std::ffi::OsString;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Bytes that are gathered before they are written.
const CHUNK: usize = 256 * 1024;

/// A file on its way, held by one process.
#[derive(Debug)]
pub struct GrowingFile {
    target: PathBuf,
    path: PathBuf,
    out: BufWriter<File>,
    length: u64,
}

/// `path` with more at the end of its name.
pub fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(path.file_name().unwrap_or_default());
    name.push(ending);
    path.with_file_name(name)
}

/// Where a file grows whose name will be `path`.
pub fn part_of(path: &Path) -> PathBuf {
    with_ending(path, ".part")
}

/// Makes sure that a file that is there is an ordinary one.
fn ordinary(path: &Path) -> io::Result<()> {
    match path.symlink_metadata() {
        Ok(meta) if !meta.is_file() => {
            Err(io::Error::new(io::ErrorKind::InvalidInput, "something else than a file has its name"))
        }
        Ok(_) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

impl GrowingFile {
    /// What will be the file at `path`, which is there and is followed if it is a link: as far as it has grown.
    ///
    /// # Errors
    /// Those of the file system; `WouldBlock` while another process writes it.
    pub fn open(path: &Path) -> io::Result<Self> {
        let target = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let part = part_of(&target);
        ordinary(&part)?;
        let file = OpenOptions::new().create(true).truncate(false).append(true).open(&part)?;
        match file.try_lock() {
            Ok(()) => {}
            // A file system without locks.
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {}
            Err(TryLockError::Error(error)) => return Err(error),
            Err(TryLockError::WouldBlock) => return Err(io::ErrorKind::WouldBlock.into()),
        }
        let length = file.metadata()?.len();
        Ok(Self { target, path: part, out: BufWriter::with_capacity(CHUNK, file), length })
    }

    /// How many bytes it has, those that wait to be written included.
    pub const fn length(&self) -> u64 {
        self.length
    }

    /// Cuts it to so many bytes.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn cut(&mut self, length: u64) -> io::Result<()> {
        self.out.flush()?;
        self.out.get_ref().set_len(length)?;
        self.length = length;
        Ok(())
    }

    /// Returns when all that was written is on the disk.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn sync(&mut self) -> io::Result<()> {
        self.out.flush()?;
        self.out.get_ref().sync_data()
    }

    /// Gives it its name, with the mode of what had it before.
    ///
    /// # Errors
    /// Those of the file system; what was there stays.
    pub fn keep(mut self) -> io::Result<()> {
        self.out.flush()?;
        let file = self.out.get_ref();
        if let Ok(existing) = std::fs::metadata(&self.target) {
            file.set_permissions(existing.permissions())?;
        }
        file.sync_all()?;
        std::fs::rename(&self.path, &self.target)?;
        disk::sync_folder(folder_of(&self.target))
    }
}

impl Write for GrowingFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.out.write(bytes)?;
        self.length += count as u64;
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_grows_is_cut_and_gets_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.jsonl");
        let mut file = GrowingFile::open(&path).unwrap();
        file.write_all(b"one two").unwrap();
        assert!(matches!(GrowingFile::open(&path).map_err(|e| e.kind()), Err(io::ErrorKind::WouldBlock)));
        drop(file);
        assert!(!path.exists());
        let mut file = GrowingFile::open(&path).unwrap();
        assert_eq!(file.length(), 7);
        file.cut(4).unwrap();
        file.write_all(b"three").unwrap();
        file.sync().unwrap();
        assert_eq!(file.length(), 9);
        file.keep().unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"one three");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn no_link_is_written_through() {
        let folder = tempfile::tempdir().unwrap();
        let (path, other) = (folder.path().join("out"), folder.path().join("other"));
        disk::replace(&other, b"words").unwrap();
        std::os::unix::fs::symlink(&other, part_of(&path)).unwrap();
        assert!(GrowingFile::open(&path).is_err());
        assert_eq!(std::fs::read(&other).unwrap(), b"words");
    }
}
