//! English: words that carry the sense of a sentence, and what may be written otherwise without changing it.
//!
//! Words are asked for as they are compared: small letters, no apostrophes, contractions read apart.

use super::guard::{Guard, Limiter};
use super::word_list::WordList;

const NEGATIONS: WordList = WordList::new(
    "not no never nobody nothing none neither nor without hardly scarcely barely nowhere deny denies \
    denied denying fail fails failed failing refuse refuses refused aint",
);

const OPERATORS: WordList = WordList::new(
    "only all every any some most many few half each both more less fewer least always sometimes often \
    rarely may might must shall should will would can could if unless until except provided whether \
    everybody everyone anybody anyone somebody someone about around roughly approximately nearly almost \
    perhaps maybe probably possibly likely allegedly reportedly apparently seemingly increase increases \
    increased decrease decreases decreased rise rises rose fall falls fell higher lower support supports \
    supported oppose opposes opposed against before after and or",
);

/// Words that are operators only with the word before them.
const HEDGES_OF_TWO: &[(&str, &str)] =
    &[("sort", "of"), ("kind", "of"), ("i", "think"), ("at", "least"), ("at", "most")];

/// Pairs of which one in the place of the other changes the sense, and which mean little when they come or go alone.
const SWAPS: WordList = WordList::new(
    "and or before after about around against rose fell rise fall everybody everyone anybody anyone \
    somebody someone",
);

/// Before a number these say that it is not exact.
const ROUNDS: WordList = WordList::new("about around over under nearly almost roughly up");

const UNITS: WordList = WordList::new(
    "¤dollar ¤pound ¤euro ¤yen ¤rupee ¤cent ¤pence ¤percent ¤degree percentage point points mile miles \
    mph kmh kph knot knots metre metres meter meters kilometer kilometers centimeter centimeters \
    millimeter millimeters km cm mm m ft foot feet inch inches yard yards acre acres hectare hectares \
    gram grams kilo kilos kg kilogram kilograms ton tons tonne tonnes ounce ounces pound pounds dollar \
    dollars euro euros cent cents pence penny yen rupee rupees liter liters gallon gallons pint pints \
    second seconds minute minutes hour hours day days week weeks month months year years decade decades \
    century centuries degree degrees celsius fahrenheit volt volts watt watts kilowatt kilowatts \
    megawatt megawatts gigawatt gigawatts mw kw gw am pm stone fathom fathoms hourly daily weekly \
    monthly yearly annually",
);

/// Of [`UNITS`] those that are other words where no number stands before them.
const UNITS_AFTER_NUMBERS: WordList = WordList::new(
    "yard yards stone m second seconds point points foot feet pound pounds am degree degrees \
    mw kw gw mm cm",
);

/// Words of number that are no numerals, and dates.
const NUMBERS: WordList = WordList::new(
    "once twice thrice dozen dozens hundreds thousands millions billions trillions quarter quarters \
    thirds fifths tenths double triple single january february march april june july august september \
    october november december monday tuesday wednesday thursday friday saturday sunday noon midnight \
    yesterday today tomorrow",
);

/// Of [`NUMBERS`] those that name a time.
const DATES: WordList = WordList::new(
    "january february march april may june july august september october november december monday tuesday \
    wednesday thursday friday saturday sunday yesterday today tomorrow",
);

/// Of [`NUMBERS`] those that are other words when they are written small.
const NUMBERS_WITH_CAPITAL: WordList = WordList::new("march august");

const STOP_WORDS: WordList = WordList::new(
    "a an the this that these those i me my we us our you your he him his she her it its they them their \
    who whom whose which what there here am is are was were be been being do does did have has had \
    having will would shall should can could may might must to of in on at by for from with as into \
    about up out off over and or but so if then than not no yes very just too also 's 'd s d when where \
    how why all any some one #1 well oh",
);

const FILLERS: WordList = WordList::new("um umm uh uhh er err erm ah ahh hm hmm mm mmm uhm eh");

const CONDITIONS: WordList = WordList::new("if provided providing assuming");
const EXCEPTIONS: WordList = WordList::new("unless except excepting");

/// Words that begin another clause: what stands before them negates nothing behind.
const CLAUSE_WORDS: WordList =
    WordList::new("and or but so because since although though while whereas yet however therefore");

/// Before a capital or a figure these are no end of a sentence.
const ABBREVIATIONS: WordList = WordList::new(
    "mr mrs ms dr st prof gov sen rep gen col lt sgt capt cllr jr sr inc ltd co corp no vs jan feb mar \
    apr jun jul aug sep sept oct nov dec eg ie cf rev hon fr messrs approx dept est fig vol pp p op",
);

/// Of [`ABBREVIATIONS`] those that may be the last word of a sentence.
const ABBREVIATIONS_AT_END: WordList = WordList::new("jr sr inc ltd co corp dept est st");

/// In brackets these are heard, not said.
const SOUNDS: WordList = WordList::new(
    "laughs laughter laughing laugh applause applauds cheers cheering sighs sigh coughs cough coughing \
    pause pauses silence music crying cries whispers sobs chuckles chuckle gasps noise beep ringing \
    interruption break sic",
);

/// In brackets these stand for words that nobody could make out.
const UNHEARD: WordList =
    WordList::new("inaudible unclear indistinct unintelligible crosstalk garbled indecipherable illegible redacted");

/// Ways to say the same: a contraction, and the words it is made of.
const CONTRACTIONS: &[(&str, &[&str])] = &[
    ("wont", &["will", "not"]),
    ("cant", &["can", "not"]),
    ("cannot", &["can", "not"]),
    ("shant", &["shall", "not"]),
    ("gonna", &["going", "to"]),
    ("gotta", &["got", "to"]),
    ("wanna", &["want", "to"]),
    ("dunno", &["do", "not", "know"]),
    ("kinda", &["kind", "of"]),
    ("sorta", &["sort", "of"]),
    ("cmon", &["come", "on"]),
    ("yall", &["you", "all"]),
];

/// The first of each of [`CONTRACTIONS`].
const SHORT: WordList = WordList::new("wont cant cannot shant gonna gotta wanna dunno kinda sorta cmon yall");

/// Words that stand in what [`CONTRACTIONS`] are made of.
const CONTRACTED: WordList = WordList::new("going got want know come kind sort all do can will shall not on");

/// Contractions that are read even where the apostrophe is lost.
const WITHOUT_APOSTROPHE: WordList = WordList::new(
    "dont doesnt didnt isnt wasnt arent werent havent hasnt hadnt wouldnt couldnt shouldnt mustnt neednt \
    im ive youre youve youll theyre theyve theyll weve",
);

/// What a word guards; none for most. `capital` where it is written with a capital inside a sentence.
pub fn guard(word: &str, capital: bool) -> Option<Guard> {
    if word.starts_with('#') || word.bytes().any(|b| b.is_ascii_digit()) {
        Some(Guard::Number)
    } else if NEGATIONS.has(word) || word == "non" {
        // `non-` denies its own word only, and limits no sentence.
        Some(Guard::Negation)
    } else if word == "may" && capital {
        // The month.
        Some(Guard::Number)
    } else if OPERATORS.has(word) {
        Some(Guard::Operator)
    } else if NUMBERS.has(word) && (capital || !NUMBERS_WITH_CAPITAL.has(word)) {
        Some(Guard::Number)
    } else if UNITS.has(word) {
        Some(Guard::Unit)
    } else {
        None
    }
}

/// Whether a word guards only where another of its kind takes its place.
pub fn swaps(word: &str) -> bool {
    SWAPS.has(word)
}

/// Whether two words say the same of whom: `everybody`, `everyone`.
pub fn means_the_same(a: &str, b: &str) -> bool {
    let stem = |word: &str| word.strip_suffix("body").or(word.strip_suffix("one")).map(str::to_owned);
    stem(a).is_some_and(|a| stem(b) == Some(a))
}

/// Whether two words are a hedge or an operator together: `sort of`, `about 40`.
pub fn guards_together(first: &str, second: &str) -> bool {
    HEDGES_OF_TWO.contains(&(first, second)) || ROUNDS.has(first) && second.starts_with('#')
}

/// Whether words left out at a mark are missed wherever they stood: a limit of the whole sentence.
pub fn limits(word: &str) -> bool {
    word == "only" || word == "until" || word == "whether" || CONDITIONS.has(word) || EXCEPTIONS.has(word)
}

/// Whether a word begins a contrast.
pub fn contrasts(word: &str) -> bool {
    matches!(word, "but" | "although" | "though" | "albeit" | "except")
}

/// Whether one word is the other with a prefix that denies it.
pub fn denies(a: &str, b: &str) -> bool {
    let with = |long: &str, short: &str| {
        short.len() >= 3
            && ["un", "in", "im", "il", "ir", "non", "dis", "mis"]
                .iter()
                .any(|prefix| long.strip_prefix(prefix) == Some(short))
    };
    with(a, b) || with(b, a)
}

/// Whether a word names a time: a year, a month, a day.
pub fn is_date(word: &str) -> bool {
    let year = word.strip_prefix('#').is_some_and(|n| n.len() == 4 && (n.starts_with('1') || n.starts_with("20")));
    year || DATES.has(word)
}

/// Whether a word of measure is another word where no number stands before it: `the yard`.
pub fn measures_after_numbers(word: &str) -> bool {
    UNITS_AFTER_NUMBERS.has(word)
}

/// Whether words said twice right behind each other take themselves back: `not not`, `fail to fail to`. In a row of `no, no` or
/// `never never` the second says what the first did.
pub fn takes_itself_back(words: &[&str]) -> bool {
    match words {
        [word] => is_negation(word) && !matches!(*word, "no" | "never" | "nobody" | "nothing" | "none" | "nowhere"),
        [word, "to"] => is_negation(word),
        _ => false,
    }
}

/// Whether a word says little of what a sentence is about.
pub fn is_stop_word(word: &str) -> bool {
    STOP_WORDS.has(word)
}

/// Whether a word is a hesitation.
pub fn is_filler(word: &str) -> bool {
    word.len() < 5 && FILLERS.has(word)
}

/// Whether two words are a filler between commas.
pub fn fills_together(first: &str, second: &str) -> bool {
    matches!((first, second), ("you", "know") | ("i", "mean"))
}

/// Whether a word begins another clause.
pub fn begins_clause(word: &str) -> bool {
    CLAUSE_WORDS.has(word)
}

/// Whether a full stop behind the word ends no sentence.
pub fn is_abbreviation(word: &str) -> bool {
    ABBREVIATIONS.has(word)
}

/// Whether an abbreviation may be the last word of a sentence.
pub fn may_end_sentences(word: &str) -> bool {
    ABBREVIATIONS_AT_END.has(word)
}

/// Whether a word with a capital begins a sentence rather than a name. `May` may be either.
pub fn opens_sentences(word: &str) -> bool {
    is_stop_word(word) && word != "may"
        || is_negation(word)
        || CONDITIONS.has(word)
        || EXCEPTIONS.has(word)
        || begins_clause(word)
        || word == "only"
}

/// Whether words in brackets are a sound, or how something is said: in square ones the last tells (`[long pause]`), in others
/// all must be such.
pub fn is_sound(words: &[String], square: bool) -> bool {
    let sound = |word: &String| SOUNDS.has(word);
    if square { words.last().is_some_and(sound) } else { !words.is_empty() && words.iter().all(sound) }
}

/// Whether words in brackets stand for what nobody could make out.
pub fn is_unheard(words: &[String]) -> bool {
    words.iter().any(|word| UNHEARD.has(word))
}

/// Whether a word is a negation.
pub fn is_negation(word: &str) -> bool {
    NEGATIONS.has(word)
}

/// The limiter that begins with these words: what follows a statement and takes part of it back. How many words it has.
pub fn limiter(words: &[&str]) -> Option<(Limiter, usize)> {
    let at = |n: usize| words.get(n).copied().unwrap_or_default();
    let long = [
        (&["as", "long", "as"][..], Limiter::Condition),
        (&["so", "long", "as"], Limiter::Condition),
        (&["on", "condition"], Limiter::Condition),
        (&["on", "the", "condition"], Limiter::Condition),
        (&["subject", "to"], Limiter::Condition),
        (&["in", "the", "event"], Limiter::Condition),
        (&["other", "than"], Limiter::Exception),
        (&["apart", "from"], Limiter::Exception),
        (&["but", "not"], Limiter::Negation),
        (&["but", "only"], Limiter::Only),
    ];
    if let Some((phrase, limiter)) = long.iter().find(|(phrase, _)| words.starts_with(phrase)) {
        return Some((*limiter, phrase.len()));
    }
    let first = at(0);
    if is_aside(first, words.get(1..).unwrap_or_default()) {
        return None;
    }
    if first == "when" {
        let can = words.iter().take(8).any(|w| matches!(*w, "may" | "can"));
        return can.then_some((Limiter::Condition, 1));
    }
    let one = match first {
        "until" | "till" => Limiter::Until,
        "only" => Limiter::Only,
        word if CONDITIONS.has(word) => Limiter::Condition,
        word if EXCEPTIONS.has(word) => Limiter::Exception,
        _ => return None,
    };
    Some((one, 1))
}

/// What a word before a statement takes back of it.
pub fn limiter_before(word: &str) -> Option<Limiter> {
    match word {
        "only" => Some(Limiter::Only),
        "if" | "unless" => Some(Limiter::Condition),
        "whether" => Some(Limiter::Whether),
        word if is_negation(word) => Some(Limiter::Negation),
        _ => None,
    }
}

/// Whether a word before a statement limits nothing because of the word that follows it: *no doubt*, *not only*.
pub fn is_emphatic(word: &str, next: &str) -> bool {
    matches!(
        (word, next),
        ("no", "doubt" | "question" | "wonder" | "secret" | "surprise")
            | ("not", "only" | "just" | "least")
            | ("nothing", "but" | "less")
            | ("without", "doubt" | "question" | "fail")
            | ("if", "anything")
            | ("never", "mind")
    )
}

/// Whether *if* begins no condition but words by the way: *if you ask me*, *if I may*.
pub fn is_aside(word: &str, next: &[&str]) -> bool {
    word == "if"
        && matches!(
            next,
            ["you", "ask" | "like" | "will" | "please", ..] | ["i", "may" | "might", ..] | ["need", "be", ..]
        )
}

/// Whether a word that denies says nothing of its own with the word that follows it, so that both may be left out.
pub fn is_empty_denial(word: &str, next: &str) -> bool {
    matches!((word, next), ("no", "doubt") | ("without", "doubt" | "question"))
}

/// Whether a word says which of two comes first.
pub fn orders(word: &str) -> bool {
    matches!(word, "before" | "after")
}

/// Whether a word, as it is compared, says how many: a number, no ordinal, and no year (four digits, of the last centuries or the
/// next), which say which or when.
pub fn counts(word: &str) -> bool {
    let Some(digits) = word.strip_prefix('#') else { return false };
    let is_year = digits.len() == 4 && digits.parse::<u16>().is_ok_and(|year| (1700..2100).contains(&year));
    !is_year && digits.chars().all(|c| c.is_ascii_digit() || c == '.')
}

/// Whether a verb of saying asks.
pub fn asks(cue: &str) -> bool {
    ["ask", "wonder", "inquir", "enquir", "quer", "question", "demand", "want to know", "wanted to know"]
        .iter()
        .any(|stem| cue.contains(stem))
}

/// Whether the beginning of a sentence takes something of the one before back.
pub fn takes_back(words: &[&str]) -> bool {
    matches!(words, ["but" | "however" | "though" | "except", ..] | ["that", "is", "not", ..])
}

/// The words of a contraction written `word` with its apostrophe, or without; empty for what is none. The first keeps what is
/// before the apostrophe.
pub fn apart(word: &str, has_apostrophe: bool) -> Vec<String> {
    if SHORT.has(word)
        && let Some((_, words)) = CONTRACTIONS.iter().find(|(short, _)| *short == word)
    {
        // "wont" and "cant" are words of their own without the apostrophe.
        if has_apostrophe || !matches!(word, "wont" | "cant" | "shant") {
            return words.iter().map(|w| (*w).to_owned()).collect();
        }
    }
    if !has_apostrophe && !WITHOUT_APOSTROPHE.has(word) {
        return Vec::new();
    }
    let endings = [("nt", "not"), ("re", "are"), ("ve", "have"), ("ll", "will"), ("m", "am")];
    for (ending, full) in endings {
        if let Some(stem) = word.strip_suffix(ending).filter(|stem| !stem.is_empty()) {
            return vec![stem.to_owned(), full.to_owned()];
        }
    }
    Vec::new()
}

/// Words of grammar that every document writes alike, never part of a contraction or a number.
const PLAIN_GRAMMAR: WordList = WordList::new(
    "the this that these those my me we our you your he him his she her it its they them their who whom whose which what there \
    here to of in on at by for from with as into about up out off over or but so if then than no very just too also when where \
    how why some",
);

/// Whether a word of grammar is written alike in every document.
pub fn is_plain_grammar(word: &str) -> bool {
    PLAIN_GRAMMAR.has(word)
}

/// Whether a word may be part of a contraction that is one word: `gonna`.
pub fn may_be_contracted(word: &str) -> bool {
    CONTRACTED.has(word)
}

/// Whether a clitic may stand for a word: `'s` for *is*, *has* or *us*, `'d` for *would* or *had*.
pub fn stands_for(clitic: &str, word: &str) -> bool {
    matches!((clitic, word), ("'s", "is" | "has" | "us") | ("'d", "would" | "had" | "did"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_contraction_is_looked_for() {
        assert!(CONTRACTIONS.iter().all(|(short, _)| SHORT.has(short)));
        let parts = || CONTRACTIONS.iter().flat_map(|(_, words)| *words);
        assert!(parts().all(|word| is_stop_word(word) || may_be_contracted(word)));
    }

    #[test]
    fn guards_of_each_kind() {
        for word in ["not", "never", "nobody", "denied", "without", "fails"] {
            assert_eq!(guard(word, false), Some(Guard::Negation), "{word}");
        }
        for word in ["only", "may", "most", "unless", "probably", "higher", "and"] {
            assert_eq!(guard(word, false), Some(Guard::Operator), "{word}");
        }
        for word in ["#4", "twice", "april", "dozen", "b12"] {
            assert_eq!(guard(word, false), Some(Guard::Number), "{word}");
        }
        assert_eq!(guard("may", true), Some(Guard::Number), "the month");
        assert_eq!([guard("march", true), guard("march", false)], [Some(Guard::Number), None]);
        assert_eq!([guard("knots", false), guard("¤percent", false)], [Some(Guard::Unit); 2]);
        assert!(["ferry", "the", "quay", "hopeless"].iter().all(|word| guard(word, false).is_none()));
    }

    #[test]
    fn prefixes_that_deny() {
        assert!(denies("safe", "unsafe") && denies("unlawful", "lawful") && denies("honest", "dishonest"));
        assert!(denies("possible", "impossible") && denies("nonunion", "union"));
        assert!(!denies("safe", "safer") && !denies("at", "unat"));
    }

    #[test]
    fn contractions_are_read_apart() {
        assert_eq!(apart("dont", true), ["do", "not"]);
        assert_eq!(apart("wont", true), ["will", "not"]);
        assert_eq!(apart("theyve", false), ["they", "have"]);
        assert_eq!(apart("cannot", false), ["can", "not"]);
        assert!(apart("wont", false).is_empty() && apart("were", false).is_empty() && apart("ill", false).is_empty());
        assert!(stands_for("'s", "is") && stands_for("'d", "had") && !stands_for("'s", "would"));
    }

    #[test]
    fn limiters_behind_and_before() {
        assert_eq!(limiter(&["provided", "that"]), Some((Limiter::Condition, 1)));
        assert_eq!(limiter(&["as", "long", "as", "we"]), Some((Limiter::Condition, 3)));
        assert_eq!(limiter(&["until", "the"]), Some((Limiter::Until, 1)));
        assert_eq!(limiter(&["when", "the", "court", "can", "sit"]), Some((Limiter::Condition, 1)));
        assert!(limiter(&["when", "the", "rain", "stops"]).is_none() && limiter(&["and", "if"]).is_none());
        assert_eq!(limiter_before("never"), Some(Limiter::Negation));
        assert!(is_emphatic("not", "only") && !is_emphatic("not", "safe"));
    }
}
