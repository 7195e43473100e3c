use super::{heard_behind, triples};

const BEFORE: &str = "El consejo de la ciudad se reunió el lunes durante seis horas, y nadie salió de la sala antes de que terminara la votación.";

fn heard(text: &str) -> Vec<(String, String, String)> {
    heard_behind(BEFORE, text)
}

#[test]
fn the_subject_stands_behind_the_verb_after_the_words() {
    for (text, quote, source, who) in [
        (
            "«No vamos a esperar», afirmó la alcaldesa, Ana Belmonte, al término de la sesión.",
            "«No vamos a esperar»",
            "la alcaldesa, Ana Belmonte",
            "Ana Belmonte",
        ),
        (
            "“Lo peor es la espera”, cuenta el director Hugo Peralta.",
            "“Lo peor es la espera”",
            "el director Hugo Peralta",
            "Hugo Peralta",
        ),
        (
            "«Jamás vi esas cuentas», aseguró, por su parte, Tomás Herrero.",
            "«Jamás vi esas cuentas»",
            "Tomás Herrero",
            "Tomás Herrero",
        ),
        (
            "Ana Belmonte respondió ayer: «El informe está en la mesa».",
            "«El informe está en la mesa»",
            "Ana Belmonte",
            "Ana Belmonte",
        ),
    ] {
        assert_eq!(heard(text), triples(&[(quote, source, who)]), "{text}");
    }
}

#[test]
fn whoever_is_left_out_is_whoever_it_was() {
    let found = heard("Fátima Sarr se muestra prudente. «Una campaña no hace una tendencia», recuerda.");
    assert_eq!(found, triples(&[("«Una campaña no hace una tendencia»", "Fátima Sarr", "Fátima Sarr")]));
}

#[test]
fn the_narrator_between_dashes() {
    let text = "—Vamos —dijo Ana—. Ya es tarde.\n\n—Estaba oscuro. —El capitán Moreno soltó la amarra—. Y llovía mucho.\n\n—¿Y después? —preguntó Ana.";
    let said: Vec<_> = heard(text).into_iter().map(|f| (f.0, f.1)).collect();
    let expected = [
        ("Vamos / Ya es tarde.", "Ana"),
        ("Estaba oscuro. / Y llovía mucho.", "El capitán Moreno"),
        ("¿Y después?", "Ana"),
    ];
    assert_eq!(said, expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
    assert_eq!(
        heard("«Es un edificio inseguro —añadió Ana Belmonte— y la ley nos obliga a actuar»."),
        triples(&[("«Es un edificio inseguro / y la ley nos obliga a actuar»", "Ana Belmonte", "Ana Belmonte")])
    );
}

#[test]
fn titles_are_no_speech() {
    for text in [
        "El bar «El buen barquero» ha vuelto a abrir.",
        "Su libro, «La otra orilla», saldrá en enero.",
        "La revista «Criosfera» es mensual.",
    ] {
        assert_eq!(heard(text), [], "{text}");
    }
}
