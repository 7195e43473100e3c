//! What is unfinished, written beside what was decided.

use super::{Report, WriterThread};

impl<R: Fn(Report)> WriterThread<R> {
    /// Writes what is unfinished, where that changed; tells once when it cannot be.
    pub(super) fn write_drafts(&mut self) {
        if !self.drafts.waits() {
            return;
        }
        let held = self.look_at_folder();
        let (site, state) = (self.target.lock.site(), self.target.state.as_ref());
        let told = match held {
            Ok(()) => self.drafts.write(&self.target.disk, site, state),
            Err(error) => self.drafts.failed(&self.why(&error)),
        };
        if let Some(told) = told {
            (self.report)(Report::Notice(told));
        }
        if self.drafts.waits() {
            self.later();
        }
    }
}
