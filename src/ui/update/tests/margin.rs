//! The margin: names in full, labels that nothing covers, and what follows below the focus.

use super::*;

const LONG: &str = "The harbour\n\n“We were told nothing at all,” said Rear Admiral Maximiliana \
Throckmorton-Featherstonehaugh, who commands the base.\n\n“The wall is cracked,” said a man at the back of the hall \
who would not give his name.\n\n“We will look,” said Bo Lind, the harbourmaster.\n\n“Thank you,” said \
Throckmorton-Featherstonehaugh.";

#[test]
fn every_name_is_shown_in_full_while_it_is_in_focus() {
    let mut s = Session::new(LONG, (80, 24));
    for name in ["Maximiliana Throckmorton-Featherstonehaugh", "a man at the back of the hall"] {
        let screen = s.text().join("\n");
        assert!(screen.contains(name), "{name}\n{screen}");
        s.keys("Tab");
    }
}

#[test]
fn the_card_covers_no_name_below_it() {
    let mut s = Session::new(LONG, (80, 24));
    s.keys("Tab");
    let text = s.text();
    let row = text.iter().position(|row| row.contains("“We will look,”")).unwrap();
    assert!(
        text[row].contains("Bo Lind, the harbourmaster.") && text[row].ends_with("○ Bo Lind"),
        "{}",
        text.join("\n")
    );
    assert!(text[row - 2].contains("3 Bo Lind") || text[row - 1].contains("3 Bo Lind"), "{}", text.join("\n"));
}

#[test]
fn what_follows_stays_in_sight_below_the_focus() {
    let paragraphs = (0..30).map(|n| format!("“Number {n} is here,” said Ada Grey.")).collect::<Vec<_>>();
    let mut s = Session::new(&paragraphs.join("\n\n"), (80, 24));
    for _ in 0..24 {
        s.keys("Right");
        let text = s.text();
        let row = text.iter().position(|row| row.starts_with('▎')).unwrap();
        assert!(text[row + 1..row + 4].iter().any(|row| row.contains("Number")), "{}", text.join("\n"));
    }
}

const CALL: &str = "WEBVTT\n\n00:00:01.000 --> 00:00:04.000\n<v Ada Grey>I was at the quay in May.\n\n\
00:00:09.000 --> 00:00:12.000\n<v Bo Lind>Nobody told me.\n\n00:10:09.000 --> 00:10:12.000\n<v Ada Grey>Now you know.\n";

#[test]
fn times_stand_above_turns_until_they_are_hidden() {
    let mut s = Session::named("call.vtt", CALL, (80, 24));
    let row = |s: &mut Session, words: &str| s.text().iter().position(|row| row.contains(words)).unwrap();
    for (words, time) in [("Nobody told me", "0:09"), ("Now you know", "10:09")] {
        let at = row(&mut s, words) - 1;
        assert_eq!(s.text()[at].split("  ").nth(1), Some(time), "{}", s.text().join("\n"));
    }
    s.keys("g t");
    let at = row(&mut s, "Now you know") - 1;
    assert!(!s.text()[at].contains("10:09"), "{}", s.text().join("\n"));
    assert!(s.message().starts_with("Times and pages are hidden"));
}
