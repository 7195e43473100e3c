//! What stands where, and going over.

use super::*;
use crate::ui::pane::Other;
use crate::ui::screens::Mode;

#[test]
fn another_document_stands_beside_and_the_keyboard_stays() {
    let mut desk = Desk::two((120, 22));
    desk.keys("|");
    assert!(desk.text().contains("What stands beside?"));
    desk.keys("Enter");
    let rows = desk.rows();
    assert!(rows[0].contains("harbour.txt") && rows[0].contains("lighthouse.md"), "{}", rows[0]);
    assert_eq!(desk.app.name, "harbour.txt");
    assert!(desk.said().contains("lighthouse.md stands beside"), "{}", desk.said());
    for hint in ["| other column", "& tie", "q close it", "? help"] {
        assert!(rows[21].contains(hint), "{}", rows[21]);
    }
    // Every key acts on this side only.
    let before = desk.app.split.as_ref().unwrap().document().unwrap().view.top;
    desk.keys("Space Space G");
    assert_eq!(desk.app.split.as_ref().unwrap().document().unwrap().view.top, before);
    desk.keys("|");
    assert_eq!((desk.app.name.as_str(), desk.app.doc().unwrap().view.top), ("lighthouse.md", before));
    assert!(desk.app.split.as_ref().unwrap().is_second, "it stays on its side");
    desk.keys("^W w");
    assert_eq!(desk.app.name, "harbour.txt");
    desk.keys("^W q");
    assert!(desk.app.split.is_none() && desk.app.name == "lighthouse.md" && is_open(&desk.app));
    assert!(desk.rows()[0].starts_with("     lighthouse.md"), "{}", desk.rows()[0]);
    desk.keys("^W q");
    assert!(desk.said().contains("Nothing stands beside"), "{}", desk.said());
}

#[test]
fn two_places_of_one_document_share_its_decisions() {
    let mut desk = Desk::of(&[("harbour.txt", HARBOUR)], (120, 22));
    desk.keys("|");
    assert!(desk.text().contains("Nothing else here to put beside it: Enter takes this document again."));
    desk.keys("Enter");
    assert!(matches!(desk.app.split.as_ref().unwrap().other, Other::Place(_)));
    // Both show the same statement; decided here it is decided there.
    desk.keys("Enter");
    assert_eq!(desk.done(), 1);
    assert_eq!(desk.text().matches('●').count(), 2, "{}", desk.text());
    desk.keys("| G");
    desk.keys("m a | ' a");
    assert!(!desk.said().contains("No place"), "marks are of the document");
    assert_ne!(desk.app.doc().unwrap().view.top, sayso_core::layout::Position::default());
    // One undo takes it back in both.
    desk.keys("u g g | g g");
    assert_eq!((desk.done(), desk.text().matches('●').count()), (0, 0));
    desk.keys("Enter Enter");
    assert_eq!(desk.done(), 1, "{}", desk.said());
    desk.keys("q");
    assert!(desk.app.split.is_none() && is_open(&desk.app) && desk.done() == 1);
    assert!(desk.leave());
    assert_eq!(desk.file("harbour.txt.sayso.ron").matches("status: confirmed").count(), 1);
}

#[test]
fn the_same_document_is_never_opened_twice() {
    let mut desk = Desk::two((120, 22));
    desk.keys("| Enter | L Home Enter");
    let said = desk.text();
    assert_eq!(desk.app.name, "harbour.txt", "the library goes over to it: {said}");
    assert!(desk.app.doc().unwrap().read_only.is_none());
    let path = desk.folder.path().join(".").join("harbour.txt");
    desk.app.last_beside = None;
    let stamp = Stamp::default();
    let effects = vec![crate::ui::event::Effect::OpenBeside(path)];
    let mut runner = desk.runner.take().unwrap();
    runner.perform(&mut desk.app, effects, &mut NoHost).unwrap();
    desk.runner = Some(runner);
    let _ = stamp;
    assert!(matches!(desk.app.split.as_ref().unwrap().other, Other::Place(_)), "another place of it");
    // The one that stood there was closed: it can be opened again, and written.
    desk.keys("^W v \"light Enter");
    assert!(desk.app.split.as_ref().unwrap().document().unwrap().read_only.is_none());
}

#[test]
fn another_document_in_one_of_two_places_leaves_the_other() {
    let mut desk = Desk::two((120, 22));
    desk.keys("| \"harb Enter");
    assert!(matches!(desk.app.split.as_ref().unwrap().other, Other::Place(_)), "{}", desk.text());
    desk.keys("Enter L Down Enter");
    assert_eq!(desk.app.name, "lighthouse.md");
    let beside = desk.app.split.as_ref().unwrap().pane().unwrap();
    assert_eq!(beside.name, "harbour.txt");
    assert_eq!(beside.stage.doc().unwrap().reading.progress().0, 1);
    desk.keys("Enter | Enter Enter");
    assert!(desk.leave());
    let (harbour, lighthouse) = (desk.file("harbour.txt.sayso.ron"), desk.file("lighthouse.md.sayso.ron"));
    assert_eq!(harbour.matches("status: confirmed").count(), 2, "{harbour}");
    assert_eq!(lighthouse.matches("status: confirmed").count(), 1, "{lighthouse}");
}

#[test]
fn columns_halves_and_one_at_a_time_keep_both_first_rows_and_the_side() {
    let mut desk = Desk::two((120, 22));
    desk.keys("| Enter | } } } | }");
    let byte = |desk: &Desk| {
        let doc = desk.app.doc().unwrap();
        let beside = desk.app.split.as_ref().unwrap().document().unwrap();
        (doc.layout.byte_at(doc.view.top), beside.layout.byte_at(beside.view.top))
    };
    let tops = byte(&desk);
    for (w, h) in [(80, 24), (40, 10), (120, 19), (120, 22)] {
        desk.event(Event::Resize(w, h));
        let rows = desk.rows();
        assert_eq!(desk.app.name, "harbour.txt");
        match (w, h) {
            (80, 24) => assert!(rows[11].contains("lighthouse.md"), "{rows:#?}"),
            (40, 10) | (120, 19) => assert!(rows[0].contains("1 of 2"), "{}", rows[0]),
            _ => assert!(rows[0].contains("harbour.txt") && rows[0].contains("lighthouse.md"), "{}", rows[0]),
        }
    }
    assert_eq!(byte(&desk), tops);
    desk.event(Event::Resize(40, 10));
    desk.keys("|");
    assert!(desk.rows()[0].contains("2 of 2") && desk.rows()[9].contains("| turn over"), "{:?}", desk.rows());
}

#[test]
fn a_click_goes_over() {
    let mut desk = Desk::two((120, 22));
    desk.keys("| Enter");
    desk.event(Event::Click(90, 8));
    assert_eq!(desk.app.name, "lighthouse.md");
    assert!(desk.app.doc().unwrap().view.focus.is_some(), "and to what is under it");
    // From a selection too: it is kept.
    desk.keys("v w");
    desk.event(Event::Click(6, 8));
    assert_eq!(desk.app.name, "harbour.txt");
    assert!(matches!(desk.app.mode, Mode::Read));
    desk.keys("| U");
    assert!(matches!(desk.app.mode, Mode::Select(_)), "{}", desk.said());
    // Over a sheet it does nothing.
    desk.keys("Esc e");
    desk.event(Event::Click(6, 3));
    assert!(matches!(desk.app.mode, Mode::Note(_)) && desk.app.name == "lighthouse.md");
}

#[test]
fn the_wheel_scrolls_what_is_under_it() {
    let mut desk = Desk::two((120, 22));
    desk.keys("| Enter");
    let tops = |desk: &Desk| desk.app.documents().map(|doc| doc.view.top.piece).collect::<Vec<_>>();
    desk.event(Event::Wheel(3, 90, 8));
    assert!(tops(&desk)[0] == 0 && tops(&desk)[1] > 0 && desk.app.name == "harbour.txt");
    desk.event(Event::Wheel(-3, 90, 8));
    desk.event(Event::Wheel(3, 10, 8));
    assert!(tops(&desk)[0] > 0 && tops(&desk)[1] == 0);
    // Tied, both go, wherever it points.
    desk.keys("g g &");
    desk.event(Event::Wheel(3, 90, 8));
    assert!(tops(&desk)[0] > 0 && tops(&desk)[1] > 0);
}

#[test]
fn a_document_that_cannot_be_shown_says_so_on_its_side() {
    let mut desk = Desk::of(&[("harbour.txt", HARBOUR), ("b.txt", "\u{0}\u{1}\u{2}\u{0}"), ("c.txt", "")], (120, 22));
    desk.keys("| \"b.txt Enter");
    assert_eq!(desk.app.name, "harbour.txt");
    let rows = desk.rows();
    let row = rows.iter().find(|row| row.contains("not a text file")).unwrap_or_else(|| panic!("{rows:#?}"));
    assert!(row.find("not a text file").unwrap() > 60);
    desk.keys("Enter | Enter R");
    assert!(desk.text().contains("not a text file") && desk.app.name == "b.txt");
    desk.keys("q");
    assert_eq!((desk.app.name.as_str(), desk.done()), ("harbour.txt", 1));
    desk.keys("| \"c.txt Enter");
    assert!(desk.text().contains("This file is empty."), "{}", desk.text());
    assert!(desk.leave());
}

#[test]
fn two_transcripts_stay_at_the_same_time() {
    let transcript = |step: u32, words: &str| {
        let stamp = |seconds: u32| format!("00:{:02}:{:02}.000", seconds / 60, seconds % 60);
        let cue = |n: u32| {
            format!("{} --> {}\n<v Speaker {}>{words} {n} and on.\n\n", stamp(n * step), stamp(n * step + 3), n % 2)
        };
        format!("WEBVTT\n\n{}", (0..60).map(cue).collect::<String>())
    };
    let (one, other) =
        (transcript(20, "Nobody asked the council about number"), transcript(10, "Weather and tides, part"));
    let mut desk = Desk::of(&[("a.vtt", &one), ("b.vtt", &other)], (120, 22));
    desk.keys("| Enter &");
    assert!(desk.said().contains("by their times"), "{}", desk.said());
    desk.keys("} } } } }");
    let times: Vec<_> = desk
        .app
        .documents()
        .map(|doc| doc.reading.document().time_at(doc.layout.byte_at(doc.view.top)).unwrap())
        .collect();
    assert!(times[0] > 60_000 && times[0].abs_diff(times[1]) <= 10_000, "{times:?}");
}

#[test]
fn tied_columns_scroll_together() {
    let mut desk = Desk::of(&[("harbour.txt", HARBOUR)], (120, 22));
    desk.keys("&");
    assert!(desk.said().contains("Nothing stands beside"));
    desk.keys("| Enter } & ");
    assert!(desk.said().contains("Scrolling together from here, by rows"), "{}", desk.said());
    let tops = |desk: &Desk| {
        let Other::Place(place) = &desk.app.split.as_ref().unwrap().other else { panic!("a place") };
        let doc = desk.app.doc().unwrap();
        (doc.view.top, place.view.top, doc.layout.distance(place.view.top, doc.view.top, 999))
    };
    let apart = tops(&desk).2;
    desk.keys("j j j");
    assert_eq!(tops(&desk).2, apart);
    assert_ne!(tops(&desk).1, sayso_core::layout::Position::default());
    desk.keys("| k k");
    let doc = desk.app.doc().unwrap();
    let Other::Place(place) = &desk.app.split.as_ref().unwrap().other else { panic!("a place") };
    assert_eq!(doc.layout.distance(doc.view.top, place.view.top, 999), apart, "whichever is driven");
    // Another size, and reading it again, leave them tied where they are.
    desk.event(Event::Resize(80, 24));
    desk.event(Event::Resize(120, 22));
    desk.keys("R k");
    let (here, there, apart) = tops(&desk);
    desk.keys("k");
    assert!(tops(&desk).0 < here && tops(&desk).1 < there, "{apart:?}");
    desk.keys("&");
    assert!(desk.said().contains("by itself"));
    // An edited version: paragraphs with the same words stay beside each other, whatever came between.
    let edited = HARBOUR.replacen("\n\n", "\n\nAn editor put this in.\n\nAnd this, and that.\n\n", 3);
    let mut desk = Desk::of(&[("a.txt", HARBOUR), ("b.txt", &edited)], (120, 22));
    desk.keys("| Enter &");
    assert!(desk.said().contains("by paragraphs with the same words"), "{}", desk.said());
    let first = |doc: &crate::ui::open_document::OpenDocument| {
        let document = doc.reading.document();
        let block = document.blocks()[document.block_at(doc.layout.byte_at(doc.view.top))].span;
        document.words(block).to_owned()
    };
    desk.keys("} } } }");
    assert_eq!(first(desk.app.doc().unwrap()), first(desk.app.split.as_ref().unwrap().document().unwrap()));
}
