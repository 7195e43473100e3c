//! Half-typed work: Esc, a restart, another text, another annotator.

use super::*;
use crate::ui::screens::drafts;
use sayso_core::annotation::Change;

/// What the file holds when the program ends now.
fn file(s: &mut Session) -> String {
    drafts::news(&mut s.app);
    crate::store::drafts::print(&s.doc().drafts.handed().iter().collect::<Vec<_>>())
}

/// The same document opened again after the program ended without warning, all that was decided kept.
fn restarted(s: &mut Session, text: &str) -> Session {
    let drafts = file(s);
    let set = s.doc().reading.set().clone();
    Session::beside(("a.txt", text), (100, 30), Some(&set), &drafts)
}

fn note(s: &Session) -> Option<String> {
    s.doc().reading.set().iter().find_map(|r| r.note.clone())
}

#[test]
fn a_note_is_gone_on_with_after_esc_on_the_same_place_or_by_the_key() {
    let mut s = Session::new(STORY, (100, 30));
    s.keys("Tab e").type_in("one two").keys("Left Left Esc");
    assert_eq!(s.message(), "Note not saved: U goes on, Z drops it");
    for way in ["e", "Left U", "G U", "g g U"] {
        s.keys(way);
        assert_eq!(s.message(), "Here again: what was not saved", "{way}");
        assert!(s.text().join("\n").contains("one two"), "{way}");
        s.keys("Esc");
    }
    s.keys("U").type_in("X").keys("Enter");
    assert_eq!(note(&s).as_deref(), Some("one tXwo"), "the caret was kept");
    s.keys("U");
    assert_eq!(s.message(), "Nothing was left unfinished");
    assert_eq!(file(&mut s), "", "a saved note is no draft");
    // Elsewhere the sheet opens empty.
    s.keys("u e").type_in("z").keys("Esc Tab e");
    assert_eq!(s.message(), "");
}

#[test]
fn what_is_dropped_is_told_and_can_be_had_back() {
    let mut s = Session::new(STORY, (100, 30));
    s.keys("Tab e").type_in("one").keys("Esc Tab e").type_in("two").keys("Esc Z");
    assert_eq!(s.message(), "Dropped: note “two”   1 more unfinished");
    s.keys("Z");
    assert_eq!(s.message(), "Dropped: note “one”");
    assert_eq!(file(&mut s), "");
    s.keys("U");
    assert!(s.text().join("\n").contains("one"));
    s.keys("Esc Z Z");
    assert_eq!(s.message(), "Nothing was left unfinished");
}

#[test]
fn everything_half_typed_survives_a_restart() {
    // Keys that lead into a sheet, what is typed, keys after it; what is there again, and what is there once it is saved.
    for (keys, typed, after, sheet, saves) in [
        ("Tab e", "Look again", "", "Look again", "Enter"),
        ("Tab Enter Left e", "Look again", "", "Look again", "Enter"),
        ("Tab c Tab", "https://e", "", "https://e", "Tab Tab Enter"),
        ("Tab c 2 Tab Tab", "Why", "Left", "Why", "Enter"),
        ("Tab s", "Marla Fen", "", "New: “Marla Fen”", "Enter"),
        ("Tab Enter p e Tab", "; Her Honour", "", "; Her Honour", "Enter"),
        ("Tab v w w w s", "Marla Fen", "", "New: “Marla Fen”", "Enter"),
        ("Tab v w w w Enter e", "On words", "", "On words", "Enter"),
    ] {
        let mut s = Session::new(STORY, (100, 30));
        s.keys(keys).type_in(typed).keys(after);
        for mut again in [restarted(&mut s, STORY), restarted(&mut s, &format!("Rain.\n\n{STORY}"))] {
            let said = again.message();
            assert!(said.starts_with("Unfinished ") && said.contains(": U goes on, Z drops it"), "{keys}: {said}");
            let head = again.text()[0].clone();
            assert!(
                head.contains("unfinished ") || head.contains("changed") || head.contains("check"),
                "{keys}: {head}"
            );
            again.keys("U");
            let text = again.text().join("\n");
            assert!(text.contains(sheet) && again.message().starts_with("Here again"), "{keys}:\n{text}");
            // Once more, and nothing is doubled.
            let mut third = restarted(&mut again, STORY);
            third.keys("U");
            assert!(third.text().join("\n").contains(sheet), "{keys}");
            let before = again.effects.len();
            again.keys(saves);
            let kept = again.effects.iter().skip(before).any(|e| matches!(e, Effect::Keep(_)));
            assert!(kept, "{keys}: {}\n{}", again.message(), again.text().join("\n"));
            assert_eq!(file(&mut again), "", "{keys}: saved and still a draft");
        }
    }
}

#[test]
fn a_selection_survives_with_its_end_and_parts() {
    let mut s = Session::new(STORY, (100, 30));
    s.keys("Tab v w w , w o");
    let before = match &s.app.mode {
        Mode::Select(selection) => selection.clone(),
        other => panic!("{other:?}"),
    };
    let mut again = restarted(&mut s, STORY);
    assert!(again.message().starts_with("Unfinished selection: U goes on"), "{}", again.message());
    again.keys("U");
    let Mode::Select(after) = &again.app.mode else { panic!("{:?}", again.app.mode) };
    assert_eq!((after.anchor, after.caret, &after.parts), (before.anchor, before.caret, &before.parts));
    // Esc, the menu of labels and the sheets behind it lead back to it.
    again.keys("Esc");
    assert_eq!(again.message(), "Selection left: U takes it up again");
    again.keys("U Enter Esc");
    assert!(matches!(again.app.mode, Mode::Select(_)), "the menu of labels goes back to the selection");
    again.keys("Enter e Esc");
    assert!(matches!(again.app.mode, Mode::Select(_)), "so does the sheet of a label");
    again.keys("Esc");
    assert_eq!(again.message(), "Selection left: U takes it up again");
    again.keys("U Enter h");
    assert!(again.doc().reading.set().iter().any(|r| r.label == "highlight" && r.at.len() == 2));
    assert_eq!(file(&mut again), "");
    // One word is no work.
    again.keys("v Esc U");
    assert_eq!(again.message(), "Nothing was left unfinished");
}

#[test]
fn words_that_are_gone_are_shown_and_never_replaced_by_others() {
    let mut s = Session::new(STORY, (100, 30));
    s.keys("e").type_in("Ask her");
    let words = "“We will vote on Monday,”";
    assert!(STORY.contains(words));
    for text in [STORY.replace(words, ""), STORY.replace("on Monday", "on Sunday"), "Nothing of it.".to_owned()] {
        let mut again = restarted(&mut s, &text);
        assert!(again.message().contains("no longer in the text"), "{}", again.message());
        again.keys("U");
        assert!(again.message().contains("Its words are gone from the text: “"), "{}", again.message());
        assert!(matches!(again.app.mode, Mode::Select(_)));
        assert!(again.doc().reading.set().is_empty());
        // Left with Esc it is still there; put on words that a person chose it goes on.
        again.keys("Esc U Enter");
        assert!(again.text().join("\n").contains("Ask her"), "{}", again.text().join("\n"));
        again.keys("Enter");
        assert_eq!(note(&again).as_deref(), Some("Ask her"));
        assert_eq!(file(&mut again), "");
    }
}

#[test]
fn a_note_on_a_statement_without_a_place_says_on_which_words() {
    let mut s = Session::new(STORY, (100, 30));
    s.keys("Enter Left e").type_in("Ask her");
    let words = "“We will vote on Monday,”";
    let mut again = restarted(&mut s, &STORY.replace(words, ""));
    again.keys("U");
    let screen = again.text().join("\n");
    assert!(screen.contains("Ask her") && screen.contains(&format!("gone from the text: {words}")), "{screen}");
}

#[test]
fn what_somebody_else_changed_meanwhile_stands_beside_what_was_typed() {
    let mut s = Session::new(STORY, (100, 30));
    s.keys("Tab Enter Left e").type_in("mine");
    let drafts = file(&mut s);
    let mut set = s.doc().reading.set().clone();
    let before = set.iter().next().unwrap().clone();
    let mut after = (*before).clone();
    after.note = Some("theirs".into());
    let mut change = Change::default();
    change.annotation(Some(before), Some(after));
    set.apply(&change);
    let mut again = Session::beside(("a.txt", STORY), (100, 30), Some(&set), &drafts);
    again.keys("U");
    assert!(again.message().contains("changed meanwhile"), "{}", again.message());
    again.keys("Enter");
    assert_eq!(note(&again).as_deref(), Some("mine\ntheirs"));

    // Addresses that were added stay, those that were taken out stay out.
    let mut s = Session::new(STORY, (100, 30));
    s.keys("Tab c Tab").type_in("a").keys("Enter").type_in("b");
    let drafts = file(&mut s);
    let mut set = s.doc().reading.set().clone();
    let before = set.iter().find(|r| r.label == "claim").unwrap().clone();
    let mut after = (*before).clone();
    after.evidence = vec!["theirs".into()];
    let mut change = Change::default();
    change.annotation(Some(before), Some(after));
    set.apply(&change);
    let mut again = Session::beside(("a.txt", STORY), (100, 30), Some(&set), &drafts);
    again.keys("U Tab Tab Enter");
    let claim = again.doc().reading.set().iter().find(|r| r.label == "claim").unwrap().clone();
    assert_eq!(claim.evidence, ["theirs", "b"]);
}

#[test]
fn a_draft_of_another_annotator_is_theirs() {
    let mut s = Session::new(STORY, (100, 30));
    s.app.annotator = Some("bo".into());
    s.keys("Tab e").type_in("of bo");
    let theirs = file(&mut s);
    let mut s = Session::beside(("a.txt", STORY), (100, 30), None, &theirs);
    assert!(!s.message().contains("Unfinished"), "{}", s.message());
    s.keys("U");
    assert_eq!(s.message(), "Nothing was left unfinished");
    s.keys("Tab e").type_in("of ada");
    let both = file(&mut s);
    assert!(both.contains("of bo") && both.contains("of ada"), "{both}");
    s.keys("Enter");
    assert!(file(&mut s).contains("of bo"));
}

#[test]
fn a_crash_between_saving_and_tidying_offers_nothing_twice() {
    let mut s = Session::new(STORY, (100, 30));
    s.keys("Tab e").type_in("saved");
    let drafts = file(&mut s);
    s.keys("Enter");
    let s = Session::beside(("a.txt", STORY), (100, 30), Some(s.doc().reading.set()), &drafts);
    assert!(!s.message().contains("Unfinished"), "{}", s.message());
}

#[test]
fn a_claim_that_was_only_begun_is_made_again() {
    let mut s = Session::new(STORY, (100, 30));
    s.keys("Tab c Tab Tab").type_in("Is it?").keys("Esc");
    assert!(s.doc().reading.set().is_empty(), "no claim was made");
    s.keys("c");
    assert!(s.text().join("\n").contains("Is it?"));
    s.keys("Enter");
    let claim = s.doc().reading.set().iter().find(|r| r.label == "claim").unwrap();
    assert_eq!(claim.note.as_deref(), Some("Is it?"));
}

#[test]
fn sheets_over_views_name_the_key_that_opens_them_again() {
    let mut s = Session::new(STORY, (100, 30));
    s.keys("A e").type_in("here").keys("Esc");
    assert_eq!(s.message(), "Note not saved: e goes on with it");
    s.keys("e");
    assert!(s.text().join("\n").contains("here"));
    s.keys("Esc Esc p e").type_in("X").keys("Esc");
    assert_eq!(s.message(), "Names not saved: e goes on with it");
    s.keys("e");
    assert_eq!(s.message(), "Here again: what was not saved");
    s.keys("Esc m").type_in("Bo").keys("Esc m");
    assert_eq!(s.message(), "Here again: what was not saved");
}

#[test]
fn the_end_asks_for_the_drafts_first_and_nothing_idle_asks_again() {
    let mut s = Session::new(STORY, (100, 30));
    s.keys("Tab e").type_in("on");
    let stamp = s.stamp();
    assert_eq!(handle(&mut s.app, Event::End, &stamp), [Effect::KeepDrafts, Effect::Quit]);
    assert!(s.doc().drafts.touched);
    assert!(file(&mut s).contains("on") && !s.doc().drafts.touched);
    assert_eq!(drafts::news(&mut s.app), None, "the same is not written twice");
    handle(&mut s.app, Event::Resize(90, 30), &stamp);
    handle(&mut s.app, Event::Saved(Report::Folded), &stamp);
    // Saved, the file is tidied at once.
    s.frame();
    let effects = handle(&mut s.app, Event::Key(Key::parse("Enter").unwrap()), &stamp);
    assert!(matches!(effects.as_slice(), [.., Effect::Keep(_), Effect::KeepDrafts]), "{effects:?}");
}

#[test]
fn a_click_beside_a_selection_leaves_it_as_esc_does() {
    let mut s = Session::new(STORY, (100, 30));
    s.keys("Tab v w w w");
    let stamp = s.stamp();
    let y = s.text().iter().position(|row| row.contains("The mayor is late")).unwrap() as u16;
    handle(&mut s.app, Event::Click(8, y), &stamp);
    assert_eq!((s.message().as_str(), s.app.mode.scope()), ("Selection left: U takes it up again", Scope::Reader));
    s.frame();
    s.keys("U");
    assert!(matches!(s.app.mode, Mode::Select(_)));
}

#[test]
fn q_in_a_sheet_never_leaves() {
    for keys in [
        "Tab e",
        "Tab c",
        "Tab c Tab",
        "Tab c Tab Tab",
        "Tab s",
        "Tab a",
        "Tab v",
        "Tab v v i",
        "Tab v v Enter",
        "Tab v v s",
        "/",
        "?",
        ":",
        "Tab i",
        "E",
        "X",
        "X Enter",
        "H",
        "p e",
        "p e Tab Tab Tab",
        "p m",
        "p s",
        "A",
        "A /",
        "A e",
        "o",
        "m",
        "Tab c Enter A r",
        "Tab Enter Left t",
        "f",
        "Tab Enter Left a",
        "V",
        "/ t h e Tab",
    ] {
        let mut s = Session::new(STORY, (100, 30));
        s.keys(keys);
        if matches!(s.app.mode, Mode::Read) {
            continue;
        }
        s.effects.clear();
        let field = is_text_field(&s.app);
        s.keys("q");
        assert!(!s.effects.contains(&Effect::Quit), "{keys}");
        if field {
            assert!(is_text_field(&s.app) && s.text().join("\n").contains('q'), "{keys}");
        }
    }
}
