//! README and manual: every command that they show is run, what they show of its output is what it prints, every file that they show
//! is read by the program, every command and option of the program is in the manual, every link leads somewhere.
//!
//! What follows a fence says how a block is treated (CONTRIBUTING.md has it as a table):
//!
//! - `sh` runs with `sh -eu`, `console` shows commands behind `$` with their output. Each in a fresh folder with `samples/` and what is in
//!   `tests/fixtures/manual`, with a home of its own and no terminal. `…` in an output stands for anything.
//! - `exit N` behind it: the last command ends with N. `not-run: REASON`: it is not run.
//! - `text` right behind a block of `sh` is its output.
//! - `ron settings`, `ron theme`, `ron codebook`, `ron sidecar`, `json`, `jsonl`, `jinja` are read by the program or by serde.

#![cfg(unix)]
#![allow(clippy::unwrap_used)]

#[path = "manual/blocks.rs"]
mod blocks;
#[path = "manual/links.rs"]
mod links;
#[path = "manual/output.rs"]
mod output;
#[path = "manual/shell.rs"]
mod shell;

use blocks::Block;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Why a block is not run: every reason, and each is used.
const NOT_RUN: [&str; 8] = [
    "builds the program",
    "needs the source of sayso",
    "needs a network",
    "needs another machine",
    "needs Python packages",
    "needs the corpora",
    "goes on until it is ended",
    "tests/hooks.rs runs it",
];
/// Most lines of the README.
const README_LINES: usize = 150;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// README and the pages of the manual, as paths from the root.
fn pages() -> Vec<String> {
    let mut pages: Vec<String> = std::fs::read_dir(root().join("docs"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| Path::new(name).extension().is_some_and(|e| e == "md"))
        .map(|name| format!("docs/{name}"))
        .collect();
    pages.sort();
    pages.insert(0, "README.md".to_owned());
    pages
}

#[test]
fn every_command_runs_and_prints_what_is_shown() {
    let pages: Vec<Vec<Block>> = pages().iter().map(|page| blocks::of(page, &read(page))).collect();
    let next = std::sync::atomic::AtomicUsize::new(0);
    let wrong = std::sync::Mutex::new(Vec::new());
    let workers = std::thread::available_parallelism().map_or(2, usize::from).max(2);
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some(page) = pages.get(next.fetch_add(1, std::sync::atomic::Ordering::Relaxed)) {
                    let found = shell::run_page(page);
                    wrong.lock().unwrap().extend(found);
                }
            });
        }
    });
    let wrong = wrong.into_inner().unwrap();
    let all: Vec<&Block> = pages.iter().flatten().collect();
    let run = all.iter().filter(|b| b.is_run()).count();
    let reasons: Vec<&str> = all.iter().filter_map(|b| b.not_run()).collect();
    if !shell::has_git() {
        println!("git is not here: what needs it is not run");
    }
    println!("{run} blocks are run, {} are not: {reasons:?}", reasons.len());
    assert!(wrong.is_empty(), "{} of {run} blocks are wrong:\n\n{}", wrong.len(), wrong.join("\n\n"));
    assert!(run > 40, "{run}");
    let used: BTreeSet<&str> = reasons.into_iter().collect();
    assert_eq!(used, NOT_RUN.into_iter().collect(), "the reasons why blocks are not run");
}

#[test]
fn every_file_that_is_shown_is_read() {
    for page in pages() {
        for block in blocks::of(&page, &read(&page)) {
            if let Err(what) = shell::read_as_shown(&block) {
                panic!("{}: {what}\n{}", block.place(), block.text);
            }
        }
    }
}

#[test]
fn every_link_leads_somewhere() {
    let mut pages = pages();
    for page in [
        "CONTRIBUTING.md",
        "ARCHITECTURE.md",
        "SECURITY.md",
        "packaging/README.md",
        "tests/validators/README.md",
        "core/README.md",
    ] {
        pages.push(page.to_owned());
    }
    let wrong: Vec<String> = pages.iter().flat_map(|page| links::wrong(page, &read(page))).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_contents_name_every_page() {
    let contents = read("docs/README.md");
    for page in pages() {
        let name = page.trim_start_matches("docs/");
        assert!(name == "README.md" || contents.contains(&format!("]({name})")), "docs/README.md does not name {name}");
    }
    let lines = read("README.md").lines().count();
    assert!(lines <= README_LINES, "the README has {lines} lines: what a newcomer does not need belongs to docs/");
}

/// A bar in a cell that is not escaped begins a new one, also within code.
#[test]
fn every_row_of_a_table_has_the_cells_of_its_head() {
    for page in pages() {
        let mut cells = None;
        for (at, line) in links::words(&read(&page)) {
            let count = line.starts_with('|').then(|| line.replace("\\|", "").matches('|').count());
            assert!(cells.is_none() || count.is_none() || cells == count, "{page}:{at}: {line}");
            cells = count;
        }
    }
}

/// The commands and options that `--help` lists, and those that `docs/commands.md` has.
#[test]
fn every_command_and_option_is_in_the_manual() {
    let page = read("docs/commands.md");
    let common = options(page.split("## Options of every command").nth(1).unwrap());
    let help = |arguments: &[&str]| {
        let home = tempfile::tempdir().unwrap();
        let mut command = assert_cmd::Command::cargo_bin("sayso").unwrap();
        let output = command.env_clear().env("HOME", home.path()).args(arguments).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let top = help(&["--help"]);
    let listed = top.split("Commands:").nth(1).unwrap().split("Arguments:").next().unwrap();
    let commands = listed.lines().filter(|l| l.starts_with("  ") && !l.starts_with("   "));
    let commands: Vec<&str> = commands.filter_map(|l| l.split_whitespace().next()).filter(|c| *c != "help").collect();
    assert!(commands.len() > 15, "{commands:?}");
    for command in std::iter::once("").chain(commands) {
        let name = if command.is_empty() { "sayso".to_owned() } else { format!("sayso {command}") };
        let row =
            page.lines().find(|l| l.starts_with(&format!("| `{name} ")) || l.starts_with(&format!("| `{name}` ")));
        let row = row.unwrap_or_else(|| panic!("docs/commands.md has no row for {name}"));
        let help = if command.is_empty() { top.clone() } else { help(&[command, "--help"]) };
        let taken = help.lines().filter(|l| l.trim_start().starts_with('-')).flat_map(options).collect::<BTreeSet<_>>();
        let taken: BTreeSet<String> =
            taken.into_iter().filter(|o| !["--help", "--version"].contains(&o.as_str())).collect();
        let told: BTreeSet<String> = options(row).union(&common).cloned().collect();
        assert_eq!(told, taken, "options of {name}: left docs/commands.md, right --help");
    }
}

/// The long options that stand in a text.
fn options(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'));
    words.filter(|w| w.len() > 3 && w.starts_with("--")).map(str::to_owned).collect()
}

/// Where the files for the examples come from.
fn examples() -> PathBuf {
    root().join("tests/fixtures/manual")
}
