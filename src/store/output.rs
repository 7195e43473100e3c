//! Files for others: exports. All of one are written or none, what was there stays unless it may go, and what an export
//! was made from is never replaced.

use super::disk::{self, Draft};
use super::place;
use crate::export::Files;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Why nothing was written.
#[derive(Debug)]
pub enum Refused {
    /// It is a document or a sidecar.
    Precious(PathBuf),
    /// It exists, and nobody said that it may go.
    Exists(PathBuf),
    /// The system does not let it.
    Failed(PathBuf, io::Error),
}

/// The files of one export on their way to the disk: under names of their own until all are whole.
pub struct Output<'a> {
    path: PathBuf,
    replace: bool,
    documents: &'a [&'a Path],
    drafts: Vec<(PathBuf, BufWriter<Draft>)>,
    refused: Option<Refused>,
}

impl<'a> Output<'a> {
    /// An export whose main file is `path`; with `replace` files that exist go, but never one of `documents` or a
    /// sidecar.
    pub fn new(path: &Path, replace: bool, documents: &'a [&'a Path]) -> Self {
        Self { path: path.to_owned(), replace, documents, drafts: Vec::new(), refused: None }
    }

    /// Begins the main file.
    ///
    /// # Errors
    /// When it may not or cannot be written; [`Output::refused`] then says why.
    pub fn main(&mut self) -> io::Result<()> {
        self.begin(self.path.clone())
    }

    fn begin(&mut self, path: PathBuf) -> io::Result<()> {
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let refused = if place::is_sidecar_name(&name) || self.documents.iter().any(|d| disk::is_same(d, &path)) {
            Refused::Precious(path)
        } else if path.exists() && !self.replace {
            Refused::Exists(path)
        } else {
            match Draft::new(&path) {
                Ok(draft) => {
                    self.drafts.push((path, BufWriter::new(draft)));
                    return Ok(());
                }
                Err(error) => Refused::Failed(path, error),
            }
        };
        self.refused = Some(refused);
        Err(io::ErrorKind::Other.into())
    }

    /// Why writing failed with `error`.
    pub fn refused(self, error: io::Error) -> Refused {
        self.refused.unwrap_or(Refused::Failed(self.path, error))
    }

    /// Gives all files their names.
    ///
    /// # Errors
    /// When the system does not let it; the files before that one are then written.
    pub fn keep(self) -> Result<(), Refused> {
        for (path, writer) in self.drafts {
            let draft = writer.into_inner().map_err(io::IntoInnerError::into_error);
            draft.and_then(Draft::keep).map_err(|e| Refused::Failed(path, e))?;
        }
        Ok(())
    }
}

/// Writes whole texts, all of them or none.
///
/// # Errors
/// Why one of them cannot be written.
pub fn write(files: &[(PathBuf, &str)], replace: bool, documents: &[&Path]) -> Result<(), Refused> {
    let Some((first, _)) = files.first() else { return Ok(()) };
    let mut out = Output::new(first, replace, documents);
    for (path, text) in files {
        if let Err(error) = out.begin(path.clone()).and_then(|()| out.write_all(text.as_bytes())) {
            return Err(out.refused(error));
        }
    }
    out.keep()
}

impl Write for Output<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.drafts.last_mut() {
            Some((_, draft)) => draft.write(bytes),
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.drafts.last_mut().map_or(Ok(()), |(_, draft)| draft.flush())
    }
}

impl Files for Output<'_> {
    fn beside(&mut self, extension: &str) -> io::Result<()> {
        self.begin(self.path.with_extension(extension))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_or_nothing_and_never_what_it_was_made_from() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        disk::replace(&at("a.txt"), b"words").unwrap();
        let document = at("a.txt");
        let write = |name: &str, beside: &str, replace| {
            let documents = [document.as_path()];
            let mut out = Output::new(&at(name), replace, &documents);
            let done = out.main().and_then(|()| out.write_all(b"new")).and_then(|()| out.beside(beside));
            match done.and_then(|()| out.write_all(b"new")) {
                Ok(()) => out.keep(),
                Err(error) => Err(out.refused(error)),
            }
        };
        assert!(matches!(write("a.ann", "txt", true), Err(Refused::Precious(_))));
        assert!(matches!(write("b.txt", "sayso.ron", true), Err(Refused::Precious(_))));
        assert!(!at("a.ann").exists() && !at("b.txt").exists());
        write("b.x", "y", false).unwrap();
        assert!(matches!(write("b.z", "y", false), Err(Refused::Exists(_))));
        assert!(matches!(write("no/b.z", "y", false), Err(Refused::Failed(..))));
        assert!(!at("b.z").exists());
        write("b.z", "y", true).unwrap();
        assert_eq!(std::fs::read(&document).unwrap(), b"words");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 4, "no draft is left");
    }
}
