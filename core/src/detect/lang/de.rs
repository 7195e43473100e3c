//! German.

use super::rules::{RuleLanguage, VerbForm, WordOrder};

/// German, read by rules.
pub const GERMAN: RuleLanguage = RuleLanguage {
    tag: "de",
    everyday: &[
        "der", "und", "ist", "nicht", "das", "den", "dem", "des", "ein", "eine", "einen", "einem", "einer", "von",
        "für", "mit", "auf", "sich", "zu", "zum", "zur", "im", "wird", "wurde", "hat", "hatte", "habe", "sie", "er",
        "ich", "es", "wir", "auch", "noch", "muss", "seiner", "bei", "nach", "aus", "dass", "oder", "aber", "sagt",
        "sagte", "wie", "als", "über", "sind", "wenn", "die", "mir", "mich", "ihr", "ihre",
    ],
    word_list: include_str!("de/words.txt"),
    verb_forms,
    person_endings: &[
        "minister",
        "ministerin",
        "sprecher",
        "sprecherin",
        "präsident",
        "präsidentin",
        "präsidenten",
        "chef",
        "chefin",
        "vorsitzende",
        "vorsitzender",
        "vorsitzenden",
        "kanzler",
        "kanzlerin",
        "meister",
        "meisterin",
        "sekretär",
        "sekretärin",
        "leiter",
        "leiterin",
        "führer",
        "führerin",
        "beauftragte",
        "beauftragter",
        "anwalt",
        "anwältin",
        "anwälte",
        "richter",
        "richterin",
        "trainer",
        "trainerin",
        "experte",
        "expertin",
        "experten",
        "forscher",
        "forscherin",
        "direktor",
        "direktorin",
        "professor",
        "professorin",
        "wissenschaftler",
        "wissenschaftlerin",
        "politiker",
        "politikerin",
        "abgeordnete",
        "abgeordneter",
        "schützer",
        "besitzer",
        "händler",
        "händlerin",
        "vertreter",
        "vertreterin",
        "sprechern",
        "mitglied",
        "mitglieder",
        "kommissar",
        "kommissarin",
        "korrespondent",
        "korrespondentin",
        "reporter",
        "reporterin",
        "spieler",
        "spielerin",
        "wart",
        "wartin",
        "kandidat",
        "kandidatin",
        "sportler",
        "anhänger",
        "gegner",
        "autor",
        "bewohner",
        "bewohnerin",
        "kritiker",
        "bauer",
        "mann",
        "frau",
        "leute",
        "ärzte",
        "arzt",
    ],
    female_endings: &["in", "frau"],
    body_endings: &[
        "ministerium",
        "gericht",
        "gerichtshof",
        "polizei",
        "behörde",
        "behörden",
        "verband",
        "gewerkschaft",
        "regierung",
        "partei",
        "fraktion",
        "amt",
        "agentur",
        "zeitung",
        "sender",
        "verein",
        "bund",
        "kommission",
        "rat",
        "ausschuss",
        "unternehmen",
        "konzern",
        "gruppe",
        "bank",
        "institut",
        "organisation",
        "anwaltschaft",
        "kammer",
        "kreise",
        "gesellschaft",
    ],
    naming_endings: &[
        "zeitung",
        "zeitschrift",
        "magazin",
        "serie",
        "sendung",
        "film",
        "roman",
        "gruppe",
        "band",
        "album",
        "titel",
        "programm",
        "projekt",
        "schiff",
        "modell",
        "partei",
        "organisation",
        "sonde",
        "preis",
        "name",
        "namen",
        "marke",
        "firma",
        "bündnis",
        "verlag",
        "station",
        "kampagne",
        "aktion",
        "maschine",
        "software",
        "seite",
        "portal",
        "dienst",
        "spiel",
        "oper",
        "verein",
        "laden",
        "kette",
        "sorte",
        "konferenz",
        "initiative",
        "liste",
        "blatt",
        "reihe",
        "show",
        "studie",
    ],
    not_verb_endings: &[
        "lich", "ig", "isch", "bar", "sam", "los", "haft", "voll", "weise", "wärts", "falls", "mal", "ung", "end",
        "ern", "es", "em",
    ],
    female_noun_endings: &[
        "heit",
        "keit",
        "schaft",
        "tät",
        "zeitung",
        "regierung",
        "versammlung",
        "sitzung",
        "behörde",
        "agentur",
        "presse",
        "gruppe",
        "partei",
        "polizei",
        "kommission",
        "konferenz",
        "redaktion",
        "justiz",
        "kammer",
        "menge",
    ],
    abstract_endings: &["ung", "heit", "keit", "schaft", "tät", "ion", "ismus", "sprache", "recht"],
    dative_endings: &["en"],
    adjective_endings: &["e", "en"],
    not_adjective_endings: &["te", "ten"],
    is_mood: |word| word.ends_with('e') && !word.ends_with("te"),
    is_participle: |word| word.starts_with("ge") && word.ends_with("te"),
    is_plural_verb: |word| word.ends_with("en"),
    order: WordOrder::VerbSecond,
    adverb_endings: &["end", "lich", "weise", "ig", "isch", "falls", "erseits"],
};

/// Beginnings of verbs whose participle has no “ge”.
const PREFIXES: [&str; 10] = ["be", "er", "ver", "ent", "ge", "zer", "miss", "über", "unter", "wider"];

/// The forms of a verb: a weak one from its infinitive, a strong one from `infinitive/present/past/participle`, both with a
/// separable first part before a bar.
fn verb_forms(entry: &str) -> Vec<(String, VerbForm)> {
    let (first, verb) = entry.split_once('|').map_or(("", entry), |(first, verb)| (first, verb));
    let mut parts = verb.split('/');
    let infinitive = parts.next().unwrap_or_default();
    let stem = infinitive.strip_suffix("en").or_else(|| infinitive.strip_suffix('n')).unwrap_or(infinitive);
    let link = if stem.ends_with(['t', 'd']) || ["chn", "ffn", "dm", "tm", "gn"].iter().any(|e| stem.ends_with(e)) {
        "e"
    } else {
        ""
    };
    let weak = |ending: &str| format!("{stem}{link}{ending}");
    let bare = PREFIXES.iter().any(|p| infinitive.starts_with(p) && infinitive.len() > p.len() + 3)
        || infinitive.ends_with("ieren");
    let present = parts.next().map_or_else(|| weak("t"), str::to_owned);
    let past = parts.next().map_or_else(|| weak("te"), str::to_owned);
    let participle =
        parts.next().map_or_else(|| if bare { weak("t") } else { format!("ge{}", weak("t")) }, str::to_owned);
    let many = if past.ends_with('e') { format!("{past}n") } else { format!("{past}en") };
    let mood = format!("{stem}e");
    let finite = [present, past, many, infinitive.to_owned(), mood.clone()];
    let mut out = Vec::with_capacity(16);
    if first.is_empty() {
        out.extend(finite.into_iter().map(|form| (form, VerbForm::Finite)));
        out.push((participle, VerbForm::Base));
        out.push((infinitive.to_owned(), VerbForm::Base));
    } else {
        out.extend(finite.iter().map(|form| (format!("{first}{form}"), VerbForm::Finite)));
        out.extend(finite.into_iter().map(|form| (form, VerbForm::Split)));
        out.push((format!("{first}{participle}"), VerbForm::Base));
        out.push((format!("{first}{infinitive}"), VerbForm::Base));
        out.push((format!("{first}zu{infinitive}"), VerbForm::Base));
    }
    out.push((mood, VerbForm::Mood));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weak_strong_and_separable_verbs() {
        let is = |entry: &str, form: &str, kind| verb_forms(entry).contains(&(form.to_owned(), kind));
        assert!(is("sagen", "sagte", VerbForm::Finite) && is("sagen", "gesagt", VerbForm::Base));
        assert!(is("behaupten", "behauptete", VerbForm::Finite) && is("behaupten", "behauptet", VerbForm::Base));
        assert!(is("rufen/ruft/rief/gerufen", "riefen", VerbForm::Finite));
        assert!(is("mit|teilen", "teilte", VerbForm::Split) && is("mit|teilen", "mitteilte", VerbForm::Finite));
        assert!(is("mit|teilen", "mitgeteilt", VerbForm::Base) && is("sagen", "sage", VerbForm::Mood));
    }
}
