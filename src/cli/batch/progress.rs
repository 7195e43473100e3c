//! How far a run is, on a terminal's standard error: what was done, how fast, how long it still takes. Elsewhere nothing.

use indicatif::{HumanCount, ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{self, IsTerminal as _};

/// A bar, or nothing where nobody would see it.
pub struct Progress {
    bar: ProgressBar,
    documents: u64,
}

impl Progress {
    /// A bar over so many bytes of input, none where nobody knows; `data_is_shown` when the output goes to the same terminal.
    pub fn new(bytes: Option<u64>, data_is_shown: bool) -> Self {
        if data_is_shown || !io::stderr().is_terminal() {
            return Self { bar: ProgressBar::hidden(), documents: 0 };
        }
        let bar = ProgressBar::with_draw_target(bytes, ProgressDrawTarget::stderr());
        let style = if bytes.is_some() {
            "{wide_bar} {percent:>3} %  {msg}  {bytes_per_sec}  {eta} left"
        } else {
            "{spinner} {msg}  {bytes}  {bytes_per_sec}  {elapsed}"
        };
        if let Ok(style) = ProgressStyle::with_template(style) {
            bar.set_style(style.progress_chars("█▌ "));
        }
        Self { bar, documents: 0 }
    }

    /// Begins where an earlier run was ended: what that had done does not count for the rate.
    pub fn begin_at(&mut self, documents: u64, position: u64) {
        self.documents = documents;
        if documents > 0 {
            self.bar.set_position(position);
            self.bar.reset_eta();
        }
    }

    /// One more document is done, the input up to `position`.
    pub fn step(&mut self, position: u64) {
        self.documents += 1;
        if !self.bar.is_hidden() {
            let word = if self.documents == 1 { "document" } else { "documents" };
            self.bar.set_message(format!("{} {word}", HumanCount(self.documents)));
            self.bar.set_position(position);
        }
    }

    /// Takes the bar away.
    pub fn end(&self) {
        self.bar.finish_and_clear();
    }
}
