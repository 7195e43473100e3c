//! Opening documents of the folder, and what is known of them.

use super::{LibraryView, Mode, Response};
use crate::project::{LibraryUpdate, Summary};
use crate::ui::app::App;
use crate::ui::event::Effect;
use crate::ui::motion::split;
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
        let next = library.next_unfinished(here.as_deref()).map(|s| s.path.clone());
        match next.and_then(|path| library.position(&path)) {
            Some(row) => self.list.select(row),
            None => app.say(NOTHING_LEFT),
        }
    }
}

/// What is said when every document is finished.
const NOTHING_LEFT: &str = "No other document has anything to decide";

/// Shows the library, if there is one.
pub fn show(app: &mut App) {
    if let Some(library) = &app.library {
        app.mode = Mode::Library(LibraryView::new(library, app.path.as_deref()));
    }
}

/// What the open documents tell of themselves now.
pub fn note_open_one(app: &mut App) {
    let here = app.path.clone().zip(app.doc());
    let beside = split::path_beside(app).map(Path::to_owned).zip(app.split.as_ref().and_then(Split::document));
    let known: Vec<_> = [here, beside]
        .into_iter()
        .flatten()
        .filter(|(_, doc)| !doc.detecting)
        .map(|(p, d)| (p, Summary::of(&DocumentRecord::of(&d.reading))))
        .collect();
    for (path, summary) in known {
        if let Some(library) = &mut app.library {
            library.know(&path, Ok(summary));
        }
    }
}

/// The next document with something to decide.
pub fn next(app: &mut App) -> Vec<Effect> {
    note_open_one(app);
    let next = app.library.as_ref().map(|l| l.next_unfinished(app.path.as_deref()).map(|s| s.path.clone()));
    match next {
        None => return vec![Effect::ListFolder],
        Some(None) => app.say(NOTHING_LEFT),
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
        view.list_again(library);
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
