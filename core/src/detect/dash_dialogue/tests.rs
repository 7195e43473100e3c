//! Dialogue between dashes, and what else begins with one.

use crate::detect::Detector;
use crate::document::Document;

/// Words and speaker of each statement.
fn heard(text: &str) -> Vec<(String, String)> {
    let document = Document::from_text(text, "a.txt");
    let found = Detector::new().extract(&document);
    let words = |spans: &[crate::span::Span]| spans.iter().map(|s| document.words(*s)).collect::<Vec<_>>().join(" / ");
    found.attributions().map(|a| (words(a.content), found.speaker_of(a).unwrap_or("?").to_owned())).collect()
}

fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
}

#[test]
fn every_dash_opens_dialogue() {
    for dash in ["—", "– ", "― ", "-- ", "- ", "— "] {
        for gap in ["\n\n", "\n"] {
            let lines = [
                "Is the kettle on? asked Nora Quill, closing the door. It was on at noon.",
                "It is not, said Bram Orr, who mended his net.",
                "Then I will do it myself!",
                "You will not, Nora, he said. He stood up.",
            ];
            let text = lines.map(|l| format!("{dash}{l}")).join(gap);
            let expected = [
                ("Is the kettle on? / It was on at noon.", "Nora Quill"),
                ("It is not,", "Bram Orr"),
                ("Then I will do it myself!", "Nora Quill"),
                ("You will not, Nora,", "Bram Orr"),
            ];
            assert_eq!(heard(&text), pairs(&expected), "{text}");
        }
    }
}

#[test]
fn the_narrator_between_words_and_dashes() {
    let text = "—The lamp, said Nora Quill, is out again.\n\n—Ask Paul, Bram Orr said.\n\n\
        ―I told you so, Tilda whispered. She laughed. ―And you did not listen.\n";
    let expected = [
        ("The lamp, / is out again.", "Nora Quill"),
        ("Ask Paul,", "Bram Orr"),
        ("I told you so, / And you did not listen.", "Tilda"),
    ];
    assert_eq!(heard(text), pairs(&expected));
}

#[test]
fn a_few_paragraphs_among_others_and_one_alone() {
    let text = "Nora came in at nine and shook the rain from her coat.\n\n– Where is Bram? she asked.\n\n\
        – At the quay, answered Tilda. He went an hour ago.\n\nNobody spoke for a while. The clock struck.\n";
    assert_eq!(heard(text), pairs(&[("Where is Bram?", "Nora"), ("At the quay, / He went an hour ago.", "Tilda")]));
    assert_eq!(heard("—Who goes there? asked Paul Orme.\n"), pairs(&[("Who goes there?", "Paul Orme")]));
}

#[test]
fn verbs_of_other_languages_between_dashes() {
    let spanish = "—¿Dónde está Bruno? —preguntó Clara.\n\n—En el muelle —respondió Elena—. Se fue hace una hora.\n";
    let expected = [("¿Dónde está Bruno?", "Clara"), ("En el muelle / Se fue hace una hora.", "Elena")];
    assert_eq!(heard(spanish), pairs(&expected));
    let french = "— Où est Bruno ? demanda Claire.\n\n— Au quai, répondit Hélène. Il est parti.\n";
    assert_eq!(heard(french), pairs(&[("Où est Bruno ?", "Claire"), ("Au quai / Il est parti.", "Hélène")]));
}

#[test]
fn lists_and_asides_are_no_dialogue() {
    for text in [
        "Things to bring:\n\n- a rope\n- two lamps\n- bread for three\n\nAnd a coat.\n",
        "The board met.\n\n— The bridge closes on Monday.\n\n— The ferry runs until ten.\n",
        "The board met.\n\n- Who pays for the bridge?\n\n- Where does the ferry stop?\n",
        "# Tasks\n\n- ask Nora\n- tell Bram\n",
        "What to pack:\n\n- A lamp\n- Gloves, said to be warm\n- Three ropes\n\nThe crew slept.\n",
    ] {
        assert!(heard(text).is_empty(), "{text} {:?}", heard(text));
    }
    // News in short: reports, and nobody's very words.
    let news =
        "In short:\n\n- Prices will rise, the bank said.\n- Jobs are safe, ministers said.\n- The quay stays open.\n";
    let document = Document::from_text(news, "a.txt");
    assert!(Detector::new().extract(&document).attributions().all(|a| a.quotes.is_empty()));
}
