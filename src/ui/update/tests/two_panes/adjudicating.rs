//! What others decided about a document: going through what they differ in, taking answers, thirds.

use super::*;
use crate::store::disk;
use crate::ui::adjudicating::Adjudicated;
use crate::ui::scope::Scope;
use crate::ui::screens::Mode;
use sayso_core::annotation::{Annotation, QUOTE, Selector, Set, SpeakerRef, sidecar};
use sayso_core::annotators::adjudication::Prefill;
use sayso_core::document::Document;
use sayso_core::kinds::SpeakerKind;
use sayso_core::span::Span;

const TEXT: &str = "Harbour\n\n“The pump is old,” said Ines Vale. “Nobody wants to replace it,” said Otto Rahm, the mayor.\n\n“It is \
late,” she said. Nobody knew that the bank would pay. “Not a cent,” Rahm said.\n";

/// Words, label, speaker.
type Said<'a> = (&'a str, &'a str, &'a str);

const ADA: [Said<'_>; 4] = [
    ("“The pump is old,”", QUOTE, "Ines Vale"),
    ("“Nobody wants to replace it,”", QUOTE, "Otto Rahm"),
    ("“It is late,”", QUOTE, "Ines Vale"),
    ("“Not a cent,”", QUOTE, "Otto Rahm"),
];
const BO: [Said<'_>; 5] = [
    ("“The pump is old,”", QUOTE, "Ines Vale"),
    ("“Nobody wants to replace it,”", QUOTE, "Ines Vale"),
    ("It is late", QUOTE, "Ines Vale"),
    ("the bank would pay", "claim", ""),
    ("“Not a cent,”", "claim", "Otto Rahm"),
];

fn kept(text: &str, said: &[Said<'_>], created: &str) -> String {
    let document = Document::from_text(text, "a.txt");
    let mut set = Set::default();
    for (n, (words, label, speaker)) in said.iter().enumerate() {
        let start = document.text().find(words).unwrap() as u32;
        let place = Selector::of(&document, Span::new(start, start + words.len() as u32));
        let mut record = Annotation::new(format!("{n:02}"), label, vec![place]);
        record.created = Some(created.to_owned());
        if !speaker.is_empty() {
            let known = set.speakers.iter().find(|s| s.name == *speaker).map(|s| s.id.clone());
            let id = known.unwrap_or_else(|| {
                let new = set.new_speaker(speaker, SpeakerKind::Person);
                set.speakers.push(new.clone());
                new.id
            });
            record.speaker = Some(SpeakerRef::Id(id));
        }
        set.insert(Arc::new(record));
    }
    sidecar::print(&set)
}

const EARLY: &str = "2026-11-01T08:00:00Z";

fn desk(size: (u16, u16)) -> Desk {
    let (ada, bo) = (kept(TEXT, &ADA, EARLY), kept(TEXT, &BO, EARLY));
    Desk::of(&[("a.txt", TEXT), ("a.txt.sayso.ada.ron", &ada), ("a.txt.sayso.bo.ron", &bo)], size)
}

fn three(size: (u16, u16)) -> Desk {
    let cy = kept(TEXT, &[ADA[0], BO[1], ADA[2], BO[4]], EARLY);
    let (ada, bo) = (kept(TEXT, &ADA, EARLY), kept(TEXT, &BO, EARLY));
    let files =
        [("a.txt", TEXT), ("a.txt.sayso.ada.ron", &ada), ("a.txt.sayso.bo.ron", &bo), ("a.txt.sayso.cy.ron", &cy)];
    Desk::of(&files, size)
}

/// Records of the curator: words, label, speaker, whose answer.
fn decided(desk: &Desk) -> Vec<(String, String, String, String)> {
    let set = desk.app.doc().unwrap().reading.set();
    let told = |record: &&Arc<Annotation>| {
        let who = record.speaker.as_ref().map(|s| set.name_of(s).to_owned()).unwrap_or_default();
        let label = if record.is_rejected() { format!("no {}", record.label) } else { record.label.clone() };
        (record.exact(), label, who, record.proposed.join(" "))
    };
    set.in_order().iter().map(told).collect()
}

fn last(desk: &Desk, words: &str) -> (String, String, String) {
    let found = decided(desk).into_iter().find(|(exact, ..)| exact.contains(words));
    let (_, label, who, whose) = found.unwrap_or_else(|| panic!("nothing about {words}: {:?}", decided(desk)));
    (label, who, whose)
}

fn progress(desk: &Desk) -> (usize, usize) {
    desk.app.doc().unwrap().adjudication.found.as_ref().unwrap().progress
}

fn answer(words: [&str; 3]) -> (String, String, String) {
    (words[0].into(), words[1].into(), words[2].into())
}

#[test]
fn digits_take_answers_and_go_on() {
    let mut desk = desk((120, 30));
    desk.keys("D");
    let text = desk.text();
    for words in
        ["Adjudicate", "1 ada", "2 bo", "speaker 1 · words 1 · label 1 · missing 1", "0 of 4 decided", "· nothing"]
    {
        assert!(text.contains(words), "{words}:\n{text}");
    }
    assert!(decided(&desk).is_empty(), "looking takes nothing");
    desk.keys("Enter");
    assert_eq!(desk.said(), "1 or 2?");
    desk.keys("2");
    assert_eq!(last(&desk, "Nobody wants"), answer(["quote", "Ines Vale", "bo"]));
    assert_eq!(desk.said(), "Taken from bo: Ines Vale");
    desk.keys(". x 7");
    assert_eq!(last(&desk, "It is late"), answer(["quote", "Ines Vale", "bo"]));
    assert_eq!(last(&desk, "bank"), answer(["no claim", "", "ada"]));
    assert_eq!((desk.said(), progress(&desk)), ("No 7 here", (4, 3)));
    desk.keys("1");
    assert_eq!(last(&desk, "cent"), answer(["quote", "Otto Rahm", "ada"]));
    assert!(desk.said().starts_with("All 4 differences are decided"), "{}", desk.said());
    // Another answer changes the same record; each is a step of its own.
    desk.keys("2");
    assert_eq!(last(&desk, "cent"), answer(["claim", "Otto Rahm", "bo"]));
    desk.keys("u");
    assert_eq!(last(&desk, "cent"), answer(["quote", "Otto Rahm", "ada"]));
    desk.keys("u u u u");
    assert_eq!((decided(&desk).len(), progress(&desk)), (0, (4, 0)));
    desk.keys("^R");
    assert_eq!(progress(&desk), (4, 1));
    desk.keys("q");
    assert!(matches!(desk.app.mode, Mode::Read));
    desk.leave();
    assert!(desk.file("a.txt.sayso.ron").contains("proposed: [\"bo\"]"), "{}", desk.file("a.txt.sayso.ron"));
}

#[test]
fn what_all_agree_on_is_taken_where_the_command_line_asks_and_once() {
    let mut desk = three((100, 30));
    desk.leave();
    desk.start_at("a.txt", Some(StartPlace::Adjudicated { of: Vec::new(), prefill: Prefill::Majority }));
    assert_eq!(desk.said(), "Taken: 1 that all agree on");
    assert_eq!(last(&desk, "pump"), answer(["quote", "Ines Vale", "ada bo cy"]));
    // Enter takes what most say.
    desk.keys("Enter Enter Enter Enter");
    assert_eq!(progress(&desk), (4, 4));
    assert_eq!(last(&desk, "Nobody wants"), answer(["quote", "Ines Vale", "bo cy"]));
    assert_eq!(last(&desk, "bank"), answer(["no claim", "", "ada cy"]));
    assert_eq!(last(&desk, "“It is late"), answer(["quote", "Ines Vale", "ada cy"]));
    desk.leave();
    // Somebody goes on annotating: what was decided stays, and is told.
    let late = kept(TEXT, &ADA, "2026-12-01T08:00:00Z");
    disk::replace(&desk.folder.path().join("a.txt.sayso.ada.ron"), late.as_bytes()).unwrap();
    desk.start_at(
        "a.txt",
        Some(StartPlace::Adjudicated { of: vec!["ada".into(), "bo".into()], prefill: Prefill::First }),
    );
    assert_eq!(progress(&desk), (4, 4));
    assert!(desk.text().contains("● ") && desk.text().contains("1 new answer"), "{}", desk.text());
    assert_eq!(last(&desk, "Nobody wants"), answer(["quote", "Ines Vale", "bo cy"]));
}

#[test]
fn a_third_answer_is_made_of_one_of_them() {
    let mut desk = desk((120, 30));
    desk.keys("D s");
    assert_eq!(desk.app.mode.scope(), Scope::Speaker);
    desk.keys("\"Ruth_Okafor Enter");
    assert!(matches!(desk.app.mode, Mode::Adjudicate(_)), "{:?}", desk.app.mode.scope());
    assert_eq!(last(&desk, "Nobody wants"), answer(["quote", "Ruth Okafor", ""]));
    assert!(desk.text().contains("Ruth Okafor") && progress(&desk) == (4, 1), "{}", desk.text());
    desk.keys("Tab e \"Ask_her Enter");
    assert!(matches!(desk.app.mode, Mode::Adjudicate(_)));
    desk.keys("Tab Tab a");
    assert_eq!(desk.app.mode.scope(), Scope::Label);
    desk.keys("Esc");
    assert_eq!(progress(&desk).1, 3);
    desk.keys("V");
    assert_eq!(desk.app.mode.scope(), Scope::Select);
    desk.keys("b Enter D");
    assert!(matches!(desk.app.mode, Mode::Adjudicate(_)));
    desk.leave();
}

#[test]
fn all_of_a_kind_are_taken_as_one_step() {
    let mut desk = three((100, 30));
    desk.keys("D O");
    assert!(desk.said().contains("by kind"), "{}", desk.said());
    desk.keys("G E");
    // What all agree on comes last.
    assert_eq!(desk.app.mode.scope(), Scope::AllOfKind);
    assert!(desk.text().contains("what all agree on: 1"), "{}", desk.text());
    desk.keys("Enter");
    assert_eq!(last(&desk, "pump"), answer(["quote", "Ines Vale", "ada bo cy"]));
    desk.keys("Home E");
    assert!(desk.text().contains("as most have it (1 of 1)"), "{}", desk.text());
    desk.keys("1 Enter");
    assert_eq!(last(&desk, "Nobody wants"), answer(["quote", "Otto Rahm", "ada"]));
    assert_eq!(progress(&desk), (4, 1));
    desk.keys("E");
    assert!(desk.said().contains("All of this kind are decided"), "{}", desk.said());
    desk.keys("i");
    assert!(desk.said().contains("a ada · b bo · c cy"), "{}", desk.said());
    desk.leave();
}

#[test]
fn nobody_else_is_told_and_letters_have_the_same_digits_at_any_width() {
    let mut alone = Desk::of(&[("a.txt", TEXT)], (80, 24));
    alone.keys("D");
    assert!(matches!(alone.app.mode, Mode::Read));
    assert!(alone.said().starts_with("Nobody else has decided anything here"), "{}", alone.said());
    for size in [(120, 40), (80, 24), (40, 10)] {
        let mut desk = three(size);
        desk.keys("D Tab 3");
        assert_eq!(progress(&desk), (4, 1), "{}", desk.text());
        assert!(decided(&desk)[0].3.contains("cy"), "{size:?}: {:?}", decided(&desk));
        desk.leave();
    }
}

#[test]
fn forty_differences_take_forty_keys() {
    let name = |n: usize| ["Ada Grey", "Bo Lind", "Cy Moss"][n % 3];
    let text = (0..40).map(|n| format!("“This is remark number {n:02},” she said.")).collect::<Vec<_>>().join("\n\n");
    let words: Vec<String> = (0..40).map(|n| format!("“This is remark number {n:02},”")).collect();
    let said = |by: usize| -> Vec<Said<'_>> {
        words.iter().enumerate().map(|(n, words)| (words.as_str(), QUOTE, name(n + by))).collect()
    };
    let (ada, bo) = (kept(&text, &said(1), EARLY), kept(&text, &said(2), EARLY));
    let differ = 40;
    let mut desk = Desk::of(&[("a.txt", &text), ("a.txt.sayso.ada.ron", &ada), ("a.txt.sayso.bo.ron", &bo)], (80, 24));
    desk.keys("D");
    let before = desk.clock;
    while progress(&desk).1 < differ {
        desk.keys(if progress(&desk).1.is_multiple_of(3) { "1" } else { "2" });
    }
    assert_eq!((progress(&desk), desk.clock - before), ((differ, differ), differ as u64));
    desk.leave();
}

#[test]
fn an_answer_that_does_not_know_of_a_decision_is_asked_for_again() {
    let mut desk = desk((100, 30));
    desk.keys("D");
    let late = |desk: &Desk| {
        let doc = desk.app.doc().unwrap();
        let sets = vec![("ada".to_owned(), Some(Set::default()))];
        let found = Adjudicated::new(doc.reading.document(), sets, (&Set::default(), None));
        (doc.adjudication.number, Box::new(found))
    };
    let (number, found) = late(&desk);
    desk.keys("1");
    desk.event(Event::Adjudicated(number, Ok(found)));
    let doc = desk.app.doc().unwrap();
    assert_eq!((doc.adjudication.number, progress(&desk)), (number + 1, (4, 1)));
    desk.leave();
}

/// The first of a file's records as two decided it: one of them kept beside the other.
fn in_versions(text: &str, said: &[Said<'_>], note: &str) -> String {
    let mut set = sidecar::parse(kept(text, said, EARLY).as_bytes()).unwrap();
    let first = set.get("00").unwrap().clone();
    let mut theirs = Annotation::clone(&first);
    theirs.by = Some("bo".into());
    theirs.note = Some(note.into());
    theirs.modified = Some("2026-11-02T09:51:00Z".into());
    theirs.id = sayso_core::annotation::merge::beside(&theirs);
    theirs.conflict = true;
    set.insert(Arc::new(theirs));
    sidecar::print(&set)
}

#[test]
fn versions_of_ones_own_are_places_beside_what_others_say_and_alone() {
    let own = in_versions(TEXT, &ADA[..1], "who says so?");
    let (ada, bo) = (kept(TEXT, &ADA, EARLY), kept(TEXT, &BO, EARLY));
    let among =
        [("a.txt", TEXT), ("a.txt.sayso.ron", &own), ("a.txt.sayso.ada.ron", &ada), ("a.txt.sayso.bo.ron", &bo)];
    for (files, differ, size) in
        [(&among[..], 5, (120, 30)), (&among[..], 5, (80, 24)), (&among[..2], 1, (120, 30)), (&among[..2], 1, (40, 10))]
    {
        let mut desk = Desk::of(files, size);
        desk.keys("D");
        assert_eq!(progress(&desk), (differ, 0), "{}", desk.text());
        let conflicts = |desk: &Desk| desk.app.doc().unwrap().reading.conflicts();
        if size.0 > 60 {
            let text = desk.text();
            assert!(text.contains("versions") && text.contains("who sa"), "{text}");
        }
        // One's own is the first, as on the sheet that goes field by field.
        desk.keys("Home");
        let at = desk.app.doc().unwrap().adjudication.at;
        let place = desk.app.doc().unwrap().adjudication.found.as_ref().unwrap().place(at).unwrap().clone();
        if !place.is_of_versions() {
            desk.keys("Down");
        }
        desk.keys(".");
        assert!(
            desk.said().contains("Nobody’s answer") || desk.said().contains("versions of yours"),
            "{}",
            desk.said()
        );
        desk.keys("2");
        assert_eq!((progress(&desk).1, conflicts(&desk)), (1, 0), "{}", desk.text());
        assert!(desk.said().contains("Kept version 2, of bo: Ines Vale"), "{}", desk.said());
        let kept = desk.app.doc().unwrap().reading.set().get("00").unwrap().clone();
        assert_eq!((kept.note.as_deref(), kept.conflict), (Some("who says so?"), false));
        desk.keys("u");
        assert_eq!((progress(&desk).1, conflicts(&desk)), (0, 1));
        // Field by field, and back.
        desk.keys("Enter");
        assert_eq!(desk.app.mode.scope(), Scope::Conflict, "{}", desk.text());
        desk.keys("m Enter");
        assert!(matches!(desk.app.mode, Mode::Adjudicate(_)), "{:?}", desk.app.mode.scope());
        assert_eq!((progress(&desk).1, conflicts(&desk)), (1, 0));
        desk.keys("u x");
        assert_eq!((progress(&desk).1, conflicts(&desk)), (1, 0));
        assert!(desk.app.doc().unwrap().reading.set().get("00").unwrap().is_rejected());
        desk.keys("u");
        let row = |desk: &Desk| desk.app.doc().unwrap().adjudication.at;
        assert_eq!(
            row(&desk),
            desk.app.doc().unwrap().adjudication.found.as_ref().unwrap().all.places_of("00").next().unwrap()
        );
        desk.keys("E");
        assert!(desk.text().contains("decided in versions: 1"), "{}", desk.text());
        desk.keys("2 Enter");
        assert_eq!((progress(&desk).1, conflicts(&desk)), (1, 0));
        desk.keys("q");
        desk.leave();
        assert!(!desk.file("a.txt.sayso.ron").contains("conflict: true"));
    }
}

#[test]
fn of_other_words_the_shortest_and_the_longest_are_taken_together() {
    let mut desk = desk((120, 30));
    desk.keys("D Tab E");
    let text = desk.text();
    assert!(text.contains("4 the shortest   5 the longest"), "{text}");
    desk.keys("4 Enter");
    assert_eq!(last(&desk, "It is late"), answer(["quote", "Ines Vale", "bo"]));
    assert!(desk.said().starts_with("Taken the shortest: 1 of a kind, words"), "{}", desk.said());
    desk.keys("u E 5 Enter");
    assert_eq!(last(&desk, "It is late"), answer(["quote", "Ines Vale", "ada"]));
    // Of another kind there are none.
    desk.keys("Home E");
    assert!(!desk.text().contains("the longest"), "{}", desk.text());
    desk.keys("Esc");
    desk.leave();
    let mut narrow = self::desk((40, 10));
    narrow.keys("D Tab E Tab Tab Tab Tab");
    assert!(narrow.text().contains("the longest"), "{}", narrow.text());
    narrow.keys("Esc");
    narrow.leave();
}

#[test]
fn places_are_searched_and_answers_copied() {
    for size in [(120, 30), (40, 10)] {
        let mut desk = desk(size);
        let at = |desk: &Desk| desk.app.doc().unwrap().adjudication.at;
        desk.keys("D n");
        assert!(desk.said().contains("Nothing was searched"), "{}", desk.said());
        desk.keys("/ \"bank");
        assert_eq!(at(&desk), 3, "{}", desk.text());
        assert!(desk.text().contains("/ bank") && desk.text().contains("2 of 5"), "{}", desk.text());
        // Back to where it began, or it stays.
        desk.keys("Esc");
        assert_eq!(at(&desk), 1);
        desk.keys("/ \"rahm Enter n");
        assert_eq!(at(&desk), 4, "the words around are shown, so they are found: {}", desk.text());
        desk.keys("n n N N");
        assert_eq!(at(&desk), 4);
        desk.keys("/ \"zebra Enter");
        assert_eq!(desk.said(), "No place has all of these words");
        assert!(matches!(desk.app.mode, Mode::Adjudicate(_)));
        // A letter that is typed decides nothing.
        desk.keys("/ \"1 Enter");
        assert_eq!(progress(&desk), (4, 0));
        desk.keys("/ \"It_is_late Enter l y");
        assert!(desk.said().starts_with("Copied: It is late"), "{}", desk.said());
        desk.keys("Y");
        assert!(desk.said().contains("It is late — Ines Vale, a.txt ¶3"), "{}", desk.said());
        desk.keys("q");
        desk.leave();
    }
}

#[test]
fn a_third_answer_is_theirs_only_while_it_is_what_they_say() {
    let mut desk = desk((120, 30));
    desk.keys("D s \"Ruth_Okafor Enter");
    assert_eq!(last(&desk, "Nobody wants"), answer(["quote", "Ruth Okafor", ""]));
    desk.keys("u");
    assert_eq!(last(&desk, "Nobody wants"), answer(["quote", "Otto Rahm", "ada"]));
    // What another says is theirs.
    desk.keys("s \"Ines Enter");
    assert_eq!(last(&desk, "Nobody wants"), answer(["quote", "Ines Vale", "bo"]));
    desk.keys("e \"Ask_her Enter");
    assert_eq!(last(&desk, "Nobody wants"), answer(["quote", "Ines Vale", "bo"]));
    desk.keys("q");
    desk.leave();
}

#[test]
fn what_others_write_meanwhile_is_read_again_and_told() {
    let mut desk = desk((120, 30));
    desk.keys("D 1");
    desk.event(Event::AnnotatorsChanged);
    assert!(!desk.said().contains("meanwhile"), "nothing is other: {}", desk.said());
    let more = [&BO[..4], &[("“Not a cent,”", QUOTE, "Otto Rahm")]].concat();
    disk::replace(&desk.folder.path().join("a.txt.sayso.bo.ron"), kept(TEXT, &more, EARLY).as_bytes()).unwrap();
    desk.event(Event::AnnotatorsChanged);
    assert_eq!(desk.said(), "bo decided something meanwhile: read again");
    assert_eq!(progress(&desk), (3, 1), "{}", desk.text());
    // What cannot be read leaves what is known.
    disk::replace(&desk.folder.path().join("a.txt.sayso.bo.ron"), b"(version: 1, oh").unwrap();
    desk.event(Event::AnnotatorsChanged);
    assert!(desk.said().contains("a.txt.sayso.bo.ron") && progress(&desk) == (3, 1), "{}", desk.said());
    assert!(matches!(desk.app.mode, Mode::Adjudicate(_)));
    desk.keys("q");
    desk.leave();
}
