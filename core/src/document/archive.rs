//! Bytes inside bytes: gzip, Zstandard, and the zip archives that word processors and book makers write.
//!
//! What an archive says of its own sizes is not believed. Everything unpacked counts against one allowance, so that a
//! small file cannot become gigabytes.

use super::unpacking::Unpacking;
use super::{Limits, LoadError};
use std::borrow::Cow;
use std::io::{Cursor, Read as _};

/// The bytes inside gzip or Zstandard, with the name they then have; others come back as they are. O(n).
///
/// # Errors
/// When the archive is damaged, or holds far more than its size tells.
pub fn unpacked<'a, 'n>(
    bytes: Cow<'a, [u8]>,
    name: &'n str,
    limits: &Limits,
) -> Result<(Cow<'a, [u8]>, &'n str), LoadError> {
    let limit = limits.unpacked(bytes.len());
    let damaged = |kind, e: std::io::Error| LoadError::Damaged(kind, e.to_string());
    let unpacking = Unpacking::new(bytes.as_ref()).map_err(|e| damaged("packed", e))?;
    let (kind, extensions) = match unpacking {
        Unpacking::Plain(_) => return Ok((bytes, name)),
        Unpacking::Gzip(_) => ("gzip", [".gz", ".gzip"]),
        Unpacking::Zstd(_) => ("Zstandard", [".zst", ".zstd"]),
    };
    let mut inner = Vec::new();
    unpacking.take(limit as u64 + 1).read_to_end(&mut inner).map_err(|e| damaged(kind, e))?;
    if inner.len() > limit {
        return Err(LoadError::TooMuch(format!("more than {} MB unpacked", limit >> 20)));
    }
    let cut = extensions.iter().find_map(|e| {
        let at = name.len().checked_sub(e.len())?;
        let (stem, end) = (name.get(..at)?, name.get(at..)?);
        end.eq_ignore_ascii_case(e).then_some(stem)
    });
    Ok((Cow::Owned(inner), cut.unwrap_or(name)))
}

/// A zip archive of which single files are read.
pub struct Archive<'a> {
    zip: zip::ZipArchive<Cursor<&'a [u8]>>,
    left: usize,
    /// What the document is called in messages.
    kind: &'static str,
}

impl<'a> Archive<'a> {
    /// Reads the list of files. `kind` is what the document is called in messages: "EPUB".
    ///
    /// # Errors
    /// When it is damaged or lists too many files.
    pub fn new(bytes: &'a [u8], kind: &'static str, limits: &Limits) -> Result<Self, LoadError> {
        let zip = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|e| damaged(kind, &e))?;
        if zip.len() > limits.archive_entries {
            return Err(LoadError::TooMuch(format!("{} files inside", zip.len())));
        }
        Ok(Self { zip, left: limits.unpacked(bytes.len()), kind })
    }

    /// The names of all files, as they are listed. O(files).
    pub fn names(&self) -> Vec<String> {
        self.zip.file_names().flatten().map(Cow::into_owned).collect()
    }

    /// Whether a file is listed. O(1).
    pub fn has(&self, name: &str) -> bool {
        self.zip.index_for_name(name).is_some()
    }

    /// The bytes of one file; `None` when it is not listed.
    ///
    /// # Errors
    /// When it is damaged, locked by a password, or makes the whole larger than allowed.
    pub fn read(&mut self, name: &str) -> Result<Option<Vec<u8>>, LoadError> {
        let Some(index) = self.zip.index_for_name(name) else { return Ok(None) };
        let entry = self.zip.by_index(index).map_err(|e| damaged(self.kind, &e))?;
        if entry.encrypted() {
            return Err(LoadError::Locked(self.kind));
        }
        let mut out = Vec::new();
        entry
            .take(self.left as u64 + 1)
            .read_to_end(&mut out)
            .map_err(|e| LoadError::Damaged(self.kind, format!("{name}: {e}")))?;
        self.left = self
            .left
            .checked_sub(out.len())
            .ok_or_else(|| LoadError::TooMuch(format!("more than {} MB unpacked", self.left >> 20)))?;
        Ok(Some(out))
    }
}

fn damaged(kind: &'static str, error: &zip::result::ZipError) -> LoadError {
    match error {
        zip::result::ZipError::UnsupportedArchive(why) if why.contains("assword") => LoadError::Locked(kind),
        other => LoadError::Damaged(kind, other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        out.write_all(bytes).unwrap();
        out.finish().unwrap()
    }

    #[test]
    fn what_is_packed_is_read_under_its_own_name() {
        let packed = gzip(b"plain words");
        let (bytes, name) = unpacked(packed.as_slice().into(), "a/Notes.TXT.GZ", &Limits::default()).unwrap();
        assert_eq!((bytes.as_ref(), name), (b"plain words".as_slice(), "a/Notes.TXT"));
        let (bytes, name) = unpacked(b"plain".as_slice().into(), "é", &Limits::default()).unwrap();
        assert_eq!((bytes.as_ref(), name), (b"plain".as_slice(), "é"));
    }

    #[test]
    fn bombs_and_torn_archives_are_refused() {
        let bomb = gzip(&vec![0; 200 << 20]);
        assert!(matches!(unpacked(bomb.into(), "a.gz", &Limits::default()), Err(LoadError::TooMuch(_))));
        let torn = gzip(b"some words that are long enough to be torn");
        assert!(matches!(unpacked(torn[..20].into(), "a.gz", &Limits::default()), Err(LoadError::Damaged("gzip", _))));
        assert!(matches!(
            unpacked(b"\x28\xb5\x2f\xfd".as_slice().into(), "a", &Limits::default()),
            Err(LoadError::Damaged(..))
        ));
    }

    #[test]
    fn an_archive_gives_what_it_lists_within_its_allowance() {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default();
        zip.start_file("a.txt", options).unwrap();
        zip.write_all(b"words").unwrap();
        zip.start_file("zeros", options).unwrap();
        for _ in 0..100 {
            zip.write_all(&vec![0; 1 << 20]).unwrap();
        }
        let bytes = zip.finish().unwrap().into_inner();
        let mut archive = Archive::new(&bytes, "EPUB", &Limits::default()).unwrap();
        assert_eq!(archive.read("a.txt").unwrap().as_deref(), Some(b"words".as_slice()));
        assert_eq!(archive.read("b.txt").unwrap(), None);
        assert!(matches!(archive.read("zeros"), Err(LoadError::TooMuch(_))));
        assert!(Archive::new(&bytes[..bytes.len() / 2], "EPUB", &Limits::default()).is_err());
    }
}
