use crate::detect::{Detections, Detector, Rule};
use crate::document::Document;
use crate::export::detections::{in_other_languages, line};

const ENGLISH: &str = "The council met for six hours on Monday, and nobody left the room before the vote was counted.";
const GERMAN: &str = "Der Rat tagte am Montag sechs Stunden lang, und niemand verließ den Saal, bevor die Stimmen gezählt \
    waren. „Wir werden dem Gesetz heute nicht zustimmen“, sagte Anna Grau.";
const POLISH: &str = "Rada miasta obradowała w poniedziałek przez sześć godzin i nikt nie wyszedł z sali, zanim policzono głosy. „Dziś nie \
    poprzemy tej ustawy” – powiedziała Anna Szara dziennikarzom, którzy czekali na zewnątrz.";
const PORTUGUESE: &str = "O conselho reuniu-se na segunda-feira durante seis horas, e ninguém saiu da sala antes de os votos serem contados. \
    «Esta noite não vamos votar esta lei», disse Ana Cinza aos jornalistas que esperavam lá fora.";
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
        (PORTUGUESE, "pt", "«Esta noite não vamos votar esta lei»"),
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
        assert_eq!(line["marks_only"], true);
        let told = in_other_languages(&document, &found).unwrap();
        assert!(
            ["Portuguese", "Russian"].iter().any(|l| told == format!("{l}: quotations by their marks only")),
            "{told}"
        );
    }
}

#[test]
fn german_is_read() {
    let (document, found) = read(GERMAN);
    let all: Vec<_> = found.attributions().collect();
    assert_eq!((found.language(), all.len()), (Some("de"), 1));
    let first = all[0];
    assert_eq!(
        (document.words(first.hull()), found.speaker_of(first)),
        ("„Wir werden dem Gesetz heute nicht zustimmen“", Some("Anna Grau"))
    );
    assert_eq!(in_other_languages(&document, &found), None);
    let line = serde_json::to_value(line("a".into(), &document, &found)).unwrap();
    assert_eq!((&line["lang"], &line["marks_only"]), (&"de".into(), &serde_json::Value::Null));
    // Between the paragraphs of another language each is read by itself, and people of one name are one.
    let (_, mixed) = read(&format!("{ENGLISH} “We will come back,” said Anna Grau.\n\n{GERMAN}\n\n{ENGLISH}"));
    let speakers: Vec<_> = mixed.attributions().map(|a| mixed.speaker_of(a)).collect();
    assert_eq!(speakers, [Some("Anna Grau"); 2]);
    assert_eq!(mixed.clusters.iter().filter(|c| c.name == "Anna Grau").count(), 1);
}

#[test]
fn one_sentence_is_enough_and_what_was_said_counts_more() {
    for (text, tag) in [
        ("„Wir fahren morgen nach Berlin, wenn es nicht regnet“, sagte Anna Schmidt.", "de"),
        ("Die Kanzlerin sagte: „Wir warten ab.“", "de"),
        ("« Je pars », dit-elle.", "fr"),
        ("—Vamos —dijo Ana—. Ya es tarde.", "es"),
        ("La sindaca ha risposto: «Aspettiamo.»", "it"),
        ("– Vieni, – disse Anna. – È tardi.", "it"),
    ] {
        let (_, found) = read(text);
        assert_eq!((found.language(), found.len()), (Some(tag), 1), "{text}");
    }
    let mut document = Document::from_text(GERMAN, "a.txt");
    document.origin.language = Some("da");
    let found = Detector::new().extract(&document);
    assert_eq!((found.language(), found.is_marks_only()), (Some("da"), true));
    assert!(found.attributions().all(|a| a.rule == Rule::OtherLanguage));
    document.origin.language = Some("en");
    assert_eq!(Detector::new().extract(&document).language(), Some("en"));
}

#[test]
fn a_quotation_in_another_language_is_one_of_the_text_around() {
    let text = format!(
        "{ENGLISH}\n\n“Nous ne voterons pas cette loi ce soir, parce que personne ne nous a dit ce qu’elle coûtera aux habitants de la \
         ville et du port,” Anna Grey said in French on Monday.\n\n{ENGLISH}"
    );
    assert_eq!(passages(&text), []);
    let (_, found) = read(&text);
    assert_eq!(found.attributions().map(|a| found.speaker_of(a)).collect::<Vec<_>>(), [Some("Anna Grey")]);
}

#[test]
fn what_dashes_open_is_shown_in_any_language() {
    let text = "A chuva batia nas janelas da cozinha. Rui pousou a mala ao lado do fogão e olhou para a irmã.\n\n— Não me \
        esperavas — disse ele. — Já é tarde.\n\n— Espero por ti há onze anos.";
    let (document, found) = read(text);
    assert_eq!(found.language(), Some("pt"));
    let said: Vec<Vec<&str>> =
        found.attributions().map(|a| a.content.iter().map(|s| document.words(*s)).collect()).collect();
    assert_eq!(said, [vec!["Não me esperavas", "Já é tarde."], vec!["Espero por ti há onze anos."]]);
    assert!(found.attributions().all(|a| found.speaker_of(a).is_none()));
}

#[test]
fn passages_are_told_apart_and_short_blocks_follow_what_stands_above() {
    let text =
        format!("{ENGLISH}\n\n{POLISH}\n\n„Nie!”\n\n{POLISH}\n\n{ENGLISH}\n\nAnna Grau\n\n{ENGLISH}\n\n{PORTUGUESE}");
    assert_eq!(passages(&text), [(2, "pl"), (8, "pt")]);
    let (document, found) = read(&text);
    assert_eq!(found.language(), Some("pl"));
    let told = in_other_languages(&document, &found).unwrap();
    assert_eq!(told, "Paragraphs 2–4 are in Polish, 8 in Portuguese: quotations by their marks only");
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
    assert_eq!(passages(&"Plain words stand here.\n\n".repeat(90)), []);
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
