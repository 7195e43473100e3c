//! Many at once, and the end of the queue.

use super::*;
use crate::ui::screens::SureList;
use sayso_core::reading::ItemId;

/// A transcript of two voices and a moderator, with a heading.
fn transcript(turns: usize) -> String {
    let names = ["Moderator", "Peter Lindqvist", "Amina Yusuf"];
    let words = ["We looked at the pipes in the spring.", "The bonus was paid early.", "Nobody told the board."];
    let turn = |n: usize| format!("{}: {} That is item {n}.", names[n % 3], words[n / 3 % 3]);
    format!("# Town hall\n\n{}\n", (0..turns).map(turn).collect::<Vec<_>>().join("\n\n"))
}

fn list(s: &Session) -> &SureList {
    let Mode::Sure(list) = &s.app.mode else { panic!("no lists: {}", s.message()) };
    list
}

fn shown(s: &mut Session) -> String {
    s.text().join("\n")
}

#[test]
fn all_named_turns_are_two_keys_and_one_undo() {
    for size in [(120, 40), (80, 24), (40, 10)] {
        let mut s = Session::new(&transcript(218), size);
        s.keys("E");
        assert_eq!((list(&s).title(0), list(&s).count()), ("named turns", 218));
        let text = shown(&mut s);
        // The number is on the screen before anything is confirmed.
        assert!(text.contains("named turns 218") && text.contains("confirm 218"), "{text}");
        assert!(text.contains("more below"), "{text}");
        s.keys("Enter");
        assert!(s.message() == "All reviewed.   Confirmed 218 named turns", "{}", s.message());
        assert_eq!(s.progress(), (218, 218));
        s.keys("u");
        assert_eq!(s.progress(), (0, 218));
        assert!(s.doc().reading.set().is_empty() && s.doc().reading.set().speakers.is_empty());
    }
}

#[test]
fn rows_left_out_stay_open_in_every_list() {
    let mut s = Session::new(&transcript(30), (100, 30));
    s.keys("E Space Down Space");
    let left: Vec<ItemId> = [0, 2].iter().map(|n| list(&s).rows[*n].item()).collect();
    assert_eq!((list(&s).count(), list(&s).left_out()), (28, 2));
    assert!(shown(&mut s).contains("2 left out"));
    s.keys("Tab");
    let title = list(&s).title(list(&s).list).to_owned();
    assert!(list(&s).left_out() > 0, "what is left out is so in {title} too");
    s.keys("BackTab Enter");
    assert_eq!(s.progress(), (28, 30));
    assert!(left.iter().all(|item| s.doc().reading.is_open(item)));
    assert_eq!(s.doc().view.focus.as_ref(), Some(&left[0]), "the focus is on what is left");
}

#[test]
fn lists_of_this_speaker_paragraph_and_section() {
    let text = format!("{}\n\n# Minutes\n\n{}", transcript(9), transcript(3).replace("# Town hall\n\n", ""));
    let mut s = Session::named("a.md", &text, (120, 40));
    s.keys("Right");
    let name = s.doc().reading.speaker_name(s.doc().view.focus.as_ref().unwrap());
    s.keys("E");
    let titles: Vec<String> = list(&s).tabs().map(|n| list(&s).title(n).to_owned()).collect();
    assert_eq!(titles, ["named turns", "sure", "this speaker", "this paragraph", "this section"]);
    s.keys("Tab Tab");
    assert!(list(&s).voices.len() == 1 && list(&s).voices[0].0 == name, "{:?}", list(&s).voices);
    let count = list(&s).count();
    s.keys("Enter");
    assert_eq!((s.progress().0, s.message().contains(&name)), (count, true), "{}", s.message());
    s.keys("u E Tab Tab Tab Tab");
    assert_eq!(list(&s).count(), 9, "the next heading ends the section");
}

#[test]
fn results_rows_and_speakers_have_their_lists() {
    let mut s = Session::new(&transcript(30), (100, 30));
    s.keys("/").type_in("bonus").keys("Tab E");
    assert_eq!((list(&s).title(0), list(&s).count()), ("“bonus”", 9));
    s.keys("Enter");
    assert!(matches!(s.app.mode, Mode::Results(_)), "back where one was");
    assert_eq!(s.progress().0, 9);
    s.keys("E");
    assert_eq!(s.message(), "Nothing here is left to confirm");
    s.keys("q u A /").type_in("yusuf").keys("Enter");
    let mut s = Session::new(&transcript(30), (100, 30));
    s.keys("A /").type_in("yusuf").keys("Down E");
    // Letters are typed in the filter; outside it they are keys.
    assert!(matches!(s.app.mode, Mode::Annotations(_)));
    let mut s = Session::new(&transcript(30), (100, 30));
    s.keys("p E");
    let (title, count) = (list(&s).title(0).to_owned(), list(&s).count());
    assert_eq!((count, s.doc().reading.voices()[0].name.clone()), (10, title));
    s.keys("Esc");
    assert!(matches!(s.app.mode, Mode::Speakers(_)) && s.progress().0 == 0);
    s.keys("q A Space Space E");
    assert_eq!((list(&s).title(0), list(&s).count()), ("marked rows", 2));
    s.keys("Enter");
    assert_eq!(s.progress().0, 2);
}

#[test]
fn rows_are_filtered_by_speaker_and_status_as_a_search_is() {
    let mut s = Session::new(&transcript(30), (100, 30));
    s.keys("E Tab Enter A /").type_in("@lind #confirmed");
    let Mode::Annotations(view) = &s.app.mode else { panic!("no rows") };
    assert_eq!((view.list.shown().len(), view.list.all()), (10, 30));
    s.keys("Esc /").type_in("@lind #suggested");
    let Mode::Annotations(view) = &s.app.mode else { panic!("no rows") };
    assert!(view.list.shown().is_empty(), "the sure ones of hers are decided");
}

#[test]
fn guesses_are_in_no_list_unless_they_are_asked_for() {
    let text = "“We will vote,” said Ada Grey, the mayor.\n\nThe tide was high.\n\n“In these shoes?” he asked.";
    let mut s = Session::new(text, (100, 30));
    let is_guess = |s: &Session, item: &ItemId| {
        let reading = &s.doc().reading;
        reading.proposal(reading.suggestion(item).unwrap()).doubt == sayso_core::reading::Doubt::Guess
    };
    assert!(s.doc().reading.all().any(|item| is_guess(&s, &item)), "the text has none");
    s.keys("E");
    let lists = list(&s).tabs().count();
    for _ in 0..lists {
        assert!(list(&s).rows.iter().all(|row| !is_guess(&s, &row.item())));
        s.keys("Tab");
    }
    while list(&s).taken_in().is_none() {
        s.keys("Tab");
    }
    assert!(shown(&mut s).contains("guess too"), "{}", shown(&mut s));
    s.keys("-");
    assert!(list(&s).rows.iter().any(|row| is_guess(&s, &row.item())));
    s.keys("+ Enter");
    // With nothing else left the lists do not open by themselves.
    while s.doc().reading.all().any(|i| s.doc().reading.is_open(&i) && !is_guess(&s, &i)) {
        s.keys("E Enter");
    }
    s.keys("E");
    assert!(s.message().starts_with("Only a guess is left: g E"), "{}", s.message());
    s.keys("g E");
    assert_eq!(list(&s).count(), 1);
}

#[test]
fn a_click_never_confirms_a_list() {
    let mut s = Session::new(&transcript(30), (100, 30));
    s.keys("E");
    let y = 8;
    for _ in 0..4 {
        let stamp = s.stamp();
        handle(&mut s.app, Event::Click(10, y), &stamp);
        s.frame();
    }
    assert!(matches!(s.app.mode, Mode::Sure(_)));
    assert_eq!(s.progress().0, 0);
}

#[test]
fn the_list_before_its_frame_confirms_nothing() {
    let mut s = Session::new(&transcript(30), (100, 30));
    s.key("E");
    s.key("Enter");
    assert_eq!(s.progress().0, 0, "{}", s.message());
}

/// Weak reported speech beside a quotation.
const WEAK: &str = "“We will vote on Monday,” said Ada Grey, the mayor.\n\nThe harbour board hopes that the vote will pass \
    and the town fears that it will not, as rumours have it that Ada Grey wants the quay closed.\n\n“I am late,” Grey said.";

/// The app with so many weak suggestions, or the test says that the text has none.
fn weak(text: &str) -> (Session, usize) {
    let s = Session::new(text, (100, 30));
    let weak = s.doc().reading.weak();
    assert!(weak > 0, "the text has no weak suggestion");
    (s, weak)
}

#[test]
fn all_reviewed_tells_what_the_queue_did_not_show() {
    let (mut s, weak) = weak(WEAK);
    while s.progress().0 < s.progress().1 {
        s.keys("Enter");
    }
    assert!(s.message().contains("All reviewed but") && s.message().contains(": w"), "{}", s.message());
    assert!(s.doc().view.focus.is_some(), "the focus stays in sight");
    s.keys("Tab");
    assert!(s.message().starts_with("All reviewed but"), "{}", s.message());
    assert!(s.text()[0].contains("weak"), "{:?}", s.text()[0]);
    for left in (0..weak).rev() {
        s.keys("w");
        let focus = s.doc().view.focus.clone().unwrap();
        assert!(s.doc().reading.is_weak(&focus));
        s.keys("x");
        assert_eq!(s.doc().reading.weak(), left);
    }
    assert!(s.message().starts_with("All reviewed.   Not a quote"), "{}", s.message());
    s.keys("w");
    assert_eq!(s.message(), "No weak suggestions here");
}

#[test]
fn the_arrow_starts_where_the_last_decision_was() {
    let mut s = Session::new(STORY, (100, 30));
    s.keys("Tab Tab Tab");
    let rest: Vec<ItemId> = s.doc().reading.all().collect();
    s.keys("Enter Enter Enter Enter Enter");
    assert_eq!(s.progress(), (5, 5));
    let focus = s.doc().view.focus.clone();
    assert!(focus.is_some() && rest.len() == 5, "{}", s.message());
    let at = s.doc().reading.hull(focus.as_ref().unwrap()).unwrap().start;
    s.keys("Right");
    let next = s.doc().reading.hull(s.doc().view.focus.as_ref().unwrap()).unwrap().start;
    assert!(next > at || at == s.doc().reading.hull(rest.last().unwrap()).map_or(at, |h| h.start), "{at} {next}");
}

#[test]
fn what_opened_again_is_in_the_queue_by_doubt_as_well() {
    let mut s = Session::new(STORY, (100, 30));
    s.keys("Enter");
    // The order by doubt is made while the first is decided; then that decision is removed.
    s.keys("O Enter Enter Enter Enter");
    assert_eq!(s.progress(), (5, 5), "{}", s.message());
    let first = s.doc().reading.all().next().unwrap();
    focus(&mut s.app, first);
    s.frame();
    s.keys("x x");
    assert_eq!(s.progress(), (4, 5));
    s.keys("Esc Tab");
    let focus = s.doc().view.focus.clone().unwrap();
    assert!(s.doc().reading.is_open(&focus), "{}", s.message());
}

#[test]
fn a_search_is_narrowed_to_what_somebody_says() {
    let mut s = Session::new(&transcript(30), (100, 30));
    s.keys("/").type_in("@lindqvist bonus");
    assert!(s.text().join("\n").contains("by Peter Lindqvist   1 of 3"), "{}", shown(&mut s));
    s.keys("Tab");
    let text = shown(&mut s);
    assert!(text.contains("“bonus” by Peter Lindqvist   3 places") && text.contains("capitals alike"), "{text}");
    assert!(text.contains("Peter Lindqvist 3"), "who says how many: {text}");
    // From the list: other words, somebody else; Esc in the line leaves the list as it was.
    s.keys("/").type_in(" pipes").keys("Esc");
    assert!(shown(&mut s).contains("“bonus” by Peter Lindqvist   3 places"), "{}", shown(&mut s));
    s.keys("/ ^U").type_in("@yusuf").keys("Enter");
    assert!(shown(&mut s).contains("by Amina Yusuf   10 places"), "{}", shown(&mut s));
    s.keys("E");
    assert_eq!(list(&s).count(), 10);
    s.keys("Enter");
    assert_eq!(s.progress().0, 10);
    s.keys("q / ^U").type_in("@lindqvist #confirmed");
    assert!(shown(&mut s).contains("nothing by Peter Lindqvist, confirmed here"), "{}", shown(&mut s));
    s.keys("Esc /").type_in("@somebody bonus");
    assert!(shown(&mut s).contains("nobody is called “somebody”"), "{}", shown(&mut s));
    s.keys("Enter n");
    assert!(s.doc().search.found.is_none());
}

#[test]
fn a_narrowed_search_of_a_long_text_is_done_beside_and_is_the_same() {
    let long = transcript(6000);
    assert!(long.len() > sayso_core::search::AT_ONCE);
    let mut s = Session::new(&long, (100, 30));
    s.keys("/").type_in("@lindqvist bonus").keys("Tab");
    let text = shown(&mut s);
    let count = s.doc().search.found.as_ref().unwrap().spans.len();
    assert_eq!(count, 667, "{text}");
    assert!(text.contains("Peter Lindqvist 667"), "{text}");
    assert!(s.doc().search.found.as_ref().is_some_and(|f| !f.counting));
}

#[test]
fn a_list_that_became_another_meanwhile_confirms_nothing() {
    let mut s = Session::new(&transcript(30), (100, 30));
    s.keys("E");
    let first = list(&s).rows[0].item();
    // A decision of elsewhere that comes while the list is open.
    let stamp = s.stamp();
    let doc = s.app.doc_mut().unwrap();
    let decider = sayso_core::reading::Decider { reading: &doc.reading, by: None, stamp: &stamp };
    let change = decider.reject(&first).unwrap();
    doc.reading.apply(&change);
    s.frame();
    s.keys("Enter");
    assert!(s.message().starts_with("The list is another by now"), "{}", s.message());
    assert_eq!((s.progress().0, list(&s).count()), (1, 29));
    s.keys("Enter");
    assert_eq!(s.progress(), (30, 30));
}
