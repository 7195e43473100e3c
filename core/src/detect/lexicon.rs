//! The words of a language, read once from its word lists into one table from word to what it does.

use super::lang::{Language, WordEnding};
use super::roles::Roles;
use super::word_number::hash_of;
use rustc_hash::FxHashMap;

/// The table from word to its roles, by the number of the word.
#[derive(Debug)]
pub struct Lexicon {
    language: &'static Language,
    /// All words, each at the place of its number or at the next that is free; a place without roles is free. One look at
    /// memory for most.
    words: Vec<(u32, Roles)>,
    /// The words of grammar once more, each at its place: half of all words, in a table that stays near.
    near: Vec<(u32, Roles)>,
    /// A bit for the upper half of each number in the table: most words of a text are in no list, and one look tells.
    listed: Vec<u64>,
}

/// Places of the near table.
const NEAR_TABLE_SIZE: usize = 1024;
/// Words of the filter: 2^16 bits.
const FILTER_SIZE: usize = 1024;

impl Lexicon {
    /// Reads the word lists of a language. A few thousand words; done once.
    pub fn new(language: &'static Language) -> Self {
        let mut words = WordRoles { language, roles: FxHashMap::default() };
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
                    Section::Plain(roles) => words.add(entry, roles),
                    Section::Verbs(roles) => words.add_verb(entry, roles),
                }
            }
        }
        words.lexicon()
    }

    /// What the word of this number can do.
    pub fn roles_of(&self, number: u32) -> Roles {
        match self.near.get(number as usize % NEAR_TABLE_SIZE) {
            Some((near, roles)) if *near == number => *roles,
            _ if self.may_be_listed(number) => self.listed_roles(number),
            _ => Roles::default(),
        }
    }

    fn listed_roles(&self, number: u32) -> Roles {
        let mut at = number as usize;
        // A third of the places or more are free.
        while let Some((word, roles)) = self.words.get(at & (self.words.len() - 1)) {
            if *word == number || *roles == Roles::default() {
                return *roles;
            }
            at += 1;
        }
        Roles::default()
    }

    fn may_be_listed(&self, number: u32) -> bool {
        self.listed.get((number >> 22) as usize).is_some_and(|bits| bits >> (number >> 16 & 63) & 1 == 1)
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
}

/// Words while they are read from the lists.
struct WordRoles {
    language: &'static Language,
    roles: FxHashMap<u32, Roles>,
}

impl WordRoles {
    /// The tables by which they are looked up.
    fn lexicon(self) -> Lexicon {
        let mut known: Vec<(u32, Roles)> = self.roles.into_iter().collect();
        // The same tables in every run.
        known.sort_unstable_by_key(|(number, _)| *number);
        let size = (known.len() * 3 / 2 + 1).next_power_of_two();
        let (mut words, mut listed) = (vec![(0, Roles::default()); size], vec![0u64; FILTER_SIZE]);
        let grammar = Roles::PRONOUN.or(Roles::DET).or(Roles::AUX).or(Roles::PREP).or(Roles::CONJ).or(Roles::ADV);
        // No word has a number that belongs elsewhere, so an empty place answers nobody.
        let mut near: Vec<(u32, Roles)> = (0..NEAR_TABLE_SIZE).map(|i| (!i as u32, Roles::default())).collect();
        for (number, roles) in known {
            let free = (0..size).map(|n| (number as usize + n) & (size - 1));
            let mut free = free.skip_while(|at| words.get(*at).is_some_and(|(_, r)| *r != Roles::default()));
            if let Some(place) = free.next().and_then(|at| words.get_mut(at)) {
                *place = (number, roles);
            }
            if let Some(bits) = listed.get_mut((number >> 22) as usize) {
                *bits |= 1 << (number >> 16 & 63);
            }
            let place = near.get_mut(number as usize % NEAR_TABLE_SIZE).filter(|_| roles.has(grammar));
            if let Some(place) = place {
                *place = (number, roles);
            }
        }
        Lexicon { language: self.language, words, near, listed }
    }

    fn add(&mut self, word: &str, roles: Roles) {
        let entry = self.roles.entry(hash_of(word)).or_default();
        *entry = entry.or(roles);
    }

    fn add_verb(&mut self, entry: &str, roles: Roles) {
        if entry.contains('/') {
            let aspect = |(i, form): (usize, &str)| match (self.language.ending)(form) {
                WordEnding::Progressive => Roles::ING,
                WordEnding::Plural => Roles::default(),
                WordEnding::Other | WordEnding::Past | WordEnding::Adverb if i > 0 => Roles::PAST,
                WordEnding::Other | WordEnding::Past | WordEnding::Adverb => Roles::default(),
            };
            let past = entry.split('/').enumerate().any(|form| aspect(form) == Roles::PAST);
            for (i, form) in entry.split('/').enumerate() {
                // "put" is its own past.
                let own = if i == 0 && !past { Roles::PAST } else { Roles::default() };
                self.add(form, roles.or(aspect((i, form))).or(own));
            }
            return;
        }
        for (form, aspect) in (self.language.verb_forms)(entry) {
            self.add(&form, roles.or(aspect));
        }
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
            "dialogue" => return Self::Verbs(Roles::DIALOGUE),
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
    use crate::detect::word_number::number;

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
