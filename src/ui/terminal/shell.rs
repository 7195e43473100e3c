//! The reader at a terminal: what is typed goes to the state, what the state asks for to the runner.

use super::guard::{self, Guard};
use super::input::{Batch, Frames, Tty};
use super::typed::{self, PasteDetector};
use super::{BufferedTerminal, Start, Wake, outside, screen};
use crate::clock::stamp;
use crate::project::library::tidy;
use crate::project::open;
use crate::project::{DocumentSource, Request};
use crate::ui::app::{App, Stage};
use crate::ui::event::{EditError, Event};
use crate::ui::runner::{Host, Runner};
use crate::ui::{session, update};
use crossterm::clipboard::CopyToClipboard;
use crossterm::event as term;
use crossterm::execute;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

/// The terminal as surroundings of the program: it is left while another program has it.
pub struct TerminalHost<'a> {
    /// What is drawn on.
    pub terminal: &'a mut BufferedTerminal,
    /// What gives the terminal back.
    pub guard: &'a mut Guard,
}

impl Host for TerminalHost<'_> {
    fn copy(&mut self, text: &str) -> io::Result<()> {
        execute!(io::stdout(), CopyToClipboard::to_clipboard_from(text))
    }

    fn browse(&mut self, address: &str) -> bool {
        outside::browse(address)
    }

    fn edit(&mut self, text: &str) -> io::Result<Result<String, EditError>> {
        self.guard.leave();
        let edited = outside::edit(text);
        self.come_back()?;
        Ok(edited)
    }

    fn edit_file(&mut self, path: &Path, line: Option<u32>) -> io::Result<Result<(), EditError>> {
        self.guard.leave();
        let edited = outside::edit_file(path, line);
        self.come_back()?;
        Ok(edited)
    }

    fn suspend(&mut self) -> io::Result<()> {
        guard::suspend(self.guard)?;
        self.come_back()
    }
}

impl TerminalHost<'_> {
    /// Takes the terminal again; of what is on it nothing is known.
    pub fn come_back(&mut self) -> io::Result<()> {
        self.guard.again()?;
        *self.terminal = screen()?;
        Ok(())
    }
}

/// What stands between the terminal and the state.
pub struct Shell {
    runner: Runner,
    /// A long document whose head is shown: read once that was drawn, so that reading it takes nothing from drawing.
    waiting: Option<Request>,
    /// Lets the thread that reads the terminal go on after a batch, and whether it waits for that.
    go: Sender<()>,
    is_asked: bool,
    tty: Arc<Tty>,
    /// Which frames were seen by whom.
    pub frames: Frames,
    paste_detector: PasteDetector,
    /// When what is unfinished was handed to the writer last.
    drafts_kept: Option<Instant>,
}

/// How often what is being typed is written: so that it is on the disk within a second.
const DRAFT_INTERVAL: Duration = Duration::from_millis(800);

impl Shell {
    /// A shell with nothing open.
    pub fn new(wake: Sender<Wake>, go: Sender<()>, tty: Arc<Tty>, source: Arc<dyn DocumentSource>) -> Self {
        let runner = Runner::new(source, Arc::new(move |answer| wake.send(Wake::Answer(answer)).is_ok()));
        let (frames, paste_detector) = (Frames::default(), PasteDetector::default());
        Self { runner, waiting: None, go, is_asked: false, tty, frames, paste_detector, drafts_kept: None }
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
                    None => self.runner.begin(*request),
                }
            }
            Start::Library { name, folder, listed } => {
                app.stage = Stage::Library;
                self.runner.show_library(app, name, &folder, listed)
            }
        }
    }

    /// The first frame is drawn: what waited for it begins.
    pub fn first_frame_drawn(&mut self) -> io::Result<()> {
        self.waiting.take().map_or(Ok(()), |request| self.runner.begin(request))
    }

    /// Takes whatever woke the loop; true to leave.
    pub fn take(&mut self, app: &mut App, event: Wake, host: &mut TerminalHost<'_>) -> io::Result<bool> {
        let event = match event {
            Wake::Answer(answer) => return self.runner.answer(app, answer, host),
            Wake::Terminal(batch) => return self.typed(app, batch, host),
            Wake::Resized => {
                let (width, height) = crossterm::terminal::size()?;
                Event::Resize(width, height)
            }
            Wake::End => Event::End,
            Wake::Continue => {
                host.come_back()?;
                return Ok(false);
            }
        };
        self.runner.event(app, event, &stamp(), host)
    }

    /// Takes what came from the terminal; true to leave.
    fn typed(&mut self, app: &mut App, batch: Batch, host: &mut TerminalHost<'_>) -> io::Result<bool> {
        self.is_asked = true;
        if self.frames.is_early(batch.frame) {
            update::behind(app);
        }
        // Back in this window: the file may have been edited in another.
        if batch.events.contains(&term::Event::FocusGained) {
            self.runner.look_at_file();
        }
        let at = batch.at;
        for event in typed::events(batch) {
            let event = self.paste_detector.judge(app, event, at, |time| self.tty.has_more_within(time));
            if self.runner.event(app, event, &stamp(), host)? {
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

    /// Hands what is unfinished to the writer, when something was typed and the last time is long enough ago; else in how
    /// long it has to be.
    pub fn keep_drafts(&mut self, app: &mut App) -> Option<Duration> {
        if !app.doc().is_some_and(|doc| doc.drafts.touched) {
            return None;
        }
        let rest = self.drafts_kept.map_or(Duration::ZERO, |at| DRAFT_INTERVAL.saturating_sub(at.elapsed()));
        if rest > Duration::ZERO {
            return Some(rest);
        }
        self.runner.keep_drafts(app);
        if let Some(doc) = app.doc_mut() {
            // Also where nothing can be written.
            doc.drafts.touched = false;
        }
        self.drafts_kept = Some(Instant::now());
        None
    }

    /// Ends: false when something could not be saved.
    pub fn finish(self, app: &mut App) -> bool {
        self.runner.finish(app)
    }
}
