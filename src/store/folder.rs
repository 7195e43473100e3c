//! A folder that is held open: files in it are read, written, replaced and removed by their name within it.
//!
//! A folder that is renamed while a document is open stays the same folder, so that nothing is ever made anew under the
//! old path. A link in the place of one of our files is never followed, and nothing is written to a file that is not an
//! ordinary one of the user's with one name: an archive or a clone can bring links, another program can put a pipe there.

#[cfg(not(unix))]
#[path = "folder/other.rs"]
mod system;
#[cfg(unix)]
#[path = "folder/unix.rs"]
mod system;

use crate::input::{self, InputError};
use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

pub use system::is_writable;

/// What stands under a name; of a link, the link itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FolderEntry {
    /// What it is.
    pub kind: EntryKind,
    /// Bytes.
    pub length: u64,
    /// When it was written last, in seconds and nanoseconds.
    modified: (i64, i64),
    /// Its number on its disk, and the disk's; 0 where the system has none.
    id: (u64, u64),
    /// How many names it has.
    pub links: u64,
    /// The user it belongs to; 0 where the system has none.
    owner: u32,
    /// Its permissions; 0 where the system has none.
    permissions: u32,
}

/// What can stand under a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// An ordinary file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link.
    Link,
    /// A pipe with a name.
    Pipe,
    /// A socket.
    Socket,
    /// A device.
    Device,
}

impl EntryKind {
    /// A name for sentences.
    pub const fn name(self) -> &'static str {
        match self {
            Self::File => "a file",
            Self::Folder => "a folder",
            Self::Link => "a link",
            Self::Pipe => "a pipe",
            Self::Socket => "a socket",
            Self::Device => "a device",
        }
    }
}

/// What tells one state of a file from another without reading it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileStamp {
    length: u64,
    modified: (i64, i64),
    id: (u64, u64),
}

impl FolderEntry {
    /// What tells this state of the file from another.
    pub const fn stamp(&self) -> FileStamp {
        FileStamp { length: self.length, modified: self.modified, id: self.id }
    }

    /// Whether both are one file, whatever its name and its bytes.
    pub fn is_same_file(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

/// Where a folder that is held is now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whereabouts {
    /// Under the path it was opened by.
    There,
    /// Under another path.
    Moved(PathBuf),
    /// Under none that can be found: removed, or its disk is detached.
    Gone,
}

/// How a file is opened; links are not followed, and nothing is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum OpenMode {
    /// To read.
    Read,
    /// To add at its end; made when it is not there.
    Append,
    /// To write within it; made when it is not there.
    Change,
    /// A new one.
    New,
    /// A new one that nobody else may read.
    NewPrivate,
}

/// A folder that is held open.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    /// The same from the root: `.` means another folder once this one is moved, or its disk is detached.
    absolute: PathBuf,
    handle: system::Handle,
}

impl Folder {
    /// Holds the folder at `path`; links on the way are followed.
    ///
    /// # Errors
    /// Those of the file system, and when it is no folder.
    pub fn open(path: &Path) -> io::Result<Self> {
        let absolute = std::path::absolute(path)?;
        Ok(Self { path: path.to_owned(), absolute, handle: system::Handle::hold(path)? })
    }

    /// The path it was opened by.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The path of a file in it, for sentences.
    pub fn join(&self, name: &OsStr) -> PathBuf {
        if self.path == Path::new(".") { PathBuf::from(name) } else { self.path.join(name) }
    }

    /// Where it is now. A few calls of the system.
    pub fn whereabouts(&self) -> Whereabouts {
        self.handle.whereabouts(&self.absolute)
    }

    /// What stands under a name; `None` when nothing does.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn entry(&self, name: &OsStr) -> io::Result<Option<FolderEntry>> {
        self.handle.entry(name)
    }

    /// The state of the file of a name; `None` when there is none, or nothing can be said of it.
    pub fn stamp(&self, name: &OsStr) -> Option<FileStamp> {
        self.entry(name).ok().flatten().map(|e| e.stamp())
    }

    /// All bytes of an ordinary file, at most `limit`, and its state; `None` when nothing is under the name. A link is not
    /// followed. O(bytes).
    ///
    /// # Errors
    /// When it is something else, has more bytes, or the system does not let it.
    pub fn read(&self, name: &OsStr, limit: u64) -> Result<Option<(Vec<u8>, FileStamp)>, InputError> {
        let file = match self.open_to_read(name) {
            Err(e) if e.is_not_found() => return Ok(None),
            other => other?,
        };
        let stamp = system::entry_of(&file)?.stamp();
        Ok(Some((input::read_from(&file, limit)?, stamp)))
    }

    /// Opens an ordinary file to read; a link is not followed.
    ///
    /// # Errors
    /// When it is something else, or the system does not let it.
    pub fn open_to_read(&self, name: &OsStr) -> Result<File, InputError> {
        if let Some(entry) = self.entry(name)?.filter(|e| e.kind != EntryKind::File) {
            return Err(InputError::NotAFile(entry.kind.name()));
        }
        let file = self.handle.open(name, OpenMode::Read)?;
        // It may have become something else since.
        match system::entry_of(&file)?.kind {
            EntryKind::File => Ok(file),
            other => Err(InputError::NotAFile(other.name())),
        }
    }

    /// Opens a file of ours to add to it, made when it is not there.
    ///
    /// # Errors
    /// Those of the file system, and when what is there is no file of ours: nothing is written then.
    pub fn open_to_append(&self, name: &OsStr) -> io::Result<File> {
        self.open_ours(name, OpenMode::Append)
    }

    /// Opens a file of ours to write within it, made when it is not there; nothing is cut off.
    ///
    /// # Errors
    /// As [`Folder::open_to_append`].
    pub fn open_to_change(&self, name: &OsStr) -> io::Result<File> {
        self.open_ours(name, OpenMode::Change)
    }

    fn open_ours(&self, name: &OsStr, how: OpenMode) -> io::Result<File> {
        self.refusal(name)?;
        let file = self.handle.open(name, how)?;
        // It may have become something else since.
        self.judge(name, &system::entry_of(&file)?, Self::is_the_users)?;
        Ok(file)
    }

    /// Makes a file that was not there; `private` for nobody else to read.
    ///
    /// # Errors
    /// Those of the file system, also when something has the name.
    pub fn create_new(&self, name: &OsStr, private: bool) -> io::Result<File> {
        self.handle.open(name, if private { OpenMode::NewPrivate } else { OpenMode::New })
    }

    /// Gives a file in it the name of another, which goes.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn rename(&self, from: &OsStr, to: &OsStr) -> io::Result<()> {
        self.handle.rename(from, to)
    }

    /// Removes a file, of a link the link; one that is gone is removed.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn remove(&self, name: &OsStr) -> io::Result<()> {
        match self.handle.remove(name) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(()),
            other => other,
        }
    }

    /// The number of the disk it is on; 0 where the system has none.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn device(&self) -> io::Result<u64> {
        self.handle.device()
    }

    /// Waits until its names are on the disk.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn sync(&self) -> io::Result<()> {
        self.handle.sync()
    }

    /// Whether a file of ours can be written under a name: nothing is there, or an ordinary file of the user's with one
    /// name.
    ///
    /// # Errors
    /// A sentence about what is there instead.
    pub fn refusal(&self, name: &OsStr) -> io::Result<()> {
        self.entry(name)?.map_or(Ok(()), |entry| self.judge(name, &entry, Self::is_the_users))
    }

    /// The same without making a file to see whose it is: for who only reads.
    ///
    /// # Errors
    /// As [`Folder::refusal`].
    pub fn refusal_at_sight(&self, name: &OsStr) -> io::Result<()> {
        let is_the_users = |_: &Self, entry: &FolderEntry| system::is_the_user(entry.owner);
        self.entry(name)?.map_or(Ok(()), |entry| self.judge(name, &entry, is_the_users))
    }

    fn judge(
        &self,
        name: &OsStr,
        entry: &FolderEntry,
        is_the_users: impl Fn(&Self, &FolderEntry) -> bool,
    ) -> io::Result<()> {
        let what = match entry.kind {
            EntryKind::File if entry.links > 1 => {
                format!("has {} names (hard links), and sayso would write to it: move it away", entry.links)
            }
            // What stands in it may be decisions of somebody else.
            EntryKind::File if !is_the_users(self, entry) => {
                "belongs to another user: let that user open the document, which takes it away".to_owned()
            }
            EntryKind::File => return Ok(()),
            other => format!("is {}, and sayso would write to it: move it away", other.name()),
        };
        let message = format!("{} {what}", self.join(name).display());
        Err(io::Error::new(io::ErrorKind::InvalidInput, message))
    }

    /// Whether a file belongs to the user. Some file systems (of other machines, of cards and sticks) give every file to
    /// somebody of their own: what is made there tells to whom.
    fn is_the_users(&self, entry: &FolderEntry) -> bool {
        if system::is_the_user(entry.owner) {
            return true;
        }
        let Ok(name) = temporary_name() else { return false };
        let owner = self.create_new(&name, true).and_then(|file| system::entry_of(&file)).map(|e| e.owner);
        // Left over, `check` names it.
        let _ = self.remove(&name);
        owner.is_ok_and(|owner| owner == entry.owner)
    }
}

/// How names of temporary files begin.
pub const TEMPORARY: &str = ".sayso-";

/// A name nobody else has, for a file that gets its own when it is whole.
///
/// # Errors
/// When the system gives no random bytes.
pub fn temporary_name() -> io::Result<OsString> {
    let mut random = [0; 8];
    getrandom::fill(&mut random).map_err(io::Error::other)?;
    Ok(format!("{TEMPORARY}{:016x}", u64::from_le_bytes(random)).into())
}

/// What is known of an open file.
///
/// # Errors
/// Those of the file system.
pub fn entry_of(file: &File) -> io::Result<FolderEntry> {
    system::entry_of(file)
}

/// Gives an open file the permissions of another.
///
/// # Errors
/// Those of the file system.
pub fn copy_permissions(from: &FolderEntry, to: &File) -> io::Result<()> {
    system::set_permissions(to, from.permissions)
}

#[cfg(all(test, unix))]
mod tests;
