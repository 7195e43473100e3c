//! The console of Windows: it tells keys and resizes as such, so that nothing is ever unfinished.

use super::{BURST_GAP, Batch, MANY, PASTE_GAP};
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
    pub fn has_more_within(&self, _: Duration) -> bool {
        false
    }
}

/// Reads batches until `take` wants no more.
///
/// # Errors
/// When the console is gone.
pub fn read(_: &Tty, drawn: impl Fn() -> u64, mut take: impl FnMut(Batch) -> bool) -> io::Result<()> {
    let mut last_keys: Option<(Instant, bool)> = None;
    loop {
        let mut events = vec![event::read()?];
        let frame = drawn();
        while event::poll(Duration::ZERO)? {
            events.push(event::read()?);
        }
        let now = Instant::now();
        let gap = |many: bool| if many { PASTE_GAP } else { BURST_GAP };
        let together = last_keys.is_some_and(|(at, many)| now.saturating_duration_since(at) < gap(many));
        let batch = Batch { events, frame, together };
        let keys = batch.keys();
        if keys > 0 {
            last_keys = Some((now, keys >= MANY || together && last_keys.is_some_and(|(_, many)| many)));
        }
        if !take(batch) {
            return Ok(());
        }
    }
}
