//! Names of the files of a sidecar, and of those about it in the user's folders.

use sayso_core::annotation::is_annotator;
use sayso_core::document::sha256;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

/// Name of the sidecar of a file called `name`, of `annotator` when one is named.
pub fn sidecar_name(name: &OsStr, annotator: Option<&str>) -> OsString {
    let mut whole = name.to_owned();
    whole.push(annotator.map_or_else(|| ".sayso.ron".to_owned(), |who| format!(".sayso.{who}.ron")));
    whole
}

/// The folder of sidecars that do not lie beside their documents, in the user's data folder.
pub fn documents(data: &Path) -> PathBuf {
    data.join("documents")
}

/// The name of a sidecar with the ending `.ron` exchanged, hidden: `.article.txt.sayso.journal`.
pub fn hidden(sidecar: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(match sidecar.extension() {
        Some(extension) if extension == "ron" => sidecar.file_stem().unwrap_or_default(),
        _ => sidecar.file_name().unwrap_or_default(),
    });
    name.push(ending);
    sidecar.with_file_name(name)
}

/// The journal of a sidecar; a later one, numbered from 2, when the first cannot be trusted any more.
pub fn journal(sidecar: &Path, number: u32) -> PathBuf {
    if number < 2 { hidden(sidecar, ".journal") } else { hidden(sidecar, &format!(".journal-{number}")) }
}

/// The lock of a sidecar.
pub fn lock(sidecar: &Path) -> PathBuf {
    hidden(sidecar, ".lock")
}

/// The full copy that stands in for a sidecar that cannot be read any more.
pub fn copy(sidecar: &Path) -> PathBuf {
    hidden(sidecar, ".copy")
}

/// What was left unfinished.
pub fn drafts(sidecar: &Path) -> PathBuf {
    hidden(sidecar, ".draft")
}

/// Files about a sidecar in the user's state folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateFiles {
    /// Every change ever made.
    pub history: PathBuf,
    /// The sidecar as it was before this run.
    pub previous: PathBuf,
    /// Lines of a journal that could not be read.
    pub damaged: PathBuf,
    /// Where the person was in the document.
    pub view: PathBuf,
}

impl StateFiles {
    /// Those of `sidecar` in the folder `state`.
    pub fn of(sidecar: &Path, state: &Path) -> Self {
        let folder = std::fs::canonicalize(super::disk::folder_of(sidecar));
        let name = sidecar.file_name().unwrap_or_default();
        let full = folder.map_or_else(|_| sidecar.to_owned(), |folder| folder.join(name));
        Self::of_canonical(&full, state)
    }

    /// The folder of the views.
    pub fn views(state: &Path) -> PathBuf {
        state.join("view")
    }

    /// Those of a sidecar whose path is canonical.
    pub fn of_canonical(full: &Path, state: &Path) -> Self {
        let name = full.file_name().unwrap_or_default();
        let hash = sha256(full.as_os_str().as_encoded_bytes());
        let start: String = hash.chars().take(16).collect();
        let file = |folder: &str, ending: &str| {
            let mut whole = OsString::from(format!("{start}-"));
            whole.push(name);
            whole.push(ending);
            state.join(folder).join(whole)
        };
        Self {
            history: file("history", ".history"),
            previous: file("previous", ""),
            damaged: file("damaged", ".journal"),
            view: file("view", ""),
        }
    }
}

/// Whether a file name is that of a sidecar rather than a document.
pub fn is_sidecar_name(name: &str) -> bool {
    let Some(stem) = name.strip_suffix(".ron") else { return false };
    stem.strip_suffix(".sayso").is_some() || stem.rsplit_once(".sayso.").is_some_and(|(_, who)| is_annotator(who))
}

/// Name of the page on which quotations of a folder are gathered.
pub const SCRATCH: &str = "scratch.sayso.md";

/// Whether a file name is that of a scratch page: such a file is never a document, however its letters are written.
pub fn is_scratch_name(name: &str) -> bool {
    name.eq_ignore_ascii_case(SCRATCH)
}
