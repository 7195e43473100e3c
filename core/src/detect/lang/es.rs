//! Spanish.

use super::rules::{Dashes, RuleLanguage, SubjectFirst, VerbForm, WordOrder};

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
    person_endings: &["ista", "istas", "ólogo", "óloga", "ólogos", "dor", "dora", "dores", "tor", "tora", "ero", "era"],
    adverb_endings: &["mente", "ando", "iendo", "ado", "ada", "ó", "aba", "ía"],
    is_participle: |word| ["ado", "ada", "ido", "ida"].iter().any(|e| word.ends_with(e)),
    order: WordOrder::SubjectFirst(SubjectFirst {
        cut_word: |_| None,
        is_past: |word| {
            const ENDINGS: [&str; 11] = ["ó", "aron", "ieron", "aba", "aban", "ía", "ían", "uso", "ujo", "izo", "ijo"];
            ENDINGS.iter().any(|e| word.strip_suffix(e).is_some_and(|stem| stem.chars().count() >= 2))
        },
        is_imperfect: |word| word.ends_with("ía"),
        is_finite: |word| word.ends_with(['ó', 'a', 'e']),
        is_gerund: |word| word.ends_with("ando") || word.ends_with("iendo"),
        is_infinitive: |word| ["ar", "er", "ir"].iter().any(|e| word.ends_with(e)),
        leaves_out_subject: true,
        dashes: Dashes::Touching,
        tales_in_marks: false,
        roles_act: false,
        stops_outside: false,
        single_marks: false,
    }),
    ..RuleLanguage::BARE
};

/// The forms of a verb from `infinitive/finite,finite/participle`: regular ones, and those that are listed.
fn verb_forms(entry: &str) -> Vec<(String, VerbForm)> {
    let mut parts = entry.split('/');
    let infinitive = parts.next().unwrap_or_default();
    let mut out = vec![(infinitive.to_owned(), VerbForm::Base)];
    for (part, form) in parts.zip([VerbForm::Finite, VerbForm::Base]) {
        out.extend(part.split(',').filter(|w| !w.is_empty()).map(|w| (w.to_owned(), form)));
    }
    let infinitive = infinitive.strip_suffix("se").unwrap_or(infinitive);
    let mut add = |stem: &str, endings: &[&str], form: VerbForm| {
        out.extend(endings.iter().map(|e| (format!("{stem}{e}"), form)));
    };
    if let Some(stem) = infinitive.strip_suffix("ar") {
        add(
            stem,
            &["a", "an", "ó", "aron", "aba", "aban", "o", "aría", "arían", "ará", "arán", "as"],
            VerbForm::Finite,
        );
        // "expliqué", "negué", "comencé".
        let first = match (stem.strip_suffix('c'), stem.strip_suffix('z')) {
            (Some(start), _) => format!("{start}qu"),
            (_, Some(start)) => format!("{start}c"),
            _ if stem.ends_with('g') => format!("{stem}u"),
            _ => stem.to_owned(),
        };
        add(&first, &["é"], VerbForm::Finite);
        add(stem, &["ado", "ada", "ando"], VerbForm::Base);
    } else if let Some(stem) = infinitive.strip_suffix("er").or_else(|| infinitive.strip_suffix("ir")) {
        add(stem, &["e", "en", "ió", "ieron", "ía", "ían", "o", "í"], VerbForm::Finite);
        add(infinitive, &["ía", "á", "án"], VerbForm::Finite);
        add(stem, &["ido", "ida", "iendo"], VerbForm::Base);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regular_and_irregular_verbs() {
        let is = |entry: &str, form: &str, kind| verb_forms(entry).contains(&(form.to_owned(), kind));
        assert!(is("afirmar", "afirmó", VerbForm::Finite) && is("afirmar", "afirmado", VerbForm::Base));
        assert!(is("responder", "respondió", VerbForm::Finite) && is("explicar", "expliqué", VerbForm::Finite));
        assert!(
            is("decir/dice,dijo/dicho", "dijo", VerbForm::Finite) && is("decir/dijo/dicho", "dicho", VerbForm::Base)
        );
    }
}
