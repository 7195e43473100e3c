//! Opening documents, here and beside, closing them, and the folder they lie in.

use super::desk::Desk;
use super::library::{LibraryWatch, tell_work};
use super::scratch::ScratchWriter;
use super::{Answer, Runner};
use crate::clock::stamp;
use crate::project::library::{Library, tidy};
use crate::project::open::{self, Opened};
use crate::project::{Error, Listed, ProjectCodebook, Request, codebook};
use crate::store::{self, Ending, Lock, Writer, disk};
use crate::ui::app::{App, Stage};
use crate::ui::event::Event;
use crate::ui::pane::{Pane, Split};
use crate::ui::screens::{Mode, SettingsSheet};
use crate::ui::start_place::StartPlace;
use crate::ui::{session, update};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

impl Runner {
    /// Whether the document with the keyboard may be closed: all is saved, or the person was told that it is not and leaves
    /// all the same.
    pub(super) fn may_close(&mut self, app: &mut App) -> bool {
        let leaving = app.doc().is_some_and(|d| d.save.leaving);
        let may = self.desk(app).is_saved() || leaving;
        if !may {
            app.warn("Not closed: the last decisions are not saved yet");
        }
        may
    }

    /// How the document at a path is opened; `None` where there are no other documents.
    fn request(&self, path: &Path) -> Option<Result<Request, Error>> {
        self.source.as_ref().map(|source| source.request(path))
    }

    /// Opens another document in the place of the one with the keyboard. One that stands beside gets the keyboard; a second
    /// place of this one stays with it.
    pub(super) fn open(&mut self, app: &mut App, path: &Path) -> io::Result<()> {
        if !self.desk(app).is_saved() {
            app.warn("Not opened: the last decisions are not saved yet");
            return Ok(());
        }
        match self.request(path) {
            None => {}
            Some(Err(why)) => app.warn(why.to_string()),
            Some(Ok(request)) => {
                let beside = app.split.as_ref().and_then(Split::pane).and_then(|pane| self.desks.get(&pane.desk));
                if beside.is_some_and(|desk| desk.is_open(&request)) {
                    update::turn_over(app);
                    return Ok(());
                }
                let ProjectCodebook { codebook, problems, .. } = codebook::of_document(path);
                update::note_open_one(app);
                if update::part(app, self.last_desk + 1) {
                    self.last_desk += 1;
                } else {
                    self.close(app);
                }
                app.name = name_of(path, &request);
                app.path = Some(tidy(path));
                // What is opened otherwise does not lead back to what was found.
                if let Some(desk) = &mut app.find {
                    desk.opened.take_if(|(opened, _)| Some(&*opened) != app.path.as_ref());
                }
                (app.codebook, app.stage) = (codebook, Stage::Loading);
                app.close_screens();
                app.problems = problems;
                if !app.problems.is_empty() {
                    app.mode = Mode::Settings(SettingsSheet::default());
                }
                if let Some(head) = open::head(&request) {
                    session::loaded(app, head, &request);
                }
                self.begin_at(app.desk, request)?;
            }
        }
        Ok(())
    }

    /// Opens another document beside the one with the keyboard, in the place of what stands there. Of this very document a
    /// second place is shown: it is opened once only.
    pub(super) fn open_beside(&mut self, app: &mut App, path: &Path) -> io::Result<()> {
        let request = match self.request(path) {
            None => return Ok(()),
            Some(Err(why)) => {
                app.warn(why.to_string());
                return Ok(());
            }
            Some(Ok(request)) => request,
        };
        let is_here = self.desk(app).is_open(&request);
        let beside = app.split.as_ref().and_then(Split::pane);
        if let Some(pane) = beside.filter(|pane| self.desks.get(&pane.desk).is_some_and(|desk| desk.is_open(&request)))
        {
            let text = format!("{} is there already", pane.name);
            app.say(text);
            return Ok(());
        }
        if !self.close_beside(app) {
            return Ok(());
        }
        if is_here {
            update::place_beside(app);
            return Ok(());
        }
        let ProjectCodebook { codebook, problems, .. } = codebook::of_document(path);
        self.last_desk += 1;
        let desk = self.last_desk;
        let (name, path, stage) = (name_of(path, &request), Some(tidy(path)), Stage::Loading);
        update::document_beside(app, Pane { desk, name, path, codebook, stage, start_place: None });
        if !problems.is_empty() {
            app.mode = Mode::Settings(SettingsSheet { at: app.problems.len() });
            app.problems.extend(problems);
        }
        if let Some(head) = open::head(&request) {
            update::with_other(app, |app| session::loaded(app, head, &request));
        }
        self.begin_at(desk, request)
    }

    /// Shows a stretch of the document at a path, in code points, beside the one with the keyboard: there it is opened, unless
    /// it is open.
    pub(super) fn lead_beside(&mut self, app: &mut App, path: &Path, (start, end): (u32, u32)) -> io::Result<()> {
        let is_there = |app: &App| update::path_beside(app) == Some(path);
        if !is_there(app) {
            self.open_beside(app, path)?;
            if is_there(app) && matches!(app.mode, Mode::Check(_)) {
                app.message = None;
            }
        }
        if is_there(app) {
            update::with_other(app, |app| {
                app.start_place = Some(StartPlace::Chars(start, end));
                if app.doc().is_some_and(|doc| !doc.detecting) {
                    update::go_to_start_place(app);
                }
            });
        }
        Ok(())
    }

    /// Closes the document beside, if another one is there; false, and told, when its decisions are not saved.
    pub(super) fn close_beside(&mut self, app: &mut App) -> bool {
        let Some(desk) = app.split.as_ref().and_then(Split::pane).map(|pane| pane.desk) else { return true };
        update::note_open_one(app);
        let closed = update::with_other(app, |app| {
            let may = self.may_close(app);
            if may {
                self.close(app);
            }
            may
        });
        if closed == Some(true) {
            self.desks.remove(&desk);
            app.split = None;
        }
        closed.unwrap_or(true)
    }

    /// Lets go of the document with the keyboard, whose decisions are saved.
    pub(super) fn close(&mut self, app: &mut App) {
        self.keep_drafts(app);
        self.keep_view(app);
        self.openings += 1;
        let number = self.openings;
        let Desk { writer, lock, unsaved, stop, .. } =
            std::mem::replace(self.desk(app), Desk { number, ..Desk::default() });
        stop.ask();
        if writer.is_some_and(|writer| writer.finish() == Ending::Lost) {
            self.lost = true;
            let text = format!("{} is closed, and its last decisions are NOT SAVED", app.name);
            app.warn(text);
        }
        if let Some(lock) = lock {
            lock.release();
        }
        self.lost |= unsaved;
    }

    /// Reads the document that the reader begins with.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn begin(&mut self, request: Request) -> io::Result<()> {
        self.begin_at(0, request)
    }

    /// Reads a document at a desk: what was being read there before is wanted no more.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub(super) fn begin_at(&mut self, desk: u64, request: Request) -> io::Result<()> {
        self.openings += 1;
        let (tell, number) = (Arc::clone(&self.tell), self.openings);
        let desk = self.desks.entry(desk).or_default();
        desk.number = number;
        let lock = desk.lock.take();
        // What was being read before is wanted no more.
        std::mem::take(&mut desk.stop).ask();
        let stop = desk.stop.clone();
        desk.request = Some(request.clone());
        // What others decide about it is asked for anew.
        desk.others = None;
        self.beside(move || {
            let tell = |opened| {
                // When the loop is gone nobody needs to know.
                tell(Answer::Opened(number, opened));
            };
            let opened =
                std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| open::open(&request, lock, &stop, tell)));
            if opened.is_err() {
                let lines = ["This document cannot be shown.", "Reading it failed; that is a mistake of sayso's."];
                tell(Opened::Failed(lines.map(str::to_owned).to_vec()));
            }
        })
    }

    /// The documents of the folder of the one with the keyboard, found off this thread.
    pub(super) fn list_neighbours(&self, app: &App) -> io::Result<()> {
        let (Some(path), Some(source)) = (app.path.clone(), self.source.clone()) else {
            (self.tell)(Answer::Neighbours(Vec::new()));
            return Ok(());
        };
        let tell = Arc::clone(&self.tell);
        self.beside(move || {
            let listed = source.list(disk::folder_of(&path));
            // When the loop is gone nobody needs to know.
            tell(Answer::Neighbours(listed.paths.iter().map(|path| tidy(path)).collect()));
        })
    }

    /// The documents of the open one's folder.
    pub(super) fn list_folder(&mut self, app: &mut App) -> io::Result<()> {
        let Some(path) = app.path.clone() else {
            app.say("This page has no folder: sayso FOLDER opens one");
            return Ok(());
        };
        let folder = disk::folder_of(&path).to_owned();
        let Some(source) = &self.source else { return Ok(()) };
        let listed = source.list(&folder);
        self.show_library(app, format!("{}/", folder.display()), &folder, listed)
    }

    /// Shows the documents of a folder, and reads them one after the other.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn show_library(&mut self, app: &mut App, name: String, folder: &Path, listed: Listed) -> io::Result<()> {
        let library = Library::new(name, folder, listed.paths);
        // From here on the library reads it.
        self.finder = None;
        self.read_library(&library)?;
        update::handle(app, Event::FolderListed(library), &stamp());
        if let Some(words) = listed.left_out {
            app.say(words);
        }
        Ok(())
    }

    /// Finds out what is known of the documents of a folder, off this thread, and goes on to as they change.
    fn read_library(&mut self, library: &Library) -> io::Result<()> {
        let paths: Vec<PathBuf> = library.entries.iter().map(|s| s.path.clone()).collect();
        let (tell, Some(source)) = (Arc::clone(&self.tell), self.source.clone()) else { return Ok(()) };
        // Of documents that were named one by one there is no folder.
        let folder = Some(library.folder.clone()).filter(|folder| !folder.as_os_str().is_empty());
        if let Some(folder) = folder.clone().filter(|_| self.answers.is_none()) {
            self.folder = Some(LibraryWatch::start(source, folder, Some(paths), tell)?);
            return Ok(());
        }
        self.folder = None;
        self.beside(move || {
            tell_work(source.as_ref(), &paths, false, &tell);
            source.read_library(folder.as_deref(), &paths, &mut |updates| tell(Answer::Known(updates)));
        })
    }

    /// Writes down where the person is in the document with the keyboard; a comfort, so that failing is no news.
    pub(super) fn keep_view(&mut self, app: &App) {
        let Some(request) = &self.desk(app).request else { return };
        // Of a head not all places are known.
        let doc = app.doc().filter(|d| d.is_loaded() && !d.is_truncated());
        if let (Some(doc), Some(state)) = (doc, request.state_files()) {
            let _ = store::view::write(&state.view, &doc.last_view(&stamp().now));
        }
    }

    /// Whether everything that was decided is on the disk; waits for it.
    pub fn flush(&self) -> bool {
        // Each is waited for, whatever became of the others.
        self.desks.values().filter(|desk| !desk.writer.as_ref().is_none_or(Writer::flush)).count() == 0
    }

    /// Ends: false when something could not be saved.
    pub fn finish(mut self, app: &mut App) -> bool {
        self.keep_drafts(app);
        self.keep_view(app);
        update::with_other(app, |app| self.keep_view(app));
        let scratch_kept = self.scratch.take().is_none_or(ScratchWriter::finish);
        let mut is_saved = !self.lost && scratch_kept;
        for desk in std::mem::take(&mut self.desks).into_values() {
            let ending = desk.writer.map_or(Ending::Folded, Writer::finish);
            desk.lock.into_iter().for_each(Lock::release);
            is_saved &= ending != Ending::Lost && !desk.unsaved;
        }
        is_saved
    }
}

/// What a document is called in row 0.
fn name_of(path: &Path, request: &Request) -> String {
    path.file_name().map_or_else(|| request.name.clone(), |name| name.to_string_lossy().into_owned())
}
