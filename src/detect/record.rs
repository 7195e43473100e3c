//! What was found, kept small: a document of 100 MB has half a million suggestions, and as plain structs with lists of
//! their own they would take more room than its text.

use super::{Cluster, ClusterId, Mention, MentionId, Rule};
use crate::span::Span;
use crate::statement::{Form, Kind};

/// Somebody said something: one suggestion, as it is looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Attribution<'a> {
    /// Direct, indirect or mixed.
    pub kind: Kind,
    /// Quotation, post, turn or block.
    pub form: Form,
    /// What was said, marks included, in reading order; never empty.
    pub content: &'a [Span],
    /// The parts of it inside quotation marks, marks included.
    pub quotes: &'a [Span],
    /// The words of saying.
    pub cue: Option<Span>,
    /// The words that name the speaker.
    pub mention: Option<MentionId>,
    /// Which rule found the speaker.
    pub rule: Rule,
    /// Probability that speaker and words are right, 0 to 1.
    pub score: f32,
    /// Other people it may be, best first.
    pub candidates: &'a [ClusterId],
    /// Posts broken over several blocks share a thread: the number of its first attribution.
    pub thread: Option<u32>,
}

impl Attribution<'_> {
    /// The smallest span over its content.
    pub fn hull(&self) -> Span {
        crate::span::hull(self.content).unwrap_or_default()
    }

    /// Where it begins.
    pub fn start(&self) -> u32 {
        self.content.first().map_or(0, |s| s.start)
    }
}

/// An attribution as it is kept: its lists lie one behind the other in the arenas of [`Detections`].
#[derive(Clone, Copy, Debug)]
struct Record {
    /// First of its spans: content, then quotes.
    spans: u32,
    /// First of its candidates.
    people: u32,
    content: u16,
    quotes: u16,
    candidates: u8,
    kind: Kind,
    form: Form,
    rule: Rule,
    /// Empty when there is none.
    cue: Span,
    /// `u32::MAX` when there is none, as for the next.
    mention: u32,
    thread: u32,
    score: f32,
}

/// No mention, no thread.
const NONE: u32 = u32::MAX;

/// All that was found in one document.
#[derive(Clone, Debug, Default)]
pub struct Detections {
    records: Vec<Record>,
    spans: Vec<Span>,
    people: Vec<ClusterId>,
    /// Mentions that attributions refer to.
    pub mentions: Vec<Mention>,
    /// People and bodies, in order of first full mention.
    pub clusters: Vec<Cluster>,
}

impl Detections {
    /// How many attributions there are.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether nobody says anything.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// An attribution, by its place in reading order.
    pub fn get(&self, number: usize) -> Option<Attribution<'_>> {
        let r = self.records.get(number)?;
        let (first, quotes) = (r.spans as usize, r.spans as usize + usize::from(r.content));
        let people = r.people as usize;
        Some(Attribution {
            kind: r.kind,
            form: r.form,
            content: self.spans.get(first..quotes)?,
            quotes: self.spans.get(quotes..quotes + usize::from(r.quotes))?,
            cue: (!r.cue.is_empty()).then_some(r.cue),
            mention: (r.mention != NONE).then_some(MentionId(r.mention)),
            rule: r.rule,
            score: r.score,
            candidates: self.people.get(people..people + usize::from(r.candidates))?,
            thread: (r.thread != NONE).then_some(r.thread),
        })
    }

    /// All attributions in reading order.
    pub fn attributions(&self) -> impl ExactSizeIterator<Item = Attribution<'_>> {
        // Every number below the length has its spans: nothing is left out.
        (0..self.records.len()).map(|n| self.get(n).unwrap_or(NOTHING))
    }

    /// Where an attribution begins; the end of everything for none.
    pub fn start(&self, number: usize) -> u32 {
        self.records.get(number).and_then(|r| self.spans.get(r.spans as usize)).map_or(u32::MAX, |s| s.start)
    }

    /// The first attribution that begins at `at` or behind it. O(log n).
    pub fn first_from(&self, at: u32) -> usize {
        self.records.partition_point(|r| self.spans.get(r.spans as usize).is_some_and(|s| s.start < at))
    }

    /// Adds an attribution behind all others.
    pub fn push(&mut self, a: Attribution<'_>) {
        let most = usize::from(u16::MAX);
        let (content, quotes) = (a.content.get(..most).unwrap_or(a.content), a.quotes.get(..most).unwrap_or(a.quotes));
        let candidates = a.candidates.get(..usize::from(u8::MAX)).unwrap_or(a.candidates);
        self.records.push(Record {
            spans: self.spans.len() as u32,
            people: self.people.len() as u32,
            content: content.len() as u16,
            quotes: quotes.len() as u16,
            candidates: candidates.len() as u8,
            kind: a.kind,
            form: a.form,
            rule: a.rule,
            cue: a.cue.unwrap_or_default(),
            mention: a.mention.map_or(NONE, |m| m.0),
            thread: a.thread.unwrap_or(NONE),
            score: a.score,
        });
        self.spans.extend_from_slice(content);
        self.spans.extend_from_slice(quotes);
        self.people.extend_from_slice(candidates);
    }

    /// Gives back room kept for more.
    pub fn shrink(&mut self) {
        self.records.shrink_to_fit();
        self.spans.shrink_to_fit();
        self.people.shrink_to_fit();
        self.mentions.shrink_to_fit();
        self.clusters.shrink_to_fit();
    }

    /// The mention of an attribution.
    pub fn mention_of(&self, attribution: Attribution<'_>) -> Option<&Mention> {
        self.mentions.get(attribution.mention?.0 as usize)
    }

    /// A cluster.
    pub fn cluster(&self, id: ClusterId) -> Option<&Cluster> {
        self.clusters.get(id.index())
    }

    /// The name proposed without any decision: the resolution of `detect`. A look-up.
    pub fn speaker_of(&self, attribution: Attribution<'_>) -> Option<&str> {
        let mention = self.mention_of(attribution)?;
        self.cluster(mention.cluster).map(|c| c.name.as_str())
    }

    /// The reason for a suggestion, in a few words.
    pub fn reason(&self, attribution: Attribution<'_>, text: &str) -> String {
        attribution.rule.reason(attribution.cue.map_or("", |c| c.of(text)))
    }
}

/// An attribution of nothing.
const NOTHING: Attribution<'static> = Attribution {
    kind: Kind::Direct,
    form: Form::Quotation,
    content: &[],
    quotes: &[],
    cue: None,
    mention: None,
    rule: Rule::Nobody,
    score: 0.0,
    candidates: &[],
    thread: None,
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_in_comes_out() {
        assert!(size_of::<Record>() <= 44, "{}", size_of::<Record>());
        let mut found = Detections::default();
        let first = Attribution {
            content: &[Span::new(3, 9), Span::new(12, 20)],
            quotes: &[Span::new(3, 9)],
            cue: Some(Span::new(9, 12)),
            mention: Some(MentionId(0)),
            candidates: &[ClusterId(4), ClusterId(2)],
            thread: Some(0),
            score: 0.5,
            ..NOTHING
        };
        let second = Attribution { content: &[Span::new(30, 40)], ..NOTHING };
        found.push(first);
        found.push(second);
        assert_eq!(found.attributions().collect::<Vec<_>>(), [first, second]);
        assert_eq!((found.first_from(3), found.first_from(4), found.first_from(99)), (0, 1, 2));
        assert!(found.get(2).is_none());
    }
}
