//! English.

mod section_labels;
mod tables;
mod turns;

use super::{Grammar, Language, NameRules, ReferenceRules, TitleKind, WordEnding};
use crate::detect::entity_weights::EntityWeights;
use crate::detect::model_file::EmbeddedModel;
use crate::detect::roles::Roles;
use crate::detect::word_number::number;

const TAG: &str = "en";

/// English: news, transcripts and fiction.
pub const ENGLISH: Language = Language {
    tag: TAG,
    word_lists: &[include_str!("en/lexicon.txt"), include_str!("en/given-names.txt")],
    verb_forms,
    ending,
    stem,
    is_aside,
    is_page_furniture,
    everyday: &[" the ", " and ", " of "],
    grammar: GRAMMAR,
    names: NAMES,
    references: REFERENCES,
    turns: turns::TURNS,
    tables: tables::TABLES,
    entities: EntityWeights::new(include_bytes!("en/entities.bin")),
    model: EmbeddedModel::new(include_bytes!("en/model.bin"), TAG),
};

const GRAMMAR: Grammar = Grammar {
    complementizer: number("that"),
    said: number("said"),
    infinitive_marker: number("to"),
    object_or_possessive: number("her"),
    genitive: number("of"),
    definite_article: number("the"),
    first_person_singular: number("i"),
    joining_prepositions: &[number("of"), number("for"), number("at"), number("from"), number("with"), number("in")],
    loose_prepositions: &[number("in"), number("with")],
    according_to: (number("according"), number("to")),
    known_as: (number("known"), number("as")),
    relative_subject: number("who"),
    inner_speech: &[number("thought"), number("thinks"), number("reflected"), number("mused")],
    was: &[number("was"), number("were"), number("is")],
    phrasal_verbs: &[
        number("broke"),
        number("put"),
        number("went"),
        number("cut"),
        number("burst"),
        number("struck"),
        number("chimed"),
        number("called"),
        number("cried"),
        number("sang"),
        number("piped"),
        number("threw"),
        number("spoke"),
        number("shot"),
        number("flashed"),
        number("blurted"),
        number("rapped"),
    ],
    phrasal_particles: &[number("in"), number("on"), number("out"), number("up"), number("back")],
    gestures: &[
        number("looked"),
        number("turned"),
        number("leaned"),
        number("leant"),
        number("shook"),
        number("put"),
        number("set"),
        number("stood"),
        number("sat"),
        number("rose"),
        number("raised"),
        number("lifted"),
        number("lowered"),
        number("closed"),
        number("opened"),
        number("glanced"),
        number("stared"),
        number("gazed"),
        number("rubbed"),
        number("pointed"),
        number("waved"),
        number("reached"),
        number("stepped"),
        number("folded"),
        number("crossed"),
        number("clenched"),
        number("bit"),
        number("licked"),
        number("swallowed"),
        number("tilted"),
        number("scratched"),
        number("brushed"),
        number("picked"),
        number("laid"),
        number("dropped"),
        number("poured"),
        number("sipped"),
        number("lit"),
        number("stubbed"),
        number("pulled"),
        number("pushed"),
        number("ran"),
        number("crouched"),
        number("knelt"),
        number("bent"),
        number("straightened"),
        number("stretched"),
        number("tapped"),
        number("drummed"),
        number("squeezed"),
        number("patted"),
        number("stroked"),
        number("touched"),
        number("wiped"),
        number("blew"),
    ],
    sources: &[number("from"), number("by")],
    desks: &[number("desk"), number("office"), number("pen"), number("hand")],
    object_pronouns: &[
        number("him"),
        number("me"),
        number("them"),
        number("us"),
        number("himself"),
        number("herself"),
        number("what"),
    ],
    impersonal_pronouns: &[
        number("it"),
        number("this"),
        number("that"),
        number("these"),
        number("those"),
        number("itself"),
    ],
    third_person_singular: &[number("he"), number("she")],
    third_person_plural: &[number("they")],
    first_person: &[number("i"), number("we")],
    second_person: &[number("you")],
    relative_pronouns: &[number("who"), number("which"), number("whom"), number("whose")],
    particles: &[
        number("down"),
        number("up"),
        number("away"),
        number("back"),
        number("off"),
        number("aside"),
        number("together"),
    ],
    clause_openers: &[number("that"), number("how"), number("whether"), number("why"), number("what"), number("if")],
    content_openers: &[
        number("that"),
        number("how"),
        number("whether"),
        number("if"),
        number("why"),
        number("what"),
        number("who"),
        number("when"),
        number("where"),
        number("to"),
        number("for"),
        number("as"),
    ],
    connectors: &[number("but"), number("and"), number("so"), number("yet"), number("still"), number("however")],
    circumstance_openers: &[number("following"), number("amid")],
    before_verb: &["not", "to", "n’t"],
    denials: &[
        "not",
        "never",
        "no",
        "nor",
        "neither",
        "nobody",
        "hardly",
        "denied",
        "denies",
        "deny",
        "denying",
        "refused",
        "refuses",
        "refusing",
        "declined",
        "declines",
        "declining",
        "doubted",
        "doubts",
        "failed",
        "cannot",
    ],
    denial_ending: "n't",
    not_adverbs: &["family", "reply", "supply", "ally", "rally", "apply"],
    persons_first: &["I", "my", "me", "we", "our", "My", "We"],
    persons_second: &["you", "your", "You", "Your"],
    persons_third: &["he", "she", "they", "He", "She", "They"],
    past_verbs: &["had", "was", "were", "would", "could", "did", "might"],
    elisions: &[
        "twas", "tis", "twere", "twill", "twould", "twouldn", "tisn", "twasn", "twon", "tain", "twixt", "tween", "em",
        "til", "till", "cause", "cos", "cuz", "coz", "bout", "round", "neath", "nother", "nuff", "scuse", "fraid",
        "im", "er", "ere", "ello", "ow", "ouse", "ome", "ead", "alf", "appen", "ave", "e", "n", "un", "ud", "gainst",
        "pon", "mongst", "kay", "sup", "zat", "spose", "spect", "stead",
    ],
};

const NAMES: NameRules = NameRules {
    article: "the",
    genitive: "of",
    contraction_tails: &["ll", "ve", "re", "d", "m", "t", "em", "am"],
    half_days: &[number("am"), number("pm")],
    month_or_name: number("may"),
    month_or_name_as_written: "May",
    suffixes: &["Jr", "Sr"],
    suffix_words: &[number("jr"), number("sr")],
    generations: &["Jr", "Sr", "II", "III", "IV"],
    title_kinds: &[
        (TitleKind::Mister, &["mr", "mister", "mistah", "monsieur", "master"]),
        (TitleKind::Wife, &["mrs"]),
        (TitleKind::Madam, &["madame", "madam", "ms"]),
        (TitleKind::Miss, &["miss", "mademoiselle"]),
        (TitleKind::Noble, &["sir", "lord", "lady", "dame", "duke", "duchess", "prince", "princess", "king", "queen"]),
        (
            TitleKind::Kin,
            &["aunt", "uncle", "cousin", "grandmother", "grandfather", "father", "mother", "brother", "sister"],
        ),
        (TitleKind::Office, &["dr", "doctor", "prof", "professor"]),
        (TitleKind::Plain, &["old", "young", "poor", "little", "dear", "comrade", "former", "then", "ex", ""]),
    ],
    inside_titles: &["of", "the", "."],
    noble_roles: &["sir", "lord"],
    sites: &[
        "park", "hall", "abbey", "street", "square", "avenue", "cottage", "lodge", "castle", "house", "hotel", "inn",
        "terrace", "gardens", "gables", "lane", "road", "bridge", "theatre", "club",
    ],
    place_prepositions: &["in", "from", "at", "across"],
    before_places: &["in", "at", "from", "into", "near", "through", "across", "leave", "left"],
    plural_ending: "s",
    // "Dear Ada", "dear Ada": the rule was measured with the four letters they share.
    address_openers: &["ear "],
    naming_words: &[number("nicknamed"), number("alias"), number("aka"), number("named")],
    purposes: &[number("for"), number("on")],
    purposeful: &[
        number("committee"),
        number("commission"),
        number("council"),
        number("center"),
        number("centre"),
        number("institute"),
        number("office"),
        number("bureau"),
        number("coalition"),
        number("foundation"),
        number("association"),
        number("agency"),
        number("fund"),
        number("alliance"),
        number("campaign"),
        number("society"),
        number("project"),
        number("union"),
    ],
    measures: &[
        "percent",
        "percentage",
        "points",
        "second",
        "seconds",
        "minute",
        "minutes",
        "hour",
        "hours",
        "day",
        "days",
        "week",
        "weeks",
        "weekend",
        "month",
        "months",
        "year",
        "years",
        "decade",
        "decades",
        "century",
        "dollars",
        "times",
        "miles",
        "morning",
        "afternoon",
        "evening",
        "night",
        "today",
        "yesterday",
        "tomorrow",
    ],
};

const REFERENCES: ReferenceRules = ReferenceRules {
    male: &["he", "him", "his"],
    female: &["she", "her"],
    plural: &["they", "them", "their"],
    neuter: &["it", "its"],
    first_person: &["i", "me", "my"],
    relative: &["who", "which", "whom"],
    offices: &[
        "nominee",
        "candidate",
        "businessman",
        "businesswoman",
        "billionaire",
        "mogul",
        "frontrunner",
        "lawmaker",
    ],
    possessives: &["his ", "her ", "His ", "Her ", "my ", "My "],
    definite: &["the ", "The "],
    articles: &["the ", "The ", "a ", "A ", "an ", "An "],
    demonstratives: &["the ", "this ", "that "],
    determiners: &["the ", "a ", "an ", "one ", "another "],
    numerals: &["one", "two", "three", "four", "five", "six", "several", "many", "few"],
    counts: &[("two", 2), ("three", 3), ("four", 4), ("pair", 2), ("couple", 2), ("duo", 2), ("trio", 3)],
    all_of: &[("both", 2)],
    continuations: &["of ", "for ", "at ", "in ", "from "],
    epithets: &["the ", "poor ", "old ", "young ", "little "],
    titles_as_nouns: &[
        ("sen", &["senator", "lawmaker"]),
        ("senator", &["lawmaker"]),
        ("rep", &["congressman", "congresswoman", "representative", "lawmaker"]),
        ("congressman", &["lawmaker", "representative"]),
        ("congresswoman", &["lawmaker", "representative"]),
        ("gov", &["governor"]),
        ("gen", &["general"]),
        ("lt", &["lieutenant"]),
        ("col", &["colonel"]),
        ("capt", &["captain"]),
        ("sgt", &["sergeant"]),
        ("dr", &["doctor", "physician", "professor"]),
        ("prof", &["professor"]),
        ("rev", &["reverend", "pastor", "minister", "preacher"]),
        ("republican", &["gop"]),
        ("gop", &["republican"]),
        ("democrat", &["democratic"]),
    ],
    owner_endings: &["’s", "'s"],
    ages: &["-year-old"],
    kinds_of_bodies: &[
        ("newspaper", PAPERS),
        ("paper", PAPERS),
        ("magazine", &["magazine", "review", "weekly", "monthly"]),
        ("network", &["news", "network"]),
        ("court", &["court", "circuit", "tribunal"]),
        ("union", &["union", "association", "brotherhood", "federation", "workers", "teamsters"]),
        (
            "group",
            &[
                "association",
                "coalition",
                "society",
                "council",
                "alliance",
                "league",
                "fund",
                "project",
                "watch",
                "network",
            ],
        ),
        (
            "company",
            &["inc", "corp", "co", "company", "corporation", "group", "ltd", "technologies", "motors", "industries"],
        ),
        ("agency", &["agency", "administration", "bureau", "service"]),
        ("bank", &["bank", "trust", "reserve"]),
        ("commission", &["commission", "committee"]),
        ("committee", &["committee"]),
        ("organization", &["organization", "association", "foundation", "society", "institute", "league"]),
    ],
};

const PAPERS: super::WordForms = &[
    "times",
    "post",
    "journal",
    "tribune",
    "herald",
    "globe",
    "gazette",
    "star",
    "sun",
    "examiner",
    "observer",
    "chronicle",
    "inquirer",
    "register",
    "telegraph",
    "guardian",
    "mail",
    "independent",
    "courier",
    "dispatch",
    "ledger",
    "record",
    "sentinel",
    "bulletin",
    "press",
    "advocate",
    "mirror",
    "argus",
    "echo",
];

/// "announce", "announces", "announced", "announcing".
fn verb_forms(base: &str) -> Vec<(String, Roles)> {
    let stem = base.strip_suffix('e').unwrap_or(base);
    let sibilant = ["s", "sh", "ch", "x"].iter().any(|e| base.ends_with(e));
    vec![
        (base.to_owned(), Roles::default()),
        (format!("{base}{}", if sibilant { "es" } else { "s" }), Roles::default()),
        (format!("{stem}ed"), Roles::PAST),
        (format!("{stem}ing"), Roles::ING),
    ]
}

fn ending(word: &str) -> WordEnding {
    match word.as_bytes() {
        [.., b'i', b'n', b'g'] => WordEnding::Progressive,
        [.., b'e', b'd'] => WordEnding::Past,
        [.., b'l', b'y'] => WordEnding::Adverb,
        [.., b's', b's'] => WordEnding::Other,
        [.., b's'] => WordEnding::Plural,
        _ => WordEnding::Other,
    }
}

/// "announc" of "announce", "announces", "announced", "announcing"; "plan" of "planned".
fn stem(word: &str) -> &str {
    let ends = ["ing", "ed", "es", "s", "e"];
    let cut = ends.iter().find_map(|e| word.strip_suffix(e)).filter(|stem| stem.len() >= 3);
    let Some(stem) = cut else { return word };
    let stem = stem.strip_suffix('i').or_else(|| stem.strip_suffix('y')).unwrap_or(stem);
    match stem.as_bytes() {
        // "admitted" as "admit", but "tell" as "telling".
        [.., a, b] if a == b && !matches!(b, b'l' | b's' | b'e' | b'o') => stem.get(..stem.len() - 1).unwrap_or(stem),
        _ => stem,
    }
}

/// "turning to Emma", "with a sigh", "in a tone of wonder", "loud cheers".
fn is_aside(words: &str) -> bool {
    let noises = ["laughter", "cheers", "cheering", "applause", "laughs", "groans", "sighs"];
    let trimmed = words.trim_matches(|c: char| !c.is_alphanumeric());
    if noises.iter().any(|n| trimmed.ends_with(n)) {
        return true;
    }
    let mut list = trimmed.split_whitespace();
    let (first, second) = (list.next().unwrap_or_default(), list.next().unwrap_or_default());
    let not_participles =
        ["considering", "according", "including", "being", "having", "supposing", "finding", "meaning", "nothing"];
    let participle = |w: &str| w.ends_with("ing") && w.len() > 4 && !not_participles.contains(&w);
    let address = first == "to" && second.starts_with(char::is_uppercase);
    let manner = ["with", "in"].contains(&first) && ["a", "an", "the"].contains(&second) && words.len() < 48;
    let speaks =
        trimmed.split(|c: char| !c.is_alphabetic()).any(|w| ["I", "my", "me", "you", "your", "know"].contains(&w));
    !speaks && (participle(first) || first.len() < 8 && participle(second) || address || manner)
}

/// "Follow Ada Grey on Twitter", "Sign up for our newsletter": what pages put below.
fn is_page_furniture(words: &str) -> bool {
    let begins = |w: &str| words.get(..w.len()).is_some_and(|h| h.eq_ignore_ascii_case(w));
    begins("follow ") && words.contains('@') || begins("sign up for ") || begins("read more") || begins("click here")
}

#[cfg(test)]
mod tests {
    use super::stem;

    #[test]
    fn the_forms_of_a_verb_have_one_stem() {
        for forms in ["announce announces announced announcing", "plan plans planned planning", "denies denied"] {
            let stems: Vec<&str> = forms.split(' ').map(stem).collect();
            assert!(stems.iter().all(|s| *s == stems.first().copied().unwrap_or_default()), "{stems:?}");
        }
        assert_eq!([stem("tells"), stem("is"), stem("né"), stem("")], ["tell", "is", "né", ""]);
    }
}
