//! What other programs ask of sayso: suggestions over HTTP, who said what over the Model Context Protocol; and what `doctor`
//! tells a person. None of them writes anything.

#![allow(clippy::unwrap_used)]

#[path = "services/doctor.rs"]
mod doctor;
#[path = "services/mcp.rs"]
mod mcp;
#[path = "services/serve.rs"]
mod serve;

use std::path::{Path, PathBuf};
use std::process::Command;

/// Emoji, a line break, two speakers.
const TEXT: &str = "“Taxes fell 😊 by 5%,” Jane Doe said.\nHe left. “We will not go back,” Ada Grey said.\n";

/// The program in a world of its own: no home, no settings.
fn sayso(home: &Path) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("sayso"));
    command.current_dir(home).env_clear();
    for (name, folder) in
        [("HOME", ""), ("XDG_CONFIG_HOME", "config"), ("XDG_DATA_HOME", "data"), ("XDG_STATE_HOME", "state")]
    {
        command.env(name, home.join(folder));
    }
    command
}

fn put(folder: &Path, name: &str, text: &str) {
    sayso::store::disk::replace(&folder.join(name), text.as_bytes()).unwrap();
}

/// Every file below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut out = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        if entry.file_type().unwrap().is_dir() {
            out.extend(files(&entry.path()));
        } else {
            out.push(entry.path());
        }
    }
    out.sort();
    out
}
