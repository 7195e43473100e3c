//! What is guarded: words whose change is never small. Which words these are is a matter of the language: [`super::en`].

use super::outcome::Kind;

/// Why a word is guarded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Guard {
    /// It denies.
    Negation,
    /// It counts or dates.
    Number,
    /// It says how far the sentence holds.
    Operator,
    /// It measures.
    Unit,
}

impl Guard {
    /// The kind of an alteration of such a word.
    pub const fn kind(self) -> Kind {
        match self {
            Self::Negation => Kind::Negation,
            Self::Number => Kind::Number,
            Self::Operator => Kind::Operator,
            Self::Unit => Kind::Unit,
        }
    }
}

/// What limits a statement from outside: of one of these the article may have another word of the same kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Limiter {
    /// if, provided, as long as.
    Condition,
    /// unless, except.
    Exception,
    /// until.
    Until,
    /// only.
    Only,
    /// whether.
    Whether,
    /// not, never, nothing.
    Negation,
}
