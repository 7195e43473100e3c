//! The file of an index: its tables, and what is read and written in one transaction.

mod segments;

use super::entries::{Candidate, Entries, Kept, Row};
use super::unused;
use crate::project::Project;
use crate::project::library::tidy;
use crate::store::disk::make_folder_of;
use redb::backends::FileBackend;
use redb::{
    Builder, Database, DatabaseError, ReadTransaction, ReadableDatabase, ReadableTable as _, TableDefinition,
    TableError,
};
use sayso_core::detect::DETECTOR;
use sayso_core::document::sha256;
use sayso_core::library::{Damaged, Namespace, Plan, Several};
use segments::{Segments, begin, merge, next, put_segment};
use std::collections::{BTreeSet, HashMap};
use std::fs::OpenOptions;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::channel;
use std::time::{Duration, Instant, SystemTime};

/// Raised when something is kept otherwise.
const VERSION: &str = "3";

/// A row for each document, by its path in the folder: what a list shows of it.
const ROWS: TableDefinition<'_, &[u8], &[u8]> = TableDefinition::new("rows");
/// The path of each document, by its number.
const PATHS: TableDefinition<'_, u32, &[u8]> = TableDefinition::new("paths");
/// The record of each document, by its number.
const RECORDS: TableDefinition<'_, u32, &[u8]> = TableDefinition::new("records");
/// The compressed reading text of documents whose file is something else, by their number.
const TEXTS: TableDefinition<'_, u32, &[u8]> = TableDefinition::new("texts");
/// The terms of segments, by the segment's number and the first term of a block.
const TERMS: TableDefinition<'_, (u32, &str), &[u8]> = TableDefinition::new("terms");
/// The documents of those terms.
const POSTINGS: TableDefinition<'_, (u32, &str), &[u8]> = TableDefinition::new("postings");
/// How many documents each segment was made of.
const SEGMENTS: TableDefinition<'_, u32, u32> = TableDefinition::new("segments");
/// Numbers and names about the whole.
const ABOUT: TableDefinition<'_, &str, &str> = TableDefinition::new("about");

/// How long another process is waited for.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long is waited between two tries.
const PAUSE: Duration = Duration::from_millis(4);
/// Bytes of the file kept in memory.
const CACHE: usize = 64 << 20;
/// Why an index gives no answer.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// Another process has it.
    #[error("the index of this folder is being used by another sayso")]
    Busy,
    /// It is damaged.
    #[error("the index of this folder is damaged")]
    Damaged,
    /// The system does not let it.
    #[error("the index of this folder cannot be used: {0}")]
    Failed(String),
}

impl From<Damaged> for IndexError {
    fn from(_: Damaged) -> Self {
        Self::Damaged
    }
}

macro_rules! failures {
    ($($Kind:ty),*) => {
        $(impl From<$Kind> for IndexError {
            fn from(error: $Kind) -> Self {
                Self::of(error.into())
            }
        })*
    };
}
failures!(redb::StorageError, TableError, redb::TransactionError, redb::CommitError, redb::SetDurabilityError);

impl IndexError {
    fn of(error: redb::Error) -> Self {
        match error {
            redb::Error::DatabaseAlreadyOpen => Self::Busy,
            redb::Error::Io(e)
                if !matches!(e.kind(), std::io::ErrorKind::InvalidData | std::io::ErrorKind::UnexpectedEof) =>
            {
                Self::Failed(e.to_string())
            }
            _ => Self::Damaged,
        }
    }
}

/// The index of a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexFile {
    path: PathBuf,
    folder: PathBuf,
}

impl IndexFile {
    /// That of a folder, as its documents are read in this run; `None` where nothing can be kept.
    pub fn of(project: &Project, folder: &Path) -> Option<Self> {
        let state = project.folders.state.as_ref().filter(|_| project.sidecar.is_none())?;
        let canonical = std::fs::canonicalize(folder).ok()?;
        let how = format!("{:?} {:?} {:?}\n", project.options, project.annotator, project.folders.data);
        let named = [how.as_bytes(), canonical.as_os_str().as_encoded_bytes()].concat();
        let name: String = sha256(&named).chars().take(32).collect();
        Some(Self { path: state.join("index").join(format!("{name}.redb")), folder: tidy(folder) })
    }

    /// The folder, as documents in it are named.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The path of the file, for sentences.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How a document is called in it.
    pub fn key(&self, path: &Path) -> Vec<u8> {
        let path = path.strip_prefix(".").unwrap_or(path);
        path.strip_prefix(&self.folder).unwrap_or(path).as_os_str().as_encoded_bytes().to_vec()
    }

    /// Opens the file for as long as `work` takes. What is damaged is thrown away: the next time there is an empty one.
    fn with<T>(&self, work: impl FnOnce(&Database) -> Result<T, IndexError>) -> Result<T, IndexError> {
        let database = self.open()?;
        // What stands in a damaged file may lead anywhere.
        let done = catch_unwind(AssertUnwindSafe(|| work(&database))).unwrap_or(Err(IndexError::Damaged));
        let _ = catch_unwind(AssertUnwindSafe(|| drop(database)));
        if matches!(done, Err(IndexError::Damaged)) {
            let _ = std::fs::remove_file(&self.path);
        }
        done
    }

    /// Reads the file for as long as `work` takes; others may read it at the same time. Nothing is written for it.
    fn read<T>(&self, work: impl Fn(&ReadTransaction) -> Result<T, IndexError>) -> Result<T, IndexError> {
        unused::note_use(&self.path, SystemTime::now());
        let open = || {
            let database = Builder::new().set_cache_size(CACHE).open_read_only(&self.path).map_err(not_opened)?;
            let is_current = version_of(&database)?.is_some_and(|version| version == current_version());
            if is_current { Ok(database) } else { Err(IndexError::Damaged) }
        };
        match Self::patiently(open) {
            Ok(database) => {
                let read = AssertUnwindSafe(|| work(&database.begin_read()?));
                if let Ok(Ok(done)) = catch_unwind(read) {
                    return Ok(done);
                }
            }
            Err(IndexError::Busy) => return Err(IndexError::Busy),
            Err(_) => {}
        }
        // One that is damaged, or that a process left in the middle of its work, is set right by opening it to write.
        self.with(|database| work(&database.begin_read()?))
    }

    fn open(&self) -> Result<Database, IndexError> {
        match Self::patiently(|| self.try_open()) {
            Err(IndexError::Damaged) => {
                std::fs::remove_file(&self.path).map_err(|e| IndexError::Failed(e.to_string()))?;
                Self::patiently(|| self.try_open())
            }
            opened => opened,
        }
    }

    /// Tries again while another process holds the file.
    fn patiently<T>(open: impl Fn() -> Result<T, IndexError>) -> Result<T, IndexError> {
        let began = Instant::now();
        // What another process holds can be waited for only by looking again, and nothing is ever sent here.
        let (_open, never) = channel::<()>();
        loop {
            match catch_unwind(AssertUnwindSafe(&open)).unwrap_or(Err(IndexError::Damaged)) {
                Err(IndexError::Busy) if began.elapsed() < PATIENCE => {
                    let _ = never.recv_timeout(PAUSE);
                }
                opened => return opened,
            }
        }
    }

    fn try_open(&self) -> Result<Database, IndexError> {
        let failed = |e: std::io::Error| IndexError::Failed(e.to_string());
        make_folder_of(&self.path).map_err(failed)?;
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&self.path).map_err(failed)?;
        let backend = FileBackend::new(file).map_err(not_opened)?;
        let database = Builder::new().set_cache_size(CACHE).create_with_backend(backend).map_err(not_opened)?;
        let current = current_version();
        match version_of(&database)? {
            Some(version) if version == current => Ok(database),
            Some(_) => Err(IndexError::Damaged),
            None => {
                if let Some(folder) = self.path.parent() {
                    unused::remove_old(folder, SystemTime::now());
                }
                let write = begin(&database)?;
                write.open_table(ABOUT)?.insert("version", current.as_str())?;
                for made in [
                    write.open_table(ROWS).map(drop),
                    write.open_table(PATHS).map(drop),
                    write.open_table(RECORDS).map(drop),
                    write.open_table(TEXTS).map(drop),
                    write.open_table(TERMS).map(drop),
                    write.open_table(POSTINGS).map(drop),
                    write.open_table(SEGMENTS).map(drop),
                ] {
                    made?;
                }
                write.commit()?;
                Ok(database)
            }
        }
    }

    /// The rows of some documents, by their path in the folder. O(those · log n).
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn rows_of(&self, keys: &[Vec<u8>]) -> Result<HashMap<Vec<u8>, Row>, IndexError> {
        self.read(|read| {
            let rows = read.open_table(ROWS)?;
            let mut out = HashMap::new();
            for key in keys {
                if let Some(row) = rows.get(key.as_slice())? {
                    out.insert(key.clone(), decode(row.value())?);
                }
            }
            Ok(out)
        })
    }

    /// The rows of all documents, by their path in the folder; none where there is no index yet. O(documents).
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn rows(&self) -> Result<HashMap<Vec<u8>, Row>, IndexError> {
        if !self.path.exists() {
            return Ok(HashMap::new());
        }
        self.read(|read| {
            let rows = read.open_table(ROWS)?;
            let mut out = HashMap::new();
            for row in rows.iter()? {
                let (path, row) = row?;
                out.insert(path.value().to_vec(), decode(row.value())?);
            }
            Ok(out)
        })
    }

    /// Sets numbers aside for documents: nobody else gets them. The first.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn reserve(&self, count: u32) -> Result<u32, IndexError> {
        self.with(|database| {
            let write = begin(database)?;
            let first = next(&write, "next document", count)?;
            write.commit()?;
            Ok(first)
        })
    }

    /// Enters documents in the place of what was known of them. O(documents and their words).
    ///
    /// # Errors
    /// When it cannot be written: nothing is, then.
    pub fn enter(&self, entries: &Entries) -> Result<(), IndexError> {
        self.with(|database| {
            let write = begin(database)?;
            {
                let mut rows = write.open_table(ROWS)?;
                let mut paths = write.open_table(PATHS)?;
                let mut records = write.open_table(RECORDS)?;
                let mut texts = write.open_table(TEXTS)?;
                for document in &entries.documents {
                    let number = document.row.number;
                    let row = encode(&document.row);
                    let before = match rows.insert(document.path.as_slice(), row.as_slice())? {
                        Some(before) => Some(decode(before.value())?.number),
                        None => None,
                    };
                    if let Some(before) = before {
                        paths.remove(before)?;
                        records.remove(before)?;
                        texts.remove(before)?;
                    }
                    if let Some(record) = &document.record {
                        paths.insert(number, document.path.as_slice())?;
                        records.insert(number, record.as_slice())?;
                    }
                    if let Some(text) = &document.text {
                        texts.insert(number, text.as_slice())?;
                    }
                }
            }
            if !entries.blocks.is_empty() {
                let count = u32::try_from(entries.documents.len()).unwrap_or(u32::MAX);
                put_segment(&write, &entries.blocks, count)?;
            }
            write.commit()?;
            Ok(())
        })
    }

    /// Forgets documents that are gone, and makes few segments of many. O(what is forgotten and merged).
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn tidy(&self, gone: &[Vec<u8>]) -> Result<(), IndexError> {
        self.with(|database| {
            let write = begin(database)?;
            {
                let mut rows = write.open_table(ROWS)?;
                for path in gone {
                    let number = match rows.remove(path.as_slice())? {
                        Some(row) => decode(row.value())?.number,
                        None => continue,
                    };
                    write.open_table(PATHS)?.remove(number)?;
                    write.open_table(RECORDS)?.remove(number)?;
                    write.open_table(TEXTS)?.remove(number)?;
                }
            }
            merge(&write)?;
            write.commit()?;
            Ok(())
        })
    }

    /// The documents that may hold an answer, in order of their paths. O(terms + documents of those asked for).
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn candidates(&self, plan: &Plan) -> Result<Vec<Candidate>, IndexError> {
        self.read(|read| {
            let segments = Segments::of(read)?;
            let wanted = plan.documents(|lookup| segments.look_up(lookup))?;
            let paths = read.open_table(PATHS)?;
            let mut out = Vec::new();
            match wanted {
                None => {
                    for path in paths.iter()? {
                        let (number, path) = path?;
                        out.push(Candidate { number: number.value(), path: path.value().to_vec() });
                    }
                }
                Some(wanted) => {
                    for number in wanted {
                        // What was replaced is in the words of its segment still.
                        if let Some(path) = paths.get(number)? {
                            out.push(Candidate { number, path: path.value().to_vec() });
                        }
                    }
                }
            }
            out.sort_unstable_by(|a, b| a.path.cmp(&b.path));
            Ok(out)
        })
    }

    /// The documents that hold as many of some words as is asked, of any of several such questions, in order of their paths.
    /// O(documents of the words), each word looked up once.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn holding(&self, wanted: &[Several]) -> Result<Vec<Candidate>, IndexError> {
        self.read(|read| {
            let segments = Segments::of(read)?;
            let mut held: HashMap<&str, BTreeSet<u32>> = HashMap::new();
            for word in wanted.iter().flat_map(|several| several.words.iter().flatten()) {
                if !held.contains_key(word.as_str()) {
                    held.insert(word, segments.look_up(&Several::lookup(word))?);
                }
            }
            let mut found = BTreeSet::new();
            for several in wanted {
                found.append(&mut several.documents(|word| held.get(word)));
            }
            let paths = read.open_table(PATHS)?;
            let mut out = Vec::new();
            for number in found {
                if let Some(path) = paths.get(number)? {
                    out.push(Candidate { number, path: path.value().to_vec() });
                }
            }
            out.sort_unstable_by(|a, b| a.path.cmp(&b.path));
            Ok(out)
        })
    }

    /// The records of documents as bytes; `None` for one that was replaced meanwhile. O(bytes).
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn records(&self, numbers: &[u32]) -> Result<Vec<Option<Vec<u8>>>, IndexError> {
        self.read(|read| {
            let records = read.open_table(RECORDS)?;
            let mut out = Vec::new();
            for number in numbers.iter().copied() {
                out.push(records.get(number)?.map(|record| record.value().to_vec()));
            }
            Ok(out)
        })
    }

    /// The terms of a kind, without what tells the kind, in order. O(terms of the kind).
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn terms(&self, namespace: Namespace) -> Result<BTreeSet<String>, IndexError> {
        self.read(|read| Segments::of(read)?.terms(namespace))
    }

    /// The compressed texts of documents, where the file is something else. O(bytes).
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn texts(&self, numbers: &[u32]) -> Result<Vec<Option<Vec<u8>>>, IndexError> {
        self.read(|read| {
            let texts = read.open_table(TEXTS)?;
            let text = |number: &u32| Ok(texts.get(*number)?.map(|text| text.value().to_vec()));
            numbers.iter().map(text).collect()
        })
    }

    /// What is kept of documents; `None` for one that was replaced meanwhile. O(bytes).
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn fetch(&self, numbers: &[u32]) -> Result<Vec<Option<Kept>>, IndexError> {
        self.read(|read| {
            let (records, texts) = (read.open_table(RECORDS)?, read.open_table(TEXTS)?);
            let mut out = Vec::new();
            for number in numbers.iter().copied() {
                let text = texts.get(number)?.map(|text| text.value().to_vec());
                out.push(records.get(number)?.map(|record| Kept { record: record.value().to_vec(), text }));
            }
            Ok(out)
        })
    }
}

/// What an index says that can be asked by this program.
fn current_version() -> String {
    format!("{VERSION}/{DETECTOR}")
}

/// What an index says of itself; nothing when it is new.
fn version_of(database: &impl ReadableDatabase) -> Result<Option<String>, IndexError> {
    match database.begin_read()?.open_table(ABOUT) {
        Ok(about) => Ok(about.get("version")?.map(|version| version.value().to_owned())),
        Err(TableError::TableDoesNotExist(_)) => Ok(None),
        Err(e) => Err(e.into()),
    }
}

fn not_opened(error: DatabaseError) -> IndexError {
    match error {
        DatabaseError::DatabaseAlreadyOpen => IndexError::Busy,
        error => IndexError::of(error.into()),
    }
}

fn encode(row: &Row) -> Vec<u8> {
    // Into memory nothing fails.
    postcard::to_allocvec(row).unwrap_or_default()
}

fn decode(bytes: &[u8]) -> Result<Row, IndexError> {
    postcard::from_bytes(bytes).map_err(|_| IndexError::Damaged)
}
