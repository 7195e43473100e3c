//! One search in both panes.

use super::*;

#[test]
fn a_search_is_done_in_both_and_each_shows_its_nearest() {
    let mut desk = Desk::two((120, 22));
    desk.keys("| Enter / \"the_light");
    let text = desk.text();
    assert!(text.contains(" beside"), "{text}");
    let beside = desk.app.split.as_ref().unwrap().document().unwrap();
    let count = beside.search.found.as_ref().unwrap().spans.len();
    assert!(count > 1 && text.contains(&format!("{count} beside")), "{text}");
    // Esc leaves both where they were.
    desk.keys("Esc");
    let beside = desk.app.split.as_ref().unwrap().document().unwrap();
    assert!(beside.search.found.is_none() && beside.view.top == sayso_core::layout::Position::default());
    desk.keys("/ \"the Enter n");
    assert!(desk.said().contains("2 of ") && desk.said().contains(" beside"), "{}", desk.said());
    let found = |desk: &Desk| desk.app.split.as_ref().unwrap().document().unwrap().search.found.clone().unwrap().at;
    let before = found(&desk);
    desk.keys("n n n");
    assert_eq!(found(&desk), before, "the other one stays at its nearest");
    desk.keys("| n");
    assert!(desk.said().starts_with("2 of "), "{}", desk.said());
    // Enter in an empty line searches again what was searched last, from either side.
    desk.keys("Esc Esc Esc / Enter");
    assert!(desk.app.doc().unwrap().search.found.as_ref().is_some_and(|found| found.query.text == "the"));
    desk.keys("Esc Esc");
    // Whom nobody is called over there is found nowhere over there.
    desk.keys("Esc Esc | / \"@lind Enter");
    assert!(desk.app.doc().unwrap().search.found.is_some());
    desk.keys("Esc Esc");
    assert!(desk.app.documents().all(|doc| doc.search.found.is_none()), "Esc drops the matches of both");
}

#[test]
fn two_places_of_a_document_have_the_same_matches() {
    let mut desk = Desk::of(&[("harbour.txt", HARBOUR)], (120, 22));
    desk.keys("| Enter | G | / \"harbour Enter");
    assert!(desk.said().is_empty() || !desk.said().contains("beside"), "{}", desk.said());
    let count = desk.app.doc().unwrap().search.found.as_ref().unwrap().spans.len();
    assert!(count > 1);
    // Over there n goes on from what is in sight there, and the way back leads to where it was.
    desk.keys("|");
    let found = desk.app.doc().unwrap().search.found.clone().unwrap();
    let doc = desk.app.doc().unwrap();
    assert!(found.spans[found.at].start >= doc.layout.byte_at(doc.view.top) || found.at + 1 == count);
    desk.keys("Esc Esc Esc");
    assert!(desk.said().contains("q closes this one"), "{}", desk.said());
}

#[test]
fn long_documents_are_searched_by_number() {
    let long = format!("{}\n\nThe needle is here.\n", "Straw and straw and straw.\n\n".repeat(12_000));
    let mut desk = Desk::of(&[("a.txt", &long), ("b.txt", &format!("{long}Another needle.\n"))], (120, 22));
    desk.keys("| Enter / \"needle Enter");
    let counts: Vec<usize> = desk.app.documents().map(|d| d.search.found.as_ref().unwrap().spans.len()).collect();
    assert_eq!(counts, [1, 2]);
    assert!(desk.app.documents().all(|doc| !doc.search.found.as_ref().unwrap().counting));
}
