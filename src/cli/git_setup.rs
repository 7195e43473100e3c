//! `sayso git-setup`: a repository in which annotations merge by themselves.

use super::{Failure, print};
use crate::input::{self, MAX_CODEBOOK};
use crate::store::disk;
use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What git is told to merge with us.
const ATTRIBUTES: &str = "*.sayso.ron merge=sayso\n*.sayso.*.ron merge=sayso\nsayso.ron merge=sayso\n";
/// What belongs to one machine: journals, locks, copies, drafts.
const IGNORED: &str = ".*.sayso.journal*\n.*.sayso.lock\n.*.sayso.copy\n.*.sayso.draft\n.*.sayso.*.journal*\n\
    .*.sayso.*.lock\n.*.sayso.*.copy\n.*.sayso.*.draft\n.sayso.lock\n";
const BEGIN: &str = "# sayso: begin";
const END: &str = "# sayso: end";
/// The section of git's configuration.
const SECTION: &str = "merge.sayso";

/// Arguments of `git-setup`.
#[derive(Debug, clap::Args)]
pub struct GitSetupArguments {
    /// A folder of the repository
    #[arg(default_value = ".")]
    folder: PathBuf,
    /// Take back what an earlier run did
    #[arg(long)]
    undo: bool,
}

impl GitSetupArguments {
    pub fn run(&self) -> Result<(), Failure> {
        let root = self.root()?;
        let mut out = String::new();
        for (name, lines) in [(".gitattributes", ATTRIBUTES), (".gitignore", IGNORED)] {
            let path = root.join(name);
            let done = if self.undo { taken_out(&path)? } else { put_in(&path, lines)? };
            let _ = writeln!(out, "{}: {done}", path.display());
        }
        if self.undo {
            out.push_str(forget_driver(&root)?);
        } else {
            out.push_str(&name_driver(&root)?);
            out.push_str(
                "\nCommit the two files. The driver is a setting of this clone: whoever clones the repository runs \
                 `sayso git-setup` too; without it git merges these files line by line.",
            );
        }
        out.push('\n');
        print(out.as_bytes())
    }

    /// The top of the repository.
    fn root(&self) -> Result<PathBuf, Failure> {
        if !self.folder.is_dir() {
            return Err(Failure::Input(format!("{}: this is no folder.", self.folder.display())));
        }
        let output = git(&self.folder, &["rev-parse", "--show-toplevel"])?;
        let told = String::from_utf8_lossy(&output.stdout);
        let root = told.trim_end_matches(['\n', '\r']);
        if !output.status.success() || root.is_empty() {
            return Err(Failure::Input(format!(
                "{}: this is not in the working folder of a git repository. Make one with git init.",
                self.folder.display()
            )));
        }
        Ok(PathBuf::from(root))
    }
}

fn git(folder: &Path, arguments: &[&str]) -> Result<std::process::Output, Failure> {
    let mut command = Command::new("git");
    command.current_dir(folder).args(arguments);
    command.output().map_err(|e| match e.kind() {
        io::ErrorKind::NotFound => Failure::Input("git is not on the path: install it first.".to_owned()),
        _ => Failure::Input(format!("git cannot be run: {e}.")),
    })
}

/// The text of a file; empty where there is none.
fn text_of(path: &Path) -> Result<Option<String>, Failure> {
    let refuse = |why: String| Failure::Input(format!("{}: {why}.", path.display()));
    if !path.exists() && !path.is_symlink() {
        return Ok(None);
    }
    let bytes = input::read(path, MAX_CODEBOOK).map_err(|e| refuse(e.to_string()))?;
    String::from_utf8(bytes).map(Some).map_err(|_| refuse("it is not UTF-8 text: put the lines in by hand".to_owned()))
}

/// A text without our lines, and whether there were any; `None` where they begin and do not end: what is behind may be
/// somebody's own.
fn without(text: &str) -> Option<(String, bool)> {
    let mut out = String::with_capacity(text.len());
    let (mut inside, mut found) = (false, false);
    for line in text.split_inclusive('\n') {
        match line.trim_end() {
            BEGIN => (inside, found) = (true, true),
            END if inside => inside = false,
            _ if inside => {}
            _ => out.push_str(line),
        }
    }
    (!inside).then_some((out, found))
}

fn unended(path: &Path) -> Failure {
    Failure::Input(format!(
        "{}: the line “{BEGIN}” has no “{END}” after it. Take the lines of sayso out by hand, then run this again.",
        path.display()
    ))
}

/// Puts our lines at the end of a file, in place of those of an earlier build.
fn put_in(path: &Path, lines: &str) -> Result<&'static str, Failure> {
    let before = text_of(path)?.unwrap_or_default();
    let (mut text, found) = without(&before).ok_or_else(|| unended(path))?;
    let end = if before.contains("\r\n") { "\r\n" } else { "\n" };
    if !text.is_empty() && !text.ends_with('\n') {
        text.push_str(end);
    }
    for line in [BEGIN].into_iter().chain(lines.lines()).chain([END]) {
        text.push_str(line);
        text.push_str(end);
    }
    if text == before {
        return Ok("was in order");
    }
    write(path, &text)?;
    Ok(if found { "lines replaced" } else { "lines added" })
}

/// Takes our lines out of a file; one that is empty then goes.
fn taken_out(path: &Path) -> Result<&'static str, Failure> {
    let Some(before) = text_of(path)? else { return Ok("is not there") };
    let (text, found) = without(&before).ok_or_else(|| unended(path))?;
    if !found {
        return Ok("has no lines of sayso");
    }
    if text.is_empty() {
        std::fs::remove_file(path).map_err(|e| unwritten(path, &e))?;
        return Ok("removed");
    }
    write(path, &text)?;
    Ok("lines removed")
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    disk::replace(path, text.as_bytes()).map_err(|e| unwritten(path, &e))
}

fn unwritten(path: &Path, error: &io::Error) -> Failure {
    Failure::Output(format!("{}: it cannot be written: {error}.", path.display()))
}

/// Tells git how to call us.
fn name_driver(root: &Path) -> Result<String, Failure> {
    let command = format!("{} merge --driver %O %A %B %P", program()?);
    for (name, value) in [("name", "annotations of sayso, record by record"), ("driver", command.as_str())] {
        let output = git(root, &["config", "--local", &format!("{SECTION}.{name}"), value])?;
        if !output.status.success() {
            let why = String::from_utf8_lossy(&output.stderr).trim().to_owned();
            return Err(Failure::Output(format!("git config: {why}")));
        }
    }
    Ok(format!("git config {SECTION}.driver: {command}"))
}

fn forget_driver(root: &Path) -> Result<&'static str, Failure> {
    let output = git(root, &["config", "--local", "--remove-section", SECTION])?;
    Ok(if output.status.success() { "git config merge.sayso: removed" } else { "git config merge.sayso: is not there" })
}

/// How a shell finds this program: by its name where that leads to it, else by its path.
fn program() -> Result<String, Failure> {
    let own = super::program().map_err(|e| Failure::Input(format!("The program does not find itself: {e}.")))?;
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let first = std::env::split_paths(&folders).map(|f| f.join(exe_name())).find(|path| path.is_file());
    if first.is_some_and(|path| disk::is_same(&path, &own)) {
        return Ok("sayso".to_owned());
    }
    // Git hands the command to a shell, on Windows too.
    let path = own.to_str().ok_or_else(|| Failure::Input(format!("{}: not UTF-8.", own.display())))?;
    Ok(format!("'{}'", path.replace('\'', r"'\''")))
}

fn exe_name() -> String {
    format!("sayso{}", std::env::consts::EXE_SUFFIX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_lines_come_and_go() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(".gitattributes");
        disk::replace(&path, b"*.png binary").unwrap();
        assert_eq!(put_in(&path, ATTRIBUTES).unwrap(), "lines added");
        assert_eq!(put_in(&path, ATTRIBUTES).unwrap(), "was in order");
        assert_eq!(put_in(&path, "*.sayso.ron merge=sayso\n").unwrap(), "lines replaced");
        assert_eq!(
            text_of(&path).unwrap().unwrap(),
            "*.png binary\n# sayso: begin\n*.sayso.ron merge=sayso\n# sayso: end\n"
        );
        assert_eq!(taken_out(&path).unwrap(), "lines removed");
        assert_eq!(text_of(&path).unwrap().unwrap(), "*.png binary\n");
        assert_eq!(taken_out(&path).unwrap(), "has no lines of sayso");
    }

    #[test]
    fn a_file_that_held_nothing_else_goes_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(".gitignore");
        put_in(&path, IGNORED).unwrap();
        assert_eq!(taken_out(&path).unwrap(), "removed");
        assert_eq!(taken_out(&path).unwrap(), "is not there");
    }

    #[test]
    fn lines_behind_an_end_that_is_gone_are_not_touched() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(".gitignore");
        let damaged = "# sayso: begin\n.*.sayso.lock\ntarget\n";
        disk::replace(&path, damaged.as_bytes()).unwrap();
        for done in [put_in(&path, IGNORED), taken_out(&path)] {
            assert!(done.unwrap_err().message().unwrap().contains("by hand"));
        }
        assert_eq!(text_of(&path).unwrap().unwrap(), damaged);
    }

    #[test]
    fn line_ends_stay_those_of_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(".gitignore");
        disk::replace(&path, b"target\r\n").unwrap();
        put_in(&path, "x\n").unwrap();
        assert_eq!(text_of(&path).unwrap().unwrap(), "target\r\n# sayso: begin\r\nx\r\n# sayso: end\r\n");
    }
}
