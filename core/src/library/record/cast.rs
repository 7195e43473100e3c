//! Who speaks in a document, numbered for its record.

use super::super::query::fold_name;
use super::SpeakerRecord;
use crate::detect::Gender;
use crate::reading::{Reading, SpeakerChoice};
use rustc_hash::FxHashMap;

/// Who speaks, numbered as they are met.
pub struct Cast<'a> {
    reading: &'a Reading,
    numbers: FxHashMap<SpeakerChoice, u32>,
    /// All of them.
    pub speakers: Vec<SpeakerRecord>,
    /// The genders of those found, by name, made when one is asked for.
    genders: Option<FxHashMap<String, Gender>>,
}

impl<'a> Cast<'a> {
    /// Nobody yet.
    pub fn new(reading: &'a Reading) -> Self {
        Self { reading, numbers: FxHashMap::default(), speakers: Vec::new(), genders: None }
    }

    /// The number of somebody; none of nobody. Members of a group are numbered with it.
    pub fn number(&mut self, who: &SpeakerChoice) -> Option<u32> {
        match who {
            SpeakerChoice::Unknown => return None,
            SpeakerChoice::Known(speaker) if speaker.id().is_none() => return None,
            SpeakerChoice::Known(_) | SpeakerChoice::Found(_) | SpeakerChoice::Words(_) => {}
        }
        if let Some(number) = self.numbers.get(who) {
            return Some(*number);
        }
        let number = self.speakers.len() as u32;
        self.numbers.insert(who.clone(), number);
        let about = self.reading.about(who);
        let gender = self.gender(who, &about.name);
        self.speakers.push(SpeakerRecord {
            name: about.name,
            id: who.known().and_then(|s| s.id()).map(str::to_owned),
            aliases: about.aliases,
            roles: about.roles,
            kind: about.kind,
            gender,
            members: Vec::new(),
            statements: 0,
            decided: 0,
        });
        let members = self.reading.members_of_choice(who);
        let members: Vec<u32> = members.iter().filter_map(|m| self.number(m)).filter(|m| *m != number).collect();
        if let Some(speaker) = self.speakers.get_mut(number as usize) {
            speaker.members = members;
        }
        Some(number)
    }

    /// Somebody, and whoever they consist of.
    pub fn with_members(&self, number: u32) -> Vec<u32> {
        let members = self.speakers.get(number as usize).map(|s| s.members.as_slice()).unwrap_or_default();
        std::iter::once(number).chain(members.iter().copied()).collect()
    }

    fn gender(&mut self, who: &SpeakerChoice, name: &str) -> Gender {
        let found = self.reading.found();
        if let SpeakerChoice::Found(cluster) = who {
            return found.cluster(*cluster).map(|c| c.gender).unwrap_or_default();
        }
        let genders = self.genders.get_or_insert_with(|| {
            let known = found.clusters.iter().filter(|c| c.gender != Gender::Unknown);
            known.map(|c| (fold_name(&c.name), c.gender)).collect()
        });
        genders.get(&fold_name(name)).copied().unwrap_or_default()
    }
}
