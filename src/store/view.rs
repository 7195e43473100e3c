//! Where a person was in a document, and their marks: a small file in the state folder. A comfort: what cannot be read is
//! as if it were not there.

use super::disk::{Disk, folder_of, make_folder_of};
use super::folder::Folder;
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
    /// Numbers of the colours of speakers, by hashes of their names.
    pub colours: BTreeMap<u32, usize>,
    /// Keys pressed, where the project asks for them.
    pub keys: u32,
    /// Milliseconds of work, where the project asks for them.
    pub millis: u64,
}

/// Longest file read, in bytes.
const MAX_VIEW: u64 = 64 * 1024;

/// Reads the view at `path`; none when there is none.
pub fn read(path: &Path) -> Option<View> {
    let folder = Folder::open(folder_of(path)).ok()?;
    let (bytes, _) = folder.read(path.file_name()?, MAX_VIEW).ok()??;
    ron::de::from_bytes(&bytes).ok()
}

/// Writes it, whole or not at all.
///
/// # Errors
/// Those of the file system, and when what is there is no file of ours.
pub fn write(path: &Path, view: &View) -> io::Result<()> {
    make_folder_of(path)?;
    let text = ron::to_string(view).map_err(io::Error::other)?;
    let folder = Folder::open(folder_of(path))?;
    let name = path.file_name().unwrap_or_default();
    folder.refusal(name)?;
    Disk::default().replace(&folder, name, text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back_and_nothing_from_rubbish() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("views/a.view");
        assert_eq!(read(&path), None);
        let (marks, colours) = ([('a', 3)].into(), [(7, 1)].into());
        let view = View { at: 7, marks, opened: "2026-11-24T08:00:00Z".into(), colours, keys: 12, millis: 95_000 };
        write(&path, &view).unwrap();
        assert_eq!(read(&path), Some(view));
        // As an earlier build wrote it.
        crate::store::disk::replace(&path, b"(at:7,marks:{},opened:\"\",colours:{})").unwrap();
        assert_eq!(read(&path), Some(View { at: 7, ..View::default() }));
        crate::store::disk::replace(&path, b"(at: [").unwrap();
        assert_eq!(read(&path), None);
    }
}
