//! Figures of documents: summed up of what the index knows of a folder, or of each document that is read.

use super::assigned::AssignedFolders;
use super::index::{self, IndexFile, Refresh, ask, folders::FolderCache};
use super::library::{LibraryUpdate, NotRead};
use super::{Project, Source};
use crate::store::disk::folder_of;
use crate::store::kind::file_of;
use sayso_core::detect::Detector;
use sayso_core::library::figures::behind::{Passage, RowOf};
use sayso_core::library::{Agreement, DocumentRecord, Figures, Period, SharedNames};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// Records looked into at once.
const AT_ONCE: usize = 512;

/// Documents to be summed up.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// The folder whose index is used; none where each document is read.
    pub folder: Option<&'a Path>,
    /// The documents; of a folder all that it has.
    pub paths: &'a [PathBuf],
    /// The time they are of.
    pub period: Period,
}

/// What was summed up.
#[derive(Debug, Default)]
pub struct Counted {
    /// The figures.
    pub figures: Figures,
    /// The ratings of the codebook, in its order.
    pub ratings: Vec<String>,
    /// Documents that could not be read, in order.
    pub not_read: Vec<(PathBuf, NotRead)>,
    /// Why the index of the folder could not be used, if so: every document was read.
    pub without_index: Option<String>,
    /// What of the work of annotators could not be read, in sentences.
    pub work_not_read: Vec<String>,
    /// Whether annotators work blind.
    pub is_blind: bool,
}

/// Words of a document of the folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundWords {
    /// The document.
    pub path: PathBuf,
    /// Its day, in words; nothing where it has none.
    pub day: String,
    /// Where in it, in a word.
    pub place: String,
    /// What they are.
    pub passage: Passage,
    /// The words, shortened.
    pub words: String,
}

/// Most letters of words that are listed.
const LETTERS: usize = 200;

/// Sums up documents; `tell` gets how many are known, and says whether anybody still wants to know. With an index what changed
/// is read, by all cores; else each is. What is in memory grows with people, outlets, days, never with the documents.
pub fn count(project: &Project, wanted: &Wanted<'_>, tell: &mut dyn FnMut(usize) -> bool) -> Counted {
    let mut sum = Sum::new(project, wanted.period);
    let mut done = 0;
    let mut known = |update: &LibraryUpdate| {
        if let Err(why) = &update.known {
            sum.counted.not_read.push((update.path.clone(), why.clone()));
        }
    };
    let mut tell_known = |updates: Vec<LibraryUpdate>| {
        updates.iter().for_each(&mut known);
        done += updates.len();
        tell(done)
    };
    let asked = Refresh { folder: wanted.folder, paths: wanted.paths, is_all: true, tell_known: true };
    let index = match wanted.folder {
        Some(_) => index::refresh(project, &asked, &mut tell_known),
        None => Ok(None),
    };
    let summed =
        index.and_then(|index| index.map_or(Ok(false), |index| sum.index(&index, wanted.paths).map(|()| true)));
    if let Err(error) = &summed {
        sum.counted.without_index = Some(error.to_string());
    }
    if !matches!(summed, Ok(true)) {
        let without_index = sum.counted.without_index.take();
        sum = Sum::new(project, wanted.period);
        sum.counted.without_index = without_index;
        sum.documents(wanted.paths, tell);
    }
    let mut folders = AssignedFolders::default();
    for now in wanted.paths.chunks(AT_ONCE) {
        let found = project.work_on(now, &mut folders);
        for (name, work) in found.sum() {
            sum.counted.figures.work.entry(name).or_default().merge(work);
        }
        sum.counted.work_not_read.extend(found.problems);
    }
    let folder = wanted.folder.or_else(|| wanted.paths.first().map(|path| folder_of(file_of(path))));
    let codebook = folder.map(|folder| project.codebooks.of_folder(folder));
    sum.counted.is_blind = codebook.as_ref().is_some_and(|found| found.codebook.blind);
    sum.counted.ratings = codebook.map(|found| found.codebook.ratings.clone()).unwrap_or_default();
    sum.counted
}

/// A sum being made.
struct Sum<'a> {
    project: &'a Project,
    counted: Counted,
    names: Names<'a>,
}

impl<'a> Sum<'a> {
    fn new(project: &'a Project, period: Period) -> Self {
        let counted = Counted { figures: Figures::new(period), ..Counted::default() };
        Self { project, counted, names: Names { project, known: HashMap::new() } }
    }

    /// Adds what an index, which is up to date, knows of documents.
    fn index(&mut self, index: &IndexFile, paths: &[PathBuf]) -> Result<(), index::IndexError> {
        let mut changed = Vec::new();
        each_record(index, paths, &mut |path, record| {
            match record {
                Some(record) => self.counted.figures.add(record, &self.names.of(path)),
                None => changed.push(path.to_owned()),
            }
            true
        })?;
        // What became another in this moment.
        self.documents(&changed, &mut |_| true);
        Ok(())
    }

    /// Adds documents that are read, on all cores.
    fn documents(&mut self, paths: &[PathBuf], tell: &mut dyn FnMut(usize) -> bool) {
        let project = self.project;
        let (detector, folders) = (Detector::new(), Mutex::new(FolderCache::of(project)));
        let mut done = 0;
        for now in paths.chunks(AT_ONCE / 8) {
            let read = |path: &PathBuf| {
                let source = project.member(path).unwrap_or_else(|| Source::File(path.clone()));
                let may_be_kept = {
                    let mut folders = folders.lock().unwrap_or_else(PoisonError::into_inner);
                    folders.may_keep(project, &source)
                };
                index::build::record_of(project, &detector, path, may_be_kept).map(|(record, _)| record)
            };
            for (path, record) in now.iter().zip(ask::in_parallel(now, read)) {
                match record {
                    Ok(record) => self.counted.figures.add(&record, &self.names.of(path)),
                    Err(why) => self.counted.not_read.push((path.clone(), why)),
                }
            }
            done += now.len();
            if !tell(done) {
                return;
            }
        }
    }
}

/// The speakers of the codebooks of folders, each looked for once.
struct Names<'a> {
    project: &'a Project,
    known: HashMap<PathBuf, Arc<SharedNames>>,
}

impl Names<'_> {
    /// Those of the codebook of a document.
    fn of(&mut self, path: &Path) -> Arc<SharedNames> {
        let folder = folder_of(file_of(path));
        if let Some(names) = self.known.get(folder) {
            return Arc::clone(names);
        }
        let names = Arc::new(SharedNames::new(&self.project.codebooks.of_folder(folder).codebook.speakers));
        self.known.insert(folder.to_owned(), Arc::clone(&names));
        names
    }
}

/// Gives the records that an index has of documents, in their order, as long as they are wanted; none of one that became
/// another meanwhile. Those that could not be read have none and are passed by.
fn each_record(
    index: &IndexFile,
    paths: &[PathBuf],
    each: &mut dyn FnMut(&Path, Option<&DocumentRecord>) -> bool,
) -> Result<(), index::IndexError> {
    for now in paths.chunks(AT_ONCE) {
        let keys: Vec<Vec<u8>> = now.iter().map(|path| index.key(path)).collect();
        let rows = index.rows_of(&keys)?;
        let there = |(path, key): (&'_ PathBuf, &Vec<u8>)| {
            let row = rows.get(key).filter(|row| row.known.is_ok())?;
            Some((path.clone(), row.number))
        };
        let there: Vec<(PathBuf, u32)> = now.iter().zip(&keys).filter_map(there).collect();
        let records = index.records(&there.iter().map(|(_, number)| *number).collect::<Vec<u32>>())?;
        let decode = |bytes: &Option<Vec<u8>>| DocumentRecord::decode(bytes.as_ref()?).ok();
        let decoded = ask::in_parallel(&records, decode);
        for ((path, _), record) in there.iter().zip(&decoded) {
            if !each(path, record.as_ref()) {
                return Ok(());
            }
        }
    }
    Ok(())
}

/// How right suggestions were in the other documents of a folder, as far as its index knows: nothing is read. O(documents), and
/// the records of those with decisions.
pub fn agreement(project: &Project, folder: &Path, except: &Path) -> Agreement {
    let mut all = Agreement::default();
    let Some(index) = IndexFile::of(project, folder) else { return all };
    let Ok(rows) = index.rows() else { return all };
    let except = index.key(except);
    let has_some = |row: &index::Row| row.known.as_ref().is_ok_and(|summary| summary.progress.0 > 0);
    let numbers: Vec<u32> =
        rows.iter().filter(|(key, row)| **key != except && has_some(row)).map(|(_, row)| row.number).collect();
    for now in numbers.chunks(AT_ONCE) {
        let Ok(records) = index.records(now) else { return all };
        let decoded = records.iter().flatten().filter_map(|bytes| DocumentRecord::decode(bytes).ok());
        for outcome in decoded.flat_map(|record| record.outcomes) {
            all.add(outcome);
        }
    }
    all
}

/// The reading text of a document.
fn text_of(project: &Project, path: &Path) -> Option<String> {
    let document = project.request_of_path(path).and_then(|request| request.load_whole()).ok()?;
    Some(document.text().to_owned())
}

/// The words behind a row of a table, in order of the documents, at most so many. O(records), and the texts of those that have
/// any.
pub fn words_behind(
    project: &Project,
    folder: Option<&Path>,
    paths: &[PathBuf],
    row: &RowOf,
    limit: usize,
) -> Vec<FoundWords> {
    let mut names = Names { project, known: HashMap::new() };
    let mut out = Vec::new();
    let mut add = |path: &Path, record: &DocumentRecord, text: Option<String>| {
        let passages = row.passages(record, &names.of(path));
        if passages.is_empty() || out.len() >= limit {
            return;
        }
        let Some(text) = text.or_else(|| text_of(project, path)) else { return };
        let day = record.date().map(sayso_core::document::civil_in_words).unwrap_or_default();
        for passage in passages.into_iter().take(limit - out.len()) {
            let words = passage.span.of(&text);
            let words = sayso_core::reading::shortened(words, LETTERS);
            let place = record.place_in_short(passage.span.start);
            out.push(FoundWords { path: path.to_owned(), day: day.clone(), place, passage, words });
        }
    };
    let index = folder.and_then(|folder| IndexFile::of(project, folder));
    if let Some(index) = index {
        let asked = each_record(&index, paths, &mut |path, record| {
            if let Some(record) = record {
                add(path, record, None);
            }
            true
        });
        if asked.is_ok() {
            return out;
        }
    }
    let detector = Detector::new();
    for path in paths {
        if let Ok((record, reading)) = index::build::record_of(project, &detector, path, true) {
            add(path, &record, Some(reading.document().text().to_owned()));
        }
    }
    out
}
