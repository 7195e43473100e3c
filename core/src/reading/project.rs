//! The speakers of the project over those of a document: whoever the project knows has one name everywhere, whatever a document
//! or its sidecar calls them. What is decided here stays as it is.

use super::{Reading, SpeakerChoice};
use crate::annotation::{ProjectSpeakers, Speaker, SpeakerRef};
use crate::detect::ClusterId;
use crate::kinds::SpeakerKind;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// The project's speakers, and who of the document is the first of each.
#[derive(Clone, Debug, Default)]
pub struct ProjectNames {
    known: Arc<ProjectSpeakers>,
    first: FxHashMap<u32, SpeakerChoice>,
}

impl Reading {
    /// Makes the speakers of the project known: who is one of them has their name, and decisions from now on their id.
    /// O(names of the project + people of the document).
    pub fn share(&mut self, speakers: Arc<[Speaker]>) {
        self.project = ProjectNames { known: Arc::new(ProjectSpeakers::new(speakers)), first: FxHashMap::default() };
        self.find_firsts();
    }

    /// Of several who are one person of the project the first stands for all: one of the file before one who was found.
    pub(super) fn find_firsts(&mut self) {
        if self.project.known.all().is_empty() {
            return;
        }
        let mut first = FxHashMap::default();
        let known = self.set.speakers.iter().map(|s| SpeakerChoice::Known(SpeakerRef::Id(s.id.clone())));
        let found = (0..self.found.clusters.len() as u32).map(|n| SpeakerChoice::Found(ClusterId(n)));
        for who in known.chain(found) {
            if let Some(number) = self.project_number(&who) {
                first.entry(number).or_insert(who);
            }
        }
        self.project.first = first;
    }

    /// The number of somebody among the project's speakers. O(names).
    fn project_number(&self, who: &SpeakerChoice) -> Option<u32> {
        let known = &self.project.known;
        if known.all().is_empty() {
            return None;
        }
        match who {
            SpeakerChoice::Known(speaker) => {
                let speaker = self.set.speaker(speaker.id()?)?;
                known.number(Some(&speaker.id), &speaker.name, &speaker.aliases)
            }
            SpeakerChoice::Found(cluster) => {
                // "A spokesman" is another one in each document.
                let cluster = self.found.cluster(*cluster).filter(|c| c.kind != SpeakerKind::Unnamed)?;
                known.called(&cluster.name)
            }
            SpeakerChoice::Words(words) => known.called(words),
            SpeakerChoice::Unknown => None,
        }
    }

    /// Whoever stands for a person of the project in this document, with the name that the project has for them; `None` for
    /// everybody else.
    pub(super) fn of_project(&self, who: &SpeakerChoice) -> Option<(SpeakerChoice, &Speaker)> {
        let number = self.project_number(who)?;
        let speaker = self.project.known.get(number)?;
        Some((self.project.first.get(&number).unwrap_or(who).clone(), speaker))
    }

    /// Whoever stands for somebody: of several who are one person of the project the first.
    pub(super) fn one_of(&self, who: SpeakerChoice) -> SpeakerChoice {
        self.of_project(&who).map_or(who, |(one, _)| one)
    }

    /// What somebody who is one of the project's speakers is called besides: in this document, and in the project. O(names).
    pub(super) fn names_beside_project(&self, who: &SpeakerChoice) -> Vec<String> {
        let Some((_, speaker)) = self.of_project(who) else { return Vec::new() };
        let here = match who {
            SpeakerChoice::Known(reference) => Some(self.set.name_of(reference).to_owned()),
            SpeakerChoice::Found(cluster) => self.found.cluster(*cluster).map(|c| c.name.clone()),
            SpeakerChoice::Words(_) | SpeakerChoice::Unknown => None,
        };
        here.into_iter().chain(speaker.aliases.iter().cloned()).collect()
    }

    /// The speaker of the project who is called so. O(length).
    pub(super) fn called_in_project(&self, name: &str) -> Option<&Speaker> {
        self.project.known.get(self.project.known.called(name)?)
    }

    /// The name to show for a reference; an unknown id is shown as it is. O(names).
    pub fn name_of<'a>(&'a self, speaker: &'a SpeakerRef) -> &'a str {
        let own = || self.set.name_of(speaker);
        let Some(number) = self.project_number(&SpeakerChoice::Known(speaker.clone())) else { return own() };
        self.project.known.get(number).map_or_else(own, |s| s.name.as_str())
    }

    /// The same for an id. O(names).
    pub fn name_of_id<'a>(&'a self, id: &'a str) -> &'a str {
        let own = || self.set.speaker(id).map_or(id, |s| s.name.as_str());
        let number = self.project_number(&SpeakerChoice::Known(SpeakerRef::Id(id.to_owned())));
        number.and_then(|n| self.project.known.get(n)).map_or_else(own, |s| s.name.as_str())
    }

    /// What somebody of this name is called in the project; nobody else is.
    pub fn project_name(&self, name: &str) -> Option<&str> {
        self.called_in_project(name).map(|speaker| speaker.name.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::{Change, Op, Set, Stamp};
    use crate::detect::Detector;
    use crate::document::Document;
    use crate::reading::Decider;

    const TEXT: &str = "Helen Harker: The pumps are old.\n\nBo Lind: Who says so?\n\nHELEN HARKER: I do.\n\nHelen Harker: And the engineers.\n";

    fn reading() -> Reading {
        let document = Arc::new(Document::from_text(TEXT, "a.txt"));
        let found = Arc::new(Detector::new().extract(&document));
        Reading::new(document, found, Set::default())
    }

    fn project(name: &str, aliases: &[&str]) -> Arc<[Speaker]> {
        let mut speaker = Set::default().new_speaker(name, SpeakerKind::Person);
        speaker.aliases = aliases.iter().map(|a| (*a).to_owned()).collect();
        [speaker].into()
    }

    fn names(r: &Reading) -> Vec<String> {
        r.all().map(|item| r.speaker_name(&item)).collect()
    }

    #[test]
    fn suggestions_and_decisions_show_the_name_of_the_project() {
        let mut r = reading();
        let before = names(&r);
        assert!(before.contains(&"Bo Lind".to_owned()), "{before:?}");
        r.share(project("Dame Helen", &["Helen Harker", "HELEN HARKER"]));
        assert_eq!(names(&r), ["Dame Helen", "Bo Lind", "Dame Helen", "Dame Helen"]);
        assert_eq!(
            r.voices().iter().map(|v| (v.name.as_str(), v.items.len())).collect::<Vec<_>>(),
            [("Dame Helen", 3), ("Bo Lind", 1)]
        );
        // Decided with the id and the names of the project.
        let first = r.next_open(0, None).unwrap();
        let stamp = Stamp { now: "2026-11-24T08:00:00Z".into(), millis: 1, random: [1; 10] };
        let change = Decider { reading: &r, by: None, stamp: &stamp }.confirm(&first).unwrap();
        r.apply(&change);
        assert_eq!(r.set().speakers[0].id, "dame-helen");
        assert_eq!(names(&r), ["Dame Helen", "Bo Lind", "Dame Helen", "Dame Helen"]);
        // Taken back the old names are there again, and what was decided meanwhile stays.
        r.share(Arc::default());
        assert_eq!(names(&r)[1], "Bo Lind");
    }

    #[test]
    fn a_decided_speaker_has_it_too_and_the_sidecar_stays() {
        let mut r = reading();
        let two = ["Helen Harker", "HELEN HARKER"].map(|name| Set::default().new_speaker(name, SpeakerKind::Person));
        let [one, mut other] = two;
        other.id = "shouting".to_owned();
        let ops = [one, other].map(|s| Op::Speaker { before: None, after: Some(s) }).to_vec();
        r.apply(&Change { ops, ..Change::default() });
        let set = r.set().clone();
        r.share(project("Dame Helen", &["Helen Harker", "HELEN HARKER"]));
        assert_eq!(r.set(), &set);
        for id in ["helen-harker", "shouting"] {
            assert_eq!(r.name_of(&SpeakerRef::Id(id.to_owned())), "Dame Helen");
        }
        let voices = r.voices();
        assert_eq!(voices.iter().filter(|v| v.name == "Dame Helen").count(), 1, "{voices:?}");
    }
}
