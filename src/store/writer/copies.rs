//! What the writer keeps beside the sidecar and takes away in other places: copies, the path of the document, decisions
//! that were kept apart.

use super::super::disk::make_folder_of;
use super::super::folder::{EntryKind, Folder};
use super::super::site::{Links, Site};
use super::super::{Attempt, Lock, disk, elsewhere, history, journal, read_at};
use super::{Report, WriterThread};
use sayso_core::annotation::sidecar;
use std::path::Path;

impl<R: Fn(Report)> WriterThread<R> {
    /// Keeps all annotations in a file of their own when the sidecar was made unreadable while the document is open:
    /// whoever moves the broken file away, as the message says, has them all. Gives what to say of it.
    pub(super) fn keep_copy(&mut self) -> String {
        let name = self.site().copy();
        if !self.copied {
            let text = sidecar::print(&self.set);
            let folder = self.site().folder();
            let kept = folder.refusal(&name).and_then(|()| self.target.disk.replace(folder, &name, text.as_bytes()));
            self.copied = kept.is_ok();
        }
        let path = self.site().path_of(&name);
        let copied = format!(" All of them are in {}: move the broken file away and they are used.", path.display());
        if self.copied { copied } else { String::new() }
    }

    /// Takes the copy away once its annotations are in the sidecar again.
    pub(super) fn drop_copy(&mut self) {
        if std::mem::take(&mut self.copied) {
            // Left over beside a sidecar that can be read, it is not used.
            let _ = self.target.disk.remove(self.site().folder(), &self.site().copy());
        }
    }

    /// Keeps a copy of what could not be read. True when there is one.
    pub(super) fn keep_damaged(&mut self) -> bool {
        let kept = self
            .target
            .state
            .as_ref()
            .is_some_and(|s| history::append(&self.target.disk, &s.damaged, &self.damaged).is_ok());
        if kept {
            self.damaged.clear();
        }
        kept
    }

    /// Keeps the sidecar as it was before this run.
    pub(super) fn keep_previous(&mut self) {
        self.backed = true;
        let Some(state) = &self.target.state else { return };
        let keep = |bytes: &[u8]| {
            make_folder_of(&state.previous)?;
            let folder = Folder::open(disk::folder_of(&state.previous))?;
            let name = state.previous.file_name().unwrap_or_default();
            folder.refusal(name)?;
            self.target.disk.replace(&folder, name, bytes)
        };
        if let Ok(Some((bytes, _))) = self.site().read()
            && keep(&bytes).is_err()
        {
            (self.report)(Report::Notice("No copy of the annotations before this session could be kept".to_owned()));
        }
    }

    /// Takes away sidecars in other places, now that what they hold is here. What is open in another window, or was
    /// changed since it was read, stays until the next opening.
    pub(super) fn leave_others(&mut self) {
        for (other, read) in std::mem::take(&mut self.others) {
            if !other.is_moved() {
                continue;
            }
            let lock = Site::open(&other.path, Links::Below).and_then(Lock::attempt);
            let gone = match lock.map_err(|e| e.to_string()) {
                Ok(Attempt::Held(lock)) => self.leave(&other.path, &read, &lock),
                Ok(Attempt::Busy(_)) => Err("they are open in another window".to_owned()),
                Err(why) => Err(why),
            };
            if let Err(why) = gone {
                let text = format!("Decisions in {} are here and also stay there: {why}", other.path.display());
                (self.report)(Report::Notice(text));
            }
        }
    }

    /// Takes the files of another place away, if they are as they were when they were read.
    fn leave(&self, path: &Path, read: &str, lock: &Lock) -> Result<(), String> {
        let site = lock.site();
        if read_at(site).map_err(|e| e.to_string())?.fingerprint() != read {
            return Err("they were changed meanwhile".to_owned());
        }
        let name = path.file_name().unwrap_or_default();
        let is_file = site.folder().entry(name).is_ok_and(|e| e.is_none_or(|e| e.kind == EntryKind::File));
        if !is_file {
            return Err("their sidecar is a link".to_owned());
        }
        let origin = elsewhere::origin_file(path);
        let journals = (1..=journal::MAX_JOURNALS).map(|number| site.journal(number));
        let names = [name.to_owned()].into_iter().chain(journals);
        for name in names.chain([site.copy(), origin.file_name().unwrap_or_default().to_owned()]) {
            self.target.disk.remove(site.folder(), &name).map_err(|e| e.to_string())?;
        }
        Ok(())
    }

    /// Keeps the path of the document beside a sidecar that does not lie beside it.
    pub(super) fn keep_origin(&mut self) {
        if let Some(origin) = self.target.origin.take() {
            let path = elsewhere::origin_file(self.site().path());
            let name = path.file_name().unwrap_or_default();
            let folder = self.site().folder();
            let bytes = elsewhere::origin_of_document(&origin);
            // Without it the decisions of a document that was moved are taken for those of a copy.
            let _ = folder.refusal(name).and_then(|()| self.target.disk.replace(folder, name, &bytes));
        }
    }
}
