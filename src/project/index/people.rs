//! Who speaks in the documents of a folder, and the words of what they say: from the index, and by reading what is not in it.

use super::ask::{in_parallel, path_in, text_of};
use super::build::{Refresh, reading, refresh};
use super::folders::FolderCache;
use super::store::IndexFile;
use crate::project::{Project, ProjectCodebook, Source, codebook};
use crate::store::disk::folder_of;
use sayso_core::annotation::ProjectSpeakers;
use sayso_core::detect::Detector;
use sayso_core::library::{DocumentRecord, Gathering, Plan, Said, Wording};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// Documents that are looked into at once.
const TOGETHER: usize = 512;
/// Documents whose words are read before the first are told.
const FIRST: usize = 16;

/// Who speaks in documents, as they were gathered.
#[derive(Debug, Default)]
pub struct PeopleFound {
    /// Who speaks.
    pub gathering: Gathering,
    /// The documents, in the order in which they were gathered.
    pub documents: Vec<PersonDocument>,
    /// Their codebooks, by number.
    pub codebooks: Vec<ProjectCodebook>,
    /// The index that the numbers of documents are of.
    pub index: Option<IndexFile>,
    /// How many documents could not be read.
    pub not_read: usize,
}

/// A document in which somebody speaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonDocument {
    /// Its path.
    pub path: PathBuf,
    /// Its number in the index; none for one that was read by itself.
    pub number: Option<u32>,
}

impl PeopleFound {
    /// The speakers of the codebooks by their names.
    pub fn projects(&self) -> Vec<ProjectSpeakers> {
        self.codebooks.iter().map(|book| ProjectSpeakers::new(book.codebook.speakers.as_slice().into())).collect()
    }
}

/// Statements whose words are wanted, by document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WordsWanted {
    /// The index that numbers of documents are of.
    pub index: Option<IndexFile>,
    /// The documents, in the order in which their words are told.
    pub documents: Vec<(PersonDocument, Vec<Said>)>,
}

/// Gathers documents, each under the number of its folder's codebook.
#[derive(Default)]
struct Gatherer {
    out: PeopleFound,
    folders: HashMap<PathBuf, u32>,
}

impl Gatherer {
    fn add(&mut self, path: PathBuf, number: Option<u32>, record: &DocumentRecord) {
        let folder = folder_of(&path);
        let project = match self.folders.get(folder) {
            Some(project) => *project,
            None => {
                let book = codebook::of_folder(folder);
                let known = self.out.codebooks.iter().position(|other| other.path == book.path);
                let project = known.unwrap_or_else(|| {
                    self.out.codebooks.push(book);
                    self.out.codebooks.len() - 1
                });
                let project = u32::try_from(project).unwrap_or(u32::MAX);
                self.folders.insert(folder.to_owned(), project);
                project
            }
        };
        self.out.gathering.add(record, project);
        self.out.documents.push(PersonDocument { path, number });
    }
}

/// Gathers documents that are read one by one by `record`. `tell` gets how many were read, and says whether anybody still wants
/// to know.
pub fn one_by_one(
    paths: &[PathBuf],
    record: impl Fn(&Path) -> Option<DocumentRecord>,
    tell: &mut dyn FnMut(usize) -> bool,
) -> PeopleFound {
    let mut gatherer = Gatherer::default();
    for (n, path) in paths.iter().enumerate() {
        match record(path) {
            Some(record) => gatherer.add(path.clone(), None, &record),
            None => gatherer.out.not_read += 1,
        }
        if !tell(n + 1) {
            break;
        }
    }
    gatherer.out
}

/// The same on all cores, without an index.
fn directly(
    project: &Project,
    paths: &[PathBuf],
    gatherer: &mut Gatherer,
    known: usize,
    tell: &mut dyn FnMut(usize) -> bool,
) {
    let start = || (Detector::new(), FolderCache::of(project));
    let mut known = known;
    for some in paths.chunks(FIRST) {
        let records = in_parallel(some, start, |(detector, folders), path| {
            let source = project.member(path).unwrap_or_else(|| Source::File(path.clone()));
            let may_be_kept = folders.may_keep(project, &source);
            reading(project, detector, path, may_be_kept).ok().map(|reading| DocumentRecord::of(&reading))
        });
        for (path, record) in some.iter().zip(records) {
            match record {
                Some(record) => gatherer.add(path.clone(), None, &record),
                None => gatherer.out.not_read += 1,
            }
        }
        known += some.len();
        if !tell(known) {
            return;
        }
    }
}

/// Who speaks in documents, all those of `folder` where one is given: what changed is read first, by all cores. `tell` gets how
/// many are known, and says whether anybody still wants to know. O(records), and what [`refresh`] costs.
pub fn of_index(
    project: &Project,
    folder: Option<&Path>,
    paths: &[PathBuf],
    tell: &mut dyn FnMut(usize) -> bool,
) -> PeopleFound {
    let mut known = 0;
    let mut is_wanted = true;
    let wanted = Refresh { folder, paths, is_all: folder.is_some(), tell_known: true };
    let index = refresh(project, &wanted, &mut |updates| {
        known += updates.len();
        is_wanted = tell(known);
        is_wanted
    });
    let index = index.ok().flatten();
    let candidates = index.as_ref().map(|index| index.candidates(&Plan::default()));
    let (Some(index), Some(Ok(candidates)), true) = (index, candidates, is_wanted) else {
        let mut gatherer = Gatherer::default();
        if is_wanted {
            directly(project, paths, &mut gatherer, 0, tell);
        }
        return gatherer.out;
    };
    let mut gatherer = Gatherer::default();
    for some in candidates.chunks(TOGETHER) {
        let Ok(kept) = index.fetch(some.iter().map(|candidate| candidate.number)) else { break };
        let records = in_parallel(&kept, || (), |(), kept| {
            kept.as_ref().and_then(|kept| DocumentRecord::decode(&kept.record).ok())
        });
        for (candidate, record) in some.iter().zip(records) {
            match record {
                Some(record) => {
                    gatherer.add(path_in(index.folder(), &candidate.path), Some(candidate.number), &record);
                }
                None => gatherer.out.not_read += 1,
            }
        }
        if !tell(known) {
            break;
        }
    }
    gatherer.out.index = Some(index);
    gatherer.out
}

/// The words of statements, document by document, in the order that is wanted; `record` reads what the index has not. `tell` says whether more are. O(texts).
pub fn words(
    record: impl Fn(&Path) -> Option<(DocumentRecord, String)> + Sync,
    wanted: &WordsWanted,
    tell: &mut dyn FnMut(Vec<Wording>) -> bool,
) {
    let (mut rest, mut size) = (wanted.documents.as_slice(), FIRST);
    while !rest.is_empty() {
        let (now, later) = rest.split_at(size.min(rest.len()));
        (rest, size) = (later, (size * 2).min(TOGETHER));
        let numbers = now.iter().filter_map(|(document, _)| document.number);
        let kept = wanted.index.as_ref().and_then(|index| index.fetch(numbers).ok()).unwrap_or_default();
        let mut kept = kept.into_iter();
        let all: Vec<_> = now
            .iter()
            .map(|(document, said)| {
                let kept = document.number.and_then(|_| kept.next().flatten());
                (document, said, kept)
            })
            .collect();
        let told = in_parallel(&all, || (), |(), (document, said, kept)| {
            let known = kept.as_ref().and_then(|kept| {
                let record = DocumentRecord::decode(&kept.record).ok()?;
                let text = text_of(&document.path, kept)?;
                (record.length as usize == text.len()).then_some((record, text))
            });
            let known = known.or_else(|| record(&document.path));
            let words = |(record, text): (DocumentRecord, String)| -> Vec<Wording> {
                said.iter().filter_map(|said| Wording::of(&record, &text, *said)).collect()
            };
            known.map(words).unwrap_or_default()
        });
        if !tell(told.into_iter().flatten().collect()) {
            return;
        }
    }
}
