//! Whole transcripts.

mod hearings;
mod layouts;
mod look_alikes;
mod odd_heads;
mod prose;

use super::Turns;
use crate::detect::lang::ENGLISH;
use crate::detect::lexicon::Lexicon;
use crate::document::Document;
use proptest::prelude::*;

pub fn heard(text: &str) -> Vec<(String, String)> {
    let doc = Document::from_text(text, "a.txt");
    let found = crate::detect::Detector::new().extract(&doc);
    let all = found.attributions().map(|a| {
        let words: Vec<&str> = a.content.iter().map(|s| doc.words(*s)).collect();
        (found.speaker_of(a).unwrap_or("?").to_owned(), words.join(" / "))
    });
    all.collect()
}

pub fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
}

/// Who says the statement that holds `words`, and its score: `?` for somebody unknown, nobody when there is no statement.
fn who(text: &str, words: &str) -> Option<(String, f32)> {
    let doc = Document::from_text(text, "a.txt");
    let found = crate::detect::Detector::new().extract(&doc);
    let at = doc.text().find(words).unwrap_or_else(|| panic!("“{words}” is no part of the text")) as u32;
    let mut holding = found.attributions().filter(|a| a.content.iter().any(|s| s.contains(at)));
    holding.next().map(|a| (found.speaker_of(a).unwrap_or("?").to_owned(), a.score))
}

/// Checks who says the statements that hold the words; nobody says those with "".
fn check(text: &str, expected: &[(&str, &str)]) {
    for (words, speaker) in expected {
        let found = who(text, words);
        let name = found.as_ref().map_or("", |(name, _)| name.as_str());
        assert!(if speaker.is_empty() { name.is_empty() } else { name == *speaker }, "“{words}”: {found:?} in\n{text}");
    }
}

#[test]
fn hearings_parliaments_captions_and_plays() {
    let hearing = "THE COURT: Be seated.\n\nQ. Where were you?\n\nA. At home.\n\nQ. Alone?\n\nA. With a dog.\n\nTHE COURT: Go on.";
    let found = heard(hearing);
    assert_eq!(found.len(), 6, "{found:?}");
    assert_eq!(found[1].1, "Where were you?");
    let house = "Mr. GREY. I rise on the wall.\n\nThe SPEAKER. The gentleman rises.\n\nMr. GREY. It is low.\n\nIt was always low.\n\n\
        The SPEAKER. Order.";
    let expected = [
        ("Mr. GREY", "I rise on the wall."),
        ("SPEAKER", "The gentleman rises."),
        ("Mr. GREY", "It is low. / It was always low."),
        ("SPEAKER", "Order."),
    ];
    let words = |all: &[(String, String)]| all.iter().map(|p| p.1.clone()).collect::<Vec<_>>();
    assert_eq!(words(&heard(house)), words(&pairs(&expected)));
    let captions = ">> ADA GREY: We came.\n\n>> Why?\n\n>> ADA GREY: To see.\n\n>> What?\n\n>> You.";
    let expected = [("ADA GREY", "We came."), ("?", "Why?"), ("ADA GREY", "To see."), ("?", "What?"), ("?", "You.")];
    assert_eq!(heard(captions), pairs(&expected));
    let play = "ORLANDO\tAs I remember, Adam.\n\nADAM\tYonder comes my master.\n\nORLANDO\tGo apart, Adam.";
    assert_eq!(heard(play).len(), 3);
    let times = "[00:00:01] ADA GREY: We came.\n\n[00:00:04] BO LOW: Why?\n\n[00:00:05] ADA GREY: To see.\n\n00:01:02 BO LOW: What?";
    assert_eq!(heard(times).len(), 4);
}

#[test]
fn a_transcript_and_its_look_alikes() {
    let doc =
        Document::from_text("ADA GREY: You came.\n\nQ: Why?\n\nADA GREY: To see.\n\nQ: What?\n\n(Laughter.)", "a.txt");
    let lexicon = Lexicon::new(&ENGLISH);
    assert!(Turns::of(doc.text(), doc.blocks(), &lexicon).is_some());
    let table = Document::from_text("Clinton: 1,769\n\nTrump: 900\n\nBYLINE: Amber P.\n\nText.", "a.txt");
    assert!(Turns::of(table.text(), table.blocks(), &lexicon).is_none());
}

proptest! {
    #[test]
    fn any_text_is_read(pieces in prop::collection::vec(0usize..PIECES.len(), 0..60)) {
        let text: String = pieces.iter().map(|i| PIECES[*i]).collect();
        let doc = Document::from_text(&text, "a.txt");
        let found = crate::detect::Detector::new().extract(&doc);
        for a in found.attributions() {
            let ordered = a.content.windows(2).all(|w| w[0].end <= w[1].start);
            prop_assert!(ordered && a.content.iter().all(|s| !s.of(doc.text()).trim().is_empty()), "{:?}", a.content);
        }
    }
}

/// What heads are made of.
const PIECES: [&str; 40] = [
    "Ada: ",
    "Bo Low: ",
    "Q. ",
    "A. ",
    "Q1: ",
    "\n",
    "\n\n",
    "\n",
    " ",
    "We came. ",
    "Why? ",
    "[00:07] ",
    "(0:07)",
    "(",
    ")",
    "[",
    "]",
    "{Ada} ",
    "#",
    "@ada: ",
    "**",
    ">> ",
    "- ",
    " – ",
    "\t",
    ":",
    "：",
    "李明",
    "é",
    "“",
    "”",
    "Mr. LOW. ",
    "The CHAIR (Mr. LOW). ",
    "1  ",
    "2 ",
    "BY MR. LOW:\n",
    "♪ ",
    "Note: ",
    "speaker 0",
    ",",
];
