//! Files for others: exports. All of one are written or none, what was there stays unless it may go, and what an export
//! was made from is never replaced.

use super::{disk, place};
use std::io;
use std::path::{Path, PathBuf};

/// Why nothing, or not all, was written.
#[derive(Debug)]
pub enum Refused {
    /// It is a document or a sidecar.
    Precious(PathBuf),
    /// It exists, and nobody said that it may go.
    Exists(PathBuf),
    /// The system does not let it.
    Failed(PathBuf, io::Error),
}

/// Writes `files`; with `replace` those that exist go, but never one of `documents` or a sidecar.
///
/// # Errors
/// Why a file cannot be written; all are looked at before the first is.
pub fn write(files: &[(PathBuf, &str)], replace: bool, documents: &[&Path]) -> Result<(), Refused> {
    for (path, _) in files {
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        if place::is_sidecar_name(&name) || documents.iter().any(|d| disk::is_same(d, path)) {
            return Err(Refused::Precious(path.clone()));
        }
        if path.exists() && !replace {
            return Err(Refused::Exists(path.clone()));
        }
    }
    for (path, text) in files {
        disk::replace(path, text.as_bytes()).map_err(|e| Refused::Failed(path.clone(), e))?;
    }
    Ok(())
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
        let write = |names: [&str; 2], replace| {
            let files = names.map(|n| (at(n), "new"));
            write(&files, replace, &[&document])
        };
        assert!(matches!(write(["a.ann", "a.txt"], true), Err(Refused::Precious(_))));
        assert!(matches!(write(["b", "c.sayso.ron"], true), Err(Refused::Precious(_))));
        assert!(!at("a.ann").exists() && !at("b").exists());
        write(["b", "c"], false).unwrap();
        assert!(matches!(write(["d", "c"], false), Err(Refused::Exists(_))));
        assert!(!at("d").exists());
        write(["d", "c"], true).unwrap();
        assert_eq!(std::fs::read(&document).unwrap(), b"words");
    }
}
