//! How a document is opened: where its bytes and its sidecar are, and what reads it.

use super::source::{self, Source};
use super::{Error, Project};
use crate::input::{self, InputError, Pipes};
use crate::isolation::Loader;
use crate::store::place::State;
use crate::store::{Holder, Place};
use sayso_core::document::LoadOptions;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Finds documents and says how each is opened.
pub trait DocumentSource: Send + Sync {
    /// How the document at a path is opened.
    ///
    /// # Errors
    /// When there is none, or it is no ordinary file.
    fn request(&self, path: &Path) -> Result<Request, Error>;

    /// The documents in a folder and those below it.
    fn list(&self, folder: &Path) -> Listed;
}

/// The documents of a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// Their paths, by name.
    pub paths: Vec<PathBuf>,
    /// What was left out, in words.
    pub left_out: Option<String>,
}

impl DocumentSource for Project {
    fn request(&self, path: &Path) -> Result<Request, Error> {
        if self.sidecar.is_some() {
            return Err(Error::OneSidecar);
        }
        self.request_of_path(path)
    }

    fn list(&self, folder: &Path) -> Listed {
        let found = source::documents_in(folder);
        Listed { paths: found.documents, left_out: source::left_out(found.exports) }
    }
}

impl Project {
    /// How the document at a path is opened, which is a file or a document of a file of many that was looked into.
    ///
    /// # Errors
    /// When there is none, or it is no ordinary file.
    pub fn request_of_path(&self, path: &Path) -> Result<Request, Error> {
        if let Some(source) = self.member(path) {
            return self.request_of(&source);
        }
        let meta = source::look(path)?;
        if meta.is_dir() {
            return Err(Error::Folder(path.to_owned()));
        }
        if !meta.is_file() {
            return Err(Error::NotAFile(path.to_owned()));
        }
        input::open(path, Pipes::Refused).map_err(|e| source::unreadable(path, e))?;
        self.request_of(&Source::File(path.to_owned()))
    }

    /// How a source is opened. Of standard input the bytes are read.
    ///
    /// # Errors
    /// When they cannot be read, or there is no folder to keep annotations in.
    pub fn request_of(&self, source: &Source) -> Result<Request, Error> {
        let place = source::place_of(source, &source.hash()?, self)?;
        self.request_with(source, place)
    }

    /// How a source is opened whose sidecar is that.
    ///
    /// # Errors
    /// When its bytes cannot be read.
    pub fn request_with(&self, source: &Source, sidecar: Place) -> Result<Request, Error> {
        let bytes = match source {
            Source::File(path) => Bytes::File(path.clone()),
            Source::Stdin | Source::Member { .. } => Bytes::Given(source.bytes()?),
        };
        Ok(Request {
            bytes,
            name: source.name(),
            options: source.options(self),
            loader: self.loader.clone(),
            sidecar: Some(sidecar),
            state: self.folders.state.clone(),
            holder: self.holder(),
            read_only: self.read_only,
        })
    }
}

/// What to open.
#[derive(Clone, Debug)]
pub struct Request {
    /// Where the bytes come from.
    pub bytes: Bytes,
    /// Name to show and to guess the format from.
    pub name: String,
    /// How to read it.
    pub options: LoadOptions,
    /// What reads it.
    pub loader: Loader,
    /// Where the sidecar is, `None` when nothing is kept.
    pub sidecar: Option<Place>,
    /// The user's state folder: histories are kept there.
    pub state: Option<PathBuf>,
    /// Who opens it, for other windows to read.
    pub holder: Holder,
    /// Whether nothing may be decided.
    pub read_only: bool,
}

impl Request {
    /// Files about its sidecar in the state folder.
    pub fn state_files(&self) -> Option<State> {
        self.sidecar.as_ref().zip(self.state.as_ref()).map(|(place, state)| State::of(&place.path, state))
    }

    /// Bytes at hand, of which nothing is kept: the tour.
    pub fn given(name: &str, bytes: &[u8]) -> Self {
        Self {
            bytes: Bytes::Given(bytes.into()),
            name: name.to_owned(),
            options: LoadOptions::default(),
            loader: Loader::default(),
            sidecar: None,
            state: None,
            holder: Holder::default(),
            read_only: false,
        }
    }
}

/// Where bytes come from.
#[derive(Clone, Debug)]
pub enum Bytes {
    /// A file.
    File(PathBuf),
    /// Given: standard input, a message of a mailbox, the tour.
    Given(Arc<[u8]>),
}

impl Bytes {
    /// All of them, in exactly the room they need: they become the text without a copy.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn read(&self) -> Result<Vec<u8>, InputError> {
        match self {
            Self::Given(bytes) => Ok(bytes.to_vec()),
            Self::File(path) => input::read(path, input::MAX_DOCUMENT),
        }
    }
}
