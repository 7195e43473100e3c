//! The people of all documents: read beside the loop; what is decided about them is kept in the codebook, and every open document
//! shows it at once.

use super::{Answer, Runner};
use crate::clock::stamp;
use crate::project::codebook;
use crate::project::index::{PeopleFound, ReadPeople, WordsWanted};
use crate::project::note::NoteOnTwo;
use crate::store::codebook::{self as kept, CodebookUndo, Edited};
use crate::store::{Disk, disk};
use crate::ui::app::{App, Stage};
use crate::ui::event::PeopleDecided;
use sayso_core::annotation::{Speaker, SpeakerDecision};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Longest that how far the reading is stays untold.
const TOLD: Duration = Duration::from_millis(100);

/// What it means for people when nothing may be written.
const NOBODY_DECIDED: &str = "nothing is decided about people";

/// The folder whose people are shown: that of the library, else that of the open document. Whether it is a library of documents
/// that were named one by one, what it is called, its documents where they are known.
struct PeopleFolder {
    folder: PathBuf,
    is_listed: bool,
    name: String,
    paths: Option<Vec<PathBuf>>,
}

fn folder_of(app: &App) -> Option<PeopleFolder> {
    match &app.library {
        Some(library) => {
            let paths: Vec<PathBuf> = library.entries.iter().map(|entry| entry.path.clone()).collect();
            let first = paths.first().map(|path| disk::folder_of(path).to_owned());
            let is_listed = !library.folder.as_os_str().is_empty();
            let folder = if is_listed { library.folder.clone() } else { first? };
            Some(PeopleFolder { folder, is_listed, name: library.name.clone(), paths: Some(paths) })
        }
        None => {
            let folder = disk::folder_of(app.path.as_deref()?).to_owned();
            let name = folder.file_name().map(|name| format!("{}/", name.to_string_lossy()));
            let name = name.unwrap_or_else(|| format!("{}/", folder.display()));
            Some(PeopleFolder { folder, is_listed: true, name, paths: None })
        }
    }
}

impl Runner {
    /// Reads who speaks in the documents of the folder.
    pub(super) fn read_people(&mut self, app: &App) -> io::Result<()> {
        let (Some(at), Some(source)) = (folder_of(app), self.source.clone()) else {
            (self.tell)(Answer::PeopleRead(String::new(), Box::default()));
            return Ok(());
        };
        let tell = Arc::clone(&self.tell);
        let newest = Arc::clone(&self.people);
        let number = newest.fetch_add(1, Ordering::Relaxed) + 1;
        self.beside(move || {
            let paths = at.paths.unwrap_or_else(|| source.list(&at.folder).paths);
            let (all, mut told) = (paths.len(), Instant::now());
            let is_newest = || newest.load(Ordering::Relaxed) == number;
            let mut progress = |known: usize| {
                if told.elapsed() >= TOLD {
                    told = Instant::now();
                    return is_newest() && tell(Answer::PeopleKnown(at.name.clone(), known, all));
                }
                is_newest()
            };
            let folder = at.is_listed.then_some(at.folder.as_path());
            let found = source.people(folder, &paths, &mut progress);
            if is_newest() {
                // When the loop is gone nobody needs to know.
                tell(Answer::PeopleRead(at.name, Box::new(ReadPeople::new(found))));
            }
        })
    }

    /// Reads words of statements; a newer question ends it.
    pub(super) fn read_words(&mut self, number: u64, wanted: WordsWanted) -> io::Result<()> {
        let Some(source) = self.source.clone() else { return Ok(()) };
        let tell = Arc::clone(&self.tell);
        let newest = Arc::clone(&self.words);
        newest.store(number, Ordering::Relaxed);
        self.beside(move || {
            source.words(&wanted, &mut |words| {
                newest.load(Ordering::Relaxed) == number && tell(Answer::WordsRead(number, words))
            });
        })
    }

    /// Why nothing may be written into the codebook, if so, and what that means.
    pub(super) fn codebook_refusal(&self, then: &str) -> Option<String> {
        let is_read_only = self.source.as_ref().is_some_and(|source| source.is_read_only());
        let read_only = is_read_only.then(|| format!("Read only, as you asked: {then}"));
        read_only.or_else(|| (!self.writes).then(|| "Nothing is written here".to_owned()))
    }

    /// Keeps a decision in the codebook of the folder.
    pub(super) fn decide_people(&mut self, app: &App, decision: SpeakerDecision, found: PeopleFound) -> io::Result<()> {
        let tell = Arc::clone(&self.tell);
        let refusal = self.codebook_refusal(NOBODY_DECIDED);
        let place = folder_of(app).map(|at| codebook::place_of(&at.folder));
        let (None, Some(path)) = (&refusal, place) else {
            tell(Answer::PeopleDecided(Err(refusal.unwrap_or_else(|| "This page has no folder".to_owned()))));
            return Ok(());
        };
        self.beside(move || {
            let done = kept::decide(&path, &decision, &Disk::default()).map_err(|e| e.to_string());
            let done = done.map(|Edited { list: speakers, back }| {
                let text = match &decision {
                    SpeakerDecision::One(first, other) => format!("{} and {} are one person", first.name, other.name),
                    SpeakerDecision::Two(first, other) => format!("{} and {} are two people", first.name, other.name),
                };
                let text = format!("{text}: kept in {}", shown(&path));
                let read = known(found, &path, &speakers);
                PeopleDecided { path, read, back, text }
            });
            // When the loop is gone nobody needs to know.
            tell(Answer::PeopleDecided(done));
        })
    }

    /// Takes a decision back.
    pub(super) fn take_back_people(&mut self, undo: CodebookUndo, found: PeopleFound) -> io::Result<()> {
        let tell = Arc::clone(&self.tell);
        self.beside(move || {
            let path = undo.path().to_owned();
            let done = kept::take_back(&undo, &Disk::default()).map_err(|e| e.to_string());
            let done = done.map(|()| {
                let speakers = codebook::of_folder(disk::folder_of(&path)).codebook.speakers;
                let text = format!("Taken back: {} is as it was", shown(&path));
                let read = known(found, &path, &speakers);
                PeopleDecided { path, read, back: None, text }
            });
            // When the loop is gone nobody needs to know.
            tell(Answer::PeopleDecided(done));
        })
    }

    /// Every open document shows the speakers and examples that its codebook has now.
    pub(super) fn share_codebooks(app: &mut App) {
        let share = |app: &mut App| {
            let Some(path) = app.path.clone().filter(|_| !matches!(app.stage, Stage::Library)) else { return };
            let book = codebook::of_document(&path);
            // With a mistake in it nothing new is known.
            if book.problems.is_empty() {
                (app.codebook.speakers, app.codebook.examples) = (book.codebook.speakers, book.codebook.examples);
                let speakers = app.codebook.speakers.as_slice().into();
                if let Some(doc) = app.doc_mut() {
                    doc.reading.share(speakers);
                }
            }
        };
        share(app);
        crate::ui::update::with_other(app, share);
    }

    /// Keeps a note in the sidecar of a document that is not open.
    pub(super) fn note_on_two(&mut self, app: &App, path: &Path, note: NoteOnTwo) -> io::Result<()> {
        let tell = Arc::clone(&self.tell);
        if let Some(refusal) = self.codebook_refusal(NOBODY_DECIDED) {
            tell(Answer::NotedOnTwo(Err(refusal)));
            return Ok(());
        }
        let Some(source) = self.source.clone().filter(|_| self.writes) else { return Ok(()) };
        let (path, by) = (path.to_owned(), app.annotator.clone());
        self.beside(move || {
            let kept = source.request(&path).map_err(|e| e.to_string());
            let kept = kept.and_then(|request| note.keep(&request, by.as_deref(), &stamp()));
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            // When the loop is gone nobody needs to know.
            tell(Answer::NotedOnTwo(kept.map(|()| format!("One note holds both; it is in {name}"))));
        })
    }
}

/// Everybody once a codebook has other speakers.
fn known(mut found: PeopleFound, path: &Path, speakers: &[Speaker]) -> Box<ReadPeople> {
    found.know(path, speakers);
    Box::new(ReadPeople::new(found))
}

/// A path as it is told: its folder and its name.
pub(super) fn shown(path: &Path) -> String {
    let folder = disk::folder_of(path).file_name();
    let folder = folder.map(|folder| format!("{}/", folder.to_string_lossy())).unwrap_or_default();
    format!("{folder}{}", path.file_name().unwrap_or_default().to_string_lossy())
}

/// The numbers of the newest questions.
pub(super) type Newest = Arc<AtomicU64>;
