//! Documents that are named: by paths, by folders, on standard input; several in one file.

use super::{Error, Project};
use crate::input::{self, InputError, Pipes};
use crate::store::kind::{self, FileKind, Look, file_of};
use crate::store::target::annotates;
use crate::store::{self, SidecarPath};
use sayso_core::document::{self, Format, LoadOptions, collection};
use sayso_core::ron_errors::meant;
use std::collections::{HashMap, HashSet};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// One source of bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// Standard input.
    Stdin,
    /// A file.
    File(PathBuf),
    /// Bytes at hand: one document of a file of many, or what standard input gave.
    Member {
        /// `mail.mbox#1f09a3c2d4`, or `-`.
        path: PathBuf,
        /// The format of the bytes, where it is known.
        format: Option<Format>,
        /// Its bytes alone.
        bytes: Arc<[u8]>,
        /// Its title, where its file tells.
        title: Option<String>,
    },
}

impl Source {
    /// What to call it.
    pub fn name(&self) -> String {
        match self {
            Self::Stdin => "-".to_owned(),
            Self::File(path) | Self::Member { path, .. } => path.display().to_string(),
        }
    }

    /// The file it is, or is in; `-` is none.
    pub fn file(&self) -> &Path {
        match self {
            Self::Stdin => Path::new("-"),
            Self::File(path) | Self::Member { path, .. } => file_of(path),
        }
    }

    /// Its bytes.
    ///
    /// # Errors
    /// When they cannot be read, or are more than a document may have.
    pub fn read(&self) -> Result<Vec<u8>, Error> {
        match self {
            Self::Stdin => {
                let mut bytes = Vec::new();
                let most = input::MAX_DOCUMENT;
                std::io::stdin().lock().take(most + 1).read_to_end(&mut bytes).map_err(Error::StandardInput)?;
                if bytes.len() as u64 > most {
                    return Err(Error::StandardInputTooLarge(InputError::TooLarge(most)));
                }
                Ok(bytes)
            }
            Self::File(path) => read(path, input::MAX_DOCUMENT),
            Self::Member { bytes, .. } => Ok(bytes.to_vec()),
        }
    }

    /// Its bytes to share: those at hand are not copied.
    ///
    /// # Errors
    /// As [`Source::read`].
    pub fn bytes(&self) -> Result<Arc<[u8]>, Error> {
        match self {
            Self::Member { bytes, .. } => Ok(Arc::clone(bytes)),
            Self::Stdin | Self::File(_) => Ok(self.read()?.into()),
        }
    }

    /// How it is read: what a document of a file of many is, is known.
    pub fn options(&self, project: &Project) -> LoadOptions {
        let options = project.options.clone();
        match self {
            Self::Member { format, .. } => LoadOptions { format: *format, ..options },
            Self::Stdin | Self::File(_) => options,
        }
    }
}

/// All bytes of a file that somebody names, or of a pipe in its place, at most `limit`.
///
/// # Errors
/// When there is none, it cannot be read, or it has more.
pub fn read(path: &Path, limit: u64) -> Result<Vec<u8>, Error> {
    let bytes = input::open(path, Pipes::Read).and_then(|file| input::read_from(&file, limit));
    bytes.map_err(|e| unreadable(path, e))
}

/// What is at a path.
///
/// # Errors
/// When there is nothing that can be looked at.
pub fn look(path: &Path) -> Result<std::fs::Metadata, Error> {
    std::fs::metadata(path).map_err(|e| unreadable(path, e.into()))
}

/// Why a path that was named cannot be read.
pub fn unreadable(path: &Path, error: InputError) -> Error {
    let path = path.to_owned();
    match error {
        e if !e.is_not_found() => Error::Unreadable { path, error: e },
        _ if path.is_symlink() => Error::BrokenLink(path),
        _ => Error::NotFound { similar: similar_file(&path), path },
    }
}

fn similar_file(path: &Path) -> Option<String> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let wanted = path.file_name()?.to_string_lossy().into_owned();
    let names: Vec<String> =
        std::fs::read_dir(folder).ok()?.flatten().map(|e| e.file_name().to_string_lossy().into_owned()).collect();
    let others = names.iter().map(String::as_str).filter(|n| !store::paths::is_sidecar_name(n) && *n != wanted);
    let close = meant(&wanted, others)?;
    Some(path.with_file_name(close).display().to_string())
}

/// The documents of a file of many, in their order; of `FILE#NAME` only that one, by its name or number. `None` where the
/// file is one document.
///
/// # Errors
/// When the file cannot be read or is damaged, or holds no document of that name.
pub fn members(path: &Path, project: &Project) -> Result<Option<Vec<Source>>, Error> {
    if shape_of(path, project)? == Shape::Single {
        return Ok(None);
    }
    held(path, project)
}

/// The documents of a file that is of many; `None` where it turns out to be one document.
///
/// # Errors
/// As [`members`].
pub(super) fn held(path: &Path, project: &Project) -> Result<Option<Vec<Source>>, Error> {
    let (file, wanted) = split(path);
    let name = file.display().to_string();
    let bytes = read(&file, input::MAX_DOCUMENT)?;
    let all = members_of(&bytes, &file, project)?;
    let Some(wanted) = wanted else {
        let whole = matches!(all.as_slice(), [Source::Member { path, .. }] if *path == file);
        return Ok((!whole).then_some(all));
    };
    let count = all.len();
    // What is called 2 is meant before what comes second.
    let called = all.iter().position(|s| s.name().ends_with(&format!("#{wanted}")));
    let numbered = || wanted.parse().ok().and_then(|n: usize| n.checked_sub(1)).filter(|n| *n < count);
    match called.or_else(numbered) {
        Some(n) => Ok(Some(all.into_iter().skip(n).take(1).collect())),
        None => Err(Error::NoMember { file: name, wanted, count }),
    }
}

/// How many documents a path may name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// One.
    Single,
    /// Those of a table in JSON lines.
    Rows,
    /// Those of another file, or one of those by its name.
    Several,
}

/// How many documents a path may name, by the beginning of the file.
///
/// # Errors
/// When it cannot be read.
pub(super) fn shape_of(path: &Path, project: &Project) -> Result<Shape, Error> {
    let (file, wanted) = split(path);
    if wanted.is_some() {
        return Ok(Shape::Several);
    }
    Ok(match format_of(&file, &file.display().to_string(), project)? {
        Some(Format::Jsonl) if file.is_file() => Shape::Rows,
        Some(format) if format.is_collection() => Shape::Several,
        Some(_) | None => Shape::Single,
    })
}

/// The format of a file by its beginning, for what is one document is not read to its end for that; `None` where that is not
/// known.
fn format_of(file: &Path, name: &str, project: &Project) -> Result<Option<Format>, Error> {
    if project.options.format.is_some() {
        return Ok(project.options.format);
    }
    // What a pipe gives can be read only once.
    if !file.is_file() {
        return Ok(None);
    }
    let head = kind::head_of(file).map_err(|e| unreadable(file, e))?;
    // What is packed says by its name what is inside.
    let packed = document::is_packed(&head);
    Ok(Some(if packed { Format::suggested(name).unwrap_or(Format::Text) } else { Format::of(&head, name) }))
}

/// The documents in `bytes`: what they hold of many, each with its name behind `#`, else themselves.
pub(super) fn members_of(bytes: &[u8], path: &Path, project: &Project) -> Result<Vec<Source>, Error> {
    let name = path.display().to_string();
    let given = project.options.clone();
    let found = collection::members(bytes, &name, &given)
        .map_err(|e| Error::NotLoaded { name: name.clone(), error: e.into() })?;
    let Some(all) = found else {
        return Ok(vec![Source::Member {
            path: path.to_owned(),
            format: given.format,
            bytes: bytes.into(),
            title: None,
        }]);
    };
    if all.is_empty() {
        return Err(Error::EmptyCollection(name));
    }
    Ok(all.into_iter().map(|member| of_member(&name, member)).collect())
}

/// A document of the file of many that is called `file`.
pub(super) fn of_member(file: &str, member: collection::Member) -> Source {
    Source::Member {
        path: PathBuf::from(format!("{file}#{}", member.key)),
        format: Some(member.format),
        bytes: member.bytes.into(),
        title: member.title,
    }
}

/// Whether a path names a document of a file of many.
pub fn is_member(path: &Path) -> bool {
    split(path).1.is_some()
}

/// `FILE#NAME`, where there is no file of that whole name.
fn split(path: &Path) -> (PathBuf, Option<String>) {
    let whole = || (path.to_owned(), None);
    if path.exists() {
        return whole();
    }
    let Some(name) = path.file_name().map(|n| n.to_string_lossy().into_owned()) else { return whole() };
    match name.rsplit_once('#') {
        Some((file, part)) if path.with_file_name(file).is_file() => (path.with_file_name(file), Some(part.to_owned())),
        _ => whole(),
    }
}

/// Whether a path is that of a scratch page, which is never a document.
pub fn is_scratch_page(path: &Path) -> bool {
    path.file_name().is_some_and(|name| store::paths::is_scratch_name(&name.to_string_lossy()))
}

/// The documents in a folder and those below it, hidden and ignored files left out, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FolderDocuments {
    /// The documents.
    pub documents: Vec<PathBuf>,
    /// How many exports of ours lie among them, which are no documents.
    pub exports: usize,
}

/// Looks through a folder. What annotations lie beside is a document, whatever it looks like.
pub fn documents_in(folder: &Path) -> FolderDocuments {
    documents_among(folder, None, |path| path, |_| true)
}

/// Looks through a folder, at most so many levels below it, for documents that are `wanted`; paths are `named` first.
pub(super) fn documents_among(
    folder: &Path,
    depth: Option<usize>,
    named: impl Fn(PathBuf) -> PathBuf,
    wanted: impl Fn(&Path) -> bool,
) -> FolderDocuments {
    let mut files: Vec<PathBuf> = ignore::WalkBuilder::new(folder)
        .require_git(false)
        .max_depth(depth)
        .build()
        .flatten()
        .filter(|e| e.file_type().is_some_and(|t| t.is_file()))
        .map(|e| named(e.into_path()))
        .collect();
    files.sort();
    let annotated = |path: &PathBuf| Some(path.with_file_name(annotates(&path.file_name()?.to_string_lossy())?));
    let annotated: HashSet<PathBuf> = files.iter().filter_map(annotated).collect();
    let mut found = FolderDocuments::default();
    for path in files.into_iter().filter(|path| wanted(path)) {
        match kind::kind_of(&path, Look::Quick) {
            FileKind::Document => found.documents.push(path),
            FileKind::Export if annotated.contains(&path) => found.documents.push(path),
            FileKind::Export => found.exports += 1,
            FileKind::Other => {}
        }
    }
    found
}

/// Where the sidecar of a source is.
///
/// # Errors
/// When the source has no path and there is no folder to keep annotations in.
pub fn sidecar_of(source: &Source, file_hash: &str, project: &Project) -> Result<SidecarPath, Error> {
    if let Some(path) = &project.sidecar {
        return Ok(SidecarPath::given(path.clone()));
    }
    let (annotator, data) = (project.annotator.as_deref(), project.folders.data.as_deref());
    match source {
        Source::File(path) | Source::Member { path, .. } if path.as_os_str() != "-" => {
            Ok(store::sidecar_of(path, annotator, data, &project.index))
        }
        _ => data.map(|data| store::location::sidecar_of_bytes(file_hash, annotator, data)).ok_or(Error::NoHome),
    }
}

/// Documents of files of many, by the path of each.
#[derive(Debug, Default)]
pub struct Members(Mutex<HashMap<PathBuf, Source>>);

impl Project {
    /// The documents of a file of many, kept for when one is opened; `None` where the file is one document.
    ///
    /// # Errors
    /// When the file cannot be read, or is damaged.
    pub fn members(&self, path: &Path) -> Result<Option<Vec<PathBuf>>, Error> {
        let Some(found) = members(path, self)? else { return Ok(None) };
        let mut known = self.members.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut paths = Vec::with_capacity(found.len());
        for source in found {
            let path = PathBuf::from(source.name());
            known.insert(path.clone(), source);
            paths.push(path);
        }
        Ok(Some(paths))
    }

    /// Documents as a library lists them: in the place of a file of many each of its documents. A text is not looked into; of a
    /// file that cannot be read its row will tell. O(files, and the bytes of those of many).
    pub fn listed(&self, files: Vec<PathBuf>) -> Vec<PathBuf> {
        let may_be_many = |path: &Path| {
            let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
            self.options.format.is_some() || Format::suggested(&name) != Some(Format::Text)
        };
        let mut out = Vec::with_capacity(files.len());
        for path in files {
            match if may_be_many(&path) { self.members(&path) } else { Ok(None) } {
                Ok(Some(members)) => out.extend(members),
                Ok(None) | Err(_) => out.push(path),
            }
        }
        out
    }

    /// A document of a file of many that was looked into.
    pub fn member(&self, path: &Path) -> Option<Source> {
        self.members.0.lock().unwrap_or_else(PoisonError::into_inner).get(path).cloned()
    }
}
