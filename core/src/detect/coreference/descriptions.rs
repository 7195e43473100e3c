//! People and bodies meant by what they are or do: "the senator", "a spokesman", "the old man".

use super::super::entities::description;
use super::super::entity_type::EntityType;
use super::super::people::{self, NameMention};
use super::super::roles::Roles;
use super::super::speaker::ReferenceKind;
use super::super::{Cluster, ClusterId, Gender, Rule};
use super::Resolver;
use crate::kinds::SpeakerKind;
use crate::span::Span;

/// Most small words before a name that tell how somebody is.
const MAX_EPITHET_WORDS: usize = 3;

impl Resolver<'_> {
    /// Whether a description is that of somebody who is named elsewhere: by office, party or fame.
    pub(super) fn office(&self, words: &str) -> bool {
        let head = words.rsplit(' ').next().unwrap_or_default();
        let known = self.lexicon.language().references.offices;
        self.lexicon.roles(head).has(Roles::TITLE) && self.lexicon.roles(head).has(Roles::ROLE) || known.contains(&head)
    }

    /// In fiction "the bewildered Colonel" is the Colonel and "astonished Ida" is Ida: the words from the first capital on, where
    /// only small words that are no prepositions stand before them.
    pub(super) fn without_epithet(&self, source: Span) -> Span {
        let words = source.of(self.text);
        if !self.fiction || !words.starts_with(char::is_lowercase) || words.contains(['’', '\'']) {
            return source;
        }
        let mut at = 0;
        for (n, word) in words.split(' ').enumerate() {
            if word.starts_with(char::is_uppercase) {
                let small =
                    words.get(at..).is_some_and(|rest| rest.split(' ').any(|w| w.starts_with(char::is_lowercase)));
                // "the Colonel" and "old Grey" stay as they are: others read them.
                return if small || n < 1 { source } else { Span::new(source.start + at as u32, source.end) };
            }
            let roles = self.lexicon.roles(word);
            if n > MAX_EPITHET_WORDS
                || roles.has(Roles::PREP.or(Roles::POSS).or(Roles::ROLE).or(Roles::MALE).or(Roles::FEMALE))
            {
                return source;
            }
            at += word.len() + 1;
        }
        source
    }

    /// Whether a description holds a word for a person or a body, or a name.
    pub(super) fn tells_somebody(&self, source: Span) -> bool {
        let person = Roles::ROLE.or(Roles::GROUP).or(Roles::ORG).or(Roles::MALE).or(Roles::FEMALE).or(Roles::TITLE);
        let words = source.of(self.text);
        let rules = &self.lexicon.language().references;
        // "the other", "another" may be somebody, "a moment" is not.
        let other = rules.determiners.iter().filter(|d| !rules.articles.contains(d));
        rules.definite.iter().chain(other).any(|d| words.get(..d.len()).is_some_and(|w| w.eq_ignore_ascii_case(d)))
            || words
                .split([' ', '-'])
                .any(|w| w.starts_with(char::is_uppercase) || self.lexicon.roles(w.trim_end_matches(',')).has(person))
    }

    /// What "the senator", "the old man" tell of somebody named before; nothing for "a senator", "the senators".
    pub(super) fn described_person(&self, source: Span) -> Option<ReferenceKind> {
        let words = source.of(self.text);
        let rules = &self.lexicon.language().references;
        if !rules.possessives.iter().chain(rules.definite).any(|d| words.starts_with(d)) {
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

    /// "Brian Fallon, a spokesman" and "spokesman Brian Fallon" tell what he is called.
    pub(super) fn take_description(&mut self, source: Span, name: NameMention, cluster: ClusterId) {
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
    pub(super) fn take_role(&mut self, words: &str, cluster: ClusterId) {
        let articles = self.lexicon.language().references.articles;
        let role = articles.iter().find_map(|d| words.strip_prefix(d)).unwrap_or(words);
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
    pub(super) fn role(&self, source: Span) -> Option<(ClusterId, Span)> {
        let words: String = source.of(self.text).chars().flat_map(char::to_lowercase).collect();
        let known = self.lexicon.language().references.demonstratives.iter().find_map(|d| words.strip_prefix(d));
        // In fiction a title alone is a name: "Mademoiselle", "Captain".
        let title = self.fiction && !words.contains(' ') && self.lexicon.roles(&words).has(Roles::TITLE);
        let role = known.or(title.then_some(words.as_str()))?.trim();
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
    pub(super) fn describe(&mut self, source: Span, rule: Rule) -> ClusterId {
        let read = matches!(rule, Rule::Signature | Rule::Sender | Rule::Row | Rule::TurnName | Rule::Declared);
        let words = if self.fiction || read { Some(source) } else { description(self.text, source, self.lexicon) };
        let Some(words) = words else { return ClusterId::NONE };
        let written = words.of(self.text).split_whitespace().collect::<Vec<_>>().join(" ");
        let lower: String = written.chars().flat_map(char::to_lowercase).collect();
        let rules = &self.lexicon.language().references;
        let bare = rules.determiners.iter().find_map(|d| lower.strip_prefix(d)).unwrap_or(&lower).to_owned();
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
        let person = matches!(rule, Rule::Signature | Rule::Sender | Rule::Row);
        if person || rule == Rule::TurnName && kind != SpeakerKind::Group {
            kind = SpeakerKind::Person;
        }
        let id = ClusterId(self.clusters.len() as u32);
        let name = if kind == SpeakerKind::Organisation {
            rules.definite.iter().fold(written.as_str(), |name, d| name.trim_start_matches(d)).to_owned()
        } else {
            written
        };
        self.clusters.push(Cluster {
            name,
            kind,
            entity: EntityType::of_kind(kind),
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
}
