//! What work on a document takes, where its codebook asks for it.

use super::*;
use sayso_core::annotation::Effort;

/// Everything confirmed, a second a key; what the finished review keeps.
fn reviewed(asks: bool, between: &str) -> (Option<Effort>, u32) {
    let mut s = Session::new(STORY, (100, 30));
    s.app.codebook.timing = asks;
    s.keys(between);
    let mut pressed = between.split_whitespace().count();
    while s.doc().reading.set().reviews.is_empty() {
        s.keys("Enter");
        pressed += 1;
        assert!(pressed < 200, "it ends");
    }
    (s.doc().reading.set().reviews[0].effort(), u32::try_from(pressed).unwrap())
}

#[test]
fn a_finished_review_keeps_its_keys_and_seconds_where_that_is_asked() {
    assert_eq!(reviewed(false, "").0, None);
    let (effort, pressed) = reviewed(true, "j k");
    assert_eq!(effort.map(|effort| effort.keys), Some(pressed));
}

#[test]
fn work_begins_where_the_document_is_opened() {
    let mut s = Session::new(STORY, (100, 30));
    s.app.codebook.timing = true;
    for (millis, counted) in [(7_000, 0), (9_000, 2_000)] {
        let stamp = Stamp { millis, ..s.stamp() };
        after_opening(&mut s.app, &stamp);
        assert_eq!((s.doc().effort.keys, s.doc().effort.millis), (0, counted));
    }
}

#[test]
fn what_is_pressed_in_a_view_of_the_folder_is_no_work_on_the_document() {
    let mut s = Session::new(STORY, (100, 30));
    s.app.codebook.timing = true;
    let counted = |s: &Session| (s.doc().effort.keys, s.doc().effort.millis);
    let at = |s: &mut Session, key: &str, millis: u64| {
        let stamp = Stamp { millis, ..s.stamp() };
        handle(&mut s.app, Event::Key(Key::parse(key).unwrap()), &stamp);
        s.frame();
    };
    at(&mut s, "j", 1_000);
    at(&mut s, "j", 4_000);
    assert_eq!(counted(&s), (2, 3_000));
    let paths = vec![std::path::PathBuf::from("/d/a.txt")];
    let library = crate::project::Library::new("d/".into(), std::path::Path::new("/d"), paths);
    let stamp = s.stamp();
    handle(&mut s.app, Event::FolderListed(library), &stamp);
    s.frame();
    for millis in [5_000, 9_000] {
        at(&mut s, "j", millis);
    }
    at(&mut s, "q", 20_000);
    assert_eq!(counted(&s), (2, 3_000));
    at(&mut s, "j", 21_000);
    assert_eq!(counted(&s), (3, 3_000), "what was left meanwhile is not worked on");
    // A wheel is work, and no key.
    let stamp = Stamp { millis: 22_500, ..s.stamp() };
    handle(&mut s.app, Event::Wheel(1, 5, 5), &stamp);
    assert_eq!(counted(&s), (3, 4_500));
}
