//! `sayso assign`: who annotates which documents, and how far everybody is.

#![allow(clippy::unwrap_used)]

#[path = "common/annotators.rs"]
#[allow(dead_code, reason = "others use more of it")]
mod annotators;

use annotators::{Folder, RAHM, record};

fn archive(count: usize) -> Folder {
    let folder = Folder::new();
    (1..count).for_each(|n| folder.write(&format!("talks/{n:02}.txt"), "“We will go,” said Ada Grey.\n"));
    folder
}

#[test]
fn documents_are_shared_out_once() {
    let folder = archive(10);
    let call = ["assign", ".", "--annotators", "ada,bo", "--overlap", "0.2", "--seed", "4"];
    let (code, out, told) = folder.run(&call);
    assert_eq!(code, 0, "{told}");
    assert!(told.contains("sayso.assigned.ron: 10 documents shared out."), "{told}");
    let expected = "annotator  documents  reviewed  begun  left  annotations\n\
                    ada                6         0      0     6            0\n\
                    bo                 6         0      0     6            0\n\
                    \n10 documents, 2 of them for two.\n";
    assert_eq!(out, expected);
    let file = folder.read("sayso.assigned.ron");
    assert!(file.contains("\n    \"talks/03.txt\": ["), "{file}");
    // Again: nothing is shared out twice, and what came later goes to whom it may.
    folder.write("talks/99.txt", "Nothing.\n");
    let (code, _, told) = folder.run(&call);
    assert!(code == 0 && told.contains("1 document shared out."), "{told}");
    let again = folder.read("sayso.assigned.ron");
    assert!(file.lines().all(|line| again.contains(line)), "{again}");
}

#[test]
fn everybody_is_told_how_far_they_are() {
    let folder = archive(2);
    folder.run(&["assign", ".", "--annotators", "ada"]);
    folder.sidecar("a.txt.sayso.ada.ron", RAHM, &[record("1", "quote", "“Not a cent,”", "")]);
    let (code, out, told) = folder.run(&["assign", "."]);
    assert_eq!((code, told.as_str()), (0, ""));
    assert!(out.contains("ada                2         0      1     2            1\n"), "{out}");
    let (_, lines, _) = folder.run(&["assign", ".", "--format", "jsonl"]);
    let first = "{\"document\":\"a.txt\",\"annotator\":\"ada\",\"state\":\"begun\",\"annotations\":1,\"reviewed\":null,\
         \"seconds\":null,\"keys\":null}";
    assert_eq!(lines.lines().next(), Some(first));
    let (_, rows, _) = folder.run(&["assign", ".", "--format", "csv"]);
    let head = "document,annotator,state,annotations,reviewed,seconds,keys\r\n";
    assert!(rows.starts_with(&format!("{head}a.txt,ada,begun,1,,,\r\n")), "{rows}");
    // What a review took, where it is kept.
    let timed = folder.read("a.txt.sayso.ada.ron").replace(
        "reviews: [\n",
        "reviews: [\n    (by: \"ada\", detector: \"4\", text: \"x\", done: \"2026-11-24T08:00:00Z\", items: 5, seconds: 95, keys: 12),\n",
    );
    folder.write("a.txt.sayso.ada.ron", &timed.replace("version: 1", "version: 6"));
    let (_, rows, told) = folder.run(&["assign", ".", "--format", "csv"]);
    assert!(rows.contains("\r\na.txt,ada,reviewed,1,2026-11-24T08:00:00Z,95,12\r\n"), "{rows} {told}");
    // A sidecar that cannot be read is told, with its name.
    folder.write("a.txt.sayso.ada.ron", "(");
    let (code, _, told) = folder.run(&["assign", "."]);
    assert!(code == 3 && told.contains("a.txt.sayso.ada.ron"), "{told}");
}

#[test]
fn a_folder_without_a_terminal_says_what_is_whose() {
    let folder = archive(3);
    folder.run(&["assign", ".", "--annotators", "ada"]);
    folder.sidecar("a.txt.sayso.ada.ron", RAHM, &[record("1", "quote", "“Not a cent,”", "")]);
    let (code, out, told) = folder.run(&[".", "--as", "ada"]);
    assert_eq!((code, told.as_str()), (0, "sayso: ada: 3 yours, 3 left.\n"));
    assert!(out.contains("a.txt\tyours, begun\n") && out.contains("talks/01.txt\tyours, open\n"), "{out}");
    let (_, out, told) = folder.run(&["talks", "--as", "bo"]);
    assert_eq!((out.as_str(), told.as_str()), ("talks/01.txt\ntalks/02.txt\n", ""));
}

#[test]
fn what_cannot_be_shared_out_is_said() {
    let folder = archive(2);
    let refused = |arguments: &[&str], code: i32, words: &str| {
        let (got, _, told) = folder.run(arguments);
        assert!(got == code && told.contains(words), "{arguments:?}: {got} {told}");
    };
    refused(&["assign", "."], 2, "Nothing is shared out in . yet");
    refused(&["assign", "a.txt"], 2, "is no folder");
    refused(&["assign", "gone"], 3, "gone");
    refused(&["assign", ".", "--annotators", "Ada"], 2, "cannot be an annotator’s name");
    refused(&["assign", ".", "--annotators", "ada", "--overlap", "0.5"], 2, "two annotators or more");
    refused(&["assign", ".", "--annotators", "ada,bo", "--overlap", "2"], 2, "from 0 to 1");
    folder.write("sayso.assigned.ron", "(version: 1, seed: 1, overlap: 0.0, annotators: [], documents: {\"a.txt\": [}");
    refused(&["assign", "."], 3, "sayso.assigned.ron: line 1, column ");
}
