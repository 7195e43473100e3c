//! Examples of the guideline: kept in the codebook beside the loop, and gone to.

use super::people::shown;
use super::{Answer, Runner};
use crate::project::assigned::name_in;
use crate::project::codebook;
use crate::store::codebook::{self as kept, CodebookUndo};
use crate::store::{Disk, disk};
use crate::ui::app::App;
use crate::ui::event::ExamplesEdited;
use crate::ui::start_place::StartPlace;
use sayso_core::annotation::{Example, ExampleChange};
use sayso_core::reading::quoted;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Most letters of the words of an example that are told.
const MAX_WORDS: usize = 40;

/// The path of a document from the folder of a codebook; `None` where it is not below it.
fn name_from(codebook: &Path, document: &Path) -> Option<String> {
    let folder = std::path::absolute(disk::folder_of(codebook)).ok()?;
    name_in(&folder, &std::path::absolute(document).ok()?)
}

impl Runner {
    /// Keeps an example in the codebook of the open document, or takes it out there.
    pub(super) fn edit_examples(&mut self, app: &App, change: ExampleChange) -> io::Result<()> {
        let tell = Arc::clone(&self.tell);
        let place = app.path.as_deref().map(|path| (path.to_owned(), codebook::place_of(disk::folder_of(path))));
        let refusal = self.codebook_refusal("no example is kept");
        let (None, Some((document, path))) = (&refusal, place) else {
            tell(Answer::ExamplesEdited(Err(refusal.unwrap_or_else(|| "This page has no folder".to_owned()))));
            return Ok(());
        };
        let (ExampleChange::Add(example) | ExampleChange::Remove(example)) = &change;
        let label = app.codebook.shown(&example.label).to_owned();
        self.beside(move || {
            let change = match change {
                ExampleChange::Add(example) => {
                    let name = name_from(&path, &document).unwrap_or_else(|| document.display().to_string());
                    ExampleChange::Add(Example { document: name, ..example })
                }
                change @ ExampleChange::Remove(_) => change,
            };
            let done = kept::keep_example(&path, &change, &Disk::default()).map_err(|e| e.to_string());
            let done = done.map(|edited| ExamplesEdited { text: in_words(&change, &label, &path), back: edited.back });
            // When the loop is gone nobody needs to know.
            tell(Answer::ExamplesEdited(done));
        })
    }

    /// Takes back what was done to the examples.
    pub(super) fn take_back_example(&mut self, undo: CodebookUndo) -> io::Result<()> {
        let tell = Arc::clone(&self.tell);
        self.beside(move || {
            let done = kept::take_back(&undo, &Disk::default()).map_err(|e| e.to_string());
            let text = format!("Taken back: {} is as it was", shown(undo.path()));
            // When the loop is gone nobody needs to know.
            tell(Answer::ExamplesEdited(done.map(|()| ExamplesEdited { text, back: None })));
        })
    }

    /// Opens the document of an example at its annotation.
    pub(super) fn go_to_example(&mut self, app: &mut App, example: Example) -> io::Result<()> {
        let Some(path) = app.path.as_deref() else { return Ok(()) };
        let codebook = codebook::place_of(disk::folder_of(path));
        let id = Some(example.id).filter(|id| !id.is_empty());
        let place = StartPlace::Quotation { id, words: example.words };
        // The open one is called as it was opened.
        let is_open = name_from(&codebook, path).is_some_and(|name| name == example.document);
        let path: PathBuf = if is_open { path.to_owned() } else { disk::folder_of(&codebook).join(&example.document) };
        self.open_at(app, path, place)
    }
}

fn in_words(change: &ExampleChange, label: &str, codebook: &Path) -> String {
    let codebook = shown(codebook);
    match change {
        ExampleChange::Add(example) => {
            format!("{} is an example of {label}: kept in {codebook}", quoted(&example.words, MAX_WORDS))
        }
        ExampleChange::Remove(example) => {
            format!("{} is no example of {label} any more", quoted(&example.words, MAX_WORDS))
        }
    }
}
