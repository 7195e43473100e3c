//! Reads what others decided about an open document, beside the loop.

use super::desk::Desk;
use super::{Answer, Runner};
use crate::project::annotators::{AskedAnnotators, UNNAMED};
use crate::ui::adjudicating::Adjudicated;
use crate::ui::app::App;
use std::io;
use std::sync::Arc;

impl Runner {
    /// Reads the annotators of the document with the keyboard.
    pub(super) fn read_annotators(&mut self, app: &App, number: u64) -> io::Result<()> {
        let (Some(doc), Some(documents)) = (app.doc(), self.source.clone()) else { return Ok(()) };
        let path = app.path.as_deref().or(self.desks.get(&app.desk).and_then(Desk::file));
        let Some(path) = path.map(ToOwned::to_owned) else { return Ok(()) };
        let by = app.annotator.clone();
        let except = app.annotator.clone().unwrap_or_else(|| UNNAMED.to_owned());
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
}
