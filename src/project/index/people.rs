//! Who speaks in the documents of a folder, and the words of what they say: from the index, and by reading what is not in it.

use super::ask::{in_parallel, path_in, text_of};
use super::build::{Refresh, record_of, refresh};
use super::folders::FolderCache;
use super::store::IndexFile;
use crate::project::{Project, ProjectCodebook, Source, codebook};
use crate::store::disk::folder_of;
use sayso_core::annotation::{ProjectSpeakers, Speaker};
use sayso_core::detect::Detector;
use sayso_core::document::civil_in_words;
use sayso_core::library::{DocumentRecord, Gathering, People, Plan, Said, Wording};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// Documents that are looked into at once.
const TOGETHER: usize = 512;
/// Documents whose words are read before the first are told.
const FIRST: usize = 16;

/// Who speaks in documents, as they were gathered. Cloning shares what was gathered.
#[derive(Clone, Debug, Default)]
pub struct PeopleFound {
    /// Who speaks.
    pub gathering: Arc<Gathering>,
    /// The documents, in the order in which they were gathered.
    pub documents: Arc<[PersonDocument]>,
    /// Their codebooks, by number.
    pub codebooks: Vec<ProjectCodebook>,
    /// The index that the numbers of documents are of.
    pub index: Option<IndexFile>,
    /// How many documents could not be read.
    pub not_read: usize,
}

impl PartialEq for PeopleFound {
    /// Whether it is the same gathering under the same codebooks.
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.gathering, &other.gathering) && self.codebooks == other.codebooks
    }
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
    /// The people, by the names that the codebooks have. O(statements · log + names · log).
    pub fn people(&self) -> People {
        let project = |book: &ProjectCodebook| ProjectSpeakers::new(book.codebook.speakers.as_slice().into());
        self.gathering.people(&self.codebooks.iter().map(project).collect::<Vec<_>>())
    }

    /// The codebook at a path has other speakers now; one that was made a moment ago is that of whoever had none.
    pub fn know(&mut self, path: &Path, speakers: &[Speaker]) {
        let place = absolute(path);
        let is_it = |book: &ProjectCodebook| book.path.as_deref().is_some_and(|path| absolute(path) == place);
        let is_known = self.codebooks.iter().any(is_it);
        for book in &mut self.codebooks {
            if is_it(book) || !is_known && book.path.is_none() {
                book.path = Some(path.to_owned());
                book.codebook.speakers = speakers.to_vec();
            }
        }
    }

    /// Codebooks besides one: their documents follow no decision that is kept in that.
    pub fn other_codebooks(&self, kept_in: &Path) -> Vec<&Path> {
        let own = absolute(kept_in);
        self.codebooks.iter().filter_map(|book| book.path.as_deref()).filter(|path| absolute(path) != own).collect()
    }
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

/// Statements whose words are wanted, by document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WordsWanted {
    /// The index that numbers of documents are of.
    pub index: Option<IndexFile>,
    /// The documents, in the order in which their words are told.
    pub documents: Vec<(PersonDocument, Vec<Said>)>,
}

/// What was read of the documents.
#[derive(Debug, Default)]
pub struct ReadPeople {
    /// As it was gathered.
    pub found: PeopleFound,
    /// Everybody, by the names that the project has now.
    pub people: People,
}

impl ReadPeople {
    /// Who is who by the codebooks as they are: for a worker. O(statements · log).
    pub fn new(found: PeopleFound) -> Self {
        let people = found.people();
        Self { found, people }
    }

    /// The path of a document.
    pub fn path(&self, document: u32) -> Option<&Path> {
        self.found.documents.get(document as usize).map(|d| d.path.as_path())
    }

    /// The name of a document, and its day.
    pub fn about(&self, document: u32) -> (String, String) {
        let name = self.path(document).and_then(Path::file_name);
        let name = name.map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let day = self.found.gathering.date(document);
        (name, day.map_or_else(|| "no date".to_owned(), civil_in_words))
    }

    /// What is wanted to know the words of statements, in their order.
    pub fn wanted(&self, said: &[Said]) -> WordsWanted {
        let mut documents: Vec<(PersonDocument, Vec<Said>)> = Vec::new();
        let mut last = None;
        for said in said {
            let Some(document) = self.found.documents.get(said.document as usize) else { continue };
            match documents.last_mut().filter(|_| last == Some(said.document)) {
                Some((_, all)) => all.push(*said),
                None => documents.push((document.clone(), vec![*said])),
            }
            last = Some(said.document);
        }
        WordsWanted { index: self.found.index.clone(), documents }
    }
}

/// Gathers documents, each under the number of its folder's codebook.
#[derive(Default)]
struct Gatherer {
    gathering: Gathering,
    documents: Vec<PersonDocument>,
    codebooks: Vec<ProjectCodebook>,
    not_read: usize,
    folders: HashMap<PathBuf, u32>,
}

impl Gatherer {
    fn add(&mut self, path: PathBuf, number: Option<u32>, record: &DocumentRecord) {
        let folder = folder_of(&path);
        let project = match self.folders.get(folder) {
            Some(project) => *project,
            None => {
                let book = codebook::of_folder(folder);
                let known = self.codebooks.iter().position(|other| other.path == book.path);
                let project = known.unwrap_or_else(|| {
                    self.codebooks.push(book);
                    self.codebooks.len() - 1
                });
                let project = u32::try_from(project).unwrap_or(u32::MAX);
                self.folders.insert(folder.to_owned(), project);
                project
            }
        };
        self.gathering.add(record, project);
        self.documents.push(PersonDocument { path, number });
    }

    fn done(self, index: Option<IndexFile>) -> PeopleFound {
        let Self { gathering, documents, codebooks, not_read, .. } = self;
        PeopleFound { gathering: Arc::new(gathering), documents: documents.into(), codebooks, index, not_read }
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
            None => gatherer.not_read += 1,
        }
        if !tell(n + 1) {
            break;
        }
    }
    gatherer.done(None)
}

/// The same on all cores, without an index.
fn directly(
    project: &Project,
    paths: &[PathBuf],
    gatherer: &mut Gatherer,
    known: usize,
    tell: &mut dyn FnMut(usize) -> bool,
) {
    let (detector, folders) = (Detector::new(), Mutex::new(FolderCache::of(project)));
    let mut known = known;
    for some in paths.chunks(FIRST) {
        let records = in_parallel(some, |path| {
            let source = project.member(path).unwrap_or_else(|| Source::File(path.clone()));
            let may_be_kept = {
                let mut folders = folders.lock().unwrap_or_else(PoisonError::into_inner);
                folders.may_keep(project, &source)
            };
            record_of(project, &detector, path, may_be_kept).ok().map(|(record, _)| record)
        });
        for (path, record) in some.iter().zip(records) {
            match record {
                Some(record) => gatherer.add(path.clone(), None, &record),
                None => gatherer.not_read += 1,
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
        return gatherer.done(None);
    };
    let mut gatherer = Gatherer::default();
    for some in candidates.chunks(TOGETHER) {
        let numbers: Vec<u32> = some.iter().map(|candidate| candidate.number).collect();
        let Ok(records) = index.records(&numbers) else { break };
        let records = in_parallel(&records, |bytes| DocumentRecord::decode(bytes.as_ref()?).ok());
        for (candidate, record) in some.iter().zip(records) {
            match record {
                Some(record) => {
                    gatherer.add(path_in(index.folder(), &candidate.path), Some(candidate.number), &record);
                }
                None => gatherer.not_read += 1,
            }
        }
        if !tell(known) {
            break;
        }
    }
    gatherer.done(Some(index))
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
        let numbers: Vec<u32> = now.iter().filter_map(|(document, _)| document.number).collect();
        let kept = wanted.index.as_ref().and_then(|index| index.fetch(&numbers).ok()).unwrap_or_default();
        let mut kept = kept.into_iter();
        let all: Vec<_> = now
            .iter()
            .map(|(document, said)| {
                let kept = document.number.and_then(|_| kept.next().flatten());
                (document, said, kept)
            })
            .collect();
        let told = in_parallel(&all, |(document, said, kept)| {
            let known = kept.as_ref().and_then(|kept| {
                let record = DocumentRecord::decode(&kept.record).ok()?;
                let text = text_of(&document.path, kept.text.as_deref())?;
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
