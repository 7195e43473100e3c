//! Holds quotations beside their sources, on one thread: a source is indexed once and kept as long as its file stays as it is; of
//! a document only the newest question is answered, and it ends an older one.

use super::desk::Desk;
use super::{Answer, Runner, Tell};
use crate::project::{DocumentSource, attached};
use crate::ui::app::App;
use crate::ui::checks::Checked;
use sayso_core::detect::{Detector, QuoteMarks};
use sayso_core::reading::Reading;
use sayso_core::verify::{Article, Compared, IndexedSource, Unreadable, UnreadableKind, Verifier};
use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

/// Quotations to be checked.
struct Job {
    /// The number of the opening of the document.
    opened: u64,
    /// The number of the question.
    number: u64,
    name: String,
    /// The document's own file: in a folder of sources it is no witness of itself.
    own: PathBuf,
    reading: Reading,
    /// The sources: as they are called, and where they are.
    sources: Vec<(String, PathBuf)>,
    documents: Arc<dyn DocumentSource>,
}

/// What tells a file from what it was: when it was written, its length.
type FileStamp = Option<(SystemTime, u64)>;

/// A source that was read, or why it cannot be.
struct Shelved {
    /// Its file and its sidecar.
    stamps: [FileStamp; 2],
    made: Result<(IndexedSource, Compared), Unreadable>,
}

/// Sources that were read.
#[derive(Default)]
pub struct Shelf {
    all: HashMap<PathBuf, Shelved>,
    /// What reads them: made when the first is read.
    readers: Option<(Detector, QuoteMarks)>,
}

impl Shelf {
    /// Checks; nothing once nobody wants to know. O(sources that are new + quotations).
    fn check(&mut self, job: &Job, is_wanted: impl Fn() -> bool) -> Option<Checked> {
        let (detector, marks) = self.readers.get_or_insert_with(|| (Detector::new(), QuoteMarks::new()));
        let mut files: Vec<(String, PathBuf)> = Vec::new();
        for (name, path) in &job.sources {
            if path.is_dir() {
                let below = |file: PathBuf| {
                    let rest = file.strip_prefix(path).unwrap_or(&file).display().to_string();
                    (format!("{}/{rest}", name.trim_end_matches('/')), file)
                };
                let others =
                    job.documents.list(path).paths.into_iter().filter(|file| !attached::is_same(file, &job.own));
                files.extend(others.map(below));
            } else {
                files.push((name.clone(), path.clone()));
            }
        }
        for (name, path) in &files {
            if !is_wanted() {
                return None;
            }
            let request = job.documents.request(path);
            let sidecar = request.as_ref().ok().and_then(|request| request.sidecar.as_ref());
            let stamps = [stamp_of(path), sidecar.and_then(|place| stamp_of(&place.path))];
            if self.all.get(path).is_some_and(|known| known.stamps == stamps) {
                continue;
            }
            let read = || {
                let request = request?;
                let document = request.load_whole()?;
                let stored = request.stored(&document.origin.file_hash, None).unwrap_or_default();
                let found = detector.extract(&document);
                let sha256 = document.origin.file_hash.clone();
                let reading = Reading::new(Arc::new(document), Arc::new(found), stored.set);
                Ok((IndexedSource::new(name, &reading, marks), sha256))
            };
            let made = match read() {
                Ok((source, sha256)) => {
                    let compared = Compared { name: name.clone(), sha256, count: source.words() as u32, folder: None };
                    attached::with_words(source).map(|source| (source, compared))
                }
                Err(error) => {
                    let kind = attached::unreadable(&error).unwrap_or(UnreadableKind::Unreadable);
                    Err(Unreadable { source: name.clone(), kind, message: error.to_string() })
                }
            };
            self.all.insert(path.clone(), Shelved { stamps, made });
        }
        let these = || files.iter().filter_map(|(_, path)| self.all.get(path));
        let (sources, compared): (Vec<&IndexedSource>, Vec<Compared>) =
            these().filter_map(|shelved| shelved.made.as_ref().ok()).map(|(source, c)| (source, c.clone())).unzip();
        let unreadable: Vec<Unreadable> = these().filter_map(|shelved| shelved.made.as_ref().err().cloned()).collect();
        let verifier = Verifier::new(sources.iter().copied(), [], &unreadable, false);
        let article = Article::new(&job.name, &job.reading, marks, false, None);
        let mut checks = Vec::with_capacity(article.quotations().len());
        for n in 0..article.quotations().len() {
            if !is_wanted() {
                return None;
            }
            checks.extend(verifier.check(&article, n));
        }
        Some(Checked::new(&job.reading, checks, compared, unreadable))
    }
}

fn stamp_of(path: &Path) -> FileStamp {
    let meta = std::fs::metadata(path).ok()?;
    Some((meta.modified().ok()?, meta.len()))
}

/// Numbers of the newest questions, by the opening of the document they are about.
type Newest = Arc<Mutex<HashMap<u64, u64>>>;

/// The thread; it ends when this is dropped.
struct Checker {
    jobs: Sender<Job>,
    newest: Newest,
}

impl Checker {
    fn start(tell: Tell) -> io::Result<Self> {
        let (jobs, waiting) = channel();
        let newest = Newest::default();
        let wanted = Arc::clone(&newest);
        std::thread::Builder::new().name("check".to_owned()).spawn(move || run(&waiting, &wanted, &tell))?;
        Ok(Self { jobs, newest })
    }
}

fn run(waiting: &Receiver<Job>, newest: &Newest, tell: &Tell) {
    let mut shelf = Shelf::default();
    while let Ok(job) = waiting.recv() {
        let is_wanted = || {
            let newest = newest.lock().unwrap_or_else(PoisonError::into_inner);
            newest.get(&job.opened) == Some(&job.number)
        };
        let checked = shelf.check(&job, is_wanted);
        if checked.is_some_and(|checked| !tell(Answer::Checked(job.opened, job.number, Box::new(checked)))) {
            return;
        }
    }
}

/// What checks the quotations of open documents.
#[derive(Default)]
pub struct CheckDesk {
    thread: Option<Checker>,
    /// Where everything is done at once.
    shelf: Shelf,
}

impl Runner {
    /// Checks the quotations of the document with the keyboard beside its sources.
    pub(super) fn check(&mut self, app: &App, number: u64) -> io::Result<()> {
        let (Some(doc), Some(documents)) = (app.doc(), self.source.clone()) else { return Ok(()) };
        let here = app.path.as_deref().or(self.desks.get(&app.desk).and_then(Desk::file)).unwrap_or(Path::new(""));
        let place = |source: &String| (source.clone(), attached::path(here, source));
        let sources = doc.reading.set().sources.iter().map(place).collect();
        let own = here.to_owned();
        let opened = self.desks.get(&app.desk).map_or(0, |desk| desk.number);
        let job = Job { opened, number, name: app.name.clone(), own, reading: doc.reading.clone(), sources, documents };
        if self.answers.is_some() {
            if let Some(checked) = self.checks.shelf.check(&job, || true) {
                (self.tell)(Answer::Checked(opened, number, Box::new(checked)));
            }
            return Ok(());
        }
        let checker = match self.checks.thread.take() {
            Some(checker) => checker,
            None => Checker::start(Arc::clone(&self.tell))?,
        };
        checker.newest.lock().unwrap_or_else(PoisonError::into_inner).insert(opened, number);
        // The thread lives as long as this does.
        let _ = checker.jobs.send(job);
        self.checks.thread = Some(checker);
        Ok(())
    }
}
