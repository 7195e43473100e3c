//! Folders by their descriptor.

use super::{EntryKind, FolderEntry, OpenMode, Whereabouts};
use rustix::fs::{Access, AtFlags, CWD, FileType, Mode, OFlags, Stat};
use std::ffi::OsStr;
use std::fs::File;
use std::io;
use std::os::fd::OwnedFd;
use std::path::Path;

impl OpenMode {
    fn flags(self) -> OFlags {
        match self {
            Self::Read => OFlags::RDONLY,
            // For reading and writing: some network file systems lock nothing else.
            Self::Append => OFlags::RDWR | OFlags::APPEND | OFlags::CREATE,
            Self::Change => OFlags::RDWR | OFlags::CREATE,
            Self::New | Self::NewPrivate => OFlags::RDWR | OFlags::CREATE | OFlags::EXCL,
        }
    }
}

#[derive(Debug)]
pub struct Handle(OwnedFd);

impl Handle {
    pub fn hold(path: &Path) -> io::Result<Self> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        Ok(Self(rustix::fs::openat(CWD, path, flags, Mode::empty())?))
    }

    pub fn whereabouts(&self, path: &Path) -> Whereabouts {
        let Ok(ours) = rustix::fs::fstat(&self.0) else { return Whereabouts::Gone };
        let is_ours = |path: &Path| {
            rustix::fs::stat(path).is_ok_and(|there| (there.st_dev, there.st_ino) == (ours.st_dev, ours.st_ino))
        };
        if is_ours(path) {
            return Whereabouts::There;
        }
        self.path_now().filter(|now| is_ours(now)).map_or(Whereabouts::Gone, Whereabouts::Moved)
    }

    #[cfg(any(target_os = "linux", target_os = "android"))]
    fn path_now(&self) -> Option<std::path::PathBuf> {
        use std::os::fd::AsRawFd as _;
        std::fs::read_link(format!("/proc/self/fd/{}", self.0.as_raw_fd())).ok()
    }

    #[cfg(target_vendor = "apple")]
    fn path_now(&self) -> Option<std::path::PathBuf> {
        use std::os::unix::ffi::OsStringExt as _;
        let path = rustix::fs::getpath(&self.0).ok()?;
        Some(std::ffi::OsString::from_vec(path.into_bytes()).into())
    }

    #[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
    fn path_now(&self) -> Option<std::path::PathBuf> {
        None
    }

    pub fn entry(&self, name: &OsStr) -> io::Result<Option<FolderEntry>> {
        match rustix::fs::statat(&self.0, name, AtFlags::SYMLINK_NOFOLLOW) {
            Ok(stat) => Ok(Some(entry(&stat))),
            Err(rustix::io::Errno::NOENT) => Ok(None),
            Err(e) => Err(e.into()),
        }
    }

    pub fn open(&self, name: &OsStr, how: OpenMode) -> io::Result<File> {
        let always = OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
        let mode = Mode::from_raw_mode(if how == OpenMode::NewPrivate { 0o600 } else { 0o666 });
        Ok(File::from(rustix::fs::openat(&self.0, name, how.flags() | always, mode)?))
    }

    pub fn rename(&self, from: &OsStr, to: &OsStr) -> io::Result<()> {
        Ok(rustix::fs::renameat(&self.0, from, &self.0, to)?)
    }

    pub fn remove(&self, name: &OsStr) -> io::Result<()> {
        Ok(rustix::fs::unlinkat(&self.0, name, AtFlags::empty())?)
    }

    #[allow(clippy::unnecessary_cast, trivial_numeric_casts, reason = "the system's own type differs")]
    pub fn device(&self) -> io::Result<u64> {
        Ok(rustix::fs::fstat(&self.0)?.st_dev as u64)
    }

    pub fn sync(&self) -> io::Result<()> {
        match rustix::io::retry_on_intr(|| rustix::fs::fsync(&self.0)) {
            // Some file systems, of virtual machines and other computers, sync no folders.
            Ok(()) | Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOTSUP) => Ok(()),
            Err(e) => Err(e.into()),
        }
    }
}

pub fn entry_of(file: &File) -> io::Result<FolderEntry> {
    Ok(entry(&rustix::fs::fstat(file)?))
}

// The system's own types differ from one Unix to another.
#[allow(clippy::unnecessary_cast, clippy::useless_conversion, clippy::cast_sign_loss, trivial_numeric_casts)]
fn entry(stat: &Stat) -> FolderEntry {
    let kind = match FileType::from_raw_mode(stat.st_mode) {
        FileType::RegularFile => EntryKind::File,
        FileType::Directory => EntryKind::Folder,
        FileType::Symlink => EntryKind::Link,
        FileType::Fifo => EntryKind::Pipe,
        FileType::Socket => EntryKind::Socket,
        _ => EntryKind::Device,
    };
    FolderEntry {
        kind,
        length: stat.st_size as u64,
        modified: (stat.st_mtime as i64, stat.st_mtime_nsec as i64),
        id: (stat.st_dev as u64, stat.st_ino as u64),
        links: stat.st_nlink as u64,
        owner: stat.st_uid,
        permissions: Mode::from_raw_mode(stat.st_mode).bits() as u32,
    }
}

#[allow(clippy::unnecessary_cast, clippy::cast_possible_truncation, trivial_numeric_casts)]
pub fn set_permissions(file: &File, permissions: u32) -> io::Result<()> {
    Ok(rustix::fs::fchmod(file, Mode::from_raw_mode(permissions as rustix::fs::RawMode))?)
}

/// Whether somebody is the user this program runs as.
pub fn is_the_user(owner: u32) -> bool {
    rustix::process::geteuid().as_raw() == owner
}

/// Whether files can be made in a folder, as far as the system tells without one being made.
pub fn is_writable(folder: &Path) -> bool {
    rustix::fs::accessat(CWD, folder, Access::WRITE_OK | Access::EXEC_OK, AtFlags::EACCESS).is_ok()
}
