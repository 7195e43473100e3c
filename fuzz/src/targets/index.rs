//! What an index keeps, as bytes: the first says whether a record, terms or postings come.

use super::Target;
use crate::dice::Dice;
use crate::documents::{self, SAMPLES};
use sayso_core::library::postings::{Entry, documents as of_term, each};
use sayso_core::library::{DocumentRecord, SegmentBuilder, TermReader};

pub const TARGET: Target =
    Target { name: "index", doc: "rows of an index: records, terms, postings", run, is_bounded: true, seeds };

fn run(bytes: &[u8]) -> bool {
    let mut dice = Dice(bytes);
    match dice.byte() {
        0 => {
            if let Ok(record) = DocumentRecord::decode(dice.0) {
                let read = DocumentRecord::decode(&record.encode()).expect("what was written");
                // A score may be no number, which is like no other.
                assert_eq!(format!("{read:?}"), format!("{record:?}"));
            }
        }
        1 => {
            let (terms, postings) = dice.0.split_at(dice.0.len() / 2);
            let mut count = 0;
            let _ = each(terms, |_, entry| {
                let _ = of_term(postings, entry);
                count += 1;
                count < 10_000
            });
        }
        _ => {
            let entry = Entry { start: dice.number(), end: dice.number(), count: dice.number() };
            let _ = of_term(dice.0, entry);
        }
    }
    true
}

fn seeds() -> Vec<(String, Vec<u8>)> {
    let mut out = Vec::new();
    let mut segment = SegmentBuilder::default();
    for (number, (name, text)) in SAMPLES.into_iter().enumerate() {
        let record = DocumentRecord::of(&documents::reading(text, name));
        out.push((name.to_owned(), [vec![0], record.encode()].concat()));
        TermReader::default().words(text, |term| segment.add(number as u32, term));
    }
    for (number, block) in segment.finish().into_iter().enumerate() {
        out.push((format!("block-{number}"), [&[1_u8][..], &block.terms, &block.postings].concat()));
    }
    out
}
