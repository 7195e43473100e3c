//! The documents of a folder: opening one, the next unfinished one, coming back.

use super::Effect;
use crate::project::library::Summary;
use crate::ui::action::Action;
use crate::ui::app::{App, Mode, Stage};
use crate::ui::views::library::LibraryView;
use std::path::{Path, PathBuf};

/// Opens the view of a library that is known; asks for it else.
pub fn open_or_ask(app: &mut App) -> Vec<Effect> {
    if app.library.is_none() {
        return vec![Effect::ListFolder];
    }
    note_open_one(app);
    open(app);
    Vec::new()
}

/// Opens the view.
pub fn open(app: &mut App) {
    if let Some(library) = &app.library {
        app.mode = Mode::Library(Box::new(LibraryView::new(library, app.path.as_deref())));
    }
}

/// What the open document tells of itself now.
pub fn note_open_one(app: &mut App) {
    let Some((path, summary)) =
        app.path.clone().zip(app.desk().filter(|d| !d.detecting).map(|d| Summary::of(&d.reading)))
    else {
        return;
    };
    if let Some(library) = &mut app.library {
        library.know(&path, Ok(summary));
    }
}

/// An action of the view.
pub fn act(app: &mut App, action: Action) -> Vec<Effect> {
    let App { mode, library, .. } = app;
    let (Mode::Library(view), Some(library)) = (mode, library) else { return Vec::new() };
    match action {
        Action::Accept => {
            let Some(entry) = view.current(library) else { return Vec::new() };
            if let Some(Err(why)) = &entry.known {
                let text = format!("{}: {why}", entry.name);
                app.warn(text);
                return Vec::new();
            }
            let path = entry.path.clone();
            return go(app, path);
        }
        Action::NextField => {
            let here = view.current(library).map(|s| s.path.clone());
            let next = library.next_unfinished(here.as_deref()).map(|s| s.path.clone());
            match next.and_then(|path| library.entries.iter().position(|s| s.path == path)) {
                Some(row) => view.list.select(row),
                None => app.say("No other document has anything to decide"),
            }
        }
        Action::Arrange => {
            view.order = view.order.next();
            view.arrange(library);
            let title = view.order.title();
            app.say(format!("Documents {title}"));
        }
        _ => {}
    }
    Vec::new()
}

/// Opens a document, or goes back to it when it is the open one.
fn go(app: &mut App, path: PathBuf) -> Vec<Effect> {
    app.mode = Mode::Read;
    if app.path.as_ref() == Some(&path) && app.desk().is_some() {
        return Vec::new();
    }
    vec![Effect::Open(path)]
}

/// `g n`: the next document with something to decide.
pub fn next(app: &mut App) -> Vec<Effect> {
    note_open_one(app);
    let next = app.library.as_ref().map(|l| l.next_unfinished(app.path.as_deref()).map(|s| s.path.clone()));
    match next {
        None => return vec![Effect::ListFolder],
        Some(None) => app.say("No other document has anything to decide"),
        Some(Some(path)) => return vec![Effect::Open(path)],
    }
    Vec::new()
}

/// Leaves the view: back to the document, if one is open; else the program ends.
pub fn leave(app: &mut App, view: Box<LibraryView>) -> Vec<Effect> {
    if matches!(app.stage, Stage::Library) {
        app.mode = Mode::Library(view);
        return vec![Effect::Quit];
    }
    Vec::new()
}

/// A document of the folder was read.
pub fn known(app: &mut App, path: &Path, known: Result<Summary, String>, opened: String) {
    if let Some(library) = &mut app.library {
        // What is open knows itself better, once it is read.
        let open = app.stage.desk().is_some_and(|d| !d.detecting) && app.path.as_deref() == Some(path);
        if !open {
            library.know(path, known);
        }
        if let Some(entry) = library.entries.iter_mut().find(|s| s.path == path) {
            entry.opened = opened;
        }
    }
}
