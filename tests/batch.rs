//! Runs over many documents: the same bytes however many threads, however often a run was ended; what cannot be read is told
//! at the end.

#![allow(clippy::unwrap_used)]

use assert_cmd::Command;
use ruzstd::encoding::{CompressionLevel, compress_to_vec};
use sayso::store::disk;
use serde_json::{Value, json};
use std::io::Write as _;
use std::path::{Path, PathBuf};

const STORY: &str = "“We will vote on Monday,” said Ada Grey, the mayor.\n\nShe added: “Nobody is in a hurry.”\n";

struct World {
    folder: tempfile::TempDir,
}

impl World {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn put(&self, name: &str, bytes: &[u8]) {
        std::fs::create_dir_all(self.at(name).parent().unwrap()).unwrap();
        disk::replace(&self.at(name), bytes).unwrap();
    }

    fn bytes(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.at(name)).unwrap()
    }

    fn manifest(&self, name: &str) -> Value {
        serde_json::from_slice(&self.bytes(name)).unwrap()
    }

    fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.env_clear().env("HOME", self.folder.path()).env("PATH", std::env::var_os("PATH").unwrap_or_default());
        for (name, below) in [("CONFIG", "config"), ("DATA", "data"), ("STATE", "state")] {
            command.env(format!("XDG_{name}_HOME"), self.at(below));
        }
        command.current_dir(self.folder.path());
        command
    }

    /// Exit code, standard output, standard error.
    fn run(&self, arguments: &str) -> (i32, Vec<u8>, String) {
        let mut command = self.command(&assert_cmd::cargo::cargo_bin("sayso"));
        let output = command.args(arguments.split_whitespace()).output().unwrap();
        (output.status.code().unwrap(), output.stdout, String::from_utf8(output.stderr).unwrap())
    }
}

/// Lines of input: short ones, one that takes a thousand times as long, two that are none.
fn lines() -> String {
    let text = |n: usize| match n {
        3 => STORY.repeat(300),
        n => format!("{STORY}\nArticle {n} 🙂.\n"),
    };
    let line = |n: usize| match n {
        11 => "no json\n".to_owned(),
        12 => "{\"id\": 12}\n".to_owned(),
        n => format!("{}\n", json!({"id": n, "text": text(n)})),
    };
    (0..30).map(line).collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

#[test]
fn the_same_bytes_with_any_number_of_threads_and_however_it_is_packed() {
    let w = World::new();
    let all = lines();
    let (one, two) = all.split_at(all.find("{\"id\":20").unwrap());
    w.put("in.jsonl", all.as_bytes());
    w.put("in.jsonl.gz", &[gzip(one.as_bytes()), gzip(two.as_bytes())].concat());
    let frames = [one, two].map(|part| compress_to_vec(part.as_bytes(), CompressionLevel::Fastest));
    w.put("in.jsonl.zst", &frames.concat());
    for format in ["jsonl", "csv", "text"] {
        let (code, expected, told) = w.run(&format!("detect --input jsonl --format {format} --jobs 1 in.jsonl"));
        assert_eq!((code, told.lines().count()), (3, 2), "{told}");
        assert!(!expected.is_empty());
        for rest in ["--jobs 2 in.jsonl", "--jobs 5 in.jsonl", "in.jsonl", "in.jsonl.gz", "--jobs 1 in.jsonl.zst"] {
            let (code, out, _) = w.run(&format!("detect --input jsonl --format {format} {rest}"));
            assert!(code == 3 && out == expected, "{format} {rest}");
        }
    }
    // As a table each row is a document of its own; what is no row is told.
    let (code, expected, told) = w.run("detect --format jsonl --jobs 1 in.jsonl");
    assert!(code == 3 && told.contains("in.jsonl:12: this line is left out"), "{told}");
    assert_eq!(String::from_utf8_lossy(&expected).lines().count(), 28);
    assert_eq!(w.run("detect --format jsonl --jobs 4 in.jsonl").1, expected);
    let (_, packed, _) = w.run("detect --format jsonl in.jsonl.gz");
    assert_eq!(String::from_utf8(packed).unwrap().replace("in.jsonl.gz#", "in.jsonl#").into_bytes(), expected);
}

#[test]
fn folders_and_patterns_are_gone_through_in_the_order_of_their_names() {
    let w = World::new();
    for name in ["b.txt", "a.txt", "deep/c.txt", "d.md"] {
        w.put(&format!("news/{name}"), STORY.as_bytes());
    }
    let ids = |arguments: &str| {
        let (code, out, told) = w.run(arguments);
        assert_eq!(code, 0, "{told}");
        let id = |line: &str| serde_json::from_str::<Value>(line).unwrap()["id"].as_str().unwrap().to_owned();
        String::from_utf8(out).unwrap().lines().map(id).collect::<Vec<_>>()
    };
    assert_eq!(ids("detect --format jsonl news"), ["news/a.txt", "news/b.txt", "news/d.md", "news/deep/c.txt"]);
    assert_eq!(ids("detect --format jsonl news/**/*.txt"), ["news/a.txt", "news/b.txt", "news/deep/c.txt"]);
    let (code, _, told) = w.run("detect news/*.pdf");
    assert!(code == 3 && told.contains("no document matches it as a pattern"), "{told}");
}

#[test]
fn a_run_that_was_ended_is_gone_on_with() {
    let w = World::new();
    w.put("in.jsonl", lines().as_bytes());
    let (code, _, told) = w.run("detect --input jsonl --format jsonl in.jsonl -o out.jsonl");
    assert!(code == 3 && told.lines().count() == 2, "{told}");
    let (whole, manifest) = (w.bytes("out.jsonl"), w.manifest("out.jsonl.manifest.json"));
    assert_eq!(
        (&manifest["state"], &manifest["documents"], &manifest["failed"]),
        (&json!("done"), &json!(30), &json!(2))
    );
    assert_eq!(manifest["bytes"], json!(whole.len()));
    assert_eq!(manifest["inputs"][0]["path"], "in.jsonl");
    assert!(manifest["failures"][0].as_str().unwrap().contains("in.jsonl:12"));
    assert_eq!(w.run("detect --input jsonl --format jsonl in.jsonl").1, whole);
    // As it is when it is ended after some lines: more may have been written than was noted.
    let ends: Vec<usize> = whole.iter().enumerate().filter(|(_, b)| **b == b'\n').map(|(at, _)| at + 1).collect();
    for (documents, more) in [(0usize, 0), (0, 700), (1, 0), (12, 5), (13, 100), (29, 1), (30, 0)] {
        let bytes = documents.checked_sub(1).map_or(0, |n| ends[n]);
        let mut state = manifest.clone();
        state["state"] = json!("running");
        state["documents"] = json!(documents);
        state["bytes"] = json!(bytes);
        let failures = manifest["failures"].as_array().unwrap();
        let failed = documents.saturating_sub(11).min(2);
        state["failed"] = json!(failed);
        state["failures"] = json!(failures[..failed]);
        std::fs::remove_file(w.at("out.jsonl")).unwrap();
        w.put("out.jsonl.part", &whole[..(bytes + more).min(whole.len())]);
        w.put("out.jsonl.manifest.json", state.to_string().as_bytes());
        let (code, out, told) = w.run("detect --input jsonl --format jsonl in.jsonl -o out.jsonl --resume --jobs 2");
        assert!(code == 3 && out.is_empty() && told.lines().count() == 2, "{documents}: {told}");
        assert!(w.bytes("out.jsonl") == whole, "{documents}");
        let again = w.manifest("out.jsonl.manifest.json");
        assert_eq!((&again["documents"], &again["failures"]), (&manifest["documents"], &manifest["failures"]));
        assert!(!w.at("out.jsonl.part").exists());
    }
    let (code, _, told) = w.run("detect --input jsonl --format jsonl in.jsonl -o out.jsonl --resume");
    assert!(code == 3 && told.contains("all of it is written already"), "{told}");
}

#[test]
fn another_run_is_not_gone_on_with() {
    let w = World::new();
    w.put("in.jsonl", lines().as_bytes());
    let first = "detect --input jsonl --format jsonl in.jsonl -o out.jsonl";
    let (_, _, _) = w.run(first);
    for (arguments, words) in [
        (
            "detect --input jsonl --format csv in.jsonl -o out.jsonl --resume",
            "with --format jsonl --input jsonl, and now",
        ),
        ("detect --format jsonl in.jsonl -o out.jsonl --resume", "with --format jsonl --input jsonl, and now"),
        ("export --to jsonl in.jsonl -o out.jsonl --resume", "by sayso detect"),
        (
            "detect --input jsonl --format jsonl in.jsonl in.jsonl -o out.jsonl --resume",
            "without in.jsonl, which is there now",
        ),
        (first, "Add --force"),
    ] {
        let (code, _, told) = w.run(arguments);
        assert!(code > 0 && told.contains(words), "{arguments}: {told}");
    }
    let before = w.bytes("out.jsonl");
    w.put("in.jsonl", b"{\"id\": 1, \"text\": \"Other words.\"}\n");
    let (code, _, told) = w.run(&format!("{first} --resume"));
    assert!(code == 3 && told.contains("in.jsonl was another: it has changed since"), "{told}");
    assert_eq!(w.bytes("out.jsonl"), before);
    let (code, _, told) = w.run(&format!("{first} --force"));
    assert_eq!((code, told.as_str()), (0, ""));
    assert_ne!(w.bytes("out.jsonl"), before);
    for (arguments, words) in [
        ("detect --input jsonl - -o new.jsonl --resume", "standard input can be read only once"),
        ("detect in.jsonl --resume", "--output"),
        ("export --to html in.jsonl -o new.html --resume", "html is written whole or not at all"),
    ] {
        let (code, _, told) = w.run(arguments);
        assert!(code == 2 && told.contains(words), "{arguments}: {told}");
    }
}

/// The system ends the program at a byte of its output: what it has done is gone on with.
#[cfg(unix)]
#[test]
fn a_program_that_is_killed_leaves_nothing_half() {
    let w = World::new();
    w.put("in.jsonl", lines().as_bytes());
    let program = assert_cmd::cargo::cargo_bin("sayso");
    let detect = "detect --input jsonl --format jsonl --jobs 2 in.jsonl -o out.jsonl --resume";
    let script = format!("ulimit -c 0; ulimit -f 4; exec '{}' {detect}", program.display());
    let killed = w.command(Path::new("bash")).args(["-c", &script]).output().unwrap();
    assert_eq!(killed.status.code(), None, "{killed:?}");
    assert!(w.at("out.jsonl.part").exists() && !w.at("out.jsonl").exists());
    let (code, _, told) = w.run(detect);
    assert_eq!((code, told.lines().count()), (3, 2), "{told}");
    assert_eq!(w.bytes("out.jsonl"), w.run("detect --input jsonl --format jsonl in.jsonl").1);
}

#[test]
fn exports_go_on_and_give_the_same_with_any_number_of_threads() {
    let w = World::new();
    let rows: Vec<String> = (0..12).map(|n| json!({"id": format!("n{n}"), "text": STORY}).to_string()).collect();
    w.put("in.jsonl.gz", &gzip(rows.join("\n").as_bytes()));
    w.put("a.txt", STORY.as_bytes());
    for format in ["csv", "jsonl", "w3c", "html", "markdown", "conll"] {
        let export = |jobs: usize| w.run(&format!("export --to {format} --suggested in.jsonl.gz a.txt --jobs {jobs}"));
        let (code, expected, told) = export(1);
        assert!(code == 0 && !expected.is_empty(), "{format}: {told}");
        assert!(export(3).1 == expected, "{format}");
    }
    let (_, expected, _) = w.run("export --to csv --suggested in.jsonl.gz a.txt");
    let go_on = "export --to csv --suggested in.jsonl.gz a.txt -o out.csv --resume";
    let (code, _, told) = w.run(go_on);
    assert_eq!((code, told.as_str()), (0, ""));
    assert_eq!(w.bytes("out.csv"), expected);
    let mut state = w.manifest("out.csv.manifest.json");
    assert_eq!(state["documents"], json!(13));
    let head = expected.iter().position(|b| *b == b'\n').unwrap() + 1;
    for (documents, bytes) in [(0, 0), (0, head)] {
        state["documents"] = json!(documents);
        state["bytes"] = json!(bytes);
        std::fs::rename(w.at("out.csv"), w.at("out.csv.part")).unwrap();
        w.put("out.csv.manifest.json", state.to_string().as_bytes());
        let (code, _, told) = w.run(go_on);
        assert_eq!((code, told.as_str()), (0, ""));
        assert_eq!(w.bytes("out.csv"), expected);
    }
}

#[test]
fn an_export_is_not_gone_on_with_when_the_annotations_are_others() {
    let w = World::new();
    w.put("a.txt", STORY.as_bytes());
    w.put("b.txt", STORY.as_bytes());
    let go_on = "export --to csv --suggested a.txt b.txt -o out.csv --resume";
    assert_eq!(w.run(go_on).0, 0);
    let mut state = w.manifest("out.csv.manifest.json");
    (state["state"], state["documents"], state["bytes"]) = (json!("running"), json!(0), json!(0));
    std::fs::rename(w.at("out.csv"), w.at("out.csv.part")).unwrap();
    w.put("out.csv.manifest.json", state.to_string().as_bytes());
    // Somebody decides something meanwhile.
    w.put("b.txt.sayso.ron", b"(version: 1, document: (source: \"b.txt\"), speakers: [], annotations: [])\n");
    let (code, _, told) = w.run(go_on);
    assert_eq!(code, 3, "{told}");
    assert!(told.contains("without b.txt.sayso.ron, which is there now"), "{told}");
    std::fs::remove_file(w.at("b.txt.sayso.ron")).unwrap();
    assert_eq!(w.run(go_on).0, 0);
}
