//! Records of a text that was edited since: the numbers of the first half of the input make records and edits, the rest is
//! the text.

use super::Target;
use crate::dice::Dice;
use crate::documents::{self, SAMPLES};
use crate::spans;
use sayso_core::annotation::anchor::{Anchor, anchor_all, compare_words, words_near};
use sayso_core::annotation::set::DocumentInfo;
use sayso_core::annotation::{AnchoredText, Annotation, Selector, Set};
use sayso_core::document::Document;
use std::sync::Arc;

pub const TARGET: Target =
    Target { name: "anchor", doc: "a text with records, and edits of it", run, is_bounded: true, seeds };

/// Bytes of numbers before the text.
const NUMBERS: usize = 64;

fn run(bytes: &[u8]) -> bool {
    let Some((numbers, text)) = bytes.split_at_checked(NUMBERS) else { return false };
    let mut dice = Dice(numbers);
    let before = Document::from_text(&String::from_utf8_lossy(text), "a.txt");
    let mut set = Set::default();
    set.about = DocumentInfo::of(&before);
    for number in 0..1 + dice.below(6) {
        let span = documents::span(before.text(), &mut dice);
        if span.of(before.text()).trim().is_empty() {
            continue;
        }
        let mut record = Annotation::new(format!("r{number}"), "quote", vec![Selector::of(&before, span)]);
        if dice.in_one_of(3) {
            record.source = Some(AnchoredText::of(&before, documents::span(before.text(), &mut dice)));
        }
        set.insert(Arc::new(record));
    }
    for (record, anchor) in anchor_all(&before, &set, &before.origin.text_hash) {
        assert!(matches!(anchor, Anchor::Exact(_)), "the text is the same, {} is {}", record.id, anchor.word());
    }
    let edited = Document::from_text(&edited(before.text(), &mut dice), "a.txt");
    let text = edited.text();
    for (record, anchor) in anchor_all(&edited, &set, &before.origin.text_hash) {
        spans::check_all(text, anchor.spans(), "an anchor");
        for candidate in anchor.candidates() {
            spans::check_all(text, &candidate.spans, "a candidate");
        }
        if let Anchor::Exact(spans) = &anchor {
            let words: Vec<&str> = spans.iter().map(|span| span.of(text)).collect();
            let known: Vec<&str> = record.at.iter().map(|at| at.exact.as_str()).collect();
            assert_eq!(words, known, "exact words are other words");
        }
        if let Some(source) = &record.source
            && let Some(span) = words_near(&edited, source, 0, anchor.spans())
        {
            spans::check(text, span, "words near");
        }
        if let Some(exact) = record.at.first().map(|at| at.exact.as_str()) {
            compare_words(exact, text.get(..exact.len().min(text.len())).unwrap_or_default());
        }
    }
    true
}

/// Takes out, puts in, doubles and moves.
fn edited(text: &str, dice: &mut Dice<'_>) -> String {
    let mut text = text.to_owned();
    for _ in 0..dice.below(5) {
        let span = documents::span(&text, dice).range();
        let words = text.get(span.clone()).unwrap_or_default().to_owned();
        match dice.below(6) {
            0 => text.replace_range(span, ""),
            1 => text.insert_str(span.start, &words),
            2 => text.replace_range(span, &words.to_uppercase()),
            3 => text.insert_str(span.start, dice.one(&["new ", "\n\n", "“", "é", "\u{301}", "ADA: "])),
            4 => {
                text.replace_range(span, "");
                let at = text.floor_char_boundary(dice.number() % (text.len() + 1));
                text.insert_str(at, &words);
            }
            _ => text.replace_range(span, dice.one(&["x", "", " ", "words that are others"])),
        }
    }
    text
}

fn seeds() -> Vec<(String, Vec<u8>)> {
    let seed = |(number, (name, text)): (usize, (&str, &str))| {
        let numbers = (0..NUMBERS).map(|n| (n * n * 13 + n * number + number) as u8);
        let text = text.get(..text.floor_char_boundary(1_500)).unwrap_or_default();
        (name.to_owned(), numbers.chain(text.bytes()).collect())
    };
    SAMPLES.into_iter().chain([("short.txt", documents::SHORT)]).enumerate().map(seed).collect()
}
