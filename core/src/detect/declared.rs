//! Speakers that the source itself names: the `who` of a speech in TEI, the author below a quotation of a book. What the
//! file says is not guessed; where its words say somebody else as well, it is believed with less certainty.

use super::coreference::Resolver;
use super::draft::{AttributionDraft, Spans};
use super::entity_type::EntityType;
use super::seen_text::SeenText;
use super::{Cluster, ClusterId, Gender, Mention, MentionId, MentionKind, Rule};
use crate::document::{Block, BlockKind, DeclaredSpeech};
use crate::kinds::{Form, Kind, SpeakerKind};
use crate::span::Span;
use rustc_hash::FxHashMap;
use std::borrow::Cow;

/// The probability that the source is right, where it gives a name …
const NAME_SCORE: f32 = 0.97;
/// … where it gives only a sign for somebody, of which the name was made …
const ID_SCORE: f32 = 0.85;
/// … and where the words beside it name somebody else.
const CONTRADICTED_SCORE: f32 = 0.7;

/// How many drafts before the words are looked at: a statement of many parts begins before them.
const MAX_DRAFTS_BEFORE: usize = 8;

/// Which drafts the source names the speakers of.
pub struct DeclaredSpeakers<'a> {
    /// By the number of the draft.
    of: FxHashMap<usize, &'a DeclaredSpeech>,
    /// The cluster of each name so far.
    clusters: FxHashMap<&'a str, ClusterId>,
}

/// The part of `declared` that is in `blocks`. O(log n).
pub fn within<'a>(declared: &'a [DeclaredSpeech], blocks: &[Block]) -> &'a [DeclaredSpeech] {
    let (Some(first), Some(last)) = (blocks.first(), blocks.last()) else { return &[] };
    let from = declared.partition_point(|d| d.words.start < first.span.start);
    let to = declared.partition_point(|d| d.words.start < last.span.end);
    declared.get(from..to).unwrap_or_default()
}

/// The same in the text as detection sees it. O(speeches × log n), nothing where both texts are one.
pub fn seen<'a>(declared: &'a [DeclaredSpeech], text: Option<&SeenText>) -> Cow<'a, [DeclaredSpeech]> {
    let Some(text) = text else { return Cow::Borrowed(declared) };
    let place = |span: Span| {
        let start = text.at(span.start);
        Span::new(start, text.at(span.end).max(start))
    };
    let moved = |speech: &DeclaredSpeech| DeclaredSpeech {
        words: place(speech.words),
        named: speech.named.map(place),
        ..speech.clone()
    };
    Cow::Owned(declared.iter().map(moved).collect())
}

/// Adds a draft for each speech that no rule has found; whether there were any. `drafts` are in order; those added stand
/// behind them. O(speeches × log drafts).
pub fn add_missing(declared: &[DeclaredSpeech], blocks: &[Block], drafts: &mut Vec<AttributionDraft>) -> bool {
    let known = drafts.len();
    for speech in declared.iter().filter(|s| s.form != Form::Turn) {
        if draft_of(speech, drafts.get(..known).unwrap_or_default()).is_some() {
            continue;
        }
        let from = blocks.partition_point(|b| b.span.end <= speech.words.start);
        let inside = blocks.iter().skip(from).take_while(|b| b.span.start < speech.words.end);
        let spoken = inside.filter(|b| !matches!(b.kind, BlockKind::Aside | BlockKind::Literal));
        let content: Spans = spoken
            .filter(|b| speech.named.is_none_or(|named| !named.overlaps(b.span)))
            .filter_map(|b| b.span.intersection(speech.words))
            .collect();
        if content.is_empty() {
            continue;
        }
        drafts.push(AttributionDraft {
            kind: Kind::Direct,
            form: speech.form,
            quotes: if speech.form == Form::Block { Spans::new() } else { content.clone() },
            content,
            cue: None,
            source: None,
            rule: Rule::Declared,
            score: 0.0,
            same_as: None,
            thread: None,
        });
    }
    drafts.len() > known
}

/// The draft that a speech names the speaker of.
fn draft_of(speech: &DeclaredSpeech, drafts: &[AttributionDraft]) -> Option<usize> {
    let before = |at: u32| drafts.partition_point(|d| d.content.first().is_some_and(|c| c.start < at));
    if speech.form == Form::Turn {
        let first = before(speech.words.end);
        let near = drafts.iter().enumerate().skip(first).take(2);
        return near
            .into_iter()
            .find(|(_, d)| d.form == Form::Turn && d.source.is_some_and(|s| s.overlaps(speech.words)))
            .map(|(n, _)| n);
    }
    let near = drafts.iter().enumerate().take(before(speech.words.end)).rev().take(MAX_DRAFTS_BEFORE);
    let fits = |draft: &AttributionDraft| {
        let quoted = draft.form == Form::Block || draft.form == Form::Quotation && !draft.quotes.is_empty();
        quoted && draft.content.iter().any(|c| c.overlaps(speech.words))
    };
    near.into_iter().find(|(_, d)| fits(d)).map(|(n, _)| n)
}

impl<'a> DeclaredSpeakers<'a> {
    /// Finds the draft of each speech, among drafts in order. O(speeches × log drafts).
    pub fn new(declared: &'a [DeclaredSpeech], drafts: &[AttributionDraft]) -> Self {
        let of = declared.iter().filter_map(|speech| Some((draft_of(speech, drafts)?, speech))).collect();
        Self { of, clusters: FxHashMap::default() }
    }

    /// The mention of draft number `number` and the probability that it is read rightly, after what the source says.
    pub fn decide(
        &mut self,
        number: usize,
        draft: &mut AttributionDraft,
        found: (Option<MentionId>, f32),
        resolver: &mut Resolver<'_>,
    ) -> (Option<MentionId>, f32) {
        let Some(speech) = self.of.get(&number).copied() else { return found };
        let mention = found.0.and_then(|m| resolver.mentions.get(m.0 as usize)).copied();
        let known = mention.filter(|m| m.cluster.is_some());
        if !speech.sure && known.is_some_and(|m| m.kind == MentionKind::Name) && speech.form != Form::Turn {
            return found;
        }
        let cluster = self.cluster(&speech.name, speech.named, &mut resolver.clusters);
        let named = speech.named.filter(|_| speech.form != Form::Turn);
        let at = draft.content.first().map_or(0, |c| c.start);
        let span = named.or_else(|| mention.map(|m| m.span)).unwrap_or_else(|| Span::new(at, at));
        let other = known.is_some_and(|m| m.kind == MentionKind::Name && m.cluster != cluster);
        let by_name = named.is_some() || draft.source.is_some() && mention.is_some_and(|m| m.kind == MentionKind::Name);
        draft.score = match (speech.sure, other && speech.form != Form::Turn) {
            (true, true) => CONTRADICTED_SCORE,
            (true, false) => NAME_SCORE,
            (false, _) => ID_SCORE,
        };
        draft.rule = Rule::Declared;
        let kind = if by_name { MentionKind::Name } else { MentionKind::Pronoun };
        resolver.mentions.push(Mention { span, kind, cluster, antecedent: None });
        (Some(MentionId(resolver.mentions.len() as u32 - 1)), 1.0)
    }

    /// The cluster of a name: the one there is of that name, or that is called so as well, or by its last word alone; it then gets
    /// this name. Else a new one.
    fn cluster(&mut self, name: &'a str, named: Option<Span>, clusters: &mut Vec<Cluster>) -> ClusterId {
        if let Some(known) = self.clusters.get(name) {
            return *known;
        }
        // Two names of the source are two people.
        let free = |n: usize| !self.clusters.values().any(|id| id.index() == n);
        let of = |test: &dyn Fn(&Cluster) -> bool| {
            clusters.iter().enumerate().find(|(n, c)| test(c) && free(*n)).map(|(n, _)| n)
        };
        let last = name.rsplit(' ').next().filter(|last| last.len() < name.len() && last.len() > 2);
        let found = of(&|c| c.name == name)
            .or_else(|| of(&|c| c.aliases.iter().any(|a| &**a == name)))
            .or_else(|| last.and_then(|last| of(&|c| c.name == last)));
        let number = found.unwrap_or_else(|| {
            clusters.push(Cluster {
                name: name.to_owned(),
                kind: SpeakerKind::Person,
                entity: EntityType::Person,
                gender: Gender::Unknown,
                given: Gender::Unknown,
                aliases: Vec::new(),
                roles: Vec::new(),
                mentions: u32::from(named.is_some()),
                speaks: 0,
                misspelt: false,
            });
            clusters.len() - 1
        });
        if let Some(cluster) = clusters.get_mut(number).filter(|c| c.name != name) {
            let other = std::mem::replace(&mut cluster.name, name.to_owned());
            cluster.aliases.push(other.into());
        }
        let id = ClusterId(number as u32);
        self.clusters.insert(name, id);
        id
    }
}
