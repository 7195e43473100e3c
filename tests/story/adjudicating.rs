//! Two people annotate a document in a real pseudo-terminal, a third settles what they differ in, and exports.

use super::*;

const HALL: &str = "Hall\n\n“The pump is old,” said Ines Vale, an engineer.\n\n“Nobody wants to replace it,” said Otto Rahm, the \
mayor.\n\n“The bank will pay,” Rahm added.\n";

/// Exit code and all that the program says.
pub fn sayso(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let mut command = assert_cmd::Command::cargo_bin("sayso").unwrap();
    for (name, below) in [("CONFIG", "config"), ("DATA", "data"), ("STATE", "state")] {
        command.env(format!("XDG_{name}_HOME"), folder.join(below));
    }
    let output = command.current_dir(folder).env("HOME", folder).args(arguments).output().unwrap();
    let text = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
    (output.status.code().unwrap(), text)
}

#[test]
fn two_annotate_a_third_settles_and_the_counts_add_up() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    sayso::store::disk::replace(&folder.join("hall.txt"), HALL.as_bytes()).unwrap();
    // Ada confirms all three; Bo gives the second to somebody else and says that the third is none.
    let mut t = Terminal::open(folder, &["hall.txt", "--as", "ada"], 100, 30);
    t.see("0 of 3 reviewed").go("\r", "1 of 3").go("\r", "2 of 3").go("\r", "3 of 3").press("q");
    assert_eq!(t.ended(), 0);
    let mut t = Terminal::open(folder, &["hall.txt", "--as", "bo"], 100, 30);
    t.see("0 of 3 reviewed").go("\r", "1 of 3").go("2", "2 of 3").go("x", "3 of 3").press("q");
    assert_eq!(t.ended(), 0);
    let (code, told) = sayso(folder, &["compare", "hall.txt", "--of", "ada,bo"]);
    assert_eq!(code, 1, "{told}");
    let call = ["adjudicate", "hall.txt", "--of", "ada,bo", "--as", "curator"];
    let mut t = Terminal::open(folder, &call, 120, 30);
    t.see("Taken: 1 that all agree on").see("speaker 1 · missing 1").see("0 of 2 decided");
    t.go("2", "1 of 2 decided").go("1", "2 of 2 decided").see("All 2 differences are decided");
    t.go("u", "Taken back").see("1 of 2 decided").go("\u{12}", "2 of 2 decided");
    t.go("q", "REVIEW").press("q");
    assert_eq!(t.ended(), 0);
    let sidecar = std::fs::read_to_string(folder.join("hall.txt.sayso.curator.ron")).unwrap();
    for whose in ["proposed: [\"ada\", \"bo\"]", "proposed: [\"bo\"]", "proposed: [\"ada\"]"] {
        assert_eq!(sidecar.matches(whose).count(), 1, "{whose}: {sidecar}");
    }
    assert_eq!(sidecar.matches("by: \"curator\"").count(), 3 + sidecar.matches("done:").count(), "{sidecar}");
    let (code, lines) = sayso(folder, &["export", "hall.txt", "--to", "jsonl", "--as", "curator"]);
    assert_eq!((code, lines.lines().filter(|line| line.contains("\"proposed\"")).count()), (0, 3), "{lines}");
    // Again: nothing is decided anew.
    let mut t = Terminal::open(folder, &call, 80, 24);
    t.see("2 of 2 decided").go("q", "REVIEW").press("q");
    assert_eq!(t.ended(), 0);
    assert_eq!(sidecar, std::fs::read_to_string(folder.join("hall.txt.sayso.curator.ron")).unwrap());
}

/// Bo sees nothing of what Ada said until everything is decided; who is to settle it is not kept from it.
#[test]
fn whoever_annotates_blind_sees_others_once_all_is_decided() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    sayso::store::disk::replace(&folder.join("hall.txt"), HALL.as_bytes()).unwrap();
    sayso::store::disk::replace(&folder.join("sayso.ron"), b"(blind: true)").unwrap();
    let mut t = Terminal::open(folder, &["hall.txt", "--as", "ada"], 100, 30);
    t.see("0 of 3 reviewed").go("\r", "1 of 3").go("\r", "2 of 3").go("x", "3 of 3").press("q");
    assert_eq!(t.ended(), 0);
    let mut t = Terminal::open(folder, &["hall.txt", "--as", "bo"], 100, 30);
    t.see("0 of 3 reviewed").go("D", "Your own review comes first: 3 left (blind: true in sayso.ron)");
    t.go("\r", "1 of 3").go("\r", "2 of 3").go("D", "1 left (blind").go("\r", "3 of 3").go("D", "1 ada");
    t.go("q", "REVIEW").press("q");
    assert_eq!(t.ended(), 0);
    let call = ["adjudicate", "hall.txt", "--of", "ada,bo", "--as", "curator"];
    let mut t = Terminal::open(folder, &call, 120, 30);
    t.see("missing 1").see("0 of 1 decided").go("q", "REVIEW").go("D", "0 of 1 decided").go("q", "REVIEW").press("q");
    assert_eq!(t.ended(), 0);
}

/// What a review took is kept over two sessions, where the codebook asks for it, and told where it ends.
#[test]
fn a_review_keeps_its_keys_where_the_codebook_asks_for_them() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    sayso::store::disk::replace(&folder.join("hall.txt"), HALL.as_bytes()).unwrap();
    let reviewed = || std::fs::read_to_string(folder.join("hall.txt.sayso.ada.ron")).unwrap();
    let open = || Terminal::open(folder, &["hall.txt", "--as", "ada"], 100, 30);
    let mut t = open();
    t.see("0 of 3 reviewed").go("\r", "1 of 3").go("\r", "2 of 3").go("\r", "All reviewed").press("q");
    assert_eq!(t.ended(), 0);
    assert!(reviewed().contains("version: 1") && !reviewed().contains("keys:"), "{}", reviewed());
    std::fs::remove_file(folder.join("hall.txt.sayso.ada.ron")).unwrap();
    sayso::store::disk::replace(&folder.join("sayso.ron"), b"(timing: true)").unwrap();
    let mut t = open();
    t.see("0 of 3 reviewed").go("\r", "1 of 3").press("q");
    assert_eq!(t.ended(), 0);
    assert!(!reviewed().contains("keys:"), "not finished yet: {}", reviewed());
    let mut t = open();
    t.see("1 of 3 reviewed").go("\r", "2 of 3").go("\r", "All reviewed in ").see("and 4 keys").press("q");
    assert_eq!(t.ended(), 0);
    assert!(reviewed().contains("version: 6") && reviewed().contains(", keys: 4)"), "{}", reviewed());
}

#[test]
fn what_cannot_be_settled_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    sayso::store::disk::replace(&folder.join("hall.txt"), HALL.as_bytes()).unwrap();
    let (code, text) = sayso(folder, &["adjudicate", "hall.txt"]);
    assert!(code == 2 && text.contains("adjudicate needs a terminal"), "{text}");
    let plain = |more: &[&str]| sayso(folder, &[&["adjudicate", "hall.txt", "--plain"], more].concat());
    let (code, text) = plain(&[]);
    assert!(code == 3 && text.contains("Nothing to adjudicate: nobody has annotated hall.txt"), "{text}");
    let (code, text) = plain(&["--of", "ada,zoe"]);
    assert!(code == 3 && text.contains("ada keeps nothing about hall.txt"), "{text}");
    let (code, text) = plain(&["--of", "ada,ada"]);
    assert!(code == 2 && text.contains("names ada twice"), "{text}");
    let (code, text) = plain(&["--of", "ada,bo", "--as", "bo"]);
    assert!(code == 2 && text.contains("name the curator with --as"), "{text}");
    let (code, text) = sayso(folder, &["adjudicate", "nowhere.txt", "--plain"]);
    assert!(code == 3 && text.contains("nowhere.txt"), "{text}");
}
