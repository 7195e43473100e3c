//! The terminal of a Unix: its bytes, read when there are some, with time-outs only while something is unfinished.

use super::super::decode::{Decoder, Pending};
use super::Batch;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use std::fs::File;
use std::io::{self, IsTerminal as _, Read as _};
use std::os::fd::{AsFd as _, BorrowedFd};
use std::time::{Duration, Instant};

/// How long ESC waits for what it may begin, before it is the key.
const ESCAPE_TIMEOUT: Duration = Duration::from_millis(25);

/// How long the rest of a sequence is waited for. A hand that types cannot keep it open.
const SEQUENCE_TIMEOUT: Duration = Duration::from_millis(50);

/// How long the rest of a paste is waited for: it may come over a slow line.
const PASTE_TIMEOUT: Duration = Duration::from_millis(500);

/// Bytes read at once.
const READ: usize = 16 * 1024;

/// What waiting came to.
enum Waited {
    Readable,
    TimedOut,
    /// This terminal cannot be waited for, only read: macOS and `/dev/tty`.
    Unknown,
}

/// The terminal keys come from.
#[derive(Debug)]
pub struct Tty(File);

impl Tty {
    /// Standard input when that is a terminal, else the terminal the program runs in: the document came through standard
    /// input then.
    ///
    /// # Errors
    /// When there is none.
    pub fn open() -> io::Result<Self> {
        let input = io::stdin();
        if input.is_terminal() {
            return Ok(Self(input.as_fd().try_clone_to_owned()?.into()));
        }
        File::options().read(true).write(true).open("/dev/tty").map(Self)
    }

    /// Whether something comes within a time; false where that cannot be told.
    pub fn has_more_within(&self, time: Duration) -> bool {
        is_readable_within(self.0.as_fd(), time)
    }
}

/// Whether standard input has something to read within a time; false where that cannot be told.
pub fn has_input_within(time: Duration) -> bool {
    is_readable_within(io::stdin().as_fd(), time)
}

fn is_readable_within(file: BorrowedFd<'_>, time: Duration) -> bool {
    matches!(wait(file, Some(time)), Ok(Waited::Readable))
}

fn wait(file: BorrowedFd<'_>, time: Option<Duration>) -> io::Result<Waited> {
    let end = time.map(|time| Instant::now() + time);
    loop {
        let left = end.map(|end| end.saturating_duration_since(Instant::now()));
        // A time that does not fit is longer than anybody waits.
        let left = left.and_then(|left| Timespec::try_from(left).ok());
        let mut files = [PollFd::from_borrowed_fd(file, PollFlags::IN)];
        match poll(&mut files, left.as_ref()) {
            Ok(0) => return Ok(Waited::TimedOut),
            Ok(_) if files.iter().any(|f| f.revents().contains(PollFlags::NVAL)) => return Ok(Waited::Unknown),
            // Also when it is gone: reading tells.
            Ok(_) => return Ok(Waited::Readable),
            Err(Errno::INTR) => {}
            Err(e) => return Err(e.into()),
        }
    }
}

/// Reads batches until `take` wants no more.
///
/// # Errors
/// When the terminal is gone.
pub fn read(tty: &Tty, drawn: impl Fn() -> u64, mut take: impl FnMut(Batch) -> bool) -> io::Result<()> {
    let mut decoder = Decoder::default();
    let mut bytes = vec![0; READ];
    let mut last_byte = Instant::now();
    let mut frame = 0;
    loop {
        let pending = decoder.pending();
        let left = pending.map(|pending| {
            let time = match pending {
                Pending::Escape => ESCAPE_TIMEOUT,
                Pending::Sequence => SEQUENCE_TIMEOUT,
                Pending::Paste => PASTE_TIMEOUT,
            };
            time.saturating_sub(last_byte.elapsed())
        });
        let waited = wait(tty.0.as_fd(), left)?;
        // What began before a frame is not newer for its end.
        if pending.is_none() {
            frame = drawn();
        }
        let mut events = match waited {
            Waited::TimedOut => decoder.expire(),
            Waited::Readable | Waited::Unknown => {
                let count = match (&tty.0).read(&mut bytes) {
                    Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                    Ok(count) => count,
                    Err(e) if matches!(e.kind(), io::ErrorKind::Interrupted | io::ErrorKind::WouldBlock) => continue,
                    Err(e) => return Err(e),
                };
                let late = last_byte.elapsed() >= SEQUENCE_TIMEOUT;
                last_byte = Instant::now();
                decoder.feed(bytes.get(..count).unwrap_or_default(), late)
            }
        };
        if matches!(waited, Waited::Unknown) {
            events.extend(decoder.expire());
        }
        let broken = decoder.take_broken();
        if events.is_empty() {
            continue;
        }
        if !take(Batch { events, frame, at: last_byte, broken }) {
            return Ok(());
        }
    }
}
