//! Settings, themes, folders, language.

use super::Report;
use crate::config::{Config, Folders, Problem};
use crate::input;
use crate::store::folder::is_writable;
use crate::ui::keymap::Keymap;
use crate::ui::theme::{Depth, Themes};
use sayso_core::ron_errors::meant;
use std::path::Path;

/// Bytes of indexes from which on it is told.
const MANY_BYTES: u64 = 1 << 30;

pub fn look(folders: &Folders, config: &Config, problems: Vec<Problem>, report: &mut Report) {
    locale(&|name| std::env::var(name).ok(), report);
    settings(folders, config, problems, report);
    folder(
        "data folder",
        folders.data.as_deref(),
        "Annotations of documents whose folder cannot be written to",
        report,
    );
    folder(
        "state folder",
        folders.state.as_deref(),
        "Undo over sessions, places in documents and the index of folders",
        report,
    );
    if let Some(state) = &folders.state {
        index(&state.join("index"), report);
    }
}

/// Which letters the terminal is told to show.
pub fn locale(get: &dyn Fn(&str) -> Option<String>, report: &mut Report) {
    if cfg!(windows) {
        return;
    }
    let found =
        ["LC_ALL", "LC_CTYPE", "LANG"].iter().find_map(|name| Some((*name, get(name).filter(|v| !v.is_empty())?)));
    let hint = "Letters and signs may be drawn wrongly: LANG=C.UTF-8 or another that ends so, or glyphs: ascii in the settings.";
    match found {
        Some((name, value)) => {
            let is_utf8 = value.to_ascii_lowercase().replace('-', "").contains("utf8");
            if is_utf8 {
                report.ok("language", format!("{name}={value}"));
            } else {
                report.note("language", format!("{name}={value} is not UTF-8"), hint);
            }
        }
        None => report.note("language", "neither LC_ALL, LC_CTYPE nor LANG is set", hint),
    }
}

fn settings(folders: &Folders, config: &Config, problems: Vec<Problem>, report: &mut Report) {
    let told = |problem: &Problem, report: &mut Report| {
        let at = format!("{}:{}:{}: {}", problem.path.display(), problem.at.0, problem.at.1, problem.message);
        report.wrong("settings", at, if problem.hint.is_empty() { "Mend this line." } else { &problem.hint });
    };
    let Some(path) = folders.settings() else {
        return report.wrong(
            "settings",
            "the system names no home folder",
            "Set HOME, or XDG_CONFIG_HOME, XDG_DATA_HOME and XDG_STATE_HOME.",
        );
    };
    let text = input::read_text(&path, input::MAX_SETTINGS).unwrap_or_default();
    let (_, keys) = Keymap::new(&config.keys, &path, &text);
    let own = path.with_file_name("themes");
    let depth = Depth::from_environment(|name| std::env::var(name).ok());
    let (themes, of_themes) = Themes::load(Some(&own), depth);
    let names = themes.names();
    let unknown = config.theme.as_deref().filter(|name| !names.contains(name)).map(|name| {
        let close = meant(name, names.iter().copied()).map(|c| format!("Did you mean {c}? ")).unwrap_or_default();
        let message = format!("No theme is called {name}.");
        Problem::at_words(&path, &text, name, message, format!("{close}Known: {}.", names.join(", ")))
    });
    let all: Vec<Problem> = problems.into_iter().chain(keys).chain(unknown).chain(of_themes).collect();
    if all.is_empty() {
        let there = if path.exists() { "read without mistakes" } else { "not there: the built-in ones are used" };
        report.ok("settings", format!("{}: {there}", path.display()));
    }
    for problem in &all {
        told(problem, report);
    }
    report.ok("themes", names.join(", "));
}

/// Whether a folder can be written to, or made.
fn folder(subject: &'static str, folder: Option<&Path>, what: &str, report: &mut Report) {
    // Without a home it was told already.
    let Some(folder) = folder else { return };
    let shown = folder.display();
    let hint = || format!("{what} are kept there: let yourself write to it.");
    if folder.is_dir() {
        if is_writable(folder) {
            report.ok(subject, shown.to_string());
        } else {
            report.wrong(subject, format!("{shown} cannot be written to"), hint());
        }
        return;
    }
    if folder.symlink_metadata().is_ok() {
        return report.wrong(subject, format!("{shown} is no folder"), hint());
    }
    match folder.ancestors().skip(1).find(|above| above.exists()) {
        Some(above) if above.is_dir() && is_writable(above) => {
            report.ok(subject, format!("{shown}: not there yet, made when it is needed"));
        }
        above => {
            let above = above.unwrap_or(folder).display();
            report.wrong(subject, format!("{shown} is not there, and cannot be made in {above}"), hint());
        }
    }
}

/// How large the indexes of folders are.
fn index(folder: &Path, report: &mut Report) {
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten().filter_map(|entry| entry.metadata().ok());
    let sizes: Vec<u64> = files.filter(std::fs::Metadata::is_file).map(|meta| meta.len()).collect();
    let (count, bytes) = (sizes.len(), sizes.iter().sum::<u64>());
    let folders = if count == 1 { "folder" } else { "folders" };
    let message = format!("{count} {folders}, {:.1} MB", bytes as f64 / 1e6);
    if bytes > MANY_BYTES {
        let hint = format!(
            "What is in {} can be removed while no sayso is running; it is made anew when it is asked.",
            folder.display()
        );
        report.note("index", message, hint);
    } else {
        report.ok("index", message);
    }
}
