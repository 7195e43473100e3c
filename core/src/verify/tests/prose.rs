//! Prose in a transcript, without a blank line between it and the turns.

use super::Reader;
use crate::verify::Verdict;

const MINUTES: &str =
    "The board met in the town hall. “The old bridge is closed until further notice,” the clerk wrote beforehand.
ANNA BELL: Good morning to all of you here.

CARL DUNN: Good morning. The river rose by four feet on Monday.

ANNA BELL: Then we begin with the bridge.

CARL DUNN: It was built for carts.";

#[test]
fn words_above_a_head_are_in_the_source() {
    let reader = Reader::new();
    let verdict = |speaker: &str, words: &str| reader.one(speaker, words, MINUTES).0;
    assert_eq!(verdict("the clerk", "The old bridge is closed until further notice"), Verdict::Verbatim);
    assert_eq!(verdict("Anna Bell", "Good morning to all of you here"), Verdict::Verbatim);
    assert_eq!(verdict("Carl Dunn", "The river rose by four feet on Monday"), Verdict::Verbatim);
}
