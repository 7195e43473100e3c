use super::{files, put, sayso};
use serde_json::Value;
use std::path::Path;

/// Exit code and output.
fn told(home: &Path, arguments: &[&str]) -> (i32, String) {
    let mut command = sayso(home);
    command.env("LANG", "C.UTF-8").env("TERM", "xterm-256color").args(arguments);
    let output = command.output().unwrap();
    assert!(output.stderr.is_empty() || output.status.code() != Some(0), "{output:?}");
    (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
}

#[test]
fn nothing_is_wrong_in_a_world_that_is_empty() {
    let home = tempfile::tempdir().unwrap();
    let (code, out) = told(home.path(), &["doctor"]);
    assert!(code == 0 && !out.contains("wrong"), "{out}");
    for words in
        ["256, by COLORTERM and TERM", "not there: the built-in ones are used", "made when it is needed", "no terminal"]
    {
        assert!(out.contains(words), "{words}: {out}");
    }
    assert_eq!(files(home.path()), Vec::<std::path::PathBuf>::new());
}

#[test]
fn mistakes_and_leftovers_are_told_with_what_to_do() {
    let home = tempfile::tempdir().unwrap();
    for folder in ["config/sayso/themes", "data", "docs/.git"] {
        std::fs::create_dir_all(home.path().join(folder)).unwrap();
    }
    put(home.path(), "config/sayso/config.ron", "(\n  theme: \"drak\",\n  keys: {\"qiut\": [\"q\"]},\n)\n");
    put(home.path(), "config/sayso/themes/mine.ron", "(name: 3)\n");
    put(home.path(), "data/sayso", "in the way");
    put(home.path(), "docs/a.txt", "“Yes,” said Bo Lind.\n");
    for name in [
        ".a.txt.sayso.lock",
        ".b.txt.sayso.ada.journal",
        ".c.txt.sayso.draft",
        ".sayso-aB3xYz",
        ".git/.d.txt.sayso.lock",
        ".other.lock",
    ] {
        put(home.path(), &format!("docs/{name}"), "");
    }
    let before = files(home.path());
    let (code, out) = told(home.path(), &["doctor", "--format", "json", "docs"]);
    let told: Value = serde_json::from_str(&out).unwrap();
    let lines = |state: &str| -> Vec<String> {
        let checks = told["checks"].as_array().unwrap();
        let line = |check: &Value| {
            format!("{} | {}", check["message"].as_str().unwrap(), check["hint"].as_str().unwrap_or_default())
        };
        checks.iter().filter(|check| check["state"] == state).map(line).collect()
    };
    let (wrong, notes) = (lines("wrong"), lines("note"));
    assert_eq!((code, wrong.len()), (1, 4), "{wrong:#?}");
    for words in ["config.ron:2:", "Did you mean dark?", "config.ron:3:", "mine.ron:1:", "data/sayso is no folder"] {
        assert!(wrong.iter().any(|line| line.contains(words)), "{words}: {wrong:#?}");
    }
    for words in [
        "a.txt.sayso.ron: its lock was left",
        "b.txt.sayso.ada.ron: changes of a session",
        "c.txt.sayso.ron: something was left",
        ".sayso-aB3xYz: a temporary file",
    ] {
        assert!(notes.iter().any(|line| line.contains(words)), "{words}: {notes:#?}");
    }
    assert!(!out.contains("d.txt") && !out.contains("other.lock"), "{out}");
    assert_eq!(files(home.path()), before);
    let (code, _) = self::told(home.path(), &["doctor", "docs/a.txt"]);
    assert_eq!(code, 2);
}

#[test]
fn which_sayso_it_is() {
    let home = tempfile::tempdir().unwrap();
    for arguments in [["--version", "--verbose"], ["--verbose", "-V"]] {
        let (code, out) = told(home.path(), &arguments);
        assert!(code == 0 && out.starts_with("sayso 0.") && out.contains("terminal: TERM=xterm-256color"), "{out}");
    }
    let (_, short) = told(home.path(), &["--version"]);
    assert_eq!(short.lines().count(), 1);
}
