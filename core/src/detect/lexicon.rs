//! The words of a language, read once from its word lists into one table from word to what it does.

use super::lang::Language;
use super::tokens::WordEnding;
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
    PUBLICATION = 11, "A written thing that can be said to say something.";
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

/// The table from word to its roles, by the number of the word.
#[derive(Debug)]
pub struct Lexicon {
    language: &'static Language,
    words: FxHashMap<u32, Roles>,
    /// The words of grammar once more, each at its place: half of all words, in a table that stays near.
    near: Vec<(u32, Roles)>,
}

/// Places of the near table.
const NEAR_TABLE_SIZE: usize = 1024;

impl Lexicon {
    /// Reads the word lists of a language. A few thousand words; done once.
    pub fn new(language: &'static Language) -> Self {
        let mut lexicon = Self { language, words: FxHashMap::default(), near: Vec::new() };
        let mut section = Section::Plain(Roles::default());
        for line in language
            .word_lists
            .iter()
            .flat_map(|s| s.lines())
            .map(str::trim)
            .filter(|l| !l.is_empty() && !l.starts_with('#'))
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
        lexicon.near = lexicon.words_of_grammar();
        lexicon
    }

    fn words_of_grammar(&self) -> Vec<(u32, Roles)> {
        let grammar = Roles::PRONOUN.or(Roles::DET).or(Roles::AUX).or(Roles::PREP).or(Roles::CONJ).or(Roles::ADV);
        // No word has a number that belongs elsewhere, so an empty place answers nobody.
        let mut near: Vec<(u32, Roles)> = (0..NEAR_TABLE_SIZE).map(|i| (!i as u32, Roles::default())).collect();
        for (number, roles) in self.words.iter().filter(|(_, r)| r.has(grammar)) {
            if let Some(place) = near.get_mut(*number as usize % NEAR_TABLE_SIZE) {
                *place = (*number, *roles);
            }
        }
        near
    }

    fn roles_of(&self, number: u32) -> Roles {
        match self.near.get(number as usize % NEAR_TABLE_SIZE) {
            Some((near, roles)) if *near == number => *roles,
            _ => self.words.get(&number).copied().unwrap_or_default(),
        }
    }

    /// What `word` can do; nothing when unknown. Case is folded, `’` counts as `'`.
    pub fn roles(&self, word: &str) -> Roles {
        self.roles_of(hash_of(word))
    }

    /// The same, and the number of the word.
    pub fn look_up(&self, word: &str) -> (Roles, u32) {
        let number = hash_of(word);
        (self.roles_of(number), number)
    }

    /// The language whose words these are.
    pub const fn language(&self) -> &'static Language {
        self.language
    }

    fn add(&mut self, word: &str, roles: Roles) {
        let entry = self.words.entry(hash_of(word)).or_default();
        *entry = entry.or(roles);
    }

    fn add_verb(&mut self, entry: &str, roles: Roles) {
        if entry.contains('/') {
            for form in entry.split('/') {
                let aspect =
                    if (self.language.ending)(form) == WordEnding::Progressive { Roles::ING } else { Roles::default() };
                self.add(form, roles.or(aspect));
            }
            return;
        }
        for (form, aspect) in (self.language.verb_forms)(entry) {
            self.add(&form, roles.or(aspect));
        }
    }
}

/// The number of a word in small ASCII letters, as [`Lexicon::look_up`] gives it, for constants.
pub const fn number(word: &str) -> u32 {
    let bytes = word.as_bytes();
    let mut folding = Folding::new();
    let mut i = 0;
    while i < bytes.len() {
        folding = folding.eat(bytes[i]);
        i += 1;
    }
    folding.end()
}

/// The number of a word: case folded, `’` read as `'`. Two words of a document share it with a probability too small to
/// matter. O(length), eight bytes at a time.
pub fn hash_of(word: &str) -> u32 {
    let mut folding = Folding::new();
    let mut rest = word.as_bytes();
    while let Some((eight, more)) = rest.split_first_chunk::<8>() {
        let chunk = u64::from_le_bytes(*eight);
        if chunk & HIGH_BITS != 0 {
            return hash_folded(word);
        }
        folding = folding.take(lower(chunk), 8);
        rest = more;
    }
    let chunk = few(rest);
    if chunk & HIGH_BITS != 0 {
        return hash_folded(word);
    }
    folding.take(lower(chunk), rest.len() as u64).end()
}

#[cold]
fn hash_folded(word: &str) -> u32 {
    let folded = word.chars().map(|c| if c == '’' { '\'' } else { c }).flat_map(char::to_lowercase);
    let eat = |folding: Folding, c: char| c.encode_utf8(&mut [0; 4]).bytes().fold(folding, Folding::eat);
    folded.fold(Folding::new(), eat).end()
}

/// Fewer than eight bytes as a number, the first one lowest.
fn few(bytes: &[u8]) -> u64 {
    if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        let four = |b: &[u8; 4]| u64::from(u32::from_le_bytes(*b));
        return four(first) | four(last) << (8 * (bytes.len() - 4));
    }
    // Of one, two or three bytes the first, the middle and the last are all, each at its place.
    let at = |i: usize| bytes.get(i).map_or(0, |b| u64::from(*b) << (8 * i));
    at(0) | at(bytes.len() / 2) | at(bytes.len().saturating_sub(1))
}

/// The top bit of each byte: set in none of ASCII.
const HIGH_BITS: u64 = 0x8080_8080_8080_8080;

/// Eight bytes of ASCII with the capitals made small.
const fn lower(chunk: u64) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let above_z = chunk + (0x7f - b'Z' as u64) * ONES;
    let from_a = chunk + (0x80 - b'A' as u64) * ONES;
    chunk | ((from_a & !above_z & HIGH_BITS) >> 2)
}

/// A word being hashed: a multiplication for each eight bytes, in the manner of `FxHash`.
#[derive(Clone, Copy)]
struct Folding {
    state: u64,
    chunk: u64,
    length: u64,
}

impl Folding {
    const fn new() -> Self {
        Self { state: 0x9e37_79b9_7f4a_7c15, chunk: 0, length: 0 }
    }

    /// Takes `n` bytes of which none stands in `chunk` yet.
    const fn take(self, chunk: u64, n: u64) -> Self {
        if n == 8 {
            return Self { state: Self::mixed(self.state, chunk), chunk: 0, length: self.length + 8 };
        }
        Self { chunk, length: self.length + n, ..self }
    }

    const fn eat(self, byte: u8) -> Self {
        let at = self.length % 8;
        let chunk = self.chunk | (byte as u64) << (8 * at);
        if at == 7 {
            return Self { state: Self::mixed(self.state, chunk), chunk: 0, length: self.length + 1 };
        }
        Self { chunk, length: self.length + 1, ..self }
    }

    const fn mixed(state: u64, chunk: u64) -> u64 {
        let product = (state ^ chunk).wrapping_mul(0xd6e8_feb8_6659_fd93);
        product ^ (product >> 32)
    }

    const fn end(self) -> u32 {
        (Self::mixed(Self::mixed(self.state, self.chunk), self.length) >> 16) as u32
    }
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
            "org-cue-subject" => Roles::PUBLICATION,
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
    use crate::detect::lang::ENGLISH;

    #[test]
    fn a_word_has_one_number_however_it_is_written() {
        for (one, other) in [
            ("That", "that"),
            ("DON’T", "don't"),
            ("Émile", "émile"),
            ("administration", "ADMINISTRATION"),
            ("abcdefgh", "AbCdEfGh"),
            ("abcdefghi’s", "Abcdefghi's"),
        ] {
            assert_eq!(hash_of(one), hash_of(other), "{one}");
        }
        for word in ["", "a", "that", "abcdefg", "abcdefgh", "abcdefghi", "@[`{z", "x'y-z.1,2/3"] {
            assert_eq!(hash_of(word), number(word), "{word}");
        }
        assert_ne!(number("abc"), number("abcd"));
    }

    #[test]
    fn forms_are_made_and_every_section_is_known() {
        let lexicon = Lexicon::new(&ENGLISH);
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
        for name in
            ENGLISH.word_lists.iter().flat_map(|s| s.lines()).filter_map(|l| l.strip_prefix('[')?.strip_suffix(']'))
        {
            assert!(!matches!(Section::named(name), Section::Plain(r) if r == Roles::default()), "[{name}]");
        }
    }
}
