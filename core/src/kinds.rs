//! How something was said and by what kind of speaker: the classifications detection, annotations and exports share.

use serde::{Deserialize, Serialize};

/// Whether the words are the speaker's own (the usage of PARC and `PolNeAR`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Inside quotation marks, or a post or a turn.
    Direct,
    /// Reported in the writer's words.
    Indirect,
    /// A reported clause with quoted words in it.
    Mixed,
}

/// What the statement looks like on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// A quotation or a reported statement in running text.
    Quotation,
    /// A signed post, as embedded from a social network.
    Post,
    /// A turn of a transcript or an interview.
    Turn,
    /// A whole block set off as a quotation.
    Block,
}

/// Person, body, group, somebody left unnamed, or something written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SpeakerKind {
    /// A person with a name.
    Person,
    /// A body with a name.
    Organisation,
    /// Several people.
    Group,
    /// Described, not named: "a senior administration official".
    Unnamed,
    /// Something written that says something: a report, a bill, a survey.
    Document,
}

/// Gives an enum its words in files and exports, each beside its variant: a variant without one does not compile.
macro_rules! worded {
    ($Name:ident { $($Variant:ident = $word:literal),* $(,)? }) => {
        impl $Name {
            /// Every value, in the order shown.
            pub const ALL: &'static [Self] = &[$(Self::$Variant),*];

            /// Their words.
            pub const WORDS: &'static [&'static str] = &[$($word),*];

            /// The word used in files and exports.
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$Variant => $word),*
                }
            }

            /// The value of a word, letter case aside.
            pub fn of_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.word().eq_ignore_ascii_case(word))
            }
        }
    };
}
pub(crate) use worded;

worded!(SpeakerKind { Person = "person", Organisation = "organisation", Group = "group", Unnamed = "unnamed", Document = "document" });
worded!(Kind { Direct = "direct", Indirect = "indirect", Mixed = "mixed" });
worded!(Form { Quotation = "quotation", Post = "post", Turn = "turn", Block = "block" });

/// What a reporter would call the combination: "quotation", "partly quoted", "reported", "post", "turn".
pub const fn in_words(kind: Kind, form: Form) -> &'static str {
    match (form, kind) {
        (Form::Post, _) => "post",
        (Form::Turn, _) => "turn",
        (Form::Block, _) => "block quotation",
        (Form::Quotation, Kind::Direct) => "quotation",
        (Form::Quotation, Kind::Mixed) => "partly quoted",
        (Form::Quotation, Kind::Indirect) => "reported",
    }
}
