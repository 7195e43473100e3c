//! Reads what others decided about an open document, beside the loop.

use super::desk::Desk;
use super::watch::Watch;
use super::{Answer, Runner};
use crate::project::annotators::{AskedAnnotators, UNNAMED};
use crate::store::disk::folder_of;
use crate::store::kind::file_of;
use crate::store::target::whose;
use crate::ui::adjudicating::Adjudicated;
use crate::ui::app::App;
use std::ffi::OsStr;
use std::io;
use std::path::Path;
use std::sync::Arc;

impl Runner {
    /// Reads the annotators of the document with the keyboard.
    pub(super) fn read_annotators(&mut self, app: &App, number: u64) -> io::Result<()> {
        let (Some(doc), Some(documents)) = (app.doc(), self.source.clone()) else { return Ok(()) };
        let path = app.path.as_deref().or(self.desks.get(&app.desk).and_then(Desk::file));
        let Some(path) = path.map(ToOwned::to_owned) else { return Ok(()) };
        let by = app.annotator.clone();
        let except = app.annotator.clone().unwrap_or_else(|| UNNAMED.to_owned());
        self.watch_annotators(app, &path, &except);
        let asked = AskedAnnotators { of: doc.adjudication.of.clone(), except };
        let (document, curated) = (Arc::clone(doc.reading.document()), doc.reading.set().clone());
        let opened = self.desks.get(&app.desk).map_or(0, |desk| desk.number);
        let tell = Arc::clone(&self.tell);
        self.beside(move || {
            let read = documents.annotations(&path, &document.origin.file_hash, &asked).map_err(|e| e.to_string());
            let found = read.map(|sets| Box::new(Adjudicated::new(&document, sets, (&curated, by.as_deref()))));
            // When the loop is gone nobody needs to know.
            tell(Answer::Adjudicated(opened, number, found));
        })
    }

    /// Notices from now on what annotators but one write beside the document with the keyboard.
    fn watch_annotators(&mut self, app: &App, path: &Path, except: &str) {
        let is_known = self.desks.get(&app.desk).is_some_and(|desk| desk.others.is_some());
        let Some(name) = file_of(path).file_name().filter(|_| !is_known && self.answers.is_none()) else { return };
        let (name, except) = (name.to_string_lossy().into_owned(), except.to_owned());
        let (folder, tell) = (folder_of(file_of(path)).to_owned(), Arc::clone(&self.tell));
        let desk = self.desk(app);
        let opened = desk.number;
        let is_theirs = move |file: &OsStr| {
            let file = file.to_string_lossy();
            whose(&file).is_some_and(|(of, who)| of == name && who.unwrap_or(UNNAMED) != except)
        };
        desk.others = Watch::of(&folder, is_theirs, move || {
            // When the loop is gone nobody needs to know.
            tell(Answer::AnnotatorsChanged(opened));
        });
    }
}
