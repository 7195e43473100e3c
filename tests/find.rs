//! `sayso find`: the right places with the right speakers, whatever changed since the folder was read.

#![allow(clippy::unwrap_used)]

use assert_cmd::Command;
use std::path::{Path, PathBuf};

const HALL: &str = "The hall was full. A bonus is rare.\n\nModerator: Was a bonus paid?\n\nPeter Lindqvist: The bonus was paid. I \
    paid it in March.\n\nAmina Yusuf: No bonus was due.\n\nModerator: Thank you.\n\nPeter Lindqvist: Ask me.\n";
const NEWS: &str =
    "LONDON, March 2, 2026 (AP) - The council met — again.\n\n“We will vote on Monday,” said Ada Grey, the mayor.\n";

struct World {
    folder: tempfile::TempDir,
}

impl World {
    fn new() -> Self {
        let world = Self { folder: tempfile::tempdir().unwrap() };
        world.put("texts/hall.txt", HALL);
        world.put("texts/deep/news.txt", NEWS);
        world.put("texts/page.md", "# Harbour\n\n*José* said the har\u{ad}bour is closed.\n");
        world
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn put(&self, name: &str, text: &str) {
        let path = self.at(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        sayso::store::disk::replace(&path, text.as_bytes()).unwrap();
    }

    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        let home: &Path = self.folder.path();
        let mut command = Command::cargo_bin("sayso").unwrap();
        command.env_clear().env("HOME", home).env("XDG_STATE_HOME", home.join("state")).current_dir(home);
        let output = command.arg("find").args(arguments).output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
    }

    /// Document and words of each result; the same with and without the index.
    fn found(&self, arguments: &[&str]) -> Vec<(String, String)> {
        let with = |more: &[&str]| {
            let (code, out, err) = self.run(&[arguments, &["texts", "--format", "jsonl"], more].concat());
            assert!(err.is_empty(), "{arguments:?}: {err}");
            assert_eq!(code, i32::from(out.is_empty()), "{arguments:?}: {out}");
            let value = |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap();
            let word = |v: &serde_json::Value, key: &str| v.get(key).unwrap().as_str().unwrap().to_owned();
            out.lines().map(value).map(|v| (word(&v, "document"), word(&v, "words"))).collect::<Vec<_>>()
        };
        let found = with(&[]);
        assert_eq!(found, with(&["--no-index"]), "{arguments:?}");
        found
    }

    fn count(&self, arguments: &[&str]) -> usize {
        self.found(arguments).len()
    }
}

#[test]
fn words_are_found_by_everything_that_narrows_them() {
    let world = World::new();
    assert_eq!(world.count(&["bonus"]), 4);
    assert_eq!(world.count(&["bonus", "--by", "lindqvist"]), 1);
    assert_eq!(world.count(&["bonus @amina-yusuf"]), 1);
    assert_eq!(world.count(&["bonus", "--in", "quotes"]), 3);
    assert_eq!(world.count(&["", "--by", "lindqvist"]), 2);
    assert_eq!(world.count(&["bon"]), 4, "parts of words");
    assert_eq!(world.count(&["bon", "--word"]), 0);
    assert_eq!(world.count(&["b.nus (is|was)", "--regex"]), 3);
    assert_eq!(world.count(&["march paid", "--near", "3"]), 1);
    assert_eq!(world.count(&["march paid"]), 0);
    assert_eq!(world.found(&["jose"]), [("texts/page.md".to_owned(), "José".to_owned())]);
    assert_eq!(world.count(&["harbour", "--word"]), 2);
    assert_eq!(world.found(&["monday"]), [("texts/deep/news.txt".to_owned(), "Monday".to_owned())]);
    assert_eq!(world.count(&["monday", "--since", "2026-03-02", "--until", "2026-03"]), 1);
    assert_eq!(world.count(&["monday", "--since", "2026-03-03"]), 0);
    assert_eq!(world.count(&["bonus", "--since", "2000"]), 0, "a document without a day");
    assert_eq!(world.count(&["bonus", "--limit", "2"]), 2);
}

#[test]
fn a_quotation_is_found_elsewhere_the_oldest_first() {
    let world = World::new();
    let said = "We lost three boats in March, and nobody on this council was asked about it";
    let dated = |name: &str, day: &str, words: &str| {
        world.put(&format!("texts/{name}"), &format!("---\ndate: {day}\n---\n\n“{words},” said Bo Lind.\n"));
    };
    dated("late.md", "2024-05-01", said);
    dated("early.md", "2019-03-02", &said.replace("three", "four"));
    world.put("texts/short.txt", "“We lost three boats in March,” Bo Lind said. Nobody on the council spoke.\n");
    let documents = world.found(&["--same-as", said]).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
    assert_eq!(documents, ["texts/early.md", "texts/late.md", "texts/short.txt"]);
    let (_, out, _) = world.run(&["--same-as", said, "texts"]);
    for words in ["altered    Bo Lind: ", "identical  Bo Lind: ", "shortened  Bo Lind: "] {
        assert!(out.contains(words), "{words} in\n{out}");
    }
    let (_, out, _) = world.run(&["--same-as", said, "texts", "--format", "jsonl", "--since", "2020"]);
    assert!(out.lines().count() == 1 && out.ends_with(",\"likeness\":\"identical\"}\n"), "{out}");
    assert_eq!(world.run(&["--same-as", "and it was", "texts"]).0, 2, "words that are everywhere");
}

#[test]
fn folders_and_ratings_narrow() {
    let world = World::new();
    assert_eq!((world.count(&["monday in:deep"]), world.count(&["bonus in:deep"])), (1, 0));
    assert_eq!(world.count(&["bonus =false"]), 0);
    let (code, _, err) = world.run(&["bonus in:heaven", "texts"]);
    assert!(code == 2 && err.contains("“heaven” is no place to look in"), "{err}");
}

#[test]
fn a_guess_is_told_from_a_suggestion() {
    let world = World::new();
    world.put("more/vote.txt", include_str!("../samples/harbour-vote.txt"));
    for (words, line) in [("would cost", "? a report: The wall would cost"), ("in a hurry", "○ Ada Grey: “We are not")]
    {
        let (code, out, _) = world.run(&[words, "more"]);
        assert!(code == 0 && out.contains(line), "{line} in\n{out}");
    }
}

#[test]
fn each_form_says_who_speaks_where() {
    let world = World::new();
    let (code, out, _) = world.run(&["vote", "texts", "--format", "jsonl"]);
    let expected = "{\"document\":\"texts/deep/news.txt\",\"at\":[64,68],\"words\":\"vote\",\"speaker\":\"Ada Grey\",\"label\":\"quote\",\
        \"locator\":null,\"context\":\"“We will vote on Monday,” said Ada Grey, the mayor.\",\"decided\":false,\"score\":";
    assert!(code == 0 && out.starts_with(expected), "{out}");
    let (code, out, _) = world.run(&["bonus", "texts"]);
    assert_eq!(code, 0);
    for line in ["texts/hall.txt", "  ¶1        A bonus is rare.", "  ¶3      ○ Peter Lindqvist: The bonus was paid."]
    {
        assert!(out.lines().any(|l| l == line), "{line} in\n{out}");
    }
    let (_, out, _) = world.run(&["monday", "texts", "--format", "csv"]);
    assert!(out.starts_with("document,at,words,speaker,label,locator,context,decided,score,likeness\r\n"), "{out}");
    assert!(out.contains("\r\ntexts/deep/news.txt,72-78,Monday,Ada Grey,quote,,"), "{out}");
    // Decided, and a claim on it.
    world.put(
        "texts/deep/news.txt.sayso.ron",
        "#![enable(implicit_some)]\n(\n  version: 1,\n  speakers: [(id: \"ada-grey\", name: \"Ada Grey\", kind: person)],\n  \
         annotations: [\n    (id: \"r1\", label: \"quote\", kind: direct, form: quotation, status: confirmed, at: [(start: 55, end: 80, \
         exact: \"“We will vote on Monday,”\")], speaker: \"ada-grey\"),\n    (id: \"r2\", label: \"claim\", rating: \"false\", at: [(start: \
         56, end: 68, exact: \"We will vote\")]),\n  ],\n)\n",
    );
    let (_, out, _) = world.run(&["vote", "texts", "--format", "jsonl", "--in", "claims", "--rating", "false"]);
    assert!(out.contains("\"label\":\"claim\"") && out.contains("\"decided\":true"), "{out}");
    assert_eq!(world.count(&["monday", "--label", "claim"]), 0);
    assert_eq!(world.count(&["", "--label", "claim"]), 1);
}

#[test]
fn a_result_is_right_after_any_change() {
    let world = World::new();
    assert_eq!(world.count(&["bonus"]), 4);
    // Another word of the same length, at once.
    world.put("texts/hall.txt", &HALL.replace("bonus", "bribe"));
    assert_eq!((world.count(&["bonus"]), world.count(&["bribe"])), (0, 4));
    world.put("texts/new.txt", "A bonus came.\n");
    assert_eq!(world.count(&["bonus"]), 1);
    std::fs::rename(world.at("texts/new.txt"), world.at("texts/other.txt")).unwrap();
    assert_eq!(world.found(&["bonus"]), [("texts/other.txt".to_owned(), "bonus".to_owned())]);
    std::fs::remove_file(world.at("texts/other.txt")).unwrap();
    assert_eq!(world.count(&["bonus"]), 0);
    // An index of bytes that are none is made again.
    let indexes = std::fs::read_dir(world.at("state/sayso/index")).unwrap();
    for index in indexes.flatten() {
        sayso::store::disk::replace(&index.path(), b"nothing").unwrap();
    }
    assert_eq!(world.count(&["bribe"]), 4);
}

#[test]
fn what_cannot_be_asked_or_read_is_said() {
    let world = World::new();
    let code = |arguments: &[&str]| world.run(arguments).0;
    assert_eq!(code(&["nowhere", "texts"]), 1);
    assert_eq!(code(&["", "texts"]), 2);
    assert_eq!(code(&["(", "texts", "--regex"]), 2);
    assert_eq!(code(&["a", "texts", "--since", "yesterday"]), 2);
    assert_eq!(code(&["a", "-"]), 2);
    assert_eq!(code(&["a", "missing"]), 3);
    // Results are printed all the same.
    world.put("texts/hall.txt.sayso.ron", "(version: 1,");
    for _ in 0..2 {
        let (code, out, err) = world.run(&["monday", "texts"]);
        assert!(code == 3 && out.contains("Ada Grey") && err.contains("hall.txt.sayso.ron"), "{out}{err}");
    }
}
