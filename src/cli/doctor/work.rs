//! What interrupted sessions left below a folder: locks, journals, drafts, temporary files.

use super::Report;
use crate::cli::{Failure, leftovers};
use crate::project::source;
use crate::store::folder::is_writable;
use crate::store::lock::is_held;
use crate::store::{Links, Site};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Most entries of folders that are looked at.
const MAX_ENTRIES: usize = 200_000;

/// Most files that are told by name.
const MAX_TOLD: usize = 20;

/// What stands beside a sidecar while a session is going on, or since one was cut off.
#[derive(Default)]
struct Session {
    lock: bool,
    journal: bool,
    draft: bool,
}

pub fn look(paths: &[PathBuf], report: &mut Report) -> Result<(), Failure> {
    let (mut sessions, mut left): (BTreeMap<PathBuf, Session>, usize) = (BTreeMap::new(), MAX_ENTRIES);
    for path in paths {
        if !source::look(path)?.is_dir() {
            return Err(Failure::Usage(format!(
                "{}: doctor looks through folders; sayso check looks at a document.",
                path.display()
            )));
        }
        if !is_writable(path) {
            let hint = "Annotations of its documents are kept in the data folder; sayso where FILE says where.";
            report.note("folder", format!("{} cannot be written to", path.display()), hint);
        }
        gather(path, &mut sessions, &mut left);
    }
    let mut told = 0;
    for (sidecar, session) in &sessions {
        let found = of_session(sidecar, session);
        told += usize::from(found.is_some());
        if let Some((message, hint)) = found.filter(|_| told <= MAX_TOLD) {
            report.note("session", message, hint);
        }
    }
    let temporary = leftovers::among(paths, std::iter::empty());
    for path in temporary.iter().take(MAX_TOLD) {
        let message = format!("{}: a temporary file, left by an interrupted run", path.display());
        report.note("session", message, "Remove it while no sayso is running.");
    }
    let more = told.saturating_sub(MAX_TOLD) + temporary.len().saturating_sub(MAX_TOLD);
    if more > 0 {
        report.note("session", format!("{more} more files like these"), "Name a folder below, to see them.");
    }
    if left == 0 {
        let message = format!("only the first {MAX_ENTRIES} files were looked at");
        report.note("session", message, "Name a folder below.");
    } else if told == 0 && temporary.is_empty() {
        report.ok("session", "nothing of an interrupted session is left");
    }
    Ok(())
}

/// Finds locks, journals and drafts, by the sidecar they belong to.
fn gather(folder: &Path, out: &mut BTreeMap<PathBuf, Session>, left: &mut usize) {
    // What is hidden is not looked into, but for the folder that was named.
    let is_open = |entry: &ignore::DirEntry| {
        let is_folder = entry.file_type().is_some_and(|t| t.is_dir());
        entry.depth() == 0 || !is_folder || !entry.file_name().to_string_lossy().starts_with('.')
    };
    let walk = ignore::WalkBuilder::new(folder).hidden(false).require_git(false).filter_entry(is_open).build();
    for entry in walk.flatten() {
        let Some(rest) = left.checked_sub(1) else { return };
        *left = rest;
        if !entry.file_type().is_some_and(|t| t.is_file()) {
            continue;
        }
        let name = entry.file_name().to_string_lossy();
        let hidden = name.strip_prefix('.').filter(|name| name.contains(".sayso"));
        let Some((stem, ending)) = hidden.and_then(|name| name.rsplit_once('.')) else { continue };
        let session = |out: &mut BTreeMap<PathBuf, Session>, set: fn(&mut Session)| {
            set(out.entry(entry.path().with_file_name(format!("{stem}.ron"))).or_default());
        };
        match ending {
            "lock" => session(out, |s| s.lock = true),
            "draft" => session(out, |s| s.draft = true),
            ending if ending == "journal" || ending.starts_with("journal-") => session(out, |s| s.journal = true),
            _ => {}
        }
    }
}

/// What is said of a session that is not going on.
fn of_session(sidecar: &Path, session: &Session) -> Option<(String, String)> {
    let shown = sidecar.display();
    if session.lock && Site::open(sidecar, Links::Below).is_ok_and(|site| is_held(&site)) {
        return None;
    }
    if session.journal {
        let message = format!("{shown}: changes of a session that was cut off wait in its journal");
        return Some((
            message,
            "They count, and nothing is lost: the reader takes them up when it opens the document.".to_owned(),
        ));
    }
    if session.draft {
        let message = format!("{shown}: something was left unfinished");
        return Some((message, "The reader offers it when it opens the document.".to_owned()));
    }
    let message = format!("{shown}: its lock was left behind, and nobody holds it");
    session.lock.then(|| (message, "It does no harm, and goes when the document is opened next.".to_owned()))
}
