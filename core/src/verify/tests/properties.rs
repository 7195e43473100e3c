//! What holds for any text.

use super::Reader;
use crate::span::Span;
use crate::verify::words::read;
use crate::verify::{Article, IndexedSource, Side, Verifier};
use proptest::prelude::*;

fn folded(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    read(text, Span::new(0, text.len() as u32), &mut out);
    out.into_iter().map(|w| w.key).collect()
}

/// Folded words as a text again.
fn written(words: &[String]) -> String {
    let mut out = String::new();
    for word in words {
        if word.is_empty() {
            out.push_str(" [inaudible]");
        } else if let Some(below) = word.strip_prefix("#(") {
            out.extend([" (", below, ")"]);
        } else if word.starts_with('\'') {
            out.push_str(word);
        } else {
            let plain = match word.as_str() {
                "¤pound" => "pounds",
                word => word.trim_start_matches(['#', '¤']),
            };
            out.push(' ');
            out.push_str(plain);
        }
    }
    out
}

/// Words as articles have them, with marks, numbers, brackets and notes anywhere.
fn prose() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "we",
        "will",
        "not",
        "go",
        "to",
        "the",
        "harbour",
        "said",
        "Ada",
        "Grey",
        "twenty",
        "five",
        "hundred",
        "1.1",
        "£4.2m",
        "2%",
        "don't",
        "it’s",
        "if",
        "only",
        "until",
        "May",
        "thi-",
        "um",
        "uh",
        "you",
        "know",
        "long-term",
        "[sic]",
        "[laughs]",
        "[inaudible]",
        "[the mayor]",
        "…",
        "...",
        "U.S.",
        "Mr.",
        "and",
        "but",
        "three",
        "and",
        "a",
        "million",
        "(10)",
        "²",
        "word²",
        "½",
        "-4",
        "won't",
        "ADA:",
        "GREY:",
        "he",
        "she",
        "told",
        "them",
    ]);
    let mark = prop::sample::select(vec![
        "", "", "", "", "", ",", ".", "?", "!", ";", " –", ",”", ".”", "”", "’", "\"", "\n\n",
    ]);
    let open = prop::sample::select(vec!["", "", "", "", "", "“", "‘", "\"", "["]);
    prop::collection::vec((open, word, mark), 1..60).prop_map(|all| {
        all.into_iter().map(|(open, word, mark)| format!("{open}{word}{mark}")).collect::<Vec<_>>().join(" ")
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn folding_twice_is_folding_once(text in prose()) {
        let once = folded(&text);
        prop_assert_eq!(folded(&written(&once)), once);
    }

    #[test]
    fn a_text_against_itself_has_no_finding(text in prose()) {
        let reader = Reader::new();
        let reading = reader.reading("a.txt", &text);
        let source = IndexedSource::new("a.txt", &reading, &reader.marks);
        let article = Article::new("a.txt", &reading, &reader.marks, true, None);
        let checks = Verifier::new([&source], [], &[], false).check_all(&article);
        for check in checks {
            prop_assert!(check.verdict.side() != Side::Finding, "{:?} of {:?} in {:?}: {:?}", check.verdict, check.quote, text, check);
        }
    }
}

#[test]
fn a_verdict_does_not_depend_on_the_order_of_sources() {
    let reader = Reader::new();
    let texts = [
        ("b.txt", super::HEARING),
        ("a.txt", "IDA BERG: The county paid for most of it, they say.\n\nOLE FOSS: Yes.\n\nIDA BERG: Yes."),
    ];
    let sources: Vec<IndexedSource> = texts.iter().map(|(n, t)| reader.source(n, t)).collect();
    let article = "“The county paid for most of it,” said Marta Vieira. “We sent a letter to 34 households on the Tuesday,” she said.";
    let reading = reader.reading("article.txt", article);
    let article = Article::new("article.txt", &reading, &reader.marks, false, None);
    let forward = Verifier::new(sources.iter(), [], &[], false).check_all(&article);
    let backward = Verifier::new(sources.iter().rev(), [], &[], false).check_all(&article);
    assert_eq!(forward, backward);
}

#[test]
fn a_transcript_in_marks_is_checked_turn_by_turn() {
    let reader = Reader::new();
    let text = "An interview followed.\n\n“WALLACE: Where does the money come from? I ask you again.\n\n“PENCE: Well, I do not know. \
        Nobody does.\n\n“WALLACE: Nobody at all?\n\n“PENCE: Nobody. I said so before.”";
    let reading = reader.reading("a.txt", text);
    let source = IndexedSource::new("a.txt", &reading, &reader.marks);
    let article = Article::new("a.txt", &reading, &reader.marks, true, None);
    let checks = Verifier::new([&source], [], &[], false).check_all(&article);
    assert!(checks.iter().all(|c| c.verdict.side() != Side::Finding), "{checks:?}");
}
