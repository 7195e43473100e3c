//! The people of a folder: two spellings made one, in every document, and back.

use super::Terminal;

#[test]
fn two_spellings_become_one_person_and_their_words_lead_back() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join("desk").join(name);
    std::fs::create_dir(folder.path().join("desk")).unwrap();
    let write = |name: &str, text: &str| sayso::store::disk::replace(&at(name), text.as_bytes()).unwrap();
    write(
        "a.md",
        "---\ndate: 2019-03-12\n---\n\nHELEN HARKER: The board has nothing to add.\n\nAda Grey: So we shall see.\n\nHELEN HARKER: You shall.\n\nAda Grey: Soon.\n",
    );
    write(
        "b.md",
        "---\ndate: 2024-03-12\n---\n\nHelen Harker: I was told about lead.\n\nBo Lind: By whom?\n\nHelen Harker: By them.\n\nBo Lind: When?\n",
    );
    let mut t = Terminal::open(folder.path(), &["desk"], 100, 30);
    t.see("LIBRARY").see("0/4");
    t.go("P", "everybody 4").see("perhaps the same 1");
    t.go("\t", "Nobody speaks in several documents");
    t.go("\t", "Perhaps one person?").see("the same name but for capitals");
    t.go("\r", "everybody 3").see("are one person").see("I was told about lead");
    let kept = std::fs::read_to_string(at("sayso.ron")).unwrap();
    assert!(kept.contains("name: \"Helen Harker\", kind: person, aliases: [\"HELEN HARKER\"]"), "{kept}");
    // Their words over both documents; the older one opens at the place, with the one name, and q comes back.
    t.go("\r", "Space mark").see("The board has nothing to add");
    t.go("\r", "REVIEW").see("a.md").see("○ Helen Harker");
    t.go("q", "PEOPLE").see("Space mark").see("I was told about lead");
    t.go("q", "m one person").go("u", "Taken back").see("everybody 4");
    assert!(!at("sayso.ron").exists());
    t.go("q", "LIBRARY").press("q");
    assert_eq!(t.ended(), 0);
}
