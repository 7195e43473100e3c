//! Lists of suggestions that a person confirms together: all turns whose speaker the source names, all statements of a
//! paragraph, of a speaker, of a search.
//!
//! A list holds what was gathered when it was made; who is proposed is looked up when a row is shown. Guesses stand in every
//! list with their doubt, for whoever asks for them by name: nobody confirms a guess by confirming a list.

use super::resolve::{Doubt, SpeakerChoice};
use super::{ItemId, Reading, SURE_SCORE};
use crate::annotation::SpeakerRef;
use crate::document::{BlockKind, Document};
use crate::kinds::{Kind, in_words};
use crate::span::Span;

/// What the suggestions of a list have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gathered {
    /// Chosen in another view.
    Given,
    /// Turns and posts whose speaker the source itself names: in its markup, or in the head before the words.
    NamedTurns,
    /// Of at least [`SURE_SCORE`].
    Sure,
    /// Of one speaker.
    Speaker,
    /// In one paragraph.
    Paragraph,
    /// Under one heading.
    Section,
    /// With a match of the search.
    Matches,
    /// Of one kind, in the words of [`in_words`].
    Nature(&'static str),
    /// Everything.
    All,
}

/// A suggestion in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gleaned {
    /// Number of its attribution.
    pub number: u32,
    /// How far it can be trusted. What is too weak for the review queue is a guess here, whoever is proposed.
    pub doubt: Doubt,
}

impl Gleaned {
    /// The item.
    pub const fn item(self) -> ItemId {
        ItemId::Suggestion(self.number)
    }
}

/// Suggestions to be confirmed together, in reading order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// What they have in common.
    pub of: Gathered,
    /// Their number and doubt, guesses among them.
    pub rows: Vec<Gleaned>,
}

/// Where a person is, for the lists that begin there.
#[derive(Clone, Copy, Debug, Default)]
pub struct Around<'a> {
    /// The statement at hand: its speaker, paragraph and section have lists.
    pub item: Option<&'a ItemId>,
    /// A place in the text, for the paragraph and section where no statement is at hand.
    pub at: u32,
    /// Matches of a search, in reading order.
    pub matches: &'a [Span],
    /// Items chosen elsewhere, in any order; those decided already are left out.
    pub given: Option<&'a [ItemId]>,
}

impl Reading {
    /// All lists that hold anything, those whose rows an earlier one has left out: given ones first, then named turns, sure
    /// ones, this speaker, paragraph, section, search, each kind, all. O(suggestions + blocks): for a screen when it opens.
    pub fn batches(&self, around: &Around<'_>) -> Vec<Batch> {
        let at = around.item.and_then(|item| self.hull(item)).map_or(around.at, |hull| hull.start);
        let who = around.item.and_then(|item| self.who_says(item)).filter(is_somebody);
        let paragraph = self.document.blocks().get(self.document.block_at(at)).map(|b| b.span);
        let section = section(&self.document, at);
        let within = |span: Option<Span>, hull: Span| span.is_some_and(|s| s.start <= hull.start && hull.start < s.end);
        let mut natures: Vec<Batch> = Vec::new();
        let batch = |of| Batch { of, rows: Vec::new() };
        let kinds = [
            Gathered::NamedTurns,
            Gathered::Sure,
            Gathered::Speaker,
            Gathered::Paragraph,
            Gathered::Section,
            Gathered::Matches,
        ];
        let mut batches: Vec<Batch> = kinds.into_iter().map(batch).collect();
        let mut all = batch(Gathered::All);
        for number in self.index.all_shown() {
            let Some(a) = self.found.get(number) else { continue };
            let (hull, proposal) = (a.hull(), self.proposal(a));
            let open = self.index.is_open(number);
            let doubt = if open { proposal.doubt } else { Doubt::Guess };
            let row = Gleaned { number: number as u32, doubt };
            for list in &mut batches {
                let takes = match list.of {
                    Gathered::NamedTurns => a.is_named_by_source() && is_somebody(&proposal.who),
                    Gathered::Sure => open && a.score >= SURE_SCORE && doubt != Doubt::Guess,
                    Gathered::Speaker => who.as_ref() == Some(&proposal.who),
                    Gathered::Paragraph => within(paragraph, hull),
                    Gathered::Section => within(section, hull),
                    Gathered::Matches => holds_one(a.content, around.matches),
                    Gathered::Given | Gathered::Nature(_) | Gathered::All => false,
                };
                if takes {
                    list.rows.push(row);
                }
            }
            let nature = in_words(a.kind, a.form);
            match natures.iter_mut().find(|list| list.of == Gathered::Nature(nature)) {
                Some(list) => list.rows.push(row),
                None => natures.push(Batch { of: Gathered::Nature(nature), rows: vec![row] }),
            }
            all.rows.push(row);
        }
        let given = around.given.map(|items| self.given(items));
        let lists = given.into_iter().chain(batches).chain(natures).chain([all]);
        let mut out: Vec<Batch> = Vec::new();
        for list in lists {
            if !list.rows.is_empty() && !out.iter().any(|other| other.rows == list.rows) {
                out.push(list);
            }
        }
        out
    }

    /// A list of items chosen elsewhere: those that are suggestions still, in reading order, each once. O(n log n).
    fn given(&self, items: &[ItemId]) -> Batch {
        let number = |item: &ItemId| match item {
            ItemId::Suggestion(number) if self.is_shown(item) => Some(*number),
            ItemId::Suggestion(_) | ItemId::Record(_) => None,
        };
        let mut numbers: Vec<u32> = items.iter().filter_map(number).collect();
        numbers.sort_unstable();
        numbers.dedup();
        let rows = numbers.into_iter().filter_map(|number| {
            let proposal = self.proposal(self.found.get(number as usize)?);
            let doubt = if self.index.is_open(number as usize) { proposal.doubt } else { Doubt::Guess };
            Some(Gleaned { number, doubt })
        });
        Batch { of: Gathered::Given, rows: rows.collect() }
    }

    /// Who says an item, suggested or decided; nobody of what is no statement. O(log decisions).
    pub fn who_says(&self, item: &ItemId) -> Option<SpeakerChoice> {
        match self.suggestion(item) {
            Some(attribution) => Some(self.proposal(attribution).who),
            None => {
                let who = self.record(item)?.speaker.clone().map(SpeakerChoice::Known)?;
                Some(self.one_of(who))
            }
        }
    }

    /// How many suggestions are too weak for the review queue and nobody has decided. O(1).
    pub fn weak(&self) -> usize {
        self.index.weak()
    }

    /// Whether an item is a suggestion too weak for the review queue.
    pub fn is_weak(&self, item: &ItemId) -> bool {
        matches!(item, ItemId::Suggestion(_)) && self.is_shown(item) && !self.is_open(item)
    }

    /// The next suggestion too weak for the queue after the place and item given, wrapping round. O(gap / 64).
    pub fn next_weak(&self, at: u32, item: Option<&ItemId>) -> Option<ItemId> {
        let from = match item {
            Some(ItemId::Suggestion(n)) => *n as usize + 1,
            Some(ItemId::Record(_)) | None => self.found.first_from(at),
        };
        self.index.next_weak(from)
    }
}

/// Whether somebody is named.
fn is_somebody(who: &SpeakerChoice) -> bool {
    !matches!(who, SpeakerChoice::Unknown | SpeakerChoice::Known(SpeakerRef::Nobody))
}

/// Whether one of `matches`, which are in order, touches the words. O(parts · log matches).
fn holds_one(content: &[Span], matches: &[Span]) -> bool {
    content.iter().any(|part| {
        let first = matches.partition_point(|m| m.end <= part.start);
        matches.get(first).is_some_and(|m| m.overlaps(*part))
    })
}

/// From the heading above `at` to the next of its rank or above; what stands before the first heading is a section too. None
/// where there are no headings. O(blocks).
pub fn section(document: &Document, at: u32) -> Option<Span> {
    let blocks = document.blocks();
    let here = document.block_at(at);
    let rank = |n: usize| match blocks.get(n).map(|b| b.kind) {
        Some(BlockKind::Heading(level)) => Some(level),
        _ => None,
    };
    let above = (0..=here).rev().find_map(|n| rank(n).map(|level| (n, level)));
    let ends = |level: u8| (here + 1..blocks.len()).find(|n| rank(*n).is_some_and(|next| next <= level));
    let next = ends(above.map_or(u8::MAX, |(_, level)| level));
    if above.is_none() && next.is_none() {
        return None;
    }
    let start = above.and_then(|(n, _)| blocks.get(n)).or(blocks.first()).map_or(0, |b| b.span.start);
    let end = next.and_then(|n| blocks.get(n)).map_or(document.text().len() as u32, |b| b.span.start);
    Some(Span::new(start, end.max(start)))
}

/// Whether a suggestion of this kind and score is in the review queue: all but weak reported speech.
pub(super) fn is_queued(kind: Kind, score: f32) -> bool {
    kind != Kind::Indirect || score >= super::QUEUE_SCORE
}

#[cfg(test)]
mod tests;
