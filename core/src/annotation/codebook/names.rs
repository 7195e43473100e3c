//! Whom the names of a project mean.

use crate::annotation::{Speaker, folded_name};
use std::collections::HashMap;
use std::sync::Arc;

/// The speakers of a project by what they are called. Two whose names differ by capitals alone are told apart by these; any
/// other spelling means whoever alone is called so, letter case aside. A name of two is nobody's.
#[derive(Clone, Debug, Default)]
pub struct ProjectSpeakers {
    speakers: Arc<[Speaker]>,
    /// By their names, as they are written.
    named: HashMap<String, Option<u32>>,
    /// By their other names, as they are written.
    aliases: HashMap<String, Option<u32>>,
    /// By all of them, letter case folded.
    folded: HashMap<String, Option<u32>>,
    ids: HashMap<String, u32>,
}

impl ProjectSpeakers {
    /// O(names).
    pub fn new(speakers: Arc<[Speaker]>) -> Self {
        let mut out = Self::default();
        let enter = |map: &mut HashMap<String, Option<u32>>, name: String, number: u32| {
            let known = map.entry(name).or_insert(Some(number));
            if *known != Some(number) {
                *known = None;
            }
        };
        for (number, speaker) in (0_u32..).zip(speakers.iter()) {
            out.ids.entry(speaker.id.clone()).or_insert(number);
            enter(&mut out.named, spaced(&speaker.name), number);
            enter(&mut out.folded, folded_name(&speaker.name), number);
            for alias in &speaker.aliases {
                enter(&mut out.aliases, spaced(alias), number);
                enter(&mut out.folded, folded_name(alias), number);
            }
        }
        out.speakers = speakers;
        out
    }

    /// All of them.
    pub const fn all(&self) -> &Arc<[Speaker]> {
        &self.speakers
    }

    /// A speaker by number.
    pub fn get(&self, number: u32) -> Option<&Speaker> {
        self.speakers.get(number as usize)
    }

    /// The number of the one speaker called so. O(length).
    pub fn called(&self, name: &str) -> Option<u32> {
        if self.speakers.is_empty() {
            return None;
        }
        let written = spaced(name);
        let known = self.named.get(&written).or_else(|| self.aliases.get(&written));
        known.copied().unwrap_or_else(|| self.folded.get(&folded_name(name)).copied().flatten())
    }

    /// The number of the speaker that a document knows under an id, a name and other names: whoever is called by the name, else
    /// whoever has the id and one of the names. O(names).
    pub fn number(&self, id: Option<&str>, name: &str, others: &[String]) -> Option<u32> {
        let by_id = id.and_then(|id| self.ids.get(id)).copied();
        let has = |number: &u32| {
            self.get(*number).is_some_and(|s| s.is_named(name) || others.iter().any(|other| s.is_named(other)))
        };
        let by_id = by_id.filter(has);
        // Of two that bear one name the id tells.
        let own = by_id.filter(|n| self.get(*n).is_some_and(|s| s.name == name));
        own.or_else(|| self.called(name)).or(by_id)
    }

    /// Whether several speakers have this very name.
    pub fn is_shared(&self, name: &str) -> bool {
        self.named.get(&spaced(name)) == Some(&None)
    }
}

/// A name with single spaces.
fn spaced(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::Set;
    use crate::kinds::SpeakerKind;

    fn of(speakers: &[(&str, &str, &[&str])]) -> ProjectSpeakers {
        let set = Set::default();
        let speaker = |(id, name, aliases): &(&str, &str, &[&str])| Speaker {
            id: (*id).to_owned(),
            aliases: aliases.iter().map(|a| (*a).to_owned()).collect(),
            ..set.new_speaker(name, SpeakerKind::Person)
        };
        ProjectSpeakers::new(speakers.iter().map(speaker).collect())
    }

    #[test]
    fn the_spelling_tells_two_apart_and_else_letter_case_does_not_matter() {
        let one = of(&[("a", "Helen Harker", &["Harker"])]);
        for name in ["Helen Harker", "HELEN  HARKER", "harker"] {
            assert_eq!(one.called(name), Some(0), "{name}");
        }
        assert_eq!(one.called("Helen"), None);
        let two =
            of(&[("a", "Helen Harker", &[]), ("b", "HELEN HARKER", &["Harker"]), ("c", "Bo Harker", &["Harker"])]);
        assert_eq!((two.called("Helen Harker"), two.called("HELEN HARKER")), (Some(0), Some(1)));
        assert_eq!((two.called("helen harker"), two.called("Harker")), (None, None));
    }

    #[test]
    fn an_id_counts_where_a_name_agrees() {
        let project = of(&[("john", "John Smith", &[]), ("john-2", "John Smith", &["J. Smith"])]);
        let number = |id: &str, names: &[&str]| {
            let others: Vec<String> = names.iter().skip(1).map(|n| (*n).to_owned()).collect();
            project.number(Some(id), names[0], &others)
        };
        assert_eq!((number("john-2", &["John Smith"]), number("john", &["John Smith"])), (Some(1), Some(0)));
        assert_eq!(number("john-2", &["Ada Grey"]), None);
        assert_eq!(number("john-2", &["Jack", "J. Smith"]), Some(1));
        assert_eq!(number("elsewhere", &["John Smith"]), None);
        assert!(project.is_shared("John Smith") && !project.is_shared("J. Smith"));
    }
}
