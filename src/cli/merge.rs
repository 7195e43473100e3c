//! `sayso merge`: what several people keep about one document, brought together; for git as a merge driver.

use super::{Failure, key_of, print, print_message};
use crate::config::Folders;
use crate::input::{self, MAX_ANNOTATIONS, MAX_CODEBOOK};
use crate::project::codebook;
use crate::store::{self, disk};
use crate::ui::scope::Scope;
use sayso_core::annotation::merge::{Merged, three_way};
use sayso_core::annotation::{Set, sidecar};
use std::path::{Path, PathBuf};
use std::process::Command;

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
    pub fn run(&self) -> Result<(), Failure> {
        if let Some([base, ours, theirs, path]) = self.driver.as_deref() {
            return drive(&Driven { base, ours, theirs, path });
        }
        let Some(path) = &self.output else {
            let merged = self.merged()?;
            print(sidecar::print(&merged.set).as_bytes())?;
            return finished(&merged, None);
        };
        let merged = self.write(path)?;
        finished(&merged, Some(path))
    }

    /// What the sides come to now. O(n log n).
    fn merged(&self) -> Result<Merged, Failure> {
        let base = self.base.as_deref().map(stored).transpose()?.unwrap_or_default();
        let sides = self.sides.iter().map(|side| stored(side)).collect::<Result<Vec<Set>, Failure>>()?;
        let merged = sides.into_iter().reduce(|one, other| three_way(&base, &one, &other).set);
        let set = merged.unwrap_or_default();
        Ok(Merged { clashes: set.iter().filter(|r| r.conflict).count(), set })
    }

    /// Writes the result to a new file or to one of those that are merged.
    fn write(&self, path: &Path) -> Result<Merged, Failure> {
        let is_side = self.sides.iter().chain(&self.base).any(|side| disk::is_same(side, path));
        if path.exists() && !is_side {
            return Err(Failure::Output(format!(
                "{} exists and is none of those that are merged: name it among them, or write to a new file.",
                path.display()
            )));
        }
        store::sidecar::rewrite(path, || self.merged().map(|merged| (sidecar::print(&merged.set), merged)))
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

/// The end of a run: versions that are left to choose from are findings.
fn finished(merged: &Merged, path: Option<&Path>) -> Result<(), Failure> {
    tell(merged, path);
    if merged.clashes == 0 { Ok(()) } else { Err(Failure::Findings) }
}

/// Says how many records have two versions, and how to choose.
fn tell(merged: &Merged, path: Option<&Path>) {
    let records = match merged.clashes {
        0 => return,
        1 => "One annotation has".to_owned(),
        count => format!("{count} annotations have"),
    };
    let place = path.map(|path| format!("{}: ", path.display())).unwrap_or_default();
    let key = key_of(&Folders::from_environment(), Scope::Conflict, ":conflicts");
    print_message(&format!(
        "{place}{records} two versions, and both are kept. Open the document and choose with {key}, or sayso adjudicate."
    ));
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
    tell(&merged, Some(files.path));
    Ok(())
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
