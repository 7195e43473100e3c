//! What a person types, as it comes: read by one thread in batches, each of which says whether a hand can have typed it.
//!
//! The thread hands over a batch and reads no more until the frame after it was drawn: a program that is let in, an
//! editor, loses no keys to it, and what piles up meanwhile is seen to have piled up.

use super::Wake;
use crossterm::event::{Event, KeyEventKind};
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender};
use std::time::Instant;

#[cfg(not(unix))]
#[path = "input/other.rs"]
mod system;
#[cfg(unix)]
#[path = "input/unix.rs"]
mod system;

pub use system::{Tty, has_input_within};

/// What came together.
#[derive(Debug)]
pub struct Batch {
    /// In order.
    pub events: Vec<Event>,
    /// Number of the last frame that had begun to go out before these came.
    pub frame: u64,
    /// When the last of them came.
    pub at: Instant,
    /// Whether there were broken sequences among them: what came with those is no typing.
    pub broken: bool,
}

impl Batch {
    /// How many keys were pressed.
    pub fn keys(&self) -> usize {
        self.events.iter().filter(|e| matches!(e, Event::Key(key) if key.kind != KeyEventKind::Release)).count()
    }
}

/// Reads the terminal until it is gone. `drawn` counts the frames; after each batch the thread waits for `may_read`.
///
/// # Errors
/// When the thread cannot be made.
pub fn read(tty: Arc<Tty>, drawn: Arc<AtomicU64>, wake: Sender<Wake>, may_read: Receiver<()>) -> io::Result<()> {
    std::thread::Builder::new().name("terminal".to_owned()).spawn(move || {
        let outcome = system::read(
            &tty,
            || drawn.load(Ordering::Acquire),
            |batch| wake.send(Wake::Terminal(batch)).is_ok() && may_read.recv().is_ok(),
        );
        if outcome.is_err() {
            // The terminal is gone.
            let _ = wake.send(Wake::End);
        }
    })?;
    Ok(())
}

/// Which frames a person had before them when they typed. Numbers of frames count from 1.
#[derive(Debug, Default)]
pub struct Frames {
    drawn: Arc<AtomicU64>,
    /// The first frame that shows what is to be decided about.
    needed: u64,
    /// The frame before which something had been typed that was not read yet.
    unread: Option<u64>,
}

impl Frames {
    /// The number of frames that went out, for the thread that reads.
    pub fn counter(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.drawn)
    }

    /// What a frame shows stands fast, and it is about to go out; whether it shows something new, and whether something
    /// typed waits to be read. What is typed from now on is typed by somebody who sees it.
    pub fn next(&mut self, new: bool, waiting: bool) {
        let number = self.drawn.load(Ordering::Acquire) + 1;
        if new {
            self.needed = number;
            if waiting {
                self.unread = Some(number);
            }
        }
        self.drawn.store(number, Ordering::Release);
    }

    /// Whether a batch read after the frame `number` was typed before what it would decide about was drawn.
    pub fn is_early(&mut self, number: u64) -> bool {
        // What waited is in this batch, or is seen waiting again at the frame after it.
        let waited = self.unread.take().is_some_and(|unread| unread <= number);
        waited || number < self.needed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_before_its_frame_is_early() {
        let mut frames = Frames::default();
        frames.next(true, false);
        assert!(frames.is_early(0) && !frames.is_early(1));
        // A frame that shows nothing new asks for nothing.
        frames.next(false, false);
        assert!(!frames.is_early(1));
        frames.next(true, false);
        assert!(frames.is_early(2) && !frames.is_early(3));
    }

    #[test]
    fn what_waited_while_its_frame_was_made_is_early_once() {
        let mut frames = Frames::default();
        frames.next(true, true);
        assert!(frames.is_early(1));
        assert!(!frames.is_early(1));
        // A frame that shows nothing new makes nobody wait.
        frames.next(false, true);
        assert!(!frames.is_early(2));
        // It was being read at that moment: the next key is a new one.
        frames.next(true, true);
        assert!(frames.is_early(2) && !frames.is_early(3));
    }
}
