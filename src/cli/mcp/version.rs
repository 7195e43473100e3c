//! The versions of the protocol, and what each of them knows.

/// Versions that begin with `initialize`, oldest first.
pub const HANDSHAKES: [&str; 4] = ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"];

/// The version in which every request says for itself which version it is in.
pub const STATELESS: &str = "2026-07-28";

/// What a version has beside what all have.
#[derive(Clone, Copy, Debug)]
pub struct Knows {
    /// Hints about what a tool does.
    pub hints: bool,
    /// Answers as data, and what they are like.
    pub structure: bool,
}

impl Knows {
    /// That of a version.
    pub fn of(version: &str) -> Self {
        // Days sort as words.
        Self { hints: version >= "2025-03-26", structure: version >= "2025-06-18" }
    }
}
