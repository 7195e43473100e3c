//! What SECURITY.md says of files of strangers and no other test shows. Each sentence there names its tests, and every test
//! that it names is there.

#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::{Path, PathBuf};

const STORY: &str = "“We will vote on Monday,” said Ada Grey, the mayor.\n\nShe added: “Nobody is in a hurry.”\n";
/// Far beyond what any reader of formats goes into each other.
const DEEP: usize = 200_000;

struct World {
    folder: tempfile::TempDir,
}

impl World {
    /// A document in a folder of its own, beside a home.
    fn new() -> Self {
        let world = Self { folder: tempfile::tempdir().unwrap() };
        for folder in ["desk", "home/config/sayso"] {
            std::fs::create_dir_all(world.folder.path().join(folder)).unwrap();
        }
        world.put("desk/a.txt", STORY.as_bytes());
        world
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn put(&self, name: &str, bytes: &[u8]) {
        sayso::store::disk::replace(&self.at(name), bytes).unwrap();
    }

    /// Exit code, standard output and error of the program in the folder of the document.
    fn run(&self, arguments: &[&str]) -> (i32, String) {
        let mut command = assert_cmd::Command::cargo_bin("sayso").unwrap();
        command.env_clear().env("HOME", self.at("home")).current_dir(self.at("desk")).args(arguments);
        for (name, folder) in [("CONFIG", "config"), ("DATA", "data"), ("STATE", "state")] {
            command.env(format!("XDG_{name}_HOME"), self.at("home").join(folder));
        }
        let output = command.output().unwrap();
        let text = [output.stdout, output.stderr].concat();
        (output.status.code().unwrap(), String::from_utf8(text).unwrap())
    }

    /// Everything below the world but what the program keeps in its own folders.
    fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut found = BTreeMap::new();
        let mut folders = vec![self.folder.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if !path.starts_with(self.at("home")) {
                    found.insert(path.clone(), std::fs::read(&path).unwrap());
                }
            }
        }
        found
    }
}

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn a_folder_brings_no_settings() {
    let w = World::new();
    let settings = b"(annotator: \"mallory\", player: [\"sh\", \"-c\", \"touch played\"], broken: 1)";
    for name in ["config.ron", ".config.ron", "sayso/config.ron", ".sayso/config.ron", ".config/sayso/config.ron"] {
        std::fs::create_dir_all(w.at("desk").join(name).parent().unwrap()).unwrap();
        w.put(&format!("desk/{name}"), settings);
    }
    let (code, out) = w.run(&["where", "a.txt"]);
    assert_eq!((code, out.as_str()), (0, "a.txt.sayso.ron\n"));
    // The same file where settings are looked for: its annotator counts, its mistake is told.
    w.put("home/config/sayso/config.ron", settings);
    let (_, out) = w.run(&["where", "a.txt"]);
    assert!(out.contains("broken"), "{out}");
}

#[test]
fn a_codebook_starts_nothing_and_is_told_when_it_says_how() {
    let w = World::new();
    w.put("desk/sayso.ron", b"(player: [\"sh\"], labels: [])");
    let before = w.files();
    let (code, out) = w.run(&["check", "a.txt"]);
    assert!(code == 1 && out.contains("player"), "{out}");
    assert!(w.files() == before);
}

#[test]
fn names_in_an_archive_are_no_paths() {
    let w = World::new();
    let page = b"<html><body><p>Ada Grey said: &#8220;We will vote.&#8221;</p></body></html>";
    let names = [
        "../outside.html",
        "../../outside.html",
        "/outside.html",
        "..\\outside.html",
        "C:\\outside.html",
        "a/../../x.html",
    ];
    for (archive, arguments) in
        [("a.zip", &["detect", "a.zip"][..]), ("a.qdpx", &["import", "a.qdpx", "--into", "a.txt"])]
    {
        let files: Vec<(&str, &[u8])> = names.iter().map(|name| (*name, page.as_slice())).collect();
        w.put(&format!("desk/{archive}"), &zipped(&files));
        let before = w.files();
        let (code, out) = w.run(arguments);
        assert!([0, 3].contains(&code), "{archive}: {code} {out}");
        assert!(w.files() == before, "{archive}: {out}");
    }
}

#[test]
fn an_import_that_swells_or_nests_is_refused() {
    let w = World::new();
    let bomb = zipped(&[("project.qde", &vec![b' '; 200 << 20])]);
    assert!(bomb.len() < 1 << 20);
    let entities = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c SYSTEM \"a.txt\">]>";
    let project =
        format!("<?xml version=\"1.0\"?>{entities}<Project xmlns=\"urn:QDA-XML:project:1.0\"><x>&b;&c;</x></Project>");
    let cas = format!(
        "<?xml version=\"1.0\"?>{entities}<xmi:XMI xmlns:xmi=\"http://www.omg.org/XMI\">{}",
        "<x>".repeat(DEEP)
    );
    for (name, from, bytes) in [
        ("bomb.qdpx", "qdpx", bomb),
        ("entities.qdpx", "qdpx", zipped(&[("project.qde", project.as_bytes())])),
        ("deep.xmi", "xmi", cas.into_bytes()),
        ("deep.jsonl", "jsonl", "[".repeat(DEEP).into_bytes()),
        ("deep.json", "w3c", format!("{{\"@context\": {}", "[".repeat(DEEP)).into_bytes()),
        ("deep.label.json", "label-studio", "[{\"a\":".repeat(DEEP).into_bytes()),
        ("deep.sayso.ron", "sayso", format!("(version: 1, annotations: {}", "[".repeat(DEEP)).into_bytes()),
    ] {
        w.put(&format!("desk/{name}"), &bytes);
        let before = w.files();
        let (code, out) = w.run(&["import", name, "--from", from, "--into", "a.txt"]);
        assert_eq!(code, 3, "{name}: {out}");
        assert!(out.starts_with("sayso: ") && out.lines().count() <= 3 && out.len() < 600, "{name}: {out}");
        assert!(w.files() == before, "{name}: {out}");
    }
}

#[test]
fn settings_codebooks_and_themes_that_nest_are_told() {
    let w = World::new();
    let deep = "(".repeat(DEEP);
    w.put("desk/sayso.ron", format!("(labels: {deep}").as_bytes());
    let (code, out) = w.run(&["check", "a.txt"]);
    assert!(code == 1 && out.contains("sayso.ron:1:"), "{out}");
    std::fs::remove_file(w.at("desk/sayso.ron")).unwrap();
    w.put("home/config/sayso/config.ron", format!("(keys: {deep}").as_bytes());
    let (code, out) = w.run(&["check", "a.txt"]);
    assert!(code == 0 && out.contains("config.ron:1:"), "{out}");
    assert!(out.len() < 2_000, "{}", out.len());
}

#[test]
fn nothing_that_fetches_is_built_in() {
    let lock = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock")).unwrap();
    let names: BTreeSet<&str> = lock.lines().filter_map(|l| l.strip_prefix("name = \"")?.strip_suffix('"')).collect();
    assert!(names.contains("sayso-core") && names.len() > 200, "{}", names.len());
    for client in
        ["reqwest", "ureq", "curl", "hyper-util", "isahc", "attohttpc", "native-tls", "rustls", "openssl", "git2"]
    {
        assert!(!names.contains(client), "{client} is built in");
    }
}

/// `path.rs::name` in SECURITY.md is a test of that file.
#[test]
fn every_sentence_has_its_test() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(root.join("SECURITY.md")).unwrap();
    let mut count = 0;
    for (path, test) in page.split('`').skip(1).step_by(2).filter_map(|code| code.split_once("::")) {
        let source = std::fs::read_to_string(root.join(path)).unwrap_or_else(|e| panic!("{path}: {e}"));
        let at = source.find(&format!("fn {test}(")).unwrap_or_else(|| panic!("{path} has no {test}"));
        let before = source.get(..at).unwrap();
        let lines: Vec<&str> = before.lines().rev().take(5).collect();
        let is_test = lines.iter().any(|line| line.contains("#[test]")) || before.contains("proptest! {");
        assert!(is_test, "{path}: {test} is no test");
        count += 1;
    }
    assert!(count > 40, "{count}");
}
