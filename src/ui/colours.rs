//! Which colour a speaker has.

use sayso_core::annotation::folded_name;
use sayso_core::reading::SpeakerNames;
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Most names whose colours are kept for the next opening.
const MAX_KEPT: usize = 200;

/// Numbers of speakers' colours. Whoever is found in the text comes first, so that a decision, and opening the document
/// again, changes nobody's; who had a number at the last opening keeps it, whoever was written in before them.
#[derive(Clone, Debug, Default)]
pub struct SpeakerColours {
    /// By folded name: one that is spelled in capitals has the colour of the same name in small letters.
    numbers: HashMap<String, usize>,
    /// Numbers of the last opening, by hashes of names not seen since.
    before: BTreeMap<u32, usize>,
    taken: HashSet<usize>,
    next: usize,
}

impl SpeakerColours {
    /// Those of the last opening, for the names that are added now.
    pub fn of_last_time(before: BTreeMap<u32, usize>) -> Self {
        Self { before, ..Self::default() }
    }

    /// What the next opening begins with, by hashes of names: who speaks in a document is not left elsewhere. O(speakers).
    pub fn to_keep(&self) -> BTreeMap<u32, usize> {
        let mut all: Vec<(&String, &usize)> = self.numbers.iter().collect();
        all.sort_by_key(|(name, number)| (**number, name.as_str()));
        all.into_iter().take(MAX_KEPT).map(|(name, number)| (hashed(name), *number)).collect()
    }

    /// The number of a name's colour; a name that was never added has the next one. O(length of the name).
    pub fn number(&self, name: &str) -> usize {
        self.numbers.get(&folded_name(name)).copied().unwrap_or(self.next)
    }

    /// Adds names, in the order given: whoever was called otherwise, or had a colour at the last opening, keeps that, the
    /// others get the next that is free. O(names).
    pub fn add(&mut self, names: impl IntoIterator<Item = SpeakerNames>) {
        let mut new = Vec::new();
        for SpeakerNames { name, others } in names {
            let name = folded_name(&name);
            if self.numbers.contains_key(&name) {
                continue;
            }
            let known = |other: &String| self.numbers.get(&folded_name(other)).copied();
            match others.iter().find_map(known).or_else(|| self.before.remove(&hashed(&name))) {
                Some(number) => self.give(name, number),
                None => new.push((name, others)),
            }
        }
        for (name, others) in new {
            if self.numbers.contains_key(&name) {
                continue;
            }
            let known = |other: &String| self.numbers.get(&folded_name(other)).copied();
            let number = others.iter().find_map(known).unwrap_or(self.next);
            self.give(name, number);
        }
    }

    fn give(&mut self, name: String, number: usize) {
        self.numbers.entry(name).or_insert(number);
        self.taken.insert(number);
        while self.taken.contains(&self.next) {
            self.next += 1;
        }
    }
}

/// The first four bytes of the hash of a name.
fn hashed(folded: &str) -> u32 {
    let [a, b, c, d, ..] = Sha256::digest(folded).0;
    u32::from_be_bytes([a, b, c, d])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(all: &[&[&str]]) -> Vec<SpeakerNames> {
        let of = |one: &&[&str]| SpeakerNames {
            name: one[0].to_owned(),
            others: one[1..].iter().map(|n| (*n).to_owned()).collect(),
        };
        all.iter().map(of).collect()
    }

    #[test]
    fn a_name_in_capitals_and_a_new_name_have_the_colour_of_before() {
        let mut colours = SpeakerColours::default();
        colours.add(names(&[&["Ada Grey"], &["Pavel Kos"], &["ADA  GREY"]]));
        assert_eq!((colours.number("ADA GREY"), colours.number("Pavel Kos"), colours.number("Bo")), (0, 1, 2));
        colours.add(names(&[&["Mayor Grey", "Ada Grey"], &["Bo"]]));
        assert_eq!((colours.number("mayor grey"), colours.number("Bo")), (0, 2));
    }

    #[test]
    fn who_is_written_in_before_others_changes_nobodys_colour() {
        let mut colours = SpeakerColours::default();
        colours.add(names(&[&["Ada Grey"], &["Pavel Kos"], &["Bo Lind"]]));
        let mut again = SpeakerColours::of_last_time(colours.to_keep());
        again.add(names(&[&["Cy Moss"], &["Ada Grey"], &["Bo Lind"], &["Dee Hart"]]));
        let numbers = ["Ada Grey", "Bo Lind", "Cy Moss", "Dee Hart"].map(|name| again.number(name));
        assert_eq!(numbers, [0, 2, 1, 3], "the colour of one who is gone is free");
    }
}
