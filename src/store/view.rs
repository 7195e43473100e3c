//! Where a person was in a document, and their marks: a small file in the state folder. A comfort: what cannot be read is
//! as if it were not there.

use super::disk::{self, make_folder_of};
use crate::input;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io;
use std::path::Path;

/// The state of reading one document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct View {
    /// First code point on the screen.
    pub at: u32,
    /// Marks, in code points.
    pub marks: BTreeMap<char, u32>,
    /// When it was last open, RFC 3339.
    pub opened: String,
}

/// Longest file read, in bytes.
const LONGEST: u64 = 64 * 1024;

/// Reads the view at `path`; none when there is none.
pub fn read(path: &Path) -> Option<View> {
    let text = input::read_text(path, LONGEST).ok()?;
    ron::from_str(&text).ok()
}

/// Writes it, whole or not at all.
///
/// # Errors
/// Those of the file system.
pub fn write(path: &Path, view: &View) -> io::Result<()> {
    make_folder_of(path)?;
    let text = ron::to_string(view).map_err(io::Error::other)?;
    disk::replace(path, text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back_and_nothing_from_rubbish() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("views/a.view");
        assert_eq!(read(&path), None);
        let view = View { at: 7, marks: [('a', 3)].into(), opened: "2026-11-24T08:00:00Z".into() };
        write(&path, &view).unwrap();
        assert_eq!(read(&path), Some(view));
        disk::replace(&path, b"(at: [").unwrap();
        assert_eq!(read(&path), None);
    }
}
