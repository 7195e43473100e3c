//! Questions to all documents of a folder: the index names those that may hold an answer, and their texts are looked into by all
//! cores, in order of their paths.

use super::build::load_bare;
use super::entries::{Candidate, Kept};
use super::folders::FolderCache;
use super::store::{IndexError, IndexFile};
use crate::input;
use crate::project::library::NotRead;
use crate::project::{Project, Source};
use flate2::read::DeflateDecoder;
use sayso_core::detect::Detector;
use sayso_core::document::Document;
use sayso_core::library::{DocumentRecord, Find, FindQuery, Finder, QueryError};
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::io::Read as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// Documents looked into before the first answers are told; later ones are more.
const FIRST: usize = 32;
/// Most documents looked into at once.
const MOST: usize = 1024;

/// A document with answers.
#[derive(Debug)]
pub struct Found {
    /// Its path.
    pub path: PathBuf,
    /// What is known of it.
    pub record: DocumentRecord,
    /// Its reading text.
    pub text: String,
    /// The answers, in order; never none.
    pub finds: Vec<Find>,
}

/// What is told of a document that was looked into.
#[derive(Debug)]
pub enum Answer {
    /// It holds answers.
    Found(Box<Found>),
    /// It could not be looked into.
    NotRead(PathBuf, NotRead),
}

/// A question.
pub struct Ask<'a> {
    project: &'a Project,
    query: &'a FindQuery,
    finder: Finder,
    /// Most answers of one document.
    limit: usize,
    /// Whether anybody still wants to know.
    is_wanted: &'a (dyn Fn() -> bool + Sync),
}

impl<'a> Ask<'a> {
    /// At most `limit` answers of one document are told.
    ///
    /// # Errors
    /// When an expression is none.
    pub fn new(project: &'a Project, query: &'a FindQuery, limit: usize) -> Result<Self, QueryError> {
        Ok(Self { project, query, finder: Finder::new(query)?, limit, is_wanted: &|| true })
    }

    /// The same, as long as it is wanted: asked at every document.
    #[must_use]
    pub fn while_wanted(self, is_wanted: &'a (dyn Fn() -> bool + Sync)) -> Self {
        Self { is_wanted, ..self }
    }

    /// Asks an index, as far as it has come. Documents whose numbers are in `seen` are passed over, and those that were looked
    /// into are added: once the index has grown, the rest is asked. `tell` says whether more is wanted. O(candidates and their
    /// texts), on all cores.
    ///
    /// # Errors
    /// When the index cannot be asked.
    pub fn index(
        &self,
        index: &IndexFile,
        seen: &mut BTreeSet<u32>,
        tell: &mut dyn FnMut(Answer) -> bool,
    ) -> Result<(), IndexError> {
        let mut candidates = index.candidates(&self.query.plan())?;
        candidates.retain(|c| !seen.contains(&c.number) && self.query.is_in_folder(&String::from_utf8_lossy(&c.path)));
        let (mut rest, mut size) = (candidates.as_slice(), FIRST);
        while !rest.is_empty() {
            let (now, later) = rest.split_at(size.min(rest.len()));
            (rest, size) = (later, (size * 2).min(MOST));
            let kept = index.fetch(&now.iter().map(|candidate| candidate.number).collect::<Vec<u32>>())?;
            let all: Vec<(&Candidate, Kept)> =
                now.iter().zip(kept).filter_map(|(candidate, kept)| Some((candidate, kept?))).collect();
            let look = |(candidate, kept): &(&Candidate, Kept)| self.look_into(index.folder(), candidate, kept);
            let is_wanted = told(in_parallel(&all, look), tell);
            seen.extend(now.iter().map(|candidate| candidate.number));
            if !is_wanted || !(self.is_wanted)() {
                break;
            }
        }
        Ok(())
    }

    /// Asks documents of which nothing is known: each is read, and what is said is found in those that hold the words. O(texts),
    /// on all cores.
    pub fn documents(&self, paths: &[PathBuf], tell: &mut dyn FnMut(Answer) -> bool) {
        let (detector, folders) = (Detector::new(), Mutex::new(FolderCache::of(self.project)));
        let wanted =
            |document: &Document| self.query.is_of_time(document.meta.date) && self.finder.may_match(document.text());
        let look = |path: &PathBuf| {
            if !(self.is_wanted)() {
                return None;
            }
            let source = self.project.member(path).unwrap_or_else(|| Source::File(path.clone()));
            let may_be_kept = {
                let mut folders = folders.lock().unwrap_or_else(PoisonError::into_inner);
                folders.may_keep(self.project, &source)
            };
            let read = AssertUnwindSafe(|| {
                let bare = load_bare(self.project, path, may_be_kept)?;
                let reading = wanted(&bare.document).then(|| bare.reading(&detector)).transpose()?;
                Ok(reading.map(|reading| (DocumentRecord::of(&reading), reading.document().text().to_owned())))
            });
            let found = catch_unwind(read).unwrap_or_else(|_| Err(NotRead("Reading it failed.".to_owned())));
            match found {
                Err(why) => Some(Answer::NotRead(path.clone(), why)),
                Ok(found) => found.and_then(|(record, text)| self.answer(path.clone(), record, text)),
            }
        };
        let inside = |path: &&PathBuf| self.query.is_in_folder(&path.to_string_lossy());
        let paths: Vec<PathBuf> = paths.iter().filter(inside).cloned().collect();
        for now in paths.chunks(FIRST) {
            if !told(in_parallel(now, look), tell) || !(self.is_wanted)() {
                return;
            }
        }
    }

    /// Looks into a document of the index. One that changed a moment ago holds nothing: the next question will know.
    fn look_into(&self, folder: &Path, candidate: &Candidate, kept: &Kept) -> Option<Answer> {
        if !(self.is_wanted)() {
            return None;
        }
        let path = path_in(folder, &candidate.path);
        let text = text_of(&path, kept.text.as_deref())?;
        if !self.finder.may_match(&text) {
            return None;
        }
        let record = DocumentRecord::decode(&kept.record).ok()?;
        if record.length as usize != text.len() {
            return None;
        }
        self.answer(path, record, text)
    }

    fn answer(&self, path: PathBuf, record: DocumentRecord, text: String) -> Option<Answer> {
        if !self.query.is_of_time(record.date()) {
            return None;
        }
        let finds = self.finder.matches(&record, &text, self.limit);
        (!finds.is_empty()).then(|| Answer::Found(Box::new(Found { path, record, text, finds })))
    }
}

/// The reading text of a document of the index. O(bytes).
pub(super) fn text_of(path: &Path, kept: Option<&[u8]>) -> Option<String> {
    match kept {
        Some(bytes) => {
            let mut text = String::new();
            DeflateDecoder::new(bytes).read_to_string(&mut text).ok()?;
            Some(text)
        }
        None => String::from_utf8(input::read(path, input::MAX_DOCUMENT).ok()?).ok(),
    }
}

/// A path of the index as documents are named.
pub(super) fn path_in(folder: &Path, path: &[u8]) -> PathBuf {
    #[cfg(unix)]
    let name = <OsStr as std::os::unix::ffi::OsStrExt>::from_bytes(path);
    #[cfg(not(unix))]
    let name = OsStr::new(std::str::from_utf8(path).unwrap_or_default());
    folder.join(name)
}

/// Tells answers, as long as they are wanted.
fn told(answers: Vec<Option<Answer>>, tell: &mut dyn FnMut(Answer) -> bool) -> bool {
    answers.into_iter().flatten().all(tell)
}

/// What `look` makes of each, in their order, on all cores.
pub fn in_parallel<T: Sync, R: Send>(all: &[T], look: impl Fn(&T) -> R + Sync) -> Vec<R> {
    by_threads(all, std::thread::available_parallelism().map_or(1, std::num::NonZero::get), look)
}

/// What `look` makes of each, in their order, by at most so many threads.
pub fn by_threads<T: Sync, R: Send>(all: &[T], threads: usize, look: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let workers = threads.min(all.len());
    if workers <= 1 {
        return all.iter().map(look).collect();
    }
    let (next, out) = (AtomicUsize::new(0), Mutex::new(Vec::with_capacity(all.len())));
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                let mut mine = Vec::new();
                loop {
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    let Some(one) = all.get(n) else { break };
                    mine.push((n, look(one)));
                }
                out.lock().unwrap_or_else(PoisonError::into_inner).append(&mut mine);
            });
        }
    });
    let mut out = out.into_inner().unwrap_or_else(PoisonError::into_inner);
    out.sort_unstable_by_key(|(n, _)| *n);
    out.into_iter().map(|(_, result)| result).collect()
}
