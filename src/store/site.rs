//! Where a sidecar lies, with the folder held: everything about one sidecar is read and written through this.

use super::folder::{EntryKind, FileStamp, Folder, Whereabouts};
use super::paths;
use crate::input::{InputError, MAX_ANNOTATIONS};
use std::ffi::{OsStr, OsString};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where a sidecar that is a link may lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Links {
    /// To an ordinary file in the link's own folder or below it: an archive or a clone cannot point it at anything else.
    #[default]
    Below,
    /// To any ordinary file: the person named the sidecar.
    Anywhere,
}

/// A sidecar's place. Its journal and its lock are named after it and lie in its folder.
#[derive(Clone, Debug)]
pub struct Site {
    /// As it was given, for sentences.
    path: PathBuf,
    folder: Arc<Folder>,
    name: OsString,
    /// Where the sidecar itself lies: elsewhere when it is a link.
    target: (Arc<Folder>, OsString),
}

impl Site {
    /// Holds the folder of the sidecar at `path`.
    ///
    /// # Errors
    /// When the folder cannot be opened, or the sidecar is a link that leads where it must not.
    pub fn open(path: &Path, links: Links) -> io::Result<Self> {
        let name = path.file_name().ok_or_else(|| refused(path, "is not a file name"))?.to_owned();
        let folder = Arc::new(Folder::open(super::disk::folder_of(path))?);
        let is_link = folder.entry(&name)?.is_some_and(|e| e.kind == EntryKind::Link);
        let target = if is_link { target(path, links)? } else { (Arc::clone(&folder), name.clone()) };
        Ok(Self { path: path.to_owned(), folder, name, target })
    }

    /// The same; a folder that is not there is made first. Only when a document is opened: later nothing is made anew.
    ///
    /// # Errors
    /// As [`Site::open`].
    pub fn make(path: &Path, links: Links) -> io::Result<Self> {
        super::disk::make_folder_of(path)?;
        Self::open(path, links)
    }

    /// The path of the sidecar, as it was given.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The folder of the journal and the lock.
    pub fn folder(&self) -> &Folder {
        &self.folder
    }

    /// The folder the sidecar itself lies in, and its name there.
    pub fn sidecar(&self) -> (&Folder, &OsStr) {
        (&self.target.0, &self.target.1)
    }

    /// The name of the lock.
    pub fn lock(&self) -> OsString {
        name_of(&paths::lock(Path::new(&self.name)))
    }

    /// The name of a journal, from 1.
    pub fn journal(&self, number: u32) -> OsString {
        name_of(&paths::journal(Path::new(&self.name), number))
    }

    /// The name of the full copy that stands in for a sidecar that cannot be read any more.
    pub fn copy(&self) -> OsString {
        name_of(&paths::copy(Path::new(&self.name)))
    }

    /// The name of the file that holds what was left unfinished.
    pub fn drafts(&self) -> OsString {
        name_of(&paths::drafts(Path::new(&self.name)))
    }

    /// The path of a file beside the sidecar, for sentences.
    pub fn path_of(&self, name: &OsStr) -> PathBuf {
        self.path.with_file_name(name)
    }

    /// The state of the sidecar; `None` when there is none.
    pub fn stamp(&self) -> Option<FileStamp> {
        self.target.0.stamp(&self.target.1)
    }

    /// The bytes of the sidecar and its state; `None` when there is none. O(bytes).
    ///
    /// # Errors
    /// When it is no ordinary file, larger than is read, or the system does not let it.
    pub fn read(&self) -> Result<Option<(Vec<u8>, FileStamp)>, InputError> {
        self.target.0.read(&self.target.1, MAX_ANNOTATIONS)
    }

    /// Where the folder is now.
    pub fn whereabouts(&self) -> Whereabouts {
        match (self.folder.whereabouts(), self.target.0.whereabouts()) {
            (_, Whereabouts::Gone) => Whereabouts::Gone,
            (folder, _) => folder,
        }
    }
}

/// The file a sidecar that is a link leads to.
fn target(link: &Path, links: Links) -> io::Result<(Arc<Folder>, OsString)> {
    let real = std::fs::canonicalize(link).map_err(|_| refused(link, "is a link that leads to no file"))?;
    let own = std::fs::canonicalize(super::disk::folder_of(link))?;
    if links == Links::Below && !real.starts_with(&own) {
        let what = format!("is a link to {}, outside of its folder", real.display());
        return Err(refused_with(link, &what, &format!("name that file with --sidecar {}", real.display())));
    }
    let name = real.file_name().ok_or_else(|| refused(link, "is a link to a folder"))?.to_owned();
    let folder = Folder::open(super::disk::folder_of(&real))?;
    match folder.entry(&name)? {
        Some(entry) if entry.kind == EntryKind::File => Ok((Arc::new(folder), name)),
        other => {
            let what = other.map_or("nothing", |e| e.kind.name());
            Err(refused(link, &format!("is a link to {what}, not to an ordinary file")))
        }
    }
}

fn refused(path: &Path, what: &str) -> io::Error {
    refused_with(path, what, "move it away")
}

fn refused_with(path: &Path, what: &str, cure: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, format!("{} {what}: {cure}", path.display()))
}

fn name_of(path: &Path) -> OsString {
    path.file_name().unwrap_or_default().to_owned()
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;

    #[test]
    fn a_sidecar_may_be_a_link_to_a_file_below_its_folder() {
        let place = tempfile::tempdir().unwrap();
        let (inside, outside) = (place.path().join("docs"), place.path().join("elsewhere"));
        for folder in [inside.join("annotations"), outside.clone()] {
            std::fs::create_dir_all(folder).unwrap();
        }
        crate::store::disk::replace(&inside.join("annotations/a.ron"), b"below").unwrap();
        crate::store::disk::replace(&outside.join("a.ron"), b"outside").unwrap();
        let link = |name: &str, to: &Path| {
            symlink(to, inside.join(name)).unwrap();
            inside.join(name)
        };
        let below = link("below.sayso.ron", Path::new("annotations/a.ron"));
        let site = Site::open(&below, Links::Below).unwrap();
        assert_eq!(site.read().unwrap().unwrap().0, b"below");
        assert_eq!(site.folder().path(), inside, "its journal lies beside the link");

        let beyond = link("beyond.sayso.ron", Path::new("../elsewhere/a.ron"));
        let message = Site::open(&beyond, Links::Below).unwrap_err().to_string();
        assert!(message.contains("outside of its folder") && message.contains("--sidecar"), "{message}");
        assert_eq!(Site::open(&beyond, Links::Anywhere).unwrap().read().unwrap().unwrap().0, b"outside");

        for (name, to) in
            [("gone.sayso.ron", "nowhere"), ("dir.sayso.ron", "annotations"), ("self.sayso.ron", "self.sayso.ron")]
        {
            let path = link(name, Path::new(to));
            let message = Site::open(&path, Links::Anywhere).unwrap_err().to_string();
            assert!(message.contains("a link") && message.contains(name), "{message}");
        }
    }
}
