//! The line in front of others: who writes them, on which sidecar they were made, and how many there are.

use super::line_fields::LineFields;
use super::{VERSION, sealed};
use serde::Deserialize;

/// Who writes a sidecar.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Holder {
    /// Version of the grammar.
    pub(super) journal: u32,
    /// SHA-256 of the sidecar the changes were made on; empty when there was none.
    pub base: String,
    /// Number of the process.
    pub pid: u32,
    /// Name of the machine.
    pub host: String,
    /// Who is logged in.
    pub user: String,
    /// Since when, RFC 3339.
    pub since: String,
    /// The number of the change before the first line that follows; `None` in files of earlier versions of sayso, and for
    /// lines of several sessions.
    pub(super) after: Option<u64>,
    /// How many of the lines that follow are on the disk, at least.
    pub(super) lines: Option<u64>,
}

impl Holder {
    /// The process `pid` of `user` on `host`, since `since`.
    pub fn new(pid: u32, host: String, user: String, since: String) -> Self {
        Self { journal: VERSION, base: String::new(), pid, host, user, since, after: None, lines: None }
    }

    /// Its line, its end included: of the same length whatever the number of lines that follow.
    pub(super) fn line(&self) -> String {
        let mut fields = LineFields::default();
        fields.raw("journal", &VERSION.to_string());
        fields.text("base", &self.base);
        fields.raw("pid", &self.pid.to_string());
        fields.text("host", &self.host);
        fields.text("user", &self.user);
        fields.text("since", &self.since);
        if let (Some(after), Some(lines)) = (self.after, self.lines) {
            fields.raw("after", &after.to_string());
            fields.raw("lines", &format!("{lines:<LINES_WIDTH$}"));
        }
        sealed(&fields.finish())
    }
}

/// Cells that are kept for the number of lines.
const LINES_WIDTH: usize = 10;
