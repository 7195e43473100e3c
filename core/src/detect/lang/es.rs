//! Spanish.

use super::rules::{RuleLanguage, VerbForm};

/// Spanish, read by rules.
pub const SPANISH: RuleLanguage = RuleLanguage {
    tag: "es",
    everyday: &[
        "el", "la", "los", "las", "de", "del", "que", "y", "en", "un", "una", "por", "con", "para", "su", "sus", "se",
        "lo", "le", "al", "es", "más", "pero", "como", "ha", "fue", "este", "esta", "ella", "él", "si", "sobre",
        "dijo", "muy", "ya", "era", "había", "sin", "son", "qué", "nos", "mi", "desde", "hasta", "según", "entre",
        "cuando", "también",
    ],
    word_list: include_str!("es/words.txt"),
    verb_forms,
    verb_second: false,
    capital_nouns: false,
    drops_subject: true,
    elided: &[],
    clitics: &[],
    pairs: &[],
    person_endings: &["ista", "istas", "ólogo", "óloga", "dor", "dora", "tor", "tora"],
    female_endings: &["ora", "era", "ona", "esa", "ina", "ada", "ica", "iga", "ija", "ana", "ela", "nta", "triz"],
    female_given_endings: &["a"],
    male_given_endings: &["o"],
    body_endings: &[],
    naming_endings: &[],
    not_verb_endings: &["mente", "ción", "dad", "oso", "osa"],
    adverb_endings: &["mente"],
    adjective_endings: &[],
    not_adjective_endings: &[],
    is_mood: |_| false,
    is_participle: |word| word.ends_with("ado") || word.ends_with("ido"),
    is_past: |word| ["ó", "aba", "aron", "ieron"].iter().any(|e| word.ends_with(e)),
    is_infinitive: |word| ["ar", "er", "ir"].iter().any(|e| word.ends_with(e)) && word.len() > 3,
    is_gerund: |word| word.ends_with("ando") || word.ends_with("iendo"),
    is_plural_verb: |_| false,
};

/// The forms of a regular verb from its infinitive; of any other from `infinitive/participle/finite forms`.
fn verb_forms(entry: &str) -> Vec<(String, VerbForm)> {
    let mut parts = entry.split('/');
    let infinitive = parts.next().unwrap_or_default();
    let mut out = vec![(infinitive.to_owned(), VerbForm::Base)];
    if let Some(participle) = parts.next() {
        out.push((participle.to_owned(), VerbForm::Base));
        out.extend(parts.map(|form| (form.to_owned(), VerbForm::Finite)));
        return out;
    }
    let (stem, finite, participle): (&str, &[&str], &str) = if let Some(stem) = infinitive.strip_suffix("ar") {
        (stem, &["a", "an", "ó", "aron", "aba", "aban", "ará", "é", "o"], "ado")
    } else if let Some(stem) = infinitive.strip_suffix("er") {
        (stem, &["e", "en", "ió", "ieron", "ía", "ían", "erá", "í", "o"], "ido")
    } else {
        (
            infinitive.strip_suffix("ir").unwrap_or(infinitive),
            &["e", "en", "ió", "ieron", "ía", "ían", "irá", "í", "o"],
            "ido",
        )
    };
    out.extend(finite.iter().map(|ending| (format!("{stem}{ending}"), VerbForm::Finite)));
    // explicó, explique.
    out.push((format!("{stem}{participle}"), VerbForm::Base));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regular_and_other_verbs() {
        let is = |entry: &str, form: &str, kind| verb_forms(entry).contains(&(form.to_owned(), kind));
        assert!(is("afirmar", "afirmó", VerbForm::Finite) && is("afirmar", "afirmado", VerbForm::Base));
        assert!(is("responder", "respondió", VerbForm::Finite) && is("decir/dicho/dijo", "dijo", VerbForm::Finite));
    }
}
