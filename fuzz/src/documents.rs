//! Documents that targets are about, and decisions about them.

use crate::dice::Dice;
use sayso_core::annotation::{Set, Stamp};
use sayso_core::detect::{Detector, QuoteMarks};
use sayso_core::document::Document;
use sayso_core::reading::{Claim, Decider, ItemId, Reading, SpeakerChoice};
use sayso_core::span::Span;
use std::sync::{Arc, LazyLock};

/// What finds who says what: made once.
pub static DETECTOR: LazyLock<Detector> = LazyLock::new(Detector::new);

/// What finds marks.
pub static MARKS: LazyLock<QuoteMarks> = LazyLock::new(QuoteMarks::new);

/// Documents of our own that stand in the repository.
pub const SAMPLES: [(&str, &str); 6] = [
    ("harbour-vote.txt", include_str!("../../samples/harbour-vote.txt")),
    ("lighthouse-interview.md", include_str!("../../samples/lighthouse-interview.md")),
    ("opinion-clever-machines.md", include_str!("../../samples/opinion-clever-machines.md")),
    ("posts-bridge.txt", include_str!("../../samples/posts-bridge.txt")),
    ("press-release.txt", include_str!("../../samples/press-release.txt")),
    ("quay-scene.txt", include_str!("../../samples/quay-scene.txt")),
];

/// A text of few words and every kind of sign: most of what is read of it depends on each.
pub const SHORT: &str = "Café vote\n\n“We will go 🚢,” said Ada Grey. ‘Nobody knows’, Bo Lind told the council.\n\nADA: No.\n\nBO: Yes, 5%.\n";

/// A text with what is found in it.
pub fn reading(text: &str, name: &str) -> Reading {
    let document = Document::from_text(text, name);
    of_document(document)
}

/// A document with what is found in it.
pub fn of_document(document: Document) -> Reading {
    let document = Arc::new(document);
    let found = Arc::new(DETECTOR.extract(&document));
    Reading::new(document, found, Set::default())
}

/// A moment that differs with its number.
pub fn stamp(number: u64) -> Stamp {
    Stamp { now: format!("2026-11-24T08:{:02}:{:02}Z", number / 60 % 60, number % 60), millis: number, random: [3; 10] }
}

/// A span of a text, of whole characters.
pub fn span(text: &str, dice: &mut Dice<'_>) -> Span {
    let from = text.floor_char_boundary(dice.number() % (text.len() + 1));
    let to = text.ceil_char_boundary((from + 1 + dice.below(80)).min(text.len()));
    Span::new(from as u32, to as u32)
}

/// Decides at random, as long as there are numbers to decide by.
pub fn decide(reading: &mut Reading, dice: &mut Dice<'_>, most: u64) {
    for number in 0..most {
        if dice.is_empty() {
            break;
        }
        let stamp = stamp(number);
        let decider = Decider { reading, by: dice.one(&[Some("ada"), None]), stamp: &stamp };
        let items: Vec<ItemId> = reading.all().collect();
        let item = items.get(dice.number() % items.len().max(1));
        let text = reading.document().text();
        let change = match (dice.below(10), item) {
            (0 | 1, Some(item)) => decider.confirm(item),
            (2, Some(item)) => decider.reject(item),
            (3, Some(item)) => decider.choose(item, &SpeakerChoice::Words(dice.words()), dice.in_one_of(2)),
            (4, Some(item)) => decider.note(item, &dice.words()),
            (5, Some(item)) => decider.put(item, &[span(text, dice)]),
            (6, Some(ItemId::Record(id))) => {
                let claim =
                    Claim { rating: Some(dice.words()), evidence: vec![dice.words()], note: Some(dice.words()) };
                decider.describe(id, &claim)
            }
            (7, Some(item)) => decider.remove(item),
            (8, _) => {
                let span = span(text, dice);
                decider.label_each(&[span], dice.one(&["claim", "quote", "highlight", "x y"]))
            }
            (9, Some(item)) => decider.attribute_all(std::slice::from_ref(item), "stance", Some(&dice.words())),
            _ => None,
        };
        if let Some(change) = change {
            reading.apply(&change);
        }
    }
}
