//! Reading files that somebody names: only ordinary files (and pipes where one makes sense), and never without end.
//!
//! A name can lead to anything: a folder, a pipe nobody writes to, a device without an end. Nothing here waits for one of
//! them or fills the memory with it.

mod lines;

pub use lines::Lines;

use sayso_core::document::in_hex;
use sha2::{Digest as _, Sha256};
use std::fs::{File, FileType, OpenOptions};
use std::io::{self, Read as _};
use std::path::Path;

/// Most bytes of a document: positions are 32 bits wide.
pub const MAX_DOCUMENT: u64 = u32::MAX as u64;
/// Most bytes of a sidecar, a journal or a history: some two million annotations.
pub const MAX_ANNOTATIONS: u64 = 1 << 30;
/// Most bytes of a codebook.
pub const MAX_CODEBOOK: u64 = 16 << 20;
/// Most bytes of the configuration, a theme or a template.
pub const MAX_SETTINGS: u64 = 1 << 20;

/// Why a file was not read.
#[derive(Debug, thiserror::Error)]
pub enum InputError {
    /// The system does not let it.
    #[error("it cannot be read: {0}")]
    Io(#[from] io::Error),
    /// It is something else; what.
    #[error("it is {0}, not an ordinary file")]
    NotAFile(&'static str),
    /// It has more bytes than are read of a file of its kind; how many are.
    #[error("it is larger than {}, the most that sayso reads of such a file", size(*.0))]
    TooLarge(u64),
}

impl InputError {
    /// Whether there is no file of that name.
    pub fn is_not_found(&self) -> bool {
        matches!(self, Self::Io(e) if e.kind() == io::ErrorKind::NotFound)
    }
}

/// Whether a pipe is read as well: what a shell puts in the place of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pipes {
    /// A pipe is refused.
    Refused,
    /// A pipe is read to its end.
    Read,
}

/// Opens an ordinary file to read; links are followed. Never waits for the other end of a pipe, unless pipes are read.
///
/// # Errors
/// When it is something else, or the system does not let it.
pub fn open(path: &Path, pipes: Pipes) -> Result<File, InputError> {
    let expected = std::fs::metadata(path)?.file_type();
    let is_pipe = is_fifo(expected);
    let is_read = expected.is_file() || is_pipe && pipes == Pipes::Read;
    if !is_read {
        return Err(InputError::NotAFile(kind_of(expected)));
    }
    let mut options = OpenOptions::new();
    options.read(true);
    if !is_pipe {
        never_wait(&mut options);
    }
    let file = options.open(path)?;
    // It may have become something else since.
    let found = file.metadata()?.file_type();
    if found.is_file() || is_pipe && is_fifo(found) { Ok(file) } else { Err(InputError::NotAFile(kind_of(found))) }
}

/// All bytes of an open file, at most `limit`. O(bytes).
///
/// # Errors
/// When there are more, or the system does not let it.
pub fn read_from(file: &File, limit: u64) -> Result<Vec<u8>, InputError> {
    let length = file.metadata()?.len();
    if length > limit {
        return Err(InputError::TooLarge(limit));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit { Err(InputError::TooLarge(limit)) } else { Ok(bytes) }
}

/// All bytes of an ordinary file, at most `limit`. O(bytes).
///
/// # Errors
/// As [`open`] and [`read_from`].
pub fn read(path: &Path, limit: u64) -> Result<Vec<u8>, InputError> {
    read_from(&open(path, Pipes::Refused)?, limit)
}

/// SHA-256 of an ordinary file, in hex, without holding it in memory. O(bytes).
///
/// # Errors
/// As [`open`].
pub fn hash(path: &Path) -> Result<String, InputError> {
    let (mut file, mut hasher, mut chunk) = (open(path, Pipes::Refused)?, Sha256::new(), vec![0; CHUNK]);
    loop {
        match file.read(&mut chunk)? {
            0 => return Ok(in_hex(&hasher.finalize())),
            count => hasher.update(chunk.get(..count).unwrap_or_default()),
        }
    }
}

/// Bytes hashed at once.
const CHUNK: usize = 64 * 1024;

/// All of an ordinary file that is text, at most `limit` bytes. O(bytes).
///
/// # Errors
/// As [`read`], and when it is not UTF-8.
pub fn read_text(path: &Path, limit: u64) -> Result<String, InputError> {
    let bytes = read(path, limit)?;
    String::from_utf8(bytes).map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "it is not UTF-8 text").into())
}

/// What a file is called that is no ordinary one.
pub fn kind_of(kind: FileType) -> &'static str {
    if kind.is_dir() {
        "a folder"
    } else if kind.is_symlink() {
        "a link"
    } else if kind.is_file() {
        "a file"
    } else {
        kind_of_special(kind)
    }
}

#[cfg(unix)]
fn kind_of_special(kind: FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt as _;
    if kind.is_fifo() {
        "a pipe"
    } else if kind.is_socket() {
        "a socket"
    } else {
        "a device"
    }
}

#[cfg(not(unix))]
fn kind_of_special(_: FileType) -> &'static str {
    "something else"
}

/// Whether it is a pipe with a name.
#[cfg(unix)]
pub fn is_fifo(kind: FileType) -> bool {
    std::os::unix::fs::FileTypeExt::is_fifo(&kind)
}

/// Whether it is a pipe with a name.
#[cfg(not(unix))]
pub fn is_fifo(_: FileType) -> bool {
    false
}

/// Opening returns at once, whatever the name leads to.
#[cfg(unix)]
fn never_wait(options: &mut OpenOptions) {
    use std::os::unix::fs::OpenOptionsExt as _;
    // For ordinary files the flag means nothing.
    options.custom_flags(rustix::fs::OFlags::NONBLOCK.bits().cast_signed());
}

#[cfg(not(unix))]
fn never_wait(_: &mut OpenOptions) {}

/// A number of bytes as people say it.
fn size(bytes: u64) -> String {
    match bytes.checked_next_power_of_two().unwrap_or(bytes) {
        b if b >= 1 << 30 => format!("{} GiB", b >> 30),
        b if b >= 1 << 20 => format!("{} MiB", b >> 20),
        _ => format!("{bytes} bytes"),
    }
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, reason = "files of tests need not survive a crash")]
mod tests {
    use super::*;

    #[test]
    fn an_ordinary_file_is_read_up_to_its_limit() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        std::fs::write(&path, b"words").unwrap();
        assert_eq!(read(&path, 5).unwrap(), b"words");
        assert!(matches!(read(&path, 4), Err(InputError::TooLarge(4))));
        assert_eq!(read_text(&path, 9).unwrap(), "words");
        std::fs::write(&path, b"\xff").unwrap();
        assert!(read_text(&path, 9).unwrap_err().to_string().contains("UTF-8"));
        assert!(read(&folder.path().join("b"), 9).unwrap_err().is_not_found());
        let message = read(folder.path(), 9).unwrap_err().to_string();
        assert!(message.contains("a folder"), "{message}");
        assert!(InputError::TooLarge(MAX_DOCUMENT).to_string().contains("4 GiB"));
        assert!(InputError::TooLarge(MAX_SETTINGS).to_string().contains("1 MiB"));
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_is_not_waited_for_and_read_where_it_makes_sense() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pipe");
        let done = std::process::Command::new("mkfifo").arg(&path).status().unwrap();
        assert!(done.success());
        assert!(matches!(read(&path, 9), Err(InputError::NotAFile("a pipe"))));
        let there = path.clone();
        let writer = std::thread::spawn(move || std::fs::write(there, b"through").unwrap());
        assert_eq!(read_from(&open(&path, Pipes::Read).unwrap(), 9).unwrap(), b"through");
        writer.join().unwrap();
    }
}
