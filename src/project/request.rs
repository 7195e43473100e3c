//! How a document is opened: where its bytes and its sidecar are, and what reads it.

use super::source::{self, Source};
use super::{Error, Project, ProjectCodebook};
use crate::input::{self, Pipes};
use crate::isolation::{self, Loader, Stop};
use crate::store::disk::folder_of;
use crate::store::paths::StateFiles;
use crate::store::{self, Holder, Lock, ReadError, SidecarPath, Stored};
use sayso_core::detect::Detector;
use sayso_core::document::{self, Document, HEAD, LoadOptions};
use sayso_core::reading::Reading;
use std::io::{Read as _, Seek as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

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
        if source::is_scratch_page(path) {
            return Err(Error::ScratchPage(path.to_owned()));
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
        let request = self.request_without_sidecar(source)?;
        let hash = match &request.bytes {
            // The sidecar of a file lies beside it.
            Bytes::File(_) => String::new(),
            Bytes::Given(bytes) => document::sha256(bytes),
        };
        Ok(Request { sidecar: Some(source::sidecar_of(source, &hash, self)?), ..request })
    }

    /// How a source is opened of which nothing is kept.
    pub(super) fn request_without_sidecar(&self, source: &Source) -> Result<Request, Error> {
        let bytes = match source {
            // What a pipe gives can be read only once.
            Source::File(path) if !path.is_file() => Bytes::Given(source.bytes()?),
            Source::File(path) => Bytes::File(path.clone()),
            Source::Stdin | Source::Member { .. } => Bytes::Given(source.bytes()?),
        };
        Ok(Request {
            bytes,
            name: source.name(),
            options: source.options(self),
            loader: self.loader.clone(),
            sidecar: None,
            state: self.folders.state.clone(),
            holder: self.holder.clone(),
            read_only: self.read_only,
        })
    }

    /// The document of a source, without what is kept of it. O(n).
    ///
    /// # Errors
    /// When it cannot be read to its end.
    pub fn load(&self, source: &Source) -> Result<Document, Error> {
        self.request_without_sidecar(source)?.load_whole()
    }

    /// A document with what is kept of it: for everybody who does not change it. Nothing is locked, moved or written. O(n).
    ///
    /// # Errors
    /// When the document cannot be read. What is wrong with its sidecar is told where that is asked for.
    pub fn open(&self, source: &Source) -> Result<AnnotatedDocument, Error> {
        let mut request = self.request_without_sidecar(source)?;
        let document = request.load_whole()?;
        let place = source::sidecar_of(source, &document.origin.file_hash, self)?;
        let codebook = self.codebooks.of_folder(folder_of(source.file()));
        let stored = store::read_all(&place, &document.origin.file_hash);
        request.sidecar = Some(place.clone());
        Ok(AnnotatedDocument { request, document, place, stored, codebook })
    }
}

/// A document with what is kept of it.
#[derive(Debug)]
pub struct AnnotatedDocument {
    /// How it was opened.
    pub request: Request,
    /// The document.
    pub document: Document,
    /// Where its sidecar is.
    pub place: SidecarPath,
    /// The sidecar with its journal; why it cannot be read.
    pub stored: Result<Stored, ReadError>,
    /// The codebook of its folder.
    pub codebook: Arc<ProjectCodebook>,
}

impl AnnotatedDocument {
    /// The document with suggestions and decisions. O(n).
    ///
    /// # Errors
    /// When the sidecar cannot be read, or several may be that of the document.
    pub fn reading(self, detector: &Detector) -> Result<Reading, Error> {
        let stored = decided(self.stored?, &self.request.name)?;
        let found = detector.extract(&self.document);
        let mut reading = Reading::new(Arc::new(self.document), Arc::new(found), stored.set);
        reading.share(self.codebook.codebook.speakers.as_slice().into());
        Ok(reading)
    }
}

/// What was decided, unless several sidecars may be that of the document and nobody chose one.
///
/// # Errors
/// When they are several.
pub fn decided(stored: Stored, name: &str) -> Result<Stored, Error> {
    if stored.others.choices.is_empty() {
        return Ok(stored);
    }
    Err(Error::SeveralFit { name: name.to_owned(), others: Box::new(stored.others) })
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
    pub sidecar: Option<SidecarPath>,
    /// The user's state folder: histories are kept there.
    pub state: Option<PathBuf>,
    /// Who opens it, for other windows to read.
    pub holder: Holder,
    /// Whether nothing may be decided.
    pub read_only: bool,
}

impl Request {
    /// Loads the document, or what of it is read before it is stopped. O(n).
    ///
    /// # Errors
    /// When it cannot be read, or is no document.
    pub fn load(&self, stop: &Stop) -> Result<isolation::LoadedDocument, Error> {
        let failed = |error| Error::NotLoaded { name: self.name.clone(), error };
        let bytes = match &self.bytes {
            Bytes::Given(bytes) => bytes.to_vec(),
            Bytes::File(path) => {
                let unreadable = |error| source::unreadable(path, error);
                let file = input::open(path, Pipes::Refused).map_err(unreadable)?;
                // What is no text by its beginning is not read to its end.
                if file.metadata().is_ok_and(|meta| meta.len() > HEAD as u64) {
                    let mut head = Vec::with_capacity(HEAD);
                    (&file).take(HEAD as u64).read_to_end(&mut head).map_err(|e| unreadable(e.into()))?;
                    if let Some(error) = document::refused(&head, &self.name, &self.options) {
                        return Err(failed(error.into()));
                    }
                    (&file).rewind().map_err(|e| unreadable(e.into()))?;
                }
                // In exactly the room they need: they become the text without a copy.
                input::read_from(&file, input::MAX_DOCUMENT).map_err(unreadable)?
            }
        };
        self.loader.load(bytes, &self.name, &self.options, stop).map_err(failed)
    }

    /// Loads all of the document. O(n).
    ///
    /// # Errors
    /// When it cannot be read to its end.
    pub fn load_whole(&self) -> Result<Document, Error> {
        match self.load(&Stop::default())? {
            isolation::LoadedDocument::Whole(document) => Ok(document),
            isolation::LoadedDocument::Part(_, part) => {
                Err(Error::NotLoaded { name: self.name.clone(), error: isolation::Error::Stopped(part.why) })
            }
        }
    }

    /// What is kept of the document, whose file has this hash; read under the lock where there is one. Nothing where
    /// nothing is kept. O(n).
    ///
    /// # Errors
    /// When the sidecar or its journal cannot be read.
    pub fn stored(&self, hash: &str, lock: Option<&Lock>) -> Result<Stored, ReadError> {
        let Some(place) = &self.sidecar else { return Ok(Stored::default()) };
        let Some(lock) = lock else { return store::read_all(place, hash) };
        let mut stored = store::read_at(lock.site())?;
        stored.join(place, hash)?;
        stored.drafts = store::drafts::read(lock.site());
        for other in place.data_folder_twin().into_iter().chain(stored.others.moved()) {
            store::drafts::join(&mut stored.drafts, &other);
        }
        Ok(stored)
    }

    /// Files about its sidecar in the state folder.
    pub fn state_files(&self) -> Option<StateFiles> {
        self.sidecar.as_ref().zip(self.state.as_ref()).map(|(place, state)| StateFiles::of(&place.path, state))
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
