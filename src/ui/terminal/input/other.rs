//! The console of Windows: it tells keys and resizes as such, so that nothing is ever unfinished.

use super::Batch;
use crossterm::event;
use std::io;
use std::time::{Duration, Instant};

/// The console keys come from.
#[derive(Debug)]
pub struct Tty;

impl Tty {
    /// The console of this program.
    ///
    /// # Errors
    /// None.
    #[allow(clippy::unnecessary_wraps, reason = "elsewhere it may fail")]
    pub fn open() -> io::Result<Self> {
        Ok(Self)
    }

    /// Whether something comes within a time: cannot be told beside the thread that reads.
    #[allow(clippy::unused_self, reason = "the form of the other systems")]
    pub fn has_more_within(&self, _: Duration) -> bool {
        false
    }
}

/// Whether standard input has something to read within a time: cannot be told.
pub fn has_input_within(_: Duration) -> bool {
    false
}

/// Reads batches until `take` wants no more.
///
/// # Errors
/// When the console is gone.
pub fn read(_: &Tty, drawn: impl Fn() -> u64, mut take: impl FnMut(Batch) -> bool) -> io::Result<()> {
    loop {
        let mut events = vec![event::read()?];
        let frame = drawn();
        while event::poll(Duration::ZERO)? {
            events.push(event::read()?);
        }
        if !take(Batch { events, frame, at: Instant::now(), broken: false }) {
            return Ok(());
        }
    }
}
