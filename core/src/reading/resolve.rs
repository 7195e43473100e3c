//! Who a suggestion says speaks: a look-up from attribution over mention and cluster to a speaker, decisions first.

use super::naming::Naming;
use super::{Concern, ItemId, Reading};
use crate::annotation::{Annotation, QUOTE, Set, Speaker, SpeakerRef, folded_name, same_name};
use crate::detect::{Attribution, ClusterId, MentionKind};
use crate::kinds::SpeakerKind;
use crate::span::Span;
use std::collections::{BTreeMap, HashMap};

/// What decisions taught: for each key, by place, the speaker decided there.
pub type Taught = HashMap<TaughtKey, BTreeMap<(u32, String), SpeakerRef>>;

/// What a decision is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum TaughtKey {
    /// Everything written that is one name or description.
    Cluster(ClusterId),
    /// These words, letter case folded, where they describe somebody who has a name.
    Description(ClusterId, String),
    /// Pronouns that point back to the words at this place.
    Link(u32),
}

/// Ids of speakers by what they are called, letter case folded.
#[derive(Clone, Debug, Default)]
pub struct NameIndex {
    /// By any of their names and roles.
    any: HashMap<String, Vec<String>>,
    /// By their name alone.
    names: HashMap<String, Vec<String>>,
}

impl NameIndex {
    /// O(speakers).
    pub fn new(set: &Set) -> Self {
        let mut called = Self::default();
        for speaker in &set.speakers {
            for name in std::iter::once(&speaker.name).chain(&speaker.aliases).chain(&speaker.roles) {
                let ids = called.any.entry(folded_name(name)).or_default();
                if !ids.contains(&speaker.id) {
                    ids.push(speaker.id.clone());
                }
            }
            called.names.entry(folded_name(&speaker.name)).or_default().push(speaker.id.clone());
        }
        called
    }

    /// The one speaker whose own name `words` are.
    fn named(&self, words: &str) -> Option<&str> {
        only(&self.names, words)
    }

    /// The one speaker called `words`; `None` when nobody or several are.
    fn one(&self, words: &str) -> Option<&str> {
        only(&self.any, words)
    }
}

/// The one id of a name, whatever its letter case.
fn only<'a>(ids: &'a HashMap<String, Vec<String>>, name: &str) -> Option<&'a str> {
    // Of most documents nothing is decided yet: then no name has to be folded.
    if ids.is_empty() {
        return None;
    }
    match ids.get(&folded_name(name)).map(Vec::as_slice) {
        Some([id]) => Some(id),
        _ => None,
    }
}

/// How far a suggestion can be trusted, in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// Nothing is shown.
    Sure,
    /// "likely".
    Likely,
    /// "guess", drawn with `?`.
    Guess,
}

impl Doubt {
    /// All, the least doubtful first.
    pub const ALL: [Self; 3] = [Self::Sure, Self::Likely, Self::Guess];

    /// That of a suggestion with this probability.
    pub fn of_score(score: f32) -> Self {
        match score {
            s if s >= Self::Sure.least() => Self::Sure,
            s if s >= Self::Likely.least() => Self::Likely,
            _ => Self::Guess,
        }
    }

    /// The least probability of one that is no more doubtful.
    pub const fn least(self) -> f32 {
        match self {
            Self::Sure => 0.8,
            Self::Likely => 0.65,
            Self::Guess => 0.0,
        }
    }

    /// In a word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Sure => "sure",
            Self::Likely => "likely",
            Self::Guess => "guess",
        }
    }
}

/// A speaker as shown: one of the file, or a name nobody has decided yet.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum SpeakerChoice {
    /// A speaker of the file (or nobody nameable).
    Known(SpeakerRef),
    /// A cluster of the detections that would become a speaker.
    Found(ClusterId),
    /// Plain words that would become a speaker.
    Words(String),
    /// "unknown speaker".
    Unknown,
}

impl SpeakerChoice {
    /// The reference, where the file has one.
    pub const fn known(&self) -> Option<&SpeakerRef> {
        match self {
            Self::Known(speaker) => Some(speaker),
            Self::Found(_) | Self::Words(_) | Self::Unknown => None,
        }
    }
}

/// What a suggestion proposes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Who.
    pub who: SpeakerChoice,
    /// Their name.
    pub name: String,
    /// How sure.
    pub doubt: Doubt,
    /// Whether an earlier decision taught it.
    pub taught: bool,
}

fn key_of(reading: &Reading, attribution: Attribution<'_>) -> Option<TaughtKey> {
    let mention = reading.found.mention_of(attribution)?;
    if mention.kind == MentionKind::Pronoun {
        return mention.antecedent.map(|a| TaughtKey::Link(a.start));
    }
    // Whom "the clerk" means says nothing of the name that she was taken for.
    if mention.kind == MentionKind::Role && mention.antecedent.is_some() && mention.cluster.is_some() {
        return Some(TaughtKey::Description(mention.cluster, folded_name(reading.document.words(mention.span))));
    }
    mention.cluster.is_some().then_some(TaughtKey::Cluster(mention.cluster))
}

/// Remembers what a decision says about whoever it names.
pub fn teach(reading: &mut Reading, record: &Annotation, spans: &[Span]) {
    if let Some((key, at)) = lesson(reading, record, spans)
        && let Some(speaker) = &record.speaker
    {
        reading.taught.entry(key).or_default().insert((at, record.id.clone()), speaker.clone());
    }
}

/// Learns everything anew: somebody is called otherwise. O(records).
pub fn teach_all(reading: &mut Reading) {
    reading.taught.clear();
    let records: Vec<std::sync::Arc<Annotation>> = reading.set.iter().cloned().collect();
    for record in records {
        let spans = reading.anchor_of(&record.id).spans().to_vec();
        if !spans.is_empty() {
            teach(reading, &record, &spans);
        }
    }
}

/// Forgets it again, whether or not it was learned.
pub fn unteach(reading: &mut Reading, record: &Annotation, spans: &[Span]) {
    if let Some((key, at)) = subject(reading, record, spans)
        && let Some(lessons) = reading.taught.get_mut(&key)
    {
        lessons.remove(&(at, record.id.clone()));
    }
}

/// What a decision teaches about, if it teaches anything.
fn lesson(reading: &Reading, record: &Annotation, spans: &[Span]) -> Option<(TaughtKey, u32)> {
    // As long as two people say different things nothing follows from either; nor from a name that was replaced since.
    if record.conflict || reading.concern(record) == Some(Concern::Speaker) {
        return None;
    }
    let own = record.speaker_id().and_then(|id| reading.set.speaker(id));
    // A name that cannot be theirs says nothing about whoever bears it.
    if Naming::of_record(reading, record, spans).is_some_and(|naming| !naming.teaches(own)) {
        return None;
    }
    // Words that are the speaker's very name teach nothing about others: that name is found by itself.
    if own.is_some_and(|s| record.source.as_ref().is_some_and(|w| same_name(&w.2, &s.name))) {
        return None;
    }
    subject(reading, record, spans)
}

/// Whom a decision is about, and where.
fn subject(reading: &Reading, record: &Annotation, spans: &[Span]) -> Option<(TaughtKey, u32)> {
    if record.label != QUOTE || record.is_rejected() || record.speaker.is_none() || record.only_this {
        return None;
    }
    let number = reading.decided_by(record, spans)?;
    let attribution = reading.found.get(number as usize)?;
    Some((key_of(reading, attribution)?, attribution.start()))
}

impl Reading {
    /// What a suggestion proposes now. O(log decisions).
    pub fn proposal(&self, attribution: Attribution<'_>) -> Proposal {
        let own = self.own_proposal(attribution);
        match self.of_project(&own.who) {
            Some((who, speaker)) => Proposal { who, name: speaker.name.clone(), ..own },
            None => own,
        }
    }

    /// The same by what is known in the document alone.
    fn own_proposal(&self, attribution: Attribution<'_>) -> Proposal {
        let doubt = Doubt::of_score(attribution.score);
        let mention = self.found.mention_of(attribution);
        let at = attribution.start();
        // Words that are somebody's very name mean them, whoever else the machine thought they belong to.
        let words = mention.filter(|m| m.kind == MentionKind::Name).map(|m| self.document.words(m.span));
        if let Some(id) = words.and_then(|words| self.called.named(words)) {
            return self.known(SpeakerRef::Id(id.to_owned()), doubt, false);
        }
        // Somebody's full name is theirs, whatever was decided of a part of it.
        let full = mention.and_then(|m| self.found.cluster(m.cluster)).map(|c| c.name.as_str());
        let full = full.filter(|name| name.contains(' ') && words.is_some_and(|words| words.ends_with(name)));
        let means = |speaker: &SpeakerRef| {
            let speaker = speaker.id().and_then(|id| self.set.speaker(id));
            full.is_none_or(|name| speaker.is_some_and(|s| s.is_called(name)))
        };
        let key = if self.taught.is_empty() { None } else { key_of(self, attribution) };
        let taught = key.and_then(|key| self.taught_at(&key, at));
        if let Some(speaker) = taught.filter(|s| means(s)) {
            return self.known(speaker.clone(), Doubt::Sure, true);
        }
        let Some(mention) = mention else {
            return Proposal {
                who: SpeakerChoice::Unknown,
                name: "unknown speaker".to_owned(),
                doubt: Doubt::Guess,
                taught: false,
            };
        };
        // A pronoun or a description follows what was decided about whom it points to.
        if mention.kind != MentionKind::Name
            && mention.cluster.is_some()
            && let Some(speaker) = self.taught_at(&TaughtKey::Cluster(mention.cluster), at)
        {
            return self.known(speaker.clone(), doubt, true);
        }
        let words = self.document.words(mention.span);
        let Some(cluster) = self.found.cluster(mention.cluster) else {
            return Proposal {
                who: SpeakerChoice::Unknown,
                name: "unknown speaker".to_owned(),
                doubt: Doubt::Guess,
                taught: false,
            };
        };
        let named = mention.kind != MentionKind::Pronoun;
        let id = self.called.one(&cluster.name).or_else(|| named.then(|| self.called.one(words)).flatten());
        match id {
            Some(id) => self.known(SpeakerRef::Id(id.to_owned()), doubt, false),
            None => Proposal {
                who: SpeakerChoice::Found(mention.cluster),
                name: cluster.name.clone(),
                doubt,
                taught: false,
            },
        }
    }

    fn taught_at(&self, key: &TaughtKey, at: u32) -> Option<&SpeakerRef> {
        let lessons = self.taught.get(key)?;
        lessons.range(..(at + 1, String::new())).next_back().or_else(|| lessons.iter().next()).map(|(_, s)| s)
    }

    fn known(&self, speaker: SpeakerRef, doubt: Doubt, taught: bool) -> Proposal {
        let name = self.set.name_of(&speaker).to_owned();
        Proposal { who: SpeakerChoice::Known(speaker), name, doubt, taught }
    }

    /// A speaker of this name whom the file does not have: as the project knows them, else a new one. O(speakers).
    pub(super) fn new_speaker(&self, name: &str, kind: SpeakerKind) -> Speaker {
        let mut speaker = self.set.new_speaker(name, kind);
        if let Some(shared) = self.called_in_project(name) {
            let is_free = !self.set.speakers.iter().any(|s| s.id == shared.id || s.merged.contains(&shared.id));
            let id = if is_free { shared.id.clone() } else { speaker.id };
            speaker = Speaker { id, members: Vec::new(), ..shared.clone() };
        }
        speaker
    }

    /// A choice with the name to show for it.
    pub fn name_of_choice(&self, choice: &SpeakerChoice) -> String {
        if let Some((_, speaker)) = self.of_project(choice) {
            return speaker.name.clone();
        }
        match choice {
            SpeakerChoice::Known(speaker) => self.set.name_of(speaker).to_owned(),
            SpeakerChoice::Found(cluster) => self.found.cluster(*cluster).map(|c| c.name.clone()).unwrap_or_default(),
            SpeakerChoice::Words(words) => words.clone(),
            SpeakerChoice::Unknown => "unknown speaker".to_owned(),
        }
    }

    /// Whom a group consists of: speakers of the file where they are that already, else those found; empty for whoever is no
    /// group, and for one of people nobody has named.
    pub fn members_of_choice(&self, choice: &SpeakerChoice) -> Vec<SpeakerChoice> {
        match choice {
            SpeakerChoice::Known(speaker) => {
                let group = speaker.id().and_then(|id| self.set.speaker(id));
                let known = group.into_iter().flat_map(|group| self.set.members_of(group));
                known.map(|member| SpeakerChoice::Known(SpeakerRef::Id(member.id.clone()))).collect()
            }
            SpeakerChoice::Found(cluster) => {
                let members = self.found.members_of(*cluster).iter();
                members
                    .filter_map(|m| Some((*m, self.found.cluster(*m)?)))
                    .map(|(m, c)| self.found_as(m, &c.name))
                    .collect()
            }
            SpeakerChoice::Words(_) | SpeakerChoice::Unknown => Vec::new(),
        }
    }

    /// A cluster as a choice: the speaker of the file it is, where there is one.
    fn found_as(&self, cluster: ClusterId, name: &str) -> SpeakerChoice {
        match self.called.one(name) {
            Some(id) => SpeakerChoice::Known(SpeakerRef::Id(id.to_owned())),
            None => SpeakerChoice::Found(cluster),
        }
    }

    /// Whoever is called so: a speaker of the file, else somebody found in the text, else a new one of this name.
    pub(super) fn choice_named(&self, name: &str) -> SpeakerChoice {
        if let Some(id) = self.called.one(name) {
            return SpeakerChoice::Known(SpeakerRef::Id(id.to_owned()));
        }
        let clusters = || (0u32..).zip(&self.found.clusters).map(|(n, c)| (ClusterId(n), c));
        let named = clusters().find(|(_, c)| same_name(&c.name, name));
        let called = || {
            let mut all = clusters().filter(|(_, c)| c.aliases.iter().any(|a| same_name(a, name)));
            all.next().filter(|_| all.next().is_none())
        };
        match named.or_else(called) {
            Some((id, cluster)) => self.found_as(id, &cluster.name),
            None => SpeakerChoice::Words(name.to_owned()),
        }
    }

    /// Other speakers a digit can choose, from 2 on; at most eight, best first.
    pub fn others(&self, attribution: Attribution<'_>) -> Vec<(SpeakerChoice, String)> {
        let proposal = self.proposal(attribution);
        let mut out: Vec<(SpeakerChoice, String)> = Vec::new();
        let mut take = |choice: SpeakerChoice, name: String| {
            if name != proposal.name && out.len() < 8 && !out.iter().any(|(_, n)| *n == name) {
                out.push((choice, name));
            }
        };
        if let Some(mention) = self.found.mention_of(attribution)
            && mention.kind == MentionKind::Name
            && attribution.score < 0.65
        {
            // Perhaps it is no misspelling; a title before the very name makes nobody else.
            let words = self.document.words(mention.span);
            if !words.ends_with(&proposal.name) {
                take(SpeakerChoice::Words(words.to_owned()), words.to_owned());
            }
        }
        for id in attribution.candidates {
            let Some(cluster) = self.found.cluster(*id) else { continue };
            let speaker = self.taught_at(&TaughtKey::Cluster(*id), attribution.start()).cloned();
            match speaker.or_else(|| self.called.one(&cluster.name).map(|i| SpeakerRef::Id(i.to_owned()))) {
                Some(speaker) => {
                    let name = self.name_of(&speaker).to_owned();
                    take(SpeakerChoice::Known(speaker), name);
                }
                None => {
                    let choice = SpeakerChoice::Found(*id);
                    let name = self.name_of_choice(&choice);
                    take(choice, name);
                }
            }
        }
        out
    }

    /// The name shown beside an item.
    pub fn speaker_name(&self, item: &ItemId) -> String {
        if let Some(attribution) = self.suggestion(item) {
            return self.proposal(attribution).name;
        }
        let Some(record) = self.record(item) else { return String::new() };
        record.speaker.as_ref().map(|s| self.name_of(s).to_owned()).unwrap_or_default()
    }

    /// Kind of a choice that would become a speaker.
    pub fn kind_of_choice(&self, choice: &SpeakerChoice) -> SpeakerKind {
        match choice {
            SpeakerChoice::Found(cluster) => self.found.cluster(*cluster).map_or(SpeakerKind::Person, |c| c.kind),
            SpeakerChoice::Known(speaker) => {
                speaker.id().and_then(|id| self.set.speaker(id)).map_or(SpeakerKind::Person, |s| s.kind)
            }
            SpeakerChoice::Words(_) | SpeakerChoice::Unknown => SpeakerKind::Person,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_alias_of_two_is_nobodys() {
        let mut set = Set::default();
        for name in ["Ada Grey", "Bo Grey"] {
            let mut speaker = set.new_speaker(name, SpeakerKind::Person);
            speaker.aliases.push("Grey".into());
            set.speakers.push(speaker);
        }
        let called = NameIndex::new(&set);
        assert_eq!(called.one("ada grey"), Some("ada-grey"));
        assert!(called.one("Grey").is_none());
    }
}
