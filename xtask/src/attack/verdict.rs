//! What is said of a run.

use super::trace::Ran;
use super::world::World;
use std::path::PathBuf;

/// Most memory a run may have, in KiB.
const MEMORY: u64 = 1 << 20;

/// What may be opened for writing anywhere.
const HARMLESS: [&str; 5] = ["/dev/tty", "/dev/pts", "/dev/ptmx", "/dev/null", "/proc"];

/// From the best to the worst.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It could not be tried.
    Untried,
    /// It went on as if nothing were the matter.
    Fine,
    /// It said that it does not go on, or that it does only so far.
    Refused,
    /// It waits for the other end of a pipe that it was told to read, as `cat` does.
    Waits,
    /// It put a file of its own in the place of what was there.
    Replaced,
    /// It needs more memory than it may have; MiB.
    Memory(u64),
    /// A command that only reads made or changed something.
    Wrote(PathBuf),
    /// An exit code nobody knows.
    Code(i32),
    /// A decision that was drawn and left without a question cannot be found.
    Lost,
    /// It panicked.
    Panic,
    /// It did not end by itself.
    Hung,
    /// It wrote outside of the folders that are its own; by which call, and where.
    Outside(String, PathBuf),
    /// A file outside is not what it was.
    Followed,
}

impl Verdict {
    /// Whether the run went wrong.
    pub fn is_failure(&self) -> bool {
        *self > Self::Replaced
    }

    /// Its cell.
    pub fn cell(&self) -> String {
        match self {
            Self::Untried => "-".to_owned(),
            Self::Fine => "ok".to_owned(),
            Self::Refused => "refused".to_owned(),
            Self::Waits => "waits".to_owned(),
            Self::Replaced => "replaced".to_owned(),
            Self::Memory(size) => format!("{size} MiB"),
            Self::Wrote(_) => "WROTE".to_owned(),
            Self::Code(code) => format!("CODE {code}"),
            Self::Lost => "LOST".to_owned(),
            Self::Panic => "PANIC".to_owned(),
            Self::Hung => "HUNG".to_owned(),
            Self::Outside(..) => "OUTSIDE".to_owned(),
            Self::Followed => "FOLLOWED".to_owned(),
        }
    }
}

/// Judges a run by itself. `folders` are those it may write in.
pub fn of(ran: &Ran, world: &World, folders: &[PathBuf]) -> Verdict {
    let home = std::fs::canonicalize(world.home()).unwrap_or_else(|_| world.home().to_owned());
    let mut worst = match ran.code {
        Some(0) if !is_told(ran) => Verdict::Fine,
        Some(0..=4) => Verdict::Refused,
        Some(code) => Verdict::Code(code),
        None => Verdict::Code(-ran.signal.unwrap_or_default()),
    };
    let mut note = |verdict: Verdict| worst = verdict.max(worst.clone());
    if ran.peak > MEMORY {
        note(Verdict::Memory(ran.peak >> 10));
    }
    if ran.hung {
        note(Verdict::Hung);
    }
    if ran.said.contains("panicked at") || ran.code == Some(101) {
        note(Verdict::Panic);
    }
    for (call, path) in &ran.writes {
        if HARMLESS.iter().any(|p| path.starts_with(p)) {
            continue;
        }
        if folders.is_empty() && path.starts_with(&home) && !path.starts_with(home.join("outside")) {
            note(Verdict::Wrote(path.clone()));
        } else if !folders.iter().any(|folder| path.starts_with(folder) && path != folder) {
            note(Verdict::Outside(call.clone(), path.clone()));
        }
    }
    worst
}

fn is_told(ran: &Ran) -> bool {
    const WORDS: [&str; 8] = [
        "READ ONLY",
        "read only",
        "cannot be",
        "NOT SAVED",
        "move it away",
        "is left out",
        "not an ordinary file",
        "SETTINGS",
    ];
    WORDS.iter().any(|w| ran.said.contains(w))
}
