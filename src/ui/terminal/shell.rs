//! Performs effects: hands changes to the writer, opens and closes documents, lists folders, lets other programs in.

mod background;

use super::guard::{self, Guard};
use super::input::{Batch, Frames, Tty};
use super::typed::{self, Hand};
use super::watch::Watch;
use super::work::worker;
use super::{Screen, Start, Wake, outside, screen};
use crate::clock::stamp;
use crate::isolation::Stop;
use crate::project::library::{Library, tidy};
use crate::project::open::{self, Opened, ReadOnly};
use crate::project::{DocumentSource, Listed, Request};
use crate::project::{ProjectCodebook, codebook};
use crate::store::{self, Ending, Lock, Writer, disk};
use crate::ui::app::{App, Stage};
use crate::ui::document::Saving;
use crate::ui::screens::{Mode, SettingsSheet};
use crate::ui::session;
use crate::ui::update::{self, Effect, Event};
use crossterm::clipboard::CopyToClipboard;
use crossterm::event as term;
use crossterm::execute;
use sayso_core::annotation::Change;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::Duration;

/// What stands between the state and the world.
pub struct Shell {
    /// What is open; nothing while the library is shown.
    request: Option<Request>,
    /// A long document whose head is shown: read once that was drawn, so that reading it takes nothing from drawing.
    waiting: Option<Request>,
    /// How many documents were opened: answers about earlier ones are late.
    number: u64,
    wake: Sender<Wake>,
    /// Lets the thread that reads the terminal go on after a batch, and whether it waits for that.
    go: Sender<()>,
    is_asked: bool,
    tty: Arc<Tty>,
    /// Which frames were seen by whom.
    pub frames: Frames,
    hand: Hand,
    source: Arc<dyn DocumentSource>,
    writer: Option<Writer>,
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
}

impl Shell {
    /// A shell with nothing open.
    pub fn new(wake: Sender<Wake>, go: Sender<()>, tty: Arc<Tty>, source: Arc<dyn DocumentSource>) -> Self {
        let (request, writer, lock, watch) = (None, None, None, None);
        Self {
            request,
            waiting: None,
            number: 0,
            wake,
            go,
            is_asked: false,
            tty,
            frames: Frames::default(),
            hand: Hand::default(),
            source,
            writer,
            unsaved: false,
            lost: false,
            lock,
            waits: false,
            watch,
            stop: Stop::default(),
        }
    }

    /// Begins with a document, or with the documents of a folder.
    pub fn start(&mut self, app: &mut App, start: Start) -> io::Result<()> {
        match start {
            Start::Document(request, path) => {
                app.path = path.as_deref().map(tidy);
                match open::head(&request) {
                    Some(head) => {
                        session::loaded(app, head, &request);
                        self.waiting = Some(*request);
                        Ok(())
                    }
                    None => self.begin(*request),
                }
            }
            Start::Library { name, folder, listed } => {
                app.stage = Stage::Library;
                self.show_library(app, name, &folder, listed)
            }
        }
    }

    /// The first frame is drawn: what waited for it begins.
    pub fn first_frame_drawn(&mut self) -> io::Result<()> {
        self.waiting.take().map_or(Ok(()), |request| self.begin(request))
    }

    /// Takes one event; true to leave.
    pub fn take(&mut self, app: &mut App, event: Wake, terminal: &mut Screen, guard: &mut Guard) -> io::Result<bool> {
        let event = match event {
            Wake::Opened(number, opened) if number == self.number => {
                // What is remembered of earlier sessions changes nothing that is shown.
                if !matches!(opened, Opened::Past(_)) {
                    update::behind(app);
                }
                let effects = self.opened(app, opened);
                update::come_back(app);
                return self.perform_all(app, effects, terminal, guard);
            }
            Wake::Free(path, lock) => {
                let own = self.request.as_ref().and_then(|r| r.sidecar.as_ref()).map(|place| &place.path);
                if own == Some(&path) {
                    (self.lock, self.waits) = (Some(lock), false);
                    update::free(app);
                } else {
                    lock.release();
                }
                None
            }
            Wake::Opened(..) => None,
            Wake::Terminal(batch) => return self.typed(app, batch, terminal, guard),
            Wake::Resized => {
                let (width, height) = crossterm::terminal::size()?;
                Some(Event::Resize(width, height))
            }
            Wake::Saved(report) => Some(Event::Saved(report)),
            Wake::Exported(result) => Some(Event::Exported(result)),
            Wake::Found(search, spans) => Some(Event::Found(search, spans)),
            Wake::Known(updates) => Some(Event::Known(updates)),
            Wake::Changed(number) => (number == self.number).then_some(Event::Changed),
            Wake::End => Some(Event::End),
            Wake::Continue => {
                guard.again()?;
                *terminal = screen()?;
                None
            }
        };
        let effects = event.map(|event| update::handle(app, event, &stamp())).unwrap_or_default();
        self.perform_all(app, effects, terminal, guard)
    }

    /// Takes what came from the terminal; true to leave.
    fn typed(&mut self, app: &mut App, batch: Batch, terminal: &mut Screen, guard: &mut Guard) -> io::Result<bool> {
        self.is_asked = true;
        if self.frames.is_early(batch.frame) {
            update::behind(app);
        }
        // Back in this window: the file may have been edited in another.
        if batch.events.contains(&term::Event::FocusGained) {
            self.watch.as_ref().inspect(|w| w.look());
        }
        let at = batch.at;
        for event in typed::events(batch) {
            let event = self.hand.judge(app, event, at, |time| self.tty.has_more_within(time));
            let effects = update::handle(app, event, &stamp());
            if self.perform_all(app, effects, terminal, guard)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// A frame is about to go out.
    pub fn frame_goes_out(&mut self, app: &App) {
        self.frames.next(!app.shown, self.tty.has_more_within(Duration::ZERO));
    }

    /// A frame was drawn: what is typed next is read.
    pub fn let_read(&mut self) {
        if std::mem::take(&mut self.is_asked) {
            // When the thread is gone its end was told already.
            let _ = self.go.send(());
        }
    }

    fn perform_all(
        &mut self,
        app: &mut App,
        effects: Vec<Effect>,
        terminal: &mut Screen,
        guard: &mut Guard,
    ) -> io::Result<bool> {
        for effect in effects {
            if self.perform(app, effect, terminal, guard)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

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
                if let Some((lock, stored)) = ready.desk.take() {
                    self.writer = None;
                    let wake = self.wake.clone();
                    let tell = move |report| {
                        // When the loop is gone nobody needs to know.
                        let _ = wake.send(Wake::Saved(report));
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
    fn perform(&mut self, app: &mut App, effect: Effect, terminal: &mut Screen, guard: &mut Guard) -> io::Result<bool> {
        match effect {
            Effect::Keep(entry) => {
                let change: Arc<Change> = Arc::clone(&entry.change);
                let settled = app.doc().is_some_and(|d| d.save.reanchored);
                let number = self.writer.as_mut().map(|w| w.keep(entry, settled));
                self.unsaved |= number.is_none();
                update::handed_over(app, number, change);
            }
            Effect::Join(number, set) => self.join(app, number, set)?,
            Effect::Copy(text) => {
                let safe = sayso_core::sanitize::visible(&text).into_owned();
                execute!(io::stdout(), CopyToClipboard::to_clipboard_from(safe))?;
            }
            Effect::Export(path, format, replace) => self.export(app, path, format, replace)?,
            Effect::Search(query, number) => self.search(app, &query, number)?,
            Effect::Reload => {
                // What is decided must be on disk before it is read again.
                if app.doc().is_some_and(|d| d.detecting) {
                    app.say("It is being read already");
                } else if self.is_saved() {
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
                return self.perform(app, Effect::Reload, terminal, guard);
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
                if outside::browse(&address) {
                    app.say(format!("Opened outside: {address}"));
                } else {
                    execute!(io::stdout(), CopyToClipboard::to_clipboard_from(address.as_str()))?;
                    app.say(format!("Copied, since no browser answers: {address}"));
                }
            }
            Effect::Edit(text) => {
                guard.leave();
                let edited = outside::edit(&text);
                guard.again()?;
                *terminal = screen()?;
                update::handle(app, Event::Edited(edited), &stamp());
            }
            Effect::Suspend => {
                guard::suspend(guard)?;
                guard.again()?;
                *terminal = screen()?;
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
        match self.source.request(path) {
            Err(why) => app.warn(why.to_string()),
            Ok(request) => {
                let ProjectCodebook { codebook, problems, .. } = codebook::of_document(path);
                update::note_open_one(app);
                self.close(app);
                let name = path.file_name().map(|n| n.to_string_lossy().into_owned());
                app.name = name.unwrap_or_else(|| request.name.clone());
                app.path = Some(tidy(path));
                (app.codebook, app.stage) = (codebook, Stage::Loading);
                (app.mode, app.underlying) = (Mode::Read, None);
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
    fn close(&mut self, app: &App) {
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

    /// Reads a document on the worker.
    fn begin(&mut self, request: Request) -> io::Result<()> {
        self.number += 1;
        let (wake, number, lock) = (self.wake.clone(), self.number, self.lock.take());
        // What was being read before is wanted no more.
        std::mem::take(&mut self.stop).ask();
        let stop = self.stop.clone();
        self.request = Some(request.clone());
        worker(move || {
            let tell = |opened| {
                // When the loop is gone nobody needs to know.
                let _ = wake.send(Wake::Opened(number, opened));
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
        let listed = self.source.list(&folder);
        self.show_library(app, format!("{}/", folder.display()), &folder, listed)
    }

    fn show_library(&self, app: &mut App, name: String, folder: &Path, listed: Listed) -> io::Result<()> {
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
        let (wake, source) = (self.wake.clone(), Arc::clone(&self.source));
        worker(move || {
            // When the loop is gone nobody needs to know.
            source.read_library(&paths, &mut |updates| wake.send(Wake::Known(updates)).is_ok());
        })
    }

    /// Writes down where the person is; a comfort, so that failing is no news.
    fn keep_view(&self, app: &App) {
        let Some(request) = &self.request else { return };
        // Of a head not all places are known.
        let doc = app.doc().filter(|d| d.is_whole() && !d.is_part());
        if let (Some(doc), Some(state)) = (doc, request.state_files()) {
            let _ = store::view::write(&state.view, &doc.last_view(&stamp().now));
        }
    }

    /// Ends: false when something could not be saved.
    pub fn finish(mut self, app: &App) -> bool {
        self.keep_view(app);
        let ending = self.writer.take().map_or(Ending::Folded, Writer::finish);
        if let Some(lock) = self.lock.take() {
            lock.release();
        }
        ending != Ending::Lost && !self.unsaved && !self.lost
    }
}
