//! Who is meant by a name: somebody of the document, somebody of the codebook, somebody new.

use super::super::ImportedSpeaker;
use crate::annotation::{Codebook, Op, Set, Speaker, SpeakerRef, same_name, slug};
use crate::kinds::SpeakerKind;
use crate::reading::Reading;
use std::collections::HashMap;

/// Speakers of a document, with those that come in.
pub struct Speakers<'a> {
    set: &'a Set,
    codebook: &'a Codebook,
    /// What detection takes names for.
    kinds: HashMap<&'a str, SpeakerKind>,
    new: Vec<Speaker>,
    /// Names that were looked up.
    known: HashMap<(String, Option<String>), SpeakerRef>,
}

impl<'a> Speakers<'a> {
    pub fn new(reading: &'a Reading, codebook: &'a Codebook) -> Self {
        let kinds = reading.found().clusters.iter().map(|c| (c.name.as_str(), c.kind)).collect();
        Self { set: reading.set(), codebook, kinds, new: Vec::new(), known: HashMap::new() }
    }

    /// Who that is; of somebody new, `members` are those who are meant together.
    pub fn of(&mut self, who: &ImportedSpeaker, members: &[String]) -> SpeakerRef {
        let ImportedSpeaker::Somebody { name, id, kind } = who else { return SpeakerRef::Nobody };
        let key = (name.clone(), id.clone());
        if let Some(found) = self.known.get(&key) {
            return found.clone();
        }
        let known = self.find(name, id.as_deref());
        let found = SpeakerRef::Id(known.unwrap_or_else(|| self.add_group(name, *kind, members)));
        self.known.insert(key, found.clone());
        found
    }

    /// The id of whoever bears the id and name, or alone bears the name; a name of two people tells nothing.
    fn find(&self, name: &str, id: Option<&str>) -> Option<String> {
        let all = || self.set.speakers.iter().chain(&self.new);
        let called = |s: &&Speaker| s.is_called(name);
        let same = id.and_then(|id| all().find(|s| s.id == id && s.is_called(name)));
        let named = || all().find(|s| same_name(&s.name, name));
        let only = || {
            let mut called = all().filter(called);
            called.next().filter(|_| called.next().is_none())
        };
        same.or_else(named).or_else(only).map(|s| s.id.clone())
    }

    /// Somebody new, with the members that a file gives a group.
    fn add_group(&mut self, name: &str, kind: Option<SpeakerKind>, members: &[String]) -> String {
        if members.is_empty() {
            return self.add(name, kind);
        }
        let mut ids: Vec<String> = Vec::with_capacity(members.len());
        for member in members.iter().filter(|member| !same_name(member, name)) {
            let id = self.find(member, None).unwrap_or_else(|| self.add(member, None));
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        let id = self.add(name, kind.or(Some(SpeakerKind::Group)));
        if let Some(group) = self.new.iter_mut().find(|s| s.id == id).filter(|group| group.members.is_empty()) {
            group.members = ids;
        }
        id
    }

    /// Somebody new: as the codebook knows them, else by the name alone.
    fn add(&mut self, name: &str, kind: Option<SpeakerKind>) -> String {
        let taken = |id: &str| {
            let mine = |s: &Speaker| s.id == id || s.merged.iter().any(|m| m == id);
            self.set.speakers.iter().chain(&self.new).any(mine)
        };
        let shared = self.codebook.speakers.iter().find(|s| s.is_called(name)).cloned();
        let mut speaker = shared.unwrap_or_else(|| {
            let kind = kind.or_else(|| self.kinds.get(name).copied()).unwrap_or(SpeakerKind::Person);
            self.set.new_speaker(name, kind)
        });
        if taken(&speaker.id) {
            speaker.id = slug(name, taken);
        }
        // Members of a codebook's group are those of the codebook.
        let of_codebook = std::mem::take(&mut speaker.members);
        let (id, at) = (speaker.id.clone(), self.new.len());
        self.new.push(speaker);
        let names = of_codebook.iter().filter_map(|id| self.codebook.speakers.iter().find(|s| s.id == *id));
        let names: Vec<&str> = names.map(|s| s.name.as_str()).filter(|member| !same_name(member, name)).collect();
        for member in names {
            let member = self.find(member, None).unwrap_or_else(|| self.add_alone(member));
            if let Some(group) = self.new.get_mut(at) {
                group.members.push(member);
            }
        }
        id
    }

    /// Somebody new of whom nothing but the name counts: members of groups are no groups.
    fn add_alone(&mut self, name: &str) -> String {
        let taken = |id: &str| self.set.speakers.iter().chain(&self.new).any(|s| s.id == id);
        let shared = self.codebook.speakers.iter().find(|s| s.is_called(name)).cloned();
        let mut speaker = shared.unwrap_or_else(|| self.set.new_speaker(name, SpeakerKind::Person));
        speaker.members.clear();
        if taken(&speaker.id) {
            speaker.id = slug(name, taken);
        }
        let id = speaker.id.clone();
        self.new.push(speaker);
        id
    }

    /// What adds the new ones, and their names.
    pub fn done(self) -> (Vec<Op>, Vec<String>) {
        let names = self.new.iter().map(|s| s.name.clone()).collect();
        let ops = self.new.into_iter().map(|speaker| Op::Speaker { before: None, after: Some(speaker) });
        (ops.collect(), names)
    }
}
