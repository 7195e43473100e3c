//! Puts hostile things in the way of the program and looks at what it does. Nothing may be written outside the document's
//! folder, the program's own folders and the target of an export; nothing may be lost without a word, and nothing hangs.
//!
//! `attack files [root|user] [WORD]`: links, pipes, devices, folders and permissions in the place of every file the program
//! opens, for every subcommand and the reader, as root and as an ordinary user, with the calls of the system traced
//! (`strace`, `setpriv`); a WORD names the places it is in. `attack journals COUNT`, `attack sidecars COUNT`: damaged ones.
//! `attack folders [WORD]`: folders that are renamed, replaced, detached or read-only while a document is open. `attack
//! all`: everything. The program is the one beside this in the target folder, or that in the variable `SAYSO`. Linux.

#![allow(clippy::disallowed_methods, reason = "hostile files are made as other programs make them")]

mod files;
mod folders;
mod journals;
mod kinds;
mod places;
mod scene;
mod sidecars;
mod trace;
mod verdict;
mod world;

use anyhow::{Context as _, Result, bail};
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

/// Damaged journals and sidecars of `attack all`.
const JOURNALS: u64 = 600;
const SIDECARS: u64 = 350;

/// What an attack found.
#[derive(Debug, Default)]
pub struct Tally {
    /// Runs, or stories told.
    pub runs: u64,
    /// What went wrong, each in a sentence.
    pub failures: Vec<String>,
    /// What could not be tried on this machine, and why.
    pub skipped: Vec<String>,
}

impl Tally {
    /// Notes a failure and prints it at once: a long attack may be cut off.
    pub fn fail(&mut self, what: String) {
        // Nobody listens to this command but a person.
        let _ = say(&format!("  FAILED {what}"));
        self.failures.push(what);
    }

    /// Notes a failure unless `holds`.
    pub fn expect(&mut self, holds: bool, what: impl FnOnce() -> String) {
        if !holds {
            self.fail(what());
        }
    }

    /// Takes in what another found.
    pub fn add(&mut self, other: Self) {
        self.runs += other.runs;
        self.failures.extend(other.failures);
        self.skipped.extend(other.skipped);
    }
}

/// Runs the task.
pub fn run(arguments: &[String]) -> Result<ExitCode> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let tally = match words.as_slice() {
        ["files"] => files::attack(None, None)?,
        ["files", who @ ("root" | "user")] => files::attack(Some(who), None)?,
        ["files", who @ ("root" | "user"), word] => files::attack(Some(who), Some(word))?,
        ["journals", count] => journals::attack(count.parse()?)?,
        ["sidecars", count] => sidecars::attack(count.parse()?)?,
        ["folders"] => folders::attack(None)?,
        ["folders", word] => folders::attack(Some(word))?,
        ["all"] => {
            let mut all = files::attack(None, None)?;
            all.add(journals::attack(JOURNALS)?);
            all.add(sidecars::attack(SIDECARS)?);
            all.add(folders::attack(None)?);
            all
        }
        _ => bail!("attack files [root|user] [WORD] | journals COUNT | sidecars COUNT | folders [WORD] | all"),
    };
    for skipped in &tally.skipped {
        say(&format!("not tried: {skipped}"))?;
    }
    say(&format!("{} runs, {} failures", tally.runs, tally.failures.len()))?;
    Ok(if tally.failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Prints a line.
///
/// # Errors
/// When nobody listens any more.
pub fn say(line: &str) -> Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}")?;
    out.flush().context("standard output")
}

/// The program that is attacked.
///
/// # Errors
/// When it was not built.
pub fn program() -> Result<PathBuf> {
    let path = match std::env::var_os("SAYSO") {
        Some(path) => PathBuf::from(path),
        None => std::env::current_exe()?.with_file_name("sayso"),
    };
    std::fs::canonicalize(&path).with_context(|| format!("{}: build the program first", path.display()))
}
