//! A long transcript with named voices, reviewed with the keys of one hand: counted.

use super::{Terminal, export};
use std::fmt::Write as _;

const TURNS: usize = 218;

/// Captions of two voices and a moderator, each named by the file itself.
fn captions() -> String {
    let names = ["Moderator", "Peter Lindqvist", "Amina Yusuf"];
    let words = ["Who signed the letter?", "The bonus was paid before anybody asked.", "Nobody told the board of it."];
    let mut out = "WEBVTT\n".to_owned();
    for n in 0..TURNS {
        let (from, to) = (n * 7, n * 7 + 6);
        let time = |s: usize| format!("{:02}:{:02}:{:02}.000", s / 3600, s / 60 % 60, s % 60);
        let (name, text) = (names[n % 3], words[n % 3]);
        write!(out, "\n{} --> {}\n<v {name}>{text} That is item {n}.\n", time(from), time(to)).unwrap();
    }
    out
}

/// The same as plain text with a head before each turn.
fn heads() -> String {
    let names = ["MODERATOR", "Peter Lindqvist", "Amina Yusuf"];
    let turns = (0..TURNS).map(|n| format!("{}: We come to item {n} of the list.", names[n % 3]));
    turns.collect::<Vec<_>>().join("\n\n")
}

#[test]
fn named_turns_are_reviewed_in_under_ten_keys() {
    for (name, text) in [("hall.vtt", captions()), ("hall.txt", heads())] {
        let folder = tempfile::tempdir().unwrap();
        sayso::store::disk::replace(&folder.path().join(name), text.as_bytes()).unwrap();
        let mut t = Terminal::open(folder.path(), &[name], 80, 24);
        t.see(&format!("0 of {TURNS} reviewed"));
        // Looks at the list, leaves the first row out, confirms the rest, decides the one that is left.
        let keys = ["E", " ", "\r", "\r"];
        t.each(&keys[..1]).see(&format!("named turns {TURNS}")).see(&format!("confirm {TURNS}")).see("more below");
        t.each(&keys[1..2]).see(&format!("confirm {}", TURNS - 1));
        t.each(&keys[2..3])
            .see(&format!("Confirmed {} named turns", TURNS - 1))
            .see(&format!("{} of {TURNS}", TURNS - 1));
        t.each(&keys[3..]).see("All reviewed").see(&format!("{TURNS} of {TURNS} reviewed"));
        assert!(keys.len() < 10);
        // One undo takes the one back, another the whole list.
        t.each(&["u"]).see(&format!("{} of {TURNS}", TURNS - 1));
        t.each(&["u"]).see(&format!("0 of {TURNS}"));
        t.each(&["\u{12}"]).see(&format!("{} of {TURNS}", TURNS - 1));
        t.each(&["\u{12}"]).see(&format!("{TURNS} of {TURNS}")).press("q");
        assert_eq!(t.ended(), 0);
        let rows = export(folder.path(), name, "csv");
        assert_eq!(rows.matches(",confirmed,").count(), TURNS, "{rows}");
        assert!(rows.matches("Amina Yusuf").count() >= TURNS / 3, "{rows}");
    }
}

#[test]
fn where_somebody_speaks_of_something_is_under_four_keys_beside_the_words() {
    let folder = tempfile::tempdir().unwrap();
    sayso::store::disk::replace(&folder.path().join("hall.vtt"), captions().as_bytes()).unwrap();
    let mut t = Terminal::open(folder.path(), &["hall.vtt"], 100, 30);
    t.see(&format!("0 of {TURNS} reviewed"));
    let keys = ["/", "\t", "\r"];
    t.each(&keys[..1]).see("Enter stay").press("@lindqvist bonus").see("by Peter Lindqvist");
    t.each(&keys[1..2]).see("“bonus” by Peter Lindqvist").see("73 places").see("0:07");
    t.each(&keys[2..]).see("REVIEW").see("Peter Lindqvist").press("q");
    assert_eq!(t.ended(), 0);
}
