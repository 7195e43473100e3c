//! Temporary files that a run which was cut off left behind.

use crate::store::disk::folder_of;
use crate::store::folder::TEMPORARY;
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// How many letters and digits follow in the name of a temporary file: of exports, and of annotations.
const RANDOM: [usize; 2] = [6, 16];

/// Whether a file is called as temporary files are.
fn is_temporary(name: &OsStr) -> bool {
    let random = name.to_str().and_then(|n| n.strip_prefix(TEMPORARY));
    random.is_some_and(|r| RANDOM.contains(&r.len()) && r.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// Those below the folders among `paths`, and in the folders of `files`; by name, each once.
pub fn among<'a>(paths: &[PathBuf], files: impl Iterator<Item = &'a Path>) -> Vec<PathBuf> {
    let mut out = BTreeSet::new();
    let mut folders: BTreeSet<PathBuf> = files.map(|f| folder_of(f).to_owned()).collect();
    for path in paths.iter().filter(|p| p.is_dir()) {
        // What is hidden is not looked into, but for the folder that was named.
        let is_open = |e: &ignore::DirEntry| {
            let is_folder = e.file_type().is_some_and(|t| t.is_dir());
            e.depth() == 0 || !is_folder || !e.file_name().to_string_lossy().starts_with('.')
        };
        let walk = ignore::WalkBuilder::new(path).hidden(false).require_git(false).filter_entry(is_open).build();
        for entry in walk.flatten() {
            let kind = entry.file_type();
            if kind.is_some_and(|t| t.is_dir()) {
                // Told already.
                folders.remove(entry.path());
            } else if kind.is_some_and(|t| t.is_file()) && is_temporary(entry.file_name()) {
                out.insert(entry.into_path());
            }
        }
    }
    for folder in folders {
        let entries = std::fs::read_dir(&folder).into_iter().flatten().flatten();
        let files = entries.filter(|e| is_temporary(&e.file_name()) && e.file_type().is_ok_and(|t| t.is_file()));
        // As the paths of the documents are given.
        let shown = |name: &OsStr| if folder == Path::new(".") { PathBuf::from(name) } else { folder.join(name) };
        out.extend(files.map(|e| shown(&e.file_name())));
    }
    out.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_called_so_and_each_once() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::create_dir(at("out")).unwrap();
        std::fs::create_dir(at(".hidden")).unwrap();
        for name in
            [".sayso-aB3xYz", "out/.sayso-000000", ".sayso-long-name", "sayso-aB3xYz", ".hidden/.sayso-aB3xYz", "a.txt"]
        {
            std::fs::File::create(at(name)).unwrap();
        }
        let document = at("a.txt");
        let here = [folder.path().to_owned()];
        let both = [at(".sayso-aB3xYz"), at("out/.sayso-000000")];
        assert_eq!(among(&here, std::iter::once(document.as_path())), both);
        assert_eq!(among(&[], std::iter::once(document.as_path())), both[..1]);
    }
}
