//! Where a file for others may go: what stands under a name already decides. Documents, annotations and settings are never
//! replaced, and pipes and devices are written into.

use super::kind::{self, FileKind, Look};
use super::{disk, paths};
use crate::input;
use sayso_core::annotation::Codebook;
use std::collections::{HashMap, HashSet};
use std::ffi::OsString;
use std::fs::{File, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

/// Why a name is refused.
#[derive(Debug, thiserror::Error)]
pub enum RefusalReason {
    /// The name is that of a file of ours.
    #[error(
        "is the name of a journal, a lock, a draft, a codebook, a scratch page or the configuration: choose another name"
    )]
    Name,
    /// Something of this run, or annotations.
    #[error("is a document or its sidecar: choose another name")]
    Ours,
    /// Annotations lie beside it.
    #[error("is a document, for annotations lie beside it: choose another name")]
    Annotated,
    /// It can be opened as a document, and nothing says that it is an export.
    #[error(
        "may be somebody's document, nothing in it says that sayso wrote it: choose another name, or remove it first"
    )]
    Document,
    /// Its name ends in another way than the format's files do.
    #[error("exists and does not end in {0}, as files of this format do: choose another name, or remove it first")]
    Ending(String),
    /// Nobody knows what it is.
    #[error("exists and cannot be identified ({0}): choose another name, or remove it first")]
    Unread(input::InputError),
    /// It is no codebook.
    #[error("exists and is not a codebook: choose another name, or remove it first")]
    NoCodebook,
    /// Nothing that bytes can be written to: a folder, a socket, a disk.
    #[error("is {0}: choose another name")]
    Special(&'static str),
    /// It was written to since it was read.
    #[error("has changed meanwhile: export again")]
    Changed,
    /// A link to nothing.
    #[error("is a broken link: remove it, or choose another name")]
    LeadsNowhere,
    /// A pipe without its other end.
    #[error("is a pipe without a reader: start the reading program first")]
    NoReader,
}

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// What is there stays, and why.
    #[error("{} {}", .0.display(), .1)]
    Kept(PathBuf, RefusalReason),
    /// It exists, and nobody said that it may go.
    #[error("{} exists", .0.display())]
    Exists(PathBuf),
    /// The system does not let it.
    #[error("{}: it cannot be written: {}", .0.display(), .1)]
    Failed(PathBuf, io::Error),
}

impl Refused {
    /// The sentence, without its stop; `replace` says how one that exists is replaced.
    pub fn sentence(&self, replace: &str) -> String {
        match self {
            Self::Exists(_) => format!("{self}. {replace}"),
            Self::Kept(..) | Self::Failed(..) => self.to_string(),
        }
    }
}

/// What is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// An export, or the schema of another tool.
    Export,
    /// A codebook, which may replace one.
    Codebook,
}

/// Where the bytes go.
#[derive(Debug)]
pub enum WriteTarget {
    /// Nothing is there.
    New,
    /// An ordinary file, which is replaced.
    Replaced,
    /// The same, if it has the same bytes: nothing would be lost.
    ReplacedIfSame,
    /// A pipe or a device, open.
    Into(File),
}

/// What no export of a run replaces.
pub struct ProtectedFiles {
    purpose: Purpose,
    /// Documents, codebooks, the configuration.
    files: Vec<PathBuf>,
    /// Sidecars with names of their own.
    sidecars: Vec<PathBuf>,
    identities: OnceLock<HashSet<Identity>>,
    /// Of the folders looked into, the names of files with annotations beside them.
    annotated: Mutex<HashMap<PathBuf, HashSet<OsString>>>,
}

impl ProtectedFiles {
    /// Neither one of `files` nor one of `sidecars`, or what belongs to it, is replaced.
    pub fn new(purpose: Purpose, files: Vec<PathBuf>, sidecars: Vec<PathBuf>) -> Self {
        Self { purpose, files, sidecars, identities: OnceLock::new(), annotated: Mutex::default() }
    }

    /// What stands at `path`, if a file whose name ends in one of `endings` may be written there; with `replace` one that
    /// exists goes.
    ///
    /// # Errors
    /// Why it may not.
    pub fn judge(&self, path: &Path, endings: &[String], replace: bool) -> Result<WriteTarget, Refused> {
        let kept = |why| Err(Refused::Kept(path.to_owned(), why));
        let failed = |e| Refused::Failed(path.to_owned(), e);
        if let Some(why) = self.by_name(path) {
            return kept(why);
        }
        match std::fs::symlink_metadata(path) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(WriteTarget::New),
            Err(e) => return Err(failed(e)),
            Ok(_) => {}
        }
        let meta = match std::fs::metadata(path) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => return kept(RefusalReason::LeadsNowhere),
            Err(e) => return Err(failed(e)),
            Ok(meta) => meta,
        };
        if !meta.is_file() {
            return open_special(path, &meta);
        }
        let real = std::fs::canonicalize(path).map_err(failed)?;
        if let Some(why) = self.by_name(&real).or_else(|| self.by_what_it_is(&real, &meta, endings)) {
            return kept(why);
        }
        let target = match self.contents(&real, &meta) {
            Ok(target) => target,
            Err(why) => return kept(why),
        };
        match target {
            WriteTarget::ReplacedIfSame if !replace => kept(RefusalReason::Document),
            _ if !replace => Err(Refused::Exists(path.to_owned())),
            target => Ok(target),
        }
    }

    /// Whether a block may be written into the note at `path`, whose name ends in one of `endings`; one that is not there is
    /// made.
    ///
    /// # Errors
    /// Why it may not.
    pub fn judge_note(&self, path: &Path, endings: &[String]) -> Result<(), Refused> {
        let kept = |why| Err(Refused::Kept(path.to_owned(), why));
        let failed = |e| Refused::Failed(path.to_owned(), e);
        if let Some(why) = self.by_name(path) {
            return kept(why);
        }
        let meta = match std::fs::metadata(path) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(failed(e)),
            Err(_) if std::fs::symlink_metadata(path).is_ok() => return kept(RefusalReason::LeadsNowhere),
            Err(_) => return Ok(()),
            Ok(meta) => meta,
        };
        if !meta.is_file() {
            return kept(RefusalReason::Special(input::kind_of(meta.file_type())));
        }
        let real = std::fs::canonicalize(path).map_err(failed)?;
        if let Some(why) = self.by_name(&real).or_else(|| self.by_what_it_is(&real, &meta, endings)) {
            return kept(why);
        }
        match kind::head_of(&real) {
            Ok(head) if is_annotations(&head) => kept(RefusalReason::Ours),
            Ok(_) => Ok(()),
            Err(error) => kept(RefusalReason::Unread(error)),
        }
    }

    /// Why a path may not be written by its name.
    fn by_name(&self, path: &Path) -> Option<RefusalReason> {
        if path.file_name().is_some_and(|n| paths::is_sidecar_name(&n.to_string_lossy())) {
            Some(RefusalReason::Ours)
        } else {
            self.is_name_of_ours(path).then_some(RefusalReason::Name)
        }
    }

    /// Why an ordinary file may not be written, since it is one of this run, or its name ends in none of `endings`.
    fn by_what_it_is(&self, real: &Path, meta: &Metadata, endings: &[String]) -> Option<RefusalReason> {
        if self.identities.get_or_init(|| self.identities()).contains(&identity(real, meta)) {
            return Some(RefusalReason::Ours);
        }
        let ends = real.extension().is_some_and(|x| endings.iter().any(|e| x.eq_ignore_ascii_case(e)));
        (!ends).then(|| RefusalReason::Ending(format!(".{}", endings.join(" or ."))))
    }

    /// Whether an ordinary file may go, by what it is.
    fn contents(&self, path: &Path, meta: &Metadata) -> Result<WriteTarget, RefusalReason> {
        if self.purpose == Purpose::Codebook {
            return if is_codebook(path) { Ok(WriteTarget::Replaced) } else { Err(RefusalReason::NoCodebook) };
        }
        match kind::head_of(path) {
            Ok(head) if is_annotations(&head) => return Err(RefusalReason::Ours),
            Ok(_) => {}
            Err(error) => return Err(RefusalReason::Unread(error)),
        }
        if self.is_annotated(path) {
            return Err(RefusalReason::Annotated);
        }
        match kind::kind_of(path, Look::Close) {
            // In a file without bytes nothing is lost.
            FileKind::Document if meta.len() > 0 => Ok(WriteTarget::ReplacedIfSame),
            FileKind::Document | FileKind::Export | FileKind::Other => Ok(WriteTarget::Replaced),
        }
    }

    /// Whether a path has the name of a file that only sayso writes, by its shape or in this run.
    fn is_name_of_ours(&self, path: &Path) -> bool {
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let is_codebook = name.eq_ignore_ascii_case("sayso.ron") && self.purpose != Purpose::Codebook;
        if is_codebook || is_hidden_name(&name) || paths::is_scratch_name(&name) {
            return true;
        }
        let own = |ours: &Path| ours.file_name() == path.file_name() && is_one_folder(ours, path);
        let hidden = |sidecar: &PathBuf| {
            let first = paths::journal(sidecar, 1);
            let first_name = first.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
            let later = name.strip_prefix(first_name.as_str()).and_then(|rest| rest.strip_prefix('-'));
            own(&first)
                || own(&paths::lock(sidecar))
                || own(&paths::copy(sidecar))
                || own(&paths::drafts(sidecar))
                || later.is_some_and(is_number) && is_one_folder(&first, path)
        };
        self.files.iter().any(|f| f.extension().is_some_and(|e| e == "ron") && own(f))
            || self.sidecars.iter().any(|s| own(s) || hidden(s))
    }

    fn identities(&self) -> HashSet<Identity> {
        let real = |path: &PathBuf| Some((std::fs::canonicalize(path).ok()?, std::fs::metadata(path).ok()?));
        let all = self.files.iter().chain(&self.sidecars);
        all.filter_map(real).map(|(path, meta)| identity(&path, &meta)).collect()
    }

    /// Whether a sidecar or a journal lies beside a file. A folder is listed once.
    fn is_annotated(&self, path: &Path) -> bool {
        let folder = disk::folder_of(path);
        let mut known = self.annotated.lock().unwrap_or_else(PoisonError::into_inner);
        let names = known.entry(folder.to_owned()).or_insert_with(|| {
            let names = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.file_name());
            names.filter_map(|n| annotates(&n.to_string_lossy()).map(OsString::from)).collect()
        });
        path.file_name().is_some_and(|name| names.contains(name))
    }
}

/// The name of the document that a file called `name` holds annotations of: a sidecar, or a journal.
pub fn annotates(name: &str) -> Option<String> {
    whose(name).map(|(document, _)| document.to_owned())
}

/// The document that a sidecar, journal or copy of this name is about, and whose it is, where it says.
pub fn whose(name: &str) -> Option<(&str, Option<&str>)> {
    let stem =
        name.strip_suffix(".ron").or_else(|| hidden_stem(name).filter(|(_, lock)| !lock).map(|(stem, _)| stem))?;
    let found = stem.strip_suffix(".sayso").map(|document| (document, None)).or_else(|| {
        let (document, who) = stem.rsplit_once(".sayso.")?;
        sayso_core::annotation::is_annotator(who).then_some((document, Some(who)))
    })?;
    (!found.0.is_empty()).then_some(found)
}

/// Whether a name is that of a journal, a lock, or another hidden file of ours.
fn is_hidden_name(name: &str) -> bool {
    let Some((stem, _)) = hidden_stem(name) else { return false };
    stem.strip_suffix(".sayso").is_some()
        || stem.rsplit_once(".sayso.").is_some_and(|(_, who)| sayso_core::annotation::is_annotator(who))
}

/// What stands between the dot and the ending of a journal or copy or, then true, of a file that holds no annotations.
fn hidden_stem(name: &str) -> Option<(&str, bool)> {
    let inner = name.strip_prefix('.')?;
    if let Some(stem) = [".lock", ".origin", ".draft"].iter().find_map(|ending| inner.strip_suffix(ending)) {
        return Some((stem, true));
    }
    if let Some(stem) = inner.strip_suffix(".copy") {
        return Some((stem, false));
    }
    let (stem, rest) = inner.rsplit_once(".journal")?;
    (rest.is_empty() || rest.strip_prefix('-').is_some_and(is_number)).then_some((stem, false))
}

fn is_number(words: &str) -> bool {
    !words.is_empty() && words.bytes().all(|b| b.is_ascii_digit())
}

fn is_one_folder(a: &Path, b: &Path) -> bool {
    disk::is_same(disk::folder_of(a), disk::folder_of(b))
}

/// Whether a file begins as a sidecar or a journal does, whatever it is called.
fn is_annotations(head: &[u8]) -> bool {
    let begin = head.get(..head.len().min(256)).unwrap_or_default();
    let has = |words: &[u8]| memchr::memmem::find(begin, words).is_some();
    has(b"\n// sayso annotations,") || has(b"\t(journal: ")
}

fn is_codebook(path: &Path) -> bool {
    let Ok(text) = input::read_text(path, input::MAX_CODEBOOK) else { return false };
    let options = ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
    options.from_str::<Codebook>(&text).is_ok()
}

/// What tells a file from all others, whatever names it has.
#[cfg(unix)]
type Identity = (u64, u64);

#[cfg(unix)]
fn identity(_: &Path, meta: &Metadata) -> Identity {
    use std::os::unix::fs::MetadataExt as _;
    (meta.dev(), meta.ino())
}

/// What tells a file from all others: its path, in the case in which it stands on the disk.
#[cfg(not(unix))]
type Identity = PathBuf;

#[cfg(not(unix))]
fn identity(path: &Path, _: &Metadata) -> Identity {
    std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

/// Opens a pipe or a device to write into it; never waits for somebody to read.
#[cfg(unix)]
fn open_special(path: &Path, meta: &Metadata) -> Result<WriteTarget, Refused> {
    use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};
    use std::os::unix::fs::{FileTypeExt as _, OpenOptionsExt as _};
    let is_stream = |meta: &Metadata| meta.file_type().is_fifo() || meta.file_type().is_char_device();
    let special = |meta: &Metadata| {
        let kind = meta.file_type();
        let kind = if kind.is_block_device() { "a disk" } else { input::kind_of(kind) };
        Refused::Kept(path.to_owned(), RefusalReason::Special(kind))
    };
    if !is_stream(meta) {
        return Err(special(meta));
    }
    let failed = |e| Refused::Failed(path.to_owned(), e);
    let flags = (OFlags::NONBLOCK | OFlags::NOCTTY).bits().cast_signed();
    let opened = std::fs::OpenOptions::new().write(true).custom_flags(flags).open(path);
    let file = match opened {
        Err(e) if e.raw_os_error() == Some(rustix::io::Errno::NXIO.raw_os_error()) && meta.file_type().is_fifo() => {
            return Err(Refused::Kept(path.to_owned(), RefusalReason::NoReader));
        }
        Err(e) => return Err(failed(e)),
        Ok(file) => file,
    };
    // It may have become something else since.
    let found = file.metadata().map_err(failed)?;
    if !is_stream(&found) {
        return Err(special(&found));
    }
    if io::IsTerminal::is_terminal(&file) {
        return Err(Refused::Kept(path.to_owned(), RefusalReason::Special("a terminal")));
    }
    let waiting = fcntl_getfl(&file).and_then(|flags| fcntl_setfl(&file, flags - OFlags::NONBLOCK));
    waiting.map_err(|e| failed(e.into()))?;
    Ok(WriteTarget::Into(file))
}

#[cfg(not(unix))]
fn open_special(path: &Path, meta: &Metadata) -> Result<WriteTarget, Refused> {
    Err(Refused::Kept(path.to_owned(), RefusalReason::Special(input::kind_of(meta.file_type()))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_ours_are_told_by_their_shape() {
        for name in [
            ".a.txt.sayso.journal",
            ".a.txt.sayso.journal-3",
            ".a.txt.sayso.ada.lock",
            ".a.txt.sayso.copy",
            ".a.txt.sayso.ada.draft",
            ".0123456789abcdef-a.txt.sayso.origin",
            "sayso.ron",
            "SAYSO.ron",
        ] {
            let kept = ProtectedFiles::new(Purpose::Export, Vec::new(), Vec::new());
            assert!(kept.is_name_of_ours(&Path::new("/nowhere").join(name)), "{name}");
        }
        for name in ["a.ron", "a.journal", ".a.journal", ".a.sayso.journal-x", "a.txt.sayso.Bo.ron", ".sayso-x7Yz12"] {
            let kept = ProtectedFiles::new(Purpose::Export, Vec::new(), Vec::new());
            assert!(!kept.is_name_of_ours(&Path::new("/nowhere").join(name)), "{name}");
        }
        assert_eq!(annotates(".a.txt.sayso.ada.journal-2").as_deref(), Some("a.txt"));
        assert_eq!(annotates("a.txt.sayso.ron").as_deref(), Some("a.txt"));
        assert_eq!((annotates("sayso.ron"), annotates(".a.txt.sayso.lock")), (None, None));
    }

    #[test]
    fn a_sidecar_of_any_name_keeps_what_belongs_to_it() {
        let folder = tempfile::tempdir().unwrap();
        let own = folder.path().join("own");
        let kept = ProtectedFiles::new(Purpose::Export, Vec::new(), vec![own.clone()]);
        for name in ["own", ".own.journal", ".own.journal-2", ".own.lock", ".own.draft"] {
            assert!(kept.is_name_of_ours(&folder.path().join(name)), "{name}");
        }
        assert!(!kept.is_name_of_ours(&folder.path().join(".own.journal-")));
    }
}
