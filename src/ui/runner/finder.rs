//! Questions to all documents of a folder: one thread asks, newest first, as far as the index has come; once that has grown, the
//! rest is asked.

use super::library::LibraryWatch;
use super::{Answer, Runner, Tell};
use crate::project::index::Answer as Told;
use crate::project::library::tidy;
use crate::project::{AskedDocuments, DocumentSource, Narrowing};
use crate::ui::app::App;
use crate::ui::find::row::{self, FoundDocument};
use crate::ui::find::{FindAsked, FindNews, FindStep, MAX_ROWS, Unknown};
use sayso_core::library::FindQuery;
use sayso_core::library::query::{fold_name, name_words};
use sayso_core::ron_errors::meant;
use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

/// Longest what was found is kept back before it is told: a screen need not be drawn for each document.
const BATCH_TIME: Duration = Duration::from_millis(50);
/// Most rows that are told at once, but for those of one document: taking them in must not hold up a key.
const MAX_BATCH: usize = 500;
/// Least time between two rounds while the index grows.
const ROUND_TIME: Duration = Duration::from_millis(500);
/// Most answers of one document.
const MAX_OF_ONE: usize = 1000;
/// Most names that are offered.
const MAX_NAMES: usize = 50;

/// The documents that are asked.
#[derive(Clone)]
struct Round {
    source: Arc<dyn DocumentSource>,
    /// The folder; none where documents were named one by one.
    folder: Option<PathBuf>,
    paths: Arc<[PathBuf]>,
    tell: Tell,
}

/// A question, and which documents were looked into.
struct Asked {
    question: FindAsked,
    seen: BTreeSet<u32>,
    /// How many rows were told.
    rows: usize,
}

impl Asked {
    fn new(question: FindAsked) -> Self {
        Self { question, seen: BTreeSet::new(), rows: 0 }
    }
}

impl Round {
    /// Asks what was not asked yet, as long as that is wanted.
    fn run(&self, asked: &mut Asked, is_wanted: &(dyn Fn() -> bool + Sync)) {
        let Asked { question: FindAsked { query, number, except }, seen, rows } = asked;
        let news = |step| (self.tell)(Answer::Finding(FindNews { number: *number, step }));
        // Copies of a quotation are put in order first: there are few.
        let is_sorted = query.same_as.is_some();
        let (mut batch, mut waiting, mut sent): (Vec<FoundDocument>, usize, Option<Instant>) = (Vec::new(), 0, None);
        let mut tell = |told| {
            let Told::Found(found) = told else { return true };
            if except.as_deref() == Some(tidy(&found.path).as_path()) {
                return true;
            }
            let document = row::of(&found, self.folder.as_deref());
            let document_rows = document.rows.len();
            *rows += document_rows;
            batch.push(document);
            waiting += document_rows;
            let is_due = || waiting >= MAX_BATCH || sent.is_none_or(|sent| sent.elapsed() >= BATCH_TIME);
            if !is_sorted && is_due() {
                waiting = 0;
                sent = Some(Instant::now());
                return news(FindStep::Found(std::mem::take(&mut batch))) && *rows < MAX_ROWS;
            }
            *rows < MAX_ROWS
        };
        let documents =
            AskedDocuments { folder: self.folder.as_deref(), paths: &self.paths, limit: MAX_OF_ONE, is_wanted };
        let result = self.source.ask(documents, query, seen, &mut tell);
        if !is_wanted() {
            return;
        }
        if is_sorted {
            batch.sort_by_key(|document| (document.date.is_none(), document.date));
        }
        if !batch.is_empty() {
            news(FindStep::Found(batch));
        }
        let unknown = || if *rows == 0 { self.unknown(query) } else { None };
        news(match result {
            Ok(()) => FindStep::Over(unknown()),
            Err(why) => FindStep::Failed(why),
        });
    }

    fn names(&self, of: Narrowing) -> BTreeSet<String> {
        self.folder.as_ref().map(|folder| self.source.names(folder, of)).unwrap_or_default()
    }

    /// A name of the question that nobody and nothing has, as far as the index knows.
    fn unknown(&self, query: &FindQuery) -> Option<Unknown> {
        let missing = |of: Narrowing, word: &str| {
            let known = self.names(of);
            let begins = known.range(word.to_owned()..).next().is_some_and(|name| name.starts_with(word));
            let like = || meant(word, known.iter().map(String::as_str)).map(str::to_owned);
            (!begins && !known.is_empty()).then(like)
        };
        let speakers = query.by.iter().flat_map(|name| name_words(name).into_iter().map(move |word| (name, word)));
        for (name, word) in speakers {
            if let Some(meant) = missing(Narrowing::Speaker, &word) {
                return Some(Unknown { words: format!("nobody is called {name}"), meant });
            }
        }
        let signed = query.labels.iter().map(|label| (Narrowing::Label, '#', label));
        for (of, sign, name) in signed.chain(query.ratings.iter().map(|rating| (Narrowing::Rating, '=', rating))) {
            if let Some(meant) = missing(of, &fold_name(name)) {
                return Some(Unknown { words: format!("nothing is {sign}{name}"), meant });
            }
        }
        let folders = if query.folders.is_empty() { BTreeSet::new() } else { self.names(Narrowing::Folder) };
        let is_one = |folder: &String| query.is_in_folder(&format!("{folder}/x"));
        let named = query.folders.first().filter(|_| !folders.iter().any(is_one))?;
        let meant = meant(named, folders.iter().map(String::as_str)).map(str::to_owned);
        Some(Unknown { words: format!("no folder with documents is called {named}"), meant })
    }

    /// Names that begin as what is typed.
    fn begun(&self, of: Narrowing, typed: &str) -> Vec<String> {
        let all = self.names(of);
        if of == Narrowing::Folder {
            let places = ["claims", "quotes", "text"].map(str::to_owned).into_iter();
            return places.chain(all).filter(|name| name.starts_with(typed)).take(MAX_NAMES).collect();
        }
        let typed = fold_name(typed);
        all.range(typed.clone()..).take_while(|name| name.starts_with(&typed)).take(MAX_NAMES).cloned().collect()
    }
}

enum Job {
    Ask(Box<FindAsked>),
    /// The index has grown.
    Again,
    Names(Narrowing, String),
}

/// The thread; it ends when this is dropped.
pub struct Finder {
    folder: PathBuf,
    jobs: Sender<Job>,
    /// Number of the question that is wanted.
    newest: Arc<AtomicU64>,
    /// Keeps the index up to date, where the library does not.
    _watch: Option<LibraryWatch>,
    /// When the last round was begun because the index had grown.
    grown: Option<Instant>,
}

impl Drop for Finder {
    fn drop(&mut self) {
        self.newest.store(0, Ordering::Relaxed);
    }
}

impl Finder {
    fn start(round: Round, folder: PathBuf, watch: Option<LibraryWatch>) -> io::Result<Self> {
        let (jobs, waiting) = channel();
        let newest = Arc::new(AtomicU64::new(0));
        let wanted = Arc::clone(&newest);
        std::thread::Builder::new().name("find".to_owned()).spawn(move || run(&waiting, &wanted, &round))?;
        Ok(Self { folder, jobs, newest, _watch: watch, grown: None })
    }

    fn send(&self, job: Job) {
        // The thread lives as long as this does.
        let _ = self.jobs.send(job);
    }

    fn ask(&self, asked: FindAsked) {
        self.newest.store(asked.number, Ordering::Relaxed);
        self.send(Job::Ask(Box::new(asked)));
    }

    /// The index of a folder has grown, or is complete.
    pub fn grown(&mut self, folder: Option<&Path>, is_complete: bool) {
        let is_other = folder.is_some_and(|folder| folder != self.folder);
        let is_soon = !is_complete && self.grown.is_some_and(|last| last.elapsed() < ROUND_TIME);
        if !is_other && !is_soon {
            self.grown = Some(Instant::now());
            self.send(Job::Again);
        }
    }
}

fn run(waiting: &Receiver<Job>, newest: &AtomicU64, round: &Round) {
    let mut last: Option<Asked> = None;
    while let Ok(first) = waiting.recv() {
        let (mut is_due, mut names) = (false, None);
        for job in std::iter::once(first).chain(waiting.try_iter()) {
            match job {
                Job::Ask(question) => (last, is_due) = (Some(Asked::new(*question)), true),
                Job::Again => is_due = true,
                Job::Names(of, typed) => names = Some((of, typed)),
            }
        }
        if let Some((of, typed)) = names {
            let begun = round.begun(of, &typed);
            (round.tell)(Answer::FindNames(typed, begun));
        }
        if let Some(asked) = last.as_mut().filter(|_| is_due) {
            let number = asked.question.number;
            round.run(asked, &|| newest.load(Ordering::Relaxed) == number);
        }
    }
}

impl Runner {
    /// The documents that the view asks.
    fn round(&self, app: &App) -> Option<Round> {
        let (source, desk) = (self.source.clone()?, app.find.as_ref()?);
        let folder = Some(desk.folder.clone()).filter(|folder| !folder.as_os_str().is_empty());
        let library = app.library.as_ref().filter(|library| library.folder == desk.folder);
        let paths = library.map(|library| library.entries.iter().map(|entry| entry.path.clone()).collect());
        Some(Round { source, folder, paths: paths.unwrap_or_default(), tell: Arc::clone(&self.tell) })
    }

    /// Makes ready to ask the documents of the view's folder: what is not known of them is read meanwhile.
    pub(super) fn begin_find(&mut self, app: &App) -> io::Result<()> {
        let Some(round) = self.round(app) else { return Ok(()) };
        let folder = round.folder.clone();
        if self.answers.is_some() {
            if let Some(folder) = folder {
                let listed: Vec<PathBuf> = round.source.list(&folder).paths.iter().map(|path| tidy(path)).collect();
                round.source.read_library(Some(&folder), &listed, &mut |_| true);
            }
            return Ok(());
        }
        let own = folder.clone().unwrap_or_default();
        if self.finder.as_ref().is_some_and(|finder| finder.folder == own) {
            return Ok(());
        }
        let is_kept = self.folder.is_some() && app.library.as_ref().is_some_and(|library| library.folder == own);
        let watch = match folder.filter(|_| !is_kept) {
            Some(folder) => {
                let tell = progress(Arc::clone(&self.tell));
                Some(LibraryWatch::start(Arc::clone(&round.source), folder, None, tell)?)
            }
            None => None,
        };
        self.finder = Some(Finder::start(round, own, watch)?);
        Ok(())
    }

    /// Asks all documents: on one thread beside the loop, where a newer question ends an older one.
    pub(super) fn find(&self, app: &App, asked: FindAsked) {
        match &self.finder {
            Some(finder) => finder.ask(asked),
            None => {
                if let Some(round) = self.round(app).filter(|_| self.answers.is_some()) {
                    round.run(&mut Asked::new(asked), &|| true);
                }
            }
        }
    }

    /// Looks for names that begin as what is typed.
    pub(super) fn find_names(&self, app: &App, of: Narrowing, typed: String) {
        match &self.finder {
            Some(finder) => finder.send(Job::Names(of, typed)),
            None => {
                if let Some(round) = self.round(app).filter(|_| self.answers.is_some()) {
                    let begun = round.begun(of, &typed);
                    (self.tell)(Answer::FindNames(typed, begun));
                }
            }
        }
    }
}

/// Tells how far the documents of a folder are read, in the place of what is known of them.
fn progress(tell: Tell) -> Tell {
    let (read, all) = (AtomicUsize::new(0), AtomicUsize::new(0));
    Arc::new(move |answer| match answer {
        Answer::Relisted(_, paths) => {
            read.store(0, Ordering::Relaxed);
            all.store(paths.len(), Ordering::Relaxed);
            tell(Answer::FindProgress(0, paths.len()))
        }
        Answer::Known(updates) => {
            let all = all.load(Ordering::Relaxed);
            let before = read.fetch_add(updates.len(), Ordering::Relaxed);
            tell(Answer::FindProgress((before + updates.len()).min(all), all))
        }
        Answer::Indexed(indexed) => {
            let all = all.load(Ordering::Relaxed);
            read.store(all, Ordering::Relaxed);
            tell(Answer::FindProgress(all, all)) && tell(Answer::Indexed(indexed))
        }
        other => tell(other),
    })
}
