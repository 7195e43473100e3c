use super::*;
use crate::annotation::Set;
use crate::annotation::codebook::{SpeakerDecision, edited};
use crate::detect::Detector;
use crate::document::Document;
use crate::reading::Reading;
use std::sync::Arc;

fn record(text: &str, outlet: &str, day: &str) -> DocumentRecord {
    let head = if day.is_empty() { String::new() } else { format!("---\noutlet: {outlet}\ndate: {day}\n---\n\n") };
    let document = Arc::new(Document::from_text(&format!("{head}{text}"), "a.md"));
    let found = Arc::new(Detector::new().extract(&document));
    DocumentRecord::of(&Reading::new(document, found, Set::default()))
}

/// Turns of a hearing: a name and what they say.
fn turns(all: &[(&str, &str)]) -> String {
    all.iter().map(|(name, words)| format!("{name}: {words}\n\n")).collect::<Vec<_>>().concat()
}

/// A record made by hand: who says how much.
fn made(speakers: &[(&str, u32)], outlet: Option<&str>) -> DocumentRecord {
    let mut record = DocumentRecord::default();
    record.outlet = outlet.map(str::to_owned);
    for (number, (name, count)) in (0_u32..).zip(speakers) {
        record.speakers.push(SpeakerRecord {
            name: (*name).to_owned(),
            id: None,
            aliases: Vec::new(),
            roles: Vec::new(),
            kind: SpeakerKind::Person,
            gender: Gender::Unknown,
            members: Vec::new(),
            statements: *count,
            decided: 0,
        });
        for _ in 0..*count {
            record.statements.push(StatementRecord {
                content: vec![(0, 1)],
                quotes: Vec::new(),
                kind: crate::kinds::Kind::Direct,
                form: crate::kinds::Form::Turn,
                speaker: Some(number),
                is_nobodys: false,
                mention: None,
                score: None,
                decided: false,
                is_queued: true,
                id: None,
                labels: Vec::new(),
                words: 1,
            });
        }
    }
    record
}

fn people(records: &[DocumentRecord], projects: &[ProjectSpeakers]) -> People {
    let mut gathering = Gathering::default();
    for record in records {
        gathering.add(record, 0);
    }
    gathering.people(projects)
}

fn row<'a>(people: &'a People, name: &str) -> &'a Person {
    people.persons.iter().find(|p| p.name == name).unwrap_or_else(|| panic!("{name} in {:?}", names(people)))
}

fn names(people: &People) -> Vec<&str> {
    people.persons.iter().map(|p| p.name.as_str()).collect()
}

fn pairs(people: &People) -> Vec<(String, String, String, String)> {
    let name = |n: u32| people.persons[n as usize].name.clone();
    let words = |p: &Proposal| (name(p.first), name(p.second), p.reasons_in_words(), p.against_in_words());
    people.proposals.iter().map(words).collect()
}

#[test]
fn one_row_a_person_with_their_words_in_order_of_time() {
    let late =
        record(&turns(&[("Ada Grey", "The pipes are new now."), ("Bo Lind", "They are not.")]), "Post", "2024-06-09");
    let early =
        record(&turns(&[("Ada Grey", "The pipes are old."), ("Bo Lind", "Who pays for it?")]), "Post", "2019-03-12");
    let undated = record(&turns(&[("Ada Grey", "I said so."), ("Cy Moor", "You did.")]), "", "");
    let people = people(&[late, undated, early], &[]);
    let ada = row(&people, "Ada Grey");
    assert_eq!((ada.documents.as_slice(), ada.said.len(), ada.decided), (&[0, 1, 2][..], 3, 0));
    assert_eq!(ada.said.iter().map(|s| s.document).collect::<Vec<_>>(), [2, 0, 1]);
    assert_eq!(ada.period(), "2019 – Jun 2024");
    assert_eq!(people.documents, 3);
    assert!(people.proposals.is_empty(), "{:?}", pairs(&people));
    assert!(People::table(people.persons.iter()).contains("Ada Grey,3,0,3,2019-03-12,2024-06-09,"));
}

#[test]
fn what_is_written_otherwise_is_proposed_with_reasons() {
    let post = Some("Tidewater Post");
    let records = [
        made(&[("Helen Harker", 4), ("Jörg Maßen", 2)], post),
        made(&[("HELEN HARKER", 3), ("Jorg Maßen", 1)], None),
        made(&[("Harker", 2), ("Dr. Helen Harker", 1)], post),
        made(&[("Bo Harker", 1), ("H. Harker", 1)], None),
    ];
    let found = people(&records, &[]);
    let pairs = pairs(&found);
    let has = |a: &str, b: &str, why: &str| {
        assert!(pairs.iter().any(|(x, y, w, _)| x == a && y == b && w.contains(why)), "{a} {b} {why}: {pairs:#?}");
    };
    has("Helen Harker", "HELEN HARKER", "the same name but for capitals");
    has("Helen Harker", "Dr. Helen Harker", "the same name but for Dr.");
    has("Jörg Maßen", "Jorg Maßen", "the same name but for accents");
    has("Helen Harker", "Harker", "the surname alone; both speak in Tidewater Post");
    // A surname alone, or an initial, without anything in common says nothing.
    assert!(!pairs.iter().any(|(a, b, ..)| a == "Bo Harker" || b == "Bo Harker" || b == "H. Harker"), "{pairs:#?}");
    assert_eq!(found.persons[0].proposal, Some(0));
}

#[test]
fn what_speaks_against_it_is_said() {
    let both = made(&[("Helen Harker", 2), ("HELEN HARKER", 1), ("Harker", 1)], Some("Post"));
    let found = people(&[both], &[]);
    let pairs = pairs(&found);
    assert_eq!(pairs.len(), 1, "{pairs:?}");
    assert_eq!(pairs[0].3, "1 document has both, as two");
    let mut one = made(&[("Ada Grey", 2)], None);
    one.speakers[0].aliases = vec!["The Voice".to_owned()];
    one.speakers[0].gender = Gender::Female;
    let mut two = made(&[("Cy Moor", 2)], None);
    two.speakers[0].aliases = vec!["the voice".to_owned()];
    two.speakers[0].gender = Gender::Male;
    let found = people(&[one, two], &[]);
    let proposal = &found.proposals[0];
    assert_eq!(proposal.reasons_in_words(), "both are also called The Voice");
    assert_eq!(proposal.against_in_words(), "different first names: Ada, Cy; he and she");
}

#[test]
fn what_is_decided_is_one_row_or_two_and_no_proposal_any_more() {
    let records = [made(&[("Helen Harker", 4)], None), made(&[("HELEN HARKER", 3)], None)];
    let before = people(&records, &[ProjectSpeakers::default()]);
    assert_eq!((names(&before), before.proposals.len()), (vec!["Helen Harker", "HELEN HARKER"], 1));
    let [first, second] = [0, 1].map(|n: usize| before.persons[n].known_as());
    let after = |decision: &SpeakerDecision| {
        let (_, speakers) = edited("", decision).unwrap();
        people(&records, &[ProjectSpeakers::new(speakers.into())])
    };
    let one = after(&SpeakerDecision::One(first.clone(), second.clone()));
    assert_eq!((names(&one), one.proposals.len(), one.persons[0].said.len()), (vec!["Helen Harker"], 0, 7));
    assert_eq!(one.persons[0].id.as_deref(), Some("helen-harker"));
    let other = after(&SpeakerDecision::One(second.clone(), first.clone()));
    assert_eq!(names(&other), ["HELEN HARKER"]);
    let two = after(&SpeakerDecision::Two(first, second));
    assert_eq!((names(&two), two.proposals.len()), (vec!["Helen Harker", "HELEN HARKER"], 0));
}

#[test]
fn people_of_one_name_are_told_apart_by_their_ids() {
    let (_, speakers) = edited(
        "(speakers: [(id: \"john\", name: \"John Smith\", kind: person), (id: \"john-2\", name: \"John Smith\", kind: person)])",
        &SpeakerDecision::Two(
            KnownAs { id: Some("john".to_owned()), name: "John Smith".to_owned(), kind: SpeakerKind::Person },
            KnownAs { id: Some("john-2".to_owned()), name: "John Smith".to_owned(), kind: SpeakerKind::Person },
        ),
    )
    .unwrap();
    let mut records =
        [made(&[("John Smith", 2)], None), made(&[("John Smith", 1)], None), made(&[("John Smith", 1)], None)];
    records[0].speakers[0].id = Some("john".to_owned());
    records[1].speakers[0].id = Some("john-2".to_owned());
    let found = people(&records, &[ProjectSpeakers::new(speakers.into())]);
    let counts: Vec<(Option<&str>, usize)> = found.persons.iter().map(|p| (p.id.as_deref(), p.said.len())).collect();
    assert_eq!(counts, [(Some("john"), 2), (Some("john-2"), 1), (None, 1)]);
}

#[test]
fn unnamed_sources_are_nobody_in_particular() {
    let mut one = made(&[("a spokesman", 2)], Some("Post"));
    one.speakers[0].kind = SpeakerKind::Unnamed;
    let mut other = made(&[("A spokesman", 1)], Some("Post"));
    other.speakers[0].kind = SpeakerKind::Unnamed;
    assert!(people(&[one, other], &[]).proposals.is_empty());
}

#[test]
fn hostile_names_and_ten_thousand_of_one_surname_do_no_harm() {
    let long = "x".repeat(10_000);
    let names: Vec<String> = ["", " ", "\u{202e}Ada\u{1b}[2J", "\u{0}", "—", "@", long.as_str(), "A\u{301}da", "ÁDA"]
        .iter()
        .map(|s| (*s).to_owned())
        .collect();
    let mut records: Vec<DocumentRecord> = names.iter().map(|name| made(&[(name.as_str(), 1)], Some("Post"))).collect();
    for n in 0..10_000 {
        // Initials, surnames and full names, all of one block.
        let name = match n % 4 {
            0 => format!("First{n} Harker"),
            1 => format!("{}. Harker", char::from(b'A' + (n % 26) as u8)),
            2 => "Harker".to_owned(),
            _ => format!("FIRST{} HARKER", n - 3),
        };
        records.push(made(&[(&name, 1 + n % 3)], Some("Post")));
    }
    let found = people(&records, &[]);
    assert!(found.persons.iter().all(|p| !p.name.is_empty() && p.name.chars().count() <= MAX_NAME));
    // Each name in capitals with its own, and the short ones with few.
    assert!(found.proposals.len() < 2500 + 27 * 12 + 10, "{}", found.proposals.len());
    assert!(found.proposals.len() >= 2500);
    let table = People::table(found.persons.iter());
    assert!(!table.contains(['\u{202e}', '\u{1b}']));
}
