//! The scratch page: read at once, changed on a thread of its own, one change after the other.

use super::{Answer, Host, Runner, Tell};
use crate::input::{self, Pipes};
use crate::project::codebook;
use crate::store::disk::{self, Disk};
use crate::store::kind::file_of;
use crate::store::scratch::{self, Changed};
use crate::ui::app::{App, Stage};
use crate::ui::event::Event;
use crate::ui::pane::Split;
use crate::ui::scratch::{Pick, ScratchOutcome, ScratchStep, Standing, WordsAsked};
use crate::ui::start_place::StartPlace;
use crate::ui::update;
use sayso_core::export::scratch::{Edit, ShownText};
use sayso_core::export::{Quotation, link_to, link_to_document};
use std::collections::BTreeMap;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::thread::JoinHandle;

/// A change to be made.
struct Job {
    page: PathBuf,
    edit: Edit,
    step: ScratchStep,
}

/// Most documents of a page that are read to see whether its words are still there.
const MAX_DOCUMENTS: usize = 200;

/// The thread that changes pages.
pub struct ScratchWriter {
    jobs: Sender<Job>,
    /// Gives whether a change failed that nobody could be told of.
    thread: JoinHandle<bool>,
}

impl ScratchWriter {
    /// Starts the thread; what becomes of changes goes to `tell`.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(tell: Tell) -> io::Result<Self> {
        let (jobs, waiting) = channel::<Job>();
        let work = move || {
            let mut lost = false;
            for job in waiting {
                let answer = done(job);
                let failed = matches!(answer, Answer::ScratchChanged(_, _, Err(_)));
                lost |= !tell(answer) && failed;
            }
            lost
        };
        let thread = std::thread::Builder::new().name("scratch".to_owned()).spawn(work)?;
        Ok(Self { jobs, thread })
    }

    /// Waits until every change is made; false when one was not and nobody could be told.
    pub fn finish(self) -> bool {
        drop(self.jobs);
        !self.thread.join().unwrap_or(true)
    }
}

/// Makes a change.
fn done(Job { page, edit, step }: Job) -> Answer {
    let changed = scratch::change(&page, &edit, &Disk::default()).map_err(|e| e.to_string());
    let outcome = changed.map(|changed| match changed {
        Changed::Made(text, back) => ScratchOutcome::Made(text, back),
        Changed::Same(text) => ScratchOutcome::Same(text),
        Changed::Moved(text) => ScratchOutcome::Moved(text),
    });
    Answer::ScratchChanged(page, step, outcome)
}

/// A path below a folder, without a way out of it, through links either.
fn below(folder: &Path, path: &str) -> Option<PathBuf> {
    let is_below = Path::new(path).components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    let whole = folder.join(path);
    let real = |path: &Path| std::fs::canonicalize(path).ok();
    let stays = match (real(folder), real(file_of(&whole))) {
        (Some(folder), Some(path)) => path.starts_with(folder),
        _ => true,
    };
    (is_below && stays).then_some(whole)
}

impl Runner {
    /// The scratch page of the open document, or of the library, and how the document is called from its folder.
    fn scratch_page(app: &App) -> Option<(PathBuf, String)> {
        let library = app.library.as_ref().map(|library| library.folder.as_path());
        let library = library.filter(|folder| !folder.as_os_str().is_empty());
        let Some(document) = app.path.as_deref().filter(|_| !matches!(app.stage, Stage::Library)) else {
            let folder = app.library.as_ref().map(|library| library.folder.as_path())?;
            return Some((scratch::page_of(folder, codebook::FILE_NAME, library), String::new()));
        };
        let folder = disk::folder_of(document);
        let page = scratch::page_of(folder, codebook::FILE_NAME, library);
        let folder = std::fs::canonicalize(folder).or_else(|_| std::path::absolute(folder)).ok()?;
        let whole = folder.join(document.file_name()?);
        let name = whole.strip_prefix(page.parent()?).ok()?.to_string_lossy().replace('\\', "/");
        Some((page, name))
    }

    /// Whether nothing may be written in this run.
    fn is_read_only(&self) -> bool {
        self.source.as_ref().is_some_and(|source| source.is_read_only())
            || self.desks.values().filter_map(|desk| desk.request.as_ref()).any(|request| request.read_only)
    }

    /// Adds words of the open document at the end of the page.
    pub(super) fn add_to_scratch(&mut self, app: &mut App, picked: Vec<Pick>, left: usize) -> io::Result<()> {
        let Some((page, name)) = Self::scratch_page(app) else {
            app.warn("This page has no folder, so that nothing can be brought from it");
            return Ok(());
        };
        // A name that is no text leads nowhere.
        let leads_back = page.parent().is_some_and(|folder| file_of(&folder.join(&name)).exists());
        let quotation = |pick: Pick| {
            let link = pick.id.as_ref().and_then(|id| link_to(&name, id)).or_else(|| link_to_document(&name));
            let link = link.filter(|_| leads_back);
            Quotation { words: pick.words, speaker: pick.speaker, place: format!("{name} {}", pick.place), link }
        };
        let edit = Edit::Append(picked.into_iter().map(quotation).collect());
        self.change_scratch(app, page, edit, ScratchStep::Add(left))
    }

    /// Adds words of documents that were found.
    pub(super) fn bring_found(&mut self, app: &mut App, picked: Vec<(PathBuf, Pick)>) -> io::Result<()> {
        let first = picked.first().map(|(path, _)| disk::folder_of(path).to_owned());
        let asked = app.find.as_ref().map(|desk| desk.folder.clone()).filter(|folder| !folder.as_os_str().is_empty());
        let Some(folder) = asked.or(first) else { return Ok(()) };
        let library = app.library.as_ref().map(|library| library.folder.as_path());
        let library = library.filter(|folder| !folder.as_os_str().is_empty());
        let page = scratch::page_of(&folder, codebook::FILE_NAME, library);
        let own = page.parent().and_then(|folder| std::fs::canonicalize(folder).ok()).unwrap_or_default();
        let quotation = |(path, pick): (PathBuf, Pick)| {
            let folder = std::fs::canonicalize(disk::folder_of(&path)).unwrap_or_default();
            let whole = folder.join(path.file_name().unwrap_or_default());
            let below = whole.strip_prefix(&own).ok().map(|name| name.to_string_lossy().replace('\\', "/"));
            // What lies elsewhere is named, and no link leads there.
            let name = below.clone().unwrap_or_else(|| path.display().to_string());
            let link = pick.id.as_ref().and_then(|id| link_to(&name, id)).or_else(|| link_to_document(&name));
            let place = format!("{name} {}", pick.place);
            Quotation { words: pick.words, speaker: pick.speaker, place, link: link.filter(|_| below.is_some()) }
        };
        let edit = Edit::Append(picked.into_iter().map(quotation).collect());
        self.change_scratch(app, page, edit, ScratchStep::Add(0))
    }

    /// Changes the page.
    pub(super) fn change_scratch(
        &mut self,
        app: &mut App,
        page: PathBuf,
        edit: Edit,
        step: ScratchStep,
    ) -> io::Result<()> {
        if self.is_read_only() {
            app.warn("Read only, as you asked: nothing is written to the scratch page");
            return Ok(());
        }
        if !self.writes {
            return Ok(());
        }
        let job = Job { page, edit, step };
        if self.answers.is_some() {
            (self.tell)(done(job));
            return Ok(());
        }
        let writer = match self.scratch.take() {
            Some(writer) => writer,
            None => ScratchWriter::start(Arc::clone(&self.tell))?,
        };
        // The thread lives as long as this does.
        let _ = writer.jobs.send(job);
        self.scratch = Some(writer);
        Ok(())
    }

    /// Reads the page and shows it.
    pub(super) fn read_scratch(&mut self, app: &mut App, host: &mut dyn Host) -> io::Result<bool> {
        let Some((page, _)) = Self::scratch_page(app) else {
            app.say("This page has no folder, and so no scratch page");
            return Ok(false);
        };
        let text = scratch::read(&page).map_err(|e| e.to_string());
        self.event(app, Event::ScratchRead(page, text), &crate::clock::stamp(), host)
    }

    /// Opens the page in the person's editor, and reads it again.
    pub(super) fn edit_scratch(
        &mut self,
        app: &mut App,
        page: &Path,
        line: Option<u32>,
        host: &mut dyn Host,
    ) -> io::Result<bool> {
        // What is on its way has to be in it.
        if self.scratch.take().is_some_and(|writer| !writer.finish()) {
            self.lost = true;
        }
        match input::open(page, Pipes::Refused) {
            Err(e) if e.is_not_found() => {
                app.say("There is no scratch page yet: bring something onto it first");
                return Ok(false);
            }
            Err(e) => {
                app.warn(format!("{}: {e}", page.display()));
                return Ok(false);
            }
            Ok(_) => {}
        }
        if let Err(why) = host.edit_file(page, line)? {
            app.warn(why.to_string());
            return Ok(false);
        }
        let text = scratch::read(page).map_err(|e| e.to_string());
        self.event(app, Event::ScratchRead(page.to_owned(), text), &crate::clock::stamp(), host)
    }

    /// Looks beside the loop whether words are still in their documents.
    pub(super) fn check_scratch(&self, app: &App, page: &Path, number: u64, all: Vec<WordsAsked>) -> io::Result<()> {
        let Some(folder) = page.parent() else { return Ok(()) };
        let Some(source) = self.source.clone() else {
            // Line by line only one document is known.
            self.check_in_open(app, folder, &all, number);
            return Ok(());
        };
        let mut documents: BTreeMap<String, Vec<(usize, String)>> = BTreeMap::new();
        for asked in all {
            documents.entry(asked.document).or_default().push((asked.entry, asked.words));
        }
        let (folder, tell) = (folder.to_owned(), Arc::clone(&self.tell));
        self.beside(move || {
            let mut found = Vec::new();
            for (document, quotations) in documents.into_iter().take(MAX_DOCUMENTS) {
                let Some(path) = below(&folder, &document) else { continue };
                let text = file_of(&path).exists().then(|| source.text(&path).map(|text| ShownText::new(&text)));
                let standing = |words: &str| match &text {
                    None => Standing::NoDocument,
                    Some(Some(text)) if text.holds(words) => Standing::Here,
                    Some(Some(_)) => Standing::Gone,
                    Some(None) => Standing::Unknown,
                };
                found.extend(quotations.iter().map(|(n, words)| (*n, standing(words))));
            }
            // When the loop is gone nobody needs to know.
            tell(Answer::ScratchChecked(number, found));
        })
    }

    /// The same for the words of the open document alone, at once.
    fn check_in_open(&self, app: &App, folder: &Path, all: &[WordsAsked], number: u64) {
        let (Some(doc), Some(open)) = (app.doc(), app.path.as_deref()) else { return };
        let text = ShownText::new(doc.reading.document().text());
        let standing = |WordsAsked { entry, document, words }: &WordsAsked| {
            let path = below(folder, document)?;
            if !is_same(open, &path) {
                return (!file_of(&path).exists()).then_some((*entry, Standing::NoDocument));
            }
            Some((*entry, if text.holds(words) { Standing::Here } else { Standing::Gone }))
        };
        (self.tell)(Answer::ScratchChecked(number, all.iter().filter_map(standing).collect()));
    }

    /// Goes to a place of a document named from the folder of a page: in the open one, or in the one that is opened for it.
    pub(super) fn go_to(&mut self, app: &mut App, page: &Path, document: &str, place: StartPlace) -> io::Result<()> {
        let folder = page.parent().unwrap_or(Path::new("."));
        let Some(path) = below(folder, document) else {
            app.warn(format!("{document} leads out of the folder of the scratch page: it is not opened"));
            return Ok(());
        };
        self.open_at(app, path, place)
    }

    /// Goes to a place of a document: in the open one, or in the one that is opened for it.
    pub(super) fn open_at(&mut self, app: &mut App, path: PathBuf, place: StartPlace) -> io::Result<()> {
        let document = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let stands_beside = |app: &App| {
            let beside = app.split.as_ref().and_then(Split::pane);
            beside.and_then(|pane| pane.path.as_deref()).is_some_and(|open| is_same(open, &path))
        };
        let is_here = |app: &App| app.path.as_deref().is_some_and(|open| is_same(open, &path));
        if !is_here(app) && stands_beside(app) {
            app.close_screens();
            update::turn_over(app);
        }
        if app.doc().is_some() && is_here(app) {
            app.close_screens();
            app.start_place = Some(place);
            update::go_to_start_place(app);
            return Ok(());
        }
        if self.source.is_none() {
            app.say(format!("That is in {document}: open that document to go there"));
            return Ok(());
        }
        if !file_of(&path).exists() {
            app.warn(format!("{document} is not there any more"));
            return Ok(());
        }
        // As the library calls it.
        let entries = app.library.iter().flat_map(|library| &library.entries);
        let listed = entries.map(|entry| &entry.path).find(|listed| is_same(listed, &path)).cloned();
        let before = self.openings;
        app.start_place = Some(place);
        self.open(app, &listed.unwrap_or(path))?;
        if self.openings == before {
            (app.start_place, app.figures_left) = (None, None);
        }
        Ok(())
    }
}

/// Whether two paths name one document, which may be one of several in a file.
fn is_same(a: &Path, b: &Path) -> bool {
    a.file_name() == b.file_name() && disk::is_same(file_of(a), file_of(b))
}
