//! One name for one person in the files of several annotators.

use crate::annotation::{Set, Speaker, SpeakerRef, folded_name};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What people are called who have other names in other files: a name that one file has as another name of somebody, and no file as
/// that of somebody else beside them, means that person. Letter case and white space aside.
#[derive(Clone, Debug, Default)]
pub struct SamePeople {
    /// By folded name, the name to show.
    shown: HashMap<String, String>,
}

impl SamePeople {
    /// That of lists of speakers: of each file, and of the project. O(names · log names).
    pub fn new<'a>(lists: impl IntoIterator<Item = &'a [Speaker]>) -> Self {
        let lists: Vec<&[Speaker]> = lists.into_iter().collect();
        let mut names: BTreeMap<String, &str> = BTreeMap::new();
        let mut named_by: HashMap<String, BTreeSet<usize>> = HashMap::new();
        // Of other names whose they are.
        let mut owners: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (number, list) in lists.iter().enumerate() {
            for speaker in *list {
                let name = folded_name(&speaker.name);
                for other in speaker.aliases.iter().map(|alias| folded_name(alias)).filter(|other| *other != name) {
                    owners.entry(other).or_default().insert(name.clone());
                }
                named_by.entry(name.clone()).or_default().insert(number);
                let shown = names.entry(name).or_insert(&speaker.name);
                // Whoever writes it first is chance.
                *shown = (*shown).min(&speaker.name);
            }
        }
        let is_beside = |a: &str, b: &str| {
            named_by.get(a).zip(named_by.get(b)).is_some_and(|(a, b)| a.intersection(b).next().is_some())
        };
        let owner_of = |name: &str| {
            let owners = owners.get(name)?;
            let owner = owners.first().filter(|_| owners.len() == 1)?;
            (!is_beside(name, owner)).then_some(owner.as_str())
        };
        let shown = names.iter().map(|(name, shown)| {
            let owner = owner_of(name)
                .filter(|owner| owner_of(owner).is_none_or(|back| back == name && *owner < name.as_str()));
            (name.clone(), owner.and_then(|owner| names.get(owner)).unwrap_or(shown).to_string())
        });
        Self { shown: shown.collect() }
    }

    /// The one name of a speaker of a set.
    pub fn name<'a>(&'a self, set: &'a Set, speaker: &'a SpeakerRef) -> &'a str {
        self.called(set.name_of(speaker))
    }

    /// The one name of whoever is called so.
    pub fn called<'a>(&'a self, name: &'a str) -> &'a str {
        self.shown.get(&folded_name(name)).map_or(name, String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kinds::SpeakerKind;

    fn set(speakers: &[(&str, &[&str])]) -> Set {
        let mut set = Set::default();
        for (name, aliases) in speakers {
            let mut speaker = set.new_speaker(name, SpeakerKind::Person);
            speaker.aliases = aliases.iter().map(|alias| (*alias).to_owned()).collect();
            set.speakers.push(speaker);
        }
        set
    }

    fn names(sets: &[&Set]) -> Vec<Vec<String>> {
        let people = SamePeople::new(sets.iter().map(|set| set.speakers.as_slice()));
        let name = |set: &Set, speaker: &Speaker| people.name(set, &SpeakerRef::Id(speaker.id.clone())).to_owned();
        sets.iter().map(|set| set.speakers.iter().map(|speaker| name(set, speaker)).collect()).collect()
    }

    #[test]
    fn another_name_of_somebody_is_theirs_in_every_file() {
        let ada = set(&[("Otto Rahm", &["Rahm", "the mayor"]), ("Ines Vale", &[])]);
        let bo = set(&[("rahm", &[]), ("INES  VALE", &[])]);
        assert_eq!(names(&[&ada, &bo]), [["Otto Rahm", "INES  VALE"], ["Otto Rahm", "INES  VALE"]]);
        assert_eq!(names(&[&bo, &ada]), [["Otto Rahm", "INES  VALE"], ["Otto Rahm", "INES  VALE"]]);
    }

    #[test]
    fn whom_one_file_tells_apart_stays_two_and_what_two_are_called_is_nobody() {
        let ada = set(&[("Otto Rahm", &["Rahm"]), ("Rahm", &[])]);
        let bo = set(&[("Rahm", &[])]);
        assert_eq!(names(&[&ada, &bo])[1], ["Rahm"]);
        let cy = set(&[("Otto Rahm", &["Rahm"]), ("Eva Rahm", &["Rahm"])]);
        assert_eq!(names(&[&cy, &bo])[1], ["Rahm"]);
        let (one, other) = (set(&[("A", &["B"])]), set(&[("B", &["A"])]));
        assert_eq!(names(&[&one, &other]), [["A"], ["A"]], "each is the other’s: one of them, whoever comes first");
        assert_eq!(names(&[&other, &one]), [["A"], ["A"]]);
    }
}
