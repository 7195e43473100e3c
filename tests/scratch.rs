//! The scratch page and the commands: it is never a document, its links open, lists of quotations are exports.

#![allow(clippy::unwrap_used)]

use std::io::Write as _;
use std::process::{Command, Stdio};

const STORY: &str = "“One is late,” said Ada Grey.\n\n“It took ten years,” said Bo Lind.\n";

struct World(tempfile::TempDir);

impl World {
    fn new() -> Self {
        let world = Self(tempfile::tempdir().unwrap());
        world.put("a.txt", STORY);
        world
    }

    fn put(&self, name: &str, text: &str) {
        let path = self.0.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        sayso::store::disk::replace(&path, text.as_bytes()).unwrap();
    }

    fn page(&self) -> String {
        std::fs::read_to_string(self.0.path().join("scratch.sayso.md")).unwrap_or_default()
    }

    /// What the program says to these arguments and lines, and its exit code.
    fn run(&self, arguments: &[&str], typed: &str) -> (i32, String, String) {
        let mut child = Command::new(env!("CARGO_BIN_EXE_sayso"))
            .current_dir(self.0.path())
            .env("HOME", self.0.path().join("home"))
            .env_remove("XDG_CONFIG_HOME")
            .env_remove("XDG_DATA_HOME")
            .env_remove("XDG_STATE_HOME")
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A program that refuses its arguments reads nothing.
        let _ = child.stdin.take().unwrap().write_all(typed.as_bytes());
        let out = child.wait_with_output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (out.status.code().unwrap(), text(&out.stdout), text(&out.stderr))
    }
}

#[test]
fn a_scratch_page_is_never_a_document() {
    let world = World::new();
    let (code, out, err) = world.run(&["a.txt", "--plain"], "\"\n\n\"\nq\n");
    assert!(
        code == 0 && out.contains("On the scratch page (1)") && out.contains("On the scratch page (2)"),
        "{out}{err}"
    );
    let page = world.page();
    for (arguments, words) in [
        (&["."][..], "a.txt"),
        (&["export", ".", "--to", "csv"], "a.txt"),
        (&["detect", ".", "--format", "jsonl"], "a.txt"),
        (&["check", "."], ""),
        (&["where", "."], "a.txt"),
    ] {
        let (code, out, err) = world.run(arguments, "");
        assert!(code == 0 && out.contains(words), "{arguments:?}: {code} {out}{err}");
        assert!(!out.contains("scratch.sayso.md") && !err.contains("scratch.sayso.md"), "{arguments:?}: {out}{err}");
    }
    for arguments in [
        &["scratch.sayso.md"][..],
        &["scratch.sayso.md", "--plain"],
        &["scratch.sayso.md", "a.txt"],
        &["export", "scratch.sayso.md", "--to", "csv"],
        &["detect", "scratch.sayso.md"],
        &["check", "scratch.sayso.md"],
        &["sayso:scratch.sayso.md", "--plain"],
    ] {
        let (code, out, err) = world.run(arguments, "");
        assert!(
            code == 3 && err.contains("this is a scratch page, not a document"),
            "{arguments:?}: {code} {out}{err}"
        );
    }
    let (code, _, err) = world.run(&["export", "a.txt", "--to", "markdown", "-o", "scratch.sayso.md", "--force"], "");
    assert!(code == 4 && err.contains("a scratch page"), "{code} {err}");
    assert_eq!(world.page(), page);
    let (code, _, _) = world.run(&["."], "");
    assert_eq!(code, 0);
    std::fs::remove_file(world.0.path().join("a.txt")).unwrap();
    let (code, _, err) = world.run(&["detect", "."], "");
    assert!(code == 3 && err.contains("no document is in this folder"), "{code} {err}");
}

#[test]
fn links_of_the_page_open_and_folders_below_share_it() {
    let world = World::new();
    world.put("may/b (1).txt", STORY);
    world.put("sayso.ron", "(labels: [])");
    let (_, out, err) = world.run(&["may/b (1).txt", "--plain"], "\n/ One is\n\"\nq\n");
    assert!(out.contains("On the scratch page (1)"), "{out}{err}");
    let page = world.page();
    let link = page.split("](<").nth(1).and_then(|rest| rest.split_once(">)")).unwrap().0;
    assert!(link.starts_with("sayso:may/b%20(1).txt#"), "{page}");
    let (code, out, err) = world.run(&[link, "--plain"], "q\n");
    assert!(code == 0 && out.contains("“One is late,” — Decided: Ada Grey."), "{out}{err}");
    // From the other document the same page is read, and what is in another document is gone to.
    let (_, out, _) = world.run(&["a.txt", "--plain"], "g\ng 1\nq\n");
    assert!(out.contains("1. “One is late,” — Ada Grey, may/b (1).txt ¶1."), "{out}");
    assert!(out.contains("“One is late,” — Decided: Ada Grey."), "{out}");
}

#[test]
fn read_only_and_what_has_no_folder_write_no_page() {
    let world = World::new();
    let (_, out, _) = world.run(&["a.txt", "--plain", "--read-only"], "\"\nq\n");
    assert!(out.contains("Read only, as you asked: nothing is written to the scratch page"), "{out}");
    let (code, out, err) = world.run(&["--plain"], "\"\ng\nq\n");
    assert!(code == 0 && out.contains("has no folder"), "{out}{err}");
    assert_eq!(world.page(), "");
    // Bytes that are no text are left alone.
    std::fs::create_dir(world.0.path().join("odd")).unwrap();
    world.put("odd/a.txt", STORY);
    let odd = world.0.path().join("odd/scratch.sayso.md");
    sayso::store::disk::replace(&odd, b"\xff\xfe\x00").unwrap();
    let (_, out, _) = world.run(&["odd/a.txt", "--plain"], "\"\ng\nq\n");
    assert!(out.matches("not UTF-8 text").count() == 2 && std::fs::read(&odd).unwrap() == b"\xff\xfe\x00", "{out}");
}

#[test]
fn what_is_not_found_has_near_matches() {
    let world = World::new();
    let (code, out, err) = world.run(&["a.txt", "--plain", "--find", "twenty years"], "/\nq\n");
    assert!(code == 0 && out.contains("no “twenty years” here; 1 near: / alone reads them."), "{out}{err}");
    assert!(out.contains("1. Near: ¶2, Bo Lind: “It took ten years,”"), "{out}");
}
