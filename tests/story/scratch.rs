//! The scratch page across two documents, in a real pseudo-terminal.

use super::*;

const COUNCIL: &str =
    "The council met at nine.\n\n“We lost three boats in March,” Bo Lind said.\n\n“Count them twice,” said Ada Grey.\n";

fn desk() -> tempfile::TempDir {
    let folder = world();
    sayso::store::disk::replace(&folder.path().join("council.txt"), COUNCIL.as_bytes()).unwrap();
    folder
}

fn page(folder: &Path) -> String {
    std::fs::read_to_string(folder.join("scratch.sayso.md")).unwrap_or_default()
}

#[test]
fn quotations_of_two_documents_are_gathered_and_lead_back() {
    let folder = desk();
    let mut t = Terminal::open(folder.path(), &["."], 100, 30);
    t.see("0 of 10 reviewed").each(&["j", "\r"]).see("We lost three boats").see("REVIEW");
    // One decided, one not; the page is made with the first.
    t.each(&["\r"]).see("Confirmed");
    t.each(&["\""]).see("On the scratch page (1)");
    t.each(&["q"]).see("LIBRARY").each(&["k", "\r"]).see("REVIEW");
    t.each(&["\""]).see("On the scratch page (2)");
    t.each(&["g", "\""]).see("2 quotations, 2 documents");
    // A note under the first, through the field; then to its words in the other document.
    t.each(&["e"]).see("WRITE").press("Ask her about Monday").see("Ask her about Monday").each(&["\r"]).see("Written");
    let written = page(folder.path());
    assert!(written.contains("[council.txt ¶3](<sayso:council.txt>)\n\nAsk her about Monday\n\n> "), "{written}");
    t.each(&["\r"]).see("We lost three boats").see("REVIEW");
    assert!(t.0.text().contains("council.txt"), "{}", t.0.text());
    t.each(&["g", "\""]).see("SCRATCH").see("1 of 2");
    // Somebody writes into the page by hand meanwhile: it stays, and what is removed is only ours.
    let by_hand = written.replace("# Scratch page", "# Mine\n\n- a list of my own");
    sayso::store::disk::replace(&folder.path().join("scratch.sayso.md"), by_hand.as_bytes()).unwrap();
    t.each(&["j", "x"]).see("1 quotation, 1 document").see("- a list of my own");
    t.each(&["u"]).see("2 quotations, 2 documents");
    assert_eq!(page(folder.path()), by_hand);
    // The words change on the disk: the page says so when it is opened anew.
    let other = COUNCIL.replace("Count them twice", "Count them again");
    sayso::store::disk::replace(&folder.path().join("council.txt"), other.as_bytes()).unwrap();
    t.each(&["q"]).see("REVIEW").each(&["q"]).see("LIBRARY").press("q");
    assert_eq!(t.ended(), 0);
    let mut t = Terminal::open(folder.path(), &["."], 80, 24);
    t.see("1 of 10 reviewed").each(&["g", "\""]).see("those words are no longer there");
    t.each(&["\r"]).see("Those words are no longer there");
    // It is no document, and its links open.
    t.each(&["q"]).see("LIBRARY").see("2 documents").press("q");
    assert_eq!(t.ended(), 0);
}
