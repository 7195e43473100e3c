//! What words can do in a sentence.

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
    DIALOGUE = 31, "A verb that stands beside what somebody says as verbs of saying do, and reports nothing by itself.";
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
