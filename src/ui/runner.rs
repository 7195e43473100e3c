//! Performs effects: hands changes to the writer, opens and closes documents, lists folders, searches, exports. The same
//! for the terminal, for `--plain`, for tests and benches; what only a terminal can do is asked of a [`Host`].

mod background;
mod editor;
mod host;
mod player;
mod scratch;
mod searcher;
mod watch;
mod work;

use super::app::{App, Stage};
use super::event::{Effect, Event, NotExported};
use super::open_document::Saving;
use super::scratch::{ScratchOutcome, ScratchStep, Standing};
use super::screens::{self, Mode, SettingsSheet};
use super::{session, update};
use crate::clock::stamp;
use crate::isolation::Stop;
use crate::project::library::{Library, tidy};
use crate::project::open::{self, Opened, ReadOnly};
use crate::project::{DocumentSource, LibraryUpdate, Listed, ProjectCodebook, Request, codebook};
use crate::store::{self, Ending, Lock, Report, Writer, disk};
pub use host::{Host, NoHost};
use sayso_core::annotation::{Change, Stamp};
use sayso_core::export::Written;
use sayso_core::reading::Near;
use sayso_core::span::Span;
use searcher::Searcher;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use watch::Watch;

/// What comes back from work that goes on beside the loop.
#[derive(Debug)]
pub enum Answer {
    /// A step of opening the document opened as the n-th: answers about one that was closed are late.
    Opened(u64, Opened),
    /// The writer's report.
    Saved(Report),
    /// Another window has left a sidecar: which, and the right to write.
    Free(PathBuf, Lock),
    /// The matches of a search, by its number.
    Found(u64, Vec<Span>),
    /// The near matches of a search, by its number.
    FoundNear(u64, Near),
    /// A step on a scratch page was done, or why not.
    ScratchChanged(PathBuf, ScratchStep, Result<ScratchOutcome, String>),
    /// Whether words of quotations are still there, by the number of the check.
    ScratchChecked(u64, Vec<(usize, Standing)>),
    /// A list was written there, or why not.
    ListWritten(Result<PathBuf, NotExported>),
    /// What was found out about documents of the folder.
    Known(Vec<LibraryUpdate>),
    /// An export was written there, with how much is in it; or why it was not.
    Exported(Result<(PathBuf, Written), NotExported>),
    /// The file of the document opened as the n-th has other bytes.
    Changed(u64),
    /// The program that plays recordings ended with an error, as a sentence.
    PlayerFailed(String),
}

/// Takes answers, from any thread; false when nobody wants them any more.
pub type Tell = Arc<dyn Fn(Answer) -> bool + Send + Sync>;

/// What stands between the state and the world.
pub struct Runner {
    /// What is open; nothing while the library is shown.
    request: Option<Request>,
    /// How many documents were opened: answers about earlier ones are late.
    number: u64,
    tell: Tell,
    /// Where answers are, when everything is done at once instead of beside the loop.
    answers: Option<Receiver<Answer>>,
    source: Option<Arc<dyn DocumentSource>>,
    /// Whether decisions and exports are written to disk.
    writes: bool,
    writer: Option<Writer>,
    searcher: Option<Searcher>,
    scratch: Option<scratch::ScratchWriter>,
    /// Whether a decision was made that no writer took.
    unsaved: bool,
    /// Whether a document was closed with something unsaved.
    lost: bool,
    /// The right to write, waited for and not used yet.
    lock: Option<Lock>,
    /// Whether a thread waits for it.
    waits: bool,
    watch: Option<Watch>,
    /// Stops what is being read.
    stop: Stop,
    player: player::Player,
}

impl Runner {
    /// A runner that works on threads of its own and tells what comes of it.
    pub fn new(source: Arc<dyn DocumentSource>, tell: Tell) -> Self {
        Self::with(Some(source), tell, None, true)
    }

    /// A runner that does everything at once, so that it is done when a call returns; with `writes` false no decision
    /// and no export is written.
    pub fn at_once(writes: bool) -> Self {
        let (sender, answers) = channel();
        Self::with(None, Arc::new(move |answer| sender.send(answer).is_ok()), Some(answers), writes)
    }

    fn with(
        source: Option<Arc<dyn DocumentSource>>,
        tell: Tell,
        answers: Option<Receiver<Answer>>,
        writes: bool,
    ) -> Self {
        Self {
            request: None,
            number: 0,
            tell,
            answers,
            source,
            writes,
            writer: None,
            searcher: None,
            scratch: None,
            unsaved: false,
            lost: false,
            lock: None,
            waits: false,
            watch: None,
            stop: Stop::default(),
            player: player::Player::default(),
        }
    }

    /// Takes an event and performs what it asks for; true to leave.
    ///
    /// # Errors
    /// Those of the host, or when the system gives no thread.
    pub fn event(&mut self, app: &mut App, event: Event, stamp: &Stamp, host: &mut dyn Host) -> io::Result<bool> {
        let effects = update::handle(app, event, stamp);
        self.perform(app, effects, host)
    }

    /// Takes what came of work beside the loop; true to leave.
    ///
    /// # Errors
    /// Those of the host, or when the system gives no thread.
    pub fn answer(&mut self, app: &mut App, answer: Answer, host: &mut dyn Host) -> io::Result<bool> {
        let event = match answer {
            Answer::Opened(number, opened) if number == self.number => {
                // What is remembered of earlier sessions changes nothing that is shown.
                if !matches!(opened, Opened::Past(_)) {
                    update::behind(app);
                }
                let effects = self.opened(app, opened);
                screens::come_back(app);
                return self.perform(app, effects, host);
            }
            Answer::Opened(..) => return Ok(false),
            Answer::Free(path, lock) => {
                let own = self.request.as_ref().and_then(|r| r.sidecar.as_ref()).map(|place| &place.path);
                if own == Some(&path) {
                    (self.lock, self.waits) = (Some(lock), false);
                    update::free(app);
                } else {
                    lock.release();
                }
                return Ok(false);
            }
            Answer::Changed(number) if number == self.number => Event::Changed,
            Answer::Changed(_) => return Ok(false),
            Answer::PlayerFailed(why) => {
                app.warn(why);
                return Ok(false);
            }
            Answer::Saved(report) => Event::Saved(report),
            Answer::Exported(result) => Event::Exported(result),
            Answer::Found(search, spans) => Event::Found(search, spans),
            Answer::FoundNear(search, near) => Event::FoundNear(search, near),
            Answer::ListWritten(result) => Event::ListWritten(result),
            Answer::ScratchChanged(page, step, result) => Event::ScratchChanged(page, step, result),
            Answer::ScratchChecked(number, all) => Event::ScratchChecked(number, all),
            Answer::Known(updates) => Event::Known(updates),
        };
        self.event(app, event, &stamp(), host)
    }

    /// Performs effects, and takes the answers that are there when everything is done at once; true to leave.
    ///
    /// # Errors
    /// Those of the host, or when the system gives no thread.
    pub fn perform(&mut self, app: &mut App, effects: Vec<Effect>, host: &mut dyn Host) -> io::Result<bool> {
        for effect in effects {
            if self.perform_one(app, effect, host)? {
                return Ok(true);
            }
        }
        self.settle(app, host)
    }

    /// Takes the answers that are there, when everything is done at once; true to leave.
    ///
    /// # Errors
    /// Those of the host, or when the system gives no thread.
    pub fn settle(&mut self, app: &mut App, host: &mut dyn Host) -> io::Result<bool> {
        while let Some(answer) = self.answers.as_ref().and_then(|answers| answers.try_recv().ok()) {
            if self.answer(app, answer, host)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// A step of the opening of a document.
    fn opened(&mut self, app: &mut App, opened: Opened) -> Vec<Effect> {
        let Some(request) = self.request.clone() else { return Vec::new() };
        match opened {
            Opened::Loaded(loaded) => {
                session::loaded(app, loaded, &request);
                return update::after_loading(app);
            }
            Opened::Failed(lines) => update::failed(app, lines),
            Opened::Past(past) => {
                session::past(app, past);
                return update::after_past(app, &stamp());
            }
            Opened::Joined(join, number, reading) => session::joined(app, join, number, *reading),
            Opened::Ready(mut ready) => {
                if let Some((lock, stored)) = ready.desk.take().filter(|_| self.writes) {
                    self.writer = None;
                    let tell = Arc::clone(&self.tell);
                    let tell = move |report| {
                        // When the loop is gone nobody needs to know.
                        tell(Answer::Saved(report));
                    };
                    let writer = open::writer(&request, lock, stored, ready.reading.document(), tell);
                    self.writer = writer.map_err(|e| app.warn(format!("NOT SAVED: {e}"))).ok();
                }
                let elsewhere = matches!(ready.read_only, Some(ReadOnly::Elsewhere(_)));
                if elsewhere && !self.waits {
                    self.waits = self.wait_for_lock(&request);
                }
                self.watch_file(&request, &ready.reading.document().origin.file_hash);
                session::ready(app, *ready);
                return update::after_opening(app, &stamp());
            }
        }
        Vec::new()
    }

    /// Performs one effect; true to leave.
    fn perform_one(&mut self, app: &mut App, effect: Effect, host: &mut dyn Host) -> io::Result<bool> {
        match effect {
            Effect::Keep(entry) => {
                let change: Arc<Change> = Arc::clone(&entry.change);
                let reanchored = app.doc().is_some_and(|d| d.save.reanchored);
                if self.writes {
                    let number = self.writer.as_mut().map(|w| w.keep(entry, reanchored));
                    self.unsaved |= number.is_none();
                    update::handed_over(app, number, change);
                }
            }
            Effect::KeepDrafts => self.keep_drafts(app),
            Effect::Join(number, set) => self.join(app, number, set)?,
            Effect::Copy(text) => {
                host.copy(&sayso_core::sanitize::visible(&text))?;
            }
            Effect::Export(path, format, replace) => self.export(app, path, format, replace)?,
            Effect::Search(query, number) => self.search(app, &query, number)?,
            Effect::SearchNear(number) => self.search_near(app, number)?,
            Effect::AddToScratch(picked, left) => self.add_to_scratch(app, picked, left)?,
            Effect::ReadScratch => return self.read_scratch(app, host),
            Effect::ChangeScratch(page, edit, step) => self.change_scratch(app, page, edit, step)?,
            Effect::CheckScratch(page, number, all) => self.check_scratch(app, &page, number, all)?,
            Effect::EditScratch(page, line) => return self.edit_scratch(app, &page, line, host),
            Effect::GoTo(page, document, place) => self.go_to(app, &page, &document, place)?,
            Effect::WriteList(path, text, replace) => self.write_list(app, path, text, replace)?,
            Effect::Reload => {
                // What is decided must be on disk before it is read again.
                if app.doc().is_some_and(|d| d.detecting) {
                    app.say("It is being read already");
                } else if self.is_saved() {
                    self.keep_drafts(app);
                    self.keep_view(app);
                    (self.writer, self.watch) = (None, None);
                    update::reading_again(app);
                    if let Some(request) = self.request.clone() {
                        self.begin(request)?;
                    }
                } else {
                    app.warn("Not read again: the last decisions are not saved yet");
                }
            }
            Effect::Adopt(path) => {
                if let Some(place) = self.request.as_mut().and_then(|r| r.sidecar.as_mut()) {
                    place.selected = Some(path);
                }
                return self.perform_one(app, Effect::Reload, host);
            }
            Effect::Stop => self.stop.ask(),
            Effect::Open(path) => self.open(app, &path)?,
            Effect::Close => {
                // Whoever was told that something is not saved, and leaves all the same, is let go.
                let leaving = app.doc().is_some_and(|d| d.save.leaving);
                if self.is_saved() || leaving {
                    self.close(app);
                    update::closed(app);
                } else {
                    app.warn("Not closed: the last decisions are not saved yet");
                }
            }
            Effect::ListFolder => self.list_folder(app)?,
            Effect::Browse(address) => {
                if host.browse(&address) {
                    app.say(format!("Opened outside: {address}"));
                } else {
                    host.copy(&address)?;
                    app.say(format!("Copied, since no browser answers: {address}"));
                }
            }
            Effect::Edit(text) => {
                // Whatever becomes of the other program, what was typed so far is kept.
                self.keep_drafts(app);
                let edited = host.edit(&text)?;
                update::handle(app, Event::Edited(edited), &stamp());
            }
            Effect::EditDocument(line) => return self.edit_document(app, line, host),
            Effect::Play(millis) => self.play(app, millis),
            Effect::Suspend => {
                self.keep_drafts(app);
                host.suspend()?;
            }
            Effect::Quit => {
                // `q` waits for the disk; when it refuses, the report says so and the person decides.
                let waiting = app.doc().is_some_and(|d| matches!(d.save.state, Saving::Waiting(..)) && !d.save.leaving);
                return Ok(!waiting || self.writer.as_ref().is_none_or(Writer::flush));
            }
        }
        Ok(false)
    }

    /// Whether all that was decided is on the disk; waits for it.
    fn is_saved(&self) -> bool {
        self.writer.as_ref().is_none_or(Writer::flush) && !self.unsaved
    }

    /// Opens another document in the place of this one.
    fn open(&mut self, app: &mut App, path: &Path) -> io::Result<()> {
        if !self.is_saved() {
            app.warn("Not opened: the last decisions are not saved yet");
            return Ok(());
        }
        let Some(source) = &self.source else { return Ok(()) };
        match source.request(path) {
            Err(why) => app.warn(why.to_string()),
            Ok(request) => {
                let ProjectCodebook { codebook, problems, .. } = codebook::of_document(path);
                update::note_open_one(app);
                self.close(app);
                let name = path.file_name().map(|n| n.to_string_lossy().into_owned());
                app.name = name.unwrap_or_else(|| request.name.clone());
                app.path = Some(tidy(path));
                (app.codebook, app.stage) = (codebook, Stage::Loading);
                app.close_screens();
                app.problems = problems;
                if !app.problems.is_empty() {
                    app.mode = Mode::Settings(SettingsSheet::default());
                }
                if let Some(head) = open::head(&request) {
                    session::loaded(app, head, &request);
                }
                self.begin(request)?;
            }
        }
        Ok(())
    }

    /// Lets go of the open document, whose decisions are saved.
    fn close(&mut self, app: &mut App) {
        self.keep_drafts(app);
        self.keep_view(app);
        self.watch = None;
        self.stop.ask();
        if let Some(writer) = self.writer.take() {
            self.lost |= writer.finish() == Ending::Lost;
        }
        if let Some(lock) = self.lock.take() {
            lock.release();
        }
        self.lost |= self.unsaved;
        (self.unsaved, self.waits, self.request) = (false, false, None);
        self.number += 1;
    }

    /// Reads a document: what was being read before is wanted no more.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn begin(&mut self, request: Request) -> io::Result<()> {
        self.number += 1;
        let (tell, number, lock) = (Arc::clone(&self.tell), self.number, self.lock.take());
        // What was being read before is wanted no more.
        std::mem::take(&mut self.stop).ask();
        let stop = self.stop.clone();
        self.request = Some(request.clone());
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

    /// The documents of the open one's folder.
    fn list_folder(&mut self, app: &mut App) -> io::Result<()> {
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
    pub fn show_library(&self, app: &mut App, name: String, folder: &Path, listed: Listed) -> io::Result<()> {
        let library = Library::new(name, folder, listed.paths);
        self.read_library(&library)?;
        update::handle(app, Event::FolderListed(library), &stamp());
        if let Some(words) = listed.left_out {
            app.say(words);
        }
        Ok(())
    }

    /// Reads the documents of a folder one after the other, off this thread.
    fn read_library(&self, library: &Library) -> io::Result<()> {
        let paths: Vec<PathBuf> = library.entries.iter().map(|s| s.path.clone()).collect();
        let (tell, Some(source)) = (Arc::clone(&self.tell), self.source.clone()) else { return Ok(()) };
        self.beside(move || source.read_library(&paths, &mut |updates| tell(Answer::Known(updates))))
    }

    /// Writes down where the person is; a comfort, so that failing is no news.
    fn keep_view(&self, app: &App) {
        let Some(request) = &self.request else { return };
        // Of a head not all places are known.
        let doc = app.doc().filter(|d| d.is_loaded() && !d.is_truncated());
        if let (Some(doc), Some(state)) = (doc, request.state_files()) {
            let _ = store::view::write(&state.view, &doc.last_view(&stamp().now));
        }
    }

    /// Whether everything that was decided is on the disk; waits for it.
    pub fn flush(&self) -> bool {
        self.writer.as_ref().is_none_or(Writer::flush)
    }

    /// Ends: false when something could not be saved.
    pub fn finish(mut self, app: &mut App) -> bool {
        self.keep_drafts(app);
        self.keep_view(app);
        let scratch_kept = self.scratch.take().is_none_or(scratch::ScratchWriter::finish);
        let ending = self.writer.take().map_or(Ending::Folded, Writer::finish);
        if let Some(lock) = self.lock.take() {
            lock.release();
        }
        ending != Ending::Lost && !self.unsaved && !self.lost && scratch_kept
    }
}
