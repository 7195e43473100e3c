//! Opening documents of the folder, and what is known of them.

use super::{LibraryView, Mode, Response};
use crate::project::annotators::Work;
use crate::project::assigned::{DocumentWork, WorkFound};
use crate::project::{LibraryUpdate, Summary};
use crate::ui::app::App;
use crate::ui::event::Effect;
use crate::ui::motion::split;
use crate::ui::open_document::OpenDocument;
use crate::ui::pane::Split;
use sayso_core::library::DocumentRecord;
use std::path::{Path, PathBuf};

impl LibraryView {
    /// Opens the document under the bar, or goes back to it when it is the open one.
    pub(super) fn take(&self, app: &mut App) -> Response {
        let Some(entry) = app.library.as_ref().and_then(|library| self.current(library)) else {
            return Response::stay();
        };
        if let Some(Err(why)) = &entry.known {
            let text = format!("{}: {why}", entry.name);
            app.warn(text);
            return Response::stay();
        }
        let path = entry.path.clone();
        app.figures_left = None;
        if app.path.as_ref() == Some(&path) && app.doc().is_some() {
            return Response::close();
        }
        let effects = split::open_here(app, path);
        Response::close().with(effects)
    }

    /// Puts the bar on the next document with something to decide.
    pub(super) fn go_to_next_unfinished(&mut self, app: &mut App) {
        let Some(library) = &app.library else { return };
        let here = self.current(library).map(|s| s.path.clone());
        let next = library.next_unfinished(here.as_deref(), app.annotator.as_deref()).map(|s| s.path.clone());
        match next.and_then(|path| library.position(&path)) {
            Some(row) => self.list.select(row),
            None => app.say(nothing_left(app)),
        }
    }

    /// Shows only what is left for whoever annotates, or all again.
    pub(super) fn turn_to_left(&mut self, app: &mut App) {
        let Some(work) = app.library.as_ref().map(|library| library.work_of(app.annotator.as_deref())) else { return };
        let is_narrowed = !app.only_left && work.is_some();
        let text = match (work, app.annotator.as_deref()) {
            (_, None) => "Nobody is named: with --as NAME this shows what is left for you".to_owned(),
            (None, Some(name)) => format!("Nothing is shared out to {name} here: sayso assign shares documents out"),
            (Some(work), _) if is_narrowed => {
                format!("What is left for you: {} of {}", work.left(), work.documents)
            }
            (Some(_), _) => "All documents".to_owned(),
        };
        app.only_left = is_narrowed;
        if let Some(library) = &app.library {
            self.narrow(library, app.annotator.as_deref().filter(|_| is_narrowed));
        }
        app.say(text);
    }
}

/// What is said when every document is finished.
fn nothing_left(app: &App) -> &'static str {
    let has_some = app.library.as_ref().is_some_and(|library| library.work_of(app.annotator.as_deref()).is_some());
    if has_some { "No other document of yours is left to review" } else { "No other document has anything to decide" }
}

/// Shows the library, if there is one.
pub fn show(app: &mut App) {
    if let Some(library) = &app.library {
        let mut view = LibraryView::new(library, app.path.as_deref());
        if app.only_left {
            view.narrow(library, app.annotator.as_deref());
        }
        app.mode = Mode::Library(view);
    }
}

/// The open documents that are read, each with its path.
fn open_ones(app: &App) -> impl Iterator<Item = (PathBuf, &OpenDocument)> {
    let here = app.path.clone().zip(app.doc());
    let beside = split::path_beside(app).map(Path::to_owned).zip(app.split.as_ref().and_then(Split::document));
    [here, beside].into_iter().flatten().filter(|(_, doc)| !doc.detecting)
}

/// What the open documents tell of themselves now.
pub fn note_open_one(app: &mut App) {
    let known: Vec<_> = open_ones(app).map(|(p, d)| (p, Summary::of(&DocumentRecord::of(&d.reading)))).collect();
    for (path, summary) in known {
        if let Some(library) = &mut app.library {
            library.know(&path, Ok(summary));
        }
    }
    note_states(app);
}

/// How far whoever annotates is with the open documents.
fn note_states(app: &mut App) {
    let states: Vec<_> = open_ones(app).map(|(path, doc)| (path, Work::of(doc.reading.set()).state())).collect();
    if let Some(library) = &mut app.library {
        for (path, state) in states {
            library.note_state(&path, app.annotator.as_deref(), state);
        }
    }
}

/// How far annotators are with documents of the folder was found out. O(those).
pub fn worked(app: &mut App, found: WorkFound) {
    let Some(library) = &mut app.library else { return };
    for DocumentWork { path, of } in found.documents {
        library.note_work(&path, of.into_iter().map(|(name, work)| (name, work.state())).collect());
    }
    if let Some(why) = found.problems.into_iter().next() {
        app.warn(why);
    }
    // What is open knows itself better.
    note_states(app);
}

/// The next document with something to decide.
pub fn next(app: &mut App) -> Vec<Effect> {
    note_open_one(app);
    let next = app
        .library
        .as_ref()
        .map(|l| l.next_unfinished(app.path.as_deref(), app.annotator.as_deref()).map(|s| s.path.clone()));
    match next {
        None => return vec![Effect::ListFolder],
        Some(None) => app.say(nothing_left(app)),
        Some(Some(path)) => return split::open_here(app, path),
    }
    Vec::new()
}

/// The folder has other documents: what is known of those that stay, what is typed and where the bar is stay too.
/// O(documents).
pub fn relisted(app: &mut App, folder: &Path, paths: Vec<PathBuf>) {
    let Some(library) = app.library.as_mut().filter(|library| library.folder == folder) else { return };
    library.list_again(paths);
    if let Mode::Library(view) = &mut app.mode {
        view.list_again(library, app.annotator.as_deref().filter(|_| app.only_left));
    }
}

/// Documents of the folder were read. O(those).
pub fn known(app: &mut App, updates: Vec<LibraryUpdate>) {
    let is_read = app.stage.doc().is_some_and(|d| !d.detecting);
    let open = app.path.clone().filter(|_| is_read);
    let beside = split::path_beside(app).filter(|_| split::is_beside(app, |doc| !doc.detecting)).map(Path::to_owned);
    let Some(library) = &mut app.library else { return };
    for LibraryUpdate { path, known, opened } in updates {
        let Some(at) = library.position(&path) else { continue };
        // What is open knows itself better, once it is read.
        if ![&open, &beside].iter().any(|read| read.as_ref() == Some(&path)) {
            library.know_at(at, known);
        }
        library.note_opened_at(at, opened);
    }
}
