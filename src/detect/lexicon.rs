//! The words detection knows, read once from `assets/lexicon.txt` into one table from word to what it does.

use std::collections::HashMap;

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

/// The table from lower-case word to its roles.
#[derive(Debug)]
pub struct Lexicon {
    words: HashMap<Box<str>, Roles>,
}

const SOURCE: &str = include_str!("../../assets/lexicon.txt");

impl Lexicon {
    /// Reads the embedded word list. A few thousand words; done once.
    pub fn new() -> Self {
        let mut lexicon = Self { words: HashMap::new() };
        let mut section = Section::Plain(Roles::default());
        for line in SOURCE.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')) {
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

    /// What `word` can do; nothing when unknown. Case of ASCII letters is folded, `’` counts as `'`.
    pub fn roles(&self, word: &str, buffer: &mut String) -> Roles {
        buffer.clear();
        buffer.extend(word.chars().map(|c| if c == '’' { '\'' } else { c.to_ascii_lowercase() }));
        self.words.get(buffer.as_str()).copied().unwrap_or_default()
    }

    fn add(&mut self, word: &str, roles: Roles) {
        let entry = self.words.entry(word.into()).or_default();
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
        let mut buffer = String::new();
        for (word, role) in [
            ("Announced", Roles::SAY),
            ("argues", Roles::SAY),
            ("saying", Roles::ING),
            ("said", Roles::STRONG),
            ("spokeswoman", Roles::FEMALE),
            ("Democrats", Roles::GROUP),
        ] {
            assert!(lexicon.roles(word, &mut buffer).has(role), "{word}");
        }
        assert_eq!(lexicon.roles("zebra", &mut buffer), Roles::default());
        for name in SOURCE.lines().filter_map(|l| l.strip_prefix('[')?.strip_suffix(']')) {
            assert!(!matches!(Section::named(name), Section::Plain(r) if r == Roles::default()), "[{name}]");
        }
    }
}
