//! The folder below which files may be read.

use crate::project::source;
use crate::project::{Project, Source};
use crate::store::kind::file_of;
use std::path::{Path, PathBuf};

/// A folder, without links in its path.
#[derive(Clone, Debug)]
pub struct Root(PathBuf);

impl Root {
    /// # Errors
    /// A sentence, when it is no folder.
    pub fn new(folder: &Path) -> Result<Self, String> {
        let shown = folder.display();
        let path = std::fs::canonicalize(folder).map_err(|e| format!("--root {shown}: {e}."))?;
        if path.is_dir() { Ok(Self(path)) } else { Err(format!("--root {shown}: this is no folder.")) }
    }

    /// A path that was named, relative to the folder or absolute, as it is on the disk; of a document of a file of many with its
    /// `#NAME`.
    ///
    /// # Errors
    /// A sentence, when it leads out of the folder, or nothing is there.
    pub fn path(&self, named: &str) -> Result<PathBuf, String> {
        // What is outside is not told from what is not there.
        let none = || format!("{named}: nothing of that name is below the root folder.");
        let whole = self.0.join(named);
        let file = file_of(&whole);
        let real = std::fs::canonicalize(file).map_err(|_| none())?;
        if !self.holds(&real) {
            return Err(none());
        }
        let member = whole.to_str().and_then(|whole| whole.strip_prefix(file.to_str()?)).unwrap_or_default();
        Ok(if member.is_empty() { real } else { PathBuf::from(format!("{}{member}", real.display())) })
    }

    /// Whether a path without links in it lies in the folder.
    fn holds(&self, real: &Path) -> bool {
        real.starts_with(&self.0)
    }

    /// Whether what is kept beside a document lies in the folder too, and not behind a link that leads out of it.
    pub fn holds_annotations(&self, document: &Path, project: &Project) -> bool {
        let Ok(place) = source::sidecar_of(&Source::File(file_of(document).to_owned()), "", project) else {
            return true;
        };
        if place.in_data_folder {
            return true;
        }
        match std::fs::canonicalize(&place.path) {
            Ok(real) => self.holds(&real),
            Err(_) => true,
        }
    }

    /// A path as it is shown: relative to the folder.
    pub fn shown(&self, path: &Path) -> String {
        let relative = path.strip_prefix(&self.0).unwrap_or(path);
        if relative.as_os_str().is_empty() { ".".to_owned() } else { relative.display().to_string() }
    }

    /// Words with the path of the folder taken out of them.
    pub fn without(&self, words: &str) -> String {
        words.replace(&format!("{}{}", self.0.display(), std::path::MAIN_SEPARATOR), "")
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use crate::store::disk;
    use std::os::unix::fs::symlink;

    #[test]
    fn nothing_leads_out() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::create_dir_all(at("in/deep")).unwrap();
        std::fs::create_dir(at("in-side")).unwrap();
        for name in ["out.txt", "in/a.txt", "in/deep/b.txt", "in-side/c.txt", "out.txt.sayso.ron"] {
            disk::replace(&at(name), b"words").unwrap();
        }
        symlink(at("out.txt"), at("in/link.txt")).unwrap();
        symlink(folder.path(), at("in/up")).unwrap();
        symlink(at("in/a.txt"), at("in/fine.txt")).unwrap();
        symlink(at("out.txt.sayso.ron"), at("in/a.txt.sayso.ron")).unwrap();
        let root = Root::new(&at("in")).unwrap();
        let absolute = at("in/a.txt");
        for fine in ["a.txt", "deep/b.txt", "./deep/../a.txt", "fine.txt", ".", absolute.to_str().unwrap()] {
            assert!(root.path(fine).is_ok(), "{fine}");
        }
        let outside = at("out.txt");
        for bad in [
            "../out.txt",
            "link.txt",
            "up/out.txt",
            "up/in-side/c.txt",
            "../in-side/c.txt",
            "none.txt",
            "/etc/passwd",
            "",
            "a.txt\0",
            outside.to_str().unwrap(),
        ] {
            assert!(root.path(bad).is_err() || bad.is_empty(), "{bad}");
        }
        assert_eq!(root.shown(&root.path("deep/b.txt").unwrap()), "deep/b.txt");
        let project = Project::default();
        assert!(!root.holds_annotations(&root.path("a.txt").unwrap(), &project));
        assert!(root.holds_annotations(&root.path("deep/b.txt").unwrap(), &project));
    }
}
