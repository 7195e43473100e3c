//! Finds what was said, proposes who said it, and says why.
//!
//! Detection has two stages. *Extraction* ([`Detector::extract`]) reads a document once and is pure: candidates,
//! mentions, clusters of names, the antecedent of each pronoun or role. Rules list what may be, [`model`] chooses. *Resolution* is a look-up from an attribution
//! over its mention and cluster to a name; `reading` repeats it with a person's decisions laid over, so that one decision
//! changes later suggestions without any new search.

mod attribute;
mod clause;
mod coreference;
mod evidence;
mod extract;
mod lexicon;
mod marks;
pub mod model;
mod orphan;
mod people;
mod phrases;
mod posts;
mod report;
mod shape;
mod tokens;
mod turns;
mod voice;

use crate::span::Span;
use crate::statement::{Form, Kind, SpeakerKind};

pub use extract::Detector;

/// Number of this detector: raised when the same text may give other suggestions.
pub const DETECTOR: &str = "2";

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

/// What a name or title tells of somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Gender {
    /// Not told.
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

/// Words that name the speaker of something.
#[derive(Clone, Copy, Debug)]
pub struct Mention {
    /// Its place.
    pub span: Span,
    /// How it is written.
    pub kind: MentionKind,
    /// Who it is; none when nobody can be named.
    pub cluster: ClusterId,
    /// The earlier words that tell who a pronoun or role is.
    pub antecedent: Option<Span>,
}

/// Everything written that is one person or body.
#[derive(Clone, Debug)]
pub struct Cluster {
    /// The fullest form of the name.
    pub name: String,
    /// What it is.
    pub kind: SpeakerKind,
    /// Told by titles, given names, pronouns.
    pub gender: Gender,
    /// Told by the given name alone.
    pub given: Gender,
    /// Other forms of the name, as written.
    pub aliases: Vec<Box<str>>,
    /// What the person is called in this document, lower case.
    pub roles: Vec<Box<str>>,
    /// How often it is named.
    pub mentions: u32,
    /// Whether a form of the name joined only because it looks misspelt.
    pub misspelt: bool,
}

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
    /// Nobody was found.
    Nobody,
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
            Self::Caption => "named behind the dash".to_owned(),
            Self::Subject => "subject of the sentence".to_owned(),
            Self::Previous => "speaker of the paragraph above".to_owned(),
            Self::TakesTurns => "the two take turns".to_owned(),
            Self::Signature => "signed below".to_owned(),
            Self::TurnName => "named before the turn".to_owned(),
            Self::Nobody => "nobody is named near".to_owned(),
        }
    }
}

/// Somebody said something: one suggestion.
#[derive(Clone, Debug)]
pub struct Attribution {
    /// Direct, indirect or mixed.
    pub kind: Kind,
    /// Quotation, post, turn or block.
    pub form: Form,
    /// What was said, marks included, in reading order; never empty.
    pub content: Vec<Span>,
    /// The parts of it inside quotation marks, marks included.
    pub quotes: Vec<Span>,
    /// The words of saying.
    pub cue: Option<Span>,
    /// The words that name the speaker.
    pub mention: Option<MentionId>,
    /// Which rule found the speaker.
    pub rule: Rule,
    /// Probability that speaker and words are right, 0 to 1.
    pub score: f32,
    /// Other people it may be, best first.
    pub candidates: Vec<ClusterId>,
    /// Posts broken over several blocks share a thread: the number of its first attribution.
    pub thread: Option<u32>,
}

impl Attribution {
    /// The smallest span over its content.
    pub fn hull(&self) -> Span {
        crate::span::hull(&self.content).unwrap_or_default()
    }

    /// Where it begins.
    pub fn start(&self) -> u32 {
        self.content.first().map_or(0, |s| s.start)
    }
}

/// All that was found in one document.
#[derive(Clone, Debug, Default)]
pub struct Detections {
    /// In reading order.
    pub attributions: Vec<Attribution>,
    /// Mentions that attributions refer to.
    pub mentions: Vec<Mention>,
    /// People and bodies, in order of first full mention.
    pub clusters: Vec<Cluster>,
}

impl Detections {
    /// The mention of an attribution.
    pub fn mention_of(&self, attribution: &Attribution) -> Option<&Mention> {
        self.mentions.get(attribution.mention?.0 as usize)
    }

    /// A cluster.
    pub fn cluster(&self, id: ClusterId) -> Option<&Cluster> {
        self.clusters.get(id.index())
    }

    /// The name proposed without any decision: the resolution of `detect`. A look-up.
    pub fn speaker_of(&self, attribution: &Attribution) -> Option<&str> {
        let mention = self.mention_of(attribution)?;
        self.cluster(mention.cluster).map(|c| c.name.as_str())
    }

    /// The reason for a suggestion, in a few words.
    pub fn reason(&self, attribution: &Attribution, text: &str) -> String {
        attribution.rule.reason(attribution.cue.map_or("", |c| c.of(text)))
    }
}
