//! What is decided is written where it was decided, whatever has the keyboard.

use super::*;
use crate::ui::open_document::Saving;
use crate::ui::pane::Split;
use crate::ui::screens::Mode;

#[test]
fn each_document_keeps_its_own_decisions_and_its_own_undo() {
    let mut desk = Desk::two((120, 22));
    desk.keys("| Enter Enter Enter | Enter");
    assert_eq!((desk.done(), desk.app.split.as_ref().unwrap().document().unwrap().reading.progress().0), (1, 2));
    // Undo takes back what was done here, though something else was done over there later.
    desk.keys("| u");
    assert_eq!((desk.done(), desk.app.split.as_ref().unwrap().document().unwrap().reading.progress().0), (1, 1));
    desk.keys("u u u");
    assert_eq!((desk.done(), desk.said()), (0, "Nothing to take back"));
    desk.keys("^R e \"a_word Enter");
    assert!(desk.leave());
    let (harbour, lighthouse) = (desk.file("harbour.txt.sayso.ron"), desk.file("lighthouse.md.sayso.ron"));
    assert_eq!((harbour.matches("status: confirmed").count(), harbour.matches("a word").count()), (1, 1), "{harbour}");
    assert_eq!(lighthouse.matches("status: confirmed").count(), 1, "{lighthouse}");
    assert!(!exists(desk.folder.path(), ".harbour.txt.sayso.journal"));
    assert!(!exists(desk.folder.path(), ".lighthouse.md.sayso.lock"));
}

#[test]
fn the_journals_of_both_are_recovered() {
    let mut desk = Desk::two((120, 22));
    desk.keys("| Enter Enter Enter | Enter e \"half_a_thought");
    // It stands in the file of drafts, as a second of thought would have put it there.
    desk.runner.as_mut().unwrap().keep_drafts(&mut desk.app);
    desk.runner.as_mut().unwrap().flush();
    // A crash: nothing is folded into the sidecars.
    std::mem::forget(desk.runner.take().unwrap());
    for name in [".harbour.txt.sayso.journal", ".lighthouse.md.sayso.journal", ".lighthouse.md.sayso.draft"] {
        assert!(exists(desk.folder.path(), name), "{name}");
    }
    assert!(!exists(desk.folder.path(), ".harbour.txt.sayso.draft"), "what is typed belongs to one of them");
    for lock in [".harbour.txt.sayso.lock", ".lighthouse.md.sayso.lock"] {
        std::fs::remove_file(desk.folder.path().join(lock)).unwrap();
    }
    desk.start("harbour.txt");
    assert_eq!(desk.done(), 2);
    desk.keys("| Enter");
    // What is to be told of the other is told with its name.
    let said = desk.said().to_owned();
    assert!(said.starts_with("lighthouse.md: Unfinished note"), "{said}");
    desk.keys("|");
    assert_eq!(desk.done(), 1);
    desk.keys("U");
    assert!(desk.text().contains("half a thought"));
    desk.keys("Enter");
    assert!(desk.leave());
    assert!(desk.file("lighthouse.md.sayso.ron").contains("half a thought"));
}

#[test]
fn what_is_half_typed_here_stays_written_whatever_happens_over_there() {
    let mut desk = Desk::two((120, 22));
    desk.app.follow = true;
    desk.keys("| Enter e \"half_a_thought");
    let mut runner = desk.runner.take().unwrap();
    runner.keep_drafts(&mut desk.app);
    runner.flush();
    let draft = |desk: &Desk| desk.file(".harbour.txt.sayso.draft");
    assert!(draft(&desk).contains("half a thought"));
    // The other file is another now: it is read again at once, which hands over what is unfinished.
    let changed = LIGHTHOUSE.replace("Forty crowns", "Fifty crowns");
    crate::store::disk::replace(&desk.folder.path().join("lighthouse.md"), changed.as_bytes()).unwrap();
    crate::ui::update::with_other(&mut desk.app, |app| {
        runner.event(app, Event::Changed, &Stamp::default(), &mut NoHost).unwrap();
    });
    runner.flush();
    desk.runner = Some(runner);
    let words = desk.app.split.as_ref().unwrap().document().unwrap().reading.document().text().to_owned();
    assert!(words.contains("Fifty crowns"));
    assert!(draft(&desk).contains("half a thought"), "{}", draft(&desk));
    assert!(matches!(desk.app.mode, Mode::Note(_)) && desk.app.aside.is_none());
    desk.keys("Enter");
    assert!(desk.leave());
    assert!(desk.file("harbour.txt.sayso.ron").contains("half a thought"));
}

#[test]
fn an_export_that_is_done_closes_nothing_that_is_typed_in() {
    let mut desk = Desk::two((120, 22));
    desk.keys("e \"half_a_thought");
    let written = Ok(("/nowhere/a.csv".into(), sayso_core::export::Written::default()));
    crate::ui::update::handle(&mut desk.app, Event::Exported(written), &Stamp::default());
    assert!(desk.text().contains("half a thought"), "{}", desk.text());
}

#[test]
fn closing_one_writes_it_and_leaves_the_other_open() {
    let mut desk = Desk::two((120, 22));
    desk.keys("| Enter Enter q");
    assert_eq!(desk.app.name, "lighthouse.md");
    assert_eq!(desk.file("harbour.txt.sayso.ron").matches("status: confirmed").count(), 1);
    assert!(!exists(desk.folder.path(), ".harbour.txt.sayso.lock"));
    desk.keys("Enter");
    assert_eq!(desk.done(), 1);
    // The one that was closed can be put there again.
    desk.keys("| \"harb Enter");
    assert_eq!(desk.app.split.as_ref().and_then(Split::document).unwrap().reading.progress().0, 1);
    assert!(desk.leave());
    assert_eq!(desk.file("lighthouse.md.sayso.ron").matches("status: confirmed").count(), 1);
}

#[test]
fn what_cannot_be_saved_is_told_on_its_side_and_closing_asks_twice() {
    let mut desk = Desk::two((120, 22));
    desk.keys("| Enter");
    let failed = |app: &mut App| app.doc_mut().unwrap().save.state = Saving::Failed("the disk is full".into(), 1);
    failed(&mut desk.app);
    let rows = desk.rows();
    assert!(rows[0].find("NOT SAVED").unwrap() < 60, "{}", rows[0]);
    desk.keys("|");
    assert!(desk.rows()[0].find("NOT SAVED").unwrap() < 60, "it is told of the one beside too");
    // Where one lies behind the other it is told in the first row that is seen.
    desk.event(Event::Resize(60, 12));
    assert!(desk.rows()[0].contains("! harbour.txt: NOT SA"), "{}", desk.rows()[0]);
    desk.event(Event::Resize(120, 22));
    // This one may go; that one asks.
    desk.keys("| q");
    assert!(desk.said().contains("NOT SAVED: the disk is full. q again leaves without it"), "{}", desk.said());
    assert!(desk.app.split.is_some());
    desk.keys("| | q");
    assert!(desk.app.split.is_some(), "what was asked before is asked again");
    desk.keys("q");
    assert!(desk.app.split.is_none() && desk.app.name == "lighthouse.md");
}

#[test]
fn a_failure_over_there_is_told_with_its_name() {
    let mut desk = Desk::two((120, 22));
    desk.keys("| Enter");
    crate::ui::update::with_other(&mut desk.app, |app| {
        let failed = crate::store::Report::Failed("the disk is full".into());
        crate::ui::update::handle(app, Event::Saved(failed), &Stamp::default());
    });
    assert_eq!(desk.said(), "lighthouse.md: NOT SAVED: the disk is full");
    assert!(desk.app.doc().unwrap().save.state == Saving::Saved);
}

#[test]
fn labels_are_called_as_their_own_project_calls_them() {
    let book = |name: &str| format!("(\n  labels: [(id: \"passage\", name: \"{name}\", key: 'k')],\n)");
    let (one, other) = (book("the first passage"), book("der zweite Abschnitt"));
    let files =
        [("harbour.txt", HARBOUR), ("sub/light.md", LIGHTHOUSE), ("sayso.ron", &one), ("sub/sayso.ron", &other)];
    let mut desk = Desk::of(&files, (160, 40));
    desk.keys("| \"light Enter | v w w a k Esc");
    assert!(desk.text().contains("der zweite"), "{}", desk.text());
    desk.keys("|");
    assert!(desk.text().contains("der zweite A…"), "over there it is called as there: {}", desk.text());
}

#[test]
fn reading_again_is_about_one_of_them() {
    let mut desk = Desk::two((120, 22));
    desk.keys("| Enter Enter");
    let changed = HARBOUR.replace("a small scandal", "a large scandal");
    crate::store::disk::replace(&desk.folder.path().join("harbour.txt"), changed.as_bytes()).unwrap();
    desk.keys("R");
    assert!(desk.text().contains("a large scandal") && desk.done() == 1);
    assert!(desk.app.split.as_ref().unwrap().document().is_some());
    desk.keys("Enter | Enter");
    assert!(desk.leave());
    assert_eq!(desk.file("harbour.txt.sayso.ron").matches("status: confirmed").count(), 2);
    assert_eq!(desk.file("lighthouse.md.sayso.ron").matches("status: confirmed").count(), 1);
    // Two places of it are both read again.
    let mut desk = Desk::of(&[("harbour.txt", HARBOUR)], (120, 22));
    desk.keys("| Enter Enter |");
    crate::store::disk::replace(&desk.folder.path().join("harbour.txt"), changed.as_bytes()).unwrap();
    desk.keys("R");
    assert_eq!(desk.text().matches("a large scandal").count(), 2, "{}", desk.text());
    assert_eq!(desk.done(), 1);
}

#[test]
fn a_change_of_the_file_beside_is_told_there() {
    let mut desk = Desk::two((120, 22));
    desk.keys("| Enter");
    crate::ui::update::with_other(&mut desk.app, |app| {
        crate::ui::update::handle(app, Event::Changed, &Stamp::default());
    });
    assert_eq!(desk.said(), "lighthouse.md: The file was changed on the disk");
    let rows = desk.rows();
    assert!(rows[0].find("! the file").unwrap() > 60, "{}", rows[0]);
    // What is being typed here is not touched by it.
    desk.keys("e \"abc");
    crate::ui::update::with_other(&mut desk.app, |app| {
        crate::ui::update::handle(app, Event::Changed, &Stamp::default());
    });
    assert!(matches!(desk.app.mode, Mode::Note(_)) && desk.text().contains("abc"));
}
