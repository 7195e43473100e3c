//! Documents named on the command line: paths, folders, standard input.

use super::{Common, Failure, subcommands};
use crate::config::Folders;
use crate::detect::Detector;
use crate::diagnosis::meant;
use crate::document::{self, Document, LoadError};
use crate::reading::Reading;
use crate::store::{self, Place};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// One source of bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// Standard input.
    Stdin,
    /// A file.
    File(PathBuf),
}

impl Source {
    /// What to call it.
    pub fn name(&self) -> String {
        match self {
            Self::Stdin => "-".to_owned(),
            Self::File(path) => path.display().to_string(),
        }
    }

    /// Its bytes.
    pub fn read(&self) -> Result<Vec<u8>, Failure> {
        match self {
            Self::Stdin => {
                let mut bytes = Vec::new();
                std::io::stdin()
                    .lock()
                    .read_to_end(&mut bytes)
                    .map_err(|e| Failure::Input(format!("Cannot read standard input: {e}.")))?;
                Ok(bytes)
            }
            Self::File(path) => std::fs::read(path).map_err(|e| cannot_read(path, &e)),
        }
    }
}

/// The sentence for a path that cannot be read.
pub fn cannot_read(path: &Path, error: &std::io::Error) -> Failure {
    let shown = path.display();
    if error.kind() == std::io::ErrorKind::NotFound {
        let name = path.to_string_lossy();
        let commands = subcommands();
        let command = meant(&name, commands.iter().map(String::as_str)).filter(|_| !name.contains(['/', '.']));
        let sibling = similar_file(path);
        let hint = match (command, sibling) {
            (Some(command), _) => format!(" Did you mean the command {command}?"),
            (None, Some(file)) => format!(" Did you mean {file}?"),
            (None, None) => String::new(),
        };
        return Failure::Input(format!("{shown}: there is no such file.{hint}"));
    }
    Failure::Input(format!("{shown}: it cannot be read: {error}."))
}

fn similar_file(path: &Path) -> Option<String> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let wanted = path.file_name()?.to_string_lossy().into_owned();
    let names: Vec<String> =
        std::fs::read_dir(folder).ok()?.flatten().map(|e| e.file_name().to_string_lossy().into_owned()).collect();
    let close = meant(&wanted, names.iter().map(String::as_str).filter(|n| !store::place::is_sidecar_name(n)))?;
    Some(path.with_file_name(close).display().to_string())
}

/// The sources named by `paths`: folders give the documents in them, in the order of their names.
pub fn expand(paths: &[PathBuf]) -> Result<Vec<Source>, Failure> {
    let mut out = Vec::new();
    for path in paths {
        if path.as_os_str() == "-" {
            out.push(Source::Stdin);
        } else if path.is_dir() {
            let found = documents_in(path);
            if found.is_empty() {
                return Err(Failure::Input(format!("{}: no document is in this folder. {READABLE}", path.display())));
            }
            out.extend(found.into_iter().map(Source::File));
        } else {
            out.push(Source::File(path.clone()));
        }
    }
    Ok(out)
}

/// What can be read, for messages.
pub const READABLE: &str = "sayso reads text (.txt) and Markdown (.md).";

/// Documents in a folder and those below it, hidden and ignored files left out, by name.
pub fn documents_in(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = ignore::WalkBuilder::new(folder)
        .require_git(false)
        .build()
        .flatten()
        .filter(|e| e.file_type().is_some_and(|t| t.is_file()))
        .map(ignore::DirEntry::into_path)
        .filter(|p| {
            let extension = p.extension().map(|e| e.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
            ["txt", "text", "md", "markdown", "mdown", "mkd"].contains(&extension.as_str())
        })
        .collect();
    files.sort();
    files
}

/// Loads a source into a document.
pub fn load(source: &Source, common: &Common) -> Result<Document, Failure> {
    let bytes = source.read()?;
    let name = source.name();
    document::load(&bytes, &name, common.load_options()).map_err(|e| not_a_document(&name, &e))
}

/// The sentence for bytes that are no document.
pub fn not_a_document(name: &str, error: &LoadError) -> Failure {
    let hint = match error {
        LoadError::NotText(_) => format!(" {READABLE} If it is text all the same: sayso --input txt {name}"),
        LoadError::TooLarge => String::new(),
    };
    Failure::Input(format!("{name}: {error}{hint}"))
}

/// Where the sidecar of a source is.
pub fn place_of(source: &Source, file_hash: &str, common: &Common, annotator: Option<&str>) -> Result<Place, Failure> {
    if let Some(path) = &common.sidecar {
        return Ok(Place { path: path.clone(), apart: false });
    }
    let data = Folders::from_environment().data;
    match source {
        Source::File(path) => Ok(store::place_of(path, annotator, data.as_deref())),
        Source::Stdin => data
            .map(|data| store::place::place_of_bytes(file_hash, annotator, &data))
            .ok_or_else(|| Failure::Output("The system names no home folder to keep annotations in.".to_owned())),
    }
}

/// A document with its decisions, for commands that read. The sidecar must be readable.
pub fn reading(source: &Source, common: &Common, detector: &Detector) -> Result<Reading, Failure> {
    let document = load(source, common)?;
    let place = place_of(source, &document.origin.file_hash, common, common.annotator.as_deref())?;
    let stored = store::read(&place.path).map_err(|e| Failure::Input(e.to_string()))?;
    let found = detector.extract(&document);
    Ok(Reading::new(Arc::new(document), Arc::new(found), stored.set))
}
