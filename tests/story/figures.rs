//! Figures of a folder in a real pseudo-terminal: to the words behind a row, into their document, and back to the row.

use super::*;

const COUNCIL: &str =
    "The council met at nine.\n\n“We lost three boats in March,” Bo Lind said.\n\n“Count them twice,” said Ada Grey.\n";

#[test]
fn from_the_figures_of_a_folder_to_words_and_back() {
    let folder = world();
    sayso::store::disk::replace(&folder.path().join("council.txt"), COUNCIL.as_bytes()).unwrap();
    let mut t = Terminal::open(folder.path(), &["."], 100, 30);
    t.see("0 of 10 reviewed").each(&["#"]).see("2 documents").see("FIGURES").see("Bo Lind");
    while !t.0.text().lines().any(|line| line.contains('▎') && line.contains("Bo Lind")) {
        t.each(&["j"]);
    }
    t.each(&["\r"]).see("We lost three boats").see("council.txt");
    t.each(&["\r"]).see("REVIEW").see("council.txt").see("The council met at nine");
    t.each(&["\r"]).see("Confirmed");
    // Back where it was: at the words, then at the row.
    t.each(&["q"]).see("FIGURES").see("We lost three boats").each(&["q"]).see("share of the words quoted");
    for next in ["over time", "labels", "how right", "speakers"] {
        t.each(&["\t"]).see(&format!("Tab {next}"));
    }
    t.see("of those decided").see("too few decided to say (1)");
    t.each(&["X"]).see("Write the figures").each(&["\r"]).see("Wrote the figures to");
    t.each(&["q"]).see("LIBRARY").press("q");
    assert_eq!(t.ended(), 0);
    let page = std::fs::read_dir(folder.path()).unwrap().flatten().map(|entry| entry.path());
    let page: Vec<_> = page.filter(|path| path.extension().is_some_and(|ending| ending == "html")).collect();
    assert!(std::fs::read_to_string(&page[0]).unwrap().contains("<svg"), "{page:?}");
    // The one decision is told before the next are confirmed together.
    let mut t = Terminal::open(folder.path(), &["council.txt"], 80, 24);
    t.see("1 of 2 reviewed").each(&["E"]).see("How right were the sure ones").see("too few decided to say (1)");
    t.each(&["q"]).see("1 of 2 reviewed").press("q");
    assert_eq!(t.ended(), 0);
}
