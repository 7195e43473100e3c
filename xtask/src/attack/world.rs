//! A small world for one run: a document with annotations, the program's folders, and files outside that nobody may touch.

use anyhow::{Context as _, Result};
use sayso::store;
use sayso_core::annotation::set::DocumentInfo;
use sayso_core::annotation::{Annotation, Selector, Set};
use sayso_core::document::{self, Document, LoadOptions};
use std::collections::BTreeMap;
use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The document.
pub const ARTICLE: &str = include_str!("../../../samples/harbour-vote.txt");
/// Its path within a world.
pub const DOCUMENT: &str = "parent/docs/article.txt";
/// Largest file outside that is compared byte by byte.
const COMPARED: u64 = 1 << 20;

/// A file as it was: inode, permissions, owner, length, time of its last change of bytes, bytes.
type Seen = (u64, u32, u32, u64, (i64, i64), Vec<u8>);

/// A folder with everything a run needs, gone when dropped.
pub struct World {
    home: tempfile::TempDir,
    /// The user the program runs as.
    pub user: u32,
}

impl World {
    /// A document, its sidecar with `records` annotations, a template; all of `user`.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn new(user: u32, sidecar: &[u8], import: &[u8]) -> Result<Self> {
        let world = Self { home: tempfile::Builder::new().prefix("attack-").tempdir()?, user };
        for (name, bytes) in [
            (DOCUMENT, ARTICLE.as_bytes()),
            ("parent/docs/article.txt.sayso.ron", sidecar),
            ("in/notes.json", import),
            ("in/own.txt", b"{% for d in documents %}{{ d.name }}{% endfor %}\n"),
            ("outside/victim", b"precious words of somebody else\n"),
        ] {
            world.write(&world.at(name), bytes)?;
        }
        for name in ["out", "trace", "config/sayso", "data/sayso/documents", "state/sayso", "parent/other"] {
            world.folder(&world.at(name))?;
        }
        for name in ["outside/victim", "outside"] {
            let mode = if name == "outside" { 0o755 } else { 0o644 };
            fs::set_permissions(world.at(name), Permissions::from_mode(mode))?;
        }
        fs::set_permissions(world.home(), Permissions::from_mode(0o755))?;
        chown(world.home(), Some(user), Some(user))?;
        Ok(world)
    }

    /// Its folder: also the home of the program.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// A path in it.
    pub fn at(&self, name: &str) -> PathBuf {
        self.home().join(name)
    }

    /// The document.
    pub fn document(&self) -> PathBuf {
        self.at(DOCUMENT)
    }

    /// The sidecar beside it.
    pub fn sidecar(&self) -> PathBuf {
        self.at("parent/docs/article.txt.sayso.ron")
    }

    /// Writes a file of the user's, its folders as well.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn write(&self, path: &Path, bytes: &[u8]) -> Result<()> {
        self.folder(path.parent().context("a folder")?)?;
        fs::write(path, bytes).with_context(|| path.display().to_string())?;
        chown(path, Some(self.user), Some(self.user)).context("its owner")
    }

    /// Makes a folder of the user's, with those above it.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn folder(&self, path: &Path) -> Result<()> {
        let missing: Vec<&Path> = path.ancestors().take_while(|p| !p.exists()).collect();
        for folder in missing.into_iter().rev() {
            fs::create_dir(folder)?;
            chown(folder, Some(self.user), Some(self.user))?;
        }
        Ok(())
    }

    /// Everything in one of its folders.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn all_in(&self, name: &str) -> Result<BTreeMap<PathBuf, Seen>> {
        let mut all = BTreeMap::new();
        look(&self.at(name), &mut all)?;
        Ok(all)
    }
}

fn look(folder: &Path, all: &mut BTreeMap<PathBuf, Seen>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let meta = path.symlink_metadata()?;
        let is_read = meta.is_file() && meta.len() <= COMPARED;
        let bytes = if is_read { fs::read(&path)? } else { Vec::new() };
        let time = (meta.mtime(), meta.mtime_nsec());
        // Of a folder only what is in it counts.
        let length = if meta.is_dir() { 0 } else { meta.len() };
        let time = if meta.is_dir() { (0, 0) } else { time };
        all.insert(path.clone(), (meta.ino(), meta.mode(), meta.uid(), length, time, bytes));
        if meta.is_dir() {
            look(&path, all)?;
        }
    }
    Ok(())
}

/// The document, read.
///
/// # Errors
/// When it cannot be.
pub fn article() -> Result<Document> {
    Ok(document::load(ARTICLE.as_bytes().to_vec(), "article.txt", &LoadOptions::default())?)
}

/// An annotation on the first words of the document after `start` characters.
pub fn record(id: &str, start: u32) -> Annotation {
    let letters: Vec<char> = ARTICLE.chars().collect();
    let from = start as usize;
    let words = |from: usize, to: usize| letters.iter().skip(from).take(to - from).collect::<String>();
    let end = start + 12;
    let at = Selector {
        start,
        end,
        exact: words(from, end as usize),
        prefix: words(from.saturating_sub(8), from),
        suffix: words(end as usize, end as usize + 8),
    };
    Annotation::new(id.to_owned(), "highlight", vec![at])
}

/// The bytes of a sidecar with these annotations.
///
/// # Errors
/// When the document cannot be read.
pub fn sidecar_of(records: Vec<Annotation>) -> Result<Vec<u8>> {
    let about = DocumentInfo { source: "article.txt".to_owned(), ..DocumentInfo::of(&article()?) };
    let records = records.into_iter().map(Arc::new).collect();
    Ok(sayso_core::annotation::sidecar::print(&Set::shared(about, Vec::new(), Vec::new(), records)).into_bytes())
}
