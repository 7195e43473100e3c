//! Sidecars in the user's data folder: of documents whose folder could not be written to when they were decided on.
//!
//! Such a document may have become writable since, or been moved or copied. What was decided about it is found again by
//! its path, then by the hash of its file.

use super::folder::Folder;
use super::paths::{self, hidden};
use crate::input;
use sayso_core::document::sha256;
use std::collections::HashMap;
use std::ffi::{OsStr, OsString};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// Where a sidecar in the data folder comes from, seen from the document that is opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SidecarOrigin {
    /// Of this document, when its folder could not be written to.
    Here,
    /// Of a document that was at another path, where nothing is any more.
    Moved(PathBuf),
    /// Of a document that is still at another path, or of which no path is known.
    Copied(Option<PathBuf>),
}

/// A sidecar that holds decisions about a document and is not where new ones are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherSidecar {
    /// Its path.
    pub path: PathBuf,
    /// Where it comes from.
    pub origin: SidecarOrigin,
}

impl OtherSidecar {
    /// Whether it goes away once its decisions are where new ones are written.
    pub const fn is_moved(&self) -> bool {
        matches!(self.origin, SidecarOrigin::Here | SidecarOrigin::Moved(_))
    }

    /// What the reader says of it.
    pub fn in_words(&self) -> String {
        match &self.origin {
            SidecarOrigin::Here => "decisions made while this folder could not be written to are moved here".to_owned(),
            SidecarOrigin::Moved(from) => format!("decisions made when it was {} are moved here", from.display()),
            SidecarOrigin::Copied(Some(from)) => {
                format!("decisions about {}, which is the same text, are copied here", from.display())
            }
            SidecarOrigin::Copied(None) => "decisions about a copy of it are copied here".to_owned(),
        }
    }
}

/// What there is elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OtherSidecars {
    /// Decisions that belong to the document.
    pub joined: Vec<OtherSidecar>,
    /// Several that may belong to it: a person has to choose one.
    pub choices: Vec<OtherSidecar>,
}

impl OtherSidecars {
    /// Sidecars of documents that were moved: what is unfinished about them comes along.
    pub fn moved(&self) -> Vec<PathBuf> {
        let moved = |other: &&OtherSidecar| matches!(other.origin, SidecarOrigin::Moved(_));
        self.joined.iter().filter(moved).map(|other| other.path.clone()).collect()
    }
}

/// The name in the data folder of what is decided about the document at `path`.
pub fn name_of(path: &Path, sidecar_name: &OsStr) -> OsString {
    let canonical = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let hash = sha256(canonical.as_os_str().as_encoded_bytes());
    let start: String = hash.chars().take(HASH_LENGTH).collect();
    let mut name = OsString::from(format!("{start}-"));
    name.push(sidecar_name);
    name
}

/// Letters of the hash in front of a name.
const HASH_LENGTH: usize = 16;
/// Bytes of a sidecar in which its document is named.
const MAX_HEAD: u64 = 16 * 1024;
/// Longest path that is read back, in bytes.
const MAX_PATH: u64 = 64 * 1024;

/// The file beside a sidecar in the data folder that holds the path of its document.
pub fn origin_file(sidecar: &Path) -> PathBuf {
    hidden(sidecar, ".origin")
}

/// Whether anything was decided: a sidecar is there, or the journal or copy of one.
pub fn is_there(sidecar: &Path) -> bool {
    let files = [sidecar.to_owned(), paths::journal(sidecar, 1), paths::copy(sidecar)];
    files.iter().any(|file| file.symlink_metadata().is_ok())
}

/// All sidecars of the data folder by the hash of their document's file; looked through once, when it is first asked for.
#[derive(Debug, Default)]
pub struct DataFolderIndex(OnceLock<HashMap<String, Vec<PathBuf>>>);

impl DataFolderIndex {
    /// Sidecars of `annotator` in the folder `documents` about a file of this hash, but not `own`.
    pub fn find(&self, documents: &Path, annotator: Option<&str>, hash: &str, own: &Path) -> Vec<OtherSidecar> {
        let ending = paths::sidecar_name(OsStr::new(""), annotator).to_string_lossy().into_owned();
        let all = self.0.get_or_init(|| look_through(documents));
        let of_hash = all.get(hash).map(Vec::as_slice).unwrap_or_default();
        let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let fits = |path: &&PathBuf| path.as_path() != own && name(path).ends_with(&ending) && is_there(path);
        of_hash.iter().filter(fits).map(|path| OtherSidecar { path: path.clone(), origin: origin_of(path) }).collect()
    }
}

fn look_through(documents: &Path) -> HashMap<String, Vec<PathBuf>> {
    let mut all: HashMap<String, Vec<PathBuf>> = HashMap::new();
    let found = std::fs::read_dir(documents).into_iter().flatten().flatten().map(|e| e.path());
    let mut found: Vec<PathBuf> = found.filter(|path| is_of_a_path(path)).collect();
    found.sort();
    for path in found {
        if let Some(hash) = file_hash(&path) {
            all.entry(hash).or_default().push(path);
        }
    }
    all
}

/// Whether a sidecar is that of a document with a path: those of standard input are called after its hash alone.
fn is_of_a_path(path: &Path) -> bool {
    let Some(name) = path.file_name().and_then(OsStr::to_str) else { return false };
    paths::is_sidecar_name(name) && name.split_once('-').is_some_and(|(hash, _)| hash.len() == HASH_LENGTH)
}

/// The hash of the file a sidecar is about, from its first lines.
fn file_hash(sidecar: &Path) -> Option<String> {
    let file = input::open(sidecar, input::Pipes::Refused).ok()?;
    let mut head = Vec::new();
    io::Read::read_to_end(&mut io::Read::take(file, MAX_HEAD), &mut head).ok()?;
    let head = String::from_utf8_lossy(&head);
    let (_, about) = head.split_once("document: (")?;
    let (_, hash) = about.split_once("file: \"")?;
    let (hash, _) = hash.split_once('"')?;
    (!hash.is_empty()).then(|| hash.to_owned())
}

/// What is kept of a document's path beside its sidecar: the path, and which disk its folder is on.
pub fn origin_of_document(path: &Path) -> Vec<u8> {
    let mut bytes = path.as_os_str().as_encoded_bytes().to_vec();
    bytes.extend_from_slice(format!("\n{}", disk_of(path).unwrap_or_default()).as_bytes());
    bytes
}

/// The number of the disk that the folder of a path is on; `None` when there is no such folder.
fn disk_of(path: &Path) -> Option<u64> {
    let folder = Folder::open(super::disk::folder_of(path)).ok()?;
    folder.device().ok()
}

/// A document is taken for moved only when its folder is there, on the same disk, and it is not in it: a disk that is not
/// attached at the moment holds its documents still.
fn origin_of(sidecar: &Path) -> SidecarOrigin {
    let bytes = input::read(&origin_file(sidecar), MAX_PATH).ok();
    let Some(kept) = bytes.and_then(|bytes| String::from_utf8(bytes).ok()) else { return SidecarOrigin::Copied(None) };
    let (path, disk) = kept.rsplit_once('\n').unwrap_or((&kept, ""));
    let path = PathBuf::from(path);
    let is_gone = path.symlink_metadata().is_err_and(|e| e.kind() == io::ErrorKind::NotFound);
    let is_attached = disk.parse().is_ok_and(|disk: u64| disk_of(&path) == Some(disk));
    if is_gone && is_attached { SidecarOrigin::Moved(path) } else { SidecarOrigin::Copied(Some(path)) }
}
