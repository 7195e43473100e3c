use super::*;
use crate::annotation::merge::beside;
use crate::annotation::set::DocumentInfo;
use crate::annotation::{QUOTE, RecordLink, Selector, Set, SpeakerRef, Stamp, Was};
use crate::detect::Detections;
use crate::document::Document;
use crate::span::Span;

const TEXT: &str = "“We will vote on Monday,” said Ada Grey, the mayor. Bo Lind laughed.";

fn record(by: &str, speaker: &str) -> Annotation {
    let document = Document::from_text(TEXT, "a.txt");
    let mut record = Annotation::new("a".into(), QUOTE, vec![Selector::of(&document, Span::new(0, 29))]);
    record.status = Some(Status::Confirmed);
    record.speaker = Some(SpeakerRef::Id(speaker.into()));
    (record.by, record.created) = (Some(by.into()), Some("2026-11-24T08:00:00Z".into()));
    record
}

fn aside(mut record: Annotation) -> Annotation {
    record.id = beside(&record);
    record.conflict = true;
    record
}

fn reading(records: &[&Annotation]) -> Reading {
    let mut set = Set::default();
    for record in records {
        set.insert(Arc::new((*record).clone()));
    }
    let document = Document::from_text(TEXT, "a.txt");
    set.about = DocumentInfo::of(&document);
    Reading::new(Arc::new(document), Arc::new(Detections::default()), set)
}

fn three() -> (Annotation, Annotation, Annotation) {
    let mut ada = record("ada", "ann");
    ada.note = Some("checked".into());
    ada.attributes.insert("tone".into(), "dry".into());
    let mut bo = record("bo", "ben");
    bo.status = Some(Status::Edited);
    bo.was = Some(Was { at: vec![(0, 26)], speaker: Some("Ann".into()) });
    bo.rating = Some("true".into());
    let mut cy = record("cy", "ann");
    cy.note = Some("no".into());
    (ada, aside(bo), aside(cy))
}

fn stamp() -> Stamp {
    Stamp { now: "2026-11-28T12:00:00Z".into(), millis: 1, random: [1; 10] }
}

#[test]
fn versions_are_found_from_each_of_them_and_differ_in_what_differs() {
    let (ada, bo, cy) = three();
    let all = reading(&[&ada, &bo, &cy]);
    assert_eq!(all.conflicts(), 1);
    for id in [&ada.id, &bo.id, &cy.id] {
        let versions = all.versions(id);
        assert_eq!(versions.len(), 3, "{id}");
        assert_eq!(versions[0].id, "a");
        assert!(versions.iter().all(|v| all.is_in_conflict(v)));
        let fields = differing(&versions);
        let attribute = VersionField::Attribute("tone".into());
        assert_eq!(fields, [VersionField::Speaker, VersionField::Rating, VersionField::Note, attribute]);
    }
    // Without the one they are kept beside they are still one conflict, and the first of them stands for both.
    let two = reading(&[&bo, &cy]);
    let (first, second) = if bo.id < cy.id { (&bo, &cy) } else { (&cy, &bo) };
    assert_eq!((two.rival(first), two.rival(second).map(|r| r.id.as_str())), (None, Some(first.id.as_str())));
    assert_eq!((two.versions(&cy.id).len(), two.conflicts()), (2, 1));
    assert_eq!(reading(&[&bo]).versions(&bo.id).len(), 1);
    // A version of a version belongs to the same.
    let mut again = bo.clone();
    again.note = Some("again".into());
    let again = aside(again);
    assert_eq!(reading(&[&ada, &bo, &again]).versions(&again.id).len(), 3);
}

#[test]
fn a_field_of_each_makes_one_record_and_the_others_go() {
    let (ada, bo, cy) = three();
    let mut claim = record("ada", "ann");
    (claim.id, claim.status, claim.label) = ("c".into(), None, "claim".into());
    claim.links = vec![RecordLink { role: "part-of".into(), to: bo.id.clone() }];
    let mut reading = reading(&[&ada, &bo, &cy, &claim]);
    let versions = reading.versions("a");
    let number = |id: &str| versions.iter().position(|v| v.id == id).unwrap();
    let (n_bo, n_cy) = (number(&bo.id), number(&cy.id));
    let stamp = stamp();
    let chosen = [
        (VersionField::Speaker, n_bo),
        (VersionField::Rating, n_bo),
        (VersionField::Note, n_cy),
        (VersionField::Attribute("tone".into()), 0),
    ];
    let change =
        Decider { reading: &reading, by: Some("ada"), stamp: &stamp }.keep_versions(&versions, &chosen).unwrap();
    let before = reading.set().clone();
    reading.apply(&change);
    let kept = reading.set().get("a").unwrap();
    assert_eq!(
        (kept.speaker_id(), kept.rating.as_deref(), kept.note.as_deref()),
        (Some("ben"), Some("true"), Some("no"))
    );
    assert_eq!((kept.status, &kept.was, kept.conflict), (Some(Status::Edited), &bo.was, false));
    assert_eq!(kept.attributes.get("tone").map(String::as_str), Some("dry"));
    assert_eq!((reading.set().len(), reading.conflicts(), reading.doubtful().len()), (2, 0, 0));
    assert_eq!(reading.set().get("c").unwrap().links[0].to, "a", "a link follows");
    // One step back is all of it.
    let back = reading.set().step(&change, false);
    reading.apply(&back);
    assert_eq!(*reading.set(), before);
    assert_eq!(reading.versions("a").len(), 3);
}

#[test]
fn a_whole_version_is_that_version() {
    let (ada, bo, _) = three();
    let reading = reading(&[&ada, &bo]);
    let versions = reading.versions("a");
    let stamp = stamp();
    let decider = Decider { reading: &reading, by: Some("ada"), stamp: &stamp };
    for (n, whose, summary) in [(0, &ada, "Kept your version"), (1, &bo, "Kept the version of bo")] {
        let chosen: Vec<_> = differing(&versions).into_iter().map(|f| (f, n)).collect();
        let change = decider.keep_versions(&versions, &chosen).unwrap();
        assert_eq!(change.summary, summary);
        let mut set = reading.set().clone();
        set.apply(&change);
        let mut expected = whose.clone();
        (expected.id, expected.conflict) = ("a".into(), false);
        expected.modified = Some(stamp.now.clone());
        assert_eq!(**set.get("a").unwrap(), expected);
    }
}

#[test]
fn a_rejection_against_a_decision_is_one_question() {
    let ada = record("ada", "ann");
    let mut bo = record("bo", "ann");
    (bo.status, bo.speaker) = (Some(Status::Rejected), None);
    let bo = aside(bo);
    let reading = reading(&[&ada, &bo]);
    let versions = reading.versions("a");
    assert_eq!(differing(&versions), [VersionField::Decision, VersionField::Speaker]);
    let stamp = stamp();
    let decider = Decider { reading: &reading, by: Some("ada"), stamp: &stamp };
    let chosen = [(VersionField::Decision, 0), (VersionField::Speaker, 1)];
    let mut set = reading.set().clone();
    set.apply(&decider.keep_versions(&versions, &chosen).unwrap());
    let kept = set.get("a").unwrap();
    assert_eq!((kept.status, &kept.speaker), (Some(Status::Confirmed), &None));
}

#[test]
fn a_version_that_was_taken_back_is_whose_it_was() {
    let mut mine = record("ada", "ann");
    mine.by = None;
    let bo = aside(record("bo", "ben"));
    let mut reading = reading(&[&mine, &bo]);
    let versions = reading.versions("a");
    let change = Decider { reading: &reading, by: None, stamp: &stamp() }
        .keep_versions(&versions, &[(VersionField::Speaker, 1)])
        .unwrap();
    let before = reading.set().clone();
    reading.apply(&change);
    let back = reading.set().step(&change, false);
    reading.apply(&back);
    assert_eq!(reading.set().get("a"), before.get("a"));
    assert_eq!(reading.versions("a"), versions);
}
