//! Coreference: from the source of an attribution to its mention and cluster, by names, roles, pronouns.
//!
//! Works forward through the drafts; each look-back is bounded by a few paragraphs, so the whole is linear.

mod antecedents;
mod bodies;
mod called;
mod descriptions;
mod joint;
mod names_beside;
mod turn_names;

use super::draft::{AttributionDraft, Spans};
use super::entity_type::EntityType;
use super::lexicon::Lexicon;
use super::model::{Classifier, Question};
use super::people::{GenderedPronoun, NameMention};
use super::roles::Roles;
use super::speaker::{self, ComingTurn, PriorUtterance, ReferenceKind, SpeakerContext, Told};
use super::word_number::hash_of;
use super::{Cluster, ClusterId, Gender, Mention, MentionId, MentionKind, Rule};
use crate::document::Block;
use crate::kinds::{Form, SpeakerKind};
use crate::span::Span;
use antecedents::Reference;
use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

use joint::JointSources;

/// How many bytes a pronoun looks back for who it is.
const MAX_ANTECEDENT_DISTANCE: u32 = 1600;

/// How sure it is whose a name is that is spelt otherwise elsewhere, or that somebody else was named by last.
const UNSURE_WHOSE_NAME: f32 = 0.62;

/// Longest "known to her friends as" between a description and a name, in bytes.
const MAX_NAMING_BYTES: usize = 40;

/// Clusters of other possible speakers, best first.
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
    /// What stands beside each turn of a story.
    turns: Vec<ComingTurn>,
    /// Mentions made so far.
    pub mentions: Vec<Mention>,
    /// The cluster a description leads to, by its words.
    described: FxHashMap<String, ClusterId>,
    /// Cluster and place of the last speaker.
    last_speaker: Option<(ClusterId, u32)>,
    /// Whose the last turn is, and all of its words.
    last_turn: Option<(ClusterId, Span)>,
    last_group: Option<(ClusterId, Span)>,
    /// Clusters that have spoken so far.
    speakers: FxHashSet<ClusterId>,
    roles: FxHashMap<Box<str>, Vec<ClusterId>>,
    /// Who asks the questions of a hearing, from a place on.
    pub askers: Vec<(u32, Span)>,
    /// Groups whose members are known.
    pub joint: JointSources,
    /// He and she, in order.
    pub pronouns: &'a [GenderedPronoun],
    /// What people are called beside their names, once it is asked for.
    callings: Option<called::Callings>,
    /// Places of the annotation asked about so far: in training only.
    asked: usize,
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
            narrator: if fiction { speaker::narrator(text, names, &lexicon.language().names) } else { ClusterId::NONE },
            utterances: Vec::new(),
            turns: Vec::new(),
            mentions: Vec::new(),
            described: FxHashMap::default(),
            last_speaker: None,
            last_turn: None,
            last_group: None,
            speakers: FxHashSet::default(),
            roles,
            askers: Vec::new(),
            joint: JointSources::default(),
            pronouns: &[],
            callings: None,
            asked: 0,
        }
    }

    /// The mention for a draft's source, and the probability that it is read rightly.
    pub fn mention(&mut self, draft: &AttributionDraft, earlier: &[Option<MentionId>]) -> (Option<MentionId>, f32) {
        let (mention, sure) = self.mention_of(draft, earlier);
        let found = mention.and_then(|m| self.mentions.get(m.0 as usize)).copied();
        if draft.form == Form::Turn {
            let words = crate::span::hull(&draft.content).unwrap_or_default();
            self.last_turn = found.filter(|m| m.cluster.is_some()).map(|m| (m.cluster, words));
        }
        // A report without quotation marks does not change whose turn it is.
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
        let turn = draft.form == Form::Turn;
        let (mention, sure) = if turn { self.turn_name(source) } else { self.read(source, draft) };
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
            rules: &self.lexicon.language().names,
            blocks: self.blocks,
            names: self.names,
            clusters: &self.clusters,
            utterances: &self.utterances,
            turns: &self.turns,
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
        let source = self.without_epithet(source);
        let words = source.of(self.text);
        if matches!(draft.rule, Rule::Sender | Rule::Row) {
            return (self.written_name(source), 1.0);
        }
        let roles = self.lexicon.roles(words);
        if roles.has(Roles::PRONOUN.or(Roles::POSS)) && !words.contains(' ') {
            let word = words.to_ascii_lowercase();
            if let Some(reference) = self.he_or_she(&word) {
                let content = self.words_beside(draft, source);
                let found = if self.fiction {
                    self.predict_speaker(reference, content, Some(source), draft.cue)
                } else {
                    let (found, sure) = self.antecedent(Reference::Pronoun(reference.gender()), content, source, false);
                    found.map(|(cluster, place)| (cluster, place, sure))
                };
                let (cluster, antecedent, sure) =
                    found.map_or((ClusterId::NONE, None, 0.4), |(c, place, sure)| (c, Some(place), sure));
                return (Mention { span: source, kind: MentionKind::Pronoun, cluster, antecedent }, sure);
            }
            let (cluster, antecedent, sure) = self.pronoun(source, &word);
            return (Mention { span: source, kind: MentionKind::Pronoun, cluster, antecedent }, sure);
        }
        if let Some(together) = self.joint(source, draft) {
            return together;
        }
        if let Some(name) = self.head_name(source) {
            let cluster = name.cluster;
            if cluster.is_some() {
                let misspelt = self.clusters.get(cluster.index()).is_some_and(|c| c.misspelt)
                    && !self.spelt_right(name.core.of(self.text), cluster);
                self.take_description(source, name, cluster);
                let mention = Mention { span: source, kind: MentionKind::Name, cluster, antecedent: None };
                return (mention, if misspelt || name.disputed { UNSURE_WHOSE_NAME } else { 1.0 });
            }
        }
        let before = if self.fiction { None } else { self.name_before_apposition(source, draft.cue) };
        if let Some(name) = before.or_else(|| self.apposition(source, draft.cue)).or_else(|| self.known_as(source)) {
            self.take_role(source.of(self.text), name.cluster);
            let mention =
                Mention { span: source, kind: MentionKind::Role, cluster: name.cluster, antecedent: Some(name.span) };
            return (mention, 0.97);
        }
        if !self.fiction {
            return self.description(source, draft);
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
        // "Then, after a moment, replied": what stands there is nobody.
        if self.fiction && draft.form == Form::Quotation && !self.tells_somebody(source) {
            let content = self.words_beside(draft, source);
            let found = self.predict_speaker(ReferenceKind::Nothing, content, None, None);
            let (cluster, place, sure) = found.unwrap_or((ClusterId::NONE, source, 0.4));
            return (Mention { span: place, kind: MentionKind::Pronoun, cluster, antecedent: None }, sure);
        }
        let cluster = self.describe(source, draft.rule);
        (Mention { span: source, kind: MentionKind::Role, cluster, antecedent: None }, 0.95)
    }

    /// He or she, when the word is one of those.
    fn he_or_she(&self, word: &str) -> Option<ReferenceKind> {
        let rules = &self.lexicon.language().references;
        if rules.male.contains(&word) {
            Some(ReferenceKind::He)
        } else if rules.female.contains(&word) {
            Some(ReferenceKind::She)
        } else {
            None
        }
    }

    /// Reads what stands beside each turn of a story, so that who speaks before can be told from what comes. Once, before
    /// the first mention. O(drafts).
    pub fn look_ahead(&mut self, drafts: &[AttributionDraft]) {
        if !self.fiction {
            return;
        }
        for draft in drafts.iter().filter(|d| !d.quotes.is_empty()) {
            let words = crate::span::hull(&draft.content).unwrap_or_default();
            let block = self.blocks.partition_point(|b| b.span.start <= words.start).saturating_sub(1) as u32;
            let told = draft.source.filter(|_| draft.same_as.is_none()).map_or(Told::default(), |s| self.told(s));
            speaker::add_turn(&mut self.turns, block, words, told);
        }
    }

    /// What a source tells by itself: a name, or he or she.
    fn told(&self, source: Span) -> Told {
        let words = source.of(self.text);
        if self.lexicon.roles(words).has(Roles::PRONOUN.or(Roles::POSS)) && !words.contains(' ') {
            let word = words.to_ascii_lowercase();
            let gender = self.he_or_she(&word).map_or(Gender::Unknown, ReferenceKind::gender);
            return Told { named: ClusterId::NONE, gender, place: source };
        }
        if let Some(name) = self.head_name(source).filter(|n| n.cluster.is_some()) {
            return Told { named: name.cluster, gender: Gender::Unknown, place: name.span };
        }
        let gender = self.described_person(source).map_or(Gender::Unknown, ReferenceKind::gender);
        Told { named: ClusterId::NONE, gender, place: source }
    }

    /// The mention for words that are a name whatever they look like: those of a person known by them, else somebody's own.
    fn written_name(&mut self, source: Span) -> Mention {
        let whole = self.names_in(source).iter().find(|n| n.span == source && n.cluster.is_some()).map(|n| n.cluster);
        let cluster = whole.unwrap_or_else(|| self.describe(source, Rule::Sender));
        Mention { span: source, kind: MentionKind::Name, cluster, antecedent: None }
    }

    /// What is said in the paragraph of `source`, where that is another than the first of several.
    fn words_beside(&self, draft: &AttributionDraft, source: Span) -> Span {
        let whole = crate::span::hull(&draft.content).unwrap_or_default();
        let block = |at: u32| self.blocks.partition_point(|b| b.span.start <= at);
        let here = block(source.start);
        if draft.content.len() < 2 || block(whole.start) == here {
            return whole;
        }
        let inside: Spans = draft.content.iter().filter(|c| block(c.start) == here).copied().collect();
        crate::span::hull(&inside).unwrap_or(whole)
    }

    /// What a description means in the news, where it is no name.
    fn description(&mut self, source: Span, draft: &AttributionDraft) -> (Mention, f32) {
        let meant = |(cluster, place): (ClusterId, Span)| Mention {
            span: source,
            kind: MentionKind::Role,
            cluster,
            antecedent: Some(place),
        };
        let reference = self.reference_of(source);
        // "Quill closed the file. “Done.” The nurse opened the door. “After you.”": each acts and speaks in turn.
        let acts = draft.rule == Rule::Subject && draft.cue.is_none();
        let here = self.block_index(source.start);
        let another = acts && self.utterances.last().is_some_and(|u| self.block_index(u.at) == here);
        let found = match reference {
            _ if another => None,
            Some(Reference::Body) => self.body(source),
            Some(Reference::Writing) => self.writer(source),
            Some(reference) => {
                let content = crate::span::hull(&draft.content).unwrap_or_default();
                let words = source.of(self.text);
                let rules = &self.lexicon.language().references;
                let owned = matches!(reference, Reference::Called(_))
                    || rules.possessives.iter().any(|d| words.starts_with(d))
                    || words.split(' ').any(|w| rules.owner(w).is_some());
                let (found, sure) = self.antecedent(reference, content, source, owned);
                found.map(|(cluster, place)| (cluster, place, sure))
            }
            None => self.role(source).map(|(cluster, place)| (cluster, place, 0.9)),
        };
        if let Some((cluster, place, sure)) = found {
            return (meant((cluster, place)), sure);
        }
        let cluster = self.describe(source, draft.rule);
        (Mention { span: source, kind: MentionKind::Role, cluster, antecedent: None }, 0.95)
    }

    /// Who "they", "it", "who" and the like are.
    fn pronoun(&self, source: Span, word: &str) -> (ClusterId, Option<Span>, f32) {
        let rules = &self.lexicon.language().references;
        if rules.plural.contains(&word) {
            match self.last_group.filter(|(_, s)| s.start + MAX_ANTECEDENT_DISTANCE > source.start) {
                Some((id, span)) => (id, Some(span), 0.6),
                None => (ClusterId::NONE, None, 0.5),
            }
        } else if rules.neuter.contains(&word) {
            self.it(source).map_or((ClusterId::NONE, None, 0.4), |(id, place, sure)| (id, Some(place), sure))
        } else if rules.first_person.contains(&word) {
            (self.narrator, None, 0.7)
        } else if rules.relative.contains(&word) {
            // "Ada Grey, who said …": the name right before.
            let name = self.recent(source.start).next().filter(|n| n.span.end + 60 > source.start);
            name.map_or((ClusterId::NONE, None, 0.4), |n| (n.cluster, Some(n.span), 0.9))
        } else {
            (ClusterId::NONE, None, 0.6)
        }
    }

    fn recent(&self, before: u32) -> impl Iterator<Item = NameMention> + '_ {
        let to = self.names.partition_point(|n| n.span.start < before);
        let names = self.names.get(..to).unwrap_or_default();
        names.iter().rev().take(80).take_while(move |n| n.span.start + MAX_ANTECEDENT_DISTANCE > before).copied()
    }

    fn is_body(&self, id: ClusterId) -> bool {
        let thing = |c: &Cluster| matches!(c.entity, EntityType::Work | EntityType::Event | EntityType::Nothing);
        self.clusters.get(id.index()).is_some_and(|c| c.kind == SpeakerKind::Organisation && !thing(c))
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
                let heard = self.speakers.contains(&id) || c.speaks > 0;
                match (c.kind, c.entity) {
                    // A name that is likelier another's is somebody's only where something else says so.
                    (SpeakerKind::Person, entity) => {
                        let typed = self.fiction || entity == EntityType::Person;
                        let called = c.given != Gender::Unknown || !c.roles.is_empty();
                        let full = c.name.contains(' ') && !c.name.starts_with('@');
                        (typed || called) && (described || self.speakers.contains(&id) || full)
                            || heard && entity.may_speak()
                    }
                    (SpeakerKind::Document, _) | (SpeakerKind::Organisation, EntityType::Organisation) => heard,
                    (SpeakerKind::Group | SpeakerKind::Unnamed, _) => described || heard,
                    (SpeakerKind::Organisation, _) => false,
                }
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

#[cfg(test)]
mod tests;
