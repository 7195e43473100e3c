//! Opening a document at a place: a line, a paragraph, a time, words, a link. In the line-by-line reader, which does what
//! the screen does.

#![allow(clippy::unwrap_used)]

use std::io::Write as _;
use std::process::{Command, Stdio};

const TALK: &str = "WEBVTT\n\n00:00:01.000 --> 00:00:04.000\n<v Ada Grey>I was at the quay in May.\n\n\
    00:00:05.000 --> 00:00:09.000\n<v Bo Lind>The wall will not hold.\n\n\
    01:10:00.000 --> 01:11:00.000\n<v Ada Grey>We will vote on Monday.\n";
const STORY: &str = "“One is late,” said Ada Grey.\n\n“Two is late,” said Bo Lind.\n\n“Three is late,” said Cy Orr.\n";

struct World(tempfile::TempDir);

impl World {
    fn new() -> Self {
        let world = Self(tempfile::tempdir().unwrap());
        for (name, text) in [("talk.vtt", TALK), ("a.txt", STORY), ("a.md", STORY)] {
            sayso::store::disk::replace(&world.0.path().join(name), text.as_bytes()).unwrap();
        }
        world
    }

    /// What the program says to these arguments and lines, and its exit code.
    fn run(&self, arguments: &[&str], typed: &str) -> (Option<i32>, String, String) {
        let mut child = Command::new(env!("CARGO_BIN_EXE_sayso"))
            .current_dir(self.0.path())
            .env("HOME", self.0.path())
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
        (out.status.code(), text(&out.stdout), text(&out.stderr))
    }
}

#[test]
fn the_reader_begins_where_it_is_told_to() {
    let world = World::new();
    for (arguments, words) in [
        (&["a.txt:3"][..], "Two is late"),
        (&["a.txt:5:1"], "Three is late"),
        (&["a.md:2"], "Two is late"),
        (&["talk.vtt", "--at", "00:00:06"], "The wall will not hold"),
        (&["talk.vtt", "--at", "1:10:00"], "We will vote on Monday"),
        (&["a.txt", "--find", "three is"], "Three is late"),
        (&["sayso:a.txt"], "One is late"),
    ] {
        let (code, out, err) = world.run(&[arguments, &["--plain"]].concat(), "q\n");
        let first = out.find("late").or_else(|| out.find("wall")).or_else(|| out.find("vote")).unwrap_or(0);
        let shown = out.find(words);
        assert!(code == Some(0) && shown.is_some_and(|at| at <= first), "{arguments:?}: {out}{err}");
    }
}

#[test]
fn a_place_that_is_not_there_is_told() {
    let world = World::new();
    for (arguments, code, words) in [
        (&["a.txt:900", "--plain"][..], 0, "There is no line 900"),
        (&["a.md:900", "--plain"], 0, "There is no paragraph 900"),
        (&["a.txt", "--at", "4:35", "--plain"], 0, "no place 4:35"),
        (&["a.txt", "--find", "nothing of it", "--plain"], 0, "no “nothing of it” here"),
        (&["sayso:a.txt#0197", "--plain"], 0, "not there any more"),
        (&["sayso:../a.txt#0197", "--plain"], 2, "leads out of this folder"),
        (&[".", "--find", "x", "--plain"], 2, "a single document"),
        (&["b.txt:3", "--plain"], 3, "b.txt:3"),
    ] {
        let (found, out, err) = world.run(arguments, "q\n");
        assert!(found == Some(code) && (out + &err).contains(words), "{arguments:?}: {found:?} {err}");
    }
}

#[test]
fn a_link_of_an_export_opens_the_annotation_it_is_of() {
    let world = World::new();
    // Enter confirms the statement there.
    let (code, out, err) = world.run(&["a.txt:3", "--plain"], "\n");
    assert_eq!(code, Some(0), "{out}{err}");
    let (_, rows, err) = world.run(&["export", "a.txt", "--to", "jsonl"], "");
    let record: serde_json::Value = serde_json::from_str(rows.lines().next().unwrap_or_default()).expect(&err);
    let link = record["link"].as_str().unwrap();
    assert!(link.starts_with("sayso:a.txt#"), "{link}");
    let (_, out, err) = world.run(&[link, "--plain"], "q\n");
    let quoted = record["quoted"].as_str().unwrap();
    assert!(out.contains(quoted), "{quoted}: {out}{err}");
    let (_, page, _) = world.run(&["export", "a.txt", "--to", "markdown"], "");
    assert!(page.contains(&format!("](<{link}>)")), "{page}");
    let (_, page, _) = world.run(&["export", "a.txt", "--to", "org"], "");
    assert!(page.contains(&format!("[[{link}][paragraph")), "{page}");
}

#[cfg(unix)]
#[test]
fn a_link_leads_nowhere_through_a_symbolic_link() {
    let world = World::new();
    let outside = tempfile::tempdir().unwrap();
    sayso::store::disk::replace(&outside.path().join("b.txt"), STORY.as_bytes()).unwrap();
    std::os::unix::fs::symlink(outside.path(), world.0.path().join("out")).unwrap();
    std::os::unix::fs::symlink("a.txt", world.0.path().join("same.txt")).unwrap();
    let (code, out, err) = world.run(&["sayso:out/b.txt", "--plain"], "q\n");
    assert!(code == Some(2) && err.contains("leads out of this folder"), "{out}{err}");
    assert_eq!(world.run(&["sayso:same.txt", "--plain"], "q\n").0, Some(0));
    assert!(world.run(&["sayso:#x", "--plain"], "q\n").2.contains("names no document"));
}
