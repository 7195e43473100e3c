//! A whole review in a real pseudo-terminal: open, decide, quit, open again, export.

#![cfg(unix)]
#![allow(clippy::unwrap_used)]

#[path = "story/adjudicating.rs"]
mod adjudicating;
#[path = "story/branches.rs"]
mod branches;
#[path = "story/checking.rs"]
mod checking;
#[path = "story/drafts.rs"]
mod drafts;
#[path = "story/figures.rs"]
mod figures;
#[path = "story/find.rs"]
mod find;
#[path = "story/many.rs"]
mod many;
#[path = "story/panes.rs"]
mod panes;
#[path = "story/pasted.rs"]
mod pasted;
#[path = "story/people.rs"]
mod people;
#[path = "story/recording.rs"]
mod recording;
#[path = "common/repository.rs"]
mod repository;
#[path = "story/scratch.rs"]
mod scratch;
#[path = "common/terminal.rs"]
mod terminal;
#[path = "story/words.rs"]
mod words;

use std::path::Path;
use std::time::{Duration, Instant};

const ARTICLE: &str = include_str!("fixtures/article.txt");
/// Longest a screen is waited for.
const PATIENCE: Duration = Duration::from_secs(30);

/// A terminal in which what is expected comes, or the test fails.
struct Terminal(terminal::Terminal);

impl Terminal {
    fn open(folder: &Path, arguments: &[&str], columns: u16, rows: u16) -> Self {
        let program = assert_cmd::cargo::cargo_bin("sayso");
        Self(terminal::Terminal::open(&program, folder, arguments, columns, rows).unwrap())
    }

    /// Reads until the screen satisfies `done`.
    fn until(&mut self, what: &str, done: impl Fn(&str) -> bool) -> &mut Self {
        let came = self.0.watch(Instant::now() + PATIENCE, done);
        assert!(came, "never saw {what}:\n{}", self.0.text());
        self
    }

    fn see(&mut self, words: &str) -> &mut Self {
        self.until(words, |screen| screen.contains(words))
    }

    fn press(&mut self, keys: &str) -> &mut Self {
        self.0.keys(keys).unwrap();
        self
    }

    /// Types keys one after the other, each once the frame after the one before stands.
    fn each(&mut self, keys: &[&str]) -> &mut Self {
        for key in keys {
            assert!(self.0.key(key, Instant::now() + PATIENCE).unwrap(), "no frame after {key:?}:\n{}", self.0.text());
        }
        self
    }

    /// Presses a key until `words` are there: one that came before the frame it is about is pressed again, as a person does.
    fn go(&mut self, key: &str, words: &str) -> &mut Self {
        let ignored = "Key ignored";
        loop {
            self.each(&[key]).until(words, |screen| screen.contains(words) || screen.contains(ignored));
            if self.0.text().contains(words) {
                return self;
            }
        }
    }

    /// Exit code, once the program has ended.
    fn ended(&mut self) -> u32 {
        let end = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.0.child.try_wait().unwrap() {
                while let Ok(bytes) = self.0.bytes.recv_timeout(Duration::from_secs(2)) {
                    self.0.draw(&bytes);
                }
                return status.exit_code();
            }
            assert!(Instant::now() < end, "it did not end:\n{}", self.0.text());
            if let Ok(bytes) = self.0.bytes.recv_timeout(Duration::from_millis(100)) {
                self.0.draw(&bytes);
            }
        }
    }
}

fn world() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    sayso::store::disk::replace(&folder.path().join("article.txt"), ARTICLE.as_bytes()).unwrap();
    folder
}

fn export(folder: &Path, document: &str, format: &str) -> String {
    let mut command = assert_cmd::Command::cargo_bin("sayso").unwrap();
    for (name, below) in [("CONFIG", "config"), ("DATA", "data"), ("STATE", "state")] {
        command.env(format!("XDG_{name}_HOME"), folder.join(below));
    }
    let output =
        command.current_dir(folder).env("HOME", folder).args(["export", document, "--to", format]).output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_whole_review_is_kept() {
    let folder = world();
    let mut t = Terminal::open(folder.path(), &["article.txt"], 100, 30);
    t.see("0 of 8 reviewed").see("REVIEW");
    // Confirm one, correct one, reject nothing.
    t.press("\r").see("1 of 8 reviewed").see("Confirmed: Tom Weller");
    t.press("2").see("2 of 8 reviewed").see("Speaker: Tom Weller");
    // One u takes back exactly one step; done again it is there.
    t.press("u").see("1 of 8 reviewed").see("Taken back");
    t.press("2").see("2 of 8 reviewed");
    // To the oath, and a claim on its words with rating and note.
    t.press("/").see("Enter stay").press("he certainly").see("1 of 1").press("\r");
    t.until("the page", |s| !s.contains("Enter stay"));
    t.press("v").see("SELECT").press("\u{1b}").until("the page", |s| !s.contains("SELECT"));
    t.until("the oath in focus", |s| s.contains("▎ “I do think"));
    t.press("c").see("RATING").see("by Luke McAllen");
    t.press("6").see("● unproven");
    t.press("\t").see("EVIDENCE").press("https://example.org/oath").see("example.org/oath");
    t.press("\t").see("NOTE").press("A lawyer’s opinion.").see("A lawyer’s opinion.");
    t.press("\r").see("Claim kept");
    t.press("q");
    assert_eq!(t.ended(), 0);

    let sidecar = std::fs::read_to_string(folder.path().join("article.txt.sayso.ron")).unwrap();
    assert_eq!(sidecar.matches("label: \"quote\"").count(), 2, "{sidecar}");
    assert!(sidecar.contains("rating: \"unproven\"") && sidecar.contains("note: \"A lawyer’s opinion.\""), "{sidecar}");

    // Opened again, all is there and nothing is written.
    let mut t = Terminal::open(folder.path(), &["article.txt"], 100, 30);
    t.see("2 of 8 reviewed").see("REVIEW").each(&["G"]).see("+1").press("\t").see("claim · unproven").press("q");
    assert_eq!(t.ended(), 0);
    assert_eq!(sidecar, std::fs::read_to_string(folder.path().join("article.txt.sayso.ron")).unwrap());

    for format in ["csv", "jsonl", "markdown"] {
        let out = export(folder.path(), "article.txt", format);
        for words in ["Luke McAllen", "unproven", "A lawyer’s opinion.", "https://example.org/oath", "Tom Weller"] {
            assert!(out.contains(words), "{format} lacks {words}:\n{out}");
        }
    }
}

#[test]
fn undo_survives_a_restart_and_a_crash() {
    let folder = world();
    let mut t = Terminal::open(folder.path(), &["article.txt"], 100, 30);
    t.see("0 of 8 reviewed").see("REVIEW").press("\r").see("1 of 8 reviewed").press("q");
    assert_eq!(t.ended(), 0);
    let mut t = Terminal::open(folder.path(), &["article.txt"], 100, 30);
    t.see("1 of 8 reviewed").see("REVIEW").press("\r").see("2 of 8 reviewed");
    // The journal holds it as soon as no change is on its way.
    let journal = folder.path().join(".article.txt.sayso.journal");
    let end = Instant::now() + PATIENCE;
    while !std::fs::read_to_string(&journal).unwrap_or_default().contains("verb: did") {
        assert!(Instant::now() < end, "the journal never had the change");
        std::thread::yield_now();
    }
    t.0.kill().unwrap();
    let out = export(folder.path(), "article.txt", "jsonl");
    assert_eq!(out.lines().count(), 2, "every reader lays the journal over the sidecar:\n{out}");
    let mut t = Terminal::open(folder.path(), &["article.txt"], 100, 30);
    t.see("2 of 8 reviewed").see("1 change of an interrupted session was kept");
    t.press("u").see("1 of 8 reviewed").see("Taken back").press("u").see("0 of 8 reviewed");
    t.press("\u{12}")
        .see("1 of 8 reviewed")
        .press("H")
        .see("1 of 2 steps in effect")
        .press("q")
        .see("REVIEW")
        .press("q");
    assert_eq!(t.ended(), 0);
    assert!(!journal.exists(), "nothing is left in the journal");
}

#[test]
fn a_second_window_reads_then_takes_over() {
    let folder = world();
    let mut one = Terminal::open(folder.path(), &["article.txt"], 100, 30);
    one.see("0 of 8 reviewed").see("REVIEW").press("\r").see("1 of 8 reviewed");
    // Shown before it is on the disk, where the second window looks.
    let end = Instant::now() + PATIENCE;
    while export(folder.path(), "article.txt", "jsonl").lines().count() != 1 {
        assert!(Instant::now() < end, "the decision never came to the disk");
    }
    let mut two = Terminal::open(folder.path(), &["article.txt"], 100, 30);
    two.see("! read only: open elsewhere").see("READ ONLY").see("1 of 8 reviewed");
    // A frame may be of the reading that ends just now: the jump itself is waited for.
    two.press("\t").see("▎ Later that day").each(&["x"]).see("Read only: ada has it open (process");
    // Another annotator has a file of their own.
    let mut bo = Terminal::open(folder.path(), &["--as", "bo", "article.txt"], 100, 30);
    bo.see("0 of 8 reviewed").see("REVIEW").press("\r").see("1 of 8 reviewed").press("q");
    assert_eq!(bo.ended(), 0);
    one.press("\r").see("2 of 8 reviewed").press("q");
    assert_eq!(one.ended(), 0);
    two.see("The other window has left: R takes over").press("R").see("2 of 8 reviewed");
    two.until("the right to write", |s| !s.contains("READ ONLY"))
        .see("REVIEW")
        .press("\r")
        .see("3 of 8 reviewed")
        .press("q");
    assert_eq!(two.ended(), 0);
    let sidecar = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
    assert_eq!(sidecar("article.txt.sayso.ron").matches("label: \"quote\"").count(), 3);
    assert_eq!(sidecar("article.txt.sayso.bo.ron").matches("label: \"quote\"").count(), 1);
}

#[test]
fn an_unreadable_sidecar_opens_read_only_and_stays_as_it_is() {
    let folder = world();
    let path = folder.path().join("article.txt.sayso.ron");
    for (text, words) in [
        ("#![enable(implicit_some)]\n(\n  version: 1,\n  anotations: [],\n)\n", "Did you mean annotations?"),
        ("(version: 12)\n", "version 12"),
        ("(\n<<<<<<< ours\n  version: 1,\n=======\n)\n", "conflict markers"),
    ] {
        sayso::store::disk::replace(&path, text.as_bytes()).unwrap();
        let mut t = Terminal::open(folder.path(), &["article.txt"], 100, 30);
        t.see("SETTINGS").see(words).see("Opened read only. Your file is unchanged.");
        t.press("\r").see("! read only").see("READ ONLY");
        t.each(&["\t", "\r", "x", "2", "u"]).see("Read only").press("q");
        assert_eq!(t.ended(), 0);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
    }
}

#[test]
fn the_terminal_is_given_back_and_an_idle_program_is_silent() {
    let folder = world();
    let mut t = Terminal::open(folder.path(), &["article.txt"], 80, 24);
    t.see("0 of 8 reviewed");
    assert!(t.0.cells.screen().alternate_screen());
    // Nothing more comes once the screen stands: the channel stays empty.
    let mut last = Vec::new();
    while let Ok(bytes) = t.0.bytes.recv_timeout(Duration::from_secs(1)) {
        t.0.draw(&bytes);
        last = bytes;
    }
    assert!(t.0.bytes.recv_timeout(Duration::from_secs(2)).is_err(), "{last:?}");
    t.press("q");
    assert_eq!(t.ended(), 0);
    assert!(!t.0.cells.screen().alternate_screen() && !t.0.cells.screen().hide_cursor());
}

#[test]
fn the_tour_and_small_screens() {
    let folder = world();
    let mut t = Terminal::open(folder.path(), &[], 80, 24);
    t.see("a page to try things on").see("0 of 10 reviewed").press("\r").see("1 of").press("q");
    assert_eq!(t.ended(), 0);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "the tour keeps nothing");
    let mut t = Terminal::open(folder.path(), &["article.txt"], 10, 3);
    t.see("sayso").press("q");
    assert_eq!(t.ended(), 0);
}

#[test]
fn a_folder_is_read_document_by_document_and_places_are_kept() {
    let folder = world();
    let long = format!("{}\n\n“Here it ends,” said Ada Grey.\n", "Plain words stand here.\n\n".repeat(90));
    sayso::store::disk::replace(&folder.path().join("long.txt"), long.as_bytes()).unwrap();
    let mut t = Terminal::open(folder.path(), &["."], 100, 30);
    t.see("2 documents").see("0/8").see("0/1").see("LIBRARY");
    t.see("▎ article.txt").press("\r").see("0 of 8 reviewed").see("REVIEW").press("\r").see("1 of 8 reviewed");
    // The next one with something to decide, and back.
    t.press("g")
        .see(" g …")
        .press("n")
        .see("long.txt")
        .see("0 of 1 reviewed")
        .press("G")
        .see("Here it ends")
        .press("q");
    t.see("LIBRARY").see("1/8").press("\x1b[A").see("▎ article.txt").press("\r");
    t.see("1 of 8 reviewed").press("q").see("LIBRARY").press("q");
    assert_eq!(t.ended(), 0);
    let mut t = Terminal::open(folder.path(), &["long.txt"], 100, 30);
    t.see("Here it ends").press("q");
    assert_eq!(t.ended(), 0);
    assert!(std::fs::read_to_string(folder.path().join("article.txt.sayso.ron")).unwrap().contains("confirmed"));
}

#[test]
fn a_document_that_changes_on_the_disk_is_read_again_with_its_decisions() {
    let folder = world();
    let mut t = Terminal::open(folder.path(), &["article.txt"], 100, 30);
    t.see("0 of 8 reviewed").see("REVIEW").press("\r").see("1 of 8 reviewed");
    let changed = format!("A line that was not there.\n\n{ARTICLE}");
    sayso::store::disk::replace(&folder.path().join("article.txt"), changed.as_bytes()).unwrap();
    t.see("the file was changed: R reads it again").press("R").see("A line that was not there");
    t.see("1 of 8 reviewed").press("q");
    assert_eq!(t.ended(), 0);
}

#[test]
fn a_note_is_written_in_ones_own_editor() {
    let folder = world();
    let script = "printf 'Typed outside.' > \"$1\"\n";
    sayso::store::disk::replace(&folder.path().join("ed.sh"), script.as_bytes()).unwrap();
    let program = assert_cmd::cargo::cargo_bin("sayso");
    let editor = format!("/bin/sh {}", folder.path().join("ed.sh").display());
    let open = |editor: &str| {
        let run = terminal::Terminal::with(&program, folder.path(), &["article.txt"], (100, 30), &[("EDITOR", editor)]);
        Terminal(run.unwrap())
    };
    let mut t = open(&editor);
    t.see("REVIEW")
        .press("e")
        .see("NOTE")
        .press("\x05")
        .see("Typed outside.")
        .press("\r")
        .see("Labelled note")
        .press("q");
    assert_eq!(t.ended(), 0);
    let mut t = open("/nowhere/editor");
    t.see("REVIEW").press("e").see("NOTE").press("\x05").see("did not start").press("\x1b").see("REVIEW").press("q");
    assert_eq!(t.ended(), 0);
}

#[test]
fn the_document_is_edited_at_its_line_and_read_again() {
    let folder = world();
    // The editor is told the line and the file; what it leaves is read with the decision kept.
    let script = "printf '%s' \"$1\" > \"$2.args\"; printf 'A new first line.\\n\\n' | cat - \"$2\" > \"$2.new\"; \
        mv \"$2.new\" \"$2\"\n";
    sayso::store::disk::replace(&folder.path().join("ed.sh"), script.as_bytes()).unwrap();
    let program = assert_cmd::cargo::cargo_bin("sayso");
    let open = |editor: &str| {
        let run = terminal::Terminal::with(&program, folder.path(), &["article.txt"], (100, 30), &[("EDITOR", editor)]);
        Terminal(run.unwrap())
    };
    let mut t = open(&format!("/bin/sh {}", folder.path().join("ed.sh").display()));
    t.see("0 of 8 reviewed").see("REVIEW").press("\r").see("1 of 8 reviewed");
    t.press("\x05").see("A new first line.").see("1 of 8 reviewed").press("q");
    assert_eq!(t.ended(), 0);
    assert_eq!(std::fs::read_to_string(folder.path().join("article.txt.args")).unwrap(), "+3");
    let mut t = open("/nowhere/editor");
    t.see("REVIEW").press("\x05").see("did not start").press("q");
    assert_eq!(t.ended(), 0);
    let mut t = open("/bin/true");
    t.see("REVIEW").press("\x05").see("The file is as it was").press("q");
    assert_eq!(t.ended(), 0);
}

/// Decisions made while the folder could not be written to come back; of two copies' the person chooses.
#[test]
fn decisions_in_the_data_folder_are_found_again() {
    use sayso::store::{disk, elsewhere, paths};
    let folder = world();
    // One round of decisions, moved to where they would lie had the folder been read-only.
    let mut t = Terminal::open(folder.path(), &["article.txt"], 100, 30);
    t.see("0 of 8 reviewed").see("REVIEW").press("\r").see("1 of 8 reviewed").press("q");
    assert_eq!(t.ended(), 0);
    let beside = folder.path().join("article.txt.sayso.ron");
    let documents = folder.path().join("data/sayso/documents");
    std::fs::create_dir_all(&documents).unwrap();
    let name = paths::sidecar_name("article.txt".as_ref(), None);
    let own = documents.join(elsewhere::name_of(&folder.path().join("article.txt"), &name));
    std::fs::rename(&beside, &own).unwrap();
    let seen = export(folder.path(), "article.txt", "jsonl");
    assert!(seen.lines().count() == 1 && own.exists(), "an export sees them and moves nothing: {seen}");
    let mut t = Terminal::open(folder.path(), &["article.txt"], 100, 30);
    t.see("1 of 8 reviewed").see("are moved here").press("q");
    assert_eq!(t.ended(), 0);
    assert!(beside.exists() && !own.exists());

    // The same words at two other paths: nobody can know which decisions are meant.
    for copy in ["one.txt", "two.txt"] {
        let there = documents.join(elsewhere::name_of(&folder.path().join(copy), &name));
        std::fs::copy(&beside, &there).unwrap();
        let from = folder.path().join(copy);
        std::fs::copy(folder.path().join("article.txt"), &from).unwrap();
        disk::replace(&elsewhere::origin_file(&there), &elsewhere::origin_of_document(&from)).unwrap();
    }
    std::fs::remove_file(&beside).unwrap();
    let mut t = Terminal::open(folder.path(), &["article.txt"], 100, 30);
    t.see("Decisions in other places").see("one.txt, which is still there").see("take them").press("\r");
    t.see("1 of 8 reviewed").see("the same text").press("q");
    assert_eq!(t.ended(), 0);
    assert!(beside.exists());
    assert_eq!(std::fs::read_dir(&documents).unwrap().count(), 4, "those of copies stay where they are");
}

/// A folder that is renamed while a document is open stays the one that is written to.
#[cfg(target_os = "linux")]
#[test]
fn a_folder_renamed_while_open_keeps_the_decisions() {
    let home = tempfile::tempdir().unwrap();
    let (old, new) = (home.path().join("old"), home.path().join("new"));
    std::fs::create_dir(&old).unwrap();
    sayso::store::disk::replace(&old.join("article.txt"), ARTICLE.as_bytes()).unwrap();
    let mut t = Terminal::open(home.path(), &["old/article.txt"], 100, 30);
    t.see("0 of 8 reviewed").see("REVIEW");
    std::fs::rename(&old, &new).unwrap();
    t.press("\r").see("1 of 8 reviewed").see("The folder was moved").press("q");
    assert_eq!(t.ended(), 0);
    assert!(!old.exists(), "the old path is not made anew");
    assert!(std::fs::read_to_string(new.join("article.txt.sayso.ron")).unwrap().contains("status: confirmed"));

    // Gone: told, and asked about.
    let mut t = Terminal::open(home.path(), &["new/article.txt"], 100, 30);
    t.see("1 of 8 reviewed").see("REVIEW");
    // The program may be making its own files there at that very moment.
    while let Err(e) = std::fs::remove_dir_all(&new) {
        assert_eq!(e.kind(), std::io::ErrorKind::DirectoryNotEmpty, "{e}");
    }
    t.press("\r").see("NOT SAVED: the folder is gone").press("q").see("2 of 8 reviewed");
    assert!(!new.exists());
    t.0.kill().unwrap();
}

#[test]
fn an_editor_that_is_let_in_loses_no_key() {
    let folder = world();
    let script = "echo WRITE; IFS= read -r line; printf '%s' \"$line\" > \"$1\"\n";
    sayso::store::disk::replace(&folder.path().join("ed.sh"), script.as_bytes()).unwrap();
    let program = assert_cmd::cargo::cargo_bin("sayso");
    let editor = format!("/bin/sh {}", folder.path().join("ed.sh").display());
    let run = terminal::Terminal::with(&program, folder.path(), &["article.txt"], (100, 30), &[("EDITOR", &editor)]);
    let mut t = Terminal(run.unwrap());
    t.see("REVIEW").press("e").see("NOTE").press("\x05").see("WRITE");
    for letter in ["q", "x", "1", " ", "e", "n", "d", "\n"] {
        t.press(letter);
    }
    t.see("qx1 end").see("NOTE").press("\r").see("Labelled note").press("q");
    assert_eq!(t.ended(), 0);
    assert!(std::fs::read_to_string(folder.path().join("article.txt.sayso.ron")).unwrap().contains("qx1 end"));
}

/// The bytes of sequences without their end.
const UNFINISHED: [&str; 10] = [
    "\x1b[200~pasted words",
    "\x1b[200~",
    "\x1b[<0;12;7",
    "\x1b[<",
    "\x1b[M ",
    "\x1b[1;",
    "\x1bO",
    "\x1b]11;rgb:10",
    "\x1bP1",
    "\x1b_G",
];

#[test]
fn nothing_unfinished_locks_the_keyboard() {
    for begun in UNFINISHED {
        let folder = world();
        let mut t = Terminal::open(folder.path(), &["article.txt"], 100, 30);
        t.see("0 of 8 reviewed").see("REVIEW").press(begun);
        // As a hand does that wonders: the key again, until something happens.
        let end = Instant::now() + PATIENCE;
        while t.0.child.try_wait().unwrap().is_none() {
            assert!(Instant::now() < end, "{begun:?}: q does nothing:\n{}", t.0.text());
            let _ = t.0.keys("q");
            t.0.watch(Instant::now() + Duration::from_millis(400), |_| false);
        }
        assert_eq!(t.ended(), 0, "{begun:?}");
        assert!(!folder.path().join("article.txt.sayso.ron").exists(), "{begun:?}");
    }
}

#[test]
fn the_screen_follows_its_size() {
    let folder = world();
    let mut t = Terminal::open(folder.path(), &["article.txt"], 100, 30);
    t.see("0 of 8 reviewed").see("REVIEW");
    t.0.resize(60, 20).unwrap();
    t.until("a narrow footer", |s| s.lines().all(|line| line.chars().count() <= 60) && s.contains("x no quote"));
    t.press("q");
    assert_eq!(t.ended(), 0);
}
