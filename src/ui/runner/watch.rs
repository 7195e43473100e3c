//! Notices that a file gets other bytes, also when it is replaced by renaming another over it: the folder is watched, and
//! once it is quiet the hash decides.

use crate::input;
use notify::{RecursiveMode, Watcher};
use std::path::Path;
use std::sync::mpsc::{Sender, channel};
use std::time::Duration;

/// How long a file must be left alone before it is read.
const QUIET: Duration = Duration::from_millis(100);

/// A watched file; dropping it ends the watch.
pub struct Watch {
    _watcher: notify::RecommendedWatcher,
    touched: Sender<()>,
}

impl Watch {
    /// Watches the file at `path`, whose bytes have the given hash; `tell` is called each time they are others. `None`
    /// where the system watches nothing.
    pub fn start(path: &Path, hash: &str, tell: impl Fn() + Send + 'static) -> Option<Self> {
        let folder = crate::store::disk::folder_of(path).to_owned();
        let (path, name) = (path.to_owned(), path.file_name()?.to_owned());
        let (touched, touches) = channel();
        let touch = touched.clone();
        let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            let ours = event.is_ok_and(|e| {
                !matches!(e.kind, notify::EventKind::Access(_)) && e.paths.iter().any(|p| p.file_name() == Some(&name))
            });
            if ours {
                // When nobody listens any more the watch is about to end.
                let _ = touch.send(());
            }
        })
        .ok()?;
        watcher.watch(&folder, RecursiveMode::NonRecursive).ok()?;
        let mut known = hash.to_owned();
        let looking = std::thread::Builder::new().name("watch".to_owned()).spawn(move || {
            while touches.recv().is_ok() {
                while touches.recv_timeout(QUIET).is_ok() {}
                // A file that is gone for a moment is about to come back.
                let Ok(now) = input::hash(&path) else { continue };
                if now != known {
                    known = now;
                    tell();
                }
            }
        });
        looking.ok()?;
        Some(Self { _watcher: watcher, touched })
    }

    /// Looks at the file now.
    pub fn look(&self) {
        // When the thread is gone there is nothing to look with.
        let _ = self.touched.send(());
    }
}
