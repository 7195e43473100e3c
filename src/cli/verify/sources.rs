//! What quotations are held against: the documents named, and those of folders. Of a folder with many only those are read that may
//! hold what is quoted; what is known of the others comes from the folder's index.

use super::Failure;
use crate::cli::batch::{Lanes, WINDOW};
use crate::cli::print_message;
use crate::project::documents::length_of;
use crate::project::index::{IndexError, IndexedFolder};
use crate::project::{Error, Project, Source, attached, named, source};
use sayso_core::detect::{Detector, QuoteMarks};
use sayso_core::document::sha256;
use sayso_core::library::Several;
use sayso_core::reading::Reading;
use sayso_core::verify::{Compared, ComparedFolder, Heard, IndexedSource, Sieve, Unreadable};
use std::collections::HashSet;
use std::num::NonZero;
use std::path::{Path, PathBuf};

/// From so many documents on a folder is asked through its index: to read fewer takes no longer than to ask.
const MANY: usize = 300;

/// What reads sources.
pub struct Reader<'a> {
    /// As they are read.
    pub project: Project,
    pub detector: &'a Detector,
    pub marks: &'a QuoteMarks,
    /// The canonical paths of the articles: among the documents of a folder they are no witnesses of themselves.
    pub articles: Vec<PathBuf>,
    pub jobs: Option<u16>,
    /// Whether every document is read, so that no index is asked.
    pub reads_all: bool,
}

/// Sources that were read, those that cannot be, and what was compared.
#[derive(Default)]
pub struct Sources {
    pub read: Vec<IndexedSource>,
    pub compared: Vec<Compared>,
    pub unreadable: Vec<Unreadable>,
    pub folders: Vec<ComparedFolder>,
    /// Folders of which not everything was read.
    indexed: Vec<NamedFolder>,
    /// The names of what was read, or cannot be.
    known: HashSet<String>,
    /// What is known of the documents that were not read.
    heard: Option<Vec<(String, Heard)>>,
}

struct NamedFolder {
    name: String,
    documents: IndexedFolder,
}

/// A document to be read, and the folder that was named, where it is one of its documents.
struct Item {
    source: Source,
    folder: Option<String>,
}

/// A source that cannot be read.
struct Unread {
    /// Of its bytes, where these can be had.
    sha256: String,
    error: Error,
}

impl Reader<'_> {
    /// Whether a document of a folder is an article.
    fn is_article(&self, file: &Path) -> bool {
        // In a folder no links are followed: the last part of the path is that of the file itself.
        let mut named = self.articles.iter().filter(|article| article.file_name() == file.file_name());
        named.any(|article| std::fs::canonicalize(file).is_ok_and(|file| file == **article))
    }

    /// How many threads read and check.
    pub fn jobs(&self) -> usize {
        let all = || std::thread::available_parallelism().map_or(1, NonZero::get);
        self.jobs.map_or_else(all, usize::from)
    }
}

impl Sources {
    /// Those at some paths. Of folders with many documents nothing is read yet that an index knows.
    ///
    /// # Errors
    /// When one does not exist.
    pub fn at(paths: &[PathBuf], reader: &Reader<'_>) -> Result<Self, Failure> {
        let mut out = Self::default();
        let mut items: Vec<Item> = Vec::new();
        for path in paths {
            let folder = path.is_dir().then(|| path.display().to_string());
            if let Some(name) = &folder
                && let Some(documents) = Self::indexed(path, reader)
            {
                let name = name.clone();
                let count = documents.documents().iter().filter(|file| !reader.is_article(file)).count();
                out.folders.push(ComparedFolder { name: name.clone(), documents: count, is_elsewhere: false });
                // Why they cannot be read they tell when they are.
                items.extend(items_of(documents.unread(), &name, reader));
                out.indexed.push(NamedFolder { name, documents });
                continue;
            }
            match named::expand(std::slice::from_ref(path), &reader.project) {
                Ok(found) => {
                    // One that is named is a witness, whatever it is.
                    let sources = found.sources.into_iter();
                    let of_folder: Vec<Item> = sources
                        .filter(|source| folder.is_none() || !reader.is_article(source.file()))
                        .map(|source| Item { source, folder: folder.clone() })
                        .collect();
                    let documents = of_folder.len();
                    out.folders.extend(folder.map(|name| ComparedFolder { name, documents, is_elsewhere: false }));
                    items.extend(of_folder);
                    for error in found.failures {
                        out.unreadable.push(unreadable(&path.display().to_string(), error)?);
                    }
                }
                Err(error) => out.unreadable.push(unreadable(&path.display().to_string(), error)?),
            }
        }
        out.read(items, reader)?;
        Ok(out)
    }

    /// A folder with many documents and an index.
    fn indexed(folder: &Path, reader: &Reader<'_>) -> Option<IndexedFolder> {
        if reader.reads_all {
            return None;
        }
        let files = source::documents_in(folder).documents;
        if files.len() < MANY {
            return None;
        }
        IndexedFolder::open(&reader.project, folder, &files).unwrap_or_else(|error| {
            print_message(&format!("{error}. Every document is read instead."));
            None
        })
    }

    /// Whether there are documents that were not read.
    pub fn has_more(&self) -> bool {
        !self.indexed.is_empty()
    }

    /// Reads the documents of folders that may hold what is sought.
    ///
    /// # Errors
    /// When one does not exist any more.
    pub fn add(&mut self, sieve: &Sieve, reader: &Reader<'_>) -> Result<(), Failure> {
        let several = sieve.several();
        let heard = self.known_of_all(reader).iter();
        let wordless: HashSet<String> =
            heard.filter(|(_, heard)| heard.may_be_wordless()).map(|(name, _)| name.clone()).collect();
        self.add_some(reader, |folder| {
            let mut found = folder.holding(several.as_deref(), |terms, text| sieve.may_hold(terms, text))?;
            if !wordless.is_empty() {
                let all = folder.documents().into_iter();
                found.extend(all.filter(|file| wordless.contains(&file.display().to_string())));
            }
            Ok(found)
        })
    }

    /// Reads the documents of which more is to be known: they hold one of the words, and nobody can tell from their records who
    /// else may speak in them.
    ///
    /// # Errors
    /// When one does not exist any more.
    pub fn add_open(&mut self, speakers: &Several, reader: &Reader<'_>) -> Result<(), Failure> {
        let heard = self.heard.take().unwrap_or_default();
        let open: HashSet<&String> = heard.iter().filter(|(_, heard)| heard.is_open()).map(|(name, _)| name).collect();
        let done = self.add_some(reader, |folder| {
            let mut found = folder.holding(Some(std::slice::from_ref(speakers)), |(): &mut (), _| true)?;
            found.retain(|file| open.contains(&file.display().to_string()));
            Ok(found)
        });
        self.heard = Some(heard);
        done
    }

    fn add_some(
        &mut self,
        reader: &Reader<'_>,
        some: impl Fn(&IndexedFolder) -> Result<Vec<PathBuf>, IndexError>,
    ) -> Result<(), Failure> {
        let items = self.indexed.iter().flat_map(|folder| {
            // An index that was damaged meanwhile leaves nothing out.
            let found = some(&folder.documents).unwrap_or_else(|_| folder.documents.documents());
            items_of(&found, &folder.name, reader)
        });
        let items = items.collect();
        self.read(items, reader)
    }

    /// What is known of documents that were not read.
    pub fn heard(&mut self, reader: &Reader<'_>) -> Vec<Heard> {
        self.known_of_all(reader);
        let all = self.heard.iter().flatten();
        all.filter(|(name, _)| !self.known.contains(name)).map(|(_, heard)| heard.clone()).collect()
    }

    /// What is known of the documents of folders with an index, with their names; asked once.
    fn known_of_all(&mut self, reader: &Reader<'_>) -> &[(String, Heard)] {
        let indexed = &self.indexed;
        self.heard.get_or_insert_with(|| {
            let records = indexed.iter().filter_map(|folder| folder.documents.records(Heard::of).ok()).flatten();
            let others = records.filter(|(path, _)| !reader.is_article(path));
            others.map(|(path, heard)| (path.display().to_string(), heard)).collect()
        })
    }

    /// Reads and indexes sources that are not known yet, several at once, each once.
    fn read(&mut self, mut items: Vec<Item>, reader: &Reader<'_>) -> Result<(), Failure> {
        items.retain(|item| !self.known.contains(&item.source.name()));
        // One that is named twice is one; what is named by itself is of no folder.
        items.sort_by_key(|item| (item.source.name(), item.folder.is_some()));
        items.dedup_by_key(|item| item.source.name());
        self.known.extend(items.iter().map(|item| item.source.name()));
        let lanes = Lanes {
            jobs: if items.len() > 1 { reader.jobs() } else { 1 },
            window: WINDOW,
            weight: |item: &Item| usize::try_from(length_of(&item.source)).unwrap_or(usize::MAX),
            size: |_: &(Item, Result<(IndexedSource, String), Box<Unread>>)| 0,
        };
        let make = |item: Item| {
            let file = &item.source;
            let read = || {
                let opened = reader.project.open(file)?;
                let hash = opened.document.origin.file_hash.clone();
                let reading: Reading = opened.reading(reader.detector)?;
                Ok((IndexedSource::new(&file.name(), &reading, reader.marks), hash))
            };
            let made = read().map_err(|error| {
                // What was compared is told of files too that cannot be read; a pipe was read already.
                let bytes = file.file().is_file().then(|| file.read().ok()).flatten();
                let sha256 = bytes.map(|bytes| sha256(&bytes)).unwrap_or_default();
                Box::new(Unread { sha256, error })
            });
            (item, made)
        };
        lanes.run(items.into_iter(), make, |(item, made)| {
            let (name, folder) = (item.source.name(), item.folder);
            match made {
                Ok((source, sha256)) => {
                    self.compared.push(Compared { name, sha256, count: source.words() as u32, folder });
                    match attached::with_words(source) {
                        Ok(source) => self.read.push(source),
                        Err(wordless) => self.unreadable.push(wordless),
                    }
                }
                Err(unread) => {
                    let Unread { sha256, error } = *unread;
                    self.compared.push(Compared { name: name.clone(), sha256, count: 0, folder });
                    self.unreadable.push(unreadable(&name, error)?);
                }
            }
            Ok::<(), Failure>(())
        })
    }
}

/// Documents of a folder, as they are read.
fn items_of(files: &[PathBuf], folder: &str, reader: &Reader<'_>) -> Vec<Item> {
    let witnesses = files.iter().filter(|file| !reader.is_article(file));
    let source = |file: &PathBuf| {
        let member = reader.project.member(file);
        member.unwrap_or_else(|| Source::File(file.clone()))
    };
    witnesses.map(|file| Item { source: source(file), folder: Some(folder.to_owned()) }).collect()
}

/// A source that is there and cannot be read; one that does not exist is a failure.
fn unreadable(name: &str, error: Error) -> Result<Unreadable, Failure> {
    let Some(kind) = attached::unreadable(&error) else { return Err(error.into()) };
    Ok(Unreadable { source: name.to_owned(), kind, message: error.to_string() })
}
