//! The words detection knows, read once from `assets/lexicon.txt` and `assets/given-names.txt` into one table from word to what it does.

use rustc_hash::FxHashMap;

/// What a word can do in a sentence: a set of roles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Roles(u32);

macro_rules! roles {
    ($($name:ident = $bit:literal, $doc:literal;)*) => {
        impl Roles { $(#[doc = $doc] pub const $name: Self = Self(1 << $bit);)* }
    };
}

roles! {
    SAY = 0, "A verb of saying, finite or participle.";
    SAY_OF = 1, "A verb that reports a judgement of something (\"described\", \"accused\").";
    THINK = 2, "A verb of thinking or showing.";
    STRONG = 3, "A verb whose object clause nearly always is a statement.";
    NOUN_CUE = 4, "A noun that stands for a statement (\"claim\").";
    TITLE = 5, "Part of a title before a name.";
    MALE = 6, "Tells that somebody is male.";
    FEMALE = 7, "Tells that somebody is female.";
    ROLE = 8, "A noun for a person.";
    GROUP = 9, "A noun for several persons.";
    ORG = 10, "A noun for an organisation.";
    PAPER = 11, "A written thing that can be said to say something.";
    PRONOUN = 12, "A personal or relative pronoun.";
    DET = 13, "A determiner.";
    POSS = 14, "A possessive determiner.";
    AUX = 15, "An auxiliary verb.";
    ADV = 16, "An adverb or a day, which may stand between a speaker and a cue.";
    PREP = 17, "A preposition.";
    CONJ = 18, "A conjunction.";
    DAY = 19, "A day or month.";
    NOT_NAME = 20, "A word that is no name though a sentence begins with it.";
    ABBREV = 21, "An abbreviation whose full stop ends no sentence.";
    PARTICLE = 22, "A small word inside names (\"van\").";
    TITLE_CUE = 23, "Announces a title or a term in quotation marks.";
    GIVEN_MALE = 24, "A given name, mostly of men.";
    GIVEN_FEMALE = 25, "A given name, mostly of women.";
    ING = 26, "An -ing form.";
    PAST = 27, "A past form.";
    PLACE = 29, "Part of the name of a country, state or town.";
    DEMONYM = 30, "Of a party, faith or nation: no name by itself.";
    STANCE = 28, "A verb that may report what somebody wants, asks for, judges or turns down.";
}

impl Roles {
    /// Whether any role of `other` is among these.
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Both sets together.
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// The table from word to its roles, by the hash of the word in lower case.
#[derive(Debug)]
pub struct Lexicon {
    words: FxHashMap<u64, Roles>,
}

const SOURCES: [&str; 2] = [include_str!("../../assets/lexicon.txt"), include_str!("../../assets/given-names.txt")];

impl Lexicon {
    /// Reads the embedded word lists. A few thousand words; done once.
    pub fn new() -> Self {
        let mut lexicon = Self { words: FxHashMap::default() };
        let mut section = Section::Plain(Roles::default());
        for line in
            SOURCES.iter().flat_map(|s| s.lines()).map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#'))
        {
            if let Some(name) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
                section = Section::named(name);
                continue;
            }
            for entry in line.split_whitespace() {
                match section {
                    Section::Plain(roles) => lexicon.add(entry, roles),
                    Section::Verbs(roles) => lexicon.add_verb(entry, roles),
                }
            }
        }
        lexicon
    }

    /// What `word` can do; nothing when unknown. Case is folded, `’` counts as `'`.
    pub fn roles(&self, word: &str) -> Roles {
        self.words.get(&hash(word)).copied().unwrap_or_default()
    }

    /// The same, and the number of the word.
    pub fn look_up(&self, word: &str) -> (Roles, u32) {
        let hash = hash(word);
        (self.words.get(&hash).copied().unwrap_or_default(), (hash >> 32) as u32)
    }

    fn add(&mut self, word: &str, roles: Roles) {
        let entry = self.words.entry(hash(word)).or_default();
        *entry = entry.or(roles);
    }

    fn add_verb(&mut self, entry: &str, roles: Roles) {
        if entry.contains('/') {
            for form in entry.split('/') {
                let aspect = if form.ends_with("ing") { Roles::ING } else { Roles::default() };
                self.add(form, roles.or(aspect));
            }
            return;
        }
        let stem = entry.strip_suffix('e').unwrap_or(entry);
        let sibilant = ["s", "sh", "ch", "x"].iter().any(|e| entry.ends_with(e));
        self.add(entry, roles);
        self.add(&format!("{entry}{}", if sibilant { "es" } else { "s" }), roles);
        self.add(&format!("{stem}ed"), roles.or(Roles::PAST));
        self.add(&format!("{stem}ing"), roles.or(Roles::ING));
    }
}

/// The number of a word in small ASCII letters, as [`Lexicon::look_up`] gives it, for constants.
pub const fn number(word: &str) -> u32 {
    let bytes = word.as_bytes();
    let mut hash = START;
    let mut i = 0;
    while i < bytes.len() {
        hash = eat(hash, bytes[i]);
        i += 1;
    }
    (mix(hash) >> 32) as u32
}

const START: u64 = 0xcbf2_9ce4_8422_2325;

const fn eat(hash: u64, byte: u8) -> u64 {
    (hash ^ byte as u64).wrapping_mul(0x0000_0100_0000_01b3)
}

const fn mix(hash: u64) -> u64 {
    (hash ^ (hash >> 29)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// FNV-1a over the bytes of a word in lower case, `’` read as `'`, then mixed so that every bit counts. Two words of a
/// document share all 64 bits with a probability too small to matter.
fn hash(word: &str) -> u64 {
    if word.is_ascii() {
        return mix(word.bytes().fold(START, |hash, b| eat(hash, b.to_ascii_lowercase())));
    }
    let folded = word.chars().map(|c| if c == '’' { '\'' } else { c }).flat_map(char::to_lowercase);
    mix(folded.fold(START, |hash, c| c.encode_utf8(&mut [0; 4]).bytes().fold(hash, eat)))
}

/// The number of a word, as [`Lexicon::look_up`] gives it.
pub fn hash_of(word: &str) -> u32 {
    (hash(word) >> 32) as u32
}

#[derive(Clone, Copy)]
enum Section {
    Plain(Roles),
    Verbs(Roles),
}

impl Section {
    fn named(name: &str) -> Self {
        let roles = match name {
            "say" => return Self::Verbs(Roles::SAY),
            "say-of" => return Self::Verbs(Roles::SAY_OF),
            "think" => return Self::Verbs(Roles::THINK),
            "stance" => return Self::Verbs(Roles::STANCE),
            "strong-report" => Roles::STRONG,
            "noun-cue" => Roles::NOUN_CUE,
            "title" => Roles::TITLE,
            "male" => Roles::MALE,
            "female" => Roles::FEMALE,
            "role" => Roles::ROLE,
            "group" => Roles::GROUP,
            "org" => Roles::ORG,
            "org-cue-subject" => Roles::PAPER,
            "pronoun" => Roles::PRONOUN,
            "det" => Roles::DET,
            "poss" => Roles::POSS,
            "aux" => Roles::AUX,
            "adv" => Roles::ADV,
            "prep" => Roles::PREP,
            "conj" => Roles::CONJ,
            "day" => Roles::DAY,
            "not-name" => Roles::NOT_NAME,
            "abbrev" => Roles::ABBREV,
            "demonym" => Roles::DEMONYM,
            "place" => Roles::PLACE,
            "particle" => Roles::PARTICLE,
            "title-cue" => Roles::TITLE_CUE,
            "given-male" => Roles::GIVEN_MALE,
            "given-female" => Roles::GIVEN_FEMALE,
            _ => Roles::default(),
        };
        Self::Plain(roles)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_made_and_every_section_is_known() {
        let lexicon = Lexicon::new();
        for (word, role) in [
            ("Announced", Roles::SAY),
            ("argues", Roles::SAY),
            ("saying", Roles::ING),
            ("said", Roles::STRONG),
            ("spokeswoman", Roles::FEMALE),
            ("Democrats", Roles::GROUP),
        ] {
            assert!(lexicon.roles(word).has(role), "{word}");
        }
        assert_eq!(lexicon.roles("zebra"), Roles::default());
        assert_eq!(lexicon.look_up("That").1, number("that"));
        for name in SOURCES.iter().flat_map(|s| s.lines()).filter_map(|l| l.strip_prefix('[')?.strip_suffix(']')) {
            assert!(!matches!(Section::named(name), Section::Plain(r) if r == Roles::default()), "[{name}]");
        }
    }
}
