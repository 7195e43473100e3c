//! Sidecars as files: reading their text on all processors, writing one anew, and why one cannot be read or written.

use super::site::{Links, Site};
use super::{Disk, Lock};
use crate::input::InputError;
use sayso_core::annotation::sidecar::{self, SidecarError};
use sayso_core::annotation::{Annotation, Set};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// How long a window that holds a sidecar is waited for.
const PATIENCE: Duration = Duration::from_secs(2);
/// How often a sidecar is written anew when somebody else writes at the same time.
const MAX_ATTEMPTS: usize = 8;

/// Why a sidecar could not be read: what, where, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}{}: {message} {hint}", path.display(), at.map(|(l, c)| format!(":{l}:{c}")).unwrap_or_default())]
pub struct ReadError {
    /// The file.
    pub path: PathBuf,
    /// Line and column, from 1.
    pub at: Option<(usize, usize)>,
    /// What was found.
    pub message: String,
    /// What to do.
    pub hint: String,
}

impl ReadError {
    /// A file that the system does not hand out, or that is none.
    pub fn input(path: &Path, error: &InputError) -> Self {
        let hint = match error {
            InputError::Io(_) => "Make it readable, or move it away to start empty.",
            InputError::NotAFile(_) | InputError::TooLarge(_) => "Move it away.",
        };
        let message = sentence(&error.to_string());
        Self { path: path.to_owned(), at: None, message, hint: hint.to_owned() }
    }

    /// A mistake in the text of the sidecar at `path`.
    pub fn text(path: &Path, error: SidecarError) -> Self {
        Self { path: path.to_owned(), at: error.at, message: error.message, hint: error.hint }
    }

    /// A sidecar whose place cannot be used; the error names it and what to do.
    pub fn site(path: &Path, error: &io::Error) -> Self {
        let message = error.to_string();
        let message = message.strip_prefix(&path.display().to_string()).map_or(message.as_str(), str::trim_start);
        let (message, hint) = message.split_once(": ").unwrap_or((message, "make its folder readable"));
        Self { path: path.to_owned(), at: None, message: sentence(&format!("it {message}")), hint: sentence(hint) }
    }
}

/// Words as a sentence of their own.
fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}.", first.to_uppercase(), letters.as_str()))
}

/// Reads the sidecar at `path`, a large one on all processors. O(n).
///
/// # Errors
/// As [`sidecar::parse`], with the path.
pub fn parse(bytes: &[u8], path: &Path) -> Result<Set, ReadError> {
    sidecar::parse_with(bytes, read_on_all_processors).map_err(|error| ReadError::text(path, error))
}

/// Why a sidecar is not written anew. It is as it was.
#[derive(Debug, thiserror::Error)]
pub enum RewriteError {
    /// Something of the file system.
    #[error("{}: it cannot be written: {}.", .0.display(), .1)]
    Failed(PathBuf, io::Error),
    /// A window of the reader holds it.
    #[error("{}: it is open in another sayso. Close it there, and try again.", .0.display())]
    Open(PathBuf),
    /// Somebody else keeps writing it.
    #[error("{}: another program is writing it: try again.", .0.display())]
    Busy(PathBuf),
}

/// Writes a sidecar anew, under a lock against windows of the reader: `make` gives its text out of what stands there in that
/// moment, and is asked again when somebody who knows no locks writes in between. Waits a moment for a window.
///
/// # Errors
/// That of `make`, or why nothing was written.
pub fn rewrite<T, E: From<RewriteError>>(
    path: &Path,
    mut make: impl FnMut() -> Result<(String, T), E>,
) -> Result<T, E> {
    let failed = |e| E::from(RewriteError::Failed(path.to_owned(), e));
    let site = Site::open(path, Links::Below).map_err(failed)?;
    let lock = Lock::within(site, PATIENCE).map_err(failed)?;
    let lock = lock.ok_or_else(|| RewriteError::Open(path.to_owned()))?;
    let site = lock.site();
    for _ in 0..MAX_ATTEMPTS {
        let stamp = site.stamp();
        let (text, made) = make()?;
        let (folder, name) = site.sidecar();
        let is_same = || site.stamp() == stamp;
        if Disk::default().replace_if(folder, name, text.as_bytes(), is_same).map_err(failed)?.is_some() {
            return Ok(made);
        }
    }
    Err(RewriteError::Busy(path.to_owned()).into())
}

fn read_on_all_processors(lines: &[&str]) -> Option<Vec<Arc<Annotation>>> {
    let workers = std::thread::available_parallelism().map_or(1, usize::from).min(8);
    let parts = std::thread::scope(|scope| {
        let parts: Vec<_> = lines
            .chunks(lines.len().div_ceil(workers).max(1))
            .map(|part| scope.spawn(move || sidecar::read_lines(part)))
            .collect();
        parts.into_iter().map(|p| p.join().ok().flatten()).collect::<Option<Vec<_>>>()
    });
    Some(parts?.concat())
}
