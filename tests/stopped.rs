//! Documents that take longer, or hold more, than is read: they are left out and told, and the others go on.

#![allow(clippy::unwrap_used)]

#[path = "common/pdf.rs"]
mod pdf;
#[path = "common/terminal.rs"]
#[allow(dead_code, reason = "this test needs not all of it")]
mod terminal;

use assert_cmd::Command;
use sayso::isolation::{Error, LoadedDocument, Loader, Stop, Stopped, TimeLimit};
use sayso::store::disk;
use sayso_core::document::LoadOptions;
use std::path::Path;
use std::time::{Duration, Instant};

const SAID: &str = "\"We will go,\" said Ada Grey, the mayor of the town.";

fn loader(limit: Duration) -> Loader {
    Loader { program: Some(assert_cmd::cargo::cargo_bin("sayso")), time: TimeLimit::Fixed(limit) }
}

/// Long enough for any machine.
const LONG: Duration = Duration::from_mins(10);

fn sayso(folder: &Path) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("sayso"));
    command.current_dir(folder).env_clear().env("HOME", folder).env("USER", "ada");
    command
}

fn put(folder: &Path, name: &str, bytes: &[u8]) {
    disk::replace(&folder.join(name), bytes).unwrap();
}

/// A folder of good documents among some that are slow, deep, wide or many.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    put(at, "a.txt", b"\"Yes,\" said Bo Lind.\n");
    put(at, "b-good.pdf", &pdf::pdf(&[pdf::words(SAID)], &[]));
    put(at, "c-endless.pdf", &pdf::endless(SAID));
    let attributes = (0..50_000).map(|n| format!("a{n}=1")).collect::<Vec<_>>().join(" ");
    put(at, "d-attributes.html", format!("<p {attributes}>\"No,\" said Bo Lind.").as_bytes());
    put(at, "e-columns.csv", format!("text{}\nx\n", ",a".repeat(50_000)).as_bytes());
    put(at, "f-rows.csv", format!("text\n{}", "a b\n".repeat(200_000)).as_bytes());
    put(at, "g-values.json", format!("{{\"text\": [{}1]}}", "1,".repeat(1_000_000)).as_bytes());
    put(at, "h.txt", b"\"Yes,\" said Cy Moss.\n");
    folder
}

const STOPPED: [&str; 5] = ["c-endless.pdf", "d-attributes.html", "e-columns.csv", "f-rows.csv", "g-values.json"];

/// What a command says of the folder: data, talk.
fn told(arguments: &[&str]) -> (String, String) {
    let folder = folder();
    let output = sayso(folder.path()).args(arguments).args(["--time-limit", "1"]).assert().code(3).get_output().clone();
    let left: Vec<String> = std::fs::read_dir(folder.path())
        .unwrap()
        .flatten()
        .map(|e| e.file_name().to_string_lossy().into_owned())
        .filter(|n| n.contains("sayso"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
    (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
}

fn all_are_told(talk: &str, command: &str) {
    for name in STOPPED {
        let lines: Vec<&str> = talk.lines().filter(|l| l.contains(name)).collect();
        assert_eq!(lines.len(), 1, "{command}: {name}: {talk}");
    }
    assert_eq!(talk.lines().count(), STOPPED.len(), "{command}: {talk}");
    let slow =
        "c-endless.pdf: reading it took longer than 1 s, so it was left out. --time-limit SECONDS gives it more.";
    assert!(talk.contains(slow), "{command}: {talk}");
}

#[test]
fn commands_leave_them_out_and_go_on() {
    let (data, talk) = told(&["detect", ".", "--format", "jsonl"]);
    all_are_told(&talk, "detect");
    assert_eq!(data.lines().count(), 3, "{data}");
    let (same, talk) = told(&["detect", ".", "--format", "jsonl", "--jobs", "3"]);
    all_are_told(&talk, "detect --jobs");
    assert_eq!(data, same);
    let (data, talk) = told(&["check", "."]);
    all_are_told(&talk, "check");
    assert_eq!(data.lines().count(), 3, "{data}");
    let (data, talk) = told(&["export", ".", "--to", "jsonl", "--suggested"]);
    all_are_told(&talk, "export");
    assert_eq!(data.lines().count(), 3, "{data}");
}

#[test]
fn a_document_alone_ends_with_its_sentence() {
    let folder = folder();
    for arguments in [["detect", "c-endless.pdf"], ["check", "c-endless.pdf"]] {
        sayso(folder.path()).args(arguments).args(["--time-limit", "1"]).assert().code(3).stdout("");
    }
    let output =
        sayso(folder.path()).args(["--time-limit", "1", "c-endless.pdf"]).assert().code(3).get_output().clone();
    assert!(String::from_utf8_lossy(&output.stderr).contains("longer than 1 s"));
    assert!(output.stdout.is_empty());
    let output = sayso(folder.path()).args(["detect", "e-columns.csv"]).assert().code(3).get_output().clone();
    assert!(String::from_utf8_lossy(&output.stderr).contains("more than 2000 columns"));
}

#[test]
fn a_process_of_its_own_reads_the_same() {
    let pages: Vec<String> = (0..30).map(|n| pdf::words(&format!("{SAID} It is page {n}."))).collect();
    let bytes = pdf::pdf(&pages, &[]);
    let options = LoadOptions::default();
    let apart = loader(LONG).load_whole(&bytes, "a.pdf", &options).unwrap();
    let here = Loader::default().load_whole(&bytes, "a.pdf", &options).unwrap();
    assert_eq!((apart.text(), apart.blocks()), (here.text(), here.blocks()));
    assert_eq!((&apart.meta, apart.place_in_words(400)), (&here.meta, here.place_in_words(400)));
    assert_eq!(apart.origin.file_hash, here.origin.file_hash);
    for broken in [b"%PDF-1.7\n".as_slice(), &bytes[..200]] {
        let error = |loader: Loader| loader.load_whole(broken, "a.pdf", &options).unwrap_err().to_string();
        assert_eq!(error(loader(LONG)), error(Loader::default()));
    }
}

#[test]
fn the_pages_before_are_a_part_and_no_whole() {
    let bytes = pdf::endless(SAID);
    let options = LoadOptions::default();
    let limit = Duration::from_secs(1);
    match loader(limit).load(&bytes, "a.pdf", &options, &Stop::default()).unwrap() {
        LoadedDocument::Part(document, part) => {
            assert!(document.text().contains("We will go") && !document.text().contains("last"));
            assert_eq!((part.pages, part.of, part.why), (1, 3, Stopped::Time(limit)));
        }
        LoadedDocument::Whole(_) => panic!("it has no end"),
    }
    let error = loader(limit).load_whole(&bytes, "a.pdf", &options).unwrap_err();
    assert!(matches!(error, Error::Stopped(Stopped::Time(_))), "{error}");
    let stop = Stop::default();
    stop.ask();
    let error = loader(LONG).load(&bytes, "a.pdf", &options, &stop).unwrap_err();
    assert!(matches!(error, Error::Stopped(Stopped::Asked)), "{error}");
}

/// Its memory is that of another process, and has an end.
#[cfg(target_os = "linux")]
#[test]
fn a_document_that_swells_ends_only_its_own_process() {
    let bytes = pdf::swollen().unwrap();
    assert!(bytes.len() < 4 << 20, "{}", bytes.len());
    let error = loader(LONG).load_whole(&bytes, "a.pdf", &LoadOptions::default()).unwrap_err();
    assert!(matches!(error, Error::Stopped(Stopped::Memory(_))), "{error}");
}

/// Nobody listens any more: the process that interprets ends by itself.
#[test]
fn no_process_is_left_behind() {
    let bytes = pdf::endless(SAID);
    let limits = serde_json::to_value(sayso_core::document::Limits::default()).unwrap();
    let order = serde_json::json!({"bytes": bytes.len(), "memory": 1u64 << 30, "limits": limits});
    let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin("sayso"))
        .arg(sayso::isolation::SUBCOMMAND)
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    std::io::Write::write_all(&mut input, format!("{order}\n").as_bytes()).unwrap();
    std::io::Write::write_all(&mut input, &bytes).unwrap();
    let mut lines = std::io::BufRead::lines(std::io::BufReader::new(child.stdout.take().unwrap()));
    // The first page has come, the second never will.
    assert!(lines.by_ref().take(2).all(|l| l.is_ok_and(|l| l.contains("Step"))));
    drop(input);
    assert!(child.wait().unwrap().success());
    assert_eq!(lines.count(), 0);
}

#[test]
fn the_subcommand_is_hidden() {
    let folder = tempfile::tempdir().unwrap();
    for arguments in [vec!["--help"], vec!["man"]] {
        let output = sayso(folder.path()).args(arguments).assert().success().get_output().clone();
        let text = String::from_utf8_lossy(&output.stdout).replace("\\-", "-");
        assert!(text.contains("--time-limit") && !text.contains(sayso::isolation::SUBCOMMAND));
    }
}

/// Esc stops the reading: what was read is shown, and nothing is decided, exported or written about it.
#[test]
fn the_reader_shows_what_was_read() {
    let folder = folder();
    let at = folder.path();
    let end = Instant::now() + Duration::from_mins(2);
    let program = assert_cmd::cargo::cargo_bin("sayso");
    let arguments = ["--time-limit", "1000", "c-endless.pdf"];
    let mut run = terminal::Terminal::open(&program, at, &arguments, 100, 24).unwrap();
    assert!(run.watch(end, |s| s.contains("Esc stops it")), "{}", run.text());
    // Until the first page has come there is nothing to show: then it is read again.
    loop {
        run.keys("\x1b").unwrap();
        assert!(run.watch(end, |s| s.contains("We will go") || s.contains("reading it was stopped")), "{}", run.text());
        if run.text().contains("We will go") {
            break;
        }
        run.keys("R").unwrap();
        assert!(run.watch(end, |s| s.contains("Esc stops it")), "{}", run.text());
    }
    assert!(run.watch(end, |s| s.contains("read only, not read to its end")), "{}", run.text());
    run.keys("\r").unwrap();
    assert!(run.watch(end, |s| s.contains("Read only: Only the first page was read of 3")), "{}", run.text());
    run.keys("X").unwrap();
    assert!(run.watch(end, |s| s.contains("Not exported")), "{}", run.text());
    run.keys("q").unwrap();
    run.child.wait().unwrap();
    let names = |folder: &Path| -> Vec<String> {
        let entries = std::fs::read_dir(folder).map(|all| all.flatten().collect::<Vec<_>>()).unwrap_or_default();
        entries.iter().map(|e| e.file_name().to_string_lossy().into_owned()).collect()
    };
    let written: Vec<String> = names(at).into_iter().filter(|n| n.contains("sayso") || n.contains("md")).collect();
    assert!(written.is_empty(), "{written:?}");
}

/// One that is too slow is told in its row, and those behind it are read.
#[test]
fn the_library_goes_on() {
    let folder = folder();
    let end = Instant::now() + Duration::from_mins(2);
    let program = assert_cmd::cargo::cargo_bin("sayso");
    let mut run = terminal::Terminal::open(&program, folder.path(), &["--time-limit", "1", "."], 160, 30).unwrap();
    assert!(run.watch(end, |s| s.matches("unread").count() == STOPPED.len()), "{}", run.text());
    run.keys("jj").unwrap();
    assert!(run.watch(end, |s| s.contains("it took longer than 1 s")), "{}", run.text());
    run.keys("q").unwrap();
    run.child.wait().unwrap();
}
