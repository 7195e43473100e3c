//! Who said what, and changes to the people themselves: merged, split, renamed.

use super::resolve::SpeakerChoice;
use super::{Decider, ItemId, Reading};
use crate::annotation::{Annotation, Change, Op, QUOTE, Speaker, SpeakerRef, same_name};
use crate::detect::ClusterId;
use crate::kinds::SpeakerKind;
use std::collections::HashMap;
use std::sync::Arc;

/// Most people compared with each other for likeness.
const COMPARED: usize = 300;
/// Likeness of two surnames from which a misspelling is suspected, 0 to 1.
const ALIKE: f64 = 0.8;

/// Somebody with everything they are shown to say.
#[derive(Clone, Debug, PartialEq)]
pub struct SpeakerEntry {
    /// Who.
    pub who: SpeakerChoice,
    /// The name.
    pub name: String,
    /// Person, organisation, group, unnamed, document.
    pub kind: SpeakerKind,
    /// Other names.
    pub aliases: Vec<String>,
    /// What they are called in this document.
    pub roles: Vec<String>,
    /// How many of the items a person decided.
    pub decided: usize,
    /// Their statements, in reading order.
    pub items: Vec<ItemId>,
    /// How many of those are quotations inside another statement: their words stand in that as well.
    pub inside: usize,
    /// The name of somebody this may be a misspelling of.
    pub looks_like: Option<String>,
    /// How many of their statements they made together with others.
    pub joint: usize,
    /// Names of the members of a group.
    pub members: Vec<String>,
}

/// What somebody is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpeakerNames {
    /// The name that is shown.
    pub name: String,
    /// Aliases, of which one may be the name that was shown before.
    pub others: Vec<String>,
}

impl SpeakerNames {
    /// Those of a speaker of the file.
    pub fn of(speaker: &Speaker) -> Self {
        Self { name: speaker.name.clone(), others: speaker.aliases.clone() }
    }
}

/// What can be changed about a speaker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpeakerEdit {
    /// The name.
    pub name: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// What they are called in this document.
    pub roles: Vec<String>,
    /// Person, organisation, group, unnamed, document.
    pub kind: SpeakerKind,
    /// Names of the members of a group.
    pub members: Vec<String>,
}

impl Reading {
    /// Everybody who says something, most statements first. O(items): for a view when it opens, never for a frame.
    pub fn voices(&self) -> Vec<SpeakerEntry> {
        let mut number: HashMap<SpeakerChoice, usize> = HashMap::new();
        let mut voices: Vec<SpeakerEntry> = Vec::new();
        let mut members: HashMap<SpeakerChoice, Vec<SpeakerChoice>> = HashMap::new();
        for item in self.all() {
            let Some((who, decided)) = self.speaker_of(&item) else { continue };
            let inside = usize::from(self.statement_holding(&item).is_some());
            // What several say together each of them says.
            let theirs = members.entry(who.clone()).or_insert_with(|| self.members_of_choice(&who));
            for (n, who) in std::iter::once(&who).chain(theirs.iter()).enumerate() {
                let at = *number.entry(who.clone()).or_insert_with(|| {
                    voices.push(self.voice(who.clone()));
                    voices.len() - 1
                });
                if let Some(voice) = voices.get_mut(at) {
                    voice.decided += usize::from(decided);
                    voice.inside += if n == 0 { inside } else { 0 };
                    voice.joint += usize::from(n > 0);
                    voice.items.push(item.clone());
                }
            }
        }
        for speaker in &self.set.speakers {
            let who = self.one_of(SpeakerChoice::Known(SpeakerRef::Id(speaker.id.clone())));
            if !number.contains_key(&who) {
                number.insert(who.clone(), voices.len());
                voices.push(self.voice(who));
            }
        }
        voices.sort_by_key(|v| (std::cmp::Reverse(v.items.len()), v.who == SpeakerChoice::Unknown));
        suspect(&mut voices);
        voices
    }

    /// Everybody who speaks, in an order that decisions only add to: first whoever is found, by first appearance in the
    /// text, then the speakers of the file in the order in which records first named them. O(detections + records).
    pub fn names(&self) -> Vec<SpeakerNames> {
        let mut out: Vec<SpeakerNames> = Vec::new();
        let mut seen: std::collections::HashSet<ClusterId> = std::collections::HashSet::new();
        for attribution in self.found.attributions() {
            let cluster = self.found.mention_of(attribution).map(|m| m.cluster).filter(|c| seen.insert(*c));
            let found = cluster.and_then(|c| self.found.cluster(c)).filter(|c| !c.name.is_empty());
            out.extend(found.map(|c| SpeakerNames { name: c.name.clone(), others: Vec::new() }));
        }
        let mut named: HashMap<&str, (&str, &str)> = HashMap::new();
        for record in self.set.iter() {
            if let (Some(speaker), Some(at)) = (record.speaker_id(), record.created.as_deref()) {
                let made = (at, record.id.as_str());
                named.entry(speaker).and_modify(|first| *first = made.min(*first)).or_insert(made);
            }
        }
        let mut known: Vec<&Speaker> = self.set.speakers.iter().collect();
        known.sort_by_key(|s| (!named.contains_key(s.id.as_str()), named.get(s.id.as_str()), s.id.as_str()));
        out.extend(known.into_iter().map(SpeakerNames::of));
        out
    }

    /// Who says an item, and whether a person decided so; `None` for what is no statement.
    fn speaker_of(&self, item: &ItemId) -> Option<(SpeakerChoice, bool)> {
        match self.suggestion(item) {
            Some(attribution) => Some((self.proposal(attribution).who, false)),
            None => {
                // Of two versions the first counts, until a person chooses.
                let record = self.record(item).filter(|r| r.label == QUOTE && !r.conflict)?;
                let who = record.speaker.clone().map_or(SpeakerChoice::Unknown, SpeakerChoice::Known);
                Some((self.one_of(who), true))
            }
        }
    }

    /// Somebody, with nothing said yet.
    fn voice(&self, who: SpeakerChoice) -> SpeakerEntry {
        let name = self.name_of_choice(&who);
        let kind = self.kind_of_choice(&who);
        let edit = self.about(&who);
        let (aliases, roles, items, looks_like) = (edit.aliases, edit.roles, Vec::new(), None);
        let members = edit.members;
        SpeakerEntry { who, name, kind, aliases, roles, decided: 0, items, inside: 0, looks_like, joint: 0, members }
    }

    /// What is known of somebody, as it can be edited.
    pub fn about(&self, who: &SpeakerChoice) -> SpeakerEdit {
        let (name, kind) = (self.name_of_choice(who), self.kind_of_choice(who));
        let (aliases, roles) = match who {
            SpeakerChoice::Known(SpeakerRef::Id(id)) => {
                self.set.speaker(id).map(|s| (s.aliases.clone(), s.roles.clone())).unwrap_or_default()
            }
            SpeakerChoice::Found(cluster) => {
                let cluster = self.found.cluster(*cluster);
                let words = |all: &[Box<str>]| all.iter().map(ToString::to_string).collect::<Vec<String>>();
                cluster.map(|c| (words(&c.aliases), words(&c.roles))).unwrap_or_default()
            }
            SpeakerChoice::Known(SpeakerRef::Nobody) | SpeakerChoice::Words(_) | SpeakerChoice::Unknown => {
                Default::default()
            }
        };
        let members = self.members_of_choice(who).iter().map(|m| self.name_of_choice(m)).collect();
        SpeakerEdit { name, aliases, roles, kind, members }
    }

    /// Somebody called so: a speaker of the file, whoever was found, or words alone.
    pub(super) fn choice_of_name(&self, name: &str) -> SpeakerChoice {
        if let Some(known) = self.set.speakers.iter().find(|s| s.is_called(name)) {
            return SpeakerChoice::Known(SpeakerRef::Id(known.id.clone()));
        }
        let found = self.found.clusters.iter().position(|c| same_name(&c.name, name));
        found.map_or_else(|| SpeakerChoice::Words(name.to_owned()), |n| SpeakerChoice::Found(ClusterId(n as u32)))
    }
}

/// Notes who may be a misspelling of whom.
fn suspect(voices: &mut [SpeakerEntry]) {
    let names: Vec<String> = voices.iter().take(COMPARED).map(|v| v.name.clone()).collect();
    let last = |name: &str| name.split_whitespace().next_back().unwrap_or_default().to_owned();
    for (n, voice) in voices.iter_mut().enumerate().take(COMPARED) {
        let single = !voice.name.contains(' ') && voice.kind == SpeakerKind::Person;
        let surname = last(&voice.name);
        if !single || surname.chars().count() < 4 {
            continue;
        }
        let alike = |other: &&String| strsim::normalized_damerau_levenshtein(&last(other), &surname) >= ALIKE;
        voice.looks_like =
            names.iter().enumerate().filter(|(m, o)| *m != n && o.contains(' ')).map(|(_, o)| o).find(alike).cloned();
    }
}

/// Adds names that nobody of the list has yet.
fn add_names<'a>(list: &mut Vec<String>, name: &str, more: impl IntoIterator<Item = &'a String>) {
    for words in more {
        if !same_name(name, words) && !list.iter().any(|n| same_name(n, words)) {
            list.push(words.clone());
        }
    }
}

impl Decider<'_> {
    /// Makes two people one: everything of `from` becomes `into`'s, names included, so that suggestions follow. `None`
    /// when they are one already, or one of them is nobody.
    pub fn merge(&self, from: &SpeakerChoice, into: &SpeakerChoice) -> Option<Change> {
        let (old, kept) = (self.as_speaker(from)?, self.as_speaker(into)?);
        if old.1.id == kept.1.id {
            return None;
        }
        let mut change = Change { summary: format!("{} is {}", old.1.name, kept.1.name), ..Change::default() };
        let mut after = kept.1.clone();
        add_names(&mut after.aliases, &kept.1.name, std::iter::once(&old.1.name).chain(&old.1.aliases));
        add_names(&mut after.roles, &kept.1.name, &old.1.roles);
        if old.0 {
            after.merged.extend(std::iter::once(&old.1.id).chain(&old.1.merged).cloned());
            let reference = SpeakerRef::Id(kept.1.id.clone());
            self.reassign(&mut change, |r| (r.speaker_id() == Some(&old.1.id)).then(|| reference.clone()));
            self.replace_member(&mut change, &old.1.id, &mut after);
            change.ops.push(Op::Speaker { before: Some(old.1), after: None });
        }
        change.ops.push(Op::Speaker { before: kept.0.then_some(kept.1), after: Some(after) });
        Some(change)
    }

    /// Puts `kept` in the place of a member that goes, in every group, and says in which. Nobody is a member twice, nor of
    /// themselves.
    fn replace_member(&self, change: &mut Change, gone: &str, kept: &mut Speaker) {
        let mut told = Vec::new();
        for group in self.reading.set().groups_of(gone, &[]).filter(|group| group.id != kept.id) {
            let mut after = group.clone();
            let mut seen = std::collections::HashSet::new();
            for member in &mut after.members {
                if member == gone {
                    member.clone_from(&kept.id);
                }
            }
            after.members.retain(|m| *m != after.id && seen.insert(m.clone()));
            told.push(group.name.clone());
            change.ops.push(Op::Speaker { before: Some(group.clone()), after: Some(after) });
        }
        kept.members.retain(|m| m != gone);
        if !told.is_empty() {
            change.summary = format!("{}; also as a member of {}", change.summary, told.join(" · "));
        }
    }

    /// Makes one of a speaker's other names somebody of their own; statements whose words name them so follow.
    pub fn split(&self, who: &SpeakerChoice, alias: &str) -> Option<Change> {
        let (known, speaker) = self.as_speaker(who)?;
        let mut left = speaker.clone();
        left.aliases.retain(|a| !same_name(a, alias));
        left.roles.retain(|r| !same_name(r, alias));
        if left == speaker {
            return None;
        }
        let mut fresh = self.reading.set().new_speaker(alias, speaker.kind);
        if fresh.id == speaker.id {
            fresh.id.push_str("-2");
        }
        let mut change = Change { summary: format!("{alias} is somebody else"), ..Change::default() };
        let reference = SpeakerRef::Id(fresh.id.clone());
        self.reassign(&mut change, |record| {
            let named = record.source.as_ref().is_some_and(|w| same_name(&w.2, alias));
            (named && record.speaker_id() == Some(&speaker.id)).then(|| reference.clone())
        });
        change.ops.push(Op::Speaker { before: known.then_some(speaker), after: Some(left) });
        change.ops.push(Op::Speaker { before: None, after: Some(fresh) });
        Some(change)
    }

    /// Changes names, roles and kind of somebody. `None` when nothing is new, or they have no name.
    pub fn describe_speaker(&self, who: &SpeakerChoice, edit: &SpeakerEdit) -> Option<Change> {
        let (known, speaker) = self.as_speaker(who)?;
        let name = edit.name.trim();
        if name.is_empty() {
            return None;
        }
        let mut after = Speaker { name: name.to_owned(), kind: edit.kind, ..speaker.clone() };
        (after.aliases, after.roles) = (Vec::new(), Vec::new());
        add_names(&mut after.aliases, name, &edit.aliases);
        add_names(&mut after.roles, name, &edit.roles);
        // A name that stands in the text stays one of theirs: suggestions are found by it.
        let written = || self.reading.found().clusters.iter().any(|c| same_name(&c.name, &speaker.name));
        if !same_name(name, &speaker.name) && (!known || written()) {
            add_names(&mut after.aliases, name, [&speaker.name]);
        }
        let mut change = Change::default();
        // A name typed anew is the member it was, where it still is one; who is no group has no members.
        let group = matches!(edit.kind, SpeakerKind::Group | SpeakerKind::Organisation);
        let wanted = edit.members.iter().filter(|name| group && !same_name(name, &after.name));
        let members: Vec<String> =
            wanted.map(|name| self.member(&self.reading.choice_of_name(name), &mut change)).collect();
        after.members = Vec::with_capacity(members.len());
        for id in members.into_iter().filter(|id| *id != speaker.id && !id.is_empty()) {
            if !after.members.contains(&id) {
                after.members.push(id);
            }
        }
        if known && after == speaker {
            return None;
        }
        change.summary = if same_name(name, &speaker.name) {
            format!("Changed: {name}")
        } else {
            format!("{} is called {name}", speaker.name)
        };
        change.ops.push(Op::Speaker { before: known.then_some(speaker), after: Some(after) });
        Some(change)
    }

    /// A choice as a speaker, and whether the file has it already.
    fn as_speaker(&self, who: &SpeakerChoice) -> Option<(bool, Speaker)> {
        let set = self.reading.set();
        match who {
            SpeakerChoice::Unknown | SpeakerChoice::Known(SpeakerRef::Nobody) => None,
            SpeakerChoice::Known(SpeakerRef::Id(id)) => set.speaker(id).map(|s| (true, s.clone())),
            SpeakerChoice::Found(_) | SpeakerChoice::Words(_) => {
                let about = self.reading.about(who);
                if let Some(known) = set.speakers.iter().find(|s| same_name(&s.name, &about.name)) {
                    return Some((true, known.clone()));
                }
                let mut speaker = self.reading.new_speaker(&about.name, about.kind);
                add_names(&mut speaker.aliases, &about.name, &about.aliases);
                add_names(&mut speaker.roles, &about.name, &about.roles);
                Some((false, speaker))
            }
        }
    }

    /// Gives records another speaker where `to` names one. O(records).
    fn reassign(&self, change: &mut Change, to: impl Fn(&Annotation) -> Option<SpeakerRef>) {
        for record in self.reading.set().in_order() {
            if let Some(speaker) = to(record) {
                let mut after = self.touched(record);
                after.speaker = Some(speaker);
                change.annotation(Some(Arc::clone(record)), Some(after));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::{Set, Stamp};
    use crate::detect::Detector;
    use crate::document::Document;

    const TEXT: &str = "“It is late,” said Mark McDaniel, the clerk.\n\n“It is not,” said Ada Grey.\n\n“I agree,” said \
        McDaniels.\n\n“So do I,” said Bo Lind.";

    fn reading() -> Reading {
        let document = Arc::new(Document::from_text(TEXT, "a.txt"));
        let found = Arc::new(Detector::new().extract(&document));
        Reading::new(document, found, Set::default())
    }

    fn stamp(n: u64) -> Stamp {
        Stamp { now: "2026-11-24T08:00:00Z".into(), millis: n, random: [3; 10] }
    }

    fn counts(reading: &Reading) -> Vec<(String, usize, usize)> {
        reading.voices().into_iter().map(|v| (v.name, v.decided, v.items.len())).collect()
    }

    fn who(reading: &Reading, name: &str) -> SpeakerChoice {
        reading.voices().into_iter().find(|v| v.name == name).map(|v| v.who).unwrap()
    }

    fn all(reading: &mut Reading) {
        let open: Vec<ItemId> = reading.all().collect();
        let change = Decider { reading, by: None, stamp: &stamp(1) }.confirm_all(&open).unwrap();
        reading.apply(&change);
    }

    #[test]
    fn merged_people_take_their_statements_and_names_with_them() {
        for decided in [false, true] {
            let mut r = reading();
            if decided {
                all(&mut r);
            }
            let before = counts(&r);
            let (from, into) = (who(&r, "Bo Lind"), who(&r, "Ada Grey"));
            let change = Decider { reading: &r, by: None, stamp: &stamp(2) }.merge(&from, &into).unwrap();
            r.apply(&change);
            let now = counts(&r);
            assert!(now.iter().any(|(n, _, all)| n == "Ada Grey" && *all == 2), "{now:?}");
            assert!(!now.iter().any(|(n, ..)| n == "Bo Lind"), "{now:?}");
            assert!(r.set().speakers.iter().any(|s| s.is_called("Bo Lind")));
            assert!(Decider { reading: &r, by: None, stamp: &stamp(3) }.merge(&into, &into).is_none());
            let back = r.set().step(&change, false);
            r.apply(&back);
            assert_eq!(counts(&r), before);
        }
    }

    #[test]
    fn a_name_is_split_off_again() {
        let mut r = reading();
        all(&mut r);
        let (from, into) = (who(&r, "Bo Lind"), who(&r, "Ada Grey"));
        let change = Decider { reading: &r, by: None, stamp: &stamp(2) }.merge(&from, &into).unwrap();
        r.apply(&change);
        let ada = who(&r, "Ada Grey");
        let change = Decider { reading: &r, by: None, stamp: &stamp(3) }.split(&ada, "Bo Lind").unwrap();
        r.apply(&change);
        assert!(counts(&r).iter().any(|(n, _, all)| n == "Bo Lind" && *all == 1), "{:?}", counts(&r));
    }

    #[test]
    fn renaming_keeps_the_statements() {
        let mut r = reading();
        let ada = who(&r, "Ada Grey");
        let edit = SpeakerEdit { name: "Ada M. Grey".into(), ..r.about(&ada) };
        let change = Decider { reading: &r, by: None, stamp: &stamp(1) }.describe_speaker(&ada, &edit).unwrap();
        r.apply(&change);
        assert!(counts(&r).iter().any(|(n, _, all)| n == "Ada M. Grey" && *all == 1), "{:?}", counts(&r));
        let ada = who(&r, "Ada M. Grey");
        let same = Decider { reading: &r, by: None, stamp: &stamp(2) }.describe_speaker(&ada, &r.about(&ada));
        assert!(same.is_none());
    }

    #[test]
    fn a_split_reaches_suggestions_and_teaches_nothing_about_others() {
        let mut r = reading();
        let (from, into) = (who(&r, "Bo Lind"), who(&r, "Ada Grey"));
        let change = Decider { reading: &r, by: None, stamp: &stamp(1) }.merge(&from, &into).unwrap();
        r.apply(&change);
        let ada = who(&r, "Ada Grey");
        let change = Decider { reading: &r, by: None, stamp: &stamp(2) }.split(&ada, "Bo Lind").unwrap();
        r.apply(&change);
        let now = counts(&r);
        assert!(now.iter().any(|(n, _, all)| n == "Bo Lind" && *all == 1), "{now:?}");
        assert!(now.iter().any(|(n, _, all)| n == "Ada Grey" && *all == 1), "{now:?}");
        // A decision for Bo says nothing about Ada.
        let bo = r.all().last().unwrap();
        let change = Decider { reading: &r, by: None, stamp: &stamp(3) }.confirm(&bo).unwrap();
        r.apply(&change);
        assert!(counts(&r).iter().any(|(n, _, all)| n == "Ada Grey" && *all == 1), "{:?}", counts(&r));
    }

    #[test]
    fn a_name_that_stands_in_the_text_stays_one_of_theirs() {
        let mut r = reading();
        let (from, into) = (who(&r, "Bo Lind"), who(&r, "Ada Grey"));
        let change = Decider { reading: &r, by: None, stamp: &stamp(1) }.merge(&from, &into).unwrap();
        r.apply(&change);
        let ada = who(&r, "Ada Grey");
        let edit = SpeakerEdit { name: "The mayor".into(), ..r.about(&ada) };
        let change = Decider { reading: &r, by: None, stamp: &stamp(2) }.describe_speaker(&ada, &edit).unwrap();
        r.apply(&change);
        assert!(counts(&r).iter().any(|(n, _, all)| n == "The mayor" && *all == 2), "{:?}", counts(&r));
    }

    #[test]
    fn nothing_is_decided_twice() {
        let mut r = reading();
        let item = r.all().next().unwrap();
        let change = Decider { reading: &r, by: None, stamp: &stamp(1) }.confirm(&item).unwrap();
        r.apply(&change);
        let again = Decider { reading: &r, by: None, stamp: &stamp(2) };
        assert!(again.confirm(&item).is_none() && again.reject(&item).is_none());
        let both = [item];
        assert!(again.remove_all(&both).is_none() && again.confirm_all(&both).is_none());
        assert_eq!(r.progress().0, 1);
    }

    #[test]
    fn a_misspelling_is_suspected() {
        let mut r = reading();
        let mc = r.voices().into_iter().find(|v| v.name.starts_with("McDaniels"));
        // The detector may have joined the two already; then there is nothing to suspect.
        if let Some(voice) = mc {
            assert_eq!(voice.looks_like.as_deref(), Some("Mark McDaniel"));
        }
        let choice = SpeakerChoice::Words("Linde".into());
        let item = r.all().last().unwrap();
        let change = Decider { reading: &r, by: None, stamp: &stamp(1) }.choose(&item, &choice, false).unwrap();
        r.apply(&change);
        let lind = r.all().nth(1).unwrap();
        let change = Decider { reading: &r, by: None, stamp: &stamp(2) }.choose(
            &lind,
            &SpeakerChoice::Words("Bo Lind".into()),
            false,
        );
        r.apply(&change.unwrap());
        let linde = r.voices().into_iter().find(|v| v.name == "Linde").unwrap();
        assert_eq!(linde.looks_like.as_deref(), Some("Bo Lind"));
    }
}
