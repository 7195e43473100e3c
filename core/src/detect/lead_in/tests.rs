//! Lines above a quotation that say whom it comes from.

use crate::detect::Detector;
use crate::document::Document;

#[test]
fn a_line_without_a_verb_says_whom_the_words_below_come_from() {
    for line in [
        "Statement from Governor Lena Holt:",
        "Statement by Governor Lena Holt:",
        "Statement attributable to Lena Holt:",
        "And from Governor Lena Holt:",
        "Then, from Lena Holt:",
        "From Lena Holt, governor:",
        "From the desk of Lena Holt, governor",
        "From the office of Governor Lena Holt.",
        "A letter from Governor Lena Holt",
        "A word from Lena Holt:",
        "Governor Lena Holt’s statement:",
        "Lena Holt, in a statement:",
        "Here is Lena Holt:",
        "Per Lena Holt:",
        "Read the full answer from Lena Holt below:",
        "Lena Holt had this to say:",
    ] {
        let text = format!("The board met on Monday.\n\n{line}\n\n“We will run the ferry until ten from May on.”\n");
        let document = Document::from_text(&text, "a.txt");
        let found = Detector::new().extract(&document);
        let quoted: Vec<_> = found.attributions().filter(|a| !a.quotes.is_empty()).collect();
        assert_eq!(quoted.len(), 1, "{line}");
        let speaker = found.speaker_of(quoted[0]);
        assert!(speaker.is_some_and(|s| s.contains("Holt")), "{line} {speaker:?}");
        assert!(quoted[0].score < 0.9, "{line}");
    }
}

#[test]
fn other_lines_with_from_lead_nowhere() {
    for line in ["The ferry from Oslo was late.", "From May on nothing was the same.", "From the harbour to the mole."]
    {
        let text = format!("The board met on Monday.\n\n{line}\n\n“We will run the ferry until ten.”\n");
        let document = Document::from_text(&text, "a.txt");
        let found = Detector::new().extract(&document);
        assert!(found.attributions().all(|a| found.speaker_of(a).is_none()), "{line}");
    }
}

#[test]
fn marks_between_the_name_and_the_words_are_none_of_the_words() {
    let document = Document::from_text("Ada Bell (“the Quay”): “We will all go home.”\n", "a.txt");
    let found = Detector::new().extract(&document);
    let spoken: Vec<_> = found.attributions().filter(|a| found.speaker_of(*a) == Some("Ada Bell")).collect();
    let [one] = spoken.as_slice() else { panic!("{spoken:?}") };
    assert_eq!(one.content.iter().map(|c| document.words(*c)).collect::<Vec<_>>(), ["“We will all go home.”"]);
    assert_eq!(one.quotes, one.content);
}
