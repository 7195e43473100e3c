use super::*;
use crate::detect::lang::ENGLISH;
use crate::detect::marks::check;
use crate::document::{BlockKind, Document, LineBreaks};
use proptest::prelude::*;

fn seen(text: &str) -> Option<SeenText> {
    let block = Block { span: Span::new(0, text.len() as u32), kind: BlockKind::Paragraph(LineBreaks::Flow) };
    SeenText::of(text, &[block], &Lexicon::new(&ENGLISH))
}

fn words(text: &str) -> String {
    seen(text).map_or_else(|| text.to_owned(), |s| s.text)
}

#[test]
fn what_is_not_seen_is_gone() {
    for (text, expected) in [
        ("Jose\u{301} Nu\u{301}n\u{303}ez", "José Núñez"),
        ("\u{1112}\u{1161}\u{11ab} said", "한 said"),
        ("ex\u{ad}plained", "explained"),
        ("\u{feff}“A\u{200b}da,” she\u{2060} said", "“Ada,” she said"),
        ("the of\u{fb01}ce", "the office"),
        ("Jean\u{2011}Luc\u{a0}Grey", "Jean-Luc Grey"),
        ("A\u{200d}da", "Ada"),
        // Part of the spelling.
        ("می\u{200c}خواهم", "می\u{200c}خواهم"),
        ("👩\u{200d}🚀 said", "👩\u{200d}🚀 said"),
        ("plain “words” – as they are", "plain “words” – as they are"),
    ] {
        assert_eq!(words(text), expected, "{text:?}");
    }
    assert!(seen("“It was [sic] close,” she said in 2019. The 3.5 percent (4) rose 1,769.").is_none());
}

/// Each would be looked at from every one of them on: minutes.
#[test]
fn accents_and_letters_without_end_are_looked_at_once() {
    for (letter, expected) in [("\u{301}", false), ("\u{1100}", false), ("e\u{301}", true), ("\u{200b}", true)] {
        let text = letter.repeat(100_000);
        assert_eq!(seen(&text).is_some(), expected, "{letter:?}");
    }
}

#[test]
fn note_marks_are_no_text() {
    for (text, expected) in [
        ("“We won,”[3] she said.[4][12] Then", "“We won,” she said. Then"),
        ("Ada Grey[a] said¹ so.² Then", "Ada Grey said so. Then"),
        ("It was close.3 The vote,”4 she", "It was close. The vote,” she"),
        ("It was close.[citation needed] Ada[note 2] left", "It was close. Ada left"),
        ("It was close. [5] The", "It was close.  The"),
        ("“No,”* Ada† said.(2) Then", "“No,” Ada said. Then"),
        ("He left.[1,2][4–6] Then", "He left. Then"),
        ("He left.[^3] Then 10^3", "He left. Then 10^3"),
    ] {
        assert_eq!(words(text), expected, "{text:?}");
    }
}

#[test]
fn look_alikes_of_note_marks_stay() {
    for text in [
        "He say[s] it was “[a] good day” in [2019].",
        "At 5.30 Ada paid 1,769 and No.3 fell.",
        "See [the page](https://a.b) and *this* or f***.",
        "[1] A. Grey, Boats.",
        "[00:07] Ada: We go. Ada [00:09]: No.",
        "a 6'3\" man, 15\" more; \"3 men came,\" he said",
        "version 2.3 and p.12 of fig.3",
        "*Ada: we go",
    ] {
        assert_eq!(words(text), text);
    }
}

#[test]
fn spans_are_those_of_the_text() {
    let text = "On the pier.\n\n“The har\u{ad}bour\u{ad}master told us no\u{ad}thing,”[3] ex\u{ad}plained Ines Ar\u{ad}royo\u{ad} Nu\u{301}n\u{303}ez.[4]";
    let document = Document::verbatim(text);
    let found = crate::detect::Detector::new().extract(&document);
    let first = found.attributions().next().unwrap();
    assert_eq!(document.words(first.hull()), "“The har\u{ad}bour\u{ad}master told us no\u{ad}thing,”");
    assert_eq!(first.cue.map(|c| document.words(c)), Some("ex\u{ad}plained"));
    assert_eq!(found.speaker_of(first), Some("Ines Arroyo Núñez"));
    let mention = found.mention_of(first).unwrap();
    assert_eq!(document.words(mention.span), "Ines Ar\u{ad}royo\u{ad} Nu\u{301}n\u{303}ez");
}

#[test]
fn names_that_look_alike_are_one_person() {
    for (one, other) in [
        ("Zoe\u{308} A\u{30a}ngstro\u{308}m", "Zoë Ångström"),
        ("Ana Ro\u{ad}jas", "Ana Rojas"),
        ("Ana\u{a0}Ro\u{200b}jas", "Ana Rojas"),
        ("Jean\u{2011}Luc Of\u{fb01}n", "Jean-Luc Offin"),
        ("Ana Rojas[2]", "Ana Rojas"),
    ] {
        let one = if other.contains("Offin") { one.replace("Of\u{fb01}n", "O\u{fb00}in") } else { one.to_owned() };
        let text = format!("“We left,” said {one}.\n\nThe vote was late.\n\n“They know,” {other} said.");
        let document = Document::verbatim(&text);
        let found = crate::detect::Detector::new().extract(&document);
        let names: Vec<_> = found.attributions().map(|a| found.speaker_of(a).unwrap_or("?").to_owned()).collect();
        assert_eq!(names, [other, other], "{text:?}");
        assert_eq!(found.clusters.len(), 1, "{:?}", found.clusters);
    }
}

#[test]
fn note_marks_between_words_and_cue() {
    check(
        "“The dam held,”[4] said Rhea Stone.[5] “We were lucky.”[6][7] Later Noah Pike[8] said: “I was not.”[9]",
        &[("“The dam", Some("Stone")), ("“We were", Some("Stone")), ("“I was", Some("Pike"))],
    );
    check(
        "“The dam held,”¹ Rhea Stone said.² Noah Pike³ said: “I was not lucky.”⁴",
        &[("“The dam", Some("Stone")), ("“I was", Some("Pike"))],
    );
    check(
        "“The dam held,” Rhea Stone said.3 “We were lucky,” Noah Pike said.4",
        &[("“The dam", Some("Stone")), ("“We were", Some("Pike"))],
    );
    check(
        "Rhea Stone* said: “The dam held.”† “I doubt it,”‡ Noah Pike said.",
        &[("“The dam", Some("Stone")), ("“I doubt", Some("Pike"))],
    );
    check(
        "“The dam held,”[citation needed] said Rhea Stone[a] on Monday.[b] “I doubt it,”[who?] Noah Pike[note 2] said.",
        &[("“The dam", Some("Stone")), ("“I doubt", Some("Pike"))],
    );
    check(
        r#""The dam held,"3 Rhea Stone said. "I doubt it,"4 said Noah Pike.5"#,
        &[(r#""The dam"#, Some("Stone")), (r#""I doubt"#, Some("Pike"))],
    );
    check(
        r#""The dam held," [3] Rhea Stone said. [4] "I doubt it," [5] said Noah Pike."#,
        &[(r#""The dam"#, Some("Stone")), (r#""I doubt"#, Some("Pike"))],
    );
    check(
        "“The dam held,” said[3] Rhea Stone. “I doubt it,” Noah Pike added[4].",
        &[("“The dam", Some("Stone")), ("“I doubt", Some("Pike"))],
    );
}

#[test]
fn speakers_whose_names_are_written_otherwise() {
    check(
        "“Il pleut,” said Rene\u{301}e Cla\u{301}udel.\n\n“It does,” Re\u{ad}née Cláu\u{ad}del added.",
        &[("“Il pleut", Some("Renée Cláudel")), ("“It does", Some("Renée Cláudel"))],
    );
    check(
        "“The of\u{fb01}ce is shut,” con\u{fb01}rmed Ada Griﬃn.\n\n“It\u{a0}is,”\u{a0}she\u{a0}said.",
        &[("“The of", Some("Griffin")), ("“It", Some("Griffin"))],
    );
    check(
        "\u{200b}“The office is shut,”\u{200b} said\u{200b} Ada\u{200b} Moor\u{200b}.\n\n\u{feff}“It is,” re\u{ad}plied Jean\u{2011}Luc Ba\u{2060}r\u{200c}do\u{200d}n.",
        &[("“The office", Some("Ada Moor")), ("“It is", Some("Jean-Luc Bardon"))],
    );
    check(
        "“The office is shut,” said A\u{30a}sa O\u{308}rn.\n\nMr. O\u{308}rn left. “It is,” he said. A\u{30a}sa O\u{308}rn’s dog barked.",
        &[("“The office", Some("Åsa Örn")), ("“It is", Some("Örn"))],
    );
    check(
        "Ad\u{ad}a Mo\u{ad}or: We go now.\n\nBen Hale: Why?\n\nAda Moor: It is late.\n\nBen Hale: Fine.",
        &[("We go", Some("Ada Moor")), ("It is late", Some("Ada Moor"))],
    );
}

#[test]
fn cells_of_tables_keep_their_speakers() {
    let table = "# Fer\u{ad}ry\n\nA\u{ad} talk.\n\n| | |\n|---|---|\n\
        | Interviewer | When did the fer\u{ad}ry stop?[1] |\n\
        | Nils Be\u{301}rg | In March,\u{a0}when the ice came. |\n\
        | Interviewer | Who told\u{200b} you? |\n\
        | Nils Be\u{301}rg | Ida told me. |\n\nThe boat is old.\n";
    let document = Document::from_text(table, "a.md");
    let found = crate::detect::Detector::new().extract(&document);
    let names: Vec<_> = found.attributions().filter_map(|a| found.speaker_of(a)).collect();
    assert_eq!(names, ["Interviewer", "Nils Bérg", "Interviewer", "Nils Bérg"]);
}

proptest! {
    #[test]
    fn the_way_back_is_ordered(text in "[a-cA “”’.,\"0-9\\[\\]*^()¹†\n\u{ad}\u{200b}\u{a0}é\u{301}e\u{1112}\u{1161}\u{fb01}😊]{0,90}") {
        if let Some(seen) = seen(&text) {
            let edges: Vec<u32> = seen.text.char_indices().map(|(i, _)| i as u32).chain([seen.text.len() as u32]).collect();
            let mut end = 0;
            for pair in edges.windows(2) {
                let span = seen.source(Span::new(pair[0], pair[1]));
                prop_assert!(text.get(span.range()).is_some());
                prop_assert!(span.start >= end || span.end == end, "{span:?} {end}");
                end = span.end;
            }
            for at in text.char_indices().map(|(i, _)| i as u32) {
                prop_assert!(seen.text.is_char_boundary(seen.at(at) as usize));
            }
        }
    }
}
