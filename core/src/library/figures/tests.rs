use super::tables::{Asked, Cell, TableKind};
use super::*;
use crate::annotation::{Set, Speaker, Stamp};
use crate::detect::Detector;
use crate::document::Document;
use crate::reading::{Claim, Decider, ItemId, Reading};
use crate::span::Span;
use proptest::prelude::*;
use std::sync::Arc;

const VOTE: &str = "LONDON, March 3, 2024 (Tidewater Post) — “We will vote on Monday,” said Ada Grey, the mayor.\n\n“I have asked for \
    this wall for nine years,” Bo Lind said.\n\n“We are not in a hurry,” Grey said.\n";
const HALL: &str = "Moderator: Was a bonus paid?\n\nAda Grey: The bonus was paid. I paid it.\n\nModerator: When?\n\nAda Grey: In May.\n";

fn stamp(n: u64) -> Stamp {
    Stamp { now: "2026-11-24T08:00:00Z".into(), millis: n, random: [7; 10] }
}

fn reading(text: &str, name: &str) -> Reading {
    let document = Arc::new(Document::from_text(text, name));
    let found = Arc::new(Detector::new().extract(&document));
    Reading::new(document, found, Set::default())
}

fn record(text: &str, name: &str) -> DocumentRecord {
    DocumentRecord::of(&reading(text, name))
}

fn of(records: &[DocumentRecord]) -> Figures {
    let mut figures = Figures::default();
    for record in records {
        figures.add(record, &SharedNames::default());
    }
    figures
}

/// The rows of a table as programs read them.
fn rows(figures: &Figures, kind: TableKind, asked: &Asked<'_>) -> Vec<String> {
    let table = figures.table(kind, asked);
    let cells = |row: &tables::Row| table.in_files().map(|(n, _)| row.cells[n].plain()).collect::<Vec<_>>().join(",");
    table.all_rows().map(cells).collect()
}

#[test]
fn speakers_have_their_statements_words_and_days() {
    let figures = of(&[record(VOTE, "vote.txt"), record(HALL, "hall.txt")]);
    assert_eq!((figures.documents, figures.statements.all(), figures.statements.decided), (2, 7, 0));
    let asked = Asked { gender: true, ..Asked::default() };
    let all = rows(&figures, TableKind::Speakers, &asked);
    assert_eq!(all[0], "Ada Grey,4,4,0,2,2024-03-03,2024-03-03,0,20,0.5882,female");
    assert!(all.iter().any(|row| row.starts_with("Bo Lind,1,1,0,1,2024-03-03")), "{all:?}");
    let top = rows(&figures, TableKind::Speakers, &Asked { top: Some(1), ..Asked::default() });
    assert_eq!(top.len(), 2);
    assert_eq!(top[1], "2 others,3,3,0,,2024-03-03,2024-03-03,0,14,0.4118");
    assert_eq!(
        rows(&figures, TableKind::Outlets, &asked),
        ["Tidewater Post,3,0,3,0,1,20,0.5882,2024-03-03,2024-03-03"]
    );
    assert_eq!(rows(&figures, TableKind::Time, &asked), ["2024-03-03,3,0,3"]);
    assert_eq!((figures.left_out.undated, figures.left_out.without_outlet), (4, 4));
    let genders = rows(&figures, TableKind::Genders, &asked);
    assert_eq!(genders.len(), 4);
    assert!(genders[0].starts_with("female,1,4,0,20,"), "{genders:?}");
}

#[test]
fn one_person_of_the_project_is_one_in_the_figures() {
    let other = VOTE.replace("Ada Grey", "Adelaide Grey").replace("Grey said", "Adelaide Grey said");
    let records = [record(VOTE, "vote.txt"), record(&other, "other.txt")];
    let mut shared = Set::default().new_speaker("Adelaide Grey", SpeakerKind::Person);
    shared.aliases = vec!["Ada Grey".to_owned()];
    let names = SharedNames::new(&[shared]);
    let (mut apart, mut one) = (Figures::default(), Figures::default());
    for record in &records {
        apart.add(record, &SharedNames::default());
        one.add(record, &names);
    }
    assert_eq!((apart.people(), one.people()), (3, 2));
    assert!(rows(&one, TableKind::Speakers, &Asked::default())[0].starts_with("Adelaide Grey,4,4,0,2,"));
    // A name of two says nothing.
    let two = ["Ada Green", "Ada Grey-Stone"].map(|name| {
        let speaker = Set::default().new_speaker(name, SpeakerKind::Person);
        Speaker { aliases: vec!["Ada Grey".to_owned()], ..speaker }
    });
    let mut figures = Figures::default();
    figures.add(&records[0], &SharedNames::new(&two));
    assert!(rows(&figures, TableKind::Speakers, &Asked::default())[0].starts_with("Ada Grey,"));
}

#[test]
fn only_documents_of_the_period_are_counted_and_the_others_are_told() {
    let period = Period { since: Some("2024-03-04".parse().unwrap()), until: None };
    let mut figures = Figures::new(period);
    for record in [record(VOTE, "vote.txt"), record(HALL, "hall.txt")] {
        figures.add(&record, &SharedNames::default());
    }
    assert!(figures.is_empty() && figures.documents == 0);
    let told = ["1 document has no date: not counted", "1 document is of another time: not counted"];
    assert_eq!(figures.counted_nowhere(), told);
}

#[test]
fn labels_ratings_and_how_right_it_is() {
    let mut r = reading(VOTE, "vote.txt");
    let all: Vec<ItemId> = r.all().collect();
    let change = Decider { reading: &r, by: None, stamp: &stamp(1) }.confirm(&all[0]).unwrap();
    r.apply(&change);
    let change = Decider { reading: &r, by: None, stamp: &stamp(2) }.reject(&all[1]).unwrap();
    r.apply(&change);
    for (n, rating) in [Some("odd"), Some("false"), Some("true"), None].into_iter().enumerate() {
        let at = 8 + n as u32 * 3;
        let (change, id) = Decider { reading: &r, by: None, stamp: &stamp(10 + n as u64) }
            .label(&[Span::new(at, at + 2)], "claim", None, None)
            .unwrap();
        r.apply(&change);
        let claim = Claim { rating: rating.map(str::to_owned), ..Claim::default() };
        if let Some(change) = (Decider { reading: &r, by: None, stamp: &stamp(20 + n as u64) }).describe(&id, &claim) {
            r.apply(&change);
        }
    }
    let figures = of(&[DocumentRecord::of(&r)]);
    assert_eq!(rows(&figures, TableKind::Labels, &Asked::default()), ["claim,4,1", "quote,1,1"]);
    let ratings = ["true".to_owned(), "false".to_owned()];
    let asked = Asked { ratings: &ratings, ..Asked::default() };
    assert_eq!(rows(&figures, TableKind::Ratings, &asked), ["true,1,1", "false,1,1", "odd,1,1", "not rated,1,1"]);
    let levels = rows(&figures, TableKind::Levels, &asked);
    assert_eq!(levels[0], "sure,0.8,2,1,,,,too few decided to say");
    // What was rejected is no statement any more.
    assert_eq!((figures.statements.decided, figures.statements.suggested), (1, 1));
}

#[test]
fn hostile_names_are_counted_like_others() {
    let long = "Ada ".repeat(4000);
    for name in ["\u{202e}Grey\u{1b}[2J", "", "  ", "“”", long.as_str(), "a\0b"] {
        let mut one = record(VOTE, "vote.txt");
        one.speakers.iter_mut().for_each(|speaker| name.clone_into(&mut speaker.name));
        let figures = of(&[one.clone(), one]);
        assert_eq!(figures.people(), 1, "{name:?}");
        let table = figures.table(TableKind::Speakers, &Asked::default());
        assert_eq!(table.rows[0].cells[1], Cell::Number(6));
    }
}

fn arbitrary() -> impl Strategy<Value = Vec<(bool, u8, i16, i8)>> {
    proptest::collection::vec((any::<bool>(), 0u8..4, 1900i16..2100, 1i8..=12), 0..12)
}

proptest! {
    /// In whatever order documents come, and however many sums are made of them, the figures are the same.
    #[test]
    fn sums_do_not_depend_on_how_they_were_made(all in arbitrary(), cut in 0usize..12) {
        let names = ["Ada Grey", "ADA GREY", "ada grey", "Bo Lind"];
        let base = record(VOTE, "vote.txt");
        let make = |(swap, name, year, month): &(bool, u8, i16, i8)| {
            let mut one = base.clone();
            if let Some(speaker) = one.speakers.get_mut(usize::from(*swap)) {
                names[usize::from(*name)].clone_into(&mut speaker.name);
            }
            one.set_date(Date::new(*year, *month, 1).ok());
            one
        };
        let records: Vec<DocumentRecord> = all.iter().map(make).collect();
        let whole = of(&records);
        let (first, rest) = records.split_at(cut.min(records.len()));
        let rest: Vec<DocumentRecord> = rest.iter().rev().cloned().collect();
        let mut parts = of(&rest);
        parts.merge(of(first));
        prop_assert_eq!(&whole, &parts);
        let table = whole.table(TableKind::Speakers, &Asked::default());
        let sum: u64 = table.rows.iter().map(|row| match row.cells[1] { Cell::Number(n) => n, _ => 0 }).sum();
        prop_assert_eq!(sum + whole.left_out.without_speaker, whole.statements.all());
    }
}
