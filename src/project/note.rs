//! A note on words of a document that is not open: written by its own writer, under its lock.

use super::open;
use super::request::{Request, decided};
use crate::store::{self, Ending};
use sayso_core::annotation::history::{JournalEntry, Verb};
use sayso_core::annotation::{Change, Op, Stamp};
use sayso_core::detect::Detections;
use sayso_core::reading::{Decider, Reading, shortened};
use sayso_core::span::Span;
use std::sync::Arc;
use std::sync::mpsc::channel;

/// A note on two statements of which the first, or both, are in one document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteOnTwo {
    /// The places, in bytes of the reading text.
    pub spans: Vec<(u32, u32)>,
    /// The words of the first, by which it is known that they still stand there.
    pub words: String,
    /// The note.
    pub note: String,
}

impl NoteOnTwo {
    /// The change that makes it.
    pub fn change(&self, decider: &Decider<'_>) -> Option<Change> {
        let mut spans: Vec<Span> = self.spans.iter().map(|(start, end)| Span::new(*start, *end)).collect();
        spans.sort_unstable();
        let (mut change, _) = decider.label(&spans, "note", None, None)?;
        for op in &mut change.ops {
            if let Op::Annotation { after: Some(after), .. } = op {
                Arc::make_mut(after).note = Some(self.note.clone());
            }
        }
        Some(change)
    }

    /// Whether its words stand in a text where it says.
    fn fits(&self, text: &str) -> bool {
        let parts: Option<Vec<&str>> =
            self.spans.iter().map(|(start, end)| text.get(*start as usize..*end as usize)).collect();
        let parts = parts.map(|parts| shortened(&parts.join(" … "), usize::MAX));
        parts.is_some_and(|there| there.starts_with(self.words.trim_end_matches('…')))
    }

    /// Keeps it in the sidecar of a document. O(document and its records).
    ///
    /// # Errors
    /// Why it is not kept, in a sentence.
    pub fn keep(&self, request: &Request, by: Option<&str>, stamp: &Stamp) -> Result<(), String> {
        let document = request.load_whole().map_err(|e| e.to_string())?;
        if !self.fits(document.text()) {
            return Err(format!("{}: it was changed, the words are no longer there: nothing is kept", request.name));
        }
        let lock =
            request.lock(None).map_err(|why| format!("{}: no note is kept: {}", request.name, why.in_short()))?;
        let stored = request.stored(&document.origin.file_hash, Some(&lock)).map_err(|e| e.to_string())?;
        let stored = decided(stored, &request.name).map_err(|e| e.to_string())?;
        let reading = Reading::new(Arc::new(document), Arc::new(Detections::default()), stored.set.clone());
        let change = self.change(&Decider { reading: &reading, by, stamp });
        let change = change.ok_or_else(|| format!("{}: no note is kept: it has no place", request.name))?;
        let (tell, reports) = channel();
        let report = move |report| {
            // Nobody listens any more once it is done.
            let _ = tell.send(report);
        };
        let failed = |why: &str| format!("{}: no note is kept: {why}", request.name);
        let writer = open::writer(request, lock, stored, reading.document(), report);
        let mut writer = writer.map_err(|e| failed(&e.to_string()))?;
        let (at, by) = (stamp.now.clone(), by.map(str::to_owned));
        writer.keep(JournalEntry { verb: Verb::Did, at, by, change: Arc::new(change) }, false);
        match writer.finish() {
            Ending::Folded | Ending::InJournal => Ok(()),
            Ending::Lost => {
                let why = reports.try_iter().find_map(|report| match report {
                    store::Report::Failed(why) | store::Report::NotFolded(why) => Some(why),
                    _ => None,
                });
                Err(failed(why.as_deref().unwrap_or("it could not be written")))
            }
        }
    }
}
