//! Whether two names are of one person, as the scorer of the development sets compares them.

/// Words of a name that tell nothing of who it is.
const TITLES: &[&str] = &[
    "mr",
    "mrs",
    "ms",
    "miss",
    "dr",
    "sen",
    "sens",
    "rep",
    "reps",
    "gov",
    "gen",
    "lt",
    "col",
    "capt",
    "president",
    "vice",
    "senator",
    "representative",
    "secretary",
    "speaker",
    "chairman",
    "chairwoman",
    "chair",
    "justice",
    "judge",
    "former",
    "professor",
    "prof",
    "director",
    "mayor",
    "governor",
    "rev",
    "sir",
    "lady",
    "lord",
    "the",
    "a",
    "an",
    "of",
    "and",
    "for",
    "to",
    "in",
    "at",
    "who",
    "which",
    "jr",
    "sr",
    "said",
    "spokesman",
    "spokeswoman",
];

const PRONOUNS: &[&str] =
    &["he", "she", "they", "it", "i", "we", "you", "who", "his", "her", "their", "him", "them", "which"];

fn words(text: &str) -> Vec<String> {
    let cut = |c: char| !(c.is_alphanumeric() || matches!(c, '-' | '’' | '\''));
    let word = |w: &str| {
        let w = w.trim_matches(['-', '’', '\'']);
        w.strip_suffix("’s")
            .or_else(|| w.strip_suffix("'s"))
            .unwrap_or(w)
            .chars()
            .flat_map(char::to_lowercase)
            .collect::<String>()
    };
    text.split(cut).map(word).filter(|w| !w.is_empty()).collect()
}

fn telling(text: &str) -> Vec<String> {
    words(text).into_iter().filter(|w| w.chars().count() > 1 && !TITLES.contains(&w.as_str())).collect()
}

/// Whether the names share a word that tells who it is.
pub fn share_a_word(speaker: &str, mention: &str) -> bool {
    let told = words(mention);
    if told.len() == 1 && told.first().is_some_and(|w| PRONOUNS.contains(&w.as_str())) {
        return false;
    }
    let other = telling(mention);
    telling(speaker).iter().any(|w| other.contains(w))
}

/// Whether both names are of one person: the last words are the same, the first do not contradict.
pub fn same_person(speaker: &str, person: &str) -> bool {
    let junior = |t: &str| words(t).iter().any(|w| w == "jr" || w == "sr");
    let (one, other) = (telling(speaker), telling(person));
    let (Some(last), Some(first)) = (other.last(), other.first()) else { return false };
    if one.is_empty() || junior(speaker) != junior(person) {
        return false;
    }
    if one == other
        || one.len() == 1 && one.first() == Some(first)
        || one.starts_with(&other) && one.len() <= other.len() + 3
    {
        return true;
    }
    if one.last() != Some(last) {
        return false;
    }
    let given = one.len().checked_sub(2).and_then(|i| one.get(i));
    given.is_none_or(|g| {
        other.iter().rev().skip(1).count() == 0
            || other.iter().rev().skip(1).any(|w| w == g)
            || g.chars().count() == 1
            || g.chars().next() == first.chars().next()
    })
}
