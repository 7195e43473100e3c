//! The words of a language that is read by rules: what each can be.

use crate::detect::lang::{BY_RULES, RuleLanguage, VerbForm};
use crate::detect::word_number::hash_of;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use std::sync::{Arc, Mutex, PoisonError};

/// What a word can be: a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Uses(u128);

macro_rules! uses {
    ($($name:ident = $bit:literal, $doc:literal;)*) => {
        impl Uses {
            $(#[doc = $doc] pub const $name: Self = Self(1 << $bit);)*
            #[cfg(test)]
            const ALL: &[Self] = &[$(Self::$name),*];
        }
    };
}

uses! {
    SAY = 0, "A verb of saying with its subject.";
    SAY_BASE = 1, "Its participle or infinitive.";
    SAY_SPLIT = 2, "A verb that says something with the rest of it at the end of the clause.";
    THINK = 3, "A verb of thinking.";
    THINK_BASE = 4, "Its participle or infinitive.";
    THINK_SPLIT = 5, "One whose rest stands at the end of the clause.";
    REPORT = 6, "A verb that reports a few words.";
    REPORT_BASE = 7, "Its participle or infinitive.";
    REPORT_SPLIT = 8, "One whose rest stands at the end of the clause.";
    AUX = 9, "To have, to be, to become.";
    MODAL = 10, "A modal verb.";
    MOOD = 11, "A verb in the mood of reported speech.";
    MALE = 12, "A pronoun for a man.";
    FEMALE = 13, "A pronoun for a woman.";
    PLURAL = 14, "A pronoun for several.";
    PRONOUN = 15, "Another pronoun that can be a subject.";
    REFLEXIVE = 16, "A pronoun that is an object.";
    ARTICLE = 17, "Stands before a noun that can be a subject.";
    OBLIQUE = 18, "Stands before one that is none.";
    PREPOSITION = 19, "A preposition.";
    SUBORDINATOR = 20, "Opens a subordinate clause.";
    COORDINATOR = 21, "Joins clauses.";
    ADVERB = 22, "An adverb.";
    PARTICLE = 23, "The rest of a verb, at the end of the clause.";
    NAME_PARTICLE = 24, "A small word inside names.";
    TITLE = 25, "Stands before a name.";
    MALE_WORD = 26, "A noun for a man.";
    FEMALE_WORD = 27, "A noun for a woman.";
    PERSON = 28, "A noun for a person.";
    BODY = 29, "A noun for a body.";
    ACCOUNT = 30, "A noun for what somebody tells.";
    ACCORDING = 31, "Names a source by itself.";
    NAMING = 32, "A noun behind which a name stands in marks.";
    SO_CALLED = 33, "Stands before words that nobody says.";
    NO_NAME = 34, "A day or month.";
    ABBREVIATION = 35, "Its full stop ends no sentence.";
    GIVEN_MALE = 36, "A given name, mostly of men.";
    GIVEN_FEMALE = 37, "A given name, mostly of women.";
    JUDGE = 38, "A verb that calls something something, in any form.";
    SO_IT_SAYS = 39, "A verb of saying whose subject means nobody: \"heißt es\".";
    RELATIVE = 41, "A relative pronoun.";
    GENITIVE = 42, "Joins a noun to whose it is, or whom it is from.";
    NOBODY = 43, "A pronoun that means nobody.";
    OPENS_REPORT = 44, "Opens a clause that may be what somebody says.";
    THAT = 45, "Opens a clause that is what somebody says behind any verb.";
    INFINITIVE = 46, "Stands before an infinitive.";
    POSTPOSITION = 47, "Stands behind whoever said it.";
    MALE_ARTICLE = 48, "An article of men alone where a name follows.";
    ONLY_SUBJECT = 49, "A pronoun that is a subject and nothing else.";
    INDEFINITE = 50, "Stands before something that somebody calls so.";
    SO = 51, "Stands before whoever said what stands before it.";
    AS = 52, "Opens a clause that names a source.";
    ACCORDINGLY = 53, "Tells alone that a sentence is reported.";
    NO_JOIN = 54, "Joins, but not names.";
    OF_ACCOUNT = 55, "A preposition before a noun of what somebody tells.";
    BEHIND_ACCOUNT = 56, "The same behind it.";
    DEFINITE = 58, "The definite article.";
    FEMALE_ARTICLE = 64, "An article of women alone where a name follows.";
    PLURAL_ARTICLE = 65, "An article of several.";
    THING = 66, "A noun for a thing that says nothing.";
    HANGS = 67, "A pronoun that may hang on its verb: \"dit-il\".";
    SPOKEN = 68, "A word that somebody who speaks uses, and no narrator.";
    GOES_ON = 69, "Goes on a clause of the narrator's behind a comma.";
    GOES_ON_DIALOGUE = 70, "The same in dialogue between dashes.";
    BEING = 71, "A form of to be.";
    BY = 72, "Stands before whoever did it.";
    VIEW = 73, "Stands before whose view a sentence tells, at its beginning.";
    IF = 74, "Opens a condition.";
    NOUN_BEHIND = 75, "An article that may be a pronoun, but stands before a noun where a noun can stand.";
    JOINED = 76, "A preposition that holds the article.";
    SURNAME_PARTICLE = 77, "Begins a surname with a capital.";
    THAT_INFINITIVE = 78, "Opens a clause that is what somebody says before an infinitive.";
    SAID_SO = 79, "Stands for what was said, at the beginning of a sentence that tells who said it.";
    FIRST_PERSON = 80, "Whoever speaks themselves.";
    ANYBODY = 81, "A noun that anybody may be called by: a man, a woman.";
    APPOSED = 82, "A title before a name that stands behind a noun in apposition, with the article.";
    WHETHER = 83, "Opens a clause that somebody asks, right behind the verb.";
    POSSESSIVE = 84, "Tells whose somebody is.";
    TO = 85, "Stands between a verb that helps another and its infinitive.";
    NOMINAL = 40, "An adjective that stands for somebody by itself.";
}

impl Uses {
    /// Whether any of `other` is among these.
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Both together.
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Of these those among others.
    pub const fn only(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// These without others.
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether nothing is known.
    pub const fn is_unknown(self) -> bool {
        self.0 == 0
    }
}

/// The word table of a language.
#[derive(Debug)]
pub struct Words {
    pub language: &'static RuleLanguage,
    uses: FxHashMap<u32, Uses>,
    /// Words that name a source together, by their numbers.
    source_phrases: Vec<SourcePhrase>,
    /// Words for what somebody is by the first word of those that mean the same.
    same_roles: FxHashMap<u32, u32>,
}

impl Words {
    /// Reads the word list. A few thousand forms; done once.
    pub fn new(language: &'static RuleLanguage) -> Self {
        let mut words =
            Self { language, uses: FxHashMap::default(), source_phrases: Vec::new(), same_roles: FxHashMap::default() };
        let mut section = "";
        for line in language.word_list.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')) {
            if let Some(name) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
                section = name;
                continue;
            }
            for entry in line.split_whitespace() {
                if section == SOURCE_PHRASES {
                    let numbers = entry.split('_').filter(|w| !w.is_empty()).map(hash_of).collect();
                    words.source_phrases.push(SourcePhrase { words: numbers, joins: entry.ends_with('_') });
                    continue;
                }
                if section == SAME_ROLES {
                    let first = hash_of(entry.split('_').next().unwrap_or_default());
                    words.same_roles.extend(entry.split('_').map(|word| (hash_of(word), first)));
                    continue;
                }
                match (plain(section), verbs(section)) {
                    (Some(uses), _) => words.add(entry, uses),
                    (None, Some([finite, base, split])) => words.add_verb(entry, finite, base, split),
                    // A test finds a section that nothing here knows.
                    (None, None) => {}
                }
            }
        }
        words
    }

    fn add(&mut self, word: &str, uses: Uses) {
        let entry = self.uses.entry(hash_of(word)).or_default();
        *entry = entry.or(uses);
    }

    fn add_verb(&mut self, entry: &str, finite: Uses, base: Uses, split: Uses) {
        for (form, kind) in (self.language.verb_forms)(entry) {
            let uses = match kind {
                VerbForm::Finite => finite,
                VerbForm::Split => split,
                VerbForm::Base => base,
                VerbForm::Mood => Uses::MOOD,
            };
            self.add(&form, uses);
        }
    }

    /// What a word can be; nothing when unknown. Case is folded.
    pub fn uses(&self, word: &str) -> Uses {
        self.uses.get(&hash_of(word)).copied().unwrap_or_default()
    }

    /// The phrase that names a source with which some words begin, `word` gives them from the first on. O(phrases).
    pub fn source_phrase<'b>(&self, word: impl Fn(usize) -> &'b str) -> Option<&SourcePhrase> {
        let begins =
            |phrase: &&SourcePhrase| phrase.words.iter().enumerate().all(|(n, number)| hash_of(word(n)) == *number);
        self.source_phrases.iter().find(begins)
    }

    /// The number of a word for what somebody is: one for all that mean the same.
    pub fn role_number(&self, word: &str) -> u32 {
        let number = hash_of(word);
        self.same_roles.get(&number).copied().unwrap_or(number)
    }

    /// The same in a language that writes nouns small: a word in no list is what the part behind its last hyphen is.
    pub fn with_hyphen(&self, word: &str) -> Uses {
        let uses = self.uses(word);
        let last = word.rsplit_once(['-', '‑']).map_or("", |(_, last)| last);
        if !uses.is_unknown() || last.is_empty() {
            return uses;
        }
        self.uses(last).only(Uses::PERSON.or(Uses::BODY).or(Uses::GIVEN_MALE).or(Uses::GIVEN_FEMALE))
    }

    /// The same for a noun, also by how it ends.
    pub fn noun(&self, word: &str) -> Uses {
        let mut uses = self.uses(word);
        // A compound with a hyphen is what its last part is.
        if let Some((_, last)) = word.rsplit_once(['-', '‑'])
            && !last.is_empty()
        {
            uses = uses.or(self.uses(last));
        }
        let ends = |endings: &[&str]| endings.iter().any(|e| ends_with(word, e));
        if ends(self.language.person_endings) {
            uses = uses.or(Uses::PERSON);
        }
        if ends(self.language.body_endings) {
            uses = uses.or(Uses::BODY);
        }
        if ends(self.language.naming_endings) {
            uses = uses.or(Uses::NAMING);
        }
        if uses.has(Uses::PERSON) && !uses.has(Uses::MALE_WORD) && ends(self.language.female_endings) {
            uses = uses.or(Uses::FEMALE_WORD);
        }
        uses
    }
}

/// The word tables of the languages that are read by rules, each made for the first text that needs it.
#[derive(Debug, Default)]
pub struct Tables(Mutex<Vec<Arc<Words>>>);

impl Tables {
    /// The words of a language, by its tag; nothing for one that is not read by rules.
    pub fn of(&self, tag: &str) -> Option<Arc<Words>> {
        let language = BY_RULES.iter().find(|language| language.tag == tag)?;
        let mut made = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(words) = made.iter().find(|words| words.language.tag == tag) {
            return Some(Arc::clone(words));
        }
        let words = Arc::new(Words::new(language));
        made.push(Arc::clone(&words));
        Some(words)
    }
}

/// Whether a word ends so, in whatever case its letters of ASCII are.
pub fn ends_with(word: &str, ending: &str) -> bool {
    let (word, ending) = (word.as_bytes(), ending.as_bytes());
    let tail = word.len().checked_sub(ending.len()).and_then(|from| word.get(from..));
    tail.is_some_and(|tail| tail.eq_ignore_ascii_case(ending))
}

/// Words that name a source together: "a detta di".
#[derive(Debug)]
pub struct SourcePhrase {
    /// Their numbers.
    pub words: SmallVec<[u32; 3]>,
    /// Whether a preposition must follow.
    pub joins: bool,
}

/// The section of words for what somebody is that mean the same, joined with `_`.
const SAME_ROLES: &str = "same-role";
/// The section of words that name a source together, joined with `_`; one at the end where a preposition must follow.
const SOURCE_PHRASES: &str = "source-phrase";

/// What the verbs of a section can be: as finite verbs, as participles and infinitives, with a part at the end of the clause.
fn verbs(section: &str) -> Option<[Uses; 3]> {
    Some(match section {
        "say" => [Uses::SAY, Uses::SAY_BASE, Uses::SAY_SPLIT],
        "think" => [Uses::THINK, Uses::THINK_BASE, Uses::THINK_SPLIT],
        "judgement" => [Uses::JUDGE; 3],
        "impersonal" => [Uses::SO_IT_SAYS, Uses::default(), Uses::default()],
        "reporting" => [Uses::REPORT, Uses::REPORT_BASE, Uses::REPORT_SPLIT],
        _ => return None,
    })
}

/// What the words of a section can be, where they have one form.
fn plain(section: &str) -> Option<Uses> {
    Some(match section {
        "aux" => Uses::AUX,
        "modal" => Uses::MODAL,
        "mood" => Uses::MOOD,
        "male" => Uses::MALE,
        "female" => Uses::FEMALE,
        "plural" => Uses::PLURAL,
        "pronoun" => Uses::PRONOUN,
        "reflexive" => Uses::REFLEXIVE,
        "article" => Uses::ARTICLE,
        "oblique" => Uses::OBLIQUE,
        "preposition" => Uses::PREPOSITION,
        "subordinator" => Uses::SUBORDINATOR,
        "coordinator" => Uses::COORDINATOR,
        "adverb" => Uses::ADVERB,
        "particle" => Uses::PARTICLE,
        "name-particle" => Uses::NAME_PARTICLE,
        "title" => Uses::TITLE,
        "male-word" => Uses::MALE_WORD,
        "female-word" => Uses::FEMALE_WORD,
        "person" => Uses::PERSON,
        "body" => Uses::BODY,
        "account" => Uses::ACCOUNT,
        "source-word" => Uses::ACCORDING,
        "naming" => Uses::NAMING,
        "so-called" => Uses::SO_CALLED,
        "no-name" => Uses::NO_NAME,
        "abbreviation" => Uses::ABBREVIATION,
        "given-male" => Uses::GIVEN_MALE,
        "given-female" => Uses::GIVEN_FEMALE,
        "nominal" => Uses::NOMINAL,
        "relative" => Uses::RELATIVE,
        "genitive" => Uses::GENITIVE,
        "nobody" => Uses::NOBODY,
        "opens-report" => Uses::OPENS_REPORT,
        "complementizer" => Uses::THAT,
        "infinitive" => Uses::INFINITIVE,
        "postposition" => Uses::POSTPOSITION,
        "male-article" => Uses::MALE_ARTICLE,
        "definite" => Uses::DEFINITE,
        "female-article" => Uses::FEMALE_ARTICLE,
        "plural-article" => Uses::PLURAL_ARTICLE,
        "thing" => Uses::THING,
        "enclitic" => Uses::HANGS,
        "dialogic" => Uses::SPOKEN,
        "incise-tail" => Uses::GOES_ON,
        "incise-tail-dialogue" => Uses::GOES_ON_DIALOGUE,
        "copula" => Uses::BEING,
        "agent" => Uses::BY,
        "viewpoint" => Uses::VIEW,
        "condition" => Uses::IF,
        "first-person" => Uses::FIRST_PERSON,
        "only-subject" => Uses::ONLY_SUBJECT,
        "indefinite" => Uses::INDEFINITE,
        "quotative" => Uses::SO,
        "comparative" => Uses::AS,
        "accordingly" => Uses::ACCORDINGLY,
        "no-join" => Uses::NO_JOIN,
        "noun-article" => Uses::NOUN_BEHIND,
        "possessive" => Uses::POSSESSIVE,
        "apposed-title" => Uses::APPOSED,
        "complementizer-question" => Uses::WHETHER,
        "anybody" => Uses::ANYBODY,
        "modal-preposition" => Uses::TO,
        "resumptive" => Uses::SAID_SO,
        "joined" => Uses::JOINED,
        "surname-particle" => Uses::SURNAME_PARTICLE,
        "complementizer-infinitive" => Uses::THAT_INFINITIVE,
        "of-account" => Uses::OF_ACCOUNT,
        "behind-account" => Uses::BEHIND_ACCOUNT,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_use_has_a_bit_of_its_own() {
        let all = Uses::ALL.iter().fold(Uses::default(), |all, uses| all.or(*uses));
        assert_eq!(all.0.count_ones() as usize, Uses::ALL.len());
    }

    #[test]
    fn every_section_of_every_word_list_is_known() {
        for language in BY_RULES {
            let sections = language.word_list.lines().filter_map(|l| l.trim().strip_prefix('[')?.strip_suffix(']'));
            let known = |s: &str| plain(s).is_some() || verbs(s).is_some() || s == SOURCE_PHRASES || s == SAME_ROLES;
            let unknown: Vec<&str> = sections.filter(|s| !known(s)).collect();
            assert!(unknown.is_empty(), "{}: {unknown:?}", language.tag);
        }
    }
}
