use super::{heard_behind, reported_behind, triples};

pub const BEFORE: &str = "Il consiglio della città si è riunito lunedì per sei ore, e nessuno ha lasciato la sala prima della fine del voto, che gli \
                          abitanti aspettavano da anni.";

fn heard(text: &str) -> Vec<(String, String, String)> {
    heard_behind(BEFORE, text)
}

fn expect(text: &str, expected: &[(&str, &str, &str)]) {
    assert_eq!(heard(text), triples(expected), "{text}");
}

/// Quotations, each with the words that name its speaker.
fn sources(text: &str) -> Vec<(String, String)> {
    heard(text).into_iter().map(|f| (f.0, f.1)).collect()
}

fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
}

#[test]
fn the_subject_stands_behind_the_verb_after_the_words() {
    for (text, quote, source, who) in [
        (
            "«Andremo fino in fondo», ha detto la sindaca, Elena Marchi.",
            "«Andremo fino in fondo»",
            "la sindaca, Elena Marchi",
            "Elena Marchi",
        ),
        ("“È uno scandalo!”, sbotta Bruno Lepri, capogruppo.", "“È uno scandalo!”", "Bruno Lepri", "Bruno Lepri"),
        (
            "«Verrà domani», gli ha risposto la prof.ssa Anna Vitali.",
            "«Verrà domani»",
            "la prof.ssa Anna Vitali",
            "Anna Vitali",
        ),
        (
            "\"Nessun rischio\", spiega l'assessora all'Ambiente Rita Mandelli.",
            "\"Nessun rischio\"",
            "l'assessora all'Ambiente Rita Mandelli",
            "Rita Mandelli",
        ),
        ("«Vedremo», ribatte Luigi De Luca.", "«Vedremo»", "Luigi De Luca", "Luigi De Luca"),
        (
            "Il difensore Carlo Lo Presti ha replicato: «Sono accuse vecchie».",
            "«Sono accuse vecchie»",
            "Il difensore Carlo Lo Presti",
            "Carlo Lo Presti",
        ),
        (
            "‘Abbiamo perso per colpa nostra’, ha ammesso Paolo D’Angelo.",
            "‘Abbiamo perso per colpa nostra’",
            "Paolo D’Angelo",
            "Paolo D’Angelo",
        ),
    ] {
        expect(text, &[(quote, source, who)]);
    }
}

#[test]
fn nouns_and_sentences_behind_the_words_name_who_says_them() {
    for (text, source) in [
        ("«È una tragedia sfiorata», il commento del prefetto Laura Nesti.", "del prefetto Laura Nesti"),
        ("«È il più bello che ho pubblicato», parola di Renzo Ariu.", "Renzo Ariu"),
        ("«Non ci sono pericoli per nessuno». Lo ha dichiarato l'assessore Enrico Bo.", "l'assessore Enrico Bo"),
        ("«Non ci sono pericoli per nessuno», così il comandante Sergio Neri.", "il comandante Sergio Neri"),
        ("Pronta la replica di Tiziano Galli: «Non accettiamo ricatti».", "Tiziano Galli"),
        ("A parere di Andrea Frassi, la legge «va letta con prudenza».", "Andrea Frassi"),
    ] {
        let found: Vec<String> = heard(text).into_iter().map(|f| f.1).collect();
        assert_eq!(found, [source], "{text}");
    }
}

#[test]
fn whoever_is_left_out_is_whoever_it_was() {
    expect(
        "La ministra Valeria Fedi ha presentato il piano. «Assumeremo molti docenti», ha assicurato. A chi le chiedeva dei tempi ha risposto: «Entro settembre».",
        &[
            ("«Assumeremo molti docenti»", "Valeria Fedi", "Valeria Fedi"),
            ("«Entro settembre»", "Valeria Fedi", "Valeria Fedi"),
        ],
    );
    expect(
        "«Le barche, aggiunge Anna Riva, sono tutte in porto». «I pescatori, spiega, non escono».",
        &[
            ("«Le barche / sono tutte in porto»", "Anna Riva", "Anna Riva"),
            ("«I pescatori / non escono»", "Anna Riva", "Anna Riva"),
        ],
    );
}

#[test]
fn a_role_is_whoever_is_named_with_it_before_or_behind() {
    expect(
        "L'assessore ha convocato i giornalisti. «Mi dimetto», ha annunciato Federico Lanza. «Ha fatto bene», ha detto la moglie. «Ora basta», ha concluso l'assessore.",
        &[
            ("«Mi dimetto»", "Federico Lanza", "Federico Lanza"),
            ("«Ha fatto bene»", "la moglie", "la moglie"),
            ("«Ora basta»", "l'assessore", "Federico Lanza"),
        ],
    );
    expect(
        "«Era un sistema», ha sottolineato il procuratore Nicola De Santi. Il magistrato ha spiegato che «le carte parlano chiaro». Il suo portavoce ha aggiunto: «Non commentiamo».",
        &[
            ("«Era un sistema»", "il procuratore Nicola De Santi", "Nicola De Santi"),
            ("«le carte parlano chiaro»", "Il magistrato", "Nicola De Santi"),
            ("«Non commentiamo»", "Il suo portavoce", "Il suo portavoce"),
        ],
    );
}

#[test]
fn the_narrator_between_dashes_and_behind_marks() {
    let text = "– Vieni, – disse Anna. – È tardi.\n\n– Forse. – Bruno guardò l'orologio. – Aspetto ancora.\n\n\
        — Lo sa benissimo — fece il maresciallo — quale barca.\n\nPoi Anna domandò: — È sua?";
    let expected = [
        ("Vieni / È tardi.", "Anna"),
        ("Forse. / Aspetto ancora.", "Bruno"),
        ("Lo sa benissimo / quale barca.", "il maresciallo"),
        ("È sua?", "Anna"),
    ];
    assert_eq!(sources(text), pairs(&expected));
    let tale = "«Chi è?» chiese una voce.\n\n«Sono io» disse Pietro. «Non ti alzare.»\n\nTeresa comparve sulla soglia. «Hai fame?»\n\n\
        «Un po'.»\n\n«Resta» mormorò Teresa.";
    let expected = [
        ("«Chi è?»", "una voce"),
        ("«Sono io»", "Pietro"),
        ("«Non ti alzare.»", "Pietro"),
        ("«Hai fame?»", "Teresa"),
        ("«Un po'.»", "Pietro"),
        ("«Resta»", "Teresa"),
    ];
    assert_eq!(sources(tale), pairs(&expected));
}

#[test]
fn datelines_are_no_names() {
    let found = heard("ROMA, 3 giugno - «Nessun rimpasto, si va avanti», ha ripetuto Alberto Guidi.");
    assert_eq!(found, triples(&[("«Nessun rimpasto, si va avanti»", "Alberto Guidi", "Alberto Guidi")]));
    let text = "ROMA (Agenzia) - Il governo ha rivisto le stime e il consiglio lo ha saputo ieri. «Servono riforme», ha detto.";
    assert_eq!(heard_behind(text, "«Servono idee», ha detto.").first().map(|f| f.2.as_str()), Some("Il governo"));
}

#[test]
fn titles_are_no_speech() {
    for text in [
        "Il bar «Al buon marinaio» ha riaperto.",
        "Il suo libro, «L’altra riva», uscirà a gennaio.",
        "In paese quel posto lo chiamavano «la Tredicesima».",
        "Dell’esordio, «Maestrale», il critico Guido Saba scrisse molto.",
        "Il cosiddetto «decreto pane» slitta ancora.",
        "Sul cancello un cartello: «Chiuso per lutto».",
    ] {
        assert_eq!(heard(text), [], "{text}");
    }
}

#[test]
fn reported_clauses_have_a_source() {
    for (text, expected) in [
        ("La ministra ha detto che il ponte sarà chiuso.", ("che il ponte sarà chiuso", "La ministra")),
        ("La sindaca ha annunciato di voler lasciare l'incarico.", ("di voler lasciare l'incarico", "La sindaca")),
        ("Il premier si è detto convinto che la legge passerà.", ("che la legge passerà", "Il premier")),
        ("Secondo la polizia, nessuno è rimasto ferito.", ("nessuno è rimasto ferito", "la polizia")),
        ("Stando alla procura, i fermati sono otto.", ("i fermati sono otto", "alla procura")),
        ("A detta di Anna Riva, il cortile era vuoto.", ("il cortile era vuoto", "Anna Riva")),
        ("Come ha spiegato Rita Mandelli, il bando scadrà a maggio.", ("il bando scadrà a maggio", "Rita Mandelli")),
        ("L'anziana tiene a dire che il personale è stato gentile.", ("che il personale è stato gentile", "L'anziana")),
        ("Carla gli chiese se avesse freddo.", ("se avesse freddo", "Carla")),
    ] {
        assert_eq!(reported_behind(BEFORE, text), pairs(&[expected]), "{text}");
    }
    // An ordinal, and a speaker nobody named.
    assert_eq!(reported_behind(BEFORE, "Il secondo tempo è finito senza altri gol."), pairs(&[]));
}

#[test]
fn who_may_be_another_is_not_sure() {
    let (document, found) = super::read_behind(
        BEFORE,
        "Dario Ferri ha parlato con Luca Neri a lungo. «Vedremo», ha detto lui. «Vedremo», ha ripetuto Luca Neri.",
    );
    let scores: Vec<f32> = found.attributions().map(|a| a.score).collect();
    assert_eq!(scores.len(), 2, "{}", document.text());
    assert!(scores[0] < 0.8 && scores[1] > 0.9, "{scores:?}");
}
