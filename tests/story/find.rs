//! Words found in a folder of ten documents, one opened and left for the list again, and a quotation found elsewhere.

use super::Terminal;

const SAID: &str = "“We lost three boats in March, and nobody on this council, nobody, was asked about it”";

fn world() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        sayso::store::disk::replace(&folder.path().join(name), text.as_bytes()).unwrap();
    };
    write("a-source.txt", &format!("The council met.\n\n{SAID}, said Bo Lind, a fisherman.\n"));
    write("b-copy.md", &format!("---\ndate: 2019-03-12\n---\n\nBo Lind told the meeting: {SAID}.\n"));
    write("c-altered.md", &format!("---\ndate: 2021-05-01\n---\n\n{}, Bo Lind said.\n", SAID.replace("three", "four")));
    write("d-short.txt", "“We lost three boats in March,” said Bo Lind. The bonus was paid.\n");
    write("e-hall.txt", "Moderator: Was a bonus paid?\n\nPeter Lindqvist: No bonus was ever paid, and I asked.\n");
    for n in 0..5 {
        write(&format!("notes-{n}.txt"), "The tide table is on the back. High water is at seven.\n");
    }
    folder
}

fn type_in(t: &mut Terminal, text: &str) {
    for c in text.chars() {
        t.each(&[&c.to_string()]);
    }
}

#[test]
fn words_are_found_opened_and_left_for_the_same_row_and_a_quotation_is_found_elsewhere() {
    let folder = world();
    let mut t = Terminal::open(folder.path(), &["a-source.txt"], 100, 30);
    t.see("0 of 1 reviewed").each(&["F"]).see("FIND").see("10 documents");
    type_in(&mut t, "bonuslost");
    t.see("Nobody says “bonuslost” here")
        .each(&["\u{7f}"; 4])
        .see("3 places")
        .see("statements 2")
        .see("e-hall.txt")
        .see("“bonus” in any form");
    t.go("\r", "Space mark").go("j", "2 of 2").go("\r", "REVIEW").see("No bonus was ever paid");
    t.go("q", "FIND").see("2 of 2").see("3 places");
    t.go("q", "0 of 1 reviewed").see("We lost three boats");
    // The same words elsewhere: the oldest first, those without a day last.
    t.go("\t", "Enter confirm").go("W", "Elsewhere").see("3 places");
    let text = t.0.text();
    let at = |words: &str| text.find(words).unwrap_or_else(|| panic!("no {words} in\n{text}"));
    assert!(at("b-copy.md") < at("c-altered.md") && at("c-altered.md") < at("d-short.txt"), "{text}");
    assert!(text.contains("= identical") && text.contains("≠ altered") && text.contains("… shortened"), "{text}");
    t.go("j", "2 of 3").go("\r", "0 of 1 reviewed").see("We lost four boats").see("c-altered.md");
    t.go("\u{f}", "Elsewhere").see("2 of 3");
    t.go("q", "0 of 1 reviewed").see("a-source.txt").press("q");
    assert_eq!(t.ended(), 0);
}
