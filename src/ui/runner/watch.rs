//! Notices that a file gets other bytes, also when it is replaced by renaming another over it: the folder is watched, and
//! once it is quiet the hash decides. So is what others write beside a document.

use crate::input;
use notify::{RecursiveMode, Watcher};
use std::ffi::OsStr;
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
        let (path, name) = (path.to_owned(), path.file_name()?.to_owned());
        let mut known = hash.to_owned();
        let folder = crate::store::disk::folder_of(&path).to_owned();
        Self::of(
            &folder,
            move |other| other == name,
            move || {
                // A file that is gone for a moment is about to come back.
                let Ok(now) = input::hash(&path) else { return };
                if now != known {
                    known = now;
                    tell();
                }
            },
        )
    }

    /// Watches the files of a folder whose names are wanted; `tell` is called each time some were touched and then left alone.
    /// `None` where the system watches nothing.
    pub fn of(
        folder: &Path,
        is_wanted: impl Fn(&OsStr) -> bool + Send + 'static,
        mut tell: impl FnMut() + Send + 'static,
    ) -> Option<Self> {
        let (touched, touches) = channel();
        let touch = touched.clone();
        let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            let ours = event.is_ok_and(|e| {
                !matches!(e.kind, notify::EventKind::Access(_))
                    && e.paths.iter().filter_map(|path| path.file_name()).any(&is_wanted)
            });
            if ours {
                // When nobody listens any more the watch is about to end.
                let _ = touch.send(());
            }
        })
        .ok()?;
        watcher.watch(folder, RecursiveMode::NonRecursive).ok()?;
        let looking = std::thread::Builder::new().name("watch".to_owned()).spawn(move || {
            while touches.recv().is_ok() {
                while touches.recv_timeout(QUIET).is_ok() {}
                tell();
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
