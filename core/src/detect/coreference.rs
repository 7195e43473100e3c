//! From the words that name a speaker to who it is: names, roles, pronouns.
//!
//! Works forward through the drafts; each look-back is bounded by a few paragraphs, so the whole is linear.

use super::attribute::AttributionDraft;
use super::lexicon::{Lexicon, Roles};
use super::model::{Classifier, Question};
use super::people::{self, NameMention};
use super::speaker::{self, PriorUtterance, ReferenceKind, SpeakerContext};
use super::{Cluster, ClusterId, Gender, Mention, MentionId, MentionKind, Rule};
use crate::document::Block;
use crate::kinds::{Form, SpeakerKind};
use crate::span::Span;
use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

/// How many bytes a pronoun looks back for who it is.
const MAX_ANTECEDENT_DISTANCE: u32 = 1600;

/// Other people it may be.
pub type Candidates = SmallVec<[ClusterId; 4]>;

/// Resolves sources to mentions and clusters.
pub struct Resolver<'a> {
    /// The reading text.
    pub text: &'a str,
    /// All names in reading order, linked.
    pub names: &'a [NameMention],
    /// Their clusters; described speakers are added.
    pub clusters: Vec<Cluster>,
    /// Word table.
    pub lexicon: &'a Lexicon,
    /// Blocks of the document.
    pub blocks: &'a [Block],
    /// Answers who a pronoun or nothing at all stands for.
    pub classifier: &'a mut dyn Classifier,
    /// Whether the document is fiction, where most is said in dialogue.
    pub fiction: bool,
    question: Question,
    /// Who "I" is in fiction.
    narrator: ClusterId,
    /// Who spoke so far.
    utterances: Vec<PriorUtterance>,
    /// Mentions made so far.
    pub mentions: Vec<Mention>,
    /// The cluster a description leads to, by its words.
    described: FxHashMap<String, ClusterId>,
    /// Cluster and place of the last speaker.
    last_speaker: Option<(ClusterId, u32)>,
    last_group: Option<(ClusterId, Span)>,
    /// Those who have spoken so far.
    speakers: FxHashSet<ClusterId>,
    roles: FxHashMap<Box<str>, Vec<ClusterId>>,
}

impl<'a> Resolver<'a> {
    /// A resolver over linked names.
    pub fn new(
        document: (&'a str, &'a [Block]),
        (names, clusters): (&'a [NameMention], Vec<Cluster>),
        lexicon: &'a Lexicon,
        classifier: &'a mut dyn Classifier,
        fiction: bool,
    ) -> Self {
        let (text, blocks) = document;
        let question = Question::new(classifier.weights());
        let mut roles: FxHashMap<Box<str>, Vec<ClusterId>> = FxHashMap::default();
        for (i, cluster) in clusters.iter().enumerate() {
            for role in &cluster.roles {
                roles.entry(role.clone()).or_default().push(ClusterId(i as u32));
            }
        }
        Self {
            text,
            names,
            clusters,
            lexicon,
            blocks,
            classifier,
            fiction,
            question,
            narrator: if fiction { speaker::narrator(text, names) } else { ClusterId::NONE },
            utterances: Vec::new(),
            mentions: Vec::new(),
            described: FxHashMap::default(),
            last_speaker: None,
            last_group: None,
            speakers: FxHashSet::default(),
            roles,
        }
    }

    /// The mention for a draft's source, and the probability that it is read rightly.
    pub fn mention(&mut self, draft: &AttributionDraft, earlier: &[Option<MentionId>]) -> (Option<MentionId>, f32) {
        let (mention, sure) = self.mention_of(draft, earlier);
        let found = mention.and_then(|m| self.mentions.get(m.0 as usize)).copied();
        // In a report nobody speaks up: whoever holds the floor keeps it.
        if let Some(found) = found.filter(|m| m.cluster.is_some() && (!self.fiction || !draft.quotes.is_empty())) {
            self.utterances.push(PriorUtterance {
                cluster: found.cluster,
                place: found.antecedent.unwrap_or(found.span),
                at: draft.content.first().map_or(0, |c| c.start),
                words: crate::span::hull(&draft.content).unwrap_or_default(),
                named: draft.source.is_some() && found.kind == MentionKind::Name,
            });
        }
        (mention, sure)
    }

    fn mention_of(&mut self, draft: &AttributionDraft, earlier: &[Option<MentionId>]) -> (Option<MentionId>, f32) {
        if self.fiction && draft.source.is_none() && draft.form == Form::Quotation && draft.rule != Rule::Continues {
            let words = crate::span::hull(&draft.content).unwrap_or_default();
            let Some((cluster, place, sure)) = self.predict_speaker(ReferenceKind::Nothing, words, None, None) else {
                return (None, 1.0);
            };
            // The words point at somebody, like a pronoun: they are no name of whoever turns out to speak. And no link:
            // what a person decides of one turn says nothing of the others that point at the same words.
            self.mentions.push(Mention { span: place, kind: MentionKind::Pronoun, cluster, antecedent: None });
            self.speakers.insert(cluster);
            return (Some(MentionId(self.mentions.len() as u32 - 1)), sure);
        }
        if let Some(same) = draft.same_as {
            let mention = earlier.get(same).copied().flatten();
            if let Some(m) = mention.and_then(|m| self.mentions.get(m.0 as usize)) {
                self.last_speaker =
                    m.cluster.is_some().then_some((m.cluster, draft.content.first().map_or(0, |s| s.start)));
            }
            return (mention, 1.0);
        }
        let Some(source) = draft.source else { return (None, 1.0) };
        let (mention, sure) = self.read(source, draft);
        if mention.cluster.is_some() {
            let at = draft.content.last().map_or(source.end, |s| s.end).max(source.end);
            self.last_speaker = Some((mention.cluster, at));
            self.speakers.insert(mention.cluster);
        }
        self.mentions.push(mention);
        (Some(MentionId(self.mentions.len() as u32 - 1)), sure)
    }

    /// Asks which of the people near speaks: who, the words that name them, and how sure that is.
    fn predict_speaker(
        &mut self,
        reference: ReferenceKind,
        words: Span,
        source: Option<Span>,
        cue: Option<Span>,
    ) -> Option<(ClusterId, Span, f32)> {
        let nearby = SpeakerContext {
            text: self.text,
            blocks: self.blocks,
            names: self.names,
            clusters: &self.clusters,
            utterances: &self.utterances,
        };
        // Fiction is learned from fiction. In the news he and she only exclude others: what is learned there is whose turn it
        // is and who was the subject.
        let kind =
            if self.fiction || reference == ReferenceKind::Nothing { reference } else { ReferenceKind::Reported };
        let barred = if self.classifier.is_training() { Gender::Unknown } else { reference.gender() };
        let people = nearby.ask(kind, words, source, cue, barred, &mut self.question);
        if people.is_empty() {
            return None;
        }
        let clusters = &self.clusters;
        let person = |option: usize| {
            let cluster = people.get(option).and_then(|(c, _)| clusters.get(c.index()));
            cluster.map_or((String::new(), Gender::Unknown), |c| (c.name.clone(), c.gender))
        };
        let choice = self.classifier.choose_speaker(words, &self.question, reference.gender(), &person);
        let (cluster, place) = *people.get(choice.index)?;
        Some((cluster, place, choice.probability))
    }

    fn read(&mut self, source: Span, draft: &AttributionDraft) -> (Mention, f32) {
        let words = source.of(self.text);
        let roles = self.lexicon.roles(words);
        if roles.has(Roles::PRONOUN.or(Roles::POSS)) && !words.contains(' ') {
            let word = words.to_ascii_lowercase();
            let reference = match word.as_str() {
                "he" | "him" | "his" => Some(ReferenceKind::He),
                "she" | "her" => Some(ReferenceKind::She),
                _ => None,
            };
            if let Some(reference) = reference {
                let content = crate::span::hull(&draft.content).unwrap_or_default();
                let found = self.predict_speaker(reference, content, Some(source), draft.cue);
                let (cluster, antecedent, sure) =
                    found.map_or((ClusterId::NONE, None, 0.4), |(c, place, sure)| (c, Some(place), sure));
                return (Mention { span: source, kind: MentionKind::Pronoun, cluster, antecedent }, sure);
            }
            let (cluster, antecedent, sure) = self.pronoun(source, &word);
            return (Mention { span: source, kind: MentionKind::Pronoun, cluster, antecedent }, sure);
        }
        if let Some(name) = self.head_name(source) {
            let cluster = name.cluster;
            if cluster.is_some() {
                let misspelt = self.clusters.get(cluster.index()).is_some_and(|c| c.misspelt)
                    && !self.spelt_right(name.core.of(self.text), cluster);
                self.take_description(source, name, cluster);
                let mention = Mention { span: source, kind: MentionKind::Name, cluster, antecedent: None };
                return (mention, if misspelt { 0.62 } else { 1.0 });
            }
        }
        if let Some(name) = self.apposition(source) {
            self.take_role(source.of(self.text), name.cluster);
            let mention =
                Mention { span: source, kind: MentionKind::Role, cluster: name.cluster, antecedent: Some(name.span) };
            return (mention, 0.97);
        }
        if let Some((cluster, antecedent)) = self.role(source) {
            return (Mention { span: source, kind: MentionKind::Role, cluster, antecedent: Some(antecedent) }, 0.9);
        }
        if let Some(reference) = self.described_person(source) {
            let content = crate::span::hull(&draft.content).unwrap_or_default();
            if let Some((cluster, place, sure)) = self.predict_speaker(reference, content, Some(source), draft.cue) {
                let mention = Mention { span: source, kind: MentionKind::Role, cluster, antecedent: Some(place) };
                return (mention, sure);
            }
        }
        let cluster = self.describe(source, draft.rule);
        (Mention { span: source, kind: MentionKind::Role, cluster, antecedent: None }, 0.95)
    }

    /// Whether a description is that of somebody who is named elsewhere: by office, party or fame.
    fn office(&self, words: &str) -> bool {
        let head = words.rsplit(' ').next().unwrap_or_default();
        let known =
            ["nominee", "candidate", "businessman", "businesswoman", "billionaire", "mogul", "frontrunner", "lawmaker"];
        self.lexicon.roles(head).has(Roles::TITLE) && self.lexicon.roles(head).has(Roles::ROLE) || known.contains(&head)
    }

    /// What "the senator", "the old man" tell of somebody named before; nothing for "a senator", "the senators".
    fn described_person(&self, source: Span) -> Option<ReferenceKind> {
        let words = source.of(self.text);
        let owned = ["his ", "her ", "His ", "Her ", "my ", "My "].iter().any(|d| words.starts_with(d));
        if !owned && !words.starts_with("the ") && !words.starts_with("The ") {
            return None;
        }
        // "the Professor" is what he is called.
        let name = words.rsplit(' ').next().and_then(|w| w.chars().next()).is_some_and(char::is_uppercase);
        if self.fiction && name {
            return None;
        }
        let mut gender = Gender::Unknown;
        let mut person = false;
        for word in words.split_whitespace().skip(1).take_while(|w| !self.lexicon.roles(w).has(Roles::PREP)) {
            let roles = self.lexicon.roles(word.trim_end_matches(','));
            if roles.has(Roles::GROUP) {
                return None;
            }
            person = roles.has(Roles::ROLE);
            gender = gender.or(people::gender_of(roles));
        }
        // In the news only an office tells whom of those named it means: "the senator", not "the officer".
        person = if self.fiction { true } else { person && self.office(words) };
        person.then_some(match gender {
            Gender::Male => ReferenceKind::Man,
            Gender::Female => ReferenceKind::Woman,
            Gender::Unknown => ReferenceKind::Somebody,
        })
    }

    /// "the company’s founder, Clara Voss," is Clara Voss.
    fn apposition(&self, source: Span) -> Option<NameMention> {
        let tail = self.text.get(source.end as usize..)?;
        let next = tail.strip_prefix(", ")?;
        let first = self.names.partition_point(|n| n.span.start < source.end + 2);
        let name = self.names.get(first).filter(|n| n.span.start == source.end + 2 && n.cluster.is_some())?;
        let after = next.get(name.span.len() as usize..)?;
        (after.starts_with(',') && !name.body).then_some(*name)
    }

    /// The misspelt form differs from the last word of the cluster's own name.
    fn spelt_right(&self, core: &str, cluster: ClusterId) -> bool {
        let last = core.rsplit(' ').next().unwrap_or(core);
        self.clusters.get(cluster.index()).is_some_and(|c| c.name.split(' ').any(|w| w == last))
    }

    fn names_in(&self, span: Span) -> &'a [NameMention] {
        let from = self.names.partition_point(|n| n.span.end <= span.start);
        let to = self.names.partition_point(|n| n.span.start < span.end);
        self.names.get(from..to.max(from)).unwrap_or_default()
    }

    /// The name that is the phrase itself, not one inside a "of" or before a possessive.
    fn head_name(&self, source: Span) -> Option<NameMention> {
        let words = source.of(self.text);
        let inside = self.names_in(source);
        let last = inside.last()?;
        let covers_end = last.span.end >= source.end;
        let lower = words.chars().next().is_some_and(char::is_lowercase);
        if !lower {
            // "Robert Grey, of the harbour office": the first name leads; "Clinton's campaign": none does.
            let first = inside.first()?;
            let after = Span::new(first.span.end, source.end).of(self.text);
            if first.span.start <= source.start && !after.starts_with(['’', '\'']) {
                let tail = after.trim_start();
                let continued = tail.chars().next().is_some_and(char::is_lowercase)
                    && !tail.starts_with("of ")
                    && !tail.starts_with("for ")
                    && !tail.starts_with("at ")
                    && !tail.starts_with("in ")
                    && !tail.starts_with("from ");
                if !continued {
                    return Some(*first);
                }
            }
            return (covers_end && !self.after_preposition(source, *last)).then_some(*last);
        }
        // "spokesman Brian Fallon", "the campaign's spokesman Brian Fallon".
        let before = Span::new(source.start, last.span.start).of(self.text);
        let role_before = before
            .split_whitespace()
            .next_back()
            .is_some_and(|w| self.lexicon.roles(w).has(Roles::ROLE.or(Roles::TITLE)) || w.ends_with(','));
        // "the ingenious Grey".
        let epithet = self.fiction
            && ["the ", "poor ", "old ", "young ", "little "].iter().any(|d| before.starts_with(d))
            && before.split_whitespace().count() <= 3
            && !before.contains(['’', '\'']);
        let bare_article = before.trim().eq_ignore_ascii_case("the");
        (covers_end && (role_before || bare_article || epithet) && !self.after_preposition(source, *last))
            .then_some(*last)
    }

    fn after_preposition(&self, source: Span, name: NameMention) -> bool {
        let before = Span::new(source.start, name.span.start).of(self.text);
        before.split_whitespace().any(|w| self.lexicon.roles(w).has(Roles::PREP))
    }

    /// "Brian Fallon, a spokesman" and "spokesman Brian Fallon" tell what he is called.
    fn take_description(&mut self, source: Span, name: NameMention, cluster: ClusterId) {
        let before = Span::new(source.start, name.core.start).of(self.text).trim();
        let mut found = Gender::Unknown;
        for word in before.split_whitespace() {
            found = found.or(people::gender_of(self.lexicon.roles(word)));
        }
        if let Some(c) = self.clusters.get_mut(cluster.index()) {
            c.gender = c.gender.or(found);
        }
        self.take_role(before, cluster);
    }

    /// Remembers that a cluster is called so in this document.
    fn take_role(&mut self, words: &str, cluster: ClusterId) {
        let role =
            ["the ", "The ", "a ", "A ", "an ", "An "].iter().find_map(|d| words.strip_prefix(d)).unwrap_or(words);
        if let Some(c) = self.clusters.get_mut(cluster.index())
            && !role.is_empty()
            && role.len() < 40
        {
            c.add_role(role);
        }
        if !role.is_empty() && role.len() < 40 {
            let key: String = role.chars().flat_map(char::to_lowercase).collect();
            let list = self.roles.entry(key.into_boxed_str()).or_default();
            if !list.contains(&cluster) {
                list.push(cluster);
            }
        }
    }

    /// "the President", "the attorney general": whoever bears the role, the last one named before.
    fn role(&self, source: Span) -> Option<(ClusterId, Span)> {
        let words: String = source.of(self.text).chars().flat_map(char::to_lowercase).collect();
        let role = ["the ", "this ", "that "].iter().find_map(|d| words.strip_prefix(d))?.trim();
        let exact = self.roles.get(role);
        if self.fiction && exact.is_none() {
            return None;
        }
        let by_head = || {
            let head = role.rsplit(' ').next()?;
            self.roles
                .iter()
                .filter(|(r, _)| r.rsplit(' ').next() == Some(head))
                .map(|(_, ids)| ids)
                .min_by_key(|ids| ids.first())
        };
        let bearers = exact.or_else(by_head)?;
        let before = self.names.partition_point(|n| n.span.start < source.start);
        let nearest = self.names.get(..before)?.iter().rev().take(400).find(|n| bearers.contains(&n.cluster));
        nearest.map(|n| (n.cluster, n.span))
    }

    /// A described speaker: its words are its name.
    fn describe(&mut self, source: Span, rule: Rule) -> ClusterId {
        let written = source.of(self.text).split_whitespace().collect::<Vec<_>>().join(" ");
        let lower: String = written.chars().flat_map(char::to_lowercase).collect();
        let bare = ["the ", "a ", "an ", "one ", "another "]
            .iter()
            .find_map(|d| lower.strip_prefix(d))
            .unwrap_or(&lower)
            .to_owned();
        if let Some(id) = self.described.get(&bare) {
            return *id;
        }
        let mut kind = SpeakerKind::Unnamed;
        let mut gender = Gender::Unknown;
        for word in bare.split_whitespace() {
            let roles = self.lexicon.roles(word);
            gender = gender.or(people::gender_of(roles));
            if roles.has(Roles::GROUP) {
                kind = SpeakerKind::Group;
            } else if roles.has(Roles::ORG.or(Roles::PUBLICATION)) && kind == SpeakerKind::Unnamed {
                kind = SpeakerKind::Organisation;
            } else if roles.has(Roles::ROLE) {
                kind = SpeakerKind::Unnamed;
            }
        }
        if matches!(rule, Rule::Signature | Rule::TurnName) {
            kind = SpeakerKind::Person;
        }
        let id = ClusterId(self.clusters.len() as u32);
        let name = if kind == SpeakerKind::Organisation {
            written.trim_start_matches("the ").trim_start_matches("The ").to_owned()
        } else {
            written
        };
        self.clusters.push(Cluster {
            name,
            kind,
            gender,
            given: Gender::Unknown,
            aliases: Vec::new(),
            roles: Vec::new(),
            mentions: 1,
            speaks: 0,
            misspelt: false,
        });
        self.described.insert(bare, id);
        if kind == SpeakerKind::Group {
            self.last_group = Some((id, source));
        }
        id
    }

    /// Who "they", "it", "who" and the like are.
    fn pronoun(&self, source: Span, word: &str) -> (ClusterId, Option<Span>, f32) {
        match word {
            "they" | "them" | "their" => {
                match self.last_group.filter(|(_, s)| s.start + MAX_ANTECEDENT_DISTANCE > source.start) {
                    Some((id, span)) => (id, Some(span), 0.6),
                    None => (ClusterId::NONE, None, 0.5),
                }
            }
            "it" | "its" => {
                let body = self.recent(source.start).find(|n| self.is_body(n.cluster));
                body.map_or((ClusterId::NONE, None, 0.4), |n| (n.cluster, Some(n.span), 0.55))
            }
            "i" | "me" | "my" => (self.narrator, None, 0.7),
            // "Ada Grey, who said …": the name right before.
            "who" | "which" | "whom" => {
                let name = self.recent(source.start).next().filter(|n| n.span.end + 60 > source.start);
                name.map_or((ClusterId::NONE, None, 0.4), |n| (n.cluster, Some(n.span), 0.9))
            }
            _ => (ClusterId::NONE, None, 0.6),
        }
    }

    fn recent(&self, before: u32) -> impl Iterator<Item = NameMention> + '_ {
        let to = self.names.partition_point(|n| n.span.start < before);
        let names = self.names.get(..to).unwrap_or_default();
        names.iter().rev().take(80).take_while(move |n| n.span.start + MAX_ANTECEDENT_DISTANCE > before).copied()
    }

    fn is_body(&self, id: ClusterId) -> bool {
        self.clusters.get(id.index()).is_some_and(|c| c.kind == SpeakerKind::Organisation)
    }

    /// Other people it may be: those named nearest before and after, without `not`. At most four, best first.
    pub fn candidates(&self, draft: &AttributionDraft, not: ClusterId) -> Candidates {
        let at = draft.content.first().map_or(0, |s| s.start);
        let end = draft.content.last().map_or(0, |s| s.end) + 200;
        let mut out = Candidates::new();
        // Whether there are enough.
        let mut take = |id: ClusterId| {
            if !id.is_some() || id == not || out.contains(&id) {
                return out.len() >= 4;
            }
            let person = self.clusters.get(id.index()).is_some_and(|c| {
                let described = c.gender != Gender::Unknown || !c.roles.is_empty() || c.kind == SpeakerKind::Group;
                described
                    || self.speakers.contains(&id)
                    || c.kind == SpeakerKind::Person && c.name.contains(' ') && !c.name.starts_with('@')
            });
            if person && out.len() < 4 {
                out.push(id);
            }
            out.len() >= 4
        };
        if let Some(source) = draft.source {
            for name in self.names_in(Span::new(source.start.saturating_sub(120), source.end + 60)) {
                take(name.cluster);
            }
        }
        for name in self.recent(at) {
            if take(name.cluster) {
                return out;
            }
        }
        for name in self.names_in(Span::new(at, end)).iter().take(12) {
            if take(name.cluster) {
                return out;
            }
        }
        out
    }
}
