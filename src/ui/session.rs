//! Opening a document for the reader: on a worker, off the first frame's path.

use super::app::{App, Desk, Held, Mode, ReadOnly, Saving, Stage};
use super::keymap::Keymap;
use super::page::Page;
use super::theme::{Depth, Themes};
use super::update::relayout;
use crate::annotation::history::History;
use crate::annotation::set::About;
use crate::annotation::{Change, Codebook, Set};
use crate::config::{Config, Folders, Problem};
use crate::detect::{Detections, Detector};
use crate::document::{self, Document, LoadOptions};
use crate::layout::{Layout, Position};
use crate::reading::Reading;
use crate::store::journal::Line;
use crate::store::place::State;
use crate::store::{self, Attempt, Holder, Lock, Stored};
use ratatui::layout::Size;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What to open.
#[derive(Clone, Debug)]
pub struct Request {
    /// Where the bytes come from.
    pub bytes: Bytes,
    /// Name to show and to guess the format from.
    pub name: String,
    /// How to read it.
    pub options: LoadOptions,
    /// Path of the sidecar, `None` when nothing is kept.
    pub sidecar: Option<PathBuf>,
    /// The user's state folder: histories are kept there.
    pub state: Option<PathBuf>,
    /// Who opens it, for other windows to read.
    pub holder: Holder,
    /// Whether nothing may be decided.
    pub read_only: bool,
}

/// Where bytes come from.
#[derive(Clone, Debug)]
pub enum Bytes {
    /// A file.
    File(PathBuf),
    /// Given: standard input, the tour.
    Given(Arc<[u8]>),
}

/// What the worker found.
#[derive(Debug)]
pub enum Opened {
    /// The document: it can be shown.
    Loaded(Arc<Document>),
    /// It cannot be shown: what and what to do.
    Failed(Vec<String>),
    /// What was found in it, and what was decided about it.
    Ready(Box<Ready>),
    /// What was done before, for undo.
    Past(History<Line>),
    /// The annotations were joined anew with what somebody else wrote: which time, and the number of the last change in it.
    Joined(u64, u64, Box<Reading>),
    /// The other window that held the annotations has left; the right to write them is ours to take.
    Free(Lock),
}

/// A document with suggestions and decisions.
#[derive(Debug)]
pub struct Ready {
    /// The reading.
    pub reading: Reading,
    /// The right to write, with what was read under it; `None` when nothing can be written.
    pub desk: Option<(Lock, Stored)>,
    /// Why nothing can be decided, if so.
    pub read_only: Option<ReadOnly>,
    /// The sentence about an unreadable sidecar.
    pub problem: Option<Problem>,
    /// What the person should know, in a sentence.
    pub notice: Option<String>,
}

/// Reads, detects and joins; `tell` is called with each step. `lock` is the right to write, when it was waited for.
pub fn open(request: &Request, lock: Option<Lock>, tell: impl Fn(Opened)) {
    let bytes = match &request.bytes {
        Bytes::Given(bytes) => Ok(bytes.to_vec()),
        Bytes::File(path) => std::fs::read(path),
    };
    let loaded = bytes.map_err(|e| vec!["This file cannot be read.".to_owned(), format!("{e}.")]).and_then(|bytes| {
        document::load(&bytes, &request.name, request.options).map_err(|e| not_shown(&request.name, &e))
    });
    let document = match loaded {
        Ok(document) => Arc::new(document),
        Err(lines) => return tell(Opened::Failed(lines)),
    };
    tell(Opened::Loaded(Arc::clone(&document)));
    let found = Arc::new(Detector::new().extract(&document));
    let Some(path) = &request.sidecar else {
        let reading = Reading::new(document, found, Set::default());
        let ready = Ready { reading, desk: None, read_only: None, problem: None, notice: None };
        return tell(Opened::Ready(Box::new(ready)));
    };
    let (lock, mut read_only) = if request.read_only { (None, Some(ReadOnly::AsAsked)) } else { locked(path, lock) };
    let (stored, problem) = match store::read(path) {
        Ok(stored) => (stored, None),
        Err(error) => {
            read_only = Some(ReadOnly::Unreadable);
            (Stored::default(), Some(unreadable(&error)))
        }
    };
    if let (Some(ReadOnly::Elsewhere(holder)), Some(there)) = (&mut read_only, &stored.journal.holder) {
        **holder = there.clone();
    }
    let notice = recovered(&stored, lock.as_ref());
    let lines = stored.journal.lines.clone();
    let reading = Reading::new(document, found, stored.set.clone());
    let desk = lock.filter(|_| read_only.is_none()).map(|lock| (lock, stored));
    tell(Opened::Ready(Box::new(Ready { reading, desk, read_only, problem, notice })));
    if let Some(state) = &request.state {
        tell(Opened::Past(store::history::read(&State::of(path, state).history, &lines)));
    }
}

/// Asks for the right to write.
fn locked(sidecar: &Path, lock: Option<Lock>) -> (Option<Lock>, Option<ReadOnly>) {
    match lock.map_or_else(|| Lock::attempt(&store::place::lock(sidecar)), |lock| Ok(Attempt::Held(lock))) {
        Ok(Attempt::Held(lock)) => (Some(lock), None),
        Ok(Attempt::Busy) => (None, Some(ReadOnly::Elsewhere(Box::default()))),
        Err(error) => (None, Some(ReadOnly::CannotWrite(error.to_string()))),
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
    if stored.clashes > 0 {
        sentences.push(format!("{} changed on two sides are kept twice", stored.clashes));
    }
    if lock.is_some_and(|l| !l.is_real()) {
        sentences.push("This file system has no locks: open it in one window only".to_owned());
    }
    (!sentences.is_empty()).then(|| sentences.join("; "))
}

/// What the sidecar will say of the document.
pub fn about(document: &Document, request: &Request) -> About {
    let file = Path::new(&request.name).file_name().map(|n| n.to_string_lossy().into_owned());
    About { source: file.unwrap_or_else(|| request.name.clone()), ..About::of(document) }
}

fn not_shown(name: &str, error: &document::LoadError) -> Vec<String> {
    let mut lines: Vec<String> = error.to_string().split_inclusive(". ").map(|l| l.trim().to_owned()).collect();
    if let document::LoadError::NotText(_) = error {
        if let Some(last) = lines.last_mut() {
            last.push_str(" sayso reads text and Markdown.");
        }
        lines.push(format!("If it is text all the same: sayso --input txt {name}"));
    }
    lines
}

/// The settings sheet's form of an unreadable sidecar.
fn unreadable(error: &store::ReadError) -> Problem {
    let text = std::fs::read_to_string(&error.path).unwrap_or_default();
    let at = error.at.unwrap_or((1, 1));
    let first = at.0.saturating_sub(1).max(1);
    let lines = text.lines().enumerate().skip(first - 1).take(3).map(|(i, l)| (i + 1, around(l, at.1))).collect();
    let column = at.1.min(LONG);
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
const LONG: usize = 40;

/// The stretch of a long line around a column, so that the wrong place is on the screen.
fn around(line: &str, column: usize) -> String {
    line.chars().skip(column.saturating_sub(LONG)).take(160).collect()
}

/// The state at the start.
pub fn start(
    config: &Config,
    mut problems: Vec<Problem>,
    folders: &Folders,
    codebook: Codebook,
    name: String,
    asked: &Asked,
) -> App {
    let (themes, wrong) = Themes::load(folders.config.as_ref().map(|d| d.join("themes")).as_deref(), asked.depth);
    problems.extend(wrong);
    let config_path = folders.config.as_ref().map(|d| d.join("config.ron")).unwrap_or_default();
    let text = std::fs::read_to_string(&config_path).unwrap_or_default();
    let (keymap, wrong) = Keymap::new(&config.keys, &config_path, &text);
    problems.extend(wrong);
    let fallback = match asked.depth {
        Depth::Sixteen | Depth::None => "terminal",
        _ if asked.light => "light",
        _ => "dark",
    };
    if let Some(wanted) = config.theme.as_ref().filter(|n| themes.get(n).is_none()) {
        let known = themes.names().join(", ");
        let meant = crate::diagnosis::meant(wanted, themes.names().into_iter())
            .map(|m| format!(" Did you mean {m}?"))
            .unwrap_or_default();
        let message = format!("No theme is called “{wanted}”.{meant}");
        problems.push(Problem::at_words(&config_path, &text, wanted, message, format!("Known here: {known}")));
    }
    let wanted = asked.theme.as_ref().or(config.theme.as_ref());
    let theme = wanted.and_then(|n| themes.get(n)).or_else(|| themes.get(fallback));
    let mode = if problems.is_empty() { Mode::Read } else { Mode::Settings(0) };
    App {
        size: asked.size,
        width: asked.width.or(config.width).unwrap_or(72),
        theme: theme.unwrap_or_else(|| themes.plain()),
        themes,
        glyphs: config.glyphs,
        keymap,
        codebook,
        annotator: asked.annotator.clone().or_else(|| config.annotator.clone()),
        name,
        stage: Stage::Loading,
        mode,
        message: None,
        pending: Vec::new(),
        problems,
        pressed: None,
        last_label: None,
    }
}

/// What the command line and the terminal ask for.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Size of the screen.
    pub size: Size,
    /// Colours of the terminal.
    pub depth: Depth,
    /// Whether its background is light.
    pub light: bool,
    /// `--theme`.
    pub theme: Option<String>,
    /// `--width`.
    pub width: Option<u16>,
    /// `--as`.
    pub annotator: Option<String>,
}

/// Puts a loaded document on the desk: it can be read while detection runs.
pub fn loaded(app: &mut App, document: Arc<Document>, request: &Request) {
    let reading = Reading::new(Arc::clone(&document), Arc::new(Detections::default()), Set::default());
    let width = app.page().map_or(72, |p: Page| p.text.width);
    let place = app.desk().map(|d| d.layout.byte_at(d.top));
    let layout = Layout::new(document, width);
    let top = place.map_or(Position::default(), |at| layout.position_of(at));
    if let Some(notice) = reading.document().origin.notices.first() {
        let notice = notice.clone();
        app.say(notice);
    }
    if !matches!(app.mode, Mode::Settings(_)) {
        app.mode = Mode::Read;
    }
    app.stage = Stage::Open(Box::new(Desk {
        reading,
        layout,
        top,
        focus: None,
        drawn: None,
        detecting: true,
        history: History::default(),
        remembered: request.sidecar.is_none() || request.state.is_none(),
        after_merge: Vec::new(),
        joining: false,
        joins: 0,
        settled: false,
        owed: Vec::new(),
        held: None,
        saving: Saving::Saved,
        read_only: request.read_only.then_some(ReadOnly::AsAsked),
        kept: request.sidecar.is_some(),
        sidecar: request.sidecar.clone().unwrap_or_default(),
        found: None,
        trail: Vec::new(),
        colours: std::collections::HashMap::new(),
        hide_weak: false,
        armed: None,
        leaving: false,
    }));
    relayout(app);
}

/// Adds suggestions and decisions; the first open statement is focused when it is on the first screen.
pub fn ready(app: &mut App, ready: Ready) {
    let first_screen = app.page().map_or(0, |p| usize::from(p.text.height));
    let (problem, notice) = (ready.problem, ready.notice);
    let annotator = app.annotator.clone();
    let Some(desk) = app.desk_mut() else { return };
    desk.reading = ready.reading;
    desk.detecting = false;
    desk.read_only = ready.read_only;
    let new = desk.reading.new_since_finished(annotator.as_deref()).map(|(count, review)| {
        let day = review.done.get(..10).unwrap_or(&review.done);
        format!("{count} new since you finished on {day}")
    });
    let names: Vec<String> =
        desk.reading.all().map(|i| desk.reading.speaker_name(i)).filter(|n| !n.is_empty()).collect();
    desk.give_colours(names);
    let start = desk.layout.byte_at(desk.top);
    let end = desk.layout.byte_at(desk.layout.down(desk.top, first_screen));
    let first = desk.reading.next_open(start, None);
    let visible =
        first.filter(|i| desk.reading.hull(i).is_some_and(|h| h.start >= start && (h.start < end || end <= start)));
    if let Some(item) = visible
        && desk.read_only.is_none()
    {
        super::update::focus(app, item);
    }
    if let Some(notice) = notice.or(new) {
        app.say(notice);
    }
    if let Some(problem) = problem {
        app.problems.push(problem);
        app.mode = Mode::Settings(app.problems.len() - 1);
    }
}

/// Puts what was done before in front of what was done since.
pub fn past(app: &mut App, past: History<Line>) {
    let Some(desk) = app.desk_mut() else { return };
    desk.history.after(past.map(Held::Line));
    desk.remembered = true;
}

/// Shows what somebody else wrote and what was decided here, joined; decisions made meanwhile are laid over.
pub fn joined(app: &mut App, join: u64, number: u64, reading: Reading) {
    let Some(desk) = app.desk_mut() else { return };
    // Of several only the newest counts, and none of a document that was read again meanwhile.
    if join != desk.joins || !Arc::ptr_eq(reading.document(), desk.reading.document()) {
        return;
    }
    desk.reading = reading;
    (desk.joining, desk.settled) = (false, false);
    desk.after_merge.retain(|(n, _)| *n > number);
    let later: Vec<Arc<Change>> = desk.after_merge.iter().map(|(_, c)| Arc::clone(c)).collect();
    for change in later {
        let now = desk.reading.set().step(&change, true);
        desk.reading.apply(&now);
    }
    if desk.focus.as_ref().is_some_and(|f| !desk.reading.is_shown(f)) {
        desk.focus = None;
    }
    let names: Vec<String> = desk.reading.set().speakers.iter().map(|s| s.name.clone()).collect();
    desk.give_colours(names);
}
