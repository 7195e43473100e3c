//! What goes on beside the loop while a document is open: waiting for a lock, watching the file, joining, searching,
//! exporting.

use super::desk::Desk;
use super::searcher::{NearSearch, Searcher};
use super::watch::Watch;
use super::work::{worker, write_export};
use super::{Answer, Runner};
use crate::clock::stamp;
use crate::project::open::Opened;
use crate::project::{Bytes, Request, recording};
use crate::store::kind::file_of;
use crate::store::output::TextFile;
use crate::store::target::{ProtectedFiles, Purpose};
use crate::store::{self, Lock, Site};
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::event::NotExported;
use crate::ui::pane::Split;
use crate::ui::scope::Scope;
use crate::ui::screens;
use crate::ui::update;
use sayso_core::annotation::Set;
use sayso_core::export::{self, FORMATS};
use sayso_core::reading::Reading;
use sayso_core::search::Query;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

impl Runner {
    /// Hands what is unfinished in the open documents to their writers, when it is news. Without one it is kept in mind only.
    pub fn keep_drafts(&self, app: &mut App) {
        self.keep_drafts_here(app);
        if app.split.as_ref().is_some_and(|split| split.pane().is_some()) {
            update::with_other(app, |app| self.keep_drafts_here(app));
        }
    }

    fn keep_drafts_here(&self, app: &mut App) {
        if let Some(writer) = self.desks.get(&app.desk).and_then(|desk| desk.writer.as_ref())
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

    /// Looks whether the files of the open documents have other bytes.
    pub fn look_at_file(&self) {
        for watch in self.desks.values().filter_map(|desk| desk.watch.as_ref()) {
            watch.look();
        }
    }

    /// Tells when the file gets other bytes; without a watch the person reads it again by key.
    pub(super) fn watch_file(&mut self, app: &App, request: &Request, hash: &str) {
        let Bytes::File(path) = &request.bytes else { return };
        if self.answers.is_some() {
            return;
        }
        let tell = Arc::clone(&self.tell);
        let desk = self.desk(app);
        let number = desk.number;
        desk.watch = Watch::start(path, hash, move || {
            // When the loop is gone nobody needs to know.
            tell(Answer::Changed(number));
        });
        // It may have become another while it was read.
        desk.watch.as_ref().inspect(|w| w.look());
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
    pub(super) fn join(&mut self, app: &App, number: u64, set: Set) -> io::Result<()> {
        let Some(doc) = app.doc() else { return Ok(()) };
        let (document, found) = (Arc::clone(doc.reading.document()), Arc::clone(doc.reading.found()));
        let (join, opened) = (doc.save.joins, self.desk(app).number);
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
        self.searcher(app)?.search(document, pattern, number);
        Ok(())
    }

    /// Looks for near matches of the search that is shown, on the same thread.
    pub(super) fn search_near(&mut self, app: &App, number: u64) -> io::Result<()> {
        let found = app.doc().and_then(|doc| Some((doc, doc.search.found.as_ref()?)));
        let Some((doc, found)) = found else { return Ok(()) };
        let document = Arc::clone(doc.reading.document());
        let within = found.query.narrowed.as_ref().map(|narrowed| Arc::clone(&narrowed.places));
        let near = found.near_query().map(|query| NearSearch { query, within, exact: found.spans.clone() });
        let Some(near) = near else { return Ok(()) };
        if self.answers.is_some() {
            if let Some(near) = near.run(&document, || true) {
                (self.tell)(Answer::FoundNear(number, near));
            }
            return Ok(());
        }
        self.searcher(app)?.search_near(document, near, number);
        Ok(())
    }

    /// The search thread of the document with the keyboard, begun when it is first asked for.
    fn searcher(&mut self, app: &App) -> io::Result<&mut Searcher> {
        let tell = Arc::clone(&self.tell);
        let desk = self.desk(app);
        let searcher = match desk.searcher.take() {
            Some(searcher) => searcher,
            None => Searcher::start(tell)?,
        };
        Ok(desk.searcher.insert(searcher))
    }

    /// What no list or export of the open document replaces.
    fn protected(&self, app: &App) -> ProtectedFiles {
        // Of a document among others in one file the path says which.
        let beside = app.split.as_ref().and_then(Split::pane);
        let paths = app.path.as_deref().into_iter().chain(beside.and_then(|pane| pane.path.as_deref()));
        let files = self.desks.values().filter_map(Desk::file);
        let documents = files.map(Path::to_owned).chain(paths.map(|path| file_of(path).to_owned())).collect();
        let sidecars = self.desks.values().filter_map(Desk::sidecar).cloned().collect();
        ProtectedFiles::new(Purpose::Export, documents, sidecars)
    }

    /// Writes a list of quotations, off this thread.
    pub(super) fn write_list(&self, app: &App, path: PathBuf, text: String, replace: bool) -> io::Result<()> {
        if !self.writes {
            return Ok(());
        }
        let (kept, tell) = (self.protected(app), Arc::clone(&self.tell));
        let again = app.key_while_typing(Scope::WriteList, Action::Accept);
        self.beside(move || {
            let ending = path.extension().map_or_else(String::new, |e| e.to_string_lossy().into_owned());
            let file = TextFile { path: path.clone(), text: &text, ending: &ending };
            let written = store::output::write(&[file], replace, &kept)
                .map_err(|refused| NotExported(refused.sentence(&format!("{again} again replaces it"))));
            // When the loop is gone nobody needs to know.
            tell(Answer::ListWritten(written.map(|()| path)));
        })
    }

    /// Writes an export, off this thread.
    pub(super) fn export(&self, app: &App, path: PathBuf, format: usize, replace: bool) -> io::Result<()> {
        let (Some(doc), Some(format), true) = (app.doc(), FORMATS.get(format), self.writes) else { return Ok(()) };
        let kept = self.protected(app);
        let desk = app.desk;
        let (reading, name, tell) = (doc.reading.clone(), app.name.clone(), Arc::clone(&self.tell));
        let (codebook, again) = (app.codebook.clone(), app.key_while_typing(Scope::Export, Action::Accept));
        let options = export::Options { now: stamp().now, spreadsheet: false, fact_checks: app.fact_checks.clone() };
        let file = app.path.clone().filter(|_| format.timed);
        self.beside(move || {
            let mut selected = export::Selected::new(name, &reading, &export::Filter::default());
            if let Some(file) = file {
                selected.recording = recording::name(&file, selected.recording.as_deref());
            }
            let written = write_export(&path, format, &selected, &codebook, &options, replace, &kept)
                .map_err(|refused| NotExported(refused.sentence(&format!("{again} again replaces it"))));
            // When the loop is gone nobody needs to know.
            tell(Answer::Exported(desk, written.map(|written| (path, written))));
        })
    }
}
