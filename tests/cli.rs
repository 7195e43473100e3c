//! The command line: data on standard output, talk on standard error, the right exit code.

#![allow(clippy::unwrap_used)]

use assert_cmd::Command;
use std::path::Path;

const STORY: &str = "“We will vote on Monday,” said Ada Grey, the mayor.\n\nShe added: “Nobody is in a hurry.”\n";

/// The program in a world of its own: no home, no settings.
fn sayso(home: &Path) -> Command {
    let mut command = Command::cargo_bin("sayso").unwrap();
    command
        .env_clear()
        .env("HOME", home)
        .env("XDG_CONFIG_HOME", home.join("config"))
        .env("XDG_DATA_HOME", home.join("data"));
    command
}

struct World {
    folder: tempfile::TempDir,
}

impl World {
    fn new() -> Self {
        let world = Self { folder: tempfile::tempdir().unwrap() };
        world.put("a.txt", STORY.as_bytes());
        world
    }

    fn put(&self, name: &str, bytes: &[u8]) {
        sayso::store::disk::replace(&self.folder.path().join(name), bytes).unwrap();
    }

    /// Exit code, standard output, standard error.
    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        let output = sayso(self.folder.path()).current_dir(self.folder.path()).args(arguments).output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
    }

    /// The same with something on standard input.
    fn fed(&self, arguments: &[&str], input: &str) -> (i32, String, String) {
        let mut command = sayso(self.folder.path());
        command.current_dir(self.folder.path()).args(arguments).write_stdin(input);
        let output = command.output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
    }

    fn sidecar(&self, record: &str) {
        let text = format!(
            "#![enable(implicit_some)]\n(\n  version: 1,\n  speakers: [(id: \"ada-grey\", name: \"Ada Grey\", kind: person)],\n  annotations: [\n    {record},\n  ],\n)\n"
        );
        self.put("a.txt.sayso.ron", text.as_bytes());
    }
}

const GOOD: &str = "(id: \"r1\", label: \"quote\", kind: direct, form: quotation, status: confirmed, at: [(start: 0, end: 25, exact: \"“We will vote on Monday,”\")], speaker: \"ada-grey\")";

#[test]
fn detect_in_every_format() {
    let w = World::new();
    let (code, out, _) = w.run(&["detect", "a.txt", "--format", "jsonl"]);
    let line: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, line["id"].as_str()), (0, Some("a.txt")));
    let first = &line["attributions"][0];
    assert_eq!(first["speaker"], "Ada Grey");
    assert_eq!(first["content"], serde_json::json!([[0, 25]]));
    for key in ["type", "form", "quotes", "cue", "source", "mention", "score", "candidates", "reason"] {
        assert!(first.get(key).is_some(), "{key}");
    }
    let (_, out, _) = w.run(&["detect", "a.txt", "--format", "csv"]);
    assert_eq!(out.lines().count(), 3);
    let (_, out, _) = w.run(&["detect", "a.txt"]);
    assert!(out.contains("¶1  Ada Grey  quotation"), "{out}");
}

#[test]
fn one_output_line_for_every_input_line_in_order() {
    let w = World::new();
    let mut lines: Vec<String> =
        (0..40).map(|i| serde_json::json!({"id": i, "text": STORY, "other": 1}).to_string()).collect();
    lines[7] = "{\"id\": 7}".into();
    lines[9] = "no json".into();
    w.put("in.jsonl", (lines.join("\n") + "\n").as_bytes());
    for jobs in ["1", "4"] {
        let (code, out, err) = w.run(&["detect", "--input", "jsonl", "--format", "jsonl", "--jobs", jobs, "in.jsonl"]);
        let ids: Vec<serde_json::Value> =
            out.lines().map(|l| serde_json::from_str::<serde_json::Value>(l).unwrap()["id"].clone()).collect();
        assert_eq!(ids.len(), 40);
        assert!(ids.iter().enumerate().all(|(i, id)| i == 9 || *id == i), "{ids:?}");
        assert_eq!(code, 3);
        assert!(err.contains("in.jsonl:8:") && err.contains("in.jsonl:10:"), "{err}");
        assert!(out.lines().nth(7).unwrap().contains("error"));
    }
}

/// A document without a title goes by its name, once.
#[test]
fn a_page_tells_the_name_once() {
    let world = World::new();
    for (format, top) in [("markdown", "# a.txt\n\n## Who said what"), ("org", "* a.txt\n\n** Who said what")] {
        let (code, out, _) = world.run(&["export", "a.txt", "--suggested", "--to", format]);
        assert!(code == 0 && out.starts_with(top), "{format}: {out}");
    }
    let (_, out, _) = world.run(&["export", "a.txt", "--suggested", "--to", "html"]);
    assert!(out.contains("<h1>a.txt</h1></header>"), "{out}");
    world.put("b.md", format!("# The vote\n\n{STORY}").as_bytes());
    let (_, out, _) = world.run(&["export", "b.md", "--suggested", "--to", "markdown"]);
    assert!(out.starts_with("# The vote\n\nb.md\n\n## Who said what"), "{out}");
}

#[test]
fn export_carries_decisions() {
    let w = World::new();
    w.sidecar(GOOD);
    let (code, out, _) = w.run(&["export", "a.txt", "--to", "csv"]);
    assert_eq!(code, 0);
    assert!(
        out.lines().nth(1).unwrap().contains("0-25,“We will vote on Monday,”")
            || out.contains("\"“We will vote on Monday,”\""),
        "{out}"
    );
    let (_, out, _) = w.run(&["export", "a.txt", "--to", "jsonl", "--suggested"]);
    let statuses: Vec<String> = out
        .lines()
        .map(|l| serde_json::from_str::<serde_json::Value>(l).unwrap()["status"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(statuses, ["confirmed", "suggested"]);
    let (_, out, _) = w.run(&["export", "a.txt", "--to", "markdown"]);
    assert!(out.contains("### Ada Grey") && out.contains("> “We will vote on Monday,”"), "{out}");
    let (code, _, err) = w.run(&["export", "a.txt", "--to", "csv", "-o", "a.txt"]);
    assert!(code == 4 && err.contains("is a document"), "{err}");
    let (code, ..) = w.run(&["export", "a.txt", "--to", "csv", "-o", "out.csv"]);
    assert!(code == 0 && w.folder.path().join("out.csv").exists());
    let (code, _, err) = w.run(&["export", "a.txt", "--to", "csv", "-o", "out.csv"]);
    assert!(code == 4 && err.contains("--force"), "{err}");
}

#[test]
fn broken_sidecars_are_told_and_left_alone() {
    let w = World::new();
    let cases = [
        (GOOD.replace("label:", "lable:"), "Did you mean label?"),
        (GOOD.replace("status: confirmed", "status: confirmd"), "Did you mean confirmed?"),
        (format!("{GOOD},\n<<<<<<< ours"), "conflict markers"),
    ];
    for (record, hint) in cases {
        w.sidecar(&record);
        let before = std::fs::read(w.folder.path().join("a.txt.sayso.ron")).unwrap();
        let (code, out, err) = w.run(&["export", "a.txt", "--to", "csv"]);
        assert_eq!((code, out.as_str()), (3, ""));
        assert!(err.contains("a.txt.sayso.ron:6:") || err.contains("a.txt.sayso.ron:7:"), "{err}");
        assert!(err.contains(hint), "{err}");
        let (code, out, _) = w.run(&["check", "a.txt"]);
        assert!(code == 1 && out.contains(hint), "{out}");
        assert_eq!(before, std::fs::read(w.folder.path().join("a.txt.sayso.ron")).unwrap());
    }
    w.put("a.txt.sayso.ron", b"(version: 9, anything: [1, 2])");
    let (code, _, err) = w.run(&["export", "a.txt", "--to", "csv"]);
    assert!(code == 3 && err.contains("version 9"), "{err}");
}

/// Whatever stands in the place of a sidecar, a journal or a lock: a sentence, nothing written, no crash.
#[cfg(unix)]
#[test]
fn hostile_files_in_the_place_of_ours() {
    let w = World::new();
    let path = |name: &str| w.folder.path().join(name);
    let cases: [(&str, String, i32, &str); 8] = [
        ("nested", format!("(version: 1, annotations: {})", "(".repeat(10_000)), 1, ""),
        ("one long line", format!("(version: 1, {}", "a".repeat(4_000_000)), 1, ""),
        ("not a number", GOOD.replace("speaker:", "score: NaN, speaker:"), 1, "A score is a number from 0 to 1"),
        ("wrong type", GOOD.replace("start: 0", "start: \"0\""), 1, ""),
        ("too large", GOOD.replace("start: 0", "start: 99999999999"), 1, ""),
        ("out of range", GOOD.replace("start: 0, end: 25", "start: 4000000000, end: 4000000100"), 1, "lost its place"),
        ("backwards", GOOD.replace("start: 0, end: 25", "start: 25, end: 0"), 1, "lost its place"),
        ("twice", format!("{GOOD},\n{}", GOOD.replace("status: confirmed", "status: rejected")), 1, "in conflict"),
    ];
    for (name, text, code, words) in cases {
        if text.starts_with("(version") {
            w.put("a.txt.sayso.ron", text.as_bytes());
        } else {
            w.sidecar(&text);
        }
        let before = std::fs::read(path("a.txt.sayso.ron")).unwrap();
        let (got, out, _) = w.run(&["check", "a.txt"]);
        assert!((0..=1).contains(&got) && out.contains(words), "{name}: {got} {out}");
        assert_eq!(got, code, "{name}: {out}");
        assert_eq!(before, std::fs::read(path("a.txt.sayso.ron")).unwrap(), "{name}");
    }
    std::fs::remove_file(path("a.txt.sayso.ron")).unwrap();
    std::os::unix::fs::symlink("b.ron", path("a.txt.sayso.ron")).unwrap();
    std::os::unix::fs::symlink("a.txt.sayso.ron", path("b.ron")).unwrap();
    let (code, out, _) = w.run(&["check", "a.txt"]);
    assert!(code == 1 && out.contains("cannot be read"), "{out}");
    std::fs::remove_file(path("a.txt.sayso.ron")).unwrap();
    for name in ["a.txt.sayso.ron", ".a.txt.sayso.journal"] {
        assert!(std::process::Command::new("mkfifo").arg(path(name)).status().unwrap().success());
        let (code, out, _) = w.run(&["check", "a.txt"]);
        assert!(code == 1 && out.contains("not an ordinary file"), "{name}: {out}");
        std::fs::remove_file(path(name)).unwrap();
    }
    w.put(".a.txt.sayso.journal", b"deadbeef\tnot a line of ours\n00000000\t(half a l");
    let (code, out, _) = w.run(&["check", "a.txt"]);
    assert!(code == 1 && out.contains(".a.txt.sayso.journal:1: this line of the journal is damaged"), "{out}");
}

#[test]
fn check_lists_what_it_does_not_know_and_what_is_lost() {
    let w = World::new();
    w.sidecar(GOOD);
    assert_eq!(w.run(&["check", "a.txt"]).0, 0);
    w.sidecar(&GOOD.replace("label: \"quote\"", "label: \"metaphor\""));
    let (code, out, _) = w.run(&["check", "a.txt"]);
    assert!(code == 0 && out.contains("unknown label: metaphor"), "{out}");
    w.sidecar(&GOOD.replace("We will vote on Monday,”\"", "We won’t vote on Monday,”\", suffix: \" said Ada Grey\""));
    let (code, out, _) = w.run(&["check", "a.txt"]);
    assert!(code == 1 && out.contains("the text has changed here"), "{out}");
    w.sidecar(&GOOD.replace("We will", "Entirely other words were said by somebody, we will"));
    let (code, out, _) = w.run(&["check", "a.txt"]);
    assert!(code == 1 && out.contains("lost its place") && out.contains("press g ! to"), "{out}");
    // A key is named as the person has set it.
    std::fs::create_dir_all(w.folder.path().join("config/sayso")).unwrap();
    w.put("config/sayso/config.ron", b"(keys: {\"places\": [\"F7\"]})");
    let (_, out, _) = w.run(&["check", "a.txt"]);
    assert!(out.contains("press F7 to") && !out.contains("g !"), "{out}");
    let (code, _, err) = w.run(&["export", "a.txt", "--to", "jsonl", "--strict"]);
    assert!(code == 1 && err.contains("lost"), "{err}");
}

#[test]
fn bad_input_is_a_sentence_and_a_code() {
    let w = World::new();
    std::fs::create_dir(w.folder.path().join("empty")).unwrap();
    w.put("photo.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x00\x00\x00");
    w.put("nothing.txt", b"");
    let cases: [(&[&str], i32, &str); 8] = [
        (&["empty"], 3, "no document is in this folder"),
        (&["a.tx"], 3, "Did you mean a.txt?"),
        (&["exprot"], 3, "Did you mean the command export?"),
        (&["photo.jpg"], 3, "a JPEG picture"),
        (&["a.txt", "-"], 2, "cannot be combined with other paths"),
        (&["export", "a.txt", "--to", "csw"], 2, "Did you mean csv?"),
        (&["--as", "Ada Grey", "a.txt"], 2, "annotator"),
        (&["--no-such-flag"], 2, "--no-such-flag"),
    ];
    for (arguments, code, words) in cases {
        let (got, out, err) = w.run(arguments);
        assert_eq!(got, code, "{arguments:?}: {err}");
        assert!(err.contains(words) && out.is_empty(), "{arguments:?}: {err}");
    }
    assert_eq!(w.run(&["nothing.txt"]), (0, String::new(), String::new()));
    // Without a terminal a folder is the list of its documents.
    let (code, out, _) = w.run(&["."]);
    assert_eq!((code, out.as_str()), (0, "./a.txt\n./nothing.txt\n"));
    assert_eq!(w.run(&["a.txt", "nothing.txt"]).1, "a.txt\nnothing.txt\n");
}

/// The reader without a screen: lines in, lines out, decisions kept.
#[test]
fn line_by_line_decisions_are_kept() {
    let w = World::new();
    let lines = "\n2\nx\nu\ns Somebody New\nc 3\ne A word\ni\np\n/vote\nt\n?\nwhat\nq\n";
    let (code, out, err) = w.fed(&["--plain", "a.txt"], lines);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    for words in ["Confirmed: ", "Somebody New", "reviewed, all saved", "Type ? and Enter for help", "Paragraph 1"] {
        assert!(out.contains(words), "{words}: {out}");
    }
    let sidecar = std::fs::read_to_string(w.folder.path().join("a.txt.sayso.ron")).unwrap();
    assert!(sidecar.contains("status: confirmed") && sidecar.contains("Somebody New"), "{sidecar}");
    assert!(!out.contains('\u{1b}'), "{out}");
}

#[test]
fn without_a_terminal_the_text_is_printed() {
    let w = World::new();
    assert_eq!(w.run(&["a.txt"]), (0, STORY.to_owned(), String::new()));
    let output = sayso(w.folder.path()).arg("-").write_stdin(STORY).output().unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap(), STORY);
}

#[test]
fn where_help_version_man_and_completions() {
    let w = World::new();
    let (_, out, _) = w.run(&["where", "a.txt", "--as", "bo"]);
    assert_eq!(out, "a.txt.sayso.bo.ron\n");
    let (code, out, _) = w.run(&["--help"]);
    assert!(code == 0 && ["detect", "export", "check", "where"].iter().all(|c| out.contains(c)), "{out}");
    assert!(w.run(&["--version"]).1.starts_with("sayso "));
    assert!(w.run(&["man"]).1.contains(".TH"));
    assert!(w.run(&["completions", "bash"]).1.contains("_sayso"));
}

#[test]
fn hostile_bytes_never_reach_the_terminal() {
    let w = World::new();
    w.put(
        "b.txt",
        "“Bell \u{7} \u{1b}[31mred \u{9b}1m and \u{202e}turned,” said Ada \u{1b}]0;x\u{7}Grey.\n".as_bytes(),
    );
    for arguments in [
        vec!["detect", "b.txt"],
        vec!["detect", "b.txt", "--format", "jsonl"],
        vec!["detect", "b.txt", "--format", "csv"],
        vec!["export", "b.txt", "--to", "csv", "--suggested"],
        vec!["export", "b.txt", "--to", "jsonl", "--suggested"],
        vec!["export", "b.txt", "--to", "markdown", "--suggested"],
        vec!["check", "b.txt"],
    ] {
        let (_, out, err) = w.run(&arguments);
        let raw = |c: char| sayso_core::sanitize::is_hostile(c) && !matches!(c, '\n' | '\r');
        assert!(!out.chars().chain(err.chars()).any(raw), "{arguments:?}: {out:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_is_success() {
    let w = World::new();
    w.put("big.txt", STORY.repeat(20_000).as_bytes());
    let program = assert_cmd::cargo::cargo_bin("sayso");
    let command = format!("{} big.txt | head -1; echo ${{PIPESTATUS[0]}}", program.display());
    let output = Command::new("bash").current_dir(w.folder.path()).args(["-c", &command]).output().unwrap();
    assert!(String::from_utf8(output.stdout).unwrap().ends_with("\n0\n"));
}

#[test]
fn files_of_many_documents_are_named_by_part() {
    let world = World::new();
    let csv = "id,title,text\nvote,The vote,\"“We will vote on Monday,” said Ada Grey.\"\n\
        x/../y,Other,\"“Nobody is in a hurry,” Bo Low said.\"\n";
    world.put("articles.csv", csv.as_bytes());
    let (code, out, _) = world.run(&["articles.csv"]);
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!((code, lines.len()), (0, 2));
    assert_eq!(lines[0], "articles.csv#vote\tThe vote");
    assert!(!lines[1].contains('/'), "an id never leaves the folder: {out}");
    let (code, out, _) = world.run(&["detect", "articles.csv#vote"]);
    assert!(code == 0 && out.contains("Ada Grey") && !out.contains("Bo Low"), "{out}");
    let (code, out, _) = world.run(&["detect", "articles.csv#2"]);
    assert!(code == 0 && out.contains("Bo Low"), "{out}");
    let (code, out, _) = world.run(&["detect", "articles.csv", "--format", "csv"]);
    assert!(code == 0 && out.lines().count() == 3, "{out}");
    let (code, out, _) = world.run(&["where", "articles.csv#vote"]);
    assert!(code == 0 && out.trim_end().ends_with("articles.csv#vote.sayso.ron"), "{out}");
    let (code, _, err) = world.run(&["detect", "articles.csv#3"]);
    assert!(code == 3 && err.contains("It holds 2: name one by its number, 1 to 2"), "{err}");
    let (code, _, err) = world.run(&["detect", "articles.csv", "--column", "body"]);
    assert!(code == 3 && err.contains("No column of this table is called body. It has: id, text, title."), "{err}");
    let (code, out, _) =
        world.fed(&["detect", "-"], "From a Mon Jan 1\nFrom: Ada Grey <a@x>\n\n“It holds,” said Bo Low.\n");
    assert!(code == 0 && out.contains("Bo Low"), "{out}");
}

#[test]
fn what_was_not_read_is_told_beside_the_text() {
    let world = World::new();
    world.put("a.xml", b"<TEI><text><p>One two.</p><p>Three");
    let (code, out, err) = world.run(&["a.xml"]);
    assert_eq!((code, out.as_str()), (0, "One two.\n\nThree\n"));
    assert!(err.contains("damaged and read as far as it goes: it breaks off at line 1"), "{err}");
    world.put("b.pdf", b"%PDF-1.4\nnothing more");
    let (code, out, err) = world.run(&["detect", "b.pdf"]);
    assert!(code == 3 && out.is_empty() && err.contains("cannot be read as PDF"), "{err}");
    world.put("a.tar.xz", b"\xfd7zXZ\x00\x00\x04\xe6\xd6\xb4\x46");
    let (code, _, err) = world.run(&["a.tar.xz"]);
    assert!(code == 3 && err.contains("It begins like an xz archive"), "{err}");
}

#[test]
fn an_export_never_replaces_what_it_was_made_from() {
    let world = World::new();
    world.sidecar(GOOD);
    let (code, _, err) = world.run(&["export", "a.txt", "--to", "brat", "-o", "a.ann", "--force"]);
    assert!(code == 4 && err.contains("a.txt is a document or its sidecar"), "{err}");
    let (code, _, err) = world.run(&["export", "a.txt", "--to", "csv", "-o", "a.txt.sayso.ron", "--force"]);
    assert!(code == 4 && err.contains("sidecar"), "{err}");
    assert!(!world.folder.path().join("a.ann").exists());
    assert_eq!(std::fs::read_to_string(world.folder.path().join("a.txt")).unwrap(), STORY);
    let (code, _, err) = world.run(&["export", "a.txt", "--to", "brat", "-o", "b.ann"]);
    assert_eq!((code, err.as_str()), (0, ""));
    let written = std::fs::read_to_string(world.folder.path().join("b.ann")).unwrap();
    assert!(written.starts_with("T1\tQuote 0 25\t“We will vote on Monday,”\n"), "{written}");
    assert_eq!(std::fs::read_to_string(world.folder.path().join("b.txt")).unwrap(), STORY);
}

#[cfg(unix)]
#[test]
fn what_a_pipe_gives_is_read_once() {
    let world = World::new();
    let (code, out, err) = world.fed(&["detect", "/dev/stdin"], STORY);
    assert!(code == 0 && out.contains("Ada Grey"), "{out}{err}");
}

#[test]
fn an_export_of_a_folder_spares_the_documents_in_it() {
    let world = World::new();
    world.sidecar(GOOD);
    let (code, _, err) = world.run(&["export", ".", "--to", "brat", "-o", "a.ann", "--force"]);
    assert!(code == 4 && err.contains("a.txt is a document"), "{err}");
    assert_eq!(std::fs::read_to_string(world.folder.path().join("a.txt")).unwrap(), STORY);
}

#[test]
fn spans_are_the_words_they_name_in_every_format() {
    let world = World::new();
    // Emoji, a family, an accent of its own, CR LF, a line separator, a hard blank, a tab, right-to-left.
    let text = "“Taxes fell 😊 by 5%,” Jane Doe said.\r\nHe left.\r\n\r\n“E\u{301} is 👨\u{200d}👩\u{200d}👧,”\u{2028}Bo Low said. “And\u{a0}so\ton \u{5d0}\u{5d1},” he added.\r\n";
    world.put("u.txt", text.as_bytes());
    let cut = |text: &str, start: u64, end: u64| -> String {
        text.chars().skip(usize::try_from(start).unwrap()).take(usize::try_from(end - start).unwrap()).collect()
    };
    let reading = text.replace("\r\n", "\n");
    let run = |to: &str| {
        let (code, out, _) = world.run(&["export", "u.txt", "--suggested", "--to", to]);
        assert_eq!(code, 0, "{to}");
        out
    };
    for line in run("brat").lines().filter(|l| l.starts_with('T')) {
        let fields: Vec<&str> = line.split('\t').collect();
        let (_, at) = fields[1].split_once(' ').unwrap();
        let words: Vec<String> = at
            .split(';')
            .map(|f| f.split_once(' ').unwrap())
            .map(|(s, e)| cut(&reading, s.parse().unwrap(), e.parse().unwrap()))
            .collect();
        assert_eq!(words.join(" "), fields[2..].join("\t"));
    }
    let value = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
    let doccano = value(&run("doccano"));
    assert_eq!(doccano["text"], reading.as_str());
    let spacy = value(&run("spacy"));
    let quotes: Vec<String> = spacy["spans"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|s| s["label"] == "Quote")
        .map(|s| cut(&reading, s["start"].as_u64().unwrap(), s["end"].as_u64().unwrap()))
        .collect();
    assert_eq!(quotes[0], "“Taxes fell 😊 by 5%,”");
    assert!(quotes.iter().all(|q| q.starts_with('“') && q.ends_with('”')), "{quotes:?}");
    let studio = value(&run("label-studio"));
    // Nobody has decided anything: all of it is predicted.
    for region in studio[0]["predictions"][0]["result"].as_array().unwrap().iter().filter(|r| r["type"] == "labels") {
        let at = &region["value"];
        assert_eq!(
            cut(&reading, at["start"].as_u64().unwrap(), at["end"].as_u64().unwrap()),
            at["text"].as_str().unwrap()
        );
    }
    let w3c = value(&run("w3c"));
    let items = w3c["first"]["items"].as_array().unwrap();
    assert_eq!(w3c["total"], items.len());
    for item in items {
        let selectors = &item["target"]["selector"];
        let (words, at) = (&selectors[0], &selectors[1]);
        assert_eq!(
            cut(&reading, at["start"].as_u64().unwrap(), at["end"].as_u64().unwrap()),
            words["exact"].as_str().unwrap()
        );
    }
}

/// Two people decided about the same suggestion on two branches; git kept both lines.
#[test]
fn a_union_of_two_peoples_decisions_is_one_statement() {
    let world = World::new();
    let second = |line: &str| line.replace("id: \"", "id: \"zz");
    let agreed = format!("{GOOD},\n{}", second(GOOD));
    world.sidecar(&agreed);
    let (code, out, _) = world.run(&["check", "a.txt"]);
    assert!(code == 0 && out.contains("1 annotation"), "{out}");
    let rejected = second(GOOD).replace("status: confirmed", "status: rejected");
    world.sidecar(&format!("{GOOD},\n{rejected}"));
    let (code, out, _) = world.run(&["check", "a.txt"]);
    assert!(code == 1 && out.matches("in conflict").count() == 1, "{out}");
    let nobody = second(GOOD).replace("speaker: \"ada-grey\"", "speaker: none");
    assert_ne!(nobody, second(GOOD));
    world.sidecar(&format!("{GOOD},\n{nobody}"));
    let (code, out, _) = world.run(&["check", "a.txt"]);
    assert!(code == 1 && out.matches("in conflict").count() == 1, "{out}");
    for format in ["jsonl", "csv", "brat", "conll"] {
        let (code, out, err) = world.run(&["export", "a.txt", "--to", format]);
        assert!(code == 0 && err.contains("1 annotation was decided differently"), "{format}: {err}");
        if format == "jsonl" {
            assert_eq!(out.lines().count(), 1, "{out}");
        }
    }
    assert_eq!(world.run(&["export", "a.txt", "--to", "jsonl", "--strict"]).0, 1);
}
