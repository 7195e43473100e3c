//! One thread that owns the disk: changes go in, `Saved` or what failed comes out.
//!
//! The thread keeps its own copy of the set and applies each change to it, so that handing over a change costs the same
//! whatever the number of records. Waiting changes are folded into one write. A sidecar that changed under us is merged
//! record by record, never overwritten. What could not be written is kept and tried again with the next change, and at
//! the end.

use super::{Found, ReadError, atomic, print};
use crate::annotation::{Change, Set, merge};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

/// What the writer says.
#[derive(Clone, Debug, PartialEq)]
pub enum Report {
    /// All changes up to this number are on disk and synced.
    Saved(u64),
    /// They are not; why, in a sentence.
    Failed(String),
    /// Somebody else changed the sidecar; theirs and ours were brought together into this.
    Merged(Box<Set>),
}

enum Order {
    Change(u64, Change),
    /// Write, and say whether all is on disk.
    Flush(Sender<bool>),
}

/// Hands changes to the writer thread. Dropping it waits for the last write.
pub struct Writer {
    orders: Option<Sender<Order>>,
    thread: Option<JoinHandle<bool>>,
    next: u64,
}

impl Writer {
    /// Starts the thread for the sidecar at `path`. `set` is what stands there now, `bytes` its bytes (`None` when there
    /// is no file yet). `report` is called on the writer's thread.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(
        path: PathBuf,
        set: Set,
        bytes: Option<Vec<u8>>,
        report: impl Fn(Report) + Send + 'static,
    ) -> std::io::Result<Self> {
        let (orders, inbox) = channel();
        let desk = Desk { path, base: set.clone(), set, bytes };
        let thread = std::thread::Builder::new().name("writer".to_owned()).spawn(move || run(desk, &inbox, &report))?;
        Ok(Self { orders: Some(orders), thread: Some(thread), next: 0 })
    }

    /// Hands over one change; its number comes back in [`Report::Saved`]. O(ops).
    pub fn change(&mut self, change: Change) -> u64 {
        self.next += 1;
        if let Some(orders) = &self.orders {
            // A send fails only when the thread is gone, and then `finish` says so.
            let _ = orders.send(Order::Change(self.next, change));
        }
        self.next
    }

    /// Waits until everything handed over is written; false when it cannot be, and is kept.
    pub fn flush(&self) -> bool {
        let (answer, answered) = channel();
        let asked = self.orders.as_ref().is_some_and(|orders| orders.send(Order::Flush(answer)).is_ok());
        asked && answered.recv().unwrap_or(false)
    }

    /// Waits until everything is written; false when something is not.
    pub fn finish(mut self) -> bool {
        self.close()
    }

    fn close(&mut self) -> bool {
        self.orders = None;
        self.thread.take().is_none_or(|t| t.join().unwrap_or(false))
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.close();
    }
}

struct Desk {
    path: PathBuf,
    /// What was last read or written.
    base: Set,
    /// With all changes since.
    set: Set,
    /// Bytes of the file as last read or written.
    bytes: Option<Vec<u8>>,
}

fn run(mut desk: Desk, inbox: &Receiver<Order>, report: &impl Fn(Report)) -> bool {
    let mut clean = true;
    while let Ok(first) = inbox.recv() {
        let mut last = None;
        let mut asked = Vec::new();
        for order in std::iter::once(first).chain(inbox.try_iter()) {
            match order {
                Order::Change(number, change) => {
                    desk.set.apply(&change);
                    last = Some(number);
                }
                Order::Flush(answer) => asked.push(answer),
            }
        }
        // Nothing new and nothing owed: nothing to write.
        if last.is_some() || !clean || asked.is_empty() {
            clean = write(&mut desk, last, report);
        }
        for answer in asked {
            // Whoever asked may have stopped waiting.
            let _ = answer.send(clean);
        }
    }
    // The last chance of changes that failed before.
    clean || write(&mut desk, None, report)
}

fn write(desk: &mut Desk, last: Option<u64>, report: &impl Fn(Report)) -> bool {
    match desk.save() {
        Ok(merged) => {
            if merged {
                report(Report::Merged(Box::new(desk.set.clone())));
            }
            report(Report::Saved(last.unwrap_or(u64::MAX)));
            true
        }
        Err(why) => {
            report(Report::Failed(why));
            false
        }
    }
}

impl Desk {
    /// Writes the set; true when it first took in what somebody else had written.
    fn save(&mut self) -> Result<bool, String> {
        let mut merged = false;
        if std::fs::read(&self.path).ok() != self.bytes {
            match super::read(&self.path) {
                Found::Nothing => {}
                Found::Read(theirs, bytes) => {
                    self.set = merge::three_way(&self.base, &self.set, &theirs);
                    self.base = *theirs;
                    self.bytes = Some(bytes);
                    merged = true;
                }
                Found::Unreadable(ReadError { message, .. }) => {
                    return Err(format!("the file was changed by somebody else and cannot be read: {message}"));
                }
            }
        }
        let text = print(&self.set);
        if let Some(folder) = self.path.parent().filter(|f| !f.as_os_str().is_empty() && !f.exists()) {
            std::fs::create_dir_all(folder).map_err(|e| format!("cannot make {}: {e}", folder.display()))?;
        }
        atomic::replace(&self.path, text.as_bytes()).map_err(|e| format!("{e}: {}", self.path.display()))?;
        self.base = self.set.clone();
        self.bytes = Some(text.into_bytes());
        Ok(merged)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::{Annotation, Selector};
    use std::path::Path;

    fn adding(id: &str) -> Change {
        let at = Selector { start: 0, end: 1, exact: "x".into(), prefix: String::new(), suffix: String::new() };
        let mut change = Change::default();
        change.annotation(None, Some(Annotation::new(id.into(), "quote", vec![at])));
        change
    }

    fn ids(path: &Path) -> Vec<String> {
        let Found::Read(set, _) = super::super::read(path) else { panic!("unreadable") };
        let mut ids: Vec<String> = set.iter().map(|a| a.id.clone()).collect();
        ids.sort();
        ids
    }

    fn start(path: &Path) -> (Writer, Receiver<Report>) {
        let (tell, reports) = channel();
        let (set, bytes) = match super::super::read(path) {
            Found::Read(set, bytes) => (*set, Some(bytes)),
            _ => (Set::default(), None),
        };
        let writer = Writer::start(path.to_owned(), set, bytes, move |r| {
            let _ = tell.send(r);
        });
        (writer.unwrap(), reports)
    }

    #[test]
    fn what_is_called_saved_is_on_disk() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.sayso.ron");
        let (mut writer, reports) = start(&path);
        for i in 0..20 {
            writer.change(adding(&format!("r{i}")));
        }
        while reports.recv().unwrap() != Report::Saved(20) {}
        assert_eq!(ids(&path).len(), 20);
        assert!(writer.finish());
    }

    #[test]
    fn two_windows_lose_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.sayso.ron");
        let (mut one, heard) = start(&path);
        one.change(adding("first"));
        heard.recv().unwrap();
        let (mut two, heard_two) = start(&path);
        two.change(adding("second"));
        heard_two.recv().unwrap();
        one.change(adding("third"));
        assert!(matches!(heard.recv().unwrap(), Report::Merged(set) if set.len() == 3));
        drop((one, two));
        assert_eq!(ids(&path), ["first", "second", "third"]);
    }

    #[test]
    fn a_failed_write_is_told_kept_and_made_good() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("gone/a.sayso.ron");
        std::fs::File::create(folder.path().join("gone")).unwrap();
        let (mut writer, reports) = start(&path);
        writer.change(adding("kept"));
        assert!(matches!(reports.recv().unwrap(), Report::Failed(_)));
        assert!(!writer.flush(), "what is owed is said to be owed");
        assert!(matches!(reports.recv().unwrap(), Report::Failed(_)));
        std::fs::remove_file(folder.path().join("gone")).unwrap();
        assert!(writer.flush());
        assert!(matches!(reports.recv().unwrap(), Report::Saved(_)));
        assert_eq!(ids(&path), ["kept"]);
        assert!(writer.finish());
    }
}
