//! Finding in all documents line by line.

use super::*;

#[test]
fn words_are_found_in_the_folder_and_a_document_is_opened_at_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let others = [
        ("b.txt", "“No bonus was due,” said Amina Yusuf.\n\nThe bonus is rare.\n"),
        ("c.txt", "“We will vote on Monday,” said Ada Grey.\n\n“We will not vote on Monday,” said Bo Lind.\n"),
    ];
    let mut linear = opened_among(folder.path(), &others);
    let mut answer = |line: &str| {
        let before = linear.out.len();
        linear.take(line).unwrap();
        (String::from_utf8(linear.out.get(before..).unwrap().to_vec()).unwrap(), linear.app.path.clone())
    };
    assert!(answer("F").0.starts_with("Type F and the words"));
    let (text, _) = answer("F bonus");
    assert!(text.contains("2 places in 1 document, 1 said by somebody."), "{text}");
    assert!(text.contains("1. b.txt, ¶1, Amina Yusuf: “No bonus was due,”"), "{text}");
    assert!(text.contains("2. b.txt, ¶2, nobody: The bonus is rare."), "{text}");
    assert!(answer("F").0.starts_with("There are no more."));
    assert!(answer("F near:x bonus").0.starts_with("“x” is no number of words."));
    // The same words elsewhere: those of the statement in focus.
    let (text, _) = answer("W");
    assert!(text.contains("identical, Ada Grey: We will vote on Monday"), "{text}");
    assert!(text.contains("altered (not), Bo Lind: We will not vote on Monday"), "{text}");
    let (text, path) = answer("F 2");
    assert_eq!(path, Some(folder.path().join("c.txt")), "{text}");
    assert!(text.contains("c.txt. 0 of 2 reviewed") && text.contains("Paragraph 2. “We will not vote"), "{text}");
}
