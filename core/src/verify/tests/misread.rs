//! Words that a scanner read otherwise than they are printed.

use super::Reader;
use crate::verify::{Kind, Side, Verdict};
use proptest::prelude::*;

const SPOKEN: &str =
    "The committee will report to the government in November, and nobody will see the document before then";

/// What becomes of `words` in a source that has `there` for them.
fn verdict(words: &str, there: &str) -> (Verdict, Option<Kind>) {
    let source = format!(
        "IDA BERG: {there}. Thank you.\n\nOLE FOSS: That is late. The road was closed for 12 days.\n\nIDA BERG: Yes."
    );
    Reader::new().one("Ida Berg", words, &source)
}

#[test]
fn what_a_scanner_misread_is_no_accusation() {
    let misread = (Verdict::CannotCheck, Some(Kind::Unreadable));
    for there in [
        SPOKEN.replace("committee", "cornmittee"),
        SPOKEN.replace("government", "govemment"),
        SPOKEN.replace("government", "govern ment"),
        SPOKEN.replace("document", "clocument"),
        SPOKEN.replace("nobody will", "nobody wi11"),
        SPOKEN.replace("will see", "wlll see"),
        SPOKEN.replace("in November", "inNovember"),
        SPOKEN.replace("committee", "cornrnittee").replace("document", "docurnent").replace("November", "Novernber"),
    ] {
        assert_eq!(verdict(SPOKEN, &there), misread, "{there}");
    }
    assert_eq!(
        verdict(
            "We sent the letter to 12 of the farmers on Monday",
            "We sent the letter to l2 of the farmers on Monday"
        ),
        misread
    );
    assert_eq!(
        verdict(
            "The committee will report … and nobody will see",
            "The cornmittee will report to us, and nobody will see it"
        ),
        misread
    );
}

#[test]
fn only_words_that_were_read_otherwise_are_told() {
    let check = Reader::new().check(
        "“The committee will report to the government,” Ida Berg said.",
        &[("s.txt", "IDA BERG: The cornmittee will report to the govern ment. Thank you.\n\nOLE FOSS: Yes.")],
    );
    let parts: Vec<(&str, &str)> = check[0].diff.iter().map(|part| (part.sign(), part.words())).collect();
    let wanted = [
        ("=", "The"),
        ("-", "cornmittee"),
        ("+", "committee"),
        ("=", "will report to the"),
        ("-", "govern ment"),
        ("+", "government"),
    ];
    assert_eq!(parts, wanted);
}

#[test]
fn a_word_or_a_number_that_is_one_is_altered_as_before() {
    let altered = |words: &str, there: &str| {
        let (verdict, kind) = verdict(words, there);
        assert_eq!(verdict, Verdict::Altered, "{words} {kind:?}");
        kind
    };
    let sent = |number: &str| format!("We sent the letter to {number} of the farmers on Monday");
    assert_eq!(altered(&sent("12"), &sent("13")), Some(Kind::Number));
    assert_eq!(altered(&sent("$10 million"), &sent("$1.0 million")), Some(Kind::Number));
    // The source has this word more than once: so it is written there.
    let there = "The modem in the hall is old, and I want to sell it. A modem is cheap";
    altered("The modern in the hall is old, and I want to sell it", there);
    altered(
        "The committee will not report to the government in November",
        "The cornmittee will report to the government in November",
    );
    // Nothing is misread: two words are gone.
    altered("The committee will report to the government", "The committee will report late to the new government");
}

proptest! {
    #[test]
    fn noise_in_a_source_accuses_nobody(
        places in prop::collection::vec((0..90usize, any::<bool>()), 1..8),
    ) {
        let mut there = String::new();
        for (at, c) in SPOKEN.chars().enumerate() {
            let noisy = places.iter().find(|(place, _)| *place == at);
            match (c, noisy) {
                ('m', Some(_)) => there.push_str("rn"),
                ('d', Some(_)) => there.push_str("cl"),
                ('w', Some(_)) => there.push_str("vv"),
                ('o', Some(_)) => there.push('0'),
                ('l', Some((_, figure))) => there.push(if *figure { '1' } else { 'i' }),
                ('i', Some((_, figure))) => there.push(if *figure { '1' } else { 'l' }),
                (' ', Some((_, false))) => {}
                (' ', Some((_, true))) => there.push_str("  "),
                (c, Some((_, true))) if c.is_alphabetic() => there.extend([c, ' ']),
                (c, _) => there.push(c),
            }
        }
        let (verdict, kind) = verdict(SPOKEN, &there);
        prop_assert!(verdict.side() != Side::Finding, "{:?} {:?}: {}", verdict, kind, there);
    }
}
