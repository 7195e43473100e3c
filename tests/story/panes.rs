//! Two documents beside each other in a real pseudo-terminal: each is decided in, left, killed.

use super::{PATIENCE, Terminal, world};
use std::path::Path;
use std::time::Instant;

const OTHER: &str = include_str!("../../samples/lighthouse-interview.md");

fn two() -> tempfile::TempDir {
    let folder = world();
    sayso::store::disk::replace(&folder.path().join("other.md"), OTHER.as_bytes()).unwrap();
    folder
}

/// Both documents beside each other, two decisions made in the first and one in the second.
fn decided(folder: &Path) -> Terminal {
    let mut t = Terminal::open(folder, &["article.txt"], 120, 30);
    t.see("REVIEW").press("|").see("What stands beside?").see("other.md");
    t.press("\r").see("other.md stands beside").see("0 of 10 reviewed");
    t.press("\r").see("1 of 8 reviewed").press("\r").see("2 of 8 reviewed");
    t.press("|").until("the other side", |s| !s.contains("Confirmed"));
    t.press("\r").see("1 of 10 reviewed");
    t
}

fn sidecar(folder: &Path, name: &str) -> usize {
    let text = std::fs::read_to_string(folder.join(name)).unwrap_or_default();
    text.matches("status: confirmed").count()
}

#[test]
fn each_document_is_written_where_it_was_decided() {
    let folder = two();
    let mut t = decided(folder.path());
    // The first q closes the side with the keyboard, and writes it.
    t.press("q").until("one page", |s| !s.contains("other.md"));
    assert_eq!(sidecar(folder.path(), "other.md.sayso.ron"), 1);
    t.press("\r").see("3 of 8 reviewed").press("q");
    assert_eq!(t.ended(), 0);
    assert_eq!(sidecar(folder.path(), "article.txt.sayso.ron"), 3);
    assert_eq!(sidecar(folder.path(), "other.md.sayso.ron"), 1);
    for name in [".article.txt.sayso.journal", ".other.md.sayso.journal", ".other.md.sayso.lock"] {
        assert!(!folder.path().join(name).exists(), "{name}");
    }
    // Ended from outside, both are written too.
    let folder = two();
    let mut t = decided(folder.path());
    t.press("e").see("NOTE").press("Half a thought").see("Half a thought");
    let id = t.0.child.process_id().unwrap().to_string();
    assert!(std::process::Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    t.0.child.wait().unwrap();
    assert_eq!(sidecar(folder.path(), "article.txt.sayso.ron"), 2);
    assert_eq!(sidecar(folder.path(), "other.md.sayso.ron"), 1);
    let draft = std::fs::read_to_string(folder.path().join(".other.md.sayso.draft")).unwrap();
    assert!(draft.contains("Half a thought") && !folder.path().join(".article.txt.sayso.draft").exists());
}

#[test]
fn both_are_recovered_after_a_crash() {
    let folder = two();
    let mut t = decided(folder.path());
    let end = Instant::now() + PATIENCE;
    // What is shown as decided is on the disk in a moment.
    let held = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap_or_default();
    while held(".other.md.sayso.journal").matches("onfirmed").count() == 0 {
        assert!(Instant::now() < end, "{}", held(".other.md.sayso.journal"));
        std::thread::yield_now();
    }
    t.0.kill().unwrap();
    assert_eq!(sidecar(folder.path(), "other.md.sayso.ron"), 0, "nothing was folded yet");
    let mut t = Terminal::open(folder.path(), &["article.txt"], 120, 30);
    t.see("2 of 8 reviewed").see("2 changes of an interrupted session were kept");
    t.press("|").see("other.md").press("\r").see("1 of 10 reviewed");
    t.see("other.md: 1 change of an interrupted session was kept");
    // Undo is each one's own.
    t.press("u").see("1 of 8 reviewed").press("|").until("the other side", |s| !s.contains("Taken back"));
    t.press("u").see("0 of 10 reviewed").see("Taken back");
    t.press("q").until("one page", |s| !s.contains("other.md")).press("q");
    assert_eq!(t.ended(), 0);
    assert_eq!(sidecar(folder.path(), "article.txt.sayso.ron"), 1);
    assert_eq!(sidecar(folder.path(), "other.md.sayso.ron"), 0);
}
