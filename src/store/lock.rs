//! Who may write: one window for each sidecar.
//!
//! The lock is a file of its own, `.article.txt.sayso.lock`, since a lock follows the file and not its name: one on the
//! sidecar would be lost with the first atomic replacement. It lives as long as its holder, however that ends.

use super::site::Site;
use std::fs::{File, TryLockError};
use std::io;
use std::sync::mpsc::channel;
use std::time::Duration;

/// The right to write a sidecar, until it is dropped.
#[derive(Debug)]
pub struct Lock {
    site: Site,
    /// `None` where the file system has no locks.
    file: Option<File>,
}

/// What came of asking for the lock.
#[derive(Debug)]
pub enum Attempt {
    /// It is ours.
    Held(Lock),
    /// Another window has it.
    Busy(Site),
}

impl Lock {
    /// Asks once.
    ///
    /// # Errors
    /// When the folder cannot be written to, or something else stands in the place of the lock.
    pub fn attempt(site: Site) -> io::Result<Attempt> {
        loop {
            let file = match site.folder().open_to_change(&site.lock()) {
                Ok(file) => file,
                // Another user's: as long as they have it open that is all there is to say.
                Err(_) if is_held(&site) => return Ok(Attempt::Busy(site)),
                Err(e) => return Err(e),
            };
            match file.try_lock() {
                Ok(()) if is_in_place(&file, &site) => return Ok(Attempt::Held(Self { site, file: Some(file) })),
                // Its holder removed the name while we opened it: begin again with the new one.
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Ok(Attempt::Busy(site)),
                Err(TryLockError::Error(e)) if e.kind() == io::ErrorKind::Unsupported => {
                    return Ok(Attempt::Held(Self { site, file: None }));
                }
                Err(TryLockError::Error(e)) => return Err(e),
            }
        }
    }

    /// Waits until the lock is free and takes it: blocks, for a thread of its own.
    ///
    /// # Errors
    /// As [`Lock::attempt`].
    pub fn wait(site: Site) -> io::Result<Self> {
        loop {
            let file = match site.folder().open_to_change(&site.lock()) {
                Ok(file) => file,
                // Another user's: when it is free its holder has taken it away.
                Err(error) => {
                    let held = site.folder().open_to_read(&site.lock()).map_err(|_| error)?;
                    held.lock()?;
                    if is_in_place(&held, &site) {
                        return Err(io::Error::from(io::ErrorKind::PermissionDenied));
                    }
                    continue;
                }
            };
            file.lock()?;
            if is_in_place(&file, &site) {
                return Ok(Self { site, file: Some(file) });
            }
        }
    }

    /// The same for a file that is held for a moment only: it is waited for no longer than `patience`; `None` when that was not
    /// enough. Blocks, for a thread of its own.
    ///
    /// # Errors
    /// As [`Lock::attempt`].
    pub fn within(site: Site, patience: Duration) -> io::Result<Option<Self>> {
        let site = match Self::attempt(site)? {
            Attempt::Held(lock) => return Ok(Some(lock)),
            Attempt::Busy(site) => site,
        };
        // If nobody gives it back, the thread that waits ends when they do.
        let (sender, got) = channel();
        std::thread::Builder::new().name("lock".to_owned()).spawn(move || {
            // When nobody waits any more the lock is given back.
            let _ = sender.send(Self::wait(site));
        })?;
        got.recv_timeout(patience).ok().transpose()
    }

    /// The sidecar it is the right to write.
    pub const fn site(&self) -> &Site {
        &self.site
    }

    /// Whether the file system has locks: without them others are noticed only by what they write.
    pub const fn is_real(&self) -> bool {
        self.file.is_some()
    }

    /// Gives the lock back and takes its file away.
    pub fn release(self) {
        drop(self);
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        if self.file.as_ref().is_some_and(|file| is_in_place(file, &self.site)) {
            // The name is still ours, so nobody else's file is removed. Left over, it does no harm.
            let _ = self.site.folder().remove(&self.site.lock());
        }
    }
}

/// Whether somebody holds the lock of a sidecar. Nothing is made to find out.
pub fn is_held(site: &Site) -> bool {
    let file = site.folder().open_to_read(&site.lock());
    file.is_ok_and(|file| matches!(file.try_lock(), Err(TryLockError::WouldBlock)))
}

/// Whether a file is still the one of that name.
fn is_in_place(file: &File, site: &Site) -> bool {
    match (super::folder::entry_of(file), site.folder().entry(&site.lock())) {
        (Ok(ours), Ok(Some(there))) => ours.is_same_file(&there),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::site::Links;
    use std::path::Path;

    fn site(path: &Path) -> Site {
        Site::open(path, Links::Below).unwrap()
    }

    #[test]
    fn one_holder_at_a_time_and_the_next_one_waits() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.ron");
        let Attempt::Held(first) = Lock::attempt(site(&path)).unwrap() else { panic!("free") };
        assert!(matches!(Lock::attempt(site(&path)).unwrap(), Attempt::Busy(_)));
        let there = path.clone();
        let waiting = std::thread::spawn(move || Lock::wait(site(&there)));
        first.release();
        let second = waiting.join().unwrap().unwrap();
        assert!(folder.path().join(".a.lock").exists(), "the second holds a file that can be found");
        assert!(matches!(Lock::attempt(site(&path)).unwrap(), Attempt::Busy(_)));
        drop(second);
        assert!(matches!(Lock::attempt(site(&path)).unwrap(), Attempt::Held(_)));
    }

    #[test]
    fn a_folder_in_its_place_is_told() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join(".a.lock")).unwrap();
        let message = Lock::attempt(site(&folder.path().join("a.ron"))).unwrap_err().to_string();
        assert!(message.contains("move it away"), "{message}");
    }

    #[test]
    fn a_folder_that_was_renamed_stays_locked() {
        let place = tempfile::tempdir().unwrap();
        let (old, new) = (place.path().join("old"), place.path().join("new"));
        std::fs::create_dir(&old).unwrap();
        let Attempt::Held(lock) = Lock::attempt(site(&old.join("a.ron"))).unwrap() else { panic!("free") };
        std::fs::rename(&old, &new).unwrap();
        assert!(matches!(Lock::attempt(site(&new.join("a.ron"))).unwrap(), Attempt::Busy(_)));
        lock.release();
        assert_eq!(std::fs::read_dir(&new).unwrap().count(), 0, "its file is taken away where it is");
        assert!(!old.exists());
    }
}
