//! Reads a language by rules, from a table of its words ([`super::lang::RuleLanguage`]): quotations with the verb and the speaker beside
//! them, dialogue between dashes, reported clauses. No model: a rule's score is what it was right in.
//!
//! Blocks are read twice: for the people named in them, then for what is said. In the second reading each sentence is a row of
//! words and quotations ([`row`]); verbs of saying are looked up with their subjects ([`cues`]), then what they govern
//! ([`reader`], [`reported`]). What has no cue takes its speaker from what stands around it. Languages whose subject stands first
//! have a reading of their own ([`romance`]).

mod cues;
mod dialogue;
mod direct;
mod join;
mod paragraphs;
mod people;
mod phrases;
mod reader;
mod reported;
mod romance;
mod row;
mod scores;
mod words;

use super::draft::Spans;
use super::lang::WordOrder;
use super::{MentionKind, Rule};
use crate::kinds::Kind;
use crate::span::Span;

pub use join::read_all;
pub use people::Person;
pub use words::Tables;

/// Reads blocks of a text in one language, in order. O(length).
fn read(text: &str, blocks: &[Span], words: &words::Words) -> Reading {
    match &words.language.order {
        WordOrder::VerbSecond => reader::read(text, blocks, words),
        WordOrder::SubjectFirst(language) => romance::read(text, blocks, words, language),
    }
}

/// Whose words they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// The words that name the speaker.
    pub span: Span,
    pub kind: MentionKind,
    /// Who that is: a number of [`Reading::people`].
    pub person: Option<u32>,
}

/// Something said.
#[derive(Clone, Debug)]
pub struct Statement {
    pub kind: Kind,
    pub content: Spans,
    pub quotes: Spans,
    pub cue: Option<Span>,
    pub source: Option<Source>,
    pub rule: Rule,
    pub score: f32,
}

/// What was read.
#[derive(Debug, Default)]
pub struct Reading {
    /// In reading order of their blocks.
    pub statements: Vec<Statement>,
    pub people: Vec<Person>,
}

#[cfg(test)]
mod tests;
