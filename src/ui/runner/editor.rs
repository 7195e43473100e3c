//! The person's editor on the file of the open document.

use super::{Host, Runner};
use crate::ui::app::App;
use crate::ui::event::Effect;
use std::io;
use std::path::Path;

impl Runner {
    /// Opens the file of the document in the person's editor; what changed is read again.
    pub(super) fn edit_document(&mut self, app: &mut App, line: Option<u32>, host: &mut dyn Host) -> io::Result<bool> {
        let Some(path) = self.desk(app).file().map(Path::to_owned) else {
            app.warn("This document is no file of its own: no editor can open it");
            return Ok(false);
        };
        if !self.desk(app).is_saved() {
            app.warn("Not edited: the last decisions are not saved yet");
            return Ok(false);
        }
        self.keep_drafts(app);
        let state = |path: &Path| std::fs::metadata(path).ok().map(|m| (m.len(), m.modified().ok()));
        let before = state(&path);
        match host.edit_file(&path, line)? {
            Err(why) => app.warn(why.to_string()),
            Ok(()) if state(&path) == before => app.say("The file is as it was"),
            Ok(()) => return self.perform_one(app, Effect::Reload, host),
        }
        Ok(false)
    }
}
