use super::*;
use crate::detect::Detector;
use crate::document::{BlockKind, Document, LoadOptions, load};
use proptest::prelude::*;

const SCRIPT: &str = "Title: _High Water_\nCredit: written by\nAuthor: N. N.\nDraft date: 2024-05-01\n    second line\n\n\
    # Act One\n\n= What comes.\n\nEXT. PIER - NIGHT #1#\n\nA bell rings.\n*Mo* waits. [[Is he late?]]\n\n\
    IDA (V.O.) (CONT'D)\nWho *shut* it?\nWas it you?\n\nMO\n(slowly)\nNot I.\n(beat)\nAsk the clerk.\n  \nOr the mayor.\n\n\
    He goes out.\n\n/* cut\n\nUNA\nNothing.\n\n*/\n@McTarn ^\nGo home.\n\nCUT TO:\n\n.THE GATE\n\n!BANG\n\n> THE END <\n";

fn kinds(source: &str) -> Vec<(String, BlockKind)> {
    let read = read(source);
    read.blocks.iter().map(|b| (b.span.of(&read.text).to_owned(), b.kind)).collect()
}

#[test]
fn every_part_of_a_script() {
    use BlockKind::{Aside, Heading, Turn};
    let expected = [
        ("Act One", Heading(2)),
        ("EXT. PIER - NIGHT", Heading(3)),
        ("A bell rings.\nMo waits.", Aside),
        ("IDA (V.O.) (CONT'D)\nWho shut it?\nWas it you?", Turn),
        ("MO\n(slowly)\nNot I.\n(beat)\nAsk the clerk.\n\nOr the mayor.", Turn),
        ("He goes out.", Aside),
        ("McTarn\nGo home.", Turn),
        ("CUT TO:", Aside),
        ("THE GATE", Heading(3)),
        ("BANG", Aside),
        ("THE END", Aside),
    ];
    assert_eq!(kinds(SCRIPT), expected.map(|(w, k)| (w.to_owned(), k)));
    let read = read(SCRIPT);
    assert_eq!(read.meta.title.as_deref(), Some("High Water"));
    assert_eq!(read.meta.author.as_deref(), Some("N. N."));
    assert!(read.meta.date.is_some());
    assert_eq!(read.left.in_words().as_deref(), Some("3 comments, 1 other part not shown"));
}

#[test]
fn who_speaks_in_a_script() {
    let doc = load(SCRIPT.as_bytes(), "a.fountain", &LoadOptions::default()).unwrap();
    let found = Detector::new().extract(&doc);
    let all: Vec<(String, String)> = found
        .attributions()
        .map(|a| {
            let words: Vec<String> = a.content.iter().map(|s| doc.words(*s).replace('\n', " ")).collect();
            (found.speaker_of(a).unwrap_or("?").to_owned(), words.join(" / "))
        })
        .collect();
    let expected =
        [("IDA", "Who shut it? Was it you?"), ("MO", "Not I. / Ask the clerk.  Or the mayor."), ("McTarn", "Go home.")];
    assert_eq!(all, expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
}

#[test]
fn what_is_no_dialogue() {
    for source in [
        "BANG\n\nA door.\n",
        "THE GATE.\n\nA door.\n",
        "Mo waits.\nIDA\nwaits too.\n",
        "INT. ROOM\nDay.\n",
        "FADE IN:\nA room.\n",
    ] {
        assert!(!kinds(source).iter().any(|(_, kind)| *kind == BlockKind::Turn), "{source}");
    }
    assert_eq!(read("Mo: no title page\n\nWe /* went [[ on.\n").text, "We /* went [[ on.");
    assert_eq!(read("FADE TO:\n\nWe went.\n").text, "FADE TO:\n\nWe went.");
    let document = Document::from_text("a * b * c and 2_3\n", "a.fountain");
    assert_eq!(document.text(), "a * b * c and 2_3");
}

proptest! {
    #[test]
    fn anything_is_read(source in "([A-Za-z*_\\\\()@^!~>.#= ]|\n|\n\n|/\\*|\\*/|\\[\\[|\\]\\]|Title: |INT\\. ){0,120}") {
        let read = read(&source);
        let mut end = 0;
        for b in &read.blocks {
            prop_assert!(b.span.start >= end && read.text.get(b.span.range()).is_some() && !b.span.is_empty());
            end = b.span.end;
        }
    }
}
