//! What the manual says of commits and builds: a hook in a repository, where a draft with an altered number is not committed and the
//! mended one is; the reports that a build keeps.

#![cfg(unix)]
#![allow(clippy::unwrap_used)]

use sayso::store::disk;
use serde_json::Value;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Output};

const PAGE: &str = include_str!("../docs/verification.md");
const TALK: &str = "INES VALE: The pump is 40 years old, and nobody wants to replace it before the winter.\n\n\
    OTTO RAHM: Then we shall have to ask the bank for the money.\n\nINES VALE: Ask them tomorrow, please.\n";

/// The hook, as people copy it.
fn hook() -> &'static str {
    let begins = PAGE.find("#!/bin/sh\n# Quotations of drafts").unwrap();
    let hook = PAGE.get(begins..).unwrap();
    hook.get(..hook.find("```").unwrap()).unwrap()
}

/// Runs git with the program under test as `sayso`.
fn git(folder: &Path, arguments: &[&str]) -> Option<Output> {
    let program = Path::new(env!("CARGO_BIN_EXE_sayso")).parent().unwrap();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths(std::iter::once(program.to_owned()).chain(std::env::split_paths(&path))).unwrap();
    let mut command = Command::new("git");
    command.current_dir(folder).env("PATH", path).env("HOME", folder).env("GIT_CONFIG_NOSYSTEM", "1");
    for (name, value) in [("NAME", "Ada"), ("EMAIL", "ada@example.org")] {
        command.env(format!("GIT_AUTHOR_{name}"), value).env(format!("GIT_COMMITTER_{name}"), value);
    }
    command.args(arguments).output().ok()
}

#[test]
fn an_altered_number_is_not_committed() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    if git(at, &["init", "--initial-branch=main"]).is_none_or(|output| !output.status.success()) {
        println!("git is not here, or too old: no hook runs in this test");
        return;
    }
    let write = |name: &str, words: &str| {
        fs::create_dir_all(at.join(name).parent().unwrap()).unwrap();
        disk::replace(&at.join(name), words.as_bytes()).unwrap();
    };
    write(".git/hooks/pre-commit", hook());
    fs::set_permissions(at.join(".git/hooks/pre-commit"), fs::Permissions::from_mode(0o755)).unwrap();
    write("sources/talk.txt", TALK);
    let commit = |words: &str| {
        assert!(git(at, &["add", "-A"]).unwrap().status.success());
        let output = git(at, &["commit", "-m", words]).unwrap();
        let told = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        (output.status.success(), told)
    };
    let (done, told) = commit("sources");
    assert!(done, "no draft, nothing to check: {told}");
    let draft = |years: u32| {
        write(
            "drafts/old pump.md",
            &format!(
                "# Old pump\n\n“The pump is {years} years old, and nobody wants to replace it,” said Ines Vale, a captain.\n"
            ),
        );
    };
    draft(50);
    let (done, told) = commit("draft");
    assert!(!done && told.contains("altered") && told.contains("number"), "{told}");
    assert!(told.contains("drafts/old pump.md"), "{told}");
    draft(40);
    let (done, told) = commit("draft");
    assert!(done, "{told}");
    let log = git(at, &["log", "--format=%s"]).unwrap();
    assert_eq!(String::from_utf8_lossy(&log.stdout), "draft\nsources\n");
}

/// Checks a draft against the talk: exit code and report.
fn report(arguments: &[&str]) -> (Option<i32>, String) {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, words: &str| disk::replace(&folder.path().join(name), words.as_bytes()).unwrap();
    write("talk.txt", TALK);
    write(
        "draft.md",
        "“The pump is 50 years old, and nobody wants to replace it,” said Ines Vale, a captain.\n\n“Ask them tomorrow, please,” she \
         told Otto Rahm.\n",
    );
    let run = Command::new(env!("CARGO_BIN_EXE_sayso"))
        .args(["verify", "draft.md", "--against", "talk.txt"])
        .args(arguments)
        .current_dir(folder.path())
        .env("HOME", folder.path())
        .output()
        .unwrap();
    (run.status.code(), String::from_utf8(run.stdout).unwrap())
}

#[test]
fn a_build_gets_a_report_and_an_exit_code() {
    let results = |arguments: &[&str]| {
        let (code, log) = report(arguments);
        let log: Value = serde_json::from_str(&log).unwrap();
        let results = log["runs"][0]["results"].as_array().unwrap().clone();
        (code, results.iter().map(|r| r["ruleId"].as_str().unwrap().to_owned()).collect::<Vec<_>>(), results)
    };
    let (code, rules, found) = results(&["--format", "sarif"]);
    assert_eq!((code, rules), (Some(1), vec!["sayso/altered-number".to_owned()]));
    let region = &found[0]["locations"][0]["physicalLocation"]["region"];
    assert_eq!((region["startLine"].as_u64(), region["startColumn"].as_u64()), (Some(1), Some(2)));
    let (_, rules, _) = results(&["--format", "sarif", "--all"]);
    assert_eq!(rules, ["sayso/altered-number", "sayso/verbatim"]);
    let (code, _, allowed) = results(&["--format", "sarif", "--allow", "number"]);
    assert_eq!((code, allowed[0]["suppressions"][0]["kind"].as_str()), (Some(0), Some("external")));
    let (code, table) = report(&["--format", "csv"]);
    assert_eq!((code, table.lines().count()), (Some(1), 3), "{table}");
    assert!(table.contains("[-40-] {+50+}"), "{table}");
    let (code, page) = report(&["--format", "html"]);
    assert_eq!(code, Some(1));
    assert!(
        page.starts_with("<!DOCTYPE html>") && page.contains("<ins><span class=\"sign\">+</span>50</ins>"),
        "{page}"
    );
}
