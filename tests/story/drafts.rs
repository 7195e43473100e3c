//! Half-typed work in a real pseudo-terminal: the end of the terminal, a signal, a crash, Esc.

use super::{PATIENCE, Terminal, world};
use std::path::Path;
use std::process::Command;
use std::time::Instant;

fn draft(folder: &Path) -> std::path::PathBuf {
    folder.join(".article.txt.sayso.draft")
}

/// Waits until the file of drafts holds words.
fn until_kept(folder: &Path, words: &str) {
    let end = Instant::now() + PATIENCE;
    while !std::fs::read_to_string(draft(folder)).is_ok_and(|text| text.contains(words)) {
        assert!(Instant::now() < end, "“{words}” was never kept");
        std::thread::yield_now();
    }
}

/// Opened again, the work is offered, and taken up with its key.
fn is_offered(folder: &Path, what: &str, words: &str) -> Terminal {
    let mut t = Terminal::open(folder, &["article.txt"], 100, 30);
    t.see("REVIEW").see(&format!("Unfinished {what}: U goes on, Z drops it"));
    t.each(&["U"]).see(words).see("Here again");
    t
}

#[test]
fn what_is_typed_survives_signals_the_end_of_the_terminal_and_a_crash() {
    for way in ["-HUP", "-TERM", "-KILL", "closed"] {
        let folder = world();
        let mut t = Terminal::open(folder.path(), &["article.txt"], 100, 30);
        t.see("REVIEW").press("e").see("NOTE").press("Half a thought").see("Half a thought");
        if way == "closed" {
            // Its terminal is gone, as when the window is closed.
            drop(t);
            until_kept(folder.path(), "Half a thought");
        } else {
            if way == "-KILL" {
                until_kept(folder.path(), "Half a thought");
            }
            let id = t.0.child.process_id().unwrap().to_string();
            assert!(Command::new("kill").args([way, &id]).status().unwrap().success());
            t.0.child.wait().unwrap();
        }
        // The one whose terminal was closed may be writing still.
        let mut t =
            if way == "closed" { reopened(folder.path()) } else { is_offered(folder.path(), "note", "Half a thought") };
        // Saved it is no draft any more, and nothing asks again.
        t.each(&["\r"]).see("note").press("q");
        assert_eq!(t.ended(), 0);
        assert!(!draft(folder.path()).exists(), "{way}");
        let sidecar = std::fs::read_to_string(folder.path().join("article.txt.sayso.ron")).unwrap();
        assert!(sidecar.contains("note: \"Half a thought\""), "{way}: {sidecar}");
    }
}

/// The document once the other window has left it.
fn reopened(folder: &Path) -> Terminal {
    let end = Instant::now() + PATIENCE;
    let journal = folder.join(".article.txt.sayso.journal");
    while journal.exists() {
        assert!(Instant::now() < end, "it never ended");
        std::thread::yield_now();
    }
    is_offered(folder, "note", "Half a thought")
}

#[test]
fn esc_keeps_it_and_an_idle_program_writes_nothing() {
    let folder = world();
    let mut t = Terminal::open(folder.path(), &["article.txt"], 100, 30);
    t.see("REVIEW").press("e").see("NOTE").press("q is a letter").see("q is a letter");
    t.press("\u{1b}").see("Note not saved: U goes on, Z drops it");
    until_kept(folder.path(), "q is a letter");
    let stamp = || std::fs::metadata(draft(folder.path())).unwrap().modified().unwrap();
    let before = stamp();
    // Moving about writes nothing.
    t.each(&["j", "k", "j", "k", "\t"]);
    assert_eq!(stamp(), before);
    t.press("q");
    assert_eq!(t.ended(), 0);
    assert_eq!(stamp(), before, "what is kept is not written again at the end");
    let mut t = Terminal::open(folder.path(), &["article.txt"], 100, 30);
    t.see("Unfinished note").each(&["Z"]).see("Dropped: note “q is a letter”").press("q");
    assert_eq!(t.ended(), 0);
    assert!(!draft(folder.path()).exists());
}
