//! Nothing is written through what stands in the place of a file of ours: links, hard links, pipes, folders, files of
//! others. A document opens read-only towards it, and the sentence names it.

#![cfg(unix)]
#![allow(clippy::unwrap_used)]

#[path = "common/terminal.rs"]
mod terminal;

use std::os::unix::fs::{MetadataExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};
use terminal::Terminal;

const ARTICLE: &str = include_str!("fixtures/article.txt");
/// Longest a screen is waited for.
const TIMEOUT: Duration = Duration::from_secs(30);
const PRECIOUS: &[u8] = b"precious words of somebody else\n";

/// What is put in the place of a file of ours.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Link,
    DanglingLink,
    HardLink,
    Folder,
    Pipe,
    Socket,
}

const KINDS: [Kind; 6] = [Kind::Link, Kind::DanglingLink, Kind::HardLink, Kind::Folder, Kind::Pipe, Kind::Socket];

/// A folder with a document, another one with a file nobody may touch.
struct World {
    home: tempfile::TempDir,
    #[allow(dead_code, reason = "held so that they stay")]
    sockets: Vec<std::os::unix::net::UnixListener>,
}

impl World {
    fn new() -> Self {
        let world = Self { home: tempfile::tempdir().unwrap(), sockets: Vec::new() };
        std::fs::create_dir(world.at("outside")).unwrap();
        sayso::store::disk::replace(&world.at("article.txt"), ARTICLE.as_bytes()).unwrap();
        sayso::store::disk::replace(&world.at("outside/victim"), PRECIOUS).unwrap();
        world
    }

    fn at(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    fn put(&mut self, name: &Path, kind: Kind) {
        std::fs::create_dir_all(name.parent().unwrap()).unwrap();
        let victim = self.at("outside/victim");
        match kind {
            Kind::Link => symlink(victim, name).unwrap(),
            Kind::DanglingLink => symlink(self.at("outside/nothing"), name).unwrap(),
            Kind::HardLink => std::fs::hard_link(victim, name).unwrap(),
            Kind::Folder => std::fs::create_dir(name).unwrap(),
            Kind::Pipe => assert!(Command::new("mkfifo").arg(name).status().unwrap().success()),
            Kind::Socket => self.sockets.push(std::os::unix::net::UnixListener::bind(name).unwrap()),
        }
    }

    /// Opens the document, tries to decide, leaves: what the screen showed.
    fn read(&self) -> String {
        let program = assert_cmd::cargo::cargo_bin("sayso");
        let mut t = Terminal::open(&program, self.home.path(), &["article.txt"], 110, 30).unwrap();
        let see = |t: &mut Terminal, words: &[&str]| {
            let came = t.watch(Instant::now() + TIMEOUT, |s| words.iter().any(|w| s.contains(w)));
            assert!(came, "never saw {words:?}:\n{}", t.text());
        };
        see(&mut t, &["READ ONLY", "REVIEW", "read only", "cannot be read"]);
        let first = t.text();
        t.keys("\u{1b}").unwrap();
        see(&mut t, &["McAllen"]);
        t.keys("\r").unwrap();
        t.watch(Instant::now() + Duration::from_millis(300), |_| false);
        let shown = format!("{first}\n{}", t.text());
        t.kill().unwrap();
        shown
    }

    /// Exit code and words of a command.
    fn run(&self, arguments: &[&str]) -> (i32, String) {
        let home = self.home.path();
        let mut command = Command::new(assert_cmd::cargo::cargo_bin("sayso"));
        command.args(arguments).current_dir(home).env_clear().env("HOME", home);
        let out = command.output().unwrap();
        (out.status.code().unwrap(), String::from_utf8([out.stdout, out.stderr].concat()).unwrap())
    }

    /// The files outside are as they were.
    fn is_untouched(&self) -> bool {
        let victim = self.at("outside/victim");
        std::fs::read(&victim).unwrap() == PRECIOUS && std::fs::read_dir(self.at("outside")).unwrap().count() == 1
    }
}

/// The state files of the document, whose names hold a hash of its path.
fn state_file(world: &World, folder: &str) -> PathBuf {
    let sidecar = world.at("article.txt.sayso.ron");
    let state = sayso::store::paths::StateFiles::of(&sidecar, &world.at("state/sayso"));
    match folder {
        "history" => state.history,
        "previous" => state.previous,
        "damaged" => state.damaged,
        _ => state.view,
    }
}

#[test]
fn the_reader_writes_through_nothing_and_names_it() {
    for kind in KINDS {
        for name in [".article.txt.sayso.journal", ".article.txt.sayso.lock", ".article.txt.sayso.journal-2"] {
            let mut world = World::new();
            world.put(&world.at(name), kind);
            eprintln!("{kind:?} {name}");
            let shown = world.read();
            assert!(world.is_untouched(), "{kind:?} {name}");
            assert!(!world.at("article.txt.sayso.ron").exists(), "{kind:?} {name}: nothing is decided");
            assert!(shown.contains(name), "{kind:?} {name}:\n{shown}");
            assert!(!shown.contains("precious"), "{kind:?} {name}: nothing of what a link leads to is shown");
        }
    }
}

#[test]
fn files_of_the_state_folder_are_no_way_out_either() {
    for kind in [Kind::Link, Kind::DanglingLink, Kind::HardLink, Kind::Pipe] {
        for folder in ["history", "previous", "damaged", "views"] {
            let mut world = World::new();
            let path = state_file(&world, folder);
            world.put(&path, kind);
            world.read();
            assert!(world.is_untouched(), "{kind:?} {folder}");
            assert!(!world.at("article.txt.sayso.ron").exists(), "{kind:?} {folder}: nothing is decided");
        }
    }
}

#[test]
fn a_sidecar_that_leads_out_of_the_folder_is_refused_by_every_command() {
    let world = World::new();
    symlink("outside/elsewhere", world.at("article.txt.sayso.ron")).unwrap();
    std::fs::create_dir(world.at("docs")).unwrap();
    std::fs::rename(world.at("article.txt"), world.at("docs/article.txt")).unwrap();
    sayso::store::disk::replace(&world.at("outside/a.ron"), b"(version: 1)").unwrap();
    symlink("../outside/a.ron", world.at("docs/article.txt.sayso.ron")).unwrap();
    let run = |arguments: &[&str]| world.run(arguments);
    let (code, told) = run(&["check", "docs/article.txt"]);
    assert!(code == 1 && told.contains("outside of its folder") && told.contains("--sidecar"), "{told}");
    let (code, told) = run(&["export", "docs/article.txt", "--to", "jsonl"]);
    assert!(code == 3 && told.contains("outside of its folder"), "{told}");
    let named = ["check", "docs/article.txt", "--sidecar", "docs/article.txt.sayso.ron"];
    assert_eq!(run(&named).0, 0, "who names it means it");
    // Below the folder it is a matter of order.
    std::fs::remove_file(world.at("docs/article.txt.sayso.ron")).unwrap();
    std::fs::create_dir(world.at("docs/notes")).unwrap();
    sayso::store::disk::replace(&world.at("docs/notes/a.ron"), b"(version: 1)").unwrap();
    symlink("notes/a.ron", world.at("docs/article.txt.sayso.ron")).unwrap();
    assert_eq!(run(&["check", "docs/article.txt"]).0, 0);
}

#[test]
fn a_journal_of_another_user_is_refused() {
    let world = World::new();
    let journal = world.at(".article.txt.sayso.journal");
    sayso::store::disk::replace(&journal, b"").unwrap();
    let own = std::fs::metadata(world.home.path()).unwrap().uid();
    if own == 65_534 || std::os::unix::fs::chown(&journal, Some(65_534), Some(65_534)).is_err() {
        eprintln!("not the user who may give files away: not tried");
        return;
    }
    let shown = world.read();
    assert!(shown.contains("another user"), "{shown}");
    let meta = std::fs::metadata(&journal).unwrap();
    assert_eq!((meta.uid(), meta.len()), (65_534, 0));
}

/// What a command that only reads leaves: nothing, whatever stands there and whoever it belongs to.
#[test]
fn readers_leave_nothing_behind() {
    let world = World::new();
    sayso::store::disk::replace(&world.at("article.txt.sayso.ron"), b"(version: 1)").unwrap();
    for name in [".article.txt.sayso.journal", ".article.txt.sayso.lock", ".article.txt.sayso.copy"] {
        sayso::store::disk::replace(&world.at(name), b"").unwrap();
        // Where it is allowed, another user's: no file may be made to see whose it is.
        let _ = std::os::unix::fs::chown(world.at(name), Some(65_534), Some(65_534));
    }
    let list = || {
        let mut names: Vec<_> =
            std::fs::read_dir(world.home.path()).unwrap().flatten().map(|e| e.file_name()).collect();
        names.sort();
        let changed = std::fs::metadata(world.home.path()).unwrap();
        (names, changed.mtime(), changed.mtime_nsec())
    };
    let before = list();
    for arguments in [
        vec!["check", "article.txt"],
        vec!["where", "article.txt"],
        vec!["detect", "article.txt"],
        vec!["export", "article.txt", "--to", "jsonl"],
        vec!["check", "."],
    ] {
        world.run(&arguments);
        assert_eq!(list(), before, "{arguments:?}");
    }
}

#[test]
fn what_has_no_end_or_no_words_is_not_read_through() {
    let world = World::new();
    std::fs::File::create(world.at("sparse.txt")).unwrap().set_len(3 << 30).unwrap();
    for command in ["detect", "check"] {
        let (code, told) = world.run(&[command, "sparse.txt"]);
        assert!(code == 3 && told.contains("not a text file"), "{told}");
    }
    assert!(Command::new("mkfifo").arg(world.at("pipe.txt")).status().unwrap().success());
    let (code, told) = world.run(&["where", "pipe.txt"]);
    assert!(code == 3 && told.contains("a pipe has no sidecar"), "{told}");
    symlink("nowhere.txt", world.at("dangling.txt")).unwrap();
    let (code, told) = world.run(&["check", "dangling.txt"]);
    assert!(code == 3 && told.contains("a broken link"), "{told}");
}

#[test]
fn an_unreadable_sidecar_leaves_no_lock() {
    let world = World::new();
    let name = "article.txt.sayso.ron";
    sayso::store::disk::replace(&world.at(name), b"(version: 1, annotations: [\0\0\0])").unwrap();
    let (code, told) = world.run(&["check", "article.txt"]);
    assert!(code == 1 && told.contains("was overwritten"), "{told}");
    let program = assert_cmd::cargo::cargo_bin("sayso");
    let mut t = Terminal::open(&program, world.home.path(), &["article.txt"], 110, 30).unwrap();
    assert!(t.watch(Instant::now() + TIMEOUT, |s| s.contains("was overwritten")), "{}", t.text());
    assert!(t.key("\u{1b}", Instant::now() + TIMEOUT).unwrap());
    assert!(t.watch(Instant::now() + TIMEOUT, |s| s.contains("READ ONLY")), "{}", t.text());
    assert!(!world.at(".article.txt.sayso.lock").exists());
    t.kill().unwrap();
}
