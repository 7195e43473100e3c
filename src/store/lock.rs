//! Who may write: one window for each sidecar.
//!
//! The lock is a file of its own, `.article.txt.sayso.lock`, since a lock follows the file and not its name: one on the
//! sidecar would be lost with the first atomic replacement. It lives as long as its holder, however that ends.

use super::disk::{folder_of, inode};
use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// The right to write a sidecar, until it is dropped.
#[derive(Debug)]
pub struct Lock {
    /// `None` where the file system has no locks.
    file: Option<File>,
    path: PathBuf,
}

/// What came of asking for the lock.
#[derive(Debug)]
pub enum Attempt {
    /// It is ours.
    Held(Lock),
    /// Another window has it.
    Busy,
}

impl Lock {
    /// Asks once.
    ///
    /// # Errors
    /// When the folder cannot be written to, or something else stands in the place of the lock.
    pub fn attempt(path: &Path) -> io::Result<Attempt> {
        loop {
            let file = open(path)?;
            match file.try_lock() {
                Ok(()) if is_at(&file, path) => {
                    return Ok(Attempt::Held(Self { file: Some(file), path: path.to_owned() }));
                }
                // Its holder removed the name while we opened it: begin again with the new one.
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Ok(Attempt::Busy),
                Err(TryLockError::Error(e)) if e.kind() == io::ErrorKind::Unsupported => {
                    return Ok(Attempt::Held(Self { file: None, path: path.to_owned() }));
                }
                Err(TryLockError::Error(e)) => return Err(e),
            }
        }
    }

    /// Waits until the lock is free and takes it: blocks, for a thread of its own.
    ///
    /// # Errors
    /// As [`Lock::attempt`].
    pub fn wait(path: &Path) -> io::Result<Self> {
        loop {
            let file = open(path)?;
            file.lock()?;
            if is_at(&file, path) {
                return Ok(Self { file: Some(file), path: path.to_owned() });
            }
        }
    }

    /// Whether the file system has locks: without them others are noticed only by what they write.
    pub const fn is_real(&self) -> bool {
        self.file.is_some()
    }

    /// Gives the lock back and takes its file away.
    pub fn release(self) {
        if self.file.as_ref().is_some_and(|file| is_at(file, &self.path)) {
            // The name is still ours, so nobody else's file is removed. Left over, it does no harm.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

fn open(path: &Path) -> io::Result<File> {
    if std::fs::symlink_metadata(path).is_ok_and(|m| !m.is_file()) {
        let message = format!("{} is no ordinary file; move it away", path.display());
        return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
    }
    if !folder_of(path).is_dir() {
        std::fs::create_dir_all(folder_of(path))?;
    }
    // For reading and writing: some network file systems lock nothing else.
    OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)
}

/// Whether a file is still the one of that name.
fn is_at(file: &File, path: &Path) -> bool {
    match (file.metadata(), std::fs::metadata(path)) {
        (Ok(ours), Ok(there)) => inode(&ours) == inode(&there),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_holder_at_a_time_and_the_next_one_waits() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(".a.lock");
        let Attempt::Held(first) = Lock::attempt(&path).unwrap() else { panic!("free") };
        assert!(matches!(Lock::attempt(&path).unwrap(), Attempt::Busy));
        let there = path.clone();
        let waiting = std::thread::spawn(move || Lock::wait(&there));
        first.release();
        let second = waiting.join().unwrap().unwrap();
        assert!(path.exists(), "the second holds a file that can be found");
        assert!(matches!(Lock::attempt(&path).unwrap(), Attempt::Busy));
        drop(second);
        assert!(matches!(Lock::attempt(&path).unwrap(), Attempt::Held(_)));
    }

    #[test]
    fn a_pipe_in_its_place_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(".a.lock");
        std::fs::create_dir(&path).unwrap();
        assert!(Lock::attempt(&path).unwrap_err().to_string().contains("move it away"));
    }
}
