//! Two people annotate on branches of a real git repository, in a real pseudo-terminal; the branches are merged, a third settles what
//! they differ in, others join with files of their tools.

use super::adjudicating::sayso;
use super::repository::Repository;
use super::*;

const HALL: &str = "Hall\n\n“The pump is old 😊,” said Ines Vale, an engineer.\n\n“Nobody wants to replace it,” said Otto Rahm, the \
mayor.\n\n“The bank will pay,” Rahm added.\n\n“We have heard that before,” said Vale.\n\n“Then hear it again,” Rahm said.\n";
/// What people keep about the document.
const SHARED: &str = "hall.txt.sayso.ron";
const CURATED: &str = "hall.txt.sayso.curator.ron";

/// A repository with the document, set up; `None` where there is no git.
fn repository() -> Option<Repository> {
    let repository = Repository::new()?;
    // The home of a person is elsewhere.
    repository.write(".git/info/exclude", "/config\n/data\n/state\n");
    repository.write("hall.txt", HALL);
    let (code, told) = sayso(repository.at(), &["git-setup"]);
    assert_eq!(code, 0, "{told}");
    repository.commit();
    Some(repository)
}

/// Decides about all five as somebody, with these keys.
fn annotate(folder: &Path, name: &str, keys: [&str; 5]) {
    let mut t = Terminal::open(folder, &["--as", name, "hall.txt"], 100, 30);
    t.see("0 of 5 reviewed").see("REVIEW");
    for (key, n) in keys.iter().zip(1..) {
        t.go(key, &format!("{n} of 5"));
    }
    t.press("q");
    assert_eq!(t.ended(), 0);
}

/// Confirms one in the sidecar without a name, after other keys.
fn confirm_one(folder: &Path, before: &[&str]) {
    let mut t = Terminal::open(folder, &["hall.txt"], 100, 30);
    t.see("0 of 5 reviewed").see("REVIEW").each(before).go("\r", "1 of 5").press("q");
    assert_eq!(t.ended(), 0);
}

/// How many places a comparison has in each state, as `same 2`.
fn states(lines: &str) -> Vec<String> {
    let state = |line: &str| {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        line["state"].as_str().unwrap().to_owned()
    };
    let mut counts = std::collections::BTreeMap::<String, usize>::new();
    for line in lines.lines().filter(|line| line.starts_with('{')) {
        *counts.entry(state(line)).or_default() += 1;
    }
    counts.into_iter().map(|(state, count)| format!("{state} {count}")).collect()
}

#[test]
fn two_branches_merge_a_third_settles_and_files_of_other_tools_join() {
    let Some(repository) = repository() else { return };
    let at = repository.at();
    repository.git(&["checkout", "-q", "-b", "ada"]);
    annotate(at, "ada", ["\r"; 5]);
    confirm_one(at, &[]);
    repository.commit();
    repository.git(&["checkout", "-q", "-b", "bo", "main"]);
    // The second is said by somebody else, the fourth is none.
    annotate(at, "bo", ["\r", "2", "\r", "x", "\r"]);
    confirm_one(at, &["\t"]);
    repository.commit();
    repository.git(&["checkout", "-q", "main"]);
    repository.git(&["merge", "-q", "ada"]);
    let told = repository.git(&["merge", "-m", "both", "bo"]);
    assert!(!told.contains("CONFLICT"), "{told}");
    // Of the file that both made, everything of both stays.
    let shared = repository.read(SHARED);
    assert_eq!(shared.matches("label: \"quote\"").count(), 2, "{shared}");
    assert!(!shared.contains("<<<<<<<") && !shared.contains("conflict: true"), "{shared}");
    let (code, told) = sayso(at, &["check", "hall.txt"]);
    assert_eq!(code, 0, "{told}");
    let compare = ["compare", "hall.txt", "--of", "ada,bo", "--format", "jsonl"];
    let (code, told) = sayso(at, &compare);
    assert_eq!((code, states(&told)), (1, ["missing 1", "same 3", "speaker 1"].map(str::to_owned).to_vec()), "{told}");

    let mut t = Terminal::open(at, &["adjudicate", "hall.txt", "--of", "ada,bo", "--as", "curator"], 120, 30);
    t.see("Taken: 3 that all agree on").see("0 of 2 decided").go("2", "1 of 2 decided").go("1", "2 of 2 decided");
    t.go("q", "REVIEW").press("q");
    assert_eq!(t.ended(), 0);
    repository.commit();
    let curated = repository.read(CURATED);
    for (whose, count) in [("[\"ada\", \"bo\"]", 3), ("[\"bo\"]", 1), ("[\"ada\"]", 1)] {
        assert_eq!(curated.matches(&format!("proposed: {whose}")).count(), count, "{curated}");
    }
    let (code, lines) = sayso(at, &["export", "hall.txt", "--as", "curator", "--to", "jsonl"]);
    assert_eq!((code, lines.lines().count(), lines.matches("\"label\":\"quote\"").count()), (0, 5, 5), "{lines}");

    // Two more worked on what was settled with tools of their own: other ids, another order, more layers.
    for (format, file) in [("brat", "cy.ann"), ("xmi", "dee.xmi")] {
        let (code, told) = sayso(at, &["export", "hall.txt", "--as", "curator", "--to", format, "-o", file]);
        assert_eq!(code, 0, "{told}");
    }
    let lines = repository.read("cy.ann");
    let mut lines: Vec<String> = lines.lines().rev().map(renumbered).collect();
    lines.extend(["T900\tTopic 11 15\tpump".to_owned(), "#1\tAnnotatorNotes T900\twhich one?".to_owned()]);
    repository.write("cy.ann", &(lines.join("\n") + "\n"));
    let cas = repository.read("dee.xmi");
    let frame = "<custom:Frame xmi:id=\"900\" sofa=\"1\" begin=\"11\" end=\"15\"/>\n<cas:Sofa ";
    let cas = cas.replacen("<cas:Sofa ", frame, 1);
    repository
        .write("dee.xmi", &cas.replacen("<xmi:XMI ", "<xmi:XMI xmlns:custom=\"http:///webanno/custom.ecore\" ", 1));
    let others = ["cy=cy.ann", "dee=dee.xmi"];
    let (code, told) = sayso(at, &[&compare[..], &others].concat());
    let expected = ["missing 2", "same 3", "speaker 1"].map(str::to_owned).to_vec();
    assert_eq!((code, states(&told)), (1, expected), "{told}");
    let (code, told) = sayso(at, &[&["agree", "hall.txt", "--of", "ada,bo"][..], &others].concat());
    assert_eq!(code, 0, "{told}");
    assert!(told.contains("ada, bo, cy, dee   1 document"), "{told}");
    let counts = told.lines().find(|line| line.starts_with("quote") && line.split_whitespace().count() == 5);
    let counts: Vec<&str> = counts.unwrap().split_whitespace().skip(1).collect();
    assert_eq!(counts, ["5", "4", "5", "5"], "{told}");
}

/// A line of brat with other ids of spans.
fn renumbered(line: &str) -> String {
    let mut out = String::new();
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        out.push(letter);
        if letter == 'T' && letters.peek().is_some_and(char::is_ascii_digit) {
            out.push('4');
        }
    }
    out
}

/// Takes this answer of each of two differences, and leaves.
fn settle(folder: &Path, keys: [&str; 2]) {
    let mut t = Terminal::open(folder, &["adjudicate", "hall.txt", "--of", "ada,bo", "--as", "curator"], 120, 30);
    t.see("of 2 decided")
        .go(keys[0], "1 of 2 decided")
        .go(keys[1], "2 of 2 decided")
        .go("q", "5 of 5 reviewed")
        .press("q");
    assert_eq!(t.ended(), 0);
}

#[test]
fn what_two_branches_settled_differently_opens_where_it_is_settled() {
    let Some(repository) = repository() else { return };
    let at = repository.at();
    annotate(at, "ada", ["\r"; 5]);
    annotate(at, "bo", ["\r", "2", "\r", "x", "\r"]);
    // The curator begins at one place, and goes on with the same decisions at two.
    settle(at, ["1", "1"]);
    repository.commit();
    for branch in ["desk", "train"] {
        repository.git(&["checkout", "-q", "-b", branch, "main"]);
        let mut t = Terminal::open(at, &["hall.txt", "--as", "curator"], 100, 30);
        t.see("5 of 5 reviewed").see("X export");
        // What was decided first gets a note.
        let note = format!("said at {branch}");
        t.go("\u{1b}[C", "REVIEW").press("e").see("NOTE").press(&note).see(&note);
        t.press("\r").until("the page", |s| !s.contains("Enter save"));
        t.press("q");
        assert_eq!(t.ended(), 0);
        repository.commit();
    }
    let told = repository.git(&["merge", "-m", "again", "desk"]);
    assert!(told.contains("One annotation has two versions") && told.contains("sayso adjudicate"), "{told}");
    let before = repository.read(CURATED);
    assert_eq!(before.matches("conflict: true").count(), 1, "{before}");
    assert_eq!(sayso(at, &["check", "hall.txt", "--as", "curator"]).0, 1);
    // Alone or beside what others say: a row like others.
    for folder in ["hall.txt.sayso.ada.ron", "hall.txt.sayso.bo.ron"] {
        repository.git(&["rm", "-q", "--cached", folder]);
        std::fs::rename(at.join(folder), at.join(format!("state/{folder}"))).unwrap();
    }
    let call = ["adjudicate", "hall.txt", "--as", "curator"];
    let mut t = Terminal::open(at, &call, 120, 30);
    t.see("0 of 1 decided").see("versions 1").see("said at desk").see("said at train");
    t.go("2", "1 of 1 decided")
        .go("u", "0 of 1 decided")
        .go("1", "1 of 1 decided")
        .go("q", "5 of 5 reviewed")
        .press("q");
    assert_eq!(t.ended(), 0);
    let after = repository.read(CURATED);
    assert!(!after.contains("conflict: true") && after.matches("said at").count() == 1, "{after}");
    assert_eq!(after.matches("label: \"quote\"").count(), 5, "{after}");
    assert_eq!(sayso(at, &["check", "hall.txt", "--as", "curator"]).0, 0);
    let (code, told) = sayso(at, &[&call[..], &["--plain"]].concat());
    assert!(code == 3 && told.contains("nobody has annotated"), "{told}");
}

#[test]
fn what_git_and_others_bring_while_it_is_settled_is_followed() {
    let Some(repository) = repository() else { return };
    let at = repository.at();
    annotate(at, "ada", ["\r"; 5]);
    annotate(at, "bo", ["\r", "2", "\r", "x", "\r"]);
    repository.commit();
    repository.git(&["checkout", "-q", "-b", "elsewhere"]);
    settle(at, ["2", "2"]);
    repository.commit();
    let theirs = repository.read(CURATED);
    repository.git(&["checkout", "-q", "main"]);
    let mut t = Terminal::open(at, &["adjudicate", "hall.txt", "--of", "ada,bo", "--as", "curator"], 120, 30);
    t.see("Taken: 3 that all agree on").see("0 of 2 decided").go("1", "1 of 2 decided");
    // Another machine's decisions come in under the view; the next key finds them.
    t.until("saved", |_| at.join(CURATED).exists() || at.join(".hall.txt.sayso.curator.journal").exists());
    repository.write(CURATED, &theirs);
    // What both settled differently is a row of two versions.
    t.press("j").see("versions 1").see("2 of 3 decided").go("\t", "1 you").go("2", "All 3 differences are decided");
    t.until("nothing in versions", |s| !s.contains("versions") && s.contains("3 of 3 decided"));
    // What bo says meanwhile is read again.
    let bo = repository.read("hall.txt.sayso.bo.ron");
    let rejected = bo.lines().find(|line| line.contains("rejected")).unwrap().to_owned() + "\n";
    repository.write("hall.txt.sayso.bo.ron", &bo.replace(&rejected, ""));
    t.see("bo decided something meanwhile");
    t.press("q").see("5 of 5 reviewed").press("q");
    assert_eq!(t.ended(), 0);
}
