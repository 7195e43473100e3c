//! Selecting from where the eye is, by wholes and by words, and back to the selection from every sheet.

use super::*;
use crate::ui::screens::Selection;

fn selection(s: &Session) -> Selection {
    match &s.app.mode {
        Mode::Select(selection) => selection.clone(),
        other => panic!("{:?}", other.scope()),
    }
}

fn selected(s: &Session) -> String {
    s.doc().reading.document().words(selection(s).span()).to_owned()
}

fn search(s: &mut Session, words: &str) {
    s.keys("/").type_in(words).keys("Enter");
}

#[test]
fn it_begins_at_the_match_not_at_the_statement() {
    let mut s = Session::new(STORY, (100, 30));
    search(&mut s, "is in");
    s.keys("v");
    assert_eq!(selected(&s), "is in", "both words of the match");
    s.keys("Esc");
    // A part of words becomes the words; the reporter's words are no statement.
    search(&mut s, "arbour vo");
    s.keys("v");
    assert_eq!(selected(&s), "Harbour vote");
    s.keys("Esc");
    // The next match counts, though a statement above is in focus.
    search(&mut s, "late");
    s.keys("n n v");
    assert_eq!(selected(&s), "late");
    let second = selection(&s).anchor;
    s.keys("Esc n v");
    assert_ne!(selection(&s).anchor, second);
    // Whoever goes to another statement is there.
    s.keys("Esc Tab v");
    assert!(selected(&s).len() < 7 && selected(&s) != "late", "{}", selected(&s));
}

#[test]
fn a_match_is_selected_right_from_the_search() {
    let mut s = Session::new(STORY, (100, 30));
    s.keys("/").type_in("arbour vo").keys("M-v");
    assert_eq!(selected(&s), "Harbour vote");
    // What is not there selects nothing, and says so.
    s.keys("Esc /").type_in("nowhere at all").keys("M-v");
    assert!(!matches!(s.app.mode, Mode::Select(_)), "{:?}", s.app.mode.scope());
    assert!(!s.message().is_empty());
}

#[test]
fn it_begins_at_the_word_that_was_clicked() {
    let mut s = Session::new(STORY, (100, 30));
    let row = s.text().iter().position(|l| l.contains("always late")).unwrap();
    let column = s.text()[row].split("always").next().unwrap().chars().count() as u16;
    let stamp = s.stamp();
    handle(&mut s.app, Event::Click(column + 2, row as u16), &stamp);
    s.frame();
    s.keys("v");
    assert_eq!(selected(&s), "always");
}

#[test]
fn every_whole_has_one_key() {
    let mut s = Session::new(STORY, (100, 30));
    search(&mut s, "always");
    s.keys("v");
    for (key, words) in [
        ("S", "“She is always late.”"),
        ("D", "She"),
        ("C", "She is always late"),
        ("Q", "“She is always late.”"),
        ("p", "“The mayor is late,” Bo Lind said. “She is always late.”"),
    ] {
        s.keys("Esc");
        search(&mut s, "always");
        s.keys("v");
        if key == "D" {
            s.keys("S");
        }
        s.keys(key);
        let got = selected(&s);
        assert!(got == words || key == "D" && got.contains("She"), "{key}: {got}");
    }
    s.keys("T");
    assert_eq!(s.message(), "There is none here");
    let mut s = Session::new(
        "ADA GREY: We go now. Nobody stays.\n\nBO LIND: When?\n\nADA GREY: At ten.\n\nBO LIND: Good.",
        (80, 24),
    );
    search(&mut s, "Nobody");
    s.keys("v T");
    assert_eq!(selected(&s), "We go now. Nobody stays.");
}

#[test]
fn an_end_goes_by_whole_words_and_stops_once_at_a_mark() {
    let mut s = Session::new(STORY, (100, 30));
    search(&mut s, "vote on");
    s.keys("v w");
    assert_eq!(selected(&s), "vote on Monday", "no blank behind it");
    s.keys("w");
    assert_eq!(selected(&s), "vote on Monday,”");
    assert_eq!(s.message(), "The quotation marks are here; w again goes on");
    s.keys("w");
    assert_eq!(selected(&s), "vote on Monday,” said");
    s.keys("b");
    assert_eq!(selected(&s), "vote on Monday,”", "and back");
    s.keys("b");
    assert_eq!(selected(&s), "vote on");
    s.keys("B B");
    assert_eq!(selected(&s), "We will vote on");
    s.keys("W");
    assert_eq!(selected(&s), "will vote on");
    s.keys("o B b");
    assert_eq!(selected(&s), "We will vote", "o: now the start is the end that moves");
    s.keys("Esc");
    search(&mut s, "mayor is");
    s.keys("v )");
    assert_eq!(selected(&s), "mayor is late,” Bo Lind said.");
    s.keys(")");
    assert_eq!(selected(&s), "mayor is late,” Bo Lind said. “She is always late.”");
    s.keys("(");
    assert_eq!(selected(&s), "mayor is late,” Bo Lind said.");
}

#[test]
fn every_sheet_that_is_left_goes_back_to_the_selection() {
    for keys in [
        "a Esc",
        "Enter q Esc",
        "a s Esc",
        "a e Esc",
        "c Esc",
        "s Esc",
        "? Esc",
        "i Esc",
        "/ Esc",
        "a s Esc",
        "a q Esc",
    ] {
        let mut s = Session::new(STORY, (100, 30));
        search(&mut s, "is in");
        s.keys("v w");
        let before = (selection(&s), s.doc().view.top, s.doc().view.focus.clone());
        s.keys(keys);
        assert!(matches!(s.app.mode, Mode::Select(_)), "{keys}: {:?}", s.app.mode.scope());
        let after = (selection(&s), s.doc().view.top, s.doc().view.focus.clone());
        assert_eq!(before, after, "{keys}");
        assert!(s.doc().reading.set().is_empty(), "{keys}");
        // One more leaves it, and it can be taken up again.
        s.keys("Esc");
        assert!(matches!(s.app.mode, Mode::Read), "{keys}");
        assert!(s.app.selected_for.is_none());
    }
}

#[test]
fn what_was_typed_in_a_sheet_is_kept_when_the_selection_comes_back() {
    let mut s = Session::new(STORY, (100, 30));
    search(&mut s, "is in");
    s.keys("v s").type_in("Zoe").keys("Esc");
    assert_eq!(selected(&s), "is in");
    s.keys("s");
    let Mode::Speaker(picker) = &s.app.mode else { panic!() };
    assert_eq!(picker.field.text(), "Zoe");
}

#[test]
fn what_was_decided_does_not_come_back_as_a_selection() {
    for keys in ["c Enter", "c 2 Enter", "a h", "s Enter"] {
        let mut s = Session::new(STORY, (100, 30));
        search(&mut s, "is in");
        s.keys("v").keys(keys);
        assert!(s.app.selected_for.is_none() && matches!(s.app.mode, Mode::Read), "{keys}");
    }
}

/// Two matched words into a claim: five keys beside the text.
#[test]
fn a_match_becomes_a_claim() {
    let mut s = Session::new(STORY, (100, 30));
    search(&mut s, "a hurry");
    s.keys("v c Enter");
    let claim = s.doc().reading.set().iter().next().unwrap().clone();
    assert_eq!((claim.label.as_str(), claim.exact().as_str()), ("claim", "a hurry"));
}

/// Three words off the end of a statement: five keys.
#[test]
fn an_end_is_trimmed_by_words() {
    let mut s = Session::new(STORY, (100, 30));
    s.keys("V b b b Enter");
    let record = s.doc().reading.set().iter().next().unwrap().clone();
    assert_eq!((record.status, record.exact().as_str()), (Some(Status::Edited), "“We will"));
    s.keys("u");
    assert_eq!(s.progress().0, 0);
    // The start of a statement of two stretches is that of the first.
    s.keys("Tab Tab V W W Enter");
    let record = s.doc().reading.set().iter().next().unwrap().clone();
    assert_eq!(record.exact(), "is late,” … “She is always late.”");
}

#[test]
fn what_is_in_focus_is_in_sight_where_a_mark_was_taken_back() {
    let long =
        format!("“We will vote on Monday,” said Ada Grey.\n\n{}The clock stood still.", "It rained on.\n\n".repeat(40));
    let mut s = Session::new(&long, (60, 12));
    search(&mut s, "clock");
    s.keys("v a h");
    assert_eq!(s.doc().reading.set().len(), 1, "{}", s.message());
    s.keys("Esc g g Tab");
    assert!(s.doc().view.focus.is_some());
    s.keys("u");
    assert!(s.text().iter().any(|row| row.contains("The clock stood still")), "{:?}", s.text());
    assert_eq!(s.doc().view.focus, None, "what is in focus is far above");
}
