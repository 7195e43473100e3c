//! What detection knows of a language: its words, its rules for names and turns, its model. The algorithms beside this
//! module ask for roles and named sets, never for a word of some language.
//!
//! English has a model ([`Language`]). The others are tables for the one reader of rules, `detect/by_rules` ([`RuleLanguage`]).
//!
//! # To add a language that is read by rules
//!
//! As Italian was added:
//!
//! 1. `lang/xx/words.txt`: verbs of saying, thinking and reporting, auxiliaries, articles, pronouns, prepositions, titles, nouns for
//!    people and bodies, given names, in the sections that `by_rules/words.rs` knows. A section may be empty; what is missing is
//!    not found, and nothing else breaks. Begin with the list of the nearest language; mind words that are two things ("la
//!    domanda", "di legge").
//! 2. `lang/xx.rs`: one constant [`RuleLanguage`] with the forms of its verbs, how its words end, its everyday words, and how it
//!    orders them; what it has no use for it leaves to `RuleLanguage::BARE`. Listed in [`BY_RULES`]: blocks in the language come
//!    to the reader from then on, and `--lang` and its help name it.
//! 3. An annotated set of your own, `tests/fixtures/languages/xx.jsonl`, with its floor in `tests/languages.rs`: articles and
//!    tales with titles, roles, pronouns and all the marks the language has. Read what is missed, and what is wrong; write other
//!    sentences of the same kind before you change a rule, and the rule's own into `by_rules/tests/xx.rs`. Keep a part of the set
//!    back and score it seldom: rules fit what they were made on.
//! 4. What its grammar does that no language before it did is a section of the word list ("joined": `dal`, `alla`) or a field of
//!    `SubjectFirst` (`dashes`, `leaves_out_subject`), never a word in `by_rules/`. The languages before it leave the section
//!    empty and the field as it was: what `detect` says of their texts stays byte for byte the same. A rule that is better for
//!    all of them is a change of its own, with their figures.
//! 5. The scores of `by_rules/scores.rs` hold where the set bears them out: 0.8 and more is for what is nearly always right; a role
//!    or pronoun that may mean another is less.
//! 6. Its everyday words must not call its neighbours' texts its own: `block_language/tests.rs`. [`super::DETECTOR`] raised, the
//!    list and figures in `docs/detection.md`.
//!
//! # To add a language with a model
//!
//! 1. A folder `lang/xx/` with the word lists, in the sections that `detect/lexicon.rs` reads: the closed classes, speech
//!    verbs, titles, role nouns, given names.
//! 2. A file `lang/xx.rs` with one constant [`Language`], named and listed here. Every field is needed: what the language
//!    has no use for is an empty set. Words are written in lower case where a set holds numbers, exactly as in the text
//!    where it holds words.
//! 3. A model: `cargo run --release -p xtask -- train`, on articles annotated in that language. Its header names the
//!    language; a file for another one does not compile. Until there are annotations, start from a copy of another
//!    language's weights written by [`super::model::Model::from_weights`].
//! 4. Tests as in `tests/detection.rs`, and [`super::DETECTOR`] raised.

mod de;
mod en;
mod es;
mod fr;
mod it;
mod rules;
pub(super) mod tags;

use super::entity_weights::EntityWeights;
use super::model_file::EmbeddedModel;
use super::roles::Roles;

pub use de::GERMAN;
pub use en::ENGLISH;
pub use es::SPANISH;
pub use fr::FRENCH;
pub use it::ITALIAN;
pub use rules::RuleLanguage;
pub(super) use rules::{Dashes, SubjectFirst, VerbForm, WordOrder};

/// The languages that are read by rules, beside [`ENGLISH`], which has a model. Where the everyday words of two tell as much for a
/// block, it is in the later one.
pub const BY_RULES: [&RuleLanguage; 4] = [&ITALIAN, &GERMAN, &FRENCH, &SPANISH];

/// The tags of all languages that are read: [`ENGLISH`], then the others in the order of the alphabet.
pub fn read_tags() -> Vec<&'static str> {
    let mut tags: Vec<&str> = BY_RULES.iter().map(|language| language.tag).collect();
    tags.sort_unstable();
    tags.insert(0, ENGLISH.tag);
    tags
}

/// Whether a language is read by rules, by its tag.
pub fn is_read_by_rules(tag: &str) -> bool {
    BY_RULES.iter().any(|language| language.tag == tag)
}

/// Numbers of words, as [`super::word_number::number`] gives them.
pub(super) type WordSet = &'static [u32];

/// Words or beginnings of a phrase, compared as they are written.
pub(super) type WordForms = &'static [&'static str];

/// One language.
#[derive(Clone, Copy, Debug)]
pub struct Language {
    /// Its tag (BCP 47).
    pub tag: &'static str,
    /// The word lists, one text each.
    pub(super) word_lists: WordForms,
    /// The forms of a regular verb from the form in the word list, each with what its form tells.
    pub(super) verb_forms: fn(&str) -> Vec<(String, Roles)>,
    /// What the ending of a lower-case word tells.
    pub(super) ending: fn(&str) -> WordEnding,
    /// What all forms of a regular verb or noun have in common: never longer than the word.
    pub(super) stem: fn(&str) -> &str,
    /// Whether words in brackets inside a quotation are the narrator's: how something is said.
    pub(super) is_aside: fn(&str) -> bool,
    /// Whether a line of a transcript is furniture of its web page.
    pub(super) is_page_furniture: fn(&str) -> bool,
    /// The commonest words of its prose with the blanks round them: a paragraph that has one is likely in this language.
    pub(super) everyday: WordForms,
    /// Words of grammar.
    pub(super) grammar: Grammar,
    /// Names and titles.
    pub(super) names: NameRules,
    /// Pronouns and descriptions of people.
    pub(super) references: ReferenceRules,
    /// Turns of transcripts.
    pub(super) turns: TurnRules,
    /// Columns of tables.
    pub(super) tables: TableRules,
    /// What types the names.
    pub(super) entities: EntityWeights,
    /// What the model learned.
    pub(super) model: EmbeddedModel,
}

impl Language {
    /// Whether words begin as a description of somebody unknown does: "a spokesman", "another man".
    pub fn is_indefinite(&self, words: &str) -> bool {
        let rules = &self.references;
        let mut indefinite = rules.determiners.iter().filter(|d| !rules.definite.contains(d));
        indefinite.any(|d| words.get(..d.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(d)))
    }
}

/// Words of grammar that rules ask for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Grammar {
    /// Opens a clause and is a determiner too ("that").
    pub complementizer: u32,
    /// Before an infinitive tells what is reported without a source ("said").
    pub said: u32,
    /// Stands before an infinitive ("to").
    pub infinitive_marker: u32,
    /// A pronoun that is a possessive too ("her").
    pub object_or_possessive: u32,
    /// Joins a noun to its owner ("of").
    pub genitive: u32,
    /// The definite article.
    pub definite_article: u32,
    /// The writer ("I").
    pub first_person_singular: u32,
    /// Prepositions that join a noun to what it belongs to.
    pub joining_prepositions: WordSet,
    /// Those of them that join names only.
    pub loose_prepositions: WordSet,
    /// A cue of two words ("according to").
    pub according_to: (u32, u32),
    /// Introduces a term ("known as").
    pub known_as: (u32, u32),
    /// The relative pronoun of a person as a subject.
    pub relative_subject: u32,
    /// Verbs of thinking that may close a quotation.
    pub inner_speech: WordSet,
    /// Was and the like, between what was said and whose reply it is.
    pub was: WordSet,
    /// Verbs that are verbs of saying with one of [`Grammar::phrasal_particles`] behind them: "put in", "went on".
    pub phrasal_verbs: WordSet,
    /// Those particles.
    pub phrasal_particles: WordSet,
    /// Verbs of face, hands and feet, in the past: what people do while they talk.
    pub gestures: WordSet,
    /// Prepositions before whoever something written comes from.
    pub sources: WordSet,
    /// Where somebody writes: "from the desk of".
    pub desks: WordSet,
    /// Pronouns that are no subject.
    pub object_pronouns: WordSet,
    /// Pronouns for things.
    pub impersonal_pronouns: WordSet,
    /// He, she.
    pub third_person_singular: WordSet,
    /// They.
    pub third_person_plural: WordSet,
    /// I, we.
    pub first_person: WordSet,
    /// You.
    pub second_person: WordSet,
    /// Relative pronouns for people and things.
    pub relative_pronouns: WordSet,
    /// Words that say where something is moved: "put down", "threw away".
    pub particles: WordSet,
    /// Words that open a reported clause and belong to it.
    pub clause_openers: WordSet,
    /// Words with which reported words may begin.
    pub content_openers: WordSet,
    /// Words that connect a sentence to the one before.
    pub connectors: WordSet,
    /// Words that open the circumstances of a report, which are the writer's.
    pub circumstance_openers: WordSet,
    /// Small words between a subject and its verb.
    pub before_verb: WordForms,
    /// Words that turn what is said into what is not.
    pub denials: WordForms,
    /// What ends a verb that is turned so.
    pub denial_ending: &'static str,
    /// Words with the ending of an adverb that are none.
    pub not_adverbs: WordForms,
    /// Words of the first person in what is said.
    pub persons_first: WordForms,
    /// Of the second.
    pub persons_second: WordForms,
    /// Of the third.
    pub persons_third: WordForms,
    /// Verbs that set words in the past.
    pub past_verbs: WordForms,
    /// Words whose first letters an apostrophe stands for, without it, in lower case ("twas").
    pub elisions: WordForms,
}

/// The ending of a lower-case word, which tells what it may be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WordEnding {
    /// None of the others.
    #[default]
    Other,
    /// A participle of what goes on ("-ing").
    Progressive,
    /// A past form ("-ed").
    Past,
    /// A plural, or a verb of the third person ("-s").
    Plural,
    /// An adverb of manner ("-ly").
    Adverb,
}

/// Kinds of titles, by which people of one surname are distinguished.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default, PartialOrd, Ord)]
pub enum TitleKind {
    /// None, or one without meaning for that.
    #[default]
    Plain,
    /// Mr.
    Mister,
    /// Mrs.
    Wife,
    /// Madame, Ms: a woman, whether by her husband's name or her own.
    Madam,
    /// Miss.
    Miss,
    /// Sir, Lord, Lady and the like: with a given name or the name of an estate.
    Noble,
    /// Aunt, Uncle, Father …
    Kin,
    /// Dr., Colonel, Judge …
    Office,
}

/// How names are written.
#[derive(Clone, Copy, Debug)]
pub(super) struct NameRules {
    /// The definite article in lower case.
    pub article: &'static str,
    /// Joins a title to its office ("of").
    pub genitive: &'static str,
    /// What follows the apostrophe of two words in one.
    pub contraction_tails: WordForms,
    /// Half days behind an hour.
    pub half_days: WordSet,
    /// A month that is a name too: its number.
    pub month_or_name: u32,
    /// The same as written.
    pub month_or_name_as_written: &'static str,
    /// Suffixes that stand behind a comma or have a full stop.
    pub suffixes: WordForms,
    /// The same as numbers.
    pub suffix_words: WordSet,
    /// All suffixes.
    pub generations: WordForms,
    /// Titles that tell people of one surname apart, without full stops; any other title is an office.
    pub title_kinds: &'static [(TitleKind, WordForms)],
    /// What may stand inside a title ("of", "the", a full stop).
    pub inside_titles: WordForms,
    /// Roles of the nobility.
    pub noble_roles: WordForms,
    /// Last words of the names of buildings, streets and grounds.
    pub sites: WordForms,
    /// Prepositions before which a lone name is a place.
    pub place_prepositions: WordForms,
    /// Words that stand before places again and again.
    pub before_places: WordForms,
    /// A letter that a surname may have too many or too few of at its end.
    pub plural_ending: &'static str,
    /// What stands before the name of somebody addressed.
    pub address_openers: WordForms,
    /// Words behind which somebody's name follows, beside [`Grammar::known_as`].
    pub naming_words: WordSet,
    /// Prepositions that join what a body is for to its name ("for", "on").
    pub purposes: WordSet,
    /// Words for the bodies whose names go on so ("committee").
    pub purposeful: WordSet,
    /// What numbers count: no speaker.
    pub measures: WordForms,
}

impl NameRules {
    /// The kind of a title word.
    pub fn title_kind(&self, word: &str) -> TitleKind {
        let word = word.trim_end_matches('.');
        let is = |words: &WordForms| words.iter().any(|w| word.eq_ignore_ascii_case(w));
        self.title_kinds.iter().find(|(_, words)| is(words)).map_or(TitleKind::Office, |(kind, _)| *kind)
    }
}

/// The title in front of a name, without its full stop: one that tells people of one surname apart ("Mrs"), or one cut short
/// ("Gen."). O(titles).
pub fn title_of(name: &str) -> Option<&str> {
    let (first, _) = name.split_once(' ')?;
    let title = first.strip_suffix('.').unwrap_or(first);
    let is = |words: &WordForms| words.iter().any(|w| title.eq_ignore_ascii_case(w));
    let tells = |(kind, words): &(TitleKind, WordForms)| *kind != TitleKind::Plain && is(words);
    let is_cut = first.ends_with('.') && title.chars().count() > 1;
    (is_cut || ENGLISH.names.title_kinds.iter().any(tells)).then_some(title)
}

/// How many of some words turn what is said into what is not: "not", "denied", "didn't". O(words).
pub fn denials(words: &str) -> usize {
    let grammar = &ENGLISH.grammar;
    let is_denial = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric()).replace('’', "'");
        grammar.denials.iter().any(|d| word.eq_ignore_ascii_case(d)) || word.ends_with(grammar.denial_ending)
    };
    words.split_whitespace().filter(|word| is_denial(word)).count()
}

/// How people are meant without their name.
#[derive(Clone, Copy, Debug)]
pub(super) struct ReferenceRules {
    /// He, him, his.
    pub male: WordForms,
    /// She, her.
    pub female: WordForms,
    /// They, them, their.
    pub plural: WordForms,
    /// It, its.
    pub neuter: WordForms,
    /// I, me, my.
    pub first_person: WordForms,
    /// Who, which, whom.
    pub relative: WordForms,
    /// Nouns that mean somebody who is named elsewhere, beside titles.
    pub offices: WordForms,
    /// Beginnings of a description of somebody's own: "his ", "My ".
    pub possessives: WordForms,
    /// The definite article at the beginning of a description.
    pub definite: WordForms,
    /// Articles at the beginning of a description.
    pub articles: WordForms,
    /// Words at the beginning of a description of somebody known, in lower case.
    pub demonstratives: WordForms,
    /// Words at the beginning of any description, in lower case.
    pub determiners: WordForms,
    /// Determiners that say how many, in lower case: they mean something by themselves.
    pub numerals: WordForms,
    /// Numbers of people in words, in lower case.
    pub counts: &'static [(&'static str, u8)],
    /// Words for all of so many known people ("both"), in lower case.
    pub all_of: &'static [(&'static str, u8)],
    /// Prepositions with which a description goes on behind a name.
    pub continuations: WordForms,
    /// Beginnings of a name with an epithet in fiction.
    pub epithets: WordForms,
    /// Titles in short, and the nouns for whoever bears one.
    pub titles_as_nouns: &'static [(&'static str, WordForms)],
    /// How a word ends that owns what follows.
    pub owner_endings: WordForms,
    /// How words end that tell somebody's age.
    pub ages: WordForms,
    /// Nouns for bodies, and the last words of the names of such.
    pub kinds_of_bodies: &'static [(&'static str, WordForms)],
}

/// What columns of tables are called, without regard to case.
#[derive(Clone, Copy, Debug)]
pub(super) struct TableRules {
    /// Heads of a column of people.
    pub who: WordForms,
    /// Heads of a column of what they said.
    pub said: WordForms,
    /// Cells that stand for somebody who speaks, perhaps with a number behind them.
    pub labels: WordForms,
    /// Lower-case words inside a name.
    pub particles: WordForms,
}

impl ReferenceRules {
    /// A word without the ending of an owner; nothing where it has none.
    pub fn owner<'a>(&self, word: &'a str) -> Option<&'a str> {
        self.owner_endings.iter().find_map(|ending| word.strip_suffix(ending))
    }

    /// Whether a word is he, she, they, it or I.
    pub fn is_pronoun(&self, word: &str) -> bool {
        let is = |list: &WordForms| list.iter().any(|w| w.eq_ignore_ascii_case(word));
        [self.male, self.female, self.plural, self.neuter, self.first_person].iter().any(is)
    }
}

/// How turns of a transcript begin.
#[derive(Clone, Copy, Debug)]
pub(super) struct TurnRules {
    /// Letters for question and answer.
    pub question_and_answer: &'static [char],
    /// Titles before the name of a turn in records of parliaments.
    pub record_titles: WordForms,
    /// Those of them that stand before an office, not a name.
    pub record_articles: WordForms,
    /// Lower-case words inside a name.
    pub particles: WordForms,
    /// Words between the names of several speakers.
    pub joiners: WordForms,
    /// What speakers without a name are called, in lower case; a number or a letter may follow.
    pub speaker_labels: WordForms,
    /// Labels that look like names and are none.
    pub not_speakers: WordForms,
    /// What stands on a line of its own above parts of a text, and is no name.
    pub section_labels: WordForms,
    /// What stage directions begin with.
    pub stage_directions: WordForms,
    /// Before the name of whoever asks the questions that follow, alone on its line.
    pub examined_by: &'static str,
    /// Before the number of a page, in lower case.
    pub page: &'static str,
    /// Last words of a line that tells what several people do, and nobody says.
    pub interjections: WordForms,
    /// What recorders set in brackets for a sound, in lower case.
    pub sounds: WordForms,
    /// Those of them that stand in the place of words which were not understood.
    pub unheard: WordForms,
    /// Words of a speaker of himself and to others, in lower case.
    pub persons: WordForms,
    /// Phrases of the notes below or above a transcript, in lower case.
    pub editorial: WordForms,
}
