use super::{heard_behind, reported_behind, triples};

const BEFORE: &str = "Le conseil de la ville s’est réuni lundi pendant six heures, et personne n’a quitté la salle avant la fin du vote.";

fn heard(text: &str) -> Vec<(String, String, String)> {
    heard_behind(BEFORE, text)
}

#[test]
fn the_subject_stands_behind_the_verb_after_the_words() {
    for (text, quote, source, who) in [
        ("« Nous irons au bout », a déclaré Mme Durand.", "« Nous irons au bout »", "Mme Durand", "Durand"),
        (
            "« C’est un scandale ! » s’est emporté Bruno Lescot, chef de file.",
            "« C’est un scandale ! »",
            "Bruno Lescot",
            "Bruno Lescot",
        ),
        (
            "« Il viendra demain », assure de son côté la ministre Anne Vial.",
            "« Il viendra demain »",
            "la ministre Anne Vial",
            "Anne Vial",
        ),
        ("« Je n’ai rien vu », précise, amusée, Lise Morel.", "« Je n’ai rien vu »", "Lise Morel", "Lise Morel"),
        ("La trésorière a répondu : « Il faudra payer. »", "« Il faudra payer. »", "La trésorière", "La trésorière"),
        ("Selon Jean Vial : « Le pont est sûr. »", "« Le pont est sûr. »", "Jean Vial", "Jean Vial"),
    ] {
        assert_eq!(heard(text), triples(&[(quote, source, who)]), "{text}");
    }
}

#[test]
fn hyphens_and_the_narrator_inside_the_marks() {
    assert_eq!(
        heard("Anne Vial est venue lundi.\n\n« La réforme, a insisté jeudi la ministre, n’est pas finie. »"),
        triples(&[("« La réforme / n’est pas finie. »", "la ministre", "Anne Vial")])
    );
    let said: Vec<_> = heard("Anne Vial est venue.\n\n« On ne sait rien », a-t-elle ajouté.")
        .into_iter()
        .map(|f| (f.1, f.2))
        .collect();
    assert_eq!(said, [("elle".to_owned(), "Anne Vial".to_owned())]);
}

#[test]
fn dashes_and_whoever_tells() {
    let text = "– Vous croyez qu’il nous a vus ? chuchota-t-elle.\n\n– Il faisait trop noir, répondit le capitaine Morel. Et il avait bu.\n\n\
        – Je pars, dit-il.";
    let said: Vec<_> = heard(text).into_iter().map(|f| (f.0, f.1)).collect();
    let expected = [
        ("Vous croyez qu’il nous a vus ?", "elle"),
        ("Il faisait trop noir / Et il avait bu.", "le capitaine Morel"),
        ("Je pars", "il"),
    ];
    assert_eq!(said, expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
}

#[test]
fn titles_are_no_speech_and_clauses_are_reported() {
    for text in [
        "Le café « Au bon passeur » a rouvert.",
        "Son livre, « L’Autre Rive », paraîtra en janvier.",
        "Les élèves ont vu le film « Grand Nord ».",
    ] {
        assert_eq!(heard(text), [], "{text}");
    }
    let reported = reported_behind(
        BEFORE,
        "La ministre a déclaré que le pont serait fermé. D’après la police, personne n’a été blessé.",
    );
    let expected = [("que le pont serait fermé", "La ministre"), ("personne n’a été blessé", "la police")];
    assert_eq!(reported, expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
}

/// What stands beside a source between commas is no part of what it says.
#[test]
fn a_source_and_what_it_is() {
    let reported = |text: &str| reported_behind(BEFORE, text);
    let told = |words: &str, source: &str| vec![(words.to_owned(), source.to_owned())];
    assert_eq!(
        reported("Selon M. Petit, directeur de l’agence, les travaux coûteraient trop cher."),
        told("les travaux coûteraient trop cher", "M. Petit")
    );
    assert_eq!(
        reported("Selon M. Petit, le maire a refusé, lundi, de payer."),
        told("le maire a refusé, lundi, de payer", "M. Petit")
    );
}
