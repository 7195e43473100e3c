//! The folder that the library shows: what is known of its documents is found out by one thread, which then waits for changes in
//! the folder and looks at what changed.

use super::{Answer, Tell};
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
/// Longest that a folder in which something always happens is not looked at.
const PATIENCE: Duration = Duration::from_secs(3);

/// A folder that is watched; dropping it ends the watch and the reading.
pub struct LibraryWatch {
    _watcher: Option<notify::RecommendedWatcher>,
    is_over: Arc<AtomicBool>,
}

impl Drop for LibraryWatch {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Relaxed);
    }
}

/// What happened in a folder.
enum Touch {
    /// A file got other bytes.
    Bytes(PathBuf),
    /// Files or folders came, went or were renamed.
    Names(PathBuf),
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
        // Without a watch the folder is listed anew when it is opened again.
        let watcher = watch(&folder, touched).ok();
        let is_over = Arc::new(AtomicBool::new(false));
        let over = Arc::clone(&is_over);
        let run = move || {
            let paths = paths.unwrap_or_else(|| {
                let Listed { paths, .. } = source.list(&folder);
                // When the loop is gone nobody needs to know.
                tell(Answer::Relisted(folder.clone(), paths.clone()));
                paths
            });
            Keeper { source, folder, paths, tell, over }.run(&touches);
        };
        std::thread::Builder::new().name("library".to_owned()).spawn(run)?;
        Ok(Self { _watcher: watcher, is_over })
    }
}

fn watch(folder: &Path, touched: Sender<Touch>) -> notify::Result<notify::RecommendedWatcher> {
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
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
    })?;
    watcher.watch(folder, RecursiveMode::Recursive)?;
    Ok(watcher)
}

/// What the thread knows.
struct Keeper {
    source: Arc<dyn DocumentSource>,
    folder: PathBuf,
    paths: Vec<PathBuf>,
    tell: Tell,
    over: Arc<AtomicBool>,
}

impl Keeper {
    fn run(mut self, touches: &Receiver<Touch>) {
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

    /// Looks at what was touched: a document, or what is kept of one.
    fn look(&mut self, touches: Vec<Touch>) {
        let mut changed = BTreeSet::new();
        let mut names = false;
        for touch in touches {
            let (path, is_name) = match touch {
                Touch::Bytes(path) => (path, false),
                Touch::Names(path) => (path, true),
            };
            let own = self.own(&path);
            // What is kept of a document comes and goes without the list being another.
            let document = self.source.document_of(&own);
            let is_hidden = own.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
            if is_hidden && document.is_none() {
                continue;
            }
            names |= is_name && document.is_none();
            changed.insert(document.unwrap_or(own));
        }
        if names {
            let Listed { paths, .. } = self.source.list(&self.folder);
            if paths != self.paths {
                self.paths.clone_from(&paths);
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
        if path.starts_with(&self.folder) {
            return path.to_owned();
        }
        let absolute = std::path::absolute(&self.folder);
        let inside = absolute.ok().and_then(|folder| path.strip_prefix(folder).ok().map(Path::to_owned));
        inside.map_or_else(|| path.to_owned(), |inside| self.folder.join(inside))
    }

    /// Finds out what is known of all documents, or what changed of some.
    fn find_out(&self, some: Option<&[PathBuf]>) {
        let mut tell = |updates| !self.over.load(Ordering::Relaxed) && (self.tell)(Answer::Known(updates));
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
        let watch = LibraryWatch::start(source, documents.clone(), paths, tell).unwrap();
        let next = || answers.recv_timeout(Duration::from_mins(1)).unwrap();
        let known = || loop {
            if let Answer::Known(updates) = next() {
                let all = updates.iter().map(|u| (u.path.clone(), u.known.as_ref().unwrap().progress));
                return all.collect::<Vec<_>>();
            }
        };
        assert_eq!(known(), [(at("a.txt"), (0, 1))]);
        if watch._watcher.is_none() {
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
    }
}
