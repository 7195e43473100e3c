//! What goes on beside the loop while a document is open: waiting for a lock, watching the file, joining, searching,
//! exporting.

use super::super::Wake;
use super::super::watch::Watch;
use super::super::work::{worker, write_export};
use super::Shell;
use crate::clock::stamp;
use crate::project::open::Opened;
use crate::project::{Bytes, Request};
use crate::store::kind::file_of;
use crate::store::target::{ProtectedFiles, Purpose};
use crate::store::{Lock, Site};
use crate::ui::app::App;
use sayso_core::annotation::Set;
use sayso_core::export::{self, FORMATS};
use sayso_core::reading::Reading;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

impl Shell {
    /// Tells when the file gets other bytes; without a watch the person reads it again by key.
    pub(super) fn watch_file(&mut self, request: &Request, hash: &str) {
        let Bytes::File(path) = &request.bytes else { return };
        let (wake, number) = (self.wake.clone(), self.number);
        self.watch = Watch::start(path, hash, move || {
            // When the loop is gone nobody needs to know.
            let _ = wake.send(Wake::Changed(number));
        });
        // It may have become another while it was read.
        self.watch.as_ref().inspect(|w| w.look());
    }

    /// A thread that sleeps until the other window leaves.
    pub(super) fn wait_for_lock(&self, request: &Request) -> bool {
        let wake = self.wake.clone();
        let Some(place) = request.sidecar.clone() else { return false };
        let builder = std::thread::Builder::new().name("lock".to_owned());
        let waiting = builder.spawn(move || {
            if let Ok(lock) = Site::open(&place.path, place.links).and_then(Lock::wait) {
                // When the loop is gone nobody needs to know.
                let _ = wake.send(Wake::Free(place.path, lock));
            }
        });
        waiting.is_ok()
    }

    /// Joins the reading with another set, off this thread.
    pub(super) fn join(&self, app: &App, number: u64, set: Set) -> io::Result<()> {
        let Some(doc) = app.doc() else { return Ok(()) };
        let (document, found) = (Arc::clone(doc.reading.document()), Arc::clone(doc.reading.found()));
        let (join, opened) = (doc.save.joins, self.number);
        let wake = self.wake.clone();
        worker(move || {
            let reading = Reading::new(document, found, set);
            // When the loop is gone nobody needs to know.
            let _ = wake.send(Wake::Opened(opened, Opened::Joined(join, number, Box::new(reading))));
        })
    }

    /// Searches off this thread.
    pub(super) fn search(&self, app: &App, query: &crate::ui::search::Query, number: u64) -> io::Result<()> {
        let (Some(doc), Ok(Some(pattern))) = (app.doc(), query.pattern()) else { return Ok(()) };
        let document = Arc::clone(doc.reading.document());
        let wake = self.wake.clone();
        worker(move || {
            // When the loop is gone nobody needs to know.
            let _ = wake.send(Wake::Found(number, pattern.all(document.text())));
        })
    }

    /// Writes an export, off this thread.
    pub(super) fn export(&self, app: &App, path: PathBuf, format: usize, replace: bool) -> io::Result<()> {
        let (Some(doc), Some(format)) = (app.doc(), FORMATS.get(format)) else { return Ok(()) };
        // Of a document among others in one file the path says which.
        let request = self.request.as_ref();
        let file = request.and_then(|r| if let Bytes::File(path) = &r.bytes { Some(path.clone()) } else { None });
        let documents = file.into_iter().chain(app.path.as_deref().map(|p| file_of(p).to_owned())).collect();
        let kept = ProtectedFiles::new(
            Purpose::Export,
            documents,
            request.and_then(|r| r.sidecar.as_ref()).map(|place| place.path.clone()).into_iter().collect(),
        );
        let (reading, name, wake) = (doc.reading.clone(), app.name.clone(), self.wake.clone());
        let codebook = app.codebook.clone();
        let options = export::Options { now: stamp().now, spreadsheet: false };
        worker(move || {
            let chosen = export::Selected::new(name, &reading, &export::Filter::default());
            let written = write_export(&path, format, &chosen, &codebook, &options, replace, &kept);
            // When the loop is gone nobody needs to know.
            let _ = wake.send(Wake::Exported(written.map(|written| (path, written))));
        })
    }
}
