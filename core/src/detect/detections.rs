//! The result of extraction, in a compact form: a document of 100 MB has half a million attributions, and plain structs with
//! lists of their own would take more memory than its text.

use super::{Cluster, ClusterId, Mention, MentionId, MentionKind, Rule};
use crate::kinds::{Form, Kind};
use crate::span::Span;
use rustc_hash::FxHashMap;

/// A passage in another language than the one that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ForeignPassage {
    /// Its blocks.
    pub span: Span,
    /// Its language (BCP 47).
    pub tag: &'static str,
    /// Whether speakers are looked for in it; else only marks are read.
    pub is_read: bool,
}

/// An attribution: who said what. A view into [`Detections`].
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
    /// The cue.
    pub cue: Option<Span>,
    /// The words that name the speaker.
    pub mention: Option<MentionId>,
    /// The rule that found the source.
    pub rule: Rule,
    /// Probability that speaker and words are right, 0 to 1.
    pub score: f32,
    /// Clusters of other possible speakers, best first.
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

    /// Whether it is a turn or post whose speaker the source itself names: in its markup, or in the head before the words.
    pub const fn is_named_by_source(&self) -> bool {
        matches!(self.rule, Rule::TurnName | Rule::Declared) && matches!(self.form, Form::Turn | Form::Post)
    }
}

/// An attribution as it is kept: its lists lie one behind the other in the arenas of [`Detections`].
#[derive(Clone, Copy, Debug)]
struct PackedAttribution {
    /// First of its candidates.
    people: u32,
    /// First byte of the cue.
    cue: u32,
    /// `u32::MAX` when there is none.
    mention: u32,
    score: f32,
    content: u8,
    quotes: u8,
    candidates: u8,
    /// Bytes of the cue; none for no cue.
    cue_length: u8,
    kind: Kind,
    form: Form,
    rule: Rule,
}

impl PackedAttribution {
    /// How many spans are kept for it.
    const fn count(&self) -> u32 {
        self.content as u32 + if self.quotes & QUOTES_ARE_CONTENT == 0 { self.quotes as u32 } else { 0 }
    }
}

/// Attributions that share the note of where their spans begin.
const SPAN_GROUP: usize = 16;

/// How many lists of candidates are remembered.
const MAX_RECENT_LISTS: usize = 24;

/// No mention.
const NO_MENTION: u32 = u32::MAX;

/// Most parts of one statement that are kept.
const MAX_PARTS: usize = 127;

/// Marks the number of quotations that are the content itself, as in most direct speech.
const QUOTES_ARE_CONTENT: u8 = 1 << 7;

/// A mention as it is kept.
#[derive(Clone, Copy, Debug)]
struct PackedMention {
    start: u32,
    /// First byte of the antecedent.
    antecedent: u32,
    cluster: ClusterId,
    length: u16,
    /// Bytes of the antecedent, with the kind of the mention in the two highest bits.
    antecedent_and_kind: u16,
}

/// Bits of a length beside a kind.
const ANTECEDENT_LENGTH: u16 = (1 << 14) - 1;

impl PackedMention {
    fn of(mention: Mention) -> Self {
        let antecedent = mention.antecedent.unwrap_or_default();
        let kind: u16 = match mention.kind {
            MentionKind::Name => 0,
            MentionKind::Role => 1,
            MentionKind::Pronoun => 2,
        };
        Self {
            start: mention.span.start,
            antecedent: antecedent.start,
            cluster: mention.cluster,
            length: u16::try_from(mention.span.len()).unwrap_or(u16::MAX),
            antecedent_and_kind: kind << 14 | antecedent.len().min(u32::from(ANTECEDENT_LENGTH)) as u16,
        }
    }

    fn mention(self) -> Mention {
        let length = u32::from(self.antecedent_and_kind & ANTECEDENT_LENGTH);
        Mention {
            span: Span::new(self.start, self.start + u32::from(self.length)),
            kind: match self.antecedent_and_kind >> 14 {
                0 => MentionKind::Name,
                1 => MentionKind::Role,
                _ => MentionKind::Pronoun,
            },
            cluster: self.cluster,
            antecedent: (length > 0).then(|| Span::new(self.antecedent, self.antecedent + length)),
        }
    }
}

/// Everything found in one document: attributions in reading order, mentions, clusters.
#[derive(Clone, Debug, Default)]
pub struct Detections {
    records: Vec<PackedAttribution>,
    /// For each [`SPAN_GROUP`] of records, the first span of its first.
    groups: Vec<u32>,
    /// Of each record its content, then its quotations, when they are others.
    spans: Vec<Span>,
    people: Vec<ClusterId>,
    /// Where lists of candidates made lately stand in `people`: statements near each other have the same ones.
    recent_lists: Vec<(u32, u8)>,
    /// Mentions that attributions refer to.
    mentions: Vec<PackedMention>,
    /// Attributions of threads, in order, with the first of each: few are.
    threads: Vec<(u32, u32)>,
    /// Passages in another language than the one that was read, in reading order.
    pub foreign: Vec<ForeignPassage>,
    /// How much of the document is in which language (BCP 47), in bytes: few are.
    languages: Vec<(&'static str, u64)>,
    /// Members of the groups whose people are known: few are.
    joint: FxHashMap<ClusterId, Box<[ClusterId]>>,
    /// People and organisations, in order of first full mention.
    pub clusters: Vec<Cluster>,
}

impl Detections {
    /// How many attributions there are.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether there is no attribution.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// An attribution, by its place in reading order.
    pub fn get(&self, number: usize) -> Option<Attribution<'_>> {
        let r = self.records.get(number)?;
        let first = self.first_span(number)? as usize;
        let end = first + usize::from(r.content);
        let quotes = if r.quotes & QUOTES_ARE_CONTENT == 0 { end } else { first };
        let people = r.people as usize;
        Some(Attribution {
            kind: r.kind,
            form: r.form,
            content: self.spans.get(first..end)?,
            quotes: self.spans.get(quotes..quotes + usize::from(r.quotes & !QUOTES_ARE_CONTENT))?,
            cue: (r.cue_length > 0).then(|| Span::new(r.cue, r.cue + u32::from(r.cue_length))),
            mention: (r.mention != NO_MENTION).then_some(MentionId(r.mention)),
            rule: r.rule,
            score: r.score,
            candidates: self.people.get(people..people + usize::from(r.candidates))?,
            thread: self
                .threads
                .binary_search_by_key(&(number as u32), |(n, _)| *n)
                .ok()
                .and_then(|at| self.threads.get(at))
                .map(|(_, first)| *first),
        })
    }

    /// All attributions in reading order.
    pub fn attributions(&self) -> impl ExactSizeIterator<Item = Attribution<'_>> {
        // Every number below the length has its spans: nothing is left out.
        (0..self.records.len()).map(|n| self.get(n).unwrap_or(EMPTY))
    }

    /// Where an attribution begins; the end of everything for none.
    pub fn start(&self, number: usize) -> u32 {
        self.first_span(number).and_then(|at| self.spans.get(at as usize)).map_or(u32::MAX, |s| s.start)
    }

    /// Where the spans of an attribution begin.
    fn first_span(&self, number: usize) -> Option<u32> {
        let group = number / SPAN_GROUP;
        let before = self.records.get(group * SPAN_GROUP..number)?;
        self.records.get(number)?;
        Some(self.groups.get(group)? + before.iter().map(PackedAttribution::count).sum::<u32>())
    }

    /// The first attribution that begins at `at` or behind it. O(log n).
    pub fn first_from(&self, at: u32) -> usize {
        let starts = |first: &u32| self.spans.get(*first as usize).is_some_and(|s| s.start < at);
        let group = self.groups.partition_point(starts).saturating_sub(1);
        let all = group * SPAN_GROUP..((group + 1) * SPAN_GROUP).min(self.records.len());
        all.clone().find(|n| self.start(*n) >= at).unwrap_or(all.end)
    }

    /// Adds an attribution behind all others.
    pub fn push(&mut self, a: Attribution<'_>) {
        let (content, quotes) =
            (a.content.get(..MAX_PARTS).unwrap_or(a.content), a.quotes.get(..MAX_PARTS).unwrap_or(a.quotes));
        let candidates = a.candidates.get(..MAX_PARTS).unwrap_or(a.candidates);
        self.threads.extend(a.thread.map(|first| (self.records.len() as u32, first)));
        let cue = a.cue.unwrap_or_default();
        let people = self.place_of(candidates);
        let same = content == quotes;
        if self.records.len().is_multiple_of(SPAN_GROUP) {
            self.groups.push(self.spans.len() as u32);
        }
        self.records.push(PackedAttribution {
            people,
            content: content.len() as u8,
            quotes: quotes.len() as u8 | if same { QUOTES_ARE_CONTENT } else { 0 },
            candidates: candidates.len() as u8,
            cue_length: u8::try_from(cue.len()).unwrap_or(u8::MAX),
            kind: a.kind,
            form: a.form,
            rule: a.rule,
            cue: cue.start,
            mention: a.mention.map_or(NO_MENTION, |m| m.0),
            score: a.score,
        });
        self.spans.extend_from_slice(content);
        if !same {
            self.spans.extend_from_slice(quotes);
        }
    }

    /// Where a list of candidates stands: a list made lately is shared.
    fn place_of(&mut self, candidates: &[ClusterId]) -> u32 {
        let list = |(at, count): &(u32, u8)| self.people.get(*at as usize..*at as usize + usize::from(*count));
        let same = self.recent_lists.iter().find(|place| list(place).is_some_and(|l| l.starts_with(candidates)));
        if let Some((at, _)) = same {
            return *at;
        }
        let at = self.people.len() as u32;
        self.people.extend_from_slice(candidates);
        if self.recent_lists.len() >= MAX_RECENT_LISTS {
            self.recent_lists.remove(0);
        }
        self.recent_lists.push((at, candidates.len() as u8));
        at
    }

    /// Adds a mention, and gives its number.
    pub fn add_mention(&mut self, mention: Mention) -> MentionId {
        self.mentions.push(PackedMention::of(mention));
        MentionId(self.mentions.len() as u32 - 1)
    }

    /// Makes room for `times` as much as there is: room that stays empty costs nothing, growing step by step does.
    pub fn expect(&mut self, times: usize) {
        fn more<T>(list: &mut Vec<T>, times: usize) {
            list.reserve_exact(list.len().saturating_mul(times));
        }
        more(&mut self.records, times);
        more(&mut self.spans, times);
        more(&mut self.people, times);
        more(&mut self.mentions, times);
    }

    /// Gives back room kept for more.
    pub fn shrink(&mut self) {
        self.records.shrink_to_fit();
        self.spans.shrink_to_fit();
        self.groups.shrink_to_fit();
        self.people.shrink_to_fit();
        self.mentions.shrink_to_fit();
        self.clusters.shrink_to_fit();
    }

    /// The mention of an attribution.
    pub fn mention_of(&self, attribution: Attribution<'_>) -> Option<Mention> {
        self.mentions.get(attribution.mention?.0 as usize).map(|m| m.mention())
    }

    /// The words that name the speaker of an attribution; none where only the source itself says who spoke.
    pub fn named_by(&self, attribution: Attribution<'_>) -> Option<Span> {
        self.mention_of(attribution).map(|m| m.span).filter(|span| !span.is_empty())
    }

    /// A cluster.
    pub fn cluster(&self, id: ClusterId) -> Option<&Cluster> {
        self.clusters.get(id.index())
    }

    /// Notes that so many bytes are in a language.
    pub fn add_language(&mut self, tag: &'static str, bytes: u64) {
        match self.languages.iter_mut().find(|(known, _)| *known == tag) {
            Some((_, count)) => *count += bytes,
            None => self.languages.push((tag, bytes)),
        }
    }

    /// The language of most of the document (BCP 47); none where there is too little to tell.
    pub fn language(&self) -> Option<&'static str> {
        // Of equals the first.
        self.languages.iter().rev().max_by_key(|(_, bytes)| *bytes).map(|(tag, _)| *tag)
    }

    /// The language of the passage at `at`, where it is not the one that was read. O(log passages).
    pub fn foreign_at(&self, at: u32) -> Option<&'static str> {
        let passage = self.foreign.get(self.foreign.partition_point(|p| p.span.end <= at))?;
        (passage.span.start <= at).then_some(passage.tag)
    }

    /// Whether of the language of most of the document only the marks of quotations are read.
    pub fn is_marks_only(&self) -> bool {
        let language = self.language();
        self.foreign.iter().any(|passage| !passage.is_read && Some(passage.tag) == language)
    }

    /// Notes whom a group consists of.
    pub fn add_group(&mut self, group: ClusterId, members: impl Iterator<Item = ClusterId>) {
        self.joint.entry(group).or_insert_with(|| members.filter(|m| m.is_some() && *m != group).collect());
    }

    /// Whom a group consists of; empty for whoever is no group or one of people nobody has named. O(1).
    pub fn members_of(&self, id: ClusterId) -> &[ClusterId] {
        self.joint.get(&id).map_or(&[], |members| members)
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
const EMPTY: Attribution<'static> = Attribution {
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
        assert!(
            size_of::<PackedAttribution>() <= 24 && size_of::<PackedMention>() <= 16,
            "{}",
            size_of::<PackedAttribution>()
        );
        let mut found = Detections::default();
        let first = Attribution {
            content: &[Span::new(3, 9), Span::new(12, 20)],
            quotes: &[Span::new(3, 9)],
            cue: Some(Span::new(9, 12)),
            mention: Some(MentionId(0)),
            candidates: &[ClusterId(4), ClusterId(2)],
            thread: Some(0),
            score: 0.5,
            ..EMPTY
        };
        let second = Attribution { content: &[Span::new(30, 40)], quotes: &[Span::new(30, 40)], ..EMPTY };
        let mention = Mention {
            span: Span::new(21, 26),
            kind: MentionKind::Role,
            cluster: ClusterId(7),
            antecedent: Some(Span::new(1, 3)),
        };
        assert_eq!(found.add_mention(mention), MentionId(0));
        found.push(first);
        found.push(second);
        assert_eq!(found.mention_of(first), Some(mention));
        assert_eq!(found.attributions().collect::<Vec<_>>(), [first, second]);
        assert_eq!((found.first_from(3), found.first_from(4), found.first_from(99)), (0, 1, 2));
        assert!(found.get(2).is_none());
        for n in 0..200 {
            let content = [Span::new(50 + n, 51 + n), Span::new(52 + n, 53 + n)];
            found.push(Attribution { content: &content[..=(n as usize % 2)], ..EMPTY });
        }
        for n in 0..200 {
            assert_eq!(found.start(n + 2), 50 + n as u32);
            assert_eq!(found.first_from(50 + n as u32), n + 2);
            assert_eq!(found.get(n + 2).map(|a| a.content.len()), Some(1 + n % 2));
        }
    }
}
