//! The terminal: one thread reads it, a worker opens documents, the writer owns the disk, and this one draws.
//!
//! Nothing ticks: the loop sleeps until an event comes, takes those that wait (at most 32), draws once.

#[cfg(unix)]
pub mod decode;
mod guard;
mod input;
mod outside;
mod shell;
mod typed;

use super::app::App;
use super::frame;
use super::runner::Answer;
use super::update;
use crate::project::open::Opened;
use crate::project::{DocumentSource, Listed, Request};
use crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};
use crossterm::{execute, queue};
use guard::Guard;
pub use input::has_input_within;
use input::{Batch, Tty};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use shell::{Shell, TerminalHost};
use std::io::{self, BufWriter, Stdout};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// Most events taken before a frame.
const MAX_EVENTS: usize = 32;

/// Saving that takes longer is told.
const SAVING_TIMEOUT: Duration = Duration::from_millis(100);

/// Longest the first frame waits for the document.
const DOCUMENT_TIMEOUT: Duration = Duration::from_millis(40);

/// Longest the first frame waits for suggestions, once the document is there: those of an article are nearly always
/// found by then, and the screen need not be drawn twice.
const SUGGESTIONS_TIMEOUT: Duration = Duration::from_millis(3);

/// The screen: a frame goes out in one write.
type BufferedTerminal = Terminal<CrosstermBackend<BufWriter<Stdout>>>;

/// Bytes of a frame that are kept together.
const FRAME: usize = 64 * 1024;

/// Whatever wakes the loop.
enum Wake {
    Terminal(Batch),
    /// The screen has another size; on Windows the console says so among the keys.
    #[cfg_attr(not(unix), expect(dead_code, reason = "a signal"))]
    Resized,
    /// What came of work beside the loop.
    Answer(Answer),
    /// A signal: end, or come back after a stop.
    End,
    #[cfg_attr(not(unix), expect(dead_code, reason = "a signal"))]
    Continue,
}

/// What the reader begins with.
pub enum Start {
    /// A document.
    Document(Box<Request>, Option<PathBuf>),
    /// A folder, or several documents.
    Library {
        /// What it is called.
        name: String,
        /// What paths are shown relative to.
        folder: PathBuf,
        /// The documents.
        listed: Listed,
    },
}

/// Runs the reader until the person leaves. False when something could not be saved.
///
/// # Errors
/// When the terminal cannot be used.
pub fn run(mut app: App, start: Start, source: Arc<dyn DocumentSource>, mouse: bool) -> io::Result<bool> {
    let (wake, woken) = channel();
    let (go, may_read) = channel();
    let tty = Arc::new(Tty::open()?);
    let mut shell = Shell::new(wake.clone(), go, Arc::clone(&tty), source);
    // A short document is read while the terminal is made ready; of a long one only the head, the rest after its frame.
    shell.start(&mut app, start)?;
    let mut guard = Guard::enter(mouse)?;
    guard::signals(&wake)?;
    input::read(tty, shell.frames.counter(), wake, may_read)?;
    let mut terminal = screen()?;
    let size = terminal.size()?;
    update::resized(&mut app, size.width, size.height);
    let ended = take_events(&mut app, &mut shell, &woken, &mut terminal, &mut guard);
    // Also when the terminal is gone: what was decided and what was typed is kept.
    let saved = shell.finish(&mut app);
    ended.map(|()| saved)
}

/// Takes events until the person leaves.
fn take_events(
    app: &mut App,
    shell: &mut Shell,
    woken: &Receiver<Wake>,
    terminal: &mut BufferedTerminal,
    guard: &mut Guard,
) -> io::Result<()> {
    if !wait_for_first(app, shell, woken, terminal, guard)? {
        return Ok(());
    }
    draw(app, terminal, shell)?;
    shell.first_frame_drawn()?;
    loop {
        // The only clocks: how long a change that is on its way has been, and when what is being typed is written.
        let typed = shell.keep_drafts(app);
        let saving = update::is_saving(app).then_some(SAVING_TIMEOUT);
        let event = match typed.into_iter().chain(saving).min() {
            Some(patience) => match woken.recv_timeout(patience) {
                Err(RecvTimeoutError::Timeout) => {
                    if saving == Some(patience) {
                        update::slow(app);
                        draw(app, terminal, shell)?;
                    }
                    continue;
                }
                other => other.ok(),
            },
            None => woken.recv().ok(),
        };
        let Some(event) = event else { return Ok(()) };
        for event in std::iter::once(event).chain(woken.try_iter().take(MAX_EVENTS - 1)) {
            if shell.take(app, event, &mut TerminalHost { terminal, guard })? {
                return Ok(());
            }
        }
        draw(app, terminal, shell)?;
    }
}

/// A screen of which nothing is known: the next frame draws all of it. Taken after another program had the terminal,
/// since ratatui's own `clear` asks the terminal where its cursor is, and waits for an answer that goes to our reader.
fn screen() -> io::Result<BufferedTerminal> {
    Terminal::new(CrosstermBackend::new(BufWriter::with_capacity(FRAME, io::stdout())))
}

/// Waits a moment for the document before the first frame; false to leave.
fn wait_for_first(
    app: &mut App,
    shell: &mut Shell,
    woken: &Receiver<Wake>,
    terminal: &mut BufferedTerminal,
    guard: &mut Guard,
) -> io::Result<bool> {
    // The head of a long document is there already.
    if app.doc().is_some() {
        return Ok(true);
    }
    let mut end = Instant::now() + DOCUMENT_TIMEOUT;
    while let Ok(event) = woken.recv_timeout(end.saturating_duration_since(Instant::now())) {
        let loaded = matches!(&event, Wake::Answer(Answer::Opened(_, Opened::Loaded(_))));
        let done =
            matches!(event, Wake::Answer(Answer::Opened(_, Opened::Ready(_) | Opened::Failed(_)) | Answer::Known(_)));
        if shell.take(app, event, &mut TerminalHost { terminal, guard })? {
            return Ok(false);
        }
        if done {
            break;
        }
        if loaded {
            end = Instant::now() + SUGGESTIONS_TIMEOUT;
        }
    }
    Ok(true)
}

fn draw(app: &mut App, terminal: &mut BufferedTerminal, shell: &mut Shell) -> io::Result<()> {
    queue!(terminal.backend_mut(), BeginSynchronizedUpdate)?;
    let drawn = terminal
        .draw(|frame| {
            if let Some(cell) = frame::draw(app, frame.buffer_mut()) {
                frame.set_cursor_position(cell);
            }
            // Whoever sees a word of it types after this.
            shell.frame_goes_out(app);
        })
        .map(|_| ());
    execute!(terminal.backend_mut(), EndSynchronizedUpdate)?;
    drawn?;
    update::drawn(app);
    shell.let_read();
    Ok(())
}
