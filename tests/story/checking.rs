//! Quotations beside their sources in a real pseudo-terminal: attach, step through, mark, keep, and what comes of it elsewhere.

use super::*;

const DRAFT: &str = "Harbour\n\n“We lost two boats in March,” Bo Lind, a fisherman, said.\n\n“Count the stones twice before Monday,” Lind \
added. “The harbour is not ours alone,” he said.\n";
const COUNCIL: &str = "Minutes\n\nADA GREY: Mr Lind, you asked to speak.\n\nBO LIND: We lost three boats in March. The harbour is not ours \
alone.\n\nADA GREY: What should we do?\n\nBO LIND: Count the stones before Monday.\n";

#[test]
fn what_is_misquoted_is_marked_and_exported() {
    let folder = world();
    for (name, text) in [("draft.md", DRAFT), ("council.txt", COUNCIL)] {
        sayso::store::disk::replace(&folder.path().join(name), text.as_bytes()).unwrap();
    }
    let mut t = Terminal::open(folder.path(), &["draft.md"], 120, 30);
    t.see("REVIEW").each(&["C"]).see("what this document quotes").see("council.txt");
    t.press("council").until("one row", |s| s.contains("council.txt") && !s.contains("article.txt"));
    t.each(&["\r"]).see("a number changed").see("We lost three boats in March").see("there ");
    // The next problem and back; then it is marked.
    t.each(&["\t"]).see("2 of 2").go("\u{1b}[Z", "1 of 2").go("\r", "Misquoted: “We lost two boats");
    t.see("2 of 2").go("x", "Why it stays").press("a slip of the tongue").see("a slip of the tongue");
    t.go("\r", "Fine as it is");
    // Taken back and done again it is there; the source goes with the view.
    t.go("u", "Taken back").go("\u{12}", "Done again");
    t.go("q", "REVIEW").until("one page", |s| !s.contains("council.txt"));
    t.press("q");
    assert_eq!(t.ended(), 0);
    let sidecar = std::fs::read_to_string(folder.path().join("draft.md.sayso.ron")).unwrap();
    for words in
        ["version: 4", "sources: [\"council.txt\"]", "rating: \"false\"", "role: \"misquotes\"", "slip of the tongue"]
    {
        assert!(sidecar.contains(words), "{words}: {sidecar}");
    }
    let csv = export(folder.path(), "draft.md", "csv");
    assert!(csv.contains("false") && csv.contains("We lost three boats in March"), "{csv}");
    // For a build the accepted one is let pass, the other is not; the source is the attached one.
    let mut command = assert_cmd::Command::cargo_bin("sayso").unwrap();
    let output =
        command.current_dir(folder.path()).env("HOME", folder.path()).args(["verify", "draft.md"]).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(text.contains("a slip of the tongue"), "{text}");
    // Opened again, what was decided is known.
    let mut t = Terminal::open(folder.path(), &["draft.md"], 80, 24);
    t.see("1 of 3 reviewed").each(&["C"]).see("● misquoted").each(&["\t"]).see("● fine as it is");
    t.press("q").until("the page", |s| !s.contains("CHECK")).press("q");
    assert_eq!(t.ended(), 0);
}

#[test]
fn the_command_line_opens_what_is_wrong_beside_its_source() {
    let folder = world();
    for (name, text) in [("draft.md", DRAFT), ("tapes/council.txt", COUNCIL)] {
        std::fs::create_dir_all(folder.path().join("tapes")).unwrap();
        sayso::store::disk::replace(&folder.path().join(name), text.as_bytes()).unwrap();
    }
    let call = ["verify", "draft.md", "--against", "tapes/council.txt", "--open"];
    let mut t = Terminal::open(folder.path(), &call, 120, 30);
    t.see("CHECK").see("a number changed").see("○ ADA GREY: What");
    // The right words by hand: the whole turn.
    t.go("v", "these are the words").go("T", "SELECT").go("\r", "CHECK").go("\r", "Misquoted");
    t.press("q").until("the page", |s| !s.contains("CHECK")).press("q");
    assert_eq!(t.ended(), 0);
    let sidecar = std::fs::read_to_string(folder.path().join("draft.md.sayso.ron")).unwrap();
    assert!(sidecar.contains("sources: [\"tapes/council.txt\"]"), "{sidecar}");
    assert!(sidecar.contains("The harbour is not ours alone.” (BO LIND, tapes/council.txt"), "{sidecar}");
    let refused = |arguments: &[&str]| {
        let mut command = assert_cmd::Command::cargo_bin("sayso").unwrap();
        let output = command.current_dir(folder.path()).env("HOME", folder.path()).args(arguments).output().unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    let (code, said) = refused(&call);
    assert!(code == Some(2) && said.contains("--open needs a terminal"), "{said}");
}
