//! What several people decided differently: who and when, a field of each, one step.

use super::*;
use sayso_core::annotation::merge::beside;
use sayso_core::annotation::{Annotation, Speaker};
use sayso_core::kinds::SpeakerKind;

/// The story with everything confirmed by ada, the first statement with a note of hers.
fn confirmed() -> Set {
    let mut s = Session::new(STORY, (100, 30));
    s.keys("Tab Enter Enter Enter Enter Enter");
    s.doc().reading.set().clone()
}

fn aside(record: &Annotation, by: &str, at: &str, make: impl FnOnce(&mut Annotation)) -> Annotation {
    let mut version = record.clone();
    (version.by, version.modified) = (Some(by.to_owned()), Some(at.to_owned()));
    make(&mut version);
    version.id = beside(&version);
    version.conflict = true;
    version
}

/// The first statement decided differently by bo: another speaker and a note.
fn differing() -> (Set, String) {
    let mut set = confirmed();
    let mut first = (**set.in_order()[0]).clone();
    first.note = Some("mine".into());
    set.insert(Arc::new(first.clone()));
    let speaker = Speaker { id: "bo-lind".into(), ..set.new_speaker("Bo Lind", SpeakerKind::Person) };
    if set.speaker("bo-lind").is_none() {
        set.speakers.push(speaker);
    }
    let theirs = aside(&first, "bo", "2026-11-23T09:10:00Z", |version| {
        version.speaker = Some(sayso_core::annotation::SpeakerRef::Id("bo-lind".into()));
        version.status = Some(Status::Edited);
        version.note = Some("from the other machine".into());
    });
    set.insert(Arc::new(theirs));
    (set, first.id)
}

#[test]
fn a_conflict_says_who_and_when_and_a_field_of_each_is_kept_as_one_step() {
    let (set, id) = differing();
    let mut s = Session::with(STORY, (100, 30), Some(&set));
    assert_eq!(s.message(), "1 annotation was decided differently by several people: g c shows by whom");
    assert!(s.text()[0].contains("! 1 annotation to check"), "{}", s.text()[0]);
    s.keys("g c");
    let screen = s.text().join("\n");
    for words in [
        "Decided differently",
        "1 you",
        "24 Nov 2026 08:00",
        "2 bo",
        "23 Nov 2026 09:10",
        "Speaker",
        "Note",
        "Bo Lind",
        "mine",
        "from the other machine",
    ] {
        assert!(screen.contains(words), "{words}:\n{screen}");
    }
    assert!(!screen.contains("Rating"), "only what differs");
    let before = s.doc().reading.set().clone();
    // Their speaker, my note.
    s.keys("2 Enter");
    let kept = s.doc().reading.set().get(&id).unwrap().clone();
    assert_eq!((kept.speaker_id(), kept.note.as_deref(), kept.conflict), (Some("bo-lind"), Some("mine"), false));
    assert_eq!(kept.status, Some(Status::Edited));
    assert_eq!(s.doc().reading.set().len(), before.len() - 1);
    assert!(s.message().contains("No conflict is left"), "{}", s.message());
    s.keys("u");
    assert_eq!(*s.doc().reading.set(), before);
    // All theirs, all mine, the other of one field.
    s.keys("g c t");
    assert_eq!(s.message(), "All of bo, 23 Nov 2026 09:10");
    s.keys("m Down Right Enter");
    let kept = s.doc().reading.set().get(&id).unwrap();
    assert_eq!(kept.note.as_deref(), Some("from the other machine"));
    assert_ne!(kept.speaker_id(), Some("bo-lind"));
    s.keys("u g c t Enter");
    assert!(s.message().starts_with("Kept the version of bo"), "{}", s.message());
    let kept = s.doc().reading.set().get(&id).unwrap();
    assert_eq!((kept.by.as_deref(), kept.speaker_id()), (Some("bo"), Some("bo-lind")));
}

#[test]
fn the_annotations_view_has_them_and_enter_opens_them() {
    let (set, id) = differing();
    let mut s = Session::with(STORY, (120, 40), Some(&set));
    s.keys("A");
    let screen = s.text().join("\n");
    assert!(screen.contains("conflict 2") && screen.contains("decided differently: Enter shows by whom"), "{screen}");
    for keys in ["BackTab Enter", "BackTab j Enter"] {
        s.keys(keys);
        assert!(matches!(s.app.mode, Mode::Conflict(_)), "{keys}");
        s.keys("Esc A");
    }
    s.keys("Esc g !");
    assert!(matches!(s.app.mode, Mode::Conflict(_)), "the sheet of places leads there too");
    s.keys("x x");
    assert!(s.doc().reading.set().get(&id).is_none() && s.doc().reading.conflicts() == 0);
    s.keys("u");
    assert_eq!(s.doc().reading.conflicts(), 1);
}

#[test]
fn three_people_and_a_version_whose_first_is_gone() {
    let (mut set, id) = differing();
    let first = set.get(&id).unwrap().clone();
    set.insert(Arc::new(aside(&first, "cy", "2026-11-22T07:00:00Z", |version| version.note = Some("of cy".into()))));
    let mut s = Session::with(STORY, (120, 40), Some(&set));
    s.keys("g c");
    let screen = s.text().join("\n");
    assert!(screen.contains("2 ") && screen.contains("3 ") && screen.contains("22 Nov 2026 07:00"), "{screen}");
    let Mode::Conflict(sheet) = &s.app.mode else { panic!() };
    assert_eq!(sheet.versions.len(), 3);
    let of_cy = sheet.order.iter().position(|n| sheet.versions[*n].by.as_deref() == Some("cy")).unwrap() + 1;
    s.keys("Down").keys(&format!("{of_cy} Enter"));
    assert_eq!(s.doc().reading.set().get(&id).unwrap().note.as_deref(), Some("of cy"));
    assert_eq!(s.doc().reading.conflicts(), 0);

    set.remove(&id);
    let mut s = Session::with(STORY, (100, 30), Some(&set));
    s.keys("g c");
    assert!(s.text().join("\n").contains("Decided differently"));
    let count = s.doc().reading.set().len();
    s.keys("t Enter");
    assert_eq!((s.doc().reading.conflicts(), s.doc().reading.set().len()), (0, count - 1));

    let only: Vec<String> =
        set.iter().filter(|r| r.conflict && r.by.as_deref() == Some("cy")).map(|r| r.id.clone()).collect();
    set.remove(&only[0]);
    let mut s = Session::with(STORY, (100, 30), Some(&set));
    s.keys("g c");
    assert!(s.text().join("\n").contains("The other version was removed"), "{}", s.text().join("\n"));
    s.keys("Enter");
    assert_eq!((s.doc().reading.conflicts(), s.message().contains("Kept the only version")), (0, true));
}

#[test]
fn a_rejection_beside_a_decision_is_seen_and_decided() {
    let mut set = confirmed();
    let first = (**set.in_order()[0]).clone();
    let theirs = aside(&first, "bo", "2026-11-23T09:10:00Z", |version| version.status = Some(Status::Rejected));
    set.insert(Arc::new(theirs));
    let mut s = Session::with(STORY, (100, 30), Some(&set));
    assert!(s.text()[0].contains("! 1 annotation to check"), "{}", s.text()[0]);
    s.keys("g c");
    let screen = s.text().join("\n");
    assert!(screen.contains("Decision") && screen.contains("not a quotation"), "{screen}");
    s.keys("t Enter");
    assert!(s.doc().reading.set().get(&first.id).unwrap().is_rejected());
}

#[test]
fn narrow_screens_show_one_field_and_read_only_decides_nothing() {
    let (set, id) = differing();
    let mut s = Session::with(STORY, (40, 10), Some(&set));
    s.keys("g c Down");
    let screen = s.text().join("\n");
    for words in ["Note", "2 of 2", "you, 24 Nov", "mine", "bo, 23 Nov", "from the other"] {
        assert!(screen.contains(words), "{words}:\n{screen}");
    }
    s.app.doc_mut().unwrap().read_only = Some(ReadOnly::AsAsked);
    s.keys("Enter");
    assert!(s.message().starts_with("Read only"), "{}", s.message());
    assert_eq!((s.doc().reading.conflicts(), s.doc().reading.set().get(&id).is_some()), (1, true));
}

#[test]
fn without_any_it_is_said() {
    let mut s = Session::new(STORY, (100, 30));
    s.keys("g c");
    assert_eq!(s.message(), "Nobody decided anything differently");
}
