//! French.

use super::rules::{Dashes, RuleLanguage, SubjectFirst, VerbForm, WordOrder};

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
    person_endings: &[
        "iste", "istes", "ologue", "ologues", "teur", "trice", "ateurs", "eur", "euse", "ien", "ienne", "ière", "ier",
    ],
    adverb_endings: &["ment", "ant", "ée", "ées", "és", "é", "able", "ible"],
    is_participle: |word| ["é", "ée", "i", "u", "it", "is"].iter().any(|e| word.ends_with(e)),
    order: WordOrder::SubjectFirst(SubjectFirst {
        cut_word,
        is_past: |word| {
            const ENDINGS: [&str; 10] = ["a", "èrent", "it", "irent", "ut", "urent", "int", "ait", "aient", "inrent"];
            ENDINGS.iter().any(|e| word.strip_suffix(e).is_some_and(|stem| stem.chars().count() >= 2))
        },
        is_imperfect: |word| word.ends_with("ait"),
        is_finite: |_| false,
        is_gerund: |word| word.ends_with("ant"),
        is_infinitive: |word| ["er", "ir", "re"].iter().any(|e| word.ends_with(e)),
        leaves_out_subject: false,
        dashes: Dashes::Seldom,
        tales_in_marks: false,
        roles_act: false,
        stops_outside: false,
        single_marks: false,
    }),
    ..RuleLanguage::BARE
};

/// Words that lose their vowel before another.
const ELIDED: [&str; 13] = ["l", "d", "j", "qu", "n", "s", "c", "m", "t", "jusqu", "lorsqu", "puisqu", "quoiqu"];
/// Pronouns that hang on a verb with a hyphen.
const HANGING: [&str; 19] = [
    "je", "tu", "il", "elle", "on", "nous", "vous", "ils", "elles", "moi", "toi", "lui", "ce", "y", "en", "le", "la",
    "les", "leur",
];

/// Where the first of the words ends that are written as one, and where the next begins: `l|avocate`, `a|-t-|elle`.
fn cut_word(word: &str) -> Option<(usize, usize)> {
    let same = |a: &str, b: &&str| a.chars().flat_map(char::to_lowercase).eq(b.chars());
    if let Some((first, _)) = word.split_once(['\'', '’'])
        && ELIDED.iter().any(|e| same(first, e))
    {
        let end = first.len() + word.get(first.len()..)?.chars().next()?.len_utf8();
        return Some((end, end));
    }
    let (first, last) = word.rsplit_once(['-', '‑'])?;
    let start = word.len() - last.len();
    let first = first.strip_suffix("-t").or_else(|| first.strip_suffix("‑t")).unwrap_or(first);
    HANGING.iter().any(|p| same(last, p)).then_some((first.len(), start))
}

/// The forms of a verb: those of the first group from the infinitive, others from `infinitive/finite,finite/participle`.
fn verb_forms(entry: &str) -> Vec<(String, VerbForm)> {
    let mut parts = entry.split('/');
    let infinitive = parts.next().unwrap_or_default();
    let listed = entry.contains('/');
    let mut out = vec![(infinitive.to_owned(), VerbForm::Base)];
    for (part, form) in parts.zip([VerbForm::Finite, VerbForm::Base]) {
        out.extend(part.split(',').filter(|w| !w.is_empty()).map(|w| (w.to_owned(), form)));
    }
    let Some(stem) = infinitive.strip_suffix("er").filter(|_| !listed) else { return out };
    // "lança", "mangea".
    let before_a = match stem.strip_suffix('c') {
        Some(start) => format!("{start}ç"),
        None if stem.ends_with('g') => format!("{stem}e"),
        None => stem.to_owned(),
    };
    let mut finite = |stem: &str, endings: &[&str]| {
        out.extend(endings.iter().map(|e| (format!("{stem}{e}"), VerbForm::Finite)));
    };
    finite(stem, &["e", "ent", "es", "èrent", "erait", "eraient", "era", "erai", "eront", "ons", "ions"]);
    finite(&before_a, &["a", "ait", "aient", "ais", "ai", "âmes"]);
    // "répète", "achève", "rappelle", "bégaie".
    let last = stem.char_indices().rfind(|(_, c)| "aeiouyéè".contains(*c));
    if let Some((at, vowel @ ('e' | 'é'))) = last {
        let (start, end) = (stem.get(..at).unwrap_or_default(), stem.get(at + vowel.len_utf8()..).unwrap_or_default());
        if !end.is_empty() {
            finite(&format!("{start}è{end}"), &["e", "ent", "es"]);
        }
        if end.chars().count() == 1 {
            finite(&format!("{start}e{end}{end}"), &["e", "ent", "es"]);
        }
    }
    if let Some(start) = stem.strip_suffix('y') {
        finite(start, &["ie", "ient"]);
    }
    for ending in ["é", "ée", "és", "ées"] {
        out.push((format!("{stem}{ending}"), VerbForm::Base));
    }
    out.push((format!("{before_a}ant"), VerbForm::Base));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regular_and_irregular_verbs() {
        let is = |entry: &str, form: &str, kind| verb_forms(entry).contains(&(form.to_owned(), kind));
        assert!(is("lancer", "lança", VerbForm::Finite) && is("lancer", "lancé", VerbForm::Base));
        assert!(is("interroger", "interrogea", VerbForm::Finite) && is("répéter", "répète", VerbForm::Finite));
        assert!(is("rappeler", "rappelle", VerbForm::Finite) && is("achever", "achève", VerbForm::Finite));
        assert!(is("dire/dit,disent/dit", "disent", VerbForm::Finite) && is("dire/dit/dit", "dit", VerbForm::Base));
    }

    #[test]
    fn words_written_as_one_are_cut() {
        assert_eq!(cut_word("l'avocate"), Some((2, 2)));
        assert_eq!(cut_word("a-t-elle"), Some((1, 4)));
        assert_eq!(cut_word("Dit-il"), Some((3, 4)));
        assert_eq!(cut_word("porte-parole"), None);
        assert_eq!(cut_word("Jean-Luc"), None);
    }
}
