//! Documents that changed, annotations that others changed, and the history.

use super::*;
use sayso_core::span::Span;

/// The story, all of it confirmed.
fn reviewed() -> Session {
    let mut s = Session::new(STORY, (100, 30));
    s.keys("Tab Enter Enter Enter Enter Enter");
    assert_eq!(s.progress(), (5, 5));
    s
}

#[test]
fn what_lost_its_place_is_put_back_by_a_person() {
    let before = reviewed();
    let changed = STORY
        .replace("She added: “Nobody is in a hurry.”\n\n", "")
        .replace("We will vote on Monday", "We shall vot on Monday");
    let mut s = Session::with(&changed, (100, 30), Some(before.doc().reading.set()));
    assert!(s.text()[0].contains("! the document changed: 1 without a place, 1 to check"), "{}", s.text()[0]);
    s.keys("g !");
    let screen = s.text().join("\n");
    assert!(screen.contains("! Changed since you decided: is this it?") && screen.contains("very like it"), "{screen}");
    s.keys("Enter");
    let screen = s.text().join("\n");
    assert!(screen.contains("! Where does this belong now?") && screen.contains("Nobody is in a hurry"), "{screen}");
    // What moved was written down first, as a step of its own.
    let summaries: Vec<&str> = s.doc().undo.steps.steps().iter().map(|s| s.summary.as_str()).collect();
    assert_eq!(summaries.len(), 2);
    assert!(
        summaries[0].starts_with("Re-anchored") && summaries[1].starts_with("Put at: “We shall vot"),
        "{summaries:?}"
    );
    s.keys("v o w w Enter");
    assert!(s.message().contains("Every annotation has its place"), "{}", s.message());
    assert!(s.doc().reading.doubtful().is_empty() && !s.text()[0].contains('!'));
    // Undo brings the question back.
    s.keys("u u");
    assert_eq!(s.doc().reading.doubtful().len(), 2);
    s.keys("g ! Tab x x");
    assert_eq!(s.doc().reading.doubtful().len(), 1);
    s.keys("Esc");
    assert!(matches!(s.app.mode, Mode::Read));
}

#[test]
fn the_history_goes_back_to_any_step() {
    let mut s = reviewed();
    s.keys("H");
    let screen = s.text().join("\n");
    assert!(screen.contains("5 of 5 steps in effect") && screen.contains("the beginning"), "{screen}");
    s.keys("Down Down Down Enter");
    assert_eq!(s.progress().0, 2);
    s.keys("H Up Up Up Enter");
    assert_eq!(s.progress().0, 5);
    s.keys("H PgDn Enter");
    assert_eq!((s.progress().0, s.doc().reading.set().len()), (0, 0));
    s.keys("^R");
    assert_eq!(s.progress().0, 1);
}

#[test]
fn finishing_is_said_once_and_taken_back() {
    let mut s = reviewed();
    let review = s.doc().reading.set().reviews.clone();
    assert_eq!(review.len(), 1);
    assert_eq!((review[0].by.as_str(), review[0].items), ("ada", 5));
    s.keys("u");
    assert!(s.doc().reading.set().reviews.is_empty());
    s.keys("^R");
    // A text with more in it: what is new is counted.
    let longer = format!("{STORY}\n\n“One more thing,” said Bo Lind.");
    let s = Session::with(&longer, (100, 30), Some(s.doc().reading.set()));
    assert_eq!(s.message(), "1 new since you finished on 2026-11-24");
}

#[test]
fn what_somebody_else_wrote_joins_with_what_came_after() {
    let mut s = Session::new(STORY, (100, 30));
    s.keys("Tab Enter Enter");
    let changes: Vec<_> =
        s.effects.drain(..).filter_map(|e| if let Effect::Keep(e) = e { Some(e.change) } else { None }).collect();
    for (n, change) in changes.iter().enumerate() {
        handed_over(&mut s.app, Some(n as u64 + 1), Arc::clone(change));
    }
    // The writer merged after the first; the second was still on its way.
    let mut theirs = Set::default();
    theirs.apply(&changes[0]);
    let mut note = sayso_core::annotation::Annotation::new("theirs".into(), "note", vec![]);
    let text = sayso_core::document::Document::from_text(STORY, "a.txt");
    note.at = vec![sayso_core::annotation::Selector::of(&text, Span::new(0, 7))];
    theirs.insert(Arc::new(note));
    let stamp = s.stamp();
    let effects = handle(&mut s.app, Event::Saved(Report::Merged(1, Box::new(theirs.clone()), 0)), &stamp);
    assert!(matches!(effects.as_slice(), [Effect::Join(1, _)]));
    let (document, found) = (Arc::clone(s.doc().reading.document()), Arc::clone(s.doc().reading.found()));
    session::joined(&mut s.app, 1, 1, Reading::new(document, found, theirs));
    assert_eq!(s.doc().reading.set().len(), 3);
    assert_eq!(s.progress().0, 2);
}

#[test]
fn undo_after_reopening_takes_back_the_decision_not_the_moving() {
    let before = reviewed();
    let moved = format!("Rain.\n\n{STORY}");
    let mut s = Session::with(&moved, (100, 30), Some(before.doc().reading.set()));
    let past = before.doc().undo.steps.clone();
    s.app.doc_mut().unwrap().undo.steps = past;
    s.keys("u");
    assert_eq!((s.progress().0, s.doc().reading.set().len()), (4, 4));
}

#[test]
fn an_open_claim_sheet_does_not_write_over_what_others_said() {
    let mut s = Session::new(STORY, (100, 30));
    s.keys("Tab c");
    let claim = s.doc().reading.set().iter().find(|a| a.label == "claim").unwrap().clone();
    let mut set = s.doc().reading.set().clone();
    let mut theirs = (*claim).clone();
    theirs.rating = Some("false".into());
    theirs.evidence = vec!["https://example.org".into()];
    set.insert(Arc::new(theirs));
    let (document, found) = (Arc::clone(s.doc().reading.document()), Arc::clone(s.doc().reading.found()));
    session::joined(&mut s.app, 0, 9, Reading::new(document, found, set));
    s.keys("Tab Tab").type_in("ours").keys("Enter");
    let both = s.doc().reading.set().get(&claim.id).unwrap();
    assert_eq!((both.rating.as_deref(), both.note.as_deref(), both.evidence.len()), (Some("false"), Some("ours"), 1));
}

/// The words stand, the name behind them is another: the page marks it, and asks who says it now.
#[test]
fn a_name_that_was_replaced_is_asked_about() {
    let before = reviewed();
    let changed = STORY.replace("Bo Lind said", "Cy Moss said");
    let mut s = Session::with(&changed, (100, 30), Some(before.doc().reading.set()));
    assert!(s.text()[0].contains("! the document changed"), "{}", s.text()[0]);
    s.keys("g !");
    let screen = s.text().join("\n");
    assert!(
        screen.contains("! Who says it now?") && screen.contains("was named by  “Bo Lind”, no longer there"),
        "{screen}"
    );
    assert!(screen.contains("as it was decided") && screen.contains("named by “Cy Moss”"), "{screen}");
    s.keys("2");
    assert!(s.doc().reading.doubtful().is_empty(), "{}", s.text().join("\n"));
    s.keys("u g ! s");
    assert!(s.text().join("\n").contains("Who said it?"), "{}", s.text().join("\n"));
}

/// Both the words and the name behind them are others now: one question, which says so.
#[test]
fn words_and_name_that_changed_are_said_in_one_sheet() {
    let before = reviewed();
    let changed =
        STORY.replace("“We will vote on Monday,” said Ada Grey", "“We will all vote on Monday,” said Bo Lind");
    let mut s = Session::with(&changed, (100, 30), Some(before.doc().reading.set()));
    let screen = s.text().join("\n");
    assert!(screen.contains("! Ada Grey  changed"), "{screen}");
    s.keys("g !");
    let screen = s.text().join("\n");
    assert!(
        screen.contains("! Changed since you decided") && screen.contains("The text names Bo Lind now"),
        "{screen}"
    );
}

#[test]
fn a_document_with_nothing_to_decide_is_looked_through_by_a_second_enter() {
    let text = "The harbour is closed until spring.\n\nThe wall is nine years old.";
    let mut s = Session::new(text, (80, 24));
    let reviews = |s: &Session| s.doc().reading.set().reviews.len();
    s.app.annotator = None;
    s.keys("Enter Enter");
    assert_eq!(reviews(&s), 0, "nobody waits for somebody without a name");
    s.app.annotator = Some("ada".to_owned());
    s.keys("Enter");
    assert!(s.message().contains("Enter again: you have looked through it"), "{}", s.message());
    s.keys("j Enter");
    assert_eq!(reviews(&s), 0, "another key came between");
    s.keys("Enter");
    assert_eq!((reviews(&s), s.doc().reading.set().reviews[0].items), (1, 0));
    assert!(s.doc().reading.is_reviewed(Some("ada")) && s.message().contains("Looked through"), "{}", s.message());
    s.keys("Enter Enter");
    assert_eq!(reviews(&s), 1);
    s.keys("u");
    assert_eq!(reviews(&s), 0);
}
