//! Fields of one line of a journal, in RON.

use sayso_core::annotation::notation::quote;
use std::fmt::Write as _;

/// Fields of one record, on one line.
#[derive(Default)]
pub(super) struct LineFields(String);

impl LineFields {
    pub(super) fn raw(&mut self, name: &str, value: &str) {
        if !self.0.is_empty() {
            self.0.push_str(", ");
        }
        let _ = write!(self.0, "{name}: {value}");
    }

    pub(super) fn text(&mut self, name: &str, value: &str) {
        self.raw(name, &quote(value));
    }

    pub(super) fn option(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.text(name, value);
        }
    }

    pub(super) fn finish(self) -> String {
        format!("({})", self.0)
    }
}
