//! French.

use super::rules::{RuleLanguage, VerbForm};

/// French, read by rules.
pub const FRENCH: RuleLanguage = RuleLanguage {
    tag: "fr",
    everyday: &[
        "le",
        "la",
        "les",
        "des",
        "du",
        "est",
        "et",
        "une",
        "que",
        "qui",
        "dans",
        "pour",
        "pas",
        "sur",
        "avec",
        "ne",
        "ce",
        "cette",
        "il",
        "elle",
        "nous",
        "vous",
        "je",
        "son",
        "ses",
        "sa",
        "aux",
        "au",
        "ont",
        "été",
        "sont",
        "plus",
        "mais",
        "se",
        "leur",
        "par",
        "ces",
        "qu",
        "dit",
        "déclaré",
        "lui",
        "était",
        "avait",
        "à",
        "tu",
        "mon",
        "ma",
        "l",
        "j",
    ],
    word_list: include_str!("fr/words.txt"),
    verb_forms,
    verb_second: false,
    capital_nouns: false,
    drops_subject: false,
    elided: &["l", "d", "qu", "s", "n", "j", "c", "m", "t", "jusqu", "lorsqu", "puisqu", "quoiqu", "quelqu"],
    clitics: &["il", "elle", "on", "ils", "elles", "je", "nous", "vous", "tu", "t", "ce"],
    pairs: &[("d’", "après"), ("d'", "après")],
    person_endings: &["iste", "istes", "logue", "logues", "trice", "euse", "ienne", "teur", "eur"],
    female_endings: &["trice", "euse", "ienne", "ière", "sse", "ée", "ante", "ente"],
    female_given_endings: &[],
    male_given_endings: &[],
    body_endings: &[],
    naming_endings: &[],
    not_verb_endings: &["ment", "eux", "euse", "eur", "tion"],
    adverb_endings: &["ment"],
    adjective_endings: &[],
    not_adjective_endings: &[],
    is_mood: |_| false,
    is_participle: |word| word.ends_with('é'),
    is_past: |_| false,
    is_infinitive: |word| ["er", "ir", "re"].iter().any(|e| word.ends_with(e)) && word.len() > 3,
    is_gerund: |word| word.ends_with("ant") && word.len() > 4,
    is_plural_verb: |word| word.ends_with("ez"),
};

/// The forms of a verb in -er from its infinitive; of any other from `infinitive/participle/finite forms`.
fn verb_forms(entry: &str) -> Vec<(String, VerbForm)> {
    let mut parts = entry.split('/');
    let infinitive = parts.next().unwrap_or_default();
    let mut out = vec![(infinitive.to_owned(), VerbForm::Base)];
    let Some(participle) = parts.next() else {
        let stem = infinitive.strip_suffix("er").unwrap_or(infinitive);
        // lança, mangea.
        let soft = match (stem.strip_suffix('c'), stem.ends_with('g')) {
            (Some(head), _) => format!("{head}ç"),
            (None, true) => format!("{stem}e"),
            (None, false) => stem.to_owned(),
        };
        // répète.
        let open = stem.char_indices().rev().nth(1).filter(|(_, c)| *c == 'é').map(|(at, c)| {
            let (head, rest) = stem.split_at(at);
            format!("{head}è{}", rest.get(c.len_utf8()..).unwrap_or_default())
        });
        for ending in ["e", "ent", "es"] {
            out.push((format!("{}{ending}", open.as_deref().unwrap_or(stem)), VerbForm::Finite));
        }
        // rappelle.
        if stem.ends_with("el") {
            out.push((format!("{stem}le"), VerbForm::Finite));
        }
        for ending in ["ait", "aient", "a", "ai", "ais"] {
            out.push((format!("{soft}{ending}"), VerbForm::Finite));
        }
        out.push((format!("{stem}èrent"), VerbForm::Finite));
        for ending in ["é", "ée", "és", "ées"] {
            out.push((format!("{stem}{ending}"), VerbForm::Base));
        }
        return out;
    };
    for ending in ["", "e", "s", "es"] {
        out.push((format!("{participle}{ending}"), VerbForm::Base));
    }
    if participle.ends_with('t') {
        out.push((participle.to_owned(), VerbForm::Finite));
    }
    out.extend(parts.map(|form| (form.to_owned(), VerbForm::Finite)));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regular_and_other_verbs() {
        let is = |entry: &str, form: &str, kind| verb_forms(entry).contains(&(form.to_owned(), kind));
        assert!(is("demander", "demanda", VerbForm::Finite) && is("demander", "demandé", VerbForm::Base));
        assert!(is("lancer", "lança", VerbForm::Finite) && is("répéter", "répète", VerbForm::Finite));
        assert!(is("dire/dit/disait", "dit", VerbForm::Finite) && is("dire/dit/disait", "dite", VerbForm::Base));
    }
}
