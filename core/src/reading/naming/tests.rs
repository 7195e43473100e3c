use super::akin;
use crate::annotation::{Set, Stamp};
use crate::detect::Detector;
use crate::document::Document;
use crate::reading::{Decider, ItemId, Reading, SpeakerChoice};
use std::sync::Arc;

const TEXT: &str = "HARBOUR — The council met for six hours on Monday. Lena Harker, the warden, spoke first. Ada Grey, the \
    clerk, sat beside Bo Lind and Mark McDaniel.\n\nHarker said, “One is late tonight, and nobody knows it.”\n\nLater \
    Lena Harker said, “Two is late tonight, and nobody knows it.”\n\nHarker said, “Three is late tonight, and nobody knows \
    it.”\n\nShe said, “Four is late tonight, and nobody knows it.”\n\nThe room was full. Grey said, “Five is late \
    tonight, and nobody knows it.”\n\nThe clerk said, “Six is late tonight, and nobody knows it.”\n\nA spokesman said, \
    “Seven is late tonight, and nobody knows it.”\n\nA spokesman said, “Eight is late tonight, and nobody knows \
    it.”\n\nTollman said, “Nine is late tonight, and nobody knows it.”\n\nTollman said, “Ten is late tonight, and \
    nobody knows it.”\n\nThe clerk said, “Eleven is late tonight, and nobody knows it.”\n\nThen Ada Grey said, \
    “Twelve is late tonight, and nobody knows it.”\n";

fn reading() -> Reading {
    let document = Arc::new(Document::from_text(TEXT, "a.txt"));
    let found = Arc::new(Detector::new().extract(&document));
    Reading::new(document, found, Set::default())
}

/// The statement that begins with a word.
fn item(r: &Reading, word: &str) -> ItemId {
    r.all().find(|i| r.hull(i).is_some_and(|h| r.document().words(h).contains(word))).expect(word)
}

fn names(r: &Reading) -> Vec<String> {
    r.all().map(|i| r.speaker_name(&i)).collect()
}

/// Somebody found in the text, else words that are typed.
fn pick(r: &Reading, name: &str) -> SpeakerChoice {
    if name.is_empty() { SpeakerChoice::Unknown } else { r.choice_of_name(name) }
}

/// Typical corrections: the statement, who is picked, what the speaker is called from then on, how many other statements
/// change, and the end of the message.
#[test]
fn corrections_teach_the_right_thing() {
    for (word, who, called, others, told) in [
        // A name given to somebody who cannot bear it.
        ("One", "a spokesman", "", 0, "; this one only"),
        ("One", "Bo Lind", "", 0, "; this one only"),
        ("One", "", "", 0, "; this one only"),
        ("One", "the Harker campaign", "", 0, "; this one only"),
        ("Five", "Mark McDaniel", "", 0, "; this one only"),
        // A name given to somebody of that name.
        ("Nine", "Jo Tollman", "Tollman", 1, "; called “Tollman” too"),
        ("Nine", "Jo Tolman", "Tollman", 1, "; called “Tollman” too"),
        ("One", "Rita Harker", "", 2, ""),
        ("Two", "Lena Harkness", "Lena Harker", 3, "; called “Lena Harker” too"),
        // A pronoun means whoever it points to, and is no name.
        ("Four", "Bo Lind", "", 0, ""),
        // A description of somebody known is what they are called; of somebody unknown, somebody else each time.
        ("Six", "Bo Lind", "The clerk", 1, "; called “The clerk” too"),
        ("Seven", "Bo Lind", "", 0, "; this one only"),
    ] {
        let mut r = reading();
        let (before, start) = (names(&r), r.set().clone());
        let item = item(&r, word);
        let stamp = Stamp { now: "2026-11-24T08:00:00Z".into(), millis: 1, random: [3; 10] };
        let change = Decider { reading: &r, by: None, stamp: &stamp }.choose(&item, &pick(&r, who), true).expect(word);
        r.apply(&change);
        let speaker = r.set().speakers.first();
        let forms: Vec<String> = speaker.map(|s| [s.aliases.clone(), s.roles.clone()].concat()).unwrap_or_default();
        let changed = before.iter().zip(names(&r)).filter(|(a, b)| *a != b).count();
        let found = (
            forms.join("; "),
            changed.saturating_sub(1),
            change.summary.ends_with(told) && change.summary.contains(';') != told.is_empty(),
        );
        assert_eq!(found, (called.to_owned(), others, true), "{word} is {who:?}: {}: {:?}", change.summary, names(&r));
        // One step takes all of it back.
        let back = r.set().step(&change, false);
        r.apply(&back);
        assert_eq!((names(&r), r.set()), (before, &start), "{word} is {who:?}");
    }
}

#[test]
fn names_of_one_person_share_the_word_that_names_people() {
    for (a, b) in [
        ("Harker", "Lena Harker"),
        ("Mr. Harker", "Lena Harker"),
        ("Lena", "Lena Harker"),
        ("McDaniels", "Mark McDaniel"),
        ("@realLenaHarker", "Lena Harker"),
        ("LH", "Lena Harker"),
        ("Harbour Trade Union", "HTU"),
    ] {
        assert!(akin(a, b, &[]) && akin(b, a, &[]), "{a}, {b}");
    }
    let titles: [Box<str>; 1] = ["president".into()];
    for (a, b) in
        [("Harker", "Ada Grey"), ("President Harker", "President Grey"), ("Mr. Harker", "Mr. Hale"), ("Al", "Ada Lind")]
    {
        assert!(!akin(a, b, &titles) && !akin(b, a, &titles), "{a}, {b}");
    }
}
