//! Where exports go and what is read: links, pipes, devices, folders, documents of others, endless files, templates without
//! measure. With the rights of whoever runs the tests and, for root, with those of nobody as well.

#![cfg(unix)]
#![allow(clippy::unwrap_used)]

use std::os::unix::fs::{FileTypeExt as _, PermissionsExt as _, symlink};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const STORY: &str = "“We will vote on Monday,” said Ada Grey, the mayor.\n\nShe added: “Nobody is in a hurry.”\n";

/// The number of nobody.
const NOBODY: u32 = 65534;

struct World {
    folder: tempfile::TempDir,
    /// Whose rights the program has, where they are not the test's.
    user: Option<u32>,
}

impl World {
    fn new(user: Option<u32>) -> Self {
        let world = Self { folder: tempfile::tempdir().unwrap(), user };
        world.open_to_all(world.folder.path());
        world.put("a.txt", STORY.as_bytes());
        world
    }

    fn open_to_all(&self, path: &Path) {
        if self.user.is_some() {
            let mode = if path.is_dir() { 0o777 } else { 0o666 };
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
        }
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn put(&self, name: &str, bytes: &[u8]) {
        sayso::store::disk::replace(&self.at(name), bytes).unwrap();
        self.open_to_all(&self.at(name));
    }

    /// A file of that many bytes, none of them on the disk.
    fn put_large(&self, name: &str, length: u64) {
        self.put(name, b"");
        std::fs::OpenOptions::new().write(true).open(self.at(name)).unwrap().set_len(length).unwrap();
    }

    fn make_folder(&self, name: &str) {
        std::fs::create_dir_all(self.at(name)).unwrap();
        self.open_to_all(&self.at(name));
    }

    fn make_pipe(&self, name: &str) {
        assert!(Command::new("mkfifo").args(["-m", "666"]).arg(self.at(name)).status().unwrap().success());
    }

    /// A device of our own, which swallows bytes or gives them without end; false where devices cannot be made.
    fn make_device(&self, name: &str, minor: &str) -> bool {
        let made = Command::new("mknod").arg(self.at(name)).args(["c", "1", minor]).stderr(Stdio::null()).status();
        let made = made.is_ok_and(|s| s.success()) && std::fs::File::open(self.at(name)).is_ok();
        if made {
            assert!(Command::new("chmod").arg("666").arg(self.at(name)).status().unwrap().success());
        } else {
            eprintln!("no device can be made here: what is said of devices is not tried");
            // Some systems make one that cannot be opened.
            let _ = std::fs::remove_file(self.at(name));
        }
        made
    }

    fn command(&self) -> Command {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin("sayso"));
        command.env_clear().env("HOME", self.folder.path()).current_dir(self.folder.path());
        for (name, below) in [("CONFIG", "config"), ("DATA", "data"), ("STATE", "state")] {
            command.env(format!("XDG_{name}_HOME"), self.at(below));
        }
        if let Some(user) = self.user {
            command.uid(user).gid(user);
        }
        command
    }

    /// Exit code, standard output, standard error.
    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        let output = self.command().args(arguments).stdin(Stdio::null()).output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (output.status.code().unwrap_or(-1), text(&output.stdout), text(&output.stderr))
    }

    /// Exports to a file with `--force`.
    fn export(&self, format: &str, to: &str) -> (i32, String) {
        let (code, _, err) = self.run(&["export", "a.txt", "--suggested", "--to", format, "-o", to, "--force"]);
        (code, err)
    }

    /// Everything in the folder: names with kinds and, of ordinary files, bytes.
    fn all(&self) -> Vec<(PathBuf, String, Vec<u8>)> {
        let entries = std::fs::read_dir(self.folder.path()).unwrap().flatten();
        let mut all: Vec<_> = entries
            .map(|e| {
                let kind = e.file_type().unwrap();
                let small = kind.is_file() && e.metadata().unwrap().len() < 1 << 20;
                let bytes = if small { std::fs::read(e.path()).unwrap() } else { Vec::new() };
                (e.path(), format!("{kind:?}"), bytes)
            })
            .collect();
        all.sort();
        all
    }
}

/// With the test's own rights and, for root, with nobody's.
fn as_everybody(story: impl Fn(&World)) {
    story(&World::new(None));
    let is_root = Command::new("id").arg("-u").output().is_ok_and(|o| o.stdout == b"0\n");
    let other = World::new(Some(NOBODY));
    // The program itself may lie where only root comes.
    if is_root && other.command().arg("--version").output().is_ok_and(|o| o.status.success()) {
        story(&other);
    } else {
        eprintln!("not tried as another user");
    }
}

#[test]
fn documents_annotations_and_settings_are_never_replaced() {
    as_everybody(|w| {
        w.put("notes.md", b"# Somebody's notes\n\nWords.\n");
        w.put("table.csv", b"id,text\n1,words\n");
        w.put("page.html", b"<!DOCTYPE html><p>Words");
        w.put("b.txt", b"other words");
        w.put("b.txt.sayso.ron", b"(version: 1)");
        w.put(".b.txt.sayso.journal", b"x");
        w.put(".b.txt.sayso.lock", b"");
        w.put("sayso.ron", b"()");
        w.put("picture.png", b"\x89PNG");
        w.put("mine.csv", b"#![enable(implicit_some)]\n// sayso annotations, one to a line\n(version: 1)\n");
        w.make_folder("config/sayso");
        w.put("config/sayso/config.ron", b"()");
        for (link, to) in [
            ("to-a.md", "a.txt"),
            ("to-b.csv", "b.txt"),
            ("to-sidecar.csv", "b.txt.sayso.ron"),
            ("to-journal.csv", ".b.txt.sayso.journal"),
            ("to-codebook.csv", "sayso.ron"),
            ("to-config.csv", "config/sayso/config.ron"),
            ("to-picture.csv", "picture.png"),
            ("to-nothing.csv", "nothing.csv"),
            ("to-itself.csv", "to-itself.csv"),
            ("to-link.csv", "to-a.md"),
        ] {
            symlink(to, w.at(link)).unwrap();
        }
        std::fs::hard_link(w.at("a.txt"), w.at("hard.csv")).unwrap();
        let before = w.all();
        let csv = [
            "a.txt",
            "table.csv",
            "b.txt.sayso.ron",
            ".b.txt.sayso.journal",
            ".b.txt.sayso.lock",
            "sayso.ron",
            "new.sayso.ron",
            "c.txt.sayso.ada.ron",
            ".c.txt.sayso.journal-2",
            ".c.txt.sayso.lock",
            "config/sayso/config.ron",
            "picture.png",
            "mine.csv",
            "to-b.csv",
            "to-sidecar.csv",
            "to-journal.csv",
            "to-codebook.csv",
            "to-config.csv",
            "to-picture.csv",
            "to-nothing.csv",
            "to-itself.csv",
            "to-link.csv",
            "hard.csv",
        ];
        let others = [
            ("text", "a.txt"),
            ("text", "b.txt"),
            ("markdown", "notes.md"),
            ("markdown", "to-a.md"),
            ("html", "page.html"),
            // Both of two files, or none.
            ("brat", "b.ann"),
        ];
        for (format, to) in csv.map(|to| ("csv", to)).into_iter().chain(others) {
            let (code, err) = w.export(format, to);
            assert_eq!(code, 4, "{format} {to}: {err}");
            assert_eq!(err.lines().count(), 1, "{format} {to}: {err}");
            assert_eq!(w.all(), before, "{format} {to}");
        }
        for arguments in [
            &["export", "a.txt", "--to", "csv", "--sidecar", "own", "-o", ".own.journal"][..],
            &["export", "a.txt", "--to", "csv", "--sidecar", "own", "-o", "own", "--force"],
            &["export", "a.txt", "--template", "notes", "-o", "notes.md", "--force"],
            &["codebook", "-o", "notes.md", "--force"],
            &["codebook", "-o", "to-sidecar.csv", "--force"],
            &["codebook", "--to", "label-studio", "-o", "sayso.ron", "--force"],
        ] {
            let (code, _, err) = w.run(arguments);
            assert_eq!((code, w.all() == before), (4, true), "{arguments:?} {err}");
        }
    });
}

#[test]
fn exports_are_replaced_by_exports() {
    as_everybody(|w| {
        for format in sayso_core::export::FORMATS.iter().filter(|f| !f.timed && f.folder.is_none()) {
            let name = format.name;
            let to = format!("{name}.{}", format.extension);
            // A page to read with nothing in it has no shape by which it is known.
            if !["markdown", "org", "text"].contains(&name) {
                let (code, _, err) = w.run(&["export", "a.txt", "--to", name, "-o", &to]);
                assert_eq!(code, 0, "{name}: {err}");
            }
            let (code, err) = w.export(name, &to);
            assert_eq!(code, 0, "{name}: {err}");
            let (code, _, err) = w.run(&["export", "a.txt", "--to", name, "-o", &to]);
            assert!(code == 4 && err.contains("--force"), "{name}: {err}");
            let (code, err) = w.export(name, &to);
            assert_eq!(code, 0, "{name}: {err}");
        }
        w.make_folder("out");
        for format in ["brat", "markdown", "csv", "brat", "markdown", "csv"] {
            let (code, err) = w.export(format, "out");
            assert_eq!(code, 0, "{format}: {err}");
        }
        symlink("csv.csv", w.at("link.csv")).unwrap();
        assert_eq!(w.export("csv", "link.csv").0, 0);
        assert!(std::fs::symlink_metadata(w.at("link.csv")).unwrap().is_symlink());
    });
}

#[test]
fn pipes_and_devices_are_written_into_and_stay() {
    as_everybody(|w| {
        w.make_pipe("pipe");
        let (code, err) = w.export("csv", "pipe");
        assert!(code == 4 && err.contains("without a reader"), "{err}");
        let reader = Command::new("cat").arg(w.at("pipe")).stdout(Stdio::piped()).spawn().unwrap();
        // Until the reader has opened it there is nobody.
        while w.export("csv", "pipe").0 == 4 {
            std::thread::yield_now();
        }
        let read = String::from_utf8(reader.wait_with_output().unwrap().stdout).unwrap();
        assert!(read.starts_with("document,id,label") && read.contains("vote on Monday"), "{read}");
        assert!(std::fs::symlink_metadata(w.at("pipe")).unwrap().file_type().is_fifo());
        // One who reads no further is no failure.
        w.put("long.txt", STORY.repeat(2000).as_bytes());
        let mut reader =
            Command::new("head").args(["-c", "1"]).arg(w.at("pipe")).stdout(Stdio::null()).spawn().unwrap();
        let long = ["export", "long.txt", "--suggested", "--to", "jsonl", "-o", "pipe"];
        let code = std::iter::repeat_with(|| w.run(&long).0).find(|code| *code != 4);
        assert_eq!(code, Some(0));
        reader.wait().unwrap();
        let socket = std::os::unix::net::UnixListener::bind(w.at("socket")).unwrap();
        let (code, err) = w.export("csv", "socket");
        assert!(code == 4 && err.contains("a socket"), "{err}");
        drop(socket);
        w.make_folder("out/a.txt.csv");
        let (code, err) = w.export("csv", "out");
        assert!(code == 4 && err.contains("a folder"), "{err}");
        if w.make_device("null", "3") {
            let (code, err) = w.export("csv", "null");
            assert_eq!(code, 0, "{err}");
            let (code, _, err) = w.run(&["codebook", "-o", "null"]);
            assert_eq!(code, 0, "{err}");
            symlink("null", w.at("to-null")).unwrap();
            assert_eq!(w.export("csv", "to-null").0, 0);
            assert!(std::fs::symlink_metadata(w.at("null")).unwrap().file_type().is_char_device());
        }
        let left: Vec<_> = w.all().into_iter().filter(|(p, ..)| p.to_string_lossy().contains("/.sayso-")).collect();
        assert!(left.is_empty(), "{left:?}");
    });
}

#[test]
fn what_is_no_ordinary_file_is_not_read() {
    as_everybody(|w| {
        w.make_folder("d");
        w.put("d/a.txt", STORY.as_bytes());
        w.put("sayso.ron", b"(labels: [(id: \"above\", key: 'z')])");
        w.make_folder("config/sayso/templates");
        let mut kinds = vec!["pipe"];
        w.make_pipe("pipe");
        if w.make_device("endless", "5") {
            kinds.push("endless");
        }
        for kind in kinds {
            for (name, arguments, code) in [
                ("d/sayso.ron", &["check", "d/a.txt"][..], 1),
                ("d/sayso.ron", &["export", "d/a.txt", "--to", "csv"], 3),
                ("d/sayso.ron", &["codebook", "d"], 3),
                ("config/sayso/config.ron", &["check", "a.txt"], 0),
                ("config/sayso/templates/t.md", &["export", "a.txt", "--template", "t.md"], 3),
                ("b.ann", &["import", "b.ann", "--from", "brat"], 3),
            ] {
                // Where a pipe makes sense it is read to its end, which comes when somebody writes.
                if kind == "pipe" && Path::new(name).extension().is_none_or(|e| e != "ron") {
                    continue;
                }
                symlink(w.at(kind), w.at(name)).unwrap();
                let (got, out, err) = w.run(arguments);
                let said = format!("{out}{err}");
                assert_eq!(got, code, "{kind} {name}: {said}");
                assert!(said.contains("ot an ordinary file"), "{kind} {name}: {said}");
                assert!(!said.contains("above"), "{kind} {name}: {said}");
                std::fs::remove_file(w.at(name)).unwrap();
            }
        }
        if w.at("endless").exists() {
            for arguments in [
                &["detect", "endless"][..],
                &["check", "endless"],
                &["endless"],
                &["export", "endless", "--to", "csv"],
                &["detect", "--input", "jsonl", "endless"],
                &["import", "endless"],
                &["codebook", "--from", "brat", "endless"],
            ] {
                let (code, _, err) = w.run(arguments);
                assert!(code == 3 && err.contains("ordinary file"), "{arguments:?}: {code} {err}");
            }
        }
        w.put_large("d/sayso.ron", 1 << 40);
        let (code, out, _) = w.run(&["check", "d/a.txt"]);
        assert!(code == 1 && out.contains("sayso.ron:1:1: ") && out.contains("larger than 16 MiB"), "{out}");
        w.put_large("large.md.j2", 1 << 40);
        let (code, _, err) = w.run(&["export", "a.txt", "--template", "large.md.j2"]);
        assert!(code == 3 && err.contains("larger than 1 MiB"), "{err}");
        w.put_large("large.txt", 1 << 40);
        let (code, _, err) = w.run(&["detect", "--input", "txt", "large.txt"]);
        assert!(code == 3 && err.contains("larger than 4 GiB"), "{err}");
    });
}

#[test]
fn pipes_of_the_shell_stand_where_files_are_named() {
    let w = World::new(None);
    let program = assert_cmd::cargo::cargo_bin("sayso");
    for (line, words) in [
        ("SAYSO detect <(cat a.txt)", "Ada Grey"),
        ("SAYSO export a.txt --suggested --template <(echo '{{ document.records|length }} records')", "2 records"),
        ("SAYSO export <(cat a.txt) --to csv --suggested -o >(cat) | cat", "vote on Monday"),
    ] {
        let line = line.replace("SAYSO", &program.display().to_string());
        let mut command = Command::new("bash");
        command.args(["-c", &line]).env("HOME", w.folder.path()).current_dir(w.folder.path());
        let output = command.env("XDG_DATA_HOME", w.at("data")).output().unwrap();
        let out = String::from_utf8_lossy(&output.stdout);
        assert!(out.contains(words), "{line}: {out} {}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn no_template_ends_the_program() {
    as_everybody(|w| {
        let around = |open: &str, n: usize, close: &str| format!("{{{{ {}1{} }}}}", open.repeat(n), close.repeat(n));
        let grown = |step: &str| {
            format!(
                "{{% set ns = namespace(x='ab') %}}{{% for i in range(90000) %}}{{% set ns.x = {step} %}}{{% endfor %}}"
            )
        };
        for (name, text) in [
            ("doubled", grown("ns.x ~ ns.x")),
            ("listed", grown("[ns.x, ns.x]|string")),
            ("chain", grown("[ns.x]")),
            ("times", "{{ 'x' * 4000000000 }}".to_owned()),
            ("list", "{{ ([1] * 4000000000)|list|length }}".to_owned()),
            ("indent", "{{ 'x'|indent(4000000000, true) }}".to_owned()),
            ("page", "{% for i in range(90000) %}{{ 'x' * 10000 }}{% endfor %}".to_owned()),
            ("nested", around("[", 100_000, "]")),
            ("calls", around("f(", 100_000, ")")),
            ("not", around("not ", 200_000, "")),
            ("minus", around("-", 500_000, "")),
            ("sums", around("1+", 200_000, "")),
            ("filters", around("", 1, &"|upper".repeat(100_000))),
            ("dots", around("", 1, &".a".repeat(300_000))),
            ("blocks", "{% if true %}".repeat(50_000)),
            ("elif", format!("{{% if false %}}{}{{% endif %}}", "{% elif false %}x".repeat(50_000))),
            ("macro", "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}".to_owned()),
            ("include", "{% include 'include.txt' %}".to_owned()),
            ("forever", "{% for a in range(90000) %}{% for b in range(90000) %}x{% endfor %}{% endfor %}".to_owned()),
            ("unknown", "\n{{ nothing.at.all }}".to_owned()),
            ("syntax", "\n{% for %}".to_owned()),
        ] {
            let file = format!("{name}.txt");
            w.put(&file, text.as_bytes());
            let before = w.all();
            let (code, _, err) = w.run(&["export", "a.txt", "--template", &file, "-o", "new.txt"]);
            if code == 0 {
                // Only what the limits let through.
                assert!(["chain", "indent", "listed"].contains(&name), "{name} was rendered");
                std::fs::remove_file(w.at("new.txt")).unwrap();
            } else {
                assert_eq!(code, 3, "{name}: {err}");
                assert!(err.starts_with(&format!("sayso: {name}.txt")), "{name}: {err}");
                assert_eq!(err.lines().count(), 1, "{name}: {err}");
            }
            let told = !["unknown", "syntax"].contains(&name) || err.contains(".txt:2: ");
            assert!(told, "{name}: {err}");
            assert!(w.all() == before, "{name}");
        }
        w.put("good.md", b"{{ document.name }}: {{ document.records|length }}, {{ version }}\n");
        let (code, out, err) = w.run(&["export", "a.txt", "--template", "good.md", "--suggested"]);
        assert_eq!((code, out.starts_with("a.txt: 2, ")), (0, true), "{out} {err}");
        assert!(!w.run(&["--help"]).1.contains("render-template"));
    });
}

#[test]
fn exports_in_a_folder_are_no_documents_and_leftovers_are_named() {
    as_everybody(|w| {
        let known = [
            ("w3c", "w.json"),
            ("label-studio", "l.json"),
            ("hypothesis", "h.json"),
            ("csv", "c.csv"),
            ("jsonl", "j.jsonl"),
            ("doccano", "d.jsonl"),
            ("spacy", "s.jsonl"),
            ("tei", "t.xml"),
            ("html", "p.html"),
            ("markdown", "m.md"),
            ("org", "o.org"),
            ("text", "a.txt.report.txt"),
            ("brat", "a.txt.ann"),
        ];
        let others =
            [("w3c", "w.jsonld"), ("xmi", "x.xmi"), ("qdpx", "q.qdpx"), ("conll", "n.conll"), ("claims", "f.jsonld")];
        for (format, to) in known.into_iter().chain(others) {
            let (code, err) = w.export(format, to);
            assert_eq!(code, 0, "{format}: {err}");
        }
        w.make_folder("later");
        w.put("later/.sayso-aB3xYz", b"");
        w.put(".sayso-aB3xYz", b"");
        let before = w.all();
        let told = format!("{} exports left out.", known.len());
        for arguments in
            [&["check", "."][..], &["where", "."], &["detect", "."], &["export", ".", "--to", "csv"], &["."]]
        {
            let (code, out, err) = w.run(arguments);
            assert_eq!(code, 0, "{arguments:?}: {out} {err}");
            assert!(err.contains(&told), "{arguments:?}: {out} {err}");
            assert_eq!(w.all(), before, "{arguments:?}");
        }
        let (_, out, _) = w.run(&["check"]);
        let lines: Vec<&str> = out.lines().collect();
        assert_eq!(lines.len(), 3, "{out}");
        assert!(lines[0].starts_with("./a.txt: no annotations yet"), "{out}");
        assert!(
            lines[1].starts_with("./.sayso-aB3xYz: a temporary file") && lines[2].contains("later/.sayso-"),
            "{out}"
        );
        // Named on the command line, or with annotations beside it, one is opened all the same.
        assert!(w.run(&["t.xml"]).1.contains("vote on Monday"));
        w.put("t.xml.sayso.ada.ron", b"(version: 1)");
        assert!(w.run(&["."]).1.contains("./t.xml\n"));
    });
}

#[test]
fn no_export_has_characters_that_drive_a_terminal() {
    let w = World::new(None);
    let controls: String = (0x7f..=0x9f).filter_map(char::from_u32).chain(['\u{7}', '\u{1b}', '\u{202e}']).collect();
    w.put("a.txt", format!("“We will {controls} vote,” said Ada {controls} Grey.\n\n“Yes,” said Bo Low.\n").as_bytes());
    for format in sayso_core::export::FORMATS.iter().filter(|f| !f.binary && !f.timed && f.folder.is_none()) {
        let out = format!("out-{}", format.name);
        w.make_folder(&out);
        let (code, _, err) = w.run(&["export", "a.txt", "--suggested", "--to", format.name, "-o", &out]);
        assert_eq!(code, 0, "{}: {err}", format.name);
        for entry in std::fs::read_dir(w.at(&out)).unwrap().flatten() {
            let text = std::fs::read_to_string(entry.path()).unwrap();
            let is_raw = |c: &char| sayso_core::sanitize::is_hostile(*c) && !matches!(c, '\n' | '\r' | '\t');
            let raw: Vec<char> = text.chars().filter(is_raw).collect();
            assert!(raw.is_empty(), "{:?}: {raw:?}", entry.path());
        }
        if format.name == "brat" {
            assert!(err.contains("control characters are written as"), "{err}");
        }
    }
}
