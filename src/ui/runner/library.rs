//! The folder that the library shows: what is known of its documents is found out by one thread, which then waits for changes in
//! the folder and looks at what changed.

use super::{Answer, Tell};
use crate::project::assigned::{self, AssignedFolders};
use crate::project::library::{LibraryUpdate, tidy};
use crate::project::{DocumentSource, Listed};
use notify::{EventKind, RecursiveMode, Watcher, event::ModifyKind};
use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

/// How long a folder must be left alone before it is looked at.
const QUIET: Duration = Duration::from_millis(300);
/// How many documents told at once are many: taking them takes a few milliseconds …
const MANY: usize = 2000;
/// … and that long nothing more is told, for keys to be taken.
const PAUSE: Duration = Duration::from_millis(8);
/// Longest that a folder in which something always happens is not looked at.
const PATIENCE: Duration = Duration::from_secs(3);

/// Documents whose work is looked at at once.
const AT_ONCE: usize = 512;

/// Tells how far annotators are with documents, as far as somebody has any; with `is_again` of the others too, which somebody may
/// have had before. Whether anything was told.
pub(super) fn tell_work(source: &dyn DocumentSource, paths: &[PathBuf], is_again: bool, tell: &Tell) -> bool {
    let mut folders = AssignedFolders::default();
    let mut is_told = false;
    for now in paths.chunks(AT_ONCE) {
        let found = source.work(now, &mut folders);
        if is_again || !found.is_nothing() {
            is_told = true;
            if !tell(Answer::Worked(found)) {
                break;
            }
        }
    }
    is_told
}

/// A folder that is watched; dropping it ends the watch and the reading.
pub struct LibraryWatch {
    touched: Sender<Touch>,
    is_over: Arc<AtomicBool>,
}

impl Drop for LibraryWatch {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Relaxed);
        // A thread that has ended needs no waking.
        let _ = self.touched.send(Touch::Over);
    }
}

/// What happened in a folder.
enum Touch {
    /// A file got other bytes.
    Bytes(PathBuf),
    /// Files or folders came, went or were renamed.
    Names(PathBuf),
    /// Nobody wants to know any more.
    Over,
}

impl LibraryWatch {
    /// Finds out what is known of the documents of a folder, and from then on what changes; where the documents are not given
    /// they are listed first, and told.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(
        source: Arc<dyn DocumentSource>,
        folder: PathBuf,
        paths: Option<Vec<PathBuf>>,
        tell: Tell,
    ) -> io::Result<Self> {
        let (touched, touches) = channel();
        let touch = touched.clone();
        let is_over = Arc::new(AtomicBool::new(false));
        let over = Arc::clone(&is_over);
        let run = move || {
            let paths = paths.unwrap_or_else(|| {
                let Listed { paths, .. } = source.list(&folder);
                let paths: Vec<PathBuf> = paths.iter().map(|path| tidy(path)).collect();
                // When the loop is gone nobody needs to know.
                tell(Answer::Relisted(folder.clone(), paths.clone()));
                paths
            });
            // Without a watch the folder is listed anew when it is opened again.
            let watcher = watcher(touch).ok();
            let watched = BTreeSet::new();
            Keeper { source, folder, paths, tell, over, watcher, watched, is_shared_out: false }.run(&touches);
        };
        std::thread::Builder::new().name("library".to_owned()).spawn(run)?;
        Ok(Self { touched, is_over })
    }
}

/// What hands on what happens in the folders that are watched.
fn watcher(touched: Sender<Touch>) -> notify::Result<notify::RecommendedWatcher> {
    notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        let Ok(event) = event else { return };
        let touch: fn(PathBuf) -> Touch = match event.kind {
            EventKind::Access(_) => return,
            EventKind::Modify(ModifyKind::Data(_) | ModifyKind::Any | ModifyKind::Metadata(_)) => Touch::Bytes,
            _ => Touch::Names,
        };
        for path in event.paths {
            // When nobody listens any more the watch is about to end.
            let _ = touched.send(touch(path));
        }
    })
}

/// What the thread knows.
struct Keeper {
    source: Arc<dyn DocumentSource>,
    folder: PathBuf,
    paths: Vec<PathBuf>,
    tell: Tell,
    over: Arc<AtomicBool>,
    watcher: Option<notify::RecommendedWatcher>,
    /// The folders that are watched.
    watched: BTreeSet<PathBuf>,
    /// Whether it was told of any document who has it.
    is_shared_out: bool,
}

impl Keeper {
    fn run(mut self, touches: &Receiver<Touch>) {
        self.watch();
        self.find_out(None);
        while let Ok(first) = touches.recv() {
            let began = Instant::now();
            let mut all = vec![first];
            while began.elapsed() < PATIENCE {
                let Ok(next) = touches.recv_timeout(QUIET) else { break };
                all.push(next);
            }
            if self.over.load(Ordering::Relaxed) {
                return;
            }
            self.look(all);
        }
    }

    /// Watches the folder, and those below it in which documents lie or that lead to one: looking for all others would mean to
    /// look at every file. What comes in a folder that was empty is seen when the library is opened again. O(documents).
    fn watch(&mut self) {
        let Some(watcher) = &mut self.watcher else { return };
        let top = tidy(&self.folder);
        let mut last: Option<&Path> = None;
        let below = self.paths.iter().filter_map(|path| path.parent());
        for folder in std::iter::once(top.as_path()).chain(below) {
            if last.replace(folder) == Some(folder) {
                continue;
            }
            for folder in folder.ancestors().take_while(|folder| folder.starts_with(&top)) {
                if !self.watched.insert(folder.to_owned()) {
                    break;
                }
                let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
                // One that cannot be watched is as one where nothing happens.
                let _ = watcher.watch(folder, RecursiveMode::NonRecursive);
            }
        }
    }

    /// Looks at what was touched: a document, or what is kept of one.
    fn look(&mut self, touches: Vec<Touch>) {
        let mut changed = BTreeSet::new();
        let (mut names, mut is_shared_out) = (false, false);
        for touch in touches {
            let (path, is_name) = match touch {
                Touch::Bytes(path) => (path, false),
                Touch::Names(path) => (path, true),
                Touch::Over => return,
            };
            let own = self.own(&path);
            if own.file_name().is_some_and(|name| name == assigned::FILE_NAME) {
                is_shared_out = true;
                continue;
            }
            // What is kept of a document comes and goes without the list being another.
            let document = self.source.document_of(&own);
            let is_hidden = own.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
            if is_hidden && document.is_none() {
                continue;
            }
            names |= is_name && document.is_none();
            changed.insert(document.unwrap_or(own));
        }
        if is_shared_out {
            self.is_shared_out = tell_work(self.source.as_ref(), &self.paths, true, &self.tell);
        }
        if names {
            let Listed { paths, .. } = self.source.list(&self.folder);
            let paths: Vec<PathBuf> = paths.iter().map(|path| tidy(path)).collect();
            if paths != self.paths {
                self.paths.clone_from(&paths);
                self.watch();
                // When the loop is gone nobody needs to know.
                (self.tell)(Answer::Relisted(self.folder.clone(), paths));
                self.find_out(None);
                return;
            }
        }
        let listed = |path: &PathBuf| self.paths.binary_search(path).is_ok();
        let changed: Vec<PathBuf> = changed.into_iter().filter(listed).collect();
        if !changed.is_empty() {
            self.find_out(Some(&changed));
        }
    }

    /// A path as documents are named here, of one that the system tells.
    fn own(&self, path: &Path) -> PathBuf {
        let (path, top) = (tidy(path), tidy(&self.folder));
        if path.starts_with(&top) && path.is_absolute() == top.is_absolute() {
            return path;
        }
        let absolute = std::path::absolute(&self.folder);
        let inside = absolute.ok().and_then(|folder| path.strip_prefix(folder).ok().map(|inside| top.join(inside)));
        inside.unwrap_or(path)
    }

    /// Finds out what is known of all documents, or what changed of some.
    fn find_out(&mut self, some: Option<&[PathBuf]>) {
        let mut tell = |updates: Vec<LibraryUpdate>| {
            let count = updates.len();
            let is_wanted = !self.over.load(Ordering::Relaxed) && (self.tell)(Answer::Known(updates));
            if count >= MANY {
                // Keys are taken between two portions.
                std::thread::park_timeout(PAUSE);
            }
            is_wanted
        };
        // Where nothing is shared out nobody is woken for it.
        self.is_shared_out |= tell_work(
            self.source.as_ref(),
            some.unwrap_or(&self.paths),
            self.is_shared_out && some.is_some(),
            &self.tell,
        );
        match some {
            None => self.source.read_library(Some(&self.folder), &self.paths, &mut tell),
            Some(some) => self.source.read_again(&self.folder, some, &mut tell),
        }
        // What was read can be asked now.
        (self.tell)(Answer::Indexed(self.folder.clone()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::Project;
    use crate::store::disk;

    const TEXT: &str = "“We will vote on Monday,” said Ada Grey, the mayor.\n";

    /// What comes and changes is told, by its own; nothing is asked for.
    #[test]
    fn a_folder_is_kept_up_with() {
        let folder = tempfile::tempdir().unwrap();
        let documents = folder.path().join("documents");
        let at = |name: &str| documents.join(name);
        std::fs::create_dir(&documents).unwrap();
        disk::replace(&at("a.txt"), TEXT.as_bytes()).unwrap();
        let folders = crate::config::Folders { state: Some(folder.path().join("state")), ..Default::default() };
        let source: Arc<dyn DocumentSource> = Arc::new(Project { folders, ..Project::default() });
        let (sender, answers) = channel();
        let tell: Tell = Arc::new(move |answer| sender.send(answer).is_ok());
        let paths = source.list(&documents).paths;
        let watch = LibraryWatch::start(source, documents.clone(), Some(paths), tell).unwrap();
        let next = || answers.recv_timeout(Duration::from_mins(1)).unwrap();
        let known = || loop {
            if let Answer::Known(updates) = next() {
                let all = updates.iter().map(|u| (u.path.clone(), u.known.as_ref().unwrap().progress));
                return all.collect::<Vec<_>>();
            }
        };
        assert_eq!(known(), [(at("a.txt"), (0, 1))]);
        if watcher(channel().0).is_err() {
            // A system that watches nothing.
            return;
        }
        disk::replace(&at("b.txt"), TEXT.as_bytes()).unwrap();
        let listed = loop {
            if let Answer::Relisted(folder, paths) = next() {
                assert_eq!(folder, documents);
                break paths;
            }
        };
        assert_eq!(listed, [at("a.txt"), at("b.txt")]);
        while !known().contains(&(at("b.txt"), (0, 1))) {}
        // A decision of another window is one of its document.
        let rejected = "(version: 1, document: (source: \"a.txt\", file: \"\", text: \"\", loader: \"txt/1\", chars: 51), \
            annotations: [(id: \"01970000-0000-7000-8000-000000000001\", label: \"quote\", kind: direct, form: quotation, \
            status: rejected, at: [(start: 0, end: 25, exact: \"“We will vote on Monday,”\")], by: \"ada\", \
            created: \"2026-11-24T08:00:00Z\")])";
        disk::replace(&at("a.txt.sayso.ron"), rejected.as_bytes()).unwrap();
        while !known().contains(&(at("a.txt"), (1, 1))) {}
        drop(watch);
    }
}
