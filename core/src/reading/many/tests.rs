use super::*;
use crate::annotation::{Change, Op, Set, Stamp};
use crate::detect::Detector;
use crate::reading::Decider;
use std::sync::Arc;

fn reading(text: &str, name: &str) -> Reading {
    let document = Arc::new(Document::from_text(text, name));
    let found = Arc::new(Detector::new().extract(&document));
    Reading::new(document, found, Set::default())
}

fn stamp(n: u64) -> Stamp {
    Stamp { now: "2026-11-24T08:00:00Z".into(), millis: n, random: [7; 10] }
}

/// A transcript of two voices and a moderator.
fn transcript(turns: usize) -> String {
    let names = ["Moderator", "Peter Lindqvist", "Amina Yusuf"];
    let words = ["We looked at the pipes in the spring.", "The bonus was paid early.", "Nobody told the board."];
    let turn = |n: usize| format!("{}: {} That is item {n}.", names[n % 3], words[n / 3 % 3]);
    format!("Town hall\n\n{}\n", (0..turns).map(turn).collect::<Vec<_>>().join("\n\n"))
}

fn list<'a>(batches: &'a [Batch], of: &Gathered) -> &'a [Gleaned] {
    batches.iter().find(|b| b.of == *of).map_or(&[], |b| &b.rows)
}

const MIXED: &str = "# One\n\n“We will vote on Monday,” said Ada Grey, the mayor. “We always do.”\n\n## Two\n\n“The mayor is \
    late,” Bo Lind said.\n\n“In these shoes?”\n\n# Three\n\n“I am on time,” Grey said.";

#[test]
fn turns_whose_head_names_the_speaker_are_one_list_of_all() {
    let mut r = reading(&transcript(218), "hall.txt");
    let batches = r.batches(&Around::default());
    assert_eq!(batches[0].of, Gathered::NamedTurns);
    assert_eq!(batches[0].rows.len(), 218);
    assert!(batches[0].rows.iter().all(|row| row.doubt != Doubt::Guess));
    let items: Vec<ItemId> = batches[0].rows.iter().map(|row| row.item()).collect();
    let change = Decider { reading: &r, by: None, stamp: &stamp(1) }.confirm_all(&items).unwrap();
    let speakers = change.ops.iter().filter(|op| matches!(op, Op::Speaker { .. })).count();
    assert_eq!((speakers, change.ops.len()), (3, 221), "each speaker is written once");
    r.apply(&change);
    assert_eq!(r.progress(), (218, 218));
    assert!(r.batches(&Around::default()).is_empty());
    let back: Change = r.set().step(&change, false);
    r.apply(&back);
    assert_eq!(r.progress(), (0, 218));
    assert!(r.set().is_empty() && r.set().speakers.is_empty());
}

#[test]
fn lists_begin_where_the_person_is() {
    let r = reading(MIXED, "a.md");
    let at = |words: &str| r.document().text().find(words).unwrap() as u32;
    let here = r.statement_around(Span::new(at("We will"), at("We will") + 7)).unwrap();
    let batches = r.batches(&Around { item: Some(&here), at: 0, matches: &[], given: None });
    let words = |of: Gathered| -> Vec<&str> {
        let rows = list(&batches, &of).iter().filter_map(|row| r.hull(&row.item()));
        rows.map(|hull| r.document().words(hull).split(' ').next().unwrap_or_default()).collect()
    };
    assert!(words(Gathered::Speaker).len() >= 2, "{batches:?}");
    assert!(words(Gathered::Speaker).iter().all(|w| !w.contains("The")), "what Lind says is his");
    assert!(words(Gathered::Paragraph).iter().all(|w| *w == "“We"), "{batches:?}");
    // A heading of a lower rank ends no section; one of the same does.
    let section: Vec<_> = words(Gathered::Section);
    assert!(section.contains(&"“The") && section.contains(&"“In") && !section.contains(&"“I"), "{section:?}");
    let two = r.batches(&Around { item: None, at: at("The mayor is"), matches: &[], given: None });
    let rows: Vec<_> = list(&two, &Gathered::Section).iter().map(|row| r.hull(&row.item()).unwrap().start).collect();
    assert!(rows.iter().all(|start| *start > at("Two") && *start < at("Three")), "{rows:?}");
}

#[test]
fn matches_and_chosen_rows_are_lists_and_guesses_are_told_apart() {
    let r = reading(MIXED, "a.md");
    let at = r.document().text().find("Monday").unwrap() as u32;
    let all: Vec<ItemId> = r.all().collect();
    let (first, last) = (all.first().unwrap().clone(), all.last().unwrap().clone());
    let given = [last.clone(), first.clone(), last];
    let around = Around { matches: &[Span::new(at, at + 6)], given: Some(&given), ..Around::default() };
    let batches = r.batches(&around);
    assert_eq!(batches[0].of, Gathered::Given);
    assert_eq!(batches[0].rows.len(), 2, "each once, in reading order");
    assert_eq!(batches[0].rows[0].item(), first);
    assert_eq!(list(&batches, &Gathered::Matches).len(), 1);
    assert!(list(&batches, &Gathered::Sure).iter().all(|row| row.doubt != Doubt::Guess));
    // Nobody is named anywhere: a guess, whatever the list.
    let r = reading("“In these shoes?” he asked. The tide was high.", "a.txt");
    let batches = r.batches(&Around::default());
    assert!(!batches.is_empty());
    assert!(batches.iter().flat_map(|b| &b.rows).all(|row| row.doubt == Doubt::Guess), "{batches:?}");
}

#[test]
fn what_the_queue_leaves_out_is_counted_and_found() {
    let text = "“We will vote on Monday,” said Ada Grey, the mayor.\n\nPeople around the harbour thought that the vote \
        might be delayed, it is believed. Some feared that the quay would be closed.";
    let mut r = reading(text, "a.txt");
    let weak: Vec<ItemId> = r.all().filter(|item| r.is_weak(item)).collect();
    assert_eq!(r.weak(), weak.len());
    assert_eq!(r.next_weak(0, None), weak.first().cloned());
    let shown = r.all().filter(|item| r.suggestion(item).is_some()).count();
    assert_eq!(r.progress().1 + r.weak(), shown, "nothing is neither in the queue nor counted as weak");
    if let Some(item) = weak.first() {
        assert!(!r.is_open(item));
        let change = Decider { reading: &r, by: None, stamp: &stamp(1) }.confirm(item).unwrap();
        r.apply(&change);
        assert_eq!(r.weak(), weak.len() - 1);
        let batches = r.batches(&Around::default());
        let rows = batches.iter().flat_map(|b| &b.rows);
        assert!(rows.clone().all(|row| row.item() != *item), "what is decided is in no list");
    }
}

#[test]
fn a_document_without_headings_has_no_sections() {
    let r = reading("One.\n\nTwo.", "a.txt");
    assert_eq!(section(r.document(), 0), None);
    let r = reading("", "a.txt");
    assert!(section(r.document(), 9).is_none() && r.batches(&Around::default()).is_empty());
}
