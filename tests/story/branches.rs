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
