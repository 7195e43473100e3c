//! The file of an index: its tables, and what is read and written in one transaction.

use crate::project::Project;
use crate::project::library::{NotRead, Summary, tidy};
use crate::store::disk::make_folder_of;
use redb::backends::FileBackend;
use redb::{Builder, Database, DatabaseError, ReadableDatabase as _, ReadableTable as _, TableDefinition, TableError};
use sayso_core::detect::DETECTOR;
use sayso_core::document::{Format, sha256};
use sayso_core::library::postings::{self, Entry};
use sayso_core::library::{Block, Damaged, Fit, Lookup, Namespace, Plan, SegmentBuilder};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap};
use std::fs::OpenOptions;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

/// Raised when something is kept otherwise.
const VERSION: &str = "1";

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
/// Most segments: from here on the smallest become one.
const MAX_SEGMENTS: usize = 32;
/// How many are left then.
const FEW_SEGMENTS: usize = 8;

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

/// What tells one state of a document, and of what is kept of it, from another without reading it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamps {
    /// Bytes of the file.
    pub size: u64,
    /// When it was written last, nanoseconds since 1970; 0 for one that has to be read again.
    pub modified: u64,
    /// The same of its sidecar and journals as one number; 0 where there are none.
    pub kept: u64,
}

/// What a list shows of a document, and what it was made from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Number of its record.
    pub number: u32,
    /// Its state when it was read.
    pub stamps: Stamps,
    /// What read it, with its version; empty where nothing could.
    pub loader: String,
    /// What is known.
    pub known: Result<Summary, NotRead>,
}

impl Row {
    /// Whether it tells of the document as it is now.
    pub fn is_of(&self, stamps: Stamps) -> bool {
        let is_current = || self.loader.is_empty() || Format::all().any(|format| format.loader() == self.loader);
        self.stamps == stamps && stamps.modified > 0 && is_current()
    }
}

/// A document as it goes into an index.
#[derive(Debug)]
pub struct Entered {
    /// Its path in the folder.
    pub path: Vec<u8>,
    /// What a list shows.
    pub row: Row,
    /// Its record; none where it could not be read.
    pub record: Option<Vec<u8>>,
    /// Its compressed text, where the file is something else.
    pub text: Option<Vec<u8>>,
}

/// Documents that go into an index together.
#[derive(Debug, Default)]
pub struct Entries {
    /// The documents.
    pub documents: Vec<Entered>,
    /// Their words.
    pub blocks: Vec<Block>,
}

/// A document that may hold an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Its number.
    pub number: u32,
    /// Its path in the folder.
    pub path: Vec<u8>,
}

/// What is kept of a candidate.
#[derive(Debug)]
pub struct Kept {
    /// Its record as bytes.
    pub record: Vec<u8>,
    /// Its compressed text, where the file is something else.
    pub text: Option<Vec<u8>>,
}

/// The index of a folder.
#[derive(Clone, Debug)]
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

    fn open(&self) -> Result<Database, IndexError> {
        let began = Instant::now();
        let mut is_new_try = true;
        // What another process holds can be waited for only by looking again, and nothing is ever sent here.
        let (_open, never) = channel::<()>();
        loop {
            let opened = catch_unwind(AssertUnwindSafe(|| self.try_open())).unwrap_or(Err(IndexError::Damaged));
            match opened {
                Err(IndexError::Busy) if began.elapsed() < PATIENCE => {
                    let _ = never.recv_timeout(PAUSE);
                }
                Err(IndexError::Damaged) if std::mem::replace(&mut is_new_try, false) => {
                    std::fs::remove_file(&self.path).map_err(|e| IndexError::Failed(e.to_string()))?;
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
        let busy = |e: DatabaseError| match e {
            DatabaseError::DatabaseAlreadyOpen => IndexError::Busy,
            e => IndexError::of(e.into()),
        };
        let backend = FileBackend::new(file).map_err(busy)?;
        let database = Builder::new().set_cache_size(CACHE).create_with_backend(backend).map_err(busy)?;
        let current = format!("{VERSION}/{DETECTOR}");
        let read = database.begin_read()?;
        let version = match read.open_table(ABOUT) {
            Ok(about) => about.get("version")?.map(|v| v.value().to_owned()),
            Err(TableError::TableDoesNotExist(_)) => None,
            Err(e) => return Err(e.into()),
        };
        drop(read);
        match version {
            Some(version) if version == current => Ok(database),
            Some(_) => Err(IndexError::Damaged),
            None => {
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
        self.with(|database| {
            let rows = database.begin_read()?.open_table(ROWS)?;
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
        self.with(|database| {
            let rows = database.begin_read()?.open_table(ROWS)?;
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
        self.with(|database| {
            let read = database.begin_read()?;
            let (terms, lists, segments) =
                (read.open_table(TERMS)?, read.open_table(POSTINGS)?, read.open_table(SEGMENTS)?);
            let mut numbers = Vec::new();
            for segment in segments.iter()? {
                numbers.push(segment?.0.value());
            }
            let look_up = |lookup: &Lookup| -> Result<BTreeSet<u32>, IndexError> {
                let mut out = BTreeSet::new();
                for segment in &numbers {
                    for (from, to) in ranges(&terms, *segment, lookup)? {
                        for block in terms.range((*segment, from.as_str())..(*segment, to.as_str()))? {
                            let (key, block) = block?;
                            let mut found: Vec<Entry> = Vec::new();
                            postings::each(block.value(), |term, entry| {
                                if lookup.accepts(term) {
                                    found.push(entry);
                                }
                                true
                            })?;
                            if !found.is_empty() {
                                let list = lists.get(key.value())?.ok_or(IndexError::Damaged)?;
                                for entry in found {
                                    out.extend(postings::documents(list.value(), entry)?);
                                }
                            }
                        }
                    }
                }
                Ok(out)
            };
            let wanted = plan.documents(look_up)?;
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

    /// The terms of a kind, without what tells the kind, in order. O(terms of the kind).
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn terms(&self, namespace: Namespace) -> Result<BTreeSet<String>, IndexError> {
        self.with(|database| {
            let read = database.begin_read()?;
            let (terms, segments) = (read.open_table(TERMS)?, read.open_table(SEGMENTS)?);
            let all = Lookup { namespace, letters: String::new(), fit: Fit::Begins };
            let mut out = BTreeSet::new();
            for segment in segments.iter()? {
                let segment = segment?.0.value();
                for (from, to) in ranges(&terms, segment, &all)? {
                    for block in terms.range((segment, from.as_str())..(segment, to.as_str()))? {
                        postings::each(block?.1.value(), |term, _| {
                            out.extend(term.strip_prefix(namespace.prefix()).map(str::to_owned));
                            true
                        })?;
                    }
                }
            }
            Ok(out)
        })
    }

    /// What is kept of documents; `None` for one that was replaced meanwhile. O(bytes).
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn fetch(&self, numbers: impl Iterator<Item = u32>) -> Result<Vec<Option<Kept>>, IndexError> {
        self.with(|database| {
            let read = database.begin_read()?;
            let (records, texts) = (read.open_table(RECORDS)?, read.open_table(TEXTS)?);
            let mut out = Vec::new();
            for number in numbers {
                let text = texts.get(number)?.map(|text| text.value().to_vec());
                out.push(records.get(number)?.map(|record| Kept { record: record.value().to_vec(), text }));
            }
            Ok(out)
        })
    }
}

/// The ranges of blocks of a segment that can hold what is looked up: from a first term, up to one that is behind.
fn ranges(
    terms: &impl redb::ReadableTable<(u32, &'static str), &'static [u8]>,
    segment: u32,
    lookup: &Lookup,
) -> Result<Vec<(String, String)>, IndexError> {
    /// Behind every term.
    const END: &str = "\u{10ffff}";
    let Some(first) = lookup.begins() else { return Ok(vec![(String::new(), END.to_owned())]) };
    // The block that holds a term begins with it or before.
    let before = |term: &str| -> Result<String, IndexError> {
        let block = terms.range((segment, "")..=(segment, term))?.next_back().transpose()?;
        Ok(block.map(|(key, _)| key.value().1.to_owned()).unwrap_or_default())
    };
    let behind = if lookup.fit == Fit::Whole { format!("{first}\u{0}") } else { format!("{first}{END}") };
    let mut out = vec![(before(&first)?, behind)];
    if lookup.namespace == Namespace::Word {
        out.push((before(Namespace::Joined.prefix())?, Namespace::Speaker.prefix().to_owned()));
    }
    Ok(out)
}

fn begin(database: &Database) -> Result<redb::WriteTransaction, IndexError> {
    let mut write = database.begin_write()?;
    // After a crash it opens without being gone through.
    write.set_quick_repair(true);
    Ok(write)
}

/// Takes numbers from a count.
fn next(write: &redb::WriteTransaction, what: &str, count: u32) -> Result<u32, IndexError> {
    let mut about = write.open_table(ABOUT)?;
    let first: u32 = about.get(what)?.map_or(Ok(0), |n| n.value().parse()).map_err(|_| IndexError::Damaged)?;
    let behind = first.checked_add(count).ok_or(IndexError::Damaged)?;
    about.insert(what, behind.to_string().as_str())?;
    Ok(first)
}

fn put_segment(write: &redb::WriteTransaction, blocks: &[Block], documents: u32) -> Result<(), IndexError> {
    let segment = next(write, "next segment", 1)?;
    let (mut terms, mut lists) = (write.open_table(TERMS)?, write.open_table(POSTINGS)?);
    for block in blocks {
        terms.insert((segment, block.first.as_str()), block.terms.as_slice())?;
        lists.insert((segment, block.first.as_str()), block.postings.as_slice())?;
    }
    write.open_table(SEGMENTS)?.insert(segment, documents)?;
    Ok(())
}

/// Makes one segment of the smallest, where there are many.
fn merge(write: &redb::WriteTransaction) -> Result<(), IndexError> {
    let mut sizes = Vec::new();
    for segment in write.open_table(SEGMENTS)?.iter()? {
        let (segment, count) = segment?;
        sizes.push((count.value(), segment.value()));
    }
    if sizes.len() <= MAX_SEGMENTS {
        return Ok(());
    }
    sizes.sort_unstable();
    sizes.truncate(sizes.len() - FEW_SEGMENTS);
    let mut alive: HashMap<u32, bool> = HashMap::new();
    let mut builder = SegmentBuilder::default();
    {
        let paths = write.open_table(PATHS)?;
        let (mut terms, mut lists) = (write.open_table(TERMS)?, write.open_table(POSTINGS)?);
        let mut is_there = |n: u32| *alive.entry(n).or_insert_with(|| paths.get(n).is_ok_and(|path| path.is_some()));
        for (_, segment) in &sizes {
            let range = || (*segment, "")..(*segment + 1, "");
            let mut keys = Vec::new();
            for block in terms.range(range())? {
                let (key, block) = block?;
                let list = lists.get(key.value())?.ok_or(IndexError::Damaged)?;
                builder.absorb(block.value(), list.value(), &mut is_there)?;
                keys.push(key.value().1.to_owned());
            }
            for first in keys {
                terms.remove((*segment, first.as_str()))?;
                lists.remove((*segment, first.as_str()))?;
            }
            write.open_table(SEGMENTS)?.remove(*segment)?;
        }
    }
    let documents = alive.values().filter(|is_there| **is_there).count();
    put_segment(write, &builder.finish(), u32::try_from(documents).unwrap_or(u32::MAX))
}

fn encode(row: &Row) -> Vec<u8> {
    // Into memory nothing fails.
    postcard::to_allocvec(row).unwrap_or_default()
}

fn decode(bytes: &[u8]) -> Result<Row, IndexError> {
    postcard::from_bytes(bytes).map_err(|_| IndexError::Damaged)
}
