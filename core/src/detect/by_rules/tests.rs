use crate::detect::{Detections, Detector};
use crate::document::Document;
use crate::kinds::Kind;

mod french;
mod italian;
mod romance;
mod spanish;

/// What stands before each text, so that its language is plain.
const BEFORE: &str =
    "Der Rat der Stadt tagte am Montag sechs Stunden lang, und niemand verließ den Saal, bevor gezählt war.";

fn read(text: &str) -> (Document, Detections) {
    read_behind(BEFORE, text)
}

fn read_behind(before: &str, text: &str) -> (Document, Detections) {
    let document = Document::from_text(&format!("{before}\n\n{text}"), "a.txt");
    let found = Detector::new().extract(&document);
    (document, found)
}

/// Words in marks, each with the words that name its speaker and who that is.
fn heard(text: &str) -> Vec<(String, String, String)> {
    heard_behind(BEFORE, text)
}

fn heard_behind(before: &str, text: &str) -> Vec<(String, String, String)> {
    let (document, found) = read_behind(before, text);
    let all = found.attributions().filter(|a| !a.quotes.is_empty());
    let words = |a: crate::detect::Attribution<'_>| {
        let said: Vec<&str> = a.quotes.iter().map(|q| document.words(*q)).collect();
        let source = found.named_by(a).map_or("", |s| document.words(s));
        (said.join(" / "), source.to_owned(), found.speaker_of(a).unwrap_or_default().to_owned())
    };
    all.map(words).collect()
}

fn triples(list: &[(&str, &str, &str)]) -> Vec<(String, String, String)> {
    list.iter().map(|(a, b, c)| ((*a).to_owned(), (*b).to_owned(), (*c).to_owned())).collect()
}

/// Reported clauses, each with its source.
fn reported(text: &str) -> Vec<(String, String)> {
    reported_behind(BEFORE, text)
}

fn reported_behind(before: &str, text: &str) -> Vec<(String, String)> {
    let (document, found) = read_behind(before, text);
    let all = found.attributions().filter(|a| a.kind == Kind::Indirect);
    let words = |a: crate::detect::Attribution<'_>| {
        let said: Vec<&str> = a.content.iter().map(|q| document.words(*q)).collect();
        (said.join(" / "), found.named_by(a).map_or("", |s| document.words(s)).to_owned())
    };
    all.map(words).collect()
}

#[test]
fn the_verb_stands_behind_the_words_and_the_speaker_behind_the_verb() {
    for (text, quote, source, who) in [
        (
            "„Wir fahren morgen nach Berlin, wenn es nicht regnet“, sagte Anna Schmidt.",
            "„Wir fahren morgen nach Berlin, wenn es nicht regnet“",
            "Anna Schmidt",
            "Anna Schmidt",
        ),
        (
            "»Das reicht nicht!« rief der Bürgermeister Karl Brand.",
            "»Das reicht nicht!«",
            "der Bürgermeister Karl Brand",
            "Karl Brand",
        ),
        ("„Das ist zu wenig“, so Müller weiter.", "„Das ist zu wenig“", "Müller", "Müller"),
        (
            "„Das Geld ist weg“, teilte am Dienstag die Sprecherin Ida Lohn mit.",
            "„Das Geld ist weg“",
            "die Sprecherin Ida Lohn",
            "Ida Lohn",
        ),
        ("„Das war vor drei Jahren“, hatte Frau Kern damals gesagt.", "„Das war vor drei Jahren“", "Frau Kern", "Kern"),
    ] {
        assert_eq!(heard(text), triples(&[(quote, source, who)]), "{text}");
    }
}

#[test]
fn a_colon_leads_in_and_the_verb_comes_second() {
    for (text, source) in [
        ("Die Ministerin Eva Holm sagte: „Wir warten den Bericht ab.“", "Die Ministerin Eva Holm"),
        ("Am Dienstag erklärte Peter Holm: „Wir warten den Bericht ab.“", "Peter Holm"),
        ("Dazu hat der Trainer bereits gesagt: „Wir warten den Bericht ab.“", "der Trainer"),
        ("Herr Vogt zuckte mit den Schultern: „Wir warten den Bericht ab.“", "Herr Vogt"),
        ("Als er ankam, sagte Peter Holm: „Wir warten den Bericht ab.“", "Peter Holm"),
        // Another phrase stands first.
        ("Der englischsprachigen Zeitung sagte Peter Holm: „Wir warten den Bericht ab.“", "Peter Holm"),
        ("Ähnlich äußerte sich auch die Ministerin Eva Holm: „Wir warten den Bericht ab.“", "die Ministerin Eva Holm"),
        ("Auch die Ministerin Eva Holm (Grüne) äußerte Vorbehalte: „Wir warten ihn ab.“", "die Ministerin Eva Holm"),
        ("Wie der Sender meldet, sagte Peter Holm dem Rat: „Wir warten den Bericht ab.“", "Peter Holm"),
    ] {
        let found = heard(text);
        assert_eq!(found.iter().map(|f| f.1.as_str()).collect::<Vec<_>>(), [source], "{text} {found:?}");
    }
    assert_eq!(
        heard("Anna Schmidt schrieb an die Mitglieder:\n\n„Die Saison war schwer.\n\n„Wir sehen uns im Herbst.“")
            .iter()
            .map(|f| f.2.as_str())
            .collect::<Vec<_>>(),
        ["Anna Schmidt"; 2]
    );
}

#[test]
fn what_may_be_a_noun_is_no_sure_speaker() {
    let score = |text: &str| {
        let (_, found) = read(text);
        let scores: Vec<f32> = found.attributions().filter(|a| !a.quotes.is_empty()).map(|a| a.score).collect();
        assert_eq!(scores.len(), 1, "{text}");
        scores[0]
    };
    assert!(score("„Das ist zu wenig“, sagte Unbehagen.") < 0.8);
    assert!(score("„Das ist zu wenig“, sagte Anna Schmidt.") > 0.9);
    // A source right before the words, whatever verb follows.
    let text = "Man könne laut Klinikdirektor Prof. Dr. Jan W. Holm „jetzt vielen helfen, denen das versagt blieb“, suchen \
                die Forscher nun einen Weg.";
    let found = heard(text);
    assert!(found.iter().all(|f| f.1.ends_with("Holm") || f.1.is_empty()), "{found:?}");
}

/// A noun in no list is somebody where it says so, and the definite article leads back to them.
#[test]
fn whoever_says_words_is_somebody_whatever_the_noun() {
    let text = "„Wir kommen nicht durch“, rief ein Deichgräber vom Ufer her.\n\n„Dann warten wir“, sagte Karl Brand und kniff die \
                Lippen zusammen. „Gut so“, brummte der Deichgräber und kniff die Lippen zusammen.";
    let found = heard(text);
    let who: Vec<&str> = found.iter().map(|f| f.2.as_str()).collect();
    assert_eq!(who, ["ein Deichgräber", "Karl Brand", "ein Deichgräber"], "{found:?}");
    let found = heard("„Das ist zu wenig“, sagte die Forderung.");
    assert_eq!(found[0].2, "", "{found:?}");
}

#[test]
fn titles_are_shortened_with_a_full_stop() {
    let text =
        "Nach Angaben von Dr. Eva Holm werde das Gutachten im Herbst vorliegen. „Wir warten ab“, sagte Dr. Eva Holm.";
    assert_eq!(heard(text)[0].2, "Eva Holm");
    assert_eq!(
        reported(text),
        [("werde das Gutachten im Herbst vorliegen".to_owned(), "Angaben von Dr. Eva Holm".to_owned())]
    );
    assert_eq!(reported("Das sehe ich anders. Wir wüssten es gern."), []);
}

#[test]
fn one_pair_of_marks_runs_over_paragraphs() {
    let text = "Anna Schmidt las vor: „Die Saison war schwer.\n\nWir danken allen.\n\nBis zum Herbst!“\n\n„Schön“, sagte Karl \
                Brand.";
    let found = heard(text);
    let said: Vec<&str> = found.iter().map(|f| f.0.as_str()).collect();
    assert_eq!(said, ["„Die Saison war schwer.\n\nWir danken allen.\n\nBis zum Herbst!“", "„Schön“"]);
    assert_eq!((found[0].2.as_str(), found[1].2.as_str()), ("Anna Schmidt", "Karl Brand"));
}

#[test]
fn the_narrator_breaks_in_and_the_same_go_on() {
    assert_eq!(
        heard(
            "„Er hat sie jeden Freitag unterschrieben“, entgegnete Frau Vogt, „ohne sie zu lesen.“ „Und das weiß er.“"
        ),
        triples(&[
            ("„Er hat sie jeden Freitag unterschrieben“ / „ohne sie zu lesen.“", "Frau Vogt", "Vogt"),
            ("„Und das weiß er.“", "Frau Vogt", "Vogt"),
        ])
    );
    assert_eq!(
        heard("„Wir haben drei Jahre gewartet, sagte Hanna Brück nach der Sitzung, jetzt müssen wir handeln.“"),
        triples(&[("„Wir haben drei Jahre gewartet / jetzt müssen wir handeln.“", "Hanna Brück", "Hanna Brück")])
    );
}

#[test]
fn pronouns_mean_whoever_is_near_and_fits() {
    let text = "Anna Schmidt traf Karl Brand am Hafen.\n\n„Ich gehe nicht mehr dorthin“, sagte sie.\n\n„Das ist schade“, antwortete er.";
    assert_eq!(heard(text).iter().map(|f| f.2.as_str()).collect::<Vec<_>>(), ["Anna Schmidt", "Karl Brand"]);
}

#[test]
fn names_and_titles_in_marks_are_no_speech() {
    for text in [
        "Das Schiff „Morgenstern“ lief gestern aus.",
        "Die Zeitung „Neuer Anzeiger“ berichtete darüber, dass der Hafen geschlossen wird.",
        "Er sang im Verein „Frohe Stimme“ und spielte die „Kleine Nachtmusik“.",
        "Die so genannte „Rentenformel“ wird geändert, kurz: „RF“.",
    ] {
        assert_eq!(heard(text), [], "{text}");
    }
}

#[test]
fn reported_clauses() {
    let pairs =
        |list: &[(&str, &str)]| list.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect::<Vec<_>>();
    for (text, content, source) in [
        ("Die Polizei teilte mit, dass niemand verletzt wurde.", "dass niemand verletzt wurde", "Die Polizei"),
        ("Anna Schmidt sagte, der Hafen sei geschlossen.", "der Hafen sei geschlossen", "Anna Schmidt"),
        ("Der Hafen sei geschlossen, sagte Anna Schmidt.", "Der Hafen sei geschlossen", "Anna Schmidt"),
        ("Laut einem Bericht des Amtes sinken die Pegel.", "sinken die Pegel", "einem Bericht des Amtes"),
        ("Nach Angaben der Polizei war der Mann allein.", "war der Mann allein", "Angaben der Polizei"),
        ("Den Angaben zufolge war der Mann allein.", "war der Mann allein", "Den Angaben"),
        ("Wie die Agentur meldet, war der Mann allein.", "war der Mann allein", "die Agentur"),
    ] {
        assert_eq!(reported(text), pairs(&[(content, source)]), "{text}");
    }
    // Without a verb of saying the mood tells.
    assert_eq!(
        reported("Anna Schmidt sagte, der Hafen sei geschlossen. Das Wasser stehe zu hoch."),
        pairs(&[("der Hafen sei geschlossen", "Anna Schmidt"), ("Das Wasser stehe zu hoch.", "Anna Schmidt")])
    );
}

#[test]
fn dashes_open_what_is_said() {
    let text = "– Das sind Eier, sagte Marzell.\n\n– Wie viele?\n\n– Zwei Dutzend, sagte Marzell mit großem Ernst.";
    let said: Vec<String> = heard(text).into_iter().map(|f| f.0).collect();
    assert_eq!(said, ["Das sind Eier", "Wie viele?", "Zwei Dutzend"]);
}

#[test]
fn anything_is_read() {
    for text in
        ["„", "„“", "“„»«›‹", "– –", "sagte: „", ", sagte", "„A“, so", "laut", "wie", "Nach", "„Ä“ „Ö“, sagte „Ü“"]
    {
        read(text);
        read(&text.repeat(9));
    }
}

/// Each word begins a name that is looked for: one that never ends is cut, else this takes minutes.
#[test]
fn a_name_that_never_ends_is_read() {
    read(&format!("Der Rat tagt. {}", "Dr. ".repeat(15_000)));
}

#[test]
fn a_sentence_in_the_mood_of_reports_is_told_once_beside_its_cue() {
    let text = "Er habe die Mauer vor neun Jahren beantragt, so Lindner, seither seien zwei Boote verloren gegangen.";
    let said = "Er habe die Mauer vor neun Jahren beantragt / seither seien zwei Boote verloren gegangen";
    assert_eq!(reported(text), [(said.to_owned(), "Lindner".to_owned())]);
    let text = "Laut Ruth Okafor würde die Mauer vier Millionen kosten.";
    let said = "würde die Mauer vier Millionen kosten";
    assert_eq!(reported(text), [(said.to_owned(), "Ruth Okafor".to_owned())]);
    // One after the other are two.
    let text = "Die Mauer sei teuer, sagte Lindner. Niemand habe sie bestellt, sagte Okafor.";
    assert_eq!(reported(text).len(), 2, "{:?}", reported(text));
}
