//! Cutting a statement in two, joining two, with the keys of a person.

use super::*;
use crate::project::open::ReadOnly;
use sayso_core::annotation::SpeakerRef;
use sayso_core::reading::ItemId;

/// Two answers, the second of somebody else, that detection takes for one quotation; then one more of each.
const ANSWERS: &str = "“We do not own that pump,” Helen Harker said. “One of them drove past.”\n\nBo Lind was there. “I saw \
it,” Lind said. “We meet at ten,” Harker added.";

fn said(s: &Session, item: &ItemId) -> (String, String) {
    let reading = &s.doc().reading;
    let words: Vec<&str> = reading.spans(item).iter().map(|s| reading.document().words(*s)).collect();
    (words.join(" … "), reading.speaker_name(item))
}

fn focused(s: &Session) -> (String, String) {
    said(s, s.doc().view.focus.as_ref().unwrap())
}

fn all(s: &Session) -> Vec<(String, String)> {
    s.doc().reading.all().map(|i| said(s, &i)).collect()
}

fn pair(words: &str, name: &str) -> (String, String) {
    (words.to_owned(), name.to_owned())
}

#[test]
fn a_joined_quotation_has_two_speakers_in_four_keys() {
    let mut s = Session::new(ANSWERS, (100, 30));
    let before = all(&s);
    assert_eq!(before[0], pair("“We do not own that pump,” … “One of them drove past.”", "Helen Harker"));
    s.keys("S");
    let shown = s.text().join("\n");
    for words in
        ["Two statements?   ¶1", "1 of 1", "○ Helen Harker", "in neither:  Helen Harker said.", "Enter cut here"]
    {
        assert!(shown.contains(words), "{words}:\n{shown}");
    }
    s.keys("Enter");
    assert_eq!(focused(&s), pair("“We do not own that pump,”", "Helen Harker"));
    assert!(s.message().starts_with("Cut in two: “We do"), "{}", s.message());
    assert_eq!(s.progress(), (2, 4));
    s.keys("Enter");
    assert_eq!(focused(&s), pair("“One of them drove past.”", "Helen Harker"));
    let shown = s.text().join("\n");
    assert!(shown.contains("2 Bo Lind"), "{shown}");
    s.keys("2");
    assert_eq!(focused(&s), pair("“One of them drove past.”", "Bo Lind"));
    assert_eq!(s.progress(), (2, 4));
    // The queue goes on from there; what was decided of the part says nothing of what others say.
    s.keys("Enter");
    assert_eq!(focused(&s), pair("“I saw it,”", "Bo Lind"));
    s.keys("u u");
    assert_eq!((all(&s), s.progress()), (before, (0, 3)));
    assert!(s.doc().reading.set().is_empty() && s.doc().reading.set().speakers.is_empty());
    s.keys("^R ^R");
    assert_eq!(all(&s)[1], pair("“One of them drove past.”", "Bo Lind"));
}

#[test]
fn the_cut_goes_by_word_sentence_and_letter() {
    let mut s = Session::new("“We left at ten. It was dark,” said Ada Grey.\n\nBo Lind slept.", (100, 30));
    s.keys("S");
    let second = |s: &Session| {
        let Mode::Cut(sheet) = &s.app.mode else { panic!("{:?}", s.app.mode.scope()) };
        let cut = &sheet.cut.as_ref().unwrap().0;
        s.doc().reading.document().words(cut.second[0]).to_owned()
    };
    // Where a sentence begins is offered.
    assert_eq!(second(&s), "It was dark,”");
    for (key, words) in [
        ("w", "was dark,”"),
        ("w", "dark,”"),
        ("b", "was dark,”"),
        ("l", "as dark,”"),
        ("Left", "was dark,”"),
        ("(", "It was dark,”"),
    ] {
        s.keys(key);
        assert_eq!(second(&s), words, "{key}");
    }
    s.keys(")");
    assert_eq!((second(&s).as_str(), s.message().as_str()), ("It was dark,”", "The statement ends here"));
    s.keys("4");
    assert_eq!(s.message(), "No 4 here");
    s.keys("Esc");
    assert!(matches!(s.app.mode, Mode::Read) && s.doc().reading.set().is_empty());
    s.keys("S Enter");
    assert_eq!(all(&s), [pair("“We left at ten.", "Ada Grey"), pair("It was dark,”", "Ada Grey")]);
    s.keys("J");
    assert_eq!(all(&s), [pair("“We left at ten. It was dark,”", "Ada Grey")]);
    assert!(s.message().starts_with("Joined: “We left"), "{}", s.message());
    s.keys("u u");
    assert!(s.doc().reading.set().is_empty());
}

#[test]
fn a_statement_of_one_sentence_is_cut_by_hand() {
    let mut s = Session::new("“We left at ten, in the dark,” said Ada Grey.", (100, 30));
    s.keys("S");
    assert_eq!(s.message(), "Nothing to cut here: w and b choose a place");
    s.keys("Enter");
    assert_eq!(s.message(), "First choose a place");
    s.keys("w w Enter");
    assert_eq!(all(&s), [pair("“We left", "Ada Grey"), pair("at ten, in the dark,”", "Ada Grey")]);
}

#[test]
fn the_sentence_that_was_searched_is_the_second_statement() {
    let mut s = Session::new("“We met in May. Did you see the plan? No, I never did. Fine,” said Ada Grey.", (100, 30));
    s.keys("/").type_in("never").keys("Enter S Enter");
    assert_eq!(all(&s)[1].0, "No, I never did. Fine,”");
}

#[test]
fn joining_says_whose_it_is_and_why_not() {
    let mut s = Session::new(ANSWERS, (100, 30));
    s.keys("J");
    assert_eq!(s.message(), "No statement follows in this paragraph to join it with");
    s.keys("Tab J");
    assert_eq!(focused(&s), pair("“I saw it,” … “We meet at ten,”", "Bo Lind"));
    assert!(s.message().contains("; all of it is said by Bo Lind"), "{}", s.message());
    assert_eq!(s.progress(), (1, 2));
    // Cut again, each has its own.
    s.keys("S Enter");
    assert_eq!(all(&s)[1..], [pair("“I saw it,”", "Bo Lind"), pair("“We meet at ten,”", "Helen Harker")]);
    s.keys("u u");
    assert_eq!(s.progress(), (0, 3));
}

#[test]
fn nothing_is_cut_where_nothing_may_be_decided() {
    for (why, says) in [(ReadOnly::Left, "Read only"), (ReadOnly::AsAsked, "Read only")] {
        let mut s = Session::new(ANSWERS, (100, 30));
        s.app.doc_mut().unwrap().read_only = Some(why);
        for keys in ["S", "J"] {
            s.keys(keys);
            assert!(s.message().contains(says) && matches!(s.app.mode, Mode::Read), "{keys}: {}", s.message());
        }
        // What became read only while the sheet was open.
        let why = s.app.doc_mut().unwrap().read_only.take();
        s.keys("S");
        s.app.doc_mut().unwrap().read_only = why;
        s.keys("Enter");
        assert!(s.message().contains(says) && s.doc().reading.set().is_empty());
    }
    let mut s = Session::new(ANSWERS, (100, 30));
    s.keys("Esc S");
    assert_eq!(s.message(), "Nothing in focus: Enter begins reviewing");
    s.keys("J");
    assert_eq!(s.message(), "Nothing in focus: Enter begins reviewing");
}

#[test]
fn a_decision_keeps_what_was_said_of_it() {
    let mut s = Session::new(ANSWERS, (100, 30));
    s.keys("Enter Left e").type_in("ask her").keys("Enter S Enter");
    assert!(s.message().ends_with("; the note stays with the first"), "{}", s.message());
    let records = s.doc().reading.set().in_order().into_iter().cloned().collect::<Vec<_>>();
    let quotes: Vec<_> = records.iter().filter(|r| r.label == "quote").collect();
    assert_eq!(quotes.iter().map(|r| r.note.as_deref()).collect::<Vec<_>>(), [Some("ask her"), None]);
    assert!(
        quotes
            .iter()
            .all(|r| r.by.as_deref() == Some("ada") && r.speaker == Some(SpeakerRef::Id("helen-harker".into())))
    );
}

#[test]
fn at_forty_columns_it_is_the_same() {
    let mut s = Session::new(ANSWERS, (40, 10));
    s.keys("S");
    let shown = s.text().join("\n");
    assert!(shown.contains("Two statements?") && shown.contains("Enter cut here"), "{shown}");
    s.keys("Enter Enter");
    let shown = s.text().join("\n");
    assert!(shown.contains("● Helen Harker  2 Bo Lind"), "{shown}");
    s.keys("2");
    assert_eq!(focused(&s).1, "Bo Lind");
}
