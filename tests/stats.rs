//! `sayso stats`: the same figures with and without an index, what cannot be read is told, nothing of a person's is overwritten.

#![allow(clippy::unwrap_used)]

use assert_cmd::Command;
use serde_json::Value;
use std::path::{Path, PathBuf};

const HALL: &str = "Moderator: Was a bonus paid?\n\nPeter Lindqvist: The bonus was paid. I paid it in March.\n\nAmina Yusuf: No bonus \
    was due.\n\nModerator: Thank you.\n\nPeter Lindqvist: Ask me.\n";
const NEWS: &str = "LONDON, March 2, 2026 (Tidewater Post) - The council met.\n\n“We will vote on Monday,” said Ada Grey, the mayor. She \
    was late.\n\n“I paid nothing,” Peter Lindqvist said.\n";
/// The mayor's words confirmed, as the reader writes it.
const CONFIRMED: &str = "(version: 1, document: (source: \"news.txt\", file: \"\", text: \"\", loader: \"txt/1\", chars: 164), \
    speakers: [(id: \"ada-grey\", name: \"Ada Grey\", kind: person)], annotations: [(id: \"01970000-0000-7000-8000-000000000001\", \
    label: \"quote\", kind: direct, form: quotation, status: confirmed, at: [(start: 59, end: 84, exact: \"“We will vote on Monday,”\")], \
    speaker: \"ada-grey\", score: 0.97, by: \"ada\", created: \"2026-11-24T08:00:00Z\")])";

struct World {
    folder: tempfile::TempDir,
}

impl World {
    fn new() -> Self {
        let world = Self { folder: tempfile::tempdir().unwrap() };
        world.put("desk/hall.txt", HALL);
        world.put("desk/deep/news.txt", NEWS);
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
        let output = command.arg("stats").args(arguments).output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
    }

    /// What is printed: the same with the index, with it a second time, and without.
    fn told(&self, arguments: &[&str]) -> String {
        let with = |more: &[&str]| {
            let (code, out, err) = self.run(&[arguments, more].concat());
            assert_eq!((code, err.as_str()), (0, ""), "{arguments:?} {more:?}");
            out
        };
        let out = with(&[]);
        assert_eq!(out, with(&[]), "{arguments:?}");
        assert_eq!(out, with(&["--no-index"]), "{arguments:?}");
        out
    }

    fn json(&self, arguments: &[&str]) -> Value {
        serde_json::from_str(&self.told(&[arguments, &["--format", "json"]].concat())).unwrap()
    }
}

#[test]
fn a_folder_is_counted_with_and_without_an_index() {
    let world = World::new();
    let value = world.json(&["desk"]);
    assert_eq!([&value["documents"], &value["statements"], &value["decided"]], [2, 7, 0]);
    let first = &value["speakers"][0];
    assert_eq!([&first["speaker"], &first["first"], &first["last"]], ["Peter Lindqvist", "2026-03-02", "2026-03-02"]);
    assert_eq!([&first["statements"], &first["documents"], &first["decided"]], [3, 2, 0]);
    assert_eq!(value["outlets"][0]["outlet"], "Tidewater Post");
    assert_eq!(value["not_in_tables"]["without_date"], 5);
    let csv = world.told(&["desk", "--format", "csv"]);
    let head = "speaker,statements,quotes,claims,documents,first,last,decided,words,share\r\nPeter Lindqvist,3,3,0,2,2026-03-02,";
    assert!(csv.starts_with(head), "{csv}");
    assert_eq!(csv.lines().count(), 5);
    let text = world.told(&["desk"]);
    assert!(text.starts_with("Figures   desk/   2 documents   7 statements   0 decided\n"), "{text}");
    assert!(text.contains("2026 Mar  2") && text.contains("5 statements have no date: not in this table"), "{text}");
    // One that is named twice is counted once.
    let twice = world.json(&["desk", "desk/hall.txt"]);
    assert_eq!([&twice["documents"], &twice["statements"]], [2, 7]);
}

#[test]
fn decisions_and_changes_are_in_the_next_figures() {
    let world = World::new();
    assert_eq!(world.json(&["desk"])["decided"], 0);
    world.put("desk/deep/news.txt.sayso.ron", CONFIRMED);
    let value = world.json(&["desk"]);
    assert_eq!(value["decided"], 1);
    let levels = &value["levels"][0];
    assert_eq!([&levels["level"], &levels["reason"]], ["sure", "too few decided to say"]);
    assert_eq!([&levels["decided"], &levels["right"]], [1, 1]);
    // Two names become one person of the project.
    world.put(
        "desk/sayso.ron",
        "(speakers: [(id: \"peter\", name: \"Peter K. Lindqvist\", kind: person, aliases: [\"Peter Lindqvist\", \"Ada Grey\"])])",
    );
    let value = world.json(&["desk"]);
    let first = &value["speakers"][0];
    assert_eq!(first["speaker"], "Peter K. Lindqvist");
    assert_eq!([&first["statements"], &first["documents"]], [4, 2]);
    // With a mistake in it people would be counted as others: nothing is.
    world.put("desk/sayso.ron", "(speakers: [(id: 3)])");
    let (code, out, err) = world.run(&["desk"]);
    assert!(code == 3 && out.is_empty() && err.contains("sayso.ron:1:"), "{code} {err}");
}

#[test]
fn only_the_time_and_the_table_that_are_asked_for() {
    let world = World::new();
    let value = world.json(&["desk", "--since", "2026", "--until", "2026-03"]);
    assert_eq!([&value["documents"], &value["statements"]], [1, 2]);
    assert_eq!(value["not_counted"]["documents_without_date"], 1);
    assert_eq!([&value["since"], &value["until"]], ["2026-01-01", "2026-03-31"]);
    assert_eq!(
        world.told(&["desk", "--format", "csv", "--by", "time"]),
        "period,statements,decided,suggested\r\n2026-03-02,2,0,2\r\n"
    );
    let csv = world.told(&["desk", "--format", "csv", "--by", "gender"]);
    assert!(csv.starts_with("gender,speakers,statements,decided,words,share\r\nfemale,"), "{csv}");
    let top = world.told(&["desk", "--top", "1", "--by", "speaker"]);
    assert!(top.contains("3 others") && !top.contains("Moderator") && !top.contains("Outlets"), "{top}");
    for (arguments, words) in [
        (vec!["desk", "--since", "yesterday"], "yesterday"),
        (vec!["-"], "standard input"),
        (vec!["desk", "--by", "weather"], "weather"),
        (vec!["desk", "--top", "0"], "--top"),
    ] {
        let (code, out, err) = world.run(&arguments);
        assert!(code == 2 && out.is_empty() && err.contains(words), "{arguments:?}: {code} {err}");
    }
    assert_eq!(world.run(&["nowhere"]).0, 3);
}

#[test]
fn a_sidecar_that_cannot_be_read_is_told_and_hides_nothing_of_the_others() {
    let world = World::new();
    world.put("desk/hall.txt.sayso.ron", "(version: 1,");
    for more in [&[][..], &["--no-index"]] {
        let (code, out, err) = world.run(&[&["desk", "--format", "json"], more].concat());
        assert!(code == 3 && err.contains("hall.txt.sayso.ron"), "{code} {err}");
        let value: Value = serde_json::from_str(&out).unwrap();
        assert_eq!([&value["documents"], &value["not_counted"]["documents_not_read"]], [1, 1]);
    }
}

#[test]
fn a_page_is_written_and_nothing_of_a_persons_replaced() {
    let world = World::new();
    let (code, out, err) = world.run(&["desk", "--format", "html", "-o", "desk/figures.html"]);
    assert_eq!((code, out.as_str(), err.as_str()), (0, "", ""));
    let page = std::fs::read_to_string(world.at("desk/figures.html")).unwrap();
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains("<svg") && page.contains("Peter Lindqvist"));
    // It is no document, nor are tables and objects.
    for (format, name) in [("csv", "desk/figures.csv"), ("json", "desk/figures.json")] {
        assert_eq!(world.run(&["desk", "--format", format, "-o", name]).0, 0);
    }
    let (_, out, err) = world.run(&["desk", "--format", "json"]);
    assert_eq!(serde_json::from_str::<Value>(&out).unwrap()["documents"], 2, "{err}");
    let again = ["desk", "--format", "html", "-o", "desk/figures.html"];
    let (code, _, err) = world.run(&again);
    assert!(code == 4 && err.contains("--force"), "{err}");
    assert_eq!(world.run(&[&again[..], &["--force"]].concat()).0, 0);
    let (code, _, _) = world.run(&["desk", "-o", "desk/hall.txt", "--force"]);
    assert!(code == 4 && std::fs::read_to_string(world.at("desk/hall.txt")).unwrap() == HALL);
}

#[test]
fn where_nobody_speaks_that_is_said() {
    let world = World::new();
    world.put("quiet/a.txt", "The tide rose. It fell.\n");
    let (code, out, err) = world.run(&["quiet"]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(out.contains("0 statements") && out.contains("Nothing decided or found yet"), "{out}");
}

#[test]
fn what_is_shared_out_is_counted_for_each_annotator() {
    let world = World::new();
    let sidecar = |by: &str, done: &str| {
        format!(
            "(version: 1, document: (), speakers: [], annotations: [(id: \"1\", label: \"claim\", at: [(start: 0, end: 3, exact: \
             \"Mod\")], by: \"{by}\")], reviews: [{done}])"
        )
    };
    let done = "(by: \"ada\", detector: \"4\", text: \"x\", done: \"2026-11-24T08:00:00Z\", items: 5)";
    world.put("desk/sayso.ron", "(blind: true)");
    world.put("desk/hall.txt.sayso.ada.ron", &sidecar("ada", done));
    world.put("desk/hall.txt.sayso.bo.ron", &sidecar("bo", ""));
    assert_eq!(world.json(&["desk"])["annotators"], serde_json::json!([]), "nothing is shared out");
    let assigned = "(version: 1, seed: 1, overlap: 0.5, annotators: [\"ada\", \"bo\"], documents: {\"hall.txt\": [\"ada\", \"bo\"], \
        \"deep/news.txt\": [\"ada\"], \"gone.txt\": [\"bo\"]})";
    world.put("desk/sayso.assigned.ron", assigned);
    let rows = |of: &[&str]| world.told(&[of, &["--by", "annotator", "--format", "csv"]].concat());
    let head = "annotator,documents,reviewed,begun,left,annotations,timed,seconds,keys\r\n";
    assert_eq!(rows(&["desk"]), format!("{head}ada,2,1,0,1,1,0,,\r\nbo,1,0,1,1,1,0,,\r\n"));
    assert_eq!(rows(&["desk/deep"]), format!("{head}ada,1,0,0,1,0,0,,\r\n"));
    let text = world.told(&["desk"]);
    assert!(
        text.contains("\nWhat is shared out\n") && text.contains("━ reviewed  ─ left   one cell: 1 document"),
        "{text}"
    );
    let json = world.told(&["desk", "--format", "json"]);
    assert!(json.contains("],\"annotators\":[{\"annotator\":\"ada\",\"documents\":2,\"reviewed\":1,"), "{json}");
    assert!(
        json.ends_with("\"annotations\":1,\"timed\":0,\"seconds\":null,\"keys\":null}]}\n"),
        "the newest comes last: {json}"
    );
    assert!(world.told(&["desk", "--since", "2026-01-01", "--by", "annotator"]).contains("Documents of all times"));
    // What reviews took, where they keep it.
    let timed = sidecar("ada", &done.replace("items: 5", "items: 5, seconds: 1200, keys: 84"))
        .replace("version: 1", "version: 6");
    world.put("desk/hall.txt.sayso.ada.ron", &timed);
    assert_eq!(rows(&["desk"]), format!("{head}ada,2,1,0,1,1,1,1200,84\r\nbo,1,0,1,1,1,0,,\r\n"));
    let text = world.told(&["desk", "--by", "annotator"]);
    assert!(text.contains("seconds  keys") && text.contains("1 200    84"), "{text}");
    // What cannot be read is told, and the rest counted.
    world.put("desk/hall.txt.sayso.bo.ron", "(");
    let (code, out, told) = world.run(&["desk", "--by", "annotator", "--format", "csv"]);
    assert!(code == 3 && told.contains("hall.txt.sayso.bo.ron"), "{told}");
    assert_eq!(out, format!("{head}ada,2,1,0,1,1,1,1200,84\r\n"));
}
