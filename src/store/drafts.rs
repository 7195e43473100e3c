//! Work that was not finished, in a file of its own beside the sidecar: what somebody typed and had not saved when the
//! program ended, or left with Esc.
//!
//! The first line says how many follow; each is one draft in RON behind its sum, as in the journal. The file is replaced
//! whole, and is gone when nothing is unfinished. A line that cannot be read is told and kept in the state folder.

use super::folder::Folder;
use super::journal::{opened, sealed};
use super::paths::{self, StateFiles};
use super::site::{Links, Site};
use super::{Attempt, Disk, Lock, history};
use sayso_core::annotation::{Draft, notation};
use serde::Deserialize;
use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};

/// Version of the grammar of the file.
const VERSION: u32 = 1;
/// Longest file read, in bytes.
const MAX_DRAFTS: u64 = 16 * 1024 * 1024;

/// What stands in the file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Content {
    /// The drafts, the oldest first.
    pub drafts: Vec<Draft>,
    /// Lines that could not be read, their ends included.
    pub damaged: Vec<u8>,
    /// What is wrong, in a sentence without its end.
    pub problem: Option<String>,
    /// Sidecars in other places whose drafts are among these: they go away there once they are here.
    pub others: Vec<PathBuf>,
}

#[derive(Deserialize)]
struct Head {
    drafts: u32,
    version: u32,
}

fn options() -> ron::Options {
    ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME)
}

/// The file that holds drafts, the oldest first; empty where there are none. O(bytes).
pub fn print(drafts: &[&Draft]) -> String {
    if drafts.is_empty() {
        return String::new();
    }
    let head = sealed(&format!("(drafts: {}, version: {VERSION})", drafts.len()));
    drafts.iter().fold(head, |text, draft| text + &sealed(&notation::print(*draft)))
}

impl Content {
    /// Takes in what stands in a file at `path`.
    fn add(&mut self, bytes: &[u8], path: &Path) {
        let mut lines = bytes.split_inclusive(|b| *b == b'\n');
        let body = |line: &[u8]| line.strip_suffix(b"\n").and_then(opened).map(str::to_owned);
        let head = lines.next().and_then(|line| options().from_str::<Head>(&body(line)?).ok());
        let (promised, mut wrong) = match &head {
            Some(head) if head.version <= VERSION => (Some(head.drafts as usize), 0),
            // Of a later version every line that this one can read is taken, and the file is kept.
            Some(_) | None => (None, 1),
        };
        if promised.is_none() {
            self.damaged.extend_from_slice(bytes.split_inclusive(|b| *b == b'\n').next().unwrap_or_default());
        }
        let before = self.drafts.len();
        for line in lines {
            let read = body(line)
                .and_then(|text| notation::read::<Draft>(&text).or_else(|| options().from_str::<Draft>(&text).ok()));
            match read {
                Some(draft) => self.drafts.push(draft),
                None => {
                    wrong += 1;
                    self.damaged.extend_from_slice(line);
                }
            }
        }
        if self.damaged.last().is_some_and(|last| *last != b'\n') {
            self.damaged.push(b'\n');
        }
        let missing = promised.map_or(0, |count| count.saturating_sub(self.drafts.len() - before + wrong));
        if wrong + missing > 0 {
            self.problem = Some(format!("What was left unfinished cannot be read in full: {}", path.display()));
        }
    }
}

/// Reads the drafts beside a sidecar. What cannot be read is told in the content: it keeps nobody from opening a document.
pub fn read(site: &Site) -> Content {
    let mut content = Content::default();
    let path = site.path_of(&site.drafts());
    match site.folder().read(&site.drafts(), MAX_DRAFTS) {
        Ok(Some((bytes, _))) => content.add(&bytes, &path),
        Ok(None) => {}
        Err(error) => {
            content.problem = Some(format!("What was left unfinished cannot be read: {}: {error}", path.display()));
        }
    }
    content
}

/// Adds what was left unfinished beside the sidecar at `path`, in another place.
pub fn join(content: &mut Content, path: &Path) {
    let Ok(site) = Site::open(path, Links::Below) else { return };
    let theirs = read(&site);
    if theirs.drafts.is_empty() || !theirs.damaged.is_empty() {
        return;
    }
    content.drafts.extend(theirs.drafts);
    content.others.push(path.to_owned());
}

/// The writer's end of the file.
pub struct DraftFile {
    /// What should stand in it and does not yet.
    pending: Option<String>,
    /// Lines that could not be read: until they are kept elsewhere, the file is the only copy.
    damaged: Vec<u8>,
    /// What cannot be read as a file at all is left alone.
    others: Vec<PathBuf>,
    /// Whether a failure was told.
    told: bool,
}

impl DraftFile {
    /// The file of which `content` was read.
    pub fn new(content: Content) -> Self {
        let Content { drafts, damaged, others, problem: _ } = content;
        let moves = !damaged.is_empty() || !others.is_empty();
        let all: Vec<&Draft> = drafts.iter().collect();
        Self { pending: moves.then(|| print(&all)), damaged, others, told: false }
    }

    /// Takes what should stand in the file.
    pub fn take(&mut self, text: String) {
        self.pending = Some(text);
    }

    /// Whether something is to be written.
    pub fn waits(&self) -> bool {
        self.pending.is_some()
    }

    /// Writes what waits; gives what to tell, once, where it cannot be written.
    pub fn write(&mut self, disk: &Disk, site: &Site, state: Option<&StateFiles>) -> Option<String> {
        let text = self.pending.as_ref()?;
        match put(disk, site, state, &mut self.damaged, text) {
            Ok(()) => {
                (self.pending, self.told) = (None, false);
                for other in std::mem::take(&mut self.others) {
                    take_away(disk, &other);
                }
                None
            }
            Err(why) => self.failed(&why.to_string()),
        }
    }

    /// What to tell, once, where it cannot be written.
    pub fn failed(&mut self, why: &str) -> Option<String> {
        let first = !std::mem::replace(&mut self.told, true);
        first.then(|| format!("What you type cannot be kept until you save it: {why}"))
    }
}

fn put(disk: &Disk, site: &Site, state: Option<&StateFiles>, damaged: &mut Vec<u8>, text: &str) -> io::Result<()> {
    let (folder, name) = (site.folder(), site.drafts());
    folder.refusal(&name)?;
    if !damaged.is_empty() {
        let Some(state) = state else {
            let what = format!("{} is damaged: move it away", site.path_of(&name).display());
            return Err(io::Error::other(what));
        };
        history::append(disk, &state.damaged, damaged)?;
        damaged.clear();
    }
    if text.is_empty() { remove(disk, folder, &name) } else { disk.replace(folder, &name, text.as_bytes()) }
}

fn remove(disk: &Disk, folder: &Folder, name: &OsStr) -> io::Result<()> {
    if folder.entry(name)?.is_some() { disk.remove(folder, name) } else { Ok(()) }
}

/// Takes the drafts of a sidecar in another place away, unless it is open in another window.
fn take_away(disk: &Disk, sidecar: &Path) {
    // Left over they are offered once more.
    if let Ok(Attempt::Held(lock)) = Site::open(sidecar, Links::Below).and_then(Lock::attempt) {
        let _ = remove(disk, lock.site().folder(), &lock.site().drafts());
        lock.release();
    }
}

/// Whether anything unfinished lies beside a sidecar.
pub fn is_there(sidecar: &Path) -> bool {
    paths::drafts(sidecar).symlink_metadata().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::disk::replace;
    use sayso_core::annotation::DraftKind;
    use sayso_core::document::Document;

    fn draft(words: &str) -> Draft {
        let document = Document::from_text("The harbour was closed.", "a.txt");
        Draft { typed: vec![words.to_owned()], ..Draft::new(DraftKind::Note, &document) }
    }

    fn world() -> (tempfile::TempDir, Site, PathBuf, StateFiles) {
        let folder = tempfile::tempdir().unwrap();
        let sidecar = folder.path().join("a.txt.sayso.ron");
        let site = Site::open(&sidecar, Links::Below).unwrap();
        let state = StateFiles::of(&sidecar, &folder.path().join("state"));
        (folder, site, paths::drafts(&sidecar), state)
    }

    #[test]
    fn there_and_back_and_gone_when_nothing_is_unfinished() {
        let (_folder, site, path, state) = world();
        let drafts = [draft("one\ntwo"), draft("“three” \u{202e}")];
        let mut file = DraftFile::new(Content::default());
        file.take(print(&drafts.iter().collect::<Vec<_>>()));
        assert_eq!(file.write(&Disk::default(), &site, Some(&state)), None);
        assert!(!file.waits() && is_there(site.path()));
        assert_eq!(read(&site), Content { drafts: drafts.to_vec(), ..Content::default() });
        file.take(print(&[]));
        assert_eq!(file.write(&Disk::default(), &site, Some(&state)), None);
        assert!(!path.exists());
        assert_eq!(read(&site), Content::default());
    }

    #[test]
    fn what_cannot_be_read_is_told_and_kept() {
        let (_folder, site, path, state) = world();
        let whole = print(&[&draft("one"), &draft("two"), &draft("three")]);
        let lines: Vec<&str> = whole.split_inclusive('\n').collect();
        for (bytes, good) in [
            (whole.replace("two", "twe"), 2),
            (lines[..3].concat(), 2),
            (lines[1..].concat(), 2),
            (whole.strip_suffix("\"])\n").or_else(|| whole.strip_suffix(")\n")).unwrap().to_owned(), 2),
            ("nothing of ours".to_owned(), 0),
            (String::new(), 0),
            (whole.replace("version: 1", "version: 9"), 3),
        ] {
            replace(&path, bytes.as_bytes()).unwrap();
            let content = read(&site);
            assert_eq!(content.drafts.len(), good, "{bytes}");
            assert!(content.problem.as_ref().is_some_and(|p| p.contains("a.txt.sayso.draft")), "{content:?}");
            let mut file = DraftFile::new(content.clone());
            if content.damaged.is_empty() {
                continue;
            }
            // Without a place to keep it nothing is written over it.
            let told = file.write(&Disk::default(), &site, None);
            assert!(
                told.is_some_and(|t| t.contains("move it away")) && std::fs::read(&path).unwrap() == bytes.as_bytes()
            );
            assert_eq!(file.write(&Disk::default(), &site, Some(&state)), None);
            let kept = std::fs::read(&state.damaged).unwrap();
            assert!(kept.ends_with(&content.damaged), "{bytes}");
            assert_eq!(read(&site).drafts, content.drafts);
        }
    }

    #[test]
    fn a_disk_that_fails_is_told_once_and_what_stood_there_stays() {
        use crate::store::disk::{DiskStep, Fault};
        use std::sync::Arc;
        use std::sync::atomic::{AtomicBool, Ordering};

        for step in [DiskStep::Open, DiskStep::Write, DiskStep::Sync, DiskStep::Rename] {
            let (_folder, site, _, state) = world();
            let mut file = DraftFile::new(Content::default());
            file.take(print(&[&draft("before")]));
            assert_eq!(file.write(&Disk::default(), &site, Some(&state)), None);
            let fails = Arc::new(AtomicBool::new(true));
            let gate = Arc::clone(&fails);
            let disk = Disk::behind(Arc::new(move |asked| {
                let fault = Fault::Fails(io::Error::from(io::ErrorKind::StorageFull));
                (asked == step && gate.load(Ordering::Relaxed)).then_some(fault)
            }));
            file.take(print(&[&draft("after")]));
            assert!(file.write(&disk, &site, Some(&state)).is_some(), "{step:?}");
            assert_eq!(file.write(&disk, &site, Some(&state)), None, "{step:?} is told once");
            assert_eq!(read(&site).drafts, [draft("before")], "{step:?}");
            fails.store(false, Ordering::Relaxed);
            assert_eq!(file.write(&disk, &site, Some(&state)), None);
            assert_eq!(read(&site).drafts, [draft("after")], "{step:?}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_file_of_ours_is_neither_read_nor_written() {
        let (folder, site, path, state) = world();
        let victim = folder.path().join("victim");
        let theirs = print(&[&draft("of somebody else")]);
        for kind in ["link", "folder", "hard link"] {
            replace(&victim, theirs.as_bytes()).unwrap();
            match kind {
                "link" => std::os::unix::fs::symlink(&victim, &path).unwrap(),
                "folder" => std::fs::create_dir(&path).unwrap(),
                _ => std::fs::hard_link(&victim, &path).unwrap(),
            }
            let content = read(&site);
            assert!(content.drafts.is_empty() == (kind != "hard link"), "{kind}: {content:?}");
            let mut file = DraftFile::new(content);
            file.take(print(&[&draft("mine")]));
            let told = file.write(&Disk::default(), &site, Some(&state));
            assert!(told.is_some_and(|t| t.contains(".a.txt.sayso.draft")) && file.waits(), "{kind}");
            // Told once.
            assert_eq!(file.write(&Disk::default(), &site, Some(&state)), None);
            assert_eq!(std::fs::read_to_string(&victim).unwrap(), theirs, "{kind}");
            if kind == "folder" {
                std::fs::remove_dir(&path).unwrap();
            } else {
                std::fs::remove_file(&path).unwrap();
            }
            assert_eq!(file.write(&Disk::default(), &site, Some(&state)), None);
            assert!(!file.waits() && read(&site).drafts == [draft("mine")], "{kind}");
            std::fs::remove_file(&path).unwrap();
        }
    }

    #[test]
    fn drafts_of_another_place_come_here() {
        let (folder, site, _, state) = world();
        std::fs::create_dir(folder.path().join("data")).unwrap();
        let other = folder.path().join("data/x-a.txt.sayso.ron");
        replace(&paths::drafts(&other), print(&[&draft("there")]).as_bytes()).unwrap();
        let mut content = read(&site);
        join(&mut content, &other);
        assert_eq!(content.drafts, [draft("there")]);
        let mut file = DraftFile::new(content);
        assert_eq!(file.write(&Disk::default(), &site, Some(&state)), None);
        assert_eq!(read(&site).drafts, [draft("there")]);
        assert!(!is_there(&other));
    }
}
