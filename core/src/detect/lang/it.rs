//! Italian.

use super::rules::{Dashes, RuleLanguage, SubjectFirst, VerbForm, WordOrder};

/// Italian, read by rules.
pub const ITALIAN: RuleLanguage = RuleLanguage {
    tag: "it",
    everyday: &[
        "il",
        "lo",
        "la",
        "i",
        "gli",
        "le",
        "di",
        "che",
        "è",
        "e",
        "un",
        "una",
        "per",
        "non",
        "con",
        "del",
        "della",
        "dei",
        "delle",
        "dell",
        "nel",
        "nella",
        "alla",
        "al",
        "dal",
        "dalla",
        "da",
        "come",
        "più",
        "anche",
        "ma",
        "ha",
        "hanno",
        "ho",
        "sono",
        "era",
        "aveva",
        "questo",
        "questa",
        "suo",
        "sua",
        "ci",
        "perché",
        "disse",
        "detto",
        "mi",
        "io",
        "lui",
        "lei",
        "cosa",
        "sul",
        "sulla",
        "si",
        "dopo",
        "chi",
        "rispose",
        "chiese",
        "È",
        "risposto",
        "aggiunto",
        "spiegato",
        "dichiarato",
        "così",
        "però",
        "già",
        "può",
        "niente",
        "qui",
        "senza",
        "poi",
        "nessuno",
    ],
    word_list: include_str!("it/words.txt"),
    verb_forms,
    person_endings: &["ista", "isti", "iste", "ologo", "ologa", "ologi", "tore", "trice", "tori", "trici"],
    adverb_endings: &["mente", "ando", "endo", "ato", "ata", "ito", "uto", "ò", "ì", "ava", "eva", "issimo", "issima"],
    is_participle: |word| ends(word, &["ato", "ata", "ito", "ita", "uto", "uta", "sso", "ssa", "tto", "tta"]),
    order: WordOrder::SubjectFirst(SubjectFirst {
        cut_word,
        is_past,
        is_imperfect: |word| ends(word, &["ava", "eva"]),
        is_finite: |word| word.ends_with(['ò', 'ì', 'a', 'e']),
        is_gerund: |word| ends(word, &["ando", "endo"]),
        is_infinitive: |word| {
            ends(word, &["are", "ere", "ire", "rre", "ar", "er", "ir"])
                || matches!(word, "far" | "dar" | "dir" | "dire" | "fare" | "dare")
        },
        leaves_out_subject: true,
        dashes: Dashes::Apart,
        tales_in_marks: true,
        roles_act: true,
        stops_outside: true,
        single_marks: true,
    }),
    ..RuleLanguage::BARE
};

/// Words that lose their vowel before another.
const ELIDED: [&str; 28] = [
    "l", "un", "d", "dell", "all", "dall", "nell", "sull", "coll", "quest", "quell", "c", "m", "t", "s", "v", "n",
    "ch", "dov", "com", "quand", "gliel", "anch", "senz", "sant", "nient", "tutt", "cos",
];

/// Verbs in the past whose form follows from no ending.
const PAST: [&str; 57] = [
    "sentiva",
    "partiva",
    "mentiva",
    "vestiva",
    "avvertiva",
    "disse",
    "rispose",
    "chiese",
    "aggiunse",
    "fece",
    "prese",
    "presero",
    "riprese",
    "scese",
    "salì",
    "rese",
    "accese",
    "spese",
    "stese",
    "appese",
    "mise",
    "misero",
    "smise",
    "vide",
    "videro",
    "venne",
    "vennero",
    "tenne",
    "cadde",
    "ebbe",
    "seppe",
    "ruppe",
    "tacque",
    "nacque",
    "piacque",
    "visse",
    "lesse",
    "mosse",
    "scosse",
    "corse",
    "morse",
    "porse",
    "volse",
    "tolse",
    "colse",
    "scelse",
    "chiuse",
    "rimase",
    "apparve",
    "scomparve",
    "parve",
    "strinse",
    "spinse",
    "finse",
    "pianse",
    "spense",
    "diede",
];

fn ends(word: &str, endings: &[&str]) -> bool {
    endings.iter().any(|e| word.strip_suffix(e).is_some_and(|stem| stem.chars().count() >= 2))
}

fn is_past(word: &str) -> bool {
    const ENDINGS: [&str; 16] = [
        "ò", "ì", "mise", "pose", "tenne", "venne", "misero", "arono", "irono", "erono", "ettero", "ava", "avano",
        "eva", "evano", "ivano",
    ];
    // "usciva", not "iniziativa".
    let imperfect = ends(word, &["iva"]) && !["tiva", "siva", "ziva"].iter().any(|e| word.ends_with(e));
    ends(word, &ENDINGS) || ends(word, &["é"]) && !word.ends_with("ché") || imperfect || PAST.contains(&word)
}

/// Where the first of the words ends that are written as one, and where the next begins: `l'|avvocata`, `dell'|agenzia`. `D'Angelo`
/// is a name.
fn cut_word(word: &str) -> Option<(usize, usize)> {
    let (first, last) = word.split_once(['\'', '’'])?;
    let is = |elided: &&str| first.chars().flat_map(char::to_lowercase).eq(elided.chars());
    let surname = first == "D" && last.starts_with(char::is_uppercase);
    let end = word.len() - last.len();
    (!surname && ELIDED.iter().any(is)).then_some((end, end))
}

/// The forms of a verb from `infinitive/finite,finite/participle`: regular ones of an infinitive, and those that are listed.
fn verb_forms(entry: &str) -> Vec<(String, VerbForm)> {
    let mut parts = entry.split('/');
    let infinitive = parts.next().unwrap_or_default();
    let mut out = Vec::new();
    for (part, form) in parts.zip([VerbForm::Finite, VerbForm::Base]) {
        out.extend(part.split(',').filter(|w| !w.is_empty()).map(|w| (w.to_owned(), form)));
    }
    if infinitive.is_empty() {
        return out;
    }
    out.push((infinitive.to_owned(), VerbForm::Base));
    let mut add = |stem: &str, endings: &[&str], form: VerbForm| {
        out.extend(endings.iter().map(|e| (format!("{stem}{e}"), form)));
    };
    if let Some(stem) = infinitive.strip_suffix("are") {
        add(stem, &["a", "ano", "ò", "arono", "ai", "ava", "avano", "avo"], VerbForm::Finite);
        // "spiegherà", "annuncerà".
        let soft = match (stem.strip_suffix('i'), stem.ends_with(['c', 'g'])) {
            (Some(start), _) if start.ends_with(['c', 'g']) => start.to_owned(),
            (_, true) => format!("{stem}h"),
            _ => stem.to_owned(),
        };
        add(&soft, &["erà", "eranno", "erebbe", "erebbero"], VerbForm::Finite);
        add(stem, &["ato", "ata", "ati", "ate", "ando"], VerbForm::Base);
    } else if let Some(stem) = infinitive.strip_suffix("ere") {
        add(
            stem,
            &["e", "ono", "é", "ette", "ettero", "eva", "evano", "evo", "erà", "eranno", "erebbe"],
            VerbForm::Finite,
        );
        add(stem, &["uto", "uta", "uti", "ute", "endo"], VerbForm::Base);
    } else if let Some(stem) = infinitive.strip_suffix("ire") {
        add(
            stem,
            &["isce", "iscono", "ì", "irono", "ii", "iva", "ivano", "ivo", "irà", "iranno", "irebbe"],
            VerbForm::Finite,
        );
        add(stem, &["ito", "ita", "iti", "ite", "endo"], VerbForm::Base);
    } else if let Some(stem) = infinitive.strip_suffix("orre") {
        add(stem, &["one", "ongono", "oneva", "onevano", "ose", "osero", "orrà", "orrebbe"], VerbForm::Finite);
        add(stem, &["osto", "osta", "osti", "oste", "onendo"], VerbForm::Base);
    } else if let Some(stem) = infinitive.strip_suffix("urre") {
        add(stem, &["uce", "ucono", "uceva", "ucevano", "usse", "ussero", "urrà"], VerbForm::Finite);
        add(stem, &["otto", "otta", "ucendo"], VerbForm::Base);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regular_and_irregular_verbs() {
        let is = |entry: &str, form: &str, kind| verb_forms(entry).contains(&(form.to_owned(), kind));
        assert!(is("spiegare", "spiegò", VerbForm::Finite) && is("spiegare", "spiegherà", VerbForm::Finite));
        assert!(is("annunciare", "annuncerà", VerbForm::Finite) && is("annunciare", "annunciato", VerbForm::Base));
        assert!(is("chiedere/chiese/chiesto", "chiese", VerbForm::Finite));
        assert!(is("chiedere/chiese/chiesto", "chiede", VerbForm::Finite));
        assert!(is("riferire", "riferisce", VerbForm::Finite) && is("proporre", "propose", VerbForm::Finite));
        assert!(is("/dice/dire,detto", "detto", VerbForm::Base) && !is("/dice/dire,detto", "dito", VerbForm::Base));
    }

    #[test]
    fn words_written_as_one_are_cut() {
        assert_eq!(cut_word("l'avvocata"), Some((2, 2)));
        assert_eq!(cut_word("Dell’agenzia"), Some((7, 7)));
        assert_eq!(cut_word("anch'io"), Some((5, 5)));
        assert_eq!(cut_word("D'Angelo"), None);
        assert_eq!(cut_word("O'Neill"), None);
    }
}
