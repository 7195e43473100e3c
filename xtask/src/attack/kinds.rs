//! What can stand under a name that is no ordinary file of the user's.

use anyhow::{Context as _, Result, ensure};
use std::fs::{self, File, Permissions};
use std::os::unix::fs::{PermissionsExt as _, chown, symlink};
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::Command;

/// Bytes of a sparse file.
const HUGE: u64 = 2 << 30;
/// A user that is neither root nor the one the program runs as.
const STRANGER: u32 = 65_533;

/// What is put in the place of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A link to a file outside.
    Link,
    /// A link to a file outside that is not there.
    Dangling,
    /// A link to itself.
    SelfLink,
    /// A second name of a file outside.
    HardLink,
    Folder,
    Pipe,
    Socket,
    /// A device like `/dev/null`, with a name of its own.
    Null,
    /// A device like `/dev/zero`.
    Zero,
    /// A file of another user that everybody may write.
    Strange,
    /// A file that may not be read.
    Unreadable,
    /// An ordinary file, in a folder that may not be written to.
    Locked,
    /// A sparse file of two gigabytes.
    Huge,
}

pub const KINDS: [Kind; 13] = [
    Kind::Link,
    Kind::Dangling,
    Kind::SelfLink,
    Kind::HardLink,
    Kind::Folder,
    Kind::Pipe,
    Kind::Socket,
    Kind::Null,
    Kind::Zero,
    Kind::Strange,
    Kind::Unreadable,
    Kind::Locked,
    Kind::Huge,
];

impl Kind {
    /// The head of its column.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::Dangling => "dangling",
            Self::SelfLink => "self",
            Self::HardLink => "hard",
            Self::Folder => "folder",
            Self::Pipe => "pipe",
            Self::Socket => "socket",
            Self::Null => "null",
            Self::Zero => "zero",
            Self::Strange => "other's",
            Self::Unreadable => "no read",
            Self::Locked => "locked",
            Self::Huge => "2 GB",
        }
    }

    /// Puts it at `path`, instead of what is there, for a program that runs as `user`. `outside` is the folder of files
    /// that nobody may touch. A socket lives as long as the listener that is given back.
    ///
    /// # Errors
    /// Where the machine does not let it.
    pub fn put(self, path: &Path, outside: &Path, user: u32) -> Result<Option<UnixListener>> {
        let folder = path.parent().context("a folder")?;
        if !folder.exists() {
            fs::create_dir_all(folder)?;
            chown(folder, Some(user), Some(user))?;
        }
        let before = fs::read(path).ok();
        if before.is_some() {
            fs::remove_file(path)?;
        }
        let own = || chown(path, Some(user), Some(user));
        let ordinary = || fs::write(path, before.as_deref().unwrap_or(b"words that were here\n"));
        match self {
            Self::Link => symlink(outside.join("victim"), path)?,
            Self::Dangling => symlink(outside.join("nothing"), path)?,
            Self::SelfLink => symlink(path.file_name().context("a name")?, path)?,
            Self::HardLink => fs::hard_link(outside.join("victim"), path)?,
            Self::Folder => {
                fs::create_dir(path)?;
                own()?;
            }
            Self::Pipe => {
                make(&["mkfifo"], path, &[])?;
                own()?;
            }
            Self::Socket => {
                let socket = UnixListener::bind(path)?;
                own()?;
                return Ok(Some(socket));
            }
            Self::Null => make(&["mknod", "-m", "666"], path, &["c", "1", "3"])?,
            Self::Zero => make(&["mknod", "-m", "666"], path, &["c", "1", "5"])?,
            Self::Strange => {
                ordinary()?;
                fs::set_permissions(path, Permissions::from_mode(0o666))?;
                chown(path, Some(STRANGER), Some(STRANGER))?;
            }
            Self::Unreadable => {
                ordinary()?;
                own()?;
                fs::set_permissions(path, Permissions::from_mode(0o200))?;
            }
            Self::Locked => {
                if before.is_some() {
                    ordinary()?;
                    own()?;
                }
                fs::set_permissions(folder, Permissions::from_mode(0o555))?;
            }
            Self::Huge => {
                File::create(path)?.set_len(HUGE)?;
                own()?;
            }
        }
        Ok(None)
    }
}

fn make(command: &[&str], path: &Path, rest: &[&str]) -> Result<()> {
    let (program, arguments) = command.split_first().context("a command")?;
    let done = Command::new(program).args(arguments).arg(path).args(rest).status()?;
    ensure!(done.success(), "{program} is refused here");
    Ok(())
}
