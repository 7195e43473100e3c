use super::*;
use proptest::prelude::*;

fn quotation(words: &str, speaker: &str, place: &str, link: &str) -> Quotation {
    Quotation {
        words: words.to_owned(),
        speaker: Some(speaker.to_owned()),
        place: place.to_owned(),
        link: Some(link.to_owned()),
    }
}

fn page() -> String {
    let one = quotation(
        "“We are *not* in a hurry,” … “Monday.”",
        "Ada Grey",
        "harbour-vote.txt ¶3",
        "sayso:harbour-vote.txt#01",
    );
    let two = quotation("“Count them.”", "Bo_Lind", "b (1)/c.vtt 0:41:07, ¶2", "sayso:b%20(1)/c.vtt");
    let (text, _) = apply("", &Edit::Append(vec![one])).unwrap();
    apply(&text, &Edit::Append(vec![two])).unwrap().0
}

#[test]
fn what_is_appended_is_read_again() {
    let text = page();
    assert!(
        text.starts_with("# Scratch page\n\n> “We are \\*not\\* in a hurry,” … “Monday.”\n>\n> — Ada Grey, ["),
        "{text}"
    );
    let all = entries(&text);
    assert_eq!(all.len(), 2);
    assert_eq!(all[0].quotation.words, "“We are *not* in a hurry,” … “Monday.”");
    assert_eq!(all[0].quotation.source(), "Ada Grey, harbour-vote.txt ¶3");
    assert_eq!(all[0].target, Some(("harbour-vote.txt".to_owned(), Some("01".to_owned()))));
    assert_eq!(all[1].quotation.speaker.as_deref(), Some("Bo_Lind"));
    assert_eq!(all[1].target, Some(("b (1)/c.vtt".to_owned(), None)), "{text}");
    assert_eq!(between(&text, &all, None), "");
}

#[test]
fn hand_edits_are_kept_and_read() {
    let text = "\u{feff}# My page\r\n\r\nSome words.\r\n\r\n> Not of ours: no dash.\r\n\r\n> “Two\r\n> lines.”\r\n>\r\n> — Ada \
                Grey, a.txt\r\n\r\nA note.\r\n\r\n## Part two\r\n\r\nMore.\r\n\r\n>“Tight.”\r\n>-- Bo, [b.txt](sayso:b.txt#2)";
    let all = entries(text);
    assert_eq!(all.len(), 2);
    assert_eq!(all[0].quotation.words, "“Two lines.”");
    assert_eq!((all[0].quotation.place.as_str(), &all[0].target), ("Ada Grey, a.txt", &None));
    assert_eq!(note_of(text, &all[0]), "A note.");
    assert_eq!(between(text, &all, Some(0)), "A note.\r\n\r\n## Part two\r\n\r\nMore.");
    assert!(between(text, &all, None).starts_with("# My page"));
    assert_eq!(all[1].quotation.speaker.as_deref(), Some("Bo"));
    let (more, back) = apply(text, &Edit::Append(vec![quotation("“X”", "Y", "z", "sayso:z")])).unwrap();
    assert!(more.starts_with(text) && more.ends_with("\r\n\r\n> “X”\r\n>\r\n> — Y, [z](<sayso:z>)\r\n"), "{more:?}");
    assert_eq!(apply(&more, &Edit::Splice(back)).unwrap().0, text);
    for odd in
        ["", "\u{feff}", ">", "> —", "> — ](sayso:", "> a\n> — [](<sayso:#>)", "\r\r\n>\n", "> — [a](<sayso:%ff>)"]
    {
        let _ = (entries(odd), apply(odd, &Edit::Append(vec![Quotation::default()])).unwrap());
    }
}

#[test]
fn removing_moving_and_notes_change_nothing_else_and_are_taken_back() {
    let text = page();
    let all = entries(&text);
    let (with_note, back) = apply(&text, &Edit::Splice(noted(&text, &all[0], "She laughs\nhere."))).unwrap();
    assert!(with_note.contains("#01>)\n\nShe laughs\nhere.\n\n> “Count"), "{with_note}");
    assert_eq!(apply(&with_note, &Edit::Splice(back)).unwrap().0, text);
    let all = entries(&with_note);
    let (moved_up, back) = apply(&with_note, &Edit::Splice(moved(&with_note, &all, 1, true).unwrap())).unwrap();
    assert!(moved_up.ends_with("#01>)\n\nShe laughs\nhere.\n"), "{moved_up}");
    assert_eq!(entries(&moved_up)[0].quotation.words, "“Count them.”");
    assert_eq!(apply(&moved_up, &Edit::Splice(back)).unwrap().0, with_note);
    assert!(moved(&text, &entries(&text), 0, true).is_none() && moved(&text, &entries(&text), 1, false).is_none());
    let (less, back) = apply(&with_note, &Edit::Splice(removed(&with_note, &all, &[0]).unwrap())).unwrap();
    assert!(less.starts_with("# Scratch page\n\n> “Count them.”"), "{less}");
    assert_eq!(apply(&less, &Edit::Splice(back)).unwrap().0, with_note);
    let (none, _) = apply(&with_note, &Edit::Splice(removed(&with_note, &all, &[0, 1]).unwrap())).unwrap();
    assert_eq!(none, "# Scratch page\n\n");
    let headed = "> a\n> — A\n\n# Two\n\n> b\n> — B\n";
    let up = moved(headed, &entries(headed), 1, true).unwrap();
    assert_eq!(apply(headed, &Edit::Splice(up)).unwrap().0, "> a\n> — A\n\n> b\n> — B\n\n# Two\n");
}

#[test]
fn what_somebody_else_wrote_meanwhile_stays() {
    let text = page();
    let all = entries(&text);
    let removal = Edit::Splice(removed(&text, &all, &[1]).unwrap());
    let theirs = text.replace("# Scratch page", "# Our page\n\nFor Monday.");
    let (changed, back) = apply(&theirs, &removal).unwrap();
    assert!(changed.starts_with("# Our page\n\nFor Monday.") && entries(&changed).len() == 1);
    // The place of what was removed is another now: it comes back at the end.
    let (again, _) = apply("Nothing is as it was.", &Edit::Splice(back)).unwrap();
    assert!(again.starts_with("Nothing is as it was.\n\n> “Count them.”"), "{again}");
    // What is to be removed was changed: nothing is done.
    assert_eq!(apply(&text.replace("Count them", "Count us"), &removal), None);
}

#[test]
fn words_that_are_there_still_and_others() {
    let text = ShownText::new("He said “We are not\nin a hurry,” and then “Not on Monday.”");
    let holds = |words: &str| text.holds(words);
    assert!(holds("“We are not in a hurry,” … “Not on Monday.”") && holds("… not in a hurry"));
    assert!(!holds("“Not on Monday.” … “We are not in a hurry,”") && !holds("in no hurry"));
}

proptest! {
    /// Whatever a person wrote: appending keeps every byte, and taking it back gives them all back.
    #[test]
    fn any_text_keeps_its_bytes(text in "([>—#\\[\\](): a“\r\n\\\\-]|sayso:|\u{feff}){0,60}", words in "\\PC{1,30}") {
        let added = Quotation { words, place: "a.txt".to_owned(), link: Some("sayso:a.txt".to_owned()), speaker: None };
        let (more, back) = apply(&text, &Edit::Append(vec![added])).unwrap();
        prop_assert!(more.starts_with(&text));
        prop_assert_eq!(apply(&more, &Edit::Splice(back)).unwrap().0, text.clone());
        let all = entries(&text);
        for n in 0..all.len() {
            prop_assert!(all[n].block.end <= all[n].notes.start && all[n].notes.start <= all[n].notes.end);
            for edit in [removed(&text, &all, &[n]), moved(&text, &all, n, true), Some(noted(&text, &all[n], "a note"))] {
                let Some(edit) = edit else { continue };
                let (changed, back) = apply(&text, &Edit::Splice(edit)).unwrap();
                prop_assert_eq!(apply(&changed, &Edit::Splice(back)).unwrap().0, text.clone());
            }
        }
    }
}
