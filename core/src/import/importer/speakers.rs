//! Who is meant by a name: somebody of the document, somebody of the codebook, somebody new.

use super::super::ImportedSpeaker;
use crate::annotation::{Codebook, Op, Set, Speaker, SpeakerRef, merge, same_name, slug};
use crate::kinds::SpeakerKind;
use crate::reading::Reading;
use std::collections::{HashMap, HashSet};

/// Speakers of a document, with those that come in.
pub struct Speakers<'a> {
    set: &'a Set,
    codebook: &'a Codebook,
    /// What detection takes names for.
    kinds: HashMap<&'a str, SpeakerKind>,
    new: Vec<Speaker>,
    /// Ids of new ones that a file lists of its own: they come in whether or not a record names them.
    listed: HashSet<String>,
    /// Ids of the file's own list, and what they are here.
    paired: HashMap<String, String>,
    /// Speakers of the document of whom the file's list knows more: before and after.
    changed: Vec<(Speaker, Speaker)>,
    /// Names that were looked up.
    known: HashMap<(String, Option<String>), SpeakerRef>,
}

impl<'a> Speakers<'a> {
    /// Those of a document, with the list of the file, where it has one.
    pub fn new(reading: &'a Reading, codebook: &'a Codebook, list: &[Speaker]) -> Self {
        let kinds = reading.found().clusters.iter().map(|c| (c.name.as_str(), c.kind)).collect();
        let mut speakers = Self {
            set: reading.set(),
            codebook,
            kinds,
            new: Vec::new(),
            listed: HashSet::new(),
            paired: HashMap::new(),
            changed: Vec::new(),
            known: HashMap::new(),
        };
        speakers.pair(list);
        speakers
    }

    /// Pairs the file's own list with the document's: somebody of the same id and of the same name or with a name in
    /// common is the same person, and so is the only one who bears the name; others come in anew.
    fn pair(&mut self, list: &[Speaker]) {
        let mut taken: HashSet<&str> = HashSet::new();
        for theirs in list {
            let same = self.set.speaker(&theirs.id).filter(|ours| merge::is_same_person(ours, theirs));
            if let Some(ours) = same {
                taken.insert(&ours.id);
                self.paired.insert(theirs.id.clone(), ours.id.clone());
            }
        }
        for theirs in list {
            if self.paired.contains_key(&theirs.id) {
                continue;
            }
            let is_same = |ours: &&Speaker| {
                !taken.contains(ours.id.as_str())
                    && (same_name(&ours.name, &theirs.name) || merge::is_same_person(ours, theirs))
            };
            let mut same = self.set.speakers.iter().filter(is_same);
            let found = same.next().filter(|_| same.next().is_none());
            let id = match found {
                Some(ours) => {
                    taken.insert(&ours.id);
                    ours.id.clone()
                }
                None => {
                    let id = if self.is_taken(&theirs.id) || theirs.id.is_empty() {
                        slug(&theirs.name, |id| self.is_taken(id) || list.iter().any(|s| s.id == id))
                    } else {
                        theirs.id.clone()
                    };
                    self.new.push(Speaker { id: id.clone(), ..theirs.clone() });
                    self.listed.insert(id.clone());
                    id
                }
            };
            self.paired.insert(theirs.id.clone(), id);
        }
        let here = |id: &String| self.paired.get(id).cloned().unwrap_or_else(|| id.clone());
        for theirs in list {
            let Some(ours) = self.paired.get(&theirs.id).and_then(|id| self.set.speaker(id)) else { continue };
            let members = theirs.members.iter().map(here).collect();
            let known = self.changed.iter().position(|(before, _)| before.id == ours.id);
            let now = known.and_then(|at| self.changed.get(at)).map_or(ours, |(_, after)| after);
            let both = merge::with_imported(now, &Speaker { id: now.id.clone(), members, ..theirs.clone() });
            match known.and_then(|at| self.changed.get_mut(at)) {
                Some((_, after)) => *after = both,
                None if both != *ours => self.changed.push((ours.clone(), both)),
                None => {}
            }
        }
        let mut new = std::mem::take(&mut self.new);
        for member in new.iter_mut().flat_map(|group| &mut group.members) {
            if let Some(id) = self.paired.get(member) {
                member.clone_from(id);
            }
        }
        self.new = new;
    }

    fn is_taken(&self, id: &str) -> bool {
        let mine = |s: &Speaker| s.id == id || s.merged.iter().any(|m| m == id);
        self.set.speakers.iter().chain(&self.new).any(mine)
    }

    /// Who that is; of somebody new, `members` are those who are meant together.
    pub fn of(&mut self, who: &ImportedSpeaker, members: &[String]) -> SpeakerRef {
        let (name, id, kind) = match who {
            ImportedSpeaker::Nobody => return SpeakerRef::Nobody,
            // An id that the file's own list lacks is kept as it is.
            ImportedSpeaker::Listed(id) => return SpeakerRef::Id(self.paired.get(id).unwrap_or(id).clone()),
            ImportedSpeaker::Somebody { name, id, kind } => (name, id, kind),
        };
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

    /// The name of somebody, new or known.
    pub fn name_of(&self, who: &SpeakerRef) -> String {
        let new = who.id().and_then(|id| self.new.iter().find(|s| s.id == id));
        new.map_or_else(|| self.set.name_of(who).to_owned(), |s| s.name.clone())
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
        let shared = self.codebook.speakers.iter().find(|s| s.is_called(name)).cloned();
        let mut speaker = shared.unwrap_or_else(|| {
            let kind = kind.or_else(|| self.kinds.get(name).copied()).unwrap_or(SpeakerKind::Person);
            self.set.new_speaker(name, kind)
        });
        if self.is_taken(&speaker.id) {
            speaker.id = slug(name, |id| self.is_taken(id));
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
        let shared = self.codebook.speakers.iter().find(|s| s.is_called(name)).cloned();
        let mut speaker = shared.unwrap_or_else(|| self.set.new_speaker(name, SpeakerKind::Person));
        speaker.members.clear();
        if self.is_taken(&speaker.id) {
            speaker.id = slug(name, |id| self.is_taken(id));
        }
        let id = speaker.id.clone();
        self.new.push(speaker);
        id
    }

    /// What adds the new ones that are `named` by a record that came in, or listed by the file, and what it knows more of
    /// others; and the names of the new ones.
    pub fn done(self, mut named: HashSet<String>) -> (Vec<Op>, Vec<String>) {
        named.extend(self.listed);
        // Members come in with their group; a group stands before or behind them.
        loop {
            let groups = self.new.iter().filter(|group| named.contains(&group.id));
            let members: Vec<String> = groups.flat_map(|group| &group.members).cloned().collect();
            let before = named.len();
            named.extend(members);
            if named.len() == before {
                break;
            }
        }
        let new: Vec<Speaker> = self.new.into_iter().filter(|s| named.contains(&s.id)).collect();
        let names = new.iter().map(|s| s.name.clone()).collect();
        let new = new.into_iter().map(|speaker| Op::Speaker { before: None, after: Some(speaker) });
        let changed =
            self.changed.into_iter().map(|(before, after)| Op::Speaker { before: Some(before), after: Some(after) });
        (new.chain(changed).collect(), names)
    }
}
