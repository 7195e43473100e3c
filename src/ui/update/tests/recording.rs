//! Times of a recording: where the person is in it, what is copied and claimed, what is played.

use super::*;
use crate::ui::event::Effect;
use std::fmt::Write as _;

/// Forty minutes of captions, five seconds each, from half a second on; two people speak a minute each, and a sentence
/// runs over three cues. Cue `n` holds the word `item00n`.
fn captions(voices: bool) -> String {
    (0..480).fold("WEBVTT\n\n".to_owned(), |mut all, n| {
        let clock =
            |half: u32| format!("{:02}:{:02}:{:02}.{}00", half / 7_200, half / 120 % 60, half / 2 % 60, half % 2 * 5);
        let name = if n / 12 % 2 == 0 { "Ada Grey" } else { "Bo Lind" };
        let voice = if voices { format!("<v {name}>") } else { String::new() };
        let (first, stop) = (["We came to", "and then to", "and at last to"][n % 3], if n % 3 == 2 { "." } else { "" });
        let n = n as u32;
        let _ =
            writeln!(all, "{} --> {}\n{voice}{first} item{n:03} here{stop}\n", clock(n * 10 + 1), clock(n * 10 + 11));
        all
    })
}

fn copied(s: &Session) -> &str {
    let last = s.effects.iter().rev().find_map(|e| if let Effect::Copy(text) = e { Some(text.as_str()) } else { None });
    last.unwrap()
}

#[test]
fn a_match_is_copied_with_the_time_of_its_cue() {
    let mut s = Session::named("talk.vtt", &captions(true), (100, 30));
    // Cue 301 begins at 1,505.5 seconds, in the middle of a sentence and of a turn that began at 25:00.
    s.keys("/").type_in("item301").keys("Enter Y");
    assert_eq!(copied(&s), "… and then to item301 here and at last to item302 here. — Bo Lind, a.txt 25:05, ¶26");
    s.keys(">");
    assert_eq!(s.effects.last(), Some(&Effect::Play(1_505_500)));
    // The statement itself has the time of its first word.
    s.keys("Esc Esc Tab");
    let begins = s.doc().reading.hull(s.doc().view.focus.as_ref().unwrap()).unwrap().start;
    s.keys("Y >");
    let time = s.doc().reading.document().time_at(begins).unwrap();
    assert_eq!(s.effects.last(), Some(&Effect::Play(time)));
    assert!(time % 60_000 == 500, "a turn begins with its minute: {time}");
}

#[test]
fn a_claim_and_a_selection_have_the_time_of_their_first_word() {
    let mut s = Session::named("talk.vtt", &captions(true), (100, 30));
    s.keys("/").type_in("item301").keys("Enter c Enter");
    let claim = s.doc().reading.set().iter().find(|r| r.label == "claim").unwrap().clone();
    assert_eq!(claim.exact(), "and then to item301 here and at last to item302 here.");
    let at = s.doc().reading.anchor_of(&claim.id).spans()[0].start;
    assert_eq!(s.doc().reading.document().time_at(at), Some(1_505_500));
    assert_eq!(s.doc().reading.set().name_of(claim.speaker.as_ref().unwrap()), "Bo Lind");
    s.keys("Esc Esc /").type_in("item302").keys("Enter v");
    assert_eq!(s.text().join("\n").matches("25:10").count(), 1, "the status row tells the time of the selection");
    s.keys("Y");
    assert_eq!(copied(&s), "… item302 — Bo Lind, a.txt 25:10, ¶26");
    s.keys("v >");
    assert_eq!(s.effects.last(), Some(&Effect::Play(1_510_500)));
}

#[test]
fn captions_without_voices_have_times_too() {
    let mut s = Session::named("talk.vtt", &captions(false), (100, 30));
    s.keys("/").type_in("item240").keys("Enter Y");
    let words = "We came to item240 here and then to item241 here and at last to item242 here.";
    assert!(copied(&s).starts_with(&format!("{words} — a.txt 20:00, ¶")), "{}", copied(&s));
    assert!(s.text().join("\n").contains("20:00"), "the status row tells the time of the match");
    s.keys("g /");
    assert!(s.text().join("\n").contains("20:00"), "so does the list of matches");
}

#[test]
fn what_has_no_time_is_not_played() {
    let mut s = Session::new(STORY, (100, 30));
    s.keys("Tab >");
    assert!(s.message().starts_with("No time is known"), "{}", s.message());
    assert!(!s.effects.iter().any(|e| matches!(e, Effect::Play(_))));
    s.app.player = ["mpv", "{media}"].map(str::to_owned).to_vec();
    assert!(!s.text().join("\n").contains("> play"));
    let mut s = Session::named("talk.vtt", &captions(true), (120, 30));
    assert!(!s.text().join("\n").contains("> play"), "without a player there is nothing to press");
    s.app.player = ["mpv", "{media}"].map(str::to_owned).to_vec();
    assert!(s.text().join("\n").contains("> play"));
}

#[test]
fn a_message_of_a_chat_has_its_own_time_and_nothing_to_play() {
    let chat = "30/05/2026, 8:12 pm - Ada Grey: Did it stop?\n31/05/2026, 9:13 am - Bo Lind: It never stops.\n\
        31/05/2026, 9:20 am - Ada Grey: Why not?\n";
    let mut s = Session::named("chat.txt", chat, (100, 30));
    s.keys("/").type_in("never").keys("Enter Y");
    assert_eq!(copied(&s), "It never stops. — Bo Lind, a.txt 2026-05-31 09:13, ¶2");
    assert!(s.text().join("\n").contains("2026-05-31 09:13"), "the status row: {}", s.text().join("\n"));
    s.keys(">");
    assert!(!s.effects.iter().any(|e| matches!(e, Effect::Play(_))));
}

#[test]
fn formats_of_recordings_are_offered_where_there_are_times() {
    use sayso_core::export::{FORMATS, Written};
    let mut s = Session::new("“We will vote,” said Ada Grey.\n", (100, 40));
    s.keys("X e Enter");
    let told = |s: &Session| match s.effects.last() {
        Some(Effect::Export(path, number, _)) => Some((path.clone(), FORMATS.get(*number)?.name)),
        _ => None,
    };
    assert_eq!(told(&s), None, "no letter of a format: Enter takes the one under the bar");
    let captions = "1\n00:00:01,000 --> 00:00:02,000\nADA: We came.\n\n2\n00:00:03,000 --> 00:00:04,000\nBO: Why?\n";
    let mut s = Session::opened("a.srt", captions, (100, 40), None);
    s.keys("X e Enter");
    let (path, name) = told(&s).unwrap();
    assert!(name == "elan" && path.extension().is_some_and(|e| e == "eaf"), "{name} {}", path.display());
    let stamp = s.stamp();
    handle(&mut s.app, Event::Exported(Ok((path.clone(), Written::default()))), &stamp);
    s.keys("g x");
    assert_eq!(told(&s), Some((path, "elan")), "the same again");
}
