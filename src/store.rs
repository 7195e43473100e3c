//! The only writer of what people made: sidecars, read strictly, written whole or not at all.

pub mod atomic;
pub mod place;
pub mod sidecar;
pub mod writer;

pub use place::{Place, place_of};
pub use sidecar::{ReadError, parse, print};
pub use writer::{Report, Writer};

use crate::annotation::Set;
use std::path::Path;

/// What was found where a sidecar belongs.
#[derive(Debug)]
pub enum Found {
    /// None yet.
    Nothing,
    /// One that was read; its bytes are kept to notice changes by others.
    Read(Box<Set>, Vec<u8>),
    /// One that could not be read: the document opens read-only towards it.
    Unreadable(ReadError),
}

/// Reads the sidecar at `path`.
pub fn read(path: &Path) -> Found {
    match std::fs::symlink_metadata(path) {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Found::Nothing,
        Err(e) => return Found::Unreadable(ReadError::file(path, &e)),
        Ok(_) => {}
    }
    match std::fs::metadata(path) {
        // A link to nowhere, or round in circles.
        Err(e) => return Found::Unreadable(ReadError::file(path, &e)),
        Ok(meta) if !meta.is_file() => return Found::Unreadable(ReadError::not_a_file(path)),
        Ok(_) => {}
    }
    match std::fs::read(path) {
        Err(e) => Found::Unreadable(ReadError::file(path, &e)),
        Ok(bytes) => match parse(&bytes, path) {
            Ok(set) => Found::Read(Box::new(set), bytes),
            Err(e) => Found::Unreadable(e),
        },
    }
}
