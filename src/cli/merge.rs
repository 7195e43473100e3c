//! `sayso merge`: what several people keep about one document, brought together; for git as a merge driver.

use super::{Common, Failure, key_of, print, print_message};
use crate::config::Folders;
use crate::input::{self, MAX_ANNOTATIONS, MAX_CODEBOOK};
use crate::project::codebook;
use crate::store::disk::{self, Disk};
use crate::store::site::Links;
use crate::store::{self, Lock, Site};
use crate::ui::scope::Scope;
use sayso_core::annotation::merge::{Merged, three_way};
use sayso_core::annotation::{Set, sidecar};
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// How long a window that holds the file to write is waited for.
const PATIENCE: Duration = Duration::from_secs(2);
/// How often the sides are read again when one is written at the same time.
const MAX_ATTEMPTS: usize = 8;

/// Arguments of `merge`.
#[derive(Debug, clap::Args)]
pub struct MergeArguments {
    /// Sidecars of one document, two or more
    #[arg(value_name = "SIDECAR", required_unless_present = "driver", num_args = 2..)]
    sides: Vec<PathBuf>,
    /// The sidecar that all of them began as: what one of them removed since then stays removed
    #[arg(long, value_name = "FILE")]
    base: Option<PathBuf>,
    /// Write to this file: a new one, or one of those that are merged
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// As git calls a merge driver (%O %A %B %P): the result takes the place of OURS
    #[arg(
        long,
        num_args = 4,
        value_names = ["BASE", "OURS", "THEIRS", "PATH"],
        conflicts_with_all = ["sides", "base", "output"]
    )]
    driver: Option<Vec<PathBuf>>,
}

impl MergeArguments {
    pub fn run(&self, common: &Common) -> Result<(), Failure> {
        if let Some([base, ours, theirs, path]) = self.driver.as_deref() {
            return drive(&Driven { base, ours, theirs, path });
        }
        let Some(path) = &self.output else {
            let merged = self.merged()?;
            print(sidecar::print(&merged.set).as_bytes())?;
            return told(&merged, None, &common.project().folders);
        };
        let merged = self.write(path)?;
        told(&merged, Some(path), &common.project().folders)
    }

    /// What the sides come to now. O(n log n).
    fn merged(&self) -> Result<Merged, Failure> {
        let base = self.base.as_deref().map(stored).transpose()?.unwrap_or_default();
        let sides = self.sides.iter().map(|side| stored(side)).collect::<Result<Vec<Set>, Failure>>()?;
        let merged = sides.into_iter().reduce(|one, other| three_way(&base, &one, &other).set);
        let set = merged.unwrap_or_default();
        Ok(Merged { clashes: set.iter().filter(|r| r.conflict).count(), set })
    }

    /// Writes the result, under a lock against windows of the reader; what somebody writes meanwhile is read first.
    fn write(&self, path: &Path) -> Result<Merged, Failure> {
        let failed = |e: io::Error| Failure::Output(format!("{}: it cannot be written: {e}.", path.display()));
        let is_side = self.sides.iter().chain(&self.base).any(|side| disk::is_same(side, path));
        if path.exists() && !is_side {
            return Err(Failure::Output(format!(
                "{} exists and is none of those that are merged: name it among them, or write to a new file.",
                path.display()
            )));
        }
        let site = Site::open(path, Links::Below).map_err(failed)?;
        let Some(lock) = Lock::within(site, PATIENCE).map_err(failed)? else {
            return Err(Failure::Output(format!(
                "{}: it is open in another sayso. Close it there, and merge again.",
                path.display()
            )));
        };
        let site = lock.site();
        for _ in 0..MAX_ATTEMPTS {
            let stamp = site.stamp();
            let merged = self.merged()?;
            let (folder, name) = site.sidecar();
            let is_same = || site.stamp() == stamp;
            let text = sidecar::print(&merged.set);
            if Disk::default().replace_if(folder, name, text.as_bytes(), is_same).map_err(failed)?.is_some() {
                return Ok(merged);
            }
        }
        Err(Failure::Output(format!("{}: another program is writing it: try again.", path.display())))
    }
}

/// The records kept in a sidecar and its journal.
fn stored(path: &Path) -> Result<Set, Failure> {
    if !path.is_file() {
        let what = if path.exists() { "it is no file" } else { "there is no such file" };
        return Err(Failure::Input(format!(
            "{}: {what}. Name sidecars: FILE.sayso.ron, or FILE.sayso.NAME.ron of an annotator.",
            path.display()
        )));
    }
    let stored = store::read(path).map_err(|error| Failure::Input(error.to_string()))?;
    Ok(stored.set)
}

/// Says how many records have two versions, and how to choose.
fn told(merged: &Merged, path: Option<&Path>, folders: &Folders) -> Result<(), Failure> {
    let count = merged.clashes;
    if count == 0 {
        return Ok(());
    }
    let records = if count == 1 { "One annotation has" } else { &format!("{count} annotations have") };
    let place = path.map(|path| format!("{}: ", path.display())).unwrap_or_default();
    let key = key_of(folders, Scope::Conflict, ":conflicts");
    print_message(&format!(
        "{place}{records} two versions, and both are kept. Open the document and choose with {key}."
    ));
    Err(Failure::Findings)
}

/// The files that git hands to a merge driver.
struct Driven<'a> {
    base: &'a Path,
    ours: &'a Path,
    theirs: &'a Path,
    /// Where the file is in the repository.
    path: &'a Path,
}

/// Merges as git asks for it. Two versions of a record are no conflict of text: they are kept in the file, and told.
///
/// # Errors
/// When one of the files cannot be read: then git says that the file is in conflict, and ours stands as it was.
fn drive(files: &Driven<'_>) -> Result<(), Failure> {
    let is_codebook = files.path.file_name().is_some_and(|name| name == "sayso.ron");
    if is_codebook {
        return drive_codebook(files);
    }
    let read = |path: &Path| {
        let bytes = input::read(path, MAX_ANNOTATIONS).map_err(|e| unread(files.path, &e.to_string()))?;
        // Nothing began as both where each side made the file.
        if bytes.is_empty() {
            return Ok(Set::default());
        }
        store::sidecar::parse(&bytes, files.path).map_err(|error| Failure::Input(error.to_string()))
    };
    let merged = three_way(&read(files.base)?, &read(files.ours)?, &read(files.theirs)?);
    let text = sidecar::print(&merged.set);
    disk::replace(files.ours, text.as_bytes())
        .map_err(|e| Failure::Output(format!("{}: it cannot be written: {e}.", files.path.display())))?;
    match told(&merged, Some(files.path), &Folders::from_environment()) {
        Err(Failure::Findings) | Ok(()) => Ok(()),
        Err(other) => Err(other),
    }
}

/// A codebook is a text of its writer's: lines of both sides stay, and where that gives no codebook git's markers do.
fn drive_codebook(files: &Driven<'_>) -> Result<(), Failure> {
    let failed = |e: &dyn std::fmt::Display| Failure::Output(format!("{}: {e}.", files.path.display()));
    let merge_file = |options: &[&str]| {
        let mut command = Command::new("git");
        command.arg("merge-file").arg("-p").args(options).args([files.ours, files.base, files.theirs]);
        command.output()
    };
    let union = merge_file(&["--union"]).map_err(|e| failed(&format!("git cannot be run: {e}")))?;
    let text = String::from_utf8(union.stdout).ok().filter(|text| text.len() as u64 <= MAX_CODEBOOK);
    if let Some(text) = text.filter(|_| union.status.success()) {
        let (_, problems) = codebook::parse(files.path, &text);
        if problems.is_empty() {
            return disk::replace(files.ours, text.as_bytes()).map_err(|e| failed(&e));
        }
    }
    let marked = merge_file(&["-L", "ours", "-L", "base", "-L", "theirs"]);
    let marked = marked.map_err(|e| failed(&format!("git cannot be run: {e}")))?;
    disk::replace(files.ours, &marked.stdout).map_err(|e| failed(&e))?;
    Err(unread(files.path, "both sides changed the same lines: choose between the marked ones in your editor"))
}

fn unread(path: &Path, why: &str) -> Failure {
    Failure::Input(format!("{}: {why}.", path.display()))
}
