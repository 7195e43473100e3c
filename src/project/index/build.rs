//! Bringing an index up to date: what changed is read by all cores, one thread commits, what is known is told in the order of the
//! list.

use super::entries::{Entered, Entries, Row, Stamps};
use super::folders::FolderCache;
use super::store::{IndexError, IndexFile};
use crate::project::library::{LibraryUpdate, NotRead, Summary};
use crate::project::{Project, Request, Source};
use crate::store;
use flate2::{Compression, write::DeflateEncoder};
use sayso_core::detect::Detector;
use sayso_core::document::Document;
use sayso_core::library::{DocumentRecord, SegmentBuilder, TermReader};
use sayso_core::reading::Reading;
use std::collections::{BTreeMap, HashMap};
use std::io::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Longest what was found out is kept back before it is told: a screen need not be drawn for each document.
const BATCH_TIME: Duration = Duration::from_millis(50);
/// Most documents told at once: a screen takes them all before it is drawn again.
const MAX_TOLD: usize = 2000;
/// Longest a document that takes its time keeps back what is known of those behind it.
const ORDER_TIME: Duration = Duration::from_millis(250);
/// Most documents of a segment.
const MAX_DOCUMENTS: usize = 4000;
/// Bytes of text after which a segment is finished.
const MAX_BYTES: usize = 16 << 20;
/// Documents whose numbers are set aside at once.
const RESERVED: usize = 4096;
/// Segments that wait to be committed: a disk that is slow slows the reading, the memory stays bounded.
const WAITING: usize = 1;

/// Documents to be known.
#[derive(Clone, Copy, Debug)]
pub struct Refresh<'a> {
    /// The folder whose index is used; none where nothing is kept of documents that were named one by one.
    pub folder: Option<&'a Path>,
    /// The documents, in the order in which they are told.
    pub paths: &'a [PathBuf],
    /// Whether they are all that the folder has: what else the index knows is forgotten.
    pub is_all: bool,
    /// Whether what is known already is told as well; what cannot be read is told each time.
    pub tell_known: bool,
}

/// A document to be read.
#[derive(Debug)]
pub struct Job {
    position: usize,
    path: PathBuf,
    key: Option<Vec<u8>>,
    number: u32,
    stamps: Stamps,
    /// Whether anything may be kept of it.
    may_be_kept: bool,
    opened: String,
}

/// What the threads send to the one that tells.
struct Told {
    position: usize,
    update: LibraryUpdate,
}

/// Sends what a thread finds out, some of it at a time: whoever listens need not wake for each document.
struct Teller {
    to: Sender<Vec<Told>>,
    kept: Vec<Told>,
    /// When it sent last; the first is sent at once.
    sent: Option<Instant>,
}

impl Teller {
    const fn new(to: Sender<Vec<Told>>) -> Self {
        Self { to, kept: Vec::new(), sent: None }
    }

    fn tell(&mut self, told: Told) {
        self.kept.push(told);
        if self.sent.is_none_or(|sent| sent.elapsed() >= BATCH_TIME / 2) {
            self.send();
        }
    }

    fn send(&mut self) {
        if !self.kept.is_empty() {
            let _ = self.to.send(std::mem::take(&mut self.kept));
            self.sent = Some(Instant::now());
        }
    }
}

impl Drop for Teller {
    fn drop(&mut self) {
        self.send();
    }
}

/// Brings the index of a folder up to date. `tell` gets what is known of documents in batches, in order as far as no document
/// takes long, and says whether anybody still wants to know; what was read by then is kept. The index that can be asked then:
/// none where none can be kept.
///
/// # Errors
/// When an index that could be kept cannot be read or written; what was read is told all the same.
pub fn refresh(
    project: &Project,
    wanted: &Refresh<'_>,
    tell: &mut dyn FnMut(Vec<LibraryUpdate>) -> bool,
) -> Result<Option<IndexFile>, IndexError> {
    let mut index = wanted.folder.and_then(|folder| IndexFile::of(project, folder));
    let mut failure = None;
    // What is damaged is thrown away by the first try, and made by the second.
    let mut rows = HashMap::new();
    if let Some(file) = &index {
        let keys: Vec<Vec<u8>> =
            if wanted.is_all { Vec::new() } else { wanted.paths.iter().map(|path| file.key(path)).collect() };
        let read = || if wanted.is_all { file.rows() } else { file.rows_of(&keys) };
        match read().or_else(|_| read()) {
            Ok(found) => rows = found,
            Err(error) => (failure, index) = (Some(error), None),
        }
    }
    let stop = AtomicBool::new(false);
    let (told, telling) = channel::<Vec<Told>>();
    let (give, jobs) = channel::<Job>();
    let jobs = Mutex::new(jobs);
    let (commit, waiting) = sync_channel::<Entries>(WAITING);
    let plan = Plan { project, wanted, index: index.as_ref(), stop: &stop };
    let workers = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let committed = std::thread::scope(|scope| {
        let (plan, jobs, stop) = (&plan, &jobs, &stop);
        let planned = {
            let mut told = Teller::new(told.clone());
            scope.spawn(move || plan.run(rows, &mut told, &give))
        };
        for _ in 0..workers {
            let (mut told, commit) = (Teller::new(told.clone()), commit.clone());
            scope.spawn(move || work(project, jobs, stop, &mut told, &commit));
        }
        drop((told, commit));
        let committing = scope.spawn(move || write(plan.index, &waiting));
        pass_on(&telling, stop, tell);
        drop(telling);
        let gone = planned.join().unwrap_or_default();
        let done = committing.join().unwrap_or(Err(IndexError::Damaged));
        done.map(|written| (gone, written))
    });
    let Some(file) = index else { return failure.map_or(Ok(None), Err) };
    let (gone, written) = committed?;
    let is_whole = !stop.load(Ordering::Relaxed);
    if wanted.is_all && is_whole && (written || !gone.is_empty()) {
        file.tidy(&gone)?;
    }
    Ok(Some(file))
}

/// What has to be read.
struct Plan<'a> {
    project: &'a Project,
    wanted: &'a Refresh<'a>,
    index: Option<&'a IndexFile>,
    stop: &'a AtomicBool,
}

impl Plan<'_> {
    /// Tells what is known, hands out the rest; the paths that are gone.
    fn run(&self, mut rows: HashMap<Vec<u8>, Row>, told: &mut Teller, give: &Sender<Job>) -> Vec<Vec<u8>> {
        let mut folders = FolderCache::of(self.project);
        let mut position = 0;
        for paths in self.wanted.paths.chunks(RESERVED) {
            let mut jobs = Vec::new();
            for path in paths {
                if self.stop.load(Ordering::Relaxed) {
                    return Vec::new();
                }
                let key = self.index.map(|index| index.key(path));
                let stamps = folders.stamps(path).unwrap_or_default();
                let row = key.as_ref().and_then(|key| rows.remove(key));
                let opened = folders.view_of(path).and_then(|file| store::view::read(&file));
                let opened = opened.map(|view| view.opened).unwrap_or_default();
                match row.filter(|row| row.is_of(stamps)) {
                    Some(row) if self.wanted.tell_known || row.known.is_err() => {
                        let update = LibraryUpdate { path: path.clone(), known: row.known, opened };
                        told.tell(Told { position, update });
                    }
                    Some(_) => {}
                    None => {
                        let source = Source::File(path.clone());
                        let may_be_kept =
                            folders.may_keep(self.project, self.project.member(path).as_ref().unwrap_or(&source));
                        let path = path.clone();
                        jobs.push(Job { position, path, key, number: 0, stamps, may_be_kept, opened });
                    }
                }
                position += 1;
            }
            let count = u32::try_from(jobs.len()).unwrap_or_default();
            let first = match self.index {
                Some(index) if count > 0 => index.reserve(count),
                Some(_) | None => Ok(0),
            };
            for (number, mut job) in (0_u32..).zip(jobs) {
                match &first {
                    Ok(first) => job.number = first + number,
                    // Nothing can be kept: it is read all the same.
                    Err(_) => job.key = None,
                }
                let _ = give.send(job);
            }
        }
        rows.into_keys().collect()
    }
}

/// Tells what is found out, in order as far as that is known.
fn pass_on(telling: &Receiver<Vec<Told>>, stop: &AtomicBool, tell: &mut dyn FnMut(Vec<LibraryUpdate>) -> bool) {
    let mut ready: BTreeMap<usize, LibraryUpdate> = BTreeMap::new();
    let mut next = 0;
    // The first is told at once: what there is to see of a short folder is there with its first frame.
    let mut sent: Option<Instant> = None;
    let mut moved = Instant::now();
    loop {
        let got = telling.recv_timeout(BATCH_TIME);
        let is_over = matches!(got, Err(RecvTimeoutError::Disconnected));
        for Told { position, update } in got.into_iter().flatten() {
            ready.insert(position, update);
        }
        let is_due = sent.is_none_or(|sent| sent.elapsed() >= BATCH_TIME);
        if is_due || is_over {
            let mut batch = Vec::new();
            while let Some(update) = ready.remove(&next) {
                batch.push(update);
                next += 1;
            }
            if is_over || batch.is_empty() && moved.elapsed() >= ORDER_TIME {
                next = ready.last_key_value().map_or(next, |(last, _)| last + 1);
                batch.extend(std::mem::take(&mut ready).into_values());
            }
            if !batch.is_empty() {
                (sent, moved) = (Some(Instant::now()), Instant::now());
                let mut batch = batch.into_iter();
                while batch.len() > 0 {
                    if !tell(batch.by_ref().take(MAX_TOLD).collect()) {
                        stop.store(true, Ordering::Relaxed);
                        return;
                    }
                }
            }
        }
        if is_over {
            return;
        }
    }
}

/// One thread that reads documents.
fn work(
    project: &Project,
    jobs: &Mutex<Receiver<Job>>,
    stop: &AtomicBool,
    told: &mut Teller,
    commit: &SyncSender<Entries>,
) {
    let detector = Detector::new();
    let mut terms = TermReader::default();
    let mut segment = Segment::default();
    loop {
        let job = {
            let jobs = jobs.lock().unwrap_or_else(PoisonError::into_inner);
            jobs.try_recv().or_else(|_| {
                // What is known must not wait with this thread.
                told.send();
                jobs.recv()
            })
        };
        let Ok(job) = job else { break };
        if stop.load(Ordering::Relaxed) {
            break;
        }
        let Job { position, path, key, number, stamps, may_be_kept, opened } = job;
        let read = AssertUnwindSafe(|| {
            let bare = load_bare(project, &path, may_be_kept)?;
            bare.reading(&detector)
        });
        let read = catch_unwind(read).unwrap_or_else(|_| Err(NotRead("Reading it failed.".to_owned())));
        let made = read.map(|reading| {
            let record = DocumentRecord::of(&reading);
            (reading, record)
        });
        let known = made.as_ref().map(|(_, record)| Summary::of(record)).map_err(Clone::clone);
        if let Some(key) = key {
            let row = Row { number, stamps, loader: String::new(), known: known.clone() };
            segment.add(key, row, project.member(&path).is_some(), made.ok(), &mut terms);
        }
        told.tell(Told { position, update: LibraryUpdate { path, known, opened } });
        if segment.is_full() && commit.send(segment.finish()).is_err() {
            break;
        }
    }
    if !segment.entries.documents.is_empty() {
        let _ = commit.send(segment.finish());
    }
}

/// Documents that become a segment.
#[derive(Default)]
struct Segment {
    entries: Entries,
    builder: SegmentBuilder,
    bytes: usize,
}

impl Segment {
    /// Adds a document, with its record where it could be read. Of one that `is_part` of a file the file is not the text.
    fn add(
        &mut self,
        path: Vec<u8>,
        mut row: Row,
        is_part: bool,
        made: Option<(Reading, DocumentRecord)>,
        terms: &mut TermReader,
    ) {
        let number = row.number;
        let (mut kept, mut text) = (None, None);
        if let Some((reading, record)) = made {
            let words = reading.document().text();
            terms.words(words, |term| self.builder.add(number, term));
            record.terms(|term| self.builder.add(number, term.into()));
            self.bytes += words.len();
            row.loader.clone_from(&record.loader);
            text = (is_part || !record.is_text).then(|| compressed(words));
            kept = Some(record.encode());
        }
        self.entries.documents.push(Entered { path, row, record: kept, text });
    }

    fn is_full(&self) -> bool {
        self.entries.documents.len() >= MAX_DOCUMENTS || self.bytes >= MAX_BYTES
    }

    /// What is in it; the next begins empty.
    fn finish(&mut self) -> Entries {
        self.bytes = 0;
        Entries { blocks: self.builder.finish(), ..std::mem::take(&mut self.entries) }
    }
}

/// A text as it is kept.
fn compressed(text: &str) -> Vec<u8> {
    let mut out = DeflateEncoder::new(Vec::new(), Compression::fast());
    // Into memory nothing fails.
    let _ = out.write_all(text.as_bytes());
    out.finish().unwrap_or_default()
}

/// Commits what comes, until nothing comes any more; whether anything did.
fn write(index: Option<&IndexFile>, waiting: &Receiver<Entries>) -> Result<bool, IndexError> {
    let mut result = Ok(false);
    for entries in waiting {
        if let (Some(index), Ok(_)) = (index, &result) {
            result = index.enter(&entries).map(|()| true);
        }
    }
    result
}

/// A document without what is kept of it, and the way to that.
pub(super) struct BareDocument {
    request: Request,
    /// The document.
    pub document: Document,
}

/// Loads a document.
///
/// # Errors
/// Why it cannot be read.
pub(super) fn load_bare(project: &Project, path: &Path, may_be_kept: bool) -> Result<BareDocument, NotRead> {
    let not_read = |error: &dyn std::fmt::Display| NotRead(error.to_string());
    let source = project.member(path).unwrap_or_else(|| Source::File(path.to_owned()));
    // Of most documents of a folder nothing is kept: then nothing is looked for, and nothing is asked of the system.
    let request = if may_be_kept { project.request_of_path(path) } else { project.request_without_sidecar(&source) };
    let request = request.map_err(|e| not_read(&e))?;
    let document = request.load_whole().map_err(|e| not_read(&e))?;
    Ok(BareDocument { request, document })
}

impl BareDocument {
    /// With its suggestions and decisions.
    ///
    /// # Errors
    /// Why what is kept of it cannot be read.
    pub fn reading(self, detector: &Detector) -> Result<Reading, NotRead> {
        let stored = self.request.stored(&self.document.origin.file_hash, None);
        let set = stored.map_err(|error| NotRead(error.to_string()))?.set;
        let found = detector.extract(&self.document);
        Ok(Reading::new(Arc::new(self.document), Arc::new(found), set))
    }
}

/// What is known of a document that is read now.
///
/// # Errors
/// Why it cannot be read.
pub fn record_of(
    project: &Project,
    detector: &Detector,
    path: &Path,
    may_be_kept: bool,
) -> Result<(DocumentRecord, Reading), NotRead> {
    let read = AssertUnwindSafe(|| load_bare(project, path, may_be_kept)?.reading(detector));
    let reading = catch_unwind(read).unwrap_or_else(|_| Err(NotRead("Reading it failed.".to_owned())))?;
    Ok((DocumentRecord::of(&reading), reading))
}

#[cfg(test)]
mod tests;
