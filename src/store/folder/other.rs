//! Folders by their path, where the system has no descriptors of them.

use super::{EntryKind, FolderEntry, OpenMode, Whereabouts};
use std::ffi::OsStr;
use std::fs::{File, Metadata, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

#[derive(Debug)]
pub struct Handle(PathBuf);

impl Handle {
    pub fn hold(path: &Path) -> io::Result<Self> {
        if std::fs::metadata(path)?.is_dir() {
            Ok(Self(path.to_owned()))
        } else {
            Err(io::ErrorKind::NotADirectory.into())
        }
    }

    #[allow(clippy::unused_self, reason = "the form of the other systems")]
    pub fn whereabouts(&self, path: &Path) -> Whereabouts {
        if path.is_dir() { Whereabouts::There } else { Whereabouts::Gone }
    }

    pub fn entry(&self, name: &OsStr) -> io::Result<Option<FolderEntry>> {
        let path = self.0.join(name);
        match std::fs::symlink_metadata(&path) {
            // What a link leads to is another file.
            Ok(meta) if meta.is_symlink() => Ok(Some(entry(&meta))),
            Ok(meta) => Ok(Some(numbered(entry(&meta), numbering::numbers_at(&path)))),
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(e) => Err(e),
        }
    }

    pub fn open(&self, name: &OsStr, how: OpenMode) -> io::Result<File> {
        let mut options = OpenOptions::new();
        match how {
            OpenMode::Read => options.read(true),
            OpenMode::Append => options.read(true).append(true).create(true),
            OpenMode::Change => options.read(true).write(true).create(true).truncate(false),
            OpenMode::New | OpenMode::NewPrivate => options.read(true).write(true).create_new(true),
        };
        options.open(self.0.join(name))
    }

    pub fn rename(&self, from: &OsStr, to: &OsStr) -> io::Result<()> {
        std::fs::rename(self.0.join(from), self.0.join(to))
    }

    pub fn remove(&self, name: &OsStr) -> io::Result<()> {
        std::fs::remove_file(self.0.join(name))
    }

    #[allow(clippy::unnecessary_wraps, clippy::unused_self, reason = "the form of the other systems")]
    pub fn device(&self) -> io::Result<u64> {
        Ok(0)
    }

    #[allow(clippy::unnecessary_wraps, clippy::unused_self, reason = "the form of the other systems")]
    pub fn sync(&self) -> io::Result<()> {
        Ok(())
    }
}

pub fn entry_of(file: &File) -> io::Result<FolderEntry> {
    Ok(numbered(entry(&file.metadata()?), numbering::numbers(file)))
}

/// The same with its number, that of its disk, and how many names it has, where they can be known.
fn numbered(entry: FolderEntry, numbers: Option<((u64, u64), u64)>) -> FolderEntry {
    match numbers {
        Some((id, links)) => FolderEntry { id, links, ..entry },
        None => entry,
    }
}

#[cfg(windows)]
mod numbering {
    use std::fs::File;
    use std::path::Path;
    use winapi_util::file::{Information, information};
    use winapi_util::{Handle, HandleRef};

    /// The number of a file and of its disk, and how many names it has.
    pub fn numbers(file: &File) -> Option<((u64, u64), u64)> {
        told(information(HandleRef::from_file(file)))
    }

    /// The same of what stands at a path.
    pub fn numbers_at(path: &Path) -> Option<((u64, u64), u64)> {
        told(information(&Handle::from_path_any(path).ok()?))
    }

    fn told(about: std::io::Result<Information>) -> Option<((u64, u64), u64)> {
        let about = about.ok()?;
        Some(((about.volume_serial_number(), about.file_index()), about.number_of_links()))
    }
}

#[cfg(not(windows))]
mod numbering {
    use std::fs::File;
    use std::path::Path;

    pub fn numbers(_: &File) -> Option<((u64, u64), u64)> {
        None
    }

    pub fn numbers_at(_: &Path) -> Option<((u64, u64), u64)> {
        None
    }
}

fn entry(meta: &Metadata) -> FolderEntry {
    let kind = if meta.is_symlink() {
        EntryKind::Link
    } else if meta.is_dir() {
        EntryKind::Folder
    } else if meta.is_file() {
        EntryKind::File
    } else {
        EntryKind::Device
    };
    let modified = meta.modified().ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok());
    let modified = modified.map_or((0, 0), |d| (d.as_secs().cast_signed(), i64::from(d.subsec_nanos())));
    FolderEntry { kind, length: meta.len(), modified, id: (0, 0), links: 1, owner: 0, permissions: 0 }
}

#[allow(clippy::unnecessary_wraps, reason = "the form of the other systems")]
pub fn set_permissions(_: &File, _: u32) -> io::Result<()> {
    Ok(())
}

/// Whether somebody is the user this program runs as.
pub fn is_the_user(_: u32) -> bool {
    true
}

/// Whether files can be made in a folder, as far as the system tells without one being made.
pub fn is_writable(folder: &Path) -> bool {
    std::fs::metadata(folder).is_ok_and(|meta| meta.is_dir() && !meta.permissions().readonly())
}
