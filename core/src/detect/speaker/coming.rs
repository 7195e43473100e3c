//! What is told of the turns to come: a line without a name is often answered, or gone on with, by somebody named.
//!
//! A turn is what is said in one paragraph. Who is named beside it, and whether it is a he or a she, is read before anybody
//! is asked for, so that a conversation is decided from both its ends. Every look ahead is bounded by a few turns.

use super::{SpeakerContext, addressed};
use crate::detect::{ClusterId, Gender};
use crate::span::Span;
use smallvec::SmallVec;

/// How many turns are looked at.
const MAX_TURNS: usize = 8;
/// Most paragraphs between two turns of one conversation.
const MAX_GAP: u32 = 4;
/// Most people named beside the turns to come.
const MAX_NAMED: usize = 3;

/// What a source tells by itself.
#[derive(Clone, Copy, Debug)]
pub struct Told {
    /// Whom a name means.
    pub named: ClusterId,
    /// What a pronoun or a description tells.
    pub gender: Gender,
    /// The words.
    pub place: Span,
}

impl Default for Told {
    fn default() -> Self {
        Self { named: ClusterId::NONE, gender: Gender::Unknown, place: Span::default() }
    }
}

/// What is said in one paragraph, and what stands beside it.
#[derive(Clone, Copy, Debug)]
pub struct ComingTurn {
    /// The paragraph.
    pub block: u32,
    /// All the words.
    pub words: Span,
    /// What the first source in the paragraph that tells anything tells.
    pub told: Told,
}

/// Adds what is said in a paragraph to the turns; several quotations of one paragraph are one turn.
pub fn add_turn(turns: &mut Vec<ComingTurn>, block: u32, words: Span, told: Told) {
    match turns.last_mut().filter(|t| t.block == block) {
        Some(turn) => {
            turn.words = turn.words.hull(words);
            if !turn.told.named.is_some() && turn.told.gender == Gender::Unknown {
                turn.told = told;
            }
        }
        None => turns.push(ComingTurn { block, words, told }),
    }
}

/// The turns that follow one, as far as they belong to the same conversation.
#[derive(Debug, Default)]
pub struct ComingTurns {
    own: Option<ComingTurn>,
    /// With the number of paragraphs since the turn before.
    next: SmallVec<[(ComingTurn, u32); MAX_TURNS]>,
    /// Who is named beside them: who, where, how many turns on, and whether every paragraph till there is a turn.
    named: SmallVec<[(ClusterId, Span, u32, bool); MAX_NAMED]>,
    /// Who is named in the next words: addressed (1), or spoken of (2).
    called: SmallVec<[(ClusterId, u32); 4]>,
}

impl ComingTurns {
    /// The turns behind the one in `block`. O(log turns).
    pub fn of(context: &SpeakerContext<'_>, block: u32) -> Self {
        let turns = context.turns;
        let here = turns.partition_point(|t| t.block < block);
        let own = turns.get(here).filter(|t| t.block == block).copied();
        let mut coming = Self { own, ..Self::default() };
        let (mut before, mut unbroken) = (block, true);
        for turn in turns.iter().skip(here + usize::from(own.is_some())).take(MAX_TURNS) {
            let gap = turn.block - before;
            if gap > MAX_GAP {
                break;
            }
            unbroken &= gap == 1;
            coming.next.push((*turn, gap));
            let Told { named, place, .. } = turn.told;
            if named.is_some() && coming.named.len() < MAX_NAMED && !coming.named.iter().any(|n| n.0 == named) {
                coming.named.push((named, place, coming.next.len() as u32, unbroken));
            }
            before = turn.block;
        }
        if let Some((next, _)) = coming.next.first() {
            let from = context.names.partition_point(|n| n.span.start < next.words.start);
            let inside = context.names.iter().skip(from).take_while(|n| n.span.start < next.words.end);
            for name in inside.take(12).filter(|n| n.quoted && n.cluster.is_some()) {
                let how = if addressed(context.text, *name, context.rules) { 1 } else { 2 };
                match coming.called.iter_mut().find(|c| c.0 == name.cluster) {
                    Some(known) => known.1 = known.1.min(how),
                    None => coming.called.push((name.cluster, how)),
                }
            }
        }
        coming
    }

    /// Who is named beside the own turn or one to come, and where.
    pub fn named(&self) -> impl Iterator<Item = (ClusterId, Span)> {
        let own = self.own.map(|o| (o.told.named, o.told.place)).filter(|o| o.0.is_some());
        own.into_iter().chain(self.named.iter().map(|n| (n.0, n.1)))
    }

    /// What the own turn and the next three tell of somebody, as small numbers.
    pub fn tell(&self, who: ClusterId, gender: Gender) -> (u32, u32, u32, u32) {
        let of = |n: usize| self.next.get(n).map_or(0, |(turn, gap)| relation(turn, who, gender) | (*gap).min(3) << 3);
        (self.own.map_or(0, |o| relation(&o, who, gender)), of(0), of(1), of(2))
    }

    /// Which of those named beside the turns to come somebody is, counted from 1, and how far away: turns, and whether the
    /// conversation is unbroken till there; with 0 the distance of the first named.
    pub fn named_at(&self, who: ClusterId) -> (u32, u32) {
        let place = |n: &(ClusterId, Span, u32, bool)| n.2 | u32::from(n.3) << 4;
        match self.named.iter().position(|n| n.0 == who) {
            Some(at) => (at as u32 + 1, self.named.get(at).map_or(0, place)),
            None => (0, self.named.first().map_or(0, place)),
        }
    }

    /// Whether somebody is named in the next words: addressed 1, spoken of 2.
    pub fn called(&self, who: ClusterId) -> u32 {
        self.called.iter().find(|c| c.0 == who).map_or(0, |c| c.1)
    }
}

/// What a turn tells of somebody: named 1, somebody else 2, the gender fits 3 or not 4, is not known 5, nothing 6.
const fn relation(turn: &ComingTurn, who: ClusterId, gender: Gender) -> u32 {
    let told = turn.told;
    if told.named.is_some() {
        return if told.named.0 == who.0 { 1 } else { 2 };
    }
    match (told.gender, gender) {
        (Gender::Unknown, _) => 6,
        (_, Gender::Unknown) => 5,
        (a, b) if a.contradicts(b) => 4,
        _ => 3,
    }
}
