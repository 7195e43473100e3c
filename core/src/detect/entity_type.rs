//! What a name can be a name of.

use crate::kinds::SpeakerKind;
use crate::span::Span;

/// What a name is a name of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EntityType {
    /// Somebody.
    Person,
    /// A body of people: a company, a party, a newspaper, an office.
    Organisation,
    /// A country, a town, a building.
    Place,
    /// A book, a law, a product, an idea.
    Work,
    /// Something that happens, or a time.
    Event,
    /// No name: a word with a capital, part of a longer name.
    Nothing,
}

impl EntityType {
    /// All of them, in the order of the weights.
    pub const ALL: [Self; 6] = [Self::Person, Self::Organisation, Self::Place, Self::Work, Self::Event, Self::Nothing];

    /// What stands for it in [`EntityType::ALL`].
    pub const fn index(self) -> usize {
        self as usize
    }

    /// Whether it can say anything at all.
    pub const fn may_speak(self) -> bool {
        matches!(self, Self::Person | Self::Organisation)
    }

    /// What a cluster is taken for that nothing else is known of.
    pub const fn of_kind(kind: SpeakerKind) -> Self {
        match kind {
            SpeakerKind::Person | SpeakerKind::Group | SpeakerKind::Unnamed => Self::Person,
            SpeakerKind::Organisation | SpeakerKind::Document => Self::Organisation,
        }
    }
}

/// One cluster as an example to learn from: where its names stand, and what the model looks at.
#[derive(Clone, Debug)]
pub struct NameExample {
    /// The names, titles aside, in reading order.
    pub names: Vec<Span>,
    /// Row of the weights, and how much it counts.
    pub features: Vec<(u16, f32)>,
}
