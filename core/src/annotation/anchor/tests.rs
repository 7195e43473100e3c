use super::*;
use crate::annotation::Set;
use crate::annotation::set::DocumentInfo;
use proptest::prelude::*;

fn document(text: &str) -> Document {
    Document::from_text(text, "a.txt")
}

/// A record of the words `exact`, which stand once in `text`.
fn record(text: &str, exact: &str) -> Annotation {
    let at = text.find(exact).unwrap() as u32;
    let span = Span::new(at, at + exact.len() as u32);
    Annotation::new(exact.to_owned(), "quote", vec![Selector::of(&document(text), span)])
}

/// Where records of `before` are in `after`.
fn moved(before: &str, after: &str, words: &[&str]) -> Vec<Anchor> {
    let records = words.iter().map(|w| record(before, w)).collect();
    let set = Set::new(DocumentInfo::of(&document(before)), Vec::new(), Vec::new(), records);
    let placed = anchor_all(&document(after), &set, &set.about.text);
    let of = |word: &&str| placed.iter().find(|(r, _)| r.id == **word).map(|(_, a)| a.clone()).unwrap();
    words.iter().map(of).collect()
}

fn words_at<'a>(after: &'a str, anchor: &Anchor) -> Vec<&'a str> {
    anchor.spans().iter().map(|s| s.of(after)).collect()
}

const STORY: &str = "The council met on Monday to talk about the harbour.\n\n“We will vote before the summer ends,” said Ada \
Grey, who chairs it.\n\nNobody in the room had expected that answer.\n\n“No,” said Bo Lind, and left.\n\nOutside it had \
begun to rain again, as it does.";

#[test]
fn what_stands_where_it_was_is_exact() {
    for (words, anchor) in ["“No,”", "the harbour"].iter().zip(moved(STORY, STORY, &["“No,”", "the harbour"])) {
        assert!(matches!(anchor, Anchor::Exact(_)));
        assert_eq!(words_at(STORY, &anchor), [*words]);
    }
}

#[test]
fn an_insertion_moves_all_that_follow() {
    let after = STORY.replace("on Monday", "on a very wet Monday in March");
    for anchor in moved(STORY, &after, &["“We will vote before the summer ends,”", "“No,”"]) {
        assert!(matches!(anchor, Anchor::Shifted(_)), "{anchor:?}");
    }
}

#[test]
fn letter_forms_do_not_matter() {
    let after = STORY.replace(['“', '”'], "\"").replace("Nobody in the room", "Nobody\nin the room");
    let words = "“We will vote before the summer ends,”";
    let anchors = moved(STORY, &after, &[words, "“No,”"]);
    assert!(matches!(anchors[0], Anchor::Shifted(_)), "{:?}", anchors[0]);
    assert_eq!(words_at(&after, &anchors[0]), ["\"We will vote before the summer ends,\""]);
    assert_eq!(words_at(&after, &anchors[1]), ["\"No,\""]);
}

#[test]
fn a_typo_is_nearly_in_place() {
    let after = STORY.replace("before the summer ends", "befor the summer’s end");
    let anchor = &moved(STORY, &after, &["“We will vote before the summer ends,”"])[0];
    assert!(matches!(anchor, Anchor::Fuzzy(c) if c.likeness > 0.8), "{anchor:?}");
    assert_eq!(words_at(&after, anchor), ["“We will vote befor the summer’s end,”"]);
}

#[test]
fn a_deleted_paragraph_takes_no_look_alike() {
    let twice = format!("{STORY}\n\nThe meeting went on.\n\n“No,” said a man at the door, and stayed.");
    let after = twice.replace("“No,” said Bo Lind, and left.\n\n", "");
    let anchor = &moved(&twice, &after, &["“No,”"])[0];
    assert!(matches!(anchor, Anchor::Lost(_)), "{anchor:?}");
    assert_eq!(anchor.candidates().len(), 1, "the look-alike is offered");
}

#[test]
fn two_places_as_good_are_for_a_person() {
    let before = "It rained all day on the old quay.\n\n“No,” said Bo Lind, and left.";
    // The sentence stands twice now, each time among the same words, and neither is where it was.
    let after =
        format!("Nobody knew why it had taken so long to begin.\n\n{before}\n\nIt was dry in the morning. {before}");
    let anchor = &moved(before, &after, &["“No,”"])[0];
    assert!(matches!(anchor, Anchor::Ambiguous(places) if places.len() == 2), "{anchor:?}");
}

#[test]
fn source_and_cue_follow_their_content() {
    let mut quote = record(STORY, "“No,”");
    let (source, cue) = (STORY.find("Bo Lind").unwrap() as u32, STORY.rfind("said Bo").unwrap() as u32);
    let words = |at: u32, words: &str| {
        let (start, end) = document(STORY).in_chars(Span::new(at, at + words.len() as u32));
        AnchoredText(start, end, words.to_owned())
    };
    quote.source = Some(words(source, "Bo Lind"));
    quote.cue = Some(words(cue, "said"));
    let after = STORY.replace("on Monday", "on a very wet Monday").replace("said Bo Lind", "Bo Lind said");
    let now = document(&after);
    let at = after.find("“No,”").unwrap() as u32;
    let reanchored = reanchored(&now, &quote, &[Span::new(at, at + "“No,”".len() as u32)]);
    let place = |w: &AnchoredText| now.words(now.offsets().span_to_bytes(now.text(), w.0, w.1).unwrap()).to_owned();
    assert_eq!(place(reanchored.source.as_ref().unwrap()), "Bo Lind");
    assert_eq!(place(reanchored.cue.as_ref().unwrap()), "said");
    assert_eq!(reanchored.at[0].exact, "“No,”");
}

proptest! {
    #[test]
    fn what_is_described_is_found(text in "[a-z “”é😊\u{301}]{1,80}", a in 0usize..80, b in 0usize..80) {
        let document = Document::verbatim(&text);
        let edges: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
        let (a, b) = (edges[a % edges.len()], edges[b % edges.len()]);
        let span = Span::new(a as u32, b as u32);
        prop_assume!(!span.is_empty());
        let selector = Selector::of(&document, span);
        prop_assert_eq!(verify(&document, &[selector]), Some(vec![span]));
    }

    /// Any text after any other: places are inside it, on letters, and no panic.
    #[test]
    fn every_place_is_in_the_text(before in "[ab “”.\n]{1,60}", after in "[ab “”.\né]{0,60}", a in 0usize..60, b in 0usize..60) {
        let old = Document::verbatim(&before);
        let edges: Vec<usize> = before.char_indices().map(|(i, _)| i).chain([before.len()]).collect();
        let span = Span::new(edges[a % edges.len()] as u32, edges[b % edges.len()] as u32);
        let record = Annotation::new("x".into(), "quote", vec![Selector::of(&old, span)]);
        let set = Set::new(DocumentInfo::of(&old), Vec::new(), Vec::new(), vec![record]);
        let new = Document::verbatim(&after);
        let placed = anchor_all(&new, &set, "another text");
        let anchor = &placed[0].1;
        for span in anchor.spans().iter().chain(anchor.candidates().iter().flat_map(|c| &c.spans)) {
            prop_assert!(after.get(span.range()).is_some_and(|w| !w.is_empty()), "{:?}", anchor);
        }
    }
}

/// Places where a widely used web annotator attaches to look-alikes (its own reported failures).
#[test]
fn known_traps_end_without_a_place() {
    let cases = [
        (
            "Team Alpha shipped the search rewrite in March and it went well.\n\nTeam Beta shipped the login rewrite in April.",
            "Team Beta shipped the login rewrite in April.",
            "Team Alpha shipped the search rewrite in March and it went well.",
        ),
        ("He wrote aaaaaccccc on the board.", "Somebody wrote aaaaa there.", "aaaaaccccc"),
        ("x ab y", "zz b zz", "ab"),
        ("We asked Linus about it.", "They sold chinese vases.", "Linus"),
    ];
    for (before, after, words) in cases {
        let anchor = &moved(before, after, &[words])[0];
        assert!(anchor.is_orphan(), "{words}: {anchor:?}");
    }
}

const HEARING: &str = "MR. OAK: Did you see the lamp that night?\n\nMS. REED: Yes, I did.\n\nMR. OAK: Was anybody with you then?\n\nMS. \
REED: No, nobody at all.\n\nMR. OAK: Did you hear the bell that night?\n\nMR. LIND: Yes, I did.\n\nMR. OAK: Did you see the lamp as \
well?\n\nMR. LIND: Yes, I did.\n\nMR. OAK: Thank you both.";

/// The record of the occurrence `n` of `words`, and where it is after an edit.
fn nth_moved(before: &str, after: &str, words: &str, n: usize) -> Anchor {
    let at = before.match_indices(words).nth(n).unwrap().0 as u32;
    let span = Span::new(at, at + words.len() as u32);
    let record = Annotation::new("x".to_owned(), "quote", vec![Selector::of(&document(before), span)]);
    let set = Set::new(DocumentInfo::of(&document(before)), Vec::new(), Vec::new(), vec![record]);
    anchor_all(&document(after), &set, &set.about.text)[0].1.clone()
}

#[test]
fn an_edited_answer_never_moves_to_the_same_answer_of_somebody_else() {
    for (n, new) in
        [(0, "Yes, I certainly did."), (0, "Yes, we did."), (1, "Yes, I really did."), (2, "Yes, I did, twice.")]
    {
        let at = HEARING.match_indices("Yes, I did.").nth(n).unwrap().0;
        let mut after = HEARING.to_owned();
        after.replace_range(at..at + "Yes, I did.".len(), new);
        let anchor = nth_moved(HEARING, &after, "Yes, I did.", n);
        assert_eq!(words_at(&after, &anchor), [new], "{n}: {anchor:?}");
        assert!(anchor.is_doubtful());
    }
}

#[test]
fn a_deleted_or_replaced_answer_is_not_somebody_else_s() {
    for n in 0..3 {
        let at = HEARING.match_indices("Yes, I did.").nth(n).unwrap().0;
        for new in ["", "I have nothing to say to that."] {
            let mut after = HEARING.to_owned();
            after.replace_range(at..at + "Yes, I did.".len(), new);
            let anchor = nth_moved(HEARING, &after, "Yes, I did.", n);
            assert!(anchor.is_orphan(), "{n} {new:?}: {anchor:?}");
        }
    }
}

#[test]
fn an_edited_answer_in_a_text_that_grew() {
    for n in 0..3 {
        let at = HEARING.match_indices("Yes, I did.").nth(n).unwrap().0;
        let mut after = HEARING.to_owned();
        after.replace_range(at..at + "Yes, I did.".len(), "Yes, I surely did.");
        let after = format!("The hearing began at ten.\n\n{after}");
        let anchor = nth_moved(HEARING, &after, "Yes, I did.", n);
        assert_eq!(words_at(&after, &anchor), ["Yes, I surely did."], "{n}: {anchor:?}");
    }
}

#[test]
fn a_copy_of_the_passage_does_not_take_the_place_of_the_edited_one() {
    let passage = "The chair asked once more.\n\n“We never agreed to this,” said Bo Lind.\n\nNobody spoke after that.";
    let before = format!("It had rained.\n\n{passage}\n\nThe lamps were lit.");
    // The passage is repeated as a refrain, and its first telling is edited by a word.
    let after = format!(
        "It had rained.\n\n{}\n\nThe lamps were lit.\n\n{passage}",
        passage.replace("never agreed", "never ever agreed")
    );
    let anchor = nth_moved(&before, &after, "“We never agreed to this,”", 0);
    assert!(!matches!(anchor, Anchor::Exact(_) | Anchor::Shifted(_)), "{anchor:?}");
    let first = anchor.candidates().first().map(|c| c.spans[0].of(&after));
    assert_eq!(first, Some("“We never ever agreed to this,”"));
}

#[test]
fn what_is_proposed_is_whole_words_with_their_marks() {
    let before = "He spoke late.\n\n“The harbour belongs to all of us here,” said Ada Grey.\n\nThen they left.";
    for new in [
        "“A harbour belongs to all of us there,”",
        "“Their harbours belong to all of us here, always,”",
        "“Harbours belonging to all of us,”",
    ] {
        let after = before.replace("“The harbour belongs to all of us here,”", new);
        let anchor = nth_moved(before, &after, "“The harbour belongs to all of us here,”", 0);
        for place in anchor.candidates() {
            assert_eq!(place.spans[0].of(&after), new, "{anchor:?}");
        }
        assert!(!anchor.candidates().is_empty(), "{new}: {anchor:?}");
    }
}

#[test]
fn a_look_alike_paragraph_in_front_does_not_take_the_place_of_the_words_that_still_stand() {
    let own = "“The harbour wall was never meant to last for a hundred years or more,” said Ada Grey after the meeting with \
        the families of the fishermen, who had waited at the gate since noon and would not leave before they had heard \
        it from her.";
    let words = "“The harbour wall was never meant to last for a hundred years or more,”";
    let before = format!("It had rained all day on the quay.\n\n{own}\n\nThe lamps were lit.");
    let copy = own.replace("wall", "wxll").replace("years", "yexrs").replace("after", "xfter").replace("gate", "gxte");
    let after = before.replace(own, &format!("{copy}\n\n{own}"));
    let anchor = nth_moved(&before, &after, words, 0);
    assert!(!matches!(anchor, Anchor::Fuzzy(_)), "{anchor:?}");
    let offered = match &anchor {
        Anchor::Exact(spans) | Anchor::Shifted(spans) => spans.clone(),
        _ => anchor.candidates().iter().flat_map(|c| c.spans.clone()).collect(),
    };
    assert!(offered.iter().any(|span| span.of(&after) == words), "{anchor:?}");
}

#[test]
fn a_further_part_follows_the_one_before_it_whatever_stands_between() {
    let before =
        "It rained. “We saw the light,” said Tom Weller, who keeps it, “and it was green.” Bo Lind shook his head.";
    let after =
        before.replace("said Tom Weller, who keeps it", "said Ida Brandt, who was there too").replace("Bo", "Cy");
    let words = ["“We saw the light,”", "“and it was green.”"];
    let record =
        Annotation { at: words.iter().flat_map(|w| record(before, w).at).collect(), ..record(before, words[0]) };
    let set = Set::new(DocumentInfo::of(&document(before)), Vec::new(), Vec::new(), vec![record]);
    let anchor = &anchor_all(&document(&after), &set, &set.about.text)[0].1;
    assert_eq!(words_at(&after, anchor), words, "{anchor:?}");
    assert!(anchor.is_doubtful());
}

#[test]
fn words_that_somebody_else_came_between_are_for_a_person_to_look_at() {
    let before = "MR. OAK: When was it?\n\nMR. BOLT: Objection, your honour. Leading the witness again.\n\nTHE COURT: Sustained.";
    let after = before.replace("honour. Leading", "honour.\n\nMR. QUILL: Leading");
    let anchor = nth_moved(before, &after, "Objection, your honour. Leading the witness again.", 0);
    assert!(anchor.is_orphan(), "{anchor:?}");
}

/// The own sentence is edited, and the same words of somebody else come directly in front of it, or behind it: the one that
/// stands as it was is no more likely than the one that stands where it was.
#[test]
fn a_copy_next_to_the_edited_words_is_not_taken_for_them() {
    let before = "The chairwoman said the wall would fall within a year.\n\n“That is simply not true,” Delgado replied.\n\nNobody \
        else spoke until noon.";
    for mine in ["“That is simply not so,” Delgado replied.", "“That is plainly not true,” Delgado replied."] {
        for other in ["“That is simply not true,” Weller said.", "“That is simply not true,” Weller replied."] {
            for both in [format!("{other}\n\n{mine}"), format!("{mine}\n\n{other}")] {
                let after = before.replace("“That is simply not true,” Delgado replied.", &both);
                for words in ["That is simply not true", "“That is simply not true,”"] {
                    let anchor = &moved(before, &after, &[words])[0];
                    let own = !matches!(anchor, Anchor::Exact(_) | Anchor::Shifted(_))
                        && words_at(&after, anchor).iter().all(|at| *at != words);
                    assert!(own, "{anchor:?}\n{after}");
                }
            }
        }
    }
}

#[test]
fn an_edited_turn_behind_a_copy_of_it_at_the_end_of_a_text_is_a_question() {
    for end in ["", "\n", "\n\n"] {
        let before = format!("Q. Was the lamp lit that night?\n\nA. I do not remember.{end}");
        for mine in ["A. I do not really remember.", "A. I do remember.", "A. I hardly remember."] {
            let after = before.replace("A. I do not remember.", &format!("A. I do not remember.\n\n{mine}"));
            let anchor = &moved(&before, &after, &["I do not remember."])[0];
            assert!(matches!(anchor, Anchor::Ambiguous(_)), "{anchor:?}\n{after}");
        }
    }
}

#[test]
fn what_is_written_behind_the_last_words_of_a_text_takes_nothing_from_them() {
    let before = "Q. Was the lamp lit that night?\n\nA. I do not remember.\n";
    for more in ["\nQ. Who else was on the quay?\n\nA. Nobody.\n", "(The hearing closed at noon.)", "\nA. No.\n"] {
        let anchor = &moved(before, &format!("{before}{more}"), &["I do not remember."])[0];
        assert!(!anchor.is_doubtful(), "{anchor:?}\n{more}");
    }
}

/// A copy takes one side of the words around, the edited words keep the other; words of a cue may stand between the two.
#[test]
fn both_places_are_offered_where_a_copy_with_a_cue_stands_beside_the_edited_words() {
    let before = "He thanked the crew of the tug. “Nobody told us anything before noon,” Tom Weller said on the quay. Then it rained.";
    let (own, words) = ("“Nobody told us before noon,”", "“Nobody told us anything before noon,”");
    for cue in ["", " a neighbour replied.", " said the harbour master's wife again and again."] {
        for both in [format!("{words}{cue} {own}"), format!("{own}{cue} {words}")] {
            let after = before.replace(words, &both);
            let anchor = &moved(before, &after, &[words])[0];
            let offered: Vec<&str> = anchor.candidates().iter().flat_map(|c| &c.spans).map(|s| s.of(&after)).collect();
            assert!(anchor.is_orphan() && offered.contains(&words), "{anchor:?}\n{after}");
            assert!(offered.iter().any(|w| w.contains("told us before noon")), "{offered:?}\n{after}");
        }
    }
}
