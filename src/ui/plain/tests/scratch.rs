//! Near matches and the scratch page, line by line.

use super::*;

#[test]
fn near_matches_are_told_as_near() {
    let folder = tempfile::tempdir().unwrap();
    let text = "“We looked at it ten years ago,” said Ada Grey.\n\n“It takes twenty years,” Bo Lind said.\n\nThirty years went by.";
    let mut linear = opened_with(folder.path(), text);
    linear.begin().unwrap();
    assert!(answer(&mut linear, "/ twenty years").starts_with("1 place, 2 near: / alone reads them.\n"));
    let all = answer(&mut linear, "/");
    let lines: Vec<&str> = all.lines().collect();
    assert_eq!(lines[0], "“twenty years”: 1 place in a.txt, 2 near, capitals alike.");
    assert_eq!(lines[1], "1. ¶2, Bo Lind: “It takes twenty years,”");
    assert!(lines[2].starts_with("2. Near: ¶1, Ada Grey: “We looked at it ten years ago,”"), "{all}");
    assert_eq!(lines[3], "3. Near: ¶3, Thirty years went by.");
    assert!(answer(&mut linear, "/ 2").contains("ten years ago"));
    let none = answer(&mut linear, "/ forty years");
    assert!(none.starts_with("no “forty years” here; 3 near:\n1. Near: ¶1"), "{none}");
    assert_eq!(answer(&mut linear, "/ harbour"), "no “harbour” here.\n");
    assert_eq!(answer(&mut linear, "/ 2"), "no “2” here.\n", "no list was read out");
}

#[test]
fn the_scratch_page_line_by_line() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.txt");
    crate::store::disk::replace(&path, TEXT.as_bytes()).unwrap();
    let mut linear = opened(folder.path());
    linear.app.path = Some(path);
    linear.begin().unwrap();
    assert!(answer(&mut linear, "g").starts_with("Nothing is on the scratch page, "));
    assert_eq!(answer(&mut linear, "\""), "On the scratch page (1)\n");
    assert_eq!(answer(&mut linear, "\""), "On the scratch page already (1)\n");
    linear.take("").unwrap();
    assert_eq!(answer(&mut linear, "\""), "On the scratch page (2)\n");
    assert_eq!(answer(&mut linear, "g 2 e Ask her about *Monday*."), "Written\n");
    let page = answer(&mut linear, "g");
    let lines: Vec<&str> = page.lines().collect();
    assert!(lines[0].ends_with("scratch.sayso.md: 2 quotations, 1 document."), "{page}");
    assert_eq!(lines[1], "1. “We will vote on Monday,” — Ada Grey, a.txt ¶1.");
    assert_eq!(lines[2..], ["2. “She is late,” — Bo Lind, a.txt ¶2.", "Written there: Ask her about *Monday*."]);
    assert!(answer(&mut linear, "g 1").contains("“We will vote on Monday,” — Decided: Ada Grey."));
    assert_eq!(answer(&mut linear, "g 2 x"), "Removed from the scratch page\n");
    assert_eq!(answer(&mut linear, "g u"), "Taken back\n");
    assert!(answer(&mut linear, "g").ends_with("Written there: Ask her about *Monday*.\n"));
    assert_eq!(answer(&mut linear, "g 7"), "There is no quotation 7. g reads them.\n");
    let text = std::fs::read_to_string(folder.path().join("scratch.sayso.md")).unwrap();
    let changed = text.replace("She is late", "She was late").replace("# Scratch page", "# Mine");
    crate::store::disk::replace(&folder.path().join("scratch.sayso.md"), changed.as_bytes()).unwrap();
    let page = answer(&mut linear, "g");
    assert!(
        page.contains("\nWritten there: # Mine\n")
            && page.contains("late,” — Bo Lind, a.txt ¶2. Those words are no longer there.\n"),
        "{page}"
    );
    assert!(linear.end().unwrap());
    assert_eq!(
        std::fs::read_dir(folder.path())
            .unwrap()
            .flatten()
            .filter(|e| e.file_name() == ".scratch.sayso.md.lock")
            .count(),
        0
    );
}
