//! In whatever language a document is said to be.

#![allow(clippy::unwrap_used)]

use assert_cmd::Command;

#[test]
fn a_language_can_be_said() {
    let folder = tempfile::tempdir().unwrap();
    let words = "„Wir warten den Bericht ab, bevor wir etwas sagen“, sagte Anna Grau.\n";
    sayso::store::disk::replace(&folder.path().join("b.txt"), words.as_bytes()).unwrap();
    let run = |arguments: &[&str]| {
        let mut command = Command::cargo_bin("sayso").unwrap();
        let output = command.env_clear().env("HOME", folder.path()).current_dir(folder.path()).args(arguments).output();
        let output = output.unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    };
    let (code, out, _) = run(&["detect", "b.txt"]);
    assert!(code == 0 && out.contains("Anna Grau") && !out.contains("marks only"), "{out}");
    let (code, out, _) = run(&["detect", "b.txt", "--lang", "da"]);
    assert!(code == 0 && out.contains("unknown speaker"), "{out}");
    assert!(out.ends_with("Danish: quotations by their marks only.\n"), "{out}");
    let (code, _, told) = run(&["detect", "b.txt", "--lang", "klingon"]);
    assert!(code == 2 && told.contains("no language that is recognised"), "{told}");
}
