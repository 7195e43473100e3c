//! `sayso merge` and `sayso git-setup`: sidecars brought together by hand, and by git as two people work on branches.

#![allow(clippy::unwrap_used)]

#[path = "common/repository.rs"]
mod repository;

use repository::{Repository, told};
use sayso::store::disk;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const TEXT: &str =
    "“The pump is old,” said Ines Vale. “Nobody wants to replace it.”\n\nOtto Rahm said the bank would pay.\n";

fn sayso(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sayso"));
    command.current_dir(folder).env("HOME", folder).env_remove("XDG_CONFIG_HOME").args(arguments).output().unwrap()
}

/// A line of a sidecar about the words from `start`.
fn record(id: &str, start: usize, fields: &str) -> String {
    let exact: String = TEXT.chars().skip(start).take(12).collect();
    let end = start + 12;
    format!("    (id: \"{id}\", label: \"claim\", at: [(start: {start}, end: {end}, exact: \"{exact}\")]{fields}),\n")
}

fn sidecar(records: &[String]) -> String {
    let records = records.concat();
    format!(
        "#![enable(implicit_some)]\n(\n  version: 1,\n  document: (),\n  speakers: [\n  ],\n  annotations: [\n{records}  ],\n  \
         reviews: [\n  ],\n)\n"
    )
}

#[test]
fn sidecars_come_together_by_hand() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let write = |name: &str, text: &str| disk::replace(&at.join(name), text.as_bytes()).unwrap();
    write("base.sayso.ron", &sidecar(&[record("a", 1, ""), record("b", 36, "")]));
    write("ada.sayso.ron", &sidecar(&[record("a", 1, ", rating: \"true\"")]));
    write(
        "bo.sayso.ron",
        &sidecar(&[record("a", 1, ", note: \"who says?\""), record("b", 36, ""), record("c", 70, "")]),
    );
    let run = |arguments: &[&str]| sayso(at, arguments);
    let output = run(&["merge", "--base", "base.sayso.ron", "ada.sayso.ron", "bo.sayso.ron", "-o", "all.sayso.ron"]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    let all = fs::read_to_string(at.join("all.sayso.ron")).unwrap();
    assert!(all.contains("rating: \"true\", note: \"who says?\"") && all.contains("id: \"c\""), "{all}");
    assert!(!all.contains("id: \"b\""), "ada removed it, and bo left it as it was: {all}");
    // To standard output the same.
    let output = run(&["merge", "--base", "base.sayso.ron", "bo.sayso.ron", "ada.sayso.ron"]);
    assert_eq!(String::from_utf8_lossy(&output.stdout), all);
    // Without a base everything of both.
    let output = run(&["merge", "ada.sayso.ron", "bo.sayso.ron"]);
    assert!(told(&output).contains("id: \"b\""), "{}", told(&output));
    // Two who say different things are both kept, and told.
    write("cy.sayso.ron", &sidecar(&[record("a", 1, ", rating: \"false\"")]));
    let output = run(&["merge", "--base", "base.sayso.ron", "ada.sayso.ron", "cy.sayso.ron"]);
    assert_eq!(output.status.code(), Some(1));
    let both = told(&output);
    assert!(
        both.contains("rating: \"true\"") && both.contains("rating: \"false\"") && both.contains("conflict: true"),
        "{both}"
    );
    assert!(both.contains("One annotation has two versions"), "{both}");
}

#[test]
fn what_cannot_be_merged_is_said_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let write = |name: &str, text: &str| disk::replace(&at.join(name), text.as_bytes()).unwrap();
    write("ada.sayso.ron", &sidecar(&[record("a", 1, "")]));
    write("bad.sayso.ron", "(version: 1, documents: ())");
    write("other.sayso.ron", &sidecar(&[record("z", 1, "")]));
    let run = |arguments: &[&str]| sayso(at, arguments);
    let output = run(&["merge", "ada.sayso.ron", "gone.sayso.ron"]);
    assert_eq!(output.status.code(), Some(3), "{}", told(&output));
    assert!(told(&output).contains("there is no such file"), "{}", told(&output));
    let output = run(&["merge", "ada.sayso.ron", "bad.sayso.ron", "-o", "new.sayso.ron"]);
    assert_eq!(output.status.code(), Some(3), "{}", told(&output));
    assert!(!at.join("new.sayso.ron").exists());
    let output = run(&["merge", "ada.sayso.ron", "ada.sayso.ron", "-o", "other.sayso.ron"]);
    assert_eq!(output.status.code(), Some(4), "{}", told(&output));
    assert!(fs::read_to_string(at.join("other.sayso.ron")).unwrap().contains("id: \"z\""));
    assert_eq!(run(&["merge", "ada.sayso.ron"]).status.code(), Some(2));
}

#[test]
fn two_branches_merge_without_a_conflict_of_text() {
    let Some(repository) = Repository::new() else { return };
    let setup = told(&sayso(repository.at(), &["git-setup"]));
    assert!(setup.contains("lines added") && setup.contains("merge.sayso.driver"), "{setup}");
    repository.write("pump.txt", TEXT);
    let name = "pump.txt.sayso.ron";
    repository.write(name, &sidecar(&[record("a", 1, ""), record("b", 36, "")]));
    let codebook = |speakers: &str| format!("(\n  speakers: [\n{speakers}  ],\n)\n");
    let ines = "    (id: \"ines\", name: \"Ines Vale\", kind: person),\n";
    repository.write("sayso.ron", &codebook(ines));
    repository.commit();
    let otto = "    (id: \"otto\", name: \"Otto Rahm\", kind: person),\n";
    let cleo = "    (id: \"cleo\", name: \"Cleo Marsh\", kind: person),\n";
    let ada = sidecar(&[record("a", 1, ", rating: \"true\""), record("c", 70, ", note: \"ada\"")]);
    repository.branch("ada", &[(name, ada), ("sayso.ron", codebook(&format!("{ines}{otto}")))]);
    let bo =
        sidecar(&[record("a", 1, ", note: \"who says?\""), record("b", 36, ""), record("d", 70, ", note: \"bo\"")]);
    repository.branch("bo", &[(name, bo), ("sayso.ron", codebook(&format!("{ines}{cleo}")))]);
    repository.git(&["merge", "-q", "-m", "both", "ada"]);
    let merged = repository.read(name);
    assert!(merged.contains("rating: \"true\", note: \"who says?\""), "{merged}");
    assert!(merged.contains("id: \"c\"") && merged.contains("id: \"d\"") && !merged.contains("id: \"b\""), "{merged}");
    let people = repository.read("sayso.ron");
    assert!(people.contains("otto") && people.contains("cleo"), "{people}");
    // What two say differently stays as two versions: no markers, and check tells.
    let rated = |rating: &str| merged.replace("rating: \"true\"", &format!("rating: \"{rating}\""));
    repository.git(&["checkout", "-q", "-B", "main"]);
    repository.branch("dee", &[(name, rated("false"))]);
    repository.branch("eve", &[(name, rated("mixed"))]);
    let output = repository.git(&["merge", "-m", "again", "dee"]);
    assert!(output.contains("One annotation has two versions"), "{output}");
    let merged = repository.read(name);
    assert!(!merged.contains("<<<<<<<") && merged.contains("conflict: true"), "{merged}");
    let check = sayso(repository.at(), &["check", "pump.txt"]);
    assert_eq!(check.status.code(), Some(1), "{}", told(&check));
}

#[test]
fn a_damaged_side_is_a_conflict_for_git_and_ours_stands() {
    let Some(repository) = Repository::new() else { return };
    sayso(repository.at(), &["git-setup"]);
    let name = "pump.txt.sayso.ron";
    repository.write(name, &sidecar(&[record("a", 1, "")]));
    repository.commit();
    repository.branch("bad", &[(name, "(version: 1, oh".to_owned())]);
    let ours = sidecar(&[record("a", 1, ", rating: \"true\"")]);
    repository.branch("good", &[(name, ours.clone())]);
    let output = repository.try_git(&["merge", "bad"]).unwrap();
    assert!(!output.status.success(), "{}", told(&output));
    assert!(told(&output).contains("pump.txt.sayso.ron:1:"), "{}", told(&output));
    assert_eq!(repository.read(name), ours);
}

#[test]
fn undo_leaves_the_repository_as_it_was() {
    let Some(repository) = Repository::new() else { return };
    repository.write(".gitignore", "target\n");
    sayso(repository.at(), &["git-setup"]);
    assert!(repository.git(&["check-attr", "merge", "x.txt.sayso.bo.ron"]).contains("merge: sayso"));
    assert!(repository.git(&["check-ignore", ".x.txt.sayso.bo.lock"]).contains("lock"));
    let output = sayso(repository.at(), &["git-setup", "--undo"]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    assert_eq!(repository.read(".gitignore"), "target\n");
    assert!(!repository.at().join(".gitattributes").exists());
    assert!(!repository.read(".git/config").contains("sayso"));
    let outside = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_sayso"))
        .current_dir(outside.path())
        .env("GIT_CEILING_DIRECTORIES", outside.path().parent().unwrap())
        .arg("git-setup")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(3), "{}", told(&output));
    assert!(told(&output).contains("git init"), "{}", told(&output));
}
