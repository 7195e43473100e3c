//! Files of annotations: those of other programs, and sidecars of others.

use super::super::{Failure, print_message};
use crate::input;
use crate::project::source;
use crate::store;
use sayso_core::annotation::merge;
use sayso_core::import::{self, FORMATS, ImportSource, ImportedFile};
use sayso_core::ron_errors::meant;
use std::path::{Path, PathBuf};

/// The name of the format of sidecars.
const SIDECAR: &str = "sayso";

/// The names of all formats, for help and messages.
pub fn known() -> String {
    FORMATS.map(|f| f.name).join(", ")
}

/// What labels of a file are called here, of `FROM=TO`.
///
/// # Errors
/// When one is not of that form.
pub fn renamed(labels: &[String]) -> Result<Vec<(String, String)>, Failure> {
    let pair = |words: &String| {
        let (from, to) = words.split_once('=').filter(|(from, to)| !from.is_empty() && !to.is_empty())?;
        Some((from.to_owned(), to.to_owned()))
    };
    let wrong =
        |words: &String| Failure::Usage(format!("--label {words}: expected FROM=TO, for example Quotation=quote."));
    labels.iter().map(|words| pair(words).ok_or_else(|| wrong(words))).collect()
}

/// Reads a file of the format that is named, else of the one that its content shows.
///
/// # Errors
/// When it cannot be read, or is of no format that is known.
pub fn read(path: &Path, from: Option<&str>) -> Result<ImportedFile, Failure> {
    let bytes = source::read(path, input::MAX_ANNOTATIONS)?;
    let name = path.display().to_string();
    let is_sidecar = match from {
        Some(format) => format == SIDECAR,
        None => import::guess(&name, &bytes).is_some_and(|format| format.name == SIDECAR),
    };
    if is_sidecar {
        return sidecar(path, &bytes);
    }
    let format = match from {
        Some(wanted) => import::format(wanted).ok_or_else(|| {
            let close = meant(wanted, FORMATS.iter().map(|f| f.name)).map(|c| format!(" Did you mean {c}?"));
            Failure::Usage(format!("No format is called {wanted}.{} Known: {}.", close.unwrap_or_default(), known()))
        })?,
        None => import::guess(&name, &bytes)
            .ok_or_else(|| Failure::Usage(format!("{name}: unknown format: name it with --from ({}).", known())))?,
    };
    let beside = |extension: &str| {
        let path = beside_of(path, extension);
        match input::read(&path, input::MAX_DOCUMENT) {
            Ok(bytes) => Some(bytes),
            Err(error) => {
                if !error.is_not_found() {
                    print_message(&format!("{}: {error}; it is skipped.", path.display()));
                }
                None
            }
        }
    };
    (format.read)(&ImportSource { name: &name, bytes: &bytes, beside: &beside })
        .map_err(|why| Failure::Input(format!("{name} cannot be read as {}: {why}.", format.name)))
}

/// A sidecar with what its journal holds, where one lies beside it: somebody may have the document open.
fn sidecar(path: &Path, bytes: &[u8]) -> Result<ImportedFile, Failure> {
    let unreadable = |why: store::ReadError| Failure::Input(format!("{why}"));
    let has_journal = store::files_of(path).skip(1).any(|path| path.is_file());
    let set = if has_journal {
        store::read(path).map_err(unreadable)?.set
    } else {
        let mut set = store::parse(bytes, path).map_err(unreadable)?;
        merge::pair_decisions(&mut set);
        set
    };
    Ok(import::of_sidecar(&set))
}

/// The documents an export of one may be called after: `a.txt` of `a.txt.ann`, if the file is not that itself.
pub fn own_names(file: &Path, folder: &Path) -> Vec<PathBuf> {
    let mut out = Vec::new();
    let mut name = file.file_name().map(PathBuf::from).unwrap_or_default();
    while name.extension().is_some() {
        name.set_extension("");
        out.push(folder.join(&name));
    }
    out.push(beside_of(file, "txt"));
    out
}

/// The file beside one that has this extension instead: of `book.regions.csv` it is `book.txt`.
fn beside_of(file: &Path, extension: &str) -> PathBuf {
    let name = file.file_name().and_then(|name| name.to_str());
    let stem = name.and_then(|name| name.strip_suffix(import::clic::EXTENSION)).filter(|stem| !stem.is_empty());
    stem.map_or_else(|| file.with_extension(extension), |stem| file.with_file_name(format!("{stem}.{extension}")))
}
