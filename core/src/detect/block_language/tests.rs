use crate::detect::{Detections, Detector, Rule};
use crate::document::Document;
use crate::export::detections::{in_other_languages, line};

const ENGLISH: &str = "The council met for six hours on Monday, and nobody left the room before the vote was counted.";
const GERMAN: &str = "Der Rat tagte am Montag sechs Stunden lang, und niemand verließ den Saal, bevor die Stimmen gezählt \
    waren. „Wir werden dem Gesetz heute nicht zustimmen“, sagte Anna Grau.";
const FRENCH: &str = "Le conseil s’est réuni lundi pendant six heures, et personne n’a quitté la salle avant la fin du vote. \
    « Nous ne voterons pas cette loi ce soir », a dit Anne Legris.";
const RUSSIAN: &str = "«Мы не будем голосовать за этот закон», — сказала Анна Серова.";

fn read(text: &str) -> (Document, Detections) {
    let document = Document::from_text(text, "a.txt");
    let found = Detector::new().extract(&document);
    (document, found)
}

fn passages(text: &str) -> Vec<(usize, &'static str)> {
    let (document, found) = read(text);
    found.foreign.iter().map(|p| (document.block_at(p.span.start) + 1, p.tag)).collect()
}

#[test]
fn the_language_of_a_document_is_named_and_nobody_proposed_in_another() {
    for (text, tag, words) in [
        (GERMAN, "de", "„Wir werden dem Gesetz heute nicht zustimmen“"),
        (FRENCH, "fr", "« Nous ne voterons pas cette loi ce soir »"),
        (RUSSIAN, "ru", "«Мы не будем голосовать за этот закон»"),
    ] {
        let (document, found) = read(text);
        assert_eq!(found.language(), Some(tag));
        let all: Vec<_> = found.attributions().collect();
        assert_eq!(all.len(), 1, "{text}");
        assert_eq!(
            (document.words(all[0].hull()), found.speaker_of(all[0]), all[0].rule),
            (words, None, Rule::OtherLanguage)
        );
        let line = serde_json::to_value(line("a".into(), &document, &found)).unwrap();
        assert_eq!((&line["lang"], &line["attributions"][0]["lang"]), (&tag.into(), &tag.into()));
        let told = in_other_languages(&document, &found).unwrap();
        assert!(told.starts_with("This document is in ") && told.ends_with("speakers are not proposed"), "{told}");
    }
}

#[test]
fn passages_are_told_apart_and_short_blocks_follow_what_stands_above() {
    let text =
        format!("{ENGLISH}\n\n{GERMAN}\n\n„Nein!“\n\n{GERMAN}\n\n{ENGLISH}\n\nAnna Grau\n\n{ENGLISH}\n\n{FRENCH}");
    assert_eq!(passages(&text), [(2, "de"), (8, "fr")]);
    let (document, found) = read(&text);
    assert_eq!(found.language(), Some("de"));
    let told = in_other_languages(&document, &found).unwrap();
    assert_eq!(told, "Paragraphs 2–4 are in German, 8 in French: quotations are shown, speakers are not proposed");
    assert_eq!(found.foreign_at(0), None);
}

#[test]
fn english_is_english() {
    for text in [
        ENGLISH,
        "Mara Quill, Dovid Penhallow, Ada Smithers, Bob Jonesy, Lena Harker, Bo Lind, Mark McDaniel, Jo Tarn, Rita Hale, Ida Voss",
        "“Tea?”\n\n“No.”\n\n“Milk?”",
        "“Blest leaf! whose aromatic gales dispense to Templars modesty, to parsons sense,” he read.",
        "Her café in Zürich, the crêperie, and the señor’s piñata: naïve résumés of a façade, à la carte.",
    ] {
        assert_eq!(passages(&format!("{ENGLISH}\n\n{text}")), [], "{text}");
        assert_eq!(passages(text), [], "{text}");
    }
    let (_, found) = read(ENGLISH);
    assert_eq!(found.language(), Some("en"));
    assert_eq!(read("“No.”").1.language(), None);
}

#[test]
fn heads_of_turns_name_speakers_in_any_language() {
    let text = "ANNA: Guten Morgen, wir haben heute sehr viel zu besprechen, bevor der Rat zusammentritt.\n\nBERND: Ja, das haben \
        wir, und ich möchte gleich mit dem Hafen anfangen.\n\nANNA: Dann fangen wir doch mit dem Hafen an, wenn niemand \
        etwas dagegen hat.\n\nBERND: Niemand hat etwas dagegen.\n";
    let (_, found) = read(text);
    let speakers: Vec<_> =
        found.attributions().map(|a| found.speaker_of(a).unwrap_or_default().to_ascii_lowercase()).collect();
    assert_eq!((speakers.len(), found.language()), (4, Some("de")), "{speakers:?}");
    assert!(speakers.iter().all(|s| s == "anna" || s == "bernd"), "{speakers:?}");
}

#[test]
fn any_bytes_have_some_language_or_none() {
    for text in [
        "",
        " ",
        "\u{0}\u{0}",
        "–".repeat(600).as_str(),
        "é".repeat(500).as_str(),
        "ß ".repeat(300).as_str(),
        "1 2 3 ".repeat(99).as_str(),
    ] {
        read(text);
    }
}
