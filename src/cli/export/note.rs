//! Exports into a block of somebody's note: a block for each document, everything else as it is.

use super::job::{ExportJob, Outcome};
use crate::cli::Failure;
use crate::store::output;
use sayso_core::export::{NoteBlock, Unsettled, Written};
use std::path::Path;

impl ExportJob {
    /// A block for each document in the note at `path`; one that is not there is made, and one that would not change is not
    /// written.
    ///
    /// # Errors
    /// When marks in the note cannot be understood, and then nothing is written; when it cannot be read or written.
    pub fn to_note(&self, path: &Path) -> Result<Outcome, Failure> {
        let endings = self.target.endings();
        let before = output::read_note(path, &endings, &self.kept).map_err(|refused| Self::failed(&refused))?;
        let mut note = before.clone();
        let (mut outcome, mut written) = (Outcome::default(), Written::default());
        self.each(0, false, |opened| {
            outcome.counts.documents += 1;
            let opened = match opened {
                Ok(opened) => opened,
                Err(sentence) => {
                    outcome.counts.fail(sentence);
                    return Ok(());
                }
            };
            let document = opened.selected(&self.filter);
            let block = NoteBlock::of(&document, &opened.codebook.codebook);
            let new = block.written_into(&note);
            note = new.map_err(|why| Failure::Input(format!("{}: {why}. Nothing was written.", path.display())))?;
            outcome.unsettled.add(&Unsettled::of(&document));
            written.annotations += document.len();
            Ok::<(), Failure>(())
        })?;
        if note != before {
            output::write_note(path, &before, &note).map_err(|refused| Self::failed(&refused))?;
        }
        outcome.end(written);
        Ok(outcome)
    }
}
