//! Counting, off this thread: figures of the open document or of the folder, the words behind a row, how right suggestions
//! were.

use super::{Answer, Runner};
use crate::project::annotators::Work;
use crate::project::assigned::AssignedFolders;
use crate::project::figures::{Counted, FoundWords};
use crate::store::disk::folder_of;
use crate::ui::app::App;
use crate::ui::figures::FiguresOf;
use crate::ui::screens::Mode;
use sayso_core::document::civil_in_words;
use sayso_core::library::figures::behind::RowOf;
use sayso_core::library::{DocumentRecord, Figures, Period, SharedNames};
use sayso_core::reading::shortened;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

/// Most words behind a row that are listed.
const LISTED: usize = 500;
/// Most letters of each.
const LETTERS: usize = 200;

/// The folder that is listed, where there is one, and its documents.
fn listed(app: &App) -> (Option<PathBuf>, Vec<PathBuf>) {
    let Some(library) = &app.library else { return (None, Vec::new()) };
    // Of documents that were named one by one there is no folder.
    let folder = Some(library.folder.clone()).filter(|folder| !folder.as_os_str().is_empty());
    (folder, library.entries.iter().map(|entry| entry.path.clone()).collect())
}

impl Runner {
    /// Counts, under this number.
    pub(super) fn count(&self, app: &App, number: u64, of: FiguresOf) -> io::Result<()> {
        let tell = Arc::clone(&self.tell);
        match (of, app.doc(), &self.source) {
            (FiguresOf::Document, Some(doc), source) => {
                let (reading, codebook) = (doc.reading.clone(), app.codebook.clone());
                let (source, path, by) = (source.clone(), app.path.clone(), app.annotator.clone());
                self.beside(move || {
                    let mut figures = Figures::new(Period::default());
                    figures.add(&DocumentRecord::of(&reading), &SharedNames::new(&codebook.speakers));
                    let work =
                        source.zip(path).map(|(source, path)| source.work(&[path], &mut AssignedFolders::default()));
                    let mut work = work.unwrap_or_default();
                    // What is open knows itself better than the disk does.
                    let own = work.documents.iter_mut().flat_map(|document| &mut document.of);
                    for (_, work) in own.filter(|(name, _)| by.as_deref() == Some(&**name)) {
                        *work = Work::of(reading.set());
                    }
                    figures.work = work.sum();
                    let is_hidden = codebook.blind && !reading.is_reviewed(by.as_deref());
                    figures.told_to = is_hidden.then(|| by.unwrap_or_default());
                    let counted = Counted { figures, ratings: codebook.ratings, ..Counted::default() };
                    // When the loop is gone nobody needs to know.
                    tell(Answer::Counted(number, Ok(Box::new(counted))));
                })
            }
            (FiguresOf::Folder, _, Some(source)) => {
                let (source, (folder, paths)) = (Arc::clone(source), listed(app));
                self.beside(move || {
                    let mut known = |count| tell(Answer::Counted(number, Err(count)));
                    let counted = source.count(folder.as_deref(), &paths, &mut known);
                    tell(Answer::Counted(number, Ok(Box::new(counted))));
                })
            }
            (FiguresOf::Document, None, _) | (FiguresOf::Folder, _, None) => Ok(()),
        }
    }

    /// Counts anew what is shown again, since something may have been decided.
    pub(super) fn count_again(&self, app: &App) -> io::Result<()> {
        match &app.mode {
            Mode::Figures(view) => self.count(app, view.number, view.of),
            _ => Ok(()),
        }
    }

    /// Finds the words behind a row of the figures of this number.
    pub(super) fn find_words_behind(&self, app: &App, number: u64, of: FiguresOf, row: RowOf) -> io::Result<()> {
        let tell = Arc::clone(&self.tell);
        match (of, app.doc(), &self.source) {
            (FiguresOf::Document, Some(doc), _) => {
                let (reading, speakers) = (doc.reading.clone(), app.codebook.speakers.clone());
                let path = app.path.clone().unwrap_or_default();
                self.beside(move || {
                    let record = DocumentRecord::of(&reading);
                    let day = record.date().map(civil_in_words).unwrap_or_default();
                    let passages = row.passages(&record, &SharedNames::new(&speakers));
                    let found = passages.into_iter().take(LISTED).map(|passage| FoundWords {
                        path: path.clone(),
                        day: day.clone(),
                        place: record.place_in_short(passage.span.start),
                        words: shortened(reading.document().words(passage.span), LETTERS),
                        passage,
                    });
                    tell(Answer::WordsBehind(number, found.collect()));
                })
            }
            (FiguresOf::Folder, _, Some(source)) => {
                let (source, (folder, paths)) = (Arc::clone(source), listed(app));
                self.beside(move || {
                    tell(Answer::WordsBehind(number, source.words_behind(folder.as_deref(), &paths, &row, LISTED)));
                })
            }
            (FiguresOf::Document, None, _) | (FiguresOf::Folder, _, None) => Ok(()),
        }
    }

    /// Looks up how right suggestions were in the other documents of the folder.
    pub(super) fn find_how_right(&self, app: &App) -> io::Result<()> {
        let (Some(path), Some(source)) = (app.path.clone(), self.source.clone()) else { return Ok(()) };
        let (tell, folder) = (Arc::clone(&self.tell), listed(app).0);
        self.beside(move || {
            let folder = folder.unwrap_or_else(|| folder_of(&path).to_owned());
            let others = source.agreement(&folder, &path);
            tell(Answer::HowRight(path, others));
        })
    }
}
