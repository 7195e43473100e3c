//! Bodies and writings meant by what they are: "the newspaper", "the campaign", "the report", and it. A body leads to the one named
//! before that is called so; something written to whoever it is from.

use super::super::people::NameMention;
use super::super::roles::Roles;
use super::super::word_number::hash_of;
use super::super::{ClusterId, Rule};
use super::Resolver;
use crate::kinds::SpeakerKind;
use crate::span::Span;

/// How far back the words are looked for, in bytes.
const MAX_LOOK_BACK: u32 = 1500;
/// Longest words between an owner and what is owned, in bytes.
const MAX_OWNER_BYTES: usize = 40;
/// Longest words between a writing and the name behind "by", in bytes.
const MAX_BY_BYTES: usize = 14;
/// How far back the last statement may stand for it to be the body that said it, in bytes.
const MAX_FLOOR_DISTANCE: u32 = 900;
/// How sure it is whose writing it is: said beside it, or by the subject of the sentence.
const OWNED: f32 = 0.75;
const BY_SUBJECT: f32 = 0.5;
/// How sure it is which body: one called so, or the only one near.
const CALLED_SO: f32 = 0.75;
const ONLY_ONE: f32 = 0.55;

/// A body found, the words that name it, and how sure that is.
pub type BodyFound = (ClusterId, Span, f32);

impl Resolver<'_> {
    /// The word that says what the body or writing at `source` is.
    fn head_of(&self, source: Span) -> Option<&str> {
        let mut head = None;
        for word in source.of(self.text).split([' ', '\u{a0}', '\n']).skip(1) {
            let roles = self.lexicon.roles(word);
            if roles.has(Roles::PREP) || head.is_some() && roles.has(Roles::SAY) {
                break;
            }
            if roles.has(Roles::ORG.or(Roles::PUBLICATION).or(Roles::TITLE_CUE)) {
                head = Some(word.trim_end_matches(|c: char| !c.is_alphanumeric()));
            }
        }
        head
    }

    /// The last places before `source` where `head` is written, nearest first.
    fn earlier_words<'s>(&'s self, head: &'s str, source: Span) -> impl Iterator<Item = Span> + 's {
        let mut from = source.start.saturating_sub(MAX_LOOK_BACK) as usize;
        while !self.text.is_char_boundary(from) {
            from += 1;
        }
        let before = self.text.get(from..source.start as usize).unwrap_or_default();
        before.rmatch_indices(head).take(4).map(move |(at, word)| {
            let start = (from + at) as u32;
            Span::new(start, start + word.len() as u32)
        })
    }

    /// The name right before `word` that owns it ("Grey’s report") or tells which it is ("the Grey campaign").
    fn owner_before(&self, word: Span) -> Option<NameMention> {
        let name = *self.names.get(self.names.partition_point(|n| n.span.end <= word.start).checked_sub(1)?)?;
        let between = Span::new(name.span.end, word.start).of(self.text);
        let owns = between.starts_with(['’', '\'']) && between.len() <= MAX_OWNER_BYTES;
        let apart = between.contains(['.', ',', ';', ':', '\n', '(', '”', '"']);
        (name.cluster.is_some() && !apart && (owns || between == " ")).then_some(name)
    }

    /// The name behind `word` that it is by: "a report by Grey".
    fn owner_behind(&self, word: Span) -> Option<NameMention> {
        let name = *self.names.get(self.names.partition_point(|n| n.span.start < word.end))?;
        let between = Span::new(word.end, name.span.start).of(self.text);
        let first = between.split_whitespace().next().unwrap_or_default();
        let by = self.lexicon.language().grammar.sources.contains(&hash_of(first))
            || hash_of(first) == self.lexicon.language().grammar.genitive;
        (name.cluster.is_some() && by && between.starts_with(' ') && between.len() <= MAX_BY_BYTES).then_some(name)
    }

    /// The subject of the sentence round `word`: its first name.
    fn subject_before(&self, word: Span) -> Option<NameMention> {
        let before = self.text.get(..word.start as usize)?;
        let start = before.rfind(". ").max(before.rfind('\n')).map_or(0, |i| i as u32);
        let near = self.names.get(self.names.partition_point(|n| n.span.start < start)..)?;
        let name = *near.iter().find(|n| n.cluster.is_some())?;
        (name.span.end <= word.start && !name.quoted && !name.placed && word.start < start + 400).then_some(name)
    }

    /// Whose the writing at `source` is: "the report said".
    pub(super) fn writer(&self, source: Span) -> Option<BodyFound> {
        let head = self.head_of(source)?;
        if head.starts_with(char::is_uppercase) {
            return None;
        }
        // "the Grey report", "Grey’s report".
        if let Some(owner) = self.names_in(source).last().filter(|n| n.cluster.is_some()) {
            return Some((owner.cluster, owner.span, OWNED));
        }
        for word in self.earlier_words(head, source) {
            if let Some(owner) = self.owner_before(word).or_else(|| self.owner_behind(word)) {
                return Some((owner.cluster, owner.span, OWNED));
            }
            if let Some(subject) = self.subject_before(word) {
                return Some((subject.cluster, subject.span, BY_SUBJECT));
            }
        }
        None
    }

    /// The body at `source` that is described: "the company said".
    pub(super) fn body(&mut self, source: Span) -> Option<BodyFound> {
        let head = self.head_of(source)?.to_owned();
        if head.starts_with(char::is_uppercase) {
            return None;
        }
        // "the Grey campaign", "Ms. Grey’s office" above.
        let words: Vec<Span> = self.earlier_words(&head, source).collect();
        for word in words {
            if let Some(owner) = self.owner_before(word).filter(|n| !self.is_body(n.cluster)) {
                let named = owner.core.hull(word);
                return Some((self.describe(named, Rule::Before), named, CALLED_SO));
            }
        }
        let number = hash_of(&head);
        let kinds = self.lexicon.language().references.kinds_of_bodies;
        let kind = kinds.iter().find(|(noun, _)| *noun == head).map_or(&[][..], |(_, last)| last);
        if self.callings.is_none() {
            self.callings = Some(self.all_callings());
        }
        let called = |name: &NameMention| {
            let words = self.callings.as_ref().and_then(|c| c.get(&name.cluster));
            let last = name.core.of(self.text).rsplit(' ').next().unwrap_or_default();
            words.is_some_and(|w| w.contains(&number))
                || kind.iter().any(|k| k.eq_ignore_ascii_case(last))
                || name.core.of(self.text).split(' ').any(|w| w.eq_ignore_ascii_case(&head))
        };
        if let Some(name) = self.recent(source.start).find(|n| !n.quoted && self.is_body(n.cluster) && called(n)) {
            return Some((name.cluster, name.span, CALLED_SO));
        }
        let mut bodies = self.recent(source.start).filter(|n| {
            !n.quoted
                && !n.placed
                && self.is_body(n.cluster)
                && n.span.start + MAX_FLOOR_DISTANCE > source.start
                && !self.lexicon.roles(n.core.of(self.text)).has(Roles::PLACE)
        });
        let first = bodies.next()?;
        bodies.all(|n| n.cluster == first.cluster).then_some((first.cluster, first.span, ONLY_ONE))
    }

    /// What "it" is: the body that spoke last, else one that was the subject of a sentence near.
    pub(super) fn it(&self, source: Span) -> Option<BodyFound> {
        let last = self.utterances.last().filter(|s| s.at < source.start && s.at + MAX_FLOOR_DISTANCE > source.start);
        let spoke = last.filter(|s| {
            self.clusters.get(s.cluster.index()).is_some_and(|c| {
                c.kind == SpeakerKind::Organisation
                    || c.kind == SpeakerKind::Unnamed && c.gender == super::Gender::Unknown
            }) && s.place.end <= source.start
        });
        let place = |n: &NameMention| n.placed || self.lexicon.roles(n.core.of(self.text)).has(Roles::PLACE);
        let body = self.recent(source.start).find(|n| !n.quoted && self.is_body(n.cluster) && !place(n));
        if let Some(spoke) = spoke
            && body.is_none_or(|b| b.span.start < spoke.at || b.cluster == spoke.cluster)
        {
            return Some((spoke.cluster, spoke.place, 0.6));
        }
        body.map(|n| (n.cluster, n.span, 0.5))
    }

    /// "Ada Grey, the mayor of Ashton, said", "said Ada Grey, a farmer": the name before an apposition that was read as the source.
    pub(super) fn name_before_apposition(&self, source: Span, cue: Option<Span>) -> Option<NameMention> {
        let cue = cue?;
        let name = *self.names.get(self.names.partition_point(|n| n.span.end <= source.start).checked_sub(1)?)?;
        let between = Span::new(name.span.end, source.start).of(self.text);
        let inner = between.strip_prefix(',')?;
        let age = inner.chars().all(|c| c == ' ' || c == ',' || c.is_ascii_digit());
        let described = !source.of(self.text).starts_with(char::is_uppercase);
        if !age || !described || !name.cluster.is_some() || name.placed {
            return None;
        }
        let before = self.text.get(..name.span.start as usize).unwrap_or_default();
        let last = before.strip_suffix(' ').and_then(|b| b.rsplit([' ', '\n']).next()).unwrap_or_default();
        let closed = source.end <= cue.start
            && Span::new(source.end, cue.start).of(self.text).contains(',')
            && !self.lexicon.roles(last).has(Roles::PREP);
        let said = cue.end <= name.span.start && Span::new(cue.end, name.span.start).of(self.text).trim().is_empty();
        (closed || said).then_some(name)
    }
}
