//! Which lines are heads of turns in a document whose layouts are known.

use super::heads::{Candidate, Layout};
use super::shapes::{self, Grade};
use super::{Head, SURE, UNKNOWN};
use crate::span::Span;
use rustc_hash::{FxHashMap, FxHashSet};

/// Which layouts a document has.
pub struct Decision<'t> {
    /// How often each name stands before words.
    pub times: FxHashMap<&'t str, u32>,
    /// Names of two people, told apart by where they come from.
    pub namesakes: FxHashSet<&'t str>,
    /// Names before a colon, a full stop, a tab; letters; `>>`.
    pub heads: bool,
    pub dashes: bool,
    pub brackets: bool,
    /// Whether letters with a blank behind begin turns.
    pub spaced: bool,
    /// Whether nearly every block between the first head for sure and the last begins with a head.
    pub regular: bool,
    /// The blocks of these heads: a lone head far from them is none.
    pub blocks: (u32, u32),
    /// Whether most of the names are in capitals.
    pub loud: bool,
}

impl Decision<'_> {
    fn again(&self, text: &str, candidate: &Candidate) -> bool {
        let bare = u32::from(candidate.bare);
        let key = candidate.key.of(text);
        // "JAKE GREY" is introduced once, and "GREY" from then on.
        let surname =
            key.rsplit(' ').next().filter(|s| s.len() > 2 && s.len() < key.len() && candidate.grade == Grade::Name);
        self.times.get(key).is_some_and(|n| *n + bare >= 2)
            || surname.is_some_and(|s| self.times.get(s).is_some_and(|n| *n >= 2))
    }

    /// Whether a line stands among the heads for sure, or right before or behind them.
    fn is_among(&self, candidate: &Candidate) -> bool {
        self.blocks.0 <= candidate.block + 1 && candidate.block <= self.blocks.1 + 2
    }

    /// The head that a line is, if it is one.
    pub fn head(&self, text: &str, candidate: &Candidate) -> Option<Head> {
        let c = candidate;
        let again = self.again(text, c);
        // Within a paragraph whose lines flow, a lone name begins a turn only behind the end of a sentence.
        let free = c.first || !c.flows || behind_sentence(text, c) && begins_large(text, c);
        let several = c.key.of(text).split_whitespace().nth(1).is_some();
        let placed = c.placed.filter(|_| self.namesakes.contains(c.key.of(text)));
        let head = Head::new(placed.or(c.name), c.start, c.words);
        let among = self.is_among(c);
        let lone = free && among && self.regular && begins_large(text, c);
        let alike = self.loud && among && shapes::is_loud(c.key.of(text));
        let known = match c.layout {
            Layout::Colon | Layout::Stop | Layout::Letter | Layout::Tab => self.heads,
            Layout::Spaced => self.heads && self.spaced,
            Layout::Chevron => return (self.heads && free).then_some(head),
            Layout::Dash => self.dashes,
            Layout::Bracket => self.brackets,
        };
        let above = c.layout == Layout::Bracket && c.grade == Grade::Label;
        if c.bare && !(again && free && known) && !above {
            // `Ada Grey (00:07):` above its words among others that have them in their line.
            let stamped = Span::new(c.key.end, c.line.end).of(text).bytes().any(|b| b.is_ascii_digit());
            let stands = known && among && self.regular && c.first && several && stamped && c.grade == Grade::Name;
            return stands.then_some(head.scored(0.85));
        }
        if known {
            let score = match c.grade {
                Grade::Never => return (c.first && !c.bare && begins_large(text, c)).then_some(Head::nobody(c.start)),
                _ if again => SURE,
                Grade::Label if free => SURE,
                Grade::Name if free && (several && among || lone || alike) => match (several, self.regular) {
                    (true, true) => 0.92,
                    (true, false) => 0.85,
                    (false, _) => 0.75,
                },
                Grade::Odd if lone => 0.75,
                Grade::Low if lone => 0.65,
                Grade::Unread if lone => return Some(Head::new(None, c.start, c.words).scored(UNKNOWN)),
                _ => return None,
            };
            return Some(head.scored(score));
        }
        // A lone head in another layout among regular ones.
        let other = (self.heads || self.dashes || self.brackets) && c.first;
        let named = again || c.grade == Grade::Label || c.grade == Grade::Name && several && lone;
        (other && named && c.grade >= Grade::Low).then_some(head.scored(if again { 0.85 } else { 0.7 }))
    }
}

/// Whether the line above the head ends a sentence.
fn behind_sentence(text: &str, candidate: &Candidate) -> bool {
    let above = text.get(..candidate.start as usize).unwrap_or_default().trim_end();
    above.ends_with(['.', '?', '!', '…', '—', ')', ']', '"', '”', '。', '？', '！'])
}

/// Whether the words behind a head begin as a sentence does: not with a small letter.
fn begins_large(text: &str, candidate: &Candidate) -> bool {
    let said = Span::new(candidate.words, candidate.line.end).of(text);
    !said.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_lowercase)
}
