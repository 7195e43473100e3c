//! One thread that owns the disk: changes go in, `Saved` or what failed comes out.
//!
//! Waiting changes are added to the journal in one write and one sync, and only then called saved. When nothing came
//! for a while, and at the end, the journal is folded into the sidecar. The thread keeps its own copy of the set and
//! applies each change to it, so that handing over a change costs the same whatever the number of records. A sidecar
//! that changed under us is merged field by field, never overwritten. What could not be written is kept and tried again.

mod copies;
mod drafts;
mod report;

use super::disk::Disk;
use super::drafts::DraftFile;
use super::folder::Whereabouts;
use super::journal::{self, Holder, Journal};
use super::paths::StateFiles;
use super::site::Site;
use super::{FileVersion, Lock, OtherSidecar, Stored, history, read_sidecar};
use sayso_core::annotation::history::JournalEntry;
use sayso_core::annotation::set::DocumentInfo;
use sayso_core::annotation::sidecar::print;
use sayso_core::annotation::{Change, Set, merge};
use sayso_core::document::sha256;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

pub use report::{Ending, Report};

enum WriterCommand {
    /// A change, and whether all places in the set are those of the document's text by then.
    Keep(u64, JournalEntry, bool),
    /// What is unfinished now, as its file should hold it.
    Drafts(String),
    /// Write and fold; say whether all is on the disk.
    Flush(Sender<bool>),
}

/// Where and as whom to write.
pub struct WriterTarget {
    /// Files about it in the state folder; `None` when the system names none.
    pub state: Option<StateFiles>,
    /// Who writes.
    pub holder: Holder,
    /// The right to write, and what: the sidecar in the folder that is held.
    pub lock: Lock,
    /// What the sidecar will say of its document.
    pub about: DocumentInfo,
    /// The path of the document, to be kept beside a sidecar that does not lie beside it.
    pub origin: Option<PathBuf>,
    /// The file system.
    pub disk: Disk,
}

/// Hands changes to the writer thread. Dropping it waits for the last write.
pub struct Writer {
    orders: Option<Sender<WriterCommand>>,
    thread: Option<JoinHandle<Ending>>,
    next: u64,
}

impl Writer {
    /// Starts the thread at a target where `stored` was read under the lock. Changes left in the journal by a crash are
    /// folded first. `report` is called on the writer's thread.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(
        target: WriterTarget,
        stored: Stored,
        report: impl Fn(Report) + Send + 'static,
    ) -> std::io::Result<Self> {
        let (orders, inbox) = channel();
        let builder = std::thread::Builder::new().name("writer".to_owned());
        let thread = builder.spawn(move || WriterThread::new(target, stored, report).run(&inbox))?;
        Ok(Self { orders: Some(orders), thread: Some(thread), next: 0 })
    }

    /// Hands over one change; its number comes back in [`Report::Saved`]. `settled` says that what moved with the text
    /// was written down, so that the sidecar may name the text. O(ops).
    pub fn keep(&mut self, entry: JournalEntry, reanchored: bool) -> u64 {
        self.next += 1;
        if let Some(orders) = &self.orders {
            // A send fails only when the thread is gone, and then `finish` says so.
            let _ = orders.send(WriterCommand::Keep(self.next, entry, reanchored));
        }
        self.next
    }

    /// Hands over what is unfinished, as its file should hold it: it takes the place of what was handed over before.
    pub fn keep_drafts(&self, text: String) {
        if let Some(orders) = &self.orders {
            // A send fails only when the thread is gone, and then nothing can be kept.
            let _ = orders.send(WriterCommand::Drafts(text));
        }
    }

    /// Waits until everything handed over is on the disk, in the sidecar if it can be; false when it is not.
    pub fn flush(&self) -> bool {
        let (answer, answered) = channel();
        let asked = self.orders.as_ref().is_some_and(|orders| orders.send(WriterCommand::Flush(answer)).is_ok());
        asked && answered.recv().unwrap_or(false)
    }

    /// Writes everything and ends.
    pub fn finish(mut self) -> Ending {
        self.close()
    }

    fn close(&mut self) -> Ending {
        self.orders = None;
        self.thread.take().map_or(Ending::Folded, |t| t.join().unwrap_or(Ending::Lost))
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.close();
    }
}

/// Most times a sidecar that somebody writes at the same moment is taken in.
const MAX_ATTEMPTS: usize = 5;
/// Shortest rest after which the journal is folded.
const REST: Duration = Duration::from_secs(2);
/// The rest is at least so many times what the last fold took.
const REST_FACTOR: u32 = 10;
/// Most bytes of lines in the journal before they are folded without a rest; in a larger sidecar as many as that has, so
/// that writing it again and again costs no more than the lines did.
const MAX_UNFOLDED: usize = 1024 * 1024;
/// First and longest wait before something that failed is tried again.
const RETRY_DELAYS: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(30));

/// What is said when the folder cannot be found any more.
const GONE: &str = "the folder is gone";

struct WriterThread<R> {
    target: WriterTarget,
    report: R,
    journal: Journal,
    /// The set with all changes.
    set: Set,
    /// The sidecar as last read or written.
    seen: Option<FileVersion>,
    /// Places whose decisions are among those, to be taken away once they are in the sidecar.
    others: Vec<(OtherSidecar, String)>,
    /// Changes since then, in order.
    since: Vec<Arc<Change>>,
    /// Lines in the journal that are in no sidecar yet.
    written: String,
    /// Lines that are in a sidecar and not yet in the history.
    unfiled: String,
    /// Whether the journal could not be emptied: its lines are older than the sidecar.
    stale: bool,
    /// Lines that are not in the journal yet, and the number of the last.
    waiting: String,
    last: u64,
    damaged: Vec<u8>,
    drafts: DraftFile,
    /// Whether the sidecar of before this run was kept.
    backed: bool,
    not_folded: bool,
    /// Whether a full copy stands in for a sidecar that cannot be read any more.
    copied: bool,
    /// Where the folder went, once that was told.
    moved: Option<PathBuf>,
    retry: Duration,
    last_fold: Duration,
    /// Bytes of the sidecar as it was last written.
    folded: usize,
}

impl<R: Fn(Report)> WriterThread<R> {
    fn new(target: WriterTarget, stored: Stored, report: R) -> Self {
        let journal = Journal::new(target.disk.clone(), target.lock.site().clone(), target.holder.clone());
        let mut damaged = Vec::new();
        for (_, _, line) in &stored.journal.damaged {
            damaged.extend_from_slice(line);
            damaged.push(b'\n');
        }
        // A sidecar that comes back meanwhile is brought together with all that was read from the copy.
        let copied = stored.from_copy.then(|| Arc::new(merge::joining(&Set::default(), &stored.set)));
        let journal_changes = stored.journal.entries.into_iter().map(|e| e.change);
        let mut set = stored.set;
        if stored.sidecar.is_none() && !stored.from_copy {
            set.about = target.about.clone();
            if journal_changes.len() > 0 || !stored.joined.is_empty() {
                // Nobody knows which text the places in a journal alone were made on.
                set.about.text.clear();
            }
        }
        Self {
            target,
            report,
            journal,
            set,
            seen: stored.sidecar,
            since: copied.into_iter().chain(journal_changes).chain(stored.joined).collect(),
            others: stored.others.joined.into_iter().zip(stored.read).collect(),
            written: stored.journal.lines,
            unfiled: String::new(),
            stale: false,
            waiting: String::new(),
            last: 0,
            damaged,
            drafts: DraftFile::new(stored.drafts),
            backed: false,
            not_folded: false,
            copied: stored.from_copy,
            moved: None,
            retry: RETRY_DELAYS.0,
            last_fold: Duration::ZERO,
            folded: 0,
        }
    }

    fn run(mut self, inbox: &Receiver<WriterCommand>) -> Ending {
        if self.since.is_empty() && !self.copied {
            if !self.damaged.is_empty() {
                self.tidy();
            }
        } else if !self.fold() {
            (self.report)(Report::Notice("Changes of an interrupted session are kept in the journal".to_owned()));
        }
        self.write_drafts();
        let base = self.seen.as_ref().map(|s| s.hash.clone()).unwrap_or_default();
        // Only for other windows to read who is here.
        let _ = self.journal.announce(&base);
        loop {
            let order = match self.patience() {
                None => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(patience) => inbox.recv_timeout(patience),
            };
            match order {
                Ok(first) => {
                    let mut asked = Vec::new();
                    for order in std::iter::once(first).chain(inbox.try_iter()) {
                        self.take(order, &mut asked);
                    }
                    let safe = self.commit();
                    // What is saved comes first.
                    self.write_drafts();
                    // Whoever never rests fills neither memory nor the journal.
                    if safe && !self.not_folded && self.written.len() > MAX_UNFOLDED.max(self.folded) {
                        self.fold();
                    }
                    if !asked.is_empty() {
                        let folded = self.since.is_empty() || self.fold();
                        for answer in asked {
                            // Whoever asked may have stopped waiting.
                            let _ = answer.send(safe || folded);
                        }
                    }
                }
                Err(RecvTimeoutError::Timeout) => {
                    self.write_drafts();
                    if self.waiting.is_empty() || self.commit() {
                        self.fold();
                    }
                }
                Err(RecvTimeoutError::Disconnected) => return self.end(),
            }
        }
    }

    fn take(&mut self, order: WriterCommand, asked: &mut Vec<Sender<bool>>) {
        match order {
            WriterCommand::Keep(number, entry, reanchored) => {
                // What somebody else wrote may be in the set already and not yet on the screen.
                merge::replay(&mut self.set, [&*entry.change]);
                if reanchored {
                    self.set.about = self.target.about.clone();
                }
                self.waiting.push_str(&journal::line(number, &entry));
                self.since.push(entry.change);
                self.last = number;
            }
            WriterCommand::Drafts(text) => self.drafts.take(text),
            WriterCommand::Flush(answer) => asked.push(answer),
        }
    }

    /// How long to wait for the next order; for ever when nothing is left to do.
    fn patience(&self) -> Option<Duration> {
        if !self.waiting.is_empty() || self.not_folded || self.drafts.waits() {
            Some(self.retry)
        } else if self.since.is_empty() {
            None
        } else {
            Some(REST.max(self.last_fold * REST_FACTOR))
        }
    }

    fn later(&mut self) {
        self.retry = (self.retry * 2).min(RETRY_DELAYS.1);
    }

    /// Puts the waiting lines into the journal; when that fails, everything into the sidecar. True when nothing waits.
    fn commit(&mut self) -> bool {
        if self.waiting.is_empty() {
            return true;
        }
        let held = self.look_at_folder();
        self.keep_origin();
        let committed = held.and_then(|()| {
            let added = self.journal.commit(&self.written, &self.waiting);
            if !self.damaged.is_empty() {
                // The journal is the only copy of what could not be read.
                return added;
            }
            // Beside a journal without these a sidecar that has them would lose a step back that was taken last.
            added.or_else(|error| self.journal.rewrite(&self.written, &self.waiting).map_err(|_| error))
        });
        match committed {
            Ok(()) => {
                let lines = std::mem::take(&mut self.waiting);
                self.written.push_str(&lines);
                self.retry = RETRY_DELAYS.0;
                (self.report)(Report::Saved(self.last));
                true
            }
            Err(error) => {
                let why = self.why(&error);
                if self.fold() {
                    return true;
                }
                self.later();
                (self.report)(Report::Failed(why));
                false
            }
        }
    }

    /// Brings everything into the sidecar and empties the journal. True when it is there.
    fn fold(&mut self) -> bool {
        if self.since.is_empty() && !self.copied {
            return true;
        }
        // Old lines laid over a newer sidecar would take back what is only there.
        if self.stale && !self.waiting.is_empty() {
            return false;
        }
        let began = Instant::now();
        match self.write() {
            Ok(()) => {
                self.since.clear();
                self.last_fold = began.elapsed();
                if !self.waiting.is_empty() {
                    self.written.push_str(&std::mem::take(&mut self.waiting));
                    (self.report)(Report::Saved(self.last));
                }
                if self.not_folded {
                    (self.report)(Report::Folded);
                }
                (self.not_folded, self.retry) = (false, RETRY_DELAYS.0);
                self.drop_copy();
                self.leave_others();
                self.tidy();
                true
            }
            Err(why) => {
                if !self.not_folded && self.waiting.is_empty() {
                    (self.report)(Report::NotFolded(why));
                    self.not_folded = true;
                }
                self.later();
                false
            }
        }
    }

    fn site(&self) -> &Site {
        self.target.lock.site()
    }

    /// What failed, and where.
    fn why(&self, error: &std::io::Error) -> String {
        let message = error.to_string();
        let path = self.moved.as_deref().unwrap_or(self.site().path()).display().to_string();
        if message.contains(&path) || message == GONE { message } else { format!("{message}: {path}") }
    }

    /// Whether the folder can still be found: what is written to one that cannot would be out of sight. A folder that
    /// was moved is told once; writing goes on in it, and never under the old path.
    fn look_at_folder(&mut self) -> std::io::Result<()> {
        match self.site().whereabouts() {
            Whereabouts::There => {
                self.moved = None;
                Ok(())
            }
            Whereabouts::Moved(now) => {
                if self.moved.as_ref() != Some(&now) {
                    let text = format!("The folder was moved: decisions are written to {}", now.display());
                    (self.report)(Report::Notice(text));
                    self.moved = Some(now);
                }
                Ok(())
            }
            Whereabouts::Gone => Err(std::io::Error::new(std::io::ErrorKind::NotFound, GONE)),
        }
    }

    /// Writes the sidecar; before that, takes in what somebody else wrote.
    fn write(&mut self) -> Result<(), String> {
        self.look_at_folder().map_err(|e| self.why(&e))?;
        for _ in 0..MAX_ATTEMPTS {
            self.take_in()?;
            if !self.backed {
                self.keep_previous();
            }
            let text = print(&self.set);
            let seen = self.seen.as_ref().and_then(|s| s.stamp.clone());
            let site = self.site();
            let (folder, name) = site.sidecar();
            let still = || site.stamp() == seen;
            let written =
                self.target.disk.replace_if(folder, name, text.as_bytes(), still).map_err(|e| self.why(&e))?;
            if let Some(stamp) = written {
                self.seen = Some(FileVersion { hash: sha256(text.as_bytes()), stamp: Some(stamp) });
                self.folded = text.len();
                return Ok(());
            }
        }
        Err(format!("another program keeps changing {}", self.site().path().display()))
    }

    /// Merges what somebody else wrote since the sidecar was last looked at.
    fn take_in(&mut self) -> Result<(), String> {
        if self.seen.as_ref().and_then(|s| s.stamp.clone()) == self.site().stamp() {
            return Ok(());
        }
        let theirs = match read_sidecar(self.site()) {
            Ok(theirs) => theirs,
            Err(error) => {
                let copy = self.keep_copy();
                return Err(format!("the annotations were changed by somebody else and cannot be read: {error}{copy}"));
            }
        };
        let Some((mut both, seen)) = theirs else {
            // Removed by somebody: ours is written anew.
            self.seen = None;
            return Ok(());
        };
        if self.seen.as_ref().is_none_or(|ours| ours.hash != seen.hash) {
            let same_text = both.about.text == self.set.about.text;
            let mut clashes = merge::replay(&mut both, self.since.iter().map(|c| &**c));
            clashes += merge::pair_decisions(&mut both);
            both.about = self.set.about.clone();
            if !same_text {
                // Places of two texts: each is looked for by its words.
                both.about.text.clear();
            }
            self.set = both;
            (self.report)(Report::Merged(self.last, Box::new(self.set.clone()), clashes));
        }
        self.seen = Some(seen);
        Ok(())
    }

    /// After a fold: lines go to the history, damaged ones are kept, the journal is emptied.
    fn tidy(&mut self) {
        if !self.damaged.is_empty() && !self.keep_damaged() {
            // The only copy is the journal's: it stays.
            self.stale = true;
            return;
        }
        if let Some(state) = &self.target.state {
            self.unfiled.push_str(&self.written);
            match history::append(&self.target.disk, &state.history, self.unfiled.as_bytes()) {
                Ok(()) => self.unfiled.clear(),
                Err(_) => (self.report)(Report::Notice("The history cannot be kept for now".to_owned())),
            }
        }
        self.written.clear();
        let base = self.seen.as_ref().map(|s| s.hash.clone()).unwrap_or_default();
        self.stale = self.journal.reset(&base, self.last).is_err();
    }

    fn end(mut self) -> Ending {
        let safe = self.commit();
        self.write_drafts();
        let folded = self.fold();
        if folded && self.damaged.is_empty() {
            self.journal.remove();
        }
        self.target.lock.release();
        match (folded, safe) {
            (true, _) => Ending::Folded,
            (false, true) => Ending::InJournal,
            (false, false) => Ending::Lost,
        }
    }
}

#[cfg(test)]
mod tests;
