//! Finds what was said, proposes who said it, and says why.
//!
//! Detection has two stages. *Extraction* ([`Detector::extract`]) reads a document once and is pure: attributions, mentions,
//! clusters of names, the antecedent of each pronoun or role. Rules list the options, [`model`] chooses among them.
//! *Resolution* looks up the name of a speaker from an attribution over its mention and cluster; `reading` repeats it with the
//! decisions of a person, so that a decision changes later suggestions without a new extraction.
//!
//! Words and rules of a language stand in [`lang`] alone.

mod attribute;
mod block_language;
mod block_quotes;
mod by_rules;
mod coreference;
mod cue_rules;
mod dash_dialogue;
mod declared;
mod described;
mod detections;
mod draft;
pub mod entities;
pub mod entity_type;
pub mod entity_weights;
mod extract;
mod feature_templates;
mod fiction;
mod grammar_words;
mod item_row;
pub mod lang;
mod lead_in;
mod lexicon;
mod mail_quotes;
mod marks;
pub mod model;
mod model_file;
mod nested;
mod open_quotation;
mod people;
mod phrases;
mod posts;
mod quote_marks;
mod readable;
mod reported_speech;
mod roles;
mod seen_text;
mod sentence_view;
mod signatures;
mod speaker;
mod standing;
mod tables;
mod tokens;
mod trust;
mod turns;
mod uncued;
mod word_number;

use crate::kinds::SpeakerKind;
use crate::span::Span;

pub use described::Descriptions;
pub use detections::{Attribution, Detections, ForeignPassage};
pub use entity_type::EntityType;
pub use extract::Detector;
pub use grammar_words::GrammarWords;
pub use lang::read_tags;
pub use lang::tags::{language_name, language_tag};
pub use quote_marks::{MarkedWords, QuoteMarks};

/// Number of this detector: raised when the same text may give other suggestions.
pub const DETECTOR: &str = "8";

/// Index of a mention.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MentionId(pub u32);

/// Index of a cluster; [`ClusterId::NONE`] when there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ClusterId(pub u32);

impl ClusterId {
    /// No cluster.
    pub const NONE: Self = Self(u32::MAX);

    /// Whether it names a cluster.
    pub const fn is_some(self) -> bool {
        self.0 != u32::MAX
    }

    const fn index(self) -> usize {
        self.0 as usize
    }
}

/// The gender that a name or title implies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default, serde::Serialize, serde::Deserialize)]
pub enum Gender {
    /// Not known.
    #[default]
    Unknown,
    /// He.
    Male,
    /// She.
    Female,
}

impl Gender {
    const fn or(self, other: Self) -> Self {
        match self {
            Self::Unknown => other,
            known => known,
        }
    }

    const fn contradicts(self, other: Self) -> bool {
        matches!((self, other), (Self::Male, Self::Female) | (Self::Female, Self::Male))
    }
}

/// How a mention is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MentionKind {
    /// By name.
    Name,
    /// By what somebody is or does.
    Role,
    /// By a pronoun.
    Pronoun,
}

/// A mention: words that name a speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Its place.
    pub span: Span,
    /// How it is written.
    pub kind: MentionKind,
    /// Its cluster; none when nobody can be named.
    pub cluster: ClusterId,
    /// The antecedent of a pronoun or role: earlier words for the same cluster.
    pub antecedent: Option<Span>,
}

/// A cluster of mentions: one person or organisation with all forms of its name.
#[derive(Clone, Debug)]
pub struct Cluster {
    /// The fullest form of the name.
    pub name: String,
    /// What it is.
    pub kind: SpeakerKind,
    /// What its name is a name of.
    pub entity: EntityType,
    /// From titles, given names, pronouns.
    pub gender: Gender,
    /// From the given name alone.
    pub given: Gender,
    /// Other forms of the name, as written.
    pub aliases: Vec<Box<str>>,
    /// What the person is called in this document, lower case.
    pub roles: Vec<Box<str>>,
    /// How often it is named.
    pub mentions: u32,
    /// How often a speech verb stands beside the name.
    pub speaks: u32,
    /// Whether a form of the name was joined as a misspelling.
    pub misspelt: bool,
}

impl Cluster {
    /// Joins the cluster of the same name of another part of the text.
    fn join(&mut self, other: Self) {
        self.gender = self.gender.or(other.gender);
        self.given = self.given.or(other.given);
        self.mentions += other.mentions;
        self.speaks += other.speaks;
        self.misspelt |= other.misspelt;
        for (mine, theirs) in [(&mut self.aliases, other.aliases), (&mut self.roles, other.roles)] {
            for words in theirs {
                if mine.len() < MAX_NAME_FORMS && !mine.contains(&words) {
                    mine.push(words);
                }
            }
        }
    }
}

/// Most forms of a name kept when parts of a long text are joined.
const MAX_NAME_FORMS: usize = 32;

/// Which rule proposed a speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rule {
    /// “…,” X said.
    After,
    /// “…,” said X.
    AfterInverted,
    /// X said “…”.
    Before,
    /// according to X.
    According,
    /// The same speaker went on in the paragraph.
    Continues,
    /// A quotation left open by the paragraph above.
    RunsOn,
    /// A line above leads into it.
    LeadIn,
    /// The line or header above a quoted message.
    Sender,
    /// A name follows behind a dash.
    Caption,
    /// The subject of the sentence it stands in.
    Subject,
    /// The speaker of the paragraph above.
    Previous,
    /// Two people take turns.
    TakesTurns,
    /// The signature of a post.
    Signature,
    /// The name before a turn.
    TurnName,
    /// The name in the same row of a table.
    Row,
    /// The source itself says it.
    Declared,
    /// Nobody was found.
    Nobody,
    /// Nobody was looked for: the words are in a language that is not read.
    OtherLanguage,
}

impl Rule {
    /// The reason in a few words, as `detect` prints it and `i` shows it; `cue` is the cue's words.
    pub fn reason(self, cue: &str) -> String {
        match self {
            Self::After if cue.is_empty() => "named right after the words".to_owned(),
            Self::After | Self::AfterInverted => format!("after the words, with “{cue}”"),
            Self::Before if cue.is_empty() => "named right before the words".to_owned(),
            Self::Before => format!("before “{cue}”"),
            Self::According => format!("“{cue}”"),
            Self::Continues => "goes on in the same paragraph".to_owned(),
            Self::RunsOn => "the quotation above was left open".to_owned(),
            Self::LeadIn => "the line above leads into it".to_owned(),
            Self::Sender => "wrote the quoted message".to_owned(),
            Self::Caption => "named behind the dash".to_owned(),
            Self::Subject => "subject of the sentence".to_owned(),
            Self::Previous => "speaker of the paragraph above".to_owned(),
            Self::TakesTurns => "the two take turns".to_owned(),
            Self::Signature => "signed below".to_owned(),
            Self::TurnName => "named before the turn".to_owned(),
            Self::Row => "named in the same row".to_owned(),
            Self::Declared => "named by the file itself".to_owned(),
            Self::Nobody => "nobody is named near".to_owned(),
            Self::OtherLanguage => "in a language whose speakers are not read".to_owned(),
        }
    }
}
