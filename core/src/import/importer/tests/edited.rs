//! Files about a text that was edited since: who says a statement now is asked as it is of a sidecar beside the text.

use super::*;
use crate::reading::{Concern, Decider};

const BEFORE: &str = "It rained on the quay. Mayor Ada Grey said that the wall would fall.\n\n“We will pay the whole of it,” said Tom \
    Orr on Monday.\n\nNobody else spoke at the meeting of the harbour board.";

/// Everything in [`BEFORE`] confirmed.
fn decided() -> Reading {
    let mut all = reading(BEFORE, Set::default());
    let items: Vec<_> = all.all().collect();
    let change = Decider { reading: &all, by: Some("ada"), stamp: &stamp() }.confirm_all(&items).unwrap();
    all.apply(&change);
    all
}

#[test]
fn who_says_it_now_is_asked_of_what_comes_in() {
    let theirs = decided();
    for (now, count) in [
        (BEFORE.replace("said Tom Orr", "said Ida Brandt"), 1),
        (BEFORE.replace("said that", "denied saying that"), 1),
        (BEFORE.replace("on Monday", "on Sunday"), 0),
        (format!("A new line.\n\n{BEFORE}"), 0),
    ] {
        for format in ["sayso", "w3c", "xmi", "qdpx"] {
            let (after, _, _) = brought(&reading(&now, Set::default()), &through(&theirs, format));
            // Read again, as it is kept.
            let mut set = after.set().clone();
            set.about = DocumentInfo::of(after.document());
            let again = reading(&now, set);
            let asked = again.set().iter().filter(|a| again.concern(a) == Some(Concern::Speaker)).count();
            let placed = again.set().iter().all(|a| !again.anchor_of(&a.id).is_orphan());
            assert!(placed && asked == count, "{format}: {asked} {now}");
        }
    }
}
