//! What reading by rules knows of a language: a table of words, a few sets, and the order of its words.

use super::WordForms;

/// A language that is read by rules (`detect/by_rules`), without a model.
#[derive(Clone, Copy, Debug)]
pub struct RuleLanguage {
    /// Its tag (BCP 47).
    pub tag: &'static str,
    /// The commonest of its words that mean nothing in English, in lower case.
    pub(in crate::detect) everyday: WordForms,
    /// The word list: sections as in `by_rules/words.rs`.
    pub(in crate::detect) word_list: &'static str,
    /// All forms of a verb from its entry in the word list.
    pub(in crate::detect) verb_forms: fn(&str) -> Vec<(String, VerbForm)>,
    /// How nouns for people end, in lower case.
    pub(in crate::detect) person_endings: WordForms,
    /// How those for women end.
    pub(in crate::detect) female_endings: WordForms,
    /// How nouns for bodies end.
    pub(in crate::detect) body_endings: WordForms,
    /// How nouns end behind which a name follows in quotation marks.
    pub(in crate::detect) naming_endings: WordForms,
    /// How a lower-case word ends that is no finite verb: those of adjectives and adverbs.
    pub(in crate::detect) not_verb_endings: WordForms,
    /// Endings of feminine nouns: behind the masculine article they are in the dative or genitive ("der Zeitung").
    pub(in crate::detect) female_noun_endings: WordForms,
    /// Endings of abstract nouns, which are no speakers.
    pub(in crate::detect) abstract_endings: WordForms,
    /// Endings of adjectives behind the masculine article that are not in the nominative ("der englischen").
    pub(in crate::detect) dative_endings: WordForms,
    /// How an adjective ends that begins a phrase without an article.
    pub(in crate::detect) adjective_endings: WordForms,
    /// How words end that look so and are verbs.
    pub(in crate::detect) not_adjective_endings: WordForms,
    /// How a word at the beginning of a sentence ends that is an adverb, no noun.
    pub(in crate::detect) adverb_endings: WordForms,
    /// Whether a verb, by its form, stands in the mood of reported speech or in none of the third person.
    pub(in crate::detect) is_mood: fn(&str) -> bool,
    /// Whether a word, by its form, may be a participle before a noun.
    pub(in crate::detect) is_participle: fn(&str) -> bool,
    /// Whether a verb, by its form, has a plural subject or none.
    pub(in crate::detect) is_plural_verb: fn(&str) -> bool,
    /// The order of its words.
    pub(in crate::detect) order: WordOrder,
}

impl RuleLanguage {
    /// One that nothing is known of: what a language has no use for it takes from here.
    pub(super) const BARE: Self = Self {
        tag: "",
        everyday: &[],
        word_list: "",
        verb_forms: |_| Vec::new(),
        person_endings: &[],
        female_endings: &[],
        body_endings: &[],
        naming_endings: &[],
        not_verb_endings: &[],
        female_noun_endings: &[],
        abstract_endings: &[],
        dative_endings: &[],
        adjective_endings: &[],
        not_adjective_endings: &[],
        adverb_endings: &[],
        is_mood: |_| false,
        is_participle: |_| false,
        is_plural_verb: |_| false,
        order: WordOrder::VerbSecond,
    };
}

/// Where a subject stands.
#[derive(Clone, Copy, Debug)]
pub enum WordOrder {
    /// The verb of a main clause comes second, the subject before or behind it.
    VerbSecond,
    /// The subject comes first, or behind the verb where the words said come first.
    SubjectFirst(SubjectFirst),
}

impl WordOrder {
    /// Whether the verb comes second.
    pub(in crate::detect) const fn is_verb_second(&self) -> bool {
        matches!(self, Self::VerbSecond)
    }
}

/// A language whose subject comes first, and whose nouns are written small.
#[derive(Clone, Copy, Debug)]
pub struct SubjectFirst {
    /// Where the first of two words ends that are written as one, and where the second begins, in bytes.
    pub(in crate::detect) cut_word: fn(&str) -> Option<(usize, usize)>,
    /// Whether a word, by its form, may be a verb in the past.
    pub(in crate::detect) is_past: fn(&str) -> bool,
    /// Whether it may be one that tells of a state.
    pub(in crate::detect) is_imperfect: fn(&str) -> bool,
    /// Whether it may be a verb of the third person that stands without its subject.
    pub(in crate::detect) is_finite: fn(&str) -> bool,
    /// Whether a verb, by its form, stands in the gerund.
    pub(in crate::detect) is_gerund: fn(&str) -> bool,
    /// Whether a verb, by its form, stands in the infinitive.
    pub(in crate::detect) is_infinitive: fn(&str) -> bool,
    /// Whether a subject that is known is left out.
    pub(in crate::detect) leaves_out_subject: bool,
    /// How the narrator's words are set off in dialogue behind a dash.
    pub(in crate::detect) dashes: Dashes,
    /// Whether in tales what is said stands in marks as often as behind dashes.
    pub(in crate::detect) tales_in_marks: bool,
    /// Whether somebody who is called by a role alone ("il barista") acts like somebody named: is meant by a verb that leaves its subject
    /// out, and is somebody new in a tale, unless called so before. Where not, whoever of that gender acted last is meant.
    pub(in crate::detect) roles_act: bool,
    /// Whether what is said may stand between single marks.
    pub(in crate::detect) single_marks: bool,
    /// Whether a stop stands behind the marks, so that a sentence in them may have none.
    pub(in crate::detect) stops_outside: bool,
}

/// How the narrator's words are set off in dialogue behind a dash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dashes {
    /// By commas, seldom by dashes: "– Oui, dit Anna, demain."
    Seldom,
    /// By dashes with a blank on each side, perhaps behind a comma: "– Sì, – disse Anna. – Domani."
    Apart,
    /// By dashes that touch them: "—Sí —dijo Ana—. Mañana."
    Touching,
}

/// What the form of a verb can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VerbForm {
    /// Stands with its subject.
    Finite,
    /// The same, with a part of the verb at the end of the clause.
    Split,
    /// A participle or an infinitive.
    Base,
    /// In the mood of reported speech.
    Mood,
}
