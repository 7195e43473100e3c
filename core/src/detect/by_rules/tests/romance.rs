use super::{heard_behind, reported_behind, triples};

/// What stands before each text, so that its language is plain.
const FRENCH: &str = "Le conseil de la ville s'est réuni lundi pendant six heures, et personne n'a quitté la salle avant la fin \
                      du vote, qui était très attendu par les habitants.";
const SPANISH: &str = "El consejo de la ciudad se reunió el lunes durante seis horas, y nadie salió de la sala antes del final de la \
                       votación, que los vecinos esperaban desde hace años.";

fn expect(before: &str, text: &str, expected: &[(&str, &str, &str)]) {
    assert_eq!(heard_behind(before, text), triples(expected), "{text}");
}

#[test]
fn in_french_the_verb_stands_behind_the_words_and_its_subject_behind_it() {
    expect(
        FRENCH,
        "« Le dossier est complet », a précisé de son côté le préfet de la Creuse, Damien Rocheteau.",
        &[("« Le dossier est complet »", "le préfet de la Creuse, Damien Rocheteau", "Damien Rocheteau")],
    );
    expect(
        FRENCH,
        "« On verra », glisse, énigmatique, le sélectionneur Didier Marchand.",
        &[("« On verra »", "le sélectionneur Didier Marchand", "Didier Marchand")],
    );
    expect(
        FRENCH,
        "« J’ai eu peur », témoigne Mme Ollivier. « Très peur », ajoute-t-elle.",
        &[("« J’ai eu peur »", "Mme Ollivier", "Ollivier"), ("« Très peur »", "elle", "Ollivier")],
    );
}

#[test]
fn the_narrators_clause_is_cut_out_of_guillemets() {
    expect(
        FRENCH,
        "« Quand j’étais petit, explique Hugo Marsan, 34 ans, je voulais devenir pompier. »",
        &[("« Quand j’étais petit / je voulais devenir pompier. »", "Hugo Marsan", "Hugo Marsan")],
    );
    expect(
        FRENCH,
        "« Entrez, dit Paul Morvan. Asseyez-vous. »",
        &[("« Entrez / Asseyez-vous. »", "Paul Morvan", "Paul Morvan")],
    );
}

#[test]
fn a_role_means_whoever_it_fits() {
    expect(
        FRENCH,
        "« Il faudra du temps », prévient Me Anne Salmon. L'avocate ajoute que « la procédure sera longue ».",
        &[
            ("« Il faudra du temps »", "Me Anne Salmon", "Anne Salmon"),
            ("« la procédure sera longue »", "L'avocate", "Anne Salmon"),
        ],
    );
}

#[test]
fn titles_and_single_words_in_marks_are_no_speech() {
    expect(FRENCH, "Le roman « La Maison des vents » a reçu le prix « Jeunes plumes » hier soir.", &[]);
    expect(FRENCH, "La « révolution verte » promise par le maire n'a pas eu lieu.", &[]);
    expect(SPANISH, "El libro, titulado «El último faro», se publicará en otoño.", &[]);
}

#[test]
fn dashes_open_dialogue_and_the_two_take_turns() {
    expect(
        FRENCH,
        "— Et vous, Marthe, demanda Lucien, où étiez-vous ?\n\n— Chez moi, répondit-elle. J’ai lu.\n\n— Seule ?",
        &[
            ("Et vous, Marthe / où étiez-vous ?", "Lucien", "Lucien"),
            ("Chez moi / J’ai lu.", "elle", "Marthe"),
            ("Seule ?", "Lucien", "Lucien"),
        ],
    );
    expect(
        SPANISH,
        "—Quédese —insistió don Ramiro—. Todavía es temprano.\n\n—No puede ser —murmuró Elvira, y se sentó—. No puede ser.",
        &[
            ("Quédese / Todavía es temprano.", "don Ramiro", "Ramiro"),
            ("No puede ser / No puede ser.", "Elvira", "Elvira"),
        ],
    );
}

#[test]
fn spanish_leaves_the_subject_out() {
    expect(
        SPANISH,
        "\"Nadie nos avisó\", denuncia Petra Luján, vecina del barrio. \"Salimos con lo puesto\", cuenta.",
        &[
            ("\"Nadie nos avisó\"", "Petra Luján", "Petra Luján"),
            ("\"Salimos con lo puesto\"", "Petra Luján", "Petra Luján"),
        ],
    );
    expect(
        SPANISH,
        "«Estamos cansados —resume Nicolás Bravo, portavoz de la plataforma—. Llevamos veinte años esperando».",
        &[("«Estamos cansados / Llevamos veinte años esperando»", "Nicolás Bravo", "Nicolás Bravo")],
    );
}

#[test]
fn a_colon_or_a_verb_stands_before_the_words() {
    expect(
        FRENCH,
        "Interrogé par nos soins, le porte-parole de la mairie a déclaré : « L’enquête suit son cours. »",
        &[("« L’enquête suit son cours. »", "le porte-parole de la mairie", "le porte-parole de la mairie")],
    );
    expect(
        SPANISH,
        "La fiscal Irene Souto sostuvo que el acusado «conocía los riesgos» y pidió diez años de cárcel.",
        &[("«conocía los riesgos»", "La fiscal Irene Souto", "Irene Souto")],
    );
}

#[test]
fn reported_clauses_have_a_source() {
    let of = |list: &[(&str, &str)]| -> Vec<(String, String)> {
        list.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
    };
    assert_eq!(
        reported_behind(FRENCH, "La ministre a affirmé que la loi serait votée avant l'été."),
        of(&[("que la loi serait votée avant l'été", "La ministre")])
    );
    assert_eq!(
        reported_behind(FRENCH, "Selon la police, l'homme a quitté le pays. Il aurait vendu sa maison."),
        of(&[("l'homme a quitté le pays", "la police"), ("Il aurait vendu sa maison", "la police")])
    );
    assert_eq!(
        reported_behind(SPANISH, "Según la policía, el hombre salió del país."),
        of(&[("el hombre salió del país", "la policía")])
    );
}

#[test]
fn any_text_is_read() {
    for text in [
        "« « « », dit-il",
        "—\n\n— —\n\n—",
        "», dijo",
        "« Oui, dit",
        "-t-il",
        "d’",
        "\" \" \"",
        "—¿",
        "« »",
        "‘",
        "l’",
        "c'",
        "ROMA -",
        "– a: –",
    ] {
        for before in [FRENCH, SPANISH, super::italian::BEFORE] {
            heard_behind(before, text);
        }
    }
}

/// Each quotation asks its sentence: a sentence that never ends is cut, else this takes minutes.
#[test]
fn quotations_in_a_sentence_that_never_ends_are_read() {
    let text = "\"no\" b ".repeat(8_000);
    for before in [FRENCH, SPANISH, super::italian::BEFORE] {
        heard_behind(before, &text);
    }
}
