//! From a path to an open document with its sidecar, journal and codebook: one way, used by the reader, by the library and
//! by every command.
//!
//! [`Project`] holds what a run was called with; [`Source`] is a document that was named; [`open`] reads it.

pub mod annotators;
pub mod assigned;
pub mod attached;
pub mod codebook;
mod document_source;
pub mod documents;
pub mod error;
pub mod figures;
pub mod index;
pub mod library;
pub mod named;
pub mod note;
pub mod open;
mod pattern;
pub mod recording;
pub mod request;
pub mod source;

pub use codebook::ProjectCodebook;
pub use document_source::{AnnotatorSets, AskedDocuments, DocumentSource, Listed, Narrowing};
pub use documents::Documents;
pub use error::Error;
pub use library::{Library, LibraryEntry, LibraryUpdate, NotRead, Summary};
pub use request::{AnnotatedDocument, Bytes, Request};
pub use source::Source;

use crate::clock;
use crate::config::Folders;
use crate::isolation::Loader;
use crate::store::Holder;
use crate::store::elsewhere::DataFolderIndex;
use codebook::Codebooks;
use sayso_core::document::LoadOptions;
use source::Members;
use std::path::PathBuf;
use std::sync::Arc;

/// How documents are found and opened in this run: what the command line says, and the user's folders.
#[derive(Debug, Default)]
pub struct Project {
    /// How documents are read.
    pub options: LoadOptions,
    /// What reads them.
    pub loader: Loader,
    /// Who annotates: part of the sidecar's name.
    pub annotator: Option<String>,
    /// A sidecar that was named, for the one document of the run.
    pub sidecar: Option<PathBuf>,
    /// The user's folders.
    pub folders: Folders,
    /// Who opens documents, for other windows to read.
    pub holder: Holder,
    /// Whether nothing may be changed.
    pub read_only: bool,
    /// Sidecars that do not lie beside their documents, looked through once.
    pub index: Arc<DataFolderIndex>,
    /// The documents of the files of many that were looked into.
    pub members: Members,
    /// The codebooks of folders that were looked into.
    pub codebooks: Codebooks,
}

/// This process as one that opens documents, for other windows to read.
pub fn this_process(annotator: Option<&str>) -> Holder {
    let user = || ["USER", "LOGNAME", "USERNAME"].iter().find_map(|name| std::env::var(name).ok()).unwrap_or_default();
    let since = clock::in_seconds(clock::now());
    let host = gethostname::gethostname().to_string_lossy().into_owned();
    Holder::new(std::process::id(), host, annotator.map_or_else(user, str::to_owned), since)
}
