//! Two sides that changed one file: nothing is lost, and it does not matter which side is which.

use super::Target;
use crate::dice::Dice;
use sayso_core::annotation::sidecar::{parse, print};
use sayso_core::annotation::{AnchoredText, Annotation, RecordLink, Selector, Set, Speaker, SpeakerRef, Status, merge};
use sayso_core::kinds::{Form, Kind, SpeakerKind};
use std::sync::Arc;

pub const TARGET: Target =
    Target { name: "merge", doc: "numbers that make a file and two edits of it", run, is_bounded: true, seeds };

const WORDS: [&str; 6] = ["", "a", "b", "true", "né\u{301}", "x y"];

fn record(id: String, dice: &mut Dice<'_>) -> Annotation {
    let start = u32::from(dice.byte() % 6) * 3;
    let end = start + 1 + u32::from(dice.byte() % 4);
    // The words of a place are always the same.
    let (exact, prefix, suffix) = (format!("{start}-{end}"), String::new(), String::new());
    let mut record =
        Annotation::new(id, dice.one(&["quote", "claim", "x"]), vec![Selector { start, end, exact, prefix, suffix }]);
    for _ in 0..dice.below(4) {
        change(&mut record, dice);
    }
    record
}

/// Changes one field.
fn change(record: &mut Annotation, dice: &mut Dice<'_>) {
    let words = |dice: &mut Dice<'_>| if dice.in_one_of(4) { None } else { Some(dice.one(&WORDS).to_owned()) };
    match dice.below(16) {
        0 => record.label = dice.one(&["quote", "claim", "x"]).to_owned(),
        1 => record.note = words(dice),
        2 => record.rating = words(dice),
        3 => record.status = dice.one(&[None, Some(Status::Confirmed), Some(Status::Edited), Some(Status::Rejected)]),
        4 => {
            record.speaker =
                dice.one(&[None, Some("ada"), Some("bo"), Some("zoe")]).map(|id| SpeakerRef::Id(id.to_owned()))
        }
        5 => record.speaker = Some(SpeakerRef::Nobody),
        6 => record.evidence.push(dice.one(&WORDS).to_owned()),
        7 => drop(record.evidence.pop()),
        8 => record.links.push(RecordLink { role: dice.one(&WORDS).to_owned(), to: format!("r{}", dice.below(5)) }),
        9 => drop(record.attributes.insert(dice.one(&WORDS).to_owned(), dice.one(&WORDS).to_owned())),
        10 => drop(record.attributes.pop_first()),
        11 => record.modified = Some(format!("2026-11-24T08:00:{:02}Z", dice.below(60))),
        12 => record.by = words(dice),
        13 => record.kind = dice.one(&[None, Some(Kind::Direct), Some(Kind::Indirect)]),
        14 => (record.form, record.only_this) = (dice.one(&[None, Some(Form::Turn)]), dice.in_one_of(2)),
        _ => {
            let at = u32::from(dice.byte() % 9);
            record.source = Some(AnchoredText(at, at + 1, dice.one(&WORDS).to_owned()));
        }
    }
}

fn edit(set: &Set, dice: &mut Dice<'_>) -> Set {
    let mut set = set.clone();
    for _ in 0..dice.below(6) {
        let id = format!("r{}", dice.below(5));
        match (dice.below(6), set.get(&id).cloned()) {
            (0, Some(_)) => set.remove(&id),
            (1, _) => {
                let speaker = dice.one(&["ada", "bo", "zoe"]);
                set.speakers.retain(|s| s.id != speaker);
            }
            (2, _) => {
                let id = dice.one(&["ada", "bo", "zoe"]).to_owned();
                let (name, note) = (dice.one(&["Ada", "Bo", "Zoe", "A"]).to_owned(), None);
                let (aliases, roles) = (vec![dice.one(&WORDS).to_owned()], Vec::new());
                let kind = dice.one(&[SpeakerKind::Person, SpeakerKind::Group]);
                let speaker = Speaker { id, name, kind, aliases, roles, merged: Vec::new(), note, members: Vec::new() };
                match set.speakers.iter_mut().find(|s| s.id == speaker.id) {
                    Some(known) => *known = speaker,
                    None => set.speakers.push(speaker),
                }
            }
            (3, _) => set.sources.push(dice.one(&["a.txt", "b.txt", "c.txt"]).to_owned()),
            (_, Some(known)) => {
                let mut record = Annotation::clone(&known);
                change(&mut record, dice);
                set.insert(Arc::new(record));
            }
            (_, None) => set.insert(Arc::new(record(id, dice))),
        }
    }
    set.sources.dedup();
    // As a file holds it: two speakers of one person are one there.
    parse(print(&set).as_bytes()).unwrap_or_else(|e| panic!("what was printed is not read: {e}"))
}

/// Whether two records may be about one statement.
fn overlap(one: &Annotation, other: &Annotation) -> bool {
    one.at.iter().any(|a| other.at.iter().any(|b| a.start < b.end && b.start < a.end))
}

fn run(bytes: &[u8]) -> bool {
    let mut dice = Dice(bytes);
    let base = edit(&Set::default(), &mut dice);
    let ours = edit(&base, &mut dice);
    let theirs = edit(&base, &mut dice);
    let merged = merge::three_way(&base, &ours, &theirs);
    let told = || {
        format!(
            "base {}\nours {}\ntheirs {}\nmerged {}",
            print(&base),
            print(&ours),
            print(&theirs),
            print(&merged.set)
        )
    };
    let other = merge::three_way(&base, &theirs, &ours);
    assert_eq!(print(&merged.set), print(&other.set), "the sides are not alike\n{}", told());
    assert_eq!(merged.clashes, other.clashes, "the sides are not alike\n{}", told());
    let read =
        parse(print(&merged.set).as_bytes()).unwrap_or_else(|e| panic!("what was merged is not read: {e}\n{}", told()));
    assert_eq!(print(&read), print(&merged.set), "printed and read it is another\n{}", told());
    for (side, opposite) in [(&ours, &theirs), (&theirs, &ours)] {
        for record in side.iter() {
            let before = base.get(&record.id);
            if before == Some(record) {
                continue;
            }
            // Of two decisions about one statement one is kept beside the other, under its id.
            // The other side may have moved it to where another stands.
            let moved = opposite.get(&record.id);
            let is_version = |r: &&Arc<Annotation>| {
                r.id == record.id
                    || merge::beside_of(&r.id) == Some(&record.id)
                    || overlap(r, record)
                    || moved.is_some_and(|moved| overlap(r, moved))
            };
            let versions = || merged.set.iter().filter(is_version);
            assert!(versions().next().is_some(), "{} is lost\n{}", record.id, told());
            let was = before.and_then(|b| b.note.clone());
            let unchanged = opposite.get(&record.id).is_none_or(|other| other.note == was);
            if record.note != was && (unchanged || record.note.is_some()) {
                assert!(versions().any(|r| r.note == record.note), "the note {:?} is lost\n{}", record.note, told());
            }
        }
    }
    true
}

fn seeds() -> Vec<(String, Vec<u8>)> {
    let numbers = |seed: u32| (0..300_u32).map(|n| (n * n * 17 + n * seed + seed) as u8).collect();
    (0..8).map(|seed| (seed.to_string(), numbers(seed))).collect()
}
