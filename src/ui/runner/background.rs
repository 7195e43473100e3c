//! What goes on beside the loop while a document is open: waiting for a lock, watching the file, joining, searching,
//! exporting.

use super::searcher::Searcher;
use super::watch::Watch;
use super::work::{worker, write_export};
use super::{Answer, Runner};
use crate::clock::stamp;
use crate::project::open::Opened;
use crate::project::{Bytes, Request};
use crate::store::kind::file_of;
use crate::store::target::{ProtectedFiles, Purpose};
use crate::store::{Lock, Site};
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::event::NotExported;
use crate::ui::scope::Scope;
use crate::ui::screens;
use crate::ui::search::Query;
use sayso_core::annotation::Set;
use sayso_core::export::{self, FORMATS};
use sayso_core::reading::Reading;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

impl Runner {
    /// Hands what is unfinished to the writer, when it is news. Without one it is kept in mind only.
    pub fn keep_drafts(&self, app: &mut App) {
        if let Some(writer) = &self.writer
            && let Some(text) = screens::drafts::news(app)
        {
            writer.keep_drafts(text);
        }
    }

    /// Does work beside the loop, or at once.
    pub(super) fn beside(&self, work: impl FnOnce() + Send + 'static) -> io::Result<()> {
        if self.answers.is_none() {
            return worker(work);
        }
        work();
        Ok(())
    }

    /// Looks whether the file of the open document has other bytes.
    pub fn look_at_file(&self) {
        self.watch.as_ref().inspect(|watch| watch.look());
    }

    /// Tells when the file gets other bytes; without a watch the person reads it again by key.
    pub(super) fn watch_file(&mut self, request: &Request, hash: &str) {
        let Bytes::File(path) = &request.bytes else { return };
        if self.answers.is_some() {
            return;
        }
        let (tell, number) = (Arc::clone(&self.tell), self.number);
        self.watch = Watch::start(path, hash, move || {
            // When the loop is gone nobody needs to know.
            tell(Answer::Changed(number));
        });
        // It may have become another while it was read.
        self.watch.as_ref().inspect(|w| w.look());
    }

    /// A thread that sleeps until the other window leaves.
    pub(super) fn wait_for_lock(&self, request: &Request) -> bool {
        let tell = Arc::clone(&self.tell);
        let Some(place) = request.sidecar.clone().filter(|_| self.answers.is_none()) else { return false };
        let builder = std::thread::Builder::new().name("lock".to_owned());
        let waiting = builder.spawn(move || {
            if let Ok(lock) = Site::open(&place.path, place.links).and_then(Lock::wait) {
                // When the loop is gone nobody needs to know.
                tell(Answer::Free(place.path, lock));
            }
        });
        waiting.is_ok()
    }

    /// Joins the reading with another set, off this thread.
    pub(super) fn join(&self, app: &App, number: u64, set: Set) -> io::Result<()> {
        let Some(doc) = app.doc() else { return Ok(()) };
        let (document, found) = (Arc::clone(doc.reading.document()), Arc::clone(doc.reading.found()));
        let (join, opened) = (doc.save.joins, self.number);
        let tell = Arc::clone(&self.tell);
        self.beside(move || {
            let reading = Reading::new(document, found, set);
            // When the loop is gone nobody needs to know.
            tell(Answer::Opened(opened, Opened::Joined(join, number, Box::new(reading))));
        })
    }

    /// Searches: on one thread beside the loop, where a newer search ends an older one.
    pub(super) fn search(&mut self, app: &App, query: &Query, number: u64) -> io::Result<()> {
        let (Some(doc), Ok(Some(pattern))) = (app.doc(), query.pattern()) else { return Ok(()) };
        let document = Arc::clone(doc.reading.document());
        if self.answers.is_some() {
            (self.tell)(Answer::Found(number, pattern.all(document.text())));
            return Ok(());
        }
        let searcher = match self.searcher.take() {
            Some(searcher) => searcher,
            None => Searcher::start(Arc::clone(&self.tell))?,
        };
        self.searcher.insert(searcher).search(document, pattern, number);
        Ok(())
    }

    /// Writes an export, off this thread.
    pub(super) fn export(&self, app: &App, path: PathBuf, format: usize, replace: bool) -> io::Result<()> {
        let (Some(doc), Some(format), true) = (app.doc(), FORMATS.get(format), self.writes) else { return Ok(()) };
        // Of a document among others in one file the path says which.
        let request = self.request.as_ref();
        let file = request.and_then(|r| if let Bytes::File(path) = &r.bytes { Some(path.clone()) } else { None });
        let documents = file.into_iter().chain(app.path.as_deref().map(|p| file_of(p).to_owned())).collect();
        let kept = ProtectedFiles::new(
            Purpose::Export,
            documents,
            request.and_then(|r| r.sidecar.as_ref()).map(|place| place.path.clone()).into_iter().collect(),
        );
        let (reading, name, tell) = (doc.reading.clone(), app.name.clone(), Arc::clone(&self.tell));
        let (codebook, again) = (app.codebook.clone(), app.key_while_typing(Scope::Export, Action::Accept));
        let options = export::Options { now: stamp().now, spreadsheet: false };
        self.beside(move || {
            let selected = export::Selected::new(name, &reading, &export::Filter::default());
            let written = write_export(&path, format, &selected, &codebook, &options, replace, &kept)
                .map_err(|refused| NotExported(refused.sentence(&format!("{again} again replaces it"))));
            // When the loop is gone nobody needs to know.
            tell(Answer::Exported(written.map(|written| (path, written))));
        })
    }
}
