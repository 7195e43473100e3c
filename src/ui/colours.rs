//! Which colour a speaker has.

use sayso_core::annotation::folded_name;
use sayso_core::reading::SpeakerNames;
use std::collections::HashMap;

/// Numbers of speakers' colours. Whoever is found in the text comes first, so that a decision, and opening the document
/// again, changes nobody's.
#[derive(Clone, Debug, Default)]
pub struct SpeakerColours {
    /// By folded name: one that is spelled in capitals has the colour of the same name in small letters.
    numbers: HashMap<String, usize>,
    next: usize,
}

impl SpeakerColours {
    /// The number of a name's colour; a name that was never added has the next one. O(length of the name).
    pub fn number(&self, name: &str) -> usize {
        self.numbers.get(&folded_name(name)).copied().unwrap_or(self.next)
    }

    /// Adds names, in the order given: whoever was called otherwise before keeps that colour, the others get the next.
    pub fn add(&mut self, names: impl IntoIterator<Item = SpeakerNames>) {
        for SpeakerNames { name, others } in names {
            let name = folded_name(&name);
            if self.numbers.contains_key(&name) {
                continue;
            }
            let before = others.iter().find_map(|other| self.numbers.get(&folded_name(other)).copied());
            let number = before.unwrap_or(self.next);
            self.next += usize::from(before.is_none());
            self.numbers.insert(name, number);
        }
    }
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
}
