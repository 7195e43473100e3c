//! What is kept for one open document between the state and the world: its writer, its lock, its watch.

use super::Runner;
use super::searcher::Searcher;
use super::watch::Watch;
use crate::isolation::Stop;
use crate::project::{Bytes, Request};
use crate::store::{Lock, Writer};
use crate::ui::app::App;
use std::path::{Path, PathBuf};

/// What is kept for one open document.
#[derive(Default)]
pub struct Desk {
    /// What is open; nothing while the library is shown.
    pub request: Option<Request>,
    /// The number of its opening: answers about another one are late.
    pub number: u64,
    /// Writes what is decided, where it can be written.
    pub writer: Option<Writer>,
    /// Searches it, where it is long.
    pub searcher: Option<Searcher>,
    /// Whether a decision was made that no writer took.
    pub unsaved: bool,
    /// The right to write, waited for and not used yet.
    pub lock: Option<Lock>,
    /// Whether a thread waits for it.
    pub waits: bool,
    /// Notices that its file gets other bytes.
    pub watch: Option<Watch>,
    /// Notices that others write what they decided about it.
    pub others: Option<Watch>,
    /// Stops what is being read.
    pub stop: Stop,
}

impl Desk {
    /// Whether all that was decided is on the disk; waits for it.
    pub fn is_saved(&self) -> bool {
        self.writer.as_ref().is_none_or(Writer::flush) && !self.unsaved
    }

    /// Where its sidecar is.
    pub fn sidecar(&self) -> Option<&PathBuf> {
        self.request.as_ref()?.sidecar.as_ref().map(|place| &place.path)
    }

    /// Its file, where it is a file of its own.
    pub fn file(&self) -> Option<&Path> {
        file_of(self.request.as_ref()?)
    }

    /// Whether a request is for the very document that is open here: two writers of one sidecar would be two truths.
    pub fn is_open(&self, request: &Request) -> bool {
        let sidecar = request.sidecar.as_ref().map(|place| &place.path);
        let real = |path: &Path| std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let same_file = || match (self.file(), file_of(request)) {
            (Some(ours), Some(theirs)) => real(ours) == real(theirs),
            _ => false,
        };
        sidecar.is_some() && sidecar == self.sidecar() || same_file()
    }
}

fn file_of(request: &Request) -> Option<&Path> {
    match &request.bytes {
        Bytes::File(path) => Some(path),
        Bytes::Given(_) => None,
    }
}

impl Runner {
    /// The desk of the document with the keyboard.
    pub(super) fn desk(&mut self, app: &App) -> &mut Desk {
        self.desks.entry(app.desk).or_default()
    }
}
