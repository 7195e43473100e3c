//! Opening a document: for the reader on a worker, off the first frame's path.

use super::Error;
use super::request::{Bytes, Request};
use crate::config::{self, Problem};
use crate::input::{self, Pipes};
use crate::isolation::{self, Part, Stop, Stopped};
use crate::store::elsewhere::SidecarOrigin;
use crate::store::journal::{Gap, JournalLine};
use crate::store::writer::WriterTarget;
use crate::store::{self, Attempt, Disk, Holder, Lock, OtherSidecar, Report, Site, Stored, View, Writer};
use sayso_core::annotation::history::History;
use sayso_core::annotation::set::DocumentInfo;
use sayso_core::annotation::{Draft, DraftPlace, Set};
use sayso_core::detect::{Detections, Detector};
use sayso_core::document::{self, Document, HEAD};
use sayso_core::layout::pieces::LayoutPieces;
use sayso_core::reading::{Reading, SpeakerNames};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What the worker found.
#[derive(Debug)]
pub enum Opened {
    /// The document, or its head: it can be shown.
    Loaded(Loaded),
    /// It cannot be shown: what and what to do.
    Failed(Vec<String>),
    /// What was found in it, and what was decided about it.
    Ready(Box<Ready>),
    /// What was done before, for undo.
    Past(History<JournalLine>),
    /// The annotations were joined anew with what somebody else wrote: which time, and the number of the last change in it.
    Joined(u64, u64, Box<Reading>),
}

/// A document that can be shown.
#[derive(Debug)]
pub struct Loaded {
    /// The document, or its beginning.
    pub document: Arc<Document>,
    /// Where its long blocks are cut.
    pub pieces: LayoutPieces,
    /// Where the person was in it.
    pub view: Option<View>,
}

/// A document with suggestions and decisions.
#[derive(Debug)]
pub struct Ready {
    /// The reading.
    pub reading: Reading,
    /// Everybody who speaks, as [`Reading::names`] orders them.
    pub names: Vec<SpeakerNames>,
    /// The right to write, with what was read under it; `None` when nothing can be written.
    pub desk: Option<(Lock, Stored)>,
    /// Why nothing can be decided, if so.
    pub read_only: Option<ReadOnly>,
    /// The sentence about an unreadable sidecar.
    pub problem: Option<Problem>,
    /// What the person should know, in a sentence.
    pub notice: Option<String>,
    /// What was left unfinished, and where it belongs; `None` where nothing can be written, and what is unfinished is only kept in mind.
    pub drafts: Option<Vec<(Draft, DraftPlace)>>,
    /// Decisions in other places of which one may be about this document, and what is said of each: the person chooses.
    pub choices: Vec<(PathBuf, String)>,
}

/// Why nothing can be decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadOnly {
    /// `--read-only`.
    AsAsked,
    /// The sidecar cannot be read.
    Unreadable,
    /// Nothing can be written where it belongs; why.
    CannotWrite(String),
    /// Another window has it.
    Elsewhere(Box<Holder>),
    /// Another window had it and has left: it can be taken over.
    Left,
    /// Only a part of it was read.
    Part(Part),
}

impl ReadOnly {
    /// A few words, for row 0.
    pub fn in_short(&self) -> &str {
        match self {
            Self::AsAsked => "as asked",
            Self::Unreadable => "its annotations cannot be read",
            Self::CannotWrite(why) => why,
            Self::Elsewhere(_) => "open elsewhere",
            Self::Left => "the other window has left",
            Self::Part(_) => "not read to its end",
        }
    }

    /// The whole sentence; `take` is the key that takes over.
    pub fn in_words(&self, take: &str) -> String {
        match self {
            Self::Elsewhere(holder) if holder.pid > 0 => {
                let who = if holder.user.is_empty() { "Somebody" } else { holder.user.as_str() };
                let clock = holder.since.get(11..16).unwrap_or(&holder.since);
                let host = if holder.host.is_empty() { String::new() } else { format!(" on {}", holder.host) };
                format!("{who} has it open (process {}{host}, since {clock} UTC)", holder.pid)
            }
            Self::Elsewhere(_) => "Another window has it open".to_owned(),
            Self::Left => format!("The other window has left: {take} takes over"),
            Self::Part(part) => part.in_words(),
            Self::AsAsked | Self::Unreadable | Self::CannotWrite(_) => self.in_short().to_owned(),
        }
    }
}

/// Most bytes of a book that are read before the first frame.
const MAX_BOOK_HEAD: u64 = 64 << 20;

/// The head of a long file, at once: what the first screen needs takes less time than waking a worker.
pub fn head(request: &Request) -> Option<Loaded> {
    let Bytes::File(path) = &request.bytes else { return None };
    let mut bytes = Vec::with_capacity(HEAD);
    let file = input::open(path, Pipes::Refused).ok().filter(|f| f.metadata().is_ok_and(|m| m.len() > HEAD as u64))?;
    (&file).take(HEAD as u64).read_to_end(&mut bytes).ok()?;
    if document::head_needs_all(&bytes, &request.name) {
        (&file).take(MAX_BOOK_HEAD).read_to_end(&mut bytes).ok()?;
    }
    let document = document::head(&bytes, &request.name, &request.options)?;
    let pieces = LayoutPieces::of(&document);
    Some(Loaded { document: Arc::new(document), pieces, view: view_of(request) })
}

/// Where the person was last time.
fn view_of(request: &Request) -> Option<View> {
    store::view::read(&request.state_files()?.view)
}

/// Reads, detects and joins; `tell` is called with each step. `lock` is the right to write, when it was waited for. `stop`
/// ends the reading where it is.
pub fn open(request: &Request, lock: Option<Lock>, stop: &Stop, tell: impl Fn(Opened)) {
    let state = request.state_files();
    let view = view_of(request);
    let show = |document: Document| {
        let document = Arc::new(document);
        let pieces = LayoutPieces::of(&document);
        tell(Opened::Loaded(Loaded { document: Arc::clone(&document), pieces, view: view.clone() }));
        document
    };
    let document = match request.load(stop) {
        Ok(isolation::LoadedDocument::Whole(document)) => show(document),
        // What is anchored in a part, or found in it, may be wrong of the whole: nothing but its words is shown.
        Ok(isolation::LoadedDocument::Part(document, part)) => {
            let reading = Reading::new(show(document), Arc::new(Detections::default()), Set::default());
            let (names, desk, problem, choices) = (Vec::new(), None, None, Vec::new());
            let (notice, read_only) = (Some(part.in_words()), Some(ReadOnly::Part(part)));
            let drafts = None;
            let ready = Ready { reading, names, desk, read_only, problem, notice, drafts, choices };
            return tell(Opened::Ready(Box::new(ready)));
        }
        Err(error) => return tell(Opened::Failed(not_shown(request, &error))),
    };
    let found = Arc::new(Detector::new().extract(&document));
    if request.sidecar.is_none() {
        let reading = Reading::new(document, found, Set::default());
        let names = reading.names();
        let (desk, read_only, problem, notice) = (None, None, None, None);
        let ready = Ready { reading, names, desk, read_only, problem, notice, drafts: None, choices: Vec::new() };
        return tell(Opened::Ready(Box::new(ready)));
    }
    let (lock, mut read_only) = match request.lock(lock) {
        Ok(lock) => (Some(lock), None),
        Err(why) => (None, Some(why)),
    };
    let (stored, problem) = match request.stored(&document.origin.file_hash, lock.as_ref()) {
        Ok(stored) => (stored, None),
        Err(error) => {
            read_only = Some(ReadOnly::Unreadable);
            (Stored::default(), Some(unreadable(&error)))
        }
    };
    if let (Some(ReadOnly::Elsewhere(holder)), Some(there)) = (&mut read_only, &stored.journal.holder) {
        **holder = there.clone();
    }
    let mut notice = recovered(&stored, lock.as_ref());
    if let Some(ReadOnly::CannotWrite(why)) = &read_only {
        // The title row has no room for all of it.
        notice = Some(format!("Nothing can be decided: {why}"));
    }
    let lines = stored.journal.lines.clone();
    let choices = stored.others.choices.iter().map(|other| (other.path.clone(), of_other(other))).collect();
    let reading = Reading::new(document, found, stored.set.clone());
    let desk = match (lock, &read_only) {
        (Some(lock), None) => Some((lock, stored)),
        (Some(lock), Some(_)) => {
            lock.release();
            None
        }
        (None, _) => None,
    };
    let names = reading.names();
    let placed = |draft: &Draft| (draft.clone(), draft.place(reading.document()));
    let drafts = desk.as_ref().map(|(_, stored)| stored.drafts.drafts.iter().map(placed).collect());
    tell(Opened::Ready(Box::new(Ready { reading, names, desk, read_only, problem, notice, drafts, choices })));
    if let Some(state) = state {
        tell(Opened::Past(store::history::read(&state.history, &lines)));
    }
}

impl Request {
    /// The right to write what is decided about the document. Where something that is no file of ours stands in the place of
    /// one, nothing is written. `lock` is the right, where it was waited for.
    ///
    /// # Errors
    /// Why nothing can be written.
    pub fn lock(&self, lock: Option<Lock>) -> Result<Lock, ReadOnly> {
        let Some(place) = self.sidecar.as_ref().filter(|_| !self.read_only) else { return Err(ReadOnly::AsAsked) };
        let failed = |error: io::Error| ReadOnly::CannotWrite(error.to_string());
        let lock = match lock {
            Some(lock) => lock,
            None => match Site::make(&place.path, place.links).and_then(Lock::attempt).map_err(failed)? {
                Attempt::Held(lock) => lock,
                Attempt::Busy(_) => return Err(ReadOnly::Elsewhere(Box::default())),
            },
        };
        match store::refusal(lock.site(), self.state_files().as_ref()) {
            Ok(()) => Ok(lock),
            Err(error) => {
                lock.release();
                Err(failed(error))
            }
        }
    }
}

/// What to say of a journal that a crash left, and of what was damaged or in conflict.
fn recovered(stored: &Stored, lock: Option<&Lock>) -> Option<String> {
    let count = stored.journal.entries.len();
    let damaged = stored.journal.damaged.len();
    let mut sentences: Vec<String> = Vec::new();
    match (lock, count) {
        (None, _) | (Some(_), 0) => {}
        (Some(_), 1) => sentences.push("1 change of an interrupted session was kept".to_owned()),
        (Some(_), n) => sentences.push(format!("{n} changes of an interrupted session were kept")),
    }
    if damaged > 0 {
        sentences.push(format!("{damaged} damaged lines of the journal were set aside"));
    }
    sentences.extend(stored.journal.gaps.iter().map(Gap::in_words));
    sentences.extend(stored.drafts.problem.clone());
    if stored.from_copy {
        sentences.push("The annotations are gone from their file; all were read from the copy beside it".to_owned());
    }
    if lock.is_some() {
        sentences.extend(stored.others.joined.iter().map(|other| capitalised(&other.in_words())));
    } else if !stored.others.joined.is_empty() {
        sentences.push("Decisions kept in the data folder are shown as well".to_owned());
    }
    if lock.is_some_and(|l| !l.is_real()) {
        sentences.push("This file system has no locks: open it in one window only".to_owned());
    }
    (!sentences.is_empty()).then(|| sentences.join("; "))
}

/// What is said of decisions in another place before they are taken.
fn of_other(other: &OtherSidecar) -> String {
    let count = store::read(&other.path).map_or(0, |stored| stored.set.len());
    let count = if count == 1 { "1 annotation".to_owned() } else { format!("{count} annotations") };
    match &other.origin {
        SidecarOrigin::Copied(Some(from)) => format!("{count} of {}, which is still there", tail(from)),
        SidecarOrigin::Moved(from) => format!("{count} of {}, where nothing is any more", tail(from)),
        SidecarOrigin::Here | SidecarOrigin::Copied(None) => format!("{count} in {}", other.path.display()),
    }
}

/// The end of a path, which tells it from others.
fn tail(path: &Path) -> String {
    let parts: Vec<_> = path.components().collect();
    match parts.get(parts.len().saturating_sub(2)..) {
        Some(end) if parts.len() > 3 => Path::new("…").join(end.iter().collect::<PathBuf>()).display().to_string(),
        _ => path.display().to_string(),
    }
}

/// Words that begin a sentence.
fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}", first.to_uppercase(), letters.as_str()))
}

/// What the sidecar will say of the document.
pub fn about(document: &Document, request: &Request) -> DocumentInfo {
    let file = Path::new(&request.name).file_name().map(|n| n.to_string_lossy().into_owned());
    DocumentInfo { source: file.unwrap_or_else(|| request.name.clone()), ..DocumentInfo::of(document) }
}

/// The thread that writes what is decided about a document.
///
/// # Errors
/// When no thread can be started or the journal cannot be made.
pub fn writer(
    request: &Request,
    lock: Lock,
    stored: Stored,
    document: &Document,
    tell: impl Fn(Report) + Send + 'static,
) -> io::Result<Writer> {
    let state = request.state_files();
    let about = about(document, request);
    let apart = request.sidecar.as_ref().filter(|place| place.in_data_folder);
    let origin = apart.and_then(|place| place.owner.as_ref()).map(|about| absolute(&about.document));
    let target = WriterTarget { state, holder: request.holder.clone(), lock, about, origin, disk: Disk::default() };
    Writer::start(target, stored, tell)
}

/// A path that means the same in every folder.
fn absolute(path: &Path) -> PathBuf {
    std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

/// What the page says that stands in the place of a document that cannot be shown.
fn not_shown(request: &Request, error: &Error) -> Vec<String> {
    let error = match error {
        Error::NotLoaded { error, .. } => error,
        Error::Unreadable { error, .. } => return vec![CANNOT_READ.to_owned(), config::sentence(error)],
        error => return vec![CANNOT_READ.to_owned(), error.to_string()],
    };
    let mut lines: Vec<String> = error.to_string().split_inclusive(". ").map(|l| l.trim().to_owned()).collect();
    match error {
        isolation::Error::Load(document::LoadError::NotText(_)) => {
            lines.push(format!("If it is text all the same: sayso --input txt {}", request.name));
        }
        isolation::Error::Stopped(Stopped::Time(_)) => {
            lines.push("sayso --time-limit SECONDS gives it more.".to_owned());
        }
        isolation::Error::Load(_) | isolation::Error::Stopped(_) | isolation::Error::NoProcess(_) => {}
    }
    lines
}

const CANNOT_READ: &str = "This file cannot be read.";

/// The settings sheet's form of an unreadable sidecar.
fn unreadable(error: &store::ReadError) -> Problem {
    // Where no place in it is wrong the file is none of ours, and nothing of it is shown: it may be a link to another.
    let text = error.at.and_then(|_| input::read_text(&error.path, input::MAX_ANNOTATIONS).ok()).unwrap_or_default();
    let at = error.at.unwrap_or((1, 1));
    let first = at.0.saturating_sub(1).max(1);
    let lines = text.lines().enumerate().skip(first - 1).take(3).map(|(i, l)| (i + 1, around(l, at.1))).collect();
    let column = at.1.min(MAX_BEFORE);
    Problem {
        path: error.path.clone(),
        at: (at.0, column),
        length: 1,
        lines,
        message: error.message.clone(),
        hint: error.hint.clone(),
        meanwhile: "Opened read only. Your file is unchanged.",
    }
}

/// Longest piece of a line shown before the wrong place.
const MAX_BEFORE: usize = 40;

/// The stretch of a long line around a column, so that the wrong place is on the screen.
fn around(line: &str, column: usize) -> String {
    line.chars().skip(column.saturating_sub(MAX_BEFORE)).take(160).collect()
}
