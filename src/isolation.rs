//! Loading documents of strangers: what can be stopped by nobody from inside runs in a process of its own, with bounds of
//! time and memory.
//!
//! All loaders but one take time and memory in proportion to the file, within the limits of [`document::Limits`]. Interpreting a PDF
//! takes what its pages ask for: a few kilobytes can ask for hours and gigabytes. So sayso starts itself once more for it; that process
//! sends each page as it is finished, and is ended when its time is over, when it asks for too much memory, or when nobody
//! listens any more. What it had read by then is a [`Part`]: shown to a reader, and refused by commands that would
//! count on the text.

mod child;
mod parent;

use sayso_core::document::{self, Document, LoadError, LoadOptions, NOT_INTERPRETED, pdf};
use std::borrow::Cow;
use std::path::PathBuf;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

pub use child::serve;

/// The subcommand by which sayso starts itself.
pub const SUBCOMMAND: &str = "load-document";

/// How long interpreting a document may take.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TimeLimit {
    /// In proportion to the file: a book of two thousand pages takes five seconds on a computer of today, a fifth of that is
    /// what a busy one may have.
    #[default]
    BySize,
    /// So long, whatever it is.
    Fixed(Duration),
}

impl TimeLimit {
    /// The limit for a file of that many bytes: ten seconds, and ten more for each megabyte.
    pub fn of(self, bytes: usize) -> Duration {
        match self {
            Self::BySize => Duration::from_secs(10 + 10 * (bytes as u64 >> 20)),
            Self::Fixed(limit) => limit,
        }
    }
}

/// Most memory that interpreting a file of that many bytes may take, in bytes.
const fn memory_limit(bytes: usize) -> u64 {
    (512 << 20) + 20 * bytes as u64
}

/// Why a document was not read to its end.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Stopped {
    /// It took longer than it may.
    #[error("it took longer than {} s", .0.as_secs())]
    Time(Duration),
    /// It asked for more memory than it may have, in bytes.
    #[error("it needs more than {} MB of memory", .0 >> 20)]
    Memory(u64),
    /// The process that read it ended: one of its pages cannot be interpreted.
    #[error("a page of it cannot be interpreted")]
    Crash,
    /// The person did not want to wait.
    #[error("reading it was stopped")]
    Asked,
}

/// How far a document was read that was not read to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Why no further.
    pub why: Stopped,
    /// Pages that were read.
    pub pages: usize,
    /// Pages it has.
    pub of: usize,
}

/// A document that was loaded.
#[derive(Debug)]
pub enum LoadedDocument {
    /// All of it.
    Whole(Document),
    /// Its first pages. Nothing may be anchored, decided or exported of it.
    Part(Document, Part),
}

/// Why nothing of a document was loaded.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Its bytes are no document, or too much of one.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// It was stopped before there was anything to show, or all of it was wanted.
    #[error("Not read: {0}.")]
    Stopped(Stopped),
    /// There is no process to read it.
    #[error("A PDF is read by a second process of sayso, which cannot be started: {0}.")]
    NoProcess(std::io::Error),
}

/// Stops what is being loaded, from another thread. Clones stop the same.
#[derive(Clone, Debug, Default)]
pub struct Stop(Arc<Mutex<Stopping>>);

#[derive(Debug, Default)]
struct Stopping {
    asked: bool,
    listener: Option<Sender<parent::ParentEvent>>,
}

impl Stop {
    /// Stops it, now or as soon as it begins.
    pub fn ask(&self) {
        let mut stopping = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        stopping.asked = true;
        if let Some(listener) = stopping.listener.take() {
            // When it has ended there is nothing to stop.
            let _ = listener.send(parent::ParentEvent::Stop);
        }
    }

    fn tell(&self, listener: Sender<parent::ParentEvent>) {
        let mut stopping = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if stopping.asked {
            let _ = listener.send(parent::ParentEvent::Stop);
        } else {
            stopping.listener = Some(listener);
        }
    }
}

/// Loads documents within bounds.
#[derive(Clone, Debug, Default)]
pub struct Loader {
    /// The program to start for a PDF; without one it is read here, for as long as it takes.
    pub program: Option<PathBuf>,
    /// How long a PDF may take.
    pub time: TimeLimit,
}

impl Loader {
    /// Loads a document, or its first pages. O(n), within the limit of time.
    ///
    /// # Errors
    /// When nothing of it can be shown.
    pub fn load<'a>(
        &self,
        bytes: impl Into<Cow<'a, [u8]>>,
        name: &str,
        options: &LoadOptions,
        stop: &Stop,
    ) -> Result<LoadedDocument, Error> {
        let mut part = None;
        let document = document::load_with(bytes, name, options, |bytes, limits| match &self.program {
            None => pdf::read(bytes, limits).map_err(|e| Error::Load(e.into())),
            Some(program) => {
                let (pages, stopped) = parent::interpret(
                    program,
                    bytes,
                    limits,
                    (self.time.of(bytes.len()), memory_limit(bytes.len())),
                    stop,
                )?;
                if let Some(why) = stopped {
                    let (count, of) = pages.counts();
                    if !pages.has_words() {
                        return Err(match why {
                            Stopped::Crash => LoadError::Damaged("PDF", NOT_INTERPRETED.to_owned()).into(),
                            why => Error::Stopped(why),
                        });
                    }
                    part = Some(Part { why, pages: count, of });
                }
                pages.done().map_err(|e| Error::Load(e.into()))
            }
        })?;
        Ok(match part {
            None => LoadedDocument::Whole(document),
            Some(part) => LoadedDocument::Part(document, part),
        })
    }

    /// Loads all of a document. O(n), within the limit of time.
    ///
    /// # Errors
    /// When it cannot be read to its end.
    pub fn load_whole<'a>(
        &self,
        bytes: impl Into<Cow<'a, [u8]>>,
        name: &str,
        options: &LoadOptions,
    ) -> Result<Document, Error> {
        match self.load(bytes, name, options, &Stop::default())? {
            LoadedDocument::Whole(document) => Ok(document),
            LoadedDocument::Part(_, part) => Err(Error::Stopped(part.why)),
        }
    }
}

impl Part {
    /// What is shown, and why no more: a sentence without its end.
    pub fn in_words(&self) -> String {
        let pages = if self.pages == 1 {
            "the first page was".to_owned()
        } else {
            format!("the first {} pages were", self.pages)
        };
        format!("Only {pages} read of {}: {}", self.of, self.why)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_grow_with_the_file() {
        assert_eq!(TimeLimit::BySize.of(2_000), Duration::from_secs(10));
        assert_eq!(TimeLimit::BySize.of(5 << 20), Duration::from_mins(1));
        assert_eq!(TimeLimit::Fixed(Duration::from_secs(1)).of(5 << 20), Duration::from_secs(1));
        assert_eq!(memory_limit(1 << 20), 532 << 20);
    }

    #[test]
    fn what_was_read_is_told() {
        let part = |pages, why| Part { why, pages, of: 20 }.in_words();
        let time = Stopped::Time(Duration::from_secs(10));
        assert_eq!(part(3, time), "Only the first 3 pages were read of 20: it took longer than 10 s");
        assert_eq!(part(1, Stopped::Asked), "Only the first page was read of 20: reading it was stopped");
    }

    #[test]
    fn what_was_stopped_before_it_began_stops_at_once() {
        let stop = Stop::default();
        stop.ask();
        let (send, receive) = std::sync::mpsc::channel();
        stop.tell(send);
        assert!(matches!(receive.recv(), Ok(parent::ParentEvent::Stop)));
    }

    #[test]
    fn a_program_that_is_not_there_is_told() {
        let loader = Loader { program: Some("/nowhere/sayso".into()), ..Loader::default() };
        let error = loader.load_whole(b"%PDF-1.7\n".as_slice(), "a.pdf", &LoadOptions::default()).unwrap_err();
        assert!(matches!(error, Error::NoProcess(_)), "{error}");
        // Other formats need none.
        assert!(loader.load_whole(b"words".as_slice(), "a.txt", &LoadOptions::default()).is_ok());
    }
}
