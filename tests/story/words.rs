//! Keys counted beside what is typed: a match becomes a claim, a joined quotation two decisions, an end is trimmed, and
//! whoever leaves a sheet is where they were.

use super::{PATIENCE, Terminal, export};
use std::time::Instant;

const ANSWERS: &str = "“We do not own that pump,” Helen Harker said. “One of them drove past.”\n\nBo Lind was there. “I saw \
it with my own eyes,” Lind said.\n";

fn world() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    sayso::store::disk::replace(&folder.path().join("answers.txt"), ANSWERS.as_bytes()).unwrap();
    folder
}

/// Types keys one after the other, each once what the one before shows is there, or with a `!` gone; at most `most` of them.
fn within(t: &mut Terminal, most: usize, keys: &[(&str, &str)]) {
    assert!(keys.len() <= most, "{} keys", keys.len());
    for (key, shows) in keys {
        match shows.strip_prefix('!') {
            Some(gone) => t.press(key).until(&format!("no {gone}"), |s| !s.contains(gone)),
            None => t.press(key).see(shows),
        };
    }
}

fn type_in(t: &mut Terminal, text: &str) {
    for c in text.chars() {
        assert!(t.0.key(&c.to_string(), Instant::now() + PATIENCE).unwrap());
    }
}

#[test]
fn two_matched_words_become_a_claim_in_five_keys() {
    let folder = world();
    let mut t = Terminal::open(folder.path(), &["answers.txt"], 100, 24);
    t.see("REVIEW");
    within(&mut t, 1, &[("/", "Enter stay")]);
    type_in(&mut t, "drove past");
    within(&mut t, 4, &[("\r", "!Enter stay"), ("v", "SELECT"), ("c", "RATING"), ("\r", "Claim kept")]);
    t.press("q");
    assert_eq!(t.ended(), 0);
    let out = export(folder.path(), "answers.txt", "jsonl");
    assert!(out.contains("\"label\":\"claim\"") && out.contains("\"exact\":\"drove past\""), "{out}");
}

#[test]
fn a_joined_quotation_has_two_speakers_in_five_keys() {
    let folder = world();
    let mut t = Terminal::open(folder.path(), &["answers.txt"], 100, 24);
    t.see("0 of 2 reviewed").see("REVIEW");
    let keys = [("S", "Two statements?"), ("\r", "Cut in two"), ("\r", "!Cut in two"), ("2", "Speaker: Bo Lind")];
    within(&mut t, 4, &keys);
    t.see("2 of 3 reviewed").press("q");
    assert_eq!(t.ended(), 0);
    for format in ["jsonl", "csv", "markdown", "w3c"] {
        let out = export(folder.path(), "answers.txt", format);
        assert!(out.contains("We do not own that pump") && out.contains("One of them drove past"), "{format}: {out}");
    }
    let csv = export(folder.path(), "answers.txt", "csv");
    let speaker = |words: &str| csv.lines().find(|l| l.contains(words)).is_some_and(|l| l.contains("Bo Lind"));
    assert_eq!((speaker("own that pump"), speaker("drove past")), (false, true), "{csv}");
    assert!(!csv.contains("Harker said"), "the reporter's words are in neither: {csv}");
    // Opened again, both are there; one step takes back the cut.
    let mut t = Terminal::open(folder.path(), &["answers.txt"], 100, 24);
    t.see("2 of 3 reviewed").until("the queue", |s| s.contains("Enter "));
    t.each(&["u"]).see("Taken back: Speaker");
    t.each(&["u"]).see("Taken back: Cut in two").see("0 of 2 reviewed").press("q");
    assert_eq!(t.ended(), 0);
}

#[test]
fn an_end_is_three_words_earlier_in_five_keys() {
    let folder = world();
    let mut t = Terminal::open(folder.path(), &["answers.txt"], 100, 24);
    t.see("REVIEW").press("\t").see("▎ Bo Lind was there");
    let keys = [
        ("V", "28 letters"),
        ("b", "21 letters"),
        ("b", "17 letters"),
        ("b", "14 letters"),
        ("\r", "Put at: “I saw it with"),
    ];
    within(&mut t, 5, &keys);
    t.press("q");
    assert_eq!(t.ended(), 0);
    let out = export(folder.path(), "answers.txt", "jsonl");
    assert!(out.contains("\"exact\":\"“I saw it with\""), "{out}");
}

#[test]
fn one_key_leads_back_from_any_sheet() {
    let folder = world();
    let mut t = Terminal::open(folder.path(), &["answers.txt"], 100, 24);
    t.see("REVIEW");
    within(&mut t, 1, &[("/", "Enter stay")]);
    type_in(&mut t, "own that");
    // Each key after what the one before brought: a frame alone may still be that of a letter.
    within(&mut t, 2, &[("\r", "!Enter stay"), ("v", "SELECT")]);
    t.see("8 letters");
    for (sheet, shows) in [("a", "LABEL"), ("c", "RATING"), ("s", "SPEAKER"), ("?", "HELP"), ("i", "Select the whole")]
    {
        within(&mut t, 1, &[(sheet, shows)]);
        t.press("\u{1b}")
            .until("the selection", |s| s.contains("SELECT") && s.contains("8 letters") && !s.contains(shows));
    }
    t.each(&["\u{1b}"]).see("Selection left").press("q");
    assert_eq!(t.ended(), 0);
    let sidecar = std::fs::read_to_string(folder.path().join("answers.txt.sayso.ron")).unwrap_or_default();
    assert!(!sidecar.contains("label:"), "nothing was decided: {sidecar}");
}
