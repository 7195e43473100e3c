//! The shell: one thread reads the terminal, a worker opens documents, the writer owns the disk, and this one draws.
//!
//! Nothing ticks: the loop sleeps until an event comes, takes those that wait (at most 32), draws once.

use super::app::{App, ReadOnly, Saving};
use super::keymap::Key;
use super::session::{self, Opened, Request};
use super::update::{self, Effect, Event};
use super::view;
use crate::annotation::{Set, Stamp};
use crate::reading::Reading;
use crate::store::place::{self, State};
use crate::store::writer::Post;
use crate::store::{Disk, Ending, Lock, Report, Stored, Writer, disk};
use crossterm::event::{
    self as term, DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture, KeyEventKind,
    MouseButton, MouseEventKind,
};
use crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode,
    enable_raw_mode,
};
use crossterm::{clipboard::CopyToClipboard, cursor, execute, queue};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use std::io::{self, Stdout, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};

/// Most events taken before a frame.
const MOST: usize = 32;

/// Saving that takes longer is told.
const SLOW: std::time::Duration = std::time::Duration::from_millis(100);

/// Whatever wakes the loop.
enum Wake {
    Terminal(term::Event),
    Opened(Opened),
    Saved(Report),
    /// A signal: end, or come back after a stop.
    End,
    Continue,
}

/// Runs the reader until the person leaves. False when something could not be saved.
///
/// # Errors
/// When the terminal cannot be used.
pub fn run(mut app: App, request: Request, mouse: bool) -> io::Result<bool> {
    let (wake, woken) = channel();
    let mut guard = Guard::enter(mouse)?;
    signals(&wake)?;
    open(&request, None, &wake)?;
    read_terminal(wake.clone())?;
    let mut terminal = Terminal::new(CrosstermBackend::new(io::stdout()))?;
    let size = terminal.size()?;
    update::resized(&mut app, size.width, size.height);
    let mut shell = Shell {
        request,
        wake,
        writer: None,
        answers: Answers::until(std::time::Instant::now() + ANSWER_TIME),
        unsaved: false,
        lock: None,
        waits: false,
    };
    let mut first = true;
    loop {
        // The document is nearly always there before the first frame would be drawn.
        if first {
            let patience = std::time::Duration::from_millis(40);
            while let Ok(event) = woken.recv_timeout(patience) {
                let done = matches!(event, Wake::Opened(Opened::Ready(_) | Opened::Failed(_)));
                if shell.take(&mut app, event, &mut terminal, &mut guard)? {
                    return Ok(shell.finish());
                }
                if done {
                    break;
                }
            }
            first = false;
        }
        draw(&mut app, &mut terminal)?;
        // The only clock: how long a change that is on its way has been.
        let event = if update::is_saving(&app) {
            match woken.recv_timeout(SLOW) {
                Err(RecvTimeoutError::Timeout) => {
                    update::slow(&mut app);
                    continue;
                }
                other => other.ok(),
            }
        } else {
            woken.recv().ok()
        };
        let Some(event) = event else { return Ok(shell.finish()) };
        for event in std::iter::once(event).chain(woken.try_iter().take(MOST - 1)) {
            if shell.take(&mut app, event, &mut terminal, &mut guard)? {
                return Ok(shell.finish());
            }
        }
    }
}

fn draw(app: &mut App, terminal: &mut Terminal<CrosstermBackend<Stdout>>) -> io::Result<()> {
    queue!(io::stdout(), BeginSynchronizedUpdate)?;
    let drawn = terminal.draw(|frame| {
        if let Some(cell) = view::view(app, frame.buffer_mut()) {
            frame.set_cursor_position(cell);
        }
    });
    execute!(io::stdout(), EndSynchronizedUpdate)?;
    drawn?;
    update::drawn(app);
    Ok(())
}

/// Swallows the terminal's late answer to a question about its colours (`ESC ] 11 ; … ESC \`), which arrives as keys.
struct Answers {
    /// Keys swallowed of the answer being read.
    swallowed: Option<usize>,
    /// When no answer can come any more.
    until: std::time::Instant,
}

/// How long after the start an answer may still come.
const ANSWER_TIME: std::time::Duration = std::time::Duration::from_secs(2);

/// Longest answer, in keys.
const LONGEST_ANSWER: usize = 64;

impl Answers {
    fn until(until: std::time::Instant) -> Self {
        Self { swallowed: None, until }
    }

    /// Whether an event is part of an answer.
    fn swallow(&mut self, event: &term::Event) -> bool {
        let term::Event::Key(key) = event else { return false };
        let alt = key.modifiers.contains(term::KeyModifiers::ALT);
        let control = key.modifiers.contains(term::KeyModifiers::CONTROL);
        match (self.swallowed, key.code) {
            (None, term::KeyCode::Char(']')) if alt && std::time::Instant::now() < self.until => {
                self.swallowed = Some(0);
            }
            (None, _) => return false,
            (Some(_), term::KeyCode::Char('\\')) if alt => self.swallowed = None,
            (Some(_), term::KeyCode::Char('g')) if control => self.swallowed = None,
            (Some(n), term::KeyCode::Char(_)) if n < LONGEST_ANSWER => self.swallowed = Some(n + 1),
            (Some(_), _) => {
                self.swallowed = None;
                return false;
            }
        }
        true
    }
}

struct Shell {
    request: Request,
    wake: Sender<Wake>,
    writer: Option<Writer>,
    answers: Answers,
    /// Whether a decision was made that no writer took.
    unsaved: bool,
    /// The right to write, waited for and not used yet.
    lock: Option<Lock>,
    /// Whether a thread waits for it.
    waits: bool,
}

impl Shell {
    /// Takes one event; true to leave.
    fn take(
        &mut self,
        app: &mut App,
        event: Wake,
        terminal: &mut Terminal<CrosstermBackend<Stdout>>,
        guard: &mut Guard,
    ) -> io::Result<bool> {
        let effects = match event {
            Wake::Opened(opened) => self.opened(app, opened),
            Wake::Terminal(event) if self.answers.swallow(&event) => Vec::new(),
            Wake::Terminal(event) => match translate(&event) {
                Some(event) => update::handle(app, event, &stamp()),
                None => Vec::new(),
            },
            Wake::Saved(report) => update::handle(app, Event::Saved(report), &stamp()),
            Wake::End => update::handle(app, Event::End, &stamp()),
            Wake::Continue => {
                guard.again()?;
                terminal.clear()?;
                Vec::new()
            }
        };
        for effect in effects {
            if self.perform(app, effect, terminal, guard)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn opened(&mut self, app: &mut App, opened: Opened) -> Vec<Effect> {
        match opened {
            Opened::Loaded(document) => session::loaded(app, document, &self.request),
            Opened::Failed(lines) => update::failed(app, lines),
            Opened::Past(past) => session::past(app, past),
            Opened::Joined(join, number, reading) => session::joined(app, join, number, *reading),
            Opened::Free(lock) => {
                (self.lock, self.waits) = (Some(lock), false);
                update::free(app);
            }
            Opened::Ready(mut ready) => {
                if let Some((lock, stored)) = ready.desk.take() {
                    self.writer = None;
                    let about = session::about(ready.reading.document(), &self.request);
                    self.writer =
                        self.start_writer(lock, stored, about).map_err(|e| app.warn(format!("NOT SAVED: {e}"))).ok();
                }
                let elsewhere = matches!(ready.read_only, Some(ReadOnly::Elsewhere(_)));
                if elsewhere && !self.waits {
                    self.waits = self.wait_for_lock();
                }
                session::ready(app, *ready);
                return update::after_opening(app, &stamp());
            }
        }
        Vec::new()
    }

    fn start_writer(&self, lock: Lock, stored: Stored, about: crate::annotation::set::About) -> io::Result<Writer> {
        let wake = self.wake.clone();
        let sidecar = self.request.sidecar.clone().unwrap_or_default();
        let state = self.request.state.as_ref().map(|state| State::of(&sidecar, state));
        let holder = self.request.holder.clone();
        let post = Post { sidecar, state, holder, lock, about, disk: Disk::default() };
        Writer::start(post, stored, move |report| {
            // When the loop is gone nobody needs to know.
            let _ = wake.send(Wake::Saved(report));
        })
    }

    /// A thread that sleeps until the other window leaves.
    fn wait_for_lock(&self) -> bool {
        let (wake, path) = (self.wake.clone(), self.request.sidecar.as_deref().map(place::lock));
        let Some(path) = path else { return false };
        let builder = std::thread::Builder::new().name("lock".to_owned());
        let waiting = builder.spawn(move || {
            if let Ok(lock) = Lock::wait(&path) {
                // When the loop is gone nobody needs to know.
                let _ = wake.send(Wake::Opened(Opened::Free(lock)));
            }
        });
        waiting.is_ok()
    }

    /// Joins the reading with another set, off this thread.
    fn join(&self, app: &App, number: u64, set: Set) -> io::Result<()> {
        let Some(desk) = app.desk() else { return Ok(()) };
        let (document, found) = (Arc::clone(desk.reading.document()), Arc::clone(desk.reading.found()));
        let join = desk.joins;
        let wake = self.wake.clone();
        std::thread::Builder::new().name("worker".to_owned()).spawn(move || {
            let reading = Reading::new(document, found, set);
            // When the loop is gone nobody needs to know.
            let _ = wake.send(Wake::Opened(Opened::Joined(join, number, Box::new(reading))));
        })?;
        Ok(())
    }

    /// Performs one effect; true to leave.
    fn perform(
        &mut self,
        app: &mut App,
        effect: Effect,
        terminal: &mut Terminal<CrosstermBackend<Stdout>>,
        guard: &mut Guard,
    ) -> io::Result<bool> {
        match effect {
            Effect::Keep(entry) => {
                let change = Arc::clone(&entry.change);
                let settled = app.desk().is_some_and(|d| d.settled);
                let number = self.writer.as_mut().map(|w| w.keep(entry, settled));
                self.unsaved |= number.is_none();
                update::handed_over(app, number, change);
            }
            Effect::Join(number, set) => self.join(app, number, set)?,
            Effect::Copy(text) => {
                let safe = crate::safe::visible(&text).into_owned();
                execute!(io::stdout(), CopyToClipboard::to_clipboard_from(safe))?;
            }
            Effect::Export(path, text, replace) => {
                let result = write_export(&path, &text, replace);
                update::handle(app, Event::Exported(result), &stamp());
            }
            Effect::Reload => {
                // What is decided must be on disk before it is read again.
                if app.desk().is_some_and(|d| d.detecting) {
                    app.say("It is being read already");
                } else if self.writer.as_ref().is_none_or(Writer::flush) && !self.unsaved {
                    self.writer = None;
                    open(&self.request, self.lock.take(), &self.wake)?;
                } else {
                    app.warn("Not read again: the last decisions are not saved yet");
                }
            }
            Effect::Suspend => {
                suspend(guard)?;
                guard.again()?;
                terminal.clear()?;
            }
            Effect::Quit => {
                // `q` waits for the disk; when it refuses, the report says so and the person decides.
                let waiting = app.desk().is_some_and(|d| matches!(d.saving, Saving::Waiting(..)) && !d.leaving);
                return Ok(!waiting || self.writer.as_ref().is_none_or(Writer::flush));
            }
        }
        Ok(false)
    }

    fn finish(mut self) -> bool {
        let ending = self.writer.take().map_or(Ending::Folded, Writer::finish);
        if let Some(lock) = self.lock.take() {
            lock.release();
        }
        ending != Ending::Lost && !self.unsaved
    }
}

fn write_export(path: &Path, text: &str, replace: bool) -> Result<PathBuf, String> {
    if path.exists() && !replace {
        return Err(format!("{} exists. Enter again replaces it", path.display()));
    }
    disk::replace(path, text.as_bytes())
        .map(|()| path.to_owned())
        .map_err(|e| format!("Cannot write {}: {e}", path.display()))
}

fn open(request: &Request, lock: Option<Lock>, wake: &Sender<Wake>) -> io::Result<()> {
    let (request, wake) = (request.clone(), wake.clone());
    std::thread::Builder::new().name("worker".to_owned()).spawn(move || {
        let tell = |opened| {
            // When the loop is gone nobody needs to know.
            let _ = wake.send(Wake::Opened(opened));
        };
        let opened = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| session::open(&request, lock, tell)));
        if opened.is_err() {
            let lines = ["This document cannot be shown.", "Reading it failed; that is a mistake of sayso's."];
            tell(Opened::Failed(lines.map(str::to_owned).to_vec()));
        }
    })?;
    Ok(())
}

/// The one thread that reads the terminal.
fn read_terminal(wake: Sender<Wake>) -> io::Result<()> {
    std::thread::Builder::new().name("terminal".to_owned()).spawn(move || {
        while let Ok(event) = term::read() {
            if wake.send(Wake::Terminal(event)).is_err() {
                return;
            }
        }
        // The terminal is gone.
        let _ = wake.send(Wake::End);
    })?;
    Ok(())
}

fn translate(event: &term::Event) -> Option<Event> {
    match event {
        term::Event::Key(key) if key.kind != KeyEventKind::Release => Some(Event::Key(Key::of(*key))),
        term::Event::Paste(text) => Some(Event::Paste(text.clone())),
        term::Event::Resize(width, height) => Some(Event::Resize(*width, *height)),
        term::Event::Mouse(mouse) => match mouse.kind {
            MouseEventKind::ScrollDown => Some(Event::Wheel(3)),
            MouseEventKind::ScrollUp => Some(Event::Wheel(-3)),
            MouseEventKind::Down(MouseButton::Left) => Some(Event::Click(mouse.column, mouse.row)),
            MouseEventKind::Drag(MouseButton::Left) => Some(Event::Drag(mouse.column, mouse.row)),
            _ => None,
        },
        _ => None,
    }
}

/// The moment, and fresh dice.
fn stamp() -> Stamp {
    let now = jiff::Timestamp::now();
    let mut random = [0; 10];
    // Without randomness ids still differ by time.
    let _ = getrandom::fill(&mut random);
    let seconds = jiff::Timestamp::from_second(now.as_second()).unwrap_or(now);
    Stamp { now: seconds.to_string(), millis: u64::try_from(now.as_millisecond()).unwrap_or_default(), random }
}

#[cfg(unix)]
fn signals(wake: &Sender<Wake>) -> io::Result<()> {
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM};
    let mut signals = signal_hook::iterator::Signals::new([SIGTERM, SIGHUP, SIGINT, SIGCONT])?;
    let wake = wake.clone();
    std::thread::Builder::new().name("signals".to_owned()).spawn(move || {
        for signal in &mut signals {
            let event = if signal == SIGCONT { Wake::Continue } else { Wake::End };
            if wake.send(event).is_err() {
                return;
            }
        }
    })?;
    Ok(())
}

#[cfg(not(unix))]
fn signals(_: &Sender<Wake>) -> io::Result<()> {
    Ok(())
}

#[cfg(unix)]
fn suspend(guard: &mut Guard) -> io::Result<()> {
    guard.leave();
    signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP)
}

#[cfg(not(unix))]
fn suspend(_: &mut Guard) -> io::Result<()> {
    Ok(())
}

/// Undoes exactly what was switched on, also when the program panics.
struct Guard {
    mouse: bool,
    on: bool,
}

impl Guard {
    fn enter(mouse: bool) -> io::Result<Self> {
        let before = std::panic::take_hook();
        let screen = std::thread::current().id();
        std::panic::set_hook(Box::new(move |info| {
            // A worker that fails is a message on the screen, not the end of it.
            if std::thread::current().id() == screen {
                restore(mouse);
                before(info);
            }
        }));
        let mut guard = Self { mouse, on: false };
        guard.again()?;
        Ok(guard)
    }

    fn again(&mut self) -> io::Result<()> {
        if self.on {
            return Ok(());
        }
        enable_raw_mode()?;
        self.on = true;
        execute!(io::stdout(), EnterAlternateScreen, EnableBracketedPaste)?;
        if self.mouse {
            execute!(io::stdout(), EnableMouseCapture)?;
        }
        Ok(())
    }

    fn leave(&mut self) {
        if self.on {
            restore(self.mouse);
            self.on = false;
        }
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        self.leave();
    }
}

fn restore(mouse: bool) {
    let mut out = io::stdout();
    // Nothing can be done about a terminal that takes no more bytes.
    if mouse {
        let _ = queue!(out, DisableMouseCapture);
    }
    let _ = execute!(out, DisableBracketedPaste, cursor::Show, LeaveAlternateScreen);
    let _ = disable_raw_mode();
    let _ = out.flush();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

    fn key(code: char, modifiers: KeyModifiers) -> term::Event {
        term::Event::Key(KeyEvent::new(KeyCode::Char(code), modifiers))
    }

    #[test]
    fn a_late_answer_decides_nothing() {
        let mut answers = Answers::until(std::time::Instant::now() + ANSWER_TIME);
        let mut left = Vec::new();
        let mut events = vec![key(']', KeyModifiers::ALT)];
        events.extend("11;rgb:1010/1010/1010".chars().map(|c| key(c, KeyModifiers::NONE)));
        events.push(key('\\', KeyModifiers::ALT));
        events.push(key('x', KeyModifiers::NONE));
        for event in &events {
            if !answers.swallow(event) {
                left.push(event.clone());
            }
        }
        assert_eq!(left, [key('x', KeyModifiers::NONE)]);
    }
}
