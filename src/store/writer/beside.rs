//! What the writer keeps beside the sidecar and takes away in other places: copies, the path of the document, decisions
//! that were kept apart.

use super::super::disk::make_folder_of;
use super::super::folder::Folder;
use super::super::site::{Links, Site};
use super::super::{Attempt, Lock, Other, apart, disk, journal, print, read_at};
use super::{Desk, Report};
use crate::annotation::merge;
use std::ffi::OsStr;

impl<R: Fn(Report)> Desk<R> {
    /// Keeps all annotations in a file of their own when the sidecar was made unreadable while the document is open:
    /// whoever moves the broken file away, as the message says, has them all. Gives what to say of it.
    pub(super) fn keep_copy(&mut self) -> String {
        let name = self.site().copy();
        if !self.copied {
            let text = print(&self.set);
            let folder = self.site().folder();
            let kept = folder.refusal(&name).and_then(|()| self.post.disk.replace(folder, &name, text.as_bytes()));
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
            let _ = self.post.disk.remove(self.site().folder(), &self.site().copy());
        }
    }

    /// Keeps the sidecar as it was before this run.
    pub(super) fn keep_previous(&mut self) {
        self.backed = true;
        let Some(state) = &self.post.state else { return };
        let keep = |bytes: &[u8]| {
            make_folder_of(&state.previous)?;
            let folder = Folder::open(disk::folder_of(&state.previous))?;
            let name = state.previous.file_name().unwrap_or_default();
            folder.refusal(name)?;
            self.post.disk.replace(&folder, name, bytes)
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
        for other in std::mem::take(&mut self.others).into_iter().filter(Other::is_moved) {
            let gone =
                Site::open(&other.path, Links::Below).map_err(|e| e.to_string()).and_then(|site| match Lock::attempt(
                    site,
                )
                .map_err(|e| e.to_string())?
                {
                    Attempt::Busy(_) => Err("they are open in another window".to_owned()),
                    Attempt::Held(lock) => self.leave(&other, lock),
                });
            if let Err(why) = gone {
                let text = format!("Decisions in {} are here and also stay there: {why}", other.path.display());
                (self.report)(Report::Notice(text));
            }
        }
    }

    fn leave(&self, other: &Other, lock: Lock) -> Result<(), String> {
        let theirs = read_at(lock.site()).map_err(|e| e.to_string())?;
        let mut both = self.set.clone();
        merge::replay(&mut both, [&merge::joining(&self.set, &theirs.set)]);
        merge::pair_decisions(&mut both);
        if both != self.set {
            return Err("they were changed meanwhile".to_owned());
        }
        let folder = lock.site().folder();
        let remove = |name: &OsStr| self.post.disk.remove(folder, name).map_err(|e| e.to_string());
        remove(lock.site().sidecar().1)?;
        for number in 1..=journal::MAX_JOURNALS {
            remove(&lock.site().journal(number))?;
        }
        remove(&lock.site().copy())?;
        remove(apart::origin_file(&other.path).file_name().unwrap_or_default())?;
        lock.release();
        Ok(())
    }

    /// Keeps the path of the document beside a sidecar that does not lie beside it.
    pub(super) fn keep_origin(&mut self) {
        if let Some(origin) = self.post.origin.take() {
            let path = apart::origin_file(self.site().path());
            let name = path.file_name().unwrap_or_default();
            let folder = self.site().folder();
            let bytes = origin.as_os_str().as_encoded_bytes();
            // Without it the decisions of a document that was moved are taken for those of a copy.
            let _ = folder.refusal(name).and_then(|()| self.post.disk.replace(folder, name, bytes));
        }
    }
}
