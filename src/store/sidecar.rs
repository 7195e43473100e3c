//! Sidecars as files: reading their text on all processors, and why one cannot be read.

use crate::input::InputError;
use sayso_core::annotation::sidecar::{self, SidecarError};
use sayso_core::annotation::{Annotation, Set};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

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
